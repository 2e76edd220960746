//! Changes to accounts and sessions. Each is journalled in the transaction it happens in.
//!
//! Passwords are hashed and compared before a command runs: that takes long on purpose, and a command holds the store.

use std::sync::Arc;

use domain::{
    access::Actor,
    id::{AccountId, ReturneeId},
    language::Language,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    guesses,
    phone::phone_of,
    session::{self, Opening, next_stage, rise},
    store::{
        self, Account, ApiToken, Challenge, RecoveryCode, Session, Stage, Tally, lock_account,
        lock_session,
    },
};
use crate::{
    app::{App, Parts},
    db::{
        Command, Error, Grows, Tx,
        journal::{self, Act, Note},
    },
    messages::{self, Message},
    refusal::{FieldFault, Refusal, Sentence},
    returnee::store as returnees,
    same::store::leading,
    vault::{
        token::{find_recovery_code, is_one_time_code, recovery_code_tag},
        totp::Secret,
    },
    words::msg,
};

/// Writes down what was done to an account, or with a session of it.
async fn note(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    action: &'static str,
    (object_kind, object): (&'static str, Option<Uuid>),
    fields: Vec<&'static str>,
) -> Result<(), Error> {
    let note = Note { action, object_kind, object, fields, ..Note::default() };
    journal::write(tx, app.new_id(), act, note).await
}

/// Who acts in an open account; a blocked one is nobody's.
async fn acting(tx: &mut Tx, account: &Account) -> Result<Actor, Refusal> {
    store::actor(tx, account).await?.ok_or(Refusal::SignInFirst)
}

/// A sign-in that failed. What was typed is not written anywhere, only whose account it was, if it is one.
pub struct Refused {
    pub app: App,
    pub account: Option<Uuid>,
}

impl Command for Refused {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        // Nobody has shown yet who they are, so the program itself tells.
        let act = self.app.operator();
        let object = ("account", self.account);
        Ok(note(tx, &self.app, &act, "sign-in-refused", object, Vec::new()).await?)
    }
}

/// The password was right: a session that may give what is still missing.
pub struct Begin {
    pub app: App,
    pub session: Session,
    pub account: Uuid,
    /// The stored password that was compared. Another one in its place by now means that it was changed meanwhile.
    pub compared: Option<String>,
    /// The same password with today's parameters, when the stored one has older ones.
    pub better: Option<String>,
    /// The session this browser had before.
    pub instead_of: Option<Uuid>,
}

impl Command for Begin {
    type Answer = Option<Stage>;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Option<Stage>, Refusal> {
        let Some(account) = lock_account(tx, self.account).await? else { return Ok(None) };
        if account.password != self.compared {
            return Ok(None);
        }
        let Some(actor) = store::actor(tx, &account).await? else { return Ok(None) };

        let stage = next_stage(&account, false);
        if let Some(better) = &self.better {
            tx.update(&Account { password: Some(better.clone()), ..account }).await?;
        }
        rise(tx, &self.app, self.instead_of, &self.session, stage, actor).await?;

        Ok(Some(stage))
    }
}

/// What somebody shows beside the password.
pub enum Second {
    /// Six digits of the authenticator app.
    Code(String),
    /// One of the codes on paper.
    Recovery(String),
}

/// The second factor. A code is good once: the step it belongs to is kept in the transaction that lets its owner in.
pub struct GiveSecond {
    pub app: App,
    /// The session at its stage so far.
    pub from: Uuid,
    pub session: Session,
    pub second: Second,
    pub at: Timestamp,
}

impl Command for GiveSecond {
    /// The stage that is reached; `None` when it does not fit.
    type Answer = Option<Stage>;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Option<Stage>, Refusal> {
        let mut account = half_way(tx, self.from, Stage::Password, self.at).await?;
        let actor = acting(tx, &account).await?;
        let keys = &self.app.keys;

        let action = match &self.second {
            Second::Code(entered) => {
                let secret = account.secret(keys)?.ok_or(Refusal::SignInFirst)?;
                let Some(step) = secret.check(entered, self.at, Some(account.totp_step)) else {
                    return self.refuse(tx, account.id).await;
                };
                account.totp_step = step;
                None
            }
            Second::Recovery(entered) => {
                let unused = store::unused_codes(tx, account.id).await?;
                let tags: Vec<[u8; 32]> = unused.iter().map(|code| code.code).collect();
                let owner = AccountId::from_uuid(account.id);
                let found = find_recovery_code(keys, owner, entered, &tags);
                let Some(code) = found.and_then(|at| unused.into_iter().nth(at)) else {
                    return self.refuse(tx, account.id).await;
                };
                account.n_recovery_left = tags.len() as i64 - 1;
                tx.update(&RecoveryCode { used_at: Some(self.at), ..code }).await?;
                Some("recovery-code-used")
            }
        };

        let stage = next_stage(&account, true);
        tx.update(&account).await?;
        if let Some(action) = action {
            let (act, object) = (Act::new(actor, self.at), ("account", Some(account.id)));
            note(tx, &self.app, &act, action, object, Vec::new()).await?;
        }
        rise(tx, &self.app, Some(self.from), &self.session, stage, actor).await?;
        Ok(Some(stage))
    }
}

impl GiveSecond {
    async fn refuse(&self, tx: &mut Tx, account: Uuid) -> Result<Option<Stage>, Refusal> {
        let (act, object) = (self.app.operator(), ("account", Some(account)));
        note(tx, &self.app, &act, "sign-in-refused", object, Vec::new()).await?;
        Ok(None)
    }
}

/// The account of a session that has come exactly so far, held until the transaction ends.
async fn half_way(
    tx: &mut Tx,
    session: Uuid,
    stage: Stage,
    at: Timestamp,
) -> Result<Account, Refusal> {
    let session = lock_session(tx, session).await?.ok_or(Refusal::SignInFirst)?;
    if !session.holds_at(at) || session.stage()? != stage {
        return Err(Refusal::SignInFirst);
    }
    let account = session.account.ok_or(Refusal::SignInFirst)?;
    lock_account(tx, account).await?.ok_or(Refusal::SignInFirst)
}

/// The first password of one's own, in place of a temporary one.
pub struct ReplaceTemporary {
    pub app: App,
    pub from: Uuid,
    pub session: Session,
    pub hash: String,
    pub at: Timestamp,
}

impl Command for ReplaceTemporary {
    type Answer = Stage;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Stage, Refusal> {
        let mut account = half_way(tx, self.from, Stage::NewPassword, self.at).await?;
        let actor = acting(tx, &account).await?;

        account.password = Some(self.hash.clone());
        account.is_temporary = false;
        account.version += 1;
        // Whoever has come here with a second factor set up has given it already.
        let stage = next_stage(&account, true);

        tx.update(&account).await?;
        let (act, object) = (Act::new(actor, self.at), ("account", Some(account.id)));
        note(tx, &self.app, &act, "password-changed", object, vec!["password"]).await?;
        session::end_all(tx, account.id, Some(self.from), self.at).await?;
        rise(tx, &self.app, Some(self.from), &self.session, stage, actor).await?;
        Ok(stage)
    }
}

/// A second factor and its recovery codes, in place of what there was.
pub struct SetUpSecond {
    pub app: App,
    /// The session it is done in.
    pub from: Uuid,
    /// The session that follows, when this was the last step of signing in.
    pub session: Option<Session>,
    pub secret: Secret,
    /// The step of the code that showed that the app has the secret.
    pub step: i64,
    pub codes: Vec<String>,
    pub at: Timestamp,
}

impl Command for SetUpSecond {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let stage = if self.session.is_some() { Stage::SetUp } else { Stage::Full };
        let mut account = half_way(tx, self.from, stage, self.at).await?;
        let actor = acting(tx, &account).await?;
        let Parts { keys, chance, .. } = &*self.app;

        let place = store::totp_place(account.id);
        account.totp = Some(keys.seal(&**chance, &place, self.secret.bytes()));
        account.totp_step = self.step;
        account.version += 1;

        give_codes(tx, &self.app, &mut account, &self.codes).await?;
        tx.update(&account).await?;
        let (act, object) = (Act::new(actor, self.at), ("account", Some(account.id)));
        let fields = vec!["totp", "recovery"];
        note(tx, &self.app, &act, "second-factor-set", object, fields).await?;
        session::end_all(tx, account.id, Some(self.from), self.at).await?;
        if let Some(session) = &self.session {
            rise(tx, &self.app, Some(self.from), session, Stage::Full, actor).await?;
        }
        Ok(())
    }
}

/// Puts new recovery codes in place of all earlier ones.
async fn give_codes(
    tx: &mut Tx,
    app: &App,
    account: &mut Account,
    codes: &[String],
) -> Result<(), Error> {
    tx.execute("delete from recovery_code where account = $1", &[account.id.into()]).await?;
    let owner = AccountId::from_uuid(account.id);
    let rows: Vec<RecoveryCode> = codes
        .iter()
        .map(|code| RecoveryCode {
            account: account.id,
            code: recovery_code_tag(&app.keys, owner, code),
            used_at: None,
        })
        .collect();
    account.n_recovery_left = rows.len() as i64;
    tx.insert_all(&rows).await
}

/// Ends the session of this browser.
pub struct SignOut {
    pub app: App,
    pub session: Uuid,
    /// Whoever was fully signed in; half a sign-in that is given up is not written down.
    pub act: Option<Act>,
}

impl Command for SignOut {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let at = self.app.now();
        let Some(session) = lock_session(tx, self.session).await? else { return Ok(()) };
        let person = session.returnee();
        if session.ended_at.is_none() {
            tx.update(&Session { ended_at: Some(at), ..session }).await?;
        }
        if let Some(act) = &self.act {
            let object = Some(self.session);
            let note = Note {
                action: "signed-out",
                object_kind: "session",
                object,
                person,
                ..Note::default()
            };
            journal::write(tx, self.app.new_id(), act, note).await?;
        }
        Ok(())
    }
}

/// A one-time code on its way: the challenge, the message and the job that sends it, or none of them.
pub struct AskCode {
    pub app: App,
    pub id: Uuid,
    /// Sealed for this challenge.
    pub phone: Vec<u8>,
    pub phone_index: [u8; 16],
    pub code: [u8; 32],
    pub message: Message,
    pub at: Timestamp,
    pub ends_at: Timestamp,
}

impl Command for AskCode {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self { id, phone_index, code, at: made_at, ends_at, .. } = *self;
        let phone = self.phone.clone();
        tx.insert(&Challenge { id, phone_index, phone, code, n_tries: 0, made_at, ends_at })
            .await?;
        Ok(messages::enqueue(tx, &self.app, &self.message).await?)
    }
}

/// Guesses at one code. More than anybody mistypes, and one in 200,000 for a guesser.
pub const MOST_GUESSES: i64 = 5;

/// A code that came by message, entered in the browser that asked for it.
pub struct GiveCode {
    pub app: App,
    /// What this browser asked for, newest first. A late message is as good as the last one.
    pub challenges: Vec<Uuid>,
    pub entered: String,
    pub opening: Arc<Opening>,
    pub instead_of: Option<Uuid>,
    pub at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Given {
    Right(Stage),
    Wrong,
    /// No code of this browser may be tried any more.
    Over,
}

impl Command for GiveCode {
    type Answer = Given;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Given, Refusal> {
        let mut open = Vec::new();
        for &id in &self.challenges {
            open.extend(store::lock_challenge(tx, id).await?.filter(|challenge| {
                self.at < challenge.ends_at && challenge.n_tries < MOST_GUESSES
            }));
        }
        let Parts { keys, .. } = &*self.app;
        let fits = |one: &&Challenge| is_one_time_code(keys, one.id, &self.entered, &one.code);
        let Some(right) = open.iter().find(fits).cloned() else {
            let given = if open.is_empty() { Given::Over } else { Given::Wrong };
            for challenge in open {
                tx.update(&Challenge { n_tries: challenge.n_tries + 1, ..challenge }).await?;
            }
            return Ok(given);
        };

        // A code is good once, and the others of this number with it.
        for challenge in open.iter().filter(|one| one.phone_index == right.phone_index) {
            tx.delete(challenge).await?;
        }
        let phone = phone_of(&self.app, &right)?;
        let session = self.opening.for_phone(&self.app, &phone, right.phone_index);
        let is_known = !returnees::by_phone(tx, right.phone_index, 1).await?.is_empty();
        let stage = if is_known { Stage::Phone } else { Stage::Full };
        let actor = session::returnee_actor(&session);
        rise(tx, &self.app, self.instead_of, &session, stage, actor).await?;
        Ok(Given::Right(stage))
    }
}

/// Whose record a proven phone opens.
#[derive(Clone, Copy, Debug)]
pub enum Fits {
    Born(Date),
    /// Somebody who is not registered yet and shares the number.
    Nobody,
}

/// Opens the own record to the holder of its phone who knows the birth date.
pub struct OpenOwn {
    pub app: App,
    pub from: Uuid,
    pub fits: Fits,
    pub opening: Arc<Opening>,
    pub at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opened {
    Yes,
    Wrong,
    /// Two records fit. Which of them it is has to be found out by a person.
    Several,
    TooOften,
}

impl Command for OpenOwn {
    type Answer = Opened;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Opened, Refusal> {
        let from = lock_session(tx, self.from).await?.ok_or(Refusal::SignInFirst)?;
        let phone = from.open_phone(&self.app.keys);
        let (Some(phone), Some(phone_index)) = (phone, from.phone_index) else {
            return Err(Refusal::SignInFirst);
        };
        if !from.holds_at(self.at) || from.stage()? != Stage::Phone {
            return Err(Refusal::SignInFirst);
        }

        let returnee = match self.fits {
            Fits::Nobody => None,
            Fits::Born(day) => match self.found(tx, phone_index, day).await? {
                Ok(id) => Some(id.uuid()),
                Err(answer) => return Ok(answer),
            },
        };

        let session = self.opening.for_phone(&self.app, &phone, phone_index);
        // The session is of the record that was proven: what is parted later takes its sessions along.
        let session = Session { returnee, ..session };
        let person = match session.returnee() {
            Some(record) => Some(leading(tx, record).await?.uuid()),
            None => None,
        };
        let actor = session::returnee_actor(&Session { returnee: person, ..session.clone() });
        rise(tx, &self.app, Some(self.from), &session, Stage::Full, actor).await?;
        Ok(Opened::Yes)
    }
}

impl OpenOwn {
    /// Only wrong dates are counted, and a right one does not wipe them out: in a shared phone one person's
    /// own date must not buy new guesses at another's.
    async fn found(
        &self,
        tx: &mut Tx,
        phone_index: [u8; 16],
        day: Date,
    ) -> Result<Result<ReturneeId, Opened>, Refusal> {
        let limit = guesses::of_birth_date(&phone_index);
        let fresh = Tally { bucket: limit.bucket(), window_at: self.at, n_tries: 0 };
        tx.insert_new(&fresh).await?;
        let sql = "select * from tally where bucket = $1";
        let tally: Option<Tally> = tx.lock(sql, &[limit.bucket().into()]).await?;
        let tally = tally.filter(|tally| self.at < tally.window_at + limit.window());
        let tally = tally.unwrap_or(fresh);
        if tally.n_tries >= limit.most() {
            return Ok(Err(Opened::TooOften));
        }
        match *returnees::by_phone_and_birth(tx, phone_index, day).await? {
            [id] => return Ok(Ok(id)),
            [_, ..] => return Ok(Err(Opened::Several)),
            [] => (),
        }
        tx.update(&Tally { n_tries: tally.n_tries + 1, ..tally }).await?;
        // The owners of the records see in their log that somebody tried.
        for id in returnees::by_phone(tx, phone_index, MOST_TOLD).await? {
            let note = Note {
                action: "sign-in-refused",
                object_kind: "returnee",
                object: Some(id.uuid()),
                person: Some(id),
                ..Note::default()
            };
            let act = Act { at: self.at, ..self.app.operator() };
            journal::write(tx, self.app.new_id(), &act, note).await?;
        }
        Ok(Err(Opened::Wrong))
    }
}

/// Records of one number whose owners are told of a wrong birth date. More do not share one.
const MOST_TOLD: i64 = 10;

/// Changes a password that was just given. Whoever knew the old one is out: every other session of the account ends, and
/// so do the tokens of its programs, which may have been made with it.
pub struct ChangePassword {
    pub app: App,
    pub act: Act,
    pub session: Uuid,
    pub compared: Option<String>,
    pub hash: String,
}

impl Command for ChangePassword {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let account = lock_account(tx, self.act.actor.id).await?.ok_or(Refusal::NotFound)?;
        if account.password != self.compared {
            return Err(Refusal::Stale);
        }

        let (id, version) = (account.id, account.version + 1);
        let password = Some(self.hash.clone());
        tx.update(&Account { password, is_temporary: false, version, ..account }).await?;
        session::end_all(tx, id, Some(self.session), self.act.at).await?;
        end_tokens(tx, &self.app, &self.act, id).await?;
        let object = ("account", Some(id));
        let fields = vec!["password"];
        Ok(note(tx, &self.app, &self.act, "password-changed", object, fields).await?)
    }
}

/// The language an account is written to.
pub struct SetLanguage {
    pub app: App,
    pub act: Act,
    pub account: Uuid,
    pub language: Language,
}

impl Command for SetLanguage {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let account = lock_account(tx, self.account).await?.ok_or(Refusal::NotFound)?;
        if account.language() == self.language {
            return Ok(());
        }

        let (id, language) = (account.id, self.language.code().to_owned());
        tx.update(&Account { language, version: account.version + 1, ..account }).await?;
        let object = ("account", Some(id));
        Ok(note(tx, &self.app, &self.act, "edited", object, vec!["language"]).await?)
    }
}

/// Ends one session of an account.
pub struct EndSession {
    pub app: App,
    pub act: Act,
    pub account: Uuid,
    pub session: Uuid,
}

impl Command for EndSession {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let found = lock_session(tx, self.session).await?;
        // Somebody else's session answers like one that is not there.
        found.filter(|one| one.account == Some(self.account)).ok_or(Refusal::NotFound)?;

        if session::end(tx, self.session, self.act.at).await? {
            let object = ("session", Some(self.session));
            note(tx, &self.app, &self.act, "session-ended", object, Vec::new()).await?;
        }
        Ok(())
    }
}

/// Ends every session of an account but one.
pub struct EndOthers {
    pub app: App,
    pub act: Act,
    pub account: Uuid,
    pub but: Option<Uuid>,
}

impl Command for EndOthers {
    type Answer = u32;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<u32, Refusal> {
        let n_ended = session::end_all(tx, self.account, self.but, self.act.at).await?;
        let object = ("account", Some(self.account));
        note(tx, &self.app, &self.act, "sessions-ended", object, Vec::new()).await?;
        Ok(n_ended)
    }
}

/// A key for a program of a partner.
pub struct GiveToken {
    pub app: App,
    pub act: Act,
    /// The stored password that was compared, so that no token outlives a change of it.
    pub compared: Option<String>,
    pub token: ApiToken,
}

impl Command for GiveToken {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let account = lock_account(tx, self.token.account).await?.ok_or(Refusal::NotFound)?;
        if account.password != self.compared {
            return Err(Refusal::Stale);
        }

        tx.insert(&self.token).await?;
        let object = ("token", Some(self.token.id));
        Ok(note(tx, &self.app, &self.act, "token-made", object, Vec::new()).await?)
    }
}

/// Takes such a key back.
pub struct EndToken {
    pub app: App,
    pub act: Act,
    pub account: Uuid,
    pub token: Uuid,
}

impl Command for EndToken {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let sql = "select * from api_token where id = $1";
        let token: Option<ApiToken> = tx.lock(sql, &[self.token.into()]).await?;
        let token = token.filter(|one| one.account == self.account).ok_or(Refusal::NotFound)?;
        if token.ended_at.is_some() {
            return Ok(());
        }

        tx.update(&ApiToken { ended_at: Some(self.act.at), ..token }).await?;
        let object = ("token", Some(self.token));
        Ok(note(tx, &self.app, &self.act, "token-ended", object, Vec::new()).await?)
    }
}

/// Ends every token of an account, which is held already.
pub async fn end_tokens(tx: &mut Tx, app: &App, act: &Act, account: Uuid) -> Result<(), Error> {
    let sql = "select * from api_token where account = $1 and ended_at is null";
    let tokens: Vec<ApiToken> = tx.list(sql, &[account.into()]).await?;
    for token in tokens {
        let object = ("token", Some(token.id));
        tx.update(&ApiToken { ended_at: Some(act.at), ..token }).await?;
        note(tx, app, act, "token-ended", object, Vec::new()).await?;
    }
    Ok(())
}

/// A new account, with a temporary password.
pub struct AddAccount {
    pub app: App,
    pub act: Act,
    pub account: Account,
}

impl Command for AddAccount {
    type Answer = Uuid;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Uuid, Refusal> {
        if store::account_by_login(tx, &self.account.login).await?.is_some() {
            return Err(Refusal::Form(vec![FieldFault::plain(
                "login",
                msg("accounts-login-taken"),
            )]));
        }

        tx.insert(&self.account).await?;
        let object = ("account", Some(self.account.id));
        note(tx, &self.app, &self.act, "account-made", object, Vec::new()).await?;
        Ok(self.account.id)
    }
}

/// What an administrator does with an account that is there.
#[derive(Clone, Debug)]
pub enum Manage {
    /// It opens nothing from this moment on.
    Block,
    Unblock,
    /// The telephone and the paper are lost: both are set up anew after a temporary password. Nothing made before it
    /// opens the account any more, tokens of programs included.
    Reset {
        hash: String,
    },
}

pub struct ManageAccount {
    pub app: App,
    pub act: Act,
    pub account: Uuid,
    pub manage: Manage,
}

impl Command for ManageAccount {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let mut account = lock_account(tx, self.account).await?.ok_or(Refusal::NotFound)?;
        // Who blocks themselves may leave nobody to undo it; who resets themselves gets round the second factor.
        if account.id == self.act.actor.id {
            return Err(Refusal::Rule(Sentence::plain(msg("accounts-not-oneself"))));
        }

        let (action, fields) = match &self.manage {
            Manage::Block => {
                account.blocked_at = Some(self.act.at);
                ("account-blocked", vec!["blocked"])
            }
            Manage::Unblock => {
                account.blocked_at = None;
                ("account-unblocked", vec!["blocked"])
            }
            Manage::Reset { hash } => {
                account.password = Some(hash.clone());
                account.is_temporary = true;
                account.totp = None;
                give_codes(tx, &self.app, &mut account, &[]).await?;
                end_tokens(tx, &self.app, &self.act, account.id).await?;
                ("second-factor-reset", vec!["password", "totp", "recovery"])
            }
        };
        account.version += 1;

        tx.update(&account).await?;
        session::end_all(tx, account.id, None, self.act.at).await?;
        let object = ("account", Some(account.id));
        Ok(note(tx, &self.app, &self.act, action, object, fields).await?)
    }
}
