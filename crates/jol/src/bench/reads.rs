//! How long an officer waits for a list, a search and a record, through the whole of the service but the socket.

use std::{
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use axum::{Router, body::Body, http::Request, response::IntoResponse as _};
use domain::access::Role;
use serde::Serialize;
use tower::ServiceExt as _;

use super::usage;
use crate::{
    access::{
        session::{Opening, at_stage},
        store::{self, Session, Stage},
    },
    app::App,
    config::Settings,
    db::{Command, Tx},
    refusal::Refusal,
    sample::{self, Proof},
    web,
};

#[derive(clap::Args)]
pub struct Reads {
    /// Requests of each kind
    #[arg(long, default_value_t = 2_000)]
    requests: usize,

    /// Officers who ask at once
    #[arg(long, default_value_t = 8)]
    officers: usize,

    /// Answer in JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    pub settings: Settings,
}

#[derive(Debug, Serialize)]
struct Waited {
    what: &'static str,
    requests: usize,
    p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
    cpu_ms_each: f64,
}

/// What officers type, cut from the names of the country itself.
struct Words {
    prefixes: Vec<String>,
    numbers: Vec<String>,
    ids: Vec<String>,
}

struct SignIn(Session);

impl Command for SignIn {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert(&self.0).await?)
    }
}

/// The login of the demo's officer.
fn officer(app: &App) -> anyhow::Result<&'static str> {
    let mut ways = sample::sign_ins(&app.cell).into_iter();
    let login = ways.find_map(|one| match one.with {
        Proof::Password { login, .. } if one.role == Role::Officer => Some(login),
        _ => None,
    });
    login.context("the demo has no officer")
}

/// A cookie of somebody in the demo, as if signed in.
pub(super) async fn sign_in(app: &App, login: &str) -> anyhow::Result<String> {
    let account = store::account_by_login(&mut app.db.read().await?, login).await?;
    let account = account.context("this is not a filled demo cell")?;
    let opening = Opening::new(app, account.language());
    let session = at_stage(&opening.for_account(account.id), Stage::Full);
    app.db.run(SignIn(session)).await?;
    let mut response = ().into_response();
    opening.hand_over(app, &mut response);
    let cookie = response.headers().get("set-cookie").context("no cookie")?.to_str()?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

async fn words(app: &App) -> anyhow::Result<Words> {
    let mut tx = app.db.read().await?;
    let sql = "select surname, number, id from returnee
               where erased_at is null and sensitivity = 0
                 and above_1 = (select above_1 from office where code = 'osh')
               order by phone_index limit 400";
    let rows = tx.all(sql, &[]).await?;
    ensure!(rows.len() >= 100, "there are too few people to measure with");
    let mut words = Words { prefixes: Vec::new(), numbers: Vec::new(), ids: Vec::new() };
    for row in rows {
        let (surname, number): (String, String) = (row.at(0)?, row.at(1)?);
        words.prefixes.push(surname.chars().take(4).collect());
        words.numbers.push(number);
        words.ids.push(row.at::<uuid::Uuid>(2)?.to_string());
    }
    Ok(words)
}

pub async fn run(reads: Reads, app: &App, out: &mut dyn Write) -> anyhow::Result<()> {
    let router = web::router(app.clone());
    let cookie = sign_in(app, officer(app)?).await?;
    let words = words(app).await?;
    let mut exact = Vec::new();
    for number in &words.numbers {
        exact.push(web_position(app, &cookie, number, router.clone()).await?);
    }
    let mut prefix = Vec::new();
    for letters in &words.prefixes {
        prefix.push(web_position(app, &cookie, letters, router.clone()).await?);
    }
    let records = words.ids.iter().map(|id| format!("/returnees/{id}")).collect();
    let kinds = [
        ("list", vec!["/returnees".to_owned()]),
        ("exact search", exact),
        ("prefix search", prefix),
        ("record", records),
    ];
    let mut all = Vec::new();
    for (what, paths) in kinds {
        all.push(measure(&reads, &router, &cookie, what, paths).await?);
    }
    if reads.json {
        writeln!(out, "{}", serde_json::to_string(&all)?)?;
        return Ok(());
    }
    writeln!(
        out,
        "{:<14} {:>9} {:>9} {:>9} {:>12}",
        "", "p50 ms", "p95 ms", "p99 ms", "CPU ms each"
    )?;
    for Waited { what, p50_ms, p95_ms, p99_ms, cpu_ms_each, .. } in &all {
        writeln!(out, "{what:<14} {p50_ms:>9.1} {p95_ms:>9.1} {p99_ms:>9.1} {cpu_ms_each:>12.2}")?;
    }
    writeln!(
        out,
        "{} officers at once; peak memory {:.0} MB",
        reads.officers,
        usage::peak_megabytes()
    )?;
    Ok(())
}

/// The address a search leads to.
async fn web_position(
    app: &App,
    cookie: &str,
    wanted: &str,
    router: Router,
) -> anyhow::Result<String> {
    let session = session_of(app, cookie).await?;
    let visitor_form = web::form::fields_for(app, session);
    let wanted = percent_encoding::utf8_percent_encode(wanted, percent_encoding::NON_ALPHANUMERIC);
    let request = Request::post("/returnees/search")
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("{visitor_form}&wanted={wanted}")))?;
    let response = router.oneshot(request).await?;
    let location = response.headers().get("location").context("the search led nowhere")?;
    Ok(location.to_str()?.to_owned())
}

async fn session_of(app: &App, cookie: &str) -> anyhow::Result<uuid::Uuid> {
    let token = cookie.split_once('=').map_or("", |(_, token)| token);
    let digest = crate::vault::token::token_digest(token).context("no token")?;
    let session = store::session_by_token(&mut app.db.read().await?, digest).await?;
    Ok(session.context("no session")?.id)
}

async fn measure(
    reads: &Reads,
    router: &Router,
    cookie: &str,
    what: &'static str,
    paths: Vec<String>,
) -> anyhow::Result<Waited> {
    let next = Arc::new(AtomicUsize::new(0));
    let (n, paths) = (reads.requests, Arc::new(paths));
    let began = usage::cpu_seconds();
    let officers: Vec<_> = (0..reads.officers)
        .map(|_| {
            let (router, cookie) = (router.clone(), cookie.to_owned());
            let (next, paths) = (next.clone(), paths.clone());
            tokio::spawn(async move {
                let mut waited = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= n {
                        return Ok(waited);
                    }
                    let path = &paths[at % paths.len()];
                    let request =
                        Request::get(path).header("cookie", &cookie).body(Body::empty())?;
                    let start = Instant::now();
                    let response = router.clone().oneshot(request).await?;
                    ensure!(response.status().is_success(), "{path}: {}", response.status());
                    axum::body::to_bytes(response.into_body(), usize::MAX).await?;
                    waited.push(start.elapsed());
                }
            })
        })
        .collect();
    let mut waited: Vec<Duration> = Vec::new();
    for officer in officers {
        waited.extend(officer.await??);
    }
    let cpu_ms_each = (usage::cpu_seconds() - began) * 1e3 / n as f64;
    waited.sort_unstable();
    let at = |share: f64| {
        let place = ((waited.len() as f64 * share) as usize).min(waited.len().saturating_sub(1));
        waited.get(place).map_or(0.0, |wait| wait.as_secs_f64() * 1e3)
    };
    Ok(Waited {
        what,
        requests: n,
        p50_ms: at(0.5),
        p95_ms: at(0.95),
        p99_ms: at(0.99),
        cpu_ms_each,
    })
}
