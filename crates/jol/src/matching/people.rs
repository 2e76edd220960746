//! People whom a vacancy fits, for the officers who may tell them of it.

use axum::{extract::State, response::Response};
use domain::{access::Action, id::ReturneeId};
use maud::html;
use uuid::Uuid;

use super::{
    WEIGHTS, speak,
    store::{self, Candidate},
};
use crate::{
    app::App,
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
};

pub fn routes() -> Routes {
    // Officers check vacancies and look after people; nobody else does both.
    Routes::default().get("/vacancies/{id}/people", Need::To(Action::Check), people)
}

/// People on the page. Who fits less is found by who needs them from their own pages.
const MOST: usize = 25;

async fn people(
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
    let mut fits = store::for_vacancy(&mut tx, &app.keys, &lists, &scope, &vacancy, today).await?;
    drop(tx);
    let n_fits = fits.len();
    fits.truncate(MOST);
    let people: Vec<ReturneeId> = fits.iter().map(|(candidate, _)| candidate.id).collect();
    if !people.is_empty() {
        let (app, act) = (app.clone(), app.act(actor));
        app.db.clone().run(LookAtMany { app, act, action: "matched", people }).await?;
    }

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let (n, most) = (("n", speak::count(n_fits)), ("most", speak::count(MOST)));
    let main = html! {
        (parts::heading(&vacancy.title, Some(&employer.name)))
        p.govuk-body { (t("matching-people-text")) }
        @if n_fits > MOST { p.govuk-body { (tongue.ta("matching-people-more", &[n, most])) } }
        @if fits.is_empty() { p.govuk-body { (t("matching-people-none")) } }
        @for (candidate, fit) in &fits {
            @let Candidate { id, number, name, home } = candidate;
            h2.govuk-heading-m { (parts::link(name, &format!("/returnees/{id}/matches"))) }
            p.govuk-body {
                (number)
                @if let Some(home) = home { " · " (full_name(*home, tongue, today)) }
            }
            // Courses are told on the person's own page.
            (speak::reasons(tongue, &lists, fit, &speak::Courses::new()))
        }
        p.govuk-body-s { (tongue.ta("matching-weights", &[("version", WEIGHTS.0.into())])) }
    };
    let page = Page::new(vacancy.title, main).back(format!("/vacancies/{id}"));
    Ok(page.show(&app, &visitor))
}
