//! The person's own way to work: the vacancies they agreed to, and the word that shows them to an employer.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{access::Action, id::ReturneeId};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    candidacies::{Introduce, WithPhone},
    labels,
    one::{phone_box, table},
    store::{self, Vacancy},
};
use crate::{
    app::App,
    refusal::Refusal,
    returnee::commands::reach,
    web::{
        address::Path,
        form::{self, Form},
        page::Page,
        parts,
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
};

pub fn routes() -> Routes {
    Routes::default().get("/me/work", Need::SignedIn, list).post(
        "/vacancies/{id}/agree",
        Need::SignedIn,
        agree,
    )
}

async fn list(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let person = own_record(&actor)?;
    let scope = reach(&actor, Action::See)?;
    let all = store::candidacies_of(&mut app.db.read().await?, &scope, person).await?;
    let t = |key| visitor.tongue.t(key);
    let main = html! {
        (parts::heading(&t("candidacies-title"), None))
        p.govuk-body { (t("candidacies-own-text")) }
        (table(&visitor, &all)?)
        (parts::link_button(&t("candidacies-find"), "/vacancies"))
    };
    Ok(Page::new(t("candidacies-title"), main).back("/me").show(&app, &visitor))
}

/// On the page of a vacancy: where one stands with it, or the form that says yes to it.
pub async fn word(
    app: &App,
    visitor: &Visitor,
    vacancy: &Vacancy,
    person: ReturneeId,
) -> Result<Markup, Refusal> {
    let scope = reach(&visitor.actor()?, Action::See)?;
    let all = store::candidacies_of(&mut app.db.read().await?, &scope, person).await?;
    let t = |key| visitor.tongue.t(key);
    if let Some(own) = all.iter().find(|own| own.row.vacancy == vacancy.id) {
        let here = format!("/candidacies/{}", own.row.id);
        return Ok(html! {
            p.govuk-body { (labels::stage(visitor.tongue, own.row.stage()?)) }
            (parts::link_button(&t("candidacy-see"), &here))
        });
    }
    Ok(html! {
        h2.govuk-heading-m { (t("candidacy-agree-title")) }
        p.govuk-body { (t("candidacy-agree-text")) }
        form method="post" action={ "/vacancies/" (vacancy.id) "/agree" } novalidate {
            (form::hidden(app, visitor))
            (phone_box(visitor))
            (parts::button(&t("candidacy-agree")))
        }
    })
}

async fn agree(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let person = own_record(&actor)?;
    let vacancy: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let command = Introduce {
        app: app.clone(),
        act: app.act(actor),
        id: form.id,
        vacancy,
        person,
        agreed: Some(WithPhone(form.has("phone"))),
        overruled: None,
    };
    let candidacy = app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/candidacies/{candidacy}")).into_response())
}
