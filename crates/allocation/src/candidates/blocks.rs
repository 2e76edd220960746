//! Rows that do not change any more, in blocks.

use super::{
    best::{Best, Found},
    rows::Rows,
};

/// How much lower the bar is each time nothing above it is left.
const STEP: f32 = 0.8;

/// How often; then all that is left is taken.
const ROUNDS: usize = 10;

/// Numbers that are compared with the bar at once.
const LANES: usize = 16;

/// Rows that do not change any more, in blocks of `BLOCK`.
///
/// For each feature it is known which blocks have it and with what weight at most. Adding those up gives what a row of the
/// block can score at most, and only blocks that can hold one of the best are looked into. Promises are added in the same
/// order as scores, and rounding never turns an order around: what a block promises is never less than what a row of it scores,
/// to the last bit.
#[derive(Debug)]
pub struct Blocks<const BLOCK: usize> {
    /// The number of each row.
    numbers: Vec<u32>,
    /// The lowest number in each block.
    lowest: Vec<u32>,
    /// Where the promises of each feature begin, and where the last ones end.
    promises_begin: Vec<usize>,
    promises: Vec<Promise>,
    /// Where the columns of each block begin, and where the last ones end.
    columns_begin: Vec<usize>,
    /// The features that a row of the block has, in their order, and what each row has of it.
    features: Vec<u32>,
    columns: Vec<[f32; BLOCK]>,
}

/// What the rows of a block have at most of a feature.
#[derive(Clone, Copy, Debug, Default)]
struct Promise {
    block: u32,
    most: f32,
}

/// What the blocks promise for a question, and the highest of each few.
#[derive(Debug, Default)]
pub struct Sums {
    sums: Vec<f32>,
    peaks: Vec<f32>,
}

impl<const BLOCK: usize> Blocks<BLOCK> {
    /// The rows in this order. The more alike the rows of a block are, the fewer blocks are looked into.
    pub fn new(n_features: usize, rows: &Rows, numbers: &[u32], order: &[u32]) -> Self {
        let mut columns_begin = vec![0];
        let (mut features, mut columns) = (Vec::new(), Vec::new());
        let mut cells: Vec<(u32, usize, f32)> = Vec::new();
        for block in order.chunks(BLOCK) {
            cells.clear();
            for (lane, row) in block.iter().enumerate() {
                cells.extend(rows.of(*row).map(|(feature, weight)| (feature, lane, weight)));
            }
            cells.sort_unstable_by_key(|(feature, lane, _)| (*feature, *lane));
            for same in cells.chunk_by(|one, other| one.0 == other.0) {
                let mut column = [0.0; BLOCK];
                for (_, lane, weight) in same {
                    column[*lane] = *weight;
                }
                features.push(same[0].0);
                columns.push(column);
            }
            columns_begin.push(features.len());
        }
        features.shrink_to_fit();
        columns.shrink_to_fit();

        let mut promises_begin = vec![0; n_features + 1];
        for feature in &features {
            promises_begin[*feature as usize] += 1;
        }
        let mut n = 0;
        for begin in &mut promises_begin {
            n += std::mem::replace(begin, n);
        }
        let mut ends = promises_begin.clone();
        let mut promises = vec![Promise::default(); n];
        for (block, place) in columns_begin.windows(2).enumerate() {
            for place in place[0]..place[1] {
                let end = &mut ends[features[place] as usize];
                let most = columns[place].iter().copied().fold(0.0, f32::max);
                promises[*end] = Promise { block: block as u32, most };
                *end += 1;
            }
        }
        let numbers: Vec<u32> = order.iter().map(|row| numbers[*row as usize]).collect();
        let lowest =
            numbers.chunks(BLOCK).filter_map(|block| block.iter().min().copied()).collect();
        Self { numbers, lowest, promises_begin, promises, columns_begin, features, columns }
    }

    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Gives each row with its number, in no order.
    pub fn each_row(&self, mut take: impl FnMut(u32, &mut dyn Iterator<Item = (u32, f32)>)) {
        for (block, numbers) in self.numbers.chunks(BLOCK).enumerate() {
            let place = self.columns_begin[block]..self.columns_begin[block + 1];
            for (lane, number) in numbers.iter().enumerate() {
                let cells = place.clone().map(|at| (self.features[at], self.columns[at][lane]));
                take(*number, &mut cells.filter(|(_, weight)| *weight > 0.0));
            }
        }
    }

    /// Takes the best of its rows, and answers how much had to be added and compared, about. `asked` is the question spread over
    /// all features.
    pub fn search(
        &self,
        question: &[(u32, f32)],
        asked: &[f32],
        Sums { sums, peaks }: &mut Sums,
        best: &mut Best,
        may: &dyn Fn(u32) -> bool,
    ) -> usize {
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
            let within = |sum: f32| sum >= bar && sum < above && sum > 0.0;
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
                        if within(*sum)
                            && best.takes(Found { row: self.lowest[block], score: *sum })
                        {
                            work += self.look_into(block, *sum, asked, best, may);
                        }
                    }
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
        block: usize,
        promised: f32,
        asked: &[f32],
        best: &mut Best,
        may: &dyn Fn(u32) -> bool,
    ) -> usize {
        let place = self.columns_begin[block]..self.columns_begin[block + 1];
        let mut scores = [0.0; BLOCK];
        if BLOCK == 1 {
            scores[0] = promised;
        } else {
            // No look whether the feature is asked for: nothing of what is not asked for is added.
            for (feature, column) in
                self.features[place.clone()].iter().zip(&self.columns[place.clone()])
            {
                let by = asked[*feature as usize];
                scores = std::array::from_fn(|lane| scores[lane] + by * column[lane]);
            }
        }
        for (score, row) in scores.into_iter().zip(&self.numbers[block * BLOCK..]) {
            let found = Found { row: *row, score };
            if score > 0.0 && best.takes(found) && may(*row) {
                best.push(found);
            }
        }
        place.len() * BLOCK / 4
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
