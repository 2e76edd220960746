//! Messages that leave the service: a row first, then a job sends it.
//!
//! The row is written with the change that causes it, so a message is neither lost nor sent for something that did not
//! happen. What it says and to whom is sealed. Only a demo can send so far: it shows its messages on a page. Anywhere
//! else a message is refused before anything is written, instead of waiting for ever.

use axum::{extract::State, response::Response};
use domain::phone::Phone;
use jiff::Timestamp;
use maud::html;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    app::App,
    db::{
        Error, Tx,
        job::{self, Job},
    },
    record,
    refusal::{Refusal, Sentence},
    vault::Place,
    web::{
        page::Page,
        parts::{self, Column},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
    work::Handler,
};

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

fn place(column: &'static str, message: Uuid) -> Place<'static> {
    Place { table: "message", column, row: message, version: 1 }
}

impl Message {
    /// A message to a number, sealed and not yet written.
    pub fn new(app: &App, id: Uuid, kind: &'static str, receiver: &Phone, words: &str) -> Self {
        let seal =
            |column, text: &str| app.keys.seal(&*app.chance, &place(column, id), text.as_bytes());
        Self {
            id,
            returnee: None,
            kind: kind.to_owned(),
            receiver: seal("receiver", receiver.as_str()),
            words: seal("words", words),
            made_at: app.now(),
            sent_at: None,
        }
    }

    fn open(&self, app: &App, column: &'static str, sealed: &[u8]) -> Result<String, Error> {
        let broken = || Error::Column(column.into());
        let plain = app.keys.open_sealed(&place(column, self.id), sealed).map_err(|_| broken())?;
        String::from_utf8(plain.to_vec()).map_err(|_| broken())
    }
}

/// Sends one message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SendMessage {
    pub id: Uuid,
}

impl Job for SendMessage {
    const KIND: &'static str = "send-message";
}

impl Handler for SendMessage {
    type Done = Timestamp;

    async fn reach_out(&self, app: &App) -> anyhow::Result<Timestamp> {
        if !app.cell.demo {
            anyhow::bail!("this service has no gateway for messages");
        }
        // The page of the demo shows the row itself.
        Ok(app.now())
    }

    async fn record<'a>(
        &'a self,
        _: &'a App,
        at: &'a Timestamp,
        tx: &'a mut Tx,
    ) -> Result<(), Refusal> {
        Ok(mark_sent(tx, self.id, *at).await?)
    }
}

/// Whether this cell has a way to send messages. Asked before one is promised to anybody.
pub fn can_be_sent(app: &App) -> Result<(), Refusal> {
    if app.cell.demo {
        return Ok(());
    }
    Err(Refusal::Rule(Sentence::plain(msg("message-no-gateway"))))
}

/// Writes a message and the job that sends it.
pub async fn enqueue(tx: &mut Tx, app: &App, message: &Message) -> Result<(), Error> {
    tx.insert(message).await?;
    let job = SendMessage { id: message.id };
    job::enqueue(tx, app.new_id(), message.made_at, &job).await
}

/// Notes that a message has left, in the transaction that ends its job.
async fn mark_sent(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<(), Error> {
    let message: Option<Message> =
        tx.lock("select * from message where id = $1", &[id.into()]).await?;
    match message {
        Some(message) => tx.update(&Message { sent_at: Some(at), ..message }).await,
        // Old messages are swept away; one that is gone is not worth a failure.
        None => Ok(()),
    }
}

pub fn routes() -> Routes {
    Routes::default().get("/outbox", Need::Nothing, outbox)
}

/// The newest messages of a demo. Everybody in it is made up, and without this page nobody could sign in by phone.
async fn outbox(State(app): State<App>, visitor: Visitor) -> Result<Response, Refusal> {
    if !app.cell.demo {
        return Err(Refusal::NotFound);
    }
    let sql = "select * from message order by made_at desc, id desc limit 30";
    let messages: Vec<Message> = app.db.read().await?.list(sql, &[]).await?;

    let t = |key| visitor.tongue.t(key);
    let title = t("outbox-title");
    let rows = messages.iter().map(|message| -> Result<_, Error> {
        let receiver = message.open(&app, "receiver", &message.receiver)?;
        let receiver = Phone::parse(&receiver).map_or(receiver, |phone| phone.to_string());
        let words = message.open(&app, "words", &message.words)?;
        let made = visitor.tongue.moment(message.made_at);
        Ok(vec![html! { (receiver) }, html! { (words) }, html! { (made) }])
    });
    let rows = rows.collect::<Result<Vec<_>, Error>>()?;
    let columns = [
        Column::new(t("outbox-receiver")).names_row(),
        Column::new(t("outbox-words")),
        Column::new(t("outbox-made")),
    ];
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("outbox-text")) }
        (parts::table(&parts::Table {
            caption: &title, caption_hidden: true, columns: &columns, rows, empty: &t("outbox-empty"),
            ..parts::Table::default()
        }))
    };
    Ok(Page::new(title, main).show(&app, &visitor))
}
