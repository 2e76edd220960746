//! Employers, vacancies, and one person's way through one vacancy.

pub mod store;
pub mod candidacies;
pub mod overrule;
pub mod commands;
pub mod labels;
pub mod describe;
pub mod offer_form;
pub mod person;
pub mod posting;
pub mod organisation;
pub mod checks;
pub mod meeting;
pub mod one;
pub mod own;
pub mod offers;
pub mod upload;
pub mod pages;
pub mod seekers;
pub mod demand;
pub mod demand_pages;
pub mod api;

pub use one::candidacies_of;

use crate::web::route::Routes;

pub fn routes() -> Routes {
    pages::routes()
        .and(demand_pages::routes())
        .and(organisation::routes())
        .and(offers::routes())
        .and(upload::routes())
        .and(checks::routes())
        .and(one::routes())
        .and(own::routes())
}
