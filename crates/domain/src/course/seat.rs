//! Seats: never more people than seats, and whoever waits moves up in the order they came. Who was there often enough has
//! finished, by a rule with a name and a day.

use jiff::civil::{Date, date};

use crate::{codes, fault::Fault};

codes! {
    Enrolment {
        /// In line for a seat.
        Waiting = "waiting",
        Enrolled = "enrolled",
        Completed = "completed",
        /// Was there too seldom, or did not finish for another reason.
        NotCompleted = "not-completed",
        /// Gave the seat back, or left half-way.
        Left = "left",
    }
}

impl Enrolment {
    /// Whether it takes a seat.
    pub const fn has_seat(self) -> bool {
        matches!(self, Self::Enrolled | Self::Completed | Self::NotCompleted)
    }

    /// Whether the provider sees the person: from the moment they ask for a seat until they give it back.
    pub fn is_shown(self) -> bool {
        self != Self::Left
    }

    /// How far it got. Of two enrolments of one person in one group the further one is theirs.
    pub const fn how_far(self) -> u8 {
        match self {
            Self::Completed => 4,
            Self::Enrolled => 3,
            Self::NotCompleted => 2,
            Self::Waiting => 1,
            Self::Left => 0,
        }
    }

    /// Whether it is under way: something may still become of it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Enrolled)
    }
}

/// Why something about a seat cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeatFault {
    #[error("the group takes nobody any more")]
    Closed,
    #[error("this person has been in this group to its end")]
    Over,
    #[error("the group goes on until its last day")]
    TooEarly,
    #[error("nobody has told who was there")]
    NoDays,
    #[error("the provider is not checked, or no longer")]
    Provider,
}

impl Fault for SeatFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Closed => "fault-course-closed",
            Self::Over => "fault-course-over",
            Self::TooEarly => "fault-course-too-early",
            Self::NoDays => "fault-course-no-days",
            Self::Provider => "fault-course-provider",
        }
    }
}

/// What somebody who comes now gets.
pub const fn enrol(n_seats: u16, n_taken: u16) -> Enrolment {
    if n_taken < n_seats { Enrolment::Enrolled } else { Enrolment::Waiting }
}

/// How many of those who wait move up.
pub fn moves_up(n_seats: u16, n_taken: u16, n_waiting: u16) -> u16 {
    n_seats.saturating_sub(n_taken).min(n_waiting)
}

/// How often somebody has to be there. A group is judged by the rule in force on its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttendanceRule {
    pub name: &'static str,
    pub valid_from: Date,
    /// The least share of the days, in hundredths.
    pub least: u32,
}

impl AttendanceRule {
    /// The oldest first.
    const ALL: [Self; 1] =
        [Self { name: "attendance-2026-11", valid_from: date(2026, 11, 1), least: 75 }];

    /// The rule in force on a day; before the first one, the first.
    pub fn on(day: Date) -> Self {
        let in_force = Self::ALL.into_iter().rev().find(|rule| rule.valid_from <= day);
        in_force.unwrap_or(Self::ALL[0])
    }

    /// Whether somebody who was there on so many of the days has finished.
    pub const fn is_finished(&self, n_days: u32, n_present: u32) -> bool {
        n_days > 0 && n_present * 100 >= n_days * self.least
    }

    /// Whether a group takes people on a day: as long as somebody who comes then can still be there often enough.
    pub fn takes_people(&self, starts_on: Date, ends_on: Date, today: Date) -> bool {
        let days = |from: Date| u32::try_from((ends_on - from).get_days() + 1).unwrap_or(0);
        self.is_finished(days(starts_on), days(today.max(starts_on)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn never_more_people_than_seats(n_seats in 0u16..40, coming in prop::collection::vec(any::<bool>(), 0..120)) {
            let (mut taken, mut waiting) = (0u16, 0u16);
            for comes in coming {
                match (comes, taken) {
                    (true, _) => match enrol(n_seats, taken) {
                        Enrolment::Enrolled => taken += 1,
                        _ => waiting += 1,
                    },
                    (false, 0) => {}
                    (false, _) => taken -= 1,
                }
                let up = moves_up(n_seats, taken, waiting);
                (taken, waiting) = (taken + up, waiting - up);
                prop_assert!(taken <= n_seats);
                prop_assert!(waiting == 0 || taken == n_seats);
            }
        }
    }

    #[test]
    fn three_quarters_of_the_days_are_enough_when_the_rule_says_so() {
        let rule = AttendanceRule::on(date(2026, 12, 1));
        let cases = [(20, 15, true), (20, 14, false), (0, 0, false), (1, 1, true)];
        for (n_days, n_present, expected) in cases {
            assert_eq!(rule.is_finished(n_days, n_present), expected, "{n_present} of {n_days}");
        }
    }

    #[test]
    fn a_group_takes_people_as_long_as_they_can_still_finish() {
        let rule = AttendanceRule::on(date(2026, 12, 1));
        let (starts, ends) = (date(2026, 12, 1), date(2026, 12, 20));
        let cases = [
            (date(2026, 10, 1), true),
            (date(2026, 12, 1), true),
            (date(2026, 12, 6), true),
            (date(2026, 12, 7), false),
            (date(2026, 12, 20), false),
            (date(2026, 12, 21), false),
            (date(2027, 12, 21), false),
        ];
        for (today, expected) in cases {
            assert_eq!(rule.takes_people(starts, ends, today), expected, "{today}");
        }
        assert!(rule.takes_people(starts, starts, starts), "a course of one day");
    }

    #[test]
    fn the_rule_is_the_one_in_force() {
        assert!(AttendanceRule::ALL.is_sorted_by_key(|rule| rule.valid_from));
        assert_eq!(AttendanceRule::on(date(2020, 1, 1)), AttendanceRule::ALL[0]);
        assert_eq!(AttendanceRule::on(date(2026, 11, 1)).name, "attendance-2026-11");
    }
}
