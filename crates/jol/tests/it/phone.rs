//! Signing in with a phone, through the front door: whose record it opens, and that nobody can be kept from a code.

use axum::http::StatusCode;
use domain::{
    access::{Actor, Purpose, Role, Seat},
    id::{OfficeId, ReturneeId},
    language::Language,
    returnee::{Channel, Number, Typed, Who},
};
use jol::{
    access::store,
    app::App,
    returnee::registration::Register,
    vault::{self, chance},
};
use uuid::Uuid;

use crate::{
    sign_in::{
        Has, OFFICE, PASSWORD, Put, actions, add_account, code_now, give_password, later,
        national_office,
    },
    testkit::{Browser, Page, TestCell, engines},
};

pub const PHONE: &str = "0555 123 456";

/// What somebody with the phone of these tests tells.
pub fn told(given: &str, birth_on: &str) -> Typed {
    Typed {
        surname: "Асанова".into(),
        given: given.into(),
        sex: "f".into(),
        birth_on: birth_on.into(),
        phone: PHONE.into(),
        territory: "41702000000000".into(),
        country: "RU".into(),
        returned_on: "2026-10-01".into(),
        ..Typed::default()
    }
}

/// Registers somebody with the phone of these tests.
pub async fn register(app: &App, given: &str, birth_on: &str) -> Uuid {
    register_as(app, &told(given, birth_on)).await
}

pub async fn register_as(app: &App, typed: &Typed) -> Uuid {
    let id = ReturneeId::from_uuid(app.new_id());
    let office = Seat::Office { depth: 0, office: OfficeId::from_uuid(OFFICE) };
    let actor = Actor { id: Uuid::from_u128(5), role: Role::Officer, seat: office };
    let register = Register {
        app: app.clone(),
        act: app.act(actor),
        id,
        number: Number::from_chance(chance::random(&*app.chance)),
        details: typed.read(Who::Officer, app.today()).unwrap(),
        consents: vec![Purpose::Registration],
        channel: Channel::Assisted,
        language: Language::Ky,
        session: None,
        rows: None,
    };
    app.db.run(Put { offices: vec![national_office()], accounts: Vec::new() }).await.unwrap();
    app.db.run(register).await.unwrap();
    id.uuid()
}

/// The newest code on the page of the demo.
pub async fn code_sent(app: &App) -> String {
    let page = Browser::new(app).get("/outbox").await;
    let text = page.text();
    let start = text.find("кодуңуз ").unwrap_or_else(|| panic!("{text}")) + "кодуңуз ".len();
    text[start..].chars().take(6).collect()
}

pub async fn ask_code(browser: &mut Browser) -> Page {
    let page = browser.get("/sign-in/phone").await;
    browser.send(&page, "/sign-in/phone", &[("phone", PHONE)]).await
}

/// Proves to hold this number, and stands behind the code.
pub async fn by_phone(cell: &TestCell, browser: &mut Browser, phone: &str) -> Page {
    let page = browser.get("/sign-in/phone").await;
    let page = browser.send(&page, "/sign-in/phone", &[("phone", phone)]).await;
    let code = code_sent(&cell.app).await;
    browser.send(&page, "/sign-in/phone/code", &[("code", &code)]).await
}

pub async fn give_birth_date(browser: &mut Browser, page: &Page, date: [&str; 3]) -> Page {
    let [day, month, year] = date;
    let typed = [("birth-day", day), ("birth-month", month), ("birth-year", year)];
    browser.send_only(page, "/sign-in/phone/who", &typed).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_opens_the_record_of_its_holder_with_the_birth_date_only() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let mother = register(&cell.app, "Бурул", "05.03.1970").await;
        register(&cell.app, "Айнура", "07.08.1995").await;
        register(&cell.app, "Гүлнара", "").await;
        let mut browser = Browser::new(&cell.app);
        let page = ask_code(&mut browser).await;
        assert_eq!(page.path, "/sign-in/phone/code", "{engine:?} {}", page.text());
        let code = code_sent(&cell.app).await;
        let page = browser.send(&page, "/sign-in/phone/code", &[("code", &code)]).await;
        assert_eq!(page.path, "/sign-in/phone/who", "{engine:?} {}", page.text());
        assert!(!page.says("Бурул") && !page.says("Асанова"), "nothing of a record is shown");
        assert!(browser.get("/me").await.path.starts_with("/sign-in"), "not open yet");

        let answer = give_birth_date(&mut browser, &page, ["6", "3", "1970"]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let answer = give_birth_date(&mut browser, &page, ["5", "3", "1970"]).await;
        assert_eq!(answer.location().as_deref(), Some("/me"), "{engine:?} {}", answer.text());
        let token = vault::token::token_digest(&browser.cookies["jol"]).unwrap();
        let mut tx = cell.app.db.read().await.unwrap();
        let session = store::session_by_token(&mut tx, token).await.unwrap().unwrap();
        assert_eq!(session.returnee, Some(mother), "{engine:?}");
        drop(tx);
        let told: Vec<String> = actions(&cell.app).await;
        let n_refused = told.iter().filter(|action| *action == "sign-in-refused").count();
        assert_eq!(n_refused, 3, "the owner of each record can see that somebody tried: {told:?}");

        // The code was good once.
        let page = browser.get("/sign-in/phone/code").await;
        assert_ne!(page.path, "/sign-in/phone/code", "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_share_a_phone_each_opens_their_own_record() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let mut last = Uuid::nil();
        for n in 0..60 {
            later(&cell, 1);
            let born = format!("{}.{}.1990", 1 + n % 28, 1 + n / 28);
            last = register(&cell.app, "Бурул", &born).await;
        }
        let mut browser = Browser::new(&cell.app);
        let page = by_phone(&cell, &mut browser, PHONE).await;
        give_birth_date(&mut browser, &page, ["4", "3", "1990"]).await;
        let token = vault::token::token_digest(&browser.cookies["jol"]).unwrap();
        let mut tx = cell.app.db.read().await.unwrap();
        let session = store::session_by_token(&mut tx, token).await.unwrap().unwrap();
        assert_eq!(session.returnee, Some(last), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_changed_hands_opens_nothing_after_five_wrong_birth_dates() {
    let cell = TestCell::new(engines()[0]).await;
    register(&cell.app, "Бурул", "05.03.1970").await;
    let mut browser = Browser::new(&cell.app);
    let page = ask_code(&mut browser).await;
    let code = code_sent(&cell.app).await;
    let page = browser.send(&page, "/sign-in/phone/code", &[("code", &code)]).await;
    for day in 10..15 {
        let answer = give_birth_date(&mut browser, &page, [&day.to_string(), "3", "1970"]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = give_birth_date(&mut browser, &page, ["5", "3", "1970"]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "now even the right one");
    assert!(answer.says("кеңсеге келиңиз"), "{}", answer.text());

    // The new holder of the number may still register as who they are.
    let answer = browser.send_only(&page, "/sign-in/phone/who", &[("other", "yes")]).await;
    assert_eq!(answer.location().as_deref(), Some("/register"));
    assert_eq!(browser.get("/me").await.path, "/register", "there is no record of theirs");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_learns_from_the_answers_whether_a_phone_is_registered() {
    let cell = TestCell::new(engines()[0]).await;
    let mut browser = Browser::new(&cell.app);
    let unknown = ask_code(&mut browser).await;
    register(&cell.app, "Бурул", "05.03.1970").await;
    let mut other = Browser::at(&cell.app, "10.6.6.6");
    let known = ask_code(&mut other).await;
    assert_eq!((unknown.status, unknown.text()), (known.status, known.text()));

    // Asked too often, both are told the same as well; a browser elsewhere is not held up by it.
    for _ in 0..2 {
        ask_code(&mut other).await;
    }
    assert_eq!(ask_code(&mut other).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(ask_code(&mut browser).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_count_for_the_browser_that_asked_and_a_late_code_is_still_good() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let mut owner = Browser::new(&cell.app);
        ask_code(&mut owner).await;
        let first = code_sent(&cell.app).await;
        let page = ask_code(&mut owner).await;

        // A stranger who asks for the same number guesses at a code of their own.
        later(&cell, 1);
        let mut stranger = Browser::at(&cell.app, "10.66.6.6");
        let theirs = ask_code(&mut stranger).await;
        let guess = if code_sent(&cell.app).await == "000000" { "111111" } else { "000000" };
        for _ in 0..5 {
            let page = stranger.send(&theirs, "/sign-in/phone/code", &[("code", guess)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        }
        let right = code_sent(&cell.app).await;
        let page_2 = stranger.send(&theirs, "/sign-in/phone/code", &[("code", &right)]).await;
        assert_eq!(page_2.status, StatusCode::UNPROCESSABLE_ENTITY, "five guesses and no more");

        let page = owner.send_only(&page, "/sign-in/phone/code", &[("code", &first)]).await;
        assert_eq!(page.location().as_deref(), Some("/register"), "{engine:?} {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_in_a_few_places_keep_no_owner_from_a_code() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let mut n_sent = 0;
        for network in 0..5 {
            let mut stranger = Browser::at(&cell.app, &format!("172.16.{network}.9"));
            for _ in 0..9 {
                later(&cell, 6);
                n_sent += usize::from(ask_code(&mut stranger).await.status == StatusCode::OK);
            }
        }
        assert_eq!(n_sent, 5 + 20, "{engine:?}: the first of each, and twenty together");
        let mut owner = Browser::at(&cell.app, "10.1.1.1");
        assert_eq!(ask_code(&mut owner).await.path, "/sign-in/phone/code", "{engine:?}");
        let again = ask_code(&mut owner).await;
        assert_eq!(again.status, StatusCode::TOO_MANY_REQUESTS, "{engine:?}: one, and it is late");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_cannot_send_a_code_says_so_and_shows_nobody_its_messages() {
    let mut cell = TestCell::new(engines()[0]).await;
    let demo = Browser::new(&cell.app).get("/outbox").await;
    assert_eq!(demo.status, StatusCode::OK);
    let real = jol::app::Cell { demo: false, ..(*cell.app.cell).clone() };
    cell.app = cell.app.with(|parts| parts.cell = std::sync::Arc::new(real));
    let mut browser = Browser::new(&cell.app);
    assert_eq!(browser.get("/outbox").await.status, StatusCode::NOT_FOUND);
    let page = ask_code(&mut browser).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.says("SMS жөнөтө албайт"), "{}", page.text());
    add_account(&cell.app, "aigul", Role::Officer, Has::Second).await;
    let page = give_password(&mut browser, "aigul", PASSWORD).await;
    assert!(!page.body.contains(&code_now(&cell)), "the code is shown in a demo only");
}
