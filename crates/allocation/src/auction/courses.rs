//! Courses between people and places: a person may go straight to a place, or by a course that has seats and leads to places.
//!
//! It is the plain auction in other clothes. The seats of a course are a place that takes as many people, and beside it each
//! seat is somebody who looks for one of the places that the course leads to, or sits in it themself: then nobody comes by it.
//! Every step of such a way is lifted by as much as makes it worth less to leave a seat half used than not to use it, so in a
//! best answer as many people come in as go on, and the lift, being the same in every answer without half used seats, is
//! taken off again.

use std::ops::RangeInclusive;

use super::{
    Allocation, Builder, Fault, Instance, LARGEST, Mode, NOBODY, allocate, instance::Arcs,
};

/// Seats, and the places that those who had one may go on to, with what that is worth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    pub seats: u32,
    pub leads: Vec<(u32, i64)>,
}

/// An instance with courses, as its people come.
#[derive(Debug)]
pub struct CourseBuilder {
    builder: Builder,
    courses: Vec<Course>,
    n_places: u32,
    n_people: usize,
    lift: i64,
}

/// People, places, and courses between them.
#[derive(Clone, Debug)]
pub struct WithCourses {
    instance: Instance,
    courses: Vec<Course>,
    n_places: u32,
    n_people: usize,
    lift: i64,
}

/// Who goes where and by which course, and what proves that it is nearly the best.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseAllocation {
    /// The place of each person, or [`NOBODY`]. All people of a course could change places with each other.
    pub places: Vec<u32>,
    /// The course of each person, or [`NOBODY`] for who goes straight or nowhere.
    pub courses: Vec<u32>,
    pub n_placed: usize,
    pub worth: i64,
    /// No allocation is worth more than this divided by `scale`.
    pub bound: i64,
    pub prices: Vec<i32>,
    /// What it costs to come into each course: less than nothing where it leads to more than it takes to come in.
    pub entries: Vec<i32>,
    /// What one more seat of each course would add, at most.
    pub seats: Vec<i32>,
    pub scale: i32,
}

impl CourseBuilder {
    /// `worths` as in [`Builder::new`], of people who go straight; `legs` are the lowest and the highest that a course may be
    /// worth to a person, or a place to whoever comes by a course. Both may be less than nothing.
    pub fn new(
        mut capacity: Vec<u32>,
        n_people: usize,
        worths: RangeInclusive<i32>,
        courses: Vec<Course>,
        legs: RangeInclusive<i32>,
    ) -> Result<Self, Fault> {
        let n_places = u32::try_from(capacity.len()).map_err(|_| Fault::Many)?;
        // So much that every lifted leg is worth something, and no leg is worth the lift of a seat.
        let (lowest, highest) = (i64::from(*legs.start()), i64::from(*legs.end()));
        let lift = lowest.abs().max(highest.abs()) + 1;
        capacity.extend(courses.iter().map(|course| course.seats));
        let n_seats: u64 = courses.iter().map(|course| u64::from(course.seats)).sum();
        let n_seats = usize::try_from(n_seats).map_err(|_| Fault::Many)?;
        let n_all = n_people.checked_add(n_seats).ok_or(Fault::Many)?;
        let (least, most) = (*worths.start(), i64::from(*worths.end()));
        let (least, most) = match courses.is_empty() {
            true => (least, most),
            false => (
                least.min(i32::try_from(lift + lowest).unwrap_or(1)),
                most.max(2 * lift).max(lift + highest),
            ),
        };
        let most = i32::try_from(most).ok().filter(|most| *most <= LARGEST);
        let most = most.ok_or(Fault::Worth { place: 0, worth: 2 * lift })?;
        let builder = Builder::new(capacity, n_all, least..=most)?;
        Ok(Self { builder, courses, n_places, n_people, lift })
    }

    pub fn reserve(&mut self, n_arcs: usize) {
        let of_seats = |course: &Course| course.seats as usize * (course.leads.len() + 1);
        self.builder.reserve(n_arcs + self.courses.iter().map(of_seats).sum::<usize>());
    }

    /// The next person: what they are worth where, and what each course is worth to them.
    pub fn person(
        &mut self,
        straight: impl Iterator<Item = (u32, i64)>,
        by_course: impl Iterator<Item = (u32, i64)>,
    ) -> Result<(), Fault> {
        let (n_places, n_courses, lift) = (self.n_places, self.courses.len(), self.lift);
        let mut fault = None;
        let mut seen = |fault_of: Fault| {
            fault.get_or_insert(fault_of);
        };
        let straight: Vec<(u32, i64)> = straight
            .inspect(|(place, _)| {
                if *place >= n_places {
                    seen(Fault::NoPlace { place: *place, n_places: n_places as usize });
                }
            })
            .collect();
        let by_course: Vec<(u32, i64)> = by_course.collect();
        let leg = |(course, worth): &(u32, i64)| {
            // Beyond the last course there is no number for a place either.
            (n_places.saturating_add(*course), worth + lift)
        };
        if let Some((course, _)) =
            by_course.iter().find(|(course, _)| *course as usize >= n_courses)
        {
            seen(Fault::NoPlace { place: *course, n_places: n_courses });
        }
        if let Some((place, worth)) = by_course.iter().find(|(_, worth)| worth.abs() >= lift) {
            seen(Fault::Worth { place: *place, worth: *worth });
        }
        if let Some(fault) = fault {
            return Err(fault);
        }
        self.builder.person(straight.iter().copied().chain(by_course.iter().map(leg)))
    }

    pub fn finish(mut self) -> Result<WithCourses, Fault> {
        let mut row = Vec::new();
        for (at, course) in (0_u32..).zip(&self.courses) {
            if let Some((place, worth)) = course
                .leads
                .iter()
                .find(|(place, worth)| *place >= self.n_places || worth.abs() >= self.lift)
            {
                return Err(match *place >= self.n_places {
                    true => Fault::NoPlace { place: *place, n_places: self.n_places as usize },
                    false => Fault::Worth { place: *place, worth: *worth },
                });
            }
            row.clear();
            row.extend(course.leads.iter().map(|(place, worth)| (*place, worth + self.lift)));
            row.push((self.n_places + at, 2 * self.lift));
            for _ in 0..course.seats {
                self.builder.person(row.iter().copied())?;
            }
        }
        let Self { builder, courses, n_places, n_people, lift } = self;
        Ok(WithCourses { instance: builder.finish(), courses, n_places, n_people, lift })
    }
}

impl WithCourses {
    pub fn n_people(&self) -> usize {
        self.n_people
    }

    /// Arcs of the plain auction that this is: those of people, and those of seats.
    pub fn n_arcs(&self) -> usize {
        self.instance.n_arcs()
    }

    fn worth(&self, person: usize, place: u32) -> i64 {
        let row = self.instance.begins[person]..self.instance.begins[person + 1];
        let mut arcs = row.map(|arc| self.instance.arcs.get(arc));
        let arc = arcs.find(|arc| arc.end == place);
        i64::from(arc.unwrap_or_else(|| unreachable!("who goes there may")).worth)
    }
}

/// Who goes where and by which course.
pub fn allocate_with_courses(all: &WithCourses) -> CourseAllocation {
    let found = allocate(&all.instance, Mode::Auction);
    told(all, found)
}

fn told(all: &WithCourses, found: Allocation) -> CourseAllocation {
    let n_places = all.n_places;
    let mut places = found.places;
    let seats = places.split_off(all.n_people);
    let mut courses = vec![NOBODY; all.n_people];
    let (mut worth, mut n_placed) = (0, 0);
    // Who comes into each course, and where its seats lead: the best of each first.
    let mut comes: Vec<Vec<(i64, u32)>> = vec![Vec::new(); all.courses.len()];
    for (person, place) in (0_u32..).zip(places.iter_mut()) {
        if *place == NOBODY {
            continue;
        }
        let own = all.worth(person as usize, *place);
        if *place < n_places {
            (worth, n_placed) = (worth + own, n_placed + 1);
        } else {
            comes[(*place - n_places) as usize].push((own - all.lift, person));
            *place = NOBODY;
        }
    }
    let mut seat = 0;
    for (at, course) in (0_u32..).zip(&all.courses) {
        let own = &seats[seat..seat + course.seats as usize];
        let mut goes: Vec<(i64, u32)> = (seat..)
            .zip(own)
            .filter(|(_, place)| **place < n_places)
            .map(|(seat, place)| (all.worth(all.n_people + seat, *place) - all.lift, *place))
            .collect();
        seat += course.seats as usize;
        let first =
            |one: &(i64, u32), other: &(i64, u32)| other.0.cmp(&one.0).then(one.1.cmp(&other.1));
        let comes = &mut comes[at as usize];
        comes.sort_unstable_by(first);
        goes.sort_unstable_by(first);
        // Steps leave a seat half used now and then, and a way that is worth nothing is no way.
        let ways = comes.iter().zip(&goes).take_while(|(come, go)| come.0 + go.0 > 0);
        for ((come, person), (go, place)) in ways {
            (worth, n_placed) = (worth + come + go, n_placed + 1);
            places[*person as usize] = *place;
            courses[*person as usize] = at;
        }
    }
    let scale = i64::from(found.scale);
    let n_seats: i64 = all.courses.iter().map(|course| i64::from(course.seats)).sum();
    let (prices, at_courses) = found.prices.split_at(n_places as usize);
    let lift = all.lift * scale;
    let entries: Vec<i64> = at_courses.iter().map(|price| i64::from(*price) - lift).collect();
    let seats = all.courses.iter().zip(&entries).map(|(course, entry)| {
        let goes = course.leads.iter();
        let goes = goes.map(|(place, worth)| worth * scale - i64::from(prices[*place as usize]));
        goes.max().map_or(0, |goes| (entry + goes).max(0))
    });
    let narrow =
        |price: i64| i32::try_from(price).unwrap_or(if price < 0 { i32::MIN } else { i32::MAX });
    CourseAllocation {
        seats: seats.map(narrow).collect(),
        entries: entries.iter().copied().map(narrow).collect(),
        prices: prices.to_vec(),
        places,
        courses,
        n_placed,
        worth,
        bound: found.bound - 2 * lift * n_seats,
        scale: found.scale,
    }
}

impl Arcs {
    fn get(&self, arc: u32) -> super::instance::Arc {
        use super::instance::List as _;
        match self {
            Self::Narrow(list) => list.at(arc),
            Self::Wide(list) => list.at(arc),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    type Person = (Vec<(u32, i64)>, Vec<(u32, i64)>);

    #[derive(Clone, Debug)]
    struct Case {
        capacity: Vec<u32>,
        courses: Vec<Course>,
        people: Vec<Person>,
    }

    fn row(
        n: u32,
        worths: impl Strategy<Value = i64> + Clone,
    ) -> impl Strategy<Value = Vec<(u32, i64)>> {
        proptest::collection::btree_map(0..n, worths, 0..3)
            .prop_map(|row| row.into_iter().collect())
    }

    fn any_case() -> impl Strategy<Value = Case> {
        let course =
            (0..3_u32, row(3, -20..300_i64)).prop_map(|(seats, leads)| Course { seats, leads });
        let people = vec((row(3, -5..300_i64), row(2, -150..150_i64)), 0..5);
        (vec(0..3_u32, 3), vec(course, 2), people).prop_map(|(capacity, courses, people)| Case {
            capacity,
            courses,
            people,
        })
    }

    impl Case {
        fn with_courses(&self) -> WithCourses {
            let mut builder = CourseBuilder::new(
                self.capacity.clone(),
                self.people.len(),
                1..=300,
                self.courses.clone(),
                -150..=300,
            )
            .unwrap();
            for (straight, by_course) in &self.people {
                builder.person(straight.iter().copied(), by_course.iter().copied()).unwrap();
            }
            builder.finish().unwrap()
        }

        /// The largest worth there is, by trying everything.
        fn best(&self, person: usize, room: &mut [u32], seats: &mut [u32]) -> i64 {
            let Some((straight, by_course)) = self.people.get(person) else { return 0 };
            let mut best = self.best(person + 1, room, seats);
            for (place, worth) in straight {
                if room[*place as usize] > 0 {
                    room[*place as usize] -= 1;
                    best = best.max(worth + self.best(person + 1, room, seats));
                    room[*place as usize] += 1;
                }
            }
            for (course, come) in by_course {
                if seats[*course as usize] == 0 {
                    continue;
                }
                seats[*course as usize] -= 1;
                for (place, go) in &self.courses[*course as usize].leads {
                    if room[*place as usize] > 0 {
                        room[*place as usize] -= 1;
                        best = best.max(come + go + self.best(person + 1, room, seats));
                        room[*place as usize] += 1;
                    }
                }
                seats[*course as usize] += 1;
            }
            best
        }

        /// The same from the prices alone, as an auditor adds it up.
        fn bound(&self, said: &CourseAllocation) -> i64 {
            let scale = i64::from(said.scale);
            let price = |place: u32| i64::from(said.prices[place as usize]);
            let mut bound = 0;
            for (place, room) in (0..).zip(&self.capacity) {
                bound += price(place) * i64::from(*room);
            }
            for (course, entry) in self.courses.iter().zip(&said.entries) {
                let goes = course.leads.iter().map(|(place, go)| go * scale - price(*place)).max();
                let seat = goes.map_or(0, |goes| (i64::from(*entry) + goes).max(0));
                bound += seat * i64::from(course.seats);
            }
            for (straight, by_course) in &self.people {
                let straight = straight.iter().map(|(place, worth)| worth * scale - price(*place));
                let by_course = by_course
                    .iter()
                    .map(|(course, come)| come * scale - i64::from(said.entries[*course as usize]));
                bound += straight.chain(by_course).max().unwrap_or(0).max(0);
            }
            bound
        }

        fn check(&self, said: &CourseAllocation) {
            let (mut room, mut worth, mut n_placed) = (self.capacity.clone(), 0, 0);
            let mut seats: Vec<u32> = self.courses.iter().map(|course| course.seats).collect();
            let of =
                |row: &[(u32, i64)], at: u32| row.iter().find(|arc| arc.0 == at).expect("may").1;
            for (at, (straight, by_course)) in self.people.iter().enumerate() {
                let (place, course) = (said.places[at], said.courses[at]);
                if place == NOBODY {
                    assert_eq!(course, NOBODY);
                    continue;
                }
                room[place as usize] = room[place as usize].checked_sub(1).expect("room");
                n_placed += 1;
                if course == NOBODY {
                    worth += of(straight, place);
                } else {
                    let seats = &mut seats[course as usize];
                    *seats = seats.checked_sub(1).expect("a seat");
                    worth += of(by_course, course);
                    worth += of(&self.courses[course as usize].leads, place);
                }
            }
            assert_eq!((said.worth, said.n_placed), (worth, n_placed));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn it_is_the_best_and_its_bound_can_be_added_up(case in any_case()) {
            let said = allocate_with_courses(&case.with_courses());
            case.check(&said);
            let mut seats: Vec<u32> = case.courses.iter().map(|course| course.seats).collect();
            let best = case.best(0, &mut case.capacity.clone(), &mut seats);
            prop_assert_eq!(said.worth, best);
            prop_assert!(said.bound >= best * i64::from(said.scale));
            prop_assert!(said.bound >= case.bound(&said), "{} {}", said.bound, case.bound(&said));
        }

        #[test]
        fn without_courses_it_is_the_plain_auction(case in any_case()) {
            let plain = Case { courses: Vec::new(), people: case.people.iter().map(|(straight, _)| (straight.clone(), Vec::new())).collect(), ..case };
            let all = plain.with_courses();
            let said = allocate_with_courses(&all);
            let straight = allocate(&all.instance, Mode::Auction);
            prop_assert_eq!((said.places, said.worth, said.bound), (straight.places, straight.worth, straight.bound));
        }
    }

    #[test]
    fn a_seat_that_is_wanted_has_a_price_and_one_that_is_left_has_none() {
        let course = |seats| Course { seats, leads: vec![(0, 300), (1, 100)] };
        let case = |seats| Case {
            capacity: vec![1, 1],
            courses: vec![course(seats)],
            people: vec![(vec![], vec![(0, -50)]), (vec![], vec![(0, 0)]), (vec![(1, 30)], vec![])],
        };
        let said = |seats| allocate_with_courses(&case(seats).with_courses());
        let (none, one, two, many) = (said(0), said(1), said(2), said(9));
        assert_eq!((none.worth, one.worth, two.worth, many.worth), (30, 330, 350, 350));
        assert_eq!(one.places, [NOBODY, 0, 1]);
        assert_eq!(one.courses, [NOBODY, 0, NOBODY]);
        assert!(one.seats[0] > 0 && many.seats[0] == 0, "{one:?} {many:?}");
    }

    #[test]
    fn what_is_wrong_with_a_course_is_said() {
        let leads = |leads: &[(u32, i64)]| {
            let course = Course { seats: 1, leads: leads.to_vec() };
            let builder = CourseBuilder::new(vec![1], 1, 1..=10, vec![course], -5..=5).unwrap();
            builder.finish().map(|_| ()).unwrap_err()
        };
        assert_eq!(leads(&[(1, 3)]), Fault::NoPlace { place: 1, n_places: 1 });
        assert_eq!(leads(&[(0, 6)]), Fault::Worth { place: 0, worth: 6 });
        assert_eq!(leads(&[(0, 3), (0, 4)]), Fault::Twice { place: 0 });
        let person = |by_course: (u32, i64)| {
            let course = Course { seats: 1, leads: vec![(0, 3)] };
            let mut builder = CourseBuilder::new(vec![1], 1, 1..=10, vec![course], -5..=5).unwrap();
            builder.person(std::iter::empty(), [by_course].into_iter()).unwrap_err()
        };
        assert_eq!(person((1, 1)), Fault::NoPlace { place: 1, n_places: 1 });
        assert_eq!(person((0, -6)), Fault::Worth { place: 0, worth: -6 });
        let too_much =
            CourseBuilder::new(vec![1], 1, 1..=10, vec![Course::default()], -LARGEST..=5);
        assert!(matches!(too_much, Err(Fault::Worth { .. })));
    }
}
