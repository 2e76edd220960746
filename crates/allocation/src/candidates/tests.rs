use std::cell::RefCell;

use proptest::{collection::vec, prelude::*};

use super::{
    Answers, Found, Index, May, Rows, Scratch, best::Best, blocks::Sums, by_comparing_all,
    label::Label, size::in_blocks,
};

type Features = Vec<(u32, f32)>;

const N_FEATURES: usize = 24;

/// Features in their order. Half of the weights are small whole numbers, so that many rows score alike.
fn features() -> impl Strategy<Value = Features> {
    let weight = prop_oneof![(1..4_u8).prop_map(f32::from), 0.001_f32..9.0];
    proptest::collection::btree_map(0..N_FEATURES as u32, weight, 0..6)
        .prop_map(|map| map.into_iter().collect())
}

fn rows_of(all: &[Features]) -> Rows {
    let mut rows = Rows::default();
    for features in all {
        rows.push(features.iter().copied());
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// However rows came and went, the answers are those of comparing all: bit for bit, ties and rows without features too.
    #[test]
    fn the_best_are_those_of_comparing_all(
        at_once in vec(features(), 0..600),
        one_by_one in vec((features(), proptest::option::weighted(0.6, any::<prop::sample::Index>())), 0..900),
        refused in vec(0..1500_u32, 0..200),
        n_groups in 1..40_u32,
        refused_groups in vec(0..40_u32, 0..30),
        questions in vec(features(), 1..6),
        most in 0..30_usize,
    ) {
        let mut all = at_once.clone();
        let mut index = Index::new(N_FEATURES);
        let group_of = |row: u32| row * 7 % n_groups;
        index.extend(&rows_of(&at_once), group_of);
        let mut closed = vec![false; at_once.len() + one_by_one.len()];
        for (row, close) in &one_by_one {
            let group = group_of(all.len() as u32);
            prop_assert_eq!(index.push(group, row) as usize, all.len());
            all.push(row.clone());
            if let Some(close) = close {
                // Mostly older rows, so that whole parts are emptied.
                let close = close.index(all.len());
                index.close(close as u32);
                closed[close] = true;
            }
        }
        prop_assert_eq!(index.len(), closed.iter().filter(|closed| !**closed).count());

        let (rows, questions) = (rows_of(&all), rows_of(&questions));
        let may_row = |row| !refused.contains(&row);
        let may_group = |group| !refused_groups.contains(&group);
        let mut scratch = Scratch::default();
        let mut expected = Answers::default();
        for question in 0..questions.len() as u32 {
            let question: Features = questions.of(question).collect();
            let may = May { group: &may_group, row: &may_row };
            let found = index.top(&mut scratch, &question, most, &may);
            let open =
                |row| !closed[row as usize] && may_group(group_of(row)) && may_row(row);
            prop_assert_eq!(&found, &by_comparing_all(&rows, &question, most, open));
            expected.lengths.push(found.len() as u32);
            expected.found.extend(found);
        }
        for n_threads in [1, 2, 5] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            let answers = pool.install(|| {
                index.top_of_every(&questions, most, |_, group| may_group(group), |_, row| may_row(row))
            });
            prop_assert_eq!(&answers, &expected);
        }
    }
}

/// A number drawn from a seed, below `n`.
fn drawn(seed: &mut u64, n: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % n
}

/// Rows that each have eight of all features, or of the ten of one of 40 occupations. Many score alike.
fn made_up(n: usize, of_occupations: bool) -> Rows {
    let (mut rows, mut seed) = (Rows::default(), 7);
    for _ in 0..n {
        let occupation = of_occupations.then(|| drawn(&mut seed, 40) * 10);
        let mut features: Features = (0..8)
            .map(|_| {
                let feature = match occupation {
                    Some(first) => first + drawn(&mut seed, 10),
                    None => drawn(&mut seed, 400),
                };
                (feature as u32, 1.0 + drawn(&mut seed, 2) as f32)
            })
            .collect();
        features.sort_by_key(|(feature, _)| *feature);
        features.dedup_by_key(|(feature, _)| *feature);
        rows.push(features.into_iter());
    }
    rows
}

#[test]
fn rows_lie_in_blocks_where_many_are_alike_and_answers_do_not_depend_on_it() {
    for (of_occupations, blocks_pay) in [(true, true), (false, false)] {
        let rows = made_up(3_000, of_occupations);
        let labels: Vec<Label> =
            (0..3_000).map(|number| Label { number, group: number % 3 }).collect();
        let part = in_blocks(400, &rows, &labels);
        assert_eq!(part.size > 1, blocks_pay);

        let questions = made_up(200, of_occupations);
        let (mut sums, mut best, mut asked) = (Sums::default(), Best::default(), vec![0.0; 400]);
        for question in 0..200 {
            let question: Features = questions.of(question).collect();
            for (feature, by) in &question {
                asked[*feature as usize] = *by;
            }
            best.begin(20);
            let may = May { group: &|group| group > 0, row: &|row| row % 5 > 0 };
            part.search(&question, &asked, &mut sums, &mut best, &may);
            let expected = by_comparing_all(&rows, &question, 20, |row| row % 3 > 0 && row % 5 > 0);
            assert_eq!(best.sorted(), expected);
            asked.fill(0.0);
        }
    }
}

#[test]
fn of_equal_rows_the_lower_number_comes_first() {
    let mut index = Index::new(2);
    for _ in 0..1_000 {
        index.push(0, &[(1, 2.0)]);
    }
    index.close(1);
    let found = index.top(&mut Scratch::default(), &[(1, 3.0)], 2, &May::ANY);
    assert_eq!(found, [Found { row: 0, score: 6.0 }, Found { row: 2, score: 6.0 }]);
}

#[test]
fn features_may_stand_in_any_order_and_twice() {
    let mut index = Index::new(9);
    index.push(0, &[(7, 1.0), (3, 2.0), (7, 4.0), (5, 0.0)]);
    let found = index.top(&mut Scratch::default(), &[(100, 1.0), (7, 2.0), (5, 9.0)], 3, &May::ANY);
    assert_eq!(found, [Found { row: 0, score: 10.0 }]);
}

#[test]
fn very_small_and_very_large_scores_are_found() {
    let mut index = Index::new(2);
    for _ in 0..300 {
        index.push(0, &[(0, 1e-30), (1, 1e15)]);
    }
    let mut scratch = Scratch::default();
    for (question, score) in [((0, 1e-10), 1e-30 * 1e-10), ((1, 1e15), 1e15 * 1e15)] {
        let found = index.top(&mut scratch, &[question], 1, &May::ANY);
        assert_eq!(found, [Found { row: 0, score }]);
    }
    let least = index.top(&mut scratch, &[(0, 1e-15)], 400, &May::ANY);
    assert_eq!(least.len(), 300, "all of them, with the least score there is");
    assert_eq!(index.top(&mut scratch, &[(0, 1e-30)], 400, &May::ANY), [], "no score so small");
}

#[test]
fn closing_twice_is_closing_once() {
    let mut index = Index::new(1);
    for _ in 0..600 {
        index.push(0, &[(0, 1.0)]);
    }
    for _ in 0..2 {
        for row in 0..599 {
            index.close(row);
        }
    }
    assert_eq!(index.len(), 1);
    let found = index.top(&mut Scratch::default(), &[(0, 1.0)], 5, &May::ANY);
    assert_eq!(found, [Found { row: 599, score: 1.0 }]);
    index.close(599);
    assert!(index.is_empty());
    assert_eq!(index.push(0, &[]), 600, "numbers are not used again");
}

#[test]
#[should_panic(expected = "not from 0 to 10^15")]
fn a_negative_weight_is_refused() {
    Index::new(1).push(0, &[(0, -1.0)]);
}

#[test]
#[should_panic(expected = "not from 0 to 10^15")]
fn what_is_no_number_is_refused() {
    Index::new(1).top(&mut Scratch::default(), &[(0, f32::NAN)], 1, &May::ANY);
}

#[test]
#[should_panic(expected = "there is no feature 1, only 1 from 0 on")]
fn a_feature_beyond_the_last_is_refused() {
    Index::new(1).push(0, &[(1, 1.0)]);
}

#[test]
fn only_rows_that_could_be_among_the_best_are_asked_about() {
    let mut index = Index::new(1);
    let rows = rows_of(&[9.0, 8.0, 1.0, 2.0, 10.0].map(|weight| vec![(0, weight)]));
    index.extend(&rows, |row| if row == 4 { 5 } else { 0 });
    let (asked, groups) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
    let row = |row| {
        asked.borrow_mut().push(row);
        true
    };
    let group = |group| {
        groups.borrow_mut().push(group);
        group != 5
    };
    index.top(&mut Scratch::default(), &[(0, 1.0)], 2, &May { group: &group, row: &row });
    assert_eq!(asked.into_inner(), [0, 1]);
    assert_eq!(groups.into_inner(), [0, 5], "each group once, and nothing of the refused one");
}
