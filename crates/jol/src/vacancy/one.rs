//! One candidacy. The employer's side of the page is in `meeting`; here is the side of the person, who may be helped by an
//! officer.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, Scope, Seat},
    classifier::Scheme,
    fault::FieldFault,
    id::ReturneeId,
    vacancy::{NotNow, Side, Stage, Step, first_day},
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    candidacies::{Introduce, Move, WithPhone, side},
    describe, labels,
    meeting::{self, Todo, began, days},
    overrule,
    store::{self, OwnCandidacy},
};
use crate::{
    app::App,
    db::journal::Act,
    refusal::Refusal,
    returnee::{
        commands::{Look, reach},
        store as returnees, tabs,
    },
    web::{
        address::Path,
        ask,
        form::Form,
        page::Page,
        parts::{self, Choice, Column, Row, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::Tongue,
};

pub fn routes() -> Routes {
    // Each side reaches it by its own rule of access.
    Routes::default().get("/candidacies/{id}", Need::SignedIn, show).post(
        "/candidacies/{id}",
        Need::SignedIn,
        take,
    )
}

/// Candidacies in a table, each a link.
pub fn table(visitor: &Visitor, all: &[OwnCandidacy]) -> Result<Markup, Refusal> {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let mut rows = Vec::new();
    for OwnCandidacy { row, vacancy, employer } in all {
        rows.push(vec![
            parts::link(&vacancy.title, &format!("/candidacies/{}", row.id)),
            html! { (employer.name) },
            labels::stage(tongue, row.stage()?),
            html! { (tongue.moment(row.changed_at)) },
        ]);
    }
    let columns = [
        Column::new(t("offer-title")).names_row(),
        Column::new(t("vacancy-employer")),
        Column::new(t("candidacy-stage")),
        Column::new(t("candidacy-since")),
    ];
    Ok(parts::table(&Table {
        caption: &t("candidacies-title"),
        caption_hidden: true,
        columns: &columns,
        rows,
        empty: &t("candidacies-none"),
        ..Table::default()
    }))
}

/// The candidacies of a person within reach, as a part of a page about them.
pub async fn candidacies_of(
    app: &App,
    visitor: &Visitor,
    scope: &Scope,
    person: ReturneeId,
) -> Result<Markup, Refusal> {
    let all = store::candidacies_of(&mut app.db.read().await?, scope, person).await?;
    table(visitor, &all)
}

/// Whoever speaks for the person: they themself, or an officer who is then named beside them.
pub fn speaking(app: &App, actor: Actor, person: ReturneeId) -> Act {
    let acting_for = (actor.seat != Seat::Own(person)).then_some(person);
    Act { acting_for, ..app.act(actor) }
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    match side(&app.act(visitor.actor()?)) {
        Side::Employer => meeting::show(&app, &visitor, id, None, &[]).await,
        Side::Person => page(&app, &visitor, id, None, &[]).await,
    }
}

async fn read(app: &App, actor: &Actor, id: Uuid) -> Result<OwnCandidacy, Refusal> {
    let scope = reach(actor, Action::See)?;
    let mut tx = app.db.read().await?;
    let row = store::candidacy(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let found = store::with_employer(&mut tx, row.vacancy).await?;
    let (vacancy, employer) = found.ok_or(Refusal::NotFound)?;
    Ok(OwnCandidacy { row, vacancy, employer })
}

/// The box that is ticked to show the phone, too.
pub fn phone_box(visitor: &Visitor) -> Markup {
    let choices = [Choice::new("yes", visitor.tongue.t("candidacy-with-phone"))];
    parts::checkboxes(&parts::Choices {
        id: "phone",
        name: "phone",
        choices: &choices,
        small: true,
        ..parts::Choices::default()
    })
}

async fn page(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    typed: Option<&Form>,
    faults: &[FieldFault],
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let OwnCandidacy { row, vacancy, employer } = read(app, &actor, id).await?;
    let person = store::person_of(&mut app.db.read().await?, &row).await?;
    let own = actor.seat == Seat::Own(person);
    if !own {
        let look = Look {
            app: app.clone(),
            act: app.act(actor),
            action: "seen",
            object_kind: "candidacy",
            object: row.id,
            person,
        };
        app.db.run(look).await?;
    }

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let stage = row.stage()?;
    let is_shown = vacancy.is_shown(&employer, today)?;
    let mut rows = vec![Row::new(t("candidacy-stage"), labels::stage(tongue, stage))];
    rows.extend(days(tongue, &row));
    if let Some(code) = row.refusal_reason.as_deref().filter(|_| stage == Stage::Refused) {
        let reason = describe::name(tongue, &app.lists.now(), Scheme::RefusalReason, code);
        rows.push(Row::new(t("candidacy-reason"), reason));
    }
    rows.extend(overruled(app, &actor, tongue, person, row.id).await?);
    let todo = Todo { app, visitor, id: row.id, typed, faults };
    let none = || html! {};
    let may_speak = reach(&actor, Action::Edit).is_ok();
    let may_agree = is_shown && matches!(stage, Stage::Proposed | Stage::Withdrawn);
    let main = html! {
        (parts::heading(&vacancy.title, Some(&employer.name)))
        @if !own { (tabs::tabs(tongue, &actor, person, "/candidacies")) }
        (parts::summary_list(&rows))
        @if stage.is_shown() { (describe::employer(tongue, &employer, today)) }
        p.govuk-body {
            @if is_shown {
                (parts::link(&t("candidacy-see-vacancy"), &format!("/vacancies/{}", vacancy.id)))
            } @else {
                (labels::state(tongue, vacancy.state()?, vacancy.closes_on < today))
            }
        }
        @if may_speak && may_agree {
            p.govuk-body { (t("candidacy-agree-text")) }
            (todo.form("agree", None, phone_box(visitor), &t("candidacy-agree")))
        }
        @if may_speak && stage.is_shown() && !stage.is_over() {
            (todo.form("confirm", Some(&began()), none(), &t("candidacy-confirm-person")))
        }
        @if may_speak && stage == Stage::Proposed {
            (todo.form("withdraw", None, none(), &t("candidacy-decline")))
        } @else if may_speak && stage != Stage::Withdrawn && !stage.is_over() {
            p.govuk-body { (t("candidacy-withdraw-text")) }
            (todo.form("withdraw", None, none(), &t("candidacy-withdraw")))
        }
    };
    let back = if own { "/me/work".to_owned() } else { format!("/returnees/{person}/candidacies") };
    let page = Page::new(vacancy.title, main).back(back);
    Ok(page.problems(visitor, faults, |field| ask::id(&[began()], field)).show(app, visitor))
}

/// What the office said when it introduced somebody to what the rule leaves out.
async fn overruled(
    app: &App,
    actor: &Actor,
    tongue: Tongue,
    person: ReturneeId,
    id: Uuid,
) -> Result<Option<Row>, Refusal> {
    let mut tx = app.db.read().await?;
    let Some(kept) = overrule::of_candidacy(&mut tx, person, id).await? else { return Ok(None) };
    let scope = reach(actor, Action::See)?;
    // Sealed with the key of the record it was said of.
    let record = ReturneeId::from_uuid(kept.returnee);
    let found = returnees::find(&mut tx, &app.keys, &scope, person).await?;
    found.ok_or(Refusal::NotFound)?;
    let held = returnees::record(&mut tx, &app.keys, record).await?;
    let (_, key) = held.ok_or(Refusal::NotFound)?;
    let words = kept.open(&key)?;
    Ok(Some(Row::new(tongue.t("candidacy-overruled"), words)))
}

async fn take(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    if side(&app.act(actor)) == Side::Employer {
        return meeting::take(&app, &form, id).await;
    }
    let OwnCandidacy { row, .. } = read(&app, &actor, id).await?;
    let person = store::person_of(&mut app.db.read().await?, &row).await?;
    let act = speaking(&app, actor, person);
    let step = match form.text("step") {
        "agree" => {
            let vacancy = row.vacancy;
            let agreed = Some(WithPhone(form.has("phone")));
            // It was introduced before, so what there was to say against it was said.
            let overruled = None;
            let command =
                Introduce { app: app.clone(), act, id, vacancy, person, agreed, overruled };
            app.db.run_once(form.once(&app), command).await?;
            return Ok(Redirect::to(&format!("/candidacies/{id}")).into_response());
        }
        "withdraw" => Step::Withdraw,
        "confirm" => match first_day(&form.date("began_on"), app.today()) {
            Ok(day) => Step::Confirm(Side::Person, day),
            Err(fault) => {
                let fault = FieldFault::of("began_on", &fault);
                return page(&app, visitor, id, Some(&form), &[fault]).await;
            }
        },
        _ => return Err(Refusal::rule(&NotNow)),
    };
    let (interview_on, reason) = (None, None);
    let command = Move { app: app.clone(), act, id, step, interview_on, reason };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/candidacies/{id}")).into_response())
}
