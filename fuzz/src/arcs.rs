//! Whatever stands in a file of arcs, it is refused with a sentence or given out with a bound that holds.

#![no_main]

use std::io::Cursor;

use allocation::auction::{
    Mode, NOBODY, allocate,
    file::{Points, read_arcs, read_arcs_with, read_courses},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    // Three bytes say how it is read, then come both files, parted by where the second begins.
    let Some(([bonus, wait, how], files)) = input.split_first_chunk() else { return };
    let minimum = (how & 2 != 0).then_some(i32::from(*bonus));
    let points = Points { bonus: i32::from(*bonus), wait: i32::from(*wait) - 100, minimum };
    let at = files.windows(8).position(|letters| letters == b"COURSE32");
    let (arcs, courses) = files.split_at(at.unwrap_or(files.len()));
    let instance = match read_arcs(&mut Cursor::new(arcs), points) {
        Ok(instance) => instance,
        Err(fault) => return assert!(!fault.to_string().is_empty()),
    };
    let said = allocate(&instance, if how & 1 != 0 { Mode::Stable } else { Mode::Auction });
    assert!(said.worth * i64::from(said.scale) <= said.bound);
    assert_eq!(said.places.iter().filter(|place| **place != NOBODY).count(), said.n_placed);
    if let Ok(courses) = read_courses(&mut Cursor::new(courses), instance.n_people(), 0)
        && let Ok(with) = read_arcs_with(&mut Cursor::new(arcs), points, courses)
    {
        let said = with.allocate(None).expect("nobody breaks it off").allocation;
        assert!(said.worth * i64::from(said.scale) <= said.bound);
    }
});
