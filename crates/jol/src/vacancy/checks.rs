//! What waits for an officer: organisations, vacancies, and what readers reported. Courses have a page of their own, at
//! `/checks/courses`.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor},
    fault::FieldFault,
    territory::Territory,
    text::Line,
    vacancy::{Decision, ReportReason, Standing, State as OfferState},
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    commands::{Check, Decide, HandleReport},
    describe, labels,
    organisation::{rows, standing_notice},
    store::{self, Organisation, Report, Turn, Vacancy},
};
use crate::{
    access::{ask::Told, nearest::own_place, store as accounts},
    app::App,
    db::Tx,
    refusal::Refusal,
    web::{
        address::{Path, Query},
        form::{self, Form},
        page::Page,
        parts::{self, Column, Row, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    let check = Need::To(Action::Check);
    Routes::default()
        .get("/checks", check, list)
        .get("/checks/organisations/{id}", check, organisation)
        .post("/checks/organisations/{id}", check, decide)
        .get("/checks/vacancies/{id}", check, vacancy)
        .post("/checks/vacancies/{id}", check, judge)
        .post("/checks/reports/{id}", check, handle)
}

/// Rows of each list on a page.
const PAGE: usize = 50;

/// Vacancies named on the page of their organisation.
const MOST: i64 = 50;

domain::codes! {
    /// The lists of what waits.
    List {
        Organisations = "organisations",
        Vacancies = "vacancies",
        Reports = "reports",
    }
}

/// Which list goes on, and behind what. Nothing: all of them from their beginning.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    list: String,
    after: String,
}

/// One list as it is shown: what fits on a page, and the address of what follows.
struct Shown<T> {
    rows: Vec<T>,
    next: Option<String>,
}

impl<T> Shown<T> {
    fn new(list: List, mut rows: Vec<T>, turn: impl Fn(&T) -> Turn) -> Self {
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let last = rows.last().filter(|_| more);
        let next = last.map(|last| format!("/checks?list={list}&after={}", turn(last)));
        Self { rows, next }
    }

    fn onward(&self, visitor: &Visitor, label: &str) -> Markup {
        let words = visitor.tongue.t("shell-next");
        parts::pagination(label, None, self.next.as_deref().map(|href| (href, &*words)))
    }
}

/// How the codes of the oblast begin that somebody works in. A national office has the whole country.
pub async fn own_oblast(tx: &mut Tx, actor: &Actor) -> Result<String, Refusal> {
    const LETTERS: usize = 5;
    let oblast = own_place(tx, actor).await?.map(Territory::oblast);
    Ok(oblast.map_or_else(String::new, |oblast| oblast.code()[..LETTERS].to_owned()))
}

async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let only: Option<List> = asked.list.parse().ok();
    let after: Turn = asked.after.parse().unwrap_or_default();
    let is_shown = |list: List| only.is_none_or(|only| only == list);
    let n = PAGE as i64 + 1;
    let mut tx = app.db.read().await?;
    let oblast = own_oblast(&mut tx, &actor).await?;
    let mut lists = Vec::new();
    if is_shown(List::Organisations) {
        let rows = store::organisations_waiting(&mut tx, &oblast, after, n).await?;
        let turn = |one: &Organisation| Turn::of(&oblast, &one.territory, one.id);
        let shown = Shown::new(List::Organisations, rows, turn);
        lists.push(waiting_organisations(&app, &visitor, &shown));
    }
    if is_shown(List::Vacancies) {
        let rows = store::vacancies_waiting(&mut tx, &oblast, after, n).await?;
        let turn = |(one, _): &(Vacancy, String)| Turn::of(&oblast, &one.territory, one.id);
        let shown = Shown::new(List::Vacancies, rows, turn);
        lists.push(waiting_vacancies(&app, &visitor, &shown));
    }
    if is_shown(List::Reports) {
        let rows = store::open_reports(&mut tx, after, n).await?;
        let turn = |(one, _): &(Report, String)| Turn(0, one.id);
        lists.push(waiting_reports(&visitor, &Shown::new(List::Reports, rows, turn)));
    }
    drop(tx);

    let t = |key| visitor.tongue.t(key);
    let main = html! {
        (parts::heading(&t("nav-checks"), None))
        p.govuk-body { (t("checks-text")) }
        @for list in &lists { (list) }
        p.govuk-body { (parts::link(&t("checks-courses"), "/checks/courses")) }
    };
    let page = Page::new(t("nav-checks"), main).wide();
    let page = if only.is_some() { page.back("/checks") } else { page };
    Ok(page.show(&app, &visitor))
}

fn waiting_organisations(app: &App, visitor: &Visitor, shown: &Shown<Organisation>) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let rows = shown.rows.iter().map(|one| {
        let kind = one.kind.parse().map(|kind| t(labels::kind_key(kind))).unwrap_or_default();
        vec![
            parts::link(&one.name, &format!("/checks/organisations/{}", one.id)),
            html! { (kind) },
            html! { (describe::place(tongue, &one.territory, app.today())) },
            html! { (tongue.moment(one.made_at)) },
        ]
    });
    let columns = [
        Column::new(t("organisation-name")).names_row(),
        Column::new(t("organisation-kind")),
        Column::new(t("organisation-territory")),
        Column::new(t("checks-since")),
    ];
    let title = t("checks-organisations");
    let table = parts::table(&Table {
        caption: &title,
        columns: &columns,
        rows: rows.collect(),
        dense: true,
        empty: &t("checks-no-organisations"),
        ..Table::default()
    });
    html! { (table) (shown.onward(visitor, &title)) }
}

fn waiting_vacancies(app: &App, visitor: &Visitor, shown: &Shown<(Vacancy, String)>) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let rows = shown.rows.iter().map(|(vacancy, employer)| {
        let href = format!("/checks/vacancies/{}", vacancy.id);
        describe::row(tongue, vacancy, &href, employer, app.today())
    });
    let title = t("checks-vacancies");
    let table = parts::table(&Table {
        caption: &title,
        columns: &describe::columns(tongue),
        rows: rows.collect(),
        dense: true,
        empty: &t("checks-no-vacancies"),
        ..Table::default()
    });
    html! { (table) (shown.onward(visitor, &title)) }
}

fn waiting_reports(visitor: &Visitor, shown: &Shown<(Report, String)>) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let rows = shown.rows.iter().map(|(report, title)| {
        vec![
            parts::link(title, &format!("/checks/vacancies/{}", report.vacancy)),
            html! { (told(visitor, report)) },
            html! { (tongue.moment(report.made_at)) },
        ]
    });
    let columns = [
        Column::new(t("offer-title")).names_row(),
        Column::new(t("report-reason")),
        Column::new(t("checks-since")),
    ];
    let title = t("checks-reports");
    let table = parts::table(&Table {
        caption: &title,
        columns: &columns,
        rows: rows.collect(),
        dense: true,
        empty: &t("checks-no-reports"),
        ..Table::default()
    });
    html! { (table) (shown.onward(visitor, &title)) }
}

fn told(visitor: &Visitor, report: &Report) -> String {
    let reason = report.reason.parse::<ReportReason>();
    let reason = reason.map(|reason| visitor.tongue.t(labels::report_key(reason)));
    reason.unwrap_or_default().into_owned()
}

fn id_of(id: &str) -> Result<Uuid, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}

async fn organisation(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    organisation_page(&app, &visitor, id_of(&id)?, &[], ("", None)).await
}

/// A decision with a box for its words, in a form of its own.
fn decision(
    app: &App,
    visitor: &Visitor,
    (action, version): (&str, i64),
    (field, label, hint, button): (&'static str, &'static str, &'static str, &'static str),
    faults: &[FieldFault],
    (typed, kept): (&str, Option<Uuid>),
) -> Markup {
    let t = |key| visitor.tongue.t(key);
    let own_fault = faults.iter().any(|fault| fault.field == field);
    html! {
        form method="post" action=(action) novalidate {
            (form::hidden_with(app, visitor, kept.filter(|_| own_fault)))
            (parts::hidden("version", &version.to_string()))
            (parts::hidden("decision", field))
            (parts::text_input(&parts::Input {
                id: field, name: field, label: &t(label), hint: Some(&t(hint)),
                value: if own_fault { typed } else { "" },
                problem: Told::new(visitor, faults).of(field), spellcheck: true,
                ..parts::Input::default()
            }))
            (parts::secondary_button(&t(button), "sure", "yes"))
        }
    }
}

const VERIFY: (&str, &str, &str, &str) =
    ("verify", msg("check-evidence"), msg("check-evidence-hint"), msg("check-verify"));
const REFUSE: (&str, &str, &str, &str) =
    ("refuse", msg("check-reason"), msg("check-reason-hint"), msg("check-refuse"));
const SUSPEND: (&str, &str, &str, &str) =
    ("suspend", msg("check-reason"), msg("check-suspend-hint"), msg("check-suspend"));

async fn organisation_page(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    faults: &[FieldFault],
    typed: (&str, Option<Uuid>),
) -> Result<Response, Refusal> {
    let mut tx = app.db.read().await?;
    let of = store::organisation(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let vacancies = store::vacancies_of(&mut tx, id, Uuid::max(), MOST).await?;
    let decider = match of.decided_by {
        Some(account) => accounts::account(&mut tx, account).await?,
        None => None,
    };
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let mut known = rows(tongue, &app.lists.now(), &of, today);
    if let Some(evidence) = &of.evidence {
        known.push(Row::new(t("check-evidence"), evidence));
    }
    if let (Some(at), Some(account)) = (of.decided_at, decider) {
        let who = format!("{}, {}", account.name, tongue.moment(at));
        known.push(Row::new(t("check-decided"), who));
    }
    let decisions: &[_] = match of.standing()? {
        Standing::Waiting => &[VERIFY, REFUSE],
        Standing::Verified => &[SUSPEND],
        Standing::Refused | Standing::Suspended => &[VERIFY],
    };
    let here = format!("/checks/organisations/{id}");
    let main = html! {
        (parts::heading(&of.name, None))
        (standing_notice(tongue, &of)?)
        (parts::summary_list(&known))
        @for words in decisions {
            (decision(app, visitor, (&here, of.version), *words, faults, typed))
        }
        @if !vacancies.is_empty() {
            h2.govuk-heading-m { (t("checks-its-vacancies")) }
            ul.govuk-list {
                @for vacancy in &vacancies {
                    li {
                        (parts::link(&vacancy.title, &format!("/checks/vacancies/{}", vacancy.id))) " "
                        (labels::state(tongue, vacancy.state()?, vacancy.closes_on < today))
                    }
                }
            }
        }
    };
    let page = Page::new(of.name, main).back("/checks");
    Ok(page.problems(visitor, faults, str::to_owned).show(app, visitor))
}

/// The words of a decision, which have to be given.
fn words(form: &Form, field: &'static str) -> Result<String, FieldFault> {
    let line = form.text(field).parse::<Line<300>>();
    line.map(|line| line.as_str().to_owned()).map_err(|fault| FieldFault::of(field, &fault))
}

async fn decide(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let id = id_of(&id)?;
    let visitor = &form.visitor;
    let (field, decision) = match form.text("decision") {
        "verify" => ("verify", Decision::Verify),
        "refuse" => ("refuse", Decision::Refuse),
        "suspend" => ("suspend", Decision::Suspend),
        _ => return Err(Refusal::Unreadable("decision".into())),
    };
    let version: i64 = form.text("version").parse().map_err(|_| Refusal::FormTooOld)?;
    let words = match words(&form, field) {
        Ok(words) => words,
        Err(fault) => {
            let typed = (form.text(field), Some(form.id));
            return organisation_page(&app, visitor, id, &[fault], typed).await;
        }
    };
    let act = app.act(visitor.actor()?);
    let command = Decide { app: app.clone(), act, id, version, decision, words };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to("/checks").into_response())
}

async fn vacancy(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    vacancy_page(&app, &visitor, id_of(&id)?, &[], ("", None)).await
}

async fn vacancy_page(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    faults: &[FieldFault],
    typed: (&str, Option<Uuid>),
) -> Result<Response, Refusal> {
    let mut tx = app.db.read().await?;
    let found = store::with_employer(&mut tx, id).await?;
    let (vacancy, employer) = found.ok_or(Refusal::NotFound)?;
    let reports = store::reports_of(&mut tx, id).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let state = vacancy.state()?;
    let here = format!("/checks/vacancies/{id}");
    let may_open = matches!(state, OfferState::Waiting | OfferState::Refused);
    let may_refuse = matches!(state, OfferState::Waiting | OfferState::Open | OfferState::Filled);
    let main = html! {
        (parts::heading(&vacancy.title, Some(&employer.name)))
        p.govuk-body { (labels::state(tongue, state, vacancy.closes_on < today)) }
        @if let Some(reason) = vacancy.reason.as_deref() { (parts::inset(html! { (reason) })) }
        (describe::offer(tongue, &app.lists.now(), &vacancy.offer()?, today))
        h2.govuk-heading-m { (t("vacancy-employer")) }
        p.govuk-body {
            (parts::link(&employer.name, &format!("/checks/organisations/{}", employer.id))) " "
            (labels::standing(tongue, employer.standing()?))
        }
        @if !reports.is_empty() {
            h2.govuk-heading-m { (t("checks-reports")) }
            @for report in &reports {
                form method="post" action={ "/checks/reports/" (report.id) } novalidate {
                    (form::hidden(app, visitor))
                    p.govuk-body {
                        strong { (told(visitor, report)) } " " (tongue.moment(report.made_at))
                        @if let Some(words) = &report.words { br; (words) }
                    }
                    (parts::secondary_button(&t("check-handled"), "handled", "yes"))
                }
            }
        }
        @if may_open {
            form method="post" action=(here) novalidate {
                (form::hidden(app, visitor))
                (parts::hidden("version", &vacancy.version.to_string()))
                (parts::hidden("decision", "open"))
                (parts::button(&t("check-let-through")))
            }
        }
        @if may_refuse {
            (decision(app, visitor, (&here, vacancy.version), REFUSE, faults, typed))
        }
    };
    let page = Page::new(vacancy.title, main).back("/checks");
    Ok(page.problems(visitor, faults, str::to_owned).show(app, visitor))
}

async fn judge(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let id = id_of(&id)?;
    let visitor = &form.visitor;
    let version: i64 = form.text("version").parse().map_err(|_| Refusal::FormTooOld)?;
    let refused = match form.text("decision") {
        "open" => None,
        "refuse" => match words(&form, "refuse") {
            Ok(words) => Some(words),
            Err(fault) => {
                let typed = (form.text("refuse"), Some(form.id));
                return vacancy_page(&app, visitor, id, &[fault], typed).await;
            }
        },
        _ => return Err(Refusal::Unreadable("decision".into())),
    };
    let act = app.act(visitor.actor()?);
    let command = Check { app: app.clone(), act, id, version, refused };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to("/checks").into_response())
}

async fn handle(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let act = app.act(form.visitor.actor()?);
    let command = HandleReport { app: app.clone(), act, id: id_of(&id)? };
    let vacancy = app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/checks/vacancies/{vacancy}")).into_response())
}
