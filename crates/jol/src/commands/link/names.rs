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
        for (_, line) in lines(&self.spellings)? {
            let line = line.context("the file is not in UTF-8")?;
            let readings: Vec<String> =
                fold::readings(line).into_iter().map(|reading| reading.replace(' ', "-")).collect();
            let keys = name::search_keys(line);
            writeln!(out, "{line}\t{}\t{}", readings.join(" "), keys.join(" "))?;
        }
        out.flush()?;
        Ok(Outcome::Well)
    }
}

impl Names {
    /// Writes one number a line, from 0 for strangers to 1.
    pub fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let mut out = BufWriter::new(out);
        for (number, line) in lines(&self.pairs)? {
            let line = line.with_context(|| format!("line {number} is not in UTF-8"))?;
            let (one, other) = line
                .split_once('\t')
                .with_context(|| format!("line {number} has no tab between two names"))?;
            let other = other.split('\t').next().unwrap_or_default();
            writeln!(out, "{:.6}", name::likeness_of_full(one, other))?;
        }
        out.flush()?;
        Ok(Outcome::Well)
    }
}

/// The lines that are not empty, with their numbers.
fn lines(path: &Path) -> anyhow::Result<Vec<(usize, anyhow::Result<&'static str>)>> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let bytes: &'static [u8] = bytes.leak();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').zip(1..);
    Ok(lines
        .map(|(line, number)| (number, line.strip_suffix(b"\r").unwrap_or(line)))
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| (number, str::from_utf8(line).map_err(anyhow::Error::from)))
        .collect())
}
