//! A file on its way in: looked at, checked, begun, written chunk by chunk, and gone on with after a break.

use std::collections::HashSet;

use domain::{
    access::Actor,
    fault::{FieldFault, Sentence},
};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{
    Kind,
    chunk::{self, Chunk, Importer, LINES, TakeChunk, Taken},
    columns::Columns,
    fault::FileFault,
    lines::Line,
    reading::{Read, Reader},
    sheet::{Input, Survey},
    store::{self, Mapping, Run, State},
    told,
};
use crate::{
    app::App,
    db::{
        Command, Error, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
};

/// A file with all that is needed to read its lines.
#[derive(Clone)]
pub struct Plan {
    pub kind: Kind,
    pub input: Input,
    pub survey: Survey,
    pub columns: Columns,
    /// That the people in it agreed to be registered.
    pub agreed: bool,
}

/// What columns mean: as it was settled for such a heading before, else as their names say.
pub async fn columns_for(app: &App, kind: Kind, survey: &Survey) -> Result<Columns, Refusal> {
    let heading = super::columns::digest(&survey.heading);
    let known = store::mapping(&mut app.db.read().await?, kind.code(), heading).await?;
    Ok(match known {
        Some(known) => Columns::read(&known.mapping),
        None => survey.guess(kind),
    })
}

impl Plan {
    fn reader(&self, app: &App) -> Reader {
        let lists = app.lists.now();
        let mut columns = self.columns.clone();
        columns.0.resize(self.survey.heading.len(), None);
        Reader::new(self.kind, &columns, lists, app.today(), self.agreed)
    }

    /// Lines from a number on, read on a thread of their own. Two chunks wait at most, so memory stays the same however
    /// long the file is.
    fn chunks(&self, app: &App, from: u64) -> mpsc::Receiver<Result<Chunk, FileFault>> {
        let (sender, receiver) = mpsc::channel(2);
        let (plan, reader) = (self.clone(), self.reader(app));
        tokio::task::spawn_blocking(move || {
            let mut waiting = Waiting { from, reads: Vec::with_capacity(LINES) };
            let last_line = plan.survey.last_line;
            let mut take = |line: Line| {
                let is_last = line.number >= last_line;
                waiting.reads.push(reader.read(&line));
                if waiting.reads.len() < LINES && !is_last {
                    return Ok(true);
                }
                let chunk = waiting.chunk(line.number + 1, is_last);
                Ok(sender.blocking_send(Ok(chunk)).is_ok() && !is_last)
            };
            if let Err(fault) = plan.survey.lines::<FileFault>(&plan.input, from, &mut take) {
                // Whoever asked may have gone away.
                let _ = sender.blocking_send(Err(fault));
            }
        });
        receiver
    }
}

struct Waiting {
    from: u64,
    reads: Vec<Read>,
}

impl Waiting {
    fn chunk(&mut self, next: u64, is_last: bool) -> Chunk {
        let from = std::mem::replace(&mut self.from, next);
        let reads = std::mem::replace(&mut self.reads, Vec::with_capacity(LINES));
        Chunk { from, next, is_last, reads }
    }
}

/// What a check of all lines found.
#[derive(Debug, Default)]
pub struct Checked {
    pub n_good: u64,
    pub n_bad: u64,
    /// The first ones.
    pub faults: Vec<(u64, FieldFault)>,
    pub first: Vec<Read>,
}

/// Faults that are told one by one.
pub const MOST_TOLD: usize = 10_000;

/// Lines that are shown before a file is begun.
pub const SHOWN: usize = 20;

#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    File(#[from] FileFault),
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Refusal(error.into())
    }
}

/// Reads every line and says what is wrong, and writes nothing. `progress` is told how many lines were read.
pub async fn check(
    app: &App,
    importer: &Importer,
    plan: &Plan,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Checked, Trouble> {
    let mut chunks = plan.chunks(app, 0);
    let (mut checked, mut seen, mut n_read) = (Checked::default(), HashSet::new(), 0);
    while let Some(chunk) = chunks.recv().await {
        let chunk = chunk?;
        let mut tx = app.db.read().await?;
        let faults = chunk::judge(&mut tx, app, importer, &chunk, &mut seen).await?;
        drop(tx);
        n_read += chunk.reads.len() as u64;
        checked.n_bad += faults.len() as u64;
        let told = faults
            .into_iter()
            .flat_map(|(line, faults)| faults.into_iter().map(move |fault| (line, fault)));
        let room = MOST_TOLD.saturating_sub(checked.faults.len());
        checked.faults.extend(told.take(room));
        let shown = SHOWN.saturating_sub(checked.first.len());
        checked.first.extend(chunk.reads.into_iter().take(shown));
        progress(n_read);
    }
    if n_read != plan.survey.n_lines {
        return Err(FileFault::Changed.into());
    }
    checked.n_good = n_read - checked.n_bad;
    Ok(checked)
}

/// Begins a run: from here on the same file is not begun a second time.
pub struct Begin {
    pub app: App,
    pub act: Act,
    /// A run that somebody looked at, or one that is made here.
    pub run: Run,
    pub heading: [u8; 32],
}

impl Command for Begin {
    /// `false` when another run of the same file is under way or done.
    type Answer = bool;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        if store::begun(tx, self.run.digest, &self.run.kind).await?.is_some() {
            return Ok(false);
        }
        let state = State::Running.code().to_owned();
        let run = Run { state, made_at: self.act.at, ..self.run.clone() };
        match store::lock_run(tx, run.id).await? {
            Some(known) if known.state()? != State::New => return Ok(false),
            Some(known) => tx.update(&Run { version: known.version + 1, ..run }).await?,
            None => tx.insert(&run).await?,
        }
        tx.save(&Mapping {
            kind: self.run.kind.clone(),
            heading: self.heading,
            mapping: self.run.mapping.clone(),
            changed_by: self.act.actor.id,
            changed_at: self.act.at,
        })
        .await?;
        note(tx, &self.app, &self.act, self.run.id, "began-import").await?;
        Ok(true)
    }
}

async fn note(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    run: Uuid,
    action: &'static str,
) -> Result<(), Error> {
    let note = Note { action, object_kind: "import", object: Some(run), ..Note::default() };
    journal::write(tx, app.new_id(), act, note).await
}

/// Ends a run without writing more: what is wrong with it as a whole, or with its lines.
pub struct End {
    pub app: App,
    pub act: Act,
    pub run: Uuid,
    pub sentence: Sentence,
    pub faults: Vec<(u64, FieldFault)>,
    pub n_bad: u64,
}

impl Command for End {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let run = store::lock_run(tx, self.run).await?.ok_or(Refusal::NotFound)?;
        if run.state()? != State::Running {
            return Ok(());
        }
        tx.insert_all(&told::sealed(&self.app, self.run, &self.faults)).await?;
        // What has lines in the store goes on one day; what has none may be begun anew.
        let state = if run.n_good == 0 { State::Refused } else { State::Stopped };
        tx.update(&Run {
            state: state.code().to_owned(),
            fault: Some(self.sentence.key.to_owned()),
            n_bad: run.n_bad + i64::try_from(self.n_bad).unwrap_or(i64::MAX),
            ended_at: Some(self.act.at),
            version: run.version + 1,
            ..run
        })
        .await?;
        Ok(note(tx, &self.app, &self.act, self.run, "ended-import").await?)
    }
}

/// A run that broke off goes on, perhaps under somebody else.
pub struct GoOn {
    pub app: App,
    pub act: Act,
    pub run: Uuid,
    pub is_kept: bool,
}

impl Command for GoOn {
    type Answer = bool;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let run = store::lock_run(tx, self.run).await?.ok_or(Refusal::NotFound)?;
        if !matches!(run.state()?, State::Stopped | State::Running) {
            return Ok(false);
        }
        tx.update(&Run {
            state: State::Running.code().to_owned(),
            fault: None,
            ended_at: None,
            is_kept: self.is_kept,
            made_by: self.act.actor.id,
            version: run.version + 1,
            ..run
        })
        .await?;
        note(tx, &self.app, &self.act, self.run, "went-on-with-import").await?;
        Ok(true)
    }
}

/// Checks all lines first where all or nothing was asked. `false`: nothing will be taken.
pub async fn may_begin(
    app: &App,
    importer: &Importer,
    run: &Run,
    plan: &Plan,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<bool, Trouble> {
    if !run.whole_or_none || run.next_line > 0 {
        return Ok(true);
    }
    let checked = check(app, importer, plan, progress).await?;
    if checked.n_bad == 0 {
        return Ok(true);
    }
    let end = End {
        app: app.clone(),
        act: app.act(importer.actor),
        run: run.id,
        sentence: Sentence::plain("fault-import-all-or-nothing"),
        faults: checked.faults,
        n_bad: checked.n_bad,
    };
    app.db.run(end).await?;
    Ok(false)
}

/// Tries of one chunk before the run breaks off.
const MOST_TRIES: u32 = 5;

/// Writes the lines of a run that are still missing. It may be broken off at any moment and goes on from there.
///
/// `goes_on` is asked before each chunk with how many lines are through; `Err` ends the work with what it says.
pub async fn write(
    app: &App,
    actor: Actor,
    id: Uuid,
    plan: &Plan,
    goes_on: &(dyn Fn(u64) -> bool + Sync),
) -> Result<Run, Trouble> {
    let importer = Importer::new(app, actor).await?;
    let found = async || -> Result<Run, Trouble> {
        let run = store::run(&mut app.db.read().await?, id).await?;
        Ok(run.ok_or(Refusal::NotFound)?)
    };
    let run = found().await?;
    let mut n_through = u64::try_from(run.n_good + run.n_bad).unwrap_or_default();
    let mut chunks = plan.chunks(app, u64::try_from(run.next_line).unwrap_or_default());
    while goes_on(n_through) {
        // The lines ended before the one that was the last.
        let chunk = chunks.recv().await.ok_or(FileFault::Changed)??;
        n_through += chunk.reads.len() as u64;
        let mut n_tries = 0;
        let taken = loop {
            let command = TakeChunk::new(app, &importer, &run, chunk.clone())?;
            n_tries += 1;
            match app.db.run(command).await {
                // Whether it was written is told by the number of the next line, so it may be tried again.
                Err(Refusal::Store(Error::Unknown(_) | Error::Exists(_) | Error::Busy(_)))
                    if n_tries < MOST_TRIES => {}
                taken => break taken?,
            }
        };
        // After a commit whose answer was lost the lines are there, and the next chunk fits behind them.
        if taken == Taken::Elsewhere {
            let now = found().await?;
            let expected = i64::try_from(chunk.next).unwrap_or(i64::MAX);
            if n_tries == 1 || now.next_line != expected {
                return Ok(now);
            }
        }
        if chunk.is_last {
            break;
        }
    }
    found().await
}
