//! Rows of spells, visits and roads.

use domain::{
    access::Scope,
    followup::{Closing, Facts, Spell},
    id::ReturneeId,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::predicate::within,
    app::country_day,
    db::{Error, Record as _, Tx},
    record,
    returnee::store::name_in,
    same::store::RECORDS,
};

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

fn read<T: std::str::FromStr>(column: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::Column(column.to_owned()))
}

impl SpellRow {
    pub fn open(&self) -> Result<Spell, Error> {
        Ok(Spell {
            form: read("form", &self.form)?,
            from_on: self.from_on,
            to_on: self.to_on,
            occupation: self
                .occupation
                .as_deref()
                .map(|code| read("occupation", code))
                .transpose()?,
            employer: self.employer.as_deref().map(|name| read("employer", name)).transpose()?,
            proof: read("proof", &self.proof)?,
            proved_on: self.proved_at.map(country_day),
        })
    }

    /// The row with what a spell says in it. Who proved it and when stays.
    #[must_use]
    pub fn with(self, spell: &Spell) -> Self {
        Self {
            form: spell.form.code().to_owned(),
            from_on: spell.from_on,
            to_on: spell.to_on,
            occupation: spell.occupation.as_ref().map(ToString::to_string),
            employer: spell.employer.as_ref().map(|name| name.as_str().to_owned()),
            ..self
        }
    }
}

/// How a person worked, the earliest first. The caller has asked whether they are within reach.
pub async fn spells(tx: &mut Tx, person: ReturneeId) -> Result<Vec<SpellRow>, Error> {
    let sql = format!("select * from spell where returnee in ({RECORDS}) order by from_on, id");
    tx.list(sql, &[person.uuid().into()]).await
}

/// More people than this one page does not show.
const MOST_STAFF: i64 = 500;

/// The people whom an organisation hired and may see, each with their work and their name.
pub async fn staff(
    tx: &mut Tx,
    scope: &Scope,
    organisation: Uuid,
) -> Result<Vec<(SpellRow, ReturneeId, String)>, Error> {
    let mut values = vec![organisation.into(), MOST_STAFF.into()];
    let sql = within(include_str!("queries/staff.sql"), scope, &mut values);
    let rows = tx.all(sql, &values).await?;
    rows.iter()
        .map(|row| {
            let person = ReturneeId::from_uuid(row.get("person")?);
            Ok((SpellRow::from_row(row)?, person, name_in(row)?))
        })
        .collect()
}

/// The work of one of them.
pub async fn one_of_staff(
    tx: &mut Tx,
    scope: &Scope,
    organisation: Uuid,
    spell: Uuid,
) -> Result<Option<SpellRow>, Error> {
    let mut values = vec![spell.into(), organisation.into()];
    let sql = within(include_str!("queries/one_of_staff.sql"), scope, &mut values);
    tx.find(sql, &values).await
}

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

/// The visits of a person, the earliest first. The caller has asked whether they are within reach.
pub async fn visits(tx: &mut Tx, person: ReturneeId) -> Result<Vec<VisitRow>, Error> {
    let sql = format!("select * from visit where returnee in ({RECORDS}) order by due_on, id");
    tx.list(sql, &[person.uuid().into()]).await
}

/// The whole road of one person in one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// Counted by the indicators, and asked for by nothing else.
    pub has_disability: bool,
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
    /// The first time each, through any vacancy, whatever came of it.
    pub introduced_on: Option<Date>,
    pub interviewed_on: Option<Date>,
    pub hired_on: Option<Date>,
    pub closed_on: Option<Date>,
    /// The kind of the reason, and the reason itself.
    pub closing: Option<String>,
    pub closing_reason: Option<String>,
    pub plan_due_on: Option<Date>,
    pub next_visit_on: Option<Date>,
    /// Since when a proposal waits for the person's word.
    pub asked_on: Option<Date>,
    /// The oldest letter of the person that nobody has answered.
    pub letter_at: Option<Timestamp>,
    /// When they came from another office; empty once somebody looks after them.
    pub moved_on: Option<Date>,
    /// The proposal in force that has a place for them which nobody has talked about with them, and since when.
    pub proposed_in: Option<Uuid>,
    pub proposed_on: Option<Date>,
    /// The next day on which this row is different although nothing happens.
    pub turns_on: Option<Date>,
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
    has_disability: bool,
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
    introduced_on: Option<Date>,
    interviewed_on: Option<Date>,
    hired_on: Option<Date>,
    closed_on: Option<Date>,
    closing: Option<String>,
    closing_reason: Option<String>,
    plan_due_on: Option<Date>,
    next_visit_on: Option<Date>,
    asked_on: Option<Date>,
    letter_at: Option<Timestamp>,
    moved_on: Option<Date>,
    proposed_in: Option<Uuid>,
    proposed_on: Option<Date>,
    turns_on: Option<Date>,
    version: i64,
});

impl RoadRow {
    pub fn closed(&self) -> Result<Option<(Date, Closing)>, Error> {
        let reason: Option<Closing> =
            self.closing.as_deref().map(|code| read("closing", code)).transpose()?;
        Ok(self.closed_on.zip(reason))
    }

    /// What the picture of the road is made from.
    pub fn facts(&self) -> Result<Facts, Error> {
        let form = self.form.as_deref().map(|code| read::<domain::followup::Form>("form", code));
        Ok(Facts {
            registered_on: Some(self.registered_on),
            profile_on: self.profile_on,
            planned_on: self.planned_on,
            enrolled_on: self.enrolled_on,
            trained_on: self.trained_on,
            agreed_on: self.agreed_on,
            first_work_on: self.first_work_on,
            first_formal_on: self.first_formal_on,
            works_formally: form.transpose()?.is_some_and(|form| form.is_formal()),
            reached_on: self.reached_on,
            steady_on: self.steady_on,
            closed: self.closed()?,
        })
    }
}

pub async fn road(tx: &mut Tx, person: ReturneeId) -> Result<Option<RoadRow>, Error> {
    tx.find("select * from road where returnee = $1", &[person.uuid().into()]).await
}
