//! What the pages of signing in share: where a person wanted to go, what they had typed, and what is wrong with a field.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use domain::access::{Action, Actor, Role, Seat, scope};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    app::App,
    refusal::{FieldFault, Sentence},
    web::{
        form::Form,
        page::Page,
        parts::{self, Problem},
        safe_next,
        visitor::Visitor,
    },
    words::msg,
};

/// What travels from page to page until somebody is signed in.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Carry {
    /// The page that was asked for.
    #[serde(default)]
    pub next: String,
    /// Answers of a form that met an ended session, sealed. Too long and too private for an address, so with them
    /// each answer is the next page itself and not the way to it.
    #[serde(skip)]
    pub parked: String,
}

impl Carry {
    pub fn of(form: &Form) -> Self {
        Self { next: form.text("next").to_owned(), parked: form.text("parked").to_owned() }
    }

    pub fn is_parked(&self) -> bool {
        !self.parked.is_empty()
    }

    pub fn fields(&self) -> Markup {
        html! {
            @if !self.next.is_empty() { (parts::hidden("next", safe_next(&self.next))) }
            @if self.is_parked() { (parts::hidden("parked", &self.parked)) }
        }
    }

    pub fn address(&self, path: &str) -> String {
        match safe_next(&self.next) {
            "/" => path.to_owned(),
            next => {
                let encoded =
                    percent_encoding::utf8_percent_encode(next, percent_encoding::NON_ALPHANUMERIC);
                format!("{path}?next={encoded}")
            }
        }
    }

    /// Where somebody goes who is signed in.
    pub fn destination(&self, actor: &Actor) -> String {
        match safe_next(&self.next) {
            next if next == "/" || next.starts_with("/sign-in") => home(actor).to_owned(),
            next => next.to_owned(),
        }
    }
}

/// The page a role begins its day with.
pub fn home(actor: &Actor) -> &'static str {
    let may = |action| scope(actor, action).is_ok();
    match actor.role {
        Role::Returnee if matches!(actor.seat, Seat::Own(_)) => "/me",
        Role::Returnee => "/register",
        // A partner's people are met by programs; what the person does here is look after the tokens.
        Role::Partner => "/account",
        Role::Officer | Role::HeadOfOffice => "/day",
        _ if may(Action::List) => "/returnees",
        _ if may(Action::Offer) => "/organisation",
        _ if may(Action::ManageAccounts) => "/accounts",
        _ => "/account",
    }
}

/// What is wrong with the fields, in the reader's language.
pub struct Told {
    word: String,
    sentences: Vec<(&'static str, String)>,
}

impl Told {
    pub fn new(visitor: &Visitor, faults: &[FieldFault]) -> Self {
        let sentence = |fault: &FieldFault| visitor.tongue.sentence(&fault.sentence);
        Self {
            word: visitor.tongue.t("shell-error-prefix").into_owned(),
            sentences: faults.iter().map(|fault| (fault.field, sentence(fault))).collect(),
        }
    }

    pub fn of(&self, field: &str) -> Option<Problem<'_>> {
        let (_, sentence) = self.sentences.iter().find(|(name, _)| *name == field)?;
        Some(Problem { word: &self.word, sentence })
    }
}

/// Too many tries, said beside the field.
pub fn wait(field: &'static str, seconds: u64) -> FieldFault {
    minutes(field, msg("signin-wait"), seconds)
}

/// Too many codes were asked for.
pub fn wait_for_code(field: &'static str, seconds: u64) -> FieldFault {
    minutes(field, msg("signin-sms-wait"), seconds)
}

pub fn minutes(field: &'static str, key: &'static str, seconds: u64) -> FieldFault {
    let facts = vec![("minutes", seconds.div_ceil(60).to_string())];
    FieldFault { field, sentence: Sentence { key, facts } }
}

/// Shows a page with what is wrong; a browser is told when to come back after too many tries.
pub fn show(
    page: Page,
    app: &App,
    visitor: &Visitor,
    faults: &[FieldFault],
    seconds: Option<u64>,
) -> Response {
    let page = page.problems(visitor, faults, str::to_owned);
    let Some(seconds) = seconds else { return page.show(app, visitor) };
    let mut response = page.status(StatusCode::TOO_MANY_REQUESTS).show(app, visitor);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}
