//! The rows of one person's story, and the entries of the journal that go with them.

use domain::{
    access::{Actor, Role, Seat},
    course::Enrolment,
    followup::{
        self, Closing, Due, Enrolled, Heard, History, Introduced, Rules, Spell, VisitState, Way,
    },
    id::ReturneeId,
    profile::{Evidence, Kind},
    support::StepState,
    vacancy::Stage,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use super::{
    history::{Candidacy, Chapter, Line, Story, Told, Written},
    offered::Shared,
    records::{Registry, Rows},
};
use crate::{
    app::new_id,
    course::store::{Attendance, EnrolmentRow},
    db::journal::{Act, Entry, Note},
    followup::{
        road::{brought_in, new_visit},
        store::{RoadRow, SpellRow, VisitRow},
    },
    profile::store::{ItemRow, WishRow},
    refusal::Refusal,
    returnee::store::ReturneeRow,
    support::store::{Letter, NoteRow, StepRow},
    vacancy::store::CandidacyRow,
    vault::{PersonKey, SeededChance},
};

/// Writes down what became of one person.
pub struct Pen<'a> {
    pub registry: &'a Registry,
    pub chapter: &'a Chapter,
    pub shared: &'a Shared,
    pub zone: &'a TimeZone,
    pub chance: &'a SeededChance,
    pub rows: &'a mut Rows,
    pub person: ReturneeId,
    pub key: &'a PersonKey,
    pub officer: Actor,
}

/// A candidacy as a hire is written down from it.
struct Hire {
    id: Uuid,
    changed_at: Timestamp,
    vacancy: usize,
}

impl Pen<'_> {
    pub fn write(&mut self, of: &ReturneeRow, story: &Story) -> Result<(), Refusal> {
        if let Some(day) = story.assigned_on {
            let at = self.at(day);
            self.note(self.officer, at, "assigned", ("account", self.officer.id), &["officer"]);
        }
        self.profile(story);
        self.plan(story);
        for note in &story.notes {
            self.note_row(note);
        }
        let letter_at = self.letters(story);
        self.seat(story);
        let introduced: Vec<Hire> =
            story.candidacies.iter().map(|one| self.candidacy(one)).collect();
        self.spells(story, &introduced);
        for (day, closing) in &story.closings {
            let action = if closing.is_some() { "road-closed" } else { "road-opened" };
            let at = self.at(*day);
            self.note(self.officer, at, action, ("road", self.person.uuid()), &["closing"]);
        }
        self.road(of, story, letter_at);
        Ok(())
    }

    /// Some moment of a working day.
    fn at(&self, day: Date) -> Timestamp {
        self.registry.moment(day, self.zone, self.chance)
    }

    fn new_id(&self, at: Timestamp) -> Uuid {
        new_id(at, self.chance)
    }

    fn themselves(&self) -> Actor {
        Actor { id: self.person.uuid(), role: Role::Returnee, seat: Seat::Own(self.person) }
    }

    fn by(&self, person: bool) -> Actor {
        if person { self.themselves() } else { self.officer }
    }

    fn note(
        &mut self,
        actor: Actor,
        at: Timestamp,
        action: &'static str,
        (object_kind, object): (&'static str, Uuid),
        fields: &[&'static str],
    ) {
        let note = Note {
            action,
            object_kind,
            object: Some(object),
            person: Some(self.person),
            fields: fields.to_vec(),
            content: None,
        };
        let act = Act::new(actor, at);
        let id = self.new_id(at);
        self.rows.entries.push(Entry::new(id, &act, note));
    }

    fn profile(&mut self, story: &Story) {
        let profile = &story.profile;
        let (person, actor) = (self.person.uuid(), self.by(profile.by_person));
        let Some(first) = profile.lines.first() else { return };
        let (told_on, at) = (first.made_on, self.at(first.made_on));
        let mut seen_at = None;
        for line in &profile.lines {
            let is_told = line.made_on == told_on;
            let made_at = if is_told { at } else { self.at(line.made_on) };
            let made_by = if is_told { actor } else { self.officer };
            let seen = line.seen_on.map(|day| match is_told {
                true => *seen_at.get_or_insert_with(|| self.at(day)),
                false => made_at,
            });
            let row = self.item(line, made_by, made_at, seen);
            if !is_told {
                let fields = ["kind", "code", "evidence"];
                self.note(made_by, made_at, "added-line", ("profile_item", row.id), &fields);
            }
            self.rows.items.push(row);
        }
        self.note(
            actor,
            at,
            "added-line",
            ("profile", person),
            &["kind", "code", "words", "level"],
        );
        if let Some(at) = seen_at {
            self.note(self.officer, at, "checked-line", ("profile", person), &["evidence"]);
        }
        let Some(wish) = &profile.wish else { return };
        self.rows.wishes.push(WishRow {
            returnee: person,
            occupations: wish.occupations.join(" "),
            place: None,
            km: wish.km,
            wage: wish.wage.map(|som| som * 100),
            forms: wish.form.unwrap_or_default().to_owned(),
            self_employment: wish.self_employment.map(str::to_owned),
            from_on: None,
            changed_at: at,
            version: 1,
        });
        let fields = ["occupations", "km", "wage", "forms"];
        self.note(actor, at, "changed-wish", ("wish", person), &fields);
    }

    fn item(
        &self,
        line: &Line,
        made_by: Actor,
        made_at: Timestamp,
        seen_at: Option<Timestamp>,
    ) -> ItemRow {
        let owned = |text: Option<&'static str>| text.map(str::to_owned);
        let is_seen = line.evidence != Evidence::Said;
        ItemRow {
            id: self.new_id(made_at),
            returnee: self.person.uuid(),
            kind: line.kind.code().to_owned(),
            code: owned(line.code),
            words: owned(line.words),
            level: owned(line.level),
            country: owned(line.country),
            from_on: line.from_on,
            to_on: line.to_on,
            evidence: line.evidence.code().to_owned(),
            recognised_by: None,
            seen_by: is_seen.then_some(self.officer.id),
            seen_at: seen_at.filter(|_| is_seen),
            made_by: made_by.id,
            made_at,
            version: if is_seen { 2 } else { 1 },
        }
    }

    fn plan(&mut self, story: &Story) {
        let Some(first) = story.steps.first() else { return };
        let at = self.at(first.made_on);
        let mut planned = None;
        for step in &story.steps {
            let id = self.new_id(at);
            planned.get_or_insert(id);
            if let Some(day) = step.closed_on {
                let at = self.at(day);
                self.note(self.officer, at, "plan-changed", ("step", id), &["state"]);
            }
            self.rows.steps.push(StepRow {
                id,
                returnee: self.person.uuid(),
                kind: step.kind.code().to_owned(),
                words: step.words.to_owned(),
                aim: None,
                due_on: Some(step.due_on),
                state: step.state.code().to_owned(),
                closed_on: step.closed_on,
                made_by: self.officer.id,
                made_at: at,
                version: if step.closed_on.is_some() { 2 } else { 1 },
            });
        }
        if let Some(step) = planned {
            self.note(self.officer, at, "planned", ("step", step), &["kind", "words", "due_on"]);
        }
    }

    fn note_row(&mut self, note: &Written) {
        let at = self.at(note.on);
        let id = self.new_id(at);
        // The texts are short and made for this.
        let Ok(words) = note.words.parse() else { return };
        let act = Act::new(self.officer, at);
        self.rows.notes.push(NoteRow::new(self.chance, id, self.person, self.key, &words, &act));
        self.note(self.officer, at, "noted", ("note", id), &[]);
    }

    /// Answers since when the oldest letter of the person waits.
    fn letters(&mut self, story: &Story) -> Option<Timestamp> {
        let mut waits = None;
        for letter in &story.letters {
            let answered = letter.answer.map(|answer| (self.officer, answer));
            let both = [Some((self.themselves(), letter.asked)), answered];
            let mut made = Vec::new();
            for (actor, written) in both.into_iter().flatten() {
                let at = self.at(written.on);
                let id = self.new_id(at);
                let Ok(words) = written.words.parse() else { continue };
                let act = Act::new(actor, at);
                made.push(Letter::new(self.chance, id, self.person, self.key, &words, &act));
                self.note(actor, at, "wrote", ("letter", id), &[]);
            }
            let answered_at = made.get(1).map(|answer| answer.made_at);
            if let Some(asked) = made.first_mut() {
                asked.read_at = answered_at;
                if answered_at.is_none() {
                    waits =
                        Some(waits.map_or(asked.made_at, |at: Timestamp| at.min(asked.made_at)));
                }
            }
            self.rows.letters.extend(made);
        }
        waits
    }

    fn seat(&mut self, story: &Story) {
        let Some(seat) = &story.seat else { return };
        let group = &self.chapter.groups[seat.group];
        let provider = self.registry.offered.providers[group.provider].account;
        let (came_at, came_by) = (self.at(seat.came_on), self.by(seat.by_person));
        let id = self.new_id(came_at);
        let action = if seat.state == Enrolment::Waiting { "queued" } else { "enrolled" };
        self.note(came_by, came_at, action, ("enrolment", id), &["state"]);
        let mut changed_at = came_at;
        if seat.state == Enrolment::Left {
            changed_at = self.at(seat.ended_on.unwrap_or(seat.came_on));
            self.note(came_by, changed_at, "left-course", ("enrolment", id), &["state"]);
        }
        for (day, present) in group.days.iter().zip(&seat.present) {
            self.rows.attendance.push(Attendance {
                enrolment: id,
                day: *day,
                returnee: self.person.uuid(),
                present: *present,
                told_by: provider.id,
            });
        }
        if let Some(last) = group.days.last().filter(|_| !seat.present.is_empty()) {
            let at = self.at(*last);
            self.note(provider, at, "attendance", ("enrolment", id), &["present"]);
        }
        if let Some(day) = seat.judged_on {
            changed_at = self.at(day);
            self.note(provider, changed_at, "course-ended", ("enrolment", id), &["state"]);
        }
        self.rows.enrolments.push(EnrolmentRow {
            id,
            course_group: self.shared.groups[seat.group],
            organisation: self.registry.offered.providers[group.provider].id,
            returnee: self.person.uuid(),
            state: seat.state.code().to_owned(),
            is_shown: seat.state.is_shown(),
            came_at,
            ended_on: seat.ended_on,
            reason: None,
            made_by: came_by.id,
            changed_at,
            version: if changed_at == came_at { 1 } else { 2 },
        });
    }

    fn candidacy(&mut self, one: &Candidacy) -> Hire {
        let vacancy = &self.chapter.vacancies[one.vacancy];
        let employer = self.registry.offered.employers[vacancy.employer].account;
        let person = self.by(one.by_person);
        let (mut id, mut agreed_at) = (None, None);
        let (mut made_at, mut changed_at) = (self.registry.now, self.registry.now);
        for (n, (stage, day)) in one.stages.iter().enumerate() {
            let at = self.at(*day).max(if n == 0 { Timestamp::MIN } else { changed_at });
            let id = *id.get_or_insert_with(|| self.new_id(at));
            if n == 0 {
                made_at = at;
            }
            changed_at = at;
            let (actor, action) = match stage {
                Stage::Proposed => (self.officer, "proposed"),
                Stage::Agreed => (person, "introduced"),
                Stage::Interview => (employer, "invited"),
                Stage::Offered => (employer, "offered"),
                Stage::Hired => (person, "hired"),
                Stage::Refused => (employer, "turned-down"),
                Stage::Withdrawn => (person, "hidden"),
            };
            if *stage == Stage::Agreed {
                agreed_at = Some(at);
            }
            self.note(actor, at, action, ("candidacy", id), &["stage"]);
        }
        let id = id.unwrap_or_default();
        let stage = one.stage();
        let is_proposed = one.stages[0].0 == Stage::Proposed;
        self.rows.candidacies.push(CandidacyRow {
            id,
            vacancy: self.shared.vacancies[one.vacancy],
            organisation: self.registry.offered.employers[vacancy.employer].id,
            returnee: self.person.uuid(),
            stage: stage.code().to_owned(),
            is_shown: stage.is_shown(),
            with_phone: one.with_phone,
            proposed_by: if is_proposed { self.officer.id } else { person.id },
            agreed_at,
            interview_on: one.interview_on,
            by_person_on: one.hired_on,
            by_employer_on: one.hired_on,
            refusal_reason: one.refusal.map(str::to_owned),
            made_at,
            changed_at,
            version: one.stages.len() as i64,
        });
        Hire { id, changed_at, vacancy: one.vacancy }
    }

    fn spells(&mut self, story: &Story, introduced: &[Hire]) {
        let contacts: Vec<(Date, Timestamp)> =
            story.known.contacts.iter().map(|one| (one.on, self.at(one.on))).collect();
        let heard_at = |pen: &Self, day: Date| {
            let talk = contacts.iter().find(|(on, _)| *on == day);
            talk.map_or_else(|| pen.at(day), |(_, at)| *at)
        };
        for (contact, (_, at)) in story.known.contacts.iter().zip(&contacts) {
            let action = if contact.outcome.is_some() { "visited" } else { "not-reached" };
            let actor = self.by(contact.way == Way::Own);
            let fields = ["on", "way", "outcome"];
            self.note(actor, *at, action, ("visit", self.person.uuid()), &fields);
        }
        for told in &story.known.spells {
            let row = self.spell(told, introduced, |pen, day| heard_at(pen, day));
            self.rows.spells.push(row);
        }
        for visit in &story.known.visits {
            let at = visit.done_on.map_or(self.registry.now, |day| heard_at(self, day));
            let row = new_visit(self.new_id(at), self.person.uuid(), &visit.due);
            self.rows.visits.push(VisitRow {
                state: visit.state.code().to_owned(),
                way: Some(visit.way.code().to_owned()),
                form: visit.form.map(|form| form.code().to_owned()),
                done_on: visit.done_on,
                done_by: Some(self.by(visit.way == Way::Own).id),
                n_tries: visit.n_tries,
                version: 2,
                ..row
            });
        }
    }

    fn spell(
        &mut self,
        told: &Told,
        introduced: &[Hire],
        heard_at: impl Fn(&Self, Date) -> Timestamp,
    ) -> SpellRow {
        // A hire is written down by the program as soon as both sides have confirmed it.
        let hire = told.hired.and_then(|at| introduced.get(at));
        let made_at = hire.map_or_else(|| heard_at(self, told.told_on), |hire| hire.changed_at);
        let made_by = if hire.is_some() { self.registry.importer } else { self.by(told.by_person) };
        let is_proved_later = told.proved_on.is_some_and(|day| day != told.told_on);
        let proved_at = match is_proved_later {
            true => told.proved_on.map(|day| heard_at(self, day)),
            false => told.proved_on.map(|_| made_at),
        };
        let vacancy = hire.map(|hire| &self.chapter.vacancies[hire.vacancy]);
        let employer = vacancy.map(|vacancy| &self.registry.offered.employers[vacancy.employer]);
        let is_proved_by_officer = hire.is_none() || is_proved_later;
        let id = self.new_id(made_at);
        let fields = ["form", "from_on", "to_on", "proof"];
        let row = SpellRow {
            id,
            returnee: self.person.uuid(),
            form: told.form.code().to_owned(),
            from_on: told.from,
            to_on: told.to,
            occupation: vacancy.map(|vacancy| vacancy.occupation.code.to_string()),
            employer: employer.map(|employer| employer.name.clone()),
            organisation: employer.map(|employer| employer.id),
            candidacy: hire.map(|hire| hire.id),
            proof: told.proof.code().to_owned(),
            proved_by: proved_at.filter(|_| is_proved_by_officer).map(|_| self.officer.id),
            proved_at,
            made_by: made_by.id,
            made_at,
            version: 1 + i64::from(told.ended_on.is_some()) + i64::from(is_proved_later),
        };
        self.note(made_by, made_at, "spell-added", ("spell", id), &fields);
        if let Some(day) = told.ended_on {
            let at = heard_at(self, day);
            self.note(self.officer, at, "spell-changed", ("spell", id), &["to_on"]);
        }
        if let Some(at) = proved_at.filter(|_| is_proved_later) {
            self.note(self.officer, at, "spell-proved", ("spell", id), &["proof"]);
        }
        row
    }

    /// The road as the rule makes it of all this, and the visits that are due.
    fn road(&mut self, of: &ReturneeRow, story: &Story, letter_at: Option<Timestamp>) {
        let registered_on = crate::app::country_day(of.registered_at);
        let standing =
            followup::standing(&history(registered_on, story), &Rules::FIRST, self.registry.today);
        let tried = |due: &Due| story.known.visits.iter().find(|visit| visit.due == *due);
        let given_up = |due: &Due| tried(due).is_some_and(|one| one.state == VisitState::Missed);
        let disability = |line: &&Line| {
            line.kind == Kind::Barrier && line.code.is_some_and(|code| code == "disability")
        };
        let has_disability = story.profile.lines.iter().find(disability).is_some();
        let row = brought_in(of, &standing, has_disability, letter_at, given_up);
        let (closed_on, closing) = story.closed().unzip();
        self.rows.roads.push(RoadRow {
            officer: story.assigned_on.map(|_| self.officer.id),
            closed_on,
            closing: closing.map(|kind| kind.code().to_owned()),
            closing_reason: closing.map(|kind| usual_reason(kind).to_owned()),
            ..row
        });
        for due in standing.due.iter().filter(|due| tried(due).is_none()) {
            let id = self.new_id(self.registry.now);
            self.rows.visits.push(new_visit(id, self.person.uuid(), due));
        }
        // What was tried and is no longer due was called off by the program.
        let person = self.person.uuid();
        let wanted = |row: &VisitRow| {
            standing.due.iter().any(|due| {
                (due.kind.code(), due.event_on, i64::from(due.months))
                    == (row.kind.as_str(), row.event_on, row.months)
            })
        };
        let own = self.rows.visits.iter_mut().rev().take_while(|row| row.returnee == person);
        for row in own {
            if row.state == VisitState::Due.code() && !wanted(row) {
                row.state = VisitState::Cancelled.code().to_owned();
            }
        }
    }
}

/// What an officer mostly chooses of the list of reasons.
fn usual_reason(kind: Closing) -> &'static str {
    match kind {
        Closing::Reached => "steady-job",
        Closing::LeftAgain => "left-again",
        Closing::Stopped => "withdrew",
        Closing::Moved => "moved",
        Closing::Died => "died",
        Closing::Lost => "lost-contact",
        Closing::Other => "other",
    }
}

/// The story as the rules of the road look at it.
fn history(registered_on: Date, story: &Story) -> History {
    let counts = |line: &&Line| matches!(line.kind, Kind::Work | Kind::Study | Kind::Skill);
    let enrolled = |seat: &super::history::Seat| Enrolled {
        state: seat.state,
        came_on: seat.came_on,
        ended_on: seat.ended_on,
    };
    let introduced = |one: &Candidacy| Introduced {
        stage: one.stage(),
        proposed_on: one.stages[0].1,
        agreed_on: one.stages.iter().find(|(stage, _)| *stage == Stage::Agreed).map(|(_, on)| *on),
        interview_on: one.interview_on,
        hired_on: one.hired_on,
        changed_on: one.last_day(),
    };
    let heard = |told: &Told| Heard {
        spell: Spell {
            to_on: told.to,
            proof: told.proof,
            proved_on: told.proved_on,
            ..Spell::said(told.form, told.from)
        },
        told_on: told.told_on,
    };
    let steps = story.steps.iter().filter(|step| step.state != StepState::Dropped);
    History {
        registered_on,
        line_on: story.profile.lines.iter().filter(counts).map(|line| line.made_on).min(),
        has_wish: story.profile.wish.is_some(),
        step_on: steps.map(|step| step.made_on).min(),
        enrolments: story.seat.iter().map(enrolled).collect(),
        candidacies: story.candidacies.iter().map(introduced).collect(),
        spells: story.known.spells.iter().map(heard).collect(),
        talks: story.known.visits.iter().filter_map(|visit| visit.done_on).collect(),
        closed: story.closed(),
    }
}
