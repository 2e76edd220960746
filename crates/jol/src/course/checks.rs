//! Courses that wait for an officer: each is read, and let through or refused with a reason.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{access::Action, fault::FieldFault, text::Line};
use maud::html;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    offers::{DecideCourse, decide},
    speak, store,
};
use crate::{
    access::store as accounts,
    app::App,
    refusal::Refusal,
    vacancy::checks::own_oblast,
    web::{
        address::{Path, Query},
        form::{self, Form},
        page::Page,
        parts::{self, Column, Problem, Row, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
};

pub fn routes() -> Routes {
    let check = Need::To(Action::Check);
    Routes::default()
        .get("/checks/courses", check, list)
        .get("/checks/courses/{id}", check, show)
        .post("/checks/courses/{id}", check, judge)
}

/// Courses on a page.
const PAGE: usize = 50;

/// Behind which course a page goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
}

async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let mut tx = app.db.read().await?;
    let oblast = own_oblast(&mut tx, &actor).await?;
    let after = asked.after.parse().unwrap_or_default();
    let mut waiting = store::waiting(&mut tx, &oblast, after, PAGE as i64 + 1).await?;
    drop(tx);
    let more = waiting.len() > PAGE;
    waiting.truncate(PAGE);
    let last = waiting.last().filter(|_| more);
    let next = last.map(|(_, _, turn)| format!("/checks/courses?after={turn}"));

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let rows = waiting.iter().map(|(course, provider, _)| {
        vec![
            parts::link(&course.title, &format!("/checks/courses/{}", course.id)),
            html! { (provider) },
            html! { (tongue.moment(course.made_at)) },
        ]
    });
    let columns = [
        Column::new(t("course-course")).names_row(),
        Column::new(t("course-provider")),
        Column::new(t("course-described")),
    ];
    let (title, to_next) = (t("course-checks"), t("shell-next"));
    let main = html! {
        (parts::heading(&title, None))
        (parts::table(&Table {
            caption: &title, caption_hidden: true, columns: &columns, rows: rows.collect(), dense: true,
            empty: &t("course-checks-none"),
        }))
        (parts::pagination(&title, None, next.as_deref().map(|href| (href, &*to_next))))
    };
    Ok(Page::new(title.as_ref(), main).back("/checks").wide().show(&app, &visitor))
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    page(&app, &visitor, id, "", (&[], None)).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    typed: &str,
    (faults, kept): (&[FieldFault], Option<Uuid>),
) -> Result<Response, Refusal> {
    let mut tx = app.db.read().await?;
    let found = store::with_provider(&mut tx, id).await?;
    let (course, provider) = found.ok_or(Refusal::NotFound)?;
    let checker = match course.checked_by {
        Some(account) => accounts::account(&mut tx, account).await?,
        None => None,
    };
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let state = course.state()?;
    let here = format!("/checks/courses/{id}");
    let word = t("shell-error-prefix");
    let sentence = faults.first().map(|fault| tongue.sentence(&fault.sentence));
    let mut rows = speak::described(tongue, &app.lists.now(), &course.course()?);
    let place = speak::place(tongue, &provider.territory, app.today());
    rows.push(Row::new(t("course-provider"), html! { (provider.name) br; (place) }));
    if let (Some(checker), Some(at)) = (checker, course.checked_at) {
        let told = format!("{}, {}", checker.name, tongue.moment(at));
        rows.push(Row::new(t("course-checked"), told));
    }
    let hidden = || {
        html! {
            (form::hidden(app, visitor))
            (parts::hidden("version", &course.version.to_string()))
        }
    };
    let main = html! {
        (parts::heading(&course.title, Some(&provider.name)))
        p.govuk-body { (speak::course_tag(tongue, state)) }
        @if let Some(reason) = &course.reason { (parts::inset(html! { (reason) })) }
        (parts::summary_list(&rows))
        @if let Some(words) = &course.words { (speak::paragraphs(words)) }
        @if decide(state, false).is_some() {
            form method="post" action=(here) novalidate {
                (hidden())
                (parts::hidden("decision", "open"))
                (parts::button(&t("course-let-through")))
            }
        }
        @if decide(state, true).is_some() {
            form method="post" action=(here) novalidate {
                (form::hidden_with(app, visitor, kept))
                (parts::hidden("version", &course.version.to_string()))
                (parts::hidden("decision", "refuse"))
                (parts::text_input(&parts::Input {
                    id: "reason", name: "reason", label: &t("course-refusal-reason"),
                    hint: Some(&t("course-refusal-hint")), value: typed, spellcheck: true,
                    problem: sentence.as_deref().map(|sentence| Problem { word: &word, sentence }),
                    ..parts::Input::default()
                }))
                (parts::secondary_button(&t("course-refuse"), "sure", "yes"))
            }
        }
    };
    let page = Page::new(course.title.as_str(), main).back("/checks/courses");
    Ok(page.problems(visitor, faults, str::to_owned).show(app, visitor))
}

async fn judge(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let version: i64 = form.text("version").parse().map_err(|_| Refusal::FormTooOld)?;
    let refused = match form.text("decision") {
        "open" => None,
        "refuse" => match form.text("reason").parse::<Line<300>>() {
            Ok(reason) => Some(reason.as_str().to_owned()),
            Err(fault) => {
                let faults = [FieldFault::of("reason", &fault)];
                let told = (&faults[..], Some(form.id));
                return page(&app, visitor, id, form.text("reason"), told).await;
            }
        },
        _ => return Err(Refusal::Unreadable("decision".into())),
    };
    let act = app.act(visitor.actor()?);
    let command = DecideCourse { app: app.clone(), act, id, version, refused };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to("/checks/courses").into_response())
}
