//! The returnee's own page: what is kept, who looked, what may be done with it, and the way out.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor},
    id::ReturneeId,
    returnee::Who,
};
use maud::html;
use serde_json::json;

use super::{
    change::{save_change, show_edit},
    commands::{self, Look, open_content},
    consents, files,
    journal::{Before, show_journal},
    pages, store,
};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        address::Query,
        form::Form,
        page::Page,
        parts,
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/me", Need::SignedIn, me)
        .get("/me/edit", Need::SignedIn, edit)
        .post("/me/edit", Need::SignedIn, change)
        .post("/me/consent", Need::SignedIn, consent)
        .post("/me/files", Need::SignedIn, add_file)
        .get("/me/journal", Need::SignedIn, journal)
        .get("/me/data", Need::SignedIn, data)
        .get("/me/erase", Need::SignedIn, ask_erase)
        .post("/me/erase", Need::SignedIn, erase)
}

fn own(visitor: &Visitor) -> Result<(Actor, ReturneeId), Refusal> {
    let actor = visitor.actor()?;
    Ok((actor, own_record(&actor)?))
}

async fn me(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    // Somebody with a proven phone and no record yet is on the way to one.
    let Ok(id) = own_record(&actor) else {
        return Ok(Redirect::to("/register").into_response());
    };
    let returnee = pages::read(&app, &actor, Action::See, id).await?;
    let kept = store::attachments(&mut app.db.read().await?, id).await?;
    let consents = consents::section(&app, &visitor, &returnee, Some("/me/consent")).await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let main = html! {
        (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
        p.govuk-body { (t("own-text")) }
        (parts::link_button(&t("record-change"), "/me/edit"))
        (pages::sections(tongue, &returnee.details.typed(), app.today()))
        (consents)
        h2.govuk-heading-m { (t("file-list")) }
        (files::list(&visitor, &kept))
        (files::add_form(&app, &visitor, "/me/files", &[], None))
        h2.govuk-heading-m { (t("own-rights")) }
        ul.govuk-list {
            li { (parts::link(&t("own-journal"), "/me/journal")) }
            li { (parts::link(&t("own-data"), "/me/data")) }
            li { (parts::link(&t("own-erase"), "/me/erase")) }
        }
    };
    Ok(Page::new(t("nav-me"), main).show(&app, &visitor))
}

async fn edit(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let (actor, id) = own(&visitor)?;
    let returnee = pages::read(&app, &actor, Action::Edit, id).await?;
    let typed = returnee.details.typed();
    Ok(show_edit(&app, &visitor, &returnee, &typed, &[], None, false))
}

async fn change(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (_, id) = own(&form.visitor)?;
    save_change(&app, &form, id, Who::Person, "/me".into()).await
}

async fn consent(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (_, id) = own(&form.visitor)?;
    consents::set(&app, &form, id, "/me").await
}

async fn add_file(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (_, id) = own(&form.visitor)?;
    files::keep(&app, &form, id, "/me").await
}

async fn journal(
    visitor: Visitor,
    State(app): State<App>,
    Query(before): Query<Before>,
) -> Result<Response, Refusal> {
    let (actor, id) = own(&visitor)?;
    let returnee = pages::read(&app, &actor, Action::ReadLog, id).await?;
    show_journal(&app, &visitor, &returnee, before, "/me").await
}

/// Everything we hold about the person, as a file they can keep or take elsewhere.
async fn data(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let (actor, id) = own(&visitor)?;
    let scope = commands::reach(&actor, Action::Export)?;
    let mut tx = app.db.read().await?;
    let found = store::find(&mut tx, &app.keys, &scope, id).await?;
    let (returnee, key) = found.ok_or(Refusal::NotFound)?;
    let consents = store::consents(&mut tx, id).await?;
    let kept = store::attachments(&mut tx, id).await?;
    let entries = store::journal_of(&mut tx, id, uuid::Uuid::max(), 10_000).await?;
    drop(tx);
    let answers: serde_json::Map<String, serde_json::Value> = returnee
        .details
        .typed()
        .answers()
        .iter()
        .map(|(field, value)| ((*field).to_owned(), json!(value)))
        .collect();
    let body = json!({
        "number": returnee.number.to_string(),
        "answers": answers,
        "registered_at": returnee.registered_at.to_string(),
        "consents": consents.iter().map(|consent| json!({
            "purpose": consent.purpose,
            "given_at": consent.given_at.to_string(),
            "text_version": consent.text_version,
        })).collect::<Vec<_>>(),
        "files": kept.iter().map(|(id, kind, n_bytes, _)| json!({
            "address": format!("/files/{id}"), "kind": kind, "bytes": n_bytes,
        })).collect::<Vec<_>>(),
        "journal": entries.iter().map(|entry| json!({
            "at": entry.at.to_string(),
            "action": entry.action,
            "role": entry.role,
            "purpose": entry.purpose,
            "changes": open_content(&key, entry),
        })).collect::<Vec<_>>(),
    });
    let look = Look {
        app: app.clone(),
        act: app.act(actor),
        action: "took-data",
        object_kind: "returnee",
        object: id.uuid(),
        person: id,
    };
    app.db.run(look).await?;
    let text = serde_json::to_string_pretty(&body).map_err(|error| Refusal::Ours(error.into()))?;
    let kind = (header::CONTENT_TYPE, "application/json");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\"");
    Ok(([kind, name], text).into_response())
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
