//! The officer's page about a person's work: spells and their proof, visits that are due and that were, a talk to record.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, scope},
    classifier::{Classifiers, Scheme},
    fault::FieldFault,
    followup::{Proof, TypedSpell, TypedTalk, VisitState, Way},
    id::ReturneeId,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    commands::{AddSpell, ChangeSpell, LookAtRoad, ProveSpell, RecordTalk},
    labels,
    store::{self, SpellRow, VisitRow},
};
use crate::{
    app::{App, country_day},
    refusal::Refusal,
    returnee::{
        pages::{look, read},
        store::Returnee,
    },
    support::{commands::at_the_office, pages::head},
    web::{
        address::Path,
        ask::{self, Asking, Kind, Question},
        form::{self, Form},
        page::Page,
        parts::{self, Entry, Row},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let edit = Need::To(Action::Edit);
    Routes::default()
        .get("/returnees/{id}/work", Need::To(Action::See), page)
        .post("/returnees/{id}/visits", edit, talk)
        .get("/returnees/{id}/spells/new", edit, ask_new)
        .post("/returnees/{id}/spells/new", edit, add)
        .get("/returnees/{id}/spells/{spell}", edit, ask_change)
        .post("/returnees/{id}/spells/{spell}", edit, change)
        .post("/returnees/{id}/spells/{spell}/proof", edit, prove)
}

async fn page(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let returnee = read(&app, &actor, Action::See, id).await?;
    let typed = TypedTalk { on: app.today().to_string(), ..TypedTalk::default() };
    show(&app, &visitor, &returnee, &typed, &[], None).await
}

pub fn talk_questions(tongue: Tongue) -> [Question; 4] {
    [
        Question::new("outcome", msg("visit-outcome"), Kind::One(labels::outcomes(tongue)))
            .hint(msg("visit-outcome-hint")),
        Question::new("way", msg("visit-way"), Kind::One(labels::ways(tongue))),
        Question::new("on", msg("visit-on"), Kind::Day),
        Question::new("words", msg("visit-words"), Kind::Paragraph).hint(msg("visit-words-hint")),
    ]
}

async fn show(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    typed: &TypedTalk,
    faults: &[FieldFault],
    kept: Option<Uuid>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = returnee.id;
    app.db.run(LookAtRoad { app: app.clone(), act: app.act(actor), person: id }).await?;
    let mut tx = app.db.read().await?;
    let spells = store::spells(&mut tx, id).await?;
    let visits = store::visits(&mut tx, id).await?;
    drop(tx);
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let (today, here, lists) = (app.today(), format!("/returnees/{id}"), app.lists.now());
    let may = may_record(&actor, returnee);
    let (due, past): (Vec<&VisitRow>, Vec<&VisitRow>) = visits
        .iter()
        .filter(|visit| visit.state != VisitState::Cancelled.code())
        .partition(|visit| visit.state == VisitState::Due.code());
    let questions = talk_questions(tongue);
    let asking = Asking { tongue, lists: &lists, faults, today };
    let value = |field: &str| {
        let answers = typed.answers();
        let found = answers.iter().find(|(known, _)| *known == field);
        found.map_or(String::new(), |(_, value)| (*value).to_owned())
    };
    let main = html! {
        (head(tongue, &actor, returnee, "/work"))
        h2.govuk-heading-m { (t("visit-title")) }
        @if due.is_empty() { p.govuk-body { (t("visit-none")) } }
        (parts::summary_list(&due.iter().map(|visit| due_row(tongue, visit, today)).collect::<Vec<_>>()))
        @if may {
            form method="post" action={ (here) "/visits" } novalidate {
                (form::hidden_with(app, visitor, kept))
                h3.govuk-heading-s { (t("visit-record")) }
                (asking.all(&questions, value))
                (parts::button(&t("shell-save")))
            }
        }
        h2.govuk-heading-m { (t("spell-title")) }
        @if spells.is_empty() { p.govuk-body { (t("spell-none")) } }
        @for spell in spells.iter().rev() {
            (spell_line(tongue, &lists, spell)?)
            @if may { (spell_buttons(app, visitor, &here, spell)) }
        }
        @if may {
            p.govuk-body { (parts::link(&t("spell-add"), &format!("{here}/spells/new"))) }
        }
        @if !past.is_empty() {
            h2.govuk-heading-m { (t("visit-past")) }
            (parts::timeline(&past.iter().rev().map(|visit| past_entry(tongue, visit)).collect::<Vec<_>>()))
        }
    };
    Ok(Page::new(t("tab-work"), main)
        .back(format!("{here}/road"))
        .problems(visitor, faults, |field| ask::id(&questions, field))
        .show(app, visitor))
}

/// Whether somebody may write down what they heard of this person.
pub fn may_record(actor: &Actor, returnee: &Returnee) -> bool {
    at_the_office(actor).is_ok()
        && scope(actor, Action::Edit).is_ok_and(|scope| scope.covers(&returnee.deciding()))
}

pub fn due_row(tongue: Tongue, visit: &VisitRow, today: Date) -> Row {
    let name = labels::event_name(tongue, &visit.kind, visit.months);
    Row::new(
        tongue.date_short(visit.due_on),
        html! {
            (name) " " (labels::visit_tag(tongue, &visit.state, visit.due_on < today))
            @if visit.n_tries > 0 {
                " " (tongue.ta("visit-tries", &[("n", visit.n_tries.into())]))
            }
        },
    )
}

fn past_entry(tongue: Tongue, visit: &VisitRow) -> Entry {
    let day = visit.done_on.unwrap_or(visit.due_on);
    let what = match &visit.form {
        Some(form) => labels::form_name(tongue, form),
        None => tongue.t("visit-not-reached").into_owned(),
    };
    let way = visit.way.as_deref().and_then(|way| way.parse::<Way>().ok());
    let detail = html! {
        p.govuk-body-s {
            (labels::event_name(tongue, &visit.kind, visit.months))
            @if let Some(way) = way { " · " (tongue.t(labels::way_key(way))) }
        }
    };
    Entry::new(day.to_string(), tongue.date_short(day), what).detail(detail)
}

/// One spell in words.
pub fn spell_line(tongue: Tongue, lists: &Classifiers, row: &SpellRow) -> Result<Markup, Refusal> {
    let spell = row.open()?;
    let occupation = spell.occupation.as_ref();
    let occupation =
        occupation.map(|code| lists.name(Scheme::Occupation, code, tongue.language()).to_owned());
    let proved = row.proved_at.map(|at| tongue.date_short(country_day(at)));
    Ok(html! {
        p.govuk-body {
            strong { (tongue.t(labels::form_key(spell.form))) } " " (labels::proof_tag(tongue, spell.proof))
            @if let Some(day) = proved { " " (tongue.ta("proof-until", &[("day", day.into())])) }
        }
        p.govuk-body-s {
            (tongue.date_short(spell.from_on)) " – "
            @match spell.to_on {
                Some(day) => (tongue.date_short(day)),
                None => (tongue.t("spell-now")),
            }
            @if let Some(name) = &spell.employer { " · " (name.as_str()) }
            @if let Some(name) = occupation { " · " (name) }
        }
    })
}

fn spell_buttons(app: &App, visitor: &Visitor, here: &str, row: &SpellRow) -> Markup {
    let t = |key| visitor.tongue.t(key);
    let here = format!("{here}/spells/{}", row.id);
    let proofs = [
        (Proof::Seen, t("proof-set-seen")),
        (Proof::Employer, t("proof-set-employer")),
        (Proof::Contributions, t("proof-set-contributions")),
    ];
    let since = visitor.tongue.date_short(row.from_on);
    let is_work = row.form.parse().is_ok_and(domain::followup::Form::is_work);
    html! {
        form.govuk-button-group method="post" action={ (here) "/proof" } {
            (form::hidden(app, visitor))
            @if is_work {
                @for (proof, words) in &proofs { (parts::secondary_button_about(words, &since, "by", proof.code())) }
            }
            (parts::link(&t("spell-change"), &here))
        }
    }
}

async fn talk(
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    at_the_office(&actor)?;
    let returnee = read(&app, &actor, Action::Edit, id).await?;
    let tongue = visitor.tongue;
    let answers = ask::read(&form, &talk_questions(tongue), &app.lists.now(), tongue);
    let typed = TypedTalk {
        on: answers.get("on"),
        way: answers.get("way"),
        outcome: answers.get("outcome"),
        words: answers.get("words"),
    };
    let talk = match typed.read(country_day(returnee.registered_at), app.today()) {
        Ok(talk) => talk,
        Err(faults) => {
            return show(&app, visitor, &returnee, &typed, &faults, Some(form.id)).await;
        }
    };
    let command =
        RecordTalk { app: app.clone(), act: app.act(actor), id: form.id, person: id, talk };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/returnees/{id}/work")).into_response())
}

pub fn spell_questions(tongue: Tongue) -> [Question; 5] {
    [
        Question::new("form", msg("spell-form"), Kind::One(labels::forms(tongue))),
        Question::new("from_on", msg("spell-from"), Kind::Day),
        Question::new("to_on", msg("spell-to"), Kind::Day).hint(msg("spell-to-hint")),
        Question::new("employer", msg("spell-employer"), Kind::Line),
        Question::new("occupation", msg("spell-occupation"), Kind::Known(Scheme::Occupation)),
    ]
}

/// A form about a spell: what is typed, and where it goes.
struct Asked<'a> {
    id: ReturneeId,
    action: String,
    title: &'static str,
    typed: &'a TypedSpell,
    faults: &'a [FieldFault],
    kept: Option<Uuid>,
    version: Option<i64>,
    is_stale: bool,
}

fn show_spell(app: &App, visitor: &Visitor, asked: &Asked) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let questions = spell_questions(tongue);
    let asking = Asking { tongue, lists: &lists, faults: asked.faults, today: app.today() };
    let value = |field: &str| {
        let answers = asked.typed.answers();
        let found = answers.iter().find(|(known, _)| *known == field);
        found.map_or(String::new(), |(_, value)| (*value).to_owned())
    };
    let main = html! {
        (parts::heading(&t(asked.title), None))
        @if asked.is_stale { (parts::warning(&t("refusal-changed-title"), &t("spell-stale"))) }
        form method="post" action=(asked.action) novalidate {
            (form::hidden_with(app, visitor, asked.kept))
            @if let Some(version) = asked.version { (parts::hidden("version", &version.to_string())) }
            (asking.all(&questions, value))
            (parts::button(&t("shell-save")))
        }
    };
    let page = Page::new(t(asked.title), main)
        .back(format!("/returnees/{}/work", asked.id))
        .problems(visitor, asked.faults, |field| ask::id(&questions, field));
    let page = if asked.is_stale { page.status(StatusCode::CONFLICT) } else { page };
    page.show(app, visitor)
}

fn typed_spell(app: &App, form: &Form) -> (TypedSpell, ask::Answers) {
    let tongue = form.visitor.tongue;
    let answers = ask::read(form, &spell_questions(tongue), &app.lists.now(), tongue);
    let typed = TypedSpell {
        form: answers.get("form"),
        from_on: answers.get("from_on"),
        to_on: answers.get("to_on"),
        occupation: answers.get("occupation"),
        employer: answers.get("employer"),
        proof: String::new(),
    };
    (typed, answers)
}

async fn ask_new(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    at_the_office(&actor)?;
    read(&app, &actor, Action::Edit, id).await?;
    Ok(show_spell(&app, &visitor, &new(id, &TypedSpell::default(), &[], None)))
}

fn new<'a>(
    id: ReturneeId,
    typed: &'a TypedSpell,
    faults: &'a [FieldFault],
    kept: Option<Uuid>,
) -> Asked<'a> {
    let (action, title) = (format!("/returnees/{id}/spells/new"), msg("spell-add"));
    Asked { id, action, title, typed, faults, kept, version: None, is_stale: false }
}

async fn add(
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    at_the_office(&actor)?;
    read(&app, &actor, Action::Edit, id).await?;
    let (typed, answers) = typed_spell(&app, &form);
    let read = typed.read(&app.lists.now(), app.today());
    let spell = match (read, answers.is_understood()) {
        (Ok(spell), true) => spell,
        (read, _) => {
            let faults = answers.faults(read.err().unwrap_or_default());
            let asked = new(id, &typed, &faults, Some(form.id));
            return Ok(show_spell(&app, &form.visitor, &asked));
        }
    };
    let command =
        AddSpell { app: app.clone(), act: app.act(actor), id: form.id, person: id, spell };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/returnees/{id}/work")).into_response())
}

async fn one_spell(app: &App, id: ReturneeId, wanted: Uuid) -> Result<SpellRow, Refusal> {
    let spells = store::spells(&mut app.db.read().await?, id).await?;
    spells.into_iter().find(|spell| spell.id == wanted).ok_or(Refusal::NotFound)
}

fn changing<'a>(
    id: ReturneeId,
    row: &SpellRow,
    typed: &'a TypedSpell,
    faults: &'a [FieldFault],
    kept: Option<Uuid>,
) -> Asked<'a> {
    let action = format!("/returnees/{id}/spells/{}", row.id);
    let (title, version) = (msg("spell-change"), Some(row.version));
    Asked { id, action, title, typed, faults, kept, version, is_stale: false }
}

async fn ask_change(
    visitor: Visitor,
    State(app): State<App>,
    Path((id, spell)): Path<(ReturneeId, Uuid)>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    at_the_office(&actor)?;
    read(&app, &actor, Action::Edit, id).await?;
    let row = one_spell(&app, id, spell).await?;
    let typed = row.open()?.typed();
    look(&app, actor, "seen", id).await?;
    Ok(show_spell(&app, &visitor, &changing(id, &row, &typed, &[], None)))
}

async fn change(
    State(app): State<App>,
    Path((id, spell)): Path<(ReturneeId, Uuid)>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    at_the_office(&actor)?;
    read(&app, &actor, Action::Edit, id).await?;
    let row = one_spell(&app, id, spell).await?;
    let version: i64 = form.text("version").parse().map_err(|_| Refusal::FormTooOld)?;
    let (typed, answers) = typed_spell(&app, &form);
    let read = typed.read(&app.lists.now(), app.today());
    let spell = match (read, answers.is_understood()) {
        (Ok(spell), true) => spell,
        (read, _) => {
            let faults = answers.faults(read.err().unwrap_or_default());
            let asked = changing(id, &row, &typed, &faults, Some(form.id));
            return Ok(show_spell(&app, &form.visitor, &asked));
        }
    };
    let command = ChangeSpell {
        app: app.clone(),
        act: app.act(actor),
        id: row.id,
        person: id,
        version,
        spell,
    };
    match app.db.run_once(form.once(&app), command).await {
        Ok(()) => Ok(Redirect::to(&format!("/returnees/{id}/work")).into_response()),
        Err(Refusal::Stale) => {
            let row = one_spell(&app, id, row.id).await?;
            look(&app, actor, "seen", id).await?;
            let asked = changing(id, &row, &typed, &[], None);
            Ok(show_spell(&app, &form.visitor, &Asked { is_stale: true, ..asked }))
        }
        Err(other) => Err(other),
    }
}

async fn prove(
    State(app): State<App>,
    Path((person, id)): Path<(ReturneeId, Uuid)>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let proof: Proof = form.text("by").parse().map_err(|_| Refusal::Unreadable("by".into()))?;
    let command = ProveSpell { app: app.clone(), act: app.act(actor), id, person, proof };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/returnees/{person}/work")).into_response())
}
