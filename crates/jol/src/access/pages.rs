//! The pages anybody may open: the front page, what is kept and why, and the end of a session.

use axum::{extract::State, response::Response};
use maud::{Markup, html};

use super::{account, ask::home, phone, sign_in};
use crate::{
    app::App,
    web::{
        page::Page,
        parts,
        route::{Need, Routes},
        visitor::Visitor,
    },
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/", Need::Nothing, front)
        .get("/privacy", Need::Nothing, privacy)
        .get("/signed-out", Need::Nothing, signed_out)
        .and(sign_in::routes())
        .and(phone::routes())
        .and(account::routes())
}

async fn front(State(app): State<App>, visitor: Visitor) -> Response {
    let t = |key| visitor.tongue.t(key);
    let title = t("shell-description");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("front-text")) }
        @match &visitor.actor {
            Some(actor) => p.govuk-body { (parts::link_button(&t("shell-continue"), home(actor))) },
            None => (doors(&visitor)),
        }
        @if app.cell.demo && visitor.actor.is_none() { (demo_sign_ins(&visitor)) }
    };
    Page::new(title, main).show(&app, &visitor)
}

fn doors(visitor: &Visitor) -> Markup {
    let t = |key| visitor.tongue.t(key);
    html! {
        h2.govuk-heading-m { (t("signin-returnee")) }
        p.govuk-body { (t("front-register-text")) }
        p.govuk-body { (parts::link_button(&t("front-register"), "/register")) }
        p.govuk-body { (parts::link(&t("front-registered"), "/sign-in/phone")) }
        h2.govuk-heading-m { (t("signin-staff")) }
        p.govuk-body { (parts::link(&t("signin-staff-hint"), "/sign-in")) }
    }
}

/// In a demo anybody may be anyone.
fn demo_sign_ins(visitor: &Visitor) -> Markup {
    let t = |key| visitor.tongue.t(key);
    html! {
        h2.govuk-heading-m { (t("front-demo-title")) }
        p.govuk-body { (t("front-demo-text")) }
        p.govuk-body { (parts::link(&t("outbox-title"), "/outbox")) }
    }
}

async fn privacy(State(app): State<App>, visitor: Visitor) -> Response {
    let t = |key| visitor.tongue.t(key);
    let title = t("privacy-title");
    let sections = [
        (t("privacy-what-title"), t("privacy-what")),
        (t("privacy-why-title"), t("privacy-why")),
        (t("privacy-who-title"), t("privacy-who")),
        (t("privacy-safe-title"), t("privacy-safe")),
        (t("privacy-long-title"), t("privacy-long")),
        (t("privacy-rights-title"), t("privacy-rights")),
    ];
    let contact = [("phone", app.settings.help_phone.as_str().into())];
    let main = html! {
        (parts::heading(&title, None))
        @for (heading, text) in &sections {
            h2.govuk-heading-m { (heading) }
            p.govuk-body { (text) }
        }
        p.govuk-body { (visitor.tongue.ta("privacy-contact", &contact)) }
    };
    Page::new(title, main).back("/").show(&app, &visitor)
}

async fn signed_out(State(app): State<App>, visitor: Visitor) -> Response {
    let t = |key| visitor.tongue.t(key);
    let title = t("signin-signed-out");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("signin-signed-out-text")) }
        p.govuk-body { (parts::link(&t("shell-sign-in"), "/sign-in")) }
        p.govuk-body { (parts::link(&t("shell-home"), "/")) }
    };
    Page::new(title, main).show(&app, &visitor)
}
