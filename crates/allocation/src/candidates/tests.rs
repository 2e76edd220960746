use proptest::{collection::vec, prelude::*};

use super::{Found, Index, Scratch};

/// Every row, one after another.
fn all_compared(
    rows: &[Vec<(u32, f32)>],
    question: &[(u32, f32)],
    most: usize,
    may: impl Fn(u32) -> bool,
) -> Vec<Found> {
    let mut found = Vec::new();
    for (row, features) in (0..).zip(rows) {
        let mut score = 0.0;
        for (asked, by) in question {
            for (_, weight) in features.iter().filter(|(feature, _)| feature == asked) {
                score += by * weight;
            }
        }
        if score > 0.0 && may(row) {
            found.push(Found { row, score });
        }
    }
    found.sort_by(Found::order);
    found.truncate(most);
    found
}

/// Features in their order; weights are few, so that many rows score alike.
fn features() -> impl Strategy<Value = Vec<(u32, f32)>> {
    proptest::collection::btree_map(0..24_u32, (1..6_u8).prop_map(f32::from), 0..8)
        .prop_map(|map| map.into_iter().collect())
}

proptest! {
    #[test]
    fn the_best_are_those_of_comparing_all(
        rows in vec(features(), 0..60),
        closed in vec(0..60_u32, 0..20),
        refused in vec(0..60_u32, 0..20),
        questions in vec(features(), 1..5),
        most in 0..12_usize,
    ) {
        let mut index = Index::new(24);
        for (n, row) in (0..).zip(&rows) {
            prop_assert_eq!(index.push(row), n);
        }
        let closed: Vec<u32> = closed.into_iter().filter(|row| (*row as usize) < rows.len()).collect();
        for row in &closed {
            index.close(*row);
        }
        let n_open = (0..rows.len() as u32).filter(|row| !closed.contains(row)).count();
        prop_assert_eq!(index.len(), n_open);
        let mut scratch = Scratch::default();
        for question in &questions {
            let found = index.top(&mut scratch, question, most, |row| !refused.contains(&row));
            let may = |row| !closed.contains(&row) && !refused.contains(&row);
            prop_assert_eq!(found, all_compared(&rows, question, most, may));
        }
    }
}

#[test]
fn of_equal_rows_the_lower_number_comes_first() {
    let mut index = Index::new(2);
    for _ in 0..5 {
        index.push(&[(1, 2.0)]);
    }
    index.close(1);
    let found = index.top(&mut Scratch::default(), &[(1, 3.0)], 2, |_| true);
    assert_eq!(found, [Found { row: 0, score: 6.0 }, Found { row: 2, score: 6.0 }]);
}

#[test]
fn features_may_stand_in_any_order_and_twice() {
    let mut index = Index::new(9);
    index.push(&[(7, 1.0), (3, 2.0), (7, 4.0), (5, 0.0)]);
    let found = index.top(&mut Scratch::default(), &[(100, 1.0), (7, 2.0), (5, 9.0)], 3, |_| true);
    assert_eq!(found, [Found { row: 0, score: 10.0 }]);
}

#[test]
#[should_panic(expected = "weights are numbers from 0 on")]
fn a_negative_weight_is_refused() {
    Index::new(1).push(&[(0, -1.0)]);
}

#[test]
fn only_rows_that_could_be_among_the_best_are_asked_about() {
    let mut index = Index::new(1);
    for weight in [9.0, 8.0, 1.0, 2.0] {
        index.push(&[(0, weight)]);
    }
    let asked = std::cell::RefCell::new(Vec::new());
    index.top(&mut Scratch::default(), &[(0, 1.0)], 2, |row| {
        asked.borrow_mut().push(row);
        true
    });
    assert_eq!(asked.into_inner(), [0, 1]);
}
