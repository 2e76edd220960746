//! The personal number of a citizen or resident.
//!
//! Fourteen digits: 1 or 2, the birthday as DDMMYYYY, five more. The civil registry may change a
//! number and people may have none, so it never identifies a record by itself.
//!
//! There is no check digit. Sources disagree about which first digit is which sex, so the number
//! only hints at it: what the person says wins, and a difference is a warning.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    fault::Fault,
    sex::Sex,
    text::{digit, named},
};

/// A well-formed personal number. It has no `Display`, so that it cannot slip into a sentence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pin([u8; 14]);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinFault {
    #[error("a personal number has 14 digits, this one has {digits}")]
    Length { digits: usize },
    #[error("{letter:?} is not allowed in a personal number")]
    Character { letter: char },
    #[error("this is the number of an organisation")]
    Organisation,
    #[error("a personal number begins with 1 or 2")]
    FirstDigit,
    #[error("digits 2 to 9 of a personal number are a birthday")]
    Date,
}

impl Fault for PinFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Length { .. } => "fault-pin-length",
            Self::Character { .. } => "fault-pin-character",
            Self::Organisation => "fault-pin-organisation",
            Self::FirstDigit => "fault-pin-first-digit",
            Self::Date => "fault-pin-date",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Length { digits } => vec![("digits", digits.to_string())],
            Self::Character { letter } => vec![("letter", named(*letter))],
            Self::Organisation | Self::FirstDigit | Self::Date => Vec::new(),
        }
    }
}

impl Pin {
    pub fn parse(text: &str) -> Result<Self, PinFault> {
        let mut digits = [0; 14];
        let mut n = 0;
        for c in text.chars() {
            match digit(c) {
                Some(value) => {
                    if let Some(place) = digits.get_mut(n) {
                        *place = b'0' + value;
                    }
                    n += 1;
                    // Counting on helps nobody.
                    if n > 99 {
                        break;
                    }
                }
                // People copy it in groups. The groups carry no meaning.
                None if c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–') => {}
                None => return Err(PinFault::Character { letter: c }),
            }
        }
        if n != digits.len() {
            return Err(PinFault::Length { digits: n });
        }
        match digits[0] {
            b'0' => return Err(PinFault::Organisation),
            b'1' | b'2' => {}
            _ => return Err(PinFault::FirstDigit),
        }
        let pin = Self(digits);
        match pin.date() {
            Some(born) if born.year() >= 1900 => Ok(pin),
            _ => Err(PinFault::Date),
        }
    }

    /// The whole number. For the encrypted column, the blind index and the person's own page.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The birthday inside the number.
    pub fn born_on(&self) -> Date {
        // Only numbers with a real date are let in.
        self.date().unwrap_or(Date::ZERO)
    }

    /// The sex inside the number: a hint.
    pub fn sex(&self) -> Sex {
        if self.0[0] == b'1' { Sex::Female } else { Sex::Male }
    }

    fn date(&self) -> Option<Date> {
        let number =
            |from: usize, to: usize| -> Option<i16> { self.as_str()[from..to].parse().ok() };
        let (day, month) = (number(1, 3)?, number(3, 5)?);
        Date::new(number(5, 9)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }
}

/// What in a personal number disagrees with the rest of the form. Never a reason to refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinWarning {
    #[error("the personal number speaks of another sex")]
    SexDiffers,
    #[error("the personal number speaks of another birthday")]
    BirthDayDiffers,
}

impl Fault for PinWarning {
    fn key(&self) -> &'static str {
        match self {
            Self::SexDiffers => "fault-pin-sex-differs",
            Self::BirthDayDiffers => "fault-pin-birth-day-differs",
        }
    }
}

/// Compares a personal number with what else is known. What is not known does not differ.
pub fn warnings(pin: &Pin, sex: Option<Sex>, born_on: Option<Date>) -> Vec<PinWarning> {
    let mut warnings = Vec::new();
    if sex.is_some_and(|sex| sex != pin.sex()) {
        warnings.push(PinWarning::SexDiffers);
    }
    if born_on.is_some_and(|born_on| born_on != pin.born_on()) {
        warnings.push(PinWarning::BirthDayDiffers);
    }
    warnings
}

impl FromStr for Pin {
    type Err = PinFault;

    fn from_str(text: &str) -> Result<Self, PinFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Pin {
    type Error = PinFault;

    fn try_from(text: String) -> Result<Self, PinFault> {
        Self::parse(&text)
    }
}

impl From<Pin> for String {
    fn from(pin: Pin) -> Self {
        pin.as_str().to_owned()
    }
}

/// The last four digits are enough for two people on the phone to be sure, and for nobody else.
impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pin(••••••••••{})", &self.as_str()[10..])
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_personal_number_is_read_or_its_fault_is_named() {
        let cases = [
            ("20503199012345", Ok("20503199012345")),
            (" 2 0503-1990 12345 ", Ok("20503199012345")),
            ("2\u{a0}05031990‑12345", Ok("20503199012345")),
            ("２０５０３１９９０１２３４５", Ok("20503199012345")),
            ("٢٠٥٠٣١٩٩٠١٢٣٤٥", Ok("20503199012345")),
            ("12902200000000", Ok("12902200000000")),
            ("10101190000000", Ok("10101190000000")),
            ("", Err(PinFault::Length { digits: 0 })),
            ("2050319901234", Err(PinFault::Length { digits: 13 })),
            ("205031990123456", Err(PinFault::Length { digits: 15 })),
            ("2O503199012345", Err(PinFault::Character { letter: 'O' })),
            ("2050319901234З", Err(PinFault::Character { letter: 'З' })),
            ("+0503199012345", Err(PinFault::Character { letter: '+' })),
            ("2050319901234\u{202e}5", Err(PinFault::Character { letter: '\u{202e}' })),
            ("²0503199012345", Err(PinFault::Character { letter: '²' })),
            ("=20503199012345", Err(PinFault::Character { letter: '=' })),
            ("00503199012345", Err(PinFault::Organisation)),
            ("00000000000000", Err(PinFault::Organisation)),
            ("30503199012345", Err(PinFault::FirstDigit)),
            ("99999999999999", Err(PinFault::FirstDigit)),
            ("22902199012345", Err(PinFault::Date)),
            ("23113199012345", Err(PinFault::Date)),
            ("20013199012345", Err(PinFault::Date)),
            ("20503189912345", Err(PinFault::Date)),
            ("21990030512345", Err(PinFault::Date)),
        ];
        for (text, expected) in cases {
            let parsed = Pin::parse(text);
            assert_eq!(parsed.as_ref().map(Pin::as_str), expected.as_ref().copied(), "{text:?}");
        }
        assert_eq!(Pin::parse(&"1".repeat(10_000_000)), Err(PinFault::Length { digits: 100 }));
    }

    #[test]
    fn the_number_hints_at_birthday_and_sex_and_a_difference_only_warns() {
        let pin = Pin::parse("20503199012345").unwrap();
        assert_eq!(pin.born_on(), date(1990, 3, 5));
        let cases = [
            (Some(Sex::Male), Some(date(1990, 3, 5)), vec![]),
            (None, None, vec![]),
            (Some(Sex::Female), None, vec![PinWarning::SexDiffers]),
            (Some(Sex::Male), Some(date(1990, 5, 3)), vec![PinWarning::BirthDayDiffers]),
            (
                Some(Sex::Female),
                Some(date(1991, 3, 5)),
                vec![PinWarning::SexDiffers, PinWarning::BirthDayDiffers],
            ),
        ];
        for (sex, born_on, expected) in cases {
            assert_eq!(warnings(&pin, sex, born_on), expected, "{sex:?} {born_on:?}");
        }
    }

    #[test]
    fn a_log_never_shows_the_whole_number() {
        let pin = Pin::parse("20503199012345").unwrap();
        assert_eq!(format!("{pin:?}"), "Pin(••••••••••2345)");
    }

    #[test]
    fn a_number_in_json_comes_through_the_same_door() {
        use serde::de::{IntoDeserializer, value};

        let read = |text: &str| -> Result<Pin, value::Error> {
            Pin::deserialize(text.to_owned().into_deserializer())
        };
        assert_eq!(read("2 0503 1990 12345").map(String::from), Ok("20503199012345".to_owned()));
        assert!(read("2050319901234").is_err());
    }

    proptest! {
        #[test]
        fn what_a_number_was_made_from_comes_back(
            days in 0i32..46_000, first in 1u8..=2, rest in 0u32..100_000
        ) {
            let day = date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let text = format!("{first}{:02}{:02}{:04}{rest:05}", day.day(), day.month(), day.year());
            let pin = Pin::parse(&text).unwrap();
            prop_assert_eq!(pin.born_on(), day);
            prop_assert_eq!(pin.as_str(), text);
        }

        #[test]
        fn whatever_is_typed_gets_an_answer(text in "\\PC{0,20}|[0-2][0-9]{13}") {
            let _ = Pin::parse(&text);
        }
    }
}
