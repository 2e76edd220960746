//! Everything we hold about a person, as a file they can keep or take elsewhere.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{access::Action, id::ReturneeId, matching::proposal::Group};
use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};

use super::store::{RoadRow, SpellRow, VisitRow};
use crate::{
    app::App,
    course::store::{Attendance, EnrolmentRow},
    db::{Error, Kind, Record, Tx, Value},
    matching::{
        proposal::store::{self as proposals, ProposalLine, ProposalPlace, Ways},
        replay::ListShown,
    },
    meaning::confirmed::ConfirmedWords,
    profile::store::{ItemRow, SettledAnswer, WishRow},
    refusal::Refusal,
    returnee::{
        commands::{open_content, reach},
        export::harmless,
        pages::look,
        store::{self as returnees, Keyring, Returnee},
    },
    same::store::{RECORDS, group_of},
    support::store::{Letter, NoteRow, StepRow},
    vacancy::{overrule::OverruleRow, store::CandidacyRow},
    web::{
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
};

pub fn routes() -> Routes {
    Routes::default().get("/me/data", Need::SignedIn, as_json).get(
        "/me/data.csv",
        Need::SignedIn,
        as_csv,
    )
}

async fn as_json(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let held = held(&app, &visitor).await?;
    let text = serde_json::to_string_pretty(&held).map_err(|error| Refusal::Ours(error.into()))?;
    let kind = (header::CONTENT_TYPE, "application/json");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\"");
    Ok(([kind, name], text).into_response())
}

/// One line for each value: what it is about, which of them, the name of the value and the value.
async fn as_csv(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let held = held(&app, &visitor).await?;
    let ours = |error: csv::Error| Refusal::Ours(error.into());
    // The mark at the start makes spreadsheet programs read the letters right.
    let mut sheet = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    sheet.write_record(["about", "number", "field", "value"]).map_err(ours)?;
    for (about, value) in &held {
        let (single, many) = match value {
            Json::Array(many) => (None, many.as_slice()),
            single => (Some(single), &[][..]),
        };
        for (at, one) in many.iter().chain(single).enumerate() {
            let number = (at + 1).to_string();
            let whole = Map::from_iter([(String::new(), one.clone())]);
            for (field, value) in one.as_object().unwrap_or(&whole) {
                let value = match value {
                    Json::Null => continue,
                    Json::String(text) => harmless(text),
                    other => other.to_string(),
                };
                sheet.write_record([about, &number, field, &value]).map_err(ours)?;
            }
        }
    }
    let bytes = sheet.into_inner().map_err(|error| Refusal::Ours(error.into_error().into()))?;
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.csv\"");
    Ok(([kind, name], bytes).into_response())
}

/// Reads it all, and writes down that it was taken.
async fn held(app: &App, visitor: &Visitor) -> Result<Map<String, Json>, Refusal> {
    let actor = visitor.actor()?;
    let id = own_record(&actor)?;
    let scope = reach(&actor, Action::Export)?;
    let mut tx = app.db.read().await?;
    let found = returnees::find(&mut tx, &app.keys, &scope, id).await?;
    let (returnee, _) = found.ok_or(Refusal::NotFound)?;
    let keys = returnees::keyring(&mut tx, &app.keys, id).await?;
    let mut held = Map::new();
    held.insert("number".into(), json!(returnee.number.to_string()));
    held.insert("registered_at".into(), json!(returnee.registered_at.to_string()));
    let typed = returnee.details.typed();
    let answers = typed.answers().map(|(field, value)| (field.to_owned(), json!(value)));
    held.insert("answers".into(), Json::Object(answers.into_iter().collect()));
    if let Some(records) = records(&mut tx, app, &returnee).await? {
        held.insert("records".into(), records);
    }
    of_the_record(&mut tx, id, &keys, &mut held).await?;
    of_the_road(&mut tx, id, &keys, &mut held).await?;
    drop(tx);
    look(app, actor, "took-data", id).await?;
    Ok(held)
}

/// What each record says, where there are several.
async fn records(tx: &mut Tx, app: &App, person: &Returnee) -> Result<Option<Json>, Refusal> {
    let group = group_of(tx, person.id).await?;
    if group.is_alone() {
        return Ok(None);
    }
    let mut records = Vec::new();
    for record in group.records() {
        let found = returnees::record(tx, &app.keys, record).await?;
        let (record, _) = found.ok_or(Refusal::NotFound)?;
        let typed = record.details.typed();
        let answers = typed.answers().map(|(field, value)| (field.to_owned(), json!(value)));
        records.push(json!({
            "number": record.number.to_string(),
            "registered_at": record.registered_at.to_string(),
            "answers": Json::Object(answers.into_iter().collect()),
        }));
    }
    Ok(Some(Json::Array(records)))
}

/// Entries of the journal in the file.
const ENTRIES: i64 = 10_000;

async fn of_the_record(
    tx: &mut Tx,
    id: ReturneeId,
    keys: &Keyring,
    held: &mut Map<String, Json>,
) -> Result<(), Error> {
    let consents = returnees::consents(tx, id).await?;
    let files = returnees::attachments(tx, id).await?;
    let entries = returnees::journal_of(tx, id, uuid::Uuid::max(), ENTRIES).await?;
    let consents = consents.iter().map(|consent| {
        json!({
            "purpose": consent.purpose,
            "given_at": consent.given_at.to_string(),
            "text_version": consent.text_version,
        })
    });
    let files = files.iter().map(|(id, kind, n_bytes, _)| {
        json!({ "address": format!("/files/{id}"), "kind": kind, "bytes": n_bytes })
    });
    let entries = entries.iter().map(|entry| {
        json!({
            "at": entry.at.to_string(),
            "action": entry.action,
            "role": entry.role,
            "purpose": entry.purpose,
            "changes": entry.person.and_then(|record| open_content(keys.get(record)?, entry)),
        })
    });
    held.insert("consents".into(), consents.collect());
    held.insert("files".into(), files.collect());
    held.insert("journal".into(), entries.collect());
    Ok(())
}

/// The rows of every step, as they are kept.
async fn of_the_road(
    tx: &mut Tx,
    id: ReturneeId,
    keys: &Keyring,
    held: &mut Map<String, Json>,
) -> Result<(), Error> {
    held.insert("profile".into(), rows::<ItemRow>(tx, id).await?);
    held.insert("wish".into(), rows::<WishRow>(tx, id).await?);
    held.insert("settled".into(), rows::<SettledAnswer>(tx, id).await?);
    held.insert("confirmed_words".into(), rows::<ConfirmedWords>(tx, id).await?);
    held.insert("candidacies".into(), rows::<CandidacyRow>(tx, id).await?);
    held.insert("courses".into(), rows::<EnrolmentRow>(tx, id).await?);
    held.insert("attendance".into(), rows::<Attendance>(tx, id).await?);
    held.insert("plan".into(), rows::<StepRow>(tx, id).await?);
    held.insert("work".into(), rows::<SpellRow>(tx, id).await?);
    held.insert("visits".into(), rows::<VisitRow>(tx, id).await?);
    held.insert("road".into(), rows::<RoadRow>(tx, id).await?);
    let mut notes = Vec::new();
    for note in all::<NoteRow>(tx, id).await? {
        // That there is one is told; what it says of somebody else is not.
        let words = if note.of_others { None } else { Some(note.open(keys.of(note.returnee)?)?) };
        notes.push(json!({
            "at": note.made_at.to_string(),
            "of_others": note.of_others,
            "words": words,
        }));
    }
    held.insert("notes".into(), Json::Array(notes));
    let mut letters = Vec::new();
    for letter in all::<Letter>(tx, id).await? {
        letters.push(json!({
            "at": letter.made_at.to_string(),
            "from_me": letter.from_person,
            "words": letter.open(keys.of(letter.returnee)?)?,
        }));
    }
    held.insert("letters".into(), Json::Array(letters));
    let mut overruled = Vec::new();
    for kept in all::<OverruleRow>(tx, id).await? {
        overruled.push(json!({
            "at": kept.made_at.to_string(),
            "candidacy": kept.id,
            "left_out": kept.left_out,
            "words": kept.open(keys.of(kept.returnee)?)?,
        }));
    }
    held.insert("overruled".into(), Json::Array(overruled));
    let mut lists = Vec::new();
    for list in all::<ListShown>(tx, id).await? {
        lists.push(json!({
            "at": list.shown_at.to_string(),
            "weights": list.edition,
            "made_from": list.open(keys.of(list.returnee)?)?,
        }));
    }
    held.insert("lists_shown".into(), Json::Array(lists));
    let mut lines = Vec::new();
    for line in all::<ProposalLine>(tx, id).await? {
        let ways = line.open_ways(keys.of(line.returnee)?)?;
        lines.push(proposed(tx, &line, &ways).await?);
    }
    held.insert("proposals".into(), Json::Array(lines));
    Ok(())
}

/// What a proposal says of the person: their place and all places they could have had, as vacancies and groups of courses.
async fn proposed(tx: &mut Tx, line: &ProposalLine, ways: &Ways) -> Result<Json, Error> {
    let numbers = ways.ways.iter().map(|(at, _)| i64::from(*at));
    let places = proposals::places_at(tx, line.proposal, numbers).await?;
    let thing = |at: i64| places.iter().find(|place| place.at == at);
    let told = |place: &ProposalPlace| json!({ "kind": place.kind, "id": place.thing });
    let could: Vec<Json> = ways
        .ways
        .iter()
        .filter_map(|(at, points)| {
            Some(json!({ "place": told(thing(i64::from(*at))?), "points": points }))
        })
        .collect();
    Ok(json!({
        "proposal": line.proposal,
        "at": line.changed_at.to_string(),
        "place": line.place.and_then(thing).map(told),
        "could_have": could,
        "groups": ways.groups().iter().map(Group::code).collect::<Vec<_>>(),
        "declined": line.declined,
    }))
}

async fn all<R: Record>(tx: &mut Tx, id: ReturneeId) -> Result<Vec<R>, Error> {
    let sql = format!("select * from {} where returnee in ({RECORDS})", R::TABLE.name);
    tx.list(sql, &[id.uuid().into()]).await
}

async fn rows<R: Record>(tx: &mut Tx, id: ReturneeId) -> Result<Json, Error> {
    Ok(all::<R>(tx, id).await?.iter().map(row).collect())
}

/// A row by the names of its columns. What is sealed is told elsewhere.
fn row<R: Record>(record: &R) -> Json {
    let columns = R::TABLE.columns.iter().zip(record.values());
    let known = columns.filter_map(|((name, kind), value)| {
        let value = match (value, kind) {
            (Value::Null(_) | Value::Bytes(_), _) => return None,
            (Value::Bool(truth), _) => json!(truth),
            (Value::Int(micros), Kind::Moment) => {
                json!(Timestamp::from_microsecond(micros).ok()?.to_string())
            }
            (Value::Int(number), _) => json!(number),
            (Value::Text(text), _) => json!(text),
            (Value::Uuid(id), _) => json!(id.to_string()),
            (Value::Date(day), _) => json!(day.to_string()),
        };
        Some(((*name).to_owned(), value))
    });
    Json::Object(known.collect())
}
