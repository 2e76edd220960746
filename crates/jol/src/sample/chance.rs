//! Chance from a seed: the same numbers on every machine, in every year.
//!
//! SplitMix64 (Steele, Lea and Flood, 2014). No function of the platform's mathematics library is
//! used here, because its last digit may differ between machines and the sample must not.

/// A stream of chance.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream of one thing among many: streams of the same seed do not depend on each other.
    pub fn new(seed: u64, topic: u64, number: u64) -> Self {
        let mut stream = Self(seed);
        stream.0 = stream.next() ^ topic;
        stream.0 = stream.next() ^ number;
        stream
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of `0..bound`. The bias of the multiplication is below one in four billion.
    pub fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// One of `low..=high`.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below((high - low + 1) as u32) as i32
    }

    pub fn happens(&mut self, share: f64) -> bool {
        ((self.next() >> 11) as f64) < share * (1u64 << 53) as f64
    }

    pub fn one<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        &values[self.below(values.len() as u32) as usize]
    }
}

/// Values with weights. The weights need not add up to anything.
#[derive(Clone, Debug)]
pub struct Weighted<T> {
    values: Vec<T>,
    sums: Vec<u64>,
}

impl<T> Weighted<T> {
    /// Values without weight are left out, so they can never be drawn.
    pub fn new(rows: impl IntoIterator<Item = (T, f64)>) -> Self {
        let mut weighted = Self { values: Vec::new(), sums: Vec::new() };
        let mut sum = 0;
        for (value, weight) in rows {
            // Whole numbers add up to the same in any order and on any machine.
            let weight = (weight * 1_000_000.0) as u64;
            if weight > 0 {
                sum += weight;
                weighted.values.push(value);
                weighted.sums.push(sum);
            }
        }
        assert!(!weighted.values.is_empty(), "there is nothing to draw from");
        weighted
    }

    /// The first values are the commonest: the k-th has the weight k^(-3/4), as names do in registers.
    pub fn ranked(values: impl IntoIterator<Item = T>) -> Self {
        // Two square roots are exact on every machine; a power is not.
        let weight = |rank: usize| 1.0 / (rank as f64 * (rank as f64).sqrt()).sqrt();
        Self::new(values.into_iter().enumerate().map(|(at, value)| (value, weight(at + 1))))
    }

    pub fn draw(&self, chance: &mut Chance) -> &T {
        let total = self.sums[self.sums.len() - 1];
        let at = ((u128::from(chance.next()) * u128::from(total)) >> 64) as u64;
        &self.values[self.sums.partition_point(|sum| *sum <= at)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // The first outputs of SplitMix64 from the state 1234567, as its authors print them.
        let mut stream = Chance(1_234_567);
        let first = [stream.next(), stream.next(), stream.next()];
        assert_eq!(
            first,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn streams_of_one_seed_differ() {
        assert_ne!(Chance::new(1, 1, 0).next(), Chance::new(1, 0, 1).next());
        assert_ne!(Chance::new(1, 0, 0).next(), Chance::new(2, 0, 0).next());
    }

    #[test]
    fn what_has_no_weight_is_never_drawn_and_the_rest_by_weight() {
        let weighted = Weighted::new([("never", 0.0), ("often", 3.0), ("seldom", 1.0)]);
        let mut chance = Chance::new(7, 0, 0);
        let drawn: Vec<_> = (0..10_000).map(|_| *weighted.draw(&mut chance)).collect();
        let share = drawn.iter().filter(|value| **value == "often").count() as f64 / 10_000.0;
        assert!(!drawn.contains(&"never"));
        assert!((share - 0.75).abs() < 0.02, "{share}");
    }
}
