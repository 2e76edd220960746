//! Readers of the journal: each keeps up what follows from it, piece by piece.

use crate::{
    db::{Error, Tx},
    record,
};

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

impl Follower {
    /// How far this reader has come.
    pub async fn place(tx: &mut Tx, name: &str) -> Result<i64, Error> {
        let sql = "select * from follower where name = $1";
        let read: Option<Self> = tx.find(sql, &[name.into()]).await?;
        Ok(read.map_or(0, |read| read.seq))
    }

    /// The reader, held until the transaction ends. `None` while another process reads.
    pub async fn hold(tx: &mut Tx, name: &str) -> Result<Option<Self>, Error> {
        tx.insert_new(&Self { name: name.to_owned(), seq: 0 }).await?;
        let sql = "select * from follower where name = $1";
        let held: Vec<Self> = tx.lock_free(sql, &[name.into()]).await?;
        Ok(held.into_iter().next())
    }
}
