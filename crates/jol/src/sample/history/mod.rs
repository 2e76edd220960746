//! What became of the people: the history of each from the day after the registration to today.
//!
//! People of one part of the country ([`CHAPTER`] of them) share vacancies and groups of courses, and nothing else ties
//! them together. Within a chapter the people are told one after another, and nobody's story depends on those who come
//! later: person 17 has the same one in a small country and in a large one.
//!
//! Everything here is days and codes; `rows` makes rows and entries of the journal of them.

mod care;
mod firms;
mod follow;
mod life;
mod market;
mod occupations;
mod profile;
mod rates;
mod school;
mod story;
pub mod words;

#[cfg(test)]
mod tests;

use jiff::{ToSpan as _, civil::Date};

pub use self::{
    care::Written,
    firms::Firm,
    follow::{Told, Visit},
    market::{Candidacy, Reported, Vacancy},
    occupations::{division, licence},
    profile::Line,
    rates::parameters,
    school::{COURSES, Group, Seat},
    story::{Clerk, Story, Work},
};
use self::{market::Market, story::Teller};
use super::{
    Country,
    chance::Chance,
    parameters::{
        EMPLOYERS_LEAST, EMPLOYERS_PER_PERSON, PROVIDERS_LEAST, PROVIDERS_PER_PERSON, Parameter,
    },
    person::SamplePerson,
    population::BLOCK,
};

/// People who share vacancies and groups.
pub const CHAPTER: usize = 100 * BLOCK;

// What a stream of chance is for. Those of the people and the organisations come before.
const CHAPTERS: u64 = 6;
const STORIES: u64 = 7;
const EMPLOYERS: u64 = 8;
const PROVIDERS: u64 = 9;

/// Knows what is the same for all chapters.
pub struct Historian {
    seed: u64,
    today: Date,
    pub employers: Vec<Firm>,
    pub providers: Vec<Firm>,
}

/// The stories of some people, in their order, with what they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    pub stories: Vec<Story>,
    pub vacancies: Vec<Vacancy>,
    pub groups: Vec<Group>,
}

impl Historian {
    pub fn new(country: &Country) -> Self {
        let (seed, today) = (country.seed, country.today());
        Self {
            seed,
            today,
            employers: firms::firms(seed, EMPLOYERS, today, &country.employers()),
            providers: firms::firms(seed, PROVIDERS, today, &country.providers()),
        }
    }

    /// Tells what became of the people of a chapter, or of the first of them.
    pub fn chapter(&self, number: usize, people: &[SamplePerson]) -> Chapter {
        let chance = &mut Chance::new(self.seed, CHAPTERS, number as u64);
        let there = |firms: &'_ [Firm], least: &Parameter, each: &Parameter| {
            // Those that stand in every country in which there is such a chapter.
            let n_before = (number * CHAPTER) as f64;
            firms.len().min((least.value + n_before * each.value) as usize)
        };
        let n_employers = there(&self.employers, &EMPLOYERS_LEAST, &EMPLOYERS_PER_PERSON);
        let n_providers = there(&self.providers, &PROVIDERS_LEAST, &PROVIDERS_PER_PERSON);
        let groups = school::groups(number, &self.providers[..n_providers], self.today, chance);
        let mut market = Market::new(&self.employers[..n_employers], self.today);
        if number == 0 {
            market.begin_demo(chance);
        }
        let providers = &self.providers[..n_providers];
        let mut teller = Teller { today: self.today, market, providers, groups };
        let tell = |person: &SamplePerson| {
            teller.tell(person, &mut Chance::new(self.seed, STORIES, person.index as u64))
        };
        let stories = people.iter().map(tell).collect();
        let Teller { mut market, groups, .. } = teller;
        market.fill_up(chance);
        market.settle(chance);
        Chapter { stories, vacancies: market.vacancies, groups }
    }
}

fn days_after(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

fn days_before(day: Date, days: i32) -> Date {
    day.saturating_sub(days.days())
}

/// Days from one day to another, none if that is the earlier one.
fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days().max(0)
}
