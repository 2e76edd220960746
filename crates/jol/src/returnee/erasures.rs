//! The list of erased people, `erasures.log`: ids only, applied again after a restore.
//!
//! It lies beside the store, not in it, because a restored store is an older one. Each machine that serves a store has a
//! file of its own; what another machine erased is taken over from the store, which knows whose key was destroyed.

use std::{
    collections::HashSet,
    fs::File,
    io::{self, BufRead as _, BufReader},
    path::{Path, PathBuf},
    time::Duration,
};

use domain::id::ReturneeId;
use uuid::Uuid;

use crate::{app::App, work::Trouble};

fn list(app: &App) -> PathBuf {
    app.settings.dir.join("erasures.log")
}

/// Writes one id on the list. It may stand there twice.
pub fn remember(app: &App, id: ReturneeId) -> io::Result<()> {
    crate::cell::append(&list(app), &id.to_string())
}

/// Writes the ids that are missing: of people whom another machine erased, or whom a sudden end kept off the list.
/// Answers how many.
pub async fn complete(app: &App) -> anyhow::Result<usize> {
    let known = read(&list(app))?;
    let mut after = Uuid::nil();
    let mut n_added = 0;
    loop {
        let sql = "select person from person_key
                   where destroyed_at is not null and person > $1 order by person limit 1000";
        let rows = app.db.read().await?.all(sql, &[after.into()]).await?;
        for row in &rows {
            after = row.at(0)?;
            if !known.contains(&after) {
                remember(app, ReturneeId::from_uuid(after))?;
                n_added += 1;
            }
        }
        if rows.len() < 1_000 {
            return Ok(n_added);
        }
    }
}

/// Keeps the list of this machine whole to within a minute. Every process on a store does this.
pub async fn keep_complete(app: App) {
    let mut trouble = Trouble::with("Completing the list of erased people");
    loop {
        trouble.tell(complete(&app).await);
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
}

/// The ids in a list of erased people. A list that is not there is empty.
pub fn read(path: &Path) -> anyhow::Result<HashSet<Uuid>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(HashSet::new()),
        Err(error) => return Err(error.into()),
    };
    let mut ids = HashSet::new();
    for line in BufReader::new(file).lines() {
        // A line that was cut off by a sudden end is written again from the store.
        ids.extend(line?.trim().parse::<Uuid>());
    }
    Ok(ids)
}
