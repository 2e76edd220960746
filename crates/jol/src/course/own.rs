//! The courses of one person: on their own page, and on the page an officer has open with them.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, scope},
    course::Enrolment,
    id::ReturneeId,
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    catalogue::{self, Asked, Listed, enrol_form, group_of},
    seats::{Enrol, Leave},
    speak,
    store::{self, Seats, Taken},
};
use crate::{
    app::App,
    db::journal::Act,
    refusal::Refusal,
    returnee::{
        commands::reach,
        pages::{look, read},
        tabs::tabs,
    },
    web::{
        address::{Path, Query},
        form::{self, Form},
        page::Page,
        parts::{self, Column, Table},
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
};

pub fn routes() -> Routes {
    let (see, edit) = (Need::To(Action::See), Need::To(Action::Edit));
    Routes::default()
        .get("/me/courses", Need::SignedIn, own)
        .post("/me/courses/{id}/leave", Need::SignedIn, leave_oneself)
        .get("/returnees/{id}/courses", see, of_person)
        .post("/returnees/{id}/courses", edit, enrol_person)
        .get("/returnees/{id}/courses/find", edit, find)
        .post("/returnees/{id}/courses/{enrolment}/leave", edit, person_leaves)
}

/// Courses of one person on one page; nobody sits in more.
pub const MOST: i64 = 50;

async fn taken(app: &App, actor: &Actor, id: ReturneeId) -> Result<Vec<Taken>, Refusal> {
    let scope = reach(actor, Action::See)?;
    let mut tx = app.db.read().await?;
    Ok(store::of_person(&mut tx, &scope, id, MOST).await?)
}

/// Every course with its state, and the way to give the seat back at an address that begins so.
fn cards(
    app: &App,
    visitor: &Visitor,
    taken: &[Taken],
    base: Option<&str>,
) -> Result<Markup, Refusal> {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let mut cards = Vec::new();
    for one in taken {
        let state = one.enrolment.state()?;
        let leave = base.filter(|_| state.is_open()).map(|base| {
            let action = format!("{base}/{}/leave", one.enrolment.id);
            leave_form(app, visitor, &action, state)
        });
        cards.push(html! {
            h2.govuk-heading-m { (parts::link(&one.title, &format!("/courses/{}", one.course))) }
            (parts::summary_list(&speak::taken(tongue, one, state, app.today())))
            @if let Some(leave) = leave { (leave) }
        });
    }
    Ok(html! {
        @if cards.is_empty() { p.govuk-body { (t("enrolment-none")) } }
        @for card in cards { (card) }
    })
}

/// A seat is not lost by a slip of the thumb: the button is seen when it is asked for.
fn leave_form(app: &App, visitor: &Visitor, action: &str, state: Enrolment) -> Markup {
    let t = |key| visitor.tongue.t(key);
    let (summary, text) = match state {
        Enrolment::Waiting => (t("enrolment-leave-line"), t("enrolment-leave-line-text")),
        _ => (t("enrolment-leave"), t("enrolment-leave-text")),
    };
    parts::details(
        &summary,
        html! {
            p.govuk-body { (text) }
            form method="post" action=(action) novalidate {
                (form::hidden(app, visitor))
                (parts::warning_button(&summary))
            }
        },
    )
}

async fn own(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = own_record(&actor)?;
    let taken = taken(&app, &actor, id).await?;
    let t = |key| visitor.tongue.t(key);
    let title = t("nav-my-courses");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (parts::link_button(&t("courses-find"), "/courses")) }
        (cards(&app, &visitor, &taken, Some("/me/courses"))?)
    };
    Ok(Page::new(title.as_ref(), main).back("/me").show(&app, &visitor))
}

async fn leave_oneself(
    State(app): State<App>,
    Path(enrolment): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let person = own_record(&actor)?;
    let leave = Leave { app: app.clone(), act: app.act(actor), person, enrolment };
    app.db.run_once(form.once(&app), leave).await?;
    Ok(Redirect::to("/me/courses").into_response())
}

async fn of_person(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let returnee = read(&app, &actor, Action::See, id).await?;
    let taken = taken(&app, &actor, id).await?;
    let may_edit = scope(&actor, Action::Edit).is_ok_and(|s| s.covers(&returnee.deciding()));

    look(&app, actor, "seen", id).await?;

    let t = |key| visitor.tongue.t(key);
    let here = format!("/returnees/{id}/courses");
    let main = html! {
        (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
        (tabs(visitor.tongue, &actor, id, "/courses"))
        @if may_edit { p.govuk-body { (parts::link_button(&t("courses-find"), &format!("{here}/find"))) } }
        (cards(&app, &visitor, &taken, may_edit.then_some(&*here))?)
    };
    Ok(Page::new(t("tab-courses"), main).back("/returnees").show(&app, &visitor))
}

/// The catalogue, for an officer with the person beside them: every group with a button.
async fn find(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let returnee = read(&app, &actor, Action::Edit, id).await?;
    look(&app, actor, "seen", id).await?;
    let here = format!("/returnees/{id}/courses");
    let base = format!("{here}/find");
    let Listed { found, next, bar } = catalogue::look(&app, &visitor, &asked, &base).await?;
    let today = app.today();
    let mut groups: Vec<(&str, &str, Seats)> = Vec::new();
    {
        let mut tx = app.db.read().await?;
        for one in &found {
            let all = store::groups(&mut tx, one.course.id).await?;
            let taking = all.into_iter().filter(|seats| seats.group.takes_people(today));
            let named = |seats| (one.course.title.as_str(), one.provider.as_str(), seats);
            groups.extend(taking.map(named));
        }
    }

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let rows = groups.iter().map(|(title, provider, seats)| {
        let group = &seats.group;
        vec![
            html! {
                (parts::link(title, &format!("/courses/{}", group.course))) br; (provider)
            },
            html! { (speak::days(tongue, group.starts_on, group.ends_on)) },
            html! { (speak::place(tongue, &group.territory, today)) },
            html! { (speak::seats(tongue, seats)) },
            enrol_form(&app, &visitor, &here, seats),
        ]
    });
    let columns = [
        Column::new(t("course-course")).names_row(),
        Column::new(t("course-days")),
        Column::new(t("course-place")),
        Column::new(t("course-free-seats")),
        Column::new(t("course-enrol")).hidden(),
    ];
    let title = t("courses-find");
    let to_next = t("shell-next");
    let main = html! {
        (parts::heading(&returnee.details.name.to_string(), Some(&returnee.number.to_string())))
        p.govuk-body { (t("course-enrol-with")) }
        (bar)
        (parts::table(&Table {
            caption: &title, caption_hidden: true, columns: &columns, rows: rows.collect(), dense: true,
            empty: &t("courses-none"),
        }))
        (parts::pagination(&title, None, next.as_deref().map(|href| (href, &*to_next))))
    };
    Ok(Page::new(title.as_ref(), main).back(here).wide().show(&app, &visitor))
}

/// Who acts, and on whose word.
fn on_word(app: &App, form: &Form, person: ReturneeId) -> Result<Act, Refusal> {
    let act = app.act(form.visitor.actor()?);
    Ok(Act { acting_for: Some(person), ..act })
}

async fn enrol_person(
    State(app): State<App>,
    Path(person): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let act = on_word(&app, &form, person)?;
    let (id, group) = (form.id, group_of(&form)?);
    let enrol = Enrol { app: app.clone(), act, id, person, course: None, group };
    app.db.run_once(form.once(&app), enrol).await?;
    Ok(Redirect::to(&format!("/returnees/{person}/courses")).into_response())
}

async fn person_leaves(
    State(app): State<App>,
    Path((person, enrolment)): Path<(ReturneeId, Uuid)>,
    form: Form,
) -> Result<Response, Refusal> {
    let act = on_word(&app, &form, person)?;
    let leave = Leave { app: app.clone(), act, person, enrolment };
    app.db.run_once(form.once(&app), leave).await?;
    Ok(Redirect::to(&format!("/returnees/{person}/courses")).into_response())
}
