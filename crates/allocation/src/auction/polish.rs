//! Prices that prove more.

use rayon::prelude::*;

use super::{
    instance::{Arc, List},
    state::State,
};

/// The best that a person could have at the prices, and the second best. Nothing is the least.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Two {
    best: i32,
    at: u32,
    second: i32,
}

impl Two {
    fn of<L: List>(state: &State<L>, person: u32) -> Self {
        let mut two = Self { best: 0, at: u32::MAX, second: 0 };
        for arc in state.row(person) {
            let arc = state.arcs.at(arc);
            two.take(arc.end, state.profit(arc));
        }
        two
    }

    fn take(&mut self, at: u32, profit: i32) {
        if profit > self.best {
            *self = Self { best: profit, at, second: self.best };
        } else if profit > self.second {
            self.second = profit;
        }
    }

    fn beside(&self, place: u32) -> i32 {
        if self.at == place { self.second } else { self.best }
    }
}

/// Moves each price that is not nothing to where the sum that bounds every allocation is least as long as the other prices stay; the bound never
/// rises. It changes prices alone: after it nobody's seat is looked at again.
pub fn polish<L: List>(state: &mut State<L>) {
    let frozen = &*state;
    let mut twos: Vec<Two> = (0..frozen.taken.len() as u32)
        .into_par_iter()
        .map(|person| Two::of(frozen, person))
        .collect();
    // How much more than their best other way the people of a place are worth there.
    let mut margins: Vec<i32> = Vec::new();
    for place in 0..state.prices.len() as u32 {
        let price = state.prices[place as usize];
        if price == 0 {
            continue;
        }
        margins.clear();
        for Arc { end: person, worth } in state.column(place) {
            let margin = worth * state.scale - twos[person as usize].beside(place);
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
        if next == price {
            continue;
        }
        state.prices[place as usize] = next;
        for Arc { end: person, worth } in state.column(place) {
            let two = &mut twos[person as usize];
            let profit = worth * state.scale - next;
            if next < price && two.at != place {
                // It may have been the second best, which only rises then.
                two.take(place, profit);
            } else if two.at == place && profit >= two.second {
                two.best = profit;
            } else if two.at == place || profit + next - price == two.second {
                *two = Two::of(state, person);
            }
        }
    }
    debug_assert!(
        twos.iter().zip(0..).all(|(two, person)| {
            let anew = Two::of(state, person);
            (two.best, two.second) == (anew.best, anew.second)
        }),
        "what is remembered of everybody is what they could have"
    );
}

/// No allocation is worth more than this, whatever the prices are: everybody pays what places ask for, and gets the best that
/// is left to them. By linear duality; in units of `scale`.
pub fn bound<L: List>(state: &State<L>) -> i64 {
    let asked = state.prices.iter().zip(&state.instance.capacity);
    let asked: i64 = asked.map(|(price, capacity)| i64::from(*price) * i64::from(*capacity)).sum();
    let left = (0..state.taken.len() as u32).into_par_iter().map(|person| {
        let profits = state.row(person).map(|arc| state.profit(state.arcs.at(arc)));
        i64::from(profits.fold(0, i32::max))
    });
    asked + left.sum::<i64>() + state.instance.waiting * i64::from(state.scale)
}
