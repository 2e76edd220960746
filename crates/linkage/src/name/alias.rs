//! Variants of one name that no rule of letters explains: Осман and Усмон, Юсуф and Жусуп.
//!
//! The table is data, reviewed and dated; see its head. Beside it stand sounds that wander between
//! languages. Both make a form that is only compared, never shown and never a key: by itself it
//! would join Асан and Эсен.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::fold;

const TABLE: &str = include_str!("../../data/aliases.tsv");

/// Each folded variant with the first one of its line.
fn table() -> &'static FxHashMap<String, String> {
    static READ: OnceLock<FxHashMap<String, String>> = OnceLock::new();
    READ.get_or_init(|| {
        let mut table = FxHashMap::default();
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let mut variants = line.split('\t').map(fold::canon);
            let Some(first) = variants.next() else { continue };
            for variant in variants.chain([first.clone()]) {
                table.entry(variant).or_insert_with(|| first.clone());
            }
        }
        table
    })
}

/// The form in which known variants are equal, and sounds that wander are one.
pub(super) fn soft(stem: &str) -> String {
    match table().get(stem) {
        // What no name can begin with, so that a variant never meets a stranger that sounds alike.
        Some(first) => format!("={first}"),
        None => sounds(stem),
    }
}

/// Sounds that differ between languages, made one: к г х, п ф, с з, т д, о у, и е, ай ей.
fn sounds(stem: &str) -> String {
    let mut soft = String::with_capacity(stem.len());
    let stem = match stem.as_bytes() {
        [b'j', b'a' | b'o' | b'u', ..] | [b'h', ..] if stem.len() > 3 => &stem[1..],
        _ => stem,
    };
    let mut letters = stem.chars().peekable();
    while let Some(c) = letters.next() {
        let sound = match c {
            'g' | 'h' => 'k',
            'f' => 'p',
            'z' => 's',
            'd' => 't',
            'u' => 'o',
            'i' => 'e',
            'a' if letters.next_if_eq(&'i').is_some() => 'e',
            _ => c,
        };
        if !soft.ends_with(sound) {
            soft.push(sound);
        }
    }
    soft
}
