//! People whom a vacancy or a course fits, for the officers who may tell them of it.

use axum::{extract::State, response::Response};
use domain::{
    access::Action,
    id::ReturneeId,
    matching::{Brings, Fit},
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    method, people_shown,
    replay::ListShown,
    speak,
    store::{self, Candidate, People},
};
use crate::{
    app::App,
    course::store as courses,
    refusal::Refusal,
    returnee::{
        commands::{LookAtMany, reach},
        fields::full_name,
    },
    vacancy::store as vacancies,
    web::{
        address::Path,
        page::Page,
        parts,
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    // Officers check vacancies and look after people; nobody else does both.
    Routes::default().get("/vacancies/{id}/people", Need::To(Action::Check), of_vacancy).get(
        "/courses/{id}/people",
        Need::To(Action::Check),
        of_course,
    )
}

/// People on the page. Who fits less is found by who needs them from their own pages.
const MOST: usize = 25;

async fn of_vacancy(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let scope = reach(&actor, Action::List)?;
    let (lists, today) = (app.lists.now(), app.today());
    let mut tx = app.db.read().await?;
    let shown = vacancies::shown(&mut tx, id, today).await?;
    let (vacancy, employer) = shown.ok_or(Refusal::NotFound)?;
    let people = store::for_vacancy(&mut tx, &app.keys, &lists, &scope, &vacancy, today).await?;
    drop(tx);
    let offer = vacancy.offer()?;
    let shown = people
        .found
        .iter()
        .take(MOST)
        .map(|(one, fit)| ListShown::of_vacancy(&app, (one.id, &one.known), (id, &offer), fit));
    people_shown::keep(&app, &scope, id, shown.collect::<Result<_, _>>()?).await?;
    let heads = (vacancy.title, employer.name, msg("matching-people-text"));
    // Courses are told on the person's own page.
    let reasons = |one: &Candidate, fit: &Fit| {
        speak::reasons(visitor.tongue, &lists, (fit, &one.known.sure), &speak::Courses::new())
    };
    show(&app, &visitor, heads, format!("/vacancies/{id}"), (people, "matches"), reasons).await
}

async fn of_course(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let scope = reach(&actor, Action::List)?;
    let (lists, today) = (app.lists.now(), app.today());
    let mut tx = app.db.read().await?;
    let (row, provider) = courses::shown(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let course = row.course()?;
    let people = store::for_course(&mut tx, &app.keys, &lists, &scope, &course, today).await?;
    drop(tx);
    let shown = people.found.iter().take(MOST).map(|(one, brings)| {
        ListShown::of_course(&app, (one.id, &one.known), (id, &course), brings)
    });
    people_shown::keep(&app, &scope, id, shown.collect::<Result<_, _>>()?).await?;
    let heads = (row.title, provider.name, msg("matching-learners-text"));
    let brings = |_: &Candidate, brings: &Brings| speak::brings(visitor.tongue, &lists, brings);
    show(&app, &visitor, heads, format!("/courses/{id}"), (people, "courses"), brings).await
}

/// Title, whose it is, and what the list is.
type Heads = (String, String, &'static str);

async fn show<T>(
    app: &App,
    visitor: &Visitor,
    (title, of, text): Heads,
    back: String,
    (mut people, page_of_person): (People<T>, &str),
    reasons: impl Fn(&Candidate, &T) -> Markup,
) -> Result<Response, Refusal> {
    let (actor, today) = (visitor.actor()?, app.today());
    let n_found = people.found.len();
    people.found.truncate(MOST);
    let seen: Vec<ReturneeId> = people.found.iter().map(|(candidate, _)| candidate.id).collect();
    if !seen.is_empty() {
        let (app, act) = (app.clone(), app.act(actor));
        app.db.clone().run(LookAtMany { app, act, action: "matched", people: seen }).await?;
    }

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let (n, most) = (("n", speak::count(n_found)), ("most", speak::count(MOST)));
    let looked_at = [("n", speak::count(people.n_looked_at))];
    let looked_at = match people.are_more {
        true => tongue.ta("matching-people-looked-last", &looked_at),
        false => tongue.ta("matching-people-looked", &looked_at),
    };
    let main = html! {
        (parts::heading(&title, Some(&of)))
        p.govuk-body { (t(text)) }
        p.govuk-body { (looked_at) }
        @if n_found > MOST { p.govuk-body { (tongue.ta("matching-people-more", &[n, most])) } }
        @if people.found.is_empty() { p.govuk-body { (t("matching-people-none")) } }
        @for (candidate, one) in &people.found {
            @let Candidate { id, number, name, home, .. } = candidate;
            h2.govuk-heading-m { (parts::link(name, &format!("/returnees/{id}/{page_of_person}"))) }
            p.govuk-body {
                (number)
                @if let Some(home) = home { " · " (full_name(*home, tongue, today)) }
            }
            (reasons(candidate, one))
        }
        (method::footer(tongue, today))
    };
    Ok(Page::new(title, main).back(back).show(app, visitor))
}
