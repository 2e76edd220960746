//! Files of the page, brought in while people go on with other things.

use std::sync::Mutex;

use domain::fault::Sentence;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    columns::Columns,
    kept,
    run::{self, End, Plan, Trouble},
    sheet,
    store::{self, Run, State},
};
use crate::{
    access::store as accounts,
    app::App,
    db::{Command, Grows, Tx, lease},
    refusal::Refusal,
};

/// Held by the process that works, and renewed while it does.
struct TakeLease {
    holder: Uuid,
    now: Timestamp,
}

impl Command for TakeLease {
    type Answer = bool;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let length = SignedDuration::from_secs(60);
        Ok(lease::take(tx, "import", self.holder, self.now, length).await?.is_some())
    }
}

async fn lease(app: &App) -> Result<bool, Refusal> {
    app.db.run(TakeLease { holder: app.process, now: app.now() }).await
}

/// Lines between two looks at whether the account and the lease still hold.
const AT_ONCE: u64 = 5_000;

/// Goes on with a file that waits. `false` when none does.
pub async fn bring_in_one(app: &App, goes_on: &(dyn Fn() -> bool + Sync)) -> Result<bool, Refusal> {
    let waiting = store::waiting(&mut app.db.read().await?).await?;
    // With several machines on one store the file may lie on another one.
    let Some(run) = waiting.into_iter().find(|run| kept::has(app, run.id)) else {
        return Ok(false);
    };
    if !lease(app).await? {
        return Ok(false);
    }
    match bring_in(app, &run, goes_on).await {
        Ok(()) => {}
        Err(Trouble::Refusal(refusal @ (Refusal::Store(_) | Refusal::NoRoom))) => {
            // The store is away or full: the run waits.
            return Err(refusal);
        }
        Err(trouble) => {
            tracing::warn!("An import broke off: {trouble}");
            let sentence = match &trouble {
                Trouble::File(fault) => fault.into(),
                Trouble::Refusal(Refusal::NotAllowed) => Sentence::plain("fault-import-blocked"),
                Trouble::Refusal(_) => Sentence::plain("fault-import-broke-off"),
            };
            end(app, &run, sentence).await?;
        }
    }
    Ok(true)
}

async fn end(app: &App, run: &Run, sentence: Sentence) -> Result<(), Refusal> {
    let act = app.operator();
    let (app_of, run) = (app.clone(), run.id);
    app.db.run(End { app: app_of, act, run, sentence, faults: Vec::new(), n_bad: 0 }).await
}

async fn bring_in(
    app: &App,
    run: &Run,
    goes_on: &(dyn Fn() -> bool + Sync),
) -> Result<(), Trouble> {
    let kind = run.kind()?;
    let (app_of, id) = (app.clone(), run.id);
    let read = move || -> Result<_, Trouble> {
        let input = kept::open(&app_of, id).map_err(Refusal::from)?;
        let survey = sheet::survey(&input, kind)?;
        Ok((input, survey))
    };
    let read = tokio::task::spawn_blocking(read).await;
    let (input, survey) = read.map_err(|error| Refusal::Ours(error.into()))??;
    let columns = Columns::read(&run.mapping);
    let plan = Plan { kind, input, survey, columns, agreed: run.agreed };
    let importer = super::chunk::Importer::new(app, acting(app, run).await?).await?;
    if !run::may_begin(app, &importer, run, &plan, &|_| ()).await? {
        return Ok(());
    }
    loop {
        // Whoever was blocked meanwhile brings in nothing more.
        let actor = acting(app, run).await?;
        if !lease(app).await? {
            return Ok(());
        }
        let begun = Mutex::new(None);
        let some = |n: u64| {
            let mut begun = begun.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let first = *begun.get_or_insert(n);
            goes_on() && n - first < AT_ONCE
        };
        let now = run::write(app, actor, run.id, &plan, &some).await?;
        if now.state()? != State::Running {
            if now.n_bad == 0 {
                kept::remove(app, run.id).map_err(|error| Refusal::Ours(error.into()))?;
            }
            return Ok(());
        }
        if !goes_on() {
            return Ok(());
        }
    }
}

/// The account that brings it in, if it still may.
async fn acting(app: &App, run: &Run) -> Result<domain::access::Actor, Refusal> {
    let mut tx = app.db.read().await?;
    let account = accounts::account(&mut tx, run.made_by).await?.ok_or(Refusal::NotAllowed)?;
    accounts::actor(&mut tx, &account).await?.ok_or(Refusal::NotAllowed)
}

/// How long a file that nobody began stays, and how long the lines that were not taken.
const NEW: SignedDuration = SignedDuration::from_hours(48);
const ENDED: SignedDuration = SignedDuration::from_hours(30 * 24);

struct Forget(Uuid);

impl Command for Forget {
    type Answer = u64;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<u64, Refusal> {
        let sql = "delete from import_fault where import_run = $1 and line in \
                   (select line from import_fault where import_run = $1 order by line limit 500)";
        Ok(tx.execute(sql, &[self.0.into()]).await?)
    }
}

struct LetGo(Run);

impl Command for LetGo {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        if let Some(run) = store::lock_run(tx, self.0.id).await? {
            match run.state()? {
                State::New => tx.delete(&run).await?,
                _ => {
                    let version = run.version + 1;
                    tx.update(&Run { is_kept: false, version, ..run }).await?;
                }
            }
        }
        Ok(())
    }
}

/// Throws away files and faults that are past their time.
pub async fn sweep(app: &App) -> Result<u64, Refusal> {
    let mut n_gone = 0;
    let now = app.now();
    for (path, id) in kept::all(app).map_err(|error| Refusal::Ours(error.into()))? {
        let run = match id {
            Some(id) => store::run(&mut app.db.read().await?, id).await?,
            None => None,
        };
        let is_past = match &run {
            // Written a moment ago perhaps, and its row is on its way.
            None => std::fs::metadata(&path)
                .and_then(|file| file.modified())
                .is_ok_and(|at| at.elapsed().is_ok_and(|age| age.as_secs() > 3_600)),
            Some(run) if run.state()? == State::New => now.duration_since(run.made_at) > NEW,
            Some(run) => run.ended_at.is_some_and(|at| now.duration_since(at) > ENDED),
        };
        if !is_past {
            continue;
        }
        std::fs::remove_file(&path).map_err(|error| Refusal::Ours(error.into()))?;
        n_gone += 1;
        if let Some(run) = run {
            app.db.run(LetGo(run)).await?;
        }
    }
    let sql = "select * from import_run where n_bad > 0 and ended_at < $1";
    let past: Vec<Run> = app.db.read().await?.list(sql, &[(now - ENDED).into()]).await?;
    for run in past {
        while app.db.run(Forget(run.id)).await? > 0 {
            n_gone += 1;
        }
    }
    Ok(n_gone)
}
