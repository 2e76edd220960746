//! Courses, seats and attendance.

pub mod store;
pub mod pages;
