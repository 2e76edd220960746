//! What a provider offers: a course as described, and its groups on their days.

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    classifier::{Classifiers, Code, Codes, Scheme},
    codes, day,
    fault::{Backwards, Fault, FieldFault, Reading},
    language::Language,
    money::Som,
    profile::{Item, Kind},
    territory::Territory,
    text::{Line, Paragraph},
    vacancy::Standing,
};

codes! {
    /// How a course is held.
    Way {
        InPlace = "in-place",
        Online = "online",
        Mixed = "mixed",
    }
}

codes! {
    CourseState {
        /// Nobody has checked it yet.
        Waiting = "waiting",
        Open = "open",
        /// An officer did not let it through.
        Refused = "refused",
        /// The provider took it back.
        Closed = "closed",
    }
}

impl CourseState {
    /// Whether people are shown a course.
    pub fn is_shown(self, provider: Standing) -> bool {
        self == Self::Open && provider.is_good()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedCourse {
    pub title: String,
    pub occupation: String,
    /// What can be done after it: codes of skills and licences.
    pub skills: String,
    pub licences: String,
    pub hours: String,
    pub price: String,
    pub language: String,
    pub way: String,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub title: Line<120>,
    pub occupation: Code,
    pub skills: Codes,
    pub licences: Codes,
    pub hours: u16,
    /// Nothing for a course that the state pays.
    pub price: Som,
    pub language: Language,
    pub way: Way,
    pub words: Option<Paragraph<4000>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedGroup {
    pub territory: String,
    pub place: String,
    pub starts_on: String,
    pub ends_on: String,
    pub seats: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub territory: Territory,
    pub place: Option<Line<160>>,
    pub starts_on: Date,
    pub ends_on: Date,
    pub seats: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupFault {
    #[error("between 1 and 500 seats")]
    Seats,
    #[error("between 1 and 3,000 hours")]
    Hours,
    #[error("a price below nothing")]
    Price,
    #[error("a short course lasts a year at most")]
    TooLong,
}

impl Fault for GroupFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Seats => "fault-course-seats",
            Self::Hours => "fault-course-hours",
            Self::Price => "fault-course-price",
            Self::TooLong => "fault-course-long",
        }
    }
}

impl TypedCourse {
    pub fn answers(&self) -> [(&'static str, &str); 9] {
        [
            ("title", &self.title),
            ("occupation", &self.occupation),
            ("skills", &self.skills),
            ("licences", &self.licences),
            ("hours", &self.hours),
            ("price", &self.price),
            ("language", &self.language),
            ("way", &self.way),
            ("words", &self.words),
        ]
    }

    pub fn read(&self, lists: &Classifiers) -> Result<Course, Vec<FieldFault>> {
        let mut reading = Reading::default();
        let codes = |scheme| move |text: &str| lists.read_all(scheme, text);
        let title = reading.read("title", &self.title, |text| text.parse::<Line<120>>());
        let occupation = reading
            .read("occupation", &self.occupation, |code| lists.read(Scheme::Occupation, code));
        let skills = reading.read("skills", &self.skills, codes(Scheme::Skill));
        let licences = reading.read("licences", &self.licences, codes(Scheme::Licence));
        let hours = reading.read("hours", &self.hours, |text| {
            let hours = text.trim().parse::<u16>().ok().filter(|hours| (1..=3_000).contains(hours));
            hours.ok_or(GroupFault::Hours)
        });
        let price = reading.read("price", &self.price, |text| text.parse::<Som>());
        if price.is_some_and(|price| price.tyiyn() < 0) {
            reading.fault("price", &GroupFault::Price);
        }
        let language = reading.read("language", &self.language, |code| code.parse::<Language>());
        let way = reading.read("way", &self.way, |code| code.parse::<Way>());
        let words = reading.read("words", &self.words, |text| text.parse::<Paragraph<4000>>());
        reading.need("title", &self.title, "fault-course-title");
        reading.need("occupation", &self.occupation, "fault-course-occupation");
        reading.need("hours", &self.hours, "fault-course-hours");
        reading.need("language", &self.language, "fault-language-unknown");
        reading.need("way", &self.way, "fault-choice");
        let faults = reading.end(self.answers());
        match (title, occupation, hours, way, faults.is_empty()) {
            (Some(title), Some(occupation), Some(hours), Some(way), true) => Ok(Course {
                title,
                occupation,
                skills: skills.unwrap_or_default(),
                licences: licences.unwrap_or_default(),
                hours,
                price: price.unwrap_or_default(),
                language: language.unwrap_or_default(),
                way,
                words,
            }),
            _ => Err(faults),
        }
    }
}

impl Course {
    pub fn typed(&self) -> TypedCourse {
        TypedCourse {
            title: self.title.as_str().to_owned(),
            occupation: self.occupation.to_string(),
            skills: self.skills.to_string(),
            licences: self.licences.to_string(),
            hours: self.hours.to_string(),
            price: self.price.to_string(),
            language: self.language.code().to_owned(),
            way: self.way.code().to_owned(),
            words: self.words.as_ref().map_or("", |words| words.as_str()).to_owned(),
        }
    }

    /// Whether it teaches a skill or leads to a licence.
    /// What whoever finishes can say of themselves.
    pub fn teaches(&self) -> impl Iterator<Item = Item> {
        let skills = self.skills.iter().map(|code| Item::plain(Kind::Skill, code.clone()));
        let licences = self.licences.iter().map(|code| Item::plain(Kind::Licence, code.clone()));
        skills.chain(licences)
    }

    pub fn closes(&self, gap: &Code) -> bool {
        self.skills.contains(gap) || self.licences.contains(gap)
    }
}

impl TypedGroup {
    pub fn answers(&self) -> [(&'static str, &str); 5] {
        [
            ("territory", &self.territory),
            ("place", &self.place),
            ("starts_on", &self.starts_on),
            ("ends_on", &self.ends_on),
            ("seats", &self.seats),
        ]
    }

    pub fn read(&self, today: Date) -> Result<Group, Vec<FieldFault>> {
        let mut reading = Reading::default();
        let territory = reading.read("territory", &self.territory, Territory::parse);
        let place = reading.read("place", &self.place, |text| text.parse::<Line<160>>());
        let starts_on = reading.read("starts_on", &self.starts_on, day::parse_day);
        let ends_on = reading.read("ends_on", &self.ends_on, |text| {
            day::parse_day(text).and_then(|day| day::not_before(day, today))
        });
        if let (Some(starts), Some(ends)) = (starts_on, ends_on) {
            if ends < starts {
                reading.fault("ends_on", &Backwards);
            } else if ends > starts.saturating_add(Span::new().years(1)) {
                reading.fault("ends_on", &GroupFault::TooLong);
            }
        }
        let seats = reading.read("seats", &self.seats, |text| {
            let seats = text.trim().parse::<u16>().ok().filter(|seats| (1..=500).contains(seats));
            seats.ok_or(GroupFault::Seats)
        });
        reading.need("territory", &self.territory, "fault-territory-missing");
        reading.need("starts_on", &self.starts_on, "fault-day-missing");
        reading.need("ends_on", &self.ends_on, "fault-day-missing");
        reading.need("seats", &self.seats, "fault-course-seats");
        let faults = reading.end(self.answers());
        match (territory, starts_on, ends_on, seats, faults.is_empty()) {
            (Some(territory), Some(starts_on), Some(ends_on), Some(seats), true) => {
                Ok(Group { territory, place, starts_on, ends_on, seats })
            }
            _ => Err(faults),
        }
    }
}

impl Group {
    pub fn typed(&self) -> TypedGroup {
        TypedGroup {
            territory: self.territory.code().to_owned(),
            place: self.place.as_ref().map_or("", |place| place.as_str()).to_owned(),
            starts_on: self.starts_on.to_string(),
            ends_on: self.ends_on.to_string(),
            seats: self.seats.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::classifier::Concept;

    fn lists() -> Classifiers {
        let mut lists = Classifiers::default();
        for (scheme, code) in [(Scheme::Occupation, "seamstress"), (Scheme::Skill, "overlock")] {
            let code = code.parse().unwrap();
            let names = Default::default();
            lists.add(scheme, Concept { code, names, broader: None, skills: Codes::default() });
        }
        lists
    }

    #[test]
    fn a_course_is_read_and_written_to_the_same() {
        let typed = TypedCourse {
            title: "Тикмечи".into(),
            occupation: "seamstress".into(),
            skills: "overlock".into(),
            licences: String::new(),
            hours: "240".into(),
            price: "0.00".into(),
            language: "ky".into(),
            way: "in-place".into(),
            words: "Күн сайын.".into(),
        };
        let course = typed.read(&lists()).unwrap();
        assert_eq!(course.typed(), typed);
        assert!(course.closes(&"overlock".parse().unwrap()));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let course =
            TypedCourse { hours: "0".into(), price: "-1".into(), ..TypedCourse::default() };
        let fields: Vec<&str> =
            course.read(&lists()).unwrap_err().iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["title", "occupation", "hours", "price", "language", "way"]);
        let group = TypedGroup {
            territory: "41705214000000".into(),
            starts_on: "2026-12-10".into(),
            ends_on: "2026-12-01".into(),
            seats: "501".into(),
            ..TypedGroup::default()
        };
        let read = |group: &TypedGroup| -> Vec<(&str, &str)> {
            let faults = group.read(date(2026, 11, 21)).unwrap_err();
            faults.iter().map(|fault| (fault.field, fault.sentence.key)).collect()
        };
        assert_eq!(read(&group), [("ends_on", "fault-backwards"), ("seats", "fault-course-seats")]);
        for (starts_on, ends_on, key) in [
            ("2026-12-10", "2027-12-11", "fault-course-long"),
            ("2026-11-01", "2026-11-20", "fault-day-too-early"),
        ] {
            let seats = "20".to_owned();
            let (starts_on, ends_on) = (starts_on.into(), ends_on.into());
            let group = TypedGroup { starts_on, ends_on, seats, ..group.clone() };
            assert_eq!(read(&group), [("ends_on", key)]);
        }
    }

    #[test]
    fn a_course_is_shown_when_it_and_its_provider_were_checked() {
        for state in CourseState::ALL {
            for standing in Standing::ALL {
                let expected = *state == CourseState::Open && *standing == Standing::Verified;
                assert_eq!(state.is_shown(*standing), expected, "{state} {standing}");
            }
        }
    }
}
