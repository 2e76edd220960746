//! Text as words: one form of every letter, small, ё as е, with what stood between them.

use unicode_normalization::UnicodeNormalization as _;

use super::letters;

/// No more of a text is read than this many letters. A form takes less; an essay says what it says at its beginning.
const MOST: usize = 2_000;

/// What stands after a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// A space, an ampersand, a quotation mark: the words go together.
    Space,
    /// A point with no space before it: the end of a sentence, or of a shortened word.
    Point,
    Hyphen,
    Slash,
    /// A comma, a colon, a dash, a bracket, the end.
    Break,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Small letters and digits of one script.
    pub text: String,
    pub after: After,
    /// The place of what was typed, counted in pieces between spaces.
    pub piece: usize,
}

/// Small letters in one form, ё as е, apostrophes gone: `Oʻqituvchi` and `o'qituvchi` are `oqituvchi`.
pub fn small(text: &str) -> String {
    let text = text.chars().take(MOST).nfkc().flat_map(char::to_lowercase);
    text.filter(|c| !is_apostrophe(*c)).map(|c| if c == 'ё' { 'е' } else { c }).nfc().collect()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '’' | '‘' | 'ʻ' | 'ʼ' | 'ʹ' | '′' | '\u{ad}' | '\u{200b}')
}

/// The words of a text.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (piece, typed) in text.split_whitespace().enumerate() {
        push(&small(typed), piece, &mut words);
    }
    words
}

/// Adds the words of one piece between two spaces.
pub fn push(small: &str, piece: usize, words: &mut Vec<Word>) {
    let mut text = String::new();
    let mut n_here = 0;
    for c in small.chars() {
        if c.is_alphanumeric() || c == '+' && text.starts_with('c') {
            text.push(c);
            continue;
        }
        if !text.is_empty() {
            let text = letters::one_script(&std::mem::take(&mut text));
            words.push(Word { text, after: After::Space, piece });
            n_here += 1;
        }
        let Some(last) = words.last_mut() else { continue };
        let after = match c {
            '.' if last.after == After::Space && n_here > 0 => After::Point,
            '-' | '‐' | '‑' if n_here > 0 => After::Hyphen,
            '/' | '\\' | '|' if n_here > 0 => After::Slash,
            ',' | ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '—' | '–' | '-' | '•' | '…'
            | '\n' | '/' | '.' | '|' => After::Break,
            _ => last.after,
        };
        // A break outweighs what is weaker.
        if last.after != After::Break {
            last.after = after;
        }
    }
    if !text.is_empty() {
        words.push(Word { text: letters::one_script(&text), after: After::Space, piece });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn a_text_becomes_words() {
        let cases: [(&str, &[&str]); 8] = [
            ("Водитель-курьер, на СВОЁМ авто", &["водитель", "курьер", "на", "своем", "авто"]),
            ("Qo‘riqchi, zavod", &["qoriqchi", "zavod"]),
            ("o'qituvchi oʻqituvchi o`qituvchi", &["oqituvchi"; 3]),
            ("cварщик (MIG/MAG)", &["сварщик", "mig", "mag"]),
            ("ﬁtter №3", &["fitter", "no3"]),
            ("", &[]),
            (" .,!? ", &[]),
            ("1С бухгалтер 5 р.", &["1с", "бухгалтер", "5", "р"]),
        ];
        for (text, expected) in cases {
            assert_eq!(texts(text), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_between_is_kept() {
        let after: Vec<After> =
            words("стр-во м/с зав. скл., повар - пекарь").into_iter().map(|w| w.after).collect();
        let expected = [
            After::Hyphen,
            After::Space,
            After::Slash,
            After::Space,
            After::Point,
            After::Break,
            After::Break,
            After::Space,
        ];
        assert_eq!(after, expected);
    }
}
