//! Signing in through the front door: who gets in, who does not, and that nobody can be kept out.

use axum::http::{Method, StatusCode, header};
use domain::access::Role;
use jiff::SignedDuration;
use jol::{
    access::store::{Account, Office, Session, totp_place},
    app::{App, Clock as _},
    db::{Command, Tx, journal::Entry},
    refusal::Refusal,
    vault::totp::{Secret, step_at},
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::testkit::{Browser, Page, TestCell, engines};

const PASSWORD: &str = "семь коров пьют чай";
const OFFICE: Uuid = Uuid::from_u128(0x0ff1ce);

fn secret() -> Secret {
    Secret::from_bytes(b"12345678901234567890").unwrap()
}

/// Writes the rows a test begins with.
struct Put {
    offices: Vec<Office>,
    accounts: Vec<Account>,
}

impl Command for Put {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        for office in &self.offices {
            tx.save(office).await?;
        }
        for account in &self.accounts {
            tx.insert(account).await?;
        }
        Ok(())
    }
}

fn national_office() -> Office {
    let name = || "Борбор".to_owned();
    Office {
        id: OFFICE,
        code: "national".into(),
        depth: 0,
        above_1: None,
        above_2: None,
        above_3: None,
        territory: None,
        name_ky: name(),
        name_ru: name(),
        name_uz: name(),
        name_en: name(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Has {
    Nothing,
    Temporary,
    Second,
}

/// An account of the national office.
async fn add_account(app: &App, login: &str, role: Role, has: Has) -> Uuid {
    let id = app.new_id();
    let hash = app.passwords.hash(Zeroizing::new(PASSWORD.into()), [7; 16]).await.unwrap();
    let sealed = app.keys.seal(&*app.chance, &totp_place(id), secret().bytes());
    let account = Account {
        id,
        login: login.into(),
        name: "Айгүл".into(),
        role: role.code().into(),
        office: Some(OFFICE),
        language: "ky".into(),
        password: Some(hash),
        is_temporary: has == Has::Temporary,
        totp: (has == Has::Second).then_some(sealed),
        totp_step: 0,
        n_recovery_left: 0,
        blocked_at: None,
        made_at: app.now(),
        version: 1,
    };
    app.db.run(Put { offices: vec![national_office()], accounts: vec![account] }).await.unwrap();
    id
}

fn code_now(cell: &TestCell) -> String {
    secret().code(step_at(cell.clock.now()))
}

async fn give_password(browser: &mut Browser, login: &str, password: &str) -> Page {
    let page = browser.get("/sign-in").await;
    browser.send(&page, "/sign-in", &[("login", login), ("password", password)]).await
}

/// The whole way of somebody with a second factor.
async fn sign_in(cell: &TestCell, browser: &mut Browser, login: &str) -> Page {
    let page = give_password(browser, login, PASSWORD).await;
    let code = code_now(cell);
    browser.send(&page, "/sign-in/code", &[("code", &code)]).await
}

async fn actions(app: &App) -> Vec<String> {
    let mut tx = app.db.read().await.unwrap();
    let entries: Vec<Entry> = tx.list("select * from journal order by id", &[]).await.unwrap();
    entries.into_iter().map(|entry| entry.action).collect()
}

fn later(cell: &TestCell, minutes: i64) {
    cell.clock.set(cell.clock.now() + SignedDuration::from_mins(minutes));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_signs_in_with_password_and_code_and_comes_back_to_the_page_asked_for() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        add_account(&cell.app, "aigul", Role::Officer, Has::Second).await;
        let mut browser = Browser::new(&cell.app);

        let page = browser.get("/account").await;
        assert_eq!(page.path, "/sign-in?next=%2Faccount", "{engine:?}");
        let page =
            browser.send(&page, "/sign-in", &[("login", " Aigul "), ("password", PASSWORD)]).await;
        assert_eq!(page.path, "/sign-in/code?next=%2Faccount", "{engine:?}");
        let half_way = browser.cookies["jol"].clone();
        let code = code_now(&cell);
        let page = browser.send_only(&page, "/sign-in/code", &[("code", &code)]).await;

        assert_eq!(page.location().as_deref(), Some("/account"), "{engine:?} {}", page.text());
        assert_ne!(browser.cookies["jol"], half_way, "the token changes with the rise");
        assert_eq!(actions(&cell.app).await, ["signed-in"], "{engine:?}");

        let signed_in = browser.cookies.insert("jol".into(), half_way).unwrap();
        let page = browser.get("/sign-in/code").await;
        assert_eq!(
            page.path, "/sign-in?next=%2Fsign%2Din%2Fcode",
            "the earlier token is worth nothing"
        );
        browser.cookies.insert("jol".into(), signed_in);
        let page = browser.get("/").await;
        assert!(page.says("Айгүл"), "{engine:?} {}", page.text());
    }
}
