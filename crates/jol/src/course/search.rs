//! Looking for courses: the catalogue, and what closes a gap. Only what people are shown is found.

use std::cmp::Reverse;

use domain::{
    classifier::{Code, Codes},
    territory::Territory,
};
use jiff::civil::Date;
use uuid::Uuid;

use super::store::CourseRow;
use crate::db::{Error, Record as _, Row, Tx, Value};

/// A course of the catalogue with its next group, if there is one.
#[derive(Clone, Debug)]
pub struct Found {
    pub course: CourseRow,
    pub provider: String,
    pub next: Option<Next>,
}

/// The next group of a course.
#[derive(Clone, Debug)]
pub struct Next {
    pub id: Uuid,
    pub starts_on: Date,
    pub ends_on: Date,
    pub territory: String,
    pub n_free: i64,
}

impl Found {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let next = match row.get::<Option<Uuid>>("group_id")? {
            None => None,
            Some(id) => Some(Next {
                id,
                starts_on: row.get("starts_on")?,
                ends_on: row.get("ends_on")?,
                territory: row.get("territory")?,
                n_free: (row.get::<i64>("seats")? - row.get::<i64>("n_taken")?).max(0),
            }),
        };
        Ok(Self { course: CourseRow::from_row(row)?, provider: row.get("provider")?, next })
    }

    /// Where the catalogue goes on behind this one.
    pub fn after(&self) -> After {
        After(self.next.as_ref().map_or(NEVER, |next| next.starts_on), self.course.id)
    }
}

/// Courses without a group in sight stand last.
const NEVER: Date = jiff::civil::date(9999, 12, 31);

/// The last course of a page: when it begins, and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct After(Date, Uuid);

impl Default for After {
    fn default() -> Self {
        Self(jiff::civil::date(1, 1, 1), Uuid::nil())
    }
}

impl std::fmt::Display for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl std::str::FromStr for After {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (day, id) = text.split_once('.').ok_or(())?;
        Ok(Self(day.parse().map_err(drop)?, id.parse().map_err(drop)?))
    }
}

/// What somebody looks for. What is empty is not asked.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub words: Vec<String>,
    pub occupation: String,
    /// The places where it may be; on-line is everywhere.
    pub places: Vec<Territory>,
    pub language: String,
    pub is_free: bool,
}

/// How many words of a search are looked at.
const MOST_WORDS: usize = 4;

/// Courses that people are shown, those that begin soonest first.
pub async fn catalogue(
    tx: &mut Tx,
    wanted: &Wanted,
    today: Date,
    after: After,
    n: i64,
) -> Result<Vec<Found>, Error> {
    let places: Vec<&str> = wanted.places.iter().map(|place| place.code()).collect();
    let mut values: Vec<Value> = vec![
        today.into(),
        NEVER.into(),
        after.0.into(),
        after.1.into(),
        places.join(" ").into(),
        wanted.occupation.as_str().into(),
        wanted.language.as_str().into(),
        wanted.is_free.into(),
    ];
    // Words are letters and digits alone, so none of them means more than itself.
    let word = |at: usize| wanted.words.get(at).map_or("%".into(), |word| format!("%{word}%"));
    values.extend((0..MOST_WORDS).map(|at| Value::from(word(at))));
    values.push(n.into());
    let rows = tx.all(include_str!("queries/catalogue.sql"), &values).await?;
    rows.iter().map(Found::from_row).collect()
}

/// The occupations that can be learned now.
pub async fn occupations(tx: &mut Tx) -> Result<Vec<Code>, Error> {
    let rows = tx.all(include_str!("queries/occupations.sql"), &[]).await?;
    let broken = |_| Error::Column("occupation".into());
    rows.iter().map(|row| row.at::<String>(0)?.parse().map_err(broken)).collect()
}

/// Courses with a group to come that teach some of these skills or lead to some of these licences: those that close most
/// gaps first, and of equals those that begin sooner.
pub async fn closing(
    tx: &mut Tx,
    gaps: &Codes,
    today: Date,
    n: usize,
) -> Result<Vec<Found>, Error> {
    /// Few courses teach one skill; of a hundred that begin soon the best ones are chosen.
    const LOOKED_AT: i64 = 100;
    let mut found: Vec<(usize, Found)> = Vec::new();
    for gap in gaps.iter() {
        let pattern = format!("% {} %", gap.as_str().replace('_', "\\_"));
        let values = [today.into(), LOOKED_AT.into(), pattern.into()];
        for row in &tx.all(include_str!("queries/closing.sql"), &values).await? {
            let one = Found::from_row(row)?;
            let course = one.course.course()?;
            // The engines compare letters in their own ways; a code is itself alone.
            let is_new = found.iter().all(|(_, known)| known.course.id != one.course.id);
            if is_new && course.closes(gap) {
                found.push((gaps.iter().filter(|gap| course.closes(gap)).count(), one));
            }
        }
    }
    found.sort_by_key(|(n_closed, one)| (Reverse(*n_closed), one.after()));
    Ok(found.into_iter().take(n).map(|(_, one)| one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_catalogue_goes_on_is_read_and_written_to_the_same() {
        let after = After(jiff::civil::date(2026, 12, 1), Uuid::from_u128(7));
        assert_eq!(after.to_string().parse(), Ok(after));
        for bad in ["", "x", ".", "2026-12-01", "2026-12-32.x"] {
            assert_eq!(bad.parse::<After>(), Err(()), "{bad}");
        }
    }
}
