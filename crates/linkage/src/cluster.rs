//! From pairs to people.
//!
//! Two groups become one person when the mean weight between all their records passes and none of
//! these pairs is forbidden. A chain of pairs alone never does it: A like B and B like C says little
//! when A and C contradict each other.

use crate::{register::Register, score::Scorer};

/// One sure pair does not outvote several doubtful ones: a weight counts so far and no further.
const MOST_WEIGHT: f32 = 20.0;

/// A person with so many records is not joined with another one by itself.
const LARGEST: usize = 40;

/// The cluster of each record, named by its first record.
pub fn clusters(
    register: &Register,
    scorer: &Scorer,
    pairs: &[(u32, u32)],
    weights: &[f32],
    least: f64,
) -> Vec<u32> {
    let least = least as f32;
    let mut edges: Vec<(f32, u32, u32)> = pairs
        .iter()
        .zip(weights)
        .filter(|(_, weight)| **weight >= least)
        .map(|((one, other), weight)| (*weight, *one, *other))
        .collect();
    edges.sort_unstable_by(|one, other| {
        other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2)))
    });
    let mut people = People::new(register.len());
    for (weight, one, other) in edges {
        let (first, second) = (people.of[one as usize], people.of[other as usize]);
        if first != second
            && people.fit(register, scorer, first, second, (one, other, weight), least)
        {
            people.join(first, second);
        }
    }
    people.of
}

/// Groups of records. The members of a group form a ring.
struct People {
    of: Vec<u32>,
    next: Vec<u32>,
    size: Vec<u32>,
}

impl People {
    fn new(n: usize) -> Self {
        let own: Vec<u32> = (0..n as u32).collect();
        Self { of: own.clone(), next: own, size: vec![1; n] }
    }

    fn members(&self, group: u32) -> Vec<u32> {
        let mut members = vec![group];
        let mut at = self.next[group as usize];
        while at != group {
            members.push(at);
            at = self.next[at as usize];
        }
        members.sort_unstable();
        members
    }

    fn fit(
        &self,
        register: &Register,
        scorer: &Scorer,
        first: u32,
        second: u32,
        best: (u32, u32, f32),
        least: f32,
    ) -> bool {
        let n_pairs = self.size[first as usize] * self.size[second as usize];
        if (self.size[first as usize] + self.size[second as usize]) as usize > LARGEST {
            return false;
        }
        if n_pairs == 1 {
            let pattern = register.compare(best.0, best.1);
            return !register.is_doubtful(best.0, best.1, pattern)
                && !register.forbids(best.0, best.1, pattern);
        }
        let mut sum = 0.0;
        for one in self.members(first) {
            for other in self.members(second) {
                let pattern = register.compare(one, other);
                if register.forbids(one, other, pattern) {
                    return false;
                }
                sum += scorer.of_pattern(register, one, other, pattern).min(MOST_WEIGHT);
            }
        }
        sum / n_pairs as f32 >= least
    }

    fn join(&mut self, first: u32, second: u32) {
        let (kept, gone) = (first.min(second), first.max(second));
        for member in self.members(gone) {
            self.of[member as usize] = kept;
        }
        self.next.swap(kept as usize, gone as usize);
        self.size[kept as usize] += self.size[gone as usize];
    }
}
