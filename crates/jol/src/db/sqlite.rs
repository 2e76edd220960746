//! SQLite: one writer, many readers, and how a statement runs on a connection.

use std::{
    borrow::Borrow,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, types::ValueRef};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Error, Row, Value};

/// Older ones can damage a database in WAL mode ("WAL-reset").
const OLDEST_SAFE: i32 = 3_051_003;

/// A web statement may take this long; nothing interactive needs more.
pub const STATEMENT_TIMEOUT: Duration = Duration::from_secs(10);

/// Between two looks at the clock, a reader runs this many steps of SQLite's machine (well under a millisecond).
const STEPS_BETWEEN_LOOKS: i32 = 20_000;

/// How a file is opened for writing, always.
pub fn open_writer(path: &Path) -> Result<Connection, Error> {
    if rusqlite::version_number() < OLDEST_SAFE {
        return Err(Error::Engine(
            format!(
                "SQLite {} can damage a database; at least 3.51.3 is needed",
                rusqlite::version()
            )
            .into(),
        ));
    }
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // Without FULL a power cut takes acknowledged rows with it.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is erased is written over, not only marked as free.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    // A checkpoint takes the writer's time; one for every 16 MB keeps it rare and the log small.
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

/// Connections that only read, made when they are needed and kept.
#[derive(Clone)]
pub struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Reader>>>,
    free: Arc<Semaphore>,
}

pub struct Reader {
    connection: Connection,
    /// Milliseconds after `born` at which a running statement is stopped.
    deadline: Arc<AtomicU64>,
    born: Instant,
}

impl Readers {
    pub fn new(path: &Path, most: usize) -> Self {
        Self { path: path.to_owned(), idle: Arc::default(), free: Arc::new(Semaphore::new(most)) }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// No reader is lent any more, and those that come back are put away.
    pub fn close(&self) {
        self.free.close();
        lock(&self.idle).clear();
    }

    pub async fn take(&self) -> Result<Borrowed, Error> {
        let permit = tokio::time::timeout(STATEMENT_TIMEOUT, self.free.clone().acquire_owned())
            .await
            .map_err(|_| Error::TimedOut)?
            .map_err(|_| Error::Closed)?;
        let idle = lock(&self.idle).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => {
                let path = self.path.clone();
                tokio::task::spawn_blocking(move || Reader::open(&path))
                    .await
                    .map_err(|_| Error::Closed)??
            }
        };
        Ok(Borrowed { reader: Some(reader), readers: self.clone(), _permit: permit })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Reader {
    fn open(path: &Path) -> Result<Self, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "cache_size", -16_384)?;
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.set_prepared_statement_cache_capacity(256);
        let deadline = Arc::new(AtomicU64::new(u64::MAX));
        let born = Instant::now();
        let watched = deadline.clone();
        connection.progress_handler(
            STEPS_BETWEEN_LOOKS,
            Some(move || born.elapsed().as_millis() as u64 > watched.load(Ordering::Relaxed)),
        )?;
        Ok(Self { connection, deadline, born })
    }
}

/// A reader on loan. It goes back when it is dropped.
pub struct Borrowed {
    reader: Option<Reader>,
    readers: Readers,
    _permit: OwnedSemaphorePermit,
}

impl Borrowed {
    /// Runs a statement away from the async threads, so that a slow one holds up nobody else.
    pub async fn all(
        &mut self,
        sql: super::Sql,
        values: Vec<Value>,
        timeout: Option<Duration>,
    ) -> Result<Vec<Row>, Error> {
        let reader = self.reader.take().ok_or(Error::Closed)?;
        let (reader, answer) = tokio::task::spawn_blocking(move || {
            let until =
                timeout.map_or(u64::MAX, |t| (reader.born.elapsed() + t).as_millis() as u64);
            reader.deadline.store(until, Ordering::Relaxed);
            let answer = all(&reader.connection, &sql, &values);
            (reader, answer)
        })
        .await
        .map_err(|_| Error::Closed)?;
        self.reader = Some(reader);
        answer
    }

    /// Runs a statement right here. For one row by its key: that is a handful of pages, which cost less than the way
    /// to another thread and back.
    pub fn at_once(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
        const MOMENT: Duration = Duration::from_millis(50);
        let reader = self.reader.as_ref().ok_or(Error::Closed)?;
        let until = (reader.born.elapsed() + MOMENT).as_millis() as u64;
        reader.deadline.store(until, Ordering::Relaxed);
        all(&reader.connection, sql, values)
    }

    pub fn plan(&self, sql: &str) -> Result<(), Error> {
        let reader = self.reader.as_ref().ok_or(Error::Closed)?;
        Ok(reader.connection.prepare(sql).map(drop)?)
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        let Some(reader) = self.reader.take() else { return };
        // A long read that was broken off must not show the next borrower the past.
        let fresh = reader.connection.is_autocommit()
            || reader.connection.execute_batch("rollback").is_ok();
        let mut idle = lock(&self.readers.idle);
        if fresh && !self.readers.free.is_closed() {
            idle.push(reader);
        }
    }
}

struct Bound<'a>(&'a Value);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput::Borrowed, ToSqlOutput::Owned, Value as Own};
        Ok(match self.0 {
            Value::Null(_) => Owned(Own::Null),
            Value::Bool(truth) => Owned(Own::Integer(i64::from(*truth))),
            Value::Int(number) => Owned(Own::Integer(*number)),
            Value::Text(text) => Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => Borrowed(ValueRef::Blob(bytes)),
            Value::Uuid(uuid) => Borrowed(ValueRef::Blob(uuid.as_bytes())),
            Value::Date(date) => Owned(Own::Text(date.to_string())),
        })
    }
}

pub fn execute(connection: &Connection, sql: &str, values: &[Value]) -> Result<u64, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let places = places(&statement)?;
    bind(&mut statement, &places, values)?;
    Ok(statement.raw_execute()? as u64)
}

/// Runs one statement for each list of values, which it takes in their order. Here that is as fast as many rows in one
/// statement, and a statement with thousands of places is slow: the engine looks for the name of a place from the first
/// one on.
pub fn insert(
    connection: &Connection,
    sql: &str,
    rows: impl Iterator<Item = impl Borrow<[Value]>>,
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(sql)?;
    for values in rows {
        for (at, value) in (1..).zip(values.borrow()) {
            statement.raw_bind_parameter(at, Bound(value))?;
        }
        statement.raw_execute()?;
    }
    Ok(())
}

/// Which value each place takes. To SQLite `$2` is a name, numbered by where it first appears. Here it is the second
/// value, as for PostgreSQL.
fn places(statement: &rusqlite::Statement) -> Result<Vec<usize>, Error> {
    let place = |at: usize| {
        let named: Option<usize> = statement.parameter_name(at)?.get(1..)?.parse().ok();
        named?.checked_sub(1)
    };
    (1..=statement.parameter_count()).map(|at| place(at).ok_or_else(|| no_value(at))).collect()
}

fn no_value(place: usize) -> Error {
    Error::Engine(format!("no value for place {place}").into())
}

fn bind(
    statement: &mut rusqlite::Statement,
    places: &[usize],
    values: &[Value],
) -> Result<(), Error> {
    for (at, place) in (1..).zip(places) {
        let value = values.get(*place).ok_or_else(|| no_value(at))?;
        statement.raw_bind_parameter(at, Bound(value))?;
    }
    Ok(())
}

pub fn all(connection: &Connection, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let places = places(&statement)?;
    bind(&mut statement, &places, values)?;
    let mut rows = statement.raw_query();
    let Some(mut row) = rows.next()? else { return Ok(Vec::new()) };
    let names = row.as_ref().column_names().into_iter().map(str::to_owned);
    let names: Arc<[String]> = names.collect();
    let mut found = Vec::new();
    loop {
        let values = (0..names.len())
            .map(|place| {
                Ok(match row.get_ref(place)? {
                    ValueRef::Null => Value::Null(super::Kind::Text),
                    ValueRef::Integer(number) => Value::Int(number),
                    ValueRef::Real(number) => Value::Int(number as i64),
                    ValueRef::Text(text) => Value::Text(
                        std::str::from_utf8(text)
                            .map_err(|_| Error::Column(names[place].clone()))?
                            .to_owned(),
                    ),
                    ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                })
            })
            .collect::<Result<_, Error>>()?;
        found.push(Row { names: names.clone(), values });
        match rows.next()? {
            Some(next) => row = next,
            None => return Ok(found),
        }
    }
}
