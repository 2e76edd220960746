//! An officer helps a person to work: proposes a vacancy, or takes down the person's word. Where the rule leaves a vacancy
//! out, they see why and say why they introduce the person all the same.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Action,
    classifier::Classifiers,
    fault::FieldFault,
    id::ReturneeId,
    matching::LeftOut,
    text::{Line, findable},
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{speak, store::judge};
use crate::{
    app::App,
    refusal::Refusal,
    returnee::{
        commands::reach,
        pages::{look, read},
        tabs,
    },
    vacancy::{
        candidacies::{Introduce, WithPhone},
        describe,
        one::{phone_box, speaking, table},
        overrule::Overruled,
        store::{self, Vacancy, Wanted},
    },
    web::{
        address::{Path, Query},
        form::{self, Form},
        page::Page,
        parts::{self, Filters, Input, Problem, Table},
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
    page(&app, &visitor, person_of(&id)?, &asked, None, &[]).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    person: ReturneeId,
    asked: &Asked,
    typed: Option<&Form>,
    faults: &[FieldFault],
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let returnee = read(app, &actor, Action::Edit, person).await?;
    let scope = reach(&actor, Action::Edit)?;
    let all = store::candidacies_of(&mut app.db.read().await?, &scope, person).await?;
    look(app, actor, "seen", person).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let choice = match asked.vacancy.parse::<Uuid>() {
        Ok(vacancy) => chosen(app, visitor, person, vacancy, typed, faults).await?,
        Err(_) => choose(app, visitor, person, &asked.words).await?,
    };
    let main = html! {
        (parts::heading(&t("candidacies-title"), Some(&returnee.details.name.to_string())))
        (tabs::tabs(tongue, &actor, person, "/candidacies"))
        (table(visitor, &all)?)
        (choice)
    };
    let page = Page::new(t("candidacies-title"), main).back(format!("/returnees/{person}"));
    let page = page.problems(visitor, faults, str::to_owned);
    Ok(page.wide().show(app, visitor))
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
    typed: Option<&Form>,
    faults: &[FieldFault],
) -> Result<Markup, Refusal> {
    let found = store::shown(&mut app.db.read().await?, vacancy, app.today()).await?;
    let (vacancy, employer) = found.ok_or(Refusal::NotFound)?;
    let left_out = left_out(app, visitor, person, &vacancy).await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    Ok(html! {
        h2.govuk-heading-m { (vacancy.title) ", " (employer.name) }
        (describe::offer(tongue, &lists, &vacancy.offer()?, app.today()))
        form method="post" action={ "/returnees/" (person) "/candidacies" } novalidate {
            (form::hidden_with(app, visitor, typed.map(|form| form.id)))
            @if let Some(reason) = &left_out {
                (against(visitor, &lists, reason, typed, faults))
            }
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

/// Why the rule leaves a vacancy out of the person's list, if it does.
async fn left_out(
    app: &App,
    visitor: &Visitor,
    person: ReturneeId,
    vacancy: &Vacancy,
) -> Result<Option<LeftOut>, Refusal> {
    let scope = reach(&visitor.actor()?, Action::Edit)?;
    let (lists, today) = (app.lists.now(), app.today());
    let mut tx = app.db.read().await?;
    let judged = judge(&mut tx, &app.keys, &lists, &scope, person, vacancy, today).await?;
    Ok(judged.ok_or(Refusal::NotFound)?.err())
}

/// The reason, and the box for what is said against it.
fn against(
    visitor: &Visitor,
    lists: &Classifiers,
    reason: &LeftOut,
    typed: Option<&Form>,
    faults: &[FieldFault],
) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let fault = faults.iter().find(|fault| fault.field == "because");
    let sentence = fault.map(|fault| tongue.sentence(&fault.sentence));
    let word = t("shell-error-prefix");
    html! {
        (parts::inset(html! {
            p.govuk-body { strong { (t("overrule-title")) } }
            p.govuk-body { (speak::left_out(tongue, lists, reason, 1)) }
        }))
        (parts::text_input(&Input {
            id: "because",
            name: "because",
            label: &t("overrule-because"),
            hint: Some(&t("overrule-because-hint")),
            value: typed.map_or("", |form| form.text("because")),
            problem: sentence.as_deref().map(|sentence| Problem { word: &word, sentence }),
            spellcheck: true,
            ..Input::default()
        }))
    }
}

/// What the office says against the rule, where the rule leaves the vacancy out.
async fn overruled(
    app: &App,
    form: &Form,
    person: ReturneeId,
    vacancy: Uuid,
) -> Result<Result<Option<Overruled>, FieldFault>, Refusal> {
    let scope = reach(&form.visitor.actor()?, Action::Edit)?;
    let found = {
        let mut tx = app.db.read().await?;
        let all = store::candidacies_of(&mut tx, &scope, person).await?;
        // What was introduced already is not begun again.
        if all.iter().any(|known| known.row.vacancy == vacancy) {
            return Ok(Ok(None));
        }
        store::shown(&mut tx, vacancy, app.today()).await?
    };
    let (vacancy, _) = found.ok_or(Refusal::NotFound)?;
    let Some(reason) = left_out(app, &form.visitor, person, &vacancy).await? else {
        return Ok(Ok(None));
    };
    let because = form.text("because").trim();
    if because.is_empty() {
        return Ok(Err(FieldFault::plain("because", "fault-overrule")));
    }
    Ok(match because.parse::<Line<200>>() {
        Ok(words) => Ok(Some(Overruled { left_out: reason.code(), words })),
        Err(fault) => Err(FieldFault::of("because", &fault)),
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
    let overruled = match overruled(&app, &form, person, vacancy).await? {
        Ok(overruled) => overruled,
        Err(fault) => {
            let asked = Asked { vacancy: vacancy.to_string(), ..Asked::default() };
            return page(&app, &form.visitor, person, &asked, Some(&form), &[fault]).await;
        }
    };
    let command =
        Introduce { app: app.clone(), act, id: form.id, vacancy, person, agreed, overruled };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&format!("/returnees/{person}/candidacies")).into_response())
}
