//! `jol skills confirmed`: what people confirmed, for measuring and for other programs.

use std::{io::Write, path::PathBuf};

use anyhow::Context as _;

use crate::{app::App, meaning::confirmed};

#[derive(clap::Args)]
pub struct Confirmed {
    /// Only words that at least so many different people said and chose the same code for
    #[arg(long, value_name = "N", default_value_t = confirmed::ENOUGH, value_parser = clap::value_parser!(i64).range(confirmed::ENOUGH..))]
    at_least: i64,

    /// Write the lines to this file
    #[arg(long, value_name = "TSV")]
    out: Option<PathBuf>,
}

impl Confirmed {
    pub async fn run(self, app: &App, out: &mut dyn Write) -> anyhow::Result<()> {
        let taught = confirmed::taught(&mut app.db.read_long().await?, self.at_least).await?;
        let mut lines = String::new();
        for one in &taught {
            // No kept word holds a tab or a line break.
            lines.push_str(&format!("{}\t{}\t{}\n", one.words, one.code, one.times));
        }
        let Some(file) = self.out else { return Ok(out.write_all(lines.as_bytes())?) };
        std::fs::write(&file, lines)
            .with_context(|| format!("{} cannot be written", file.display()))?;
        let (n, edition) = (taught.len(), confirmed::edition(&taught));
        Ok(writeln!(out, "Wrote {n} lines of what people confirmed, edition {edition}.")?)
    }
}
