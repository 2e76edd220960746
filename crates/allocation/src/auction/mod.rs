//! People to places that take only so many of them, with the largest sum of what everybody is worth: by auction.
//!
//! People bid for places (Bertsekas 1981), with steps that grow smaller, and places with room left look for people in between.
//! The prices then bound what any allocation can be worth, so an answer comes with how far from the best it is at most; whoever
//! has the arcs and the prices can add that up again. Whole numbers only, and the same answer however many threads there are.

mod instance;
mod state;
mod forward;
mod reverse;
mod polish;
mod stable;
#[cfg(test)]
mod tests;

pub use self::instance::{Builder, Fault, Instance, LARGEST};
use self::{
    instance::{Arcs, List},
    state::{NONE, State},
};

/// Stands for no place.
pub const NOBODY: u32 = u32::MAX;

/// Prices lie between whole points: so many units of them weigh one point, if the worths leave room for it.
const SCALE: i32 = 10;

/// What people bid above the second best in the end, in units of prices.
const LAST_STEP: i32 = 2;

/// How much smaller a step is than the one before, and the first one than the highest worth.
const FINER: i32 = 4;
const FIRST: i32 = 16;

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

/// Who goes where, by the threads of the pool this is called in.
pub fn allocate(instance: &Instance, mode: Mode) -> Allocation {
    match &instance.arcs {
        Arcs::Narrow(arcs) => of_arcs(instance, arcs, mode, None),
        Arcs::Wide(arcs) => of_arcs(instance, arcs, mode, None),
    }
}

/// [`Mode::Auction`] from an answer to an instance that was nearly the same, which is quicker. The answer is as good and need not
/// be the same as from nothing.
pub fn allocate_again(instance: &Instance, before: &Before) -> Allocation {
    match &instance.arcs {
        Arcs::Narrow(arcs) => of_arcs(instance, arcs, Mode::Auction, Some(before)),
        Arcs::Wide(arcs) => of_arcs(instance, arcs, Mode::Auction, Some(before)),
    }
}

fn of_arcs<L: List>(
    instance: &Instance,
    arcs: &L,
    mode: Mode,
    before: Option<&Before>,
) -> Allocation {
    let scale = SCALE.min((1 << 30) / instance.highest.max(1));
    let mut state = State::new(instance, arcs, scale);
    match (mode, before) {
        (Mode::Auction, None) => {
            let mut step = (instance.highest * scale / FIRST).max(LAST_STEP);
            while step > LAST_STEP {
                by_steps_of(&mut state, step);
                step = (step / FINER).max(LAST_STEP);
            }
            by_steps_of(&mut state, LAST_STEP);
        }
        (Mode::Auction, Some(before)) => {
            take_up(&mut state, before);
            by_steps_of(&mut state, LAST_STEP);
        }
        (Mode::Stable, _) => stable::defer(&mut state),
    }
    polish::polish(&mut state);
    told(&state)
}

fn by_steps_of<L: List>(state: &mut State<L>, step: i32) {
    state.level();
    let queue = forward::release(state, step);
    forward::forward(state, step, queue);
    reverse::reverse(state, step);
}

/// Everybody to where they were, if they may still go there; where there is less room, those who are worth least stay out.
fn take_up<L: List>(state: &mut State<L>, before: &Before) {
    let (from, to) = (i64::from(before.scale.max(1)), i64::from(state.scale));
    let highest = i64::from(state.instance.highest) * to;
    let known = state.prices.iter_mut().zip(&before.prices).zip(&state.instance.capacity);
    for ((price, before), _) in known.filter(|(_, capacity)| **capacity > 0) {
        *price = (i64::from(*before) * to / from).clamp(0, highest) as i32;
    }
    for (person, place) in (0..state.taken.len() as u32).zip(&before.places) {
        let arc = state.arc_to(person, *place);
        if arc != NONE {
            let worth = state.arcs.at(arc).worth;
            state.offer(person, arc, worth);
        }
    }
}

fn told<L: List>(state: &State<L>) -> Allocation {
    let (mut worth, mut n_placed) = (state.instance.waiting, 0);
    let places = state.taken.iter().map(|arc| {
        if *arc == NONE {
            return NOBODY;
        }
        let arc = state.arcs.at(*arc);
        worth += i64::from(arc.worth);
        n_placed += 1;
        arc.end
    });
    let places = places.collect();
    let (bound, prices) = (polish::bound(state), state.prices.clone());
    Allocation { places, n_placed, worth, bound, prices, scale: state.scale }
}
