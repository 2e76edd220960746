//! Groups that places are shared out with care for. Belonging to one can only help.

use jiff::civil::Date;

use crate::{
    codes,
    profile::{Item, Kind},
    sex::Sex,
    territory::{self, Territory},
};

codes! {
    Group {
        Women = "women",
        /// Who told that they live with a disability.
        Disability = "disability",
        Youth = "youth",
        /// Whose home is in a rayon and not in a city.
        Rural = "rural",
        /// Who told that they raise children alone, have nobody to look after them, or nurse one.
        Parents = "parents",
    }
}

/// Barriers that tell of somebody's children.
const OF_PARENTS: [&str; 3] = ["single-parent", "childcare", "pregnancy"];

/// The groups of one person, a bit for each in the order of [`Group::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Groups(u8);

/// What is known of somebody that groups ask for.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    pub sex: Option<Sex>,
    pub born_in: Option<i16>,
    pub home: Option<Territory>,
    pub items: &'a [Item],
}

impl Groups {
    pub fn of(member: &Member<'_>, youth_until: i16, today: Date) -> Self {
        let barrier = |codes: &[&str]| {
            member.items.iter().any(|item| {
                item.kind == Kind::Barrier
                    && item.code.as_ref().is_some_and(|code| codes.contains(&code.as_str()))
            })
        };
        let is = |group: &Group| match group {
            Group::Women => member.sex == Some(Sex::Female),
            Group::Disability => barrier(&["disability"]),
            Group::Youth => member.born_in.is_some_and(|born| today.year() - born <= youth_until),
            Group::Rural => member.home.is_some_and(|home| home.kind() == territory::Kind::Rayon),
            Group::Parents => barrier(&OF_PARENTS),
        };
        Self::from_iter(Group::ALL.iter().copied().filter(is))
    }

    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    pub const fn bits(self) -> u8 {
        self.0
    }

    pub fn iter(self) -> impl Iterator<Item = Group> {
        Group::ALL.iter().copied().filter(move |group| self.0 >> *group as u8 & 1 == 1)
    }
}

impl FromIterator<Group> for Groups {
    fn from_iter<I: IntoIterator<Item = Group>>(groups: I) -> Self {
        Self(groups.into_iter().fold(0, |bits, group| bits | 1 << group as u8))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn people_are_in_the_groups_of_what_they_told() {
        let place = |code: &str| Territory::parse(code).ok();
        let (village, city) = (place("41705214000000"), place("41711000000000"));
        let barrier = |code: &str| Item::plain(Kind::Barrier, code.parse().unwrap());
        type Case<'a> = (Option<Sex>, Option<i16>, Option<Territory>, &'a [Item], &'a [Group]);
        let cases: [Case; 6] = [
            (None, None, None, &[], &[]),
            (Some(Sex::Female), Some(1998), None, &[], &[Group::Women, Group::Youth]),
            (Some(Sex::Male), Some(1997), city, &[], &[]),
            (None, None, village, &[barrier("disability")], &[Group::Disability, Group::Rural]),
            (None, None, None, &[barrier("childcare"), barrier("debt")], &[Group::Parents]),
            (None, None, None, &[barrier("single-parent")], &[Group::Parents]),
        ];
        for (sex, born_in, home, items, expected) in cases {
            let member = Member { sex, born_in, home, items };
            let groups = Groups::of(&member, 28, date(2026, 11, 22));
            assert_eq!(groups.iter().collect::<Vec<_>>(), expected);
            assert_eq!(Groups::from_bits(groups.bits()), groups);
        }
    }
}
