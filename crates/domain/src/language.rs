//! The languages the service speaks.

use std::str::FromStr;

/// A language of the service. Kyrgyz comes first: it is the default and the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    Ky,
    Ru,
    Uz,
    En,
}

impl Language {
    pub const ALL: [Self; 4] = [Self::Ky, Self::Ru, Self::Uz, Self::En];

    /// The code as it stands in `lang` and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ky => "ky",
            Self::Ru => "ru",
            Self::Uz => "uz",
            Self::En => "en",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the service does not speak this language")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL.into_iter().find(|language| language.code() == code).ok_or(UnknownLanguage)
    }
}
