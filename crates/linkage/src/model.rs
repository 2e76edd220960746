//! What was learnt: how often each level is seen in pairs of one person, of strangers, of relatives.
//!
//! A model is plain data and a file. A pair is scored with nothing but the model and the two records,
//! so a record that comes alone gets the weight it would get in the whole register.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::compare::{OWN_FIELDS, levels};

/// The version of the form and the meaning of a model.
pub const VERSION: u16 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    pub model_version: u16,
    /// Of the folding; another one gives other names.
    pub norm_version: u16,
    /// How many records it was learnt from.
    pub n_records: u64,
    /// Pairs whose equal personal numbers showed them to be one person.
    pub n_confirmed: u64,
    /// The share of all pairs that are one person.
    pub lambda: f64,
    pub fields: Vec<Field>,
    /// Further kinds of pairs that are two people, yet no strangers.
    pub kinds: Vec<Kind>,
    /// Of pairs of two sources, where enough were seen: the share of each level in each field.
    pub by_sources: BTreeMap<String, Vec<Vec<f64>>>,
    pub frequencies: BTreeMap<String, Frequencies>,
    pub communities: Communities,
}

/// Groups with a stock of names of their own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Communities {
    /// The share of each in the register; empty where there is but one.
    pub shares: Vec<f64>,
    /// For each field, by key: the part of each community among those with that name.
    pub parts: BTreeMap<String, BTreeMap<String, Vec<f32>>>,
}

/// Shares of the levels of one field; the first is of level 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    pub name: String,
    pub levels: Vec<String>,
    /// Among pairs of one person.
    pub m: Vec<f64>,
    /// Among pairs of two strangers.
    pub u: Vec<f64>,
}

/// Two people who are no strangers: relatives, or namesakes of one community.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kind {
    pub name: String,
    /// The share of all pairs that are of this kind.
    pub share: f64,
    /// As in [`Field`], for every field.
    pub shares: Vec<Vec<f64>>,
    /// Relatives share a surname because they are relatives: its rarity says nothing then.
    pub by_blood: bool,
}

/// How common the values of a field are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Frequencies {
    /// Values below this share are not kept and count as having it.
    pub floor: f64,
    pub shares: BTreeMap<String, f32>,
}

impl Frequencies {
    pub fn of(&self, value: &str) -> f64 {
        self.shares.get(value).map_or(self.floor, |share| f64::from(*share).max(self.floor))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelFault {
    #[error("the model has version {0}, this program reads version {VERSION}")]
    Version(u16),
    #[error("the model was learnt with names folded by version {0}, this program folds by version {ours}", ours = crate::fold::VERSION)]
    Folding(u16),
    #[error("the model has {0} fields where the file gives {1}")]
    Fields(usize, usize),
    #[error("the shares of {0} in the model are not those of its levels")]
    Shares(String),
}

impl Model {
    /// Whether it can be used for records with so many further columns.
    pub fn check(&self, n_also: usize) -> Result<(), ModelFault> {
        if self.model_version != VERSION {
            return Err(ModelFault::Version(self.model_version));
        }
        if self.norm_version != crate::fold::VERSION {
            return Err(ModelFault::Folding(self.norm_version));
        }
        if self.fields.len() != OWN_FIELDS + n_also {
            return Err(ModelFault::Fields(self.fields.len(), OWN_FIELDS + n_also));
        }
        for (field, known) in self.fields.iter().enumerate() {
            let n_levels = levels(field).names.len() - 1;
            let right = |shares: &[f64]| {
                shares.len() == n_levels && shares.iter().all(|share| *share > 0.0 && *share <= 1.0)
            };
            let kinds = self.kinds.iter().map(|kind| kind.shares.get(field));
            let sources = self.by_sources.values().map(|shares| shares.get(field));
            if !right(&known.m)
                || !right(&known.u)
                || !kinds.chain(sources).all(|shares| shares.is_some_and(|shares| right(shares)))
            {
                return Err(ModelFault::Shares(known.name.clone()));
            }
        }
        Ok(())
    }
}

/// Shares of levels to begin with, before anything was seen: what one would guess of any register.
/// They weigh as much as [`GUESS_WEIGHT`] pairs, so a register of some size soon speaks for itself.
pub(crate) fn guessed(field: usize) -> &'static [f64] {
    match field {
        crate::compare::GIVEN => &[0.84, 0.06, 0.01, 0.04, 0.01, 0.005, 0.015, 0.02],
        crate::compare::SURNAME => {
            &[0.72, 0.06, 0.01, 0.05, 0.01, 0.005, 0.06, 0.001, 0.01, 0.03, 0.03, 0.015]
        }
        crate::compare::FATHER => &[0.84, 0.07, 0.01, 0.04, 0.01, 0.01, 0.02],
        crate::compare::BIRTH => &[0.92, 0.03, 0.01, 0.015, 0.01, 0.01, 0.001, 0.002, 0.01],
        crate::compare::PIN => &[0.985, 0.01, 0.002, 0.003],
        crate::compare::PHONE => &[0.6, 0.01, 0.39],
        crate::compare::TERRITORY => &[0.8, 0.05, 0.15],
        crate::compare::SEX => &[0.98, 0.01, 0.01],
        _ => &[0.8, 0.08, 0.03, 0.09],
    }
}

/// Pairs that the first guess is worth.
pub(crate) const GUESS_WEIGHT: f64 = 20.0;

/// The same for relatives: one surname and father, mostly one place, often one phone.
pub(crate) fn guessed_of_relatives(field: usize) -> &'static [f64] {
    match field {
        crate::compare::GIVEN => &[0.01, 0.01, 0.005, 0.02, 0.03, 0.005, 0.919, 0.001],
        crate::compare::SURNAME => {
            &[0.45, 0.3, 0.01, 0.05, 0.01, 0.005, 0.08, 0.001, 0.02, 0.03, 0.04, 0.004]
        }
        crate::compare::FATHER => &[0.75, 0.06, 0.01, 0.04, 0.01, 0.01, 0.12],
        crate::compare::BIRTH => &[0.05, 0.005, 0.002, 0.005, 0.02, 0.03, 0.03, 0.857, 0.001],
        crate::compare::PIN => &[0.0001, 0.001, 0.002, 0.9969],
        crate::compare::PHONE => &[0.3, 0.01, 0.69],
        crate::compare::TERRITORY => &[0.75, 0.08, 0.17],
        crate::compare::SEX => &[0.5, 0.49, 0.01],
        _ => &[0.5, 0.05, 0.05, 0.4],
    }
}
