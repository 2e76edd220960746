//! Through the front door: the whole service on a store of its own, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by stopping")]

mod testkit;
mod store;
mod tidy;
mod access;
mod address;
mod export;
mod import;
mod sign_in;
mod phone;
mod registration;
mod desk;
mod same_index;
mod same_typing;
mod same_queue;
mod sample;
mod operations;
mod new_cell;
mod link;
mod faults;
mod program;
mod api;
mod bad_input;
mod bad_forms;
mod profile;
mod cv;
mod people;
mod support;
mod followup;
mod staff;
mod day;
mod road;
mod history;
mod home;
mod vacancy;
mod course;
mod indicator;
mod matching;
mod fair;
mod course_seats;
mod same_join;
mod doors_rules;
mod doors_world;
mod doors_things;
mod doors;
