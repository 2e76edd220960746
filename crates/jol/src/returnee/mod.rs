//! Who came home: registration, the record, the list, and erasure.

pub mod store;
pub mod commands;
pub mod registration;
pub mod bulk;
pub mod fields;
pub mod pages;
pub mod register;
pub mod files;
pub mod own;
pub mod api;
