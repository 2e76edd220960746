//! Statements about many rows by their ids.

use uuid::Uuid;

use super::Value;

/// Ids that are asked for together.
pub const AT_ONCE: usize = 250;

/// A statement about some ids, which stand where it says `{people}`. One or many: so that an engine keeps two forms of it
/// and not two hundred.
pub fn about(sql: &str, ids: &[Uuid]) -> (String, Vec<Value>) {
    let n = if ids.len() == 1 { 1 } else { ids.len().next_multiple_of(AT_ONCE) };
    let places: Vec<String> = (1..=n).map(|place| format!("${place}")).collect();
    let mut values: Vec<Value> = ids.iter().map(|id| (*id).into()).collect();
    values.resize(n, Uuid::nil().into());
    (sql.replace("{people}", &places.join(",")), values)
}
