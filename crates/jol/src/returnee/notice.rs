//! A short message to the phone of a person: that there is something new, never what it is. A phone is read by others, too.

use domain::{
    access::{Reach, Scope, Sensitivity},
    id::ReturneeId,
};

use super::store;
use crate::{
    app::App,
    db::Tx,
    messages::{self, Message},
    refusal::Refusal,
    words::{self, msg},
};

/// What is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// An employer invites to an interview, on a first or on another day, or offers work.
    Work,
    /// A seat came free, and they have it.
    Seat,
}

impl News {
    const fn key(self) -> &'static str {
        match self {
            Self::Work => msg("message-work"),
            Self::Seat => msg("message-seat"),
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Work => "work-news",
            Self::Seat => "seat-news",
        }
    }
}

/// Tells somebody that there is news, in their language, in the transaction that makes it. Who has no phone is told
/// nothing, nor is anybody by a service that cannot send: their own pages show it all the same.
pub async fn tell(tx: &mut Tx, app: &App, person: ReturneeId, news: News) -> Result<(), Refusal> {
    if messages::can_be_sent(app).is_err() {
        return Ok(());
    }
    let own = Scope { reach: Reach::One(person), most: Sensitivity::Restricted, consent: None };
    let Some((returnee, _)) = store::find(tx, &app.keys, &own, person).await? else {
        return Ok(());
    };
    let Some(phone) = &returnee.details.phone else { return Ok(()) };
    let words = words::in_language(returnee.details.language).t(news.key());
    let message = Message {
        returnee: Some(person.uuid()),
        ..Message::new(app, app.new_id(), news.kind(), phone, &words)
    };
    Ok(messages::enqueue(tx, app, &message).await?)
}
