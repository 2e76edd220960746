//! Every sentence a person reads, in four languages.
//!
//! The texts lie beside this file, one folder per language and one file per subject, Kyrgyz first.
//! They are part of the program: nothing is read at run time, and the tests below hold the four
//! languages together. How to add a sentence is told in `docs/translation.md`.
//!
//! Nothing here decides what to say. Nothing here knows a clock: days come in as arguments.

mod collate;
mod format;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, sync::LazyLock};

use domain::{
    fault::{Fault, Sentence},
    language::Language,
};
use fluent_bundle::{FluentArgs, FluentMessage, FluentResource, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;

pub use self::collate::sort_key;
/// What fills a place in a sentence: a text, or a number that also chooses the plural.
pub use fluent_bundle::FluentValue as Value;

/// The files of each language. A file that is not named here is found by a test.
const FILES: &[(&str, [&str; Language::ALL.len()])] = &[
    file!("shell.ftl"),
    file!("nav.ftl"),
    file!("refusals.ftl"),
    file!("time.ftl"),
    file!("access.ftl"),
    file!("sign_in.ftl"),
    file!("messages.ftl"),
    file!("returnee.ftl"),
    file!("record.ftl"),
    file!("faults.ftl"),
    file!("api.ftl"),
    file!("profile.ftl"),
    file!("vacancy.ftl"),
    file!("demand.ftl"),
    file!("matching.ftl"),
    file!("shortest.ftl"),
    file!("proposal.ftl"),
    file!("method.ftl"),
    file!("value.ftl"),
    file!("course.ftl"),
    file!("support.ftl"),
    file!("same.ftl"),
    file!("followup.ftl"),
    file!("indicator.ftl"),
    file!("import.ftl"),
];

/// The texts of one subject, in the order of [`Language::ALL`].
macro_rules! file {
    ($name:literal) => {
        (
            $name,
            [
                include_str!(concat!("ky/", $name)),
                include_str!(concat!("ru/", $name)),
                include_str!(concat!("uz/", $name)),
                include_str!(concat!("en/", $name)),
            ],
        )
    };
}
use file;

/// Where a language stands in [`Language::ALL`].
const fn place(language: Language) -> usize {
    language as usize
}

static WORDS: LazyLock<Words> = LazyLock::new(Words::built_in);

/// All messages, ready to be spoken.
struct Words {
    bundles: [FluentBundle<FluentResource>; Language::ALL.len()],
}

impl Words {
    fn built_in() -> Self {
        Self { bundles: Language::ALL.map(bundle) }
    }

    fn message(&self, language: Language, key: &str) -> Option<Spoken<'_>> {
        let bundle = &self.bundles[place(language)];
        Some(Spoken { bundle, message: bundle.get_message(key)? })
    }

    /// The message in the language asked for, else in the next one that has it: a sentence in
    /// another language helps more than none.
    fn message_or_next(&self, language: Language, key: &str) -> Option<Spoken<'_>> {
        [language, Language::Ky, Language::Ru, Language::En]
            .into_iter()
            .find_map(|language| self.message(language, key))
    }
}

struct Spoken<'w> {
    bundle: &'w FluentBundle<FluentResource>,
    message: FluentMessage<'w>,
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = language.code().parse().expect("a language code is an identifier");
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolating marks protect texts of two directions. All four languages run left to right,
    // and the marks would end up in copied numbers.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::Ky => |value, _| format::number_in_a_sentence(Language::Ky, value),
        Language::Ru => |value, _| format::number_in_a_sentence(Language::Ru, value),
        Language::Uz => |value, _| format::number_in_a_sentence(Language::Uz, value),
        Language::En => |value, _| format::number_in_a_sentence(Language::En, value),
    }));
    for (name, texts) in FILES {
        let resource = FluentResource::try_new(texts[place(language)].to_owned()).unwrap_or_else(
            |(what_could_be_read, errors)| {
                missed(&format!("{}/{name} cannot be read whole: {errors:?}", language.code()));
                what_could_be_read
            },
        );
        if let Err(errors) = bundle.add_resource(resource) {
            missed(&format!("{}/{name} says something twice: {errors:?}", language.code()));
        }
    }
    bundle
}

/// A gap in the texts stops a test. A running service tells its operators and goes on.
fn missed(what: &str) {
    if cfg!(test) {
        panic!("{what}");
    }
    tracing::error!("{what}");
}

/// Marks a literal as the key of a message, where it is chosen long before it is spoken.
/// The tests read it: a key that is not marked, and not spoken at once, counts as unused.
pub const fn msg(key: &'static str) -> &'static str {
    key
}

/// The voice of the service in one language.
pub const fn in_language(language: Language) -> Tongue {
    Tongue { language }
}

/// One language, ready to speak. Small enough to be passed by value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tongue {
    language: Language,
}

impl Tongue {
    pub const fn language(self) -> Language {
        self.language
    }

    /// A message without places to fill.
    pub fn t(self, key: &'static str) -> Cow<'static, str> {
        self.speak(key, None)
    }

    /// A message with its places filled: `tongue.ta("shell-help", &[("phone", phone.into())])`.
    /// A number is grouped as the language writes it, so a year goes in as text.
    pub fn ta(self, key: &'static str, values: &[(&'static str, Value<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        self.speak(key, Some(&args)).into_owned()
    }

    /// The sentence for a fault of something typed.
    ///
    /// Facts come as text. A whole number among them chooses the plural. What a person typed is
    /// said back as it was typed: 2 026 is not a year.
    pub fn fault(self, fault: &dyn Fault) -> String {
        self.sentence(&fault.into())
    }

    /// The same for a fault that has travelled as data.
    pub fn sentence(self, sentence: &Sentence) -> String {
        let mut args = FluentArgs::new();
        for (name, text) in &sentence.facts {
            args.set(*name, fact(name, text.clone()));
        }
        self.speak(sentence.key, Some(&args)).into_owned()
    }

    fn speak(self, key: &'static str, args: Option<&FluentArgs<'_>>) -> Cow<'static, str> {
        let words: &'static Words = &WORDS;
        let spoken = words.message(self.language, key).or_else(|| {
            missed(&format!("{:?} has no message {key}", self.language));
            words.message_or_next(self.language, key)
        });
        let Some((bundle, pattern)) =
            spoken.and_then(|Spoken { bundle, message }| Some((bundle, message.value()?)))
        else {
            return key.into();
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors);
        if !errors.is_empty() {
            // Without the values: they may be someone's name.
            missed(&format!("{:?} {key}: a place was left empty or not understood", self.language));
        }
        text
    }
}

fn fact(name: &str, text: String) -> Value<'static> {
    match text.parse::<i32>() {
        Ok(number) if !matches!(name, "typed" | "year") && number.to_string() == text => {
            number.into()
        }
        _ => text.into(),
    }
}
