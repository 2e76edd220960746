//! Words without their endings. A word may be of any of the four languages, so it has several stems.

mod kyrgyz;
mod uzbek;

use rust_stemmers::{Algorithm, Stemmer};

use super::letters;

/// Takes endings off.
pub struct Stems {
    russian: Stemmer,
    english: Stemmer,
}

impl Default for Stems {
    fn default() -> Self {
        Self {
            russian: Stemmer::create(Algorithm::Russian),
            english: Stemmer::create(Algorithm::English),
        }
    }
}

impl Stems {
    /// The keys of a word's stems, each once, in order.
    pub fn of(&self, word: &str) -> Vec<String> {
        let mut stems = Vec::with_capacity(4);
        if word.chars().any(letters::is_cyrillic) {
            self.cyrillic(word, &mut stems);
        } else {
            stems.push(letters::key(&self.english.stem(word)));
            self.cyrillic(&letters::cyrillic(word), &mut stems);
        }
        stems.push(letters::key(uzbek::stem(&letters::sounds(word))));
        stems.retain(|stem| stem.len() >= 3);
        stems.sort();
        stems.dedup();
        stems
    }

    fn cyrillic(&self, word: &str, stems: &mut Vec<String>) {
        stems.push(letters::key(&self.russian.stem(word)));
        stems.push(letters::key(&kyrgyz::stem(word)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        let stems = Stems::default();
        let cases = [
            ("сварщиком", "сварщик"),
            ("поварами", "повар"),
            ("drivers", "driver"),
            ("cleaning", "cleaned"),
            ("курулушта", "курулуш"),
            ("kurulushta", "курулуш"),
            ("povarom", "повар"),
            ("zavodda", "zavod"),
            ("заводда", "zavodda"),
            ("qurilishda", "qurilish"),
        ];
        for (one, other) in cases {
            let (one_stems, other_stems) = (stems.of(one), stems.of(other));
            let shared = one_stems.iter().any(|stem| other_stems.contains(stem));
            assert!(shared, "{one} {one_stems:?}, {other} {other_stems:?}");
        }
    }
}
