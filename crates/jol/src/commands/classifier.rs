//! `jol classifier`: lists that are larger than those of the program.

use std::{io::Write, path::PathBuf};

use domain::classifier::Scheme;

use super::demo::progress_bar;
use crate::{config::Settings, import::esco};

/// Bring in a list of occupations and skills
#[derive(clap::Args)]
pub struct Classifier {
    #[command(subcommand)]
    what: What,

    #[command(flatten)]
    settings: Settings,
}

#[derive(clap::Subcommand)]
enum What {
    /// Bring in ESCO from the archives of its download page: the classification as CSV, and the relations
    Import {
        /// The archives, each a ZIP file
        #[arg(required = true, value_name = "ZIP")]
        archives: Vec<PathBuf>,

        /// Only this list: occupation or skill
        #[arg(long, value_parser = scheme)]
        scheme: Option<Scheme>,

        /// What stands beside the entries as their source, with the version
        #[arg(long, default_value = "ESCO")]
        source: String,
    },
}

fn scheme(text: &str) -> Result<Scheme, String> {
    let scheme = text.parse().ok().filter(|one| matches!(one, Scheme::Occupation | Scheme::Skill));
    scheme.ok_or_else(|| format!("{text:?} is neither occupation nor skill"))
}

impl Classifier {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        super::begin_log(&self.settings)?;
        let What::Import { archives, scheme, source } = self.what;
        let app = super::open(self.settings).await?;
        let today = app.today();
        let read = move || esco::read(&archives, scheme, &source, today);
        let found = tokio::task::spawn_blocking(read).await??;
        let bar = progress_bar(found.concepts.len() as u64, "entries");
        let (n_occupations, n_skills) = (found.n_occupations, found.n_skills);
        let done = esco::save(&app, found.concepts, &|n| bar.set_position(n)).await;
        bar.finish_and_clear();
        app.db.close().await;
        done?;
        writeln!(
            out,
            "Brought in {n_occupations} occupations and {n_skills} skills. A service that runs takes them up within an hour, \
             or at its next start."
        )?;
        if found.n_loose > 0 {
            writeln!(
                out,
                "Left out {} relations that name what is not in the files.",
                found.n_loose
            )?;
        }
        if found.n_without_group > 0 {
            let n = found.n_without_group;
            writeln!(out, "{n} occupations have no unit group of ISCO-08 and are near no other.")?;
        }
        Ok(writeln!(out, "This service uses the ESCO classification of the European Commission.")?)
    }
}
