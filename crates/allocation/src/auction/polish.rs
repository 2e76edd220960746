//! Prices that prove more.

use rayon::prelude::*;

use super::{instance::List, near::Near, state::State};

/// Moves the price of each place, unless it is nothing, to where the sum that bounds every allocation is least as long
/// as the other prices stay, but down by no more than `reach`. It changes prices alone: after it nobody's seat is looked at again.
pub fn polish<L: List>(state: &mut State<L>, near: &Near<L>, reach: i32) {
    // How much more than their best other way the people of a place are worth there.
    let mut margins: Vec<i32> = Vec::new();
    for place in 0..state.prices.len() as u32 {
        let price = state.prices[place as usize];
        if price == 0 {
            continue;
        }
        // Who would come only for less than this is not near.
        let least = price.saturating_sub(reach).max(near.least[place as usize]).min(price);
        margins.clear();
        for arc in near.to(place) {
            if arc.worth * state.scale - near.has[arc.end as usize] < least {
                continue;
            }
            let others = state.row(arc.end).map(|at| state.arcs.at(at));
            let others = others.filter(|other| other.end != place);
            let other = others.map(|other| state.profit(other)).fold(0, i32::max);
            let margin = arc.worth * state.scale - other;
            if margin > 0 {
                margins.push(margin);
            }
        }
        let capacity = state.instance.capacity[place as usize] as usize;
        let next = if margins.len() <= capacity {
            0
        } else {
            let (before, first_out, _) =
                margins.select_nth_unstable_by(capacity, |one, other| other.cmp(one));
            let last_in = before.iter().copied().min().unwrap_or(*first_out);
            price.clamp(*first_out, last_in)
        };
        state.prices[place as usize] = next.max(least);
    }
}

/// No allocation is worth more than this, whatever the prices are: everybody pays what places ask for, and gets the best that
/// is left to them. By linear duality; in units of `scale`.
pub fn bound<L: List>(state: &State<L>) -> i64 {
    let asked = state.prices.iter().zip(&state.instance.capacity);
    let asked: i64 = asked.map(|(price, capacity)| i64::from(*price) * i64::from(*capacity)).sum();
    let left = (0..state.n_people()).into_par_iter().map(|person| {
        let profits = state.row(person).map(|arc| state.profit(state.arcs.at(arc)));
        i64::from(profits.fold(0, i32::max))
    });
    asked + left.sum::<i64>() + state.instance.waiting * i64::from(state.scale)
}
