//! The person's own side: their plan to read, and letters with the office.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{access::Action, fault::FieldFault};
use maud::html;

use super::{
    commands::{MarkRead, Send},
    pages::{letter_list, open, read_words, step_line},
    road, store,
};
use crate::{
    access::store as accounts,
    app::App,
    refusal::Refusal,
    web::{
        ask::{Asking, Kind, Question},
        form::{self, Form},
        page::Page,
        parts,
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
    words::msg,
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/me/plan", Need::SignedIn, plan)
        .get("/me/messages", Need::SignedIn, messages)
        .post("/me/messages", Need::SignedIn, send)
}

async fn plan(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let id = own_record(&visitor.actor()?)?;
    let mut tx = app.db.read().await?;
    let steps = store::steps(&mut tx, id).await?;
    let is_gone = road::is_gone(&mut tx, id, &steps, app.today()).await?;
    drop(tx);
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let main = html! {
        (parts::heading(&t("plan-own"), None))
        @if is_gone { (road::gone(tongue, "/me")) }
        @else { p.govuk-body { (parts::link(&t("shortest-title"), "/me/shortest")) } }
        @if steps.is_empty() { p.govuk-body { (t("plan-own-none")) } }
        @for step in &steps { (step_line(tongue, step, app.today())?) }
        p.govuk-body { (parts::link(&t("letter-write"), "/me/messages")) }
    };
    Ok(Page::new(t("plan-own"), main).back("/me").show(&app, &visitor))
}

async fn messages(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let response = show(&app, &visitor, "", &[], None).await?;
    let actor = visitor.actor()?;
    let person = own_record(&actor)?;
    // What the page shows is read now. On the page it is still marked as new.
    if !store::unread(&mut app.db.read().await?, person, false).await?.is_empty() {
        app.db.run(MarkRead { app: app.clone(), act: app.act(actor), person }).await?;
    }
    Ok(response)
}

const NEWEST: i64 = 50;

async fn show(
    app: &App,
    visitor: &Visitor,
    typed: &str,
    faults: &[FieldFault],
    kept: Option<uuid::Uuid>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let (_, keys) = open(app, &actor, Action::See, own_record(&actor)?).await?;
    let mut tx = app.db.read().await?;
    let letters = store::letters(&mut tx, own_record(&actor)?, NEWEST).await?;
    let mut writers: Vec<uuid::Uuid> = letters.iter().map(|letter| letter.made_by).collect();
    writers.sort_unstable();
    writers.dedup();
    let names = accounts::names(&mut tx, &writers).await?;
    drop(tx);
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let question = Question::new("letter", msg("letter-to-office"), Kind::Paragraph);
    let who = |id: &uuid::Uuid| names.get(id).map(|(name, _)| name.clone());
    let main = html! {
        (parts::heading(&t("letter-own"), None))
        form method="post" action="/me/messages" novalidate {
            (form::hidden_with(app, visitor, kept))
            (asking.one(&question, typed))
            (parts::button(&t("shell-send")))
        }
        @if letters.is_empty() { p.govuk-body { (t("letter-none")) } }
        (letter_list(tongue, &letters, &keys, who)?)
    };
    Ok(Page::new(t("letter-own"), main)
        .back("/me")
        .problems(visitor, faults, str::to_owned)
        .show(app, visitor))
}

async fn send(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let person = own_record(&actor)?;
    let words = match read_words(&form, "letter") {
        Ok(words) => words,
        Err(faults) => {
            return show(&app, &form.visitor, form.text("letter"), &faults, Some(form.id)).await;
        }
    };
    let command = Send { app: app.clone(), act: app.act(actor), id: form.id, person, words };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to("/me/messages").into_response())
}
