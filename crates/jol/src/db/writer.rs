//! The one writer of a SQLite file: a thread that takes what waits, runs it, flushes once and then answers all.

use std::{
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use futures_util::FutureExt as _;
use tokio::sync::{mpsc, oneshot};

use super::{Command, Error, Once, SealKey, Tx, command::run_once, sqlite, tx::Side::SqliteWriter};
use crate::refusal::Refusal;

/// Commands that share one flush at most: keeps the wait of the first one in bounds.
const MOST_IN_A_GROUP: usize = 256;

#[derive(Clone)]
pub(super) struct Writer {
    inbox: mpsc::Sender<Option<Box<dyn Work>>>,
    thread: Arc<std::sync::Mutex<Option<std::thread::JoinHandle<()>>>>,
}

trait Work: Send {
    /// Whether the command was done. It may be asked again.
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

    pub async fn send<C: Command>(
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
    pub async fn stop(&self) {
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        // If the writer is gone already, nothing waits.
        let _ = self.inbox.send(None).await;
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

/// What waits for the writer. `None` in the channel is the word to stop, once what came before is done.
struct Inbox {
    work: mpsc::Receiver<Option<Box<dyn Work>>>,
    stops: bool,
}

impl Inbox {
    fn wait(&mut self) -> Option<Box<dyn Work>> {
        if self.stops { None } else { self.work.blocking_recv().flatten() }
    }

    /// One more, if it is there already.
    fn more(&mut self) -> Option<Box<dyn Work>> {
        if self.stops {
            return None;
        }
        let work = self.work.try_recv().ok()?;
        self.stops = work.is_none();
        work
    }
}

/// Commands that share a transaction and its flush.
type Group = Vec<Box<dyn Work>>;

fn write(mut tx: Tx, work: mpsc::Receiver<Option<Box<dyn Work>>>) {
    let mut inbox = Inbox { work, stops: false };
    while let Some(first) = inbox.wait() {
        let mut group = vec![first];
        let ran = match together(&mut tx, &mut group, &mut inbox) {
            Ok(Ran::HalfDone) => apart(&mut tx, &mut group).map(|()| Ran::Whole),
            ran => ran,
        };
        let committed = match ran {
            // A full disk or a failed read makes the engine undo the whole group by itself: nothing of it is written.
            Ok(_) if is_rolled_back(&tx) => Err(Error::Busy("the group was rolled back".into())),
            Ok(_) => control(&mut tx, "commit").map_err(unknown),
            Err(error) => Err(error),
        };
        if !is_rolled_back(&tx) {
            // Something failed, and the engine did not undo it by itself.
            let _ = control(&mut tx, "rollback");
        }
        answer(group, committed);
    }
    // Folds the log into the file, so that a copy of the file alone is whole.
    let _ = control(&mut tx, "pragma wal_checkpoint(truncate)");
}

enum Ran {
    Whole,
    /// A command failed when it had written already, and what it wrote stands among what its neighbours wrote.
    HalfDone,
}

/// Runs the group, and what arrives meanwhile, as if nothing could fail: a savepoint for each command would make the
/// engine keep a copy of every page. Hardly any command fails after it has written.
fn together(tx: &mut Tx, group: &mut Group, inbox: &mut Inbox) -> Result<Ran, Error> {
    begin(tx)?;
    let mut at = 0;
    while let Some(work) = group.get_mut(at) {
        tx.wrote = false;
        let done = work.attempt(tx);
        if is_rolled_back(tx) {
            return Ok(Ran::Whole);
        }
        if !done && tx.wrote {
            control(tx, "rollback")?;
            return Ok(Ran::HalfDone);
        }
        at += 1;
        if at == group.len() && at < MOST_IN_A_GROUP {
            group.extend(inbox.more());
        }
    }
    Ok(Ran::Whole)
}

/// Runs the group again, each command in a savepoint, so that one that fails takes nothing of its neighbours with it.
fn apart(tx: &mut Tx, group: &mut Group) -> Result<(), Error> {
    begin(tx)?;
    for work in group {
        let head = tx.head;
        control(tx, "savepoint one")?;
        let done = work.attempt(tx);
        if is_rolled_back(tx) {
            return Ok(());
        }
        if !done {
            tx.head = head;
            control(tx, "rollback to one")?;
        }
        control(tx, "release one")?;
    }
    Ok(())
}

fn begin(tx: &mut Tx) -> Result<(), Error> {
    tx.head = None;
    control(tx, "begin immediate")
}

/// A flush that failed is not proof that nothing was written; a full disk is.
fn unknown(error: Error) -> Error {
    match error {
        Error::Full(source) => Error::Full(source),
        other => Error::Unknown(other.into()),
    }
}

fn answer(group: Group, committed: Result<(), Error>) {
    for work in group {
        work.answer(match &committed {
            Ok(()) => Ok(()),
            Err(error) => Err(error.again()),
        });
    }
}

fn is_rolled_back(tx: &Tx) -> bool {
    matches!(&tx.side, SqliteWriter(connection) if connection.is_autocommit())
}

fn control(tx: &mut Tx, sql: &'static str) -> Result<(), Error> {
    let SqliteWriter(connection) = &tx.side else { return Err(Error::Closed) };
    // A pragma answers with a row, the others do not.
    sqlite::all(connection, sql, &[]).map(drop)
}
