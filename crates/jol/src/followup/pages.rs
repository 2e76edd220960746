//! The pages of this step.

use super::{data, day, home, journal, overview, own, staff, work};
use crate::web::route::Routes;

pub fn routes() -> Routes {
    Routes::default()
        .and(overview::routes())
        .and(work::routes())
        .and(staff::routes())
        .and(day::routes())
        .and(home::routes())
        .and(own::routes())
        .and(journal::routes())
        .and(data::routes())
}
