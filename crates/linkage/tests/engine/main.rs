//! Laws of the engine, on small registers of made-up people.

mod country;
mod laws;
