//! Rows of offices, accounts and sessions.

use std::collections::HashMap;

use domain::{
    access::{Actor, DEEPEST, Role, Seat},
    id::{OfficeId, OrganisationId, ReturneeId},
    language::Language,
    phone::Phone,
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    db::{Error, Tx, Value},
    record,
    same::store::of_all,
    vault::{Chance, Keys, Place, totp},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    pub id: Uuid,
    /// Short, stable, sorts as the tree does.
    pub code: String,
    pub depth: i64,
    /// The offices from depth 1 down to this one.
    pub above_1: Option<Uuid>,
    pub above_2: Option<Uuid>,
    pub above_3: Option<Uuid>,
    pub territory: Option<String>,
    pub name_ky: String,
    pub name_ru: String,
    pub name_uz: String,
    pub name_en: String,
}

record!(Office, "office", keys 1, {
    id: Uuid,
    code: String,
    depth: i64,
    above_1: Option<Uuid>,
    above_2: Option<Uuid>,
    above_3: Option<Uuid>,
    territory: Option<String>,
    name_ky: String,
    name_ru: String,
    name_uz: String,
    name_en: String,
});

impl Office {
    pub fn above(&self) -> [Option<OfficeId>; DEEPEST] {
        [self.above_1, self.above_2, self.above_3].map(|id| id.map(OfficeId::from_uuid))
    }

    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Ky => &self.name_ky,
            Language::Ru => &self.name_ru,
            Language::Uz => &self.name_uz,
            Language::En => &self.name_en,
        }
    }

    pub fn seat(&self) -> Seat {
        let depth = usize::try_from(self.depth).unwrap_or(DEEPEST);
        Seat::Office { depth, office: OfficeId::from_uuid(self.id) }
    }
}

/// All offices of the country, some hundred rows.
pub async fn offices(tx: &mut Tx) -> Result<Vec<Office>, Error> {
    tx.list("select * from office order by code", &[]).await
}

pub async fn office(tx: &mut Tx, id: Uuid) -> Result<Option<Office>, Error> {
    tx.find("select * from office where id = $1", &[id.into()]).await
}

#[derive(Clone, Debug)]
pub struct Account {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub role: String,
    pub office: Option<Uuid>,
    /// For an employer or a provider.
    pub organisation: Option<Uuid>,
    pub language: String,
    pub password: Option<String>,
    /// Made by an administrator: its owner chooses another one before anything else.
    pub is_temporary: bool,
    /// The secret shared with an authenticator app, sealed.
    pub totp: Option<Vec<u8>>,
    /// The last step a code was taken for, so that none is taken twice.
    pub totp_step: i64,
    pub n_recovery_left: i64,
    pub blocked_at: Option<Timestamp>,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(Account, "account", keys 1, {
    id: Uuid,
    login: String,
    name: String,
    role: String,
    office: Option<Uuid>,
    organisation: Option<Uuid>,
    language: String,
    password: Option<String>,
    is_temporary: bool,
    totp: Option<Vec<u8>>,
    totp_step: i64,
    n_recovery_left: i64,
    blocked_at: Option<Timestamp>,
    made_at: Timestamp,
    version: i64,
});

impl Account {
    /// An account nobody has signed in to yet.
    pub fn new_blank(made_at: Timestamp) -> Self {
        Self {
            id: Uuid::nil(),
            login: String::new(),
            name: String::new(),
            role: String::new(),
            office: None,
            organisation: None,
            language: Language::default().code().to_owned(),
            password: None,
            is_temporary: false,
            totp: None,
            totp_step: 0,
            n_recovery_left: 0,
            blocked_at: None,
            made_at,
            version: 1,
        }
    }

    pub fn role(&self) -> Result<Role, Error> {
        self.role.parse().map_err(|_| Error::Column("role".into()))
    }

    pub fn language(&self) -> Language {
        self.language.parse().unwrap_or_default()
    }

    /// The secret shared with the authenticator app, if one is set up.
    pub fn secret(&self, keys: &Keys) -> Result<Option<totp::Secret>, Error> {
        let Some(sealed) = &self.totp else { return Ok(None) };
        let broken = || Error::Column("totp".into());
        let plain = keys.open_sealed(&totp_place(self.id), sealed).map_err(|_| broken())?;
        totp::Secret::from_bytes(&plain).map(Some).ok_or_else(broken)
    }
}

/// Where the secret of an authenticator app belongs.
pub fn totp_place(account: Uuid) -> Place<'static> {
    Place { table: "account", column: "totp", row: account, version: 1 }
}

pub async fn account(tx: &mut Tx, id: Uuid) -> Result<Option<Account>, Error> {
    tx.find("select * from account where id = $1", &[id.into()]).await
}

pub async fn lock_account(tx: &mut Tx, id: Uuid) -> Result<Option<Account>, Error> {
    tx.lock("select * from account where id = $1", &[id.into()]).await
}

pub async fn account_by_login(tx: &mut Tx, login: &str) -> Result<Option<Account>, Error> {
    tx.find("select * from account where login = $1", &[login.into()]).await
}

/// The account as someone who acts. `None` when it is blocked or its office is gone.
pub async fn actor(tx: &mut Tx, account: &Account) -> Result<Option<Actor>, Error> {
    if account.blocked_at.is_some() {
        return Ok(None);
    }
    let seat = match (account.organisation, account.office) {
        (Some(id), _) => Seat::Organisation(OrganisationId::from_uuid(id)),
        (None, None) => Seat::Outside,
        (None, Some(id)) => match office(tx, id).await? {
            None => return Ok(None),
            Some(office) => office.seat(),
        },
    };
    Ok(Some(Actor { id: account.id, role: account.role()?, seat }))
}

#[derive(Clone, Debug)]
pub struct RecoveryCode {
    pub account: Uuid,
    /// A keyed hash of the code.
    pub code: [u8; 32],
    pub used_at: Option<Timestamp>,
}

record!(RecoveryCode, "recovery_code", keys 2, {
    account: Uuid,
    code: [u8; 32],
    used_at: Option<Timestamp>,
});

/// The recovery codes of an account that were not used yet.
pub async fn unused_codes(tx: &mut Tx, account: Uuid) -> Result<Vec<RecoveryCode>, Error> {
    let sql = "select * from recovery_code where account = $1 and used_at is null";
    tx.list(sql, &[account.into()]).await
}

#[derive(Clone, Debug)]
pub struct Session {
    pub id: Uuid,
    pub token: [u8; 32],
    pub account: Option<Uuid>,
    /// The phone a returnee has proven to hold: its index, and the number sealed.
    pub phone_index: Option<[u8; 16]>,
    pub phone: Option<Vec<u8>>,
    pub returnee: Option<Uuid>,
    pub stage: String,
    pub language: String,
    pub made_at: Timestamp,
    pub seen_at: Timestamp,
    pub idle_until_at: Timestamp,
    pub ends_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

record!(Session, "session", keys 1, {
    id: Uuid,
    token: [u8; 32],
    account: Option<Uuid>,
    phone_index: Option<[u8; 16]>,
    phone: Option<Vec<u8>>,
    returnee: Option<Uuid>,
    stage: String,
    language: String,
    made_at: Timestamp,
    seen_at: Timestamp,
    idle_until_at: Timestamp,
    ends_at: Timestamp,
    ended_at: Option<Timestamp>,
});

domain::codes! {
    /// How far somebody has come in signing in.
    Stage {
        /// The password was right; the second factor is still asked.
        Password = "password",
        /// Came in with a temporary password: may only choose one of their own.
        NewPassword = "new-password",
        /// Signed in with a password alone: may only set up the second factor.
        SetUp = "set-up",
        /// The phone is proven, and records belong to it; the birth date is still asked.
        Phone = "phone",
        Full = "full",
    }
}

impl Session {
    pub fn stage(&self) -> Result<Stage, Error> {
        self.stage.parse().map_err(|_| Error::Column("stage".into()))
    }

    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.idle_until_at && now < self.ends_at
    }

    pub fn returnee(&self) -> Option<ReturneeId> {
        self.returnee.map(ReturneeId::from_uuid)
    }
}

/// The phone of a session, sealed: the number itself is needed when its holder registers.
fn phone_place(session: Uuid) -> Place<'static> {
    Place { table: "session", column: "phone", row: session, version: 1 }
}

pub fn seal_phone(keys: &Keys, chance: &dyn Chance, session: Uuid, phone: &Phone) -> Vec<u8> {
    keys.seal(chance, &phone_place(session), phone.as_str().as_bytes())
}

impl Session {
    /// The number that was proven, if any.
    pub fn open_phone(&self, keys: &Keys) -> Option<Phone> {
        let bytes = keys.open_sealed(&phone_place(self.id), self.phone.as_deref()?).ok()?;
        Phone::parse(std::str::from_utf8(&bytes).ok()?).ok()
    }
}

pub async fn session_by_token(tx: &mut Tx, token: [u8; 32]) -> Result<Option<Session>, Error> {
    tx.find("select * from session where token = $1", &[token.into()]).await
}

pub async fn lock_session(tx: &mut Tx, id: Uuid) -> Result<Option<Session>, Error> {
    tx.lock("select * from session where id = $1", &[id.into()]).await
}

/// Sessions of an account that are still open, newest first.
pub async fn sessions_of(tx: &mut Tx, account: Uuid) -> Result<Vec<Session>, Error> {
    let sql =
        "select * from session where account = $1 and ended_at is null order by id desc limit 50";
    tx.list(sql, &[account.into()]).await
}

/// Sessions, open or ended, of whoever has this one: the account, the record, or the phone of somebody without a record.
pub async fn sessions_like(tx: &mut Tx, session: &Session) -> Result<Vec<Uuid>, Error> {
    let (whose, of): (_, Value) = match (session.account, session.returnee, session.phone_index) {
        (Some(account), ..) => ("account = $1", account.into()),
        (None, Some(returnee), _) => ("returnee in ({records})", returnee.into()),
        (None, None, Some(phone)) => ("phone_index = $1 and returnee is null", phone.into()),
        (None, None, None) => return Ok(Vec::new()),
    };
    let sql = format!(
        "select id from session where {whose} and stage = 'full' order by id desc limit 200"
    );
    tx.all(of_all(&sql), &[of]).await?.iter().map(|row| row.at(0)).collect()
}

#[derive(Clone, Debug)]
pub struct ApiToken {
    pub id: Uuid,
    pub token: [u8; 32],
    pub account: Uuid,
    pub name: String,
    pub may_write: bool,
    pub made_at: Timestamp,
    pub ends_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

record!(ApiToken, "api_token", keys 1, {
    id: Uuid,
    token: [u8; 32],
    account: Uuid,
    name: String,
    may_write: bool,
    made_at: Timestamp,
    ends_at: Timestamp,
    ended_at: Option<Timestamp>,
});

pub async fn api_token(tx: &mut Tx, token: [u8; 32]) -> Result<Option<ApiToken>, Error> {
    tx.find("select * from api_token where token = $1", &[token.into()]).await
}

/// Tokens of an account, newest first.
pub async fn tokens_of(tx: &mut Tx, account: Uuid) -> Result<Vec<ApiToken>, Error> {
    let sql = "select * from api_token where account = $1 order by id desc limit 50";
    tx.list(sql, &[account.into()]).await
}

/// Accounts in the order of their logins, behind this one.
pub async fn accounts(tx: &mut Tx, after: Option<Uuid>, n: i64) -> Result<Vec<Account>, Error> {
    let sql = "select * from account where login > coalesce((select login from account where id = $1), '') \
               order by login limit $2";
    tx.list(sql, &[after.into(), n.into()]).await
}

#[derive(Clone, Debug)]
pub struct Challenge {
    pub id: Uuid,
    pub phone_index: [u8; 16],
    pub phone: Vec<u8>,
    pub code: [u8; 32],
    pub n_tries: i64,
    pub made_at: Timestamp,
    pub ends_at: Timestamp,
}

record!(Challenge, "challenge", keys 1, {
    id: Uuid,
    phone_index: [u8; 16],
    phone: Vec<u8>,
    code: [u8; 32],
    n_tries: i64,
    made_at: Timestamp,
    ends_at: Timestamp,
});

pub async fn challenge(tx: &mut Tx, id: Uuid) -> Result<Option<Challenge>, Error> {
    tx.find("select * from challenge where id = $1", &[id.into()]).await
}

pub async fn lock_challenge(tx: &mut Tx, id: Uuid) -> Result<Option<Challenge>, Error> {
    tx.lock("select * from challenge where id = $1", &[id.into()]).await
}

/// Tries counted in a window of time.
#[derive(Clone, Debug)]
pub struct Tally {
    pub bucket: [u8; 16],
    pub window_at: Timestamp,
    pub n_tries: i64,
}

record!(Tally, "tally", keys 1, {
    bucket: [u8; 16],
    window_at: Timestamp,
    n_tries: i64,
});

/// Names of the people who acted, for the pages that show the journal.
pub async fn names(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, (String, Role)>, Error> {
    let mut names = HashMap::new();
    for &id in ids {
        if let Some(account) = account(tx, id).await? {
            let role = account.role()?;
            names.insert(id, (account.name, role));
        }
    }
    Ok(names)
}
