//! The list of those within reach, and the search in it. What is looked for stands sealed in the address.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    access::{Action, Actor, Scope, scope},
    phone::Phone,
    pin::Pin,
    returnee::Number,
};
use linkage::fold;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::{
    commands::{LookAtMany, reach},
    store::{self, After, Listed, PAGE, Wanted},
};
use crate::{
    app::App,
    refusal::Refusal,
    vault::{Field, Place},
    web::{
        address::Query,
        form::{self, Form},
        page::Page,
        parts::{self, Colour, Column, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
};

pub fn routes() -> Routes {
    Routes::default().get("/returnees", Need::To(Action::List), list).post(
        "/returnees/search",
        Need::To(Action::Search),
        search,
    )
}

/// What stands in the address of a list, closed up: names and numbers are not for logs and histories.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    at: String,
}

/// What somebody looks for and how far they have come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Position {
    wanted: String,
    after: After,
}

fn place(actor: &Actor) -> Place<'static> {
    Place { table: "browser", column: "position", row: actor.id, version: 1 }
}

/// Only for the one who asked: the same address tells another account nothing.
fn closed(app: &App, actor: &Actor, position: &Position) -> String {
    let plain = serde_json::to_vec(position).unwrap_or_default();
    let sealed = app.keys.seal(&*app.chance, &place(actor), &plain);
    format!("/returnees?at={}", BASE64_URL_SAFE_NO_PAD.encode(sealed))
}

fn opened(app: &App, actor: &Actor, at: &str) -> Option<Position> {
    if at.is_empty() {
        return Some(Position::default());
    }
    let sealed = BASE64_URL_SAFE_NO_PAD.decode(at).ok()?;
    serde_json::from_slice(&app.keys.open_sealed(&place(actor), &sealed).ok()?).ok()
}

/// Understands what was typed into the one box: a number, a PIN, a phone, or names in any script.
fn wanted(app: &App, typed: &str) -> Result<Wanted, Refusal> {
    if let Ok(number) = typed.parse::<Number>() {
        return Ok(Wanted::Number(number));
    }
    if typed.chars().any(|c| domain::text::digit(c).is_some()) {
        if let Ok(pin) = Pin::parse(typed) {
            return Ok(Wanted::Pin(store::index(&app.keys, Field::Pin, pin.as_str())?));
        }
        if let Ok(phone) = Phone::parse(typed) {
            return Ok(Wanted::Phone(store::index(&app.keys, Field::Phone, phone.as_str())?));
        }
    }
    Ok(Wanted::Names(names(typed)))
}

/// The first two names typed, folded. A particle belongs to the name before it.
pub(super) fn names(typed: &str) -> Vec<String> {
    const PARTICLES: [&str; 6] = ["уулу", "кызы", "тегин", "uulu", "kyzy", "tegin"];
    let mut names: Vec<String> = Vec::new();
    for word in typed.split_whitespace() {
        match names.last_mut() {
            Some(name) if PARTICLES.contains(&word.to_lowercase().as_str()) => {
                name.push(' ');
                name.push_str(word);
            }
            _ => names.push(word.to_owned()),
        }
    }
    let folded = names.iter().map(|name| fold::prefixes(name).into_iter().next());
    folded.flatten().filter(|name| !name.is_empty()).take(2).collect()
}

async fn search(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let wanted = form.text("wanted").trim().chars().take(200).collect();
    let position = Position { wanted, after: After::Start };
    Ok(Redirect::to(&closed(&app, &actor, &position)).into_response())
}

async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let Some(position) = opened(&app, &actor, &asked.at) else { return Err(Refusal::NotFound) };
    let searching = !position.wanted.is_empty();
    let action = if searching { Action::Search } else { Action::List };
    let scope = reach(&actor, action)?;
    let mut found = find_page(&app, &scope, &position).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|(_, after)| {
        let position = Position { wanted: position.wanted.clone(), after: after.clone() };
        closed(&app, &actor, &position)
    });
    let people: Vec<Listed> = found.into_iter().map(|(listed, _)| listed).collect();

    let ids = people.iter().map(|listed| listed.id).collect();
    let action = if searching { "searched" } else { "listed" };
    app.db.run(LookAtMany { app: app.clone(), act: app.act(actor), action, people: ids }).await?;

    Ok(show_list(&app, &visitor, &position, &people, next.as_deref()))
}

/// One more than fits, to know whether there is a next page.
async fn find_page(
    app: &App,
    scope: &Scope,
    position: &Position,
) -> Result<Vec<(Listed, After)>, Refusal> {
    let mut tx = app.db.read().await?;
    let n = PAGE + 1;
    if position.wanted.is_empty() {
        return Ok(store::list(&mut tx, &app.keys, scope, &position.after, n).await?);
    }
    match wanted(app, &position.wanted)? {
        Wanted::Names(names) if names.is_empty() => Ok(Vec::new()),
        wanted => Ok(store::search(&mut tx, &app.keys, scope, &wanted, &position.after, n).await?),
    }
}

fn show_list(
    app: &App,
    visitor: &Visitor,
    position: &Position,
    people: &[Listed],
    next: Option<&str>,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let may = |action| visitor.actor.is_some_and(|actor| scope(&actor, action).is_ok());
    let columns = [
        Column::new(t("record-name")).names_row(),
        Column::new(t("returnee-birth-date")),
        Column::new(t("returnee-home")),
        Column::new(t("returnee-return-date")),
        Column::new(t("record-number")),
    ];
    let rows = people.iter().map(|listed| row(app, visitor, listed)).collect();
    let empty = if position.wanted.is_empty() { t("record-none") } else { t("record-not-found") };
    let table = Table {
        caption: &t("record-list"),
        caption_hidden: true,
        columns: &columns,
        rows,
        dense: true,
        empty: &empty,
    };
    let search_label = t("record-search");
    let first = (position.after != After::Start).then(|| {
        let first = Position { after: After::Start, ..position.clone() };
        visitor.actor.map(|actor| closed(app, &actor, &first)).unwrap_or_default()
    });
    let (to_first, to_next) = (t("record-to-first"), t("shell-next"));
    let main = html! {
        (parts::heading(&t("record-list"), None))
        form.jol-filters role="search" method="post" action="/returnees/search" aria-label=(search_label) novalidate {
            (form::hidden(app, visitor))
            (parts::text_input(&parts::Input {
                id: "wanted",
                name: "wanted",
                label: &search_label,
                hint: Some(&t("record-search-hint")),
                value: &position.wanted,
                kind: Some("search"),
                ..parts::Input::default()
            }))
            div.jol-filters__buttons {
                (parts::secondary_button(&t("shell-search"), "search", "yes"))
                @if !position.wanted.is_empty() { (parts::link(&t("shell-all"), "/returnees")) }
            }
        }
        p.govuk-body {
            @if may(Action::Edit) { (parts::link(&t("nav-register"), "/returnees/new")) }
            @if may(Action::Edit) && may(Action::Export) { " · " }
            @if may(Action::Export) { (parts::link(&t("record-export"), "/returnees/export")) }
        }
        @if !position.wanted.is_empty() && first.is_none() && next.is_none() && !people.is_empty() {
            p.govuk-body { (tongue.ta("shell-found", &[("n", people.len().into())])) }
        }
        (parts::table(&table))
        (parts::pagination(
            &t("record-list"),
            first.as_deref().map(|href| (href, &*to_first)),
            next.map(|href| (href, &*to_next)),
        ))
    };
    Page::new(t("record-list"), main).wide().show(app, visitor)
}

fn row(app: &App, visitor: &Visitor, listed: &Listed) -> Vec<Markup> {
    let tongue = visitor.tongue;
    let today = app.today();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| tongue.date_short(day));
    let home = listed.territory.map(|place| place.name(visitor.language(), today));
    vec![
        html! {
            (parts::link(&listed.name, &format!("/returnees/{}", listed.id)))
            @if listed.restricted { " " (parts::tag(&tongue.t("record-restricted"), Colour::Orange)) }
        },
        html! { (day(listed.birth_on).unwrap_or_default()) },
        html! { (home.unwrap_or_default()) },
        html! { (day(listed.returned_on).unwrap_or_default()) },
        html! { (listed.number.to_string()) },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_particle_belongs_to_the_name_before_it() {
        assert_eq!(names("Жакшылык уулу Асан"), names("Jakshylyk uulu Asan"));
        assert_eq!(names("Жакшылык уулу Асан").len(), 2);
        assert_eq!(names("  "), Vec::<String>::new());
    }
}
