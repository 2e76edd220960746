//! What hangs on the records of a pair.

use domain::same::pair::{Facts, Stake};
use uuid::Uuid;

use crate::db::{Error, Tx};

/// Of two people, with all their records. Both are within reach already.
pub async fn facts(tx: &mut Tx, one: Uuid, other: Uuid) -> Result<Facts, Error> {
    let row = tx.one(include_str!("queries/facts.sql"), &[one.into(), other.into()]).await?;
    let row = row.ok_or_else(|| Error::Column("facts".into()))?;
    let stake = Stake {
        has_hire: row.at(0)?,
        has_formal_work: row.at(1)?,
        has_course: row.at(2)?,
        has_plan: row.at(3)?,
    };
    let n_numbers: i64 = row.at(4)?;
    Ok(Facts { stake, numbers_contradict: n_numbers > 1 })
}
