//! Numbers that others have published: dated data with their sources, shown beside ours and never reckoned with.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

/// How many people had come back by a day, as somebody estimated it.
#[derive(Clone, Debug, Deserialize)]
pub struct EstimatedReturns {
    pub code: String,
    pub until: Date,
    pub people: u64,
    pub source: String,
}

/// Between which shares, in hundredths, a paper puts one of our numbers.
#[derive(Clone, Debug, Deserialize)]
pub struct EstimatedShare {
    pub number: String,
    pub low: u64,
    pub high: u64,
    pub period: String,
    pub source: String,
}

const RETURNS: &str = include_str!("../../../../data/estimated_returns.csv");
const SHARES: &str = include_str!("../../../../data/published_estimates.csv");

/// In the order of their days.
pub fn returns() -> &'static [EstimatedReturns] {
    static ROWS: LazyLock<Vec<EstimatedReturns>> = LazyLock::new(|| {
        let mut rows: Vec<EstimatedReturns> = read(RETURNS);
        rows.sort_by_key(|row| row.until);
        rows
    });
    &ROWS
}

pub fn share(number: &str) -> Option<&'static EstimatedShare> {
    static ROWS: LazyLock<Vec<EstimatedShare>> = LazyLock::new(|| read(SHARES));
    ROWS.iter().find(|row| row.number == number)
}

/// The lines of a file. One that cannot be read is left out; a test holds that there is none.
fn read<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().filter_map(Result::ok).collect()
}

#[cfg(test)]
mod tests {
    use domain::indicator::{TimeBand, WorkBand};

    use super::*;
    use crate::indicator::report::Number;

    #[test]
    fn every_line_is_read_and_has_its_source() {
        assert_eq!(returns().len(), RETURNS.lines().count() - 1);
        assert!(returns().iter().all(|row| row.people > 0 && !row.source.is_empty()));
        let work = WorkBand::ALL.iter().copied().map(Number::Work);
        let time = TimeBand::ALL.iter().copied().map(Number::Time);
        let tables: Vec<Number> = work.chain(time).collect();
        assert_eq!(tables.len(), SHARES.lines().count() - 1);
        for number in tables {
            let told = share(&number.code()).unwrap();
            assert!(told.low < told.high && told.high <= 100 && !told.source.is_empty());
        }
    }
}
