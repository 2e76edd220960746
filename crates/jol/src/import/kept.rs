//! Files that came through the page: sealed in the folder of the cell until their lines are in.

use std::{fs, io, path::PathBuf, sync::Arc};

use uuid::Uuid;
use zeroize::Zeroizing;

use super::sheet::Input;
use crate::{app::App, cell, vault::Place};

/// The largest file the page takes. A larger one is brought in by the command.
pub const MOST_MB: u64 = 10;

fn folder(app: &App) -> PathBuf {
    app.settings.dir.join("imports")
}

fn path(app: &App, run: Uuid) -> PathBuf {
    folder(app).join(run.to_string())
}

fn place(run: Uuid) -> Place<'static> {
    Place { table: "import_run", column: "file", row: run, version: 1 }
}

/// Keeps a file. The same one kept again is the same.
pub fn keep(app: &App, run: Uuid, bytes: &[u8]) -> anyhow::Result<()> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    cell::make_private_folder(&folder(app))?;
    let sealed = app.keys.seal(&*app.chance, &place(run), bytes);
    let unfinished = folder(app).join(format!("{run}.unfinished"));
    let mut file = fs::OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(&sealed)?;
    file.sync_all()?;
    Ok(fs::rename(unfinished, path(app, run))?)
}

pub fn has(app: &App, run: Uuid) -> bool {
    path(app, run).exists()
}

/// The file as it came.
pub fn open(app: &App, run: Uuid) -> anyhow::Result<Input> {
    let sealed = fs::read(path(app, run))?;
    let bytes = app.keys.open_sealed(&place(run), &sealed)?;
    let bytes: Zeroizing<Vec<u8>> = bytes;
    Ok(Input::Bytes(Arc::new(bytes)))
}

pub fn remove(app: &App, run: Uuid) -> io::Result<()> {
    match fs::remove_file(path(app, run)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// The runs whose files lie here, and files that are of no run any more.
pub fn all(app: &App) -> io::Result<Vec<(PathBuf, Option<Uuid>)>> {
    let entries = match fs::read_dir(folder(app)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    entries
        .map(|entry| {
            let entry = entry?;
            let run = entry.file_name().to_str().and_then(|name| name.parse().ok());
            Ok((entry.path(), run))
        })
        .collect()
}
