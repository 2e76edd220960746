//! The form of a vacancy. What is needed is asked in plain questions and kept as one list.

use std::collections::HashMap;

use domain::{
    classifier::{Classifiers, Scheme},
    fault::FieldFault,
    profile::Fluency,
    returnee::Education,
    vacancy::{Need, Needs, Offer, Strength, TypedOffer},
};
use jiff::civil::Date;

use super::describe::fluency;
use crate::{
    returnee::fields::education_key,
    web::{
        ask::{self, Answers, Kind, Question},
        form::Form,
    },
    words::{Tongue, msg},
};

/// The boxes of a language: which, how well, and whether it must be.
const LANGUAGES: [[&str; 3]; 3] = [
    ["language_1", "level_1", "must_1"],
    ["language_2", "level_2", "must_2"],
    ["language_3", "level_3", "must_3"],
];

pub fn questions(lists: &Classifiers, tongue: Tongue) -> Vec<Question> {
    let must = || vec![("yes".to_owned(), tongue.t("offer-must").into_owned())];
    let new = Question::new;
    let mut questions = vec![
        new("title", msg("offer-title"), Kind::Line).hint(msg("offer-title-hint")),
        new("occupation", msg("offer-occupation"), Kind::Known(Scheme::Occupation))
            .hint(msg("offer-known-hint")),
        new("territory", msg("offer-territory"), Kind::Place),
        new("form", msg("offer-form"), Kind::Menu(ask::choices(lists, Scheme::WorkForm, tongue))),
        new("places", msg("offer-places"), Kind::Number),
        new("wage_from", msg("offer-wage-from"), Kind::Number).hint(msg("offer-wage-hint")),
        new("wage_to", msg("offer-wage-to"), Kind::Number),
        new("starts_on", msg("offer-starts"), Kind::Day),
        new("closes_on", msg("offer-closes"), Kind::Day).hint(msg("offer-closes-hint")),
        new("words", msg("offer-words"), Kind::Paragraph).hint(msg("offer-words-hint")),
        new("must_skills", msg("offer-must-skills"), Kind::KnownMany(Scheme::Skill))
            .hint(msg("offer-many-hint")),
        new("skills", msg("offer-skills"), Kind::KnownMany(Scheme::Skill)),
        new("must_licences", msg("offer-must-licences"), Kind::KnownMany(Scheme::Licence))
            .hint(msg("offer-many-hint")),
        new("licences", msg("offer-licences"), Kind::KnownMany(Scheme::Licence)),
    ];
    let levels: Vec<(String, String)> = Fluency::ALL
        .iter()
        .map(|level| (level.code().to_owned(), fluency(tongue, *level)))
        .collect();
    for (at, [language, level, musts]) in LANGUAGES.into_iter().enumerate() {
        let label = if at == 0 { msg("offer-language") } else { msg("offer-language-other") };
        questions.extend([
            new(language, label, Kind::Known(Scheme::Language)),
            new(level, msg("offer-level"), Kind::Menu(levels.clone())),
            new(musts, msg("offer-language-must"), Kind::Several(must())),
        ]);
    }
    let educations = Education::ALL
        .iter()
        .map(|one| (one.code().to_owned(), tongue.t(education_key(*one)).into_owned()))
        .collect();
    questions.extend([
        new("education", msg("offer-education"), Kind::Menu(educations)),
        new("must_education", msg("offer-education-must"), Kind::Several(must())),
        new("months", msg("offer-months"), Kind::Number).hint(msg("offer-months-hint")),
        new("must_months", msg("offer-months-must"), Kind::Several(must())),
    ]);
    questions
}

/// Reads the form. What was typed goes back into its boxes with [`Answers::get`].
pub fn read(
    form: &Form,
    lists: &Classifiers,
    tongue: Tongue,
    today: Date,
) -> (Answers, Result<Offer, Vec<FieldFault>>) {
    let answers = ask::read(form, &questions(lists, tongue), lists, tongue);
    let (needs, mut faults) = needs(&answers);
    let get = |field| answers.get(field);
    let typed = TypedOffer {
        title: get("title"),
        occupation: get("occupation"),
        territory: get("territory"),
        wage_from: get("wage_from"),
        wage_to: get("wage_to"),
        form: get("form"),
        places: get("places"),
        starts_on: get("starts_on"),
        closes_on: get("closes_on"),
        needs,
        words: get("words"),
    };
    let read = typed.read(lists, today);
    let sound = answers.is_understood() && faults.is_empty();
    for fault in read.as_ref().err().into_iter().flatten() {
        match fault.field {
            // The list has no box of its own, and where a part of it is wrong already, that part is told.
            "needs" if sound => {
                faults.push(FieldFault { field: "must_skills", sentence: fault.sentence.clone() });
            }
            "needs" => {}
            _ => faults.push(fault.clone()),
        }
    }
    let faults = answers.faults(faults);
    let read = match read {
        Ok(offer) if faults.is_empty() => Ok(offer),
        _ => Err(faults),
    };
    (answers, read)
}

/// The answers about needs as one list, with what is wrong with single boxes.
fn needs(answers: &Answers) -> (String, Vec<FieldFault>) {
    let mut words: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for (field, kind, mark) in [
        ("must_skills", "skill", "!"),
        ("skills", "skill", ""),
        ("must_licences", "licence", "!"),
        ("licences", "licence", ""),
    ] {
        let codes = answers.get(field);
        words.extend(codes.split_whitespace().map(|code| format!("{kind}:{code}{mark}")));
    }
    let mark = |field: &str| if answers.get(field).is_empty() { "" } else { "!" };
    for [language, level, must] in LANGUAGES {
        let (code, how_well) = (answers.get(language), answers.get(level));
        match (code.is_empty(), how_well.is_empty()) {
            (true, true) => {}
            (false, false) => words.push(format!("language:{code}:{how_well}{}", mark(must))),
            (true, false) => faults.push(FieldFault::plain(language, "fault-need-language")),
            (false, true) => faults.push(FieldFault::plain(level, "fault-need-level")),
        }
    }
    let education = answers.get("education");
    if !education.is_empty() {
        words.push(format!("education:{education}{}", mark("must_education")));
    }
    let months = answers.get("months");
    let months = months.trim();
    if !months.is_empty() {
        match format!("months:{months}").parse::<Needs>() {
            Ok(_) => words.push(format!("months:{months}{}", mark("must_months"))),
            Err(_) => faults.push(FieldFault::plain("months", "fault-need-months")),
        }
    }
    (words.join(" "), faults)
}

/// The boxes filled with an offer that is there.
pub fn filled(offer: &Offer) -> HashMap<&'static str, String> {
    let typed = offer.typed();
    let mut boxes: HashMap<&'static str, String> =
        typed.answers().into_iter().map(|(field, value)| (field, value.to_owned())).collect();
    let yes = |strength: &Strength| match strength {
        Strength::Must => "yes".to_owned(),
        Strength::Wanted => String::new(),
    };
    let mut languages = LANGUAGES.into_iter();
    for need in offer.needs.iter() {
        let mut add = |field, code: &str| {
            let codes: &mut String = boxes.entry(field).or_default();
            if !codes.is_empty() {
                codes.push(' ');
            }
            codes.push_str(code);
        };
        match need {
            Need::Skill(code, Strength::Must) => add("must_skills", code.as_str()),
            Need::Skill(code, Strength::Wanted) => add("skills", code.as_str()),
            Need::Licence(code, Strength::Must) => add("must_licences", code.as_str()),
            Need::Licence(code, Strength::Wanted) => add("licences", code.as_str()),
            Need::Language(code, level, strength) => {
                if let Some([language, how_well, must]) = languages.next() {
                    add(language, code.as_str());
                    add(how_well, level.code());
                    add(must, &yes(strength));
                }
            }
            Need::Education(education, strength) => {
                add("education", education.code());
                add("must_education", &yes(strength));
            }
            Need::Months(months, strength) => {
                add("months", &months.to_string());
                add("must_months", &yes(strength));
            }
        }
    }
    boxes
}
