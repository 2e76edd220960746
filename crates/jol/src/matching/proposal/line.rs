//! One person's line of a proposal, for the officer who takes it to them: why, what would change it, and what they said.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Purpose, Scope},
    id::ReturneeId,
    matching::proposal::Declined,
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    commands::Decline,
    explain::{Explained, Telling, Voice, explained},
    labels::{self, as_key, declined_key},
    names::What,
    offers::became_tag,
    one::find,
    store::{self, LinesOf, NamedLine},
};
use crate::{
    app::App,
    matching::store as matches,
    refusal::Refusal,
    returnee::{commands::reach, pages::look, store as returnees},
    web::{
        address::{Path, Query},
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Choices},
        route::{Need, Routes},
        visitor::Visitor,
    },
};

pub fn routes() -> Routes {
    let check = Need::To(Action::Check);
    Routes::default().get("/proposals/{id}/people/{returnee}", check, show).post(
        "/proposals/{id}/people/{returnee}/declined",
        check,
        declined,
    )
}

/// Whether all ways are told.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub all: String,
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path((id, person)): Path<(Uuid, ReturneeId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let row = find(&app, &actor, id).await?;
    let scope = reach(&actor, Action::Check)?;
    let mut tx = app.db.read().await?;
    let of = LinesOf { person: Some(person.uuid()), after: -1, ..LinesOf::default() };
    let lines = store::lines(&mut tx, &scope, id, &of, 1).await?;
    let one = lines.into_iter().next().ok_or(Refusal::NotFound)?;
    // Who takes back their word is told of no place, and nobody looks at theirs.
    let scope = Scope { consent: Some(Purpose::Matching), ..scope };
    let today = app.today();
    let found = matches::known(&mut tx, &app.keys, &scope, person, today).await?;
    let (returnee, known) = found.ok_or(Refusal::NotFound)?;
    let (_, key) =
        returnees::find(&mut tx, &app.keys, &scope, person).await?.ok_or(Refusal::NotFound)?;
    let ways = one.line.open_ways(&key)?;
    let of_line = (row.clone(), one.line.clone());
    let of = explained(&app, &mut tx, of_line, (known, ways), !asked.all.is_empty()).await?;
    let of = of.ok_or(Refusal::NotFound)?;
    drop(tx);
    look(&app, actor, "proposal-seen", person).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let telling = Telling { tongue, lists: &lists, voice: Voice::Officer, today };
    let here = format!("/proposals/{id}/people/{person}");
    let is_in_force = row.is_in_force_for(&one.line, today)?;
    let name = returnee.details.name.to_string();
    let main = html! {
        (parts::heading(&name, Some(&returnee.number.to_string())))
        p.govuk-body {
            (became_tag(tongue, (&row, today), &one)?) " "
            (parts::link(&t("proposal-record"), &format!("/returnees/{person}"))) " · "
            (parts::link(&row.purpose, &format!("/proposals/{id}")))
        }
        (labels::lasts(tongue, &row, today)?)
        p.govuk-body { (t("proposal-person-text")) }
        @if !of.groups().is_empty() {
            p.govuk-body {
                (t("proposal-counted")) " "
                (of.groups().iter().map(|group| t(as_key(*group))).collect::<Vec<_>>().join(", ")) "."
            }
        }
        h2.govuk-heading-m { (t("proposal-own")) }
        (telling.own(&of))
        @if is_in_force && one.line.place.is_some() { (steps(&app, &visitor, &one, &of)?) }
        h2.govuk-heading-m { (t("proposal-other-ways")) }
        (telling.others(&of, &format!("{here}?all=yes")))
    };
    let page = Page::new(name, main).back(format!("/proposals/{id}/people"));
    Ok(page.show(&app, &visitor))
}

/// What the officer does with the person.
fn steps(app: &App, visitor: &Visitor, one: &NamedLine, of: &Explained) -> Result<Markup, Refusal> {
    let t = |key| visitor.tongue.t(key);
    let person = one.line.person();
    let action = format!("/proposals/{}/people/{person}/declined", one.line.proposal);
    let named = one.line.place.and_then(|at| of.named.get(&at)).filter(|one| one.is_shown);
    let way = named.map(|named| match &named.what {
        What::Vacancy(vacancy) => (
            t("proposal-take-vacancy"),
            format!("/returnees/{person}/candidacies?vacancy={}", vacancy.id),
        ),
        What::Group(..) => (t("proposal-take-course"), format!("/returnees/{person}/courses/find")),
    });
    let choices: Vec<Choice> =
        Declined::ALL.iter().map(|why| Choice::new(why.code(), t(declined_key(*why)))).collect();
    Ok(html! {
        h2.govuk-heading-m { (t("proposal-talk")) }
        p.govuk-body { (t("proposal-talk-text")) }
        @if one.line.declined()?.is_some() {
            form method="post" action=(action) novalidate {
                (form::hidden(app, visitor))
                (parts::secondary_button(&t("proposal-take-back"), "declined", ""))
            }
        } @else {
            @if let (Some((words, href)), false) = (&way, one.is_taken_up) {
                (parts::link_button(words, href))
            }
            (parts::details(&t("proposal-says-no"), html! {
                form method="post" action=(action) novalidate {
                    (form::hidden(app, visitor))
                    (parts::radios(&Choices {
                        id: "declined", name: "declined", legend: &t("proposal-declined-why"), choices: &choices,
                        small: true, ..Choices::default()
                    }))
                    (parts::button(&t("shell-save")))
                }
            }))
        }
    })
}

/// A word is taken down once; without one it is taken back.
async fn declined(
    State(app): State<App>,
    Path((proposal, person)): Path<(Uuid, ReturneeId)>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let code = form.text("declined");
    let declined: Option<Declined> = match form.has("declined") {
        true if code.is_empty() => None,
        true => Some(code.parse().map_err(|_| Refusal::Unreadable("declined".into()))?),
        // Nothing was chosen: the page comes again as it was.
        false => return Ok(back(proposal, person)),
    };
    let act = crate::db::journal::Act { acting_for: Some(person), ..app.act(actor) };
    let command = Decline { app: app.clone(), act, proposal, person, declined };
    app.db.run_once(form.once(&app), command).await?;
    Ok(back(proposal, person))
}

fn back(proposal: Uuid, person: ReturneeId) -> Response {
    Redirect::to(&format!("/proposals/{proposal}/people/{person}")).into_response()
}
