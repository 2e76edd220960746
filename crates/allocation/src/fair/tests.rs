use std::ops::ControlFlow;

use proptest::{collection::vec, prelude::*};

use super::*;

const WOMEN: usize = 0;
const YOUTH: usize = 1;

fn case(room: &[u32], people: &[(u8, &[(u32, u16)])]) -> Case {
    let mut case = Case::new(room.to_vec());
    for (groups, ways) in people {
        case.person(
            *groups,
            ways.iter().map(|(place, points)| Way { place: *place, points: *points }),
        );
    }
    case
}

fn prices(shared: &Shared) -> &[i32] {
    shared.prices.as_deref().expect("prices tell what one more place would add")
}

fn any_case(n_people: usize) -> impl Strategy<Value = Case> {
    let ways = proptest::collection::btree_map(0..3_u32, 0..1000_u16, 0..3);
    let people = vec((0..4_u8, ways), 0..n_people);
    // The last place is a course, or a place like the others.
    let leads = prop_oneof![
        Just(None),
        proptest::collection::btree_map(0..2_u32, 1..1000_u16, 1..3).prop_map(Some)
    ];
    (vec(0..3_u32, 3), vec(0..2_u32, 2), leads, people).prop_map(|(room, later, leads, people)| {
        let mut case = Case::new(room);
        case.later = [later, vec![0]].concat();
        if let Some(leads) = leads {
            let mut leads: Vec<Way> =
                leads.into_iter().map(|(place, points)| Way { place, points }).collect();
            leads.sort_by_key(|way| std::cmp::Reverse(way.points));
            case.leads.insert(2, leads);
        }
        for (groups, ways) in people {
            case.person(groups, ways.into_iter().map(|(place, points)| Way { place, points }));
        }
        case
    })
}

fn any_measures() -> impl Strategy<Value = Measures> {
    let parts = (vec(0..500_u16, 2), 0..500_u16, 0..300_u16, prop_oneof![Just(0), 0..2000_u16]);
    parts.prop_map(|(added, least, waiting, placing)| {
        let mut measures = Measures { least, waiting, placing, ..Measures::default() };
        measures.added[..2].copy_from_slice(&added);
        measures
    })
}

/// The largest worth there is, by trying everything.
fn by_trying_all(
    case: &Case,
    measures: &Measures,
    person: usize,
    room: &mut [u32],
    later: &mut [u32],
) -> i64 {
    if person == case.n_people() {
        return 0;
    }
    let mut best = by_trying_all(case, measures, person + 1, room, later);
    for way in case.ways(person).iter().filter(|way| way.points >= measures.least) {
        let place = way.place as usize;
        if room[place] == 0 {
            continue;
        }
        room[place] -= 1;
        let worth = measures.worth(way.points, case.groups(person));
        match case.leads.get(&way.place) {
            None => {
                best = best.max(worth + by_trying_all(case, measures, person + 1, room, later));
            }
            Some(leads) => {
                for lead in leads {
                    let after = lead.place as usize;
                    if later[after] > 0 {
                        later[after] -= 1;
                        let less = i64::from(lead.points) - i64::from(leads[0].points);
                        let rest = by_trying_all(case, measures, person + 1, room, later);
                        best = best.max(worth + less + rest);
                        later[after] += 1;
                    }
                }
            }
        }
        room[place] += 1;
    }
    best
}

fn check(case: &Case, measures: &Measures, shared: &Shared) {
    let (mut worth, mut points, mut room) = (0, 0, case.room.clone());
    for (person, place) in shared.places.iter().enumerate() {
        let Some(place) = place else { continue };
        let own = case.points(person, *place).expect("it is one of their ways");
        assert!(own >= measures.least);
        points += i64::from(own);
        worth += measures.worth(own, case.groups(person));
        room[*place as usize] = room[*place as usize].checked_sub(1).expect("there is room");
    }
    // Whoever comes by a course to a place that is not the best of it is worth less there, by as many points.
    let less = worth - shared.worth;
    assert_eq!((points - shared.points, less >= 0), (less, true));
    assert!(!case.leads.is_empty() || less == 0);
    assert!(shared.bound >= shared.worth * i64::from(shared.scale));
}

fn points_of(case: &Case, shared: &Shared, group: usize) -> i64 {
    let of = |person: usize| case.points(person, shared.places[person]?);
    let own = (0..case.n_people()).filter(|person| case.groups(*person) >> group & 1 == 1);
    own.filter_map(of).map(i64::from).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// So few people that what an answer may lack is less than a point.
    #[test]
    fn it_is_the_best_with_its_measures(case in any_case(5), measures in any_measures()) {
        let shared = case.share(&measures).unwrap();
        check(&case, &measures, &shared);
        prop_assert_eq!(shared.worth, by_trying_all(&case, &measures, 0, &mut case.room.clone(), &mut case.later.clone()));
    }

    #[test]
    fn what_is_added_for_a_group_never_takes_from_it(
        case in any_case(5), measures in any_measures(), more in 0..1000_u16,
    ) {
        let before = case.share(&measures).unwrap();
        let mut with = measures;
        with.added[WOMEN] += more;
        let after = case.share(&with).unwrap();
        // Points are whole, so each of them may lose less than one by rounding.
        let lost = points_of(&case, &before, WOMEN) - points_of(&case, &after, WOMEN);
        prop_assert!(lost <= case.n_people() as i64, "{lost}");
    }

    #[test]
    fn who_belongs_to_a_group_never_has_less_for_it(
        case in any_case(5), measures in any_measures(), person in 0..4_usize,
    ) {
        prop_assume!(person < case.n_people());
        let alone = |bits: u8| {
            let mut case = case.clone();
            case.groups[person] = bits;
            let shared = case.share(&measures).unwrap();
            let points = shared.places[person].and_then(|place| case.points(person, place));
            // What is added is in whole points: what is less than one of them makes no difference.
            i64::from(points.unwrap_or(0)) * i64::from(measures.added[WOMEN]) / 1000
        };
        let others = case.groups(person) & !(1 << WOMEN);
        prop_assert!(alone(others | 1 << WOMEN) >= alone(others));
    }

    #[test]
    fn what_is_kept_goes_to_somebody_all_the_same(case in any_case(10), measures in any_measures(), kept in 0..1000_u16) {
        let mut with = measures;
        with.kept[YOUTH] = kept;
        let shared = case.share(&with).unwrap();
        check(&case, &with, &shared);
        // Nobody can be kept out of a place that stays empty.
        let asked = case.asked(&shared, &with);
        for (person, place) in shared.places.iter().enumerate().filter(|(_, place)| place.is_none()) {
            for way in case.ways(person).iter().filter(|way| way.points >= with.least) {
                let one = asked[way.place as usize];
                let is_worth_it = with.worth(way.points, case.groups(person)) > 0;
                prop_assert!(!is_worth_it || one.n_placed == one.room || one.leads, "{place:?} {one:?}");
            }
        }
    }

    #[test]
    fn who_has_no_place_is_told_a_true_reason(
        case in any_case(10), measures in any_measures(), kept in 0..1000_u16, stable: bool,
    ) {
        let mut measures = Measures { stable, ..measures };
        measures.kept[YOUTH] = kept;
        let shared = case.share(&measures).unwrap();
        let asked = case.asked(&shared, &measures);
        for (person, place) in shared.places.iter().enumerate() {
            let has = place.and_then(|place| case.points(person, place));
            for way in case.ways(person) {
                let one = &asked[way.place as usize];
                let own = Some(way.place) == *place;
                let told = measures.choice((way.points, case.groups(person)), (own, has), one);
                match told {
                    Choice::Has => prop_assert!(own),
                    Choice::Left => {
                        let kept = shared.n_kept[way.place as usize];
                        prop_assert!(one.n_placed == one.room && kept == one.room, "{one:?}");
                    }
                    Choice::Full { missing } => {
                        prop_assert!(missing > 0 && one.n_placed == one.room && one.n_want > one.room);
                    }
                    Choice::OthersNeedIt => prop_assert!(has.is_some() && !stable),
                    Choice::TooFew | Choice::Waits | Choice::HasBetter | Choice::LeadsNowhere => {}
                }
            }
        }
    }

    #[test]
    fn every_measure_is_taken_away_once(case in any_case(5), measures in any_measures()) {
        for (measure, totals) in case.without_each(&measures).unwrap() {
            let without = measures.without(measure);
            prop_assert_ne!(without, measures);
            prop_assert_eq!(totals, case.share(&without).unwrap().totals());
        }
    }
}

/// What somebody is worth where they go, and what those are worth who go to a place.
fn worths(case: &Case, measures: &Measures, shared: &Shared) -> Vec<i64> {
    let of = |(person, place): (usize, &Option<u32>)| {
        let points = case.points(person, (*place)?)?;
        Some(measures.worth(points, case.groups(person)))
    };
    shared.places.iter().enumerate().map(|one| of(one).unwrap_or(0)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whoever would rather be somewhere finds it full, of people who are worth as much there or for whom it is kept.
    #[test]
    fn nobody_is_passed_over(case in any_case(10), measures in any_measures(), kept in 0..1000_u16) {
        let mut measures = Measures { stable: true, ..measures };
        measures.kept[YOUTH] = kept;
        let shared = case.share(&measures).unwrap();
        prop_assert!(shared.prices.is_none());
        let has = worths(&case, &measures, &shared);
        let is_young = |person: usize| case.groups(person) >> YOUTH & 1 == 1;
        for person in 0..case.n_people() {
            prop_assert!(shared.places[person].is_none_or(|place| !case.leads.contains_key(&place)));
            let ways = case.ways(person).iter().filter(|way| way.points >= measures.least);
            for way in ways.filter(|way| !case.leads.contains_key(&way.place)) {
                let worth = measures.worth(way.points, case.groups(person));
                if worth <= has[person] {
                    continue;
                }
                let there: Vec<usize> =
                    (0..case.n_people()).filter(|one| shared.places[*one] == Some(way.place)).collect();
                prop_assert_eq!(there.len(), case.room[way.place as usize] as usize);
                let less: Vec<usize> = there.into_iter().filter(|one| has[*one] < worth).collect();
                prop_assert!(less.is_empty() || !is_young(person));
                prop_assert!(less.iter().all(|one| is_young(*one)));
                prop_assert!(less.len() <= shared.n_kept[way.place as usize] as usize);
            }
        }
    }

    #[test]
    fn what_is_told_to_be_missing_to_the_best_sum_is_no_less(case in any_case(5), measures in any_measures()) {
        let case = Case { leads: BTreeMap::new(), ..case };
        let shared = case.share(&Measures { stable: true, ..measures }).unwrap();
        check(&case, &measures, &shared);
        let best = by_trying_all(&case, &measures, 0, &mut case.room.clone(), &mut case.later.clone());
        prop_assert!(shared.bound >= best * i64::from(shared.scale));
    }

    #[test]
    fn who_belongs_to_a_group_never_has_less_where_nobody_is_passed_over(
        case in any_case(10), measures in any_measures(), kept in vec(0..1000_u16, 2), person in 0..10_usize,
    ) {
        if case.n_people() == 0 {
            return Ok(());
        }
        let person = person % case.n_people();
        let mut measures = Measures { stable: true, ..measures };
        measures.kept[..2].copy_from_slice(&kept);
        let alone = |bits: u8| {
            let mut case = case.clone();
            case.groups[person] = bits;
            let shared = case.share(&measures).unwrap();
            shared.places[person].and_then(|place| case.points(person, place)).unwrap_or(0)
        };
        let others = case.groups(person) & !(1 << WOMEN);
        prop_assert!(alone(others | 1 << WOMEN) >= alone(others));
    }

    #[test]
    fn who_watches_sees_the_same(case in any_case(5), measures in any_measures(), stable: bool) {
        let measures = Measures { stable, ..measures };
        let watched = case.share_watched(&measures, &|_| ControlFlow::Continue(())).unwrap();
        prop_assert_eq!(watched, Some(case.share(&measures).unwrap()));
        if !stable {
            prop_assert_eq!(case.share_watched(&measures, &|_| ControlFlow::Break(())).unwrap(), None);
        }
    }
}

/// Help for one of them lets somebody else in who is worth more there than another of them: the group has fewer points than
/// before. Where the sum is the best one this cannot be.
#[test]
fn help_for_a_group_may_cost_it_points_where_nobody_is_passed_over() {
    let people: [(u8, &[(u32, u16)]); 3] =
        [(1, &[(0, 600), (2, 150)]), (0, &[(0, 610), (1, 580)]), (1, &[(1, 500)])];
    let case = case(&[1, 1, 1], &people);
    let of_women = |stable, added| {
        let mut measures = Measures { stable, ..Measures::default() };
        measures.added[WOMEN] = added;
        points_of(&case, &case.share(&measures).unwrap(), WOMEN)
    };
    assert_eq!((of_women(true, 0), of_women(true, 50)), (650, 600));
    assert!(of_women(false, 50) >= of_women(false, 0));
}

#[test]
fn a_place_that_is_kept_goes_to_the_group_first_and_then_to_all() {
    let people: [(u8, &[(u32, u16)]); 3] = [(0, &[(0, 900)]), (0, &[(0, 800)]), (1, &[(0, 300)])];
    let case = case(&[2], &people);
    let kept = |n: u16| {
        let mut measures = Measures::default();
        measures.kept[WOMEN] = n;
        let shared = case.share(&measures).unwrap();
        (shared.places, shared.n_kept)
    };
    assert_eq!(kept(0), (vec![Some(0), Some(0), None], vec![0]));
    assert_eq!(kept(499), kept(0), "less than a whole place");
    assert_eq!(kept(500), (vec![Some(0), None, Some(0)], vec![1]));
    assert_eq!(kept(1000), (vec![Some(0), None, Some(0)], vec![1]), "one of them is enough");
}

/// So that as many of a group are there as was promised, and not so many more.
#[test]
fn what_is_kept_is_taken_before_what_is_open() {
    let people: [(u8, &[(u32, u16)]); 3] = [(0, &[(0, 900)]), (1, &[(0, 950)]), (1, &[(0, 300)])];
    let case = case(&[2], &people);
    for stable in [false, true] {
        let mut measures = Measures { stable, ..Measures::default() };
        measures.kept[WOMEN] = 500;
        let shared = case.share(&measures).unwrap();
        assert_eq!(shared.places, [Some(0), Some(0), None], "{stable}");
    }
}

/// Who took what was kept goes elsewhere when more is open, and leaves it to somebody who has nothing.
#[test]
fn what_is_left_again_is_opened_too() {
    let people: [(u8, &[(u32, u16)]); 4] = [
        (0, &[(1, 412), (2, 592)]),
        (0, &[(0, 335)]),
        (1 << YOUTH, &[(0, 423), (1, 552)]),
        (0, &[(0, 335)]),
    ];
    let case = case(&[2, 1, 1], &people);
    for stable in [false, true] {
        let mut measures = Measures { stable, ..Measures::default() };
        measures.kept[YOUTH] = 500;
        let shared = case.share(&measures).unwrap();
        assert_eq!(shared.places, [Some(2), Some(0), Some(1), Some(0)], "{stable}");
    }
}

#[test]
fn a_part_of_a_place_is_counted_on_to_the_next() {
    let mut measures = Measures::default();
    measures.kept[WOMEN] = 250;
    let ways: [(u32, u16); 4] = [(0, 500), (1, 500), (2, 500), (3, 500)];
    let one: (u8, &[(u32, u16)]) = (1, &ways);
    let case = case(&[1; 4], &[one]);
    let mut others = case.clone();
    for place in 0..4 {
        others.person(0, [Way { place, points: 900 }]);
    }
    let shared = others.share(&measures).unwrap();
    assert_eq!(shared.n_kept.iter().sum::<u32>(), 1, "a quarter of four");
    assert_eq!(shared.places[0], Some(3));
}

#[test]
fn the_least_is_as_high_as_it_costs_nobody() {
    let people: [(u8, &[(u32, u16)]); 4] =
        [(0, &[(0, 300)]), (0, &[(0, 700)]), (0, &[(1, 420)]), (0, &[(1, 410), (0, 710)])];
    let case = case(&[1, 1], &people);
    assert_eq!(case.find_least(&Measures::default(), 1000).unwrap(), 420);
    assert_eq!(case.find_least(&Measures::default(), 500).unwrap(), 710);
    assert_eq!(case.find_least(&Measures::default(), 0).unwrap(), 710, "the most there is");
}

#[test]
fn what_is_added_is_as_little_as_makes_a_group_equal() {
    let people: [(u8, &[(u32, u16)]); 4] =
        [(0, &[(0, 600)]), (0, &[(1, 600)]), (1, &[(0, 500)]), (1, &[(1, 400)])];
    let case = case(&[1, 1], &people);
    let find = |group, most| case.find_added(&Measures::default(), group, most).unwrap();
    let added = find(WOMEN, 1000);
    assert!((200..=202).contains(&added), "{added}: 500 and a fifth is as much as 600");
    let rates = |added| {
        let mut measures = Measures::default();
        measures.added[WOMEN] = added;
        case.rates(&case.share(&measures).unwrap(), WOMEN)
    };
    assert_eq!(rates(added), [Rate { placed: 1, of: 2 }; 2]);
    assert_eq!(rates(added - 1)[0].placed, 0);
    assert_eq!(find(WOMEN, 100), 100, "no more than is allowed");
    assert_eq!(find(YOUTH, 1000), 0, "of nobody nobody is behind");
}

#[test]
fn reasons_have_the_numbers_of_a_place() {
    let people: Vec<(u8, Vec<(u32, u16)>)> = (0..8)
        .map(|n| (0, vec![(0, 500 + 10 * n)]))
        .chain([(0, vec![(0, 900), (1, 950)])])
        .collect();
    let mut case = Case::new(vec![3, 1]);
    for (groups, ways) in &people {
        let ways = ways.iter().map(|(place, points)| Way { place: *place, points: *points });
        case.person(*groups, ways);
    }
    let measures = Measures::default();
    let shared = case.share(&measures).unwrap();
    let asked = case.asked(&shared, &measures);
    let first =
        Asked { room: 3, n_could: 9, n_want: 8, n_placed: 3, last_worth: Some(550), leads: false };
    assert_eq!(asked[0], first);
    let told = |points, has| measures.choice((points, 0), (false, has), &asked[0]);
    assert_eq!(told(530, None), Choice::Full { missing: 21 });
    assert_eq!(told(900, Some(950)), Choice::HasBetter);
    assert_eq!(measures.choice((950, 0), (true, Some(950)), &asked[1]), Choice::Has);
    let strict = Measures { least: 600, waiting: 700, ..measures };
    assert_eq!(strict.choice((530, 0), (false, None), &asked[0]), Choice::TooFew);
    assert_eq!(strict.choice((650, 0), (false, None), &asked[0]), Choice::Waits);
}

#[test]
fn a_course_is_given_to_no_more_people_than_will_find_work_after_it() {
    // Two seats lead to one place of later; nobody may take the other course.
    let lead = |place, points| Way { place, points };
    let mut case = Case::new(vec![1, 2, 5]);
    case.later = vec![1, 1, 0];
    case.leads.insert(1, vec![lead(0, 800)]);
    case.leads.insert(2, vec![lead(1, 500)]);
    for points in [[700, 700], [650, 690], [100, 680]] {
        let ways = (0..).zip(points).map(|(place, points)| lead(place, points));
        case.person(0, ways.filter(|way| way.points > 0));
    }
    let measures = Measures::default();
    let shared = case.share(&measures).unwrap();
    assert_eq!(shared.places, [Some(0), Some(1), None]);
    assert_eq!((shared.n_placed, shared.points), (2, 1390));
    let asked = case.asked(&shared, &measures);
    assert_eq!((asked[1].room, asked[1].n_placed, asked[1].leads), (2, 1, true));
    assert_eq!(measures.choice((680, 0), (false, None), &asked[1]), Choice::LeadsNowhere);
    assert_eq!(prices(&shared)[1], 0, "one more seat would lead nobody anywhere");
    // With more work after it the seats are taken, and one more would be worth something.
    case.later = vec![3, 1, 0];
    let shared = case.share(&measures).unwrap();
    assert_eq!(shared.n_placed, 3);
    case.room[1] = 1;
    assert!(prices(&case.share(&measures).unwrap())[1] > 0);
    // A group has its seats first.
    let mut kept = measures;
    kept.kept[WOMEN] = 1000;
    let mut women = case.clone();
    women.person(1, [lead(1, 10)]);
    let shared = women.share(&kept).unwrap();
    assert_eq!((shared.places[3], shared.n_kept[1]), (Some(1), 1));
}
