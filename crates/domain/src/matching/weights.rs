//! How much each thing counts in a match: dated data, published, so that everybody can see what a list was made with.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How much each thing counts, in thousandths of what could fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    pub occupation: u32,
    pub needs: u32,
    pub near: u32,
    pub wage: u32,
}

/// Weights with their name and their first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Edition {
    pub name: &'static str,
    pub valid_from: Date,
    #[serde(flatten)]
    pub weights: Weights,
    /// Who set them.
    pub source: &'static str,
}

const LINES: &str = include_str!("../../../../data/matching_weights.csv");

static EDITIONS: LazyLock<Vec<Edition>> = LazyLock::new(|| {
    let mut editions: Vec<Edition> = LINES.lines().skip(1).filter_map(edition).collect();
    editions.sort_by_key(|edition| edition.valid_from);
    editions
});

/// A line of the file. One that cannot be read is left out; a test holds that there is none.
fn edition(line: &'static str) -> Option<Edition> {
    let fields: Vec<&str> = line.split(',').collect();
    let &[name, valid_from, occupation, needs, near, wage, source] = fields.as_slice() else {
        return None;
    };
    let [occupation, needs, near, wage] = [occupation, needs, near, wage].map(str::parse);
    let (occupation, needs) = (occupation.ok()?, needs.ok()?);
    let (near, wage) = (near.ok()?, wage.ok()?);
    let weights = Weights { occupation, needs, near, wage };
    Some(Edition { name, valid_from: valid_from.parse().ok()?, weights, source })
}

impl Edition {
    /// The oldest first.
    pub fn all() -> &'static [Self] {
        &EDITIONS
    }

    /// The edition in force on a day; before the first one, the first.
    pub fn on(day: Date) -> &'static Self {
        let in_force = EDITIONS.iter().rev().find(|edition| edition.valid_from <= day);
        in_force.unwrap_or(&EDITIONS[0])
    }

    pub fn named(name: &str) -> Option<&'static Self> {
        EDITIONS.iter().find(|edition| edition.name == name)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_line_is_read_and_shares_out_a_thousand() {
        assert_eq!(Edition::all().len(), LINES.lines().count() - 1);
        for edition in Edition::all() {
            let Weights { occupation, needs, near, wage } = edition.weights;
            assert_eq!(occupation + needs + near + wage, 1000, "{edition:?}");
            assert!(!edition.name.is_empty() && !edition.source.is_empty(), "{edition:?}");
            assert_eq!(Edition::named(edition.name), Some(edition), "a name stands once");
        }
        assert!(Edition::all().is_sorted_by(|a, b| a.valid_from < b.valid_from));
    }

    #[test]
    fn a_day_has_the_edition_that_began_last() {
        for edition in Edition::all() {
            assert_eq!(Edition::on(edition.valid_from), edition);
        }
        assert_eq!(Edition::on(date(1991, 8, 31)), &Edition::all()[0]);
        assert_eq!(Some(Edition::on(date(2199, 1, 1))), Edition::all().last());
        assert_eq!(Edition::named("of nobody"), None);
    }

    #[test]
    fn a_line_that_lacks_something_is_none() {
        for line in ["", "a,2026-11-01,1,2,3,4", "a,2026-11-01,1,2,3,x,b", "a,1.11.26,1,2,3,4,b"] {
            assert_eq!(edition(line), None, "{line}");
        }
    }
}
