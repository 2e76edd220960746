//! One's own account: password, second factor, where it is open, and the keys of programs.
//!
//! Whatever would let somebody else in later asks for the password again: a screen left open for a minute must not be
//! enough to take an account over.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{access::Role, language::Language, text};
use jiff::SignedDuration;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    ask::{self, Carry, Told},
    commands::{
        ChangePassword, EndOthers, EndSession, EndToken, GiveToken, SetLanguage, SetUpSecond,
    },
    sign_in::{
        codes_page, hash, is_password, new_password, new_password_input, secret_to_scan,
        shown_secret,
    },
    store::{self, Account, ApiToken, Session},
};
use crate::{
    access::role_key,
    app::App,
    refusal::{FieldFault, Refusal},
    vault::{
        token::{Token, recovery_codes},
        totp::Secret,
    },
    web::{
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Column, Row},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/account", Need::SignedIn, show)
        .post("/account/language", Need::SignedIn, set_language)
        .get("/account/password", Need::SignedIn, ask_password)
        .post("/account/password", Need::SignedIn, change_password)
        .get("/account/second", Need::SignedIn, ask_second)
        .post("/account/second", Need::SignedIn, set_second)
        .post("/account/sessions/end", Need::SignedIn, end_session)
        .post("/account/tokens", Need::SignedIn, give_token)
        .post("/account/tokens/end", Need::SignedIn, end_token)
}

/// Partners exchange data, employers post vacancies, analysts take over numbers: their programs hold tokens.
const fn has_programs(role: Role) -> bool {
    matches!(role, Role::Partner | Role::Employer | Role::Analyst)
}

/// The account of whoever is signed in. A returnee has a record instead.
async fn own(app: &App, visitor: &Visitor) -> Result<Account, Refusal> {
    let id = visitor.session()?.account.ok_or(Refusal::NotFound)?;
    store::account(&mut app.db.read().await?, id).await?.ok_or(Refusal::NotFound)
}

async fn show(State(app): State<App>, visitor: Visitor) -> Result<Response, Refusal> {
    account_page(&app, &visitor, &[]).await
}

async fn account_page(
    app: &App,
    visitor: &Visitor,
    faults: &[FieldFault],
) -> Result<Response, Refusal> {
    let account = own(app, visitor).await?;
    let mut tx = app.db.read().await?;
    let sessions = store::sessions_of(&mut tx, account.id).await?;
    let tokens = store::tokens_of(&mut tx, account.id).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let title = t("account-title");
    let left = [("n", account.n_recovery_left.into())];
    let change = t("shell-change");
    let rows = [
        Row::new(t("account-name"), &account.name),
        Row::new(t("signin-login"), &account.login),
        Row::new(t("account-role"), t(role_key(account.role()?))),
        Row::new(t("signin-password"), t("account-password-set")).change(
            "/account/password",
            change.clone(),
            t("signin-password"),
        ),
        Row::new(t("signin-second-title"), tongue.ta("signin-recovery-left", &left)).change(
            "/account/second",
            change,
            t("signin-second-title"),
        ),
    ];
    let languages: Vec<Choice> = Language::ALL
        .iter()
        .map(|one| Choice::new(one.code(), one.name()).chosen(*one == account.language()))
        .collect();
    let (legend, hint) = (t("account-language"), t("account-language-hint"));
    let main = html! {
        (parts::heading(&title, None))
        (parts::summary_list(&rows))
        form method="post" action="/account/language" novalidate {
            (form::hidden(app, visitor))
            (parts::select(&parts::Select {
                id: "language", name: "language", label: &legend, hint: Some(&hint), choices: &languages,
                ..parts::Select::default()
            }))
            (parts::button(&t("shell-save")))
        }
        h2.govuk-heading-m { (t("account-sessions")) }
        (session_table(app, visitor, &sessions)?)
        @if has_programs(account.role()?) {
            h2.govuk-heading-m { (t("account-tokens")) }
            (token_part(app, visitor, &tokens, faults))
        }
    };
    Ok(Page::new(title, main).problems(visitor, faults, str::to_owned).show(app, visitor))
}

fn session_table(app: &App, visitor: &Visitor, sessions: &[Session]) -> Result<Markup, Refusal> {
    let here = visitor.session()?.id;
    let t = |key| visitor.tongue.t(key);
    let title = t("account-sessions");
    let open: Vec<&Session> =
        sessions.iter().filter(|session| session.holds_at(app.now())).collect();
    let row = |session: &&Session| {
        let end = html! {
            @if session.id == here {
                (t("account-session-here"))
            } @else {
                form method="post" action="/account/sessions/end" novalidate {
                    (form::hidden(app, visitor))
                    (parts::secondary_button(&t("account-session-end"), "session", &session.id.to_string()))
                }
            }
        };
        let seen = visitor.tongue.moment(session.seen_at);
        vec![html! { (visitor.tongue.moment(session.made_at)) }, html! { (seen) }, end]
    };
    let columns = [
        Column::new(t("account-session-from")).names_row(),
        Column::new(t("account-session-seen")),
        Column::new(t("account-session-end")).hidden(),
    ];
    Ok(html! {
        (parts::table(&parts::Table {
            caption: &title, caption_hidden: true, columns: &columns, rows: open.iter().map(row).collect(),
            ..parts::Table::default()
        }))
        @if open.len() > 1 {
            form method="post" action="/account/sessions/end" novalidate {
                (form::hidden(app, visitor))
                (parts::secondary_button(&t("account-session-end-others"), "session", "others"))
            }
        }
    })
}

fn token_part(app: &App, visitor: &Visitor, tokens: &[ApiToken], faults: &[FieldFault]) -> Markup {
    let t = |key| visitor.tongue.t(key);
    let told = Told::new(visitor, faults);
    let title = t("account-tokens");
    let rows = tokens.iter().filter(|token| token.ended_at.is_none()).map(|token| {
        let end = html! {
            form method="post" action="/account/tokens/end" novalidate {
                (form::hidden(app, visitor))
                (parts::secondary_button(&t("account-token-end"), "token", &token.id.to_string()))
            }
        };
        let may =
            if token.may_write { t("account-token-writes") } else { t("account-token-reads") };
        let until = visitor.tongue.moment(token.ends_at);
        vec![html! { (token.name) }, html! { (may) }, html! { (until) }, end]
    });
    let columns = [
        Column::new(t("account-token-name")).names_row(),
        Column::new(t("account-token-may")),
        Column::new(t("account-token-until")),
        Column::new(t("account-token-end")).hidden(),
    ];
    let write = [Choice::new("yes", t("account-token-writes"))];
    let (label, hint) = (t("account-token-name"), t("account-token-name-hint"));
    html! {
        (parts::table(&parts::Table {
            caption: &title, caption_hidden: true, columns: &columns, rows: rows.collect(),
            empty: &t("account-token-none"), ..parts::Table::default()
        }))
        form method="post" action="/account/tokens" novalidate {
            (form::hidden(app, visitor))
            (parts::text_input(&parts::Input {
                id: "name", name: "name", label: &label, hint: Some(&hint), problem: told.of("name"),
                width: Some(20), ..parts::Input::default()
            }))
            (parts::checkboxes(&parts::Choices {
                id: "write", name: "write", choices: &write, small: true, ..parts::Choices::default()
            }))
            (password_again(visitor, faults))
            (parts::button(&t("account-token-make")))
        }
    }
}

/// The present password, asked once more.
fn password_again(visitor: &Visitor, faults: &[FieldFault]) -> Markup {
    let t = |key| visitor.tongue.t(key);
    parts::password_input(&parts::Password {
        id: "password",
        name: "password",
        label: &t("account-password-now"),
        problem: Told::new(visitor, faults).of("password"),
        show: &t("signin-show"),
        hide: &t("signin-hide"),
        ..parts::Password::default()
    })
}

/// What is wrong with the present password, if anything, and how long to wait.
async fn check_password(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    form: &Form,
) -> Result<Option<FieldFault>, Refusal> {
    Ok(match is_password(app, visitor, account, form.text("password")).await? {
        Ok(true) => None,
        Ok(false) => Some(FieldFault::plain("password", msg("account-password-wrong"))),
        Err(seconds) => Some(ask::wait("password", seconds)),
    })
}

async fn set_language(State(app): State<App>, form: Form) -> Result<Redirect, Refusal> {
    let account = own(&app, &form.visitor).await?;
    let language: Language = form.text("language").parse().unwrap_or(account.language());
    let act = app.act(form.visitor.actor()?);

    let set = SetLanguage { app: app.clone(), act, account: account.id, language };
    app.db.run_once(form.once(&app), set).await?;

    // The link of that language also changes what this browser shows.
    Ok(Redirect::to(&format!("/account?lang={}", language.code())))
}

async fn ask_password(State(app): State<App>, visitor: Visitor) -> Result<Response, Refusal> {
    own(&app, &visitor).await?;
    Ok(password_page(&app, &visitor, &[], None))
}

fn password_page(
    app: &App,
    visitor: &Visitor,
    faults: &[FieldFault],
    wait: Option<u64>,
) -> Response {
    let t = |key| visitor.tongue.t(key);
    let title = t("account-password-title");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("account-password-others")) }
        @if visitor.actor.is_some_and(|actor| actor.role == Role::Partner) {
            p.govuk-body { (t("account-password-tokens")) }
        }
        form method="post" action="/account/password" novalidate {
            (form::hidden(app, visitor))
            (password_again(visitor, faults))
            (new_password_input(visitor, faults))
            (parts::button(&t("shell-save")))
        }
    };
    ask::show(Page::new(title, main).back("/account"), app, visitor, faults, wait)
}

async fn change_password(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let account = own(&app, visitor).await?;
    let again = |fault| Ok(password_page(&app, visitor, &[fault], None));
    if let Some(fault) = check_password(&app, visitor, &account, &form).await? {
        return again(fault);
    }
    let password = match new_password(&form, &account) {
        Ok(password) => password,
        Err(fault) => return again(fault),
    };
    let hash = hash(&app, password).await?;

    let change = ChangePassword {
        app: app.clone(),
        act: app.act(visitor.actor()?),
        session: visitor.session()?.id,
        compared: account.password,
        hash,
    };
    app.db.run(change).await?;

    Ok(Redirect::to("/account").into_response())
}

async fn ask_second(State(app): State<App>, visitor: Visitor) -> Result<Response, Refusal> {
    own(&app, &visitor).await?;
    second_page(&app, &visitor, &Secret::random(&*app.chance), &[]).await
}

async fn second_page(
    app: &App,
    visitor: &Visitor,
    secret: &Secret,
    faults: &[FieldFault],
) -> Result<Response, Refusal> {
    let t = |key| visitor.tongue.t(key);
    let title = t("signin-setup-title");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("account-second-text")) }
        form method="post" action="/account/second" novalidate {
            (form::hidden(app, visitor))
            (password_again(visitor, faults))
            (secret_to_scan(app, visitor, secret, faults).await?)
            (parts::button(&t("shell-save")))
        }
    };
    Ok(ask::show(Page::new(title, main).back("/account"), app, visitor, faults, None))
}

async fn set_second(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let account = own(&app, visitor).await?;
    let secret = shown_secret(&app, &form)?;
    if let Some(fault) = check_password(&app, visitor, &account, &form).await? {
        return second_page(&app, visitor, &secret, &[fault]).await;
    }
    let Some(step) = secret.check(form.text("code"), app.now(), None) else {
        let fault = FieldFault::plain("code", msg("signin-second-wrong"));
        return second_page(&app, visitor, &secret, &[fault]).await;
    };

    let codes = recovery_codes(&*app.chance).map(|code| code.to_string()).to_vec();
    let set_up = SetUpSecond {
        app: app.clone(),
        from: visitor.session()?.id,
        session: None,
        secret,
        step,
        codes: codes.clone(),
        at: app.now(),
    };
    app.db.run(set_up).await?;

    Ok(codes_page(&app, visitor, &Carry::default(), &codes, "/account"))
}

async fn end_session(State(app): State<App>, form: Form) -> Result<Redirect, Refusal> {
    let visitor = &form.visitor;
    let account = own(&app, visitor).await?.id;
    let here = visitor.session()?.id;
    let act = app.act(visitor.actor()?);
    let app = app.clone();

    match form.text("session") {
        "others" => {
            let end = EndOthers { app: app.clone(), act, account, but: Some(here) };
            app.db.run_once(form.once(&app), end).await?;
        }
        id => {
            let session: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
            let end = EndSession { app: app.clone(), act, account, session };
            app.db.run_once(form.once(&app), end).await?;
        }
    }

    Ok(Redirect::to("/account"))
}

/// A year: long enough that nobody writes a token into a program for ever.
const TOKEN_LASTS: SignedDuration = SignedDuration::from_hours(365 * 24);

async fn give_token(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let account = own(&app, visitor).await?;
    if !has_programs(account.role()?) {
        return Err(Refusal::NotAllowed);
    }
    let name = match text::line(form.text("name"), 60) {
        Ok(name) => name,
        Err(fault) => {
            return account_page(&app, visitor, &[FieldFault::of("name", &fault)]).await;
        }
    };
    if let Some(fault) = check_password(&app, visitor, &account, &form).await? {
        return account_page(&app, visitor, &[fault]).await;
    }

    let token = Token::random(&*app.chance);
    let now = app.now();
    let row = ApiToken {
        id: form.id,
        token: token.digest,
        account: account.id,
        name,
        may_write: form.has("write"),
        made_at: now,
        ends_at: now + TOKEN_LASTS,
        ended_at: None,
    };
    let act = app.act(visitor.actor()?);
    let give = GiveToken { app: app.clone(), act, compared: account.password, token: row };
    app.db.run(give).await?;

    let t = |key| visitor.tongue.t(key);
    let title = t("account-token-made");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("account-token-once")) }
        p.govuk-body { (parts::code(&token.text)) }
        (parts::link_button(&t("shell-continue"), "/account"))
    };
    Ok(Page::new(title, main).status(StatusCode::CREATED).show(&app, visitor))
}

async fn end_token(State(app): State<App>, form: Form) -> Result<Redirect, Refusal> {
    let account = own(&app, &form.visitor).await?.id;
    let token: Uuid = form.text("token").parse().map_err(|_| Refusal::NotFound)?;
    let act = app.act(form.visitor.actor()?);

    let end = EndToken { app: app.clone(), act, account, token };
    app.db.run_once(form.once(&app), end).await?;

    Ok(Redirect::to("/account"))
}
