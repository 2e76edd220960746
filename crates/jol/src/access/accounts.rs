//! Accounts and offices, for the administrator.
//!
//! An administrator sees who may do what and never what somebody's password is: a temporary one is shown once, and its owner
//! must replace it before anything else. There is no way to read records of returnees from here.

use std::collections::HashMap;

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Role},
    text,
};
use maud::html;
use serde::Deserialize;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    ask::Told,
    commands::{AddAccount, Manage, ManageAccount},
    sign_in::hash,
    store::{self, Account, Office},
};
use crate::{
    access::role_key,
    app::App,
    refusal::{FieldFault, Refusal},
    vault::keys::TagUse,
    web::{
        address::{Path, Query},
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Colour, Column, Row},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    let manage = Need::To(Action::ManageAccounts);
    Routes::default()
        .get("/accounts", manage, list)
        .get("/accounts/new", manage, ask_new)
        .post("/accounts/new", manage, add)
        .get("/accounts/{id}", manage, show)
        .post("/accounts/{id}", manage, change)
        .get("/offices", Need::To(Action::SeeOffices), offices)
}

/// Roles that sign in with a login. A returnee signs in with a phone.
fn roles() -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied().filter(|role| *role != Role::Returnee)
}

const PAGE: i64 = 50;

#[derive(Deserialize)]
struct Place {
    /// The last account of the page before: its id, for a login may be somebody's name.
    after: Option<Uuid>,
}

async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Query(place): Query<Place>,
) -> Result<Response, Refusal> {
    let mut tx = app.db.read().await?;
    let mut accounts = store::accounts(&mut tx, place.after, PAGE + 1).await?;
    let offices = offices_by_id(store::offices(&mut tx).await?);
    drop(tx);
    let more = accounts.len() > PAGE as usize;
    accounts.truncate(PAGE as usize);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let title = t("nav-accounts");
    let language = visitor.language();
    let mut rows = Vec::new();
    for account in &accounts {
        let office = account.office.and_then(|id| offices.get(&id));
        rows.push(vec![
            parts::link(&account.login, &format!("/accounts/{}", account.id)),
            html! { (account.name) },
            html! { (t(role_key(account.role()?))) },
            html! { (office.map_or("", |office| office.name(language))) },
            html! { @if account.blocked_at.is_some() { (parts::tag(&t("accounts-blocked"), Colour::Red)) } },
        ]);
    }
    let columns = [
        Column::new(t("signin-login")).names_row(),
        Column::new(t("account-name")),
        Column::new(t("account-role")),
        Column::new(t("accounts-office")),
        Column::new(t("accounts-state")),
    ];
    let last = accounts.last().filter(|_| more);
    let next = last.map(|last| format!("/accounts?after={}", last.id));
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (parts::link_button(&t("accounts-new"), "/accounts/new")) }
        (parts::table(&parts::Table {
            caption: &title, caption_hidden: true, columns: &columns, rows, dense: true,
            empty: &t("shell-nothing-found"),
        }))
        @if let Some(next) = next { p.govuk-body { (parts::link(&t("shell-next"), &next)) } }
    };
    Ok(Page::new(title, main).wide().show(&app, &visitor))
}

fn offices_by_id(offices: Vec<Office>) -> HashMap<Uuid, Office> {
    offices.into_iter().map(|office| (office.id, office)).collect()
}

async fn ask_new(State(app): State<App>, visitor: Visitor) -> Result<Response, Refusal> {
    new_page(&app, &visitor, None, &[]).await
}

async fn new_page(
    app: &App,
    visitor: &Visitor,
    typed: Option<&Form>,
    faults: &[FieldFault],
) -> Result<Response, Refusal> {
    let offices = store::offices(&mut app.db.read().await?).await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let value = |field| typed.map_or("", |form| form.text(field));
    let told = Told::new(visitor, faults);
    let roles: Vec<Choice> = roles()
        .map(|role| {
            Choice::new(role.code(), t(role_key(role))).chosen(value("role") == role.code())
        })
        .collect();
    let language = visitor.language();
    let none = Choice::new("", t("accounts-no-office"));
    let offices: Vec<Choice> = std::iter::once(none)
        .chain(offices.iter().map(|office| {
            let id = office.id.to_string();
            let chosen = value("office") == id;
            Choice::new(id, office.name(language)).chosen(chosen)
        }))
        .collect();
    let title = t("accounts-new");
    let (login, login_hint, name) =
        (t("signin-login"), t("accounts-login-hint"), t("account-name"));
    let (role, office) = (t("account-role"), t("accounts-office"));
    let main = html! {
        (parts::heading(&title, None))
        form method="post" action="/accounts/new" novalidate {
            (form::hidden_with(app, visitor, typed.map(|form| form.id)))
            (parts::text_input(&parts::Input {
                id: "login", name: "login", label: &login, hint: Some(&login_hint), value: value("login"),
                problem: told.of("login"), autocomplete: Some("off"), width: Some(20), ..parts::Input::default()
            }))
            (parts::text_input(&parts::Input {
                id: "name", name: "name", label: &name, value: value("name"), problem: told.of("name"),
                autocomplete: Some("off"), ..parts::Input::default()
            }))
            (parts::radios(&parts::Choices {
                id: "role", name: "role", legend: &role, problem: told.of("role"), choices: &roles,
                small: true, ..parts::Choices::default()
            }))
            (parts::select(&parts::Select {
                id: "office", name: "office", label: &office, problem: told.of("office"), choices: &offices,
                ..parts::Select::default()
            }))
            (parts::button(&t("shell-add")))
        }
    };
    let page = Page::new(title, main).back("/accounts");
    Ok(page.problems(visitor, faults, str::to_owned).show(app, visitor))
}

/// What a login may be made of: it is typed on any keyboard and said on the telephone.
pub fn login_of(typed: &str) -> Result<String, FieldFault> {
    let login = typed.trim().to_lowercase();
    let good = (3..=40).contains(&login.len())
        && login.starts_with(|c: char| c.is_ascii_lowercase())
        && login
            .bytes()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || b".-_".contains(&c));
    if good { Ok(login) } else { Err(FieldFault::plain("login", msg("accounts-login-wrong"))) }
}

async fn add(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let offices = offices_by_id(store::offices(&mut app.db.read().await?).await?);
    let mut faults = Vec::new();
    let login = login_of(form.text("login")).map_err(|fault| faults.push(fault)).ok();
    let name = text::line(form.text("name"), 120)
        .map_err(|fault| faults.push(FieldFault::of("name", &fault)))
        .ok();
    let role = roles().find(|role| role.code() == form.text("role"));
    if role.is_none() {
        faults.push(FieldFault::plain("role", "fault-choice"));
    }
    let office = form.text("office").parse::<Uuid>().ok().filter(|id| offices.contains_key(id));
    // Without an office the rule reaches nothing; only employers and providers are outside the tree.
    if office.is_none() && !matches!(role, None | Some(Role::Employer | Role::Provider)) {
        faults.push(FieldFault::plain("office", msg("accounts-office-needed")));
    }
    let (Some(login), Some(name), Some(role), []) = (login, name, role, faults.as_slice()) else {
        return new_page(&app, visitor, Some(&form), &faults).await;
    };

    let password = temporary_password(&app, form.id);
    let account = Account {
        id: form.id,
        login,
        name,
        role: role.code().to_owned(),
        office,
        language: visitor.language().code().to_owned(),
        password: Some(hash(&app, password.clone()).await?),
        is_temporary: true,
        ..Account::new_blank(app.now())
    };
    let act = app.act(visitor.actor()?);
    let add = AddAccount { app: app.clone(), act, account: account.clone() };
    match app.db.run_once(form.once(&app), add).await {
        Ok(_) => Ok(password_page(&app, visitor, &account, &password)),
        Err(Refusal::Form(faults)) => new_page(&app, visitor, Some(&form), &faults).await,
        Err(other) => Err(other),
    }
}

/// Made from the id of the form, so that a form that arrives twice shows the password that counts.
fn temporary_password(app: &App, form: Uuid) -> Zeroizing<String> {
    /// None that is read as another.
    const LETTERS: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let tag = app.keys.tag(TagUse::Session, &[b"temporary password", form.as_bytes()]);
    let letters = tag.iter().take(16).map(|byte| char::from(LETTERS[usize::from(byte % 31)]));
    let letters: Vec<char> = letters.collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Zeroizing::new(groups.join("-"))
}

/// The temporary password, shown this once to whoever made it, to be handed over in person.
fn password_page(app: &App, visitor: &Visitor, account: &Account, password: &str) -> Response {
    let t = |key| visitor.tongue.t(key);
    let title = t("accounts-password-title");
    let rows = [
        Row::new(t("signin-login"), &account.login),
        Row::new(t("accounts-password"), parts::code(password)),
    ];
    let main = html! {
        (parts::heading(&title, None))
        (parts::summary_list(&rows))
        p.govuk-body { (t("accounts-password-once")) }
        (parts::link_button(&t("shell-continue"), &format!("/accounts/{}", account.id)))
    };
    Page::new(title, main).show(app, visitor)
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let mut tx = app.db.read().await?;
    let account = store::account(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let office = match account.office {
        Some(id) => store::office(&mut tx, id).await?,
        None => None,
    };
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let office = office.map_or_else(
        || t("accounts-no-office").into_owned(),
        |office| office.name(visitor.language()).to_owned(),
    );
    let second = if account.totp.is_some() { t("shell-yes") } else { t("shell-no") };
    let state =
        if account.blocked_at.is_some() { t("accounts-blocked") } else { t("accounts-open") };
    let rows = [
        Row::new(t("signin-login"), &account.login),
        Row::new(t("account-name"), &account.name),
        Row::new(t("account-role"), t(role_key(account.role()?))),
        Row::new(t("accounts-office"), office),
        Row::new(t("signin-second-title"), second),
        Row::new(t("accounts-state"), state),
        Row::new(t("accounts-made"), tongue.moment(account.made_at)),
    ];
    let action = format!("/accounts/{id}");
    let button = |words: &str, change: &str| {
        html! {
            form method="post" action=(action) novalidate {
                (form::hidden(&app, &visitor))
                (parts::secondary_button(words, "change", change))
            }
        }
    };
    let main = html! {
        (parts::heading(&account.name, None))
        (parts::summary_list(&rows))
        @if visitor.actor()?.id != account.id {
            @if account.blocked_at.is_some() {
                (button(&t("accounts-unblock"), "unblock"))
            } @else {
                p.govuk-body { (t("accounts-block-text")) }
                (button(&t("accounts-block"), "block"))
            }
            p.govuk-body { (t("accounts-reset-text")) }
            (button(&t("accounts-reset"), "reset"))
        }
    };
    Ok(Page::new(account.name, main).back("/accounts").show(&app, &visitor))
}

async fn change(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let account = store::account(&mut app.db.read().await?, id).await?.ok_or(Refusal::NotFound)?;
    let password = temporary_password(&app, form.id);
    let manage = match form.text("change") {
        "block" => Manage::Block,
        "unblock" => Manage::Unblock,
        "reset" => Manage::Reset { hash: hash(&app, password.clone()).await? },
        _ => return Err(Refusal::Unreadable("nothing to change was named".into())),
    };
    let is_reset = matches!(manage, Manage::Reset { .. });

    let act = app.act(visitor.actor()?);
    let change = ManageAccount { app: app.clone(), act, account: id, manage };
    app.db.run_once(form.once(&app), change).await?;

    if is_reset {
        return Ok(password_page(&app, visitor, &account, &password));
    }
    Ok(Redirect::to(&format!("/accounts/{id}")).into_response())
}

async fn offices(State(app): State<App>, visitor: Visitor) -> Result<Response, Refusal> {
    let offices = store::offices(&mut app.db.read().await?).await?;
    let language = visitor.language();
    let t = |key| visitor.tongue.t(key);
    let title = t("nav-offices");
    let rows = in_tree_order(&offices).into_iter().map(|office| {
        let above = [office.above_3, office.above_2, office.above_1]
            .into_iter()
            .flatten()
            .find(|id| *id != office.id)
            .and_then(|id| offices.iter().find(|one| one.id == id));
        vec![
            html! { (office.name(language)) },
            html! { (above.map_or("", |office| office.name(language))) },
            html! { (office.code) },
        ]
    });
    let columns = [
        Column::new(t("accounts-office")).names_row(),
        Column::new(t("offices-above")),
        Column::new(t("offices-code")),
    ];
    let main = html! {
        (parts::heading(&title, None))
        (parts::table(&parts::Table {
            caption: &title, caption_hidden: true, columns: &columns, rows: rows.collect(), dense: true,
            empty: &t("shell-nothing-found"),
        }))
    };
    Ok(Page::new(title, main).wide().show(&app, &visitor))
}

/// Each office directly before those below it.
fn in_tree_order(offices: &[Office]) -> Vec<&Office> {
    let code = |id: Option<Uuid>| {
        let office = id.and_then(|id| offices.iter().find(|office| office.id == id));
        office.map_or("", |office| office.code.as_str())
    };
    let mut ordered: Vec<&Office> = offices.iter().collect();
    ordered.sort_by_key(|office| {
        // The national office has nothing above it and comes first.
        let [first, second, third] = [office.above_1, office.above_2, office.above_3].map(code);
        (first, second, third, office.code.as_str())
    });
    ordered
}
