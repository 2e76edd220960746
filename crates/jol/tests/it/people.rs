//! A small country for tests of the road: two oblasts with a rayon each, those who work there, and people who came home.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::{
    access::{Actor, Purpose, Role, Seat},
    id::{OfficeId, ReturneeId},
    language::Language,
    profile::{Evidence, TypedItem, TypedWish},
    returnee::{Channel, Number, Typed, Who},
    vacancy::TypedOffer,
};
use jiff::{SignedDuration, Timestamp};
use jol::{
    access::store::{Account, Office, Session},
    db::{
        Command, Record, Tx,
        journal::{self, Note},
    },
    followup,
    profile::store::{KeptItem, KeptWish},
    refusal::Refusal,
    returnee::registration::Register,
    vacancy::store::{Organisation, Vacancy},
    vault::{chance, token::Token},
};
use uuid::Uuid;

use crate::testkit::{Browser, Engine, Page, TestCell};

pub const BATKEN: Uuid = Uuid::from_u128(1);
pub const LEILEK: Uuid = Uuid::from_u128(2);
pub const OSH: Uuid = Uuid::from_u128(3);
pub const AT_LEILEK: &str = "41705236000000";

/// Rows of any one table.
pub struct Put<R>(pub Vec<R>);

impl<R: Record + Send + Sync + 'static> Command for Put<R> {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert_all(&self.0).await?)
    }
}

/// A vacancy, and the entry that those learn from who follow the journal.
struct Posted {
    app: jol::app::App,
    row: Vacancy,
}

impl Command for Posted {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.insert(&self.row).await?;
        let (action, object_kind, object) = ("posted", "vacancy", Some(self.row.id));
        let note = Note { action, object_kind, object, ..Note::default() };
        Ok(journal::write(tx, self.app.new_id(), &self.app.operator(), note).await?)
    }
}

/// A vacancy that changed, with its entry.
struct Changed {
    app: jol::app::App,
    row: Vacancy,
}

impl Command for Changed {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.update(&self.row).await?;
        let (action, object_kind, object) = ("changed", "vacancy", Some(self.row.id));
        let note = Note { action, object_kind, object, ..Note::default() };
        Ok(journal::write(tx, self.app.new_id(), &self.app.operator(), note).await?)
    }
}

/// What an earlier step does: a row, and an entry of the journal that names the person.
pub struct Wrote<R> {
    pub app: jol::app::App,
    pub person: ReturneeId,
    pub row: R,
}

impl<R: Record + Send + Sync + 'static> Command for Wrote<R> {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.save(&self.row).await?;
        let note = Note {
            action: "changed",
            object_kind: "test",
            person: Some(self.person),
            ..Note::default()
        };
        Ok(journal::write(tx, self.app.new_id(), &self.app.operator(), note).await?)
    }
}

fn office(id: Uuid, territory: &str, depth: i64, above: [Option<Uuid>; 2]) -> Office {
    let name = || territory.to_owned();
    Office {
        id,
        code: name(),
        depth,
        above_1: above[0],
        above_2: above[1],
        above_3: None,
        territory: Some(name()),
        name_ky: name(),
        name_ru: name(),
        name_uz: name(),
        name_en: name(),
    }
}

pub struct Country {
    pub cell: TestCell,
}

/// Somebody signed in.
pub struct Desk {
    pub id: Uuid,
    pub browser: Browser,
}

impl Desk {
    pub async fn get(&mut self, path: &str) -> Page {
        self.browser.get(path).await
    }

    pub async fn send(&mut self, page: &Page, action: &str, filled: &[(&str, &str)]) -> Page {
        self.browser.send(page, action, filled).await
    }
}

/// A browser in which somebody is signed in, in English.
pub async fn signed_in(cell: &TestCell, account: Option<Uuid>, returnee: Option<Uuid>) -> Browser {
    let app = &cell.app;
    let token = Token::random(&*app.chance);
    let later: Timestamp = "2036-01-01T00:00:00Z".parse().unwrap();
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
        // A session that was seen just now is not extended, and so never shortened.
        seen_at: later,
        idle_until_at: later,
        ends_at: later,
        ended_at: None,
    };
    app.db.run(Put(vec![session])).await.unwrap();
    let mut browser = Browser::new(app);
    browser.cookies.insert("jol".into(), (*token.text).clone());
    browser.cookies.insert("jol-language".into(), "en".into());
    browser
}

impl Country {
    pub async fn new(engine: Engine) -> Self {
        let cell = TestCell::new(engine).await;
        let offices = vec![
            office(BATKEN, "41705000000000", 1, [Some(BATKEN), None]),
            office(LEILEK, "41705236000000", 2, [Some(BATKEN), Some(LEILEK)]),
            office(OSH, "41706000000000", 1, [Some(OSH), None]),
        ];
        cell.app.db.run(Put(offices)).await.unwrap();
        Self { cell }
    }

    /// Time goes on. Whoever is signed in stays so: sessions of these tests last.
    pub fn days(&self, days: i64) {
        let now = self.cell.app.now();
        self.cell.clock.set(now + SignedDuration::from_hours(24 * days));
    }

    /// A second goes by: what comes after it stands after it in the journal.
    pub fn a_second(&self) {
        self.cell.clock.set(self.cell.app.now() + SignedDuration::from_secs(1));
    }

    /// A thousandth of a second goes by; answers what time it is then.
    pub fn a_moment(&self) -> Timestamp {
        let now = self.cell.app.now() + SignedDuration::from_millis(1);
        self.cell.clock.set(now);
        now
    }

    /// What the background does every second.
    pub async fn follow(&self) -> usize {
        followup::follow(&self.cell.app).await.unwrap()
    }

    async fn signed_in(&self, id: Uuid, account: Option<Uuid>, returnee: Option<Uuid>) -> Desk {
        Desk { id, browser: signed_in(&self.cell, account, returnee).await }
    }

    pub async fn staff(&self, role: Role, office: Uuid, name: &str) -> Desk {
        let app = &self.cell.app;
        let id = app.new_id();
        let account = Account {
            id,
            login: id.to_string(),
            name: name.into(),
            role: role.code().into(),
            office: Some(office),
            language: "en".into(),
            ..Account::new_blank(app.now())
        };
        app.db.run(Put(vec![account])).await.unwrap();
        self.signed_in(id, Some(id), None).await
    }

    pub async fn officer(&self, office: Uuid) -> Desk {
        self.staff(Role::Officer, office, "Anara Bekova").await
    }

    pub async fn own(&self, person: ReturneeId) -> Desk {
        self.signed_in(person.uuid(), None, Some(person.uuid())).await
    }

    /// Somebody of Leilek who came home from Russia.
    pub async fn person(&self, given: &str) -> ReturneeId {
        let typed = Typed { given: given.into(), ..self.typed() };
        self.register(typed).await
    }

    pub fn typed(&self) -> Typed {
        Typed {
            surname: "Асанова".into(),
            given: "Айгүл".into(),
            sex: "f".into(),
            territory: "41705236000000".into(),
            country: "RU".into(),
            returned_on: "2026-10-01".into(),
            language: "ky".into(),
            ..Typed::default()
        }
    }

    pub async fn register(&self, typed: Typed) -> ReturneeId {
        self.register_who_agrees(typed, vec![Purpose::Registration]).await
    }

    pub async fn register_who_agrees(&self, typed: Typed, consents: Vec<Purpose>) -> ReturneeId {
        self.register_by(Uuid::nil(), Channel::Assisted, typed, consents).await
    }

    /// Registered by this account, in this way.
    pub async fn register_by(
        &self,
        by: Uuid,
        channel: Channel,
        typed: Typed,
        consents: Vec<Purpose>,
    ) -> ReturneeId {
        let app = &self.cell.app;
        let id = ReturneeId::from_uuid(app.new_id());
        let seat = Seat::Office { depth: 1, office: OfficeId::from_uuid(BATKEN) };
        let register = Register {
            app: app.clone(),
            act: app.act(Actor { id: by, role: Role::HeadOfOffice, seat }),
            id,
            number: Number::from_chance(chance::random(&*app.chance)),
            details: typed.read(Who::Officer, app.today()).unwrap(),
            consents,
            channel,
            language: Language::Ky,
            session: None,
            rows: None,
        };
        app.db.run(register).await.unwrap();
        id
    }

    /// The actions in the journal of a person, the newest first.
    pub async fn actions(&self, person: ReturneeId) -> Vec<String> {
        let mut tx = self.cell.app.db.read().await.unwrap();
        let entries =
            jol::returnee::store::journal_of(&mut tx, person, Uuid::max(), 100).await.unwrap();
        entries.into_iter().map(|entry| entry.action).collect()
    }

    pub async fn road(&self, person: ReturneeId) -> followup::store::RoadRow {
        let mut tx = self.cell.app.db.read().await.unwrap();
        followup::store::road(&mut tx, person).await.unwrap().unwrap()
    }

    pub async fn write<R: Record + Send + Sync + 'static>(&self, person: ReturneeId, row: R) {
        let app = self.cell.app.clone();
        self.cell.app.db.run(Wrote { app, person, row }).await.unwrap();
    }

    /// An employer or a school of Leilek.
    pub async fn organisation(&self, kind: &str, standing: &str) -> Organisation {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let id = self.cell.app.new_id();
        let organisation = Organisation {
            id,
            kind: kind.into(),
            name: "Leilek Sewing".into(),
            tax_number: format!("201012000{:05}", NEXT.fetch_add(1, Ordering::Relaxed)),
            sector: None,
            territory: AT_LEILEK.into(),
            address: None,
            contact: None,
            phone: "+996555000010".into(),
            standing: standing.into(),
            evidence: None,
            reason: None,
            decided_by: None,
            decided_at: None,
            made_at: self.cell.app.now(),
            version: 1,
        };
        self.cell.app.db.run(Put(vec![organisation.clone()])).await.unwrap();
        organisation
    }

    /// A vacancy for a tailor at Leilek that was let through, but for what is changed.
    pub async fn vacancy(
        &self,
        by: &Organisation,
        title: &str,
        change: fn(&mut TypedOffer),
    ) -> Uuid {
        let app = &self.cell.app;
        let lists = app.lists.now();
        let mut typed = TypedOffer {
            title: title.into(),
            occupation: "tailor".into(),
            territory: AT_LEILEK.into(),
            wage_to: "30000".into(),
            form: "full-time".into(),
            places: "1".into(),
            closes_on: "2026-12-31".into(),
            ..TypedOffer::default()
        };
        change(&mut typed);
        let offer = typed.read(&lists, app.today()).unwrap();
        let row = Vacancy::new(app.new_id(), by.id, Uuid::nil(), app.now());
        let state = if title == "Unchecked" { "waiting" } else { "open" };
        let row = row.offering(&offer, &by.name, &lists);
        let row = Vacancy { state: state.into(), ..row };
        let id = row.id;
        app.db.run(Posted { app: app.clone(), row }).await.unwrap();
        id
    }

    /// A vacancy for a tailor that asks for this.
    pub async fn vacancy_asking(&self, by: &Organisation, needs: &str) -> Uuid {
        let id = self.vacancy(by, "Tailor", |_| ()).await;
        let sql = "select * from vacancy where id = $1";
        let app = &self.cell.app;
        let row: Option<Vacancy> =
            app.db.read().await.unwrap().find(sql, &[id.into()]).await.unwrap();
        let row = Vacancy { needs: needs.into(), ..row.unwrap() };
        app.db.run(Changed { app: app.clone(), row }).await.unwrap();
        id
    }

    pub async fn wishes(&self, person: ReturneeId, typed: TypedWish) {
        let app = &self.cell.app;
        let wish = typed.read(&app.lists.now(), app.today()).unwrap();
        let kept = KeptWish { wish, changed_at: app.now(), version: 1 };
        self.write(person, kept.row(person)).await;
    }

    /// A line of somebody's profile; work lasts three years.
    pub async fn line(&self, person: ReturneeId, kind: &str, code: &str) -> Uuid {
        let app = &self.cell.app;
        let worked = kind == "work";
        let day = |text: &str| if worked { text.to_owned() } else { String::new() };
        let typed = TypedItem {
            kind: kind.into(),
            code: code.into(),
            from_on: day("2020-01-01"),
            to_on: day("2023-01-01"),
            ..TypedItem::default()
        };
        let kept = KeptItem {
            id: app.new_id(),
            returnee: person,
            item: typed.read(&app.lists.now(), app.today()).unwrap(),
            evidence: Evidence::Said,
            recognised_by: None,
            seen: None,
            made_by: person.uuid(),
            made_at: app.now(),
            version: 1,
        };
        let id = kept.id;
        self.write(person, kept.row()).await;
        id
    }
}
