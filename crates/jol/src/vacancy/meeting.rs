//! An employer and the people who agreed to be shown to it. Each look is written into the journal of the person.

use axum::response::{IntoResponse, Redirect, Response};
use domain::{
    access::{Action, Actor},
    classifier::{Classifiers, Scheme},
    fault::FieldFault,
    vacancy::{NotNow, Side, Stage, Step, first_day, interview_day},
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    candidacies::Move,
    describe, labels,
    organisation::own,
    person as shown,
    store::{self, CandidacyRow, Vacancy},
};
use crate::{
    app::App,
    refusal::Refusal,
    returnee::{
        commands::{Look, LookAtMany, reach},
        store as returnees,
    },
    web::{
        ask::{self, Asking, Kind, Question},
        form::{self, Form},
        page::Page,
        parts::{self, Column, Row, Table},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

/// The people shown for a vacancy.
pub async fn candidates(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    vacancy: &Vacancy,
) -> Result<Markup, Refusal> {
    let scope = reach(actor, Action::Meet)?;
    let found = {
        let mut tx = app.db.read().await?;
        store::candidates(&mut tx, &scope, vacancy.organisation, vacancy.id).await?
    };
    if !found.is_empty() {
        let people = found.iter().map(|(_, person, _)| *person).collect();
        let act = app.act(*actor);
        app.db.run(LookAtMany { app: app.clone(), act, action: "listed", people }).await?;
    }

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let mut rows = Vec::new();
    for (row, _, name) in &found {
        rows.push(vec![
            parts::link(name, &format!("/candidacies/{}", row.id)),
            labels::stage(tongue, row.stage()?),
            html! { (row.agreed_at.map(|at| tongue.moment(at)).unwrap_or_default()) },
        ]);
    }
    let columns = [
        Column::new(t("record-name")).names_row(),
        Column::new(t("candidacy-stage")),
        Column::new(t("candidacy-since")),
    ];
    Ok(parts::table(&Table {
        caption: &t("candidates-title"),
        caption_hidden: true,
        columns: &columns,
        rows,
        empty: &t("candidates-none"),
        ..Table::default()
    }))
}

/// A candidacy that is shown to the organisation somebody acts for.
async fn read(
    app: &App,
    actor: &Actor,
    visitor: &Visitor,
    id: Uuid,
) -> Result<CandidacyRow, Refusal> {
    let scope = reach(actor, Action::Meet)?;
    let (_, organisation) = own(visitor)?;
    let row = store::candidacy(&mut app.db.read().await?, &scope, id).await?;
    let row = row.filter(|row| row.organisation == organisation && row.is_shown);
    row.ok_or(Refusal::NotFound)
}

fn interview() -> Question {
    Question::new("interview_on", msg("candidacy-interview-on"), Kind::Day)
}

pub fn began() -> Question {
    Question::new("began_on", msg("candidacy-began-on"), Kind::Day)
        .hint(msg("candidacy-began-hint"))
}

/// Why an employer says no. What only a person would say is not offered.
fn refusal(lists: &Classifiers, tongue: Tongue) -> Question {
    let reasons =
        lists.all(Scheme::RefusalReason).filter(|one| is_of_employer(lists, one.code.as_str()));
    let reasons = reasons.map(|one| (one.code.to_string(), one.name(tongue.language()).to_owned()));
    Question::new("reason", msg("candidacy-reason"), Kind::Menu(reasons.collect()))
}

fn is_of_employer(lists: &Classifiers, code: &str) -> bool {
    let code = code.parse().ok();
    let reason = code.and_then(|code| lists.find(Scheme::RefusalReason, &code));
    let said_by = reason.and_then(|reason| reason.broader.as_ref());
    said_by.is_some_and(|side| side.as_str() != Side::Person.code())
}

/// The page of one candidate.
pub async fn show(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    typed: Option<&Form>,
    faults: &[FieldFault],
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let row = read(app, &actor, visitor, id).await?;
    let scope = reach(&actor, Action::Meet)?;
    let mut tx = app.db.read().await?;
    let person = store::person_of(&mut tx, &row).await?;
    let found = returnees::find(&mut tx, &app.keys, &scope, person).await?;
    let (returnee, _) = found.ok_or(Refusal::NotFound)?;
    let vacancy = store::vacancy(&mut tx, row.vacancy).await?.ok_or(Refusal::NotFound)?;
    let lines = shown::lines(&mut tx, &scope, person, app.today()).await?;
    let wish = shown::wish(&mut tx, &scope, person).await?;
    drop(tx);
    let look = Look {
        app: app.clone(),
        act: app.act(actor),
        action: "seen",
        object_kind: "candidacy",
        object: row.id,
        person,
    };
    app.db.run(look).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let (lists, today) = (app.lists.now(), app.today());
    let name = returnee.details.name.to_string();
    let mut known = vec![
        Row::new(t("candidacy-stage"), labels::stage(tongue, row.stage()?)),
        Row::new(
            t("returnee-home"),
            returnee
                .details
                .territory
                .map_or_else(String::new, |place| describe::place(tongue, place.code(), today)),
        ),
    ];
    if let Some(phone) = returnee.details.phone.as_ref().filter(|_| row.with_phone) {
        known.push(Row::new(t("organisation-phone"), tongue.phone(phone)));
    }
    known.extend(days(tongue, &row));
    let main = html! {
        (parts::heading(&name, Some(&vacancy.title)))
        (parts::summary_list(&known))
        (shown::show_lines(tongue, &lists, &lines))
        @if let Some(wish) = &wish { (shown::show_wish(tongue, &lists, wish, today)) }
        (steps(app, visitor, &row, typed, faults)?)
    };
    let questions = [interview(), began(), refusal(&lists, tongue)];
    let page = Page::new(name, main).back(format!("/organisation/vacancies/{}", vacancy.id));
    Ok(page.problems(visitor, faults, |field| ask::id(&questions, field)).show(app, visitor))
}

/// The days that were named so far.
pub fn days(tongue: Tongue, row: &CandidacyRow) -> Vec<Row> {
    let named = [
        (msg("candidacy-interview-on"), row.interview_on),
        (msg("candidacy-by-employer"), row.by_employer_on),
        (msg("candidacy-by-person"), row.by_person_on),
    ];
    let known = named.into_iter().filter_map(|(key, day)| Some((key, day?)));
    known.map(|(key, day)| Row::new(tongue.t(key), tongue.date_long(day))).collect()
}

/// One thing to do with a candidacy: a form with a box, or a button alone.
pub struct Todo<'a> {
    pub app: &'a App,
    pub visitor: &'a Visitor,
    pub id: Uuid,
    pub typed: Option<&'a Form>,
    pub faults: &'a [FieldFault],
}

impl Todo<'_> {
    pub fn form(
        &self,
        step: &str,
        question: Option<&Question>,
        extra: Markup,
        button: &str,
    ) -> Markup {
        let Todo { app, visitor, id, typed, faults } = self;
        let lists = app.lists.now();
        let asking = Asking { tongue: visitor.tongue, lists: &lists, faults, today: app.today() };
        let again = typed.filter(|form| form.text("step") == step);
        let value = |field: &str| {
            let (Some(form), Some(_)) = (again, question) else { return String::new() };
            match form.date(field) {
                day if day.is_empty() => form.text(field).to_owned(),
                day => day,
            }
        };
        html! {
            form method="post" action={ "/candidacies/" (id) } novalidate {
                (form::hidden_with(app, visitor, again.map(|form| form.id)))
                (parts::hidden("step", step))
                @if let Some(question) = question { (asking.one(question, &value(question.field))) }
                (extra)
                (parts::secondary_button(button, "sure", "yes"))
            }
        }
    }
}

fn steps(
    app: &App,
    visitor: &Visitor,
    row: &CandidacyRow,
    typed: Option<&Form>,
    faults: &[FieldFault],
) -> Result<Markup, Refusal> {
    let t = |key| visitor.tongue.t(key);
    let lists = app.lists.now();
    let todo = Todo { app, visitor, id: row.id, typed, faults };
    let stage = row.stage()?;
    let none = || html! {};
    Ok(html! {
        @if matches!(stage, Stage::Agreed | Stage::Interview) {
            (todo.form("invite", Some(&interview()), none(), &t("candidacy-invite")))
            (todo.form("offer", None, none(), &t("candidacy-offer")))
        }
        @if !stage.is_over() {
            (todo.form("confirm", Some(&began()), none(), &t("candidacy-confirm-employer")))
            (todo.form("refuse", Some(&refusal(&lists, visitor.tongue)), none(), &t("candidacy-refuse")))
        }
    })
}

/// What the employer did, with the day or the reason it takes.
struct Said {
    step: Step,
    interview_on: Option<Date>,
    reason: Option<String>,
}

fn said(app: &App, form: &Form) -> Result<Result<Said, FieldFault>, Refusal> {
    let today = app.today();
    let plain = |step| Said { step, interview_on: None, reason: None };
    Ok(match form.text("step") {
        "invite" => interview_day(&form.date("interview_on"), today)
            .map(|day| Said { interview_on: Some(day), ..plain(Step::Invite) })
            .map_err(|fault| FieldFault::of("interview_on", &fault)),
        "offer" => Ok(plain(Step::Offer)),
        "confirm" => first_day(&form.date("began_on"), today)
            .map(|day| plain(Step::Confirm(Side::Employer, day)))
            .map_err(|fault| FieldFault::of("began_on", &fault)),
        "refuse" => match form.text("reason") {
            code if is_of_employer(&app.lists.now(), code) => {
                Ok(Said { reason: Some(code.to_owned()), ..plain(Step::Refuse) })
            }
            _ => Err(FieldFault::plain("reason", "fault-choice")),
        },
        _ => return Err(Refusal::rule(&NotNow)),
    })
}

/// Takes a step of the employer.
pub async fn take(app: &App, form: &Form, id: Uuid) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    let row = read(app, &actor, visitor, id).await?;
    let Said { step, interview_on, reason } = match said(app, form)? {
        Ok(said) => said,
        Err(fault) => return show(app, visitor, id, Some(form), &[fault]).await,
    };
    let act = app.act(actor);
    let command = Move { app: app.clone(), act, id, step, interview_on, reason };
    app.db.run_once(form.once(app), command).await?;
    // Who was refused is shown no longer.
    let to = match step {
        Step::Refuse => format!("/organisation/vacancies/{}", row.vacancy),
        _ => format!("/candidacies/{id}"),
    };
    Ok(Redirect::to(&to).into_response())
}
