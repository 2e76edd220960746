//! How fast the service is, measured beside a limit that no service on this machine can pass.
//!
//! A figure without its limit says more about the machine than about us. So each round measures both, one right
//! after the other on the same disk, and what counts is the median of the ratios.

mod api;
mod bare;
mod candidates;
mod csr;
mod export;
mod import;
mod indicators;
mod link;
mod matches;
mod reads;
mod road;
pub mod usage;

pub use self::{
    api::{Api, run as api},
    candidates::{Candidates, run as candidates},
    export::{Export, run as export},
    import::{Import, run as import},
    indicators::{Indicators, run as indicators},
    link::Link,
    matches::{Matches, run as matches},
    reads::{Reads, run as reads},
    road::{Road, run as road},
};

/// The middle one.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
