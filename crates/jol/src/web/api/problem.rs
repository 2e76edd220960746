//! A refusal as `application/problem+json`, in the language the program asked for.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    refusal::{PlaceFault, Refusal},
    web::refuse::{facts, keys},
    words::{Tongue, msg},
};

/// Why a request was not served (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "type": "/api#values",
    "title": "There is a problem",
    "status": 422,
    "detail": "Correct what is marked and send it again.",
    "code": "values",
    "errors": [{ "pointer": "#/pin", "code": "pin-length", "detail": "The PIN has 14 digits. You wrote 13 digits." }]
}))]
pub struct Problem {
    /// The kind of problem, as an address that explains it.
    #[schema(format = "uri-reference")]
    r#type: String,
    /// The kind in words, in the language that was asked for.
    title: String,
    /// The status of the answer once more.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What to do now, in the language that was asked for.
    detail: String,
    /// The kind as a short word that never changes.
    code: &'static str,
    /// What is wrong with the values that were sent, each with its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<ProblemPlace>,
    /// To be named when you ask us about a failure on our side.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reference: Option<String>,
}

/// One wrong value.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "pointer": "#/pin", "code": "pin-length", "detail": "The PIN has 14 digits. You wrote 13 digits." }))]
pub struct ProblemPlace {
    /// Where it stands in the body, as a JSON Pointer. `?limit` is a question in the address.
    pointer: String,
    /// The rule as a short word that never changes.
    code: &'static str,
    /// What is wrong and what to write instead, in the language that was asked for.
    detail: String,
}

/// Title and text. Where a page speaks of forms and of signing in, a program hears of keys and tokens.
fn words_of(refusal: &Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::SignInFirst => (msg("api-sign-in-title"), msg("api-sign-in-text")),
        Refusal::NotFound => (msg("api-not-found-title"), msg("api-not-found-text")),
        Refusal::OtherBody => (msg("api-sent-title"), msg("api-sent-text")),
        Refusal::VersionMissing => (msg("api-version-title"), msg("api-version-text")),
        Refusal::Form(_) | Refusal::Body(_) => (msg("api-values-title"), msg("api-values-text")),
        _ => keys(refusal),
    }
}

/// The stable name of a kind of problem: what programs compare.
fn code(title: &'static str) -> &'static str {
    let short = title.strip_suffix("-title").unwrap_or(title);
    short.strip_prefix("refusal-").or(short.strip_prefix("api-")).unwrap_or(short)
}

pub fn problem(tongue: Tongue, refusal: &Refusal, status: StatusCode, reference: Uuid) -> Response {
    let (title, text) = words_of(refusal);
    let code = code(title);
    let errors: Vec<PlaceFault> = match refusal {
        Refusal::Form(faults) => faults.iter().cloned().map(Into::into).collect(),
        Refusal::Body(faults) => faults.clone(),
        _ => Vec::new(),
    };
    let problem = Problem {
        r#type: format!("/api#{code}"),
        title: tongue.t(title).into_owned(),
        status: status.as_u16(),
        detail: tongue.ta(text, &facts(refusal, reference)),
        code,
        errors: errors.iter().map(|fault| place(tongue, fault)).collect(),
        reference: status.is_server_error().then(|| reference.simple().to_string()),
    };
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    let language = [(header::CONTENT_LANGUAGE, tongue.language().code())];
    // A problem is made of texts and numbers only, so it can always be written.
    let body = serde_json::to_string(&problem).unwrap_or_default();
    (status, kind, language, body).into_response()
}

/// One fault in words, also for the rows of a bulk answer.
pub fn place(tongue: Tongue, fault: &PlaceFault) -> ProblemPlace {
    ProblemPlace {
        pointer: fault.pointer.clone(),
        code: fault.sentence.key.strip_prefix("fault-").unwrap_or(fault.sentence.key),
        detail: tongue.sentence(&fault.sentence),
    }
}
