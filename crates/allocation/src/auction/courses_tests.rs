use proptest::{collection::vec, prelude::*};

use super::{
    LAST_STEP, NOBODY,
    courses::{CourseBuilder, CourseFault, Courses, Lists, WithCourses},
};

type Row = Vec<(u32, i32)>;

struct Made {
    capacity: Vec<u32>,
    straight: Vec<Row>,
    seats: Vec<u32>,
    taken: Vec<Row>,
    ways: Vec<Row>,
}

fn said(made: &Made) -> Result<WithCourses, CourseFault> {
    let lists = |rows: &[Row]| {
        let mut lists = Lists::new();
        rows.iter().for_each(|row| lists.push(row.iter().copied()));
        lists
    };
    let courses = Courses {
        seats: made.seats.clone(),
        of_people: lists(&made.taken),
        to_places: lists(&made.ways),
    };
    let n_people = made.straight.len();
    let mut builder = CourseBuilder::new(made.capacity.clone(), n_people, 1..=1_000, courses)?;
    for row in &made.straight {
        let row = row.iter().map(|(place, worth)| (*place, i64::from(*worth)));
        builder.person_who_waits(0, row)?;
    }
    Ok(builder.finish()?.allocate(None).expect("nobody watches"))
}

/// The largest sum there is, by trying everything.
fn by_trying_all(made: &Made, person: usize, room: &mut [u32], seats: &mut [u32]) -> i64 {
    if person == made.straight.len() {
        return 0;
    }
    let mut best = by_trying_all(made, person + 1, room, seats);
    for (place, worth) in &made.straight[person] {
        if room[*place as usize] > 0 {
            room[*place as usize] -= 1;
            best = best.max(i64::from(*worth) + by_trying_all(made, person + 1, room, seats));
            room[*place as usize] += 1;
        }
    }
    for (course, worth) in &made.taken[person] {
        for (place, more) in &made.ways[*course as usize] {
            if room[*place as usize] > 0 && seats[*course as usize] > 0 {
                room[*place as usize] -= 1;
                seats[*course as usize] -= 1;
                let rest = by_trying_all(made, person + 1, room, seats);
                best = best.max(i64::from(worth + more) + rest);
                room[*place as usize] += 1;
                seats[*course as usize] += 1;
            }
        }
    }
    best
}

/// What an answer says of itself, added up again.
fn check(made: &Made, said: &WithCourses) {
    let WithCourses { allocation, courses, seat_prices } = said;
    let (mut room, mut seats) = (made.capacity.clone(), made.seats.clone());
    let find = |row: &Row, end: u32| i64::from(row.iter().find(|arc| arc.0 == end).unwrap().1);
    let mut worth = 0;
    for (person, (place, course)) in allocation.places.iter().zip(courses).enumerate() {
        if *place == NOBODY {
            assert_eq!(*course, NOBODY);
            continue;
        }
        room[*place as usize] = room[*place as usize].checked_sub(1).expect("there is room");
        if *course == NOBODY {
            worth += find(&made.straight[person], *place);
        } else {
            let left = &mut seats[*course as usize];
            *left = left.checked_sub(1).expect("there is a seat");
            worth += find(&made.taken[person], *course);
            worth += find(&made.ways[*course as usize], *place);
        }
    }
    assert_eq!(worth, allocation.worth);
    let scale = i64::from(allocation.scale);
    let price = |place: u32| i64::from(allocation.prices[place as usize]);
    let mut bound: i64 = (0..).zip(&made.capacity).map(|(at, n)| price(at) * i64::from(*n)).sum();
    for (course, n) in made.seats.iter().enumerate() {
        let ways = made.ways[course].iter();
        let pays = ways.map(|(place, worth)| i64::from(*worth) * scale - price(*place)).max();
        let left = pays.map_or(0, |pays| (pays + i64::from(seat_prices[course])).max(0));
        bound += left * i64::from(*n);
    }
    for (straight, taken) in made.straight.iter().zip(&made.taken) {
        let straight = straight.iter().map(|arc| i64::from(arc.1) * scale - price(arc.0));
        let taken = taken
            .iter()
            .map(|arc| i64::from(arc.1) * scale - i64::from(seat_prices[arc.0 as usize]));
        bound += straight.chain(taken).max().unwrap_or(0).max(0);
    }
    assert!(allocation.prices.iter().all(|price| *price >= 0));
    // Of seats that nobody could take the engine counts one.
    assert!(
        bound
            <= allocation.bound
                + i64::from(LAST_STEP) * made.seats.iter().map(|n| i64::from(*n)).sum::<i64>(),
        "{bound} {}",
        allocation.bound
    );
}

fn rows(
    ends: u32,
    n: usize,
    worth: std::ops::Range<i32>,
    length: usize,
) -> impl Strategy<Value = Vec<Row>> {
    let row = proptest::collection::btree_map(0..ends, worth, 0..length);
    vec(row.prop_map(|row| row.into_iter().collect()), n)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn with_courses_little_is_missing_from_the_best(
        capacity in vec(0..3_u32, 4),
        straight in rows(4, 5, -2..1000, 3),
        seats in vec(0..4_u32, 2),
        taken in rows(2, 5, -300..700, 3),
        ways in rows(4, 2, -300..700, 4),
    ) {
        let made = Made { capacity, straight, seats, taken, ways };
        let said = said(&made).unwrap();
        check(&made, &said);
        let best = by_trying_all(&made, 0, &mut made.capacity.clone(), &mut made.seats.clone());
        let scale = i64::from(said.allocation.scale);
        let worth = said.allocation.worth;
        prop_assert!(worth <= best && best * scale <= said.allocation.bound);
        // Everybody and each seat may be a step away; what that left half done is at most a person.
        let bidders = 5 + made.seats.iter().sum::<u32>();
        prop_assert!((best - worth) * scale <= i64::from(bidders) * i64::from(LAST_STEP) + scale,
            "{worth} of {best}");
    }
}

#[test]
fn what_is_wrong_with_courses_is_said() {
    let made = |taken: Row, ways: Row| Made {
        capacity: vec![1],
        straight: vec![Vec::new()],
        seats: vec![1],
        taken: vec![taken],
        ways: vec![ways],
    };
    let cases = [
        (made(vec![(1, 5)], vec![]), "person 0 from 0 on names course 1, and there are 1"),
        (made(vec![], vec![(1, 5)]), "course 0 from 0 on: there is no place 1, only 1 from 0 on"),
        (made(vec![(0, 5), (0, 6)], vec![]), "place 1 is named twice"),
        (
            made(vec![(0, i32::MAX)], vec![]),
            "a course is worth 2147483647; half of 268435456 is too much",
        ),
    ];
    for (made, told) in cases {
        assert_eq!(said(&made).unwrap_err().to_string(), told);
    }
    let mut short = made(vec![], vec![]);
    short.taken.clear();
    assert_eq!(said(&short).unwrap_err(), CourseFault::People { told: 0, n_people: 1 });
    let mut short = made(vec![], vec![]);
    short.ways.clear();
    assert_eq!(said(&short).unwrap_err(), CourseFault::Ways { told: 0, n_courses: 1 });
}
