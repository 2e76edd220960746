//! Numbers of people and phones, packed so that two of them are compared without looking elsewhere.

use crate::{name::edits, text::Texts};

/// Up to sixteen digits from the left, four bits each, one more than the digit. 0 is unknown. What has
/// letters or more digits stands among the texts of its column: 15 on the left, then its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(u64);

const ODD: u64 = 15 << 60;

impl Number {
    /// Packs a text of letters and digits.
    pub fn pack(text: &str, odd: &mut Texts) -> Self {
        let digits = text.as_bytes();
        if digits.len() > 16 || !digits.iter().all(u8::is_ascii_digit) {
            return Self(ODD | u64::from(odd.number(text)));
        }
        let packed = digits.iter().enumerate();
        Self(packed.fold(0, |packed, (place, digit)| {
            packed | u64::from(digit - b'0' + 1) << (60 - 4 * place)
        }))
    }

    pub fn is_unknown(self) -> bool {
        self.0 == 0
    }

    /// A number for keys.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// How many digits; that of odd ones is not known here.
    pub fn n_digits(self) -> u32 {
        16 - self.0.trailing_zeros() / 4
    }

    /// Edits between two known numbers, 3 for three and more. Neighbours that changed places are one.
    pub fn edits(self, other: Self, odd: &Texts) -> u32 {
        let (a, b) = (self.0, other.0);
        if a == b {
            return 0;
        }
        if a >= ODD || b >= ODD {
            let text = |number: u64| if number >= ODD { odd.get(number as u32) } else { "" };
            return if a >= ODD && b >= ODD { edits(text(a), text(b)).min(3) as u32 } else { 3 };
        }
        let (n_a, n_b) = (self.n_digits(), other.n_digits());
        // Equal digits at both ends, and what is left between them.
        let before = (a ^ b).leading_zeros() / 4;
        let after = ((a >> (64 - 4 * n_a)) ^ (b >> (64 - 4 * n_b))).trailing_zeros() / 4;
        let after = after.min(n_a.min(n_b) - before.min(n_a.min(n_b)));
        let (left_a, left_b) = (n_a - before - after, n_b - before - after);
        match (left_a.min(left_b), left_a.max(left_b)) {
            (_, 0) => 0,
            (0, 1) | (1, 1) => 1,
            (0, 2) | (1, 2) => 2,
            (2, 2) => {
                let middle = |number: u64| number << (4 * before) >> 56;
                if middle(a) == middle(b).rotate_left(4) & 0xff | middle(b) >> 4 { 1 } else { 2 }
            }
            (few, many) if few == many => {
                if differing(a, b) == 2 {
                    return 2;
                }
                // One was lost and another came in further on: what is between moved by one.
                let part = |number: u64, from: u32| {
                    number << (4 * (before + from)) >> (64 - 4 * (many - 1))
                };
                if part(a, 1) == part(b, 0) || part(a, 0) == part(b, 1) { 2 } else { 3 }
            }
            _ => 3,
        }
    }
}

/// How many of the digits at equal places differ.
fn differing(a: u64, b: u64) -> u32 {
    let bits = a ^ b;
    let any = bits | bits >> 1 | bits >> 2 | bits >> 3;
    (any & 0x1111_1111_1111_1111).count_ones()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edits_between_numbers_are_counted_up_to_three() {
        let cases = [
            ("22802200100123", "22802200100124", 1),
            ("22802200100123", "22802200100132", 1),
            ("22802200100123", "2280220010012", 1),
            ("22802200100123", "12802200100129", 2),
            ("22802200100123", "28022001001235", 2),
            ("22802200100123", "22802200155555", 3),
            ("22802200100123", "10101199012345", 3),
            ("AB12345", "AB12346", 1),
            ("AB12345", "12345", 3),
        ];
        for (one, other, expected) in cases {
            let mut odd = Texts::default();
            let (a, b) = (Number::pack(one, &mut odd), Number::pack(other, &mut odd));
            assert_eq!((a.edits(b, &odd), b.edits(a, &odd)), (expected, expected), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn edits_are_those_of_the_letters(one in "[0-3]{5,16}", other in "[0-3]{5,16}") {
            let mut odd = Texts::default();
            let (a, b) = (Number::pack(&one, &mut odd), Number::pack(&other, &mut odd));
            let expected = edits(&one, &other).min(3) as u32;
            let found = a.edits(b, &odd);
            // Two edits of a kind that clerks do not make may count as three.
            prop_assert!(found == expected || (expected == 2 && found == 3), "{} {}", found, expected);
        }
    }
}
