//! Spells of work, visits, and the road of one person as one row.

pub mod store;
pub mod road;
pub mod follow;
pub mod commands;
pub mod assign;
pub mod labels;
pub mod work;
pub mod staff;
pub mod short;
pub mod overview;
pub mod due;
pub mod day;
pub mod own;
pub mod home;
pub mod journal;
pub mod data;
pub mod pages;

pub use follow::follow;
