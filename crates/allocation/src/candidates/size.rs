//! How large the blocks are with which rows are found soonest.

use super::{
    best::Best,
    blocks::{Blocks, Sums},
    label::{Label, May},
    order::alike,
    rows::Rows,
};

/// Rows in a block of rows that are alike. Larger blocks promise more than they hold, and of smaller ones there are more to add.
const ALIKE: usize = 8;

/// So many of the rows are asked like questions, to see which way is quicker.
const TRIALS: usize = 32;
const TRIAL_MOST: usize = 20;

/// Blocks of rows that are alike where many are much like others, as vacancies of one occupation are; else every row is a
/// block of its own, and promises what it scores.
pub fn in_blocks(n_features: usize, rows: &Rows, labels: &[Label]) -> Blocks {
    let blocks = Blocks::new(n_features, rows, labels, &alike(rows, n_features, ALIKE), ALIKE);
    if blocks_pay(&blocks, n_features, rows) {
        return blocks;
    }
    drop(blocks);
    let order: Vec<u32> = (0..rows.len() as u32).collect();
    Blocks::new(n_features, rows, labels, &order, 1)
}

/// Is there less to add with these blocks than row by row, for questions like the rows themselves?
fn blocks_pay(blocks: &Blocks, n_features: usize, rows: &Rows) -> bool {
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
        by_blocks += blocks.search(&question, &asked, &mut sums, &mut best, &May::ANY);
        for (feature, _) in &question {
            asked[*feature as usize] = 0.0;
        }
    }
    by_blocks < by_rows
}
