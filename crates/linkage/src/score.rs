//! The weight of a pair: how many bits speak for one person, with the reasons.

use serde::Serialize;

use crate::{compare::*, model::Model, register::Register};

/// Which weight is high enough for what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// From here on a pair is linked.
    pub link: f64,
    /// From here on a person looks at it.
    pub review: f64,
}

impl Default for Thresholds {
    /// One wrong link in a thousand; one pair of a hundred worth a look.
    fn default() -> Self {
        Self { link: 10.0, review: -6.6 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    Nothing,
    Review,
    Link,
}

impl Zone {
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Review => "review",
            Self::Link => "link",
        }
    }
}

/// One field's part in a weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    pub field: String,
    pub level: &'static str,
    pub weight: f64,
}

/// How a weight came about. The steps add up to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waterfall {
    pub steps: Vec<Step>,
    pub weight: f64,
    pub probability: f64,
    pub zone: Zone,
    pub model_version: u16,
    pub norm_version: u16,
}

/// The most levels of a field, with "unknown".
const WIDTH: usize = 16;

/// The weights of all levels of all fields.
type Table = Vec<[f32; WIDTH]>;

/// A model laid out for one register.
#[derive(Clone, Debug)]
pub struct Scorer {
    names: Vec<String>,
    model_version: u16,
    norm_version: u16,
    /// log₂ of the odds before anything is compared: against strangers, then against each further kind.
    prior: Vec<f32>,
    blood: Vec<bool>,
    /// For each pair of sources, against each kind of two people.
    tables: Vec<Vec<Table>>,
    table_of: Vec<u16>,
    n_sources: usize,
    /// log₂ of one over the share of a value, for what is equal. By root for canon, by key for keys.
    given: Rarity,
    family: Rarity,
    father: Rarity,
    territory: Vec<f32>,
    also: Vec<Vec<f32>>,
    /// log₂ of u of the levels that rarity stands in for.
    usual: Usual,
    communities: Shared,
}

/// The most communities.
const MOST_COMMUNITIES: usize = 4;

/// What names of one pair share through a community.
#[derive(Clone, Debug, Default)]
struct Shared {
    shares: Vec<f32>,
    /// For given name, surname and father, by key.
    parts: [Vec<[f32; MOST_COMMUNITIES]>; 3],
}

/// Of names as folded and of keys: the rarity of each text, in bits.
#[derive(Clone, Debug, Default)]
struct Rarity {
    words: Vec<f32>,
    keys: Vec<f32>,
}

#[derive(Clone, Debug, Default)]
struct Usual {
    given: [f32; 2],
    family: [f32; 2],
    father: [f32; 2],
    territory: f32,
    also: Vec<f32>,
}

/// Two sources, whichever comes first.
pub(crate) fn sources_name(one: &str, other: &str) -> String {
    if one <= other { format!("{one} | {other}") } else { format!("{other} | {one}") }
}

impl Scorer {
    /// Lays out a model for the texts of a register.
    pub fn new(model: &Model, register: &Register) -> Self {
        let mut scorer = Self {
            names: model.fields.iter().map(|field| field.name.clone()).collect(),
            model_version: model.model_version,
            norm_version: model.norm_version,
            prior: vec![(model.lambda / (1.0 - model.lambda)).log2() as f32],
            blood: vec![false],
            tables: Vec::new(),
            table_of: Vec::new(),
            n_sources: register.sources.len(),
            given: Rarity::default(),
            family: Rarity::default(),
            father: Rarity::default(),
            territory: Vec::new(),
            also: vec![Vec::new(); register.also.len()],
            usual: Usual::default(),
            communities: Shared {
                shares: model
                    .communities
                    .shares
                    .iter()
                    .take(MOST_COMMUNITIES)
                    .map(|share| *share as f32)
                    .collect(),
                ..Shared::default()
            },
        };
        for kind in &model.kinds {
            scorer.prior.push((model.lambda / kind.share.max(1e-300)).log2() as f32);
            scorer.blood.push(kind.by_blood);
        }
        let against: Vec<Vec<&[f64]>> =
            std::iter::once(model.fields.iter().map(|field| field.u.as_slice()).collect())
                .chain(
                    model.kinds.iter().map(|kind| kind.shares.iter().map(Vec::as_slice).collect()),
                )
                .collect();
        let general: Vec<&[f64]> = model.fields.iter().map(|field| field.m.as_slice()).collect();
        scorer.tables.push(against.iter().map(|u| table(&general, u)).collect());
        let n_sources = register.sources.len();
        scorer.table_of = vec![0; n_sources * n_sources];
        for (one, name) in register.sources.iter().enumerate() {
            for (other, other_name) in register.sources.iter().enumerate() {
                if let Some(m) = model.by_sources.get(&sources_name(name, other_name)) {
                    if one > other {
                        scorer.table_of[one * n_sources + other] =
                            scorer.table_of[other * n_sources + one];
                        continue;
                    }
                    let m: Vec<&[f64]> = m.iter().map(Vec::as_slice).collect();
                    scorer.table_of[one * n_sources + other] = scorer.tables.len() as u16;
                    scorer.tables.push(against.iter().map(|u| table(&m, u)).collect());
                }
            }
        }
        let u = |field: usize, level: usize| -model.fields[field].u[level - 1].log2() as f32;
        let both = |field: usize| {
            let keys = model.fields[field].u[0] + model.fields[field].u[1];
            [u(field, 1), -keys.log2() as f32]
        };
        scorer.usual = Usual {
            given: both(GIVEN),
            family: both(SURNAME),
            father: both(FATHER),
            territory: u(TERRITORY, 1),
            also: (0..register.also.len()).map(|column| u(OWN_FIELDS + column, 1)).collect(),
        };
        scorer.widen(model, register);
        scorer
    }

    /// Takes up the texts that a register has got since.
    pub fn widen(&mut self, model: &Model, register: &Register) {
        let none = crate::model::Frequencies { floor: 1.0, ..Default::default() };
        let of = |name: &str| model.frequencies.get(name).unwrap_or(&none);
        let fill = |bits: &mut Vec<f32>, texts: &crate::text::Texts, name: &str| {
            let known = of(name);
            for number in bits.len()..texts.len() {
                bits.push(-known.of(texts.get(number as u32)).log2() as f32);
            }
        };
        for (rarity, field) in [
            (&mut self.given, "given"),
            (&mut self.family, "surname"),
            (&mut self.father, "father"),
        ] {
            fill(&mut rarity.words, &register.words, field);
            fill(&mut rarity.keys, &register.keys, &format!("{field} key"));
        }
        fill(&mut self.territory, &register.territories, "territory");
        let communities = &mut self.communities;
        for (parts, field) in communities.parts.iter_mut().zip(["given", "surname", "father"]) {
            let known = model.communities.parts.get(field);
            for number in parts.len()..register.keys.len() {
                let of_name = known.and_then(|known| known.get(register.keys.get(number as u32)));
                let of_name = of_name.map_or(communities.shares.as_slice(), Vec::as_slice);
                let mut all = [0.0; MOST_COMMUNITIES];
                of_name.iter().zip(&mut all).for_each(|(part, place)| *place = *part);
                parts.push(all);
            }
        }
        for (column, bits) in self.also.iter_mut().enumerate() {
            fill(bits, &register.also_texts, &self.names[OWN_FIELDS + column]);
        }
    }

    /// Forgets the texts that the register forgot.
    pub(crate) fn narrow(&mut self, register: &Register) {
        for rarity in [&mut self.given, &mut self.family, &mut self.father] {
            rarity.words.truncate(register.words.len());
            rarity.keys.truncate(register.keys.len());
        }
        self.communities.parts.iter_mut().for_each(|parts| parts.truncate(register.keys.len()));
        self.territory.truncate(register.territories.len());
        self.also.iter_mut().for_each(|bits| bits.truncate(register.also_texts.len()));
    }

    fn tables(&self, register: &Register, one: u32, other: u32) -> &[Table] {
        let (a, b) = (
            register.rows[one as usize].source as usize,
            register.rows[other as usize].source as usize,
        );
        // A source that the model does not know is like all together.
        let known = a < self.n_sources && b < self.n_sources;
        &self.tables[if known { self.table_of[a * self.n_sources + b] as usize } else { 0 }]
    }

    /// The weight of a pair in bits.
    pub fn weight(&self, register: &Register, one: u32, other: u32) -> f32 {
        self.of_pattern(register, one, other, register.compare(one, other))
    }

    pub fn of_pattern(&self, register: &Register, one: u32, other: u32, pattern: Pattern) -> f32 {
        let tables = self.tables(register, one, other);
        let rarity = self.rarities(register, one, other, pattern, &tables[0]);
        let mut against = [0f32; 4];
        for (kind, table) in tables.iter().enumerate() {
            let mut sum = self.prior[kind];
            for (field, weights) in table.iter().enumerate() {
                sum += weights[pattern.level(field) as usize];
            }
            sum += self.rarity_against(kind, &rarity);
            against[kind] = sum;
        }
        combined(&against[..tables.len()])
    }

    /// What rarity adds in each field, against strangers.
    fn rarities(
        &self,
        register: &Register,
        one: u32,
        other: u32,
        pattern: Pattern,
        table: &Table,
    ) -> Rarities {
        let (a, b) = (&register.rows[one as usize], &register.rows[other as usize]);
        let name = |field: usize,
                    rarity: &Rarity,
                    usual: &[f32; 2],
                    roots: (u32, u32),
                    by_stem: bool|
         -> f32 {
            let level = pattern.level(field);
            let weights = &table[field];
            // An equal common name never counts less than a similar one.
            let least = weights[name_level::NEAR as usize];
            match level {
                name_level::CANON => {
                    let forms = register.forms(roots.0);
                    let word = if by_stem { forms.stem } else { forms.canon };
                    let own = rarity.words[word as usize] - usual[0];
                    own.max(weights[name_level::KEY as usize].max(least) - weights[level as usize])
                }
                name_level::KEY => {
                    let (a, b) = (register.forms(roots.0), register.forms(roots.1));
                    let shared = a.keys().filter(|key| b.keys.contains(key));
                    let least_rare =
                        shared.map(|key| rarity.keys[key as usize]).fold(f32::INFINITY, f32::min);
                    (least_rare - usual[1]).min(0.0).max((least - weights[level as usize]).min(0.0))
                }
                _ => 0.0,
            }
        };
        let mut rarities = Rarities {
            given: name(GIVEN, &self.given, &self.usual.given, (a.given, b.given), false),
            family: name(SURNAME, &self.family, &self.usual.family, (a.family, b.family), false),
            father: name(FATHER, &self.father, &self.usual.father, (a.father, b.father), true),
            territory: 0.0,
            also: [0.0; MOST_ALSO],
            community: self.community(
                register,
                [(a.given, b.given), (a.family, b.family), (a.father, b.father)],
                pattern,
            ),
        };
        if pattern.level(TERRITORY) == territory_level::EQUAL {
            let own = self.territory[a.territory as usize] - self.usual.territory;
            let weights = &table[TERRITORY];
            rarities.territory = own.max(
                weights[territory_level::SAME_REGION as usize]
                    - weights[territory_level::EQUAL as usize],
            );
        }
        for column in 0..register.also.len() {
            if pattern.level(OWN_FIELDS + column) == also_level::EQUAL {
                let value = register.also[column][one as usize] as usize;
                let own = self.also[column][value] - self.usual.also[column];
                let weights = &table[OWN_FIELDS + column];
                rarities.also[column] = own
                    .max(weights[also_level::NEAR as usize] - weights[also_level::EQUAL as usize]);
            }
        }
        rarities
    }

    /// What agreeing names share through a community, which is taken off again. With one name there is
    /// nothing to share.
    fn community(&self, register: &Register, roots: [(u32, u32); 3], pattern: Pattern) -> f32 {
        let shares = &self.communities.shares;
        let agrees =
            |field: usize| matches!(pattern.level(field), name_level::CANON..=name_level::NEAR);
        let n_agreeing =
            [GIVEN, SURNAME, FATHER].into_iter().filter(|field| agrees(*field)).count();
        if shares.is_empty() || n_agreeing < 2 {
            return 0.0;
        }
        let mut likely = [0f32; MOST_COMMUNITIES];
        likely[..shares.len()].copy_from_slice(shares);
        for (field, (one, other)) in
            roots.into_iter().enumerate().filter(|(field, _)| agrees(*field))
        {
            let parts =
                |root: u32| &self.communities.parts[field][register.forms(root).keys[0] as usize];
            let (one, other) = (parts(one), parts(other));
            for (place, share) in shares.iter().enumerate() {
                likely[place] *= (one[place] + other[place]) / (2.0 * share);
            }
        }
        -likely.iter().sum::<f32>().log2().max(0.0)
    }

    /// Relatives share surname, father, place and what else a home has because they are relatives.
    fn rarity_against(&self, kind: usize, rarity: &Rarities) -> f32 {
        if self.blood[kind] {
            rarity.given
        } else {
            rarity.given
                + rarity.family
                + rarity.father
                + rarity.territory
                + rarity.community
                + rarity.also.iter().sum::<f32>()
        }
    }

    /// The weight with its reasons.
    pub fn explain(
        &self,
        register: &Register,
        one: u32,
        other: u32,
        thresholds: Thresholds,
    ) -> Waterfall {
        let pattern = register.compare(one, other);
        let weight = self.of_pattern(register, one, other, pattern);
        let tables = self.tables(register, one, other);
        let rarity = self.rarities(register, one, other, pattern, &tables[0]);
        let mut sum = f64::from(self.prior[0]);
        let mut steps =
            vec![Step { field: "start".to_owned(), level: "any two records", weight: sum }];
        for (field, weights) in tables[0].iter().enumerate() {
            let level = pattern.level(field);
            if level == 0 {
                continue;
            }
            let more = match field {
                GIVEN => rarity.given,
                SURNAME => rarity.family,
                FATHER => rarity.father,
                TERRITORY => rarity.territory,
                _ if field >= OWN_FIELDS => rarity.also[field - OWN_FIELDS],
                _ => 0.0,
            };
            let bits = f64::from(weights[level as usize] + more);
            sum += bits;
            steps.push(Step {
                field: self.names[field].clone(),
                level: levels(field).names[level as usize],
                weight: bits,
            });
        }
        if rarity.community < -0.05 {
            sum += f64::from(rarity.community);
            steps.push(Step {
                field: "community".to_owned(),
                level: "names that go together",
                weight: f64::from(rarity.community),
            });
        }
        let likely = f64::from(weight) - sum;
        if likely < -0.05 {
            steps.push(Step {
                field: "relatives".to_owned(),
                level: "two of one home or community look like this",
                weight: likely,
            });
        }
        Waterfall {
            steps,
            weight: f64::from(weight),
            probability: probability(weight),
            zone: self.zone(register, one, other, pattern, weight, thresholds),
            model_version: self.model_version,
            norm_version: self.norm_version,
        }
    }

    /// What is done with a pair. Numbers that contradict are never linked over.
    pub fn zone(
        &self,
        register: &Register,
        one: u32,
        other: u32,
        pattern: Pattern,
        weight: f32,
        thresholds: Thresholds,
    ) -> Zone {
        let by_weight = match f64::from(weight) {
            weight if weight >= thresholds.link => Zone::Link,
            weight if weight >= thresholds.review => Zone::Review,
            _ => Zone::Nothing,
        };
        match pattern.level(PIN) {
            pin_level::DIFFERENT if register.forbids(one, other, pattern) => Zone::Nothing,
            _ if register.is_doubtful(one, other, pattern) => by_weight.min(Zone::Review),
            pin_level::EQUAL if is_conflict(pattern) => Zone::Review,
            _ => by_weight,
        }
    }
}

struct Rarities {
    given: f32,
    family: f32,
    father: f32,
    territory: f32,
    also: [f32; MOST_ALSO],
    community: f32,
}

/// Equal numbers, yet nothing else of the person: somebody wrote a number into the wrong record.
fn is_conflict(pattern: Pattern) -> bool {
    let other_given = matches!(pattern.level(GIVEN), name_level::DIFFERENT | name_level::FAR);
    let other_birth = matches!(pattern.level(BIRTH), birth_level::DIFFERENT | birth_level::YEAR);
    let other_surname = matches!(pattern.level(SURNAME), name_level::DIFFERENT | name_level::FAR);
    other_given && (other_birth || other_surname)
}

impl Register {
    /// Numbers of the state that are a slip apart: one person's, or those of twins. Somebody has to look.
    pub fn is_doubtful(&self, one: u32, other: u32, pattern: Pattern) -> bool {
        let (a, b) = (&self.rows[one as usize], &self.rows[other as usize]);
        matches!(pattern.level(PIN), pin_level::ONE_EDIT | pin_level::TWO_EDITS)
            && a.pin_born != 0
            && b.pin_born != 0
    }

    /// Whether two records can never be one person, whatever else they share.
    pub fn forbids(&self, one: u32, other: u32, pattern: Pattern) -> bool {
        let (a, b) = (&self.rows[one as usize], &self.rows[other as usize]);
        let numbers =
            pattern.level(PIN) == pin_level::DIFFERENT && a.pin_born != 0 && b.pin_born != 0;
        let sex = pattern.level(SEX) == sex_level::DIFFERENT;
        numbers || (sex && pattern.level(BIRTH) == birth_level::DIFFERENT)
    }
}

pub fn probability(weight: f32) -> f64 {
    1.0 / (1.0 + (-f64::from(weight)).exp2())
}

/// The odds against all kinds of two people together.
fn combined(against: &[f32]) -> f32 {
    let least = against.iter().copied().fold(f32::INFINITY, f32::min);
    let sum: f32 = against.iter().map(|weight| (least - weight).exp2()).sum();
    least - sum.log2()
}

/// log₂(m/u) of every level. A level that is less like than another never weighs more than it.
fn table(m: &[&[f64]], u: &[&[f64]]) -> Table {
    m.iter()
        .zip(u)
        .enumerate()
        .map(|(field, (m, u))| {
            let mut weights = [0f32; WIDTH];
            for (level, (m, u)) in m.iter().zip(*u).enumerate() {
                weights[level + 1] = (m / u).log2() as f32;
            }
            for pair in levels(field).descending.windows(2) {
                let (like, less) = (pair[0] as usize, pair[1] as usize);
                weights[less] = weights[less].min(weights[like]);
            }
            // What another field counted for both is not counted again.
            match field {
                SURNAME => weights[name_level::WITH_GIVEN as usize] = 0.0,
                BIRTH => weights[birth_level::IN_PIN as usize] = 0.0,
                SEX => weights[sex_level::IN_PIN as usize] = 0.0,
                _ => {}
            }
            weights
        })
        .collect()
}
