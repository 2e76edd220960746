//! One connection of the store while it works for somebody: statements in, rows out.

use std::{borrow::Borrow, sync::Arc, time::Duration};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::{Postgres, Transaction, pool::PoolConnection};

use super::{Error, Record, Row, Sealed, Sql, Table, Value, journal::Head, postgres, sqlite};

/// The key of the seals on rows. A flipped bit breaks a seal, and so does a hand on the database.
pub struct SealKey(Hmac<Sha256>);

impl SealKey {
    pub fn new(key: &[u8; 32]) -> Self {
        // HMAC takes a key of any length.
        Self(Hmac::new_from_slice(key).unwrap_or_else(|_| unreachable!("any length will do")))
    }

    /// Sixteen bytes are plenty against chance, and against a forger without the key.
    pub fn seal(&self, table: &Table, values: &[Value]) -> [u8; 16] {
        let mut mac = self.0.clone();
        mac.update(&table.sealed_bytes(values));
        let whole: [u8; 32] = mac.finalize().into_bytes().into();
        let mut seal = [0; 16];
        seal.copy_from_slice(&whole[..16]);
        seal
    }

    pub(super) fn row<R: Record>(&self, record: &R) -> Sealed {
        let mut values = record.values();
        values.push(self.seal(R::TABLE, &values).into());
        Sealed { table: R::TABLE, values }
    }
}

pub struct Tx {
    pub(super) side: Side,
    pub(super) seal: Arc<SealKey>,
    /// The end of the journal's chain, known while one writer holds it (SQLite).
    pub(super) head: Option<Head>,
    /// Whether a statement was run that may have written, since the writer last asked (SQLite).
    pub(super) wrote: bool,
    timeout: Option<Duration>,
}

pub(super) enum Side {
    SqliteWriter(rusqlite::Connection),
    SqliteReader(sqlite::Borrowed),
    Postgres(Transaction<'static, Postgres>),
    PostgresReader(PoolConnection<Postgres>),
}

impl Tx {
    fn new(side: Side, seal: Arc<SealKey>) -> Self {
        Self { side, seal, head: None, wrote: false, timeout: Some(sqlite::STATEMENT_TIMEOUT) }
    }

    pub(super) fn writer_sqlite(connection: rusqlite::Connection, seal: Arc<SealKey>) -> Self {
        Self::new(Side::SqliteWriter(connection), seal)
    }

    pub(super) fn reader_sqlite(reader: sqlite::Borrowed, seal: Arc<SealKey>) -> Self {
        Self::new(Side::SqliteReader(reader), seal)
    }

    pub(super) fn writer_postgres(tx: Transaction<'static, Postgres>, seal: Arc<SealKey>) -> Self {
        Self::new(Side::Postgres(tx), seal)
    }

    pub(super) fn reader_postgres(c: PoolConnection<Postgres>, seal: Arc<SealKey>) -> Self {
        Self::new(Side::PostgresReader(c), seal)
    }

    /// For a snapshot that reads everything: no statement is stopped.
    pub(super) async fn without_timeout(mut self) -> Result<Self, Error> {
        self.timeout = None;
        if self.is_postgres() {
            // For this transaction only: the connection goes back to the pool, and there it has its timeout again.
            self.execute("set local statement_timeout = 0", &[]).await?;
            self.execute("set local idle_in_transaction_session_timeout = 0", &[]).await?;
        }
        Ok(self)
    }

    /// After a statement that failed PostgreSQL answers nothing more in that transaction.
    pub(super) async fn begin_again(&mut self) -> Result<(), Error> {
        if self.is_postgres() {
            self.execute("rollback", &[]).await?;
            self.execute("begin read only", &[]).await?;
            self.execute("set local statement_timeout = 0", &[]).await?;
        }
        Ok(())
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.side, Side::Postgres(_) | Side::PostgresReader(_))
    }

    /// Runs a statement and tells how many rows it touched.
    pub async fn execute(&mut self, sql: impl Into<Sql>, values: &[Value]) -> Result<u64, Error> {
        let sql = sql.into();
        match &mut self.side {
            Side::SqliteWriter(connection) => {
                self.wrote = true;
                sqlite::execute(connection, &sql, values)
            }
            Side::SqliteReader(_) => Err(Error::Engine("a reader does not write".into())),
            Side::Postgres(tx) => postgres::execute(tx, sql, values).await,
            Side::PostgresReader(connection) => postgres::execute(connection, sql, values).await,
        }
    }

    pub async fn all(&mut self, sql: impl Into<Sql>, values: &[Value]) -> Result<Vec<Row>, Error> {
        let sql = sql.into();
        match &mut self.side {
            Side::SqliteWriter(connection) => sqlite::all(connection, &sql, values),
            Side::SqliteReader(reader) => reader.all(sql, values.to_vec(), self.timeout).await,
            Side::Postgres(tx) => postgres::all(tx, sql, values).await,
            Side::PostgresReader(connection) => postgres::all(connection, sql, values).await,
        }
    }

    /// Asks the engine whether it understands a statement, without running it.
    pub async fn plan(&mut self, sql: &str) -> Result<(), Error> {
        match &mut self.side {
            Side::SqliteWriter(connection) => Ok(connection.prepare(sql).map(drop)?),
            Side::SqliteReader(reader) => reader.plan(sql),
            Side::Postgres(tx) => postgres::plan(tx, sql).await,
            Side::PostgresReader(connection) => postgres::plan(connection, sql).await,
        }
    }

    pub async fn one(
        &mut self,
        sql: impl Into<Sql>,
        values: &[Value],
    ) -> Result<Option<Row>, Error> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }

    /// One row by a unique key, with no more behind it than a few pages: who holds a token, whose session this is.
    pub async fn by_key(
        &mut self,
        sql: impl Into<Sql>,
        values: &[Value],
    ) -> Result<Option<Row>, Error> {
        match &self.side {
            Side::SqliteReader(reader) => {
                Ok(reader.at_once(&sql.into(), values)?.into_iter().next())
            }
            _ => self.one(sql, values).await,
        }
    }

    pub async fn find<R: Record>(
        &mut self,
        sql: impl Into<Sql>,
        values: &[Value],
    ) -> Result<Option<R>, Error> {
        self.one(sql, values).await?.as_ref().map(R::from_row).transpose()
    }

    pub async fn list<R: Record>(
        &mut self,
        sql: impl Into<Sql>,
        values: &[Value],
    ) -> Result<Vec<R>, Error> {
        self.all(sql, values).await?.iter().map(R::from_row).collect()
    }

    /// Like [`Tx::find`], and nobody else can change the row until the transaction ends.
    /// SQLite has one writer, so there the row is held already.
    pub async fn lock<R: Record>(
        &mut self,
        sql: &str,
        values: &[Value],
    ) -> Result<Option<R>, Error> {
        let sql = if self.is_postgres() { format!("{sql} for update") } else { sql.to_owned() };
        self.find(sql, values).await
    }

    /// The same for many rows.
    pub async fn all_locked(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Error> {
        let tail = if self.is_postgres() { " for update" } else { "" };
        self.all(format!("{sql}{tail}"), values).await
    }

    /// The same for rows that others may be holding: those are passed over.
    pub async fn lock_free<R: Record>(
        &mut self,
        sql: &str,
        values: &[Value],
    ) -> Result<Vec<R>, Error> {
        let tail = if self.is_postgres() { " for update skip locked" } else { "" };
        self.list(format!("{sql}{tail}"), values).await
    }

    pub async fn insert<R: Record>(&mut self, record: &R) -> Result<(), Error> {
        let row = self.seal.row(record);
        self.insert_sealed(&row).await
    }

    /// A row that was sealed before.
    pub async fn insert_sealed(&mut self, row: &Sealed) -> Result<(), Error> {
        self.insert_values(row.table.statements().insert, &row.values).await
    }

    /// A row that carries no seal: an entry of the journal.
    pub(super) async fn insert_plain<R: Record>(&mut self, record: &R) -> Result<(), Error> {
        self.insert_values(R::TABLE.statements().insert_plain, &record.values()).await
    }

    async fn insert_values(&mut self, sql: &'static str, values: &[Value]) -> Result<(), Error> {
        match &mut self.side {
            Side::SqliteWriter(connection) => {
                self.wrote = true;
                sqlite::insert(connection, sql, std::iter::once(values))
            }
            _ => self.execute(sql, values).await.map(drop),
        }
    }

    /// Writes the row if its key is new, and tells whether it was.
    pub async fn insert_new<R: Record>(&mut self, record: &R) -> Result<bool, Error> {
        let Sealed { values, .. } = self.seal.row(record);
        let sql = format!("{} on conflict do nothing", R::TABLE.statements().insert);
        Ok(self.execute(sql, &values).await? == 1)
    }

    /// Saves the whole row over the one with its key.
    pub async fn update<R: Record>(&mut self, record: &R) -> Result<(), Error> {
        let Sealed { values, .. } = self.seal.row(record);
        match self.execute(R::TABLE.statements().update, &values).await? {
            1 => Ok(()),
            n => Err(Error::Engine(format!("{n} rows of {} updated", R::TABLE.name).into())),
        }
    }

    pub async fn save<R: Record>(&mut self, record: &R) -> Result<(), Error> {
        let Sealed { values, .. } = self.seal.row(record);
        match self.execute(R::TABLE.statements().update, &values).await? {
            0 => self.execute(R::TABLE.statements().insert, &values).await.map(drop),
            _ => Ok(()),
        }
    }

    pub async fn delete<R: Record>(&mut self, record: &R) -> Result<(), Error> {
        let keys: Vec<Value> = record.values().into_iter().take(R::TABLE.n_keys).collect();
        self.execute(R::TABLE.statements().delete, &keys).await.map(drop)
    }

    /// Many rows, by the quickest way the engine has.
    pub async fn insert_all<R: Record>(&mut self, records: &[R]) -> Result<(), Error> {
        let seal = self.seal.clone();
        let rows = records.iter().map(|record| seal.row(record).values);
        self.insert_rows(R::TABLE.name, &R::TABLE.sealed_columns(), rows).await
    }

    /// The same for rows of one table that were sealed before.
    pub async fn insert_all_sealed(&mut self, rows: &[&Sealed]) -> Result<(), Error> {
        let Some(first) = rows.first() else { return Ok(()) };
        let values = rows.iter().map(|row| &row.values[..]);
        self.insert_rows(first.table.name, &first.table.sealed_columns(), values).await
    }

    /// The same for rows that carry no seal: entries of the journal.
    pub(super) async fn insert_all_plain<R: Record>(&mut self, records: &[R]) -> Result<(), Error> {
        let columns: Vec<&str> = R::TABLE.column_names().collect();
        self.insert_rows(R::TABLE.name, &columns, records.iter().map(R::values)).await
    }

    /// Rows as they came from a backup, with the seals they had.
    pub(super) async fn insert_raw(
        &mut self,
        table: &str,
        columns: &[String],
        rows: &[Vec<Value>],
    ) -> Result<(), Error> {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        self.insert_rows(table, &columns, rows.iter().map(Vec::as_slice)).await
    }

    /// The quickest way of each engine: one prepared statement run for each row, or COPY.
    async fn insert_rows(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: impl Iterator<Item = impl Borrow<[Value]>>,
    ) -> Result<(), Error> {
        match &mut self.side {
            Side::SqliteWriter(connection) => {
                self.wrote = true;
                let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
                let (names, places) = (columns.join(","), places.join(","));
                let sql = format!("insert into {table} ({names}) values ({places})");
                sqlite::insert(connection, &sql, rows)
            }
            Side::Postgres(tx) => postgres::copy(tx, table, columns, rows).await,
            _ => Err(Error::Engine("a reader does not write".into())),
        }
    }
}
