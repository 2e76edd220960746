//! Rows that come and go, and the best of them for a question.

use super::best::{Best, Found};

/// Rows of weighted features, found by what they share with a question. Whole numbers below 2^24 in sum are added exactly.
#[derive(Debug, Default)]
pub struct Index {
    /// For each feature the rows that have it, in their order.
    postings: Vec<Vec<Posting>>,
    closed: Vec<bool>,
    n_open: usize,
}

#[derive(Clone, Copy, Debug)]
struct Posting {
    row: u32,
    weight: f32,
}

/// Arrays that are used again.
#[derive(Debug, Default)]
pub struct Scratch {
    /// For each row what it scores; zero between questions.
    scores: Vec<f32>,
    touched: Vec<u32>,
    question: Vec<(u32, f32)>,
    best: Best,
}

impl Index {
    pub fn new(n_features: usize) -> Self {
        Self { postings: vec![Vec::new(); n_features], ..Self::default() }
    }

    /// The number of the new row: rows are numbered as they come, and a number is never used again.
    ///
    /// Features may stand in any order; of one that is named twice the weights are added.
    ///
    /// # Panics
    ///
    /// When a feature is not below the number the index was made for, or a weight is negative or no number.
    pub fn push(&mut self, features: &[(u32, f32)]) -> u32 {
        let row = u32::try_from(self.closed.len())
            .unwrap_or_else(|_| panic!("more rows than have a number"));
        let mut tidy = Vec::with_capacity(features.len());
        in_order(features, &mut tidy);
        for (feature, weight) in tidy {
            self.postings[feature as usize].push(Posting { row, weight });
        }
        self.closed.push(false);
        self.n_open += 1;
        row
    }

    /// The row is in no answer any more.
    pub fn close(&mut self, row: u32) {
        let closed = &mut self.closed[row as usize];
        self.n_open -= usize::from(!*closed);
        *closed = true;
    }

    /// How many rows are open.
    pub fn len(&self) -> usize {
        self.n_open
    }

    pub fn is_empty(&self) -> bool {
        self.n_open == 0
    }

    /// The best `most` rows that `may` lets through and that share a feature with the question: by score, then by number.
    /// `may` is asked only about rows that could be among the best.
    pub fn top(
        &self,
        scratch: &mut Scratch,
        question: &[(u32, f32)],
        most: usize,
        may: impl Fn(u32) -> bool,
    ) -> Vec<Found> {
        scratch.best.begin(most);
        scratch.scores.resize(self.closed.len().max(scratch.scores.len()), 0.0);
        in_order(question, &mut scratch.question);
        for (feature, asked) in &scratch.question {
            for Posting { row, weight } in
                self.postings.get(*feature as usize).into_iter().flatten()
            {
                let score = &mut scratch.scores[*row as usize];
                if *score == 0.0 {
                    scratch.touched.push(*row);
                }
                *score += asked * weight;
            }
        }
        for row in scratch.touched.drain(..) {
            let found = Found { row, score: std::mem::take(&mut scratch.scores[row as usize]) };
            if found.score > 0.0
                && scratch.best.takes(found)
                && !self.closed[row as usize]
                && may(row)
            {
                scratch.best.push(found);
            }
        }
        scratch.best.sorted().to_vec()
    }
}

/// The features in their order, each once, without those that weigh nothing.
pub fn in_order(features: &[(u32, f32)], tidy: &mut Vec<(u32, f32)>) {
    tidy.clear();
    tidy.extend(features.iter().filter(|(feature, weight)| {
        assert!(
            weight.is_finite() && *weight >= 0.0,
            "a weight of {weight} for feature {feature}: weights are numbers from 0 on"
        );
        *weight > 0.0
    }));
    tidy.sort_by_key(|(feature, _)| *feature);
    tidy.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}
