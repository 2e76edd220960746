//! Communities: groups of people with a stock of names of their own.
//!
//! Two strangers both called Павел are a surprise in a Kyrgyz village. That the fathers of both are
//! called Иван adds little to it: who has the one name has often the other. Names are weighed as if
//! they were drawn independently, so what they share through a community has to be taken off again.
//! Which names go together is learnt from the records, without being told.

use rustc_hash::FxHashMap;

use crate::{model::Communities, register::Register};

/// Records that are looked at, drawn by the hashes of their ids.
const SAMPLE: usize = 60_000;

/// A community is begun with a name that meets other surnames than those before it.
const MOST_OVERLAP: f64 = 0.3;
const SEEDS: usize = 80;
const MOST: usize = 3;
const ROUNDS: usize = 25;

/// Names seen more seldom belong to no community.
const LEAST_SEEN: f64 = 5.0;

const FIELDS: [&str; 3] = ["given", "surname", "father"];

/// The first keys of given name, surname and father; 0 is unknown.
fn names(register: &Register, record: u32) -> [u32; 3] {
    let row = &register.rows[record as usize];
    [row.given, row.family, row.father].map(|root| register.forms(root).keys[0])
}

pub(super) fn learn(register: &Register) -> Communities {
    let mut order: Vec<(u64, u32)> =
        (0..register.len() as u32).map(|record| (register.hash(record), record)).collect();
    let most = SAMPLE.min(order.len());
    if most < order.len() {
        order.select_nth_unstable(most);
        order.truncate(most);
    }
    order.sort_unstable();
    let records: Vec<[u32; 3]> =
        order.into_iter().map(|(_, record)| names(register, record)).collect();
    let Some(mut stocks) = Stocks::begin(register, &records) else { return Communities::default() };
    for _ in 0..ROUNDS {
        stocks.improve(&records);
    }
    stocks.told(register)
}

/// What is believed of each community: its share, and its part in each name.
struct Stocks {
    shares: Vec<f64>,
    /// How often a name of a field was seen in each community.
    counts: [FxHashMap<u32, [f64; MOST]>; 3],
}

impl Stocks {
    /// Seeds are common given names whose bearers have other surnames than those of the seeds before.
    fn begin(register: &Register, records: &[[u32; 3]]) -> Option<Self> {
        let mut surnames_of: FxHashMap<u32, FxHashMap<u32, f64>> = FxHashMap::default();
        for [given, family, _] in records.iter().filter(|names| names[0] != 0 && names[1] != 0) {
            *surnames_of.entry(*given).or_default().entry(*family).or_insert(0.0) += 1.0;
        }
        let mut common: Vec<(u32, f64)> =
            surnames_of.iter().map(|(given, surnames)| (*given, surnames.values().sum())).collect();
        common.sort_unstable_by(|one, other| {
            other
                .1
                .total_cmp(&one.1)
                .then_with(|| register.keys.get(one.0).cmp(register.keys.get(other.0)))
        });
        common.truncate(SEEDS);
        common.retain(|(_, n)| *n >= 30.0);
        let mut seeds: Vec<u32> = vec![common.first()?.0];
        while seeds.len() < MOST {
            let overlap = |given: u32| {
                seeds
                    .iter()
                    .map(|seed| cosine(&surnames_of[seed], &surnames_of[&given]))
                    .fold(0.0, f64::max)
            };
            let next = common.iter().map(|(given, _)| (*given, overlap(*given)));
            // In the order of how common they are, so the first of two equal ones counts.
            let best = next.reduce(|one, other| if other.1 < one.1 { other } else { one })?;
            if best.1 > MOST_OVERLAP {
                break;
            }
            seeds.push(best.0);
        }
        if seeds.len() < 2 {
            return None;
        }
        let mut counts: [FxHashMap<u32, [f64; MOST]>; 3] = Default::default();
        for (given, _) in &common {
            let near: Vec<f64> = seeds
                .iter()
                .map(|seed| cosine(&surnames_of[seed], &surnames_of[given]) + 0.01)
                .collect();
            let all: f64 = near.iter().sum();
            let mut parts = [0.0; MOST];
            near.iter().zip(&mut parts).for_each(|(near, part)| *part = 10.0 * near / all);
            counts[0].insert(*given, parts);
        }
        Some(Self { shares: vec![1.0 / seeds.len() as f64; seeds.len()], counts })
    }

    /// The part of each community in a name of a field. What was seen seldom is everybody's.
    fn parts(&self, field: usize, name: u32) -> [f64; MOST] {
        let mut parts = [0.0; MOST];
        let seen = self.counts[field].get(&name).copied().unwrap_or_default();
        let all: f64 = seen.iter().sum();
        for (place, share) in self.shares.iter().enumerate() {
            parts[place] = (seen[place] + 0.5 * share) / (all + 0.5);
        }
        parts
    }

    /// One round of expectation and maximisation.
    fn improve(&mut self, records: &[[u32; 3]]) {
        let n = self.shares.len();
        let mut counts: [FxHashMap<u32, [f64; MOST]>; 3] = Default::default();
        let mut sums = vec![0.0; n];
        for names in records {
            let mut likely = [0.0; MOST];
            likely[..n].copy_from_slice(&self.shares);
            for (field, name) in names.iter().enumerate().filter(|(_, name)| **name != 0) {
                let parts = self.parts(field, *name);
                (0..n).for_each(|place| likely[place] *= parts[place] / self.shares[place]);
            }
            let all: f64 = likely.iter().sum();
            for (place, sum) in sums.iter_mut().enumerate() {
                *sum += likely[place] / all;
            }
            for (field, name) in names.iter().enumerate().filter(|(_, name)| **name != 0) {
                let seen = counts[field].entry(*name).or_default();
                (0..n).for_each(|place| seen[place] += likely[place] / all);
            }
        }
        let all: f64 = sums.iter().sum();
        self.shares = sums.into_iter().map(|sum| (sum / all).max(0.001)).collect();
        self.counts = counts;
    }

    fn told(&self, register: &Register) -> Communities {
        let mut told = Communities { shares: self.shares.clone(), ..Communities::default() };
        for (field, name) in FIELDS.iter().enumerate() {
            let kept = self.counts[field]
                .iter()
                .filter(|(_, seen)| seen.iter().sum::<f64>() >= LEAST_SEEN);
            let parts = kept.map(|(name, _)| {
                let parts = self.parts(field, *name)[..self.shares.len()]
                    .iter()
                    .map(|part| *part as f32)
                    .collect();
                (register.keys.get(*name).to_owned(), parts)
            });
            told.parts.insert((*name).to_owned(), parts.collect());
        }
        told
    }
}

fn cosine(one: &FxHashMap<u32, f64>, other: &FxHashMap<u32, f64>) -> f64 {
    let length = |counts: &FxHashMap<u32, f64>| {
        counts.values().map(|count| count * count).sum::<f64>().sqrt()
    };
    let common: f64 = one.iter().map(|(name, count)| count * other.get(name).unwrap_or(&0.0)).sum();
    common / (length(one) * length(other))
}
