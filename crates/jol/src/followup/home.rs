//! The returnee's home: where they are on the road, what comes next, everything else in short, and their rights.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Action,
    followup::{answers, picture},
    support::StepState,
};
use maud::{Markup, html};

use super::{
    follow::Refresh,
    labels, short,
    store::{self, RoadRow},
};
use crate::{
    app::App,
    matching::proposal::own::proposed,
    refusal::Refusal,
    returnee::{
        commands::reach,
        consents,
        pages::read,
        store::{self as returnees},
    },
    support::store as support,
    web::{
        page::Page,
        parts::{self, Task},
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
    words::Tongue,
};

pub fn routes() -> Routes {
    Routes::default().get("/me", Need::SignedIn, home)
}

/// How much there is behind each link.
struct Short {
    steps: usize,
    letters: usize,
    jobs: usize,
    courses: usize,
    files: usize,
    /// Places that are proposed to them.
    proposed: usize,
}

async fn home(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    // Somebody with a proven phone and no record yet is on the way to one.
    let Ok(id) = own_record(&actor) else {
        return Ok(Redirect::to("/register").into_response());
    };
    let returnee = read(&app, &actor, Action::See, id).await?;
    app.db.run(Refresh { app: app.clone(), person: id, today: app.today() }).await?;
    let scope = reach(&actor, Action::See)?;
    let mut tx = app.db.read().await?;
    let road = store::road(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let steps = support::steps(&mut tx, id).await?;
    let is_open = |step: &&support::StepRow| step.state == StepState::Open.code();
    let short = Short {
        steps: steps.iter().filter(is_open).count(),
        letters: support::unread(&mut tx, id, false).await?.len(),
        jobs: short::candidacies(&mut tx, &scope, id).await?.len(),
        courses: short::courses(&mut tx, &scope, id).await?.len(),
        files: returnees::attachments(&mut tx, id).await?.len(),
        proposed: proposed(&mut tx, &returnee, id, app.today()).await?.len(),
    };
    drop(tx);

    let consents = consents::section(&app, &visitor, &returnee, Some("/me/consent")).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let drawn = picture(&road.facts()?);
    let today = app.today();
    let is_asked = road.next_visit_on.is_some_and(|day| answers(today, day));
    let next = labels::next_for_person(drawn.next);
    let main = html! {
        (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
        (labels::picture(tongue, &drawn))
        h2.govuk-heading-m { (t("road-next")) }
        // One button: an answer that is due comes before everything else.
        @if is_asked {
            p.govuk-body { (t("visit-own-due")) }
            (parts::link_button(&t("visit-own-button"), "/me/visit"))
        } @else {
            p.govuk-body { (t(next.sentence)) }
            @if let Some((words, href)) = &next.link { (parts::link_button(&t(words), href)) }
        }
        h2.govuk-heading-m { (t("home-all")) }
        (tasks(tongue, &road, &short))
        (consents)
        h2.govuk-heading-m { (t("own-rights")) }
        ul.govuk-list {
            li { (parts::link(&t("own-journal"), "/me/journal")) }
            li { (parts::link(&t("own-data"), "/me/data")) " · " (parts::link("CSV", "/me/data.csv")) }
            li { (parts::link(&t("own-erase"), "/me/erase")) }
        }
    };
    Ok(Page::new(t("nav-me"), main).show(&app, &visitor))
}

fn tasks(tongue: Tongue, road: &RoadRow, short: &Short) -> Markup {
    let t = |key| tongue.t(key);
    let count = |n: usize| match n {
        0 => t("home-nothing").into_owned(),
        n => tongue.integer(n as i64),
    };
    let new = match short.letters {
        0 => t("home-nothing").into_owned(),
        n => tongue.ta("home-new", &[("n", n.into())]),
    };
    let visit = road.next_visit_on.map(|day| tongue.date_short(day));
    let profile = road.profile_on.map(|day| tongue.date_short(day));
    let nothing = || t("home-nothing").into_owned();
    let mut tasks = vec![
        Task::new(t("home-record"), count(short.files))
            .href("/me/record")
            .hint(t("home-record-hint")),
        Task::new(t("home-profile"), profile.unwrap_or_else(nothing)).href("/me/profile"),
        Task::new(t("plan-own"), count(short.steps)).href("/me/plan"),
        Task::new(t("home-jobs"), count(short.jobs)).href("/me/work"),
        Task::new(t("home-courses"), count(short.courses)).href("/me/courses"),
        Task::new(t("letter-own"), new).href("/me/messages"),
        Task::new(t("visit-own-task"), visit.unwrap_or_else(nothing)).href("/me/visit"),
    ];
    // Most people never have one.
    if short.proposed > 0 {
        let task = Task::new(t("proposal-yours"), count(short.proposed)).href("/me/proposals");
        tasks.insert(3, task);
    }
    parts::task_list("home", &tasks)
}
