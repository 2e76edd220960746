//! How long an officer waits for the shortest road of somebody, where very much is offered.

use std::io::Write;

use domain::{
    classifier::{Code, Concept, Scheme},
    course::{Course, Group, Way},
    language::Language,
    money::Som,
    territory::Territory,
};
use jiff::{ToSpan as _, civil::Date};
use serde::Serialize;
use uuid::Uuid;

use super::reads::{Crowd, Waited, measure, officer, sign_in, words};
use crate::{
    app::App,
    classifier::{built_in, trades},
    config::Settings,
    course::store::{CourseRow, EnrolmentRow, GroupRow},
    db::{Command, Record, Tx},
    refusal::Refusal,
    vacancy::store::{Organisation, Vacancy},
    vault::{SeededChance, chance},
    web,
};

#[derive(clap::Args)]
pub struct Road {
    /// Open vacancies; those that the cell has already are kept
    #[arg(long, default_value_t = 100_000)]
    vacancies: usize,

    /// Groups of courses to come; those that the cell has already are kept
    #[arg(long, default_value_t = 5_000)]
    groups: usize,

    /// Roads that are asked for
    #[arg(long, default_value_t = 400)]
    requests: usize,

    /// Officers who ask at once
    #[arg(long, default_value_t = 1)]
    officers: usize,

    /// Answer in JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    pub settings: Settings,
}

struct Put<R>(Vec<R>);

impl<R: Record + Send + Sync + 'static> Command for Put<R> {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert_all(&self.0).await?)
    }
}

const PART: usize = 5_000;

/// Courses have two groups each, and some people sit in every group.
const GROUPS_OF_A_COURSE: usize = 2;
const SEATED: usize = 8;

struct Filling<'a> {
    app: &'a App,
    chance: SeededChance,
    occupations: Vec<&'static Concept>,
    places: Vec<Territory>,
    today: Date,
}

impl Filling<'_> {
    fn below(&self, n: usize) -> usize {
        let [a, b, c, d] = chance::random::<4>(&self.chance);
        u32::from_be_bytes([a, b, c, d]) as usize % n.max(1)
    }

    fn one<'s, T>(&self, list: &'s [T]) -> &'s T {
        &list[self.below(list.len())]
    }

    fn days(&self, from: usize, to: usize) -> Date {
        self.today.saturating_add((i64::try_from(from + self.below(to - from)).unwrap_or(0)).days())
    }

    /// Half of them ask for a skill, half of those that can for a paper.
    fn vacancy(&self, employer: &Organisation) -> Vacancy {
        let concept = self.one(&self.occupations);
        let mut needs = Vec::new();
        let skills: Vec<&Code> = concept.skills.iter().collect();
        if self.below(2) == 0 && !skills.is_empty() {
            needs.push(format!("skill:{}!", self.one(&skills)));
        }
        let papers = trades().find(&concept.code).map(|trade| trade.licences.iter());
        if let Some(licence) = papers.and_then(|mut all| all.next())
            && self.below(2) == 0
        {
            needs.push(format!("licence:{licence}!"));
        }
        let wage = 100_000 * (15 + self.below(40)) as i64;
        Vacancy {
            title: concept.names[1].clone(),
            occupation: concept.code.to_string(),
            territory: self.one(&self.places).code().to_owned(),
            wage_from: Some(wage),
            wage_to: Some(wage + 500_000),
            form: (*self.one(&["full-time", "full-time", "shift", "permanent"])).to_owned(),
            places: 1 + self.below(4) as i64,
            closes_on: self.days(3, 90),
            needs: needs.join(" "),
            find: concept.names.join(" ").to_lowercase(),
            state: "open".to_owned(),
            opened_on: Some(self.today.saturating_sub((self.below(60) as i64).days())),
            ..Vacancy::new(self.app.new_id(), employer.id, Uuid::nil(), self.app.now())
        }
    }

    fn course(&self, provider: &Organisation) -> anyhow::Result<CourseRow> {
        let concept = self.one(&self.occupations);
        let licences = trades().find(&concept.code).map(|trade| trade.licences.clone());
        let course = Course {
            title: concept.names[1].parse()?,
            occupation: concept.code.clone(),
            skills: concept.skills.iter().take(4 + self.below(3)).cloned().collect(),
            licences: licences.unwrap_or_default(),
            hours: 60 + self.below(200) as u16,
            price: Som::from_tyiyn(self.below(4) as i64 * 200_000),
            language: Language::Ky,
            way: *self.one(&[Way::InPlace, Way::InPlace, Way::InPlace, Way::Online]),
            words: None,
        };
        let made = (Uuid::nil(), self.app.now());
        let row = CourseRow::new(self.app.new_id(), provider.id, &course, built_in(), made);
        Ok(CourseRow { state: "open".to_owned(), ..row })
    }

    fn group(&self, course: &CourseRow) -> GroupRow {
        let starts_on = self.days(1, 120);
        let group = Group {
            territory: *self.one(&self.places),
            place: None,
            starts_on,
            ends_on: starts_on.saturating_add((20 + self.below(40) as i64).days()),
            seats: 15,
        };
        GroupRow::new(self.app.new_id(), course, &group, self.app.now())
    }

    /// Whoever sits there is nobody: only seats are counted.
    fn seat(&self, group: &GroupRow) -> EnrolmentRow {
        let at = self.app.now();
        EnrolmentRow {
            id: self.app.new_id(),
            course_group: group.id,
            organisation: group.organisation,
            returnee: self.app.new_id(),
            state: "enrolled".to_owned(),
            is_shown: true,
            came_at: at,
            ended_on: None,
            reason: None,
            made_by: Uuid::nil(),
            changed_at: at,
            version: 1,
        }
    }
}

async fn count(app: &App, sql: &'static str) -> anyhow::Result<usize> {
    let row = app.db.read().await?.one(sql, &[]).await?;
    Ok(row.map_or(Ok(0), |row| row.at::<i64>(0))?.unsigned_abs() as usize)
}

async fn organisation(app: &App, kind: &str) -> anyhow::Result<Organisation> {
    let sql =
        "select * from organisation where kind = $1 and standing = 'verified' order by id limit 1";
    let found = app.db.read().await?.find(sql, &[kind.into()]).await?;
    found.ok_or_else(|| anyhow::anyhow!("this is not a filled demo cell"))
}

async fn fill(asked: &Road, app: &App) -> anyhow::Result<(usize, usize)> {
    let mut n_vacancies = count(app, "select count(*) from vacancy where state = 'open'").await?;
    let mut n_groups = count(app, "select count(*) from course_group").await?;
    let today = app.today();
    let filling = Filling {
        app,
        chance: SeededChance::new((n_vacancies + n_groups) as u64),
        occupations: built_in().all(Scheme::Occupation).collect(),
        places: Territory::all(today).filter(|place| place.parent().is_some()).collect(),
        today,
    };
    let employer = organisation(app, "employer").await?;
    while n_vacancies < asked.vacancies {
        let n = PART.min(asked.vacancies - n_vacancies);
        app.db.run(Put((0..n).map(|_| filling.vacancy(&employer)).collect())).await?;
        n_vacancies += n;
    }
    let provider = organisation(app, "provider").await?;
    while n_groups < asked.groups {
        let n = (PART / 10).min(asked.groups - n_groups);
        let courses = (0..n.div_ceil(GROUPS_OF_A_COURSE)).map(|_| filling.course(&provider));
        let courses = courses.collect::<anyhow::Result<Vec<_>>>()?;
        let groups: Vec<GroupRow> =
            courses.iter().cycle().take(n).map(|course| filling.group(course)).collect();
        let seats = groups.iter().flat_map(|group| (0..SEATED).map(|_| filling.seat(group)));
        let seats = seats.collect();
        app.db.run(Put(courses)).await?;
        app.db.run(Put(groups)).await?;
        app.db.run(Put::<EnrolmentRow>(seats)).await?;
        n_groups += n;
    }
    Ok((n_vacancies, n_groups))
}

#[derive(Serialize)]
struct Told {
    vacancies: usize,
    groups: usize,
    officers: usize,
    waited: Waited,
}

pub async fn run(asked: Road, app: &App, out: &mut dyn Write) -> anyhow::Result<()> {
    anyhow::ensure!(app.cell.demo, "this is a real cell; made-up work does not belong in it");
    let (vacancies, groups) = fill(&asked, app).await?;
    let router = web::router(app.clone());
    let cookie = sign_in(app, officer(app)?).await?;
    let ids = words(app).await?.ids;
    let paths = ids.iter().map(|id| (format!("/returnees/{id}/shortest"), None)).collect();
    let Road { requests, officers, json, .. } = asked;
    let crowd = Crowd { requests, officers, pause_ms: 0 };
    let waited = measure(&crowd, &router, &cookie, "shortest road", paths).await?;
    if json {
        let told = Told { vacancies, groups, officers, waited };
        return Ok(writeln!(out, "{}", serde_json::to_string(&told)?)?);
    }
    let Waited { what, p50_ms, p95_ms, p99_ms, cpu_ms_each, .. } = waited;
    Ok(writeln!(
        out,
        "{what}, {vacancies} open vacancies, {groups} groups, {officers} at once: p50 {p50_ms:.1} ms, p95 {p95_ms:.1} ms, \
         p99 {p99_ms:.1} ms, {cpu_ms_each:.1} ms of CPU each"
    )?)
}
