//! What an employer says of the people it hired.

use axum::http::StatusCode;
use domain::{access::Role, id::ReturneeId};
use jiff::civil::{Date, date};
use jol::{followup::store::SpellRow, vacancy::store::CandidacyRow};
use uuid::Uuid;

use crate::{
    course::{Provider, provider},
    people::{Country, signed_in},
    testkit::engines,
};

const LIST: &str = "/organisation/people";

/// An employer who stays signed in, in English.
async fn employer(country: &Country) -> Provider {
    let by = provider(&country.cell.app, Role::Employer, "verified").await;
    Provider { browser: signed_in(&country.cell, Some(by.actor.id), None).await, ..by }
}

/// Somebody whom an employer hired, and the work that came of it.
async fn hired(country: &Country, by: &Provider, given: &str, from_on: Date) -> (ReturneeId, Uuid) {
    let app = &country.cell.app;
    let person = country.person(given).await;
    let candidacy = CandidacyRow {
        id: app.new_id(),
        vacancy: app.new_id(),
        organisation: by.organisation.id,
        returnee: person.uuid(),
        stage: "hired".into(),
        is_shown: true,
        with_phone: false,
        proposed_by: Uuid::nil(),
        agreed_at: Some(app.now()),
        interview_on: None,
        by_person_on: Some(from_on),
        by_employer_on: Some(from_on),
        refusal_reason: None,
        made_at: app.now(),
        changed_at: app.now(),
        version: 1,
    };
    country.write(person, candidacy).await;
    country.follow().await;
    let mut tx = app.db.read().await.unwrap();
    let spells: Vec<SpellRow> = jol::followup::store::spells(&mut tx, person).await.unwrap();
    (person, spells[0].id)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_of_the_employer_at_six_and_twelve_months_makes_a_job_steady() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut by = employer(&country).await;
        let began = country.cell.app.today();
        let (person, job) = hired(&country, &by, "Айгүл", began).await;
        let here = format!("{LIST}/{job}");
        let list = by.browser.get(LIST).await;
        assert!(list.says("Асанова Айгүл") && list.says("Works here"), "{}", list.text());

        for (days, steady) in [(190, None), (180, Some(date(2027, 11, 21)))] {
            country.days(days);
            country.follow().await;
            assert!(by.browser.get(LIST).await.says("Please confirm"), "{engine:?}");
            let page = by.browser.get(&here).await;
            let list = by.browser.send(&page, &here, &[("step", "stays")]).await;
            assert!(!list.says("Please confirm"), "{engine:?} {}", list.text());
            assert_eq!(country.road(person).await.steady_on, steady, "{engine:?}");
        }
        let actions = country.actions(person).await;
        let said = actions.iter().filter(|action| *action == "spell-proved").count();
        assert_eq!(said, 2, "{engine:?} {actions:?}");
        assert!(actions.iter().any(|action| action == "listed"), "a look is written down");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_ends_a_job_once_and_on_a_day_that_can_be() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut by = employer(&country).await;
        let began = country.cell.app.today();
        let (person, job) = hired(&country, &by, "Айгүл", began).await;
        let here = format!("{LIST}/{job}");
        country.days(20);
        let page = by.browser.get(&here).await;
        let on = |on: Date| [on.day().to_string(), on.month().to_string(), on.year().to_string()];
        let before = began.yesterday().unwrap();
        let ahead = country.cell.app.today().tomorrow().unwrap();
        for wrong in [on(before), on(ahead), [String::new(), "2".into(), "x".into()]] {
            let [day, month, year] = &wrong;
            let typed = [
                ("step", "left"),
                ("to_on-day", day),
                ("to_on-month", month),
                ("to_on-year", year),
            ];
            let again = by.browser.send(&page, &here, &typed).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?} {wrong:?}");
            assert!(again.body.contains(&format!("value=\"{month}\"")), "what was typed stays");
        }
        let [day, month, year] = &on(country.cell.app.today());
        let typed =
            [("step", "left"), ("to_on-day", day), ("to_on-month", month), ("to_on-year", year)];
        let list = by.browser.send(&page, &here, &typed).await;
        assert!(list.says("Worked until"), "{engine:?} {}", list.text());
        assert!(country.actions(person).await.contains(&"spell-ended".into()), "{engine:?}");
        // From an old page nothing is said of a job that is over.
        let old = by.browser.get(&here).await;
        assert!(!old.says("Still works here"), "{engine:?}");
        let fresh = by.browser.get(LIST).await;
        assert_eq!(fresh.status, StatusCode::OK);
        let stale = by
            .browser
            .send(
                &page,
                &here,
                &[("step", "stays"), ("-id", &country.cell.app.new_id().to_string())],
            )
            .await;
        assert_ne!(stale.status, StatusCode::OK, "{engine:?}");
    }
}
