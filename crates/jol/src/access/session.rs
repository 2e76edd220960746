//! How a session begins, rises from one stage to the next, and ends.
//!
//! With every rise the browser gets a new token and the old one is worth nothing: whoever knew or planted it before
//! the password was typed holds nothing afterwards. The store keeps a token's digest only.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::{
    access::{Actor, Role, Seat},
    language::Language,
    phone::Phone,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{
    guesses::Device,
    store::{self, Account, Session, Stage},
};
use crate::{
    app::App,
    db::{
        Error, Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    vault::token::Token,
    web::visitor::{self, IDLE, Visitor},
};

/// A working day at a desk.
pub const STAFF_LASTS: SignedDuration = SignedDuration::from_hours(10);

/// Long enough to finish a registration that was begun in the morning.
pub const RETURNEE_LASTS: SignedDuration = SignedDuration::from_hours(12);

/// Between password and second factor nobody needs longer.
const HALF_WAY_LASTS: SignedDuration = SignedDuration::from_mins(15);

/// A session about to be written, and what the browser will hold of it.
pub struct Opening {
    token: Token,
    id: Uuid,
    at: Timestamp,
    language: Language,
}

impl Opening {
    pub fn new(app: &App, language: Language) -> Self {
        Self { token: Token::random(&*app.chance), id: app.new_id(), at: app.now(), language }
    }

    /// What the session is found by.
    fn digest(&self) -> [u8; 32] {
        self.token.digest
    }

    fn row(&self) -> Session {
        Session {
            id: self.id,
            token: self.token.digest,
            account: None,
            phone_index: None,
            phone: None,
            returnee: None,
            stage: Stage::Password.code().to_owned(),
            language: self.language.code().to_owned(),
            made_at: self.at,
            seen_at: self.at,
            idle_until_at: self.at + IDLE,
            ends_at: self.at + HALF_WAY_LASTS,
            ended_at: None,
        }
    }

    pub fn for_account(&self, account: Uuid) -> Session {
        Session { account: Some(account), ..self.row() }
    }

    /// The number is sealed for this session: in the row of another one it does not open.
    pub fn for_phone(&self, app: &App, phone: &Phone, phone_index: [u8; 16]) -> Session {
        let sealed = store::seal_phone(&app.keys, &*app.chance, self.id, phone);
        Session { phone_index: Some(phone_index), phone: Some(sealed), ..self.row() }
    }

    /// Hands the token to the browser. It ends with the browser, and in the store before that.
    pub fn hand_over(&self, app: &App, response: &mut Response) {
        add_cookie(response, &visitor::set_cookie(app, visitor::SESSION, &self.token.text, None));
    }
}

pub fn add_cookie(response: &mut Response, line: &str) {
    if let Ok(value) = HeaderValue::from_str(line) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

pub fn take_back(app: &App, response: &mut Response) {
    add_cookie(response, &visitor::set_cookie(app, visitor::SESSION, "", Some(0)));
}

/// A session at its stage: what is fully open lasts longer.
pub fn at_stage(session: &Session, stage: Stage) -> Session {
    let lasts = match (stage, session.account) {
        (Stage::Full, Some(_)) => STAFF_LASTS,
        (Stage::Full, None) => RETURNEE_LASTS,
        _ => HALF_WAY_LASTS,
    };
    Session { stage: stage.code().to_owned(), ends_at: session.made_at + lasts, ..session.clone() }
}

/// What is still missing before an account is signed in.
pub fn next_stage(account: &Account, second_given: bool) -> Stage {
    match (&account.totp, second_given) {
        (Some(_), false) => Stage::Password,
        _ if account.is_temporary => Stage::NewPassword,
        (None, _) => Stage::SetUp,
        (Some(_), true) => Stage::Full,
    }
}

/// Ends a session if it is still open.
pub async fn end(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<bool, Error> {
    match store::lock_session(tx, id).await? {
        Some(session) if session.ended_at.is_none() => {
            tx.update(&Session { ended_at: Some(at), ..session }).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// Ends every open session of an account but one, and tells how many there were.
pub async fn end_all(
    tx: &mut Tx,
    account: Uuid,
    but: Option<Uuid>,
    at: Timestamp,
) -> Result<u32, Error> {
    let mut n_ended = 0;
    loop {
        let open: Vec<Session> = store::sessions_of(tx, account).await?;
        let mut others = open.into_iter().filter(|session| Some(session.id) != but).peekable();
        if others.peek().is_none() {
            return Ok(n_ended);
        }
        for session in others {
            n_ended += u32::from(end(tx, session.id, at).await?);
        }
    }
}

/// Ends the session of the earlier stage and writes the new one. Fully signed in, it is written in the journal.
pub async fn rise(
    tx: &mut Tx,
    app: &App,
    from: Option<Uuid>,
    session: &Session,
    stage: Stage,
    actor: Actor,
) -> Result<(), Error> {
    if let Some(from) = from {
        end(tx, from, session.made_at).await?;
    }
    tx.insert(&at_stage(session, stage)).await?;
    if stage == Stage::Full {
        let note = Note {
            action: "signed-in",
            object_kind: "session",
            object: Some(session.id),
            person: session.returnee(),
            ..Note::default()
        };
        journal::write(tx, app.new_id(), &Act::new(actor, session.made_at), note).await?;
    }
    Ok(())
}

/// Who acts in a session by phone.
pub fn returnee_actor(session: &Session) -> Actor {
    let seat = session.returnee().map_or(Seat::Outside, Seat::Own);
    Actor { id: session.returnee.unwrap_or(session.id), role: Role::Returnee, seat }
}

/// The visitor as they are after a rise, for a page in the same answer.
pub async fn risen(app: &App, visitor: &Visitor, opening: &Opening) -> Result<Visitor, Refusal> {
    let mut visitor = Visitor { session: None, actor: None, name: None, ..visitor.clone() };
    visitor::by_session(app, &mut visitor, opening.digest()).await?;
    Ok(visitor)
}

/// What a browser keeps of a rise: the token, and once it is open proof that it signed in here before.
pub fn keep(app: &App, visitor: &Visitor, opening: &Opening, response: &mut Response) {
    opening.hand_over(app, response);
    let Some(session) = &visitor.session else { return };
    let proven = match (session.account, session.phone_index) {
        (Some(account), _) => visitor.actor.map(|_| *account.as_bytes()),
        (None, phone_index) => phone_index,
    };
    if let Some(proven) = proven {
        add_cookie(response, &Device::cookie(app, visitor, &proven));
    }
}
