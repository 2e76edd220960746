//! Two people who are no strangers: relatives share a home and a father, namesakes a stock of names.
//!
//! Weighed against strangers alone, two brothers with one phone look like one person. What such pairs
//! look like is learnt from those whose personal numbers differ.

use super::{Counts, Seen, shares, weighed};
use crate::{
    compare::*,
    model::{GUESS_WEIGHT, Kind, guessed, guessed_of_relatives},
    register::Register,
};

pub(super) fn first_kinds(register: &Register, n_fields: usize, u: &[Vec<f64>]) -> Vec<Kind> {
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
            shares: (0..n_fields)
                .map(|field| normal(guessed_of_relatives(field).to_vec()))
                .collect(),
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
pub(super) struct Candidates {
    pub seen: Seen,
    pub n_pairs: f64,
}

/// What is known of pairs of one person when it has to be guessed who is one.
pub(super) struct OnePerson {
    pub m: Vec<Vec<f64>>,
    pub lambda: f64,
    pub counts: Counts,
}

const ROUNDS: usize = 60;

impl Candidates {
    /// Expectation maximisation: shares the pairs out among strangers, whose looks are known, further
    /// kinds of two people, and one person where that is not known.
    pub fn tell_apart(
        &self,
        mut one_person: Option<&mut OnePerson>,
        u: &[Vec<f64>],
        kinds: &mut [Kind],
    ) {
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
                let of_kinds: Vec<f64> =
                    kinds.iter().map(|kind| kind.share * likely(&kind.shares)).collect();
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
                    kind.shares[field] =
                        weighed(&counts[place][field], &first[place].shares[field], GUESS_WEIGHT);
                }
            }
            if let Some(known) = one_person.as_deref_mut() {
                known.lambda = (sums[kinds.len()] / self.n_pairs).max(1e-15);
                for (field, guess) in counts[kinds.len()].iter().enumerate() {
                    let mut with_known = *guess;
                    // The pairs that numbers confirmed count as what they are.
                    if field != PIN {
                        with_known
                            .iter_mut()
                            .zip(&known.counts[field])
                            .for_each(|(count, more)| *count += more);
                    }
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
