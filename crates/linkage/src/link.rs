//! A whole register at once.

use rayon::prelude::*;

use crate::{
    block::{self, Counts},
    cluster,
    compare::Pattern,
    learn,
    model::Model,
    register::Register,
    score::Scorer,
};

/// What came of it. Pairs are in the order of the ids of their records.
pub struct Linked {
    pub model: Model,
    pub scorer: Scorer,
    pub pairs: Vec<(u32, u32)>,
    pub looks: Vec<Pattern>,
    pub weights: Vec<f32>,
    pub counts: Counts,
}

/// Reads the names, finds the pairs worth a look, learns unless there is a model, and weighs them.
///
/// `also` are the names of the further columns.
pub fn link(register: &mut Register, model: Option<Model>, also: &[String]) -> Linked {
    register.derive(0);
    register.sort();
    let (pairs, counts) = block::candidates(register);
    let looks: Vec<Pattern> = pairs
        .par_iter()
        .with_min_len(4096)
        .map(|(one, other)| register.compare(*one, *other))
        .collect();
    let model = model.unwrap_or_else(|| learn::learn(register, &pairs, &looks, also));
    let scorer = Scorer::new(&model, register);
    let weights = pairs
        .par_iter()
        .zip(&looks)
        .with_min_len(4096)
        .map(|((one, other), look)| scorer.of_pattern(register, *one, *other, *look))
        .collect();
    Linked { model, scorer, pairs, looks, weights, counts }
}

impl Linked {
    /// The person of each record: those who more likely than not are one, where `least` is 0.
    pub fn clusters(&self, register: &Register, least: f64) -> Vec<u32> {
        cluster::clusters(register, &self.scorer, &self.pairs, &self.weights, least)
    }
}
