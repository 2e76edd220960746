//! What becomes of people: spells of work, visits, the steady formal job, and the end of a road.

mod road;
mod spell;
mod steady;
mod visit;

pub use road::{Closing, Facts, Mark, Next, Part, Picture, picture};
pub use spell::{Form, Proof, Spell, TypedSpell, form_on};
pub use steady::{SteadyRule, steady_on};
pub use visit::{Due, Event, EventKind, Outcome, Schedule, Way, answers, due};
