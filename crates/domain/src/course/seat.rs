//! Seats: never more people than seats, and whoever waits moves up in the order they came.

use crate::codes;

codes! {
    Enrolment {
        /// In line for a seat.
        Waiting = "waiting",
        Enrolled = "enrolled",
        Completed = "completed",
        /// Was there too seldom, or did not pass.
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
}

/// What somebody who comes now gets.
pub const fn enrol(n_seats: u16, n_taken: u16) -> Enrolment {
    if n_taken < n_seats { Enrolment::Enrolled } else { Enrolment::Waiting }
}

/// How many of those who wait move up.
pub fn moves_up(n_seats: u16, n_taken: u16, n_waiting: u16) -> u16 {
    n_seats.saturating_sub(n_taken).min(n_waiting)
}

/// Whether somebody who was there on so many of the days has finished. `least` is a share in hundredths, dated data.
pub const fn finished(n_days: u32, n_present: u32, least: u32) -> bool {
    n_days > 0 && n_present * 100 >= n_days * least
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
        let cases = [(20, 15, true), (20, 14, false), (0, 0, false), (1, 1, true)];
        for (n_days, n_present, expected) in cases {
            assert_eq!(finished(n_days, n_present, 75), expected, "{n_present} of {n_days}");
        }
    }
}
