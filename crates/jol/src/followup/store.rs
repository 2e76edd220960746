//! Rows of spells, visits and roads.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::record;

/// A time of work, or without it.
#[derive(Clone, Debug, PartialEq)]
pub struct SpellRow {
    pub id: Uuid,
    pub returnee: Uuid,
    pub form: String,
    pub from_on: Date,
    pub to_on: Option<Date>,
    pub occupation: Option<String>,
    pub employer: Option<String>,
    pub organisation: Option<Uuid>,
    pub candidacy: Option<Uuid>,
    pub proof: String,
    pub proved_by: Option<Uuid>,
    pub proved_at: Option<Timestamp>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(SpellRow, "spell", keys 1, {
    id: Uuid,
    returnee: Uuid,
    form: String,
    from_on: Date,
    to_on: Option<Date>,
    occupation: Option<String>,
    employer: Option<String>,
    organisation: Option<Uuid>,
    candidacy: Option<Uuid>,
    proof: String,
    proved_by: Option<Uuid>,
    proved_at: Option<Timestamp>,
    made_by: Uuid,
    made_at: Timestamp,
    version: i64,
});

/// A day on which somebody is asked how it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitRow {
    pub id: Uuid,
    pub returnee: Uuid,
    pub kind: String,
    pub event_on: Date,
    pub months: i64,
    pub due_on: Date,
    pub state: String,
    pub way: Option<String>,
    pub form: Option<String>,
    pub done_on: Option<Date>,
    pub done_by: Option<Uuid>,
    pub n_tries: i64,
    pub version: i64,
}

record!(VisitRow, "visit", keys 1, {
    id: Uuid,
    returnee: Uuid,
    kind: String,
    event_on: Date,
    months: i64,
    due_on: Date,
    state: String,
    way: Option<String>,
    form: Option<String>,
    done_on: Option<Date>,
    done_by: Option<Uuid>,
    n_tries: i64,
    version: i64,
});

/// The whole road of one person in one row.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadRow {
    pub returnee: Uuid,
    pub above_1: Option<Uuid>,
    pub above_2: Option<Uuid>,
    pub above_3: Option<Uuid>,
    pub sensitivity: i64,
    pub consents: i64,
    pub officer: Option<Uuid>,
    pub sex: Option<String>,
    pub born_in: Option<i64>,
    pub territory: Option<String>,
    pub country: Option<String>,
    pub returned_on: Option<Date>,
    pub registered_on: Date,
    pub profile_on: Option<Date>,
    pub planned_on: Option<Date>,
    pub enrolled_on: Option<Date>,
    pub trained_on: Option<Date>,
    pub agreed_on: Option<Date>,
    pub first_work_on: Option<Date>,
    pub first_formal_on: Option<Date>,
    pub work_after_on: Option<Date>,
    pub form: Option<String>,
    pub known_on: Date,
    pub reached_on: Option<Date>,
    pub steady_on: Option<Date>,
    pub steady_rule: Option<String>,
    pub closed_on: Option<Date>,
    pub closing: Option<String>,
    pub plan_due_on: Option<Date>,
    pub next_visit_on: Option<Date>,
    pub letter_at: Option<Timestamp>,
    pub twin: Option<Uuid>,
    pub version: i64,
}

record!(RoadRow, "road", keys 1, {
    returnee: Uuid,
    above_1: Option<Uuid>,
    above_2: Option<Uuid>,
    above_3: Option<Uuid>,
    sensitivity: i64,
    consents: i64,
    officer: Option<Uuid>,
    sex: Option<String>,
    born_in: Option<i64>,
    territory: Option<String>,
    country: Option<String>,
    returned_on: Option<Date>,
    registered_on: Date,
    profile_on: Option<Date>,
    planned_on: Option<Date>,
    enrolled_on: Option<Date>,
    trained_on: Option<Date>,
    agreed_on: Option<Date>,
    first_work_on: Option<Date>,
    first_formal_on: Option<Date>,
    work_after_on: Option<Date>,
    form: Option<String>,
    known_on: Date,
    reached_on: Option<Date>,
    steady_on: Option<Date>,
    steady_rule: Option<String>,
    closed_on: Option<Date>,
    closing: Option<String>,
    plan_due_on: Option<Date>,
    next_visit_on: Option<Date>,
    letter_at: Option<Timestamp>,
    twin: Option<Uuid>,
    version: i64,
});

/// How far somebody has read the journal forward.
#[derive(Clone, Debug, PartialEq)]
pub struct Follower {
    pub name: String,
    pub seq: i64,
}

record!(Follower, "follower", keys 1, {
    name: String,
    seq: i64,
});
