//! From what happened to where somebody stands: the facts of their road, what is due, and when time alone will change it.

use jiff::{ToSpan, civil::Date};

use super::{
    Closing, Due, Event, EventKind, Facts, Form, Schedule, Spell, SteadyRule, answers, due,
    form_on, milestones, steady_on,
};
use crate::{course::Enrolment, support::PlanRule, vacancy::Stage};

/// What happened on somebody's road, from the rows of every step.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    pub registered_on: Date,
    /// The first line about work, studies or skills.
    pub line_on: Option<Date>,
    pub has_wish: bool,
    /// The first step of the plan that was not dropped.
    pub step_on: Option<Date>,
    pub enrolments: Vec<Enrolled>,
    pub candidacies: Vec<Introduced>,
    pub spells: Vec<Heard>,
    /// The days on which somebody reached them.
    pub talks: Vec<Date>,
    pub closed: Option<(Date, Closing)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolled {
    pub state: Enrolment,
    pub came_on: Date,
    pub ended_on: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Introduced {
    pub stage: Stage,
    pub proposed_on: Date,
    pub agreed_on: Option<Date>,
    pub interview_on: Option<Date>,
    /// The first day of work that both sides confirmed.
    pub hired_on: Option<Date>,
    pub changed_on: Date,
}

impl Introduced {
    /// The day of the interview, unless it was over between the two before that day came.
    fn interviewed_on(&self) -> Option<Date> {
        let (asked, agreed) = (self.interview_on?, self.agreed_on?);
        (asked >= agreed && (!self.stage.is_over() || self.changed_on >= asked)).then_some(asked)
    }
}

/// A spell, and the day somebody told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    pub spell: Spell,
    pub told_on: Date,
}

/// The dated parameters that a standing follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    pub plan: PlanRule,
    pub schedule: Schedule,
    pub steady: SteadyRule,
}

impl Rules {
    pub const FIRST: Self =
        Self { plan: PlanRule::FIRST, schedule: Schedule::FIRST, steady: SteadyRule::FIRST };
}

/// Where somebody stands on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub facts: Facts,
    /// For the first time shown to an employer with their word, asked to an interview (its day may be to come) and hired
    /// through a vacancy, whatever came of it since.
    pub introduced_on: Option<Date>,
    pub interviewed_on: Option<Date>,
    pub hired_on: Option<Date>,
    /// In work for the first time since a course ended.
    pub work_after_on: Option<Date>,
    pub form: Option<Form>,
    /// The last day of which something is known.
    pub known_on: Date,
    pub plan_due_on: Option<Date>,
    /// Since when a proposal waits for their word.
    pub asked_on: Option<Date>,
    /// Visits that nobody has answered yet, in the order of their days.
    pub due: Vec<Due>,
    /// The next day on which this is different although nothing happens.
    pub turns_on: Option<Date>,
}

pub fn standing(history: &History, rules: &Rules, today: Date) -> Standing {
    let spells: Vec<Spell> = history.spells.iter().map(|heard| heard.spell.clone()).collect();
    let begun = |wanted: fn(Form) -> bool| {
        let begun = spells.iter().filter(move |spell| spell.from_on <= today && wanted(spell.form));
        begun.map(|spell| spell.from_on)
    };
    let form = form_on(&spells, today);
    let steady = steady_on(&spells, &rules.steady, today);
    let enrolments = || history.enrolments.iter();
    let trained_on = enrolments().filter_map(|one| ended(one, today)).min();
    let in_a_course = enrolments()
        .filter(|one| one.state == Enrolment::Enrolled || ended(one, today).is_some())
        .map(|one| one.came_on);
    let is_open = |stage| matches!(stage, Stage::Agreed | Stage::Interview | Stage::Offered);
    let open = history.candidacies.iter().filter(|one| is_open(one.stage));
    let asked = history.candidacies.iter().filter(|one| one.stage == Stage::Proposed);
    let is_open = history.closed.is_none() && steady.is_none();

    let facts = Facts {
        registered_on: Some(history.registered_on),
        profile_on: history.line_on.filter(|_| history.has_wish),
        planned_on: history.step_on,
        enrolled_on: in_a_course.min(),
        trained_on,
        agreed_on: open.filter_map(|one| one.agreed_on).min(),
        first_work_on: begun(Form::is_work).min(),
        first_formal_on: begun(Form::is_formal).min(),
        works_formally: form.is_some_and(Form::is_formal),
        reached_on: history.talks.iter().max().copied(),
        steady_on: steady,
        closed: history.closed,
    };
    let candidacies = || history.candidacies.iter();
    Standing {
        introduced_on: candidacies().filter_map(|one| one.agreed_on).min(),
        interviewed_on: candidacies().filter_map(Introduced::interviewed_on).min(),
        hired_on: candidacies().filter_map(|one| one.hired_on).min(),
        work_after_on: trained_on.and_then(|day| work_since(&spells, day, today)),
        form,
        known_on: known_on(history, today),
        plan_due_on: (history.closed.is_none() && facts.planned_on.is_none())
            .then(|| rules.plan.due_on(history.registered_on)),
        asked_on: asked.map(|one| one.proposed_on).min().filter(|_| history.closed.is_none()),
        due: if is_open { open_visits(history, rules, today) } else { Vec::new() },
        turns_on: turns_on(&spells, history, rules, today),
        facts,
    }
}

/// The day a course was finished.
fn ended(one: &Enrolled, today: Date) -> Option<Date> {
    let completed = (one.state == Enrolment::Completed).then_some(one.ended_on).flatten();
    completed.filter(|day| *day <= today)
}

/// The first day of work on a day or after it.
fn work_since(spells: &[Spell], day: Date, today: Date) -> Option<Date> {
    let work = spells.iter().filter(|spell| spell.form.is_work());
    let lasting = work.filter(|spell| spell.to_on.is_none_or(|to| to >= day));
    lasting.map(|spell| spell.from_on.max(day)).filter(|day| *day <= today).min()
}

/// A talk, or what was told of a spell. Nothing is known of a day that has not come.
fn known_on(history: &History, today: Date) -> Date {
    let of_spells = history.spells.iter().flat_map(|heard| {
        let Spell { from_on, to_on, proved_on, .. } = heard.spell;
        [Some(from_on), Some(heard.told_on), to_on, proved_on].into_iter().flatten()
    });
    let days = of_spells.chain(history.talks.iter().copied()).filter(|day| *day <= today);
    days.max().map_or(history.registered_on, |day| day.max(history.registered_on))
}

/// The series of visits, without those that a talk has answered.
fn open_visits(history: &History, rules: &Rules, today: Date) -> Vec<Due> {
    let event = |kind, on, until| Event { kind, on, until };
    let courses = history.enrolments.iter().filter_map(|one| ended(one, today));
    let work = history.spells.iter().map(|heard| &heard.spell).filter(|spell| spell.form.is_work());
    let events: Vec<Event> = [event(EventKind::Registered, history.registered_on, None)]
        .into_iter()
        .chain(courses.map(|day| event(EventKind::CourseEnded, day, None)))
        .chain(work.map(|spell| event(EventKind::WorkBegan, spell.from_on, spell.to_on)))
        .collect();
    let last_talk = history.talks.iter().max();
    let is_answered = |one: &Due| last_talk.is_some_and(|talk| answers(*talk, one.on));
    due(&events, &rules.schedule).into_iter().filter(|one| !is_answered(one)).collect()
}

fn turns_on(spells: &[Spell], history: &History, rules: &Rules, today: Date) -> Option<Date> {
    let of_spells = spells.iter().flat_map(|spell| {
        let over = spell.to_on.and_then(|to| to.checked_add(1.day()).ok());
        let [first, second] = milestones(spell.from_on, &rules.steady);
        let proved = spell.form.is_formal() && spell.proof.is_verified();
        let after = proved.then_some([first, second]).into_iter().flatten();
        [Some(spell.from_on), spell.to_on, over, spell.proved_on].into_iter().flatten().chain(after)
    });
    let told = history.spells.iter().map(|heard| heard.told_on);
    let ended = history.enrolments.iter().filter_map(|one| one.ended_on);
    let days = of_spells.chain(told).chain(ended).chain(history.talks.iter().copied());
    days.filter(|day| *day > today).min()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::followup::Proof;

    const TODAY: Date = date(2026, 11, 21);

    fn new() -> History {
        History {
            registered_on: date(2026, 1, 10),
            line_on: None,
            has_wish: false,
            step_on: None,
            enrolments: Vec::new(),
            candidacies: Vec::new(),
            spells: Vec::new(),
            talks: Vec::new(),
            closed: None,
        }
    }

    fn heard(spell: Spell) -> Heard {
        Heard { told_on: spell.from_on, spell }
    }

    fn at(history: &History) -> Standing {
        standing(history, &Rules::FIRST, TODAY)
    }

    fn days(standing: &Standing) -> Vec<Date> {
        standing.due.iter().map(|due| due.on).collect()
    }

    #[test]
    fn a_profile_stands_when_there_is_a_line_and_a_wish() {
        let line = History { line_on: Some(date(2026, 1, 11)), ..new() };
        assert_eq!(at(&line).facts.profile_on, None);
        let both = History { has_wish: true, ..line };
        assert_eq!(at(&both).facts.profile_on, Some(date(2026, 1, 11)));
        assert_eq!(at(&History { has_wish: true, ..new() }).facts.profile_on, None);
    }

    #[test]
    fn a_plan_is_due_until_there_is_one_and_while_the_road_is_open() {
        assert_eq!(at(&new()).plan_due_on, Some(date(2026, 2, 9)));
        let planned = History { step_on: Some(date(2026, 1, 20)), ..new() };
        assert_eq!(at(&planned).plan_due_on, None);
        let closed = History { closed: Some((date(2026, 1, 20), Closing::LeftAgain)), ..new() };
        assert_eq!(at(&closed).plan_due_on, None);
        assert_eq!(at(&closed).due, []);
    }

    #[test]
    fn a_talk_answers_what_was_due_and_a_little_beyond() {
        let told = History { talks: vec![date(2026, 3, 28)], ..new() };
        // One month and three months are answered, six and twelve are not.
        assert_eq!(days(&at(&told)), [date(2026, 7, 10), date(2027, 1, 10)]);
        assert_eq!(at(&told).known_on, date(2026, 3, 28));
        assert_eq!(days(&at(&new())).len(), 4);
    }

    #[test]
    fn a_job_brings_its_own_visits_for_as_long_as_it_lasts() {
        let job = Spell::said(Form::Formal, date(2026, 10, 1));
        let lasting = History { spells: vec![heard(job.clone())], ..new() };
        assert_eq!(days(&at(&lasting)).len(), 8);
        let over = Spell { to_on: Some(date(2026, 11, 20)), ..job };
        let over = History { spells: vec![heard(over)], ..new() };
        assert_eq!(days(&at(&over)).len(), 5);
        assert_eq!(at(&over).form, None);
        assert_eq!(at(&over).known_on, date(2026, 11, 20));
    }

    #[test]
    fn work_after_a_course_counts_from_its_end() {
        let course = Enrolled {
            state: Enrolment::Completed,
            came_on: date(2026, 2, 1),
            ended_on: Some(date(2026, 4, 1)),
        };
        let trained = History { enrolments: vec![course], ..new() };
        assert_eq!(at(&trained).work_after_on, None);
        let work = |from_on, to_on| {
            let spell = Spell { to_on, ..Spell::said(Form::Informal, from_on) };
            at(&History { spells: vec![heard(spell)], ..trained.clone() }).work_after_on
        };
        assert_eq!(work(date(2026, 1, 15), None), Some(date(2026, 4, 1)), "went on working");
        assert_eq!(work(date(2026, 1, 15), Some(date(2026, 3, 1))), None, "was over before");
        assert_eq!(work(date(2026, 6, 1), None), Some(date(2026, 6, 1)));
        assert_eq!(work(date(2026, 12, 1), None), None, "has not begun yet");
    }

    fn proposed(day: Date) -> Introduced {
        Introduced {
            stage: Stage::Proposed,
            proposed_on: day,
            agreed_on: None,
            interview_on: None,
            hired_on: None,
            changed_on: day,
        }
    }

    #[test]
    fn what_came_of_an_introduction_stays_whatever_comes_after() {
        let day = |day| date(2026, 5, day);
        let agreed =
            Introduced { stage: Stage::Agreed, agreed_on: Some(day(2)), ..proposed(day(1)) };
        let asked = Introduced { stage: Stage::Interview, interview_on: Some(day(9)), ..agreed };
        let over = |stage, changed_on| Introduced { stage, changed_on, ..asked };
        let hired = Introduced { hired_on: Some(day(20)), ..over(Stage::Hired, day(20)) };
        for (one, expected) in [
            (proposed(day(1)), [None, None, None]),
            (agreed, [Some(day(2)), None, None]),
            (asked, [Some(day(2)), Some(day(9)), None]),
            (over(Stage::Refused, day(9)), [Some(day(2)), Some(day(9)), None]),
            (over(Stage::Withdrawn, day(8)), [Some(day(2)), None, None]),
            // Asked for a day before they took their word back and gave it again.
            (Introduced { agreed_on: Some(day(10)), ..asked }, [Some(day(10)), None, None]),
            (hired, [Some(day(2)), Some(day(9)), Some(day(20))]),
        ] {
            let standing = at(&History { candidacies: vec![one], ..new() });
            let found = [standing.introduced_on, standing.interviewed_on, standing.hired_on];
            assert_eq!(found, expected, "{one:?}");
        }
    }

    #[test]
    fn an_employer_is_heard_from_only_while_a_candidacy_is_open() {
        let day = date(2026, 5, 1);
        let with = |stage| {
            let one = Introduced { stage, agreed_on: Some(day), ..proposed(day) };
            let standing = at(&History { candidacies: vec![one], ..new() });
            (standing.facts.agreed_on, standing.asked_on)
        };
        assert_eq!(with(Stage::Proposed), (None, Some(day)));
        assert_eq!(with(Stage::Interview), (Some(day), None));
        for over in [Stage::Hired, Stage::Refused, Stage::Withdrawn] {
            assert_eq!(with(over), (None, None), "{over}");
        }
    }

    #[test]
    fn who_reached_a_steady_job_is_asked_no_more() {
        let spell = Spell {
            proof: Proof::Contributions,
            proved_on: Some(date(2026, 11, 20)),
            ..Spell::said(Form::Formal, date(2025, 11, 20))
        };
        let standing = at(&History { spells: vec![heard(spell)], ..new() });
        assert_eq!(standing.facts.steady_on, Some(date(2026, 11, 20)));
        assert_eq!(standing.due, []);
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0i64..1200).prop_map(|days| date(2025, 1, 1).saturating_add(days.days()))
    }

    prop_compose! {
        fn any_spell()(
            form in prop::sample::select(Form::ALL),
            from_on in any_day(),
            length in prop::option::of(0i64..500),
            proof in prop::sample::select(Proof::ALL),
            proved_after in 0i64..500,
            told_on in any_day(),
        ) -> Heard {
            let later = |days: i64| from_on.saturating_add(days.days());
            let proved_on = (proof != Proof::Said).then(|| later(proved_after));
            let to_on = length.map(later);
            let spell = Spell { to_on, proof, proved_on, ..Spell::said(form, from_on) };
            Heard { spell, told_on }
        }
    }

    prop_compose! {
        fn any_history()(
            spells in prop::collection::vec(any_spell(), 0..4),
            talks in prop::collection::vec(any_day(), 0..3),
            ended_on in prop::option::of(any_day()),
        ) -> History {
            let came_on = date(2025, 1, 1);
            let enrolled = |ended_on| Enrolled { state: Enrolment::Completed, came_on, ended_on };
            let enrolments = ended_on.map(|day| enrolled(Some(day))).into_iter().collect();
            History { spells, talks, enrolments, ..new() }
        }
    }

    proptest! {
        /// What is kept of a road need not be looked at again before the day it names.
        #[test]
        fn time_changes_nothing_before_the_day_that_is_named(
            history in any_history(),
            today in any_day(),
            later in 1i64..60,
        ) {
            let now = standing(&history, &Rules::FIRST, today);
            let later = today.saturating_add(later.days());
            if now.turns_on.is_none_or(|day| day > later) {
                prop_assert_eq!(standing(&history, &Rules::FIRST, later), now);
            }
        }

        #[test]
        fn nobody_is_asked_again_within_a_fortnight(history in any_history(), today in any_day()) {
            let standing = standing(&history, &Rules::FIRST, today);
            for due in &standing.due {
                prop_assert!(history.talks.iter().all(|talk| !answers(*talk, due.on)));
            }
        }
    }
}
