//! The story of one person.

use domain::{
    access::{Consents, Purpose},
    course::Enrolment,
    followup::{Closing, Form, VisitState},
    vacancy::Stage,
};
use jiff::civil::Date;

use super::{
    super::{
        chance::Chance,
        parameters::{
            AGREES_TO_EXCHANGE, AGREES_TO_FINANCE, AGREES_TO_MATCHING, AGREES_TO_TRAINING,
            RESTRICTED,
        },
        person::SamplePerson,
    },
    care::{self, Letter, Step, Written},
    days_after, days_before, days_between,
    firms::Firm,
    follow::{Asked, Known},
    life::{Job, Life},
    market::{Candidacy, Market},
    occupations,
    profile::Profile,
    rates::*,
    school::{self, Group, Seat},
    words,
};

/// Which officer looks after somebody: one of their own office or of the office above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clerk {
    pub at_the_oblast: bool,
    pub number: u32,
}

/// What became of one person. Everything lies behind the day of the registration.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    pub agreed: Vec<Purpose>,
    pub restricted: bool,
    pub clerk: Clerk,
    pub assigned_on: Option<Date>,
    pub profile: Profile,
    pub steps: Vec<Step>,
    pub notes: Vec<Written>,
    pub letters: Vec<Letter>,
    pub seat: Option<Seat>,
    pub candidacies: Vec<Candidacy>,
    pub known: Known,
    /// Closed with a reason, or opened again.
    pub closings: Vec<(Date, Option<Closing>)>,
    /// Somebody with the same phone was looked at and is somebody else.
    pub told_apart: bool,
}

/// What somebody really does, and the course they asked for.
pub struct Work {
    pub life: Life,
    pub seat: Option<Seat>,
}

impl Story {
    pub fn closed(&self) -> Option<(Date, Closing)> {
        let (day, reason) = self.closings.last()?;
        Some((*day, (*reason)?))
    }
}

/// Tells one story after another.
pub struct Teller<'f> {
    pub today: Date,
    pub market: Market<'f>,
    pub providers: &'f [Firm],
    pub groups: Vec<Group>,
}

/// The person who signs in to the demo has a road that is worth looking at.
const OF_THE_DEMO: usize = 0;

impl Teller<'_> {
    pub fn tell(&mut self, person: &SamplePerson, chance: &mut Chance) -> Story {
        let today = self.today;
        let registered = person.registered_on;
        let is_demo = person.index == OF_THE_DEMO;
        let agreed = if is_demo { Consents::ASKED.to_vec() } else { agreed(chance) };
        let restricted = !is_demo && chance.happens(RESTRICTED.value);
        let clerk = Clerk {
            at_the_oblast: chance.happens(AT_THE_OBLAST.value),
            number: chance.below(1_000),
        };
        let assigned_on = Some(days_after(registered, chance.between(1, 6)))
            .filter(|day| *day <= today && !restricted)
            .filter(|_| {
                // Sooner or later everybody is given to somebody.
                let is_new = days_between(registered, today) < 120;
                chance.happens(ASSIGNED.value) || !is_new || is_demo
            });
        let mut closings = self.early_end(person, is_demo, chance);
        let closed = closings.last().filter(|(_, reason)| reason.is_some());
        let until = closed.map_or(today, |(day, _)| days_before(*day, 1));

        let is_open = |purpose| agreed.contains(&purpose) && !restricted;
        let (may_learn, may_work) = (is_open(Purpose::Training), is_open(Purpose::Matching));
        let mut work = self.work(person, may_learn, until, chance);
        let mut candidacies = Vec::new();
        if may_work {
            self.hire(person, &mut work.life, until, &mut candidacies, chance);
        }
        let soon = |chance: &mut Chance| is_demo || chance.happens(SOONER.value);
        let lag = if soon(chance) { chance.between(1, 25) } else { chance.between(40, 365) };
        let told_on = days_after(registered, lag);
        let is_profiled = (chance.happens(PROFILED.value) && told_on <= until) || is_demo;
        let mut profile = match is_profiled {
            true => Profile::new(person, told_on, until, chance),
            false => Profile::default(),
        };
        if let Some(seat) = &work.seat
            && seat.completed_on().is_some()
        {
            profile.trained(self.taught(seat), seat, until);
        }

        let confirmed: Vec<Date> = candidacies.iter().map(Candidacy::last_day).collect();
        let asked = Asked {
            person,
            life: &work.life,
            confirmed: &confirmed,
            trained_on: work.seat.as_ref().and_then(Seat::completed_on),
            exchange: agreed.contains(&Purpose::Exchange),
            assigned: assigned_on.is_some(),
        };
        let asking = chance.clone();
        let asked_until = if is_demo { days_before(today, 50) } else { until };
        let mut known = asked.until(asked_until, chance);
        let mut until = until;
        if closings.is_empty()
            && let Some(closed_on) = self.steady_end(&known, &work, &candidacies, chance)
        {
            closings.push((closed_on, Some(Closing::Reached)));
            until = days_before(closed_on, 1);
            known = asked.until(until, &mut asking.clone());
        }

        if may_work && is_profiled {
            let is_over = !closings.is_empty() || person.left_again_on.is_some();
            let home_until = person.left_again_on.map_or(until, |left| until.min(left));
            self.try_for_work(person, told_on, home_until, &mut candidacies, chance);
            if is_demo {
                self.demo_tries(person, &mut candidacies, chance);
            } else if !is_over && !work.life.form_on(today).is_formal() {
                let since = days_after(told_on, 2);
                if chance.happens(TRIES_NOW.value) || self.market.wants(person, since) {
                    candidacies.extend(self.market.begin(person, since, &candidacies, chance));
                }
            }
        }

        let lag = if soon(chance) { chance.between(1, 18) } else { chance.between(30, 250) };
        let plan_on = days_after(told_on, lag);
        let is_planned = is_profiled && assigned_on.is_some() && plan_on <= until;
        let steps = match is_planned && (chance.happens(PLANNED.value) || is_demo) {
            true => care::plan(person, &work, plan_on, until, chance),
            false => Vec::new(),
        };
        let since = days_after(registered, 3);
        let home_until = person.left_again_on.map_or(until, |left| until.min(left));
        let notes = match assigned_on {
            Some(_) => care::notes(person, since, until, chance),
            None => Vec::new(),
        };
        let letters = match is_demo {
            true => vec![self.demo_letter(person, chance)],
            false => care::letters(person, since, home_until, chance),
        };
        let mut story = Story {
            agreed,
            restricted,
            clerk,
            assigned_on,
            profile,
            steps,
            notes,
            letters,
            seat: work.seat,
            candidacies,
            known,
            closings,
            told_apart: chance.happens(TOLD_APART.value),
        };
        if !is_demo {
            self.lose(&mut story, chance);
        }
        story
    }

    /// The end of a road that does not come from work.
    fn early_end(
        &self,
        person: &SamplePerson,
        is_demo: bool,
        chance: &mut Chance,
    ) -> Vec<(Date, Option<Closing>)> {
        if let Some(left) = person.left_again_on {
            let heard = days_after(left, chance.between(5, 40));
            let is_heard = chance.happens(LEAVING_IS_HEARD.value)
                && heard <= self.today
                && heard > days_after(person.registered_on, 2);
            return if is_heard { vec![(heard, Some(Closing::LeftAgain))] } else { Vec::new() };
        }
        let drawn = f64::from(chance.below(1_000_000)) / 1_000_000.0;
        let reason = if drawn < DIED.value {
            Closing::Died
        } else if drawn < DIED.value + MOVED.value {
            Closing::Moved
        } else if drawn < DIED.value + MOVED.value + WITHDREW.value {
            Closing::Stopped
        } else {
            return Vec::new();
        };
        let first = days_after(person.registered_on, 30);
        let day = days_after(first, chance.between(0, 300));
        if is_demo || day > self.today {
            return Vec::new();
        }
        let again = days_after(day, chance.between(20, 60));
        let comes_back = reason != Closing::Died && chance.happens(OPENED_AGAIN.value);
        match comes_back && again <= self.today {
            true => vec![(day, Some(reason)), (again, None)],
            false => vec![(day, Some(reason))],
        }
    }

    fn work(
        &mut self,
        person: &SamplePerson,
        may_learn: bool,
        until: Date,
        chance: &mut Chance,
    ) -> Work {
        let today = self.today;
        if person.index == OF_THE_DEMO {
            return self.demo_work(person, chance);
        }
        let mut life = Life::new(person, today, chance);
        let end = match (until == today, person.left_again_on) {
            // Whoever stays sees the end of a course that begins next month.
            (true, None) => Date::MAX,
            (_, left) => left.map_or(until, |left| left.min(until)),
        };
        let seat = match may_learn {
            true => school::ask(person, &life, end, &mut self.groups, today, chance),
            false => None,
        };
        if let Some(ended) = seat.as_ref().and_then(Seat::completed_on) {
            life.trained(ended, person, today, chance);
        }
        Work { life, seat }
    }

    /// Formal jobs that came from a vacancy of the service.
    fn hire(
        &mut self,
        person: &SamplePerson,
        life: &mut Life,
        until: Date,
        candidacies: &mut Vec<Candidacy>,
        chance: &mut Chance,
    ) {
        for job in life.jobs.iter_mut().filter(|job| job.form == Form::Formal) {
            let lasts = job.to.is_none_or(|to| to > days_after(job.from, 10));
            let is_heard = days_after(job.from, 4) <= until;
            if lasts
                && is_heard
                && chance.happens(HIRED_HERE.value)
                && let Some(one) = self.market.hire(person, job.from, candidacies, chance)
            {
                job.hired = Some(candidacies.len());
                candidacies.push(one);
            }
        }
    }

    fn try_for_work(
        &mut self,
        person: &SamplePerson,
        told_on: Date,
        last: Date,
        candidacies: &mut Vec<Candidacy>,
        chance: &mut Chance,
    ) {
        let first = days_after(told_on, 2);
        let n_days = days_between(first, last) - 16;
        if n_days < 0 || !chance.happens(TRIED.value) {
            return;
        }
        let on = days_after(first, chance.between(0, n_days.min(300)));
        let one = self.market.try_in_vain(person, (on, last), candidacies, chance);
        candidacies.extend(one);
    }

    /// Some whose job is steady are let go some weeks later.
    fn steady_end(
        &self,
        known: &Known,
        work: &Work,
        candidacies: &[Candidacy],
        chance: &mut Chance,
    ) -> Option<Date> {
        let steady = known.steady_on(self.today)?;
        let proved = known.spells.iter().filter_map(|told| told.proved_on).max()?;
        let confirmed = candidacies.iter().map(Candidacy::last_day).max();
        let learnt = work.seat.as_ref().map(|seat| self.groups[seat.group].ends_on);
        let last = steady.max(proved);
        let day = days_after(last, chance.between(8, 45));
        let is_free = confirmed.is_none_or(|one| one < day)
            && learnt.is_none_or(|ended| days_after(ended, 8) < day)
            && work.seat.as_ref().is_none_or(|seat| !seat.state.is_open());
        (chance.happens(STEADY_CLOSED.value) && day <= self.today && is_free).then_some(day)
    }

    /// Some whom nobody reaches any more are given up.
    fn lose(&self, story: &mut Story, chance: &mut Chance) {
        let is_missed = |one: &&super::Visit| one.state == VisitState::Missed;
        let n_missed = story.known.visits.iter().filter(is_missed).count();
        let last = story.known.contacts.last();
        let Some(last) = last.filter(|one| n_missed >= 2 && one.outcome.is_none()) else { return };
        let day = days_after(last.on, chance.between(10, 40));
        let is_quiet = story
            .candidacies
            .iter()
            .all(|one| one.last_day() < day && one.stage().is_over())
            && story.seat.as_ref().is_none_or(|seat| {
                seat.state == Enrolment::Completed && seat.judged_on.is_some_and(|on| on < day)
            })
            && story.letters.iter().all(|letter| {
                letter.asked.on < day && letter.answer.is_some_and(|one| one.on < day)
            })
            && story.notes.iter().all(|note| note.on < day)
            && story.profile.lines.iter().all(|line| line.seen_on.unwrap_or(line.made_on) < day)
            && story.steps.iter().all(|step| step.closed_on.unwrap_or(step.made_on) < day);
        if story.closings.is_empty() && day <= self.today && is_quiet && chance.happens(0.5) {
            story.closings.push((day, Some(Closing::Lost)));
        }
    }

    /// The first skill of what a course teaches.
    fn taught(&self, seat: &Seat) -> Option<&'static str> {
        let group = &self.groups[seat.group];
        let sector = self.providers[group.provider].sector;
        let (_, occupation, _) = words::course(sector, group.course);
        Some(occupations::called(occupation)?.skills.iter().next()?.as_str())
    }

    /// Some weeks of informal work, then a course that was finished.
    fn demo_work(&mut self, person: &SamplePerson, chance: &mut Chance) -> Work {
        let registered = person.registered_on;
        let job = Job {
            form: Form::Informal,
            from: days_after(registered, 4),
            to: Some(days_after(registered, 31)),
            hired: None,
        };
        let life = Life { jobs: vec![job], idle: Form::Unemployed };
        let first = days_after(registered, 14);
        let fits = |group: &Group| group.starts_on > first && group.judged_on.is_some();
        let at = self.groups.iter().rposition(fits);
        let seat = at.and_then(|at| school::take(at, person, &mut self.groups, self.today, chance));
        let seat = seat.map(|seat| seat.finished(&self.groups));
        Work { life, seat }
    }

    /// Invited by one employer, waiting for the word of another.
    fn demo_tries(
        &mut self,
        person: &SamplePerson,
        candidacies: &mut Vec<Candidacy>,
        chance: &mut Chance,
    ) {
        let since = days_after(person.registered_on, 20);
        for stage in [Stage::Interview, Stage::Agreed] {
            let one = self.market.begin_at(person, stage, since, candidacies, chance);
            candidacies.extend(one);
        }
    }

    fn demo_letter(&self, person: &SamplePerson, chance: &mut Chance) -> Letter {
        let (asked, answer) = words::letter(care::in_kyrgyz(person), chance);
        let [first, second] = [9, 8].map(|ago| days_before(self.today, ago));
        Letter {
            asked: Written { on: first, words: asked },
            answer: Some(Written { on: second, words: answer }),
        }
    }
}

/// Everybody agrees to be registered; what else they agree to differs.
fn agreed(chance: &mut Chance) -> Vec<Purpose> {
    let mut agreed = Vec::with_capacity(Consents::ASKED.len());
    for purpose in Consents::ASKED {
        let share = match purpose {
            Purpose::Matching => AGREES_TO_MATCHING.value,
            Purpose::Training => AGREES_TO_TRAINING.value,
            Purpose::Finance => AGREES_TO_FINANCE.value,
            Purpose::Exchange => AGREES_TO_EXCHANGE.value,
            _ => 1.0,
        };
        if chance.happens(share) {
            agreed.push(purpose);
        }
    }
    agreed
}
