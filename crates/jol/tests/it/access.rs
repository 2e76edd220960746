//! The access rule as a property: what lists many agrees with a plain oracle for every role and office, on both engines.
//!
//! List, search, count, export, figures and API must all give the same people. What is about one person, and every other
//! address, is in `doors.rs`.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use domain::{
    access::{Purpose, Role, Sensitivity},
    id::ReturneeId,
    returnee::{Channel, Number, Typed, Who},
};
use jol::{
    access::store::{self as accounts, Account, ApiToken, Office, Session},
    app::App,
    db::{Command, Tx, journal::Act},
    refusal::Refusal,
    returnee::{bulk::RegisterAll, commands::Restrict, registration::Register},
    vault::{chance, token::Token},
};
use uuid::Uuid;

use crate::{
    doors_rules::may,
    testkit::{Answer, TestCell, ask, engines},
};

/// A small country: two oblasts with rayons, and who registered where.
struct World {
    cell: TestCell,
    people: Vec<Person>,
    actors: Vec<Someone>,
}

#[derive(Clone, Debug)]
struct Person {
    id: ReturneeId,
    number: String,
    rayon: &'static str,
    restricted: bool,
    consents: Vec<Purpose>,
}

/// Somebody signed in.
struct Someone {
    role: Role,
    office: &'static str,
    cookie: String,
    bearer: String,
}

const OFFICES: [(&str, &str, &str); 6] = [
    ("country", "", ""),
    ("batken", "country", "41705000000000"),
    ("batken-rayon", "batken", "41705214000000"),
    ("leilek", "batken", "41705236000000"),
    ("osh", "country", "41706000000000"),
    ("alai", "osh", "41706207000000"),
];

/// Where each role sits: at the top, in the middle, at a leaf.
const SEATS: [&str; 3] = ["country", "batken", "leilek"];

/// People of each sort in each rayon: enough that figures are not hidden for being small.
const EACH: usize = 4;

struct Make {
    offices: Vec<Office>,
    accounts: Vec<Account>,
    sessions: Vec<Session>,
    tokens: Vec<ApiToken>,
}

impl Command for Make {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.insert_all(&self.offices).await?;
        tx.insert_all(&self.accounts).await?;
        tx.insert_all(&self.sessions).await?;
        Ok(tx.insert_all(&self.tokens).await?)
    }
}

fn offices(app: &App) -> BTreeMap<&'static str, Office> {
    let mut offices: BTreeMap<&'static str, Office> = BTreeMap::new();
    for (code, parent, territory) in OFFICES {
        let id = app.new_id();
        let mut above = [None; 3];
        let mut depth = 0;
        if let Some(parent) = offices.get(parent) {
            depth = parent.depth + 1;
            above = [parent.above_1, parent.above_2, parent.above_3];
            above[parent.depth as usize] = Some(id);
        }
        let [above_1, above_2, above_3] = above;
        let name = || code.to_owned();
        let territory = Some(territory).filter(|code| !code.is_empty()).map(str::to_owned);
        let office = Office {
            id,
            code: name(),
            depth,
            above_1,
            above_2,
            above_3,
            territory,
            name_ky: name(),
            name_ru: name(),
            name_uz: name(),
            name_en: name(),
        };
        offices.insert(code, office);
    }
    offices
}

async fn world(cell: TestCell) -> World {
    let app = cell.app.clone();
    let offices = offices(&app);
    let (mut accounts, mut sessions, mut tokens, mut actors) = (vec![], vec![], vec![], vec![]);
    for role in Role::ALL.iter().copied().filter(|role| *role != Role::Returnee) {
        for code in SEATS {
            let account = account(&app, role, offices[code].id);
            let (session, cookie) = session(&app, Some(account.id), None);
            let (token, bearer) = token(&app, account.id);
            accounts.push(account);
            sessions.push(session);
            tokens.push(token);
            actors.push(Someone { role, office: code, cookie, bearer });
        }
    }
    let made = Make { offices: offices.values().cloned().collect(), accounts, sessions, tokens };
    app.db.run(made).await.unwrap();

    let mut people = Vec::new();
    for (rayon, territory) in
        [("batken-rayon", OFFICES[2].2), ("leilek", OFFICES[3].2), ("alai", OFFICES[5].2)]
    {
        for restricted in [false, true] {
            for consents in
                [vec![], vec![Purpose::Finance], vec![Purpose::Exchange, Purpose::Matching]]
            {
                for _ in 0..EACH {
                    let n = people.len();
                    people.push(
                        person(&app, n, rayon, territory, restricted, consents.clone()).await,
                    );
                }
            }
        }
    }
    World { cell, people, actors }
}

fn account(app: &App, role: Role, office: Uuid) -> Account {
    let id = app.new_id();
    Account {
        id,
        login: id.to_string(),
        name: "Somebody".into(),
        role: role.code().into(),
        office: Some(office),
        language: "ky".into(),
        ..Account::new_blank(app.now())
    }
}

pub fn session(app: &App, account: Option<Uuid>, returnee: Option<Uuid>) -> (Session, String) {
    let token = Token::random(&*app.chance);
    let now = app.now();
    let later = now + jiff::SignedDuration::from_hours(9);
    let session = Session {
        id: app.new_id(),
        token: token.digest,
        account,
        phone_index: None,
        phone: None,
        returnee,
        stage: "full".into(),
        language: "ky".into(),
        made_at: now,
        seen_at: now,
        idle_until_at: later,
        ends_at: later,
        ended_at: None,
    };
    (session, format!("jol={}", *token.text))
}

struct NewAccount(Account);

impl Command for NewAccount {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert(&self.0).await?)
    }
}

/// Opens a session as it is.
pub struct Open(pub Session);

impl Command for Open {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert(&self.0).await?)
    }
}

/// An account of this role at the office with this code, and the cookie of its session.
pub async fn signed_in(app: &App, role: Role, office: &str) -> (Account, String) {
    let offices = accounts::offices(&mut app.db.read().await.unwrap()).await.unwrap();
    let office = offices.iter().find(|known| known.code == office).unwrap();
    let account = account(app, role, office.id);
    let (session, cookie) = session(app, Some(account.id), None);
    app.db.run(NewAccount(account.clone())).await.unwrap();
    app.db.run(Open(session)).await.unwrap();
    (account, cookie)
}

pub fn token(app: &App, account: Uuid) -> (ApiToken, String) {
    let token = Token::random(&*app.chance);
    let now = app.now();
    let row = ApiToken {
        id: app.new_id(),
        token: token.digest,
        account,
        name: "test".into(),
        may_write: true,
        made_at: now,
        ends_at: now + jiff::SignedDuration::from_hours(9),
        ended_at: None,
    };
    (row, format!("Bearer {}", *token.text))
}

async fn person(
    app: &App,
    n: usize,
    rayon: &'static str,
    territory: &str,
    restricted: bool,
    consents: Vec<Purpose>,
) -> Person {
    let letters: String =
        n.to_string().chars().map(|digit| char::from(b'a' + digit as u8 - b'0')).collect();
    let typed = Typed {
        surname: format!("Zhol{letters}ov"),
        given: "Asan".into(),
        sex: if n.is_multiple_of(2) { "f" } else { "m" }.into(),
        territory: territory.into(),
        country: "RU".into(),
        returned_on: "2026-10-01".into(),
        ..Typed::default()
    };
    let id = ReturneeId::from_uuid(app.new_id());
    let mut given = consents.clone();
    given.push(Purpose::Registration);
    let act = office_act(app);
    let register = Register {
        app: app.clone(),
        act,
        id,
        number: Number::from_chance(chance::random(&*app.chance)),
        details: typed.read(Who::Officer, app.today()).unwrap(),
        consents: given,
        channel: Channel::Assisted,
        language: domain::language::Language::Ky,
        session: None,
        rows: None,
    };
    let registered = app.db.run(register).await.unwrap();
    if restricted {
        let sensitivity = Sensitivity::Restricted;
        app.db.run(Restrict { app: app.clone(), act, id, sensitivity }).await.unwrap();
    }
    Person { id, number: registered.number, rayon, restricted, consents }
}

/// A head of office of the whole country.
fn office_act(app: &App) -> Act {
    use domain::access::{Actor, Seat};
    let office = domain::id::OfficeId::from_uuid(Uuid::nil());
    let seat = Seat::Office { depth: 0, office };
    app.act(Actor { id: Uuid::nil(), role: Role::HeadOfOffice, seat })
}

/// Which offices look after people of a rayon.
fn above(rayon: &str) -> [&'static str; 3] {
    match rayon {
        "batken-rayon" => ["country", "batken", "batken-rayon"],
        "leilek" => ["country", "batken", "leilek"],
        "alai" => ["country", "osh", "alai"],
        other => panic!("{other} has no people"),
    }
}

/// The oracle: whom somebody may do this with.
fn sees(someone: &Someone, verb: &str, person: &Person) -> bool {
    let sensitive =
        matches!(someone.role, Role::HeadOfOffice | Role::DataProtectionOfficer | Role::Analyst);
    let agreed = match someone.role {
        Role::ProgrammeOfficer => person.consents.contains(&Purpose::Finance),
        Role::Partner => person.consents.contains(&Purpose::Exchange),
        _ => true,
    };
    may(someone.role, verb)
        && above(person.rayon).contains(&someone.office)
        && (sensitive || !person.restricted)
        && agreed
}

impl World {
    fn expected(&self, someone: &Someone, verb: &str) -> BTreeSet<ReturneeId> {
        let seen = self.people.iter().filter(|person| sees(someone, verb, person));
        seen.map(|person| person.id).collect()
    }

    async fn get(&self, someone: &Someone, path: &str) -> Answer {
        ask(&self.cell.router, "GET", path, &someone.cookie, None).await
    }
}

/// The records a page links to.
fn linked(page: &str) -> BTreeSet<ReturneeId> {
    page.split("href=\"/returnees/")
        .skip(1)
        .filter_map(|rest| rest.get(..36)?.parse().ok())
        .collect()
}

/// The next page of a list.
fn next(page: &str) -> Option<String> {
    let end = page.find("rel=\"next\"")?;
    let start = page[..end].rfind("href=\"")? + 6;
    Some(page[start..].split('"').next()?.replace("&amp;", "&"))
}

async fn walk(world: &World, someone: &Someone, first: &str) -> (StatusCode, BTreeSet<ReturneeId>) {
    let (mut path, mut found) = (first.to_owned(), BTreeSet::new());
    loop {
        let answer = world.get(someone, &path).await;
        let here = linked(&answer.text);
        assert!(found.is_disjoint(&here), "a record stands on two pages");
        found.extend(here);
        match next(&answer.text) {
            Some(further) => path = further,
            None => return (answer.status, found),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn list_search_export_and_figures_agree_with_the_oracle() {
    for engine in engines() {
        let world = world(TestCell::new(engine).await).await;
        for someone in &world.actors {
            let who = format!("{engine:?} {} at {}", someone.role, someone.office);
            let expected = world.expected(someone, "list");

            let (status, listed) = walk(&world, someone, "/returnees").await;
            assert_eq!(status.is_success(), may(someone.role, "list"), "{who} lists");
            assert_eq!(listed, expected, "{who} lists");

            // All surnames begin alike, so a search is another way to the same list.
            let found = world.search(someone, "Жол").await;
            assert_eq!(found, world.expected(someone, "search"), "{who} searches");

            let export = world.get(someone, "/returnees/export").await;
            assert_eq!(export.status.is_success(), may(someone.role, "export"), "{who} exports");
            for person in &world.people {
                let stands = export.text.contains(&person.number);
                assert_eq!(stands, sees(someone, "export", person), "{who} exports {person:?}");
            }

            let figures = world.get(someone, "/statistics").await;
            assert_eq!(figures.status.is_success(), may(someone.role, "figures"), "{who} counts");
            if figures.status.is_success() {
                assert_eq!(total(&figures.text), world.shown_total(someone), "{who} counts");
            }

            world.programs_agree(someone, &who).await;
        }
    }
}

impl World {
    /// The same account by its token: list, count, search and record of the API give the same people.
    async fn programs_agree(&self, someone: &Someone, who: &str) {
        let api = async |method: &str, path: &str, body: &str| {
            let answer = crate::testkit::ask_api_with(
                &self.cell.router,
                method,
                path,
                &someone.bearer,
                body,
            );
            let answer = answer.await;
            let told: serde_json::Value = serde_json::from_str(&answer.text).unwrap_or_default();
            (answer.status, told)
        };
        let ids = |told: &serde_json::Value| -> BTreeSet<ReturneeId> {
            let rows = told["returnees"].as_array().into_iter().flatten();
            rows.map(|row| row["id"].as_str().unwrap().parse().unwrap()).collect()
        };

        let (status, told) = api("GET", "/api/v1/returnees/count", "").await;
        assert_eq!(status.is_success(), may(someone.role, "count"), "{who} counts by program");
        let expected = self.expected(someone, "count").len() as u64;
        assert_eq!(told["count"].as_u64().unwrap_or_default(), expected, "{who} counts by program");

        let (status, told) = api("GET", "/api/v1/returnees?limit=100", "").await;
        assert_eq!(status.is_success(), may(someone.role, "list"), "{who} lists by program");
        assert_eq!(ids(&told), self.expected(someone, "list"), "{who} lists by program");

        let wanted = r#"{"name": "zhol", "limit": 100}"#;
        let (_, told) = api("POST", "/api/v1/returnees/search", wanted).await;
        assert_eq!(ids(&told), self.expected(someone, "search"), "{who} searches by program");
    }
}

/// The last column of every row of the figures, added up; rows too small to show do not count.
fn total(page: &str) -> i64 {
    let body = page.split("<tbody").nth(1).unwrap_or_default();
    let body = body.split("</tbody>").next().unwrap_or_default();
    body.split("</tr>")
        .filter_map(|row| row.rsplit("<td").next()?.split('>').nth(1))
        .map(|cell| {
            let digits: String = cell
                .split('<')
                .next()
                .unwrap_or_default()
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            digits.parse::<i64>().unwrap_or(0)
        })
        .sum()
}

impl World {
    fn shown_total(&self, someone: &Someone) -> i64 {
        let mut rows: BTreeMap<&str, i64> = BTreeMap::new();
        for person in self.people.iter().filter(|person| sees(someone, "figures", person)) {
            let [_, oblast, rayon] = above(person.rayon);
            let row = if someone.office == "country" { oblast } else { rayon };
            *rows.entry(row).or_default() += 1;
        }
        rows.into_values().filter(|n| *n >= 10).sum()
    }

    async fn search(&self, someone: &Someone, words: &str) -> BTreeSet<ReturneeId> {
        let page = self.get(someone, "/returnees").await;
        if !page.status.is_success() {
            return BTreeSet::new();
        }
        let body = format!("{}&wanted={}", page.hidden(), percent(words));
        let path = "/returnees/search";
        let answer = ask(&self.cell.router, "POST", path, &someone.cookie, Some(&body)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        walk(self, someone, &answer.location()).await.1
    }
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// What is made before a registration's turn is made for the office that was last found.
#[tokio::test(flavor = "multi_thread")]
async fn who_registers_after_an_office_was_opened_is_looked_after_by_it() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let mut offices = offices(app);
        let opened = offices.remove("leilek").unwrap();
        let open = |offices: Vec<Office>| {
            app.db.run(Make { offices, accounts: vec![], sessions: vec![], tokens: vec![] })
        };
        let at_leilek = || Register {
            app: app.clone(),
            act: office_act(app),
            id: ReturneeId::from_uuid(app.new_id()),
            number: Number::from_chance(chance::random(&*app.chance)),
            details: Typed {
                surname: "Асанов".into(),
                given: "Үсөн".into(),
                territory: OFFICES[3].2.into(),
                ..Typed::default()
            }
            .read(Who::Agency, app.today())
            .unwrap(),
            consents: vec![Purpose::Registration],
            channel: Channel::Api,
            language: domain::language::Language::Ky,
            session: None,
            rows: None,
        };
        let mut registered = Vec::new();
        open(offices.values().cloned().collect()).await.unwrap();
        for _ in 0..2 {
            registered.push((app.db.run(at_leilek()).await.unwrap().id, None));
        }
        open(vec![opened.clone()]).await.unwrap();
        let rows = vec![at_leilek(), at_leilek()];
        registered.extend(rows.iter().map(|row| (row.id, Some(opened.id))));
        let all = RegisterAll::new(app.clone(), office_act(app), rows, true);
        app.db.run(all).await.unwrap();
        registered.push((app.db.run(at_leilek()).await.unwrap().id, Some(opened.id)));

        let sql = "select above_1, above_2 from returnee where id = $1";
        let mut tx = app.db.read().await.unwrap();
        for (id, expected) in registered {
            let row = tx.one(sql, &[id.uuid().into()]).await.unwrap().unwrap();
            assert_eq!(
                row.at::<Option<Uuid>>(0).unwrap(),
                Some(offices["batken"].id),
                "{engine:?}"
            );
            assert_eq!(row.at::<Option<Uuid>>(1).unwrap(), expected, "{engine:?}");
        }
    }
}
