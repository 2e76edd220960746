//! What people can do and want: rows, changes, pages, the CV.

pub mod store;
pub mod commands;
pub mod speak;
pub mod questions;
pub mod pages;
mod lines;
mod own_words;
mod checking;
pub mod backing;
mod skills;
mod wishes;
pub mod learned;
pub mod cv;
pub mod api;
