//! The order of names in a list.
//!
//! Each language has its own alphabet, and the readers' own script comes first in a list of both.
//! Case, accents and marks decide only between spellings that are otherwise the same.

use domain::language::Language;

/// The letters of Cyrillic as Kyrgyz orders them. The neighbours' letters stand beside the letter
/// they come from, so that a Tajik or Uzbek name is found where one looks for it.
const CYRILLIC: &str = "аәбвгғдеёжҗзиӣіїйкқлмнңҥоөпрстуүұӯўфхҳһцчҷшщъыьэюя";
const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
/// The last five are two signs each in the text, see [`letters`].
/// C and w are no letters of Uzbek, but of names that Uzbek lists hold.
const UZBEK: &str = "abcdefghijklmnopqrstuvwxyzÔĜŜĈŊ";

/// Letters of other Latin alphabets, each with the plain letter it is filed under.
const PLAIN: &[(&str, char)] = &[
    ("áàâäãåāăąǎ", 'a'),
    ("çćčĉ", 'c'),
    ("ďđð", 'd'),
    ("éèêëēėęəě", 'e'),
    ("ğĝģ", 'g'),
    ("íìîïīįı", 'i'),
    ("ķ", 'k'),
    ("łľĺļ", 'l'),
    ("ñńňņ", 'n'),
    ("óòôöõøōő", 'o'),
    ("řŕ", 'r'),
    ("śšşșŝ", 's'),
    ("ťţț", 't'),
    ("úùûüūůűų", 'u'),
    ("ýÿ", 'y'),
    ("źżž", 'z'),
];

/// Everything that may follow an Uzbek o or g to make another letter of it.
const TURNED_COMMAS: &str = "ʻʼ'`‘’´";

const SPACE: u16 = 1;
const DIGITS: u16 = 10;
const OWN_SCRIPT: u16 = 100;
const OTHER_SCRIPT: u16 = 300;
const THE_REST: u16 = 1_000;

/// Bytes that sort as the language orders the texts. Different texts have different keys.
pub fn sort_key(language: Language, text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 3 + 2);
    for letter in letters(language, text) {
        key.extend(weight(language, letter).unwrap_or(0).to_be_bytes());
    }
    // No letter weighs nothing, so a shorter name comes before a longer one that begins with it.
    key.extend([0, 0]);
    key.extend(text.as_bytes());
    key
}

/// The text in small letters, with the Uzbek letters of two signs made one.
fn letters(language: Language, text: &str) -> Vec<char> {
    let small: Vec<char> = text.chars().flat_map(char::to_lowercase).map(plain).collect();
    let mut letters = Vec::with_capacity(small.len());
    let mut rest = small.as_slice();
    while let [first, tail @ ..] = rest {
        let joined = match (first, tail.first()) {
            ('o', Some(mark)) if TURNED_COMMAS.contains(*mark) => Some('Ô'),
            ('g', Some(mark)) if TURNED_COMMAS.contains(*mark) => Some('Ĝ'),
            ('s', Some('h')) => Some('Ŝ'),
            ('c', Some('h')) => Some('Ĉ'),
            ('n', Some('g')) if !tail.get(1).is_some_and(|mark| TURNED_COMMAS.contains(*mark)) => {
                Some('Ŋ')
            }
            _ => None,
        };
        match joined {
            Some(letter) if language == Language::Uz => {
                letters.push(letter);
                rest = &tail[1..];
            }
            _ => {
                letters.push(*first);
                rest = tail;
            }
        }
    }
    letters.retain(|letter| weight(language, *letter).is_some());
    letters
}

fn plain(letter: char) -> char {
    match letter {
        'ӊ' => 'ң',
        _ => PLAIN
            .iter()
            .find(|(letters, _)| letters.contains(letter))
            .map_or(letter, |(_, plain)| *plain),
    }
}

/// The place of a letter, or none for marks that do not count.
fn weight(language: Language, letter: char) -> Option<u16> {
    let (cyrillic, latin) = match language {
        Language::Ky | Language::Ru => (OWN_SCRIPT, OTHER_SCRIPT),
        Language::Uz | Language::En => (OTHER_SCRIPT, OWN_SCRIPT),
    };
    let alphabet = if language == Language::Uz { UZBEK } else { LATIN };
    if letter.is_whitespace() || matches!(letter, '-' | '‐' | '‑' | '–') {
        return Some(SPACE);
    }
    if let Some(digit) = letter.to_digit(10) {
        return Some(DIGITS + u16::try_from(digit).ok()?);
    }
    if let Some(place) = place_in(CYRILLIC, letter) {
        return Some(cyrillic + place);
    }
    if let Some(place) = place_in(alphabet, letter) {
        return Some(latin + place);
    }
    // A script we have no alphabet for keeps the order of its code, after all others.
    letter
        .is_alphanumeric()
        .then(|| THE_REST + u16::try_from((u32::from(letter) >> 2).min(60_000)).unwrap_or(60_000))
}

fn place_in(alphabet: &str, letter: char) -> Option<u16> {
    alphabet.chars().position(|one| one == letter).and_then(|place| u16::try_from(place).ok())
}
