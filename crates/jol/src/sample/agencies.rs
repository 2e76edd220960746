//! The people of the sample country as three agencies would write them down: as they registered, as a Russian clerk spelt
//! them, and as the border read their passport. Whose record is whose is known, so an engine can be judged.
//!
//! The rates are assumptions. They compare versions of an engine and foretell no office.

use jiff::civil::Date;

use super::{
    Country,
    chance::Chance,
    letters::{self, RussianHabit},
    person::{SamplePerson, Sex},
    population::mistyped,
};

const CLERK: f64 = 0.40;
const BORDER: f64 = 0.35;
const NO_PIN: f64 = 0.35;
const OTHER_PHONE: f64 = 0.30;
const NO_PLACE: f64 = 0.10;
const SLIP: f64 = 0.035;
const FIRST_OF_JANUARY: f64 = 0.01;
const DAY_FOR_MONTH: f64 = 0.008;
const SOFT_SIGN: f64 = 0.7;
const DJ: f64 = 0.2;

/// What a stream of chance is for.
const TOPIC: u64 = 91;

/// One record as an agency sends it.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// Whose it is. No engine may read it.
    pub person: usize,
    pub source: &'static str,
    pub surname: String,
    pub given: String,
    pub patronymic: String,
    pub born_on: String,
    pub sex: &'static str,
    pub pin: String,
    pub phone: String,
    pub territory: &'static str,
}

/// At least so many records, whole people only, in an order that tells nothing but whose they are.
pub fn records(seed: u64, least: usize, today: Date) -> Vec<Sent> {
    // Everybody has one record at least, so the country is large enough.
    let country = Country::new(seed, least, today);
    let mut records = Vec::with_capacity(least + 3);
    for person in country.people() {
        if records.len() >= least && person.same_as.is_none() {
            break;
        }
        let mut chance = Chance::new(seed, TOPIC, person.index as u64);
        records.push(Sent::own(&person));
        if chance.happens(CLERK) {
            records.push(Sent::by_a_clerk(&person, &mut chance));
        }
        if chance.happens(BORDER) {
            records.push(Sent::at_the_border(&person, &mut chance));
        }
    }
    records
}

/// So many people who are called the same and were born on the same 1 January, with two records each and a phone of their own.
pub fn crowd(n: usize) -> impl Iterator<Item = Sent> {
    (0..n).flat_map(|n| {
        let own = Sent {
            person: usize::MAX - n,
            source: "register",
            surname: "Асанов".to_owned(),
            given: "Нурбек".to_owned(),
            patronymic: "Асанович".to_owned(),
            born_on: "1990-01-01".to_owned(),
            sex: "M",
            phone: format!("+99655{n:07}"),
            ..Sent::default()
        };
        let other = Sent { source: "employment", patronymic: String::new(), ..own.clone() };
        [own, other]
    })
}

impl Sent {
    fn own(person: &SamplePerson) -> Self {
        Self {
            person: person.same_as.unwrap_or(person.index),
            source: "register",
            surname: person.surname.clone(),
            given: person.given.clone(),
            patronymic: person.patronymic.clone().unwrap_or_default(),
            born_on: person.born_on.map(|day| day.to_string()).unwrap_or_default(),
            sex: if person.sex == Sex::Female { "F" } else { "M" },
            pin: person.pin.clone().unwrap_or_default(),
            phone: person.phone.clone().unwrap_or_default(),
            territory: person.territory,
        }
    }

    /// What any other agency may have otherwise.
    fn elsewhere(person: &SamplePerson, source: &'static str, chance: &mut Chance) -> Self {
        let mut sent = Self { source, ..Self::own(person) };
        if chance.happens(NO_PIN) {
            sent.pin.clear();
        }
        if chance.happens(OTHER_PHONE) {
            sent.phone = format!("+99677{:07}", chance.below(10_000_000));
        }
        if chance.happens(NO_PLACE) {
            sent.territory = "";
        }
        let born_on = person.born_on.map(|day| {
            let written = if chance.happens(FIRST_OF_JANUARY) {
                Date::new(day.year(), 1, 1)
            } else if chance.happens(DAY_FOR_MONTH) {
                Date::new(day.year(), day.day(), day.month())
            } else {
                Ok(day)
            };
            // A day above the twelfth is no month.
            written.unwrap_or(day).to_string()
        });
        sent.born_on = born_on.unwrap_or_default();
        sent
    }

    fn by_a_clerk(person: &SamplePerson, chance: &mut Chance) -> Self {
        let mut sent = Self::elsewhere(person, "employment", chance);
        let habit = RussianHabit { soft_sign: chance.happens(SOFT_SIGN), dj: chance.happens(DJ) };
        for part in [&mut sent.surname, &mut sent.given, &mut sent.patronymic] {
            *part = letters::russian(part, habit);
            if chance.happens(SLIP) {
                *part = mistyped(part, chance);
            }
        }
        sent
    }

    fn at_the_border(person: &SamplePerson, chance: &mut Chance) -> Self {
        Self {
            surname: person.passport_latin.surname.clone(),
            given: person.passport_latin.given.clone(),
            patronymic: String::new(),
            phone: String::new(),
            territory: "",
            ..Self::elsewhere(person, "border", chance)
        }
    }
}
