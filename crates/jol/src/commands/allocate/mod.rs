//! `jol allocate`: people to vacancies that take only so many, and how far from the best that is at most. On a cell it makes a
//! proposal; with an instance it reads files and writes files and needs no cell.

mod cell;
mod files;
mod instance;

use std::{
    io::Write,
    path::{Path, PathBuf},
    time::Instant,
};

use allocation::auction::{self, Before, Mode};
use anyhow::Context as _;
use serde::Serialize;

use self::cell::OnCell;
use super::Outcome;
use crate::{bench::usage, config::Settings};

/// Give people places, with the largest sum of points and a proof of how large it is, or so that nobody is passed over
#[derive(clap::Args)]
pub struct Allocate {
    /// Who may go where for how many points, and how many each vacancy takes; without it the people and places of a cell
    #[arg(long, value_name = "ARCS.bin", required_unless_present_any = ["by", "again"])]
    instance: Option<PathBuf>,

    /// Make a proposal for the people of a cell in the name of this account, which has to be that of a head of office
    #[arg(long, value_name = "LOGIN", requires = "purpose", conflicts_with_all = ["instance", "again"])]
    by: Option<String>,

    /// What the proposal is made for
    #[arg(long, value_name = "TEXT", requires = "by")]
    purpose: Option<String>,

    /// Reckon a proposal of a cell again, and look whether it is the same
    #[arg(long, value_name = "ID", conflicts_with = "instance")]
    again: Option<uuid::Uuid>,

    /// How places are given
    #[arg(long, value_enum, default_value_t = How::Auction)]
    mode: How,

    /// Points for each person with a place, beside those of the place
    #[arg(long, value_name = "N", default_value_t = 0)]
    bonus: i32,

    /// Leave out what has fewer points
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    minimum: Option<i32>,

    /// Begin with the places of an earlier answer; it needs the prices too
    #[arg(long, value_name = "ASSIGNMENT", requires = "before_prices")]
    before: Option<PathBuf>,

    /// The prices of that answer
    #[arg(long, value_name = "PRICES", requires = "before")]
    before_prices: Option<PathBuf>,

    /// Where to write the vacancy of each person
    #[arg(long, value_name = "ASSIGNMENT")]
    out: Option<PathBuf>,

    /// Where to write the price of each vacancy, which proves the bound
    #[arg(long, value_name = "PRICES")]
    prices: Option<PathBuf>,

    /// On how many processors; by default on all
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,

    /// Say what came of it as one line of JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    settings: Settings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum How {
    /// The largest sum of points
    Auction,
    /// Nobody is passed over for somebody who has fewer points there
    Stable,
}

#[derive(Serialize)]
struct Summary {
    tool: &'static str,
    mode: How,
    people: usize,
    vacancies: usize,
    arcs: usize,
    threads: usize,
    bonus: i32,
    /// Without the bonus.
    objective: i64,
    /// With the bonus: no answer has more points.
    bound: i64,
    /// The share of the bound that may be missing, in percent.
    gap: f64,
    placed: usize,
    /// Of everything between reading the files and writing them.
    seconds: f64,
    cpu_seconds: f64,
    peak_mib: f64,
}

impl Allocate {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let what = match (&self.instance, &self.by, &self.purpose, self.again) {
            (Some(instance), ..) => return self.of_files(instance, out),
            (None, Some(by), Some(purpose), _) => {
                OnCell::Propose { by: by.clone(), purpose: purpose.clone() }
            }
            (.., Some(id)) => OnCell::Again(id),
            _ => anyhow::bail!("either --instance, or --by and --purpose, or --again"),
        };
        cell::run(self.settings, what, self.json, out).await
    }

    fn of_files(&self, path: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let instance = instance::read(path, self.bonus, self.minimum)?;
        let before = match (&self.before, &self.before_prices) {
            (Some(places), Some(prices)) => Some(before(places, prices)?),
            _ => None,
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build()?;

        let (began, cpu_before) = (Instant::now(), usage::cpu_seconds());
        let answer = pool.install(|| match (self.mode, &before) {
            (How::Auction, Some(before)) => auction::allocate_again(&instance, before),
            (How::Auction, None) => auction::allocate(&instance, Mode::Auction),
            (How::Stable, _) => auction::allocate(&instance, Mode::Stable),
        });
        let (took, cpu) = (began.elapsed().as_secs_f64(), usage::cpu_seconds() - cpu_before);

        if let Some(path) = &self.out {
            files::write_assignment(path, &answer.places)?;
        }
        if let Some(path) = &self.prices {
            files::write_prices(path, answer.scale, &answer.prices)?;
        }
        let scale = i64::from(answer.scale);
        let missing = answer.bound - answer.worth * scale;
        let summary = Summary {
            tool: "jol",
            mode: self.mode,
            people: instance.n_people(),
            vacancies: instance.n_places(),
            arcs: instance.n_arcs(),
            threads: pool.current_num_threads(),
            bonus: self.bonus,
            objective: answer.worth - i64::from(self.bonus) * answer.n_placed as i64,
            bound: answer.bound / scale,
            gap: (1e7 * missing as f64 / answer.bound.max(1) as f64).ceil() / 1e5,
            placed: answer.n_placed,
            seconds: (took * 1000.0).round() / 1000.0,
            cpu_seconds: (cpu * 100.0).round() / 100.0,
            peak_mib: usage::peak_megabytes().round(),
        };
        self.tell(&summary, out)?;
        Ok(Outcome::Well)
    }

    fn tell(&self, summary: &Summary, out: &mut dyn Write) -> anyhow::Result<()> {
        if self.json {
            return Ok(writeln!(out, "{}", serde_json::to_string(summary)?)?);
        }
        let Summary { people, vacancies, placed, objective, bound, gap, seconds, .. } = summary;
        writeln!(
            out,
            "{placed} of {people} people have a place among {vacancies} vacancies, with {objective} points, in {seconds:.2} s."
        )?;
        let with = if self.bonus == 0 { "" } else { " with the bonus" };
        writeln!(
            out,
            "No answer has more than {bound} points{with}: at most {gap} % are missing."
        )?;
        Ok(())
    }
}

fn before(places: &std::path::Path, prices: &std::path::Path) -> anyhow::Result<Before> {
    let places = files::read_assignment(places).context("the places of before")?;
    let (scale, prices) = files::read_prices(prices).context("the prices of before")?;
    Ok(Before { places, prices, scale })
}
