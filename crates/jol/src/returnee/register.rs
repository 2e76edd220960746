//! Registration by the person: one thing on a page, saved at every step, resumed with a code to the phone.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Actor, Consents, Purpose, Role, Seat},
    fault::FieldFault,
    id::ReturneeId,
    returnee::{Channel, Number, Typed, Who},
    territory::Territory,
};
use maud::{Markup, html};

use super::{
    commands,
    draft::{self, Begun, CONSENT, Resume, STEPS, SaveDraft, Saved, Told, questions, steps},
    fields::{self, Asking},
    registration::Register,
    store,
};
use crate::{
    access::store::Session,
    app::App,
    refusal::Refusal,
    vault::chance,
    web::{
        address::Path,
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Choices, Problem, Row},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/register", Need::Nothing, start)
        .get("/register/done", Need::SignedIn, done)
        .get("/register/resume", Need::SignedIn, resume)
        .post("/register/resume", Need::SignedIn, resumed)
        .get("/register/check", Need::SignedIn, check)
        .post("/register/check", Need::SignedIn, send)
        .get("/register/{step}", Need::SignedIn, step)
        .post("/register/{step}", Need::SignedIn, answer)
}

/// Somebody with a proven phone and no record yet.
fn newcomer(visitor: &Visitor) -> Result<(Actor, &Session, [u8; 16]), Refusal> {
    let (actor, session) = (visitor.actor()?, visitor.session()?);
    match (actor.role, actor.seat, session.phone_index) {
        (Role::Returnee, Seat::Outside, Some(phone)) => Ok((actor, session, phone)),
        _ => Err(Refusal::NotAllowed),
    }
}

async fn resume(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let (_, session, phone) = newcomer(&visitor)?;
    match draft::saved(&app, phone).await? {
        Some(begun) if begun.is_anothers(session) => Ok(ask_whose(&app, &visitor, &[])),
        _ => Ok(Redirect::to("/register").into_response()),
    }
}

/// Asks for the birth date under which the registration was begun, or to begin a new one.
fn ask_whose(app: &App, visitor: &Visitor, faults: &[FieldFault]) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let typed = Typed::default();
    let today = app.today();
    let asking = Asking { tongue, typed: &typed, faults, who: Who::Person, today, alone: false };
    let main = html! {
        (parts::heading(&t("register-resume-title"), None))
        p.govuk-body { (t("register-resume-text")) }
        form method="post" action="/register/resume" novalidate {
            (form::hidden(app, visitor))
            (asking.field("birth_on"))
            div.govuk-button-group {
                (parts::button(&t("shell-continue")))
                (parts::secondary_button(&t("register-resume-anew"), "anew", "yes"))
            }
        }
    };
    Page::new(t("register-resume-title"), main)
        .back("/register")
        .problems(visitor, faults, fields::id)
        .show(app, visitor)
}

async fn resumed(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let (_, session, _) = newcomer(visitor)?;
    let born = domain::day::BirthDay::parse(&form.date("birth_on"), app.today());
    let resume = Resume {
        app: app.clone(),
        id: form.id,
        session: session.id,
        born: born.ok().map(domain::day::BirthDay::day),
        anew: form.has("anew"),
        at: app.now(),
    };
    if app.db.run_once(form.once(&app), resume).await? {
        return Ok(Redirect::to("/register").into_response());
    }
    let wrong = [FieldFault::plain("birth_on", "fault-resume-wrong")];
    Ok(ask_whose(&app, visitor, &wrong))
}

/// The page before this one, for the back link.
fn before(step: &str) -> String {
    let before = steps().take_while(|known| *known != step).last();
    before.map_or("/register".into(), |before| format!("/register/{before}"))
}

async fn start(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let t = |key| visitor.tongue.t(key);
    if is_registered(&visitor) {
        return Ok(Redirect::to("/me").into_response());
    }
    let href = match newcomer(&visitor) {
        Ok((_, session, phone)) => match draft::begun(&app, session, phone).await {
            Ok(begun) => format!("/register/{}", begun.next_step()),
            Err(Refusal::AskFirst) => "/register/resume".to_owned(),
            Err(other) => return Err(other),
        },
        Err(_) => "/sign-in/phone".to_owned(),
    };
    let main = html! {
        (parts::heading(&t("returnee-start-title"), None))
        p.govuk-body-l { (t("returnee-start-text")) }
        p.govuk-body { (t("returnee-start-need")) }
        p.govuk-body { (t("returnee-start-save")) }
        (parts::link_button(&t("returnee-start"), &href))
    };
    Ok(Page::new(t("returnee-start-title"), main).back("/").show(&app, &visitor))
}

async fn step(
    visitor: Visitor,
    State(app): State<App>,
    Path(step): Path<String>,
) -> Result<Response, Refusal> {
    // Somebody went back in their browser when all was done.
    if is_registered(&visitor) {
        return Ok(Redirect::to("/me").into_response());
    }
    let (_, session, phone) = newcomer(&visitor)?;
    let begun = draft::begun(&app, session, phone).await?;
    ask(&app, &visitor, &step, &begun, &[], None)
}

/// Draws the page of one step.
fn ask(
    app: &App,
    visitor: &Visitor,
    step: &str,
    begun: &Begun,
    faults: &[FieldFault],
    kept: Option<uuid::Uuid>,
) -> Result<Response, Refusal> {
    let place = steps().position(|known| known == step).ok_or(Refusal::NotFound)?;
    let tongue = visitor.tongue;
    let today = app.today();
    let typed = &begun.typed;
    let asking = Asking { tongue, typed, faults, who: Who::Person, today, alone: true };
    let (title, questions) = match step {
        "name" => (tongue.t("returnee-name-title"), names(&asking)),
        "oblast" => (tongue.t("returnee-home-title"), oblasts(&asking)),
        "home" => (tongue.t("returnee-rayon"), rayons(&asking)),
        CONSENT => (tongue.t("returnee-consent-title"), consent(app, visitor, begun, faults)),
        _ => {
            let field = STEPS[place].1[0];
            (tongue.t(fields::label_key(field)), asking.field(field))
        }
    };
    let n_steps = STEPS.len() + 1;
    let progress =
        tongue.ta("returnee-progress", &[("n", (place + 1).into()), ("all", n_steps.into())]);
    let main = html! {
        form method="post" action={ "/register/" (step) } novalidate {
            (form::hidden_with(app, visitor, kept))
            p.govuk-caption-m { (progress) }
            (questions)
            (parts::button(&tongue.t("shell-continue")))
        }
    };
    Ok(Page::new(title, main)
        .back(before(step))
        .problems(visitor, faults, fields::id)
        .show(app, visitor))
}

fn names(asking: &Asking) -> Markup {
    let t = |key| asking.tongue.t(key);
    html! {
        (parts::heading(&t("returnee-name-title"), None))
        p.govuk-hint { (t("returnee-name-hint")) }
        @for field in ["surname", "given", "patronymic"] { (asking.field(field)) }
    }
}

/// First the oblast: nine answers, where a list of all places would be seventy.
fn oblasts(asking: &Asking) -> Markup {
    let home = Territory::parse(&asking.typed.territory).ok().map(Territory::oblast);
    let all = Territory::all(asking.today).filter(|place| place.parent().is_none());
    let choices = all.map(|place| choice(asking, place, home == Some(place))).collect::<Vec<_>>();
    places(asking, msg("returnee-home-title"), Some(msg("returnee-oblast")), &choices)
}

fn rayons(asking: &Asking) -> Markup {
    let home = Territory::parse(&asking.typed.territory).ok();
    let below = home.map(|home| fields::below(home.oblast())).unwrap_or_default();
    let choices: Vec<Choice> =
        below.into_iter().map(|place| choice(asking, place, home == Some(place))).collect();
    places(asking, msg("returnee-rayon"), None, &choices)
}

fn choice(asking: &Asking, place: Territory, chosen: bool) -> Choice {
    let name = place.name(asking.tongue.language(), asking.today);
    Choice::new(place.code(), name).chosen(chosen)
}

fn places(
    asking: &Asking,
    legend: &'static str,
    hint: Option<&'static str>,
    choices: &[Choice],
) -> Markup {
    let (legend, hint) = (asking.tongue.t(legend), hint.map(|hint| asking.tongue.t(hint)));
    let word = asking.tongue.t("shell-error-prefix");
    let sentence = asking.faults.first().map(|fault| asking.tongue.sentence(&fault.sentence));
    parts::radios(&Choices {
        id: "territory",
        name: "territory",
        legend: &legend,
        heading: parts::Heading::Page,
        hint: hint.as_deref(),
        problem: sentence.as_deref().map(|sentence| Problem { word: &word, sentence }),
        choices,
        ..Choices::default()
    })
}

/// What a person may agree to beside being registered, with the words for it.
pub fn asked_purposes() -> [(Purpose, &'static str); 4] {
    [
        (Purpose::Matching, msg("returnee-consent-matching")),
        (Purpose::Training, msg("returnee-consent-training")),
        (Purpose::Finance, msg("returnee-consent-finance")),
        (Purpose::Exchange, msg("returnee-consent-exchange")),
    ]
}

/// The consent, in plain words, with one box for each purpose. Only the first is needed to register.
fn consent(app: &App, visitor: &Visitor, begun: &Begun, faults: &[FieldFault]) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    html! {
        (parts::heading(&t("returnee-consent-title"), None))
        (consent_text(app, visitor))
        (consent_boxes(visitor, &begun.consents, faults, msg("returnee-consent-agree")))
    }
}

pub fn consent_text(app: &App, visitor: &Visitor) -> Markup {
    let t = |key| visitor.tongue.t(key);
    let agency = [("agency", app.cell.agency.as_str().into())];
    html! {
        p.govuk-body { (t("returnee-consent-what")) }
        p.govuk-body { (visitor.tongue.ta("returnee-consent-holder", &agency)) }
        p.govuk-body { (t("returnee-consent-purpose")) }
        p.govuk-body { (t("returnee-consent-who")) }
        p.govuk-body { (t("returnee-consent-withdraw")) }
    }
}

pub fn consent_boxes(
    visitor: &Visitor,
    given: &[Purpose],
    faults: &[FieldFault],
    agree: &'static str,
) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let word = t("shell-error-prefix");
    let fault = faults.iter().find(|fault| fault.field == "consent");
    let sentence = fault.map(|fault| tongue.sentence(&fault.sentence));
    let mut choices = vec![
        Choice::new(Purpose::Registration.code(), t(agree))
            .chosen(given.contains(&Purpose::Registration)),
    ];
    choices.extend(
        asked_purposes().iter().map(|(purpose, key)| {
            Choice::new(purpose.code(), t(key)).chosen(given.contains(purpose))
        }),
    );
    let (legend, hint) = (t("returnee-consent-legend"), t("returnee-consent-hint"));
    parts::checkboxes(&Choices {
        id: "consent",
        name: "consent",
        legend: &legend,
        heading: parts::Heading::Section,
        hint: Some(&hint),
        problem: sentence.as_deref().map(|sentence| Problem { word: &word, sentence }),
        choices: &choices,
        ..Choices::default()
    })
}

/// The purposes ticked in a form.
pub fn ticked(form: &Form) -> Vec<Purpose> {
    let codes: Vec<&str> = form.all("consent").collect();
    Consents::ASKED.into_iter().filter(|purpose| codes.contains(&purpose.code())).collect()
}

async fn answer(
    State(app): State<App>,
    Path(step): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    if is_registered(visitor) {
        return Ok(Redirect::to("/register/done").into_response());
    }
    let (_, session, phone) = newcomer(visitor)?;
    let step = steps().find(|known| *known == step).ok_or(Refusal::NotFound)?;
    let told = Told { step, typed: fields::typed(&form), consents: ticked(&form) };
    let mut begun = draft::begun(&app, session, phone).await?;
    begun.put(&told);
    let faults = match step {
        CONSENT => missing_consent(&begun.consents),
        _ => begun.typed.read_some(questions(step), Who::Person, app.today()),
    };
    if !faults.is_empty() {
        return ask(&app, visitor, step, &begun, &faults, Some(form.id));
    }

    let (id, session, at) = (form.id, session.id, app.now());
    let save = SaveDraft { app: app.clone(), id, session, told, at };
    match app.db.run_once(form.once(&app), save).await? {
        Saved::Next(next) => Ok(Redirect::to(&format!("/register/{next}")).into_response()),
        Saved::Sent => Ok(Redirect::to("/register/done").into_response()),
    }
}

/// The registration was sent already, from this page or from another one.
fn is_registered(visitor: &Visitor) -> bool {
    visitor.actor.is_some_and(|actor| matches!(actor.seat, Seat::Own(_)))
}

pub fn missing_consent(given: &[Purpose]) -> Vec<FieldFault> {
    match given.contains(&Purpose::Registration) {
        true => Vec::new(),
        false => vec![FieldFault::plain("consent", "fault-consent-missing")],
    }
}

async fn check(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    if is_registered(&visitor) {
        return Ok(Redirect::to("/me").into_response());
    }
    let (_, session, phone) = newcomer(&visitor)?;
    let begun = draft::begun(&app, session, phone).await?;
    let next = begun.next_step();
    if next != "check" {
        return Ok(Redirect::to(&format!("/register/{next}")).into_response());
    }
    Ok(show_check(&app, &visitor, &begun, &[], None))
}

/// All answers once more, each with a way to change it.
fn show_check(
    app: &App,
    visitor: &Visitor,
    begun: &Begun,
    faults: &[FieldFault],
    kept: Option<uuid::Uuid>,
) -> Response {
    let tongue = visitor.tongue;
    let today = app.today();
    let details = begun.typed.read(Who::Person, today).ok();
    let kept_typed = details.map(|details| details.typed());
    let typed = kept_typed.as_ref().unwrap_or(&begun.typed);
    let rows: Vec<Row> = typed
        .answers()
        .iter()
        .map(|(field, value)| {
            let label = tongue.t(fields::label_key(field));
            let row = Row::new(label.clone(), fields::spoken(tongue, field, value, today));
            match STEPS.iter().find(|(_, asked)| asked.contains(field)) {
                Some((step, _)) => {
                    row.change(format!("/register/{step}"), tongue.t("shell-change"), label)
                }
                None => row,
            }
        })
        .collect();
    let main = html! {
        (parts::heading(&tongue.t("returnee-check-title"), None))
        @for fault in faults.iter().filter(|fault| fault.field == "pin") {
            (parts::warning(&tongue.t("shell-problem"), &tongue.sentence(&fault.sentence)))
        }
        (parts::summary_list(&rows))
        p.govuk-body { (tongue.t("returnee-check-text")) }
        form method="post" action="/register/check" novalidate {
            (form::hidden_with(app, visitor, kept))
            (parts::button(&tongue.t("returnee-check-submit")))
        }
    };
    let mut page =
        Page::new(tongue.t("returnee-check-title"), main).back(format!("/register/{CONSENT}"));
    if !faults.is_empty() {
        page = page.status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    page.show(app, visitor)
}

async fn send(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    // The same form arriving again, after the record was made, leads to the same place.
    if is_registered(visitor) {
        return Ok(Redirect::to("/register/done").into_response());
    }
    let (actor, session, phone) = newcomer(visitor)?;
    let begun = draft::begun(&app, session, phone).await?;

    let details = match begun.typed.read(Who::Person, app.today()) {
        Ok(details) => details,
        Err(faults) => return Ok(show_check(&app, visitor, &begun, &faults, Some(form.id))),
    };
    if !missing_consent(&begun.consents).is_empty() {
        return Ok(Redirect::to(&format!("/register/{CONSENT}")).into_response());
    }

    let register = Register {
        app: app.clone(),
        act: app.act(actor),
        id: ReturneeId::from_uuid(form.id),
        number: Number::from_chance(chance::random(&*app.chance)),
        details,
        consents: begun.consents.clone(),
        channel: Channel::Own,
        language: visitor.language(),
        session: Some(session.id),
        rows: None,
    };
    match app.db.run_once(form.once(&app), register).await {
        // Stale: the same answers, sent from a second page, have become a record meanwhile.
        Ok(_) | Err(Refusal::Stale) => Ok(Redirect::to("/register/done").into_response()),
        Err(Refusal::Form(faults)) => Ok(show_check(&app, visitor, &begun, &faults, Some(form.id))),
        Err(other) => Err(other),
    }
}

async fn done(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = crate::web::visitor::own_record(&actor)?;
    let scope = commands::reach(&actor, domain::access::Action::See)?;
    let found = store::find(&mut app.db.read().await?, &app.keys, &scope, id).await?;
    let (returnee, _) = found.ok_or(Refusal::NotFound)?;
    let t = |key| visitor.tongue.t(key);
    let number = returnee.number.to_string();
    let main = html! {
        (parts::panel(&t("returnee-done-title"), Some((&t("returnee-done-number"), &number))))
        p.govuk-body { (t("returnee-done-keep")) }
        h2.govuk-heading-m { (t("returnee-done-next-title")) }
        p.govuk-body { (t("returnee-done-next-contact")) }
        p.govuk-body { (t("same-office-checks")) }
        p.govuk-body { (t("returnee-done-next-look")) }
        p.govuk-body { (t("returnee-done-next-move")) }
        (parts::link_button(&t("nav-me"), "/me"))
    };
    Ok(Page::new(t("returnee-done-title"), main).show(&app, &visitor))
}
