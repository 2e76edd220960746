//! Work in the background: linking and signing the journal, running jobs, throwing away what is past its time.
//!
//! Any number of processes may work on one store. What only one may do at a time is held by a lease or by a key in the
//! store; everything here may be broken off at any moment and begun again.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    panic::AssertUnwindSafe,
    path::Path,
    pin::Pin,
    time::Duration,
};

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use tokio::{sync::watch, task::JoinSet};
use uuid::Uuid;

use crate::{
    app::{App, Parts},
    db::{
        Command, Grows, Tx,
        job::{self, Job, Waiting},
        journal::{self, Act, Checkpoint, Note},
        lease,
    },
    import::background,
    matching::proposal,
    refusal::Refusal,
};

/// The loops of one process.
pub struct Work {
    stop: watch::Sender<bool>,
    loops: JoinSet<()>,
}

impl Work {
    pub fn start(app: &App, handlers: Handlers) -> Self {
        let (stop, told) = watch::channel(false);
        let told = Stop(told);
        let mut loops = JoinSet::new();
        loops.spawn(link(app.clone(), told.clone()));
        loops.spawn(sign(app.clone(), told.clone()));
        loops.spawn(run_jobs(app.clone(), handlers, told.clone()));
        loops.spawn(bring_in_files(app.clone(), told.clone()));
        loops.spawn(reckon_proposals(app.clone(), told.clone()));
        loops.spawn(sweep_now_and_then(app.clone(), told.clone()));
        loops.spawn(follow(app.clone(), told.clone()));
        loops.spawn(compare(app.clone(), told.clone()));
        loops.spawn(keep_shelf(app.clone(), told.clone()));
        loops.spawn(fill_seats(app.clone(), told.clone()));
        loops.spawn(learn(app.clone(), told.clone()));
        Self { stop, loops }
    }

    /// Lets what is running come to its end, then links and signs what was written last.
    pub async fn stop(mut self, app: &App) {
        let _ = self.stop.send(true);
        // A job that hangs is taken by another worker when its lease is over.
        let finish = async { while self.loops.join_next().await.is_some() {} };
        if tokio::time::timeout(Duration::from_secs(20), finish).await.is_err() {
            tracing::warn!(
                "Work in the background did not end in time and is left to the next start"
            );
        }
        let last = async {
            journal::link_new(&app.db, app.process, app.now()).await?;
            Checkpoints::begin(app).await?.beat().await
        };
        if let Err(error) = last.await {
            tracing::warn!("The last checkpoint was not made: {error:#}");
        }
    }
}

#[derive(Clone)]
struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Waits. `false` when the program is to stop.
    async fn pause(&mut self, length: Duration) -> bool {
        tokio::select! {
            biased;
            _ = self.0.wait_for(|stop| *stop) => false,
            () = tokio::time::sleep(length) => true,
        }
    }

    fn is_told(&self) -> bool {
        *self.0.borrow()
    }
}

/// Tells of trouble when it begins and when it is over, not every second in between.
pub struct Trouble {
    what: &'static str,
    is: bool,
}

impl Trouble {
    pub fn with(what: &'static str) -> Self {
        Self { what, is: false }
    }

    pub fn tell<T, E: std::fmt::Display>(&mut self, outcome: Result<T, E>) -> Option<T> {
        let was = std::mem::replace(&mut self.is, outcome.is_err());
        match outcome {
            Ok(value) => {
                if was {
                    tracing::info!("{}: goes on again", self.what);
                }
                Some(value)
            }
            Err(error) => {
                if !was {
                    tracing::warn!("{}: {error:#}", self.what);
                }
                None
            }
        }
    }
}

async fn link(app: App, mut stop: Stop) {
    let mut trouble = Trouble::with("Linking the journal");
    while app.db.is_postgres() && stop.pause(Duration::from_secs(1)).await {
        trouble.tell(journal::link_new(&app.db, app.process, app.now()).await);
    }
}

/// Looks at the disk each second and shows it to the metrics. Every process that takes changes does this.
pub async fn watch_disk(app: App) {
    let mut trouble = Trouble::with("Looking at the disk");
    loop {
        let space = app.db.space.clone();
        let look = move || space.look().and_then(|()| space.free());
        let free = tokio::task::spawn_blocking(look).await.map_err(io::Error::other).flatten();
        if let Some(Some(free)) = trouble.tell(free) {
            app.metrics.free_bytes.set(i64::try_from(free).unwrap_or(i64::MAX));
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn sign(app: App, mut stop: Stop) {
    let mut trouble = Trouble::with("Signing the journal");
    let mut checkpoints = loop {
        match trouble.tell(Checkpoints::begin(&app).await) {
            Some(checkpoints) => break checkpoints,
            None if stop.pause(Duration::from_secs(10)).await => (),
            None => return,
        }
    };
    while stop.pause(Duration::from_secs(10)).await {
        trouble.tell(checkpoints.beat().await);
    }
}

/// Signed ends of the journal, in the store, in `checkpoints.log` and in the log of the service.
pub struct Checkpoints {
    app: App,
    last: Option<Checkpoint>,
    last_line_at: Timestamp,
}

/// A journal that stands still is signed again after this time: silence would look like a cut-off tail.
const HEARTBEAT: SignedDuration = SignedDuration::from_hours(1);

impl Checkpoints {
    /// Goes on from the last checkpoint, and writes the line that a sudden end may have left out.
    pub async fn begin(app: &App) -> anyhow::Result<Self> {
        let mut tx = app.db.read().await?;
        let last = journal::last_checkpoint(&mut tx, app.cell.epoch).await?;
        let path = app.settings.dir.join("checkpoints.log");
        let line = tokio::task::spawn_blocking(move || last_line(&path)).await??;
        let written = line.as_deref().and_then(journal::read_line);
        let last_line_at = written.as_ref().map_or(Timestamp::MIN, |checkpoint| checkpoint.at);
        let checkpoints = Self { app: app.clone(), last, last_line_at };
        if let Some(last) = &checkpoints.last
            && written.is_none_or(|line| (line.epoch, line.seq) < (last.epoch, last.seq))
        {
            checkpoints.write(last).await?;
        }
        Ok(checkpoints)
    }

    /// Signs the end of the chain if it moved, or if nothing was signed for an hour.
    pub async fn beat(&mut self) -> anyhow::Result<()> {
        let Parts { db, keys, cell, .. } = &*self.app;
        let now = self.app.now();
        let line = match journal::checkpoint(db, keys, cell.epoch, now).await? {
            Some(new) => {
                self.last = Some(new.clone());
                new
            }
            None if now.duration_since(self.last_line_at) < HEARTBEAT => return Ok(()),
            // Another process may have signed since.
            None => match journal::last_checkpoint(&mut db.read().await?, cell.epoch).await? {
                None => return Ok(()),
                Some(last) => journal::sign_again(keys, &last, now),
            },
        };
        self.write(&line).await?;
        self.last_line_at = now;
        Ok(())
    }

    async fn write(&self, checkpoint: &Checkpoint) -> anyhow::Result<()> {
        let line = checkpoint.line();
        tracing::info!("Signed the journal: {line}");
        let path = self.app.settings.dir.join("checkpoints.log");
        Ok(tokio::task::spawn_blocking(move || crate::cell::append(&path, &line)).await??)
    }
}

/// The last whole line of a list, read from its end.
fn last_line(path: &Path) -> io::Result<Option<String>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(4_096)))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    let end = String::from_utf8_lossy(&end);
    Ok(end.lines().rev().find(|line| journal::read_line(line).is_some()).map(str::to_owned))
}

/// A sort of job and how it is done: first outside, then in the store.
pub trait Handler: Job {
    /// What came of the part outside, as the store will know it.
    type Done: Send + Sync + 'static;

    /// The part that waits for something other than the store, such as a gateway. It may happen twice, so the other
    /// side has to be told an id by which it knows a repetition. The text of an error is kept: it names no person.
    fn reach_out(&self, app: &App) -> impl Future<Output = anyhow::Result<Self::Done>> + Send;

    /// The part in the store, in the transaction that ends the job.
    fn record<'a>(
        &'a self,
        app: &'a App,
        done: &'a Self::Done,
        tx: &'a mut Tx,
    ) -> impl Future<Output = Result<(), Refusal>> + Send + 'a;
}

type Run = fn(App, Waiting) -> Pin<Box<dyn Future<Output = Result<bool, Refusal>> + Send>>;

/// The sorts of jobs that this program knows.
#[derive(Clone, Default)]
pub struct Handlers(BTreeMap<&'static str, Run>);

impl Handlers {
    #[must_use]
    pub fn with<H: Handler>(mut self) -> Self {
        self.0.insert(H::KIND, |app, waiting| Box::pin(run::<H>(app, waiting)));
        self
    }
}

/// Every sort of job of the service. One that is missing here waits until a person looks.
pub fn handlers() -> Handlers {
    Handlers::default().with::<crate::messages::SendMessage>()
}

async fn run<H: Handler>(app: App, waiting: Waiting) -> Result<bool, Refusal> {
    let job: H = serde_json::from_str(&waiting.body)
        .map_err(|_| anyhow::anyhow!("the job cannot be read by this version of the program"))?;
    let done = job.reach_out(&app).await?;
    app.db.run(Finish { app: app.clone(), waiting, job, done }).await
}

struct Finish<H: Handler> {
    app: App,
    waiting: Waiting,
    job: H,
    done: H::Done,
}

impl<H: Handler> Command for Finish<H> {
    type Answer = bool;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        // Another worker has it by now: what it does counts, this does not.
        if !job::finish(tx, &self.waiting).await? {
            return Ok(false);
        }
        self.job.record(&self.app, &self.done, tx).await?;
        Ok(true)
    }
}

struct Take(Timestamp);

impl Command for Take {
    type Answer = Option<Waiting>;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Option<Waiting>, Refusal> {
        Ok(job::take(tx, self.0).await?)
    }
}

struct PutBack {
    waiting: Waiting,
    now: Timestamp,
    error: String,
}

impl Command for PutBack {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(job::put_back(tx, &self.waiting, self.now, &self.error).await?)
    }
}

/// Takes one job and does it. `false` when none is due.
pub async fn run_one(app: &App, handlers: &Handlers) -> Result<bool, Refusal> {
    let due = job::is_due(&mut app.db.read().await?, app.now()).await?;
    let Some(waiting) = (if due { app.db.run(Take(app.now())).await? } else { None }) else {
        return Ok(false);
    };
    let outcome = match handlers.0.get(waiting.kind.as_str()) {
        None => Err(anyhow::anyhow!("this version of the program knows no such job").into()),
        Some(run) => AssertUnwindSafe(run(app.clone(), waiting.clone()))
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(anyhow::anyhow!("the job panicked").into())),
    };
    let Err(refusal) = outcome else { return Ok(true) };
    app.metrics.count("job_failed");
    let error = match &refusal {
        Refusal::Ours(error) => error.to_string(),
        other => other.to_string(),
    };
    let (id, kind, n_tries) = (waiting.id, &waiting.kind, waiting.n_tries);
    tracing::warn!(job.id = %id, "The job {kind} failed, try {n_tries} of {}: {error}", job::MOST_TRIES);
    app.db.run(PutBack { waiting, now: app.now(), error }).await?;
    Ok(true)
}

async fn run_jobs(app: App, handlers: Handlers, mut stop: Stop) {
    let mut trouble = Trouble::with("Running jobs");
    let mut pause = Duration::from_secs(1);
    while stop.pause(pause).await {
        let more = trouble.tell(run_one(&app, &handlers).await) == Some(true);
        pause = if more { Duration::ZERO } else { Duration::from_secs(1) };
    }
}

/// Makes the roads anew of those whom the journal names, and of those whose day has come.
async fn follow(app: App, mut stop: Stop) {
    let mut trouble = Trouble::with("Following the roads");
    while stop.pause(Duration::from_secs(1)).await {
        trouble.tell(crate::followup::follow(&app).await);
    }
}

/// Compares whoever is new or changed with everybody.
async fn compare(app: App, mut stop: Stop) {
    let mut trouble = Trouble::with("Looking for people who have two records");
    while stop.pause(Duration::from_secs(1)).await {
        trouble.tell(crate::same::follow::follow(&app).await);
    }
}

/// Holds all vacancies ready that people are shown.
async fn keep_shelf(app: App, mut stop: Stop) {
    let mut trouble = Trouble::with("Holding the vacancies ready");
    while stop.pause(Duration::from_secs(1)).await {
        trouble.tell(app.shelf.follow(&app).await);
        trouble.tell(app.hiring.follow(&app).await);
    }
}

/// Learns how people call their work from what they confirmed.
async fn learn(app: App, mut stop: Stop) {
    let mut trouble = Trouble::with("Learning what people confirmed of their work");
    while stop.pause(Duration::from_secs(60)).await {
        trouble.tell(app.readers.follow(&app).await);
    }
}

/// Reckons who could get which place, where somebody asked for it.
async fn reckon_proposals(app: App, mut stop: Stop) {
    let mut trouble = Trouble::with("Reckoning proposals");
    while stop.pause(Duration::from_secs(1)).await {
        let goes_on = || !stop.is_told();
        while goes_on()
            && trouble.tell(proposal::background::reckon_one(&app, &goes_on).await) == Some(true)
        {
        }
    }
}

async fn bring_in_files(app: App, mut stop: Stop) {
    let mut trouble = Trouble::with("Bringing in files");
    while stop.pause(Duration::from_secs(1)).await {
        let goes_on = || !stop.is_told();
        while goes_on()
            && trouble.tell(background::bring_in_one(&app, &goes_on).await) == Some(true)
        {}
    }
}

/// Rows that nobody needs any more, and after how many days.
const SWEPT: [(&str, &str, i64); 9] = [
    // A browser or a program that repeats a request does so within hours; offline forms within weeks.
    ("command", "select id from command where answered_at < $1", 90),
    ("session", "select id from session where ended_at < $1", 30),
    ("session", "select id from session where ends_at < $1 or idle_until_at < $1", 30),
    // Kept for a day beyond their end, because codes are counted by the day.
    ("challenge", "select id from challenge where ends_at < $1", 1),
    // A message holds a number that no erasure finds: it belongs to no person yet when a code is sent.
    ("message", "select id from message where made_at < $1", 30),
    ("draft", "select id from draft where changed_at < $1", 30),
    ("list_shown", "select id from list_shown where shown_at < $1", 365),
    ("people_shown", "select id from people_shown where shown_at < $1", 365),
    ("tally", "select bucket from tally where window_at < $1", 2),
];

/// Rows taken away in one go: the others wait for no more than some milliseconds.
const AT_ONCE: u64 = 500;

struct Remove {
    table: &'static str,
    past: &'static str,
    before: Timestamp,
}

impl Command for Remove {
    type Answer = u64;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<u64, Refusal> {
        let Self { table, past, before } = self;
        let key = if *table == "tally" { "bucket" } else { "id" };
        let sql = format!("delete from {table} where {key} in ({past} limit {AT_ONCE})");
        Ok(tx.execute(sql, &[(*before).into()]).await?)
    }
}

struct WriteSwept {
    id: Uuid,
    act: Act,
    tables: Vec<&'static str>,
}

impl Command for WriteSwept {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let fields = self.tables.clone();
        let note = Note { action: "swept", object_kind: "cell", fields, ..Note::default() };
        Ok(journal::write(tx, self.id, &self.act, note).await?)
    }
}

struct TakeSweep {
    holder: Uuid,
    now: Timestamp,
}

impl Command for TakeSweep {
    type Answer = bool;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let length = SignedDuration::from_mins(30);
        Ok(lease::take(tx, "sweep", self.holder, self.now, length).await?.is_some())
    }
}

/// Throws away what is past its time, and writes down in which tables. Answers how many rows went from each.
pub async fn sweep(app: &App) -> Result<BTreeMap<&'static str, u64>, Refusal> {
    let mut gone = BTreeMap::new();
    if !app.db.run(TakeSweep { holder: app.process, now: app.now() }).await? {
        return Ok(gone);
    }
    for (table, past, days) in SWEPT {
        let before = app.now() - SignedDuration::from_hours(24 * days);
        loop {
            let n = app.db.run(Remove { table, past, before }).await?;
            if n > 0 {
                *gone.entry(table).or_default() += n;
            }
            if n < AT_ONCE {
                break;
            }
        }
    }
    let n_imports = background::sweep(app).await?;
    if n_imports > 0 {
        gone.insert("import_run", n_imports);
    }
    // Lists that another process imported.
    app.lists.load(&mut app.db.read().await?).await?;
    if !gone.is_empty() {
        let tables = gone.keys().copied().collect();
        app.db.run(WriteSwept { id: app.new_id(), act: app.operator(), tables }).await?;
        tracing::info!("Swept rows that were past their time: {gone:?}");
    }
    Ok(gone)
}

/// Whoever was erased had a seat, perhaps: the line moves up a minute later at most.
async fn fill_seats(app: App, mut stop: Stop) {
    let mut trouble = Trouble::with("Filling seats that came free");
    while stop.pause(Duration::from_secs(60)).await {
        trouble.tell(crate::course::seats::fill_all(&app).await);
    }
}

async fn sweep_now_and_then(app: App, mut stop: Stop) {
    let mut trouble = Trouble::with("Sweeping");
    // The first one a little after the start, when people who waited for it are served.
    let mut pause = Duration::from_secs(60);
    while stop.pause(pause).await {
        trouble.tell(sweep(&app).await);
        pause = Duration::from_secs(3_600);
    }
}
