//! An organisation tells of itself: the page that anybody may open to register one, and its own page afterwards.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, Role, Seat},
    classifier::{Classifiers, Scheme},
    fault::FieldFault,
    id::OrganisationId,
    vacancy::{OrganisationKind, Standing, TypedOrganisation},
};
use jiff::{SignedDuration, civil::Date};
use maud::{Markup, html};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    commands::{ChangeOrganisation, RegisterOrganisation},
    describe,
    labels::{self, kind_key},
    store::{self, Organisation},
};
use crate::{
    access::{
        accounts::login_of,
        ask::{self as signing, Told},
        sign_in::hash,
        store::Account,
    },
    app::App,
    refusal::Refusal,
    vault::password,
    web::{
        ask::{self, Answers, Asking, Kind, Question},
        form::{self, Form},
        limit::{Try, bucket},
        page::Page,
        parts::{self, Row},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let offer = Need::To(Action::Offer);
    Routes::default()
        .get("/employers/new", Need::Nothing, ask_new)
        .post("/employers/new", Need::Nothing, register)
        .get("/organisation", offer, show)
        .get("/organisation/edit", offer, edit)
        .post("/organisation/edit", offer, change)
}

/// Whoever acts, and the organisation they act for.
pub fn own(visitor: &Visitor) -> Result<(Actor, Uuid), Refusal> {
    let actor = visitor.actor()?;
    match actor.seat {
        Seat::Organisation(id) => Ok((actor, id.uuid())),
        _ => Err(Refusal::NotAllowed),
    }
}

fn questions(tongue: Tongue) -> Vec<Question> {
    let kinds = OrganisationKind::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), tongue.t(kind_key(*kind)).into_owned()))
        .collect();
    let new = Question::new;
    vec![
        new("kind", msg("organisation-kind"), Kind::One(kinds)),
        new("name", msg("organisation-name"), Kind::Line).hint(msg("organisation-name-hint")),
        new("tax_number", msg("organisation-tax-number"), Kind::Line)
            .hint(msg("organisation-tax-number-hint")),
        new("sector", msg("organisation-sector"), Kind::Known(Scheme::Sector))
            .hint(msg("offer-known-hint")),
        new("territory", msg("organisation-territory"), Kind::Place),
        new("address", msg("organisation-address"), Kind::Line),
        new("contact", msg("organisation-contact"), Kind::Line)
            .hint(msg("organisation-contact-hint")),
        new("phone", msg("organisation-phone"), Kind::Phone),
    ]
}

/// The sector is told later, with the paper at hand.
fn questions_of_new(tongue: Tongue) -> Vec<Question> {
    questions(tongue).into_iter().filter(|question| question.field != "sector").collect()
}

/// What kind it is, is asked once.
fn questions_of_change(tongue: Tongue) -> Vec<Question> {
    questions(tongue).into_iter().filter(|question| question.field != "kind").collect()
}

fn typed(answers: &Answers) -> TypedOrganisation {
    let get = |field| answers.get(field);
    TypedOrganisation {
        kind: get("kind"),
        name: get("name"),
        tax_number: get("tax_number"),
        sector: get("sector"),
        territory: get("territory"),
        address: get("address"),
        contact: get("contact"),
        phone: get("phone"),
    }
}

fn value_of(typed: &TypedOrganisation) -> impl Fn(&str) -> String {
    move |field| {
        let answers = typed.answers();
        let found = answers.iter().find(|(known, _)| *known == field);
        found.map_or_else(String::new, |(_, value)| (*value).to_owned())
    }
}

async fn ask_new(State(app): State<App>, visitor: Visitor) -> Response {
    let typed = TypedOrganisation::default();
    new_page(&app, &visitor, &typed, "", &[], (None, None))
}

/// `kept` is the id of the form that is shown again, and the seconds to wait after too many of them.
fn new_page(
    app: &App,
    visitor: &Visitor,
    typed: &TypedOrganisation,
    login: &str,
    faults: &[FieldFault],
    (kept, wait): (Option<Uuid>, Option<u64>),
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let told = Told::new(visitor, faults);
    let lists = app.lists.now();
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let (name, hint) = (t("signin-login"), t("accounts-login-hint"));
    let least = [("min", password::SHORTEST.into())];
    let (show, hide) = (t("signin-show"), t("signin-hide"));
    let box_for = |id: &str, label: &str, hint: Option<&str>| {
        parts::password_input(&parts::Password {
            id,
            name: id,
            label,
            hint,
            problem: told.of(id),
            autocomplete: Some("new-password"),
            show: &show,
            hide: &hide,
        })
    };
    let main = html! {
        (parts::heading(&t("organisation-new"), None))
        p.govuk-body { (t("organisation-new-text")) }
        form method="post" action="/employers/new" novalidate {
            (form::hidden_with(app, visitor, kept))
            (asking.all(&questions_of_new(tongue), value_of(typed)))
            h2.govuk-heading-m { (t("organisation-account")) }
            (parts::text_input(&parts::Input {
                id: "login", name: "login", label: &name, hint: Some(&hint), value: login,
                problem: told.of("login"), autocomplete: Some("username"), width: Some(20),
                ..parts::Input::default()
            }))
            (box_for("password", &t("account-password-new"), Some(&tongue.ta("account-password-hint", &least))))
            (box_for("password_again", &t("organisation-password-again"), None))
            (parts::button(&t("organisation-register")))
        }
    };
    let page = Page::new(t("organisation-new"), main).back("/");
    signing::show(page, app, visitor, faults, wait)
}

/// So many from one network in an hour are enough for a fair, and few enough for the officers.
const MOST_AN_HOUR: i64 = 10;

/// Seconds to wait when there were too many from this network.
async fn counted(app: &App, visitor: &Visitor) -> Result<Option<u64>, Refusal> {
    let bucket = bucket("organisation network", &[&visitor.network()]);
    let window = SignedDuration::from_hours(1);
    let count = Try { bucket, most: MOST_AN_HOUR, window, now: app.now() };
    Ok(Some(app.db.run(count).await?).filter(|seconds| *seconds > 0))
}

async fn register(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let lists = app.lists.now();
    let answers = ask::read(&form, &questions_of_new(visitor.tongue), &lists, visitor.tongue);
    let typed = typed(&answers);
    let again = |faults: &[FieldFault], wait| {
        let kept = (Some(form.id), wait);
        Ok(new_page(&app, visitor, &typed, form.text("login"), faults, kept))
    };

    let read = typed.read(&lists);
    let mut faults = answers.faults(read.as_ref().err().cloned().unwrap_or_default());
    let login = login_of(form.text("login")).map_err(|fault| faults.push(fault)).ok();
    let password = new_password(&form, &typed.name).map_err(|fault| faults.push(fault)).ok();
    let (Ok(details), Some(login), Some(password), []) = (read, login, password, &*faults) else {
        return again(&faults, None);
    };
    // Counted before anything is compared with what is kept: nobody tries out numbers here.
    if let Some(seconds) = counted(&app, visitor).await? {
        return again(&[signing::minutes("name", "fault-too-often", seconds)], Some(seconds));
    }

    let organisation = Organisation::new(form.id, &details, app.now());
    let role = match details.kind {
        OrganisationKind::Employer => Role::Employer,
        OrganisationKind::Provider => Role::Provider,
    };
    let account = Account {
        id: app.new_id(),
        login: login.clone(),
        name: organisation.name.clone(),
        role: role.code().to_owned(),
        organisation: Some(organisation.id),
        language: visitor.language().code().to_owned(),
        password: Some(hash(&app, password).await?),
        ..Account::new_blank(app.now())
    };
    let seat = Seat::Organisation(OrganisationId::from_uuid(organisation.id));
    let act = app.act(Actor { id: account.id, role, seat });
    let command = RegisterOrganisation { app: app.clone(), act, organisation, account };
    match app.db.run_once(form.once(&app), command).await {
        Ok(_) => Ok(registered(&app, visitor, &login)),
        Err(Refusal::Form(faults)) => again(&faults, None),
        Err(other) => Err(other),
    }
}

/// The password, typed twice alike.
fn new_password(form: &Form, name: &str) -> Result<Zeroizing<String>, FieldFault> {
    let typed = Zeroizing::new(form.text("password").to_owned());
    password::check_new(&typed, &[form.text("login"), name])
        .map_err(|fault| FieldFault::of("password", &fault))?;
    if form.text("password_again") == typed.as_str() {
        Ok(typed)
    } else {
        Err(FieldFault::plain("password_again", "fault-password-differs"))
    }
}

fn registered(app: &App, visitor: &Visitor, login: &str) -> Response {
    let t = |key| visitor.tongue.t(key);
    let main = html! {
        (parts::panel(&t("organisation-registered"), Some((&t("signin-login"), login))))
        p.govuk-body { (t("organisation-registered-text")) }
        (parts::link_button(&t("shell-sign-in"), "/sign-in?next=%2Forganisation"))
    };
    Page::new(t("organisation-registered"), main).status(StatusCode::CREATED).show(app, visitor)
}

/// What is known of an organisation, for itself and for the officer who checks it.
pub fn rows(tongue: Tongue, lists: &Classifiers, of: &Organisation, today: Date) -> Vec<Row> {
    let t = |key| tongue.t(key);
    let given =
        |value: &Option<String>| value.clone().unwrap_or_else(|| t("shell-not-given").into_owned());
    let sector =
        of.sector.as_deref().map(|code| describe::name(tongue, lists, Scheme::Sector, code));
    let kind = of.kind.parse().map(|kind| t(kind_key(kind)).into_owned()).unwrap_or_default();
    vec![
        Row::new(t("organisation-kind"), kind),
        Row::new(t("organisation-name"), &of.name),
        Row::new(t("organisation-tax-number"), &of.tax_number),
        Row::new(t("organisation-sector"), given(&sector)),
        Row::new(t("organisation-territory"), describe::place(tongue, &of.territory, today)),
        Row::new(t("organisation-address"), given(&of.address)),
        Row::new(t("organisation-contact"), given(&of.contact)),
        Row::new(t("organisation-phone"), describe::phone(tongue, &of.phone)),
    ]
}

/// Where it stands, and what that means for the one who reads it.
pub fn standing_notice(tongue: Tongue, of: &Organisation) -> Result<Markup, Refusal> {
    let standing = of.standing()?;
    let words = match standing {
        Standing::Waiting => Some(tongue.t("organisation-waiting-text")),
        Standing::Verified => None,
        Standing::Refused => Some(tongue.t("organisation-refused-text")),
        Standing::Suspended => Some(tongue.t("organisation-suspended-text")),
    };
    Ok(html! {
        p.govuk-body { (labels::standing(tongue, standing)) }
        @if let Some(words) = words {
            (parts::inset(html! {
                (words)
                @if let Some(reason) = &of.reason { " " strong { (reason) } }
            }))
        }
    })
}

async fn show(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let (actor, id) = own(&visitor)?;
    let own = store::organisation(&mut app.db.read().await?, id).await?.ok_or(Refusal::NotFound)?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let main = html! {
        (parts::heading(&own.name, None))
        (standing_notice(tongue, &own)?)
        @if actor.role == Role::Employer {
            div.govuk-button-group {
                (parts::link_button(&t("offers-new"), "/organisation/vacancies/new"))
                (parts::link(&t("nav-offers"), "/organisation/vacancies"))
            }
        }
        (parts::summary_list(&rows(tongue, &app.lists.now(), &own, app.today())))
        div.govuk-button-group {
            (parts::link_button(&t("shell-change"), "/organisation/edit"))
            (parts::link(&t("account-title"), "/account"))
        }
    };
    Ok(Page::new(own.name, main).show(&app, &visitor))
}

async fn edit(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let (_, id) = own(&visitor)?;
    let own = store::organisation(&mut app.db.read().await?, id).await?.ok_or(Refusal::NotFound)?;
    let typed = own.details()?.typed();
    Ok(edit_page(&app, &visitor, (own.version, false), &typed, &[], None))
}

/// `stale` says that somebody else was faster; what was typed stays.
fn edit_page(
    app: &App,
    visitor: &Visitor,
    (version, stale): (i64, bool),
    typed: &TypedOrganisation,
    faults: &[FieldFault],
    kept: Option<Uuid>,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let questions = questions_of_change(tongue);
    let main = html! {
        (parts::heading(&t("organisation-change"), None))
        @if stale { (parts::warning(&t("refusal-changed-title"), &t("record-stale"))) }
        p.govuk-body { (t("organisation-change-text")) }
        form method="post" action="/organisation/edit" novalidate {
            (form::hidden_with(app, visitor, kept))
            (parts::hidden("version", &version.to_string()))
            (asking.all(&questions, value_of(typed)))
            (parts::button(&t("shell-save")))
        }
    };
    let page = Page::new(t("organisation-change"), main).back("/organisation");
    let page = page.problems(visitor, faults, |field| ask::id(&questions, field));
    let page = if stale { page.status(StatusCode::CONFLICT) } else { page };
    page.show(app, visitor)
}

async fn change(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let (actor, id) = own(visitor)?;
    let own = store::organisation(&mut app.db.read().await?, id).await?.ok_or(Refusal::NotFound)?;
    let lists = app.lists.now();
    let answers = ask::read(&form, &questions_of_change(visitor.tongue), &lists, visitor.tongue);
    let typed = TypedOrganisation { kind: own.kind, ..typed(&answers) };
    let version: i64 = form.text("version").parse().map_err(|_| Refusal::FormTooOld)?;
    let again = |faults: &[FieldFault]| {
        Ok(edit_page(&app, visitor, (version, false), &typed, faults, Some(form.id)))
    };

    let read = typed.read(&lists);
    let faults = answers.faults(read.as_ref().err().cloned().unwrap_or_default());
    let (Ok(details), []) = (read, &*faults) else { return again(&faults) };
    let command = ChangeOrganisation { app: app.clone(), act: app.act(actor), version, details };
    match app.db.run_once(form.once(&app), command).await {
        Ok(()) => Ok(Redirect::to("/organisation").into_response()),
        Err(Refusal::Form(faults)) => again(&faults),
        Err(Refusal::Stale) => {
            let now = (own.version, true);
            Ok(edit_page(&app, visitor, now, &typed, &[], Some(form.id)))
        }
        Err(other) => Err(other),
    }
}
