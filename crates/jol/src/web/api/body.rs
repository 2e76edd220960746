//! What a program sends: one JSON body, or the few questions in an address.

use std::{any::TypeId, collections::HashMap, sync::RwLock};

use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header},
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::{
    Caller, document, refuse,
    strict::{Shape, Strict, TWICE},
};
use crate::{
    app::App,
    refusal::{PlaceFault, Refusal, Sentence},
    words::msg,
};

/// One record and a search fit many times.
pub const MOST_BYTES: usize = 256 << 10;

/// A shape that may be sent.
pub trait Arrived: ToSchema + DeserializeOwned + Send + 'static {
    const MOST_BYTES: usize = MOST_BYTES;
    /// Whether it is a merge patch (RFC 7396), which has a media type of its own.
    const IS_PATCH: bool = false;
}

/// A body that was read whole and fits its schema.
pub struct Body<T> {
    pub value: T,
    /// The members of a merge patch as they came: one that is absent is not one that is null.
    pub members: serde_json::Map<String, serde_json::Value>,
    /// Of the method, the address and the content.
    pub digest: [u8; 32],
    pub caller: Caller,
}

impl<T: Arrived> FromRequest<App> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let caller =
            <Caller as axum::extract::FromRequestParts<App>>::from_request_parts(&mut parts, app)
                .await?;
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        is_json(kind.unwrap_or_default(), T::IS_PATCH)?;
        let bytes = to_bytes(body, T::MOST_BYTES).await.map_err(|error| {
            use std::error::Error as _;
            match error.source() {
                Some(source) if source.is::<http_body_util::LengthLimitError>() => {
                    too_large(T::MOST_BYTES)
                }
                _ => unreadable(msg("api-broken-off-text"), Vec::new()),
            }
        })?;

        let Strict(value) = parse(&bytes)?;
        let faults = with_shape::<T, _>(|shape| shape.faults(&value));
        if !faults.is_empty() {
            return Err(Refusal::Body(faults));
        }
        let members = value.as_object().filter(|_| T::IS_PATCH).cloned().unwrap_or_default();
        let read = serde_json::from_value(value);
        let value = read.map_err(|_| unreadable(msg("api-unreadable-text"), Vec::new()))?;

        let mut hash = Sha256::new();
        for part in [parts.method.as_str().as_bytes(), parts.uri.path().as_bytes(), &bytes] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Ok(Self { value, members, digest: hash.finalize().into(), caller })
    }
}

pub fn too_large(most: usize) -> Refusal {
    let facts = vec![("kilobytes", (most >> 10).to_string())];
    let sentence = Sentence { key: msg("api-too-large-text"), facts };
    let status = StatusCode::PAYLOAD_TOO_LARGE;
    Refusal::Protocol { status, title: msg("refusal-too-large-title"), sentence }
}

fn unreadable(key: &'static str, facts: Vec<(&'static str, String)>) -> Refusal {
    let status = StatusCode::BAD_REQUEST;
    let title = msg("refusal-not-understood-title");
    Refusal::Protocol { status, title, sentence: Sentence { key, facts } }
}

/// JSON has one encoding, UTF-8. A body that claims another is refused before it is read.
fn is_json(kind: &str, is_patch: bool) -> Result<(), Refusal> {
    let (name, parameters) = kind.split_once(';').unwrap_or((kind, ""));
    let name = name.trim().to_ascii_lowercase();
    let known = name == "application/json" || (is_patch && name == "application/merge-patch+json");
    let is_utf8 = parameters.split(';').all(|parameter| {
        let charset = parameter.trim().to_ascii_lowercase();
        charset
            .strip_prefix("charset=")
            .is_none_or(|set| matches!(set.trim_matches('"'), "utf-8" | "utf8"))
    });
    if known && is_utf8 {
        return Ok(());
    }
    Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, msg("api-type-title"), msg("api-type-text")))
}

fn parse(bytes: &[u8]) -> Result<Strict, Refusal> {
    if std::str::from_utf8(bytes).is_err() {
        return Err(unreadable(msg("api-encoding-text"), Vec::new()));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let told = error.to_string();
        let facts =
            vec![("line", error.line().to_string()), ("column", error.column().to_string())];
        match () {
            () if told.contains(TWICE) => unreadable(msg("api-twice-text"), facts),
            () if told.contains("recursion limit") => unreadable(msg("api-deep-text"), Vec::new()),
            () => unreadable(msg("api-broken-text"), facts),
        }
    })
}

/// The schema of a type is read once.
fn with_shape<T: Arrived, R>(with: impl FnOnce(&Shape) -> R) -> R {
    static READ: RwLock<Option<HashMap<TypeId, &'static Shape>>> = RwLock::new(None);
    let known = READ.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    let found = known.as_ref().and_then(|read| read.get(&TypeId::of::<T>()).copied());
    drop(known);
    let shape = found.unwrap_or_else(|| {
        let mut read = READ.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        // One small leak for each kind of body: shapes live as long as the program does.
        let made = || -> &'static Shape { Box::leak(Box::new(document::shape::<T>())) };
        read.get_or_insert_default().entry(TypeId::of::<T>()).or_insert_with(made)
    });
    with(shape)
}

/// The questions of an address. One that is not known is refused, so that a slip is noticed.
pub struct Query(HashMap<String, String>);

impl Query {
    pub fn read(text: Option<&str>, known: &[&str]) -> Result<Self, Refusal> {
        let mut found = HashMap::new();
        let decode = |part: &str| {
            let spaced = part.replace('+', " ");
            let text = percent_encoding::percent_decode_str(&spaced).decode_utf8().map(Into::into);
            text.map_err(|_| unreadable(msg("api-encoding-text"), Vec::new()))
        };
        for pair in text.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value): (String, String) = (decode(name)?, decode(value)?);
            if !known.contains(&&*name) || found.insert(name, value).is_some() {
                let facts = vec![("names", known.join(", "))];
                return Err(unreadable(msg("api-question-text"), facts));
            }
        }
        Ok(Self(found))
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// How many rows a page should have.
    pub fn limit(&self, usual: i64, most: i64) -> Result<i64, Refusal> {
        self.whole("limit", usual, (1, most))
    }

    /// A whole number between two others.
    pub fn whole(&self, name: &str, usual: i64, (least, most): (i64, i64)) -> Result<i64, Refusal> {
        let Some(text) = self.text(name) else { return Ok(usual) };
        text.parse().ok().filter(|n| (least..=most).contains(n)).ok_or_else(|| {
            let facts = vec![("least", least.to_string()), ("most", most.to_string())];
            let sentence = Sentence { key: "fault-api-whole", facts };
            Refusal::Body(vec![PlaceFault { pointer: format!("?{name}"), sentence }])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_json_in_its_own_encoding_is_read() {
        let cases = [
            ("application/json", false, true),
            ("Application/JSON; charset=UTF-8", false, true),
            ("application/json; charset=windows-1251", false, false),
            ("application/merge-patch+json", true, true),
            ("application/merge-patch+json", false, false),
            ("text/plain", false, false),
            ("", false, false),
        ];
        for (kind, is_patch, expected) in cases {
            assert_eq!(is_json(kind, is_patch).is_ok(), expected, "{kind}");
        }
    }

    #[test]
    fn a_question_that_is_not_known_or_stands_twice_is_refused() {
        let known = ["after", "limit"];
        for (query, expected) in [
            (None, true),
            (Some("limit=3&after=x"), true),
            (Some("limit=3&limit=4"), false),
            (Some("q=Asan"), false),
            (Some("limit=%ff"), false),
        ] {
            assert_eq!(Query::read(query, &known).is_ok(), expected, "{query:?}");
        }
        let query = |text| Query::read(Some(text), &known).unwrap();
        assert_eq!(query("limit=7").limit(25, 100).unwrap(), 7);
        assert_eq!(query("").limit(25, 100).unwrap(), 25);
        for text in ["limit=0", "limit=101", "limit=-1", "limit=x", "limit=1e1", "limit="] {
            assert!(query(text).limit(25, 100).is_err(), "{text}");
        }
    }
}
