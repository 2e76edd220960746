//! The history of the sample country in a cell: its roads are those the service would make, and every page is alive.

use axum::http::StatusCode;
use domain::{
    access::{Role, scope},
    id::ReturneeId,
};
use jol::{
    access::store as accounts,
    app::App,
    course::store::{CourseRow, EnrolmentRow, GroupRow},
    db::{
        Command, Record, Tx, Value, journal,
        verify::{Witness, verify},
    },
    followup::{
        follow::follow,
        road::refresh,
        store::{RoadRow, SpellRow, VisitRow},
    },
    profile::store::{ItemRow, KeptItem, KeptWish, WishRow},
    refusal::Refusal,
    same::store::PairRow,
    sample,
    support::store::StepRow,
    vacancy::store::{CandidacyRow, Organisation, Vacancy},
    work::Checkpoints,
};
use uuid::Uuid;

use crate::{
    people::signed_in,
    testkit::{Browser, Engine, TestCell, engines},
};

const PEOPLE: usize = 800;

async fn filled(engine: Engine) -> TestCell {
    let cell = TestCell::new(engine).await;
    sample::fill(&cell.app, PEOPLE, &|_| ()).await.unwrap();
    cell
}

async fn all<R: Record>(app: &App, order: &str) -> Vec<R> {
    let sql = format!("select * from {} order by {order}", R::TABLE.name);
    app.db.read().await.unwrap().list(sql, &[]).await.unwrap()
}

async fn values<R: Record>(app: &App, order: &str) -> Vec<Vec<Value>> {
    all::<R>(app, order).await.iter().map(R::values).collect()
}

/// Makes the roads of everybody anew.
struct RefreshAll(App, Vec<Uuid>);

impl Command for RefreshAll {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        refresh(&self.0, tx, &self.1, self.0.today()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_roads_written_are_those_that_the_service_makes_from_the_tables() {
    for engine in engines() {
        let cell = filled(engine).await;
        let app = &cell.app;
        let roads = values::<RoadRow>(app, "returnee").await;
        let visits = values::<VisitRow>(app, "id").await;
        let spells = values::<SpellRow>(app, "id").await;
        assert_eq!(roads.len(), PEOPLE);
        assert_eq!(follow(app).await.unwrap(), 0, "{engine:?}: nothing is left to be read");

        let people = all::<RoadRow>(app, "returnee").await.iter().map(|row| row.returnee).collect();
        app.db.run(RefreshAll(app.clone(), people)).await.unwrap();
        let again = values::<RoadRow>(app, "returnee").await;
        for (before, after) in roads.iter().zip(&again) {
            assert_eq!(before, after, "{engine:?}");
        }
        assert_eq!(visits, values::<VisitRow>(app, "id").await, "{engine:?}");
        assert_eq!(spells, values::<SpellRow>(app, "id").await, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_with_two_records_and_people_who_are_alike_are_pairs() {
    let cell = filled(Engine::Sqlite).await;
    let app = &cell.app;
    let pairs = all::<PairRow>(app, "id").await;
    let of = |state: &str| pairs.iter().filter(|pair| pair.state == state).count();
    assert!(of("open") > 10, "{}", of("open"));
    assert_eq!(of("open") + of("apart"), pairs.len());
    for pair in &pairs {
        assert!(pair.one < pair.other, "the older first");
        assert_eq!(pair.decided_by.is_some(), pair.state == "apart");
        let steps: Vec<domain::same::Step> = serde_json::from_str(&pair.waterfall).unwrap();
        assert!(steps.iter().any(|step| step.field == "given"), "{steps:?}");
    }
    // Whoever looks for more reads on behind all that is there.
    assert_eq!(jol::same::follow::follow(app).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn chain_and_seals_hold_and_every_row_opens() {
    for engine in engines() {
        let cell = filled(engine).await;
        let app = &cell.app;
        journal::link_new(&app.db, app.process, app.now()).await.unwrap();
        Checkpoints::begin(app).await.unwrap().beat().await.unwrap();
        let report = verify(app, &Witness::default(), &mut |_, _| ()).await.unwrap();
        assert_eq!(report.findings, [], "{engine:?}");

        for row in all::<Organisation>(app, "id").await {
            row.details().unwrap();
            row.standing().unwrap();
        }
        let lists = app.lists.now();
        for row in all::<Vacancy>(app, "id").await {
            let (offer, _) = (row.offer().unwrap(), row.state().unwrap());
            domain::vacancy::Needs::read(&lists, &offer.needs.to_string()).unwrap();
        }
        for row in all::<CourseRow>(app, "id").await {
            let course = row.course().unwrap();
            assert_eq!(course.typed().read(&lists), Ok(course));
        }
        for row in all::<ItemRow>(app, "id").await {
            let item = KeptItem::try_from(row).unwrap().item;
            assert_eq!(item.typed().read(&lists, app.today()), Ok(item));
        }
        for row in all::<WishRow>(app, "returnee").await {
            let wish = KeptWish::try_from(row).unwrap().wish;
            assert_eq!(wish.typed().read(&lists, app.today()), Ok(wish));
        }
        for row in all::<SpellRow>(app, "id").await {
            row.open().unwrap();
        }
        for row in all::<CandidacyRow>(app, "id").await {
            row.candidacy().unwrap();
        }
        for row in all::<EnrolmentRow>(app, "id").await {
            row.state().unwrap();
        }
        for row in all::<StepRow>(app, "id").await {
            row.state().unwrap();
        }
        let groups = all::<GroupRow>(app, "id").await;
        assert!(groups.iter().all(|group| group.starts_on <= group.ends_on && group.seats > 0));
    }
}

/// A browser in which somebody with this login is signed in.
async fn desk(cell: &TestCell, login: &str) -> Browser {
    let mut tx = cell.app.db.read().await.unwrap();
    let account = accounts::account_by_login(&mut tx, login).await.unwrap().unwrap();
    drop(tx);
    signed_in(cell, Some(account.id), None).await
}

/// The lines of a sheet by the names of their columns.
fn lines(sheet: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut file = csv::Reader::from_reader(sheet.trim_start_matches('\u{feff}').as_bytes());
    file.deserialize().map(|line| line.unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_of_the_demo_finds_something_to_do() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        sample::fill(app, 5_000, &|_| ()).await.unwrap();

        // An officer's day has something under every heading.
        let mut officer = desk(&cell, "officer.osh").await;
        let day = officer.get("/day").await;
        assert_eq!(day.status, StatusCode::OK, "{engine:?} {}", day.text());
        // All but one: nobody of the sample moved to another office.
        assert_eq!(day.text().matches("Nothing here").count(), 1, "{engine:?}: {}", day.text());
        assert_eq!(day.body.matches("<table").count(), 5, "{engine:?}");
        assert!(
            day.body.contains("href=\"/pairs\""),
            "{engine:?}: people who may have two records"
        );
        let mine = officer.get("/day?whose=mine").await;
        assert!(mine.body.contains("/work\""), "{engine:?}: a visit of one's own people");

        // The employer meets people and may post at once.
        let mut employer = desk(&cell, "employer.1").await;
        let offers = employer.get("/organisation/vacancies").await;
        for state in ["Open", "Waiting for a check", "Filled", "Closed", "Refused", "Over"] {
            assert!(offers.says(state), "{engine:?}: {state}: {}", offers.text());
        }
        let own = employer.get("/organisation").await;
        assert_eq!(own.status, StatusCode::OK, "{engine:?} {}", own.text());
        let mut provider = desk(&cell, "provider.1").await;
        let teaching = provider.get("/teaching").await;
        assert_eq!(teaching.status, StatusCode::OK, "{engine:?}");
        assert!(teaching.body.matches("/teaching/groups/").count() >= 3, "{}", teaching.text());

        // Every number of the dashboard is told, of ten people or more.
        let mut analyst = desk(&cell, "analyst.national").await;
        let whole = lines(&analyst.get("/indicators.csv").await.body);
        let mut numbers: Vec<&str> = whole.iter().map(|line| line["number"].as_str()).collect();
        numbers.dedup();
        assert_eq!(numbers.len(), 17, "{engine:?}: {numbers:?}");
        for line in &whole {
            assert_eq!(line["status"], "told", "{engine:?}: {line:?}");
            let n_people = [&line["base"], &line["n"]].map(|n| n.parse::<u64>().unwrap_or(0));
            assert!(n_people[0].max(n_people[1]) >= 10, "{engine:?}: {line:?}");
        }
        // It differs by sex, by age and by place.
        for by in ["sex", "age", "territory"] {
            let page = analyst.get(&format!("/indicators.csv?by={by}")).await;
            let shares: std::collections::BTreeSet<String> = lines(&page.body)
                .iter()
                .filter(|line| line["number"] == "employed-in-6-months" && line["by"] == by)
                .filter(|line| line["status"] == "told")
                .map(|line| line["share"].clone())
                .collect();
            assert!(shares.len() > 1, "{engine:?} {by}: {shares:?}");
        }
        let mut anybody = Browser::new(app);
        anybody.cookies.insert("jol-language".into(), "en".into());
        for path in ["/open/indicators", "/vacancies", "/courses"] {
            let page = anybody.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{engine:?} {path}");
            assert!(page.body.contains("<tr") || page.body.contains("<li"), "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_by_phone_stands_in_the_middle_of_the_road() {
    for engine in engines() {
        let cell = filled(engine).await;
        let app = &cell.app;
        let phone = sample::sign_ins(&app.cell).into_iter().find_map(|one| match one.with {
            sample::Proof::Phone { phone, .. } => Some(phone),
            sample::Proof::Password { .. } => None,
        });
        let index = jol::returnee::store::index(
            &app.keys,
            jol::vault::Field::Phone,
            phone.unwrap().as_str(),
        );
        let mut tx = app.db.read().await.unwrap();
        let found = jol::returnee::store::by_phone(&mut tx, index.unwrap(), 2).await.unwrap();
        let person: ReturneeId = found[0];
        let road: RoadRow = tx
            .find("select * from road where returnee = $1", &[person.uuid().into()])
            .await
            .unwrap()
            .unwrap();
        drop(tx);
        assert!(road.profile_on.is_some() && road.planned_on.is_some(), "{engine:?}: {road:?}");
        assert!(road.trained_on.is_some() && road.agreed_on.is_some(), "{engine:?}: {road:?}");
        assert!(road.next_visit_on.is_some_and(|day| day <= app.today()), "{engine:?}: {road:?}");
        assert!(road.closed_on.is_none() && road.steady_on.is_none() && road.officer.is_some());
        let mut own = signed_in(&cell, None, Some(person.uuid())).await;
        for path in ["/me", "/me/profile", "/me/plan", "/me/courses", "/me/work", "/me/data"] {
            let page = own.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{engine:?} {path} {}", page.text());
        }
        let rows = all::<CandidacyRow>(app, "id").await;
        let open = rows.iter().filter(|row| row.returnee == person.uuid() && row.is_shown);
        assert_eq!(open.count(), 2, "{engine:?}");
    }
}

/// Everybody who acted could have done so: an officer of the office, the person, an employer or a provider.
#[tokio::test(flavor = "multi_thread")]
async fn who_is_written_down_could_have_done_it() {
    let cell = filled(Engine::Sqlite).await;
    let app = &cell.app;
    let mut tx = app.db.read().await.unwrap();
    let returnees: std::collections::HashMap<Uuid, _> = {
        let rows: Vec<jol::returnee::store::ReturneeRow> =
            tx.list("select * from returnee", &[]).await.unwrap();
        rows.into_iter().map(|row| (row.id, row)).collect()
    };
    let entries: Vec<journal::Entry> =
        tx.list("select * from journal where person is not null order by id", &[]).await.unwrap();
    let mut actors = std::collections::HashMap::new();
    for entry in entries {
        let person = &returnees[&entry.person.unwrap()];
        assert!(entry.at >= person.registered_at && entry.at <= app.now(), "{entry:?}");
        if entry.role == "returnee" {
            assert_eq!(entry.actor, person.id, "{entry:?}");
            continue;
        }
        // Whoever registered a person whose record was restricted later reached it then.
        if entry.actor.is_nil() || entry.action == "registered" {
            continue;
        }
        if let std::collections::hash_map::Entry::Vacant(new) = actors.entry(entry.actor) {
            let account = accounts::account(&mut tx, entry.actor).await.unwrap().unwrap();
            new.insert(accounts::actor(&mut tx, &account).await.unwrap().unwrap());
        }
        let actor = &actors[&entry.actor];
        assert_eq!(actor.role.code(), entry.role, "{entry:?}");
        if matches!(actor.role, Role::Officer | Role::HeadOfOffice) {
            let reach = scope(actor, domain::access::Action::Edit).unwrap();
            let (returnee, _) = jol::returnee::store::find(
                &mut tx,
                &app.keys,
                &reach,
                ReturneeId::from_uuid(person.id),
            )
            .await
            .unwrap()
            .unwrap_or_else(|| panic!("out of reach: {entry:?}"));
            assert!(reach.covers(&returnee.deciding()));
        }
    }
}
