//! A whole name in one line, in any order, and how like two of them are.

use super::{Likeness, Root, ending, likeness};
use crate::fold;

/// A whole name, cut into its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Full {
    pub surname: String,
    pub given: String,
    pub patronymic: String,
}

impl Full {
    /// Reads a whole name. «Асанов Бакыт Асанович» and «Бакыт Асанович Асанов» are told apart by
    /// their endings; without any, the official order counts: surname, given name, patronymic.
    pub fn parse(text: &str) -> Self {
        // A passport writes SURNAME<<GIVEN<NAMES, a list «Surname, Given».
        if let Some((surname, rest)) = text.split_once("<<").or_else(|| text.split_once(',')) {
            let rest = Self::parse_rest(&ending::words(rest, false));
            return Self { surname: ending::words(surname, true).join(" "), ..rest };
        }
        let words = ending::words(text, false);
        let groups = ending::groups(&words);
        // «Асан уулу Бакыт»: the particle shows where the surname ends.
        if let Some(place) = words.iter().position(|word| ending::particle(word).is_some()) {
            let end = place + 1;
            let start = if groups.first().is_some_and(|group| group.words.len() > 1) {
                place.saturating_sub(1)
            } else {
                0
            };
            let surname = words[start..end].join(" ");
            let rest: Vec<String> = words[..start].iter().chain(&words[end..]).cloned().collect();
            // «Бактыбек Усон Жакшылык уулу»: a surname, a given name and the father's.
            return match rest.as_slice() {
                [family, given] if start > 0 => {
                    Self { surname: family.clone(), given: given.clone(), patronymic: surname }
                }
                _ => Self { surname, ..Self::parse_rest(&rest) },
            };
        }
        let family = |word: &String| {
            let canon = fold::canon(word);
            ending::is_surname(&canon) && !ending::is_patronymic(&canon)
        };
        let place = words.iter().position(family).unwrap_or(0);
        let mut rest = words.clone();
        if rest.is_empty() {
            return Self::default();
        }
        let surname = rest.remove(place);
        Self { surname, ..Self::parse_rest(&rest) }
    }

    fn parse_rest(words: &[String]) -> Self {
        let patronymic = words.iter().position(|word| ending::is_patronymic(&fold::canon(word)));
        // A third name without an ending is the father's all the same.
        let place = patronymic.or((words.len() == 2).then_some(1));
        let given = words.iter().enumerate().filter(|(at, _)| Some(*at) != place);
        Self {
            surname: String::new(),
            given: given.map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" "),
            patronymic: place.map(|at| words[at].clone()).unwrap_or_default(),
        }
    }
}

/// How like two whole names are, whatever the order of their words: from 0 to 1, and .5 where as much
/// speaks for one person as against.
///
/// What only one of them has is unknown to the other, not a difference. It is a measure of spelling
/// alone: rare names weigh as much as common ones. Brothers share all but the given name, and a woman
/// may take another surname, so the three parts do not weigh alike.
pub fn likeness_of_full(one: &str, other: &str) -> f64 {
    let (one, other) = (ways(one), ways(other));
    let mut best = f64::NEG_INFINITY;
    for (a, unusual) in &one {
        for (b, also_unusual) in &other {
            // Not both of them can be unusual.
            if *unusual == 0.0 || *also_unusual == 0.0 {
                best = best.max(bits(a, b) - unusual - also_unusual);
            }
        }
    }
    1.0 / (1.0 + (-best).exp2())
}

/// What is against one person before anything is compared.
const START: f64 = -6.0;

/// The roots of a whole name.
#[derive(Clone, Debug, Default)]
struct Parts {
    given: Option<Root>,
    family: Option<Root>,
    father: Option<Root>,
    /// The surname is the father's name with a particle.
    of_father: bool,
}

impl Parts {
    fn of(full: &Full) -> Self {
        let surname = super::surname(&full.surname);
        let patronymic = super::patronymic(&full.patronymic).father;
        Self {
            of_father: surname.family.is_none() && surname.father.is_some(),
            given: super::given(&full.given).given,
            family: surname.family,
            father: patronymic.or(surname.father),
        }
    }
}

/// The ways to read a name, each with the bits that speak against it: as it stands, with given name and
/// surname the other way round, with two neighbours as one word (Нур Бек, Абдул Хамид).
fn ways(name: &str) -> Vec<(Parts, f64)> {
    let mut ways = Vec::new();
    let mut add = |full: &Full, unusual: f64| {
        ways.push((Parts::of(full), unusual));
        let is_plain = |text: &str| !super::shape(text).0 && !text.contains(' ');
        if full.given.is_empty() {
            // One word alone may be the given name as well.
            let given =
                Full { given: full.surname.clone(), surname: String::new(), ..full.clone() };
            ways.push((Parts::of(&given), unusual));
        } else if is_plain(&full.given) {
            let sure = if is_plain(&full.surname) { 1.0 } else { 4.0 };
            let turned =
                Full { given: full.surname.clone(), surname: full.given.clone(), ..full.clone() };
            ways.push((Parts::of(&turned), unusual + sure));
        }
    };
    add(&Full::parse(name), 0.0);
    let words = ending::words(name, false);
    let is_cut = name.contains([',', '<']);
    for place in 1..words.len().min(MOST_WORDS) {
        let is_plain = |word: &str| {
            let canon = fold::canon(word);
            ending::particle(word).is_none()
                && !ending::is_surname(&canon)
                && !ending::is_patronymic(&canon)
        };
        if !is_cut && words.len() > 2 && is_plain(&words[place]) && is_plain(&words[place - 1]) {
            let mut joined = words.clone();
            let second = joined.remove(place);
            joined[place - 1].push_str(&second);
            add(&Full::parse(&joined.join(" ")), JOINED);
        }
    }
    ways
}

const MOST_WORDS: usize = 6;

/// Against two words being one.
const JOINED: f64 = 1.0;

/// Bits for and against two names being one person's.
fn bits(one: &Parts, other: &Parts) -> f64 {
    let given = match (&one.given, &other.given) {
        (Some(a), Some(b)) => weight(a, b, 7.0, -9.0),
        _ => 0.0,
    };
    let father = match (&one.father, &other.father) {
        (Some(a), Some(b)) => weight(a, b, 6.0, -7.0),
        _ => 0.0,
    };
    let crossed = |family: &Root, father: &Option<Root>| {
        father.as_ref().is_some_and(|father| family.likeness(father) <= Likeness::Soft)
    };
    let surname = match (&one.family, &other.family) {
        (Some(a), Some(b)) => {
            // Women take the surname of a husband, men seldom another one.
            let of_women = a.canon.ends_with("va") && b.canon.ends_with("va");
            let weight = weight(a, b, 7.0, if of_women { -4.5 } else { -7.0 });
            // By the law of 2025 a surname may be the father's name alone.
            if crossed(a, &other.father) || crossed(b, &one.father) {
                weight.max(0.0)
            } else {
                weight
            }
        }
        (None, None) if one.of_father && other.of_father => 2.0,
        (None, Some(family)) if one.of_father => {
            if crossed(family, &one.father) {
                2.0
            } else {
                -2.0
            }
        }
        (Some(family), None) if other.of_father => {
            if crossed(family, &other.father) {
                2.0
            } else {
                -2.0
            }
        }
        _ => 0.0,
    };
    START + given + father + surname
}

/// Bits for and against two roots being one name, between the most and the least.
fn weight(one: &Root, other: &Root, most: f64, least: f64) -> f64 {
    match one.likeness(other) {
        Likeness::Canon => most,
        // The same stem with another ending: -ов and -ова, -ов and bare.
        Likeness::Key if one.stem == other.stem => most - 0.5,
        Likeness::Key => most - 1.0,
        Likeness::Soft => most * 0.65,
        Likeness::Initial => 2.0,
        Likeness::Near | Likeness::Far | Likeness::Different => {
            let canon = likeness::similar(&one.canon, &other.canon);
            let stem = likeness::similar(&one.stem, &other.stem);
            let (soft, other_soft) =
                (one.soft.trim_start_matches('='), other.soft.trim_start_matches('='));
            let near = (0.3 * canon + 0.5 * stem + 0.2 * likeness::similar(soft, other_soft))
                .max(likeness::similar(soft, other_soft) - 0.06);
            // Бакыт and Бакытбек may be one man or two.
            let most =
                if likeness::is_beginning(&one.stem, &other.stem) { most * 0.3 } else { most };
            // From a slip of the pen down to another name.
            ((near - 0.84) / 0.12 * most).clamp(least, most * 0.75)
        }
    }
}
