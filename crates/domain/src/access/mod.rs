//! Who may see and do what: one rule.
//!
//! [`scope`] answers for a role, an action and a place in the tree of offices which records may be touched, as
//! data. The service turns that [`Scope`] into one SQL predicate, and [`Scope::covers`] says the same of a single
//! record. A record out of scope is answered like one that does not exist.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    codes,
    id::{OfficeId, OrganisationId, ReturneeId},
};

codes! {
    /// What somebody is to the service. One account has one role.
    Role {
        Returnee = "returnee",
        Officer = "officer",
        HeadOfOffice = "head",
        Employer = "employer",
        Provider = "provider",
        ProgrammeOfficer = "programme",
        CommitteeMember = "committee",
        Analyst = "analyst",
        DataProtectionOfficer = "protection",
        Administrator = "administrator",
        Partner = "partner",
    }
}

codes! {
    /// Why a person's data is used. It is written down with every look and every change.
    Purpose {
        Registration = "registration",
        CaseSupport = "support",
        Matching = "matching",
        Training = "training",
        Finance = "finance",
        Statistics = "statistics",
        DataProtection = "protection",
        OwnData = "own",
        Administration = "administration",
        Exchange = "exchange",
    }
}

codes! {
    /// What is done with records of returnees, or with the service itself.
    Action {
        List = "list",
        Search = "search",
        Count = "count",
        See = "see",
        Export = "export",
        Aggregate = "aggregate",
        Register = "register",
        Edit = "edit",
        Restrict = "restrict",
        Erase = "erase",
        Attach = "attach",
        ReadFile = "file",
        ReadLog = "log",
        ManageAccounts = "accounts",
        SeeOffices = "offices",
        ReadOutbox = "outbox",
        /// Offers work or courses in the name of an organisation.
        Offer = "offer",
        /// Sees what a person agreed to show to the organisation.
        Meet = "meet",
        /// Checks what people tell of themselves, and organisations, vacancies and courses before they are shown.
        Check = "check",
        /// Brings in a file of people, employers, vacancies or courses.
        Import = "import",
        /// Asks for a proposal of who could get which place, and accepts it or not.
        Share = "share",
    }
}

codes! {
    /// How carefully a record is kept. A restricted one is seen by heads of office and for data protection only.
    Sensitivity {
        Ordinary = "ordinary",
        Restricted = "restricted",
    }
}

impl Sensitivity {
    pub const fn level(self) -> i64 {
        match self {
            Self::Ordinary => 0,
            Self::Restricted => 1,
        }
    }
}

/// What a person has agreed to, beyond being registered: one bit for each purpose, so that it stands on the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Consents(i64);

impl Consents {
    /// The purposes that need the person's word.
    pub const ASKED: [Purpose; 5] = [
        Purpose::Registration,
        Purpose::Matching,
        Purpose::Training,
        Purpose::Finance,
        Purpose::Exchange,
    ];

    pub const fn from_bits(bits: i64) -> Self {
        Self(bits)
    }

    pub const fn bits(self) -> i64 {
        self.0
    }

    /// The bit of a purpose. Zero for those that rest on law and need no consent.
    pub const fn bit(purpose: Purpose) -> i64 {
        match purpose {
            Purpose::Registration => 1,
            Purpose::Matching => 2,
            Purpose::Training => 4,
            Purpose::Finance => 8,
            Purpose::Exchange => 16,
            _ => 0,
        }
    }

    #[must_use]
    pub const fn with(self, purpose: Purpose) -> Self {
        Self(self.0 | Self::bit(purpose))
    }

    #[must_use]
    pub const fn without(self, purpose: Purpose) -> Self {
        Self(self.0 & !Self::bit(purpose))
    }

    pub const fn covers(self, purpose: Purpose) -> bool {
        self.0 & Self::bit(purpose) != 0
    }
}

/// Deepest level of the tree of offices: country (0), oblast (1), rayon or city (2), local (3).
pub const DEEPEST: usize = 3;

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Seat {
    /// At an office: depth in the tree, and the office.
    Office { depth: usize, office: OfficeId },
    /// A person with their own record.
    Own(ReturneeId),
    /// For an employer or a training provider.
    Organisation(OrganisationId),
    /// Outside of all: someone who has not registered yet.
    Outside,
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account, or for a returnee the record.
    pub id: Uuid,
    pub role: Role,
    pub seat: Seat,
}

impl Actor {
    /// What this role uses data for when nothing else is said.
    pub const fn purpose(&self) -> Purpose {
        match self.role {
            Role::Returnee => Purpose::OwnData,
            Role::Officer | Role::HeadOfOffice => Purpose::CaseSupport,
            Role::Employer => Purpose::Matching,
            Role::Provider => Purpose::Training,
            Role::ProgrammeOfficer | Role::CommitteeMember => Purpose::Finance,
            Role::Analyst => Purpose::Statistics,
            Role::DataProtectionOfficer => Purpose::DataProtection,
            Role::Administrator => Purpose::Administration,
            Role::Partner => Purpose::Exchange,
        }
    }
}

/// The columns of a record that decide who sees it. They stand on the record itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciding {
    pub id: ReturneeId,
    /// The offices above the record, from depth 1 down to its own.
    pub offices: [Option<OfficeId>; DEEPEST],
    pub sensitivity: Sensitivity,
    pub consents: Consents,
    /// The organisations it is shown to now.
    pub introduced_to: Vec<OrganisationId>,
    pub erased: bool,
}

/// Which records an actor reaches for one action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    pub reach: Reach,
    pub most: Sensitivity,
    /// Only people who agreed to this purpose.
    pub consent: Option<Purpose>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Country,
    /// Records of this office, which lies at this depth (1 to [`DEEPEST`]), and of all below it.
    Office {
        depth: usize,
        office: OfficeId,
    },
    One(ReturneeId),
    /// People who agreed to be shown to this organisation, or sit in a course of it.
    Introduced(OrganisationId),
}

/// The role may not do this at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a {role} may not {action}")]
pub struct Denied {
    pub role: Role,
    pub action: Action,
}

/// The rule. What an actor may do, and with which records.
pub fn scope(actor: &Actor, action: Action) -> Result<Scope, Denied> {
    use Action::*;
    let denied = Denied { role: actor.role, action };
    let reach = match actor.seat {
        Seat::Office { depth: 0, .. } => Reach::Country,
        Seat::Office { depth, office } => Reach::Office { depth, office },
        Seat::Own(id) => Reach::One(id),
        Seat::Organisation(id) if matches!(actor.role, Role::Employer | Role::Provider) => {
            Reach::Introduced(id)
        }
        Seat::Organisation(_) => return Err(denied),
        // Somebody without a record may only make one.
        Seat::Outside if actor.role == Role::Returnee && action == Register => {
            Reach::One(ReturneeId::from_uuid(Uuid::nil()))
        }
        Seat::Outside => return Err(denied),
    };
    let (most, consent) = match (actor.role, action) {
        (Role::Returnee, See | Edit | Erase | Attach | ReadFile | ReadLog | Export | Register) => {
            (Sensitivity::Restricted, None)
        }
        (
            Role::Officer,
            List | Search | Count | See | Register | Edit | Attach | ReadFile | ReadLog | Aggregate
            | SeeOffices | Check,
        ) => (Sensitivity::Ordinary, None),
        (
            Role::HeadOfOffice,
            List | Search | Count | See | Register | Edit | Restrict | Attach | ReadFile | ReadLog
            | Aggregate | Export | SeeOffices | Check | Import,
        ) => (Sensitivity::Restricted, None),
        // Only people who agreed to be told of work, and nobody whose record is restricted.
        (Role::HeadOfOffice, Share) => (Sensitivity::Ordinary, Some(Purpose::Matching)),
        // Money is given only to those who asked for it.
        (
            Role::ProgrammeOfficer,
            List | Search | Count | See | ReadFile | Aggregate | SeeOffices,
        ) => (Sensitivity::Ordinary, Some(Purpose::Finance)),
        // Counts, never people.
        (Role::Analyst, Aggregate | SeeOffices) => (Sensitivity::Restricted, None),
        (
            Role::DataProtectionOfficer,
            List | Search | Count | See | Export | Restrict | Erase | ReadFile | ReadLog
            | Aggregate | SeeOffices,
        ) => (Sensitivity::Restricted, None),
        (Role::Administrator, ManageAccounts | SeeOffices | ReadOutbox) => {
            (Sensitivity::Ordinary, None)
        }
        // Another agency gets what the person agreed to share.
        (Role::Partner, List | Search | Count | See | Register | SeeOffices) => {
            (Sensitivity::Ordinary, Some(Purpose::Exchange))
        }
        // The person's own word for this vacancy or course stands above everything else.
        (Role::Employer | Role::Provider, Offer | Meet)
            if matches!(reach, Reach::Introduced(_)) =>
        {
            (Sensitivity::Restricted, None)
        }
        // Committees meet people through applications.
        _ => return Err(denied),
    };
    Ok(Scope { reach, most, consent })
}

impl Scope {
    /// Whether a record is within reach. The SQL predicate of the service says the same; a test compares them.
    pub fn covers(&self, record: &Deciding) -> bool {
        let reached = match self.reach {
            Reach::Country => true,
            Reach::Office { depth, office } => {
                depth.checked_sub(1).and_then(|at| record.offices.get(at)) == Some(&Some(office))
            }
            Reach::One(id) => record.id == id,
            Reach::Introduced(id) => record.introduced_to.contains(&id),
        };
        reached
            && !record.erased
            && record.sensitivity.level() <= self.most.level()
            && self.consent.is_none_or(|purpose| record.consents.covers(purpose))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(n: u128) -> OfficeId {
        OfficeId::from_uuid(Uuid::from_u128(n))
    }

    fn person(n: u128) -> ReturneeId {
        ReturneeId::from_uuid(Uuid::from_u128(n))
    }

    fn actor(role: Role, seat: Seat) -> Actor {
        Actor { id: Uuid::from_u128(1), role, seat }
    }

    fn record() -> Deciding {
        Deciding {
            id: person(7),
            offices: [Some(office(1)), Some(office(12)), None],
            sensitivity: Sensitivity::Ordinary,
            consents: Consents::default(),
            introduced_to: Vec::new(),
            erased: false,
        }
    }

    #[test]
    fn an_officer_sees_the_office_and_what_is_below_it() {
        let cases = [
            (0, 99, true),
            (1, 1, true),
            (1, 2, false),
            (2, 12, true),
            (2, 1, false),
            (3, 12, false),
        ];
        for (depth, number, expected) in cases {
            let seat = Seat::Office { depth, office: office(number) };
            let scope = scope(&actor(Role::Officer, seat), Action::See).unwrap();
            assert_eq!(scope.covers(&record()), expected, "depth {depth}, office {number}");
        }
    }

    #[test]
    fn a_restricted_record_is_for_heads_and_data_protection() {
        let seat = Seat::Office { depth: 0, office: office(0) };
        let restricted = Deciding {
            sensitivity: Sensitivity::Restricted,
            consents: Consents::default().with(Purpose::Finance).with(Purpose::Exchange),
            ..record()
        };
        let seers: Vec<Role> = Role::ALL
            .iter()
            .copied()
            .filter(|role| {
                scope(&actor(*role, seat), Action::See).is_ok_and(|s| s.covers(&restricted))
            })
            .filter(|role| *role != Role::Returnee)
            .collect();
        assert_eq!(seers, [Role::HeadOfOffice, Role::DataProtectionOfficer]);
    }

    #[test]
    fn a_partner_sees_only_who_agreed_to_the_exchange() {
        let seat = Seat::Office { depth: 0, office: office(0) };
        let scope = scope(&actor(Role::Partner, seat), Action::List).unwrap();
        assert!(!scope.covers(&record()));
        let agreed = Consents::default().with(Purpose::Exchange);
        assert!(scope.covers(&Deciding { consents: agreed, ..record() }));
        assert!(
            !scope.covers(&Deciding { consents: agreed.without(Purpose::Exchange), ..record() })
        );
    }

    #[test]
    fn an_organisation_meets_who_was_introduced_to_it_and_sees_no_more_of_them() {
        let ours = OrganisationId::from_uuid(Uuid::from_u128(5));
        let theirs = OrganisationId::from_uuid(Uuid::from_u128(6));
        let shown = Deciding { introduced_to: vec![ours], ..record() };
        for role in [Role::Employer, Role::Provider] {
            for (organisation, expected) in [(ours, true), (theirs, false)] {
                let actor = actor(role, Seat::Organisation(organisation));
                let meets = scope(&actor, Action::Meet).unwrap();
                assert_eq!(meets.covers(&shown), expected, "{role}");
                assert!(!meets.covers(&record()), "{role}");
                assert!(scope(&actor, Action::See).is_err(), "{role}");
                let astray = Actor { seat: Seat::Office { depth: 0, office: office(0) }, ..actor };
                assert!(scope(&astray, Action::Meet).is_err(), "{role}");
                assert!(scope(&actor, Action::List).is_err(), "{role}");
            }
        }
    }

    #[test]
    fn nobody_outside_the_tree_reaches_a_record() {
        for role in Role::ALL {
            for action in Action::ALL {
                let answer = scope(&actor(*role, Seat::Outside), *action);
                assert!(!answer.is_ok_and(|scope| scope.covers(&record())), "{role} {action}");
            }
        }
    }

    #[test]
    fn an_erased_record_is_gone_for_everyone() {
        let organisation = OrganisationId::from_uuid(Uuid::from_u128(5));
        let erased = Deciding { erased: true, introduced_to: vec![organisation], ..record() };
        for role in Role::ALL {
            for action in Action::ALL {
                for seat in [
                    Seat::Own(person(7)),
                    Seat::Organisation(organisation),
                    Seat::Office { depth: 0, office: office(0) },
                ] {
                    let answer = scope(&actor(*role, seat), *action);
                    assert!(!answer.is_ok_and(|scope| scope.covers(&erased)), "{role} {action}");
                }
            }
        }
    }
}
