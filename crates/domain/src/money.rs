//! Sums of money, counted in tyiyn so that nothing is ever rounded by accident.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    fault::Fault,
    text::{named, with_plain_digits},
};

/// An amount in som, kept as tyiyn, a hundredth of it. It travels as `1234.50`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Som(i64);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyFault {
    #[error("no amount was typed")]
    Missing,
    #[error("{letter:?} does not belong in an amount")]
    Character { letter: char },
    #[error("the amount can be read in more than one way")]
    Unclear,
    #[error("the amount is larger than any sum of money here")]
    TooMuch,
}

impl Fault for MoneyFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Missing => "fault-money-missing",
            Self::Character { .. } => "fault-money-character",
            Self::Unclear => "fault-money-unclear",
            Self::TooMuch => "fault-money-too-much",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Character { letter } => vec![("letter", named(*letter))],
            Self::Missing | Self::Unclear | Self::TooMuch => Vec::new(),
        }
    }
}

impl Som {
    pub const fn from_tyiyn(tyiyn: i64) -> Self {
        Self(tyiyn)
    }

    pub const fn tyiyn(self) -> i64 {
        self.0
    }

    /// The sum, unless it is too large to count.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it is too large to count.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

/// Reads `1234`, `1 234,50`, `1234.5`, `150 000 сом`, `1,234.50`.
///
/// `1,234` is refused: in Kyrgyz it is a little over one som, in English more than a thousand.
impl FromStr for Som {
    type Err = MoneyFault;

    fn from_str(text: &str) -> Result<Self, MoneyFault> {
        let text = with_plain_digits(text).to_lowercase();
        let mut text = text.trim();
        for unit in ["сом", "som", "so\u{2bb}m", "kgs"] {
            text = text.strip_suffix(unit).unwrap_or(text).trim_end();
        }
        let (is_negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        if text.is_empty() {
            return Err(MoneyFault::Missing);
        }
        let belongs = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',');
        if let Some(letter) = text.chars().find(|&c| !belongs(c)) {
            return Err(MoneyFault::Character { letter });
        }
        let (whole, part) = match text.rsplit_once(['.', ',']) {
            Some((whole, part)) => (whole, part),
            None => (text, "0"),
        };
        if !matches!(part.len(), 1..=2) || !part.bytes().all(|b| b.is_ascii_digit()) {
            return Err(MoneyFault::Unclear);
        }
        // Read below zero, where there is one more number than above.
        let tyiyn = format!("-{}{part:0<2}", whole_som(whole)?)
            .parse::<i64>()
            .map_err(|_| MoneyFault::TooMuch)?;
        let tyiyn = if is_negative { Some(tyiyn) } else { tyiyn.checked_neg() };
        tyiyn.map(Self).ok_or(MoneyFault::TooMuch)
    }
}

/// The digits before the decimal sign. Groups, if any, are of three and separated by one kind of sign.
fn whole_som(text: &str) -> Result<String, MoneyFault> {
    let Some(separator) = text.chars().find(|c| !c.is_ascii_digit()) else {
        return if text.is_empty() { Err(MoneyFault::Unclear) } else { Ok(text.to_owned()) };
    };
    let is_separator = |c: char| c == separator || (c.is_whitespace() && separator.is_whitespace());
    let mut groups = text.split(is_separator);
    let first = groups.next().unwrap_or_default();
    let is_number = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first_fits = matches!(first.len(), 1..=3) && is_number(first);
    if !first_fits || !groups.all(|group| group.len() == 3 && is_number(group)) {
        return Err(MoneyFault::Unclear);
    }
    Ok(text.chars().filter(char::is_ascii_digit).collect())
}

impl TryFrom<String> for Som {
    type Error = MoneyFault;

    fn try_from(text: String) -> Result<Self, MoneyFault> {
        text.parse()
    }
}

impl From<Som> for String {
    fn from(som: Som) -> Self {
        som.to_string()
    }
}

/// Plain, for machines and tables: `1234.50`. Pages group it in the manner of their language.
impl fmt::Display for Som {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let tyiyn = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", tyiyn / 100, tyiyn % 100)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_it_or_its_fault_is_named() {
        let cases = [
            ("1234", Ok(123_400)),
            ("1234.5", Ok(123_450)),
            ("1 234,50 сом", Ok(123_450)),
            ("150\u{a0}000", Ok(15_000_000)),
            ("1\u{202f}234\u{a0}567,89 KGS", Ok(123_456_789)),
            ("1,234.50", Ok(123_450)),
            ("1.234,50", Ok(123_450)),
            ("0,05", Ok(5)),
            ("-12.30", Ok(-1_230)),
            ("−5", Ok(-500)),
            ("١٢٣", Ok(12_300)),
            ("", Err(MoneyFault::Missing)),
            (" сом ", Err(MoneyFault::Missing)),
            ("1,234", Err(MoneyFault::Unclear)),
            ("1.234", Err(MoneyFault::Unclear)),
            ("12 34", Err(MoneyFault::Unclear)),
            ("1 2345,00", Err(MoneyFault::Unclear)),
            ("1,234 567.00", Err(MoneyFault::Unclear)),
            (".50", Err(MoneyFault::Unclear)),
            ("5.", Err(MoneyFault::Unclear)),
            ("1.005", Err(MoneyFault::Unclear)),
            ("12e3", Err(MoneyFault::Character { letter: 'e' })),
            ("100 рублей", Err(MoneyFault::Character { letter: 'р' })),
            ("=100", Err(MoneyFault::Character { letter: '=' })),
            ("--5", Err(MoneyFault::Character { letter: '-' })),
            ("99999999999999999999", Err(MoneyFault::TooMuch)),
            ("92233720368547758.08", Err(MoneyFault::TooMuch)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Som>().map(Som::tyiyn), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_amount_survives_being_written(tyiyn: i64) {
            let som = Som::from_tyiyn(tyiyn);
            prop_assert_eq!(som.to_string().parse(), Ok(som));
        }

        #[test]
        fn whatever_is_typed_gets_an_answer(text in "\\PC{0,16}|[0-9., -]{0,16}") {
            let _ = text.parse::<Som>();
        }
    }
}
