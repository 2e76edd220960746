//! An officer helps a person to work: proposes a vacancy, or takes down the person's word.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{access::Action, id::ReturneeId, text::findable};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    candidacies::{Introduce, WithPhone},
    describe,
    one::{phone_box, speaking, table},
    store::{self, Wanted},
};
use crate::{
    app::App,
    refusal::Refusal,
    returnee::{
        commands::reach,
        pages::{look, read},
        tabs,
    },
    web::{
        address::{Path, Query},
        form::{self, Form},
        page::Page,
        parts::{self, Filters, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
};

pub fn routes() -> Routes {
    let edit = Need::To(Action::Edit);
    Routes::default().get("/returnees/{id}/candidacies", edit, show).post(
        "/returnees/{id}/candidacies",
        edit,
        introduce,
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// What vacancies are looked for by.
    words: String,
    /// The vacancy that was chosen.
    vacancy: String,
}

/// How many vacancies are offered to choose from.
const MOST: i64 = 20;

fn person_of(id: &str) -> Result<ReturneeId, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let person = person_of(&id)?;
    let returnee = read(&app, &actor, Action::Edit, person).await?;
    let scope = reach(&actor, Action::Edit)?;
    let all = store::candidacies_of(&mut app.db.read().await?, &scope, person).await?;
    look(&app, actor, "seen", person).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let choice = match asked.vacancy.parse::<Uuid>() {
        Ok(vacancy) => chosen(&app, &visitor, person, vacancy).await?,
        Err(_) => choose(&app, &visitor, person, &asked.words).await?,
    };
    let main = html! {
        (parts::heading(&t("candidacies-title"), Some(&returnee.details.name.to_string())))
        (tabs::tabs(tongue, &actor, person, "/candidacies"))
        (table(&visitor, &all)?)
        (choice)
    };
    let page = Page::new(t("candidacies-title"), main).back(format!("/returnees/{person}"));
    Ok(page.wide().show(&app, &visitor))
}

/// Vacancies to choose from, by words.
async fn choose(
    app: &App,
    visitor: &Visitor,
    person: ReturneeId,
    words: &str,
) -> Result<Markup, Refusal> {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let here = format!("/returnees/{person}/candidacies");
    let wanted = Wanted { words: findable([words]), ..Wanted::default() };
    let found = match wanted.words.is_empty() {
        true => None,
        false => {
            let mut tx = app.db.read().await?;
            Some(store::search(&mut tx, &wanted, app.today(), Uuid::max(), MOST).await?)
        }
    };
    let rows = found.iter().flatten().map(|(vacancy, employer)| {
        let href = format!("{here}?vacancy={}", vacancy.id);
        describe::row(tongue, vacancy, &href, employer, app.today())
    });
    let label = t("vacancies-words");
    let fields = parts::text_input(&parts::Input {
        id: "words",
        name: "words",
        label: &label,
        value: words,
        ..parts::Input::default()
    });
    Ok(html! {
        h2.govuk-heading-m { (t("candidacies-propose")) }
        (parts::filters(&Filters {
            action: &here, label: &t("vacancies-search"), fields, submit: &t("shell-search"), clear: None,
        }))
        @if found.is_some() {
            (parts::table(&Table {
                caption: &t("vacancies-title"), caption_hidden: true, columns: &describe::columns(tongue),
                rows: rows.collect(), dense: true, empty: &t("vacancies-none"),
            }))
        }
    })
}

/// The vacancy that was chosen, with both things one can do.
async fn chosen(
    app: &App,
    visitor: &Visitor,
    person: ReturneeId,
    vacancy: Uuid,
) -> Result<Markup, Refusal> {
    let found = store::shown(&mut app.db.read().await?, vacancy, app.today()).await?;
    let (vacancy, employer) = found.ok_or(Refusal::NotFound)?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    Ok(html! {
        h2.govuk-heading-m { (vacancy.title) ", " (employer.name) }
        (describe::offer(tongue, &lists, &vacancy.offer()?, app.today()))
        form method="post" action={ "/returnees/" (person) "/candidacies" } novalidate {
            (form::hidden(app, visitor))
            (parts::hidden("vacancy", &vacancy.id.to_string()))
            p.govuk-body { (t("candidacies-word-text")) }
            (phone_box(visitor))
            div.govuk-button-group {
                (parts::secondary_button(&t("candidacies-word"), "word", "agreed"))
                (parts::secondary_button(&t("candidacies-propose-this"), "word", "proposed"))
            }
        }
    })
}

async fn introduce(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let person = person_of(&id)?;
    let act = speaking(&app, form.visitor.actor()?, person);
    let vacancy: Uuid = form.text("vacancy").parse().map_err(|_| Refusal::NotFound)?;
    let agreed = match form.text("word") {
        "agreed" => Some(WithPhone(form.has("phone"))),
        "proposed" => None,
        _ => return Err(Refusal::Unreadable("word".into())),
    };
    let command = Introduce { app: app.clone(), act, id: form.id, vacancy, person, agreed };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/returnees/{person}/candidacies")).into_response())
}
