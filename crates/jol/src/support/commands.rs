//! Changes of a plan, notes and letters. Each asks the rule, writes the row and the journal together.

use domain::{
    access::{Action, Actor, Role},
    id::ReturneeId,
    returnee::Change,
    support::{Step, StepState, TypedStep, Words},
};
use uuid::Uuid;

use super::store::{self, Letter, NoteRow, StepRow};
use crate::{
    app::App,
    db::{
        Command, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    returnee::{
        commands::{content, reach},
        store as returnees,
    },
    vault::PersonKey,
};

/// Those who work with people of an office. What they write down for each other is for them alone.
pub fn at_the_office(actor: &Actor) -> Result<(), Refusal> {
    match actor.role {
        Role::Officer | Role::HeadOfOffice => Ok(()),
        _ => Err(Refusal::NotAllowed),
    }
}

/// Holds the person, if they are within reach, and answers their key.
pub async fn hold(
    app: &App,
    tx: &mut Tx,
    act: &Act,
    person: ReturneeId,
) -> Result<PersonKey, Refusal> {
    let reach = reach(&act.actor, Action::Edit)?;
    let found = returnees::lock(tx, &app.keys, &reach, person).await?;
    found.map(|(_, key)| key).ok_or(Refusal::NotFound)
}

const FIELDS: [&str; 4] = ["kind", "words", "due_on", "state"];

/// What differs between two states of a step.
pub fn step_changes(before: &TypedStep, after: &TypedStep) -> Vec<Change> {
    Change::between(before.answers(), after.answers())
}

pub fn fields(changes: &[Change]) -> Vec<&'static str> {
    let changed = |field: &&str| changes.iter().any(|change| change.field == *field);
    FIELDS.into_iter().filter(changed).collect()
}

/// Adds a step to the plan.
pub struct AddStep {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub person: ReturneeId,
    pub step: Step,
}

impl Command for AddStep {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        at_the_office(&self.act.actor)?;
        let key = hold(&self.app, tx, &self.act, self.person).await?;
        let row = StepRow {
            id: self.id,
            returnee: self.person.uuid(),
            kind: self.step.kind.code().to_owned(),
            words: self.step.words.as_str().to_owned(),
            aim: None,
            due_on: self.step.due_on,
            state: StepState::Open.code().to_owned(),
            closed_on: None,
            made_by: self.act.actor.id,
            made_at: self.act.at,
            version: 1,
        };
        tx.insert(&row).await?;

        let what = step_changes(&TypedStep::default(), &row.typed());
        let entry = self.app.new_id();
        let note = Note {
            action: "planned",
            object_kind: "step",
            object: Some(row.id),
            person: Some(self.person),
            fields: fields(&what),
            content: Some(content(&*self.app.chance, &key, entry, &what)?),
        };
        Ok(journal::write(tx, entry, &self.act, note).await?)
    }
}

/// Says that a step is done, dropped, or open again.
pub struct SetStep {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub person: ReturneeId,
    pub state: StepState,
}

impl Command for SetStep {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        at_the_office(&self.act.actor)?;
        let key = hold(&self.app, tx, &self.act, self.person).await?;
        let was = store::lock_step(tx, self.person, self.id).await?.ok_or(Refusal::NotFound)?;
        if was.state()? == self.state {
            return Ok(());
        }
        let closed_on =
            (self.state != StepState::Open).then(|| crate::app::country_day(self.act.at));
        let state = self.state.code().to_owned();
        let now = StepRow { state, closed_on, version: was.version + 1, ..was.clone() };
        tx.update(&now).await?;

        let what = [Change { field: "state".into(), before: was.state, after: now.state }];
        let entry = self.app.new_id();
        let note = Note {
            action: "plan-changed",
            object_kind: "step",
            object: Some(self.id),
            person: Some(self.person),
            fields: vec!["state"],
            content: Some(content(&*self.app.chance, &key, entry, &what)?),
        };
        Ok(journal::write(tx, entry, &self.act, note).await?)
    }
}

/// Writes something down for the office.
pub struct WriteNote {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub person: ReturneeId,
    pub words: Words,
    /// Whether it tells of somebody else too.
    pub of_others: bool,
}

impl Command for WriteNote {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        at_the_office(&self.act.actor)?;
        let key = hold(&self.app, tx, &self.act, self.person).await?;
        let Self { app, act, id, person, words, of_others } = self;
        let note = NoteRow::new(&*app.chance, *id, *person, &key, words, act);
        insert_note(app, tx, act, NoteRow { of_others: *of_others, ..note }).await
    }
}

/// The same inside another change, for a person who is held already.
pub async fn write_note(
    app: &App,
    tx: &mut Tx,
    act: &Act,
    id: Uuid,
    person: ReturneeId,
    key: &PersonKey,
    words: &Words,
) -> Result<(), Refusal> {
    insert_note(app, tx, act, NoteRow::new(&*app.chance, id, person, key, words, act)).await
}

async fn insert_note(app: &App, tx: &mut Tx, act: &Act, row: NoteRow) -> Result<(), Refusal> {
    tx.insert(&row).await?;
    let note = Note {
        action: "noted",
        object_kind: "note",
        object: Some(row.id),
        person: Some(ReturneeId::from_uuid(row.returnee)),
        ..Note::default()
    };
    Ok(journal::write(tx, app.new_id(), act, note).await?)
}

/// Sends a letter: from the person to the office, or back. What waited for it is answered.
pub struct Send {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub person: ReturneeId,
    pub words: Words,
}

impl Command for Send {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let key = hold(&self.app, tx, &self.act, self.person).await?;
        let letter =
            Letter::new(&*self.app.chance, self.id, self.person, &key, &self.words, &self.act);
        if !letter.from_person {
            at_the_office(&self.act.actor)?;
        }
        mark_read(tx, self.person, !letter.from_person, &self.act).await?;
        tx.insert(&letter).await?;
        let note = Note {
            action: "wrote",
            object_kind: "letter",
            object: Some(self.id),
            person: Some(self.person),
            ..Note::default()
        };
        Ok(journal::write(tx, self.app.new_id(), &self.act, note).await?)
    }
}

/// Says that the letters of the other side are read and need no answer.
pub struct MarkRead {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
}

impl Command for MarkRead {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        hold(&self.app, tx, &self.act, self.person).await?;
        let by_person = self.act.actor.seat == domain::access::Seat::Own(self.person);
        if !by_person {
            at_the_office(&self.act.actor)?;
        }
        if mark_read(tx, self.person, !by_person, &self.act).await? == 0 {
            return Ok(());
        }
        let note = Note {
            action: "read-letters",
            object_kind: "letter",
            person: Some(self.person),
            ..Note::default()
        };
        Ok(journal::write(tx, self.app.new_id(), &self.act, note).await?)
    }
}

async fn mark_read(
    tx: &mut Tx,
    person: ReturneeId,
    from_person: bool,
    act: &Act,
) -> Result<usize, Refusal> {
    let unread = store::unread(tx, person, from_person).await?;
    let n = unread.len();
    for letter in unread {
        tx.update(&Letter { read_at: Some(act.at), ..letter }).await?;
    }
    Ok(n)
}
