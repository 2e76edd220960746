//! How the service hears of people: somebody asks when a visit is due, and is told or reaches nobody.
//!
//! The days follow from the same rules by which visits become due, so a road made from these rows is the one that the
//! service itself would make.

use domain::followup::{
    Due, Event, EventKind, Form, Proof, Rules, Schedule, Spell, VisitState, Way, answers, due,
    steady_on,
};
use jiff::civil::Date;

use super::{
    super::{chance::Chance, person::SamplePerson},
    days_after, days_before,
    life::Life,
    rates::*,
};

/// A spell as it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub form: Form,
    pub from: Date,
    pub to: Option<Date>,
    pub told_on: Date,
    /// When it was told that it is over.
    pub ended_on: Option<Date>,
    pub proof: Proof,
    pub proved_on: Option<Date>,
    /// The candidacy it came from.
    pub hired: Option<usize>,
    pub by_person: bool,
    job: Option<usize>,
}

/// A visit that was done, or was tried in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    pub due: Due,
    pub state: VisitState,
    pub way: Way,
    pub form: Option<Form>,
    pub done_on: Option<Date>,
    pub n_tries: i64,
}

/// A talk, or a try that reached nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    pub on: Date,
    pub way: Way,
    pub outcome: Option<Form>,
}

/// What the service knows of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub spells: Vec<Told>,
    pub visits: Vec<Visit>,
    pub contacts: Vec<Contact>,
}

impl Told {
    fn spell(&self) -> Spell {
        Spell {
            to_on: self.to,
            proof: self.proof,
            proved_on: self.proved_on,
            ..Spell::said(self.form, self.from)
        }
    }
}

impl Known {
    pub fn last_talk(&self) -> Option<Date> {
        self.contacts.iter().rev().find(|one| one.outcome.is_some()).map(|one| one.on)
    }

    pub fn steady_on(&self, today: Date) -> Option<Date> {
        let spells: Vec<Spell> = self.spells.iter().map(Told::spell).collect();
        steady_on(&spells, &Rules::FIRST.steady, today)
    }
}

/// Somebody who is asked from time to time.
pub struct Asked<'a> {
    pub person: &'a SamplePerson,
    pub life: &'a Life,
    /// The day on which each job found here was confirmed by both sides, by candidacy.
    pub confirmed: &'a [Date],
    /// The course that was finished.
    pub trained_on: Option<Date>,
    /// Whether contributions may be asked for.
    pub exchange: bool,
    /// Whether anybody looks after them.
    pub assigned: bool,
}

/// Who vouches for formal work of this person, if anybody.
fn proof(exchange: bool, chance: &mut Chance) -> Proof {
    if exchange && chance.happens(VOUCHED_BY_THE_FUND.value) {
        Proof::Contributions
    } else if chance.happens(VOUCHED_BY_THE_EMPLOYER.value) {
        Proof::Employer
    } else if chance.happens(CONTRACT_SEEN.value) {
        Proof::Seen
    } else {
        Proof::Said
    }
}

impl Asked<'_> {
    /// What is known on a day, of all that was asked and told until then.
    pub fn until(&self, last: Date, chance: &mut Chance) -> Known {
        let mut known = Known::default();
        let proof = proof(self.exchange, chance);
        let mut hires = self.hires();
        let mut news = self.news(chance);
        let by_phone = self.person.phone.is_some();
        let reached = if by_phone { REACHED_BY_PHONE.value } else { REACHED_WITHOUT.value };
        let mut now = self.person.registered_on;
        loop {
            let next = if self.assigned { self.next(&known, now) } else { None };
            let lag = match chance.happens(ASKED_LATE.value) {
                true => chance.between(30, 80),
                false => chance.between(0, 12),
            };
            // Behind a try that reached nobody the next one comes soon.
            let again = known.contacts.last().is_some_and(|one| one.outcome.is_none());
            let lag = if again { chance.between(2, 9) } else { lag };
            let on = next.map(|due| days_after(due.on.max(now), lag.max(1)));
            if let Some((day, job)) = hires.last().copied()
                && on.is_none_or(|on| day <= on)
            {
                hires.pop();
                self.hear_of_hire(&mut known, job, day, proof);
                now = now.max(day);
                continue;
            }
            if let Some(day) = news.last().copied()
                && day <= last
                && on.is_none_or(|on| day < on)
            {
                news.pop();
                if day > now {
                    self.talk(&mut known, day, Way::Own, proof);
                    now = day;
                }
                continue;
            }
            let Some(on) = on.filter(|on| *on <= last) else { return known };
            now = on;
            let home = self.person.left_again_on.is_none_or(|left| on < left);
            let way = match (by_phone, chance.below(10)) {
                (true, 0..=6) => Way::Phone,
                (true, 7..=8) => Way::Message,
                _ => Way::Visit,
            };
            if home && chance.happens(reached) {
                let own = by_phone && chance.happens(TOLD_BY_THE_PERSON.value);
                self.talk(&mut known, on, if own { Way::Own } else { way }, proof);
            } else {
                self.miss(&mut known, on, way);
            }
        }
    }

    /// Jobs that both sides confirm here, by the day of the second word, the last first.
    fn hires(&self) -> Vec<(Date, usize)> {
        let jobs = self.life.jobs.iter().enumerate().rev();
        jobs.filter_map(|(at, job)| Some((*self.confirmed.get(job.hired?)?, at))).collect()
    }

    /// Days on which somebody tells of new work without being asked, the last first.
    fn news(&self, chance: &mut Chance) -> Vec<Date> {
        let can_tell = self.person.phone.is_some();
        let jobs = self.life.jobs.iter().rev().filter(|job| job.hired.is_none());
        let days = jobs.filter_map(|job| {
            let day = days_after(job.from, chance.between(2, 25));
            let is_at_home = self.person.left_again_on.is_none_or(|left| day < left);
            let tells = chance.happens(TELLS_OF_WORK.value);
            (can_tell && tells && is_at_home && day > self.person.registered_on).then_some(day)
        });
        days.collect()
    }

    /// The visits that are due for what is known now, without those that were answered.
    fn due(&self, known: &Known, by: Date) -> Vec<Due> {
        let event = |kind, on, until| Event { kind, on, until };
        let mut events = vec![event(EventKind::Registered, self.person.registered_on, None)];
        let trained = self.trained_on.filter(|day| *day <= by);
        events.extend(trained.map(|day| event(EventKind::CourseEnded, day, None)));
        let work = known.spells.iter().filter(|told| told.form.is_work());
        events.extend(work.map(|told| event(EventKind::WorkBegan, told.from, told.to)));
        let last_talk = known.last_talk();
        let is_open = |due: &Due| !last_talk.is_some_and(|talk| answers(talk, due.on));
        let all = due(&events, &Schedule::FIRST);
        all.into_iter().filter(is_open).collect()
    }

    /// The first of them that was not given up.
    fn next(&self, known: &Known, now: Date) -> Option<Due> {
        let given_up = |due: &Due| {
            known.visits.iter().any(|one| one.due == *due && one.state == VisitState::Missed)
        };
        self.due(known, now).into_iter().find(|due| !given_up(due))
    }

    fn talk(&self, known: &mut Known, on: Date, way: Way, proof: Proof) {
        // Nobody vouches for themselves.
        let proof = if way == Way::Own { Proof::Said } else { proof };
        let form = self.life.form_on(on);
        let mut due = self.due(known, on);
        due.retain(|due| answers(on, due.on));
        if due.is_empty() {
            due.push(Due { on, kind: EventKind::Unplanned, event_on: on, months: 0 });
        }
        for due in due {
            let before = known.visits.iter().position(|one| one.due == due);
            let n_tries = match before {
                Some(at) if known.visits[at].state == VisitState::Missed => continue,
                Some(at) => known.visits.remove(at).n_tries,
                None => 0,
            };
            let (form, done_on) = (Some(form), Some(on));
            known.visits.push(Visit { due, state: VisitState::Done, way, form, done_on, n_tries });
        }
        known.contacts.push(Contact { on, way, outcome: Some(form) });
        self.hear(known, on, on, proof, way == Way::Own);
        let idle = known.spells.iter().any(|told| told.to.is_none() && !told.form.is_work());
        if !form.is_work() && !idle {
            known.spells.push(Told {
                form,
                from: on,
                to: None,
                told_on: on,
                ended_on: None,
                proof: Proof::Said,
                proved_on: None,
                hired: None,
                by_person: way == Way::Own,
                job: None,
            });
        }
        // Who vouches for formal work is asked again each time.
        let formal = known.spells.iter_mut().filter(|told| told.form.is_formal());
        for told in formal.filter(|told| told.to.is_none() || told.ended_on == Some(on)) {
            if proof != Proof::Said && (told.hired.is_none() || proof.is_verified()) {
                (told.proof, told.proved_on) = (proof, Some(on));
            }
        }
    }

    /// Everything up to a day: what has begun and what has ended.
    fn hear(&self, known: &mut Known, until: Date, on: Date, proof: Proof, by_person: bool) {
        for (at, job) in self.life.jobs.iter().enumerate().filter(|(_, job)| job.from <= until) {
            let over = job.to.filter(|to| *to < until);
            if let Some(told) = known.spells.iter_mut().find(|told| told.job == Some(at)) {
                if told.to.is_none() && over.is_some() {
                    (told.to, told.ended_on) = (over, Some(on));
                }
                continue;
            }
            // Of a job found here the service knows when both sides have confirmed it.
            if job.hired.is_some() {
                continue;
            }
            begin(known, job.from, on);
            let said = !job.form.is_formal() || proof == Proof::Said;
            known.spells.push(Told {
                form: job.form,
                from: job.from,
                to: over,
                told_on: on,
                ended_on: None,
                proof: if said { Proof::Said } else { proof },
                proved_on: (!said).then_some(on),
                hired: None,
                by_person,
                job: Some(at),
            });
        }
    }

    /// A job that the employer and the person have confirmed: the employer vouches for the day of the second word.
    fn hear_of_hire(&self, known: &mut Known, at: usize, on: Date, proof: Proof) {
        let job = &self.life.jobs[at];
        self.hear(known, days_before(job.from, 1), on, proof, false);
        begin(known, job.from, on);
        known.spells.push(Told {
            form: job.form,
            from: job.from,
            to: None,
            told_on: on,
            ended_on: None,
            proof: Proof::Employer,
            proved_on: Some(on),
            hired: job.hired,
            by_person: false,
            job: Some(at),
        });
    }

    fn miss(&self, known: &mut Known, on: Date, way: Way) {
        for due in self.due(known, on).into_iter().filter(|due| answers(on, due.on)) {
            let at = known.visits.iter().position(|one| one.due == due);
            let at = at.unwrap_or_else(|| {
                let state = VisitState::Due;
                known.visits.push(Visit { due, state, way, form: None, done_on: None, n_tries: 0 });
                known.visits.len() - 1
            });
            let visit = &mut known.visits[at];
            if visit.state == VisitState::Due {
                visit.n_tries += 1;
                visit.state = Schedule::FIRST.after_tries(visit.n_tries);
            }
        }
        known.contacts.push(Contact { on, way, outcome: None });
    }
}

/// Work begins: whatever went on until then is over.
fn begin(known: &mut Known, from: Date, on: Date) {
    for told in known.spells.iter_mut().filter(|told| told.to.is_none()) {
        (told.to, told.ended_on) = (Some(days_before(from, 1).max(told.from)), Some(on));
    }
}
