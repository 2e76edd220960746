//! One person's way through one vacancy. Nobody is shown to an employer before they said yes to this vacancy, and a
//! hire stands when both sides have confirmed it.

use jiff::civil::Date;

use crate::codes;

codes! {
    Stage {
        /// An officer or the list of matches proposed it; the employer knows nothing.
        Proposed = "proposed",
        /// The person agreed to be shown to this employer for this vacancy.
        Agreed = "agreed",
        Interview = "interview",
        Offered = "offered",
        Hired = "hired",
        /// The employer said no, with a reason.
        Refused = "refused",
        /// The person said no, or took their word back: the employer sees them no longer.
        Withdrawn = "withdrawn",
    }
}

impl Stage {
    /// Whether the employer sees the person.
    pub const fn is_shown(self) -> bool {
        matches!(self, Self::Agreed | Self::Interview | Self::Offered | Self::Hired)
    }

    pub const fn is_over(self) -> bool {
        matches!(self, Self::Hired | Self::Refused | Self::Withdrawn)
    }
}

codes! {
    Side {
        Person = "person",
        Employer = "employer",
    }
}

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Agree,
    Withdraw,
    Invite,
    Offer,
    Refuse,
    /// One side confirms that work began on a day.
    Confirm(Side, Date),
}

/// Where a candidacy stands: its stage and who has confirmed the hire for which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidacy {
    pub stage: Stage,
    pub by_person: Option<Date>,
    pub by_employer: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this step does not follow from where the candidacy stands")]
pub struct NotNow;

impl Candidacy {
    pub const PROPOSED: Self = Self { stage: Stage::Proposed, by_person: None, by_employer: None };

    /// Where it stands after a step.
    pub fn step(self, step: Step) -> Result<Self, NotNow> {
        use Stage::*;
        let to = |stage| Ok(Self { stage, ..self });
        match (self.stage, step) {
            // Somebody who took their word back may give it again.
            (Proposed | Withdrawn, Step::Agree) => to(Agreed),
            (Proposed | Agreed | Interview | Offered, Step::Withdraw) => {
                Ok(Self { stage: Withdrawn, by_person: None, by_employer: None })
            }
            (Agreed | Interview, Step::Invite) => to(Interview),
            (Agreed | Interview, Step::Offer) => to(Offered),
            (Agreed | Interview | Offered, Step::Refuse) => {
                Ok(Self { stage: Refused, by_person: None, by_employer: None })
            }
            (Agreed | Interview | Offered, Step::Confirm(side, day)) => {
                let mut next = self;
                match side {
                    Side::Person => next.by_person = Some(day),
                    Side::Employer => next.by_employer = Some(day),
                }
                if next.by_person.is_some() && next.by_employer.is_some() {
                    next.stage = Hired;
                }
                Ok(next)
            }
            _ => Err(NotNow),
        }
    }

    /// The first day of work, once both sides have named one. They may differ by a day or two; the employer keeps the book.
    pub fn hired_on(&self) -> Option<Date> {
        (self.stage == Stage::Hired).then_some(self.by_employer).flatten()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const DAY: Date = date(2026, 12, 1);

    fn walk(steps: &[Step]) -> Result<Candidacy, NotNow> {
        steps.iter().try_fold(Candidacy::PROPOSED, |at, step| at.step(*step))
    }

    #[test]
    fn a_hire_takes_the_word_of_both() {
        let one = walk(&[Step::Agree, Step::Offer, Step::Confirm(Side::Employer, DAY)]).unwrap();
        assert_eq!((one.stage, one.hired_on()), (Stage::Offered, None));
        let both = one.step(Step::Confirm(Side::Person, DAY)).unwrap();
        assert_eq!((both.stage, both.hired_on()), (Stage::Hired, Some(DAY)));
        assert_eq!(both.step(Step::Withdraw), Err(NotNow));
    }

    #[test]
    fn who_takes_their_word_back_is_hidden_and_may_give_it_again() {
        let gone = walk(&[Step::Agree, Step::Invite, Step::Withdraw]).unwrap();
        assert!(!gone.stage.is_shown());
        assert!(gone.step(Step::Agree).unwrap().stage.is_shown());
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            Just(Step::Agree),
            Just(Step::Withdraw),
            Just(Step::Invite),
            Just(Step::Offer),
            Just(Step::Refuse),
            Just(Step::Confirm(Side::Person, DAY)),
            Just(Step::Confirm(Side::Employer, DAY)),
        ]
    }

    proptest! {
        #[test]
        fn nobody_is_shown_or_hired_without_their_word(steps in prop::collection::vec(any_step(), 0..12)) {
            let mut at = Candidacy::PROPOSED;
            let mut agreed = false;
            for step in steps {
                let Ok(next) = at.step(step) else { continue };
                match step {
                    Step::Agree => agreed = true,
                    Step::Withdraw => agreed = false,
                    _ => {}
                }
                at = next;
                prop_assert!(!at.stage.is_shown() || agreed);
                prop_assert_eq!(
                    at.stage == Stage::Hired,
                    at.by_person.is_some() && at.by_employer.is_some()
                );
            }
        }
    }
}
