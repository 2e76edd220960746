use proptest::{collection::vec, prelude::*};

use super::*;

type People = Vec<Vec<(u32, i64)>>;

fn instance_of(
    capacity: &[u32],
    people: &People,
    worths: std::ops::RangeInclusive<i32>,
) -> Instance {
    let mut builder = Builder::new(capacity.to_vec(), people.len(), worths).unwrap();
    for person in people {
        builder.person(person.iter().copied()).unwrap();
    }
    builder.finish()
}

/// The largest sum there is, by trying everything.
fn by_trying_all(people: &[Vec<(u32, i64)>], room: &mut [u32]) -> i64 {
    let Some((person, rest)) = people.split_first() else { return 0 };
    let mut best = by_trying_all(rest, room);
    for (place, worth) in person {
        if room[*place as usize] > 0 {
            room[*place as usize] -= 1;
            best = best.max(worth + by_trying_all(rest, room));
            room[*place as usize] += 1;
        }
    }
    best
}

fn people(
    n_places: u32,
    n: std::ops::Range<usize>,
    worth: impl Strategy<Value = i64> + Clone,
) -> impl Strategy<Value = People> {
    let row = proptest::collection::btree_map(0..n_places, worth, 0..5);
    vec(row.prop_map(|row| row.into_iter().collect()), n)
}

/// What an allocation says of itself, added up again from the arcs alone.
fn check(capacity: &[u32], people: &People, said: &Allocation) {
    let (mut worth, mut n_placed, mut room) = (0, 0, capacity.to_vec());
    for (person, place) in people.iter().zip(&said.places) {
        if *place != NOBODY {
            worth += person.iter().find(|arc| arc.0 == *place).expect("an arc goes there").1;
            n_placed += 1;
            room[*place as usize] = room[*place as usize].checked_sub(1).expect("there is room");
        }
    }
    assert_eq!((said.worth, said.n_placed), (worth, n_placed));
    let scale = i64::from(said.scale);
    let price = |place: u32| i64::from(said.prices[place as usize]);
    let mut bound: i64 = (0..).zip(capacity).map(|(place, n)| price(place) * i64::from(*n)).sum();
    for person in people {
        let profits = person.iter().map(|(place, worth)| worth * scale - price(*place));
        bound += profits.max().unwrap_or(0).max(0);
    }
    assert!(said.prices.iter().all(|price| *price >= 0));
    assert_eq!(said.bound, bound);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_is_worth_more_than_its_bound_and_little_is_missing(
        capacity in vec(0..4_u32, 5),
        people in people(5, 0..8, prop_oneof![-2..6_i64, 0..1000_i64]),
        most in prop_oneof![Just(1000), Just(LARGEST)],
    ) {
        let said = allocate(&instance_of(&capacity, &people, 1..=most), Mode::Auction);
        check(&capacity, &people, &said);
        nearly_the_best(&capacity, &people, &said, LAST_STEP);
    }

    #[test]
    fn what_waiting_is_worth_to_each_person_counts(
        capacity in vec(0..3_u32, 4),
        people in people(4, 0..7, -100..1000_i64),
        waits in vec(-300..900_i64, 7),
        mode in prop_oneof![Just(Mode::Auction), Just(Mode::Stable)],
    ) {
        let mut builder = Builder::new(capacity.clone(), people.len(), 1..=1_300).unwrap();
        for (person, wait) in people.iter().zip(&waits) {
            builder.person_who_waits(*wait, person.iter().copied()).unwrap();
        }
        let said = allocate(&builder.finish(), mode);
        // To wait is a place of their own.
        let (mut room, mut all) = (capacity, people);
        for (person, wait) in all.iter_mut().zip(&waits) {
            person.push((room.len() as u32, wait + 300));
            room.push(1);
        }
        for person in &mut all {
            for (place, worth) in person.iter_mut() {
                *worth += if *place < 4 { 300 } else { 0 };
            }
        }
        let best = by_trying_all(&all, &mut room) - 300 * all.len() as i64;
        let scale = i64::from(said.scale);
        prop_assert!(said.worth <= best && best * scale <= said.bound);
        if mode == Mode::Auction {
            prop_assert!((best - said.worth) * scale <= all.len() as i64 * i64::from(LAST_STEP));
        }
        let has = said.places.iter().zip(&all).zip(&waits).map(|((place, arcs), wait)| {
            arcs.iter().find(|arc| arc.0 == *place).map_or(*wait, |arc| arc.1 - 300)
        });
        prop_assert_eq!(has.sum::<i64>(), said.worth);
    }

    #[test]
    fn from_an_answer_of_before_it_is_as_good(
        capacity in (vec(0..4_u32, 5), vec(0..4_u32, 5)),
        before in people(5, 0..8, 0..1000_i64),
        people in people(5, 0..8, 0..1000_i64),
        prices in proptest::option::of(vec(-10..20_000_i32, 0..7)),
        scale in 0..20,
    ) {
        let said = allocate(&instance_of(&capacity.0, &before, 1..=1000), Mode::Auction);
        let mut start = Before { places: said.places, prices: said.prices, scale: said.scale };
        // Or from what makes no sense at all.
        if let Some(prices) = prices {
            start = Before { prices, scale, ..start };
        }
        let again = allocate_again(&instance_of(&capacity.1, &people, 1..=1000), &start);
        check(&capacity.1, &people, &again);
        nearly_the_best(&capacity.1, &people, &again, STEP_AGAIN);
    }

    /// Whatever prices were before.
    #[test]
    fn a_bound_never_rises_by_polishing(seed in any::<u64>(), n_people in 1..60_usize) {
        let (capacity, people) = made_up(n_people, 9, 0);
        let instance = instance_of(&capacity, &people, 1..=1_000);
        let Arcs::Narrow(arcs) = &instance.arcs else { unreachable!("they are few") };
        let mut state = State::new(&instance, arcs, 10);
        let mut seed = seed;
        for price in &mut state.prices {
            *price = drawn(&mut seed, 10_000) as i32;
        }
        let mut before = polish::bound(&state);
        loop {
            let mut near = Near::new(&state, vec![0; n_people]);
            near.look(&state, |_| Some(i32::MAX));
            polish::polish(&mut state, &near, i32::MAX);
            let after = polish::bound(&state);
            prop_assert!(after <= before);
            if after == before {
                break;
            }
            before = after;
        }
        // No price alone can be moved to where the bound is less, but for those that were nothing and stay so.
        for place in 0..state.prices.len() {
            let price = state.prices[place];
            if price == 0 {
                continue;
            }
            for other in [price - 1, price + 1, price / 2, price * 2] {
                state.prices[place] = other.max(0);
                prop_assert!(polish::bound(&state) >= before);
            }
            state.prices[place] = price;
        }
    }

    /// By its definition: where somebody would rather be there is no room, and nobody who comes after them.
    #[test]
    fn nobody_is_passed_over_in_the_stable_mode(
        capacity in vec(0..4_u32, 5),
        people in people(5, 0..40, -2..6_i64),
    ) {
        let said = allocate(&instance_of(&capacity, &people, 1..=1000), Mode::Stable);
        check(&capacity, &people, &said);
        let worth = |person: usize, place: u32| {
            people[person].iter().find(|arc| arc.0 == place).map_or(0, |arc| arc.1)
        };
        for person in 0..people.len() {
            let has = said.places[person];
            let rank = |place: u32| (worth(person, place), std::cmp::Reverse(place));
            for (place, worth_here) in &people[person] {
                if *worth_here <= 0 || rank(*place) <= rank(has) {
                    continue;
                }
                let there: Vec<usize> =
                    (0..people.len()).filter(|other| said.places[*other] == *place).collect();
                prop_assert_eq!(there.len(), capacity[*place as usize] as usize);
                for other in there {
                    let theirs = worth(other, *place);
                    prop_assert!(theirs > *worth_here || theirs == *worth_here && other < person);
                }
            }
        }
    }
}

/// Each person is at most a last step away from the best, and nothing is worth more than the bound.
fn nearly_the_best(capacity: &[u32], people: &People, said: &Allocation, step: i32) {
    let best = by_trying_all(people, &mut capacity.to_vec());
    let scale = i64::from(said.scale);
    assert!(
        said.worth <= best && best * scale <= said.bound,
        "{} {best} {}",
        said.worth,
        said.bound
    );
    assert!((best - said.worth) * scale <= people.len() as i64 * i64::from(step));
}

/// A number drawn from a seed, below `n`.
fn drawn(seed: &mut u64, n: u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % n
}

fn made_up(n_people: usize, n_places: u64, bonus: i64) -> (Vec<u32>, People) {
    let mut seed = 3;
    let capacity = (0..n_places).map(|_| drawn(&mut seed, 9) as u32).collect();
    let people = (0..n_people).map(|_| {
        let mut row: Vec<(u32, i64)> = (0..12)
            .map(|_| (drawn(&mut seed, n_places) as u32, bonus + drawn(&mut seed, 1_000) as i64))
            .collect();
        row.sort_unstable();
        row.dedup_by_key(|arc| arc.0);
        row
    });
    (capacity, people.collect())
}

#[test]
fn however_many_threads_there_are_the_answer_is_the_same() {
    let (capacity, people) = made_up(5_000, 1_000, 0);
    let instance = instance_of(&capacity, &people, 1..=1000);
    for mode in [Mode::Auction, Mode::Stable] {
        let answer = |n_threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            pool.install(|| allocate(&instance, mode))
        };
        let one = answer(1);
        check(&capacity, &people, &one);
        assert_eq!(one, answer(2));
        assert_eq!(one, answer(3));
    }
}

#[test]
fn the_gap_that_is_proven_is_small_with_and_without_a_large_bonus() {
    for bonus in [0, 5_000, 100_000_000] {
        let (capacity, people) = made_up(5_000, 1_000, bonus);
        let range = bonus as i32..=1_000 + bonus as i32;
        let said = allocate(&instance_of(&capacity, &people, range), Mode::Auction);
        check(&capacity, &people, &said);
        let missing = said.bound - said.worth * i64::from(said.scale);
        assert!(missing * 10_000 <= said.bound, "{missing} of {}", said.bound);
    }
}

#[test]
fn whoever_watches_sees_the_gap_close_and_may_break_it_off() {
    let (capacity, people) = made_up(5_000, 1_000, 0);
    let instance = instance_of(&capacity, &people, 1..=1000);
    let seen = std::sync::Mutex::new(Vec::new());
    let watcher = |progress: Progress| {
        seen.lock().unwrap().push(progress);
        ControlFlow::Continue(())
    };
    let said = allocate_watched(&instance, Mode::Auction, None, &watcher);
    assert_eq!(said, Some(allocate(&instance, Mode::Auction)), "watching changes nothing");
    let said = said.unwrap();
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.last().map(|last| (last.step, last.worth)), Some((LAST_STEP, said.worth)));
    for one in &seen {
        assert!(one.worth <= said.worth + 10 && one.bound >= said.worth * i64::from(said.scale));
    }
    assert!(seen.is_sorted_by(|one, next| one.step > next.step && one.bound > next.bound));
    let stopped = allocate_watched(&instance, Mode::Auction, None, &|_| ControlFlow::Break(()));
    assert_eq!(stopped, None);
}

#[test]
fn narrow_and_wide_arcs_give_the_same_answer() {
    let (capacity, people) = made_up(500, 100, 0);
    let narrow = instance_of(&capacity, &people, 1..=1_000);
    let mut wide = instance_of(&capacity, &people, 1..=LARGEST);
    assert!(matches!((&narrow.arcs, &wide.arcs), (Arcs::Narrow(_), Arcs::Wide(_))));
    wide.highest = narrow.highest;
    assert_eq!(allocate(&narrow, Mode::Auction), allocate(&wide, Mode::Auction));
}

#[test]
fn what_is_wrong_with_an_instance_is_said() {
    let refused = |capacity: &[u32], arcs: &[(u32, i64)]| {
        let mut builder = Builder::new(capacity.to_vec(), 1, 1..=1_000)?;
        builder.person(arcs.iter().copied())
    };
    type Arcs<'a> = &'a [(u32, i64)];
    let cases: [(&[u32], Arcs, Fault); 6] = [
        (&[1, u32::MAX], &[], Fault::Capacity { place: 1, capacity: u32::MAX }),
        (&[1], &[(1, 5)], Fault::NoPlace { place: 1, n_places: 1 }),
        (&[], &[(0, 5)], Fault::NoPlace { place: 0, n_places: 0 }),
        (&[1, 1, 1], &[(2, 5), (0, 1), (2, 7)], Fault::Twice { place: 2 }),
        (&[1], &[(0, 1_001)], Fault::Worth { place: 0, worth: 1_001 }),
        (&[1], &[(0, i64::MIN)], Fault::Worth { place: 0, worth: i64::MIN }),
    ];
    for (capacity, arcs, fault) in cases {
        assert_eq!(refused(capacity, arcs), Err(fault));
    }
    assert_eq!(refused(&[0, 3], &[(0, 1_000), (1, -5)]), Ok(()));
    let mut builder = Builder::new(vec![1], 2, 1..=1_000).unwrap();
    let mut waits = |waiting, worth| builder.person_who_waits(waiting, [(0, worth)].into_iter());
    assert_eq!(waits(i64::MIN, 0), Err(Fault::Waiting { worth: i64::MIN }));
    assert_eq!(waits(-1, 1_000), Err(Fault::Worth { place: 0, worth: 1_000 }));
    assert_eq!(waits(i64::from(LARGEST), i64::from(-LARGEST)), Ok(()));
    assert_eq!(waits(i64::from(LARGEST), i64::from(LARGEST) + 1_000), Ok(()));
}

#[test]
fn of_arcs_and_people_that_are_worth_the_same_the_first_ones_are_taken() {
    for mode in [Mode::Auction, Mode::Stable] {
        let said = allocate(&instance_of(&[1, 1], &vec![vec![(1, 7), (0, 7)]; 3], 1..=9), mode);
        assert_eq!(said.n_placed, 2);
        let alone = allocate(&instance_of(&[1, 1], &vec![vec![(1, 7), (0, 7)]], 1..=9), mode);
        assert_eq!(alone.places, [0]);
    }
    let said = allocate(&instance_of(&[1], &vec![vec![(0, 7)]; 3], 1..=9), Mode::Stable);
    assert_eq!(said.places, [0, NOBODY, NOBODY]);
}

#[test]
fn nobody_and_nowhere_are_answered() {
    for mode in [Mode::Auction, Mode::Stable] {
        let said = allocate(&instance_of(&[], &vec![], 1..=9), mode);
        assert_eq!((said.worth, said.bound, said.n_placed), (0, 0, 0));
        let said = allocate(&instance_of(&[], &vec![vec![]; 2], 1..=9), mode);
        assert_eq!(said.places, [NOBODY, NOBODY]);
    }
}
