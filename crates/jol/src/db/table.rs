//! A table of the store and the seal on each of its rows.
//!
//! Neither engine sees every flipped bit (SQLite's own check sees none), so each row carries a keyed hash
//! of its content. Rows are therefore always saved whole: read, decide, save.

use std::{collections::HashMap, sync::Mutex};

use super::{Error, Kind, Row, Value};

/// The name of a table and its columns, keys first. The seal is one more column, `seal`, not listed here.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [(&'static str, Kind)],
    /// How many of the first columns make the primary key.
    pub n_keys: usize,
}

/// A Rust struct that is one row.
pub trait Record: Sized {
    const TABLE: &'static Table;

    /// In the order of the columns.
    fn values(&self) -> Vec<Value>;

    fn from_row(row: &Row) -> Result<Self, Error>;
}

/// A row as it is written: its values, the seal behind them.
#[derive(Clone, Debug)]
pub struct Sealed {
    pub(super) table: &'static Table,
    pub(super) values: Vec<Value>,
}

/// Writes the two directions of [`Record`] from one list.
#[macro_export]
macro_rules! record {
    ($type:ty, $table:literal, keys $n_keys:literal, { $($name:ident: $kind:ty),+ $(,)? }) => {
        impl $crate::db::Record for $type {
            const TABLE: &'static $crate::db::Table = &$crate::db::Table {
                name: $table,
                columns: &[$((stringify!($name), <$kind as $crate::db::Column>::KIND)),+],
                n_keys: $n_keys,
            };

            fn values(&self) -> Vec<$crate::db::Value> {
                vec![$($crate::db::Column::into_value(<$kind>::from(self.$name.clone()))),+]
            }

            fn from_row(row: &$crate::db::Row) -> Result<Self, $crate::db::Error> {
                Ok(Self { $($name: row.get::<$kind>(stringify!($name))?.into()),+ })
            }
        }
    };
}

/// The statements of a table, made once.
pub(super) struct Statements {
    pub insert: &'static str,
    /// Without the seal.
    pub insert_plain: &'static str,
    pub update: &'static str,
    pub delete: &'static str,
}

impl Table {
    /// What is hashed into the seal of a row.
    pub fn sealed_bytes(&self, values: &[Value]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(1024);
        Value::Text(self.name.to_owned()).encode(&mut bytes);
        values.iter().for_each(|value| value.encode(&mut bytes));
        bytes
    }

    pub fn column_names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(name, _)| *name)
    }

    pub(super) fn sealed_columns(&self) -> Vec<&'static str> {
        self.column_names().chain(["seal"]).collect()
    }

    pub(super) fn statements(&'static self) -> &'static Statements {
        static MADE: Mutex<Option<HashMap<&'static str, &'static Statements>>> = Mutex::new(None);
        let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        made.get_or_insert_default().entry(self.name).or_insert_with(|| {
            // One small leak for each table of the program: statements live as long as it does.
            Box::leak(Box::new(Statements {
                insert: self.insert_sql(true).leak(),
                insert_plain: self.insert_sql(false).leak(),
                update: self.update_sql().leak(),
                delete: format!("delete from {} where {}", self.name, self.key_sql(1)).leak(),
            }))
        })
    }

    fn insert_sql(&self, sealed: bool) -> String {
        let names: Vec<&str> = self.column_names().chain(sealed.then_some("seal")).collect();
        let places: Vec<String> = (1..=names.len()).map(|place| format!("${place}")).collect();
        format!("insert into {} ({}) values ({})", self.name, names.join(","), places.join(","))
    }

    fn update_sql(&self) -> String {
        let set: Vec<String> = self
            .column_names()
            .enumerate()
            .skip(self.n_keys)
            .map(|(place, name)| format!("{name}=${}", place + 1))
            .collect();
        let seal = self.columns.len() + 1;
        format!("update {} set {},seal=${seal} where {}", self.name, set.join(","), self.key_sql(1))
    }

    fn key_sql(&self, first: usize) -> String {
        let keys: Vec<String> = self
            .column_names()
            .take(self.n_keys)
            .enumerate()
            .map(|(place, name)| format!("{name}=${}", place + first))
            .collect();
        keys.join(" and ")
    }
}
