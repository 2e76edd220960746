//! Work to be done after a change: a row, written in the transaction of the change that causes it.
//!
//! A worker takes a job for a while (a lease) and gives it a number (a fence). The work is one command that ends by
//! deleting the row under that number, so a job that was taken twice is done once. A job may be tried more than once.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{Error, Tx};
use crate::record;

/// One sort of job. Its fields hold ids, never personal data.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name in the `job` table. Renaming it strands waiting rows.
    const KIND: &'static str;
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Waiting {
    pub id: Uuid,
    pub kind: String,
    pub body: String,
    pub run_after_at: Timestamp,
    pub fence: i64,
    pub n_tries: i64,
    pub last_error: Option<String>,
}

record!(Waiting, "job", keys 1, {
    id: Uuid,
    kind: String,
    body: String,
    run_after_at: Timestamp,
    fence: i64,
    n_tries: i64,
    last_error: Option<String>,
});

/// A job that fails this often stays in the table for a person to look at; `jol doctor` names it.
pub const MOST_TRIES: i64 = 12;

/// How long a worker may take before another one tries.
const LEASE: SignedDuration = SignedDuration::from_secs(120);

pub async fn enqueue<J: Job>(
    tx: &mut Tx,
    id: Uuid,
    run_after_at: Timestamp,
    job: &J,
) -> Result<(), Error> {
    let body = serde_json::to_string(job).map_err(|error| Error::Engine(error.into()))?;
    let kind = J::KIND.to_owned();
    tx.insert(&Waiting { id, kind, body, run_after_at, fence: 0, n_tries: 0, last_error: None })
        .await
}

/// Whether a job waits to be taken. Asked each second, so it does not go through the writer.
pub async fn is_due(tx: &mut Tx, now: Timestamp) -> Result<bool, Error> {
    let sql = "select 1 from job where run_after_at <= $1 and n_tries < $2 limit 1";
    Ok(tx.one(sql, &[now.into(), MOST_TRIES.into()]).await?.is_some())
}

/// Takes the job that has waited longest. Until its time is over no other worker gets it.
pub async fn take(tx: &mut Tx, now: Timestamp) -> Result<Option<Waiting>, Error> {
    let due: Vec<Waiting> = tx
        .lock_free(
            "select * from job where run_after_at <= $1 and n_tries < $2 order by run_after_at, id limit 1",
            &[now.into(), MOST_TRIES.into()],
        )
        .await?;
    let Some(job) = due.into_iter().next() else { return Ok(None) };
    let job = Waiting {
        fence: job.fence + 1,
        n_tries: job.n_tries + 1,
        run_after_at: now + LEASE,
        ..job
    };
    tx.update(&job).await?;
    Ok(Some(job))
}

/// Ends a job in the transaction of its work. `false`: another worker has it now, so this work must not count.
pub async fn finish(tx: &mut Tx, job: &Waiting) -> Result<bool, Error> {
    let sql = "delete from job where id = $1 and fence = $2";
    Ok(tx.execute(sql, &[job.id.into(), job.fence.into()]).await? == 1)
}

/// Puts a failed job back, later each time: 10 s, 20 s, 40 s … up to about a day.
pub async fn put_back(
    tx: &mut Tx,
    job: &Waiting,
    now: Timestamp,
    error: &str,
) -> Result<(), Error> {
    let held: Option<Waiting> = tx
        .lock("select * from job where id = $1 and fence = $2", &[job.id.into(), job.fence.into()])
        .await?;
    let Some(held) = held else { return Ok(()) };
    let wait = SignedDuration::from_secs(10 << held.n_tries.clamp(1, 13).saturating_sub(1));
    let last_error = Some(error.to_owned());
    tx.update(&Waiting { run_after_at: now + wait, last_error, ..held }).await
}
