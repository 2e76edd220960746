//! The folder of a cell: where its store is, its keys, and the lists that must outlive the store.
//!
//! | file | holds |
//! |---|---|
//! | `cell.json` | where the rows are |
//! | `jol.db` | the rows, when they are in SQLite |
//! | `keys/` | the keys; to be copied apart from everything else |
//! | `checkpoints.log` | signed ends of the journal; to be copied to another machine |
//! | `erasures.log` | ids of erased people; applied again after a restore |
//! | `imports/` | files that are being brought in, sealed |
//! | `ballast` | space that is given up when the disk is full |

use std::{fs, path::Path, sync::Arc};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use crate::{
    app::{App, Cell, Clock, Parts},
    config::Settings,
    db::{Command, Db, Place, SealKey, Space, Tx, migrate},
    refusal::Refusal,
    vault::{Chance, Keys, few_at_once::FewAtOnce, keys::KeysError, password::Passwords},
};

/// What `cell.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "store")]
enum Where {
    Sqlite,
    Postgres { url: String, schema: String },
}

/// Whether the folder holds a cell.
pub fn is_cell(dir: &Path) -> bool {
    dir.join("cell.json").exists()
}

/// Makes a new cell in an empty or missing folder.
pub async fn create(
    settings: Settings,
    store: Option<&str>,
    name: &str,
    agency: &str,
    demo: bool,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
) -> anyhow::Result<App> {
    let dir = &settings.dir;
    if is_cell(dir) {
        bail!("{} holds a cell already; name another folder, or serve this one", dir.display());
    }
    let place = place_of(store)?;
    make_private_folder(dir)?;
    let keys = match Keys::create(&dir.join("keys"), &*chance) {
        Err(KeysError::Exists { .. }) => bail!("{}", cut_short(dir, &place)),
        made => made?,
    };
    let db = open_store(&settings, &place, &keys, None).await?;
    let cell = Cell {
        id: crate::app::new_id(clock.now(), &*chance),
        name: name.to_owned(),
        agency: agency.to_owned(),
        demo,
        epoch: 1,
        made_at: clock.now(),
    };
    if !db.run(Make(cell.clone())).await? {
        bail!(
            "the store holds a cell already: bring its keys, or remove {} and name another schema",
            dir.display()
        );
    }
    // Written last: a folder without it is not a cell, and what was cut short is begun anew.
    write_private(&dir.join("cell.json"), &serde_json::to_string_pretty(&place)?)?;
    Ok(app(settings, db, keys, cell, clock, chance))
}

/// What to do about a folder with keys and no `cell.json`.
fn cut_short(dir: &Path, place: &Where) -> String {
    let dir = dir.display();
    let schema = match place {
        Where::Sqlite => String::new(),
        Where::Postgres { schema, .. } => format!(", drop the schema {schema}"),
    };
    format!(
        "{dir} holds keys and no cell: the making of one was cut short there. Nobody can have been registered in it \
         unless cell.json was taken away; then put it back. Otherwise remove {dir}{schema} and begin anew"
    )
}

/// Opens the cell in a folder.
pub async fn open(
    settings: Settings,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
) -> anyhow::Result<App> {
    let dir = &settings.dir;
    let path = dir.join("cell.json");
    let text = fs::read_to_string(&path).with_context(|| {
        format!("{} is no cell: make one with `jol demo --dir` or `jol new --dir`", dir.display())
    })?;
    let place: Where = serde_json::from_str(&text)
        .with_context(|| format!("{} cannot be read; restore it from a backup", path.display()))?;
    let keys = Keys::open(&dir.join("keys"))?;
    let db = open_store(&settings, &place, &keys, None).await?;
    let cell: Option<Cell> = db.read().await?.find("select * from cell", &[]).await?;
    let cell = cell.context("the store is empty; restore it with `jol restore`")?;
    let app = app(settings, db, keys, cell, clock, chance);
    app.lists.load(&mut app.db.read().await?).await?;
    Ok(app)
}

fn app(
    settings: Settings,
    db: Db,
    keys: Keys,
    cell: Cell,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
) -> App {
    let process = crate::app::new_id(clock.now(), &*chance);
    App::new(Parts {
        db,
        keys: Arc::new(keys),
        cell: Arc::new(cell),
        clock,
        chance,
        passwords: Passwords::new(2),
        files: FewAtOnce::new(2, 6),
        settings: Arc::new(settings),
        metrics: Arc::default(),
        limits: Default::default(),
        lists: Default::default(),
        readers: Default::default(),
        views: Default::default(),
        likeness: Default::default(),
        shelf: Default::default(),
        hiring: Default::default(),
        kept: Default::default(),
        seekers: Default::default(),
        offices: Default::default(),
        process,
    })
}

/// A store that waits to be filled from a backup. Its folder is no cell until it is finished.
pub struct Unfilled {
    pub db: Db,
    pub keys: Keys,
    settings: Settings,
    place: Where,
}

/// Opens an empty store in a folder that has its keys already.
pub async fn open_unfilled(
    settings: Settings,
    store: Option<&str>,
    n_migrations: usize,
) -> anyhow::Result<Unfilled> {
    let place = place_of(store)?;
    let keys = Keys::open(&settings.dir.join("keys"))?;
    let db = open_store(&settings, &place, &keys, Some(n_migrations)).await?;
    Ok(Unfilled { db, keys, settings, place })
}

impl Unfilled {
    /// The filled store, brought up to date, and what makes its folder a cell in the end.
    pub async fn filled(
        self,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> anyhow::Result<(App, impl FnOnce() -> anyhow::Result<()>)> {
        let Self { db, keys, settings, place } = self;
        migrate(&db).await?;
        let cell: Option<Cell> = db.read().await?.find("select * from cell", &[]).await?;
        let cell = cell.context("the backup holds no cell")?;
        let path = settings.dir.join("cell.json");
        let finish = move || write_private(&path, &serde_json::to_string_pretty(&place)?);
        Ok((app(settings, db, keys, cell, clock, chance), finish))
    }
}

fn place_of(store: Option<&str>) -> anyhow::Result<Where> {
    match store {
        None => Ok(Where::Sqlite),
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            let (url, schema) = split_schema(url);
            Ok(Where::Postgres { url, schema })
        }
        // It is not repeated: an address of a store may hold a password.
        Some(_) => bail!("this is no address of a store; it begins with postgres://"),
    }
}

async fn open_store(
    settings: &Settings,
    place: &Where,
    keys: &Keys,
    n_migrations: Option<usize>,
) -> anyhow::Result<Db> {
    const MB: u64 = 1 << 20;
    let dir = &settings.dir;
    let (place, space) = match place {
        Where::Sqlite => {
            let disk = rustix::fs::statvfs(dir)
                .with_context(|| format!("cannot look at the disk of {}", dir.display()))?;
            if disk.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY) {
                // SQLite says only that it cannot open the file.
                bail!("the disk of {} is mounted read-only; mount it for writing", dir.display());
            }
            let space = Space::watch(dir, settings.least_free_mb * MB, settings.ballast_mb * MB)
                .with_context(|| format!("cannot look at the disk of {}", dir.display()))?;
            (Place::Sqlite(dir.join("jol.db")), space)
        }
        Where::Postgres { url, schema } => {
            (Place::Postgres { url: url.clone(), schema: schema.clone() }, Space::elsewhere())
        }
    };
    let seal = SealKey::new(&keys.row_seal_key());
    let opened = match n_migrations {
        None => Db::open(&place, seal, space).await,
        Some(n) => Db::open_at(&place, seal, space, n).await,
    };
    opened.map_err(|error| {
        let told = anyhow::Error::from(error);
        told.context(match place {
            Place::Sqlite(path) => format!("cannot open the store {}", path.display()),
            Place::Postgres { schema, .. } => format!("cannot open schema {schema} on PostgreSQL"),
        })
    })
}

/// `?schema=` names the cell on a server; `jol` when it is not said.
fn split_schema(url: &str) -> (String, String) {
    let Some((base, query)) = url.split_once('?') else { return (url.to_owned(), "jol".into()) };
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        query.split('&').partition(|pair| pair.starts_with("schema="));
    let schema = ours.first().map_or("jol", |pair| &pair["schema=".len()..]).to_owned();
    let url =
        if theirs.is_empty() { base.to_owned() } else { format!("{base}?{}", theirs.join("&")) };
    (url, schema)
}

/// Names of people stand in the store in clear, so the folder is its owner's alone.
pub fn make_private_folder(dir: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("cannot make the folder {}", dir.display()))
}

/// Adds a line to a list of the folder and waits until it is on the disk.
pub fn append(path: &Path, line: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut list = fs::OpenOptions::new().create(true).append(true).open(path)?;
    // In one piece: a line that was cut by a full disk ends with the next one, and neither is read as a whole.
    list.write_all(format!("{line}\n").as_bytes())?;
    list.sync_all()
}

/// Only the owner may read it: the address of a store may hold a password.
fn write_private(path: &Path, text: &str) -> anyhow::Result<()> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    let mut file = fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

struct Make(Cell);

impl Command for Make {
    type Answer = bool;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let known: Option<Cell> = tx.find("select * from cell", &[]).await?;
        if known.is_none() {
            tx.insert(&self.0).await?;
        }
        Ok(known.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_taken_out_of_the_address() {
        let cases = [
            ("postgres://a@b/c", ("postgres://a@b/c", "jol")),
            ("postgres://a@b/c?schema=kg", ("postgres://a@b/c", "kg")),
            (
                "postgres://a@b/c?sslmode=require&schema=kg",
                ("postgres://a@b/c?sslmode=require", "kg"),
            ),
        ];
        for (url, (base, schema)) in cases {
            assert_eq!(split_schema(url), (base.to_owned(), schema.to_owned()), "{url}");
        }
    }
}
