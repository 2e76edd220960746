//! Course seats between people and places: somebody takes a seat, and the seat leads to a place.
//!
//! This is the plain auction with one more place and some more people. A course with n seats is a place that takes n, and n
//! bidders stand for its seats. A person who takes the course is worth `large` more there than they are; a seat is worth `large`
//! more at each place the course leads to, and twice `large` in the course itself, where it says that nobody needs it. As `large`
//! is above every worth, in the best answer all seats are somewhere, and as many lead somewhere as people take the course. So that
//! answer is the best one with courses, worth twice `large` more for each seat, and the same is true of the bound.

use std::ops::{ControlFlow, RangeInclusive};

use super::{
    Allocation, Arcs, Builder, Fault, Instance, LARGEST, List, Mode, NOBODY, Progress, Watcher,
};

/// Lists of numbers with what they are worth, one after another.
#[derive(Clone, Debug, PartialEq)]
pub struct Lists {
    ends: Vec<usize>,
    arcs: Vec<(u32, i32)>,
}

impl Lists {
    pub fn new() -> Self {
        Self { ends: vec![0], arcs: Vec::new() }
    }

    pub fn push(&mut self, list: impl IntoIterator<Item = (u32, i32)>) {
        self.arcs.extend(list);
        self.ends.push(self.arcs.len());
    }

    /// How many lists there are.
    pub fn n(&self) -> usize {
        self.ends.len() - 1
    }

    pub fn of(&self, list: usize) -> &[(u32, i32)] {
        &self.arcs[self.ends[list]..self.ends[list + 1]]
    }
}

impl Default for Lists {
    fn default() -> Self {
        Self::new()
    }
}

/// What people may learn on their way to a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Courses {
    /// How many people each course takes.
    pub seats: Vec<u32>,
    /// For each person the courses they may take, and what that is worth more than waiting; it may be less than nothing.
    pub of_people: Lists,
    /// For each course the places it leads to, and what that is worth.
    pub to_places: Lists,
}

/// Who goes where by which course.
#[derive(Clone, Debug, PartialEq)]
pub struct WithCourses {
    /// Places, worth and bound count the courses.
    pub allocation: Allocation,
    /// The course of each person, or [`NOBODY`].
    pub courses: Vec<u32>,
    /// What a person pays for each course, in the same units as prices. Less than nothing where what it leads to pays for it.
    pub seat_prices: Vec<i32>,
}

/// What is wrong with courses.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CourseFault {
    #[error("courses are told for {told} people, and there are {n_people}")]
    People { told: usize, n_people: usize },
    #[error("ways out of {told} courses are told, and there are {n_courses}")]
    Ways { told: usize, n_courses: usize },
    #[error("person {person} from 0 on names course {course}, and there are {n_courses}")]
    NoCourse { person: usize, course: u32, n_courses: usize },
    #[error("course {course} from 0 on: {fault}")]
    Course { course: usize, fault: Fault },
    #[error(transparent)]
    Place(#[from] Fault),
    #[error("a course is worth {worth}; half of {LARGEST} is too much")]
    Worth { worth: i64 },
    #[error("there are more places, seats or arcs than have a number")]
    Many,
}

/// An instance with courses, as its people come.
#[derive(Debug)]
pub struct CourseBuilder {
    builder: Builder,
    courses: Courses,
    n_people: usize,
    n_places: usize,
    /// How many seats of each course somebody could take.
    seats: Vec<u32>,
    large: i64,
}

/// People who go straight to a place, or by a course.
#[derive(Clone, Debug)]
pub struct CourseInstance {
    both: Instance,
    courses: Courses,
    n_people: usize,
    n_places: usize,
    seats: Vec<u32>,
    large: i64,
}

impl CourseBuilder {
    /// `worths` as for [`Builder::new`], of the straight ways.
    pub fn new(
        mut capacity: Vec<u32>,
        n_people: usize,
        worths: RangeInclusive<i32>,
        courses: Courses,
    ) -> Result<Self, CourseFault> {
        let n_places = capacity.len();
        check(n_people, n_places, &courses)?;
        let all = courses.of_people.arcs.iter().chain(&courses.to_places.arcs);
        let most = all.map(|(_, worth)| i64::from(*worth).abs()).max().unwrap_or(0);
        let large = most + 1;
        if large > i64::from(LARGEST / 2) {
            return Err(CourseFault::Worth { worth: most });
        }
        // One more than may be taken is as good as any number more.
        let mut takers = vec![1_u32; courses.seats.len()];
        for (course, _) in &courses.of_people.arcs {
            takers[*course as usize] += 1;
        }
        let seats = takers.iter().zip(&courses.seats).map(|(takers, seats)| *seats.min(takers));
        let seats: Vec<u32> = seats.collect();
        let n_seats = seats.iter().map(|n| *n as usize).sum::<usize>();
        if (n_people + n_seats).max(n_places + seats.len()) >= NOBODY as usize {
            return Err(CourseFault::Many);
        }
        capacity.extend(&seats);
        let worths = match seats.is_empty() {
            true => worths,
            false => 1..=(2 * large as i32).max(*worths.end()),
        };
        let builder = Builder::new(capacity, n_people + n_seats, worths)?;
        Ok(Self { builder, courses, n_people, n_places, seats, large })
    }

    /// Room for so many straight ways.
    pub fn reserve(&mut self, n_arcs: usize) {
        let n_ways = self
            .seats
            .iter()
            .enumerate()
            .map(|(course, n)| *n as usize * (self.courses.to_places.of(course).len() + 1));
        self.builder.reserve(n_arcs + self.courses.of_people.arcs.len() + n_ways.sum::<usize>());
    }

    /// The next person, as for [`Builder::person_who_waits`].
    ///
    /// # Panics
    ///
    /// When more people come than were said.
    pub fn person_who_waits(
        &mut self,
        waiting: i64,
        straight: impl Iterator<Item = (u32, i64)>,
    ) -> Result<(), Fault> {
        let person = self.builder.n_told();
        assert!(person < self.n_people, "there are only {} people", self.n_people);
        let (n_places, large) = (self.n_places as u32, self.large);
        let mut no_place = None;
        let straight = straight.inspect(|(place, _)| {
            if *place >= n_places {
                no_place.get_or_insert(*place);
            }
        });
        let taken = self.courses.of_people.of(person).iter();
        let taken =
            taken.map(|(course, worth)| (course + n_places, i64::from(*worth) + large + waiting));
        let told = self.builder.person_who_waits(waiting, straight.chain(taken));
        // The number of a course is none of a place.
        match no_place {
            Some(place) => Err(Fault::NoPlace { place, n_places: n_places as usize }),
            None => told,
        }
    }

    pub fn finish(mut self) -> Result<CourseInstance, CourseFault> {
        for (course, n) in self.seats.iter().enumerate() {
            for _ in 0..*n {
                let ways = self.courses.to_places.of(course).iter();
                let ways = ways.map(|(place, worth)| (*place, i64::from(*worth) + self.large));
                let unused = (self.n_places + course) as u32;
                let told = self.builder.person(ways.chain([(unused, 2 * self.large)]));
                told.map_err(|fault| CourseFault::Course { course, fault })?;
            }
        }
        let Self { builder, courses, n_people, n_places, seats, large } = self;
        Ok(CourseInstance { both: builder.finish(), courses, n_people, n_places, seats, large })
    }
}

impl CourseInstance {
    pub fn n_people(&self) -> usize {
        self.n_people
    }

    pub fn n_places(&self) -> usize {
        self.n_places
    }

    /// Of people and of seats.
    pub fn n_arcs(&self) -> usize {
        self.both.n_arcs()
    }

    /// Who goes where by which course, by the threads of the pool this is called in. Nothing if a watcher breaks it off.
    pub fn allocate(&self, watcher: Option<Watcher>) -> Option<WithCourses> {
        let n_seats: i64 = self.seats.iter().map(|n| i64::from(*n)).sum();
        let unused = 2 * self.large * n_seats;
        let told = |progress: Progress| {
            let (worth, bound) =
                (progress.worth - unused, progress.bound - unused * i64::from(progress.scale));
            watcher.map_or(ControlFlow::Continue(()), |tell| {
                tell(Progress { worth, bound, ..progress })
            })
        };
        let watched: Option<Watcher> = watcher.is_some().then_some(&told);
        let said = super::begin(&self.both, Mode::Auction, None, watched)?;
        Some(match &self.both.arcs {
            Arcs::Narrow(arcs) => self.taken_apart(arcs, said),
            Arcs::Wide(arcs) => self.taken_apart(arcs, said),
        })
    }

    /// Each person of a course gets one of the places its seats lead to. What the last step left half done, a person in a course
    /// that leads nowhere or a seat without a person, stays out: it is missing from the worth, and so shows in the gap.
    fn taken_apart<L: List>(&self, arcs: &L, said: Allocation) -> WithCourses {
        let Self { both, courses, n_people, n_places, seats: n_seats, large } = self;
        let mut places = said.places;
        let seats = places.split_off(*n_people);
        let mut worth = both.waiting;
        // The people of each course with what they are worth there.
        let mut takers: Vec<Vec<(i32, u32)>> = vec![Vec::new(); n_seats.len()];
        let mut of_course = vec![NOBODY; *n_people];
        for (person, place) in places.iter_mut().enumerate() {
            if *place == NOBODY {
                continue;
            }
            if let Some(course) = (*place as usize).checked_sub(*n_places) {
                takers[course]
                    .push((worth_of(courses.of_people.of(person), course), person as u32));
                *place = NOBODY;
            } else {
                let stands = both.order.places[*place as usize];
                let mut row = both.row(both.order.people[person]).map(|arc| arcs.at(arc));
                worth += row.find(|arc| arc.end == stands).map_or(0, |arc| i64::from(arc.worth));
            }
        }
        let mut seats = seats.into_iter();
        for (course, mut takers) in takers.into_iter().enumerate() {
            let leads = courses.to_places.of(course);
            let ways = seats.by_ref().take(n_seats[course] as usize);
            let mut ways: Vec<(i32, u32)> = ways
                .filter(|place| (*place as usize) < *n_places)
                .map(|place| (worth_of(leads, place as usize), place))
                .collect();
            // The best of both, as many as have each other and are worth more than nothing together.
            takers.sort_unstable_by_key(|(worth, person)| (-worth, *person));
            ways.sort_unstable_by_key(|(worth, place)| (-worth, *place));
            let both = takers.iter().zip(&ways);
            let n =
                both.take_while(|(taker, way)| i64::from(taker.0) + i64::from(way.0) > 0).count();
            worth += takers[..n].iter().chain(&ways[..n]).map(|one| i64::from(one.0)).sum::<i64>();
            takers[..n].sort_unstable_by_key(|taker| taker.1);
            ways[..n].sort_unstable_by_key(|way| way.1);
            for ((_, person), (_, place)) in takers[..n].iter().zip(&ways[..n]) {
                places[*person as usize] = *place;
                of_course[*person as usize] = course as u32;
            }
        }
        let scale = i64::from(said.scale);
        let n_seats: i64 = n_seats.iter().map(|n| i64::from(*n)).sum();
        let mut prices = said.prices;
        let of_seats = prices.split_off(*n_places);
        let seat_prices = of_seats.iter().map(|price| price - (large * scale) as i32).collect();
        let allocation = Allocation {
            n_placed: places.iter().filter(|place| **place != NOBODY).count(),
            places,
            worth,
            bound: said.bound - 2 * large * scale * n_seats,
            prices,
            scale: said.scale,
        };
        WithCourses { allocation, courses: of_course, seat_prices }
    }
}

fn check(n_people: usize, n_places: usize, courses: &Courses) -> Result<(), CourseFault> {
    let n_courses = courses.seats.len();
    if courses.of_people.n() != n_people {
        return Err(CourseFault::People { told: courses.of_people.n(), n_people });
    }
    if courses.to_places.n() != n_courses {
        return Err(CourseFault::Ways { told: courses.to_places.n(), n_courses });
    }
    for person in 0..n_people {
        let none = |(course, _): &&(u32, i32)| *course as usize >= n_courses;
        if let Some((course, _)) = courses.of_people.of(person).iter().find(none) {
            return Err(CourseFault::NoCourse { person, course: *course, n_courses });
        }
    }
    for course in 0..n_courses {
        let none = |(place, _): &&(u32, i32)| *place as usize >= n_places;
        if let Some((place, _)) = courses.to_places.of(course).iter().find(none) {
            let fault = Fault::NoPlace { place: *place, n_places };
            return Err(CourseFault::Course { course, fault });
        }
    }
    Ok(())
}

fn worth_of(list: &[(u32, i32)], end: usize) -> i32 {
    list.iter().find(|arc| arc.0 as usize == end).map_or(0, |arc| arc.1)
}
