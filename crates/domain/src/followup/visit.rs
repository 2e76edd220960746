//! Visits: when somebody is asked how it goes, and what came of it.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::Form;
use crate::{
    codes, day,
    fault::{FieldFault, Reading},
    support::Words,
};

codes! {
    /// What a series of visits follows.
    EventKind {
        Registered = "registered",
        CourseEnded = "course",
        WorkBegan = "work",
        /// A talk that no series asked for.
        Unplanned = "unplanned",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    pub kind: EventKind,
    pub on: Date,
    /// Its series ends here: nobody is asked about a job that is over.
    pub until: Option<Date>,
}

codes! {
    VisitState {
        Due = "due",
        Done = "done",
        /// Tried often enough and never reached.
        Missed = "missed",
        /// What it followed is over.
        Cancelled = "cancelled",
    }
}

/// After how many months somebody is asked, and how often they are tried. Dated data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    pub valid_from: Date,
    pub months: [u16; 4],
    pub most_tries: i64,
}

impl Schedule {
    pub const FIRST: Self =
        Self { valid_from: jiff::civil::date(2026, 11, 1), months: [1, 3, 6, 12], most_tries: 3 };

    /// What becomes of a visit after so many tries that reached nobody.
    pub const fn after_tries(&self, n: i64) -> VisitState {
        if n < self.most_tries { VisitState::Due } else { VisitState::Missed }
    }
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
            let series = schedule.months.into_iter().map(|months| Due {
                on: event.on.saturating_add(i64::from(months).months()),
                kind: event.kind,
                event_on: event.on,
                months,
            });
            series.filter(|due| event.until.is_none_or(|until| due.on <= until))
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

/// The code that stands where a form of work would.
pub const NOT_REACHED: &str = "not-reached";

/// What somebody tells of a talk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedTalk {
    pub on: String,
    pub way: String,
    /// A form of work, or [`NOT_REACHED`].
    pub outcome: String,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    pub on: Date,
    pub way: Way,
    pub outcome: Outcome,
    /// For the office alone.
    pub words: Option<Words>,
}

impl TypedTalk {
    pub fn answers(&self) -> [(&'static str, &str); 4] {
        [("on", &self.on), ("way", &self.way), ("outcome", &self.outcome), ("words", &self.words)]
    }

    /// `since` is the day of the registration: nobody was followed before it.
    pub fn read(&self, since: Date, today: Date) -> Result<Talk, Vec<FieldFault>> {
        let mut reading = Reading::default();
        let on = reading.read("on", &self.on, |text| {
            let day = day::not_after(day::parse_day(text)?, today)?;
            day::not_before(day, since)
        });
        let way = reading.read("way", &self.way, str::parse::<Way>);
        let outcome = reading.read("outcome", &self.outcome, |code| match code {
            NOT_REACHED => Ok(Outcome::NotReached),
            form => form.parse::<Form>().map(Outcome::Reached),
        });
        let words = reading.read("words", &self.words, str::parse::<Words>);
        reading.need("on", &self.on, "fault-day-missing");
        reading.need("way", &self.way, "fault-choice");
        reading.need("outcome", &self.outcome, "fault-talk-outcome");
        let faults = reading.end(self.answers());
        match (on, way, outcome, faults.is_empty()) {
            (Some(on), Some(way), Some(outcome), true) => Ok(Talk { on, way, outcome, words }),
            _ => Err(faults),
        }
    }
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
            Event { kind: EventKind::Registered, on: date(2026, 1, 31), until: None },
            Event { kind: EventKind::WorkBegan, on: date(2026, 2, 28), until: None },
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
    fn a_job_that_is_over_is_asked_about_no_more() {
        let event = Event {
            kind: EventKind::WorkBegan,
            on: date(2026, 1, 1),
            until: Some(date(2026, 4, 1)),
        };
        let days: Vec<Date> = due(&[event], &Schedule::FIRST).iter().map(|due| due.on).collect();
        assert_eq!(days, [date(2026, 2, 1), date(2026, 4, 1)]);
    }

    #[test]
    fn a_talk_needs_a_day_that_was_a_way_and_what_came_of_it() {
        let (since, today) = (date(2026, 11, 1), date(2026, 11, 21));
        let read = |on: &str, way: &str, outcome: &str| {
            let [on, way, outcome] = [on, way, outcome].map(str::to_owned);
            TypedTalk { on, way, outcome, ..TypedTalk::default() }.read(since, today)
        };
        let reached = read("21.11.2026", "phone", "informal").map(|talk| talk.outcome);
        assert_eq!(reached, Ok(Outcome::Reached(Form::Informal)));
        let not = read("1.11.2026", "visit", NOT_REACHED).map(|talk| talk.outcome);
        assert_eq!(not, Ok(Outcome::NotReached));
        for (on, way, outcome, expected) in [
            ("", "", "", vec!["on", "way", "outcome"]),
            ("22.11.2026", "phone", "formal", vec!["on"]),
            ("31.10.2026", "phone", "formal", vec!["on"]),
            ("21.11.2026", "owl", "king", vec!["way", "outcome"]),
        ] {
            let faults = read(on, way, outcome).err().unwrap_or_default();
            let fields: Vec<_> = faults.iter().map(|fault| fault.field).collect();
            assert_eq!(fields, expected, "{on} {way} {outcome}");
        }
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
