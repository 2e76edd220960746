//! One line of a profile, from what was typed to what is kept.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fluency, Kind};
use crate::{
    classifier::{Classifiers, Code, Scheme},
    country::Country,
    day,
    fault::{Backwards, FieldFault, Reading},
    returnee::{Change, Education},
    text::Line,
};

/// The answers about one line as they were typed. Which of them are asked depends on the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedItem {
    pub kind: String,
    /// An occupation, a skill, a language, a licence, a resource or a barrier.
    pub code: String,
    /// In the person's own words: what was built, what was studied and where.
    pub words: String,
    /// For a language how well, for studies which level.
    pub level: String,
    pub country: String,
    pub from_on: String,
    pub to_on: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub kind: Kind,
    pub code: Option<Code>,
    pub words: Option<Line<200>>,
    pub fluency: Option<Fluency>,
    pub education: Option<Education>,
    pub country: Option<Country>,
    pub from_on: Option<Date>,
    pub to_on: Option<Date>,
}

impl Kind {
    /// The list its code is from.
    pub const fn scheme(self) -> Option<Scheme> {
        match self {
            Self::Work => Some(Scheme::Occupation),
            Self::Study => None,
            Self::Skill => Some(Scheme::Skill),
            Self::Language => Some(Scheme::Language),
            Self::Licence => Some(Scheme::Licence),
            Self::Resource => Some(Scheme::Resource),
            Self::Barrier => Some(Scheme::Barrier),
        }
    }

    /// What a form asks for, in its order.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Work => &["code", "words", "country", "from_on", "to_on"],
            Self::Study => &["level", "words", "country", "to_on"],
            Self::Skill | Self::Resource | Self::Barrier => &["code", "words"],
            Self::Language => &["code", "level"],
            Self::Licence => &["code", "to_on"],
        }
    }
}

/// Earlier than anybody alive studied.
const EARLIEST: Date = jiff::civil::date(1930, 1, 1);

impl TypedItem {
    /// Reads what the kind asks for, and gathers all that is wrong.
    pub fn read(&self, lists: &Classifiers, today: Date) -> Result<Item, Vec<FieldFault>> {
        let kind: Kind = self.kind.parse().map_err(|fault| vec![FieldFault::of("kind", &fault)])?;
        let mut reading = Reading::default();
        // What the kind does not ask for is not looked at.
        let asked = |field: &str, text: &'_ str| -> String {
            if kind.fields().contains(&field) { text.trim().to_owned() } else { String::new() }
        };
        let code = kind.scheme().and_then(|scheme| {
            reading.read("code", &asked("code", &self.code), |code| lists.read(scheme, code))
        });
        let words =
            reading.read("words", &asked("words", &self.words), |text| text.parse::<Line<200>>());
        let level = asked("level", &self.level);
        let (fluency, education) = match kind {
            Kind::Language => (reading.read("level", &level, str::parse::<Fluency>), None),
            _ => (None, reading.read("level", &level, str::parse::<Education>)),
        };
        let country = reading
            .read("country", &asked("country", &self.country), |code| code.parse::<Country>());
        let day = |may_lie_ahead: bool| {
            move |text: &str| {
                let day = day::not_before(day::parse_day(text)?, EARLIEST)?;
                if may_lie_ahead { Ok(day) } else { day::not_after(day, today) }
            }
        };
        let from_on = reading.read("from_on", &asked("from_on", &self.from_on), day(false));
        // A licence is good until a day to come.
        let to_on = asked("to_on", &self.to_on);
        let to_on = reading.read("to_on", &to_on, day(kind == Kind::Licence));
        if let (Some(from), Some(to)) = (from_on, to_on)
            && to < from
        {
            reading.fault("to_on", &Backwards);
        }
        let what = asked("code", &self.code);
        match kind {
            // Words alone will do: the officer finds the code later.
            Kind::Work | Kind::Skill => {
                let said = what + &asked("words", &self.words);
                reading.need("code", &said, "fault-item-missing");
            }
            Kind::Study => reading.need("level", &level, "fault-item-missing"),
            Kind::Language => {
                reading.need("code", &what, "fault-item-missing");
                reading.need("level", &level, "fault-item-level");
            }
            _ => reading.need("code", &what, "fault-item-missing"),
        }
        let faults = reading.end(self.answers());
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Item { kind, code, words, fluency, education, country, from_on, to_on })
    }

    pub fn answers(&self) -> [(&'static str, &str); 7] {
        [
            ("kind", &self.kind),
            ("code", &self.code),
            ("words", &self.words),
            ("level", &self.level),
            ("country", &self.country),
            ("from_on", &self.from_on),
            ("to_on", &self.to_on),
        ]
    }
}

impl Item {
    /// The answers as a form shows them again.
    pub fn typed(&self) -> TypedItem {
        fn text<T: ToString>(value: Option<&T>) -> String {
            value.map(ToString::to_string).unwrap_or_default()
        }
        let level = self.fluency.map(Fluency::code).or(self.education.map(Education::code));
        TypedItem {
            kind: self.kind.code().to_owned(),
            code: text(self.code.as_ref()),
            words: self.words.as_ref().map_or("", |words| words.as_str()).to_owned(),
            level: level.unwrap_or_default().to_owned(),
            country: self.country.map_or("", |country| country.code()).to_owned(),
            from_on: text(self.from_on.as_ref()),
            to_on: text(self.to_on.as_ref()),
        }
    }

    /// A line that says no more than what it is about.
    pub const fn plain(kind: Kind, code: Code) -> Self {
        Self {
            kind,
            code: Some(code),
            words: None,
            fluency: None,
            education: None,
            country: None,
            from_on: None,
            to_on: None,
        }
    }

    /// Whether another line says the same once more. Work and studies may well be done twice.
    pub fn repeats(&self, other: &Self) -> bool {
        let once = !matches!(self.kind, Kind::Work | Kind::Study);
        once && self.kind == other.kind && self.code.is_some() && self.code == other.code
    }

    /// Whole months of work up to a day; none without a first day.
    pub fn months(&self, today: Date) -> Option<i32> {
        let (from, to) = (self.from_on?, self.to_on.unwrap_or(today).min(today));
        let span = from.until((jiff::Unit::Month, to)).ok()?;
        Some(span.get_months().max(0))
    }
}

/// What differs between a line before and after, for the journal.
pub fn item_changes(before: &TypedItem, after: &TypedItem) -> Vec<Change> {
    Change::between(before.answers(), after.answers())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::classifier::{Codes, Concept};

    const TODAY: Date = date(2026, 11, 21);

    fn lists() -> Classifiers {
        let mut lists = Classifiers::default();
        for (scheme, code) in
            [(Scheme::Occupation, "welder"), (Scheme::Language, "ru"), (Scheme::Licence, "B")]
        {
            let code = code.parse().unwrap();
            let names = Default::default();
            lists.add(scheme, Concept { code, names, broader: None, skills: Codes::default() });
        }
        lists
    }

    fn typed(kind: &str, code: &str, level: &str, from_on: &str, to_on: &str) -> TypedItem {
        TypedItem {
            kind: kind.into(),
            code: code.into(),
            level: level.into(),
            from_on: from_on.into(),
            to_on: to_on.into(),
            ..TypedItem::default()
        }
    }

    #[test]
    fn each_kind_asks_for_its_own_and_names_what_is_wrong() {
        let cases: [(TypedItem, &[&str]); 9] = [
            (typed("work", "welder", "", "01.02.2020", "01.05.2023"), &[]),
            (typed("work", "welder", "", "01.02.2023", "01.05.2020"), &["to_on"]),
            (typed("work", "", "", "", ""), &["code"]),
            (typed("work", "king", "", "01.01.2030", ""), &["code", "from_on"]),
            (typed("language", "ru", "", "", ""), &["level"]),
            (typed("language", "ru", "B1", "", ""), &[]),
            (typed("licence", "B", "", "", "01.01.2035"), &[]),
            (typed("study", "", "college", "", "01.06.2010"), &[]),
            (typed("study", "", "wizard", "", ""), &["level"]),
        ];
        for (typed, expected) in cases {
            let faults = typed.read(&lists(), TODAY).err().unwrap_or_default();
            let fields: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
            assert_eq!(fields, expected, "{typed:?}");
        }
        assert!(typed("throne", "", "", "", "").read(&lists(), TODAY).is_err());
    }

    #[test]
    fn a_language_stands_once_and_a_work_may_stand_twice() {
        let read = |typed: TypedItem| typed.read(&lists(), TODAY).unwrap();
        let ru = read(typed("language", "ru", "B1", "", ""));
        assert!(ru.repeats(&read(typed("language", "ru", "C1", "", ""))));
        assert!(!ru.repeats(&read(typed("licence", "B", "", "", ""))));
        let work = read(typed("work", "welder", "", "", ""));
        assert!(!work.repeats(&work));
    }

    #[test]
    fn what_is_kept_is_shown_again_and_read_to_the_same() {
        let typed = TypedItem {
            words: "монолит, арматура".into(),
            country: "RU".into(),
            ..typed("work", "welder", "", "2020-02-01", "2023-05-01")
        };
        let item = typed.read(&lists(), TODAY).unwrap();
        assert_eq!(item.typed(), typed);
        assert_eq!(item.months(TODAY), Some(39));
        let open = Item { to_on: None, ..item };
        assert_eq!(open.months(date(2020, 3, 1)), Some(1));
    }
}
