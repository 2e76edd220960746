//! A year of follow-up through the front door: visits, work and its proof, the end of a road, who looks after whom.

use axum::http::StatusCode;
use domain::access::Role;
use jiff::civil::date;
use jol::{
    followup::store::{SpellRow, VisitRow, spells, visits},
    vacancy::store::CandidacyRow,
};
use uuid::Uuid;

use crate::{
    people::{BATKEN, Country, Desk, LEILEK, OSH},
    testkit::{Page, engines},
};

/// Days in the three boxes of a date.
fn day(field: &str, on: jiff::civil::Date) -> Vec<(String, String)> {
    let part = |name: &str, n: i64| (format!("{field}-{name}"), n.to_string());
    vec![
        part("day", on.day().into()),
        part("month", on.month().into()),
        part("year", on.year().into()),
    ]
}

impl Desk {
    async fn post(
        &mut self,
        page: &Page,
        action: &str,
        fields: &[(&str, &str)],
        days: Vec<(String, String)>,
    ) -> Page {
        let mut all: Vec<(&str, &str)> = fields.to_vec();
        all.extend(days.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        self.send(page, action, &all).await
    }

    /// Records a talk of today.
    async fn talk(
        &mut self,
        country: &Country,
        person: domain::id::ReturneeId,
        outcome: &str,
    ) -> Page {
        let page = self.get(&format!("/returnees/{person}/work")).await;
        let fields = [("outcome", outcome), ("way", "phone")];
        let today = day("on", country.cell.app.today());
        self.post(&page, &format!("/returnees/{person}/visits"), &fields, today).await
    }
}

async fn of(country: &Country, person: domain::id::ReturneeId) -> (Vec<SpellRow>, Vec<VisitRow>) {
    let mut tx = country.cell.app.db.read().await.unwrap();
    (spells(&mut tx, person).await.unwrap(), visits(&mut tx, person).await.unwrap())
}

fn days_due(visits: &[VisitRow]) -> Vec<jiff::civil::Date> {
    visits.iter().filter(|visit| visit.state == "due").map(|visit| visit.due_on).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn visits_come_at_one_three_six_and_twelve_months() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let mut officer = country.officer(LEILEK).await;
        assert_eq!(country.follow().await, 1, "{engine:?}");
        assert_eq!(country.follow().await, 0, "nothing is left");
        let (_, visits) = of(&country, person).await;
        let expected =
            [date(2026, 12, 21), date(2027, 2, 21), date(2027, 5, 21), date(2027, 11, 21)];
        assert_eq!(days_due(&visits), expected, "{engine:?}");
        assert!(!officer.get("/day/visits").await.says("Асанова"), "not yet");

        // Tried and not reached: it stays due, three times, and is never "without work".
        country.days(30);
        assert!(officer.get("/day/visits").await.says("Асанова Айгүл"), "{engine:?}");
        for n in 1..=3 {
            let page = officer.talk(&country, person, "not-reached").await;
            assert_eq!(page.status, StatusCode::OK, "{engine:?} {}", page.text());
            assert_eq!(page.says(&format!("Tries: {n}")), n < 3, "{engine:?} {}", page.text());
        }
        assert!(!officer.get("/day/visits").await.says("Асанова"), "tried often enough");
        let road = country.road(person).await;
        assert_eq!((road.form, road.reached_on), (None, None), "{engine:?}");

        // One talk answers what is due until a fortnight later.
        country.days(55);
        let page = officer.talk(&country, person, "informal").await;
        assert!(page.says("Informal job"), "{engine:?} {}", page.text());
        let (spells, visits) = of(&country, person).await;
        assert_eq!(spells.len(), 1, "{engine:?}");
        let today = country.cell.app.today();
        assert_eq!((spells[0].form.as_str(), spells[0].from_on), ("informal", today));
        assert!(visits.iter().any(|visit| visit.months == 3 && visit.done_on == Some(today)));
        let road = country.road(person).await;
        assert_eq!(road.form.as_deref(), Some("informal"), "{engine:?}");
        assert_eq!((road.first_work_on, road.known_on), (Some(today), today), "{engine:?}");
        // The new job brings visits of its own.
        assert_eq!(road.next_visit_on, Some(date(2027, 3, 14)), "{engine:?} {today}");

        // The person answers the next one themselves.
        country.days(28);
        let mut own = country.own(person).await;
        let home = own.get("/me").await;
        assert!(home.says("Please tell us how you work now"), "{engine:?} {}", home.text());
        let page = own.get("/me/visit").await;
        let page = own.send(&page, "/me/visit", &[("outcome", "not-reached")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let page = own.send(&page, "/me/visit", &[("outcome", "unemployed")]).await;
        assert!(page.says("Thank you"), "{engine:?} {}", page.text());
        let (spells, _) = of(&country, person).await;
        let today = country.cell.app.today();
        assert_eq!(spells[0].to_on, today.yesterday().ok(), "what went on is over");
        assert_eq!(spells[1].form, "unemployed", "{engine:?}");
        let work = officer.get(&format!("/returnees/{person}/work")).await;
        assert!(work.says("Told by the person"), "{engine:?} {}", work.text());
        let told = country.actions(person).await;
        for action in ["visited", "not-reached", "spell-added", "spell-changed"] {
            assert!(told.iter().any(|one| one == action), "{action} in {told:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_formal_job_is_steady_when_somebody_vouches_for_six_and_for_twelve_months() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let mut officer = country.officer(LEILEK).await;
        let (work, new) =
            (format!("/returnees/{person}/work"), format!("/returnees/{person}/spells/new"));
        let page = officer.get(&new).await;
        let wrong = officer
            .post(&page, &new, &[("employer", "ОсОО «Ак-Тилек»")], day("from_on", date(2027, 1, 1)))
            .await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        assert!(wrong.body.contains("Ак-Тилек"), "what was typed stays");
        let fields = [("form", "formal"), ("employer", "ОсОО «Ак-Тилек»"), ("occupation", "")];
        let page = officer.post(&page, &new, &fields, day("from_on", date(2026, 11, 20))).await;
        assert!(page.says("Formal job") && page.says("As told"), "{engine:?} {}", page.text());

        let (spells, _) = of(&country, person).await;
        let spell = format!("/returnees/{person}/spells/{}", spells[0].id);
        // The employer confirms at once. That says nothing of the days to come.
        officer.send(&page, &format!("{spell}/proof"), &[("by", "employer")]).await;
        country.days(370);
        country.follow().await;
        assert_eq!(country.road(person).await.steady_on, None, "{engine:?}");

        let page = officer.get(&work).await;
        let page = officer.send(&page, &format!("{spell}/proof"), &[("by", "contributions")]).await;
        assert!(page.says("Contributions paid"), "{engine:?} {}", page.text());
        let road = country.road(person).await;
        assert_eq!(road.steady_on, Some(date(2027, 11, 20)), "{engine:?}");
        assert_eq!(road.steady_rule.as_deref(), Some("steady-2026-11"), "{engine:?}");
        assert_eq!(road.next_visit_on, None, "nobody is asked any more");
        let page = officer.get(&format!("/returnees/{person}/road")).await;
        assert!(
            page.says("done: 20.11.2027") && page.says("Nothing is needed now"),
            "{}",
            page.text()
        );

        // Who changes a spell from an old page is told so, and loses nothing.
        let old = officer.get(&spell).await;
        let ended = day("to_on", date(2027, 11, 25));
        let mut both = day("from_on", date(2026, 11, 20));
        both.extend(ended);
        let fields = [("form", "formal"), ("employer", "ОсОО «Ак-Тилек»"), ("occupation", "")];
        let page = officer.post(&old, &spell, &fields, both.clone()).await;
        assert!(page.says("25.11.2027"), "{engine:?} {}", page.text());
        let fields = [("form", "seasonal"), ("employer", "Башка"), ("occupation", "")];
        let late = officer.browser.get(&spell).await;
        let stale = officer
            .post(
                &old,
                &spell,
                &[
                    ("-id", &late.hidden(&spell)[0].1),
                    ("-proof", &late.hidden(&spell)[1].1),
                    ("form", fields[0].1),
                    ("employer", fields[1].1),
                ],
                both,
            )
            .await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "{engine:?} {}", stale.text());
        assert!(stale.body.contains("Башка"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_hired_works_from_the_day_both_confirmed() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let person = country.person("Айгүл").await;
        let today = app.today();
        let candidacy = CandidacyRow {
            id: app.new_id(),
            vacancy: Uuid::from_u128(8),
            organisation: Uuid::from_u128(9),
            returnee: person.uuid(),
            stage: "proposed".into(),
            is_shown: false,
            with_phone: false,
            proposed_by: Uuid::from_u128(7),
            agreed_at: None,
            interview_on: None,
            by_person_on: None,
            by_employer_on: None,
            refusal_reason: None,
            made_at: app.now(),
            changed_at: app.now(),
            version: 1,
        };
        country.write(person, candidacy.clone()).await;
        country.follow().await;
        let road = country.road(person).await;
        assert_eq!((road.asked_on, road.agreed_on), (Some(today), None), "{engine:?}");
        let mut officer = country.officer(LEILEK).await;
        assert!(officer.get("/day/asked").await.says("Асанова"), "{engine:?}");

        let agreed =
            CandidacyRow { stage: "agreed".into(), agreed_at: Some(app.now()), ..candidacy };
        country.write(person, agreed.clone()).await;
        country.follow().await;
        assert_eq!(country.road(person).await.agreed_on, Some(today), "{engine:?}");

        let starts = today.tomorrow().unwrap();
        let hired = CandidacyRow {
            stage: "hired".into(),
            by_person_on: Some(starts),
            by_employer_on: Some(starts),
            ..agreed
        };
        country.write(person, hired.clone()).await;
        country.follow().await;
        country.write(person, hired).await;
        country.follow().await;
        let (spells, _) = of(&country, person).await;
        assert_eq!(spells.len(), 1, "one hire is one spell");
        assert_eq!((spells[0].form.as_str(), spells[0].proof.as_str()), ("formal", "employer"));
        assert_eq!(spells[0].from_on, starts, "{engine:?}");
        let road = country.road(person).await;
        assert_eq!((road.form.clone(), road.first_formal_on), (None, None), "not begun yet");
        assert_eq!(road.turns_on, Some(starts), "{engine:?}");

        // Nothing happens but a night.
        country.days(1);
        assert_eq!(country.follow().await, 1, "{engine:?}");
        let road = country.road(person).await;
        assert_eq!(road.form.as_deref(), Some("formal"), "{engine:?}");
        assert_eq!(road.first_formal_on, Some(starts), "{engine:?}");
        assert!(country.actions(person).await.contains(&"spell-added".into()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_road_is_closed_with_a_reason_and_opened_again() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let mut officer = country.officer(LEILEK).await;
        let (road, close) =
            (format!("/returnees/{person}/road"), format!("/returnees/{person}/road/close"));
        let page = officer.get(&close).await;
        let page = officer.send(&page, &close, &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let page = officer.send(&page, &close, &[("closing", "left-again")]).await;
        assert_eq!(page.path, road);
        assert!(page.says("The road was closed on") && page.says("Left again"));
        let row = country.road(person).await;
        assert_eq!((row.next_visit_on, row.plan_due_on), (None, None), "{engine:?}");
        let (_, visits) = of(&country, person).await;
        assert!(visits.iter().all(|visit| visit.state == "cancelled"), "{engine:?}");

        let page = officer.send(&page, &close, &[("open", "yes")]).await;
        assert!(!page.says("The road was closed on"), "{engine:?} {}", page.text());
        let (_, visits) = of(&country, person).await;
        assert_eq!(days_due(&visits).len(), 4, "{engine:?}");
        let told = country.actions(person).await;
        assert!(told.contains(&"road-closed".into()) && told.contains(&"road-opened".into()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_office_finds_nothing_at_any_address_of_the_road() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        country.follow().await;
        let mut stranger = country.officer(OSH).await;
        let mine = country.register(domain::returnee::Typed {
            territory: "41706207000000".into(),
            ..country.typed()
        });
        let mine = mine.await;
        for end in ["road", "work", "plan", "road/close", "spells/new"] {
            let page = stranger.get(&format!("/returnees/{person}/{end}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{engine:?} {end}");
        }
        // A form of one's own record sent to the address of another one.
        let page = stranger.get(&format!("/returnees/{mine}/work")).await;
        let hidden = page.hidden(&format!("/returnees/{mine}/visits"));
        let mut fields: Vec<(String, String)> = hidden;
        fields.extend(day("on", country.cell.app.today()));
        fields.extend([("way", "phone"), ("outcome", "formal")].map(|(a, b)| (a.into(), b.into())));
        for end in ["visits", "road/close", "road/officer", "notes", "letters", "letters/read"] {
            let mut body = fields.clone();
            body.extend(
                [("closing", "left-again"), ("take", "yes"), ("note", "x"), ("letter", "x")]
                    .map(|(a, b)| (a.into(), b.into())),
            );
            let path = format!("/returnees/{person}/{end}");
            let body = Some(crate::testkit::encoded(&body));
            let page = stranger.browser.request(axum::http::Method::POST, &path, body).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{engine:?} {end} {}", page.text());
        }
        let told = country.actions(person).await;
        assert_eq!(told, ["registered"], "nothing was written");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_taken_given_and_handed_over_with_all_the_others() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let (one, two) = (country.person("Айгүл").await, country.person("Бурул").await);
        let mut officer = country.officer(LEILEK).await;
        let colleague = country.staff(Role::Officer, LEILEK, "Bolot Asanov").await;
        let far = country.staff(Role::Officer, OSH, "Far Away").await;
        let mut head = country.staff(Role::HeadOfOffice, BATKEN, "Head").await;
        for person in [one, two] {
            let page = officer.get(&format!("/returnees/{person}/road")).await;
            assert!(page.body.contains("Bolot Asanov") && !page.body.contains("Far Away"));
            let give = format!("/returnees/{person}/road/officer");
            let page = officer.send(&page, &give, &[("take", "yes")]).await;
            assert_eq!(page.status, StatusCode::OK, "{engine:?} {}", page.text());
            let id = far.id.to_string();
            let page = officer.send(&page, &give, &[("officer", &id)]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "who cannot see them cannot have them");
            assert_eq!(country.road(person).await.officer, Some(officer.id), "{engine:?}");
        }

        let page = head.get("/day/handover").await;
        let (from, to) = (officer.id.to_string(), colleague.id.to_string());
        let same = [("from", &*from), ("to", &*from)];
        let page = head.send(&page, "/day/handover", &same).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let fields = [("from", &*from), ("to", &*to), ("words", "Анара декретке кетти")];
        let page = head.send(&page, "/day/handover", &fields).await;
        assert!(page.says("Handed over: 2"), "{engine:?} {}", page.text());
        for person in [one, two] {
            assert_eq!(country.road(person).await.officer, Some(colleague.id), "{engine:?}");
            let page = head.get(&format!("/returnees/{person}/road")).await;
            assert!(page.says("Bolot Asanov") && page.says("Анара декретке кетти"));
            let told = country.actions(person).await;
            assert_eq!(told.iter().filter(|action| *action == "assigned").count(), 2, "{told:?}");
        }

        let mut stranger = far;
        let page = stranger.get("/day/handover").await;
        let back = [("from", &*to), ("to", &*from)];
        let page = stranger.send(&page, "/day/handover", &back).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{engine:?} {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_erased_has_no_road_and_gets_none_again() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let mut own = country.own(person).await;
        country.follow().await;
        let page = own.get("/me/erase").await;
        let page = own.send(&page, "/me/erase", &[("sure", "yes")]).await;
        assert_eq!(page.status, StatusCode::OK, "{engine:?} {}", page.text());
        country.follow().await;
        let mut tx = country.cell.app.db.read().await.unwrap();
        assert!(jol::followup::store::road(&mut tx, person).await.unwrap().is_none(), "{engine:?}");
        assert!(visits(&mut tx, person).await.unwrap().is_empty(), "{engine:?}");
    }
}
