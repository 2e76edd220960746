//! Spells of work, visits, and the road of one person as one row.

pub mod store;
pub mod road;
pub mod follow;
pub mod pages;

pub use follow::follow;
