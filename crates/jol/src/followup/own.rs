//! The person answers a visit on their own page: how do you work now?

use axum::{extract::State, response::Response};
use domain::{
    access::Action,
    fault::FieldFault,
    followup::{TypedTalk, Way},
};
use maud::html;
use uuid::Uuid;

use super::{commands::RecordTalk, labels};
use crate::{
    app::{App, country_day},
    refusal::Refusal,
    returnee::pages::read,
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
    Routes::default().get("/me/visit", Need::SignedIn, ask).post(
        "/me/visit",
        Need::SignedIn,
        answer,
    )
}

async fn ask(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    own_record(&visitor.actor()?)?;
    Ok(show(&app, &visitor, &[], None))
}

fn show(app: &App, visitor: &Visitor, faults: &[FieldFault], kept: Option<Uuid>) -> Response {
    let tongue = visitor.tongue;
    let lists = app.lists.now();
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let question = Question::new("outcome", msg("visit-own"), Kind::One(labels::own_forms(tongue)))
        .hint(msg("visit-own-hint"))
        .alone();
    let main = html! {
        form method="post" action="/me/visit" novalidate {
            (form::hidden_with(app, visitor, kept))
            (asking.one(&question, ""))
            (parts::button(&tongue.t("shell-send")))
        }
    };
    Page::new(tongue.t("visit-own"), main)
        .back("/me")
        .problems(visitor, faults, str::to_owned)
        .show(app, visitor)
}

async fn answer(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let person = own_record(&actor)?;
    let returnee = read(&app, &actor, Action::Edit, person).await?;
    // The answers of this page are the forms of work: nobody tells of themselves that they were not reached.
    let outcome = form.text("outcome").parse::<domain::followup::Form>();
    let typed = TypedTalk {
        on: app.today().to_string(),
        way: Way::Own.code().to_owned(),
        outcome: outcome.map_or("", domain::followup::Form::code).to_owned(),
        words: String::new(),
    };
    let talk = match typed.read(country_day(returnee.registered_at), app.today()) {
        Ok(talk) => talk,
        Err(faults) => return Ok(show(&app, &form.visitor, &faults, Some(form.id))),
    };
    let command = RecordTalk { app: app.clone(), act: app.act(actor), id: form.id, person, talk };
    app.db.run_once(form.once(&app), command).await?;
    let t = |key| form.visitor.tongue.t(key);
    let main = html! {
        (parts::panel(&t("visit-own-thanks"), None))
        p.govuk-body { (t("visit-own-after")) }
        (parts::link_button(&t("nav-me"), "/me"))
    };
    Ok(Page::new(t("visit-own-thanks"), main).show(&app, &form.visitor))
}
