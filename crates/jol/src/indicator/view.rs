//! Everybody in memory, as columns of what the rules say of them: some twenty-five bytes a person, so that every question
//! is answered by going through all of them.

use std::collections::HashMap;

use domain::{
    access::{Consents, DEEPEST, Reach, Scope, Sensitivity},
    country::Country,
    id::OfficeId,
    indicator::{AgeBand, Dimension, Facts, Share, Tally, TimeBand, WorkBand},
    sex::Sex,
    territory::Territory,
};
use jiff::{ToSpan as _, civil::Date};
use rayon::prelude::*;
use survival::Waits;
use uuid::Uuid;

use super::axis::{Axis, Group, Known, OUTSIDE};

/// What is counted of one person, and what decides who may count them.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    pub above: [Option<OfficeId>; DEEPEST],
    pub sensitivity: Sensitivity,
    pub consents: Consents,
    pub facts: Facts,
}

/// All people on one day. Columns that name a thing hold 0 where it is not known, else one more than its place.
pub struct View {
    pub today: Date,
    offices: HashMap<Uuid, u16>,
    places: Vec<Territory>,
    place_of: HashMap<Territory, u16>,
    countries: Vec<Country>,
    country_of: HashMap<[u8; 2], u16>,

    above: [Vec<u16>; DEEPEST],
    access: Vec<u16>,
    sex: Vec<u16>,
    age: Vec<u16>,
    disability: Vec<u16>,
    territory: Vec<u16>,
    country: Vec<u16>,
    /// Days since [`FIRST_DAY`].
    returned: Vec<u16>,
    standing: Vec<u32>,
    wait: Vec<u16>,
}

/// Nobody who is registered came back before this day; whoever says so stands on it.
const FIRST_DAY: Date = jiff::civil::date(1930, 1, 1);

/// A wait that is longer is known to have lasted so many days: ten years.
const LONGEST: u32 = 3_660;

const N_SHARES: usize = Share::ALL.len();

/// How one person counts for a number: not at all, in the cohort, in the base, or among those counted.
fn degree(tally: Tally) -> u16 {
    u16::try_from(tally.cohort + tally.of + tally.n).unwrap_or_default()
}

/// The same for a number that is one row of several: the row, where the person stands in one.
fn row(tallies: impl Iterator<Item = Tally>) -> u16 {
    let mut found = 0;
    for (at, tally) in (2..).zip(tallies) {
        match degree(tally) {
            0 => {}
            3 => return at,
            _ => found = 1,
        }
    }
    found
}

/// What the rules say of one person, in one number: two bits for each share, three for each table.
fn standing(facts: &Facts, today: Date) -> u32 {
    let shares = Share::ALL.iter().map(|share| degree(share.tally(facts, today)));
    let work = u32::from(row(WorkBand::ALL.iter().map(|band| band.tally(facts, today))));
    let time = u32::from(row(TimeBand::ALL.iter().map(|band| band.tally(facts, today))));
    let shares = shares.rev().fold(0, |bits, degree| bits << 2 | u32::from(degree));
    time << (2 * N_SHARES + 3) | work << (2 * N_SHARES) | shares
}

fn numbered<T: Copy + Eq + std::hash::Hash>(known: &mut HashMap<T, u16>, value: T) -> (u16, bool) {
    let next = u16::try_from(known.len() + 1).unwrap_or(u16::MAX);
    let number = *known.entry(value).or_insert(next);
    (number, number == next && known.len() == usize::from(next))
}

impl View {
    pub fn new(today: Date) -> Self {
        Self {
            today,
            offices: HashMap::new(),
            places: Vec::new(),
            place_of: HashMap::new(),
            countries: Vec::new(),
            country_of: HashMap::new(),
            above: Default::default(),
            access: Vec::new(),
            sex: Vec::new(),
            age: Vec::new(),
            disability: Vec::new(),
            territory: Vec::new(),
            country: Vec::new(),
            returned: Vec::new(),
            standing: Vec::new(),
            wait: Vec::new(),
        }
    }

    /// Adds people. What the rules say of them is found on all cores.
    pub fn extend(&mut self, people: &[Counted]) {
        let today = self.today;
        let told: Vec<(u32, u16)> = people
            .par_iter()
            .map(|person| (standing(&person.facts, today), wait(&person.facts, today)))
            .collect();
        for (person, (standing, wait)) in people.iter().zip(told) {
            self.push(person, standing, wait);
        }
    }

    fn push(&mut self, person: &Counted, standing: u32, wait: u16) {
        for (column, office) in self.above.iter_mut().zip(person.above) {
            column.push(office.map_or(0, |id| numbered(&mut self.offices, id.uuid()).0));
        }
        self.access.push(access(person.sensitivity, person.consents));
        let facts = &person.facts;
        self.sex.push(facts.sex.map_or(0, |sex| place_in(&Sex::ALL, &sex)));
        self.age.push(facts.age_band().map_or(0, |age| place_in(AgeBand::ALL, &age)));
        self.disability.push(u16::from(facts.has_disability));
        self.territory.push(facts.territory.map_or(0, |place| {
            let (number, is_new) = numbered(&mut self.place_of, place);
            if is_new {
                self.places.push(place);
            }
            number
        }));
        let country = facts.country.and_then(|code| {
            if let Some(number) = self.country_of.get(&code) {
                return Some(*number);
            }
            let country = std::str::from_utf8(&code).ok()?.parse().ok()?;
            self.countries.push(country);
            Some(numbered(&mut self.country_of, code).0)
        });
        self.country.push(country.unwrap_or(0));
        self.returned.push(facts.returned_on.map_or(0, day_number));
        self.standing.push(standing);
        self.wait.push(wait);
    }

    pub fn len(&self) -> usize {
        self.standing.len()
    }

    pub fn is_empty(&self) -> bool {
        self.standing.is_empty()
    }

    /// Memory of the columns.
    pub fn n_bytes(&self) -> usize {
        let columns = self.columns().map(|column| column.capacity() * size_of::<u16>());
        columns.sum::<usize>() + self.standing.capacity() * size_of::<u32>()
    }

    fn columns(&self) -> impl Iterator<Item = &Vec<u16>> {
        let [a, b, c] = &self.above;
        let who = [&self.access, &self.sex, &self.age, &self.disability];
        let others = [&self.territory, &self.country, &self.returned, &self.wait];
        [a, b, c].into_iter().chain(who).chain(others)
    }

    fn column(&self, dimension: Dimension) -> &[u16] {
        match dimension {
            Dimension::Sex => &self.sex,
            Dimension::Age => &self.age,
            Dimension::Disability => &self.disability,
            Dimension::Territory => &self.territory,
            Dimension::Country => &self.country,
            Dimension::Month => &self.returned,
        }
    }

    /// What the values of a column mean, from 0 on.
    pub(super) fn values(&self, dimension: Dimension) -> Box<dyn Iterator<Item = Known> + '_> {
        let nothing = std::iter::once(Known::Nothing);
        match dimension {
            Dimension::Sex => Box::new(nothing.chain(Sex::ALL.map(Known::Sex))),
            Dimension::Age => Box::new(nothing.chain(AgeBand::ALL.iter().copied().map(Known::Age))),
            Dimension::Disability => Box::new(nothing.chain([Known::Disability])),
            Dimension::Territory => {
                Box::new(nothing.chain(self.places.iter().copied().map(Known::Territory)))
            }
            Dimension::Country => {
                Box::new(nothing.chain(self.countries.iter().copied().map(Known::Country)))
            }
            Dimension::Month => {
                let last = self.returned.iter().copied().max().unwrap_or(0);
                let days = (0..last).map(|n| FIRST_DAY.saturating_add(i64::from(n).days()));
                Box::new(nothing.chain(days.map(Known::Returned)))
            }
        }
    }

    /// How many people within a scope came back until a day.
    pub fn returned_until(&self, scope: &Scope, until: Date) -> u64 {
        let within = Within::new(self, scope);
        let fits =
            |at: &usize| within.takes(*at) && (1..=day_number(until)).contains(&self.returned[*at]);
        (0..self.len()).filter(fits).count() as u64
    }

    /// Counts everybody within a scope who fits all that is asked, group by group, and with them those who miss one of
    /// the things asked: the neighbours that a number could be told from.
    pub fn count(&self, scope: &Scope, asked: &[(Axis, Group)], by: Option<&Axis>) -> Sums {
        let n_parts = rayon::current_num_threads().max(1);
        let n_each = self.len().div_ceil(n_parts).max(1);
        let parts = (0..n_parts).into_par_iter().map(|part| {
            let from = (part * n_each).min(self.len());
            self.count_some(scope, asked, by, from..(from + n_each).min(self.len()))
        });
        let nothing = || Sums::new(asked, by);
        parts.reduce(nothing, Sums::and)
    }

    fn count_some(
        &self,
        scope: &Scope,
        asked: &[(Axis, Group)],
        by: Option<&Axis>,
        range: std::ops::Range<usize>,
    ) -> Sums {
        let within = Within::new(self, scope);
        let wanted: Vec<(&[u16], &Axis, usize)> = asked
            .iter()
            .map(|(axis, group)| {
                let place = axis.groups.iter().position(|known| known == group);
                (self.column(axis.dimension), axis, place.unwrap_or(OUTSIDE))
            })
            .collect();
        let by = by.map(|axis| (self.column(axis.dimension), axis));
        let mut sums = Sums::new(asked, by.map(|(_, axis)| axis));
        'people: for at in range {
            if !within.takes(at) {
                continue;
            }
            let mut missed = None;
            for (place, (column, axis, wanted)) in wanted.iter().enumerate() {
                let group = axis.group(column[at]);
                if group == *wanted {
                    continue;
                }
                if missed.is_some() || group == OUTSIDE {
                    continue 'people;
                }
                missed = Some((place, group));
            }
            let group = by.map_or(0, |(column, axis)| axis.group(column[at]));
            let (standing, wait) = (self.standing[at], self.wait[at]);
            match missed {
                None => {
                    sums.groups[group].add(standing, wait);
                    sums.waits[group][usize::from(wait)] += 1;
                }
                Some((place, neighbour)) => {
                    sums.beside[place][neighbour][group].add(standing, wait)
                }
            }
        }
        for (place, (_, _, wanted)) in wanted.iter().enumerate() {
            if let Some(own) = sums.beside[place].get_mut(*wanted) {
                own.clone_from(&sums.groups);
            }
        }
        sums
    }
}

fn place_in<T: PartialEq>(all: &[T], one: &T) -> u16 {
    (1..).zip(all).find(|(_, known)| *known == one).map_or(0, |(place, _)| place)
}

fn day_number(day: Date) -> u16 {
    let days = (day - FIRST_DAY).get_days();
    u16::try_from(days.clamp(0, i32::from(u16::MAX) - 1) + 1).unwrap_or(u16::MAX)
}

/// 0 for somebody whose day of return is not known, else one more than twice the days, and one more again for whoever
/// found work.
fn wait(facts: &Facts, today: Date) -> u16 {
    facts.wait(today).map_or(0, |wait| {
        let found = wait.found && wait.days <= LONGEST;
        1 + u16::from(found) + 2 * u16::try_from(wait.days.min(LONGEST)).unwrap_or_default()
    })
}

const N_WAITS: usize = 2 * (LONGEST as usize + 1) + 1;

/// The purposes in the lower bits, whether the record is restricted above them.
fn access(sensitivity: Sensitivity, consents: Consents) -> u16 {
    let purposes = u16::try_from(consents.bits() & i64::from(u8::MAX)).unwrap_or_default();
    (u16::from(sensitivity > Sensitivity::Ordinary) << 8) | purposes
}

/// The rule of access on the columns.
struct Within<'v> {
    office: Option<(&'v [u16], u16)>,
    access: &'v [u16],
    not: u16,
    all_of: u16,
    nobody: bool,
}

impl<'v> Within<'v> {
    fn new(view: &'v View, scope: &Scope) -> Self {
        let office = match scope.reach {
            Reach::Country => Some(None),
            Reach::Office { depth, office } => {
                let column = depth.checked_sub(1).and_then(|at| view.above.get(at));
                column
                    .zip(view.offices.get(&office.uuid()))
                    .map(|(column, number)| Some((column.as_slice(), *number)))
            }
            // Numbers are for offices; one person is no number.
            Reach::One(_) | Reach::Introduced(_) => None,
        };
        // Nobody can have agreed to a purpose that nobody is asked about.
        let unasked = scope.consent.is_some_and(|purpose| Consents::bit(purpose) == 0);
        let agreed =
            scope.consent.map_or(Consents::default(), |purpose| Consents::default().with(purpose));
        Self {
            nobody: office.is_none() || unasked,
            office: office.flatten(),
            access: &view.access,
            not: access(Sensitivity::Restricted, Consents::default())
                & !access(scope.most, Consents::default()),
            all_of: access(Sensitivity::Ordinary, agreed),
        }
    }

    fn takes(&self, at: usize) -> bool {
        let access = self.access[at];
        !self.nobody
            && self.office.is_none_or(|(column, office)| column[at] == office)
            && access & self.not == 0
            && access & self.all_of == self.all_of
    }
}

/// Sums over people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub people: u64,
    shares: [[u64; 4]; N_SHARES],
    work: [u64; 8],
    time: [u64; 8],
    /// Of whom the day of return is known: who has not found work, and who has.
    pub waits: [u64; 2],
}

impl Sum {
    fn add(&mut self, standing: u32, wait: u16) {
        self.people += 1;
        let mut bits = standing as usize;
        for share in &mut self.shares {
            share[bits & 3] += 1;
            bits >>= 2;
        }
        self.work[bits & 7] += 1;
        self.time[bits >> 3 & 7] += 1;
        if wait > 0 {
            self.waits[usize::from(wait.is_multiple_of(2))] += 1;
        }
    }

    fn and(&mut self, other: &Self) {
        let add = |to: &mut [u64], from: &[u64]| to.iter_mut().zip(from).for_each(|(a, b)| *a += b);
        self.people += other.people;
        for (to, from) in self.shares.iter_mut().zip(&other.shares) {
            add(to, from);
        }
        add(&mut self.work, &other.work);
        add(&mut self.time, &other.time);
        add(&mut self.waits, &other.waits);
    }

    pub fn total<'s>(sums: impl IntoIterator<Item = &'s Self>) -> Self {
        let mut total = Self::default();
        sums.into_iter().for_each(|sum| total.and(sum));
        total
    }

    pub fn share(&self, share: Share) -> Tally {
        let [_, unknown, no, yes] = self.shares[share as usize];
        Tally { n: yes, of: no + yes, cohort: unknown + no + yes }
    }

    pub fn work(&self, band: WorkBand) -> Tally {
        of_rows(&self.work, band as usize)
    }

    pub fn time(&self, band: TimeBand) -> Tally {
        of_rows(&self.time, band as usize)
    }
}

fn of_rows(rows: &[u64; 8], at: usize) -> Tally {
    let of = rows[2..].iter().sum();
    Tally { n: rows[2 + at], of, cohort: rows[1] + of }
}

/// What was counted: those who fit, group by group, and their neighbours.
pub struct Sums {
    pub groups: Vec<Sum>,
    waits: Vec<Vec<u64>>,
    /// For each thing asked, for each of its groups: who is in that group and fits all else.
    pub beside: Vec<Vec<Vec<Sum>>>,
}

impl Sums {
    fn new(asked: &[(Axis, Group)], by: Option<&Axis>) -> Self {
        let n_groups = by.map_or(1, |axis| axis.groups.len());
        let groups = vec![Sum::default(); n_groups];
        let beside = asked.iter().map(|(axis, _)| vec![groups.clone(); axis.groups.len()]);
        Self { beside: beside.collect(), waits: vec![vec![0; N_WAITS]; n_groups], groups }
    }

    fn and(mut self, other: Self) -> Self {
        let both = |to: &mut [Sum], from: &[Sum]| {
            to.iter_mut().zip(from).for_each(|(to, from)| to.and(from));
        };
        both(&mut self.groups, &other.groups);
        for (to, from) in self.beside.iter_mut().zip(&other.beside) {
            to.iter_mut().zip(from).for_each(|(to, from)| both(to, from));
        }
        for (to, from) in self.waits.iter_mut().zip(&other.waits) {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        }
        self
    }

    /// How long people of some groups waited.
    pub fn waits(&self, groups: std::ops::Range<usize>) -> Waits {
        let mut waits = Waits::default();
        for group in &self.waits[groups] {
            for (at, n) in group.iter().enumerate().skip(1).filter(|(_, n)| **n > 0) {
                waits.add((at - 1) / 2, at.is_multiple_of(2), *n);
            }
        }
        waits
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        access::{Deciding, Purpose},
        followup::Form,
        id::ReturneeId,
        indicator::Filter,
    };
    use jiff::civil::date;
    use proptest::{prelude::*, sample::select};

    use super::*;
    use crate::indicator::axis::asked;

    const TODAY: Date = date(2026, 11, 21);

    fn office(n: u128) -> OfficeId {
        OfficeId::from_uuid(Uuid::from_u128(n))
    }

    /// Oblast, rayon and office of a few places, one of them a city below a rayon.
    fn places() -> Vec<(Territory, [Option<OfficeId>; DEEPEST])> {
        [
            ("41705214000000", [1, 11]),
            ("41705236000000", [1, 12]),
            ("41703220000000", [2, 21]),
            ("41703220400010", [2, 21]),
            ("41711201000000", [3, 31]),
            ("41705000000000", [1, 11]),
        ]
        .map(|(code, [one, two])| {
            (Territory::parse(code).unwrap(), [Some(office(one)), Some(office(two)), None])
        })
        .to_vec()
    }

    fn day() -> impl Strategy<Value = Option<Date>> {
        let day = (0i64..1_400).prop_map(|ago| TODAY.saturating_sub(ago.days()));
        prop_oneof![1 => Just(None), 3 => day.prop_map(Some)]
    }

    fn person() -> impl Strategy<Value = Counted> {
        let who = (
            select(places()),
            any::<bool>(),
            0i64..32,
            select(vec![None, Some(Sex::Female), Some(Sex::Male)]),
            prop::option::of(1950i16..2006),
            select(vec![None, Some(*b"RU"), Some(*b"KZ"), Some(*b"KR")]),
            any::<bool>(),
            any::<bool>(),
        );
        let days = (day(), day(), day(), day(), day(), day(), day());
        let of_vacancies = (day(), day(), day(), day());
        let form = prop::option::of(select(Form::ALL));
        (who, days, of_vacancies, form).prop_map(
            |(who, days, (registered, introduced, interviewed, hired), form)| {
                let (place, restricted, bits, sex, born_in, country, homeless, disability) = who;
                let (returned_on, first, trained, after, known, steady, closed) = days;
                let facts = Facts {
                    sex,
                    born_in,
                    territory: Some(place.0).filter(|_| !homeless),
                    country,
                    returned_on,
                    registered_on: registered.unwrap_or(TODAY),
                    first_work_on: first,
                    form,
                    trained_on: trained,
                    work_after_course_on: after,
                    known_on: known.unwrap_or(TODAY),
                    steady_on: steady,
                    has_disability: disability,
                    introduced_on: introduced,
                    interviewed_on: interviewed,
                    hired_on: hired,
                    closed_on: closed.filter(|_| restricted),
                };
                let sensitivity =
                    if restricted { Sensitivity::Restricted } else { Sensitivity::Ordinary };
                Counted { above: place.1, sensitivity, consents: Consents::from_bits(bits), facts }
            },
        )
    }

    fn scopes() -> Vec<Scope> {
        let reaches = [
            Reach::Country,
            Reach::Office { depth: 1, office: office(1) },
            Reach::Office { depth: 2, office: office(21) },
            Reach::Office { depth: 2, office: office(1) },
            Reach::Office { depth: 3, office: office(77) },
            Reach::One(ReturneeId::from_uuid(Uuid::from_u128(9))),
        ];
        let rules = [
            (Sensitivity::Ordinary, None),
            (Sensitivity::Restricted, None),
            (Sensitivity::Ordinary, Some(Purpose::Finance)),
            (Sensitivity::Restricted, Some(Purpose::Statistics)),
        ];
        let all = reaches
            .into_iter()
            .flat_map(|reach| rules.map(|(most, consent)| Scope { reach, most, consent }));
        all.collect()
    }

    fn filter() -> impl Strategy<Value = Filter> {
        let some = |code: &str| Territory::parse(code).ok();
        let territories = ["41705000000000", "41705214000000", "41703220400010", "41721000000000"];
        (
            prop::option::of(select(Sex::ALL.to_vec())),
            prop::option::of(select(AgeBand::ALL)),
            prop::bool::weighted(0.2),
            select([vec![None; 4], territories.map(some).to_vec()].concat()),
            select(vec![None, None, Some(*b"RU"), Some(*b"DE")]),
            select(vec![None, None, None, Some((2026, 5)), Some((2025, 1))]),
        )
            .prop_map(|(sex, age, disability, territory, country, month)| {
                // Few people fit more than two things at once.
                match (sex, age) {
                    (Some(_), Some(_)) => Filter { sex, age, ..Filter::default() },
                    _ => Filter { sex, age, disability, territory, country, month },
                }
            })
    }

    /// The group of a person, found the plain way.
    fn group_of(facts: &Facts, axis: &Axis) -> Group {
        let of = |group: &&Group| match group {
            Group::Sex(sex) => facts.sex == Some(*sex),
            Group::Age(age) => facts.age_band() == Some(*age),
            Group::Disability => facts.has_disability,
            Group::Territory(place) => facts.territory.is_some_and(|own| own.is_within(*place)),
            Group::Country(country) => {
                facts.country.as_ref().is_some_and(|own| own == country.code().as_bytes())
            }
            Group::Month(year, month) => {
                facts.returned_on.is_some_and(|day| (day.year(), day.month()) == (*year, *month))
            }
            Group::Rest => false,
        };
        axis.groups.iter().find(of).copied().unwrap_or(Group::Rest)
    }

    fn plain_sum<'p>(people: impl Iterator<Item = &'p Counted>) -> (Sum, Waits) {
        let (mut sum, mut waits) = (Sum::default(), Waits::default());
        for Counted { facts, .. } in people {
            sum.people += 1;
            for share in Share::ALL {
                sum.shares[*share as usize][usize::from(degree(share.tally(facts, TODAY)))] += 1;
            }
            sum.work[usize::from(row(WorkBand::ALL.iter().map(|b| b.tally(facts, TODAY))))] += 1;
            sum.time[usize::from(row(TimeBand::ALL.iter().map(|b| b.tally(facts, TODAY))))] += 1;
            if let Some(wait) = facts.wait(TODAY) {
                sum.waits[usize::from(wait.found)] += 1;
                waits.add(wait.days as usize, wait.found, 1);
            }
        }
        (sum, waits)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn a_count_is_the_plain_sum_over_those_within_reach(
            people in prop::collection::vec(person(), 0..300),
            scope in select(scopes()),
            filter in filter(),
            by in prop::option::of(select(Dimension::ALL)),
        ) {
            let mut view = View::new(TODAY);
            view.extend(&people);
            let asked = asked(&view, &filter);
            let axis = by.map(|by| Axis::of_all(&view, by, filter.territory));
            let sums = view.count(&scope, &asked, axis.as_ref());

            let reached: Vec<&Counted> = people.iter().filter(|person| {
                scope.covers(&Deciding {
                    id: ReturneeId::from_uuid(Uuid::nil()),
                    offices: person.above,
                    sensitivity: person.sensitivity,
                    consents: person.consents,
                    introduced_to: Vec::new(),
                    erased: false,
                })
            }).collect();
            let fitting: Vec<&Counted> =
                reached.iter().copied().filter(|person| filter.takes(&person.facts)).collect();
            let (all, waits) = plain_sum(fitting.iter().copied());
            prop_assert_eq!(Sum::total(&sums.groups), all.clone());
            prop_assert_eq!(sums.waits(0..sums.groups.len()), waits);
            // The numbers as they are told, by the rule itself.
            for share in Share::ALL {
                let mut tally = Tally::default();
                fitting.iter().for_each(|person| tally.add(share.tally(&person.facts, TODAY)));
                prop_assert_eq!(all.share(*share), tally);
            }
            for band in WorkBand::ALL {
                let mut tally = Tally::default();
                fitting.iter().for_each(|person| tally.add(band.tally(&person.facts, TODAY)));
                prop_assert_eq!(all.work(*band), tally);
            }
            for band in TimeBand::ALL {
                let mut tally = Tally::default();
                fitting.iter().for_each(|person| tally.add(band.tally(&person.facts, TODAY)));
                prop_assert_eq!(all.time(*band), tally);
            }
            if let Some(axis) = &axis {
                for (at, group) in axis.groups.iter().enumerate() {
                    let own = fitting.iter().copied().filter(|p| group_of(&p.facts, axis) == *group);
                    let (own, waits) = plain_sum(own);
                    prop_assert_eq!(&sums.groups[at], &own, "{:?}", group);
                    prop_assert_eq!(sums.waits(at..at + 1), waits);
                }
            }
            // Who stands beside: the same question with another answer to one thing.
            for (place, (axis, _)) in asked.iter().enumerate() {
                for (at, group) in axis.groups.iter().enumerate() {
                    let other = match group {
                        Group::Sex(sex) => Filter { sex: Some(*sex), ..filter },
                        Group::Age(age) => Filter { age: Some(*age), ..filter },
                        Group::Disability => Filter { disability: true, ..filter },
                        Group::Territory(one) => Filter { territory: Some(*one), ..filter },
                        Group::Month(year, month) => Filter { month: Some((*year, *month)), ..filter },
                        Group::Country(_) | Group::Rest => continue,
                    };
                    let beside = reached.iter().copied().filter(|person| other.takes(&person.facts));
                    prop_assert_eq!(
                        Sum::total(&sums.beside[place][at]),
                        plain_sum(beside).0,
                        "beside {:?}", group
                    );
                }
            }
        }
    }

    #[test]
    fn a_person_takes_little_room() {
        let mut view = View::new(TODAY);
        let (territory, above) = places()[0];
        let facts = Facts {
            sex: None,
            born_in: None,
            territory: Some(territory),
            country: Some(*b"RU"),
            returned_on: Some(TODAY),
            registered_on: TODAY,
            first_work_on: None,
            form: None,
            trained_on: None,
            work_after_course_on: None,
            known_on: TODAY,
            steady_on: None,
            has_disability: false,
            introduced_on: None,
            interviewed_on: None,
            hired_on: None,
            closed_on: None,
        };
        let sensitivity = Sensitivity::Ordinary;
        let person = Counted { above, sensitivity, consents: Consents::default(), facts };
        view.extend(&vec![person; 10_000]);
        // Vectors grow by doubling, so up to twice what is used is held.
        assert!(view.n_bytes() <= 10_000 * 2 * 13 * 2, "{}", view.n_bytes());
        assert_eq!(view.len(), 10_000);
    }
}
