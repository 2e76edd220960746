//! Who fits what, told with reasons. Officers and the person see the same reasons. What a list was made from is kept for a
//! year, so that it can be made again; nobody's points are.

pub mod columns;
pub mod shelf;
pub mod store;
pub mod speak;
pub mod pages;
pub mod people;
pub mod api;
pub mod shortest;
mod example;
pub mod method;
pub mod assisted;
pub mod replay;
pub mod people_shown;
pub mod proposal;
#[cfg(test)]
mod fair;

use domain::{
    classifier::{Classifiers, Code, Nearness, Scheme},
    matching::{Fit, LeftOut, Person},
    profile::{Evidence, Item, Kind, Wish},
    returnee::{Details, Education},
    territory::Territory,
};
use jiff::civil::Date;
use uuid::Uuid;

use self::store::Shown;
use crate::{
    profile::{backing::counting, store::KeptItem},
    web::route::Routes,
};

pub fn routes() -> Routes {
    let lists = pages::routes().and(people::routes()).and(shortest::pages::routes());
    lists.and(method::routes()).and(assisted::routes()).and(proposal::routes())
}

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
    /// Of all that was told at registration, work asks for two things.
    pub fn of(details: &Details, lines: Vec<KeptItem>, wish: Wish, today: Date) -> Self {
        Self::told(details.territory, details.education, lines, wish, today)
    }

    /// Of lines that contradict each other the surer one counts.
    fn told(
        home: Option<Territory>,
        education: Option<Education>,
        lines: Vec<KeptItem>,
        wish: Wish,
        today: Date,
    ) -> Self {
        let (lines, education) = counting(lines, education, today);
        let (items, sure) = lines.into_iter().map(|kept| (kept.item, kept.evidence)).unzip();
        Self { home, education, items, sure, wish }
    }

    fn person(&self) -> Person<'_> {
        let Self { home, education, items, wish, .. } = self;
        Person { home: *home, education: *education, items, wish }
    }

    /// Occupations they worked in or wish for.
    fn occupations(&self) -> impl Iterator<Item = &Code> {
        let worked = self.items.iter().filter(|item| item.kind == Kind::Work);
        worked.filter_map(|item| item.code.as_ref()).chain(self.wish.occupations.iter())
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

/// The order of a list: what fits more stands first, of equals the newer one.
fn best_first<T>(fits: &mut [(T, Fit)], id: impl Fn(&T) -> Uuid) {
    fits.sort_by(|(a, one), (b, other)| {
        other.of_1000.cmp(&one.of_1000).then_with(|| id(b).cmp(&id(a)))
    });
}

/// What fits one person.
#[derive(Clone, Debug, Default)]
pub struct ForPerson {
    /// A part of the list, the best first.
    pub fits: Vec<(Shown, Fit)>,
    /// How many fit at all.
    pub n_fits: usize,
    /// How many are open at all.
    pub n_open: usize,
    /// How many were left out for which reason.
    pub left_out: Vec<(LeftOut, usize)>,
    /// What the list was made from.
    pub known: Known,
}
