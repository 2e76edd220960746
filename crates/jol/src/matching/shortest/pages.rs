//! The shortest road of somebody: the same page for them and for the officer who helps them.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Actor, Role, Seat},
    id::ReturneeId,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Known, Reckoned, TERMS, reckon, speak};
use crate::{
    app::App,
    matching::store,
    refusal::Refusal,
    returnee::{commands::reach, pages::look, store::Returnee, tabs::tabs},
    web::{
        address::{Path, Query},
        form,
        page::Page,
        parts,
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
};

pub fn routes() -> Routes {
    Routes::default().get("/returnees/{id}/shortest", Need::To(Action::See), of_person).get(
        "/me/shortest",
        Need::SignedIn,
        own,
    )
}

/// What somebody comes here from.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Came {
    /// A road was to be taken that is no longer there.
    changed: bool,
}

async fn of_person(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    Query(came): Query<Came>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    show(&app, &visitor, actor, id, came).await
}

async fn own(
    visitor: Visitor,
    State(app): State<App>,
    Query(came): Query<Came>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = own_record(&actor)?;
    show(&app, &visitor, actor, id, came).await
}

/// A person within reach of an action with what is known of them, and their roads.
pub async fn find(
    app: &App,
    actor: &Actor,
    action: Action,
    id: ReturneeId,
) -> Result<(Returnee, Known, Reckoned), Refusal> {
    let within = reach(actor, action)?;
    let (lists, today) = (app.lists.now(), app.today());
    let mut tx = app.db.read().await?;
    let found = store::known(&mut tx, &app.keys, &within, id, today).await?;
    let (returnee, known) = found.ok_or(Refusal::NotFound)?;
    let hiring = app.hiring.now(app, &mut tx).await?;
    let reckoned = reckon(&mut tx, &lists, id, &known, &hiring, today).await?;
    Ok((returnee, known, reckoned))
}

async fn show(
    app: &App,
    visitor: &Visitor,
    actor: Actor,
    id: ReturneeId,
    came: Came,
) -> Result<Response, Refusal> {
    let (returnee, known, reckoned) = find(app, &actor, Action::See, id).await?;
    let is_own = actor.seat == Seat::Own(id);
    if !is_own {
        look(app, actor, "matched", id).await?;
    }
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let base = if is_own { "/me".to_owned() } else { format!("/returnees/{id}") };
    let may_take = is_own || matches!(actor.role, Role::Officer | Role::HeadOfOffice);
    let lists = app.lists.now();
    let main = html! {
        @if is_own {
            (parts::heading(&t("shortest-title"), None))
        } @else {
            (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
            (tabs(tongue, &actor, id, "/matches"))
            h2.govuk-heading-m { (t("shortest-title")) }
        }
        @if came.changed { (parts::inset(html! { p.govuk-body { (t("shortest-changed")) } })) }
        p.govuk-body { (t("shortest-text")) }
        @for (at, road) in reckoned.found.roads.iter().enumerate() {
            h2.govuk-heading-m {
                @if at == 0 { (t("shortest-best")) }
                @else { (tongue.ta("shortest-other", &[("n", i64::try_from(at).unwrap_or(1).into())])) }
            }
            (speak::road(tongue, &lists, &reckoned, &known, road))
            @if may_take { (take(app, visitor, &base, &reckoned.name(road))) }
        }
        @if reckoned.n_occupations == 0 {
            p.govuk-body { (t("shortest-nothing-known")) }
        } @else if reckoned.found.roads.is_empty() {
            p.govuk-body { (t("shortest-none")) }
            @if !reckoned.left_out.is_empty() { p.govuk-body { (t("shortest-none-why")) } }
        }
        @if !reckoned.left_out.is_empty() {
            h2.govuk-heading-m { (t("shortest-left-title")) }
            ul.govuk-list.govuk-list--bullet {
                @for (why, n) in &reckoned.left_out { li { (speak::why(tongue, &lists, why, *n)) } }
            }
        }
        @if may_take {
            p.govuk-body { (parts::link(&t("matching-wishes"), &format!("{base}/profile/wish"))) }
        }
        p.govuk-body-s { (tongue.ta("shortest-terms", &[("version", TERMS.edition.into())])) }
    };
    let page = Page::new(t("shortest-title"), main);
    Ok(page.back(format!("{base}/matches")).show(app, visitor))
}

/// One tap makes a road the plan. What it is told by is its steps, so that another road is never taken for it.
fn take(app: &App, visitor: &Visitor, base: &str, name: &str) -> Markup {
    html! {
        form method="post" action={ (base) "/plan/road" } novalidate {
            (form::hidden(app, visitor))
            (parts::hidden("road", name))
            (parts::button(&visitor.tongue.t("shortest-take")))
        }
    }
}
