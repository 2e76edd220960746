//! One alphabet for every word, however it was typed: plain small Latin letters that sound alike in all four languages.
//!
//! `повар`, `povar`; `ашпозчу`, `ashpozchu`; `ўқитувчи`, `oʻqituvchi`; `тигүүчү`, `тигуучу`: each pair is one word here.
//! It is a key to compare by, never a way to write.

/// The key of one word of small letters: its sounds, and twice the same is once (`кассир`, `касир`).
pub fn key(word: &str) -> String {
    let mut key = sounds(word);
    let mut last = None;
    key.retain(|letter| last.replace(letter) != Some(letter));
    key
}

/// How a word of small letters sounds, in plain Latin letters.
pub fn sounds(word: &str) -> String {
    let mut plain = String::with_capacity(word.len() + 2);
    let mut letters = word.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            'ь' if letters.peek().is_some_and(|next| "еюяэ".contains(*next)) => {
                plain.push('i')
            }
            _ => plain.push_str(sound(c)),
        }
    }
    let mut sounds = String::with_capacity(plain.len());
    let mut rest = plain.as_str();
    while let Some(c) = rest.chars().next() {
        let spelling = SPELLINGS.iter().find(|(spelling, _)| rest.starts_with(spelling));
        let (sound, taken) = match spelling {
            Some((spelling, sound)) => (*sound, spelling.len()),
            None => (&rest[..c.len_utf8()], c.len_utf8()),
        };
        sounds.push_str(sound);
        rest = &rest[taken..];
    }
    sounds
}

/// Several Latin letters that are one sound; the longer first.
const SPELLINGS: [(&str, &str); 12] = [
    ("shch", "sh"),
    ("sch", "sh"),
    ("sh", "sh"),
    ("ch", "ch"),
    ("zh", "j"),
    ("kh", "h"),
    ("ck", "k"),
    ("ts", "s"),
    ("c", "s"),
    ("q", "k"),
    ("w", "v"),
    ("x", "h"),
];

fn sound(c: char) -> &'static str {
    match c {
        'а' | 'a' | 'á' | 'à' | 'â' | 'ä' => "a",
        'б' | 'b' => "b",
        'в' | 'v' => "v",
        'г' | 'ғ' | 'g' | 'ğ' => "g",
        'д' | 'd' => "d",
        'е' | 'ё' | 'э' | 'e' | 'é' | 'è' => "e",
        'ж' | 'j' => "j",
        'з' | 'z' => "z",
        'и' | 'й' | 'ы' | 'i' | 'y' | 'ı' | 'í' | 'î' => "i",
        'к' | 'қ' | 'k' => "k",
        'л' | 'l' => "l",
        'м' | 'm' => "m",
        'н' | 'ң' | 'n' | 'ñ' => "n",
        'о' | 'ө' | 'ў' | 'o' | 'ö' | 'ó' => "o",
        'п' | 'p' => "p",
        'р' | 'r' => "r",
        'с' | 's' => "s",
        'т' | 't' => "t",
        'у' | 'ү' | 'u' | 'ü' | 'ú' => "u",
        'ф' | 'f' => "f",
        'х' | 'ҳ' => "h",
        'h' => "h",
        'ц' => "s",
        'ч' | 'ç' => "ch",
        'ш' | 'щ' | 'ş' => "sh",
        'ю' => "iu",
        'я' => "ia",
        'c' => "c",
        'q' => "q",
        'w' => "w",
        'x' => "x",
        '0' => "0",
        '1' => "1",
        '2' => "2",
        '3' => "3",
        '4' => "4",
        '5' => "5",
        '6' => "6",
        '7' => "7",
        '8' => "8",
        '9' => "9",
        _ => "",
    }
}

/// A word in Latin letters as somebody would write it in Cyrillic, so that Russian and Kyrgyz endings can be seen in it.
pub fn cyrillic(word: &str) -> String {
    let mut written = String::with_capacity(word.len() * 2);
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let found = CYRILLIC.iter().find(|(latin, _)| rest.starts_with(latin));
        match found {
            Some((latin, cyrillic)) => {
                written.push_str(cyrillic);
                rest = &rest[latin.len()..];
            }
            None => {
                written.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    written
}

const CYRILLIC: [(&str, &str); 41] = [
    ("shch", "щ"),
    ("sch", "щ"),
    ("sh", "ш"),
    ("ch", "ч"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("yu", "ю"),
    ("ya", "я"),
    ("yo", "ё"),
    ("ye", "е"),
    ("a", "а"),
    ("b", "б"),
    ("c", "ц"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "ж"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("q", "к"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("w", "в"),
    ("x", "х"),
    ("y", "ы"),
    ("z", "з"),
    ("ö", "ө"),
    ("ü", "ү"),
    ("ş", "ш"),
    ("ç", "ч"),
];

/// Mends a word in which letters of both alphabets stand, because they look alike: `cварщик` with a Latin c.
pub fn one_script(word: &str) -> String {
    let n_cyrillic = word.chars().filter(|c| is_cyrillic(*c)).count();
    let n_latin = word.chars().filter(char::is_ascii_alphabetic).count();
    if n_cyrillic == 0 || n_latin == 0 {
        return word.to_owned();
    }
    let is_cyrillic_only = |c: char| is_cyrillic(c) && TWINS.iter().all(|(_, twin)| *twin != c);
    let to_cyrillic = word.chars().any(is_cyrillic_only) || n_cyrillic >= n_latin;
    let twins = if to_cyrillic { TWINS } else { TWINS.map(|(latin, cyrillic)| (cyrillic, latin)) };
    let alike = |c: char| twins.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to);
    word.chars().map(alike).collect()
}

/// A Latin letter and the Cyrillic one it looks like.
const TWINS: [(char, char); 12] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
];

pub fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_a_word_is_typed_its_key_is_one() {
        let same = [
            ["повар", "povar"],
            ["ашпозчу", "ashpozchu"],
            ["тигүүчү", "тигуучу"],
            ["тигүүчү", "tiguuchu"],
            ["швея", "shveya"],
            ["сварщик", "svarshchik"],
            ["сварщик", "svarshik"],
            ["кассир", "касир"],
            ["официант", "ofitsiant"],
            ["официант", "oficiant"],
            ["курьер", "kuryer"],
            ["ўқитувчи", "oqituvchi"],
            ["ҳайдовчи", "haydovchi"],
            ["ҳайдовчи", "xaydovchi"],
            ["жумуш", "jumush"],
            ["жумуш", "zhumush"],
            ["маляр", "malyar"],
            ["воркер", "worker"],
        ];
        for [one, other] in same {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        for [one, other] in [["повар", "говор"], ["швея", "шея"], ["тиш", "түш"]]
        {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
    }

    #[test]
    fn latin_letters_are_read_as_cyrillic() {
        let cases = [("povar", "повар"), ("ishtegem", "иштегем"), ("shveya", "швея")];
        for (latin, expected) in cases {
            assert_eq!(cyrillic(latin), expected);
        }
    }

    #[test]
    fn a_word_of_two_alphabets_becomes_a_word_of_one() {
        for (mixed, mended) in [("cварщик", "сварщик"), ("пoвap", "повар"), ("сook", "cook")]
        {
            assert_eq!(one_script(mixed), mended);
        }
        assert_eq!(one_script("1с"), "1с");
        assert_eq!(one_script("welder"), "welder");
    }
}
