//! `/api` for people: how to get a token, where the document is, what each kind of problem means.

use axum::{extract::State, response::Response};
use maud::html;

use crate::{
    app::App,
    web::{page::Page, parts, visitor::Visitor},
    words::msg,
};

/// The kinds of problems with their titles and texts, by the name that stands behind `#` in their address.
const KINDS: [(&str, &str, &str); 12] = [
    ("not-understood", msg("refusal-not-understood-title"), msg("api-unreadable-text")),
    ("sign-in", msg("api-sign-in-title"), msg("api-sign-in-text")),
    ("forbidden", msg("refusal-forbidden-title"), msg("refusal-forbidden-text")),
    ("not-found", msg("api-not-found-title"), msg("api-not-found-text")),
    ("method", msg("api-method-title"), msg("api-method-text")),
    ("accept", msg("api-accept-title"), msg("api-accept-text")),
    ("type", msg("api-type-title"), msg("api-type-text")),
    ("sent", msg("api-sent-title"), msg("api-sent-text")),
    ("changed", msg("refusal-changed-title"), msg("refusal-changed-text")),
    ("version", msg("api-version-title"), msg("api-version-text")),
    ("values", msg("api-values-title"), msg("api-values-text")),
    ("resting", msg("refusal-resting-title"), msg("refusal-resting-text")),
];

pub async fn show(State(app): State<App>, visitor: Visitor) -> Response {
    let tongue = visitor.tongue;
    let main = html! {
        (parts::heading(&tongue.t("api-title"), None))
        p.govuk-body { (tongue.t("api-text")) }
        ul.govuk-list.govuk-list--bullet {
            li { (parts::link(&tongue.t("api-document"), "/api/v1/openapi.json")) }
            li { (parts::link(&tongue.t("api-document-older"), "/api/v1/openapi-3.0.json")) }
        }
        h2.govuk-heading-m { (tongue.t("api-token-title")) }
        p.govuk-body { (tongue.t("api-token-text")) }
        h2.govuk-heading-m { (tongue.t("api-problems-title")) }
        @for (name, title, text) in KINDS {
            h3.govuk-heading-s id=(name) { (tongue.t(title)) }
            p.govuk-body { (tongue.t(text)) }
        }
    };
    Page::new(tongue.t("api-title"), main).show(&app, &visitor)
}
