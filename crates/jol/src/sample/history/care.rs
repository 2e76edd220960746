//! What an officer does for a person: the plan, notes, letters.

use domain::support::{StepKind, StepState};
use jiff::civil::Date;

use super::{
    super::{chance::Chance, person::SamplePerson},
    Work, days_after, days_before, days_between,
    rates::*,
    words,
};

/// A step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: StepKind,
    pub words: &'static str,
    pub made_on: Date,
    pub due_on: Date,
    pub state: StepState,
    pub closed_on: Option<Date>,
}

/// Something written on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub on: Date,
    pub words: &'static str,
}

/// A letter of the person, and the answer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    pub asked: Written,
    pub answer: Option<Written>,
}

/// A plan of two to four steps, in the order in which a road goes.
pub fn plan(
    person: &SamplePerson,
    work: &Work,
    made_on: Date,
    last: Date,
    chance: &mut Chance,
) -> Vec<Step> {
    let in_kyrgyz = in_kyrgyz(person);
    let seat = work.seat.as_ref();
    let first_work = work.life.jobs.iter().map(|job| job.from).find(|day| *day > made_on);
    let wants_own = chance.happens(0.2);
    let kinds = [
        (StepKind::Document, chance.happens(0.6), None),
        (StepKind::Course, seat.is_some() || chance.happens(0.1), seat.and_then(|s| s.judged_on)),
        (StepKind::Programme, wants_own, None),
        (StepKind::Service, chance.happens(0.15), None),
        (StepKind::Work, true, first_work),
    ];
    let mut steps = Vec::new();
    let mut due_on = made_on;
    for (kind, is_taken, done_on) in kinds {
        if !is_taken {
            continue;
        }
        due_on = days_after(due_on, chance.between(14, 60));
        let words = words::step(kind, in_kyrgyz, chance);
        let is_of_the_road = matches!(kind, StepKind::Course | StepKind::Work);
        let done_on = match done_on {
            Some(day) => Some(day),
            None if is_of_the_road || chance.happens(STEP_LATE.value) => None,
            None => Some(days_before(due_on, chance.between(0, 10)).max(days_after(made_on, 1))),
        };
        let done_on = done_on.filter(|day| *day <= last && *day > made_on);
        let dropped_on = days_after(due_on, chance.between(1, 20));
        let (state, closed_on) = match done_on {
            Some(day) => (StepState::Done, Some(day)),
            None if chance.happens(STEP_DROPPED.value) && dropped_on <= last => {
                (StepState::Dropped, Some(dropped_on))
            }
            None => (StepState::Open, None),
        };
        steps.push(Step { kind, words, made_on, due_on, state, closed_on });
    }
    steps
}

pub fn in_kyrgyz(person: &SamplePerson) -> bool {
    person.page_language == "ky"
}

/// What an officer wrote down for the office.
pub fn notes(person: &SamplePerson, since: Date, last: Date, chance: &mut Chance) -> Vec<Written> {
    if since > last || !chance.happens(NOTED.value) {
        return Vec::new();
    }
    let on = days_after(since, chance.between(0, days_between(since, last).min(120)));
    vec![Written { on, words: words::note(in_kyrgyz(person), chance) }]
}

/// A letter of the person, answered or waiting.
pub fn letters(person: &SamplePerson, since: Date, last: Date, chance: &mut Chance) -> Vec<Letter> {
    let can_write = person.phone.is_some() && since <= last;
    if !can_write || !chance.happens(WROTE.value) {
        return Vec::new();
    }
    let on = days_before(last, chance.between(0, days_between(since, last).min(240)));
    let (asked, answer) = words::letter(in_kyrgyz(person), chance);
    let answered_on = days_after(on, chance.between(1, 4));
    // Who wrote long ago has been answered.
    let old = days_between(on, last) > 25;
    let is_answered = answered_on <= last && (old || chance.happens(ANSWERED.value));
    let answer = is_answered.then_some(Written { on: answered_on, words: answer });
    vec![Letter { asked: Written { on, words: asked }, answer }]
}
