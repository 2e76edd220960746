//! Words that look alike: letters taken two to five at a time, inside a word with a space on both sides.
//!
//! A piece that few words have says more than one that many have. Likeness is the cosine of the two sets of pieces, and all
//! of it is counted in whole numbers.

use rustc_hash::FxHashMap;

use super::whole::rarity;

/// Likeness of two words with the same pieces.
pub const SAME: u32 = 1000;

/// Words, found by what they look like.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    pieces: FxHashMap<u64, Piece>,
    /// The length of each word's vector.
    lengths: Vec<u64>,
}

#[derive(Clone, Debug, Default)]
struct Piece {
    words: Vec<u32>,
    weight: u64,
}

impl Looks {
    /// Words by number: the place in what was given.
    pub fn new<'a>(words: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let n_words = words.len();
        let mut pieces: FxHashMap<u64, Piece> = FxHashMap::default();
        let mut all = Vec::new();
        let mut ends = Vec::with_capacity(n_words);
        for (word, text) in words.enumerate() {
            let from = all.len();
            cut(text, &mut all);
            for piece in &all[from..] {
                pieces.entry(*piece).or_default().words.push(word as u32);
            }
            ends.push(all.len());
        }
        for piece in pieces.values_mut() {
            piece.weight = rarity(n_words as u64, piece.words.len() as u64);
        }
        let mut from = 0;
        let mut lengths = Vec::with_capacity(n_words);
        for to in ends {
            let squares = all[from..to].iter().map(|piece| pieces[piece].weight.pow(2));
            lengths.push(squares.sum::<u64>().isqrt());
            from = to;
        }
        Self { pieces, lengths }
    }

    /// The words that look like this one, with their likeness, [`SAME`] at most.
    pub fn like(&self, text: &str, least: u32, scratch: &mut Vec<u64>) -> Vec<(u32, u32)> {
        let mut pieces = Vec::new();
        cut(text, &mut pieces);
        scratch.resize(self.lengths.len(), 0);
        let mut touched: Vec<u32> = Vec::new();
        let mut squares = 0;
        let unknown = rarity(self.lengths.len() as u64, 1);
        for piece in pieces {
            let Some(piece) = self.pieces.get(&piece) else {
                squares += unknown.pow(2);
                continue;
            };
            squares += piece.weight.pow(2);
            for word in &piece.words {
                let sum = &mut scratch[*word as usize];
                if *sum == 0 {
                    touched.push(*word);
                }
                *sum += piece.weight.pow(2);
            }
        }
        let length = squares.isqrt().max(1);
        let mut found = Vec::new();
        for word in touched {
            let sum = std::mem::take(&mut scratch[word as usize]);
            let likeness = sum * u64::from(SAME) / (length * self.lengths[word as usize]).max(1);
            let likeness = likeness.min(u64::from(SAME)) as u32;
            if likeness >= least {
                found.push((word, likeness));
            }
        }
        found.sort_by_key(|(word, likeness)| (std::cmp::Reverse(*likeness), *word));
        found
    }
}

/// The pieces of a word, each once.
fn cut(text: &str, pieces: &mut Vec<u64>) {
    let from = pieces.len();
    let padded: Vec<u8> = [b" ", text.as_bytes(), b" "].concat();
    for size in 2..=5 {
        for piece in padded.windows(size) {
            pieces.push(piece.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
        }
    }
    pieces[from..].sort_unstable();
    let mut kept = from;
    for at in from..pieces.len() {
        if at == from || pieces[at] != pieces[kept - 1] {
            pieces[kept] = pieces[at];
            kept += 1;
        }
    }
    pieces.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_found_the_likest_first() {
        let words = ["svarshik", "svarka", "povar", "povariha", "shveia"];
        let looks = Looks::new(words.iter().copied());
        let mut scratch = Vec::new();
        let mut like = |text| -> Vec<&str> {
            let found = looks.like(text, 100, &mut scratch);
            found.into_iter().map(|(word, _)| words[word as usize]).collect()
        };
        assert_eq!(like("svarshik"), ["svarshik", "svarka"]);
        assert_eq!(like("povarom"), ["povar", "povariha"]);
        assert_eq!(like("shvei"), ["shveia"]);
        assert_eq!(like("lift"), [""; 0]);
        assert_eq!(looks.like("povar", 0, &mut scratch)[0], (2, SAME));
    }
}
