//! What is asked for and what is there: open vacancies against registered people who look for such work, by group of
//! occupations, skill and oblast. Pages, files and the API show the same report, so what is hidden in one is hidden in all.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    classifier::Code,
    indicator::{hide_more, shown},
    territory::Territory,
};
use jiff::Timestamp;

use super::seekers::{ByOblast, Counted};
use crate::matching::columns::{Offers, Tally};

/// What a line counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// All work of a place.
    All,
    /// A unit group of ISCO.
    Occupation,
    Skill,
}

impl By {
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Occupation => "occupation",
            Self::Skill => "skill",
        }
    }
}

/// One thing in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub by: By,
    /// The group or the skill.
    pub code: Option<Code>,
    /// None for the country.
    pub oblast: Option<Territory>,
    pub offers: Offers,
    /// None where the number could point at single people, by itself or as a difference.
    pub people: Option<u64>,
}

/// Everything that may be told.
#[derive(Clone, Debug)]
pub struct Report {
    /// The moment as of which people were counted. Vacancies are those of now.
    pub at: Timestamp,
    pub oblasts: Vec<Territory>,
    pub lines: Vec<Line>,
}

impl Report {
    pub fn new(offered: &Tally, people: &Counted) -> Self {
        let mut lines = Vec::new();
        let of_all = [(None, Some(&offered.all), Some(&people.all))];
        table(By::All, &of_all, people, &mut lines);
        for (by, offered, people_by) in [
            (By::Occupation, &offered.groups, &people.groups),
            (By::Skill, &offered.skills, &people.skills),
        ] {
            let codes: BTreeSet<&Code> = offered.keys().chain(people_by.keys()).collect();
            let rows: Vec<_> = codes
                .into_iter()
                .map(|code| (Some(code), offered.get(code), people_by.get(code)))
                .collect();
            table(by, &rows, people, &mut lines);
        }
        Self { at: people.at, oblasts: people.oblasts.clone(), lines }
    }

    /// The lines of one place, those with most vacancies first.
    pub fn of(&self, by: By, oblast: Option<Territory>) -> Vec<&Line> {
        let is_asked = |line: &&Line| line.by == by && line.oblast == oblast;
        let mut lines: Vec<&Line> = self.lines.iter().filter(is_asked).collect();
        lines.sort_by(|one, other| {
            let key = |line: &Line| (line.offers.vacancies, line.people);
            key(other).cmp(&key(one)).then_with(|| one.code.cmp(&other.code))
        });
        lines
    }

    /// All work of each place.
    pub fn places(&self) -> BTreeMap<Territory, &Line> {
        let of_all = self.lines.iter().filter(|line| line.by == By::All);
        of_all.filter_map(|line| Some((line.oblast?, line))).collect()
    }
}

type Row<'a> = (Option<&'a Code>, Option<&'a Vec<Offers>>, Option<&'a ByOblast>);

/// One line for the country and one for each oblast, of each row.
fn table(by: By, rows: &[Row<'_>], counted: &Counted, lines: &mut Vec<Line>) {
    let n_oblasts = counted.oblasts.len();
    let people: Vec<Vec<u64>> = rows
        .iter()
        .map(|(_, _, people)| people.cloned().unwrap_or_else(|| vec![0; n_oblasts + 1]))
        .collect();
    let told = told(&people);
    for ((row, people), told) in rows.iter().zip(&people).zip(&told) {
        let (code, offers, _) = row;
        let none = vec![Offers::default(); n_oblasts];
        let offers: &[Offers] = offers.map_or(&none, Vec::as_slice);
        let mut all = Offers::default();
        for one in offers {
            all.vacancies += one.vacancies;
            all.places += one.places;
        }
        let line =
            |oblast, offers, people| Line { by, code: code.cloned(), oblast, offers, people };
        lines.push(line(None, all, told.all.then(|| people.iter().sum())));
        for (at, oblast) in counted.oblasts.iter().enumerate() {
            let n = told.oblasts[at].then(|| people[at]);
            lines.push(line(Some(*oblast), offers[at], n));
        }
    }
}

/// What of a row may be told: the number of the country, and that of each oblast.
struct Told {
    all: bool,
    oblasts: Vec<bool>,
}

/// A number stands in two breakdowns, that of its row by place and that of its place by row, and is told where both would
/// tell it: what is hidden cannot be got by subtraction.
fn told(people: &[Vec<u64>]) -> Vec<Told> {
    let one = |n: &u64| [*n];
    let totals: Vec<[u64; 1]> = people.iter().map(|row| [row.iter().sum()]).collect();
    // A single row is no breakdown: its number is told or is small.
    let totals = shown(&totals);
    let n_columns = people.first().map_or(0, Vec::len);
    let mut cells: Vec<Vec<bool>> =
        people.iter().map(|row| shown(&row.iter().map(one).collect::<Vec<_>>())).collect();
    for (row, all) in cells.iter_mut().zip(&totals) {
        if !all {
            row.fill(false);
        }
    }
    loop {
        let before = cells.clone();
        for column in 0..n_columns {
            let numbers: Vec<[u64; 1]> = people.iter().map(|row| [row[column]]).collect();
            let mut told: Vec<bool> = cells.iter().map(|row| row[column]).collect();
            // Nobody points at nobody, but one row alone is no breakdown.
            if people.len() > 1 {
                hide_more(&numbers, &mut told);
            }
            cells.iter_mut().zip(told).for_each(|(row, told)| row[column] = told);
        }
        for ((row, numbers), all) in cells.iter_mut().zip(people).zip(&totals) {
            if *all {
                hide_more(&numbers.iter().map(one).collect::<Vec<_>>(), row);
            }
        }
        if cells == before {
            break;
        }
    }
    let told = |(all, oblasts)| Told { all, oblasts };
    totals.into_iter().zip(cells).map(told).collect()
}

#[cfg(test)]
mod tests {
    use domain::indicator::is_small;
    use proptest::{collection::vec, prelude::*};

    use super::*;

    #[test]
    fn nobody_is_told_as_nobody_and_a_few_are_not_told() {
        let told = told(&[vec![40, 0, 30], vec![12, 4, 20], vec![0, 0, 0], vec![3, 0, 0]]);
        let all: Vec<bool> = told.iter().map(|row| row.all).collect();
        // Three people are hidden, and with them the next smallest row, or they would be the difference.
        assert_eq!(all, [true, false, true, false]);
        assert_eq!(told[2].oblasts, [true; 3]);
        assert_eq!(told[3].oblasts, [false; 3]);
    }

    proptest! {
        #[test]
        fn no_small_number_is_told_or_can_be_subtracted(
            people in vec(vec(prop_oneof![2 => Just(0u64), 1 => 0u64..30, 1 => 10u64..90], 4), 1..7)
        ) {
            let told = told(&people);
            let is_fine = |numbers: &[u64], told: &[bool], total_is_told: bool| {
                let hidden: Vec<u64> =
                    numbers.iter().zip(told).filter(|(n, told)| !**told && **n > 0).map(|(n, _)| *n).collect();
                let shown_small = numbers.iter().zip(told).any(|(n, told)| *told && is_small(*n));
                let others = numbers.iter().zip(told).any(|(n, told)| *told && *n > 0);
                let can_subtract = total_is_told && others && !hidden.is_empty()
                    && (hidden.len() == 1 || is_small(hidden.iter().sum()));
                !shown_small && !can_subtract
            };
            for (row, told) in people.iter().zip(&told) {
                let total: u64 = row.iter().sum();
                prop_assert!(!told.all || !is_small(total));
                prop_assert!(is_fine(row, &told.oblasts, told.all), "{row:?}");
            }
            if people.len() > 1 {
                let totals: Vec<u64> = people.iter().map(|row| row.iter().sum()).collect();
                let all: Vec<bool> = told.iter().map(|row| row.all).collect();
                prop_assert!(is_fine(&totals, &all, true), "{totals:?}");
                for column in 0..4 {
                    let numbers: Vec<u64> = people.iter().map(|row| row[column]).collect();
                    let shown: Vec<bool> = told.iter().map(|row| row.oblasts[column]).collect();
                    prop_assert!(is_fine(&numbers, &shown, true), "{numbers:?}");
                }
            }
        }
    }
}
