//! How long the view of the indicators takes to be made, how much memory it holds, and how long a question takes.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use domain::{
    access::{Reach, Scope, Sensitivity},
    followup::Form,
    id::OfficeId,
    indicator::{AgeBand, Dimension, Filter},
    sex::Sex,
    territory::Territory,
};
use jiff::{ToSpan as _, civil::Date};
use uuid::Uuid;

use crate::{
    app::App,
    config::Settings,
    db::{Command, Tx},
    followup::store::RoadRow,
    indicator::report::report,
    refusal::Refusal,
    vault::{SeededChance, chance},
};

#[derive(clap::Args)]
pub struct Indicators {
    /// Made-up people; those that the cell has already are kept
    #[arg(long, default_value_t = 1_000_000)]
    people: usize,

    /// How often each question is asked
    #[arg(long, default_value_t = 50)]
    rounds: usize,

    #[command(flatten)]
    pub settings: Settings,
}

struct Roads(Vec<RoadRow>);

impl Command for Roads {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert_all(&self.0).await?)
    }
}

const PART: usize = 10_000;

fn road(id: Uuid, places: &[Territory], today: Date, chance: &SeededChance) -> RoadRow {
    let [a, b, c, d, e, f, g, h]: [u8; 8] = chance::random(chance);
    let ago = |days: u8, scale: i64| today.saturating_sub((i64::from(days) * scale).days());
    let some = |die: u8, days: u8| (die > 100).then(|| ago(days, 3));
    let place = places[usize::from(a) % places.len()];
    let office = |place: Territory| Some(Uuid::from_u128(place.code().parse().unwrap_or_default()));
    RoadRow {
        returnee: id,
        above_1: office(place.oblast()),
        above_2: office(place),
        above_3: None,
        sensitivity: i64::from(b < 3),
        consents: i64::from(c & 31),
        officer: None,
        sex: Some(if d < 150 { "m" } else { "f" }.to_owned()),
        born_in: Some(1960 + i64::from(e) % 45),
        territory: Some(place.code().to_owned()),
        country: Some(["RU", "RU", "RU", "KZ", "TR", "KR"][usize::from(f) % 6].to_owned()),
        has_disability: g < 6,
        returned_on: Some(ago(g, 6)),
        registered_on: ago(g, 5),
        profile_on: None,
        planned_on: None,
        enrolled_on: None,
        trained_on: some(a, b),
        agreed_on: None,
        first_work_on: some(h, c),
        first_formal_on: None,
        work_after_on: some(c, h),
        form: Some(Form::ALL[usize::from(h) % Form::ALL.len()].code().to_owned()),
        known_on: ago(d, 1),
        reached_on: None,
        steady_on: some(e, d),
        steady_rule: None,
        introduced_on: some(b, a),
        interviewed_on: some(d, a),
        hired_on: some(f, a),
        closed_on: None,
        closing: None,
        closing_reason: None,
        plan_due_on: None,
        next_visit_on: None,
        asked_on: None,
        letter_at: None,
        moved_on: None,
        proposed_in: None,
        proposed_on: None,
        turns_on: None,
        version: 1,
    }
}

async fn fill(app: &App, n_people: usize) -> anyhow::Result<usize> {
    let mut tx = app.db.read().await?;
    let known: i64 =
        tx.one("select count(*) from road", &[]).await?.map_or(Ok(0), |row| row.at(0))?;
    drop(tx);
    let chance = SeededChance::new(known.unsigned_abs());
    let places: Vec<Territory> =
        Territory::all(app.today()).filter(|place| place.parent().is_some()).collect();
    let mut n_made = known.unsigned_abs() as usize;
    while n_made < n_people {
        let n = PART.min(n_people - n_made);
        let roads = (0..n).map(|_| road(app.new_id(), &places, app.today(), &chance));
        app.db.run(Roads(roads.collect())).await?;
        n_made += n;
    }
    Ok(n_made)
}

pub async fn run(asked: Indicators, app: &App, out: &mut dyn Write) -> anyhow::Result<()> {
    let n_people = fill(app, asked.people).await?;
    let began = Instant::now();
    let latest = app.views.now(app).await?;
    writeln!(
        out,
        "view of {n_people} people: made in {:.2} s, {:.1} MB",
        began.elapsed().as_secs_f64(),
        latest.view.n_bytes() as f64 / 1e6
    )?;

    let all = Scope { reach: Reach::Country, most: Sensitivity::Restricted, consent: None };
    let osh = Territory::parse("41706000000000").map_err(|fault| anyhow::anyhow!("{fault}"))?;
    let office = OfficeId::from_uuid(Uuid::from_u128(osh.code().parse()?));
    let of_office = Scope { reach: Reach::Office { depth: 1, office }, ..all };
    let none = Filter::default();
    let women = Filter { sex: Some(Sex::Female), ..none };
    let many =
        Filter { age: Some(AgeBand::From25), territory: Some(osh), country: Some(*b"RU"), ..women };
    let questions = [
        ("everybody", all, none, None),
        ("everybody by month", all, none, Some(Dimension::Month)),
        ("women by country", all, women, Some(Dimension::Country)),
        ("four filters by rayon", all, many, Some(Dimension::Territory)),
        ("one office by age", of_office, none, Some(Dimension::Age)),
    ];
    for (name, scope, filter, by) in questions {
        let mut took: Vec<Duration> = (0..asked.rounds.max(1))
            .map(|_| {
                let began = Instant::now();
                std::hint::black_box(report(&latest, &scope, &filter, by, None));
                began.elapsed()
            })
            .collect();
        took.sort_unstable();
        let at = |share: usize| took[(took.len() - 1) * share / 100].as_secs_f64() * 1e3;
        writeln!(out, "{name}: p50 {:.1} ms, p95 {:.1} ms", at(50), at(95))?;
    }
    Ok(())
}
