//! Rows of imports.

use domain::access::Scope;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    access::predicate::within,
    db::{Error, Tx},
    record,
};

domain::codes! {
    /// How far a file has come.
    State {
        /// Somebody is still looking at it.
        New = "new",
        /// Its lines are being written, by a command or by the work in the background.
        Running = "running",
        Done = "done",
        /// Nothing of it was taken.
        Refused = "refused",
        /// It broke off half-way and goes on when it is sent again.
        Stopped = "stopped",
    }
}

/// A file that is being brought in.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub id: Uuid,
    pub kind: String,
    pub digest: [u8; 32],
    pub mapping: String,
    pub whole_or_none: bool,
    pub agreed: bool,
    pub evidence: Option<String>,
    pub is_kept: bool,
    pub state: String,
    /// Why nothing of it was taken, or why it broke off: the key of a sentence.
    pub fault: Option<String>,
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
    mapping: String,
    whole_or_none: bool,
    agreed: bool,
    evidence: Option<String>,
    is_kept: bool,
    state: String,
    fault: Option<String>,
    n_lines: i64,
    next_line: i64,
    n_good: i64,
    n_bad: i64,
    made_by: Uuid,
    made_at: Timestamp,
    ended_at: Option<Timestamp>,
    version: i64,
});

impl Run {
    pub fn state(&self) -> Result<State, Error> {
        self.state.parse().map_err(|_| Error::Column("state".into()))
    }

    pub fn kind(&self) -> Result<super::Kind, Error> {
        self.kind.parse().map_err(|_| Error::Column("kind".into()))
    }
}

pub async fn run(tx: &mut Tx, id: Uuid) -> Result<Option<Run>, Error> {
    tx.find("select * from import_run where id = $1", &[id.into()]).await
}

pub async fn lock_run(tx: &mut Tx, id: Uuid) -> Result<Option<Run>, Error> {
    tx.lock("select * from import_run where id = $1", &[id.into()]).await
}

/// The run of this file that is under way or done.
pub async fn begun(tx: &mut Tx, digest: [u8; 32], kind: &str) -> Result<Option<Run>, Error> {
    let sql = "select * from import_run where digest = $1 and kind = $2 and state not in ('new', 'refused')";
    tx.find(sql, &[digest.into(), kind.into()]).await
}

/// The newest runs of an account.
pub async fn runs_of(tx: &mut Tx, account: Uuid) -> Result<Vec<Run>, Error> {
    let sql = "select * from import_run where made_by = $1 order by id desc limit 20";
    tx.list(sql, &[account.into()]).await
}

/// Files whose lines wait for the work in the background, the oldest first.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Run>, Error> {
    let sql =
        "select * from import_run where state = 'running' and is_kept = $1 order by id limit 20";
    tx.list(sql, &[true.into()]).await
}

/// A line that could not be taken.
#[derive(Clone, Debug, PartialEq)]
pub struct LineFault {
    pub import_run: Uuid,
    pub line: i64,
    pub field: String,
    pub fault: String,
    pub facts: Vec<u8>,
}

record!(LineFault, "import_fault", keys 3, {
    import_run: Uuid,
    line: i64,
    field: String,
    fault: String,
    facts: Vec<u8>,
});

/// What is wrong with the lines behind one, in their order.
pub async fn faults(
    tx: &mut Tx,
    run: Uuid,
    after: i64,
    most: i64,
) -> Result<Vec<LineFault>, Error> {
    let sql = "select * from import_fault where import_run = $1 and line > $2 order by line, field limit $3";
    tx.list(sql, &[run.into(), after.into(), most.into()]).await
}

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

pub async fn mapping(tx: &mut Tx, kind: &str, heading: [u8; 32]) -> Result<Option<Mapping>, Error> {
    let sql = "select * from import_mapping where kind = $1 and heading = $2";
    tx.find(sql, &[kind.into(), heading.into()]).await
}

/// People of a file who have an older record, as far as they were compared yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alike {
    /// Joined to it, since nothing spoke against it.
    pub n_joined: i64,
    /// Somebody has to look.
    pub n_open: i64,
}

/// What is known of the people of a run: of those alone whom somebody sees, with the older record. A number that tells of
/// others would say of a single line that its person is known elsewhere.
pub async fn alike(tx: &mut Tx, scope: &Scope, run: &Run, now: Timestamp) -> Result<Alike, Error> {
    let first = |at: Timestamp| {
        let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
    };
    let behind = run.ended_at.unwrap_or(now) + SignedDuration::from_millis(1);
    let mut values = vec![first(run.made_at).into(), first(behind).into(), run.made_by.into()];
    let sql = within(include_str!("queries/pairs.sql"), scope, &mut values);
    let mut alike = Alike::default();
    for row in tx.all(sql, &values).await? {
        let (state, n): (String, i64) = (row.at(0)?, row.at(1)?);
        match state.as_str() {
            "same" => alike.n_joined += n,
            "apart" => (),
            _ => alike.n_open += n,
        }
    }
    Ok(alike)
}
