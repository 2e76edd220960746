//! The officer's day: its lists, whose they are, and how the store reads them.

use axum::http::StatusCode;
use domain::{
    access::{Action, Actor, Role, Seat, scope},
    id::{OfficeId, ReturneeId},
    returnee::Typed,
};
use jol::{
    db::{Tx, Value},
    followup::due::{After, Asking, List, Whose},
    vacancy::store::Vacancy,
};
use uuid::Uuid;

use crate::{
    people::{BATKEN, Country, LEILEK, OSH, Put},
    testkit::{Engine, engines},
};

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_begins_with_what_is_due_in_the_office_or_for_themself() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let far = Typed {
            surname: "Осмонова".into(),
            territory: "41706207000000".into(),
            ..country.typed()
        };
        country.register(far).await;
        let mut officer = country.officer(LEILEK).await;
        country.follow().await;
        for whose in ["office", "mine"] {
            let page = officer.get(&format!("/day?whose={whose}")).await;
            assert!(page.says("nobody is responsible yet"), "{engine:?} {}", page.text());
            assert!(
                page.body.contains(&format!("/returnees/{person}/road")),
                "whoever is new is everybody's"
            );
            assert!(!page.says("Осмонова"), "{engine:?}");
        }
        let road = officer.get(&format!("/returnees/{person}/road")).await;
        let give = format!("/returnees/{person}/road/officer");
        officer.send(&road, &give, &[("take", "yes")]).await;
        assert!(!officer.get("/day/new").await.says("Асанова"), "somebody is responsible now");
        let road = officer.get(&format!("/returnees/{person}/road")).await;
        officer.send(&road, &give, &[("officer", "")]).await;
        assert!(officer.get("/day/new?whose=office").await.says("Асанова"), "{engine:?}");
        country.days(32);
        country.follow().await;
        assert!(!officer.get("/day/new").await.says("Асанова"), "a month later the plan is due");

        let page = officer.get("/").await;
        assert!(page.body.contains("href=\"/day\""), "{engine:?}");
        let page = officer.get("/day").await;
        assert_eq!(page.status, StatusCode::OK, "{engine:?} {}", page.text());
        assert!(page.says("Time to get in touch") && page.says("No plan after a month"));
        assert_eq!(page.body.matches(&person.to_string()).count(), 2, "a visit and a plan");
        assert!(!page.says("Осмонова"), "who lives elsewhere is another office's");
        assert!(page.body.len() < 60_000);

        // The filter stays until it is changed.
        assert!(!officer.get("/day?whose=mine").await.says("Асанова"), "{engine:?}");
        assert!(!officer.get("/day").await.says("Асанова"), "{engine:?}");
        let road = officer.get(&format!("/returnees/{person}/road")).await;
        let give = format!("/returnees/{person}/road/officer");
        officer.send(&road, &give, &[("take", "yes")]).await;
        assert!(officer.get("/day").await.says("Асанова"), "now one of mine");
        assert!(officer.get("/day/plans").await.says("Асанова"), "{engine:?}");
        assert!(officer.get("/day?whose=office").await.says("Асанова"), "{engine:?}");

        // Whoever was shown can see that they were.
        assert!(country.actions(person).await.contains(&"listed".into()));
        assert_eq!(officer.get("/day/nothing").await.status, StatusCode::NOT_FOUND);
        for (role, office) in [(Role::ProgrammeOfficer, BATKEN), (Role::Partner, BATKEN)] {
            let mut other = country.staff(role, office, "Other").await;
            assert_eq!(other.get("/day").await.status, StatusCode::FORBIDDEN, "{role}");
        }
        let mut elsewhere = country.officer(OSH).await;
        let page = elsewhere.get("/day").await;
        assert!(page.says("Осмонова") && !page.says("Асанова"), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_walked_page_by_page_and_nobody_stands_on_two() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut people = Vec::new();
        for n in 0..60u8 {
            let letters: String =
                [n / 10, n % 10].map(|digit| char::from(b'a' + digit)).iter().collect();
            people.push(country.person(&format!("Aigul{letters}")).await);
        }
        country.follow().await;
        country.days(31);
        let mut officer = country.officer(LEILEK).await;
        let page = officer.get("/day").await;
        assert!(page.says("60"), "{engine:?} {}", page.text());
        for list in ["visits", "plans"] {
            let (mut found, mut path) = (Vec::new(), format!("/day/{list}"));
            loop {
                let page = officer.get(&path).await;
                let here = page.body.split("href=\"/returnees/").skip(1);
                found.extend(here.filter_map(|rest| rest.get(..36)?.parse::<ReturneeId>().ok()));
                let Some(end) = page.body.find("rel=\"next\"") else { break };
                let start = page.body[..end].rfind("href=\"").unwrap() + 6;
                path = page.body[start..].split('"').next().unwrap().replace("&amp;", "&");
            }
            found.sort_unstable();
            people.sort_unstable();
            assert_eq!(found, people, "{engine:?} {list}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn new_vacancies_of_the_oblast_are_shown_for_a_week() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let vacancy = |title: &str, territory: &str, state: &str, days: i64| Vacancy {
            id: app.new_id(),
            organisation: Uuid::from_u128(9),
            title: title.into(),
            occupation: "welder".into(),
            territory: territory.into(),
            wage_from: None,
            wage_to: None,
            form: "formal".into(),
            places: 1,
            starts_on: None,
            closes_on: app.today().saturating_add(jiff::Span::new().days(30)),
            needs: String::new(),
            find: String::new(),
            words: None,
            state: state.into(),
            reason: None,
            checked_by: None,
            checked_at: None,
            opened_on: Some(app.today().saturating_sub(jiff::Span::new().days(days))),
            made_by: Uuid::nil(),
            made_at: app.now(),
            version: 1,
        };
        let vacancies = vec![
            vacancy("Ширетүүчү", "41705214000000", "open", 3),
            vacancy("Ашпозчу", "41706207000000", "open", 3),
            vacancy("Айдоочу", "41705214000000", "waiting", 3),
            vacancy("Тигүүчү", "41705214000000", "open", 9),
        ];
        app.db.run(Put(vacancies)).await.unwrap();
        let mut officer = country.officer(LEILEK).await;
        let page = officer.get("/day").await;
        assert!(page.says("Ширетүүчү"), "{engine:?} {}", page.text());
        for other in ["Ашпозчу", "Айдоочу", "Тигүүчү"] {
            assert!(!page.says(other), "{engine:?} {other}");
        }
    }
}

/// What an engine would do, in its own words. PostgreSQL would read and sort a table of nobody as
/// it is, so it is kept from that as long as there is another way.
async fn plan(tx: &mut Tx, (sql, values): (String, Vec<Value>)) -> String {
    let explain = match tx.is_postgres() {
        true => {
            for way in ["enable_seqscan", "enable_bitmapscan", "enable_sort"] {
                tx.all(format!("set {way} = off"), &[]).await.unwrap();
            }
            "explain"
        }
        false => "explain query plan",
    };
    let rows = tx.all(format!("{explain} {sql}"), &values).await.unwrap();
    let column = if tx.is_postgres() { "QUERY PLAN" } else { "detail" };
    let told: Vec<String> = rows.iter().map(|row| row.get(column).unwrap()).collect();
    told.join("\n")
}

/// No list may sort a whole office: each reads an index of `road` in its order.
#[tokio::test(flavor = "multi_thread")]
async fn every_list_reads_an_index_in_its_order() {
    for engine in engines() {
        reads_an_index_in_its_order(engine).await;
    }
}

async fn reads_an_index_in_its_order(engine: Engine) {
    let country = Country::new(engine).await;
    let office = OfficeId::from_uuid(LEILEK);
    let actor = |depth| Actor {
        id: Uuid::from_u128(77),
        role: Role::HeadOfOffice,
        seat: Seat::Office { depth, office },
    };
    let mut tx = country.cell.app.db.read().await.unwrap();
    for list in List::ALL {
        for (depth, whose, leads) in [
            (0, Whose::Office, "0"),
            (1, Whose::Office, "1"),
            (2, Whose::Office, "2"),
            (2, Whose::Mine, "officer"),
        ] {
            let actor = actor(depth);
            let scope = scope(&actor, Action::List).unwrap();
            let today = country.cell.app.today();
            let asking = Asking { actor: &actor, scope: &scope, whose, today };
            let is_postgres = tx.is_postgres();
            for (is_count, asked) in [
                (false, asking.page_statement(*list, &After::default(), 10, is_postgres)),
                (true, asking.count_statement(*list, 1_001, is_postgres)),
            ] {
                let told = plan(&mut tx, asked).await;
                let index = match list {
                    List::Visits => "road_visit_",
                    List::Letters => "road_letter_",
                    List::Asked => "road_asked_",
                    List::Moved => "road_moved_",
                    List::Proposed => "road_proposed_",
                    List::New | List::Plans => "road_plan_",
                };
                // Whoever counts a whole country may do so in any order; and PostgreSQL, which knows that there is nobody here, by
                // any index.
                let leads = if is_count && leads == "0" { "" } else { leads };
                let index = if is_count && is_postgres { "road_" } else { index };
                let leads = if is_count && is_postgres { "" } else { leads };
                // By the office or by nobody: of those of a month, few are nobody's.
                let leads = if *list == List::New { "" } else { leads };
                assert!(
                    told.contains(&format!("{index}{leads}")),
                    "{engine:?} {list} {whose} {depth}\n{told}"
                );
                let sorts = told.contains("TEMP B-TREE") || told.contains("Sort");
                assert!(!sorts, "{engine:?} {list} {whose} {depth}\n{told}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_moves_is_new_at_the_other_office_and_looked_after_by_nobody_there() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let [moves, stays] = [country.person("Айгүл").await, country.person("Бурул").await];
        let mut here = country.officer(LEILEK).await;
        let mut above = country.officer(BATKEN).await;
        let mut there = country.officer(OSH).await;
        country.follow().await;
        for (person, officer) in [(moves, &mut here), (stays, &mut above)] {
            let page = officer.get(&format!("/returnees/{person}/road")).await;
            let give = format!("/returnees/{person}/road/officer");
            officer.send(&page, &give, &[("take", "yes")]).await;
            assert_eq!(country.road(person).await.officer, Some(officer.id), "{engine:?}");
        }
        country.days(2);

        // One to another oblast, one to another rayon of the oblast whose officer looks after them.
        for (person, place) in [(moves, "41706207000000"), (stays, "41705214000000")] {
            let path = format!("/returnees/{person}/edit");
            let page = above.get(&path).await;
            let typed = Typed { territory: place.into(), ..country.typed() };
            let answers = typed.answers();
            let page = above.send(&page, &path, &answers).await;
            above.send(&page, &path, &[("confirmed", "yes")]).await;
        }
        country.follow().await;
        let (moved, stayed) = (country.road(moves).await, country.road(stays).await);
        assert_eq!((moved.officer, stayed.officer), (None, Some(above.id)), "{engine:?}");
        assert_eq!((moved.moved_on, stayed.moved_on), (Some(country.cell.app.today()), None));
        country.follow().await;
        let told = country.actions(moves).await;
        let n_assigned = told.iter().filter(|action| *action == "assigned").count();
        assert_eq!(n_assigned, 2, "{engine:?}: that it began and that it ended: {told:?}");

        assert!(!here.get("/day").await.body.contains(&moves.to_string()), "{engine:?}");
        let page = there.get("/day/moved").await;
        assert!(page.body.contains(&moves.to_string()), "{engine:?} {}", page.text());
        let page = there.get(&format!("/returnees/{moves}/road")).await;
        let give = format!("/returnees/{moves}/road/officer");
        there.send(&page, &give, &[("take", "yes")]).await;
        let page = there.get("/day/moved").await;
        assert!(
            !page.body.contains(&moves.to_string()),
            "{engine:?} somebody looks after them now"
        );
    }
}
