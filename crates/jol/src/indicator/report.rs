//! What is told of a view: every number with its base and its uncertainty, or that it is not told. Pages, files and the
//! API show the same report, so what is hidden in one is hidden in all.

use domain::{
    access::{Reach, Scope},
    indicator::{
        Dimension, Filter, Interval, Share, Tally, TimeBand, WorkBand, hide_more, is_small, shown,
        wilson,
    },
    territory::Territory,
};
use jiff::Timestamp;
use survival::Median;

use super::{
    axis::{Axis, Group, asked},
    latest::Latest,
    published::{self, EstimatedReturns},
    view::{Sum, Sums},
};

/// A number that has a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    People,
    Share(Share),
    Work(WorkBand),
    Time(TimeBand),
    /// From the return to the first work.
    Wait,
}

impl Number {
    pub fn code(self) -> String {
        match self {
            Self::People => "people".to_owned(),
            Self::Share(share) => share.code().to_owned(),
            Self::Work(band) => format!("form-{band}"),
            Self::Time(band) => format!("time-{band}"),
            Self::Wait => "time-to-first-work".to_owned(),
        }
    }
}

/// The numbers of which every group of a breakdown has its own.
pub const OF_GROUPS: [Number; 8] = [
    Number::People,
    Number::Share(Share::EmployedIn6),
    Number::Share(Share::EmployedAfterCourse),
    Number::Share(Share::Steady),
    Number::Wait,
    Number::Share(Share::Introduced),
    Number::Share(Share::Interviewed),
    Number::Share(Share::Hired),
];

/// How many of them are of the whole road. The others are of vacancies, and stand in a table of their own.
pub const N_OF_ROAD: usize = OF_GROUPS.len() - Share::OF_VACANCIES.len();

/// One number of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// It could point at single people, by itself or as a difference.
    Hidden,
    /// Nobody is in its base.
    Nobody,
    People(u64),
    Share {
        n: u64,
        of: u64,
        /// Who would be in the base if it were known what became of them.
        cohort: Option<u64>,
        interval: Interval,
    },
    Wait {
        people: u64,
        found: u64,
        /// None as long as more than half are searching.
        median: Option<Median>,
    },
}

/// Registered people beside an estimate of how many came back.
#[derive(Clone, Debug)]
pub struct Registered {
    pub estimate: &'static EstimatedReturns,
    /// None when it would point at single people.
    pub people: Option<u64>,
}

pub struct Report {
    /// The moment as of which it holds.
    pub at: Timestamp,
    pub numbers: Vec<(Number, Cell)>,
    /// For the whole country only: estimates exist for nothing smaller.
    pub registered: Vec<Registered>,
    pub by: Option<Dimension>,
    /// In the order of [`OF_GROUPS`].
    pub groups: Vec<(Group, [Cell; OF_GROUPS.len()])>,
    /// Groups of which nothing may be told, not even that there are people in them.
    pub n_untold: usize,
}

/// `within`: the territory that an office looks after, whose parts are the rows of a breakdown by territory.
pub fn report(
    latest: &Latest,
    scope: &Scope,
    filter: &Filter,
    by: Option<Dimension>,
    within: Option<Territory>,
) -> Report {
    let view = &latest.view;
    let asked = asked(view, filter);
    let axis = by.map(|dimension| Axis::of_all(view, dimension, filter.territory.or(within)));
    let sums = view.count(scope, &asked, axis.as_ref());
    let wanted = asked.iter().map(|(axis, group)| axis.groups.iter().position(|one| one == group));
    let control = Control { sums: &sums, wanted: wanted.collect() };

    let (groups, n_untold) = match &axis {
        Some(axis) => control.groups(axis),
        None => (Vec::new(), 0),
    };
    let is_everybody =
        *filter == Filter::default() && scope.reach == Reach::Country && scope.consent.is_none();
    let n_people = Sum::total(&sums.groups).people;
    let until = |estimate: &EstimatedReturns| view.returned_until(scope, estimate.until);
    let registered = if is_everybody { registered(n_people, until) } else { Vec::new() };
    Report { at: latest.at, numbers: control.numbers(), registered, by, groups, n_untold }
}

/// Everybody who is registered came back until one of the days, between two of them or later: no such part may be small.
fn registered(n_people: u64, n_until: impl Fn(&EstimatedReturns) -> u64) -> Vec<Registered> {
    let counts: Vec<u64> = published::returns().iter().map(n_until).collect();
    let ends = counts.iter().copied().chain([n_people]);
    let begins = std::iter::once(0).chain(counts.iter().copied());
    let all_large = begins.zip(ends).all(|(begin, end)| !is_small(end - begin));
    let told = published::returns().iter().zip(&counts);
    told.map(|(estimate, n)| Registered { estimate, people: all_large.then_some(*n) }).collect()
}

/// The two sides a number divides people into.
fn sides(number: Number, sum: &Sum) -> [u64; 2] {
    match number {
        Number::People => [sum.people, 0],
        Number::Wait => sum.waits,
        _ => tally(number, sum).map_or([0; 2], |tally| [tally.n, tally.of - tally.n]),
    }
}

fn tally(number: Number, sum: &Sum) -> Option<Tally> {
    match number {
        Number::Share(share) => Some(sum.share(share)),
        Number::Work(band) => Some(sum.work(band)),
        Number::Time(band) => Some(sum.time(band)),
        Number::People | Number::Wait => None,
    }
}

/// Those whose outcome is known and the others.
fn response(number: Number, sum: &Sum) -> [u64; 2] {
    tally(number, sum).map_or([0; 2], |tally| [tally.of, tally.cohort - tally.of])
}

/// Decides what may be told. A number under a filter is one row of a breakdown by what was filtered, so it is told only
/// where that breakdown would tell it.
struct Control<'s> {
    sums: &'s Sums,
    /// The group that each filter asks for.
    wanted: Vec<Option<usize>>,
}

impl Control<'_> {
    /// Whether the number of all may be told, and that of each group.
    fn decide(&self, parts: impl Fn(&Sum) -> [u64; 2]) -> (bool, Vec<bool>) {
        let among = |rows: Vec<[u64; 2]>, wanted: Option<usize>| {
            wanted.and_then(|wanted| shown(&rows).get(wanted).copied()).unwrap_or(false)
        };
        let beside = || self.sums.beside.iter().zip(self.wanted.iter().copied());
        let all = parts(&Sum::total(&self.sums.groups));
        let all_told = !all.iter().any(|n| is_small(*n))
            && beside().all(|(rows, wanted)| {
                among(rows.iter().map(|groups| parts(&Sum::total(groups))).collect(), wanted)
            });
        let own: Vec<[u64; 2]> = self.sums.groups.iter().map(&parts).collect();
        let mut told = shown(&own);
        for (at, told) in told.iter_mut().enumerate() {
            *told &= all_told
                && beside().all(|(rows, wanted)| {
                    among(rows.iter().map(|groups| parts(&groups[at])).collect(), wanted)
                });
        }
        hide_more(&own, &mut told);
        (all_told, told)
    }

    fn numbers(&self) -> Vec<(Number, Cell)> {
        let all = Sum::total(&self.sums.groups);
        let one = |number: Number| (number, self.cell(number, &all, None, self.decide_on(number)));
        let bands = |numbers: Vec<Number>| {
            let rows: Vec<[u64; 1]> =
                numbers.iter().map(|number| [sides(*number, &all)[0]]).collect();
            let mut told: Vec<bool> =
                numbers.iter().map(|number| self.decide_on(*number).0.0).collect();
            // The rows of a table add up to its base.
            hide_more(&rows, &mut told);
            let cells = numbers.into_iter().zip(told).map(|(number, told)| {
                let (_, response) = self.decide_on(number);
                (number, self.cell(number, &all, None, ((told, Vec::new()), response)))
            });
            cells.collect::<Vec<_>>()
        };
        let mut numbers = OF_GROUPS.map(one).to_vec();
        numbers.extend(bands(WorkBand::ALL.iter().copied().map(Number::Work).collect()));
        numbers.extend(bands(TimeBand::ALL.iter().copied().map(Number::Time).collect()));
        numbers
    }

    fn groups(&self, axis: &Axis) -> (Vec<(Group, [Cell; OF_GROUPS.len()])>, usize) {
        let decided = OF_GROUPS.map(|number| self.decide_on(number));
        let mut told = Vec::new();
        let mut n_untold = 0;
        for (at, (group, sum)) in axis.groups.iter().zip(&self.sums.groups).enumerate() {
            if sum.people == 0 {
                continue;
            }
            let mut decided = decided.iter().cloned();
            let cells = OF_GROUPS.map(|number| {
                let decided = decided.next().unwrap_or_default();
                self.cell(number, sum, Some(at), decided)
            });
            if cells.iter().all(|cell| *cell == Cell::Hidden) {
                n_untold += 1;
            } else {
                told.push((*group, cells));
            }
        }
        (told, n_untold)
    }

    fn decide_on(&self, number: Number) -> Decided {
        (self.decide(|sum| sides(number, sum)), self.decide(|sum| response(number, sum)))
    }

    /// One cell: of everybody, or of the group at a place.
    fn cell(&self, number: Number, sum: &Sum, group: Option<usize>, decided: Decided) -> Cell {
        let told = |(all, groups): &(bool, Vec<bool>)| match group {
            None => *all,
            Some(at) => groups.get(at).copied().unwrap_or(false),
        };
        if !told(&decided.0) {
            return Cell::Hidden;
        }
        match number {
            Number::People => Cell::People(sum.people),
            Number::Wait => {
                let [searching, found] = sum.waits;
                let groups = group.map_or(0..self.sums.groups.len(), |at| at..at + 1);
                match searching + found {
                    0 => Cell::Nobody,
                    people => {
                        let median = self.sums.waits(groups).curve().median();
                        Cell::Wait { people, found, median }
                    }
                }
            }
            _ => {
                let Tally { n, of, cohort } = tally(number, sum).unwrap_or_default();
                let cohort = told(&decided.1).then_some(cohort);
                match wilson(n, of) {
                    Some(interval) => Cell::Share { n, of, cohort, interval },
                    None => Cell::Nobody,
                }
            }
        }
    }
}

/// Whether a number may be told, of everybody and of each group; then the same of its response.
type Decided = ((bool, Vec<bool>), (bool, Vec<bool>));

impl Registered {
    /// Of the people who had come back, as the estimate has it.
    pub fn share(&self) -> Option<f64> {
        self.people.map(|people| people as f64 / self.estimate.people as f64)
    }
}
