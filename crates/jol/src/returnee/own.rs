//! The returnee's own record: what they told, who looked, and the way out.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Actor},
    id::ReturneeId,
    returnee::Who,
};
use maud::html;

use super::{
    change::{save_change, show_edit},
    commands, consents, files, pages, store,
};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        form::Form,
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

async fn edit(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let (actor, id) = own(&visitor)?;
    let returnee = pages::read(&app, &actor, Action::Edit, id).await?;
    let typed = returnee.details.typed();
    Ok(show_edit(&app, &visitor, &returnee, &typed, &[], None, false))
}

async fn change(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (_, id) = own(&form.visitor)?;
    save_change(&app, &form, id, Who::Person, "/me/record".into()).await
}

async fn consent(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (_, id) = own(&form.visitor)?;
    consents::set(&app, &form, id, "/me").await
}

async fn add_file(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (_, id) = own(&form.visitor)?;
    files::keep(&app, &form, id, "/me/record").await
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
