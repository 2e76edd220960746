//! Which pairs are looked at: records that share one of a few keys.
//!
//! A block that is too large takes one field after the other into its key. What is still too large
//! then is compared with its neighbours only, and counted: a crowd costs time in proportion to its
//! size, not to its square.

use rayon::prelude::*;

use crate::{
    register::{Register, Row},
    text::mixed,
    value::{self, Day},
};

/// The largest block of which all pairs are made.
pub const LARGEST: usize = 60;

/// Neighbours that a record of an overflowing block is compared with.
const NEIGHBOURS: usize = 20;

/// What a key is made of. Those from `BROAD` on are used where they bring few pairs.
pub const KINDS: [&str; 12] = [
    "pin",
    "phone",
    "date and surname",
    "date and given name",
    "year, given name and surname",
    "year, given name and father",
    "date and both names, in any order",
    "place, given name and surname",
    "date",
    "given name and surname, in any order",
    "place and given name",
    "place and surname",
];

/// In a small register even a birthday alone brings few pairs, and finds what the others miss. Behind
/// these kinds come the further columns, each a kind of its own.
const BROAD: usize = 8;

/// There are some thirty thousand birthdays; in a larger register no broad key can bring few pairs.
const MOST_FOR_BROAD: usize = 200_000;

/// How blocking went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Blocks that took further fields into their keys.
    pub refined: u64,
    /// Blocks that stayed too large and of which not all pairs were made.
    pub overflowing: u64,
}

impl Register {
    /// The keys of a record of one kind. At most a few: of each reading of the names, and of the
    /// birthday in the field and in the number.
    pub(crate) fn keys_of(&self, kind: usize, record: u32, mut emit: impl FnMut(u64)) {
        let row = &self.rows[record as usize];
        let salt = (kind as u64 + 1) << 56;
        let key = |parts: [u32; 3]| {
            parts.iter().fold(salt, |hash, part| mixed(hash ^ u64::from(*part)).wrapping_add(salt))
        };
        let given = self.forms(row.given);
        let family = self.forms(row.family);
        let father = self.forms(row.father);
        // A surname made of the father's name alone is looked for under that name.
        let surname = if row.of_father { father } else { family };
        match kind {
            0 if !row.pin.is_unknown() => emit(mixed(row.pin.bits() ^ salt)),
            1 if !row.phone.is_unknown() => emit(mixed(row.phone.bits() ^ salt)),
            2 => days(row, |day| surname.keys().take(3).for_each(|name| emit(key([day, name, 0])))),
            3 => days(row, |day| given.keys().take(3).for_each(|name| emit(key([day, name, 1])))),
            4 => years(row, |year| {
                for given in given.keys().take(2) {
                    surname.keys().take(2).for_each(|name| emit(key([year, given, name])));
                }
            }),
            5 => years(row, |year| {
                for given in given.keys().take(2) {
                    father.keys().take(2).for_each(|name| emit(key([year, given, name])));
                }
            }),
            // Only what was swapped needs it: those in order share a key of kind 2 and 3.
            6 if row.family != 0 && row.given != 0 => {
                let (given, family) = (given.canon, family.canon);
                days(row, |day| emit(key([day, given.min(family), given.max(family)])));
            }
            7 if row.territory != 0 => {
                for given in given.keys().take(1) {
                    surname.keys().take(1).for_each(|name| emit(key([row.territory, given, name])));
                }
            }
            8 => days(row, |day| emit(key([day, 0, 0]))),
            9 => {
                for given in given.keys().take(1) {
                    surname.keys().take(1).for_each(|name| emit(key([given, name, 0])));
                }
                if row.family != 0 && row.given != 0 {
                    emit(key([given.canon.min(family.canon), given.canon.max(family.canon), 1]));
                }
            }
            10 if row.territory != 0 => {
                given.keys().take(1).for_each(|name| emit(key([row.territory, name, 0])))
            }
            11 if row.territory != 0 => {
                surname.keys().take(1).for_each(|name| emit(key([row.territory, name, 1])))
            }
            _ if kind >= KINDS.len() => {
                let value = self.also[kind - KINDS.len()][record as usize];
                if value != 0 {
                    emit(key([value, 0, 0]));
                }
            }
            _ => {}
        }
    }

    /// How many kinds of keys its records have.
    pub(crate) fn n_kinds(&self) -> usize {
        KINDS.len() + self.also.len()
    }
}

fn days(row: &Row, mut emit: impl FnMut(Day)) {
    if row.born & 0xff != 0 {
        emit(row.born);
    }
    if row.pin_born != 0 && row.pin_born != row.born {
        emit(row.pin_born);
    }
}

fn years(row: &Row, mut emit: impl FnMut(u32)) {
    let (year, of_pin) = (value::year(row.born), value::year(row.pin_born));
    if year != 0 {
        emit(year);
    }
    if of_pin != 0 && of_pin != year {
        emit(of_pin);
    }
}

/// Whether keys of this kind are used in a register of any size.
pub(crate) fn is_narrow(kind: usize) -> bool {
    kind < BROAD
}

/// All pairs of records that share a key, each once, the smaller number first, in order.
pub fn candidates(register: &Register) -> (Vec<(u32, u32)>, Counts) {
    let mut pairs: Vec<u64> = Vec::with_capacity(register.len() * 10);
    let mut counts = Counts::default();
    for kind in 0..register.n_kinds() {
        let (found, of_kind) = of_kind(register, kind);
        pairs.extend(found);
        counts.refined += of_kind.refined;
        counts.overflowing += of_kind.overflowing;
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    (pairs.into_iter().map(|pair| ((pair >> 32) as u32, pair as u32)).collect(), counts)
}

/// The keys of one kind with their records, in order; none of a broad kind that would bring too many
/// pairs.
pub(crate) fn entries(register: &Register, kind: usize) -> Vec<(u64, u32)> {
    if kind >= BROAD && register.len() > MOST_FOR_BROAD {
        return Vec::new();
    }
    let mut entries: Vec<(u64, u32)> = (0..register.len() as u32)
        .into_par_iter()
        .with_min_len(4096)
        .fold(Vec::new, |mut entries, record| {
            register.keys_of(kind, record, |key| entries.push((key, record)));
            entries
        })
        .reduce(Vec::new, |mut one, other| {
            one.extend(other);
            one
        });
    entries.par_sort_unstable();
    entries.dedup();
    if kind >= BROAD {
        let pairs_of = |block: &[(u64, u32)]| block.len() * (block.len() - 1) / 2;
        let n_pairs: usize = entries.chunk_by(|one, other| one.0 == other.0).map(pairs_of).sum();
        if n_pairs * 2 > register.len() * 5 {
            entries.clear();
        }
    }
    entries
}

fn of_kind(register: &Register, kind: usize) -> (Vec<u64>, Counts) {
    let entries = entries(register, kind);
    let mut pairs = Vec::new();
    let mut counts = Counts::default();
    let mut records = Vec::new();
    for block in entries.chunk_by(|one, other| one.0 == other.0) {
        if block.len() < 2 {
            continue;
        }
        if block.len() <= LARGEST {
            for (place, one) in block.iter().enumerate() {
                pairs.extend(
                    block[place + 1..]
                        .iter()
                        .map(|other| u64::from(one.1) << 32 | u64::from(other.1)),
                );
            }
            continue;
        }
        counts.refined += 1;
        records.clear();
        records.extend(block.iter().map(|entry| entry.1));
        refine(register, &mut records, 0, &mut pairs, &mut counts);
    }
    (pairs, counts)
}

/// The fields that an oversized block takes into its key, one after the other.
const REFINERS: [fn(&Register, &Row) -> u64; 8] = [
    |_, row| value::day_of_year(row.born).into(),
    |_, row| value::year(row.born).into(),
    |register, row| register.forms(row.given).keys[0].into(),
    |register, row| register.forms(row.family).keys[0].into(),
    |register, row| register.forms(row.father).keys[0].into(),
    |_, row| row.territory.into(),
    |_, row| row.phone.bits(),
    |_, row| row.pin.bits(),
];

fn refine(
    register: &Register,
    records: &mut [u32],
    step: usize,
    pairs: &mut Vec<u64>,
    counts: &mut Counts,
) {
    let mut add = |one: u32, other: u32| {
        pairs.push(u64::from(one.min(other)) << 32 | u64::from(one.max(other)))
    };
    if records.len() <= LARGEST {
        for (place, one) in records.iter().enumerate() {
            records[place + 1..].iter().for_each(|other| add(*one, *other));
        }
        return;
    }
    let Some(value) = REFINERS.get(step) else {
        counts.overflowing += 1;
        records.sort_unstable();
        for (place, one) in records.iter().enumerate() {
            records[place + 1..].iter().take(NEIGHBOURS).for_each(|other| add(*one, *other));
        }
        return;
    };
    let value = |record: &u32| value(register, &register.rows[*record as usize]);
    records.sort_unstable_by_key(|record| (value(record), *record));
    for block in records.chunk_by_mut(|one, other| value(one) == value(other)) {
        if block.len() > 1 {
            refine(register, block, step + 1, pairs, counts);
        }
    }
}

/// Of the other records of a block, those that one of them is compared with: the same as in
/// [`candidates`], but for crowds without any difference.
pub(crate) fn neighbours(register: &Register, record: u32, mut others: Vec<u32>) -> Vec<u32> {
    let row = &register.rows[record as usize];
    for value in REFINERS {
        if others.len() < LARGEST {
            return others;
        }
        let own = value(register, row);
        others.retain(|other| value(register, &register.rows[*other as usize]) == own);
    }
    others.truncate(2 * NEIGHBOURS);
    others
}
