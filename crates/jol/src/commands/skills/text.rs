//! `jol skills text`: one text.

use std::io::Write;

use domain::{
    classifier::{Classifiers, Scheme},
    language::Language,
    meaning::Reading,
};
use serde::Serialize;

use crate::{commands::Outcome, meaning::Ready};

#[derive(clap::Args)]
pub struct Text {
    /// What somebody wrote
    text: String,

    /// The language of the names in the answer: ky, ru, uz or en
    #[arg(long, default_value = "ru")]
    language: Language,

    /// Answer with one line of JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    text: &'a str,
    occupations: Vec<Occupation<'a>>,
    skills: Vec<Skill<'a>>,
    abstained: bool,
    version: &'a str,
    confirmed: &'a str,
}

#[derive(Serialize)]
struct Occupation<'a> {
    isco: &'a str,
    occupation: Option<&'a str>,
    name: &'a str,
    confidence: f64,
    level: &'a str,
    words: &'a [String],
}

#[derive(Serialize)]
struct Skill<'a> {
    skill: &'a str,
    name: &'a str,
    confidence: f64,
    implied: bool,
    words: &'a [String],
}

impl Text {
    pub fn run(
        self,
        lists: &Classifiers,
        ready: &Ready,
        out: &mut dyn Write,
    ) -> anyhow::Result<Outcome> {
        let reading = ready.reader.read(&self.text);
        let answer = self.answer(lists, &reading, ready);
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&answer)?)?;
            return Ok(Outcome::Well);
        }
        if answer.abstained {
            writeln!(out, "Not sure enough to decide. Perhaps:")?;
        }
        for one in &answer.occupations {
            let code =
                one.occupation.map_or(one.isco.to_owned(), |code| format!("{} {code}", one.isco));
            let words = one.words.join(", ");
            writeln!(out, "{:.2}  {code}  {} ({}): {words}", one.confidence, one.name, one.level)?;
        }
        for one in &answer.skills {
            let why =
                if one.implied { "asked for by the work".into() } else { one.words.join(", ") };
            writeln!(out, "{:.2}  {}  {}: {why}", one.confidence, one.skill, one.name)?;
        }
        Ok(Outcome::Well)
    }

    fn answer<'a>(
        &'a self,
        lists: &'a Classifiers,
        reading: &'a Reading,
        ready: &'a Ready,
    ) -> Answer<'a> {
        let share = |confidence: u16| f64::from(confidence) / 1000.0;
        let occupations = reading.occupations.iter().map(|one| Occupation {
            isco: one.isco.as_str(),
            occupation: one.occupation.as_ref().map(|code| code.as_str()),
            name: match &one.occupation {
                Some(code) => lists.name(Scheme::Occupation, code, self.language),
                None => lists.name(Scheme::Isco, &one.isco, self.language),
            },
            confidence: share(one.confidence),
            level: one.level.code(),
            words: &one.words,
        });
        let skills = reading.skills.iter().map(|one| Skill {
            skill: one.code.as_str(),
            name: lists.name(Scheme::Skill, &one.code, self.language),
            confidence: share(one.confidence),
            implied: one.implied,
            words: &one.words,
        });
        Answer {
            text: &self.text,
            occupations: occupations.collect(),
            skills: skills.collect(),
            abstained: reading.abstained,
            version: &ready.version,
            confirmed: &ready.confirmed,
        }
    }
}
