//! Changes of what is offered: courses, and groups of them. A course is shown when an officer has let it through.

use domain::{
    access::{Action, Actor, Role, Seat},
    course::{Course, CourseState, Group, SeatFault},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store::{self, CourseRow, GroupRow};
use crate::{
    app::App,
    db::{
        Command, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    returnee::commands::reach,
    vacancy::store::organisation,
};

/// The training provider that somebody acts for.
pub fn provider_of(actor: &Actor) -> Result<Uuid, Refusal> {
    reach(actor, Action::Offer)?;
    match (actor.role, actor.seat) {
        (Role::Provider, Seat::Organisation(id)) => Ok(id.uuid()),
        _ => Err(Refusal::NotAllowed),
    }
}

/// The version after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub version: i64,
}

async fn write(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    action: &'static str,
    (object_kind, object): (&'static str, Uuid),
    fields: Vec<&'static str>,
) -> Result<(), Refusal> {
    let note = Note { action, object_kind, object: Some(object), fields, ..Note::default() };
    Ok(journal::write(tx, app.new_id(), act, note).await?)
}

/// A course of the provider that somebody acts for, held, as whoever changes it has seen it.
async fn hold(tx: &mut Tx, act: &Act, id: Uuid, version: i64) -> Result<CourseRow, Refusal> {
    let provider = provider_of(&act.actor)?;
    let course = store::lock_course(tx, id).await?;
    let course = course.filter(|course| course.organisation == provider);
    let course = course.ok_or(Refusal::NotFound)?;
    if course.version == version { Ok(course) } else { Err(Refusal::Stale) }
}

/// Describes a new course. It waits for a check.
pub struct AddCourse {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub course: Course,
}

impl Command for AddCourse {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let Self { app, act, id, course } = self;
        let provider = provider_of(&act.actor)?;
        organisation(tx, provider).await?.ok_or(Refusal::NotFound)?;
        let made = (act.actor.id, act.at);
        let row = CourseRow::new(*id, provider, course, &app.lists.now(), made);
        tx.insert(&row).await?;
        write(tx, app, act, "offered", ("course", *id), Vec::new()).await?;
        Ok(Changed { version: row.version })
    }
}

/// Describes a course anew. What is different has not been checked, so it waits again; groups and who sits in them stay.
pub struct ChangeCourse {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    /// The version the change starts from.
    pub version: i64,
    pub course: Course,
}

impl Command for ChangeCourse {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let Self { app, act, id, version, course } = self;
        let was = hold(tx, act, *id, *version).await?;
        let (before, after) = (was.course()?.typed(), course.typed());
        let both = before.answers().into_iter().zip(after.answers());
        let differs = both.filter(|((_, before), (_, after))| before != after);
        let fields: Vec<&str> = differs.map(|((field, _), _)| field).collect();
        // One that was taken back and is sent again as it was is offered again.
        if fields.is_empty() && was.state()? != CourseState::Closed {
            return Ok(Changed { version: was.version });
        }
        let now = CourseRow {
            state: CourseState::Waiting.code().to_owned(),
            reason: None,
            checked_by: None,
            checked_at: None,
            version: was.version + 1,
            ..was.described(course, &app.lists.now())
        };
        tx.update(&now).await?;
        write(tx, app, act, "changed", ("course", *id), fields).await?;
        Ok(Changed { version: now.version })
    }
}

/// Takes a course out of the catalogue. Groups under way go on.
pub struct CloseCourse {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub version: i64,
}

impl Command for CloseCourse {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let Self { app, act, id, version } = self;
        let was = hold(tx, act, *id, *version).await?;
        if was.state()? == CourseState::Closed {
            return Ok(Changed { version: was.version });
        }
        let state = CourseState::Closed.code().to_owned();
        let now = CourseRow { state, version: was.version + 1, ..was };
        tx.update(&now).await?;
        write(tx, app, act, "closed", ("course", *id), vec!["state"]).await?;
        Ok(Changed { version: now.version })
    }
}

/// Lets a course through, or refuses it with a reason that the provider reads.
pub struct DecideCourse {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    /// The version that was read and is decided about.
    pub version: i64,
    pub refused: Option<String>,
}

impl Command for DecideCourse {
    type Answer = Changed;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Changed, Refusal> {
        let Self { app, act, id, version, refused } = self;
        reach(&act.actor, Action::Check)?;
        let was = store::lock_course(tx, *id).await?.ok_or(Refusal::NotFound)?;
        let decided = decide(was.state()?, refused.is_some());
        let (Some(state), true) = (decided, was.version == *version) else {
            return Err(Refusal::Stale);
        };
        let now = CourseRow {
            state: state.code().to_owned(),
            reason: refused.clone(),
            checked_by: Some(act.actor.id),
            checked_at: Some(act.at),
            version: was.version + 1,
            ..was
        };
        tx.update(&now).await?;
        let action = if refused.is_some() { "refused" } else { "let-through" };
        write(tx, app, act, action, ("course", *id), vec!["state"]).await?;
        Ok(Changed { version: now.version })
    }
}

/// What a decision makes of a course, if it can be decided so.
pub fn decide(state: CourseState, refused: bool) -> Option<CourseState> {
    use CourseState::*;
    match (state, refused) {
        (Waiting | Refused, false) => Some(Open),
        (Waiting | Open, true) => Some(Refused),
        _ => None,
    }
}

/// Puts a course on days, with seats.
pub struct AddGroup {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub course: Uuid,
    pub group: Group,
}

impl Command for AddGroup {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, id, course, group } = self;
        let provider = provider_of(&act.actor)?;
        let course = store::lock_course(tx, *course).await?;
        let course = course.filter(|course| course.organisation == provider);
        let course = course.ok_or(Refusal::NotFound)?;
        if course.state()? == CourseState::Closed {
            return Err(Refusal::rule(&SeatFault::Closed));
        }
        tx.insert(&GroupRow::new(*id, &course, group, act.at)).await?;
        write(tx, app, act, "offered", ("course_group", *id), Vec::new()).await
    }
}
