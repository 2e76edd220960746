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

/// Findings after which a walk stops: one break makes every later line of the report the same.
const MOST_FINDINGS: usize = 100;

/// Walks the whole chain. Gives the head that was reached, the count, and what is wrong.
pub async fn verify_chain(
    tx: &mut Tx,
    mut on_entry: impl FnMut(&Entry),
) -> Result<(Head, Vec<Finding>), Error> {
    let mut head = Head::NONE;
    let mut findings = Vec::new();
    loop {
        let entries: Vec<Entry> =
            tx.list(include_str!("../queries/journal_page.sql"), &[head.seq.into()]).await?;
        let Some(last) = entries.last().and_then(|entry| entry.seq) else { break };
        for entry in &entries {
            let at = entry.seq.unwrap_or_default();
            if at != head.seq + 1 {
                let what = format!("entries {} to {} are missing", head.seq + 1, at - 1);
                findings.push(Finding::new("journal", at, what));
            }
            if digest(entry) != entry.digest {
                findings.push(Finding::new("journal", at, "the entry was changed"));
            }
            let next = link(Head { seq: at - 1, ..head }, &entry.digest);
            if entry.hash != Some(next.hash) {
                let what = "the entry does not follow from the one before it";
                findings.push(Finding::new("journal", at, what));
            }
            // Going on from what is stored finds further breaks instead of repeating the first.
            head = Head { seq: at, hash: entry.hash.unwrap_or(next.hash) };
            on_entry(entry);
        }
        if findings.len() > MOST_FINDINGS || last < head.seq {
            break;
        }
    }
    Ok((head, findings))
}
