//! Changes: run again when the engine asks for it, committed whole, never twice for one id.

use std::{
    future::Future,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_util::FutureExt as _;
use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::{Db, Engine, Error, SealKey, Tx};
use crate::{record, refusal::Refusal};

/// One change, with all it needs. It may run more than once, so it only reads itself.
pub trait Command: Send + Sync + 'static {
    /// Kept beside the id of the request, so that a second arrival gets the first one's answer.
    /// It holds no personal data.
    type Answer: Serialize + DeserializeOwned + Send + 'static;

    /// Whether it is refused when the disk is nearly full.
    const GROWS: Grows = Grows::Yes;

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

/// Commands that share one flush at most: keeps the wait of the first one in bounds.
const MOST_IN_A_GROUP: usize = 256;

async fn run_once<C: Command>(
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
        command: C,
    ) -> Result<C::Answer, Refusal> {
        if !self.space.has_room_for(C::GROWS) {
            return Err(Refusal::NoRoom);
        }
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

/// The one writer of a SQLite file: a thread that takes what waits, runs each in a savepoint of its own,
/// flushes once and then answers all.
#[derive(Clone)]
pub(super) struct Writer {
    inbox: mpsc::Sender<Option<Box<dyn Work>>>,
    thread: Arc<std::sync::Mutex<Option<std::thread::JoinHandle<()>>>>,
}

trait Work: Send {
    fn attempt(&mut self, tx: &mut Tx) -> bool;
    fn answer(self: Box<Self>, committed: Result<(), Error>);
}

struct Waiting<C: Command> {
    command: Arc<C>,
    once: Option<Once>,
    outcome: Option<Result<C::Answer, Refusal>>,
    reply: oneshot::Sender<Result<C::Answer, Refusal>>,
}

impl<C: Command> Work for Waiting<C> {
    fn attempt(&mut self, tx: &mut Tx) -> bool {
        // On SQLite every statement is done when its future is first asked, so a command never waits.
        let work = AssertUnwindSafe(run_once(&*self.command, self.once, tx)).catch_unwind();
        let mut work: Pin<Box<_>> = Box::pin(work);
        let outcome = match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(outcome)) => outcome,
            Poll::Ready(Err(_)) => Err(Error::Panicked.into()),
            Poll::Pending => Err(Error::WaitedElsewhere.into()),
        };
        self.outcome.insert(outcome).is_ok()
    }

    fn answer(self: Box<Self>, committed: Result<(), Error>) {
        let outcome = match (self.outcome, committed) {
            (Some(Err(refusal)), _) => Err(refusal),
            (_, Err(error)) => Err(error.into()),
            (Some(Ok(answer)), Ok(())) => Ok(answer),
            (None, Ok(())) => Err(Error::Closed.into()),
        };
        // Whoever asked may have gone away; the change stands all the same.
        let _ = self.reply.send(outcome);
    }
}

impl Writer {
    pub fn start(connection: rusqlite::Connection, seal: Arc<SealKey>) -> Result<Self, Error> {
        let (inbox, work) = mpsc::channel(1_024);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || write(Tx::writer_sqlite(connection, seal), work))
            .map_err(|error| Error::Engine(error.into()))?;
        Ok(Self { inbox, thread: Arc::new(std::sync::Mutex::new(Some(thread))) })
    }

    async fn send<C: Command>(
        &self,
        command: Arc<C>,
        once: Option<Once>,
    ) -> Result<C::Answer, Refusal> {
        let (reply, answer) = oneshot::channel();
        let waiting = Waiting { command, once, outcome: None, reply };
        self.inbox.send(Some(Box::new(waiting))).await.map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// Ends when what waited is written. Whoever still holds a clone of the store is told that it is closed.
    pub async fn stop(self) {
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        // If the writer is gone already, nothing waits.
        let _ = self.inbox.send(None).await;
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

fn write(mut tx: Tx, mut inbox: mpsc::Receiver<Option<Box<dyn Work>>>) {
    let mut stops = false;
    while !stops && let Some(Some(first)) = inbox.blocking_recv() {
        if let Err(error) = control(&mut tx, "begin immediate") {
            first.answer(Err(error));
            continue;
        }
        tx.head = None;
        let mut waiting_for_flush = Vec::new();
        let mut next = Some(first);
        let mut n_taken = 0;
        while let Some(mut work) = next {
            n_taken += 1;
            match attempt(&mut tx, &mut *work) {
                Ok(true) => waiting_for_flush.push(work),
                Ok(false) => work.answer(Ok(())),
                Err(error) => work.answer(Err(error)),
            }
            if is_rolled_back(&tx) {
                break;
            }
            next = match (n_taken < MOST_IN_A_GROUP).then(|| inbox.try_recv()) {
                Some(Ok(Some(work))) => Some(work),
                Some(Ok(None)) => {
                    stops = true;
                    None
                }
                Some(Err(_)) | None => None,
            };
        }
        if is_rolled_back(&tx) {
            // A full disk or a failed read makes the engine undo the whole group by itself: nothing of it is written.
            let why = || "the group was rolled back".into();
            waiting_for_flush.into_iter().for_each(|work| work.answer(Err(Error::Busy(why()))));
            continue;
        }
        match control(&mut tx, "commit") {
            Ok(()) => waiting_for_flush.into_iter().for_each(|work| work.answer(Ok(()))),
            Err(error) => {
                let told = error.to_string();
                // The engine may have rolled back by itself already.
                let _ = control(&mut tx, "rollback");
                let full = matches!(error, Error::Full(_));
                for work in waiting_for_flush {
                    let source = told.clone().into();
                    // A flush that failed is not proof that nothing was written; a full disk is.
                    work.answer(Err(if full {
                        Error::Full(source)
                    } else {
                        Error::Unknown(source)
                    }));
                }
            }
        }
    }
    // Folds the log into the file, so that a copy of the file alone is whole.
    let _ = control(&mut tx, "pragma wal_checkpoint(truncate)");
}

fn is_rolled_back(tx: &Tx) -> bool {
    matches!(&tx.side, super::tx::Side::SqliteWriter(connection) if connection.is_autocommit())
}

/// Runs one command so that its failure takes nothing of its neighbours with it.
fn attempt(tx: &mut Tx, work: &mut dyn Work) -> Result<bool, Error> {
    let head = tx.head;
    control(tx, "savepoint one")?;
    if work.attempt(tx) {
        control(tx, "release one")?;
        return Ok(true);
    }
    tx.head = head;
    if is_rolled_back(tx) {
        return Ok(false);
    }
    control(tx, "rollback to one")?;
    control(tx, "release one")?;
    Ok(false)
}

fn control(tx: &mut Tx, sql: &'static str) -> Result<(), Error> {
    let super::tx::Side::SqliteWriter(connection) = &tx.side else { return Err(Error::Closed) };
    // A pragma answers with a row, the others do not.
    super::sqlite::all(connection, sql, &[]).map(drop)
}
