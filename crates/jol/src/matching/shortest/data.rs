//! Programmes that pay, and papers that need no course: dated data with their sources.

use std::sync::LazyLock;

use domain::{
    matching::shortest::{Paper, Programme},
    money::Som,
};
use jiff::civil::Date;
use serde::Deserialize;

const PROGRAMMES: &str = include_str!("../../../../../data/programmes.csv");
const PAPERS: &str = include_str!("../../../../../data/papers.csv");

#[derive(Deserialize)]
struct ProgrammeLine {
    code: String,
    pays: String,
    who: String,
    ceiling: Option<i64>,
    days: u16,
    valid_from: Date,
    valid_to: Option<Date>,
    ky: String,
    ru: String,
    uz: String,
    en: String,
    is_confirmed: String,
    source: String,
}

#[derive(Deserialize)]
struct PaperLine {
    licence: String,
    way: String,
    asker: String,
    days: u16,
    price: i64,
    valid_from: Date,
    valid_to: Option<Date>,
    is_confirmed: String,
    source: String,
}

impl ProgrammeLine {
    fn open(self) -> Option<Programme> {
        let pays = self.pays.split(';').map(|one| one.parse().ok()).collect::<Option<Vec<_>>>()?;
        Some(Programme {
            code: self.code.parse().ok()?,
            names: [self.ky, self.ru, self.uz, self.en],
            pays,
            who: self.who.parse().ok()?,
            ceiling: self.ceiling.map(|som| Som::from_tyiyn(100 * som)),
            days: self.days,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            is_confirmed: self.is_confirmed == "yes",
            source: self.source,
        })
    }
}

impl PaperLine {
    fn open(self) -> Option<Paper> {
        Some(Paper {
            licence: self.licence.parse().ok()?,
            way: self.way.parse().ok()?,
            asker: self.asker.parse().ok()?,
            days: self.days,
            price: Som::from_tyiyn(100 * self.price),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            is_confirmed: self.is_confirmed == "yes",
            source: self.source,
        })
    }
}

/// The lines of a file. One that cannot be read is left out; a test holds that there is none.
fn lines<L: serde::de::DeserializeOwned>(text: &str) -> impl Iterator<Item = L> {
    csv::Reader::from_reader(text.as_bytes()).into_deserialize().filter_map(Result::ok)
}

pub fn programmes() -> &'static [Programme] {
    static ALL: LazyLock<Vec<Programme>> =
        LazyLock::new(|| lines(PROGRAMMES).filter_map(ProgrammeLine::open).collect());
    &ALL
}

pub fn papers() -> &'static [Paper] {
    static ALL: LazyLock<Vec<Paper>> =
        LazyLock::new(|| lines(PAPERS).filter_map(PaperLine::open).collect());
    &ALL
}

#[cfg(test)]
mod tests {
    use domain::classifier::Scheme;

    use super::*;
    use crate::classifier::{built_in, trades};

    #[test]
    fn every_line_is_read_is_on_the_lists_and_has_its_source() {
        assert_eq!(programmes().len(), PROGRAMMES.lines().count() - 1);
        assert_eq!(papers().len(), PAPERS.lines().count() - 1);
        for one in programmes() {
            assert!(one.names.iter().all(|name| !name.is_empty()), "{}", one.code);
            assert!(!one.source.is_empty(), "{}", one.code);
        }
        for paper in papers() {
            let licence = &paper.licence;
            assert!(built_in().find(Scheme::Licence, licence).is_some(), "{licence}");
            assert!(!paper.source.is_empty(), "{licence}");
            let is_asked = |code| trades().asks(code, licence);
            let worked = paper.asker != domain::matching::shortest::Asker::Worked
                || built_in().all(Scheme::Occupation).any(|one| is_asked(&one.code));
            assert!(worked, "no trade asks for {licence}");
        }
    }
}
