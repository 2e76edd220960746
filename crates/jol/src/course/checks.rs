//! Courses that wait for an officer: each is read, and let through or refused with a reason.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, Seat},
    fault::FieldFault,
    territory::Territory,
    text::Line,
};
use maud::html;
use uuid::Uuid;

use super::{
    offers::{DecideCourse, decide},
    speak, store,
};
use crate::{
    access::store as accounts,
    app::App,
    db::Tx,
    refusal::Refusal,
    web::{
        address::Path,
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

/// What is checked leaves the list, so the next ones come up by themselves.
const MOST: i64 = 50;

/// How the codes of the oblast begin that somebody works in. A national office has the whole country.
async fn own_oblast(tx: &mut Tx, actor: &Actor) -> Result<String, Refusal> {
    const LETTERS: usize = 5;
    let Seat::Office { office, .. } = actor.seat else { return Ok(String::new()) };
    let office = accounts::office(tx, office.uuid()).await?;
    let place = office.and_then(|office| office.territory);
    let oblast = place.and_then(|code| Territory::parse(&code).ok()).map(Territory::oblast);
    Ok(oblast.map_or_else(String::new, |oblast| oblast.code()[..LETTERS].to_owned()))
}

async fn list(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let mut tx = app.db.read().await?;
    let oblast = own_oblast(&mut tx, &actor).await?;
    let waiting = store::waiting(&mut tx, &oblast, MOST).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let rows = waiting.iter().map(|(course, provider)| {
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
    let title = t("course-checks");
    let main = html! {
        (parts::heading(&title, None))
        (parts::table(&Table {
            caption: &title, caption_hidden: true, columns: &columns, rows: rows.collect(), dense: true,
            empty: &t("course-checks-none"),
        }))
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
