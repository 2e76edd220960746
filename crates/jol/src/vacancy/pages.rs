//! The vacancies that anybody may read: the list with its search, one vacancy, and the way to say that something is wrong.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Role, Seat, scope},
    classifier::{Classifiers, Meant, Scheme},
    fault::{FieldFault, Reading},
    territory::Territory,
    text::{Paragraph, findable},
    vacancy::ReportReason,
};
use jiff::{SignedDuration, civil::Date};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    commands::Tell,
    describe, labels, own, posting,
    store::{self, Report, Vacancy, Wanted},
};
use crate::{
    access::ask as signing,
    app::App,
    refusal::Refusal,
    web::{
        address::{Path, Query},
        ask::{self, Asking, Kind, Question},
        form::{self, Form},
        limit::{Try, bucket},
        page::Page,
        parts::{self, Choice, Filters, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/vacancies", Need::Nothing, list)
        .get("/vacancies/{id}", Need::Nothing, show)
        .get("/vacancies/{id}/report", Need::Nothing, ask_report)
        .post("/vacancies/{id}/report", Need::Nothing, report)
}

const PAGE: i64 = 20;

/// What stands in the address of the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    words: String,
    occupation: String,
    place: String,
    km: String,
    form: String,
    after: String,
}

/// The distances one can choose.
const KILOMETRES: [&str; 5] = ["10", "30", "60", "100", "200"];

impl Asked {
    fn wanted(&self, lists: &Classifiers, today: Date) -> Wanted {
        let mut words: Vec<&str> = vec![&self.words];
        let mut occupation = String::new();
        if !self.occupation.trim().is_empty() {
            match lists.understand(Scheme::Occupation, &self.occupation) {
                Meant::One(code) => occupation = code.to_string(),
                // A trade the list does not know, or knows in several ways, may still stand in a title.
                _ => words.push(&self.occupation),
            }
        }
        let form = lists.read(Scheme::WorkForm, &self.form);
        Wanted {
            words: findable(words),
            occupation,
            places: self.places(today),
            form: form.map(|code| code.to_string()).unwrap_or_default(),
        }
    }

    /// The places that are near enough: those within the place and those around it, within the distance asked for.
    fn places(&self, today: Date) -> Vec<String> {
        let Ok(place) = Territory::parse(&self.place) else { return Vec::new() };
        let km: Option<u32> = self.km.parse().ok();
        let is_near = |other: &Territory| {
            other.is_within(place)
                || place.is_within(*other)
                || km.is_some_and(|km| place.km_to(*other) <= km)
        };
        Territory::all(today).filter(is_near).map(|one| one.code().to_owned()).collect()
    }

    /// The same question, going on behind a vacancy.
    fn address(&self, after: Uuid) -> String {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
        };
        let fields = [
            ("words", &self.words),
            ("occupation", &self.occupation),
            ("place", &self.place),
            ("km", &self.km),
            ("form", &self.form),
        ];
        let asked = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let asked = asked.map(|(name, value)| format!("{name}={}&", encode(value)));
        format!("/vacancies?{}after={after}", asked.collect::<String>())
    }

    fn is_empty(&self) -> bool {
        [&self.words, &self.occupation, &self.place, &self.form].iter().all(|one| one.is_empty())
    }
}

async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let (lists, today) = (app.lists.now(), app.today());
    let before: Uuid = asked.after.parse().unwrap_or(Uuid::max());
    let wanted = asked.wanted(&lists, today);
    let mut found = {
        let mut tx = app.db.read().await?;
        store::search(&mut tx, &wanted, today, before, PAGE + 1).await?
    };
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let (title, further) = (t("vacancies-title"), t("shell-next"));
    let rows = found.iter().map(|(vacancy, employer)| {
        describe::row(tongue, vacancy, &format!("/vacancies/{}", vacancy.id), employer, today)
    });
    let next = found.last().filter(|_| more).map(|(last, _)| asked.address(last.id));
    let main = html! {
        (parts::heading(&title, None))
        (search_bar(tongue, &lists, &asked, today))
        (parts::table(&Table {
            caption: &title, caption_hidden: true, columns: &describe::columns(tongue),
            rows: rows.collect(), empty: &t("vacancies-none"), ..Table::default()
        }))
        (parts::pagination(&title, None, next.as_deref().map(|href| (href, &*further))))
        p.govuk-body { (parts::link(&t("method-title"), "/method")) }
        p.govuk-body { (parts::link(&t("demand-title"), "/demand")) }
    };
    Ok(Page::new(title.clone(), main).back("/").show(&app, &visitor))
}

fn search_bar(tongue: Tongue, lists: &Classifiers, asked: &Asked, today: Date) -> Markup {
    let t = |key| tongue.t(key);
    let line = |id: &str, label: &str, value: &str| {
        parts::text_input(&parts::Input { id, name: id, label, value, ..parts::Input::default() })
    };
    let menu = |id: &str, label: &str, choices: Vec<Choice>| {
        parts::select(&parts::Select {
            id,
            name: id,
            label,
            choices: &choices,
            ..parts::Select::default()
        })
    };
    let all = |value: &str| Choice::new("", t("shell-all")).chosen(value.is_empty());
    let places = Territory::all(today).map(|place| {
        let name = place.name(tongue.language(), today);
        Choice::new(place.code(), name).chosen(place.code() == asked.place)
    });
    let forms = ask::choices(lists, Scheme::WorkForm, tongue).into_iter().map(|(code, name)| {
        let chosen = code == asked.form;
        Choice::new(code, name).chosen(chosen)
    });
    let here = Choice::new("", t("vacancies-only-there")).chosen(asked.km.is_empty());
    let kilometres = KILOMETRES.into_iter().map(|km| {
        let words = tongue.ta("vacancies-kilometres", &[("km", km.into())]);
        Choice::new(km, words).chosen(km == asked.km)
    });
    let fields = html! {
        (line("words", &t("vacancies-words"), &asked.words))
        (line("occupation", &t("offer-occupation"), &asked.occupation))
        (menu("place", &t("offer-territory"), std::iter::once(all(&asked.place)).chain(places).collect()))
        (menu("km", &t("vacancies-distance"), std::iter::once(here).chain(kilometres).collect()))
        (menu("form", &t("offer-form"), std::iter::once(all(&asked.form)).chain(forms).collect()))
    };
    parts::filters(&Filters {
        action: "/vacancies",
        label: &t("vacancies-search"),
        fields,
        submit: &t("shell-search"),
        clear: (!asked.is_empty()).then_some((&*t("shell-all"), "/vacancies")),
    })
}

/// A vacancy that is shown today. Another one answers like one that is not there.
async fn read(app: &App, id: &str) -> Result<(Vacancy, super::store::Organisation), Refusal> {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let found = store::shown(&mut app.db.read().await?, id, app.today()).await?;
    found.ok_or(Refusal::NotFound)
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (vacancy, employer) = read(&app, &id).await?;
    let offer = vacancy.offer()?;
    let word = word_of_reader(&app, &visitor, &vacancy).await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let (lists, today) = (app.lists.now(), app.today());
    let here = format!("/vacancies/{}", vacancy.id);
    let told = posting::job_posting(tongue, &lists, (&vacancy, &offer, &employer), &here, today);
    let main = html! {
        (parts::heading(&vacancy.title, Some(&employer.name)))
        (describe::offer(tongue, &lists, &offer, today))
        h2.govuk-heading-m { (t("vacancy-employer")) }
        (describe::employer(tongue, &employer, today))
        (word)
        p.govuk-body { (parts::link(&t("report-title"), &format!("{here}/report"))) }
        (posting::element(&told))
    };
    Ok(Page::new(vacancy.title, main).back("/vacancies").show(&app, &visitor))
}

/// What whoever reads a vacancy can do about it.
async fn word_of_reader(
    app: &App,
    visitor: &Visitor,
    vacancy: &Vacancy,
) -> Result<Markup, Refusal> {
    let t = |key| visitor.tongue.t(key);
    let here = format!("/vacancies/{}", vacancy.id);
    let Some(actor) = visitor.actor else {
        let next = here.replace('/', "%2F");
        return Ok(html! {
            p.govuk-body { (t("vacancy-sign-in-text")) }
            (parts::link_button(&t("vacancy-sign-in"), &format!("/sign-in/phone?next={next}")))
        });
    };
    Ok(match actor.seat {
        Seat::Own(person) => own::word(app, visitor, vacancy, person).await?,
        Seat::Outside if actor.role == Role::Returnee => html! {
            p.govuk-body { (t("vacancy-register-text")) }
            (parts::link_button(&t("front-register"), "/register"))
        },
        _ if scope(&actor, Action::Check).is_ok() => html! {
            p.govuk-body {
                (parts::link(&t("vacancy-check"), &format!("/checks/vacancies/{}", vacancy.id)))
                " · " (parts::link(&t("matching-people"), &format!("{here}/people")))
            }
        },
        _ => html! {},
    })
}

fn questions(tongue: Tongue) -> Vec<Question> {
    let reasons = ReportReason::ALL
        .iter()
        .map(|reason| {
            (reason.code().to_owned(), tongue.t(labels::report_key(*reason)).into_owned())
        })
        .collect();
    vec![
        Question::new("reason", msg("report-reason"), Kind::One(reasons)),
        Question::new("words", msg("report-words"), Kind::Paragraph).hint(msg("report-words-hint")),
    ]
}

async fn ask_report(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (vacancy, _) = read(&app, &id).await?;
    Ok(report_page(&app, &visitor, &vacancy, &|_| String::new(), &[], (None, None)))
}

fn report_page(
    app: &App,
    visitor: &Visitor,
    vacancy: &Vacancy,
    value: &dyn Fn(&str) -> String,
    faults: &[FieldFault],
    (kept, wait): (Option<Uuid>, Option<u64>),
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let here = format!("/vacancies/{}", vacancy.id);
    let main = html! {
        (parts::heading(&t("report-title"), Some(&vacancy.title)))
        p.govuk-body { (t("report-text")) }
        form method="post" action={ (here) "/report" } novalidate {
            (form::hidden_with(app, visitor, kept))
            (asking.all(&questions(tongue), value))
            (parts::button(&t("shell-send")))
        }
    };
    signing::show(Page::new(t("report-title"), main).back(here), app, visitor, faults, wait)
}

/// Reports of one network in an hour.
const MOST_AN_HOUR: i64 = 10;

async fn report(
    State(app): State<App>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let (vacancy, _) = read(&app, &id).await?;
    let answers = ask::read(&form, &questions(visitor.tongue), &app.lists.now(), visitor.tongue);
    let (typed_reason, typed_words) = (answers.get("reason"), answers.get("words"));
    let mut reading = Reading::default();
    let reason = reading.read("reason", &typed_reason, |code| code.parse::<ReportReason>());
    let words = reading.read("words", &typed_words, |text| text.parse::<Paragraph<1000>>());
    reading.need("reason", &typed_reason, "fault-choice");
    let faults = reading.end([("reason", &typed_reason), ("words", &typed_words)]);
    let value = |field: &str| answers.get(field);
    let again = |faults: &[FieldFault], wait| {
        Ok(report_page(&app, visitor, &vacancy, &value, faults, (Some(form.id), wait)))
    };
    let (Some(reason), []) = (reason, &*faults) else { return again(&faults, None) };

    let bucket = bucket("report network", &[&visitor.network()]);
    let window = SignedDuration::from_hours(1);
    let count = Try { bucket, most: MOST_AN_HOUR, window, now: app.now() };
    let seconds = app.db.run(count).await?;
    if seconds > 0 {
        let fault = signing::minutes("reason", "fault-too-often", seconds);
        return again(&[fault], Some(seconds));
    }
    let report = Report {
        id: form.id,
        vacancy: vacancy.id,
        reason: reason.code().to_owned(),
        words: words.map(|words| words.as_str().to_owned()),
        made_at: app.now(),
        handled_by: None,
        handled_at: None,
    };
    app.db.run_once(form.once(&app), Tell { app: app.clone(), report }).await?;

    let t = |key| visitor.tongue.t(key);
    let main = html! {
        (parts::panel(&t("report-done"), None))
        p.govuk-body { (t("report-done-text")) }
        p.govuk-body { (parts::link(&t("vacancies-title"), "/vacancies")) }
    };
    Ok(Page::new(t("report-done"), main).show(&app, visitor))
}
