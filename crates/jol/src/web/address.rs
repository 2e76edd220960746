//! What stands in an address: parts of its path, and the questions behind it. One that cannot be read is refused in words
//! like everything else; left to themselves the extractors of axum would answer in English and without a page.

#![expect(clippy::disallowed_types, reason = "here the extractors of axum get their words")]

use axum::{
    extract::{self, FromRequestParts},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use crate::{app::App, refusal::Refusal};

/// Parts of the path. What is no id of ours names nothing.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        match extract::Path::from_request_parts(parts, app).await {
            Ok(extract::Path(found)) => Ok(Self(found)),
            Err(_) => Err(Refusal::NotFound),
        }
    }
}

/// The questions behind the path. One that stands twice or does not fit is refused, one that nobody asks is passed over.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        match extract::Query::try_from_uri(&parts.uri) {
            Ok(extract::Query(found)) => Ok(Self(found)),
            // The rejection repeats what was typed, so only its kind is told.
            Err(_) => Err(Refusal::Unreadable("the question in the address".into())),
        }
    }
}
