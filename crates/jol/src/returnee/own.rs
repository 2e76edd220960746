//! The returnee's own record: what is kept, who looked, what they agreed to, and the way out.

use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, Purpose},
    id::ReturneeId,
    returnee::Who,
};
use maud::{Markup, html};

use super::{
    commands::{self, SetConsent},
    files, pages,
    register::asked_purposes,
    store::{self, Returnee},
};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        form::{self, Form},
        page::Page,
        parts,
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/me/record", Need::SignedIn, record)
        .get("/me/record/edit", Need::SignedIn, edit)
        .post("/me/record/edit", Need::SignedIn, change)
        .post("/me/consent", Need::SignedIn, consent)
        .post("/me/record/files", Need::SignedIn, add_file)
        .get("/me/journal", Need::SignedIn, journal)
        .get("/me/erase", Need::SignedIn, ask_erase)
        .post("/me/erase", Need::SignedIn, erase)
}

fn own(visitor: &Visitor) -> Result<(Actor, ReturneeId), Refusal> {
    let actor = visitor.actor()?;
    Ok((actor, own_record(&actor)?))
}

async fn record(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let (actor, id) = own(&visitor)?;
    let returnee = pages::read(&app, &actor, Action::See, id).await?;
    let kept = store::attachments(&mut app.db.read().await?, id).await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let main = html! {
        (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
        p.govuk-body { (t("own-text")) }
        (parts::link_button(&t("record-change"), "/me/record/edit"))
        (pages::sections(tongue, &returnee.details.typed(), app.today()))
        h2.govuk-heading-m { (t("file-list")) }
        (files::list(&visitor, &kept))
        (files::add_form(&app, &visitor, "/me/record/files", &[], None))
    };
    Ok(Page::new(t("home-record"), main).back("/me").show(&app, &visitor))
}

/// What the person agreed to, each with a button to give or to take back their word.
pub fn consents(app: &App, visitor: &Visitor, returnee: &Returnee) -> Markup {
    let t = |key| visitor.tongue.t(key);
    html! {
        @for (purpose, key) in asked_purposes() {
            @let given = returnee.consents.covers(purpose);
            form.govuk-form-group method="post" action="/me/consent" {
                (form::hidden(app, visitor))
                (parts::hidden("purpose", purpose.code()))
                p.govuk-body { (t(key)) " " strong { (if given { t("shell-yes") } else { t("shell-no") }) } }
                @if given {
                    (parts::secondary_button(&t("own-withdraw"), "given", "no"))
                } @else {
                    (parts::secondary_button(&t("own-agree"), "given", "yes"))
                }
            }
        }
    }
}

async fn edit(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let (actor, id) = own(&visitor)?;
    let returnee = pages::read(&app, &actor, Action::Edit, id).await?;
    let typed = returnee.details.typed();
    Ok(pages::show_edit(&app, &visitor, &returnee, &typed, &[], None, false))
}

async fn change(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (_, id) = own(&form.visitor)?;
    pages::save_change(&app, &form, id, Who::Person, "/me/record".into()).await
}

async fn consent(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (actor, id) = own(&form.visitor)?;
    let purpose: Purpose =
        form.text("purpose").parse().map_err(|_| Refusal::Unreadable("purpose".into()))?;
    let command = SetConsent {
        app: app.clone(),
        act: app.act(actor),
        id,
        purpose,
        given: form.text("given") == "yes",
        language: form.visitor.language(),
    };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to("/me").into_response())
}

async fn add_file(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (_, id) = own(&form.visitor)?;
    files::keep(&app, &form, id, "/me/record").await
}

async fn journal(
    visitor: Visitor,
    State(app): State<App>,
    Query(before): Query<pages::Before>,
) -> Result<Response, Refusal> {
    let (actor, id) = own(&visitor)?;
    let returnee = pages::read(&app, &actor, Action::ReadLog, id).await?;
    pages::show_journal(&app, &visitor, &returnee, before, "/me").await
}

async fn ask_erase(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let (actor, id) = own(&visitor)?;
    let returnee = pages::read(&app, &actor, Action::Erase, id).await?;
    Ok(pages::show_erase(&app, &visitor, &returnee, "/me/erase", "/me", &[]))
}

async fn erase(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (actor, id) = own(&form.visitor)?;
    if !form.has("sure") {
        let returnee = pages::read(&app, &actor, Action::Erase, id).await?;
        let again =
            pages::show_erase(&app, &form.visitor, &returnee, "/me/erase", "/me", &pages::unsure());
        return Ok(again);
    }
    commands::erase(&app, Some(form.once(&app)), app.act(actor), id).await?;
    // The session went with the record, so the page is one for anybody.
    let anybody = Visitor { session: None, actor: None, name: None, ..form.visitor.clone() };
    let t = |key| anybody.tongue.t(key);
    let main = html! {
        (parts::panel(&t("record-erased"), None))
        p.govuk-body { (t("record-erase-stays")) }
    };
    Ok(Page::new(t("record-erased"), main).show(&app, &anybody))
}
