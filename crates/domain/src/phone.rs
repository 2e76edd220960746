//! A phone number in the one form that is stored: `+`, country code, national number (E.164).
//!
//! People at home write `0555 12 34 56`, people abroad the number of where they are. Both are taken.
//! A number of another country needs its code, except Russia's `8` in front of ten digits.
//!
//! Whether anyone answers is not asked here; a code sent to the number tells.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    fault::Fault,
    text::{digit, named},
};

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneFault {
    #[error("no number was typed")]
    Missing,
    #[error("{letter:?} is not allowed in a phone number")]
    Character { letter: char },
    #[error("the number must begin with + and the code of the country")]
    NoCountryCode,
    #[error("no country code begins with 0")]
    CountryCode,
    #[error("after {code} come {expected} digits, not {digits}")]
    Length { country: &'static str, code: String, expected: String, digits: usize },
    #[error("a number has 8 to 15 digits, this one has {digits}")]
    Total { digits: usize },
    #[error("after {code} no number begins with {digit}")]
    FirstDigit { country: &'static str, code: String, digit: char },
}

impl Fault for PhoneFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Missing => "fault-phone-missing",
            Self::Character { .. } => "fault-phone-character",
            Self::NoCountryCode => "fault-phone-no-country-code",
            Self::CountryCode => "fault-phone-country-code",
            Self::Length { .. } => "fault-phone-length",
            Self::Total { .. } => "fault-phone-total",
            Self::FirstDigit { .. } => "fault-phone-first-digit",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Character { letter } => vec![("letter", named(*letter))],
            Self::Length { country, code, expected, digits } => vec![
                ("country", (*country).to_owned()),
                ("code", code.clone()),
                ("expected", expected.clone()),
                ("digits", digits.to_string()),
            ],
            Self::Total { digits } => vec![("digits", digits.to_string())],
            Self::FirstDigit { country, code, digit } => vec![
                ("country", (*country).to_owned()),
                ("code", code.clone()),
                ("digit", digit.to_string()),
            ],
            Self::Missing | Self::NoCountryCode | Self::CountryCode => Vec::new(),
        }
    }
}

/// How numbers of one country look after its code.
struct Plan {
    code: &'static str,
    country: &'static str,
    least: usize,
    most: usize,
    /// The digit dialled inside the country only, which people leave in after the code.
    trunk: Option<char>,
    /// Digits no national number begins with.
    never_first: &'static str,
    /// How the national number is grouped for reading; what is over goes to the last group.
    groups: &'static [usize],
}

const fn plan(code: &'static str, country: &'static str, least: usize, most: usize) -> Plan {
    Plan { code, country, least, most, trunk: Some('0'), never_first: "", groups: &[3, 3, 3, 3] }
}

/// Where our people work, and home. No code here begins with another.
const PLANS: &[Plan] = &[
    Plan { never_first: "01", groups: &[3, 3, 3], ..plan("996", "KG", 9, 9) },
    // Kazakhstan shares the code and the plan.
    Plan { trunk: Some('8'), never_first: "012", groups: &[3, 3, 2, 2], ..plan("7", "RU", 10, 10) },
    Plan { trunk: None, groups: &[2, 3, 2, 2], ..plan("998", "UZ", 9, 9) },
    Plan { trunk: None, groups: &[2, 3, 2, 2], ..plan("992", "TJ", 9, 9) },
    Plan { trunk: Some('8'), groups: &[2, 2, 2, 2], ..plan("993", "TM", 8, 8) },
    Plan { groups: &[2, 3, 2, 2], ..plan("994", "AZ", 9, 9) },
    Plan { groups: &[3, 3, 2, 2], ..plan("90", "TR", 10, 10) },
    Plan { groups: &[2, 4, 4], ..plan("82", "KR", 8, 11) },
    Plan { groups: &[3, 4, 4], ..plan("49", "DE", 6, 13) },
    Plan { groups: &[2, 3, 4], ..plan("971", "AE", 8, 9) },
    Plan { trunk: None, groups: &[3, 3, 3], ..plan("48", "PL", 9, 9) },
    Plan { trunk: Some('1'), never_first: "01", groups: &[3, 3, 4], ..plan("1", "US", 10, 10) },
    Plan { groups: &[4, 3, 3], ..plan("44", "GB", 9, 10) },
    Plan { groups: &[3, 4, 4], ..plan("86", "CN", 11, 11) },
    Plan { groups: &[2, 4, 4], ..plan("81", "JP", 9, 10) },
    Plan { trunk: None, ..plan("39", "IT", 6, 11) },
    Plan { trunk: None, ..plan("34", "ES", 9, 9) },
    Plan { trunk: None, ..plan("420", "CZ", 9, 9) },
    plan("421", "SK", 9, 9),
    Plan { trunk: None, ..plan("371", "LV", 8, 8) },
    Plan { trunk: None, ..plan("370", "LT", 8, 8) },
    Plan { trunk: None, ..plan("372", "EE", 7, 8) },
];

impl Phone {
    pub fn parse(text: &str) -> Result<Self, PhoneFault> {
        let (has_plus, digits) = dialled(text)?;
        if digits.is_empty() && !has_plus {
            return Err(PhoneFault::Missing);
        }
        if has_plus {
            return Self::international(&digits);
        }
        if let Some(digits) = digits.strip_prefix("00") {
            return Self::international(digits);
        }
        match (digits.len(), digits.as_bytes().first()) {
            (12, _) if ["996", "998", "992"].iter().any(|code| digits.starts_with(code)) => {
                Self::international(&digits)
            }
            (11, Some(b'7')) => Self::international(&digits),
            (11, Some(b'8')) => Self::international(&format!("7{}", &digits[1..])),
            // Anything that begins with one 0 was meant as a number at home, however long.
            (_, Some(b'0')) => Self::international(&format!("996{}", &digits[1..])),
            (..=9, _) => Self::international(&format!("996{digits}")),
            _ => Err(PhoneFault::NoCountryCode),
        }
    }

    fn international(digits: &str) -> Result<Self, PhoneFault> {
        if digits.starts_with('0') {
            return Err(PhoneFault::CountryCode);
        }
        let Some(plan) = plan_of(digits) else {
            return match digits.len() {
                8..=15 => Ok(Self(format!("+{digits}"))),
                digits => Err(PhoneFault::Total { digits }),
            };
        };
        let mut national = &digits[plan.code.len()..];
        let (country, code) = (plan.country, format!("+{}", plan.code));
        // Russia's trunk 8 also begins real numbers, so it goes only where it is one too many.
        // 0 begins none, so it always goes.
        if let Some(rest) = plan.trunk.and_then(|trunk| national.strip_prefix(trunk))
            && (national.starts_with('0') || national.len() > plan.most)
        {
            national = rest;
        }
        if !(plan.least..=plan.most).contains(&national.len()) {
            let expected = if plan.least == plan.most {
                plan.most.to_string()
            } else {
                format!("{}–{}", plan.least, plan.most)
            };
            return Err(PhoneFault::Length { country, code, expected, digits: national.len() });
        }
        match national.chars().next() {
            Some(digit) if plan.never_first.contains(digit) => {
                Err(PhoneFault::FirstDigit { country, code, digit })
            }
            _ => Ok(Self(format!("{code}{national}"))),
        }
    }

    /// `+996555123456`, for machines.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Country code and national number.
    fn parts(&self) -> (&str, &str) {
        let digits = &self.0[1..];
        digits.split_at(plan_of(digits).map_or(0, |plan| plan.code.len()))
    }
}

fn plan_of(digits: &str) -> Option<&'static Plan> {
    PLANS.iter().find(|plan| digits.starts_with(plan.code))
}

/// What would be dialled: whether a plus came first, and the digits.
fn dialled(text: &str) -> Result<(bool, String), PhoneFault> {
    let mut has_plus = false;
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '+' | '＋' if !has_plus && digits.is_empty() => has_plus = true,
            // People write numbers in groups. The groups carry no meaning.
            '-' | '‐' | '‑' | '–' | '(' | ')' | '.' | '/' => {}
            _ if c.is_whitespace() => {}
            _ => match digit(c) {
                // Counting past what could be a number helps nobody.
                Some(_) if digits.len() > 40 => break,
                Some(value) => digits.push(char::from(b'0' + value)),
                None => return Err(PhoneFault::Character { letter: c }),
            },
        }
    }
    Ok((has_plus, digits))
}

impl FromStr for Phone {
    type Err = PhoneFault;

    fn from_str(text: &str) -> Result<Self, PhoneFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneFault;

    fn try_from(text: String) -> Result<Self, PhoneFault> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

/// Grouped for reading aloud: `+996 555 123 456`.
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, mut national) = self.parts();
        f.write_str("+")?;
        f.write_str(code)?;
        let groups = plan_of(code).map_or(&[3, 3, 3, 3][..], |plan| plan.groups);
        for (i, &group) in groups.iter().enumerate() {
            let is_last = i + 1 == groups.len();
            let (head, rest) =
                national.split_at(if is_last { national.len() } else { group.min(national.len()) });
            if !head.is_empty() {
                if i > 0 || !code.is_empty() {
                    f.write_str(" ")?;
                }
                f.write_str(head)?;
            }
            national = rest;
        }
        Ok(())
    }
}

/// Country and last two digits: enough to see in a log that two lines mean different numbers.
impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, national) = self.parts();
        let hidden = national.len().saturating_sub(2);
        write!(f, "Phone(+{code}{}{})", "•".repeat(hidden), &national[hidden..])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn length(
        country: &'static str,
        code: &str,
        expected: &str,
        digits: usize,
    ) -> Result<&'static str, PhoneFault> {
        let (code, expected) = (code.to_owned(), expected.to_owned());
        Err(PhoneFault::Length { country, code, expected, digits })
    }

    fn first(country: &'static str, code: &str, digit: char) -> Result<&'static str, PhoneFault> {
        Err(PhoneFault::FirstDigit { country, code: code.to_owned(), digit })
    }

    #[test]
    fn numbers_of_many_countries_are_read_or_their_fault_is_named() {
        let cases = [
            // Kyrgyzstan
            ("0555 12 34 56", Ok("+996555123456")),
            ("555123456", Ok("+996555123456")),
            ("996 555 123456", Ok("+996555123456")),
            ("00996555123456", Ok("+996555123456")),
            ("+996 (0555) 12-34-56", Ok("+996555123456")),
            ("＋９９６ ５５５ １２３ ４５６", Ok("+996555123456")),
            ("٠٥٥٥١٢٣٤٥٦", Ok("+996555123456")),
            ("0555 12 34 5", length("KG", "+996", "9", 8)),
            ("55512345", length("KG", "+996", "9", 8)),
            ("+996 555 1234567", length("KG", "+996", "9", 10)),
            ("996", length("KG", "+996", "9", 3)),
            ("+996 155 123456", first("KG", "+996", '1')),
            ("000", Err(PhoneFault::CountryCode)),
            // Russia and Kazakhstan
            ("8 (916) 123-45-67", Ok("+79161234567")),
            ("79161234567", Ok("+79161234567")),
            ("+7 701 123 45 67", Ok("+77011234567")),
            ("+7 8 916 123 45 67", Ok("+79161234567")),
            ("+7 800 123 45 67", Ok("+78001234567")),
            ("+7 916 123 45", length("RU", "+7", "10", 8)),
            ("+7 016 123 45 67", first("RU", "+7", '0')),
            ("9161234567", Err(PhoneFault::NoCountryCode)),
            // Uzbekistan, Tajikistan
            ("998901234567", Ok("+998901234567")),
            ("+998 90 123 45 6", length("UZ", "+998", "9", 8)),
            ("+992 92 123 4567", Ok("+992921234567")),
            ("+992 92 123 45678", length("TJ", "+992", "9", 10)),
            // Türkiye, Korea
            ("+90 0532 123 45 67", Ok("+905321234567")),
            ("+90 532 123 45", length("TR", "+90", "10", 8)),
            ("+82 010-1234-5678", Ok("+821012345678")),
            ("+82 10 1234", length("KR", "+82", "8–11", 6)),
            // Germany, Emirates, Poland
            ("0049 (0)151 12345678", Ok("+4915112345678")),
            ("+49 12345", length("DE", "+49", "6–13", 5)),
            ("+971 050 123 4567", Ok("+971501234567")),
            ("+971 50 12", length("AE", "+971", "8–9", 4)),
            ("+48 512 345 678", Ok("+48512345678")),
            ("+48 512 345 67", length("PL", "+48", "9", 8)),
            // United States, Britain, China
            ("+1 (202) 555-0123", Ok("+12025550123")),
            ("+1 102 555 0123", first("US", "+1", '1')),
            ("+1 202 555 012", length("US", "+1", "10", 9)),
            ("+44 07400 123456", Ok("+447400123456")),
            ("+44 7400 1234567", length("GB", "+44", "9–10", 11)),
            ("+86 131 2345 6789", Ok("+8613123456789")),
            ("+86 131 2345 678", length("CN", "+86", "11", 10)),
            // Others
            ("+353 85 123 4567", Ok("+353851234567")),
            ("+353 123", Err(PhoneFault::Total { digits: 6 })),
            ("+355 1234 5678 9012 345", Err(PhoneFault::Total { digits: 18 })),
            // No number at all
            ("", Err(PhoneFault::Missing)),
            (" - ", Err(PhoneFault::Missing)),
            ("+", Err(PhoneFault::Total { digits: 0 })),
            ("+0555123456", Err(PhoneFault::CountryCode)),
            ("0555 12 34 5б", Err(PhoneFault::Character { letter: 'б' })),
            ("0555123456, 0700123456", Err(PhoneFault::Character { letter: ',' })),
            ("++996555123456", Err(PhoneFault::Character { letter: '+' })),
            ("0555+123456", Err(PhoneFault::Character { letter: '+' })),
            ("0555\u{200b}123456", Err(PhoneFault::Character { letter: '\u{200b}' })),
            ("555 123 456 789", Err(PhoneFault::NoCountryCode)),
        ];
        for (text, expected) in cases {
            let parsed = Phone::parse(text);
            assert_eq!(parsed.as_ref().map(Phone::as_str), expected.as_ref().copied(), "{text:?}");
        }
    }

    #[test]
    fn a_number_is_shown_in_groups() {
        let cases = [
            ("+996555123456", "+996 555 123 456"),
            ("+79161234567", "+7 916 123 45 67"),
            ("+998901234567", "+998 90 123 45 67"),
            ("+821012345678", "+82 10 1234 5678"),
            ("+4915112345678", "+49 151 1234 5678"),
            ("+12025550123", "+1 202 555 0123"),
            ("+353851234567", "+353 851 234 567"),
        ];
        for (text, expected) in cases {
            assert_eq!(Phone::parse(text).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn a_log_shows_country_and_last_two_digits() {
        let phone = Phone::parse("0555123456").unwrap();
        assert_eq!(format!("{phone:?}"), "Phone(+996•••••••56)");
        let elsewhere = Phone::parse("+353851234567").unwrap();
        assert_eq!(format!("{elsewhere:?}"), "Phone(+••••••••••67)");
    }

    #[test]
    fn no_country_code_begins_with_another() {
        for (i, a) in PLANS.iter().enumerate() {
            for (j, b) in PLANS.iter().enumerate() {
                assert!(i == j || !a.code.starts_with(b.code), "{} {}", a.code, b.code);
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_stored_or_shown_is_read_back_as_the_same(text in "[+]?[0-9]{5,15}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()));
                prop_assert_eq!(Phone::parse(&phone.to_string()), Ok(phone));
            }
        }

        #[test]
        fn whatever_is_typed_gets_an_answer(text in "\\PC{0,20}") {
            let _ = Phone::parse(&text);
        }
    }
}
