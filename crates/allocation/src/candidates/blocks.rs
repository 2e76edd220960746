//! Rows that do not change any more, in blocks.

use super::{
    best::{Best, Found},
    label::{Label, May},
    rows::Rows,
};

/// How much lower the bar is each time nothing above it is left.
const STEP: f32 = 0.6;

/// How often; then all that is left is taken.
const ROUNDS: usize = 10;

/// Numbers that are compared with the bar at once.
const LANES: usize = 16;

/// Rows that do not change any more, in blocks.
///
/// For each feature it is known which blocks have it and with what weight at most. Adding those up gives what a row of the
/// block can score at most, and only blocks that can hold one of the best are looked into. Promises are added in the same
/// order as scores, and rounding never turns an order around: what a block promises is never less than what a row of it scores,
/// to the last bit.
#[derive(Debug)]
pub struct Blocks {
    /// How many rows a block has, but for the last.
    pub size: usize,
    rows: Rows,
    /// The number of each row.
    numbers: Vec<u32>,
    /// The groups there are, and which of them each row is in.
    groups: Vec<u32>,
    group_of: Vec<u32>,
    /// The lowest number in each block.
    lowest: Vec<u32>,
    /// Where the promises of each feature begin, and where the last ones end.
    promises_begin: Vec<usize>,
    promises: Vec<Promise>,
}

/// What the rows of a block have at most of a feature.
#[derive(Clone, Copy, Debug, Default)]
struct Promise {
    block: u32,
    most: f32,
}

/// What is known while a question is answered.
#[derive(Debug, Default)]
pub struct Sums {
    /// What the blocks promise, and the highest of each few.
    sums: Vec<f32>,
    peaks: Vec<f32>,
    /// Blocks above the bar, with what they promise.
    high: Vec<(f32, u32)>,
    /// For each group whether the question may have it.
    allowed: Vec<bool>,
}

impl Blocks {
    /// The rows in this order, so many in a block. The more alike those of a block are, the fewer blocks are looked into.
    pub fn new(
        n_features: usize,
        rows: &Rows,
        labels: &[Label],
        order: &[u32],
        size: usize,
    ) -> Self {
        let mut groups: Vec<u32> = labels.iter().map(|label| label.group).collect();
        groups.sort_unstable();
        groups.dedup();
        let label = |row: &u32| labels[*row as usize];
        let place = |group: u32| groups.partition_point(|before| *before < group) as u32;
        let numbers: Vec<u32> = order.iter().map(|row| label(row).number).collect();
        let group_of = order.iter().map(|row| place(label(row).group)).collect();
        let lowest = numbers.chunks(size).filter_map(|block| block.iter().min().copied()).collect();
        let mut ordered = Rows::default();
        for row in order {
            ordered.push(rows.of(*row));
        }

        // Once to count the promises of each feature, once to put each where it belongs.
        let mut promises_begin = vec![0; n_features + 1];
        each_promise(&ordered, size, |feature, _| promises_begin[feature as usize] += 1);
        let mut n = 0;
        for begin in &mut promises_begin {
            n += std::mem::replace(begin, n);
        }
        let mut ends = promises_begin.clone();
        let mut promises = vec![Promise::default(); n];
        each_promise(&ordered, size, |feature, promise| {
            let end = &mut ends[feature as usize];
            promises[*end] = promise;
            *end += 1;
        });
        Self { size, rows: ordered, numbers, groups, group_of, lowest, promises_begin, promises }
    }

    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Gives each row with its label, in no order.
    pub fn each_row(&self, mut take: impl FnMut(Label, &mut dyn Iterator<Item = (u32, f32)>)) {
        for (row, (number, group)) in self.numbers.iter().zip(&self.group_of).enumerate() {
            let label = Label { number: *number, group: self.groups[*group as usize] };
            take(label, &mut self.rows.of(row as u32));
        }
    }

    /// Takes the best of its rows, and answers how much had to be added and compared, about. `asked` is the question spread over
    /// all features.
    pub fn search(
        &self,
        question: &[(u32, f32)],
        asked: &[f32],
        Sums { sums, peaks, high, allowed }: &mut Sums,
        best: &mut Best,
        may: &May,
    ) -> usize {
        allowed.clear();
        allowed.extend(self.groups.iter().map(|group| (may.group)(*group)));
        if !allowed.contains(&true) {
            return allowed.len() / 4;
        }
        let n_peaks = self.lowest.len().div_ceil(LANES);
        sums.clear();
        sums.resize(n_peaks * LANES, 0.0);
        let mut work = sums.len() / 4;
        for (feature, by) in question {
            let feature = *feature as usize;
            let place = self.promises_begin[feature]..self.promises_begin[feature + 1];
            work += place.len();
            for promise in &self.promises[place] {
                sums[promise.block as usize] += by * promise.most;
            }
        }
        peaks.clear();
        peaks.extend(sums.as_chunks::<LANES>().0.iter().map(highest));
        peaks.resize(n_peaks.next_multiple_of(LANES), 0.0);
        let top = peaks.iter().copied().fold(0.0, f32::max);

        // Blocks that promise most come first: the sooner good rows are found, the more blocks need no look.
        let (mut above, mut bar) = (f32::INFINITY, top);
        for round in 1..=ROUNDS {
            bar = if round == ROUNDS { 0.0 } else { bar * STEP }.max(best.least());
            high.clear();
            for (chunk, some) in peaks.as_chunks::<LANES>().0.iter().enumerate() {
                if highest(some) < bar {
                    continue;
                }
                for (peak, of) in some.iter().zip(chunk * LANES..) {
                    if *peak < bar || *peak == 0.0 {
                        continue;
                    }
                    let blocks = of * LANES..(of + 1) * LANES;
                    for (sum, block) in sums[blocks.clone()].iter().zip(blocks) {
                        if *sum >= bar && *sum < above && *sum > 0.0 {
                            high.push((*sum, block as u32));
                        }
                    }
                }
            }
            high.sort_unstable_by(|one, other| other.0.total_cmp(&one.0));
            for (sum, block) in &*high {
                if *sum < best.least() {
                    return work;
                }
                if best.takes(Found { row: self.lowest[*block as usize], score: *sum }) {
                    work += self.look_into(*block, *sum, asked, allowed, best, may);
                }
            }
            above = bar;
            if above <= best.least() {
                break;
            }
        }
        work
    }

    /// Takes the best rows of one block; answers like [`Blocks::search`].
    fn look_into(
        &self,
        block: u32,
        promised: f32,
        asked: &[f32],
        allowed: &[bool],
        best: &mut Best,
        may: &May,
    ) -> usize {
        let first = block as usize * self.size;
        let rows = first..self.numbers.len().min(first + self.size);
        let mut work = rows.len();
        for row in rows {
            if !allowed[self.group_of[row] as usize] {
                continue;
            }
            let score = if self.size == 1 {
                promised
            } else {
                work += self.rows.len_of(row as u32);
                self.rows.score(row as u32, asked)
            };
            let found = Found { row: self.numbers[row], score };
            if score > 0.0 && best.takes(found) && (may.row)(found.row) {
                best.push(found);
            }
        }
        work
    }
}

/// Gives what each block of so many rows promises, block by block.
fn each_promise(rows: &Rows, size: usize, mut take: impl FnMut(u32, Promise)) {
    let mut cells: Vec<(u32, f32)> = Vec::new();
    for first in (0..rows.len()).step_by(size) {
        cells.clear();
        for row in first..rows.len().min(first + size) {
            cells.extend(rows.of(row as u32));
        }
        cells.sort_unstable_by_key(|(feature, _)| *feature);
        for same in cells.chunk_by(|one, other| one.0 == other.0) {
            let most = same.iter().map(|(_, weight)| *weight).fold(0.0, f32::max);
            take(same[0].0, Promise { block: (first / size) as u32, most });
        }
    }
}

#[inline]
fn highest(lanes: &[f32; LANES]) -> f32 {
    let mut half = [0.0; LANES / 2];
    for (lane, high) in half.iter_mut().enumerate() {
        let (one, other) = (lanes[lane], lanes[lane + LANES / 2]);
        *high = if one > other { one } else { other };
    }
    half.into_iter().fold(0.0, |high, one| if one > high { one } else { high })
}
