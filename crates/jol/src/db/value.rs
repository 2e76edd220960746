//! Values on their way into and out of either engine.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::Error;

/// What a column holds. The engine needs to know it also for a value that is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Kind {
    Bool,
    Int,
    Text,
    Bytes,
    Uuid,
    Date,
    /// A moment, kept as whole microseconds since 1970 in UTC: equal, ordered and hashed alike on both engines.
    Moment,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null(Kind),
    Bool(bool),
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Uuid(Uuid),
    Date(Date),
}

impl Value {
    /// Appends a form that no other value has: a tag, a length, the content. Seals and hashes are made over it.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let mut sized = |tag: u8, bytes: &[u8]| {
            out.push(tag);
            out.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
            out.extend_from_slice(bytes);
        };
        match self {
            Self::Null(_) => out.push(0),
            Self::Bool(truth) => sized(1, &i64::from(*truth).to_be_bytes()),
            Self::Int(number) => sized(1, &number.to_be_bytes()),
            Self::Text(text) => sized(2, text.as_bytes()),
            Self::Date(date) => sized(2, date.to_string().as_bytes()),
            Self::Bytes(bytes) => sized(3, bytes),
            Self::Uuid(uuid) => sized(3, uuid.as_bytes()),
        }
    }
}

/// A Rust type that lives in a column.
pub trait Column: Sized {
    const KIND: Kind;

    fn into_value(self) -> Value;

    /// `None` when the stored value is of another sort.
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! columns {
    ($($type:ty, $kind:ident, $into:expr, { $($from:tt)* };)+) => {$(
        impl Column for $type {
            const KIND: Kind = Kind::$kind;

            fn into_value(self) -> Value {
                let into: fn($type) -> Value = $into;
                into(self)
            }

            fn from_value(value: Value) -> Option<Self> {
                match value { $($from)*, _ => None }
            }
        }

        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                value.into_value()
            }
        }

        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self {
                value.map_or(Value::Null(Kind::$kind), Column::into_value)
            }
        }
    )+};
}

// SQLite knows four sorts of values, PostgreSQL tells them apart: both readings end in the same type.
columns! {
    bool, Bool, Value::Bool, { Value::Bool(truth) => Some(truth), Value::Int(number) => Some(number != 0) };
    i64, Int, Value::Int, { Value::Int(number) => Some(number) };
    String, Text, Value::Text, { Value::Text(text) => Some(text) };
    Vec<u8>, Bytes, Value::Bytes, { Value::Bytes(bytes) => Some(bytes) };
    Uuid, Uuid, Value::Uuid, { Value::Uuid(uuid) => Some(uuid), Value::Bytes(bytes) => Uuid::from_slice(&bytes).ok() };
    Date, Date, Value::Date, { Value::Date(date) => Some(date), Value::Text(text) => text.parse().ok() };
    Timestamp, Moment, |at| Value::Int(at.as_microsecond()), { Value::Int(micros) => Timestamp::from_microsecond(micros).ok() };
}

impl<const N: usize> Column for [u8; N] {
    const KIND: Kind = Kind::Bytes;

    fn into_value(self) -> Value {
        Value::Bytes(self.to_vec())
    }

    fn from_value(value: Value) -> Option<Self> {
        Vec::from_value(value)?.try_into().ok()
    }
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Column> Column for Option<T> {
    const KIND: Kind = T::KIND;

    fn into_value(self) -> Value {
        self.map_or(Value::Null(T::KIND), T::into_value)
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null(_) => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

/// One row of an answer, in memory.
#[derive(Clone, Debug)]
pub struct Row {
    pub(super) names: Arc<[String]>,
    pub(super) values: Vec<Value>,
}

impl Row {
    pub fn get<T: Column>(&self, name: &str) -> Result<T, Error> {
        let at = self.names.iter().position(|known| known == name);
        let value = at.and_then(|at| self.values.get(at)).cloned();
        value.and_then(T::from_value).ok_or_else(|| Error::Column(name.to_owned()))
    }

    /// The column at a place, for answers of one or two columns.
    pub fn at<T: Column>(&self, place: usize) -> Result<T, Error> {
        let value = self.values.get(place).cloned();
        value.and_then(T::from_value).ok_or_else(|| Error::Column(place.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lists_of_values_never_share_an_encoding() {
        let lists: [&[Value]; 6] = [
            &["ab".into(), "c".into()],
            &["a".into(), "bc".into()],
            &["abc".into()],
            &[Value::Null(Kind::Text), "abc".into()],
            &[Value::Bytes(b"abc".to_vec())],
            &[Value::Int(0x61_6263)],
        ];
        let encoded: Vec<Vec<u8>> = lists
            .iter()
            .map(|list| {
                let mut out = Vec::new();
                list.iter().for_each(|value| value.encode(&mut out));
                out
            })
            .collect();
        for (i, one) in encoded.iter().enumerate() {
            assert!(encoded[i + 1..].iter().all(|other| other != one), "{:?}", lists[i]);
        }
    }

    #[test]
    fn what_sqlite_gives_back_is_what_was_stored() {
        let id = Uuid::from_u128(7);
        assert_eq!(Uuid::from_value(Value::Bytes(id.as_bytes().to_vec())), Some(id));
        assert_eq!(bool::from_value(Value::Int(1)), Some(true));
        assert_eq!(Date::from_value("2026-11-21".into()), Some(jiff::civil::date(2026, 11, 21)));
        assert_eq!(Option::<i64>::from_value(Value::Null(Kind::Int)), Some(None));
        assert_eq!(i64::from_value("7".into()), None);
    }
}
