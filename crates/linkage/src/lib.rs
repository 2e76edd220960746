//! Who is the same person, across scripts, habits and offices.
//!
//! [`fold`] makes one plain form of a spelling; [`name`] reads the parts of a name.
//!
//! Nothing here reads a clock, a file, a socket or a random number.

pub mod fold;
pub mod text;
pub mod name;
pub mod value;
pub mod number;
pub mod register;
pub mod compare;
pub mod block;
pub mod model;
pub mod score;
pub mod learn;
pub mod cluster;
pub mod link;
pub mod index;
