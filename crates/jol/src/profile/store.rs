//! Rows of profiles.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::record;

/// One line of a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemRow {
    pub id: Uuid,
    pub returnee: Uuid,
    pub kind: String,
    pub code: Option<String>,
    pub words: Option<String>,
    pub level: Option<String>,
    pub country: Option<String>,
    pub from_on: Option<Date>,
    pub to_on: Option<Date>,
    pub evidence: String,
    pub seen_by: Option<Uuid>,
    pub seen_at: Option<Timestamp>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(ItemRow, "profile_item", keys 1, {
    id: Uuid,
    returnee: Uuid,
    kind: String,
    code: Option<String>,
    words: Option<String>,
    level: Option<String>,
    country: Option<String>,
    from_on: Option<Date>,
    to_on: Option<Date>,
    evidence: String,
    seen_by: Option<Uuid>,
    seen_at: Option<Timestamp>,
    made_by: Uuid,
    made_at: Timestamp,
    version: i64,
});

/// What a person wants.
#[derive(Clone, Debug, PartialEq)]
pub struct WishRow {
    pub returnee: Uuid,
    pub occupations: String,
    pub place: Option<String>,
    pub km: Option<i64>,
    pub wage: Option<i64>,
    pub forms: String,
    pub self_employment: Option<String>,
    pub from_on: Option<Date>,
    pub changed_at: Timestamp,
    pub version: i64,
}

record!(WishRow, "wish", keys 1, {
    returnee: Uuid,
    occupations: String,
    place: Option<String>,
    km: Option<i64>,
    wage: Option<i64>,
    forms: String,
    self_employment: Option<String>,
    from_on: Option<Date>,
    changed_at: Timestamp,
    version: i64,
});
