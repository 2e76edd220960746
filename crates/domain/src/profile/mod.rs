//! What a person can do and wants: studies, work, languages, licences, skills, resources, barriers and wishes.
//!
//! What they studied, what they did abroad and what they want stay three different things.

mod evidence;
mod item;
mod told;
mod wish;

pub use evidence::{
    Age, AgeRule, Backed, Because, Conflict, Differs, Evidence, conflicts, counting,
};
pub use item::{Item, TypedItem, item_changes};
pub use told::{Proposal, Told, proposals, skills_of_work};
pub use wish::{MOST_OCCUPATIONS, TypedWish, Wish, wage, wish_changes};

use crate::{access::Role, codes};

codes! {
    /// What one line of a profile is about, in the order of a CV.
    Kind {
        Work = "work",
        Study = "study",
        Skill = "skill",
        Language = "language",
        Licence = "licence",
        Resource = "resource",
        Barrier = "barrier",
    }
}

impl Kind {
    /// Whether an employer may be shown it. What helps or hinders somebody at home is between them and the office.
    pub const fn is_for_cv(self) -> bool {
        !matches!(self, Self::Resource | Self::Barrier)
    }

    /// Whether somebody who may see the record is shown it.
    pub const fn is_for(self, role: Role) -> bool {
        self.is_for_cv()
            || matches!(
                role,
                Role::Returnee | Role::Officer | Role::HeadOfOffice | Role::DataProtectionOfficer
            )
    }
}

codes! {
    /// How well a language is known, by the European frame.
    Fluency {
        A1 = "A1",
        A2 = "A2",
        B1 = "B1",
        B2 = "B2",
        C1 = "C1",
        C2 = "C2",
        Native = "native",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_helps_or_hinders_is_between_the_person_and_the_office() {
        for role in Role::ALL {
            let seen: Vec<Kind> =
                Kind::ALL.iter().copied().filter(|kind| kind.is_for(*role)).collect();
            let n_expected = match role {
                Role::Returnee
                | Role::Officer
                | Role::HeadOfOffice
                | Role::DataProtectionOfficer => 7,
                _ => 5,
            };
            assert_eq!(seen.len(), n_expected, "{role}");
        }
    }
}
