//! Work told in one's own words: what was written is read, and whoever wrote it taps what is meant.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Action,
    classifier::Code,
    fault::{FieldFault, Sentence},
    meaning::Reading,
    profile::{Item, Kind},
    text::Line,
};
use maud::{Markup, html};

use super::{
    commands::AddItem,
    lines::{self, Shown},
    pages::About,
    store::Profile,
};
use crate::{
    app::App,
    meaning::{
        confirmed::Choice,
        guesses::{Around, CHOICE, Chosen, NONE},
    },
    refusal::Refusal,
    web::{
        form::{self, Form},
        page::Page,
        parts::{self, Area, Heading, Problem},
    },
};

/// What was typed. It becomes the own words of the line, so it may be as long as they.
pub const SAID: &str = "said";
type Said = Line<200>;

/// What stands below the box.
enum Below {
    Nothing,
    Guesses(Reading),
    OneOf(Vec<Code>),
}

pub async fn ask(about: About, State(app): State<App>) -> Result<Response, Refusal> {
    let profile = about.read(&app, Action::Edit).await?;
    about.look(&app, "seen").await?;
    Ok(show(&app, &about, &profile, "", &[], &Below::Nothing))
}

fn show(
    app: &App,
    about: &About,
    profile: &Profile,
    said: &str,
    faults: &[FieldFault],
    below: &Below,
) -> Response {
    let tongue = about.visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let action = format!("{}/words", about.profile());
    let number = profile.returnee.number.to_string();
    let sentence = faults.first().map(|fault| tongue.sentence(&fault.sentence));
    let word = t("shell-error-prefix");
    let problem = sentence.as_deref().map(|sentence| Problem { word: &word, sentence });
    let hidden = || -> Markup {
        html! { (form::hidden(app, &about.visitor)) (parts::hidden(SAID, said)) }
    };
    let around = Around { tongue, lists: &lists, action: &action, hidden: &hidden };
    let main = html! {
        @if !about.is_own() { span.govuk-caption-l { (number) } }
        form method="post" action=(action) novalidate {
            (form::hidden(app, &about.visitor))
            (parts::textarea(&Area {
                id: SAID,
                name: SAID,
                label: &t("profile-words-ask"),
                heading: Heading::Page,
                hint: Some(&t("profile-words-hint")),
                value: said,
                problem,
                rows: Some(3),
                ..Area::default()
            }))
            p.govuk-body { (t("profile-words-kept")) }
            (parts::button(&t("profile-words-find")))
        }
        @match below {
            Below::Nothing => {}
            Below::Guesses(reading) => { (around.guesses(reading)) }
            Below::OneOf(occupations) => { (around.of_group(occupations)) }
        }
    };
    Page::new(t("profile-words-ask"), main)
        .back(about.profile())
        .problems(&about.visitor, faults, str::to_owned)
        .show(app, &about.visitor)
}

/// Nothing chosen yet: the guesses. Something chosen: the line. None of them: the form, with what was typed.
pub async fn tell(about: About, State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let profile = about.read(&app, Action::Edit).await?;
    let typed = form.text(SAID);
    let again = |faults: &[FieldFault], below: &Below| {
        Ok(show(&app, &about, &profile, typed, faults, below))
    };
    let said: Said = match typed.parse() {
        Ok(said) => said,
        Err(fault) => return again(&[FieldFault::of(SAID, &fault)], &Below::Nothing),
    };
    let choice = form.text(CHOICE);
    if choice == NONE {
        return Ok(by_hand(&app, &about, &profile, &said));
    }
    let chosen = Chosen::read(&app.lists.now(), choice);
    if let Some(Chosen::OneOf(_, occupations)) = chosen {
        return again(&[], &Below::OneOf(occupations));
    }
    let Some(chosen) = chosen else {
        let text = said.clone();
        let reading = app.readers.read(&app, move |ready| ready.reader.read(text.as_str())).await?;
        let gone = Sentence { key: "fault-guess-gone", facts: Vec::new() };
        let gone = FieldFault { field: SAID, sentence: gone };
        let faults: &[FieldFault] = if choice.is_empty() { &[] } else { &[gone] };
        return again(faults, &Below::Guesses(reading));
    };
    let kept = choice_of(&app, &about, &profile, &said, Some(chosen.code().clone()), false).await?;
    let code = match chosen {
        Chosen::Occupation(code) => Some(code),
        Chosen::Group(_) | Chosen::OneOf(..) => None,
    };
    let command = AddItem {
        app: app.clone(),
        act: app.act(about.actor),
        person: about.id,
        id: form.id,
        item: line(code, said),
        told: None,
        choice: kept,
    };
    match app.db.run_once(form.once(&app), command).await {
        Ok(line) => {
            let skills = format!("{}/{line}/skills", about.profile());
            Ok(Redirect::to(&skills).into_response())
        }
        Err(Refusal::Form(faults)) => {
            let faults: Vec<FieldFault> =
                faults.into_iter().map(|fault| FieldFault { field: SAID, ..fault }).collect();
            again(&faults, &Below::Nothing)
        }
        Err(other) => Err(other),
    }
}

/// Work as it was told, with the occupation that was chosen.
fn line(code: Option<Code>, said: Said) -> Item {
    Item {
        kind: Kind::Work,
        code,
        words: Some(said),
        fluency: None,
        education: None,
        country: None,
        from_on: None,
        to_on: None,
    }
}

/// The form that asks for everything, filled with what was typed.
fn by_hand(app: &App, about: &About, profile: &Profile, said: &Said) -> Response {
    lines::show(app, about, profile, Kind::Work, &Shown::of_words(said.as_str()))
}

/// What may be kept of a choice, so that the next ones are understood better.
pub async fn choice_of(
    app: &App,
    about: &About,
    profile: &Profile,
    said: &Said,
    code: Option<Code>,
    missed: bool,
) -> Result<Option<Choice>, Refusal> {
    let (said, tongue) = (said.clone(), about.visitor.tongue);
    let name = profile.returnee.details.name.clone();
    let choose = move |ready: &_| Choice::new(ready, said.as_str(), &name, code, missed, tongue);
    Ok(app.readers.read(app, choose).await?)
}

/// The skills that the words of a line name.
pub async fn named(app: &App, line: &Item) -> Result<Vec<Code>, Refusal> {
    let Some(words) = line.words.clone() else { return Ok(Vec::new()) };
    let reading = app.readers.read(app, move |ready| ready.reader.read(words.as_str())).await?;
    let named = reading.skills.into_iter().filter(|skill| !skill.implied);
    Ok(named.map(|skill| skill.code).collect())
}
