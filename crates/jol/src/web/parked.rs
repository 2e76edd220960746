//! What was typed into a form whose session had ended. Closed up it travels through the sign-in, and it is handed back to
//! the account or the phone whose session that was: the proof inside the form tells which one it was shown to. Anybody
//! else who signs in on that page is told nothing of it.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::form;
use crate::{
    access::store::{self, Session},
    app::App,
    refusal::Refusal,
    vault::Place,
};

#[derive(Debug, Serialize, Deserialize)]
pub struct Parked {
    /// Where the form goes.
    pub address: String,
    /// The id of what it makes, and its proof.
    pub id: Uuid,
    proof: Vec<u8>,
    pub fields: Vec<(String, String)>,
}

const PLACE: Place<'static> =
    Place { table: "browser", column: "parked", row: Uuid::nil(), version: 1 };

impl Parked {
    /// Passwords are typed anew.
    pub fn new(address: String, id: Uuid, proof: Vec<u8>, fields: Vec<(String, String)>) -> Self {
        let typed =
            |name: &str| !matches!(name, form::ID | form::PROOF) && !name.contains("password");
        let fields = fields.into_iter().filter(|(name, _)| typed(name)).collect();
        Self { address, id, proof, fields }
    }

    pub fn close(&self, app: &App) -> String {
        let plain = serde_json::to_vec(self).unwrap_or_default();
        BASE64_URL_SAFE_NO_PAD.encode(app.keys.seal(&*app.chance, &PLACE, &plain))
    }

    pub fn open(app: &App, closed: &str) -> Option<Self> {
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(closed).ok()?;
        serde_json::from_slice(&app.keys.open_sealed(&PLACE, &sealed).ok()?).ok()
    }

    /// Whether the form was shown to whoever has this session now, in an earlier one.
    pub async fn belongs_to(&self, app: &App, session: &Session) -> Result<bool, Refusal> {
        let earlier = store::sessions_like(&mut app.db.read().await?, session).await?;
        let shown = |owner: &Uuid| form::was_shown_to(app, owner.as_bytes(), self.id, &self.proof);
        Ok(earlier.iter().any(shown))
    }
}
