//! Learning a model from a register.
//!
//! Equal personal numbers show which pairs are one person, and so how often each field agrees then.
//! How often it agrees among strangers is counted exactly, from how common each value is. Pairs of
//! two numbers that come close all the same show what relatives and namesakes look like. Without
//! numbers, expectation maximisation guesses who is who.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    compare::*,
    model::{self, Field, Frequencies, GUESS_WEIGHT, Kind, Model, guessed, guessed_of_relatives},
    register::{Register, Row},
    score::sources_name,
};

/// With fewer pairs of equal numbers than this, the rest has to be guessed.
const ENOUGH_CONFIRMED: u64 = 100;

/// A number that so many records have is a placeholder.
const MOST_OF_ONE_PIN: usize = 12;

/// Pairs of two sources weigh as much as those of all together once there are so many.
const SOURCE_WEIGHT: f64 = 100.0;

/// Values rarer than this count as if they were not.
const FLOOR: f64 = 1e-5;

/// No level is rarer among strangers.
const LEAST_U: f64 = 1e-8;

/// How often each pattern was seen.
type Seen = Vec<(Pattern, f64)>;

/// Learns from a register and those of its pairs that are worth a look.
pub fn learn(register: &Register, pairs: &[(u32, u32)], also: &[String]) -> Model {
    let n_fields = OWN_FIELDS + register.also.len();
    let confirmed = confirmed_pairs(register);
    let n_confirmed = confirmed.len() as u64;
    let counts = count_levels(register, &confirmed, n_fields);
    let all_counts = sum(counts.values(), n_fields);
    let mut m: Vec<Vec<f64>> = (0..n_fields).map(|field| shares(&all_counts[field], guessed(field))).collect();
    m[PIN] = m_of_pin(register, pairs);

    let n = register.len() as f64;
    let all_pairs = (n * (n - 1.0) / 2.0).max(1.0);
    let n_with_pin = register.rows.iter().filter(|row| row.pin != 0).count() as f64;
    let pin_pairs = n_with_pin * (n_with_pin - 1.0) / 2.0;
    let is_sure = n_confirmed >= ENOUGH_CONFIRMED;
    let mut lambda = if is_sure {
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
        let others = patterns(register, pairs, |pattern, a, b| {
            pattern.level(PIN) == pin_level::DIFFERENT && (a.pin_born != 0) == (b.pin_born != 0)
        });
        let seen = Candidates { seen: others, n_pairs: pin_pairs };
        seen.tell_apart(None, &u, &mut kinds);
    } else {
        let seen = Candidates { seen: patterns(register, pairs, |_, _, _| true), n_pairs: all_pairs };
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
                name: also.get(field.wrapping_sub(OWN_FIELDS)).cloned().unwrap_or_else(|| levels(field).field.to_owned()),
                levels: levels(field).names[1..].iter().map(|name| (*name).to_owned()).collect(),
                m: m[field].clone(),
                u: u[field].clone(),
            })
            .collect(),
        kinds,
        by_sources,
        frequencies: frequencies(register, also),
    }
}

// --- Pairs known to be one person ---

/// Pairs of equal personal numbers.
fn confirmed_pairs(register: &Register) -> Vec<(u32, u32)> {
    let mut records: Vec<(u32, u32)> =
        (0..).zip(&register.rows).filter(|(_, row)| row.pin != 0).map(|(record, row)| (row.pin, record)).collect();
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

fn count_levels(register: &Register, pairs: &[(u32, u32)], n_fields: usize) -> BTreeMap<(u8, u8), Counts> {
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
            for (field, counts) in of_pair.iter_mut().enumerate().filter(|(field, _)| *field != BIRTH) {
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
    let with: Vec<f64> = guess.iter().zip(&counts[1..]).map(|(guess, count)| count + 0.5 + guess * weight).collect();
    let all: f64 = with.iter().sum();
    with.into_iter().map(|share| share / all).collect()
}

/// How often the number of one person is equal: in pairs that date, phone and names show to be one.
fn m_of_pin(register: &Register, pairs: &[(u32, u32)]) -> Vec<f64> {
    let counts = pairs
        .par_iter()
        .with_min_len(4096)
        .filter(|(one, other)| {
            let (a, b) = (&register.rows[*one as usize], &register.rows[*other as usize]);
            a.pin != 0 && b.pin != 0 && a.phone != 0 && a.phone == b.phone && a.born != 0 && a.born == b.born
        })
        .fold(
            || [0.0; 16],
            |mut counts, (one, other)| {
                let pattern = register.compare(*one, *other);
                let like = |field: usize| matches!(pattern.level(field), name_level::CANON | name_level::KEY);
                if like(GIVEN) && like(SURNAME) {
                    counts[pattern.level(PIN) as usize] += 1.0;
                }
                counts
            },
        )
        .reduce(|| [0.0; 16], |one, other| std::array::from_fn(|level| one[level] + other[level]));
    shares(&counts, guessed(PIN))
}

fn by_sources(register: &Register, counts: &BTreeMap<(u8, u8), Counts>, m: &[Vec<f64>]) -> BTreeMap<String, Vec<Vec<f64>>> {
    let names: Vec<&str> = register.sources.iter().collect();
    let mut found = BTreeMap::new();
    for ((one, other), counts) in counts {
        let (Some(one), Some(other)) = (names.get(*one as usize), names.get(*other as usize)) else { continue };
        let mut of_pair: Vec<Vec<f64>> =
            counts.iter().zip(m).map(|(counts, m)| weighed(counts, m, SOURCE_WEIGHT)).collect();
        // These pairs were found by their numbers, so they tell nothing about numbers.
        of_pair[PIN] = m[PIN].clone();
        found.insert(sources_name(one, other), of_pair);
    }
    found
}

// --- Strangers ---

/// How often two records taken at random agree, level by level.
struct Chance {
    shares: Counts,
    /// Of names, places and phones the share of equal ones is exact.
    n_pairs: Vec<f64>,
}

/// Records of which all pairs are compared to measure how strangers look.
const SAMPLE: usize = 1500;
const SAMPLE_OF_DAYS: usize = 5000;

impl Chance {
    fn measure(register: &Register, n_fields: usize) -> Self {
        let mut order: Vec<(u64, u32)> = (0..register.len() as u32).map(|record| (register.hash(record), record)).collect();
        let most = SAMPLE_OF_DAYS.min(order.len());
        if most < order.len() {
            order.select_nth_unstable(most);
            order.truncate(most);
        }
        order.sort_unstable();
        let sample: Vec<u32> = order.into_iter().map(|(_, record)| record).collect();
        let mut counts = all_pairs(&sample[..SAMPLE.min(sample.len())], n_fields, |one, other, counts| {
            let pattern = register.compare_without_pin(one, other);
            for (field, counts) in counts.iter_mut().enumerate() {
                counts[pattern.level(field) as usize] += 1.0;
            }
        });
        let births = all_pairs(&sample, 1, |one, other, counts| {
            let (a, b) = (&register.rows[one as usize], &register.rows[other as usize]);
            counts[0][births(a, b) as usize] += 1.0;
        });
        counts[BIRTH] = births[0];
        let mut n_pairs = Vec::new();
        for counts in &mut counts {
            let known: f64 = counts[1..].iter().sum();
            n_pairs.push(known);
            counts.iter_mut().for_each(|count| *count /= known.max(1.0));
            counts[0] = 0.0;
        }
        let mut chance = Self { shares: counts, n_pairs };
        chance.count_exactly(register);
        chance
    }

    /// Equality needs no sample: it follows from how many records have each value.
    fn count_exactly(&mut self, register: &Register) {
        let exact = |values: &mut dyn Iterator<Item = u32>| share_of_equal(values);
        let rows = &register.rows;
        let of_root = |root: fn(&Row) -> u32, form: fn(&crate::register::Forms) -> u32| {
            exact(&mut rows.iter().map(|row| form(register.forms(root(row)))))
        };
        let names: [(usize, fn(&Row) -> u32, bool); 3] = [
            (GIVEN, |row| row.given, false),
            (SURNAME, |row| row.family, false),
            (FATHER, |row| row.father, true),
        ];
        for (field, root, by_stem) in names {
            let canon = of_root(root, if by_stem { |forms| forms.stem } else { |forms| forms.canon });
            let key = of_root(root, |forms| forms.keys[0]).max(canon);
            let known = rows.iter().filter(|row| root(row) != 0).count() as f64;
            let shares = &mut self.shares[field];
            // Where a surname is made of the father's name, families are not compared.
            let both = if field == SURNAME {
                let of_father = rows.iter().filter(|row| row.of_father).count() as f64;
                let share = known / (known + of_father).max(1.0);
                shares[name_level::BOTH_OF_FATHER as usize] = (1.0 - share) * (1.0 - share);
                shares[name_level::FORMS_DIFFER as usize] = 2.0 * share * (1.0 - share);
                share * share
            } else {
                1.0
            };
            shares[name_level::CANON as usize] = canon * both;
            shares[name_level::KEY as usize] = (key - canon).max(shares[name_level::KEY as usize] * 0.1) * both;
            if matches!(field, GIVEN) {
                let crossed = share_of_common(
                    &mut rows.iter().map(|row| register.forms(row.given).keys[0]),
                    &mut rows.iter().map(|row| register.forms(row.family).keys[0]),
                );
                shares[name_level::SWAPPED as usize] = (crossed * crossed).max(LEAST_U);
            }
        }
        let born = exact(&mut rows.iter().map(|row| if matches!(row.born % 10_000, 101 | 0) { 0 } else { row.born }));
        let with_day = rows.iter().filter(|row| row.born != 0 && !matches!(row.born % 10_000, 101 | 0)).count() as f64;
        let with_birth = rows.iter().filter(|row| row.born != 0).count() as f64;
        let share = with_day / with_birth.max(1.0);
        self.shares[BIRTH][birth_level::EQUAL as usize] = born * share * share;
        let new_year = exact(&mut rows.iter().map(|row| if row.born % 10_000 == 101 { row.born } else { 0 }));
        let n_new_year = rows.iter().filter(|row| row.born % 10_000 == 101).count() as f64 / with_birth.max(1.0);
        self.shares[BIRTH][birth_level::NEW_YEAR as usize] = new_year * n_new_year * n_new_year;
        self.shares[PHONE][phone_level::EQUAL as usize] = exact(&mut rows.iter().map(|row| row.phone));
        self.shares[TERRITORY][territory_level::EQUAL as usize] = exact(&mut rows.iter().map(|row| row.territory));
        for (column, values) in register.also.iter().enumerate() {
            self.shares[OWN_FIELDS + column][also_level::EQUAL as usize] = exact(&mut values.iter().copied());
        }
        self.shares[PIN] = [0.0; 16];
    }

    /// Takes the pairs of one person out of all pairs: u = (S − λm)/(1 − λ).
    fn among_strangers(&self, register: &Register, m: &[Vec<f64>], lambda: f64) -> Vec<Vec<f64>> {
        let mut u: Vec<Vec<f64>> = self
            .shares
            .iter()
            .zip(m)
            .enumerate()
            .map(|(field, (shares, m))| {
                // What a sample never saw is rarer than half a sighting.
                let least = (0.5 / self.n_pairs[field].max(1.0)).clamp(LEAST_U, 1e-4);
                m.iter()
                    .enumerate()
                    .map(|(level, m)| {
                        let share = shares[level + 1];
                        let of_strangers = (share - lambda * m) / (1.0 - lambda);
                        of_strangers.max(if share > 0.0 { LEAST_U.max(share * 0.01).min(least) } else { least })
                    })
                    .collect()
            })
            .collect();
        u[PIN] = pins_of_strangers(register, u[BIRTH][birth_level::EQUAL as usize - 1]);
        for shares in &mut u {
            let all: f64 = shares.iter().sum();
            shares.iter_mut().for_each(|share| *share /= all);
        }
        u
    }
}

/// Numbers of two strangers: equal by no chance at all, near if all but the last digits agree.
fn pins_of_strangers(register: &Register, same_birthday: f64) -> Vec<f64> {
    let n_layout = register.rows.iter().filter(|row| row.pin_born != 0).count();
    let n_pins = register.rows.iter().filter(|row| row.pin != 0).count();
    let (head, free) = if n_layout * 2 > n_pins {
        (same_birthday * 0.5, 5.0)
    } else {
        let length = register.pins.iter().map(str::len).max().unwrap_or(0).clamp(5, 14);
        (1.0, length as f64)
    };
    let all = 10f64.powf(free);
    let one = head * 9.0 * free / all;
    let two = head * 81.0 * free * (free - 1.0) / 2.0 / all;
    vec![LEAST_U.min(one / 10.0).max(1e-9), one.max(LEAST_U), two.max(LEAST_U), 1.0]
}

/// Counts over all pairs of a few records, on all cores.
fn all_pairs(sample: &[u32], n_fields: usize, count: impl Fn(u32, u32, &mut Counts) + Sync) -> Counts {
    let none = || vec![[0.0; 16]; n_fields];
    (0..sample.len())
        .into_par_iter()
        .fold(none, |mut counts, place| {
            sample[place + 1..].iter().for_each(|other| count(sample[place], *other, &mut counts));
            counts
        })
        .reduce(none, |one, other| sum([&one, &other].into_iter(), n_fields))
}

/// The share of pairs with an equal value, among those where both have one.
fn share_of_equal(values: &mut dyn Iterator<Item = u32>) -> f64 {
    let counts = counted(values);
    let n: f64 = counts.values().sum();
    let equal: f64 = counts.values().map(|count| count * (count - 1.0)).sum();
    if n < 2.0 { 0.0 } else { equal / (n * (n - 1.0)) }
}

/// The chance that a value of the one column is the value of a record in the other.
fn share_of_common(one: &mut dyn Iterator<Item = u32>, other: &mut dyn Iterator<Item = u32>) -> f64 {
    let (one, other) = (counted(one), counted(other));
    let (n, n_other): (f64, f64) = (one.values().sum(), other.values().sum());
    let common: f64 = one.iter().map(|(value, count)| count * other.get(value).unwrap_or(&0.0)).sum();
    common / (n * n_other).max(1.0)
}

/// How many records have each value. Whole numbers, so that no order of adding matters.
fn counted(values: &mut dyn Iterator<Item = u32>) -> FxHashMap<u32, f64> {
    let mut counts = FxHashMap::default();
    for value in values.filter(|value| *value != 0) {
        *counts.entry(value).or_insert(0.0) += 1.0;
    }
    counts
}

// --- Two people who are no strangers ---

fn first_kinds(register: &Register, n_fields: usize, u: &[Vec<f64>]) -> Vec<Kind> {
    let share = 0.2 / (register.len() as f64).max(10.0);
    let normal = |shares: Vec<f64>| {
        let all: f64 = shares.iter().sum();
        shares.into_iter().map(|share| share / all).collect::<Vec<f64>>()
    };
    // Namesakes: one community has its own stock of names, so that its names meet more often.
    let namesakes = |field: usize| match field {
        GIVEN | SURNAME | FATHER => {
            let mut shares = u[field].clone();
            shares[0] *= 10.0;
            shares[1] *= 5.0;
            normal(shares)
        }
        _ => u[field].clone(),
    };
    vec![
        Kind {
            name: "relatives".to_owned(),
            share,
            shares: (0..n_fields).map(|field| normal(guessed_of_relatives(field).to_vec())).collect(),
            by_blood: true,
        },
        Kind {
            name: "namesakes".to_owned(),
            share: 0.005,
            shares: (0..n_fields).map(namesakes).collect(),
            by_blood: false,
        },
    ]
}

/// Patterns of candidate pairs, and of how many pairs in all these are the close ones.
struct Candidates {
    seen: Seen,
    n_pairs: f64,
}

/// What is known of pairs of one person when it has to be guessed who is one.
struct OnePerson {
    m: Vec<Vec<f64>>,
    lambda: f64,
    counts: Counts,
}

const ROUNDS: usize = 60;

impl Candidates {
    /// Expectation maximisation: shares the pairs out among strangers, whose looks are known, further
    /// kinds of two people, and one person where that is not known.
    fn tell_apart(&self, mut one_person: Option<&mut OnePerson>, u: &[Vec<f64>], kinds: &mut [Kind]) {
        let first: Vec<Kind> = kinds.to_vec();
        for _ in 0..ROUNDS {
            let n_fields = u.len();
            let mut counts = vec![vec![[0.0f64; 16]; n_fields]; kinds.len() + 1];
            let mut sums = vec![0.0f64; kinds.len() + 1];
            for (pattern, seen) in &self.seen {
                let likely = |shares: &[Vec<f64>]| -> f64 {
                    let of_field = |field: usize| match pattern.level(field) {
                        0 => 1.0,
                        level if is_counted_elsewhere(field, level) => 1.0,
                        level => shares[field][level as usize - 1],
                    };
                    (0..n_fields).map(of_field).product()
                };
                let strangers = likely(u);
                let of_kinds: Vec<f64> = kinds.iter().map(|kind| kind.share * likely(&kind.shares)).collect();
                let one = one_person.as_ref().map_or(0.0, |known| known.lambda * likely(&known.m));
                let all = strangers + of_kinds.iter().sum::<f64>() + one;
                for (kind, part) in of_kinds.into_iter().chain([one]).enumerate() {
                    let part = seen * part / all;
                    sums[kind] += part;
                    for (field, counts) in counts[kind].iter_mut().enumerate() {
                        counts[pattern.level(field) as usize] += part;
                    }
                }
            }
            for (place, kind) in kinds.iter_mut().enumerate() {
                kind.share = (sums[place] / self.n_pairs).max(1e-15);
                for field in (0..n_fields).filter(|field| *field != PIN) {
                    kind.shares[field] = weighed(&counts[place][field], &first[place].shares[field], GUESS_WEIGHT);
                }
            }
            if let Some(known) = one_person.as_deref_mut() {
                known.lambda = (sums[kinds.len()] / self.n_pairs).max(1e-15);
                for field in (0..n_fields).filter(|field| *field != PIN) {
                    let mut with_known = counts[kinds.len()][field];
                    // The pairs that numbers confirmed count as what they are.
                    with_known.iter_mut().zip(&known.counts[field]).for_each(|(count, more)| *count += more);
                    known.m[field] = shares(&with_known, guessed(field));
                }
            }
        }
    }
}

fn is_counted_elsewhere(field: usize, level: u8) -> bool {
    match field {
        SURNAME => level == name_level::WITH_GIVEN,
        BIRTH => level == birth_level::IN_PIN,
        SEX => level == sex_level::IN_PIN,
        _ => false,
    }
}

/// How often each pattern stands among the pairs that are wanted, in the order of the patterns.
fn patterns(register: &Register, pairs: &[(u32, u32)], wanted: impl Fn(Pattern, &Row, &Row) -> bool + Sync) -> Seen {
    let counts = pairs
        .par_iter()
        .with_min_len(4096)
        .fold(FxHashMap::<Pattern, u64>::default, |mut counts, (one, other)| {
            let (a, b) = (&register.rows[*one as usize], &register.rows[*other as usize]);
            let pattern = register.compare(*one, *other);
            if wanted(pattern, a, b) {
                *counts.entry(pattern).or_insert(0) += 1;
            }
            counts
        })
        .reduce(FxHashMap::default, |mut one, other| {
            for (pattern, count) in other {
                *one.entry(pattern).or_insert(0) += count;
            }
            one
        });
    let mut seen: Seen = counts.into_iter().map(|(pattern, count)| (pattern, count as f64)).collect();
    seen.sort_unstable_by_key(|(pattern, _)| *pattern);
    seen
}

// --- How common values are ---

fn frequencies(register: &Register, also: &[String]) -> BTreeMap<String, Frequencies> {
    let rows = &register.rows;
    let words = |number: u32| register.words.get(number).to_owned();
    let keys = |number: u32| register.keys.get(number).to_owned();
    let mut found = BTreeMap::new();
    let mut add = |name: &str, values: &mut dyn Iterator<Item = u32>, text: &dyn Fn(u32) -> String| {
        let counts = counted(values);
        let n: f64 = counts.values().sum();
        let floor = (2.0 / n.max(4.0)).max(FLOOR);
        let shares = counts
            .into_iter()
            .filter(|(_, count)| count / n > floor)
            .map(|(value, count)| (text(value), (count / n) as f32))
            .collect();
        found.insert(name.to_owned(), Frequencies { floor, shares });
    };
    add("given", &mut rows.iter().map(|row| register.forms(row.given).canon), &words);
    add("surname", &mut rows.iter().map(|row| register.forms(row.family).canon), &words);
    add("father", &mut rows.iter().map(|row| register.forms(row.father).stem), &words);
    let all_keys = |root: fn(&Row) -> u32| rows.iter().map(move |row| register.forms(root(row)).keys[0]);
    add("given key", &mut all_keys(|row| row.given), &keys);
    add("surname key", &mut all_keys(|row| row.family), &keys);
    add("father key", &mut all_keys(|row| row.father), &keys);
    add("territory", &mut rows.iter().map(|row| row.territory), &|number| register.territories.get(number).to_owned());
    for (values, name) in register.also.iter().zip(also) {
        add(name, &mut values.iter().copied(), &|number| register.also_texts.get(number).to_owned());
    }
    found
}
