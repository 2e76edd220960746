//! People to places that take only so many of them, with the largest sum of what everybody is worth: by auction.
//!
//! People bid for places (Bertsekas 1981), with steps that grow smaller, and places with room left look for people in between.
//! The prices then bound what any allocation can be worth, so an answer comes with how far from the best it is at most; whoever
//! has the arcs and the prices can add that up again. Whole numbers only, and the same answer however many threads there are.

mod instance;
mod order;
mod seats;
mod state;
mod near;
mod forward;
mod reverse;
mod polish;
mod stable;
mod again;
pub mod courses;
pub mod file;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod courses_tests;
#[cfg(test)]
mod file_tests;

pub use self::instance::{Builder, Fault, Instance, LARGEST};
use std::ops::ControlFlow;

use self::{
    instance::{Arcs, List},
    near::Near,
    state::{NONE, State},
};

/// Stands for no place.
pub const NOBODY: u32 = u32::MAX;

/// Prices lie between whole points: so many units of them weigh one point, if the worths leave room for it.
const SCALE: i32 = 10;

/// What people bid above the second best in the end, in units of prices.
const LAST_STEP: i32 = 2;

/// The same from an answer of before.
const STEP_AGAIN: i32 = 4;

/// How much smaller a step is than the one before, and the first one than the highest worth.
const FINER: i32 = 8;
const FIRST: i32 = 16;

/// So many steps a place lowers its price at most when it looks for people, and so many times as far if it has room from the
/// beginning.
const REACH: i32 = 4;
const FURTHER: i32 = 16;

/// The same with the last step, where what is left is then looked for so many times as far, again and again; from so far on only
/// by those that have room.
const LAST_REACH: i32 = 32;
const AGAIN: i32 = 4;
const MOST_REACH: i32 = 128;

/// A millionth of all that places ask for in vain is less than steps leave open anyway; with the step from an answer of before, as
/// many hundred-thousandths are.
const PART: i64 = 1_000_000;
const PART_AGAIN: i64 = 100_000;

/// From an answer of before, prices are polished only if they leave more than this part open: it takes as long as all the rest.
const OPEN_AGAIN: i64 = 12_500;

/// In units of the last step, how far from what they have people are looked at for polishing.
const POLISHED: i32 = 16;

/// Who goes where, and what proves that it is nearly the best.
#[derive(Clone, Debug, PartialEq)]
pub struct Allocation {
    /// The place of each person, or [`NOBODY`].
    pub places: Vec<u32>,
    pub n_placed: usize,
    /// The sum of what everybody is worth where they go, and of those who wait what waiting is worth.
    pub worth: i64,
    /// No allocation is worth more than this divided by `scale`.
    pub bound: i64,
    pub prices: Vec<i32>,
    /// So many units of price weigh one point.
    pub scale: i32,
}

/// How places are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// With nearly the largest sum.
    Auction,
    /// So that nobody is passed over for somebody who is worth less there.
    Stable,
}

/// An answer from before, when some of it was otherwise.
#[derive(Clone, Debug)]
pub struct Before {
    /// The place of each person, or [`NOBODY`].
    pub places: Vec<u32>,
    pub prices: Vec<i32>,
    /// So many units of price weighed one point.
    pub scale: i32,
}

/// What is known after a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// What people bid above the second best, in units of which `scale` weigh one point.
    pub step: i32,
    pub worth: i64,
    /// No allocation is worth more than this divided by `scale`.
    pub bound: i64,
    pub scale: i32,
}

/// Is told of each step, and may break it off.
pub type Watcher<'a> = &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync);

/// Who goes where, by the threads of the pool this is called in.
pub fn allocate(instance: &Instance, mode: Mode) -> Allocation {
    whole(begin(instance, mode, None, None))
}

/// [`Mode::Auction`] from an answer to an instance that was nearly the same, which is quicker. The answer is nearly as good and need
/// not be the same as from nothing.
pub fn allocate_again(instance: &Instance, before: &Before) -> Allocation {
    whole(begin(instance, Mode::Auction, Some(before), None))
}

/// The same as [`allocate`], or as [`allocate_again`] if there is an answer of before, with somebody who watches. Nothing if they
/// break it off.
pub fn allocate_watched(
    instance: &Instance,
    mode: Mode,
    before: Option<&Before>,
    watcher: Watcher,
) -> Option<Allocation> {
    begin(instance, mode, before, Some(watcher))
}

fn whole(allocation: Option<Allocation>) -> Allocation {
    allocation.unwrap_or_else(|| unreachable!("nobody breaks it off"))
}

fn begin(
    instance: &Instance,
    mode: Mode,
    before: Option<&Before>,
    watcher: Option<Watcher>,
) -> Option<Allocation> {
    match &instance.arcs {
        Arcs::Narrow(arcs) => of_arcs(instance, arcs, mode, before, watcher),
        Arcs::Wide(arcs) => of_arcs(instance, arcs, mode, before, watcher),
    }
}

fn of_arcs<L: List>(
    instance: &Instance,
    arcs: &L,
    mode: Mode,
    before: Option<&Before>,
    watcher: Option<Watcher>,
) -> Option<Allocation> {
    let scale = SCALE.min((1 << 30) / instance.highest.max(1));
    let mut state = State::new(instance, arcs, scale);
    match (mode, before) {
        (Mode::Auction, None) => {
            let mut step = (instance.highest * scale / FIRST).max(LAST_STEP);
            while step > LAST_STEP {
                bid(&mut state, step);
                if (0..state.prices.len() as u32).any(|place| state.waits(place)) {
                    let mut near = look(&state, step.saturating_mul(REACH));
                    reverse::reverse(&mut state, step, &mut near);
                }
                tell(&state, step, watcher)?;
                // Prices of large steps went too far: places that have too few people then would have to find them one by one.
                state.lower(step + step / 2);
                step = (step / FINER).max(LAST_STEP);
            }
            bid(&mut state, LAST_STEP);
            let near = find(&mut state, LAST_STEP, PART);
            tell(&state, LAST_STEP, watcher)?;
            polish::polish(&mut state, &near, LAST_STEP * POLISHED);
        }
        (Mode::Auction, Some(before)) => {
            let queue = again::take_up(&mut state, before, STEP_AGAIN);
            forward::forward(&mut state, STEP_AGAIN, &queue);
            let near = find(&mut state, STEP_AGAIN, PART_AGAIN);
            tell(&state, STEP_AGAIN, watcher)?;
            let said = told(&state);
            let missing = said.bound - said.worth * i64::from(said.scale);
            if missing.saturating_mul(OPEN_AGAIN) <= said.bound {
                return Some(said);
            }
            polish::polish(&mut state, &near, STEP_AGAIN * POLISHED);
        }
        (Mode::Stable, _) => {
            stable::defer(&mut state);
            let mut near = Near::new(&state, vec![0; state.taken.len()]);
            near.look(&state, |_| Some(i32::MAX));
            polish::polish(&mut state, &near, i32::MAX);
        }
    }
    Some(told(&state))
}

fn bid<L: List>(state: &mut State<L>, step: i32) {
    state.level();
    let queue = forward::release(state, step);
    forward::forward(state, step, &queue);
}

/// Who is near each place, and further from those that have room.
fn look<L: List>(state: &State<L>, reach: i32) -> Near<L> {
    let mut near = Near::new(state, state.all_have());
    let far = reach.saturating_mul(FURTHER);
    near.look(state, |place| Some(if state.n_free(place) > 0 { far } else { reach }));
    near
}

/// Places with room and a price look for people, until what they ask for in vain is no more than this part of all. Answers who was
/// looked at.
fn find<L: List>(state: &mut State<L>, step: i32, part: i64) -> Near<L> {
    let mut reach = step * LAST_REACH;
    let mut near = look(state, reach);
    loop {
        reverse::reverse(state, step, &mut near);
        let places = (0..).zip(&state.prices);
        let vain = places.map(|(place, price)| i64::from(*price) * i64::from(state.n_free(place)));
        let vain: i64 = vain.sum();
        if vain.saturating_mul(part) <= gained(state) * i64::from(state.scale) {
            return near;
        }
        reach = reach.saturating_mul(AGAIN);
        let (frozen, far) = (&*state, reach.saturating_mul(FURTHER));
        let others = (reach <= step * MOST_REACH).then_some(reach);
        near.look(frozen, |place| if frozen.waits(place) { Some(far) } else { others });
    }
}

/// What places are worth more than waiting.
fn gained<L: List>(state: &State<L>) -> i64 {
    let taken = state.taken.iter().filter(|arc| **arc != NONE);
    taken.map(|arc| i64::from(state.arcs.at(*arc).worth)).sum()
}

fn tell<L: List>(state: &State<L>, step: i32, watcher: Option<Watcher>) -> Option<()> {
    let Some(watcher) = watcher else { return Some(()) };
    let worth = state.instance.waiting + gained(state);
    let progress = Progress { step, worth, bound: polish::bound(state), scale: state.scale };
    watcher(progress).is_continue().then_some(())
}

fn told<L: List>(state: &State<L>) -> Allocation {
    let order = &state.instance.order;
    let mut number_of = vec![0; order.places.len()];
    for (number, place) in (0..).zip(&order.places) {
        number_of[*place as usize] = number;
    }
    let (mut worth, mut n_placed) = (state.instance.waiting, 0);
    let places = order.people.iter().map(|person| {
        let arc = state.taken[*person as usize];
        if arc == NONE {
            return NOBODY;
        }
        let arc = state.arcs.at(arc);
        worth += i64::from(arc.worth);
        n_placed += 1;
        number_of[arc.end as usize]
    });
    let places = places.collect();
    let prices = order.places.iter().map(|place| state.prices[*place as usize]).collect();
    Allocation { places, n_placed, worth, bound: polish::bound(state), prices, scale: state.scale }
}
