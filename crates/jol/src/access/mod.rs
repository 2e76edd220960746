//! Offices, accounts, sign-in, and the one predicate that says which records a person may touch.

pub mod store;
pub mod predicate;
pub mod pages;
pub mod accounts;
