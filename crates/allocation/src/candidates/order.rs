//! Rows that are alike, side by side.

use super::rows::Rows;

/// How often a half is weighed anew before it is cut.
const ROUNDS: usize = 3;

/// An order of the rows in which those that are alike stand near each other, in blocks of `block`.
///
/// The rows are halved by what sets the two halves apart, and the halves are halved, down to single blocks. It is only an
/// order: a bad one makes answers slower and never different.
pub fn alike(rows: &Rows, n_features: usize, block: usize) -> Vec<u32> {
    let n = rows.len();
    let mut order: Vec<u32> = (0..n as u32).collect();
    let mut halving =
        Halving { rows, block, apart: vec![0.0; n_features], leaning: vec![(0.0, 0); n] };
    halving.halve(&mut order);
    order
}

struct Halving<'a> {
    rows: &'a Rows,
    block: usize,
    /// How much more of a feature the first half has than the second; zero between halvings.
    apart: Vec<f32>,
    /// How much each row leans to the first half.
    leaning: Vec<(f32, u32)>,
}

impl Halving<'_> {
    fn halve(&mut self, order: &mut [u32]) {
        let n_blocks = order.len().div_ceil(self.block);
        if n_blocks < 2 {
            return;
        }
        let n_first = n_blocks / 2 * self.block;
        let seed = order[order.len() / 2];
        self.weigh(&[seed], 1.0);
        self.part(order, n_first);
        self.forget(&[seed]);
        for _ in 1..ROUNDS {
            let (first, second) = order.split_at(n_first);
            self.weigh(first, 1.0 / first.len() as f32);
            self.weigh(second, -1.0 / second.len() as f32);
            self.part(order, n_first);
            self.forget(order);
        }
        let (first, second) = order.split_at_mut(n_first);
        self.halve(first);
        self.halve(second);
    }

    fn weigh(&mut self, rows: &[u32], each: f32) {
        for row in rows {
            for (feature, weight) in self.rows.of(*row) {
                self.apart[feature as usize] += each * weight;
            }
        }
    }

    fn forget(&mut self, rows: &[u32]) {
        for row in rows {
            for (feature, _) in self.rows.of(*row) {
                self.apart[feature as usize] = 0.0;
            }
        }
    }

    /// Puts those that lean most to the first half into it; of equal ones the lower row.
    fn part(&mut self, order: &mut [u32], n_first: usize) {
        let leaning = &mut self.leaning[..order.len()];
        for (row, leans) in order.iter().zip(leaning.iter_mut()) {
            let toward =
                self.rows.of(*row).map(|(feature, weight)| weight * self.apart[feature as usize]);
            *leans = (toward.sum(), *row);
        }
        leaning.select_nth_unstable_by(n_first, |one, other| {
            other.0.total_cmp(&one.0).then(one.1.cmp(&other.1))
        });
        for (row, leans) in order.iter_mut().zip(leaning.iter()) {
            *row = leans.1;
        }
    }
}
