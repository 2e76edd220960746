//! The whole road of one person as a picture, and the next step on it.

use jiff::civil::Date;

use crate::codes;

codes! {
    /// Of which kind the reason is for which a road was closed. The reasons themselves are a list; each names its kind. A
    /// road can be opened again.
    Closing {
        Reached = "reached",
        LeftAgain = "left",
        /// Needs or may have no more help: withdrew, retired, cares for somebody at home.
        Stopped = "stopped",
        Moved = "moved",
        Died = "died",
        Lost = "lost",
        Other = "other",
    }
}

codes! {
    /// The parts of the road, in order.
    Part {
        Registration = "registration",
        Profile = "profile",
        Plan = "plan",
        Training = "training",
        Work = "work",
        FollowUp = "followup",
        Steady = "steady",
    }
}

/// What is known of somebody's way, one day for each thing that happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub registered_on: Option<Date>,
    pub profile_on: Option<Date>,
    pub planned_on: Option<Date>,
    pub enrolled_on: Option<Date>,
    pub trained_on: Option<Date>,
    pub agreed_on: Option<Date>,
    pub first_work_on: Option<Date>,
    pub first_formal_on: Option<Date>,
    pub works_formally: bool,
    pub reached_on: Option<Date>,
    pub steady_on: Option<Date>,
    pub closed: Option<(Date, Closing)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Done(Date),
    /// Under way since a day.
    Now(Date),
    Ahead,
}

codes! {
    /// What helps most now.
    Next {
        FillProfile = "profile",
        MakePlan = "plan",
        FindCourseOrWork = "find",
        FinishCourse = "course",
        HearFromEmployer = "employer",
        FindFormalWork = "formal",
        KeepContact = "contact",
        Nothing = "nothing",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub marks: Vec<(Part, Mark)>,
    pub next: Next,
}

pub fn picture(facts: &Facts) -> Picture {
    let done = |day: Option<Date>| day.map_or(Mark::Ahead, Mark::Done);
    let done_or_now = |end: Option<Date>, begin: Option<Date>| match (end, begin) {
        (Some(day), _) => Mark::Done(day),
        (None, Some(day)) => Mark::Now(day),
        (None, None) => Mark::Ahead,
    };
    let marks = vec![
        (Part::Registration, done(facts.registered_on)),
        (Part::Profile, done(facts.profile_on)),
        (Part::Plan, done(facts.planned_on)),
        (Part::Training, done_or_now(facts.trained_on, facts.enrolled_on)),
        (Part::Work, done_or_now(facts.first_formal_on, facts.first_work_on.or(facts.agreed_on))),
        (
            Part::FollowUp,
            match facts.steady_on {
                Some(day) => Mark::Done(day),
                None => facts.first_work_on.and(facts.reached_on).map_or(Mark::Ahead, Mark::Now),
            },
        ),
        (Part::Steady, done(facts.steady_on)),
    ];
    let next = if facts.closed.is_some() || facts.steady_on.is_some() {
        Next::Nothing
    } else if facts.works_formally {
        Next::KeepContact
    } else if facts.profile_on.is_none() {
        Next::FillProfile
    } else if facts.planned_on.is_none() {
        Next::MakePlan
    } else if facts.enrolled_on.is_some() && facts.trained_on.is_none() {
        Next::FinishCourse
    } else if facts.agreed_on.is_some() {
        Next::HearFromEmployer
    } else if facts.first_work_on.is_some() {
        Next::FindFormalWork
    } else {
        Next::FindCourseOrWork
    };
    Picture { marks, next }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_next_step_follows_from_what_is_done() {
        let day = Some(date(2026, 1, 1));
        let registered = Facts { registered_on: day, ..Facts::default() };
        let known = Facts { profile_on: day, ..registered };
        let planned = Facts { planned_on: day, ..known };
        let learning = Facts { enrolled_on: day, ..planned };
        let trained = Facts { trained_on: day, ..learning };
        let agreed = Facts { agreed_on: day, ..trained };
        let works =
            Facts { first_work_on: day, first_formal_on: day, works_formally: true, ..agreed };
        let steady = Facts { steady_on: day, ..works };
        let left = Facts { closed: Some((date(2026, 2, 1), Closing::LeftAgain)), ..planned };
        let cases = [
            (registered, Next::FillProfile),
            (known, Next::MakePlan),
            (planned, Next::FindCourseOrWork),
            (learning, Next::FinishCourse),
            (trained, Next::FindCourseOrWork),
            (agreed, Next::HearFromEmployer),
            (works, Next::KeepContact),
            (steady, Next::Nothing),
            (left, Next::Nothing),
        ];
        for (facts, expected) in cases {
            assert_eq!(picture(&facts).next, expected, "{facts:?}");
        }
        assert!(
            picture(&steady)
                .marks
                .iter()
                .all(|(_, mark)| matches!(mark, Mark::Done(_)) || matches!(mark, Mark::Now(_)))
        );
        assert_eq!(picture(&learning).marks[3].1, Mark::Now(date(2026, 1, 1)));
    }
}
