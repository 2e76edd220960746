//! Everybody within reach as a sheet.

use axum::{
    body::Body,
    extract::State,
    http::{Method, header},
    response::{IntoResponse, Response},
};
use domain::access::{Action, Actor, Role, Scope};
use futures_util::{StreamExt as _, stream};
use jiff::civil::Date;

use super::{
    commands::{LookAtMany, reach},
    fields,
    store::{self, After, Listed},
};
use crate::{
    app::App,
    db::{Error, chain},
    refusal::Refusal,
    web::{
        LONGEST,
        route::{Need, Routes},
        visitor::{self, Visitor},
    },
    words::msg,
};

pub fn routes() -> Routes {
    Routes::default().get("/returnees/export", Need::To(Action::Export), export)
}

/// A cell of a sheet that a spreadsheet program will not take for a formula. A phone is left as it is.
pub fn harmless(text: &str) -> String {
    let phone = text.strip_prefix('+').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') if !phone => format!("'{text}"),
        _ => text.to_owned(),
    }
}

/// People read, journalled and sent at a time: what one export holds in memory.
const CHUNK: i64 = 1_000;

/// An export under way.
struct Export {
    app: App,
    visitor: Visitor,
    actor: Actor,
    scope: Scope,
    after: After,
    is_done: bool,
}

/// Everybody within reach, as a stream. What goes wrong before the first rows is told on a page; what goes wrong behind
/// them breaks the transfer, so that nobody takes half a sheet for a whole one.
async fn export(
    method: Method,
    visitor: Visitor,
    State(app): State<App>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    // A returnee takes their own data from their own page.
    if actor.role == Role::Returnee {
        return Err(Refusal::NotAllowed);
    }
    let scope = reach(&actor, Action::Export)?;
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"returnees.csv\"");
    // Who asks for the head alone sees nobody.
    if method == Method::HEAD {
        return Ok(([kind, name], ()).into_response());
    }
    let mut export = Export { app, visitor, actor, scope, after: After::Start, is_done: false };
    let mut first = export.head()?;
    first.extend(export.rows().await?);

    let rest = stream::try_unfold(export, async |mut export| {
        if export.is_done {
            return Ok(None);
        }
        let rows = export.rows_in_time().await.inspect_err(|refusal| export.broke_off(refusal))?;
        Ok::<_, Refusal>(Some((rows, export)))
    });
    let body = stream::iter([Ok(first)]).chain(rest);
    Ok(([kind, name], Body::from_stream(body)).into_response())
}

impl Export {
    /// The mark that makes spreadsheet programs read the letters right, and what the columns are called.
    fn head(&self) -> Result<Vec<u8>, Refusal> {
        let keys = [
            msg("record-number"),
            msg("record-name"),
            msg("returnee-sex"),
            msg("returnee-birth-date"),
            msg("returnee-home"),
            msg("returnee-country"),
            msg("returnee-return-date"),
            msg("record-registered-at"),
        ];
        let names = keys.map(|key| self.visitor.tongue.t(key).into_owned());
        sheet(b"\xef\xbb\xbf".to_vec(), [names])
    }

    /// No rows take longer than another answer may, however many there are in all.
    async fn rows_in_time(&mut self) -> Result<Vec<u8>, Refusal> {
        let late = |_| Refusal::Store(Error::TimedOut);
        tokio::time::timeout(LONGEST, self.rows()).await.map_err(late)?
    }

    /// The next people. They stand in the journal before their rows leave.
    async fn rows(&mut self) -> Result<Vec<u8>, Refusal> {
        // An account that was blocked, moved or signed out meanwhile gets no more.
        if visitor::acting_now(&self.app, &self.visitor).await? != self.actor {
            return Err(Refusal::NotAllowed);
        }
        let found = store::list(
            &mut self.app.db.read().await?,
            &self.app.keys,
            &self.scope,
            &self.after,
            CHUNK,
        )
        .await?;
        self.is_done = found.len() < CHUNK as usize;
        let Some((_, last)) = found.last() else { return Ok(Vec::new()) };
        self.after = last.clone();

        let people = found.iter().map(|(listed, _)| listed.id).collect();
        let (app, act) = (self.app.clone(), self.app.act(self.actor));
        self.app.db.run(LookAtMany { app, act, action: "exported", people }).await?;

        sheet(Vec::new(), found.iter().map(|(listed, _)| self.cells(listed)))
    }

    fn cells(&self, listed: &Listed) -> [String; 8] {
        let tongue = self.visitor.tongue;
        let today = self.app.today();
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let place = listed.territory.map(|place| fields::full_name(place, tongue, today));
        let cells = [
            Some(listed.number.to_string()),
            Some(listed.name.clone()),
            listed.sex.clone(),
            day(listed.birth_on),
            place,
            listed.country.clone(),
            day(listed.returned_on),
            Some(tongue.moment(listed.registered_at)),
        ];
        cells.map(|cell| harmless(&cell.unwrap_or_default()))
    }

    /// The page is long gone, so only the operator can be told in words.
    fn broke_off(&self, refusal: &Refusal) {
        tracing::error!("An export broke off: {}", chain(refusal));
        self.app.metrics.count("export_broke_off");
    }
}

/// Rows of a sheet, behind what stands there already.
fn sheet(start: Vec<u8>, rows: impl IntoIterator<Item = [String; 8]>) -> Result<Vec<u8>, Refusal> {
    let mut sheet = csv::Writer::from_writer(start);
    for row in rows {
        sheet.write_record(row).map_err(anyhow::Error::from)?;
    }
    sheet.into_inner().map_err(|error| Refusal::Ours(error.into_error().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("+996555123456", "+996555123456"),
            ("Асанов", "Асанов"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(harmless(text), expected, "{text:?}");
        }
    }
}
