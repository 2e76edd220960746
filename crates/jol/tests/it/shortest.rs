//! The shortest road: the same for the officer and the person, taken with one tap, and found anew when a part of it is gone.

use domain::{
    course::{TypedCourse, TypedGroup},
    id::ReturneeId,
    profile::TypedWish,
};
use jol::{
    course::store::{CourseRow, GroupRow},
    db::Record,
    matching::{
        shortest::{json, reckon},
        store,
    },
    profile::store::KeptWish,
    support::store::{StepRow, steps},
    vacancy::store::{CandidacyRow, Vacancy},
};
use uuid::Uuid;

use crate::{
    people::{AT_LEILEK, Country, Desk, LEILEK, OSH, Wrote},
    testkit::{Engine, Page, engines},
};

const AT_TALAS: &str = "41707232000000";

/// A country in which somebody who sewed abroad wants to sew at home, and what is offered there.
struct Sewing {
    country: Country,
    person: ReturneeId,
    group: GroupRow,
    cutter: Uuid,
    tailor: Uuid,
}

impl Sewing {
    async fn new(engine: Engine) -> Self {
        let country = Country::new(engine).await;
        let employer = country.organisation("employer", "verified").await;
        let cutter = country
            .vacancy(&employer, "Cutter of cloth", |offer| {
                offer.occupation = "cutter".into();
                offer.needs = "licence:medical-book!".into();
            })
            .await;
        let tailor = country
            .vacancy(&employer, "Tailor who embroiders", |offer| {
                offer.needs = "skill:machine-embroidery!".into();
            })
            .await;
        for (title, change) in [
            (
                "Too soon",
                (|offer| {
                    offer.needs = "skill:machine-embroidery!".into();
                    offer.closes_on = "2026-12-20".into();
                }) as fn(&mut domain::vacancy::TypedOffer),
            ),
            ("Poor", |offer| offer.wage_to = "19999".into()),
            ("Far", |offer| offer.territory = AT_TALAS.into()),
            ("Learned", |offer| offer.needs = "education:higher!".into()),
            ("Unchecked", |_| ()),
        ] {
            country.vacancy(&employer, title, change).await;
        }
        let group = group(&country).await;
        let person = country.person("Айгүл").await;
        country.line(person, "work", "tailor").await;
        let wish = TypedWish {
            occupations: "tailor".into(),
            km: "60".into(),
            wage: "20000".into(),
            forms: "full-time".into(),
            self_employment: "yes".into(),
            ..TypedWish::default()
        };
        let app = &country.cell.app;
        let wish = wish.read(&app.lists.now(), app.today()).unwrap();
        let kept = KeptWish { wish, changed_at: app.now(), version: 1 };
        country.write(person, kept.row(person)).await;
        Self { country, person, group, cutter, tailor }
    }

    async fn save<R: Record + Send + Sync + 'static>(&self, row: R) {
        let app = self.country.cell.app.clone();
        let person = self.person;
        self.country.cell.app.db.run(Wrote { app, person, row }).await.unwrap();
    }

    /// The employer takes a vacancy back.
    async fn close(&self, id: Uuid) {
        let sql = "select * from vacancy where id = $1";
        let mut tx = self.country.cell.app.db.read().await.unwrap();
        let row: Vacancy = tx.find(sql, &[id.into()]).await.unwrap().unwrap();
        drop(tx);
        self.save(Vacancy { state: "closed".into(), ..row }).await;
    }

    async fn plan(&self) -> Vec<StepRow> {
        let mut tx = self.country.cell.app.db.read().await.unwrap();
        steps(&mut tx, self.person).await.unwrap()
    }

    /// The open steps of the plan: what they are about, and until when.
    async fn open(&self) -> Vec<(String, String)> {
        let open = self.plan().await.into_iter().filter(|step| step.state == "open");
        open.map(|step| (step.kind, step.due_on.map_or(String::new(), |day| day.to_string())))
            .collect()
    }
}

/// A course in embroidery that was let through, with one seat in a group to come.
async fn group(country: &Country) -> GroupRow {
    let (app, lists) = (&country.cell.app, country.cell.app.lists.now());
    let provider = country.organisation("provider", "verified").await;
    let typed = TypedCourse {
        title: "Embroidery by machine".into(),
        occupation: "embroiderer".into(),
        skills: "machine-embroidery".into(),
        hours: "40".into(),
        price: "3000".into(),
        language: "ky".into(),
        way: "in-place".into(),
        ..TypedCourse::default()
    };
    let course = typed.read(&lists).unwrap();
    let row = CourseRow::new(app.new_id(), provider.id, &course, &lists, (Uuid::nil(), app.now()));
    let row = CourseRow { state: "open".into(), ..row };
    let typed = TypedGroup {
        territory: AT_LEILEK.into(),
        starts_on: "2026-12-07".into(),
        ends_on: "2026-12-20".into(),
        seats: "1".into(),
        ..TypedGroup::default()
    };
    let group = GroupRow::new(app.new_id(), &row, &typed.read(app.today()).unwrap(), app.now());
    app.db.run(crate::people::Put(vec![row])).await.unwrap();
    app.db.run(crate::people::Put(vec![group.clone()])).await.unwrap();
    group
}

/// What stands on the page between its heading and its end, without the addresses of one side.
fn told(page: &Page, base: &str) -> String {
    let start = page.body.find("<h2 class=\"govuk-heading-m\">The road that ends").unwrap();
    let end = page.body.rfind("govuk-body-s").unwrap();
    let mut text = page.body[start..end].replace(base, "BASE");
    for field in ["name=\"-id\" value=\"", "name=\"-proof\" value=\""] {
        while let Some(at) = text.find(field) {
            let from = at + field.len();
            let to = from + text[from..].find('"').unwrap();
            text.replace_range(at..to, "");
        }
    }
    text
}

async fn take(desk: &mut Desk, base: &str, nth: usize) -> Page {
    let page = desk.get(&format!("{base}/shortest")).await;
    let names: Vec<String> = page
        .body
        .split("name=\"road\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    desk.send(&page, &format!("{base}/plan/road"), &[("road", names[nth].as_str())]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_and_the_person_see_the_same_roads_and_what_they_rest_on() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let (country, person) = (&sewing.country, sewing.person);
        let mut officer = country.officer(LEILEK).await;
        country.a_second();
        let base = format!("/returnees/{person}");
        let page = officer.get(&format!("{base}/shortest")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        for words in [
            "The road that ends soonestCutter: work can begin on 26.11.2026",
            "1. Get the paper: Medical book",
            "21.11.2026 – 25.11.2026",
            "2. Apply for the work: Cutter of cloth, Leilek Sewing",
            "The person pays in all: 1,200\u{a0}som",
            "an estimate that nobody has confirmed yet",
            "Another road (1)Tailor: work can begin on 21.12.2026",
            "1. Take the course: Embroidery by machine",
            "07.12.2026 – 20.12.2026",
            "Free training of the employment service: 3,000\u{a0}som",
            "“Embroidery by machine”: 1 of 1 seats were free.",
            "The person pays nothing.",
            "Another road (2)Tailor: one’s own registered work can begin on 20.01.2027",
            "1. Apply to the programme: Social contract",
            "The programme gives up to 150,000\u{a0}som",
            "Vacancies with a wage below the wish: 1",
            "Vacancies that close before the road gets there: 1",
            "Vacancies that ask for “Higher education”",
            "edition 2026-11",
        ] {
            assert!(page.says(words), "{engine:?}: {words}\n{}", page.text());
        }
        for words in ["Unchecked", "Too soon", "Learned"] {
            assert!(!page.says(words), "{engine:?}: {words}");
        }
        assert_eq!(country.actions(person).await[0], "matched", "{engine:?}");

        let mut own = country.own(person).await;
        let own_page = own.get("/me/shortest").await;
        assert_eq!(told(&own_page, "/me"), told(&page, &base), "{engine:?}: one road");
        let mut other = country.officer(OSH).await;
        assert_eq!(other.get(&format!("{base}/shortest")).await.status, 404, "{engine:?}");

        // The same as data.
        let app = &country.cell.app;
        let mut tx = app.db.read().await.unwrap();
        let scope = domain::access::Scope {
            reach: domain::access::Reach::Country,
            most: domain::access::Sensitivity::Restricted,
            consent: None,
        };
        let found = store::known(&mut tx, &app.keys, &scope, person, app.today()).await.unwrap();
        let lists = app.lists.now();
        let known = found.unwrap().1;
        let hiring = app.hiring.now(app, &mut tx).await.unwrap();
        let reckoned = reckon(&mut tx, &lists, person, &known, &hiring, app.today()).await.unwrap();
        let told = serde_json::to_value(json::told(&reckoned, &lists, "N")).unwrap();
        let days: Vec<&str> = told["roads"]
            .as_array()
            .unwrap()
            .iter()
            .map(|road| road["ends_on"].as_str().unwrap())
            .collect();
        assert_eq!(days, ["2026-11-26", "2026-12-21", "2027-01-20"], "{engine:?}");
        let course = &told["roads"][1]["steps"][0];
        assert_eq!(course["paid_by"], "free-training", "{told:#}");
        assert_eq!(course["closes"][0], "skill:machine-embroidery");
        assert_eq!(told["roads"][0]["end"]["aim"], format!("vacancy:{}", sewing.cutter));
        assert_eq!(told["roads"][2]["end"]["kind"], "own-work");
        assert_eq!(told["weights"]["edition"], "2026-11");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tap_makes_a_road_the_plan_and_a_second_tap_changes_nothing() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let (country, person) = (&sewing.country, sewing.person);
        let mut officer = country.officer(LEILEK).await;
        let base = format!("/returnees/{person}");
        country.a_second();
        let page = take(&mut officer, &base, 1).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let course = [("course", "2026-12-20"), ("work", "2026-12-21")];
        let owned = |steps: &[(&str, &str)]| -> Vec<(String, String)> {
            steps.iter().map(|(kind, day)| ((*kind).to_owned(), (*day).to_owned())).collect()
        };
        assert_eq!(sewing.open().await, owned(&course), "{engine:?}");
        assert_eq!(country.actions(person).await.iter().filter(|one| *one == "planned").count(), 2);
        // In the language of the person, whoever taps.
        assert!(page.says("Окуудан өтүү: Embroidery by machine"), "{}", page.text());
        assert!(!page.says("A seat or a vacancy in this plan is gone"), "{}", page.text());

        // The person taps the same road: it stands there.
        let mut own = country.own(person).await;
        take(&mut own, "/me", 1).await;
        assert_eq!(sewing.plan().await.len(), 2, "{engine:?}");
        // What an officer wrote themself stays when another road is taken.
        let page = officer.get(&format!("{base}/plan")).await;
        let step = [("kind", "service"), ("words", "Tea with the aunt")];
        country.a_second();
        officer.send(&page, &format!("{base}/plan"), &step).await;
        country.a_second();
        take(&mut own, "/me", 0).await;
        let open = [("service", ""), ("document", "2026-11-25"), ("work", "2026-11-26")];
        assert_eq!(sewing.open().await, owned(&open), "{engine:?}");
        let dropped = sewing.plan().await.into_iter().filter(|step| step.state == "dropped");
        assert_eq!(dropped.count(), 2, "{engine:?}");

        // A road that nobody offered is not taken.
        let page = own.get("/me/shortest").await;
        let page = own.send(&page, "/me/plan/road", &[("road", "paper:medical-book")]).await;
        assert!(page.says("The road changed meanwhile"), "{}", page.text());
        assert_eq!(sewing.open().await, owned(&open), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_says_when_a_seat_or_a_vacancy_of_it_is_gone() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let (country, person) = (&sewing.country, sewing.person);
        let mut own = country.own(person).await;
        const GONE: &str = "A seat or a vacancy in this plan is gone";
        take(&mut own, "/me", 1).await;
        assert!(!own.get("/me/plan").await.says(GONE), "{engine:?}");

        // Somebody else takes the one seat, and gives it back.
        let other = country.person("Бегимай").await;
        let mut desk = country.own(other).await;
        let course = format!("/courses/{}", sewing.group.course);
        let page = desk.get(&course).await;
        let seat = sewing.group.id.to_string();
        desk.send(&page, &format!("{course}/enrol"), &[("group", seat.as_str())]).await;
        let page = own.get("/me/plan").await;
        assert!(page.says(GONE) && page.says("Find the road anew"), "{engine:?}: {}", page.text());
        let mut officer = country.officer(LEILEK).await;
        assert!(officer.get(&format!("/returnees/{person}/plan")).await.says(GONE), "{engine:?}");
        let anew = own.get("/me/shortest").await;
        assert!(!anew.says("Embroidery by machine"), "{engine:?}: {}", anew.text());
        let page = desk.get("/me/courses").await;
        let leave = page.body.split("action=\"").find(|rest| rest.starts_with("/me/courses/"));
        let leave = leave.unwrap().split('"').next().unwrap().to_owned();
        desk.send(&page, &leave, &[]).await;
        assert!(!own.get("/me/plan").await.says(GONE), "{engine:?}");

        // Whoever sits in the group themself has the seat.
        let page = own.get(&course).await;
        own.send(&page, &format!("{course}/enrol"), &[("group", seat.as_str())]).await;
        assert!(!own.get("/me/plan").await.says(GONE), "{engine:?}");
        let page = own.get("/me/shortest").await;
        assert!(page.says("“Embroidery by machine”: the person has a seat."), "{}", page.text());

        sewing.close(sewing.tailor).await;
        assert!(own.get("/me/plan").await.says(GONE), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_is_open_the_wait_is_told_from_what_was_opened_or_that_it_cannot_be() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let (country, person) = (&sewing.country, sewing.person);
        sewing.close(sewing.cutter).await;
        sewing.close(sewing.tailor).await;
        let employer = country.organisation("employer", "verified").await;
        let past = async |n: usize| {
            for _ in 0..n {
                let id = country.vacancy(&employer, "Gone", |_| ()).await;
                let sql = "select * from vacancy where id = $1";
                let mut tx = country.cell.app.db.read().await.unwrap();
                let row: Vacancy = tx.find(sql, &[id.into()]).await.unwrap().unwrap();
                drop(tx);
                let opened_on = Some(jiff::civil::date(2026, 5, 1));
                sewing.save(Vacancy { state: "filled".into(), opened_on, ..row }).await;
            }
        };
        past(4).await;
        let mut own = country.own(person).await;
        let page = own.get("/me/shortest").await;
        assert!(page.says("own registered work can begin on 20.01.2027"), "{}", page.text());
        assert!(page.says("too few vacancies were opened to tell"), "{}", page.text());
        past(6).await;
        let page = own.get("/me/shortest").await;
        // Ten in a year: the next one within 37 days.
        assert!(page.says("expected by 28.12.2026"), "{}", page.text());
        assert!(page.says("this road is enough: 10."), "{}", page.text());
        assert_eq!(own.get("/me/shortest").await.status, 200, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hiring_takes_as_long_as_it_took_before_and_the_command_tells_the_same() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let (country, person) = (&sewing.country, sewing.person);
        let app = &country.cell.app;
        let employer = country.organisation("employer", "verified").await;
        let agreed_at = app.now() - jiff::SignedDuration::from_hours(24 * 100);
        let agreed_on = jol::app::country_day(agreed_at);
        let hires = async |n: std::ops::RangeInclusive<i64>, occupation: &str| {
            for days in n {
                let id = country.vacancy(&employer, "Before", |_| ()).await;
                let sql = "select * from vacancy where id = $1";
                let row: Option<Vacancy> =
                    app.db.read().await.unwrap().find(sql, &[id.into()]).await.unwrap();
                let (state, occupation) = ("filled".to_owned(), occupation.to_owned());
                sewing.save(Vacancy { state, occupation, ..row.unwrap() }).await;
                let began = agreed_on.saturating_add(jiff::ToSpan::days(days));
                let row = CandidacyRow {
                    id: app.new_id(),
                    vacancy: id,
                    organisation: employer.id,
                    returnee: person.uuid(),
                    stage: "hired".into(),
                    is_shown: true,
                    with_phone: false,
                    proposed_by: Uuid::nil(),
                    agreed_at: Some(agreed_at),
                    interview_on: None,
                    by_person_on: Some(began),
                    by_employer_on: Some(began),
                    refusal_reason: None,
                    made_at: agreed_at,
                    changed_at: app.now(),
                    version: 1,
                };
                sewing.save(row).await;
            }
        };
        let told = async || {
            let mut out = Vec::new();
            let typed = person.to_string();
            jol::commands::road::tell(app, &typed, true, &mut out).await.unwrap();
            serde_json::from_slice::<serde_json::Value>(&out).unwrap()
        };
        let ends = |told: &serde_json::Value| -> Vec<(String, serde_json::Value)> {
            let roads = told["roads"].as_array().unwrap().iter();
            roads
                .map(|road| {
                    (road["ends_on"].as_str().unwrap().to_owned(), road["end"]["hiring"].clone())
                })
                .collect()
        };
        // Nine hires say nothing.
        hires(20..=28, "cutter").await;
        let first = told().await;
        assert_eq!(first["roads"].as_array().unwrap().len(), 3, "{first:#}");
        assert_eq!(ends(&first)[0], ("2026-11-26".into(), serde_json::Value::Null), "{first:#}");
        let mut own = country.own(person).await;
        let page = own.get("/me/shortest").await;
        assert!(page.says("How long hiring takes is not reckoned in"), "{engine:?}");

        // Ten of the group, of which half took 24 days or less, and of cooks one that took long.
        hires(29..=29, "tailor").await;
        hires(90..=90, "cook").await;
        country.days(1);
        let second = told().await;
        // The paper is there on the 27th, the course as before; one's own work waits for nobody.
        let days: Vec<String> = ends(&second).into_iter().map(|(day, _)| day).collect();
        assert_eq!(days, ["2026-12-21", "2027-01-14", "2027-01-21"], "{engine:?} {second:#}");
        let of_cutter = &ends(&second)[0].1;
        let expected = serde_json::json!({ "days": 24, "n_hires": 10, "is_of_group": true });
        assert_eq!(*of_cutter, expected, "{engine:?} {second:#}");
        assert_eq!(second["person"].as_str().map(str::len), first["person"].as_str().map(str::len));
        let page = own.get("/me/shortest").await;
        assert!(page.says("Of 10 people hired here for such work"), "{engine:?} {}", page.text());
        assert_eq!(country.actions(person).await[0], "matched", "the command is a look");
        let nobody = jol::commands::road::tell(app, "nobody", true, &mut Vec::new()).await;
        assert!(nobody.is_err(), "{engine:?}");
    }
}
