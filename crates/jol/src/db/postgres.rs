//! PostgreSQL: the pool, and how a statement runs on a connection.

use std::{borrow::Borrow, str::FromStr, sync::Arc, time::Duration};

use sqlx::{
    AssertSqlSafe, Column as _, PgConnection, PgPool, Row as _, TypeInfo, ValueRef,
    postgres::{PgArguments, PgConnectOptions, PgPoolOptions, PgRow},
    query::Query,
};

use super::{Error, Kind, Row, Sql, Value, sqlite::STATEMENT_TIMEOUT};

/// The pool of a cell. `schema` is the cell: nothing outside it is ever touched.
pub async fn connect(url: &str, schema: &str, most: u32) -> Result<PgPool, Error> {
    let options = PgConnectOptions::from_str(url)
        .map_err(Error::from)?
        .application_name("jol")
        .statement_cache_capacity(256)
        .options([
            ("search_path", schema.to_owned()),
            ("statement_timeout", STATEMENT_TIMEOUT.as_millis().to_string()),
            ("idle_in_transaction_session_timeout", "30000".to_owned()),
            ("lock_timeout", "5000".to_owned()),
            ("tcp_user_timeout", "3000".to_owned()),
            ("synchronous_commit", "on".to_owned()),
        ]);
    let pool = PgPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(Duration::from_secs(5))
        // The ping would cost half of all point reads; a dead connection is met by the retry instead.
        .test_before_acquire(false)
        .connect_with(options)
        .await?;
    Ok(pool)
}

fn bind<'q>(
    mut query: Query<'q, sqlx::Postgres, PgArguments>,
    values: &[Value],
) -> Query<'q, sqlx::Postgres, PgArguments> {
    for value in values {
        query = match value.clone() {
            Value::Null(kind) => match kind {
                Kind::Bool => query.bind(None::<bool>),
                Kind::Int | Kind::Moment => query.bind(None::<i64>),
                Kind::Text => query.bind(None::<String>),
                Kind::Bytes => query.bind(None::<Vec<u8>>),
                Kind::Uuid => query.bind(None::<uuid::Uuid>),
                Kind::Date => query.bind(None::<jiff_sqlx::Date>),
            },
            Value::Bool(truth) => query.bind(truth),
            Value::Int(number) => query.bind(number),
            Value::Text(text) => query.bind(text),
            Value::Bytes(bytes) => query.bind(bytes),
            Value::Uuid(uuid) => query.bind(uuid),
            Value::Date(date) => query.bind(jiff_sqlx::Date::from(date)),
        };
    }
    query
}

pub async fn execute(c: &mut PgConnection, sql: Sql, values: &[Value]) -> Result<u64, Error> {
    let query = sqlx::query(AssertSqlSafe(sql.into_owned()));
    Ok(bind(query, values).execute(c).await?.rows_affected())
}

/// Writes many rows in one stream: a tenth of the server's work for as many statements.
pub async fn copy(
    c: &mut PgConnection,
    table: &str,
    columns: &[&str],
    rows: impl Iterator<Item = impl Borrow<[Value]>>,
) -> Result<(), Error> {
    const ENOUGH_TO_SEND: usize = 64 << 10;
    let sql = format!("copy {table} ({}) from stdin", columns.join(","));
    let mut stream = c.copy_in_raw(&sql).await?;
    let mut lines = String::with_capacity(2 * ENOUGH_TO_SEND);
    for row in rows {
        write_line(row.borrow(), &mut lines);
        if lines.len() > ENOUGH_TO_SEND {
            stream.send(lines.as_bytes()).await?;
            lines.clear();
        }
    }
    stream.send(lines.as_bytes()).await?;
    stream.finish().await.map(drop).map_err(Error::from)
}

/// A row in the text format of COPY: values between tabs, `\N` for what is absent.
fn write_line(row: &[Value], line: &mut String) {
    for (place, value) in row.iter().enumerate() {
        if place > 0 {
            line.push('\t');
        }
        match value {
            Value::Null(_) => line.push_str("\\N"),
            Value::Bool(truth) => line.push(if *truth { 't' } else { 'f' }),
            Value::Int(number) => line.push_str(&number.to_string()),
            Value::Date(date) => line.push_str(&date.to_string()),
            Value::Uuid(uuid) => {
                line.push_str(uuid.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer()));
            }
            Value::Bytes(bytes) => {
                line.push_str("\\\\x");
                for byte in bytes {
                    for half in [byte >> 4, byte & 0xf] {
                        line.push(char::from(b"0123456789abcdef"[usize::from(half)]));
                    }
                }
            }
            Value::Text(text) => {
                for c in text.chars() {
                    match c {
                        '\\' => line.push_str("\\\\"),
                        '\n' => line.push_str("\\n"),
                        '\r' => line.push_str("\\r"),
                        '\t' => line.push_str("\\t"),
                        c => line.push(c),
                    }
                }
            }
        }
    }
    line.push('\n');
}

pub async fn all(c: &mut PgConnection, sql: Sql, values: &[Value]) -> Result<Vec<Row>, Error> {
    let query = sqlx::query(AssertSqlSafe(sql.into_owned()));
    let rows = bind(query, values).fetch_all(c).await?;
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let names: Arc<[String]> =
        first.columns().iter().map(|column| column.name().to_owned()).collect::<Vec<_>>().into();
    rows.iter()
        .map(|row| {
            let values =
                (0..names.len()).map(|place| value(row, place)).collect::<Result<_, _>>()?;
            Ok(Row { names: names.clone(), values })
        })
        .collect()
}

fn value(row: &PgRow, place: usize) -> Result<Value, Error> {
    let raw = row.try_get_raw(place)?;
    if raw.is_null() {
        return Ok(Value::Null(Kind::Text));
    }
    let kind = raw.type_info().name().to_owned();
    Ok(match kind.as_str() {
        "BOOL" => Value::Bool(row.try_get(place)?),
        "INT8" => Value::Int(row.try_get(place)?),
        "INT4" => Value::Int(row.try_get::<i32, _>(place)?.into()),
        "BYTEA" => Value::Bytes(row.try_get(place)?),
        "UUID" => Value::Uuid(row.try_get(place)?),
        "DATE" => Value::Date(row.try_get::<jiff_sqlx::Date, _>(place)?.to_jiff()),
        "TEXT" | "VARCHAR" | "NAME" => Value::Text(row.try_get(place)?),
        _ => return Err(Error::Column(format!("{} of type {kind}", row.column(place).name()))),
    })
}

/// Makes the schema of a cell and the type that compares text byte by byte, where they are missing.
pub async fn prepare(pool: &PgPool, schema: &str) -> Result<(), Error> {
    let plain = schema.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || schema.is_empty() {
        return Err(Error::Engine(format!("{schema:?} is no name for a schema").into()));
    }
    let sql = format!(
        "create schema if not exists {schema};
         do $$ begin
             create domain {schema}.key_text as text collate \"C\";
         exception when duplicate_object then null; end $$;"
    );
    match sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await.map_err(Error::from) {
        // Another process made it at the same moment.
        Ok(_) | Err(Error::Exists(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

pub async fn plan(c: &mut PgConnection, sql: &str) -> Result<(), Error> {
    use sqlx::{Executor as _, SqlSafeStr as _};
    c.prepare(AssertSqlSafe(sql.to_owned()).into_sql_str()).await.map(drop).map_err(Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_copy_holds_whatever_a_value_holds() {
        let row: Vec<Value> = vec![
            Value::Null(Kind::Text),
            "a\tb\\N\r\n".into(),
            Value::Bytes(vec![0, 0xab]),
            uuid::Uuid::from_u128(7).into(),
            true.into(),
            Value::Int(-5),
            jiff::civil::date(2026, 11, 21).into(),
        ];
        let mut line = String::new();
        write_line(&row, &mut line);
        assert_eq!(
            line,
            "\\N\ta\\tb\\\\N\\r\\n\t\\\\x00ab\t00000000-0000-0000-0000-000000000007\tt\t-5\t2026-11-21\n"
        );
    }
}
