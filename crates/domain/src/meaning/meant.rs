//! The words that were meant by what was typed, also with the keyboard in the other layout.

use super::{layout, letters, lexicon::Lexicon, tidy, tidy::Word};

/// One piece between two spaces, as typed and as it is in the other layout.
struct Piece {
    typed: Vec<Word>,
    turned: Vec<Word>,
    other: Other,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Other {
    /// What was typed is no word, and turned it is one.
    Better,
    /// Neither is known.
    Unknown,
    Worse,
}

pub fn words(typed: &str, lexicon: &Lexicon) -> Vec<Word> {
    let pieces: Vec<Piece> = typed
        .split_whitespace()
        .take(400)
        .enumerate()
        .map(|(at, piece)| look(&piece.to_lowercase(), at, lexicon))
        .collect();
    let n_better = pieces.iter().filter(|piece| piece.other == Other::Better).count();
    let n_worse = pieces.iter().filter(|piece| piece.other == Other::Worse).count();
    let mut words = Vec::new();
    for piece in pieces {
        // An unknown word follows the others.
        let is_turned =
            piece.other == Other::Better || piece.other == Other::Unknown && n_better > n_worse;
        words.extend(if is_turned { piece.turned } else { piece.typed });
    }
    words
}

fn look(typed: &str, at: usize, lexicon: &Lexicon) -> Piece {
    let has_latin = typed.chars().any(|c| c.is_ascii_alphabetic());
    let has_cyrillic = typed.chars().any(letters::is_cyrillic);
    let has_sign = has_latin && typed.contains(['[', ']', ';', '\'', ',', '.', '`']);
    let turned = match (has_latin, has_cyrillic) {
        (true, false) => layout::to_cyrillic(typed),
        (false, true) => layout::to_latin(typed),
        // `;` alone is ж, but who would type that?
        _ => typed.to_owned(),
    };
    let read = |text: &str| {
        let mut words = Vec::new();
        tidy::push(&tidy::small(text), at, &mut words);
        words
    };
    let (typed, turned) = (read(typed), read(&turned));
    let known = |words: &[Word]| -> usize {
        words.iter().map(|word| lexicon.knows(&word.text) * word.text.chars().count()).sum()
    };
    let other = match (known(&typed), known(&turned)) {
        _ if has_latin == has_cyrillic => Other::Worse,
        // Two letters are too few to be sure.
        (0, 0..=4) => Other::Unknown,
        (plain, other) if other * 2 > plain * 3 => Other::Better,
        // A sign parts a word, and a part may be one by chance: `fdnjvt[fybr` is `автомеханик`.
        (_, other) if has_sign && turned.len() == 1 && other > 4 => Other::Better,
        _ => Other::Worse,
    };
    Piece { typed, turned, other }
}
