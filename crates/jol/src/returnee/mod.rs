//! Who came home: registration, the record, the list, and erasure.

pub mod store;
pub mod erasures;
pub mod commands;
pub mod registration;
pub mod bulk;
pub mod fields;
pub mod draft;
pub mod list;
pub mod assisted;
pub mod pages;
pub mod change;
pub mod consents;
pub mod files;
pub mod export;
pub mod figures;
pub mod register;
pub mod erasure_request;
pub mod own;
pub mod api;
pub mod tabs;
pub mod notice;

use crate::web::route::Routes;

/// Every page of returnees and about them. Programs have their own list, in `api`.
pub fn routes() -> Routes {
    Routes::default()
        .and(list::routes())
        .and(assisted::routes())
        .and(pages::routes())
        .and(change::routes())
        .and(consents::routes())
        .and(files::routes())
        .and(erasure_request::routes())
        .and(export::routes())
        .and(figures::routes())
        .and(register::routes())
        .and(own::routes())
}
