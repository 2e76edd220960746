//! Names of people, as their documents and they themselves write them.
//!
//! No spelling is derived from another: a citizen may write Жапаров as Japarov or Zhaparov. What is
//! tidied is only what no reader can see: look-alike letters of the other script, kinds of
//! apostrophes and hyphens, old code points of ң and ө.
//!
//! A missing patronymic is unknown, never different: passports often leave it out.

use std::{fmt, str::FromStr};

use linkage::fold::{self, Script, script, twin};
use serde::{Deserialize, Serialize};

use crate::{
    fault::Fault,
    text::{self, TextFault, digit, named},
};

/// One part of a name: a surname, a given name or a patronymic.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NamePart(String);

/// The longest part of a name that is kept.
pub const LONGEST: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    #[error(transparent)]
    Text(#[from] TextFault),
    #[error("a name has no digits")]
    Digit { digit: char },
    #[error("{letter:?} does not belong in a name")]
    Character { letter: char },
    #[error("a name has at least one letter")]
    NoLetter,
    #[error("{letter:?} is not of the same alphabet as the rest of {word:?}")]
    MixedScripts { letter: char, word: String },
}

impl Fault for NameFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Text(fault) => fault.key(),
            Self::Digit { .. } => "fault-name-digit",
            Self::Character { .. } => "fault-name-character",
            Self::NoLetter => "fault-name-no-letter",
            Self::MixedScripts { .. } => "fault-name-mixed-scripts",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Text(fault) => fault.facts(),
            Self::Digit { digit } => vec![("digit", digit.to_string())],
            Self::Character { letter } => vec![("letter", named(*letter))],
            Self::NoLetter => Vec::new(),
            Self::MixedScripts { letter, word } => {
                vec![("letter", letter.to_string()), ("word", word.clone())]
            }
        }
    }
}

impl NamePart {
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        let tidy: String = text::line(text, LONGEST)?.chars().map(modern).collect();
        let mut name = String::with_capacity(tidy.len());
        let mut after_letter = false;
        let mut has_letter = false;
        for c in tidy.chars() {
            match c {
                _ if script(c).is_some() => {
                    // «Иванова - Петрова» is one surname.
                    if name.ends_with("- ") {
                        name.pop();
                    }
                    name.push(c);
                    has_letter = true;
                }
                _ if is_apostrophe(c) => name.push('\''),
                _ if is_hyphen(c) => {
                    if name.ends_with(' ') {
                        name.pop();
                    }
                    name.push('-');
                }
                // A shortened particle or an initial: «у.», «К.».
                '.' if after_letter => name.push('.'),
                ' ' => name.push(' '),
                _ if digit(c).is_some() => {
                    let digit = char::from(b'0' + digit(c).unwrap_or_default());
                    return Err(NameFault::Digit { digit });
                }
                _ => return Err(NameFault::Character { letter: c }),
            }
            after_letter = script(c).is_some();
        }
        if !has_letter {
            return Err(NameFault::NoLetter);
        }
        let words: Result<Vec<String>, NameFault> =
            name.split_inclusive([' ', '-', '.']).map(in_one_script).collect();
        Ok(Self(with_uzbek_apostrophes(&words?.concat())))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For exact and prefix search in any script.
    pub fn canon(&self) -> String {
        fold::canon(&self.0)
    }

    /// All readings, the canon first.
    pub fn readings(&self) -> Vec<String> {
        fold::readings(&self.0)
    }
}

/// Letters as they are written today: old code points of ң and ө, full-width letters of an East
/// Asian keyboard.
fn modern(c: char) -> char {
    match c {
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            // Full-width letters stand in the order of ASCII, from U+FF01 for `!`.
            char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c)
        }
        'ӊ' | 'ҥ' => 'ң',
        'Ӊ' | 'Ҥ' => 'Ң',
        'ɵ' | 'ѳ' => 'ө',
        'Ɵ' | 'Ѳ' => 'Ө',
        _ => c,
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{b4}' | '\u{2b9}'..='\u{2bd}' | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{ff07}'
    )
}

/// Oʻ and gʻ are letters of their own, with a mark of their own. Known only once O is surely Latin.
fn with_uzbek_apostrophes(name: &str) -> String {
    let mut before = ' ';
    name.chars()
        .map(|c| match (std::mem::replace(&mut before, c), c) {
            ('o' | 'O' | 'g' | 'G', '\'') => '\u{2bb}',
            (_, '\'') => '\u{2bc}',
            _ => c,
        })
        .collect()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}')
}

/// Gives a look-alike letter back to the alphabet of its word, where one alphabet clearly dominates:
/// every letter of the other has a twin, and they are fewer or some letter of the first has none.
fn in_one_script(word: &str) -> Result<String, NameFault> {
    let of = |side| word.chars().filter(move |&c| script(c) == Some(side));
    let strange = |side| of(side).find(|&c| twin(c).is_none());
    let (n_cyrillic, n_latin) = (of(Script::Cyrillic).count(), of(Script::Latin).count());
    if n_cyrillic == 0 || n_latin == 0 {
        return Ok(word.to_owned());
    }
    let side = match (strange(Script::Cyrillic), strange(Script::Latin)) {
        (Some(_), None) => Script::Cyrillic,
        (None, Some(_)) => Script::Latin,
        (None, None) if n_cyrillic > n_latin => Script::Cyrillic,
        (None, None) if n_latin > n_cyrillic => Script::Latin,
        (cyrillic, latin) => {
            // The letter to look at is of the alphabet that is less in the word.
            let fewer = if n_latin <= n_cyrillic { latin } else { cyrillic };
            let letter = fewer.or_else(|| of(Script::Latin).next()).unwrap_or_default();
            let word = word.trim_end_matches([' ', '-', '.']).to_owned();
            return Err(NameFault::MixedScripts { letter, word });
        }
    };
    let own = |c: char| script(c).is_none_or(|own| own == side);
    Ok(word.chars().map(|c| if own(c) { c } else { twin(c).unwrap_or(c) }).collect())
}

/// «Асанова Айгүл Бакыт кызы» as surname, given name and patronymic, the way files of agencies write it. «Асан уулу Үсөн»
/// has the father's name in the place of a surname.
pub fn split(whole: &str) -> [String; 3] {
    const OF: [&str; 12] = [
        "уулу", "кызы", "угли", "кизи", "оглы", "ўғли", "қизи", "uulu", "kyzy", "oʻgʻli", "qizi",
        "ugli",
    ];
    let words: Vec<&str> = whole.split_whitespace().collect();
    let is_of = |word: &str| OF.contains(&word.to_lowercase().as_str());
    let n_surname = match words.as_slice() {
        [_, second, _, ..] if is_of(second) => 2,
        _ => 1,
    };
    let (surname, rest) = words.split_at(n_surname.min(words.len()));
    let (given, patronymic) = rest.split_at(rest.len().min(1));
    [surname, given, patronymic].map(|words| words.join(" "))
}

impl FromStr for NamePart {
    type Err = NameFault;

    fn from_str(text: &str) -> Result<Self, NameFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for NamePart {
    type Error = NameFault;

    fn try_from(text: String) -> Result<Self, NameFault> {
        Self::parse(&text)
    }
}

impl From<NamePart> for String {
    fn from(part: NamePart) -> Self {
        part.0
    }
}

impl fmt::Display for NamePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The initial is enough to tell two parts apart in a log, and names nobody.
impl fmt::Debug for NamePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NamePart({}•••)", self.0.chars().next().unwrap_or_default())
    }
}

/// A whole name. Whoever has only one name gives it as surname and as given name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonName {
    pub surname: NamePart,
    pub given: NamePart,
    #[serde(default)]
    pub patronymic: Option<NamePart>,
}

impl PersonName {
    /// Surname, given name and patronymic folded, in this order: what a search looks through.
    pub fn canon(&self) -> String {
        fold::canon(&self.to_string())
    }
}

/// Surname first, as lists and papers here have it.
impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.surname, self.given)?;
        match &self.patronymic {
            Some(patronymic) => write!(f, " {patronymic}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_whole_name_has_three_parts() {
        let cases = [
            ("Асанова Айгүл Бакытовна", ["Асанова", "Айгүл", "Бакытовна"]),
            ("Асанова  Айгүл Бакыт кызы", ["Асанова", "Айгүл", "Бакыт кызы"]),
            ("Асан уулу Үсөн", ["Асан уулу", "Үсөн", ""]),
            ("ASAN UULU USON", ["ASAN UULU", "USON", ""]),
            ("Асан уулу", ["Асан", "уулу", ""]),
            ("Асанов", ["Асанов", "", ""]),
            ("", ["", "", ""]),
        ];
        for (whole, expected) in cases {
            assert_eq!(split(whole), expected, "{whole}");
        }
    }
    use proptest::prelude::*;

    use super::*;

    fn mixed(letter: char, word: &str) -> Result<&'static str, NameFault> {
        Err(NameFault::MixedScripts { letter, word: word.to_owned() })
    }

    fn invisible(code: &str) -> Result<&'static str, NameFault> {
        Err(NameFault::Text(TextFault::Invisible { code: code.to_owned() }))
    }

    #[test]
    fn a_name_is_tidied_where_nobody_sees_it_or_its_fault_is_named() {
        let sixty = "Ж".repeat(60);
        let cases = [
            ("Жапаров", Ok("Жапаров")),
            ("  Жакшылык   уулу ", Ok("Жакшылык уулу")),
            ("Жакшылык у.", Ok("Жакшылык у.")),
            ("Иванова - Петрова", Ok("Иванова-Петрова")),
            ("Иванова–Петрова", Ok("Иванова-Петрова")),
            ("Sa'dulla", Ok("Sa\u{2bc}dulla")),
            ("O‘ktam", Ok("O\u{2bb}ktam")),
            ("Gʻayrat", Ok("G\u{2bb}ayrat")),
            ("To`xta", Ok("To\u{2bb}xta")),
            // Cyrillic О before the mark.
            ("О‘ktam", Ok("O\u{2bb}ktam")),
            ("O'Brien", Ok("O\u{2bb}Brien")),
            ("Мавлонкул Сулаймон угли", Ok("Мавлонкул Сулаймон угли")),
            ("Чыӊгыз", Ok("Чыңгыз")),
            ("ЧЫӉГЫЗ", Ok("ЧЫҢГЫЗ")),
            ("Ɵмүр", Ok("Өмүр")),
            ("и\u{306}од", Ok("йод")),
            ("Müller", Ok("Müller")),
            ("Ａｓａｎ", Ok("Asan")),
            ("Əli", Ok("Əli")),
            // Latin A, o, E, P; Cyrillic а and Т; Latin Ö.
            ("Aсан", Ok("Асан")),
            ("Кoжoмкулов", Ok("Кожомкулов")),
            ("EРМЕК", Ok("ЕРМЕК")),
            ("Öмүр", Ok("Өмүр")),
            ("Sаmаt", Ok("Samat")),
            ("Asan Уулу", Ok("Asan Уулу")),
            (sixty.as_str(), Ok(sixty.as_str())),
            ("", Err(NameFault::Text(TextFault::Missing))),
            ("   ", Err(NameFault::Text(TextFault::Missing))),
            ("-", Err(NameFault::NoLetter)),
            ("'", Err(NameFault::NoLetter)),
            ("Асан2", Err(NameFault::Digit { digit: '2' })),
            ("Асан２", Err(NameFault::Digit { digit: '2' })),
            ("Асан@", Err(NameFault::Character { letter: '@' })),
            ("=Асан", Err(NameFault::Character { letter: '=' })),
            ("+Асан", Err(NameFault::Character { letter: '+' })),
            ("<b>Асан", Err(NameFault::Character { letter: '<' })),
            ("Асан,", Err(NameFault::Character { letter: ',' })),
            (".Асан", Err(NameFault::Character { letter: '.' })),
            ("حسن", Err(NameFault::Character { letter: 'ح' })),
            ("Aʃan", Err(NameFault::Character { letter: 'ʃ' })),
            ("Асан\u{301}", Err(NameFault::Character { letter: '\u{301}' })),
            ("김", Err(NameFault::Character { letter: '김' })),
            ("Αsan", Err(NameFault::Character { letter: 'Α' })),
            ("Асан😀", Err(NameFault::Character { letter: '😀' })),
            ("Асан\u{202e}", invisible("U+202E")),
            ("Аса\u{200b}н", invisible("U+200B")),
            ("Аса\u{ad}н", invisible("U+00AD")),
            ("Аса\u{7}н", invisible("U+0007")),
            ("Аса\u{fffd}", Err(NameFault::Text(TextFault::Garbled))),
            ("Ð\u{90}Ñ\u{81}Ð°Ð½", Err(NameFault::Text(TextFault::Garbled))),
            ("Жanar", mixed('Ж', "Жanar")),
            ("Нургulь", mixed('u', "Нургulь")),
            ("Асанbek-Осмонов", mixed('b', "Асанbek")),
            // Two and two, all with a twin: nobody can tell.
            ("АСAC", mixed('A', "АСAC")),
        ];
        for (text, expected) in cases {
            let parsed = NamePart::parse(text);
            assert_eq!(
                parsed.as_ref().map(NamePart::as_str),
                expected.as_ref().copied(),
                "{text:?}"
            );
        }
        let too_long = Err(NameFault::Text(TextFault::TooLong { max: LONGEST }));
        assert_eq!(NamePart::parse(&"Ж".repeat(61)), too_long);
        assert_eq!(NamePart::parse(&"Ж".repeat(5_000_000)), too_long);
    }

    #[test]
    fn a_name_is_found_under_one_canon_in_every_script() {
        let name = |surname: &str, given: &str| PersonName {
            surname: surname.parse().unwrap(),
            given: given.parse().unwrap(),
            patronymic: Some("Жакшылык уулу".parse().unwrap()),
        };
        assert_eq!(name("Бактыбек", "Үсөн").canon(), "baktibek uson jakwilik ulu");
        assert_eq!(name("BAKTYBEK", "Uson").canon(), name("Бактыбек", "Үсөн").canon());
        assert_eq!(name("Бактыбек", "Үсөн").to_string(), "Бактыбек Үсөн Жакшылык уулу");
    }

    #[test]
    fn a_log_shows_initials_and_no_name() {
        let part: NamePart = "Жапаров".parse().unwrap();
        assert_eq!(format!("{part:?}"), "NamePart(Ж•••)");
    }

    #[test]
    fn a_name_may_come_without_a_patronymic() {
        use serde::de::{IntoDeserializer, value::MapDeserializer};

        let fields = [("surname", "Асанов"), ("given", "Үсөн")];
        let fields = MapDeserializer::<_, serde::de::value::Error>::new(fields.into_iter());
        let name = PersonName::deserialize(fields.into_deserializer()).unwrap();
        assert_eq!(name.to_string(), "Асанов Үсөн");
    }

    proptest! {
        #[test]
        fn a_name_that_was_accepted_is_accepted_again_unchanged(
            text in "[А-Яа-яӨөҮүҢңA-Za-z'ʻ’.\u{2013} -]{1,20}|\\PC{0,12}|[AaАаCcСсOoОо -]{1,10}"
        ) {
            if let Ok(once) = NamePart::parse(&text) {
                let twice = NamePart::parse(once.as_str()).map(String::from);
                prop_assert_eq!(twice, Ok(String::from(once.clone())));
                prop_assert!(once.as_str().chars().count() <= LONGEST);
            }
        }
    }
}
