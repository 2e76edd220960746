//! People bid for places.

use rayon::prelude::*;

use super::{
    instance::List,
    state::{NONE, State},
};

/// So many people bid before the prices move. Each of them bids as if alone; the number is the same however many threads there are.
const BATCH: usize = 1024;

/// Fewer than these are no work for two threads.
const FEW: usize = 256;

/// What a person would do.
#[derive(Clone, Copy, Debug)]
struct Bid {
    person: u32,
    arc: u32,
    bid: i32,
}

/// Those in the queue bid until everybody has a place or wants none: each bids for the place that leaves most, so much that it
/// leaves `step` less than the second best.
pub fn forward<L: List>(state: &mut State<L>, step: i32, mut queue: Vec<u32>) {
    let mut bids = Vec::new();
    let mut next = Vec::new();
    while !queue.is_empty() {
        for batch in queue.chunks(BATCH) {
            bids.clear();
            if batch.len() < FEW {
                bids.extend(batch.iter().map(|person| bid(state, *person, step)));
            } else {
                let state = &*state;
                batch
                    .par_iter()
                    .with_min_len(FEW / 2)
                    .map(|person| bid(state, *person, step))
                    .collect_into_vec(&mut bids);
            }
            for Bid { person, arc, bid } in &bids {
                if *arc == NONE {
                    continue;
                }
                let place = state.arcs.at(*arc).end;
                // Somebody else may have raised the price meanwhile.
                if *bid <= state.prices[place as usize] {
                    next.push(*person);
                } else {
                    next.extend(state.seat(*person, *arc, *bid));
                }
            }
        }
        queue.clear();
        std::mem::swap(&mut queue, &mut next);
    }
}

fn bid<L: List>(state: &State<L>, person: u32, step: i32) -> Bid {
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
        return Bid { person, arc: NONE, bid: 0 };
    }
    let price = state.prices[state.arcs.at(at).end as usize];
    Bid { person, arc: at, bid: price + best - second + step }
}

/// Who no longer has nearly the best at these prices leaves; answers who would bid.
pub fn release<L: List>(state: &mut State<L>, step: i32) -> Vec<u32> {
    let n = state.taken.len() as u32;
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
