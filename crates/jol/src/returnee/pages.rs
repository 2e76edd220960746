//! Pages of those who work with returnees: the list and its search, the record, registration with the person,
//! a change with before and after, files, the journal of a record, erasure, figures by place.

use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    access::{Action, Actor, Purpose, Scope, Sensitivity, scope},
    fault::FieldFault,
    id::ReturneeId,
    phone::Phone,
    pin::{self, Pin},
    returnee::{Change, Channel, Number, Typed, Who, changes},
    territory::Territory,
};
use linkage::fold;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    commands::{self, Edit, Look, LookAtMany, Register, Restrict, reach},
    fields::{self, Asking},
    register::{asked_purposes, consent_boxes, consent_text, missing_consent, ticked},
    store::{self, After, Listed, PAGE, Returnee, Wanted},
};
use crate::{
    access::{role_key, store as accounts},
    app::App,
    refusal::Refusal,
    vault::{Field, Place, chance},
    web::{
        form::{self, Form},
        page::Page,
        parts::{self, Colour, Column, Entry, Row, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/returnees", Need::To(Action::List), list)
        .post("/returnees/search", Need::To(Action::Search), search)
        .get("/returnees/export", Need::To(Action::Export), export)
        .get("/returnees/new", Need::To(Action::Register), new)
        .post("/returnees/new", Need::To(Action::Register), register)
        .get("/returnees/{id}", Need::To(Action::See), record)
        .get("/returnees/{id}/edit", Need::To(Action::Edit), edit)
        .post("/returnees/{id}/edit", Need::To(Action::Edit), change)
        .post("/returnees/{id}/restrict", Need::To(Action::Restrict), restrict)
        .get("/returnees/{id}/erase", Need::To(Action::Erase), ask_erase)
        .post("/returnees/{id}/erase", Need::To(Action::Erase), erase)
        .get("/returnees/{id}/journal", Need::To(Action::ReadLog), journal)
        .get("/statistics", Need::To(Action::Aggregate), statistics)
}

/// What stands in the address of a list, closed up: names and numbers are not for logs and histories.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    at: String,
}

/// What somebody looks for and how far they have come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Position {
    wanted: String,
    after: After,
}

fn place(actor: &Actor) -> Place<'static> {
    Place { table: "browser", column: "position", row: actor.id, version: 1 }
}

/// Only for the one who asked: the same address tells another account nothing.
fn closed(app: &App, actor: &Actor, position: &Position) -> String {
    let plain = serde_json::to_vec(position).unwrap_or_default();
    let sealed = app.keys.seal(&*app.chance, &place(actor), &plain);
    format!("/returnees?at={}", BASE64_URL_SAFE_NO_PAD.encode(sealed))
}

fn opened(app: &App, actor: &Actor, at: &str) -> Option<Position> {
    if at.is_empty() {
        return Some(Position::default());
    }
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(at).ok()?;
    serde_json::from_slice(&app.keys.open_sealed(&place(actor), &sealed).ok()?).ok()
}

/// Understands what was typed into the one box: a number, a PIN, a phone, or names in any script.
pub fn wanted(app: &App, typed: &str) -> Result<Wanted, Refusal> {
    if let Ok(number) = typed.parse::<Number>() {
        return Ok(Wanted::Number(number));
    }
    if typed.chars().any(|c| domain::text::digit(c).is_some()) {
        if let Ok(pin) = Pin::parse(typed) {
            return Ok(Wanted::Pin(store::index(&app.keys, Field::Pin, pin.as_str())?));
        }
        if let Ok(phone) = Phone::parse(typed) {
            return Ok(Wanted::Phone(store::index(&app.keys, Field::Phone, phone.as_str())?));
        }
    }
    Ok(Wanted::Names(names(typed)))
}

/// The first two names typed, folded. A particle belongs to the name before it.
pub(super) fn names(typed: &str) -> Vec<String> {
    const PARTICLES: [&str; 6] = ["уулу", "кызы", "тегин", "uulu", "kyzy", "tegin"];
    let mut names: Vec<String> = Vec::new();
    for word in typed.split_whitespace() {
        match names.last_mut() {
            Some(name) if PARTICLES.contains(&word.to_lowercase().as_str()) => {
                name.push(' ');
                name.push_str(word);
            }
            _ => names.push(word.to_owned()),
        }
    }
    let folded = names.iter().map(|name| fold::prefixes(name).into_iter().next());
    folded.flatten().filter(|name| !name.is_empty()).take(2).collect()
}

async fn search(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let wanted = form.text("wanted").trim().chars().take(200).collect();
    let position = Position { wanted, after: After::Start };
    Ok(Redirect::to(&closed(&app, &actor, &position)).into_response())
}

async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let Some(position) = opened(&app, &actor, &asked.at) else { return Err(Refusal::NotFound) };
    let searching = !position.wanted.is_empty();
    let action = if searching { Action::Search } else { Action::List };
    let scope = reach(&actor, action)?;
    let mut found = find_page(&app, &scope, &position).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|(_, after)| {
        let position = Position { wanted: position.wanted.clone(), after: after.clone() };
        closed(&app, &actor, &position)
    });
    let people: Vec<Listed> = found.into_iter().map(|(listed, _)| listed).collect();

    let ids = people.iter().map(|listed| listed.id).collect();
    let action = if searching { "searched" } else { "listed" };
    app.db.run(LookAtMany { app: app.clone(), act: app.act(actor), action, people: ids }).await?;

    Ok(show_list(&app, &visitor, &position, &people, next.as_deref()))
}

/// One more than fits, to know whether there is a next page.
async fn find_page(
    app: &App,
    scope: &Scope,
    position: &Position,
) -> Result<Vec<(Listed, After)>, Refusal> {
    let mut tx = app.db.read().await?;
    let n = PAGE + 1;
    if position.wanted.is_empty() {
        return Ok(store::list(&mut tx, scope, &position.after, n).await?);
    }
    match wanted(app, &position.wanted)? {
        Wanted::Names(names) if names.is_empty() => Ok(Vec::new()),
        wanted => Ok(store::search(&mut tx, scope, &wanted, &position.after, n).await?),
    }
}

fn show_list(
    app: &App,
    visitor: &Visitor,
    position: &Position,
    people: &[Listed],
    next: Option<&str>,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let may = |action| visitor.actor.is_some_and(|actor| scope(&actor, action).is_ok());
    let columns = [
        Column::new(t("record-name")).names_row(),
        Column::new(t("returnee-birth-date")),
        Column::new(t("returnee-home")),
        Column::new(t("returnee-return-date")),
        Column::new(t("record-number")),
    ];
    let rows = people.iter().map(|listed| row(app, visitor, listed)).collect();
    let empty = if position.wanted.is_empty() { t("record-none") } else { t("record-not-found") };
    let table = Table {
        caption: &t("record-list"),
        caption_hidden: true,
        columns: &columns,
        rows,
        dense: true,
        empty: &empty,
    };
    let search_label = t("record-search");
    let first = (position.after != After::Start).then(|| {
        let first = Position { after: After::Start, ..position.clone() };
        visitor.actor.map(|actor| closed(app, &actor, &first)).unwrap_or_default()
    });
    let (to_first, to_next) = (t("record-to-first"), t("shell-next"));
    let main = html! {
        (parts::heading(&t("record-list"), None))
        form.jol-filters role="search" method="post" action="/returnees/search" aria-label=(search_label) novalidate {
            (form::hidden(app, visitor))
            (parts::text_input(&parts::Input {
                id: "wanted",
                name: "wanted",
                label: &search_label,
                hint: Some(&t("record-search-hint")),
                value: &position.wanted,
                kind: Some("search"),
                ..parts::Input::default()
            }))
            div.jol-filters__buttons {
                (parts::secondary_button(&t("shell-search"), "search", "yes"))
                @if !position.wanted.is_empty() { (parts::link(&t("shell-all"), "/returnees")) }
            }
        }
        p.govuk-body {
            @if may(Action::Edit) { (parts::link(&t("nav-register"), "/returnees/new")) }
            @if may(Action::Edit) && may(Action::Export) { " · " }
            @if may(Action::Export) { (parts::link(&t("record-export"), "/returnees/export")) }
        }
        @if !position.wanted.is_empty() && first.is_none() && next.is_none() && !people.is_empty() {
            p.govuk-body { (tongue.ta("shell-found", &[("n", people.len().into())])) }
        }
        (parts::table(&table))
        (parts::pagination(
            &t("record-list"),
            first.as_deref().map(|href| (href, &*to_first)),
            next.map(|href| (href, &*to_next)),
        ))
    };
    Page::new(t("record-list"), main).wide().show(app, visitor)
}

fn row(app: &App, visitor: &Visitor, listed: &Listed) -> Vec<Markup> {
    let tongue = visitor.tongue;
    let today = app.today();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| tongue.date_short(day));
    let home = listed.territory.map(|place| place.name(visitor.language(), today));
    vec![
        html! {
            (parts::link(&listed.name, &format!("/returnees/{}", listed.id)))
            @if listed.restricted { " " (parts::tag(&tongue.t("record-restricted"), Colour::Orange)) }
        },
        html! { (day(listed.birth_on).unwrap_or_default()) },
        html! { (home.unwrap_or_default()) },
        html! { (day(listed.returned_on).unwrap_or_default()) },
        html! { (listed.number.to_string()) },
    ]
}

fn person(id: &str) -> Result<ReturneeId, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}

/// Reads a record within reach of an action.
pub async fn read(
    app: &App,
    actor: &Actor,
    action: Action,
    id: ReturneeId,
) -> Result<Returnee, Refusal> {
    let scope = reach(actor, action)?;
    let found = store::find(&mut app.db.read().await?, &app.keys, &scope, id).await?;
    found.map(|(returnee, _)| returnee).ok_or(Refusal::NotFound)
}

async fn look(
    app: &App,
    actor: Actor,
    action: &'static str,
    person: ReturneeId,
) -> Result<(), Refusal> {
    let look = Look {
        app: app.clone(),
        act: app.act(actor),
        action,
        object_kind: "returnee",
        object: person.uuid(),
        person,
    };
    app.db.run(look).await
}

async fn record(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = person(&id)?;
    let returnee = read(&app, &actor, Action::See, id).await?;
    let mut tx = app.db.read().await?;
    let may = |action| scope(&actor, action).is_ok_and(|s| s.covers(&returnee.deciding()));
    let files = match may(Action::ReadFile) {
        true => store::attachments(&mut tx, id).await?,
        false => Vec::new(),
    };
    let office = returnee.offices.iter().rev().flatten().next();
    let office = match office {
        Some(office) => accounts::office(&mut tx, office.uuid()).await?,
        None => None,
    };
    drop(tx);

    look(&app, actor, "seen", id).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let here = format!("/returnees/{id}");
    let main = html! {
        (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
        @if returnee.sensitivity == Sensitivity::Restricted {
            p.govuk-body { (parts::tag(&t("record-restricted"), Colour::Orange)) }
        }
        (notices(tongue, &returnee))
        div.govuk-button-group {
            @if may(Action::Edit) { (parts::link_button(&t("record-change"), &format!("{here}/edit"))) }
            @if may(Action::ReadLog) { (parts::link(&t("record-journal"), &format!("{here}/journal"))) }
        }
        (sections(tongue, &returnee.details.typed(), app.today()))
        h2.govuk-heading-m { (t("record-kept")) }
        (parts::summary_list(&[
            Row::new(t("record-office"), office.as_ref().map_or("", |office| office.name(visitor.language()))),
            Row::new(t("record-channel"), t(channel_key(returnee.channel))),
            Row::new(t("record-registered-at"), tongue.moment(returnee.registered_at)),
            Row::new(t("record-changed-at"), tongue.moment(returnee.changed_at)),
            Row::new(t("record-consents"), consents(tongue, &returnee)),
        ]))
        @if may(Action::ReadFile) {
            h2.govuk-heading-m { (t("file-list")) }
            (super::files::list(&visitor, &files))
            @if may(Action::Attach) {
                (super::files::add_form(&app, &visitor, &format!("{here}/files"), &[], None))
            }
        }
        @if may(Action::Restrict) {
            form method="post" action={ (here) "/restrict" } {
                (form::hidden(&app, &visitor))
                @match returnee.sensitivity {
                    Sensitivity::Ordinary => (parts::secondary_button(&t("record-restrict"), "sensitivity", "restricted")),
                    Sensitivity::Restricted => (parts::secondary_button(&t("record-open"), "sensitivity", "ordinary")),
                }
            }
        }
        @if may(Action::Erase) {
            p.govuk-body { (parts::link(&t("record-erase"), &format!("{here}/erase"))) }
        }
    };
    let page = Page::new(returnee.number.to_string(), main).back("/returnees");
    let mut response = page.show(&app, &visitor);
    let tag = format!("\"{}\"", returnee.version);
    if let Ok(tag) = tag.parse() {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// What does not fit together: told, never refused.
fn notices(tongue: Tongue, returnee: &Returnee) -> Markup {
    let details = &returnee.details;
    let birth = details.birth_on.map(domain::day::BirthDay::day);
    let warnings = details.pin.as_ref().map(|pin| pin::warnings(pin, details.sex, birth));
    html! {
        @for warning in warnings.unwrap_or_default() {
            (parts::warning(&tongue.t("shell-problem"), &tongue.fault(&warning)))
        }
    }
}

/// The answers in sections.
pub fn sections(tongue: Tongue, typed: &Typed, today: jiff::civil::Date) -> Markup {
    let answers = typed.answers();
    html! {
        @for (section, asked) in fields::SECTIONS {
            h2.govuk-heading-m { (tongue.t(fields::section_key(section))) }
            (parts::summary_list(&asked.iter().filter_map(|field| {
                let (_, value) = answers.iter().find(|(known, _)| known == field)?;
                let spoken = fields::spoken(tongue, field, value, today);
                Some(Row::new(tongue.t(fields::label_key(field)), spoken))
            }).collect::<Vec<_>>()))
        }
    }
}

fn consents(tongue: Tongue, returnee: &Returnee) -> Markup {
    let given = asked_purposes().into_iter().filter(|(one, _)| returnee.consents.covers(*one));
    html! {
        ul.govuk-list {
            @for (_, key) in given { li { (tongue.t(key)) } }
        }
    }
}

pub fn channel_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Own => msg("record-channel-self"),
        Channel::Assisted => msg("record-channel-assisted"),
        Channel::Import => msg("record-channel-import"),
        Channel::Api => msg("record-channel-api"),
    }
}

/// Registration with the person is for officers. A program of a partner registers through the API, a person on
/// their own pages.
fn at_a_desk(actor: &Actor) -> Result<(), Refusal> {
    let both = [Action::List, Action::Edit].iter().all(|action| scope(actor, *action).is_ok());
    if both { Ok(()) } else { Err(Refusal::NotAllowed) }
}

async fn new(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    at_a_desk(&actor)?;
    let typed = Typed { language: visitor.language().code().to_owned(), ..Typed::default() };
    Ok(show_new(&app, &visitor, &typed, &[], &[], None))
}

/// The long form: everything on one page, in sections, for an officer with the person at the desk.
fn show_new(
    app: &App,
    visitor: &Visitor,
    typed: &Typed,
    given: &[Purpose],
    faults: &[FieldFault],
    kept: Option<Uuid>,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let main = html! {
        (parts::heading(&t("nav-register"), None))
        form method="post" action="/returnees/new" novalidate {
            (form::hidden_with(app, visitor, kept))
            (questions(app, tongue, typed, faults))
            h2.govuk-heading-m { (t("returnee-consent-title")) }
            (consent_text(visitor))
            (consent_boxes(visitor, given, faults, msg("returnee-consent-read-aloud")))
            (parts::button(&t("returnee-check-submit-officer")))
        }
    };
    Page::new(t("nav-register"), main)
        .back("/returnees")
        .problems(visitor, faults, fields::id)
        .show(app, visitor)
}

fn questions(app: &App, tongue: Tongue, typed: &Typed, faults: &[FieldFault]) -> Markup {
    let today = app.today();
    let asking = Asking { tongue, typed, faults, who: Who::Officer, today, alone: false };
    html! {
        @for (section, asked) in fields::SECTIONS {
            h2.govuk-heading-m { (tongue.t(fields::section_key(section))) }
            @for field in asked { (asking.field(field)) }
        }
    }
}

async fn register(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    at_a_desk(&actor)?;
    let (typed, given) = (fields::typed(&form), ticked(&form));
    let again =
        |faults: &[FieldFault]| Ok(show_new(&app, visitor, &typed, &given, faults, Some(form.id)));

    let mut faults = missing_consent(&given);
    let details = match typed.read(Who::Officer, app.today()) {
        Ok(details) if faults.is_empty() => details,
        Ok(_) => return again(&faults),
        Err(found) => {
            faults.splice(0..0, found);
            return again(&faults);
        }
    };

    let id = ReturneeId::from_uuid(form.id);
    let mut act = app.act(actor);
    act.purpose = Purpose::Registration;
    act.acting_for = Some(id);
    let command = Register {
        app: app.clone(),
        act,
        id,
        number: Number::from_chance(chance::random(&*app.chance)),
        details,
        consents: given.clone(),
        channel: Channel::Assisted,
        language: visitor.language(),
        session: None,
    };
    match app.db.run_once(form.once(&app), command).await {
        Ok(registered) => Ok(show_registered(&app, visitor, &registered)),
        Err(Refusal::Form(faults)) => again(&faults),
        Err(other) => Err(other),
    }
}

/// Says the number. Reached by a form, so that a person of another office can still be told theirs.
fn show_registered(app: &App, visitor: &Visitor, registered: &commands::Registered) -> Response {
    let t = |key| visitor.tongue.t(key);
    let number = (&*t("returnee-done-number"), registered.number.as_str());
    let main = html! {
        (parts::panel(&t("returnee-done-title-officer"), Some(number)))
        p.govuk-body { (t("returnee-done-keep")) }
        div.govuk-button-group {
            (parts::link_button(&t("record-see"), &format!("/returnees/{}", registered.id)))
            (parts::link(&t("nav-register"), "/returnees/new"))
        }
    };
    Page::new(t("returnee-done-title-officer"), main).back("/returnees").show(app, visitor)
}

async fn edit(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = person(&id)?;
    let returnee = read(&app, &actor, Action::Edit, id).await?;
    look(&app, actor, "seen", id).await?;
    let typed = returnee.details.typed();
    Ok(show_edit(&app, &visitor, &returnee, &typed, &[], None, false))
}

/// The form of a change. `stale` says that somebody else was faster; what was typed stays.
pub fn show_edit(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    typed: &Typed,
    faults: &[FieldFault],
    kept: Option<Uuid>,
    stale: bool,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let own =
        visitor.actor.is_some_and(|actor| actor.seat == domain::access::Seat::Own(returnee.id));
    let (back, action) = match own {
        true => ("/me".to_owned(), "/me/edit".to_owned()),
        false => {
            let here = format!("/returnees/{}", returnee.id);
            (here.clone(), format!("{here}/edit"))
        }
    };
    let main = html! {
        (parts::heading(&t("record-change"), Some(&returnee.number.to_string())))
        @if stale {
            (parts::warning(&t("refusal-changed-title"), &t("record-stale")))
            (differences(tongue, &changes(typed, &returnee.details.typed()), app.today()))
        }
        form method="post" action=(action) novalidate {
            (form::hidden_with(app, visitor, kept))
            (parts::hidden("version", &returnee.version.to_string()))
            (questions(app, tongue, typed, faults))
            (parts::button(&t("shell-continue")))
        }
    };
    let page = Page::new(t("record-change"), main).back(back).problems(visitor, faults, fields::id);
    let page = if stale { page.status(StatusCode::CONFLICT) } else { page };
    page.show(app, visitor)
}

/// Before and after, side by side.
fn differences(tongue: Tongue, changes: &[Change], today: jiff::civil::Date) -> Markup {
    let t = |key| tongue.t(key);
    let columns = [
        Column::new(t("record-field")).names_row(),
        Column::new(t("record-before")),
        Column::new(t("record-after")),
    ];
    let rows = changes
        .iter()
        .map(|change| {
            let field = change.field.as_str();
            let spoken = |value: &str| fields::spoken(tongue, field, value, today);
            vec![
                html! { (t(fields::label_key(field))) },
                html! { (spoken(&change.before)) },
                html! { (spoken(&change.after)) },
            ]
        })
        .collect();
    let caption = t("record-differences");
    let empty = t("record-no-difference");
    parts::table(&Table {
        caption: &caption,
        columns: &columns,
        rows,
        empty: &empty,
        ..Table::default()
    })
}

async fn change(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let id = person(&id)?;
    // A returnee who comes this way is held to the same answers as on their own page.
    let own = form.visitor.actor()?.seat == domain::access::Seat::Own(id);
    let who = if own { Who::Person } else { Who::Officer };
    save_change(&app, &form, id, who, format!("/returnees/{id}")).await
}

/// A change in two pages: first what differs, then, confirmed, the change itself.
pub async fn save_change(
    app: &App,
    form: &Form,
    id: ReturneeId,
    who: Who,
    done: String,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    let returnee = read(app, &actor, Action::Edit, id).await?;
    let typed = fields::typed(form);
    let version: i64 = form.text("version").parse().map_err(|_| Refusal::FormTooOld)?;
    let again = |faults: &[FieldFault], stale: bool| {
        Ok(show_edit(app, visitor, &returnee, &typed, faults, Some(form.id), stale))
    };

    let details = match typed.read(who, app.today()) {
        Ok(details) => details,
        Err(faults) => return again(&faults, false),
    };
    let confirmed = form.has("confirmed");
    if version != returnee.version && !confirmed {
        return again(&[], true);
    }
    let what = changes(&returnee.details.typed(), &details.typed());
    if !confirmed && !form.has("back") {
        return Ok(show_confirm(app, visitor, form, &returnee, &details.typed(), &what, &done));
    }
    if form.has("back") {
        return again(&[], false);
    }

    let edit = Edit { app: app.clone(), act: app.act(actor), id, version, details };
    match app.db.run_once(form.once(app), edit).await {
        // Who moved away is looked after by another office now.
        Ok(_) if read(app, &actor, Action::See, id).await.is_err() => {
            Ok(Redirect::to("/returnees").into_response())
        }
        Ok(_) => Ok(Redirect::to(&done).into_response()),
        Err(Refusal::Form(faults)) => again(&faults, false),
        Err(Refusal::Stale) => again(&[], true),
        Err(other) => Err(other),
    }
}

fn show_confirm(
    app: &App,
    visitor: &Visitor,
    form: &Form,
    returnee: &Returnee,
    typed: &Typed,
    what: &[Change],
    done: &str,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let action = if done == "/me" { "/me/edit".to_owned() } else { format!("{done}/edit") };
    let main = html! {
        (parts::heading(&t("record-check-change"), Some(&returnee.number.to_string())))
        (differences(tongue, what, app.today()))
        form method="post" action=(action) novalidate {
            // A new id: the page before asked for nothing to be written.
            (form::hidden(app, visitor))
            (parts::hidden("version", form.text("version")))
            @for (field, value) in typed.answers() { (parts::hidden(field, value)) }
            @if what.is_empty() {
                (parts::link_button(&t("shell-back"), done))
            } @else {
                button.govuk-button type="submit" name="confirmed" value="yes" { (t("shell-save")) }
                " "
                (parts::secondary_button(&t("record-change-again"), "back", "yes"))
            }
        }
    };
    Page::new(t("record-check-change"), main).back(done).show(app, visitor)
}

async fn restrict(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let id = person(&id)?;
    let sensitivity: Sensitivity =
        form.text("sensitivity").parse().map_err(|_| Refusal::Unreadable("sensitivity".into()))?;
    let command = Restrict { app: app.clone(), act: app.act(actor), id, sensitivity };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/returnees/{id}")).into_response())
}

async fn ask_erase(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = person(&id)?;
    let returnee = read(&app, &actor, Action::Erase, id).await?;
    let here = format!("/returnees/{id}");
    Ok(show_erase(&app, &visitor, &returnee, &format!("{here}/erase"), &here, &[]))
}

/// What erasing means, and a box to tick so that it does not happen by a slip.
pub fn show_erase(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    action: &str,
    back: &str,
    faults: &[FieldFault],
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let word = t("shell-error-prefix");
    let sentence = faults.first().map(|fault| tongue.sentence(&fault.sentence));
    let choices = [parts::Choice::new("yes", t("record-erase-sure"))];
    let main = html! {
        (parts::heading(&t("record-erase"), Some(&returnee.number.to_string())))
        (parts::warning(&t("shell-problem"), &t("record-erase-warning")))
        p.govuk-body { (t("record-erase-stays")) }
        form method="post" action=(action) novalidate {
            (form::hidden(app, visitor))
            (parts::checkboxes(&parts::Choices {
                id: "sure",
                name: "sure",
                problem: sentence.as_deref().map(|sentence| parts::Problem { word: &word, sentence }),
                choices: &choices,
                ..parts::Choices::default()
            }))
            (parts::warning_button(&t("record-erase")))
        }
    };
    Page::new(t("record-erase"), main)
        .back(back)
        .problems(visitor, faults, str::to_owned)
        .show(app, visitor)
}

pub fn unsure() -> [FieldFault; 1] {
    [FieldFault::plain("sure", "fault-erase-unsure")]
}

async fn erase(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let id = person(&id)?;
    let here = format!("/returnees/{id}");
    if !form.has("sure") {
        let returnee = read(&app, &actor, Action::Erase, id).await?;
        let action = format!("{here}/erase");
        return Ok(show_erase(&app, &form.visitor, &returnee, &action, &here, &unsure()));
    }
    commands::erase(&app, Some(form.once(&app)), app.act(actor), id).await?;
    let t = |key| form.visitor.tongue.t(key);
    let main = html! {
        (parts::panel(&t("record-erased"), None))
        p.govuk-body { (t("record-erase-stays")) }
    };
    Ok(Page::new(t("record-erased"), main).back("/returnees").show(&app, &form.visitor))
}

/// Where a journal goes on: before this entry.
#[derive(Debug, Deserialize)]
pub struct Before {
    before: Option<Uuid>,
}

async fn journal(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
    Query(before): Query<Before>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = person(&id)?;
    let returnee = read(&app, &actor, Action::ReadLog, id).await?;
    look(&app, actor, "read-journal", id).await?;
    show_journal(&app, &visitor, &returnee, before, &format!("/returnees/{id}")).await
}

const JOURNAL_PAGE: i64 = 50;

/// Who looked and who changed what, the newest first.
pub async fn show_journal(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    before: Before,
    back: &str,
) -> Result<Response, Refusal> {
    let mut tx = app.db.read().await?;
    let start = before.before.unwrap_or(Uuid::max());
    let entries = store::journal_of(&mut tx, returnee.id, start, JOURNAL_PAGE).await?;
    let key = store::person_key(&mut tx, &app.keys, returnee.id).await?;
    let actors: Vec<Uuid> = entries.iter().map(|entry| entry.actor).collect();
    let names = accounts::names(&mut tx, &actors).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lines: Vec<Entry> = entries
        .iter()
        .map(|entry| {
            let who = if entry.actor == returnee.id.uuid() || entry.role == "returnee" {
                t("journal-by-person").into_owned()
            } else {
                match names.get(&entry.actor) {
                    Some((name, role)) => format!("{name}, {}", t(role_key(*role))),
                    None => t("journal-by-program").into_owned(),
                }
            };
            let purpose = entry.purpose.parse().map(|purpose| t(purpose_key(purpose)));
            let what = key.as_ref().and_then(|key| commands::open_content(key, entry));
            let detail = html! {
                p.govuk-body-s { (t("journal-purpose")) ": " (purpose.unwrap_or_default()) }
                @if let Some(what) = what.filter(|_| entry.action == "changed") {
                    (differences(tongue, &what, app.today()))
                }
            };
            let when = tongue.moment(entry.at);
            Entry::new(entry.at.to_string(), when, t(action_key(&entry.action)))
                .who(who)
                .detail(detail)
        })
        .collect();
    let next = entries.last().filter(|_| entries.len() == JOURNAL_PAGE as usize);
    let next = next.map(|entry| format!("{back}/journal?before={}", entry.id));
    let earlier = t("journal-earlier");
    let main = html! {
        (parts::heading(&t("record-journal"), Some(&returnee.number.to_string())))
        p.govuk-body { (t("journal-text")) }
        (parts::timeline(&lines))
        (parts::pagination(&t("record-journal"), None, next.as_deref().map(|href| (href, &*earlier))))
    };
    Ok(Page::new(t("record-journal"), main).back(back).show(app, visitor))
}

/// What an action is called in the journal.
fn action_key(action: &str) -> &'static str {
    match action {
        "registered" => msg("journal-registered"),
        "changed" => msg("journal-changed"),
        "seen" => msg("journal-seen"),
        "listed" => msg("journal-listed"),
        "searched" => msg("journal-searched"),
        "exported" => msg("journal-exported"),
        "read-journal" => msg("journal-read"),
        "restricted" => msg("journal-restricted"),
        "opened" => msg("journal-opened"),
        "agreed" => msg("journal-agreed"),
        "withdrew" => msg("journal-withdrew"),
        "attached" => msg("journal-attached"),
        "read-file" => msg("journal-read-file"),
        "removed-file" => msg("journal-removed-file"),
        "erased" => msg("journal-erased"),
        "signed-in" => msg("journal-signed-in"),
        "took-data" => msg("journal-took-data"),
        "proposed" => msg("journal-proposed"),
        "introduced" => msg("journal-introduced"),
        "hidden" => msg("journal-hidden"),
        "invited" => msg("journal-invited"),
        "offered" => msg("journal-offered"),
        "turned-down" => msg("journal-turned-down"),
        "hire-confirmed" => msg("journal-hire-confirmed"),
        "hired" => msg("journal-hired"),
        _ => msg("journal-other"),
    }
}

fn purpose_key(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Registration => msg("purpose-registration"),
        Purpose::CaseSupport => msg("purpose-case-support"),
        Purpose::Matching => msg("purpose-job-matching"),
        Purpose::Training => msg("purpose-training"),
        Purpose::Finance => msg("purpose-finance-programme"),
        Purpose::Statistics => msg("purpose-statistics"),
        Purpose::DataProtection => msg("purpose-data-protection"),
        Purpose::OwnData => msg("purpose-own-data"),
        Purpose::Administration => msg("purpose-administration"),
        Purpose::Exchange => msg("purpose-exchange"),
    }
}

/// A cell of a sheet that a spreadsheet program will not take for a formula. A phone is left as it is.
pub fn harmless(text: &str) -> String {
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
    if actor.role == domain::access::Role::Returnee {
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
            let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
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

/// Below this a figure could point at single people, so it is not shown.
pub const SMALLEST_SHOWN: i64 = 10;

/// One place of the figures by place: women, men, all. A number too small is `None`; where one part is
/// hidden the other is too, because the sum would give it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub women: Option<i64>,
    pub men: Option<i64>,
    pub all: Option<i64>,
}

impl Figure {
    pub fn of(women: i64, men: i64, unknown: i64) -> Self {
        let shown = |n: i64| (n == 0 || n >= SMALLEST_SHOWN).then_some(n);
        let all = shown(women + men + unknown);
        let parts = (shown(women), shown(men), shown(unknown));
        match (all, parts) {
            (Some(_), (Some(women), Some(men), Some(_))) => {
                Self { women: Some(women), men: Some(men), all }
            }
            _ => Self { women: None, men: None, all },
        }
    }
}

async fn statistics(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::Aggregate)?;
    let counted = store::by_place(&mut app.db.read().await?, &scope).await?;
    let by_oblast = !matches!(scope.reach, domain::access::Reach::Office { .. });
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let mut places: Vec<(Option<Territory>, [i64; 3])> = Vec::new();
    for (code, sex, n) in counted {
        let place = code.and_then(|code| Territory::parse(&code).ok());
        let place = if by_oblast { place.map(Territory::oblast) } else { place };
        let column = match sex.as_deref() {
            Some("f") => 0,
            Some("m") => 1,
            _ => 2,
        };
        match places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, counts)) => counts[column] += n,
            None => {
                let mut counts = [0; 3];
                counts[column] = n;
                places.push((place, counts));
            }
        }
    }
    let hidden = t("statistics-hidden");
    let cell = |n: Option<i64>| match n {
        Some(n) => html! { (tongue.integer(n)) },
        None => html! { span aria-hidden="true" { "—" } span.govuk-visually-hidden { (hidden) } },
    };
    let rows = places
        .iter()
        .map(|(place, [women, men, unknown])| {
            let figure = Figure::of(*women, *men, *unknown);
            let name = place.map(|place| fields::full_name(place, tongue, today));
            let name = name.unwrap_or_else(|| t("shell-not-given").into_owned());
            vec![html! { (name) }, cell(figure.women), cell(figure.men), cell(figure.all)]
        })
        .collect();
    let columns = [
        Column::new(t("statistics-place")).names_row(),
        Column::new(t("statistics-women")).numeric(),
        Column::new(t("statistics-men")).numeric(),
        Column::new(t("statistics-all")).numeric(),
    ];
    let (caption, empty) = (t("statistics-caption"), t("record-none"));
    let table =
        Table { caption: &caption, columns: &columns, rows, empty: &empty, ..Table::default() };
    let main = html! {
        (parts::heading(&t("nav-statistics"), None))
        p.govuk-body { (t("statistics-text")) }
        (parts::table(&table))
        p.govuk-body { (hidden) }
    };
    Ok(Page::new(t("nav-statistics"), main).show(&app, &visitor))
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

    #[test]
    fn no_figure_points_at_single_people_not_even_by_subtraction() {
        let hidden = |all| Figure { women: None, men: None, all };
        assert_eq!(Figure::of(12, 20, 0), Figure { women: Some(12), men: Some(20), all: Some(32) });
        assert_eq!(Figure::of(3, 20, 0), hidden(Some(23)));
        assert_eq!(Figure::of(12, 20, 4), hidden(Some(36)));
        assert_eq!(Figure::of(3, 2, 0), hidden(None));
        assert_eq!(Figure::of(0, 15, 0), Figure { women: Some(0), men: Some(15), all: Some(15) });
    }

    #[test]
    fn a_particle_belongs_to_the_name_before_it() {
        assert_eq!(names("Жакшылык уулу Асан"), names("Jakshylyk uulu Asan"));
        assert_eq!(names("Жакшылык уулу Асан").len(), 2);
        assert_eq!(names("  "), Vec::<String>::new());
    }
}
