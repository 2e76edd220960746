//! Messages that leave the service: a row first, then a job sends it.

use jiff::Timestamp;
use uuid::Uuid;

use crate::record;

#[derive(Clone, Debug)]
pub struct Message {
    pub id: Uuid,
    pub returnee: Option<Uuid>,
    pub kind: String,
    /// The number, sealed.
    pub receiver: Vec<u8>,
    /// What it says, sealed.
    pub words: Vec<u8>,
    pub made_at: Timestamp,
    pub sent_at: Option<Timestamp>,
}

record!(Message, "message", keys 1, {
    id: Uuid,
    returnee: Option<Uuid>,
    kind: String,
    receiver: Vec<u8>,
    words: Vec<u8>,
    made_at: Timestamp,
    sent_at: Option<Timestamp>,
});

pub fn routes() -> crate::web::route::Routes {
    crate::web::route::Routes::default()
}
