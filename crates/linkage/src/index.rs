//! One record against all: who could this person be?
//!
//! The answer is that of the whole register: the same pairs, the same weights. Records come and go
//! between two looks; the keys of those that were there first lie in one sorted row, those of later
//! ones in a map beside it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::{
    block,
    model::Model,
    register::{Record, Register},
    score::{Scorer, Thresholds, Waterfall},
};

/// Records in memory, found by what they share.
pub struct Index {
    register: Register,
    model: Arc<Model>,
    scorer: Scorer,
    thresholds: Thresholds,
    /// Kinds of keys that are used; broad ones may be left out.
    kinds: Vec<usize>,
    /// Keys of the records that were there first, in order.
    keys: Vec<u64>,
    records: Vec<u32>,
    later: FxHashMap<u64, Vec<u32>>,
    n_first: u32,
    later_ids: FxHashMap<String, u32>,
    gone: Vec<bool>,
}

/// Sizes of blocks: records that share a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    /// Blocks of two records up to each of [`Blocks::UP_TO`].
    pub n: [usize; 3],
    /// Of which not all records are compared with each other.
    pub n_larger: usize,
    pub largest: usize,
}

impl Blocks {
    pub const UP_TO: [usize; 3] = [2, 10, block::LARGEST];
}

/// A record that could be the same person.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub id: String,
    pub waterfall: Waterfall,
}

impl Index {
    /// An index of a register whose names were read and which is in order, as [`crate::link::link`]
    /// leaves it.
    pub fn new(register: Register, model: impl Into<Arc<Model>>, thresholds: Thresholds) -> Self {
        let model = model.into();
        let mut all = Vec::new();
        let mut kinds = Vec::new();
        for kind in 0..register.n_kinds() {
            let entries = block::entries(&register, kind);
            // An empty kind that is not broad may still get its first record.
            if !entries.is_empty() || block::is_narrow(kind) {
                kinds.push(kind);
            }
            all.extend(entries);
        }
        all.sort_unstable();
        let (keys, records) = all.into_iter().unzip();
        Self {
            scorer: Scorer::new(&model, &register),
            model,
            thresholds,
            kinds,
            keys,
            records,
            later: FxHashMap::default(),
            n_first: register.len() as u32,
            later_ids: FxHashMap::default(),
            gone: vec![false; register.len()],
            register,
        }
    }

    /// How many keys bring so many records together, by how many they bring: those that were there first.
    pub fn blocks(&self) -> Blocks {
        let mut blocks = Blocks::default();
        for block in self.keys.chunk_by(|one, other| one == other) {
            let band = Blocks::UP_TO.iter().position(|most| block.len() <= *most);
            match (block.len(), band) {
                (..2, _) => {}
                (_, Some(band)) => blocks.n[band] += 1,
                (_, None) => blocks.n_larger += 1,
            }
            blocks.largest = blocks.largest.max(block.len());
        }
        blocks
    }

    pub fn model(&self) -> Arc<Model> {
        self.model.clone()
    }

    /// How many records it holds.
    pub fn len(&self) -> usize {
        self.gone.iter().filter(|gone| !**gone).count()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes in a record. One with the same id is replaced.
    pub fn insert(&mut self, record: &Record) {
        self.remove(record.id);
        let number = self.push(record);
        self.gone.push(false);
        self.later_ids.insert(record.id.to_owned(), number);
        let later = &mut self.later;
        for kind in &self.kinds {
            self.register.keys_of(*kind, number, |key| {
                let records = later.entry(key).or_default();
                if records.last() != Some(&number) {
                    records.push(number);
                }
            });
        }
    }

    /// Takes a record out; whether it was there.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(number) = self.number(id) else { return false };
        self.gone[number as usize] = true;
        self.later_ids.remove(id);
        true
    }

    fn number(&self, id: &str) -> Option<u32> {
        if let Some(number) = self.later_ids.get(id) {
            return Some(*number);
        }
        let (mut from, mut to) = (0, self.n_first);
        while from < to {
            let middle = (from + to) / 2;
            match self.register.id(middle).cmp(id) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Greater => to = middle,
                std::cmp::Ordering::Equal => {
                    return Some(middle).filter(|number| !self.gone[*number as usize]);
                }
            }
        }
        None
    }

    fn push(&mut self, record: &Record) -> u32 {
        let number = self.register.len() as u32;
        self.register.push(record);
        self.register.derive(number as usize);
        self.scorer.widen(&self.model, &self.register);
        number
    }

    /// The records that could be the same person as this one, the likeliest first, at most so many and
    /// none below the threshold of review. A record with the same id is not compared with itself.
    pub fn candidates(&mut self, record: &Record, most: usize) -> Vec<Found> {
        let mark = self.register.mark();
        let number = self.push(record);
        let mut found: Vec<(f32, u32)> = self
            .sharing(number)
            .into_iter()
            .filter(|other| self.register.id(*other) != record.id)
            .map(|other| (self.scorer.weight(&self.register, number, other), other))
            .filter(|(weight, _)| f64::from(*weight) >= self.thresholds.review)
            .collect();
        found.sort_unstable_by(|one, other| {
            other
                .0
                .total_cmp(&one.0)
                .then_with(|| self.register.id(one.1).cmp(self.register.id(other.1)))
        });
        found.truncate(most);
        let told = found
            .into_iter()
            .map(|(_, other)| Found {
                id: self.register.id(other).to_owned(),
                waterfall: self.scorer.explain(&self.register, number, other, self.thresholds),
            })
            .collect();
        self.register.back_to(&mark);
        self.scorer.narrow(&self.register);
        told
    }

    /// The records that share a key with one.
    fn sharing(&self, number: u32) -> Vec<u32> {
        let mut found = Vec::new();
        let mut seen = Vec::new();
        for kind in &self.kinds {
            self.register.keys_of(*kind, number, |key| {
                if seen.contains(&key) {
                    return;
                }
                seen.push(key);
                let start = self.keys.partition_point(|one| *one < key);
                let first = self.keys[start..].iter().take_while(|one| **one == key).count();
                let block = self.records[start..start + first].iter();
                let later = self.later.get(&key).map_or(&[][..], Vec::as_slice);
                let others = block
                    .chain(later)
                    .copied()
                    .filter(|other| !self.gone[*other as usize])
                    .collect();
                found.extend(block::neighbours(&self.register, number, others));
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
