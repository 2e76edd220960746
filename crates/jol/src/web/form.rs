//! What a browser sends: fields, perhaps a file, and the id that makes two arrivals one change.

use std::collections::HashMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::{HeaderMap, Method, header},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use maud::{Markup, html};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{parked::Parked, parts, visitor::Visitor};
use crate::{app::App, db::Once, refusal::Refusal, vault::keys::TagUse};

/// A form that arrived, checked for its origin.
pub struct Form {
    fields: HashMap<String, Vec<String>>,
    pub file: Option<Bytes>,
    /// Made by the server when the form was shown. It is the id of what the form makes.
    pub id: Uuid,
    body: [u8; 32],
    pub visitor: Visitor,
}

/// What the hidden fields of every form are called. No question is called so: see [`super::ask::Question::new`].
pub const ID: &str = "-id";
pub const PROOF: &str = "-proof";

/// Fields of a form, without a file.
pub const MOST_BYTES: usize = 64 * 1024;

/// The hidden fields of every form: its id, and proof that it was shown to this session.
pub fn hidden(app: &App, visitor: &Visitor) -> Markup {
    hidden_with(app, visitor, None)
}

/// The hidden fields of a new form of a session, as a browser would send them.
pub fn fields_for(app: &App, session: Uuid) -> String {
    let id = app.new_id();
    format!("{ID}={id}&{PROOF}={}", proof(app, session.as_bytes(), id))
}

/// That this cell showed the form to its owner.
fn proof(app: &App, owner: &[u8; 16], id: Uuid) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(app.keys.tag(TagUse::Form, &[owner, id.as_bytes()]))
}

/// The same for a form that may be shown again: what it makes keeps its id.
pub fn hidden_with(app: &App, visitor: &Visitor, kept: Option<Uuid>) -> Markup {
    let id = kept.unwrap_or_else(|| app.new_id());
    html! {
        (parts::hidden(ID, &id.to_string()))
        (parts::hidden(PROOF, &proof(app, &visitor.form_owner(), id)))
    }
}

/// Whether this is the proof of a form that was shown to this owner.
pub fn was_shown_to(app: &App, owner: &[u8; 16], id: Uuid, proof: &[u8]) -> bool {
    app.keys.is_tag_of(TagUse::Form, &[owner, id.as_bytes()], proof)
}

impl Form {
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// All answers to a question that takes several.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields.get(name).into_iter().flatten().map(String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// A date from its three boxes, as one text. Nothing in any box is nothing.
    pub fn date(&self, name: &str) -> String {
        let parts =
            ["day", "month", "year"].map(|part| self.text(&format!("{name}-{part}")).trim());
        if parts.iter().all(|part| part.is_empty()) {
            return self.text(name).to_owned();
        }
        parts.join(".")
    }

    /// What makes this arrival the same as another one.
    pub fn once(&self, app: &App) -> Once {
        let actor = self.visitor.actor.map(|actor| actor.id).unwrap_or_default();
        Once { id: self.id, actor, body: self.body, at: app.now() }
    }

    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().flat_map(|(name, values)| {
            values.iter().map(move |value| (name.as_str(), value.as_str()))
        })
    }
}

impl FromRequest<App> for Form {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor
            .ok_or_else(|| Refusal::Ours(anyhow::anyhow!("the visitor was not looked up")))?;
        comes_from_here(request.headers())?;
        let address = request.uri().path().to_owned();
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
        let (fields, file) = if kind.starts_with("multipart/form-data") {
            read_multipart(Multipart::from_request(request, app).await.map_err(unreadable)?).await?
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            let bytes = Bytes::from_request(request, app).await.map_err(|error| {
                match error.into_response_status() {
                    413 => Refusal::TooLarge,
                    _ => Refusal::Unreadable("the body broke off".into()),
                }
            })?;
            if bytes.len() > MOST_BYTES {
                return Err(Refusal::TooLarge);
            }
            (read_fields(&bytes)?, None)
        } else {
            return Err(Refusal::Unreadable("this is not a form".into()));
        };

        let first = |name: &str| fields.iter().find(|(found, _)| found == name).map(|(_, v)| v);
        let id: Option<Uuid> = first(ID).and_then(|id| id.parse().ok());
        let proof = first(PROOF).and_then(|proof| BASE64_URL_SAFE_NO_PAD.decode(proof).ok());
        let (Some(id), Some(proof)) = (id, proof) else { return Err(Refusal::FormTooOld) };
        let owner = visitor.form_owner();
        if !was_shown_to(app, &owner, id, &proof) {
            // Most often the session ended while the form was being filled in.
            return Err(match visitor.session {
                None => Refusal::SignInAgain(Parked::new(address, id, proof, fields)),
                Some(_) => Refusal::FormTooOld,
            });
        }

        let body = digest(&address, &fields, file.as_deref());
        let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in fields {
            by_name.entry(name).or_default().push(value);
        }
        Ok(Self { fields: by_name, file, id, body, visitor })
    }
}

trait RejectionStatus {
    fn into_response_status(self) -> u16;
}

impl<T: axum::response::IntoResponse> RejectionStatus for T {
    fn into_response_status(self) -> u16 {
        self.into_response().status().as_u16()
    }
}

fn unreadable(error: impl axum::response::IntoResponse) -> Refusal {
    match error.into_response().status().as_u16() {
        413 => Refusal::TooLarge,
        _ => Refusal::Unreadable("the form cannot be read".into()),
    }
}

async fn read_multipart(
    mut parts: Multipart,
) -> Result<(Vec<(String, String)>, Option<Bytes>), Refusal> {
    let (mut fields, mut file) = (Vec::new(), None);
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(unreadable)?;
        if is_file {
            // A file's own name may hold somebody's; it is not kept.
            file = Some(bytes);
        } else if bytes.len() > MOST_BYTES || fields.len() > 200 {
            return Err(Refusal::TooLarge);
        } else {
            let text = String::from_utf8(bytes.to_vec()).map_err(|_| wrong_encoding())?;
            fields.push((name, text));
        }
    }
    Ok((fields, file))
}

fn wrong_encoding() -> Refusal {
    Refusal::Unreadable("the text is not UTF-8".into())
}

/// Reads `a=b&c=d`. Text in another encoding is refused, not guessed: a name must never be stored garbled.
fn read_fields(bytes: &[u8]) -> Result<Vec<(String, String)>, Refusal> {
    let decode = |part: &str| -> Result<String, Refusal> {
        let spaced = part.replace('+', " ");
        let text = percent_encoding::percent_decode_str(&spaced).decode_utf8();
        Ok(text.map_err(|_| wrong_encoding())?.into_owned())
    };
    let text = std::str::from_utf8(bytes).map_err(|_| wrong_encoding())?;
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

/// The same form sent twice has one digest, whatever proof it carries.
fn digest(address: &str, fields: &[(String, String)], file: Option<&[u8]>) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    add(address.as_bytes());
    for (name, value) in fields.iter().filter(|(name, _)| name != PROOF) {
        add(name.as_bytes());
        add(value.as_bytes());
    }
    add(file.unwrap_or_default());
    hash.finalize().into()
}

/// Refuses what another site made the browser send.
pub(super) fn comes_from_here(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return Ok(()),
        Some(_) => return Err(Refusal::FormTooOld),
        None => (),
    }
    // Browsers older than the header above send the origin with a form.
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            let from = origin.split_once("://").map_or(origin, |(_, rest)| rest);
            if from == host { Ok(()) } else { Err(Refusal::FormTooOld) }
        }
        // Neither: the proof inside the form decides alone.
        _ => Ok(()),
    }
}

/// Whether a request may change something.
pub fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_another_encoding_is_refused() {
        let cyrillic = read_fields("name=%D0%90%D1%81%D0%B0%D0%BD+%D1%83".as_bytes()).unwrap();
        assert_eq!(cyrillic, [("name".to_owned(), "Асан у".to_owned())]);
        assert!(matches!(read_fields(b"name=%C0%F1%E0%ED"), Err(Refusal::Unreadable(_))));
        assert!(matches!(read_fields(b"name=\xc0\xf1"), Err(Refusal::Unreadable(_))));
    }

    #[test]
    fn the_proof_is_no_part_of_what_was_sent() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let one = digest("/a", &[field("x", "1"), field(PROOF, "p")], None);
        assert_eq!(one, digest("/a", &[field("x", "1"), field(PROOF, "q")], None));
        assert_ne!(one, digest("/b", &[field("x", "1")], None));
        assert_ne!(one, digest("/a", &[field("x", "2")], None));
        assert_ne!(one, digest("/a", &[field("x1", "")], None));
    }

    #[test]
    fn a_form_from_another_site_is_refused() {
        let cases: [(&[(&str, &str)], bool); 6] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "https://jol.example"), ("host", "jol.example")], true),
            (&[("origin", "https://evil.example"), ("host", "jol.example")], false),
            (&[], true),
        ];
        for (lines, expected) in cases {
            let headers = lines
                .iter()
                .map(|(name, value)| {
                    (
                        header::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                        value.parse().unwrap(),
                    )
                })
                .collect();
            assert_eq!(comes_from_here(&headers).is_ok(), expected, "{lines:?}");
        }
    }
}
