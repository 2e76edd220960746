//! Numbers with their definitions: a view in memory, pages, files.

pub mod pages;
