//! The shell of the API: what holds for every program and every address under `/api/v1`.
//!
//! An answer that went wrong is `application/problem+json` (RFC 9457), whoever made it: a handler, the router, a
//! limit on bodies, a timeout. Nothing personal ever stands in an address, so searches are bodies, too.
//!
//! Bodies are checked against the same schemas that the document shows, so the two cannot differ.

mod body;
mod cursor;
mod document;
mod page;
mod places;
mod problem;
mod strict;

use std::net::{IpAddr, Ipv4Addr};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{access::Actor, language::Language};
use serde::Serialize;
use uuid::Uuid;

pub use self::{
    body::{Arrived, Body, Query},
    cursor::{Listed, read as read_cursor, write as write_cursor},
    document::{Endpoints, Op, older, one_of, one_or_none},
    places::Names,
    problem::{ProblemPlace, place, problem},
};
use super::{
    limit,
    route::{Need, Routes},
    server::ClientAddr,
    visitor::Visitor,
};
use crate::{
    access::store::ApiToken,
    app::App,
    db::{Once, journal::Act},
    refusal::{Refusal, Sentence},
    words::{self, Tongue, msg},
};

/// Everything a program can ask for: the list from which both the routes and the document are made.
pub fn endpoints() -> Endpoints {
    crate::returnee::api::endpoints()
        .and(crate::profile::api::endpoints())
        .and(crate::matching::api::endpoints())
        .and(crate::matching::proposal::api::endpoints())
        .and(crate::vacancy::api::endpoints())
        .and(crate::indicator::sheet::endpoints())
        .and(crate::vacancy::demand_pages::endpoints())
        .and(places::endpoints())
        .and(document::endpoints())
}

pub fn routes() -> Routes {
    endpoints().into_routes().get("/api", Need::Nothing, page::show)
}

pub fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// A rule of the API that was not kept.
pub fn refuse(status: StatusCode, title: &'static str, key: &'static str) -> Refusal {
    Refusal::Protocol { status, title, sentence: Sentence::plain(key) }
}

/// Requests in a minute from one network that shows no token.
const MOST_UNKNOWN: u32 = 60;

/// Counts the request, and looks whether both sides speak of the same thing.
pub async fn shell(State(app): State<App>, request: Request, next: Next) -> Response {
    if !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let visitor = request.extensions().get::<Visitor>();
    let (sender, most) = match visitor.and_then(|visitor| visitor.token.as_ref()) {
        Some(token) => ([b"token", &token.id.as_bytes()[..]].concat(), app.settings.api_rate),
        None => {
            let client = request.extensions().get::<ClientAddr>();
            let address = client.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |client| client.0);
            ([b"network", &limit::network(address)[..]].concat(), MOST_UNKNOWN)
        }
    };
    let now = app.now();
    let counted = app.limits.count(&sender, most, now);
    let left = *counted.as_ref().unwrap_or(&0);
    let mut response = match counted.map(drop).and_then(|()| accepts(request.headers())) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    let reset = 60 - now.as_second().rem_euclid(60);
    let lines = [
        ("ratelimit-policy", format!("\"minute\";q={most};w=60")),
        ("ratelimit", format!("\"minute\";r={left};t={reset}")),
    ];
    for (name, line) in lines {
        if let Ok(value) = HeaderValue::from_str(&line) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// The API answers in JSON, to whoever can read that.
fn accepts(headers: &HeaderMap) -> Result<(), Refusal> {
    let wishes = headers.get_all(header::ACCEPT).iter().filter_map(|line| line.to_str().ok());
    let fits = |wish: &str| {
        let (kind, weight) = wish.split_once(';').unwrap_or((wish, ""));
        let refused = weight.split(';').any(|part| {
            part.trim().strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0))
        });
        let kind = kind.trim().to_ascii_lowercase();
        !refused
            && matches!(
                &*kind,
                "*/*" | "application/*" | "application/json" | "application/problem+json"
            )
    };
    let mut any = false;
    for line in wishes {
        any = true;
        if line.split(',').any(fits) {
            return Ok(());
        }
    }
    match any {
        false => Ok(()),
        true => {
            Err(refuse(StatusCode::NOT_ACCEPTABLE, msg("api-accept-title"), msg("api-accept-text")))
        }
    }
}

/// The last hand on every answer of the API: an error that nobody has put into words gets them here.
pub async fn every_error(State(app): State<App>, request: Request, next: Next) -> Response {
    let tongue = is_api(request.uri().path()).then(|| tongue_of(request.headers()));
    let response = next.run(request).await;
    let Some(tongue) = tongue else { return response };
    let status = response.status();
    let is_told = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"));
    if is_told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let refusal = match status {
        StatusCode::NOT_FOUND => Refusal::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => body::too_large(body::MOST_BYTES),
        StatusCode::SERVICE_UNAVAILABLE => Refusal::Store(crate::db::Error::TimedOut),
        status if status.is_server_error() => {
            Refusal::Ours(anyhow::anyhow!("an answer without words"))
        }
        _ => refuse(status, msg("refusal-not-understood-title"), msg("api-unreadable-text")),
    };
    let mut told = problem(tongue, &refusal, status, app.new_id());
    for (name, value) in response.headers() {
        if !matches!(*name, header::CONTENT_TYPE | header::CONTENT_LENGTH) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}

fn tongue_of(headers: &HeaderMap) -> Tongue {
    let wish = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    words::in_language(wish.and_then(Language::from_accept_language).unwrap_or_default())
}

/// A program with a valid token.
pub struct Caller {
    pub visitor: Visitor,
    pub actor: Actor,
    pub act: Act,
    token: ApiToken,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let actor = visitor.actor()?;
        let token = visitor.token.clone().ok_or(Refusal::SignInFirst)?;
        Ok(Self { actor, act: app.act(actor), token, visitor })
    }
}

impl Caller {
    /// Refuses a token that may only read.
    pub fn writes(&self) -> Result<(), Refusal> {
        match self.token.may_write {
            true => Ok(()),
            false => Err(refuse(
                StatusCode::FORBIDDEN,
                msg("refusal-forbidden-title"),
                msg("api-read-only-text"),
            )),
        }
    }

    /// What makes this request the same as another one.
    pub fn once(&self, key: Uuid, body: [u8; 32]) -> Once {
        Once { id: key, actor: self.actor.id, body, at: self.act.at }
    }
}

/// The id of a change, made by the program before it was sent.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Uuid, Refusal> {
    let wrong = || {
        let title = msg("refusal-not-understood-title");
        refuse(StatusCode::BAD_REQUEST, title, msg("api-key-text"))
    };
    let value = headers.get("idempotency-key").ok_or_else(wrong)?;
    // The draft of the header writes the key in quotes; most programs do not.
    let text = value.to_str().map_err(|_| wrong())?.trim().trim_matches('"');
    let key: Uuid = text.parse().map_err(|_| wrong())?;
    if key.is_nil() || key.is_max() { Err(wrong()) } else { Ok(key) }
}

pub fn etag(version: i64) -> (HeaderName, String) {
    (header::ETAG, format!("\"{version}\""))
}

fn tags<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    let lines = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim).filter(|tag| !tag.is_empty())
}

/// The version a change starts from. A weak tag never fits, and `*` names none.
pub fn if_match(headers: &HeaderMap) -> Result<i64, Refusal> {
    let mut tags = tags(headers, &header::IF_MATCH).filter(|tag| *tag != "*").peekable();
    tags.peek().ok_or(Refusal::VersionMissing)?;
    let version = |tag: &str| tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok();
    tags.find_map(version).ok_or(Refusal::Stale)
}

/// Whether the program holds this version already.
pub fn is_known(headers: &HeaderMap, version: i64) -> bool {
    let (_, current) = etag(version);
    tags(headers, &header::IF_NONE_MATCH)
        .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == current)
}

/// An answer in JSON.
pub fn json(body: &impl Serialize) -> Result<Response, Refusal> {
    let text = serde_json::to_string(body).map_err(anyhow::Error::from)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// An answer with a list, and the address of what follows in its head.
pub fn paged(mut response: Response, path: &str, next: Option<&str>, limit: i64) -> Response {
    if let Some(next) = next
        && let Ok(value) = format!("<{path}?after={next}&limit={limit}>; rel=\"next\"").parse()
    {
        response.headers_mut().insert(header::LINK, value);
    }
    response
}

/// Takes away the row that was read only to learn whether there is another.
pub fn cut<T>(rows: &mut Vec<T>, limit: i64) -> bool {
    let limit = usize::try_from(limit).unwrap_or_default();
    let is_more = rows.len() > limit;
    rows.truncate(limit);
    is_more
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_change_names_the_version_it_starts_from() {
        type Case = (&'static [(&'static str, &'static str)], Result<i64, &'static str>);
        let cases: [Case; 7] = [
            (&[("if-match", "\"3\"")], Ok(3)),
            (&[("if-match", "\"x\", \"4\"")], Ok(4)),
            (&[("if-match", "W/\"3\"")], Err("the record was changed in the meantime")),
            (&[("if-match", "3")], Err("the record was changed in the meantime")),
            (&[("if-match", "*")], Err("the version is missing")),
            (&[("if-match", "")], Err("the version is missing")),
            (&[], Err("the version is missing")),
        ];
        for (lines, expected) in cases {
            let found = if_match(&headers(lines)).map_err(|refusal| refusal.to_string());
            assert_eq!(found, expected.map_err(str::to_owned), "{lines:?}");
        }
    }

    #[test]
    fn a_version_is_known_by_its_strong_or_weak_tag() {
        for (value, expected) in [
            ("\"3\"", true),
            ("W/\"3\"", true),
            ("*", true),
            ("\"2\", \"3\"", true),
            ("\"2\"", false),
        ] {
            assert_eq!(is_known(&headers(&[("if-none-match", value)]), 3), expected, "{value}");
        }
    }

    #[test]
    fn who_cannot_read_json_is_told_so() {
        let cases = [
            ("*/*", true),
            ("application/json", true),
            ("text/html, application/*;q=0.5", true),
            ("text/html", false),
            ("application/json;q=0", false),
            ("application/xml", false),
        ];
        for (wish, expected) in cases {
            assert_eq!(accepts(&headers(&[("accept", wish)])).is_ok(), expected, "{wish}");
        }
        assert!(accepts(&HeaderMap::new()).is_ok());
    }

    #[test]
    fn a_key_is_a_uuid_with_or_without_quotes() {
        let cases = [
            ("0193a1d2-7c00-7000-8000-000000000001", true),
            ("\"0193a1d2-7c00-7000-8000-000000000001\"", true),
            ("00000000-0000-0000-0000-000000000000", false),
            ("1", false),
            ("", false),
        ];
        for (key, expected) in cases {
            assert_eq!(
                idempotency_key(&headers(&[("idempotency-key", key)])).is_ok(),
                expected,
                "{key}"
            );
        }
        assert!(idempotency_key(&HeaderMap::new()).is_err());
    }
}
