//! `jol bench`: measurements, and the client of the fault tests.
//!
//! The proof that nothing acknowledged is lost is a list kept outside the store by the one who was told "done".
//! `writes` keeps such a list while it registers made-up people; `check` compares it with the store.

use std::{
    collections::{BTreeMap, HashMap},
    fs::{File, OpenOptions},
    io::{BufRead as _, BufReader, Write},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context as _;
use domain::{
    access::{Actor, Purpose, Role, Seat},
    id::{OfficeId, ReturneeId},
    language::Language,
    returnee::{Channel, Number, Typed, Who},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Outcome;
use crate::{
    app::{App, SystemClock},
    cell,
    config::Settings,
    db::{Once, journal::Act},
    returnee::registration::Register,
    vault::{SystemChance, chance},
};

/// Measure, and test under faults. For a cell made for it: it fills with people who do not exist
#[derive(clap::Args)]
pub struct Bench {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Make an empty cell for made-up people
    New(New),
    /// Register made-up people and keep a list of those that were acknowledged
    Writes(Writes),
    /// Compare such a list with the store
    Check(Check),
    /// Measure registrations through the API beside the bare engine
    Api(crate::bench::Api),
    /// Measure lists, searches and records of a filled demo cell
    Reads(crate::bench::Reads),
    /// Fill a demo cell with vacancies and measure the work that fits a person
    Matches(crate::bench::Matches),
    /// Measure the sheet of everybody in a filled demo cell
    Export(crate::bench::Export),
    /// Bring a file of made-up people into a filled demo cell, with a kill on the way
    Import(crate::bench::Import),
    /// Fill a demo cell with vacancies and courses and measure the shortest road
    Road(crate::bench::Road),
    /// Fill an empty cell with made-up roads and measure the indicators
    Indicators(crate::bench::Indicators),
    /// Link a made-up register of three agencies and count what was found
    Link(crate::bench::Link),
    /// Find the best vacancies of everybody in two files, without a cell
    Candidates(crate::bench::Candidates),
}

#[derive(clap::Args)]
struct New {
    /// Keep the rows on PostgreSQL instead of in one file: postgres://user@host/database?schema=name
    #[arg(long, env = "JOL_STORE", hide_env_values = true)]
    store: Option<String>,

    #[command(flatten)]
    settings: Settings,
}

#[derive(clap::Args)]
struct Writes {
    /// How many write at once
    #[arg(long, default_value_t = 32)]
    writers: usize,

    /// How long
    #[arg(long, default_value_t = 5)]
    seconds: u64,

    /// Stop after so many
    #[arg(long, default_value_t = u64::MAX, hide_default_value = true)]
    most: u64,

    /// The list. What it names as sent and not as done is sent again first
    #[arg(long, value_name = "FILE")]
    ledger: PathBuf,

    #[command(flatten)]
    settings: Settings,
}

#[derive(clap::Args)]
struct Check {
    /// The list that `jol bench writes` kept
    #[arg(long, value_name = "FILE")]
    ledger: PathBuf,

    #[command(flatten)]
    settings: Settings,
}

impl Bench {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        match self.what {
            What::New(New { store, settings }) => {
                super::begin_log(&settings)?;
                let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
                let name = "Made-up people";
                let app = cell::create(settings, store.as_deref(), name, name, true, clock, chance)
                    .await?;
                app.db.close().await;
                Ok(Outcome::Well)
            }
            What::Writes(writes) => writes.run(out).await,
            What::Api(api) => crate::bench::api(api, out).await.map(|()| Outcome::Well),
            What::Reads(reads) => {
                super::begin_log(&reads.settings)?;
                let app = super::open(reads.settings.clone()).await?;
                crate::bench::reads(reads, &app, out).await?;
                app.db.close().await;
                Ok(Outcome::Well)
            }
            What::Matches(matches) => {
                super::begin_log(&matches.settings)?;
                let app = super::open(matches.settings.clone()).await?;
                crate::bench::matches(matches, &app, out).await?;
                app.db.close().await;
                Ok(Outcome::Well)
            }
            What::Export(export) => {
                super::begin_log(&export.settings)?;
                let app = super::open(export.settings.clone()).await?;
                crate::bench::export(export, &app, out).await?;
                app.db.close().await;
                Ok(Outcome::Well)
            }
            What::Import(import) => {
                super::begin_log(&import.settings)?;
                let app = super::open(import.settings.clone()).await?;
                crate::bench::import(import, &app, out).await?;
                app.db.close().await;
                Ok(Outcome::Well)
            }
            What::Road(road) => {
                super::begin_log(&road.settings)?;
                let app = super::open(road.settings.clone()).await?;
                crate::bench::road(road, &app, out).await?;
                app.db.close().await;
                Ok(Outcome::Well)
            }
            What::Indicators(indicators) => {
                super::begin_log(&indicators.settings)?;
                let app = super::open(indicators.settings.clone()).await?;
                crate::bench::indicators(indicators, &app, out).await?;
                app.db.close().await;
                Ok(Outcome::Well)
            }
            What::Link(link) => link.run(out).map(|()| Outcome::Well),
            What::Candidates(candidates) => {
                let equal = crate::bench::candidates(candidates, out)?;
                Ok(if equal { Outcome::Well } else { Outcome::Wrong })
            }
            What::Check(check) => check.run(out).await,
        }
    }
}

/// What a list says of each person by number: `None` when the answer never came.
fn read_ledger(path: &Path) -> anyhow::Result<BTreeMap<u64, Option<Uuid>>> {
    let mut people = BTreeMap::new();
    if !path.exists() {
        return Ok(people);
    }
    for line in BufReader::new(File::open(path)?).lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["sent", n] => {
                people.entry(n.parse()?).or_default();
            }
            ["done", n, id] => {
                people.insert(n.parse()?, Some(id.parse()?));
            }
            _ => anyhow::bail!("{} is no list of this command: {line:?}", path.display()),
        }
    }
    Ok(people)
}

/// The registration of the person with this number, as a request that can be repeated.
pub fn registration(app: &App, n: u64) -> (Once, Register) {
    const SURNAMES: [&str; 4] = ["Асанова", "Бакиров", "Жумабек уулу", "Садырбекова"];
    const GIVEN: [&str; 5] = ["Айгүл", "Нурбек", "Гүлнара", "Тилек", "Мээрим"];
    let pick = |list: &[&str]| list[(n % list.len() as u64) as usize].to_owned();
    let typed = Typed {
        surname: pick(&SURNAMES),
        given: pick(&GIVEN),
        phone: format!("+996700{:06}", n % 1_000_000),
        occupation: format!("№ {n}"),
        ..Typed::default()
    };
    let details = typed
        .read(Who::Agency, app.today())
        .unwrap_or_else(|faults| unreachable!("the made-up person is well-formed: {faults:?}"));
    let actor = Actor {
        id: Uuid::from_u128(1),
        role: Role::Officer,
        seat: Seat::Office { depth: 0, office: OfficeId::from_uuid(Uuid::nil()) },
    };
    let now = app.now();
    let register = Register {
        app: app.clone(),
        act: Act::new(actor, now),
        id: ReturneeId::from_uuid(app.new_id()),
        number: Number::from_chance(chance::random(&*app.chance)),
        details,
        consents: vec![Purpose::Registration],
        channel: Channel::Assisted,
        language: Language::Ky,
        session: None,
        rows: None,
    };
    let body: [u8; 32] = Sha256::digest(n.to_be_bytes()).into();
    let mut id = [0; 16];
    id.copy_from_slice(&body[..16]);
    let id = uuid::Builder::from_random_bytes(id).into_uuid();
    (Once { id, actor: actor.id, body, at: now }, register)
}

/// The list, shared by all who write.
struct Ledger(Mutex<File>);

impl Ledger {
    /// Without a flush of its own: it has to outlive the program, not the machine.
    fn add(&self, line: &str) -> std::io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write_all(line.as_bytes())
    }
}

#[derive(Default)]
struct Tally {
    n_done: u64,
    refused: BTreeMap<String, u64>,
    waits: Vec<Duration>,
}

impl Writes {
    async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        super::begin_log(&self.settings)?;
        let known = read_ledger(&self.ledger)?;
        let first = known.keys().next_back().map_or(0, |n| n + 1);
        let again: Vec<u64> =
            known.iter().filter(|(_, id)| id.is_none()).map(|(n, _)| *n).collect();
        let file = OpenOptions::new().create(true).append(true).open(&self.ledger)?;
        let ledger = Arc::new(Ledger(Mutex::new(file)));
        let app = super::open(self.settings).await?;
        anyhow::ensure!(app.cell.demo, "this is a real cell; made-up people do not belong in it");

        let work = crate::work::Work::start(&app, crate::work::handlers());
        let disk = tokio::spawn(crate::work::watch_disk(app.clone()));
        let again = Arc::new(Mutex::new(again));
        let next = Arc::new(AtomicU64::new(first));
        let began = now();
        let until = began + Duration::from_secs(self.seconds);
        let end = first.saturating_add(self.most);
        let writers = (0..self.writers).map(|_| {
            let (app, ledger, again, next) =
                (app.clone(), ledger.clone(), again.clone(), next.clone());
            tokio::spawn(async move {
                let mut tally = Tally::default();
                loop {
                    let old = again.lock().unwrap_or_else(PoisonError::into_inner).pop();
                    let n = match old {
                        Some(n) => n,
                        None if now() >= until => break,
                        None => next.fetch_add(1, Ordering::Relaxed),
                    };
                    if old.is_none() && n >= end {
                        break;
                    }
                    write_one(&app, &ledger, n, &mut tally).await?;
                }
                anyhow::Ok(tally)
            })
        });
        let mut all = Tally::default();
        for writer in writers.collect::<Vec<_>>() {
            let tally = writer.await??;
            all.n_done += tally.n_done;
            all.waits.extend(tally.waits);
            for (told, n) in tally.refused {
                *all.refused.entry(told).or_default() += n;
            }
        }
        let took = began.elapsed();
        disk.abort();
        work.stop(&app).await;
        app.db.close().await;

        all.waits.sort_unstable();
        let wait = |percent: usize| {
            let at = (all.waits.len() * percent / 100).min(all.waits.len().saturating_sub(1));
            all.waits.get(at).map_or(0.0, |wait| wait.as_secs_f64() * 1_000.0)
        };
        let each_second = all.n_done as f64 / took.as_secs_f64();
        writeln!(
            out,
            "{} registrations acknowledged, {each_second:.0} a second; half within {:.1} ms, 99 of 100 within {:.1} ms",
            all.n_done,
            wait(50),
            wait(99),
        )?;
        for (told, n) in &all.refused {
            writeln!(out, "{n} refused: {told}")?;
        }
        Ok(if all.refused.is_empty() { Outcome::Well } else { Outcome::Wrong })
    }
}

/// A stopwatch decides nothing that is kept.
fn now() -> Instant {
    Instant::now()
}

async fn write_one(app: &App, ledger: &Ledger, n: u64, tally: &mut Tally) -> anyhow::Result<()> {
    let (once, register) = registration(app, n);
    ledger.add(&format!("sent {n}\n"))?;
    let began = now();
    match app.db.run_once(once, register).await {
        Ok(registered) => {
            ledger.add(&format!("done {n} {}\n", registered.id))?;
            tally.n_done += 1;
            tally.waits.push(began.elapsed());
        }
        Err(refusal) => {
            let told = format!("{:#}", anyhow::Error::from(refusal));
            *tally.refused.entry(told).or_default() += 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    Ok(())
}

impl Check {
    async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        super::begin_log(&self.settings)?;
        let sent = read_ledger(&self.ledger)?;
        let app = super::open(self.settings).await?;
        let mut found: HashMap<u64, Vec<Uuid>> = HashMap::new();
        let mut tx = app.db.read_long().await?;
        for row in tx.all("select id, occupation from returnee", &[]).await? {
            let occupation: Option<String> = row.at(1)?;
            let n = occupation.as_deref().and_then(|text| text.strip_prefix("№ "));
            let n = n.and_then(|n| n.parse().ok()).context("somebody who is not made up")?;
            found.entry(n).or_default().push(row.at(0)?);
        }
        drop(tx);
        app.db.close().await;
        let mut n_wrong = 0;
        let mut wrong = |told: String, out: &mut dyn Write| {
            n_wrong += 1;
            writeln!(out, "WRONG  {told}")
        };
        for (n, acknowledged) in &sent {
            let here = found.remove(n).unwrap_or_default();
            match (acknowledged, here.as_slice()) {
                (Some(id), [one]) if one == id => (),
                (None, [] | [_]) => (),
                (Some(id), []) => {
                    wrong(format!("person {n} was acknowledged as {id} and is lost"), out)?
                }
                (Some(id), [one]) => {
                    wrong(format!("person {n} was acknowledged as {id} and is {one}"), out)?
                }
                (_, many) => wrong(format!("person {n} is there {} times", many.len()), out)?,
            }
        }
        for n in found.keys() {
            wrong(format!("person {n} is there and was never sent"), out)?;
        }
        let n_done = sent.values().flatten().count();
        let n_unknown = sent.len() - n_done;
        writeln!(out, "{n_done} acknowledged, {n_unknown} without an answer, {n_wrong} wrong")?;
        Ok(if n_wrong == 0 { Outcome::Well } else { Outcome::Wrong })
    }
}
