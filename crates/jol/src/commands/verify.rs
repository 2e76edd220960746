//! `jol verify`: the report of the verifier, for people and for machines.

use std::{io::Write, path::PathBuf};

use anyhow::Context as _;

use super::{Outcome, demo::progress_bar};
use crate::{
    app::App,
    config::Settings,
    db::verify::{Report, Witness, verify},
    vault::keys::read_public_key,
};

/// Walk the whole store and say what is not as it was written.
///
/// Every row carries a seal and every entry of the journal a hash; both are computed again. It may run while the service runs.
/// It ends with 0 when all is well and with 1 when something is not.
#[derive(clap::Args)]
pub struct Verify {
    /// Print the report as JSON
    #[arg(long)]
    json: bool,

    /// A copy of checkpoints.log that was kept on another machine; may be given more than once
    #[arg(long, value_name = "FILE")]
    checkpoints: Vec<PathBuf>,

    /// The public key (PEM) that checkpoints must be signed with, when it is not to be taken from the cell
    #[arg(long, value_name = "FILE")]
    public_key: Option<PathBuf>,

    #[command(flatten)]
    settings: Settings,
}

impl Verify {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        super::begin_log(&self.settings)?;
        let public_key = self.public_key.as_deref().map(read_key).transpose()?;
        let witness = Witness { checkpoints: self.checkpoints, public_key };
        let app = super::open(self.settings).await?;
        let report = with_bar(&app, &witness).await?;
        app.db.close().await;
        match self.json {
            true => writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?,
            false => tell(&report, out)?,
        }
        Ok(if report.is_clean() { Outcome::Well } else { Outcome::Wrong })
    }
}

pub async fn with_bar(app: &App, witness: &Witness) -> anyhow::Result<Report> {
    let bar = progress_bar(0, "rows");
    let report = verify(app, witness, &mut |n, n_all| {
        bar.set_length(n_all);
        bar.set_position(n);
    })
    .await;
    bar.finish_and_clear();
    report
}

fn read_key(path: &std::path::Path) -> anyhow::Result<[u8; 32]> {
    let pem =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    read_public_key(&pem)
        .with_context(|| format!("{} holds no public key in PEM form", path.display()))
}

/// The report in sentences.
pub fn tell(report: &Report, out: &mut dyn Write) -> anyhow::Result<()> {
    for finding in &report.findings {
        let row = if finding.row.is_empty() { String::new() } else { format!(" {}", finding.row) };
        writeln!(out, "WRONG  {}{row}: {}", finding.table, finding.what)?;
    }
    if report.n_more > 0 {
        writeln!(out, "WRONG  and {} more", report.n_more)?;
    }
    for note in &report.notes {
        writeln!(out, "note   {note}")?;
    }
    let Report { n_rows, n_entries, n_checkpoints, head, .. } = report;
    writeln!(
        out,
        "Looked at {n_rows} rows, {n_entries} entries of the journal and {n_checkpoints} checkpoints."
    )?;
    writeln!(out, "The journal ends with {head}.")?;
    match report.is_clean() {
        true => writeln!(out, "All is as it was written.")?,
        false => writeln!(
            out,
            "Something was changed outside the program, or the disk is failing. Keep this store as it is, \
             look at the rows named above, and restore the newest backup that verifies (`jol restore`)."
        )?,
    }
    Ok(())
}
