//! The consents of a record: what was agreed to, when and with whom, and the way to give one or take it back. The same
//! on the person's own page and on the record, where an officer does it on the person's word.

use std::collections::HashMap;

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Purpose, Role},
    id::ReturneeId,
    returnee::Channel,
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    commands::SetConsent,
    register::asked_purposes,
    store::{self, Consent, Returnee},
};
use crate::{
    access::{role_key, store as accounts},
    app::App,
    refusal::Refusal,
    web::{
        address::Path,
        form::{self, Form},
        parts,
        route::{Need, Routes},
        visitor::Visitor,
    },
};

pub fn routes() -> Routes {
    Routes::default().post("/returnees/{id}/consent", Need::To(Action::Edit), set_at_a_desk)
}

/// The consents of a record, with what may be done about them at this address.
pub async fn section(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    address: Option<&str>,
) -> Result<Markup, Refusal> {
    let mut tx = app.db.read().await?;
    let given = store::consents(&mut tx, returnee.id).await?;
    let givers: Vec<Uuid> = given.iter().map(|consent| consent.given_by).collect();
    let names = accounts::names(&mut tx, &givers).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let own = visitor.actor.is_some_and(|actor| actor.role == Role::Returnee);
    let (text, agree) = match own {
        true => (t("returnee-consent-withdraw"), t("own-agree")),
        false => (t("consent-on-word"), t("consent-agrees")),
    };
    let consent = |purpose: Purpose| given.iter().find(|one| one.purpose == purpose.code());
    Ok(html! {
        h2.govuk-heading-m { (t("record-consents")) }
        @if address.is_some() { p.govuk-body { (text) } }
        @for (purpose, key) in asked_purposes() {
            @let is_given = returnee.consents.covers(purpose);
            p.govuk-body {
                (t(key)) " " strong { (if is_given { t("shell-yes") } else { t("shell-no") }) }
                @if let Some(given) = consent(purpose).filter(|_| is_given) {
                    br; (tongue.moment(given.given_at)) ", " (giver(visitor, given, &names))
                }
            }
            @if let Some(address) = address {
                form.govuk-form-group method="post" action=(address) {
                    (form::hidden(app, visitor))
                    (parts::hidden("purpose", purpose.code()))
                    @if is_given {
                        (parts::secondary_button(&parts::named(&t("own-withdraw"), &t(key)), "given", "no"))
                    } @else {
                        (parts::secondary_button(&parts::named(&agree, &t(key)), "given", "yes"))
                    }
                }
            }
        }
    })
}

fn giver(visitor: &Visitor, given: &Consent, names: &HashMap<Uuid, (String, Role)>) -> String {
    let t = |key| visitor.tongue.t(key);
    match names.get(&given.given_by) {
        _ if given.channel == Channel::Own.code() => t("journal-by-person").into_owned(),
        Some((name, role)) => format!("{name}, {}", t(role_key(*role))),
        None => t("journal-by-program").into_owned(),
    }
}

async fn set_at_a_desk(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    set(&app, &form, id, &format!("/returnees/{id}")).await
}

/// Gives a consent or takes it back, and returns to the page it was done on.
pub async fn set(app: &App, form: &Form, id: ReturneeId, back: &str) -> Result<Response, Refusal> {
    let purpose: Purpose =
        form.text("purpose").parse().map_err(|_| Refusal::Unreadable("purpose".into()))?;
    let actor = form.visitor.actor()?;
    let mut act = app.act(actor);
    if actor.role != Role::Returnee {
        act.acting_for = Some(id);
    }
    let command = SetConsent {
        app: app.clone(),
        act,
        id,
        purpose,
        given: form.text("given") == "yes",
        language: form.visitor.language(),
    };
    app.db.run_once(form.once(app), command).await?;
    Ok(Redirect::to(back).into_response())
}
