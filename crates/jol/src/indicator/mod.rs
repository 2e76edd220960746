//! Numbers with their definitions: a view in memory, pages, files.

pub mod axis;
pub mod view;
pub mod latest;
pub mod published;
pub mod report;
pub mod question;
pub mod labels;
pub mod pages;
pub mod sheet;
