//! Employers, vacancies, and one person's way through one vacancy.

pub mod store;
pub mod pages;
