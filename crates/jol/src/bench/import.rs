//! How fast a file of people comes in, in what memory, and whether a run that was killed half-way ends whole.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, ensure};
use domain::returnee::Typed;
use serde::Serialize;

use super::usage;
use crate::{
    app::App,
    config::Settings,
    followup,
    sample::{Country, SEED, typed},
};

#[derive(clap::Args)]
pub struct Import {
    /// Lines of the file
    #[arg(long, default_value_t = 1_000_000)]
    people: usize,

    /// The account that brings it in: a head of office
    #[arg(long, default_value = "head.national")]
    login: String,

    /// Do not kill the run half-way
    #[arg(long)]
    unkilled: bool,

    /// Answer in JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    pub settings: Settings,
}

#[derive(Debug, Default, Serialize)]
struct Taken {
    lines: usize,
    people: i64,
    killed_with: i64,
    seconds: f64,
    lines_per_second: f64,
    cpu_seconds: f64,
    memory_peak_mb: f64,
    roads_seconds: f64,
    roads_per_second: f64,
}

/// How often the run is looked at while it goes on.
const LOOK: Duration = Duration::from_millis(50);

const HEADING: [&str; 12] = [
    "surname",
    "given",
    "patronymic",
    "sex",
    "birth_on",
    "pin",
    "phone",
    "territory",
    "country",
    "returned_on",
    "occupation",
    "education",
];

/// People who are not those of the demo, as an agency would send them.
fn write_file(path: &Path, app: &App, n_people: usize) -> anyhow::Result<()> {
    let mut file = csv::Writer::from_writer(BufWriter::new(File::create(path)?));
    file.write_record(HEADING)?;
    for person in Country::new(SEED + 1, n_people, app.today()).people() {
        let Typed {
            surname,
            given,
            patronymic,
            sex,
            birth_on,
            pin,
            phone,
            territory,
            country,
            returned_on,
            occupation,
            education,
            ..
        } = typed(&person);
        file.write_record([
            surname,
            given,
            patronymic,
            sex,
            birth_on,
            pin,
            phone,
            territory,
            country,
            returned_on,
            occupation,
            education,
        ])?;
    }
    Ok(file.flush()?)
}

async fn count(app: &App) -> anyhow::Result<i64> {
    let mut tx = app.db.read().await?;
    Ok(tx.one("select count(*) from returnee", &[]).await?.map_or(Ok(0), |row| row.at(0))?)
}

pub async fn run(asked: Import, app: &App, out: &mut dyn Write) -> anyhow::Result<()> {
    ensure!(app.cell.demo, "made-up people do not belong among real ones");
    let before = count(app).await?;
    let path = asked.settings.dir.join("bench-import.csv");
    write_file(&path, app, asked.people)?;
    let mut taken = Taken { lines: asked.people, ..Taken::default() };
    let half = before + i64::try_from(asked.people)? / 2;
    if !asked.unkilled {
        bring_in(&asked, app, &path, &mut taken, Some(half)).await?;
        taken.killed_with = count(app).await? - before;
    }
    bring_in(&asked, app, &path, &mut taken, None).await?;
    taken.people = count(app).await? - before;
    taken.lines_per_second = asked.people as f64 / taken.seconds;
    // The same file once more is no work and changes nothing.
    bring_in(&asked, app, &path, &mut Taken::default(), None).await?;
    ensure!(count(app).await? - before == taken.people, "the same file came in twice");
    std::fs::remove_file(&path)?;

    let start = Instant::now();
    let mut n_roads = 0;
    loop {
        let n = followup::follow(app).await?;
        n_roads += n;
        if n == 0 {
            break;
        }
    }
    taken.roads_seconds = start.elapsed().as_secs_f64();
    taken.roads_per_second = n_roads as f64 / taken.roads_seconds;

    if asked.json {
        writeln!(out, "{}", serde_json::to_string(&taken)?)?;
        return Ok(());
    }
    let Taken { lines, people, killed_with, seconds, lines_per_second, cpu_seconds, .. } = taken;
    writeln!(out, "{lines} lines, {people} people, killed once with {killed_with}")?;
    writeln!(out, "{seconds:.1} s, {lines_per_second:.0} lines/s, CPU {cpu_seconds:.1} s")?;
    writeln!(out, "peak memory {:.0} MB", taken.memory_peak_mb)?;
    writeln!(
        out,
        "roads of {n_roads} entries in {:.1} s, {:.0}/s",
        taken.roads_seconds, taken.roads_per_second
    )?;
    Ok(())
}

/// The command itself in a process of its own; killed when so many people are there.
async fn bring_in(
    asked: &Import,
    app: &App,
    path: &Path,
    taken: &mut Taken,
    kill_at: Option<i64>,
) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut child = Command::new(std::env::current_exe()?)
        .args(["import", "--kind", "people", "--agreed", "--json", "--as", &asked.login, "--dir"])
        .args([&asked.settings.dir, path])
        .stdout(Stdio::null())
        .spawn()
        .context("the import cannot be started")?;
    let process = child.id().to_string();
    let mut cpu_seconds = 0.0_f64;
    loop {
        cpu_seconds = cpu_seconds.max(usage::cpu_seconds_of(&process));
        taken.memory_peak_mb = taken.memory_peak_mb.max(usage::peak_megabytes_of(&process));
        if let Some(status) = child.try_wait()? {
            // Lines that are wrong are told by the status, and the sample has some on purpose.
            ensure!(status.code().is_some_and(|code| code < 2), "the import ended with {status}");
            ensure!(kill_at.is_none(), "the import ended before it could be killed");
            break;
        }
        if let Some(most) = kill_at
            && count(app).await? >= most
        {
            child.kill()?;
            child.wait()?;
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    taken.cpu_seconds += cpu_seconds;
    taken.seconds += start.elapsed().as_secs_f64();
    Ok(())
}
