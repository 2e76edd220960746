//! Files of other agencies, brought in line by line.

pub mod store;
pub mod pages;
