//! Places shared out with care for groups: what is added for somebody, places that are kept for them, the least that a way
//! has to be worth, and what each of these costs all others.
//!
//! Nothing here can make anybody worth less: what is added for a group is never less than nothing. An answer says who goes
//! where, what bounds it, and what each place asks for; [`Case::without_each`] says what there would be without each measure.

use std::collections::BTreeMap;

mod explain;
mod share;
#[cfg(test)]
mod tests;

pub use self::{
    explain::{Asked, Choice},
    share::{Fault, Shared, gap},
};

/// Most groups there may be: a person is in some of them, a bit for each.
pub const MOST_GROUPS: usize = 8;

/// Who may go where, how well that fits, and who is in which groups.
///
/// A place may be a group of a course: then it leads to places that will be there after it, and to no more people than those
/// will take. Work of today is not kept for who may come tomorrow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// How many people each place takes.
    pub room: Vec<u32>,
    /// How many people each place is expected to take after a course.
    pub later: Vec<u32>,
    /// For each place that is a course, by its number, where it leads and how well that fits, the best first.
    pub leads: BTreeMap<u32, Vec<Way>>,
    /// Where the ways of each person begin, and where the last ones end.
    begins: Vec<u32>,
    ways: Vec<Way>,
    groups: Vec<u8>,
}

/// A place that somebody may go to, and how well it fits, in points: for a course, how well the best fits that it leads to,
/// less what the course costs them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Way {
    pub place: u32,
    pub points: u16,
}

/// What is done for groups and for everybody. Nothing of it: the best sum of points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// For each group, so many thousandths of their points are added.
    pub added: [u16; MOST_GROUPS],
    /// For each group, so many thousandths of all places are kept for them first.
    pub kept: [u16; MOST_GROUPS],
    /// Ways with fewer points are left out.
    pub least: u16,
    /// What it is worth to wait for something better. A way has to be worth more.
    pub waiting: u16,
    /// Points for each person with a place, beside those of the place: the more, the rather many are placed.
    pub placing: u16,
    /// Not the best sum: nobody is passed over for somebody who is worth less there.
    pub stable: bool,
}

/// One of the measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    Added(usize),
    Kept(usize),
    Least,
    Waiting,
    Placing,
}

impl Measures {
    /// The measures that change something.
    pub fn taken(&self) -> impl Iterator<Item = Measure> {
        let of = |values: [u16; MOST_GROUPS], measure: fn(usize) -> Measure| {
            values.into_iter().enumerate().filter(|(_, n)| *n > 0).map(move |(at, _)| measure(at))
        };
        let all = [
            (Measure::Least, self.least),
            (Measure::Waiting, self.waiting),
            (Measure::Placing, self.placing),
        ];
        let others = all.into_iter().filter(|(_, n)| *n > 0).map(|(measure, _)| measure);
        of(self.added, Measure::Added).chain(of(self.kept, Measure::Kept)).chain(others)
    }

    /// All but one.
    #[must_use]
    pub fn without(mut self, measure: Measure) -> Self {
        match measure {
            Measure::Added(group) => self.added[group] = 0,
            Measure::Kept(group) => self.kept[group] = 0,
            Measure::Least => self.least = 0,
            Measure::Waiting => self.waiting = 0,
            Measure::Placing => self.placing = 0,
        }
        self
    }

    /// What a way with so many points is worth to somebody of these groups, more than waiting.
    pub fn worth(&self, points: u16, groups: u8) -> i64 {
        let added = (0..MOST_GROUPS).filter(|group| groups >> group & 1 == 1);
        let added: i64 = added.map(|group| i64::from(self.added[group])).sum();
        let points = i64::from(points);
        points + points * added / 1000 + i64::from(self.placing) - i64::from(self.waiting)
    }
}

impl Case {
    pub fn new(room: Vec<u32>) -> Self {
        Self { room, begins: vec![0], ..Self::default() }
    }

    /// The next person: their groups, and their ways in any order.
    pub fn person(&mut self, groups: u8, ways: impl IntoIterator<Item = Way>) {
        self.ways.extend(ways);
        self.begins.push(u32::try_from(self.ways.len()).unwrap_or(u32::MAX));
        self.groups.push(groups);
    }

    pub fn n_people(&self) -> usize {
        self.groups.len()
    }

    pub fn n_places(&self) -> u64 {
        self.room.iter().map(|room| u64::from(*room)).sum()
    }

    pub fn ways(&self, person: usize) -> &[Way] {
        &self.ways[self.begins[person] as usize..self.begins[person + 1] as usize]
    }

    /// How well a place fits somebody, if it is one of their ways.
    pub fn points(&self, person: usize, place: u32) -> Option<u16> {
        self.ways(person).iter().find(|way| way.place == place).map(|way| way.points)
    }

    pub fn groups(&self, person: usize) -> u8 {
        self.groups[person]
    }

    /// How many of a group there are, and how many of them have a place; then the same of all others.
    pub fn rates(&self, shared: &Shared, group: usize) -> [Rate; 2] {
        let mut rates = [Rate::default(); 2];
        for (groups, place) in self.groups.iter().zip(&shared.places) {
            let rate = &mut rates[usize::from(groups >> group & 1 == 0)];
            rate.of += 1;
            rate.placed += u64::from(place.is_some());
        }
        rates
    }

    /// What there would be without each of the measures that are taken.
    pub fn without_each(&self, measures: &Measures) -> Result<Vec<(Measure, Totals)>, Fault> {
        let without = |measure| Ok((measure, self.share(&measures.without(measure))?.totals()));
        measures.taken().map(without).collect()
    }

    /// The highest least points with which at least `keep` thousandths of those who have a place without any still have one: by
    /// halving what is between, so the answer is one beyond which fewer are placed.
    pub fn find_least(&self, measures: &Measures, keep: u16) -> Result<u16, Fault> {
        let placed = |least: u16| {
            let shared = self.share(&Measures { least, ..*measures });
            shared.map(|shared| shared.n_placed as u64)
        };
        let wanted = placed(0)? * u64::from(keep);
        let most = self.ways.iter().map(|way| way.points).max().unwrap_or(0);
        highest(most, |least| Ok(placed(least)? * 1000 >= wanted))
    }

    /// The least addition with which so large a part of a group has a place as of all others, or the most that is allowed if
    /// none is enough.
    pub fn find_added(&self, measures: &Measures, group: usize, most: u16) -> Result<u16, Fault> {
        let is_behind = |added: u16| {
            let mut measures = *measures;
            measures.added[group] = added;
            let [own, others] = self.rates(&self.share(&measures)?, group);
            Ok(own.placed * others.of < others.placed * own.of)
        };
        if !is_behind(0)? {
            return Ok(0);
        }
        Ok(highest(most, is_behind)?.saturating_add(1).min(most))
    }
}

/// The highest number up to `most` for which something holds, if it holds for 0 and for all up to some number.
fn highest(most: u16, holds: impl Fn(u16) -> Result<bool, Fault>) -> Result<u16, Fault> {
    let (mut yes, mut no) = (0, u32::from(most) + 1);
    while no - yes > 1 {
        let middle = yes.midpoint(no);
        match holds(middle as u16)? {
            true => yes = middle,
            false => no = middle,
        }
    }
    Ok(yes as u16)
}

/// How many of some people have a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    pub placed: u64,
    pub of: u64,
}

/// What an answer comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub placed: u64,
    /// The points of everybody where they go, with nothing added.
    pub points: i64,
}
