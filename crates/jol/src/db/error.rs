//! What can go wrong with the store, told apart by what the caller should do.

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Run the command again: nothing of it was written.
    #[error("the store was busy with another change")]
    Busy(#[source] Source),
    /// The connection went while the commit was under way. An error is not a refusal: it may be there.
    #[error("the connection to the store was lost while saving")]
    Unknown(#[source] Source),
    /// A row with this key is there already. Tells the constraint (PostgreSQL) or the columns (SQLite).
    #[error("the row is there already: {0}")]
    Exists(String),
    #[error("the disk of the store is full")]
    Full(#[source] Source),
    #[error("the store can be read, not written")]
    ReadOnly(#[source] Source),
    #[error("the store took too long to answer")]
    TimedOut,
    #[error("the store is closed")]
    Closed,
    #[error("column {0} does not hold what it should")]
    Column(String),
    #[error("a command waited for something other than the store")]
    WaitedElsewhere,
    #[error("a command panicked")]
    Panicked,
    #[error("the store failed")]
    Engine(#[source] Source),
}

pub type Source = Box<dyn std::error::Error + Send + Sync>;

impl Error {
    /// The same once more, for each of many who waited for one thing. Its causes go along as text.
    pub(super) fn again(&self) -> Self {
        let told = |source: &Source| -> Source { chain(&**source).into() };
        match self {
            Self::Busy(source) => Self::Busy(told(source)),
            Self::Unknown(source) => Self::Unknown(told(source)),
            Self::Exists(what) => Self::Exists(what.clone()),
            Self::Full(source) => Self::Full(told(source)),
            Self::ReadOnly(source) => Self::ReadOnly(told(source)),
            Self::TimedOut => Self::TimedOut,
            Self::Closed => Self::Closed,
            Self::Column(name) => Self::Column(name.clone()),
            Self::WaitedElsewhere => Self::WaitedElsewhere,
            Self::Panicked => Self::Panicked,
            Self::Engine(source) => Self::Engine(told(source)),
        }
    }
}

/// An error with everything that led to it, in one line.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        told.push_str(": ");
        told.push_str(&next.to_string());
        cause = next.source();
    }
    told
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let code = error.sqlite_error_code();
        let extended = error.sqlite_error().map(|inner| inner.extended_code);
        match code {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy(error.into()),
            Some(Code::DiskFull) => Self::Full(error.into()),
            Some(Code::ReadOnly) => Self::ReadOnly(error.into()),
            Some(Code::OperationInterrupted) => Self::TimedOut,
            Some(Code::ConstraintViolation)
                if matches!(
                    extended,
                    Some(
                        rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                            | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                    )
                ) =>
            {
                Self::Exists(error.to_string())
            }
            _ => Self::Engine(error.into()),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::Database(inner) => inner.code().map(|code| code.into_owned()),
            sqlx::Error::PoolTimedOut => return Self::Busy(error.into()),
            sqlx::Error::PoolClosed => return Self::Closed,
            // Before a commit the transaction is gone with its connection, so the command may run again.
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => {
                return Self::Busy(error.into());
            }
            _ => None,
        };
        match code.as_deref() {
            Some("40001" | "40P01" | "55P03") => Self::Busy(error.into()),
            // The server is starting, stopping, or has too many guests.
            Some("57P01" | "57P02" | "57P03" | "53300") => Self::Busy(error.into()),
            Some(code) if code.starts_with("08") => Self::Busy(error.into()),
            Some("57014") => Self::TimedOut,
            Some("53100") => Self::Full(error.into()),
            Some("25006") => Self::ReadOnly(error.into()),
            Some("23505") => {
                let constraint = error.as_database_error().and_then(|inner| inner.constraint());
                Self::Exists(constraint.unwrap_or("unnamed").to_owned())
            }
            _ => Self::Engine(error.into()),
        }
    }
}
