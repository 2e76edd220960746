//! The second mode: nobody who is worth more was passed over.

use super::{
    instance::List,
    state::{NONE, State},
};

/// People ask for places, the best first; each place keeps those who are worth most there (Gale and Shapley 1962). Of equal ones
/// the lower number comes first, on both sides. In the end a place that somebody would rather have is full of people who come
/// before them.
pub fn defer<L: List>(state: &mut State<L>) {
    // The arc that each person asked for last.
    let mut asked = vec![NONE; state.taken.len()];
    let mut queue: Vec<u32> = (0..state.taken.len() as u32).rev().collect();
    while let Some(person) = queue.pop() {
        let Some(arc) = next_best(state, person, asked[person as usize]) else { continue };
        asked[person as usize] = arc;
        let worth = state.arcs.at(arc).worth;
        queue.extend(state.offer(person, arc, worth));
    }
    // What it takes to come in is where a search for prices that prove something begins.
    for place in 0..state.prices.len() as u32 {
        if let Some(least) = state.least_bid(place) {
            state.prices[place as usize] = least * state.scale;
        }
    }
}

/// The best arc after the one asked for last.
fn next_best<L: List>(state: &State<L>, person: u32, asked: u32) -> Option<u32> {
    let order = |arc: u32| (std::cmp::Reverse(state.arcs.at(arc).worth), arc);
    state
        .row(person)
        .filter(|arc| asked == NONE || order(*arc) > order(asked))
        .min_by_key(|arc| order(*arc))
}
