//! Two records side by side: what agrees and what differs, what that weighs, and the answer.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, Scope},
    fault::{FieldFault, Sentence},
    id::ReturneeId,
    same::{
        PairState, Step,
        pair::{Facts, Finding},
    },
    text::Line,
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    decide::{Compare, Decide},
    facts::facts,
    queue::{Asked, Wanted, done_note, origin_key, state_key, strength_key},
    reasons::{self, Mark, sentence},
    store::{self, PairRow, group_of},
};
use crate::{
    access::{ask::Told, store as accounts},
    app::App,
    refusal::Refusal,
    returnee::{
        commands::reach,
        fields::{SECTIONS, label_key, spoken},
        pages::channel_key,
        store::{Returnee, find, listed, record},
    },
    web::{
        address::{Path, Query},
        form::{self, Form},
        page::Page,
        parts::{self, Column, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let check = Need::To(Action::Check);
    Routes::default().get("/pairs/{id}", check, pair).post("/pairs/{id}", check, decide).get(
        "/returnees/{id}/pairs",
        check,
        of_record,
    )
}

/// A pair as it is shown.
struct Shown {
    pair: PairRow,
    records: [Returnee; 2],
    facts: Facts,
    /// Names of those who decided about it.
    first: Option<String>,
    second: Option<String>,
    next: Option<Uuid>,
}

async fn read(app: &App, scope: &Scope, wanted: Wanted, id: Uuid) -> Result<Shown, Refusal> {
    let mut tx = app.db.read().await?;
    let pair = store::pair(&mut tx, scope, id).await?.ok_or(Refusal::NotFound)?;
    let [one, other] = pair.records();
    // Each by itself, also where the two were joined: what they say together would agree with everything.
    let (one, _) = record(&mut tx, &app.keys, one).await?.ok_or(Refusal::NotFound)?;
    let (other, _) = record(&mut tx, &app.keys, other).await?.ok_or(Refusal::NotFound)?;
    let facts = facts(&mut tx, pair.one, pair.other).await?;
    let next = wanted.next(&mut tx, scope, &pair).await?;
    let deciders: Vec<Uuid> = pair.decided_by.into_iter().chain(pair.seconded_by).collect();
    let names = accounts::names(&mut tx, &deciders).await?;
    let name = |id: Option<Uuid>| id.and_then(|id| names.get(&id)).map(|(name, _)| name.clone());
    let (first, second) = (name(pair.decided_by), name(pair.seconded_by));
    Ok(Shown { pair, records: [one, other], facts, first, second, next })
}

async fn pair(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    show(&app, &visitor, asked.wanted(), id, asked.done, (&[], "")).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    wanted: Wanted,
    id: Uuid,
    done: Option<Uuid>,
    (faults, typed): (&[FieldFault], &str),
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::Check)?;
    let shown = read(app, &scope, wanted, id).await?;
    let records = shown.pair.records();
    app.db.run(Compare { app: app.clone(), act: app.act(actor), pair: id, records }).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let pair = &shown.pair;
    let steps = pair.steps();
    let state = pair.state()?;
    let title = t("same-title");
    let main = html! {
        (parts::heading(&title, Some(&t(strength_key(pair.weight, pair.zone())))))
        @if let Some(done) = done { (done_note(tongue, done)) }
        p.govuk-body-l { (reasons::short(tongue, &steps)) }
        p.govuk-body { a.govuk-link href="#answer" { (t("same-to-answer")) } }
        p.govuk-body {
            (t("same-origin")) ": " (t(origin_key(pair.origin()))) ", " (tongue.moment(pair.made_at)) ". "
            (t("same-state")) ": " strong { (t(state_key(state))) } "."
        }
        (history(tongue, &shown, state))
        (side_by_side(app, tongue, &shown, &steps))
        (answer(app, visitor, &actor, wanted, &shown, state, faults, typed))
        (waterfall(tongue, pair.weight, &steps))
    };
    let page = Page::new(&*title, main).wide().back(format!("/pairs?{}", wanted.query()));
    Ok(page.problems(visitor, faults, str::to_owned).show(app, visitor))
}

/// Who decided what, when and why.
fn history(tongue: Tongue, shown: &Shown, state: PairState) -> Markup {
    let t = |key| tongue.t(key);
    let pair = &shown.pair;
    let by_program = t("journal-by-program");
    let who = |name: &Option<String>| name.clone().unwrap_or_else(|| by_program.to_string());
    html! {
        @if let (false, Some(at)) = (state == PairState::Open, pair.decided_at) {
            (parts::inset(html! {
                (t("same-decided")) ": " (who(&shown.first)) ", " (tongue.moment(at))
                @if let Some(at) = pair.seconded_at {
                    br; (t("same-seconded")) ": " (who(&shown.second)) ", " (tongue.moment(at))
                }
                @if let Some(reason) = &pair.reason { br; (t("same-reason")) ": " (reason) }
            }))
        }
    }
}

/// The field of the engine that a question is compared as.
fn compared_as(field: &str) -> &str {
    match field {
        "patronymic" => "father",
        "birth_on" => "birth",
        other => other,
    }
}

/// The sign of a mark stands before its words: neither needs the other, and none needs a colour.
fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Agrees => "=",
        Mark::Near => "≈",
        Mark::Differs => "≠",
        Mark::Missing => "?",
    }
}

fn side_by_side(app: &App, tongue: Tongue, shown: &Shown, steps: &[Step]) -> Markup {
    let t = |key| tongue.t(key);
    let today = app.today();
    let told = reasons::list(tongue, steps);
    let typed = shown.records.each_ref().map(|record| record.details.typed());
    let answers = typed.each_ref().map(|typed| typed.answers());
    let value = |side: usize, field: &str| {
        let found = answers[side].iter().find(|(known, _)| *known == field);
        found.map_or("", |(_, value)| *value)
    };
    let [older, newer] = &shown.records;
    let mut rows = Vec::new();
    for field in SECTIONS.iter().flat_map(|(_, fields)| fields.iter()) {
        let [one, other] = [value(0, field), value(1, field)];
        if one.is_empty() && other.is_empty() {
            continue;
        }
        let reason = told.iter().find(|reason| reason.field == compared_as(field));
        let (mark, words) = match reason {
            Some(reason) if reason.mark != Mark::Missing => {
                (reason.mark, sentence(&reason.words).into())
            }
            _ if one.is_empty() || other.is_empty() => (Mark::Missing, t("same-missing")),
            _ if one == other => (Mark::Agrees, t("same-agrees")),
            _ => (Mark::Differs, t("same-differs")),
        };
        rows.push(vec![
            html! { (t(label_key(field))) },
            html! { (spoken(tongue, field, one, today)) },
            html! { (spoken(tongue, field, other, today)) },
            html! { strong aria-hidden="true" { (sign(mark)) } " " (words) },
        ]);
    }
    let kept = |words: &str, told: fn(&Returnee, Tongue) -> String| {
        vec![
            html! { (words) },
            html! { (told(older, tongue)) },
            html! { (told(newer, tongue)) },
            html! {},
        ]
    };
    rows.push(kept(&t("record-channel"), |one, tongue| {
        tongue.t(channel_key(one.channel)).into_owned()
    }));
    rows.push(kept(&t("record-registered-at"), |one, tongue| tongue.moment(one.registered_at)));
    let link = |record: &Returnee| {
        parts::link(&record.number.to_string(), &format!("/returnees/{}", record.id))
    };
    rows.push(vec![
        html! { (t("record-number")) },
        html! { (link(older)) },
        html! { (link(newer)) },
        html! {},
    ]);
    let columns = [
        Column::new(t("same-field")).names_row(),
        Column::new(t("same-one")),
        Column::new(t("same-other")),
        Column::new(t("same-compared")),
    ];
    parts::table(&Table {
        caption: &t("same-side-by-side"),
        columns: &columns,
        rows,
        dense: true,
        ..Table::default()
    })
}

/// What a step of the weight is about.
fn step_key(field: &str) -> &'static str {
    match field {
        "start" => msg("same-step-start"),
        "given" => msg("returnee-given-name"),
        "surname" => msg("returnee-surname"),
        "father" => msg("returnee-patronymic"),
        "birth" => msg("returnee-birth-date"),
        "pin" => msg("returnee-pin"),
        "phone" => msg("returnee-phone"),
        "territory" => msg("returnee-home"),
        "sex" => msg("returnee-sex"),
        "community" => msg("same-step-community"),
        "relatives" => msg("same-step-relatives"),
        _ => msg("same-step-other"),
    }
}

/// What each step adds or takes, as a picture whose table says the same in words and numbers.
fn waterfall(tongue: Tongue, weight: i64, steps: &[Step]) -> Markup {
    let t = |key| tongue.t(key);
    let told = reasons::list(tongue, steps);
    let largest = steps.iter().map(|step| step.weight.abs()).chain([weight.abs(), 1]).max();
    let largest = largest.unwrap_or(1) as f64;
    let row = |words: &str, found: &str, weight: i64| {
        let side = match weight {
            0 => msg("same-weighs-nothing"),
            1.. => msg("same-weighs-for"),
            _ => msg("same-weighs-against"),
        };
        vec![
            html! { (words) },
            html! { (found) },
            html! { (t(side)) },
            parts::weight(weight as f64 / largest),
            html! { (points(tongue, weight)) },
        ]
    };
    let mut rows: Vec<Vec<Markup>> = steps
        .iter()
        .map(|step| {
            let reason = told.iter().find(|reason| reason.field == step.field);
            let found = reason.map_or(String::new(), |reason| sentence(&reason.words));
            row(&t(step_key(&step.field)), &found, step.weight)
        })
        .collect();
    rows.push(row(
        &t("same-sum"),
        &t(if weight >= 0 { msg("same-sum-for") } else { msg("same-sum-against") }),
        weight,
    ));
    let columns = [
        Column::new(t("same-field")).names_row(),
        Column::new(t("same-found")),
        Column::new(t("same-speaks")),
        Column::new(t("same-picture")).hidden(),
        Column::new(t("same-points")).numeric(),
    ];
    html! {
        (parts::table(&Table {
            caption: &t("same-weights"),
            columns: &columns,
            rows,
            dense: true,
            ..Table::default()
        }))
        (parts::details(&t("same-points-what"), html! { p.govuk-body { (t("same-points-text")) } }))
    }
}

/// Bits with one digit and their sign.
fn points(tongue: Tongue, weight: i64) -> String {
    let number = tongue.decimal(weight.abs() as f64 / 100.0, 1);
    match weight {
        0 => number,
        1.. => format!("+{number}"),
        _ => format!("−{number}"),
    }
}

/// The answers that may be given now, with their words.
fn answers(state: PairState, is_first: bool) -> (&'static str, Vec<(Finding, &'static str)>) {
    const SAME: (Finding, &str) = (Finding::Same, msg("same-answer-same"));
    const APART: (Finding, &str) = (Finding::Apart, msg("same-answer-apart"));
    match state {
        PairState::Open => (msg("same-ask"), vec![SAME, APART]),
        PairState::Seconding if is_first => {
            (msg("same-ask-waits"), vec![(Finding::Apart, msg("same-answer-apart-after-all"))])
        }
        PairState::Seconding => (msg("same-ask-second"), vec![SAME, APART]),
        PairState::Parting if is_first => {
            (msg("same-ask-waits"), vec![(Finding::Same, msg("same-answer-same-after-all"))])
        }
        PairState::Parting => (msg("same-ask-parting"), vec![APART, SAME]),
        PairState::Same => {
            (msg("same-ask-undo"), vec![(Finding::Apart, msg("same-answer-apart-after-all"))])
        }
        PairState::Apart => {
            (msg("same-ask-undo"), vec![(Finding::Same, msg("same-answer-same-after-all"))])
        }
    }
}

#[expect(clippy::too_many_arguments, reason = "all that a form with its faults is drawn from")]
fn answer(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    wanted: Wanted,
    shown: &Shown,
    state: PairState,
    faults: &[FieldFault],
    typed: &str,
) -> Markup {
    let t = |key| visitor.tongue.t(key);
    let pair = &shown.pair;
    let (ask, found) = answers(state, pair.decided_by == Some(actor.id));
    let is_decided = matches!(state, PairState::Same | PairState::Apart);
    let must = is_decided || shown.facts.numbers_contradict;
    let hint = if must { msg("same-reason-must") } else { msg("same-reason-may") };
    html! {
        form method="post" action={ "/pairs/" (pair.id) } novalidate {
            (form::hidden(app, visitor))
            (parts::hidden("version", &pair.version.to_string()))
            (parts::hidden("show", wanted.show.code()))
            (parts::hidden("origin", wanted.origin.map_or("", domain::same::Origin::code)))
            h2.govuk-heading-m id="answer" { (t(ask)) }
            @if shown.facts.numbers_contradict && state != PairState::Apart {
                (parts::warning(&t("shell-problem"), &t("same-numbers-contradict")))
            }
            @if shown.facts.needs_second() && matches!(state, PairState::Open | PairState::Same) {
                p.govuk-body { (t("same-two-officers")) }
            }
            (parts::text_input(&parts::Input {
                id: "reason", name: "reason", label: &t("same-reason"), hint: Some(&t(hint)),
                value: typed, problem: Told::new(visitor, faults).of("reason"), spellcheck: true,
                maxlength: Some(300), ..parts::Input::default()
            }))
            div.govuk-button-group {
                @for (place, (found, words)) in found.iter().enumerate() {
                    button.govuk-button.govuk-button--secondary[place > 0] type="submit" name="found"
                        value=(found) accesskey=((place + 1).to_string()) { (t(words)) }
                }
                a.govuk-link href=(wanted.onward(shown.next)) accesskey="3" { (t("same-later")) }
            }
            p.govuk-hint { (t("same-keys")) }
        }
    }
}

async fn decide(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    let wanted = Wanted::of_form(&form);
    let found = form.text("found").parse().map_err(|_| Refusal::Unreadable("found".into()))?;
    let version = form.text("version").parse().map_err(|_| Refusal::FormTooOld)?;
    let typed = form.text("reason").trim();
    let again = |faults: Vec<FieldFault>| {
        let typed = typed.to_owned();
        let app = app.clone();
        async move { show(&app, visitor, wanted, id, None, (&faults, &typed)).await }
    };
    let reason = match typed.parse::<Line<300>>() {
        _ if typed.is_empty() => None,
        Ok(line) => Some(line.as_str().to_owned()),
        Err(fault) => return again(vec![FieldFault::of("reason", &fault)]).await,
    };
    // Where it stood is where one goes on from: what is decided leaves the list of what is open.
    let scope = reach(&actor, Action::Check)?;
    let mut tx = app.db.read().await?;
    let pair = store::pair(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    drop(tx);
    let act = app.act(actor);
    let command =
        Decide { app: app.clone(), act, pair: id, version, found, reason, by_tick: false };
    // What was not done is told on the page of the pair, as it stands now.
    let told = |sentence: Sentence| vec![FieldFault { field: "", sentence }];
    let faults = match app.db.run_once(form.once(&app), command).await {
        Ok(_) => Vec::new(),
        Err(Refusal::Form(faults)) => return again(faults).await,
        Err(Refusal::Rule(sentence)) => told(sentence),
        Err(Refusal::Stale) => told(Sentence::plain(msg("same-meanwhile"))),
        Err(refusal) => return Err(refusal),
    };
    if !faults.is_empty() {
        let mut response = again(faults).await?;
        *response.status_mut() = StatusCode::CONFLICT;
        return Ok(response);
    }
    let next = wanted.next(&mut app.db.read().await?, &scope, &pair).await?;
    Ok(Redirect::to(&format!("{}&done={id}", wanted.onward(next))).into_response())
}

/// Pairs told of one record.
const MOST_OF_RECORD: i64 = 50;

/// All pairs of one person: with whom they may be one, with whom they are, with whom they are not.
async fn of_record(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::Check)?;
    let mut tx = app.db.read().await?;
    let (returnee, _) = find(&mut tx, &app.keys, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let group = group_of(&mut tx, id).await?;
    let mut others = Vec::new();
    for record in group.records() {
        for pair in store::pairs_of(&mut tx, &scope, record, MOST_OF_RECORD).await? {
            // Between two records of the person it is told once, at the newer one.
            let [one, other] = pair.records();
            if record == one && group.contains(other) {
                continue;
            }
            let other = if record == one { other } else { one };
            if let Some(other) = listed(&mut tx, &scope, other).await? {
                others.push((pair, other));
            }
        }
    }
    drop(tx);
    let people = others.iter().map(|(_, other)| other.id).chain([id]).collect();
    let look = crate::returnee::commands::LookAtMany {
        app: app.clone(),
        act: app.act(actor),
        action: "listed",
        people,
    };
    app.db.run(look).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let rows = others.iter().map(|(pair, other)| {
        vec![
            parts::link(&other.name, &format!("/pairs/{}", pair.id)),
            html! { (reasons::short(tongue, &pair.steps())) },
            html! { (t(pair.state().map_or(msg("same-state-open"), state_key))) },
        ]
    });
    let columns = [
        Column::new(t("record-name")).names_row(),
        Column::new(t("same-why")),
        Column::new(t("same-state")),
    ];
    let title = t("nav-pairs");
    let main = html! {
        (parts::heading(&title, Some(&returnee.number.to_string())))
        (crate::returnee::tabs::tabs(tongue, &actor, id, "/pairs"))
        p.govuk-body { (t("same-of-record")) }
        (parts::table(&Table {
            caption: &title,
            caption_hidden: true,
            columns: &columns,
            rows: rows.collect(),
            dense: true,
            empty: &t("same-none"),
        }))
    };
    Ok(Page::new(&*title, main).back(format!("/returnees/{id}")).show(&app, &visitor))
}
