//! Sex as documents state it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::fault::Fault;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Sex {
    Female,
    Male,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sex is f or m")]
pub struct UnknownSex;

impl Fault for UnknownSex {
    fn key(&self) -> &'static str {
        "fault-sex-unknown"
    }
}

impl Sex {
    pub const ALL: [Self; 2] = [Self::Female, Self::Male];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Female => "f",
            Self::Male => "m",
        }
    }
}

/// Takes our code and the word the state sign-in sends.
impl FromStr for Sex {
    type Err = UnknownSex;

    fn from_str(text: &str) -> Result<Self, UnknownSex> {
        match text.trim().to_ascii_lowercase().as_str() {
            "f" | "female" => Ok(Self::Female),
            "m" | "male" => Ok(Self::Male),
            _ => Err(UnknownSex),
        }
    }
}

impl TryFrom<String> for Sex {
    type Error = UnknownSex;

    fn try_from(text: String) -> Result<Self, UnknownSex> {
        text.parse()
    }
}

impl From<Sex> for String {
    fn from(sex: Sex) -> Self {
        sex.code().to_owned()
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sex_is_read_from_its_code_and_the_word_of_the_state_sign_in() {
        let cases = [
            ("f", Ok(Sex::Female)),
            (" M ", Ok(Sex::Male)),
            ("female", Ok(Sex::Female)),
            ("male", Ok(Sex::Male)),
            ("", Err(UnknownSex)),
            ("x", Err(UnknownSex)),
            // Cyrillic м looks like m and must not be taken for it unnoticed.
            ("м", Err(UnknownSex)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse(), expected, "{text:?}");
        }
    }
}
