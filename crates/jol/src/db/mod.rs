//! The store of a cell: one SQLite file or one PostgreSQL schema, behind one door.
//!
//! Statements are written once, in the subset both engines speak, with `$1` parameters. A change is a
//! [`Command`]: it may run more than once and is committed whole or not at all. Where the engines truly
//! differ, the difference stands in `sqlite.rs` and `postgres.rs`.

mod error;
mod value;
mod table;
mod sqlite;
mod postgres;
mod tx;
mod command;
mod writer;
mod space;
mod migrate;
pub mod many;
pub mod journal;
pub mod job;
pub mod lease;
pub mod walk;
pub mod verify;
pub mod backup;

use std::{borrow::Cow, path::PathBuf, sync::Arc};

pub use command::{Command, Grows, Once};
pub use error::{Error, chain};
pub use migrate::{TABLES, drop_indexes, knows, make_indexes, migrate};
pub use space::{Room, Space};
pub use table::{Record, Sealed, Table};
pub use tx::{SealKey, Tx};
pub use value::{Column, Kind, Row, Value};

/// The text of a statement.
pub type Sql = Cow<'static, str>;

/// Where the rows of a cell are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Sqlite(PathBuf),
    Postgres { url: String, schema: String },
}

/// The store. Cloning it is cheap.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    seal: Arc<SealKey>,
    pub space: Space,
}

#[derive(Clone)]
enum Engine {
    Sqlite { writer: writer::Writer, readers: sqlite::Readers },
    Postgres(sqlx::PgPool),
}

impl Db {
    /// Opens the store and brings its tables up to date.
    pub async fn open(place: &Place, seal: SealKey, space: Space) -> Result<Self, Error> {
        let db = Self::connect(place, seal, space).await?;
        migrate(&db).await?;
        Ok(db)
    }

    /// Opens a store with the tables as they were after the first so many changes, to be filled from a backup.
    pub async fn open_at(
        place: &Place,
        seal: SealKey,
        space: Space,
        n_migrations: usize,
    ) -> Result<Self, Error> {
        let db = Self::connect(place, seal, space).await?;
        migrate::migrate_to(&db, n_migrations).await?;
        Ok(db)
    }

    async fn connect(place: &Place, seal: SealKey, space: Space) -> Result<Self, Error> {
        let seal = Arc::new(seal);
        let engine = match place {
            Place::Sqlite(path) => {
                let connection = sqlite::open_writer(path)?;
                let writer = writer::Writer::start(connection, seal.clone())?;
                Engine::Sqlite { writer, readers: sqlite::Readers::new(path, 8) }
            }
            Place::Postgres { url, schema } => {
                let pool = postgres::connect(url, schema, 24).await?;
                postgres::prepare(&pool, schema).await?;
                Engine::Postgres(pool)
            }
        };
        Ok(Self { engine, seal, space })
    }

    /// A connection that reads. It sees every change that was answered before.
    pub async fn read(&self) -> Result<Tx, Error> {
        match &self.engine {
            Engine::Sqlite { readers, .. } => {
                Ok(Tx::reader_sqlite(readers.take().await?, self.seal.clone()))
            }
            Engine::Postgres(pool) => {
                Ok(Tx::reader_postgres(pool.acquire().await?, self.seal.clone()))
            }
        }
    }

    /// A connection that sees the whole store as it is at one moment, however long it reads.
    pub async fn snapshot(&self) -> Result<Tx, Error> {
        match &self.engine {
            Engine::Sqlite { readers, .. } => {
                let mut tx = Tx::reader_sqlite(readers.take().await?, self.seal.clone());
                tx.all("begin", &[]).await?;
                // The moment is that of the first read.
                tx.all("select id from cell", &[]).await?;
                tx.without_timeout().await
            }
            Engine::Postgres(pool) => {
                let begin = "begin isolation level repeatable read, read only";
                let begun = pool.begin_with(begin).await?;
                Tx::writer_postgres(begun, self.seal.clone()).without_timeout().await
            }
        }
    }

    /// A connection for long reads that need not all see one moment. It holds nobody up.
    pub async fn read_long(&self) -> Result<Tx, Error> {
        match &self.engine {
            Engine::Sqlite { .. } => self.read().await?.without_timeout().await,
            Engine::Postgres(pool) => {
                let begun = pool.begin_with("begin read only").await?;
                Tx::writer_postgres(begun, self.seal.clone()).without_timeout().await
            }
        }
    }

    /// Folds the log of SQLite into its file and empties it, so that what was erased does not linger there.
    pub async fn fold_log(&self) -> Result<(), Error> {
        let Engine::Sqlite { readers, .. } = &self.engine else { return Ok(()) };
        let path = readers.path().to_owned();
        let fold = move || {
            let connection = sqlite::open_writer(&path)?;
            sqlite::all(&connection, "pragma wal_checkpoint(truncate)", &[]).map(drop)
        };
        tokio::task::spawn_blocking(fold).await.map_err(|_| Error::Closed)?
    }

    /// Seals a row ahead of the change that writes it.
    pub fn seal<R: Record>(&self, record: &R) -> Sealed {
        self.seal.row(record)
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }

    /// Closes the store after the last change: the log of SQLite is folded into the file.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { writer, readers } => {
                // The log is folded in only when nobody is reading from it.
                readers.close();
                writer.stop().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}
