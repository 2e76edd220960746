//! From words to work: which occupations and skills a free text speaks of, in any of the four languages or in several.
//!
//! The text is laid beside everything by which work is called: the names of the lists, the aliases that people gave, what was
//! confirmed before. A guess carries how sure it is, how deep it goes and the words it rests on. What is not sure is not
//! decided: the reader abstains, and whoever asked may still choose among the likely ones.

mod whole;
mod tidy;
mod letters;
mod layout;
mod markers;
mod written;
mod stem;
mod grams;
mod lexicon;
mod meant;
mod sure;
mod reader;

pub use layout::to_latin as latin_layout;
pub use reader::{Alias, Aliases, Confirmed, Reader};

use crate::{classifier::Code, codes};

codes! {
    /// How deep a guess may be trusted.
    Level {
        /// As far as the occupation below a unit group.
        Occupation = "occupation",
        UnitGroup = "unit-group",
        /// Only as far as the first three digits of the unit group.
        WiderGroup = "wider-group",
        /// One of several likely ones: somebody has to choose.
        Perhaps = "perhaps",
    }
}

/// What a text seems to speak of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The likeliest first, five at most; also when the reader abstains.
    pub occupations: Vec<Guess>,
    /// Those that were named first, then those that the work asks for.
    pub skills: Vec<Skill>,
    /// No guess is sure enough to stand without a person's choice.
    pub abstained: bool,
}

/// A unit group, and an occupation in it where the text says so much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    pub isco: Code,
    pub occupation: Option<Code>,
    /// Of a thousand, how many guesses told this sure are right.
    pub confidence: u16,
    pub level: Level,
    /// What it rests on, as it was typed.
    pub words: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    pub code: Code,
    /// Of a thousand. Judged by how much of its name was found: no labelled texts hold this to account yet.
    pub confidence: u16,
    /// Nobody named it: the work asks for it.
    pub implied: bool,
    pub words: Vec<String>,
}
