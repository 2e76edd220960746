//! A road that is taken becomes the plan, and the plan says when a seat or a vacancy of it is gone.

use std::collections::HashSet;

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Seat},
    course::Enrolment,
    id::ReturneeId,
    returnee::Change,
    support::{StepState, TypedStep},
    vacancy::Stage,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    commands::{at_the_office, fields, hold, step_changes},
    store::{self, StepRow},
};
use crate::{
    app::{App, country_day},
    course::store as courses,
    db::{
        Command, Error, Tx,
        journal::{self, Act, Note},
    },
    matching::shortest::{Aim, Step, pages::find, speak},
    refusal::Refusal,
    returnee::commands::content,
    vacancy::store as vacancies,
    web::{
        address::Path,
        form::Form,
        parts,
        route::{Need, Routes},
        visitor::own_record,
    },
    words::{Tongue, in_language},
};

pub fn routes() -> Routes {
    Routes::default().post("/returnees/{id}/plan/road", Need::To(Action::Edit), take_for).post(
        "/me/plan/road",
        Need::SignedIn,
        take_own,
    )
}

/// A step of a road, ready for the plan.
#[derive(Clone, Debug)]
pub struct Planned {
    pub id: Uuid,
    pub aim: String,
    pub typed: TypedStep,
    pub due_on: Option<Date>,
}

/// Makes a road the plan: its steps are added, unless they stand there; open steps of another road are dropped. Steps that
/// somebody wrote themself are left alone.
pub struct TakeRoad {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub steps: Vec<Planned>,
}

impl Command for TakeRoad {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, person, steps } = self;
        if act.actor.seat != Seat::Own(*person) {
            at_the_office(&act.actor)?;
        }
        let key = hold(app, tx, act, *person).await?;
        let write = async |tx: &mut Tx, action, row: &StepRow, what: &[Change]| {
            let entry = app.new_id();
            let note = Note {
                action,
                object_kind: "step",
                object: Some(row.id),
                person: Some(*person),
                fields: fields(what),
                content: Some(content(&*app.chance, &key, entry, what)?),
            };
            Ok::<_, Refusal>(journal::write(tx, entry, act, note).await?)
        };
        let mut stand = HashSet::new();
        for was in store::steps(tx, *person).await? {
            let (Some(aim), StepState::Open) = (was.aim.clone(), was.state()?) else { continue };
            let is_new = stand.insert(aim.clone());
            if is_new && steps.iter().any(|step| step.aim == aim) {
                continue;
            }
            let Some(was) = store::lock_step(tx, *person, was.id).await? else { continue };
            let state = StepState::Dropped.code().to_owned();
            let closed_on = Some(country_day(act.at));
            let now = StepRow { state, closed_on, version: was.version + 1, ..was.clone() };
            tx.update(&now).await?;
            let what = [Change {
                field: "state".into(),
                before: was.state.clone(),
                after: now.state.clone(),
            }];
            write(tx, "plan-changed", &now, &what).await?;
        }
        for step in steps.iter().filter(|step| !stand.contains(&step.aim)) {
            let row = StepRow {
                id: step.id,
                returnee: person.uuid(),
                kind: step.typed.kind.clone(),
                words: step.typed.words.clone(),
                aim: Some(step.aim.clone()),
                due_on: step.due_on,
                state: StepState::Open.code().to_owned(),
                closed_on: None,
                made_by: act.actor.id,
                made_at: act.at,
                version: 1,
            };
            tx.insert(&row).await?;
            write(tx, "planned", &row, &step_changes(&TypedStep::default(), &row.typed())).await?;
        }
        Ok(())
    }
}

async fn take_for(
    State(app): State<App>,
    Path(person): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    at_the_office(&form.visitor.actor()?)?;
    take(&app, &form, person, &format!("/returnees/{person}")).await
}

async fn take_own(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let person = own_record(&form.visitor.actor()?)?;
    take(&app, &form, person, "/me").await
}

/// The road is found anew: what a browser sends says which one was meant, and nothing more.
async fn take(app: &App, form: &Form, person: ReturneeId, base: &str) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let (returnee, _, reckoned) = find(app, &actor, Action::Edit, person).await?;
    let Some(road) = reckoned.named(form.text("road")) else {
        return Ok(Redirect::to(&format!("{base}/shortest?changed=true")).into_response());
    };
    let lists = app.lists.now();
    let tongue = in_language(returnee.details.language);
    // Ids of one moment are in no order, and a plan is read in the order of its ids.
    let steps = reckoned.steps(road);
    let mut ids: Vec<Uuid> = steps.iter().map(|_| app.new_id()).collect();
    ids.sort_unstable();
    let planned = |(step, id): (&Step<'_>, Uuid)| {
        let words: String = speak::step(tongue, &lists, step).chars().take(200).collect();
        let due_on = step.until();
        let typed = TypedStep {
            kind: step.kind().code().to_owned(),
            words: words.trim().to_owned(),
            due_on: due_on.map(|day| day.to_string()).unwrap_or_default(),
        };
        Planned { id, aim: step.aim().to_string(), typed, due_on }
    };
    let steps = steps.iter().zip(ids).map(planned).collect();
    let command = TakeRoad { app: app.clone(), act: app.act(actor), person, steps };
    app.db.run_once(form.once(app), command).await?;
    Ok(Redirect::to(&format!("{base}/plan")).into_response())
}

/// Whether a seat or a vacancy that an open step leads to is gone. The caller has asked whether the person is within reach.
pub async fn is_gone(
    tx: &mut Tx,
    person: ReturneeId,
    steps: &[StepRow],
    today: Date,
) -> Result<bool, Error> {
    for step in steps {
        let aim = step.aim.as_deref().and_then(|aim| aim.parse().ok());
        let is_gone = match (aim, step.state()?) {
            (Some(Aim::Group(id)), StepState::Open) => !has_seat(tx, person, id, today).await?,
            (Some(Aim::Vacancy(id)), StepState::Open) => !is_open(tx, person, id, today).await?,
            _ => false,
        };
        if is_gone {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn has_seat(tx: &mut Tx, person: ReturneeId, id: Uuid, today: Date) -> Result<bool, Error> {
    let Some(group) = courses::group(tx, id).await? else { return Ok(false) };
    let sits = [Enrolment::Enrolled, Enrolment::Completed].map(Enrolment::code);
    if store::of_group(tx, person, id).await?.iter().any(|state| sits.contains(&state.as_str())) {
        return Ok(true);
    }
    let is_shown = courses::shown(tx, group.course).await?.is_some();
    let n_taken = i64::from(courses::n_taken(tx, id).await?);
    Ok(is_shown && group.closed_at.is_none() && group.starts_on >= today && n_taken < group.seats)
}

async fn is_open(tx: &mut Tx, person: ReturneeId, id: Uuid, today: Date) -> Result<bool, Error> {
    if vacancies::shown(tx, id, today).await?.is_some() {
        return Ok(true);
    }
    // Whoever was hired has taken the place themself.
    let theirs = [Stage::Offered, Stage::Hired].map(Stage::code);
    Ok(store::of_vacancy(tx, person, id)
        .await?
        .iter()
        .any(|stage| theirs.contains(&stage.as_str())))
}

/// What stands above a plan, a part of which is gone.
pub fn gone(tongue: Tongue, base: &str) -> Markup {
    parts::inset(html! {
        p.govuk-body { (tongue.t("shortest-gone")) }
        p.govuk-body { (parts::link(&tongue.t("shortest-anew"), &format!("{base}/shortest"))) }
    })
}
