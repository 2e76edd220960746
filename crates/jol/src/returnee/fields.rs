//! The questions about a returnee, each drawn in one place: the short pages of a phone, the long form of an
//! officer and the form of a change all show the same ones.

use domain::{
    country::Country,
    fault::FieldFault,
    language::Language,
    returnee::{Education, Leaving, Reason, Typed, Who},
    sex::Sex,
    territory::Territory,
};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::{
    web::{
        ask::boxes,
        form::Form,
        parts::{self, Choice, Choices, DateInput, DatePart, Heading, Input, Problem, Select},
    },
    words::{self, Tongue, msg},
};

/// What a form of questions needs to know.
pub struct Asking<'a> {
    pub tongue: Tongue,
    pub typed: &'a Typed,
    pub faults: &'a [FieldFault],
    pub who: Who,
    pub today: Date,
    /// The question is alone on its page, so its label is the heading.
    pub alone: bool,
}

/// The id of a field on the page, for the summary of errors.
pub fn id(field: &str) -> String {
    match field {
        "birth_on" | "returned_on" => format!("{field}-day"),
        other => other.to_owned(),
    }
}

/// Reads the questions out of a form.
pub fn typed(form: &Form) -> Typed {
    let text = |name: &str| form.text(name).to_owned();
    Typed {
        surname: text("surname"),
        given: text("given"),
        patronymic: text("patronymic"),
        sex: text("sex"),
        birth_on: form.date("birth_on"),
        pin: text("pin"),
        phone: text("phone"),
        territory: text("territory"),
        country: text("country"),
        returned_on: form.date("returned_on"),
        reasons: form.all("reasons").collect::<Vec<_>>().join(" "),
        education: text("education"),
        occupation: text("occupation"),
        leaving: text("leaving"),
        language: text("language"),
    }
}

impl Asking<'_> {
    fn t(&self, key: &'static str) -> String {
        self.tongue.t(key).into_owned()
    }

    fn heading(&self) -> Heading {
        if self.alone { Heading::Page } else { Heading::None }
    }

    fn sentence(&self, field: &str) -> Option<String> {
        let fault = self.faults.iter().find(|fault| fault.field == field)?;
        Some(self.tongue.sentence(&fault.sentence))
    }

    /// The question of one field.
    pub fn field(&self, field: &str) -> Markup {
        let typed = self.typed;
        match field {
            "surname" => self.text("surname", msg("returnee-surname"), None, &typed.surname),
            "given" => self.text("given", msg("returnee-given-name"), None, &typed.given),
            "patronymic" => {
                let hint = Some(msg("returnee-patronymic-hint"));
                self.text("patronymic", msg("returnee-patronymic"), hint, &typed.patronymic)
            }
            "sex" => self.radios("sex", msg("returnee-sex"), None, &typed.sex, &self.sexes()),
            "birth_on" => {
                let hint = Some(msg("returnee-birth-date-hint"));
                self.date("birth_on", msg("returnee-birth-date"), hint, &typed.birth_on)
            }
            "pin" => self.pin(),
            "phone" => self.phone(),
            "territory" => self.territory(),
            "country" => {
                let key = msg("returnee-country");
                self.select("country", key, msg("returnee-country-title"), &self.countries())
            }
            "returned_on" => {
                let key = match self.alone {
                    true => msg("returnee-return-date-title"),
                    false => msg("returnee-return-date"),
                };
                let hint = Some(msg("returnee-return-date-hint"));
                self.date("returned_on", key, hint, &typed.returned_on)
            }
            "reasons" => self.reasons(),
            "education" => {
                let key = match self.alone {
                    true => msg("returnee-education-title"),
                    false => msg("returnee-education"),
                };
                let hint = Some(msg("returnee-education-hint"));
                self.radios("education", key, hint, &typed.education, &self.educations())
            }
            "occupation" => {
                let key = match self.alone {
                    true => msg("returnee-work-abroad-title"),
                    false => msg("returnee-work-abroad"),
                };
                let hint = Some(msg("returnee-work-abroad-hint"));
                self.text("occupation", key, hint, &typed.occupation)
            }
            "leaving" => {
                let key = match self.alone {
                    true => msg("returnee-intends-title"),
                    false => msg("returnee-intends"),
                };
                self.radios("leaving", key, None, &typed.leaving, &self.leavings())
            }
            "language" => {
                let key = match self.alone {
                    true => msg("returnee-message-language-title"),
                    false => msg("returnee-message-language"),
                };
                self.radios("language", key, None, &typed.language, &self.languages())
            }
            _ => html! {},
        }
    }

    fn text(
        &self,
        name: &str,
        label: &'static str,
        hint: Option<&'static str>,
        value: &str,
    ) -> Markup {
        let (label, hint) = (self.t(label), hint.map(|hint| self.t(hint)));
        let (sentence, word) = (self.sentence(name), self.t("shell-error-prefix"));
        // A page with several names has a heading of its own.
        let single = !matches!(name, "surname" | "given" | "patronymic");
        let autocomplete = match (self.who, name) {
            (Who::Person, "surname") => Some("family-name"),
            (Who::Person, "given") => Some("given-name"),
            _ => None,
        };
        parts::text_input(&Input {
            id: name,
            name,
            label: &label,
            heading: if single { self.heading() } else { Heading::None },
            hint: hint.as_deref(),
            value,
            problem: problem(&word, sentence.as_deref()),
            autocomplete,
            spellcheck: name == "occupation",
            ..Input::default()
        })
    }

    fn pin(&self) -> Markup {
        let (label, hint) = (self.t("returnee-pin"), self.t("returnee-pin-hint"));
        let (sentence, word) = (self.sentence("pin"), self.t("shell-error-prefix"));
        parts::text_input(&Input {
            id: "pin",
            name: "pin",
            label: &label,
            heading: self.heading(),
            hint: Some(&hint),
            value: &self.typed.pin,
            problem: problem(&word, sentence.as_deref()),
            inputmode: Some("numeric"),
            width: Some(20),
            spaced: true,
            ..Input::default()
        })
    }

    fn phone(&self) -> Markup {
        let (label, hint) = (self.t("returnee-phone"), self.t("returnee-phone-hint"));
        let more = self.t("returnee-phone-hint-officer");
        let hint = if self.who == Who::Person { hint } else { format!("{hint} {more}") };
        let (sentence, word) = (self.sentence("phone"), self.t("shell-error-prefix"));
        parts::text_input(&Input {
            id: "phone",
            name: "phone",
            label: &label,
            heading: self.heading(),
            hint: Some(&hint),
            value: &self.typed.phone,
            problem: problem(&word, sentence.as_deref()),
            kind: Some("tel"),
            autocomplete: (self.who == Who::Person).then_some("tel"),
            width: Some(20),
            ..Input::default()
        })
    }

    fn date(
        &self,
        name: &str,
        legend: &'static str,
        hint: Option<&'static str>,
        value: &str,
    ) -> Markup {
        let (legend, hint) = (self.t(legend), hint.map(|hint| self.t(hint)));
        let (sentence, word) = (self.sentence(name), self.t("shell-error-prefix"));
        let labels = [self.t("returnee-day"), self.t("returnee-month"), self.t("returnee-year")];
        let values = boxes(value);
        let part = |at: usize| DatePart { label: &labels[at], value: &values[at], wrong: false };
        parts::date_input(&DateInput {
            id: name,
            name,
            legend: &legend,
            heading: self.heading(),
            hint: hint.as_deref(),
            problem: problem(&word, sentence.as_deref()),
            day: part(0),
            month: part(1),
            year: part(2),
            birthday: self.who == Who::Person && name == "birth_on",
        })
    }

    fn radios(
        &self,
        name: &str,
        legend: &'static str,
        hint: Option<&'static str>,
        value: &str,
        answers: &[(&'static str, String)],
    ) -> Markup {
        let (legend, hint) = (self.t(legend), hint.map(|hint| self.t(hint)));
        let (sentence, word) = (self.sentence(name), self.t("shell-error-prefix"));
        let choices: Vec<Choice> = answers
            .iter()
            .map(|(code, words)| Choice::new(*code, words).chosen(*code == value))
            .collect();
        parts::radios(&Choices {
            id: name,
            name,
            legend: &legend,
            heading: self.heading(),
            hint: hint.as_deref(),
            problem: problem(&word, sentence.as_deref()),
            choices: &choices,
            small: !self.alone,
            ..Choices::default()
        })
    }

    fn reasons(&self) -> Markup {
        let legend = match self.alone {
            true => self.t("returnee-reasons-title"),
            false => self.t("returnee-reasons"),
        };
        let (hint, word) = (self.t("returnee-reasons-hint"), self.t("shell-error-prefix"));
        let sentence = self.sentence("reasons");
        let chosen: Vec<&str> = self.typed.reasons.split_whitespace().collect();
        let choices: Vec<Choice> = Reason::ALL
            .iter()
            .map(|reason| {
                let words = self.t(reason_key(*reason));
                Choice::new(reason.code(), words).chosen(chosen.contains(&reason.code()))
            })
            .collect();
        parts::checkboxes(&Choices {
            id: "reasons",
            name: "reasons",
            legend: &legend,
            heading: self.heading(),
            hint: Some(&hint),
            problem: problem(&word, sentence.as_deref()),
            choices: &choices,
            small: !self.alone,
            ..Choices::default()
        })
    }

    fn select(
        &self,
        name: &str,
        label: &'static str,
        title: &'static str,
        answers: &[(String, String, bool)],
    ) -> Markup {
        let label = self.t(if self.alone { title } else { label });
        let (sentence, word) = (self.sentence(name), self.t("shell-error-prefix"));
        let mut choices = vec![Choice::new("", self.t("shell-choose"))];
        choices.extend(
            answers.iter().map(|(code, words, chosen)| Choice::new(code, words).chosen(*chosen)),
        );
        parts::select(&Select {
            id: name,
            name,
            label: &label,
            heading: self.heading(),
            problem: problem(&word, sentence.as_deref()),
            choices: &choices,
            ..Select::default()
        })
    }

    /// All places in one menu, each below its oblast. A page that asks in two steps has its own.
    fn territory(&self) -> Markup {
        let language = self.tongue.language();
        let mut answers = Vec::new();
        for oblast in Territory::all(self.today).filter(|place| place.parent().is_none()) {
            let name = oblast.name(language, self.today);
            let chosen = self.typed.territory == oblast.code();
            answers.push((oblast.code().to_owned(), name.to_owned(), chosen));
            for place in below(oblast) {
                let words = format!("{name} — {}", place.name(language, self.today));
                let chosen = self.typed.territory == place.code();
                answers.push((place.code().to_owned(), words, chosen));
            }
        }
        self.select("territory", msg("returnee-home"), msg("returnee-home-title"), &answers)
    }

    fn countries(&self) -> Vec<(String, String, bool)> {
        // Where most people come back from stands first; the rest is sorted as the language sorts.
        // A country that came with an import stays, also when it is not offered.
        const FIRST: [&str; 6] = ["RU", "KZ", "TR", "KR", "AE", "DE"];
        let language = self.tongue.language();
        let is_listed = |country: &Country| country.is_offered() && country.code() != "KG";
        let mut all: Vec<Country> = Country::all()
            .filter(|country| is_listed(country) || country.code() == self.typed.country)
            .collect();
        all.sort_by_key(|country| {
            let place = FIRST.iter().position(|code| *code == country.code());
            (place.unwrap_or(FIRST.len()), words::sort_key(language, country.name(language)))
        });
        all.into_iter()
            .map(|country| {
                let chosen = self.typed.country == country.code();
                (country.code().to_owned(), country.name(language).to_owned(), chosen)
            })
            .collect()
    }

    fn sexes(&self) -> Vec<(&'static str, String)> {
        Sex::ALL.iter().map(|sex| (sex.code(), self.t(sex_key(*sex)))).collect()
    }

    fn educations(&self) -> Vec<(&'static str, String)> {
        let all = Education::ALL.iter();
        all.map(|education| (education.code(), self.t(education_key(*education)))).collect()
    }

    fn leavings(&self) -> Vec<(&'static str, String)> {
        Leaving::ALL.iter().map(|leaving| (leaving.code(), self.t(leaving_key(*leaving)))).collect()
    }

    fn languages(&self) -> Vec<(&'static str, String)> {
        Language::ALL.iter().map(|language| (language.code(), language.name().to_owned())).collect()
    }
}

fn problem<'a>(word: &'a str, sentence: Option<&'a str>) -> Option<Problem<'a>> {
    sentence.map(|sentence| Problem { word, sentence })
}

/// Rayons, cities and districts below an oblast or a city, at whatever depth.
pub fn below(place: Territory) -> Vec<Territory> {
    let mut found = Vec::new();
    for child in place.children() {
        found.push(child);
        found.extend(below(child));
    }
    found
}

pub fn sex_key(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => msg("returnee-sex-female"),
        Sex::Male => msg("returnee-sex-male"),
    }
}

pub fn reason_key(reason: Reason) -> &'static str {
    match reason {
        Reason::ContractEnded => msg("returnee-reason-contract-ended"),
        Reason::Family => msg("returnee-reason-family"),
        Reason::Health => msg("returnee-reason-health"),
        Reason::NoWork => msg("returnee-reason-no-work"),
        Reason::WagesNotPaid => msg("returnee-reason-unpaid"),
        Reason::Documents => msg("returnee-reason-documents"),
        Reason::WantedHome => msg("returnee-reason-wanted-home"),
        Reason::Study => msg("returnee-reason-study"),
        Reason::Other => msg("returnee-reason-other"),
    }
}

pub fn education_key(education: Education) -> &'static str {
    match education {
        Education::None => msg("returnee-education-none"),
        Education::Basic => msg("returnee-education-basic"),
        Education::Secondary => msg("returnee-education-secondary"),
        Education::Vocational => msg("returnee-education-vocational"),
        Education::College => msg("returnee-education-secondary-special"),
        Education::SomeHigher => msg("returnee-education-unfinished-higher"),
        Education::Higher => msg("returnee-education-higher"),
    }
}

pub fn leaving_key(leaving: Leaving) -> &'static str {
    match leaving {
        Leaving::Yes => msg("returnee-intends-yes"),
        Leaving::No => msg("returnee-intends-no"),
        Leaving::Unsure => msg("returnee-intends-unsure"),
    }
}

/// What a question is called, by the name of its field.
pub fn label_key(field: &str) -> &'static str {
    match field {
        "surname" => msg("returnee-surname"),
        "given" => msg("returnee-given-name"),
        "patronymic" => msg("returnee-patronymic"),
        "sex" => msg("returnee-sex"),
        "birth_on" => msg("returnee-birth-date"),
        "pin" => msg("returnee-pin"),
        "phone" => msg("returnee-phone"),
        "territory" => msg("returnee-home"),
        "country" => msg("returnee-country"),
        "returned_on" => msg("returnee-return-date"),
        "reasons" => msg("returnee-reasons"),
        "education" => msg("returnee-education"),
        "occupation" => msg("returnee-work-abroad"),
        "leaving" => msg("returnee-intends"),
        _ => msg("returnee-message-language"),
    }
}

/// An answer as people read it, from what is kept or was typed.
pub fn spoken(tongue: Tongue, field: &str, value: &str, today: Date) -> String {
    if value.is_empty() {
        return tongue.t("shell-not-given").into_owned();
    }
    let language = tongue.language();
    let known = match field {
        "sex" => value.parse().ok().map(|sex| tongue.t(sex_key(sex)).into_owned()),
        "birth_on" | "returned_on" => value.parse().ok().map(|day| tongue.date_short(day)),
        "phone" => value.parse().ok().map(|phone| tongue.phone(&phone)),
        "territory" => Territory::parse(value).ok().map(|place| full_name(place, tongue, today)),
        "country" => value.parse::<Country>().ok().map(|country| country.name(language).to_owned()),
        "reasons" => {
            let reasons: Vec<_> = value
                .split_whitespace()
                .filter_map(|code| code.parse().ok())
                .map(|reason| tongue.t(reason_key(reason)))
                .collect();
            Some(reasons.join("; "))
        }
        "education" => value.parse().ok().map(|one| tongue.t(education_key(one)).into_owned()),
        "leaving" => value.parse().ok().map(|one| tongue.t(leaving_key(one)).into_owned()),
        "language" => value.parse().ok().map(|one: Language| one.name().to_owned()),
        _ => None,
    };
    known.unwrap_or_else(|| value.to_owned())
}

/// The place with its oblast: "Баткен облусу, Баткен району".
pub fn full_name(place: Territory, tongue: Tongue, today: Date) -> String {
    let name = place.name(tongue.language(), today);
    match place.parent().map(|_| place.oblast()) {
        Some(oblast) => format!("{}, {name}", oblast.name(tongue.language(), today)),
        None => name.to_owned(),
    }
}

/// All questions in their sections, as an officer asks them and as a change shows them.
pub fn questions(tongue: Tongue, typed: &Typed, faults: &[FieldFault], today: Date) -> Markup {
    let asking = Asking { tongue, typed, faults, who: Who::Officer, today, alone: false };
    html! {
        @for (section, asked) in SECTIONS {
            h2.govuk-heading-m { (tongue.t(section_key(section))) }
            @for field in asked { (asking.field(field)) }
        }
    }
}

/// The questions in the sections of the long form and of the record.
pub const SECTIONS: [(&str, &[&str]); 4] = [
    ("person", &["surname", "given", "patronymic", "sex", "birth_on", "pin"]),
    ("contact", &["phone", "territory", "language"]),
    ("return", &["country", "returned_on", "reasons", "leaving"]),
    ("work", &["occupation", "education"]),
];

pub fn section_key(section: &str) -> &'static str {
    match section {
        "person" => msg("returnee-section-person"),
        "contact" => msg("returnee-section-contact"),
        "return" => msg("returnee-section-return"),
        _ => msg("returnee-section-work"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_that_is_not_offered_is_listed_only_where_it_was_the_answer() {
        let listed = |country: &str| -> Vec<(String, bool)> {
            let typed = Typed { country: country.to_owned(), ..Typed::default() };
            let asking = Asking {
                tongue: words::in_language(Language::Ky),
                typed: &typed,
                faults: &[],
                who: Who::Officer,
                today: Date::constant(2026, 11, 20),
                alone: false,
            };
            asking.countries().into_iter().map(|(code, _, chosen)| (code, chosen)).collect()
        };
        let chosen = |country: &str| listed(country).into_iter().find(|(_, chosen)| *chosen);

        assert_eq!(listed("")[0], ("RU".to_owned(), false));
        assert!(!listed("").iter().any(|(code, _)| code == "BR" || code == "KG"));
        assert_eq!(chosen("RU"), Some(("RU".to_owned(), true)));
        assert_eq!(chosen("BR"), Some(("BR".to_owned(), true)));
        assert_eq!(listed("BR").len(), listed("").len() + 1);
    }
}
