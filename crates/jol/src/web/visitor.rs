//! Who is at the other end of a request: which browser or program, signed in as whom, in which language.
//!
//! The session is read from the store with every request, so ending one takes effect at once.

use std::net::{IpAddr, Ipv4Addr};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Actor, Role, Seat},
    id::{OfficeId, OrganisationId, ReturneeId},
    language::Language,
};
use jiff::SignedDuration;
use uuid::Uuid;

use super::{limit, server::ClientAddr};
use crate::{
    access::{
        commands::SetLanguage,
        store::{ApiToken, Session, Stage},
    },
    app::App,
    db::{Command, Error, Grows, Record as _, Row, Tx},
    refusal::Refusal,
    vault::token::token_digest,
    words::{self, Tongue},
};

/// A browser or a program, known as far as it has shown itself.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub tongue: Tongue,
    /// Whether the language was chosen in this browser. Until then it is that of whoever is signed in.
    pub chose_language: bool,
    pub address: IpAddr,
    /// The open session of a browser, at whatever stage.
    pub session: Option<Session>,
    /// The token of a program.
    pub token: Option<ApiToken>,
    /// Whoever is fully signed in.
    pub actor: Option<Actor>,
    /// Name and login, for the header of pages.
    pub name: Option<String>,
    pub device: Option<String>,
    /// The page that was asked for, with its query: where to come back to.
    pub path: String,
}

impl Visitor {
    pub fn actor(&self) -> Result<Actor, Refusal> {
        self.actor.ok_or(Refusal::SignInFirst)
    }

    pub fn session(&self) -> Result<&Session, Refusal> {
        self.session.as_ref().ok_or(Refusal::SignInFirst)
    }

    pub fn language(&self) -> Language {
        self.tongue.language()
    }

    pub fn network(&self) -> Vec<u8> {
        limit::network(self.address)
    }

    /// What a form belongs to: the session, or nobody yet.
    pub fn form_owner(&self) -> [u8; 16] {
        self.session.as_ref().map_or([0; 16], |session| *session.id.as_bytes())
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Refusal> {
        let known = parts.extensions.get::<Visitor>().cloned();
        known.ok_or_else(|| Refusal::Ours(anyhow::anyhow!("the visitor was not looked up")))
    }
}

/// The name of a cookie. `__Host-` keeps other sites of the same domain from setting it.
fn cookie_name(app: &App, name: &str) -> String {
    if app.settings.https { format!("__Host-{name}") } else { name.to_owned() }
}

pub const SESSION: &str = "jol";
pub const LANGUAGE: &str = "jol-language";
/// Proof that this browser signed in to an account before.
pub const DEVICE: &str = "jol-device";

pub fn cookie<'h>(app: &App, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let wanted = cookie_name(app, name);
    let cookies = headers.get_all(header::COOKIE).iter();
    cookies.filter_map(|value| value.to_str().ok()).flat_map(|line| line.split(';')).find_map(
        |pair| {
            let (found, value) = pair.trim().split_once('=')?;
            (found == wanted).then_some(value)
        },
    )
}

/// A header line that sets a cookie; with no seconds it ends with the browser.
pub fn set_cookie(app: &App, name: &str, value: &str, seconds: Option<i64>) -> String {
    let mut line = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax", cookie_name(app, name));
    if app.settings.https {
        line.push_str("; Secure");
    }
    if let Some(seconds) = seconds {
        line.push_str(&format!("; Max-Age={seconds}"));
    }
    line
}

/// Looks up the visitor and hands the request on. A link with `lang=` changes the language and comes back.
pub async fn look_up(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let is_api = super::api::is_api(request.uri().path());
    let mut known = unknown(&app, &request);
    let recognised = recognise(&app, &mut known, request.headers(), is_api).await;
    if request.method() == Method::GET
        && !is_api
        && let Some(language) = asked_language(request.uri().query())
    {
        keep_language(&app, &known, language, request.headers()).await;
        let back = without_language(request.uri().path(), request.uri().query());
        let year = 365 * 24 * 60 * 60;
        let cookie = set_cookie(&app, LANGUAGE, language.code(), Some(year));
        return ([(header::SET_COOKIE, cookie)], Redirect::to(&back)).into_response();
    }
    let response = match recognised {
        Ok(()) => {
            request.extensions_mut().insert(known.clone());
            // For the guard of the address.
            request.extensions_mut().insert(app.clone());
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    };
    super::refuse::tell(&app, &known, is_api, response)
}

/// What somebody chooses while signed in is their account's language from then on, for their next device. A returnee's is
/// an answer in the record, and changed there.
async fn keep_language(app: &App, visitor: &Visitor, language: Language, headers: &HeaderMap) {
    let account = visitor.session.as_ref().and_then(|session| session.account);
    let (Some(account), Some(actor)) = (account, visitor.actor) else { return };
    // A link on another site may change what is shown, as it always could, and no more.
    if super::form::comes_from_here(headers).is_err() {
        return;
    }
    let set = SetLanguage { app: app.clone(), act: app.act(actor), account, language };
    // The browser shows it all the same.
    if let Err(refusal) = app.db.run(set).await {
        tracing::warn!("Could not keep a language: {refusal}");
    }
}

fn asked_language(query: Option<&str>) -> Option<Language> {
    query?.split('&').find_map(|pair| pair.strip_prefix("lang="))?.parse().ok()
}

fn without_language(path: &str, query: Option<&str>) -> String {
    let rest: Vec<&str> =
        query.unwrap_or_default().split('&').filter(|pair| !pair.starts_with("lang=")).collect();
    // Two slashes at the start would lead to another site, and a browser reads a backslash as one.
    let path = format!("/{}", path.trim_start_matches(['/', '\\']));
    let rest: Vec<&str> = rest.into_iter().filter(|pair| !pair.is_empty()).collect();
    if rest.is_empty() { path } else { format!("{path}?{}", rest.join("&")) }
}

/// What is known of a visitor before the store is asked.
fn unknown(app: &App, request: &Request) -> Visitor {
    let headers = request.headers();
    let is_api = super::api::is_api(request.uri().path());
    let chosen = cookie(app, headers, LANGUAGE).and_then(|code| code.parse::<Language>().ok());
    let preferred = headers
        .get(header::ACCEPT_LANGUAGE)
        .filter(|_| is_api)
        .and_then(|value| Language::from_accept_language(value.to_str().ok()?));
    let address = request.extensions().get::<ClientAddr>();
    Visitor {
        tongue: words::in_language(chosen.or(preferred).unwrap_or_default()),
        chose_language: chosen.is_some(),
        address: address.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |address| address.0),
        session: None,
        token: None,
        actor: None,
        name: None,
        device: cookie(app, headers, DEVICE).map(str::to_owned),
        path: request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned(),
    }
}

async fn recognise(
    app: &App,
    visitor: &mut Visitor,
    headers: &HeaderMap,
    is_api: bool,
) -> Result<(), Refusal> {
    // A browser's cookie counts for pages only and a token for the API only, so neither can be lured into the other.
    if is_api {
        if let Some(digest) = bearer(headers) {
            by_token(app, visitor, digest).await?;
        }
    } else if let Some(digest) = cookie(app, headers, SESSION).and_then(token_digest) {
        by_session(app, visitor, digest).await?;
    }
    Ok(())
}

fn bearer(headers: &HeaderMap) -> Option<[u8; 32]> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token_digest(token.trim()))?
}

/// The account's side of a session or a token: who acts, unless they are blocked.
fn actor(row: &Row) -> Result<Option<Actor>, Error> {
    let Some(id) = row.get::<Option<Uuid>>("account")? else { return Ok(None) };
    let role: Option<String> = row.get("role")?;
    let blocked: Option<i64> = row.get("blocked_at")?;
    let (Some(role), None) = (role.and_then(|role| role.parse::<Role>().ok()), blocked) else {
        return Ok(None);
    };
    if let Some(organisation) = row.get::<Option<Uuid>>("organisation")? {
        let seat = Seat::Organisation(OrganisationId::from_uuid(organisation));
        return Ok(Some(Actor { id, role, seat }));
    }
    let seat = match (row.get::<Option<Uuid>>("office")?, row.get::<Option<i64>>("depth")?) {
        (Some(office), Some(depth)) => Seat::Office {
            depth: usize::try_from(depth).unwrap_or(usize::MAX),
            office: OfficeId::from_uuid(office),
        },
        _ => Seat::Outside,
    };
    Ok(Some(Actor { id, role, seat }))
}

/// Takes in whose session this is, if it is open.
pub async fn by_session(app: &App, visitor: &mut Visitor, digest: [u8; 32]) -> Result<(), Refusal> {
    let now = app.now();
    let row = {
        let mut tx = app.db.read().await?;
        tx.by_key(include_str!("queries/session.sql"), &[digest.into()]).await?
    };
    let Some(row) = row else { return Ok(()) };
    let session = Session::from_row(&row)?;
    if !session.holds_at(now) {
        return Ok(());
    }
    let full = session.stage()? == Stage::Full;
    if session.account.is_some() {
        let actor = actor(&row)?;
        // A blocked account has no session, at whatever stage.
        if actor.is_none() {
            return Ok(());
        }
        visitor.actor = actor.filter(|_| full);
        visitor.name = row.get("name")?;
    } else if full {
        let seat = session.returnee().map_or(Seat::Outside, Seat::Own);
        let id = session.returnee.unwrap_or(session.id);
        visitor.actor = Some(Actor { id, role: Role::Returnee, seat });
    }
    let own: Option<String> = row.get("own_language")?;
    if let Some(own) = own.filter(|_| full && !visitor.chose_language) {
        visitor.tongue = words::in_language(own.parse().unwrap_or_default());
    }
    if now.duration_since(session.seen_at) > SignedDuration::from_mins(1) {
        // The page is worth more than the note that it was opened.
        if let Err(refusal) = app.db.run(Seen { id: session.id, now }).await {
            tracing::warn!("Could not extend a session: {refusal}");
        }
    }
    visitor.session = Some(session);
    Ok(())
}

/// Who acts in the session of a page now. An answer that takes its time asks again, so that blocking an account, signing
/// out and a new password end it too.
pub async fn acting_now(app: &App, visitor: &Visitor) -> Result<Actor, Refusal> {
    let digest = visitor.session()?.token;
    let mut now = Visitor { session: None, actor: None, ..visitor.clone() };
    by_session(app, &mut now, digest).await?;
    now.actor()
}

async fn by_token(app: &App, visitor: &mut Visitor, digest: [u8; 32]) -> Result<(), Refusal> {
    let row = {
        let mut tx = app.db.read().await?;
        tx.by_key(include_str!("queries/api_token.sql"), &[digest.into()]).await?
    };
    let Some(row) = row else { return Ok(()) };
    let token = ApiToken::from_row(&row)?;
    if token.ended_at.is_none() && app.now() < token.ends_at {
        visitor.actor = actor(&row)?;
        visitor.token = Some(token);
    }
    Ok(())
}

/// How long a session lasts unused.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);

struct Seen {
    id: Uuid,
    now: jiff::Timestamp,
}

impl Command for Seen {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        if let Some(session) = crate::access::store::lock_session(tx, self.id).await? {
            let idle_until_at = self.now + IDLE;
            tx.update(&Session { seen_at: self.now, idle_until_at, ..session }).await?;
        }
        Ok(())
    }
}

/// The record of a signed-in returnee.
pub fn own_record(actor: &Actor) -> Result<ReturneeId, Refusal> {
    match actor.seat {
        Seat::Own(id) => Ok(id),
        _ => Err(Refusal::NotFound),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_language_comes_back_to_the_same_page_and_no_other_site() {
        let cases = [
            ("/returnees", Some("lang=ru"), "/returnees"),
            ("/returnees", Some("q=1&lang=ru&after=x"), "/returnees?q=1&after=x"),
            ("//evil.example", Some("lang=ru"), "/evil.example"),
            ("/\\evil.example", Some("lang=ru"), "/evil.example"),
        ];
        for (path, query, expected) in cases {
            assert_eq!(without_language(path, query), expected, "{path} {query:?}");
        }
        assert_eq!(asked_language(Some("q=1&lang=uz")), Some(Language::Uz));
        assert_eq!(asked_language(Some("lang=xx")), None);
    }
}
