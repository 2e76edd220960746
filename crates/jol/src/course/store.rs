//! Rows of courses, groups and enrolments.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::record;

/// A course of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseRow {
    pub id: Uuid,
    pub organisation: Uuid,
    pub title: String,
    pub occupation: String,
    pub skills: String,
    pub licences: String,
    pub hours: i64,
    pub price: i64,
    pub language: String,
    pub way: String,
    pub words: Option<String>,
    pub state: String,
    pub reason: Option<String>,
    pub checked_by: Option<Uuid>,
    pub checked_at: Option<Timestamp>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(CourseRow, "course", keys 1, {
    id: Uuid,
    organisation: Uuid,
    title: String,
    occupation: String,
    skills: String,
    licences: String,
    hours: i64,
    price: i64,
    language: String,
    way: String,
    words: Option<String>,
    state: String,
    reason: Option<String>,
    checked_by: Option<Uuid>,
    checked_at: Option<Timestamp>,
    made_by: Uuid,
    made_at: Timestamp,
    version: i64,
});

/// A course on its days, with seats.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRow {
    pub id: Uuid,
    pub course: Uuid,
    pub organisation: Uuid,
    pub territory: String,
    pub place: Option<String>,
    pub starts_on: Date,
    pub ends_on: Date,
    pub seats: i64,
    pub closed_at: Option<Timestamp>,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(GroupRow, "course_group", keys 1, {
    id: Uuid,
    course: Uuid,
    organisation: Uuid,
    territory: String,
    place: Option<String>,
    starts_on: Date,
    ends_on: Date,
    seats: i64,
    closed_at: Option<Timestamp>,
    made_at: Timestamp,
    version: i64,
});

/// One person and one group.
#[derive(Clone, Debug, PartialEq)]
pub struct EnrolmentRow {
    pub id: Uuid,
    pub course_group: Uuid,
    pub organisation: Uuid,
    pub returnee: Uuid,
    pub state: String,
    pub is_shown: bool,
    pub came_at: Timestamp,
    pub ended_on: Option<Date>,
    pub made_by: Uuid,
    pub changed_at: Timestamp,
    pub version: i64,
}

record!(EnrolmentRow, "enrolment", keys 1, {
    id: Uuid,
    course_group: Uuid,
    organisation: Uuid,
    returnee: Uuid,
    state: String,
    is_shown: bool,
    came_at: Timestamp,
    ended_on: Option<Date>,
    made_by: Uuid,
    changed_at: Timestamp,
    version: i64,
});

/// Whether somebody was there on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendance {
    pub enrolment: Uuid,
    pub day: Date,
    pub returnee: Uuid,
    pub present: bool,
    pub told_by: Uuid,
}

record!(Attendance, "attendance", keys 2, {
    enrolment: Uuid,
    day: Date,
    returnee: Uuid,
    present: bool,
    told_by: Uuid,
});
