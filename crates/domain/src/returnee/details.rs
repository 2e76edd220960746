//! What a person tells of themselves, from what was typed to what is kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    day::{self, BirthDay},
    fault::{FieldFault, Reading},
    language::Language,
    person_name::{NamePart, PersonName},
    phone::Phone,
    pin::Pin,
    returnee::{Education, Leaving, Reasons},
    sex::Sex,
    territory::Territory,
    text::Line,
};

/// The answers as they were typed, whatever they are. Forms, the API and files all arrive as this.
/// An empty answer is no answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub surname: String,
    pub given: String,
    pub patronymic: String,
    pub sex: String,
    pub birth_on: String,
    pub pin: String,
    pub phone: String,
    pub territory: String,
    pub country: String,
    pub returned_on: String,
    pub reasons: String,
    pub education: String,
    pub occupation: String,
    pub leaving: String,
    pub language: String,
}

/// Who answers: the person needs a phone to come back with, an officer may have to do without some answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Person,
    Officer,
    /// An agency's file or program.
    Agency,
}

/// What is kept. Every value has been through its own door.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    pub name: PersonName,
    pub sex: Option<Sex>,
    pub birth_on: Option<BirthDay>,
    pub pin: Option<Pin>,
    pub phone: Option<Phone>,
    pub territory: Option<Territory>,
    pub country: Option<Country>,
    pub returned_on: Option<Date>,
    pub reasons: Option<Reasons>,
    pub education: Option<Education>,
    pub occupation: Option<Line<120>>,
    pub leaving: Option<Leaving>,
    pub language: Language,
}

/// Nobody registered today came back before the country existed.
const EARLIEST_RETURN: Date = jiff::civil::date(1991, 8, 31);

impl Typed {
    /// Reads every answer and gathers all that is wrong, so that a person mends a form once.
    pub fn read(&self, who: Who, today: Date) -> Result<Details, Vec<FieldFault>> {
        let mut reading = Reading::default();
        let surname = reading.read("surname", &self.surname, NamePart::parse);
        let given = reading.read("given", &self.given, NamePart::parse);
        let patronymic = reading.read("patronymic", &self.patronymic, NamePart::parse);
        let sex = reading.read("sex", &self.sex, |code| code.parse::<Sex>());
        let birth_on =
            reading.read("birth_on", &self.birth_on, |text| BirthDay::parse(text, today));
        let pin = reading.read("pin", &self.pin, Pin::parse);
        let phone = reading.read("phone", &self.phone, Phone::parse);
        let territory = reading.read("territory", &self.territory, Territory::parse);
        let country = reading.read("country", &self.country, |code| code.parse::<Country>());
        let returned_on = reading.read("returned_on", &self.returned_on, |text| {
            let day = day::parse_day(text)?;
            day::not_before(day::not_after(day, today)?, EARLIEST_RETURN)
        });
        let reasons = reading.read("reasons", &self.reasons, |codes| codes.parse::<Reasons>());
        let education =
            reading.read("education", &self.education, |code| code.parse::<Education>());
        let occupation =
            reading.read("occupation", &self.occupation, |text| text.parse::<Line<120>>());
        let leaving = reading.read("leaving", &self.leaving, |code| code.parse::<Leaving>());
        let language = reading.read("language", &self.language, |code| code.parse::<Language>());

        reading.need("surname", &self.surname, "fault-surname-missing");
        reading.need("given", &self.given, "fault-given-missing");
        if who != Who::Agency {
            reading.need("sex", &self.sex, "fault-sex-missing");
            reading.need("territory", &self.territory, "fault-territory-missing");
            reading.need("country", &self.country, "fault-country-missing");
            reading.need("returned_on", &self.returned_on, "fault-returned-missing");
        }
        if who == Who::Person {
            reading.need("birth_on", &self.birth_on, "fault-birth-missing");
            reading.need("phone", &self.phone, "fault-phone-missing");
        }
        let faults = reading.end(self.answers());
        let (Some(surname), Some(given), true) = (surname, given, faults.is_empty()) else {
            return Err(faults);
        };
        let name = PersonName { surname, given, patronymic };
        let language = language.unwrap_or_default();
        Ok(Details {
            name,
            sex,
            birth_on,
            pin,
            phone,
            territory,
            country,
            returned_on,
            reasons,
            education,
            occupation,
            leaving,
            language,
        })
    }

    /// The faults of some answers only: a page that asks one thing complains of that thing only.
    pub fn read_some(&self, fields: &[&str], who: Who, today: Date) -> Vec<FieldFault> {
        let faults = self.read(who, today).err().unwrap_or_default();
        faults.into_iter().filter(|fault| fields.contains(&fault.field)).collect()
    }
}

impl Details {
    /// The answers as a form shows them again.
    pub fn typed(&self) -> Typed {
        fn text<T: ToString>(value: Option<&T>) -> String {
            value.map(ToString::to_string).unwrap_or_default()
        }
        Typed {
            surname: self.name.surname.as_str().to_owned(),
            given: self.name.given.as_str().to_owned(),
            patronymic: self.name.patronymic.as_ref().map_or("", NamePart::as_str).to_owned(),
            sex: self.sex.map_or("", Sex::code).to_owned(),
            birth_on: text(self.birth_on.map(BirthDay::day).as_ref()),
            pin: self.pin.as_ref().map_or("", Pin::as_str).to_owned(),
            phone: self.phone.as_ref().map_or("", Phone::as_str).to_owned(),
            territory: self.territory.map_or("", |place| place.code()).to_owned(),
            country: self.country.map_or("", |country| country.code()).to_owned(),
            returned_on: text(self.returned_on.as_ref()),
            reasons: text(self.reasons.as_ref()),
            education: text(self.education.as_ref()),
            occupation: self.occupation.as_ref().map_or("", |line| line.as_str()).to_owned(),
            leaving: text(self.leaving.as_ref()),
            language: self.language.code().to_owned(),
        }
    }
}

impl Typed {
    /// The answers by name, in the order of the record.
    pub fn answers(&self) -> [(&'static str, &str); 15] {
        [
            ("surname", &self.surname),
            ("given", &self.given),
            ("patronymic", &self.patronymic),
            ("sex", &self.sex),
            ("birth_on", &self.birth_on),
            ("pin", &self.pin),
            ("phone", &self.phone),
            ("territory", &self.territory),
            ("country", &self.country),
            ("returned_on", &self.returned_on),
            ("reasons", &self.reasons),
            ("education", &self.education),
            ("occupation", &self.occupation),
            ("leaving", &self.leaving),
            ("language", &self.language),
        ]
    }

    /// The answer of this name, to be typed anew.
    pub fn answer(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "surname" => &mut self.surname,
            "given" => &mut self.given,
            "patronymic" => &mut self.patronymic,
            "sex" => &mut self.sex,
            "birth_on" => &mut self.birth_on,
            "pin" => &mut self.pin,
            "phone" => &mut self.phone,
            "territory" => &mut self.territory,
            "country" => &mut self.country,
            "returned_on" => &mut self.returned_on,
            "reasons" => &mut self.reasons,
            "education" => &mut self.education,
            "occupation" => &mut self.occupation,
            "leaving" => &mut self.leaving,
            "language" => &mut self.language,
            _ => return None,
        })
    }
}

/// One answer before and after a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub before: String,
    pub after: String,
}

impl Change {
    /// What differs between the same answers before and after, in their order.
    pub fn between<const N: usize>(
        before: [(&'static str, &str); N],
        after: [(&'static str, &str); N],
    ) -> Vec<Self> {
        let pairs = before.into_iter().zip(after);
        pairs
            .filter(|((_, before), (_, after))| before != after)
            .map(|((field, before), (_, after))| Self {
                field: field.to_owned(),
                before: before.to_owned(),
                after: after.to_owned(),
            })
            .collect()
    }
}

/// What differs, in the order of the record.
pub fn changes(before: &Typed, after: &Typed) -> Vec<Change> {
    Change::between(before.answers(), after.answers())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    fn typed() -> Typed {
        Typed {
            surname: "Асанова".into(),
            given: "Айгүл".into(),
            sex: "f".into(),
            birth_on: "05.03.1990".into(),
            phone: "0555 123 456".into(),
            territory: "41705214000000".into(),
            country: "RU".into(),
            returned_on: "01.11.2026".into(),
            ..Typed::default()
        }
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let wrong = Typed {
            given: String::new(),
            birth_on: "31.02.1990".into(),
            returned_on: "01.01.2030".into(),
            ..typed()
        };
        let fields: Vec<&str> =
            wrong.read(Who::Person, TODAY).unwrap_err().iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["given", "birth_on", "returned_on"]);
    }

    #[test]
    fn every_answer_is_found_by_its_name() {
        let mut answers = Typed::default();
        for (name, _) in Typed::default().answers() {
            *answers.answer(name).unwrap() = name.to_owned();
        }
        assert!(answers.answers().iter().all(|(name, value)| name == value), "{answers:?}");
        assert!(answers.answer("consents").is_none());
    }

    #[test]
    fn what_is_kept_is_shown_again_and_read_to_the_same() {
        let details = typed().read(Who::Person, TODAY).unwrap();
        assert_eq!(details.typed().read(Who::Person, TODAY).unwrap(), details);
        assert_eq!(details.typed().phone, "+996555123456");
    }

    #[test]
    fn an_officer_may_do_without_a_phone_and_a_person_may_not() {
        let without = Typed { phone: String::new(), ..typed() };
        assert!(without.read(Who::Officer, TODAY).is_ok());
        let faults = without.read(Who::Person, TODAY).unwrap_err();
        assert_eq!(faults, [FieldFault::plain("phone", "fault-phone-missing")]);
    }

    #[test]
    fn a_change_names_the_field_and_both_sides() {
        let after = Typed { given: "Айгуль".into(), ..typed() };
        let change =
            Change {
                field: "given".into(), before: "Айгүл".into(), after: "Айгуль".into()
            };
        assert_eq!(changes(&typed(), &after), [change]);
        assert_eq!(changes(&typed(), &typed()), []);
    }
}
