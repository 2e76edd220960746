//! Signing in through the front door: who gets in, who does not, and that nobody can be kept out.

use axum::http::{Method, StatusCode, header};
use domain::{
    access::{Actor, Role, Seat},
    returnee::Typed,
};
use jiff::SignedDuration;
use jol::{
    access::{
        commands::GiveToken,
        store::{self, Account, ApiToken, Office, totp_place},
    },
    app::{App, Clock as _},
    commands::user::{self, Change},
    db::{Command, Tx, journal::Entry},
    refusal::Refusal,
    vault::{
        self, chance,
        totp::{Secret, step_at},
    },
    web::limit::Try,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    phone::{PHONE, by_phone, code_sent, give_birth_date, register_as, told},
    testkit::{Browser, Page, TestCell, engines},
};

pub const PASSWORD: &str = "семь коров пьют чай";
pub const OFFICE: Uuid = Uuid::from_u128(0x0ff1ce);

fn secret() -> Secret {
    Secret::from_bytes(b"12345678901234567890").unwrap()
}

/// Writes the rows a test begins with.
pub struct Put {
    pub offices: Vec<Office>,
    pub accounts: Vec<Account>,
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

pub fn national_office() -> Office {
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
pub enum Has {
    Nothing,
    Temporary,
    Second,
}

/// An account of the national office.
pub async fn add_account(app: &App, login: &str, role: Role, has: Has) -> Uuid {
    add_account_at(app, login, role, has, national_office()).await
}

pub async fn add_account_at(app: &App, login: &str, role: Role, has: Has, office: Office) -> Uuid {
    let id = app.new_id();
    let hash = app.passwords.hash(Zeroizing::new(PASSWORD.into()), [7; 16]).await.unwrap();
    let sealed = app.keys.seal(&*app.chance, &totp_place(id), secret().bytes());
    let account = Account {
        id,
        login: login.into(),
        name: "Айгүл".into(),
        role: role.code().into(),
        organisation: None,
        office: Some(office.id),
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
    app.db.run(Put { offices: vec![office], accounts: vec![account] }).await.unwrap();
    id
}

pub fn code_now(cell: &TestCell) -> String {
    secret().code(step_at(cell.clock.now()))
}

pub async fn give_password(browser: &mut Browser, login: &str, password: &str) -> Page {
    let page = browser.get("/sign-in").await;
    browser.send(&page, "/sign-in", &[("login", login), ("password", password)]).await
}

/// The whole way of somebody with a second factor.
pub async fn sign_in(cell: &TestCell, browser: &mut Browser, login: &str) -> Page {
    let page = give_password(browser, login, PASSWORD).await;
    let code = code_now(cell);
    browser.send(&page, "/sign-in/code", &[("code", &code)]).await
}

pub async fn actions(app: &App) -> Vec<String> {
    let mut tx = app.db.read().await.unwrap();
    let entries: Vec<Entry> = tx.list("select * from journal order by id", &[]).await.unwrap();
    let mut actions: Vec<String> = entries.into_iter().map(|entry| entry.action).collect();
    // Entries of one moment have no order on PostgreSQL until they are sealed.
    actions.sort();
    actions
}

pub fn later(cell: &TestCell, minutes: i64) {
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

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_once_and_so_is_a_recovery_code() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        add_account(&cell.app, "aigul", Role::Officer, Has::Nothing).await;
        let mut browser = Browser::new(&cell.app);
        let page = give_password(&mut browser, "aigul", PASSWORD).await;
        assert_eq!(page.path, "/sign-in/set-up", "{engine:?}");
        let typed = between(&page.body, "<span class=\"jol-code\">", "</span>");
        let own = secret_of(&typed);
        let first = own.code(step_at(cell.clock.now()));
        let page = browser.send(&page, "/sign-in/set-up", &[("code", &first)]).await;
        let codes = all_between(&page.body, "<span class=\"jol-code\">", "</span>");
        assert_eq!(codes.len(), 10, "{engine:?} {}", page.text());

        // The code that set it up was used. Neither it nor an earlier one lets anybody in.
        let mut other = Browser::at(&cell.app, "10.2.2.2");
        let page = give_password(&mut other, "aigul", PASSWORD).await;
        let page = other.send(&page, "/sign-in/code", &[("code", &first)]).await;
        assert_eq!(
            (page.status, page.path.as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "/sign-in/code")
        );

        let recovery = browser_with_password(&cell, "10.3.3.3").await;
        let (mut third, page) = recovery;
        let page = third.get(&page.path.replace("code", "recovery")).await;
        let page = third.send_only(&page, "/sign-in/recovery", &[("code", &codes[3])]).await;
        assert_eq!(page.location().as_deref(), Some("/day"), "{engine:?} {}", page.text());
        let (mut fourth, _) = browser_with_password(&cell, "10.4.4.4").await;
        let page = fourth.get("/sign-in/recovery").await;
        let page = fourth.send(&page, "/sign-in/recovery", &[("code", &codes[3])]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let page = third.get("/account").await;
        assert!(page.says("9"), "nine codes are left: {}", page.text());
    }
}

async fn browser_with_password(cell: &TestCell, address: &str) -> (Browser, Page) {
    let mut browser = Browser::at(&cell.app, address);
    let page = give_password(&mut browser, "aigul", PASSWORD).await;
    (browser, page)
}

fn all_between(text: &str, start: &str, end: &str) -> Vec<String> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap().to_owned()).collect()
}

fn between(text: &str, start: &str, end: &str) -> String {
    all_between(text, start, end).swap_remove(0)
}

/// Reads the key as an app does: letters in groups of four, five bits each.
fn secret_of(typed: &str) -> Secret {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bits, mut n_bits, mut bytes) = (0u32, 0, Vec::new());
    for letter in typed.bytes().filter(|letter| *letter != b' ') {
        bits = bits << 5 | letters.iter().position(|one| *one == letter).unwrap() as u32;
        n_bits += 5;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
            bits &= (1 << n_bits) - 1;
        }
    }
    Secret::from_bytes(&bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_temporary_password_opens_nothing_but_the_way_to_a_password_and_a_second_factor() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        add_account(&cell.app, "aigul", Role::Administrator, Has::Temporary).await;
        let mut browser = Browser::new(&cell.app);
        let page = give_password(&mut browser, "aigul", PASSWORD).await;
        assert_eq!(page.path, "/sign-in/password", "{engine:?}");
        for path in ["/account", "/accounts", "/offices", "/accounts/new"] {
            let page = browser.request(Method::GET, path, None).await;
            let to = page.location().unwrap_or_default();
            assert!(to.starts_with("/sign-in?"), "{engine:?} {path} leads to {to:?}");
        }
        for path in ["/sign-in/set-up", "/sign-in/code", "/sign-in/recovery", "/sign-in/phone/who"]
        {
            assert_eq!(browser.get(path).await.path, "/sign-in/password", "{engine:?} {path}");
        }

        // The temporary one again, one too short, one made of the login.
        for typed in [PASSWORD, "short", "aigul-aigul"] {
            let page = browser.send(&page, "/sign-in/password", &[("new-password", typed)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?} {typed}");
            assert!(!page.body.contains(typed), "a password is not shown again");
        }
        let chosen = "үч топоз тоодон түштү";
        let page = browser.send(&page, "/sign-in/password", &[("new-password", chosen)]).await;
        assert_eq!(page.path, "/sign-in/set-up", "{engine:?} {}", page.text());
        let page = browser.send(&page, "/sign-in/set-up", &[("code", "000000")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let own = secret_of(&between(&page.body, "<span class=\"jol-code\">", "</span>"));
        let code = own.code(step_at(cell.clock.now()));
        browser.send(&page, "/sign-in/set-up", &[("code", &code)]).await;
        assert_eq!(browser.get("/accounts").await.status, StatusCode::OK, "{engine:?}");
        let expected = ["password-changed", "second-factor-set", "signed-in"];
        assert_eq!(actions(&cell.app).await, expected, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_blocks_and_resets_accounts_and_a_blocked_one_is_out_at_once() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        add_account(&cell.app, "admin", Role::Administrator, Has::Second).await;
        let aigul = add_account(&cell.app, "aigul", Role::Officer, Has::Second).await;
        let mut officer = Browser::new(&cell.app);
        sign_in(&cell, &mut officer, "aigul").await;
        assert_eq!(officer.get("/account").await.path, "/account", "{engine:?}");
        assert_eq!(officer.get("/accounts").await.status, StatusCode::FORBIDDEN, "{engine:?}");
        let mut admin = Browser::at(&cell.app, "10.9.9.9");
        sign_in(&cell, &mut admin, "admin").await;

        let path = format!("/accounts/{aigul}");
        let page = admin.get(&path).await;
        let page = admin.send(&page, &path, &[("change", "block")]).await;
        assert_eq!(page.status, StatusCode::OK, "{engine:?} {}", page.text());
        assert_eq!(officer.get("/account").await.path, "/sign-in?next=%2Faccount", "{engine:?}");
        let blocked = sign_in_refused(&cell, "aigul", PASSWORD).await;
        let wrong = sign_in_refused(&cell, "aigul", "another password").await;
        let unknown = sign_in_refused(&cell, "nobody", PASSWORD).await;
        assert!(blocked == wrong && wrong == unknown, "one answer for all three");

        let page = admin.send(&page, &path, &[("change", "unblock")]).await;
        let page = admin.send(&page, &path, &[("change", "reset")]).await;
        let temporary = between(&page.body, "<span class=\"jol-code\">", "</span>");
        let page = give_password(&mut officer, "aigul", &temporary).await;
        assert_eq!(page.path, "/sign-in/password", "{engine:?}");

        let page = admin.get("/accounts/new").await;
        let typed =
            [("login", "Nur.Beka"), ("name", "Нурбек"), ("role", "officer"), ("office", "")];
        let page = admin.send(&page, "/accounts/new", &typed).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "an officer needs an office");
        assert!(page.body.contains("Нурбек"), "what was typed is kept");
        let office = OFFICE.to_string();
        let twice =
            [("login", "aigul"), ("name", "Нурбек"), ("role", "officer"), ("office", &*office)];
        let page = admin.send(&page, "/accounts/new", &twice).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "the login is taken");
        let typed =
            [("login", "Nur.Beka"), ("name", "Нурбек"), ("role", "officer"), ("office", &*office)];
        let made = admin.send(&page, "/accounts/new", &typed).await;
        let again = admin.send(&page, "/accounts/new", &typed).await;
        let password = |page: &Page| between(&page.body, "<span class=\"jol-code\">", "</span>");
        assert_eq!(password(&made), password(&again), "sent twice, it is one account");
        let mut nurbek = Browser::at(&cell.app, "10.8.8.8");
        let page = give_password(&mut nurbek, "nur.beka", &password(&made)).await;
        assert_eq!(page.path, "/sign-in/password", "{engine:?} {}", page.text());
        let offices = admin.get("/offices").await;
        assert!(offices.says("Борбор"), "{engine:?}");
    }
}

/// What a refused sign-in says, without the form's own id.
async fn sign_in_refused(cell: &TestCell, login: &str, password: &str) -> (StatusCode, String) {
    let mut browser = Browser::at(&cell.app, "10.7.7.7");
    let page = give_password(&mut browser, login, password).await;
    assert!(!browser.cookies.contains_key("jol"), "no session for {login}");
    (page.status, page.text())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_wrong_tries_from_elsewhere_lock_nobody_out() {
    let cell = TestCell::new(engines()[0]).await;
    add_account(&cell.app, "aigul", Role::Officer, Has::Second).await;
    let mut home = Browser::at(&cell.app, "10.1.1.1");
    let mut stopped = 0;
    for network in 0..20 {
        let mut stranger = Browser::at(&cell.app, &format!("172.16.{network}.9"));
        let page = stranger.get("/sign-in").await;
        for _ in 0..50 {
            let typed = [("login", "aigul"), ("password", "not the password")];
            let page = stranger.send(&page, "/sign-in", &typed).await;
            stopped += usize::from(page.status == StatusCode::TOO_MANY_REQUESTS);
        }
    }
    assert_eq!(stopped, 20 * 40, "each network has ten tries");
    let page = sign_in(&cell, &mut home, "aigul").await;
    assert_ne!(page.path, "/sign-in/code", "{}", page.text());

    // Somebody in the same network uses up its tries: the browser that is known has its own.
    let mut neighbour = Browser::at(&cell.app, "10.1.1.77");
    for _ in 0..11 {
        give_password(&mut neighbour, "aigul", "not the password").await;
    }
    let page = give_password(&mut neighbour, "aigul", PASSWORD).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    home.cookies.remove("jol");
    later(&cell, 1);
    let page = sign_in(&cell, &mut home, "aigul").await;
    assert_eq!(page.path, "/day", "{}", page.text());
    // And after a while everybody may try again.
    later(&cell, 15);
    let page = give_password(&mut neighbour, "aigul", PASSWORD).await;
    assert_eq!(page.path, "/sign-in/code", "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_proof_or_from_another_session_or_site_is_refused() {
    let cell = TestCell::new(engines()[0]).await;
    let aigul = add_account(&cell.app, "aigul", Role::Officer, Has::Second).await;
    add_account(&cell.app, "admin", Role::Administrator, Has::Second).await;
    let (mut officer, mut admin) = (Browser::new(&cell.app), Browser::at(&cell.app, "10.5.5.5"));
    sign_in(&cell, &mut officer, "aigul").await;
    sign_in(&cell, &mut admin, "admin").await;
    let path = format!("/accounts/{aigul}");
    let page = admin.get(&path).await;
    let account = officer.get("/account").await;

    let bare = admin.request(Method::POST, &path, Some("change=block".into())).await;
    assert_eq!(bare.status, StatusCode::FORBIDDEN);
    let mut foreign = account.hidden("/account/language");
    foreign.push(("change".into(), "block".into()));
    let with_foreign =
        admin.request(Method::POST, &path, Some(crate::testkit::encoded(&foreign))).await;
    assert_eq!(with_foreign.status, StatusCode::FORBIDDEN, "the proof of another session");
    for site in ["cross-site", "same-site"] {
        admin.site = Some(site);
        let page = admin.send(&page, &path, &[("change", "block")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{site}");
    }
    assert_eq!(officer.get("/account").await.path, "/account", "nothing was changed");
    admin.site = Some("same-origin");
    admin.send(&page, &path, &[("change", "block")]).await;
    assert_eq!(officer.get("/account").await.path, "/sign-in?next=%2Faccount");
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_and_headers_keep_a_session_to_its_browser() {
    let mut cell = TestCell::new(engines()[0]).await;
    add_account(&cell.app, "aigul", Role::Officer, Has::Second).await;
    let mut settings = (*cell.app.settings).clone();
    settings.https = true;
    cell.app = cell.app.with(|parts| parts.settings = std::sync::Arc::new(settings));
    let mut browser = Browser::new(&cell.app);
    let page = browser.get("/sign-in").await;
    let typed = [("login", "aigul"), ("password", PASSWORD)];
    let page = browser.send_only(&page, "/sign-in", &typed).await;
    let cookie = page.headers[header::SET_COOKIE].to_str().unwrap();
    let (name, flags) = cookie.split_once('=').unwrap();
    assert_eq!(name, "__Host-jol");
    for flag in ["; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax"] {
        assert!(flags.contains(flag), "{flag} in {flags}");
    }
    assert!(!flags.contains("Domain") && !flags.contains("Max-Age"), "{flags}");
    let page = browser.get("/sign-in/code").await;
    let expected = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    for (name, value) in expected {
        assert_eq!(page.headers[&name], value, "{name}");
    }
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{policy}");
    assert!(page.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    assert!(!page.body.contains("style=") && !page.body.contains("onclick"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_by_sign_out_by_idleness_and_by_its_age() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        add_account(&cell.app, "aigul", Role::Officer, Has::Second).await;
        let mut browser = Browser::new(&cell.app);
        sign_in(&cell, &mut browser, "aigul").await;
        let token = browser.cookies["jol"].clone();
        let page = browser.get("/account").await;
        let page = browser.send(&page, "/sign-out", &[]).await;
        assert_eq!(page.path, "/signed-out", "{engine:?}");
        browser.cookies.insert("jol".into(), token);
        assert!(browser.get("/account").await.path.starts_with("/sign-in"), "the token is dead");

        later(&cell, 2);
        sign_in(&cell, &mut browser, "aigul").await;
        later(&cell, 29);
        assert_eq!(browser.get("/account").await.path, "/account", "{engine:?}");
        later(&cell, 31);
        assert!(browser.get("/account").await.path.starts_with("/sign-in"), "{engine:?} idle");

        sign_in(&cell, &mut browser, "aigul").await;
        for _ in 0..29 {
            later(&cell, 20);
            assert_eq!(browser.get("/account").await.path, "/account", "{engine:?}");
        }
        later(&cell, 20);
        assert!(browser.get("/account").await.path.starts_with("/sign-in"), "{engine:?} ten hours");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_device_speaks_the_language_of_who_signs_in() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let aigul = add_account(&cell.app, "aigul", Role::Officer, Has::Second).await;
        let language = async || {
            let mut tx = cell.app.db.read().await.unwrap();
            store::account(&mut tx, aigul).await.unwrap().unwrap().language
        };
        let mut first = Browser::new(&cell.app);
        sign_in(&cell, &mut first, "aigul").await;
        first.site = Some("cross-site");
        first.get("/account?lang=uz").await;
        assert_eq!(language().await, "ky", "{engine:?}: another site decides nothing");
        first.site = Some("same-origin");
        let page = first.get("/account?lang=ru").await;
        assert_eq!(page.headers["content-language"], "ru", "{engine:?}");
        assert_eq!(language().await, "ru", "{engine:?}");

        later(&cell, 1);
        let mut second = Browser::at(&cell.app, "10.2.2.2");
        let page = sign_in(&cell, &mut second, "aigul").await;
        assert_eq!(page.headers["content-language"], "ru", "{engine:?}");
        let page = second.get("/sign-in").await;
        assert_eq!(page.path, "/day", "{engine:?}");
        later(&cell, 1);
        let mut third = Browser::at(&cell.app, "10.3.3.3");
        third.get("/?lang=en").await;
        let page = sign_in(&cell, &mut third, "aigul").await;
        assert_eq!(page.headers["content-language"], "en", "{engine:?}: as chosen there");
        assert_eq!(language().await, "ru", "{engine:?}: before anybody was signed in");

        let typed = Typed { language: "uz".into(), ..told("Бурул", "05.03.1970") };
        register_as(&cell.app, &typed).await;
        let mut phone = Browser::at(&cell.app, "10.4.4.4");
        let page = by_phone(&cell, &mut phone, PHONE).await;
        assert_eq!(page.headers["content-language"], "ky", "{engine:?}: not known yet who it is");
        give_birth_date(&mut phone, &page, ["5", "3", "1970"]).await;
        let page = phone.get("/me").await;
        assert_eq!(page.headers["content-language"], "uz", "{engine:?} {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_survive_a_session_that_ended_while_they_were_typed() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let aigul = add_account(&cell.app, "aigul", Role::Officer, Has::Second).await;
        let mut browser = Browser::new(&cell.app);
        sign_in(&cell, &mut browser, "aigul").await;
        let page = browser.get("/account").await;
        later(&cell, 31);

        let page = browser.send(&page, "/account/language", &[("language", "uz")]).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{engine:?} {}", page.text());
        assert!(!page.body.contains("value=\"uz\""), "what was typed is sealed");
        let page = browser.send(&page, "/sign-in/again", &[]).await;
        let typed = [("login", "aigul"), ("password", PASSWORD)];
        let page = browser.send(&page, "/sign-in", &typed).await;
        let code = code_now(&cell);
        let page = browser.send(&page, "/sign-in/code", &[("code", &code)]).await;
        assert!(page.says("Жазганыңыз сакталып калды"), "{engine:?} {}", page.text());
        let page = browser.send(&page, "/account/language", &[]).await;
        assert_eq!(page.path, "/account", "{engine:?} {}", page.text());
        let mut tx = cell.app.db.read().await.unwrap();
        let account = store::account(&mut tx, aigul).await.unwrap().unwrap();
        assert_eq!(account.language, "uz", "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn kept_answers_are_offered_to_nobody_but_who_typed_them() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        add_account(&cell.app, "aigul", Role::Officer, Has::Second).await;
        add_account(&cell.app, "bakyt", Role::Officer, Has::Second).await;
        let mut browser = Browser::new(&cell.app);
        sign_in(&cell, &mut browser, "aigul").await;
        let page = browser.get("/account").await;
        later(&cell, 31);
        let page = browser.send(&page, "/account/language", &[("language", "uz")]).await;
        let page = browser.send(&page, "/sign-in/again", &[]).await;
        let typed = [("login", "bakyt"), ("password", PASSWORD)];
        let page = browser.send(&page, "/sign-in", &typed).await;
        let code = code_now(&cell);
        let page = browser.send(&page, "/sign-in/code", &[("code", &code)]).await;
        assert_eq!(page.path, "/day", "{engine:?} {}", page.text());
        assert!(
            !page.says("сакталып калды") && !page.body.contains("value=\"uz\""),
            "{}",
            page.text()
        );

        // The same on the way by phone, where there is no account.
        let mut browser = Browser::at(&cell.app, "10.2.2.2");
        let page = by_phone(&cell, &mut browser, PHONE).await;
        assert_eq!(page.path, "/register", "{engine:?} {}", page.text());
        let page = browser.get("/register/name").await;
        later(&cell, 31);
        let names = [("surname", "Асанова"), ("given", "Айгүл")];
        let parked = browser.send(&page, "/register/name", &names).await;
        for (phone, offered) in [("0555 999 888", false), (PHONE, true)] {
            later(&cell, 1);
            let mut browser = Browser::at(&cell.app, "10.3.3.3");
            let page = browser.send(&parked, "/sign-in/again", &[("by", "phone")]).await;
            let page = browser.send(&page, "/sign-in/phone", &[("phone", phone)]).await;
            let code = code_sent(&cell.app).await;
            let page = browser.send(&page, "/sign-in/phone/code", &[("code", &code)]).await;
            assert_eq!(page.says("сакталып калды"), offered, "{engine:?} {}", page.text());
            assert_eq!(page.body.contains("Асанова"), offered, "{engine:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_makes_a_key_and_a_new_password_closes_the_account_elsewhere() {
    let cell = TestCell::new(engines()[0]).await;
    add_account(&cell.app, "fund", Role::Partner, Has::Second).await;
    let (mut here, mut there) = (Browser::new(&cell.app), Browser::at(&cell.app, "10.4.3.2"));
    sign_in(&cell, &mut there, "fund").await;
    later(&cell, 1);
    let page = sign_in(&cell, &mut here, "fund").await;
    assert_eq!(page.path, "/account");

    let typed = [("name", "Алмашуу"), ("password", "not the password")];
    let wrong = here.send(&page, "/account/tokens", &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let typed = [("name", "Алмашуу"), ("password", PASSWORD)];
    let made = here.send(&page, "/account/tokens", &typed).await;
    let token = between(&made.body, "<span class=\"jol-code\">", "</span>");
    let digest = vault::token::token_digest(&token).unwrap();
    let mut tx = cell.app.db.read().await.unwrap();
    let kept = store::api_token(&mut tx, digest).await.unwrap().unwrap();
    drop(tx);
    assert!(!kept.may_write && kept.ended_at.is_none());
    let page = here.get("/account").await;
    let id = kept.id.to_string();
    here.send(&page, "/account/tokens/end", &[("token", &id)]).await;
    let mut tx = cell.app.db.read().await.unwrap();
    assert!(store::api_token(&mut tx, digest).await.unwrap().unwrap().ended_at.is_some());
    drop(tx);

    let page = here.get("/account/password").await;
    let typed = [("password", PASSWORD), ("new-password", "үч топоз тоодон түштү")];
    let page = here.send(&page, "/account/password", &typed).await;
    assert_eq!(page.path, "/account", "{}", page.text());
    assert!(there.get("/account").await.path.starts_with("/sign-in"), "closed elsewhere");
    assert_eq!(here.get("/account").await.path, "/account", "open here");
}

/// A token for a program of this account, as its owner makes it.
async fn give_token(cell: &TestCell, account: Uuid) -> [u8; 32] {
    let app = &cell.app;
    let kept = store::account(&mut app.db.read().await.unwrap(), account).await.unwrap().unwrap();
    let digest = chance::random(&*app.chance);
    let token = ApiToken {
        id: app.new_id(),
        token: digest,
        account,
        name: "Алмашуу".into(),
        may_write: true,
        made_at: app.now(),
        ends_at: app.now() + SignedDuration::from_hours(24),
        ended_at: None,
    };
    let actor = Actor { id: account, role: Role::Partner, seat: Seat::Outside };
    let act = app.act(actor);
    app.db.run(GiveToken { app: app.clone(), act, compared: kept.password, token }).await.unwrap();
    digest
}

async fn is_open(cell: &TestCell, token: [u8; 32]) -> bool {
    let mut tx = cell.app.db.read().await.unwrap();
    store::api_token(&mut tx, token).await.unwrap().unwrap().ended_at.is_none()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_outlives_the_password_it_was_made_with() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let fund = add_account(&cell.app, "fund", Role::Partner, Has::Second).await;
        let other = add_account(&cell.app, "other", Role::Partner, Has::Second).await;
        add_account(&cell.app, "admin", Role::Administrator, Has::Second).await;
        let of_other = give_token(&cell, other).await;

        let token = give_token(&cell, fund).await;
        let mut browser = Browser::new(&cell.app);
        sign_in(&cell, &mut browser, "fund").await;
        let page = browser.get("/account/password").await;
        assert!(page.says("токендери да иштебей калат"), "{engine:?} {}", page.text());
        let typed = [("password", PASSWORD), ("new-password", "үч топоз тоодон түштү")];
        browser.send(&page, "/account/password", &typed).await;
        assert!(!is_open(&cell, token).await, "{engine:?}: by a password of one's own");

        let token = give_token(&cell, fund).await;
        let mut admin = Browser::at(&cell.app, "10.9.9.9");
        sign_in(&cell, &mut admin, "admin").await;
        let path = format!("/accounts/{fund}");
        let page = admin.get(&path).await;
        let page = admin.send(&page, &path, &[("change", "block")]).await;
        assert!(is_open(&cell, token).await, "{engine:?}: a block can be undone");
        admin.send(&page, &path, &[("change", "reset")]).await;
        assert!(!is_open(&cell, token).await, "{engine:?}: by an administrator");

        for change in [Change::Password("x".into()), Change::ResetSecondFactor] {
            let token = give_token(&cell, fund).await;
            user::change(&cell.app, "fund", change).await.unwrap();
            assert!(!is_open(&cell, token).await, "{engine:?}: by the operator");
        }
        assert!(is_open(&cell, of_other).await, "{engine:?}: nobody else's");
        let told = actions(&cell.app).await;
        assert_eq!(told.iter().filter(|action| *action == "token-ended").count(), 4, "{told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_that_come_all_at_once_are_all_counted() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        // The first round opens connections; only when there are several do the tries really meet.
        for round in 0..10 {
            let sent = (0..12).map(|_| {
                let db = cell.app.db.clone();
                let window = SignedDuration::from_mins(15);
                let one = Try { bucket: [round; 16], most: 3, window, now: cell.app.now() };
                tokio::spawn(async move { db.run(one).await.unwrap() })
            });
            let mut n_allowed = 0;
            for wait in sent.collect::<Vec<_>>() {
                n_allowed += u32::from(wait.await.unwrap() == 0);
            }
            assert_eq!(n_allowed, 3, "{engine:?}");
        }
    }
}
