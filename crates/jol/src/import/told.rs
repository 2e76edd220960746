//! What is wrong with single lines, as it is kept: what a sentence mentions may be a piece of a name, so it is sealed.

use std::collections::HashSet;

use domain::fault::{FieldFault, Sentence};
use uuid::Uuid;

use super::store::LineFault;
use crate::{app::App, vault::Place};

/// Where what the sentence of a fault mentions belongs: it may be a piece of a name.
fn facts_place(run: Uuid, line: i64) -> Place<'static> {
    Place { table: "import_fault", column: "facts", row: run, version: line }
}

/// The rows of faults, one for each field of a line.
pub fn sealed(app: &App, run: Uuid, faults: &[(u64, FieldFault)]) -> Vec<LineFault> {
    let mut known = HashSet::new();
    let first = faults.iter().filter(|(line, fault)| known.insert((*line, fault.field)));
    first
        .map(|(line, fault)| {
            let line = i64::try_from(*line).unwrap_or(i64::MAX);
            let facts: Vec<(&str, &str)> =
                fault.sentence.facts.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let plain = serde_json::to_vec(&facts).unwrap_or_default();
            LineFault {
                import_run: run,
                line,
                field: fault.field.to_owned(),
                fault: fault.sentence.key.to_owned(),
                facts: app.keys.seal(&*app.chance, &facts_place(run, line), &plain),
            }
        })
        .collect()
}

/// What a row of a fault says.
pub fn opened(app: &App, row: &LineFault) -> Sentence {
    let plain = app.keys.open_sealed(&facts_place(row.import_run, row.line), &row.facts);
    let facts: Vec<(String, String)> =
        plain.ok().and_then(|plain| serde_json::from_slice(&plain).ok()).unwrap_or_default();
    let facts = facts.into_iter().map(|(name, text)| (kept_word(&name), text)).collect();
    Sentence { key: kept_word(&row.fault), facts }
}

/// The name of a sentence or of what it mentions. There are only those that the program has, so each is kept once and for
/// as long as it runs.
fn kept_word(word: &str) -> &'static str {
    use std::sync::Mutex;
    static WORDS: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut words = WORDS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let words = words.get_or_insert_default();
    match words.get(word) {
        Some(known) => known,
        None => {
            let kept: &'static str = word.to_owned().leak();
            words.insert(kept);
            kept
        }
    }
}
