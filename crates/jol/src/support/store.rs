//! Rows of plans, notes and letters.

use domain::{
    access::Seat,
    id::ReturneeId,
    support::{StepState, TypedStep, Words},
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    db::{Error, Tx, journal::Act},
    record,
    same::store::RECORDS,
    vault::{Chance, PersonKey, Place},
};

/// A step of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRow {
    pub id: Uuid,
    pub returnee: Uuid,
    pub kind: String,
    pub words: String,
    /// What it leads to, if it is a step of a road that was taken: see [`crate::matching::shortest::Aim`].
    pub aim: Option<String>,
    pub due_on: Option<Date>,
    pub state: String,
    pub closed_on: Option<Date>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(StepRow, "step", keys 1, {
    id: Uuid,
    returnee: Uuid,
    kind: String,
    words: String,
    aim: Option<String>,
    due_on: Option<Date>,
    state: String,
    closed_on: Option<Date>,
    made_by: Uuid,
    made_at: Timestamp,
    version: i64,
});

/// What an officer wrote down for the office.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteRow {
    pub id: Uuid,
    pub returnee: Uuid,
    pub words: Vec<u8>,
    /// Whether it tells of somebody else too. The person is not given it then.
    pub of_others: bool,
    pub made_by: Uuid,
    pub made_at: Timestamp,
}

record!(NoteRow, "note", keys 1, {
    id: Uuid,
    returnee: Uuid,
    words: Vec<u8>,
    of_others: bool,
    made_by: Uuid,
    made_at: Timestamp,
});

/// A message between a person and the office.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    pub id: Uuid,
    pub returnee: Uuid,
    pub from_person: bool,
    pub words: Vec<u8>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub read_at: Option<Timestamp>,
}

record!(Letter, "letter", keys 1, {
    id: Uuid,
    returnee: Uuid,
    from_person: bool,
    words: Vec<u8>,
    made_by: Uuid,
    made_at: Timestamp,
    read_at: Option<Timestamp>,
});

impl StepRow {
    pub fn state(&self) -> Result<StepState, Error> {
        self.state.parse().map_err(|_| Error::Column("state".into()))
    }

    pub fn typed(&self) -> TypedStep {
        TypedStep {
            kind: self.kind.clone(),
            words: self.words.clone(),
            due_on: self.due_on.map(|day| day.to_string()).unwrap_or_default(),
        }
    }
}

/// The steps of a person's plan in the order they were made. The caller has asked whether the person is within reach.
pub async fn steps(tx: &mut Tx, person: ReturneeId) -> Result<Vec<StepRow>, Error> {
    let sql = format!("select * from step where returnee in ({RECORDS}) order by id");
    tx.list(sql, &[person.uuid().into()]).await
}

/// The states of a person in a group.
pub async fn of_group(tx: &mut Tx, person: ReturneeId, id: Uuid) -> Result<Vec<String>, Error> {
    let sql =
        format!("select state from enrolment where returnee in ({RECORDS}) and course_group = $2");
    let rows = tx.all(sql, &[person.uuid().into(), id.into()]).await?;
    rows.iter().map(|row| row.at(0)).collect()
}

/// The stages of a person with a vacancy.
pub async fn of_vacancy(tx: &mut Tx, person: ReturneeId, id: Uuid) -> Result<Vec<String>, Error> {
    let sql = format!("select stage from candidacy where returnee in ({RECORDS}) and vacancy = $2");
    let rows = tx.all(sql, &[person.uuid().into(), id.into()]).await?;
    rows.iter().map(|row| row.at(0)).collect()
}

pub async fn lock_step(
    tx: &mut Tx,
    person: ReturneeId,
    id: Uuid,
) -> Result<Option<StepRow>, Error> {
    let sql = format!("select * from step where id = $2 and returnee in ({RECORDS})");
    tx.lock(&sql, &[person.uuid().into(), id.into()]).await
}

/// The newest notes first.
pub async fn notes(tx: &mut Tx, person: ReturneeId, n: i64) -> Result<Vec<NoteRow>, Error> {
    let sql = format!("select * from note where returnee in ({RECORDS}) order by id desc limit $2");
    tx.list(sql, &[person.uuid().into(), n.into()]).await
}

/// The newest letters first.
pub async fn letters(tx: &mut Tx, person: ReturneeId, n: i64) -> Result<Vec<Letter>, Error> {
    let sql =
        format!("select * from letter where returnee in ({RECORDS}) order by id desc limit $2");
    tx.list(sql, &[person.uuid().into(), n.into()]).await
}

/// Letters of one side that the other has not answered or opened.
pub async fn unread(
    tx: &mut Tx,
    person: ReturneeId,
    from_person: bool,
) -> Result<Vec<Letter>, Error> {
    let sql = format!(
        "select * from letter where returnee in ({RECORDS}) and from_person = $2 and read_at is null"
    );
    tx.list(sql, &[person.uuid().into(), from_person.into()]).await
}

fn place(table: &'static str, row: Uuid) -> Place<'static> {
    Place { table, column: "words", row, version: 1 }
}

fn open(table: &'static str, row: Uuid, key: &PersonKey, sealed: &[u8]) -> Result<String, Error> {
    let broken = || Error::Column("words".into());
    let plain = key.open(&place(table, row), sealed).map_err(|_| broken())?;
    String::from_utf8(plain.to_vec()).map_err(|_| broken())
}

impl NoteRow {
    /// A note, its words sealed with the person's key.
    pub fn new(
        chance: &dyn Chance,
        id: Uuid,
        person: ReturneeId,
        key: &PersonKey,
        words: &Words,
        act: &Act,
    ) -> Self {
        let plain = words.as_str().as_bytes();
        Self {
            id,
            returnee: person.uuid(),
            words: key.seal(chance, &place("note", id), plain),
            of_others: false,
            made_by: act.actor.id,
            made_at: act.at,
        }
    }

    pub fn open(&self, key: &PersonKey) -> Result<String, Error> {
        open("note", self.id, key, &self.words)
    }
}

impl Letter {
    /// A letter, its words sealed with the person's key.
    pub fn new(
        chance: &dyn Chance,
        id: Uuid,
        person: ReturneeId,
        key: &PersonKey,
        words: &Words,
        act: &Act,
    ) -> Self {
        let plain = words.as_str().as_bytes();
        Self {
            id,
            returnee: person.uuid(),
            from_person: act.actor.seat == Seat::Own(person),
            words: key.seal(chance, &place("letter", id), plain),
            made_by: act.actor.id,
            made_at: act.at,
            read_at: None,
        }
    }

    pub fn open(&self, key: &PersonKey) -> Result<String, Error> {
        open("letter", self.id, key, &self.words)
    }
}
