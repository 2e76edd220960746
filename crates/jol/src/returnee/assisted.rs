//! Registration with the person at the desk: everything on one page, typed by an officer.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Actor, Purpose, scope},
    fault::FieldFault,
    id::ReturneeId,
    returnee::{Channel, Number, Typed, Who},
};
use maud::html;
use uuid::Uuid;

use super::{
    fields,
    register::{consent_boxes, consent_text, missing_consent, ticked},
    registration::{Register, Registered},
};
use crate::{
    app::App,
    refusal::Refusal,
    same::typing::{self, Looked, RegisterBeside},
    vault::chance,
    web::{
        form::{self, Form},
        page::Page,
        parts,
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    Routes::default().get("/returnees/new", Need::To(Action::Register), new).post(
        "/returnees/new",
        Need::To(Action::Register),
        register,
    )
}

/// Registration with the person is for officers. A program of a partner registers through the API, a person on
/// their own pages.
pub fn at_a_desk(actor: &Actor) -> Result<(), Refusal> {
    let both = [Action::List, Action::Edit].iter().all(|action| scope(actor, *action).is_ok());
    if both { Ok(()) } else { Err(Refusal::NotAllowed) }
}

async fn new(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    at_a_desk(&actor)?;
    let typed = Typed { language: visitor.language().code().to_owned(), ..Typed::default() };
    Ok(show_new(&app, &visitor, &typed, &[], &[], None))
}

/// The long form: everything on one page, in sections, for an officer with the person at the desk.
fn show_new(
    app: &App,
    visitor: &Visitor,
    typed: &Typed,
    given: &[Purpose],
    faults: &[FieldFault],
    kept: Option<Uuid>,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let main = html! {
        (parts::heading(&t("nav-register"), None))
        form method="post" action="/returnees/new" novalidate {
            (form::hidden_with(app, visitor, kept))
            (fields::questions(tongue, typed, faults, app.today()))
            h2.govuk-heading-m { (t("returnee-consent-title")) }
            (consent_text(app, visitor))
            (consent_boxes(visitor, given, faults, msg("returnee-consent-read-aloud")))
            (typing::region())
            (parts::button(&t("returnee-check-submit-officer")))
        }
    };
    Page::new(t("nav-register"), main)
        .back("/returnees")
        .problems(visitor, faults, fields::id)
        .show(app, visitor)
}

async fn register(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    at_a_desk(&actor)?;
    let (typed, given) = (fields::typed(&form), ticked(&form));
    let again =
        |faults: &[FieldFault]| Ok(show_new(&app, visitor, &typed, &given, faults, Some(form.id)));

    if form.has("back") {
        return again(&[]);
    }
    let mut faults = missing_consent(&given);
    let details = match typed.read(Who::Officer, app.today()) {
        Ok(details) if faults.is_empty() => details,
        Ok(_) => return again(&faults),
        Err(found) => {
            faults.splice(0..0, found);
            return again(&faults);
        }
    };

    let found = match typing::look_first(&app, &form, &typed, &details).await? {
        Looked::Page(page) => return Ok(*page),
        Looked::GoOn(found) => found,
    };

    let id = ReturneeId::from_uuid(form.id);
    let mut act = app.act(actor);
    act.purpose = Purpose::Registration;
    act.acting_for = Some(id);
    let register = Register {
        app: app.clone(),
        act,
        id,
        number: Number::from_chance(chance::random(&*app.chance)),
        details,
        consents: given.clone(),
        channel: Channel::Assisted,
        language: visitor.language(),
        session: None,
        rows: None,
    };
    match app.db.run_once(form.once(&app), RegisterBeside { register, found }).await {
        Ok(registered) => Ok(show_registered(&app, visitor, &registered)),
        Err(Refusal::Form(faults)) => again(&faults),
        Err(other) => Err(other),
    }
}

/// Says the number. Reached by a form, so that a person of another office can still be told theirs.
fn show_registered(app: &App, visitor: &Visitor, registered: &Registered) -> Response {
    let t = |key| visitor.tongue.t(key);
    let number = (&*t("returnee-done-number"), registered.number.as_str());
    let main = html! {
        (parts::panel(&t("returnee-done-title-officer"), Some(number)))
        p.govuk-body { (t("returnee-done-keep")) }
        p.govuk-body { (t("same-colleagues")) }
        div.govuk-button-group {
            (parts::link_button(&t("record-see"), &format!("/returnees/{}", registered.id)))
            (parts::link(&t("nav-register"), "/returnees/new"))
        }
    };
    Page::new(t("returnee-done-title-officer"), main).back("/returnees").show(app, visitor)
}
