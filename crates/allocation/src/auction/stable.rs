//! The second mode: nobody who is worth more was passed over.

use super::{
    instance::List,
    seats::{Seat, Seats},
    state::{NONE, State},
};

/// People ask for places, the best first; each place keeps those who are worth most there (Gale and Shapley 1962). Of equal ones
/// the lower number comes first, on both sides. In the end a place that somebody would rather have is full of people who come
/// before them.
pub fn defer<L: List>(state: &mut State<L>) {
    let stands = &state.instance.order.people;
    let mut number_of = vec![0; stands.len()];
    for (number, person) in (0..).zip(stands) {
        number_of[*person as usize] = number;
    }
    // Seats know people by the numbers they came with, which decide between equal ones.
    let mut seats = Seats::new(state.instance.n_seats());
    // The arc that each person asked for last.
    let mut asked = vec![NONE; stands.len()];
    let mut queue: Vec<u32> = (0..state.n_people()).rev().collect();
    while let Some(person) = queue.pop() {
        let Some(arc) = next_best(state, person, asked[person as usize]) else { continue };
        asked[person as usize] = arc;
        let (place, worth) = (state.arcs.at(arc).end, state.arcs.at(arc).worth);
        let seat = Seat::new(worth, number_of[person as usize]);
        if seats.n_seated(place) < state.instance.capacity[place as usize] {
            seats.sit(place, seat);
        } else if seats.of(place).first().is_some_and(|first| *first < seat) {
            let gone = stands[seats.replace(place, seat).number() as usize];
            state.taken[gone as usize] = NONE;
            queue.push(gone);
        } else {
            queue.push(person);
            continue;
        }
        state.taken[person as usize] = arc;
    }
    // What it takes to come in is where a search for prices that prove something begins.
    for place in 0..state.prices.len() as u32 {
        if let Some(least) = seats.of(place).first()
            && seats.n_seated(place) == state.instance.capacity[place as usize]
        {
            state.prices[place as usize] = least.bid * state.scale;
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
