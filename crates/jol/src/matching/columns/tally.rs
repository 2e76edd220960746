//! How much is offered, by group of occupations, skill and oblast.

use std::collections::BTreeMap;

use domain::{classifier::Code, territory::Territory, vacancy::Need};
use jiff::civil::Date;

use super::Columns;

/// Vacancies and the places they offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    pub vacancies: u64,
    pub places: u64,
}

/// One count for each of some oblasts, in their order.
pub type ByOblast = Vec<Offers>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub all: ByOblast,
    /// By unit group of ISCO.
    pub groups: BTreeMap<Code, ByOblast>,
    pub skills: BTreeMap<Code, ByOblast>,
}

fn add(counts: &mut [Offers], oblast: usize, places: u16) {
    if let Some(count) = counts.get_mut(oblast) {
        count.vacancies += 1;
        count.places += u64::from(places);
    }
}

fn merge(to: &mut ByOblast, from: &[Offers]) {
    for (to, from) in to.iter_mut().zip(from) {
        to.vacancies += from.vacancies;
        to.places += from.places;
    }
}

impl Columns {
    /// All that is open on a day.
    pub fn tally(&self, oblasts: &[Territory], today: Date) -> Tally {
        let n = oblasts.len();
        let of_territory: Vec<usize> = self
            .territories
            .values
            .iter()
            .map(|place| oblasts.iter().position(|one| *one == place.oblast()).unwrap_or(n))
            .collect();
        let blank = vec![Offers::default(); n];
        // By number first: names are looked up once for each and not for each vacancy.
        let mut occupations = vec![Offers::default(); n * self.occupations.values.len()];
        let mut asked = vec![Offers::default(); n * self.asked.values.len()];
        let mut all = blank.clone();
        for row in self.rows.iter().filter(|row| row.is_open && row.closes_on >= today) {
            let oblast = of_territory[usize::from(row.territory)];
            if oblast == n {
                continue;
            }
            add(&mut all, oblast, row.places);
            add(&mut occupations, row.occupation as usize * n + oblast, row.places);
            let first = row.first_need as usize;
            for word in &self.needs[first..first + usize::from(row.n_needs)] {
                add(&mut asked, word.number() * n + oblast, row.places);
            }
        }
        let mut tally = Tally { all, ..Tally::default() };
        for (group, counts) in self.groups.iter().zip(occupations.chunks(n.max(1))) {
            if let Some(group) = group {
                let of_group = tally.groups.entry(group.clone());
                merge(of_group.or_insert_with(|| blank.clone()), counts);
            }
        }
        for ((need, _), counts) in self.asked.values.iter().zip(asked.chunks(n.max(1))) {
            if let Need::Skill(skill, _) = need {
                let of_skill = tally.skills.entry(skill.clone());
                merge(of_skill.or_insert_with(|| blank.clone()), counts);
            }
        }
        tally.groups.retain(|_, counts| counts.iter().any(|one| one.vacancies > 0));
        tally.skills.retain(|_, counts| counts.iter().any(|one| one.vacancies > 0));
        tally
    }
}
