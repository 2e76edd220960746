//! A proposal: who could get which of the places there are, reckoned for all people and all places at once. It is made by
//! somebody with a named purpose and is only a proposal: it is accepted in whole, in part or not at all, and an officer
//! asks each person before anything comes of it.

mod decision;
mod groups;
mod measures;

pub use self::{
    decision::{Decided, TypedDecision},
    groups::{Group, Groups, Member},
    measures::{ADDED, KEPT, MeasureFault, Measures, Mode, SharingEdition, TypedProposal},
};

use jiff::{SignedDuration, Timestamp, civil::Date};

use crate::{codes, fault::Fault};

codes! {
    /// Where a proposal stands.
    State {
        /// Waits until the program has time to reckon.
        Waiting = "waiting",
        Making = "making",
        /// Reckoned. Nothing has come of it yet.
        Ready = "ready",
        Accepted = "accepted",
        Partly = "partly",
        Refused = "refused",
        /// Could not be reckoned.
        Broken = "broken",
    }
}

impl State {
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Accepted | Self::Partly | Self::Refused)
    }

    /// Whether it was accepted, be it for some only.
    pub const fn is_accepted(self) -> bool {
        matches!(self, Self::Accepted | Self::Partly)
    }

    /// Whether officers may take its lines to people on a day. `last_on` is the last one, as it was set with the decision.
    pub fn is_in_force(self, last_on: Option<Date>, today: Date) -> bool {
        self.is_accepted() && last_on.is_some_and(|last| today <= last)
    }

    /// Whether it is still being worked on.
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Making)
    }

    /// Whether there is an answer to look at.
    pub const fn is_made(self) -> bool {
        matches!(self, Self::Ready | Self::Accepted | Self::Partly | Self::Refused)
    }
}

codes! {
    /// Why somebody does not want what was proposed.
    Declined {
        Work = "work",
        Far = "far",
        Wage = "wage",
        /// Health, children, somebody to care for.
        Home = "home",
        HasWork = "has-work",
        LeavesAgain = "leaves",
        Other = "other",
    }
}

codes! {
    /// What is decided about a proposal.
    Decision {
        All = "all",
        Some = "part",
        None = "none",
    }
}

/// After this long other people have come and vacancies have closed: it is made anew instead.
pub const GOOD_FOR: SignedDuration = SignedDuration::from_hours(14 * 24);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionFault {
    #[error("it is not ready, or was decided before")]
    NotNow,
    #[error("it is too old")]
    TooOld,
}

impl Fault for DecisionFault {
    fn key(&self) -> &'static str {
        match self {
            Self::NotNow => "fault-proposal-now",
            Self::TooOld => "fault-proposal-old",
        }
    }
}

/// Where a proposal stands after a decision. One that is too old can only be refused.
pub fn decide(
    state: State,
    made_at: Timestamp,
    now: Timestamp,
    decision: Decision,
) -> Result<State, DecisionFault> {
    let to = match decision {
        Decision::All => State::Accepted,
        Decision::Some => State::Partly,
        Decision::None => State::Refused,
    };
    match state {
        State::Ready if decision != Decision::None && now.duration_since(made_at) > GOOD_FOR => {
            Err(DecisionFault::TooOld)
        }
        State::Ready => Ok(to),
        _ => Err(DecisionFault::NotNow),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_accepted_is_in_force_until_its_last_day() {
        let edition = SharingEdition { lasts_days: 90, ..SharingEdition::all()[0] };
        let accepted_on = date(2026, 11, 22);
        let last = edition.last_day(accepted_on);
        assert_eq!(last, date(2027, 2, 20));
        assert_eq!(edition.last_day(Date::MAX), Date::MAX);
        let cases = [
            (State::Accepted, Some(last), accepted_on, true),
            (State::Partly, Some(last), accepted_on, true),
            (State::Accepted, Some(last), last, true),
            (State::Partly, Some(last), last, true),
            (State::Accepted, Some(last), date(2027, 2, 21), false),
            (State::Partly, Some(last), date(2027, 2, 21), false),
            (State::Accepted, None, accepted_on, false),
            (State::Refused, Some(last), accepted_on, false),
            (State::Ready, Some(last), accepted_on, false),
        ];
        for (state, last_on, today, expected) in cases {
            assert_eq!(state.is_in_force(last_on, today), expected, "{state} {last_on:?} {today}");
        }
    }

    #[test]
    fn only_what_is_ready_and_fresh_is_decided() {
        let made_at = Timestamp::from_second(1_800_000_000).unwrap();
        let later = |hours: i64| made_at + SignedDuration::from_hours(hours);
        let cases = [
            (State::Ready, 1, Decision::All, Ok(State::Accepted)),
            (State::Ready, 1, Decision::Some, Ok(State::Partly)),
            (State::Ready, 1, Decision::None, Ok(State::Refused)),
            (State::Ready, 14 * 24, Decision::All, Ok(State::Accepted)),
            (State::Ready, 14 * 24 + 1, Decision::All, Err(DecisionFault::TooOld)),
            (State::Ready, 14 * 24 + 1, Decision::None, Ok(State::Refused)),
            (State::Waiting, 1, Decision::All, Err(DecisionFault::NotNow)),
            (State::Making, 1, Decision::None, Err(DecisionFault::NotNow)),
            (State::Accepted, 1, Decision::None, Err(DecisionFault::NotNow)),
            (State::Refused, 1, Decision::All, Err(DecisionFault::NotNow)),
        ];
        for (state, hours, decision, expected) in cases {
            let found = decide(state, made_at, later(hours), decision);
            assert_eq!(found, expected, "{state} {hours} {decision:?}");
        }
    }
}
