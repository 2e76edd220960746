//! A program of a partner: it holds a token and speaks JSON.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use domain::access::Role;
use jol::{
    access::store::{Account, ApiToken, Office},
    app::{App, HandClock},
    db::{Command, Tx},
    refusal::Refusal,
    vault::token::Token,
};
use serde_json::Value;
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::testkit::TestCell;

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The rules that were broken, each with its place.
    pub fn errors(&self) -> Vec<(String, String)> {
        let text = |error: &Value, name: &str| error[name].as_str().unwrap().to_owned();
        let errors = self.body["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| (text(error, "pointer"), text(error, "code"))).collect()
    }
}

#[derive(Clone)]
pub struct Program {
    router: Router,
    bearer: String,
    app: App,
    clock: Arc<HandClock>,
}

struct Make(Office, Account, ApiToken);

impl Command for Make {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.insert_new(&self.0).await?;
        tx.insert(&self.1).await?;
        Ok(tx.insert(&self.2).await?)
    }
}

/// Names of the offices that tests know, with the territory each looks after.
const OFFICES: [(&str, i64, Option<&str>); 3] =
    [("country", 0, None), ("chuy", 1, Some("41708000000000")), ("osh", 1, Some("41706000000000"))];

fn office(code: &str) -> Office {
    let at = OFFICES.iter().position(|office| office.0 == code).unwrap();
    let (code, depth, territory) = OFFICES[at];
    let id = Uuid::from_u128(100 + at as u128);
    let name = || code.to_owned();
    Office {
        id,
        code: name(),
        depth,
        above_1: (depth == 1).then_some(id),
        above_2: None,
        above_3: None,
        territory: territory.map(str::to_owned),
        name_ky: name(),
        name_ru: name(),
        name_uz: name(),
        name_en: name(),
    }
}

impl Program {
    /// A program of an account with this role at this office.
    pub async fn at(cell: &TestCell, role: Role, office_code: &str) -> Self {
        Self::with(cell, role, office_code, true).await
    }

    pub async fn with(cell: &TestCell, role: Role, office_code: &str, may_write: bool) -> Self {
        let app = cell.app.clone();
        let token = Token::random(&*app.chance);
        let (now, office, id) = (app.now(), office(office_code), app.new_id());
        let account = Account {
            id,
            login: id.to_string(),
            role: role.code().into(),
            office: Some(office.id),
            ..Account::new_blank(now)
        };
        let row = ApiToken {
            id: app.new_id(),
            token: token.digest,
            account: id,
            name: "test".into(),
            may_write,
            made_at: now,
            ends_at: now + jiff::SignedDuration::from_hours(24),
            ended_at: None,
        };
        app.db.run(Make(office, account, row)).await.unwrap();
        Self {
            router: cell.router.clone(),
            bearer: format!("Bearer {}", *token.text),
            app,
            clock: cell.clock.clone(),
        }
    }

    /// Sends bytes as they are.
    pub async fn raw(
        &self,
        method: &str,
        path: &str,
        lines: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Reply {
        // Ids sort by the millisecond, so time goes on a little.
        self.clock.set(self.app.now() + jiff::SignedDuration::from_millis(1));
        let mut request = Request::builder().method(method).uri(path);
        if !lines.iter().any(|(name, _)| *name == "authorization") {
            request = request.header("authorization", &self.bearer);
        }
        for (name, value) in lines {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = match bytes.is_empty() {
            true => Value::Null,
            false => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                panic!("{method} {path}: {error}: {}", String::from_utf8_lossy(&bytes))
            }),
        };
        Reply { status, headers, body }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.raw("GET", path, &[], Body::empty()).await
    }

    /// Posts with a key of its own.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.post_once(path, self.app.new_id(), body).await
    }

    pub async fn post_once(&self, path: &str, key: Uuid, body: &Value) -> Reply {
        let key = key.to_string();
        let lines = [("content-type", "application/json"), ("idempotency-key", &*key)];
        self.raw("POST", path, &lines, body.to_string()).await
    }

    pub async fn patch(&self, path: &str, tag: &str, body: &Value) -> Reply {
        let lines = [("content-type", "application/merge-patch+json"), ("if-match", tag)];
        self.raw("PATCH", path, &lines, body.to_string()).await
    }
}
