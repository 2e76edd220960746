//! Courses: what each provider teaches, and the groups of one part of the people.
//!
//! In the south and in the north two courses begin every hundred days. Seats are given in the order of the people, so whoever
//! comes later takes no seat from anybody before.

use domain::course::{AttendanceRule, Enrolment};
use jiff::civil::Date;

use super::{
    super::{
        chance::Chance,
        organisations::Sector,
        person::{SamplePerson, Sex},
    },
    days_after, days_before, days_between,
    firms::{Firm, one_of, zone},
    life::Life,
    rates::*,
};

/// Courses of every provider: the first two of its sector are in the catalogue, and some have more.
pub const COURSES: usize = 2;

/// A group on its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub provider: usize,
    /// Which of the provider's courses.
    pub course: usize,
    pub territory: &'static str,
    pub starts_on: Date,
    pub ends_on: Date,
    pub seats: usize,
    pub made_on: Date,
    /// The day on which the provider ended it.
    pub judged_on: Option<Date>,
    /// The days of which the provider told who was there.
    pub days: Vec<Date>,
    zone: usize,
    for_women: bool,
    n_taken: usize,
    n_waiting: usize,
}

/// One person and one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub group: usize,
    pub state: Enrolment,
    pub came_on: Date,
    pub ended_on: Option<Date>,
    /// When the provider said what became of them.
    pub judged_on: Option<Date>,
    /// Whether they were there, day for day.
    pub present: Vec<bool>,
    pub by_person: bool,
}

const ROUNDS: i32 = 13;
const EVERY: i32 = 100;
const FIRST_AGO: i32 = 1_025;
const FOR_MEN: [Sector; 4] =
    [Sector::Construction, Sector::Metal, Sector::Transport, Sector::Metal];
const FOR_WOMEN: [Sector; 4] = [Sector::Sewing, Sector::Food, Sector::Health, Sector::Hospitality];
/// Where a group of a part of the country meets, if its provider is elsewhere.
const MEETS: [&str; 2] = ["41721000000000", "41711203000000"];

/// The groups of one part of the people, the earliest first.
pub fn groups(number: usize, providers: &[Firm], today: Date, chance: &mut Chance) -> Vec<Group> {
    let mut groups = Vec::new();
    for round in 0..ROUNDS {
        for place in 0..MEETS.len() {
            for for_women in [false, true] {
                let days_ahead = EVERY * round - FIRST_AGO + 9 * place as i32;
                let starts_on = days_after(today, days_ahead + chance.between(0, 6));
                let list = if for_women { FOR_WOMEN } else { FOR_MEN };
                // What the demo's own provider teaches is to be seen at every stage.
                let own = number == 0 && round >= ROUNDS - 4 && !for_women;
                let sector = match own {
                    true => providers[0].sector,
                    false => list[(round as usize + place) % list.len()],
                };
                let by = days_before(starts_on, 120);
                let provider = match own {
                    true => Some(&providers[0]),
                    false => one_of(providers, sector, MEETS[place], by, chance),
                };
                let Some(provider) = provider else { continue };
                groups.push(group(provider, place, for_women, starts_on, today, chance));
            }
        }
    }
    groups
}

fn group(
    provider: &Firm,
    place: usize,
    for_women: bool,
    starts_on: Date,
    today: Date,
    chance: &mut Chance,
) -> Group {
    let ends_on = days_after(starts_on, chance.between(34, 55));
    let is_near = zone(provider.territory) == place;
    let is_ahead = starts_on > today;
    // Those that begin next are small, so that a line forms.
    let seats = match (place, is_ahead) {
        (0, true) if days_between(today, starts_on) < EVERY => 5,
        _ => chance.between(12, 18) as usize,
    };
    let judged_on = Some(days_after(ends_on, chance.between(1, 4))).filter(|day| *day <= today);
    let told = (0..).map(|n| days_after(starts_on, 4 * n));
    Group {
        provider: provider.number,
        course: chance.below(COURSES as u32) as usize,
        territory: if is_near { provider.territory } else { MEETS[place] },
        starts_on,
        ends_on,
        seats,
        made_on: days_before(starts_on, chance.between(95, 115)).min(today),
        judged_on,
        days: told.take_while(|day| *day <= ends_on && *day < today).collect(),
        zone: place,
        for_women,
        n_taken: 0,
        n_waiting: 0,
    }
}

/// Whoever comes within the last days before a full group begins waits.
const LAST_DAYS: i32 = 4;

/// Whether somebody asks for a course, and what becomes of it.
pub fn ask(
    person: &SamplePerson,
    life: &Life,
    until: Date,
    groups: &mut [Group],
    today: Date,
    chance: &mut Chance,
) -> Option<Seat> {
    let factor = if person.sex == Sex::Female { TRAINED_WOMEN.value } else { 1.0 };
    let asks = chance.happens(TRAINED.value * factor);
    let wished_on = days_after(person.registered_on, chance.between(12, 200));
    if !asks || wished_on > today {
        return None;
    }
    let home = zone(person.territory);
    let fits = |group: &Group| {
        group.zone == home
            && group.for_women == (person.sex == Sex::Female)
            && group.starts_on > wished_on
            && group.starts_on <= days_after(wished_on, EVERY + 20)
            // Nobody begins what they will not see the end of, or learns a trade beside a job with a contract.
            && days_after(group.ends_on, 8) < until
            && !life.form_on(group.starts_on).is_formal()
    };
    let at = groups.iter().position(fits)?;
    take(at, person, groups, today, chance)
}

/// Takes a seat, or a place in line.
pub fn take(
    at: usize,
    person: &SamplePerson,
    groups: &mut [Group],
    today: Date,
    chance: &mut Chance,
) -> Option<Seat> {
    let group = &mut groups[at];
    let is_ahead = group.starts_on > today;
    let first = group.made_on.max(days_after(person.registered_on, 2));
    let by_person = person.phone.is_some() && chance.happens(0.4);
    if group.n_taken == group.seats {
        let line_from = first.max(days_before(today, LAST_DAYS));
        if !is_ahead || line_from > today || group.n_waiting >= 4 {
            return None;
        }
        group.n_waiting += 1;
        let came_on = days_after(line_from, chance.between(0, days_between(line_from, today)));
        let state = Enrolment::Waiting;
        return Some(Seat {
            group: at,
            state,
            came_on,
            ended_on: None,
            judged_on: None,
            present: Vec::new(),
            by_person,
        });
    }
    let last = match is_ahead {
        true => days_before(today, LAST_DAYS + 1),
        false => days_before(group.starts_on, 1),
    };
    if first > last {
        return None;
    }
    let came_on = days_after(first, chance.between(0, days_between(first, last)));
    let mut seat = Seat {
        group: at,
        state: Enrolment::Enrolled,
        came_on,
        ended_on: None,
        judged_on: None,
        present: Vec::new(),
        by_person,
    };
    let leaves_on = days_after(came_on, chance.between(1, 12));
    if chance.happens(LEFT_COURSE.value) && leaves_on < last {
        seat.state = Enrolment::Left;
        seat.ended_on = Some(leaves_on);
        return Some(seat);
    }
    group.n_taken += 1;
    let there = if chance.happens(DILIGENT.value) { PRESENT.value } else { PRESENT_SELDOM.value };
    seat.present = group.days.iter().map(|_| chance.happens(there)).collect();
    judge(&mut seat, group);
    Some(seat)
}

/// What the rule of attendance says at the end of a group.
fn judge(seat: &mut Seat, group: &Group) {
    if group.judged_on.is_none() {
        return;
    }
    let n_present = seat.present.iter().filter(|present| **present).count() as u32;
    let rule = AttendanceRule::on(group.starts_on);
    seat.state = match rule.is_finished(group.days.len() as u32, n_present) {
        true => Enrolment::Completed,
        false => Enrolment::NotCompleted,
    };
    seat.ended_on = Some(group.ends_on);
    seat.judged_on = group.judged_on;
}

impl Seat {
    /// The same of somebody who was there every day until the end.
    pub fn finished(mut self, groups: &[Group]) -> Self {
        let group = &groups[self.group];
        self.present = vec![true; group.days.len()];
        judge(&mut self, group);
        self
    }

    /// The day the course was finished.
    pub fn completed_on(&self) -> Option<Date> {
        self.ended_on.filter(|_| self.state == Enrolment::Completed)
    }
}
