//! Running the service: the verifier, work in the background, backup and restore, accounts, the doctor.

use std::{fs, path::PathBuf, sync::Arc, sync::atomic::AtomicU32, sync::atomic::Ordering};

use domain::{
    access::{Actor, Role, Seat, Sensitivity},
    id::{OfficeId, ReturneeId},
};
use jiff::{SignedDuration, Timestamp};
use jol::{
    app::App,
    commands::{
        backup::{back_up, copy_keys, restore},
        bench::registration,
        user,
    },
    db::{
        Command, Tx, Value, job,
        journal::{self, Act, Finding},
        verify::{Report, Witness, verify},
    },
    refusal::Refusal,
    returnee::{
        commands::{Attach, LookAtMany, Restrict, erase},
        erasures,
    },
    work::{Checkpoints, Handler, Handlers, run_one, sweep},
};
use uuid::Uuid;

use crate::testkit::{Engine, TestCell, engines, new_dir, settings, store_address};

/// A statement past all rules, as a hand on the database would make it.
struct Raw(String, Vec<Value>);

impl Command for Raw {
    type Answer = u64;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<u64, Refusal> {
        Ok(tx.execute(self.0.clone(), &self.1).await?)
    }
}

async fn raw(app: &App, sql: &str, values: &[Value]) -> u64 {
    app.db.run(Raw(sql.to_owned(), values.to_vec())).await.unwrap()
}

async fn register(app: &App, n: u64) -> ReturneeId {
    let (once, register) = registration(app, n);
    app.db.run_once(once, register).await.unwrap().id
}

fn act(app: &App, role: Role) -> Act {
    let seat = Seat::Office { depth: 0, office: OfficeId::from_uuid(Uuid::nil()) };
    app.act(Actor { id: Uuid::from_u128(3), role, seat })
}

/// Five people, a file, a look at three of them, and everything linked and signed.
async fn lived_in(engine: Engine) -> (TestCell, Vec<ReturneeId>) {
    let cell = TestCell::new(engine).await;
    let app = &cell.app;
    let mut people = Vec::new();
    // The clock moves, so that both engines link in the order in which things were done.
    let tick = || cell.clock.set(app.now() + SignedDuration::from_secs(1));
    for n in 0..5 {
        people.push(register(app, n).await);
        tick();
    }
    let officer = act(app, Role::Officer);
    let attach = Attach {
        app: app.clone(),
        act: officer,
        id: Uuid::from_u128(77),
        person: people[0],
        kind: "contract",
        bytes: b"a page of a contract".to_vec(),
    };
    app.db.run(attach).await.unwrap();
    tick();
    let officer = act(app, Role::Officer);
    let shown = people[..3].to_vec();
    let look = LookAtMany { app: app.clone(), act: officer, action: "listed", people: shown };
    app.db.run(look).await.unwrap();
    tick();
    let head = act(app, Role::HeadOfOffice);
    let sensitivity = Sensitivity::Restricted;
    let restrict = Restrict { app: app.clone(), act: head, id: people[4], sensitivity };
    app.db.run(restrict).await.unwrap();
    settle(app).await;
    (cell, people)
}

async fn settle(app: &App) {
    journal::link_new(&app.db, app.process, app.now()).await.unwrap();
    Checkpoints::begin(app).await.unwrap().beat().await.unwrap();
}

async fn look(app: &App) -> Report {
    verify(app, &Witness::default(), &mut |_, _| ()).await.unwrap()
}

fn says(report: &Report, table: &str, row: &str, what: &str) -> bool {
    let fits = |finding: &Finding| {
        finding.table == table && finding.row == row && finding.what.contains(what)
    };
    report.findings.iter().any(fits)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_touched_is_as_it_was_written() {
    for engine in engines() {
        let (cell, _) = lived_in(engine).await;
        let report = look(&cell.app).await;
        assert_eq!(report.findings, [], "{engine:?}");
        assert_eq!((report.n_entries, report.n_checkpoints), (8, 2), "{engine:?}");
    }
}

/// Flips the lowest bit of the last byte or of the number.
async fn flip(app: &App, table: &str, column: &str, key: &str, id: Uuid) {
    let sql = format!("select {column} from {table} where {key} = $1");
    let row = app.db.read().await.unwrap().one(sql, &[id.into()]).await.unwrap().unwrap();
    let flipped: Value = if let Ok(mut bytes) = row.at::<Vec<u8>>(0) {
        *bytes.last_mut().unwrap() ^= 1;
        bytes.into()
    } else if let Ok(number) = row.at::<i64>(0) {
        (number ^ 1).into()
    } else {
        let mut bytes = row.at::<String>(0).unwrap().into_bytes();
        *bytes.last_mut().unwrap() ^= 1;
        String::from_utf8(bytes).unwrap().into()
    };
    let sql = format!("update {table} set {column} = $2 where {key} = $1");
    assert_eq!(raw(app, &sql, &[id.into(), flipped]).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_flipped_bit_is_found_and_its_row_is_named() {
    for engine in engines() {
        let (cell, people) = lived_in(engine).await;
        let person = people[1].uuid();
        let file = Uuid::from_u128(77);
        let cases = [
            ("returnee", "surname", "id", person),
            ("returnee", "sensitivity", "id", people[4].uuid()),
            ("returnee", "phone", "id", person),
            ("returnee", "registered_at", "id", people[2].uuid()),
            ("person_key", "wrapped", "person", people[3].uuid()),
            ("consent", "purpose", "returnee", person),
            ("attachment", "content", "id", file),
            ("attachment", "n_bytes", "id", file),
            ("cell", "name", "id", cell.app.cell.id),
        ];
        for (table, column, key, id) in cases {
            flip(&cell.app, table, column, key, id).await;
            let report = look(&cell.app).await;
            // A consent is named by its own id.
            let of_table: Vec<&Finding> = report
                .findings
                .iter()
                .filter(|found| {
                    found.table == table && found.what.contains("does not fit its seal")
                })
                .collect();
            assert_eq!(of_table.len(), 1, "{engine:?} {table}.{column}: {:?}", report.findings);
            if table != "consent" {
                assert_eq!(of_table[0].row, id.to_string(), "{engine:?} {table}.{column}");
            }
            flip(&cell.app, table, column, key, id).await;
        }
        assert_eq!(look(&cell.app).await.findings, [], "{engine:?}: all flipped back");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bit_that_the_disk_flipped_in_the_file_is_found_though_sqlite_says_ok() {
    let (cell, _) = lived_in(Engine::Sqlite).await;
    let (settings, clock) = (settings(&cell.dir), cell.clock.clone());
    cell.app.db.clone().close().await;
    let path = cell.dir.join("jol.db");
    let mut bytes = fs::read(&path).unwrap();
    let name = "Бакиров".as_bytes();
    let places = (0..bytes.len() - name.len()).filter(|at| bytes[*at..].starts_with(name));
    let place = places.collect::<Vec<_>>()[0] + name.len() - 1;

    for (bit, told) in [(1, "does not fit its seal"), (0x80, "surname cannot be read")] {
        bytes[place] ^= bit;
        fs::write(&path, &bytes).unwrap();
        let chance = Arc::new(jol::vault::SystemChance);
        let app = jol::cell::open(settings.clone(), clock.clone(), chance).await.unwrap();
        let report = look(&app).await;
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        assert!(report.findings[0].what.contains(told), "{:?}", report.findings);
        assert_eq!(report.findings[0].row.len(), 36, "named by its id");
        app.db.close().await;
        bytes[place] ^= bit;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_was_tampered_with_says_where() {
    let cases: [(&str, &[&str], &str, &str); 8] = [
        ("removed", &["delete from journal where seq = 3"], "4", "entry 3 is missing"),
        (
            "two swapped",
            &[
                "update journal set seq = 99 where seq = 2",
                "update journal set seq = 2 where seq = 3",
                "update journal set seq = 3 where seq = 99",
            ],
            "2",
            "does not follow",
        ),
        ("a field", &["update journal set action = 'seen' where seq = 2"], "2", "was changed"),
        ("the person", &["update journal set person = null where seq = 2"], "2", "was changed"),
        ("the content", &["update journal set content = null where seq = 2"], "2", "is missing"),
        (
            "another content",
            &["update journal set content =
               (select content from journal where seq = 3) where seq = 2"],
            "2",
            "does not fit the chain",
        ),
        ("the end", &["delete from journal where seq > 6"], "7", "its end is missing"),
        (
            "a list",
            &["delete from shown where person = (select max(person) from shown)"],
            "7",
            "list of people",
        ),
    ];
    for engine in engines() {
        for (name, statements, row, what) in cases {
            let (cell, _) = lived_in(engine).await;
            for sql in statements {
                // PostgreSQL has no max of ids.
                let sql = match engine {
                    Engine::Postgres => sql.replace("max(person)", "max(person::text)::uuid"),
                    Engine::Sqlite => sql.to_string(),
                };
                assert!(raw(&cell.app, &sql, &[]).await > 0, "{engine:?} {name}");
            }
            let report = look(&cell.app).await;
            assert!(
                says(&report, "journal", row, what),
                "{engine:?} {name}: {:?}",
                report.findings
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_cut_together_with_its_checkpoints_is_found_by_the_list_that_left() {
    for engine in engines() {
        let (cell, _) = lived_in(engine).await;
        let kept = cell.dir.join("kept-elsewhere.log");
        fs::rename(cell.dir.join("checkpoints.log"), &kept).unwrap();
        for sql in ["delete from journal where seq > 6", "delete from checkpoint"] {
            raw(&cell.app, sql, &[]).await;
        }
        assert_eq!(look(&cell.app).await.findings, [], "{engine:?}: nothing here tells of it");
        let witness = Witness { checkpoints: vec![kept], public_key: None };
        let report = verify(&cell.app, &witness, &mut |_, _| ()).await.unwrap();
        assert!(says(&report, "journal", "7", "its end is missing"), "{engine:?}");

        let other = [7; 32];
        let witness = Witness { public_key: Some(other), ..witness };
        let report = verify(&cell.app, &witness, &mut |_, _| ()).await.unwrap();
        assert!(report.findings.iter().any(|found| found.what.contains("signature")), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_was_taken_away_is_missed() {
    for engine in engines() {
        let (cell, people) = lived_in(engine).await;
        let id = people[2].uuid();
        raw(&cell.app, "delete from returnee where id = $1", &[id.into()]).await;
        let report = look(&cell.app).await;
        assert!(says(&report, "returnee", &id.to_string(), "is missing"), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_leaves_nothing_to_find() {
    for engine in engines() {
        let (cell, people) = lived_in(engine).await;
        let app = &cell.app;
        erase(app, None, act(app, Role::DataProtectionOfficer), people[0]).await.unwrap();
        settle(app).await;
        assert_eq!(look(app).await.findings, [], "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_is_written_over_in_the_file() {
    let (cell, people) = lived_in(Engine::Sqlite).await;
    let app = &cell.app;
    let sql = "select surname from returnee where id = $1";
    let id = [people[0].uuid().into()];
    let surname: String =
        app.db.read().await.unwrap().one(sql, &id).await.unwrap().unwrap().at(0).unwrap();
    let file = || fs::read(cell.dir.join("jol.db")).unwrap();
    let holds = |bytes: &[u8]| bytes.windows(surname.len()).any(|at| at == surname.as_bytes());
    checkpoint_file(&cell.dir);
    assert!(holds(&file()), "the test looks at the right file");
    for person in people {
        erase(app, None, act(app, Role::DataProtectionOfficer), person).await.unwrap();
    }
    checkpoint_file(&cell.dir);
    assert!(!holds(&file()));
}

/// Folds the log of the store into its file.
fn checkpoint_file(dir: &std::path::Path) {
    let connection = rusqlite::Connection::open(dir.join("jol.db")).unwrap();
    connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_that_stands_still_is_signed_each_hour() {
    for engine in engines() {
        let (cell, _) = lived_in(engine).await;
        let path = cell.dir.join("checkpoints.log");
        let lines = || fs::read_to_string(&path).unwrap().lines().count();
        let mut checkpoints = Checkpoints::begin(&cell.app).await.unwrap();
        let (start, began) = (cell.app.now(), lines());
        for (minutes, expected) in [(10, 0), (59, 0), (60, 1), (100, 1), (121, 2)] {
            cell.clock.set(start + SignedDuration::from_mins(minutes));
            checkpoints.beat().await.unwrap();
            assert_eq!(lines() - began, expected, "{engine:?} after {minutes} minutes");
        }
        let text = fs::read_to_string(&path).unwrap();
        let key = cell.app.keys.public_key();
        let signed = |line| journal::is_signed(&journal::read_line(line).unwrap(), &key);
        assert!(text.lines().all(signed), "{engine:?}");

        // A sudden end between the store and the list: the next start writes the line.
        fs::write(&path, "").unwrap();
        Checkpoints::begin(&cell.app).await.unwrap();
        assert_eq!(lines(), 1, "{engine:?}");
    }
}

static REACHED_OUT: AtomicU32 = AtomicU32::new(0);

#[derive(serde::Serialize, serde::Deserialize)]
struct AddLease {
    fails: bool,
}

impl job::Job for AddLease {
    const KIND: &'static str = "test-add-lease";
}

impl Handler for AddLease {
    type Done = String;

    async fn reach_out(&self, _: &App) -> anyhow::Result<String> {
        let n = REACHED_OUT.fetch_add(1, Ordering::Relaxed);
        anyhow::ensure!(!self.fails, "the gateway does not answer");
        Ok(format!("answer {n}"))
    }

    async fn record<'a>(
        &'a self,
        app: &'a App,
        done: &'a String,
        tx: &'a mut Tx,
    ) -> Result<(), Refusal> {
        let lease = jol::db::lease::Lease {
            name: done.clone(),
            holder: app.process,
            until_at: app.now(),
            fence: 1,
        };
        Ok(tx.insert(&lease).await?)
    }
}

struct Enqueue(bool, Timestamp);

impl Command for Enqueue {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(job::enqueue(tx, Uuid::from_u128(6), self.1, &AddLease { fails: self.0 }).await?)
    }
}

async fn n_rows(app: &App, sql: &'static str) -> i64 {
    app.db.read().await.unwrap().one(sql, &[]).await.unwrap().unwrap().at(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_done_with_its_effect_and_a_failed_one_comes_back_later() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let handlers = Handlers::default().with::<AddLease>();
        assert!(!run_one(app, &handlers).await.unwrap(), "nothing waits");

        app.db.run(Enqueue(false, app.now())).await.unwrap();
        assert!(run_one(app, &handlers).await.unwrap());
        let effect = "select count(*) from lease where name like 'answer%'";
        assert_eq!(n_rows(app, effect).await, 1, "{engine:?}");
        assert_eq!(n_rows(app, "select count(*) from job").await, 0, "{engine:?}");

        app.db.run(Enqueue(true, app.now())).await.unwrap();
        assert!(run_one(app, &handlers).await.unwrap());
        assert!(!run_one(app, &handlers).await.unwrap(), "not before its time");
        let mut tx = app.db.read().await.unwrap();
        let job: job::Waiting = tx.find("select * from job", &[]).await.unwrap().unwrap();
        assert_eq!(job.last_error.as_deref(), Some("the gateway does not answer"));
        assert!(job.run_after_at > app.now());

        cell.clock.set(job.run_after_at);
        assert!(run_one(app, &Handlers::default()).await.unwrap());
        let job: job::Waiting = tx.find("select * from job", &[]).await.unwrap().unwrap();
        assert!(job.last_error.unwrap().contains("knows no such job"));
        assert_eq!(job.n_tries, 2, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_past_its_time_goes_and_the_journal_says_where_from() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let start = app.now();
        register(app, 1).await;
        assert!(sweep(app).await.unwrap().is_empty(), "{engine:?}: nothing is old yet");
        cell.clock.set(start + SignedDuration::from_hours(24 * 89));
        register(app, 2).await;
        assert!(sweep(app).await.unwrap().is_empty());
        cell.clock.set(start + SignedDuration::from_hours(24 * 91));
        let gone = sweep(app).await.unwrap();
        assert_eq!(gone.into_iter().collect::<Vec<_>>(), [("command", 1)], "{engine:?}");
        let sql = "select count(*) from journal where action = 'swept' and fields like '%command%'";
        assert_eq!(n_rows(app, sql).await, 1, "{engine:?}");
        settle(app).await;
        assert_eq!(look(app).await.findings, [], "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_a_sudden_end_kept_off_the_list_is_added_at_the_start() {
    for engine in engines() {
        let (cell, people) = lived_in(engine).await;
        let app = &cell.app;
        for person in &people[..2] {
            erase(app, None, act(app, Role::DataProtectionOfficer), *person).await.unwrap();
        }
        let list = cell.dir.join("erasures.log");
        fs::write(&list, format!("{}\n0190", people[0])).unwrap();
        // The cut line is completed by a line end that belongs to nobody.
        fs::write(&list, format!("{}\n0190\n", people[0])).unwrap();
        assert_eq!(erasures::complete(app).await.unwrap(), 1, "{engine:?}");
        assert_eq!(erasures::complete(app).await.unwrap(), 0, "{engine:?}");
        let known = erasures::read(&list).unwrap();
        assert!(people[..2].iter().all(|person| known.contains(&person.uuid())));
    }
}

struct Folders(PathBuf);

impl Folders {
    fn new() -> Self {
        let folder = new_dir();
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn open(dir: &std::path::Path) -> App {
    let clock = Arc::new(jol::app::SystemClock);
    jol::cell::open(settings(dir), clock, Arc::new(jol::vault::SystemChance)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_taken_while_sixteen_write_is_whole_and_moves_to_either_engine() {
    for engine in engines() {
        let (cell, _) = lived_in(engine).await;
        let app = &cell.app;
        let folders = Folders::new();
        let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let writers: Vec<_> = (0..16)
            .map(|writer| {
                let (app, stop) = (app.clone(), stop.clone());
                tokio::spawn(async move {
                    let mut n = 0;
                    while !stop.load(Ordering::Relaxed) {
                        register(&app, 1_000 * (writer + 1) + n).await;
                        n += 1;
                    }
                    n
                })
            })
            .collect();
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        back_up(app, &folders.at("backup"), &mut |_| ()).await.unwrap();
        stop.store(true, Ordering::Relaxed);
        let mut n_written = 5;
        for writer in writers {
            n_written += writer.await.unwrap() as i64;
        }
        copy_keys(&cell.dir.join("keys"), &folders.at("keys")).unwrap();

        for target in engines() {
            let dir = new_dir();
            let store = store_address(target, &dir);
            let (from, keys) = (folders.at("backup"), folders.at("keys"));
            let restored =
                restore(settings(&dir), store.as_deref(), &from, &keys, None).await.unwrap();
            assert_eq!(restored.report.findings, [], "{engine:?} to {target:?}");
            let app = open(&dir).await;
            let n = n_rows(&app, "select count(*) from returnee").await;
            let n_entries =
                n_rows(&app, "select count(*) from journal where action = 'registered'").await;
            assert_eq!(n, n_entries, "{engine:?} to {target:?}: one moment for all tables");
            assert!((5..=n_written).contains(&n), "{n} of {n_written}");
            assert_eq!(app.cell.epoch, 2);

            // The copy lives: the same person cannot be registered twice, a new one can.
            register(&app, 2).await;
            assert_eq!(n_rows(&app, "select count(*) from returnee").await, n);
            register(&app, 999_999).await;
            settle(&app).await;
            assert_eq!(look(&app).await.findings, [], "{engine:?} to {target:?}");
            app.db.close().await;
            fs::remove_dir_all(&dir).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_erased_stays_erased_when_an_older_backup_comes_back() {
    for engine in engines() {
        let (cell, people) = lived_in(engine).await;
        let app = &cell.app;
        let folders = Folders::new();
        let dpo = act(app, Role::DataProtectionOfficer);
        erase(app, None, dpo, people[1]).await.unwrap();
        settle(app).await;
        back_up(app, &folders.at("backup"), &mut |_| ()).await.unwrap();
        erase(app, None, dpo, people[2]).await.unwrap();
        register(app, 50).await;
        settle(app).await;
        copy_keys(&cell.dir.join("keys"), &folders.at("keys")).unwrap();
        let (from, keys) = (folders.at("backup"), folders.at("keys"));

        let dir = new_dir();
        let store = store_address(engine, &dir);
        let newer = cell.dir.join("erasures.log");
        let restored = restore(settings(&dir), store.as_deref(), &from, &keys, Some(&newer)).await;
        let restored = restored.unwrap();
        assert_eq!(
            restored.n_erased, 1,
            "{engine:?}: the other one was erased in the backup already"
        );
        assert_eq!(restored.report.findings, [], "{engine:?}");
        let copy = open(&dir).await;
        let mut tx = copy.db.read().await.unwrap();
        for person in &people[1..3] {
            let sql = "select surname from returnee where id = $1";
            let row = tx.one(sql, &[person.uuid().into()]).await.unwrap().unwrap();
            assert_eq!(row.at::<String>(0).unwrap(), "", "{engine:?}");
        }
        drop(tx);
        assert_eq!(erasures::read(&dir.join("erasures.log")).unwrap().len(), 2);

        // What the old machine signed after the backup is told as lost, and is no sign of a forged journal.
        let witness =
            Witness { checkpoints: vec![cell.dir.join("checkpoints.log")], public_key: None };
        let report = verify(&copy, &witness, &mut |_, _| ()).await.unwrap();
        assert_eq!(report.findings, [], "{engine:?}");
        assert!(report.notes.iter().any(|note| note.contains("left out")), "{:?}", report.notes);
        copy.db.close().await;
        fs::remove_dir_all(&dir).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_machines_on_one_store_each_have_the_whole_list() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let (cell, people) = lived_in(Engine::Postgres).await;
    let (here, folders) = (&cell.app, Folders::new());
    let there = folders.at("there");
    copy_keys(&cell.dir.join("keys"), &there.join("keys")).unwrap();
    fs::copy(cell.dir.join("cell.json"), there.join("cell.json")).unwrap();
    let there = open(&there).await;
    back_up(here, &folders.at("older"), &mut |_| ()).await.unwrap();
    copy_keys(&cell.dir.join("keys"), &folders.at("keys")).unwrap();

    let dpo = act(here, Role::DataProtectionOfficer);
    erase(here, None, dpo, people[1]).await.unwrap();
    erase(&there, None, dpo, people[2]).await.unwrap();
    let listed = |folder: &std::path::Path| {
        let ids = erasures::read(&folder.join("erasures.log")).unwrap();
        [1, 2].map(|n: usize| ids.contains(&people[n].uuid()))
    };
    assert_eq!((listed(&cell.dir), listed(&there.settings.dir)), ([true, false], [false, true]));

    // A backup asks the store, and so does each machine every minute.
    back_up(here, &folders.at("newer"), &mut |_| ()).await.unwrap();
    assert_eq!(listed(&folders.at("newer")), [true, true]);
    assert_eq!(erasures::complete(&there).await.unwrap(), 1);
    assert_eq!(listed(&there.settings.dir), [true, true]);

    // The list of either machine is enough for an older backup.
    let dir = new_dir();
    let (store, newer) =
        (store_address(Engine::Postgres, &dir), there.settings.dir.join("erasures.log"));
    let (from, keys) = (folders.at("older"), folders.at("keys"));
    let restored = restore(settings(&dir), store.as_deref(), &from, &keys, Some(&newer)).await;
    let restored = restored.unwrap();
    assert_eq!((restored.n_erased, restored.report.findings), (2, Vec::new()));
    there.db.close().await;
    fs::remove_dir_all(&dir).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_or_foreign_backup_is_refused_before_anything_is_made() {
    let (cell, _) = lived_in(Engine::Sqlite).await;
    let folders = Folders::new();
    let (from, keys, dir) = (folders.at("backup"), folders.at("keys"), folders.at("new"));
    back_up(&cell.app, &from, &mut |_| ()).await.unwrap();
    copy_keys(&cell.dir.join("keys"), &keys).unwrap();
    let tried = async |keys: &std::path::Path| {
        let refused = restore(settings(&dir), None, &from, keys, None).await;
        assert!(!dir.exists(), "nothing is made");
        refused.err().map(|error| format!("{error:#}")).unwrap_or_default()
    };
    let rows = from.join("returnee.rows");
    let whole = fs::read(&rows).unwrap();
    let mut damaged = whole.clone();
    damaged[300] ^= 1;
    fs::write(&rows, &damaged).unwrap();
    assert!(tried(&keys).await.contains("returnee.rows is not as it was"));
    fs::write(&rows, &whole[..whole.len() - 1]).unwrap();
    assert!(tried(&keys).await.contains("returnee.rows is not as it was"));
    fs::write(&rows, &whole).unwrap();

    let other = TestCell::new(Engine::Sqlite).await;
    assert!(tried(&other.dir.join("keys")).await.contains("not signed with these keys"));

    let manifest = from.join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("\"epoch\": 1", "\"epoch\": 9")).unwrap();
    assert!(tried(&keys).await.contains("its manifest was changed"));
    fs::remove_file(&manifest).unwrap();
    assert!(tried(&keys).await.contains("no whole backup"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_added_once_and_a_block_ends_its_sessions() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let ky = domain::language::Language::Ky;
        let password =
            user::add(app, "asel.batken", "Асель", Role::Officer, None, ky).await.unwrap();
        let again = user::add(app, "asel.batken", "Асель", Role::Officer, None, ky).await;
        assert!(again.unwrap_err().to_string().contains("already"));
        let nowhere = user::add(app, "b.b", "Б", Role::Officer, Some("moon"), ky).await;
        assert!(nowhere.unwrap_err().to_string().contains("no office moon"));

        let account = async || {
            let mut tx = app.db.read().await.unwrap();
            jol::access::store::account_by_login(&mut tx, "asel.batken").await.unwrap().unwrap()
        };
        let stored = account().await.password.unwrap();
        assert!(stored.starts_with("$argon2id$") && !stored.contains(password.as_str()));
        user::change(app, "asel.batken", user::Change::Block).await.unwrap();
        assert_eq!(account().await.blocked_at, Some(app.now()));
        user::change(app, "asel.batken", user::Change::Unblock).await.unwrap();
        let newer = user::new_password(app, "asel.batken").await.unwrap();
        assert_ne!(newer, password);
        assert!(account().await.is_temporary, "somebody else has seen it");
        assert_eq!((account().await.blocked_at, account().await.version), (None, 4));
        let sql = "select count(*) from journal where object_kind = 'account'";
        assert_eq!(n_rows(app, sql).await, 4, "{engine:?}");
    }
}
