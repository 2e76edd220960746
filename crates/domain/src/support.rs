//! The plan that an officer makes with a person: steps with a day, done or dropped.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    codes, day,
    fault::{FieldFault, Reading},
    text::{Line, Paragraph},
};

codes! {
    /// What a step of the plan is about.
    StepKind {
        Profile = "profile",
        Document = "document",
        Course = "course",
        Work = "work",
        Programme = "programme",
        Service = "service",
        Other = "other",
    }
}

codes! {
    StepState {
        Open = "open",
        Done = "done",
        Dropped = "dropped",
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedStep {
    pub kind: String,
    pub words: String,
    pub due_on: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub kind: StepKind,
    pub words: Line<200>,
    pub due_on: Option<Date>,
}

impl TypedStep {
    pub fn answers(&self) -> [(&'static str, &str); 3] {
        [("kind", &self.kind), ("words", &self.words), ("due_on", &self.due_on)]
    }

    pub fn read(&self, today: Date) -> Result<Step, Vec<FieldFault>> {
        let mut reading = Reading::default();
        let kind = reading.read("kind", &self.kind, |code| code.parse::<StepKind>());
        let words = reading.read("words", &self.words, |text| text.parse::<Line<200>>());
        let due_on = reading.read("due_on", &self.due_on, |text| {
            day::parse_day(text).and_then(|day| day::not_before(day, today))
        });
        reading.need("kind", &self.kind, "fault-choice");
        reading.need("words", &self.words, "fault-text-missing");
        let faults = reading.end(self.answers());
        match (kind, words, faults.is_empty()) {
            (Some(kind), Some(words), true) => Ok(Step { kind, words, due_on }),
            _ => Err(faults),
        }
    }
}

/// By when a plan should stand. Dated data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanRule {
    pub valid_from: Date,
    /// So many days after the registration.
    pub days: i64,
}

impl PlanRule {
    pub const FIRST: Self = Self { valid_from: jiff::civil::date(2026, 11, 1), days: 30 };

    pub fn due_on(&self, registered_on: Date) -> Date {
        registered_on.saturating_add(jiff::Span::new().days(self.days))
    }
}

/// What is written to the person or down for the office.
pub type Words = Paragraph<2000>;

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_step_says_what_and_may_say_when() {
        let today = date(2026, 11, 21);
        let typed = |kind: &str, words: &str, due_on: &str| {
            let [kind, words, due_on] = [kind, words, due_on].map(str::to_owned);
            let faults = TypedStep { kind, words, due_on }.read(today).err().unwrap_or_default();
            faults.iter().map(|fault| fault.field).collect::<Vec<_>>()
        };
        assert_eq!(typed("course", "Тигүүчүлүк курсу", ""), [""; 0]);
        assert_eq!(typed("course", "Курс", "20.11.2026"), ["due_on"]);
        assert_eq!(typed("", "", "x"), ["kind", "words", "due_on"]);
    }
}
