//! How fast the service is, measured beside a limit that no service on this machine can pass.
//!
//! A figure without its limit says more about the machine than about us. So each round measures both, one right
//! after the other on the same disk, and what counts is the median of the ratios.

mod api;
mod bare;
mod usage;

use std::io::Write;

/// Measure the service beside the limits of this machine
#[derive(Debug, clap::Subcommand)]
pub enum Bench {
    /// Registrations through the API, checked, journalled and durable, against the bare engine
    Api(api::Args),
}

pub async fn run(bench: Bench, out: &mut dyn Write) -> anyhow::Result<()> {
    match bench {
        Bench::Api(args) => api::run(args, out).await,
    }
}

/// The middle one.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
