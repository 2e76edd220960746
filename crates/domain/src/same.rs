//! One person, one record: pairs that may be the same person, and what is decided about them.

pub mod golden;
pub mod group;
pub mod pair;

pub use group::{Group, Told, agreed, most_careful};
use serde::{Deserialize, Serialize};

use crate::codes;

codes! {
    /// How a pair was found.
    Origin {
        /// While an officer registered somebody.
        Desk = "desk",
        /// Somebody registered without help.
        Alone = "alone",
        Api = "api",
        Import = "import",
        /// A record was changed.
        Change = "change",
        /// All records were compared anew.
        Check = "check",
    }
}

codes! {
    /// What is known of a pair.
    PairState {
        /// Somebody has to look.
        Open = "open",
        /// Found to be one person by one officer; a second one has to agree.
        Seconding = "seconding",
        Same = "same",
        /// Was found to be one person, and one officer doubts it; a second one has to agree before they are parted.
        Parting = "parting",
        /// Two people. Never asked again.
        Apart = "apart",
    }
}

codes! {
    /// What the weight of a pair means.
    Zone {
        Nothing = "nothing",
        Review = "review",
        Link = "link",
    }
}

/// One field's part in a weight, in hundredths of a bit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub field: String,
    pub level: String,
    pub weight: i64,
}
