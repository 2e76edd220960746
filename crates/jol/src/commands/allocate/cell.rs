//! A proposal for the people of a cell, made from the command line in the name of an account, and one reckoned again.

use std::{io::Write, sync::Arc, time::Duration};

use anyhow::{Context as _, bail};
use domain::matching::proposal::{Measures, Mode, SharingEdition, State};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    access::store as accounts,
    app::App,
    commands::Outcome as Came,
    config::Settings,
    matching::proposal::{
        background::{self, Stage, Tell},
        commands::Ask,
        reckon::{Run, Running},
        replay,
        store::{Measure, Outcome, Proposal},
    },
};

/// What is done on a cell.
#[derive(Clone, Debug)]
pub enum OnCell {
    /// In the name of an account, for a purpose.
    Propose {
        by: String,
        purpose: String,
        mode: Mode,
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
        OnCell::Propose { by, purpose, mode } => {
            propose(&app, (&by, &purpose, mode), json, out).await
        }
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
    (by, purpose, mode): (&str, &str, Mode),
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
    let measures = Measures { mode, ..SharingEdition::on(app.today()).measures };
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
    match mode {
        Mode::Auction => {
            writeln!(out, "No sharing out with these measures is more than {gap} % better.")?;
        }
        Mode::Stable => writeln!(
            out,
            "Nobody is passed over; at most {gap} % of the largest sum that vacancies alone could give is given up for that. Courses lead to no places."
        )?,
    }
    writeln!(out, "It is a proposal. Look at it, and accept it or not: /proposals/{id}")?;
    Ok(Came::Well)
}

/// Reckons what waits until this one is made; a service on the same cell may have it.
async fn made(app: &App, id: Uuid, json: bool) -> anyhow::Result<Proposal> {
    let bar = super::bar(json, "it begins");
    let shown = bar.clone();
    let tell: Tell = Arc::new(move |stage| shown.set_message(words(stage)));
    let tell = (!bar.is_hidden()).then_some(tell);
    let row = loop {
        let is_done = background::reckon_one_told(app, &|| true, tell.clone()).await?;
        let sql = "select * from proposal where id = $1";
        let row: Option<Proposal> = app.db.read().await?.find(sql, &[id.into()]).await?;
        let row = row.context("the proposal is gone")?;
        if !row.state()?.is_under_way() {
            break row;
        }
        if !is_done {
            bar.set_message(format!("the service reckons it; people read: {}", row.n_done));
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    bar.finish_and_clear();
    Ok(row)
}

fn words(stage: Stage) -> String {
    let Running { run, n, of, gap } = match stage {
        Stage::Reading(n) => return format!("people read: {n}"),
        Stage::Keeping => return "what came of it is written down".to_owned(),
        Stage::Running(running) => running,
    };
    let run = match run {
        Run::Found => "what is to be found".to_owned(),
        Run::AsAsked => "as asked".to_owned(),
        Run::Without(Measure::Added(group)) => format!("with nothing added for {group}"),
        Run::Without(Measure::Kept(group)) => format!("with nothing kept for {group}"),
        Run::Without(Measure::Least) => "without least points".to_owned(),
        Run::Without(Measure::Waiting) => "if waiting were worth nothing".to_owned(),
        Run::Without(Measure::Placing) => "with nothing for each placed".to_owned(),
        Run::Taught => "if no course were full".to_owned(),
    };
    let gap = gap.map(|gap| format!(": at most {:.4} % are missing", gap as f64 / 10_000.0));
    format!("{n} of {of}, {run}{}", gap.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use domain::matching::proposal::Group;

    use super::*;

    #[test]
    fn the_bar_says_which_run_it_is_and_what_may_be_missing() {
        let running = |run, n, gap| Stage::Running(Running { run, n, of: 7, gap });
        let women = Run::Without(Measure::Added(Group::Women));
        let cases = [
            (Stage::Reading(12_000), "people read: 12000"),
            (running(Run::AsAsked, 1, None), "1 of 7, as asked"),
            (running(Run::AsAsked, 1, Some(123)), "1 of 7, as asked: at most 0.0123 % are missing"),
            (running(women, 2, None), "2 of 7, with nothing added for women"),
            (Stage::Keeping, "what came of it is written down"),
        ];
        for (stage, expected) in cases {
            assert_eq!(words(stage), expected);
        }
    }
}
