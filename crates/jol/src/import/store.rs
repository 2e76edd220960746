//! Rows of imports.

use jiff::Timestamp;
use uuid::Uuid;

use crate::record;

/// A file that is being brought in.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub id: Uuid,
    pub kind: String,
    pub digest: [u8; 32],
    pub name: String,
    pub mapping: String,
    pub whole_or_none: bool,
    pub state: String,
    pub n_lines: i64,
    pub next_line: i64,
    pub n_good: i64,
    pub n_bad: i64,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub version: i64,
}

record!(Run, "import_run", keys 1, {
    id: Uuid,
    kind: String,
    digest: [u8; 32],
    name: String,
    mapping: String,
    whole_or_none: bool,
    state: String,
    n_lines: i64,
    next_line: i64,
    n_good: i64,
    n_bad: i64,
    made_by: Uuid,
    made_at: Timestamp,
    ended_at: Option<Timestamp>,
    version: i64,
});

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct LineFault {
    pub import_run: Uuid,
    pub line: i64,
    pub field: String,
    pub fault: String,
    pub facts: String,
}

record!(LineFault, "import_fault", keys 3, {
    import_run: Uuid,
    line: i64,
    field: String,
    fault: String,
    facts: String,
});

/// Which column of a file means what.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    pub kind: String,
    pub heading: [u8; 32],
    pub mapping: String,
    pub changed_by: Uuid,
    pub changed_at: Timestamp,
}

record!(Mapping, "import_mapping", keys 2, {
    kind: String,
    heading: [u8; 32],
    mapping: String,
    changed_by: Uuid,
    changed_at: Timestamp,
});
