//! What a vacancy asks for, or a course teaches from: a list that reads the same in a form, a file and the store.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    classifier::{Classifiers, Code, Scheme},
    codes,
    fault::Fault,
    profile::Fluency,
    returnee::Education,
};

codes! {
    NeedKind {
        Skill = "skill",
        Licence = "licence",
        Language = "language",
        Education = "education",
        /// Months of work in the occupation.
        Months = "months",
    }
}

/// Whether somebody without it is left out, or only told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Strength {
    Wanted,
    Must,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    Skill(Code, Strength),
    Licence(Code, Strength),
    Language(Code, Fluency, Strength),
    Education(Education, Strength),
    Months(u16, Strength),
}

impl Need {
    pub const fn strength(&self) -> Strength {
        match self {
            Self::Skill(_, strength)
            | Self::Licence(_, strength)
            | Self::Language(_, _, strength)
            | Self::Education(_, strength)
            | Self::Months(_, strength) => *strength,
        }
    }

    /// The same, asked for so strongly.
    #[must_use]
    pub fn at(self, strength: Strength) -> Self {
        match self {
            Self::Skill(code, _) => Self::Skill(code, strength),
            Self::Licence(code, _) => Self::Licence(code, strength),
            Self::Language(code, level, _) => Self::Language(code, level, strength),
            Self::Education(education, _) => Self::Education(education, strength),
            Self::Months(months, _) => Self::Months(months, strength),
        }
    }

    /// What must be there weighs twice what is welcome.
    pub const fn weight(&self) -> u32 {
        match self.strength() {
            Strength::Must => 2,
            Strength::Wanted => 1,
        }
    }

    pub const fn kind(&self) -> NeedKind {
        match self {
            Self::Skill(..) => NeedKind::Skill,
            Self::Licence(..) => NeedKind::Licence,
            Self::Language(..) => NeedKind::Language,
            Self::Education(..) => NeedKind::Education,
            Self::Months(..) => NeedKind::Months,
        }
    }

    /// Whether both ask for the same thing, be it more or less of it.
    fn is_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Skill(one, _), Self::Skill(two, _))
            | (Self::Licence(one, _), Self::Licence(two, _))
            | (Self::Language(one, ..), Self::Language(two, ..)) => one == two,
            _ => {
                self.kind() == other.kind()
                    && matches!(self, Self::Education(..) | Self::Months(..))
            }
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.kind())?;
        match self {
            Self::Skill(code, _) | Self::Licence(code, _) => write!(f, "{code}")?,
            Self::Language(code, level, _) => write!(f, "{code}:{level}")?,
            Self::Education(education, _) => write!(f, "{education}")?,
            Self::Months(months, _) => write!(f, "{months}")?,
        }
        f.write_str(if self.strength() == Strength::Must { "!" } else { "" })
    }
}

/// Words such as `skill:gas-welding! licence:B! language:ru:B1 education:vocational months:12`. An exclamation mark says
/// that it must be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs(Vec<Need>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NeedFault {
    #[error("{word:?} is no need")]
    Unreadable { word: String },
    #[error("{word:?} is not on the list")]
    Unknown { word: String },
    #[error("more needs than anybody has")]
    Many,
    #[error("{word:?} is asked for twice")]
    Twice { word: String },
    #[error("more languages than a form can show")]
    Languages,
}

impl Fault for NeedFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "fault-need",
            Self::Unknown { .. } => "fault-need-unknown",
            Self::Many => "fault-need-many",
            Self::Twice { .. } => "fault-need-twice",
            Self::Languages => "fault-need-languages",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unreadable { word } | Self::Unknown { word } | Self::Twice { word } => {
                vec![("word", word.clone())]
            }
            Self::Many => vec![("max", Needs::MOST.to_string())],
            Self::Languages => vec![("max", Needs::MOST_LANGUAGES.to_string())],
        }
    }
}

impl Needs {
    pub const MOST: usize = 30;
    pub const MOST_LANGUAGES: usize = 3;

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Need> {
        self.0.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads what somebody typed or chose; codes must be on the lists.
    pub fn read(lists: &Classifiers, text: &str) -> Result<Self, NeedFault> {
        let needs: Self = text.parse()?;
        for (at, need) in needs.0.iter().enumerate() {
            if needs.0[..at].iter().any(|other| other.is_of(need)) {
                return Err(NeedFault::Twice { word: need.to_string() });
            }
        }
        let languages = needs.0.iter().filter(|need| need.kind() == NeedKind::Language);
        if languages.count() > Self::MOST_LANGUAGES {
            return Err(NeedFault::Languages);
        }
        for need in &needs.0 {
            let (scheme, code) = match need {
                Need::Skill(code, _) => (Scheme::Skill, code),
                Need::Licence(code, _) => (Scheme::Licence, code),
                Need::Language(code, _, _) => (Scheme::Language, code),
                Need::Education(..) | Need::Months(..) => continue,
            };
            if lists.find(scheme, code).is_none() {
                return Err(NeedFault::Unknown { word: code.to_string() });
            }
        }
        Ok(needs)
    }
}

impl FromIterator<Need> for Needs {
    fn from_iter<I: IntoIterator<Item = Need>>(needs: I) -> Self {
        Self(needs.into_iter().collect())
    }
}

impl FromStr for Needs {
    type Err = NeedFault;

    fn from_str(text: &str) -> Result<Self, NeedFault> {
        let needs: Vec<Need> = text.split_whitespace().map(need).collect::<Result<_, _>>()?;
        if needs.len() > Self::MOST { Err(NeedFault::Many) } else { Ok(Self(needs)) }
    }
}

fn need(word: &str) -> Result<Need, NeedFault> {
    let (plain, strength) = match word.strip_suffix('!') {
        Some(plain) => (plain, Strength::Must),
        None => (word, Strength::Wanted),
    };
    let read = || {
        let (kind, rest) = plain.split_once(':')?;
        Some(match kind.parse().ok()? {
            NeedKind::Skill => Need::Skill(rest.parse().ok()?, strength),
            NeedKind::Licence => Need::Licence(rest.parse().ok()?, strength),
            NeedKind::Language => {
                let (code, level) = rest.split_once(':')?;
                Need::Language(code.parse().ok()?, level.parse().ok()?, strength)
            }
            NeedKind::Education => Need::Education(rest.parse().ok()?, strength),
            NeedKind::Months => {
                let months = rest.parse().ok().filter(|months| (1..=600).contains(months))?;
                Need::Months(months, strength)
            }
        })
    };
    let told = || word.chars().take(60).collect();
    read().ok_or_else(|| NeedFault::Unreadable { word: told() })
}

impl fmt::Display for Needs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, need) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{need}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::{Codes, Concept};

    #[test]
    fn needs_read_and_write_to_the_same() {
        let text = "skill:gas-welding! licence:B! language:ru:B1 education:vocational months:12!";
        let needs: Needs = text.parse().unwrap();
        assert_eq!(needs.to_string(), text);
        assert_eq!(needs.iter().filter(|need| need.strength() == Strength::Must).count(), 3);
    }

    #[test]
    fn a_word_that_is_no_need_is_named() {
        for bad in
            ["skill", "skill:", "x:y", "language:ru", "language:ru:Z9", "months:0", "months:x"]
        {
            let fault = format!("skill:a {bad}").parse::<Needs>().unwrap_err();
            assert_eq!(fault, NeedFault::Unreadable { word: bad.into() });
        }
        assert_eq!("skill:a ".repeat(31).parse::<Needs>(), Err(NeedFault::Many));
        let mut lists = Classifiers::default();
        for (scheme, codes) in [(Scheme::Skill, "a"), (Scheme::Language, "ky ru uz en")] {
            for code in codes.split(' ') {
                let (code, names) = (code.parse().unwrap(), Default::default());
                lists.add(scheme, Concept { code, names, broader: None, skills: Codes::default() });
            }
        }
        for (twice, word) in [
            ("skill:a skill:a!", "skill:a!"),
            ("language:ru:A1 language:ru:B1", "language:ru:B1"),
            ("months:1 months:2", "months:2"),
            ("education:basic education:secondary", "education:secondary"),
        ] {
            let expected = Err(NeedFault::Twice { word: word.into() });
            assert_eq!(Needs::read(&lists, twice), expected);
        }
        let four = "language:ky:A1 language:ru:A1 language:uz:A1 language:en:A1";
        assert_eq!(Needs::read(&lists, four), Err(NeedFault::Languages));
        let unknown = Needs::read(&Classifiers::default(), "skill:a");
        assert_eq!(unknown, Err(NeedFault::Unknown { word: "a".into() }));
    }
}
