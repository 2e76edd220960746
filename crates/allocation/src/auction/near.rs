//! Who might come to each place if it asked for a little less.

use std::ops::Range;

use rayon::prelude::*;

use super::{
    instance::{Arc, List},
    state::State,
};

/// So many people are looked at in one piece.
const PIECE: u32 = 1 << 13;

/// For each place that was looked at, the people whom it would leave what they have, if it asked for less by its reach. Most people
/// are far from most of their places, so these are much fewer than may go there, and everybody who may go there is nowhere kept.
pub struct Near<L> {
    rows: Vec<Range<u32>>,
    people: L,
    /// What each person has, which may only become more as long as this is used.
    pub has: Vec<i32>,
    /// What each place asked for, less its reach: nobody else would come for more than this.
    pub least: Vec<i32>,
}

impl<L: List> Near<L> {
    /// Nobody yet.
    pub fn new(state: &State<L>, has: Vec<i32>) -> Self {
        let n_places = state.prices.len();
        let (rows, people) = (vec![0..0; n_places], state.arcs.alike(0));
        Self { rows, people, has, least: state.prices.clone() }
    }

    /// Looks for the people near each place that has a price and a reach.
    pub fn look(&mut self, state: &State<L>, reach: impl Fn(u32) -> Option<i32>) {
        let wanted = (0..).zip(&state.prices).map(|(place, price)| {
            let reach = if *price > 0 { reach(place) } else { None };
            reach.map_or(i32::MAX, |reach| price.saturating_sub(reach).max(0))
        });
        let wanted: Vec<i32> = wanted.collect();
        let n_people = state.n_people();
        let pieces = (0..n_people.div_ceil(PIECE)).into_par_iter();
        let pieces = pieces.map(|piece| piece * PIECE..n_people.min((piece + 1) * PIECE));
        let found: Vec<Found> =
            pieces.map(|people| Found::new(state, people, &self.has, &wanted)).collect();

        let mut ends = vec![0_u32; wanted.len()];
        found.iter().for_each(|some| some.each(|arc| ends[state.arcs.at(arc).end as usize] += 1));
        let mut n = self.people.n() as u32;
        for end in &mut ends {
            n += std::mem::replace(end, n);
        }
        let begins = ends.clone();
        self.people.grow(n as usize);
        let mut person = 0;
        let mut set = |arc| {
            while state.row(person).end <= arc {
                person += 1;
            }
            let Arc { end: place, worth } = state.arcs.at(arc);
            let end = &mut ends[place as usize];
            self.people.set(*end, Arc { end: person, worth });
            *end += 1;
        };
        found.iter().for_each(|some| some.each(&mut set));
        for (place, wanted) in wanted.into_iter().enumerate() {
            if wanted < i32::MAX {
                self.least[place] = wanted;
                self.rows[place] = begins[place]..ends[place];
            }
        }
    }

    /// In the order of where they stand, with what they are worth at the place.
    #[inline]
    pub fn to(&self, place: u32) -> impl Iterator<Item = Arc> + '_ {
        self.rows[place as usize].clone().map(|at| self.people.at(at))
    }
}

/// Some of the arcs of people who stand together: a bit for each, so that many need little room.
struct Found {
    first: u32,
    bits: Vec<u64>,
}

impl Found {
    /// The arcs that leave more to whoever has so much, at the prices that are wanted.
    fn new<L: List>(state: &State<L>, people: Range<u32>, has: &[i32], wanted: &[i32]) -> Self {
        let first = state.row(people.start).start;
        let n_arcs = state.row(people.end - 1).end - first;
        let mut bits = vec![0; n_arcs.div_ceil(u64::BITS) as usize];
        for person in people {
            let has = has[person as usize];
            for at in state.row(person) {
                let arc = state.arcs.at(at);
                let is_near = arc.worth * state.scale - has >= wanted[arc.end as usize];
                let bit = at - first;
                bits[(bit / u64::BITS) as usize] |= u64::from(is_near) << (bit % u64::BITS);
            }
        }
        Self { first, bits }
    }

    /// In the order of their numbers.
    fn each(&self, mut to: impl FnMut(u32)) {
        for (first, bits) in (self.first..).step_by(u64::BITS as usize).zip(&self.bits) {
            let mut bits = *bits;
            while bits != 0 {
                to(first + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
    }
}
