//! How often two strangers agree.
//!
//! Equality is counted exactly from how common each value is, likeness on all pairs of a sample. The
//! sample is drawn by the hashes of the ids, so it is the same whatever the order of the records.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Counts, sum};
use crate::{
    compare::*,
    register::{Register, Row},
    value::{NEW_YEAR, day_of_year},
};

/// No level is rarer among strangers.
const LEAST_U: f64 = 1e-8;

/// How often two records taken at random agree, level by level.
pub(super) struct Chance {
    shares: Counts,
    /// Of names, places and phones the share of equal ones is exact.
    n_pairs: Vec<f64>,
}

/// Records of which all pairs are compared to measure how strangers look.
const SAMPLE: usize = 1500;
const SAMPLE_OF_DAYS: usize = 5000;

/// The root of a name that a row holds.
type RootOf = fn(&Row) -> u32;

impl Chance {
    pub fn measure(register: &Register, n_fields: usize) -> Self {
        let mut order: Vec<(u64, u32)> =
            (0..register.len() as u32).map(|record| (register.hash(record), record)).collect();
        let most = SAMPLE_OF_DAYS.min(order.len());
        if most < order.len() {
            order.select_nth_unstable(most);
            order.truncate(most);
        }
        order.sort_unstable();
        let sample: Vec<u32> = order.into_iter().map(|(_, record)| record).collect();
        let mut counts =
            all_pairs(&sample[..SAMPLE.min(sample.len())], n_fields, |one, other, counts| {
                let pattern = register.compare_without_pin(one, other);
                for (field, counts) in counts.iter_mut().enumerate() {
                    counts[pattern.level(field) as usize] += 1.0;
                }
            });
        let births = all_pairs(&sample, 1, |one, other, counts| {
            let (a, b) = (&register.rows[one as usize], &register.rows[other as usize]);
            counts[0][days(a.born, b.born) as usize] += 1.0;
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
        let exact = |values: &mut dyn Iterator<Item = u32>| share_of_equal(values.map(u64::from));
        let rows = &register.rows;
        let of_root = |root: fn(&Row) -> u32, form: fn(&crate::register::Forms) -> u32| {
            exact(&mut rows.iter().map(|row| form(register.forms(root(row)))))
        };
        let names: [(usize, RootOf, bool); 3] = [
            (GIVEN, |row| row.given, false),
            (SURNAME, |row| row.family, false),
            (FATHER, |row| row.father, true),
        ];
        for (field, root, by_stem) in names {
            let canon =
                of_root(root, if by_stem { |forms| forms.stem } else { |forms| forms.canon });
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
            shares[name_level::KEY as usize] =
                (key - canon).max(shares[name_level::KEY as usize] * 0.1) * both;
            if matches!(field, GIVEN) {
                let crossed = share_of_common(
                    rows.iter().map(|row| register.forms(row.given).keys[0]),
                    rows.iter().map(|row| register.forms(row.family).keys[0]),
                );
                shares[name_level::SWAPPED as usize] = (crossed * crossed).max(LEAST_U);
            }
        }
        let born =
            exact(&mut rows.iter().map(|row| {
                if matches!(day_of_year(row.born), NEW_YEAR | 0) { 0 } else { row.born }
            }));
        let with_day = rows
            .iter()
            .filter(|row| row.born != 0 && !matches!(day_of_year(row.born), NEW_YEAR | 0))
            .count() as f64;
        let with_birth = rows.iter().filter(|row| row.born != 0).count() as f64;
        let share = with_day / with_birth.max(1.0);
        self.shares[BIRTH][birth_level::EQUAL as usize] = born * share * share;
        let new_year = exact(
            &mut rows
                .iter()
                .map(|row| if day_of_year(row.born) == NEW_YEAR { row.born } else { 0 }),
        );
        let n_new_year = rows.iter().filter(|row| day_of_year(row.born) == NEW_YEAR).count() as f64
            / with_birth.max(1.0);
        self.shares[BIRTH][birth_level::NEW_YEAR as usize] = new_year * n_new_year * n_new_year;
        self.shares[PHONE][phone_level::EQUAL as usize] =
            share_of_equal(rows.iter().map(|row| row.phone.bits()));
        self.shares[TERRITORY][territory_level::EQUAL as usize] =
            share_of_equal(rows.iter().map(|row| row.territory.into()));
        for (column, values) in register.also.iter().enumerate() {
            self.shares[OWN_FIELDS + column][also_level::EQUAL as usize] =
                exact(&mut values.iter().copied());
        }
        self.shares[PIN] = [0.0; 16];
    }

    /// Takes the pairs of one person out of all pairs: u = (S − λm)/(1 − λ).
    pub fn among_strangers(
        &self,
        register: &Register,
        m: &[Vec<f64>],
        lambda: f64,
    ) -> Vec<Vec<f64>> {
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
                        of_strangers.max(if share > 0.0 {
                            LEAST_U.max(share * 0.01).min(least)
                        } else {
                            least
                        })
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
    let n_pins = register.rows.iter().filter(|row| !row.pin.is_unknown()).count();
    let (head, free) = if n_layout * 2 > n_pins {
        (same_birthday * 0.5, 5.0)
    } else {
        let length =
            register.rows.iter().map(|row| row.pin.n_digits()).max().unwrap_or(0).clamp(5, 14);
        (1.0, f64::from(length))
    };
    let all = 10f64.powf(free);
    let one = head * 9.0 * free / all;
    let two = head * 81.0 * free * (free - 1.0) / 2.0 / all;
    vec![LEAST_U.min(one / 10.0).max(1e-9), one.max(LEAST_U), two.max(LEAST_U), 1.0]
}

/// Counts over all pairs of a few records, on all cores.
fn all_pairs(
    sample: &[u32],
    n_fields: usize,
    count: impl Fn(u32, u32, &mut Counts) + Sync,
) -> Counts {
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
fn share_of_equal(values: impl Iterator<Item = u64>) -> f64 {
    let counts = counted(values);
    let n: f64 = counts.values().sum();
    let equal: f64 = counts.values().map(|count| count * (count - 1.0)).sum();
    if n < 2.0 { 0.0 } else { equal / (n * (n - 1.0)) }
}

/// The chance that a value of the one column is the value of a record in the other.
fn share_of_common(one: impl Iterator<Item = u32>, other: impl Iterator<Item = u32>) -> f64 {
    let (one, other) = (counted(one.map(u64::from)), counted(other.map(u64::from)));
    let (n, n_other): (f64, f64) = (one.values().sum(), other.values().sum());
    let common: f64 =
        one.iter().map(|(value, count)| count * other.get(value).unwrap_or(&0.0)).sum();
    common / (n * n_other).max(1.0)
}

/// How many records have each value. Whole numbers, so that no order of adding matters.
pub(super) fn counted(values: impl Iterator<Item = u64>) -> FxHashMap<u64, f64> {
    let mut counts = FxHashMap::default();
    for value in values.filter(|value| *value != 0) {
        *counts.entry(value).or_insert(0.0) += 1.0;
    }
    counts
}
