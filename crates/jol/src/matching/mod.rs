//! Who fits what, asked of the store and told with reasons.

pub mod pages;
