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

/// An answer that has to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this has to be answered")]
pub struct Unanswered(&'static str);

impl Fault for Unanswered {
    fn key(&self) -> &'static str {
        self.0
    }
}

/// A last day before the first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the last day is before the first")]
pub struct Backwards;

impl Fault for Backwards {
    fn key(&self) -> &'static str {
        "fault-backwards"
    }
}

/// Reads the answers of a form one by one and gathers all that is wrong, so that a person mends a form once.
#[derive(Debug, Default)]
pub struct Reading(Vec<FieldFault>);

impl Reading {
    /// The value of an answer; none if nothing was answered or it is wrong.
    pub fn read<T, F: Fault>(
        &mut self,
        field: &'static str,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, F>,
    ) -> Option<T> {
        if text.trim().is_empty() {
            return None;
        }
        parse(text).map_err(|fault| self.fault(field, &fault)).ok()
    }

    /// Complains if nothing was answered.
    pub fn need(&mut self, field: &'static str, text: &str, key: &'static str) {
        if text.trim().is_empty() {
            self.fault(field, &Unanswered(key));
        }
    }

    pub fn fault(&mut self, field: &'static str, fault: &(impl Fault + ?Sized)) {
        self.0.push(FieldFault::of(field, fault));
    }

    /// What was wrong, in the order of the questions, so that a summary reads like the page.
    pub fn end<const N: usize>(mut self, answers: [(&'static str, &str); N]) -> Vec<FieldFault> {
        let place = |field: &str| answers.iter().position(|(known, _)| *known == field);
        self.0.sort_by_key(|fault| place(fault.field));
        self.0
    }
}
