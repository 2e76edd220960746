//! The skills that somebody's work asks for, on one page to tick: nobody remembers all they can do when asked for it.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Action,
    classifier::{Code, Codes, Scheme},
    fault::FieldFault,
    profile::{Item, Kind, TypedItem, skills_of_work},
};
use maud::html;
use uuid::Uuid;

use super::{
    commands::AddSkills,
    own_words,
    pages::About,
    store::{KeptItem, Profile},
};
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

/// What is offered to tick.
struct Offered {
    skills: Codes,
    /// Those that the words of the line name. What nobody named is ticked by nobody but the reader.
    named: String,
    /// The line that was just told, where the skills are those of one.
    line: Option<KeptItem>,
}

/// Of one line what its words name and its work asks for; else what all work asks for.
async fn offered(app: &App, about: &About) -> Result<Offered, Refusal> {
    if about.line().is_err() {
        let profile = about.read(app, Action::Edit).await?;
        return Ok(Offered { skills: open(app, &profile), named: String::new(), line: None });
    }
    let (profile, line) = about.read_line(app, Action::Edit).await?;
    let is_new =
        |code: &&Code| profile.of(Kind::Skill).all(|kept| kept.item.code.as_ref() != Some(*code));
    let named = own_words::named(app, &line.item).await?;
    let named: Codes = named.iter().filter(is_new).cloned().collect();
    let asked = skills_of_work([&line.item].into_iter(), &app.lists.now());
    let skills = named.iter().chain(asked.iter().filter(is_new)).cloned().collect();
    Ok(Offered { skills, named: named.to_string(), line: Some(line) })
}

pub async fn ask(about: About, State(app): State<App>) -> Result<Response, Refusal> {
    let offered = offered(&app, &about).await?;
    if offered.line.is_some() && offered.skills.is_empty() {
        return Ok(Redirect::to(&about.profile()).into_response());
    }
    about.look(&app, "seen").await?;
    Ok(show(&app, &about, &offered, &offered.named, &[], None))
}

fn show(
    app: &App,
    about: &About,
    offered: &Offered,
    ticked: &str,
    faults: &[FieldFault],
    kept: Option<Uuid>,
) -> Response {
    let tongue = about.visitor.tongue;
    let lists = app.lists.now();
    let name = |code| lists.name(Scheme::Skill, code, tongue.language()).to_owned();
    let choices = offered.skills.iter().map(|code| (code.to_string(), name(code))).collect();
    let question =
        Question::new("code", msg("profile-skills-of-work"), ask::Kind::Several(choices))
            .hint(msg("profile-skills-hint"))
            .alone();
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let here = match &offered.line {
        Some(line) => format!("{}/{}", about.profile(), line.id),
        None => about.profile(),
    };
    let main = html! {
        @if let Some(line) = &offered.line {
            @let title = about.speaker(app).title(&line.item);
            p.govuk-body {
                (tongue.ta("profile-words-added", &[("title", title.into())])) " "
                (parts::link(&tongue.t("profile-words-more"), &here))
            }
        }
        form method="post" action={ (here) "/skills" } novalidate {
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
    // The address may name a line that is not theirs.
    if about.line().is_ok() {
        about.read_line(&app, Action::Edit).await?;
    }
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
    let offered = offered(&app, &about).await?;
    let ticked = form.all("code").collect::<Vec<_>>().join(" ");
    Ok(show(&app, &about, &offered, &ticked, &faults, Some(form.id)))
}
