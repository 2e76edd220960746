//! A made-up country: people and what became of them, offices, employers and schools, the same on every run.
//!
//! The demo, the screenshots, the tests and reports of mistakes use the same people. A country is
//! known by its seed, its size and its day; person 17 is the same person in a small country and in
//! a large one, whatever the number of threads. The hard cases stand at known places
//! ([`Country::hard_cases`]).
//!
//! No real person is here. Names are put together from lists, phones lie in ranges believed to be
//! given to nobody, and every rate is a [`Parameter`] with its source.
//!
//! The people know nothing of `domain`: some values are wrong on purpose. `records` turns them into rows and
//! meets the refusals. What became of them (`history`) is days and codes that fit the rules; `told` and `offered` turn it
//! into rows and entries of the journal. [`fill()`] writes all of it into a demo cell.

pub mod agencies;
mod calendar;
mod chance;
mod fill;
mod hard_cases;
mod history;
mod letters;
mod names;
mod offered;
mod offices;
mod organisations;
mod parameters;
mod person;
mod places;
mod population;
mod records;
mod shared;
mod sign_ins;
mod told;
mod work;

use jiff::civil::Date;
use rayon::prelude::*;

use self::population::{BLOCK, Population};
pub use self::{
    fill::{SEED, USUAL, day_of, fill, is_filled},
    hard_cases::{HardCase, SMALLEST},
    offices::{NATIONAL, Office, OfficeName, SampleOfficer, StaffRole},
    organisations::{Organisation, Sector},
    parameters::{Parameter, parameters},
    person::*,
    population::MOST_PEOPLE,
    records::{Count, typed},
    shared::share_out,
    sign_ins::{PASSWORD, Proof, SignIn, api_token, sign_ins, totp_secret},
};

/// The sample country.
pub struct Country {
    seed: u64,
    n_people: usize,
    population: Population,
}

impl Country {
    /// A country as it is on a day.
    ///
    /// # Panics
    ///
    /// Above [`MOST_PEOPLE`] personal numbers would no longer be unique.
    pub fn new(seed: u64, n_people: usize, today: Date) -> Self {
        assert!(n_people <= MOST_PEOPLE, "the sample country holds at most {MOST_PEOPLE} people");
        Self { seed, n_people, population: Population::new(seed, today) }
    }

    pub fn n_people(&self) -> usize {
        self.n_people
    }

    pub fn today(&self) -> Date {
        self.population.calendar().today()
    }

    /// All people one after another, made as they are asked for.
    pub fn people(&self) -> impl Iterator<Item = SamplePerson> + '_ {
        (0..self.n_people.div_ceil(BLOCK))
            .flat_map(|block| self.population.block(block))
            .take(self.n_people)
    }

    /// All people in their order, in parts of about `size`, made by as many threads as there are.
    /// Collecting keeps the order.
    pub fn parts(
        &self,
        size: usize,
    ) -> impl IndexedParallelIterator<Item = Vec<SamplePerson>> + '_ {
        let part = size.div_ceil(BLOCK).max(1) * BLOCK;
        (0..self.n_people.div_ceil(part)).into_par_iter().map(move |number| self.part(number, part))
    }

    /// One of the parts. The size is a multiple of [`BLOCK`].
    fn part(&self, number: usize, size: usize) -> Vec<SamplePerson> {
        let most = size.min(self.n_people - number * size);
        let first = number * size / BLOCK;
        let mut people = Vec::with_capacity(size);
        for block in first..first + most.div_ceil(BLOCK) {
            people.extend(self.population.block(block));
        }
        people.truncate(most);
        people
    }

    /// One person, for a test or a picture.
    pub fn person(&self, index: usize) -> Option<SamplePerson> {
        (index < self.n_people)
            .then(|| self.population.block(index / BLOCK).swap_remove(index % BLOCK))
    }

    /// The hard cases; all of them from [`SMALLEST`] people up.
    pub fn hard_cases(&self) -> Vec<HardCase> {
        hard_cases::hard_cases(self.n_people)
    }

    /// Parents come before their children.
    pub fn offices(&self) -> Vec<Office> {
        offices::offices(self.today())
    }

    pub fn officers(&self) -> Vec<SampleOfficer> {
        offices::officers(self.seed, self.today(), self.population.names())
    }

    pub fn employers(&self) -> Vec<Organisation> {
        organisations::employers(self.seed, self.n_people, self.population.calendar())
    }

    pub fn providers(&self) -> Vec<Organisation> {
        organisations::providers(self.seed, self.n_people, self.population.calendar())
    }
}

#[cfg(test)]
mod tests;
