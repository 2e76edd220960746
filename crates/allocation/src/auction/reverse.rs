//! Places that have room and a price look for people.

use std::collections::VecDeque;

use super::{instance::List, state::State};

/// A place that has room and still asks for something lowers its price until nobody would come for it, or enough came. Those who
/// come leave room elsewhere, so it goes on there; everybody only gains, so it ends.
pub fn reverse<L: List>(state: &mut State<L>, step: i32) {
    let mut queue: VecDeque<u32> = (0..state.prices.len() as u32).collect();
    let mut has: Vec<i32> = (0..state.taken.len() as u32).map(|person| state.has(person)).collect();
    let mut gains: Vec<(i32, u32)> = Vec::new();
    while let Some(place) = queue.pop_front() {
        let n_free = state.n_free(place) as usize;
        let price = state.prices[place as usize];
        if n_free == 0 || price == 0 {
            continue;
        }
        for person in state.seated(place) {
            // Who is here already gains nothing by coming.
            has[person as usize] = i32::MAX;
        }
        gains.clear();
        for arc in state.column(place) {
            let gain = (arc.worth * state.scale).saturating_sub(has[arc.end as usize]);
            if gain > 0 {
                gains.push((gain, arc.end));
            }
        }
        let order =
            |one: &(i32, u32), other: &(i32, u32)| other.0.cmp(&one.0).then(one.1.cmp(&other.1));
        if n_free < gains.len() {
            gains.select_nth_unstable_by(n_free, order);
        }
        let next = gains.get(n_free).map_or(0, |(gain, _)| gain - step);
        let price = next.clamp(0, price);
        state.prices[place as usize] = price;
        gains.truncate(n_free);
        gains.sort_unstable_by(order);
        for (_, person) in gains.iter().take_while(|(gain, _)| *gain > price) {
            if let Some(left) = state.leave(*person)
                && state.prices[left as usize] > 0
            {
                queue.push_back(left);
            }
            let to = state.arc_to(*person, place);
            state.sit(*person, to, price);
        }
        for person in state.seated(place) {
            has[person as usize] = state.has(person);
        }
    }
}
