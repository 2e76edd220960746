//! Forms from a list of questions: drawn, read back, and shown again with what was typed.
//!
//! A question about an entry of a long list is one box with suggestions. People type a name in any of the languages, or the
//! beginning of it; what they meant is found here, and when it is not clear they are asked which one.

use std::collections::HashMap;

use domain::{
    classifier::{Classifiers, Code, Meant, Scheme},
    fault::{FieldFault, Sentence},
    territory::Territory,
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{
    form::Form,
    parts::{self, Area, Choice, Choices, DateInput, DatePart, Heading, Input, Problem, Select},
};
use crate::{
    returnee::fields::full_name,
    words::{self, Tongue, msg},
};

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Line,
    Paragraph,
    Number,
    Phone,
    Day,
    /// A place of the country.
    Place,
    /// One of a few, all to be seen.
    One(Vec<(String, String)>),
    /// One of many.
    Menu(Vec<(String, String)>),
    Several(Vec<(String, String)>),
    /// An entry of a long list.
    Known(Scheme),
    /// Several entries, with commas or on lines of their own.
    KnownMany(Scheme),
}

/// One question: the name of its field, its label and a hint by their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub field: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    kind: Kind,
    alone: bool,
}

impl Question {
    /// A field begins with a letter, so that none is called like a hidden one of [`super::form`].
    pub const fn new(field: &'static str, label: &'static str, kind: Kind) -> Self {
        assert!(field.as_bytes()[0].is_ascii_lowercase());
        Self { field, label, hint: None, kind, alone: false }
    }

    pub fn hint(mut self, key: &'static str) -> Self {
        self.hint = Some(key);
        self
    }

    /// The only question of its page: its label is the heading.
    pub fn alone(mut self) -> Self {
        self.alone = true;
        self
    }

    pub fn label(&self, tongue: Tongue) -> String {
        tongue.t(self.label).into_owned()
    }

    /// An answer that is kept, as people read it.
    pub fn spoken(&self, tongue: Tongue, lists: &Classifiers, value: &str, today: Date) -> String {
        if value.is_empty() {
            return tongue.t("shell-not-given").into_owned();
        }
        let each = |name: &dyn Fn(&str) -> Option<String>| {
            let names = value.split_whitespace().map(|code| name(code).unwrap_or(code.to_owned()));
            Some(names.collect::<Vec<_>>().join("; "))
        };
        let told = match &self.kind {
            Kind::One(choices) | Kind::Menu(choices) | Kind::Several(choices) => each(&|code| {
                choices.iter().find(|(known, _)| known == code).map(|(_, words)| words.clone())
            }),
            Kind::Known(scheme) | Kind::KnownMany(scheme) => each(&|code| {
                let known = lists.find(*scheme, &code.parse().ok()?)?;
                Some(known.name(tongue.language()).to_owned())
            }),
            Kind::Day => value.parse().ok().map(|day| tongue.date_short(day)),
            Kind::Place => {
                Territory::parse(value).ok().map(|place| full_name(place, tongue, today))
            }
            Kind::Line | Kind::Paragraph | Kind::Number | Kind::Phone => None,
        };
        told.unwrap_or_else(|| value.to_owned())
    }

    /// The id of its first box, for the summary of errors.
    pub fn id(&self) -> String {
        match self.kind {
            Kind::Day => format!("{}-day", self.field),
            _ => self.field.to_owned(),
        }
    }
}

/// The id of a field's first box.
pub fn id(questions: &[Question], field: &str) -> String {
    let asked = questions.iter().find(|question| question.field == field);
    asked.map_or_else(|| field.to_owned(), Question::id)
}

/// The entries of a short list as choices, in the language of the page and in the order of their names.
pub fn choices(lists: &Classifiers, scheme: Scheme, tongue: Tongue) -> Vec<(String, String)> {
    let language = tongue.language();
    let entries = lists.all(scheme);
    let mut named: Vec<(String, String)> =
        entries.map(|one| (one.code.to_string(), one.name(language).to_owned())).collect();
    named.sort_by_cached_key(|(_, name)| words::sort_key(language, name));
    named
}

/// What was answered, and what could not be understood.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    values: HashMap<&'static str, String>,
    faults: Vec<FieldFault>,
}

impl Answers {
    pub fn get(&self, field: &str) -> String {
        self.values.get(field).cloned().unwrap_or_default()
    }

    /// All faults, one for each field: what the lists did not understand comes before what the rules say of it.
    pub fn faults(&self, of_rules: Vec<FieldFault>) -> Vec<FieldFault> {
        let ours = |fault: &FieldFault| self.faults.iter().any(|own| own.field == fault.field);
        let rest = of_rules.into_iter().filter(|fault| !ours(fault));
        self.faults.iter().cloned().chain(rest).collect()
    }

    pub fn is_understood(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Reads a form. Names of known lists become their codes; what is not understood stays as it was typed.
pub fn read(form: &Form, questions: &[Question], lists: &Classifiers, tongue: Tongue) -> Answers {
    let mut answers = Answers::default();
    for question in questions {
        let field = question.field;
        let value = match &question.kind {
            Kind::Day => form.date(field),
            Kind::Several(_) => form.all(field).collect::<Vec<_>>().join(" "),
            Kind::Known(scheme) => {
                understand(&mut answers, field, form.text(field), *scheme, lists, tongue)
            }
            Kind::KnownMany(scheme) => {
                let typed = named(form.text(field), *scheme, lists);
                let codes: Vec<String> = typed
                    .into_iter()
                    .map(|one| understand(&mut answers, field, one, *scheme, lists, tongue))
                    .collect();
                match answers.faults.iter().any(|fault| fault.field == field) {
                    true => form.text(field).to_owned(),
                    false => codes.join(" "),
                }
            }
            _ => form.text(field).to_owned(),
        };
        answers.values.insert(field, value);
    }
    answers
}

/// The names in a box for several, on lines of their own or with commas. There are names that have commas themselves.
fn named<'t>(typed: &'t str, scheme: Scheme, lists: &Classifiers) -> Vec<&'t str> {
    let lines = typed.lines().flat_map(|line| match lists.understand(scheme, line.trim()) {
        Meant::One(_) => vec![line],
        Meant::Several(_) | Meant::Nothing => line.split([',', ';']).collect(),
    });
    lines.map(str::trim).filter(|one| !one.is_empty()).collect()
}

fn understand(
    answers: &mut Answers,
    field: &'static str,
    typed: &str,
    scheme: Scheme,
    lists: &Classifiers,
    tongue: Tongue,
) -> String {
    if typed.trim().is_empty() {
        return String::new();
    }
    let mut fault = |key: &'static str, facts| {
        answers.faults.push(FieldFault { field, sentence: Sentence { key, facts } });
        typed.to_owned()
    };
    match lists.understand(scheme, typed) {
        Meant::One(code) => code.to_string(),
        Meant::Several(codes) => {
            let names: Vec<&str> =
                codes.iter().map(|code| lists.name(scheme, code, tongue.language())).collect();
            fault("fault-known-several", vec![("names", names.join(", "))])
        }
        Meant::Nothing => {
            fault("fault-known-none", vec![("typed", typed.chars().take(60).collect())])
        }
    }
}

/// What is needed to draw questions.
pub struct Asking<'a> {
    pub tongue: Tongue,
    pub lists: &'a Classifiers,
    pub faults: &'a [FieldFault],
    pub today: Date,
}

impl Asking<'_> {
    /// The questions one below the other, filled with what `value` gives for each field.
    pub fn all(&self, questions: &[Question], value: impl Fn(&str) -> String) -> Markup {
        html! { @for question in questions { (self.one(question, &value(question.field))) } }
    }

    pub fn one(&self, question: &Question, value: &str) -> Markup {
        let tongue = self.tongue;
        let field = question.field;
        let label = tongue.t(question.label);
        let hint = question.hint.map(|key| tongue.t(key));
        let hint = hint.as_deref();
        let word = tongue.t("shell-error-prefix");
        let fault = self.faults.iter().find(|fault| fault.field == field);
        let sentence = fault.map(|fault| tongue.sentence(&fault.sentence));
        let problem = sentence.as_deref().map(|words| Problem { word: &word, sentence: words });
        let heading = if question.alone { Heading::Page } else { Heading::None };
        let input = Input {
            id: field,
            name: field,
            label: &label,
            heading,
            hint,
            value,
            problem,
            ..Input::default()
        };
        match &question.kind {
            Kind::Line => parts::text_input(&Input { spellcheck: true, ..input }),
            Kind::Number => {
                parts::text_input(&Input { inputmode: Some("decimal"), width: Some(10), ..input })
            }
            Kind::Phone => {
                parts::text_input(&Input { kind: Some("tel"), width: Some(20), ..input })
            }
            Kind::Paragraph => parts::textarea(&Area {
                id: field,
                name: field,
                label: &label,
                heading,
                hint,
                value,
                problem,
                ..Area::default()
            }),
            Kind::Day => {
                let labels = [msg("returnee-day"), msg("returnee-month"), msg("returnee-year")]
                    .map(|key| tongue.t(key));
                let values = boxes(value);
                let part =
                    |at: usize| DatePart { label: &labels[at], value: &values[at], wrong: false };
                parts::date_input(&DateInput {
                    id: field,
                    name: field,
                    legend: &label,
                    heading,
                    hint,
                    problem,
                    day: part(0),
                    month: part(1),
                    year: part(2),
                    birthday: false,
                })
            }
            Kind::Place => {
                let places = Territory::all(self.today);
                let choices: Vec<(String, String)> = places
                    .map(|one| (one.code().to_owned(), full_name(one, tongue, self.today)))
                    .collect();
                let choices = chosen(&choices, value, true);
                let (id, name) = (field, field);
                parts::select(&Select {
                    id,
                    name,
                    label: &label,
                    heading,
                    hint,
                    problem,
                    choices: &choices,
                    ..Select::default()
                })
            }
            Kind::Menu(entries) => {
                let choices = chosen(entries, value, true);
                let (id, name) = (field, field);
                parts::select(&Select {
                    id,
                    name,
                    label: &label,
                    heading,
                    hint,
                    problem,
                    choices: &choices,
                    ..Select::default()
                })
            }
            Kind::One(entries) => parts::radios(&Choices {
                id: field,
                name: field,
                legend: &label,
                heading,
                hint,
                problem,
                choices: &chosen(entries, value, false),
                small: !question.alone,
                ..Choices::default()
            }),
            Kind::Several(entries) => parts::checkboxes(&Choices {
                id: field,
                name: field,
                legend: &label,
                heading,
                hint,
                problem,
                choices: &chosen(entries, value, false),
                small: !question.alone,
                ..Choices::default()
            }),
            Kind::Known(scheme) => {
                let spoken = self.spoken(*scheme, value, ", ");
                let list = format!("{field}-list");
                html! {
                    (parts::text_input(&Input { value: &spoken, list: Some(&list), ..input }))
                    (self.suggestions(&list, *scheme))
                }
            }
            Kind::KnownMany(scheme) => parts::textarea(&Area {
                id: field,
                name: field,
                label: &label,
                heading,
                hint,
                value: &self.spoken(*scheme, value, "\n"),
                problem,
                rows: Some(4),
                ..Area::default()
            }),
        }
    }

    /// Codes as their names; what is no code stays as it was typed.
    fn spoken(&self, scheme: Scheme, value: &str, joint: &str) -> String {
        let known = |text: &str| -> Option<String> {
            let code: Code = text.parse().ok()?;
            let concept = self.lists.find(scheme, &code)?;
            Some(concept.name(self.tongue.language()).to_owned())
        };
        let names: Option<Vec<String>> = value.split_whitespace().map(known).collect();
        names.map_or_else(|| value.to_owned(), |names| names.join(joint))
    }

    /// What the box proposes. An imported list may be long: then nothing is proposed and what is typed is looked up.
    fn suggestions(&self, id: &str, scheme: Scheme) -> Markup {
        const MOST: usize = 250;
        let language = self.tongue.language();
        let few = self.lists.all(scheme).count() <= MOST;
        html! {
            datalist id=(id) {
                @if few {
                    @for one in self.lists.all(scheme) { option value=(one.name(language)) {} }
                }
            }
        }
    }
}

/// Choices with the chosen ones marked; with an empty one in front, where nothing chosen is an answer.
fn chosen(entries: &[(String, String)], value: &str, with_none: bool) -> Vec<Choice> {
    let chosen: Vec<&str> = value.split_whitespace().collect();
    let none = with_none.then(|| Choice::new("", "").chosen(chosen.is_empty()));
    let rest = entries
        .iter()
        .map(|(code, words)| Choice::new(code, words).chosen(chosen.contains(&code.as_str())));
    none.into_iter().chain(rest).collect()
}

/// The day, month and year of a date as it was typed or as it is kept.
pub fn boxes(text: &str) -> [String; 3] {
    if let Ok(day) = text.parse::<Date>() {
        return [day.day().to_string(), day.month().to_string(), day.year().to_string()];
    }
    let mut parts = text.splitn(3, '.').map(str::to_owned);
    [(); 3].map(|()| parts.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_names_are_told_apart_even_where_a_name_has_a_comma() {
        let lists = crate::classifier::built_in();
        let typed = "Курак куроо, төшөк-жууркан тигүү\nПарда тигүү, Булгаары тигүү;\n\n";
        let expected = ["Курак куроо, төшөк-жууркан тигүү", "Парда тигүү", "Булгаары тигүү"];
        assert_eq!(named(typed, Scheme::Skill, lists), expected);
    }
}
