//! The number a person is given at registration: short enough to be read out, safe against slips.

use std::{fmt, str::FromStr};

/// Digits and letters that are not taken for one another (Crockford's set).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Eight letters and a check letter, shown as `K7QM-3XVA-T`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no registration number")]
pub struct InvalidNumber;

impl Number {
    /// Takes forty bits of chance.
    pub fn from_chance(chance: [u8; 5]) -> Self {
        let bits = chance.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        let mut letters: Vec<u8> =
            (0..8).map(|place| LETTERS[(bits >> (35 - 5 * place) & 31) as usize]).collect();
        letters.push(check_letter(&letters));
        Self(letters.into_iter().map(char::from).collect())
    }

    /// Without hyphens, as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Weights 1 to 8 modulo 31, a prime: every single slip and every swap of neighbours changes the letter.
fn check_letter(letters: &[u8]) -> u8 {
    let sum: usize = letters
        .iter()
        .zip(1..)
        .map(|(letter, weight)| weight * LETTERS.iter().position(|l| l == letter).unwrap_or(0))
        .sum();
    LETTERS[sum % 31]
}

impl FromStr for Number {
    type Err = InvalidNumber;

    fn from_str(text: &str) -> Result<Self, InvalidNumber> {
        let letters: Vec<u8> = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '-'))
            .map(|c| match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .map(|c| u8::try_from(c).ok().filter(|c| LETTERS.contains(c)).ok_or(InvalidNumber))
            .collect::<Result<_, _>>()?;
        match letters.split_last() {
            Some((check, rest)) if rest.len() == 8 && check_letter(rest) == *check => {
                Ok(Self(letters.into_iter().map(char::from).collect()))
            }
            _ => Err(InvalidNumber),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(chance: [u8; 5]) {
            let number = Number::from_chance(chance);
            prop_assert_eq!(number.to_string().parse::<Number>(), Ok(number.clone()));
            prop_assert_eq!(number.to_string().to_lowercase().parse::<Number>(), Ok(number));
        }

        #[test]
        fn one_slip_is_noticed(chance: [u8; 5], place in 0usize..8, other in 1usize..31) {
            let number = Number::from_chance(chance);
            let mut letters: Vec<u8> = number.as_str().bytes().collect();
            let was = LETTERS.iter().position(|letter| *letter == letters[place]).unwrap();
            // Z and 0 are thirty-one apart, the one pair that modulo 31 cannot tell.
            let now = (was + other) % 32;
            prop_assume!((was + 31) % 31 != now % 31);
            letters[place] = LETTERS[now];
            let slipped = String::from_utf8(letters).unwrap();
            prop_assert_eq!(slipped.parse::<Number>(), Err(InvalidNumber));
        }
    }

    #[test]
    fn letters_that_look_like_digits_are_taken_as_digits() {
        let number = Number::from_chance([0, 0, 0, 0, 1]);
        assert_eq!(number.to_string(), "0000-0001-8");
        assert_eq!("oOoO-OOOl-8".parse(), Ok(number));
    }
}
