//! Text that a person typed, in one form and without anything a reader cannot see.
//!
//! A right-to-left override can make one name look like another, a zero-width space makes two equal
//! names differ, and a wrong encoding turns a name into boxes. None of it is kept.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use unicode_normalization::{
    UnicodeNormalization,
    char::{is_combining_mark, is_public_assigned},
};

use crate::fault::Fault;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    #[error("nothing was typed")]
    Missing,
    #[error("at most {max} characters fit")]
    TooLong { max: usize },
    #[error("the text holds an invisible character, {code}")]
    Invisible { code: String },
    #[error("the text was damaged on its way, probably by a wrong encoding")]
    Garbled,
}

impl Fault for TextFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Missing => "fault-text-missing",
            Self::TooLong { .. } => "fault-text-too-long",
            Self::Invisible { .. } => "fault-text-invisible",
            Self::Garbled => "fault-text-garbled",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLong { max } => vec![("max", max.to_string())],
            Self::Invisible { code } => vec![("code", code.clone())],
            Self::Missing | Self::Garbled => Vec::new(),
        }
    }
}

/// One line of at most `MAX` characters: composed (NFC), trimmed, single spaces inside.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line<const MAX: usize>(String);

/// Lines of at most `MAX` characters together; no more than one empty line between two others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Paragraph<const MAX: usize>(String);

/// The tidy form of one line, for values that have further rules of their own.
pub fn line(text: &str, max: usize) -> Result<String, TextFault> {
    refuse_floods(text, max)?;
    let mut tidy = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.extend(word.nfc());
    }
    finish(tidy, max)
}

fn paragraph(text: &str, max: usize) -> Result<String, TextFault> {
    refuse_floods(text, max)?;
    let mut tidy = String::with_capacity(text.len());
    let mut n_empty = 0;
    for typed in text.replace("\r\n", "\n").split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        let mut words = typed.split_whitespace().peekable();
        if words.peek().is_none() {
            n_empty += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if n_empty > 0 { "\n\n" } else { "\n" });
        }
        n_empty = 0;
        for (i, word) in words.enumerate() {
            if i > 0 {
                tidy.push(' ');
            }
            tidy.extend(word.nfc());
        }
    }
    finish(tidy, max)
}

/// Megabytes are refused unread. Room is left for letters of several bytes and generous spacing.
fn refuse_floods(text: &str, max: usize) -> Result<(), TextFault> {
    if text.len() > 64 * max + 1024 { Err(TextFault::TooLong { max }) } else { Ok(()) }
}

fn finish(tidy: String, max: usize) -> Result<String, TextFault> {
    let mut n_marks = 0;
    for c in tidy.chars() {
        if is_garbled(c) {
            return Err(TextFault::Garbled);
        }
        if is_invisible(c) {
            return Err(TextFault::Invisible { code: code_point(c) });
        }
        // Marks that did not compose are rare; towers of them are vandalism or damage.
        n_marks = if is_combining_mark(c) { n_marks + 1 } else { 0 };
        if n_marks > 3 {
            return Err(TextFault::Garbled);
        }
    }
    match tidy.chars().count() {
        0 => Err(TextFault::Missing),
        n if n > max => Err(TextFault::TooLong { max }),
        _ => Ok(tidy),
    }
}

/// What no keyboard sends: the replacement character, private and unassigned code points, and the
/// C1 controls that appear when UTF-8 is read as Latin-1.
fn is_garbled(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{fffd}') || !is_public_assigned(c)
}

/// What leaves no mark on paper but changes the text: controls, direction marks, joiners, fillers,
/// variation selectors, tags.
pub fn is_invisible(c: char) -> bool {
    match c {
        '\n' => false,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => {
            true
        }
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' => true,
        '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffc}' => true,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_control(),
    }
}

fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// How a sentence names a character that was typed: itself, or its code if it could not be seen.
pub fn named(c: char) -> String {
    let is_seen = !is_invisible(c) && !is_garbled(c) && !c.is_whitespace() && !is_combining_mark(c);
    if is_seen { c.to_string() } else { code_point(c) }
}

/// The first code points of the decimal digits a phone keyboard or a full-width input method sends.
const ZEROS: [char; 9] = [
    '0',
    '\u{660}',   // Arabic-Indic
    '\u{6f0}',   // Persian, also used for Dari and Urdu
    '\u{966}',   // Devanagari
    '\u{9e6}',   // Bengali
    '\u{e50}',   // Thai
    '\u{17e0}',  // Khmer
    '\u{ff10}',  // full-width, as in Korean and Chinese input
    '\u{1d7ce}', // bold, copied from decorated messages
];

/// The value of a decimal digit, ours or another script's.
pub fn digit(c: char) -> Option<u8> {
    ZEROS.into_iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(zero))?;
        u8::try_from(value).ok().filter(|&value| value < 10)
    })
}

/// The text with every decimal digit written 0 to 9.
pub fn with_plain_digits(text: &str) -> String {
    text.chars().map(|c| digit(c).map_or(c, |value| char::from(b'0' + value))).collect()
}

macro_rules! text_values {
    ($($name:ident by $tidy:path;)+) => {$(
        impl<const MAX: usize> $name<MAX> {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> FromStr for $name<MAX> {
            type Err = TextFault;

            fn from_str(text: &str) -> Result<Self, TextFault> {
                $tidy(text, MAX).map(Self)
            }
        }

        impl<const MAX: usize> TryFrom<String> for $name<MAX> {
            type Error = TextFault;

            fn try_from(text: String) -> Result<Self, TextFault> {
                text.parse()
            }
        }

        impl<const MAX: usize> From<$name<MAX>> for String {
            fn from(value: $name<MAX>) -> Self {
                value.0
            }
        }

        impl<const MAX: usize> fmt::Display for $name<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

text_values! {
    Line by line;
    Paragraph by paragraph;
}

/// The words of some texts as a search compares them: small letters, ё as е, nothing but letters and digits.
pub fn findable<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for text in texts {
        let small = text.to_lowercase().replace('ё', "е");
        for word in small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            if !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn invisible(code: &str) -> Result<&'static str, TextFault> {
        Err(TextFault::Invisible { code: code.to_owned() })
    }

    #[test]
    fn a_line_is_tidied_or_its_fault_is_named() {
        let cases = [
            ("Ош шаары", Ok("Ош шаары")),
            ("  Ош \t\u{a0} шаары\r\n", Ok("Ош шаары")),
            ("и\u{306}од", Ok("йод")),
            ("«Жол» – 2026 №5 😀", Ok("«Жол» – 2026 №5 😀")),
            ("=HYPERLINK(1)", Ok("=HYPERLINK(1)")),
            ("", Err(TextFault::Missing)),
            (" \u{3000}\u{2028}\n", Err(TextFault::Missing)),
            ("12345678901234567890x", Err(TextFault::TooLong { max: 20 })),
            ("a\u{202e}b", invisible("U+202E")),
            ("a\u{2066}b", invisible("U+2066")),
            ("a\u{200e}b", invisible("U+200E")),
            ("\u{61c}ab", invisible("U+061C")),
            ("a\u{200b}b", invisible("U+200B")),
            ("a\u{200d}b", invisible("U+200D")),
            ("\u{feff}ab", invisible("U+FEFF")),
            ("a\u{ad}b", invisible("U+00AD")),
            ("a\u{e0041}b", invisible("U+E0041")),
            ("a\u{3164}b", invisible("U+3164")),
            ("a\0b", invisible("U+0000")),
            ("a\u{1b}[31mb", invisible("U+001B")),
            ("a\u{7f}", invisible("U+007F")),
            ("Аса\u{fffd}", Err(TextFault::Garbled)),
            ("Ð\u{90}Ñ\u{81}", Err(TextFault::Garbled)),
            ("a\u{e000}", Err(TextFault::Garbled)),
            ("a\u{fdd0}", Err(TextFault::Garbled)),
            ("a\u{ffff}", Err(TextFault::Garbled)),
            ("a\u{378}", Err(TextFault::Garbled)),
            ("z\u{335}\u{336}\u{337}\u{338}", Err(TextFault::Garbled)),
        ];
        for (text, expected) in cases {
            assert_eq!(line(text, 20).as_deref(), expected.as_ref().copied(), "{text:?}");
        }
    }

    #[test]
    fn a_paragraph_keeps_its_lines() {
        let cases = [
            ("бир\r\nэки", Ok("бир\nэки")),
            (" бир \n\n\n\n эки  үч \n\n", Ok("бир\n\nэки үч")),
            ("\n \r\n", Err(TextFault::Missing)),
            ("бир\nэки\u{202e}", invisible("U+202E")),
        ];
        for (text, expected) in cases {
            assert_eq!(paragraph(text, 40).as_deref(), expected.as_ref().copied(), "{text:?}");
        }
    }

    #[test]
    fn ten_megabytes_are_too_long_and_not_a_crash() {
        let body = "ы".repeat(5_000_000);
        assert_eq!(body.parse::<Line<60>>(), Err(TextFault::TooLong { max: 60 }));
        assert_eq!(body.parse::<Paragraph<60>>(), Err(TextFault::TooLong { max: 60 }));
    }

    #[test]
    fn digits_of_other_scripts_are_digits() {
        assert_eq!(with_plain_digits("٠١٢ ۹ ４５ а"), "012 9 45 а");
    }

    #[test]
    fn a_sentence_never_repeats_what_cannot_be_seen() {
        for (c, expected) in [('ы', "ы"), ('!', "!"), ('\u{202e}', "U+202E"), ('\n', "U+000A")] {
            assert_eq!(named(c), expected);
        }
    }

    proptest! {
        #[test]
        fn what_was_accepted_is_accepted_again_unchanged(text in "\\PC{0,30}|[а-яёөүң \n]{0,30}") {
            if let Ok(once) = line(&text, 30) {
                prop_assert_eq!(line(&once, 30), Ok(once.clone()));
            }
            if let Ok(once) = paragraph(&text, 30) {
                prop_assert_eq!(paragraph(&once, 30), Ok(once.clone()));
            }
        }
    }

    #[test]
    fn words_are_found_whatever_their_case_and_signs() {
        let found = findable(["Швея-мотористка (Ош)", "ЖЧК «Береке»", "швея, ёлка 100%_"]);
        assert_eq!(found, ["швея", "мотористка", "ош", "жчк", "береке", "елка", "100"]);
    }
}
