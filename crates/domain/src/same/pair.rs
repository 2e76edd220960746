//! What a decision about two records is worth, who takes it, and what comes of it.

use uuid::Uuid;

use super::{PairState, Zone};
use crate::{codes, fault::Fault};

/// What hangs on a record: a wrong answer about it costs so much more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stake {
    /// Work that began, confirmed by both sides.
    pub has_hire: bool,
    /// Work with a contract or a registration, for which contributions are paid.
    pub has_formal_work: bool,
    /// A seat in a course, or a place in line for one.
    pub has_course: bool,
    /// An open step of a plan.
    pub has_plan: bool,
}

impl Stake {
    /// What hangs on either of two records.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            has_hire: self.has_hire || other.has_hire,
            has_formal_work: self.has_formal_work || other.has_formal_work,
            has_course: self.has_course || other.has_course,
            has_plan: self.has_plan || other.has_plan,
        }
    }

    const fn weight(self) -> i64 {
        1 + 4 * (self.has_hire || self.has_formal_work) as i64
            + 2 * self.has_course as i64
            + self.has_plan as i64
    }
}

/// From here on, in hundredths of a bit, the engine would join by itself.
pub const SURE: i64 = 1000;

/// What a decision of an officer is worth: nearness to the threshold times what is at stake. What the engine would join, but
/// for something that contradicts, stands at the threshold.
pub fn worth(weight: i64, zone: Zone, stake: Stake) -> i64 {
    const NEAREST: i64 = 1_000_000;
    let away = match zone {
        Zone::Link => (weight - SURE).abs(),
        Zone::Review | Zone::Nothing => (SURE - weight).max(0),
    };
    NEAREST / (100 + away.min(NEAREST)) * stake.weight()
}

/// What decides who may say that two records are one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    pub stake: Stake,
    /// Both have a personal number, and not the same one.
    pub numbers_contradict: bool,
}

impl Facts {
    /// Where money hangs on it, or a number contradicts, two people look.
    pub const fn needs_second(self) -> bool {
        self.stake.has_hire || self.stake.has_formal_work || self.numbers_contradict
    }
}

codes! {
    /// What somebody finds.
    Finding {
        Same = "same",
        Apart = "apart",
    }
}

/// A pair as it stands, and who brought it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: PairState,
    pub decided_by: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum No {
    #[error("this was decided already")]
    Decided,
    #[error("another officer has to agree")]
    OtherOfficer,
    #[error("why has to be said")]
    NoReason,
    #[error("this one has to be looked at by itself")]
    NotObvious,
}

impl Fault for No {
    fn key(&self) -> &'static str {
        match self {
            Self::Decided => "fault-same-decided",
            Self::OtherOfficer => "fault-same-other-officer",
            Self::NoReason => "fault-same-reason",
            Self::NotObvious => "fault-same-not-obvious",
        }
    }
}

/// What a pair is after somebody said what they found. Two people are two people by one word, unless they were joined and
/// joining took two; one person is one by one word where nothing hangs on it.
pub fn decide(
    was: Standing,
    found: Finding,
    by: Uuid,
    facts: Facts,
    has_reason: bool,
) -> Result<PairState, No> {
    let is_first = was.decided_by == Some(by);
    let second = facts.needs_second();
    match (was.state, found) {
        (PairState::Same, Finding::Same) | (PairState::Apart, Finding::Apart) => Err(No::Decided),
        (PairState::Seconding, Finding::Same) | (PairState::Parting, Finding::Apart)
            if is_first =>
        {
            Err(No::OtherOfficer)
        }
        (PairState::Seconding, Finding::Same) => Ok(PairState::Same),
        (PairState::Parting, Finding::Apart) => Ok(PairState::Apart),
        // The second one does not agree, or the first one thinks again.
        (PairState::Seconding, Finding::Apart) => Ok(PairState::Apart),
        (PairState::Parting, Finding::Same) => Ok(PairState::Same),
        (PairState::Open, Finding::Apart) => Ok(PairState::Apart),
        // What was decided is undone by saying why.
        (PairState::Same | PairState::Apart, _) if !has_reason => Err(No::NoReason),
        (PairState::Open, Finding::Same) if facts.numbers_contradict && !has_reason => {
            Err(No::NoReason)
        }
        (PairState::Open | PairState::Apart, Finding::Same) => {
            Ok(if second { PairState::Seconding } else { PairState::Same })
        }
        (PairState::Same, Finding::Apart) => {
            Ok(if second { PairState::Parting } else { PairState::Apart })
        }
    }
}

/// Whether a pair may be decided together with others, by a tick: the engine is sure and nothing asks for a second look.
pub fn is_obvious(state: PairState, zone: Zone, facts: Facts) -> bool {
    state == PairState::Open && zone == Zone::Link && !facts.needs_second()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOTHING: Stake =
        Stake { has_hire: false, has_formal_work: false, has_course: false, has_plan: false };
    const ANNA: Uuid = Uuid::from_u128(1);
    const BEK: Uuid = Uuid::from_u128(2);

    fn facts(stake: Stake, numbers_contradict: bool) -> Facts {
        Facts { stake, numbers_contradict }
    }

    #[test]
    fn what_is_nearest_and_costs_most_is_asked_first() {
        let job = Stake { has_hire: true, ..NOTHING };
        let course = Stake { has_course: true, ..NOTHING };
        let plan = Stake { has_plan: true, ..NOTHING };
        let order = [
            worth(990, Zone::Review, job),
            worth(990, Zone::Review, course),
            worth(990, Zone::Review, plan),
            worth(990, Zone::Review, NOTHING),
            worth(500, Zone::Review, NOTHING),
            worth(-600, Zone::Review, NOTHING),
        ];
        assert!(order.is_sorted_by(|one, other| one > other), "{order:?}");
        assert_eq!(
            worth(3000, Zone::Review, NOTHING),
            worth(1000, Zone::Review, NOTHING),
            "only a contradiction keeps it from being joined"
        );
        assert!(worth(3000, Zone::Link, NOTHING) < worth(1100, Zone::Link, NOTHING));
    }

    proptest! {
        #[test]
        fn a_worth_is_never_negative_and_grows_with_the_stake(weight in -100_000i64..100_000) {
            for zone in Zone::ALL {
                let without = worth(weight, *zone, NOTHING);
                let with = worth(weight, *zone, Stake { has_plan: true, ..NOTHING });
                prop_assert!(without >= 0 && with >= without);
            }
        }
    }

    #[test]
    fn one_word_is_enough_where_nothing_hangs_on_it() {
        let open = Standing { state: PairState::Open, decided_by: None };
        let facts = facts(Stake { has_plan: true, has_course: true, ..NOTHING }, false);
        assert_eq!(decide(open, Finding::Same, ANNA, facts, false), Ok(PairState::Same));
        assert_eq!(decide(open, Finding::Apart, ANNA, facts, false), Ok(PairState::Apart));
    }

    #[test]
    fn work_that_was_confirmed_takes_two_officers() {
        let open = Standing { state: PairState::Open, decided_by: None };
        for stake in
            [Stake { has_hire: true, ..NOTHING }, Stake { has_formal_work: true, ..NOTHING }]
        {
            let facts = facts(stake, false);
            assert_eq!(decide(open, Finding::Same, ANNA, facts, false), Ok(PairState::Seconding));
            let half = Standing { state: PairState::Seconding, decided_by: Some(ANNA) };
            assert_eq!(decide(half, Finding::Same, ANNA, facts, true), Err(No::OtherOfficer));
            assert_eq!(decide(half, Finding::Same, BEK, facts, false), Ok(PairState::Same));
            assert_eq!(decide(half, Finding::Apart, BEK, facts, false), Ok(PairState::Apart));
            assert_eq!(decide(half, Finding::Apart, ANNA, facts, false), Ok(PairState::Apart));
            // And so does parting them again.
            let same = Standing { state: PairState::Same, decided_by: Some(ANNA) };
            assert_eq!(decide(same, Finding::Apart, BEK, facts, false), Err(No::NoReason));
            assert_eq!(decide(same, Finding::Apart, BEK, facts, true), Ok(PairState::Parting));
            let parting = Standing { state: PairState::Parting, decided_by: Some(BEK) };
            assert_eq!(decide(parting, Finding::Apart, BEK, facts, true), Err(No::OtherOfficer));
            assert_eq!(decide(parting, Finding::Apart, ANNA, facts, false), Ok(PairState::Apart));
            assert_eq!(decide(parting, Finding::Same, ANNA, facts, false), Ok(PairState::Same));
        }
    }

    #[test]
    fn numbers_that_contradict_take_a_reason_and_two_officers() {
        let open = Standing { state: PairState::Open, decided_by: None };
        let facts = facts(NOTHING, true);
        assert_eq!(decide(open, Finding::Same, ANNA, facts, false), Err(No::NoReason));
        assert_eq!(decide(open, Finding::Same, ANNA, facts, true), Ok(PairState::Seconding));
        assert_eq!(decide(open, Finding::Apart, ANNA, facts, false), Ok(PairState::Apart));
    }

    #[test]
    fn what_was_decided_is_undone_with_a_reason_only() {
        let facts = facts(NOTHING, false);
        let same = Standing { state: PairState::Same, decided_by: Some(ANNA) };
        assert_eq!(decide(same, Finding::Same, BEK, facts, true), Err(No::Decided));
        assert_eq!(decide(same, Finding::Apart, BEK, facts, false), Err(No::NoReason));
        assert_eq!(decide(same, Finding::Apart, BEK, facts, true), Ok(PairState::Apart));
        let apart = Standing { state: PairState::Apart, decided_by: Some(ANNA) };
        assert_eq!(decide(apart, Finding::Apart, BEK, facts, true), Err(No::Decided));
        assert_eq!(decide(apart, Finding::Same, BEK, facts, false), Err(No::NoReason));
        assert_eq!(decide(apart, Finding::Same, BEK, facts, true), Ok(PairState::Same));
    }

    #[test]
    fn a_tick_decides_only_what_the_engine_is_sure_of() {
        let plain = facts(NOTHING, false);
        assert!(is_obvious(PairState::Open, Zone::Link, plain));
        assert!(!is_obvious(PairState::Open, Zone::Review, plain));
        assert!(!is_obvious(PairState::Same, Zone::Link, plain));
        let hired = facts(Stake { has_hire: true, ..NOTHING }, false);
        assert!(!is_obvious(PairState::Open, Zone::Link, hired));
        assert!(!is_obvious(PairState::Open, Zone::Link, facts(NOTHING, true)));
    }
}
