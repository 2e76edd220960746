//! The steady formal job: the one outcome the whole road leads to, by a rule with a name and a day.

use jiff::{ToSpan, civil::Date};

use super::Spell;

/// In verified formal work so many months after a formal job began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SteadyRule {
    pub name: &'static str,
    pub valid_from: Date,
    pub months: [i64; 2],
}

impl SteadyRule {
    /// Formal at six and at twelve months, confirmed by the employer or by contributions.
    pub const FIRST: Self = Self {
        name: "steady-2026-11",
        valid_from: jiff::civil::date(2026, 11, 1),
        months: [6, 12],
    };
}

/// The days on which the rule looks at somebody who began such a job.
pub fn milestones(began: Date, rule: &SteadyRule) -> [Date; 2] {
    rule.months.map(|months| began.saturating_add(months.months()))
}

/// The day on which the job became steady, if it has.
///
/// A job may change in between: what counts is that somebody vouches for formal work on both days.
pub fn steady_on(spells: &[Spell], rule: &SteadyRule, today: Date) -> Option<Date> {
    let vouched = |day: Date| {
        day <= today
            && spells.iter().any(|spell| spell.form.is_formal() && spell.is_vouched_on(day))
    };
    let begins = spells.iter().filter(|spell| spell.form.is_formal()).map(|spell| spell.from_on);
    let steady = begins.filter_map(|began| {
        let days = milestones(began, rule);
        days.iter().all(|day| vouched(*day)).then_some(days[1])
    });
    steady.min()
}

/// Whether the employer should be asked: a day on which the rule looks has passed, and nobody vouches for it.
pub fn awaits_word(spell: &Spell, rule: &SteadyRule, today: Date) -> bool {
    let days = milestones(spell.from_on, rule);
    let awaited = |day: &Date| *day <= today && spell.covers(*day) && !spell.is_vouched_on(*day);
    spell.form.is_formal() && days.iter().any(awaited)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::followup::{Form, Proof, spell::tests::spell};

    const RULE: SteadyRule = SteadyRule::FIRST;

    #[test]
    fn a_job_is_steady_when_somebody_vouches_for_it_at_six_and_twelve_months() {
        let began = date(2025, 3, 31);
        let year = date(2026, 3, 31);
        let whole = |form, proof| vec![spell(form, began, None, proof)];
        let broken = vec![
            spell(Form::Formal, began, Some(date(2025, 10, 15)), Proof::Contributions),
            spell(Form::Formal, date(2026, 1, 10), None, Proof::Employer),
        ];
        let gap = vec![
            spell(Form::Formal, began, Some(date(2025, 9, 1)), Proof::Contributions),
            spell(Form::Formal, date(2025, 11, 1), None, Proof::Said),
        ];
        let cases = [
            (whole(Form::Formal, Proof::Contributions), year, Some(year)),
            (whole(Form::SelfRegistered, Proof::Contributions), year, Some(year)),
            (whole(Form::Formal, Proof::Employer), date(2026, 3, 30), None),
            (whole(Form::Formal, Proof::Said), year, None),
            (whole(Form::Formal, Proof::Seen), year, None),
            (whole(Form::Informal, Proof::Employer), year, None),
            (broken, year, Some(year)),
            (gap, date(2026, 11, 21), None),
        ];
        for (at, (spells, today, expected)) in cases.into_iter().enumerate() {
            assert_eq!(steady_on(&spells, &RULE, today), expected, "case {at}");
        }
    }

    #[test]
    fn nobody_vouches_for_days_to_come() {
        let began = date(2025, 3, 31);
        let job = |proved_on| Spell {
            proved_on: Some(proved_on),
            ..spell(Form::Formal, began, None, Proof::Employer)
        };
        let today = date(2026, 11, 21);
        let cases = [
            (began, None),
            (date(2025, 10, 1), None),
            (date(2026, 3, 30), None),
            (date(2026, 3, 31), Some(date(2026, 3, 31))),
        ];
        for (proved_on, expected) in cases {
            assert_eq!(steady_on(&[job(proved_on)], &RULE, today), expected, "{proved_on}");
        }
    }

    #[test]
    fn the_employer_is_asked_after_six_and_after_twelve_months_until_they_answer() {
        let began = date(2025, 3, 31);
        let job = |proved_on, to_on| Spell {
            proved_on: Some(proved_on),
            ..spell(Form::Formal, began, to_on, Proof::Employer)
        };
        let (half, year) = (date(2025, 9, 30), date(2026, 3, 31));
        let cases = [
            (job(began, None), date(2025, 9, 29), false),
            (job(began, None), half, true),
            (job(half, None), half, false),
            (job(half, None), year, true),
            (job(year, None), year, false),
            (job(began, Some(date(2025, 9, 29))), year, false),
            (Spell { form: Form::Informal, ..job(began, None) }, year, false),
        ];
        for (at, (spell, today, expected)) in cases.into_iter().enumerate() {
            assert_eq!(awaits_word(&spell, &RULE, today), expected, "case {at}");
        }
    }

    #[test]
    fn a_later_job_can_become_steady_too() {
        let spells = [
            spell(Form::Formal, date(2024, 1, 1), Some(date(2024, 2, 1)), Proof::Employer),
            spell(Form::Formal, date(2024, 6, 1), None, Proof::Employer),
        ];
        // Of the first job only the day of the second vouches: both of its days lie in the second one.
        let expected = Some(date(2025, 1, 1));
        assert_eq!(steady_on(&spells, &RULE, date(2026, 1, 1)), expected);
    }
}
