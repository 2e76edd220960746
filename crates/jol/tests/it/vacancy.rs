//! Employers, vacancies and candidacies through the front door: what three sides do, and what none of them sees.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    access::{Purpose, Role},
    id::ReturneeId,
    returnee::{Channel, Number, Typed, Who},
    vacancy::TypedOrganisation,
};
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use jol::{
    access::store::{Account, ApiToken, Office, Session},
    app::{App, Clock as _},
    db::{Command, Tx, journal::Entry},
    refusal::Refusal,
    returnee::registration::Register,
    vacancy::store::{CandidacyRow, Organisation},
    vault::{chance, token::Token},
    web::server::ClientAddr,
};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::testkit::{Browser, Engine, Page, TestCell, engines};

const COUNTRY: Uuid = Uuid::from_u128(1);
const CHUY: Uuid = Uuid::from_u128(2);
const OSH: Uuid = Uuid::from_u128(3);
const BISHKEK: &str = "41711000000000";
const OSH_CITY: &str = "41721000000000";

struct Put {
    offices: Vec<Office>,
    organisations: Vec<Organisation>,
    accounts: Vec<Account>,
    sessions: Vec<Session>,
    tokens: Vec<ApiToken>,
}

impl Command for Put {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.insert_all(&self.offices).await?;
        tx.insert_all(&self.organisations).await?;
        tx.insert_all(&self.accounts).await?;
        tx.insert_all(&self.sessions).await?;
        Ok(tx.insert_all(&self.tokens).await?)
    }
}

fn office(id: Uuid, depth: i64, code: &str, territory: Option<&str>) -> Office {
    let name = || code.to_owned();
    Office {
        id,
        code: name(),
        depth,
        above_1: (depth == 1).then_some(id),
        above_2: None,
        above_3: None,
        territory: territory.map(str::to_owned),
        name_ky: name(),
        name_ru: name(),
        name_uz: name(),
        name_en: name(),
    }
}

struct World {
    cell: TestCell,
}

/// Somebody signed in, in the browser and by a program.
struct Someone {
    organisation: Uuid,
    browser: Browser,
    bearer: String,
}

impl World {
    async fn new(engine: Engine) -> Self {
        let cell = TestCell::new(engine).await;
        let world = Self { cell };
        let offices = vec![
            office(COUNTRY, 0, "country", None),
            office(CHUY, 1, "chuy", Some("41708000000000")),
            office(OSH, 1, "osh", Some("41706000000000")),
        ];
        world.put(offices, Vec::new(), Vec::new(), Vec::new(), Vec::new()).await;
        world
    }

    fn app(&self) -> &App {
        &self.cell.app
    }

    async fn put(
        &self,
        offices: Vec<Office>,
        organisations: Vec<Organisation>,
        accounts: Vec<Account>,
        sessions: Vec<Session>,
        tokens: Vec<ApiToken>,
    ) {
        let put = Put { offices, organisations, accounts, sessions, tokens };
        self.app().db.run(put).await.unwrap();
    }

    /// A browser with an open session.
    fn browser(&self, account: Option<Uuid>, returnee: Option<Uuid>) -> (Browser, Session) {
        let app = self.app();
        let token = Token::random(&*app.chance);
        let now = app.now();
        let later = now + SignedDuration::from_hours(24 * 400);
        let session = Session {
            id: app.new_id(),
            token: token.digest,
            account,
            phone_index: None,
            phone: None,
            returnee,
            stage: "full".into(),
            language: "en".into(),
            made_at: now,
            seen_at: now,
            idle_until_at: later,
            ends_at: later,
            ended_at: None,
        };
        let mut browser = Browser::new(app);
        browser.cookies.insert("jol".into(), token.text.to_string());
        browser.cookies.insert("jol-language".into(), "en".into());
        (browser, session)
    }

    async fn officer(&self, office: Uuid) -> Browser {
        let app = self.app();
        let id = app.new_id();
        let account = Account {
            id,
            login: id.to_string(),
            name: "Officer".into(),
            role: Role::Officer.code().into(),
            office: Some(office),
            ..Account::new_blank(app.now())
        };
        let (browser, session) = self.browser(Some(id), None);
        self.put(vec![], vec![], vec![account], vec![session], vec![]).await;
        browser
    }

    /// An employer with an account, waiting for a check.
    async fn employer(&self, name: &str, tax_number: &str) -> Someone {
        let app = self.app();
        let typed = TypedOrganisation {
            kind: "employer".into(),
            name: name.into(),
            tax_number: tax_number.into(),
            territory: BISHKEK.into(),
            phone: "+996555123456".into(),
            ..TypedOrganisation::default()
        };
        let details = typed.read(&app.lists.now()).unwrap();
        let organisation = Organisation::new(app.new_id(), &details, app.now());
        let account = app.new_id();
        let row = Account {
            id: account,
            login: account.to_string(),
            name: name.into(),
            role: Role::Employer.code().into(),
            organisation: Some(organisation.id),
            ..Account::new_blank(app.now())
        };
        let (browser, session) = self.browser(Some(account), None);
        let (token, bearer) = self.token(account);
        let id = organisation.id;
        self.put(vec![], vec![organisation], vec![row], vec![session], vec![token]).await;
        Someone { organisation: id, browser, bearer }
    }

    fn token(&self, account: Uuid) -> (ApiToken, String) {
        let app = self.app();
        let token = Token::random(&*app.chance);
        let row = ApiToken {
            id: app.new_id(),
            token: token.digest,
            account,
            name: "test".into(),
            may_write: true,
            made_at: app.now(),
            ends_at: app.now() + SignedDuration::from_hours(24 * 400),
            ended_at: None,
        };
        (row, format!("Bearer {}", *token.text))
    }

    /// A registered person of Chuy with a browser of their own.
    async fn person(&self, surname: &str) -> (ReturneeId, Browser) {
        let app = self.app();
        let typed = Typed {
            surname: surname.into(),
            given: "Асан".into(),
            sex: "m".into(),
            birth_on: "1990-03-27".into(),
            country: "RU".into(),
            returned_on: "2026-10-01".into(),
            phone: "+996700111222".into(),
            territory: "41708000000000".into(),
            ..Typed::default()
        };
        let id = ReturneeId::from_uuid(app.new_id());
        let register = Register {
            app: app.clone(),
            act: app.act(domain::access::Actor {
                id: Uuid::nil(),
                role: Role::HeadOfOffice,
                seat: domain::access::Seat::Office {
                    depth: 0,
                    office: domain::id::OfficeId::from_uuid(COUNTRY),
                },
            }),
            id,
            number: Number::from_chance(chance::random(&*app.chance)),
            details: typed.read(Who::Officer, app.today()).unwrap(),
            consents: vec![Purpose::Registration],
            channel: Channel::Assisted,
            language: domain::language::Language::En,
            session: None,
            rows: None,
        };
        app.db.run(register).await.unwrap();
        let (browser, session) = self.browser(None, Some(id.uuid()));
        self.put(vec![], vec![], vec![], vec![session], vec![]).await;
        (id, browser)
    }

    async fn verify(&self, organisation: Uuid) {
        let mut officer = self.officer(COUNTRY).await;
        let here = format!("/checks/organisations/{organisation}");
        let page = officer.get(&here).await;
        let done = officer.send(&page, &here, &[("verify", "certificate no. 12345")]).await;
        assert_eq!(done.path, "/checks", "{}", done.text());
    }

    async fn let_through(&self, vacancy: Uuid) {
        let mut officer = self.officer(COUNTRY).await;
        let here = format!("/checks/vacancies/{vacancy}");
        let page = officer.get(&here).await;
        let done = officer.send(&page, &here, &[]).await;
        assert_eq!(done.path, "/checks", "{}", done.text());
    }

    /// A verified employer with an open vacancy.
    async fn hiring(&self, places: &str) -> (Someone, Uuid) {
        let mut employer = self.employer("ЖЧК Береке", "01203201510123").await;
        self.verify(employer.organisation).await;
        let vacancy = post(&mut employer.browser, &[("places", places)]).await;
        self.let_through(vacancy).await;
        (employer, vacancy)
    }

    async fn candidacies(&self) -> Vec<CandidacyRow> {
        let mut tx = self.app().db.read().await.unwrap();
        tx.list("select * from candidacy order by id", &[]).await.unwrap()
    }

    /// What the journal says of a person, as roles and actions.
    async fn said_of(&self, person: ReturneeId) -> Vec<String> {
        let mut tx = self.app().db.read().await.unwrap();
        let sql = "select * from journal where person = $1 order by id";
        let entries: Vec<Entry> = tx.list(sql, &[person.uuid().into()]).await.unwrap();
        entries.iter().map(|entry| format!("{} {}", entry.role, entry.action)).collect()
    }

    async fn api(
        &self,
        method: &str,
        path: &str,
        bearer: &str,
        lines: &[(&str, &str)],
        body: &Value,
    ) -> (StatusCode, Value, header::HeaderMap) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", bearer)
            .header("content-type", "application/json");
        for (name, value) in lines {
            request = request.header(*name, *value);
        }
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let request = request.body(Body::from(body)).unwrap();
        let response = self.cell.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (parts.status, serde_json::from_slice(&bytes).unwrap_or_default(), parts.headers)
    }

    fn later(&self, days: i64) {
        self.cell.clock.set(self.cell.clock.now() + SignedDuration::from_hours(24 * days));
    }
}

/// The answers of a good vacancy.
const OFFER: [(&str, &str); 17] = [
    ("title", "Сварщик на стройку"),
    ("occupation", "Сварщик"),
    ("territory", BISHKEK),
    ("form", "full-time"),
    ("places", "2"),
    ("wage_from", "40000"),
    ("wage_to", "60000"),
    ("closes_on-day", "31"),
    ("closes_on-month", "12"),
    ("closes_on-year", "2026"),
    ("must_skills", "arc-welding"),
    ("must_licences", "welder"),
    ("language_1", "орус тили"),
    ("level_1", "B1"),
    ("must_1", "yes"),
    ("months", "12"),
    ("words", "Эки сменада <b>иштейбиз</b> </script>."),
];

/// The answers with some in place of others.
fn offer<'a>(instead: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let other = OFFER.iter().filter(|(name, _)| instead.iter().all(|(known, _)| known != name));
    other.copied().chain(instead.iter().copied()).collect()
}

/// Posts a vacancy by its page and tells its id.
async fn post(browser: &mut Browser, instead: &[(&str, &str)]) -> Uuid {
    let here = "/organisation/vacancies/new";
    let page = browser.get(here).await;
    let shown = browser.send(&page, here, &offer(instead)).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    shown.path.rsplit('/').next().unwrap().parse().unwrap_or_else(|_| panic!("{}", shown.text()))
}

/// Agrees by the page of the vacancy and tells the id of the candidacy.
async fn agree(browser: &mut Browser, vacancy: Uuid, filled: &[(&str, &str)]) -> Uuid {
    let page = browser.get(&format!("/vacancies/{vacancy}")).await;
    let shown = browser.send(&page, &format!("/vacancies/{vacancy}/agree"), filled).await;
    shown.path.rsplit('/').next().unwrap().parse().unwrap_or_else(|_| panic!("{}", shown.text()))
}

/// Takes a step on the page of a candidacy.
async fn step(browser: &mut Browser, id: Uuid, step: &str, filled: &[(&str, &str)]) -> Page {
    let here = format!("/candidacies/{id}");
    let page = browser.get(&here).await;
    let all: Vec<(&str, &str)> = [("step", step)].iter().chain(filled).copied().collect();
    browser.send(&page, &here, &all).await
}

const TODAY: [(&str, &str); 3] =
    [("began_on-day", "21"), ("began_on-month", "11"), ("began_on-year", "2026")];

#[tokio::test(flavor = "multi_thread")]
async fn three_sides_walk_from_a_new_employer_to_a_hire() {
    for engine in engines() {
        let world = World::new(engine).await;
        let mut browser = Browser::new(world.app());
        browser.cookies.insert("jol-language".into(), "en".into());

        // The employer tells of itself, and signs in with a second factor set up on the way.
        let here = "/employers/new";
        let page = browser.get(here).await;
        let password = "семь коров пьют чай";
        let told = [
            ("kind", "employer"),
            ("name", "ЖЧК Береке"),
            ("tax_number", "01203201510123"),
            ("sector", "Курулуш"),
            ("territory", BISHKEK),
            ("contact", "Нургүл"),
            ("phone", "0555 123 456"),
            ("login", "bereke"),
            ("password", password),
            ("password_again", password),
        ];
        let wrong: Vec<(&str, &str)> = told
            .iter()
            .map(|(n, v)| (*n, if *n == "password_again" { "other" } else { v }))
            .collect();
        let again = browser.send(&page, here, &wrong).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        assert!(again.says("The two passwords differ"), "{}", again.text());
        assert!(again.body.contains("ЖЧК Береке") && !again.body.contains(password));
        let told: Vec<(&str, &str)> =
            told.iter().map(|(n, v)| (*n, if *n == "sector" { "41" } else { *v })).collect();
        let done = browser.send(&page, here, &told).await;
        assert_eq!(done.status, StatusCode::CREATED, "{engine:?} {}", done.text());

        let page = browser.get("/sign-in?next=%2Forganisation").await;
        let page =
            browser.send(&page, "/sign-in", &[("login", "bereke"), ("password", password)]).await;
        assert!(page.path.starts_with("/sign-in/set-up"), "{}", page.path);
        // The demo says the code that the app would.
        let text = page.text();
        let code: String = text.split("code").filter_map(six_digits).next().unwrap();
        browser.send(&page, "/sign-in/set-up", &[("code", &code)]).await;
        let page = browser.get("/organisation").await;
        assert!(page.says("Waiting for a check") && page.says("Нургүл"), "{}", page.text());

        // The officer finds it in the queue and verifies it with the paper.
        let mut officer = world.officer(CHUY).await;
        let queue = officer.get("/checks").await;
        assert!(queue.says("ЖЧК Береке"), "{}", queue.text());
        let link = queue.body.split("/checks/organisations/").nth(1).unwrap();
        let organisation: Uuid = link[..36].parse().unwrap();
        let here = format!("/checks/organisations/{organisation}");
        let page = officer.get(&here).await;
        let again = officer.send(&page, &here, &[("verify", " ")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        world.verify(organisation).await;
        let page = officer.get(&here).await;
        assert!(page.says("certificate no. 12345") && page.says("Officer"), "{}", page.text());

        let vacancy = post(&mut browser, &[]).await;
        let public = format!("/vacancies/{vacancy}");
        let (person, mut own) = world.person("Токтогулов").await;
        assert_eq!(own.get(&public).await.status, StatusCode::NOT_FOUND);
        assert!(officer.get("/checks").await.says("Сварщик на стройку"));
        world.let_through(vacancy).await;
        assert!(!officer.get("/checks").await.says("Сварщик на стройку"));

        // The person finds it, agrees, and is met.
        let list = own.get("/vacancies?words=сварщик").await;
        assert!(list.says("Сварщик на стройку") && list.says("ЖЧК Береке"), "{}", list.text());
        let here = format!("/organisation/vacancies/{vacancy}");
        assert!(!browser.get(&here).await.says("Токтогулов"));
        let id = agree(&mut own, vacancy, &[]).await;
        assert!(own.get("/me/work").await.says("Shown to the employer"));
        assert!(browser.get(&here).await.says("Токтогулов"));
        let met = browser.get(&format!("/candidacies/{id}")).await;
        assert!(met.says("Токтогулов Асан") && !met.says("111"), "{}", met.text());

        let past = [
            ("interview_on-day", "20"),
            ("interview_on-month", "11"),
            ("interview_on-year", "2026"),
        ];
        let again = step(&mut browser, id, "invite", &past).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.text());
        let ahead: Vec<(&str, &str)> =
            past.iter().map(|(n, v)| (*n, if *v == "20" { "25" } else { v })).collect();
        step(&mut browser, id, "invite", &ahead).await;
        let page = own.get(&format!("/candidacies/{id}")).await;
        assert!(
            page.says("Invited to an interview") && page.says("25 November 2026"),
            "{}",
            page.text()
        );
        step(&mut browser, id, "offer", &[]).await;
        // Each is told to the phone of the person, in their language and without saying what.
        let outbox = Browser::new(world.app()).get("/outbox").await;
        let told = outbox.text().matches("Жол: жумуш боюнча сизге жаңылык бар.").count();
        assert_eq!(told, 2, "{engine:?}");
        assert!(outbox.says("+996 700 111 222") && !outbox.says("Береке"), "{engine:?}");
        step(&mut browser, id, "confirm", &TODAY).await;
        assert!(own.get("/me/work").await.says("Work is offered"));
        let done = step(&mut own, id, "confirm", &TODAY).await;
        assert!(done.says("Hired"), "{}", done.text());

        let found = world.candidacies().await;
        assert_eq!((found.len(), found[0].stage.as_str()), (1, "hired"), "{engine:?}");
        let said = world.said_of(person).await;
        for expected in [
            "returnee introduced",
            "employer seen",
            "employer invited",
            "employer offered",
            "employer hire-confirmed",
            "returnee hired",
        ] {
            assert!(said.iter().any(|entry| entry == expected), "{expected}: {said:?}");
        }
        let journal = own.get("/me/journal").await;
        assert!(journal.says("ЖЧК Береке, Employer"), "{}", journal.text());
        assert!(journal.says("Shown in a list") && journal.says("Invited to an interview"));
    }
}

/// Six digits somewhere near the beginning of a text.
fn six_digits(text: &str) -> Option<String> {
    let digits: String = text.chars().take(20).filter(char::is_ascii_digit).collect();
    (digits.len() == 6).then_some(digits)
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_a_person_before_their_word_nor_after_they_took_it_back() {
    for engine in engines() {
        let world = World::new(engine).await;
        let (mut employer, vacancy) = world.hiring("2").await;
        let mut other = world.employer("ЖЧК Кут", "01203201510124").await;
        world.verify(other.organisation).await;
        let (person, mut own) = world.person("Токтогулов").await;
        // The word for one vacancy is no word for another of the same employer.
        let elsewhere = post(&mut employer.browser, &[]).await;
        world.let_through(elsewhere).await;
        agree(&mut own, elsewhere, &[]).await;

        // Proposed by an officer: the employer knows nothing yet.
        let mut officer = world.officer(CHUY).await;
        let here = format!("/returnees/{person}/candidacies");
        let page = officer.get(&format!("{here}?words=сварщик")).await;
        assert!(page.says("Сварщик на стройку"), "{}", page.text());
        let page = officer.get(&format!("{here}?vacancy={vacancy}")).await;
        // The work asks for what the profile does not show yet.
        let told = [("word", "proposed"), ("because", "Papers are on their way")];
        let done = officer.send(&page, &here, &told).await;
        assert!(done.says("Proposed"), "{}", done.text());
        let all = world.candidacies().await;
        let id = all.iter().find(|row| row.vacancy == vacancy).unwrap().id;
        let place = format!("/candidacies/{id}");
        let list = format!("/organisation/vacancies/{vacancy}");

        let hidden = async |employer: &mut Someone, when: &str| {
            assert_eq!(employer.browser.get(&place).await.status, StatusCode::NOT_FOUND, "{when}");
            let page = employer.browser.get(&list).await;
            assert!(!page.says("Токтогулов"), "{engine:?} {when}: {}", page.text());
            for path in ["/api/v1/returnees", &format!("/api/v1/returnees/{person}")] {
                let (status, ..) =
                    world.api("GET", path, &employer.bearer, &[], &Value::Null).await;
                assert_eq!(status, StatusCode::FORBIDDEN, "{when} {path}");
            }
            for path in [format!("/returnees/{person}"), "/returnees".into(), here.clone()] {
                let status = employer.browser.get(&path).await.status;
                assert_eq!(status, StatusCode::FORBIDDEN, "{when} {path}");
            }
        };
        hidden(&mut employer, "proposed").await;
        // Nor can the employer take a step by guessing the id.
        let page = employer.browser.get(&list).await;
        let filled: Vec<(String, String)> = page
            .hidden(&format!("{list}/close"))
            .into_iter()
            .chain([("step".to_owned(), "offer".to_owned())])
            .collect();
        let body = crate::testkit::encoded(&filled);
        let guessed = employer.browser.request(axum::http::Method::POST, &place, Some(body)).await;
        assert_eq!(guessed.status, StatusCode::NOT_FOUND, "{engine:?}");

        // With the person's word they are shown to this employer and no other, without the phone.
        step(&mut own, id, "agree", &[]).await;
        let met = employer.browser.get(&place).await;
        assert!(met.says("Токтогулов") && !met.says("700\u{a0}111"), "{}", met.text());
        assert!(!met.body.contains("1990"), "no birth date: {}", met.text());
        assert_eq!(other.browser.get(&place).await.status, StatusCode::NOT_FOUND);
        assert_eq!(other.browser.get(&list).await.status, StatusCode::NOT_FOUND);
        // And an officer elsewhere sees neither person nor candidacy.
        let mut elsewhere = world.officer(OSH).await;
        assert_eq!(elsewhere.get(&place).await.status, StatusCode::NOT_FOUND);
        assert_eq!(elsewhere.get(&here).await.status, StatusCode::NOT_FOUND);

        step(&mut own, id, "withdraw", &[]).await;
        hidden(&mut employer, "withdrawn").await;
        assert!(own.get("/me/work").await.says("Word taken back"));

        // Given again, now with the phone.
        step(&mut own, id, "agree", &[("phone", "yes")]).await;
        let met = employer.browser.get(&place).await;
        assert!(met.says("700\u{a0}111\u{a0}222"), "{}", met.text());
        assert_eq!(world.candidacies().await.len(), 2);

        // What is erased is gone for the employer, too.
        let page = own.get("/me/erase").await;
        own.send(&page, "/me/erase", &[("sure", "yes")]).await;
        hidden(&mut employer, "erased").await;
        assert_eq!(world.candidacies().await.len(), 0, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_verified_or_suspended_is_shown_to_nobody_and_meets_nobody() {
    for engine in engines() {
        let world = World::new(engine).await;
        let mut employer = world.employer("ЖЧК Береке", "01203201510123").await;
        let vacancy = post(&mut employer.browser, &[]).await;
        world.let_through(vacancy).await;
        let public = format!("/vacancies/{vacancy}");
        let mut anybody = Browser::new(world.app());
        anybody.cookies.insert("jol-language".into(), "en".into());
        let seen = async |anybody: &mut Browser| {
            let on_list = anybody.get("/vacancies").await.says("Сварщик на стройку");
            let status = anybody.get(&public).await.status;
            assert_eq!(on_list, status == StatusCode::OK, "{engine:?}");
            on_list
        };
        assert!(!seen(&mut anybody).await, "the employer is not verified");
        world.verify(employer.organisation).await;
        assert!(seen(&mut anybody).await);

        let (_, mut own) = world.person("Токтогулов").await;
        let id = agree(&mut own, vacancy, &[]).await;
        let place = format!("/candidacies/{id}");
        assert_eq!(employer.browser.get(&place).await.status, StatusCode::OK);

        let mut officer = world.officer(COUNTRY).await;
        let here = format!("/checks/organisations/{}", employer.organisation);
        let page = officer.get(&here).await;
        let words = [("decision", "suspend"), ("suspend", "Complaints")];
        officer.send(&page, &here, &words).await;
        assert!(!seen(&mut anybody).await, "the employer is suspended");
        assert_eq!(employer.browser.get(&place).await.status, StatusCode::NOT_FOUND);
        let page = employer.browser.get(&format!("/organisation/vacancies/{vacancy}")).await;
        assert!(!page.says("Токтогулов") && page.says("Complaints"), "{}", page.text());

        // Another name does not lift a suspension.
        let page = employer.browser.get("/organisation/edit").await;
        let form = employer.browser.send(&page, "/organisation/edit", &CHANGED).await;
        assert!(form.says("Suspended") && form.says("ЖЧК Жаңы"), "{}", form.text());

        world.verify(employer.organisation).await;
        assert!(seen(&mut anybody).await);
        assert_eq!(employer.browser.get(&place).await.status, StatusCode::OK);
        assert!(anybody.get("/vacancies?words=жаңы").await.says("Сварщик на стройку"));

        // A new name of a verified one is looked at again.
        let page = employer.browser.get("/organisation/edit").await;
        let instead: Vec<(&str, &str)> =
            CHANGED.iter().map(|(n, v)| (*n, if *n == "name" { "ЖЧК Эски" } else { v })).collect();
        let form = employer.browser.send(&page, "/organisation/edit", &instead).await;
        assert!(form.says("Waiting for a check"), "{}", form.text());
        assert!(!seen(&mut anybody).await);
    }
}

const CHANGED: [(&str, &str); 4] = [
    ("name", "ЖЧК Жаңы"),
    ("tax_number", "01203201510123"),
    ("territory", BISHKEK),
    ("phone", "0555123456"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_vacancy_ends_with_its_last_day_and_a_change_of_it_is_looked_at_again() {
    for engine in engines() {
        let world = World::new(engine).await;
        let (mut employer, vacancy) = world.hiring("2").await;
        let public = format!("/vacancies/{vacancy}");
        let here = format!("/organisation/vacancies/{vacancy}");
        let mut anybody = Browser::new(world.app());
        world.later(40);
        assert_eq!(anybody.get(&public).await.status, StatusCode::OK, "the last day counts");
        world.later(1);
        assert_eq!(anybody.get(&public).await.status, StatusCode::NOT_FOUND, "{engine:?}");
        assert!(!anybody.get("/vacancies").await.says("Сварщик на стройку"));
        let (_, mut own) = world.person("Токтогулов").await;
        assert_eq!(own.get(&public).await.status, StatusCode::NOT_FOUND);

        // Another day and more places need no check; other words do.
        let edit = format!("{here}/edit");
        let page = employer.browser.get(&edit).await;
        assert!(page.body.contains("value=\"Ширетүүчү\"") || page.body.contains("Welder"));
        let longer =
            [("closes_on-month", "2"), ("closes_on-day", "28"), ("closes_on-year", "2027")];
        let with: Vec<(&str, &str)> = offer(&longer)
            .into_iter()
            .map(|(n, v)| (n, if n == "places" { "5" } else { v }))
            .collect();
        let shown = employer.browser.send(&page, &edit, &with).await;
        assert_eq!(shown.path, here, "{}", shown.text());
        assert_eq!(anybody.get(&public).await.status, StatusCode::OK, "{engine:?}");

        let page = employer.browser.get(&edit).await;
        let early = employer.browser.get(&edit).await;
        let mut other = longer.to_vec();
        other.extend([("wage_from", "10000"), ("places", "5")]);
        let shown = employer.browser.send(&page, &edit, &offer(&other)).await;
        assert!(shown.says("Waiting for a check"), "{}", shown.text());
        assert_eq!(anybody.get(&public).await.status, StatusCode::NOT_FOUND);
        // Who comes second keeps what they typed, beside the version that stands now.
        let mut second = other.clone();
        second.push(("title", "Экинчи"));
        let late = employer.browser.send(&early, &edit, &offer(&second)).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{engine:?}");
        assert!(late.body.contains("value=\"Экинчи\""), "{}", late.text());
        // Nobody lets through what they did not see.
        let mut officer = world.officer(COUNTRY).await;
        let check = format!("/checks/vacancies/{vacancy}");
        let seen = officer.get(&check).await;
        let page = employer.browser.get(&edit).await;
        other.push(("title", "Сварщик в Россию"));
        employer.browser.send(&page, &edit, &offer(&other)).await;
        let late = officer.send(&seen, &check, &[]).await;
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED, "{engine:?}");

        // Refused with words that the employer reads; closed by the employer.
        let page = officer.get(&check).await;
        let words = [("decision", "refuse"), ("refuse", "No permit")];
        officer.send(&page, &check, &words).await;
        assert!(employer.browser.get(&here).await.says("No permit"));
        let page = employer.browser.get(&here).await;
        let shown = employer.browser.send(&page, &format!("{here}/close"), &[]).await;
        assert!(shown.says("Closed"), "{}", shown.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn vacancies_are_found_by_words_trade_place_and_form_page_by_page() {
    for engine in engines() {
        let world = World::new(engine).await;
        let mut employer = world.employer("ЖЧК Береке", "01203201510123").await;
        world.verify(employer.organisation).await;
        for (title, occupation, territory, form) in [
            ("Ашпозчу ресторанга", "cook", OSH_CITY, "part-time"),
            ("Сварщик Ёлкин", "welder", BISHKEK, "full-time"),
        ] {
            let instead = [
                ("title", title),
                ("occupation", occupation),
                ("territory", territory),
                ("form", form),
            ];
            let id = post(&mut employer.browser, &instead).await;
            world.let_through(id).await;
        }
        let mut anybody = Browser::new(world.app());
        anybody.cookies.insert("jol-language".into(), "en".into());
        for (query, cook, welder) in [
            ("", true, true),
            ("words=АШПОЗЧУ", true, false),
            ("words=елкин", false, true),
            ("words=береке", true, true),
            ("words=welder", false, true),
            ("words=%25", true, true),
            ("words=ашпозчу+сварщик", false, false),
            ("occupation=cook", true, false),
            ("occupation=Сварщик", false, true),
            ("occupation=ресторан", true, false),
            ("place=41721000000000", true, false),
            ("place=41708000000000", false, false),
            ("place=41708000000000&km=100", false, true),
            ("form=part-time", true, false),
            ("form=nonsense&place=nowhere&km=x&after=x", true, true),
        ] {
            let path = format!("/vacancies?{query}");
            let page = anybody.get(&encode(&path)).await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            let found = (page.says("Ашпозчу ресторанга"), page.says("Сварщик Ёлкин"));
            assert_eq!(found, (cook, welder), "{engine:?} {query}: {}", page.text());
        }

        for n in 0..21 {
            let title = format!("Иш {n:02}");
            // Ids sort by the millisecond, so time goes on a little.
            world.cell.clock.set(world.app().now() + SignedDuration::from_millis(1));
            let id = post(&mut employer.browser, &[("title", &title)]).await;
            world.let_through(id).await;
        }
        let first = anybody.get("/vacancies?form=full-time").await;
        assert_eq!(first.body.matches("href=\"/vacancies/0").count(), 20, "{engine:?}");
        let next = first.body.split("rel=\"next\"").next().unwrap();
        let next = next.rsplit("href=\"").next().unwrap().split('"').next().unwrap();
        let second = anybody.get(&next.replace("&amp;", "&")).await;
        assert_eq!(second.body.matches("href=\"/vacancies/0").count(), 2);
        assert!(first.says("Иш 20") && second.says("Иш 00") && second.says("Сварщик Ёлкин"));
    }
}

/// A query as a browser writes it.
fn encode(path: &str) -> String {
    path.chars()
        .map(|c| match c.is_ascii() {
            true => c.to_string(),
            false => percent_encoding::utf8_percent_encode(
                &c.to_string(),
                percent_encoding::NON_ALPHANUMERIC,
            )
            .to_string(),
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vacancy_tells_search_engines_what_schema_org_asks_for() {
    let world = World::new(Engine::Sqlite).await;
    let (_, vacancy) = world.hiring("2").await;
    let mut anybody = Browser::new(world.app());
    anybody.cookies.insert("jol-language".into(), "en".into());
    let page = anybody.get(&format!("/vacancies/{vacancy}")).await;
    let data = page.body.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    let data = data.split("</script>").next().unwrap();
    let told: Value = serde_json::from_str(data).unwrap();
    // What the guide of search engines requires and recommends.
    assert_eq!(told["@context"], "https://schema.org");
    assert_eq!(told["@type"], "JobPosting");
    assert_eq!(told["title"], "Сварщик на стройку");
    assert_eq!(told["description"], "Эки сменада <b>иштейбиз</b> </script>.");
    assert_eq!(told["datePosted"], "2026-11-21");
    assert_eq!(told["validThrough"], "2026-12-31T23:59:59+06:00");
    assert_eq!(told["employmentType"], "FULL_TIME");
    assert_eq!(told["totalJobOpenings"], 2);
    assert_eq!(told["identifier"]["value"], vacancy.to_string());
    assert_eq!(
        told["hiringOrganization"],
        json!({ "@type": "Organization", "name": "ЖЧК Береке" })
    );
    let address = &told["jobLocation"]["address"];
    assert_eq!(address["@type"], "PostalAddress");
    assert_eq!(
        (&address["addressCountry"], &address["addressLocality"]),
        (&json!("KG"), &json!("Bishkek city"))
    );
    let salary = &told["baseSalary"];
    assert_eq!((&salary["@type"], &salary["currency"]), (&json!("MonetaryAmount"), &json!("KGS")));
    let range = json!({ "@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 40000.0, "maxValue": 60000.0 });
    assert_eq!(salary["value"], range);
    assert_eq!(told["experienceRequirements"]["monthsOfExperience"], 12);
    assert!(told["skills"].as_str().unwrap().contains("B1"), "{told}");
    // Data of the page, and not a script that its policy would have to allow.
    let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe-inline"), "{policy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_reaches_the_officers_and_tells_nobody_who_sent_it() {
    for engine in engines() {
        let world = World::new(engine).await;
        let (employer, vacancy) = world.hiring("2").await;
        let (person, mut own) = world.person("Токтогулов").await;
        let here = format!("/vacancies/{vacancy}/report");
        let page = own.get(&here).await;
        let again = own.send(&page, &here, &[("words", "акча сурашты")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.body.contains("акча сурашты"));
        let filled = [("reason", "fee"), ("words", "акча сурашты")];
        let done = own.send(&page, &here, &filled).await;
        assert!(done.says("an officer has been told"), "{engine:?} {}", done.text());
        // The same form twice is one report.
        own.send(&page, &here, &filled).await;
        assert!(!world.said_of(person).await.iter().any(|entry| entry.contains("reported")));

        let mut officer = world.officer(CHUY).await;
        let queue = officer.get("/checks").await;
        assert!(queue.says("Money is asked for"), "{}", queue.text());
        let check = format!("/checks/vacancies/{vacancy}");
        let page = officer.get(&check).await;
        assert_eq!(page.text().matches("акча сурашты").count(), 1, "{}", page.text());
        assert!(!page.says("Токтогулов"));
        let action = page.body.split("/checks/reports/").nth(1).unwrap();
        let report = format!("/checks/reports/{}", &action[..36]);
        let after = officer.send(&page, &report, &[]).await;
        assert!(!after.says("акча сурашты"), "{}", after.text());
        assert!(!officer.get("/checks").await.says("Money is asked for"));

        // A network cannot flood the officers.
        let mut statuses = Vec::new();
        for _ in 0..10 {
            let page = own.get(&here).await;
            statuses.push(own.send(&page, &here, &[("reason", "other")]).await.status);
        }
        assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
        assert!(statuses.contains(&StatusCode::OK), "{statuses:?}");
        drop(employer);
    }
}

/// Sends a file as a browser does.
async fn upload(world: &World, browser: &mut Browser, bytes: &[u8], whole: bool) -> Page {
    let here = "/organisation/vacancies/upload";
    let page = browser.get(here).await;
    let mut fields = page.hidden(here);
    if whole {
        fields.push(("whole".into(), "yes".into()));
    }
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--X\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(
        b"--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n",
    );
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--X--\r\n");
    let cookies: Vec<String> =
        browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut request = Request::post(here)
        .header("cookie", cookies.join("; "))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=X")
        .body(Body::from(body))
        .unwrap();
    request.extensions_mut().insert(ClientAddr(browser.address));
    let response = world.cell.router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
    Page { status: parts.status, headers: parts.headers, body, path: here.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_brings_its_good_lines_or_none_and_tells_the_bad_ones() {
    for engine in engines() {
        let world = World::new(engine).await;
        let mut employer = world.employer("ЖЧК Береке", "01203201510123").await;
        let n_posted = async || {
            let mut tx = world.app().db.read().await.unwrap();
            let row = tx.one("select count(*) from vacancy", &[]).await.unwrap();
            row.unwrap().at::<i64>(0).unwrap()
        };
        let sheet = "title;occupation;territory;form;places;closes_on;needs\n\
                     Сварщик;welder;41711000000000;full-time;2;31.12.2026;skill:arc-welding!\n\
                     Король;king;41711000000000;full-time;0;31.12.2026;skill:dance\n\
                     Ашпозчу;Повар;Бишкек шаары;full-time;1;2026-12-31;\n";
        let none = upload(&world, &mut employer.browser, sheet.as_bytes(), true).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", none.text());
        assert!(none.says("Taken: 0. Wrong lines: 1."), "{}", none.text());
        assert_eq!(n_posted().await, 0, "{engine:?}");

        let some = upload(&world, &mut employer.browser, sheet.as_bytes(), false).await;
        assert!(some.says("Taken: 2. Wrong lines: 1."), "{}", some.text());
        assert!(some.says("“dance” is not on the list"), "{}", some.text());
        assert!(
            some.says("Write a number from 1 to 1,000") && some.says("Choose one of the answers")
        );
        assert_eq!(n_posted().await, 2, "{engine:?}");

        for (bytes, sentence) in [
            (&b""[..], "has no vacancies"),
            (b"title,salary\nA,1\n", "\u{201c}salary\u{201d} is not known"),
            (b"title\n\xd1\xe2\n", "damaged on its way"),
        ] {
            let page = upload(&world, &mut employer.browser, bytes, false).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.says(sentence), "{sentence}: {}", page.text());
        }
        let good: String = sheet.lines().take(2).map(|line| format!("{line}\n")).collect();
        let done = upload(&world, &mut employer.browser, good.as_bytes(), true).await;
        assert_eq!(done.location().as_deref(), Some("/organisation/vacancies"), "{}", done.text());
        let list = employer.browser.get("/organisation/vacancies").await;
        assert_eq!(list.text().matches("Waiting for a check").count(), 4, "{}", list.text());
    }
}

fn offered() -> Value {
    json!({
        "title": "Тигүүчү", "occupation": "welder", "territory": BISHKEK, "form": "full-time", "places": 6,
        "wage_from": "25000", "wage_to": "40000", "closes_on": "2027-01-31",
        "needs": ["skill:arc-welding!", "language:ky:A2"], "words": "Эки смена.",
    })
}

const VACANCIES: &str = "/api/v1/vacancies";

#[tokio::test(flavor = "multi_thread")]
async fn a_program_of_the_employer_posts_reads_and_changes_its_own_vacancies() {
    for engine in engines() {
        let world = World::new(engine).await;
        let employer = world.employer("ЖЧК Береке", "01203201510123").await;
        let other = world.employer("ЖЧК Кут", "01203201510124").await;
        let key = world.app().new_id().to_string();
        let once = [("idempotency-key", &*key)];
        let (status, made, headers) =
            world.api("POST", VACANCIES, &employer.bearer, &once, &offered()).await;
        assert_eq!(status, StatusCode::CREATED, "{engine:?} {made}");
        assert_eq!(headers["etag"], "\"1\"");
        let (_, again, headers) =
            world.api("POST", VACANCIES, &employer.bearer, &once, &offered()).await;
        assert_eq!((&again, &headers["idempotent-replayed"]), (&made, &"true".parse().unwrap()));
        let place = format!("{VACANCIES}/{}", made["id"].as_str().unwrap());

        let (_, told, _) = world.api("GET", &place, &employer.bearer, &[], &Value::Null).await;
        let id: Uuid = told["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(
            (&told["state"], &told["needs"]),
            (&json!("waiting"), &offered()["needs"]),
            "{told}"
        );
        world.let_through(id).await;

        let tag = |version: &'static str| [("if-match", version)];
        let more = json!({ "places": 7, "closes_on": "2027-02-28" });
        let (status, told, _) =
            world.api("PATCH", &place, &employer.bearer, &tag("\"1\""), &more).await;
        assert_eq!(status, StatusCode::PRECONDITION_FAILED, "{told}");
        let (status, told, _) =
            world.api("PATCH", &place, &employer.bearer, &tag("\"2\""), &more).await;
        assert_eq!((status, &told["version"]), (StatusCode::OK, &json!(3)), "{told}");
        let (_, told, _) = world.api("GET", &place, &employer.bearer, &[], &Value::Null).await;
        assert_eq!((&told["state"], &told["places"]), (&json!("open"), &json!(7)));
        let needs = json!({ "needs": [], "words": null });
        world.api("PATCH", &place, &employer.bearer, &tag("\"3\""), &needs).await;
        let (_, told, _) = world.api("GET", &place, &employer.bearer, &[], &Value::Null).await;
        assert_eq!((&told["state"], &told["needs"]), (&json!("waiting"), &json!([])), "{told}");

        let (_, list, _) = world.api("GET", VACANCIES, &employer.bearer, &[], &Value::Null).await;
        assert_eq!(list["vacancies"].as_array().unwrap().len(), 1);
        let (_, list, _) = world.api("GET", VACANCIES, &other.bearer, &[], &Value::Null).await;
        assert_eq!(list["vacancies"], json!([]));
        let (status, ..) = world.api("GET", &place, &other.bearer, &[], &Value::Null).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let (status, ..) = world.api("PATCH", &place, &other.bearer, &tag("\"4\""), &more).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}

/// A field, a value that is wrong, and the rule that says so.
fn bad_values() -> Vec<(&'static str, Value, &'static str)> {
    let text = |text: &str| Value::from(text);
    vec![
        ("title", text(""), "offer-title"),
        ("title", text(&"а".repeat(121)), "text-too-long"),
        ("title", text("Иш\u{202e}"), "text-invisible"),
        ("title", text("Иш\u{0}"), "text-invisible"),
        ("title", json!(7), "api-text"),
        ("occupation", text(""), "offer-occupation"),
        ("occupation", text("king"), "choice"),
        ("occupation", text("'; drop table vacancy; --"), "choice"),
        ("territory", text("417"), "territory-code"),
        ("territory", text("41799000000000"), "territory-unknown"),
        ("form", text("slavery"), "choice"),
        ("places", json!(0), "api-whole"),
        ("places", json!(1001), "api-whole"),
        ("places", json!(-1), "api-whole"),
        ("places", text("6"), "api-whole"),
        ("wage_from", text("many"), "money-character"),
        ("wage_from", text("40000.01"), "offer-wages"),
        ("closes_on", text("2026-11-20"), "offer-past"),
        ("closes_on", text("2027-11-22"), "offer-long"),
        ("closes_on", text("31.12.2026"), "api-day"),
        ("closes_on", text("2026-02-30"), "day-not-a-day"),
        ("starts_on", text("tomorrow"), "api-day"),
        ("needs", json!(["skill"]), "need"),
        ("needs", json!(["skill:dance"]), "need-unknown"),
        ("needs", json!(["months:601"]), "need"),
        ("needs", json!(["language:ru:Z9"]), "need"),
        ("needs", json!(["months:1", "months:2!"]), "need-twice"),
        (
            "needs",
            json!(["language:ky:A1", "language:ru:A1", "language:uz:A1", "language:en:A1"]),
            "need-languages",
        ),
        ("needs", json!("skill:arc-welding"), "api-list"),
        ("words", text(&"а".repeat(4001)), "text-too-long"),
        ("salary", json!(1), "api-unknown"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_value_of_a_vacancy_has_its_sentence_in_four_languages() {
    for engine in engines() {
        let world = World::new(engine).await;
        let employer = world.employer("ЖЧК Береке", "01203201510123").await;
        for (field, value, code) in bad_values() {
            let mut body = offered();
            body[field] = value.clone();
            let mut sentences = std::collections::BTreeSet::new();
            for language in ["ky", "ru", "uz", "en"] {
                let key = world.app().new_id().to_string();
                let lines = [("idempotency-key", &*key), ("accept-language", language)];
                let (status, told, _) =
                    world.api("POST", VACANCIES, &employer.bearer, &lines, &body).await;
                assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value} {told}");
                let errors = told["errors"].as_array().unwrap();
                assert_eq!(
                    (errors.len(), &errors[0]["code"]),
                    (1, &json!(code)),
                    "{field} {value} {told}"
                );
                let sentence = errors[0]["detail"].as_str().unwrap().to_owned();
                assert!(sentence.contains(' ') && !sentence.contains("fault-"), "{sentence}");
                sentences.insert(sentence);
            }
            assert_eq!(sentences.len(), 4, "{code}: {sentences:?}");
            world.cell.clock.set(world.app().now() + SignedDuration::from_secs(6));
        }
        let mut tx = world.app().db.read().await.unwrap();
        let n: i64 =
            tx.one("select count(*) from vacancy", &[]).await.unwrap().unwrap().at(0).unwrap();
        assert_eq!(n, 0, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_registers_once_and_a_network_not_without_end() {
    for engine in engines() {
        let world = World::new(engine).await;
        let mut browser = Browser::new(world.app());
        browser.cookies.insert("jol-language".into(), "en".into());
        let here = "/employers/new";
        let password = "семь коров пьют чай";
        let told = |tax: &'static str, login: &'static str, kind: &'static str| {
            [
                ("kind", kind),
                ("name", "Уюм"),
                ("tax_number", tax),
                ("territory", BISHKEK),
                ("phone", "0555123456"),
                ("login", login),
                ("password", password),
                ("password_again", password),
            ]
        };
        world.employer("Жашыруун аталыш", "01203201510123").await;
        let page = browser.get(here).await;
        let taken = browser.send(&page, here, &told("01203201510123", "one", "employer")).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        assert!(taken.says("registered already") && !taken.says("Жашыруун"), "{}", taken.text());
        // The same firm may teach, too.
        let done = browser.send(&page, here, &told("01203201510123", "one", "provider")).await;
        assert_eq!(done.status, StatusCode::CREATED, "{}", done.text());
        let page = browser.get(here).await;
        let taken = browser.send(&page, here, &told("01203201510125", "one", "employer")).await;
        assert!(taken.says("login name is taken"), "{}", taken.text());

        for (field, value, sentence) in [
            ("tax_number", "123", "14 digits"),
            ("name", "", "name of the organisation"),
            ("kind", "", "Choose one"),
            ("phone", "", "phone number"),
            ("login", "Ж", "3 to 40"),
            ("password", "short", "too short"),
            ("territory", "", "Select an oblast"),
        ] {
            let mut filled = told("01203201510126", "two", "employer").to_vec();
            filled.retain(|(name, _)| *name != field);
            filled.push((field, value));
            let page = browser.get(here).await;
            let again = browser.send(&page, here, &filled).await;
            assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
            assert!(again.says(sentence), "{field}: {}", again.text());
        }

        let mut last = StatusCode::OK;
        for _ in 0..10 {
            let page = browser.get(here).await;
            last = browser
                .send(&page, here, &told("01203201510123", "three", "employer"))
                .await
                .status;
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_hire_confirmed_twice_is_one_and_the_last_place_is_given_once() {
    for engine in engines() {
        let world = World::new(engine).await;
        let (mut employer, vacancy) = world.hiring("1").await;
        let mut people = Vec::new();
        for surname in ["Токтогулов", "Барпиев", "Шаршенов"] {
            let (person, mut own) = world.person(surname).await;
            let id = agree(&mut own, vacancy, &[]).await;
            step(&mut employer.browser, id, "confirm", &TODAY).await;
            people.push((person, id, own));
        }

        // Each of two says at once, on two forms, that work began; a third has only agreed.
        let mut forms = Vec::new();
        for (_, id, own) in people.iter_mut().take(2) {
            let here = format!("/candidacies/{id}");
            for _ in 0..2 {
                let page = own.get(&here).await;
                let mut fields = page.hidden(&here);
                fields.retain(|(name, _)| name != "step");
                fields.push(("step".into(), "confirm".into()));
                fields.extend(TODAY.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
                let body = crate::testkit::encoded(&fields);
                let mut browser = Browser::new(world.app());
                browser.cookies = own.cookies.clone();
                forms.push((browser, here.clone(), body));
            }
        }
        let send = |(mut browser, here, body): (Browser, String, String)| {
            tokio::spawn(async move {
                browser.request(axum::http::Method::POST, &here, Some(body)).await.status
            })
        };
        let sent: Vec<_> = forms.into_iter().map(send).collect();
        let mut statuses = Vec::new();
        for one in sent {
            statuses.push(one.await.unwrap());
        }
        let n_done = statuses.iter().filter(|status| **status == StatusCode::SEE_OTHER).count();
        assert!(
            n_done >= 1 && statuses.iter().all(|status| !status.is_server_error()),
            "{statuses:?}"
        );

        let stages: Vec<String> =
            world.candidacies().await.into_iter().map(|row| row.stage).collect();
        let n_hired = stages.iter().filter(|stage| *stage == "hired").count();
        assert_eq!(n_hired, 1, "{engine:?} {stages:?}");
        assert_eq!(stages.iter().filter(|stage| *stage == "refused").count(), 2, "{stages:?}");
        let mut n_entries = 0;
        for (person, ..) in &people {
            let said = world.said_of(*person).await;
            n_entries += said.iter().filter(|entry| entry.ends_with(" hired")).count();
        }
        assert_eq!(n_entries, 1, "{engine:?}");
        let page = employer.browser.get(&format!("/organisation/vacancies/{vacancy}")).await;
        assert!(page.says("Filled") && !page.says("Шаршенов"), "{}", page.text());
        let (_, _, own) = &mut people[2];
        assert!(own.get("/me/work").await.says("The employer said no"));
        let over = own.get(&format!("/vacancies/{vacancy}")).await;
        assert_eq!(over.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_speaks_for_a_person_and_an_employer_says_why_not() {
    for engine in engines() {
        let world = World::new(engine).await;
        let (mut employer, vacancy) = world.hiring("2").await;
        let (person, mut own) = world.person("Токтогулов").await;
        let mut officer = world.officer(CHUY).await;
        let here = format!("/returnees/{person}/candidacies");
        let page = officer.get(&format!("{here}?vacancy={vacancy}")).await;
        let told = [("word", "agreed"), ("phone", "yes"), ("because", "Papers are on their way")];
        officer.send(&page, &here, &told).await;
        let id = world.candidacies().await[0].id;
        let mut tx = world.app().db.read().await.unwrap();
        let sql = "select * from journal where action = 'introduced'";
        let entry: Entry = tx.find(sql, &[]).await.unwrap().unwrap();
        drop(tx);
        assert_eq!((entry.role.as_str(), entry.acting_for), ("officer", Some(person.uuid())));

        let place = format!("/candidacies/{id}");
        let seen = employer.browser.get(&place).await;
        assert!(
            seen.says("Skills are missing") && !seen.says("The pay is too low"),
            "{}",
            seen.text()
        );
        let again = step(&mut employer.browser, id, "refuse", &[("reason", "pay-too-low")]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let done = step(&mut employer.browser, id, "refuse", &[("reason", "skills-missing")]).await;
        assert_eq!(done.path, format!("/organisation/vacancies/{vacancy}"), "{}", done.text());
        assert!(own.get(&place).await.says("Skills are missing"));
        assert_eq!(employer.browser.get(&place).await.status, StatusCode::NOT_FOUND);
        // A page that was open before says that it is too late.
        let late = officer
            .send(&page, &here, &[("word", "agreed"), ("-id", &world.app().new_id().to_string())])
            .await;
        assert!(late.status.is_client_error(), "{engine:?} {}", late.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_walked_page_by_page_with_what_is_near_first() {
    for engine in engines() {
        let world = World::new(engine).await;
        let mut ids = Vec::new();
        for n in 0..120 {
            let typed = TypedOrganisation {
                kind: "employer".into(),
                name: format!("Firm {n:03}"),
                tax_number: format!("012032015{n:05}"),
                territory: if n % 3 == 0 { "41706207000000" } else { BISHKEK }.into(),
                phone: "+996555123456".into(),
                ..TypedOrganisation::default()
            };
            let details = typed.read(&world.app().lists.now()).unwrap();
            ids.push(Organisation::new(world.app().new_id(), &details, world.app().now()));
        }
        world.put(vec![], ids, vec![], vec![], vec![]).await;
        let mut officer = world.officer(OSH).await;
        let (mut path, mut names) = ("/checks".to_owned(), Vec::new());
        loop {
            let page = officer.get(&path).await;
            let text = page.text();
            let here = text.split("Firm ").skip(1).map(|rest| rest[..3].parse::<usize>().unwrap());
            names.extend(here);
            let Some(end) = page.body.find("rel=\"next\"") else { break };
            let start = page.body[..end].rfind("href=\"").unwrap() + 6;
            path = page.body[start..].split('"').next().unwrap().replace("&amp;", "&");
        }
        let near_first = names[..40].iter().all(|n| n % 3 == 0);
        assert!(near_first, "{engine:?} {names:?}");
        names.sort_unstable();
        assert_eq!(names, (0..120).collect::<Vec<_>>(), "{engine:?}: each once");
    }
}
