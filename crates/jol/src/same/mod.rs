//! One person, one record: who may be the same person, what was decided, records that were joined.

pub mod join;
pub mod store;
pub mod reasons;
