//! Addresses that cannot be read: whoever asks, wherever, gets an answer of ours in their language.

use axum::http::{Method, StatusCode};
use domain::access::Role;
use jol::{sample, web};

use crate::{
    access::{Open, session, signed_in},
    registration::newcomer,
    testkit::{Browser, Engine, Page, TestCell, engines},
};

/// Questions that no page understands.
const QUESTIONS: [&str; 22] = [
    "before=x",
    "before=",
    "before=%ff",
    "before=0193a1d2-7c00-7000-8000-000000000001&before=0193a1d2-7c00-7000-8000-000000000002",
    "after=x",
    "after=&after=",
    "at=x",
    "at=%00",
    "at=a&at=b",
    "next=/a&next=/b",
    "next=%zz",
    "next=%e0%a4",
    "next=//evil.example",
    "login=%00%1b&login=x",
    "limit=x",
    "number=x&number=y",
    "lang=xx",
    "lang=%ff",
    "lang=ru&lang=ru&before=x",
    "=&&=&%3d",
    "before[]=1",
    "%ff%fe=%ff",
];

/// What may stand where an id, a step or a name should.
const PARTS: [&str; 7] = ["x", "%ff", "%zz", "%00", "%2e%2e%2f", "0193a1d2-7c00-7000", "%D0%B0"];

/// The addresses that can be looked at, with this in place of what varies; all of them, or those alone in which something
/// does.
fn addresses(part: &str, all: bool) -> Vec<String> {
    let routes = web::routes();
    let looks = routes.addresses().iter().filter(|address| address.method == Method::GET);
    let looks = looks.filter(|address| all || address.path.contains('{'));
    let filled = looks.map(|address| {
        address
            .path
            .split('/')
            .map(|piece| if piece.starts_with('{') { part } else { piece })
            .collect::<Vec<_>>()
            .join("/")
    });
    filled.collect()
}

fn is_api(path: &str) -> bool {
    path.starts_with("/api/")
}

/// That the answer is one of ours: a page in this language, or a problem for a program.
fn check(who: &str, path: &str, language: &str, page: &Page) {
    let kind = page.headers.get("content-type").map_or("", |kind| kind.to_str().unwrap());
    let told = || {
        let text = page.text();
        let end: String = text.split_whitespace().rev().take(40).collect::<Vec<_>>().join(" ");
        format!("{who} {path}: {} {kind} … {end}", page.status)
    };
    assert!(!page.status.is_server_error(), "{}", told());
    if page.status.is_redirection() {
        assert!(
            page.location().is_some_and(|to| to.starts_with('/') && !to.starts_with("//")),
            "{}",
            told()
        );
    } else if page.status.is_client_error() {
        match is_api(path) {
            true => assert_eq!(kind, "application/problem+json", "{}", told()),
            false => {
                assert_eq!(kind, "text/html; charset=utf-8", "{}", told());
                assert!(page.body.contains(&format!(" lang=\"{language}\"><head>")), "{}", told());
            }
        }
    } else {
        // Whoever watches the service reads plain text.
        let watches = ["/healthz", "/readyz"].iter().any(|known| path.starts_with(known));
        assert!(watches || !kind.starts_with("text/plain"), "{}", told());
    }
}

/// Everybody who can ask for something, as a browser in a language of their own.
async fn visitors(cell: &TestCell) -> Vec<(String, &'static str, Browser)> {
    let mut all = vec![("nobody".to_owned(), "ky", Browser::new(&cell.app))];
    all.push(("a newcomer".to_owned(), "uz", newcomer(cell, "10.9.9.9").await));
    for role in [Role::Administrator, Role::HeadOfOffice] {
        let (_, cookie) = signed_in(&cell.app, role, "national").await;
        all.push((role.code().to_owned(), "ru", with_cookie(cell, &cookie)));
    }
    let (of_returnee, cookie) = {
        let mut tx = cell.app.db.read().await.unwrap();
        let sql = "select id from returnee order by id limit 1";
        session(&cell.app, None, Some(tx.one(sql, &[]).await.unwrap().unwrap().at(0).unwrap()))
    };
    cell.app.db.run(Open(of_returnee)).await.unwrap();
    all.push(("a returnee".to_owned(), "en", with_cookie(cell, &cookie)));
    for (_, language, browser) in &mut all {
        browser.cookies.insert("jol-language".into(), (*language).into());
    }
    all
}

fn with_cookie(cell: &TestCell, cookie: &str) -> Browser {
    let mut browser = Browser::new(&cell.app);
    let (name, value) = cookie.split_once('=').unwrap();
    browser.cookies.insert(name.into(), value.into());
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_cannot_be_read_is_answered_by_us_and_in_the_readers_language() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        sample::fill(&cell.app, 500, &|_| ()).await.unwrap();
        let mut n_refused = 0;
        // What answers stands before the store: on the second engine two of them are enough.
        let n = if engine == Engine::Sqlite { usize::MAX } else { 2 };
        for (who, language, mut browser) in visitors(&cell).await.into_iter().rev().take(n) {
            for part in PARTS {
                for path in addresses(part, false) {
                    // The API counts the requests of a minute.
                    cell.clock.set(cell.app.now() + jiff::SignedDuration::from_secs(1));
                    let page = browser.request(Method::GET, &path, None).await;
                    check(&who, &path, language, &page);
                }
            }
            for path in addresses("0193a1d2-7c00-7000-8000-000000000001", true) {
                for question in QUESTIONS {
                    cell.clock.set(cell.app.now() + jiff::SignedDuration::from_secs(1));
                    let asked = format!("{path}?{question}");
                    let page = browser.request(Method::GET, &asked, None).await;
                    // A change of language is a cookie.
                    browser.cookies.insert("jol-language".into(), language.into());
                    check(&who, &asked, language, &page);
                    n_refused += usize::from(page.status == StatusCode::BAD_REQUEST);
                }
            }
        }
        assert!(n_refused > 20, "{engine:?}: only {n_refused} questions were bad");
    }
}
