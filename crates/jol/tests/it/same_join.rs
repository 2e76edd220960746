//! Records of one person: joined, parted, and the same as before.

use std::collections::BTreeMap;

use domain::{
    access::{Consents, Purpose, Role, Seat, Sensitivity},
    id::ReturneeId,
    returnee::Typed,
};
use jiff::civil::date;
use jol::{
    app::App,
    db::{Command, Kind, TABLES, Tx, Value, journal::Act},
    refusal::Refusal,
    returnee::{
        commands::Restrict,
        store::{OF_A_PERSON, ReturneeRow},
    },
    same::{join, store},
    vacancy::store::CandidacyRow,
};
use uuid::Uuid;

use crate::{
    people::{Country, LEILEK, OSH},
    phone::{by_phone, give_birth_date},
    testkit::{Browser, engines},
};

pub struct Join(pub App, pub Act, pub (ReturneeId, ReturneeId));

impl Command for Join {
    type Answer = ReturneeId;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<ReturneeId, Refusal> {
        join::join(&self.0, tx, &self.1, self.2, Uuid::from_u128(77)).await
    }
}

pub struct Part(pub App, pub Act, pub ReturneeId);

impl Command for Part {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        join::part(&self.0, tx, &self.1, self.2, Some("two people")).await
    }
}

impl Country {
    pub async fn join(&self, one: ReturneeId, other: ReturneeId) -> Result<ReturneeId, Refusal> {
        self.a_moment();
        let app = &self.cell.app;
        app.db.run(Join(app.clone(), app.operator(), (one, other))).await
    }

    pub async fn part(&self, record: ReturneeId) -> Result<(), Refusal> {
        self.a_moment();
        let app = &self.cell.app;
        app.db.run(Part(app.clone(), app.operator(), record)).await
    }

    /// Somebody at the other end of the country.
    async fn at_osh(&self, given: &str) -> ReturneeId {
        let territory = "41706000000000".to_owned();
        self.register(Typed { given: given.into(), territory, ..self.typed() }).await
    }

    async fn row(&self, record: ReturneeId) -> ReturneeRow {
        let mut tx = self.cell.app.db.read().await.unwrap();
        let sql = "select * from returnee where id = $1";
        tx.find(sql, &[record.uuid().into()]).await.unwrap().unwrap()
    }
}

/// Numbers without a pattern, the same each time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn uuid(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.next(), self.next())
    }

    fn value(&mut self, kind: Kind) -> Value {
        match kind {
            Kind::Bool => (self.below(2) == 0).into(),
            Kind::Int | Kind::Moment => (self.next() as i64).into(),
            Kind::Text => format!("text {}", self.next()).into(),
            Kind::Bytes => self.next().to_be_bytes().to_vec().into(),
            Kind::Uuid => self.uuid().into(),
            Kind::Date => date(2020, 1 + self.below(12) as i8, 1 + self.below(28) as i8).into(),
        }
    }
}

/// A row of any table of a person, with anything in it.
struct Fill {
    table: &'static str,
    columns: Vec<&'static str>,
    values: Vec<Value>,
}

impl Command for Fill {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let places: Vec<String> = (1..=self.values.len()).map(|n| format!("${n}")).collect();
        let (columns, places) = (self.columns.join(","), places.join(","));
        let sql = format!("insert into {} ({columns}) values ({places})", self.table);
        tx.execute(sql, &self.values).await?;
        Ok(())
    }
}

/// Every row of every table that a join must leave as it was.
async fn everything(app: &App) -> BTreeMap<String, Vec<String>> {
    let mut tx = app.db.read().await.unwrap();
    let mut all = BTreeMap::new();
    for table in TABLES {
        if ["checkpoint", "follower", "shown"].contains(&table.name) {
            continue;
        }
        let rows = tx.all(format!("select * from {}", table.name), &[]).await.unwrap();
        let mut rows: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
        rows.sort_unstable();
        all.insert(table.name.to_owned(), rows);
    }
    all
}

/// The law of parting: whatever was joined, in whatever order, parting it all in whatever order leaves every row of every
/// table what it was, bit by bit, its seal too.
#[tokio::test(flavor = "multi_thread")]
async fn to_join_and_to_part_changes_nothing() {
    for engine in engines() {
        let mut dice = Dice(7);
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let mut people = Vec::new();
        for n in 0..6 {
            let mut consents = vec![Purpose::Registration];
            consents.extend(
                [Purpose::Matching, Purpose::Finance].into_iter().filter(|_| dice.below(2) == 0),
            );
            let territory = ["41705236000000", "41706000000000"][dice.below(2)].to_owned();
            let typed =
                Typed {
                    given: format!("Айгүл{}", "а".repeat(n)), territory, ..country.typed()
                };
            people.push(country.register_who_agrees(typed, consents).await);
            country.a_moment();
        }
        country.follow().await;
        let head = domain::access::Actor {
            id: Uuid::from_u128(5),
            role: Role::HeadOfOffice,
            seat: Seat::Office { depth: 0, office: domain::id::OfficeId::from_uuid(Uuid::nil()) },
        };
        let sensitivity = Sensitivity::Restricted;
        let restrict =
            Restrict { app: app.clone(), act: app.act(head), id: people[3], sensitivity };
        app.db.run(restrict).await.unwrap();
        country.follow().await;

        for person in &people {
            for table in TABLES.iter().filter(|table| OF_A_PERSON.contains(&table.name)) {
                for _ in 0..dice.below(3) {
                    if ["road", "visit"].contains(&table.name) {
                        continue;
                    }
                    let mut columns: Vec<&str> = table.column_names().collect();
                    let mut values: Vec<Value> = (table.columns.iter())
                        .map(|(name, kind)| match *name {
                            "returnee" => person.uuid().into(),
                            _ => dice.value(*kind),
                        })
                        .collect();
                    columns.push("seal");
                    values.push(vec![0u8; 16].into());
                    let row = Fill { table: table.name, columns, values };
                    // Two wishes of one person: the second is not taken.
                    let _ = app.db.run(row).await;
                }
            }
        }

        let before = everything(app).await;
        assert!(before.values().filter(|rows| !rows.is_empty()).count() > 15, "{engine:?}");
        for round in 0..12 {
            let mut pairs = 0;
            for _ in 0..4 + dice.below(8) {
                let (one, other) = (people[dice.below(6)], people[dice.below(6)]);
                if one != other && country.join(one, other).await.is_ok() {
                    pairs += 1;
                }
            }
            assert!(pairs > 0);
            let joined = everything(app).await;
            assert_ne!(joined, before, "{engine:?} {round}");
            let mut left = people.clone();
            while !left.is_empty() {
                let record = left.swap_remove(dice.below(left.len()));
                let _ = country.part(record).await;
            }
            let after = everything(app).await;
            for (table, rows) in &before {
                assert_eq!(rows, &after[table], "{engine:?} {round} {table}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oldest_record_leads_and_what_decides_follows_it() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let old = country
            .register_who_agrees(country.typed(), vec![Purpose::Registration, Purpose::Matching])
            .await;
        country.a_moment();
        let new = country.at_osh("Айгул").await;
        country.a_moment();
        let newest = country.at_osh("Aigul").await;
        assert_eq!(country.join(newest, new).await.unwrap(), new, "{engine:?}");
        assert_eq!(country.row(newest).await.above_1, Some(OSH));
        assert_eq!(country.join(newest, old).await.unwrap(), old, "the groups are one");
        for record in [new, newest] {
            let row = country.row(record).await;
            assert_eq!((row.above_1, row.above_2), (Some(crate::people::BATKEN), Some(LEILEK)));
        }
        let matching =
            |row: ReturneeRow| Consents::from_bits(row.consents).covers(Purpose::Matching);
        assert!(!matching(country.row(old).await), "one record does not agree");
        assert!(matches!(country.join(old, newest).await, Err(Refusal::Rule(_))), "known already");
        assert!(matches!(
            country.join(old, ReturneeId::from_uuid(Uuid::nil())).await,
            Err(Refusal::NotFound)
        ));
        assert!(
            country.actions(newest).await.contains(&"joined".to_owned())
                || country.actions(new).await.contains(&"joined".to_owned())
        );

        // The leading one is parted: the next oldest leads.
        country.part(old).await.unwrap();
        assert!(matching(country.row(old).await), "by itself it agrees");
        let mut tx = country.cell.app.db.read().await.unwrap();
        assert_eq!(store::leading(&mut tx, newest).await.unwrap(), new);
        assert_eq!(store::leading(&mut tx, old).await.unwrap(), old);
        drop(tx);
        assert_eq!(country.row(newest).await.above_1, Some(OSH), "{engine:?}");
        assert!(
            matches!(country.part(old).await, Err(Refusal::NotFound)),
            "nothing is left to part"
        );
    }
}

/// A phone number is not broken at the end of a line.
fn shows(page: &crate::testkit::Page, number: &str) -> bool {
    page.text().replace('\u{a0}', " ").contains(number)
}

/// One person, registered at Leilek and once more at Osh, found to be one.
async fn twice(country: &Country) -> (ReturneeId, ReturneeId) {
    let all = vec![Purpose::Registration, Purpose::Matching, Purpose::Exchange];
    let old = country.register_who_agrees(country.typed(), all.clone()).await;
    country.a_second();
    let other = Typed {
        surname: "Асан кызы".into(),
        given: "Айгул".into(),
        territory: "41706000000000".into(),
        phone: "0555 123 456".into(),
        birth_on: "1990-05-17".into(),
        pin: "11705199000011".into(),
        ..country.typed()
    };
    let new = country.register_who_agrees(other, all).await;
    country.follow().await;
    country.a_second();
    assert_eq!(country.join(old, new).await.unwrap(), old);
    country.a_second();
    country.follow().await;
    (old, new)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_with_two_records_is_one_person_everywhere() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let (old, new) = twice(&country).await;
        let mut officer = country.officer(LEILEK).await;
        let mut elsewhere = country.officer(OSH).await;
        let mut head = country.staff(Role::HeadOfOffice, crate::people::BATKEN, "Head").await;

        // The list shows one, under what both say; the old address leads to it, for who may see it.
        let list = officer.get("/returnees").await;
        assert!(list.says("Асан кызы Айгул"), "{engine:?} {}", list.text());
        assert_eq!(list.body.matches(&format!("/returnees/{old}\"")).count(), 1, "{engine:?}");
        assert!(!list.body.contains(&new.to_string()), "{engine:?}");
        let page = officer
            .browser
            .request(axum::http::Method::GET, &format!("/returnees/{new}/road?a=1"), None)
            .await;
        assert_eq!(page.status.as_u16(), 308, "{engine:?}");
        assert_eq!(page.location().unwrap(), format!("/returnees/{old}/road?a=1"));
        let page = elsewhere
            .browser
            .request(axum::http::Method::GET, &format!("/returnees/{new}"), None)
            .await;
        assert_eq!(page.status.as_u16(), 404, "the office of Osh looks after nobody here");

        // What one record does not know the other tells.
        let page = officer.get(&format!("/returnees/{old}")).await;
        assert!(page.says("Асан кызы Айгул") && shows(&page, "555 123 456"), "{}", page.text());

        assert!(page.says("Made of 2 records") && page.says("Асанова"), "{}", page.text());

        // Found by either name, by the phone and by the PIN, once.
        for wanted in ["Асанова", "асан кызы", "Айг", "0555123456", "11705199000011"]
        {
            let page = officer.get("/returnees").await;
            let page = officer.send(&page, "/returnees/search", &[("wanted", wanted)]).await;
            let n = page.body.matches(&format!("/returnees/{old}\"")).count();
            assert_eq!(n, 1, "{engine:?} {wanted}: {}", page.text());
        }
        // A program is led there as well.
        let (token, bearer) = crate::access::token(&country.cell.app, officer.id);
        country.cell.app.db.run(crate::people::Put(vec![token])).await.unwrap();
        let api = |id| format!("/api/v1/returnees/{id}");
        let answer =
            crate::testkit::ask_api_with(&country.cell.router, "GET", &api(new), &bearer, "").await;
        assert_eq!(answer.status.as_u16(), 308, "{engine:?} {}", answer.text);
        assert_eq!(answer.location(), api(old));
        assert!(answer.text.contains(&old.to_string()));
        let answer =
            crate::testkit::ask_api_with(&country.cell.router, "GET", &api(old), &bearer, "").await;
        assert!(answer.text.contains("Асан кызы"), "{engine:?} {}", answer.text);

        let mut tx = country.cell.app.db.read().await.unwrap();
        let roads = tx.all("select returnee from road", &[]).await.unwrap();
        assert_eq!(roads.len(), 1, "{engine:?}");
        drop(tx);

        // Restricting is about both, and stays when they are parted.
        let page = head.get(&format!("/returnees/{old}")).await;
        head.send(&page, &format!("/returnees/{old}/restrict"), &[("sensitivity", "restricted")])
            .await;
        assert_eq!(country.row(new).await.sensitivity, 1, "{engine:?}");
        assert_eq!(officer.get(&format!("/returnees/{new}")).await.status.as_u16(), 404);
        country.part(new).await.unwrap();
        country.follow().await;
        for record in [old, new] {
            assert_eq!(country.row(record).await.sensitivity, 1, "{engine:?}");
        }
        let roads = [country.road(old).await, country.road(new).await];
        assert_eq!(roads[1].above_1, Some(OSH), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_to_either_record_is_the_persons() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let old = country.register_who_agrees(country.typed(), vec![Purpose::Registration]).await;
        country.a_second();
        let new = country.person("Айгул").await;
        let mut officer = country.officer(LEILEK).await;
        country.follow().await;
        for (record, words) in [(old, "said first"), (new, "said later")] {
            let here = format!("/returnees/{record}/plan");
            let page = officer.get(&here).await;
            officer.send(&page, &format!("/returnees/{record}/notes"), &[("note", words)]).await;
            let page = officer.get(&here).await;
            officer
                .send(&page, &format!("/returnees/{record}/letters"), &[("letter", words)])
                .await;
            country.line(record, "skill", "sewing-machine").await;
            country.a_second();
        }
        let employer = country.organisation("employer", "verified").await;
        let vacancy = country.vacancy(&employer, "Tailor", |_| ()).await;
        let mut ids = Vec::new();
        for record in [old, new] {
            let page = officer.get(&format!("/returnees/{record}/candidacies")).await;
            assert_eq!(page.status.as_u16(), 200);
            let introduce = jol::vacancy::candidacies::Introduce {
                app: app.clone(),
                act: app.act(head_of_all()),
                id: app.new_id(),
                vacancy,
                person: record,
                agreed: Some(jol::vacancy::candidacies::WithPhone(false)),
                overruled: None,
            };
            ids.push(app.db.run(introduce).await.unwrap());
        }
        country.join(old, new).await.unwrap();
        country.a_second();
        country.follow().await;

        // Both halves of everything, opened with the key of the record that holds it.
        let page = officer.get(&format!("/returnees/{old}/plan")).await;
        assert!(page.says("said first") && page.says("said later"), "{engine:?} {}", page.text());
        assert_eq!(page.body.matches("said later").count(), 2, "{engine:?} note and letter");
        let page = officer.get(&format!("/returnees/{old}/journal")).await;
        assert_eq!(page.status.as_u16(), 200);
        let page = officer.get(&format!("/returnees/{old}/profile")).await;
        assert_eq!(page.status.as_u16(), 200, "{engine:?}");
        let mut own = country.own(new).await;
        let page = own.get("/me/messages").await;
        assert!(page.says("said first") && page.says("said later"), "{engine:?} {}", page.text());
        let data = own.get("/me/data").await;
        let data: serde_json::Value = serde_json::from_str(&data.body).unwrap();
        for (what, n) in
            [("notes", 2), ("letters", 2), ("profile", 2), ("candidacies", 2), ("records", 2)]
        {
            assert_eq!(data[what].as_array().unwrap().len(), n, "{engine:?} {what}");
        }

        // The employer sees one candidate; a third introduction is the one there is.
        let mut tx = app.db.read().await.unwrap();
        let scope = domain::access::Scope {
            reach: domain::access::Reach::Introduced(domain::id::OrganisationId::from_uuid(
                employer.id,
            )),
            most: Sensitivity::Restricted,
            consent: None,
        };
        let shown =
            jol::vacancy::store::candidates(&mut tx, &scope, employer.id, vacancy).await.unwrap();
        assert_eq!(shown.len(), 1, "{engine:?}");
        assert_eq!(shown[0].1, old);
        drop(tx);

        // Erasing the person leaves nothing of either record.
        jol::returnee::commands::erase(app, None, app.act(protection()), old).await.unwrap();
        let mut tx = app.db.read().await.unwrap();
        for table in ["note", "letter", "profile_item", "candidacy", "road", "joined"] {
            let row = tx.one(format!("select count(*) from {table}"), &[]).await.unwrap().unwrap();
            assert_eq!(row.at::<i64>(0).unwrap(), 0, "{engine:?} {table}");
        }
        drop(tx);
        assert!(country.row(new).await.erased_at.is_some());
    }
}

fn head_of_all() -> domain::access::Actor {
    let office = domain::id::OfficeId::from_uuid(Uuid::nil());
    let seat = Seat::Office { depth: 0, office };
    domain::access::Actor { id: Uuid::from_u128(5), role: Role::HeadOfOffice, seat }
}

pub fn protection() -> domain::access::Actor {
    domain::access::Actor { role: Role::DataProtectionOfficer, ..head_of_all() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hire_by_either_record_is_the_persons_whichever_is_newer() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let old = country.person("Айгүл").await;
        country.a_second();
        let new = country.person("Айгул").await;
        let employer = country.organisation("employer", "verified").await;
        let vacancy = country.vacancy(&employer, "Tailor", |_| ()).await;
        let introduce = |person| jol::vacancy::candidacies::Introduce {
            app: app.clone(),
            act: app.act(head_of_all()),
            id: app.new_id(),
            vacancy,
            person,
            agreed: Some(jol::vacancy::candidacies::WithPhone(false)),
            overruled: None,
        };
        let hired = app.db.run(introduce(old)).await.unwrap();
        let mut tx = app.db.read().await.unwrap();
        let sql = "select * from candidacy where id = $1";
        let row = tx.find::<CandidacyRow>(sql, &[hired.into()]).await.unwrap().unwrap();
        drop(tx);
        let stage = domain::vacancy::Stage::Hired.code().to_owned();
        let day = Some(app.today());
        let version = row.version + 1;
        let row = CandidacyRow { stage, by_person_on: day, by_employer_on: day, version, ..row };
        app.db.run(Hire(row)).await.unwrap();
        country.a_second();
        let newer = app.db.run(introduce(new)).await.unwrap();
        assert!(newer > hired);
        country.join(old, new).await.unwrap();

        let mut tx = app.db.read().await.unwrap();
        let organisation = domain::id::OrganisationId::from_uuid(employer.id);
        let scope = domain::access::Scope {
            reach: domain::access::Reach::Introduced(organisation),
            most: Sensitivity::Restricted,
            consent: None,
        };
        let shown =
            jol::vacancy::store::candidates(&mut tx, &scope, employer.id, vacancy).await.unwrap();
        let shown: Vec<Uuid> = shown.iter().map(|(row, ..)| row.id).collect();
        assert_eq!(shown, [hired], "{engine:?}");
        drop(tx);
        // Who is hired is not introduced once more.
        let again = app.db.run(introduce(old)).await;
        assert!(matches!(again, Err(Refusal::Rule(_))), "{engine:?} {again:?}");

        // Hired by the other record as well they still hold one place; parted they are two.
        let mut tx = app.db.read().await.unwrap();
        let row = tx.find::<CandidacyRow>(sql, &[newer.into()]).await.unwrap().unwrap();
        drop(tx);
        let version = row.version + 1;
        app.db.run(Hire(CandidacyRow { stage: "hired".into(), version, ..row })).await.unwrap();
        let n_hired = async || {
            let mut tx = app.db.read().await.unwrap();
            jol::vacancy::store::n_hired(&mut tx, vacancy).await.unwrap()
        };
        assert_eq!(n_hired().await, 1, "{engine:?}");
        country.part(new).await.unwrap();
        assert_eq!(n_hired().await, 2, "{engine:?}");
    }
}

struct Hire(CandidacyRow);

impl Command for Hire {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.update(&self.0).await?)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_of_another_record_of_the_person_is_refused_in_words_of_its_own() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let pins = ["11705199000011", "11605199000022", "11705199000033"];
        let mut records = Vec::new();
        for pin in pins {
            let typed = Typed { birth_on: "1990-05-17".into(), pin: pin.into(), ..country.typed() };
            records.push(country.register(typed).await);
            country.a_second();
        }
        country.join(records[0], records[1]).await.unwrap();
        let app = &country.cell.app;
        let mut tx = app.db.read().await.unwrap();
        let row = jol::returnee::store::record(&mut tx, &app.keys, records[0]).await.unwrap();
        let person = jol::same::golden::golden(&mut tx, &app.keys, row.unwrap().0).await.unwrap();
        let person = person.person();
        drop(tx);
        let shown = person.details.pin.unwrap();
        assert_eq!(shown.as_str(), pins[0], "the one that agrees with the birth date");
        for (pin, key) in [(pins[1], "fault-pin-other-record"), (pins[2], "fault-pin-taken")] {
            let typed = Typed { pin: pin.into(), ..person.details.typed() };
            let edit = jol::returnee::commands::Edit {
                app: app.clone(),
                act: app.act(head_of_all()),
                id: records[0],
                version: person.version,
                details: typed.read(domain::returnee::Who::Officer, app.today()).unwrap(),
            };
            match app.db.run(edit).await {
                Err(Refusal::Form(faults)) => {
                    let told: Vec<_> =
                        faults.iter().map(|fault| (fault.field, fault.sentence.key)).collect();
                    assert_eq!(told, [("pin", key)], "{engine:?}");
                }
                other => panic!("{engine:?} {other:?}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_person_changes_the_leading_record_and_wins() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let (old, new) = twice(&country).await;
        let mut officer = country.officer(LEILEK).await;
        let edit = format!("/returnees/{old}/edit");
        let page = officer.get(&edit).await;
        assert_eq!(page.status.as_u16(), 200, "{engine:?}");
        let before = country.row(new).await;
        let page = officer.get(&format!("/returnees/{old}")).await;
        let tag = page.headers["etag"].to_str().unwrap().trim_matches('"').parse::<i64>().unwrap();
        let typed = Typed {
            given: "Айгүл".into(),
            surname: "Асан кызы".into(),
            territory: "41705236000000".into(),
            phone: "0555 999 999".into(),
            birth_on: "1990-05-17".into(),
            pin: "11705199000011".into(),
            ..country.typed()
        };
        let app = &country.cell.app;
        let edit = jol::returnee::commands::Edit {
            app: app.clone(),
            act: app.act(head_of_all()),
            id: old,
            version: tag,
            details: typed.read(domain::returnee::Who::Officer, app.today()).unwrap(),
        };
        let changed = app.db.run(edit).await.unwrap();
        assert!(changed.version > tag, "{engine:?}");
        let page = officer.get(&format!("/returnees/{old}")).await;
        assert!(
            shows(&page, "555 999 999") && page.says("Асан кызы Айгүл"),
            "{engine:?} {}",
            page.text()
        );
        assert_eq!(
            format!("{before:?}"),
            format!("{:?}", country.row(new).await),
            "its row is its own"
        );
        country.part(new).await.unwrap();
        let page = officer.get(&format!("/returnees/{old}")).await;
        assert!(
            shows(&page, "555 999 999"),
            "what was changed stays with the record it was written to"
        );
    }
}

impl Country {
    async fn agrees_to_finance(&self, person: ReturneeId, given: bool) {
        self.a_second();
        let app = &self.cell.app;
        let set = jol::returnee::commands::SetConsent {
            app: app.clone(),
            act: app.act(head_of_all()),
            id: person,
            purpose: Purpose::Finance,
            given,
            language: domain::language::Language::Ky,
        };
        app.db.run(set).await.unwrap();
    }

    async fn finance(&self, record: ReturneeId) -> bool {
        Consents::from_bits(self.row(record).await.consents).covers(Purpose::Finance)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_agrees_to_is_asked_once_and_taken_back_everywhere() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let both = vec![Purpose::Registration, Purpose::Finance];
        let old = country.register_who_agrees(country.typed(), vec![Purpose::Registration]).await;
        country.a_second();
        let new = country.register_who_agrees(country.typed(), both).await;
        country.join(old, new).await.unwrap();
        assert!(!country.finance(new).await, "{engine:?}: not on every form");
        country.agrees_to_finance(old, true).await;
        assert!(country.finance(old).await && country.finance(new).await, "asked anew");
        country.part(new).await.unwrap();
        assert!(country.finance(old).await, "{engine:?}: it was written to this record");

        country.join(old, new).await.unwrap();
        country.agrees_to_finance(old, false).await;
        country.part(old).await.unwrap();
        for record in [old, new] {
            assert!(!country.finance(record).await, "{engine:?}: what is taken back is gone");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_are_not_joined_by_way_of_a_third() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut people = Vec::new();
        for given in ["Айгүл", "Айгул", "Aigul"] {
            people.push(country.person(given).await);
            country.a_moment();
        }
        let now = country.cell.app.now();
        let pair = store::PairRow {
            id: Uuid::from_u128(1),
            one: people[0].uuid(),
            other: people[2].uuid(),
            origin: "desk".into(),
            weight: 1_000,
            zone: "review".into(),
            waterfall: "[]".into(),
            model_version: 1,
            norm_version: 1,
            worth: 0,
            state: "apart".into(),
            decided_by: Some(Uuid::nil()),
            decided_at: Some(now),
            reason: None,
            seconded_by: None,
            seconded_at: None,
            made_at: now,
            version: 1,
        };
        country.cell.app.db.run(crate::people::Put(vec![pair])).await.unwrap();
        country.join(people[0], people[1]).await.unwrap();
        let third = country.join(people[2], people[1]).await;
        assert!(matches!(third, Err(Refusal::Rule(no)) if no.key == "fault-same-kept-apart"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_road_and_the_counts_come_back_when_records_are_parted() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let old = country.person("Айгүл").await;
        country.a_second();
        let new = country.at_osh("Айгул").await;
        let officer = country.officer(OSH).await;
        country.follow().await;
        let assign = jol::followup::assign::Assign {
            app: country.cell.app.clone(),
            act: country.cell.app.act(head_of_all()),
            person: new,
            officer: Some(officer.id),
        };
        country.cell.app.db.run(assign).await.unwrap();
        country.days(40);
        country.line(new, "skill", "sewing-machine").await;
        country.follow().await;
        let roads = async || {
            let mut roads = Vec::new();
            for person in [old, new] {
                let road = country.road(person).await;
                roads.push(jol::followup::store::RoadRow { version: 0, ..road });
            }
            roads
        };
        let everybody = domain::access::Scope {
            reach: domain::access::Reach::Country,
            most: Sensitivity::Restricted,
            consent: None,
        };
        let counts = async || {
            let mut tx = country.cell.app.db.read().await.unwrap();
            let n = jol::returnee::store::count(&mut tx, &everybody).await.unwrap();
            let places = jol::returnee::store::by_place(&mut tx, &everybody).await.unwrap();
            (n, places.iter().map(|(_, _, n)| n).sum::<i64>())
        };
        let (before, counted) = (roads().await, counts().await);
        assert_eq!(counted, (2, 2), "{engine:?}");

        country.join(old, new).await.unwrap();
        country.follow().await;
        assert_eq!(counts().await, (1, 1), "{engine:?}");
        let road = country.road(old).await;
        assert_eq!(road.profile_on, None, "a line alone is no profile");
        assert_eq!(road.registered_on, before[0].registered_on);
        let page = country.officer(LEILEK).await.get(&format!("/returnees/{old}/road")).await;
        assert_eq!(page.status.as_u16(), 200, "{engine:?}");

        country.part(new).await.unwrap();
        country.follow().await;
        assert_eq!(counts().await, (2, 2), "{engine:?}");
        assert_eq!(roads().await, before, "{engine:?}");
        assert_eq!(country.road(new).await.officer, Some(officer.id), "{engine:?}");
    }
}

/// Somebody signs in while their record is joined to that of another person by mistake. Parted, they are by themselves again.
#[tokio::test(flavor = "multi_thread")]
async fn who_signed_in_while_joined_sees_their_own_record_after_the_parting() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let wrong = country.person("Бурул").await;
        let typed = Typed {
            given: "Чынар".into(),
            birth_on: "1970-03-05".into(),
            phone: "0700 111 222".into(),
            ..country.typed()
        };
        let person = country.register(typed).await;
        country.join(wrong, person).await.unwrap();
        let mut browser = Browser::new(&country.cell.app);
        let page = by_phone(&country.cell, &mut browser, "0700 111 222").await;
        give_birth_date(&mut browser, &page, ["5", "3", "1970"]).await;
        assert!(browser.get("/me/record").await.says("Асанова"), "{engine:?}");

        country.part(person).await.unwrap();
        let page = browser.get("/me/record").await;
        assert!(page.says("Чынар") && !page.says("Бурул"), "{engine:?} {}", page.text());
        let data = browser.get("/me/data.csv").await;
        assert!(!data.body.contains("Бурул"), "{engine:?}");
    }
}
