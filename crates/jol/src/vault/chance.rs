//! Where random bytes come from.
//!
//! Two sources: the system, for a cell in use, and a seed, for the sample country and for tests that must run the same way twice.

use std::{
    cell::RefCell,
    sync::atomic::{AtomicU64, Ordering},
};

use sha2::{Digest, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

/// A source of random bytes that any thread may ask.
pub trait Chance: Send + Sync {
    fn fill(&self, bytes: &mut [u8]);
}

/// Some random bytes, as many as the caller's type says.
pub fn random<const N: usize>(chance: &dyn Chance) -> [u8; N] {
    let mut bytes = [0; N];
    chance.fill(&mut bytes);
    bytes
}

/// A number from 0 up to but not including `limit`, each equally likely.
pub fn below(chance: &dyn Chance, limit: u32) -> u32 {
    assert!(limit > 0, "no number is below zero");
    // The last, incomplete round of the range would favour small numbers, so it is drawn again.
    let whole_rounds = u32::MAX - u32::MAX % limit;
    loop {
        let drawn = u32::from_le_bytes(random(chance));
        if drawn < whole_rounds {
            return drawn % limit;
        }
    }
}

/// The random bytes of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        DRAWN.with_borrow_mut(|drawn| drawn.take(bytes));
    }
}

thread_local! {
    static DRAWN: RefCell<Drawn> = RefCell::new(Drawn { bytes: Zeroizing::new([0; 512]), n_used: 512 });
}

/// Bytes of the system that nobody has had yet. To seal one record takes a dozen small draws, and each would be a call of
/// the system.
struct Drawn {
    bytes: Zeroizing<[u8; 512]>,
    n_used: usize,
}

impl Drawn {
    fn take(&mut self, into: &mut [u8]) {
        if into.len() > self.bytes.len() {
            return draw(into);
        }
        if into.len() > self.bytes.len() - self.n_used {
            draw(&mut *self.bytes);
            self.n_used = 0;
        }
        let given = &mut self.bytes[self.n_used..][..into.len()];
        into.copy_from_slice(given);
        // What was given away may become a key, which nobody else should find here.
        given.zeroize();
        self.n_used += into.len();
    }
}

fn draw(bytes: &mut [u8]) {
    // The system refuses only where it has no random source at all. To go on with keys that can be guessed
    // would be worse than to stop.
    getrandom::fill(bytes).expect("the operating system gives no random bytes");
}

/// The same bytes for the same seed. Never for a cell with real people.
///
/// Asked from one thread, it repeats exactly. Threads that share one source get its bytes in the order they ask, so
/// work in parallel takes a [`SeededChance::part`] for each piece.
#[derive(Debug)]
pub struct SeededChance {
    seed: [u8; 32],
    asked: AtomicU64,
}

impl SeededChance {
    pub fn new(seed: u64) -> Self {
        Self { seed: Sha256::digest(seed.to_le_bytes()).into(), asked: AtomicU64::new(0) }
    }

    /// A source of its own for one piece of the work, named by its number.
    pub fn part(&self, number: u64) -> Self {
        let seed = Sha256::new()
            .chain_update(self.seed)
            .chain_update(b"part")
            .chain_update(number.to_le_bytes());
        Self { seed: seed.finalize().into(), asked: AtomicU64::new(0) }
    }
}

impl Chance for SeededChance {
    fn fill(&self, bytes: &mut [u8]) {
        let first = self.asked.fetch_add(bytes.len().div_ceil(32) as u64, Ordering::Relaxed);
        for (number, block) in (first..).zip(bytes.chunks_mut(32)) {
            let fresh =
                Sha256::new().chain_update(self.seed).chain_update(number.to_le_bytes()).finalize();
            block.copy_from_slice(&fresh[..block.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        let draw = |chance: SeededChance| (random::<40>(&chance), random::<7>(&chance));
        assert_eq!(draw(SeededChance::new(7)), draw(SeededChance::new(7)));
        assert_ne!(draw(SeededChance::new(7)), draw(SeededChance::new(8)));
        assert_ne!(draw(SeededChance::new(7)), draw(SeededChance::new(7).part(0)));
        assert_ne!(draw(SeededChance::new(7).part(1)), draw(SeededChance::new(7).part(0)));
    }

    #[test]
    fn no_two_draws_are_alike() {
        for chance in [&SeededChance::new(1) as &dyn Chance, &SystemChance] {
            let mut drawn: Vec<[u8; 16]> = (0..1000).map(|_| random(chance)).collect();
            drawn.sort_unstable();
            drawn.dedup();
            assert_eq!(drawn.len(), 1000);
        }
    }

    #[test]
    fn every_number_below_the_limit_is_about_equally_likely() {
        let chance = SeededChance::new(3);
        let mut counts = [0u32; 10];
        for _ in 0..10_000 {
            counts[below(&chance, 10) as usize] += 1;
        }
        // Five standard deviations of a fair draw are 150.
        assert!(counts.iter().all(|&count| (850..=1150).contains(&count)), "{counts:?}");
        assert_eq!(below(&chance, 1), 0);
    }

    #[test]
    fn a_draw_in_the_incomplete_round_is_made_again() {
        /// Gives the highest number first, whose last digit is five, then seven.
        struct HighThenSeven(AtomicU64);
        impl Chance for HighThenSeven {
            fn fill(&self, bytes: &mut [u8]) {
                let number = if self.0.fetch_add(1, Ordering::Relaxed) == 0 { u32::MAX } else { 7 };
                bytes.copy_from_slice(&number.to_le_bytes());
            }
        }
        assert_eq!(below(&HighThenSeven(AtomicU64::new(0)), 10), 7);
    }
}
