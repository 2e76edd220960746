use std::io::Cursor;

use proptest::prelude::*;

use super::{
    Instance, Mode, NOBODY, allocate,
    file::{
        FileFault, Points, read_arcs, read_arcs_with, read_assignment, read_courses, read_n_people,
        read_prices, write_assignment, write_prices,
    },
};

fn file(
    numbers: [u64; 3],
    begins: &[u64],
    places: &[u32],
    points: &[i32],
    capacity: &[u32],
) -> Vec<u8> {
    let mut bytes = b"ALLOCI32".to_vec();
    for number in numbers.iter().chain(begins) {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(places.iter().flat_map(|place| place.to_le_bytes()));
    bytes.extend(points.iter().flat_map(|points| points.to_le_bytes()));
    bytes.extend(capacity.iter().flat_map(|capacity| capacity.to_le_bytes()));
    bytes
}

/// Two people, three places: one may go to 2 and 0, the other to 2.
fn good() -> Vec<u8> {
    file([2, 3, 3], &[0, 2, 3], &[2, 0, 2], &[7, -4, 9], &[1, 1, 1])
}

/// One course with a seat: the first person may take it, and it leads to places 0 and 1.
fn course() -> Vec<u8> {
    let mut bytes = b"COURSE32".to_vec();
    [1_u64, 1, 2].iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes.extend(1_u32.to_le_bytes());
    [0_u64, 1, 1].iter().for_each(|begin| bytes.extend(begin.to_le_bytes()));
    bytes.extend(0_u32.to_le_bytes());
    bytes.extend((-3_i32).to_le_bytes());
    [0_u64, 2].iter().for_each(|begin| bytes.extend(begin.to_le_bytes()));
    [0_u32, 1].iter().for_each(|place| bytes.extend(place.to_le_bytes()));
    [5_i32, 6].iter().for_each(|points| bytes.extend(points.to_le_bytes()));
    bytes
}

fn read(bytes: &[u8], points: Points) -> Result<Instance, FileFault> {
    read_arcs(&mut Cursor::new(bytes), points)
}

#[test]
fn a_good_file_is_read_with_bonus_wait_and_minimum() {
    let places = |bonus, wait, minimum| {
        let instance = read(&good(), Points { bonus, wait, minimum }).unwrap();
        allocate(&instance, Mode::Auction).places
    };
    assert_eq!(places(0, 0, None), [NOBODY, 2], "less than nothing is worse than no place");
    assert_eq!(places(5, 0, None), [0, 2], "not any more with the bonus");
    assert_eq!(places(5, 1, None), [NOBODY, 2], "unless waiting is worth as much");
    assert_eq!(places(0, 8, None), [NOBODY, 2]);
    assert_eq!(places(0, 9, None), [NOBODY, NOBODY]);
    assert_eq!(places(5, 0, Some(0)), [NOBODY, 2]);
    assert_eq!(places(0, 0, Some(10)), [NOBODY, NOBODY]);
    assert_eq!(places(0, -20, Some(10)), [NOBODY, NOBODY]);
}

#[test]
fn a_course_leads_to_a_place() {
    let said = |more| {
        let n_people = read_n_people(&mut Cursor::new(good())).unwrap();
        let courses = read_courses(&mut Cursor::new(course()), n_people, more).unwrap();
        let instance = read_arcs_with(&mut Cursor::new(good()), Points::default(), courses);
        instance.unwrap().allocate(None).unwrap()
    };
    let (dear, said) = (said(-3), said(0));
    assert_eq!(said.allocation.places, [1, 2]);
    assert_eq!(said.courses, [0, NOBODY]);
    assert_eq!(said.allocation.worth, 12);
    assert!(said.allocation.bound >= 120);
    assert_eq!(dear.allocation.worth, 9, "a way that is worth nothing is not gone");
}

#[test]
fn a_bad_file_is_refused_with_what_is_wrong() {
    let changed = |at: usize, bytes: &[u8]| {
        let mut file = good();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        file
    };
    let huge = u64::MAX.to_le_bytes();
    let cases: [(Vec<u8>, &str); 18] = [
        (Vec::new(), "is empty"),
        (b"ALLOC".to_vec(), "does not begin with ALLOCI32"),
        (changed(0, b"CSRF"), "does not begin with ALLOCI32"),
        (good()[..20].to_vec(), "is cut off: it has 20 bytes and needs 32"),
        (good()[..91].to_vec(), "is cut off: it has 91 bytes and needs 92"),
        ([good(), vec![0; 2]].concat(), "has 2 bytes after its end"),
        (changed(8, &huge), "counts 18446744073709551615 of something, which is too many"),
        (changed(24, &huge), "counts 18446744073709551615 of something, which is too many"),
        (changed(8, &(1_u64 << 31).to_le_bytes()), "needs 17179869260"),
        (file([0, 1, 0], &[0], &[], &[], &[1]), "there is nobody to give places to"),
        (file([1, 0, 0], &[0, 0], &[], &[], &[]), "there are no places to give"),
        (changed(32, &1_u64.to_le_bytes()), "the arcs of person 0 from 0 on go from 1 to 2"),
        (changed(40, &4_u64.to_le_bytes()), "person 0 from 0 on go from 0 to 4"),
        (changed(48, &2_u64.to_le_bytes()), "person 1 from 0 on go from 2 to 2"),
        (changed(56, &3_u32.to_le_bytes()), "person 0 from 0 on: there is no place 3"),
        (changed(60, &2_u32.to_le_bytes()), "person 0 from 0 on: place 2 is named twice"),
        (changed(68, &f32::NAN.to_le_bytes()), "arc 0 from 0 on has a float that is no number"),
        (changed(80, &(-1_i32).to_le_bytes()), "place 0 takes -1 people"),
    ];
    for (bytes, told) in cases {
        let error = read(&bytes, Points::default()).unwrap_err().to_string();
        assert!(error.contains(told), "{told}: {error}");
    }
    let error = read(&changed(68, &i32::MIN.to_le_bytes()), Points::default()).unwrap_err();
    assert!(error.to_string().contains("is worth -2147483648"), "{error}");
    let error = read(&changed(68, &1.5_f32.to_le_bytes()), Points::default()).unwrap_err();
    assert!(error.to_string().contains("an arc has 1069547520 points"), "{error}");
}

#[test]
fn what_is_written_is_read_and_what_is_bad_is_refused() {
    let (mut places, mut prices) = (Vec::new(), Vec::new());
    write_assignment(&mut places, &[3, u32::MAX]).unwrap();
    write_prices(&mut prices, 10, &[0, 7, 1 << 30]).unwrap();
    assert_eq!(read_assignment(&mut Cursor::new(&places)).unwrap(), [3, u32::MAX]);
    assert_eq!(read_prices(&mut Cursor::new(&prices)).unwrap(), (10, vec![0, 7, 1 << 30]));
    let changed = |at: usize, bytes: &[u8]| {
        let mut file = prices.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        file
    };
    let cases: [(Vec<u8>, &str); 6] = [
        (places.clone(), "does not begin with PRICEI64"),
        (prices[..20].to_vec(), "is cut off"),
        (prices[..prices.len() - 1].to_vec(), "is cut off: it has 47 bytes and needs 48"),
        ([prices.clone(), vec![0]].concat(), "has 1 bytes after its end"),
        (changed(16, &[0; 8]), "the scale is 0"),
        (changed(32, &(-1_i64).to_le_bytes()), "the price of place 1 from 0 on is -1"),
    ];
    for (bytes, told) in cases {
        let error = read_prices(&mut Cursor::new(bytes)).unwrap_err().to_string();
        assert!(error.contains(told), "{told}: {error}");
    }
}

proptest! {
    /// Whatever stands in a file, it is refused or allocated.
    #[test]
    fn no_file_breaks_the_reader(
        changes in proptest::collection::vec((0..92_usize, any::<u8>()), 0..6),
        course_changes in proptest::collection::vec((0..104_usize, any::<u8>()), 0..4),
        length in 0..100_usize,
        cut in any::<bool>(),
        bonus in any::<i32>(),
        wait in any::<i32>(),
        minimum in any::<Option<i32>>(),
    ) {
        let (mut bytes, mut course) = (good(), course());
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        for (at, byte) in course_changes {
            if let Some(there) = course.get_mut(at) {
                *there = byte;
            }
        }
        if cut {
            bytes.resize(length, 0);
        }
        if let Ok(instance) = read(&bytes, Points { bonus, wait, minimum }) {
            let said = allocate(&instance, Mode::Auction);
            prop_assert!(said.worth * i64::from(said.scale) <= said.bound);
            let courses = read_courses(&mut Cursor::new(course), instance.n_people(), bonus);
            if let Ok(courses) = courses
                && let points = (Points { bonus, wait, minimum })
                && let Ok(with) = read_arcs_with(&mut Cursor::new(&bytes), points, courses)
            {
                let said = with.allocate(None).expect("nobody watches").allocation;
                prop_assert!(said.worth * i64::from(said.scale) <= said.bound);
            }
        }
    }
}
