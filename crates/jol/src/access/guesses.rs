//! How often a password or a code may be guessed, and why that locks nobody out.
//!
//! A try is counted for the account *together with* where it comes from. A browser that signed in to an account
//! before holds proof of it and has a count of its own, so that neither a stranger elsewhere nor one in the same network
//! can use it up. Nothing is counted for an account alone, except where the first secret was known already.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::{
    app::App,
    refusal::Refusal,
    vault::keys::TagUse,
    web::{
        limit::{Forget, Try, bucket},
        visitor::{self, Visitor},
    },
};

const QUARTER: SignedDuration = SignedDuration::from_mins(15);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// One count a try adds to.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    bucket: [u8; 16],
    most: i64,
    window: SignedDuration,
}

fn count(purpose: &str, parts: &[&[u8]], most: i64, window: SignedDuration) -> Count {
    Count { bucket: bucket(purpose, parts), most, window }
}

/// A password for a login, known or not: both are counted alike.
pub fn of_password(app: &App, visitor: &Visitor, login: &str, account: Option<Uuid>) -> Vec<Count> {
    let login = login.as_bytes();
    match Device::that_knows(app, visitor, account.as_ref().map(|id| id.as_bytes().as_slice())) {
        Some(device) => vec![count("password device", &[login, device.id.as_bytes()], 10, QUARTER)],
        None => {
            let network = visitor.network();
            vec![
                count("password network", &[&network], 100, QUARTER),
                count("password login", &[login, &network], 10, QUARTER),
            ]
        }
    }
}

/// A second factor. Whoever tries it knows the password, so here strangers share one count as well.
pub fn of_second(app: &App, visitor: &Visitor, account: Uuid) -> Vec<Count> {
    let account = account.as_bytes().as_slice();
    match Device::that_knows(app, visitor, Some(account)) {
        Some(device) => vec![count("second device", &[account, device.id.as_bytes()], 10, QUARTER)],
        None => vec![
            count("second network", &[account, &visitor.network()], 10, QUARTER),
            count("second strangers", &[account], 60, QUARTER),
        ],
    }
}

/// Counts a code that is asked for a phone. Each is a message that costs money and disturbs somebody. Seconds to wait when
/// there were too many.
pub async fn counted_code(
    app: &App,
    visitor: &Visitor,
    phone_index: &[u8; 16],
) -> Result<Option<u64>, Refusal> {
    if let Some(device) = Device::that_knows(app, visitor, Some(phone_index)) {
        let parts: [&[u8]; 2] = [phone_index, device.id.as_bytes()];
        let counts =
            [count("code device", &parts, 3, QUARTER), count("code device day", &parts, 20, DAY)];
        return counted(app, &counts).await;
    }
    let network = visitor.network();
    let here: [&[u8]; 2] = [phone_index, &network];
    let counts = [
        count("code network", &[&network], 60, QUARTER),
        count("code phone", &here, 3, QUARTER),
        count("code phone network day", &here, 8, DAY),
    ];
    if let Some(seconds) = counted(app, &counts).await? {
        return Ok(Some(seconds));
    }
    // The first code of each network has a count of its own: strangers in a few places may use up the others, and the
    // owner with a new telephone still gets one.
    let is_first = wait(app, &count("code phone network first", &here, 1, DAY)).await? == 0;
    let of_day = match is_first {
        true => count("code phone firsts", &[phone_index], 40, DAY),
        false => count("code phone day", &[phone_index], 20, DAY),
    };
    counted(app, &[of_day]).await
}

/// Wrong birth dates for a phone. The holder of a number that changed hands could otherwise try all days of a life.
pub fn of_birth_date(phone_index: &[u8; 16]) -> Count {
    count("birth date", &[phone_index], 5, DAY)
}

impl Count {
    pub const fn bucket(&self) -> [u8; 16] {
        self.bucket
    }

    pub const fn most(&self) -> i64 {
        self.most
    }

    pub const fn window(&self) -> SignedDuration {
        self.window
    }
}

/// Counts a try before it is made. Seconds to wait when there were too many.
pub async fn counted(app: &App, counts: &[Count]) -> Result<Option<u64>, Refusal> {
    for count in counts {
        let wait = wait(app, count).await?;
        if wait > 0 {
            app.metrics.count("guess_refused");
            return Ok(Some(wait));
        }
    }
    Ok(None)
}

async fn wait(app: &App, count: &Count) -> Result<u64, Refusal> {
    let Count { bucket, most, window } = *count;
    app.db.run(Try { bucket, most, window, now: app.now() }).await
}

/// After a success the tries of this account from this place are forgotten; those of the whole network are not.
pub async fn forget(app: &App, counts: &[Count]) -> Result<(), Refusal> {
    match counts.last() {
        Some(last) => app.db.run(Forget(last.bucket)).await,
        None => Ok(()),
    }
}

/// A browser, with proof of what it signed in to before: accounts, or phones. It lives in a cookie alone.
#[derive(Clone, Debug)]
pub struct Device {
    id: Uuid,
    /// Newest first.
    proofs: Vec<String>,
}

/// More people than share one browser on a day.
const MOST_PROOFS: usize = 8;

impl Device {
    fn read(visitor: &Visitor) -> Option<Self> {
        let mut parts = visitor.device.as_deref()?.split('.');
        let id = parts.next()?.parse().ok()?;
        Some(Self { id, proofs: parts.take(MOST_PROOFS).map(str::to_owned).collect() })
    }

    fn that_knows(app: &App, visitor: &Visitor, subject: Option<&[u8]>) -> Option<Self> {
        let device = Self::read(visitor)?;
        device.has_proof_of(app, subject?).then_some(device)
    }

    fn has_proof_of(&self, app: &App, subject: &[u8]) -> bool {
        self.proofs.iter().any(|proof| {
            BASE64_URL_SAFE_NO_PAD.decode(proof).is_ok_and(|proof| {
                app.keys.is_tag_of(TagUse::Session, &self.parts(subject), &proof)
            })
        })
    }

    fn parts<'a>(&'a self, subject: &'a [u8]) -> [&'a [u8]; 3] {
        [b"device", self.id.as_bytes(), subject]
    }

    /// The cookie of a browser that has just signed in to this account or with this phone.
    pub fn cookie(app: &App, visitor: &Visitor, subject: &[u8]) -> String {
        let mut device =
            Self::read(visitor).unwrap_or_else(|| Self { id: app.new_id(), proofs: Vec::new() });
        if !device.has_proof_of(app, subject) {
            let tag = app.keys.tag(TagUse::Session, &device.parts(subject));
            device.proofs.insert(0, BASE64_URL_SAFE_NO_PAD.encode(tag));
            device.proofs.truncate(MOST_PROOFS);
        }
        let value = std::iter::once(device.id.to_string()).chain(device.proofs);
        let value = value.collect::<Vec<_>>().join(".");
        visitor::set_cookie(app, visitor::DEVICE, &value, Some(365 * 24 * 60 * 60))
    }
}
