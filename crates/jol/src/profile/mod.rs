//! What people can do and want: rows, changes, pages.

pub mod store;
pub mod pages;
