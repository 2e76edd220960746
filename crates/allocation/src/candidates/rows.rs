//! Rows of weighted features, one after another.

/// The largest weight: sums of products of any that are allowed are still numbers.
pub const LARGEST: f32 = 1e15;

/// Rows of weighted features, one after another. In an index the features of each stand in their order, each once, and weigh
/// more than nothing.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Where each row begins, and where the last one ends.
    begins: Vec<usize>,
    features: Vec<u32>,
    weights: Vec<f32>,
}

impl Default for Rows {
    fn default() -> Self {
        Self { begins: vec![0], features: Vec::new(), weights: Vec::new() }
    }
}

impl Rows {
    pub fn len(&self) -> usize {
        self.begins.len() - 1
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn push(&mut self, features: impl Iterator<Item = (u32, f32)>) {
        for (feature, weight) in features {
            self.features.push(feature);
            self.weights.push(weight);
        }
        self.begins.push(self.features.len());
    }

    #[inline]
    pub fn of(&self, row: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let place = self.begins[row as usize]..self.begins[row as usize + 1];
        let (features, weights) = (&self.features[place.clone()], &self.weights[place]);
        features.iter().zip(weights).map(|(feature, weight)| (*feature, *weight))
    }

    /// How many features a row has.
    #[inline]
    pub fn len_of(&self, row: u32) -> usize {
        self.begins[row as usize + 1] - self.begins[row as usize]
    }

    /// What a row scores for a question that is spread over all features.
    #[inline]
    pub(super) fn score(&self, row: u32, asked: &[f32]) -> f32 {
        // Begins at 0.0 and adds one by one: another order would be rounded otherwise.
        self.of(row).fold(0.0, |score, (feature, weight)| score + asked[feature as usize] * weight)
    }

    pub fn clear(&mut self) {
        self.begins.truncate(1);
        self.features.clear();
        self.weights.clear();
    }
}

/// The features in their order, each once, without those that weigh nothing.
///
/// # Panics
///
/// When a weight is not from 0 to 10^15.
pub fn in_order(features: impl Iterator<Item = (u32, f32)>, tidy: &mut Vec<(u32, f32)>) {
    tidy.clear();
    tidy.extend(features);
    if !tidy.is_sorted_by(|one, other| one.0 < other.0) {
        tidy.sort_by_key(|(feature, _)| *feature);
        tidy.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
    }
    for (feature, weight) in &*tidy {
        assert!(
            (0.0..=LARGEST).contains(weight),
            "feature {feature} weighs {weight}, which is not from 0 to 10^15"
        );
    }
    tidy.retain(|(_, weight)| *weight > 0.0);
}
