//! A service of its own for each test: a folder, a store, a clock that stands still.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use clap::Parser as _;
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use jol::{
    app::{App, HandClock},
    cell,
    config::Settings,
    vault::SystemChance,
    web::server::ClientAddr,
};
use tower::ServiceExt as _;

/// The engines a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// PostgreSQL is started by `./test`, which tells where it is. Without it half of the proof is missing, so a run
/// that has not said `JOL_TEST_SQLITE_ONLY` fails.
pub fn engines() -> Vec<Engine> {
    match (postgres(), setting("JOL_TEST_SQLITE_ONLY")) {
        (Some(_), _) => vec![Engine::Sqlite, Engine::Postgres],
        (None, Some(_)) => vec![Engine::Sqlite],
        (None, None) => panic!("run the tests by `./test`, or set JOL_TEST_SQLITE_ONLY=1"),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the address of the test server is no setting of the service"
)]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn postgres() -> Option<String> {
    setting("JOL_TEST_POSTGRES")
}

pub struct TestCell {
    pub app: App,
    /// Made once: it is asked a thousand times.
    pub router: axum::Router,
    pub clock: Arc<HandClock>,
    pub dir: PathBuf,
}

#[derive(clap::Parser)]
struct Words {
    #[command(flatten)]
    settings: Settings,
}

pub fn settings(dir: &std::path::Path) -> Settings {
    let mut settings = Words::parse_from(["jol"]).settings;
    settings.dir = dir.to_owned();
    settings.least_free_mb = 1;
    settings.ballast_mb = 0;
    settings
}

pub fn new_dir() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let dir = std::env::temp_dir().join(format!("jol-test-{}-{n}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    dir
}

/// The address of a store on this engine that nothing else uses.
pub fn store_address(engine: Engine, dir: &std::path::Path) -> Option<String> {
    let name = dir.file_name()?.to_str()?.replace('-', "_");
    match engine {
        Engine::Sqlite => None,
        Engine::Postgres => postgres().map(|url| format!("{url}?schema={name}")),
    }
}

impl TestCell {
    pub async fn new(engine: Engine) -> Self {
        Self::on(engine, "2026-11-21T05:00:00Z").await
    }

    pub async fn on(engine: Engine, now: &str) -> Self {
        let now: Timestamp = now.parse().unwrap();
        let clock = Arc::new(HandClock::at(now));
        let dir = new_dir();
        let store = store_address(engine, &dir);
        let app = cell::create(
            settings(&dir),
            store.as_deref(),
            "Test",
            "Эмгек министрлиги",
            true,
            clock.clone(),
            Arc::new(SystemChance),
        )
        .await
        .unwrap();
        let router = jol::web::router(app.clone());
        Self { app, router, clock, dir }
    }
}

impl Drop for TestCell {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// What came back.
pub struct Answer {
    pub status: axum::http::StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn location(&self) -> String {
        let value = self.headers.get("location").map(|value| value.to_str().unwrap());
        value.unwrap_or_default().to_owned()
    }

    /// The hidden fields of the last form on the page, ready to be sent back.
    pub fn hidden(&self) -> String {
        let form = self.text.rsplit("<form").next().unwrap_or_default();
        let form = form.split("</form>").next().unwrap_or_default();
        let fields = form.split("<input type=\"hidden\" ").skip(1).map(|field| {
            let part = |name: &str| {
                let start = field.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
                field[start..].split('"').next().unwrap()
            };
            format!("{}={}", part("name"), part("value"))
        });
        fields.collect::<Vec<_>>().join("&")
    }

    /// Without what differs between any two answers: ids and proofs of forms, and the id that was asked for.
    pub fn tidy(&self, id: &str) -> (u16, String) {
        let mut text = self.text.replace(id, "ID");
        for field in ["name=\"-id\" value=\"", "name=\"-proof\" value=\""] {
            text = text
                .split(field)
                .enumerate()
                .map(|(place, part)| match place {
                    0 => part.to_owned(),
                    _ => part.split_once('"').map_or(part, |(_, rest)| rest).to_owned(),
                })
                .collect::<Vec<_>>()
                .join(field);
        }
        (self.status.as_u16(), text)
    }
}

async fn answer(router: &axum::Router, request: axum::http::Request<axum::body::Body>) -> Answer {
    use tower::ServiceExt as _;
    let response = router.clone().oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
}

/// Asks as a browser with this cookie; with a body it sends a form.
pub async fn ask(
    router: &axum::Router,
    method: &str,
    path: &str,
    cookie: &str,
    body: Option<&str>,
) -> Answer {
    let request = axum::http::Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", cookie)
        .header("content-type", "application/x-www-form-urlencoded");
    answer(router, request.body(body.unwrap_or_default().to_owned().into()).unwrap()).await
}

/// Asks as a program with this token.
pub async fn ask_api(router: &axum::Router, method: &str, path: &str, bearer: &str) -> Answer {
    ask_api_with(router, method, path, bearer, "{}").await
}

/// The same with a body; none is sent when it is empty.
pub async fn ask_api_with(
    router: &axum::Router,
    method: &str,
    path: &str,
    bearer: &str,
    body: &str,
) -> Answer {
    let request = axum::http::Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", bearer)
        .header("content-type", "application/json");
    answer(router, request.body(body.to_owned().into()).unwrap()).await
}

/// A browser without JavaScript: keeps cookies, follows redirects on this site, fills in forms.
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    pub address: IpAddr,
    /// Sent with every request; a test of other sites changes it.
    pub site: Option<&'static str>,
}

/// What a browser shows.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// Where the last redirect led, or what was asked for.
    pub path: String,
}

impl Browser {
    pub fn new(app: &App) -> Self {
        Self::at(app, "10.1.1.1")
    }

    /// A browser in a network of its own.
    pub fn at(app: &App, address: &str) -> Self {
        Self {
            router: jol::web::router(app.clone()),
            cookies: BTreeMap::new(),
            address: address.parse().unwrap(),
            site: Some("same-origin"),
        }
    }

    /// One request, with no redirect followed.
    pub async fn request(&mut self, method: Method, path: &str, body: Option<String>) -> Page {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "jol.test");
        if let Some(site) = self.site {
            request = request.header("sec-fetch-site", site);
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let mut request = request.body(Body::from(body.unwrap_or_default())).unwrap();
        request.extensions_mut().insert(ClientAddr(self.address));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, rest) = line.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = body.collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&body).into_owned();
        Page { status: parts.status, headers: parts.headers, body, path: path.to_owned() }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let page = self.request(Method::GET, path, None).await;
        self.follow(page).await
    }

    async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..3 {
            let Some(to) = page.location() else { break };
            page = self.request(Method::GET, &to, None).await;
        }
        page
    }

    /// Sends the first form of the page with this action, with its hidden fields and what is filled in.
    pub async fn send(&mut self, page: &Page, action: &str, filled: &[(&str, &str)]) -> Page {
        let answer = self.send_only(page, action, filled).await;
        self.follow(answer).await
    }

    /// The same, with no redirect followed.
    pub async fn send_only(&mut self, page: &Page, action: &str, filled: &[(&str, &str)]) -> Page {
        let hidden = page.hidden(action);
        let mut fields: Vec<(String, String)> =
            filled.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        fields.extend(hidden.into_iter().filter(|(name, _)| filled.iter().all(|(f, _)| f != name)));
        self.request(Method::POST, action, Some(encoded(&fields))).await
    }
}

pub fn encoded(fields: &[(String, String)]) -> String {
    let safe = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", safe(name), safe(value))).collect();
    pairs.join("&")
}

impl Page {
    pub fn location(&self) -> Option<String> {
        self.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned())
    }

    /// The hidden fields of the first form with this action.
    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let start = self.body.find(&format!("action=\"{action}\"")).unwrap_or_else(|| {
            panic!("{}: no form for {action} in {}\n{}", self.path, self.status, self.body)
        });
        let form = &self.body[start..];
        let form = &form[..form.find("</form>").unwrap()];
        form.split("<input type=\"hidden\" ")
            .skip(1)
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect()
    }

    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The words of the page, without its elements.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut inside = false;
        for c in self.body.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                _ if !inside => text.push(c),
                _ => (),
            }
        }
        unescaped(&text)
    }
}

fn attribute(element: &str, name: &str) -> String {
    let start = element.find(&format!("{name}=\"")).map(|at| at + name.len() + 2).unwrap();
    unescaped(element[start..].split('"').next().unwrap())
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
