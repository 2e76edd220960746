//! Endings of Uzbek taken off. The word is given by its sounds, so that both of its scripts are one.

/// The longer endings first: what somebody does or did, then cases, whose it is, many.
const ENDINGS: [&str; 46] = [
    "uvchilar", "uvchisi", "ganmiz", "ganman", "kanman", "iapman", "ardim", "uvchi", "ovchi",
    "iman", "aman", "amiz", "imiz", "larni", "larga", "lari", "ning", "dagi", "lar", "gan", "dim",
    "dik", "dan", "tan", "man", "miz", "ish", "ib", "im", "ni", "ga", "ka", "da", "ta", "si",
    "sida", "siga", "ida", "iga", "ini", "di", "li", "ar", "ai", "i", "a",
];

/// How many endings are taken off, and how many letters stay.
const MOST: usize = 2;
const LEAST: usize = 3;

pub fn stem(sounds: &str) -> &str {
    let mut stem = sounds;
    for _ in 0..MOST {
        let fits = ENDINGS.iter().filter_map(|ending| stem.strip_suffix(ending));
        let long = fits.filter(|rest| rest.chars().count() >= LEAST && rest.bytes().any(is_vowel));
        let Some(rest) = long.min_by_key(|rest| rest.len()) else { break };
        stem = rest;
    }
    stem
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meaning::letters::sounds;

    #[test]
    fn endings_come_off() {
        let cases = [
            ("zavodda", "zavod"),
            ("qurilishda", "qurilish"),
            ("haydovchisi", "haydovchi"),
            ("oshpazman", "oshpaz"),
            ("tikaman", "tikuvchi"),
            ("ishlaganman", "ishlayman"),
            ("bozorda", "bozor"),
            ("uylarni", "uylar"),
            ("sotaman", "sotuvchi"),
        ];
        for (one, other) in cases {
            let (one, other) = (sounds(one), sounds(other));
            assert_eq!(stem(&one), stem(&other));
        }
    }

    #[test]
    fn a_short_word_stays() {
        for word in ["ish", "non", "uy", "osh", "gul"] {
            assert_eq!(stem(&sounds(word)), sounds(word));
        }
    }
}
