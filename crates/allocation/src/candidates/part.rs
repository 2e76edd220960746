//! Rows that do not change any more, in the way that answers soonest.

use super::{
    best::Best,
    blocks::{Blocks, Sums},
    order::alike,
    rows::Rows,
};

/// Rows in a block of rows that are alike. Larger blocks promise more than they hold, and of smaller ones there are more to add.
const ALIKE: usize = 16;

/// Rows that do not change any more.
#[derive(Debug)]
pub enum Part {
    /// Many rows are much like others, as vacancies of one occupation are.
    Alike(Blocks<ALIKE>),
    /// Every row is a block of its own, and promises what it scores.
    Single(Blocks<1>),
}

/// So many of the rows are asked like questions, to see which way is quicker.
const TRIALS: usize = 32;
const TRIAL_MOST: usize = 20;

impl Part {
    pub fn new(n_features: usize, rows: &Rows, numbers: &[u32]) -> Self {
        let order = alike(rows, n_features, ALIKE);
        let blocks = Blocks::new(n_features, rows, numbers, &order);
        if blocks_pay(&blocks, n_features, rows) {
            return Self::Alike(blocks);
        }
        drop(blocks);
        let order: Vec<u32> = (0..rows.len() as u32).collect();
        Self::Single(Blocks::new(n_features, rows, numbers, &order))
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Alike(blocks) => blocks.len(),
            Self::Single(blocks) => blocks.len(),
        }
    }

    /// Gives each row with its number, in no order.
    pub fn each_row(&self, take: impl FnMut(u32, &mut dyn Iterator<Item = (u32, f32)>)) {
        match self {
            Self::Alike(blocks) => blocks.each_row(take),
            Self::Single(blocks) => blocks.each_row(take),
        }
    }

    /// Takes the best of its rows. `asked` is the question spread over all features.
    pub fn search(
        &self,
        question: &[(u32, f32)],
        asked: &[f32],
        sums: &mut Sums,
        best: &mut Best,
        may: &dyn Fn(u32) -> bool,
    ) {
        match self {
            Self::Alike(blocks) => blocks.search(question, asked, sums, best, may),
            Self::Single(blocks) => blocks.search(question, asked, sums, best, may),
        };
    }
}

/// Is there less to add with these blocks than row by row, for questions like the rows themselves?
fn blocks_pay(blocks: &Blocks<ALIKE>, n_features: usize, rows: &Rows) -> bool {
    let mut rows_with = vec![0; n_features];
    for row in 0..rows.len() as u32 {
        for (feature, _) in rows.of(row) {
            rows_with[feature as usize] += 1;
        }
    }
    let (mut asked, mut sums, mut best) = (vec![0.0; n_features], Sums::default(), Best::default());
    let (mut by_blocks, mut by_rows) = (0, 0);
    for row in (0..rows.len() as u32).step_by(rows.len().div_ceil(TRIALS).max(1)) {
        let question: Vec<(u32, f32)> = rows.of(row).collect();
        by_rows += rows.len() / 4;
        for (feature, by) in &question {
            asked[*feature as usize] = *by;
            by_rows += rows_with[*feature as usize];
        }
        best.begin(TRIAL_MOST);
        by_blocks += blocks.search(&question, &asked, &mut sums, &mut best, &|_| true);
        for (feature, _) in &question {
            asked[*feature as usize] = 0.0;
        }
    }
    by_blocks < by_rows
}
