//! Parts of a person's name: what of them is the name, and what only says whose child one is.
//!
//! A surname may be made with -ов, stand bare, or be the father's name with уулу or кызы; тегин
//! marks a forefather's. All of these are lawful for one person at different times, so a field is
//! read into **roots**: the family's and the father's, each without endings and particles.

mod ending;
mod alias;
mod full;
mod likeness;

pub use full::{Full, likeness_of_full};
pub(crate) use likeness::stems;
pub use likeness::{Likeness, edits, similar};

use crate::fold;

/// A name without endings and particles, in the forms that are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Root {
    /// As folded, endings and all.
    pub canon: String,
    /// Without the ending of a surname or a patronymic.
    pub stem: String,
    /// The stem with sounds that wander between languages made one; well-known variants too.
    pub soft: String,
    /// For finding candidates: the keys of all readings, the usual one first.
    pub keys: Vec<String>,
}

/// What one field of a form says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    pub given: Option<Root>,
    pub family: Option<Root>,
    pub father: Option<Root>,
    /// Words that belong into another field, as typed: a patronymic behind a given name, or a given
    /// name behind «уулу».
    pub surplus: Option<String>,
}

/// The most keys of one root.
const MOST_KEYS: usize = 4;

/// Reads the field of the given name.
pub fn given(text: &str) -> Field {
    let words = ending::words(text, false);
    let of_father = words.iter().enumerate().skip(1).find_map(|(place, word)| {
        let next = words.get(place + 1).and_then(|next| ending::particle(next));
        let canon = fold::canon(word);
        (next.is_some() || ending::is_patronymic(&canon)).then_some(place)
    });
    let own = &words[..of_father.unwrap_or(words.len())];
    Field {
        given: root(own, Ending::None),
        surplus: of_father.map(|place| words[place..].join(" ")),
        ..Field::default()
    }
}

/// Reads the field of the patronymic.
pub fn patronymic(text: &str) -> Field {
    let groups = ending::groups(&ending::words(text, true));
    let words: Vec<String> = groups.into_iter().flat_map(|group| group.words).collect();
    Field { father: root(&words, Ending::Patronymic), ..Field::default() }
}

/// Reads the field of the surname.
pub fn surname(text: &str) -> Field {
    let mut field = Field::default();
    let groups = ending::groups(&ending::words(text, true));
    let n_groups = groups.len();
    for (place, group) in groups.into_iter().enumerate() {
        match group.particle {
            Some(ending::Particle::Father) if field.father.is_none() => {
                field.father = root(&group.words, Ending::Patronymic);
            }
            _ if field.family.is_none() && field.father.is_none() => {
                field.family = root(&group.words, Ending::Surname);
            }
            None if place + 1 == n_groups => field.surplus = Some(group.words.join(" ")),
            _ => {}
        }
    }
    field
}

/// Keys under which one word of a name, or several, can be looked up; the usual one first.
pub fn search_keys(text: &str) -> Vec<String> {
    root(&fold::words(text), Ending::None).map(|root| root.keys).unwrap_or_default()
}

/// Whether a text looks like a surname by an ending or a particle, and whether it has several words.
pub fn shape(text: &str) -> (bool, bool) {
    let words = ending::words(text, true);
    let has_particle = words.iter().skip(1).any(|word| ending::particle(word).is_some());
    let like_surname = match words.as_slice() {
        [one] => ending::is_surname(&fold::canon(one)),
        _ => has_particle,
    };
    (like_surname, words.len() > 1 + usize::from(has_particle))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    None,
    Surname,
    Patronymic,
}

/// The forms of one or more words that are one name.
fn root(words: &[String], ending: Ending) -> Option<Root> {
    let of_words: Vec<Vec<String>> =
        words.iter().map(|word| fold::word_readings(word)).filter(|all| !all.is_empty()).collect();
    let mut readings = vec![String::new()];
    for of_word in &of_words {
        let most = if readings.len() * of_word.len() > 16 { 1 } else { of_word.len() };
        readings = readings
            .iter()
            .flat_map(|start| of_word[..most].iter().map(move |word| format!("{start}{word}")))
            .collect();
    }
    if readings[0].is_empty() {
        return None;
    }
    let stem = |reading: &str| match ending {
        Ending::None => reading.to_owned(),
        Ending::Surname => ending::surname_stem(reading).to_owned(),
        Ending::Patronymic => ending::patronymic_stem(reading).to_owned(),
    };
    let key = |reading: &str| match ending {
        Ending::None => fold::key(reading),
        _ => stem_key(&stem(reading)),
    };
    let mut keys: Vec<String> = Vec::new();
    let parts = of_words.iter().filter(|_| of_words.len() > 1).map(|of_word| &of_word[0]);
    for reading in readings.iter().chain(parts.filter(|word| word.len() > 3)) {
        let key = uzbek(key(reading));
        if keys.len() < MOST_KEYS && !keys.contains(&key) {
            keys.push(key);
        }
    }
    let canon = readings.swap_remove(0);
    let stem = stem(&canon);
    Some(Root { soft: alias::soft(&stem), canon, stem, keys })
}

/// Uzbek spells -бай with o; as a key the two are one.
fn uzbek(key: String) -> String {
    match key.strip_suffix("bO") {
        Some(start) if key.len() > 4 => format!("{start}bA"),
        _ => key,
    }
}

/// The key of a stem. Its last vowel may be the name's or the ending's: Таши and Ташиев, Атай and
/// Атаев.
fn stem_key(stem: &str) -> String {
    let mut key = fold::key(stem);
    if key.len() > 2 && key.ends_with(['A', 'E', 'O']) {
        key.pop();
    }
    key
}

#[cfg(test)]
mod tests;
