//! Lists that the world agrees on: occupations, skills, sectors, languages, licences. Data, never code.
//!
//! A list is a file of the project or a download that was imported. Whoever needs a name asks the
//! [`Classifiers`]; what is kept of a choice is its [`Code`].

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{code::UnknownCode, codes, language::Language};

codes! {
    /// The lists there are.
    Scheme {
        /// The groups of ISCO-08, on four levels.
        Isco = "isco",
        Occupation = "occupation",
        Skill = "skill",
        Sector = "sector",
        Language = "language",
        Licence = "licence",
        WorkForm = "work-form",
        Resource = "resource",
        Barrier = "barrier",
        /// Why an employer or a person said no.
        RefusalReason = "refusal-reason",
        /// Why a road was closed.
        ClosingReason = "closing-reason",
    }
}

/// The code of one entry of a list. Short, of plain letters and digits, so that it may stand in addresses and files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

impl Code {
    pub const MOST: usize = 80;

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let text = text.trim();
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
        if text.is_empty() || text.len() > Self::MOST || !text.bytes().all(plain) {
            return Err(UnknownCode);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for Code {
    type Error = UnknownCode;

    fn try_from(text: String) -> Result<Self, UnknownCode> {
        text.parse()
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Several codes, each once, in the order they were given. As text: with spaces between them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Codes(Vec<Code>);

impl Codes {
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Code> {
        self.0.iter()
    }

    pub fn contains(&self, code: &Code) -> bool {
        self.0.contains(code)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Code> for Codes {
    fn from_iter<I: IntoIterator<Item = Code>>(codes: I) -> Self {
        let mut unique = Vec::new();
        for code in codes {
            if !unique.contains(&code) {
                unique.push(code);
            }
        }
        Self(unique)
    }
}

impl FromStr for Codes {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        text.split_whitespace().map(str::parse).collect()
    }
}

impl TryFrom<String> for Codes {
    type Error = UnknownCode;

    fn try_from(text: String) -> Result<Self, UnknownCode> {
        text.parse()
    }
}

impl From<Codes> for String {
    fn from(codes: Codes) -> Self {
        codes.to_string()
    }
}

impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, code) in self.0.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{code}")?;
        }
        Ok(())
    }
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    pub code: Code,
    /// In the order of [`Language::ALL`]. A name that nobody gave is empty.
    pub names: [String; 4],
    /// What it belongs to: the ISCO unit group of an occupation, the wider group of a group.
    pub broader: Option<Code>,
    /// For an occupation: the skills it asks for.
    pub skills: Codes,
}

impl Concept {
    /// The name in a language, or in the first of the others that has one.
    pub fn name(&self, language: Language) -> &str {
        let asked = &self.names[language as usize];
        let given = self.names.iter().find(|name| !name.is_empty());
        if asked.is_empty() { given.map_or("", String::as_str) } else { asked }
    }
}

/// All lists together, found by code.
#[derive(Clone, Debug, Default)]
pub struct Classifiers(BTreeMap<Scheme, BTreeMap<Code, Concept>>);

impl Classifiers {
    /// Adds an entry; a later one with the same code takes the place of the earlier.
    pub fn add(&mut self, scheme: Scheme, concept: Concept) {
        self.0.entry(scheme).or_default().insert(concept.code.clone(), concept);
    }

    pub fn find(&self, scheme: Scheme, code: &Code) -> Option<&Concept> {
        self.0.get(&scheme)?.get(code)
    }

    /// Reads a code that somebody chose from a list.
    pub fn read(&self, scheme: Scheme, text: &str) -> Result<Code, UnknownCode> {
        let code = text.parse()?;
        self.find(scheme, &code).map(|concept| concept.code.clone()).ok_or(UnknownCode)
    }

    /// Reads several codes with spaces between them.
    pub fn read_all(&self, scheme: Scheme, text: &str) -> Result<Codes, UnknownCode> {
        text.split_whitespace().map(|code| self.read(scheme, code)).collect()
    }

    /// The name of an entry; the code itself where the list does not know it.
    pub fn name<'a>(&'a self, scheme: Scheme, code: &'a Code, language: Language) -> &'a str {
        self.find(scheme, code).map_or(code.as_str(), |concept| concept.name(language))
    }

    pub fn all(&self, scheme: Scheme) -> impl Iterator<Item = &Concept> {
        self.0.get(&scheme).into_iter().flat_map(BTreeMap::values)
    }

    /// The entries whose name, in any language, holds what was typed; those that begin with it first.
    pub fn search(&self, scheme: Scheme, typed: &str, most: usize) -> Vec<&Concept> {
        let typed = tidy(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(usize, usize, &Concept)> = self
            .all(scheme)
            .filter_map(|concept| {
                let names = concept.names.iter().map(|name| tidy(name));
                let ranks = names.filter_map(|name| Some((rank(&name, &typed)?, name.len())));
                let (rank, length) = ranks.min()?;
                Some((rank, length, concept))
            })
            .collect();
        found.sort_by_key(|(rank, length, concept)| (*rank, *length, &concept.code));
        found.into_iter().take(most).map(|(_, _, concept)| concept).collect()
    }

    /// What somebody meant who typed into one box: a code, or a name in any language.
    pub fn understand(&self, scheme: Scheme, typed: &str) -> Meant {
        if let Ok(code) = self.read(scheme, typed) {
            return Meant::One(code);
        }
        let found = self.search(scheme, typed, 8);
        let is_exact = |one: &Concept| one.names.iter().any(|name| tidy(name) == tidy(typed));
        let exact: Vec<&Concept> = found.iter().copied().filter(|one| is_exact(one)).collect();
        // A group whose only part has its own name, such as education among the sectors: the group is as good as the part.
        let is_in_another =
            |one: &Concept| exact.iter().any(|other| one.broader.as_ref() == Some(&other.code));
        let exact: Vec<&Concept> =
            exact.iter().copied().filter(|one| !is_in_another(one)).collect();
        match (exact.as_slice(), found.as_slice()) {
            ([one], _) | ([], [one]) => Meant::One(one.code.clone()),
            (_, []) => Meant::Nothing,
            _ => Meant::Several(found.iter().map(|concept| concept.code.clone()).collect()),
        }
    }

    /// How near two occupations are: the same, of one unit group, or of one minor group (three digits of ISCO).
    pub fn nearness(&self, one: &Code, other: &Code) -> Nearness {
        Nearness::between((one, self.unit_group(one)), (other, self.unit_group(other)))
    }

    /// The unit group of an occupation.
    pub fn unit_group(&self, occupation: &Code) -> Option<&Code> {
        self.find(Scheme::Occupation, occupation)?.broader.as_ref()
    }
}

/// What was meant by something typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    One(Code),
    /// The best first, to choose from.
    Several(Vec<Code>),
    Nothing,
}

/// Small letters, ё as е, single spaces.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ё', "е")
}

/// 0 for a beginning, 1 for the beginning of a word, 2 for the middle of one. Two letters may stand anywhere in a name,
/// so they count at its beginnings only.
fn rank(name: &str, typed: &str) -> Option<usize> {
    let at = name.find(typed)?;
    let starts_word = name.match_indices(typed).any(|(at, _)| {
        name[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
    });
    match (at, starts_word) {
        (0, _) => Some(0),
        (_, true) => Some(1),
        _ => (typed.chars().count() > 2).then_some(2),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    Far,
    Minor,
    Unit,
    Same,
}

impl Nearness {
    /// Of two occupations, each with its unit group.
    pub fn between(one: (&Code, Option<&Code>), other: (&Code, Option<&Code>)) -> Self {
        match (one, other) {
            ((one, _), (other, _)) if one == other => Self::Same,
            ((_, Some(one)), (_, Some(other))) if one == other => Self::Unit,
            ((_, Some(one)), (_, Some(other))) => match (one.0.get(..3), other.0.get(..3)) {
                (Some(one), Some(other)) if one == other => Self::Minor,
                _ => Self::Far,
            },
            _ => Self::Far,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(code: &str, broader: &str) -> Concept {
        let code: Code = code.parse().unwrap();
        let names = [String::new(), code.to_string(), String::new(), String::new()];
        Concept { code, names, broader: broader.parse().ok(), skills: Codes::default() }
    }

    #[test]
    fn a_code_is_short_and_plain() {
        for good in ["gas-welder", "7212", "c1.2_x"] {
            assert!(good.parse::<Code>().is_ok(), "{good}");
        }
        for bad in ["", " ", "a b", "сварщик", "a/b", "=1", &"a".repeat(81)] {
            assert!(bad.parse::<Code>().is_err(), "{bad}");
        }
    }

    #[test]
    fn codes_keep_their_order_and_lose_their_doubles() {
        let codes: Codes = "b  a b".parse().unwrap();
        assert_eq!(codes.to_string(), "b a");
        assert!("a =b".parse::<Codes>().is_err());
    }

    #[test]
    fn occupations_are_near_by_their_groups() {
        let mut lists = Classifiers::default();
        let groups =
            [("welder", "7212"), ("gas-welder", "7212"), ("tinsmith", "7213"), ("cook", "5120")];
        for (code, group) in groups {
            lists.add(Scheme::Occupation, concept(code, group));
        }
        let cases = [
            ("welder", Nearness::Same),
            ("gas-welder", Nearness::Unit),
            ("tinsmith", Nearness::Minor),
            ("cook", Nearness::Far),
            ("unknown", Nearness::Far),
        ];
        for (other, expected) in cases {
            let nearness = lists.nearness(&"welder".parse().unwrap(), &other.parse().unwrap());
            assert_eq!(nearness, expected, "{other}");
        }
    }

    #[test]
    fn what_is_typed_is_found_in_any_language_and_understood_when_it_is_clear() {
        let mut lists = Classifiers::default();
        for (code, ky, ru) in [
            ("welder", "Ширетүүчү", "Сварщик"),
            ("gas-welder", "Газ менен ширетүүчү", "Газосварщик"),
            ("cook", "Ашпозчу", "Повар"),
        ] {
            let code = code.parse().unwrap();
            let names = [ky.to_owned(), ru.to_owned(), String::new(), String::new()];
            let concept = Concept { code, names, broader: None, skills: Codes::default() };
            lists.add(Scheme::Occupation, concept);
        }
        let found = |typed| -> Vec<String> {
            let found = lists.search(Scheme::Occupation, typed, 8);
            found.iter().map(|concept| concept.code.to_string()).collect()
        };
        assert_eq!(found("сварщ"), ["welder", "gas-welder"]);
        assert_eq!(found("ширет"), ["welder", "gas-welder"]);
        assert_eq!(found("ар"), [""; 0]);
        let meant = |typed| lists.understand(Scheme::Occupation, typed);
        let one = |code: &str| Meant::One(code.parse().unwrap());
        assert_eq!(meant("cook"), one("cook"));
        assert_eq!(meant(" СВАРЩИК "), one("welder"));
        assert_eq!(meant("ашп"), one("cook"));
        assert!(matches!(meant("свар"), Meant::Several(codes) if codes.len() == 2));
        assert_eq!(meant("космонавт"), Meant::Nothing);
    }

    #[test]
    fn a_group_and_its_only_part_with_one_name_are_no_riddle() {
        let mut lists = Classifiers::default();
        for (code, broader) in [("P", None), ("85", Some("P")), ("Q", None)] {
            let ky = if code == "Q" { "Саламаттык" } else { "Билим берүү" };
            let names = [ky.to_owned(), String::new(), String::new(), String::new()];
            let broader = broader.map(|code| code.parse().unwrap());
            let code = code.parse().unwrap();
            lists.add(Scheme::Sector, Concept { code, names, broader, skills: Codes::default() });
        }
        let meant = lists.understand(Scheme::Sector, "билим берүү");
        assert_eq!(meant, Meant::One("P".parse().unwrap()));
    }

    #[test]
    fn a_name_that_is_missing_is_told_in_another_language() {
        let mut lists = Classifiers::default();
        lists.add(Scheme::Skill, concept("weld", ""));
        let code = "weld".parse().unwrap();
        assert_eq!(lists.name(Scheme::Skill, &code, Language::En), "weld");
        assert!(lists.read(Scheme::Skill, "sew").is_err());
    }
}
