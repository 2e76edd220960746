//! The pages of one line: to add it, change it, check it, take it away.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Action,
    fault::FieldFault,
    profile::{Evidence, Item, Kind, Told, TypedItem, proposals},
};
use maud::html;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    commands::{AddItem, ChangeItem, LeaveOut, RemoveItem},
    own_words::{SAID, choice_of},
    pages::About,
    questions,
    speak::add_key,
    store::{self, KeptItem, Profile},
};
use crate::{
    app::App,
    refusal::Refusal,
    returnee::commands::reach,
    web::{
        address::Query,
        ask::{self, Asking},
        form::{self, Form},
        page::Page,
        parts,
    },
};

#[derive(Debug, Deserialize)]
pub struct Asked {
    kind: String,
    /// The answer of the registration that the form is filled with.
    told: Option<String>,
}

/// A form about a line, as it is shown.
#[derive(Default)]
pub struct Shown<'a> {
    typed: TypedItem,
    told: Option<Told>,
    /// What was told in own words and found nothing that was right.
    said: Option<&'a str>,
    /// The line that changes.
    kept: Option<&'a KeptItem>,
    faults: Vec<FieldFault>,
    /// The id of the form, when it is shown again.
    form: Option<Uuid>,
    /// Somebody else changed the line meanwhile.
    stale: bool,
}

impl<'a> Shown<'a> {
    /// A new line of work, begun with what was told in own words.
    pub fn of_words(said: &'a str) -> Self {
        let (kind, words) = (Kind::Work.code().to_owned(), said.to_owned());
        let typed = TypedItem { kind, words, ..TypedItem::default() };
        Self { typed, said: Some(said), ..Self::default() }
    }
}

pub fn show(app: &App, about: &About, profile: &Profile, kind: Kind, shown: &Shown) -> Response {
    let tongue = about.visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let questions = questions::of_item(kind, &shown.typed.country, &lists, tongue);
    let asking = Asking { tongue, lists: &lists, faults: &shown.faults, today: app.today() };
    let words = if shown.kept.is_some() { t("profile-change-line") } else { t(add_key(kind)) };
    let action = match shown.kept {
        Some(kept) => format!("{}/{}", about.profile(), kept.id),
        None => format!("{}/new", about.profile()),
    };
    let answers = shown.typed.answers();
    let value = |field: &str| {
        let known = answers.iter().find(|(known, _)| *known == field);
        known.map(|(_, value)| (*value).to_owned()).unwrap_or_default()
    };
    let checked = shown.kept.is_some_and(|kept| kept.evidence != Evidence::Said);
    let main = html! {
        @let number = profile.returnee.number.to_string();
        (parts::heading(&words, (!about.is_own()).then_some(&number)))
        @if shown.stale { (parts::warning(&t("refusal-changed-title"), &t("profile-stale"))) }
        @if checked { (parts::inset(html! { (t("profile-check-again")) })) }
        form method="post" action=(action) novalidate {
            (form::hidden_with(app, &about.visitor, shown.form))
            (parts::hidden("kind", kind.code()))
            @if let Some(told) = shown.told { (parts::hidden("told", told.code())) }
            @if let Some(said) = shown.said { (parts::hidden(SAID, said)) }
            @if let Some(kept) = shown.kept { (parts::hidden("version", &kept.version.to_string())) }
            (asking.all(&questions, value))
            (parts::button(&t("shell-save")))
        }
    };
    let page = Page::new(words, main).back(about.profile()).problems(
        &about.visitor,
        &shown.faults,
        |field| ask::id(&questions, field),
    );
    let page = if shown.stale { page.status(StatusCode::CONFLICT) } else { page };
    page.show(app, &about.visitor)
}

/// Reads a form about a line, or tells all that is wrong with it.
fn read(
    app: &App,
    about: &About,
    form: &Form,
    kind: Kind,
) -> (TypedItem, Result<Item, Vec<FieldFault>>) {
    let lists = app.lists.now();
    let tongue = about.visitor.tongue;
    let answers = ask::read(form, &questions::of_item(kind, "", &lists, tongue), &lists, tongue);
    let typed = questions::typed_item(kind, &answers);
    let item = match typed.read(&lists, app.today()) {
        Ok(item) if answers.is_understood() => Ok(item),
        read => Err(answers.faults(read.err().unwrap_or_default())),
    };
    (typed, item)
}

/// The kind that is asked for, if there is one and it is for this role.
fn kind(about: &About, code: &str) -> Result<Kind, Refusal> {
    let kind = code.parse::<Kind>().ok().filter(|kind| kind.is_for(about.actor.role));
    kind.ok_or(Refusal::NotFound)
}

pub async fn new(
    about: About,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let kind = kind(&about, &asked.kind)?;
    let profile = about.read(&app, Action::Edit).await?;
    let mut shown = Shown {
        typed: TypedItem { kind: kind.code().into(), ..TypedItem::default() },
        ..Shown::default()
    };
    if let Some(told) = asked.told.and_then(|told| told.parse::<Told>().ok()) {
        let scope = reach(&about.actor, Action::Edit)?;
        let settled = store::settled(&mut app.db.read().await?, &scope, about.id).await?;
        let items = profile.items.iter().map(|kept| &kept.item);
        let proposed = proposals(&profile.returnee.details, items, &settled, &app.lists.now());
        // What is settled by now is a form like any other.
        if let Some(proposal) = proposed.into_iter().find(|one| one.told == told) {
            (shown.typed, shown.told) = (proposal.typed, Some(told));
        }
    }
    about.look(&app, "seen").await?;
    Ok(show(&app, &about, &profile, kind, &shown))
}

pub async fn add(about: About, State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let kind = kind(&about, form.text("kind"))?;
    let told = form.text("told").parse::<Told>().ok();
    let said = (kind == Kind::Work && form.has(SAID)).then(|| form.text(SAID));
    let (typed, item) = read(&app, &about, &form, kind);
    let faults = match item {
        Err(faults) => faults,
        Ok(item) => {
            let choice = match said.and_then(|said| said.parse().ok()) {
                Some(said) => {
                    let profile = about.read(&app, Action::Edit).await?;
                    choice_of(&app, &about, &profile, &said, item.code.clone(), true).await?
                }
                None => None,
            };
            let command = AddItem {
                app: app.clone(),
                act: app.act(about.actor),
                person: about.id,
                id: form.id,
                item,
                told,
                choice,
            };
            match app.db.run_once(form.once(&app), command).await {
                Ok(_) => return Ok(Redirect::to(&about.profile()).into_response()),
                Err(Refusal::Form(faults)) => faults,
                Err(other) => return Err(other),
            }
        }
    };
    let profile = about.read(&app, Action::Edit).await?;
    let form = Some(form.id);
    let shown = Shown { typed, told, said, faults, form, ..Shown::default() };
    Ok(show(&app, &about, &profile, kind, &shown))
}

pub async fn leave_out(
    about: About,
    State(app): State<App>,
    form: Form,
) -> Result<Response, Refusal> {
    let told = form.text("told").parse().map_err(|_| Refusal::Unreadable("told".into()))?;
    let command = LeaveOut { app: app.clone(), act: app.act(about.actor), person: about.id, told };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&about.profile()).into_response())
}

pub async fn edit(about: About, State(app): State<App>) -> Result<Response, Refusal> {
    let (profile, kept) = about.read_line(&app, Action::Edit).await?;
    about.look(&app, "seen").await?;
    let shown = Shown { typed: kept.item.typed(), kept: Some(&kept), ..Shown::default() };
    Ok(show(&app, &about, &profile, kept.item.kind, &shown))
}

pub async fn change(about: About, State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (profile, kept) = about.read_line(&app, Action::Edit).await?;
    let kind = kept.item.kind;
    let version = version(&form)?;
    let (typed, item) = read(&app, &about, &form, kind);
    let (faults, stale) = match item {
        Err(faults) => (faults, false),
        Ok(item) => {
            let command = ChangeItem {
                app: app.clone(),
                act: app.act(about.actor),
                person: about.id,
                id: kept.id,
                version,
                item,
            };
            match app.db.run_once(form.once(&app), command).await {
                Ok(_) => return Ok(Redirect::to(&about.profile()).into_response()),
                Err(Refusal::Form(faults)) => (faults, false),
                Err(Refusal::Stale) => (Vec::new(), true),
                Err(other) => return Err(other),
            }
        }
    };
    let (kept, form) = (Some(&kept), Some(form.id));
    let shown = Shown { typed, kept, faults, form, stale, ..Shown::default() };
    Ok(show(&app, &about, &profile, kind, &shown))
}

/// The version that a form was shown with.
pub fn version(form: &Form) -> Result<i64, Refusal> {
    form.text("version").parse().map_err(|_| Refusal::FormTooOld)
}

pub async fn ask_remove(about: About, State(app): State<App>) -> Result<Response, Refusal> {
    let (_, kept) = about.read_line(&app, Action::Edit).await?;
    let t = |key| about.visitor.tongue.t(key);
    let here = format!("{}/{}/remove", about.profile(), kept.id);
    let main = html! {
        (parts::heading(&t("profile-remove-title"), None))
        (line(&app, &about, &kept))
        form method="post" action=(here) {
            (form::hidden(&app, &about.visitor))
            (parts::hidden("version", &kept.version.to_string()))
            (parts::warning_button(&t("profile-remove")))
        }
    };
    let page = Page::new(t("profile-remove-title"), main).back(about.profile());
    Ok(page.show(&app, &about.visitor))
}

/// A line as a sentence of its own.
pub fn line(app: &App, about: &About, kept: &KeptItem) -> maud::Markup {
    let speaker = about.speaker(app);
    parts::inset(html! {
        strong { (speaker.title(&kept.item)) }
        @if let Some(words) = speaker.own_words(&kept.item) { br; (words) }
        @for detail in speaker.details(&kept.item) { br; (detail) }
    })
}

pub async fn remove(about: About, State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let command = RemoveItem {
        app: app.clone(),
        act: app.act(about.actor),
        person: about.id,
        id: about.line()?,
        version: version(&form)?,
    };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&about.profile()).into_response())
}
