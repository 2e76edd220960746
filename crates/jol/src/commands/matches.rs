//! `jol matches`: lists that people were shown, made again.

use std::io::Write;

use domain::id::ReturneeId;
use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use super::Outcome;
use crate::{
    app::App,
    config::Settings,
    matching::{
        people_shown,
        replay::{self, Outcome as Came},
    },
    returnee::store as returnees,
};

/// Make the lists that people were shown again, and look whether they are the same
#[derive(clap::Args)]
pub struct Matches {
    #[command(subcommand)]
    what: What,

    #[command(flatten)]
    settings: Settings,
}

#[derive(clap::Subcommand)]
enum What {
    /// Make lists again from what was kept of them, with the weights of their day
    ///
    /// It ends with 0 when all are the same to the bit, and with 1 when one differs or cannot be read.
    Replay {
        /// The id of one list; of a person for all of theirs; of a vacancy or a course for its lists of people
        #[arg(value_name = "ID", required_unless_present = "all", conflicts_with = "all")]
        id: Option<Uuid>,

        /// All lists
        #[arg(long)]
        all: bool,

        /// Only those that were first shown on this day or later
        #[arg(long, value_name = "DAY")]
        since: Option<Date>,

        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

/// No list was shown before it.
const FIRST_DAY: Date = jiff::civil::date(2026, 1, 1);

/// What came of it.
#[derive(Debug, Default, Serialize)]
struct Report {
    looked_at: usize,
    equal: usize,
    /// How often somebody who stood in a list of people was erased since.
    gone: usize,
    /// What is not equal.
    others: Vec<Other>,
}

#[derive(Debug, Serialize)]
struct Other {
    list: Uuid,
    shown_on: Date,
    edition: String,
    came: Came,
    /// Whether the lists of occupations and the places are still the same.
    same_lists: bool,
}

impl Report {
    fn add(&mut self, came: Came, (list, shown_on, edition): (Uuid, Date, &str), same_lists: bool) {
        self.looked_at += 1;
        match came {
            Came::Equal => self.equal += 1,
            came => {
                let edition = edition.to_owned();
                self.others.push(Other { list, shown_on, edition, came, same_lists });
            }
        }
    }
}

impl Matches {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        super::begin_log(&self.settings)?;
        let What::Replay { id, since, json, .. } = self.what;
        let app = super::open(self.settings).await?;
        let report = replay_all(&app, id, since.unwrap_or(FIRST_DAY)).await;
        app.db.close().await;
        let report = report?;
        if id.is_some() && report.looked_at == 0 {
            anyhow::bail!("no list of this id was kept");
        }
        match json {
            true => writeln!(out, "{}", serde_json::to_string(&report)?)?,
            false => tell(&report, out)?,
        }
        Ok(if report.others.is_empty() { Outcome::Well } else { Outcome::Wrong })
    }
}

fn tell(report: &Report, out: &mut dyn Write) -> anyhow::Result<()> {
    for Other { list, shown_on, edition, came, same_lists } in &report.others {
        let came = match came {
            Came::Equal => "is equal",
            Came::Differs => "DIFFERS",
            Came::Unreadable => "cannot be read",
        };
        let lists = if *same_lists { "" } else { "; the lists in force are others by now" };
        writeln!(out, "{list} of {shown_on}, weights {edition}: {came}{lists}")?;
    }
    let Report { looked_at, equal, gone, .. } = report;
    writeln!(out, "Made {looked_at} lists again, {equal} of them equal to the bit.")?;
    if *gone > 0 {
        writeln!(
            out,
            "{gone} places in lists of people are empty: what they rested on went with the person."
        )?;
    }
    Ok(())
}

async fn replay_all(app: &App, of: Option<Uuid>, since: Date) -> anyhow::Result<Report> {
    let mut report = Report::default();
    of_persons(app, of, since, &mut report).await?;
    of_people(app, of, since, &mut report).await?;
    Ok(report)
}

/// Lists of people for a vacancy or a course.
async fn of_people(
    app: &App,
    of: Option<Uuid>,
    since: Date,
    report: &mut Report,
) -> anyhow::Result<()> {
    let (_, lists) = app.lists.with_digest();
    let mut after = Uuid::nil();
    loop {
        let mut tx = app.db.read().await?;
        let kept = people_shown::kept(&mut tx, of, since, after).await?;
        let Some(last) = kept.last() else { return Ok(()) };
        after = last.id;
        for list in &kept {
            let (came, n_gone) = list.replay(&mut tx, &app.keys).await?;
            report.gone += n_gone;
            report.add(came, (list.id, list.shown_on, &list.edition), list.lists == lists);
        }
    }
}

/// Lists of one person.
async fn of_persons(
    app: &App,
    of: Option<Uuid>,
    since: Date,
    report: &mut Report,
) -> anyhow::Result<()> {
    let (_, lists) = app.lists.with_digest();
    let mut after = Uuid::nil();
    loop {
        let mut tx = app.db.read().await?;
        let kept = replay::kept(&mut tx, of, since, after).await?;
        let Some(last) = kept.last() else { return Ok(()) };
        after = last.id;
        for list in &kept {
            let record = ReturneeId::from_uuid(list.returnee);
            let held = returnees::record(&mut tx, &app.keys, record).await?;
            // Erased a moment ago: the list goes with the person.
            let Some((_, key)) = held else { continue };
            let came = list.replay(&key);
            report.add(came, (list.id, list.shown_on, &list.edition), list.lists == lists);
        }
    }
}
