//! Everybody within reach as a sheet.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    access::{Action, Role},
    id::ReturneeId,
};
use jiff::civil::Date;

use super::{
    commands::{LookAtMany, reach},
    fields,
    store::{self, After},
};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    Routes::default().get("/returnees/export", Need::To(Action::Export), export)
}

/// A cell of a sheet that a spreadsheet program will not take for a formula. A phone is left as it is.
fn harmless(text: &str) -> String {
    let phone = text.strip_prefix('+').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') if !phone => format!("'{text}"),
        _ => text.to_owned(),
    }
}

/// Everybody within reach as CSV. Who was exported is written down before the file leaves.
async fn export(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::Export)?;
    // A returnee takes their own data from their own page.
    if actor.role == Role::Returnee {
        return Err(Refusal::NotAllowed);
    }
    let tongue = visitor.tongue;
    let today = app.today();
    // The mark at the start makes spreadsheet programs read the letters right.
    let mut sheet = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let head = [
        msg("record-number"),
        msg("record-name"),
        msg("returnee-sex"),
        msg("returnee-birth-date"),
        msg("returnee-home"),
        msg("returnee-country"),
        msg("returnee-return-date"),
        msg("record-registered-at"),
    ];
    let ours = |error: csv::Error| Refusal::Ours(error.into());
    sheet.write_record(head.map(|key| tongue.t(key).into_owned())).map_err(ours)?;
    let mut after = After::Start;
    loop {
        const CHUNK: i64 = 1_000;
        let found = store::list(&mut app.db.read().await?, &scope, &after, CHUNK).await?;
        let Some((_, last)) = found.last() else { break };
        after = last.clone();
        let people: Vec<ReturneeId> = found.iter().map(|(listed, _)| listed.id).collect();
        let act = app.act(actor);
        app.db.run(LookAtMany { app: app.clone(), act, action: "exported", people }).await?;
        for (listed, _) in &found {
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
            let cells = cells.map(|cell| harmless(&cell.unwrap_or_default()));
            sheet.write_record(cells).map_err(ours)?;
        }
        if found.len() < CHUNK as usize {
            break;
        }
    }
    let bytes = sheet.into_inner().map_err(|error| Refusal::Ours(error.into_error().into()))?;
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"returnees.csv\"");
    Ok(([kind, name], bytes).into_response())
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
