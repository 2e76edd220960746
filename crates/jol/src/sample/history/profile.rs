//! What people told of themselves: lines of the profile, and wishes.

use domain::profile::{Evidence, Kind};
use jiff::civil::Date;

use super::{
    super::{
        chance::Chance,
        person::{Education, Intention, Level, Reason, SamplePerson, Sex, Vulnerability},
    },
    days_after, occupations,
    rates::*,
    school::Seat,
};

/// One line of a profile, in the codes of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub kind: Kind,
    pub code: Option<&'static str>,
    pub words: Option<&'static str>,
    pub level: Option<&'static str>,
    pub country: Option<&'static str>,
    pub from_on: Option<Date>,
    pub to_on: Option<Date>,
    pub evidence: Evidence,
    pub made_on: Date,
    pub seen_on: Option<Date>,
}

/// What somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub occupations: Vec<&'static str>,
    pub km: Option<i64>,
    /// The least a month, in som.
    pub wage: Option<i64>,
    pub form: Option<&'static str>,
    pub self_employment: Option<&'static str>,
    pub told_on: Date,
}

/// A profile as it was told on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    pub lines: Vec<Line>,
    pub wish: Option<Wish>,
    pub by_person: bool,
}

impl Profile {
    /// Everything is told on one day, and papers are shown to an officer some days later.
    pub fn new(person: &SamplePerson, told_on: Date, last: Date, chance: &mut Chance) -> Self {
        let by_person = person.phone.is_some() && chance.happens(PROFILED_BY_THE_PERSON.value);
        let mut profile = Self { lines: Vec::with_capacity(8), wish: None, by_person };
        let seen_on = days_after(told_on, chance.between(2, 20));
        let seen = |share: f64, chance: &mut Chance| {
            (seen_on <= last && chance.happens(share)).then_some(seen_on)
        };
        let line = |kind: Kind| Line {
            kind,
            code: None,
            words: None,
            level: None,
            country: None,
            from_on: None,
            to_on: None,
            evidence: Evidence::Said,
            made_on: told_on,
            seen_on: None,
        };
        let shown = |line: Line, seen_on: Option<Date>, evidence: Evidence| match seen_on {
            Some(_) => Line { evidence, seen_on, ..line },
            None => line,
        };

        let work = occupations::of_group(person.work_abroad.isco, chance);
        profile.lines.push(Line {
            code: work.map(|work| work.code.as_str()),
            words: Some(person.work_abroad.text),
            country: Some(person.country.code()),
            from_on: Some(person.left_on),
            to_on: Some(person.returned_on),
            ..line(Kind::Work)
        });
        let study = Line {
            level: Some(education(person.education)),
            words: person.studied.map(|studied| studied.text),
            ..line(Kind::Study)
        };
        profile.lines.push(shown(study, seen(STUDIES_SEEN.value, chance), Evidence::Seen));
        let skills = work.map_or(0, |work| work.skills.iter().len()).min(3);
        let skip = chance.below(3) as usize;
        let codes = work.into_iter().flat_map(|work| work.skills.iter()).skip(skip).take(skills);
        for code in codes {
            let skill = Line { code: Some(code.as_str()), ..line(Kind::Skill) };
            let (tested, certified) = (SKILL_TESTED.value, SKILL_CERTIFIED.value);
            let skill = match seen(tested + certified, chance) {
                None => skill,
                some if chance.happens(certified / (tested + certified)) => {
                    shown(skill, some, Evidence::Certified)
                }
                some => shown(skill, some, Evidence::Tested),
            };
            profile.lines.push(skill);
        }
        for spoken in &person.languages {
            let level = match spoken.level {
                Level::Native => "native",
                Level::Well => chance.one(&["B2", "B2", "C1"]),
                Level::Some => chance.one(&["A1", "A2", "A2", "B1"]),
            };
            let (code, level) = (Some(spoken.language), Some(level));
            profile.lines.push(Line { code, level, ..line(Kind::Language) });
        }
        let needed = work.and_then(|work| occupations::licence(work.code.as_str()));
        let drives = person.sex == Sex::Male && chance.happens(DRIVES.value);
        if let Some(code) = needed.or(drives.then_some("drive-b")) {
            let licence = Line { code: Some(code), ..line(Kind::Licence) };
            profile.lines.push(shown(licence, seen(LICENCE_SEEN.value, chance), Evidence::Seen));
        }
        if chance.happens(HAS_RESOURCE.value) {
            const RESOURCES: [&str; 8] = [
                "own-house",
                "own-land",
                "livestock",
                "car",
                "tools",
                "family-support",
                "skills-from-abroad",
                "ready-to-learn",
            ];
            let code = Some(*chance.one(&RESOURCES));
            profile.lines.push(Line { code, ..line(Kind::Resource) });
        }
        for code in barriers(person, chance) {
            profile.lines.push(Line { code: Some(code), ..line(Kind::Barrier) });
        }
        profile.wish = Some(wish(person, work.map(|work| work.code.as_str()), told_on, chance));
        profile
    }

    /// What a course has taught stands in the profile, with its certificate.
    pub fn trained(&mut self, skill: Option<&'static str>, seat: &Seat, last: Date) {
        let (Some(code), Some(judged_on)) = (skill, seat.judged_on) else { return };
        let made_on = days_after(judged_on, 2);
        let told_on = self.lines.first().map(|line| line.made_on);
        let is_known = self.lines.iter().any(|line| line.code == Some(code));
        if made_on > last || is_known || told_on.is_none_or(|told| told > made_on) {
            return;
        }
        self.lines.push(Line {
            kind: Kind::Skill,
            code: Some(code),
            words: None,
            level: None,
            country: None,
            from_on: None,
            to_on: None,
            evidence: Evidence::Certified,
            made_on,
            seen_on: Some(made_on),
        });
    }
}

const fn education(education: Education) -> &'static str {
    super::super::records::education(education).code()
}

/// What makes somebody vulnerable stands in their way, and sometimes something else.
fn barriers(person: &SamplePerson, chance: &mut Chance) -> Vec<&'static str> {
    let mut barriers: Vec<&'static str> = Vec::new();
    for flag in &person.vulnerabilities {
        barriers.push(match flag {
            Vulnerability::LostCareWork => "skills-out-of-date",
            Vulnerability::OlderCannotWork => "health",
            Vulnerability::YouthWithoutRecord => "no-work-experience",
            Vulnerability::ParentWithChildren => "childcare",
            Vulnerability::Disability => "disability",
        });
    }
    if person.reason == Reason::EntryBan {
        barriers.push("entry-ban-russia");
    }
    if chance.happens(HAS_BARRIER.value) {
        let other = *chance.one(&["debt", "no-local-work", "no-diploma", "distance", "no-housing"]);
        barriers.push(other);
    }
    barriers
}

fn wish(
    person: &SamplePerson,
    work: Option<&'static str>,
    told_on: Date,
    chance: &mut Chance,
) -> Wish {
    let wished = occupations::of_group(person.work_wished.isco, chance);
    let wished = wished.map(|concept| concept.code.as_str());
    let also = work.filter(|work| chance.happens(0.35) && Some(*work) != wished);
    let self_employment = match person.intention {
        Intention::Leave => chance.happens(0.5).then_some("no"),
        _ => chance.happens(0.5).then(|| *chance.one(&["yes", "no", "unsure"])),
    };
    Wish {
        occupations: wished.into_iter().chain(also).collect(),
        km: chance.happens(0.7).then(|| i64::from(10 * chance.between(1, 8))),
        wage: chance.happens(0.8).then(|| 1_000 * i64::from(chance.between(18, 55))),
        form: chance.happens(0.4).then_some("full-time"),
        self_employment,
        told_on,
    }
}
