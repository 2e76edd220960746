//! What holds the four languages together.
//!
//! The checks read the texts as written, with a reader of their own: a mistake in a text should be
//! named by file and message, and not by what a library makes of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use domain::language::Language::{self, En, Ky, Ru, Uz};

use super::{FILES, Value, WORDS, in_language, place};

/// A message as it stands in its file.
struct Written {
    file: &'static str,
    key: String,
    text: String,
}

fn written(language: Language) -> Vec<Written> {
    FILES.iter().flat_map(|(file, texts)| read(file, texts[place(language)])).collect()
}

/// A message begins at the left edge, and what is indented belongs to it.
fn read(file: &'static str, text: &str) -> Vec<Written> {
    let mut messages: Vec<Written> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match line.split_once('=') {
            Some((key, text)) if !line.starts_with([' ', '}']) => messages.push(Written {
                file,
                key: key.trim().to_owned(),
                text: text.trim().to_owned(),
            }),
            _ => {
                let message = messages.last_mut().unwrap_or_else(|| panic!("{file}: {line}"));
                message.text.push('\n');
                message.text.push_str(line.trim());
            }
        }
    }
    messages
}

fn keys(language: Language) -> BTreeSet<String> {
    written(language).into_iter().map(|message| message.key).collect()
}

/// The names of the places a message fills.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('$')
        .skip(1)
        .map(|after| {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
            &after[..end.unwrap_or(after.len())]
        })
        .collect()
}

/// The keys of the variants of each selector.
fn selectors(text: &str) -> Vec<BTreeSet<&str>> {
    text.match_indices("->")
        .map(|(start, arrow)| {
            let body = &text[start + arrow.len()..];
            let mut depth = 0;
            let mut variants = BTreeSet::new();
            for (place, c) in body.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    '[' if depth == 0 => {
                        variants.extend(body[place + 1..].split(']').next());
                    }
                    _ => (),
                }
            }
            variants
        })
        .collect()
}

/// What a person reads of a message: without places and the keys of variants.
fn visible(text: &str) -> String {
    let mut visible = String::new();
    let mut depth = 0;
    for line in text.lines() {
        let line = match line.split_once(']') {
            Some((variant, rest)) if variant.starts_with(['[', '*']) => {
                depth = 0;
                rest.trim_start()
            }
            _ => line,
        };
        for c in line.chars() {
            match c {
                '{' => {
                    depth += 1;
                    // A place holds words of its own, so what surrounds it stays apart.
                    visible.push('·');
                }
                '}' => depth = 0,
                _ if depth == 0 => visible.push(c),
                _ => (),
            }
        }
        visible.push('\n');
    }
    visible
}

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The plural categories a language has for whole numbers, and those it may have besides.
fn plurals(language: Language) -> (&'static [&'static str], &'static [&'static str]) {
    match language {
        Ky | Uz | En => (&["one", "other"], &[]),
        // Fractions are `other`. Most sentences count whole things and never need it.
        Ru => (&["one", "few", "many"], &["other"]),
    }
}

/// What is wrong with the plurals of a message, if anything.
fn plural_fault(language: Language, text: &str) -> Option<String> {
    let (needed, allowed) = plurals(language);
    selectors(text).into_iter().find_map(|variants| {
        let by_number = variants.iter().any(|variant| {
            (CATEGORIES.contains(variant) && *variant != "other") || variant.parse::<f64>().is_ok()
        });
        if !by_number {
            return None;
        }
        let found: Vec<_> =
            variants.into_iter().filter(|variant| variant.parse::<f64>().is_err()).collect();
        let lacking = needed.iter().find(|category| !found.contains(category));
        let foreign = found.iter().find(|one| !needed.contains(one) && !allowed.contains(one));
        match (lacking, foreign) {
            (Some(category), _) => Some(format!("lacks [{category}]")),
            (_, Some(category)) => Some(format!("has no use for [{category}]")),
            _ => None,
        }
    })
}

/// The keys of messages in a Rust source: what is spoken, marked with `msg`, or named `fault-…`.
fn keys_used(source: &str) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    // Comments go first. A key in them is an example.
    for (start, _) in source.match_indices('"') {
        let before = &source[..start];
        let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        if line.trim_start().starts_with("//") {
            continue;
        }
        let Some(literal) = source[start + 1..].split('"').next() else { continue };
        let spoken = before.trim_end().strip_suffix('(').is_some_and(|call| {
            let name =
                call.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
            // A separator of more than one byte does not stand before a call in Rust.
            matches!(call.get(name..), Some("t" | "ta" | "msg"))
        });
        let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let is_fault = literal
            .strip_prefix("fault-")
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(is_key));
        if spoken || is_fault {
            used.insert(literal);
        }
    }
    used
}

fn source_folder(crate_name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(crate_name).join("src")
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_under(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn languages_are_listed_in_the_order_they_are_declared() {
    assert_eq!(Language::ALL.map(place), [0, 1, 2, 3]);
}

#[test]
fn every_file_of_texts_is_part_of_the_program() {
    for language in Language::ALL {
        let folder = source_folder("jol").join("words").join(language.code());
        let on_disk: BTreeSet<String> = files_under(&folder)
            .iter()
            .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        let named = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(on_disk, named, "{}", language.code());
    }
}

#[test]
fn every_language_says_in_the_same_file_what_kyrgyz_says() {
    let files = |language| {
        written(language).into_iter().map(|m| (m.key, m.file)).collect::<BTreeMap<_, _>>()
    };
    let reference = files(Ky);
    for language in Language::ALL {
        let own = files(language);
        for (key, file) in &reference {
            assert_eq!(own.get(key), Some(file), "{} {key}", language.code());
        }
        for key in own.keys() {
            assert!(reference.contains_key(key), "{} {key}: not in Kyrgyz", language.code());
        }
    }
}

#[test]
fn no_key_stands_twice_and_keys_are_words_with_hyphens() {
    for language in Language::ALL {
        let mut seen = BTreeSet::new();
        for Written { file, key, text } in written(language) {
            let message = format!("{}/{file} {key}", language.code());
            assert!(key.split('-').count() > 1, "{message}: a key begins with its subject");
            assert!(
                key.split('-').all(|part| !part.is_empty()
                    && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())),
                "{message}"
            );
            assert!(!text.is_empty(), "{message}: says nothing");
            assert!(seen.insert(key), "{message}: stands twice");
        }
    }
}

#[test]
fn every_message_in_the_sources_exists_and_every_message_is_used() {
    let known = keys(Ky);
    let mut used = BTreeSet::new();
    for file in [source_folder("jol"), source_folder("domain")].iter().flat_map(|f| files_under(f))
    {
        // The texts of this file are examples.
        if file.extension().is_none_or(|end| end != "rs") || file.ends_with("words/tests.rs") {
            continue;
        }
        for key in keys_used(&fs::read_to_string(&file).unwrap()) {
            assert!(known.contains(key), "{}: no message is called {key:?}", file.display());
            used.insert(key.to_owned());
        }
    }
    let pending: BTreeSet<String> = include_str!("pending.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(str::to_owned)
        .collect();
    for key in &pending {
        assert!(known.contains(key), "pending.txt: no message is called {key}");
        assert!(!used.contains(key), "pending.txt: {key} is in use now, take it off the list");
    }
    let idle: Vec<_> =
        known.iter().filter(|k| !used.contains(*k) && !pending.contains(*k)).collect();
    assert!(idle.is_empty(), "nothing says {idle:#?}");
}

#[test]
fn the_places_of_a_message_agree_between_languages() {
    let kyrgyz = written(Ky);
    let reference: BTreeMap<&str, BTreeSet<&str>> =
        kyrgyz.iter().map(|message| (message.key.as_str(), places(&message.text))).collect();
    for language in Language::ALL {
        for Written { file, key, text } in &written(language) {
            let message = format!("{}/{file} {key}", language.code());
            assert_eq!(Some(&places(text)), reference.get(key.as_str()), "{message}");
        }
    }
}

#[test]
fn plurals_are_those_of_the_language() {
    for language in Language::ALL {
        for Written { file, key, text } in written(language) {
            let fault = plural_fault(language, &text);
            assert_eq!(fault, None, "{}/{file} {key}", language.code());
        }
    }
}

#[test]
fn every_message_can_be_spoken_with_any_number() {
    for language in Language::ALL {
        for Written { file, key, text } in written(language) {
            let message = format!("{}/{file} {key}", language.code());
            let spoken = WORDS.message(language, &key).unwrap_or_else(|| panic!("{message}"));
            for number in (0..=25).map(f64::from).chain([1.5, 1_000_000.0]) {
                let mut args = fluent_bundle::FluentArgs::new();
                for name in places(&text) {
                    args.set(name, Value::from(number));
                }
                let mut errors = Vec::new();
                let pattern = spoken.message.value().unwrap_or_else(|| panic!("{message}"));
                let said = spoken.bundle.format_pattern(pattern, Some(&args), &mut errors);
                assert!(errors.is_empty(), "{message}: {errors:?}");
                assert!(!said.trim().is_empty(), "{message}");
            }
        }
    }
}

#[test]
fn texts_are_written_with_the_letters_and_signs_of_their_language() {
    for language in Language::ALL {
        for Written { file, key, text } in written(language) {
            let faults = letter_faults(language, &visible(&text));
            assert!(faults.is_empty(), "{}/{file} {key}: {faults:?}", language.code());
        }
    }
}

/// Latin words that Kyrgyz and Russian texts may hold. Any other is probably a Cyrillic word typed
/// on the wrong keyboard.
const LATIN_IN_CYRILLIC: &[&str] = &[
    "API",
    "CSV",
    "ESCO",
    "ETag",
    "Excel",
    "ID",
    "If",
    "JPEG",
    "Match",
    "PDF",
    "PNG",
    "SMS",
    "UTF",
    "XLS",
    "XLSX",
    // What programs read and write.
    "Accept",
    "Allow",
    "Authorization",
    "Bearer",
    "Content",
    "Idempotency",
    "JSON",
    "Key",
    "OpenAPI",
    "Road",
    "Type",
    "UUID",
    "X",
    "application",
    "errors",
    "false",
    "id",
    "json",
    "name",
    "number",
    "phone",
    "pin",
    "true",
];

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn letter_faults(language: Language, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let words = text.split(|c: char| !c.is_alphabetic() && !"ʻʼ'‘’`".contains(c));
    for word in words.filter(|word| !word.is_empty()) {
        let cyrillic = word.chars().any(is_cyrillic);
        let latin = word.chars().any(|c| c.is_ascii_alphabetic());
        if cyrillic && latin {
            faults.push(format!("{word:?} mixes two scripts"));
        }
        match language {
            Ky | Ru if latin && !LATIN_IN_CYRILLIC.contains(&word) => {
                faults.push(format!("{word:?} is typed in Latin"));
            }
            Uz | En if cyrillic => faults.push(format!("{word:?} is typed in Cyrillic")),
            _ => (),
        }
        if language == Uz && word.contains(['\'', '‘', '’', '`']) {
            faults.push(format!("{word:?}: the sign is ʻ after o and g, and ʼ elsewhere"));
        }
        if language == Uz && ["oʼ", "gʼ", "Oʼ", "Gʼ"].iter().any(|letter| word.contains(letter))
        {
            faults.push(format!("{word:?}: after o and g the sign is ʻ (U+02BB)"));
        }
        if language == Uz
            && word.match_indices('ʻ').any(|(at, _)| !word[..at].ends_with(['o', 'g', 'O', 'G']))
        {
            faults.push(format!("{word:?}: ʻ stands only after o and g, elsewhere it is ʼ"));
        }
        if word.contains(['ӊ', 'Ӊ']) {
            faults.push(format!("{word:?}: the letter is ң (U+04A3)"));
        }
        if language == Ru && word.chars().any(|c| "ңөүҢӨҮ".contains(c)) {
            faults.push(format!("{word:?} has letters Russian lacks"));
        }
    }
    for (wrong, right) in [
        ("'", "a curved sign"),
        ("\"", "« » or “ ”"),
        ("...", "…"),
        ("  ", "one space"),
        (" ,", ","),
    ] {
        if text.contains(wrong) {
            faults.push(format!("{wrong:?} should be {right}"));
        }
    }
    faults
}

#[test]
fn wrong_letters_and_signs_are_named() {
    let cases = [
        (Ky, "Туулган күнү", true, "plain"),
        (Ky, "Туулгaн күнү", false, "a Latin a in a Cyrillic word"),
        (Ky, "Сeн", false, "a Latin e"),
        (Ky, "ID карта, SMS-код", true, "Latin words that are on the list"),
        (Ky, "HE", false, "a whole word on the wrong keyboard"),
        (Ky, "жаӊы", false, "the old letter for ң"),
        (Ru, "кыргызча күн", false, "a Kyrgyz letter in Russian"),
        (Uz, "Oʻzbekiston, maʼlumot, gʻalaba", true, "the right signs"),
        (Uz, "O'zbekiston", false, "ASCII"),
        (Uz, "O‘zbekiston", false, "a quotation mark"),
        (Uz, "Oʼzbekiston", false, "the sign of maʼlumot after o"),
        (Uz, "maʻlumot", false, "the sign of oʻ after a"),
        (Uz, "sаhifa", false, "a Cyrillic а in a Latin word"),
        (En, "you don’t", true, "a curved apostrophe"),
        (En, "you don't", false, "a straight one"),
        (En, "a  b", false, "two spaces"),
        (En, "wait...", false, "three points"),
    ];
    for (language, text, good, why) in cases {
        let faults = letter_faults(language, text);
        assert_eq!(faults.is_empty(), good, "{why}: {text} {faults:?}");
    }
}

#[test]
fn plurals_that_a_language_lacks_or_needs_are_named() {
    let cases = [
        (Ky, "{ $n ->\n[one] a\n*[other] b\n}", None),
        (Ky, "{ $n } күн", None),
        (Ky, "{ $n ->\n[one] a\n[few] b\n*[other] c\n}", Some("has no use for [few]")),
        (Uz, "{ $n ->\n*[one] a\n}", Some("lacks [other]")),
        (Ru, "{ $n ->\n[one] { $n } день\n[few] b\n*[many] c\n}", None),
        (Ru, "{ $n ->\n[one] a\n[few] b\n[many] c\n*[other] d\n}", None),
        (Ru, "{ $n ->\n[one] a\n*[other] d\n}", Some("lacks [few]")),
        (En, "{ $n ->\n[0] none\n[one] a\n*[other] d\n}", None),
        (En, "{ $n ->\n[0] none\n*[other] d\n}", Some("lacks [one]")),
        // Not a number: any word may be a variant.
        (En, "{ $sex ->\n[female] she\n*[other] he\n}", None),
    ];
    for (language, text, fault) in cases {
        assert_eq!(plural_fault(language, text).as_deref(), fault, "{language:?} {text}");
    }
}

#[test]
fn keys_are_found_where_they_are_spoken() {
    let cases: [(&str, &[&str]); 8] = [
        (r#"tongue.t("shell-back")"#, &["shell-back"]),
        ("tongue.ta(\n    \"shell-help\",\n    &[(\"phone\", p)])", &["shell-help"]),
        (r#"const TITLE: &str = words::msg("shell-name");"#, &["shell-name"]),
        (r#"Self::Missing => "fault-pin-missing","#, &["fault-pin-missing"]),
        (r#"assert("no-key"); list.insert("neither")"#, &[]),
        ("/// `tongue.t(\"shell-back\")`", &[]),
        (r#"starts_with("fault-")"#, &[]),
        (r#"t("a") + t("b")"#, &["a", "b"]),
    ];
    for (source, keys) in cases {
        assert_eq!(keys_used(source), keys.iter().copied().collect(), "{source}");
    }
}

#[test]
fn a_missing_message_falls_back_to_another_language_and_then_to_its_key() {
    assert!(WORDS.message_or_next(En, "shell-name").is_some());
    assert!(WORDS.message_or_next(En, "no-such-message").is_none());
}

#[test]
fn numbers_choose_the_plural_and_are_grouped() {
    let said = |language, n: i64| in_language(language).ta("shell-found", &[("n", n.into())]);
    let cases = [
        (Ru, 1, "Найдена 1 запись"),
        (Ru, 3, "Найдены 3 записи"),
        (Ru, 11, "Найдено 11 записей"),
        (Ru, 21, "Найдена 21 запись"),
        (Ru, 1_000, "Найдено 1\u{a0}000 записей"),
        (Ky, 1_000, "Табылды: 1\u{a0}000"),
        (En, 1, "1 record found"),
        (En, 12_345, "12,345 records found"),
    ];
    for (language, n, expected) in cases {
        assert_eq!(said(language, n), expected);
    }
}

#[test]
#[should_panic(expected = "has no message no-such-message")]
fn a_missing_message_stops_a_test() {
    in_language(Ky).t("no-such-message");
}

#[test]
#[should_panic(expected = "shell-help: a place was left empty")]
fn a_place_left_empty_stops_a_test() {
    in_language(Ky).ta("shell-help", &[]);
}

/// A message in Cyrillic longer than this is sent, and paid for, in two parts.
#[test]
fn the_code_by_sms_fits_into_one_message() {
    for language in Language::ALL {
        let message = in_language(language).ta("signin-sms-message", &[("code", "123456".into())]);
        assert!(message.chars().count() <= 70, "{message}");
    }
}

#[derive(Debug, thiserror::Error)]
#[error("an example")]
struct Example {
    key: &'static str,
    facts: Vec<(&'static str, String)>,
}

impl domain::fault::Fault for Example {
    fn key(&self) -> &'static str {
        self.key
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        self.facts.clone()
    }
}

#[test]
fn the_facts_of_a_fault_choose_the_plural_and_stay_as_typed() {
    let cases = [
        ("fault-pin-length", "digits", "1", "ПИН состоит из 14 цифр. Вы написали 1 цифру."),
        ("fault-pin-length", "digits", "13", "ПИН состоит из 14 цифр. Вы написали 13 цифр."),
        (
            "fault-text-too-long",
            "max",
            "2000",
            "Слишком длинно. Помещается не больше 2\u{a0}000 знаков.",
        ),
        (
            "fault-day-year",
            "typed",
            "19900",
            "Напишите год четырьмя цифрами, например 1990. Вы написали «19900».",
        ),
    ];
    for (key, name, text, sentence) in cases {
        let fault = Example { key, facts: vec![(name, text.to_owned())] };
        assert_eq!(in_language(Ru).fault(&fault), sentence);
    }
}

#[test]
fn the_glossary_has_every_term_in_four_languages() {
    let glossary = include_str!("../../../../data/glossary.csv");
    let mut reader = csv::Reader::from_reader(glossary.as_bytes());
    assert_eq!(
        reader.headers().unwrap().iter().take(4).collect::<Vec<_>>(),
        ["ru", "ky", "en", "uz"]
    );
    for row in reader.records() {
        let row = row.unwrap();
        for (term, language) in row.iter().zip([Ru, Ky, En, Uz]) {
            assert!(!term.is_empty(), "{row:?}");
            let faults = letter_faults(language, term);
            assert!(faults.is_empty(), "{term}: {faults:?}");
        }
    }
}
