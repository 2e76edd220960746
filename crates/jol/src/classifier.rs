//! The lists that the world agrees on: those of the project, and those that were imported into the cell.

use std::sync::{
    Arc, LazyLock, RwLock,
    atomic::{AtomicBool, Ordering::Relaxed},
};

use domain::{
    classifier::{self, Classifiers, Code, Codes, Scheme},
    matching::shortest::{Trade, Trades},
    territory::POINTS,
};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::{
    db::{Error, Tx},
    record,
};

/// An entry of an imported list.
#[derive(Clone, Debug, PartialEq)]
pub struct Concept {
    pub scheme: String,
    pub code: String,
    pub name_ky: String,
    pub name_ru: String,
    pub name_uz: String,
    pub name_en: String,
    pub broader: Option<String>,
    pub skills: String,
    pub source: String,
    pub valid_from: Date,
}

record!(Concept, "concept", keys 2, {
    scheme: String,
    code: String,
    name_ky: String,
    name_ru: String,
    name_uz: String,
    name_en: String,
    broader: Option<String>,
    skills: String,
    source: String,
    valid_from: Date,
});

/// The files of the project, each with its list. Where they come from stands beside them.
const FILES: [(Scheme, &str); 11] = [
    (Scheme::Isco, include_str!("../../../data/classifiers/isco08.csv")),
    (Scheme::Occupation, include_str!("../../../data/classifiers/occupations.csv")),
    (Scheme::Skill, include_str!("../../../data/classifiers/skills.csv")),
    (Scheme::Sector, include_str!("../../../data/classifiers/sectors.csv")),
    (Scheme::Language, include_str!("../../../data/classifiers/languages.csv")),
    (Scheme::Licence, include_str!("../../../data/classifiers/licences.csv")),
    (Scheme::WorkForm, include_str!("../../../data/classifiers/work_forms.csv")),
    (Scheme::Resource, include_str!("../../../data/classifiers/resources.csv")),
    (Scheme::Barrier, include_str!("../../../data/classifiers/barriers.csv")),
    (Scheme::RefusalReason, include_str!("../../../data/classifiers/refusal_reasons.csv")),
    (Scheme::ClosingReason, include_str!("../../../data/classifiers/closing_reasons.csv")),
];

/// The lists of the project alone.
pub fn built_in() -> &'static Arc<Classifiers> {
    static LISTS: LazyLock<Arc<Classifiers>> = LazyLock::new(|| {
        let mut lists = Classifiers::default();
        for (scheme, text) in FILES {
            for concept in read(text) {
                lists.add(scheme, concept);
            }
        }
        Arc::new(lists)
    });
    &LISTS
}

/// The entries of one file. A line that cannot be read is left out; a test holds that there is none.
fn read(text: &str) -> Vec<classifier::Concept> {
    let mut file = csv::Reader::from_reader(text.as_bytes());
    let Ok(heading) = file.headers().cloned() else { return Vec::new() };
    let place = |name: &str| heading.iter().position(|column| column == name);
    let names = ["ky", "ru", "uz", "en"].map(place);
    let (code, skills) = (place("code"), place("skills"));
    // What an entry belongs to has the name of the list it points into; a reason to say no belongs to who says it.
    let broader = place("isco").or(place("section")).or(place("said_by")).or(place("closing"));
    let lines = file.records().filter_map(Result::ok);
    lines
        .filter_map(|line| {
            let field = |place: Option<usize>| place.and_then(|place| line.get(place));
            let list = field(skills).unwrap_or_default().replace(';', " ");
            Some(classifier::Concept {
                code: field(code)?.parse().ok()?,
                names: names.map(|name| field(name).unwrap_or_default().to_owned()),
                broader: field(broader).and_then(|code| code.parse().ok()),
                skills: list.parse().ok()?,
            })
        })
        .collect()
}

/// What the list of occupations says beside names and skills: who may do them alone, and which papers they ask for.
pub fn trades() -> &'static Trades {
    static TRADES: LazyLock<Trades> = LazyLock::new(|| {
        let text = include_str!("../../../data/classifiers/occupations.csv");
        let mut file = csv::Reader::from_reader(text.as_bytes());
        let rows = file.deserialize::<TradeLine>().filter_map(Result::ok);
        let trade = |line: TradeLine| {
            let licences = line.licences.replace(';', " ").parse().ok()?;
            let self_employable = line.self_employable == "yes";
            Some((line.code.parse().ok()?, Trade { self_employable, licences }))
        };
        rows.filter_map(trade).collect()
    });
    &TRADES
}

#[derive(serde::Deserialize)]
struct TradeLine {
    code: String,
    self_employable: String,
    licences: String,
}

/// How the codes of imported entries of ESCO begin.
pub const ESCO: &str = "esco-";

/// The lists that decide what fits whom.
pub const OF_MATCHING: [Scheme; 6] = [
    Scheme::Isco,
    Scheme::Occupation,
    Scheme::Skill,
    Scheme::Language,
    Scheme::Licence,
    Scheme::WorkForm,
];

/// What is asked of the lists of [`OF_MATCHING`] and of the places, in one number: the same lists have the same, and other
/// names of an entry make no other lists.
pub fn digest(lists: &Classifiers) -> [u8; 32] {
    let mut digest = Sha256::new();
    for scheme in OF_MATCHING {
        for concept in lists.all(scheme) {
            let broader = concept.broader.as_ref().map_or("", Code::as_str);
            // No code holds a line break or a tab.
            digest.update(format!("{scheme}\t{}\t{broader}\t{}\n", concept.code, concept.skills));
        }
    }
    digest.update(POINTS);
    digest.finalize().into()
}

/// The lists in force, shared by every request. An import puts new ones in their place.
#[derive(Clone)]
pub struct Lists {
    now: Arc<RwLock<InForce>>,
    uses_esco: Arc<AtomicBool>,
}

/// Lists with their digest.
#[derive(Clone)]
struct InForce(Arc<Classifiers>, [u8; 32]);

impl Default for Lists {
    fn default() -> Self {
        static DIGEST: LazyLock<[u8; 32]> = LazyLock::new(|| digest(built_in()));
        let now = InForce(built_in().clone(), *DIGEST);
        Self { now: Arc::new(RwLock::new(now)), uses_esco: Arc::default() }
    }
}

impl Lists {
    fn in_force(&self) -> InForce {
        self.now.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub fn now(&self) -> Arc<Classifiers> {
        self.in_force().0
    }

    /// The lists with the number that tells them from others, see [`digest`].
    pub fn with_digest(&self) -> (Arc<Classifiers>, [u8; 32]) {
        let InForce(lists, digest) = self.in_force();
        (lists, digest)
    }

    /// Whether entries of ESCO are among them, which has to be said wherever they may be seen.
    pub fn uses_esco(&self) -> bool {
        self.uses_esco.load(Relaxed)
    }

    /// Reads what was imported and puts it beside the lists of the project, which keep their codes.
    pub async fn load(&self, tx: &mut Tx) -> Result<(), Error> {
        let imported: Vec<Concept> = tx.list("select * from concept", &[]).await?;
        if imported.is_empty() {
            return Ok(());
        }
        let mut lists = Classifiers::clone(built_in());
        let uses_esco = imported.iter().any(|concept| concept.code.starts_with(ESCO));
        for concept in imported {
            let scheme: Scheme =
                concept.scheme.parse().map_err(|_| Error::Column("scheme".into()))?;
            let code: Code = concept.code.parse().map_err(|_| Error::Column("code".into()))?;
            if built_in().find(scheme, &code).is_none() {
                lists.add(scheme, concept.open(code)?);
            }
        }
        let digest = digest(&lists);
        let lists = InForce(Arc::new(lists), digest);
        self.uses_esco.store(uses_esco, Relaxed);
        *self.now.write().unwrap_or_else(std::sync::PoisonError::into_inner) = lists;
        Ok(())
    }
}

impl Concept {
    fn open(self, code: Code) -> Result<classifier::Concept, Error> {
        let skills: Codes = self.skills.parse().map_err(|_| Error::Column("skills".into()))?;
        let broader = self.broader.and_then(|code| code.parse().ok());
        let names = [self.name_ky, self.name_ru, self.name_uz, self.name_en];
        Ok(classifier::Concept { code, names, broader, skills })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_file_is_read_and_named_in_four_languages() {
        for (scheme, text) in FILES {
            let read = read(text);
            assert_eq!(read.len(), text.lines().count() - 1, "{scheme}");
            assert_eq!(built_in().all(scheme).count(), read.len(), "{scheme}: a code stands twice");
            for concept in read {
                assert!(concept.names.iter().all(|name| !name.is_empty()), "{scheme} {concept:?}");
            }
        }
    }

    #[test]
    fn lists_that_lead_elsewhere_have_another_digest_and_other_names_have_not() {
        let lists = built_in();
        let tailor = lists.find(Scheme::Occupation, &"tailor".parse().unwrap()).unwrap();
        let with = |scheme, concept| {
            let mut lists = Classifiers::clone(lists);
            lists.add(scheme, concept);
            digest(&lists)
        };
        let same = |concept| with(Scheme::Occupation, concept) == digest(lists);
        assert!(same(tailor.clone()));
        assert!(same(classifier::Concept { names: Default::default(), ..tailor.clone() }));
        assert!(!same(classifier::Concept { broader: "5120".parse().ok(), ..tailor.clone() }));
        assert!(!same(classifier::Concept { skills: Codes::default(), ..tailor.clone() }));
        assert!(!same(classifier::Concept { code: "taylor".parse().unwrap(), ..tailor.clone() }));
        assert_ne!(with(Scheme::Skill, tailor.clone()), digest(lists));
        assert_eq!(with(Scheme::Barrier, tailor.clone()), digest(lists), "it matches nobody");
    }

    #[test]
    fn an_occupation_points_to_a_unit_group_and_to_skills_that_exist() {
        let lists = built_in();
        let mut n_occupations = 0;
        for occupation in lists.all(Scheme::Occupation) {
            let group = occupation.broader.as_ref().expect("an occupation has its unit group");
            assert_eq!(group.as_str().len(), 4, "{occupation:?}");
            assert!(lists.find(Scheme::Isco, group).is_some(), "{occupation:?}");
            assert!(!occupation.skills.is_empty(), "{occupation:?}");
            for skill in occupation.skills.iter() {
                assert!(lists.find(Scheme::Skill, skill).is_some(), "{occupation:?}: {skill}");
            }
            n_occupations += 1;
        }
        assert!(n_occupations >= 125, "only {n_occupations} occupations");
        for occupation in lists.all(Scheme::Occupation) {
            let trade = trades().find(&occupation.code).expect("an occupation is a trade");
            for licence in trade.licences.iter() {
                assert!(
                    lists.find(Scheme::Licence, licence).is_some(),
                    "{occupation:?}: {licence}"
                );
            }
        }
        let welder = "welder".parse().unwrap();
        assert!(trades().find(&welder).is_some_and(|trade| trade.self_employable));
        assert!(trades().asks(&welder, &welder));
    }
}
