//! The indicators: equal to a plain sum over the people of the office, and never about single people.

use std::collections::BTreeMap;

use domain::{
    access::{Consents, Deciding, Role, Scope, Sensitivity},
    followup::Form,
    id::{OfficeId, ReturneeId},
    indicator::{Facts, Share, Tally, TimeBand, WorkBand, is_small},
    returnee::Typed,
    territory::Territory,
    vacancy::Stage,
};
use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, date},
};
use jol::{
    access::store::ApiToken,
    app::App,
    db::{Command, Tx, journal},
    followup::store::RoadRow,
    refusal::Refusal,
    returnee::store::ReturneeRow,
    sample,
    vacancy::store::CandidacyRow,
};
use uuid::Uuid;

use crate::{
    access::{signed_in, token},
    people::{BATKEN, Country},
    testkit::{Browser, Engine, TestCell, ask, ask_api, engines},
};

const PEOPLE: usize = 3_000;

/// Where it is not about who hides behind whom.
const FEW: usize = 500;

/// Puts roads in the place of those there are.
struct Walk(Vec<RoadRow>);

impl Command for Walk {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        for row in &self.0 {
            tx.save(row).await?;
        }
        Ok(())
    }
}

struct Add<R>(R);

impl Command for Add<ApiToken> {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert(&self.0).await?)
    }
}

/// Chance that is the same on every run.
struct Dice(u64);

impl Dice {
    fn upto(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A road on which anything may have happened.
fn road(row: &ReturneeRow, today: Date, dice: &mut Dice) -> RoadRow {
    let registered_on = row.registered_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut some_day = |one_in: u64| {
        let day = today.saturating_sub(i64::try_from(dice.upto(900)).unwrap().days());
        (dice.upto(one_in) > 0).then_some(day)
    };
    let (first_work_on, trained_on, work_after_on) = (some_day(3), some_day(2), some_day(3));
    let (known_on, steady_on, closed_on) = (some_day(6), some_day(2), some_day(2));
    let of_vacancies = [some_day(2), some_day(2), some_day(2)];
    let has_disability = some_day(4).is_none();
    let returned_on = row.returned_on.or(some_day(5));
    let form = Form::ALL[usize::try_from(dice.upto(Form::ALL.len() as u64)).unwrap()];
    let closing = ["reached", "lost", "left", "died"][usize::try_from(dice.upto(4)).unwrap()];
    RoadRow {
        returnee: row.id,
        above_1: row.above_1,
        above_2: row.above_2,
        above_3: row.above_3,
        sensitivity: row.sensitivity,
        consents: row.consents,
        officer: None,
        sex: row.sex.clone(),
        born_in: row.birth_on.map(|day| i64::from(day.year())),
        territory: row.territory.clone(),
        country: row.country.clone(),
        has_disability,
        returned_on,
        registered_on,
        profile_on: None,
        planned_on: None,
        enrolled_on: None,
        trained_on,
        agreed_on: None,
        first_work_on,
        first_formal_on: None,
        work_after_on,
        form: (dice.upto(5) > 0).then(|| form.code().to_owned()),
        known_on: known_on.unwrap_or(today),
        reached_on: None,
        steady_on,
        steady_rule: None,
        introduced_on: of_vacancies[0],
        interviewed_on: of_vacancies[1],
        hired_on: of_vacancies[2],
        closed_on,
        closing: closed_on.map(|_| closing.to_owned()),
        closing_reason: None,
        plan_due_on: None,
        next_visit_on: None,
        letter_at: None,
        moved_on: None,
        proposed_in: None,
        proposed_on: None,
        asked_on: None,
        turns_on: None,
        version: 1,
    }
}

/// Made-up people who have all walked somewhere.
async fn filled(engine: Engine, n_people: usize) -> (TestCell, Vec<RoadRow>) {
    let cell = TestCell::new(engine).await;
    sample::fill(&cell.app, n_people, &|_| ()).await.unwrap();
    let mut tx = cell.app.db.read().await.unwrap();
    let people: Vec<ReturneeRow> =
        tx.list("select * from returnee order by id", &[]).await.unwrap();
    drop(tx);
    let mut dice = Dice(7);
    let today = cell.app.today();
    let roads: Vec<RoadRow> = people.iter().map(|row| road(row, today, &mut dice)).collect();
    cell.app.db.run(Walk(roads.clone())).await.unwrap();
    (cell, roads)
}

/// The same rows read with the rules alone.
fn facts(row: &RoadRow) -> Facts {
    let left = matches!(row.closing.as_deref(), Some("left" | "died"));
    Facts {
        sex: row.sex.as_deref().and_then(|code| code.parse().ok()),
        born_in: row.born_in.map(|year| year as i16),
        territory: row.territory.as_deref().and_then(|code| Territory::parse(code).ok()),
        country: row.country.as_ref().map(|code| code.as_bytes().try_into().unwrap()),
        returned_on: row.returned_on,
        registered_on: row.registered_on,
        first_work_on: row.first_work_on,
        form: row.form.as_deref().map(|code| code.parse().unwrap()),
        trained_on: row.trained_on,
        work_after_course_on: row.work_after_on,
        known_on: row.known_on,
        steady_on: row.steady_on,
        has_disability: row.has_disability,
        introduced_on: row.introduced_on,
        interviewed_on: row.interviewed_on,
        hired_on: row.hired_on,
        closed_on: row.closed_on.filter(|_| left),
    }
}

fn deciding(row: &RoadRow) -> Deciding {
    Deciding {
        id: ReturneeId::from_uuid(row.returnee),
        offices: [row.above_1, row.above_2, row.above_3].map(|id| id.map(OfficeId::from_uuid)),
        sensitivity: match row.sensitivity {
            0 => Sensitivity::Ordinary,
            _ => Sensitivity::Restricted,
        },
        consents: Consents::from_bits(row.consents),
        introduced_to: Vec::new(),
        erased: false,
    }
}

fn tally(number: &str, people: &[Facts], today: Date) -> Option<Tally> {
    let one = |facts: &Facts| {
        if let Some(code) = number.strip_prefix("form-") {
            return Some(code.parse::<WorkBand>().ok()?.tally(facts, today));
        }
        match number.strip_prefix("time-").and_then(|code| code.parse::<TimeBand>().ok()) {
            Some(band) => Some(band.tally(facts, today)),
            None => Some(number.parse::<Share>().ok()?.tally(facts, today)),
        }
    };
    let mut tally = Tally::default();
    for facts in people {
        tally.add(one(facts)?);
    }
    Some(tally)
}

type Line = BTreeMap<String, String>;

fn lines(sheet: &str) -> Vec<Line> {
    let mut reader = csv::Reader::from_reader(sheet.strip_prefix('\u{feff}').unwrap().as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| {
        let cells = names.iter().zip(row.iter());
        cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn number(line: &Line, name: &str) -> Option<u64> {
    line[name].parse().ok()
}

/// The scope of an account, from what the rule says.
fn scope_of(role: Role, office: Uuid, depth: i64) -> Scope {
    use domain::access::{Action, Actor, Seat, scope};
    let seat = Seat::Office { depth: depth as usize, office: OfficeId::from_uuid(office) };
    scope(&Actor { id: Uuid::nil(), role, seat }, Action::Aggregate).unwrap()
}

async fn depth(app: &App, office: Uuid) -> i64 {
    let sql = "select depth from office where id = $1";
    let mut tx = app.db.read().await.unwrap();
    tx.one(sql, &[office.into()]).await.unwrap().unwrap().at(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_those_of_the_office_and_equal_a_plain_sum() {
    for engine in engines() {
        let (cell, roads) = filled(engine, PEOPLE).await;
        let (app, today) = (&cell.app, cell.app.today());
        for (role, office) in [
            (Role::HeadOfOffice, "national"),
            (Role::Analyst, "osh"),
            (Role::Officer, "osh"),
            (Role::ProgrammeOfficer, "national"),
        ] {
            let (account, cookie) = signed_in(app, role, office).await;
            let office_id = account.office.unwrap();
            let scope = scope_of(role, office_id, depth(app, office_id).await);
            let reached: Vec<&RoadRow> =
                roads.iter().filter(|row| scope.covers(&deciding(row))).collect();
            assert!(reached.len() > 50, "{role} at {office} reaches {}", reached.len());
            for (asked, by_sex) in [
                ("", None),
                ("?by=sex", None),
                ("?by=disability", None),
                ("?sex=f&by=age", Some("f")),
            ] {
                let who = format!("{engine:?} {role} at {office} {asked}");
                let path = format!("/indicators.csv{asked}");
                let answer = ask(&cell.router, "GET", &path, &cookie, None).await;
                assert_eq!(answer.status, 200, "{who}");
                let fits =
                    |row: &&&RoadRow| by_sex.is_none_or(|sex| row.sex.as_deref() == Some(sex));
                let mut n_told = 0;
                for line in lines(&answer.text).iter().filter(|line| line["status"] == "told") {
                    if line["by"] == "estimate" {
                        continue;
                    }
                    let in_group = |facts: &Facts| match line["by"].as_str() {
                        "" => true,
                        "sex" => match line["group"].as_str() {
                            "rest" => facts.sex.is_none(),
                            code => facts.sex.is_some_and(|sex| sex.code() == code),
                        },
                        "disability" => (line["group"] == "yes") == facts.has_disability,
                        _ => match line["group"].as_str() {
                            "rest" => facts.age_band().is_none(),
                            code => facts.age_band().is_some_and(|age| age.code() == code),
                        },
                    };
                    let people: Vec<Facts> = reached
                        .iter()
                        .filter(fits)
                        .map(|row| facts(row))
                        .filter(in_group)
                        .collect();
                    let told = (number(line, "n").unwrap(), number(line, "base"));
                    if line["number"] == "people" {
                        assert_eq!(told.0, people.len() as u64, "{who} {line:?}");
                    } else if line["number"] == "time-to-first-work" {
                        let waits: Vec<_> =
                            people.iter().filter_map(|one| one.wait(today)).collect();
                        // Ten years of waiting end the curve; what was found later is beyond it.
                        let found = waits.iter().filter(|wait| wait.found && wait.days <= 3_660);
                        let found = found.count() as u64;
                        assert_eq!(told, (found, Some(waits.len() as u64)), "{who} {line:?}");
                    } else {
                        let tally = tally(&line["number"], &people, today).unwrap();
                        assert_eq!(told, (tally.n, Some(tally.of)), "{who} {line:?}");
                        let cohort = number(line, "cohort");
                        assert!(cohort.is_none_or(|n| n == tally.cohort), "{who} {line:?}");
                    }
                    n_told += 1;
                }
                assert!(n_told > 5, "{who}: only {n_told} numbers were told");
            }
        }
    }
}

/// No number that is told, and no difference of numbers that are told, stands for a few people.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_told_points_at_single_people() {
    for engine in engines() {
        let (cell, _) = filled(engine, PEOPLE).await;
        let (_, cookie) = signed_in(&cell.app, Role::HeadOfOffice, "osh").await;
        let mut n_hidden = 0;
        for by in ["sex", "age", "disability", "territory", "country", "month"] {
            for filter in ["", "&sex=m", "&disability=yes", "&age=25-34", "&sex=f&country=RU"] {
                let path = format!("/indicators.csv?by={by}{filter}");
                let answer = ask(&cell.router, "GET", &path, &cookie, None).await;
                let lines = lines(&answer.text);
                n_hidden += lines.iter().filter(|line| line["status"] == "hidden").count();
                let shares = Share::ALL.iter().map(|share| share.code());
                for name in ["people"].into_iter().chain(shares) {
                    // Everybody, then those of the groups that are told.
                    let sides = |line: &Line| -> [u64; 2] {
                        let n = number(line, "n").unwrap_or(0);
                        let base = number(line, "base").unwrap_or(n);
                        [n, base - n]
                    };
                    let of_name =
                        |line: &&Line| line["number"] == name && line["status"] != "hidden";
                    let told: Vec<&Line> = lines.iter().filter(of_name).collect();
                    for line in &told {
                        assert!(!sides(line).iter().any(|n| is_small(*n)), "{path} {line:?}");
                    }
                    let Some(all) = told.iter().find(|line| line["by"].is_empty()) else {
                        assert!(told.is_empty(), "{path} {name}: groups without their total");
                        continue;
                    };
                    for side in 0..2 {
                        let groups = told.iter().filter(|line| !line["by"].is_empty());
                        let rest =
                            sides(all)[side] - groups.map(|line| sides(line)[side]).sum::<u64>();
                        assert!(!is_small(rest), "{path} {name}: {rest} can be found");
                    }
                }
            }
        }
        assert!(n_hidden > 20, "{engine:?}: only {n_hidden} numbers were hidden");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_tell_and_the_open_one_needs_no_sign_in() {
    for engine in engines() {
        let (cell, _) = filled(engine, FEW).await;
        let (account, cookie) = signed_in(&cell.app, Role::HeadOfOffice, "national").await;
        let page = ask(&cell.router, "GET", "/indicators?by=territory", &cookie, None).await;
        assert_eq!(page.status, 200);
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
        for words in ["128 661", "110 977", "Баа, 2022–2024", "40–45%", "Катталгандардын үлүшү"]
        {
            assert!(plain(&page.text).contains(words), "{engine:?}: {words}");
        }
        assert!(page.text.contains("<details"), "a number has its definition behind it");
        let (_, own) = signed_in(&cell.app, Role::Officer, "osh").await;
        let page = ask(&cell.router, "GET", "/indicators?by=territory", &own, None).await;
        assert!(!plain(&page.text).contains("128 661"), "an estimate is for the whole country");

        let mut stranger = Browser::new(&cell.app);
        let page = stranger.get("/open/indicators?by=territory").await;
        assert_eq!(
            (page.status.as_u16(), page.path.as_str()),
            (200, "/open/indicators?by=territory")
        );
        assert!(plain(&page.body).contains("128 661"), "{}", page.text());
        for (path, expected) in [
            ("/open/indicators?territory=41705000000000&by=territory", 200),
            ("/open/indicators?territory=41705214000000", 400),
            ("/open/indicators?month=2026-05", 400),
            ("/open/indicators.csv?sex=f", 200),
            ("/open/indicators.csv?country=RU", 400),
            ("/open/indicators.csv?disability=yes&by=sex", 200),
            ("/open/indicators?disability=no", 400),
        ] {
            assert_eq!(stranger.get(path).await.status.as_u16(), expected, "{path}");
        }
        for path in ["/indicators?sex=x", "/indicators?by=name", "/indicators?month=2026-13"] {
            assert_eq!(ask(&cell.router, "GET", path, &cookie, None).await.status, 400, "{path}");
        }

        let (row, bearer) = token(&cell.app, account.id);
        cell.app.db.run(Add(row)).await.unwrap();
        let told = ask_api(&cell.router, "GET", "/api/v1/indicators?by=sex", &bearer).await;
        let told: serde_json::Value = serde_json::from_str(&told.text).unwrap();
        let sheet = ask(&cell.router, "GET", "/indicators.csv?by=sex", &cookie, None).await;
        let shown = told["lines"].as_array().unwrap();
        assert_eq!(shown.len(), lines(&sheet.text).len(), "{engine:?}");
        let statuses: Vec<&str> =
            shown.iter().map(|line| line["status"].as_str().unwrap()).collect();
        assert!(lines(&sheet.text).iter().map(|line| &line["status"]).eq(statuses), "{engine:?}");
        let wrong = ask_api(&cell.router, "GET", "/api/v1/indicators?age=7", &bearer).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("?age"), "{}", wrong.text);
    }
}

/// An entry of the journal, as every change writes one.
struct Happened(App);

impl Command for Happened {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let note =
            journal::Note { action: "changed", object_kind: "returnee", ..Default::default() };
        Ok(journal::write(tx, self.0.new_id(), &self.0.operator(), note).await?)
    }
}

async fn people(cell: &TestCell, cookie: &str) -> Option<u64> {
    let answer = ask(&cell.router, "GET", "/indicators.csv", cookie, None).await;
    cell.app.views.settled().await;
    number(lines(&answer.text).first().unwrap(), "n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_made_anew_when_it_is_old_and_something_happened() {
    for engine in engines() {
        let (cell, roads) = filled(engine, FEW).await;
        let app = &cell.app;
        let (_, cookie) = signed_in(app, Role::HeadOfOffice, "national").await;
        let all = roads.len() as u64;
        assert_eq!(people(&cell, &cookie).await, Some(all));

        let one = RoadRow { returnee: app.new_id(), ..roads[0].clone() };
        app.db.run(Walk(vec![one])).await.unwrap();
        app.db.run(Happened(app.clone())).await.unwrap();
        journal::link_new(&app.db, app.process, app.now()).await.unwrap();
        assert_eq!(people(&cell, &cookie).await, Some(all), "a young view is as it was");
        let later = |minutes: i64| {
            let now: Timestamp = app.now();
            cell.clock.set(now + jiff::SignedDuration::from_mins(minutes));
        };
        later(2);
        assert_eq!(people(&cell, &cookie).await, Some(all), "nobody waits for the new one");
        assert_eq!(people(&cell, &cookie).await, Some(all + 1), "{engine:?}");
        later(24 * 60);
        let (_, cookie) = signed_in(app, Role::HeadOfOffice, "national").await;
        let two = RoadRow { returnee: app.new_id(), ..roads[1].clone() };
        app.db.run(Walk(vec![two])).await.unwrap();
        assert_eq!(people(&cell, &cookie).await, Some(all + 2), "a new day has a new view");
    }
}

impl Country {
    /// What came of one introduction: the days, as they stand on the row in the end.
    async fn introduced(
        &self,
        person: ReturneeId,
        vacancy: Uuid,
        by: Uuid,
        days: [Option<Date>; 3],
    ) {
        let [agreed, interview_on, hired_on] = days;
        let at = |day: Date| day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        let agreed_at = agreed.map(at).unwrap();
        let stage = if hired_on.is_some() { Stage::Hired } else { Stage::Refused };
        let row = CandidacyRow {
            id: self.cell.app.new_id(),
            vacancy,
            organisation: by,
            returnee: person.uuid(),
            stage: stage.code().into(),
            is_shown: stage.is_shown(),
            with_phone: false,
            proposed_by: Uuid::nil(),
            agreed_at: Some(agreed_at),
            interview_on,
            by_person_on: hired_on,
            by_employer_on: hired_on,
            refusal_reason: None,
            made_at: agreed_at,
            changed_at: at(hired_on.or(interview_on).or(agreed).unwrap()),
            version: 1,
        };
        self.write(person, row).await;
    }
}

/// What came of vacancies, as a sheet tells it: the group, the share, how many of how many.
fn rates(sheet: &str) -> Vec<(String, String, String, String)> {
    let rate = |line: Line| {
        let number = line["number"].strip_suffix("-in-6-months")?.to_owned();
        let is_one = Share::OF_VACANCIES.iter().any(|share| share.code() == line["number"]);
        is_one.then(|| (line["group"].clone(), number, line["n"].clone(), line["base"].clone()))
    };
    lines(sheet).into_iter().filter_map(rate).collect()
}

/// 40 women and 40 men of Leilek, whose rates are counted by hand.
#[tokio::test(flavor = "multi_thread")]
async fn what_came_of_vacancies_is_counted_by_group_within_six_months() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let employer = country.organisation("employer", "verified").await;
        let vacancy = country.vacancy(&employer, "Tailor", |_| ()).await;
        // Everybody registers on 21 November 2026: the six months end on 21 May.
        let (soon, last, late) = (date(2026, 12, 1), date(2027, 5, 21), date(2027, 5, 22));
        for (sex, n_introduced, n_interviewed, n_hired) in [("f", 24, 12, 10), ("m", 12, 10, 0)] {
            for n in 0..40 {
                let typed = Typed { sex: sex.into(), ..country.typed() };
                let person = country.register(typed).await;
                // Of 22 with a disability 12 are introduced.
                if sex == "f" && (n < 12 || (24..34).contains(&n)) {
                    country.line(person, "barrier", "disability").await;
                }
                let day = |upto: i32, day: Date| (n < upto).then_some(day);
                let days = match n {
                    // A day too late: introduced, and hired.
                    39 => [Some(late), None, None],
                    11 if sex == "f" => [Some(soon), Some(soon), Some(late)],
                    _ => [day(n_introduced, soon), day(n_interviewed, soon), day(n_hired, last)],
                };
                if days[0].is_some() {
                    country.introduced(person, vacancy, employer.id, days).await;
                }
            }
        }
        // In no base: somebody who left again before anything came of it, and somebody who came too late.
        let gone = country.person("Айгүл").await;
        country.follow().await;
        let road = country.road(gone).await;
        let left = RoadRow {
            closed_on: Some(date(2027, 1, 1)),
            closing: Some("left".into()),
            version: road.version + 1,
            ..road
        };
        country.write(gone, left).await;
        country.days(60);
        country.person("Бегимай").await;
        country.days(150);
        country.follow().await;
        let mut head = country.staff(Role::HeadOfOffice, BATKEN, "Head").await;
        let expected =
            |rows: &[(&str, &str, &str, &str)]| -> Vec<(String, String, String, String)> {
                let own = |text: &&str| (*text).to_owned();
                rows.iter().map(|(a, b, c, d)| (own(a), own(b), own(c), own(d))).collect()
            };
        let all = [
            ("", "introduced", "36", "80"),
            ("", "interviewed", "22", "80"),
            ("", "hired", "10", "80"),
        ];
        let by_sex = [
            ("m", "introduced", "12", "40"),
            ("m", "interviewed", "10", "40"),
            ("m", "hired", "0", "40"),
            ("f", "introduced", "24", "40"),
            ("f", "interviewed", "12", "40"),
            ("f", "hired", "10", "40"),
        ];
        let mut found = rates(&head.get("/indicators.csv?by=sex").await.body);
        found.sort();
        let mut wanted = expected(&[&all[..], &by_sex].concat());
        wanted.sort();
        assert_eq!(found, wanted, "{engine:?}");
        let mut found = rates(&head.get("/indicators.csv?by=disability").await.body);
        found.sort();
        let by_disability = [
            ("yes", "introduced", "12", "22"),
            ("yes", "interviewed", "12", "22"),
            ("yes", "hired", "10", "22"),
            ("rest", "introduced", "24", "58"),
            ("rest", "interviewed", "10", "58"),
            ("rest", "hired", "0", "58"),
        ];
        let mut wanted = expected(&[&all[..], &by_disability].concat());
        wanted.sort();
        assert_eq!(found, wanted, "{engine:?}");

        // Few of another country: they are hidden, and with them the others, as the total is told.
        for _ in 0..9 {
            let typed = Typed { country: "KR".into(), ..country.typed() };
            country.register(typed).await;
        }
        country.days(190);
        country.follow().await;
        let sheet = head.get("/indicators.csv?by=country").await.body;
        let of_country =
            |line: &&Line| line["by"] == "country" && line["number"].starts_with("introduced");
        let lines = lines(&sheet);
        let told: Vec<&str> =
            lines.iter().filter(of_country).map(|line| line["status"].as_str()).collect();
        assert_eq!(told, ["hidden"; 2], "{engine:?} {lines:?}");
        let page = head.get("/open/indicators?by=sex").await;
        for words in
            ["Introduced within six months", "Sex, age, origin and disability are not in the rule"]
        {
            assert!(page.says(words), "{engine:?}: {words}");
        }
    }
}
