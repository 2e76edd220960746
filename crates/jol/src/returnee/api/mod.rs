//! Returnees for programs. The shapes here are promises, so they are not the types of the domain.

mod shapes;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    access::{Action, Purpose},
    fault::{FieldFault, Sentence},
    id::ReturneeId,
    phone::Phone,
    pin::Pin,
    returnee::{Channel, Details, Number, Who},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use self::shapes::{
    BulkAnswer, ChangedReturnee, Count, Journal, JournalEntry, NewReturnee, NewReturnees, Page,
    RegisteredReturnee, Returnee, ReturneePatch, RowAnswer, Search,
};
use super::{
    bulk::{Outcome, RegisterAll},
    commands::{self, Changed, Edit, Look, LookAtMany, reach},
    list::names,
    registration::{Register, Registered},
    store::{self, After, Wanted},
};
use crate::{
    app::App,
    db::{Command, Tx},
    refusal::{PlaceFault, Refusal},
    same::typing,
    vault::{Field, chance},
    web::{
        address::Path,
        api::{self, Body, Caller, Endpoints, Listed, Op, Query, read_cursor, write_cursor},
        route::Need,
    },
};

/// How many rows a page of the API may have.
const MOST_ROWS: i64 = 100;

/// The longest beginning of a name that is looked for.
const LONGEST_NAME: usize = 120;

pub fn endpoints() -> Endpoints {
    let number = json!({ "type": "string", "example": "K7QM-3XVA-T" });
    Endpoints::default()
        .with(
            Op::get("/api/v1/returnees", Need::To(Action::List), "listReturnees", "List returnees")
                .text("returnees", "Everybody within reach of the account, the newest registrations first.")
                .answers::<Page>(200, "One page of the list.")
                .question("number", "Only the record with this registration number.", number)
                .paged(MOST_ROWS),
            list,
        )
        .with(
            Op::post("/api/v1/returnees", Need::To(Action::Register), "registerReturnee", "Register a returnee")
                .text("returnees", "The person has agreed to be registered. A PIN is registered once.")
                .takes::<NewReturnee>("What the person told.")
                .answers::<RegisteredReturnee>(201, "The person is registered.")
                .made()
                .tagged(201)
                .once(201),
            register,
        )
        .with(
            Op::get("/api/v1/returnees/count", Need::To(Action::Count), "countReturnees", "Count returnees")
                .text("returnees", "How many records are within reach of the account.")
                .answers::<Count>(200, "The count."),
            count,
        )
        .with(
            Op::post("/api/v1/returnees/search", Need::To(Action::Search), "searchReturnees", "Search returnees")
                .text(
                    "returnees",
                    "By the beginning of a name in any script, by registration number, PIN or phone. A search is a body, \
                     because addresses are written into logs.",
                )
                .takes::<Search>("What to look for.")
                .answers::<Page>(200, "One page of what was found."),
            search,
        )
        .with(
            Op::post("/api/v1/returnees/bulk", Need::To(Action::Register), "registerReturnees", "Register many")
                .text(
                    "returnees",
                    "Up to 500 registrations at once, each with an id of its own that is made before it is sent. A row that \
                     arrived before is answered as it was then. The good rows are registered, or none, as `whole` says.",
                )
                .takes::<NewReturnees>("The rows.")
                .answers::<BulkAnswer>(200, "What became of each row, in the order they came.")
                .once(200),
            register_many,
        )
        .with(
            Op::get("/api/v1/returnees/{id}", Need::To(Action::See), "getReturnee", "Read a record")
                .text("returnees", "The whole record. That it was read is written into the person's journal.")
                .answers::<Returnee>(200, "The record.")
                .tagged(200)
                .if_none_match(),
            see,
        )
        .with(
            Op::patch("/api/v1/returnees/{id}", Need::To(Action::Edit), "changeReturnee", "Change a record")
                .text("returnees", "A merge patch (RFC 7396): what is named is changed, `null` takes an answer away.")
                .takes::<ReturneePatch>("The answers that change.")
                .answers::<ChangedReturnee>(200, "The record is changed.")
                .tagged(200)
                .if_match(),
            change,
        )
        .with(
            Op::delete("/api/v1/returnees/{id}", Need::To(Action::Erase), "eraseReturnee", "Erase a person")
                .text("returnees", "The person's key is destroyed. Nothing brings the record back; the journal stays whole.")
                .answers_nothing(204, "The person is erased.")
                .if_match(),
            erase,
        )
        .with(
            Op::get("/api/v1/returnees/{id}/journal", Need::To(Action::ReadLog), "readJournal", "Read the journal")
                .text("returnees", "Who looked at the record and who changed it, the newest first.")
                .answers::<Journal>(200, "One page of the journal.")
                .paged(MOST_ROWS),
            journal,
        )
}

/// Takes away the row that was read only to learn whether there is another, and tells where the next page begins.
fn cut<T>(rows: &mut Vec<(T, After)>, limit: i64) -> Option<After> {
    if api::cut(rows, limit) { rows.last().map(|(_, after)| after.clone()) } else { None }
}

async fn list(
    State(app): State<App>,
    caller: Caller,
    request: Request,
) -> Result<Response, Refusal> {
    let query = Query::read(request.uri().query(), &["after", "limit", "number"])?;
    let scope = reach(&caller.actor, Action::List)?;
    let limit = query.limit(store::PAGE, MOST_ROWS)?;
    let of = Listed { actor: caller.actor.id, question: b"list" };
    let after = match query.text("after") {
        None => After::Start,
        Some(text) => read_cursor(&app, &of, text)?,
    };
    let mut rows = {
        let mut tx = app.db.read().await?;
        match query.text("number") {
            None => store::list(&mut tx, &app.keys, &scope, &after, limit + 1).await?,
            Some(number) => {
                let wanted = Wanted::Number(registration_number("?number", number)?);
                store::search(&mut tx, &app.keys, &scope, &wanted, &After::Start, 1).await?
            }
        }
    };

    let next = cut(&mut rows, limit).map(|after| write_cursor(&app, &of, &after)).transpose()?;
    look_at_many(&app, &caller, "listed", &rows).await?;

    let returnees = rows.into_iter().map(|(listed, _)| listed.into()).collect();
    let page = Page { returnees, next };
    Ok(api::paged(api::json(&page)?, "/api/v1/returnees", page.next.as_deref(), limit))
}

async fn look_at_many(
    app: &App,
    caller: &Caller,
    action: &'static str,
    rows: &[(store::Listed, After)],
) -> Result<(), Refusal> {
    if rows.is_empty() {
        return Ok(());
    }
    let people = rows.iter().map(|(listed, _)| listed.id).collect();
    app.db.run(LookAtMany { app: app.clone(), act: caller.act, action, people }).await
}

fn wrong(pointer: &str, sentence: Sentence) -> Refusal {
    Refusal::Body(vec![PlaceFault { pointer: pointer.to_owned(), sentence }])
}

fn registration_number(pointer: &str, text: &str) -> Result<Number, Refusal> {
    text.parse().map_err(|_| wrong(pointer, Sentence::plain("fault-api-registration-number")))
}

impl Search {
    fn wanted(&self, app: &App) -> Result<Wanted, Refusal> {
        let asked = (&self.name, &self.number, &self.pin, &self.phone);
        match asked {
            (Some(name), None, None, None) if name.chars().count() > LONGEST_NAME => {
                let facts = vec![("max", LONGEST_NAME.to_string())];
                Err(wrong("#/name", Sentence { key: "fault-text-too-long", facts }))
            }
            (Some(name), None, None, None) => Ok(Wanted::Names(names(name))),
            (None, Some(number), None, None) => {
                Ok(Wanted::Number(registration_number("#/number", number)?))
            }
            (None, None, Some(pin), None) => {
                let pin = Pin::parse(pin).map_err(|fault| wrong("#/pin", (&fault).into()))?;
                Ok(Wanted::Pin(store::index(&app.keys, Field::Pin, pin.as_str())?))
            }
            (None, None, None, Some(phone)) => {
                let phone =
                    Phone::parse(phone).map_err(|fault| wrong("#/phone", (&fault).into()))?;
                Ok(Wanted::Phone(store::index(&app.keys, Field::Phone, phone.as_str())?))
            }
            _ => Err(wrong("#", Sentence::plain("fault-api-one"))),
        }
    }
}

async fn search(State(app): State<App>, body: Body<Search>) -> Result<Response, Refusal> {
    let (caller, asked) = (body.caller, body.value);
    let scope = reach(&caller.actor, Action::Search)?;
    let wanted = asked.wanted(&app)?;
    let limit = asked.limit.unwrap_or(store::PAGE);
    let question = Sha256::digest(format!("{wanted:?}"));
    let of = Listed { actor: caller.actor.id, question: &question };
    let after = match &asked.after {
        None => After::Start,
        Some(text) => read_cursor(&app, &of, text)?,
    };
    // An empty beginning would find everybody.
    let nobody = matches!(&wanted, Wanted::Names(names) if names.is_empty());
    let mut rows = match nobody {
        true => Vec::new(),
        false => {
            let mut tx = app.db.read().await?;
            store::search(&mut tx, &app.keys, &scope, &wanted, &after, limit + 1).await?
        }
    };

    let next = match wanted {
        Wanted::Names(_) => cut(&mut rows, limit),
        // A number, a PIN and a phone are found whole.
        _ => None,
    };
    let next = next.map(|after| write_cursor(&app, &of, &after)).transpose()?;
    look_at_many(&app, &caller, "searched", &rows).await?;

    let returnees = rows.into_iter().map(|(listed, _)| listed.into()).collect();
    api::json(&Page { returnees, next })
}

async fn count(
    State(app): State<App>,
    caller: Caller,
    request: Request,
) -> Result<Response, Refusal> {
    Query::read(request.uri().query(), &[])?;
    let scope = reach(&caller.actor, Action::Count)?;
    let mut tx = app.db.read().await?;
    api::json(&Count { count: store::count(&mut tx, &scope).await? })
}

async fn register(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body<NewReturnee>,
) -> Result<Response, Refusal> {
    let caller = body.caller;
    caller.writes()?;
    let key = api::idempotency_key(&headers)?;
    let scope = reach(&caller.actor, Action::Register)?;
    let (details, consents) = body.value.read(&scope, app.today()).map_err(Refusal::Form)?;

    let id = ReturneeId::from_uuid(app.new_id());
    let review = typing::is_like_somebody(&app, &caller.actor, &details).await?;
    let register = registration(&app, &caller, id, details, consents);
    let command = RegisterAndTell { register, review };
    let (registered, review) = app.db.run_once(caller.once(key, body.digest), command).await?;

    let Registered { id: registered_id, number, version } = registered;
    let answer = RegisteredReturnee { id: registered_id.uuid(), number, version, review };
    let place = [(header::LOCATION, format!("/api/v1/returnees/{registered_id}"))];
    let response = (StatusCode::CREATED, place, [api::etag(version)], api::json(&answer)?);
    Ok(replayed(response.into_response(), registered_id != id))
}

/// Registers somebody, and keeps what was told of them for the same request once more.
struct RegisterAndTell {
    register: Register,
    review: bool,
}

impl Command for RegisterAndTell {
    type Answer = (Registered, bool);

    fn prepare(&mut self) -> Result<(), Refusal> {
        self.register.prepare()
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Self::Answer, Refusal> {
        Ok((self.register.run(tx).await?, self.review))
    }
}

fn replayed(mut response: Response, replayed: bool) -> Response {
    if replayed {
        let yes = header::HeaderValue::from_static("true");
        response.headers_mut().insert("idempotent-replayed", yes);
    }
    response
}

fn registration(
    app: &App,
    caller: &Caller,
    id: ReturneeId,
    details: Details,
    consents: Vec<Purpose>,
) -> Register {
    Register {
        app: app.clone(),
        act: caller.act,
        id,
        number: Number::from_chance(chance::random(&*app.chance)),
        language: details.language,
        details,
        consents,
        channel: Channel::Api,
        session: None,
        rows: None,
    }
}

/// Until when an id may say it was made: clocks differ a little.
fn is_row_id(app: &App, id: Uuid) -> bool {
    const HOUR: u64 = 60 * 60;
    let made = id.get_timestamp().map(|at| at.to_unix().0);
    let now = u64::try_from(app.now().as_second()).unwrap_or_default();
    id.get_version_num() == 7 && made.is_some_and(|made| made <= now + HOUR)
}

async fn register_many(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body<NewReturnees>,
) -> Result<Response, Refusal> {
    let caller = body.caller;
    caller.writes()?;
    let key = api::idempotency_key(&headers)?;
    let scope = reach(&caller.actor, Action::Register)?;
    let (rows, whole) = (body.value.rows, body.value.whole);

    let mut good = Vec::new();
    let mut faults: Vec<Vec<PlaceFault>> = vec![Vec::new(); rows.len()];
    let mut seen = std::collections::HashSet::new();
    for (at, row) in rows.iter().enumerate() {
        let mut wrong =
            |pointer: String, sentence| faults[at].push(PlaceFault { pointer, sentence });
        if !is_row_id(&app, row.id) {
            wrong(format!("#/rows/{at}/id"), Sentence::plain("fault-api-row-id"));
        } else if !seen.insert(row.id) {
            wrong(format!("#/rows/{at}/id"), Sentence::plain("fault-api-row-twice"));
        }
        match row.returnee.read(&scope, app.today()) {
            Ok((details, consents)) if faults[at].is_empty() => {
                let id = ReturneeId::from_uuid(row.id);
                good.push((at, registration(&app, &caller, id, details, consents)));
            }
            Ok(_) => {}
            Err(found) => faults[at].extend(found.into_iter().map(|fault| in_row(at, fault))),
        }
    }
    if whole && good.len() < rows.len() {
        return Err(Refusal::Body(faults.into_iter().flatten().collect()));
    }

    let places: Vec<usize> = good.iter().map(|(at, _)| *at).collect();
    let rows_to_write = good.into_iter().map(|(_, row)| row).collect();
    let command = RegisterAll::new(app.clone(), caller.act, rows_to_write, whole);
    let done = app.db.run_once(caller.once(key, body.digest), command).await?;

    let mut outcomes: Vec<Option<Outcome>> = vec![None; rows.len()];
    for (at, outcome) in places.into_iter().zip(done) {
        faults[at].extend(outcome.fault(at));
        outcomes[at] = Some(outcome);
    }
    let tongue = caller.visitor.tongue;
    let answers: Vec<RowAnswer> = rows
        .iter()
        .zip(outcomes)
        .zip(&faults)
        .map(|((row, outcome), faults)| {
            let (outcome, number) = match outcome {
                Some(Outcome::Registered { number }) => ("registered", Some(number)),
                Some(Outcome::Known { number }) => ("known", Some(number)),
                _ => ("refused", None),
            };
            let errors = faults.iter().map(|fault| api::place(tongue, fault)).collect();
            RowAnswer { id: row.id, outcome, number, errors }
        })
        .collect();
    let refused = answers.iter().filter(|answer| answer.number.is_none()).count();
    api::json(&BulkAnswer { registered: answers.len() - refused, refused, rows: answers })
}

fn in_row(at: usize, fault: FieldFault) -> PlaceFault {
    PlaceFault {
        pointer: format!("#/rows/{at}/returnee/{}", fault.field),
        sentence: fault.sentence,
    }
}

async fn see(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ReturneeId>,
    request: Request,
) -> Result<Response, Refusal> {
    Query::read(request.uri().query(), &[])?;
    let scope = reach(&caller.actor, Action::See)?;
    let found = {
        let mut tx = app.db.read().await?;
        store::find(&mut tx, &app.keys, &scope, id).await?
    };
    let (returnee, _) = found.ok_or(Refusal::NotFound)?;
    let tag = [api::etag(returnee.version)];
    if api::is_known(request.headers(), returnee.version) {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }

    look(&app, &caller, id, "seen").await?;

    Ok((tag, api::json(&Returnee::from(&returnee))?).into_response())
}

async fn look(
    app: &App,
    caller: &Caller,
    id: ReturneeId,
    action: &'static str,
) -> Result<(), Refusal> {
    let look = Look {
        app: app.clone(),
        act: caller.act,
        action,
        object_kind: "returnee",
        object: id.uuid(),
        person: id,
    };
    app.db.run(look).await
}

async fn change(
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    headers: HeaderMap,
    body: Body<ReturneePatch>,
) -> Result<Response, Refusal> {
    let caller = body.caller;
    caller.writes()?;
    let version = api::if_match(&headers)?;
    let scope = reach(&caller.actor, Action::Edit)?;
    let found = {
        let mut tx = app.db.read().await?;
        store::find(&mut tx, &app.keys, &scope, id).await?
    };
    let (was, _) = found.ok_or(Refusal::NotFound)?;
    if was.version != version {
        return Err(Refusal::Stale);
    }

    let mut typed = was.details.typed();
    for (name, value) in &body.members {
        let text = match value {
            serde_json::Value::Array(items) => {
                items.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>().join(" ")
            }
            value => value.as_str().unwrap_or_default().to_owned(),
        };
        *typed.answer(name).ok_or(Refusal::NotFound)? = text;
    }
    let details = typed.read(Who::Agency, app.today()).map_err(Refusal::Form)?;
    let edit = Edit { app: app.clone(), act: caller.act, id, version, details };
    let Changed { version } = app.db.run(edit).await?;

    Ok(([api::etag(version)], api::json(&ChangedReturnee { version })?).into_response())
}

async fn erase(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ReturneeId>,
    request: Request,
) -> Result<Response, Refusal> {
    Query::read(request.uri().query(), &[])?;
    caller.writes()?;
    let version = api::if_match(request.headers())?;

    commands::erase_version(&app, None, caller.act, id, Some(version)).await?;

    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn journal(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ReturneeId>,
    request: Request,
) -> Result<Response, Refusal> {
    let query = Query::read(request.uri().query(), &["after", "limit"])?;
    let limit = query.limit(store::PAGE, MOST_ROWS)?;
    let scope = reach(&caller.actor, Action::ReadLog)?;
    let question = id.uuid();
    let of = Listed { actor: caller.actor.id, question: question.as_bytes() };
    let before: Uuid = match query.text("after") {
        None => Uuid::max(),
        Some(text) => read_cursor(&app, &of, text)?,
    };
    let mut entries = {
        let mut tx = app.db.read().await?;
        store::find(&mut tx, &app.keys, &scope, id).await?.ok_or(Refusal::NotFound)?;
        store::journal_of(&mut tx, id, before, limit + 1).await?
    };

    let limit_rows = usize::try_from(limit).unwrap_or_default();
    let more = entries.len() > limit_rows;
    entries.truncate(limit_rows);
    let last = entries.last().filter(|_| more).map(|entry| entry.id);
    let next = last.map(|last| write_cursor(&app, &of, &last)).transpose()?;
    look(&app, &caller, id, "read-journal").await?;

    let entries = entries.into_iter().map(JournalEntry::from).collect();
    let journal = Journal { entries, next };
    let path = format!("/api/v1/returnees/{id}/journal");
    Ok(api::paged(api::json(&journal)?, &path, journal.next.as_deref(), limit))
}
