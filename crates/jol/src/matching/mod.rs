//! Who fits what, told with reasons. Officers and the person see the same reasons, and nothing of it is kept.

pub mod columns;
pub mod shelf;
pub mod store;
pub mod speak;
pub mod pages;
pub mod people;

use domain::{
    classifier::{Classifiers, Code, Nearness, Scheme},
    matching::{Fit, LeftOut, Person, Weights},
    profile::{Evidence, Item, Wish},
    returnee::Education,
    territory::Territory,
};

use self::store::Shown;
use crate::web::route::Routes;

pub fn routes() -> Routes {
    pages::routes().and(people::routes())
}

/// The weights in force, by which every list is ordered. Their name is told beside it.
pub const WEIGHTS: (&str, Weights) = ("2026-11", Weights::V2026_11);

/// All that is known of somebody and asked by work.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub home: Option<Territory>,
    pub education: Option<Education>,
    pub items: Vec<Item>,
    /// How sure each of the lines is.
    pub sure: Vec<Evidence>,
    pub wish: Wish,
}

impl Known {
    fn person(&self) -> Person<'_> {
        let Self { home, education, items, wish, .. } = self;
        Person { home: *home, education: *education, items, wish }
    }
}

/// The occupations that are at least so near to one of some others.
fn near<'c>(
    lists: &Classifiers,
    known: impl Iterator<Item = &'c Code> + Clone,
    least: Nearness,
) -> Vec<String> {
    let is_near = |code: &Code| known.clone().any(|one| lists.nearness(one, code) >= least);
    let all = lists.all(Scheme::Occupation).map(|concept| &concept.code);
    all.filter(|code| is_near(code)).map(ToString::to_string).collect()
}

/// What fits one person.
#[derive(Clone, Debug, Default)]
pub struct ForPerson {
    /// A part of the list, the best first.
    pub fits: Vec<(Shown, Fit)>,
    /// How sure the lines of the profile are that reasons rest on.
    pub sure: Vec<Evidence>,
    /// How many fit at all.
    pub n_fits: usize,
    /// How many are open at all.
    pub n_open: usize,
    /// How many were left out for which reason.
    pub left_out: Vec<(LeftOut, usize)>,
}
