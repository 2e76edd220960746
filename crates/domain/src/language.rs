//! The four languages of the service. Kyrgyz is the reference; Uzbek is written in Latin letters.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::fault::Fault;

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub enum Language {
    #[default]
    Ky,
    Ru,
    Uz,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the language is one of ky, ru, uz, en")]
pub struct UnknownLanguage;

impl Fault for UnknownLanguage {
    fn key(&self) -> &'static str {
        "fault-language-unknown"
    }
}

impl Language {
    pub const ALL: [Self; 4] = [Self::Ky, Self::Ru, Self::Uz, Self::En];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Ky => "ky",
            Self::Ru => "ru",
            Self::Uz => "uz",
            Self::En => "en",
        }
    }

    /// What its speakers call it. A switch shows these, because a reader looks for their own word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ky => "кыргызча",
            Self::Ru => "русский",
            Self::Uz => "o\u{2bb}zbekcha",
            Self::En => "English",
        }
    }

    /// The language a browser asks for first among ours, or none if it asks for none of them.
    ///
    /// A wildcard chooses nothing: whoever accepts everything gets the reference.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(u32, Self)> = None;
        for wish in header.split(',') {
            let mut parts = wish.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let Some(language) = Self::of_tag(tag) else { continue };
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=").map(str::trim).map(thousandths))
                .unwrap_or(Some(1000));
            // A weight that cannot be read or is zero is no wish.
            let Some(weight @ 1..) = weight else { continue };
            // Of equal wishes the first counts.
            if best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }

    /// `ky-KG` is Kyrgyz, too.
    fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.code()))
    }
}

/// A weight of 0 to 1 as thousandths, as the header allows three digits.
fn thousandths(weight: &str) -> Option<u32> {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    if part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part: u32 = format!("{part:0<3}").parse().ok()?;
    match whole {
        "0" => Some(part),
        "1" if part == 0 => Some(1000),
        _ => None,
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL.into_iter().find(|language| language.code() == code).ok_or(UnknownLanguage)
    }
}

impl TryFrom<String> for Language {
    type Error = UnknownLanguage;

    fn try_from(code: String) -> Result<Self, UnknownLanguage> {
        code.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.code().to_owned()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_language_it_wants_most() {
        let cases = [
            ("ky-KG,ky;q=0.9,ru;q=0.8,en;q=0.7", Some(Language::Ky)),
            ("de,en;q=0.5,ru;q=0.8", Some(Language::Ru)),
            ("ru-RU", Some(Language::Ru)),
            ("UZ-Latn-UZ, ru;q=0.5", Some(Language::Uz)),
            ("en ; q=0.3 , ru ; q=0.31", Some(Language::Ru)),
            ("ru,en", Some(Language::Ru)),
            ("en;q=0.5,ky;q=0.5", Some(Language::En)),
            ("ru;q=0", None),
            ("ru;q=2", None),
            ("ru;q=0.5555", None),
            ("*", None),
            ("de-DE,fr", None),
            ("kyr", None),
            ("", None),
            (";;,,q=", None),
        ];
        for (header, expected) in cases {
            assert_eq!(Language::from_accept_language(header), expected, "{header:?}");
        }
    }

    #[test]
    fn every_language_is_found_by_its_code_and_no_other() {
        for language in Language::ALL {
            assert_eq!(language.code().parse(), Ok(language));
        }
        for code in ["", "KY", "kg", "ky-KG", "english"] {
            assert_eq!(code.parse::<Language>(), Err(UnknownLanguage), "{code:?}");
        }
    }
}
