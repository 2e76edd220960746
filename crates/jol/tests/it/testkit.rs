//! A service of its own for each test: a folder, a store, a clock that stands still.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use clap::Parser as _;
use jiff::Timestamp;
use jol::{
    app::{App, HandClock},
    cell,
    config::Settings,
    vault::SystemChance,
};

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
            true,
            clock.clone(),
            Arc::new(SystemChance),
        )
        .await
        .unwrap();
        Self { app, clock, dir }
    }
}

impl Drop for TestCell {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}
