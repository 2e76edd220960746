//! One person's way through one vacancy. Nobody is shown to an employer before they said yes to this vacancy, and a
//! hire stands when both sides have confirmed it.

use jiff::{ToSpan, civil::Date};

use crate::{
    codes,
    day::{self, DayFault},
    fault::Fault,
};

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

    /// How far it got. Of two candidacies of one person for one vacancy the further one is theirs: whoever was hired is not
    /// asked again, and whoever was refused is not proposed once more.
    pub const fn how_far(self) -> u8 {
        match self {
            Self::Hired => 6,
            Self::Offered => 5,
            Self::Interview => 4,
            Self::Agreed => 3,
            Self::Refused => 2,
            Self::Proposed => 1,
            Self::Withdrawn => 0,
        }
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

impl Step {
    /// Who may take it. An officer speaks for the person.
    pub const fn side(self) -> Side {
        match self {
            Self::Agree | Self::Withdraw => Side::Person,
            Self::Invite | Self::Offer | Self::Refuse => Side::Employer,
            Self::Confirm(side, _) => side,
        }
    }
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

impl Fault for NotNow {
    fn key(&self) -> &'static str {
        "fault-candidacy-now"
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CandidacyFault {
    #[error(transparent)]
    Day(DayFault),
    #[error("nobody is invited to a day that has passed, or is a year away")]
    Interview,
}

impl Fault for CandidacyFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Day(fault) => fault.key(),
            Self::Interview => "fault-candidacy-interview",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Day(fault) => fault.facts(),
            Self::Interview => Vec::new(),
        }
    }
}

/// The day of an interview: today or within a year.
pub fn interview_day(text: &str, today: Date) -> Result<Date, CandidacyFault> {
    let day = day::parse_day(text).map_err(CandidacyFault::Day)?;
    let is_near = (today..=today.saturating_add(1.year())).contains(&day);
    if is_near { Ok(day) } else { Err(CandidacyFault::Interview) }
}

/// The day on which work began: it has come, and not a year ago.
pub fn first_day(text: &str, today: Date) -> Result<Date, DayFault> {
    let day = day::not_after(day::parse_day(text)?, today)?;
    day::not_before(day, today.saturating_sub(1.year()))
}

impl Candidacy {
    pub const PROPOSED: Self = Self { stage: Stage::Proposed, by_person: None, by_employer: None };

    /// Where it stands after a step.
    pub fn step(self, step: Step) -> Result<Self, NotNow> {
        use Stage::*;
        let to = |stage| Ok(Self { stage, ..self });
        match (self.stage, step) {
            // Said once more it changes nothing.
            (Agreed, Step::Agree) | (Withdrawn, Step::Withdraw) => Ok(self),
            (Hired, Step::Confirm(Side::Person, day)) if self.by_person == Some(day) => Ok(self),
            (Hired, Step::Confirm(Side::Employer, day)) if self.by_employer == Some(day) => {
                Ok(self)
            }
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
        assert_eq!(both.step(Step::Confirm(Side::Employer, DAY)), Ok(both));
        let other = Step::Confirm(Side::Employer, DAY.tomorrow().unwrap());
        assert_eq!(both.step(other), Err(NotNow));
    }

    #[test]
    fn an_interview_lies_ahead_and_work_has_begun() {
        for (text, interview, first) in [
            ("2026-12-01", true, true),
            ("2026-11-30", false, true),
            ("2026-12-02", true, false),
            ("2025-12-01", false, true),
            ("2025-11-30", false, false),
            ("2027-12-01", true, false),
            ("2027-12-02", false, false),
            ("tomorrow", false, false),
        ] {
            assert_eq!(interview_day(text, DAY).is_ok(), interview, "{text}");
            assert_eq!(first_day(text, DAY).is_ok(), first, "{text}");
        }
    }

    #[test]
    fn who_takes_their_word_back_is_hidden_and_may_give_it_again() {
        let gone = walk(&[Step::Agree, Step::Invite, Step::Withdraw]).unwrap();
        assert!(!gone.stage.is_shown());
        assert!(gone.step(Step::Agree).unwrap().stage.is_shown());
    }

    #[test]
    fn who_is_shown_is_further_than_who_is_not_and_a_hire_is_the_furthest() {
        let mut all = Stage::ALL.to_vec();
        all.sort_by_key(|stage| std::cmp::Reverse(stage.how_far()));
        use Stage::*;
        assert_eq!(all, [Hired, Offered, Interview, Agreed, Refused, Proposed, Withdrawn]);
        assert!(all.is_sorted_by_key(|stage| !stage.is_shown()));
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
