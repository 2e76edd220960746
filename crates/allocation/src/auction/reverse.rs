//! Places that have room and a price look for people.

use super::{instance::List, near::Near, state::State};

/// A place that has room and still asks for something lowers its price until nobody would come for it, or enough came. Those who
/// come leave room elsewhere, so it goes on there; everybody only gains, so it ends.
///
/// Prices fall no further than who is near was looked for.
pub fn reverse<L: List>(state: &mut State<L>, step: i32, near: &mut Near<L>) {
    let mut gains: Vec<(i32, u32)> = Vec::new();
    let mut stack = Vec::new();
    for first in 0..state.prices.len() as u32 {
        // Those next to where somebody just looked come first.
        stack.push(first);
        while let Some(place) = stack.pop() {
            let n_free = state.n_free(place) as usize;
            let price = state.prices[place as usize];
            if n_free == 0 || price == 0 {
                continue;
            }
            for seat in state.seats.of(place) {
                // Who is here already gains nothing by coming.
                near.has[seat.number() as usize] = i32::MAX;
            }
            gains.clear();
            for arc in near.to(place) {
                let gain = (arc.worth * state.scale).saturating_sub(near.has[arc.end as usize]);
                if gain > 0 {
                    gains.push((gain, arc.end));
                }
            }
            let order = |one: &(i32, u32), other: &(i32, u32)| {
                other.0.cmp(&one.0).then(one.1.cmp(&other.1))
            };
            if n_free < gains.len() {
                gains.select_nth_unstable_by(n_free, order);
            }
            let next = gains.get(n_free).map_or(0, |(gain, _)| gain - step);
            let least = near.least[place as usize];
            let price = next.max(least).min(price);
            state.prices[place as usize] = price;
            gains.truncate(n_free);
            gains.sort_unstable_by(order);
            for (_, person) in gains.iter().take_while(|(gain, _)| *gain > price) {
                if let Some(left) = state.leave(*person)
                    && state.prices[left as usize] > 0
                {
                    stack.push(left);
                }
                let to = state.arc_to(*person, place);
                state.sit(*person, to, price);
            }
            for seat in state.seats.of(place) {
                near.has[seat.number() as usize] = state.has(seat.number());
            }
        }
    }
}
