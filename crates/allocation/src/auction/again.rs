//! An answer of before, taken up.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::{
    Before, NOBODY,
    instance::{Instance, List},
    state::{NONE, State},
};

/// Stands for no arc, where there is one that would leave more than nothing.
const WANTS: u32 = NONE - 1;

/// Everybody to where they were, if they may still go there and have nearly the best by these prices; where there is less room,
/// those who are worth least stay out. Answers who looks for a place.
pub fn take_up<L: List>(state: &mut State<L>, before: &Before, step: i32) -> Vec<u32> {
    let (from, to) = (i64::from(before.scale.max(1)), i64::from(state.scale));
    let Instance { capacity, order, .. } = state.instance;
    let highest = i64::from(state.instance.highest) * to;
    for (place, before) in order.places.iter().zip(&before.prices) {
        if capacity[*place as usize] > 0 {
            let price = (i64::from(*before) * to / from).clamp(0, highest);
            state.prices[*place as usize] = price as i32;
        }
    }
    let mut were = vec![NOBODY; order.people.len()];
    for (person, place) in order.people.iter().zip(&before.places) {
        were[*person as usize] = order.places.get(*place as usize).copied().unwrap_or(NOBODY);
    }
    let frozen = &*state;
    let were = were.into_par_iter().enumerate();
    state.taken = were.map(|(person, place)| stays(frozen, person as u32, place, step)).collect();

    let mut wanted = vec![0; capacity.len()];
    for arc in state.taken.iter().filter(|arc| **arc < WANTS) {
        wanted[state.arcs.at(*arc).end as usize] += 1;
    }
    let (mut crowd, mut queue) = (Vec::new(), Vec::new());
    // The last one first, so that nobody has to be moved up among those who bid the same.
    for person in (0..state.n_people()).rev() {
        let arc = state.taken[person as usize];
        if arc >= WANTS {
            state.taken[person as usize] = NONE;
            if arc == WANTS {
                queue.push(person);
            }
            continue;
        }
        let arc_there = state.arcs.at(arc);
        let place = arc_there.end as usize;
        if wanted[place] <= capacity[place] {
            state.sit(person, arc, state.prices[place]);
        } else {
            state.taken[person as usize] = NONE;
            crowd.push((arc_there.end, Reverse(arc_there.worth), person, arc));
        }
    }
    crowd.sort_unstable();
    for (place, _, person, arc) in crowd {
        if state.n_free(place) > 0 {
            state.sit(person, arc, state.prices[place as usize]);
        } else {
            queue.push(person);
        }
    }
    queue.sort_unstable();
    queue
}

/// The arc to the place where somebody was, unless another leaves them more by more than a step.
fn stays<L: List>(state: &State<L>, person: u32, place: u32, step: i32) -> u32 {
    let (mut at, mut has, mut best) = (NONE, 0, 0);
    for arc in state.row(person) {
        let there = state.arcs.at(arc);
        let profit = state.profit(there);
        best = best.max(profit);
        if there.end == place {
            (at, has) = (arc, profit);
        }
    }
    match (at, best) {
        (NONE, 0) => NONE,
        (NONE, _) => WANTS,
        _ if has >= 0 && has + step >= best => at,
        _ => WANTS,
    }
}
