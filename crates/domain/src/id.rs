//! Identifiers that the compiler will not let us mix up.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A person who came home.
    ReturneeId;
    /// An office of the service, at its place in the tree.
    OfficeId;
    /// Someone who signs in: staff, an employer, a provider, a partner.
    AccountId;
    /// One entry of the journal.
    EntryId;
    /// A file kept with a person's record.
    AttachmentId;
    /// An employer or a training provider.
    OrganisationId;
    VacancyId;
    /// One person and one vacancy.
    CandidacyId;
    /// A course as it is described in the catalogue.
    CourseId;
    /// A course on its days, with seats.
    GroupId;
    /// One person and one group of a course.
    EnrolmentId;
}
