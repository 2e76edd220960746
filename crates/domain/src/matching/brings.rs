//! What a course brings to somebody for the work they do or wish for.

use jiff::civil::Date;

use super::{Judge, Person, Verdict};
use crate::{
    classifier::{Classifiers, Codes, Nearness},
    course::Course,
    vacancy::{Need, Strength},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Brings {
    /// How near the occupation of the course is to what they wish or have done.
    pub nearness: Nearness,
    /// Skills and licences it leads to that they do not have yet, or only by their work.
    pub new: Codes,
}

/// None where the course is about other work, or they can all of it.
pub fn brings(
    person: &Person<'_>,
    course: &Course,
    lists: &Classifiers,
    today: Date,
) -> Option<Brings> {
    let judge = Judge::new(*person, lists, today);
    let nearness = judge.nearness(&course.occupation);
    let skills = course.skills.iter().map(|code| Need::Skill(code.clone(), Strength::Wanted));
    let licences = course.licences.iter().map(|code| Need::Licence(code.clone(), Strength::Wanted));
    let is_new = |need: &Need| judge.verdict(need, &course.occupation) != Verdict::Met;
    let new: Codes = skills
        .chain(licences)
        .filter(is_new)
        .filter_map(|need| match need {
            Need::Skill(code, _) | Need::Licence(code, _) => Some(code),
            _ => None,
        })
        .collect();
    (nearness > Nearness::Far && !new.is_empty()).then_some(Brings { nearness, new })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        classifier::{Concept, Scheme},
        course::TypedCourse,
        profile::{Item, Kind, Wish},
    };

    #[test]
    fn a_course_brings_what_is_not_there_yet_to_those_whose_work_is_near() {
        let mut lists = Classifiers::default();
        for (scheme, code, broader, skills) in [
            (Scheme::Occupation, "tailor", "7531", "overlock"),
            (Scheme::Occupation, "embroiderer", "7533", ""),
            (Scheme::Occupation, "cook", "5120", ""),
            (Scheme::Skill, "overlock", "", ""),
            (Scheme::Skill, "embroidery", "", ""),
            (Scheme::Licence, "B", "", ""),
        ] {
            let (broader, skills) = (broader.parse().ok(), skills.parse().unwrap());
            let (code, names) = (code.parse().unwrap(), Default::default());
            lists.add(scheme, Concept { code, names, broader, skills });
        }
        let typed = TypedCourse {
            title: "Embroidery".into(),
            occupation: "embroiderer".into(),
            skills: "overlock embroidery".into(),
            licences: "B".into(),
            hours: "40".into(),
            language: "ky".into(),
            way: "in-place".into(),
            ..TypedCourse::default()
        };
        let course = typed.read(&lists).unwrap();
        let line = |kind, code: &str| Item::plain(kind, code.parse().unwrap());
        let (work, skill) = (Kind::Work, Kind::Skill);
        let cases = [
            (vec![line(work, "cook")], None),
            (vec![line(work, "tailor")], Some((Nearness::Minor, "overlock embroidery B"))),
            (
                vec![line(work, "embroiderer"), line(skill, "overlock"), line(Kind::Licence, "B")],
                Some((Nearness::Same, "embroidery")),
            ),
            (
                vec![
                    line(work, "tailor"),
                    line(skill, "overlock"),
                    line(skill, "embroidery"),
                    line(Kind::Licence, "B"),
                ],
                None,
            ),
        ];
        for (items, expected) in cases {
            let wish = Wish::default();
            let person = Person { home: None, education: None, items: &items, wish: &wish };
            let found = brings(&person, &course, &lists, date(2026, 11, 22));
            let expected =
                expected.map(|(nearness, new)| Brings { nearness, new: new.parse().unwrap() });
            assert_eq!(found, expected, "{items:?}");
        }
    }
}
