//! `jol link file`: the records of one file, compared with each other.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::Context as _;
use linkage::{
    link::{Linked, link},
    model::Model,
    register::Register,
    score::{Thresholds, Zone},
};

use super::{Outcome, table};
use crate::commands::demo::progress_bar;

#[derive(clap::Args)]
pub struct OfFile {
    /// The records, as CSV with the columns id, source, surname, given, patronymic, dob, sex, pin, phone, territory. All
    /// but id may be missing
    #[arg(value_name = "RECORDS")]
    records: PathBuf,

    /// Where to write the pairs that were compared: a, b, score
    #[arg(long, value_name = "FILE")]
    pairs: PathBuf,

    /// Where to write the person of each record: id, cluster
    #[arg(long, value_name = "FILE")]
    clusters: Option<PathBuf>,

    /// Where to write what speaks for and against each pair that is linked or to be looked at
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,

    /// What was learnt: read from this file, or written to it with --train
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,

    /// Learn from these records and write the model
    #[arg(long, requires = "model")]
    train: bool,

    /// The file's own name of a column: given=first_name
    #[arg(long, value_name = "COLUMN=NAME", value_delimiter = ',', value_parser = mapped)]
    map: Vec<(String, String)>,

    /// Further columns that are the same for one person, an address for example
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    also: Vec<String>,

    /// The weight from which a pair is linked, in bits
    #[arg(long, default_value_t = Thresholds::default().link, allow_negative_numbers = true)]
    link: f64,

    /// The weight from which somebody has to look at a pair
    #[arg(long, default_value_t = Thresholds::default().review, allow_negative_numbers = true)]
    review: f64,

    /// The mean weight from which records become one person in --clusters; 0 is more likely than not
    #[arg(long, default_value_t = 0.0, allow_negative_numbers = true)]
    join: f64,

    /// On how many processors; by default on all
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,

    /// Say what came of it as one line of JSON
    #[arg(long)]
    json: bool,
}

fn mapped(text: &str) -> Result<(String, String), String> {
    let (column, name) =
        text.split_once('=').ok_or_else(|| format!("{text:?} is not COLUMN=NAME"))?;
    Ok((column.trim().to_owned(), name.trim().to_owned()))
}

#[derive(serde::Serialize)]
struct Summary {
    records: usize,
    bad_rows: usize,
    pairs: usize,
    linked: u64,
    to_review: u64,
    clusters: Option<usize>,
    confirmed: u64,
    lambda: f64,
    refined_blocks: u64,
    overflowing_blocks: u64,
    model_version: u16,
    norm_version: u16,
    seconds: f64,
}

/// More lines than this are not named one by one.
const MOST_NAMED: usize = 50;

impl OfFile {
    pub fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build()?;
        let started = Instant::now();
        let model = match &self.model {
            Some(path) if !self.train => Some(read_model(path, self.also.len())?),
            _ => None,
        };
        let size = fs::metadata(&self.records).map_or(0, |file| file.len());
        let bar = progress_bar(size, "bytes read");
        let table = table::read(&self.records, &self.map, &self.also, &|n| bar.set_position(n));
        bar.finish_and_clear();
        let mut table = table?;
        for bad in table.bad.iter().take(MOST_NAMED) {
            eprintln!("Line {} was left out: {}.", bad.line, bad.why);
        }
        if table.bad.len() > MOST_NAMED {
            eprintln!("{} more lines were left out.", table.bad.len() - MOST_NAMED);
        }
        let linked = threads.install(|| link(&mut table.register, model, &self.also));
        if let Some(path) = self.model.as_deref().filter(|_| self.train) {
            write_model(path, &linked.model)?;
        }
        let bar = progress_bar(linked.pairs.len() as u64, "pairs written");
        let written = self.write(&table.register, &linked, &|n| bar.set_position(n));
        bar.finish_and_clear();
        let (n_linked, n_review) = written?;
        let mut n_clusters = None;
        if let Some(path) = &self.clusters {
            let clusters = threads.install(|| linked.clusters(&table.register, self.join));
            n_clusters = Some(write_clusters(path, &table.register, &clusters)?);
        }
        let summary = Summary {
            records: table.register.len(),
            bad_rows: table.bad.len(),
            pairs: linked.pairs.len(),
            linked: n_linked,
            to_review: n_review,
            clusters: n_clusters,
            confirmed: linked.model.n_confirmed,
            lambda: linked.model.lambda,
            refined_blocks: linked.counts.refined,
            overflowing_blocks: linked.counts.overflowing,
            model_version: linked.model.model_version,
            norm_version: linked.model.norm_version,
            seconds: started.elapsed().as_secs_f64(),
        };
        self.tell(&summary, out)?;
        Ok(if table.bad.is_empty() { Outcome::Well } else { Outcome::Wrong })
    }

    /// Writes the pairs and the decisions; answers how many are linked and how many to be looked at.
    fn write(
        &self,
        register: &Register,
        linked: &Linked,
        progress: &dyn Fn(u64),
    ) -> anyhow::Result<(u64, u64)> {
        let thresholds = Thresholds { link: self.link, review: self.review };
        let mut pairs = create(&self.pairs)?;
        pairs.write_all(b"a,b,score\n")?;
        let mut decisions = self.decisions.as_deref().map(create).transpose()?;
        if let Some(file) = &mut decisions {
            file.write_all(b"a,b,weight,probability,zone,waterfall,model_version,norm_version\n")?;
        }
        let (mut n_linked, mut n_review) = (0, 0);
        let mut line = Vec::new();
        for (place, ((one, other), weight)) in linked.pairs.iter().zip(&linked.weights).enumerate()
        {
            if place % 65_536 == 0 {
                progress(place as u64);
            }
            line.clear();
            push_id(&mut line, register.id(*one));
            line.push(b',');
            push_id(&mut line, register.id(*other));
            line.push(b',');
            push_weight(&mut line, *weight);
            line.push(b'\n');
            pairs.write_all(&line)?;
            if f64::from(*weight) < thresholds.review {
                continue;
            }
            let pattern = linked.looks[place];
            let zone = linked.scorer.zone(register, *one, *other, pattern, *weight, thresholds);
            match zone {
                Zone::Link => n_linked += 1,
                Zone::Review => n_review += 1,
                Zone::Nothing => {}
            }
            if let Some(file) = &mut decisions {
                let told = linked.scorer.explain(register, *one, *other, thresholds);
                let steps: Vec<String> = told
                    .steps
                    .iter()
                    .map(|step| format!("{} {} {:+.2}", step.field, step.level, step.weight))
                    .collect();
                line.clear();
                push_id(&mut line, register.id(*one));
                line.push(b',');
                push_id(&mut line, register.id(*other));
                writeln!(
                    line,
                    ",{:.4},{:.6},{},\"{}\",{},{}",
                    told.weight,
                    told.probability,
                    zone.name(),
                    steps.join("; "),
                    told.model_version,
                    told.norm_version
                )?;
                file.write_all(&line)?;
            }
        }
        pairs.flush()?;
        decisions.map_or(Ok(()), |mut file| file.flush())?;
        Ok((n_linked, n_review))
    }

    fn tell(&self, summary: &Summary, out: &mut dyn Write) -> anyhow::Result<()> {
        if self.json {
            return Ok(writeln!(out, "{}", serde_json::to_string(summary)?)?);
        }
        let Summary { records, pairs, linked, to_review, seconds, .. } = summary;
        writeln!(
            out,
            "Compared {pairs} pairs of {records} records in {seconds:.1} s: {linked} are one person, {to_review} somebody \
             has to look at."
        )?;
        if let Some(clusters) = summary.clusters {
            writeln!(out, "The records are of {clusters} people.")?;
        }
        if summary.overflowing_blocks > 0 {
            let n = summary.overflowing_blocks;
            writeln!(
                out,
                "{n} crowds of records that look alike were too large to compare all with all."
            )?;
        }
        if summary.bad_rows > 0 {
            writeln!(out, "{} lines were left out.", summary.bad_rows)?;
        }
        Ok(())
    }
}

fn create(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(BufWriter::with_capacity(1 << 18, file))
}

fn read_model(path: &Path, n_also: usize) -> anyhow::Result<Model> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let model: Model =
        serde_json::from_str(&text).with_context(|| format!("{} is no model", path.display()))?;
    model.check(n_also).with_context(|| format!("{} cannot be used", path.display()))?;
    Ok(model)
}

fn write_model(path: &Path, model: &Model) -> anyhow::Result<()> {
    let mut file = create(path)?;
    serde_json::to_writer_pretty(&mut file, model)?;
    file.write_all(b"\n")?;
    Ok(file.flush()?)
}

fn write_clusters(path: &Path, register: &Register, clusters: &[u32]) -> anyhow::Result<usize> {
    let mut file = create(path)?;
    file.write_all(b"id,cluster\n")?;
    let mut line = Vec::new();
    let mut n_people = 0;
    for (record, cluster) in (0..).zip(clusters) {
        n_people += usize::from(record == *cluster);
        line.clear();
        push_id(&mut line, register.id(record));
        line.push(b',');
        push_id(&mut line, register.id(*cluster));
        line.push(b'\n');
        file.write_all(&line)?;
    }
    file.flush()?;
    Ok(n_people)
}

/// An id as a field of CSV.
fn push_id(line: &mut Vec<u8>, id: &str) {
    if id.contains(['"', ',', '\n', '\r']) {
        line.push(b'"');
        line.extend_from_slice(id.replace('"', "\"\"").as_bytes());
        line.push(b'"');
    } else {
        line.extend_from_slice(id.as_bytes());
    }
}

/// A weight with four places. Millions are written, and `format!` is slow with fractions.
fn push_weight(line: &mut Vec<u8>, weight: f32) {
    let scaled = (f64::from(weight) * 10_000.0).round() as i64;
    if scaled < 0 {
        line.push(b'-');
    }
    let scaled = scaled.unsigned_abs();
    let mut digits = [b'0'; 20];
    let mut start = digits.len();
    let mut rest = scaled / 10_000;
    while rest > 0 || start == digits.len() {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    line.extend_from_slice(&digits[start..]);
    line.push(b'.');
    let part = scaled % 10_000;
    for unit in [1000, 100, 10, 1] {
        line.push(b'0' + (part / unit % 10) as u8);
    }
}
