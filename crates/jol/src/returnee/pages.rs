//! The page of a record, and what may be done with it there: restricting and erasing.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, Sensitivity, scope},
    fault::FieldFault,
    id::ReturneeId,
    pin,
    returnee::{Channel, Typed},
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{
    commands::{self, Look, Restrict, reach},
    fields,
    store::{self, Returnee},
};
use crate::{
    access::store as accounts,
    app::App,
    refusal::Refusal,
    same::{golden::golden, history, store::joined_to},
    web::{
        address::Path,
        form::{self, Form},
        page::Page,
        parts::{self, Colour, Row},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/returnees/{id}", Need::To(Action::See), record)
        .post("/returnees/{id}/restrict", Need::To(Action::Restrict), restrict)
        .get("/returnees/{id}/erase", Need::To(Action::Erase), ask_erase)
        .post("/returnees/{id}/erase", Need::To(Action::Erase), erase)
}

/// Reads a record within reach of an action.
pub async fn read(
    app: &App,
    actor: &Actor,
    action: Action,
    id: ReturneeId,
) -> Result<Returnee, Refusal> {
    let scope = reach(actor, action)?;
    let found = store::find(&mut app.db.read().await?, &app.keys, &scope, id).await?;
    found.map(|(returnee, _)| returnee).ok_or(Refusal::NotFound)
}

/// Writes down that somebody's record was opened.
pub async fn look(
    app: &App,
    actor: Actor,
    action: &'static str,
    person: ReturneeId,
) -> Result<(), Refusal> {
    let look = Look {
        app: app.clone(),
        act: app.act(actor),
        action,
        object_kind: "returnee",
        object: person.uuid(),
        person,
    };
    app.db.run(look).await
}

async fn record(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let returnee = read(&app, &actor, Action::See, id).await?;
    let mut tx = app.db.read().await?;
    let may = |action| scope(&actor, action).is_ok_and(|s| s.covers(&returnee.deciding()));
    let files = match may(Action::ReadFile) {
        true => store::attachments(&mut tx, id).await?,
        false => Vec::new(),
    };
    let golden = match joined_to(&mut tx, id).await?.is_empty() {
        true => None,
        false => {
            let leading = store::record(&mut tx, &app.keys, id).await?.ok_or(Refusal::NotFound)?;
            Some(golden(&mut tx, &app.keys, leading.0).await?)
        }
    };
    let office = returnee.offices.iter().rev().flatten().next();
    let office = match office {
        Some(office) => accounts::office(&mut tx, office.uuid()).await?,
        None => None,
    };
    drop(tx);
    let here = format!("/returnees/{id}");
    let address = format!("{here}/consent");
    let address = may(Action::Edit).then_some(&*address);
    let consents = super::consents::section(&app, &visitor, &returnee, address).await?;
    let may_ask = may(Action::Edit) && !may(Action::Erase);
    let request = super::erasure_request::section(&app, &visitor, &returnee, may_ask).await?;

    look(&app, actor, "seen", id).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let main = html! {
        (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
        (super::tabs::tabs(tongue, &actor, id, ""))
        @if returnee.sensitivity == Sensitivity::Restricted {
            p.govuk-body { (parts::tag(&t("record-restricted"), Colour::Orange)) }
        }
        (notices(tongue, &returnee))
        div.govuk-button-group {
            @if may(Action::Edit) { (parts::link_button(&t("record-change"), &format!("{here}/edit"))) }
            @if may(Action::ReadLog) { (parts::link(&t("record-journal"), &format!("{here}/journal"))) }
        }
        (sections(tongue, &returnee.details.typed(), app.today()))
        h2.govuk-heading-m { (t("record-kept")) }
        (parts::summary_list(&[
            Row::new(t("record-office"), office.as_ref().map_or("", |office| office.name(visitor.language()))),
            Row::new(t("record-channel"), t(channel_key(returnee.channel))),
            Row::new(t("record-registered-at"), tongue.moment(returnee.registered_at)),
            Row::new(t("record-changed-at"), tongue.moment(returnee.changed_at)),
        ]))
        @if let Some(golden) = &golden { (history::table(tongue, golden, app.today())) }
        (consents)
        @if may(Action::ReadFile) {
            h2.govuk-heading-m { (t("file-list")) }
            (super::files::list(&visitor, &files))
            @if may(Action::Attach) {
                (super::files::add_form(&app, &visitor, &format!("{here}/files"), &[], None))
            }
        }
        @if may(Action::Restrict) {
            p.govuk-body { (t("record-restrict-text")) }
            form method="post" action={ (here) "/restrict" } {
                (form::hidden(&app, &visitor))
                @match returnee.sensitivity {
                    Sensitivity::Ordinary => (parts::secondary_button(&t("record-restrict"), "sensitivity", "restricted")),
                    Sensitivity::Restricted => (parts::secondary_button(&t("record-open"), "sensitivity", "ordinary")),
                }
            }
        }
        (request)
        @if may(Action::Erase) {
            p.govuk-body { (parts::link(&t("record-erase"), &format!("{here}/erase"))) }
        }
    };
    let page = Page::new(returnee.number.to_string(), main).back("/returnees");
    let mut response = page.show(&app, &visitor);
    let tag = format!("\"{}\"", returnee.version);
    if let Ok(tag) = tag.parse() {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// What does not fit together: told, never refused.
fn notices(tongue: Tongue, returnee: &Returnee) -> Markup {
    let details = &returnee.details;
    let birth = details.birth_on.map(domain::day::BirthDay::day);
    let warnings = details.pin.as_ref().map(|pin| pin::warnings(pin, details.sex, birth));
    html! {
        @for warning in warnings.unwrap_or_default() {
            (parts::warning(&tongue.t("shell-problem"), &tongue.fault(&warning)))
        }
    }
}

/// The answers in sections.
pub fn sections(tongue: Tongue, typed: &Typed, today: Date) -> Markup {
    let answers = typed.answers();
    html! {
        @for (section, asked) in fields::SECTIONS {
            h2.govuk-heading-m { (tongue.t(fields::section_key(section))) }
            (parts::summary_list(&asked.iter().filter_map(|field| {
                let (_, value) = answers.iter().find(|(known, _)| known == field)?;
                let spoken = fields::spoken(tongue, field, value, today);
                Some(Row::new(tongue.t(fields::label_key(field)), spoken))
            }).collect::<Vec<_>>()))
        }
    }
}

pub fn channel_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Own => msg("record-channel-self"),
        Channel::Assisted => msg("record-channel-assisted"),
        Channel::Import => msg("record-channel-import"),
        Channel::Api => msg("record-channel-api"),
    }
}

async fn restrict(
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let sensitivity: Sensitivity =
        form.text("sensitivity").parse().map_err(|_| Refusal::Unreadable("sensitivity".into()))?;
    let command = Restrict { app: app.clone(), act: app.act(actor), id, sensitivity };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/returnees/{id}")).into_response())
}

async fn ask_erase(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let returnee = read(&app, &actor, Action::Erase, id).await?;
    let here = format!("/returnees/{id}");
    Ok(show_erase(&app, &visitor, &returnee, &format!("{here}/erase"), &here, &[]))
}

/// What erasing means, and a box to tick so that it does not happen by a slip.
pub fn show_erase(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    action: &str,
    back: &str,
    faults: &[FieldFault],
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let word = t("shell-error-prefix");
    let sentence = faults.first().map(|fault| tongue.sentence(&fault.sentence));
    let choices = [parts::Choice::new("yes", t("record-erase-sure"))];
    let main = html! {
        (parts::heading(&t("record-erase"), Some(&returnee.number.to_string())))
        (parts::warning(&t("shell-problem"), &t("record-erase-warning")))
        p.govuk-body { (t("record-erase-stays")) }
        form method="post" action=(action) novalidate {
            (form::hidden(app, visitor))
            (parts::checkboxes(&parts::Choices {
                id: "sure",
                name: "sure",
                problem: sentence.as_deref().map(|sentence| parts::Problem { word: &word, sentence }),
                choices: &choices,
                ..parts::Choices::default()
            }))
            (parts::warning_button(&t("record-erase")))
        }
    };
    Page::new(t("record-erase"), main)
        .back(back)
        .problems(visitor, faults, str::to_owned)
        .show(app, visitor)
}

pub fn unsure() -> [FieldFault; 1] {
    [FieldFault::plain("sure", "fault-erase-unsure")]
}

async fn erase(
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let here = format!("/returnees/{id}");
    if !form.has("sure") {
        let returnee = read(&app, &actor, Action::Erase, id).await?;
        let action = format!("{here}/erase");
        return Ok(show_erase(&app, &form.visitor, &returnee, &action, &here, &unsure()));
    }
    commands::erase(&app, Some(form.once(&app)), app.act(actor), id).await?;
    let t = |key| form.visitor.tongue.t(key);
    let main = html! {
        (parts::panel(&t("record-erased"), None))
        p.govuk-body { (t("record-erase-stays")) }
    };
    Ok(Page::new(t("record-erased"), main).back("/returnees").show(&app, &form.visitor))
}
