//! How long a list of work that fits takes among many open vacancies, and how soon a closed one is in no list any more.

use std::{io::Write, time::Instant};

use anyhow::{Context as _, ensure};
use axum::{Router, body::Body, http::Request};
use domain::{
    access::{Actor, Role, Seat},
    classifier::{Classifiers, Scheme},
    id::OrganisationId,
    territory::Territory,
    vacancy::{State, TypedOffer},
};
use jiff::{ToSpan as _, civil::Date};
use serde::Serialize;
use tower::ServiceExt as _;
use uuid::Uuid;

use super::{
    reads::{Asked, Crowd, Waited, measure, officer, sign_in},
    usage,
};
use crate::{
    app::App,
    classifier::built_in,
    config::Settings,
    db::{Command, Tx},
    refusal::Refusal,
    vacancy::{commands::Close, store::Vacancy},
    vault::{SeededChance, chance},
    web,
};

#[derive(clap::Args)]
pub struct Matches {
    /// Open vacancies; those that the cell has already are kept
    #[arg(long, default_value_t = 100_000)]
    vacancies: usize,

    /// Vacancies that are closed to see when they are gone
    #[arg(long, default_value_t = 50)]
    closings: usize,

    #[command(flatten)]
    crowd: Crowd,

    /// Answer in JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    pub settings: Settings,
}

#[derive(Serialize)]
struct Measured {
    vacancies: usize,
    /// Until all of them were in memory.
    made_s: f64,
    lists: Waited,
    closings: usize,
    /// From the answer that a vacancy is closed to a list without it.
    gone_p50_ms: f64,
    gone_p95_ms: f64,
    peak_mib: f64,
}

struct Offers(Vec<Vacancy>);

impl Command for Offers {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert_all(&self.0).await?)
    }
}

const PART: usize = 2_000;

/// What somebody offers, by chance: skills of the occupation, and now and then a language, a licence, months or studies.
fn offer(
    lists: &Classifiers,
    places: &[Territory],
    today: Date,
    chance: &SeededChance,
) -> TypedOffer {
    let [a, b, c, d, e, f, g, h, i, j]: [u8; 10] = chance::random(chance);
    let occupations: Vec<_> = lists.all(Scheme::Occupation).collect();
    let at = usize::from(u16::from_be_bytes([a, b])) % occupations.len();
    let occupation = occupations[at];
    let must = |die: u8| if die.is_multiple_of(3) { "!" } else { "" };
    let skills = occupation.skills.iter().skip(usize::from(c) % 3).take(2 + usize::from(d) % 4);
    let mut needs: Vec<String> = skills.map(|skill| format!("skill:{skill}{}", must(e))).collect();
    let some = [
        (f < 70, format!("language:ru:{}{}", ["A2", "B1", "B2"][usize::from(e) % 3], must(f))),
        (g < 40, format!("licence:drive-b{}", must(g))),
        (h < 60, format!("months:{}{}", [6, 12, 24, 36][usize::from(h) % 4], must(h))),
        (i < 40, format!("education:secondary{}", must(i))),
    ];
    needs.extend(some.into_iter().filter(|(is, _)| *is).map(|(_, need)| need));
    let place = places[usize::from(j) % places.len()];
    TypedOffer {
        title: occupation.name(domain::language::Language::Ru).to_owned(),
        occupation: occupation.code.to_string(),
        territory: place.code().to_owned(),
        wage_to: if g < 200 { (15_000 + 200 * u32::from(i)).to_string() } else { String::new() },
        form: if h < 200 { "full-time" } else { "part-time" }.to_owned(),
        places: (1 + c % 5).to_string(),
        closes_on: today.saturating_add(90.days()).to_string(),
        needs: needs.join(" "),
        ..TypedOffer::default()
    }
}

async fn fill(app: &App, n: usize) -> anyhow::Result<()> {
    let mut tx = app.db.read().await?;
    let columns = app.shelf.now(app, &mut tx).await?;
    let known = columns.len();
    let sql = "select id, name from organisation where kind = 'employer' and standing = 'verified'
               order by id";
    let rows = tx.all(sql, &[]).await?;
    ensure!(!rows.is_empty(), "this is not a filled demo cell");
    let employers: Vec<(Uuid, String)> =
        rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect::<anyhow::Result<_>>()?;
    drop(tx);
    let chance = SeededChance::new(known as u64);
    let places: Vec<Territory> =
        Territory::all(app.today()).filter(|place| place.parent().is_some()).collect();
    let mut left = n.saturating_sub(known);
    while left > 0 {
        let part = PART.min(left);
        let mut rows = Vec::with_capacity(part);
        for at in 0..part {
            let typed = offer(built_in(), &places, app.today(), &chance);
            let offer = typed.read(built_in(), app.today());
            let offer = offer.map_err(|faults| anyhow::anyhow!("{typed:?}: {faults:?}"))?;
            let (employer, name) = &employers[(left + at) % employers.len()];
            let blank = Vacancy::new(app.new_id(), *employer, Uuid::nil(), app.now());
            let row = blank.offering(&offer, name, built_in());
            rows.push(Vacancy { state: State::Open.code().to_owned(), ..row });
        }
        app.db.run(Offers(rows)).await?;
        left -= part;
    }
    Ok(())
}

/// People of the office who have a profile.
async fn people(app: &App) -> anyhow::Result<Vec<String>> {
    let sql = "select distinct r.id from returnee r join profile_item i on i.returnee = r.id
               where r.erased_at is null and r.sensitivity = 0 and i.kind = 'work'
                 and r.above_1 = (select above_1 from office where code = 'osh')
               order by r.id limit 400";
    let rows = app.db.read().await?.all(sql, &[]).await?;
    ensure!(rows.len() >= 50, "there are too few people to measure with");
    rows.iter().map(|row| Ok(format!("/returnees/{}/matches", row.at::<Uuid>(0)?))).collect()
}

async fn page(router: &Router, cookie: &str, path: &str) -> anyhow::Result<String> {
    let request = Request::get(path).header("cookie", cookie).body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    ensure!(response.status().is_success(), "{path}: {}", response.status());
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
    Ok(String::from_utf8(body.to_vec())?)
}

/// The first vacancy of a list.
fn first(page: &str) -> Option<Uuid> {
    let (_, rest) = page.split_once("href=\"/vacancies/")?;
    rest.split('"').next()?.parse().ok()
}

/// Closes what stands first in a list and looks at the list again. Answers after how many milliseconds it was there.
async fn close(app: &App, router: &Router, cookie: &str, path: &str) -> anyhow::Result<f64> {
    let found = first(&page(router, cookie, path).await?);
    let id = found.with_context(|| format!("{path}: nothing fits"))?;
    let sql = "select organisation from vacancy where id = $1";
    let row = app.db.read().await?.one(sql, &[id.into()]).await?.context("no vacancy")?;
    let seat = Seat::Organisation(OrganisationId::from_uuid(row.at(0)?));
    let actor = Actor { id: Uuid::nil(), role: Role::Employer, seat };
    app.db.run(Close { app: app.clone(), act: app.act(actor), id }).await?;
    let closed = Instant::now();
    let again = page(router, cookie, path).await?;
    let took = closed.elapsed();
    ensure!(!again.contains(&id.to_string()), "{path} still shows {id}");
    Ok(took.as_secs_f64() * 1e3)
}

pub async fn run(asked: Matches, app: &App, out: &mut dyn Write) -> anyhow::Result<()> {
    ensure!(app.cell.demo, "this is a real cell; made-up vacancies do not belong in it");
    fill(app, asked.vacancies).await?;
    // As at a start: nothing is in memory yet.
    let app = &app.with(|parts| parts.shelf = Default::default());
    let began = Instant::now();
    let vacancies = app.shelf.now(app, &mut app.db.read_long().await?).await?.len();
    let made_s = began.elapsed().as_secs_f64();

    let router = web::router(app.clone());
    let cookie = sign_in(app, officer(app)?).await?;
    let paths = people(app).await?;
    let lists: Vec<Asked> = paths.iter().map(|path| (path.clone(), None)).collect();
    let lists = measure(&asked.crowd, &router, &cookie, "work that fits", lists).await?;
    let mut gone = Vec::new();
    for path in paths.iter().cycle().take(asked.closings) {
        gone.push(close(app, &router, &cookie, path).await?);
    }
    gone.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        let place = ((gone.len() as f64 * share) as usize).min(gone.len().saturating_sub(1));
        gone.get(place).copied().unwrap_or_default()
    };
    let (closings, peak_mib) = (gone.len(), usage::peak_megabytes());
    let (gone_p50_ms, gone_p95_ms) = (at(0.5), at(0.95));
    let measured =
        Measured { vacancies, made_s, lists, closings, gone_p50_ms, gone_p95_ms, peak_mib };
    if asked.json {
        writeln!(out, "{}", serde_json::to_string(&measured)?)?;
        return Ok(());
    }
    let Waited { p50_ms, p95_ms, p99_ms, cpu_ms_each, .. } = measured.lists;
    writeln!(out, "{vacancies} open vacancies, in memory after {made_s:.2} s")?;
    writeln!(
        out,
        "one person's list, {} at once: p50 {p50_ms:.1} ms, p95 {p95_ms:.1}, p99 {p99_ms:.1}; CPU {cpu_ms_each:.2} ms each",
        asked.crowd.officers
    )?;
    writeln!(
        out,
        "{closings} closed, each gone from the next list: p50 {gone_p50_ms:.1} ms, p95 {gone_p95_ms:.1}; peak memory {peak_mib:.0} MB"
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_need_of_a_made_up_vacancy_is_on_the_lists() {
        let today = jiff::civil::date(2026, 11, 22);
        let places: Vec<Territory> = Territory::all(today).collect();
        let chance = SeededChance::new(1);
        for _ in 0..500 {
            let typed = offer(built_in(), &places, today, &chance);
            let read = typed.read(built_in(), today);
            assert!(read.is_ok(), "{typed:?}: {read:?}");
        }
    }
}
