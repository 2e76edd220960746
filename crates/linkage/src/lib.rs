//! Who is the same person, across scripts, habits and offices.
//!
//! So far this crate folds names: one name, however it was spelled, gives one short text in plain
//! letters. Search stands on it today, the comparison of records will.
//!
//! Nothing here reads a clock, a file, a socket or a random number.

pub mod fold;
