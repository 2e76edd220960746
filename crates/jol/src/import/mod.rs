//! Files of other agencies, brought in line by line.
//!
//! A file is read three times and never held whole: once to see what it is ([`sheet`]), once to say what is wrong with its
//! lines, once to write them in chunks ([`run`]). The number of the next line moves in the transaction of its chunk, so a run
//! that was broken off goes on where it was, and the same file again does nothing.

pub mod fault;
mod letters;
mod lines;
mod workbook;
pub mod sheet;
pub mod columns;
pub mod values;
pub mod reading;
pub mod store;
pub mod told;
pub mod chunk;
pub mod run;
pub mod report;
pub mod kept;
pub mod background;
pub mod esco;
pub mod pages;
mod progress_pages;

domain::codes! {
    /// What the lines of a file are.
    Kind {
        People = "people",
        Employers = "employers",
        Vacancies = "vacancies",
        Courses = "courses",
    }
}
