//! A proposal for the people of a cell, made from the command line in the name of an account, and one reckoned again.

use std::{io::Write, time::Duration};

use anyhow::{Context as _, bail};
use domain::matching::proposal::{SharingEdition, State};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    access::store as accounts,
    app::App,
    commands::{Outcome as Came, demo::progress_bar},
    config::Settings,
    matching::proposal::{
        background,
        commands::Ask,
        replay,
        store::{Outcome, Proposal},
    },
};

/// What is done on a cell.
#[derive(Clone, Debug)]
pub enum OnCell {
    /// In the name of an account, for a purpose.
    Propose {
        by: String,
        purpose: String,
    },
    Again(Uuid),
}

#[derive(Serialize)]
struct Told<'a> {
    proposal: Uuid,
    people: i64,
    #[serde(flatten)]
    outcome: &'a Outcome,
}

pub async fn run(
    settings: Settings,
    what: OnCell,
    json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Came> {
    crate::commands::begin_log(&settings)?;
    let app = crate::commands::open(settings).await?;
    let came = match what {
        OnCell::Propose { by, purpose } => propose(&app, &by, &purpose, json, out).await,
        OnCell::Again(id) => again(&app, id, json, out).await,
    };
    app.db.close().await;
    came
}

async fn again(app: &App, id: Uuid, json: bool, out: &mut dyn Write) -> anyhow::Result<Came> {
    let again = replay::again(app, id).await?;
    let again = again.context("there is no proposal of this id that was made")?;
    if json {
        writeln!(out, "{}", serde_json::to_string(&again)?)?;
    } else {
        let replay::Again { people, differ, gone, equal, .. } = &again;
        let came = if *equal { "is equal to the bit" } else { "DIFFERS" };
        writeln!(out, "Reckoned {people} people again: it {came}.")?;
        if *gone > 0 {
            writeln!(out, "{gone} people were erased since, so it cannot be the same.")?;
        }
        if *differ > 0 {
            writeln!(out, "{differ} people would get something else.")?;
        }
    }
    Ok(if again.equal { Came::Well } else { Came::Wrong })
}

async fn propose(
    app: &App,
    by: &str,
    purpose: &str,
    json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Came> {
    let purpose = purpose.parse().context("the purpose is one line of up to 300 letters")?;
    let mut tx = app.db.read().await?;
    let account = accounts::account_by_login(&mut tx, by).await?;
    let account = account.with_context(|| format!("there is no account {by:?}"))?;
    let actor = accounts::actor(&mut tx, &account).await?.context("this account is blocked")?;
    drop(tx);
    let (id, act) = (app.new_id(), app.act(actor));
    let measures = SharingEdition::on(app.today()).measures;
    app.db.run(Ask { app: app.clone(), act, id, purpose, measures }).await?;
    let row = made(app, id, json).await?;
    let outcome = row.outcome()?;
    let (State::Ready, Some(outcome)) = (row.state()?, outcome) else {
        bail!("the proposal {id} could not be reckoned; the log says why");
    };
    if json {
        let told = Told { proposal: id, people: row.n_people, outcome: &outcome };
        writeln!(out, "{}", serde_json::to_string(&told)?)?;
        return Ok(Came::Well);
    }
    let (people, total) = (row.n_people, outcome.total);
    let work = total.placed - total.on_courses;
    writeln!(
        out,
        "{work} of {people} people would have one of {} places at work, {} one of {} seats on a course, in {:.1} s.",
        outcome.n_places, total.on_courses, outcome.n_seats, outcome.seconds
    )?;
    let gap = outcome.gap as f64 / 10_000.0;
    writeln!(out, "No sharing out with these measures is more than {gap} % better.")?;
    writeln!(out, "It is a proposal. Look at it, and accept it or not: /proposals/{id}")?;
    Ok(Came::Well)
}

/// Reckons what waits until this one is made; a service on the same cell may have it.
async fn made(app: &App, id: Uuid, json: bool) -> anyhow::Result<Proposal> {
    let bar = if json { indicatif::ProgressBar::hidden() } else { progress_bar(0, "people") };
    let show = |row: &Proposal| bar.set_position(u64::try_from(row.n_done).unwrap_or(0));
    let row = async || {
        let sql = "select * from proposal where id = $1";
        let row: Option<Proposal> = app.db.read().await?.find(sql, &[id.into()]).await?;
        row.context("the proposal is gone")
    };
    let work = async {
        loop {
            background::reckon_one(app, &|| true).await?;
            if !row().await?.state()?.is_under_way() {
                return Ok::<_, anyhow::Error>(());
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    let watch = async {
        loop {
            match row().await {
                Ok(row) => show(&row),
                Err(error) => break error,
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    tokio::select! {
        done = work => done?,
        error = watch => return Err(error),
    }
    bar.finish_and_clear();
    row().await
}
