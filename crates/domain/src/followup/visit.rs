//! Visits: when somebody is asked how it goes, and what came of it.

use jiff::{ToSpan, civil::Date};

use super::Form;
use crate::codes;

codes! {
    /// What a series of visits follows.
    EventKind {
        Registered = "registered",
        CourseEnded = "course",
        WorkBegan = "work",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    pub kind: EventKind,
    pub on: Date,
}

/// After how many months somebody is asked. Dated data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub valid_from: Date,
    pub months: [u16; 4],
}

impl Schedule {
    pub const FIRST: Self =
        Self { valid_from: jiff::civil::date(2026, 11, 1), months: [1, 3, 6, 12] };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    pub on: Date,
    pub kind: EventKind,
    pub event_on: Date,
    pub months: u16,
}

/// The visits that follow from what has happened, in the order of their days.
pub fn due(events: &[Event], schedule: &Schedule) -> Vec<Due> {
    let mut due: Vec<Due> = events
        .iter()
        .flat_map(|event| {
            schedule.months.map(|months| Due {
                on: event.on.saturating_add(i64::from(months).months()),
                kind: event.kind,
                event_on: event.on,
                months,
            })
        })
        .collect();
    due.sort_unstable();
    due.dedup();
    due
}

codes! {
    Way {
        Phone = "phone",
        Visit = "visit",
        Message = "message",
        /// The person answered on their page.
        Own = "own",
    }
}

/// What came of a visit. Not reached is its own result and never counts as without work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Reached(Form),
    NotReached,
}

/// Whether a talk on one day also answers a visit due on another: nobody is asked the same twice in a fortnight.
pub fn answers(done_on: Date, due_on: Date) -> bool {
    due_on <= done_on.saturating_add(14.days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_event_is_followed_by_four_visits_in_order() {
        let events = [
            Event { kind: EventKind::Registered, on: date(2026, 1, 31) },
            Event { kind: EventKind::WorkBegan, on: date(2026, 2, 28) },
        ];
        let due = due(&events, &Schedule::FIRST);
        let days: Vec<Date> = due.iter().map(|due| due.on).collect();
        assert_eq!(
            days,
            [
                date(2026, 2, 28),
                date(2026, 3, 28),
                date(2026, 4, 30),
                date(2026, 5, 28),
                date(2026, 7, 31),
                date(2026, 8, 28),
                date(2027, 1, 31),
                date(2027, 2, 28),
            ]
        );
    }

    #[test]
    fn one_talk_answers_what_is_due_until_a_fortnight_later() {
        let talk = date(2026, 3, 1);
        for (due, expected) in
            [(date(2026, 1, 1), true), (date(2026, 3, 15), true), (date(2026, 3, 16), false)]
        {
            assert_eq!(answers(talk, due), expected, "{due}");
        }
    }
}
