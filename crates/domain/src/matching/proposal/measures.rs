//! With how much care places are shared out: dated data, published, and what somebody chose for one proposal.

use std::sync::LazyLock;

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use super::Group;
use crate::{
    codes,
    fault::{Fault, FieldFault, Reading},
    text::Line,
};

const N: usize = Group::ALL.len();

codes! {
    /// How places are given.
    #[derive(Default)]
    Mode {
        /// With nearly the largest sum of points.
        #[default]
        Auction = "auction",
        /// So that nobody is passed over for somebody who has fewer points there. Courses lead to no places then.
        Stable = "stable",
    }
}

/// With how much care places are shared out. Nothing of it is less than nothing, so that nobody is pushed back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// In the order of [`Group::ALL`]: so many hundredths of their points are added.
    pub added: [u16; N],
    /// So many hundredths of all places are kept for them first.
    pub kept: [u16; N],
    /// Ways with fewer points are left out.
    pub least: u16,
    /// Points that it is worth to wait for something better.
    pub waiting: u16,
    /// Points for each person with a place.
    pub placing: u16,
    /// Points that a course costs, for the time it takes.
    pub course: u16,
    /// Instead of `least`: as high as so many hundredths of those who would have a place without it still have one.
    #[serde(default)]
    pub keep: Option<u16>,
    /// Instead of what is added for this group: as little as makes them have a place as often as all others.
    #[serde(default)]
    pub level: Option<Group>,
    #[serde(default)]
    pub mode: Mode,
}

/// Measures with their name and their first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SharingEdition {
    pub name: &'static str,
    pub valid_from: Date,
    #[serde(flatten)]
    pub measures: Measures,
    /// Up to this age somebody is young.
    pub youth_until: i16,
    /// So many days after its decision a proposal that was accepted is in force for the last time.
    pub lasts_days: u16,
    /// Who set them.
    pub source: &'static str,
}

const LINES: &str = include_str!("../../../../../data/sharing.csv");

static EDITIONS: LazyLock<Vec<SharingEdition>> = LazyLock::new(|| {
    let mut editions: Vec<SharingEdition> = LINES.lines().skip(1).filter_map(edition).collect();
    editions.sort_by_key(|edition| edition.valid_from);
    editions
});

/// A line of the file. One that cannot be read is left out; a test holds that there is none.
fn edition(line: &'static str) -> Option<SharingEdition> {
    let mut fields = line.splitn(2 + 2 * N + 6 + 1, ',');
    let (name, valid_from) = (fields.next()?, fields.next()?.parse().ok()?);
    let mut number = || fields.next()?.parse::<u16>().ok();
    let mut measures = Measures::default();
    for added in &mut measures.added {
        *added = number()?;
    }
    for kept in &mut measures.kept {
        *kept = number()?;
    }
    measures.least = number()?;
    measures.waiting = number()?;
    measures.placing = number()?;
    measures.course = number()?;
    let youth_until = i16::try_from(number()?).ok()?;
    let lasts_days = number()?;
    let source = fields.next()?;
    Some(SharingEdition { name, valid_from, measures, youth_until, lasts_days, source })
}

impl SharingEdition {
    /// The oldest first.
    pub fn all() -> &'static [Self] {
        &EDITIONS
    }

    /// The edition in force on a day; before the first one, the first.
    pub fn on(day: Date) -> &'static Self {
        let in_force = EDITIONS.iter().rev().find(|edition| edition.valid_from <= day);
        in_force.unwrap_or(&EDITIONS[0])
    }

    /// The last day on which a proposal is in force that is accepted on a day.
    pub fn last_day(&self, accepted_on: Date) -> Date {
        accepted_on.saturating_add(Span::new().days(self.lasts_days))
    }
}

/// What somebody typed who asks for a proposal. A list has its values in the order of [`Group::ALL`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedProposal {
    pub purpose: String,
    pub added: [String; N],
    pub kept: [String; N],
    pub least: String,
    pub waiting: String,
    pub placing: String,
    pub course: String,
    pub keep: String,
    pub level: String,
    /// Not answered, it is the largest sum.
    pub mode: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeasureFault {
    #[error("a whole number from 0 to {0}")]
    Number(u16),
    #[error("at most half of all places are kept for groups, {0} % are asked for")]
    TooMuchKept(u16),
    #[error("a purpose in a few words")]
    Purpose,
}

impl Fault for MeasureFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Number(_) => "fault-proposal-number",
            Self::TooMuchKept(_) => "fault-proposal-kept",
            Self::Purpose => "fault-proposal-purpose",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Number(most) => vec![("most", most.to_string())],
            Self::TooMuchKept(sum) => vec![("n", sum.to_string())],
            Self::Purpose => Vec::new(),
        }
    }
}

/// The names of the fields of a form, in the order of [`Group::ALL`].
pub const ADDED: [&str; N] =
    ["added_women", "added_disability", "added_youth", "added_rural", "added_parents"];
pub const KEPT: [&str; N] =
    ["kept_women", "kept_disability", "kept_youth", "kept_rural", "kept_parents"];

/// A purpose that says something is at least so long.
const SHORTEST: usize = 10;

fn number(text: &str, most: u16) -> Result<u16, MeasureFault> {
    let number = text.trim().parse::<u16>().ok().filter(|number| *number <= most);
    number.ok_or(MeasureFault::Number(most))
}

impl TypedProposal {
    /// As the edition in force has it.
    pub fn of(measures: &Measures) -> Self {
        let text = |n: u16| n.to_string();
        Self {
            purpose: String::new(),
            added: measures.added.map(text),
            kept: measures.kept.map(text),
            least: text(measures.least),
            waiting: text(measures.waiting),
            placing: text(measures.placing),
            course: text(measures.course),
            keep: measures.keep.map(text).unwrap_or_default(),
            level: measures.level.map(|group| group.code().to_owned()).unwrap_or_default(),
            mode: measures.mode.code().to_owned(),
        }
    }

    pub fn read(&self) -> Result<(Line<300>, Measures), Vec<FieldFault>> {
        let mut reading = Reading::default();
        reading.need("purpose", &self.purpose, "fault-proposal-purpose");
        let purpose = reading.read("purpose", &self.purpose, |text| text.parse::<Line<300>>());
        if !self.purpose.trim().is_empty() && self.purpose.trim().chars().count() < SHORTEST {
            reading.fault("purpose", &MeasureFault::Purpose);
        }
        let mut measures = Measures::default();
        let mut percent = |field, text: &str| {
            reading.read(field, text, |text| number(text, 100)).unwrap_or_default()
        };
        for at in 0..N {
            measures.added[at] = percent(ADDED[at], &self.added[at]);
            measures.kept[at] = percent(KEPT[at], &self.kept[at]);
        }
        let sum = measures.kept.iter().sum::<u16>();
        if sum > 50 {
            reading.fault(KEPT[0], &MeasureFault::TooMuchKept(sum));
        }
        let mut points = |field, text: &str| {
            reading.read(field, text, |text| number(text, 1000)).unwrap_or_default()
        };
        measures.least = points("least", &self.least);
        measures.waiting = points("waiting", &self.waiting);
        measures.placing = points("placing", &self.placing);
        measures.course = points("course", &self.course);
        measures.keep = reading.read("keep", &self.keep, |text| number(text, 100));
        measures.level = reading.read("level", &self.level, |code| code.parse::<Group>());
        let mode = reading.read("mode", &self.mode, |code| code.parse::<Mode>());
        measures.mode = mode.unwrap_or_default();
        let faults = reading.end(self.answers());
        match (purpose, faults.is_empty()) {
            (Some(purpose), true) => Ok((purpose, measures)),
            _ => Err(faults),
        }
    }

    /// In the order of the page.
    pub fn answers(&self) -> [(&'static str, &str); 8 + 2 * N] {
        let mut answers = [("", ""); 8 + 2 * N];
        answers[0] = ("purpose", &self.purpose);
        answers[1] = ("mode", &self.mode);
        for at in 0..N {
            answers[2 + at] = (ADDED[at], &self.added[at]);
            answers[2 + N + at] = (KEPT[at], &self.kept[at]);
        }
        let others = [
            ("level", &*self.level),
            ("least", &*self.least),
            ("keep", &*self.keep),
            ("waiting", &*self.waiting),
            ("placing", &*self.placing),
            ("course", &*self.course),
        ];
        answers[2 + 2 * N..].copy_from_slice(&others);
        answers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_takes_from_nobody() {
        assert_eq!(SharingEdition::all().len(), LINES.lines().count() - 1);
        for edition in SharingEdition::all() {
            assert!(edition.measures.kept.iter().sum::<u16>() <= 50, "{edition:?}");
            assert!(edition.measures.added.iter().all(|added| *added <= 100), "{edition:?}");
            assert!(!edition.source.is_empty());
            assert!((1..=366).contains(&edition.lasts_days), "{edition:?}");
            assert_eq!(SharingEdition::on(edition.valid_from), edition);
            let typed = TypedProposal {
                purpose: "For the spring".into(),
                ..TypedProposal::of(&edition.measures)
            };
            assert_eq!(typed.read().unwrap().1, edition.measures);
        }
        assert_eq!(edition("a,2026-11-01,1"), None);
        let stable = Measures { mode: Mode::Stable, ..EDITIONS[0].measures };
        let typed =
            TypedProposal { purpose: "For the spring".into(), ..TypedProposal::of(&stable) };
        assert_eq!(typed.read().unwrap().1, stable);
        let names = LINES.lines().next().unwrap().split(',');
        let expected = ["name", "valid_from"].iter().chain(&ADDED).chain(&KEPT);
        let others =
            ["least", "waiting", "placing", "course", "youth_until", "lasts_days", "source"];
        assert!(names.eq(expected.chain(&others).copied()));
    }

    #[test]
    fn what_is_wrong_is_said_where_it_stands() {
        let good = TypedProposal {
            purpose: "Places for the autumn".into(),
            ..TypedProposal::of(&SharingEdition::all()[0].measures)
        };
        let wrong = |change: fn(&mut TypedProposal)| {
            let mut typed = good.clone();
            change(&mut typed);
            let faults = typed.read().unwrap_err();
            faults.into_iter().map(|fault| (fault.field, fault.sentence.key)).collect::<Vec<_>>()
        };
        assert!(good.read().is_ok());
        assert_eq!(wrong(|typed| typed.purpose.clear()), [("purpose", "fault-proposal-purpose")]);
        assert_eq!(
            wrong(|typed| typed.purpose = "test".into()),
            [("purpose", "fault-proposal-purpose")]
        );
        assert_eq!(
            wrong(|typed| typed.added[1] = "-5".into()),
            [("added_disability", "fault-proposal-number")]
        );
        assert_eq!(
            wrong(|typed| typed.kept = ["20", "20", "20", "0", "0"].map(str::to_owned)),
            [("kept_women", "fault-proposal-kept")]
        );
        assert_eq!(wrong(|typed| typed.level = "men".into()), [("level", "fault-choice")]);
        assert_eq!(wrong(|typed| typed.mode = "lot".into()), [("mode", "fault-choice")]);
        assert_eq!(
            wrong(|typed| {
                typed.least = "1001".into();
                typed.keep = "x".into();
            }),
            [("least", "fault-proposal-number"), ("keep", "fault-proposal-number")]
        );
    }
}
