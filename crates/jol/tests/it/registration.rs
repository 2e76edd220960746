//! Registration by the person, through the front door: one record of one person, and nothing lost between its pages.

use axum::http::StatusCode;
use domain::{
    access::{Actor, Purpose, Role, Seat},
    id::ReturneeId,
    language::Language,
    returnee::{Channel, Number, Who},
};
use jol::{
    refusal::Refusal,
    returnee::{
        draft::{SaveDraft, Saved, Told},
        registration::Register,
    },
    vault::chance,
};
use uuid::Uuid;

use crate::{
    phone::{ask_code, code_sent, told},
    sign_in::later,
    testkit::{Browser, TestCell, engines},
};

#[tokio::test(flavor = "multi_thread")]
async fn one_session_makes_one_record_however_many_pages_send_it() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        newcomer(&cell, "10.1.1.1").await;
        let session = newcomers_session(&cell).await;
        let sent = (0..4).map(|_| {
            let register = registration(&cell, session);
            let db = app.db.clone();
            tokio::spawn(async move { db.run(register).await })
        });
        let mut n_made = 0;
        for answer in sent.collect::<Vec<_>>() {
            match answer.await.unwrap() {
                Ok(_) => n_made += 1,
                Err(refusal) => assert!(matches!(refusal, Refusal::Stale), "{engine:?} {refusal}"),
            }
        }
        assert_eq!(n_made, 1, "{engine:?}");
    }
}

/// Signs in by phone from another network, and stands before the registration.
pub async fn newcomer(cell: &TestCell, address: &str) -> Browser {
    let mut browser = Browser::at(&cell.app, address);
    let page = ask_code(&mut browser).await;
    let code = code_sent(&cell.app).await;
    browser.send(&page, "/sign-in/phone/code", &[("code", &code)]).await;
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_begun_elsewhere_is_shown_only_to_who_knows_the_birth_date() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let mut first = newcomer(&cell, "10.1.1.1").await;
        let page = first.get("/register/name").await;
        let names = [("surname", "Асанова"), ("given", "Айгүл")];
        first.send(&page, "/register/name", &names).await;
        let page = first.get("/register/birth").await;
        let date = [("birth_on-day", "5"), ("birth_on-month", "3"), ("birth_on-year", "1990")];
        first.send(&page, "/register/birth", &date).await;
        assert!(first.get("/register/name").await.body.contains("Асанова"), "{engine:?}");

        later(&cell, 20);
        let mut second = newcomer(&cell, "10.2.2.2").await;
        let page = second.get("/register/name").await;
        assert_eq!(page.path, "/register/resume", "{engine:?} {}", page.text());
        assert!(!page.body.contains("Асанова"));
        let wrong = [("birth_on-day", "6"), ("birth_on-month", "3"), ("birth_on-year", "1990")];
        let answer = second.send(&page, "/register/resume", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        assert!(!answer.body.contains("Асанова"));
        second.send(&answer, "/register/resume", &date).await;
        let page = second.get("/register/name").await;
        assert!(page.body.contains("Асанова"), "{engine:?} {}", page.text());

        // And who begins anew finds nothing of the other.
        later(&cell, 20);
        let mut third = newcomer(&cell, "10.3.3.3").await;
        let page = third.get("/register/resume").await;
        third.send(&page, "/register/resume", &[("anew", "yes")]).await;
        let page = third.get("/register/name").await;
        assert_eq!(page.path, "/register/name", "{engine:?}");
        assert!(!page.body.contains("Асанова"), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_of_one_registration_keep_each_others_answers() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let mut browser = newcomer(&cell, "10.1.1.1").await;
        let name = browser.get("/register/name").await;
        let sex = browser.get("/register/sex").await;
        let again = browser.get("/register/name").await;
        let names = [("surname", "Асанова"), ("given", "Айгүл")];
        browser.send(&name, "/register/name", &names).await;
        browser.send(&sex, "/register/sex", &[("sex", "f")]).await;
        assert!(browser.get("/register/name").await.body.contains("Асанова"), "{engine:?}");
        let later = [("surname", "Токтоева"), ("given", "Айгүл")];
        browser.send(&again, "/register/name", &later).await;
        let page = browser.get("/register/name").await;
        assert!(page.body.contains("Токтоева") && !page.body.contains("Асанова"), "{engine:?}");
        let page = browser.get("/register/sex").await;
        let chosen = page.body.split("value=\"f\"").nth(1).unwrap().split('>').next().unwrap();
        assert!(chosen.contains("checked"), "{engine:?} {chosen}");
    }
}

/// What the last page of a registration sends.
fn registration(cell: &TestCell, session: Uuid) -> Register {
    let app = &cell.app;
    let actor = Actor { id: session, role: Role::Returnee, seat: Seat::Outside };
    Register {
        app: app.clone(),
        act: app.act(actor),
        id: ReturneeId::from_uuid(app.new_id()),
        number: Number::from_chance(chance::random(&*app.chance)),
        details: told("Айжан", "1990-03-27").read(Who::Person, app.today()).unwrap(),
        consents: vec![Purpose::Registration],
        channel: Channel::Own,
        language: Language::Ky,
        session: Some(session),
        rows: None,
    }
}

/// The session of the newcomer of this cell.
pub async fn newcomers_session(cell: &TestCell) -> Uuid {
    let sql = "select id from session where stage = 'full' and returnee is null";
    cell.app.db.read().await.unwrap().one(sql, &[]).await.unwrap().unwrap().at(0).unwrap()
}

fn save(cell: &TestCell, session: Uuid, step: &'static str) -> SaveDraft {
    let app = &cell.app;
    let told = Told { step, typed: told("Айжан", "1990-03-27"), consents: Vec::new() };
    SaveDraft { app: app.clone(), id: app.new_id(), session, told, at: app.now() }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_sent_at_one_moment_are_all_kept() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let mut browser = newcomer(&cell, "10.1.1.1").await;
        let session = newcomers_session(&cell).await;
        let steps = ["name", "sex", "birth", "pin", "country", "returned"];
        let sent = steps.map(|step| {
            let (db, save) = (cell.app.db.clone(), save(&cell, session, step));
            tokio::spawn(async move { db.run(save).await.unwrap() })
        });
        for saved in sent {
            assert_ne!(saved.await.unwrap(), Saved::Sent);
        }
        // Everything up to the oblast is answered.
        let page = browser.get("/register").await;
        assert!(page.body.contains("href=\"/register/oblast\""), "{engine:?} {}", page.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_sent_with_the_registration_does_not_bring_the_draft_back() {
    for engine in engines() {
        for _ in 0..4 {
            let cell = TestCell::new(engine).await;
            newcomer(&cell, "10.1.1.1").await;
            let session = newcomers_session(&cell).await;
            cell.app.db.run(save(&cell, session, "name")).await.unwrap();
            let register = registration(&cell, session);
            let mut sent: Vec<_> = ["sex", "birth", "country"]
                .map(|step| {
                    let (db, save) = (cell.app.db.clone(), save(&cell, session, step));
                    tokio::spawn(async move { db.run(save).await.unwrap() })
                })
                .into();
            let db = cell.app.db.clone();
            let registered = tokio::spawn(async move { db.run(register).await.unwrap() });
            for saved in sent.drain(..) {
                saved.await.unwrap();
            }
            registered.await.unwrap();
            let mut tx = cell.app.db.read().await.unwrap();
            let left = tx.all("select id from draft", &[]).await.unwrap();
            assert!(left.is_empty(), "{engine:?}");
            drop(tx);
            let late = cell.app.db.run(save(&cell, session, "reasons")).await.unwrap();
            assert_eq!(late, Saved::Sent, "{engine:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_consent_names_the_agency_that_holds_the_data() {
    let cell = TestCell::new(engines()[0]).await;
    let mut browser = newcomer(&cell, "10.1.1.1").await;
    for path in ["/register/consent", "/privacy"] {
        let page = browser.get(path).await;
        assert!(page.says(&cell.app.cell.agency), "{path}: {}", page.text());
    }
}
