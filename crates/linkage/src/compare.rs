//! What two records have in common: one level for each field.

use crate::{
    name::{Likeness, similar, stems},
    register::{Register, Row},
    value::{self, Day, day_of_year},
};

/// The fields that every register has, in the order of the levels; further columns come behind.
pub const GIVEN: usize = 0;
pub const SURNAME: usize = 1;
pub const FATHER: usize = 2;
pub const BIRTH: usize = 3;
pub const PIN: usize = 4;
pub const PHONE: usize = 5;
pub const TERRITORY: usize = 6;
pub const SEX: usize = 7;
pub const OWN_FIELDS: usize = 8;

/// More further columns than this are left out.
pub const MOST_ALSO: usize = 8;

/// The levels of a field, from equal to different. Level 0 is "unknown" and never counts.
#[derive(Debug)]
pub struct Levels {
    pub field: &'static str,
    pub names: &'static [&'static str],
    /// The levels in which one is less like than the one before it.
    pub descending: &'static [u8],
}

pub mod name_level {
    pub const CANON: u8 = 1;
    pub const KEY: u8 = 2;
    pub const SOFT: u8 = 3;
    pub const NEAR: u8 = 4;
    pub const FAR: u8 = 5;
    pub const INITIAL: u8 = 6;
    pub const DIFFERENT: u8 = 7;
    pub const SWAPPED: u8 = 8;
    pub const OTHERS_FATHER: u8 = 9;
    pub const BOTH_OF_FATHER: u8 = 10;
    pub const FORMS_DIFFER: u8 = 11;
    pub const WITH_GIVEN: u8 = 12;
}

pub mod birth_level {
    pub const EQUAL: u8 = 1;
    pub const NEW_YEAR: u8 = 2;
    pub const SWAPPED: u8 = 3;
    pub const EDIT: u8 = 4;
    pub const PART: u8 = 5;
    pub const YEAR_NO_DAY: u8 = 6;
    pub const YEAR: u8 = 7;
    pub const DIFFERENT: u8 = 8;
    pub const IN_PIN: u8 = 9;
}

pub mod pin_level {
    pub const EQUAL: u8 = 1;
    pub const ONE_EDIT: u8 = 2;
    pub const TWO_EDITS: u8 = 3;
    pub const DIFFERENT: u8 = 4;
}

pub mod phone_level {
    pub const EQUAL: u8 = 1;
    pub const ONE_EDIT: u8 = 2;
    pub const DIFFERENT: u8 = 3;
}

pub mod territory_level {
    pub const EQUAL: u8 = 1;
    pub const SAME_REGION: u8 = 2;
    pub const DIFFERENT: u8 = 3;
}

pub mod sex_level {
    pub const EQUAL: u8 = 1;
    pub const DIFFERENT: u8 = 2;
    pub const IN_PIN: u8 = 3;
}

pub mod also_level {
    pub const EQUAL: u8 = 1;
    pub const NEAR: u8 = 2;
    pub const FAR: u8 = 3;
    pub const DIFFERENT: u8 = 4;
}

pub const LEVELS: [Levels; OWN_FIELDS] = [
    Levels {
        field: "given",
        names: &[
            "unknown",
            "equal",
            "key equal",
            "known variant",
            "similar",
            "a little similar",
            "initial",
            "different",
            "swapped with surname",
        ],
        descending: &[1, 2, 3, 4, 5, 7],
    },
    Levels {
        field: "surname",
        names: &[
            "unknown",
            "equal",
            "stem equal",
            "known variant",
            "similar",
            "a little similar",
            "initial",
            "different",
            "unused",
            "the other's father",
            "both of the father",
            "forms differ",
            "counted with given",
        ],
        descending: &[1, 2, 3, 4, 5, 7],
    },
    Levels {
        field: "father",
        names: &[
            "unknown",
            "equal",
            "key equal",
            "known variant",
            "similar",
            "a little similar",
            "initial",
            "different",
        ],
        descending: &[1, 2, 3, 4, 5, 7],
    },
    Levels {
        field: "birth",
        names: &[
            "unknown",
            "equal",
            "equal, 1 January",
            "day and month swapped",
            "one digit",
            "one part",
            "year, one without day",
            "same year",
            "different",
            "counted with pin",
        ],
        descending: &[1, 3, 4, 5, 7, 8],
    },
    Levels {
        field: "pin",
        names: &["unknown", "equal", "one edit", "two edits", "different"],
        descending: &[1, 2, 3, 4],
    },
    Levels {
        field: "phone",
        names: &["unknown", "equal", "one edit", "different"],
        descending: &[1, 2, 3],
    },
    Levels {
        field: "territory",
        names: &["unknown", "equal", "same region", "different"],
        descending: &[1, 2, 3],
    },
    Levels {
        field: "sex",
        names: &["unknown", "equal", "different", "counted with pin"],
        descending: &[1, 2],
    },
];

/// The levels of a further column.
pub const ALSO: Levels = Levels {
    field: "also",
    names: &["unknown", "equal", "similar", "a little similar", "different"],
    descending: &[1, 2, 3, 4],
};

pub fn levels(field: usize) -> &'static Levels {
    LEVELS.get(field).unwrap_or(&ALSO)
}

/// The level of every field, four bits each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pattern(pub u64);

impl Pattern {
    pub fn level(self, field: usize) -> u8 {
        (self.0 >> (4 * field)) as u8 & 15
    }

    fn set(&mut self, field: usize, level: u8) {
        self.0 = self.0 & !(15 << (4 * field)) | u64::from(level) << (4 * field);
    }
}

impl Register {
    /// The levels of two records. The order of the two does not matter.
    pub fn compare(&self, one: u32, other: u32) -> Pattern {
        let (a, b) = (&self.rows[one as usize], &self.rows[other as usize]);
        self.compare_with(one, other, self.pins_level(a, b))
    }

    /// The same as if neither had a personal number, though a birthday in one still counts.
    pub(crate) fn compare_without_pin(&self, one: u32, other: u32) -> Pattern {
        self.compare_with(one, other, 0)
    }

    fn compare_with(&self, one: u32, other: u32, pin: u8) -> Pattern {
        let (a, b) = (&self.rows[one as usize], &self.rows[other as usize]);
        let mut pattern = Pattern::default();
        self.compare_names(a, b, &mut pattern);
        let same_number =
            matches!(pin, pin_level::EQUAL | pin_level::ONE_EDIT | pin_level::TWO_EDITS);
        let has_layout = a.pin_born != 0 && b.pin_born != 0;
        let mut birth = births(a, b);
        let mut sex = match (a.sex, b.sex) {
            (0, _) | (_, 0) => 0,
            (a, b) if a == b => sex_level::EQUAL,
            _ => sex_level::DIFFERENT,
        };
        // The number has date and sex inside: where the numbers agree, those say nothing new.
        if same_number && has_layout {
            if matches!(birth, birth_level::EQUAL | birth_level::NEW_YEAR) {
                birth = birth_level::IN_PIN;
            }
            if sex == sex_level::EQUAL {
                sex = sex_level::IN_PIN;
            }
        }
        pattern.set(PIN, pin);
        pattern.set(BIRTH, birth);
        pattern.set(SEX, sex);
        pattern.set(PHONE, self.phones_level(a, b));
        pattern.set(TERRITORY, self.territories_level(a, b));
        for (column, numbers) in self.also.iter().enumerate() {
            let (a, b) = (numbers[one as usize], numbers[other as usize]);
            let level = match (a, b) {
                (0, _) | (_, 0) => 0,
                (a, b) if a == b => also_level::EQUAL,
                (a, b) => match similar(self.also_texts.get(a), self.also_texts.get(b)) {
                    near if near >= 0.9 => also_level::NEAR,
                    far if far >= 0.8 => also_level::FAR,
                    _ => also_level::DIFFERENT,
                },
            };
            pattern.set(OWN_FIELDS + column, level);
        }
        pattern
    }

    fn compare_names(&self, a: &Row, b: &Row, pattern: &mut Pattern) {
        use name_level::*;
        let mut given = self.likeness(a.given, b.given, false);
        let mut surname = match (a.family, b.family) {
            (0, 0) if a.of_father && b.of_father => BOTH_OF_FATHER,
            (0, 0) => 0,
            (0, _) if a.of_father => FORMS_DIFFER,
            (_, 0) if b.of_father => FORMS_DIFFER,
            (a_family, b_family) => {
                let level = self.likeness(a_family, b_family, false);
                let crossed = |family: u32, father: u32| {
                    father != 0 && self.forms(family).shares_a_key(self.forms(father))
                };
                if level > KEY && (crossed(a_family, b.father) || crossed(b_family, a.father)) {
                    OTHERS_FATHER
                } else {
                    level
                }
            }
        };
        if given > NEAR
            && surname > NEAR
            && surname != BOTH_OF_FATHER
            && surname != FORMS_DIFFER
            && self.are_swapped(a, b)
        {
            given = SWAPPED;
            surname = WITH_GIVEN;
        }
        pattern.set(GIVEN, given);
        pattern.set(SURNAME, surname);
        pattern.set(FATHER, self.likeness(a.father, b.father, true));
    }

    /// The level of two roots. Endings are part of a surname, but not of a father's name: his son has
    /// another one than his daughter.
    fn likeness(&self, one: u32, other: u32, by_stem: bool) -> u8 {
        use name_level::*;
        if one == 0 || other == 0 {
            return 0;
        }
        let (a, b) = (self.forms(one), self.forms(other));
        let equal = if by_stem { a.stem == b.stem } else { a.canon == b.canon };
        if equal {
            CANON
        } else if a.shares_a_key(b) {
            KEY
        } else if a.soft == b.soft {
            SOFT
        } else {
            match stems(self.words.get(a.stem), self.words.get(b.stem)) {
                Likeness::Near => NEAR,
                Likeness::Far => FAR,
                Likeness::Initial => INITIAL,
                _ => DIFFERENT,
            }
        }
    }

    /// Whether each given name is the other's surname; one of the two may be misspelt.
    fn are_swapped(&self, a: &Row, b: &Row) -> bool {
        if a.given == 0 || b.given == 0 || a.family == 0 || b.family == 0 {
            return false;
        }
        let equal = |one: u32, other: u32| {
            let (one, other) = (self.forms(one), self.forms(other));
            one.canon == other.canon || one.stem == other.stem || one.shares_a_key(other)
        };
        let near = |one: u32, other: u32| {
            similar(self.words.get(self.forms(one).canon), self.words.get(self.forms(other).canon))
                >= 0.9
        };
        match (equal(a.given, b.family), equal(a.family, b.given)) {
            (true, true) => true,
            (true, false) => near(a.family, b.given),
            (false, true) => near(a.given, b.family),
            (false, false) => false,
        }
    }

    fn pins_level(&self, a: &Row, b: &Row) -> u8 {
        if a.pin.is_unknown() || b.pin.is_unknown() {
            return 0;
        }
        match a.pin.edits(b.pin, &self.odd_numbers) {
            0 => pin_level::EQUAL,
            1 => pin_level::ONE_EDIT,
            2 => pin_level::TWO_EDITS,
            _ => pin_level::DIFFERENT,
        }
    }

    fn phones_level(&self, a: &Row, b: &Row) -> u8 {
        if a.phone.is_unknown() || b.phone.is_unknown() {
            return 0;
        }
        match a.phone.edits(b.phone, &self.odd_numbers) {
            0 => phone_level::EQUAL,
            1 => phone_level::ONE_EDIT,
            _ => phone_level::DIFFERENT,
        }
    }

    fn territories_level(&self, a: &Row, b: &Row) -> u8 {
        match (a.territory, b.territory) {
            (0, _) | (_, 0) => 0,
            (one, other) if one == other => territory_level::EQUAL,
            (one, other)
                if region(self.territories.get(one)) == region(self.territories.get(other)) =>
            {
                territory_level::SAME_REGION
            }
            _ => territory_level::DIFFERENT,
        }
    }
}

/// The part of a code of a place that names the larger one around it: 0203 is in 02, and of the
/// fourteen digits of this country the first five are an oblast.
fn region(code: &str) -> &[u8] {
    let code = code.as_bytes();
    let length = if code.len() == 14 { 5 } else { code.len() / 2 };
    &code[..length]
}

/// The level of two birthdays. The one inside a personal number counts as written down twice.
pub(crate) fn births(a: &Row, b: &Row) -> u8 {
    let mut best = 0;
    for one in [a.born, a.pin_born] {
        for other in [b.born, b.pin_born] {
            let level = days(one, other);
            if best == 0 || (level != 0 && level < best) {
                best = level;
            }
        }
    }
    best
}

pub(crate) fn days(one: Day, other: Day) -> u8 {
    use birth_level::*;
    if one == 0 || other == 0 {
        return 0;
    }
    let (in_year, other_in_year) = (day_of_year(one), day_of_year(other));
    let no_day = |in_year: u32| in_year == value::NEW_YEAR || in_year & 0xff == 0;
    if one == other {
        return match in_year {
            value::NEW_YEAR => NEW_YEAR,
            _ if no_day(in_year) => YEAR_NO_DAY,
            _ => EQUAL,
        };
    }
    let differs = one ^ other;
    if differs >> 16 == 0 {
        if no_day(in_year) || no_day(other_in_year) {
            return YEAR_NO_DAY;
        }
        if in_year == (other_in_year as u16).rotate_left(8).into() {
            return SWAPPED;
        }
    }
    if one_digit(one, other) {
        return EDIT;
    }
    match [differs >> 16, differs & 0xff00, differs & 0xff] {
        [0, 0, _] | [0, _, 0] | [_, 0, 0] => PART,
        [0, ..] => YEAR,
        _ => DIFFERENT,
    }
}

/// One digit is another one, or two neighbours changed places.
fn one_digit(one: Day, other: Day) -> bool {
    let differs = one ^ other;
    let first = differs.trailing_zeros() & !3;
    let rest = differs >> first;
    rest < 16
        || (rest < 256 && {
            let (a, b) = (one >> first & 0xff, other >> first & 0xff);
            a == (b << 4 | b >> 4) & 0xff
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birthdays_are_compared_as_clerks_miswrite_them() {
        use birth_level::*;
        let cases = [
            (0x20010203, 0x20010203, EQUAL),
            (0x20010101, 0x20010101, NEW_YEAR),
            (0x20010203, 0x20010302, SWAPPED),
            (0x20010203, 0x20010204, EDIT),
            (0x20010203, 0x20010230, EDIT),
            (0x19890203, 0x19900203, PART),
            (0x20010203, 0x20010217, PART),
            (0x20010203, 0x20010101, YEAR_NO_DAY),
            (0x20010203, 0x20010000, YEAR_NO_DAY),
            (0x20010203, 0x20010919, YEAR),
            (0x20010203, 0x19990919, DIFFERENT),
            (0, 0x19990919, 0),
        ];
        for (one, other, expected) in cases {
            assert_eq!(
                (days(one, other), days(other, one)),
                (expected, expected),
                "{one:x} {other:x}"
            );
        }
    }
}
