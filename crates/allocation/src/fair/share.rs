//! A case with its measures, as the auction understands it.

use super::{Case, MOST_GROUPS, Measures, Totals};
use crate::auction::{self, Allocation, Before, Builder, Instance, Mode, NOBODY};

pub use crate::auction::Fault;

/// Who goes where, what bounds it, and what each place asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The place of each person.
    pub places: Vec<Option<u32>>,
    pub n_placed: usize,
    /// The points of everybody where they go, with nothing added.
    pub points: i64,
    /// The sum of what everybody is worth where they go, more than waiting.
    pub worth: i64,
    /// No answer with these measures is worth more than this divided by `scale`.
    pub bound: i64,
    /// So many units of price weigh one point.
    pub scale: i32,
    /// What one more place of each would add to the sum, at most.
    pub prices: Vec<i32>,
    /// How many of each place those had for whom places are kept.
    pub n_kept: Vec<u32>,
}

impl Shared {
    pub fn totals(&self) -> Totals {
        Totals { placed: self.n_placed as u64, points: self.points }
    }

    /// The share of the bound that may be missing, in millionths, rounded up.
    pub fn gap(&self) -> u64 {
        let missing = self.bound - self.worth * i64::from(self.scale);
        let millionths = i128::from(missing.max(0)) * 1_000_000;
        let gap = (millionths + i128::from(self.bound.max(1)) - 1) / i128::from(self.bound.max(1));
        u64::try_from(gap).unwrap_or(u64::MAX)
    }
}

/// A place as the auction has it: a part of a place of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    place: u32,
    /// Only for this group.
    group: Option<usize>,
    room: u32,
}

impl Case {
    /// Who goes where with these measures, by the threads of the pool this is called in.
    ///
    /// Places that are kept for a group and that nobody of it takes are given to others in a second round.
    pub fn share(&self, measures: &Measures) -> Result<Shared, Fault> {
        let parts = self.parts(measures);
        let instance = self.instance(measures, &parts)?;
        let first = auction::allocate(&instance, Mode::Auction);
        let taken = taken(&parts, &first);
        let opened = opened(&parts, &taken);
        if opened == parts {
            return Ok(self.told(&parts, &first));
        }
        let instance = self.instance(measures, &opened)?;
        let Allocation { places, prices, scale, .. } = first;
        let second = auction::allocate_again(&instance, &Before { places, prices, scale });
        Ok(self.told(&opened, &second))
    }

    /// For each place what is open to all, then what is kept for each group. The part of all places that is kept is the one asked
    /// for: what is less than a whole place is counted on to the next one.
    fn parts(&self, measures: &Measures) -> Vec<Part> {
        let mut parts = Vec::with_capacity(self.room.len());
        let mut rest = [0; MOST_GROUPS];
        for (place, room) in (0..).zip(&self.room) {
            let mut open = *room;
            let mut kept = Vec::new();
            for (group, rest) in rest.iter_mut().enumerate() {
                *rest += u64::from(*room) * u64::from(measures.kept[group]);
                let n = u32::try_from(*rest / 1000).unwrap_or(u32::MAX).min(open);
                *rest -= u64::from(n) * 1000;
                if n > 0 {
                    open -= n;
                    kept.push(Part { place, group: Some(group), room: n });
                }
            }
            parts.push(Part { place, group: None, room: open });
            parts.extend(kept);
        }
        parts
    }

    fn instance(&self, measures: &Measures, parts: &[Part]) -> Result<Instance, Fault> {
        let mut first = Vec::with_capacity(self.room.len() + 1);
        for (at, part) in (0_u32..).zip(parts) {
            if part.group.is_none() {
                first.push(at);
            }
        }
        first.push(u32::try_from(parts.len()).unwrap_or(u32::MAX));
        let points = self.ways.iter().map(|way| way.points);
        let (least, most) = (points.clone().min().unwrap_or(1), points.max().unwrap_or(1));
        let bounds = |worth: i64| i32::try_from(worth.max(1)).unwrap_or(i32::MAX);
        let lowest = measures.worth(least.max(measures.least), 0);
        let worths = bounds(lowest)..=bounds(measures.worth(most, u8::MAX));
        let room = parts.iter().map(|part| part.room).collect();
        let mut builder = Builder::new(room, self.n_people(), worths)?;
        for person in 0..self.n_people() {
            let groups = self.groups[person];
            let ways = self.ways(person).iter().filter(|way| way.points >= measures.least);
            let arcs = ways.flat_map(|way| {
                let worth = measures.worth(way.points, groups);
                let all = first[way.place as usize]..first[way.place as usize + 1];
                all.filter_map(move |at| {
                    let part = parts[at as usize];
                    let may = part.group.is_none_or(|group| groups >> group & 1 == 1);
                    (part.room > 0 && may).then_some((at, worth))
                })
            });
            builder.person(arcs)?;
        }
        Ok(builder.finish())
    }

    fn told(&self, parts: &[Part], found: &Allocation) -> Shared {
        let place = |at: &u32| (*at != NOBODY).then(|| parts[*at as usize].place);
        let places: Vec<Option<u32>> = found.places.iter().map(place).collect();
        let mut prices = vec![None; self.room.len()];
        let mut n_kept = vec![0; self.room.len()];
        for ((part, price), n) in parts.iter().zip(&found.prices).zip(taken(parts, found)) {
            // What is open to all is what one more place would be.
            if part.room > 0 {
                prices[part.place as usize].get_or_insert(*price);
            }
            if part.group.is_some() {
                n_kept[part.place as usize] += n;
            }
        }
        let points =
            (0..).zip(&places).filter_map(|(person, place)| self.points(person, (*place)?));
        let points = points.map(i64::from).sum();
        Shared {
            n_placed: found.n_placed,
            worth: found.worth,
            bound: found.bound,
            scale: found.scale,
            prices: prices.into_iter().map(Option::unwrap_or_default).collect(),
            points,
            n_kept,
            places,
        }
    }
}

/// How many people each part has.
fn taken(parts: &[Part], found: &Allocation) -> Vec<u32> {
    let mut taken = vec![0; parts.len()];
    for at in found.places.iter().filter(|at| **at != NOBODY) {
        taken[*at as usize] += 1;
    }
    taken
}

/// What was kept for a group and not taken is open to all. A part without room stays, so that numbers stay.
fn opened(parts: &[Part], taken: &[u32]) -> Vec<Part> {
    let mut opened = parts.to_vec();
    let mut open = 0;
    for at in 0..opened.len() {
        match opened[at].group {
            None => open = at,
            Some(_) => {
                let free = opened[at].room - taken[at];
                opened[at].room -= free;
                opened[open].room += free;
            }
        }
    }
    opened
}
