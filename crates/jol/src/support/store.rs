//! Rows of plans, notes and letters.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::record;

/// A step of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRow {
    pub id: Uuid,
    pub returnee: Uuid,
    pub kind: String,
    pub words: String,
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
    pub made_by: Uuid,
    pub made_at: Timestamp,
}

record!(NoteRow, "note", keys 1, {
    id: Uuid,
    returnee: Uuid,
    words: Vec<u8>,
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
