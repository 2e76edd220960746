//! Pages.

use crate::web::route::Routes;

pub fn routes() -> Routes {
    Routes::default()
}
