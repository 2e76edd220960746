//! The records of one person: which one leads, and what they say together.

use std::collections::BTreeSet;

use crate::{
    access::{Consents, Sensitivity},
    id::ReturneeId,
};

/// The records of one person. Ids begin with their moment, so the first one is the oldest: it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group(BTreeSet<ReturneeId>);

impl Group {
    pub fn of(first: ReturneeId, others: impl IntoIterator<Item = ReturneeId>) -> Self {
        Self(std::iter::once(first).chain(others).collect())
    }

    /// The record under which the person is found.
    pub fn leading(&self) -> ReturneeId {
        self.0.first().copied().unwrap_or_else(|| unreachable!("a group is never empty"))
    }

    /// All but the leading one.
    pub fn joined(&self) -> impl Iterator<Item = ReturneeId> {
        self.0.iter().skip(1).copied()
    }

    /// All, the leading one first.
    pub fn records(&self) -> impl Iterator<Item = ReturneeId> {
        self.0.iter().copied()
    }

    pub fn contains(&self, record: ReturneeId) -> bool {
        self.0.contains(&record)
    }

    pub fn is_alone(&self) -> bool {
        self.0.len() == 1
    }

    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0).copied().collect())
    }

    /// The others, led by the oldest of them, if the record is one of several.
    pub fn without(&self, record: ReturneeId) -> Option<Self> {
        if self.is_alone() || !self.contains(record) {
            return None;
        }
        Some(Self(self.0.iter().filter(|one| **one != record).copied().collect()))
    }
}

/// How carefully a person is kept: as carefully as any of their records.
pub fn most_careful(records: impl IntoIterator<Item = Sensitivity>) -> Sensitivity {
    records.into_iter().max().unwrap_or(Sensitivity::Ordinary)
}

/// What the rows of one record say of consents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whether somebody asked the person for every consent. A file of another agency tells of some only.
    pub was_asked: bool,
    pub given: Consents,
    pub taken_back: Consents,
    /// Given after the records were joined, for the person as a whole.
    pub anew: Consents,
}

/// What a person agreed to: what they were asked anew, and else what every record agrees to that was asked.
pub fn agreed(records: &[Told]) -> Consents {
    let is_agreed = |purpose| {
        let mut asked = records.iter().filter(|told| {
            told.was_asked || told.given.covers(purpose) || told.taken_back.covers(purpose)
        });
        records.iter().any(|told| told.anew.covers(purpose))
            || (asked.clone().next().is_some() && asked.all(|told| told.given.covers(purpose)))
    };
    let agreed = Consents::ASKED.into_iter().filter(|purpose| is_agreed(*purpose));
    agreed.fold(Consents::default(), Consents::with)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::access::Purpose;

    fn id(n: u128) -> ReturneeId {
        ReturneeId::from_uuid(Uuid::from_u128(n))
    }

    fn alone(n: u128) -> Group {
        Group::of(id(n), [])
    }

    #[test]
    fn the_oldest_leads_and_after_it_the_next_oldest() {
        let group = alone(5).with(&alone(3)).with(&alone(9));
        assert_eq!(group.leading(), id(3));
        assert_eq!(group.joined().collect::<Vec<_>>(), [id(5), id(9)]);
        assert_eq!(group.without(id(3)).unwrap().leading(), id(5));
        assert_eq!(group.without(id(4)), None, "a stranger is not parted");
        assert_eq!(alone(3).without(id(3)), None, "nobody is parted from themselves");
    }

    proptest! {
        #[test]
        fn the_order_of_joins_and_of_parts_does_not_matter(
            ids in proptest::collection::btree_set(0u128..50, 2..6),
            turn in 0usize..6,
        ) {
            let ids: Vec<u128> = ids.into_iter().collect();
            let mut turned = ids.clone();
            turned.rotate_left(turn % ids.len());
            let join = |ids: &[u128]| {
                ids[1..].iter().fold(alone(ids[0]), |all, one| all.with(&alone(*one)))
            };
            let (one, other) = (join(&ids), join(&turned));
            prop_assert_eq!(&one, &other);
            prop_assert_eq!(one.with(&other), one.clone());
            let part = |ids: &[u128]| {
                ids[2..].iter().fold(one.clone(), |all, gone| all.without(id(*gone)).unwrap())
            };
            let backwards: Vec<u128> = [&ids[..2], &ids[2..].iter().rev().copied().collect::<Vec<_>>()].concat();
            prop_assert_eq!(part(&ids), part(&backwards));
        }
    }

    fn told(was_asked: bool, given: &[Purpose]) -> Told {
        let given = given.iter().fold(Consents::default(), |all, one| all.with(*one));
        Told { was_asked, given, taken_back: Consents::default(), anew: Consents::default() }
    }

    #[test]
    fn who_agrees_on_one_form_and_not_on_another_has_not_agreed() {
        let yes = told(true, &[Purpose::Registration, Purpose::Matching]);
        let no = told(true, &[Purpose::Registration]);
        let registered = Consents::default().with(Purpose::Registration);
        assert_eq!(agreed(&[yes, no]), registered);
        assert_eq!(agreed(&[no, yes]), registered);
        let file = told(false, &[Purpose::Registration]);
        assert_eq!(agreed(&[yes, file]), yes.given, "a file was not asked about work");
        let took_back = Told { taken_back: Consents::default().with(Purpose::Matching), ..file };
        assert_eq!(agreed(&[yes, took_back]), registered);
        let asked_anew = Told { anew: Consents::default().with(Purpose::Matching), ..no };
        assert_eq!(agreed(&[yes, asked_anew]), yes.given);
    }

    #[test]
    fn a_person_is_kept_as_carefully_as_their_most_careful_record() {
        use Sensitivity::{Ordinary, Restricted};
        assert_eq!(most_careful([Ordinary, Restricted, Ordinary]), Restricted);
        assert_eq!(most_careful([Ordinary, Ordinary]), Ordinary);
    }
}
