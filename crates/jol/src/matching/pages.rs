//! Work that fits a person: the same list for them and for the officer who helps them.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Actor, Purpose, Seat, scope},
    classifier::Codes,
    id::ReturneeId,
    matching::Reason,
    money::Som,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    ForPerson, method, replay, speak,
    speak::Courses,
    store::{self, Shown},
};
use crate::{
    app::App,
    course::search::{self, Found},
    db::Tx,
    refusal::Refusal,
    returnee::{commands::reach, pages::look, store::Returnee, tabs::tabs},
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
pub(super) const PAGE: usize = 10;

/// Courses that are looked at for the gaps of one page.
const MOST_COURSES: usize = 30;

/// Courses named for closing most of them.
const BEST_COURSES: usize = 3;

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

/// For each gap of what a page shows the course that begins soonest of those that close most of them; and the courses that
/// close most, each with what it closes.
async fn courses(
    tx: &mut Tx,
    found: &ForPerson,
    today: Date,
) -> Result<(Courses, Vec<(Found, Codes)>), Refusal> {
    let of_fits = found.fits.iter().flat_map(|(_, fit)| fit.reasons.iter().filter_map(Reason::gap));
    let left_out = found.left_out.iter().filter_map(|(reason, _)| speak::gap_of(reason));
    courses_for(tx, &of_fits.chain(left_out).cloned().collect(), today).await
}

/// The same for gaps of any kind.
pub(super) async fn courses_for(
    tx: &mut Tx,
    gaps: &Codes,
    today: Date,
) -> Result<(Courses, Vec<(Found, Codes)>), Refusal> {
    let (mut courses, mut best) = (Courses::new(), Vec::new());
    for closing in search::closing(tx, gaps, today, MOST_COURSES).await? {
        let course = closing.course.course()?;
        let closed: Codes = gaps.iter().filter(|gap| course.closes(gap)).cloned().collect();
        for gap in closed.iter() {
            courses.entry(gap.clone()).or_insert_with(|| closing.clone());
        }
        if best.len() < BEST_COURSES {
            best.push((closing, closed));
        }
    }
    Ok((courses, best))
}

/// A part of what fits somebody, with what closes its gaps.
pub(super) struct List {
    pub returnee: Returnee,
    pub found: ForPerson,
    pub courses: Courses,
    /// The courses that close most of the gaps.
    pub best: Vec<(Found, Codes)>,
}

/// Reads a part of somebody's list, keeps what it was made from, and writes down who looked.
pub(super) async fn open(
    app: &App,
    actor: Actor,
    id: ReturneeId,
    from: usize,
) -> Result<List, Refusal> {
    let within = reach(&actor, Action::See)?;
    let mut tx = app.db.read().await?;
    let part = from..from.saturating_add(PAGE);
    let found = store::for_person(app, &mut tx, &within, id, part).await?;
    let (returnee, found) = found.ok_or(Refusal::NotFound)?;
    let (courses, best) = courses(&mut tx, &found, app.today()).await?;
    drop(tx);
    replay::keep(app, &within, id, &found).await?;
    if actor.seat != Seat::Own(id) {
        look(app, actor, "matched", id).await?;
    }
    Ok(List { returnee, found, courses, best })
}

async fn show(
    app: &App,
    visitor: &Visitor,
    actor: Actor,
    id: ReturneeId,
    from: usize,
) -> Result<Response, Refusal> {
    let List { returnee, found, courses, best } = open(app, actor, id, from).await?;
    let (lists, today) = (app.lists.now(), app.today());
    let is_own = actor.seat == Seat::Own(id);
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let base = if is_own { "/me".to_owned() } else { format!("/returnees/{id}") };
    let agreed = returnee.consents.covers(Purpose::Matching);
    let may_edit = scope(&actor, Action::Edit).is_ok();
    let href = |from: usize| format!("{base}/matches?from={from}");
    let previous = from.checked_sub(PAGE).map(href);
    let next = (from + PAGE < found.n_fits).then(|| href(from + PAGE));
    let (to_previous, to_next) = (t("matching-previous"), t("shell-next"));
    let main = html! {
        @if is_own {
            (parts::heading(&t("matching-title"), None))
        } @else {
            (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
            (tabs(tongue, &actor, id, "/matches"))
        }
        p.govuk-body { (t("matching-text")) }
        p.govuk-body { (tongue.ta("matching-of", &[("n", speak::count(found.n_fits)), ("all", speak::count(found.n_open))])) }
        @if !agreed { (parts::inset(html! { p.govuk-body { (t("matching-no-consent")) } })) }
        @for (shown, fit) in &found.fits {
            (head(app, visitor, shown))
            (speak::reasons(tongue, &lists, (fit, &found.known.sure), &courses))
            @if may_edit && !is_own {
                p.govuk-body {
                    (parts::link(&t("candidacies-propose-this"), &format!("{base}/candidacies?vacancy={}", shown.vacancy.id)))
                }
            }
        }
        @if found.n_fits == 0 { p.govuk-body { (t("matching-none")) } }
        p.govuk-body { (parts::link(&t("shortest-title"), &format!("{base}/shortest"))) }
        (parts::pagination(
            &t("matching-title"),
            previous.as_deref().map(|href| (href, &*to_previous)),
            next.as_deref().map(|href| (href, &*to_next)),
        ))
        @if !best.is_empty() {
            h2.govuk-heading-m { (t("matching-courses")) }
            ul.govuk-list.govuk-list--bullet {
                @for (course, closed) in &best { li { (speak::closes(tongue, &lists, course, closed)) } }
            }
        }
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
        (method::footer(tongue, today))
    };
    let page = Page::new(t("matching-title"), main);
    Ok(page.back(if is_own { "/me" } else { "/returnees" }).show(app, visitor))
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
