//! Seats: who enrols, who gives the seat back, who moves up. Whoever gives or takes a seat holds the group first, so that
//! there are never more people than seats and the line keeps its order.

use domain::{
    access::{Action, Purpose},
    course::{Enrolment, SeatFault, enrol, moves_up},
    id::ReturneeId,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use uuid::Uuid;

use super::{
    offers::provider_of,
    store::{self, EnrolmentRow, GroupRow},
};
use crate::{
    app::{App, country_day},
    db::{
        Command, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    returnee::{
        commands::reach,
        notice::{self, News},
        store as returnees,
    },
    same::store::leading,
};

/// An entry of the journal about one person and one group.
pub(super) fn note(action: &'static str, of: &EnrolmentRow) -> Note {
    Note {
        action,
        object_kind: "enrolment",
        object: Some(of.id),
        person: Some(of.person()),
        fields: vec!["state"],
        content: None,
    }
}

/// Saves somebody's new state and writes it down.
async fn turn(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    action: &'static str,
    now: &EnrolmentRow,
) -> Result<(), Refusal> {
    tx.update(now).await?;
    Ok(journal::write(tx, app.new_id(), act, note(action, now)).await?)
}

/// Whether somebody may join a group now, from outside or from the line.
async fn is_open(tx: &mut Tx, group: &GroupRow, today: Date) -> Result<bool, Refusal> {
    Ok(group.takes_people(today) && store::shown(tx, group.course).await?.is_some())
}

fn n_seats(group: &GroupRow) -> u16 {
    u16::try_from(group.seats).unwrap_or(u16::MAX)
}

/// Lets whoever waits move up into the seats that are free. The group is held by the caller.
async fn fill(tx: &mut Tx, app: &App, group: &GroupRow, at: Timestamp) -> Result<u16, Refusal> {
    if !is_open(tx, group, country_day(at)).await? {
        return Ok(0);
    }
    // Nobody of those who act here knows who is next, so it is the program that does it.
    let act = Act { at, purpose: Purpose::Training, ..app.operator() };
    let most = moves_up(n_seats(group), store::n_taken(tx, group.id).await?, u16::MAX);
    if most == 0 {
        return Ok(0);
    }
    let mut seated = store::seated(tx, group.id).await?;
    let mut n = 0;
    for first in store::line(tx, group.id).await? {
        if n == most {
            break;
        }
        // Who has a seat by another record needs no second one.
        let person = leading(tx, first.person()).await?;
        if seated.contains(&person) {
            continue;
        }
        // Whoever was erased meanwhile has left the line.
        let Some(first) = store::lock_enrolment(tx, first.id).await? else { continue };
        turn(tx, app, &act, "moved-up", &first.now(Enrolment::Enrolled, at)).await?;
        notice::tell(tx, app, person, News::Seat).await?;
        seated.insert(person);
        n += 1;
    }
    Ok(n)
}

/// Asks for a seat in a group: the person themself, or an officer on their word. With no seat free they wait in line.
/// Asked twice it is one seat.
pub struct Enrol {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub person: ReturneeId,
    /// The course that was looked at, where it was one.
    pub course: Option<Uuid>,
    pub group: Uuid,
}

impl Command for Enrol {
    type Answer = Enrolment;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Enrolment, Refusal> {
        let Self { app, act, id, person, course, group } = self;
        let scope = reach(&act.actor, Action::Edit)?;
        returnees::lock(tx, &app.keys, &scope, *person).await?.ok_or(Refusal::NotFound)?;
        let group = store::lock_group(tx, *group).await?;
        let group = group.filter(|group| course.is_none_or(|course| course == group.course));
        let group = group.ok_or(Refusal::NotFound)?;
        let before = store::lock_pair(tx, group.id, *person).await?;
        match before.as_ref().map(EnrolmentRow::state).transpose()? {
            Some(state) if state.is_open() => return Ok(state),
            Some(state) if state.has_seat() => return Err(Refusal::rule(&SeatFault::Over)),
            _ => (),
        }
        store::shown(tx, group.course).await?.ok_or(Refusal::NotFound)?;
        if !group.takes_people(country_day(act.at)) {
            return Err(Refusal::rule(&SeatFault::Closed));
        }

        // A seat that came free without anybody moving up belongs to the line.
        fill(tx, app, &group, act.at).await?;
        let state = enrol(n_seats(&group), store::n_taken(tx, group.id).await?);
        // Written down later is later in line, also of two who came in one moment.
        let last = store::last_came(tx, group.id).await?;
        let behind = last.map_or(act.at, |last| last + SignedDuration::from_micros(1));
        let row = EnrolmentRow {
            id: before.as_ref().map_or(*id, |row| row.id),
            course_group: group.id,
            organisation: group.organisation,
            returnee: before.as_ref().map_or(person.uuid(), |row| row.returnee),
            state: state.code().to_owned(),
            is_shown: state.is_shown(),
            came_at: act.at.max(behind),
            ended_on: None,
            reason: None,
            made_by: act.actor.id,
            changed_at: act.at,
            version: before.as_ref().map_or(1, |row| row.version + 1),
        };
        tx.save(&row).await?;
        let action = if state.has_seat() { "enrolled" } else { "queued" };
        journal::write(tx, app.new_id(), act, note(action, &row)).await?;
        Ok(state)
    }
}

/// Gives the seat or the place in line back. Whoever waits first moves up. Said twice it is one seat.
pub struct Leave {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub enrolment: Uuid,
}

impl Command for Leave {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, person, enrolment } = self;
        let scope = reach(&act.actor, Action::Edit)?;
        returnees::lock(tx, &app.keys, &scope, *person).await?.ok_or(Refusal::NotFound)?;
        let of = store::enrolment(tx, &scope, *enrolment).await?;
        let of = of.ok_or(Refusal::NotFound)?;
        if leading(tx, of.person()).await? != *person {
            return Err(Refusal::NotFound);
        }
        let group = store::lock_group(tx, of.course_group).await?.ok_or(Refusal::NotFound)?;
        // Read again now that nobody else changes it.
        let was = store::lock_enrolment(tx, *enrolment).await?.ok_or(Refusal::NotFound)?;
        match was.state()? {
            Enrolment::Left => return Ok(()),
            state if !state.is_open() => return Err(Refusal::rule(&SeatFault::Over)),
            _ => (),
        }
        let ended_on = Some(country_day(act.at));
        let now = EnrolmentRow { ended_on, ..was.now(Enrolment::Left, act.at) };
        turn(tx, app, act, "left-course", &now).await?;
        fill(tx, app, &group, act.at).await?;
        Ok(())
    }
}

/// Lets people of a group go who are in a state: there is nothing to wait for, or the group does not take place.
pub(super) async fn let_go(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    group: &GroupRow,
    state: Enrolment,
) -> Result<(), Refusal> {
    let ended_on = Some(country_day(act.at));
    for was in store::lock_all(tx, group.id, state).await? {
        let now = EnrolmentRow { ended_on, ..was.now(Enrolment::Left, act.at) };
        turn(tx, app, act, "group-closed", &now).await?;
    }
    Ok(())
}

/// Closes a group. Before its first day: it does not take place, and everybody is let go. Later: it takes nobody more, and
/// those who wait are let go.
pub struct CloseGroup {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
}

impl Command for CloseGroup {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, id } = self;
        let provider = provider_of(&act.actor)?;
        let group = store::lock_group(tx, *id).await?;
        let group = group.filter(|group| group.organisation == provider);
        let group = group.ok_or(Refusal::NotFound)?;
        if group.closed_at.is_some() {
            return Ok(());
        }
        if country_day(act.at) < group.starts_on {
            let_go(tx, app, act, &group, Enrolment::Enrolled).await?;
        }
        let_go(tx, app, act, &group, Enrolment::Waiting).await?;
        close(tx, app, act, &group).await
    }
}

/// Marks a group that takes nobody more.
pub(super) async fn close(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    group: &GroupRow,
) -> Result<(), Refusal> {
    let version = group.version + 1;
    tx.update(&GroupRow { closed_at: Some(act.at), version, ..group.clone() }).await?;
    let note = Note {
        action: "closed",
        object_kind: "course_group",
        object: Some(group.id),
        fields: vec!["closed_at"],
        ..Note::default()
    };
    Ok(journal::write(tx, app.new_id(), act, note).await?)
}

/// Lets people move up in one group.
struct Fill {
    app: App,
    group: Uuid,
    at: Timestamp,
}

impl Command for Fill {
    type Answer = u16;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<u16, Refusal> {
        let Some(group) = store::lock_group(tx, self.group).await? else { return Ok(0) };
        fill(tx, &self.app, &group, self.at).await
    }
}

/// Lets people move up wherever a seat came free without anybody giving it back: whoever had it was erased, or a course was
/// hidden for a while. Answers how many moved.
pub async fn fill_all(app: &App) -> Result<u32, Refusal> {
    let groups = store::unfilled(&mut app.db.read().await?, app.today()).await?;
    let mut n_moved = 0;
    for group in groups {
        let fill = Fill { app: app.clone(), group, at: app.now() };
        n_moved += u32::from(app.db.run(fill).await?);
    }
    Ok(n_moved)
}
