//! Changes of what somebody does and of their road: spells, talks, the end of a road. The road is made anew with each.

use domain::{
    access::Action,
    classifier::Code,
    followup::{
        self, Closing, Outcome, Proof, Schedule, Spell, Talk, TypedSpell, VisitState, answered,
        spell_changes,
    },
    id::ReturneeId,
    returnee::Change,
};
use uuid::Uuid;

use super::{
    road::{refresh_one, unplanned},
    store::{self, RoadRow, SpellRow, VisitRow},
};
use crate::{
    app::{App, country_day},
    db::{
        Command, Grows, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    returnee::commands::content,
    same::store::RECORDS,
    support::commands::{at_the_office, hold, write_note},
    vault::PersonKey,
};

const SPELL_FIELDS: [&str; 6] = ["form", "from_on", "to_on", "occupation", "employer", "proof"];

fn fields(changes: &[Change]) -> Vec<&'static str> {
    let changed = |field: &&str| changes.iter().any(|change| change.field == *field);
    SPELL_FIELDS.into_iter().filter(changed).collect()
}

/// What an entry about a spell says.
struct Entry<'a> {
    action: &'static str,
    person: ReturneeId,
    key: &'a PersonKey,
    before: &'a TypedSpell,
}

impl Entry<'_> {
    async fn write(
        &self,
        app: &App,
        tx: &mut Tx,
        act: &Act,
        now: &SpellRow,
    ) -> Result<(), Refusal> {
        let what = spell_changes(self.before, &now.open()?.typed());
        let entry = app.new_id();
        let note = Note {
            action: self.action,
            object_kind: "spell",
            object: Some(now.id),
            person: Some(self.person),
            fields: fields(&what),
            content: Some(content(&*app.chance, self.key, entry, &what)?),
        };
        Ok(journal::write(tx, entry, act, note).await?)
    }
}

fn new_spell(id: Uuid, person: ReturneeId, act: &Act, spell: &Spell) -> SpellRow {
    let row = SpellRow {
        id,
        returnee: person.uuid(),
        form: String::new(),
        from_on: spell.from_on,
        to_on: None,
        occupation: None,
        employer: None,
        organisation: None,
        candidacy: None,
        proof: Proof::Said.code().to_owned(),
        proved_by: None,
        proved_at: None,
        made_by: act.actor.id,
        made_at: act.at,
        version: 1,
    };
    row.with(spell)
}

async fn lock_spell(tx: &mut Tx, person: ReturneeId, id: Uuid) -> Result<SpellRow, Refusal> {
    let sql = format!("select * from spell where id = $2 and returnee in ({RECORDS})");
    let row = tx.lock(&sql, &[person.uuid().into(), id.into()]).await?;
    row.ok_or(Refusal::NotFound)
}

/// Writes down how somebody worked.
pub struct AddSpell {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub person: ReturneeId,
    pub spell: Spell,
}

impl Command for AddSpell {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        at_the_office(&self.act.actor)?;
        let key = hold(&self.app, tx, &self.act, self.person).await?;
        let row = new_spell(self.id, self.person, &self.act, &self.spell);
        tx.insert(&row).await?;
        let (person, before) = (self.person, &TypedSpell::default());
        let entry = Entry { action: "spell-added", person, key: &key, before };
        entry.write(&self.app, tx, &self.act, &row).await?;
        refresh_one(&self.app, tx, self.person, country_day(self.act.at)).await
    }
}

/// Changes what is known of a spell, or says that it is over.
pub struct ChangeSpell {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub person: ReturneeId,
    /// The version the change starts from.
    pub version: i64,
    pub spell: Spell,
}

impl Command for ChangeSpell {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        at_the_office(&self.act.actor)?;
        let key = hold(&self.app, tx, &self.act, self.person).await?;
        let was = lock_spell(tx, self.person, self.id).await?;
        if was.version != self.version {
            return Err(Refusal::Stale);
        }
        let before = was.open()?.typed();
        let now = SpellRow { version: was.version + 1, ..was }.with(&self.spell);
        if now.open()?.typed() == before {
            return Ok(());
        }
        tx.update(&now).await?;
        let entry =
            Entry { action: "spell-changed", person: self.person, key: &key, before: &before };
        entry.write(&self.app, tx, &self.act, &now).await?;
        refresh_one(&self.app, tx, self.person, country_day(self.act.at)).await
    }
}

/// Says who vouches for a spell until today.
pub struct ProveSpell {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub person: ReturneeId,
    pub proof: Proof,
}

impl Command for ProveSpell {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        at_the_office(&self.act.actor)?;
        let key = hold(&self.app, tx, &self.act, self.person).await?;
        let was = lock_spell(tx, self.person, self.id).await?;
        let before = was.open()?.typed();
        let now = SpellRow {
            proof: self.proof.code().to_owned(),
            proved_by: Some(self.act.actor.id),
            proved_at: Some(self.act.at),
            version: was.version + 1,
            ..was
        };
        tx.update(&now).await?;
        let entry =
            Entry { action: "spell-proved", person: self.person, key: &key, before: &before };
        entry.write(&self.app, tx, &self.act, &now).await?;
        refresh_one(&self.app, tx, self.person, country_day(self.act.at)).await
    }
}

/// A talk with somebody, or a try that reached nobody. It answers every visit that is due by then or soon after.
pub struct RecordTalk {
    pub app: App,
    pub act: Act,
    /// Of the note, if there are words for one.
    pub id: Uuid,
    pub person: ReturneeId,
    pub talk: Talk,
}

impl Command for RecordTalk {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { app, act, person, talk, .. } = self;
        let key = hold(app, tx, act, *person).await?;
        let today = country_day(act.at);
        // What is due may not have been written yet.
        refresh_one(app, tx, *person, today).await?;
        self.answer_visits(tx).await?;
        if let Outcome::Reached(form) = talk.outcome {
            self.answer_spells(tx, &key, form).await?;
        }
        if let Some(words) = &talk.words {
            at_the_office(&act.actor)?;
            write_note(app, tx, act, self.id, *person, &key, words).await?;
        }
        let what = [
            Change { field: "on".into(), before: String::new(), after: talk.on.to_string() },
            Change { field: "way".into(), before: String::new(), after: talk.way.code().into() },
            Change { field: "outcome".into(), before: String::new(), after: self.outcome().into() },
        ];
        let entry = app.new_id();
        let note = Note {
            action: match talk.outcome {
                Outcome::Reached(_) => "visited",
                Outcome::NotReached => "not-reached",
            },
            object_kind: "visit",
            person: Some(*person),
            fields: vec!["on", "way", "outcome"],
            content: Some(content(&*app.chance, &key, entry, &what)?),
            ..Note::default()
        };
        journal::write(tx, entry, act, note).await?;
        refresh_one(app, tx, *person, today).await
    }
}

impl RecordTalk {
    fn outcome(&self) -> &'static str {
        match self.talk.outcome {
            Outcome::Reached(form) => form.code(),
            Outcome::NotReached => followup::NOT_REACHED,
        }
    }

    /// The visit as it is after this talk.
    fn told(&self, visit: VisitRow) -> VisitRow {
        let done_by = Some(self.act.actor.id);
        let way = Some(self.talk.way.code().to_owned());
        let version = visit.version + 1;
        match self.talk.outcome {
            Outcome::Reached(form) => VisitRow {
                state: VisitState::Done.code().to_owned(),
                way,
                form: Some(form.code().to_owned()),
                done_on: Some(self.talk.on),
                done_by,
                version,
                ..visit
            },
            Outcome::NotReached => {
                let n_tries = visit.n_tries + 1;
                let state = Schedule::FIRST.after_tries(n_tries).code().to_owned();
                VisitRow { state, way, done_by, n_tries, version, ..visit }
            }
        }
    }

    async fn answer_visits(&self, tx: &mut Tx) -> Result<(), Refusal> {
        let visits = store::visits(tx, self.person).await?;
        let on = self.talk.on;
        let is_due = |visit: &&VisitRow| {
            visit.state == VisitState::Due.code() && followup::answers(on, visit.due_on)
        };
        let mut is_answered = false;
        for visit in visits.iter().filter(is_due) {
            tx.update(&self.told(visit.clone())).await?;
            is_answered = true;
        }
        // Of a try that nothing asked for the journal tells, and the note.
        if is_answered || self.talk.outcome == Outcome::NotReached {
            return Ok(());
        }
        let blank = unplanned(&self.app, self.person, on);
        let same_day = visits.into_iter().find(|visit| {
            (visit.kind.as_str(), visit.event_on) == (blank.kind.as_str(), blank.event_on)
        });
        match same_day {
            Some(was) => tx.update(&self.told(was)).await?,
            None => tx.insert(&VisitRow { version: 1, ..self.told(blank) }).await?,
        }
        Ok(())
    }

    async fn answer_spells(
        &self,
        tx: &mut Tx,
        key: &PersonKey,
        form: followup::Form,
    ) -> Result<(), Refusal> {
        let rows = store::spells(tx, self.person).await?;
        let spells: Vec<Spell> = rows.iter().map(SpellRow::open).collect::<Result<_, _>>()?;
        let news = answered(&spells, form, self.talk.on);
        for (at, to_on) in news.ended {
            let (was, spell) = (&rows[at], &spells[at]);
            let now = SpellRow { version: was.version + 1, to_on: Some(to_on), ..was.clone() };
            tx.update(&now).await?;
            let before = &spell.typed();
            let entry = Entry { action: "spell-changed", person: self.person, key, before };
            entry.write(&self.app, tx, &self.act, &now).await?;
        }
        if let Some(spell) = news.begun {
            let row = new_spell(self.app.new_id(), self.person, &self.act, &spell);
            tx.insert(&row).await?;
            let before = &TypedSpell::default();
            let entry = Entry { action: "spell-added", person: self.person, key, before };
            entry.write(&self.app, tx, &self.act, &row).await?;
        }
        Ok(())
    }
}

/// Changes what only the road itself holds, for a person who is held already.
pub(super) async fn change_road(
    app: &App,
    tx: &mut Tx,
    act: &Act,
    person: ReturneeId,
    change: impl FnOnce(RoadRow) -> RoadRow,
) -> Result<(), Refusal> {
    let today = country_day(act.at);
    refresh_one(app, tx, person, today).await?;
    let was = store::road(tx, person).await?.ok_or(Refusal::NotFound)?;
    let now = change(RoadRow { version: was.version + 1, ..was });
    tx.update(&now).await?;
    refresh_one(app, tx, person, today).await
}

/// Closes a road with a reason, or opens it again.
pub struct SetClosed {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub reason: Option<(Closing, Code)>,
}

impl Command for SetClosed {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        at_the_office(&self.act.actor)?;
        let key = hold(&self.app, tx, &self.act, self.person).await?;
        let was = store::road(tx, self.person).await?.and_then(|road| road.closing_reason);
        let closed_on = self.reason.as_ref().map(|_| country_day(self.act.at));
        let closing = self.reason.as_ref().map(|(kind, _)| kind.code().to_owned());
        let closing_reason = self.reason.as_ref().map(|(_, reason)| reason.to_string());
        let what = [Change {
            field: "closing".into(),
            before: was.unwrap_or_default(),
            after: closing_reason.clone().unwrap_or_default(),
        }];
        let entry = self.app.new_id();
        let note = Note {
            action: if self.reason.is_some() { "road-closed" } else { "road-opened" },
            object_kind: "road",
            object: Some(self.person.uuid()),
            person: Some(self.person),
            fields: vec!["closing"],
            content: Some(content(&*self.app.chance, &key, entry, &what)?),
        };
        journal::write(tx, entry, &self.act, note).await?;
        let close = |road| RoadRow { closed_on, closing, closing_reason, ..road };
        change_road(&self.app, tx, &self.act, self.person, close).await
    }
}

/// Writes down a look, and makes the road anew so that the page shows it as it is.
pub struct LookAtRoad {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
}

impl Command for LookAtRoad {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        crate::returnee::commands::reach(&self.act.actor, Action::See)?;
        refresh_one(&self.app, tx, self.person, country_day(self.act.at)).await?;
        let note = Note {
            action: "seen",
            object_kind: "road",
            object: Some(self.person.uuid()),
            person: Some(self.person),
            ..Note::default()
        };
        Ok(journal::write(tx, self.app.new_id(), &self.act, note).await?)
    }
}
