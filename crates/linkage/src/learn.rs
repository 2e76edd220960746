//! Learning a model from a register.
//!
//! Equal personal numbers show which pairs are one person, and so how often each field agrees then.
//! How often it agrees among strangers is counted exactly, from how common each value is. Pairs of
//! two numbers that come close all the same show what relatives and namesakes look like. Without
//! numbers, expectation maximisation guesses who is who.

mod chance;
mod communities;
mod kinds;

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    compare::*,
    model::{self, Field, Frequencies, GUESS_WEIGHT, Model, guessed},
    number::Number,
    register::{Register, Row},
    score::sources_name,
};
use chance::{Chance, counted};
use kinds::{Candidates, OnePerson, first_kinds};

/// With fewer pairs of equal numbers than this, the rest has to be guessed.
const ENOUGH_CONFIRMED: u64 = 100;

/// A number that so many records have is a placeholder.
const MOST_OF_ONE_PIN: usize = 12;

/// Pairs of two sources weigh as much as those of all together once there are so many.
const SOURCE_WEIGHT: f64 = 100.0;

/// Values rarer than this count as if they were not.
const FLOOR: f64 = 1e-5;

/// How often each pattern was seen.
type Seen = Vec<(Pattern, f64)>;

/// Learns from a register and those of its pairs that are worth a look, with their patterns.
pub fn learn(
    register: &Register,
    pairs: &[(u32, u32)],
    looks: &[Pattern],
    also: &[String],
) -> Model {
    let n_fields = OWN_FIELDS + register.also.len();
    let confirmed = confirmed_pairs(register);
    let n_confirmed = confirmed.len() as u64;
    let counts = count_levels(register, &confirmed, n_fields);
    let all_counts = sum(counts.values(), n_fields);
    let mut m: Vec<Vec<f64>> =
        (0..n_fields).map(|field| shares(&all_counts[field], guessed(field))).collect();
    m[PIN] = m_of_pin(register, pairs, looks);

    let n = register.len() as f64;
    let all_pairs = (n * (n - 1.0) / 2.0).max(1.0);
    let n_with_pin = register.rows.iter().filter(|row| !row.pin.is_unknown()).count() as f64;
    let pin_pairs = n_with_pin * (n_with_pin - 1.0) / 2.0;
    // Only numbers of the state's own layout tell two people apart for sure.
    let n_with_layout = register.rows.iter().filter(|row| row.pin_born != 0).count() as f64;
    let is_sure = n_confirmed >= ENOUGH_CONFIRMED && n_with_layout * 2.0 > n_with_pin;
    let mut lambda = if n_confirmed >= ENOUGH_CONFIRMED {
        n_confirmed as f64 / m[PIN][0] / pin_pairs
    } else {
        // A third of the records having a second one is a start, no more.
        0.3 * n / all_pairs
    };
    lambda = lambda.clamp(1e-15, 0.5);

    let chance = Chance::measure(register, n_fields);
    let mut u = chance.among_strangers(register, &m, lambda);
    let mut kinds = first_kinds(register, n_fields, &u);
    if is_sure {
        // Pairs of different numbers are two people, whatever they look like.
        let others = seen(register, pairs, looks, |pattern, a, b| {
            pattern.level(PIN) == pin_level::DIFFERENT && a.pin_born != 0 && b.pin_born != 0
        });
        let seen = Candidates { seen: others, n_pairs: pin_pairs };
        seen.tell_apart(None, &u, &mut kinds);
    } else {
        let seen =
            Candidates { seen: seen(register, pairs, looks, |_, _, _| true), n_pairs: all_pairs };
        for _ in 0..2 {
            let mut one_person = OnePerson { m: m.clone(), lambda, counts: all_counts.clone() };
            seen.tell_apart(Some(&mut one_person), &u, &mut kinds);
            (m, lambda) = (one_person.m, one_person.lambda.clamp(1e-15, 0.5));
            u = chance.among_strangers(register, &m, lambda);
        }
    }
    let by_sources = by_sources(register, &counts, &m);
    Model {
        model_version: model::VERSION,
        norm_version: crate::fold::VERSION,
        n_records: register.len() as u64,
        n_confirmed,
        lambda,
        fields: (0..n_fields)
            .map(|field| Field {
                name: also
                    .get(field.wrapping_sub(OWN_FIELDS))
                    .cloned()
                    .unwrap_or_else(|| levels(field).field.to_owned()),
                levels: levels(field).names[1..].iter().map(|name| (*name).to_owned()).collect(),
                m: m[field].clone(),
                u: u[field].clone(),
            })
            .collect(),
        kinds,
        by_sources,
        frequencies: frequencies(register, also),
        communities: communities::learn(register),
    }
}

// --- Pairs known to be one person ---

/// Pairs of equal personal numbers.
fn confirmed_pairs(register: &Register) -> Vec<(u32, u32)> {
    let mut records: Vec<(Number, u32)> = register
        .rows
        .iter()
        .zip(0..)
        .filter(|(row, _)| !row.pin.is_unknown())
        .map(|(row, record)| (row.pin, record))
        .collect();
    records.par_sort_unstable();
    let mut pairs = Vec::new();
    for block in records.chunk_by(|one, other| one.0 == other.0) {
        if block.len() <= MOST_OF_ONE_PIN {
            for (place, one) in block.iter().enumerate() {
                pairs.extend(block[place + 1..].iter().map(|other| (one.1, other.1)));
            }
        }
    }
    pairs
}

/// Levels counted for each pair of sources. A number that confirms hides nothing: date and sex are
/// compared as they were written.
type Counts = Vec<[f64; 16]>;

fn count_levels(
    register: &Register,
    pairs: &[(u32, u32)],
    n_fields: usize,
) -> BTreeMap<(u8, u8), Counts> {
    let merge = |mut one: BTreeMap<(u8, u8), Counts>, other: BTreeMap<(u8, u8), Counts>| {
        for (sources, counts) in other {
            let sum = one.entry(sources).or_insert_with(|| vec![[0.0; 16]; n_fields]);
            for (sum, more) in sum.iter_mut().flatten().zip(counts.iter().flatten()) {
                *sum += more;
            }
        }
        one
    };
    pairs
        .par_iter()
        .with_min_len(4096)
        .fold(BTreeMap::new, |mut counts: BTreeMap<(u8, u8), Counts>, (one, other)| {
            let (a, b) = (&register.rows[*one as usize], &register.rows[*other as usize]);
            let pattern = register.compare_without_pin(*one, *other);
            let of_pair = counts
                .entry((a.source.min(b.source), a.source.max(b.source)))
                .or_insert_with(|| vec![[0.0; 16]; n_fields]);
            for (field, counts) in
                of_pair.iter_mut().enumerate().filter(|(field, _)| *field != BIRTH)
            {
                counts[pattern.level(field) as usize] += 1.0;
            }
            // Their equal numbers hold equal birthdays. The pairs that these shall stand for have at
            // most one number between them: half of the time none, else one of the two.
            let without = |row: &Row| Row { pin_born: 0, ..*row };
            let of_births = &mut of_pair[BIRTH];
            of_births[births(&without(a), &without(b)) as usize] += 0.5;
            of_births[births(a, &without(b)) as usize] += 0.25;
            of_births[births(&without(a), b) as usize] += 0.25;
            counts
        })
        .reduce(BTreeMap::new, merge)
}

fn sum<'a>(counts: impl Iterator<Item = &'a Counts>, n_fields: usize) -> Counts {
    let mut all = vec![[0.0; 16]; n_fields];
    for of_pair in counts {
        for (sum, more) in all.iter_mut().flatten().zip(of_pair.iter().flatten()) {
            *sum += more;
        }
    }
    all
}

/// Shares of the levels, those of unknown left out; a half is added to each count, and the guess.
fn shares(counts: &[f64; 16], guess: &[f64]) -> Vec<f64> {
    weighed(counts, guess, GUESS_WEIGHT)
}

fn weighed(counts: &[f64; 16], guess: &[f64], weight: f64) -> Vec<f64> {
    let with: Vec<f64> =
        guess.iter().zip(&counts[1..]).map(|(guess, count)| count + 0.5 + guess * weight).collect();
    let all: f64 = with.iter().sum();
    with.into_iter().map(|share| share / all).collect()
}

/// How often the number of one person is equal: in pairs that date and names show to be one, and the
/// phone, the father or a further column too.
fn m_of_pin(register: &Register, pairs: &[(u32, u32)], looks: &[Pattern]) -> Vec<f64> {
    let mut counts = [0.0; 16];
    for ((one, other), pattern) in pairs.iter().zip(looks) {
        let (a, b) = (&register.rows[*one as usize], &register.rows[*other as usize]);
        let like =
            |field: usize| matches!(pattern.level(field), name_level::CANON | name_level::KEY);
        let sure = a.born != 0 && a.born == b.born && like(GIVEN) && like(SURNAME);
        let also = OWN_FIELDS..OWN_FIELDS + register.also.len();
        let one_home = pattern.level(PHONE) == phone_level::EQUAL
            || like(FATHER)
            || also.into_iter().any(|field| pattern.level(field) == also_level::EQUAL);
        if sure && one_home && pattern.level(PIN) != 0 {
            counts[pattern.level(PIN) as usize] += 1.0;
        }
    }
    shares(&counts, guessed(PIN))
}

fn by_sources(
    register: &Register,
    counts: &BTreeMap<(u8, u8), Counts>,
    m: &[Vec<f64>],
) -> BTreeMap<String, Vec<Vec<f64>>> {
    let names: Vec<&str> = register.sources.iter().collect();
    let mut found = BTreeMap::new();
    for ((one, other), counts) in counts {
        let (Some(one), Some(other)) = (names.get(*one as usize), names.get(*other as usize))
        else {
            continue;
        };
        let mut of_pair: Vec<Vec<f64>> =
            counts.iter().zip(m).map(|(counts, m)| weighed(counts, m, SOURCE_WEIGHT)).collect();
        // These pairs were found by their numbers, so they tell nothing about numbers.
        of_pair[PIN] = m[PIN].clone();
        found.insert(sources_name(one, other), of_pair);
    }
    found
}

// --- What candidates look like ---

/// How often each pattern stands among the pairs that are wanted, in the order of the patterns.
fn seen(
    register: &Register,
    pairs: &[(u32, u32)],
    looks: &[Pattern],
    wanted: impl Fn(Pattern, &Row, &Row) -> bool,
) -> Seen {
    let mut counts = FxHashMap::<Pattern, f64>::default();
    for ((one, other), pattern) in pairs.iter().zip(looks) {
        if wanted(*pattern, &register.rows[*one as usize], &register.rows[*other as usize]) {
            *counts.entry(*pattern).or_insert(0.0) += 1.0;
        }
    }
    let mut seen: Seen = counts.into_iter().collect();
    seen.sort_unstable_by_key(|(pattern, _)| *pattern);
    seen
}

// --- How common values are ---

/// How common the values of a register are.
pub fn frequencies(register: &Register, also: &[String]) -> BTreeMap<String, Frequencies> {
    let rows = &register.rows;
    let words = |number: u32| register.words.get(number).to_owned();
    let keys = |number: u32| register.keys.get(number).to_owned();
    let mut found = BTreeMap::new();
    let mut add =
        |name: &str, values: &mut dyn Iterator<Item = u32>, text: &dyn Fn(u32) -> String| {
            let counts = counted(values.map(u64::from));
            let n: f64 = counts.values().sum();
            let floor = (2.0 / n.max(4.0)).max(FLOOR);
            let shares = counts
                .into_iter()
                .filter(|(_, count)| count / n > floor)
                .map(|(value, count)| (text(value as u32), (count / n) as f32))
                .collect();
            found.insert(name.to_owned(), Frequencies { floor, shares });
        };
    add("given", &mut rows.iter().map(|row| register.forms(row.given).canon), &words);
    add("surname", &mut rows.iter().map(|row| register.forms(row.family).canon), &words);
    add("father", &mut rows.iter().map(|row| register.forms(row.father).stem), &words);
    let all_keys =
        |root: fn(&Row) -> u32| rows.iter().map(move |row| register.forms(root(row)).keys[0]);
    add("given key", &mut all_keys(|row| row.given), &keys);
    add("surname key", &mut all_keys(|row| row.family), &keys);
    add("father key", &mut all_keys(|row| row.father), &keys);
    add("territory", &mut rows.iter().map(|row| row.territory), &|number| {
        register.territories.get(number).to_owned()
    });
    for (values, name) in register.also.iter().zip(also) {
        add(name, &mut values.iter().copied(), &|number| {
            register.also_texts.get(number).to_owned()
        });
    }
    found
}
