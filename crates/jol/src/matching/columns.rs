//! All vacancies that people are shown, as columns: one pass over them answers what fits a person best and counts who is
//! left out by what.
//!
//! Everything that depends on the person and one thing alone (an occupation, a place, one need) is looked up once and kept
//! in a table before the pass; each row then costs some additions. The points are those of [`domain::matching`], so an
//! answer is the same as comparing with every vacancy one by one, for any number of them.

mod tally;
#[cfg(test)]
mod tests;

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    hash::Hash,
    sync::Arc,
};

use domain::{
    classifier::{Classifiers, Code, Nearness},
    matching::{Judge, LeftOut, Person, Weights, without},
    money::Som,
    territory::Territory,
    vacancy::{Need, Needs, Strength},
};
use jiff::civil::Date;
use uuid::Uuid;

pub use self::tally::{Offers, Tally};

/// What work offers and asks for, as far as it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Offered {
    pub id: Uuid,
    pub occupation: Code,
    pub territory: Territory,
    pub form: Code,
    /// The best wage offered.
    pub wage: Option<Som>,
    /// The last day on which somebody can begin, if there is one.
    pub last_begin: Option<Date>,
    pub closes_on: Date,
    pub needs: Needs,
    pub places: u16,
}

/// Values and the numbers that stand for them.
#[derive(Clone, Debug)]
struct Numbers<T> {
    values: Vec<T>,
    known: HashMap<T, u32>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self { values: Vec::new(), known: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Numbers<T> {
    fn of(&mut self, value: &T) -> u32 {
        if let Some(number) = self.known.get(value) {
            return *number;
        }
        let number = self.values.len() as u32;
        self.values.push(value.clone());
        self.known.insert(value.clone(), number);
        number
    }
}

/// One vacancy. Its needs stand in one line with those of all others.
#[derive(Clone, Copy, Debug)]
struct Row {
    id: Uuid,
    wage: Option<Som>,
    occupation: u32,
    first_need: u32,
    n_needs: u16,
    /// How many of them leave somebody out: they stand first.
    n_strict: u16,
    /// The sum of what is asked for.
    asked: u16,
    territory: u16,
    form: u16,
    places: u16,
    last_begin: Option<Date>,
    closes_on: Date,
    is_open: bool,
}

/// One need of one vacancy in four bytes: the number of what is asked for, and whether it must be there.
#[derive(Clone, Copy, Debug)]
struct Word(u32);

impl Word {
    fn new(number: u32, need: &Need) -> Self {
        Self(number << 1 | u32::from(need.strength() == Strength::Must))
    }

    const fn number(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// As [`Need::weight`] has it.
    const fn weight(self) -> u32 {
        1 + (self.0 & 1)
    }
}

/// What is asked for, however strongly. Months are of work in one occupation, so they stand with its number.
type Asked = (Need, u32);

#[derive(Clone, Debug)]
pub struct Columns {
    lists: Arc<Classifiers>,
    rows: Vec<Row>,
    needs: Vec<Word>,
    places: HashMap<Uuid, u32>,
    occupations: Numbers<Code>,
    /// The unit group of each occupation.
    groups: Vec<Option<Code>>,
    territories: Numbers<Territory>,
    forms: Numbers<Code>,
    asked: Numbers<Asked>,
    n_closed: usize,
}

/// So many closed rows, and a quarter of the open ones, stay until they are cleared away.
const CLOSED: usize = 1_000;

/// What a person's list is made from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Best {
    /// The best, in their order.
    pub found: Vec<(Uuid, u32)>,
    /// How many fit at all.
    pub n_fits: usize,
    /// How many are open at all.
    pub n_open: usize,
    /// How many were left out for which reason, most first.
    pub left_out: Vec<(LeftOut, usize)>,
}

impl Columns {
    pub fn new(lists: Arc<Classifiers>) -> Self {
        Self {
            lists,
            rows: Vec::new(),
            needs: Vec::new(),
            places: HashMap::new(),
            occupations: Numbers::default(),
            groups: Vec::new(),
            territories: Numbers::default(),
            forms: Numbers::default(),
            asked: Numbers::default(),
            n_closed: 0,
        }
    }

    /// How many are there, among them those whose last day has passed since they were put here.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// All that are open on a day, with their places.
    pub fn open(&self, today: Date) -> impl Iterator<Item = (Uuid, u16)> {
        let open = self.rows.iter().filter(move |row| row.is_open && row.closes_on >= today);
        open.map(|row| (row.id, row.places))
    }

    /// Whether it was made with these lists.
    pub fn knows(&self, lists: &Arc<Classifiers>) -> bool {
        Arc::ptr_eq(&self.lists, lists)
    }

    /// Other lists are in force: which occupations are near to each other may have changed.
    pub fn renew(&mut self, lists: Arc<Classifiers>) {
        let codes = self.occupations.values.iter();
        self.groups = codes.map(|code| lists.unit_group(code).cloned()).collect();
        self.lists = lists;
    }

    /// Puts one here, in the place of what was known of it.
    pub fn put(&mut self, offered: &Offered) {
        self.close(offered.id);
        let occupation = self.occupations.of(&offered.occupation);
        if self.groups.len() < self.occupations.values.len() {
            self.groups.push(self.lists.unit_group(&offered.occupation).cloned());
        }
        let first_need = self.needs.len() as u32;
        // What leaves somebody out first: which of those it is does not change by that.
        let mut needs: Vec<&Need> = offered.needs.iter().collect();
        needs.sort_by_key(|need| without(need).is_none());
        let n_strict = needs.iter().filter(|need| without(need).is_some()).count() as u16;
        let mut asked = 0;
        for need in needs {
            let of = if matches!(need, Need::Months(..)) { occupation } else { 0 };
            let number = self.asked.of(&(need.clone().at(Strength::Wanted), of));
            self.needs.push(Word::new(number, need));
            asked += 2 * need.weight() as u16;
        }
        self.places.insert(offered.id, self.rows.len() as u32);
        self.rows.push(Row {
            id: offered.id,
            wage: offered.wage,
            occupation,
            first_need,
            n_needs: offered.needs.iter().len() as u16,
            n_strict,
            asked,
            territory: self.territories.of(&offered.territory) as u16,
            form: self.forms.of(&offered.form) as u16,
            places: offered.places,
            last_begin: offered.last_begin,
            closes_on: offered.closes_on,
            is_open: true,
        });
    }

    /// Nobody is shown it any more.
    pub fn close(&mut self, id: Uuid) {
        if let Some(place) = self.places.remove(&id) {
            self.rows[place as usize].is_open = false;
            self.n_closed += 1;
        }
        if self.n_closed > CLOSED + self.places.len() / 4 {
            self.clear(Date::MIN);
        }
    }

    /// Clears away what is closed, and what was open until a day before this one.
    pub fn clear(&mut self, today: Date) {
        let (rows, words) = (std::mem::take(&mut self.rows), std::mem::take(&mut self.needs));
        self.places.clear();
        for row in rows.into_iter().filter(|row| row.is_open && row.closes_on >= today) {
            let first_need = self.needs.len() as u32;
            let first = row.first_need as usize;
            self.needs.extend_from_slice(&words[first..first + usize::from(row.n_needs)]);
            self.places.insert(row.id, self.rows.len() as u32);
            self.rows.push(Row { first_need, ..row });
        }
        self.n_closed = 0;
    }

    /// The best for a person, and how many were left out by what: of all that are open on a day.
    pub fn best(&self, person: &Person<'_>, weights: &Weights, today: Date, most: usize) -> Best {
        // Of equals the newer one.
        self.best_by(person, weights, today, most, |id| id.as_u64_pair().0)
    }

    /// The same; of those that fit as well, first where `rank` is higher.
    pub fn best_by(
        &self,
        person: &Person<'_>,
        weights: &Weights,
        today: Date,
        most: usize,
        rank: impl Fn(Uuid) -> u64,
    ) -> Best {
        let of = Tables::new(self, person, weights, today);
        let least = person.wish.wage;
        let mut without = Without::new(self.asked.values.len());
        // The least of the best on top.
        let mut kept: BinaryHeap<Reverse<(u32, u64, Uuid)>> =
            BinaryHeap::with_capacity(most.min(1_000));
        let (mut n_open, mut n_fits) = (0, 0);
        // As many points as the least of the best has, once there are enough of them.
        let mut enough = 0;
        for row in &self.rows {
            if !row.is_open || row.closes_on < today {
                continue;
            }
            n_open += 1;
            let way = match of.way[usize::from(row.territory)] {
                Way::Near(points) => points,
                Way::TooFar(km) => {
                    without.far.0 += 1;
                    without.far.1 = without.far.1.min(km);
                    continue;
                }
            };
            if let (Some(offered), Some(least)) = (row.wage, least)
                && offered < least
            {
                without.wage.0 += 1;
                without.wage.1 = without.wage.1.max(Some(offered));
                continue;
            }
            if !of.form[usize::from(row.form)] {
                without.form += 1;
                continue;
            }
            if person.wish.is_too_late_for(row.last_begin) {
                without.begins += 1;
                continue;
            }
            let first = row.first_need as usize;
            let words = &self.needs[first..first + usize::from(row.n_needs)];
            let is_lacking = |word: &&Word| of.halves[word.number()] < 2;
            if let Some(word) = words[..usize::from(row.n_strict)].iter().find(is_lacking) {
                without.needs[word.number()] += 1;
                continue;
            }
            n_fits += 1;
            let others =
                of.occupation[row.occupation as usize] + way + weights.of_wage(row.wage, least);
            // With all that it asks for it would not be among the best.
            if others + weights.needs < enough {
                continue;
            }
            let halves = |word: &Word| u32::from(of.halves[word.number()]) * word.weight();
            let got = words.iter().map(halves).sum();
            let points = others + weights.of_needs(got, u32::from(row.asked));
            let one = Reverse((points, rank(row.id), row.id));
            if kept.len() < most {
                kept.push(one);
            } else if let Some(mut worst) = kept.peek_mut()
                && one < *worst
            {
                *worst = one;
            }
            if kept.len() == most {
                enough = kept.peek().map_or(0, |Reverse((points, ..))| *points);
            }
        }
        let found = kept.into_sorted_vec();
        let found = found.into_iter().map(|Reverse((points, _, id))| (id, points)).collect();
        Best { found, n_fits, n_open, left_out: without.told(self, person) }
    }
}

/// How far work in one place is.
#[derive(Clone, Copy)]
enum Way {
    /// Points for a short way.
    Near(u32),
    TooFar(u32),
}

/// What depends on the person and on one thing alone, by the number of the thing.
struct Tables {
    occupation: Vec<u32>,
    way: Vec<Way>,
    form: Vec<bool>,
    /// As [`domain::matching::Verdict::halves`] has it.
    halves: Vec<u8>,
}

impl Tables {
    fn new(all: &Columns, person: &Person<'_>, weights: &Weights, today: Date) -> Self {
        let judge = Judge::new(*person, &all.lists, today);
        let occupations = all.occupations.values.iter().zip(&all.groups);
        let near: Vec<Nearness> =
            occupations.map(|(code, group)| judge.nearness_within(code, group.as_ref())).collect();
        let way = |place: &Territory| {
            let km = person.km_to(*place);
            match (km, person.wish.km.map(u32::from)) {
                (Some(km), Some(most)) if km > most => Way::TooFar(km),
                _ => Way::Near(weights.of_way(km)),
            }
        };
        let mut halves = vec![0; all.asked.values.len()];
        let mut judged = |number: u32, need: &Need, occupation: &Code| {
            halves[number as usize] = judge.verdict(need, occupation).halves() as u8;
        };
        // There are thousands of skills, and a person has some: all others are missing.
        for skill in judge.skills() {
            let asked = (Need::Skill(skill.clone(), Strength::Wanted), 0);
            if let Some(number) = all.asked.known.get(&asked) {
                judged(*number, &asked.0, skill);
            }
        }
        for (number, (need, of)) in (0..).zip(&all.asked.values) {
            let far = near[*of as usize] < Nearness::Unit;
            match need {
                Need::Skill(..) => {}
                // Nobody has months of work in an occupation of another group.
                Need::Months(..) if far => {}
                _ => judged(number, need, &all.occupations.values[*of as usize]),
            }
        }
        Self {
            occupation: near.into_iter().map(|near| weights.of_occupation(near)).collect(),
            way: all.territories.values.iter().map(way).collect(),
            form: all.forms.values.iter().map(|form| person.wish.allows(form)).collect(),
            halves,
        }
    }
}

/// How many were left out by what.
struct Without {
    /// With the least distance among them.
    far: (usize, u32),
    /// With the best wage among them.
    wage: (usize, Option<Som>),
    form: usize,
    begins: usize,
    /// By the number of what was asked for.
    needs: Vec<usize>,
}

impl Without {
    fn new(n_asked: usize) -> Self {
        Self { far: (0, u32::MAX), wage: (0, None), form: 0, begins: 0, needs: vec![0; n_asked] }
    }

    fn told(self, all: &Columns, person: &Person<'_>) -> Vec<(LeftOut, usize)> {
        let mut told = Vec::new();
        let ((n_far, km), (n_wage, offered)) = (self.far, self.wage);
        if let Some(most) = person.wish.km {
            told.push((LeftOut::TooFar { km, most: most.into() }, n_far));
        }
        if let (Some(offered), Some(least)) = (offered, person.wish.wage) {
            told.push((LeftOut::Wage { offered, least }, n_wage));
        }
        told.push((LeftOut::Form, self.form));
        told.push((LeftOut::Begins, self.begins));
        // However long: told as one, with the least that is asked for.
        let mut months: Option<(u16, usize)> = None;
        let mut codes = Vec::new();
        for (n, (need, _)) in self.needs.into_iter().zip(&all.asked.values) {
            match without(&need.clone().at(Strength::Must)) {
                _ if n == 0 => {}
                Some(LeftOut::Months { needed }) => {
                    let (least, so_far) = months.unwrap_or((needed, 0));
                    months = Some((least.min(needed), so_far + n));
                }
                left_out => codes.extend(left_out.map(|left_out| (need.to_string(), left_out, n))),
            }
        }
        // Equal numbers in one order, whatever came first.
        codes.sort_by(|one, other| one.0.cmp(&other.0));
        told.extend(months.map(|(needed, n)| (LeftOut::Months { needed }, n)));
        told.extend(codes.into_iter().map(|(_, left_out, n)| (left_out, n)));
        told.retain(|(_, n)| *n > 0);
        told.sort_by_key(|(_, n)| Reverse(*n));
        told
    }
}
