//! The store: commands, ids, leases, jobs, and that every query fits the schema of both engines.

use std::{fs, path::Path};

use jiff::SignedDuration;
use jol::{
    db::{Command, Error, Once, Tx, job, lease},
    refusal::Refusal,
};
use uuid::Uuid;

use crate::testkit::{TestCell, engines};

/// Adds a lease, which is a small row with a key, and may be told to fail.
struct Add {
    name: String,
    fails: bool,
}

impl Command for Add {
    type Answer = String;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<String, Refusal> {
        let holder = Uuid::from_u128(1);
        let lease = lease::Lease { name: self.name.clone(), holder, until_at: at(0), fence: 1 };
        tx.insert(&lease).await?;
        if self.fails { Err(Refusal::Stale) } else { Ok(self.name.clone()) }
    }
}

fn at(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(second).unwrap()
}

async fn n_leases(cell: &TestCell) -> i64 {
    let mut tx = cell.app.db.read().await.unwrap();
    tx.one("select count(*) from lease", &[]).await.unwrap().unwrap().at(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_fails_takes_nothing_of_its_neighbours_with_it() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let work = (0..40).map(|n| {
            let db = cell.app.db.clone();
            tokio::spawn(
                async move { db.run(Add { name: format!("{n}"), fails: n % 3 == 0 }).await },
            )
        });
        let mut n_done = 0;
        for (n, answer) in work.collect::<Vec<_>>().into_iter().enumerate() {
            match answer.await.unwrap() {
                Ok(name) => {
                    assert_eq!(name, n.to_string());
                    n_done += 1;
                }
                Err(refusal) => {
                    assert!(matches!(refusal, Refusal::Stale), "{engine:?} {refusal:?}")
                }
            }
        }
        assert_eq!((n_done, n_leases(&cell).await), (26, 26), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_id_is_one_change_however_often_it_arrives() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let once = Once { id: Uuid::from_u128(5), actor: Uuid::nil(), body: [1; 32], at: at(0) };
        let send = |once| {
            let db = cell.app.db.clone();
            tokio::spawn(async move {
                db.run_once(once, Add { name: "one".into(), fails: false }).await
            })
        };
        for answer in (0..16).map(|_| send(once)).collect::<Vec<_>>() {
            assert_eq!(answer.await.unwrap().unwrap(), "one", "{engine:?}");
        }
        assert_eq!(n_leases(&cell).await, 1, "{engine:?}");

        let other = send(Once { body: [2; 32], ..once }).await.unwrap();
        assert!(matches!(other, Err(Refusal::OtherBody)), "{engine:?} {other:?}");
    }
}

struct Take(Uuid, i64);

impl Command for Take {
    type Answer = Option<i64>;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Option<i64>, Refusal> {
        let length = SignedDuration::from_secs(10);
        let lease = lease::take(tx, "one", self.0, at(self.1), length).await?;
        Ok(lease.map(|lease| lease.fence))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_changes_hands_only_after_its_time_and_with_a_new_number() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let cases = [
            (one, 0, Some(1)),
            (two, 5, None),
            (one, 8, Some(1)),
            (two, 15, None),
            (two, 19, Some(2)),
            (one, 20, None),
        ];
        for (holder, second, expected) in cases {
            let fence = cell.app.db.run(Take(holder, second)).await.unwrap();
            assert_eq!(fence, expected, "{engine:?} at {second}");
        }
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Nothing;

impl job::Job for Nothing {
    const KIND: &'static str = "nothing";
}

struct Enqueue;

impl Command for Enqueue {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(job::enqueue(tx, Uuid::from_u128(9), at(100), &Nothing).await?)
    }
}

struct TakeJob(i64);

impl Command for TakeJob {
    type Answer = Option<i64>;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Option<i64>, Refusal> {
        Ok(job::take(tx, at(self.0)).await?.map(|job| job.fence))
    }
}

struct Finish(i64);

impl Command for Finish {
    type Answer = bool;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let job: Option<job::Waiting> = tx.find("select * from job", &[]).await?;
        let Some(job) = job else { return Ok(false) };
        Ok(job::finish(tx, &job::Waiting { fence: self.0, ..job }).await?)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_taken_twice_is_done_once() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let db = &cell.app.db;
        db.run(Enqueue).await.unwrap();
        assert_eq!(db.run(TakeJob(99)).await.unwrap(), None, "not due yet");
        assert_eq!(db.run(TakeJob(100)).await.unwrap(), Some(1));
        assert_eq!(db.run(TakeJob(101)).await.unwrap(), None, "held by the first worker");
        // The first worker fell asleep; its time is over.
        assert_eq!(db.run(TakeJob(400)).await.unwrap(), Some(2));
        assert!(!db.run(Finish(1)).await.unwrap(), "{engine:?}: the sleeper must not count");
        assert!(db.run(Finish(2)).await.unwrap());
    }
}

/// Asks both engines to plan every query file, so a typo fails here and not in production.
#[tokio::test(flavor = "multi_thread")]
async fn every_query_fits_the_schema() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let mut tx = cell.app.db.read().await.unwrap();
        let mut n_planned = 0;
        for file in files_under(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "sql") {
            let query = fs::read_to_string(&file).unwrap();
            // What a list is about, and by which column, is put in where it is asked.
            const PUT_IN: [(&str, &str); 15] = [
                ("which", "p.state = 'open'"),
                ("rule", " and l.place = 1 and not l.is_taken_up"),
                ("order", "worth"),
                ("records", jol::same::store::RECORDS),
                ("people", "$1"),
                ("today", "$2"),
                ("ids", "$1"),
                ("codes", "'x'"),
                ("places", "1 = 1"),
                ("gaps", "1 = 1"),
                ("wishes", "w.occupations like '% x %'"),
                ("v.{column}", "v.occupation"),
                ("whose", "d.officer is null"),
                ("due", "d.asked_on <= $1"),
                ("column", "asked_on"),
            ];
            let put_in = |sql: String, (name, by): &(&str, &str)| match name.contains('{') {
                true => sql.replace(name, by),
                false => sql.replace(&format!("{{{name}}}"), by),
            };
            let query = PUT_IN.iter().fold(query, put_in);
            let scopes = ["r.erased_at is null", "r.above_2 is null and (r.consents & 8) <> 0"];
            for scope in scopes {
                if let Err(error) = tx.plan(&query.replace("{scope}", scope)).await {
                    panic!("{engine:?} {}: {error:?}", file.display());
                }
            }
            n_planned += 1;
        }
        assert!(n_planned > 10, "only {n_planned} query files found");
    }
}

/// All files with the given extension, at any depth.
pub fn files_under(folder: &Path, extension: &str) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_under(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_is_sealed_and_known_to_the_verifier() {
    let cell = TestCell::new(crate::testkit::Engine::Sqlite).await;
    let mut tx = cell.app.db.read().await.unwrap();
    let sql = "select m.name from sqlite_schema m join pragma_table_info(m.name) c
               where m.type = 'table' and c.name = 'seal' order by m.name";
    let sealed: Vec<String> =
        tx.all(sql, &[]).await.unwrap().iter().map(|row| row.at(0).unwrap()).collect();
    let mut known: Vec<&str> = jol::db::TABLES.iter().map(|table| table.name).collect();
    known.sort_unstable();
    assert_eq!(sealed, known);
    let sql = "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'";
    let n_tables = tx.all(sql, &[]).await.unwrap().len();
    assert_eq!(n_tables, known.len() + 2, "besides these only `journal` and `migration`");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_error_is_not_a_refusal() {
    // What a lost connection during a commit is called decides whether the id is asked again.
    let lost = sqlx::Error::Io(std::io::Error::other("reset by peer"));
    assert!(matches!(Error::from(lost), Error::Busy(_)));
}
