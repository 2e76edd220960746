//! Files of who may go where, and of who goes where.
//!
//! All are little-endian: eight letters, some numbers as u64, then one array after another.
//!
//! | file | letters | numbers | arrays |
//! |---|---|---|---|
//! | arcs | `ALLOCI32` | people, places, arcs | where the arcs of each person begin, and the last ones end, u64; the place of each arc u32; its points i32; how many people each place takes u32 |
//! | courses | `COURSE32` | courses, arcs of people, arcs of courses | the seats of each course u32; where the arcs of each person begin, and the last ones end, u64; the course of each arc u32; its points i32; then the same for each course, with places |
//! | assignment | `ASSIGN32` | people | the place of each person u32, or 4294967295 |
//! | prices | `PRICEI64` | places, units that weigh a point | the price of each place i64 |
//!
//! Nothing is believed before it was looked at; what is wrong is said with the place where it is.

use std::{
    io::{self, Read, Seek, SeekFrom, Write},
    ops::RangeInclusive,
};

use super::{
    Builder, Fault, Instance, LARGEST,
    courses::{CourseBuilder, CourseFault, CourseInstance, Courses, Lists},
};

const ARCS: &[u8; 8] = b"ALLOCI32";
const COURSES: &[u8; 8] = b"COURSE32";
const ASSIGNMENT: &[u8; 8] = b"ASSIGN32";
const PRICES: &[u8; 8] = b"PRICEI64";

/// So much of an array is read at once.
const PIECE: usize = 1 << 16;

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("is empty")]
    Empty,
    #[error("does not begin with {0}")]
    Letters(&'static str),
    #[error("is cut off: it has {length} bytes and needs {needed}")]
    Cut { length: u64, needed: u64 },
    #[error("has {0} bytes after its end")]
    Long(u64),
    #[error("counts {0} of something, which is too many")]
    Many(u64),
    #[error("there is nobody to give places to")]
    Nobody,
    #[error("there are no places to give")]
    Nowhere,
    #[error("the arcs of {whose} {at} from 0 on go from {begin} to {end}, and there are {n_arcs}")]
    Row { whose: &'static str, at: u64, begin: u64, end: u64, n_arcs: u64 },
    #[error("an arc has {0} points with the bonus; at most {LARGEST} are allowed")]
    Points(i64),
    #[error("arc {0} from 0 on has a float that is no number; points are whole numbers")]
    NoNumber(u64),
    #[error(transparent)]
    Courses(#[from] CourseFault),
    #[error("person {person} from 0 on: {fault}")]
    Person { person: u64, fault: Fault },
    #[error("the scale is {0}")]
    Scale(u64),
    #[error("the price of place {place} from 0 on is {price}")]
    Price { place: u64, price: i64 },
}

/// What is done to all points as they are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Points {
    /// For each person with a place.
    pub bonus: i32,
    /// For each person without one.
    pub wait: i32,
    /// What has fewer is left out.
    pub minimum: Option<i32>,
}

/// What takes people as they are read.
trait Takes {
    fn reserve(&mut self, n_arcs: usize);

    fn person(&mut self, waiting: i64, arcs: impl Iterator<Item = (u32, i64)>)
    -> Result<(), Fault>;
}

impl Takes for Builder {
    fn reserve(&mut self, n_arcs: usize) {
        self.reserve(n_arcs);
    }

    fn person(
        &mut self,
        waiting: i64,
        arcs: impl Iterator<Item = (u32, i64)>,
    ) -> Result<(), Fault> {
        self.person_who_waits(waiting, arcs)
    }
}

impl Takes for CourseBuilder {
    fn reserve(&mut self, n_arcs: usize) {
        self.reserve(n_arcs);
    }

    fn person(
        &mut self,
        waiting: i64,
        arcs: impl Iterator<Item = (u32, i64)>,
    ) -> Result<(), Fault> {
        self.person_who_waits(waiting, arcs)
    }
}

/// Reads a file of arcs.
pub fn read_arcs(file: &mut (impl Read + Seek), points: Points) -> Result<Instance, FileFault> {
    let new = |capacity, n_people, worths| Ok(Builder::new(capacity, n_people, worths)?);
    Ok(read_into(file, points, new)?.finish())
}

/// Reads a file of arcs for people who may also take these courses.
pub fn read_arcs_with(
    file: &mut (impl Read + Seek),
    points: Points,
    courses: Courses,
) -> Result<CourseInstance, FileFault> {
    let new = |capacity, n_people, worths| CourseBuilder::new(capacity, n_people, worths, courses);
    Ok(read_into(file, points, new)?.finish()?)
}

/// How many people a file of arcs has.
pub fn read_n_people(file: &mut (impl Read + Seek)) -> Result<usize, FileFault> {
    let (_, [n_people, ..]) = head::<3>(file, ARCS)?;
    Ok(n_people as usize)
}

fn read_into<T: Takes>(
    file: &mut (impl Read + Seek),
    points: Points,
    new: impl FnOnce(Vec<u32>, usize, RangeInclusive<i32>) -> Result<T, CourseFault>,
) -> Result<T, FileFault> {
    let (length, [n_people, n_places, n_arcs]) = head(file, ARCS)?;
    let mut layout = Layout { length, at: 32 };
    let mut begins = layout.array::<8>(n_people + 1)?;
    let mut places = layout.array::<4>(n_arcs)?;
    let all_points = layout.array::<4>(n_arcs)?;
    let mut capacities = layout.array::<4>(n_places)?;
    layout.finish()?;
    if n_people == 0 {
        return Err(FileFault::Nobody);
    }
    if n_places == 0 {
        return Err(FileFault::Nowhere);
    }
    let capacity = (0..n_places).map(|_| Ok(u32::from_le_bytes(capacities.next(file)?)));
    let capacity = capacity.collect::<Result<Vec<u32>, FileFault>>()?;
    let left_out = |told: i32| points.minimum.is_some_and(|minimum| told < minimum);
    let (bonus, wait) = (i64::from(points.bonus), i64::from(points.wait));

    // Once to see between what points lie, once to take them.
    let (mut least, mut most, mut n_good) = (i64::MAX, 1, 0);
    let mut every = all_points.clone();
    for arc in 0..n_arcs {
        let told = i32::from_le_bytes(every.next(file)?);
        let more = i64::from(told) + bonus - wait;
        if !left_out(told) && more > 0 {
            if f32::from_bits(told as u32).is_nan() && told > 0 {
                return Err(FileFault::NoNumber(arc));
            }
            (least, most) = (least.min(more), most.max(more));
            n_good += 1;
        }
    }
    if most > i64::from(LARGEST) {
        return Err(FileFault::Points(most));
    }
    let worths = least.min(most) as i32..=most as i32;
    let mut builder = new(capacity, n_people as usize, worths)?;
    builder.reserve(n_good);

    let mut rows = Rows { whose: "person", begin: begins.first(file)?, n_arcs, n: n_people };
    let (mut points, mut arcs) = (all_points, Vec::new());
    for person in 0..n_people {
        arcs.clear();
        for _ in rows.next(file, &mut begins, person)? {
            let place = u32::from_le_bytes(places.next(file)?);
            let told = i32::from_le_bytes(points.next(file)?);
            // What is left out is looked at as well: it may name no place, or one twice.
            let worth = if left_out(told) { wait.min(0) } else { i64::from(told) + bonus };
            arcs.push((place, worth));
        }
        let fault = |fault| FileFault::Person { person, fault };
        builder.person(wait, arcs.drain(..)).map_err(fault)?;
    }
    Ok(builder)
}

/// Reads a file of courses for so many people; `more` is added to the points of each arc of a person.
pub fn read_courses(
    file: &mut (impl Read + Seek),
    n_people: usize,
    more: i32,
) -> Result<Courses, FileFault> {
    let (length, [n_courses, n_taken, n_ways]) = head(file, COURSES)?;
    let mut layout = Layout { length, at: 32 };
    let mut seats = layout.array::<4>(n_courses)?;
    let taken = [
        layout.whole::<8>(n_people as u64 + 1)?,
        layout.whole::<4>(n_taken)?,
        layout.whole::<4>(n_taken)?,
    ];
    let ways =
        [layout.whole::<8>(n_courses + 1)?, layout.whole::<4>(n_ways)?, layout.whole::<4>(n_ways)?];
    layout.finish()?;
    let seats = (0..n_courses).map(|_| Ok(u32::from_le_bytes(seats.next(file)?)));
    let seats = seats.collect::<Result<Vec<u32>, FileFault>>()?;
    let of_people = lists(file, taken, "person", n_people as u64, n_taken, more)?;
    let to_places = lists(file, ways, "course", n_courses, n_ways, 0)?;
    Ok(Courses { seats, of_people, to_places })
}

fn lists(
    file: &mut (impl Read + Seek),
    [begins, ends, points]: [u64; 3],
    whose: &'static str,
    n: u64,
    n_arcs: u64,
    more: i32,
) -> Result<Lists, FileFault> {
    let mut begins = Array::<8>::new(begins, n + 1);
    let mut ends = Array::<4>::new(ends, n_arcs);
    let mut points = Array::<4>::new(points, n_arcs);
    let mut rows = Rows { whose, begin: begins.first(file)?, n_arcs, n };
    let mut lists = Lists::new();
    for at in 0..n {
        let mut list = Vec::new();
        for arc in rows.next(file, &mut begins, at)? {
            let end = u32::from_le_bytes(ends.next(file)?);
            let told = i32::from_le_bytes(points.next(file)?);
            if f32::from_bits(told as u32).is_nan() && told > 0 {
                return Err(FileFault::NoNumber(arc));
            }
            list.push((end, told.saturating_add(more)));
        }
        lists.push(list);
    }
    Ok(lists)
}

pub fn read_assignment(file: &mut (impl Read + Seek)) -> Result<Vec<u32>, FileFault> {
    let (length, [n]) = head(file, ASSIGNMENT)?;
    let mut layout = Layout { length, at: 16 };
    let mut places = layout.array::<4>(n)?;
    layout.finish()?;
    (0..n).map(|_| Ok(u32::from_le_bytes(places.next(file)?))).collect()
}

/// The scale and the prices.
pub fn read_prices(file: &mut (impl Read + Seek)) -> Result<(i32, Vec<i32>), FileFault> {
    let (length, [n, scale]) = head(file, PRICES)?;
    let mut layout = Layout { length, at: 24 };
    let mut prices = layout.array::<8>(n)?;
    layout.finish()?;
    let fits = i32::try_from(scale).ok().filter(|scale| *scale > 0);
    let fits = fits.ok_or(FileFault::Scale(scale))?;
    let prices = (0..n).map(|place| {
        let price = i64::from_le_bytes(prices.next(file)?);
        let fits = i32::try_from(price).ok().filter(|price| *price >= 0);
        fits.ok_or(FileFault::Price { place, price })
    });
    Ok((fits, prices.collect::<Result<_, _>>()?))
}

/// The place of each person.
pub fn write_assignment(out: &mut dyn Write, places: &[u32]) -> io::Result<()> {
    out.write_all(ASSIGNMENT)?;
    out.write_all(&(places.len() as u64).to_le_bytes())?;
    places.iter().try_for_each(|place| out.write_all(&place.to_le_bytes()))
}

/// The price of each place; `scale` units of it weigh one point.
pub fn write_prices(out: &mut dyn Write, scale: i32, prices: &[i32]) -> io::Result<()> {
    out.write_all(PRICES)?;
    out.write_all(&(prices.len() as u64).to_le_bytes())?;
    out.write_all(&i64::from(scale).to_le_bytes())?;
    prices.iter().try_for_each(|price| out.write_all(&i64::from(*price).to_le_bytes()))
}

/// The length of the file and the numbers at its head.
fn head<const N: usize>(
    file: &mut (impl Read + Seek),
    letters: &'static [u8; 8],
) -> Result<(u64, [u64; N]), FileFault> {
    let length = file.seek(SeekFrom::End(0))?;
    if length == 0 {
        return Err(FileFault::Empty);
    }
    file.seek(SeekFrom::Start(0))?;
    let mut begin = Vec::new();
    file.take(8).read_to_end(&mut begin)?;
    if begin != letters {
        return Err(FileFault::Letters(std::str::from_utf8(letters).unwrap_or_default()));
    }
    let needed = 8 + 8 * N as u64;
    if length < needed {
        return Err(FileFault::Cut { length, needed });
    }
    let mut numbers = [0; N];
    for number in &mut numbers {
        let mut bytes = [0; 8];
        file.read_exact(&mut bytes)?;
        *number = u64::from_le_bytes(bytes);
    }
    // The second number of prices counts nothing.
    let counts = if letters == PRICES { 1 } else { N };
    match numbers[..counts].iter().find(|number| **number >= u64::from(u32::MAX)) {
        Some(many) => Err(FileFault::Many(*many)),
        None => Ok((length, numbers)),
    }
}

/// Where arrays lie, one after another.
struct Layout {
    length: u64,
    at: u64,
}

impl Layout {
    fn array<const EACH: usize>(&mut self, n: u64) -> Result<Array<EACH>, FileFault> {
        Ok(Array::new(self.whole::<EACH>(n)?, n))
    }

    /// Where the next array begins.
    fn whole<const EACH: usize>(&mut self, n: u64) -> Result<u64, FileFault> {
        let at = self.at;
        self.at += n * EACH as u64;
        Ok(at)
    }

    fn finish(self) -> Result<(), FileFault> {
        let Self { length, at: needed } = self;
        if length < needed {
            return Err(FileFault::Cut { length, needed });
        }
        if length > needed { Err(FileFault::Long(length - needed)) } else { Ok(()) }
    }
}

/// Numbers of so many bytes each, read piece by piece while others are read in between.
#[derive(Clone)]
struct Array<const EACH: usize> {
    at: u64,
    left: u64,
    piece: Vec<u8>,
    used: usize,
}

impl<const EACH: usize> Array<EACH> {
    fn new(at: u64, n: u64) -> Self {
        Self { at, left: n, piece: Vec::new(), used: 0 }
    }

    #[inline]
    fn next(&mut self, file: &mut (impl Read + Seek)) -> io::Result<[u8; EACH]> {
        if self.used == self.piece.len() {
            self.fetch(file)?;
        }
        let mut bytes = [0; EACH];
        bytes.copy_from_slice(&self.piece[self.used..self.used + EACH]);
        self.used += EACH;
        Ok(bytes)
    }

    fn fetch(&mut self, file: &mut (impl Read + Seek)) -> io::Result<()> {
        let n = self.left.min((PIECE / EACH) as u64);
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        file.seek(SeekFrom::Start(self.at))?;
        self.piece.resize(n as usize * EACH, 0);
        file.read_exact(&mut self.piece)?;
        (self.at, self.left, self.used) = (self.at + n * EACH as u64, self.left - n, 0);
        Ok(())
    }
}

impl Array<8> {
    fn first(&mut self, file: &mut (impl Read + Seek)) -> io::Result<u64> {
        Ok(u64::from_le_bytes(self.next(file)?))
    }
}

/// Where the arcs of one after another lie.
struct Rows {
    whose: &'static str,
    begin: u64,
    n_arcs: u64,
    n: u64,
}

impl Rows {
    fn next(
        &mut self,
        file: &mut (impl Read + Seek),
        begins: &mut Array<8>,
        at: u64,
    ) -> Result<std::ops::Range<u64>, FileFault> {
        let Self { whose, begin, n_arcs, n } = *self;
        let end = begins.first(file)?;
        let whole = (at > 0 || begin == 0) && (at + 1 < n || end == n_arcs);
        if !(begin..=n_arcs).contains(&end) || !whole {
            return Err(FileFault::Row { whose, at, begin, end, n_arcs });
        }
        self.begin = end;
        Ok(begin..end)
    }
}
