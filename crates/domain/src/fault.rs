//! What is wrong with a value, as data. The words live with the service, in four languages.

/// A fault of something a person typed. Each has one sentence in every language, found by its key.
pub trait Fault: std::error::Error {
    /// The name of the sentence, `fault-…`. A test holds that every language has it.
    fn key(&self) -> &'static str;

    /// What the sentence mentions: a limit, a letter, a day.
    fn facts(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// A sentence by key, with what it mentions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub key: &'static str,
    pub facts: Vec<(&'static str, String)>,
}

/// What is wrong with one field of a form or a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    pub field: &'static str,
    pub sentence: Sentence,
}

impl Sentence {
    pub fn plain(key: &'static str) -> Self {
        Self { key, facts: Vec::new() }
    }
}

impl<F: Fault + ?Sized> From<&F> for Sentence {
    fn from(fault: &F) -> Self {
        Self { key: fault.key(), facts: fault.facts() }
    }
}

impl FieldFault {
    pub fn of(field: &'static str, fault: &(impl Fault + ?Sized)) -> Self {
        Self { field, sentence: fault.into() }
    }

    pub fn plain(field: &'static str, key: &'static str) -> Self {
        Self { field, sentence: Sentence::plain(key) }
    }
}
