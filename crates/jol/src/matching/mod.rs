//! Who fits what, asked of the store and told with reasons. Officers and the person see the same reasons. What a
//! list was made from is kept for a year, so that it can be made again; nobody's points are.

pub mod store;
pub mod speak;
pub mod pages;
pub mod people;
mod example;
pub mod method;
pub mod assisted;
pub mod replay;
#[cfg(test)]
mod fair;

use domain::{
    classifier::{Classifiers, Code, Nearness, Scheme},
    matching::{Edition, Fit, LeftOut, Person, compare},
    profile::{Item, Kind, Wish},
    returnee::{Details, Education},
    territory::Territory,
    vacancy::Offer,
};
use jiff::civil::Date;

use self::store::Shown;
use crate::{
    db::Error,
    profile::{backing::counting, store::KeptItem},
    web::route::Routes,
};

pub fn routes() -> Routes {
    pages::routes().and(people::routes()).and(method::routes()).and(assisted::routes())
}

/// All that is known of somebody and asked by work.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub home: Option<Territory>,
    pub education: Option<Education>,
    pub items: Vec<Item>,
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
        let items = lines.into_iter().map(|kept| kept.item).collect();
        Self { home, education, items, wish }
    }

    fn person(&self) -> Person<'_> {
        let Self { home, education, items, wish } = self;
        Person { home: *home, education: *education, items, wish }
    }

    /// Occupations they worked in or wish for.
    fn occupations(&self) -> impl Iterator<Item = &Code> {
        let worked = self.items.iter().filter(|item| item.kind == Kind::Work);
        worked.filter_map(|item| item.code.as_ref()).chain(self.wish.occupations.iter())
    }

    /// Where work may be: within the distance they wish. Everywhere if they wish none.
    fn places(&self, today: Date) -> Vec<Territory> {
        let from = self.wish.place.or(self.home);
        let most = self.wish.km.map(u32::from);
        let near = |place: &Territory| match (from, most) {
            (Some(from), Some(most)) => from.km_to(*place) <= most,
            _ => true,
        };
        Territory::all(today).filter(near).collect()
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

/// What was looked at for one person.
#[derive(Clone, Debug, Default)]
pub struct ForPerson {
    /// The best first.
    pub fits: Vec<(Shown, Fit)>,
    /// How many were left out for which reason.
    pub left_out: Vec<(LeftOut, usize)>,
    /// What the list was made from.
    pub known: Known,
}

/// The order of a list: what fits more stands first, of equals the newer one.
fn best_first<T>(fits: &mut [(T, Fit)], id: impl Fn(&T) -> uuid::Uuid) {
    fits.sort_by(|(a, one), (b, other)| {
        other.of_1000.cmp(&one.of_1000).then_with(|| id(b).cmp(&id(a)))
    });
}

fn rank(
    known: &Known,
    offered: Vec<Shown>,
    lists: &Classifiers,
    today: Date,
) -> Result<ForPerson, Error> {
    let mut found = ForPerson::default();
    let weights = &Edition::on(today).weights;
    for shown in offered {
        let offer: Offer = shown.vacancy.offer()?;
        match compare(&known.person(), &offer, lists, weights, today) {
            Ok(fit) => found.fits.push((shown, fit)),
            Err(reason) => match found.left_out.iter_mut().find(|(one, _)| alike(one, &reason)) {
                Some((_, n)) => *n += 1,
                None => found.left_out.push((reason, 1)),
            },
        }
    }
    best_first(&mut found.fits, |shown| shown.vacancy.id);
    found.left_out.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    Ok(found)
}

/// Whether two reasons are told as one: how far too far does not matter.
fn alike(one: &LeftOut, other: &LeftOut) -> bool {
    match (one, other) {
        (LeftOut::TooFar { .. }, LeftOut::TooFar { .. }) => true,
        (LeftOut::Wage { .. }, LeftOut::Wage { .. }) => true,
        (LeftOut::Months { .. }, LeftOut::Months { .. }) => true,
        _ => one == other,
    }
}
