//! `jol allocate`: people to vacancies that take only so many, and how far from the best that is at most. On a cell it makes a
//! proposal; with an instance it reads files and writes files and needs no cell.

mod cell;
mod files;

use std::{
    io::{IsTerminal as _, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::Instant,
};

use allocation::auction::{
    self, Allocation, Before, Instance, Mode, Progress, Watcher,
    courses::{CourseInstance, WithCourses},
    file::{self, Points},
};
use anyhow::Context as _;
use domain::matching::proposal;
use indicatif::{ProgressBar, ProgressStyle};
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

    /// Points for each person without a place, so that a place has to be worth more; whoever adds up the files anew counts it as
    /// a bonus of -N
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true)]
    wait: i32,

    /// Leave out what has fewer points
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    minimum: Option<i32>,

    /// Begin with the places of an earlier answer; it needs the prices too
    #[arg(long, value_name = "ASSIGNMENT", requires = "before_prices")]
    before: Option<PathBuf>,

    /// The prices of that answer
    #[arg(long, value_name = "PRICES", requires = "before")]
    before_prices: Option<PathBuf>,

    /// Courses with seats that lead to vacancies, and who may take them
    #[arg(long, value_name = "COURSES.bin", conflicts_with = "before")]
    courses: Option<PathBuf>,

    /// Where to write the course of each person
    #[arg(long, value_name = "ASSIGNMENT", requires = "courses")]
    courses_out: Option<PathBuf>,

    /// Where to write what a person pays for a seat of each course; less than nothing if what it leads to pays for it
    #[arg(long, value_name = "PRICES", requires = "courses")]
    seat_prices: Option<PathBuf>,

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

impl How {
    const fn on_cell(self) -> proposal::Mode {
        match self {
            Self::Auction => proposal::Mode::Auction,
            Self::Stable => proposal::Mode::Stable,
        }
    }
}

/// What was read to be shared out.
enum Read {
    Straight(Instance),
    WithCourses(CourseInstance),
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
    wait: i32,
    /// Without the bonus, and of those who have a place alone.
    objective: i64,
    /// With the bonus, and with what waiting is worth: no answer has more points.
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
            (None, Some(by), Some(purpose), _) => OnCell::Propose {
                by: by.clone(),
                purpose: purpose.clone(),
                mode: self.mode.on_cell(),
            },
            (.., Some(id)) => OnCell::Again(id),
            _ => anyhow::bail!("either --instance, or --by and --purpose, or --again"),
        };
        cell::run(self.settings, what, self.json, out).await
    }

    fn of_files(&self, path: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        if self.courses.is_some() && self.mode == How::Stable {
            anyhow::bail!("--mode stable knows no courses; with --courses it is --mode auction");
        }
        let points = Points { bonus: self.bonus, wait: self.wait, minimum: self.minimum };
        let instance = match &self.courses {
            Some(courses) => self.with_courses(path, courses, points)?,
            None => Read::Straight(files::read(path, |arcs| file::read_arcs(arcs, points))?),
        };
        let before = match (&self.before, &self.before_prices) {
            (Some(places), Some(prices)) => Some(before(places, prices)?),
            _ => None,
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build()?;

        let bar = bar(self.json, "people bid for the first time");
        let show = |progress| show(&bar, progress);
        let watcher: Option<Watcher> = if bar.is_hidden() { None } else { Some(&show) };
        let (began, cpu_before) = (Instant::now(), usage::cpu_seconds());
        let answer = pool.install(|| match &instance {
            Read::WithCourses(instance) => instance.allocate(watcher),
            Read::Straight(instance) => {
                let said = self.straight(instance, before.as_ref(), watcher)?;
                let (courses, seat_prices) = (Vec::new(), Vec::new());
                Some(WithCourses { allocation: said, courses, seat_prices })
            }
        });
        let (took, cpu) = (began.elapsed().as_secs_f64(), usage::cpu_seconds() - cpu_before);
        bar.finish_and_clear();
        let Some(WithCourses { allocation: answer, courses, seat_prices }) = answer else {
            unreachable!("nothing here breaks it off")
        };

        if let Some(path) = &self.out {
            files::write(path, |out| file::write_assignment(out, &answer.places))?;
        }
        if let Some(path) = &self.prices {
            files::write(path, |out| file::write_prices(out, answer.scale, &answer.prices))?;
        }
        if let Some(path) = &self.courses_out {
            files::write(path, |out| file::write_assignment(out, &courses))?;
        }
        if let Some(path) = &self.seat_prices {
            files::write(path, |out| file::write_prices(out, answer.scale, &seat_prices))?;
        }
        let scale = i64::from(answer.scale);
        let missing = answer.bound - answer.worth * scale;
        let (people, vacancies, arcs) = match &instance {
            Read::Straight(read) => (read.n_people(), read.n_places(), read.n_arcs()),
            Read::WithCourses(read) => (read.n_people(), read.n_places(), read.n_arcs()),
        };
        let n_waiting = (people - answer.n_placed) as i64;
        let besides =
            i64::from(self.bonus) * answer.n_placed as i64 + i64::from(self.wait) * n_waiting;
        let summary = Summary {
            tool: "jol",
            mode: self.mode,
            people,
            vacancies,
            arcs,
            threads: pool.current_num_threads(),
            bonus: self.bonus,
            wait: self.wait,
            objective: answer.worth - besides,
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

    fn with_courses(&self, arcs: &Path, courses: &Path, points: Points) -> anyhow::Result<Read> {
        let n_people = files::read(arcs, file::read_n_people)?;
        // A seat leads to a place, so the bonus and the loss of what waiting is worth are on the way there.
        let more = self.bonus.saturating_sub(self.wait);
        let read = files::read(courses, |courses| file::read_courses(courses, n_people, more))?;
        let with = files::read(arcs, |arcs| file::read_arcs_with(arcs, points, read));
        Ok(Read::WithCourses(with.with_context(|| format!("with {}", courses.display()))?))
    }

    fn straight(
        &self,
        instance: &Instance,
        before: Option<&Before>,
        watcher: Option<Watcher>,
    ) -> Option<Allocation> {
        let mode = match self.mode {
            How::Auction => Mode::Auction,
            How::Stable => Mode::Stable,
        };
        let before = before.filter(|_| mode == Mode::Auction);
        match (watcher, before) {
            (Some(watcher), _) => auction::allocate_watched(instance, mode, before, watcher),
            (None, Some(before)) => Some(auction::allocate_again(instance, before)),
            (None, None) => Some(auction::allocate(instance, mode)),
        }
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
        let with = match (self.bonus, self.wait) {
            (0, 0) => "",
            (_, 0) => " with the bonus",
            (0, _) => " with what waiting is worth",
            _ => " with the bonus and what waiting is worth",
        };
        writeln!(
            out,
            "No answer has more than {bound} points{with}: at most {gap} % are missing."
        )?;
        Ok(())
    }
}

/// Nothing, where nobody sits before it.
fn bar(json: bool, begins: &'static str) -> ProgressBar {
    if json || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar.set_message(begins);
    bar.enable_steady_tick(std::time::Duration::from_millis(250));
    bar
}

fn show(bar: &ProgressBar, progress: Progress) -> ControlFlow<()> {
    let Progress { step, worth, bound, scale } = progress;
    let missing = bound - worth * i64::from(scale);
    let share = 100.0 * missing as f64 / bound.max(1) as f64;
    let step = f64::from(step) / f64::from(scale);
    bar.set_message(format!("steps of {step} points: at most {share:.4} % are missing"));
    ControlFlow::Continue(())
}

fn before(places: &Path, prices: &Path) -> anyhow::Result<Before> {
    let places = files::read(places, file::read_assignment);
    let places = places.context("the places of before")?;
    let prices = files::read(prices, file::read_prices);
    let (scale, prices) = prices.context("the prices of before")?;
    Ok(Before { places, prices, scale })
}
