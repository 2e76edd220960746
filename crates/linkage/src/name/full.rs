//! A whole name in one line, in any order, and how like two of them are.

use super::{Likeness, Root, ending, likeness, root};
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
            let rest = Self::parse_rest(&fold::words(rest));
            return Self { surname: fold::words(surname).join(" "), ..rest };
        }
        let words = fold::words(text);
        let groups = ending::groups(&words);
        // «Асан уулу Бакыт»: the particle shows where the surname ends.
        if let Some(place) = words.iter().position(|word| ending::particle(word).is_some()) {
            let end = place + 1;
            let start = if groups.first().is_some_and(|group| group.words.len() > 1) { place.saturating_sub(1) } else { 0 };
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

/// One word of a name, with the particle that belongs to it.
struct Token {
    root: Root,
    /// By its ending or its particle it names the father.
    of_father: bool,
}

/// How like two whole names are, whatever the order of their words: from 0 to 1.
///
/// A word that only one of them has is unknown to the other, not a difference. It is a measure of
/// spelling alone: rare names weigh as much as common ones.
pub fn likeness_of_full(one: &str, other: &str) -> f64 {
    let (one, other) = (cuts(one), cuts(other));
    let mut best = f64::NEG_INFINITY;
    for (first, a) in one.iter().enumerate() {
        for (second, b) in other.iter().enumerate() {
            // As they were cut, unless words fit better when they are joined: Нур Бек, Абдул Хамид.
            let joined = if first + second > 0 { 0.5 } else { 0.0 };
            best = best.max(bits(a, b) - joined);
        }
    }
    1.0 / (1.0 + (-best).exp2())
}

fn bits(one: &[Token], other: &[Token]) -> f64 {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if few.is_empty() {
        return -20.0;
    }
    let weights: Vec<Vec<f64>> = few.iter().map(|a| many.iter().map(|b| weight(a, b)).collect()).collect();
    let best = assign(&weights, 0, &mut vec![false; many.len()]);
    // What nobody wrote on the other side says little, but two names out of three are less sure.
    let spare = (many.len() - few.len()) as f64;
    let alone = if few.len() == 1 && many.len() > 1 { 1.5 } else { 0.0 };
    (best - 0.7 * spare) / few.len() as f64 - alone
}

/// The words of a name as they stand, then with two neighbours joined.
fn cuts(name: &str) -> Vec<Vec<Token>> {
    let words = fold::words(name);
    let mut cuts = vec![tokens(&words)];
    for place in 1..words.len().min(MOST_TOKENS) {
        if ending::particle(&words[place]).is_none() {
            let mut joined = words.clone();
            let second = joined.remove(place);
            joined[place - 1].push_str(&second);
            cuts.push(tokens(&joined));
        }
    }
    cuts
}

const MOST_TOKENS: usize = 6;

fn tokens(words: &[String]) -> Vec<Token> {
    let mut found = Vec::new();
    for group in ending::groups(words) {
        let n_words = group.words.len();
        for (place, word) in group.words.into_iter().enumerate() {
            let by_particle = group.particle == Some(ending::Particle::Father) && place + 1 == n_words;
            let canon = fold::canon(&word);
            let of_father = by_particle || ending::is_patronymic(&canon);
            let ending = if of_father { super::Ending::Patronymic } else { super::Ending::Surname };
            if let Some(root) = root(&[word], ending) {
                found.push(Token { root, of_father });
            }
        }
    }
    found.truncate(MOST_TOKENS);
    found
}

/// The best sum over all ways of giving each word of the shorter name one of the longer.
fn assign(weights: &[Vec<f64>], place: usize, taken: &mut Vec<bool>) -> f64 {
    let Some(row) = weights.get(place) else { return 0.0 };
    let mut best = f64::NEG_INFINITY;
    for (other, weight) in row.iter().enumerate() {
        if !taken[other] {
            taken[other] = true;
            best = best.max(weight + assign(weights, place + 1, taken));
            taken[other] = false;
        }
    }
    best
}

/// Bits for and against two words being the same name.
fn weight(one: &Token, other: &Token) -> f64 {
    let like = match one.root.likeness(&other.root) {
        Likeness::Canon => 7.0,
        // The same stem with another ending: -ов and -ова, -ов and bare.
        Likeness::Key if one.root.stem == other.root.stem => 6.0,
        Likeness::Key => 5.5,
        Likeness::Soft => 4.0,
        Likeness::Initial => 1.5,
        Likeness::Near | Likeness::Far | Likeness::Different => {
            let canon = likeness::similar(&one.root.canon, &other.root.canon);
            let stem = likeness::similar(&one.root.stem, &other.root.stem);
            let soft = likeness::similar(one.root.soft.trim_start_matches('='), other.root.soft.trim_start_matches('='));
            // Endings that half the country shares make strangers alike, so stems count more.
            let near = (0.3 * canon + 0.5 * stem + 0.2 * soft).max(soft - 0.06);
            ((near - 0.82) * 45.0).clamp(-7.0, 5.0)
        }
    };
    let roles = if one.of_father == other.of_father { 0.0 } else { 2.0 };
    like - roles
}

