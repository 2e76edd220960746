//! The officer's page about a person's plan: its steps, notes for the office, letters with the person.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor},
    fault::{FieldFault, Reading},
    id::ReturneeId,
    support::{StepKind, StepState, TypedStep, Words},
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    commands::{AddStep, MarkRead, Send, SetStep, WriteNote, at_the_office},
    own, road,
    store::{self, Letter, NoteRow, StepRow},
};
use crate::{
    access::store as accounts,
    app::App,
    refusal::Refusal,
    returnee::{
        commands::{Look, reach},
        store::{self as returnees, Keyring, Returnee},
        tabs,
    },
    web::{
        address::Path,
        ask::{self, Asking, Kind, Question},
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Colour, Entry},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let edit = Need::To(Action::Edit);
    Routes::default()
        .get("/returnees/{id}/plan", edit, plan)
        .post("/returnees/{id}/plan", edit, add)
        .post("/returnees/{id}/plan/{step}", edit, set)
        .post("/returnees/{id}/notes", edit, note)
        .post("/returnees/{id}/letters", edit, letter)
        .post("/returnees/{id}/letters/read", edit, read)
        .and(own::routes())
        .and(road::routes())
}

/// Reads a person with the keys of their records, if they are within reach of an action.
pub async fn open(
    app: &App,
    actor: &Actor,
    action: Action,
    id: ReturneeId,
) -> Result<(Returnee, Keyring), Refusal> {
    let scope = reach(actor, action)?;
    let mut tx = app.db.read().await?;
    let found = returnees::find(&mut tx, &app.keys, &scope, id).await?;
    let (returnee, _) = found.ok_or(Refusal::NotFound)?;
    Ok((returnee, returnees::keyring(&mut tx, &app.keys, id).await?))
}

/// The head of every page about one person.
pub fn head(tongue: Tongue, actor: &Actor, returnee: &Returnee, current: &str) -> Markup {
    html! {
        (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
        (tabs::tabs(tongue, actor, returnee.id, current))
    }
}

/// What was typed and not taken.
#[derive(Default)]
struct Again {
    step: TypedStep,
    note: String,
    of_others: bool,
    letter: String,
    faults: Vec<FieldFault>,
    /// The id of the form that was sent: what it makes keeps it.
    kept: Option<Uuid>,
}

pub fn step_questions(tongue: Tongue) -> [Question; 3] {
    let kinds =
        StepKind::ALL.iter().map(|kind| (kind.code().into(), tongue.t(kind_key(*kind)).into()));
    [
        Question::new("kind", msg("plan-kind"), Kind::Menu(kinds.collect())),
        Question::new("words", msg("plan-words"), Kind::Line),
        Question::new("due_on", msg("plan-due"), Kind::Day).hint(msg("plan-due-hint")),
    ]
}

pub fn kind_key(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Profile => msg("plan-kind-profile"),
        StepKind::Document => msg("plan-kind-document"),
        StepKind::Course => msg("plan-kind-course"),
        StepKind::Work => msg("plan-kind-work"),
        StepKind::Programme => msg("plan-kind-programme"),
        StepKind::Service => msg("plan-kind-service"),
        StepKind::Other => msg("plan-kind-other"),
    }
}

pub fn state_key(state: StepState) -> &'static str {
    match state {
        StepState::Open => msg("plan-open"),
        StepState::Done => msg("plan-done"),
        StepState::Dropped => msg("plan-dropped"),
    }
}

pub fn state_tag(tongue: Tongue, state: StepState) -> Markup {
    let colour = match state {
        StepState::Open => Colour::Blue,
        StepState::Done => Colour::Green,
        StepState::Dropped => Colour::Grey,
    };
    parts::tag(&tongue.t(state_key(state)), colour)
}

/// What is shown of one step, the same for both sides.
pub fn step_line(
    tongue: Tongue,
    step: &StepRow,
    today: jiff::civil::Date,
) -> Result<Markup, Refusal> {
    let state = step.state()?;
    let kind = step.kind.parse().map_or_else(|_| msg("plan-kind-other"), kind_key);
    let late = state == StepState::Open && step.due_on.is_some_and(|day| day < today);
    Ok(html! {
        p.govuk-body { strong { (step.words) } " " (state_tag(tongue, state)) }
        p.govuk-body-s {
            (tongue.t(kind))
            @if let Some(day) = step.due_on {
                " · " (tongue.ta("plan-until", &[("day", tongue.date_short(day).into())]))
                @if late { " " (parts::tag(&tongue.t("plan-late"), Colour::Orange)) }
            }
            @if let Some(day) = step.closed_on { " · " (tongue.date_short(day)) }
        }
    })
}

async fn plan(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    at_the_office(&actor)?;
    let (returnee, keys) = open(&app, &actor, Action::Edit, id).await?;
    show(&app, &visitor, &returnee, &keys, Again::default()).await
}

/// Newest notes and letters on one page; who needs older ones finds them in the journal of the record by their days.
const NEWEST: i64 = 50;

async fn show(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    keys: &Keyring,
    again: Again,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = returnee.id;
    let look = Look {
        app: app.clone(),
        act: app.act(actor),
        action: "seen",
        object_kind: "plan",
        object: id.uuid(),
        person: id,
    };
    app.db.run(look).await?;
    let mut tx = app.db.read().await?;
    let steps = store::steps(&mut tx, id).await?;
    let is_gone = road::is_gone(&mut tx, id, &steps, app.today()).await?;
    let notes = store::notes(&mut tx, id, NEWEST).await?;
    let letters = store::letters(&mut tx, id, NEWEST).await?;
    let writers: Vec<Uuid> =
        notes.iter().map(|note| note.made_by).chain(letters.iter().map(|l| l.made_by)).collect();
    let names = accounts::names(&mut tx, &unique(writers)).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let here = format!("/returnees/{id}");
    let lists = app.lists.now();
    let questions = step_questions(tongue);
    let asking = Asking { tongue, lists: &lists, faults: &again.faults, today: app.today() };
    let typed = |field: &str| {
        let answers = again.step.answers();
        let found = answers.iter().find(|(known, _)| *known == field);
        found.map_or(String::new(), |(_, value)| (*value).to_owned())
    };
    let who = |id: &Uuid| names.get(id).map(|(name, _)| name.clone());
    let unread = letters.iter().any(|letter| letter.from_person && letter.read_at.is_none());
    let main = html! {
        (head(tongue, &actor, returnee, "/plan"))
        h2.govuk-heading-m id="plan" { (t("plan-title")) }
        @if is_gone { (road::gone(tongue, &here)) }
        @else { p.govuk-body { (parts::link(&t("shortest-title"), &format!("{here}/shortest"))) } }
        @if steps.is_empty() { p.govuk-body { (t("plan-none")) } }
        @for step in &steps {
            (step_line(tongue, step, app.today())?)
            (step_buttons(app, visitor, &here, step)?)
        }
        form method="post" action={ (here) "/plan" } novalidate {
            (form::hidden_with(app, visitor, again.kept))
            h3.govuk-heading-s { (t("plan-add")) }
            (asking.all(&questions, typed))
            (parts::button(&t("shell-add")))
        }
        h2.govuk-heading-m id="notes" { (t("note-title")) }
        p.govuk-body { (t("note-text")) }
        form method="post" action={ (here) "/notes" } novalidate {
            (form::hidden_with(app, visitor, again.kept))
            (asking.one(&Question::new("note", msg("note-words"), Kind::Paragraph), &again.note))
            (parts::checkboxes(&parts::Choices {
                id: "of_others",
                name: "of_others",
                choices: &[Choice::new("yes", t("note-of-others")).chosen(again.of_others)],
                small: true,
                ..parts::Choices::default()
            }))
            (parts::secondary_button(&t("shell-save"), "save", "yes"))
        }
        (note_list(tongue, &notes, keys, who)?)
        h2.govuk-heading-m id="letters" { (t("letter-title")) }
        form method="post" action={ (here) "/letters" } novalidate {
            (form::hidden_with(app, visitor, again.kept))
            (asking.one(&Question::new("letter", msg("letter-to-person"), Kind::Paragraph), &again.letter))
            (parts::secondary_button(&t("shell-send"), "send", "yes"))
        }
        @if unread {
            form method="post" action={ (here) "/letters/read" } {
                (form::hidden(app, visitor))
                (parts::secondary_button(&t("letter-read"), "read", "yes"))
            }
        }
        (letter_list(tongue, &letters, keys, who)?)
    };
    Ok(Page::new(t("tab-plan"), main)
        .back(format!("{here}/road"))
        .problems(visitor, &again.faults, |field| ask::id(&questions, field))
        .show(app, visitor))
}

fn unique(mut ids: Vec<Uuid>) -> Vec<Uuid> {
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn step_buttons(
    app: &App,
    visitor: &Visitor,
    here: &str,
    step: &StepRow,
) -> Result<Markup, Refusal> {
    let t = |key| visitor.tongue.t(key);
    let to = match step.state()? {
        StepState::Open => {
            vec![(StepState::Done, t("plan-set-done")), (StepState::Dropped, t("plan-set-dropped"))]
        }
        StepState::Done | StepState::Dropped => vec![(StepState::Open, t("plan-set-open"))],
    };
    Ok(html! {
        form.govuk-button-group method="post" action={ (here) "/plan/" (step.id) } {
            (form::hidden(app, visitor))
            @for (state, words) in &to { (parts::secondary_button(&parts::named(words, &step.words), "state", state.code())) }
        }
    })
}

/// Notes, the newest first.
pub fn note_list(
    tongue: Tongue,
    notes: &[NoteRow],
    keys: &Keyring,
    who: impl Fn(&Uuid) -> Option<String>,
) -> Result<Markup, Refusal> {
    let entries = notes.iter().map(|note| {
        let entry =
            Entry::new(note.made_at.to_string(), tongue.moment(note.made_at), tongue.t("note-one"))
                .detail(paragraphs(&note.open(keys.of(note.returnee)?)?));
        Ok(match who(&note.made_by) {
            Some(name) => entry.who(name),
            None => entry,
        })
    });
    Ok(parts::timeline(&entries.collect::<Result<Vec<_>, Refusal>>()?))
}

/// Letters of both sides, the newest first.
pub fn letter_list(
    tongue: Tongue,
    letters: &[Letter],
    keys: &Keyring,
    who: impl Fn(&Uuid) -> Option<String>,
) -> Result<Markup, Refusal> {
    let entries = letters.iter().map(|letter| {
        let from = match letter.from_person {
            true => tongue.t("letter-from-person"),
            false => tongue.t("letter-from-office"),
        };
        let entry = Entry::new(letter.made_at.to_string(), tongue.moment(letter.made_at), from);
        let new = letter.read_at.is_none();
        let detail = html! {
            (paragraphs(&letter.open(keys.of(letter.returnee)?)?))
            @if new { (parts::tag(&tongue.t("letter-new"), Colour::Yellow)) }
        };
        Ok(match who(&letter.made_by) {
            Some(name) if !letter.from_person => entry.who(name).detail(detail),
            _ => entry.detail(detail),
        })
    });
    Ok(parts::timeline(&entries.collect::<Result<Vec<_>, Refusal>>()?))
}

/// Words as they were written, line by line.
pub fn paragraphs(words: &str) -> Markup {
    html! { @for line in words.split('\n').filter(|line| !line.is_empty()) { p.govuk-body { (line) } } }
}

/// Reads the one box of a form; what was typed comes back with what is wrong with it.
pub fn read_words(form: &Form, field: &'static str) -> Result<Words, Vec<FieldFault>> {
    let mut reading = Reading::default();
    let words = reading.read(field, form.text(field), str::parse::<Words>);
    reading.need(field, form.text(field), "fault-text-missing");
    words.ok_or_else(|| reading.end([(field, "")]))
}

/// The page again, with what was typed and what is wrong with it.
async fn show_again(
    app: &App,
    form: &Form,
    id: ReturneeId,
    again: Again,
) -> Result<Response, Refusal> {
    let (returnee, keys) = open(app, &form.visitor.actor()?, Action::Edit, id).await?;
    let kept = Some(form.id);
    show(app, &form.visitor, &returnee, &keys, Again { kept, ..again }).await
}

fn back_to(id: ReturneeId, part: &str) -> Response {
    Redirect::to(&format!("/returnees/{id}/plan#{part}")).into_response()
}

async fn add(
    State(app): State<App>,
    Path(person): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    at_the_office(&actor)?;
    let tongue = form.visitor.tongue;
    let answers = ask::read(&form, &step_questions(tongue), &app.lists.now(), tongue);
    let typed = TypedStep {
        kind: answers.get("kind"),
        words: answers.get("words"),
        due_on: answers.get("due_on"),
    };
    let step = match typed.read(app.today()) {
        Ok(step) => step,
        Err(faults) => {
            let again = Again { step: typed, faults, ..Again::default() };
            return show_again(&app, &form, person, again).await;
        }
    };
    let command = AddStep { app: app.clone(), act: app.act(actor), id: form.id, person, step };
    app.db.run_once(form.once(&app), command).await?;
    Ok(back_to(person, "plan"))
}

async fn set(
    State(app): State<App>,
    Path((person, id)): Path<(ReturneeId, Uuid)>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let state: StepState =
        form.text("state").parse().map_err(|_| Refusal::Unreadable("state".into()))?;
    let command = SetStep { app: app.clone(), act: app.act(actor), id, person, state };
    app.db.run_once(form.once(&app), command).await?;
    Ok(back_to(person, "plan"))
}

async fn note(
    State(app): State<App>,
    Path(person): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    at_the_office(&actor)?;
    let words = match read_words(&form, "note") {
        Ok(words) => words,
        Err(faults) => {
            let (note, of_others) = (form.text("note").into(), form.has("of_others"));
            let again = Again { note, of_others, faults, ..Again::default() };
            return show_again(&app, &form, person, again).await;
        }
    };
    let (act, id, of_others) = (app.act(actor), form.id, form.has("of_others"));
    let command = WriteNote { app: app.clone(), act, id, person, words, of_others };
    app.db.run_once(form.once(&app), command).await?;
    Ok(back_to(person, "notes"))
}

async fn letter(
    State(app): State<App>,
    Path(person): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    at_the_office(&actor)?;
    let words = match read_words(&form, "letter") {
        Ok(words) => words,
        Err(faults) => {
            let again = Again { letter: form.text("letter").into(), faults, ..Again::default() };
            return show_again(&app, &form, person, again).await;
        }
    };
    let command = Send { app: app.clone(), act: app.act(actor), id: form.id, person, words };
    app.db.run_once(form.once(&app), command).await?;
    Ok(back_to(person, "letters"))
}

async fn read(
    State(app): State<App>,
    Path(person): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    at_the_office(&actor)?;
    let command = MarkRead { app: app.clone(), act: app.act(actor), person };
    app.db.run_once(form.once(&app), command).await?;
    Ok(back_to(person, "letters"))
}
