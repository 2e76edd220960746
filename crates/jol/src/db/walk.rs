//! Reading a whole table, some rows at a time and in bounded memory, as it lies in the store.
//!
//! A row that cannot be read does not end the walk: it is named, and the walk goes on behind it. SQLite is read in the
//! order of the table itself and not of its key, because an index holds copies of the columns it is made of: read
//! through the index, a changed key in the table would stay unseen.

use uuid::Uuid;

use super::{Error, Kind, Table, Tx, Value};

/// One row, or what is left of it.
#[derive(Clone, Debug)]
pub enum Found {
    Row(Raw),
    /// The name of a row that does not hold what it should.
    Unreadable {
        row: String,
        what: String,
    },
}

#[derive(Clone, Debug)]
pub struct Raw {
    pub values: Vec<Value>,
    /// Absent in the journal, whose entries have a digest instead.
    pub seal: Option<Vec<u8>>,
}

pub struct Walk {
    table: &'static Table,
    sealed: bool,
    page: usize,
    after: Vec<Value>,
    ended: bool,
}

impl Walk {
    /// From the first row. `page` rows are in memory at once.
    pub fn of(table: &'static Table, sealed: bool, page: usize) -> Self {
        Self { table, sealed, page, after: Vec::new(), ended: false }
    }

    /// The next rows. None are left when it is empty.
    pub async fn next(&mut self, tx: &mut Tx) -> Result<Vec<Found>, Error> {
        if self.ended {
            return Ok(Vec::new());
        }
        let found =
            if tx.is_postgres() { self.by_key(tx).await? } else { self.by_place(tx).await? };
        self.ended = found.len() < self.page;
        Ok(found)
    }

    fn columns(&self) -> String {
        let names: Vec<&str> =
            self.table.column_names().chain(self.sealed.then_some("seal")).collect();
        names.join(", ")
    }

    fn raw(&self, mut values: Vec<Value>) -> Raw {
        values.truncate(self.table.columns.len() + usize::from(self.sealed));
        let seal = self.sealed.then(|| values.pop()).flatten().map(|seal| match seal {
            Value::Bytes(seal) => seal,
            _ => Vec::new(),
        });
        Raw { values, seal }
    }

    /// PostgreSQL: by the primary key.
    async fn by_key(&mut self, tx: &mut Tx) -> Result<Vec<Found>, Error> {
        let (columns, name, page) = (self.columns(), self.table.name, self.page);
        let keys: Vec<&str> = self.table.column_names().take(self.table.n_keys).collect();
        let keys = keys.join(", ");
        let behind = match self.after.len() {
            0 => String::new(),
            n => {
                let places: Vec<String> = (1..=n).map(|place| format!("${place}")).collect();
                format!("where ({keys}) > ({})", places.join(", "))
            }
        };
        let sql = format!("select {columns} from {name} {behind} order by {keys} limit {page}");
        let rows = tx.all(sql, &self.after).await?;
        if let Some(last) = rows.last() {
            self.after = last.values[..self.table.n_keys].to_vec();
        }
        Ok(rows.into_iter().map(|row| Found::Row(self.raw(row.values))).collect())
    }

    /// SQLite: by the place in the table.
    async fn by_place(&mut self, tx: &mut Tx) -> Result<Vec<Found>, Error> {
        let (columns, name, page) = (self.columns(), self.table.name, self.page);
        let after = self.after.pop().unwrap_or(Value::Int(i64::MIN));
        let sql = format!(
            "select {columns}, rowid from {name} where rowid > $1 order by rowid limit {page}"
        );
        let rows = match tx.all(sql, std::slice::from_ref(&after)).await {
            Ok(rows) => rows,
            Err(Error::Column(_)) => return self.one_by_one(tx, after).await,
            Err(error) => return Err(error),
        };
        let last = rows.last().and_then(|row| row.values.last()).cloned();
        self.after = vec![last.unwrap_or(after)];
        Ok(rows.into_iter().map(|row| Found::Row(self.raw(row.values))).collect())
    }

    async fn one_by_one(&mut self, tx: &mut Tx, after: Value) -> Result<Vec<Found>, Error> {
        let (columns, name, page) = (self.columns(), self.table.name, self.page);
        let sql = format!("select rowid from {name} where rowid > $1 order by rowid limit {page}");
        let places = tx.all(sql, std::slice::from_ref(&after)).await?;
        let mut found = Vec::with_capacity(places.len());
        self.after = vec![after];
        for place in places {
            let place: Value = place.at::<i64>(0)?.into();
            let sql = format!("select {columns} from {name} where rowid = $1");
            match tx.all(sql, std::slice::from_ref(&place)).await {
                Ok(rows) => {
                    found.extend(rows.into_iter().map(|row| Found::Row(self.raw(row.values))));
                }
                Err(Error::Column(column)) => {
                    let row = self.key_at(tx, &place).await;
                    found.push(Found::Unreadable { row, what: format!("{column} cannot be read") });
                }
                Err(error) => return Err(error),
            }
            self.after = vec![place];
        }
        Ok(found)
    }

    /// The key of a row that cannot be read as a whole, or its place if the key cannot be read either.
    async fn key_at(&self, tx: &mut Tx, place: &Value) -> String {
        let keys: Vec<&str> = self.table.column_names().take(self.table.n_keys).collect();
        let sql = format!("select {} from {} where rowid = $1", keys.join(", "), self.table.name);
        match tx.one(sql, std::slice::from_ref(place)).await {
            Ok(Some(row)) => self.table.key_name(&row.values),
            _ => format!("at place {place:?}"),
        }
    }
}

impl Table {
    /// A row by its key, in words: an id as it is written everywhere, other bytes as hexadecimal.
    pub fn key_name(&self, values: &[Value]) -> String {
        let keys = values.iter().zip(self.columns).take(self.n_keys);
        let words: Vec<String> = keys
            .map(|(value, (_, kind))| match value {
                Value::Uuid(id) => id.to_string(),
                Value::Bytes(bytes) if *kind == Kind::Uuid => {
                    Uuid::from_slice(bytes).map_or_else(|_| hex(bytes), |id| id.to_string())
                }
                Value::Bytes(bytes) => hex(bytes),
                Value::Text(text) => text.clone(),
                Value::Int(number) => number.to_string(),
                Value::Date(day) => day.to_string(),
                Value::Bool(truth) => truth.to_string(),
                Value::Null(_) => "nothing".into(),
            })
            .collect();
        words.join(" ")
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
