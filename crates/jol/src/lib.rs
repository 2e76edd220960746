//! The service: everything that touches the world. The rules are in `domain`, the road is the same.

pub mod refusal;
pub mod config;
pub mod classifier;
pub mod app;
pub mod cell;
pub mod vault;
pub mod db;
pub mod words;
pub mod messages;
pub mod web;
pub mod access;
pub mod returnee;
pub mod same;
pub mod profile;
pub mod vacancy;
pub mod course;
pub mod matching;
pub mod support;
pub mod followup;
pub mod indicator;
pub mod import;
pub mod sample;
pub mod work;
pub mod log;
pub mod commands;
pub mod bench;
