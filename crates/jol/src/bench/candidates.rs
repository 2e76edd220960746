//! How soon the best vacancies of everybody are found, beside `sparse_dot_topn` on the same files.

use std::{
    io::Write,
    path::PathBuf,
    time::{Duration, Instant},
};

use allocation::candidates::{Found, Index, Rows, by_comparing_all};
use anyhow::ensure;

use super::{
    csr::{Reader, Writer},
    usage,
};
use crate::commands::demo::progress_bar;

#[derive(clap::Args)]
pub struct Candidates {
    /// The people, as rows of weighted skills
    #[arg(value_name = "PEOPLE.csr")]
    people: PathBuf,

    /// The vacancies, with the same skills
    #[arg(value_name = "VACANCIES.csr")]
    vacancies: PathBuf,

    /// How many vacancies for each
    #[arg(long, default_value_t = 20)]
    top: usize,

    /// Where to write the vacancies of each, best first
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// On how many processors; by default on all
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    threads: usize,

    /// With invented regions, wages, licences and languages, and only vacancies that fit by them
    #[arg(long)]
    filtered: bool,

    /// So many people are answered once more by comparing every vacancy
    #[arg(long, value_name = "N", default_value_t = 100)]
    sample: usize,

    /// Say what came of it as one line of JSON
    #[arg(long)]
    json: bool,
}

/// People that are read, answered and written at a time.
const CHUNK: usize = 50_000;

#[derive(serde::Serialize)]
struct Summary {
    tool: &'static str,
    people: u64,
    vacancies: u64,
    top: usize,
    threads: usize,
    filtered: bool,
    found: u64,
    /// The sum of all scores.
    objective: f64,
    /// Of the index and the answers; files are read and written before and after.
    seconds: f64,
    cpu_seconds: f64,
    index_seconds: f64,
    peak_mib: f64,
    sampled: usize,
    sampled_equal: bool,
}

pub fn run(candidates: Candidates, out: &mut dyn Write) -> anyhow::Result<bool> {
    let Candidates { top, filtered, .. } = candidates;
    let mut people = Reader::open(&candidates.people)?;
    let mut vacancies = Reader::open(&candidates.vacancies)?;
    ensure!(
        people.n_columns == vacancies.n_columns,
        "people have {} skills and vacancies {}: they are not the same skills",
        people.n_columns,
        vacancies.n_columns
    );
    let (n_people, n_vacancies) = (people.n_rows, vacancies.n_rows);
    let rows = vacancies.read(usize::MAX)?;
    check(&candidates)?;
    let mut writer = candidates
        .out
        .as_deref()
        .map(|path| Writer::create(path, n_people, n_vacancies))
        .transpose()?;

    let pool = rayon::ThreadPoolBuilder::new().num_threads(candidates.threads).build()?;
    let mut meter = Meter::default();
    let mut index = Index::new(usize::try_from(people.n_columns)?);
    let places: Vec<Place> = (0..rows.len() as u32).map(Place::invented).collect();
    let group_of = |row: u32| if filtered { places[row as usize].group() } else { 0 };
    meter.measure(|| pool.install(|| index.extend(&rows, group_of)));
    let index_seconds = meter.seconds();

    let sample_step = (n_people as usize).div_ceil(candidates.sample.max(1)).max(1);
    let (mut found, mut objective) = (0, 0.0);
    let (mut sampled, mut n_equal) = (0, 0);
    let bar = progress_bar(n_people, "people");
    let mut first = 0_u32;
    loop {
        let chunk = people.read(CHUNK)?;
        if chunk.is_empty() {
            break;
        }
        let who: Vec<Person> =
            (0..chunk.len() as u32).map(|n| Person::invented(first + n)).collect();
        let may = |person: u32, vacancy: u32| {
            !filtered || who[person as usize].may_take(&places[vacancy as usize])
        };
        let may_group =
            |person: u32, group: u32| !filtered || who[person as usize].may_go_to(group);
        let answers =
            meter.measure(|| pool.install(|| index.top_of_every(&chunk, top, may_group, may)));
        found += answers.found.len() as u64;
        objective += answers.found.iter().map(|found| f64::from(found.score)).sum::<f64>();
        for (n, answer) in (0..).zip(answers.iter()) {
            if candidates.sample > 0 && ((first + n) as usize).is_multiple_of(sample_step) {
                sampled += 1;
                n_equal += usize::from(answer == judged(&rows, &chunk, n, top, &may));
            }
            if let Some(writer) = &mut writer {
                writer.push(answer)?;
            }
        }
        first += chunk.len() as u32;
        bar.set_position(u64::from(first));
    }
    bar.finish_and_clear();
    if let Some(writer) = writer {
        writer.finish()?;
    }
    let summary = Summary {
        tool: "jol",
        people: n_people,
        vacancies: n_vacancies,
        top,
        threads: pool.current_num_threads(),
        filtered,
        found,
        objective: (objective * 10.0).round() / 10.0,
        seconds: meter.seconds(),
        cpu_seconds: (meter.cpu_seconds * 100.0).round() / 100.0,
        index_seconds,
        peak_mib: usage::peak_megabytes().round(),
        sampled,
        sampled_equal: n_equal == sampled,
    };
    tell(&summary, candidates.json, out)?;
    Ok(summary.sampled_equal)
}

/// Reads the people once before anything is answered: a file that is bad somewhere is refused as a whole.
fn check(candidates: &Candidates) -> anyhow::Result<()> {
    let mut people = Reader::open(&candidates.people)?;
    while !people.read(CHUNK)?.is_empty() {}
    Ok(())
}

fn judged(
    rows: &Rows,
    people: &Rows,
    person: u32,
    top: usize,
    may: &impl Fn(u32, u32) -> bool,
) -> Vec<Found> {
    // A weight of nothing is no weight to the index.
    let question: Vec<(u32, f32)> = people.of(person).filter(|(_, weight)| *weight > 0.0).collect();
    by_comparing_all(rows, &question, top, |vacancy| may(person, vacancy))
}

fn tell(summary: &Summary, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    if json {
        return Ok(writeln!(out, "{}", serde_json::to_string(summary)?)?);
    }
    let Summary { people, vacancies, found, seconds, cpu_seconds, peak_mib, sampled, .. } = summary;
    writeln!(
        out,
        "Found {found} vacancies for {people} people among {vacancies} in {seconds:.2} s ({cpu_seconds:.2} s of processors, \
         {peak_mib:.0} MiB)."
    )?;
    match summary.sampled_equal {
        true => writeln!(out, "Comparing every vacancy gave {sampled} of them the same.")?,
        false => writeln!(out, "WRONG  Comparing every vacancy gave some of {sampled} others.")?,
    }
    Ok(())
}

/// Wall clock and processors, added up over what is measured.
#[derive(Default)]
struct Meter {
    took: Duration,
    cpu_seconds: f64,
}

impl Meter {
    fn measure<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (began, cpu_before) = (Instant::now(), usage::cpu_seconds());
        let done = work();
        self.took += began.elapsed();
        self.cpu_seconds += usage::cpu_seconds() - cpu_before;
        done
    }

    fn seconds(&self) -> f64 {
        (self.took.as_secs_f64() * 1000.0).round() / 1000.0
    }
}

const N_REGIONS: u64 = 9;

/// What `--filtered` invents of a vacancy: what it asks for beside skills. Nothing here says anything about a real labour market.
struct Place {
    region: u8,
    wage: u32,
    licences: u8,
    language: u8,
}

impl Place {
    fn invented(number: u32) -> Self {
        let mut draw = Draw::new(u64::from(number) << 1);
        Self {
            region: draw.below(N_REGIONS) as u8,
            wage: 15_000 + 1_000 * draw.below(60) as u32,
            // One in four asks for one of eight licences.
            licences: if draw.below(4) == 0 { 1 << draw.below(8) } else { 0 },
            language: draw.below(4) as u8,
        }
    }

    /// The region and the language together.
    fn group(&self) -> u32 {
        u32::from(self.region) << 2 | u32::from(self.language)
    }
}

/// And of a person.
struct Person {
    /// Their own region and two others, as bits.
    regions: u16,
    wage: u32,
    licences: u8,
    language: u8,
}

impl Person {
    fn invented(number: u32) -> Self {
        let mut draw = Draw::new(u64::from(number) << 1 | 1);
        Self {
            regions: (0..3).fold(0, |regions, _| regions | 1 << draw.below(N_REGIONS)),
            wage: 10_000 + 1_000 * draw.below(40) as u32,
            licences: (draw.below(256) & draw.below(256)) as u8,
            language: 1 + draw.below(4) as u8,
        }
    }

    /// May this person take something of this [`Place::group`]?
    fn may_go_to(&self, group: u32) -> bool {
        self.regions >> (group >> 2) & 1 == 1 && group & 3 <= u32::from(self.language)
    }

    fn may_take(&self, place: &Place) -> bool {
        self.regions >> place.region & 1 == 1
            && place.wage >= self.wage
            && place.licences & !self.licences == 0
            && place.language <= self.language
    }
}

/// Numbers drawn from a seed (SplitMix64): the same in every run.
struct Draw(u64);

impl Draw {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % n
    }
}
