//! `jol backup`, `jol backup-keys` and `jol restore`.
//!
//! A backup is a folder: a file for each table, the lists that lie beside the store, and `manifest.json` with the size
//! and the hash of each, signed. The manifest is written last, so a folder without it is no backup. `cell.json` is not in
//! it: it tells where the rows were, perhaps with a password, and a restore is told where they are to be.
//!
//! A restored journal is another journal from there on: the cell's epoch grows by one, and the first entry of the
//! new epoch says so. Who was erased since the backup is erased again before the cell can be opened.

use std::{
    collections::HashSet,
    fs,
    io::{BufRead as _, BufReader, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail, ensure};
use domain::id::ReturneeId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{Outcome, demo::progress_bar, verify};
use crate::{
    app::{App, Cell, SystemClock},
    cell::{self, make_private_folder},
    config::Settings,
    db::{
        self, Command, Grows, Tx,
        backup::{Piece, Writing, copy_in, copy_out, is_empty, weigh},
        journal::{self, Act, Note},
        verify::{Report, Witness},
        walk::hex,
    },
    refusal::Refusal,
    returnee::{erasures, store},
    same::{join, store::group_of},
    vault::{Keys, SystemChance},
    work::Checkpoints,
};

/// Copy the whole cell, but for its keys, while the service runs.
///
/// The keys are left out on purpose: a backup without them shows names and no more, and whoever has both has everything, also
/// of people who were erased since. Copy the keys with `jol backup-keys`, keep them in another place, and keep few copies.
#[derive(clap::Args)]
pub struct Backup {
    /// A new folder for the backup
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,

    #[command(flatten)]
    settings: Settings,
}

/// Copy the keys of the cell to a folder of their own.
///
/// Do this after the cell is made and after each new key, and never into a folder with a backup.
#[derive(clap::Args)]
pub struct BackupKeys {
    /// A new folder for the keys
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,

    #[command(flatten)]
    settings: Settings,
}

/// Make a cell from a backup and its keys.
///
/// Everything in the backup is checked before anything is written, and the whole cell is verified at the end. The rows may go
/// to another engine than they came from.
#[derive(clap::Args)]
pub struct Restore {
    /// The folder of the backup
    #[arg(long, value_name = "FOLDER")]
    from: PathBuf,

    /// The folder with the keys of the cell, as `jol backup-keys` made it
    #[arg(long, value_name = "FOLDER")]
    keys: PathBuf,

    /// The newest erasures.log there is: who was erased after the backup is erased again
    #[arg(long, value_name = "FILE")]
    erasures: Option<PathBuf>,

    /// Put the rows on PostgreSQL instead of into one file: postgres://user@host/database?schema=name
    #[arg(long, env = "JOL_STORE", hide_env_values = true)]
    store: Option<String>,

    #[command(flatten)]
    settings: Settings,
}

/// What `manifest.json` says.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    program: String,
    made_at: Timestamp,
    cell: Uuid,
    name: String,
    epoch: i64,
    /// The end of the journal in the backup.
    entry: i64,
    hash: String,
    migrations: Vec<String>,
    pieces: Vec<Piece>,
}

/// The form of backups that this program writes and reads.
const FORMAT: u32 = 1;

impl Manifest {
    pub fn n_rows(&self) -> u64 {
        self.pieces.iter().filter(|piece| piece.table.is_some()).map(|piece| piece.n_rows).sum()
    }
}

/// A folder that is new or empty, for its owner alone.
fn new_folder(folder: &Path) -> anyhow::Result<()> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("there is something in {} already; name a new folder", folder.display());
    }
    make_private_folder(folder)
}

fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

impl Backup {
    async fn open_and_back_up(self) -> anyhow::Result<Manifest> {
        let app = super::open(self.settings).await?;
        let bar = progress_bar(0, "rows");
        let manifest = back_up(&app, &self.to, &mut |n| {
            bar.set_length(n);
            bar.set_position(n);
        })
        .await;
        bar.finish_and_clear();
        app.db.close().await;
        manifest
    }

    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        super::begin_log(&self.settings)?;
        let to = self.to.clone();
        let manifest = self.open_and_back_up().await?;
        let n_bytes: u64 = manifest.pieces.iter().map(|piece| piece.n_bytes).sum();
        writeln!(
            out,
            "Copied {} rows ({} MB) up to entry {} of the journal to {}.\n\
             The keys are not in it; `jol backup-keys` copies them.",
            manifest.n_rows(),
            n_bytes.div_ceil(1_000_000),
            manifest.entry,
            to.display()
        )?;
        Ok(())
    }
}

/// Copies a cell while it is in use.
pub async fn back_up(
    app: &App,
    to: &Path,
    progress: &mut (dyn FnMut(u64) + Send),
) -> anyhow::Result<Manifest> {
    new_folder(to)?;
    let made_at = app.now();
    let copied = copy_out(&app.db, to, progress).await?;
    let mut pieces = copied.pieces;
    // After the rows, and with what other machines on this store erased: whoever was erased before the copy is on the
    // list for certain.
    erasures::complete(app).await?;
    pieces.push(copy_list(&app.settings.dir, to, "erasures.log", |_| true)?);
    let end = copied.head.seq;
    pieces.push(copy_list(&app.settings.dir, to, "checkpoints.log", |line| {
        // What was signed later says nothing of this copy.
        journal::read_line(line).is_some_and(|checkpoint| checkpoint.seq <= end)
    })?);
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at,
        cell: copied.cell.id,
        name: copied.cell.name,
        epoch: copied.cell.epoch,
        entry: copied.head.seq,
        hash: hex(&copied.head.hash),
        migrations: copied.migrations,
        pieces,
    };
    let text = serde_json::to_string_pretty(&manifest)?;
    write_whole(&to.join("manifest.sig"), &hex(&app.keys.sign_backup(text.as_bytes())))?;
    write_whole(&to.join("manifest.json"), &text)?;
    sync_folder(to)?;
    Ok(manifest)
}

fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file =
        Writing::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(text.as_bytes())?;
    file.finish()?;
    Ok(())
}

/// Copies a list that lies beside the store. One that is not there yet is empty.
fn copy_list(
    dir: &Path,
    to: &Path,
    name: &str,
    wanted: impl Fn(&str) -> bool,
) -> anyhow::Result<Piece> {
    let mut copy = Writing::create(&to.join(name))?;
    let mut n_rows = 0;
    let list = dir.join(name);
    if list.exists() {
        for line in BufReader::new(fs::File::open(list)?).lines() {
            let line = line?;
            if wanted(&line) {
                writeln!(copy, "{line}")?;
                n_rows += 1;
            }
        }
    }
    let (n_bytes, sha256) = copy.finish()?;
    Ok(Piece { name: name.to_owned(), table: None, n_rows, n_bytes, sha256 })
}

impl BackupKeys {
    pub fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        super::begin_log(&self.settings)?;
        copy_keys(&self.settings.dir.join("keys"), &self.to)?;
        let to = self.to.display();
        writeln!(out, "Copied the keys to {to}. Keep them apart from the backups.")?;
        Ok(())
    }
}

/// Copies a key folder and opens the copy.
pub fn copy_keys(from: &Path, to: &Path) -> anyhow::Result<()> {
    Keys::open(from)?;
    new_folder(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let known = name.to_str().is_some_and(|name| name.ends_with(".key") || name == "sign.pub");
        if known {
            let text = Zeroizing::new(fs::read_to_string(entry.path())?);
            write_whole(&to.join(&name), &text)?;
        }
    }
    sync_folder(to)?;
    Keys::open(to).context("the copy of the keys does not open")?;
    Ok(())
}

impl Restore {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        super::begin_log(&self.settings)?;
        let dir = self.settings.dir.clone();
        let restored = restore(
            self.settings,
            self.store.as_deref(),
            &self.from,
            &self.keys,
            self.erasures.as_deref(),
        )
        .await?;
        verify::tell(&restored.report, out)?;
        writeln!(
            out,
            "Restored {} as of {} in {}; {} people were erased again.",
            restored.name,
            restored.made_at,
            dir.display(),
            restored.n_erased
        )?;
        if self.erasures.is_none() {
            writeln!(
                out,
                "No newer list of erased people was given (--erasures): if somebody was erased after {}, erase them again.",
                restored.made_at
            )?;
        }
        Ok(if restored.report.is_clean() { Outcome::Well } else { Outcome::Wrong })
    }
}

/// What came of a restore.
pub struct Restored {
    pub name: String,
    pub made_at: Timestamp,
    pub n_erased: usize,
    pub report: Report,
}

/// Reads the manifest and checks that every file is as it was signed.
pub fn check(from: &Path, keys: &Keys) -> anyhow::Result<Manifest> {
    let path = from.join("manifest.json");
    let text = fs::read_to_string(&path)
        .with_context(|| format!("{} is no whole backup", from.display()))?;
    let signature = fs::read_to_string(from.join("manifest.sig"))?;
    let signature = unhex(signature.trim()).context("manifest.sig holds no signature")?;
    ensure!(
        keys.is_own_backup(text.as_bytes(), &signature),
        "the backup was not signed with these keys, or its manifest was changed"
    );
    let manifest: Manifest = serde_json::from_str(&text)?;
    ensure!(
        manifest.format == FORMAT && db::knows(&manifest.migrations),
        "the backup was made by a newer program ({}); restore it with that one",
        manifest.program
    );
    let bar =
        progress_bar(manifest.pieces.iter().map(|piece| piece.n_bytes).sum(), "bytes checked");
    for piece in &manifest.pieces {
        let path = from.join(&piece.name);
        let found = weigh(&path).with_context(|| format!("cannot read {}", path.display()))?;
        ensure!(
            found == (piece.n_bytes, piece.sha256.clone()),
            "{} is not as it was when the backup was made; take another backup",
            path.display()
        );
        bar.inc(piece.n_bytes);
    }
    bar.finish_and_clear();
    Ok(manifest)
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes: Option<Vec<u8>> = (0..text.len() / 2)
        .map(|at| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok())
        .collect();
    bytes?.try_into().ok()
}

/// Makes a cell from a backup.
pub async fn restore(
    settings: Settings,
    store: Option<&str>,
    from: &Path,
    keys: &Path,
    newer_erasures: Option<&Path>,
) -> anyhow::Result<Restored> {
    let dir = settings.dir.clone();
    ensure!(!cell::is_cell(&dir), "{} holds a cell already; name a new folder", dir.display());
    let manifest = check(from, &Keys::open(keys)?)?;
    let mut erased = erasures::read(&from.join("erasures.log"))?;
    if let Some(path) = newer_erasures {
        ensure!(path.exists(), "there is no list of erased people at {}", path.display());
        erased.extend(erasures::read(path)?);
    }

    new_folder(&dir)?;
    copy_keys(keys, &dir.join("keys"))?;
    fs::copy(from.join("checkpoints.log"), dir.join("checkpoints.log"))?;
    let unfilled = cell::open_unfilled(settings, store, manifest.migrations.len()).await?;
    ensure!(
        is_empty(&unfilled.db).await?,
        "the store is not empty; name another schema, or drop this one if it is left from a restore that was cut short"
    );
    let bar = progress_bar(manifest.n_rows(), "rows");
    copy_in(&unfilled.db, from, &manifest.pieces, &mut |n| bar.set_position(n)).await?;
    bar.finish_and_clear();

    // The processes that held leases when the backup was taken work on another store.
    unfilled.db.run(LetGo).await?;
    let (app, finish) = unfilled.filled(Arc::new(SystemClock), Arc::new(SystemChance)).await?;
    // What the backup caught before it was linked belongs to the journal before the restore.
    journal::link_all(&app.db, app.process, app.now()).await?;
    let mut now = (*app.cell).clone();
    now.epoch += 1;
    app.db.run(NextEpoch { id: app.new_id(), act: app.operator(), cell: now.clone() }).await?;
    let app = app.with(|parts| parts.cell = Arc::new(now));
    let n_erased = erase_again(&app, &erased).await?;
    journal::link_new(&app.db, app.process, app.now()).await?;
    Checkpoints::begin(&app).await?.beat().await?;
    // Last: until here the folder is no cell and nobody can serve people who were erased.
    finish()?;
    sync_folder(&dir)?;
    let report = verify::with_bar(&app, &Witness::default()).await?;
    let (name, made_at) = (manifest.name, manifest.made_at);
    app.db.close().await;
    Ok(Restored { name, made_at, n_erased, report })
}

struct LetGo;

impl Command for LetGo {
    type Answer = u64;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<u64, Refusal> {
        Ok(tx.execute("delete from lease", &[]).await?)
    }
}

struct NextEpoch {
    id: Uuid,
    act: Act,
    cell: Cell,
}

impl Command for NextEpoch {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.update(&self.cell).await?;
        let note = Note {
            action: "restored",
            object_kind: "cell",
            object: Some(self.cell.id),
            fields: vec!["epoch"],
            ..Note::default()
        };
        Ok(journal::write(tx, self.id, &self.act, note).await?)
    }
}

struct EraseAgain {
    app: App,
    act: Act,
    person: ReturneeId,
}

impl Command for EraseAgain {
    /// Whether there was something to erase.
    type Answer = bool;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let Self { app, act, person } = self;
        let sql = "select 1 from person_key where person = $1 and wrapped is not null";
        if tx.one(sql, &[person.uuid().into()]).await?.is_none() {
            return Ok(false);
        }
        // The list names records. What else was theirs then stands on it too, or was found to be another person's since.
        if !group_of(tx, *person).await?.is_alone() {
            join::part(app, tx, act, *person, None).await?;
        }
        store::erase(tx, *person, (act.actor.id, act.at)).await?;
        let note = Note {
            action: "erased",
            object_kind: "returnee",
            object: Some(person.uuid()),
            person: Some(*person),
            ..Note::default()
        };
        journal::write(tx, app.new_id(), act, note).await?;
        Ok(true)
    }
}

/// Erases everybody on the list who is there again, and keeps the list. Answers how many there were.
async fn erase_again(app: &App, erased: &HashSet<Uuid>) -> anyhow::Result<usize> {
    let mut n_erased = 0;
    for &person in erased {
        let person = ReturneeId::from_uuid(person);
        let command = EraseAgain { app: app.clone(), act: app.operator(), person };
        n_erased += usize::from(app.db.run(command).await?);
        erasures::remember(app, person)?;
    }
    Ok(n_erased)
}
