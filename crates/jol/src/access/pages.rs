//! The pages anybody may open: the front page, what is kept and why, and the end of a session.

use axum::{extract::State, response::Response};
use maud::{Markup, html};

use super::{account, ask::home, phone, sign_in};
use crate::{
    access::role_key,
    app::App,
    sample::{self, Proof, SignIn},
    vault::totp,
    web::{
        page::Page,
        parts::{self, Column, Table},
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
        @if app.cell.demo && visitor.actor.is_none() { (demo_sign_ins(&app, &visitor)) }
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

/// In a demo anybody may be anyone: every login with its password and the code of this minute.
fn demo_sign_ins(app: &App, visitor: &Visitor) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let step = totp::step_at(app.now());
    let columns = [
        Column::new(t("front-demo-role")).names_row(),
        Column::new(t("signin-login")),
        Column::new(t("signin-password")),
        Column::new(t("signin-second-code")),
    ];
    let mut people = Vec::new();
    let rows = sample::sign_ins(&app.cell)
        .into_iter()
        .filter_map(|SignIn { role, with }| match with {
            Proof::Password { login, password, .. } => Some(vec![
                html! { (t(role_key(role))) },
                html! { (login) },
                html! { (password) },
                html! { (sample::totp_secret().code(step)) },
            ]),
            Proof::Phone { phone, born_on } => {
                people.push((phone, born_on));
                None
            }
        })
        .collect();
    let caption = t("front-demo-title");
    let table = Table {
        caption: &caption,
        caption_hidden: true,
        columns: &columns,
        rows,
        dense: true,
        ..Table::default()
    };
    html! {
        h2.govuk-heading-m { (caption) }
        @for (phone, born_on) in people {
            p.govuk-body {
                (t("role-returnee")) ": " (parts::link(&tongue.phone(&phone), "/sign-in/phone")) ", "
                (tongue.date_short(born_on)) ". " (t("front-demo-text")) " "
                (parts::link(&t("outbox-title"), "/outbox"))
            }
        }
        (parts::table(&table))
        p.govuk-body { (tongue.ta("front-demo-offices", &[("logins", "officer.batken, head.leilek-rayon".into())])) }
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
    let agency = [("agency", app.cell.agency.as_str().into())];
    let contact = [("phone", app.settings.help_phone.as_str().into())];
    let main = html! {
        (parts::heading(&title, None))
        @for (heading, text) in &sections {
            h2.govuk-heading-m { (heading) }
            p.govuk-body { (text) }
        }
        p.govuk-body { (visitor.tongue.ta("returnee-consent-holder", &agency)) }
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
