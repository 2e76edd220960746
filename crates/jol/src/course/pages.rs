//! Every page of courses.

use super::{catalogue, checks, own, sheet, teaching};
use crate::web::route::Routes;

pub fn routes() -> Routes {
    Routes::default()
        .and(catalogue::routes())
        .and(own::routes())
        .and(teaching::routes())
        .and(sheet::routes())
        .and(checks::routes())
}
