//! Numbers a ministry can trust: each with its definition, its base and its uncertainty, or not at all.

mod definition;
mod interval;
mod disclosure;

pub use definition::{AgeBand, Dimension, Facts, Filter, Share, Tally, TimeBand, Wait, WorkBand};
pub use disclosure::{hide_more, is_small, shown};
pub use interval::{Interval, wilson};

/// No published cell stands for fewer people than this.
pub const FEWEST: u64 = 10;
