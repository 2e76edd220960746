//! Through the front door: the whole service on a store of its own, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod testkit;
mod store;
mod tidy;
mod access;
mod address;
mod export;
mod sign_in;
mod registration;
mod desk;
mod sample;
mod operations;
mod new_cell;
mod faults;
mod program;
mod api;
mod bad_input;
mod bad_forms;
mod course;
mod course_seats;
