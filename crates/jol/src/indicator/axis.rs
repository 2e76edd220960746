//! What numbers are broken down by: which group each value of a column belongs to.

use domain::{
    country::Country,
    indicator::{AgeBand, Dimension, Filter},
    sex::Sex,
    territory::Territory,
};
use jiff::{ToSpan as _, civil::Date};

use super::view::View;

/// One row of a breakdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Sex(Sex),
    Age(AgeBand),
    Disability,
    Territory(Territory),
    Country(Country),
    /// Returned in this month: year and month.
    Month(i16, i8),
    /// Everybody else: not known, or of no group of its own.
    Rest,
}

impl Group {
    pub fn code(&self) -> String {
        match self {
            Self::Sex(sex) => sex.code().to_owned(),
            Self::Age(age) => age.code().to_owned(),
            Self::Disability => "yes".to_owned(),
            Self::Territory(place) => place.code().to_owned(),
            Self::Country(country) => country.code().to_owned(),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Rest => "rest".to_owned(),
        }
    }
}

/// Months of return that have a row of their own, this one among them. Those before are together.
const N_MONTHS: i64 = 24;

/// The months of return that can be asked for, the newest first.
pub fn months(today: Date) -> impl Iterator<Item = (i16, i8)> {
    (0..N_MONTHS).map(move |ago| {
        let day = today.first_of_month().saturating_sub(ago.months());
        (day.year(), day.month())
    })
}

/// A breakdown: its groups, and the group of each value of the column it stands on.
pub struct Axis {
    pub dimension: Dimension,
    /// The last one is the rest.
    pub groups: Vec<Group>,
    group_of: Vec<u16>,
}

/// A value outside of what is broken down.
pub const OUTSIDE: usize = u16::MAX as usize;

impl Axis {
    /// `within`: the territory whose parts are the groups; none for the oblasts of the country.
    pub fn new(view: &View, dimension: Dimension, within: Option<Territory>) -> Self {
        let mut groups = groups(view, dimension, within);
        groups.push(Group::Rest);
        let rest = groups.len() - 1;
        let values = view.values(dimension);
        let group_of = values.map(|value| {
            let found = groups.iter().position(|group| value.is_in(group));
            let outside = || match (&value, within) {
                (Known::Territory(place), Some(within)) if !place.is_within(within) => OUTSIDE,
                (Known::Nothing, Some(_)) if dimension == Dimension::Territory => OUTSIDE,
                _ => rest,
            };
            // There are fewer groups than places, countries or months, and far fewer of those than fit here.
            u16::try_from(found.unwrap_or_else(outside)).unwrap_or(u16::MAX)
        });
        let group_of = group_of.collect();
        Self { dimension, groups, group_of }
    }

    /// The same with nobody outside: a breakdown of all who are asked for adds up to their total.
    pub fn of_all(view: &View, dimension: Dimension, within: Option<Territory>) -> Self {
        let mut axis = Self::new(view, dimension, within);
        let rest = u16::try_from(axis.groups.len() - 1).unwrap_or(u16::MAX);
        for group in axis.group_of.iter_mut().filter(|group| usize::from(**group) == OUTSIDE) {
            *group = rest;
        }
        axis
    }

    /// The group of a value, or [`OUTSIDE`].
    pub fn group(&self, value: u16) -> usize {
        self.group_of.get(usize::from(value)).map_or(OUTSIDE, |group| usize::from(*group))
    }
}

/// A value of a column, told apart.
pub enum Known {
    Nothing,
    Sex(Sex),
    Age(AgeBand),
    Disability,
    Territory(Territory),
    Country(Country),
    Returned(Date),
}

impl Known {
    fn is_in(&self, group: &Group) -> bool {
        match (self, group) {
            (Self::Sex(sex), Group::Sex(wanted)) => sex == wanted,
            (Self::Age(age), Group::Age(wanted)) => age == wanted,
            (Self::Disability, Group::Disability) => true,
            (Self::Territory(place), Group::Territory(wanted)) => place.is_within(*wanted),
            (Self::Country(country), Group::Country(wanted)) => country == wanted,
            (Self::Returned(day), Group::Month(year, month)) => {
                (day.year(), day.month()) == (*year, *month)
            }
            _ => false,
        }
    }
}

fn groups(view: &View, dimension: Dimension, within: Option<Territory>) -> Vec<Group> {
    match dimension {
        Dimension::Sex => Sex::ALL.map(Group::Sex).to_vec(),
        Dimension::Age => AgeBand::ALL.iter().copied().map(Group::Age).collect(),
        Dimension::Disability => vec![Group::Disability],
        Dimension::Territory => match within {
            Some(place) => place.children().map(Group::Territory).collect(),
            None => Territory::all(view.today)
                .filter(|place| place.parent().is_none())
                .map(Group::Territory)
                .collect(),
        },
        Dimension::Country => {
            let known = view.values(Dimension::Country).filter_map(|value| match value {
                Known::Country(country) => Some(Group::Country(country)),
                _ => None,
            });
            known.collect()
        }
        Dimension::Month => {
            months(view.today).map(|(year, month)| Group::Month(year, month)).collect()
        }
    }
}

/// What a filter asks for, one axis for each thing it names, with the group that is wanted.
pub fn asked(view: &View, filter: &Filter) -> Vec<(Axis, Group)> {
    let country = filter.country.and_then(|code| std::str::from_utf8(&code).ok()?.parse().ok());
    let asked = [
        (Dimension::Sex, filter.sex.map(Group::Sex)),
        (Dimension::Age, filter.age.map(Group::Age)),
        (Dimension::Disability, filter.disability.then_some(Group::Disability)),
        (Dimension::Territory, filter.territory.map(Group::Territory)),
        (Dimension::Country, country.map(Group::Country)),
        (Dimension::Month, filter.month.map(|(year, month)| Group::Month(year, month))),
    ];
    let asked = asked.into_iter().filter_map(|(dimension, group)| Some((dimension, group?)));
    asked
        .map(|(dimension, group)| {
            // A rayon is a row beside the other rayons of its oblast, an oblast one beside the others.
            let within = filter.territory.filter(|_| dimension == Dimension::Territory);
            (Axis::new(view, dimension, within.and_then(Territory::parent)), group)
        })
        .collect()
}
