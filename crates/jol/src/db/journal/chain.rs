//! The chain: what is hashed, how entries are linked, and how a break is found.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Entry, Head};
use crate::db::{Error, Tx, Value};

/// What is hashed of an entry: everything but its place in the chain and the sealed content.
/// The content is held by its commitment, so it can be taken away after an erasure.
pub fn digest(entry: &Entry) -> [u8; 32] {
    let fields: [Value; 12] = [
        entry.id.into(),
        entry.at.into(),
        entry.actor.into(),
        entry.role.as_str().into(),
        entry.acting_for.into(),
        entry.purpose.as_str().into(),
        entry.action.as_str().into(),
        entry.object_kind.as_str().into(),
        entry.object.into(),
        entry.person.into(),
        entry.fields.as_str().into(),
        entry.commitment.map_or(Value::Null(crate::db::Kind::Bytes), Value::from),
    ];
    let mut bytes = Vec::with_capacity(384);
    bytes.extend_from_slice(b"jol journal 1\n");
    fields.iter().for_each(|value| value.encode(&mut bytes));
    Sha256::digest(&bytes).into()
}

/// The people a look showed, sorted.
pub fn digest_of_people(people: &[Uuid]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"jol shown 1\n");
    people.iter().for_each(|person| hash.update(person.as_bytes()));
    hash.finalize().into()
}

/// The head after one more entry.
pub fn link(head: Head, digest: &[u8; 32]) -> Head {
    let seq = head.seq + 1;
    let mut hash = Sha256::new();
    hash.update(head.hash);
    hash.update(seq.to_be_bytes());
    hash.update(digest);
    Head { seq, hash: hash.finalize().into() }
}

/// What `verify` found wrong, as a sentence for an operator.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    pub table: String,
    pub row: String,
    pub what: String,
}

impl Finding {
    pub fn new(table: &str, row: impl ToString, what: impl ToString) -> Self {
        Self { table: table.to_owned(), row: row.to_string(), what: what.to_string() }
    }
}

/// A walk along the whole chain, some thousands of entries at a time.
#[derive(Debug)]
pub struct Walk {
    /// How far the walk has come.
    pub head: Head,
    pub findings: Vec<Finding>,
}

impl Default for Walk {
    fn default() -> Self {
        Self { head: Head::NONE, findings: Vec::new() }
    }
}

impl Walk {
    /// The next entries in their order. None are left when it is empty.
    pub async fn next(&mut self, tx: &mut Tx) -> Result<Vec<Entry>, Error> {
        let page = include_str!("../queries/journal_page.sql");
        loop {
            let began = self.head.seq;
            let entries: Vec<Entry> = match tx.list(page, &[began.into()]).await {
                Ok(entries) => entries,
                Err(Error::Column(_)) => {
                    let entries = self.one_by_one(tx).await?;
                    // A page in which no entry can be read is not yet the end.
                    if entries.is_empty() && self.head.seq > began {
                        continue;
                    }
                    return Ok(entries);
                }
                Err(error) => return Err(error),
            };
            entries.iter().for_each(|entry| self.pass(entry));
            return Ok(entries);
        }
    }

    fn pass(&mut self, entry: &Entry) {
        let at = entry.seq.unwrap_or_default();
        if at != self.head.seq + 1 {
            let what = match at - 1 - (self.head.seq + 1) {
                0 => format!("entry {} is missing", at - 1),
                _ => format!("entries {} to {} are missing", self.head.seq + 1, at - 1),
            };
            self.find(at, &what);
        }
        if digest(entry) != entry.digest {
            self.find(at, "the entry was changed");
        }
        let next = link(Head { seq: at - 1, ..self.head }, &entry.digest);
        if entry.hash != Some(next.hash) {
            self.find(at, "the entry does not follow from the one before it");
        }
        // Going on from what is stored finds further breaks instead of repeating the first.
        self.head = Head { seq: at, hash: entry.hash.unwrap_or(next.hash) };
    }

    /// Reads a page in which some entry does not hold what it should, and names that entry.
    async fn one_by_one(&mut self, tx: &mut Tx) -> Result<Vec<Entry>, Error> {
        let sql = "select seq from journal where seq > $1 order by seq limit 4000";
        let mut entries = Vec::new();
        for row in tx.all(sql, &[self.head.seq.into()]).await? {
            let seq: i64 = row.at(0)?;
            match tx.find::<Entry>("select * from journal where seq = $1", &[seq.into()]).await {
                Ok(None) => (),
                Ok(Some(entry)) => {
                    self.pass(&entry);
                    entries.push(entry);
                }
                Err(Error::Column(column)) => {
                    self.find(seq, &format!("the entry was changed: {column} cannot be read"));
                    let sql = "select hash from journal where seq = $1";
                    let hash = tx.one(sql, &[seq.into()]).await?.and_then(|row| row.at(0).ok());
                    self.head = Head { seq, hash: hash.unwrap_or(self.head.hash) };
                }
                Err(error) => return Err(error),
            }
        }
        Ok(entries)
    }

    fn find(&mut self, seq: i64, what: &str) {
        self.findings.push(Finding::new("journal", seq, what));
    }
}
