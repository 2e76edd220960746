//! What people can do and want, through the front door: lines and wishes, for the office and for the person.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use domain::{
    access::{Purpose, Role},
    id::ReturneeId,
    language::Language,
    returnee::{Channel, Number, Typed, Who},
};
use jol::{
    access::store::{Account, Office, Session},
    app::{App, Clock as _, HandClock},
    db::{Command, Tx, journal::Entry},
    refusal::Refusal,
    returnee::{commands::open_content, store},
    vault::{chance, token::Token},
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::testkit::{Browser, Engine, Page, TestCell, encoded, engines};

pub const BATKEN: Uuid = Uuid::from_u128(1);
const OSH: Uuid = Uuid::from_u128(2);

fn office(id: Uuid, territory: &str) -> Office {
    let name = || territory.to_owned();
    Office {
        id,
        code: name(),
        depth: 1,
        above_1: Some(id),
        above_2: None,
        above_3: None,
        territory: Some(name()),
        name_ky: name(),
        name_ru: name(),
        name_uz: name(),
        name_en: name(),
    }
}

struct Put(Vec<Office>, Vec<Account>, Vec<Session>);

impl Command for Put {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.insert_all(&self.0).await?;
        tx.insert_all(&self.1).await?;
        Ok(tx.insert_all(&self.2).await?)
    }
}

/// A browser of somebody signed in. Between two of its requests time goes on a little: ids sort by the millisecond.
pub struct Desk {
    browser: Browser,
    clock: Arc<HandClock>,
}

impl Desk {
    pub fn tick(&self) {
        self.clock.set(self.clock.now() + jiff::SignedDuration::from_millis(1));
    }

    pub fn speak(&mut self, language: Language) {
        self.browser.cookies.insert("jol-language".into(), language.code().into());
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.tick();
        self.browser.get(path).await
    }

    pub async fn send(&mut self, page: &Page, action: &str, filled: &[(&str, &str)]) -> Page {
        self.tick();
        self.browser.send(page, action, filled).await
    }

    /// Sends these fields and no others.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Page {
        self.tick();
        self.browser.request(Method::POST, path, Some(encoded(fields))).await
    }
}

/// Signs in as an account or as a returnee.
pub async fn signed_in(cell: &TestCell, account: Option<Uuid>, returnee: Option<Uuid>) -> Desk {
    let app = &cell.app;
    let token = Token::random(&*app.chance);
    let later = app.now() + jiff::SignedDuration::from_hours(9);
    let session = Session {
        id: app.new_id(),
        token: token.digest,
        account,
        phone_index: None,
        phone: None,
        returnee,
        stage: "full".into(),
        language: "en".into(),
        made_at: app.now(),
        seen_at: app.now(),
        idle_until_at: later,
        ends_at: later,
        ended_at: None,
    };
    app.db.run(Put(Vec::new(), Vec::new(), vec![session])).await.unwrap();
    let mut browser = Browser::new(app);
    browser.cookies.insert("jol".into(), (*token.text).clone());
    browser.cookies.insert("jol-language".into(), "en".into());
    Desk { browser, clock: cell.clock.clone() }
}

pub async fn staff(cell: &TestCell, role: Role, office: Uuid) -> Desk {
    let app = &cell.app;
    let id = app.new_id();
    let account = Account {
        id,
        login: id.to_string(),
        name: "Anara Bekova".into(),
        role: role.code().into(),
        office: Some(office),
        language: "en".into(),
        ..Account::new_blank(app.now())
    };
    app.db.run(Put(Vec::new(), vec![account], Vec::new())).await.unwrap();
    signed_in(cell, Some(id), None).await
}

/// Two oblasts, and in Batken somebody who welded in Russia.
pub struct World {
    pub cell: TestCell,
    pub person: ReturneeId,
    pub officer: Desk,
    pub own: Desk,
}

pub async fn world(engine: Engine) -> World {
    let cell = TestCell::new(engine).await;
    let app = cell.app.clone();
    let offices = vec![office(BATKEN, "41705000000000"), office(OSH, "41706000000000")];
    app.db.run(Put(offices, Vec::new(), Vec::new())).await.unwrap();
    let person = register(&app, asanov()).await;
    let officer = staff(&cell, Role::Officer, BATKEN).await;
    let own = signed_in(&cell, None, Some(person.uuid())).await;
    World { cell, person, officer, own }
}

pub fn asanov() -> Typed {
    Typed {
        surname: "Асанов".into(),
        given: "Бакыт".into(),
        sex: "m".into(),
        birth_on: "1990-03-05".into(),
        pin: "20503199000123".into(),
        phone: "0555 123 456".into(),
        territory: "41705214000000".into(),
        country: "RU".into(),
        returned_on: "2026-10-01".into(),
        education: "vocational".into(),
        occupation: "сварщик на стройке".into(),
        language: "ky".into(),
        ..Typed::default()
    }
}

/// Registers somebody at the office of Batken.
pub async fn register(app: &App, typed: Typed) -> ReturneeId {
    let person = ReturneeId::from_uuid(app.new_id());
    let act = app.act(domain::access::Actor {
        id: Uuid::nil(),
        role: Role::HeadOfOffice,
        seat: domain::access::Seat::Office {
            depth: 1,
            office: domain::id::OfficeId::from_uuid(BATKEN),
        },
    });
    let register = jol::returnee::registration::Register {
        app: app.clone(),
        act,
        id: person,
        number: Number::from_chance(chance::random(&*app.chance)),
        details: typed.read(Who::Officer, app.today()).unwrap(),
        consents: vec![Purpose::Registration],
        channel: Channel::Assisted,
        language: Language::Ky,
        session: None,
        rows: None,
    };
    app.db.run(register).await.unwrap();
    person
}

impl World {
    pub fn profile(&self) -> String {
        format!("/returnees/{}/profile", self.person)
    }

    /// The journal of the person without looks: what was done, and what it says under the person's key.
    async fn changes(&self) -> Vec<(String, Value)> {
        let mut tx = self.cell.app.db.read().await.unwrap();
        let key = store::person_key(&mut tx, &self.cell.app.keys, self.person).await.unwrap();
        let entries = store::journal_of(&mut tx, self.person, Uuid::max(), 100).await.unwrap();
        let looks = ["seen", "registered", "seen-cv"];
        let told = |entry: &Entry| {
            let changes = open_content(key.as_ref().unwrap(), entry).unwrap();
            (entry.action.clone(), serde_json::to_value(changes).unwrap())
        };
        let changes = entries.iter().rev().filter(|entry| !looks.contains(&entry.action.as_str()));
        changes.map(told).collect()
    }

    pub async fn actions(&self) -> Vec<String> {
        let mut tx = self.cell.app.db.read().await.unwrap();
        let entries = store::journal_of(&mut tx, self.person, Uuid::max(), 100).await.unwrap();
        entries.into_iter().rev().map(|entry| entry.action).collect()
    }

    /// The lines as a program of the office reads them.
    pub async fn lines(&self) -> Vec<Value> {
        let scope = domain::access::Scope {
            reach: domain::access::Reach::Country,
            most: domain::access::Sensitivity::Restricted,
            consent: None,
        };
        let mut tx = self.cell.app.db.read().await.unwrap();
        let kept = jol::profile::store::items(&mut tx, &scope, self.person).await.unwrap();
        kept.iter()
            .map(|kept| {
                let typed = serde_json::to_value(kept.item.typed()).unwrap();
                json!({ "typed": typed, "evidence": kept.evidence, "version": kept.version })
            })
            .collect()
    }
}

/// The addresses of forms and links on a page that end so.
fn ending(page: &Page, end: &str) -> Vec<String> {
    let links = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.ends_with(end)).map(|link| link.replace("&amp;", "&")).collect()
}

/// Adds a line by its form, as somebody would: they open it, fill it in, send it.
async fn add(desk: &mut Desk, base: &str, kind: &str, filled: &[(&str, &str)]) -> Page {
    let page = desk.get(&format!("{base}/new?kind={kind}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    desk.send(&page, &format!("{base}/new"), filled).await
}

const WORK: [(&str, &str); 9] = [
    ("code", "Electric and gas welder"),
    ("words", "трубы"),
    ("country", "RU"),
    ("from_on-day", "1"),
    ("from_on-month", "2"),
    ("from_on-year", "2020"),
    ("to_on-day", "1"),
    ("to_on-month", "5"),
    ("to_on-year", "2023"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_added_changed_checked_and_removed_and_the_journal_tells_both_sides() {
    for engine in engines() {
        let mut world = world(engine).await;
        let base = world.profile();
        let page = add(&mut world.officer, &base, "work", &WORK).await;
        assert_eq!(page.path, base, "{engine:?} {}", page.text());
        for words in ["Electric and gas welder", "трубы", "Russia", "February 2020 – May 2023"]
        {
            assert!(page.says(words), "{engine:?} {words}: {}", page.text());
        }
        assert!(page.says("Told, not checked"));

        let evidence = ending(&page, "/evidence").remove(0);
        let form = world.officer.get(&evidence).await;
        let page = world.officer.send(&form, &evidence, &[("evidence", "seen")]).await;
        assert!(page.says("Paper seen by an officer"), "{}", page.text());
        assert!(page.says("Anara Bekova"), "who checked it stands beside it");

        let line = evidence.trim_end_matches("/evidence").to_owned();
        let form = world.officer.get(&line).await;
        assert!(form.says("it has to be checked again"), "{}", form.text());
        let mut changed = WORK.to_vec();
        changed[1].1 = "трубы и фермы";
        let page = world.officer.send(&form, &line, &changed).await;
        assert!(page.says("трубы и фермы") && page.says("Told, not checked"), "{}", page.text());

        // Somebody still holds the page from before.
        changed[1].1 = "котлы";
        let fresh = world.officer.get(&line).await;
        let id = fresh.hidden(&line).into_iter().filter(|(name, _)| name != "version");
        let mut late: Vec<(String, String)> = id.collect();
        late.push(("version".into(), "1".into()));
        late.extend(changed.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        let page = world.officer.post(&line, &late).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{engine:?} {}", page.text());
        assert!(page.body.contains("котлы"), "what was typed is not lost");

        let remove = format!("{line}/remove");
        let form = world.officer.get(&remove).await;
        let page = world.officer.send(&form, &remove, &[]).await;
        assert!(!page.says("трубы и фермы"), "{}", page.text());
        assert_eq!(world.officer.get(&line).await.status, StatusCode::NOT_FOUND);

        let changes = world.changes().await;
        let actions: Vec<&str> = changes.iter().map(|(action, _)| action.as_str()).collect();
        assert_eq!(actions, ["added-line", "checked-line", "changed-line", "removed-line"]);
        let change = |field: &str, before: &str, after: &str| json!({ "field": field, "before": before, "after": after });
        assert_eq!(changes[0].1[1], change("code", "", "electric-gas-welder"));
        assert_eq!(changes[1].1, json!([change("evidence", "said", "seen")]));
        let changed =
            [change("words", "трубы", "трубы и фермы"), change("evidence", "seen", "said")];
        assert_eq!(changes[2].1, json!(changed));
        assert_eq!(changes[3].1[2], change("words", "трубы и фермы", ""));
        let journal = world.officer.get(&format!("/returnees/{}/journal", world.person)).await;
        assert!(journal.says("Skills and experience: checked"), "{}", journal.text());
        // Both sides in words, for the office and for the person.
        let told = world.own.get("/me/journal").await;
        for page in [journal, told] {
            for words in ["трубы и фермы", "Told, not checked", "Paper seen by an officer"]
            {
                assert!(page.says(words), "{engine:?} {words}: {}", page.text());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_sent_twice_is_one() {
    for engine in engines() {
        let mut world = world(engine).await;
        let base = world.profile();
        let new = format!("{base}/new");
        let page = world.officer.get(&format!("{new}?kind=work")).await;
        let other = world.officer.get(&format!("{new}?kind=work")).await;
        for page in [&page, &page, &other] {
            let answer = world.officer.send(page, &new, &WORK).await;
            assert_eq!(answer.path, base, "{engine:?} {}", answer.text());
        }
        assert_eq!(world.lines().await.len(), 1, "{engine:?}");

        // The same language with another level is not a second language.
        let russian = [("code", "ru"), ("level", "B1")];
        add(&mut world.officer, &base, "language", &russian).await;
        let page =
            add(&mut world.officer, &base, "language", &[("code", "ru"), ("level", "C1")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?} {}", page.text());
        assert!(page.says("This is written already"), "{}", page.text());
        assert_eq!(world.changes().await.len(), 2, "{engine:?}: nothing else was written down");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_at_registration_is_proposed_until_it_is_taken_or_left_out() {
    for engine in engines() {
        let mut world = world(engine).await;
        let new = "/me/profile/new";
        let page = world.own.get("/me/profile").await;
        for words in ["Told at registration", "сварщик на стройке", "Welder", "Vocational lyceum"]
        {
            assert!(page.says(words), "{engine:?} {words}: {}", page.text());
        }
        // Who hears the page is told which one each button adds.
        assert!(
            page.says("Add this: Welder") && page.says("Leave it out: Welder"),
            "{}",
            page.text()
        );
        // The first proposal is whole, so one press adds it.
        let page = world.own.send(&page, new, &[]).await;
        assert_eq!(page.path, "/me/profile", "{engine:?} {}", page.text());
        let page = world.own.send(&page, new, &[]).await;
        // How well they speak Kyrgyz was never asked, so that is asked now.
        let form = ending(&page, "told=language").remove(0);
        let form = world.own.get(&form).await;
        assert!(form.body.contains("value=\"Kyrgyz\""), "{}", form.body);
        let language = world.own.send(&form, new, &[("code", "Kyrgyz"), ("level", "native")]).await;
        assert!(!language.says("Told at registration"), "{engine:?} {}", language.text());
        let lines = world.lines().await;
        let typed = |at: usize, field: &str| lines[at]["typed"][field].as_str().unwrap().to_owned();
        assert_eq!((typed(0, "code"), typed(0, "to_on")), ("welder".into(), "2026-10-01".into()));
        assert_eq!(typed(1, "level"), "vocational", "{engine:?}");
        assert_eq!((typed(2, "code"), typed(2, "level")), ("ky".into(), "native".into()));

        // What was taken and removed does not come back.
        let remove = ending(&language, "/remove").remove(0);
        let form = world.own.get(&remove).await;
        let page = world.own.send(&form, &remove, &[]).await;
        assert!(!page.says("Told at registration"), "{engine:?} {}", page.text());
        assert_eq!(world.lines().await.len(), 2, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_is_proposed_no_more_and_the_journal_says_so() {
    for engine in engines() {
        let mut world = world(engine).await;
        let leave = format!("{}/leave-out", world.profile());
        let page = world.officer.get(&world.profile()).await;
        assert!(page.says("сварщик на стройке"), "{}", page.text());
        let after = world.officer.send(&page, &leave, &[("told", "occupation")]).await;
        assert!(!after.says("сварщик на стройке") && after.says("Vocational lyceum"));
        world.officer.send(&page, &leave, &[("told", "occupation")]).await;
        let actions: Vec<String> =
            world.changes().await.into_iter().map(|(action, _)| action).collect();
        assert_eq!(actions, ["left-out-line"], "{engine:?}");
        let own = world.own.get("/me/profile").await;
        assert!(!own.says("сварщик на стройке"), "{engine:?}: nor on their own page");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn skills_that_the_work_asks_for_are_ticked_on_one_page_each_once() {
    for engine in engines() {
        let mut world = world(engine).await;
        let skills = "/me/profile/skills";
        assert!(!world.own.get("/me/profile").await.body.contains(skills), "there is no work yet");
        add(&mut world.own, "/me/profile", "work", &WORK).await;
        let page = world.own.get("/me/profile").await;
        assert!(page.body.contains(skills), "{}", page.text());
        let form = world.own.get(skills).await;
        let ticked = [("code", "arc-welding"), ("code", "gas-cutting"), ("code", "arc-welding")];
        for _ in 0..2 {
            let page = world.own.send(&form, skills, &ticked).await;
            assert_eq!(page.path, "/me/profile", "{engine:?} {}", page.text());
        }
        let kept = world.lines().await;
        let codes: Vec<&str> =
            kept.iter().map(|line| line["typed"]["code"].as_str().unwrap()).collect();
        assert_eq!(codes.len(), 3, "{engine:?} {codes:?}");
        assert!(codes.contains(&"arc-welding") && codes.contains(&"gas-cutting"), "{codes:?}");
        assert_eq!(world.changes().await.len(), 3, "{engine:?}: each line has its entry");
        let form = world.own.get(skills).await;
        assert!(!form.body.contains("value=\"arc-welding\"") && form.body.contains("value=\""));
        let page = world.own.send(&form, skills, &[("code", "levitation")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_are_kept_and_two_who_change_them_do_not_overwrite_each_other() {
    for engine in engines() {
        let mut world = world(engine).await;
        let wish = "/me/profile/wish";
        let form = world.own.get(wish).await;
        let officers = format!("{}/wish", world.profile());
        let late = world.officer.get(&officers).await;
        let wished = [
            ("occupations", "Welder\nCook"),
            ("place", "41705214000000"),
            ("km", "30"),
            ("wage", "25 000"),
            ("forms", "full-time"),
            ("self_employment", "unsure"),
        ];
        let page = world.own.send(&form, wish, &wished).await;
        assert_eq!(page.path, "/me/profile", "{engine:?} {}", page.text());
        for words in ["Welder, Cook", "25,000\u{a0}som", "Full time", "Not sure yet"] {
            assert!(page.says(words), "{engine:?} {words}: {}", page.text());
        }
        let page = world.officer.send(&late, &officers, &[("km", "5")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{engine:?} {}", page.text());
        assert!(page.body.contains("value=\"5\""), "what was typed is not lost");
        let changes = world.changes().await;
        assert_eq!(changes.len(), 1, "{engine:?}");
        assert_eq!(changes[0].0, "changed-wish");
        assert_eq!(changes[0].1[0]["after"], "welder cook");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_office_finds_nothing_and_nobody_vouches_for_themselves() {
    for engine in engines() {
        let mut world = world(engine).await;
        let base = world.profile();
        let page = add(&mut world.officer, &base, "work", &WORK).await;
        let line = ending(&page, "/evidence").remove(0).trim_end_matches("/evidence").to_owned();
        let mut stranger = staff(&world.cell, Role::Officer, OSH).await;
        let cv = format!("/returnees/{}/cv", world.person);
        for path in [
            base.clone(),
            format!("{base}/new?kind=work"),
            format!("{base}/wish"),
            line.clone(),
            format!("{line}/remove"),
            format!("{line}/evidence"),
            cv.clone(),
            format!("{cv}.json"),
        ] {
            assert_eq!(
                stranger.get(&path).await.status,
                StatusCode::NOT_FOUND,
                "{engine:?} {path}"
            );
        }
        // Nor by sending what another page gave them.
        let form = stranger.get("/returnees/new").await;
        for (path, filled) in [
            (format!("{base}/new"), vec![("kind", "work"), ("words", "x")]),
            (format!("{base}/leave-out"), vec![("told", "education")]),
            (format!("{base}/wish"), vec![("version", "0"), ("km", "3")]),
            (line.clone(), vec![("version", "1"), ("words", "x")]),
            (format!("{line}/remove"), vec![("version", "1")]),
            (format!("{line}/evidence"), vec![("version", "1"), ("evidence", "seen")]),
        ] {
            let mut fields = form.hidden("/returnees/new");
            fields.extend(filled.iter().map(|(name, value)| ((*name).into(), (*value).into())));
            let answer = stranger.post(&path, &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{engine:?} {path}");
        }

        let mine = world.own.get("/me/profile").await;
        assert!(!mine.body.contains("/evidence"), "{engine:?}");
        assert_eq!(world.own.get(&format!("{line}/evidence")).await.status, StatusCode::FORBIDDEN);
        let mut protection = staff(&world.cell, Role::DataProtectionOfficer, BATKEN).await;
        let page = protection.get(&base).await;
        assert!(
            page.says("трубы") && !page.body.contains("/new?kind="),
            "they read and write nothing"
        );
        assert_eq!(world.lines().await[0]["evidence"], "said", "{engine:?}");
        assert_eq!(world.changes().await.len(), 1, "{engine:?}");
    }
}

/// A kind, answers of which one is wrong, and where the page says so.
type Wrong = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const WRONG: [Wrong; 17] = [
    ("work", &[], "code"),
    ("work", &[("code", "космонавт-водолаз")], "code"),
    ("work", &[("code", "welder"), ("country", "XX")], "country"),
    (
        "work",
        &[
            ("code", "welder"),
            ("from_on-day", "31"),
            ("from_on-month", "2"),
            ("from_on-year", "2020"),
        ],
        "from_on-day",
    ),
    ("work", &[("code", "welder"), ("from_on", "2027-01-01")], "from_on-day"),
    ("work", &[("code", "welder"), ("from_on", "1900-01-01")], "from_on-day"),
    (
        "work",
        &[("code", "welder"), ("from_on", "2023-01-01"), ("to_on", "2020-01-01")],
        "to_on-day",
    ),
    ("work", &[("words", "сварщик\u{202e}")], "words"),
    ("work", &[("words", LONG)], "words"),
    ("study", &[("level", "wizard")], "level"),
    ("study", &[], "level"),
    ("skill", &[], "code"),
    ("language", &[("code", "ru")], "level"),
    ("language", &[("level", "B1")], "code"),
    ("language", &[("code", "клингонский"), ("level", "B1")], "code"),
    ("licence", &[("code", "drive-z")], "code"),
    ("barrier", &[("code", "fate")], "code"),
];

const LONG: &str = "ааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааааа";

const WRONG_WISHES: [(&str, &str, &str); 9] = [
    ("occupations", "космонавт-водолаз", "occupations"),
    ("occupations", "welder,cook,driver,baker,tailor,plumber,electrician", "occupations"),
    ("place", "417", "place"),
    ("km", "-3", "km"),
    ("km", "1001", "km"),
    ("wage", "0", "wage"),
    ("wage", "много", "wage"),
    ("forms", "never", "forms"),
    ("self_employment", "perhaps", "self_employment"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_answer_has_its_sentence_in_four_languages_and_is_not_lost() {
    for engine in engines() {
        let mut world = world(engine).await;
        let lines = WRONG.iter().map(|(kind, filled, at)| {
            let mut filled = filled.to_vec();
            filled.push(("kind", kind));
            ("/me/profile/new".to_owned(), format!("/me/profile/new?kind={kind}"), filled, *at)
        });
        let wish = "/me/profile/wish".to_owned();
        let wishes = WRONG_WISHES
            .iter()
            .map(|(field, value, at)| (wish.clone(), wish.clone(), vec![(*field, *value)], *at));
        for (action, page, filled, at) in lines.chain(wishes) {
            let mut sentences = std::collections::BTreeSet::new();
            for language in Language::ALL {
                world.own.speak(language);
                let form = world.own.get(&page).await;
                let answer = world.own.send(&form, &action, &filled).await;
                assert_eq!(
                    answer.status,
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "{engine:?} {filled:?}"
                );
                let summary =
                    answer.body.split("<ul class=\"govuk-list govuk-error-summary__list\">").nth(1);
                let summary = summary.unwrap().split("</ul>").next().unwrap();
                let link = format!("href=\"#{at}\">");
                let sentence = summary
                    .split(&link)
                    .nth(1)
                    .unwrap_or_else(|| panic!("{filled:?}: nothing is said of {at}: {summary}"));
                let sentence = sentence.split('<').next().unwrap();
                assert!(sentence.contains(' ') && !sentence.contains("fault-"), "{sentence}");
                assert!(
                    answer.body.contains(&format!("id=\"{at}\"")),
                    "{filled:?}: a link to nowhere"
                );
                sentences.insert(sentence.to_owned());
                let typed =
                    filled.iter().filter(|(field, _)| matches!(*field, "words" | "km" | "wage"));
                for (_, value) in typed {
                    assert!(answer.body.contains(value), "{filled:?}: {value} is lost");
                }
            }
            assert_eq!(sentences.len(), 4, "{filled:?}: {sentences:?}");
        }
        assert_eq!(world.lines().await, Vec::<Value>::new(), "{engine:?}");
    }
}

/// Fills a profile with one line of every kind.
pub async fn fill(world: &mut World) {
    let base = world.profile();
    let officer = &mut world.officer;
    let page = add(officer, &base, "work", &WORK).await;
    let evidence = ending(&page, "/evidence").remove(0);
    let form = officer.get(&evidence).await;
    officer.send(&form, &evidence, &[("evidence", "seen")]).await;
    add(
        officer,
        &base,
        "study",
        &[("level", "vocational"), ("words", "сварщик, Баткен"), ("to_on", "2010-06-01")],
    )
    .await;
    add(officer, &base, "skill", &[("code", "arc-welding")]).await;
    add(officer, &base, "language", &[("code", "ru"), ("level", "B2")]).await;
    add(officer, &base, "licence", &[("code", "drive-b"), ("to_on", "2030-01-01")]).await;
    add(officer, &base, "resource", &[("code", "tools"), ("words", "болгарка")]).await;
    add(officer, &base, "barrier", &[("code", "debt")]).await;
    let wish = format!("{base}/wish");
    let form = officer.get(&wish).await;
    let page = officer.send(&form, &wish, &[("occupations", "Welder"), ("wage", "25000")]).await;
    assert_eq!(page.path, base, "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_leaves_no_line_no_wish_and_no_settled_answer() {
    for engine in engines() {
        let mut world = world(engine).await;
        fill(&mut world).await;
        let leave = format!("{}/leave-out", world.profile());
        let page = world.officer.get(&world.profile()).await;
        world.officer.send(&page, &leave, &[("told", "language")]).await;
        let page = world.own.get("/me/erase").await;
        world.own.send(&page, "/me/erase", &[("sure", "yes")]).await;
        let mut tx = world.cell.app.db.read().await.unwrap();
        for table in ["profile_item", "wish", "settled_answer"] {
            let row = tx.one(format!("select count(*) from {table}"), &[]).await.unwrap().unwrap();
            assert_eq!(row.at::<i64>(0).unwrap(), 0, "{engine:?} {table}");
        }
    }
}
