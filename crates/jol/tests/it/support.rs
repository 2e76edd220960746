//! The plan, notes and messages, from both sides.

use axum::http::StatusCode;
use domain::access::Role;

use crate::{
    people::{BATKEN, Country, LEILEK, OSH},
    testkit::engines,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_made_with_the_person_and_its_steps_are_done_or_dropped() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let mut officer = country.officer(LEILEK).await;
        let plan = format!("/returnees/{person}/plan");

        let page = officer.get(&plan).await;
        let wrong = [
            ("kind", ""),
            ("words", ""),
            ("due_on-day", "40"),
            ("due_on-month", "1"),
            ("due_on-year", "2027"),
        ];
        let page = officer.send(&page, &plan, &wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?} {}", page.text());
        assert!(page.body.contains("value=\"40\""), "what was typed stays");

        let step = [
            ("kind", "course"),
            ("words", "Тигүүчүлүк курсу"),
            ("due_on-day", "1"),
            ("due_on-month", "12"),
            ("due_on-year", "2026"),
        ];
        let sent_twice = page.clone();
        let page = officer.send(&page, &plan, &step).await;
        assert!(
            page.says("Тигүүчүлүк курсу") && page.says("by 01.12.2026"),
            "{engine:?} {}",
            page.text()
        );
        let page = officer.send(&sent_twice, &plan, &step).await;
        let shown = "<strong>Тигүүчүлүк курсу</strong>";
        assert_eq!(page.body.matches(shown).count(), 1, "sent twice is one");

        country.days(20);
        let page = officer.get(&plan).await;
        assert!(page.says("Overdue"), "{engine:?} {}", page.text());
        let start = page.body.find(&format!("{plan}/")).unwrap();
        let action = page.body[start..].split('"').next().unwrap().to_owned();
        let page = officer.send(&page, &action, &[("state", "done")]).await;
        assert!(page.says("Done") && !page.says("Overdue"), "{engine:?} {}", page.text());

        // The person reads the same plan; what they cannot do is change it.
        let mut own = country.own(person).await;
        assert!(own.get("/me/plan").await.says("Тигүүчүлүк курсу"), "{engine:?}");
        assert_eq!(own.get(&plan).await.status, StatusCode::FORBIDDEN);
        let actions = country.actions(person).await;
        assert!(actions.contains(&"planned".into()) && actions.contains(&"plan-changed".into()));
        country.follow().await;
        assert!(country.road(person).await.planned_on.is_some(), "{engine:?}");

        // A step that is dropped is no plan.
        let page = officer.get(&plan).await;
        let page = officer.send(&page, &action, &[("state", "open")]).await;
        officer.send(&page, &action, &[("state", "dropped")]).await;
        country.follow().await;
        assert_eq!(country.road(person).await.planned_on, None, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_are_for_the_office_and_sealed_with_the_persons_key() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let (mut officer, mut head) = (
            country.officer(LEILEK).await,
            country.staff(Role::HeadOfOffice, BATKEN, "Head").await,
        );
        let (plan, notes) =
            (format!("/returnees/{person}/plan"), format!("/returnees/{person}/notes"));
        let page = officer.get(&plan).await;
        let page = officer.send(&page, &notes, &[("note", "")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let words = "Балдарын бакчага орноштуруу керек";
        let page = officer.send(&page, &notes, &[("note", words)]).await;
        assert!(page.says(words), "{engine:?} {}", page.text());
        assert!(head.get(&plan).await.says(words) && head.get(&plan).await.says("Anara Bekova"));

        let mut tx = country.cell.app.db.read().await.unwrap();
        let rows = jol::support::store::notes(&mut tx, person, 10).await.unwrap();
        drop(tx);
        assert_eq!(rows.len(), 1);
        assert!(!rows[0].words.windows(8).any(|some| words.as_bytes().starts_with(some)));

        // Nobody else reads them, by whatever door.
        for (role, office, expected) in [
            (Role::Officer, OSH, StatusCode::NOT_FOUND),
            (Role::ProgrammeOfficer, LEILEK, StatusCode::FORBIDDEN),
            (Role::DataProtectionOfficer, BATKEN, StatusCode::FORBIDDEN),
            (Role::Analyst, BATKEN, StatusCode::FORBIDDEN),
        ] {
            let mut other = country.staff(role, office, "Other").await;
            assert_eq!(other.get(&plan).await.status, expected, "{engine:?} {role}");
            assert!(!other.get(&format!("/returnees/{person}/road")).await.says(words));
        }
        let mut own = country.own(person).await;
        for path in ["/me", "/me/plan", "/me/messages"] {
            assert!(!own.get(path).await.says(words), "{engine:?} {path}");
        }
        assert!(own.get("/me/data").await.body.contains(words), "but it is their data");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_waits_until_it_is_answered() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let mut own = country.own(person).await;
        let mut officer = country.officer(LEILEK).await;

        let page = own.get("/me/messages").await;
        let page =
            own.send(&page, "/me/messages", &[("letter", "Саламатсызбы!\n\nКурс качан?")]).await;
        assert!(page.says("Курс качан?"), "{engine:?} {}", page.text());
        country.follow().await;
        assert!(country.road(person).await.letter_at.is_some(), "{engine:?}");
        assert!(officer.get("/day").await.says("Асанова Айгүл"), "{engine:?}");

        let (plan, letters) =
            (format!("/returnees/{person}/plan"), format!("/returnees/{person}/letters"));
        let page = officer.get(&plan).await;
        assert!(page.says("Курс качан?") && page.says("Read, no answer needed"));
        let page = officer.send(&page, &letters, &[("letter", "Дүйшөмбүдө башталат")]).await;
        assert!(!page.says("Read, no answer needed"), "{engine:?} {}", page.text());
        country.follow().await;
        assert_eq!(country.road(person).await.letter_at, None, "{engine:?}");

        assert!(own.get("/me").await.says("New: 1"), "{engine:?}");
        let page = own.get("/me/messages").await;
        assert!(page.says("Дүйшөмбүдө башталат") && page.says("Anara Bekova"), "{}", page.text());
        assert!(!own.get("/me").await.says("New: 1"), "opened is read");

        // Without an answer: marked as read.
        let page = own.send(&page, "/me/messages", &[("letter", "Рахмат")]).await;
        assert!(page.says("Рахмат"));
        let page = officer.get(&plan).await;
        officer.send(&page, &format!("{letters}/read"), &[]).await;
        country.follow().await;
        assert_eq!(country.road(person).await.letter_at, None, "{engine:?}");
        let told = country.actions(person).await;
        assert_eq!(told.iter().filter(|action| *action == "wrote").count(), 3, "{told:?}");

        let mut stranger = country.officer(OSH).await;
        assert_eq!(stranger.get(&plan).await.status, StatusCode::NOT_FOUND);
    }
}
