//! What a person wants, on the page of the profile and as a form.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, scope},
    fault::FieldFault,
    profile::TypedWish,
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{commands::SetWish, lines::version, pages::About, questions, store::Profile};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        ask::{self, Asking},
        form::{self, Form},
        page::Page,
        parts::{self, Row},
    },
};

/// The wishes as they stand, with the way to change them.
pub fn section(app: &App, about: &About, profile: &Profile) -> Markup {
    let t = |key| about.visitor.tongue.t(key);
    let told = profile.wish.as_ref().map(|kept| about.speaker(app).wishes(kept));
    let rows: Vec<Row> =
        told.into_iter().flatten().map(|(key, answer)| Row::new(t(key), answer)).collect();
    let may_edit = scope(&about.actor, Action::Edit).is_ok();
    html! {
        h2.govuk-heading-m { (t("wish-title")) }
        @if rows.is_empty() {
            p.govuk-body { (t("profile-none")) }
        } @else {
            (parts::summary_list(&rows))
        }
        @if may_edit {
            p.govuk-body { (parts::link(&t("wish-change"), &format!("{}/wish", about.profile()))) }
        }
    }
}

pub async fn ask(about: About, State(app): State<App>) -> Result<Response, Refusal> {
    let profile = about.read(&app, Action::Edit).await?;
    about.look(&app, "seen").await?;
    let kept = profile.wish.as_ref();
    let typed = kept.map_or_else(TypedWish::default, |kept| kept.wish.typed());
    Ok(show(&app, &about, &profile, &typed, &[], None, false))
}

fn show(
    app: &App,
    about: &About,
    profile: &Profile,
    typed: &TypedWish,
    faults: &[FieldFault],
    kept: Option<Uuid>,
    stale: bool,
) -> Response {
    let tongue = about.visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let questions = questions::of_wish(&lists, tongue);
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let answers = typed.answers();
    let value = |field: &str| {
        let known = answers.iter().find(|(known, _)| *known == field);
        known.map(|(_, value)| (*value).to_owned()).unwrap_or_default()
    };
    let number = profile.returnee.number.to_string();
    let version = profile.wish.as_ref().map_or(0, |kept| kept.version);
    let main = html! {
        (parts::heading(&t("wish-title"), (!about.is_own()).then_some(&number)))
        @if stale { (parts::warning(&t("refusal-changed-title"), &t("profile-stale"))) }
        p.govuk-body { (t("wish-text")) }
        form method="post" action={ (about.profile()) "/wish" } novalidate {
            (form::hidden_with(app, &about.visitor, kept))
            (parts::hidden("version", &version.to_string()))
            (asking.all(&questions, value))
            (parts::button(&t("shell-save")))
        }
    };
    let page = Page::new(t("wish-title"), main).back(about.profile()).problems(
        &about.visitor,
        faults,
        |field| ask::id(&questions, field),
    );
    let page = if stale { page.status(StatusCode::CONFLICT) } else { page };
    page.show(app, &about.visitor)
}

pub async fn set(about: About, State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let lists = app.lists.now();
    let tongue = about.visitor.tongue;
    let version = version(&form)?;
    let answers = ask::read(&form, &questions::of_wish(&lists, tongue), &lists, tongue);
    let typed = questions::typed_wish(&answers);
    let (faults, stale) = match typed.read(&lists, app.today()) {
        Ok(wish) if answers.is_understood() => {
            let command = SetWish {
                app: app.clone(),
                act: app.act(about.actor),
                person: about.id,
                version,
                wish,
            };
            match app.db.run_once(form.once(&app), command).await {
                Ok(_) => return Ok(Redirect::to(&about.profile()).into_response()),
                Err(Refusal::Stale) => (Vec::new(), true),
                Err(other) => return Err(other),
            }
        }
        read => (answers.faults(read.err().unwrap_or_default()), false),
    };
    let profile = about.read(&app, Action::Edit).await?;
    Ok(show(&app, &about, &profile, &typed, &faults, Some(form.id), stale))
}
