//! Rows of organisations, vacancies and candidacies.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::record;

/// An employer or a training provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Organisation {
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    pub tax_number: String,
    pub sector: Option<String>,
    pub territory: String,
    pub address: Option<String>,
    pub contact: Option<String>,
    pub phone: String,
    pub standing: String,
    pub evidence: Option<String>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<Timestamp>,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(Organisation, "organisation", keys 1, {
    id: Uuid,
    kind: String,
    name: String,
    tax_number: String,
    sector: Option<String>,
    territory: String,
    address: Option<String>,
    contact: Option<String>,
    phone: String,
    standing: String,
    evidence: Option<String>,
    decided_by: Option<Uuid>,
    decided_at: Option<Timestamp>,
    made_at: Timestamp,
    version: i64,
});

/// Work that is offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Vacancy {
    pub id: Uuid,
    pub organisation: Uuid,
    pub title: String,
    pub occupation: String,
    pub territory: String,
    pub wage_from: Option<i64>,
    pub wage_to: Option<i64>,
    pub form: String,
    pub places: i64,
    pub starts_on: Option<Date>,
    pub closes_on: Date,
    pub needs: String,
    pub words: Option<String>,
    pub state: String,
    pub reason: Option<String>,
    pub checked_by: Option<Uuid>,
    pub checked_at: Option<Timestamp>,
    pub opened_on: Option<Date>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(Vacancy, "vacancy", keys 1, {
    id: Uuid,
    organisation: Uuid,
    title: String,
    occupation: String,
    territory: String,
    wage_from: Option<i64>,
    wage_to: Option<i64>,
    form: String,
    places: i64,
    starts_on: Option<Date>,
    closes_on: Date,
    needs: String,
    words: Option<String>,
    state: String,
    reason: Option<String>,
    checked_by: Option<Uuid>,
    checked_at: Option<Timestamp>,
    opened_on: Option<Date>,
    made_by: Uuid,
    made_at: Timestamp,
    version: i64,
});

/// Somebody says that something is wrong with a vacancy.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub id: Uuid,
    pub vacancy: Uuid,
    pub reason: String,
    pub words: Option<String>,
    pub made_at: Timestamp,
    pub handled_by: Option<Uuid>,
    pub handled_at: Option<Timestamp>,
}

record!(Report, "report", keys 1, {
    id: Uuid,
    vacancy: Uuid,
    reason: String,
    words: Option<String>,
    made_at: Timestamp,
    handled_by: Option<Uuid>,
    handled_at: Option<Timestamp>,
});

/// One person and one vacancy.
#[derive(Clone, Debug, PartialEq)]
pub struct CandidacyRow {
    pub id: Uuid,
    pub vacancy: Uuid,
    pub organisation: Uuid,
    pub returnee: Uuid,
    pub stage: String,
    pub is_shown: bool,
    pub proposed_by: Uuid,
    pub agreed_at: Option<Timestamp>,
    pub interview_on: Option<Date>,
    pub by_person_on: Option<Date>,
    pub by_employer_on: Option<Date>,
    pub refusal_reason: Option<String>,
    pub made_at: Timestamp,
    pub changed_at: Timestamp,
    pub version: i64,
}

record!(CandidacyRow, "candidacy", keys 1, {
    id: Uuid,
    vacancy: Uuid,
    organisation: Uuid,
    returnee: Uuid,
    stage: String,
    is_shown: bool,
    proposed_by: Uuid,
    agreed_at: Option<Timestamp>,
    interview_on: Option<Date>,
    by_person_on: Option<Date>,
    by_employer_on: Option<Date>,
    refusal_reason: Option<String>,
    made_at: Timestamp,
    changed_at: Timestamp,
    version: i64,
});
