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

/// Everything that may follow an Uzbek o or g to make another letter of it. Elsewhere it is silent.
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
    // Unicode counts some of these signs as letters.
    if TURNED_COMMAS.contains(letter) {
        return None;
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted<'t>(language: Language, texts: &[&'t str]) -> Vec<&'t str> {
        let mut texts = texts.to_vec();
        texts.sort_by_key(|text| sort_key(language, text));
        texts
    }

    #[test]
    fn names_stand_where_readers_look_for_them() {
        let cases: [(Language, &[&str], &str); 12] = [
            (Language::Ky, &["Нур", "Ңа", "Обо", "Өмүр", "Парпи"], "ң after н, ө after о"),
            (Language::Ky, &["Улан", "Үсөн", "Фатима"], "ү after у"),
            (Language::Ky, &["Еркин", "Ёлка", "Жаныл"], "ё after е"),
            (Language::Ky, &["Асан", "асан", "Асанов"], "the shorter first, case last"),
            (Language::Ky, &["Ак Суу", "Ак-Суу", "Акмат"], "a space and a hyphen before letters"),
            (Language::Ky, &["Абдиев", "Яна", "Abdiev"], "own script first"),
            (Language::Ru, &["9 мая", "Яна", "Anna", "中"], "digits, own, other, the rest"),
            (Language::Ru, &["Ғани", "Давлат", "Ҷамшед", "Шариф"], "letters of neighbours"),
            (Language::En, &["Asan", "Zarina", "Асан"], "own script first"),
            (Language::En, &["Cem", "Çetin", "Demir"], "a marked letter with its plain one"),
            (
                Language::Uz,
                &["Zafar", "Oʻktam", "Gʻani", "Shavkat", "Chori", "Асан"],
                "the five letters of two signs come after z",
            ),
            (Language::Uz, &["Oʻktam", "O'ktamov", "O‘ktamxon"], "whichever sign was typed"),
        ];
        for (language, expected, why) in cases {
            let mut shuffled = expected.to_vec();
            shuffled.reverse();
            assert_eq!(sorted(language, &shuffled), expected, "{why}");
        }
    }

    #[test]
    fn every_alphabet_is_in_its_order() {
        let alphabets = [
            (
                Language::Ky,
                "а б в г д е ё ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я",
            ),
            (Language::Ru, "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"),
            (Language::Uz, "a b d e f g h i j k l m n o p q r s t u v x y z oʻ gʻ sh ch ng"),
            (Language::En, "a b c d e f g h i j k l m n o p q r s t u v w x y z"),
        ];
        for (language, alphabet) in alphabets {
            let letters: Vec<&str> = alphabet.split(' ').collect();
            let mut backwards = letters.clone();
            backwards.reverse();
            assert_eq!(sorted(language, &backwards), letters);
            // A capital stands with its small letter, and not before all of them.
            for pair in letters.windows(2) {
                let capital = pair[1].to_uppercase();
                assert!(sort_key(language, pair[0]) < sort_key(language, &capital), "{pair:?}");
            }
        }
    }

    #[test]
    fn an_uzbek_apostrophe_parts_two_letters() {
        // Isʼhoq has s and h, not sh: it stands before Islom and not at the end.
        assert!(sort_key(Language::Uz, "Isʼhoq") < sort_key(Language::Uz, "Islom"));
        assert!(sort_key(Language::Uz, "Ishoq") > sort_key(Language::Uz, "Iztillo"));
    }

    fn name() -> impl Strategy<Value = String> {
        // A few letters only, so that names agree up to case, marks and signs.
        prop::collection::vec(
            prop::sample::select("аАңнНoOʻ'shŞ 1-".chars().collect::<Vec<_>>()),
            0..6,
        )
        .prop_map(String::from_iter)
    }

    fn language() -> impl Strategy<Value = Language> {
        prop::sample::select(&Language::ALL[..])
    }

    proptest! {
        #[test]
        fn two_names_have_one_key_only_if_they_are_one(
            language in language(), a in name(), b in name(),
        ) {
            prop_assert_eq!(sort_key(language, &a) == sort_key(language, &b), a == b);
        }

        #[test]
        fn a_name_comes_before_every_longer_one(language in language(), a in name(), b in "[а-яң]{1,3}") {
            let longer = format!("{a}{b}");
            prop_assert!(sort_key(language, &a) < sort_key(language, &longer));
        }

        #[test]
        fn case_never_outweighs_a_letter(language in language(), a in "[а-яңөү]{1,6}", b in "[а-яңөү]{1,6}") {
            prop_assume!(a != b);
            prop_assert_eq!(
                sort_key(language, &a) < sort_key(language, &b),
                sort_key(language, &a.to_uppercase()) < sort_key(language, &b.to_uppercase())
            );
        }

        #[test]
        fn any_text_has_a_key(language in language(), text: String) {
            sort_key(language, &text);
        }
    }
}
