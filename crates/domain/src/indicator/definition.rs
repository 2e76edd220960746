//! What is counted: the facts of one person, who belongs to a base and who of them counts.

use jiff::{ToSpan, civil::Date};

use super::{Interval, wilson};
use crate::{codes, followup::Form, sex::Sex, territory::Territory};

/// What is known of one person. Every number is a sum over these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts {
    pub sex: Option<Sex>,
    pub born_in: Option<i16>,
    pub territory: Option<Territory>,
    /// ISO 3166, two letters.
    pub country: Option<[u8; 2]>,
    pub returned_on: Option<Date>,
    pub registered_on: Date,
    pub first_work_on: Option<Date>,
    /// What they do now, if it is known.
    pub form: Option<Form>,
    pub trained_on: Option<Date>,
    /// The first work after the course.
    pub work_after_course_on: Option<Date>,
    /// The last day of which something is known: a visit that reached them, or a spell.
    pub known_on: Date,
    pub steady_on: Option<Date>,
    /// A line of the profile says that they live with a disability.
    pub has_disability: bool,
    /// Shown to an employer with their word, at an interview, hired: each for the first time, through a vacancy.
    pub introduced_on: Option<Date>,
    pub interviewed_on: Option<Date>,
    pub hired_on: Option<Date>,
    /// Left the country again, withdrew, died: after this day they are in no base.
    pub closed_on: Option<Date>,
}

codes! {
    /// Age at the return.
    AgeBand {
        To24 = "to-24",
        From25 = "25-34",
        From35 = "35-45",
        From46 = "46-55",
        From56 = "from-56",
    }
}

impl Facts {
    pub fn age_band(&self) -> Option<AgeBand> {
        let age = self.returned_on?.year() - self.born_in?;
        Some(match age {
            ..=24 => AgeBand::To24,
            25..=34 => AgeBand::From25,
            35..=45 => AgeBand::From35,
            46..=55 => AgeBand::From46,
            _ => AgeBand::From56,
        })
    }

    /// The day so many months after the return.
    fn after_return(&self, months: i64) -> Option<Date> {
        Some(self.returned_on?.saturating_add(months.months()))
    }

    /// From the return to the first work, or to the last day on which it was known that there was none: the day of the
    /// last word, or the day they left again. None of whom the day of return is not known.
    pub fn wait(&self, today: Date) -> Option<Wait> {
        let returned = self.returned_on?;
        let end = today.min(self.closed_on.unwrap_or(Date::MAX));
        let (until, found) = match self.first_work_on {
            Some(day) if day <= end => (day, true),
            _ => (end.min(self.known_on), false),
        };
        // Work that was found from abroad was found on the day of return.
        let days = (until - returned).get_days().max(0).unsigned_abs();
        Some(Wait { days, found })
    }

    /// Whether it is known what became of them until a day. Somebody not reached is not somebody without work.
    fn is_known_at(&self, day: Date) -> bool {
        self.known_on >= day && self.closed_on.is_none_or(|closed| closed >= day)
    }
}

/// How long somebody waited for the first work after the return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    pub days: u32,
    /// Whether it ended with work. If not, this is how long it is known to have lasted at least.
    pub found: bool,
}

/// Whom a number is about. Nothing said: everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    pub sex: Option<Sex>,
    pub age: Option<AgeBand>,
    /// Only who says that they live with a disability.
    pub disability: bool,
    pub territory: Option<Territory>,
    pub country: Option<[u8; 2]>,
    /// Returned in this month: year and month.
    pub month: Option<(i16, i8)>,
}

impl Filter {
    pub fn takes(&self, facts: &Facts) -> bool {
        self.sex.is_none_or(|sex| facts.sex == Some(sex))
            && self.age.is_none_or(|age| facts.age_band() == Some(age))
            && (!self.disability || facts.has_disability)
            && self.country.is_none_or(|country| facts.country == Some(country))
            && self.territory.is_none_or(|place| {
                facts.territory.is_some_and(|territory| territory.is_within(place))
            })
            && self.month.is_none_or(|(year, month)| {
                facts.returned_on.is_some_and(|day| day.year() == year && day.month() == month)
            })
    }
}

codes! {
    /// What a number can be broken down by.
    Dimension {
        Sex = "sex",
        Age = "age",
        Disability = "disability",
        Territory = "territory",
        Country = "country",
        Month = "month",
    }
}

codes! {
    /// The shares that are published. Each has its definition in words beside it.
    Share {
        /// Of those back for six months and known at six months: in any work by then.
        EmployedIn6 = "employed-in-6-months",
        /// Of those who finished a course six months ago and are known since: in work within six months of it.
        EmployedAfterCourse = "employed-after-course",
        /// Of those back for eighteen months and known then: a steady formal job by then.
        Steady = "steady",
        /// Of those registered for six months: shown to an employer, with their word, within six months of registering.
        Introduced = "introduced-in-6-months",
        /// Of the same: at an interview with an employer.
        Interviewed = "interviewed-in-6-months",
        /// Of the same: hired through a vacancy.
        Hired = "hired-in-6-months",
    }
}

codes! {
    /// Forms of work as the research groups them.
    WorkBand {
        Formal = "formal",
        Informal = "informal",
        Seasonal = "seasonal",
        Unemployed = "unemployed",
    }
}

codes! {
    /// Time from the return to the first work.
    TimeBand {
        Under3 = "under-3",
        From3 = "3-6",
        From6 = "6-12",
        Over12 = "over-12",
    }
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub n: u64,
    pub of: u64,
    /// Who would belong to the base if it were known what became of them.
    pub cohort: u64,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.n += other.n;
        self.of += other.of;
        self.cohort += other.cohort;
    }

    /// The share with its bounds, unless it could point at somebody.
    pub fn published(&self) -> Option<Interval> {
        if self.of < super::FEWEST { None } else { wilson(self.n, self.of) }
    }

    fn of_one(known: bool, counts: bool) -> Self {
        Self { n: u64::from(known && counts), of: u64::from(known), cohort: 1 }
    }
}

impl Share {
    /// What came of vacancies: the offices and employers write it down here, so it is known of everybody.
    pub const OF_VACANCIES: [Self; 3] = [Self::Introduced, Self::Interviewed, Self::Hired];

    /// What one person adds on a day.
    pub fn tally(self, facts: &Facts, today: Date) -> Tally {
        let of = |begin: Option<Date>, months: i64, reached_on: Option<Date>| {
            let Some(begin) = begin else { return Tally::default() };
            let end = begin.saturating_add(months.months());
            let left = facts.closed_on.is_some_and(|closed| closed < end) && reached_on.is_none();
            if end > today || left {
                return Tally::default();
            }
            let counts = reached_on.is_some_and(|day| day <= end);
            let is_known = Self::OF_VACANCIES.contains(&self) || facts.is_known_at(end);
            Tally::of_one(counts || is_known, counts)
        };
        let registered = Some(facts.registered_on);
        match self {
            Self::EmployedIn6 => of(facts.returned_on, 6, facts.first_work_on),
            Self::EmployedAfterCourse => of(facts.trained_on, 6, facts.work_after_course_on),
            Self::Steady => of(facts.returned_on, 18, facts.steady_on),
            Self::Introduced => of(registered, 6, facts.introduced_on),
            Self::Interviewed => of(registered, 6, facts.interviewed_on),
            Self::Hired => of(registered, 6, facts.hired_on),
        }
    }
}

impl WorkBand {
    pub const fn of(form: Form) -> Option<Self> {
        Some(match form {
            Form::Formal | Form::SelfRegistered => Self::Formal,
            Form::Informal | Form::SelfUnregistered => Self::Informal,
            Form::Seasonal => Self::Seasonal,
            Form::Unemployed => Self::Unemployed,
            // Who does not search is in the base of no share of those who do.
            Form::Inactive => return None,
        })
    }

    /// Of all who are at home, known within the last year, and working or searching.
    pub fn tally(self, facts: &Facts, today: Date) -> Tally {
        if facts.closed_on.is_some() {
            return Tally::default();
        }
        let band = facts.form.map(Self::of);
        let known = facts.known_on >= today.saturating_sub(1.year());
        match (known, band) {
            (true, Some(None)) => Tally::default(),
            (true, Some(Some(band))) => Tally::of_one(true, band == self),
            _ => Tally::of_one(false, false),
        }
    }
}

impl TimeBand {
    /// Of all who came back a year ago or more and of whom it is known for a year.
    pub fn tally(self, facts: &Facts, today: Date) -> Tally {
        let Some(year) = facts.after_return(12) else { return Tally::default() };
        let band = facts.first_work_on.and_then(|day| {
            let months = |months| facts.after_return(months);
            Some(if day < months(3)? {
                Self::Under3
            } else if day < months(6)? {
                Self::From3
            } else if day < months(12)? {
                Self::From6
            } else {
                Self::Over12
            })
        });
        let left = facts.closed_on.is_some_and(|closed| closed < year) && band.is_none();
        if year > today || left {
            return Tally::default();
        }
        let in_year = band.is_some_and(|band| band != Self::Over12);
        // Whoever is known to have found nothing within the year needs longer than it.
        let known = in_year || facts.is_known_at(year);
        Tally::of_one(known, band.unwrap_or(Self::Over12) == self)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    fn facts() -> Facts {
        Facts {
            sex: Some(Sex::Female),
            born_in: Some(1990),
            territory: Territory::parse("41705214000000").ok(),
            country: Some(*b"RU"),
            returned_on: Some(date(2025, 3, 1)),
            registered_on: date(2025, 3, 10),
            first_work_on: None,
            form: None,
            trained_on: None,
            work_after_course_on: None,
            known_on: date(2025, 3, 10),
            steady_on: None,
            has_disability: false,
            introduced_on: None,
            interviewed_on: None,
            hired_on: None,
            closed_on: None,
        }
    }

    #[test]
    fn a_wait_ends_with_work_or_with_the_last_word() {
        let wait = |days, found| Some(Wait { days, found });
        let known = Facts { known_on: date(2025, 9, 1), ..facts() };
        let found = Facts { first_work_on: Some(date(2025, 3, 31)), ..known };
        let cases = [
            (facts(), wait(9, false)),
            (known, wait(184, false)),
            (found, wait(30, true)),
            (Facts { first_work_on: Some(date(2025, 2, 1)), ..known }, wait(0, true)),
            (Facts { closed_on: Some(date(2025, 3, 21)), ..known }, wait(20, false)),
            (Facts { closed_on: Some(date(2025, 3, 21)), ..found }, wait(20, false)),
            (Facts { closed_on: Some(date(2025, 6, 1)), ..found }, wait(30, true)),
            (Facts { known_on: date(2027, 1, 1), ..facts() }, wait(630, false)),
            (Facts { known_on: date(2025, 1, 1), ..facts() }, wait(0, false)),
            (Facts { returned_on: None, ..found }, None),
        ];
        for (facts, expected) in cases {
            assert_eq!(facts.wait(TODAY), expected, "{facts:?}");
        }
    }

    fn told(tally: Tally) -> (u64, u64, u64) {
        (tally.n, tally.of, tally.cohort)
    }

    #[test]
    fn employed_within_six_months_counts_who_is_old_enough_and_known() {
        let work = |day| Facts { first_work_on: Some(day), known_on: day, ..facts() };
        let known = Facts { known_on: date(2025, 9, 2), ..facts() };
        let left = Facts { closed_on: Some(date(2025, 5, 1)), ..facts() };
        let fresh = Facts { returned_on: Some(date(2026, 10, 1)), ..facts() };
        let cases = [
            (facts(), (0, 0, 1)),
            (known, (0, 1, 1)),
            (work(date(2025, 9, 1)), (1, 1, 1)),
            (work(date(2025, 9, 2)), (0, 1, 1)),
            (left, (0, 0, 0)),
            (fresh, (0, 0, 0)),
        ];
        for (facts, expected) in cases {
            assert_eq!(told(Share::EmployedIn6.tally(&facts, TODAY)), expected, "{facts:?}");
        }
    }

    #[test]
    fn what_came_of_vacancies_is_known_of_everybody_registered_for_six_months() {
        // Registered on 10 March 2025: six months end on 10 September.
        let shown = |day| Facts { introduced_on: Some(day), ..facts() };
        let left = Facts { closed_on: Some(date(2025, 5, 1)), ..facts() };
        let left_after = Facts { introduced_on: Some(date(2025, 4, 1)), ..left };
        let young = Facts { registered_on: date(2026, 5, 22), ..shown(date(2026, 6, 1)) };
        let old_enough = Facts { registered_on: date(2026, 5, 21), ..shown(date(2026, 6, 1)) };
        for (facts, expected) in [
            (facts(), (0, 1, 1)),
            (shown(date(2025, 9, 10)), (1, 1, 1)),
            (shown(date(2025, 9, 11)), (0, 1, 1)),
            (left, (0, 0, 0)),
            (left_after, (1, 1, 1)),
            (young, (0, 0, 0)),
            (old_enough, (1, 1, 1)),
        ] {
            assert_eq!(told(Share::Introduced.tally(&facts, TODAY)), expected, "{facts:?}");
        }
        let all = Facts {
            interviewed_on: Some(date(2025, 4, 2)),
            hired_on: Some(date(2025, 12, 1)),
            ..shown(date(2025, 4, 1))
        };
        let counted = Share::OF_VACANCIES.map(|share| share.tally(&all, TODAY).n);
        assert_eq!(counted, [1, 1, 0]);
    }

    #[test]
    fn every_known_person_stands_in_one_row_of_each_table() {
        let found = Facts {
            first_work_on: Some(date(2025, 7, 1)),
            form: Some(Form::SelfRegistered),
            known_on: date(2026, 6, 1),
            ..facts()
        };
        let none = Facts { form: Some(Form::Unemployed), known_on: date(2026, 6, 1), ..facts() };
        for (facts, work, time) in [
            (found, WorkBand::Formal, TimeBand::From3),
            (none, WorkBand::Unemployed, TimeBand::Over12),
        ] {
            for band in WorkBand::ALL {
                assert_eq!(told(band.tally(&facts, TODAY)), (u64::from(*band == work), 1, 1));
            }
            for band in TimeBand::ALL {
                assert_eq!(told(band.tally(&facts, TODAY)), (u64::from(*band == time), 1, 1));
            }
        }
        let unreached = Facts { form: Some(Form::Formal), ..facts() };
        assert_eq!(told(WorkBand::Formal.tally(&unreached, TODAY)), (0, 0, 1));
    }

    #[test]
    fn nothing_is_published_of_fewer_than_ten() {
        assert_eq!(Tally { n: 1, of: 9, cohort: 9 }.published(), None);
        assert!(Tally { n: 0, of: 10, cohort: 12 }.published().is_some());
    }

    #[test]
    fn a_filter_takes_who_fits_all_it_says() {
        let oblast = Territory::parse("41705000000000").ok();
        let osh = Territory::parse("41706000000000").ok();
        let cases = [
            (Filter::default(), true),
            (
                Filter { sex: Some(Sex::Female), age: Some(AgeBand::From35), ..Filter::default() },
                true,
            ),
            (Filter { age: Some(AgeBand::From25), ..Filter::default() }, false),
            (Filter { territory: oblast, month: Some((2025, 3)), ..Filter::default() }, true),
            (Filter { territory: osh, ..Filter::default() }, false),
            (Filter { country: Some(*b"KZ"), ..Filter::default() }, false),
            (Filter { disability: true, ..Filter::default() }, false),
        ];
        for (filter, expected) in cases {
            assert_eq!(filter.takes(&facts()), expected, "{filter:?}");
        }
    }
}
