//! The countries of ISO 3166-1, by their codes. Those our people work in and come from are offered
//! on forms: the whole list is too heavy for a slow phone.
//!
//! The names are the ones people use. Of those that common tables offer, our own country in Russian
//! is «Кыргызстан».

use std::{fmt, str::FromStr, sync::LazyLock};

use serde::{Deserialize, Serialize};

use crate::{fault::Fault, language::Language};

/// One country of the list. Ordered by code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country(u8);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such country in the list")]
pub struct UnknownCountry;

impl Fault for UnknownCountry {
    fn key(&self) -> &'static str {
        "fault-country-unknown"
    }
}

struct Row {
    code: &'static str,
    code3: &'static str,
    /// In the order of [`Language::ALL`].
    names: [&'static str; 4],
    is_offered: bool,
}

const LINES: &str = include_str!("../../../data/classifiers/countries.csv");

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows: Vec<Row> = LINES
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split(',');
            let mut next = || fields.next();
            let (code, code3) = (next()?, next()?);
            let (ky, ru, uz, en) = (next()?, next()?, next()?, next()?);
            let is_offered = next()? == "yes";
            Some(Row { code, code3, names: [ky, ru, uz, en], is_offered })
        })
        .collect();
    rows.sort_by_key(|row| row.code);
    rows
});

impl Country {
    pub fn all() -> impl Iterator<Item = Self> {
        (0..).take(ROWS.len()).map(Self)
    }

    fn row(self) -> &'static Row {
        &ROWS[usize::from(self.0)]
    }

    /// Two letters, as addresses and our own tables have it.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// Three letters, as passports and the state sign-in have it.
    pub fn code3(self) -> &'static str {
        self.row().code3
    }

    /// Whether a form lists it.
    pub fn is_offered(self) -> bool {
        self.row().is_offered
    }

    pub fn name(self, language: Language) -> &'static str {
        self.row().names[language as usize]
    }
}

/// Takes either code, in either case.
impl FromStr for Country {
    type Err = UnknownCountry;

    fn from_str(text: &str) -> Result<Self, UnknownCountry> {
        let text = text.trim();
        let is_it =
            |row: &Row| row.code.eq_ignore_ascii_case(text) || row.code3.eq_ignore_ascii_case(text);
        (0..)
            .zip(ROWS.iter())
            .find(|(_, row)| is_it(row))
            .map(|(i, _)| Self(i))
            .ok_or(UnknownCountry)
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;

    fn try_from(text: String) -> Result<Self, UnknownCountry> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({})", self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_found_by_either_code() {
        let cases = [
            ("RU", Ok("RU")),
            (" kg ", Ok("KG")),
            ("KGZ", Ok("KG")),
            ("bra", Ok("BR")),
            ("", Err(UnknownCountry)),
            ("XX", Err(UnknownCountry)),
            ("SU", Err(UnknownCountry)),
            // Cyrillic letters that look like RU's.
            ("КР", Err(UnknownCountry)),
            ("Россия", Err(UnknownCountry)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse().map(Country::code), expected, "{text:?}");
        }
    }

    #[test]
    fn every_country_is_there_with_four_names_and_those_of_labour_migration_are_offered() {
        let countries: Vec<Country> = Country::all().collect();
        assert_eq!(countries.len(), LINES.lines().count() - 1);
        assert_eq!(countries.len(), 249, "ISO 3166-1 has as many");
        let n_offered = countries.iter().filter(|country| country.is_offered()).count();
        assert!(n_offered < 80, "{n_offered} are too many for a page of 14 kilobytes");
        for code in
            "RU KZ TR KR DE AE PL US GB CN JP UZ TJ KG IT ES CZ SK LT LV EE FI SE".split(' ')
        {
            assert!(code.parse::<Country>().is_ok_and(Country::is_offered), "{code}");
        }
        assert!(countries.is_sorted_by(|a, b| a.code() < b.code()), "a code stands there twice");
        for country in countries {
            assert_eq!(country.code().parse(), Ok(country));
            assert_eq!(country.code3().parse(), Ok(country));
            assert_eq!((country.code().len(), country.code3().len()), (2, 3), "{country}");
            for language in Language::ALL {
                let name = country.name(language);
                let is_latin = !name.chars().any(|c| ('\u{400}'..'\u{500}').contains(&c));
                assert!(!name.is_empty(), "{country} {language}");
                assert_eq!(is_latin, matches!(language, Language::Uz | Language::En), "{name}");
            }
        }
    }
}
