//! How a refusal is told: a page for people, `application/problem+json` (RFC 9457) for programs.

use std::sync::Arc;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use uuid::Uuid;

use super::{api, form, page::Page, parked::Parked, parts, visitor::Visitor};
use crate::{
    app::App,
    db::{Error, chain},
    refusal::Refusal,
    words::msg,
};

impl IntoResponse for Refusal {
    /// Only marks the answer: it is put into words where the reader is known.
    fn into_response(self) -> Response {
        let mut response = status(&self).into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

pub fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::SignInFirst | Refusal::SignInAgain(_) => StatusCode::UNAUTHORIZED,
        Refusal::NotAllowed | Refusal::FormTooOld | Refusal::AskFirst => StatusCode::FORBIDDEN,
        Refusal::NotFound => StatusCode::NOT_FOUND,
        Refusal::Form(_) | Refusal::Body(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Protocol { status, .. } => *status,
        Refusal::Rule(_) | Refusal::OtherBody => StatusCode::CONFLICT,
        Refusal::Stale => StatusCode::PRECONDITION_FAILED,
        Refusal::VersionMissing => StatusCode::PRECONDITION_REQUIRED,
        Refusal::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::NoRoom => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::Unreadable(_) => StatusCode::BAD_REQUEST,
        Refusal::Store(error) => match error {
            Error::Engine(_) | Error::Column(_) | Error::WaitedElsewhere | Error::Panicked => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
            Error::Exists(_) => StatusCode::CONFLICT,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        },
        Refusal::Ours(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Title and text of a refusal.
pub(super) fn keys(refusal: &Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::SignInFirst => (msg("signin-first"), msg("refusal-sign-in-text")),
        Refusal::SignInAgain(_) => (msg("refusal-sign-in-title"), msg("refusal-sign-in-text")),
        Refusal::FormTooOld => (msg("refusal-expired-title"), msg("refusal-expired-text")),
        Refusal::AskFirst => (msg("register-resume-title"), msg("register-resume-text")),
        Refusal::NotAllowed => (msg("refusal-forbidden-title"), msg("refusal-forbidden-text")),
        Refusal::NotFound => (msg("refusal-not-found-title"), msg("refusal-not-found-text")),
        Refusal::Form(_) | Refusal::Body(_) => (msg("shell-problem"), msg("shell-problem-text")),
        Refusal::Protocol { title, sentence, .. } => (title, sentence.key),
        Refusal::Rule(sentence) => (msg("shell-problem"), sentence.key),
        Refusal::Stale => (msg("refusal-changed-title"), msg("refusal-changed-text")),
        Refusal::VersionMissing => (msg("refusal-version-title"), msg("refusal-version-text")),
        Refusal::OtherBody => (msg("refusal-sent-title"), msg("refusal-sent-text")),
        Refusal::TooMany { .. } => (msg("refusal-too-many-title"), msg("refusal-too-many-text")),
        Refusal::TooLarge => (msg("refusal-too-large-title"), msg("refusal-too-large-text")),
        Refusal::Unreadable(_) => {
            (msg("refusal-not-understood-title"), msg("refusal-not-understood-text"))
        }
        Refusal::NoRoom | Refusal::Store(Error::Full(_) | Error::ReadOnly(_)) => {
            (msg("refusal-resting-title"), msg("refusal-resting-text"))
        }
        Refusal::Store(Error::Busy(_) | Error::Unknown(_) | Error::TimedOut | Error::Closed) => {
            (msg("refusal-busy-title"), msg("refusal-busy-text"))
        }
        Refusal::Store(_) | Refusal::Ours(_) => {
            (msg("refusal-ours-title"), msg("refusal-ours-text"))
        }
    }
}

/// What the texts mention.
pub(super) fn facts(
    refusal: &Refusal,
    reference: Uuid,
) -> Vec<(&'static str, crate::words::Value<'static>)> {
    let mut facts = vec![
        ("reference", reference.simple().to_string()[..12].to_owned().into()),
        ("megabytes", 10.into()),
    ];
    if let Refusal::TooMany { wait_seconds } = refusal {
        facts.push(("minutes", wait_seconds.div_ceil(60).max(1).into()));
    }
    if let Refusal::Rule(sentence) | Refusal::Protocol { sentence, .. } = refusal {
        facts.extend(sentence.facts.iter().map(|(name, text)| (*name, text.clone().into())));
    }
    facts
}

/// Puts a marked answer into words.
pub fn tell(app: &App, visitor: &Visitor, is_api: bool, response: Response) -> Response {
    let Some(refusal) = response.extensions().get::<Arc<Refusal>>().cloned() else {
        return response;
    };
    let status = status(&refusal);
    let reference = app.new_id();
    if status.is_server_error() {
        // Logged here and nowhere else, with the whole chain of causes. None of them holds what was typed.
        let chain = chain(&*refusal);
        tracing::error!(reference = %reference.simple(), "Request failed: {chain}");
        app.metrics.count("request_failed");
    }
    if !is_api && matches!(*refusal, Refusal::AskFirst) {
        return Redirect::to("/register/resume").into_response();
    }
    if !is_api && matches!(*refusal, Refusal::SignInFirst) {
        return Redirect::to(&super::sign_in_path(&visitor.path)).into_response();
    }
    let mut told = match is_api {
        true => api::problem(visitor.tongue, &refusal, status, reference),
        false => page(app, visitor, &refusal, status, reference),
    };
    // What stands in the head already was put there for a reason: which methods there are, how much is left.
    for (name, value) in response.headers() {
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    let wait = match &*refusal {
        Refusal::TooMany { wait_seconds } => Some(*wait_seconds),
        _ if status == StatusCode::SERVICE_UNAVAILABLE => Some(5),
        _ => None,
    };
    if let Some(seconds) = wait {
        told.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if is_api && status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        told.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
    }
    told
}

fn page(
    app: &App,
    visitor: &Visitor,
    refusal: &Refusal,
    status: StatusCode,
    reference: Uuid,
) -> Response {
    let (title, text) = keys(refusal);
    let tongue = visitor.tongue;
    let text = tongue.ta(text, &facts(refusal, reference));
    let title = tongue.t(title);
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (text) }
        @match refusal {
            Refusal::SignInAgain(parked) => (send_again(app, visitor, parked)),
            Refusal::Form(faults) => ul.govuk-list.govuk-list--bullet {
                @for fault in faults { li { (tongue.sentence(&fault.sentence)) } }
            },
            _ => p.govuk-body { (parts::link(&tongue.t("shell-home"), "/")) },
        }
    };
    Page::new(title, main).status(status).show(app, visitor)
}

/// A way to sign in and send the same answers again: they travel sealed in the page itself.
fn send_again(app: &App, visitor: &Visitor, parked: &Parked) -> maud::Markup {
    html! {
        form method="post" action="/sign-in/again" novalidate {
            (form::hidden(app, visitor))
            (parts::hidden("parked", &parked.close(app)))
            (parts::button(&visitor.tongue.t("shell-sign-in")))
        }
    }
}
