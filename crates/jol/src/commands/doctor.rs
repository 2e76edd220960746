//! `jol doctor`: what is wrong with the running of the service, and the command that mends it.
//!
//! It looks from outside: at the folder, the keys, the disk, and at what the work in the background left undone. Whether what
//! is stored is as it was written is the matter of `jol verify`.

use std::{fs, io::Write, os::unix::fs::MetadataExt as _, path::Path};

use jiff::{SignedDuration, Timestamp};

use super::Outcome;
use crate::{
    access::store,
    app::{App, Clock as _, SystemClock},
    cell,
    config::Settings,
    db::{Command, Grows, Room, Tx, job, journal},
    messages,
    refusal::Refusal,
    vault::Keys,
};

/// Look for what is wrong with the running of the service, and name the command that mends it.
///
/// It ends with 0 when all is well or there is only something to know, and with 1 when something is to be mended.
#[derive(clap::Args)]
pub struct Doctor {
    /// First let the jobs that failed too often be tried again
    #[arg(long)]
    try_again: bool,

    #[command(flatten)]
    settings: Settings,
}

/// Something to be mended, or to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub what: String,
    pub mend: String,
}

fn trouble(what: impl Into<String>, mend: impl Into<String>) -> Trouble {
    Trouble { what: what.into(), mend: mend.into() }
}

impl Doctor {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        super::begin_log(&self.settings)?;
        let mut troubles = look_at_folder(&self.settings, SystemClock.now());
        let mut warnings = Vec::new();
        // Without a folder and its keys nothing more can be looked at.
        if troubles.iter().all(|trouble| !trouble.what.contains("cannot be opened")) {
            match super::open(self.settings).await {
                Ok(app) => {
                    if self.try_again {
                        let n = app.db.run(TryAgain { now: app.now() }).await?;
                        writeln!(out, "{n} jobs are tried again.")?;
                    }
                    troubles.extend(look_at_store(&app).await?);
                    warnings.extend(look_at_gateway(&app));
                    app.db.close().await;
                }
                Err(error) => troubles.push(trouble(
                    format!("the store cannot be opened: {error:#}"),
                    "see that the disk and the database server are there; \
                     if the file is damaged: jol restore --from BACKUP --keys KEYS --dir NEW",
                )),
            }
        }
        for Trouble { what, mend } in &troubles {
            writeln!(out, "TO MEND  {what}\n         → {mend}")?;
        }
        for Trouble { what, mend } in &warnings {
            writeln!(out, "TO KNOW  {what}\n         → {mend}")?;
        }
        if troubles.is_empty() {
            writeln!(out, "All is well.")?;
            return Ok(Outcome::Well);
        }
        Ok(Outcome::Wrong)
    }
}

/// The folder, its rights, the keys, the lists beside the store.
pub fn look_at_folder(settings: &Settings, now: Timestamp) -> Vec<Trouble> {
    let dir = &settings.dir;
    let shown = dir.display();
    if !cell::is_cell(dir) {
        return vec![trouble(
            format!("{shown} cannot be opened: it is no cell"),
            "jol new --dir DIR --name NAME --agency NAME, or jol restore --from BACKUP --keys KEYS --dir DIR",
        )];
    }
    let mut troubles = Vec::new();
    match fs::metadata(dir) {
        Ok(folder) if folder.mode() & 0o077 != 0 => troubles.push(trouble(
            format!("others on this machine may read {shown} (mode {:o})", folder.mode() & 0o777),
            format!("chmod 700 {shown}"),
        )),
        Ok(_) => (),
        Err(error) => troubles.push(trouble(
            format!("{shown} cannot be opened: {error}"),
            format!("chown -R the user of the service {shown}"),
        )),
    }
    if let Err(error) = Keys::open(&dir.join("keys")) {
        troubles.push(trouble(
            format!("the keys cannot be opened: {error}"),
            format!("bring the copy of the keys to {}/keys, mode 700", shown),
        ));
    }
    if let Err(error) = can_write(dir) {
        troubles.push(trouble(
            format!("nothing can be written in {shown}: {error}"),
            format!(
                "see whether the disk is mounted read-only or full: df {shown}; mount | grep ro,"
            ),
        ));
    }
    let list = dir.join("checkpoints.log");
    if let Ok(age) = fs::metadata(&list).and_then(|list| list.modified()) {
        let written = Timestamp::try_from(age).unwrap_or(now);
        // One line an hour is written even when nothing happens.
        if now.duration_since(written) > SignedDuration::from_mins(70) {
            troubles.push(trouble(
                format!("no checkpoint of the journal was signed since {written:.0}"),
                format!("run the work in the background: jol serve --dir {shown} without --no-work, or jol work --dir {shown}"),
            ));
        }
    }
    troubles
}

fn can_write(dir: &Path) -> std::io::Result<()> {
    let path = dir.join("doctor.tmp");
    fs::write(&path, b"1")?;
    fs::remove_file(path)
}

/// Gives jobs that failed too often all their tries again.
pub struct TryAgain {
    pub now: Timestamp,
}

impl Command for TryAgain {
    /// How many there were.
    type Answer = usize;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<usize, Refusal> {
        let sql = "select * from job where n_tries >= $1";
        let jobs: Vec<job::Waiting> = tx.lock_free(sql, &[job::MOST_TRIES.into()]).await?;
        for job in &jobs {
            let again = job::Waiting { n_tries: 0, run_after_at: self.now, ..job.clone() };
            tx.update(&again).await?;
        }
        Ok(jobs.len())
    }
}

/// What does not work and cannot be mended here: told each time, and no reason to wake anybody.
pub fn look_at_gateway(app: &App) -> Option<Trouble> {
    messages::can_be_sent(app).is_err().then(|| {
        trouble(
            "this service has no gateway for messages: no code reaches a phone, so no returnee can sign in or register alone",
            "let people register and change their record with an officer, who signs in with login and password",
        )
    })
}

/// The disk, the engine, and what waits in the store.
pub async fn look_at_store(app: &App) -> anyhow::Result<Vec<Trouble>> {
    let mut troubles = Vec::new();
    let dir = app.settings.dir.display();
    if app.db.space.room() != Room::Plenty {
        let free = app.db.space.free()?.unwrap_or_default() / 1_000_000;
        let least = app.settings.least_free_mb;
        troubles.push(trouble(
            format!("the disk has {free} MB left, and below {least} MB nothing new is taken"),
            format!("make room on the disk of {dir}, or enlarge it; the service goes on by itself"),
        ));
    }
    let ballast = app.settings.dir.join("ballast");
    if !app.db.is_postgres() && app.settings.ballast_mb > 0 && !ballast.exists() {
        troubles.push(trouble(
            "the reserve for a full disk (the file ballast) is spent",
            format!("make room on the disk of {dir}; the service makes the file again by itself"),
        ));
    }
    let mut tx = app.db.read_long().await?;
    if !app.db.is_postgres() {
        for row in tx.all("pragma quick_check(5)", &[]).await? {
            let told: String = row.at(0)?;
            if told != "ok" {
                troubles.push(trouble(
                    format!("the file of the store is damaged: {told}"),
                    "stop the service, keep the file, and restore the newest backup: jol restore",
                ));
            }
        }
    }
    let now = app.now();
    let sql = "select count(*), min(last_error) from job where n_tries >= $1";
    if let Some(row) = tx.one(sql, &[job::MOST_TRIES.into()]).await?
        && row.at::<i64>(0)? > 0
    {
        let (n, error): (i64, Option<String>) = (row.at(0)?, row.at(1)?);
        let error = error.unwrap_or_default();
        troubles.push(trouble(
            format!("{n} jobs failed {} times and wait for somebody to look; one says: {error}", job::MOST_TRIES),
            format!("mend the cause, often a gateway or an address; then: jol doctor --dir {dir} --try-again"),
        ));
    }
    let minute_ago = now - SignedDuration::from_mins(1);
    let sql = "select count(*) from journal where seq is null and at < $1";
    if let Some(row) = tx.one(sql, &[minute_ago.into()]).await?
        && row.at::<i64>(0)? > 0
    {
        troubles.push(trouble(
            format!("{} entries of the journal wait to be linked", row.at::<i64>(0)?),
            format!("run the work in the background: jol work --dir {dir}"),
        ));
    }
    let head = journal::end_of_chain(&mut tx).await?;
    let last = journal::last_checkpoint(&mut tx, app.cell.epoch).await?;
    let old = now - SignedDuration::from_mins(10);
    let sql = "select at from journal where seq = $1";
    let behind = last.as_ref().map_or(0, |last| last.seq) + 1;
    if behind <= head.seq
        && let Some(row) = tx.one(sql, &[behind.into()]).await?
        && row.at::<Timestamp>(0)? < old
    {
        troubles.push(trouble(
            format!(
                "the journal has entries since {:.0} that are not signed",
                row.at::<Timestamp>(0)?
            ),
            format!("run the work in the background: jol work --dir {dir}"),
        ));
    }
    if let Some(row) = tx.one(sql, &[head.seq.into()]).await?
        && row.at::<Timestamp>(0)? > now + SignedDuration::from_mins(5)
    {
        troubles.push(trouble(
            format!("the clock of this machine is behind the journal: it says {now:.0}, the last entry {:.0}", row.at::<Timestamp>(0)?),
            "set the clock: timedatectl set-ntp true",
        ));
    }
    if store::offices(&mut tx).await?.is_empty() {
        troubles.push(trouble(
            "there is no office, so nobody can see a record",
            "load the offices of the country before anybody is registered",
        ));
    }
    let sql =
        "select count(*) from account where totp is null and blocked_at is null and made_at < $1";
    let week_ago = now - SignedDuration::from_hours(24 * 7);
    if let Some(row) = tx.one(sql, &[week_ago.into()]).await?
        && row.at::<i64>(0)? > 0
    {
        troubles.push(trouble(
            format!("{} accounts have set up no second factor for a week", row.at::<i64>(0)?),
            format!("jol user --dir {dir} list; then ask them to sign in, or jol user --dir {dir} block LOGIN"),
        ));
    }
    Ok(troubles)
}
