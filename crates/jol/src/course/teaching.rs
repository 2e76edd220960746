//! The pages of a training provider: its courses, and the groups of them.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Action,
    course::{CourseState, TypedCourse, TypedGroup},
    fault::FieldFault,
    vacancy::Standing,
};
use jiff::ToSpan;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    offers::{AddCourse, AddGroup, ChangeCourse, CloseCourse, provider_of},
    questions::{self, of_course, of_group, typed_course, typed_group},
    speak,
    store::{self, CourseRow, Seats},
};
use crate::{
    app::App,
    refusal::Refusal,
    vacancy::store::{Organisation, organisation},
    web::{
        address::Path,
        ask::{self, Asking, Question},
        form::{self, Form},
        page::Page,
        parts::{self, Column, Kind, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::Tongue,
};

pub fn routes() -> Routes {
    let offer = Need::To(Action::Offer);
    Routes::default()
        .get("/teaching", offer, list)
        .get("/teaching/new", offer, new)
        .post("/teaching/new", offer, add)
        .get("/teaching/courses/{id}", offer, show)
        .get("/teaching/courses/{id}/edit", offer, edit)
        .post("/teaching/courses/{id}/edit", offer, change)
        .post("/teaching/courses/{id}/close", offer, close)
        .get("/teaching/courses/{id}/groups/new", offer, new_group)
        .post("/teaching/courses/{id}/groups/new", offer, add_group)
}

/// Courses and groups on one page; a provider with more of them finds the older ones on the pages of the courses.
const MOST: i64 = 200;

/// The provider somebody acts for.
async fn own(app: &App, visitor: &Visitor) -> Result<Organisation, Refusal> {
    let id = provider_of(&visitor.actor()?)?;
    organisation(&mut app.db.read().await?, id).await?.ok_or(Refusal::NotFound)
}

/// A course of the provider somebody acts for.
async fn own_course(app: &App, visitor: &Visitor, id: Uuid) -> Result<CourseRow, Refusal> {
    let provider = provider_of(&visitor.actor()?)?;
    let course = store::course(&mut app.db.read().await?, id).await?;
    course.filter(|course| course.organisation == provider).ok_or(Refusal::NotFound)
}

/// That nobody is shown what a provider offers, and why.
fn notice(tongue: Tongue, provider: &Organisation) -> Result<Markup, Refusal> {
    let text = match provider.standing()? {
        Standing::Verified => return Ok(html! {}),
        Standing::Waiting => tongue.t("teaching-waiting"),
        Standing::Refused | Standing::Suspended => tongue.t("teaching-hidden"),
    };
    Ok(parts::notification(Kind::Important, &tongue.t("teaching-notice"), &text))
}

async fn list(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let provider = own(&app, &visitor).await?;
    // What ended a while ago may still have to be written down.
    let since = app.today().saturating_sub(60.days());
    let mut tx = app.db.read().await?;
    let courses = store::courses_of(&mut tx, provider.id, MOST).await?;
    let groups = store::taught(&mut tx, provider.id, since, MOST).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let mut rows = Vec::new();
    for course in &courses {
        rows.push(vec![
            parts::link(&course.title, &format!("/teaching/courses/{}", course.id)),
            speak::course_tag(tongue, course.state()?),
            html! { (speak::price(tongue, course.price)) },
        ]);
    }
    let columns = [
        Column::new(t("course-course")).names_row(),
        Column::new(t("course-state")),
        Column::new(t("course-price")),
    ];
    let title = t("nav-teaching");
    let main = html! {
        (notice(tongue, &provider)?)
        (parts::heading(&title, Some(&provider.name)))
        p.govuk-body { (parts::link_button(&t("teaching-new"), "/teaching/new")) }
        (group_table(&app, tongue, &t("teaching-groups"), groups.iter().map(|(seats, title)| (seats, title.as_str()))))
        (parts::table(&Table {
            caption: &t("teaching-courses"), columns: &columns, rows, empty: &t("teaching-none"), ..Table::default()
        }))
    };
    Ok(Page::new(title.as_ref(), main).show(&app, &visitor))
}

/// Groups with their days and seats, each with the way to its people.
fn group_table<'a>(
    app: &App,
    tongue: Tongue,
    caption: &str,
    groups: impl Iterator<Item = (&'a Seats, &'a str)>,
) -> Markup {
    let t = |key| tongue.t(key);
    let rows = groups.map(|(seats, title)| {
        let group = &seats.group;
        vec![
            html! {
                (parts::link(title, &format!("/teaching/groups/{}", group.id)))
                @if group.closed_at.is_some() { " " (parts::tag(&t("course-closed"), parts::Colour::Grey)) }
            },
            html! { (speak::days(tongue, group.starts_on, group.ends_on)) },
            html! { (speak::place(tongue, &group.territory, app.today())) },
            html! { (tongue.ta("teaching-taken", &[("n", seats.n_taken.into()), ("seats", group.seats.into())])) },
            html! { (tongue.integer(seats.n_waiting)) },
        ]
    });
    let columns = [
        Column::new(t("course-course")).names_row(),
        Column::new(t("course-days")),
        Column::new(t("course-place")),
        Column::new(t("course-seats")),
        Column::new(t("teaching-line")).numeric(),
    ];
    parts::table(&Table {
        caption,
        columns: &columns,
        rows: rows.collect(),
        empty: &t("teaching-no-groups"),
        ..Table::default()
    })
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let course = own_course(&app, &visitor, id).await?;
    let provider = own(&app, &visitor).await?;
    let groups = store::groups(&mut app.db.read().await?, id).await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let state = course.state()?;
    let here = format!("/teaching/courses/{id}");
    let is_closed = state == CourseState::Closed;
    let main = html! {
        (notice(tongue, &provider)?)
        (parts::heading(&course.title, Some(&t("course-course"))))
        p.govuk-body { (speak::course_tag(tongue, state)) }
        @if state == CourseState::Waiting { p.govuk-body { (t("course-waiting-text")) } }
        @if let Some(reason) = &course.reason {
            (parts::inset(html! { (t("course-refused-text")) " " (reason) }))
        }
        (parts::summary_list(&speak::described(tongue, &app.lists.now(), &course.course()?)))
        @if let Some(words) = &course.words { (speak::paragraphs(words)) }
        p.govuk-body { (parts::link(&t("shell-change"), &format!("{here}/edit"))) }
        (group_table(&app, tongue, &t("course-groups"), groups.iter().map(|seats| (seats, course.title.as_str()))))
        @if !is_closed {
            p.govuk-body { (parts::link_button(&t("teaching-new-group"), &format!("{here}/groups/new"))) }
            (parts::details(&t("teaching-close"), html! {
                p.govuk-body { (t("teaching-close-text")) }
                form method="post" action={ (here) "/close" } novalidate {
                    (form::hidden(&app, &visitor))
                    (parts::hidden("version", &course.version.to_string()))
                    (parts::warning_button(&t("teaching-close")))
                }
            }))
        }
    };
    Ok(Page::new(course.title.as_str(), main).back("/teaching").show(&app, &visitor))
}

/// A form of questions on a page of its own.
struct QuestionPage<'a> {
    title: &'a str,
    text: &'a str,
    action: &'a str,
    back: &'a str,
    questions: &'a [Question],
    version: Option<i64>,
    faults: &'a [FieldFault],
    kept: Option<Uuid>,
}

impl QuestionPage<'_> {
    fn show(&self, app: &App, visitor: &Visitor, value: impl Fn(&str) -> String) -> Response {
        let t = |key| visitor.tongue.t(key);
        let lists = app.lists.now();
        let asking = Asking {
            tongue: visitor.tongue,
            lists: &lists,
            faults: self.faults,
            today: app.today(),
        };
        let main = html! {
            (parts::heading(self.title, None))
            p.govuk-body { (self.text) }
            form method="post" action=(self.action) novalidate {
                (form::hidden_with(app, visitor, self.kept))
                @if let Some(version) = self.version { (parts::hidden("version", &version.to_string())) }
                (asking.all(self.questions, value))
                (parts::button(&t("shell-save")))
            }
        };
        Page::new(self.title, main)
            .back(self.back)
            .problems(visitor, self.faults, |field| ask::id(self.questions, field))
            .show(app, visitor)
    }
}

/// The form of a course: a new one, or one that is described anew.
fn course_form(
    app: &App,
    visitor: &Visitor,
    course: Option<(Uuid, i64)>,
    typed: &TypedCourse,
    (faults, kept): (&[FieldFault], Option<Uuid>),
) -> Response {
    let t = |key| visitor.tongue.t(key);
    let (title, back, action) = match course {
        None => (t("teaching-new"), "/teaching".to_owned(), "/teaching/new".to_owned()),
        Some((id, _)) => {
            let here = format!("/teaching/courses/{id}");
            (t("teaching-change"), here.clone(), format!("{here}/edit"))
        }
    };
    let page = QuestionPage {
        title: &title,
        text: &t("teaching-new-text"),
        action: &action,
        back: &back,
        questions: &of_course(visitor.tongue),
        version: course.map(|(_, version)| version),
        faults,
        kept,
    };
    page.show(app, visitor, |field| questions::value(typed.answers(), field))
}

async fn new(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    own(&app, &visitor).await?;
    Ok(course_form(&app, &visitor, None, &TypedCourse::default(), (&[], None)))
}

/// What was answered about a course: the course, or what is wrong.
fn read_course(
    app: &App,
    form: &Form,
) -> (TypedCourse, Result<domain::course::Course, Vec<FieldFault>>) {
    let (lists, tongue) = (app.lists.now(), form.visitor.tongue);
    let answers = ask::read(form, &of_course(tongue), &lists, tongue);
    let typed = typed_course(&answers);
    let course = match (typed.read(&lists), answers.is_understood()) {
        (Ok(course), true) => Ok(course),
        (Ok(_), false) => Err(answers.faults(Vec::new())),
        (Err(faults), _) => Err(answers.faults(faults)),
    };
    (typed, course)
}

async fn add(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    own(&app, visitor).await?;
    let course = match read_course(&app, &form) {
        (_, Ok(course)) => course,
        (typed, Err(faults)) => {
            return Ok(course_form(&app, visitor, None, &typed, (&faults, Some(form.id))));
        }
    };
    let act = app.act(visitor.actor()?);
    let command = AddCourse { app: app.clone(), act, id: form.id, course };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/teaching/courses/{}", form.id)).into_response())
}

async fn edit(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let course = own_course(&app, &visitor, id).await?;
    let typed = course.course()?.typed();
    Ok(course_form(&app, &visitor, Some((id, course.version)), &typed, (&[], None)))
}

fn version_of(form: &Form) -> Result<i64, Refusal> {
    form.text("version").parse().map_err(|_| Refusal::FormTooOld)
}

async fn change(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    own_course(&app, visitor, id).await?;
    let version = version_of(&form)?;
    let course = match read_course(&app, &form) {
        (_, Ok(course)) => course,
        (typed, Err(faults)) => {
            let told = (&*faults, Some(form.id));
            return Ok(course_form(&app, visitor, Some((id, version)), &typed, told));
        }
    };
    let act = app.act(visitor.actor()?);
    let command = ChangeCourse { app: app.clone(), act, id, version, course };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/teaching/courses/{id}")).into_response())
}

async fn close(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let act = app.act(form.visitor.actor()?);
    let command = CloseCourse { app: app.clone(), act, id, version: version_of(&form)? };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/teaching/courses/{id}")).into_response())
}

fn group_form(
    app: &App,
    visitor: &Visitor,
    course: &CourseRow,
    typed: &TypedGroup,
    (faults, kept): (&[FieldFault], Option<Uuid>),
) -> Response {
    let t = |key| visitor.tongue.t(key);
    let here = format!("/teaching/courses/{}", course.id);
    let page = QuestionPage {
        title: &t("teaching-new-group"),
        text: &course.title,
        action: &format!("{here}/groups/new"),
        back: &here,
        questions: &of_group(),
        version: None,
        faults,
        kept,
    };
    page.show(app, visitor, |field| questions::value(typed.answers(), field))
}

async fn new_group(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let course = own_course(&app, &visitor, id).await?;
    // Most groups are held where the provider is.
    let provider = own(&app, &visitor).await?;
    let typed = TypedGroup { territory: provider.territory, ..TypedGroup::default() };
    Ok(group_form(&app, &visitor, &course, &typed, (&[], None)))
}

async fn add_group(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let course = own_course(&app, visitor, id).await?;
    let answers = ask::read(&form, &of_group(), &app.lists.now(), visitor.tongue);
    let typed = typed_group(&answers);
    let group = match typed.read(app.today()) {
        Ok(group) => group,
        Err(faults) => {
            return Ok(group_form(&app, visitor, &course, &typed, (&faults, Some(form.id))));
        }
    };
    let act = app.act(visitor.actor()?);
    let command = AddGroup { app: app.clone(), act, id: form.id, course: id, group };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/teaching/groups/{}", form.id)).into_response())
}
