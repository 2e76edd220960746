//! The rules of reintegration, with no input or output.
//!
//! First the small values everyone speaks, then the road in the order a person walks it.
//! A module may use the ones before it and none after it.
//!
//! Nothing here reads a clock, a file, a socket or a random number.
//! Callers pass such values in, so every rule can be tested in microseconds.

pub mod fault;
pub mod code;
pub mod id;
pub mod language;
pub mod text;
pub mod day;
pub mod money;
pub mod country;
pub mod territory;
pub mod sex;
pub mod person_name;
pub mod pin;
pub mod phone;
pub mod classifier;
pub mod meaning;

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
