//! Who came home: registration, the record, the list, and erasure.

pub mod store;
pub mod commands;
