//! For machines that watch the service.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::route::{Need, Routes};
use crate::{app::App, db::Room};

pub fn routes() -> Routes {
    Routes::default()
        .get("/healthz", Need::Nothing, async || "ok\n")
        .get("/readyz", Need::Nothing, ready)
        .get("/metrics", Need::Nothing, metrics)
}

/// Whether requests should be sent here: the store answers and there is room.
async fn ready(State(app): State<App>) -> Response {
    let answers = match app.db.read().await {
        Ok(mut tx) => tx.one("select 1", &[]).await.is_ok(),
        Err(_) => false,
    };
    match (answers, app.db.space.room()) {
        (false, _) => {
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response()
        }
        (true, Room::Plenty) => "ready\n".into_response(),
        (true, _) => "ready, but the disk is nearly full: nothing new is taken\n".into_response(),
    }
}

async fn metrics(State(app): State<App>) -> Response {
    let kind =
        [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    (kind, app.metrics.text()).into_response()
}
