//! Bringing in a file through the browser: choose it, say what its columns mean, look at what is wrong, begin.

use axum::{
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, Purpose},
    fault::{FieldFault, Sentence},
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    Kind,
    chunk::Importer,
    columns::{self, Columns},
    fault::FileFault,
    kept::{self, MOST_MB},
    lines::Line,
    progress_pages, report,
    run::{self, Begin, Checked, GoOn, Plan, SHOWN, Trouble},
    sheet::{self, Survey},
    store::{self, Run, State as RunState},
};
use crate::{
    app::App,
    db::{Command, Tx},
    refusal::Refusal,
    web::{
        address::Path,
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Column, Problem, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    let need = Need::To(Action::Import);
    Routes::default()
        .get("/import", need, choose)
        .post("/import", need, upload)
        .get("/import/{id}", need, show)
        .post("/import/{id}/columns", need, settle_columns)
        .post("/import/{id}/begin", need, begin)
        .get("/import/{id}/bad-lines", need, progress_pages::bad_lines)
}

pub(super) fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::People => msg("import-kind-people"),
        Kind::Employers => msg("import-kind-employers"),
        Kind::Vacancies => msg("import-kind-vacancies"),
        Kind::Courses => msg("import-kind-courses"),
    }
}

pub(super) fn state_key(state: RunState) -> &'static str {
    match state {
        RunState::New => msg("import-state-new"),
        RunState::Running => msg("import-state-running"),
        RunState::Done => msg("import-state-done"),
        RunState::Refused => msg("import-state-refused"),
        RunState::Stopped => msg("import-state-stopped"),
    }
}

async fn choose(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    show_choose(&app, &visitor, "", &[], None).await
}

/// The form for a file, and what this account brought in before.
async fn show_choose(
    app: &App,
    visitor: &Visitor,
    chosen: &str,
    faults: &[FieldFault],
    note: Option<Markup>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let runs = store::runs_of(&mut app.db.read().await?, actor.id).await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let word = t("shell-error-prefix");
    let told = |field: &str| {
        let fault = faults.iter().find(|fault| fault.field == field);
        fault.map(|fault| tongue.sentence(&fault.sentence))
    };
    let (of_kind, of_file) = (told("kind"), told("file"));
    let problem = |sentence: &Option<String>| sentence.is_some();
    let kinds: Vec<Choice> = Kind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), t(kind_key(*kind))).chosen(chosen == kind.code()))
        .collect();
    let hint = tongue.ta("import-file-hint", &[("max_mb", MOST_MB.into())]);
    let main = html! {
        (parts::heading(&t("import-title"), None))
        @if let Some(note) = note { (note) }
        p.govuk-body { (t("import-text")) }
        form method="post" action="/import" enctype="multipart/form-data" novalidate {
            (form::hidden(app, visitor))
            (parts::radios(&parts::Choices {
                id: "kind", name: "kind", legend: &t("import-kind"), choices: &kinds, small: true,
                problem: of_kind.as_deref().map(|sentence| Problem { word: &word, sentence }),
                ..parts::Choices::default()
            }))
            (parts::file_upload(&parts::FileUpload {
                id: "file", name: "file", label: &t("import-file"), hint: Some(&hint),
                problem: of_file.as_deref().map(|sentence| Problem { word: &word, sentence }),
                accept: Some(".csv,.txt,.tsv,.xlsx"),
                ..parts::FileUpload::default()
            }))
            @if problem(&of_file) { p.govuk-body { (t("import-file-again")) } }
            (parts::button(&t("shell-continue")))
        }
        h2.govuk-heading-m { (t("import-before")) }
        (runs_table(visitor, &runs)?)
    };
    Ok(Page::new(t("import-title"), main)
        .problems(visitor, faults, str::to_owned)
        .show(app, visitor))
}

fn runs_table(visitor: &Visitor, runs: &[Run]) -> Result<Markup, Refusal> {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let columns = [
        Column::new(t("import-begun-at")).names_row(),
        Column::new(t("import-kind")),
        Column::new(t("import-state")),
        Column::new(t("import-good")).numeric(),
        Column::new(t("import-bad")).numeric(),
    ];
    let rows = runs.iter().map(|run| {
        Ok(vec![
            parts::link(&tongue.moment(run.made_at), &format!("/import/{}", run.id)),
            html! { (t(kind_key(run.kind()?))) },
            html! { (t(state_key(run.state()?))) },
            html! { (tongue.integer(run.n_good)) },
            html! { (tongue.integer(run.n_bad)) },
        ])
    });
    let rows = rows.collect::<Result<Vec<_>, Refusal>>()?;
    let (caption, empty) = (t("import-before"), t("import-none"));
    Ok(parts::table(&Table {
        caption: &caption,
        caption_hidden: true,
        columns: &columns,
        rows,
        empty: &empty,
        ..Table::default()
    }))
}

async fn upload(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    let chosen = form.text("kind").to_owned();
    let bytes = form.file.clone().unwrap_or_default();
    let mut faults = Vec::new();
    let kind = chosen.parse::<Kind>().ok();
    if kind.is_none() {
        faults.push(FieldFault::plain("kind", "fault-choice"));
    }
    let wrong = |fault: &FileFault| FieldFault::of("file", fault);
    if bytes.is_empty() {
        faults.push(wrong(&FileFault::Empty));
    } else if bytes.len() as u64 > MOST_MB * 1024 * 1024 {
        faults.push(wrong(&FileFault::Large { max_mb: MOST_MB }));
    }
    let Some(kind) = kind.filter(|_| faults.is_empty()) else {
        return show_choose(&app, visitor, &chosen, &faults, None).await;
    };
    let input = sheet::Input::Bytes(std::sync::Arc::new(zeroize::Zeroizing::new(bytes.to_vec())));
    let survey = app.files.run(move || sheet::survey(&input, kind)).await;
    let survey = match survey.map_err(|_| Refusal::TooMany { wait_seconds: 5 })? {
        Ok(survey) => survey,
        Err(fault) => {
            let faults = [wrong(&fault)];
            return show_choose(&app, visitor, &chosen, &faults, None).await;
        }
    };
    let begun = { store::begun(&mut app.db.read().await?, survey.digest, kind.code()).await? };
    if let Some(known) = begun {
        // Its file may lie elsewhere, or with the command that broke off.
        if known.state()? == RunState::Stopped {
            keep(&app, known.id, bytes).await?;
        }
        return again(&app, visitor, &actor, &known).await;
    }

    let columns = run::columns_for(&app, kind, &survey).await?;
    let run = Run {
        id: form.id,
        kind: kind.code().to_owned(),
        digest: survey.digest,
        mapping: columns.text(),
        whole_or_none: false,
        agreed: false,
        evidence: None,
        is_kept: true,
        state: RunState::New.code().to_owned(),
        fault: None,
        n_lines: i64::try_from(survey.n_lines).unwrap_or(i64::MAX),
        next_line: 0,
        n_good: 0,
        n_bad: 0,
        made_by: actor.id,
        made_at: app.now(),
        ended_at: None,
        version: 1,
    };
    keep(&app, form.id, bytes).await?;
    app.db.run_once(form.once(&app), Keep(run)).await?;
    Ok(Redirect::to(&format!("/import/{}", form.id)).into_response())
}

async fn keep(app: &App, run: Uuid, bytes: Bytes) -> Result<(), Refusal> {
    let app = app.clone();
    let keep = move || kept::keep(&app, run, &bytes);
    Ok(tokio::task::spawn_blocking(keep).await.map_err(anyhow::Error::from)??)
}

/// Writes down that a file lies here to be looked at.
struct Keep(Run);

impl Command for Keep {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert(&self.0).await?)
    }
}

/// The same file a second time: what was done, and nothing more. One that broke off goes on.
async fn again(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    known: &Run,
) -> Result<Response, Refusal> {
    if known.state()? == RunState::Stopped && kept::has(app, known.id) {
        let act = app.act(*actor);
        app.db.run(GoOn { app: app.clone(), act, run: known.id, is_kept: true }).await?;
        return Ok(Redirect::to(&format!("/import/{}", known.id)).into_response());
    }
    if known.made_by == actor.id {
        return Ok(Redirect::to(&format!("/import/{}?again=yes", known.id)).into_response());
    }
    let tongue = visitor.tongue;
    let at = tongue.moment(known.made_at);
    let facts =
        [("at", at.as_str().into()), ("good", known.n_good.into()), ("bad", known.n_bad.into())];
    let note = parts::inset(html! { (tongue.ta("import-again-other", &facts)) });
    show_choose(app, visitor, &known.kind, &[], Some(note)).await
}

/// A run of this account. Others' are not there.
pub(super) async fn own(app: &App, visitor: &Visitor, id: Uuid) -> Result<Run, Refusal> {
    let actor = visitor.actor()?;
    let run = store::run(&mut app.db.read().await?, id).await?;
    run.filter(|run| run.made_by == actor.id).ok_or(Refusal::NotFound)
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let run = own(&app, &visitor, id).await?;
    match run.state()? {
        RunState::New => show_new(&app, &visitor, &run, &[], None).await,
        _ => progress_pages::show(&app, &visitor, &run).await,
    }
}

/// A file with its first lines and all that is wrong.
struct Looked {
    plan: Plan,
    first: Vec<Line>,
    checked: Option<Checked>,
}

/// Opens the kept file of a run.
pub(super) async fn opened(app: &App, run: &Run) -> Result<(sheet::Input, Survey), Trouble> {
    let (app_of, id, kind) = (app.clone(), run.id, run.kind()?);
    let look = move || -> Result<_, Trouble> {
        let input = kept::open(&app_of, id).map_err(Refusal::from)?;
        let survey = sheet::survey(&input, kind)?;
        Ok((input, survey))
    };
    app.files.run(look).await.map_err(|_| Refusal::TooMany { wait_seconds: 5 })?
}

async fn look(app: &App, actor: Actor, run: &Run, columns: Columns) -> Result<Looked, Trouble> {
    let (input, survey) = opened(app, run).await?;
    let kind = run.kind()?;
    let mut first = Vec::new();
    survey.lines::<FileFault>(&input, 0, &mut |line| {
        first.push(line);
        Ok(first.len() < SHOWN)
    })?;
    // Whoever begins says that the people agreed; until then that is not told with each line.
    let plan = Plan { kind, input, survey, columns, agreed: true };
    let ready = plan.columns.missing(kind).is_empty() && plan.columns.twice().is_none();
    if !ready {
        return Ok(Looked { plan, first, checked: None });
    }
    let importer = Importer::new(app, actor).await?;
    let (app_of, plan_of) = (app.clone(), plan.clone());
    let handle = tokio::runtime::Handle::current();
    let check = move || handle.block_on(run::check(&app_of, &importer, &plan_of, &|_| ()));
    let checked =
        app.files.run(check).await.map_err(|_| Refusal::TooMany { wait_seconds: 5 })??;
    Ok(Looked { plan, first, checked: Some(checked) })
}

/// Columns that can be told apart on the page.
const MOST_COLUMNS: usize = 40;

/// Faults that are listed on the page; the sheet of bad lines has them all.
const MOST_FAULTS: usize = 100;

async fn show_new(
    app: &App,
    visitor: &Visitor,
    run: &Run,
    faults: &[FieldFault],
    columns: Option<Columns>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let columns = columns.unwrap_or_else(|| Columns::read(&run.mapping));
    let looked = match look(app, actor, run, columns).await {
        Ok(looked) => looked,
        Err(Trouble::Refusal(refusal)) => return Err(refusal),
        Err(Trouble::File(fault)) => {
            let faults = [FieldFault::of("file", &fault)];
            return show_choose(app, visitor, &run.kind, &faults, None).await;
        }
    };
    let kind = run.kind()?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let here = format!("/import/{}", run.id);
    let main = html! {
        (parts::heading(&t("import-check-title"), Some(&t(kind_key(kind)))))
        p.govuk-body { (tongue.ta("import-check-lines", &[("n", run.n_lines.into())])) }
        h2.govuk-heading-m { (t("import-columns")) }
        p.govuk-body { (t("import-columns-text")) }
        form method="post" action={ (here) "/columns" } novalidate {
            (form::hidden(app, visitor))
            (column_questions(visitor, kind, &looked))
            (parts::secondary_button(&t("import-columns-check"), "check", "yes"))
        }
        (first_lines(visitor, kind, &looked))
        @if let Some(checked) = &looked.checked {
            (faults_found(visitor, kind, checked))
            (begin_form(app, visitor, run, kind, checked, faults))
        }
    };
    Ok(Page::new(t("import-check-title"), main)
        .back("/import")
        .wide()
        .problems(visitor, faults, str::to_owned)
        .show(app, visitor))
}

/// For each column of the file the question what it means.
fn column_questions(visitor: &Visitor, kind: Kind, looked: &Looked) -> Markup {
    let tongue = visitor.tongue;
    let fields: Vec<(&str, String)> = columns::fields(kind)
        .iter()
        .map(|field| (*field, tongue.t(columns::label_key(kind, field)).into_owned()))
        .collect();
    let Survey { heading, .. } = &looked.plan.survey;
    let rows = heading.iter().enumerate().take(MOST_COLUMNS).map(|(at, name)| {
        let chosen = looked.plan.columns.0.get(at).and_then(Option::as_deref);
        let id = format!("c{at}");
        let example = looked.first.iter().filter_map(|line| line.cells.get(at));
        let example = example.map(|cell| cell.trim()).find(|cell| !cell.is_empty());
        let example: String = example.unwrap_or_default().chars().take(40).collect();
        vec![
            html! { label for=(id) { (name) } },
            html! { (example) },
            html! {
                select.govuk-select id=(id) name=(id) {
                    option value="" { (tongue.t("import-column-unused")) }
                    @for (field, label) in &fields {
                        option value=(field) selected[chosen == Some(*field)] { (label) }
                    }
                }
            },
        ]
    });
    let heads = [
        Column::new(tongue.t("import-column")).names_row(),
        Column::new(tongue.t("import-example")),
        Column::new(tongue.t("import-meaning")),
    ];
    parts::table(&Table {
        caption: &tongue.t("import-columns"),
        caption_hidden: true,
        columns: &heads,
        rows: rows.collect(),
        dense: true,
        ..Table::default()
    })
}

/// The first lines as they will be read.
fn first_lines(visitor: &Visitor, kind: Kind, looked: &Looked) -> Markup {
    let tongue = visitor.tongue;
    let known: Vec<(usize, &'static str)> = (0..)
        .zip(&looked.plan.columns.0)
        .filter_map(|(at, field)| Some((at, columns::field(kind, field.as_deref()?)?)))
        .collect();
    let mut heads = vec![Column::new(tongue.t("import-line")).names_row()];
    heads.extend(
        known.iter().map(|(_, field)| Column::new(tongue.t(columns::label_key(kind, field)))),
    );
    let cell = |line: &Line, at: usize| {
        line.cells.get(at).map(|cell| cell.chars().take(60).collect::<String>()).unwrap_or_default()
    };
    let row = |line: &Line| {
        let number = html! { (line.number) };
        let cells = known.iter().map(|(at, _)| html! { (cell(line, *at)) });
        std::iter::once(number).chain(cells).collect()
    };
    parts::table(&Table {
        caption: &tongue.t("import-first-lines"),
        columns: &heads,
        rows: looked.first.iter().map(row).collect(),
        dense: true,
        ..Table::default()
    })
}

fn faults_found(visitor: &Visitor, kind: Kind, checked: &Checked) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let facts = [("good", checked.n_good.into()), ("bad", checked.n_bad.into())];
    let heads = [Column::new(t("import-line")).names_row(), Column::new(t("import-what-is-wrong"))];
    let rows = checked.faults.iter().take(MOST_FAULTS).map(|(line, fault)| {
        let words = report::sentence(tongue, kind, fault.field, &fault.sentence);
        vec![html! { (line) }, html! { (words) }]
    });
    let left = checked.faults.len().saturating_sub(MOST_FAULTS);
    html! {
        h2.govuk-heading-m { (t("import-what-is-wrong")) }
        p.govuk-body { (tongue.ta("import-found", &facts)) }
        @if checked.n_bad > 0 {
            (parts::table(&Table {
                caption: &t("import-what-is-wrong"), caption_hidden: true, columns: &heads, rows: rows.collect(),
                dense: true, ..Table::default()
            }))
        }
        @if left > 0 { p.govuk-body { (tongue.ta("import-more-faults", &[("n", left.into())])) } }
    }
}

fn begin_form(
    app: &App,
    visitor: &Visitor,
    run: &Run,
    kind: Kind,
    checked: &Checked,
    faults: &[FieldFault],
) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let word = t("shell-error-prefix");
    let told = faults.iter().find(|fault| fault.field == "agreed");
    let told = told.map(|fault| tongue.sentence(&fault.sentence));
    let how = [
        Choice::new("good", t("import-good-only")).chosen(true),
        Choice::new("whole", t("import-all-or-nothing")),
    ];
    let agreed = [Choice::new("yes", t("import-agreed"))];
    html! {
        @if checked.n_good > 0 {
            form method="post" action={ "/import/" (run.id) "/begin" } novalidate {
                (form::hidden(app, visitor))
                @if checked.n_bad > 0 {
                    (parts::radios(&parts::Choices {
                        id: "how", name: "how", legend: &t("import-how"), choices: &how, small: true,
                        ..parts::Choices::default()
                    }))
                }
                @if kind == Kind::People {
                    (parts::checkboxes(&parts::Choices {
                        id: "agreed", name: "agreed", legend: &t("import-field-consents"), choices: &agreed,
                        small: true,
                        problem: told.as_deref().map(|sentence| Problem { word: &word, sentence }),
                        ..parts::Choices::default()
                    }))
                }
                (parts::button(&t("import-begin")))
            }
        }
    }
}

/// Keeps what the columns mean.
struct Settle {
    run: Uuid,
    mapping: String,
}

impl Command for Settle {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let run = store::lock_run(tx, self.run).await?.ok_or(Refusal::NotFound)?;
        if run.state()? != RunState::New {
            return Err(Refusal::Stale);
        }
        let (mapping, version) = (self.mapping.clone(), run.version + 1);
        Ok(tx.update(&Run { mapping, version, ..run }).await?)
    }
}

async fn settle_columns(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let run = own(&app, visitor, id).await?;
    let kind = run.kind()?;
    let here = format!("/import/{id}");
    if run.state()? != RunState::New {
        return Ok(Redirect::to(&here).into_response());
    }
    let mut columns = Columns::read(&run.mapping);
    for (at, column) in columns.0.iter_mut().enumerate().take(MOST_COLUMNS) {
        let name = format!("c{at}");
        if form.has(&name) {
            *column = columns::field(kind, form.text(&name)).map(str::to_owned);
        }
    }
    let faults = column_faults(visitor, kind, &columns);
    if !faults.is_empty() {
        return show_new(&app, visitor, &run, &faults, Some(columns)).await;
    }
    app.db.run_once(form.once(&app), Settle { run: id, mapping: columns.text() }).await?;
    Ok(Redirect::to(&here).into_response())
}

/// What is wrong with the columns themselves.
fn column_faults(visitor: &Visitor, kind: Kind, columns: &Columns) -> Vec<FieldFault> {
    let label = |field: &str| visitor.tongue.t(columns::label_key(kind, field)).into_owned();
    let fault = |key, names: Vec<String>| FieldFault {
        field: "c0",
        sentence: Sentence { key, facts: vec![("names", names.join(", "))] },
    };
    let twice = columns.twice().map(|field| fault("fault-import-twice", vec![label(field)]));
    let missing = columns.missing(kind);
    let missing = (!missing.is_empty())
        .then(|| fault("fault-import-missing", missing.iter().map(|field| label(field)).collect()));
    twice.into_iter().chain(missing).collect()
}

async fn begin(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    let run = own(&app, visitor, id).await?;
    let here = format!("/import/{id}");
    if run.state()? != RunState::New {
        return Ok(Redirect::to(&here).into_response());
    }
    let kind = run.kind()?;
    let columns = Columns::read(&run.mapping);
    let mut faults = column_faults(visitor, kind, &columns);
    let agreed = form.has("agreed");
    if kind == Kind::People && !agreed {
        faults.push(FieldFault::plain("agreed", "fault-import-agreed"));
    }
    if !faults.is_empty() {
        return show_new(&app, visitor, &run, &faults, None).await;
    }
    let (_, survey) = match opened(&app, &run).await {
        Ok(opened) => opened,
        Err(Trouble::Refusal(refusal)) => return Err(refusal),
        Err(Trouble::File(fault)) => return Err(Refusal::rule(&fault)),
    };
    let mut act = app.act(actor);
    act.purpose = Purpose::Registration;
    let run = Run { whole_or_none: form.text("how") == "whole", agreed, ..run };
    let heading = columns::digest(&survey.heading);
    let (digest, of_kind) = (run.digest, run.kind.clone());
    if app.db.run(Begin { app: app.clone(), act, run, heading }).await? {
        return Ok(Redirect::to(&here).into_response());
    }
    let known = { store::begun(&mut app.db.read().await?, digest, &of_kind).await? };
    match known {
        Some(known) => again(&app, visitor, &actor, &known).await,
        None => Ok((StatusCode::SEE_OTHER, Redirect::to(&here)).into_response()),
    }
}
