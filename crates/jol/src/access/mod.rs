//! Offices, accounts, sign-in, and the one predicate that says which records a person may touch.

pub mod store;
pub mod predicate;
pub mod session;
pub mod guesses;
pub mod commands;
pub mod ask;
pub mod pages;
pub mod sign_in;
pub mod phone;
pub mod account;
pub mod accounts;
