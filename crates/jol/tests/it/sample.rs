//! The sample country in a cell: filled once, the same for everybody, and only in a demo.

use std::sync::{Arc, Mutex};

use domain::{
    access::{Action, Purpose, Role, Scope, scope},
    id::ReturneeId,
};
use jol::{
    access::store as accounts,
    app::{App, HandClock},
    cell,
    db::{Error, Record, Row, SealKey, Tx, Value, journal},
    returnee::store::{self, After, KeyRow, ReturneeRow, Wanted},
    sample::{self, Proof},
    vault::{
        Field, SystemChance,
        password::Verdict,
        token::token_digest,
        totp::{Secret, step_at},
    },
};
use uuid::Uuid;

use crate::testkit::{Engine, TestCell, engines, new_dir, settings};

async fn filled(engine: Engine) -> TestCell {
    let cell = TestCell::new(engine).await;
    sample::fill(&cell.app, 500, &|_| ()).await.unwrap();
    cell
}

async fn count(tx: &mut Tx, sql: &'static str) -> i64 {
    tx.one(sql, &[]).await.unwrap().unwrap().at(0).unwrap()
}

/// All that somebody with this login may do something with.
async fn reach(tx: &mut Tx, login: &str, action: Action) -> Scope {
    let account = accounts::account_by_login(tx, login).await.unwrap().unwrap();
    scope(&accounts::actor(tx, &account).await.unwrap().unwrap(), action).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filled_cell_holds_the_whole_country() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let told = Mutex::new(Vec::new());
        let told_so_far = |n| told.lock().unwrap().push(n);
        let filled = sample::fill(&cell.app, 3_000, &told_so_far).await.unwrap();

        assert_eq!((filled.n_registered, filled.n_refused), (3_000, 0), "{engine:?}");
        assert!((1..10).contains(&filled.n_mended), "{engine:?}: {filled:?}");
        assert_eq!(*told.lock().unwrap(), [0, 2_500, 3_000]);
        assert!(sample::is_filled(&cell.app).await.unwrap());

        let mut tx = cell.app.db.read().await.unwrap();
        let counts = [
            ("select count(*) from office", 67),
            ("select count(*) from returnee", 3_000),
            ("select count(distinct number) from returnee", 3_000),
            ("select count(*) from person_key", 3_000),
            ("select count(*) from consent where purpose = 'registration'", 3_000),
            (
                "select count(*) from journal where action = 'registered' and object_kind = 'returnee'",
                3_000,
            ),
            ("select count(*) from journal where action = 'made' and object_kind = 'office'", 67),
            ("select count(*) from returnee where above_1 is null", 0),
            (
                "select count(*) from returnee r left join account a on a.id = r.registered_by
              where r.channel = 'assisted' and a.role is distinct from 'officer'",
                0,
            ),
            ("select count(*) from returnee where (consents & 1) = 0", 0),
            (
                "select count(*) from consent",
                count(
                    &mut tx,
                    "select cast(sum(
                (consents & 1) + (consents & 2) / 2 + (consents & 4) / 4 + (consents & 8) / 8
                + (consents & 16) / 16) as bigint) from returnee",
                )
                .await,
            ),
            (
                "select count(*) from journal where action = 'restricted'",
                count(&mut tx, "select count(*) from returnee where sensitivity = 1").await,
            ),
        ];
        for (sql, expected) in counts {
            assert_eq!(count(&mut tx, sql).await, expected, "{engine:?}: {sql}");
        }
        let n_restricted =
            count(&mut tx, "select count(*) from returnee where sensitivity = 1").await;
        assert!((10..60).contains(&n_restricted), "{n_restricted}");
        for channel in ["self", "assisted", "import"] {
            let sql = "select count(*) from returnee where channel = $1";
            let n: i64 = tx.one(sql, &[channel.into()]).await.unwrap().unwrap().at(0).unwrap();
            assert!(n > 300, "{channel}: {n}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_is_one_chain_and_says_what_each_person_told() {
    for engine in engines() {
        let cell = filled(engine).await;
        let app = &cell.app;
        journal::link_new(&app.db, app.process, app.now()).await.unwrap();
        let mut tx = app.db.read().await.unwrap();
        let mut n_entries = 0;
        let mut registrations = Vec::new();
        let mut walk = journal::Walk::default();
        loop {
            let entries = walk.next(&mut tx).await.unwrap();
            if entries.is_empty() {
                break;
            }
            n_entries += entries.len() as i64;
            let is_of_a_person =
                |entry: &journal::Entry| entry.action == "registered" && entry.person.is_some();
            registrations.extend(entries.into_iter().filter(is_of_a_person));
        }
        assert_eq!(walk.findings, [], "{engine:?}");
        assert_eq!(walk.head.seq, n_entries);
        assert_eq!(registrations.len(), 500);

        for entry in registrations.iter().step_by(25) {
            let person = ReturneeId::from_uuid(entry.person.unwrap());
            let key = store::person_key(&mut tx, &app.keys, person).await.unwrap().unwrap();
            let said = jol::returnee::commands::open_content(&key, entry).unwrap();
            let names: Vec<&str> = said.iter().map(|change| change.field.as_str()).collect();
            assert_eq!(entry.fields, names.join(" "));
            let row = returnee_row(&mut tx, person).await;
            assert_eq!((&said[0].after, &said[1].after), (&row.surname, &row.given));
            assert_eq!(entry.at, row.registered_at);
        }
    }
}

async fn returnee_row(tx: &mut Tx, person: ReturneeId) -> ReturneeRow {
    let sql = "select * from returnee where id = $1";
    tx.find(sql, &[person.uuid().into()]).await.unwrap().unwrap()
}

async fn rows(tx: &mut Tx, table: &str) -> Vec<Row> {
    tx.all(format!("select * from {table}"), &[]).await.unwrap()
}

fn values<R: Record>(row: &Row) -> Result<Vec<Value>, Error> {
    Ok(R::from_row(row)?.values())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_carries_its_seal_and_every_record_opens() {
    for engine in engines() {
        let cell = filled(engine).await;
        let seal_key = SealKey::new(&cell.app.keys.row_seal_key());
        let mut tx = cell.app.db.read().await.unwrap();
        type Read = fn(&Row) -> Result<Vec<Value>, Error>;
        let tables: [(_, Read); 7] = [
            (<accounts::Office as Record>::TABLE, values::<accounts::Office>),
            (<accounts::Account as Record>::TABLE, values::<accounts::Account>),
            (<accounts::ApiToken as Record>::TABLE, values::<accounts::ApiToken>),
            (<KeyRow as Record>::TABLE, values::<KeyRow>),
            (<ReturneeRow as Record>::TABLE, values::<ReturneeRow>),
            (<store::Consent as Record>::TABLE, values::<store::Consent>),
            (<jol::app::Cell as Record>::TABLE, values::<jol::app::Cell>),
        ];
        for (table, read) in tables {
            let rows = rows(&mut tx, table.name).await;
            assert!(!rows.is_empty(), "{}", table.name);
            for row in rows {
                let seal: [u8; 16] = row.get("seal").unwrap();
                assert_eq!(seal_key.seal(table, &read(&row).unwrap()), seal, "{}", table.name);
            }
        }
        let everything = reach(&mut tx, "head.national", Action::See).await;
        for row in rows(&mut tx, "returnee").await {
            let id = ReturneeId::from_uuid(row.get("id").unwrap());
            let found = store::find(&mut tx, &cell.app.keys, &everything, id).await.unwrap();
            let (returnee, _) = found.unwrap();
            assert_eq!(
                returnee.details.pin.is_some(),
                row.get::<Option<Vec<u8>>>("pin").unwrap().is_some()
            );
        }
    }
}

/// What does not depend on the keys of a cell, which are never the same.
async fn open_columns(cell: &TestCell) -> Vec<Vec<Value>> {
    let mut tx = cell.app.db.read().await.unwrap();
    let mut open = Vec::new();
    let list: Vec<ReturneeRow> = tx.list("select * from returnee order by id", &[]).await.unwrap();
    for row in list {
        let masked = ReturneeRow {
            pin_index: row.pin_index.map(|_| [0; 16]),
            phone_index: row.phone_index.map(|_| [0; 16]),
            ..row
        };
        open.push(masked.values());
    }
    let list: Vec<accounts::Account> =
        tx.list("select * from account order by id", &[]).await.unwrap();
    open.extend(list.into_iter().map(|row| accounts::Account { totp: None, ..row }.values()));
    for table in ["office", "consent"] {
        let sql = format!("select id from {table} order by id");
        for row in tx.all(sql, &[]).await.unwrap() {
            open.push(vec![row.at::<Uuid>(0).unwrap().into()]);
        }
    }
    let list: Vec<journal::Entry> =
        tx.list("select * from journal order by id", &[]).await.unwrap();
    open.extend(list.into_iter().map(|row| vec![row.id.into(), row.digest.into()]));
    open
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_the_same_rows() {
    let mut known: Option<Vec<Vec<Value>>> = None;
    for engine in engines().into_iter().chain([Engine::Sqlite]) {
        let open = open_columns(&filled(engine).await).await;
        match &known {
            None => known = Some(open),
            Some(known) => assert!(*known == open, "{engine:?} differs"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hard_cases_are_found_in_every_script() {
    for engine in engines() {
        let cell = filled(engine).await;
        let mut tx = cell.app.db.read().await.unwrap();
        let everything = reach(&mut tx, "head.national", Action::Search).await;
        let cases = [
            // What is typed, and how many of the surname it finds.
            ("Жээнбекова Гүлжамал", "Жээнбекова", 1),
            ("жээнбекова гулжамал", "Жээнбекова", 1),
            ("Zheenbekova", "Zheenbekova", 1),
            ("Асанов Нурбек", "Асанов", 2),
            ("Asanov Nurbek", "Асанов", 2),
            ("Нурбек Асан", "Асанов", 2),
            ("Токтогулов", "Токтогулова", 1),
            ("Toktogul Aygul", "Токтогулова", 1),
            ("Токтогулова Айгуль", "Токтогулова", 1),
            ("Бактыбек Усон", "Бактыбек", 1),
            ("Сыдыкова", "Сыдыкова", 1),
            ("Турдубаева Мээрим", "Турдубаева", 1),
            ("Абдыракманова-Кудай", "Абдыракманова-Кудайбергенова", 1),
            // Typed with two letters of a Latin keyboard, kept as it was meant.
            ("Осмонов Самат", "Осмонов", 1),
            ("\u{4f}см\u{6f}нов Самат", "Осмонов", 1),
            ("Бермет Бермет", "Бермет Бермет", 1),
        ];
        for (typed, surname, least) in cases {
            let words: Vec<String> = typed.split(' ').map(linkage::fold::canon).collect();
            let wanted = Wanted::Names(words);
            let found =
                store::search(&mut tx, &cell.app.keys, &everything, &wanted, &After::Start, 100)
                    .await
                    .unwrap();
            let n = found.iter().filter(|(one, _)| one.name.starts_with(surname)).count();
            assert!(n >= least, "{engine:?}: {typed} finds {n} {surname}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_a_sign_in_for_every_role() {
    for engine in engines() {
        let cell = filled(engine).await;
        let app = &cell.app;
        let mut tx = app.db.read().await.unwrap();
        let sign_ins = sample::sign_ins(&app.cell);
        let roles: Vec<Role> = sign_ins.iter().map(|sign_in| sign_in.role).collect();
        assert_eq!(roles, Role::ALL);
        for sign_in in sign_ins {
            match sign_in.with {
                Proof::Password { login, password, totp_secret } => {
                    let account =
                        accounts::account_by_login(&mut tx, login).await.unwrap().unwrap();
                    assert_eq!(account.role().unwrap(), sign_in.role, "{login}");
                    let stored = account.password.clone();
                    let verdict = app.passwords.verify(password.to_owned().into(), stored).await;
                    assert_eq!(verdict, Ok(Verdict::Right), "{login}");
                    let place = accounts::totp_place(account.id);
                    let opened =
                        app.keys.open_sealed(&place, account.totp.as_deref().unwrap()).unwrap();
                    let secret = Secret::from_bytes(&opened).unwrap();
                    assert_eq!(secret.typed().replace(' ', ""), totp_secret);
                    let now = app.now();
                    assert!(secret.check(&secret.code(step_at(now)), now, None).is_some());
                }
                Proof::Phone { phone, born_on } => {
                    let index = store::index(&app.keys, Field::Phone, phone.as_str()).unwrap();
                    let found = store::by_phone(&mut tx, index, 2).await.unwrap();
                    assert_eq!(found.len(), 1);
                    let born = store::by_phone_and_birth(&mut tx, index, born_on).await.unwrap();
                    assert_eq!(born, found);
                }
            }
        }
        let token = token_digest(&sample::api_token()).unwrap();
        let token = accounts::api_token(&mut tx, token).await.unwrap().unwrap();
        let partner = accounts::account(&mut tx, token.account).await.unwrap().unwrap();
        assert_eq!(partner.role().unwrap(), Role::Partner);
        let shared = reach(&mut tx, &partner.login, Action::List).await;
        assert_eq!(shared.consent, Some(Purpose::Exchange));
        let n_shared = store::count(&mut tx, &shared).await.unwrap();
        assert!((100..400).contains(&n_shared), "{n_shared}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_reaches_the_people_of_the_own_office_only() {
    let cell = filled(Engine::Sqlite).await;
    let mut tx = cell.app.db.read().await.unwrap();
    let all = reach(&mut tx, "officer.national", Action::Count).await;
    let osh = reach(&mut tx, "officer.osh", Action::Count).await;
    let (all, osh) =
        (store::count(&mut tx, &all).await.unwrap(), store::count(&mut tx, &osh).await.unwrap());
    assert!(all > 480 && osh > 40 && osh < all / 2, "{osh} of {all}");
}

/// A cell in a folder of its own, made by hand, and the clock it goes by.
async fn demo_or_not(demo: bool) -> (App, Arc<HandClock>, std::path::PathBuf) {
    let dir = new_dir();
    let clock = Arc::new(HandClock::at("2026-11-21T05:00:00Z".parse().unwrap()));
    let chance = Arc::new(SystemChance);
    let app = cell::create(settings(&dir), None, "Test", "Test", demo, clock.clone(), chance)
        .await
        .unwrap();
    (app, clock, dir)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_for_real_people_is_never_filled() {
    let (app, _, dir) = demo_or_not(false).await;
    let refused = sample::fill(&app, 500, &|_| ()).await.unwrap_err();
    assert!(refused.to_string().contains("only a cell made by `jol demo`"), "{refused}");
    let mut tx = app.db.read().await.unwrap();
    for sql in ["select count(*) from office", "select count(*) from journal"] {
        assert_eq!(count(&mut tx, sql).await, 0);
    }
    let _ = std::fs::remove_dir_all(dir);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_size_that_cannot_be_is_refused() {
    let cell = TestCell::new(Engine::Sqlite).await;
    for people in [0, 499, 1_000_001] {
        assert!(sample::fill(&cell.app, people, &|_| ()).await.is_err(), "{people}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filling_that_broke_off_goes_on_where_it_was() {
    for engine in engines() {
        let whole = TestCell::new(engine).await;
        sample::fill(&whole.app, 5_500, &|_| ()).await.unwrap();

        let cell = TestCell::new(engine).await;
        let app = cell.app.clone();
        // Dropped behind the first part, as when the program is stopped.
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let stop = Mutex::new(Some(stop));
        let progress = move |n| {
            if n >= 2_500
                && let Some(stop) = stop.lock().unwrap().take()
            {
                let _ = stop.send(());
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
        };
        let begun = tokio::spawn(async move { sample::fill(&app, 5_500, &progress).await });
        stopped.await.unwrap();
        begun.abort();
        assert!(begun.await.unwrap_err().is_cancelled(), "it was faster than the stop");
        assert!(!sample::is_filled(&cell.app).await.unwrap());

        // The next day, and with another size first.
        cell.clock.set("2026-11-22T05:00:00Z".parse().unwrap());
        let other = sample::fill(&cell.app, 5_000, &|_| ()).await.unwrap_err();
        assert!(other.to_string().contains("of 5500 people was begun"), "{other}");
        let rest = sample::fill(&cell.app, 5_500, &|_| ()).await.unwrap();
        // The part that was on its way to the writer is written all the same.
        assert!((500..=3_000).contains(&rest.n_registered), "{engine:?}: {rest:?}");
        assert!(open_columns(&cell).await == open_columns(&whole).await, "{engine:?}");

        // And once more does nothing.
        let nothing = sample::fill(&cell.app, 5_500, &|_| ()).await.unwrap();
        assert_eq!(nothing, sample::Count::default());
    }
}
