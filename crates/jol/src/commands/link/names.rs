//! `jol link fold` and `jol link names`: names alone, one or two a line.

use std::{
    fs,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use linkage::{fold, name};

use super::Outcome;

#[derive(clap::Args)]
pub struct Fold {
    /// Spellings, one a line
    #[arg(value_name = "FILE")]
    spellings: PathBuf,
}

#[derive(clap::Args)]
pub struct Names {
    /// Two whole names a line, with a tab between them
    #[arg(value_name = "FILE")]
    pairs: PathBuf,
}

impl Fold {
    /// Writes spelling, readings and keys, separated by tabs; the words of one reading by hyphens.
    pub fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let mut out = BufWriter::new(out);
        let outcome = each_line(&self.spellings, &mut |line| {
            let readings: Vec<String> =
                fold::readings(line).into_iter().map(|reading| reading.replace(' ', "-")).collect();
            writeln!(out, "{line}\t{}\t{}", readings.join(" "), name::search_keys(line).join(" "))?;
            Ok(())
        })?;
        out.flush()?;
        Ok(outcome)
    }
}

impl Names {
    /// Writes one number a line, from 0 for strangers to 1.
    pub fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let mut out = BufWriter::new(out);
        let outcome = each_line(&self.pairs, &mut |line| {
            let (one, other) = line.split_once('\t').context("it has no tab between two names")?;
            let other = other.split('\t').next().unwrap_or_default();
            writeln!(out, "{:.6}", name::likeness_of_full(one, other))?;
            Ok(())
        })?;
        out.flush()?;
        Ok(outcome)
    }
}

/// Does something with each line that is not empty, and names those with which it cannot be done.
fn each_line(
    path: &Path,
    take: &mut dyn FnMut(&str) -> anyhow::Result<()>,
) -> anyhow::Result<Outcome> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut outcome = Outcome::Well;
    for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1..) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        let taken = str::from_utf8(line).context("it is not in UTF-8").and_then(&mut *take);
        if let Err(error) = taken {
            eprintln!("Line {number} was left out: {error:#}.");
            outcome = Outcome::Wrong;
        }
    }
    Ok(outcome)
}
