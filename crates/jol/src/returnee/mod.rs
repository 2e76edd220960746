//! Who came home: registration, the record, the list, and erasure.

pub mod store;
pub mod erasures;
pub mod commands;
pub mod bulk;
pub mod fields;
pub mod draft;
pub mod pages;
pub mod register;
pub mod consents;
pub mod files;
pub mod erasure_request;
pub mod own;
pub mod api;
