//! Where the next page begins, as a text that only we can make.
//!
//! It belongs to one caller and one question: handed to somebody else or used with another search it is refused.

use axum::http::StatusCode;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use super::refuse;
use crate::{app::App, refusal::Refusal, vault::keys::TagUse, words::msg};

/// What a list is a page of: who asks, and for what.
pub struct Listed<'a> {
    pub actor: uuid::Uuid,
    /// Everything that decides which rows come and in which order.
    pub question: &'a [u8],
}

const TAG_BYTES: usize = 32;

pub fn write(app: &App, of: &Listed, after: &impl Serialize) -> Result<String, Refusal> {
    let place = serde_json::to_vec(after).map_err(anyhow::Error::from)?;
    let tag = app.keys.tag(TagUse::Cursor, &[of.actor.as_bytes(), of.question, &place]);
    Ok(BASE64_URL_SAFE_NO_PAD.encode([&tag[..], &place].concat()))
}

pub fn read<T: DeserializeOwned>(app: &App, of: &Listed, text: &str) -> Result<T, Refusal> {
    let wrong = || {
        let title = msg("refusal-not-understood-title");
        refuse(StatusCode::BAD_REQUEST, title, msg("api-cursor-text"))
    };
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let (tag, place) = bytes.split_at_checked(TAG_BYTES).ok_or_else(wrong)?;
    if !app.keys.is_tag_of(TagUse::Cursor, &[of.actor.as_bytes(), of.question, place], tag) {
        return Err(wrong());
    }
    serde_json::from_slice(place).map_err(|_| wrong())
}
