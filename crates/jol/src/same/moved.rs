//! Old addresses: a record that was joined is found under the leading one.

use axum::{
    Json,
    http::{StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use domain::{
    access::{Actor, scope},
    id::ReturneeId,
};
use serde_json::json;

use super::store::leading;
use crate::{app::App, db::Error, returnee::store as returnees, web::route::Need};

/// An address about one person.
pub struct Address {
    record: ReturneeId,
    uri: Uri,
}

impl Address {
    /// `None` for an address that is about no person.
    pub fn read(uri: &Uri) -> Option<Self> {
        let mut parts = uri.path().split('/').skip_while(|part| *part != "returnees").skip(1);
        let record = parts.next()?.parse().ok()?;
        Some(Self { record, uri: uri.clone() })
    }

    /// Where the address leads now, if its record was joined and whoever asks may reach the person. To everybody else
    /// there is nothing, as with any record out of reach.
    pub async fn moved(
        &self,
        app: &App,
        actor: Option<&Actor>,
        need: Need,
    ) -> Result<Option<Response>, Error> {
        let (Some(actor), Need::To(action)) = (actor, need) else { return Ok(None) };
        let Ok(scope) = scope(actor, action) else { return Ok(None) };
        let mut tx = app.db.read().await?;
        let person = leading(&mut tx, self.record).await?;
        if person == self.record
            || returnees::find(&mut tx, &app.keys, &scope, person).await?.is_none()
        {
            return Ok(None);
        }
        let (old, new) = (self.record.to_string(), person.to_string());
        let to =
            self.uri.path_and_query().map_or("", |whole| whole.as_str()).replacen(&old, &new, 1);
        let head = [(header::LOCATION, to)];
        let is_api = self.uri.path().starts_with("/api/");
        Ok(Some(match is_api {
            true => {
                (StatusCode::PERMANENT_REDIRECT, head, Json(json!({ "id": new }))).into_response()
            }
            false => (StatusCode::PERMANENT_REDIRECT, head).into_response(),
        }))
    }
}
