//! Signing in with a phone: returnees.
//!
//! A code proves that somebody holds the number. That is not enough to open a record: numbers change hands and families
//! share them, so the birth date is asked too. Whether a number is registered is told to nobody who has not
//! proven to hold it.

use std::sync::Arc;

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use domain::{day::BirthDay, phone::Phone};
use jiff::SignedDuration;
use maud::html;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    ask::{self, Carry, Told},
    commands::{AskCode, Fits, GiveCode, Given, OpenOwn, Opened},
    guesses,
    session::{self, Opening},
    sign_in::{at, code_input, risen},
    store::{self, Challenge, Stage},
};
use crate::{
    app::App,
    db::Error,
    messages::{self, Message},
    refusal::{FieldFault, Refusal},
    returnee::store as returnees,
    vault::{
        Field, Place,
        token::{one_time_code, one_time_code_tag},
    },
    web::{
        address::Query,
        form::{self, Form},
        page::Page,
        parts::{self, DatePart},
        route::{Need, Routes},
        visitor::{self, Visitor},
    },
    words::msg,
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/sign-in/phone", Need::Nothing, ask_number)
        .post("/sign-in/phone", Need::Nothing, take_number)
        .get("/sign-in/phone/code", Need::Nothing, ask_code)
        .post("/sign-in/phone/code", Need::Nothing, take_code)
        .get("/sign-in/phone/who", Need::Session, ask_who)
        .post("/sign-in/phone/who", Need::Session, take_who)
}

/// Long enough for a message on a slow network.
const CODE_LASTS: SignedDuration = SignedDuration::from_mins(15);

/// The codes this browser asked for, newest first: ids of challenges, known to it alone.
const CODES: &str = "jol-codes";

/// Codes that are good beside each other, when a message was late and another one was asked for.
const MOST_CODES: usize = 3;

async fn ask_number(
    State(app): State<App>,
    visitor: Visitor,
    Query(carry): Query<Carry>,
) -> Response {
    if let Some(actor) = &visitor.actor {
        return Redirect::to(&carry.destination(actor)).into_response();
    }
    number_page(&app, &visitor, &carry, "", &[], None)
}

pub fn number_page(
    app: &App,
    visitor: &Visitor,
    carry: &Carry,
    typed: &str,
    faults: &[FieldFault],
    wait: Option<u64>,
) -> Response {
    let t = |key| visitor.tongue.t(key);
    let told = Told::new(visitor, faults);
    let title = t("signin-phone-title");
    let (label, hint) = (t("signin-phone"), t("signin-phone-hint"));
    let main = html! {
        (parts::heading(&title, None))
        form method="post" action="/sign-in/phone" novalidate {
            (form::hidden(app, visitor))
            (carry.fields())
            (parts::text_input(&parts::Input {
                id: "phone", name: "phone", label: &label, hint: Some(&hint), value: typed,
                problem: told.of("phone"), kind: Some("tel"), autocomplete: Some("tel"), width: Some(20),
                ..parts::Input::default()
            }))
            (parts::button(&t("signin-phone-send")))
        }
        p.govuk-body { (t("signin-phone-none")) }
    };
    ask::show(Page::new(title, main).back("/"), app, visitor, faults, wait)
}

async fn take_number(
    State(app): State<App>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let carry = Carry::of(&form);
    let again =
        |fault, wait| Ok(number_page(&app, visitor, &carry, form.text("phone"), &[fault], wait));
    let phone = match Phone::parse(form.text("phone")) {
        Ok(phone) => phone,
        Err(fault) => return again(FieldFault::of("phone", &fault), None),
    };
    let phone_index = returnees::index(&app.keys, Field::Phone, phone.as_str())?;
    if let Some(seconds) = guesses::counted_code(&app, visitor, &phone_index).await? {
        return again(ask::wait_for_code("phone", seconds), Some(seconds));
    }
    messages::can_be_sent(&app)?;

    let id = app.new_id();
    let code = one_time_code(&*app.chance);
    let words = visitor.tongue.ta("signin-sms-message", &[("code", code.as_str().into())]);
    let now = app.now();
    let ask = AskCode {
        app: app.clone(),
        id,
        phone: app.keys.seal(&*app.chance, &phone_place(id), phone.as_str().as_bytes()),
        phone_index,
        code: one_time_code_tag(&app.keys, id, &code),
        message: Message::new(&app, app.new_id(), "one-time-code", &phone, &Zeroizing::new(words)),
        at: now,
        ends_at: now + CODE_LASTS,
    };
    app.db.run(ask).await?;

    let asked: Vec<Uuid> =
        std::iter::once(id).chain(asked_before(&app, &headers)).take(MOST_CODES).collect();
    let value = asked.iter().map(Uuid::to_string).collect::<Vec<_>>().join(".");
    let mut response = if carry.is_parked() {
        code_page(&app, visitor, &carry, Some(&phone), &[], None)
    } else {
        Redirect::to(&carry.address("/sign-in/phone/code")).into_response()
    };
    let lasts = CODE_LASTS.as_secs();
    session::add_cookie(&mut response, &visitor::set_cookie(&app, CODES, &value, Some(lasts)));
    Ok(response)
}

fn asked_before(app: &App, headers: &HeaderMap) -> Vec<Uuid> {
    let cookie = visitor::cookie(app, headers, CODES).unwrap_or_default();
    cookie.split('.').filter_map(|id| id.parse().ok()).take(MOST_CODES).collect()
}

async fn ask_code(
    State(app): State<App>,
    headers: HeaderMap,
    visitor: Visitor,
    Query(carry): Query<Carry>,
) -> Result<Response, Refusal> {
    let Some(&newest) = asked_before(&app, &headers).first() else {
        return Ok(Redirect::to(&carry.address("/sign-in/phone")).into_response());
    };
    let challenge = store::challenge(&mut app.db.read().await?, newest).await?;
    let phone = challenge.map(|challenge| phone_of(&app, &challenge)).transpose()?;
    Ok(code_page(&app, &visitor, &carry, phone.as_ref(), &[], None))
}

fn code_page(
    app: &App,
    visitor: &Visitor,
    carry: &Carry,
    phone: Option<&Phone>,
    faults: &[FieldFault],
    wait: Option<u64>,
) -> Response {
    let t = |key| visitor.tongue.t(key);
    let told = Told::new(visitor, faults);
    let title = t("signin-sms-title");
    let (label, hint) = (t("signin-sms-code"), t("signin-sms-code-hint"));
    let number = phone.map(Phone::to_string).unwrap_or_default();
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (visitor.tongue.ta("signin-sms-text", &[("phone", number.as_str().into())])) }
        @if app.cell.demo {
            (parts::inset(html! { (t("outbox-demo")) " " (parts::link(&t("outbox-title"), "/outbox")) }))
        }
        form method="post" action="/sign-in/phone/code" novalidate {
            (form::hidden(app, visitor))
            (carry.fields())
            (code_input("code", &label, Some(&hint), told.of("code")))
            (parts::button(&t("shell-continue")))
        }
        form method="post" action="/sign-in/phone" novalidate {
            (form::hidden(app, visitor))
            (carry.fields())
            (parts::secondary_button(&t("signin-sms-again"), "phone", phone.map_or("", Phone::as_str)))
        }
    };
    ask::show(Page::new(title, main).back("/sign-in/phone"), app, visitor, faults, wait)
}

fn phone_place(challenge: Uuid) -> Place<'static> {
    Place { table: "challenge", column: "phone", row: challenge, version: 1 }
}

/// The number a code was asked for.
pub(super) fn phone_of(app: &App, challenge: &Challenge) -> Result<Phone, Error> {
    let broken = || Error::Column("phone".into());
    let plain = app.keys.open_sealed(&phone_place(challenge.id), &challenge.phone);
    let plain = plain.map_err(|_| broken())?;
    let text = std::str::from_utf8(&plain).map_err(|_| broken())?;
    Phone::parse(text).map_err(|_| broken())
}

async fn take_code(
    State(app): State<App>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let carry = Carry::of(&form);
    let challenges = asked_before(&app, &headers);
    let opening = Arc::new(Opening::new(&app, visitor.language()));
    let give = GiveCode {
        app: app.clone(),
        challenges: challenges.clone(),
        entered: form.text("code").to_owned(),
        opening: opening.clone(),
        instead_of: visitor.session.as_ref().map(|session| session.id),
        at: app.now(),
    };
    let key = match app.db.run(give).await? {
        Given::Right(stage) => {
            let mut response = risen(&app, visitor, &carry, &opening, stage).await?;
            let none = visitor::set_cookie(&app, CODES, "", Some(0));
            session::add_cookie(&mut response, &none);
            return Ok(response);
        }
        Given::Wrong => msg("signin-sms-wrong"),
        Given::Over => msg("signin-sms-expired"),
    };

    let newest = match challenges.first() {
        Some(&id) => store::challenge(&mut app.db.read().await?, id).await?,
        None => None,
    };
    let phone = newest.map(|challenge| phone_of(&app, &challenge)).transpose()?;
    let fault = FieldFault::plain("code", key);
    Ok(code_page(&app, visitor, &carry, phone.as_ref(), &[fault], None))
}

async fn ask_who(
    State(app): State<App>,
    visitor: Visitor,
    Query(carry): Query<Carry>,
) -> Result<Response, Refusal> {
    match at(&visitor, Stage::Phone)? {
        Ok(_) => Ok(who_page(&app, &visitor, &carry, None, &[])),
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// Asks whose record it is. Nothing of a record is on this page.
pub fn who_page(
    app: &App,
    visitor: &Visitor,
    carry: &Carry,
    typed: Option<&Form>,
    faults: &[FieldFault],
) -> Response {
    let t = |key| visitor.tongue.t(key);
    let told = Told::new(visitor, faults);
    let title = t("signin-who-title");
    let (day, month, year) = (t("returnee-day"), t("returnee-month"), t("returnee-year"));
    let (legend, hint) = (t("returnee-birth-date"), t("returnee-birth-date-hint"));
    let part = |label, name| DatePart {
        label,
        value: typed.map_or("", |form| form.text(name)),
        wrong: false,
    };
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("signin-who-text")) }
        form method="post" action="/sign-in/phone/who" novalidate {
            (form::hidden(app, visitor))
            (carry.fields())
            (parts::date_input(&parts::DateInput {
                id: "birth", name: "birth", legend: &legend, hint: Some(&hint), problem: told.of("birth"),
                day: part(&day, "birth-day"), month: part(&month, "birth-month"),
                year: part(&year, "birth-year"), birthday: true, ..parts::DateInput::default()
            }))
            (parts::button(&t("shell-continue")))
        }
        h2.govuk-heading-m { (t("signin-who-other-title")) }
        p.govuk-body { (t("signin-who-other-text")) }
        form method="post" action="/sign-in/phone/who" novalidate {
            (form::hidden(app, visitor))
            (carry.fields())
            (parts::secondary_button(&t("signin-who-other"), "other", "yes"))
        }
        p.govuk-body { (t("signin-phone-none")) }
    };
    let page = Page::new(title, main).problems(visitor, faults, |field| format!("{field}-day"));
    page.show(app, visitor)
}

async fn take_who(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let carry = Carry::of(&form);
    let from = match at(visitor, Stage::Phone)? {
        Ok(session) => session,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = |fault| Ok(who_page(&app, visitor, &carry, Some(&form), &[fault]));
    let fits = if form.has("other") {
        Fits::Nobody
    } else {
        match BirthDay::parse(&form.date("birth"), app.today()) {
            Ok(born) => Fits::Born(born.day()),
            Err(fault) => return again(FieldFault::of("birth", &fault)),
        }
    };

    let opening = Arc::new(Opening::new(&app, visitor.language()));
    let open =
        OpenOwn { app: app.clone(), from: from.id, fits, opening: opening.clone(), at: app.now() };
    let key = match app.db.run(open).await? {
        Opened::Yes => {
            return risen(&app, visitor, &carry, &opening, Stage::Full).await;
        }
        Opened::Wrong => msg("signin-who-wrong"),
        Opened::Several => msg("signin-who-several"),
        Opened::TooOften => msg("signin-who-too-often"),
    };

    again(FieldFault::plain("birth", key))
}
