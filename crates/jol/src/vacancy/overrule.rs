//! An office introduces somebody to a vacancy that the rule leaves out of their list, and says why.

use domain::{id::ReturneeId, text::Line};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    db::{Error, Tx, journal::Act},
    record,
    same::store::RECORDS,
    vault::{Chance, PersonKey, Place},
};

/// What the office answered the rule. It has the id of the candidacy.
#[derive(Clone, Debug, PartialEq)]
pub struct OverruleRow {
    pub id: Uuid,
    pub returnee: Uuid,
    /// Why the rule leaves the vacancy out.
    pub left_out: String,
    pub words: Vec<u8>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
}

record!(OverruleRow, "overrule", keys 1, {
    id: Uuid,
    returnee: Uuid,
    left_out: String,
    words: Vec<u8>,
    made_by: Uuid,
    made_at: Timestamp,
});

/// What was said against the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overruled {
    pub left_out: &'static str,
    pub words: Line<200>,
}

fn place(id: Uuid) -> Place<'static> {
    Place { table: "overrule", column: "words", row: id, version: 1 }
}

impl OverruleRow {
    /// The words of the officer are sealed with the person's key.
    pub fn new(
        chance: &dyn Chance,
        id: Uuid,
        person: ReturneeId,
        key: &PersonKey,
        overruled: &Overruled,
        act: &Act,
    ) -> Self {
        Self {
            id,
            returnee: person.uuid(),
            left_out: overruled.left_out.to_owned(),
            words: key.seal(chance, &place(id), overruled.words.as_str().as_bytes()),
            made_by: act.actor.id,
            made_at: act.at,
        }
    }

    pub fn open(&self, key: &PersonKey) -> Result<String, Error> {
        let broken = || Error::Column("words".into());
        let plain = key.open(&place(self.id), &self.words).map_err(|_| broken())?;
        String::from_utf8(plain.to_vec()).map_err(|_| broken())
    }
}

/// What was said when this candidacy of a person within reach began, if the rule was overruled then.
pub async fn of_candidacy(
    tx: &mut Tx,
    person: ReturneeId,
    id: Uuid,
) -> Result<Option<OverruleRow>, Error> {
    let sql = format!("select * from overrule where returnee in ({RECORDS}) and id = $2");
    tx.find(sql, &[person.uuid().into(), id.into()]).await
}

/// How often offices introduced somebody in the last twelve months, and how often against the rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overrules {
    pub n: u64,
    pub of: u64,
}

pub async fn overrules(tx: &mut Tx, now: Timestamp) -> Result<Overrules, Error> {
    let since = now - SignedDuration::from_hours(24 * 365);
    let mut counted = [0; 2];
    for (at, sql) in [
        "select count(*) from overrule where made_at >= $1",
        // Whoever agreed by themself was introduced by nobody.
        "select count(*) from candidacy where made_at >= $1 and proposed_by <> returnee",
    ]
    .into_iter()
    .enumerate()
    {
        let row = tx.one(sql, &[since.into()]).await?;
        let n: i64 = row.map_or(Ok(0), |row| row.at(0))?;
        counted[at] = u64::try_from(n).unwrap_or_default();
    }
    Ok(Overrules { n: counted[0], of: counted[1] })
}

impl Overrules {
    /// Of so many introductions it would be odd if officers never knew better than the rule.
    const ENOUGH: u64 = 100;

    /// Fewer than one in a hundred.
    pub const fn are_nearly_none(self) -> bool {
        self.of >= Self::ENOUGH && self.n * 100 < self.of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hardly_any_of_many_is_told() {
        for (n, of, expected) in
            [(0, 0, false), (0, 99, false), (0, 100, true), (1, 100, false), (9, 1000, true)]
        {
            assert_eq!(Overrules { n, of }.are_nearly_none(), expected, "{n} of {of}");
        }
    }
}
