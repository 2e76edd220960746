//! What comes of a proposal: who gets what, what each place is asked for, what each measure costs, how it differs from the
//! last one, and what would be learnt if no course were full.

use std::{collections::BTreeMap, ops::ControlFlow};

use allocation::fair::{
    self, Asked, Case, Fault, MOST_GROUPS, Measure as Taken, Rate, Shared, gap,
};
use domain::matching::proposal::{Group, Measures, Mode};

use super::{
    country::{Country, Thing},
    store::{Compared, CourseNeed, GroupRate, Kind, Measure, Outcome, Total, Without},
};

/// A proposal that is reckoned.
pub struct Reckoned {
    pub shared: Shared,
    pub asked: Vec<Asked>,
    pub outcome: Outcome,
}

/// What is reckoned just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// How high the least points may be, or how much is to be added.
    Found,
    AsAsked,
    Without(Measure),
    /// If no course were full.
    Taught,
}

/// Which of all runs it is at, and the share that may be missing there to the best answer, in millionths, after its last step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    pub run: Run,
    pub n: usize,
    pub of: usize,
    pub gap: Option<u64>,
}

/// Is told of every run and of every step of it.
pub type Told<'a> = &'a (dyn Fn(Running) + Sync);

/// Counts the runs for whoever is told of them.
struct Runs<'a> {
    n: usize,
    of: usize,
    told: Option<Told<'a>>,
}

impl Runs<'_> {
    fn begin(&mut self, run: Run) -> Running {
        self.n += 1;
        let running = Running { run, n: self.n, of: self.of, gap: None };
        if let Some(told) = self.told {
            told(running);
        }
        running
    }

    /// The sum of what is known after each step costs a little, so it is only added up for somebody.
    fn share(&mut self, run: Run, case: &Case, measures: &fair::Measures) -> Result<Shared, Fault> {
        let running = self.begin(run);
        let Some(told) = self.told else { return case.share(measures) };
        let shared = case.share_watched(measures, &|step| {
            let gap = Some(gap(step.worth, step.bound, step.scale));
            told(Running { gap, ..running });
            ControlFlow::Continue(())
        })?;
        Ok(shared.unwrap_or_else(|| unreachable!("nobody breaks it off")))
    }
}

/// The most that is added for a group to make it equal to others: as much again.
const MOST_ADDED: u16 = 1000;

/// Hundredths are thousandths for the engine.
pub(super) fn of_engine(measures: &Measures) -> fair::Measures {
    let thousandths = |hundredths: &[u16]| {
        let mut all = [0; MOST_GROUPS];
        for (to, from) in all.iter_mut().zip(hundredths) {
            *to = from * 10;
        }
        all
    };
    let Measures { least, waiting, placing, .. } = *measures;
    let (added, kept) = (thousandths(&measures.added), thousandths(&measures.kept));
    let stable = measures.mode == Mode::Stable;
    fair::Measures { added, kept, least, waiting, placing, stable }
}

fn of_store(measure: Taken) -> Option<Measure> {
    let group = |at: usize| Group::ALL.get(at).copied();
    Some(match measure {
        Taken::Added(at) => Measure::Added(group(at)?),
        Taken::Kept(at) => Measure::Kept(group(at)?),
        Taken::Least => Measure::Least,
        Taken::Waiting => Measure::Waiting,
        Taken::Placing => Measure::Placing,
    })
}

/// Finds what was to be found.
fn found(case: &Case, measures: &Measures) -> Result<Measures, Fault> {
    let mut found = *measures;
    if let Some(group) = measures.level {
        found.added[group as usize] = 0;
        let thousandths = case.find_added(&of_engine(&found), group as usize, MOST_ADDED)?;
        found.added[group as usize] = thousandths.div_ceil(10);
    }
    if let Some(keep) = measures.keep {
        found.least = case.find_least(&of_engine(&found), keep * 10)?;
    }
    Ok(found)
}

impl Country {
    fn is_course(&self, at: u32) -> bool {
        self.things.get(at as usize).is_some_and(|thing| thing.kind == Kind::Course)
    }

    fn total(&self, shared: &Shared) -> Total {
        let on_courses = shared.places.iter().flatten().filter(|at| self.is_course(**at)).count();
        let totals = shared.totals();
        Total { placed: totals.placed, on_courses: on_courses as u64, points: totals.points }
    }

    /// Reckons with some measures.
    pub fn reckon(&self, measures: &Measures, told: Option<Told>) -> Result<Reckoned, Fault> {
        let case = self.case();
        let is_found = measures.level.is_some() || measures.keep.is_some();
        // What is found may be a measure more, which is one more run.
        let n_runs = |measures: &fair::Measures| {
            1 + usize::from(is_found) + measures.taken().count() + usize::from(!measures.stable)
        };
        let mut runs = Runs { n: 0, of: n_runs(&of_engine(measures)), told };
        if is_found {
            runs.begin(Run::Found);
        }
        let measures = found(&case, measures)?;
        let of_engine = of_engine(&measures);
        runs.of = n_runs(&of_engine);
        let shared = runs.share(Run::AsAsked, &case, &of_engine)?;
        let asked = case.asked(&shared, &of_engine);
        let group = |group: &Group| {
            let [own, others] = case.rates(&shared, *group as usize);
            let Rate { placed, of } = own;
            let (others_placed, others_of) = (others.placed, others.of);
            GroupRate { group: *group, placed, of, others_placed, others_of }
        };
        let mut without = Vec::new();
        for (taken, measure) in of_engine.taken().filter_map(|one| Some((one, of_store(one)?))) {
            let shared = runs.share(Run::Without(measure), &case, &of_engine.without(taken))?;
            without.push(Without { measure, total: self.total(&shared) });
        }
        let room = |kind| {
            let of_kind = self.things.iter().filter(move |thing: &&Thing| thing.kind == kind);
            of_kind.map(|thing| u64::from(thing.room)).sum()
        };
        let outcome = Outcome {
            n_places: room(Kind::Vacancy),
            n_seats: room(Kind::Course),
            total: self.total(&shared),
            gap: shared.gap(),
            seconds: 0.0,
            measures,
            groups: Group::ALL.iter().map(group).collect(),
            without,
            before: None,
            needs: self.needs((&case, &of_engine, &shared), &mut runs)?,
        };
        Ok(Reckoned { shared, asked, outcome })
    }

    /// What would be learnt if no course were full, by occupation and oblast, the largest lack first.
    fn needs(
        &self,
        (case, measures, shared): (&Case, &fair::Measures, &Shared),
        runs: &mut Runs,
    ) -> Result<Vec<CourseNeed>, Fault> {
        // Courses lead to nothing there.
        if measures.stable {
            return Ok(Vec::new());
        }
        let mut open = case.clone();
        let mut n_could = vec![0; self.things.len()];
        for (place, _) in self.people.iter().flat_map(|one| &one.ways.ways) {
            n_could[*place as usize] += 1;
        }
        for (at, thing) in (0..).zip(&self.things).filter(|(_, thing)| thing.kind == Kind::Course) {
            // More would take none: so many could come, and so many could go on.
            let goes: u32 = thing.leads.iter().map(|way| case.later[way.place as usize]).sum();
            open.room[at] = goes.min(n_could[at]);
        }
        let wanted = runs.share(Run::Taught, &open, measures)?;
        let count = |shared: &Shared| {
            let mut n = vec![0; self.things.len()];
            for at in shared.places.iter().flatten() {
                n[*at as usize] += 1_u64;
            }
            n
        };
        let (taken, wanted) = (count(shared), count(&wanted));
        let mut needs: BTreeMap<(&str, &str), [u64; 3]> = BTreeMap::new();
        for (at, thing) in self.things.iter().enumerate() {
            let Some((occupation, place)) = &thing.taught else { continue };
            let need = needs.entry((occupation.as_str(), place.oblast().code())).or_default();
            need[0] += u64::from(thing.room);
            need[1] += taken[at];
            need[2] += wanted[at];
        }
        let mut needs: Vec<CourseNeed> = needs
            .into_iter()
            .filter(|(_, [_, _, wanted])| *wanted > 0)
            .map(|((occupation, oblast), [seats, taken, wanted])| {
                let (occupation, oblast) = (occupation.to_owned(), oblast.to_owned());
                CourseNeed { occupation, oblast, seats, taken, wanted }
            })
            .collect();
        needs.sort_by_key(|need| std::cmp::Reverse(need.wanted.saturating_sub(need.seats)));
        Ok(needs)
    }
}

/// How the places of people differ from those of another proposal, each by what it is.
pub fn compared<K: Ord, T: PartialEq>(
    now: &BTreeMap<K, Option<T>>,
    before: &BTreeMap<K, Option<T>>,
    total: Total,
) -> Compared {
    let mut told = Compared { total, ..Compared::default() };
    for (person, now) in now {
        let Some(before) = before.get(person) else { continue };
        told.in_both += 1;
        match (before, now) {
            (Some(before), Some(now)) if before == now => told.same += 1,
            (Some(_), Some(_)) => told.other += 1,
            (None, Some(_)) => told.newly += 1,
            (Some(_), None) => told.no_longer += 1,
            (None, None) => {}
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_compared_by_what_they_get() {
        let map =
            |places: &[(u8, Option<char>)]| places.iter().copied().collect::<BTreeMap<_, _>>();
        let before = map(&[(1, Some('a')), (2, Some('b')), (3, None), (4, Some('c')), (5, None)]);
        let now = map(&[(1, Some('a')), (2, Some('c')), (3, Some('d')), (4, None), (6, Some('e'))]);
        let told = compared(&now, &before, Total::default());
        assert_eq!(
            told,
            Compared {
                in_both: 4,
                same: 1,
                other: 1,
                newly: 1,
                no_longer: 1,
                ..Compared::default()
            }
        );
    }
}
