//! The tables of a cell: one growing list of changes, the same for both engines.
//!
//! A change names itself in the `migration` table before it is made, in the same transaction. Two servers that start
//! together meet at that row: the second waits, then finds the change made. No session lock is needed.

use sha2::{Digest, Sha256};

use super::{Db, Error, Record, Table, Tx};
use crate::refusal::Refusal;

/// Never edited once released; only added to.
const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_foundation", include_str!("../../migrations/0001_foundation.sql")),
    ("0002_road", include_str!("../../migrations/0002_road.sql")),
    ("0003_same", include_str!("../../migrations/0003_same.sql")),
];

/// Every table whose rows are sealed, for `jol verify`. A test holds that none is missing.
pub const TABLES: &[&Table] = &[
    <crate::app::Cell as Record>::TABLE,
    super::command::ANSWERED,
    <super::job::Waiting as Record>::TABLE,
    <super::lease::Lease as Record>::TABLE,
    <super::journal::Shown as Record>::TABLE,
    <super::journal::Checkpoint as Record>::TABLE,
    <crate::access::store::Office as Record>::TABLE,
    <crate::access::store::Account as Record>::TABLE,
    <crate::access::store::RecoveryCode as Record>::TABLE,
    <crate::access::store::Session as Record>::TABLE,
    <crate::access::store::ApiToken as Record>::TABLE,
    <crate::access::store::Challenge as Record>::TABLE,
    <crate::access::store::Tally as Record>::TABLE,
    <crate::messages::Message as Record>::TABLE,
    <crate::returnee::store::KeyRow as Record>::TABLE,
    <crate::returnee::store::ReturneeRow as Record>::TABLE,
    <crate::returnee::store::Draft as Record>::TABLE,
    <crate::returnee::store::Consent as Record>::TABLE,
    <crate::returnee::store::Attachment as Record>::TABLE,
    <crate::returnee::erasure_request::ErasureRequest as Record>::TABLE,
    <crate::same::store::PairRow as Record>::TABLE,
    <crate::same::store::Joined as Record>::TABLE,
    <crate::classifier::Concept as Record>::TABLE,
    <crate::profile::store::ItemRow as Record>::TABLE,
    <crate::profile::store::WishRow as Record>::TABLE,
    <crate::profile::store::SettledAnswer as Record>::TABLE,
    <crate::meaning::confirmed::ConfirmedWords as Record>::TABLE,
    <crate::vacancy::store::Organisation as Record>::TABLE,
    <crate::vacancy::store::Vacancy as Record>::TABLE,
    <crate::vacancy::store::Report as Record>::TABLE,
    <crate::vacancy::store::CandidacyRow as Record>::TABLE,
    <crate::vacancy::overrule::OverruleRow as Record>::TABLE,
    <crate::matching::replay::ListShown as Record>::TABLE,
    <crate::matching::people_shown::PeopleShown as Record>::TABLE,
    <crate::matching::proposal::store::Proposal as Record>::TABLE,
    <crate::matching::proposal::store::ProposalPlace as Record>::TABLE,
    <crate::matching::proposal::store::ProposalLine as Record>::TABLE,
    <crate::course::store::CourseRow as Record>::TABLE,
    <crate::course::store::GroupRow as Record>::TABLE,
    <crate::course::store::EnrolmentRow as Record>::TABLE,
    <crate::course::store::Attendance as Record>::TABLE,
    <crate::support::store::StepRow as Record>::TABLE,
    <crate::support::store::NoteRow as Record>::TABLE,
    <crate::support::store::Letter as Record>::TABLE,
    <crate::followup::store::SpellRow as Record>::TABLE,
    <crate::followup::store::VisitRow as Record>::TABLE,
    <crate::followup::store::RoadRow as Record>::TABLE,
    <super::journal::Follower as Record>::TABLE,
    <crate::import::store::Run as Record>::TABLE,
    <crate::import::store::LineFault as Record>::TABLE,
    <crate::import::store::Mapping as Record>::TABLE,
];

struct Migrate {
    name: &'static str,
    sql: &'static str,
}

impl super::Command for Migrate {
    /// Whether this process made the change.
    type Answer = bool;
    const GROWS: super::Grows = super::Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let hash: [u8; 32] = Sha256::digest(self.sql).into();
        tx.execute(
            "create table if not exists migration (name text primary key, hash bytea not null)",
            &[],
        )
        .await?;
        let sql = "insert into migration (name, hash) values ($1, $2) on conflict do nothing";
        if tx.execute(sql, &[self.name.into(), hash.into()]).await? == 0 {
            let known =
                tx.one("select hash from migration where name = $1", &[self.name.into()]).await?;
            if known.map(|row| row.at::<[u8; 32]>(0)).transpose()? == Some(hash) {
                return Ok(false);
            }
            let told = format!("migration {} was changed after it was made", self.name);
            return Err(Error::Engine(told.into()).into());
        }
        for statement in statements(self.sql) {
            tx.execute(statement, &[]).await?;
        }
        Ok(true)
    }
}

/// The statements of a file. A semicolon ends a line only where it ends a statement.
fn statements(sql: &'static str) -> impl Iterator<Item = &'static str> {
    sql.split(";\n").map(str::trim).filter(|statement| {
        statement.lines().any(|line| !line.trim().is_empty() && !line.starts_with("--"))
    })
}

/// The changes that this store has seen, in their order.
pub async fn made(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let rows = tx.all("select name from migration order by name", &[]).await?;
    rows.iter().map(|row| row.at(0)).collect()
}

/// Whether a store that has seen these changes can be brought up to date by this program.
pub fn knows(made: &[String]) -> bool {
    made.len() <= MIGRATIONS.len()
        && made.iter().zip(MIGRATIONS).all(|(made, (name, _))| made == name)
}

/// Brings the tables up to date.
pub async fn migrate(db: &Db) -> Result<(), Error> {
    migrate_to(db, MIGRATIONS.len()).await
}

/// Makes the first so many changes: a backup is filled into the tables it was taken from.
pub async fn migrate_to(db: &Db, n: usize) -> Result<(), Error> {
    for &(name, sql) in MIGRATIONS.iter().take(n) {
        let mut tries = 0;
        loop {
            match db.run(Migrate { name, sql }).await {
                Ok(made) => {
                    if made {
                        tracing::info!("Made the tables of {name}");
                    }
                    break;
                }
                // Another process was making the same table at the same moment.
                Err(Refusal::Store(Error::Exists(_))) if tries < 3 => tries += 1,
                Err(Refusal::Store(error)) => return Err(error),
                Err(other) => return Err(Error::Engine(other.into())),
            }
        }
    }
    Ok(())
}

/// The indexes of some tables that are not their keys, or single ones by their own names: what each is called and the
/// statement that makes it.
fn indexes(wanted: &[&str]) -> Vec<(&'static str, &'static str)> {
    let statements = MIGRATIONS.iter().flat_map(|(_, sql)| statements(sql));
    statements
        .filter_map(|statement| {
            let at = statement.find("create ")?;
            let statement = &statement[at..];
            let rest = statement
                .strip_prefix("create index ")
                .or_else(|| statement.strip_prefix("create unique index "))?;
            let (name, rest) = rest.split_once(" on ")?;
            let table = rest.split_whitespace().next()?;
            (wanted.contains(&table) || wanted.contains(&name)).then_some((name, statement))
        })
        .collect()
}

/// Takes the indexes of some tables away before very many rows go in: random places in a growing index cost more
/// than sorting once at the end. Uniqueness is off until [`make_indexes`], so only one writer may be at work.
pub async fn drop_indexes(tx: &mut Tx, tables: &[&str]) -> Result<(), Error> {
    for (name, _) in indexes(tables) {
        tx.execute(format!("drop index if exists {name}"), &[]).await?;
    }
    Ok(())
}

/// Makes them again. Fails, and leaves all as it was, when rows that must differ do not.
pub async fn make_indexes(tx: &mut Tx, tables: &[&str]) -> Result<(), Error> {
    if tx.is_postgres() {
        // Sorting a million rows takes longer than a page may.
        tx.execute("set local statement_timeout = 0", &[]).await?;
    }
    for (name, statement) in indexes(tables) {
        tx.execute(statement.replacen(name, &format!("if not exists {name}"), 1), &[]).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_indexes_of_a_table_are_found_with_how_they_are_made() {
        let found = indexes(&["returnee"]);
        assert!(found.len() >= 7, "{found:?}");
        assert!(
            found.iter().all(|(_, sql)| sql.starts_with("create ") && sql.contains("on returnee"))
        );
        assert!(found.iter().any(|(name, sql)| *name == "returnee_pin" && sql.contains("unique")));
        let found = indexes(&["journal_person"]);
        assert_eq!(found.len(), 1, "one of the two of the journal");
    }
}
