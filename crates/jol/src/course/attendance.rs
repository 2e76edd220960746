//! What a provider tells of the people of a group: who was there, and who finished.

use std::collections::HashMap;

use domain::{
    access::Action,
    course::{Enrolment, SeatFault},
    fault::FieldFault,
    returnee::Change,
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    offers::provider_of,
    seats::{close, let_go, note},
    store::{self, Attendance, EnrolmentRow, GroupRow},
};
use crate::{
    app::{App, country_day},
    db::{
        Command, Tx,
        journal::{self, Act, Entry},
    },
    profile::learned::{certify, take_back},
    refusal::Refusal,
    returnee::{
        commands::{content, reach},
        store as returnees,
    },
    same::store::leading,
    vacancy::store::organisation,
};

/// A group of the provider that somebody acts for, held. Only a provider that was checked tells of people.
async fn hold(tx: &mut Tx, act: &Act, id: Uuid) -> Result<GroupRow, Refusal> {
    let provider = provider_of(&act.actor)?;
    let group = store::lock_group(tx, id).await?;
    let group = group.filter(|group| group.organisation == provider).ok_or(Refusal::NotFound)?;
    let provider = organisation(tx, provider).await?.ok_or(Refusal::NotFound)?;
    if provider.standing()?.is_good() {
        Ok(group)
    } else {
        Err(Refusal::rule(&SeatFault::Provider))
    }
}

/// Tells who was there on a day. Told again, it is mended.
pub struct TellAttendance {
    pub app: App,
    pub act: Act,
    pub group: Uuid,
    pub day: Date,
    /// Who stood on the sheet, and whether they were there. Whoever came into the group meanwhile is not told of.
    pub told: HashMap<Uuid, bool>,
}

impl Command for TellAttendance {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, day, told, .. } = self;
        let group = hold(tx, act, self.group).await?;
        if !group.has_day(*day, country_day(act.at)) {
            return Err(Refusal::Form(vec![FieldFault::plain("day", "fault-course-day")]));
        }
        let people = store::lock_all(tx, group.id, Enrolment::Enrolled).await?;
        let known = store::sheet(tx, group.id, *day).await?;
        let mut entries = Vec::new();
        for one in &people {
            let Some(&present) = told.get(&one.id) else { continue };
            let before = known.iter().find(|before| before.enrolment == one.id);
            if before.is_some_and(|before| before.present == present) {
                continue;
            }
            let told_by = act.actor.id;
            let returnee = one.returnee;
            tx.save(&Attendance { enrolment: one.id, day: *day, returnee, present, told_by })
                .await?;
            let note = journal::Note { fields: vec!["present"], ..note("attendance", one) };
            entries.push(Entry::new(app.new_id(), act, note));
        }
        Ok(journal::write_all(tx, entries).await?)
    }
}

/// Writes down what became of somebody, with the reasons closed up by the person's key. What the course taught stands in
/// the profile of whoever finished it.
async fn judge(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    (was, now): (&EnrolmentRow, &EnrolmentRow),
    because: (&str, String),
) -> Result<(), Refusal> {
    let scope = reach(&act.actor, Action::Meet)?;
    // Somebody whose record was restricted meanwhile ends the course like the others; their profile stays closed.
    let person = leading(tx, now.person()).await?;
    let in_reach = returnees::lock(tx, &app.keys, &scope, person).await?;
    let key = returnees::person_key(tx, &app.keys, now.person()).await?;
    let key = key.ok_or(Refusal::NotFound)?;
    tx.update(now).await?;
    let group = store::group(tx, now.course_group).await?.ok_or(Refusal::NotFound)?;
    let course = store::course(tx, group.course).await?.ok_or(Refusal::NotFound)?.course()?;
    // What was taught stands in the leading record, by its key; the entry of the course in the record that took it.
    if let Some((_, key)) = &in_reach {
        let about = (person, key);
        match (was.state()?, now.state()?) {
            (_, Enrolment::Completed) => certify(tx, app, act, about, course.teaches()).await?,
            (Enrolment::Completed, _) => take_back(tx, app, act, about, course.teaches()).await?,
            _ => (),
        }
    }
    let change = |field: &str, before: &str, after: &str| {
        let [field, before, after] = [field, before, after].map(str::to_owned);
        Change { field, before, after }
    };
    let changes = [change("state", &was.state, &now.state), change(because.0, "", &because.1)];
    let entry = app.new_id();
    let content = Some(content(&*app.chance, &key, entry, &changes)?);
    let note = journal::Note { content, ..note("course-ended", now) };
    Ok(journal::write(tx, entry, act, note).await?)
}

/// Ends a group by the rule of attendance: whoever was there often enough has finished.
pub struct EndGroup {
    pub app: App,
    pub act: Act,
    pub group: Uuid,
}

impl Command for EndGroup {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, .. } = self;
        let group = hold(tx, act, self.group).await?;
        if country_day(act.at) < group.ends_on {
            return Err(Refusal::rule(&SeatFault::TooEarly));
        }
        let people = store::lock_all(tx, group.id, Enrolment::Enrolled).await?;
        let n_days = u32::try_from(store::days(tx, group.id).await?.len()).unwrap_or(u32::MAX);
        if n_days == 0 && !people.is_empty() {
            return Err(Refusal::rule(&SeatFault::NoDays));
        }
        let rule = group.rule();
        for was in people {
            let n_present = store::n_present(tx, &was).await?;
            let state = match rule.is_finished(n_days, n_present) {
                true => Enrolment::Completed,
                false => Enrolment::NotCompleted,
            };
            let ended_on = Some(group.ends_on);
            let now = EnrolmentRow { ended_on, ..was.clone().now(state, act.at) };
            let because = ("rule", format!("{} {n_present}/{n_days}", rule.name));
            judge(tx, app, act, (&was, &now), because).await?;
        }
        let_go(tx, app, act, &group, Enrolment::Waiting).await?;
        if group.closed_at.is_none() {
            close(tx, app, act, &group).await?;
        }
        Ok(())
    }
}

/// The provider's own word on whether somebody finished, with a reason that the person can read. It stands above the rule.
pub struct Judge {
    pub app: App,
    pub act: Act,
    pub enrolment: Uuid,
    pub completed: bool,
    pub reason: String,
}

impl Command for Judge {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, enrolment, completed, reason } = self;
        provider_of(&act.actor)?;
        let scope = reach(&act.actor, Action::Meet)?;
        let of = store::enrolment(tx, &scope, *enrolment).await?.ok_or(Refusal::NotFound)?;
        let group = hold(tx, act, of.course_group).await?;
        let was = store::lock_enrolment(tx, *enrolment).await?.ok_or(Refusal::NotFound)?;
        if !was.state()?.has_seat() {
            return Err(Refusal::NotFound);
        }
        let today = country_day(act.at);
        if today < group.starts_on {
            return Err(Refusal::rule(&SeatFault::TooEarly));
        }
        let state = match completed {
            true => Enrolment::Completed,
            false => Enrolment::NotCompleted,
        };
        let now = EnrolmentRow {
            ended_on: Some(today.min(group.ends_on)),
            reason: Some(reason.clone()),
            ..was.clone().now(state, act.at)
        };
        judge(tx, app, act, (&was, &now), ("reason", reason.clone())).await
    }
}
