//! Signing in with a login and a password: staff, employers, providers and partners.
//!
//! Password, then second factor, each its own page and each a stage of the session. An unknown login, a wrong password and a
//! blocked account get one answer after the same work. Without a second factor, or with a temporary
//! password, the session opens nothing but the page where that is put right.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    ask::{self, Carry, Told, home},
    commands::{Begin, GiveSecond, Refused, ReplaceTemporary, Second, SetUpSecond, SignOut},
    guesses, phone,
    session::{self, Opening},
    store::{self, Account, Session, Stage},
};
use crate::{
    app::App,
    db,
    refusal::{FieldFault, Refusal},
    vault::{
        Place,
        chance::random,
        few_at_once::Busy,
        password::{self, Verdict},
        token::recovery_codes,
        totp::{self, Secret},
    },
    web::{
        address::Query,
        form::{self, Form},
        page::Page,
        parked::Parked,
        parts,
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/sign-in", Need::Nothing, ask_login)
        .post("/sign-in", Need::Nothing, take_login)
        .get("/sign-in/code", Need::Session, ask_code)
        .post("/sign-in/code", Need::Session, take_code)
        .get("/sign-in/recovery", Need::Session, ask_recovery)
        .post("/sign-in/recovery", Need::Session, take_recovery)
        .get("/sign-in/password", Need::Session, ask_password)
        .post("/sign-in/password", Need::Session, take_password)
        .get("/sign-in/set-up", Need::Session, ask_set_up)
        .post("/sign-in/set-up", Need::Session, take_set_up)
        .get("/sign-in/again", Need::Nothing, async || Redirect::to("/sign-in"))
        .post("/sign-in/again", Need::Nothing, again)
        .post("/sign-out", Need::Nothing, sign_out)
}

/// More letters than any login has. A longer one is not looked for.
const LONGEST_LOGIN: usize = 80;

#[derive(Deserialize)]
struct Asked {
    #[serde(flatten)]
    carry: Carry,
    /// Filled in by the links of a demo.
    #[serde(default)]
    login: String,
}

async fn ask_login(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Response {
    if let Some(actor) = &visitor.actor {
        return Redirect::to(&asked.carry.destination(actor)).into_response();
    }
    login_page(&app, &visitor, &asked.carry, &asked.login, &[], None)
}

/// Both doors: the phone for returnees, login and password for everybody else.
pub fn login_page(
    app: &App,
    visitor: &Visitor,
    carry: &Carry,
    login: &str,
    faults: &[FieldFault],
    wait: Option<u64>,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let told = Told::new(visitor, faults);
    let (title, name, show, hide) =
        (t("signin-title"), t("signin-login"), t("signin-show"), t("signin-hide"));
    let main = html! {
        (parts::heading(&title, None))
        h2.govuk-heading-m { (t("signin-returnee")) }
        p.govuk-body { (t("signin-returnee-hint")) }
        @if carry.is_parked() {
            form method="post" action="/sign-in/again" novalidate {
                (form::hidden(app, visitor))
                (carry.fields())
                (parts::secondary_button(&t("signin-by-phone"), "by", "phone"))
            }
        } @else {
            p.govuk-body { (parts::link_button(&t("signin-by-phone"), &carry.address("/sign-in/phone"))) }
        }
        h2.govuk-heading-m { (t("signin-staff")) }
        p.govuk-body { (t("signin-staff-hint")) }
        form method="post" action="/sign-in" novalidate {
            (form::hidden(app, visitor))
            (carry.fields())
            (parts::text_input(&parts::Input {
                id: "login", name: "login", label: &name, value: login, problem: told.of("login"),
                autocomplete: Some("username"), width: Some(20), ..parts::Input::default()
            }))
            (parts::password_input(&parts::Password {
                id: "password", name: "password", label: &t("signin-password"),
                problem: told.of("password"), show: &show, hide: &hide, ..parts::Password::default()
            }))
            (parts::button(&t("shell-sign-in")))
        }
        p.govuk-body { (t("signin-password-forgotten")) }
    };
    ask::show(Page::new(title, main).back("/"), app, visitor, faults, wait)
}

async fn take_login(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let carry = Carry::of(&form);
    let login = form.text("login").trim().to_lowercase();
    let again = |faults: &[FieldFault], wait| {
        Ok(login_page(&app, visitor, &carry, form.text("login"), faults, wait))
    };
    let missing: Vec<FieldFault> = ["login", "password"]
        .into_iter()
        .filter(|field| form.text(field).trim().is_empty())
        .map(|field| FieldFault::plain(field, "fault-text-missing"))
        .collect();
    if !missing.is_empty() {
        return again(&missing, None);
    }

    let account = match login.chars().count() {
        // PostgreSQL takes no NUL in a text, and no login has one.
        _ if login.chars().any(char::is_control) => None,
        ..=LONGEST_LOGIN => store::account_by_login(&mut app.db.read().await?, &login).await?,
        _ => None,
    };
    let counts = guesses::of_password(&app, visitor, &login, account.as_ref().map(|one| one.id));
    if let Some(seconds) = guesses::counted(&app, &counts).await? {
        return again(&[ask::wait("login", seconds)], Some(seconds));
    }
    let typed = Zeroizing::new(form.text("password").to_owned());
    let compared = account.as_ref().and_then(|account| account.password.clone());
    let verdict = app.passwords.verify(typed.clone(), compared.clone()).await.map_err(busy)?;

    let opening = Opening::new(&app, visitor.language());
    let begun = match (verdict, &account) {
        (Verdict::Right | Verdict::RightButOld, Some(account)) => {
            let better = match verdict {
                Verdict::RightButOld => Some(hash(&app, typed).await?),
                _ => None,
            };
            let begin = Begin {
                app: app.clone(),
                session: opening.for_account(account.id),
                account: account.id,
                compared,
                better,
                instead_of: visitor.session.as_ref().map(|session| session.id),
            };
            app.db.run(begin).await?
        }
        _ => None,
    };
    let Some(stage) = begun else {
        let account = account.map(|account| account.id);
        app.db.run(Refused { app: app.clone(), account }).await?;
        return again(&[FieldFault::plain("login", msg("signin-wrong"))], None);
    };
    guesses::forget(&app, &counts).await?;

    risen(&app, visitor, &carry, &opening, stage).await
}

/// So many passwords are being compared that this one has to come again in a moment.
fn busy(busy: Busy) -> Refusal {
    Refusal::Store(db::Error::Busy(Box::new(busy)))
}

pub async fn hash(app: &App, password: Zeroizing<String>) -> Result<String, Refusal> {
    app.passwords.hash(password, random(&*app.chance)).await.map_err(busy)
}

/// Whether this is the password of the account, counted as a guess.
pub(super) async fn is_password(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    typed: &str,
) -> Result<Result<bool, u64>, Refusal> {
    let counts = guesses::of_password(app, visitor, &account.login, Some(account.id));
    if let Some(seconds) = guesses::counted(app, &counts).await? {
        return Ok(Err(seconds));
    }
    let typed = Zeroizing::new(typed.to_owned());
    let verdict = app.passwords.verify(typed, account.password.clone()).await.map_err(busy)?;
    if verdict == Verdict::Wrong {
        return Ok(Ok(false));
    }
    guesses::forget(app, &counts).await?;
    Ok(Ok(true))
}

/// Where a session of this stage goes on.
fn page_of(stage: Stage) -> &'static str {
    match stage {
        Stage::Password => "/sign-in/code",
        Stage::NewPassword => "/sign-in/password",
        Stage::SetUp => "/sign-in/set-up",
        Stage::Phone => "/sign-in/phone/who",
        Stage::Full => "/",
    }
}

/// The answer after a rise: the new token, and the next page or the way to it.
pub(super) async fn risen(
    app: &App,
    visitor: &Visitor,
    carry: &Carry,
    opening: &Opening,
    stage: Stage,
) -> Result<Response, Refusal> {
    let visitor = session::risen(app, visitor, opening).await?;
    let mut response = if carry.is_parked() {
        next_page(app, &visitor, carry, stage).await?
    } else {
        let to = match &visitor.actor {
            Some(actor) => carry.destination(actor),
            None => carry.address(page_of(stage)),
        };
        Redirect::to(&to).into_response()
    };
    session::keep(app, &visitor, opening, &mut response);
    Ok(response)
}

async fn next_page(
    app: &App,
    visitor: &Visitor,
    carry: &Carry,
    stage: Stage,
) -> Result<Response, Refusal> {
    match stage {
        Stage::Password => code_page(app, visitor, carry, &[], None).await,
        Stage::NewPassword => Ok(password_page(app, visitor, carry, &[])),
        Stage::SetUp => {
            set_up_page(app, visitor, carry, &Secret::random(&*app.chance), &[], None).await
        }
        Stage::Phone => Ok(phone::who_page(app, visitor, carry, None, &[])),
        Stage::Full => kept_page(app, visitor, carry).await,
    }
}

/// The session, if it stands at this stage; otherwise the way to where it stands.
pub(super) fn at(visitor: &Visitor, stage: Stage) -> Result<Result<&Session, Response>, Refusal> {
    let session = visitor.session()?;
    let own = session.stage()?;
    if own == stage {
        return Ok(Ok(session));
    }
    Ok(Err(Redirect::to(page_of(own)).into_response()))
}

fn account_of(session: &Session) -> Result<Uuid, Refusal> {
    session.account.ok_or(Refusal::SignInFirst)
}

async fn ask_code(
    State(app): State<App>,
    visitor: Visitor,
    Query(carry): Query<Carry>,
) -> Result<Response, Refusal> {
    match at(&visitor, Stage::Password)? {
        Ok(_) => code_page(&app, &visitor, &carry, &[], None).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn code_page(
    app: &App,
    visitor: &Visitor,
    carry: &Carry,
    faults: &[FieldFault],
    wait: Option<u64>,
) -> Result<Response, Refusal> {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let told = Told::new(visitor, faults);
    let demo = demo_code(app, visitor).await?;
    let (title, label, hint) =
        (t("signin-second-title"), t("signin-second-code"), t("signin-second-code-hint"));
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("signin-second-text")) }
        @if let Some(code) = demo {
            (parts::inset(html! { (tongue.ta("signin-demo-code", &[("code", code.into())])) }))
        }
        form method="post" action="/sign-in/code" novalidate {
            (form::hidden(app, visitor))
            (carry.fields())
            (code_input("code", &label, Some(&hint), told.of("code")))
            (parts::button(&t("shell-continue")))
        }
        @if carry.is_parked() {
            form method="post" action="/sign-in/again" novalidate {
                (form::hidden(app, visitor))
                (carry.fields())
                (parts::secondary_button(&t("signin-use-recovery"), "by", "recovery"))
            }
        } @else {
            p.govuk-body { (parts::link(&t("signin-use-recovery"), &carry.address("/sign-in/recovery"))) }
        }
    };
    Ok(ask::show(Page::new(title, main).back("/sign-in"), app, visitor, faults, wait))
}

/// A box for digits from a phone.
pub(super) fn code_input(
    id: &'static str,
    label: &str,
    hint: Option<&str>,
    problem: Option<parts::Problem<'_>>,
) -> Markup {
    parts::text_input(&parts::Input {
        id,
        name: id,
        label,
        hint,
        problem,
        inputmode: Some("numeric"),
        autocomplete: Some("one-time-code"),
        width: Some(10),
        spaced: true,
        ..parts::Input::default()
    })
}

/// In a country of made-up people nobody has their phones, so the page says what the app would.
async fn demo_code(app: &App, visitor: &Visitor) -> Result<Option<String>, Refusal> {
    let Some(account) = visitor.session()?.account.filter(|_| app.cell.demo) else {
        return Ok(None);
    };
    let account = store::account(&mut app.db.read().await?, account).await?;
    let Some(account) = account else { return Ok(None) };
    let step = totp::step_at(app.now()).max(account.totp_step + 1);
    Ok(account.secret(&app.keys)?.map(|secret| secret.code(step)))
}

async fn take_code(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let entered = Second::Code(form.text("code").to_owned());
    match second(&app, &form, entered).await? {
        Ok(response) => Ok(response),
        Err((fault, wait)) => {
            let fault = fault.unwrap_or(FieldFault::plain("code", msg("signin-second-wrong")));
            code_page(&app, &form.visitor, &Carry::of(&form), &[fault], wait).await
        }
    }
}

type Wrong = (Option<FieldFault>, Option<u64>);

/// Takes a second factor of either sort.
async fn second(
    app: &App,
    form: &Form,
    second: Second,
) -> Result<Result<Response, Wrong>, Refusal> {
    let visitor = &form.visitor;
    let from = match at(visitor, Stage::Password)? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(Ok(elsewhere)),
    };
    let account = account_of(from)?;
    let counts = guesses::of_second(app, visitor, account);
    if let Some(seconds) = guesses::counted(app, &counts).await? {
        return Ok(Err((Some(ask::wait("code", seconds)), Some(seconds))));
    }

    let opening = Opening::new(app, visitor.language());
    let session = opening.for_account(account);
    let give = GiveSecond {
        app: app.clone(),
        from: from.id,
        session: session.clone(),
        second,
        at: app.now(),
    };
    let Some(stage) = app.db.run(give).await? else { return Ok(Err((None, None))) };
    guesses::forget(app, &counts).await?;

    Ok(Ok(risen(app, visitor, &Carry::of(form), &opening, stage).await?))
}

async fn ask_recovery(
    State(app): State<App>,
    visitor: Visitor,
    Query(carry): Query<Carry>,
) -> Result<Response, Refusal> {
    match at(&visitor, Stage::Password)? {
        Ok(_) => Ok(recovery_page(&app, &visitor, &carry, &[], None)),
        Err(elsewhere) => Ok(elsewhere),
    }
}

fn recovery_page(
    app: &App,
    visitor: &Visitor,
    carry: &Carry,
    faults: &[FieldFault],
    wait: Option<u64>,
) -> Response {
    let t = |key| visitor.tongue.t(key);
    let told = Told::new(visitor, faults);
    let (title, label) = (t("signin-recovery-title"), t("signin-recovery-code"));
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("signin-recovery-text")) }
        form method="post" action="/sign-in/recovery" novalidate {
            (form::hidden(app, visitor))
            (carry.fields())
            (parts::text_input(&parts::Input {
                id: "code", name: "code", label: &label, problem: told.of("code"),
                autocomplete: Some("off"), width: Some(20), spaced: true, ..parts::Input::default()
            }))
            (parts::button(&t("shell-continue")))
        }
    };
    ask::show(Page::new(title, main).back("/sign-in/code"), app, visitor, faults, wait)
}

async fn take_recovery(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let entered = Second::Recovery(form.text("code").to_owned());
    match second(&app, &form, entered).await? {
        Ok(response) => Ok(response),
        Err((fault, wait)) => {
            let fault = fault.unwrap_or(FieldFault::plain("code", msg("signin-recovery-wrong")));
            Ok(recovery_page(&app, &form.visitor, &Carry::of(&form), &[fault], wait))
        }
    }
}

async fn ask_password(
    State(app): State<App>,
    visitor: Visitor,
    Query(carry): Query<Carry>,
) -> Result<Response, Refusal> {
    match at(&visitor, Stage::NewPassword)? {
        Ok(_) => Ok(password_page(&app, &visitor, &carry, &[])),
        Err(elsewhere) => Ok(elsewhere),
    }
}

fn password_page(app: &App, visitor: &Visitor, carry: &Carry, faults: &[FieldFault]) -> Response {
    let t = |key| visitor.tongue.t(key);
    let title = t("account-password-title");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("account-password-temporary")) }
        form method="post" action="/sign-in/password" novalidate {
            (form::hidden(app, visitor))
            (carry.fields())
            (new_password_input(visitor, faults))
            (parts::button(&t("shell-save")))
        }
    };
    ask::show(Page::new(title, main), app, visitor, faults, None)
}

pub(super) fn new_password_input(visitor: &Visitor, faults: &[FieldFault]) -> Markup {
    let t = |key| visitor.tongue.t(key);
    let told = Told::new(visitor, faults);
    let min = [("min", password::SHORTEST.into())];
    parts::password_input(&parts::Password {
        id: "new-password",
        name: "new-password",
        label: &t("account-password-new"),
        hint: Some(&visitor.tongue.ta("account-password-hint", &min)),
        problem: told.of("new-password"),
        autocomplete: Some("new-password"),
        show: &t("signin-show"),
        hide: &t("signin-hide"),
    })
}

/// A new password that was typed, if it will do. It is hashed by the caller.
pub(super) fn new_password(
    form: &Form,
    account: &Account,
) -> Result<Zeroizing<String>, FieldFault> {
    let typed = Zeroizing::new(form.text("new-password").to_owned());
    let about = [account.login.as_str(), account.name.as_str()];
    password::check_new(&typed, &about)
        .map_err(|fault| FieldFault::of("new-password", &fault))
        .map(|()| typed)
}

async fn take_password(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let carry = Carry::of(&form);
    let from = match at(visitor, Stage::NewPassword)? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let account = store::account(&mut app.db.read().await?, account_of(from)?).await?;
    let account = account.ok_or(Refusal::SignInFirst)?;
    let again = |fault| Ok(password_page(&app, visitor, &carry, &[fault]));
    let password = match new_password(&form, &account) {
        Ok(password) => password,
        Err(fault) => return again(fault),
    };
    // The temporary one was seen by whoever made it.
    let same = app.passwords.verify(password.clone(), account.password.clone()).await;
    if same.map_err(busy)? != Verdict::Wrong {
        return again(FieldFault::plain("new-password", msg("account-password-same")));
    }
    let hash = hash(&app, password).await?;

    let opening = Opening::new(&app, visitor.language());
    let session = opening.for_account(account.id);
    let replace = ReplaceTemporary {
        app: app.clone(),
        from: from.id,
        session: session.clone(),
        hash,
        at: app.now(),
    };
    let stage = app.db.run(replace).await?;

    risen(&app, visitor, &carry, &opening, stage).await
}

async fn ask_set_up(
    State(app): State<App>,
    visitor: Visitor,
    Query(carry): Query<Carry>,
) -> Result<Response, Refusal> {
    match at(&visitor, Stage::SetUp)? {
        Ok(_) => {
            set_up_page(&app, &visitor, &carry, &Secret::random(&*app.chance), &[], None).await
        }
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// Where a secret waits, sealed inside the page, until a code shows that the app has it.
fn waiting_place(session: &Session) -> Place<'static> {
    Place { table: "browser", column: "totp", row: session.id, version: 1 }
}

/// The picture to scan, the key to type, and a box for the first code.
pub(super) async fn secret_to_scan(
    app: &App,
    visitor: &Visitor,
    secret: &Secret,
    faults: &[FieldFault],
) -> Result<Markup, Refusal> {
    let session = visitor.session()?;
    let account = store::account(&mut app.db.read().await?, account_of(session)?).await?;
    let login = account.map(|account| account.login).unwrap_or_default();
    let t = |key| visitor.tongue.t(key);
    let told = Told::new(visitor, faults);
    let address = secret.address(&t("shell-name"), &login);
    let picture = totp::qr_svg(&address, &t("signin-setup-scan")).unwrap_or_default();
    let waiting = app.keys.seal(&*app.chance, &waiting_place(session), secret.bytes());
    let (label, hint) = (t("signin-setup-code"), t("signin-second-code-hint"));
    Ok(html! {
        p.govuk-body { (t("signin-setup-scan")) }
        p.govuk-body { (PreEscaped(sized(&picture))) }
        p.govuk-body { (t("signin-setup-key")) }
        p.govuk-body { (parts::code(&secret.typed())) }
        @if app.cell.demo {
            @let code = secret.code(totp::step_at(app.now()));
            (parts::inset(html! { (visitor.tongue.ta("signin-demo-code", &[("code", code.into())])) }))
        }
        (parts::hidden("waiting", &encode(&waiting)))
        (code_input("code", &label, Some(&hint), told.of("code")))
    })
}

/// As large on a page as a scanner needs; of itself the picture would fill the column.
fn sized(picture: &str) -> String {
    picture.replacen("<svg ", r#"<svg width="240" height="240" "#, 1)
}

fn encode(bytes: &[u8]) -> String {
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// The secret that was shown to this session with the form.
pub(super) fn shown_secret(app: &App, form: &Form) -> Result<Secret, Refusal> {
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
    let session = form.visitor.session()?;
    let sealed =
        BASE64_URL_SAFE_NO_PAD.decode(form.text("waiting")).map_err(|_| Refusal::FormTooOld)?;
    let plain = app.keys.open_sealed(&waiting_place(session), &sealed);
    let plain = plain.map_err(|_| Refusal::FormTooOld)?;
    Secret::from_bytes(&plain).ok_or(Refusal::FormTooOld)
}

async fn set_up_page(
    app: &App,
    visitor: &Visitor,
    carry: &Carry,
    secret: &Secret,
    faults: &[FieldFault],
    wait: Option<u64>,
) -> Result<Response, Refusal> {
    let t = |key| visitor.tongue.t(key);
    let title = t("signin-setup-title");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("signin-setup-text")) }
        form method="post" action="/sign-in/set-up" novalidate {
            (form::hidden(app, visitor))
            (carry.fields())
            (secret_to_scan(app, visitor, secret, faults).await?)
            (parts::button(&t("shell-continue")))
        }
    };
    Ok(ask::show(Page::new(title, main), app, visitor, faults, wait))
}

async fn take_set_up(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let carry = Carry::of(&form);
    let from = match at(visitor, Stage::SetUp)? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let account = account_of(from)?;
    let secret = shown_secret(&app, &form)?;
    let Some(step) = secret.check(form.text("code"), app.now(), None) else {
        let fault = FieldFault::plain("code", msg("signin-second-wrong"));
        return set_up_page(&app, visitor, &carry, &secret, &[fault], None).await;
    };

    let codes = recovery_codes(&*app.chance).map(|code| code.to_string()).to_vec();
    let opening = Opening::new(&app, visitor.language());
    let session = opening.for_account(account);
    let set_up = SetUpSecond {
        app: app.clone(),
        from: from.id,
        session: Some(session.clone()),
        secret,
        step,
        codes: codes.clone(),
        at: app.now(),
    };
    app.db.run(set_up).await?;

    let visitor = session::risen(&app, visitor, &opening).await?;
    let to = carry.destination(&visitor.actor()?);
    let mut response = codes_page(&app, &visitor, &carry, &codes, &to);
    session::keep(&app, &visitor, &opening, &mut response);
    Ok(response)
}

/// The recovery codes, shown this once: an address that showed them again would be one to steal them at.
pub(super) fn codes_page(
    app: &App,
    visitor: &Visitor,
    carry: &Carry,
    codes: &[String],
    to: &str,
) -> Response {
    let t = |key| visitor.tongue.t(key);
    let title = t("signin-codes-title");
    let main = html! {
        (parts::notification(parts::Kind::Success, &t("signin-setup-done"), &t("signin-codes-title")))
        (parts::heading(&title, None))
        p.govuk-body { (t("signin-codes-text")) }
        ul.govuk-list { @for code in codes { li { (parts::code(code)) } } }
        @if carry.is_parked() {
            form method="post" action="/sign-in/again" novalidate {
                (form::hidden(app, visitor))
                (carry.fields())
                (parts::button(&t("signin-codes-kept")))
            }
        } @else {
            (parts::link_button(&t("signin-codes-kept"), to))
        }
    };
    Page::new(title, main).show(app, visitor)
}

/// A form met an ended session. What was typed goes along through the sign-in.
async fn again(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let carry = Carry::of(&form);
    let Some(parked) = Parked::open(&app, &carry.parked) else {
        return Ok(Redirect::to("/sign-in").into_response());
    };
    // A code or a password for a sign-in that is over: that one begins anew.
    if parked.address.starts_with("/sign-") {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    if visitor.actor.is_some() {
        return kept_page(&app, visitor, &carry).await;
    }
    match form.text("by") {
        "phone" => Ok(phone::number_page(&app, visitor, &carry, "", &[], None)),
        "recovery" if visitor.session.is_some() => {
            Ok(recovery_page(&app, visitor, &carry, &[], None))
        }
        _ => Ok(login_page(&app, visitor, &carry, "", &[], None)),
    }
}

/// Signed in again: the same answers, with the id they had, to be sent with one press. Somebody else who signs in where
/// they were typed begins like anybody.
async fn kept_page(app: &App, visitor: &Visitor, carry: &Carry) -> Result<Response, Refusal> {
    let parked = match Parked::open(app, &carry.parked) {
        Some(parked) if parked.belongs_to(app, visitor.session()?).await? => parked,
        _ => return Ok(Redirect::to(home(&visitor.actor()?)).into_response()),
    };
    let t = |key| visitor.tongue.t(key);
    let title = t("signin-kept-title");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("signin-kept-text")) }
        form method="post" action=(parked.address) novalidate {
            (form::hidden_with(app, visitor, Some(parked.id)))
            @for (name, value) in &parked.fields { (parts::hidden(name, value)) }
            (parts::button(&t("shell-send")))
        }
    };
    Ok(Page::new(title, main).show(app, visitor))
}

async fn sign_out(
    State(app): State<App>,
    visitor: Visitor,
    form: Result<Form, Refusal>,
) -> Result<Response, Refusal> {
    // A session that has ended by itself needs no proof to be left.
    if visitor.session.is_some() {
        form?;
    }
    if let Some(session) = &visitor.session {
        let act = visitor.actor.map(|actor| app.act(actor));
        app.db.run(SignOut { app: app.clone(), session: session.id, act }).await?;
    }
    let mut response = Redirect::to("/signed-out").into_response();
    session::take_back(&app, &mut response);
    Ok(response)
}
