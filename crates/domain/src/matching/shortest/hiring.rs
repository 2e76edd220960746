//! How long hiring takes: from the word of a person to their first day of work, by what happened here before.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Terms;
use crate::classifier::Code;

/// Half of so many hires took so many days or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HireTime {
    pub days: u32,
    pub n_hires: usize,
    /// Of the group of occupations, or of all work where the group has too few.
    pub is_of_group: bool,
}

/// The days of some hires, by the minor group of ISCO.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hiring {
    by_group: BTreeMap<String, Vec<u32>>,
    all: Vec<u32>,
}

fn minor(unit_group: &Code) -> Option<&str> {
    unit_group.as_str().get(..3)
}

impl Hiring {
    /// Of each hire the unit group of the work, if it is known, and the days.
    pub fn of<'c>(hires: impl IntoIterator<Item = (Option<&'c Code>, u32)>) -> Self {
        let mut hiring = Self::default();
        for (unit_group, days) in hires {
            if let Some(group) = unit_group.and_then(minor) {
                hiring.by_group.entry(group.to_owned()).or_default().push(days);
            }
            hiring.all.push(days);
        }
        hiring.by_group.values_mut().chain([&mut hiring.all]).for_each(|days| days.sort_unstable());
        hiring
    }

    /// None where fewer hires are known than may be told of.
    pub fn time(&self, unit_group: Option<&Code>, terms: &Terms) -> Option<HireTime> {
        let half = |days: &[u32], is_of_group| {
            let enough = days.len() >= terms.least_hires;
            let middle = days.get(days.len().saturating_sub(1) / 2).filter(|_| enough)?;
            Some(HireTime { days: *middle, n_hires: days.len(), is_of_group })
        };
        let group = unit_group.and_then(minor).and_then(|group| self.by_group.get(group));
        group.and_then(|days| half(days, true)).or_else(|| half(&self.all, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_with_ten_hires_tells_for_itself_and_others_go_by_all() {
        let code = |text: &str| text.parse::<Code>().unwrap();
        let [sewing, tailors, cooks, guards] = ["7533", "7531", "5120", "5414"].map(code);
        let hires = (1..=10).map(|days| (Some(&sewing), days));
        let hires = hires.chain([(Some(&cooks), 100), (Some(&cooks), 101), (None, 102)]);
        let hiring = Hiring::of(hires);
        let time = |group| hiring.time(Some(group), &Terms::V2026_11);
        let told = |days, n_hires, is_of_group| Some(HireTime { days, n_hires, is_of_group });
        // Of ten the fifth: half of them took as long or less.
        assert_eq!(time(&sewing), told(5, 10, true));
        assert_eq!(time(&tailors), told(5, 10, true), "the same minor group");
        assert_eq!(time(&cooks), told(7, 13, false));
        assert_eq!(time(&guards), told(7, 13, false));
        assert_eq!(hiring.time(None, &Terms::V2026_11), told(7, 13, false));
        let nine = Hiring::of((1..=9).map(|days| (Some(&sewing), days)));
        assert_eq!(nine.time(Some(&sewing), &Terms::V2026_11), None);
        assert_eq!(Hiring::default().time(Some(&sewing), &Terms::V2026_11), None);
    }
}
