//! Checkpoints: the end of the chain, signed, so that a rewritten journal is told from the true one.
//!
//! One made here and kept here proves little; each is also a line in `checkpoints.log` and in the service's log, to be
//! copied to another machine. They are made when something was written, and at times when nothing was.

use jiff::Timestamp;

use super::{Head, end_of_chain};
use crate::{
    db::{Command, Error, Grows, Tx},
    record,
    refusal::Refusal,
    vault::Keys,
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub epoch: i64,
    pub seq: i64,
    pub hash: [u8; 32],
    pub at: Timestamp,
    pub signature: [u8; 64],
}

record!(Checkpoint, "checkpoint", keys 2, {
    epoch: i64,
    seq: i64,
    hash: [u8; 32],
    at: Timestamp,
    signature: [u8; 64],
});

fn signed_bytes(epoch: i64, head: Head, at: Timestamp) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(56);
    bytes.extend_from_slice(&epoch.to_be_bytes());
    bytes.extend_from_slice(&head.seq.to_be_bytes());
    bytes.extend_from_slice(&head.hash);
    bytes.extend_from_slice(&at.as_microsecond().to_be_bytes());
    bytes
}

impl Checkpoint {
    fn new(keys: &Keys, epoch: i64, head: Head, at: Timestamp) -> Self {
        let signature = keys.sign_checkpoint(&signed_bytes(epoch, head, at));
        Self { epoch, seq: head.seq, hash: head.hash, at, signature }
    }

    pub fn head(&self) -> Head {
        Head { seq: self.seq, hash: self.hash }
    }

    /// One line, to be kept elsewhere: epoch, size, moment, hash, signature.
    pub fn line(&self) -> String {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let Self { epoch, seq, at, hash, signature } = self;
        let micros = at.as_microsecond();
        format!("jol-checkpoint {epoch} {seq} {micros} {} {}", hex(hash), hex(signature))
    }
}

/// Reads a line of `checkpoints.log`.
pub fn read_line(line: &str) -> Option<Checkpoint> {
    fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
        let bytes: Option<Vec<u8>> = (0..text.len() / 2)
            .map(|i| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok())
            .collect();
        bytes?.try_into().ok()
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["jol-checkpoint", epoch, seq, micros, hash, signature] = words[..] else { return None };
    Some(Checkpoint {
        epoch: epoch.parse().ok()?,
        seq: seq.parse().ok()?,
        at: Timestamp::from_microsecond(micros.parse().ok()?).ok()?,
        hash: unhex(hash)?,
        signature: unhex(signature)?,
    })
}

pub fn is_signed(checkpoint: &Checkpoint, public_key: &[u8; 32]) -> bool {
    let bytes = signed_bytes(checkpoint.epoch, checkpoint.head(), checkpoint.at);
    crate::vault::verify_checkpoint(public_key, &bytes, &checkpoint.signature)
}

struct Save(Checkpoint);

impl Command for Save {
    type Answer = bool;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        Ok(tx.insert_new(&self.0).await?)
    }
}

/// The newest checkpoint of an epoch.
pub async fn last_checkpoint(tx: &mut Tx, epoch: i64) -> Result<Option<Checkpoint>, Error> {
    let sql = "select * from checkpoint where epoch = $1 order by seq desc limit 1";
    tx.find(sql, &[epoch.into()]).await
}

/// Signs the last checkpoint again with the moment of now: the sign of life of a journal in which nothing happens.
/// It is a line for elsewhere only; the store has one checkpoint for each length of the chain.
pub fn sign_again(keys: &Keys, last: &Checkpoint, now: Timestamp) -> Checkpoint {
    Checkpoint::new(keys, last.epoch, last.head(), now)
}

/// Signs the end of the chain if it moved since the last checkpoint. Gives the new one.
pub async fn checkpoint(
    db: &crate::db::Db,
    keys: &Keys,
    epoch: i64,
    now: Timestamp,
) -> Result<Option<Checkpoint>, Refusal> {
    let mut tx = db.read().await?;
    let head = end_of_chain(&mut tx).await?;
    let last = last_checkpoint(&mut tx, epoch).await?;
    drop(tx);
    if head == Head::NONE || last.is_some_and(|last| last.seq >= head.seq) {
        return Ok(None);
    }
    let checkpoint = Checkpoint::new(keys, epoch, head, now);
    Ok(db.run(Save(checkpoint.clone())).await?.then_some(checkpoint))
}
