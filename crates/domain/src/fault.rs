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
