//! How sure a line is, what time does to it, and what is done with lines that contradict each other.
//!
//! All of it is shown beside the line. Nothing is hidden or deleted, and nothing of it is a mark of the person: the one
//! thing that time alone takes from a match is a licence that has run out.

use jiff::{
    ToSpan,
    civil::{Date, date},
};

use super::{Item, Kind};
use crate::{
    classifier::{Classifiers, Code, Scheme},
    codes,
    returnee::Education,
};

codes! {
    /// How sure a line is, the weakest first.
    Evidence {
        Said = "said",
        /// An officer saw the paper.
        Seen = "seen",
        Tested = "tested",
        Certified = "certified",
        /// A paper of another country that a body named beside it found to be good here, or a skill that an assessor did.
        Recognised = "recognised",
    }
}

/// A line with what it rests on.
#[derive(Clone, Copy, Debug)]
pub struct Backed<'a> {
    pub item: &'a Item,
    pub evidence: Evidence,
    pub told_on: Date,
    /// When it was checked.
    pub checked_on: Option<Date>,
}

codes! {
    /// What time has done to a line.
    Age {
        Fresh = "fresh",
        Ageing = "ageing",
        Old = "old",
    }
}

/// Why a line ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// A licence is good until this day.
    GoodUntil(Date),
    /// A language was tested on this day.
    TestedOn(Date),
    /// The last work that is known to use the skill ended on this day, or it was tested then.
    UsedUntil(Date),
}

impl Because {
    pub const fn day(self) -> Date {
        match self {
            Self::GoodUntil(day) | Self::TestedOn(day) | Self::UsedUntil(day) => day,
        }
    }
}

/// After how many months a line ages and is old, by a rule with a name and a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeRule {
    pub name: &'static str,
    pub valid_from: Date,
    /// How long before its end a licence is told to run out.
    pub licence: i64,
    /// Since a language was tested: ageing, old.
    pub language: [i64; 2],
    /// Since a skill was used: ageing, old.
    pub skill: [i64; 2],
}

impl AgeRule {
    /// The oldest first.
    const ALL: [Self; 1] = [Self {
        name: "age-2026-11",
        valid_from: date(2026, 11, 1),
        licence: 3,
        language: [18, 24],
        skill: [36, 60],
    }];

    /// The rule in force on a day; before the first one, the first.
    pub fn on(day: Date) -> Self {
        let in_force = Self::ALL.into_iter().rev().find(|rule| rule.valid_from <= day);
        in_force.unwrap_or(Self::ALL[0])
    }

    /// What time has done to a line of somebody, and why, if it did anything.
    pub fn age(
        &self,
        line: &Backed<'_>,
        all: &[Backed<'_>],
        lists: &Classifiers,
        today: Date,
    ) -> Option<(Age, Because)> {
        let since = |day: Date, [ageing, old]: [i64; 2]| match today {
            today if today > day.saturating_add(old.months()) => Some(Age::Old),
            today if today > day.saturating_add(ageing.months()) => Some(Age::Ageing),
            _ => None,
        };
        match line.item.kind {
            Kind::Licence => {
                let until = line.item.to_on?;
                let soon = today.saturating_add(self.licence.months());
                let age = match until {
                    until if until < today => Age::Old,
                    until if until < soon => Age::Ageing,
                    _ => return None,
                };
                Some((age, Because::GoodUntil(until)))
            }
            Kind::Language => {
                let tested = line.checked_on.filter(|_| line.evidence >= Evidence::Tested)?;
                Some((since(tested, self.language)?, Because::TestedOn(tested)))
            }
            Kind::Skill => {
                let used = last_used(line, all, lists, today)?;
                Some((since(used, self.skill)?, Because::UsedUntil(used)))
            }
            _ => None,
        }
    }
}

/// The last day on which a skill is known to have been used: in work that asks for it, or before somebody who tested it.
fn last_used(
    line: &Backed<'_>,
    all: &[Backed<'_>],
    lists: &Classifiers,
    today: Date,
) -> Option<Date> {
    let skill = line.item.code.as_ref()?;
    let asks = |occupation: &Code| {
        let concept = lists.find(Scheme::Occupation, occupation);
        concept.is_some_and(|concept| concept.skills.contains(skill))
    };
    let worked = all.iter().map(|one| one.item).filter(|item| {
        // Work without any day says nothing of when.
        item.kind == Kind::Work
            && item.code.as_ref().is_some_and(asks)
            && (item.from_on.is_some() || item.to_on.is_some())
    });
    let tested = line.checked_on.filter(|_| line.evidence >= Evidence::Tested);
    worked.map(|item| item.to_on.unwrap_or(today)).chain(tested).max()
}

codes! {
    /// What two lines differ about.
    Differs {
        /// One language on two levels.
        Level = "level",
        /// One licence with two ends.
        Until = "until",
        /// Work in two countries at one time.
        Place = "place",
        /// Studies other than what was told at registration.
        Education = "education",
    }
}

/// Two lines that say different things of the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub about: Differs,
    pub line: usize,
    /// None: what was told at registration.
    pub other: Option<usize>,
    /// The one that counts in a match. None: neither is surer, and both count.
    pub counts: Option<usize>,
}

/// Work in two places overlaps where one job is left for the other; longer than this it cannot be both the whole day.
const MOST_OVERLAP: i64 = 31;

/// All contradictions among the lines of somebody, and with the education they told at registration.
pub fn conflicts(lines: &[Backed<'_>], told: Option<Education>, today: Date) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (other, two) in lines.iter().enumerate() {
        for (line, one) in lines.iter().enumerate().take(other) {
            if let Some(about) = differ(one.item, two.item, today) {
                let counts = surer((line, one), (other, two), about);
                found.push(Conflict { about, line, other: Some(other), counts });
            }
        }
    }
    // The highest studies, the surest of them.
    let studies = lines.iter().enumerate().filter(|(_, line)| line.item.education.is_some());
    let highest = studies.max_by_key(|(_, line)| (line.item.education, line.evidence));
    if let (Some(told), Some((line, highest))) = (told, highest)
        && highest.item.education != Some(told)
    {
        let counts = (highest.evidence > Evidence::Said).then_some(line);
        found.push(Conflict { about: Differs::Education, line, other: None, counts });
    }
    found
}

fn differ(one: &Item, other: &Item, today: Date) -> Option<Differs> {
    if one.kind != other.kind {
        return None;
    }
    let same = one.code.is_some() && one.code == other.code;
    match one.kind {
        Kind::Language => (same && one.fluency != other.fluency).then_some(Differs::Level),
        Kind::Licence => (same && one.to_on != other.to_on).then_some(Differs::Until),
        Kind::Work => {
            let countries = one.country.zip(other.country)?;
            let from = one.from_on?.max(other.from_on?);
            let until = |item: &Item| item.to_on.unwrap_or(today).min(today);
            let overlap = until(one).min(until(other));
            let long = from.saturating_add(MOST_OVERLAP.days()) < overlap;
            (long && countries.0 != countries.1).then_some(Differs::Place)
        }
        _ => None,
    }
}

/// What rests on more counts. Of one language or licence one line has to count, so of two that are equally sure it is the
/// one that was told later.
fn surer(one: (usize, &Backed<'_>), other: (usize, &Backed<'_>), about: Differs) -> Option<usize> {
    let sure = |line: &Backed<'_>| line.evidence;
    let late = |line: &Backed<'_>| line.checked_on.unwrap_or(line.told_on);
    match sure(one.1).cmp(&sure(other.1)) {
        std::cmp::Ordering::Greater => Some(one.0),
        std::cmp::Ordering::Less => Some(other.0),
        std::cmp::Ordering::Equal if about == Differs::Place => None,
        std::cmp::Ordering::Equal if late(one.1) > late(other.1) => Some(one.0),
        std::cmp::Ordering::Equal => Some(other.0),
    }
}

/// Which lines count in a match, and whether the education told at registration does: those that nothing surer contradicts.
pub fn counting(n_lines: usize, conflicts: &[Conflict]) -> (Vec<bool>, bool) {
    let mut counts = vec![true; n_lines];
    let mut told = true;
    for conflict in conflicts.iter().filter(|conflict| conflict.counts.is_some()) {
        match conflict.other {
            None => told = false,
            Some(other) => {
                for line in [conflict.line, other] {
                    if conflict.counts != Some(line) {
                        counts[line] = false;
                    }
                }
            }
        }
    }
    (counts, told)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        classifier::{Codes, Concept},
        profile::Fluency,
    };

    const TODAY: Date = date(2026, 11, 21);

    fn lists() -> Classifiers {
        let mut lists = Classifiers::default();
        for (code, skills) in [("welder", "arc"), ("cook", "")] {
            let (code, skills): (Code, Codes) = (code.parse().unwrap(), skills.parse().unwrap());
            let concept = Concept { code, names: Default::default(), broader: None, skills };
            lists.add(Scheme::Occupation, concept);
        }
        lists
    }

    fn plain(kind: Kind, code: &str) -> Item {
        Item::plain(kind, code.parse().unwrap())
    }

    fn work(code: &str, country: &str, from: Date, to: Option<Date>) -> Item {
        let country = country.parse().ok();
        Item { country, from_on: Some(from), to_on: to, ..plain(Kind::Work, code) }
    }

    fn speaks(level: Fluency) -> Item {
        Item { fluency: Some(level), ..plain(Kind::Language, "ru") }
    }

    fn drives(to_on: Option<Date>) -> Item {
        Item { to_on, ..plain(Kind::Licence, "drive-b") }
    }

    fn studied(education: Education) -> Item {
        Item { education: Some(education), code: None, ..plain(Kind::Study, "x") }
    }

    fn backed(item: &Item, evidence: Evidence, checked_on: Option<Date>) -> Backed<'_> {
        Backed { item, evidence, told_on: date(2026, 1, 1), checked_on }
    }

    #[test]
    fn the_rules_are_in_the_order_of_their_days() {
        assert!(AgeRule::ALL.is_sorted_by_key(|rule| rule.valid_from));
        assert_eq!(AgeRule::on(date(1999, 1, 1)).name, AgeRule::ALL[0].name);
    }

    #[test]
    fn a_line_ages_with_its_reason() {
        use Age::*;
        use Evidence::*;
        let long_ago = work("welder", "RU", date(2015, 1, 1), Some(date(2021, 11, 20)));
        let lately = work("welder", "RU", date(2015, 1, 1), Some(date(2022, 11, 21)));
        let still = work("welder", "RU", date(2015, 1, 1), None);
        let cooked = work("cook", "RU", date(2015, 1, 1), Some(date(2016, 1, 1)));
        let (welds, speaks) = (plain(Kind::Skill, "arc"), speaks(Fluency::B1));
        let licence = |day| drives(Some(day));
        let until = |day| Some(Because::GoodUntil(day));
        let ended = |day| Some(Because::UsedUntil(day));
        let tested = |day| Some(Because::TestedOn(day));
        let day = date;
        type Case<'a> =
            (Item, Evidence, Option<Date>, Option<&'a Item>, Option<Age>, Option<Because>);
        #[rustfmt::skip]
        let cases: [Case; 18] = [
            (licence(day(2026, 11, 20)), Said, None, None, Some(Old), until(day(2026, 11, 20))),
            (licence(day(2026, 11, 21)), Seen, None, None, Some(Ageing), until(day(2026, 11, 21))),
            (licence(day(2027, 2, 20)), Said, None, None, Some(Ageing), until(day(2027, 2, 20))),
            (licence(day(2027, 2, 21)), Said, None, None, None, None),
            (drives(None), Said, None, None, None, None),
            (speaks.clone(), Said, None, None, None, None),
            (speaks.clone(), Seen, Some(day(2019, 1, 1)), None, None, None),
            (speaks.clone(), Tested, Some(day(2025, 5, 21)), None, None, None),
            (speaks.clone(), Tested, Some(day(2025, 5, 20)), None, Some(Ageing), tested(day(2025, 5, 20))),
            (speaks.clone(), Tested, Some(day(2024, 11, 20)), None, Some(Old), tested(day(2024, 11, 20))),
            (speaks, Recognised, Some(day(2024, 11, 21)), None, Some(Ageing), tested(day(2024, 11, 21))),
            (welds.clone(), Said, None, None, None, None),
            (welds.clone(), Said, None, Some(&cooked), None, None),
            (welds.clone(), Said, None, Some(&still), None, None),
            (welds.clone(), Said, None, Some(&lately), Some(Ageing), ended(day(2022, 11, 21))),
            (welds.clone(), Said, None, Some(&long_ago), Some(Old), ended(day(2021, 11, 20))),
            (welds.clone(), Tested, Some(day(2024, 1, 1)), Some(&long_ago), None, None),
            (long_ago.clone(), Said, None, None, None, None),
        ];
        for (at, (item, evidence, checked_on, beside, age, why)) in cases.into_iter().enumerate() {
            let line = backed(&item, evidence, checked_on);
            let mut all = vec![line];
            all.extend(beside.map(|item| backed(item, Said, None)));
            let found = AgeRule::on(TODAY).age(&line, &all, &lists(), TODAY);
            assert_eq!(found, age.zip(why), "case {at}: {item:?}");
        }
    }

    #[test]
    fn lines_that_contradict_each_other_are_found_and_the_surer_one_counts() {
        use Evidence::*;
        let (b1, c1) = (speaks(Fluency::B1), speaks(Fluency::C1));
        let (valid, expired) = (drives(None), drives(Some(date(2025, 1, 1))));
        let ru = work("welder", "RU", date(2020, 1, 1), Some(date(2023, 1, 1)));
        let kz = work("cook", "KZ", date(2022, 1, 1), None);
        let moved = work("cook", "KZ", date(2022, 12, 1), None);
        let unknown = work("cook", "", date(2022, 1, 1), None);
        let welds = plain(Kind::Skill, "arc");
        let earlier = Some(date(2026, 1, 2));
        let later = Some(date(2026, 6, 1));
        type Line<'a> = (&'a Item, Evidence, Option<Date>);
        type Found = Option<(Differs, Option<usize>)>;
        let cases: [(Line, Line, Found); 12] = [
            ((&c1, Said, None), (&b1, Tested, later), Some((Differs::Level, Some(1)))),
            ((&b1, Tested, later), (&c1, Said, None), Some((Differs::Level, Some(0)))),
            ((&c1, Tested, later), (&b1, Tested, earlier), Some((Differs::Level, Some(0)))),
            ((&c1, Said, None), (&b1, Said, None), Some((Differs::Level, Some(1)))),
            ((&c1, Said, None), (&c1, Tested, later), None),
            ((&valid, Said, None), (&expired, Seen, later), Some((Differs::Until, Some(1)))),
            ((&valid, Said, None), (&c1, Said, None), None),
            ((&ru, Said, None), (&kz, Said, None), Some((Differs::Place, None))),
            ((&ru, Said, None), (&kz, Seen, later), Some((Differs::Place, Some(1)))),
            ((&ru, Said, None), (&moved, Said, None), None),
            ((&ru, Said, None), (&unknown, Said, None), None),
            ((&welds, Said, None), (&welds, Seen, later), None),
        ];
        for (at, (one, other, expected)) in cases.into_iter().enumerate() {
            let lines = [one, other].map(|(item, evidence, on)| backed(item, evidence, on));
            let found = conflicts(&lines, None, TODAY);
            let told: Vec<_> = found.iter().map(|one| (one.about, one.counts)).collect();
            assert_eq!(told, Vec::from_iter(expected), "case {at}");
            let (counts, _) = counting(2, &found);
            for (line, counts) in counts.into_iter().enumerate() {
                let loses = expected.is_some_and(|(_, won)| won.is_some_and(|won| won != line));
                assert_eq!(counts, !loses, "case {at}, line {line}");
            }
        }
    }

    #[test]
    fn studies_that_were_shown_count_before_what_was_told() {
        let (college, basic) = (studied(Education::College), studied(Education::Basic));
        let higher = Some(Education::Higher);
        let cases = [
            (higher, vec![(&college, Evidence::Said)], true, true),
            (higher, vec![(&college, Evidence::Seen)], true, false),
            (Some(Education::College), vec![(&college, Evidence::Seen)], false, true),
            (
                Some(Education::College),
                vec![(&basic, Evidence::Seen), (&college, Evidence::Said)],
                false,
                true,
            ),
            (None, vec![(&college, Evidence::Seen)], false, true),
            (higher, vec![], false, true),
        ];
        for (at, (told, lines, differs, told_counts)) in cases.into_iter().enumerate() {
            let lines: Vec<Backed> =
                lines.into_iter().map(|(item, evidence)| backed(item, evidence, None)).collect();
            let found = conflicts(&lines, told, TODAY);
            assert_eq!(!found.is_empty(), differs, "case {at}");
            assert_eq!(
                counting(lines.len(), &found),
                (vec![true; lines.len()], told_counts),
                "case {at}"
            );
        }
    }

    fn any_line() -> impl Strategy<Value = (Item, Evidence)> {
        let items = vec![
            speaks(Fluency::A1),
            speaks(Fluency::B1),
            speaks(Fluency::C1),
            drives(None),
            drives(Some(date(2025, 1, 1))),
            drives(Some(date(2030, 1, 1))),
            work("welder", "RU", date(2020, 1, 1), None),
            work("cook", "KZ", date(2022, 1, 1), None),
        ];
        (prop::sample::select(items), prop::sample::select(Evidence::ALL))
    }

    proptest! {
        #[test]
        fn of_what_is_known_something_always_counts(
            lines in prop::collection::vec(any_line(), 1..7)
        ) {
            let backed: Vec<Backed> =
                lines.iter().map(|(item, evidence)| backed(item, *evidence, None)).collect();
            let (counts, _) = counting(lines.len(), &conflicts(&backed, None, TODAY));
            for one in &backed {
                // Work contradicts work, whatever was done there.
                let of_one = |other: &Item| {
                    let same = other.code == one.item.code || other.kind == Kind::Work;
                    same && other.kind == one.item.kind
                };
                let alike =
                    || backed.iter().zip(&counts).filter(|(other, _)| of_one(other.item));
                prop_assert!(alike().any(|(_, counts)| *counts), "nothing is left of {:?}", one.item);
                // Of one language or licence all that counts says the same.
                let counting = || alike().filter(|(_, counts)| **counts).map(|(other, _)| other.item);
                if one.item.kind != Kind::Work {
                    prop_assert!(counting().all(|item| Some(item) == counting().next()));
                }
            }
        }
    }
}
