//! Who came home: what a person tells at registration, and what may be changed of it.

mod details;
mod number;

pub use details::{Change, Details, Typed, Who, changes};
pub use number::{InvalidNumber, Number};

use crate::codes;

codes! {
    /// Why a person came back.
    Reason {
        ContractEnded = "contract",
        Family = "family",
        Health = "health",
        NoWork = "no-work",
        WagesNotPaid = "wages",
        Documents = "documents",
        WantedHome = "home",
        Study = "study",
        Other = "other",
    }
}

/// Why a person came back: one reason or several, each once, in the order of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons(Vec<Reason>);

impl Reasons {
    pub fn iter(&self) -> impl Iterator<Item = Reason> {
        self.0.iter().copied()
    }
}

/// Codes with spaces between them.
impl std::str::FromStr for Reasons {
    type Err = crate::code::UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut reasons: Vec<Reason> =
            text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        reasons.sort_unstable();
        reasons.dedup();
        Ok(Self(reasons))
    }
}

impl std::fmt::Display for Reasons {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let codes: Vec<&str> = self.0.iter().map(|reason| reason.code()).collect();
        f.write_str(&codes.join(" "))
    }
}

codes! {
    /// The highest completed education.
    Education {
        None = "none",
        Basic = "basic",
        Secondary = "secondary",
        Vocational = "vocational",
        College = "college",
        SomeHigher = "some-higher",
        Higher = "higher",
    }
}

codes! {
    /// Whether a person means to leave again.
    Leaving {
        Yes = "yes",
        No = "no",
        Unsure = "unsure",
    }
}

codes! {
    /// How a registration reached us.
    Channel {
        /// The person, on their own phone.
        Own = "self",
        /// An officer, with the person.
        Assisted = "assisted",
        Import = "import",
        Api = "api",
    }
}
