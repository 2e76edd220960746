//! Courses, seats and attendance.

pub mod store;
pub mod search;
pub mod offers;
pub mod seats;
pub mod attendance;
pub mod speak;
pub mod questions;
pub mod catalogue;
pub mod own;
pub mod teaching;
pub mod sheet;
pub mod checks;
pub mod pages;
