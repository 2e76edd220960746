//! One person, one record: who may be the same person, what was decided, records that were joined.

pub mod store;
pub mod index;
pub mod join;
pub mod moved;
pub mod golden;
pub mod history;
pub mod pairs;
pub mod follow;
pub mod typing;
pub mod reasons;
pub mod facts;
pub mod decide;
pub mod queue;
pub mod one;
pub mod numbers;
pub mod check;

use crate::web::route::Routes;

pub fn routes() -> Routes {
    queue::routes().and(one::routes()).and(numbers::routes()).and(typing::routes())
}
