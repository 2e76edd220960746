//! People bid for places.

use rayon::prelude::*;

use super::{
    instance::List,
    state::{NONE, State},
};

/// So many people, who stand together, bid until each of them has a place or wants none; only then come the next ones.
const CROWD: usize = 4096;

/// The arcs of so many people are fetched from far memory at once.
const AHEAD: usize = 32;

/// Those in the queue bid until everybody has a place or wants none: each bids for the place that leaves most, so much that it
/// leaves `step` less than the second best.
pub fn forward<L: List>(state: &mut State<L>, step: i32, queue: &[u32]) {
    let (mut now, mut next) = (Vec::new(), Vec::new());
    for crowd in queue.chunks(CROWD) {
        now.extend_from_slice(crowd);
        while !now.is_empty() {
            for some in now.chunks(AHEAD) {
                state.fetch(some);
                for person in some {
                    if let Some((arc, bid)) = bid(state, *person, step) {
                        next.extend(state.seat(*person, arc, bid));
                    }
                }
            }
            now.clear();
            std::mem::swap(&mut now, &mut next);
        }
    }
}

/// The best arc of a person and what to bid there, if any is better than none.
fn bid<L: List>(state: &State<L>, person: u32, step: i32) -> Option<(u32, i32)> {
    let (mut best, mut second, mut at) = (0, 0, NONE);
    for arc in state.row(person) {
        let profit = state.profit(state.arcs.at(arc));
        if profit > best {
            (second, best, at) = (best, profit, arc);
        } else if profit > second {
            second = profit;
        }
    }
    if at == NONE {
        return None;
    }
    let price = state.prices[state.arcs.at(at).end as usize];
    Some((at, price + best - second + step))
}

/// Who no longer has nearly the best at these prices leaves; answers who would bid.
pub fn release<L: List>(state: &mut State<L>, step: i32) -> Vec<u32> {
    let n = state.n_people();
    let frozen = &*state;
    let queue: Vec<u32> = (0..n)
        .into_par_iter()
        .filter(|person| {
            let has = frozen.has(*person);
            let enough = if frozen.taken[*person as usize] == NONE { 0 } else { has + step };
            has < 0 || frozen.row(*person).any(|arc| frozen.profit(frozen.arcs.at(arc)) > enough)
        })
        .collect();
    for person in &queue {
        state.leave(*person);
    }
    queue
}
