//! The plan, notes and messages between a person and the office.

pub mod store;
pub mod commands;
pub mod pages;
pub mod own;
pub mod road;
