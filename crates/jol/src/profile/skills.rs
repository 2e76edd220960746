//! The skills that somebody's work asks for, on one page to tick: nobody remembers all they can do when asked for it.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Action,
    classifier::{Codes, Scheme},
    fault::FieldFault,
    profile::{Item, Kind, TypedItem, skills_of_work},
};
use maud::html;
use uuid::Uuid;

use super::{commands::AddSkills, pages::About, store::Profile};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        ask::{self, Asking, Question},
        form::{self, Form},
        page::Page,
        parts,
    },
    words::msg,
};

/// The skills that are still to be asked about.
pub fn open(app: &App, profile: &Profile) -> Codes {
    skills_of_work(profile.items.iter().map(|kept| &kept.item), &app.lists.now())
}

pub async fn ask(about: About, State(app): State<App>) -> Result<Response, Refusal> {
    let profile = about.read(&app, Action::Edit).await?;
    about.look(&app, "seen").await?;
    Ok(show(&app, &about, &profile, "", &[], None))
}

fn show(
    app: &App,
    about: &About,
    profile: &Profile,
    ticked: &str,
    faults: &[FieldFault],
    kept: Option<Uuid>,
) -> Response {
    let tongue = about.visitor.tongue;
    let lists = app.lists.now();
    let name = |code| lists.name(Scheme::Skill, code, tongue.language()).to_owned();
    let skills = open(app, profile);
    let choices = skills.iter().map(|code| (code.to_string(), name(code))).collect();
    let question =
        Question::new("code", msg("profile-skills-of-work"), ask::Kind::Several(choices))
            .hint(msg("profile-skills-hint"))
            .alone();
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let main = html! {
        form method="post" action={ (about.profile()) "/skills" } novalidate {
            (form::hidden_with(app, &about.visitor, kept))
            (asking.one(&question, ticked))
            (parts::button(&tongue.t("shell-save")))
        }
    };
    Page::new(tongue.t("profile-skills-of-work"), main)
        .back(about.profile())
        .problems(&about.visitor, faults, str::to_owned)
        .show(app, &about.visitor)
}

pub async fn add(about: About, State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let lists = app.lists.now();
    let read = |code: &str| -> Result<Item, Vec<FieldFault>> {
        let kind = Kind::Skill.code().to_owned();
        TypedItem { kind, code: code.to_owned(), ..TypedItem::default() }.read(&lists, app.today())
    };
    let items: Result<Vec<Item>, _> = form.all("code").map(read).collect();
    let faults = match items {
        Err(faults) => faults,
        Ok(items) => {
            let skills = items.into_iter().map(|item| (app.new_id(), item)).collect();
            let act = app.act(about.actor);
            let command = AddSkills { app: app.clone(), act, person: about.id, skills };
            match app.db.run_once(form.once(&app), command).await {
                Ok(()) => return Ok(Redirect::to(&about.profile()).into_response()),
                Err(Refusal::Form(faults)) => faults,
                Err(other) => return Err(other),
            }
        }
    };
    let profile = about.read(&app, Action::Edit).await?;
    let ticked = form.all("code").collect::<Vec<_>>().join(" ");
    Ok(show(&app, &about, &profile, &ticked, &faults, Some(form.id)))
}
