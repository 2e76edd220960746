//! What is wrong with a whole file. Each is one sentence in plain words, and nothing of such a file is taken.

use std::io;

use domain::fault::Fault;

#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    #[error("the file is empty")]
    Empty,
    #[error("there is a heading and no line below it")]
    HeadingOnly,
    #[error("this is no table")]
    Binary,
    #[error("the letters cannot be read")]
    Letters,
    #[error("a table in the format of Excel before 2007, or one with a password")]
    OldExcel,
    #[error("a packed file that is no XLSX")]
    NotASheet,
    #[error("a workbook without sheets")]
    NoSheet,
    #[error("the workbook cannot be read")]
    Damaged,
    #[error("larger than {max_mb} MB")]
    Large { max_mb: u64 },
    #[error("unpacked it is larger than {max_mb} MB")]
    Unpacked { max_mb: u64 },
    #[error("a quotation mark in line {line} is never closed")]
    Quote { line: u64 },
    #[error("line {line} is too long")]
    LongLine { line: u64 },
    #[error("more than {max} columns")]
    Columns { max: usize },
    #[error("more than {max} rows")]
    Rows { max: u64 },
    #[error("the cells {place} are merged")]
    Merged { place: String },
    #[error("the file changed while it was read")]
    Changed,
    #[error("the file cannot be read from the disk")]
    Disk(#[from] io::Error),
}

impl Fault for FileFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Empty => "fault-import-empty",
            Self::HeadingOnly => "fault-import-heading-only",
            Self::Binary => "fault-import-binary",
            Self::Letters => "fault-import-letters",
            Self::OldExcel => "fault-import-old-excel",
            Self::NotASheet => "fault-import-not-a-sheet",
            Self::NoSheet => "fault-import-no-sheet",
            Self::Damaged => "fault-import-damaged",
            Self::Large { .. } => "fault-import-large",
            Self::Unpacked { .. } => "fault-import-unpacked",
            Self::Quote { .. } => "fault-import-quote",
            Self::LongLine { .. } => "fault-import-long-line",
            Self::Columns { .. } => "fault-import-columns",
            Self::Rows { .. } => "fault-import-rows",
            Self::Merged { .. } => "fault-import-merged",
            Self::Changed => "fault-import-changed",
            Self::Disk(_) => "fault-import-disk",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Large { max_mb } | Self::Unpacked { max_mb } => {
                vec![("max_mb", max_mb.to_string())]
            }
            // A line is a name here: 1 234 would be looked for in vain.
            Self::Quote { line } | Self::LongLine { line } => vec![("typed", line.to_string())],
            Self::Columns { max } => vec![("max", max.to_string())],
            Self::Rows { max } => vec![("max", max.to_string())],
            Self::Merged { place } => vec![("place", place.clone())],
            _ => Vec::new(),
        }
    }
}
