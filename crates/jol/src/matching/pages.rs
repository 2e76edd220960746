//! Work that fits a person: the same list for them and for the officer who helps them.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Actor, Consents, Purpose, Seat, scope},
    id::ReturneeId,
    matching::Reason,
    money::Som,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    ForPerson, WEIGHTS, speak,
    speak::Courses,
    store::{self, Shown},
};
use crate::{
    app::App,
    db::Tx,
    refusal::Refusal,
    returnee::{
        commands::{Look, reach},
        tabs::tabs,
    },
    vacancy::describe,
    web::{
        address::{Path, Query},
        page::Page,
        parts,
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
};

pub fn routes() -> Routes {
    Routes::default().get("/returnees/{id}/matches", Need::To(Action::See), of_person).get(
        "/me/matches",
        Need::SignedIn,
        own,
    )
}

/// Which part of a list is shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    from: usize,
}

/// Vacancies on a page.
const PAGE: usize = 10;

/// Gaps for which a course is looked up on one page.
const MOST_GAPS: usize = 12;

async fn of_person(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    Query(from): Query<From>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    show(&app, &visitor, actor, id, from.from).await
}

async fn own(
    visitor: Visitor,
    State(app): State<App>,
    Query(from): Query<From>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = own_record(&actor)?;
    show(&app, &visitor, actor, id, from.from).await
}

/// Courses for the gaps of what a page shows.
async fn courses(
    tx: &mut Tx,
    app: &App,
    found: &ForPerson,
    shown: &[&(Shown, domain::matching::Fit)],
) -> Result<Courses, Refusal> {
    let of_fits = shown.iter().flat_map(|(_, fit)| fit.reasons.iter().filter_map(Reason::gap));
    let gaps = of_fits.chain(found.left_out.iter().filter_map(|(reason, _)| speak::gap_of(reason)));
    let mut courses = Courses::new();
    let mut looked_up = Vec::new();
    for gap in gaps {
        if looked_up.contains(&gap) || looked_up.len() == MOST_GAPS {
            continue;
        }
        looked_up.push(gap);
        if let Some(course) = store::closing(tx, gap, app.today()).await? {
            courses.insert(gap.clone(), course);
        }
    }
    Ok(courses)
}

async fn show(
    app: &App,
    visitor: &Visitor,
    actor: Actor,
    id: ReturneeId,
    from: usize,
) -> Result<Response, Refusal> {
    let within = reach(&actor, Action::See)?;
    let (lists, today) = (app.lists.now(), app.today());
    let mut tx = app.db.read().await?;
    let found = store::for_person(&mut tx, &app.keys, &lists, &within, id, today).await?;
    let (returnee, found) = found.ok_or(Refusal::NotFound)?;
    let shown: Vec<_> = found.fits.iter().skip(from).take(PAGE).collect();
    let courses = courses(&mut tx, app, &found, &shown).await?;
    drop(tx);
    let is_own = actor.seat == Seat::Own(id);
    if !is_own {
        let look = Look {
            app: app.clone(),
            act: app.act(actor),
            action: "matched",
            object_kind: "returnee",
            object: id.uuid(),
            person: id,
        };
        app.db.run(look).await?;
    }

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let base = if is_own { "/me".to_owned() } else { format!("/returnees/{id}") };
    let agreed = consented(returnee.consents);
    let may_edit = scope(&actor, Action::Edit).is_ok();
    let href = |from: usize| format!("{base}/matches?from={from}");
    let previous = from.checked_sub(PAGE).map(href);
    let next = (from + PAGE < found.fits.len()).then(|| href(from + PAGE));
    let (to_previous, to_next) = (t("matching-previous"), t("shell-next"));
    let main = html! {
        @if is_own {
            (parts::heading(&t("matching-title"), None))
        } @else {
            (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
            (tabs(tongue, &actor, id, "/matches"))
        }
        p.govuk-body { (t("matching-text")) }
        @if !agreed { (parts::inset(html! { p.govuk-body { (t("matching-no-consent")) } })) }
        @for (shown, fit) in &shown {
            (head(app, visitor, shown))
            (speak::reasons(tongue, &lists, fit, &courses))
        }
        @if found.fits.is_empty() { p.govuk-body { (t("matching-none")) } }
        (parts::pagination(
            &t("matching-title"),
            previous.as_deref().map(|href| (href, &*to_previous)),
            next.as_deref().map(|href| (href, &*to_next)),
        ))
        @if !found.left_out.is_empty() {
            h2.govuk-heading-m { (t("matching-left-title")) }
            ul.govuk-list.govuk-list--bullet {
                @for (reason, n) in &found.left_out {
                    li {
                        (speak::left_out(tongue, &lists, reason, *n))
                        (speak::closing_of(tongue, reason, &courses))
                    }
                }
            }
            p.govuk-body { (t("matching-left-text")) }
        }
        @if may_edit {
            p.govuk-body { (parts::link(&t("matching-wishes"), &format!("{base}/profile/wish"))) }
        }
        p.govuk-body-s { (tongue.ta("matching-weights", &[("version", WEIGHTS.0.into())])) }
    };
    let page = Page::new(t("matching-title"), main);
    Ok(page.back(if is_own { "/me" } else { "/returnees" }).show(app, visitor))
}

fn consented(consents: Consents) -> bool {
    consents.covers(Purpose::Matching)
}

/// What is offered, in two lines.
fn head(app: &App, visitor: &Visitor, shown: &Shown) -> Markup {
    let tongue = visitor.tongue;
    let Shown { vacancy, employer } = shown;
    let som = |tyiyn: Option<i64>| tyiyn.map(Som::from_tyiyn);
    let wage = describe::wage(tongue, som(vacancy.wage_from), som(vacancy.wage_to));
    let place = describe::place(tongue, &vacancy.territory, app.today());
    let parts = [employer.clone(), place, wage];
    let told: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    html! {
        h2.govuk-heading-m { (parts::link(&vacancy.title, &format!("/vacancies/{}", vacancy.id))) }
        p.govuk-body { (told.join(" · ")) }
    }
}
