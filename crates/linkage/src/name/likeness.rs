//! How like two roots are.

use rapidfuzz::distance::{jaro_winkler, osa};

use super::Root;

/// From equal to different; the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Folded, they are one spelling.
    Canon,
    /// Readings of theirs share a key.
    Key,
    /// Known variants, or sounds that wander between languages.
    Soft,
    /// One typing error or so: Jaro–Winkler at least .9.
    Near,
    /// Jaro–Winkler at least .8, or one is a longer form of the other.
    Far,
    /// One is the initial of the other.
    Initial,
    Different,
}

impl Root {
    pub fn likeness(&self, other: &Self) -> Likeness {
        if self.canon == other.canon {
            return Likeness::Canon;
        }
        if self.keys.iter().any(|key| other.keys.contains(key)) {
            return Likeness::Key;
        }
        if self.soft == other.soft {
            return Likeness::Soft;
        }
        stems(&self.stem, &other.stem)
    }
}

/// The likeness of two stems that are neither equal nor known variants.
pub(crate) fn stems(one: &str, other: &str) -> Likeness {
    if is_initial(one, other) || is_initial(other, one) {
        return Likeness::Initial;
    }
    match similar(one, other) {
        near if near >= 0.9 && !is_beginning(one, other) => Likeness::Near,
        far if far >= 0.8 => Likeness::Far,
        _ => Likeness::Different,
    }
}

/// One is the other with -бек or the like behind it: too much for a slip of the pen.
pub(super) fn is_beginning(one: &str, other: &str) -> bool {
    one.len().abs_diff(other.len()) > 2 && (one.starts_with(other) || other.starts_with(one))
}

fn is_initial(short: &str, long: &str) -> bool {
    short.len() == 1 && long.starts_with(short)
}

/// Jaro–Winkler likeness, 1 for equal texts.
pub fn similar(one: &str, other: &str) -> f64 {
    jaro_winkler::similarity(one.bytes(), other.bytes())
}

/// How many letters were replaced, lost, added, or swapped with a neighbour.
pub fn edits(one: &str, other: &str) -> usize {
    osa::distance(one.bytes(), other.bytes())
}
