//! `jol link`: which records are one person. It reads files and writes files and needs no cell, but for `check`, which compares
//! the records of a cell.

mod check;
mod file;
mod names;
mod table;

use std::io::Write;

use super::Outcome;

/// Find records of one person, in files of several agencies or in a cell
#[derive(clap::Args)]
pub struct Link {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Compare the records of a file and write which pairs and groups are one person
    File(file::OfFile),
    /// Compare all records of a cell anew and say what would differ from what was decided
    Check(check::Check),
    /// Write the folded forms and the keys of spellings, one a line
    Fold(names::Fold),
    /// Write how like two whole names are, for each line of two names
    Names(names::Names),
}

impl Link {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        match self.what {
            What::File(file) => file.run(out),
            What::Check(check) => check.run(out).await,
            What::Fold(fold) => fold.run(out),
            What::Names(names) => names.run(out),
        }
    }
}
