//! The sheet of everybody within reach: whole, journalled before it leaves, broken off where it has to be.

use std::collections::BTreeSet;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use domain::access::Role;
use http_body_util::BodyExt as _;
use jol::{
    access::store::Account,
    app::App,
    db::{Command, Tx},
    refusal::Refusal,
    returnee::store::ReturneeRow,
    sample,
};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::{
    access::signed_in,
    testkit::{Engine, TestCell, ask, engines},
};

/// More than three chunks.
const PEOPLE: usize = 3_200;

/// A cell with some thousand people of the whole country.
async fn filled(engine: Engine) -> TestCell {
    let cell = TestCell::new(engine).await;
    sample::fill(&cell.app, PEOPLE, &|_| ()).await.unwrap();
    cell
}

/// The answer to a request for the sheet, with nothing of it taken yet.
async fn begin(router: &Router, cookie: &str) -> Body {
    let request = Request::builder().uri("/returnees/export").header("cookie", cookie);
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8");
    response.into_body()
}

async fn piece(body: &mut Body) -> String {
    let frame = body.frame().await.unwrap().unwrap();
    String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
}

/// The rows of a sheet, each with its number and its name.
fn rows(sheet: &str) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_reader(sheet.strip_prefix('\u{feff}').unwrap().as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| (row[0].replace('-', ""), row[1].into())).collect()
}

async fn texts(app: &App, sql: &'static str, id: Uuid) -> Vec<String> {
    let mut tx = app.db.read().await.unwrap();
    let rows = tx.all(sql, &[id.into()]).await.unwrap();
    rows.iter().map(|row| row.at(0).unwrap()).collect()
}

/// Registration numbers of those the journal says were exported by somebody.
async fn journalled(app: &App, by: &Account) -> Vec<String> {
    let sql = "select r.number from shown s join journal j on j.id = s.entry join returnee r on r.id = s.person
               where j.action = 'exported' and j.actor = $1";
    texts(app, sql, by.id).await
}

/// Gives somebody a name that only a program of another time could have stored.
struct Rename(Uuid, &'static str);

impl Command for Rename {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let sql = "select * from returnee where id = $1";
        let row: Option<ReturneeRow> = tx.lock(sql, &[self.0.into()]).await?;
        Ok(tx.update(&ReturneeRow { surname: self.1.into(), ..row.unwrap() }).await?)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_holds_everybody_within_reach_once_and_all_of_them_are_in_the_journal() {
    for engine in engines() {
        let cell = filled(engine).await;
        let app = &cell.app;
        let someone = {
            let mut tx = app.db.read().await.unwrap();
            let sql = "select id from returnee order by id limit 1";
            tx.one(sql, &[]).await.unwrap().unwrap().at::<Uuid>(0).unwrap()
        };
        app.db.run(Rename(someone, "=HYPERLINK(\"http://evil.example\")")).await.unwrap();

        for (office, least) in [("national", PEOPLE), ("osh", 100)] {
            let (head, cookie) = signed_in(app, Role::HeadOfOffice, office).await;
            let only_head = ask(&cell.router, "HEAD", "/returnees/export", &cookie, None).await;
            assert!(only_head.status.is_success() && only_head.text.is_empty(), "{engine:?}");
            assert!(
                journalled(app, &head).await.is_empty(),
                "{engine:?}: who saw nobody told nobody"
            );
            let sheet = begin(&cell.router, &cookie).await.collect().await.unwrap().to_bytes();
            let sheet = rows(std::str::from_utf8(&sheet).unwrap());

            // The office of the whole country stands above everybody and is written beside nobody.
            let sql = match office {
                "national" => "select number from returnee where id <> $1 order by id desc",
                _ => "select number from returnee where above_1 = $1 order by id desc",
            };
            let expected = texts(app, sql, head.office.unwrap()).await;
            assert!(expected.len() >= least, "{engine:?} {office}: {}", expected.len());
            let found: Vec<String> = sheet.iter().map(|(number, _)| number.clone()).collect();
            assert_eq!(found, expected, "{engine:?} {office}");
            let told = journalled(app, &head).await;
            assert_eq!(told.len(), expected.len(), "{engine:?} {office}: nobody is told twice");
            assert_eq!(BTreeSet::from_iter(told), BTreeSet::from_iter(expected));

            assert!(!sheet.iter().any(|(_, name)| name.starts_with('=')), "{engine:?}");
            if office == "national" {
                assert!(sheet.iter().any(|(_, name)| name.starts_with("'=HYPERLINK")));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_stand_in_the_journal_before_they_leave_and_a_client_that_goes_stops_the_work() {
    for engine in engines() {
        let cell = filled(engine).await;
        let (head, cookie) = signed_in(&cell.app, Role::HeadOfOffice, "national").await;
        let mut body = begin(&cell.router, &cookie).await;
        let mut taken = piece(&mut body).await;
        for n_chunks in 1..=2 {
            let told = BTreeSet::from_iter(journalled(&cell.app, &head).await);
            let sent: BTreeSet<String> =
                rows(&taken).into_iter().map(|(number, _)| number).collect();
            assert_eq!(sent.len(), n_chunks * 1_000, "{engine:?}");
            assert_eq!(sent, told, "{engine:?}: what left and what was to leave");
            if n_chunks == 1 {
                taken += &piece(&mut body).await;
            }
        }
        drop(body);
        assert_eq!(journalled(&cell.app, &head).await.len(), 2_000, "{engine:?}");
    }
}

struct Block(Account);

impl Command for Block {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let blocked_at = Some(self.0.made_at);
        Ok(tx.update(&Account { blocked_at, ..self.0.clone() }).await?)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_blocked_in_the_middle_gets_no_more_and_sees_that_the_sheet_is_not_whole() {
    for engine in engines() {
        let cell = filled(engine).await;
        let (head, cookie) = signed_in(&cell.app, Role::HeadOfOffice, "national").await;
        let mut body = begin(&cell.router, &cookie).await;
        piece(&mut body).await;
        cell.app.db.run(Block(head.clone())).await.unwrap();
        assert!(body.collect().await.is_err(), "{engine:?}");
        assert_eq!(journalled(&cell.app, &head).await.len(), 1_000, "{engine:?}");
    }
}
