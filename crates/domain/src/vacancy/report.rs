//! What may be wrong with a vacancy, as a reader tells it. Nobody is asked who they are.

use crate::codes;

codes! {
    Reason {
        /// Money is asked for the place, for papers or for training.
        Fee = "fee",
        /// Papers are taken away or kept.
        Papers = "papers",
        /// There is no such work.
        Untrue = "untrue",
        /// The wage or the work is another one than promised.
        Differs = "differs",
        /// Some are turned away for what they are.
        Unfair = "unfair",
        /// Something forbidden or dangerous.
        Danger = "danger",
        Other = "other",
    }
}
