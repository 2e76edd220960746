//! How long an officer waits for the pages of a day, through the whole of the service but the socket.

use std::{
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
    response::IntoResponse as _,
};
use domain::{
    access::{Actor, Purpose, Role, Seat},
    id::{OfficeId, ReturneeId},
    language::Language,
    returnee::{Channel, Number, Typed, Who},
};
use jiff::civil::Date;
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
    returnee::{bulk::RegisterAll, registration::Register},
    sample::{self, Proof},
    vault::chance,
    web,
    work::{self, Work},
};

/// Officers who ask for pages.
#[derive(clap::Args)]
pub(super) struct Crowd {
    /// Requests of each kind
    #[arg(long, default_value_t = 2_000)]
    pub(super) requests: usize,

    /// Officers who ask at once
    #[arg(long, default_value_t = 8)]
    pub(super) officers: usize,

    /// Milliseconds an officer looks at a page before asking for the next one
    #[arg(long, default_value_t = 0)]
    pub(super) pause_ms: u64,
}

#[derive(clap::Args)]
pub struct Reads {
    #[command(flatten)]
    crowd: Crowd,

    /// People another agency sends each second meanwhile, a hundred in a request
    #[arg(long, default_value_t = 0)]
    pub(super) imports: u64,

    /// Answer in JSON
    #[arg(long)]
    pub(super) json: bool,

    #[command(flatten)]
    pub settings: Settings,
}

#[derive(Debug, Serialize)]
pub(super) struct Waited {
    pub(super) what: &'static str,
    pub(super) requests: usize,
    pub(super) p50_ms: f64,
    pub(super) p95_ms: f64,
    pub(super) p99_ms: f64,
    pub(super) cpu_ms_each: f64,
}

/// What officers type, cut from the names of the country itself.
#[derive(Default)]
pub(super) struct Words {
    prefixes: Vec<String>,
    numbers: Vec<String>,
    pub(super) ids: Vec<String>,
    /// Forms half filled in: name, birth date and place.
    told: Vec<String>,
}

/// An address, and the form that is sent to it.
pub(super) type Asked = (String, Option<String>);

struct SignIn(Session);

impl Command for SignIn {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert(&self.0).await?)
    }
}

/// The login of the demo's officer.
pub(super) fn officer(app: &App) -> anyhow::Result<&'static str> {
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

pub(super) async fn words(app: &App) -> anyhow::Result<Words> {
    let mut tx = app.db.read().await?;
    let sql = "select surname, number, id, given, birth_on, territory from returnee
               where erased_at is null and sensitivity = 0
                 and above_1 = (select above_1 from office where code = 'osh')
               order by phone_index limit 400";
    let rows = tx.all(sql, &[]).await?;
    ensure!(rows.len() >= 100, "there are too few people to measure with");
    let mut words = Words::default();
    for row in rows {
        let (surname, number): (String, String) = (row.at(0)?, row.at(1)?);
        words.prefixes.push(surname.chars().take(4).collect());
        words.numbers.push(number);
        words.ids.push(row.at::<uuid::Uuid>(2)?.to_string());
        let (given, born): (String, Option<Date>) = (row.at(3)?, row.at(4)?);
        let (born, place): (_, Option<String>) =
            (born.map(|day| day.to_string()).unwrap_or_default(), row.at(5)?);
        let fields = [
            ("surname", surname.as_str()),
            ("given", &given),
            ("birth_on", &born),
            ("territory", place.as_deref().unwrap_or_default()),
        ];
        let encoded =
            |text| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC);
        words.told.push(fields.map(|(name, text)| format!("&{name}={}", encoded(text))).concat());
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
    let of_people =
        |end: &str| words.ids.iter().map(|id| format!("/returnees/{id}{end}")).collect::<Vec<_>>();
    let started = Instant::now();
    app.likeness.follow(app).await?;
    let (in_memory, made_in) = (usage::peak_megabytes(), started.elapsed());
    let session = session_of(app, &cookie).await?;
    let likely: Vec<Asked> = words
        .told
        .iter()
        .map(|told| {
            let form = web::form::fields_for(app, session);
            ("/returnees/likely".to_owned(), Some(form + told))
        })
        .collect();
    let kinds = [
        ("list", vec!["/returnees".to_owned()]),
        ("exact search", exact),
        ("prefix search", prefix),
        ("record", of_people("")),
        ("the day", vec!["/day".to_owned()]),
        ("road", of_people("/road")),
        ("work that fits", of_people("/matches")),
        ("indicators", vec!["/indicators".to_owned()]),
    ];
    let mut all = Vec::new();
    // What comes in is taken up in the background, as in a service.
    let work = (reads.imports > 0).then(|| Work::start(app, work::handlers()));
    let importing = (reads.imports > 0).then(|| tokio::spawn(import(app.clone(), reads.imports)));
    for (what, paths) in kinds {
        let asked = paths.into_iter().map(|path| (path, None)).collect();
        all.push(measure(&reads.crowd, &router, &cookie, what, asked).await?);
    }
    all.push(measure(&reads.crowd, &router, &cookie, "likely", likely).await?);
    if let Some(importing) = importing {
        ensure!(!importing.is_finished(), "the import ended early: {:?}", importing.await?);
        importing.abort();
    }
    if let Some(work) = work {
        work.stop(app).await;
    }
    if reads.json {
        writeln!(out, "{}", serde_json::to_string(&all)?)?;
        return Ok(());
    }
    writeln!(
        out,
        "{:<15} {:>9} {:>9} {:>9} {:>12}",
        "", "p50 ms", "p95 ms", "p99 ms", "CPU ms each"
    )?;
    for Waited { what, p50_ms, p95_ms, p99_ms, cpu_ms_each, .. } in &all {
        writeln!(out, "{what:<15} {p50_ms:>9.1} {p95_ms:>9.1} {p99_ms:>9.1} {cpu_ms_each:>12.2}")?;
    }
    writeln!(
        out,
        "{} officers at once, {} ms between two pages, {} people imported a second; peak memory {:.0} MB",
        reads.crowd.officers,
        reads.crowd.pause_ms,
        reads.imports,
        usage::peak_megabytes()
    )?;
    writeln!(
        out,
        "Everybody in memory to be compared after {:.1} s, peak memory then {in_memory:.0} MB",
        made_in.as_secs_f64()
    )?;
    Ok(())
}

/// Registers people as another agency's program does, a hundred at a time, until it is stopped.
async fn import(app: App, per_second: u64) -> anyhow::Result<()> {
    const TOGETHER: u64 = 100;
    let office = OfficeId::from_uuid(uuid::Uuid::nil());
    let actor = Actor {
        id: uuid::Uuid::nil(),
        role: Role::Partner,
        seat: Seat::Office { depth: 0, office },
    };
    let mut beat =
        tokio::time::interval(Duration::from_secs(1) * TOGETHER as u32 / per_second.max(1) as u32);
    loop {
        beat.tick().await;
        let rows = (0..TOGETHER).map(|_| someone(&app, actor)).collect::<anyhow::Result<_>>()?;
        let act = app.act(actor);
        app.db.run(RegisterAll::new(app.clone(), act, rows, false)).await?;
    }
}

fn someone(app: &App, actor: Actor) -> anyhow::Result<Register> {
    let letters = chance::random::<6>(&*app.chance).map(|byte| char::from(b'a' + byte % 26));
    let surname = String::from_iter(letters);
    let typed = Typed {
        surname: format!("T{surname}ov"),
        given: "Asan".into(),
        territory: "41706226000000".into(),
        ..Typed::default()
    };
    let details = typed.read(Who::Agency, app.today());
    Ok(Register {
        app: app.clone(),
        act: app.act(actor),
        id: ReturneeId::from_uuid(app.new_id()),
        number: Number::from_chance(chance::random(&*app.chance)),
        details: details.map_err(|faults| anyhow::anyhow!("{faults:?}"))?,
        consents: vec![Purpose::Registration],
        channel: Channel::Api,
        language: Language::Ky,
        session: None,
        rows: None,
    })
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

pub(super) async fn measure(
    crowd: &Crowd,
    router: &Router,
    cookie: &str,
    what: &'static str,
    paths: Vec<Asked>,
) -> anyhow::Result<Waited> {
    let next = Arc::new(AtomicUsize::new(0));
    let (n, paths) = (crowd.requests, Arc::new(paths));
    let began = usage::cpu_seconds();
    let officers: Vec<_> = (0..crowd.officers)
        .map(|officer| {
            // They do not all ask in the same moment.
            let pause = Duration::from_millis(crowd.pause_ms);
            let before = pause * officer as u32 / crowd.officers as u32;
            let (router, cookie) = (router.clone(), cookie.to_owned());
            let (next, paths) = (next.clone(), paths.clone());
            tokio::spawn(async move {
                let mut waited = Vec::new();
                tokio::time::sleep(before).await;
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= n {
                        return Ok(waited);
                    }
                    let (path, form) = &paths[at % paths.len()];
                    let request = match form {
                        None => Request::get(path).body(Body::empty())?,
                        Some(form) => Request::post(path)
                            .header("content-type", "application/x-www-form-urlencoded")
                            .body(Body::from(form.clone()))?,
                    };
                    let (mut parts, body) = request.into_parts();
                    parts.headers.insert("cookie", cookie.parse()?);
                    let request = Request::from_parts(parts, body);
                    let start = Instant::now();
                    let response = router.clone().oneshot(request).await?;
                    // Whoever was joined to another record meanwhile is found there.
                    let status = response.status();
                    let is_moved = status == StatusCode::PERMANENT_REDIRECT;
                    ensure!(status.is_success() || is_moved, "{path}: {status}");
                    axum::body::to_bytes(response.into_body(), usize::MAX).await?;
                    waited.push(start.elapsed());
                    tokio::time::sleep(pause).await;
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
