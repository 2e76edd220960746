//! What every page and every answer shares: the list of addresses, the frame, refusals, the server.

pub mod parts;
pub mod server;
pub mod limit;
pub mod metrics;
pub mod visitor;
pub mod address;
pub mod form;
pub mod ask;
pub mod parked;
pub mod route;
pub mod assets;
pub mod page;
pub mod sheet;
pub mod refuse;
pub mod health;
pub mod api;

use std::time::{Duration, Instant};

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer};

use self::route::Routes;
use crate::{
    app::App,
    refusal::{Refusal, Sentence},
    words::msg,
};

/// The largest body that is read at all: a file with its form around it.
pub const MOST_BYTES: usize = 10 * 1024 * 1024 + 64 * 1024;

/// No answer takes longer to begin; what does is told to try again. What streams goes on as long as it moves.
pub const LONGEST: Duration = Duration::from_secs(30);

/// Every address of the service.
pub fn routes() -> Routes {
    Routes::default()
        .and(health::routes())
        .and(assets::routes())
        .and(crate::access::pages::routes())
        .and(crate::access::accounts::routes())
        .and(crate::returnee::routes())
        .and(crate::same::routes())
        .and(crate::profile::pages::routes())
        .and(crate::vacancy::routes())
        .and(crate::matching::routes())
        .and(crate::course::pages::routes())
        .and(crate::support::pages::routes())
        .and(crate::followup::pages::routes())
        .and(crate::indicator::pages::routes())
        .and(crate::import::pages::routes())
        .and(api::routes())
        .and(crate::messages::routes())
}

pub fn router(app: App) -> Router {
    routes()
        .into_router()
        .fallback(async || Refusal::NotFound)
        .method_not_allowed_fallback(wrong_method)
        // All in one layer, the outermost first: one put on by one they would be copied many times with each request.
        .layer((
            middleware::from_fn_with_state(app.clone(), measure),
            middleware::from_fn_with_state(app.clone(), api::every_error),
            CatchPanicLayer::custom(panicked),
            middleware::from_fn_with_state(app.clone(), guard_headers),
            CompressionLayer::new(),
            middleware::from_fn_with_state(LONGEST, in_time),
            middleware::from_fn_with_state(app.clone(), visitor::look_up),
            middleware::from_fn_with_state(app.clone(), api::shell),
            DefaultBodyLimit::max(MOST_BYTES),
        ))
        .with_state(app)
}

async fn wrong_method() -> Refusal {
    let sentence = Sentence::plain(msg("api-method-text"));
    let status = StatusCode::METHOD_NOT_ALLOWED;
    Refusal::Protocol { status, title: msg("api-method-title"), sentence }
}

async fn in_time(State(longest): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")]).into_response(),
    }
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    // The message of a panic may hold data of a person, so it is not told. The place of it is in the log.
    tracing::error!("A handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

const HEADERS: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"),
    ),
];

async fn guard_headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
        headers.insert(header::CONTENT_SECURITY_POLICY, nothing);
    }
    if app.settings.https {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// Counts and logs the route as it is written in the list, never the address that was asked for.
async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("none", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let (took, status) = (began.elapsed(), response.status().as_u16());
    app.metrics.served(&format!("{method} {route}"), status, took);
    tracing::debug!(http.route = %route, http.status = status, took_ms = took.as_millis(), "Answered {method}");
    response
}

/// Where a visitor signs in, to come back to the page they asked for.
pub fn sign_in_path(path: &str) -> String {
    if path == "/" {
        return "/sign-in".into();
    }
    let path = percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC);
    format!("/sign-in?next={path}")
}

/// A place on this site, or the front page. `//host` would lead away.
pub fn safe_next(next: &str) -> &str {
    let plain = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.chars().any(char::is_control);
    if plain { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::{body::Body, routing::get};
    use futures_util::{StreamExt as _, stream};
    use http_body_util::BodyExt as _;
    use tokio::sync::Notify;
    use tower::ServiceExt as _;

    use super::*;

    const SHORT: Duration = Duration::from_millis(60);

    #[tokio::test]
    async fn an_answer_has_to_begin_in_time_and_may_then_take_as_long_as_it_moves() {
        let let_go = Arc::new(Notify::new());
        let wait = Arc::clone(&let_go);
        let slow = async move || {
            let rest = async move {
                wait.notified().await;
                std::io::Result::Ok("rest")
            };
            Body::from_stream(stream::iter([Ok("begun, ")]).chain(stream::once(rest)))
        };
        let app: Router = Router::new()
            .route("/slow", get(slow))
            .route("/never", get(std::future::pending::<()>))
            .layer(middleware::from_fn_with_state(SHORT, in_time));
        let ask = |path: &str| app.clone().oneshot(Request::get(path).body(Body::empty()).unwrap());
        let begun = ask("/slow").await.unwrap();
        // This takes the whole time an answer has.
        let never = ask("/never").await.unwrap();
        assert_eq!(never.status(), StatusCode::SERVICE_UNAVAILABLE);
        let_go.notify_one();
        assert_eq!(begun.into_body().collect().await.unwrap().to_bytes(), "begun, rest");
    }

    #[test]
    fn after_the_sign_in_nobody_is_led_to_another_site() {
        let cases = [
            ("/returnees?q=1", "/returnees?q=1"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a\r\nb", "/"),
            ("", "/"),
        ];
        for (next, expected) in cases {
            assert_eq!(safe_next(next), expected, "{next:?}");
        }
    }
}
