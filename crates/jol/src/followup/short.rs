//! What other steps know of a person, in short: vacancies and courses as lines of a list.

use domain::{access::Scope, id::ReturneeId};
use maud::{Markup, html};

use crate::{
    access::predicate::within,
    db::{Error, Tx, Value},
    words::Tongue,
};

/// A vacancy or a course: what, with whom, and the day that goes with it.
pub struct Line {
    pub title: String,
    pub organisation: String,
    pub on: jiff::civil::Date,
}

pub async fn candidacies(
    tx: &mut Tx,
    scope: &Scope,
    person: ReturneeId,
) -> Result<Vec<Line>, Error> {
    let mut values: Vec<Value> = vec![person.uuid().into()];
    let sql = within(include_str!("queries/candidacies_of.sql"), scope, &mut values);
    let rows = tx.all(sql, &values).await?;
    let line = |row: &crate::db::Row| {
        Ok(Line {
            title: row.get("title")?,
            organisation: row.get("organisation")?,
            on: crate::app::country_day(row.get("changed_at")?),
        })
    };
    rows.iter().map(line).collect()
}

pub async fn courses(tx: &mut Tx, scope: &Scope, person: ReturneeId) -> Result<Vec<Line>, Error> {
    let mut values: Vec<Value> = vec![person.uuid().into()];
    let sql = within(include_str!("queries/courses_of.sql"), scope, &mut values);
    let rows = tx.all(sql, &values).await?;
    let line = |row: &crate::db::Row| {
        Ok(Line {
            title: row.get("title")?,
            organisation: row.get("organisation")?,
            on: row.get("starts_on")?,
        })
    };
    rows.iter().map(line).collect()
}

pub fn list(tongue: Tongue, lines: &[Line]) -> Markup {
    html! {
        ul.govuk-list {
            @for line in lines {
                li { (line.title) " · " (line.organisation) " · " (tongue.date_short(line.on)) }
            }
        }
    }
}
