//! What was told at registration, ready to become lines of the profile: nothing is asked twice.

use super::{Item, Kind, TypedItem};
use crate::{
    classifier::{Classifiers, Code, Codes, Meant, Scheme},
    codes,
    returnee::Details,
};

codes! {
    /// An answer of the registration that can become a line.
    Told {
        Occupation = "occupation",
        Education = "education",
        Language = "language",
    }
}

/// A line that waits to be taken or left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub told: Told,
    pub typed: TypedItem,
}

/// What to propose: what was answered, is not settled, and does not stand in the profile already.
pub fn proposals<'i>(
    details: &Details,
    items: impl Iterator<Item = &'i Item> + Clone,
    settled: &[Told],
    lists: &Classifiers,
) -> Vec<Proposal> {
    let open = Told::ALL.iter().copied().filter(|told| !settled.contains(told));
    open.filter_map(|told| {
        let typed = line(told, details, lists)?;
        let stands = items.clone().any(|item| {
            let kept = item.typed();
            let same = match told {
                Told::Occupation => kept.words == typed.words,
                Told::Education => kept.level == typed.level,
                Told::Language => kept.code == typed.code,
            };
            kept.kind == typed.kind && same
        });
        (!stands).then_some(Proposal { told, typed })
    })
    .collect()
}

/// Skills that the occupations somebody worked in ask for, and that do not stand in the profile: to be ticked or not.
pub fn skills_of_work<'i>(
    items: impl Iterator<Item = &'i Item> + Clone,
    lists: &Classifiers,
) -> Codes {
    let codes = |kind: Kind| items.clone().filter(move |item| item.kind == kind);
    let known: Vec<&Code> = codes(Kind::Skill).filter_map(|item| item.code.as_ref()).collect();
    let occupations = codes(Kind::Work).filter_map(|item| item.code.as_ref());
    occupations
        .filter_map(|code| lists.find(Scheme::Occupation, code))
        .flat_map(|occupation| occupation.skills.iter())
        .filter(|skill| !known.contains(skill))
        .cloned()
        .collect()
}

fn line(told: Told, details: &Details, lists: &Classifiers) -> Option<TypedItem> {
    match told {
        Told::Occupation => {
            let words = details.occupation.as_ref()?.as_str();
            Some(TypedItem {
                kind: Kind::Work.code().into(),
                code: occupation(words, lists).map(|code| code.to_string()).unwrap_or_default(),
                words: words.into(),
                country: details.country.map_or("", |country| country.code()).into(),
                to_on: details.returned_on.map(|day| day.to_string()).unwrap_or_default(),
                ..TypedItem::default()
            })
        }
        Told::Education => Some(TypedItem {
            kind: Kind::Study.code().into(),
            level: details.education?.code().into(),
            ..TypedItem::default()
        }),
        Told::Language => Some(TypedItem {
            kind: Kind::Language.code().into(),
            code: details.language.code().into(),
            ..TypedItem::default()
        }),
    }
}

/// The occupation in somebody's own words: what the words as a whole mean, or the first of them that is a name.
fn occupation(words: &str, lists: &Classifiers) -> Option<Code> {
    if let Meant::One(code) = lists.understand(Scheme::Occupation, words) {
        return Some(code);
    }
    let single = words.split(|c: char| !c.is_alphanumeric() && c != '-');
    single.map(str::to_lowercase).find_map(|word| {
        let found = lists.search(Scheme::Occupation, &word, usize::MAX);
        let named = found.into_iter().find(|one| {
            one.names.iter().any(|name| !name.is_empty() && name.to_lowercase() == word)
        });
        named.map(|one| one.code.clone())
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::{
        classifier::Concept,
        returnee::{Typed, Who},
    };

    const TODAY: Date = date(2026, 11, 21);

    fn lists() -> Classifiers {
        let mut lists = Classifiers::default();
        for (scheme, code, name) in [
            (Scheme::Occupation, "welder", "Сварщик"),
            (Scheme::Occupation, "cook", "Повар"),
            (Scheme::Occupation, "cafe-worker", "Работник кафе"),
            (Scheme::Language, "ky", "Кыргызский"),
        ] {
            let code = code.parse().unwrap();
            let names = [String::new(), name.to_owned(), String::new(), String::new()];
            lists.add(scheme, Concept { code, names, broader: None, skills: Codes::default() });
        }
        lists
    }

    fn details() -> Details {
        let typed = Typed {
            surname: "Асанова".into(),
            given: "Айгүл".into(),
            sex: "f".into(),
            territory: "41705214000000".into(),
            country: "RU".into(),
            returned_on: "2026-10-01".into(),
            education: "college".into(),
            occupation: "сварщик на стройке".into(),
            ..Typed::default()
        };
        typed.read(Who::Officer, TODAY).unwrap()
    }

    fn told(proposals: &[Proposal]) -> Vec<Told> {
        proposals.iter().map(|proposal| proposal.told).collect()
    }

    #[test]
    fn what_was_told_becomes_lines_that_can_be_kept() {
        let proposed = proposals(&details(), [].iter(), &[], &lists());
        assert_eq!(told(&proposed), Told::ALL);
        let work = proposed[0].typed.read(&lists(), TODAY).unwrap();
        assert_eq!(work.code.unwrap().as_str(), "welder");
        assert_eq!(work.country.unwrap().code(), "RU");
        assert_eq!(work.to_on, Some(date(2026, 10, 1)));
        assert!(proposed[1].typed.read(&lists(), TODAY).is_ok());
        // How well somebody speaks the language of their messages, nobody has asked.
        let faults = proposed[2].typed.read(&lists(), TODAY).unwrap_err();
        assert_eq!(faults[0].field, "level");
    }

    #[test]
    fn nothing_is_proposed_that_was_settled_or_stands_there_or_was_never_told() {
        let details = details();
        let item = proposals(&details, [].iter(), &[], &lists())[1].typed.read(&lists(), TODAY);
        let items = [item.unwrap()];
        let proposed = proposals(&details, items.iter(), &[Told::Language], &lists());
        assert_eq!(told(&proposed), [Told::Occupation]);
        let silent = Details { education: None, occupation: None, ..details };
        assert_eq!(told(&proposals(&silent, [].iter(), &[], &lists())), [Told::Language]);
    }

    #[test]
    fn work_brings_the_skills_it_asks_for_and_none_that_stands_there() {
        let mut lists = lists();
        let names = || ["", "a", "", ""].map(str::to_owned);
        for (code, skills) in [("welder", "weld safety"), ("cook", "safety boil")] {
            let code = code.parse().unwrap();
            let skills = skills.parse().unwrap();
            lists.add(Scheme::Occupation, Concept { code, names: names(), broader: None, skills });
        }
        for skill in ["weld", "safety", "boil"] {
            let concept = Concept {
                code: skill.parse().unwrap(),
                names: names(),
                broader: None,
                skills: Codes::default(),
            };
            lists.add(Scheme::Skill, concept);
        }
        let item = |kind: &str, code: &str| {
            let typed = TypedItem { kind: kind.into(), code: code.into(), ..TypedItem::default() };
            typed.read(&lists, TODAY).unwrap()
        };
        let items = [item("work", "cook"), item("skill", "boil"), item("work", "welder")];
        assert_eq!(skills_of_work(items.iter(), &lists).to_string(), "safety weld");
    }

    #[test]
    fn own_words_mean_an_occupation_only_where_they_name_one() {
        let cases = [
            ("Сварщик", Some("welder")),
            ("повар в кафе", Some("cook")),
            ("работала, повар-универсал; сварщик", Some("welder")),
            ("на стройке", None),
            ("", None),
        ];
        for (words, expected) in cases {
            let found = occupation(words, &lists());
            assert_eq!(found.as_ref().map(Code::as_str), expected, "{words}");
        }
    }
}
