//! Logarithms and powers of two in whole numbers, so that every machine finds the same answer to the bit.

/// How much it says that one of `n` has something that `among` of them have: a hundred for each halving.
pub fn rarity(n: u64, among: u64) -> u64 {
    100 + log2((n.max(1) << 16) / among.max(1)).saturating_sub(1600)
}

/// A hundred times the logarithm to base two, in whole numbers.
pub fn log2(n: u64) -> u64 {
    let whole = u64::from(n.max(1).ilog2());
    // Between two powers the curve is almost a line; squaring finds its next places.
    let mut fraction = 0;
    let mut mantissa = (u128::from(n.max(1)) << 32) >> whole;
    for place in 1..=7 {
        mantissa = (mantissa * mantissa) >> 32;
        if mantissa >> 33 > 0 {
            mantissa >>= 1;
            fraction += 100 * 128 / (1 << place);
        }
    }
    whole * 100 + fraction / 128
}

/// One in this many: two to the power of minus `hundredths` / 100.
pub const ONE: u64 = 1 << 40;

pub fn halved(hundredths: u64) -> u64 {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    // Between two powers of two a line is near enough: what follows is fitted to it.
    if whole >= 40 { 0 } else { (ONE >> whole) * (200 - rest) / 200 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_those_of_the_book() {
        for n in [1_u64, 2, 3, 5, 10, 100, 12_345, 1 << 40] {
            let expected = (n as f64).log2() * 100.0;
            assert!((log2(n) as f64 - expected).abs() <= 2.0, "{n}: {} {expected}", log2(n));
        }
    }

    #[test]
    fn a_hundred_halves() {
        assert_eq!([halved(0), halved(100), halved(300)], [ONE, ONE / 2, ONE / 8]);
        assert!(halved(150) < halved(140) && halved(150) > halved(160));
        assert_eq!(halved(100_000), 0);
    }

    #[test]
    fn what_is_rarer_says_more() {
        assert_eq!(rarity(436, 436), 100);
        assert!(rarity(436, 1) > 900 && rarity(436, 1) < 1000);
        assert!(rarity(436, 2) < rarity(436, 1));
    }
}
