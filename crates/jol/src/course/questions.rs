//! What a provider is asked about a course and about a group of it.

use domain::{
    classifier::Scheme,
    course::{TypedCourse, TypedGroup, Way},
    language::Language,
};

use super::speak::way_key;
use crate::{
    web::ask::{Answers, Kind, Question},
    words::{Tongue, msg},
};

pub fn of_course(tongue: Tongue) -> Vec<Question> {
    let languages = Language::ALL.map(|one| (one.code().to_owned(), one.name().to_owned()));
    let ways = Way::ALL.iter().map(|way| (way.code().into(), tongue.t(way_key(*way)).into()));
    vec![
        Question::new("title", msg("course-title"), Kind::Line).hint(msg("course-title-hint")),
        Question::new("occupation", msg("course-occupation"), Kind::Known(Scheme::Occupation))
            .hint(msg("course-occupation-hint")),
        Question::new("skills", msg("course-skills"), Kind::KnownMany(Scheme::Skill))
            .hint(msg("course-each-line")),
        Question::new("licences", msg("course-licences"), Kind::KnownMany(Scheme::Licence))
            .hint(msg("course-each-line")),
        Question::new("hours", msg("course-hours"), Kind::Number),
        Question::new("price", msg("course-price-som"), Kind::Number)
            .hint(msg("course-price-hint")),
        Question::new("language", msg("course-language"), Kind::One(languages.into())),
        Question::new("way", msg("course-way"), Kind::One(ways.collect())),
        Question::new("words", msg("course-words"), Kind::Paragraph).hint(msg("course-words-hint")),
    ]
}

pub fn typed_course(answers: &Answers) -> TypedCourse {
    let get = |field| answers.get(field);
    TypedCourse {
        title: get("title"),
        occupation: get("occupation"),
        skills: get("skills"),
        licences: get("licences"),
        hours: get("hours"),
        price: get("price"),
        language: get("language"),
        way: get("way"),
        words: get("words"),
    }
}

pub fn of_group() -> Vec<Question> {
    vec![
        Question::new("territory", msg("course-place"), Kind::Place),
        Question::new("place", msg("course-address"), Kind::Line).hint(msg("course-address-hint")),
        Question::new("starts_on", msg("course-starts"), Kind::Day),
        Question::new("ends_on", msg("course-ends"), Kind::Day),
        Question::new("seats", msg("course-seats"), Kind::Number),
    ]
}

pub fn typed_group(answers: &Answers) -> TypedGroup {
    let get = |field| answers.get(field);
    TypedGroup {
        territory: get("territory"),
        place: get("place"),
        starts_on: get("starts_on"),
        ends_on: get("ends_on"),
        seats: get("seats"),
    }
}

/// What a form shows in a box: the answer with this name.
pub fn value<const N: usize>(answers: [(&'static str, &str); N], field: &str) -> String {
    let known = answers.iter().find(|(name, _)| *name == field);
    known.map_or_else(String::new, |(_, value)| (*value).to_owned())
}
