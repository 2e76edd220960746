//! From a spelling in Kyrgyz, Russian, Uzbek, Tajik or Latin letters to one plain form.
//!
//! A border writes `ZHAPAROV`, an office «Жапаров», a German employer `Dschaparow`. Folded, all are
//! `japarov`. The folded form is for comparing, never for showing: `c` stands for ч, `w` for ш.
//!
//! A Cyrillic spelling has one reading. A Latin one may have several, because `x` is х in Uzbek and
//! кс in English; the first is the usual one and is called **canon**.
//!
//! Vowels that Arabic names share out freely (Осмон, Усман) are not folded together here. That is a
//! matter of likeness, and folding it would make strangers equal.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The version of the rules. Folded columns are stored with it and derived again when it rises.
pub const VERSION: u16 = 2;

/// More readings than this help nobody; a word that would have more keeps its usual ones.
const MOST_READINGS: usize = 16;

/// The usual reading: plain lower-case letters, one token per word, single spaces between.
///
/// ```
/// use linkage::fold::canon;
///
/// assert_eq!(canon("Жапаров Үсөнбек"), "japarov usonbek");
/// assert_eq!(canon("ZHAPAROV USONBEK"), "japarov usonbek");
/// ```
pub fn canon(name: &str) -> String {
    let mut canon = String::with_capacity(name.len());
    for word in words(name) {
        let folded = tail(&usual(&word));
        if folded.is_empty() {
            continue;
        }
        if !canon.is_empty() {
            canon.push(' ');
        }
        canon.push_str(&folded);
    }
    canon
}

/// All readings, the usual one first. Of several words, those of each word in every combination.
pub fn readings(name: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    for word in words(name) {
        let mut of_word = word_readings(&word);
        if of_word.is_empty() {
            continue;
        }
        if names.len() * of_word.len() > MOST_READINGS {
            of_word.truncate(1);
        }
        names = names
            .iter()
            .flat_map(|start| {
                let gap = if start.is_empty() { "" } else { " " };
                of_word.iter().map(move |word| format!("{start}{gap}{word}"))
            })
            .collect();
    }
    names
}

/// Habits that are too rare to be mixed with the others: сх as sh, ё as jo, Hungarian sz, Polish rz, Swedish tj
/// and sj, Czech c, French gu. Each gives one reading more, behind all others.
const RARE: &[(&str, &str)] = &[
    ("sh", "s'h"),
    ("sz", "s"),
    ("rz", "zh"),
    ("tj", "ch"),
    ("sj", "sh"),
    ("jo", "e"),
    ("gue", "ge"),
    ("gui", "gi"),
    ("ca", "tsa"),
    ("ce", "tse"),
    ("ci", "tsi"),
    ("co", "tso"),
    ("cu", "tsu"),
    ("cy", "tsy"),
];

/// The readings of one word of [`words`], the usual one first; none where nothing can be read.
pub(crate) fn word_readings(word: &str) -> Vec<String> {
    let mut readings: Vec<String> = Vec::new();
    let mut add = |reading: &str| {
        let reading = tail(reading);
        if !reading.is_empty() && readings.len() < MOST_READINGS && !readings.contains(&reading) {
            readings.push(reading);
        }
    };
    spelled(word, true).iter().for_each(|reading| add(reading));
    if !word.contains(is_cyrillic) {
        for (group, means) in RARE {
            // At the beginning of a name these groups are what they usually are.
            let place = word
                .char_indices()
                .nth(1)
                .and_then(|(one, _)| Some(one + word[one..].find(group)?));
            let place = if matches!(*group, "sh" | "jo") { place } else { word.find(group) };
            if let Some(place) = place {
                let other = format!("{}{means}{}", &word[..place], &word[place + group.len()..]);
                add(&usual(&other));
            }
        }
    }
    readings
}

/// What the canon of a name may begin with, when someone has typed only this much of it.
///
/// The canon of «Таши» is `tawi`, yet the canon of «Ташиев» is `tawev`: the last letters of an
/// unfinished word can still change. So a search asks for each of these beginnings. Where no letter
/// was typed there are none, as an empty beginning would find everyone.
pub fn prefixes(typed: &str) -> Vec<String> {
    let mut found = vec![canon(typed)];
    let last = words(typed).pop().filter(|_| !found[0].is_empty());
    let Some(word) = last else { return Vec::new() };
    // A finished word cannot change any more.
    if typed.ends_with(char::is_whitespace) {
        return found;
    }
    let before = found[0].rfind(' ').map_or(0, |space| space + 1);
    let before = found[0][..before].to_owned();
    let mut add = |reading: String| {
        let whole = format!("{before}{}", tail(&reading));
        if !found.contains(&whole) {
            found.push(whole);
        }
    };
    for (end, becomes) in UNFINISHED {
        if let Some(stem) = word.strip_suffix(end) {
            add(usual(stem) + becomes);
        }
    }
    let reading = usual(&word);
    if reading.ends_with('i') {
        ["a", "o", "u", "e"].iter().for_each(|vowel| add(format!("{reading}{vowel}")));
    }
    found
}

/// The ends of an unfinished word that the next letter can turn into something else.
const UNFINISHED: &[(&str, &str)] = &[
    ("д", "j"),
    ("s", "w"),
    ("sc", "w"),
    ("sz", "w"),
    ("shc", "w"),
    ("sch", "w"),
    ("scht", "w"),
    ("schts", "w"),
    ("schtsc", "w"),
    ("sht", "w"),
    ("shts", "w"),
    ("cht", "w"),
    ("chtc", "w"),
    ("szc", "w"),
    ("z", "j"),
    ("d", "j"),
    ("dz", "j"),
    ("ds", "j"),
    ("dsc", "j"),
    ("k", "h"),
    ("c", "c"),
    ("c", "w"),
    ("t", "c"),
    ("tc", "c"),
    ("ts", "c"),
    ("tsc", "c"),
    ("p", "f"),
    ("f", "v"),
    ("f", "f"),
    ("o", "u"),
    ("j", "j"),
];

/// A coarser form of one canon word, for finding candidates: vowels become three kinds.
///
/// Initial Abd-, Abdu-, Abdy- becomes one, as clerks choose between them freely.
pub fn key(canon_word: &str) -> String {
    let mut key = String::with_capacity(canon_word.len() + 1);
    let mut rest = canon_word;
    if let Some(after) = canon_word.strip_prefix("abd") {
        let after = after.strip_prefix(['u', 'i']).unwrap_or(after);
        key.push_str("AbdE");
        rest = after;
    }
    let mut run: Option<char> = None;
    for c in rest.chars() {
        run = match (c, run) {
            ('a', _) => Some('A'),
            ('o' | 'u', None | Some('E')) => Some('O'),
            ('e' | 'i', None) => Some('E'),
            ('o' | 'u' | 'e' | 'i', kept) => kept,
            (consonant, ended) => {
                key.extend(ended);
                key.push(consonant);
                None
            }
        };
    }
    key.extend(run);
    key
}

// --- Clean ---

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Cyrillic,
    Latin,
}

/// The script of a letter, if it is one of the two we read.
pub fn script(c: char) -> Option<Script> {
    match c {
        // ɵ is filed under Latin and typed by people who want ө.
        '\u{275}' | '\u{19f}' => Some(Script::Cyrillic),
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => Some(Script::Cyrillic),
        'a'..='z' | 'A'..='Z' | 'ə' => Some(Script::Latin),
        // Signs among the letters: × ÷ and the clicks.
        '\u{d7}' | '\u{f7}' | '\u{1c0}'..='\u{1c3}' => None,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(Script::Latin),
        _ => None,
    }
}

/// Letters that look alike on paper, Latin and Cyrillic.
const TWINS: &[(char, char)] = &[
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('J', 'Ј'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('S', 'Ѕ'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('Ë', 'Ё'),
    ('Ö', 'Ө'),
    ('Ü', 'Ү'),
    ('Ñ', 'Ң'),
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('j', 'ј'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
    ('ë', 'ё'),
    ('ö', 'ө'),
    ('ü', 'ү'),
    ('ñ', 'ң'),
];

/// The letter of the other script that looks the same.
pub fn twin(c: char) -> Option<char> {
    TWINS.iter().find_map(|&(latin, cyrillic)| match c {
        _ if c == latin => Some(cyrillic),
        _ if c == cyrillic => Some(latin),
        _ => None,
    })
}

/// Folding sees lower case only, where B and H have lost their shape; names in capitals have not.
fn twin_of_either_case(c: char) -> Option<char> {
    match c {
        'b' => Some('в'),
        'h' => Some('н'),
        'в' => Some('b'),
        'н' => Some('h'),
        _ => twin(c),
    }
}

/// Marks that stand for ь, for the hamza, or make Uzbek oʻ and gʻ.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{b4}'
            | '\u{2b9}'..='\u{2bd}'
            | '\u{2018}'..='\u{201b}'
            | '\u{2032}'
            | '\u{ff07}'
    )
}

/// The words of a name: lower case, one script each where that can be told, marks composed.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    // Apostrophes first, because NFKC turns some of them into a space and an accent.
    let name = name.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).nfkc();
    let mut word = String::new();
    let mut is_first = true;
    for c in name.chain([' ']) {
        if script(c).is_some() || c.is_ascii_digit() || (c == '\'' && !word.is_empty()) {
            word.push(c);
        } else if is_combining_mark(c) || is_unseen(c) {
            // What NFKC could not compose adds nothing to a plain form.
        } else if !word.is_empty() {
            let whole = digits_read(std::mem::take(&mut word));
            if whole.is_empty() {
                continue;
            }
            words.push(match (whole.as_str(), c) {
                // Files shorten the particles; an initial would be a capital.
                ("у", '.') if !is_first => "уулу".to_owned(),
                ("к", '.') if !is_first => "кызы".to_owned(),
                _ => one_script(&lower(&whole)),
            });
            is_first = false;
        }
    }
    words
}

fn lower(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).filter(|&c| !is_combining_mark(c)).collect()
}

/// A digit inside a word is a letter in disguise; digits that stand alone are no name.
///
/// The machine-readable zone of Russian internal passports has a sign for every Cyrillic letter, and
/// nine of them are digits (`IVANOVI3`). Elsewhere it is a slip: 0 for O, 3 for З.
fn digits_read(word: String) -> String {
    if !word.contains(|c: char| c.is_ascii_digit()) {
        return word;
    }
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit() && c != '4' && c != '0');
    // A number after a name tells two people apart in a list; only И and Ч end in 3 together.
    let number = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let word = if word.len() == number.len() + 1 && word.ends_with("I3") { word } else { number };
    if !word.contains(|c: char| c.is_ascii_digit()) {
        return word.to_owned();
    }
    if word.chars().any(is_cyrillic) {
        let slip = |c| match c {
            '0' => Some('о'),
            '3' => Some('з'),
            '4' => Some('ч'),
            '6' => Some('б'),
            _ => Some(c).filter(|c| !c.is_ascii_digit()),
        };
        return word.chars().filter_map(slip).collect();
    }
    let capitals = word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if capitals && word.contains(['2', '3', '4', '6', '7', '8', '9']) {
        // Groups of letters show that only the digits were taken from there.
        if ["ZH", "SH", "KH", "TS", "YU", "YA"].iter().any(|group| word.contains(group)) {
            let cyrillic = |c: char| fold_of_zone(russian_zone(c));
            return word
                .chars()
                .map(|c| if c.is_ascii_digit() { cyrillic(c) } else { c.to_string() })
                .collect();
        }
        return word.chars().map(russian_zone).collect();
    }
    let mut read = String::with_capacity(word.len() + 2);
    for c in word.chars() {
        match c {
            '0' => read.push('o'),
            '1' => read.push('i'),
            '3' => read.push('z'),
            '4' => read.push_str("ch"),
            '5' => read.push('s'),
            _ if c.is_ascii_digit() => {}
            _ => read.push(c),
        }
    }
    read
}

/// Latin letters for what the zone writes with a digit.
fn fold_of_zone(letter: char) -> String {
    match letter {
        'ё' | 'э' => "e",
        'ч' => "ch",
        'ш' => "sh",
        'ю' => "yu",
        'я' => "ya",
        _ => "",
    }
    .to_owned()
}

/// The Cyrillic letter behind a sign of the machine-readable zone of a Russian internal passport.
fn russian_zone(sign: char) -> char {
    const SIGNS: &str = "ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678";
    const LETTERS: &str = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
    let place = SIGNS.chars().position(|one| one == sign);
    place.and_then(|place| LETTERS.chars().nth(place)).unwrap_or(match sign {
        '0' => 'о',
        _ => 'и',
    })
}

/// Hidden inside a word, these would cut it in two.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// In a word of two scripts the majority wins and look-alikes change side.
fn one_script(word: &str) -> String {
    // A letter without a twin tells more than any number of letters with one.
    let count = |side: Script, sure: bool| {
        word.chars()
            .filter(|&c| script(c) == Some(side) && !(sure && twin_of_either_case(c).is_some()))
            .count()
    };
    let (cyrillic, latin) = (count(Script::Cyrillic, false), count(Script::Latin, false));
    if cyrillic == 0 || latin == 0 {
        return word.to_owned();
    }
    let weigh = |side: Script, all: usize| (count(side, true), all);
    let side = if weigh(Script::Cyrillic, cyrillic) >= weigh(Script::Latin, latin) {
        Script::Cyrillic
    } else {
        Script::Latin
    };
    word.chars()
        .map(|c| match script(c) {
            Some(own) if own != side => twin_of_either_case(c).unwrap_or(c),
            _ => c,
        })
        .collect()
}

// --- Read ---

fn usual(word: &str) -> String {
    spelled(word, false).swap_remove(0)
}

/// The readings of one cleaned word before the tail rules, the usual one first.
fn spelled(word: &str, all: bool) -> Vec<String> {
    let mut readings = vec![String::with_capacity(word.len())];
    let letters: Vec<char> = word.chars().collect();
    for run in letters.chunk_by(|&a, &b| is_cyrillic(a) == is_cyrillic(b)) {
        if is_cyrillic(run[0]) {
            let run = cyrillic(run);
            readings.iter_mut().for_each(|reading| reading.push_str(&run));
        } else {
            latin(&plain_latin(run), all, &mut readings);
        }
    }
    readings
}

fn is_cyrillic(c: char) -> bool {
    script(c) == Some(Script::Cyrillic)
}

fn cyrillic(letters: &[char]) -> String {
    let mut folded = String::with_capacity(letters.len());
    let mut letters = letters.iter().copied().peekable();
    while let Some(c) = letters.next() {
        if c == 'д' && letters.next_if_eq(&'ж').is_some() {
            folded.push('j');
            continue;
        }
        folded.push_str(match c {
            'а' | 'ә' | 'я' | 'ӑ' | 'ӓ' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ғ' | 'ґ' | 'ѓ' => "g",
            'д' => "d",
            'е' | 'ё' | 'э' | 'ѐ' | 'є' | 'ӗ' => "e",
            'ж' | 'ҷ' | 'җ' | 'ӂ' | 'џ' => "j",
            'з' | 'ҙ' => "z",
            'и' | 'й' | 'ы' | 'і' | 'ї' | 'ӣ' | 'ѝ' | 'ӥ' | 'ј' => "i",
            'к' | 'қ' | 'ҡ' | 'ҝ' | 'ќ' => "k",
            'л' => "l",
            'м' => "m",
            'н' | 'ң' | 'ӊ' | 'ҥ' | 'ӈ' => "n",
            'о' | 'ө' | 'ѳ' | 'ɵ' | 'ӧ' | 'ӫ' => "o",
            'п' => "p",
            'р' => "r",
            'с' | 'ҫ' | 'ѕ' => "s",
            'т' => "t",
            'у' | 'ү' | 'ұ' | 'ў' | 'ӯ' | 'ю' | 'ӱ' => "u",
            'ф' => "f",
            'х' | 'ҳ' | 'һ' => "h",
            'ц' => "ts",
            'ч' => "c",
            'ш' | 'щ' => "w",
            _ => "",
        });
    }
    folded
}

/// Marked Latin letters as the plain group of the table, other marks off. Apostrophes stay: Uzbek
/// needs them to tell oʻ from o and сх from ш.
fn plain_latin(letters: &[char]) -> String {
    let mut plain = String::with_capacity(letters.len());
    for &c in letters {
        match c {
            'a'..='z' | '\'' => plain.push(c),
            'ž' | 'ż' | 'ǯ' => plain.push_str("zh"),
            'š' | 'ş' | 'ș' | 'ŝ' => plain.push_str("sh"),
            'č' | 'ç' | 'ć' => plain.push_str("ch"),
            'ñ' | 'ň' | 'ņ' | 'ŋ' => plain.push_str("ng"),
            'ı' | 'õ' => plain.push('i'),
            'ĭ' | 'ï' => plain.push('y'),
            'ł' => plain.push('l'),
            // Polish for u, elsewhere a long o.
            'ó' => plain.push_str("o'"),
            'đ' | 'ð' => plain.push('d'),
            'ø' => plain.push('o'),
            'ə' => plain.push('a'),
            'æ' | 'œ' => plain.push('e'),
            'ß' => plain.push_str("ss"),
            _ => plain.extend([c].into_iter().nfd().filter(char::is_ascii_lowercase)),
        }
    }
    plain
}

/// Groups of Latin letters, the longest first, each with its usual reading and the others.
const GROUPS: &[(&str, &[&str])] = &[
    ("schtsch", &["w"]),
    ("chtch", &["w"]),
    ("shtsh", &["w"]),
    ("dsch", &["j"]),
    ("tsch", &["c"]),
    ("shch", &["w"]),
    ("szcz", &["w"]),
    ("dzh", &["j"]),
    ("dzs", &["j"]),
    ("dsh", &["j"]),
    ("tch", &["c"]),
    ("tsh", &["c"]),
    ("sch", &["w", "sh"]),
    ("zh", &["j"]),
    ("zj", &["j"]),
    ("dj", &["j"]),
    ("sh", &["w"]),
    ("sz", &["w"]),
    ("ch", &["c", "w", "h"]),
    ("cz", &["c"]),
    ("tz", &["ts"]),
    ("kh", &["h"]),
    ("gh", &["g"]),
    ("ph", &["f"]),
    ("ck", &["k"]),
    ("ou", &["u"]),
    ("yo", &["io", "e"]),
    ("o'", &["o", "u"]),
    ("x", &["h", "ks"]),
    ("q", &["k"]),
    ("w", &["v"]),
    ("y", &["i"]),
    ("'", &[""]),
];

fn latin(word: &str, all: bool, readings: &mut Vec<String>) {
    let mut rest = word;
    let mut before: Option<char> = None;
    while let Some(c) = rest.chars().next() {
        let (letters, options): (usize, &[&str]) =
            if let Some((group, options)) = GROUPS.iter().find(|(g, _)| rest.starts_with(g)) {
                (group.len(), options)
            } else {
                (1, single(c, before, rest[1..].chars().next()))
            };
        // Babanoff, Babanof: an old way to write -ов. Jusuf and Iosif keep their f.
        if rest == "ff" || (rest == "f" && word.len() > 4 && matches!(before, Some('o' | 'e'))) {
            readings.iter_mut().for_each(|reading| reading.push('v'));
            return;
        }
        if options.is_empty() {
            readings.iter_mut().for_each(|reading| reading.push(c));
        } else if !all || options.len() == 1 || readings.len() * options.len() > MOST_READINGS {
            readings.iter_mut().for_each(|reading| reading.push_str(options[0]));
        } else {
            // All continuations by the usual option come first, so the first reading stays usual.
            *readings = options
                .iter()
                .flat_map(|option| readings.iter().map(move |start| format!("{start}{option}")))
                .collect();
        }
        before = rest[..letters].chars().next_back();
        rest = &rest[letters..];
    }
}

/// A letter that no group begins with: `c` and `j` depend on their neighbours, others are themselves.
fn single(c: char, before: Option<char>, after: Option<char>) -> &'static [&'static str] {
    let is_vowel = |c: Option<char>| c.is_some_and(|c| "aeiouy".contains(c));
    match c {
        'c' if is_vowel(after) => &["k", "j"],
        'c' => &["k"],
        'j' => match (is_vowel(before), is_vowel(after)) {
            (true, false) => &["i"],
            (true, true) => &["j", "i"],
            (false, _) if matches!(after, Some('a' | 'o' | 'u')) => &["j", "i"],
            (false, _) => &["j"],
        },
        _ => &[],
    }
}

// --- Tail ---

/// Double letters single, `i` before a, o, u dropped, `ie` is `e`, `ng` is `n`.
fn tail(reading: &str) -> String {
    let mut folded = String::with_capacity(reading.len());
    let mut letters = reading.chars().peekable();
    while let Some(c) = letters.next() {
        while letters.next_if_eq(&c).is_some() {}
        match (c, letters.peek()) {
            ('i', Some('a' | 'o' | 'u' | 'e')) => {}
            ('g', _) if folded.ends_with('n') => {}
            // Dropping a letter can make neighbours of two equal ones: Майя is Maya.
            _ if folded.ends_with(c) => {}
            _ => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests;
