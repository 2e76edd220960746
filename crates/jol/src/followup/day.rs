//! The officer's day: what is due, who waits, what is new.

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use domain::{
    access::{Action, Actor},
    fault::FieldFault,
    id::ReturneeId,
    support::Words,
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    assign::{self, hand_over},
    due::{self, After, Asking, List, Waiting, Whose},
    overview::choices,
};
use crate::{
    access::nearest::own_place,
    app::App,
    refusal::Refusal,
    returnee::commands::{LookAtMany, reach},
    support::commands::at_the_office,
    web::{
        address::{Path, Query},
        ask,
        form::{self, Form},
        page::Page,
        parts::{self, Colour, Column, NavItem, Problem, Select, Table},
        route::{Need, Routes},
        visitor::{Visitor, cookie, set_cookie},
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let edit = Need::To(Action::Edit);
    Routes::default()
        .get("/day", Need::To(Action::List), day)
        .get("/day/handover", edit, ask_hand_over)
        .post("/day/handover", edit, give_all)
        .get("/day/{list}", Need::To(Action::List), all)
}

/// What the browser keeps of the filter.
const WHOSE: &str = "jol-day";
const YEAR: i64 = 365 * 24 * 60 * 60;

#[derive(Debug, Default, Deserialize)]
struct Asked {
    whose: Option<String>,
    since: Option<String>,
    id: Option<Uuid>,
}

/// The filter that was chosen, now or before.
fn whose(app: &App, headers: &HeaderMap, asked: &Asked) -> Whose {
    let kept = cookie(app, headers, WHOSE);
    let chosen = asked.whose.as_deref().or(kept).and_then(|code| code.parse().ok());
    chosen.unwrap_or(Whose::Office)
}

/// Remembers a choice that came with the address.
fn remember(app: &App, asked: &Asked, whose: Whose, mut response: Response) -> Response {
    if asked.whose.is_some()
        && let Ok(line) = set_cookie(app, WHOSE, whose.code(), Some(YEAR)).parse()
    {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    response
}

/// People shown of each list.
const FIRST: i64 = 10;
/// Counted no further: whoever has a thousand overdue visits needs no better number.
const MOST: i64 = 1_000;
const DAYS_NEW: i64 = 7;

async fn day(
    visitor: Visitor,
    State(app): State<App>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    at_the_office(&actor)?;
    let scope = reach(&actor, Action::List)?;
    let whose = whose(&app, &headers, &asked);
    let asking = Asking { actor: &actor, scope: &scope, whose, today: app.today() };
    let mut tx = app.db.read().await?;
    let mut lists = Vec::new();
    for list in List::ALL.iter().filter(|list| list.is_for(&actor)) {
        let first = asking.page(&mut tx, *list, &After::default(), FIRST).await?;
        let n = match (first.len() as i64) < FIRST {
            true => first.len() as i64,
            false => asking.count(&mut tx, *list, MOST + 1).await?,
        };
        // Most offices have no proposal in force on most days.
        if n > 0 || *list != List::Proposed {
            lists.push((*list, n, first));
        }
    }
    let near = own_place(&mut tx, &actor).await?;
    let since = app.today().saturating_sub(jiff::Span::new().days(DAYS_NEW));
    let vacancies = due::new_vacancies(&mut tx, near, since, FIRST as usize).await?;
    drop(tx);
    let people = lists.iter().flat_map(|(_, _, first)| first.iter().map(|one| one.id)).collect();
    look(&app, actor, people).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let main = html! {
        (parts::heading(&t("day-title"), None))
        (filter(tongue, "/day", whose))
        @for (list, n, first) in &lists {
            h2.govuk-heading-m { (t(list.title())) " " (number(tongue, *n)) }
            (table(&app, &visitor, *list, first))
            @if *n > FIRST {
                p.govuk-body { (parts::link(&t("shell-all"), &format!("/day/{list}"))) }
            }
        }
        @if reach(&actor, Action::Check).is_ok() {
            h2.govuk-heading-m { (t("nav-pairs")) }
            p.govuk-body { (parts::link(&t("shell-all"), "/pairs")) }
        }
        h2.govuk-heading-m { (t("day-vacancies")) }
        @if vacancies.is_empty() { p.govuk-body { (t("day-none")) } }
        ul.govuk-list {
            @for one in &vacancies {
                li {
                    (parts::link(&one.title, &format!("/vacancies/{}", one.id)))
                    @if let Some(place) = one.territory {
                        " · " (place.name(visitor.language(), app.today()))
                    }
                    " · " (tongue.date_short(one.opened_on))
                }
            }
        }
        p.govuk-body { (parts::link(&t("handover-title"), "/day/handover")) }
    };
    let page = Page::new(t("day-title"), main).wide().show(&app, &visitor);
    Ok(remember(&app, &asked, whose, page))
}

/// Who was shown is written down.
async fn look(app: &App, actor: Actor, people: Vec<ReturneeId>) -> Result<(), Refusal> {
    let act = app.act(actor);
    app.db.run(LookAtMany { app: app.clone(), act, action: "listed", people }).await
}

fn filter(tongue: Tongue, here: &str, whose: Whose) -> Markup {
    let item = |one: Whose, key: &'static str| {
        NavItem::new(tongue.t(key), format!("{here}?whose={one}")).current(one == whose)
    };
    let items = [item(Whose::Mine, msg("day-mine")), item(Whose::Office, msg("day-office"))];
    parts::tabs(&tongue.t("day-whose"), &items)
}

fn number(tongue: Tongue, n: i64) -> Markup {
    parts::tag(&tongue.up_to(n, MOST), Colour::Grey)
}

fn table(app: &App, visitor: &Visitor, list: List, people: &[Waiting]) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let columns = [
        Column::new(t("record-name")).names_row(),
        Column::new(t("returnee-home")),
        Column::new(t("day-since")),
        Column::new(t("record-number")),
    ];
    let rows = people
        .iter()
        .map(|one| {
            let home = one.territory.map(|place| place.name(visitor.language(), today));
            vec![
                html! {
                    (parts::link(&one.name, &one.href))
                    @if one.restricted {
                        " " (parts::tag(&t("record-restricted"), Colour::Orange))
                    }
                },
                html! { (home.unwrap_or_default()) },
                html! { (tongue.date_short(one.since)) " · " (tongue.relative_day(one.since, today)) },
                html! { (one.number) },
            ]
        })
        .collect();
    let (caption, empty) = (t(list.title()), t("day-none"));
    parts::table(&Table {
        caption: &caption,
        caption_hidden: true,
        columns: &columns,
        rows,
        dense: true,
        empty: &empty,
    })
}

/// People on a page of their own.
const PAGE: i64 = 25;

async fn all(
    visitor: Visitor,
    State(app): State<App>,
    headers: HeaderMap,
    Path(list): Path<List>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    at_the_office(&actor)?;
    if !list.is_for(&actor) {
        return Err(Refusal::NotAllowed);
    }
    let scope = reach(&actor, Action::List)?;
    let whose = whose(&app, &headers, &asked);
    let asking = Asking { actor: &actor, scope: &scope, whose, today: app.today() };
    let after = After { since: asked.since.clone(), id: asked.id };
    let mut found = asking.page(&mut app.db.read().await?, list, &after, PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    look(&app, actor, found.iter().map(|one| one.id).collect()).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let here = format!("/day/{list}");
    let next = found.last().filter(|_| more).map(|last| {
        let since = last.after.since.as_deref().unwrap_or_default();
        let id = last.after.id.unwrap_or_default();
        format!("{here}?since={since}&id={id}")
    });
    let words = t("shell-next");
    let main = html! {
        (parts::heading(&t(list.title()), None))
        (filter(tongue, &here, whose))
        (table(&app, &visitor, list, &found))
        (parts::pagination(&t(list.title()), None, next.as_deref().map(|href| (href, &*words))))
    };
    let page = Page::new(t(list.title()), main).back("/day").wide().show(&app, &visitor);
    Ok(remember(&app, &asked, whose, page))
}

async fn ask_hand_over(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    show_hand_over(&app, &visitor, ["", "", ""], &[], None).await
}

async fn show_hand_over(
    app: &App,
    visitor: &Visitor,
    [from, to, words]: [&str; 3],
    faults: &[FieldFault],
    kept: Option<Uuid>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    at_the_office(&actor)?;
    let colleagues = assign::colleagues(&mut app.db.read().await?, &actor).await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let asking = ask::Asking { tongue, lists: &lists, faults, today: app.today() };
    let word = t("shell-error-prefix");
    let select = |name: &'static str, label: &str, chosen: &str| {
        let fault = faults.iter().find(|fault| fault.field == name);
        let sentence = fault.map(|fault| tongue.sentence(&fault.sentence));
        let problem = sentence.as_deref().map(|words| Problem { word: &word, sentence: words });
        let choices = choices(tongue, &colleagues, chosen.parse().ok());
        let (id, choices) = (name, &choices);
        parts::select(&Select { id, name, label, problem, choices, ..Select::default() })
    };
    let question = ask::Question::new("words", msg("handover-words"), ask::Kind::Paragraph);
    let main = html! {
        (parts::heading(&t("handover-title"), None))
        p.govuk-body { (t("handover-text")) }
        form method="post" action="/day/handover" novalidate {
            (form::hidden_with(app, visitor, kept))
            (select("from", &t("handover-from"), from))
            (select("to", &t("handover-to"), to))
            (asking.one(&question, words))
            (parts::button(&t("handover-button")))
        }
    };
    Ok(Page::new(t("handover-title"), main)
        .back("/day")
        .problems(visitor, faults, str::to_owned)
        .show(app, visitor))
}

async fn give_all(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    at_the_office(&actor)?;
    let mut reading = domain::fault::Reading::default();
    let typed = [form.text("from"), form.text("to"), form.text("words")];
    let chosen = |text: &str| text.parse::<Uuid>().map_err(|_| domain::code::UnknownCode);
    let from = reading.read("from", typed[0], chosen);
    let to = reading.read("to", typed[1], chosen);
    let words = reading.read("words", typed[2], str::parse::<Words>);
    reading.need("from", typed[0], "fault-choice");
    reading.need("to", typed[1], "fault-choice");
    if from.is_some() && from == to {
        reading.fault("to", &domain::code::UnknownCode);
    }
    let faults = reading.end([("from", ""), ("to", ""), ("words", "")]);
    let (Some(from), Some(to), true) = (from, to, faults.is_empty()) else {
        return show_hand_over(&app, &form.visitor, typed, &faults, Some(form.id)).await;
    };
    let n = hand_over(&app, app.act(actor), from, to, words).await?;
    let tongue = form.visitor.tongue;
    let title = tongue.ta("handover-done", &[("n", n.into())]);
    let main = html! {
        (parts::panel(&title, None))
        p.govuk-body { (parts::link(&tongue.t("day-title"), "/day")) }
    };
    Ok(Page::new(title, main).back("/day").show(&app, &form.visitor))
}
