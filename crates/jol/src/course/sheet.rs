//! A provider and the people of one group: who has a seat and who waits, who was there, who finished. Each look is written
//! into the journals of the people it shows.

use std::collections::HashMap;

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{access::Action, course::Enrolment, day, fault::FieldFault, text::Line};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    attendance::{EndGroup, Judge, TellAttendance},
    offers::provider_of,
    seats::CloseGroup,
    speak,
    store::{self, CourseRow, GroupRow, Member},
};
use crate::{
    app::App,
    refusal::Refusal,
    returnee::{
        commands::{Look, LookAtMany, reach},
        store as returnees,
    },
    same::store::leading,
    vacancy::store::organisation,
    web::{
        address::{Path, Query},
        ask::{self, Asking, Kind, Question},
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Choices, Column, Row, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    let meet = Need::To(Action::Meet);
    Routes::default()
        .get("/teaching/groups/{id}", meet, show)
        .post("/teaching/groups/{id}/close", meet, close)
        .post("/teaching/groups/{id}/end", meet, end)
        .get("/teaching/groups/{id}/attendance", meet, ask_day)
        .post("/teaching/groups/{id}/attendance", meet, tell)
        .get("/teaching/people/{id}", meet, person)
        .post("/teaching/people/{id}", meet, judge)
}

/// A group of the provider somebody acts for, with its course.
async fn own_group(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
) -> Result<(GroupRow, CourseRow), Refusal> {
    let provider = provider_of(&visitor.actor()?)?;
    let mut tx = app.db.read().await?;
    let group = store::group(&mut tx, id).await?;
    let group = group.filter(|group| group.organisation == provider).ok_or(Refusal::NotFound)?;
    let course = store::course(&mut tx, group.course).await?.ok_or(Refusal::NotFound)?;
    Ok((group, course))
}

/// The people of a group, looked at. A provider that is not checked, or no longer, meets nobody.
async fn meet(app: &App, visitor: &Visitor, group: &GroupRow) -> Result<Vec<Member>, Refusal> {
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::Meet)?;
    let members = {
        let mut tx = app.db.read().await?;
        let provider = organisation(&mut tx, group.organisation).await?;
        let provider = provider.ok_or(Refusal::NotFound)?;
        match provider.standing()?.is_good() {
            true => store::members(&mut tx, &scope, group.id).await?,
            false => Vec::new(),
        }
    };
    if !members.is_empty() {
        let people = members.iter().map(|one| one.person).collect();
        let act = app.act(actor);
        app.db.run(LookAtMany { app: app.clone(), act, action: "listed", people }).await?;
    }
    Ok(members)
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let (group, course) = own_group(&app, &visitor, id).await?;
    let members = meet(&app, &visitor, &group).await?;
    let days = store::days(&mut app.db.read().await?, id).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let here = format!("/teaching/groups/{id}");
    let n_days = days.len() as i64;
    let (mut with_seat, mut in_line) = (Vec::new(), Vec::new());
    for one in &members {
        let state = one.enrolment.state()?;
        let name = parts::link(&one.name, &format!("/teaching/people/{}", one.enrolment.id));
        if state == Enrolment::Waiting {
            let place = tongue.integer(in_line.len() as i64 + 1);
            in_line.push(vec![
                html! { (place) },
                name,
                html! { (tongue.moment(one.enrolment.came_at)) },
            ]);
        } else {
            let present = speak::attended(tongue, one.n_present, n_days);
            let tag = speak::enrolment_tag(tongue, state);
            with_seat.push(vec![name, tag, html! { (present) }]);
        }
    }
    let goes_on = members.iter().any(|one| one.enrolment.state == Enrolment::Enrolled.code());
    let has_begun = group.starts_on <= today;
    let place = html! {
        (speak::place(tongue, &group.territory, today))
        @if let Some(place) = &group.place { ", " (place) }
    };
    let main = html! {
        (parts::heading(&course.title, Some(&speak::days(tongue, group.starts_on, group.ends_on))))
        @if group.closed_at.is_some() { p.govuk-body { (parts::tag(&t("course-closed"), parts::Colour::Grey)) } }
        (parts::summary_list(&[
            Row::new(t("course-place"), place),
            Row::new(t("course-seats"), tongue.integer(group.seats)),
        ]))
        @if goes_on && has_begun {
            p.govuk-body { (parts::link_button(&t("attendance-tell"), &format!("{here}/attendance"))) }
        }
        (parts::table(&Table {
            caption: &t("teaching-people"),
            columns: &[
                Column::new(t("record-name")).names_row(),
                Column::new(t("course-state")),
                Column::new(t("attendance-present")),
            ],
            rows: with_seat,
            empty: &t("teaching-nobody"),
            ..Table::default()
        }))
        @if !in_line.is_empty() {
            (parts::table(&Table {
                caption: &t("teaching-line"),
                columns: &[
                    Column::new(t("teaching-place-in-line")).numeric(),
                    Column::new(t("record-name")).names_row(),
                    Column::new(t("teaching-came")),
                ],
                rows: in_line,
                ..Table::default()
            }))
        }
        @if !days.is_empty() { (told_days(&visitor, &here, &days)) }
        @if goes_on && group.ends_on <= today { (end_form(&app, &visitor, &group, &here)) }
        @if group.closed_at.is_none() { (close_form(&app, &visitor, has_begun, &here)) }
    };
    Ok(Page::new(course.title.as_str(), main).back("/teaching").show(&app, &visitor))
}

/// The days somebody told of, each with the way to mend it.
fn told_days(visitor: &Visitor, here: &str, days: &[(Date, i64, i64)]) -> Markup {
    let tongue = visitor.tongue;
    html! {
        h2.govuk-heading-m { (tongue.t("attendance-days")) }
        ul.govuk-list {
            @for (day, n_told, n_present) in days {
                li {
                    (parts::link(&tongue.date_short(*day), &format!("{here}/attendance?day={day}"))) " "
                    (speak::attended(tongue, *n_present, *n_told))
                }
            }
        }
    }
}

fn end_form(app: &App, visitor: &Visitor, group: &GroupRow, here: &str) -> Markup {
    let tongue = visitor.tongue;
    let percent = [("percent", group.rule().least.into())];
    html! {
        h2.govuk-heading-m { (tongue.t("teaching-end")) }
        p.govuk-body { (tongue.ta("teaching-end-text", &percent)) }
        form method="post" action={ (here) "/end" } novalidate {
            (form::hidden(app, visitor))
            (parts::button(&tongue.t("teaching-end")))
        }
    }
}

fn close_form(app: &App, visitor: &Visitor, has_begun: bool, here: &str) -> Markup {
    let t = |key| visitor.tongue.t(key);
    let (words, text) = match has_begun {
        true => (t("teaching-close-group"), t("teaching-close-group-text")),
        false => (t("teaching-cancel-group"), t("teaching-cancel-group-text")),
    };
    parts::details(
        &words,
        html! {
            p.govuk-body { (text) }
            form method="post" action={ (here) "/close" } novalidate {
                (form::hidden(app, visitor))
                (parts::warning_button(&words))
            }
        },
    )
}

async fn close(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let act = app.act(form.visitor.actor()?);
    app.db.run_once(form.once(&app), CloseGroup { app: app.clone(), act, id }).await?;
    Ok(Redirect::to(&format!("/teaching/groups/{id}")).into_response())
}

async fn end(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let act = app.act(form.visitor.actor()?);
    app.db.run_once(form.once(&app), EndGroup { app: app.clone(), act, group: id }).await?;
    Ok(Redirect::to(&format!("/teaching/groups/{id}")).into_response())
}

/// Of which day the attendance is told.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OfDay {
    day: String,
}

fn day_question() -> [Question; 1] {
    [Question::new("day", msg("attendance-day"), Kind::Day)]
}

async fn ask_day(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(asked): Query<OfDay>,
) -> Result<Response, Refusal> {
    let (group, _) = own_group(&app, &visitor, id).await?;
    // Today, or the last day of a group that is over.
    let day = asked.day.parse().unwrap_or_else(|_| app.today().min(group.ends_on));
    let known = store::sheet(&mut app.db.read().await?, id, day).await?;
    let known = known.into_iter().map(|one| (one.enrolment, one.present)).collect();
    attendance_sheet(&app, &visitor, id, &day.to_string(), &known, (&[], None)).await
}

/// One form for the whole group: a tick for everybody who is there. At first all are ticked, since most of them are.
async fn attendance_sheet(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    day: &str,
    known: &HashMap<Uuid, bool>,
    (faults, kept): (&[FieldFault], Option<Uuid>),
) -> Result<Response, Refusal> {
    let (group, course) = own_group(app, visitor, id).await?;
    let mut members = meet(app, visitor, &group).await?;
    members.retain(|one| one.enrolment.state == Enrolment::Enrolled.code());
    let t = |key| visitor.tongue.t(key);
    let lists = app.lists.now();
    let questions = day_question();
    let asking = Asking { tongue: visitor.tongue, lists: &lists, faults, today: app.today() };
    let choices: Vec<Choice> = members
        .iter()
        .map(|one| {
            let present = known.get(&one.enrolment.id).copied().unwrap_or(known.is_empty());
            Choice::new(one.enrolment.id.to_string(), &one.name).chosen(present)
        })
        .collect();
    let here = format!("/teaching/groups/{id}");
    let title = t("attendance-tell");
    let main = html! {
        (parts::heading(&title, Some(&course.title)))
        @if members.is_empty() {
            p.govuk-body { (t("teaching-nobody")) }
        } @else {
            form method="post" action={ (here) "/attendance" } novalidate {
                (form::hidden_with(app, visitor, kept))
                (asking.all(&questions, |_| day.to_owned()))
                @for one in &members { (parts::hidden("on_sheet", &one.enrolment.id.to_string())) }
                (parts::checkboxes(&Choices {
                    id: "present", name: "present", legend: &t("attendance-who"), choices: &choices,
                    ..Choices::default()
                }))
                (parts::button(&t("shell-save")))
            }
        }
    };
    let page = Page::new(title.as_ref(), main).back(here);
    Ok(page.problems(visitor, faults, |field| ask::id(&questions, field)).show(app, visitor))
}

async fn tell(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let present: Vec<&str> = form.all("present").collect();
    let on_sheet =
        form.all("on_sheet").filter_map(|one| one.parse::<Uuid>().ok().map(|id| (id, one)));
    let told: HashMap<Uuid, bool> =
        on_sheet.map(|(id, typed)| (id, present.contains(&typed))).collect();
    let typed = form.date("day");
    let again = async |fault: FieldFault| {
        attendance_sheet(&app, visitor, id, &typed, &told, (&[fault], Some(form.id))).await
    };
    let day = match day::parse_day(&typed) {
        Ok(day) => day,
        Err(fault) => return again(FieldFault::of("day", &fault)).await,
    };
    let act = app.act(visitor.actor()?);
    let command = TellAttendance { app: app.clone(), act, group: id, day, told: told.clone() };
    match app.db.run_once(form.once(&app), command).await {
        Ok(()) => Ok(Redirect::to(&format!("/teaching/groups/{id}")).into_response()),
        Err(Refusal::Form(mut faults)) => again(faults.swap_remove(0)).await,
        Err(other) => Err(other),
    }
}

async fn person(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    person_page(&app, &visitor, id, ("", ""), (&[], None)).await
}

fn judging(visitor: &Visitor) -> [Question; 2] {
    let t = |key| visitor.tongue.t(key).into_owned();
    let answers = vec![
        (Enrolment::Completed.code().to_owned(), t("enrolment-completed")),
        (Enrolment::NotCompleted.code().to_owned(), t("enrolment-not-completed")),
    ];
    [
        Question::new("state", msg("teaching-judge-state"), Kind::One(answers)),
        Question::new("reason", msg("teaching-judge-reason"), Kind::Line)
            .hint(msg("teaching-judge-hint")),
    ]
}

/// One person of a group: what they agreed to show by asking for a seat, and the provider's word on how it ended.
async fn person_page(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    (state, reason): (&str, &str),
    (faults, kept): (&[FieldFault], Option<Uuid>),
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::Meet)?;
    let provider = provider_of(&actor)?;
    let mut tx = app.db.read().await?;
    let of = store::enrolment(&mut tx, &scope, id).await?;
    let of = of.filter(|of| of.organisation == provider && of.is_shown);
    let of = of.ok_or(Refusal::NotFound)?;
    let of_group = organisation(&mut tx, provider).await?.ok_or(Refusal::NotFound)?;
    if !of_group.standing()?.is_good() {
        return Err(Refusal::NotFound);
    }
    let person = leading(&mut tx, of.person()).await?;
    let found = returnees::find(&mut tx, &app.keys, &scope, person).await?;
    let (returnee, _) = found.ok_or(Refusal::NotFound)?;
    let n_present = store::n_present(&mut tx, &of).await?;
    let n_days = store::days(&mut tx, of.course_group).await?.len() as i64;
    drop(tx);
    let (group, course) = own_group(app, visitor, of.course_group).await?;

    let look = Look {
        app: app.clone(),
        act: app.act(actor),
        action: "seen",
        object_kind: "enrolment",
        object: of.id,
        person,
    };
    app.db.run(look).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let now = of.state()?;
    let mut rows = vec![Row::new(t("course-state"), speak::enrolment_tag(tongue, now))];
    if let Some(phone) = &returnee.details.phone {
        rows.push(Row::new(t("course-phone"), tongue.phone(phone)));
    }
    rows.push(Row::new(t("course-language"), returnee.details.language.name()));
    if now.has_seat() {
        rows.push(Row::new(
            t("attendance-present"),
            speak::attended(tongue, i64::from(n_present), n_days),
        ));
    }
    if let Some(reason) = &of.reason {
        rows.push(Row::new(t("enrolment-reason"), reason));
    }
    let name = returnee.details.name.to_string();
    let lists = app.lists.now();
    let questions = judging(visitor);
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let main = html! {
        (parts::heading(&name, Some(&course.title)))
        (parts::summary_list(&rows))
        @if now.has_seat() && group.starts_on <= app.today() {
            h2.govuk-heading-m { (t("teaching-judge")) }
            p.govuk-body { (t("teaching-judge-text")) }
            form method="post" action={ "/teaching/people/" (id) } novalidate {
                (form::hidden_with(app, visitor, kept))
                (asking.all(&questions, |field| match field {
                    "state" => state.to_owned(),
                    _ => reason.to_owned(),
                }))
                (parts::secondary_button(&t("shell-save"), "save", "yes"))
            }
        }
    };
    let page = Page::new(name, main).back(format!("/teaching/groups/{}", group.id));
    Ok(page.problems(visitor, faults, |field| ask::id(&questions, field)).show(app, visitor))
}

async fn judge(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let (state, reason) = (form.text("state"), form.text("reason"));
    let judged = match state.parse() {
        Ok(Enrolment::Completed) => Some(true),
        Ok(Enrolment::NotCompleted) => Some(false),
        _ => None,
    };
    let read = reason.parse::<Line<300>>();
    let mut faults = Vec::new();
    if judged.is_none() {
        faults.push(FieldFault::plain("state", "fault-choice"));
    }
    if let Err(fault) = &read {
        faults.push(FieldFault::of("reason", fault));
    }
    let (Some(completed), Ok(line)) = (judged, read) else {
        return person_page(&app, visitor, id, (state, reason), (&faults, Some(form.id))).await;
    };
    let act = app.act(visitor.actor()?);
    let reason = line.as_str().to_owned();
    let command = Judge { app: app.clone(), act, enrolment: id, completed, reason };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/teaching/people/{id}")).into_response())
}
