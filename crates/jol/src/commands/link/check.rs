//! `jol link check`: what the engine would find today in a cell, beside what was decided.

use std::io::Write;

use crate::{
    commands::{Outcome, begin_log, open},
    config::Settings,
    same::check::{Report, Weighed, check},
};

/// Compare all records of a cell anew and say what would differ from what was decided.
///
/// It tells of records by their ids alone. Nothing is changed unless --apply is given, and no decision is ever undone: a pair
/// that fell out, or that was joined and would be kept apart today, is for an officer to look at. It may run while the service
/// runs.
#[derive(clap::Args)]
pub struct Check {
    /// Write the new pairs as open, for officers to look at
    #[arg(long)]
    apply: bool,

    /// Print the whole report as JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    settings: Settings,
}

/// Pairs of each kind that are named one by one.
const MOST: usize = 20;

impl Check {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        begin_log(&self.settings)?;
        let app = open(self.settings).await?;
        let report = check(&app, self.apply).await;
        app.db.close().await;
        let report = report?;
        match self.json {
            true => writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?,
            false => tell(&report, self.apply, out)?,
        }
        Ok(Outcome::Well)
    }
}

fn tell(report: &Report, applied: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let Report { records, compared, opened, model_version, norm_version, .. } = report;
    writeln!(
        out,
        "Compared {records} records in {compared} pairs and opened {opened} (weights {model_version}, names {norm_version})."
    )?;
    if report.blocks_overflowing > 0 {
        let n = report.blocks_overflowing;
        writeln!(
            out,
            "{n} crowds without any difference were compared with their neighbours only."
        )?;
    }
    for (pairs, what) in [
        (&report.new, "new pairs"),
        (&report.fallen_out, "open pairs that would not be found any more"),
        (&report.doubted, "joined pairs that would be kept apart today"),
    ] {
        writeln!(out, "{} {what}", pairs.len())?;
        for Weighed { one, other, weight, zone } in pairs.iter().take(MOST) {
            let bits = *weight as f64 / 100.0;
            writeln!(out, "    {one} {other} {bits:+.1} {zone}")?;
        }
        if pairs.len() > MOST {
            writeln!(out, "    and {} more; all of them with --json", pairs.len() - MOST)?;
        }
    }
    match applied {
        true => writeln!(out, "{} pairs were written as open.", report.written)?,
        false if report.new.is_empty() => writeln!(out, "There is nothing to write.")?,
        false => writeln!(out, "Nothing was written; --apply writes the new pairs as open.")?,
    }
    Ok(())
}
