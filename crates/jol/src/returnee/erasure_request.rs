//! A person says at an office that they want to be erased. The officer writes it down; whoever may erase finds it in a
//! list, and erases or says why the record is kept. The same person in their own account needs nobody for it.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, Role},
    id::ReturneeId,
    returnee::Number,
};
use jiff::Timestamp;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    commands::{LookAtMany, reach},
    store::{self, Returnee},
};
use crate::{
    access::{predicate::within, store as accounts},
    app::App,
    db::{
        Command, Error, Record as _, Row, Tx,
        journal::{self, Act, Note},
    },
    record,
    refusal::Refusal,
    same::store::RECORDS,
    web::{
        address::Path,
        form::{self, Form},
        page::Page,
        parts::{self, Column, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

#[derive(Clone, Debug)]
pub struct ErasureRequest {
    pub id: Uuid,
    pub returnee: Uuid,
    pub asked_by: Uuid,
    pub asked_at: Timestamp,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<Timestamp>,
    pub answer: Option<String>,
}

record!(ErasureRequest, "erasure_request", keys 1, {
    id: Uuid,
    returnee: Uuid,
    asked_by: Uuid,
    asked_at: Timestamp,
    decided_by: Option<Uuid>,
    decided_at: Option<Timestamp>,
    answer: Option<String>,
});

domain::codes! {
    /// What became of a request.
    Answer {
        Erased = "erased",
        /// The person took it back.
        TakenBack = "taken-back",
        /// A law asks to keep the record.
        Law = "law",
    }
}

/// The newest request of a person, open or decided.
async fn newest(tx: &mut Tx, person: ReturneeId) -> Result<Option<ErasureRequest>, Error> {
    let sql = format!("select * from erasure_request where returnee in ({RECORDS})");
    let sql = format!("{sql} order by asked_at desc, id desc limit 1");
    tx.find(sql, &[person.uuid().into()]).await
}

/// The open request of a person, held until the transaction ends.
async fn lock_open(tx: &mut Tx, person: ReturneeId) -> Result<Option<ErasureRequest>, Error> {
    let sql = format!(
        "select * from erasure_request where returnee in ({RECORDS}) and decided_at is null"
    );
    tx.lock(&sql, &[person.uuid().into()]).await
}

/// Answers what a person asked for and was not answered yet, and tells whether there was anything. The record is held by
/// the caller.
pub async fn decide(
    tx: &mut Tx,
    person: ReturneeId,
    answer: Answer,
    (by, at): (Uuid, Timestamp),
) -> Result<bool, Error> {
    let mut is_decided = false;
    // Somebody may have asked by each of their records.
    while let Some(open) = lock_open(tx, person).await? {
        let answer = Some(answer.code().to_owned());
        tx.update(&ErasureRequest { decided_by: Some(by), decided_at: Some(at), answer, ..open })
            .await?;
        is_decided = true;
    }
    Ok(is_decided)
}

/// Writes down that a person asks to be erased. Asked twice it is one request.
pub struct AskErasure {
    pub app: App,
    pub act: Act,
    pub id: Uuid,
    pub person: ReturneeId,
}

impl Command for AskErasure {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let reach = reach(&self.act.actor, Action::Edit)?;
        store::lock(tx, &self.app.keys, &reach, self.person).await?.ok_or(Refusal::NotFound)?;
        if lock_open(tx, self.person).await?.is_some() {
            return Ok(());
        }

        let request = ErasureRequest {
            id: self.id,
            returnee: self.person.uuid(),
            asked_by: self.act.actor.id,
            asked_at: self.act.at,
            decided_by: None,
            decided_at: None,
            answer: None,
        };
        tx.insert(&request).await?;
        let note = note("asked-erasure", self.person);
        Ok(journal::write(tx, self.app.new_id(), &self.act, note).await?)
    }
}

/// Decides that a record is kept although its person asked to be erased.
pub struct Keep {
    pub app: App,
    pub act: Act,
    pub person: ReturneeId,
    pub because: Answer,
}

impl Command for Keep {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let reach = reach(&self.act.actor, Action::Erase)?;
        if self.act.actor.role == Role::Returnee || self.because == Answer::Erased {
            return Err(Refusal::NotAllowed);
        }
        store::lock(tx, &self.app.keys, &reach, self.person).await?.ok_or(Refusal::NotFound)?;
        let by = (self.act.actor.id, self.act.at);
        if !decide(tx, self.person, self.because, by).await? {
            return Err(Refusal::Stale);
        }
        let note = Note { fields: vec![self.because.code()], ..note("kept", self.person) };
        Ok(journal::write(tx, self.app.new_id(), &self.act, note).await?)
    }
}

fn note(action: &'static str, person: ReturneeId) -> Note {
    let object = Some(person.uuid());
    Note { action, object_kind: "returnee", object, person: Some(person), ..Note::default() }
}

pub fn routes() -> Routes {
    Routes::default()
        .get("/erasures", Need::To(Action::Erase), list)
        .post("/returnees/{id}/ask-erasure", Need::To(Action::Edit), ask)
        .post("/returnees/{id}/keep", Need::To(Action::Erase), keep)
}

/// Who sees the list: whoever may erase others.
pub fn decides(actor: &Actor) -> bool {
    actor.role != Role::Returnee && reach(actor, Action::Erase).is_ok()
}

/// On the record: what was asked and decided, or the way to ask.
pub async fn section(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    may_ask: bool,
) -> Result<Markup, Refusal> {
    let mut tx = app.db.read().await?;
    let request = newest(&mut tx, returnee.id).await?;
    let asker: Vec<Uuid> = request.iter().map(|request| request.asked_by).collect();
    let names = accounts::names(&mut tx, &asker).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let is_open = request.as_ref().is_some_and(|request| request.decided_at.is_none());
    Ok(html! {
        @if let Some(request) = &request {
            @let who = names.get(&request.asked_by).map_or("", |(name, _)| name);
            (parts::inset(html! {
                (t("erasure-asked")) ": " (tongue.moment(request.asked_at)) ", " (who) ". "
                (t(answer_key(request)))
                @if is_open && visitor.actor.is_some_and(|actor| decides(&actor)) {
                    " " (parts::link(&t("nav-erasures"), "/erasures"))
                }
            }))
        }
        @if may_ask && !is_open {
            form method="post" action={ "/returnees/" (returnee.id) "/ask-erasure" } novalidate {
                (form::hidden(app, visitor))
                p.govuk-body { (t("erasure-ask-text")) }
                (parts::secondary_button(&t("erasure-ask"), "ask", "yes"))
            }
        }
    })
}

fn answer_key(request: &ErasureRequest) -> &'static str {
    match request.answer.as_deref().and_then(|answer| answer.parse().ok()) {
        None => msg("erasure-open"),
        Some(Answer::Erased) => msg("record-erased"),
        Some(Answer::TakenBack) => msg("erasure-taken-back"),
        Some(Answer::Law) => msg("erasure-law"),
    }
}

async fn ask(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let person: ReturneeId = id.parse().map_err(|_| Refusal::NotFound)?;
    let mut act = app.act(form.visitor.actor()?);
    act.acting_for = Some(person);
    let command = AskErasure { app: app.clone(), act, id: form.id, person };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/returnees/{person}")).into_response())
}

async fn keep(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let person: ReturneeId = id.parse().map_err(|_| Refusal::NotFound)?;
    let because: Answer =
        form.text("because").parse().map_err(|_| Refusal::Unreadable("because".into()))?;
    let act = app.act(form.visitor.actor()?);
    let command = Keep { app: app.clone(), act, person, because };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to("/erasures").into_response())
}

struct Asked {
    request: ErasureRequest,
    person: Uuid,
    number: Number,
    name: String,
}

impl Asked {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let names: [Option<String>; 3] =
            [row.get("surname")?, row.get("given")?, row.get("patronymic")?];
        Ok(Self {
            request: ErasureRequest::from_row(row)?,
            person: row.get("person")?,
            number: row
                .get::<String>("number")?
                .parse()
                .map_err(|_| Error::Column("number".into()))?,
            name: names.into_iter().flatten().collect::<Vec<_>>().join(" "),
        })
    }
}

async fn list(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::Erase)?;
    if !decides(&actor) {
        return Err(Refusal::NotAllowed);
    }
    let mut values = Vec::new();
    let sql = within(include_str!("queries/erasure_requests.sql"), &scope, &mut values);
    let mut tx = app.db.read().await?;
    let rows = tx.all(sql, &values).await?;
    let asked = rows.iter().map(Asked::from_row).collect::<Result<Vec<_>, _>>()?;
    let askers: Vec<Uuid> = asked.iter().map(|one| one.request.asked_by).collect();
    let names = accounts::names(&mut tx, &askers).await?;
    drop(tx);

    let people = asked.iter().map(|one| ReturneeId::from_uuid(one.person)).collect();
    let act = app.act(actor);
    app.db.run(LookAtMany { app: app.clone(), act, action: "listed", people }).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let row = |one: &Asked| {
        let here = format!("/returnees/{}", one.person);
        let who = names.get(&one.request.asked_by).map_or("", |(name, _)| name);
        vec![
            html! { (parts::link(&one.name, &here)) },
            html! { (one.number.to_string()) },
            html! { (tongue.moment(one.request.asked_at)) ", " (who) },
            html! {
                p.govuk-body { (parts::link(&t("record-erase"), &format!("{here}/erase"))) }
                form method="post" action={ (here) "/keep" } novalidate {
                    (form::hidden(&app, &visitor))
                    div.govuk-button-group {
                        (parts::secondary_button(&parts::named(&t("erasure-keep-taken-back"), &one.name), "because", Answer::TakenBack.code()))
                        (parts::secondary_button(&parts::named(&t("erasure-keep-law"), &one.name), "because", Answer::Law.code()))
                    }
                }
            },
        ]
    };
    let title = t("nav-erasures");
    let columns = [
        Column::new(t("record-name")).names_row(),
        Column::new(t("record-number")),
        Column::new(t("erasure-asked")),
        Column::new(t("erasure-decision")),
    ];
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("erasure-text")) }
        (parts::table(&Table {
            caption: &title, caption_hidden: true, columns: &columns,
            rows: asked.iter().map(row).collect(), empty: &t("erasure-none"), ..Table::default()
        }))
    };
    Ok(Page::new(title, main).show(&app, &visitor))
}
