//! Endings and particles: -ов and -ович, уулу, кызы and тегин, and those of the neighbours.

use crate::fold;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Particle {
    /// уулу, кызы, oʻgʻli, qizi, зода: child of the one named before.
    Father,
    /// тегин: of the house of the forefather named before.
    Forefather,
}

/// Words of a name with the particle that follows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub words: Vec<String>,
    pub particle: Option<Particle>,
}

const FATHER: &[&str] = &[
    "ulu", "uli", "kizi", "kisi", "kiz", "gizi", "ogli", "oglu", "ugli", "zoda", "zada", "zade",
    "uul",
];
const FOREFATHER: &[&str] = &["tegin"];

/// Joined to the name by a hurried clerk, or for ever as -зода. Folded, уулу would be the end of
/// Айсулуу too, so the letters count as they were typed.
const JOINED: &[(&str, Particle)] = &[
    ("уулу", Particle::Father),
    ("uulu", Particle::Father),
    ("кызы", Particle::Father),
    ("kyzy", Particle::Father),
    ("kizi", Particle::Father),
    ("qizi", Particle::Father),
    ("қизи", Particle::Father),
    ("оглы", Particle::Father),
    ("огли", Particle::Father),
    ("угли", Particle::Father),
    ("ўғли", Particle::Father),
    ("ogli", Particle::Father),
    ("ugli", Particle::Father),
    ("oglu", Particle::Father),
    ("o'g'li", Particle::Father),
    ("зода", Particle::Father),
    ("заде", Particle::Father),
    ("zoda", Particle::Father),
    ("zade", Particle::Father),
    ("zada", Particle::Father),
    ("тегин", Particle::Forefather),
    ("tegin", Particle::Forefather),
];

/// The particle that a word is.
pub(super) fn particle(word: &str) -> Option<Particle> {
    let canon = fold::canon(word);
    if FATHER.contains(&canon.as_str()) {
        Some(Particle::Father)
    } else if FOREFATHER.contains(&canon.as_str()) {
        Some(Particle::Forefather)
    } else {
        None
    }
}

/// The words of a name, with у and к written out where they stand for уулу and кызы: behind a name that
/// has no ending of its own, and before another one. At the end they do in a field that holds a father's
/// name; in a whole name they are an initial there.
pub(super) fn words(text: &str, at_end_too: bool) -> Vec<String> {
    let mut words = fold::words(text);
    for place in 1..words.len() {
        let particle = match words[place].as_str() {
            "у" | "u" => "уулу",
            "к" | "k" => "кызы",
            _ => continue,
        };
        let is_name = |word: &String| word.chars().count() > 1;
        let before = &words[place - 1];
        let behind = words.get(place + 1).map_or(at_end_too, is_name);
        if behind
            && is_name(before)
            && self::particle(before).is_none()
            && !is_surname(&fold::canon(before))
        {
            words[place] = particle.to_owned();
        }
    }
    words
}

/// The words cut behind each particle.
pub(super) fn groups(words: &[String]) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for word in words {
        if let Some(particle) = particle(word).filter(|_| !open.is_empty()) {
            groups.push(Group { words: std::mem::take(&mut open), particle: Some(particle) });
            continue;
        }
        let joined = JOINED.iter().find_map(|(end, particle)| {
            let name = word.strip_suffix(end)?;
            (name.chars().count() > 2).then(|| (name.to_owned(), *particle))
        });
        match joined {
            Some((name, particle)) => {
                open.push(name);
                groups.push(Group { words: std::mem::take(&mut open), particle: Some(particle) });
            }
            None => open.push(word.clone()),
        }
    }
    if !open.is_empty() {
        groups.push(Group { words: open, particle: None });
    }
    groups
}

/// Endings of patronymics, folded, the longest first.
const PATRONYMIC: &[&str] = &[
    "ovicna", "evicna", "inicna", "ovica", "ovic", "evic", "ovna", "evna", "ivna", "icna", "ovi",
    "evi",
];

/// Whether a folded word is a patronymic by its ending.
pub(super) fn is_patronymic(canon: &str) -> bool {
    const SURE: &[&str] = &["ovic", "evic", "ovna", "evna", "inicna"];
    SURE.iter().any(|end| canon.len() > end.len() + 1 && canon.ends_with(end))
}

/// Whether a folded word is a surname by its ending.
pub(super) fn is_surname(canon: &str) -> bool {
    const SURE: &[&str] = &["ov", "ev", "ova", "eva", "ski", "ska", "enko"];
    SURE.iter().any(|end| canon.len() > end.len() + 1 && canon.ends_with(end))
}

/// A patronymic without its ending; one that was cut short in a narrow zone still loses what is left.
pub(super) fn patronymic_stem(canon: &str) -> &str {
    let stem =
        PATRONYMIC.iter().find_map(|end| canon.strip_suffix(end).filter(|stem| stem.len() > 1));
    match stem {
        Some(stem) => stem,
        None => match canon.strip_suffix("ic").filter(|stem| stem.len() > 2) {
            Some(stem) => stem,
            // The father's name in the form of a surname: «Асанов кызы».
            None => surname_stem(canon),
        },
    }
}

const SURNAME: &[(&str, usize)] = &[
    ("ovska", 3),
    ("evska", 3),
    ("ovski", 3),
    ("evski", 3),
    ("ska", 3),
    ("ski", 3),
    ("ova", 2),
    ("eva", 2),
    ("ina", 3),
    ("ov", 2),
    ("ev", 2),
    ("in", 3),
];

/// A surname without its endings: Нурдинов and Нурдин lose the same ones.
pub(super) fn surname_stem(canon: &str) -> &str {
    let mut stem = canon;
    while let Some(rest) = SURNAME
        .iter()
        .find_map(|&(end, least)| stem.strip_suffix(end).filter(|rest| rest.len() >= least))
    {
        stem = rest;
    }
    stem
}
