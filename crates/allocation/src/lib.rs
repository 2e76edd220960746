//! People to places and to course seats, provably close to optimal.
//!
//! [`candidates`] finds the places worth looking at for each person, [`auction`] says who gets which, [`fair`] with care for groups
//! and with reasons.
//!
//! Nothing here reads a clock, a file, a socket or a random number.

pub mod candidates;
pub mod auction;
pub mod fair;
