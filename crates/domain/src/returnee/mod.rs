//! Who came home: what a person tells at registration, and what may be changed of it.

mod details;
mod number;

pub use details::{Change, Details, Typed, Unanswered, Who, changes};
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

codes! {
    /// The highest completed education.
    Education {
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
