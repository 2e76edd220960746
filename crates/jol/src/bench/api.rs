//! Registrations through the API: a real server on a real socket, with everything on that a service has on.

use std::{
    fs,
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use domain::access::Role;
use serde::Serialize;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};
use uuid::Uuid;

use super::{bare, median, usage};
use crate::{
    access::store::{Account, ApiToken, Office},
    app::{App, SystemClock},
    cell,
    config::Settings,
    db::{Command, Tx},
    refusal::Refusal,
    vault::{SystemChance, token::Token},
    web::{
        self,
        server::{self, Limits},
    },
};

/// Registrations through the API, checked, journalled and durable, beside the bare engine
#[derive(Debug, clap::Args)]
pub struct Api {
    /// Seconds that each side runs in a round
    #[arg(long, default_value_t = 5)]
    seconds: u64,

    /// Rounds, of which the median counts
    #[arg(long, default_value_t = 5)]
    rounds: usize,

    /// Programs that send at once, each over one connection
    #[arg(long, default_value_t = 64)]
    clients: usize,

    /// Registrations in one request; 1 sends them one by one
    #[arg(long, default_value_t = 1)]
    bulk: usize,

    /// A folder on the disk to be measured; what is made there is taken away again
    #[arg(long, default_value = "jol-bench")]
    dir: PathBuf,

    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Round {
    registrations_per_second: f64,
    bare_rows_per_second: f64,
    ratio: f64,
    p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
    /// Of server and clients together: they share the process.
    cpu_seconds: f64,
}

#[derive(Debug, Serialize)]
struct Report {
    clients: usize,
    bulk: usize,
    seconds: u64,
    rounds: Vec<Round>,
    median_per_second: f64,
    median_bare_per_second: f64,
    median_ratio: f64,
    peak_megabytes: f64,
}

pub async fn run(args: Api, out: &mut dyn Write) -> anyhow::Result<()> {
    let dir = &args.dir;
    if dir.exists() {
        anyhow::bail!("{} is there already; name a folder that is not", dir.display());
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let measured = measure(&args).await;
    fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    let report = measured?;
    if args.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
        return Ok(());
    }
    writeln!(
        out,
        "Registrations through the API, {} at once, in rounds of {} s",
        args.clients, args.seconds
    )?;
    writeln!(
        out,
        "{:>10} {:>10} {:>6} {:>8} {:>8} {:>8} {:>7}",
        "per s", "bare/s", "ratio", "p50 ms", "p95 ms", "p99 ms", "CPU s"
    )?;
    for round in &report.rounds {
        writeln!(
            out,
            "{:>10.0} {:>10.0} {:>6.2} {:>8.1} {:>8.1} {:>8.1} {:>7.1}",
            round.registrations_per_second,
            round.bare_rows_per_second,
            round.ratio,
            round.p50_ms,
            round.p95_ms,
            round.p99_ms,
            round.cpu_seconds,
        )?;
    }
    writeln!(
        out,
        "Median: {:.0}/s, {:.2} of the bare engine ({:.0}/s). Peak memory: {:.0} MB, clients included.",
        report.median_per_second,
        report.median_ratio,
        report.median_bare_per_second,
        report.peak_megabytes
    )?;
    Ok(())
}

async fn measure(args: &Api) -> anyhow::Result<Report> {
    let length = Duration::from_secs(args.seconds);
    let mut rounds = Vec::new();
    for n in 0..args.rounds.max(1) {
        let cpu_before = usage::cpu_seconds();
        let (n_done, took, mut times) =
            registrations(&args.dir.join(format!("cell-{n}")), args, length).await?;
        let cpu_seconds = usage::cpu_seconds() - cpu_before;
        let path = args.dir.join(format!("bare-{n}.db"));
        let bare =
            tokio::task::spawn_blocking(move || bare::rows_per_second(&path, length)).await??;
        times.sort_unstable();
        let per_second = n_done as f64 / took.as_secs_f64();
        rounds.push(Round {
            registrations_per_second: per_second,
            bare_rows_per_second: bare,
            ratio: per_second / bare,
            p50_ms: percentile(&times, 50),
            p95_ms: percentile(&times, 95),
            p99_ms: percentile(&times, 99),
            cpu_seconds,
        });
    }
    let of = |value: fn(&Round) -> f64| median(&rounds.iter().map(value).collect::<Vec<_>>());
    Ok(Report {
        clients: args.clients,
        bulk: args.bulk,
        seconds: args.seconds,
        median_per_second: of(|round| round.registrations_per_second),
        median_bare_per_second: of(|round| round.bare_rows_per_second),
        median_ratio: of(|round| round.ratio),
        peak_megabytes: usage::peak_megabytes(),
        rounds,
    })
}

/// In milliseconds, of sorted microseconds.
fn percentile(sorted: &[u64], percent: usize) -> f64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |micros| *micros as f64 / 1_000.0)
}

/// How many were registered, in which time, and how long each request took.
async fn registrations(
    dir: &Path,
    args: &Api,
    length: Duration,
) -> anyhow::Result<(u64, Duration, Vec<u64>)> {
    let settings = settings(dir)?;
    let app = cell::create(
        settings,
        None,
        "bench",
        "bench",
        true,
        Arc::new(SystemClock),
        Arc::new(SystemChance),
    )
    .await?;
    let bearer = program(&app).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let limits = Limits {
        connections: args.clients + 10,
        connections_per_address: args.clients + 10,
        ..Limits::default()
    };
    let served = tokio::spawn(server::serve(
        listener,
        web::router(app.clone()),
        limits,
        Arc::default(),
        async {
            let _ = stopped.await;
        },
    ));

    let began = Instant::now();
    let until = began + length;
    let clients: Vec<_> = (0..args.clients)
        .map(|n| tokio::spawn(client(app.clone(), address, bearer.clone(), n, args.bulk, until)))
        .collect();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await??);
    }
    let took = began.elapsed();

    let _ = stop.send(());
    served.await?;
    let n_requests = times.len() as u64;
    let n_done = n_requests * args.bulk.max(1) as u64;
    let n_stored: i64 = {
        let mut tx = app.db.read().await?;
        let row = tx.one("select count(*) from returnee", &[]).await?.context("no count")?;
        row.at(0)?
    };
    app.db.close().await;
    anyhow::ensure!(n_stored as u64 == n_done, "{n_done} were answered and {n_stored} are stored");
    Ok((n_done, took, times))
}

fn settings(dir: &Path) -> anyhow::Result<Settings> {
    use clap::{Args as _, FromArgMatches as _};
    let line = Settings::augment_args(clap::Command::new("bench"));
    let mut settings = Settings::from_arg_matches(&line.get_matches_from(["bench"]))?;
    settings.dir = dir.to_owned();
    settings.api_rate = u32::MAX;
    settings.ballast_mb = 0;
    Ok(settings)
}

struct Make(Office, Office, Account, ApiToken);

impl Command for Make {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.insert_all(&[self.0.clone(), self.1.clone()]).await?;
        tx.insert(&self.2).await?;
        Ok(tx.insert(&self.3).await?)
    }
}

const CHUY: &str = "41708000000000";

/// An officer's program, and the offices that look after the people it registers.
async fn program(app: &App) -> anyhow::Result<String> {
    let (now, country, chuy, id) = (app.now(), app.new_id(), app.new_id(), app.new_id());
    let office = |id: Uuid, depth: i64, territory: Option<&str>| Office {
        id,
        code: format!("{depth}"),
        depth,
        above_1: (depth == 1).then_some(id),
        above_2: None,
        above_3: None,
        territory: territory.map(str::to_owned),
        name_ky: "bench".into(),
        name_ru: "bench".into(),
        name_uz: "bench".into(),
        name_en: "bench".into(),
    };
    let account = Account {
        id,
        login: "bench".into(),
        role: Role::Officer.code().into(),
        office: Some(country),
        ..Account::new_blank(now)
    };
    let token = Token::random(&*app.chance);
    let row = ApiToken {
        id: app.new_id(),
        token: token.digest,
        account: id,
        name: "bench".into(),
        may_write: true,
        made_at: now,
        ends_at: now + jiff::SignedDuration::from_hours(24),
        ended_at: None,
    };
    app.db.run(Make(office(country, 0, None), office(chuy, 1, Some(CHUY)), account, row)).await?;
    Ok(format!("Bearer {}", *token.text))
}

/// One program: it sends the next request when the last one was answered.
async fn client(
    app: App,
    address: SocketAddr,
    bearer: String,
    client: usize,
    bulk: usize,
    until: Instant,
) -> anyhow::Result<Vec<u64>> {
    let mut connection = Connection::open(address).await?;
    let path = if bulk > 1 { "/api/v1/returnees/bulk" } else { "/api/v1/returnees" };
    let (mut times, mut n) = (Vec::new(), 0);
    while Instant::now() < until {
        let body = if bulk > 1 {
            let rows: Vec<String> = (0..bulk)
                .map(|_| {
                    n += 1;
                    format!("{{\"id\":\"{}\",\"returnee\":{}}}", app.new_id(), person(client, n))
                })
                .collect();
            format!("{{\"rows\":[{}]}}", rows.join(","))
        } else {
            n += 1;
            person(client, n)
        };
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: jol\r\nauthorization: {bearer}\r\ncontent-type: application/json\r\n\
             idempotency-key: {}\r\ncontent-length: {}\r\n\r\n{body}",
            app.new_id(),
            body.len()
        );
        let sent = Instant::now();
        connection.ask(request.as_bytes()).await?;
        times.push(u64::try_from(sent.elapsed().as_micros()).unwrap_or(u64::MAX));
    }
    Ok(times)
}

/// A kept connection that speaks just as much HTTP as is needed: the client shares the processor with what is measured.
struct Connection {
    stream: TcpStream,
    /// What was received.
    bytes: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, bytes: Vec::with_capacity(4 << 10) })
    }

    /// Sends a request and reads its whole answer, which has to be a good one.
    async fn ask(&mut self, request: &[u8]) -> anyhow::Result<()> {
        self.stream.write_all(request).await?;
        self.bytes.clear();
        let mut length = None;
        while length.is_none_or(|length| self.bytes.len() < length) {
            anyhow::ensure!(self.stream.read_buf(&mut self.bytes).await? > 0, "no whole answer");
            length = length.or_else(|| whole_length(&self.bytes));
        }
        let is_good = self.bytes.starts_with(b"HTTP/1.1 2");
        anyhow::ensure!(is_good, "{}", String::from_utf8_lossy(&self.bytes));
        Ok(())
    }
}

/// Of head and body together, once the head is here.
fn whole_length(bytes: &[u8]) -> Option<usize> {
    const END: &[u8] = b"\r\n\r\n";
    let head = bytes.windows(END.len()).position(|part| part == END)? + END.len();
    let lines = std::str::from_utf8(&bytes[..head]).ok()?.lines();
    let mut lengths = lines.filter_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    Some(head + lengths.next().unwrap_or(0usize))
}

/// Somebody made up, with every answer given and a PIN of their own.
fn person(client: usize, n: usize) -> String {
    const SURNAMES: [&str; 8] =
        ["Токтоев", "Асанов", "Жапаров", "Маматов", "Осмонов", "Садыров", "Бакиров", "Эсенов"];
    const GIVEN: [&str; 4] = ["Асан", "Бакыт", "Нурбек", "Тилек"];
    let (surname, given) = (SURNAMES[n % 8], GIVEN[n / 8 % 4]);
    let (year, serial) = (1930 + client % 70, n % 100_000);
    let day = 1 + n / 100_000 % 28;
    let month = 1 + client / 70 % 12;
    format!(
        "{{\"surname\":\"{surname}\",\"given\":\"{given}\",\"patronymic\":\"Үсөнович\",\"sex\":\"m\",\
         \"birth_on\":\"{year}-{month:02}-{day:02}\",\"pin\":\"2{day:02}{month:02}{year}{serial:05}\",\
         \"phone\":\"+9965{:08}\",\"territory\":\"{CHUY}\",\"country\":\"RU\",\"returned_on\":\"2026-09-01\",\
         \"reasons\":[\"no-work\"],\"education\":\"secondary\",\"occupation\":\"сварщик\",\"leaving\":\"unsure\",\
         \"language\":\"ky\",\"consents\":[\"registration\"]}}",
        n % 100_000_000
    )
}
