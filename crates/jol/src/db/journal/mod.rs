//! The journal: every change, and every look at a person, as one entry in the transaction it belongs to.
//!
//! Entries form a chain of hashes. On SQLite the one writer links them as it goes. On PostgreSQL they are written
//! unlinked, and one sealer under a lease links what it sees, so that no row is fought over. What an entry says
//! about a person is sealed with that person's key: destroying the key leaves the chain whole and the content gone.

mod chain;
mod checkpoint;
mod follower;
mod sealer;

use jiff::Timestamp;
use uuid::Uuid;

pub use chain::{Finding, Walk, digest, digest_of_people};
pub use checkpoint::{Checkpoint, checkpoint, is_signed, last_checkpoint, read_line, sign_again};
pub use follower::Follower;
pub use sealer::{link_all, link_new};

use domain::access::{Actor, Purpose};
use domain::id::ReturneeId;

use super::{Error, Tx};
use crate::record;

/// The end of the chain: the number and the hash of its last entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: [u8; 32],
}

impl Head {
    /// Before the first entry.
    pub const NONE: Self = Self { seq: 0, hash: [0; 32] };
}

/// Who does something, why and when.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    pub actor: Actor,
    /// The person an officer acts for, when they help somebody with their own affairs.
    pub acting_for: Option<ReturneeId>,
    pub purpose: Purpose,
    pub at: Timestamp,
}

impl Act {
    pub fn new(actor: Actor, at: Timestamp) -> Self {
        Self { actor, acting_for: None, purpose: actor.purpose(), at }
    }
}

/// What is written down. The content is sealed already.
#[derive(Clone, Debug, Default)]
pub struct Note {
    pub action: &'static str,
    pub object_kind: &'static str,
    pub object: Option<Uuid>,
    pub person: Option<ReturneeId>,
    /// Names of the fields that were changed or shown, never their values.
    pub fields: Vec<&'static str>,
    pub content: Option<Content>,
}

/// Before and after, readable with the person's key only.
#[derive(Clone, Debug)]
pub struct Content {
    pub sealed: Vec<u8>,
    /// A keyed hash of the plain content; its key lies inside the sealed part. The chain holds this one.
    pub commitment: [u8; 32],
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub id: Uuid,
    pub at: Timestamp,
    pub actor: Uuid,
    pub role: String,
    pub acting_for: Option<Uuid>,
    pub purpose: String,
    pub action: String,
    pub object_kind: String,
    pub object: Option<Uuid>,
    pub person: Option<Uuid>,
    pub fields: String,
    pub content: Option<Vec<u8>>,
    pub commitment: Option<[u8; 32]>,
    pub digest: [u8; 32],
    pub seq: Option<i64>,
    pub hash: Option<[u8; 32]>,
}

record!(Entry, "journal", keys 1, {
    id: Uuid,
    at: Timestamp,
    actor: Uuid,
    role: String,
    acting_for: Option<Uuid>,
    purpose: String,
    action: String,
    object_kind: String,
    object: Option<Uuid>,
    person: Option<Uuid>,
    fields: String,
    content: Option<Vec<u8>>,
    commitment: Option<[u8; 32]>,
    digest: [u8; 32],
    seq: Option<i64>,
    hash: Option<[u8; 32]>,
});

/// One person on a page of many.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    pub person: Uuid,
    pub entry: Uuid,
}

record!(Shown, "shown", keys 2, {
    person: Uuid,
    entry: Uuid,
});

impl Entry {
    /// The entry as it is written, still outside the chain.
    pub fn new(id: Uuid, act: &Act, note: Note) -> Self {
        let (content, commitment) =
            note.content.map(|content| (content.sealed, content.commitment)).unzip();
        let mut entry = Self {
            id,
            at: act.at,
            actor: act.actor.id,
            role: act.actor.role.code().to_owned(),
            acting_for: act.acting_for.map(ReturneeId::uuid),
            purpose: act.purpose.code().to_owned(),
            action: note.action.to_owned(),
            object_kind: note.object_kind.to_owned(),
            object: note.object,
            person: note.person.map(ReturneeId::uuid),
            fields: note.fields.join(" "),
            content,
            commitment,
            digest: [0; 32],
            seq: None,
            hash: None,
        };
        entry.digest = chain::digest(&entry);
        entry
    }
}

/// Writes an entry, and on SQLite links it to the chain at once.
pub async fn write(tx: &mut Tx, id: Uuid, act: &Act, note: Note) -> Result<(), Error> {
    append(tx, Entry::new(id, act, note)).await
}

/// The same for an entry that was made before.
pub async fn append(tx: &mut Tx, mut entry: Entry) -> Result<(), Error> {
    link(tx, std::slice::from_mut(&mut entry)).await?;
    tx.insert_plain(&entry).await
}

async fn link(tx: &mut Tx, entries: &mut [Entry]) -> Result<(), Error> {
    if tx.is_postgres() {
        return Ok(());
    }
    let mut head = match tx.head {
        Some(head) => head,
        None => end_of_chain(tx).await?,
    };
    for entry in entries {
        head = chain::link(head, &entry.digest);
        (entry.seq, entry.hash) = (Some(head.seq), Some(head.hash));
    }
    tx.head = Some(head);
    Ok(())
}

/// Writes one entry for a page that shows many people, and who they were.
pub async fn write_shown(
    tx: &mut Tx,
    id: Uuid,
    act: &Act,
    note: Note,
    people: &[ReturneeId],
) -> Result<(), Error> {
    let mut sorted: Vec<Uuid> = people.iter().map(|person| person.uuid()).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let commitment = chain::digest_of_people(&sorted);
    // Nothing here needs sealing: who was shown is kept as ids, and the chain holds their digest.
    let content = Some(Content { sealed: Vec::new(), commitment });
    write(tx, id, act, Note { content, ..note }).await?;
    let rows: Vec<Shown> = sorted.into_iter().map(|person| Shown { person, entry: id }).collect();
    tx.insert_all(&rows).await
}

/// Writes many entries at once, for bulk work. They are linked in the order given.
pub async fn write_all(tx: &mut Tx, mut entries: Vec<Entry>) -> Result<(), Error> {
    link(tx, &mut entries).await?;
    tx.insert_all_plain(&entries).await
}

/// The last linked entry.
pub async fn end_of_chain(tx: &mut Tx) -> Result<Head, Error> {
    let row = tx.one(include_str!("../queries/journal_end.sql"), &[]).await?;
    row.map_or(Ok(Head::NONE), |row| Ok(Head { seq: row.at(0)?, hash: row.at(1)? }))
}

/// When the newest entry was written, linked or not: ids begin with their moment.
pub async fn last_moment(tx: &mut Tx) -> Result<Option<Timestamp>, Error> {
    let row = tx.one("select at from journal order by id desc limit 1", &[]).await?;
    row.map(|row| row.at(0)).transpose()
}
