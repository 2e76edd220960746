//! What the program says while it runs: sentences for people, JSON lines for machines. Both go to standard error.
//!
//! A log line holds ids and counts, never a name, a number or a body. Standard output is for what a command answers.

use tracing_subscriber::{EnvFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// Begins to log. Called once, by the program; a test that wants a log begins its own.
pub fn begin(levels: &str, json: bool) -> anyhow::Result<()> {
    let levels = EnvFilter::try_new(levels)
        .map_err(|error| anyhow::anyhow!("{levels:?} is no choice of logs: {error}"))?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(false);
    let all = tracing_subscriber::registry().with(levels);
    let begun = match json {
        true => all.with(lines.json().flatten_event(true).with_target(true)).try_init(),
        false => {
            let colours = rustix::termios::isatty(rustix::stdio::stderr());
            all.with(lines.with_ansi(colours)).try_init()
        }
    };
    begun.map_err(|error| anyhow::anyhow!("cannot begin to log: {error}"))
}
