//! Who might come to each place if it asked for a little less.

use rayon::prelude::*;

use super::{
    instance::{Arc, List},
    state::State,
};

/// So many people are looked at in one piece.
const PIECE: u32 = 1 << 13;

/// For each place that has a price, the people whom it would leave what they have, if it asked for less by its reach. Most people
/// are far from most of their places, so these are much fewer than may go there, and everybody who may go there is nowhere kept.
pub struct Near<L> {
    begins: Vec<u32>,
    people: L,
    /// What each place asked for, less its reach: nobody else would come for more than this.
    pub least: Vec<i32>,
}

impl<L: List> Near<L> {
    /// `has` is what each person has, which may only become more as long as this is used.
    pub fn new(
        state: &State<L>,
        reach: impl Fn(u32) -> i32,
        has: impl Fn(u32) -> i32 + Sync,
    ) -> Self {
        let prices = (0..).zip(&state.prices);
        let least = prices.map(|(place, price)| price.saturating_sub(reach(place)).max(0));
        let least: Vec<i32> = least.collect();
        // Places without a price are nowhere looked for.
        let wanted = least.iter().zip(&state.prices);
        let wanted = wanted.map(|(least, price)| if *price > 0 { *least } else { i32::MAX });
        let wanted: Vec<i32> = wanted.collect();
        let n_people = state.n_people();
        let found: Vec<Vec<u32>> = (0..n_people.div_ceil(PIECE))
            .into_par_iter()
            .map(|piece| {
                let mut found = Vec::new();
                for person in piece * PIECE..n_people.min((piece + 1) * PIECE) {
                    let has = has(person);
                    found.extend(state.row(person).filter(|arc| {
                        let arc = state.arcs.at(*arc);
                        arc.worth * state.scale - has >= wanted[arc.end as usize]
                    }));
                }
                found
            })
            .collect();
        let mut begins = vec![0; state.prices.len() + 1];
        for arc in found.iter().flatten() {
            begins[state.arcs.at(*arc).end as usize] += 1;
        }
        let mut n = 0;
        for begin in &mut begins {
            n += std::mem::replace(begin, n);
        }
        let mut ends = begins.clone();
        let mut people = state.arcs.alike(n as usize);
        let mut person = 0;
        for arc in found.into_iter().flatten() {
            while !state.row(person).contains(&arc) {
                person += 1;
            }
            let Arc { end: place, worth } = state.arcs.at(arc);
            let end = &mut ends[place as usize];
            people.set(*end, Arc { end: person, worth });
            *end += 1;
        }
        Self { begins, people, least }
    }

    /// In the order of where they stand, with what they are worth at the place.
    #[inline]
    pub fn to(&self, place: u32) -> impl Iterator<Item = Arc> + '_ {
        let begins = &self.begins[place as usize..];
        (begins[0]..begins[1]).map(|at| self.people.at(at))
    }
}
