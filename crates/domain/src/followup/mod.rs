//! What becomes of people: spells of work, visits, the steady formal job, and the end of a road.

mod history;
mod road;
mod spell;
mod steady;
mod visit;

pub use history::{Enrolled, Heard, History, Introduced, Rules, Standing, standing};
pub use road::{Closing, Facts, Mark, Next, Part, Picture, picture};
pub use spell::{
    Answered, Form, Proof, Spell, TypedSpell, answered, form_on, last_day, spell_changes,
};
pub use steady::{SteadyRule, awaits_word, milestones, steady_on};
pub use visit::{
    Due, Event, EventKind, NOT_REACHED, Outcome, Schedule, Talk, TypedTalk, VisitState, Way,
    answers, due,
};
