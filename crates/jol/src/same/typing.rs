//! While an officer registers somebody: who is alike and within the officer's reach is shown, and what the officer finds
//! is kept with the registration.
//!
//! Whoever is out of reach is neither shown nor hinted at: the pages say the same whether there is somebody or not.

use axum::{
    extract::State,
    http::header,
    response::{Html, IntoResponse, Response},
};
use domain::{
    access::{Action, Actor, scope},
    codes,
    fault::FieldFault,
    id::ReturneeId,
    returnee::{Channel, Details, Typed, changes},
    same::Origin,
};
use maud::{Markup, html};

use super::{
    index::{Asked, Likely, likely, steps},
    pairs::{self, Found, Known},
    reasons,
};
use crate::{
    app::App,
    db::{Command, Tx},
    refusal::Refusal,
    returnee::{
        assisted::at_a_desk,
        change,
        commands::LookAtMany,
        fields,
        register::asked_purposes,
        registration::{Register, Registered},
        store as returnees,
    },
    web::{
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Choices, Problem},
        route::{Need, Routes},
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    Routes::default().post("/returnees/likely", Need::To(Action::Register), alike)
}

/// No more are shown: whoever is not among the likeliest is left to the colleagues.
const SHOWN: usize = 5;

/// From here on, in bits, an officer is asked: one of five is the same person. Below it colleagues look.
const LEAST: f64 = -2.0;

codes! {
    /// What an officer finds about somebody who is alike.
    Answer {
        Same = "same",
        Apart = "apart",
        Unsure = "unsure",
    }
}

/// Who is alike and within reach, the likeliest first.
async fn within_reach(app: &App, actor: &Actor, asked: &Asked) -> Result<Vec<Likely>, Refusal> {
    let scope = scope(actor, Action::See).map_err(|_| Refusal::NotAllowed)?;
    let mut found = likely(app, &mut app.db.read().await?, asked).await?;
    found.retain(|one| one.waterfall.weight >= LEAST && scope.covers(&one.returnee.deciding()));
    found.truncate(SHOWN);
    Ok(found)
}

/// Whether a program is told that somebody will look. Who sees records learns of none that they do not see.
pub async fn is_like_somebody(
    app: &App,
    actor: &Actor,
    details: &Details,
) -> Result<bool, Refusal> {
    let asked = Asked::about(None, Channel::Api, details);
    let found = likely(app, &mut app.db.read().await?, &asked).await?;
    let sees = scope(actor, Action::See);
    Ok(found
        .iter()
        .any(|one| sees.as_ref().map_or(true, |scope| scope.covers(&one.returnee.deciding()))))
}

/// Writes down whom the officer was shown.
async fn look(app: &App, actor: Actor, likely: &[Likely]) -> Result<(), Refusal> {
    if likely.is_empty() {
        return Ok(());
    }
    let people = likely.iter().map(|one| one.returnee.id).collect();
    let act = app.act(actor);
    app.db.run(LookAtMany { app: app.clone(), act, action: "compared", people }).await
}

/// What a form that is being filled in is answered: who is alike so far. A piece of a page.
async fn alike(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    at_a_desk(&actor)?;
    let asked = Asked::typed(&fields::typed(&form), app.today());
    let likely = within_reach(&app, &actor, &asked).await?;
    look(&app, actor, &likely).await?;
    let tongue = form.visitor.tongue;
    let piece = html! {
        @if !likely.is_empty() {
            h2.govuk-heading-m { (tongue.t("same-alike")) }
            @for one in &likely { (parts::inset(told(&app, tongue, one))) }
        }
    };
    let kept_nowhere = [(header::CACHE_CONTROL, "no-store")];
    Ok((kept_nowhere, Html(piece.into_string())).into_response())
}

/// Where the script puts it.
pub fn region() -> Markup {
    html! { div data-jol-likely="/returnees/likely" aria-live="polite" {} }
}

/// One person who is alike: who they are, and why.
fn told(app: &App, tongue: Tongue, one: &Likely) -> Markup {
    let returnee = &one.returnee;
    let details = &returnee.details;
    let born = details.birth_on.map(|day| tongue.date_short(day.day()));
    let place = details.territory.map(|place| place.name(tongue.language(), app.today()));
    let facts = [born, place.map(str::to_owned)];
    html! {
        p.govuk-body {
            a.govuk-link href={ "/returnees/" (returnee.id) } target="_blank" rel="noopener" {
                (details.name.to_string())
            }
            " " (parts::code(&returnee.number.to_string()))
        }
        p.govuk-body { (facts.into_iter().flatten().collect::<Vec<_>>().join(", ")) }
        p.govuk-body { (reasons::short(tongue, &steps(&one.waterfall))) }
    }
}

fn field_of(id: ReturneeId) -> String {
    format!("is-{id}")
}

/// What becomes of a registration after a look at who is alike.
pub enum Looked {
    /// A page that asks, or that leads to the record there is.
    Page(Box<Response>),
    /// Nobody is alike, or all of them are somebody else as far as the officer knows.
    GoOn(Vec<(Found, Known)>),
}

/// Looks for people alike before somebody is registered, and reads what the officer says of them.
pub async fn look_first(
    app: &App,
    form: &Form,
    typed: &Typed,
    details: &Details,
) -> Result<Looked, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    let id = ReturneeId::from_uuid(form.id);
    // The same form once more, after all was written: it gets the same answer.
    let is_there = returnees::record(&mut app.db.read().await?, &app.keys, id).await?;
    if is_there.is_some() {
        return Ok(Looked::GoOn(Vec::new()));
    }
    let asked = Asked::about(None, Channel::Assisted, details);
    let likely = within_reach(app, &actor, &asked).await?;
    let answers: Vec<Option<Answer>> =
        likely.iter().map(|one| form.text(&field_of(one.returnee.id)).parse().ok()).collect();

    let same = answers.iter().position(|answer| *answer == Some(Answer::Same));
    if let Some(same) = same.and_then(|at| likely.get(at)) {
        return Ok(Looked::Page(Box::new(offer_change(app, form, same, typed, details).await?)));
    }
    if answers.iter().any(Option::is_none) {
        look(app, actor, &likely).await?;
        return Ok(Looked::Page(Box::new(ask(app, form, typed, &likely, &answers))));
    }
    let found = likely.into_iter().zip(answers).map(|(one, answer)| {
        let found = Found { records: [id, one.id], origin: Origin::Desk, waterfall: one.waterfall };
        let known = match answer {
            Some(Answer::Apart) => Known::Apart(actor.id),
            _ => Known::Nothing,
        };
        (found, known)
    });
    Ok(Looked::GoOn(found.collect()))
}

/// Asks whether somebody alike is the same person. All that was typed stays, and so does the id of the form.
fn ask(
    app: &App,
    form: &Form,
    typed: &Typed,
    likely: &[Likely],
    answers: &[Option<Answer>],
) -> Response {
    let (visitor, tongue) = (&form.visitor, form.visitor.tongue);
    let t = |key| tongue.t(key);
    let word = t("shell-error-prefix");
    let sentence = t("fault-same-unanswered");
    // The first time nothing was asked yet, so nothing is missing.
    let was_asked = form.has("alike");
    let fault = FieldFault::plain("alike", "fault-same-unanswered");
    let faults = if was_asked { vec![fault] } else { Vec::new() };
    let first = answers.iter().position(Option::is_none).and_then(|at| likely.get(at));
    let first = first.map(|one| field_of(one.returnee.id)).unwrap_or_default();
    let main = html! {
        (parts::heading(&t("same-maybe-title"), None))
        p.govuk-body { (t("same-maybe-text")) }
        form method="post" action="/returnees/new" novalidate {
            (form::hidden_with(app, visitor, Some(form.id)))
            (parts::hidden("alike", "yes"))
            (kept(form, typed))
            @for (one, answer) in likely.iter().zip(answers) {
                (parts::inset(told(app, tongue, one)))
                (parts::radios(&Choices {
                    id: &field_of(one.returnee.id),
                    name: &field_of(one.returnee.id),
                    legend: &tongue.ta("same-maybe-is", &[("name", one.returnee.details.name.to_string().into())]),
                    problem: (was_asked && answer.is_none())
                        .then_some(Problem { word: &word, sentence: &sentence }),
                    choices: &choices(tongue, *answer),
                    small: true,
                    ..Choices::default()
                }))
            }
            div.govuk-button-group {
                (parts::button(&t("shell-continue")))
                (parts::secondary_button(&t("same-maybe-back"), "back", "yes"))
            }
        }
    };
    Page::new(t("same-maybe-title"), main)
        .back("/returnees")
        .problems(visitor, &faults, |_| first.clone())
        .show(app, visitor)
}

fn choices(tongue: Tongue, chosen: Option<Answer>) -> [Choice; 3] {
    let choice = |answer: Answer, key| {
        Choice::new(answer.code(), tongue.t(key)).chosen(chosen == Some(answer))
    };
    [
        choice(Answer::Same, msg("same-is-same")),
        choice(Answer::Apart, msg("same-is-apart")),
        choice(Answer::Unsure, msg("same-is-unsure")),
    ]
}

/// Everything that was typed, on its way to the next page.
fn kept(form: &Form, typed: &Typed) -> Markup {
    html! {
        @for (field, value) in typed.answers() {
            @match field {
                "reasons" => @for reason in value.split_whitespace() { (parts::hidden(field, reason)) },
                _ => (parts::hidden(field, value)),
            }
        }
        @for consent in form.all("consent") { (parts::hidden("consent", consent)) }
    }
}

/// Nothing is registered. What was typed and differs is offered as a change of the record there is.
async fn offer_change(
    app: &App,
    form: &Form,
    same: &Likely,
    typed: &Typed,
    details: &Details,
) -> Result<Response, Refusal> {
    let (visitor, actor) = (&form.visitor, form.visitor.actor()?);
    let id = same.returnee.id;
    let edit = scope(&actor, Action::Edit).map_err(|_| Refusal::NotAllowed)?;
    let found = returnees::find(&mut app.db.read().await?, &app.keys, &edit, id).await?;
    let (returnee, _) = found.ok_or(Refusal::NotFound)?;
    look(app, actor, std::slice::from_ref(same)).await?;
    let mut now = returnee.details.typed();
    let told = details.typed();
    for (field, _) in typed.answers().into_iter().filter(|(_, value)| !value.trim().is_empty()) {
        let value = told.answers().into_iter().find(|(known, _)| *known == field);
        if let (Some(answer), Some((_, value))) = (now.answer(field), value) {
            *answer = value.to_owned();
        }
    }
    let what = changes(&returnee.details.typed(), &now);
    let here = format!("/returnees/{id}");
    let t = |key| visitor.tongue.t(key);
    // A consent belongs to the record: it is given there, not slipped in with a change.
    let ungiven = asked_purposes().into_iter().filter(|(purpose, _)| {
        !returnee.consents.covers(*purpose)
            && form.all("consent").any(|ticked| ticked == purpose.code())
    });
    let ungiven: Vec<_> = ungiven.map(|(_, key)| t(key)).collect();
    let before = parts::inset(html! {
        p.govuk-body { (t("same-has-record")) }
        @if !ungiven.is_empty() {
            p.govuk-body { (t("same-consents-later")) }
            ul.govuk-list.govuk-list--bullet { @for consent in ungiven { li { (consent) } } }
        }
    });
    Ok(change::show_confirm(app, visitor, &returnee, &now, &what, &here, before))
}

/// Registers somebody with what the officer found about who is alike.
pub struct RegisterBeside {
    pub register: Register,
    pub found: Vec<(Found, Known)>,
}

impl Command for RegisterBeside {
    type Answer = Registered;

    fn prepare(&mut self) -> Result<(), Refusal> {
        self.register.prepare()
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Registered, Refusal> {
        let registered = self.register.run(tx).await?;
        for (found, known) in &self.found {
            pairs::write(&self.register.app, tx, &self.register.act, found, *known).await?;
        }
        Ok(registered)
    }
}
