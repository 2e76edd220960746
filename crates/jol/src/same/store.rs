//! Rows of pairs and of records that were joined.

use std::collections::HashMap;

use domain::{
    access::Scope,
    id::ReturneeId,
    same::{Group, Origin, PairState, Step, Zone},
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    access::predicate::within,
    db::{
        Error, Tx, Value,
        many::{AT_ONCE, about},
    },
    record,
};

/// Two records that may be one person's. `one` is the older.
#[derive(Clone, Debug, PartialEq)]
pub struct PairRow {
    pub id: Uuid,
    pub one: Uuid,
    pub other: Uuid,
    pub origin: String,
    /// In hundredths of a bit.
    pub weight: i64,
    pub zone: String,
    /// `domain::same::Step`s as JSON.
    pub waterfall: String,
    pub model_version: i64,
    pub norm_version: i64,
    pub worth: i64,
    pub state: String,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<Timestamp>,
    pub reason: Option<String>,
    pub seconded_by: Option<Uuid>,
    pub seconded_at: Option<Timestamp>,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(PairRow, "pair", keys 1, {
    id: Uuid,
    one: Uuid,
    other: Uuid,
    origin: String,
    weight: i64,
    zone: String,
    waterfall: String,
    model_version: i64,
    norm_version: i64,
    worth: i64,
    state: String,
    decided_by: Option<Uuid>,
    decided_at: Option<Timestamp>,
    reason: Option<String>,
    seconded_by: Option<Uuid>,
    seconded_at: Option<Timestamp>,
    made_at: Timestamp,
    version: i64,
});

impl PairRow {
    pub fn state(&self) -> Result<PairState, Error> {
        self.state.parse().map_err(|_| Error::Column("state".into()))
    }

    /// A zone that this program does not know is nothing to go by.
    pub fn zone(&self) -> Zone {
        self.zone.parse().unwrap_or(Zone::Nothing)
    }

    /// How the weight came about. What cannot be read explains nothing.
    pub fn steps(&self) -> Vec<Step> {
        serde_json::from_str(&self.waterfall).unwrap_or_default()
    }

    pub fn origin(&self) -> Origin {
        self.origin.parse().unwrap_or(Origin::Check)
    }

    pub fn records(&self) -> [ReturneeId; 2] {
        [self.one, self.other].map(ReturneeId::from_uuid)
    }
}

/// A pair, if both of its records are within reach.
pub async fn pair(tx: &mut Tx, scope: &Scope, id: Uuid) -> Result<Option<PairRow>, Error> {
    let mut values = vec![id.into()];
    let sql = within(include_str!("queries/pair.sql"), scope, &mut values);
    tx.find(sql, &values).await
}

/// The same, held until the transaction ends.
pub async fn lock_pair(tx: &mut Tx, scope: &Scope, id: Uuid) -> Result<Option<PairRow>, Error> {
    let mut values = vec![id.into()];
    let sql = within(include_str!("queries/pair.sql"), scope, &mut values);
    tx.lock(&sql, &values).await
}

/// The pairs of one record, with those of its others that are within reach.
pub async fn pairs_of(
    tx: &mut Tx,
    scope: &Scope,
    record: ReturneeId,
    n: i64,
) -> Result<Vec<PairRow>, Error> {
    let mut values = vec![record.uuid().into(), n.into()];
    let sql = within(include_str!("queries/pairs_of.sql"), scope, &mut values);
    tx.list(sql, &values).await
}

const PAIR_OF: &str = "select * from pair where one = $1 and other = $2";

/// Two records as a pair holds them, the older first.
fn in_order([one, other]: [ReturneeId; 2]) -> [Value; 2] {
    [one.min(other).uuid().into(), one.max(other).uuid().into()]
}

/// The pair of two records, whoever reaches them.
pub async fn pair_of(tx: &mut Tx, records: [ReturneeId; 2]) -> Result<Option<PairRow>, Error> {
    tx.find(PAIR_OF, &in_order(records)).await
}

/// The same, held until the transaction ends.
pub async fn lock_pair_of(tx: &mut Tx, records: [ReturneeId; 2]) -> Result<Option<PairRow>, Error> {
    tx.lock(PAIR_OF, &in_order(records)).await
}

/// A record of a person who has an older one, and what it was before.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    pub record: Uuid,
    pub person: Uuid,
    pub pair: Uuid,
    pub was_above_1: Option<Uuid>,
    pub was_above_2: Option<Uuid>,
    pub was_above_3: Option<Uuid>,
    pub was_sensitivity: i64,
    /// What it was of the leading record, before anything was joined to it.
    pub lead_sensitivity: i64,
    /// The road of the record, as JSON.
    pub was_road: Option<String>,
    pub joined_by: Uuid,
    pub joined_at: Timestamp,
}

record!(Joined, "joined", keys 1, {
    record: Uuid,
    person: Uuid,
    pair: Uuid,
    was_above_1: Option<Uuid>,
    was_above_2: Option<Uuid>,
    was_above_3: Option<Uuid>,
    was_sensitivity: i64,
    lead_sensitivity: i64,
    was_road: Option<String>,
    joined_by: Uuid,
    joined_at: Timestamp,
});

/// All records of the person whose leading record is the first value, as a part of a statement. Whoever has one record is
/// asked for in one more index, which holds next to nothing.
pub const RECORDS: &str = "select $1 union all select record from joined where person = $1";

/// A statement about all records of a person.
pub fn of_all(sql: &str) -> String {
    sql.replace("{records}", RECORDS)
}

/// The records that were joined to this one.
pub async fn joined_to(tx: &mut Tx, leading: ReturneeId) -> Result<Vec<Joined>, Error> {
    let sql = "select * from joined where person = $1 order by record";
    tx.list(sql, &[leading.uuid().into()]).await
}

/// The leading record of the person whose record this is.
pub async fn leading(tx: &mut Tx, record: ReturneeId) -> Result<ReturneeId, Error> {
    let sql = "select person from joined where record = $1";
    let row = tx.one(sql, &[record.uuid().into()]).await?;
    row.map_or(Ok(record), |row| Ok(ReturneeId::from_uuid(row.at(0)?)))
}

/// The leading records of those of these records that were joined.
pub async fn leads_of(tx: &mut Tx, records: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, Error> {
    among(tx, "record", records).await
}

/// The records that were joined to these, each with its leading record.
pub async fn records_of(tx: &mut Tx, leading: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, Error> {
    among(tx, "person", leading).await
}

async fn among(tx: &mut Tx, column: &str, ids: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, Error> {
    let mut found = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let sql = format!("select record, person from joined where {column} in ({{people}})");
        let (sql, values) = about(&sql, some);
        for row in tx.all(sql, &values).await? {
            found.insert(row.at(0)?, row.at(1)?);
        }
    }
    Ok(found)
}

/// All records of the person whose record this is.
pub async fn group_of(tx: &mut Tx, record: ReturneeId) -> Result<Group, Error> {
    let leading = leading(tx, record).await?;
    let joined = joined_to(tx, leading).await?;
    Ok(Group::of(leading, joined.iter().map(|one| ReturneeId::from_uuid(one.record))))
}
