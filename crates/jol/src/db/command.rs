//! Changes: run again when the engine asks for it, committed whole, never twice for one id.

use std::{future::Future, sync::Arc, time::Duration};

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{Db, Engine, Error, Tx};
use crate::{record, refusal::Refusal};

/// One change, with all it needs. It may run more than once, so it only reads itself.
pub trait Command: Send + Sync + 'static {
    /// Kept beside the id of the request, so that a second arrival gets the first one's answer.
    /// It holds no personal data.
    type Answer: Serialize + DeserializeOwned + Send + 'static;

    /// Whether it is refused when the disk is nearly full.
    const GROWS: Grows = Grows::Yes;

    /// Makes what can be made without the store, before the first run: on SQLite all changes wait for one writer.
    fn prepare(&mut self) -> Result<(), Refusal> {
        Ok(())
    }

    fn run<'a>(
        &'a self,
        tx: &'a mut Tx,
    ) -> impl Future<Output = Result<Self::Answer, Refusal>> + Send + 'a;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grows {
    Yes,
    /// A look is written down, an erasure frees space: these go on until the disk is truly full.
    Little,
}

/// The id a request carries, made before it was sent, and what it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once {
    pub id: Uuid,
    pub actor: Uuid,
    /// Of the method, the address and the content.
    pub body: [u8; 32],
    pub at: Timestamp,
}

/// A request that was answered.
#[derive(Clone, Debug)]
struct Answered {
    id: Uuid,
    actor: Uuid,
    body: [u8; 32],
    answer: String,
    answered_at: Timestamp,
}

pub(super) const ANSWERED: &super::Table = <Answered as super::Record>::TABLE;

record!(Answered, "command", keys 1, {
    id: Uuid,
    actor: Uuid,
    body: [u8; 32],
    answer: String,
    answered_at: Timestamp,
});

/// Tries of one command before the caller is told that the store is busy.
const MOST_TRIES: u32 = 8;

pub(super) async fn run_once<C: Command>(
    command: &C,
    once: Option<Once>,
    tx: &mut Tx,
) -> Result<C::Answer, Refusal> {
    let Some(once) = once else { return command.run(tx).await };
    let known: Option<Answered> =
        tx.find("select * from command where id = $1", &[once.id.into()]).await?;
    if let Some(known) = known {
        if known.body != once.body || known.actor != once.actor {
            return Err(Refusal::OtherBody);
        }
        return serde_json::from_str(&known.answer).map_err(|e| Refusal::Ours(e.into()));
    }
    let answer = command.run(tx).await?;
    let text = serde_json::to_string(&answer).map_err(|e| Refusal::Ours(e.into()))?;
    let Once { id, actor, body, at } = once;
    let answered = Answered { id, actor, body, answer: text, answered_at: at };
    tx.insert(&answered).await?;
    Ok(answer)
}

impl Db {
    /// Runs a change whose repetition would do no harm, or that only the program itself sends.
    pub async fn run<C: Command>(&self, command: C) -> Result<C::Answer, Refusal> {
        self.perform(None, command).await
    }

    /// Runs a change that came with an id: the same id is one change, however often it arrives.
    pub async fn run_once<C: Command>(&self, once: Once, command: C) -> Result<C::Answer, Refusal> {
        self.perform(Some(once), command).await
    }

    async fn perform<C: Command>(
        &self,
        once: Option<Once>,
        mut command: C,
    ) -> Result<C::Answer, Refusal> {
        if !self.space.has_room_for(C::GROWS) {
            return Err(Refusal::NoRoom);
        }
        command.prepare()?;
        let command = Arc::new(command);
        for attempt in 1.. {
            let answer = match &self.engine {
                Engine::Sqlite { writer, .. } => writer.send(command.clone(), once).await,
                Engine::Postgres(pool) => {
                    // In a task of its own, like the writer of SQLite: who asked may go away, and a COPY that is
                    // dropped half-way leaves its connection in a state the next one would stumble over.
                    let (db, pool, command) = (self.clone(), pool.clone(), command.clone());
                    let work = async move { db.on_postgres(&pool, &*command, once).await };
                    match tokio::spawn(work).await {
                        Ok(answer) => answer,
                        Err(ended) if ended.is_panic() => Err(Error::Panicked.into()),
                        Err(_) => Err(Error::Closed.into()),
                    }
                }
            };
            let again = match &answer {
                Err(Refusal::Store(Error::Busy(_))) => true,
                // The id tells whether the lost commit arrived.
                Err(Refusal::Store(Error::Unknown(_) | Error::Exists(_))) => once.is_some(),
                Err(Refusal::Store(Error::Full(_))) => {
                    self.space.is_full();
                    false
                }
                _ => false,
            };
            if !again || attempt >= MOST_TRIES {
                return answer;
            }
            tokio::time::sleep(pause(attempt)).await;
        }
        unreachable!("the loop ends with an answer")
    }

    async fn on_postgres<C: Command>(
        &self,
        pool: &sqlx::PgPool,
        command: &C,
        once: Option<Once>,
    ) -> Result<C::Answer, Refusal> {
        let begun = pool.begin().await.map_err(Error::from)?;
        let mut tx = Tx::writer_postgres(begun, self.seal.clone());
        let answer = run_once(command, once, &mut tx).await?;
        let super::tx::Side::Postgres(open) = tx.side else { return Err(Error::Closed.into()) };
        open.commit().await.map_err(|error| match Error::from(error) {
            // A conflict is a plain no; a connection that goes during the commit is not.
            Error::Busy(source) if !is_conflict(&source) => Error::Unknown(source),
            other => other,
        })?;
        Ok(answer)
    }
}

fn is_conflict(source: &super::error::Source) -> bool {
    let code = source
        .downcast_ref::<sqlx::Error>()
        .and_then(sqlx::Error::as_database_error)
        .and_then(|error| error.code());
    matches!(code.as_deref(), Some("40001" | "40P01" | "55P03"))
}

/// Doubles from 5 ms, and is spread so that two that met do not meet again.
fn pause(attempt: u32) -> Duration {
    let longest = 5u64 << attempt.min(7);
    let mut chance = [0; 2];
    // Without chance the pause is only less spread.
    let _ = getrandom::fill(&mut chance);
    let share = u64::from(u16::from_be_bytes(chance));
    Duration::from_micros(longest * 500 + longest * 500 * share / u64::from(u16::MAX))
}
