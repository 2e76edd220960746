//! Proposals of who could get which of the places there are, for a whole country or one office: reckoned in the background,
//! looked at, accepted in whole, in part or not at all. Nobody is ever placed by the program: an officer takes each line to
//! its person.

pub mod store;
mod country;
pub mod reckon;
pub mod commands;
pub mod background;
pub mod replay;
mod value;
pub mod labels;
mod why;
pub mod talk;
mod names;
mod pages;
mod one;
mod places;
pub mod api;
mod offers;
mod explain;
mod line;
pub mod own;

use crate::web::route::Routes;

pub fn routes() -> Routes {
    let numbers = pages::routes().and(one::routes()).and(places::routes());
    let numbers = numbers.and(value::routes());
    numbers.and(offers::routes()).and(line::routes()).and(own::routes())
}
