//! What an employer offers: the list, the form, one vacancy with the people who agreed to be shown for it.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, Role},
    fault::FieldFault,
    vacancy::{Offer, State as OfferState},
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    commands::{Change, Close, Post},
    describe, labels, meeting, offer_form,
    organisation::{own, standing_notice},
    store::{self, Organisation, Vacancy},
};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        address::{Path, Query},
        ask::{self, Asking},
        form::{self, Form},
        page::Page,
        parts::{self, Column, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
};

pub fn routes() -> Routes {
    let offer = Need::To(Action::Offer);
    Routes::default()
        .get("/organisation/vacancies", offer, list)
        .get("/organisation/vacancies/new", offer, ask_new)
        .post("/organisation/vacancies/new", offer, post)
        .get("/organisation/vacancies/{id}", offer, show)
        .get("/organisation/vacancies/{id}/edit", offer, edit)
        .post("/organisation/vacancies/{id}/edit", offer, change)
        .post("/organisation/vacancies/{id}/close", offer, close)
}

/// Whoever acts for an employer. A school offers courses.
pub fn employer(visitor: &Visitor) -> Result<(Actor, Uuid), Refusal> {
    let (actor, id) = own(visitor)?;
    if actor.role == Role::Employer { Ok((actor, id)) } else { Err(Refusal::NotAllowed) }
}

const PAGE: i64 = 25;

#[derive(Deserialize)]
struct Place {
    after: Option<Uuid>,
}

async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Query(place): Query<Place>,
) -> Result<Response, Refusal> {
    let (_, id) = employer(&visitor)?;
    let mut tx = app.db.read().await?;
    let own = store::organisation(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let before = place.after.unwrap_or(Uuid::max());
    let mut vacancies = store::vacancies_of(&mut tx, id, before, PAGE + 1).await?;
    drop(tx);
    let more = vacancies.len() > PAGE as usize;
    vacancies.truncate(PAGE as usize);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let mut rows = Vec::new();
    for vacancy in &vacancies {
        let href = format!("/organisation/vacancies/{}", vacancy.id);
        let mut row = describe::row(tongue, vacancy, &href, "", today);
        row[1] = labels::state(tongue, vacancy.state()?, vacancy.closes_on < today);
        rows.push(row);
    }
    let columns = [
        Column::new(t("offer-title")).names_row(),
        Column::new(t("vacancy-state")),
        Column::new(t("offer-territory")),
        Column::new(t("vacancy-wage")),
        Column::new(t("offer-closes")),
    ];
    let (title, further) = (t("nav-offers"), t("shell-next"));
    let last = vacancies.last().filter(|_| more);
    let next = last.map(|last| format!("/organisation/vacancies?after={}", last.id));
    let main = html! {
        (parts::heading(&title, Some(&own.name)))
        (standing_notice(tongue, &own)?)
        div.govuk-button-group {
            (parts::link_button(&t("offers-new"), "/organisation/vacancies/new"))
            (parts::link(&t("offers-upload"), "/organisation/vacancies/upload"))
        }
        (parts::table(&Table {
            caption: &title, caption_hidden: true, columns: &columns, rows, empty: &t("offers-none"),
            ..Table::default()
        }))
        (parts::pagination(&title, None, next.as_deref().map(|href| (href, &*further))))
    };
    Ok(Page::new(title.clone(), main).back("/organisation").show(&app, &visitor))
}

async fn ask_new(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    employer(&visitor)?;
    Ok(form_page(&app, &visitor, None, &|_| String::new(), &[], None))
}

/// What a change starts from.
#[derive(Clone, Copy)]
struct Start {
    id: Uuid,
    version: i64,
    /// Somebody else was faster; what was typed stays.
    stale: bool,
}

/// The form of a new vacancy, or of a change of one that is there.
fn form_page(
    app: &App,
    visitor: &Visitor,
    of: Option<Start>,
    value: &dyn Fn(&str) -> String,
    faults: &[FieldFault],
    kept: Option<Uuid>,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let questions = offer_form::questions(&lists, tongue);
    let stale = of.is_some_and(|start| start.stale);
    let (title, text, back, action) = match of {
        None => {
            let list = "/organisation/vacancies".to_owned();
            (t("offers-new"), t("offers-new-text"), list.clone(), format!("{list}/new"))
        }
        Some(Start { id, .. }) => {
            let here = format!("/organisation/vacancies/{id}");
            (t("offers-change"), t("offers-change-text"), here.clone(), format!("{here}/edit"))
        }
    };
    let main = html! {
        (parts::heading(&title, None))
        @if stale { (parts::warning(&t("refusal-changed-title"), &t("record-stale"))) }
        p.govuk-body { (text) }
        form method="post" action=(action) novalidate {
            (form::hidden_with(app, visitor, kept))
            @if let Some(Start { version, .. }) = of { (parts::hidden("version", &version.to_string())) }
            (asking.all(&questions, value))
            (parts::button(&t("shell-send")))
        }
    };
    let page = Page::new(title, main).back(back);
    let page = page.problems(visitor, faults, |field| ask::id(&questions, field));
    let page = if stale { page.status(StatusCode::CONFLICT) } else { page };
    page.show(app, visitor)
}

async fn post(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let (actor, _) = employer(visitor)?;
    let (answers, read) = offer_form::read(&form, &app.lists.now(), visitor.tongue, app.today());
    let offer = match read {
        Ok(offer) => offer,
        Err(faults) => {
            let value = |field: &str| answers.get(field);
            return Ok(form_page(&app, visitor, None, &value, &faults, Some(form.id)));
        }
    };
    let offers = vec![(form.id, offer)];
    let command = Post { app: app.clone(), act: app.act(actor), offers };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/organisation/vacancies/{}", form.id)).into_response())
}

/// A vacancy of one's own.
async fn read(
    app: &App,
    visitor: &Visitor,
    id: &str,
) -> Result<(Actor, Vacancy, Organisation), Refusal> {
    let (actor, organisation) = employer(visitor)?;
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let found = store::with_employer(&mut app.db.read().await?, id).await?;
    let (vacancy, employer) = found.ok_or(Refusal::NotFound)?;
    if employer.id == organisation {
        Ok((actor, vacancy, employer))
    } else {
        Err(Refusal::NotFound)
    }
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (actor, vacancy, employer) = read(&app, &visitor, &id).await?;
    let people = meeting::candidates(&app, &visitor, &actor, &vacancy).await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let state = vacancy.state()?;
    let here = format!("/organisation/vacancies/{}", vacancy.id);
    let main = html! {
        (parts::heading(&vacancy.title, Some(&employer.name)))
        p.govuk-body { (labels::state(tongue, state, vacancy.closes_on < today)) }
        (state_notice(&visitor, &vacancy, state))
        (standing_notice(tongue, &employer)?)
        h2.govuk-heading-m { (t("candidates-title")) }
        (people)
        h2.govuk-heading-m { (t("vacancy-offer")) }
        (describe::offer(tongue, &app.lists.now(), &vacancy.offer()?, today))
        div.govuk-button-group {
            (parts::link_button(&t("shell-change"), &format!("{here}/edit")))
            @if vacancy.is_shown(&employer, today)? {
                (parts::link(&t("offers-see-public"), &format!("/vacancies/{}", vacancy.id)))
            }
        }
        @if state != OfferState::Closed {
            form method="post" action={ (here) "/close" } novalidate {
                (form::hidden(&app, &visitor))
                p.govuk-body { (t("offers-close-text")) }
                (parts::secondary_button(&t("offers-close"), "close", "yes"))
            }
        }
    };
    Ok(Page::new(vacancy.title, main).back("/organisation/vacancies").show(&app, &visitor))
}

fn state_notice(visitor: &Visitor, vacancy: &Vacancy, state: OfferState) -> Markup {
    let t = |key| visitor.tongue.t(key);
    html! {
        @match state {
            OfferState::Waiting => (parts::inset(html! { (t("vacancy-waiting-text")) })),
            OfferState::Refused => (parts::inset(html! {
                (t("vacancy-refused-text")) " "
                strong { (vacancy.reason.as_deref().unwrap_or_default()) }
            })),
            _ => {}
        }
    }
}

async fn edit(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (_, vacancy, _) = read(&app, &visitor, &id).await?;
    let filled = offer_form::filled(&vacancy.offer()?);
    let value = |field: &str| filled.get(field).cloned().unwrap_or_default();
    let of = Start { id: vacancy.id, version: vacancy.version, stale: false };
    Ok(form_page(&app, &visitor, Some(of), &value, &[], None))
}

async fn change(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let (actor, vacancy, _) = read(&app, visitor, &id).await?;
    let version: i64 = form.text("version").parse().map_err(|_| Refusal::FormTooOld)?;
    let (answers, read) = offer_form::read(&form, &app.lists.now(), visitor.tongue, app.today());
    let value = |field: &str| answers.get(field);
    let start = Start { id: vacancy.id, version, stale: false };
    let offer: Offer = match read {
        Ok(offer) => offer,
        Err(faults) => {
            return Ok(form_page(&app, visitor, Some(start), &value, &faults, Some(form.id)));
        }
    };
    let act = app.act(actor);
    let command = Change { app: app.clone(), act, id: vacancy.id, version, offer };
    match app.db.run_once(form.once(&app), command).await {
        Ok(_) => {
            Ok(Redirect::to(&format!("/organisation/vacancies/{}", vacancy.id)).into_response())
        }
        Err(Refusal::Stale) => {
            let now = Start { version: vacancy.version, stale: true, ..start };
            Ok(form_page(&app, visitor, Some(now), &value, &[], Some(form.id)))
        }
        Err(other) => Err(other),
    }
}

async fn close(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let (actor, vacancy, _) = read(&app, &form.visitor, &id).await?;
    let command = Close { app: app.clone(), act: app.act(actor), id: vacancy.id };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/organisation/vacancies/{}", vacancy.id)).into_response())
}
