//! A case with its measures, as the auction understands it.

use super::{Case, MOST_GROUPS, Measures, Totals, Way};
use crate::auction::{
    self, Builder, Instance, Mode, NOBODY, Watcher,
    courses::{CourseBuilder, CourseFault, Courses, WithCourses},
};

/// What is wrong with a case.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    Place(#[from] auction::Fault),
    #[error(transparent)]
    Course(#[from] CourseFault),
}

/// Who goes where, what bounds it, and what each place asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The place of each person.
    pub places: Vec<Option<u32>>,
    pub n_placed: usize,
    /// The points of everybody where they go, with nothing added.
    pub points: i64,
    /// The sum of what everybody is worth where they go, more than waiting.
    pub worth: i64,
    /// No answer with these measures is worth more than this divided by `scale`.
    pub bound: i64,
    /// So many units of price weigh one point.
    pub scale: i32,
    /// What one more place of each would add to the sum, at most. Nothing where nobody is passed over: prices bound the largest
    /// sum there, and do not tell what one more place would add to this one.
    pub prices: Option<Vec<i32>>,
    /// How many of each place those had for whom places are kept.
    pub n_kept: Vec<u32>,
    /// Of each person, whether they have a place that was kept for a group of theirs.
    pub is_kept: Vec<bool>,
}

impl Shared {
    pub fn totals(&self) -> Totals {
        Totals { placed: self.n_placed as u64, points: self.points }
    }

    /// The share of the bound that may be missing, in millionths, rounded up.
    pub fn gap(&self) -> u64 {
        gap(self.worth, self.bound, self.scale)
    }
}

/// The share of a bound that may be missing, in millionths, rounded up.
pub fn gap(worth: i64, bound: i64, scale: i32) -> u64 {
    let missing = i128::from(bound) - i128::from(worth) * i128::from(scale);
    let bound = i128::from(bound.max(1));
    let gap = (missing.max(0) * 1_000_000 + bound - 1) / bound;
    u64::try_from(gap).unwrap_or(u64::MAX)
}

/// A place as the auction has it: a part of a place of the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    place: u32,
    /// Only for this group.
    group: Option<usize>,
    room: u32,
}

/// What the auction calls a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    Place(u32),
    Course(u32),
}

/// The parts of all places, and what the auction calls each of them.
struct Parts {
    all: Vec<Part>,
    numbers: Vec<Number>,
    /// Where the parts of each place begin, and where the last ones end.
    first: Vec<usize>,
    n_places: u32,
}

impl Case {
    /// Who goes where with these measures, by the threads of the pool this is called in.
    ///
    /// Places that are kept for a group and that nobody of it takes are given to others in a further round, until none is left: who
    /// took one may go elsewhere when more is open. Where nobody is passed over, courses lead to nothing: their seats are not given.
    pub fn share(&self, measures: &Measures) -> Result<Shared, Fault> {
        let shared = self.share_if(measures, None)?;
        Ok(shared.unwrap_or_else(|| unreachable!("nobody watches who could break it off")))
    }

    /// The same with somebody who watches. Nothing if they break it off.
    pub fn share_watched(
        &self,
        measures: &Measures,
        watcher: Watcher,
    ) -> Result<Option<Shared>, Fault> {
        self.share_if(measures, Some(watcher))
    }

    fn share_if(
        &self,
        measures: &Measures,
        watcher: Option<Watcher>,
    ) -> Result<Option<Shared>, Fault> {
        let mut parts = self.parts(measures);
        loop {
            let Some(found) = self.allocate(measures, &parts, watcher)? else { return Ok(None) };
            let taken = self.taken(&parts, &found);
            let opened = opened(&parts.all, &taken);
            if opened == parts.all {
                return Ok(Some(self.told(&parts, &found, (&taken, measures.stable))));
            }
            parts.all = opened;
        }
    }

    /// For each place what is open to all, then what is kept for each group. The part of all places that is kept is the one asked
    /// for: what is less than a whole place is counted on to the next one.
    fn parts(&self, measures: &Measures) -> Parts {
        let mut parts = Parts {
            all: Vec::with_capacity(self.room.len()),
            numbers: Vec::with_capacity(self.room.len()),
            first: Vec::with_capacity(self.room.len() + 1),
            n_places: 0,
        };
        let mut n_courses = 0;
        let mut rest = [0; MOST_GROUPS];
        for (place, room) in (0..).zip(&self.room) {
            parts.first.push(parts.all.len());
            let mut open = *room;
            let mut kept = Vec::new();
            for (group, rest) in rest.iter_mut().enumerate() {
                *rest += u64::from(*room) * u64::from(measures.kept[group]);
                let n = u32::try_from(*rest / 1000).unwrap_or(u32::MAX).min(open);
                *rest -= u64::from(n) * 1000;
                if n > 0 {
                    open -= n;
                    kept.push(Part { place, group: Some(group), room: n });
                }
            }
            parts.all.push(Part { place, group: None, room: open });
            parts.all.extend(kept);
            let n = u32::try_from(parts.all.len() - parts.first[place as usize]).unwrap_or(0);
            if self.leads.contains_key(&place) {
                parts.numbers.extend((n_courses..n_courses + n).map(Number::Course));
                n_courses += n;
            } else {
                // Of equal ones the lower number is taken, so that what is kept for somebody is what they take first.
                let open = parts.n_places + n - 1;
                parts.numbers.push(Number::Place(open));
                parts.numbers.extend((parts.n_places..open).map(Number::Place));
                parts.n_places += n;
            }
        }
        parts.first.push(parts.all.len());
        parts
    }

    /// Behind the parts of places the auction has what each place is expected to take later.
    fn allocate(
        &self,
        measures: &Measures,
        parts: &Parts,
        watcher: Option<Watcher>,
    ) -> Result<Option<WithCourses>, Fault> {
        let n_places = parts.n_places;
        let mut capacity = vec![0; n_places as usize];
        let mut courses = Courses::default();
        for (part, number) in parts.all.iter().zip(&parts.numbers) {
            match number {
                Number::Place(at) => capacity[*at as usize] = part.room,
                Number::Course(_) => {
                    let leads = self.leads.get(&part.place).into_iter().flatten();
                    courses.seats.push(part.room);
                    let goes = |way: &Way| (n_places + way.place, i32::from(way.points));
                    courses.to_places.push(leads.map(goes));
                }
            }
        }
        capacity.extend(&self.later);
        let points = self.ways.iter().map(|way| way.points);
        let (least, most) = (points.clone().min().unwrap_or(1), points.max().unwrap_or(1));
        let narrow = |worth: i64| i32::try_from(worth).unwrap_or(i32::MAX).max(1);
        let lowest = measures.worth(least.max(measures.least), 0);
        let worths = narrow(lowest)..=narrow(measures.worth(most, u8::MAX));
        let by_course = |(part, worth): (usize, i64)| match parts.numbers[part] {
            Number::Course(number) => {
                let less = worth - self.best_after(parts.all[part].place);
                Some((number, i32::try_from(less).unwrap_or(i32::MAX)))
            }
            Number::Place(_) => None,
        };
        let straight = |(part, worth): (usize, i64)| match parts.numbers[part] {
            Number::Place(number) => Some((number, worth)),
            Number::Course(_) => None,
        };
        let ways = |person| self.ways_by_part(measures, parts, person);
        if measures.stable {
            let mut builder = Builder::new(capacity, self.n_people(), worths)?;
            for person in 0..self.n_people() {
                builder.person(ways(person).filter_map(straight))?;
            }
            return Ok(stable(&builder.finish(), courses.seats.len(), watcher));
        }
        for person in 0..self.n_people() {
            courses.of_people.push(ways(person).filter_map(by_course));
        }
        let mut builder = CourseBuilder::new(capacity, self.n_people(), worths, courses)?;
        for person in 0..self.n_people() {
            builder.person_who_waits(0, ways(person).filter_map(straight))?;
        }
        Ok(builder.finish()?.allocate(watcher))
    }

    /// The parts that somebody may go to, and what that is worth.
    fn ways_by_part<'a>(
        &'a self,
        measures: &'a Measures,
        parts: &'a Parts,
        person: usize,
    ) -> impl Iterator<Item = (usize, i64)> + 'a {
        let groups = self.groups[person];
        let may = move |part: &Part| {
            part.room > 0 && part.group.is_none_or(|group| groups >> group & 1 == 1)
        };
        let ways = self.ways(person).iter().filter(|way| way.points >= measures.least);
        ways.flat_map(move |way| {
            let worth = measures.worth(way.points, groups);
            let of_place = parts.first[way.place as usize]..parts.first[way.place as usize + 1];
            of_place.filter(move |at| may(&parts.all[*at])).map(move |at| (at, worth))
        })
    }

    /// What one more seat would add: what somebody pays to come in, and the most that is left of what it leads to.
    fn seat_price(&self, course: u32, found: &WithCourses, number: usize, n_places: u32) -> i32 {
        let leads = self.leads.get(&course).into_iter().flatten();
        let goes = leads.map(|way| {
            let price = found.allocation.prices[(n_places + way.place) as usize];
            i32::from(way.points) * found.allocation.scale - price
        });
        goes.max().map_or(0, |goes| (found.seat_prices[number] + goes).max(0))
    }

    /// How well the best fits that a course leads to.
    fn best_after(&self, course: u32) -> i64 {
        let best = self.leads.get(&course).and_then(|ways| ways.first());
        best.map_or(0, |way| i64::from(way.points))
    }

    /// The part that each person has a place in.
    fn part_of(parts: &Parts, found: &WithCourses) -> Vec<Option<usize>> {
        let mut of_place = vec![0; parts.n_places as usize];
        let mut of_course = Vec::new();
        for (at, number) in parts.numbers.iter().enumerate() {
            match number {
                Number::Place(place) => of_place[*place as usize] = at,
                Number::Course(_) => of_course.push(at),
            }
        }
        let both = found.allocation.places.iter().zip(&found.courses);
        both.map(|(place, course)| match (*place, *course) {
            (NOBODY, _) => None,
            (place, NOBODY) => Some(of_place[place as usize]),
            (_, course) => Some(of_course[course as usize]),
        })
        .collect()
    }

    /// How many people each part has.
    fn taken(&self, parts: &Parts, found: &WithCourses) -> Vec<u32> {
        let mut taken = vec![0; parts.all.len()];
        for at in Self::part_of(parts, found).into_iter().flatten() {
            taken[at] += 1;
        }
        taken
    }

    fn told(
        &self,
        parts: &Parts,
        found: &WithCourses,
        (taken, is_stable): (&[u32], bool),
    ) -> Shared {
        let part_of = Self::part_of(parts, found);
        let part = |at: &Option<usize>| at.map(|at| parts.all[at]);
        let places: Vec<Option<u32>> =
            part_of.iter().map(|at| part(at).map(|part| part.place)).collect();
        let is_kept = |at| part(at).is_some_and(|part| part.group.is_some());
        let mut prices = vec![None; self.room.len()];
        let mut n_kept = vec![0; self.room.len()];
        for ((part, number), n) in parts.all.iter().zip(&parts.numbers).zip(taken) {
            let price = match number {
                Number::Place(at) => found.allocation.prices[*at as usize],
                Number::Course(at) => {
                    self.seat_price(part.place, found, *at as usize, parts.n_places)
                }
            };
            // What is open to all is what one more place would be.
            if part.room > 0 {
                prices[part.place as usize].get_or_insert(price);
            }
            if part.group.is_some() {
                n_kept[part.place as usize] += n;
            }
        }
        let points = (0..).zip(&places).filter_map(|(person, place)| {
            let place = (*place)?;
            let points = i64::from(self.points(person, place)?);
            Some(match self.leads.get(&place) {
                None => points,
                Some(leads) => {
                    let to = found.allocation.places[person] - parts.n_places;
                    let goes = leads.iter().find(|way| way.place == to)?;
                    points - self.best_after(place) + i64::from(goes.points)
                }
            })
        });
        Shared {
            n_placed: found.allocation.n_placed,
            worth: found.allocation.worth,
            bound: found.allocation.bound,
            scale: found.allocation.scale,
            prices: (!is_stable)
                .then(|| prices.into_iter().map(Option::unwrap_or_default).collect()),
            points: points.sum(),
            n_kept,
            is_kept: part_of.iter().map(is_kept).collect(),
            places,
        }
    }
}

/// So that nobody is passed over for somebody who is worth less there. What this way does not tell of courses is that nobody is
/// in them.
fn stable(instance: &Instance, n_courses: usize, watcher: Option<Watcher>) -> Option<WithCourses> {
    let allocation = match watcher {
        Some(watcher) => auction::allocate_watched(instance, Mode::Stable, None, watcher)?,
        None => auction::allocate(instance, Mode::Stable),
    };
    let courses = vec![NOBODY; instance.n_people()];
    Some(WithCourses { allocation, courses, seat_prices: vec![0; n_courses] })
}

/// What was kept for a group and not taken is open to all. A part without room stays, so that numbers stay.
fn opened(parts: &[Part], taken: &[u32]) -> Vec<Part> {
    let mut opened = parts.to_vec();
    let mut open = 0;
    for at in 0..opened.len() {
        match opened[at].group {
            None => open = at,
            Some(_) => {
                let free = opened[at].room - taken[at];
                opened[at].room -= free;
                opened[open].room += free;
            }
        }
    }
    opened
}
