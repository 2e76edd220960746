//! Abbreviations, slips and spellings that are written out before anything else: `стр-во`, `маш.`, `oshpozchu`.

use std::collections::HashMap;

use super::tidy::{self, After, Word};

/// What is written out, found by its first word, the longest first.
#[derive(Clone, Debug, Default)]
pub struct Written(HashMap<String, Vec<Entry>>);

#[derive(Clone, Debug)]
struct Entry {
    written: Vec<Word>,
    /// Whether it is short for something only with its point.
    has_point: bool,
    means: Vec<Word>,
}

impl Written {
    pub fn new<'a>(lines: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut found: HashMap<String, Vec<Entry>> = HashMap::new();
        for (written, means) in lines {
            let has_point = written.trim_end().ends_with('.');
            let (written, means) = (tidy::words(written), tidy::words(means));
            let Some(first) = written.first() else { continue };
            let entries = found.entry(first.text.clone()).or_default();
            entries.push(Entry { written, has_point, means });
        }
        for entries in found.values_mut() {
            entries.sort_by_key(|entry| (std::cmp::Reverse(entry.written.len()), !entry.has_point));
        }
        Self(found)
    }

    /// Whether something that begins with this word is written out.
    pub fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    /// The same words with everything written out, once: what came out is not looked at again.
    pub fn out(&self, words: &[Word]) -> Vec<Word> {
        let mut out = Vec::with_capacity(words.len() + 4);
        let mut rest = words;
        while let Some(first) = rest.first() {
            let found = self
                .0
                .get(&first.text)
                .and_then(|entries| entries.iter().find(|entry| entry.fits(rest)));
            match found {
                Some(entry) => {
                    let n_written = entry.written.len();
                    let after = match rest[n_written - 1].after {
                        After::Point if entry.has_point => After::Space,
                        other => other,
                    };
                    let n_means = entry.means.len();
                    for (at, word) in entry.means.iter().enumerate() {
                        let after = if at + 1 == n_means { after } else { After::Space };
                        out.push(Word { text: word.text.clone(), after, piece: first.piece });
                    }
                    rest = &rest[n_written..];
                }
                None => {
                    out.push(first.clone());
                    rest = &rest[1..];
                }
            }
        }
        out
    }
}

impl Entry {
    fn fits(&self, words: &[Word]) -> bool {
        let n = self.written.len();
        if words.len() < n {
            return false;
        }
        let last = n - 1;
        self.written.iter().zip(words).enumerate().all(|(at, (written, word))| {
            written.text == word.text
                && if at == last {
                    !self.has_point || word.after == After::Point || word.after == After::Break
                } else {
                    written.after == word.after
                }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_is_written_out_once_the_longest_first() {
        let written = Written::new([
            ("стр-во", "строительство"),
            ("зав.", "заведующий"),
            ("зав. скл.", "заведующий складом"),
            ("м/с", "медсестра"),
            ("повар", "кухонный повар"),
            ("р.", "разряд"),
        ]);
        let cases = [
            ("стр-во домов", "строительство домов"),
            ("зав. скл., Ош", "заведующий складом ош"),
            ("зав. кафедрой", "заведующий кафедрой"),
            ("зав кафедрой", "зав кафедрой"),
            ("м/с в ЦРБ", "медсестра в црб"),
            ("м с", "м с"),
            ("повар", "кухонный повар"),
            ("сварщик 5 р., вахта", "сварщик 5 разряд вахта"),
        ];
        for (text, expected) in cases {
            let out: Vec<String> =
                written.out(&tidy::words(text)).into_iter().map(|word| word.text).collect();
            assert_eq!(out.join(" "), expected, "{text}");
        }
    }
}
