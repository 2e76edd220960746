//! How sure a share is.

/// A share with its lower and upper bound, between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub share: f64,
    pub low: f64,
    pub high: f64,
}

/// Wilson's score interval at 95 %. It stays within 0 and 1 and is honest for small bases. None without a base.
pub fn wilson(n: u64, of: u64) -> Option<Interval> {
    if of == 0 || n > of {
        return None;
    }
    const Z: f64 = 1.959_963_984_540_054;
    let (n, of) = (n as f64, of as f64);
    let share = n / of;
    let z2 = Z * Z;
    let middle = (share + z2 / (2.0 * of)) / (1.0 + z2 / of);
    let half = Z / (1.0 + z2 / of) * (share * (1.0 - share) / of + z2 / (4.0 * of * of)).sqrt();
    Some(Interval { share, low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_bounds_are_those_of_the_textbook() {
        // Worked out by hand from Wilson's formula.
        for (n, of, low, high) in [
            (0, 10, 0.0, 0.277_532_8),
            (5, 10, 0.236_593_1, 0.763_406_9),
            (10, 10, 0.722_467_2, 1.0),
            (175, 1000, 0.152_702_6, 0.199_777_4),
        ] {
            let interval = wilson(n, of).unwrap();
            assert!((interval.low - low).abs() < 2e-4, "{n}/{of}: {interval:?}");
            assert!((interval.high - high).abs() < 2e-4, "{n}/{of}: {interval:?}");
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(2, 1), None);
    }

    proptest! {
        #[test]
        fn the_share_lies_between_its_bounds(of in 1u64..1_000_000, part in 0.0..=1.0f64) {
            let n = (of as f64 * part) as u64;
            let interval = wilson(n, of).unwrap();
            prop_assert!(0.0 <= interval.low && interval.high <= 1.0);
            prop_assert!(interval.low <= interval.share + 1e-12);
            prop_assert!(interval.share <= interval.high + 1e-12);
        }
    }
}
