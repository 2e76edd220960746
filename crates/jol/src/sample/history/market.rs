//! Vacancies of one part of the people, and who was introduced for them.
//!
//! A vacancy is made when the first person comes who fits it, so that people are introduced where they fit. Later people
//! find it there. Whoever comes earlier never depends on who comes later.

use domain::{classifier::Concept, vacancy::Stage, vacancy::State};
use jiff::civil::Date;

use super::{
    super::{chance::Chance, organisations::Sector, person::SamplePerson, places},
    days_after, days_before, days_between,
    firms::{Firm, one_of},
    occupations,
    rates::*,
};

/// Work that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vacancy {
    pub employer: usize,
    pub occupation: &'static Concept,
    pub territory: &'static str,
    /// A month, in som.
    pub wage: (i64, i64),
    pub form: &'static str,
    pub places: usize,
    pub made_on: Date,
    pub checked_on: Option<Date>,
    pub closes_on: Date,
    pub state: State,
    pub ended_on: Option<Date>,
    /// Whether it asks for the skills of the work, and for months in it.
    pub asks: (bool, u16),
    /// Which of the texts describes it.
    pub words: usize,
    pub reported: Option<Reported>,
    sector: Sector,
    n_hired: usize,
    n_open: usize,
}

/// Somebody said that something is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported {
    pub on: Date,
    pub reason: usize,
    pub handled_on: Option<Date>,
}

/// One person's way through one vacancy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidacy {
    pub vacancy: usize,
    /// The stages it went through and their days, the first first.
    pub stages: Vec<(Stage, Date)>,
    pub interview_on: Option<Date>,
    pub hired_on: Option<Date>,
    pub refusal: Option<&'static str>,
    pub with_phone: bool,
    pub by_person: bool,
}

impl Candidacy {
    pub fn stage(&self) -> Stage {
        self.stages[self.stages.len() - 1].0
    }

    pub fn last_day(&self) -> Date {
        self.stages[self.stages.len() - 1].1
    }
}

/// Vacancies take a few, as most employers here are small.
const MOST_PLACES: usize = 4;

/// What is offered to the people of one part.
pub struct Market<'f> {
    pub vacancies: Vec<Vacancy>,
    employers: &'f [Firm],
    today: Date,
    /// Steps that the demo's own employer is to see, each for the next person who fits.
    pub wanted: Vec<(usize, Stage)>,
}

const REFUSALS: [&str; 6] = [
    "skills-missing",
    "experience-missing",
    "place-filled",
    "did-not-come",
    "language-missing",
    "paper-missing",
];

impl<'f> Market<'f> {
    pub fn new(employers: &'f [Firm], today: Date) -> Self {
        Self { vacancies: Vec::new(), employers, today, wanted: Vec::new() }
    }

    /// A vacancy of an employer near a place, opened on a day, if there is such an employer.
    fn open(
        &mut self,
        occupation: &'static Concept,
        sector: Sector,
        territory: &str,
        (opened, closes): (Date, Date),
        chance: &mut Chance,
    ) -> Option<usize> {
        let employer = one_of(self.employers, sector, territory, opened, chance)?;
        Some(self.offer(employer, occupation, opened, closes, chance))
    }

    fn offer(
        &mut self,
        employer: &Firm,
        occupation: &'static Concept,
        checked: Date,
        closes_on: Date,
        chance: &mut Chance,
    ) -> usize {
        let made_on = days_before(checked, chance.between(1, 3));
        let from = wage(employer.territory, chance);
        self.vacancies.push(Vacancy {
            employer: employer.number,
            occupation,
            territory: employer.territory,
            wage: (from, from + 1_000 * i64::from(chance.between(0, 12))),
            form: chance.one::<&str>(&[
                "full-time",
                "full-time",
                "shift",
                "permanent",
                "piece-work",
            ]),
            places: chance.between(1, MOST_PLACES as i32) as usize,
            made_on: made_on.max(days_after(employer.made_on, 1)).min(checked),
            checked_on: Some(checked),
            closes_on,
            state: State::Open,
            ended_on: None,
            asks: (chance.happens(0.6), if chance.happens(0.3) { 6 } else { 0 }),
            words: chance.below(1_000) as usize,
            reported: None,
            sector: employer.sector,
            n_hired: 0,
            n_open: 0,
        });
        self.vacancies.len() - 1
    }

    /// A vacancy that somebody could be introduced for on a day: the one there is, or a new one.
    fn find(
        &mut self,
        person: &SamplePerson,
        (from, to): (Date, Date),
        known: &[Candidacy],
        chance: &mut Chance,
    ) -> Option<usize> {
        let isco = person.work_wished.isco;
        let sector = occupations::sector_of(isco);
        let fits = |vacancy: &Vacancy| {
            vacancy.territory[..5] == person.territory[..5]
                && vacancy.sector == sector
                && vacancy.checked_on.is_some_and(|day| day < from)
                && vacancy.closes_on >= to
                && vacancy.n_hired < vacancy.places
                && vacancy.employer > 0
        };
        let free = |at: usize| known.iter().all(|one| one.vacancy != at);
        let found =
            self.vacancies.iter().enumerate().rev().find(|(at, one)| fits(one) && free(*at));
        if let Some((at, _)) = found {
            return Some(at);
        }
        let occupation = match occupations::of_group(isco, chance) {
            Some(concept) => concept,
            None => occupations::called(occupations::of_sector(sector)[0])?,
        };
        let checked = days_before(from, chance.between(1, 14));
        let closes = days_after(to, chance.between(5, 45));
        self.open(occupation, sector, person.territory, (checked, closes), chance)
    }

    /// The way to a job that began on a day.
    pub fn hire(
        &mut self,
        person: &SamplePerson,
        began: Date,
        known: &[Candidacy],
        chance: &mut Chance,
    ) -> Option<Candidacy> {
        // Introduced, invited, offered, begun: a day each at least.
        let first = days_after(person.registered_on, 2).max(days_before(began, 28));
        if days_between(first, began) < 5 {
            return None;
        }
        let confirmed = days_after(began, chance.between(0, 3)).min(self.today);
        let wanted = self.wanted.iter().position(|(at, stage)| {
            let vacancy = &self.vacancies[*at];
            let was_open = vacancy.checked_on.is_some_and(|day| day < first);
            let was_open = was_open && vacancy.closes_on >= began;
            *stage == Stage::Hired && was_open && self.suits(person, *at)
        });
        let vacancy = match wanted {
            Some(place) => self.wanted.remove(place).0,
            None => self.find(person, (first, began), known, chance)?,
        };
        self.vacancies[vacancy].n_hired += 1;
        let mut day = first;
        let mut later = |chance: &mut Chance| {
            let left = days_between(day, began) - 2;
            day = days_after(day, chance.between(1, (left / 3).max(1)));
            day
        };
        let mut stages = Vec::with_capacity(4);
        if chance.happens(0.6) {
            stages.push((Stage::Proposed, first));
            stages.push((Stage::Agreed, later(chance)));
        } else {
            stages.push((Stage::Agreed, first));
        }
        let interview_on = chance.happens(0.7).then(|| {
            let invited = later(chance);
            stages.push((Stage::Interview, invited));
            invited
        });
        stages.push((Stage::Hired, confirmed.max(days_after(day, 1)).min(self.today)));
        Some(Candidacy {
            vacancy,
            stages,
            interview_on,
            hired_on: Some(began),
            refusal: None,
            with_phone: chance.happens(0.5),
            by_person: chance.happens(0.3),
        })
    }

    /// A try that came to nothing, begun on a day.
    pub fn try_in_vain(
        &mut self,
        person: &SamplePerson,
        (first, last): (Date, Date),
        known: &[Candidacy],
        chance: &mut Chance,
    ) -> Option<Candidacy> {
        let vacancy = self.find(person, (first, first), known, chance)?;
        let mut stages = vec![(Stage::Agreed, first)];
        let second = days_after(first, chance.between(1, 6));
        let interview_on = (chance.happens(0.5) && days_after(second, 2) <= last).then(|| {
            stages.push((Stage::Interview, second));
            days_after(second, 1)
        });
        let ends = days_after(interview_on.unwrap_or(second), chance.between(1, 6)).min(last);
        let refusal = match chance.happens(SAID_NO.value) {
            true => None,
            false => Some(*chance.one(&REFUSALS)),
        };
        let end = if refusal.is_some() { Stage::Refused } else { Stage::Withdrawn };
        stages.push((end, ends.max(stages[stages.len() - 1].1)));
        let with_phone = chance.happens(0.5);
        let by_person = chance.happens(0.4);
        Some(Candidacy {
            vacancy,
            stages,
            interview_on,
            hired_on: None,
            refusal,
            with_phone,
            by_person,
        })
    }

    /// Something under way: proposed, agreed, invited or offered within the last weeks.
    pub fn begin(
        &mut self,
        person: &SamplePerson,
        since: Date,
        known: &[Candidacy],
        chance: &mut Chance,
    ) -> Option<Candidacy> {
        let (vacancy, stage) = match self.wanted_of(person, since) {
            Some(place) => self.wanted.remove(place),
            None => {
                let stage = [Stage::Proposed, Stage::Agreed, Stage::Interview, Stage::Offered]
                    [[0, 0, 0, 1, 1, 1, 2, 2, 2, 3][chance.below(10) as usize]];
                return self.begin_at(person, stage, since, known, chance);
            }
        };
        self.at_stage(vacancy, stage, since, chance)
    }

    /// A candidacy that stands at a stage today, for a vacancy that fits.
    pub fn begin_at(
        &mut self,
        person: &SamplePerson,
        stage: Stage,
        since: Date,
        known: &[Candidacy],
        chance: &mut Chance,
    ) -> Option<Candidacy> {
        let first = since.max(days_before(self.today, chance.between(4, 18)));
        if first >= self.today {
            return None;
        }
        let vacancy = self.find(person, (first, days_after(self.today, 3)), known, chance)?;
        self.at_stage(vacancy, stage, since, chance)
    }

    /// The way to a stage within the last days.
    fn at_stage(
        &mut self,
        vacancy: usize,
        stage: Stage,
        since: Date,
        chance: &mut Chance,
    ) -> Option<Candidacy> {
        let opened = self.vacancies[vacancy].checked_on?;
        let first =
            since.max(days_after(opened, 1)).max(days_before(self.today, chance.between(4, 16)));
        if days_between(first, self.today) < 3 {
            return None;
        }
        let [second, third] = [days_after(first, 1), days_before(self.today, 1)];
        let is_over = stage.is_over();
        let mut one = Candidacy {
            vacancy,
            stages: Vec::with_capacity(3),
            interview_on: None,
            hired_on: None,
            refusal: (stage == Stage::Refused).then(|| *chance.one(&REFUSALS[..2])),
            with_phone: chance.happens(0.6),
            by_person: stage != Stage::Proposed && chance.happens(0.3),
        };
        match stage {
            Stage::Proposed => one.stages.push((Stage::Proposed, first)),
            Stage::Agreed => one.stages.push((Stage::Agreed, first)),
            Stage::Interview => {
                one.stages.extend([(Stage::Agreed, first), (Stage::Interview, second)]);
                one.interview_on = Some(days_after(self.today, chance.between(1, 6)));
            }
            _ => {
                let last = (stage, third.max(days_after(second, 1)));
                one.stages.extend([(Stage::Agreed, first), (Stage::Interview, second), last]);
                one.interview_on = Some(second);
            }
        }
        self.vacancies[vacancy].n_open += usize::from(!is_over);
        Some(one)
    }

    /// Whether the demo's own employer is to meet this person.
    pub fn wants(&self, person: &SamplePerson, since: Date) -> bool {
        self.wanted_of(person, since).is_some()
    }

    fn wanted_of(&self, person: &SamplePerson, since: Date) -> Option<usize> {
        let is_known = since < days_before(self.today, 10);
        self.wanted
            .iter()
            .position(|(at, stage)| *stage != Stage::Hired && is_known && self.suits(person, *at))
    }

    fn suits(&self, person: &SamplePerson, at: usize) -> bool {
        let employer = &self.employers[self.vacancies[at].employer];
        occupations::sector_of(person.work_wished.isco) == employer.sector && person.phone.is_some()
    }

    /// What the demo's own employer offers: vacancies in every state, and the people it is to meet.
    pub fn begin_demo(&mut self, chance: &mut Chance) {
        let employer = &self.employers[0];
        let codes = occupations::of_sector(employer.sector);
        let today = self.today;
        let ago = |days: i32| days_before(today, days);
        let ahead = |days: i32| days_after(today, days);
        let offers = [
            // How long ago it was let through, when it closes, how many places.
            (12, ahead(20), 5, State::Open),
            (25, ahead(11), 3, State::Open),
            (4, ahead(40), 2, State::Open),
            (400, ago(45), 1, State::Filled),
            (96, ago(40), 2, State::Open),
            (60, ago(12), 2, State::Closed),
            (2, ahead(30), 3, State::Waiting),
            (15, ahead(15), 1, State::Refused),
        ];
        let mut made = Vec::new();
        for (at, (checked, closes, places, state)) in offers.into_iter().enumerate() {
            let Some(occupation) = occupations::called(codes[at % codes.len()]) else { continue };
            let place = self.offer(employer, occupation, ago(checked), closes, chance);
            made.push(place);
            let vacancy = &mut self.vacancies[place];
            (vacancy.places, vacancy.state) = (places, state);
            match state {
                State::Waiting => vacancy.checked_on = None,
                State::Closed => vacancy.ended_on = Some(closes),
                _ => (),
            }
        }
        self.vacancies[made[2]].reported =
            Some(Reported { on: days_before(today, 1), reason: 0, handled_on: None });
        let [first, second, filled] = [made[0], made[1], made[3]];
        self.wanted = vec![
            (first, Stage::Interview),
            (first, Stage::Agreed),
            (second, Stage::Offered),
            (first, Stage::Refused),
            (second, Stage::Interview),
            (first, Stage::Agreed),
            (second, Stage::Refused),
            (first, Stage::Proposed),
        ];
        self.wanted.push((filled, Stage::Hired));
    }

    /// Vacancies that nobody of this part was introduced for: new ones, old ones, and some that wait for a check.
    pub fn fill_up(&mut self, chance: &mut Chance) {
        let everywhere = places::weighted();
        for n in 0..VACANCIES_BESIDE.value as usize {
            let territory = everywhere.draw(chance).0;
            let sector = self.employers[chance.below(self.employers.len() as u32) as usize].sector;
            let code = *chance.one(occupations::of_sector(sector));
            let Some(occupation) = occupations::called(code) else { continue };
            let checked_ago = match n % 4 {
                0 => chance.between(0, 6),
                1 => chance.between(7, 40),
                _ => chance.between(41, 700),
            };
            let checked = days_before(self.today, checked_ago);
            let closes = days_after(checked, chance.between(30, 75));
            let days = (checked, closes);
            let Some(at) = self.open(occupation, sector, territory, days, chance) else { continue };
            let vacancy = &mut self.vacancies[at];
            let drawn = chance.below(100);
            if n % 4 == 0 && drawn < 30 {
                (vacancy.state, vacancy.checked_on) = (State::Waiting, None);
            } else if drawn < 36 {
                vacancy.state = State::Refused;
            } else if drawn < 48 && closes < self.today {
                (vacancy.state, vacancy.ended_on) = (State::Closed, Some(closes));
            }
        }
    }

    /// Says how many places there were, now that everybody has tried, and who complained.
    pub fn settle(&mut self, chance: &mut Chance) {
        for vacancy in &mut self.vacancies {
            let is_checked = vacancy.checked_on.filter(|_| vacancy.state == State::Open);
            let Some(opened) = is_checked.or(vacancy.checked_on) else { continue };
            if vacancy.state == State::Filled {
                vacancy.places = vacancy.n_hired;
            } else if vacancy.n_hired >= vacancy.places {
                let is_past = vacancy.closes_on < self.today;
                let is_full = vacancy.n_open == 0 && is_past && vacancy.state == State::Open;
                vacancy.places = vacancy.n_hired + usize::from(!is_full);
                if is_full {
                    vacancy.state = State::Filled;
                }
            }
            if vacancy.state == State::Filled && vacancy.n_hired == 0 {
                // Nobody came, in so small a country.
                (vacancy.places, vacancy.state) = (1, State::Open);
            }
            if vacancy.reported.is_none()
                && vacancy.state == State::Open
                && chance.happens(VACANCY_REPORTED.value)
            {
                let on = days_after(opened, chance.between(1, 20));
                let handled_on = Some(days_after(on, 3)).filter(|day| *day <= self.today);
                let reason = chance.below(1_000) as usize;
                if on <= self.today.min(vacancy.closes_on) {
                    vacancy.reported = Some(Reported { on, reason, handled_on });
                }
            }
        }
    }
}

/// A monthly wage near the average of an oblast in 2025 (National Statistical Committee), below it more often than above.
fn wage(territory: &str, chance: &mut Chance) -> i64 {
    let average = match &territory[3..5] {
        "02" => 46,
        "03" | "21" => 35,
        "04" => 40,
        "05" => 31,
        "06" => 27,
        "07" => 39,
        "08" => 34,
        _ => 55,
    };
    1_000 * i64::from(average * chance.between(70, 110) / 100)
}
