//! The best rows for a question, exactly: vacancies for a person, people for a vacancy, courses for what is missing.
//!
//! A row and a question are features with weights, and the score is the sum of the products over the features they share.
//! It is added in 32 bits in the order of the features, by every way this module takes to it, so any machine and any number of
//! threads give the same answer bit for bit.

mod rows;
mod best;
mod label;
mod order;
mod blocks;
mod size;
mod index;
mod every;
mod judge;
#[cfg(test)]
mod tests;

pub use self::{
    best::Found,
    every::Answers,
    index::{Index, Scratch},
    judge::by_comparing_all,
    label::May,
    rows::{LARGEST, Rows},
};
