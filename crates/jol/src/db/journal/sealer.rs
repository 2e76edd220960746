//! Linking on PostgreSQL: one process at a time takes what is not linked yet and adds it to the chain.
//!
//! Commits become visible in any order, so the sealer never thinks in terms of "up to": it numbers what it sees.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{chain, end_of_chain};
use crate::{
    db::{Command, Grows, Tx, Value, lease},
    refusal::Refusal,
};

/// Links entries that are not in the chain yet. Answers how many, or `None` while another process does this.
pub struct Link {
    pub holder: Uuid,
    pub now: Timestamp,
}

impl Command for Link {
    type Answer = Option<usize>;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Option<usize>, Refusal> {
        // The row of the lease stays locked until the commit, so two sealers cannot number at once.
        let length = SignedDuration::from_secs(15);
        if lease::take(tx, "sealer", self.holder, self.now, length).await?.is_none() {
            return Ok(None);
        }
        let mut head = match tx.head {
            Some(head) => head,
            None => end_of_chain(tx).await?,
        };
        let rows = tx.all(include_str!("../queries/journal_unlinked.sql"), &[]).await?;
        for some in rows.chunks(AT_ONCE) {
            let mut values: Vec<Value> = Vec::with_capacity(3 * AT_ONCE);
            for row in some {
                let (id, digest): (Uuid, [u8; 32]) = (row.at(0)?, row.at(1)?);
                head = chain::link(head, &digest);
                values.extend([id.into(), head.seq.into(), head.hash.into()]);
            }
            if tx.is_postgres() {
                tx.execute(link_sql(some.len()), &values).await?;
            } else {
                for one in values.chunks(3) {
                    tx.execute(LINK_ONE, one).await?;
                }
            }
        }
        if !tx.is_postgres() {
            tx.head = Some(head);
        }
        Ok(Some(rows.len()))
    }
}

const LINK_ONE: &str = "update journal set seq = $2, hash = $3 where id = $1 and seq is null";

/// One statement links so many on PostgreSQL: an answer of the server for each entry would be most of the work.
const AT_ONCE: usize = 250;

fn link_sql(n_entries: usize) -> String {
    let place =
        |at| format!("(${}::uuid,${}::bigint,${}::bytea)", 3 * at + 1, 3 * at + 2, 3 * at + 3);
    let places: Vec<String> = (0..n_entries).map(place).collect();
    format!(
        "update journal j set seq = l.seq, hash = l.hash from (values {}) l (id, seq, hash)
         where j.id = l.id and j.seq is null",
        places.join(",")
    )
}

/// Links everything that waits. On SQLite there is nothing to do.
pub async fn link_new(db: &crate::db::Db, holder: Uuid, now: Timestamp) -> Result<(), Refusal> {
    if db.is_postgres() { link_all(db, holder, now).await } else { Ok(()) }
}

/// The same on either engine: a backup of PostgreSQL may bring entries into SQLite that were not linked yet.
pub async fn link_all(db: &crate::db::Db, holder: Uuid, now: Timestamp) -> Result<(), Refusal> {
    while matches!(db.run(Link { holder, now }).await?, Some(n) if n > 0) {}
    Ok(())
}
