//! The road of one person on one page: where they are, what comes next, what is due, and who looks after them.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Action,
    classifier::{Classifiers, Code, Scheme},
    fault::FieldFault,
    followup::{Closing, picture},
    id::ReturneeId,
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    assign::{self, Assign},
    commands::{LookAtRoad, SetClosed},
    labels, short,
    store::{self, RoadRow},
    work::may_record,
};
use crate::{
    access::store::{self as accounts, Account},
    app::App,
    refusal::Refusal,
    returnee::{
        commands::reach,
        pages::{look, read},
        store::Returnee,
    },
    support::{self, commands::at_the_office, pages::head},
    web::{
        address::Path,
        ask::{self, Asking, Kind, Question},
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Row, Select},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let edit = Need::To(Action::Edit);
    Routes::default()
        .get("/returnees/{id}/road", Need::To(Action::See), overview)
        .get("/returnees/{id}/road/close", edit, ask_close)
        .post("/returnees/{id}/road/close", edit, close)
        .post("/returnees/{id}/road/officer", edit, give)
}

/// Notes shown here; the page of the plan has the others.
const NOTES: i64 = 3;

async fn overview(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let (returnee, keys) = support::pages::open(&app, &actor, Action::See, id).await?;
    app.db.run(LookAtRoad { app: app.clone(), act: app.act(actor), person: id }).await?;

    let see = reach(&actor, Action::See)?;
    let may = may_record(&actor, &returnee);
    let mut tx = app.db.read().await?;
    let road = store::road(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let visits = store::visits(&mut tx, id).await?;
    let candidacies = short::candidacies(&mut tx, &see, id).await?;
    let courses = short::courses(&mut tx, &see, id).await?;
    let notes = match may {
        true => support::store::notes(&mut tx, id, NOTES).await?,
        false => Vec::new(),
    };
    let colleagues = match may {
        true => assign::colleagues(&mut tx, &actor).await?,
        false => Vec::new(),
    };
    let officer = match road.officer {
        Some(officer) => accounts::account(&mut tx, officer).await?,
        None => None,
    };
    let writers: Vec<Uuid> = notes.iter().map(|note| note.made_by).collect();
    let names = accounts::names(&mut tx, &writers).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let reason = road.closing_reason.as_deref().and_then(|code| code.parse().ok());
    let (today, here) = (app.today(), format!("/returnees/{id}"));
    let drawn = picture(&road.facts()?);
    let next = labels::next_for_officer(drawn.next, id);
    let soon = |day| day <= today.saturating_add(jiff::Span::new().days(14));
    let due = visits.iter().filter(|visit| visit.state == "due" && soon(visit.due_on));
    let due: Vec<Row> = due.map(|visit| super::work::due_row(tongue, visit, today)).collect();
    let main = html! {
        (head(tongue, &actor, &returnee, "/road"))
        @if let Some((on, reason)) = road.closed_on.zip(reason.as_ref()) {
            (parts::inset(html! {
                p.govuk-body {
                    (tongue.ta("road-closed", &[("day", tongue.date_short(on).into())])) " "
                    (lists.name(Scheme::ClosingReason, reason, visitor.language()))
                }
            }))
        }
        (labels::picture(tongue, &drawn))
        h2.govuk-heading-m { (t("road-next")) }
        p.govuk-body { (t(next.sentence)) }
        @if let Some((words, href)) = next.link.as_ref().filter(|_| may) { (parts::link_button(&t(words), href)) }
        h2.govuk-heading-m { (t("road-due")) }
        @if let Some(day) = road.plan_due_on.filter(|day| *day < today) {
            p.govuk-body {
                (t("road-plan-late")) " " (tongue.date_short(day))
                @if may { " " (parts::link(&t("tab-plan"), &format!("{here}/plan"))) }
            }
        }
        @if let Some(at) = road.letter_at {
            p.govuk-body {
                (leads(may, &t("road-letter"), &format!("{here}/plan#letters"))) " "
                (tongue.moment(at))
            }
        }
        @if let Some(day) = road.asked_on {
            p.govuk-body {
                (leads(may, &t("road-asked"), &format!("{here}/candidacies"))) " "
                (tongue.date_short(day))
            }
        }
        @if due.is_empty() { p.govuk-body { (t("road-no-visit")) } }
        (parts::summary_list(&due))
        @if let Some(day) = road.next_visit_on.filter(|day| !soon(*day)) {
            p.govuk-body { (tongue.ta("road-next-visit", &[("day", tongue.date_short(day).into())])) }
        }
        @if may && !notes.is_empty() {
            h2.govuk-heading-m { (t("note-title")) }
            (support::pages::note_list(tongue, &notes, &keys, |id| names.get(id).map(|(name, _)| name.clone()))?)
        }
        h2.govuk-heading-m { (t("road-candidacies")) }
        @if candidacies.is_empty() { p.govuk-body { (t("road-none")) } }
        (short::list(tongue, &candidacies))
        @if may {
            p.govuk-body { (parts::link(&t("shell-all"), &format!("{here}/candidacies"))) }
        }
        h2.govuk-heading-m { (t("tab-courses")) }
        @if courses.is_empty() { p.govuk-body { (t("road-none")) } }
        (short::list(tongue, &courses))
        h2.govuk-heading-m { (t("officer-title")) }
        p.govuk-body {
            @match &officer {
                Some(officer) => (officer.name),
                None => (t("officer-none")),
            }
        }
        @if may {
            (officer_form(&app, &visitor, &here, &road, &colleagues))
            (close_link(&app, &visitor, &here, &road))
        }
    };
    Ok(Page::new(t("tab-road"), main).back("/returnees").show(&app, &visitor))
}

/// A link for who works with the person, words for who looks on.
fn leads(may: bool, words: &str, href: &str) -> Markup {
    html! { @if may { (parts::link(words, href)) } @else { (words) } }
}

fn officer_form(
    app: &App,
    visitor: &Visitor,
    here: &str,
    road: &RoadRow,
    colleagues: &[Account],
) -> Markup {
    let t = |key| visitor.tongue.t(key);
    let me = visitor.actor.map(|actor| actor.id);
    let choices = choices(visitor.tongue, colleagues, road.officer);
    html! {
        form method="post" action={ (here) "/road/officer" } {
            (form::hidden(app, visitor))
            @if road.officer != me { (parts::secondary_button(&t("officer-take"), "take", "yes")) }
            (parts::select(&Select {
                id: "officer",
                name: "officer",
                label: &t("officer-give"),
                choices: &choices,
                ..Select::default()
            }))
            (parts::secondary_button(&t("shell-save"), "give", "yes"))
        }
    }
}

/// Colleagues to choose from, and nobody.
pub fn choices(tongue: Tongue, colleagues: &[Account], chosen: Option<Uuid>) -> Vec<Choice> {
    let none = Choice::new("", tongue.t("officer-none")).chosen(chosen.is_none());
    let people = colleagues.iter().map(|account| {
        Choice::new(account.id.to_string(), account.name.clone()).chosen(chosen == Some(account.id))
    });
    std::iter::once(none).chain(people).collect()
}

/// The way to close a road, or to open it again.
fn close_link(app: &App, visitor: &Visitor, here: &str, road: &RoadRow) -> Markup {
    let t = |key| visitor.tongue.t(key);
    html! {
        @if road.closed_on.is_some() {
            form method="post" action={ (here) "/road/close" } {
                (form::hidden(app, visitor))
                (parts::secondary_button(&t("road-open"), "open", "yes"))
            }
        } @else {
            p.govuk-body { (parts::link(&t("road-close"), &format!("{here}/road/close"))) }
        }
    }
}

fn back(id: ReturneeId) -> Response {
    Redirect::to(&format!("/returnees/{id}/road")).into_response()
}

async fn ask_close(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    at_the_office(&actor)?;
    let returnee = read(&app, &actor, Action::Edit, id).await?;
    look(&app, actor, "seen", id).await?;
    Ok(show_close(&app, &visitor, &returnee, &[], None))
}

fn show_close(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    faults: &[FieldFault],
    kept: Option<Uuid>,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let reasons = ask::choices(&lists, Scheme::ClosingReason, tongue);
    let question = Question::new("closing", msg("road-close-why"), Kind::Menu(reasons));
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let here = format!("/returnees/{}/road", returnee.id);
    let main = html! {
        (parts::heading(&t("road-close"), Some(&returnee.details.name.to_string())))
        p.govuk-body { (t("road-close-text")) }
        form method="post" action={ (here) "/close" } novalidate {
            (form::hidden_with(app, visitor, kept))
            (asking.one(&question, ""))
            (parts::button(&t("road-close")))
        }
    };
    Page::new(t("road-close"), main)
        .back(here)
        .problems(visitor, faults, str::to_owned)
        .show(app, visitor)
}

/// A reason of the list, with its kind.
fn reason(lists: &Classifiers, typed: &str) -> Option<(Closing, Code)> {
    let code = lists.read(Scheme::ClosingReason, typed).ok()?;
    let kind = lists.find(Scheme::ClosingReason, &code)?.broader.as_ref()?;
    Some((kind.as_str().parse().ok()?, code))
}

async fn close(
    State(app): State<App>,
    Path(person): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    at_the_office(&actor)?;
    let reason = match (form.has("open"), reason(&app.lists.now(), form.text("closing"))) {
        (true, _) => None,
        (false, Some(reason)) => Some(reason),
        (false, None) => {
            let returnee = read(&app, &actor, Action::Edit, person).await?;
            let faults = [FieldFault::plain("closing", "fault-choice")];
            look(&app, actor, "seen", person).await?;
            return Ok(show_close(&app, &form.visitor, &returnee, &faults, Some(form.id)));
        }
    };
    let command = SetClosed { app: app.clone(), act: app.act(actor), person, reason };
    app.db.run_once(form.once(&app), command).await?;
    Ok(back(person))
}

async fn give(
    State(app): State<App>,
    Path(person): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let officer = match (form.has("take"), form.text("officer")) {
        (true, _) => Some(actor.id),
        (false, "") => None,
        (false, id) => Some(id.parse().map_err(|_| Refusal::Unreadable("officer".into()))?),
    };
    let command = Assign { app: app.clone(), act: app.act(actor), person, officer };
    app.db.run_once(form.once(&app), command).await?;
    Ok(back(person))
}
