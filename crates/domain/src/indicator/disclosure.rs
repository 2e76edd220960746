//! Which numbers may be shown, so that none points at single people: not by itself, and not as the difference of others.
//!
//! A row of a breakdown is split into parts, such as those who found work and those who did not. A part that is too
//! small hides its row. The total of all rows is shown elsewhere, so what is hidden must be several rows, and together
//! they must not be small either: otherwise the total less the rows that are shown would tell.

use super::FEWEST;

/// Whether a number of people could point at one of them. Nobody at all points at nobody.
pub const fn is_small(n: u64) -> bool {
    0 < n && n < FEWEST
}

/// The rows that may be shown beside their total.
pub fn shown<const N: usize>(rows: &[[u64; N]]) -> Vec<bool> {
    let mut shown: Vec<bool> =
        rows.iter().map(|parts| !parts.iter().any(|n| is_small(*n))).collect();
    hide_more(rows, &mut shown);
    shown
}

/// Hides further rows, the smallest first, until those hidden already cannot be got by subtraction.
pub fn hide_more<const N: usize>(rows: &[[u64; N]], shown: &mut [bool]) {
    let size = |row: usize| rows[row].iter().sum::<u64>();
    loop {
        // A row of nobody says nothing, hidden or shown.
        let hidden: Vec<usize> =
            (0..rows.len()).filter(|row| !shown[*row] && size(*row) > 0).collect();
        let together_small =
            (0..N).any(|part| is_small(hidden.iter().map(|row| rows[*row][part]).sum()));
        if hidden.is_empty() || (hidden.len() > 1 && !together_small) {
            return;
        }
        let next = (0..rows.len()).filter(|row| shown[*row] && size(*row) > 0);
        match next.min_by_key(|row| size(*row)) {
            Some(row) => shown[row] = false,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_small_row_takes_another_one_with_it() {
        assert_eq!(shown(&[[50], [20], [9]]), [true, false, false]);
        assert_eq!(shown(&[[50], [20], [0]]), [true, true, true]);
        assert_eq!(shown(&[[50], [3], [4]]), [false, false, false]);
        assert_eq!(shown(&[[50], [6], [4]]), [true, false, false]);
        assert_eq!(shown(&[[9]]), [false]);
        assert_eq!(shown(&[[9], [0]]), [false, true]);
    }

    #[test]
    fn a_part_that_is_left_is_a_part_too() {
        // 95 of 100 found work: the five who did not are hidden with them, and with whom they could be found.
        assert_eq!(shown(&[[95, 5], [50, 50], [20, 20]]), [false, true, false]);
        assert_eq!(shown(&[[10, 10], [10, 0], [0, 10]]), [true; 3]);
        // Together the hidden rows have one person in the second part, so more is hidden.
        assert_eq!(shown(&[[20, 1], [30, 0], [40, 40]]), [false, false, false]);
    }

    proptest! {
        #[test]
        fn nothing_small_is_left_to_be_found(
            rows in prop::collection::vec((prop_oneof![Just(0u64), 0u64..40], 0u64..40), 1..8)
        ) {
            let rows: Vec<[u64; 2]> = rows.into_iter().map(|(one, other)| [one, other]).collect();
            let shown = shown(&rows);
            let hidden: Vec<&[u64; 2]> =
                rows.iter().zip(&shown).filter(|(row, shown)| !**shown && row.iter().any(|n| *n > 0))
                    .map(|(row, _)| row).collect();
            for (row, shown) in rows.iter().zip(&shown) {
                prop_assert!(!*shown || !row.iter().any(|n| is_small(*n)), "{row:?} is shown");
            }
            // Whoever knows the total and all that is shown knows the hidden rows together, and no more.
            let others_shown = shown.iter().zip(&rows).any(|(s, row)| *s && row.iter().any(|n| *n > 0));
            if !hidden.is_empty() && others_shown {
                prop_assert!(hidden.len() > 1);
                for part in 0..2 {
                    prop_assert!(!is_small(hidden.iter().map(|row| row[part]).sum()));
                }
            }
        }
    }
}
