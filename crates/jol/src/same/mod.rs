//! One person, one record: who may be the same person, what was decided, records that were joined.

pub mod golden;
pub mod history;
pub mod join;
pub mod moved;
pub mod store;
