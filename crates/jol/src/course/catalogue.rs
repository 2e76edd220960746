//! What can be learned, for everybody: the catalogue with its search, and one course with its groups.

use std::collections::HashMap;

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Role, Seat, scope},
    classifier::{Code, Scheme},
    course::Enrolment,
    id::ReturneeId,
    language::Language,
    territory::Territory,
    text::findable,
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    search::{self, After, Found, Wanted},
    seats::Enrol,
    speak,
    store::{self, Seats},
};
use crate::{
    app::App,
    db::Tx,
    refusal::Refusal,
    returnee::{commands::reach, fields::full_name},
    web::{
        address::{Path, Query},
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Choices, Column, Filters, Input, Row, Select, Table},
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
    words::sort_key,
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/courses", Need::Nothing, list)
        .get("/courses/{id}", Need::Nothing, show)
        .post("/courses/{id}/enrol", Need::SignedIn, enrol_oneself)
}

const PAGE: usize = 20;

/// What somebody looks for, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    words: String,
    occupation: String,
    place: String,
    km: String,
    language: String,
    free: String,
    after: String,
}

/// How far somebody goes, as it can be chosen; 0 is the place alone.
const DISTANCES: [u32; 4] = [0, 30, 60, 100];

impl Asked {
    fn wanted(&self, today: jiff::civil::Date) -> Wanted {
        let typed: String = self.words.chars().take(200).collect();
        let km = self.km();
        let near = |place: Territory| {
            let all = Territory::all(today);
            all.filter(move |one| one.is_within(place) || one.km_to(place) <= km).collect()
        };
        Wanted {
            words: findable([typed.as_str()]),
            occupation: self.occupation.parse::<Code>().map(Into::into).unwrap_or_default(),
            places: Territory::parse(&self.place).map_or_else(|_| Vec::new(), near),
            language: self.language.parse().map_or("", Language::code).to_owned(),
            is_free: !self.free.is_empty(),
        }
    }

    fn km(&self) -> u32 {
        let km = self.km.parse().ok().filter(|km| DISTANCES.contains(km));
        km.unwrap_or(DISTANCES[1])
    }

    /// The same questions further on.
    fn address(&self, base: &str, after: After) -> String {
        let after = after.to_string();
        let asked = [
            ("words", &self.words),
            ("occupation", &self.occupation),
            ("place", &self.place),
            ("km", &self.km),
            ("language", &self.language),
            ("free", &self.free),
            ("after", &after),
        ];
        let given = asked.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = given
            .map(|(name, value)| {
                let safe = percent_encoding::NON_ALPHANUMERIC;
                format!("{name}={}", percent_encoding::utf8_percent_encode(value, safe))
            })
            .collect();
        format!("{base}?{}", pairs.join("&"))
    }
}

/// A page of the catalogue, with what leads to the next one.
pub struct Listed {
    pub found: Vec<Found>,
    pub next: Option<String>,
    pub bar: Markup,
}

/// Looks in the catalogue for a page at this address.
pub async fn look(
    app: &App,
    visitor: &Visitor,
    asked: &Asked,
    base: &str,
) -> Result<Listed, Refusal> {
    let today = app.today();
    let after = asked.after.parse().unwrap_or_default();
    let mut tx = app.db.read().await?;
    let n = PAGE as i64 + 1;
    let mut found = search::catalogue(&mut tx, &asked.wanted(today), today, after, n).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|last| asked.address(base, last.after()));
    let bar = bar(app, visitor, asked, base, &mut tx).await?;
    Ok(Listed { found, next, bar })
}

/// The questions above the catalogue. Occupations are those that can be learned now.
async fn bar(
    app: &App,
    visitor: &Visitor,
    asked: &Asked,
    base: &str,
    tx: &mut Tx,
) -> Result<Markup, Refusal> {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let (today, lists) = (app.today(), app.lists.now());
    let mut occupations: Vec<(String, String)> = Vec::new();
    for code in search::occupations(tx).await? {
        let name = lists.name(Scheme::Occupation, &code, visitor.language()).to_owned();
        occupations.push((code.to_string(), name));
    }
    occupations.sort_by_cached_key(|(_, name)| sort_key(visitor.language(), name));
    let places = Territory::all(today)
        .map(|one| (one.code().to_owned(), full_name(one, tongue, today)))
        .collect::<Vec<_>>();
    let distances = DISTANCES.map(|km| {
        let words = match km {
            0 => t("courses-only-there").into_owned(),
            km => tongue.ta("courses-within", &[("km", km.into())]),
        };
        (km.to_string(), words)
    });
    let languages = Language::ALL.map(|one| (one.code().to_owned(), one.name().to_owned()));
    let any = |entries: &[(String, String)], chosen: &str| {
        let any = Choice::new("", t("shell-all")).chosen(chosen.is_empty());
        let rest =
            entries.iter().map(|(code, words)| Choice::new(code, words).chosen(code == chosen));
        [any].into_iter().chain(rest).collect::<Vec<_>>()
    };
    let km = asked.km().to_string();
    let distances: Vec<Choice> = distances
        .iter()
        .map(|(code, words)| Choice::new(code, words).chosen(*code == km))
        .collect();
    let menu = |name: &'static str, label: &str, choices: &[Choice]| {
        parts::select(&Select { id: name, name, label, choices, ..Select::default() })
    };
    let free = [Choice::new("yes", t("courses-free")).chosen(!asked.free.is_empty())];
    let fields = html! {
        (parts::text_input(&Input {
            id: "words", name: "words", label: &t("courses-words"), value: &asked.words,
            kind: Some("search"), spellcheck: true, ..Input::default()
        }))
        (menu("occupation", &t("course-occupation"), &any(&occupations, &asked.occupation)))
        (menu("place", &t("course-place"), &any(&places, &asked.place)))
        (menu("km", &t("courses-distance"), &distances))
        (menu("language", &t("course-language"), &any(&languages, &asked.language)))
        (parts::checkboxes(&Choices {
            id: "free", name: "free", choices: &free, small: true, ..Choices::default()
        }))
    };
    Ok(parts::filters(&Filters {
        action: base,
        label: &t("courses-search"),
        fields,
        submit: &t("shell-search"),
        clear: Some((&t("shell-all"), base)),
    }))
}

async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let Listed { found, next, bar } = look(&app, &visitor, &asked, "/courses").await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let rows = found.iter().map(|one| {
        let next = one.next.as_ref();
        let begins = next
            .map_or_else(|| t("courses-no-group").into(), |next| tongue.date_short(next.starts_on));
        let place = next.map(|next| speak::place(tongue, &next.territory, today));
        vec![
            html! {
                (parts::link(&one.course.title, &format!("/courses/{}", one.course.id)))
                br; (one.provider)
            },
            html! { (begins) },
            html! { (place.unwrap_or_default()) },
            html! { (next.map(|next| tongue.integer(next.n_free)).unwrap_or_default()) },
            html! { (speak::price(tongue, one.course.price)) },
        ]
    });
    let columns = [
        Column::new(t("course-course")).names_row(),
        Column::new(t("course-begins")),
        Column::new(t("course-place")),
        Column::new(t("course-free-seats")).numeric(),
        Column::new(t("course-price")),
    ];
    let title = t("nav-courses");
    let to_next = t("shell-next");
    let main = html! {
        (parts::heading(&title, None))
        (bar)
        (parts::table(&Table {
            caption: &title, caption_hidden: true, columns: &columns, rows: rows.collect(),
            empty: &t("courses-none"), ..Table::default()
        }))
        (parts::pagination(&title, None, next.as_deref().map(|href| (href, &*to_next))))
    };
    Ok(Page::new(title.as_ref(), main).back("/").show(&app, &visitor))
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let today = app.today();
    let mut tx = app.db.read().await?;
    let (course, provider) = store::shown(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let groups = store::groups(&mut tx, id).await?;
    let own = own_states(&visitor, &mut tx).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let taking: Vec<&Seats> = groups.iter().filter(|one| one.group.takes_people(today)).collect();
    let mut rows = speak::described(tongue, &app.lists.now(), &course.course()?);
    rows.push(Row::new(
        t("course-provider"),
        html! {
            (provider.name) br; (speak::place(tongue, &provider.territory, today))
            @if let Some(address) = &provider.address { ", " (address) }
            br; (speak::phone(tongue, &provider.phone))
        },
    ));
    let is_somebody = own_record_of(&visitor).is_some();
    let main = html! {
        (parts::heading(&course.title, Some(&provider.name)))
        (parts::summary_list(&rows))
        @if let Some(words) = &course.words { (speak::paragraphs(words)) }
        h2.govuk-heading-m { (t("course-groups")) }
        @if taking.is_empty() { p.govuk-body { (t("course-no-group-text")) } }
        @if is_somebody && !taking.is_empty() { p.govuk-body { (t("course-enrol-text")) } }
        @for one in &taking {
            (parts::inset(html! {
                p.govuk-body {
                    strong { (speak::days(tongue, one.group.starts_on, one.group.ends_on)) } br;
                    (speak::place(tongue, &one.group.territory, today))
                    @if let Some(place) = &one.group.place { ", " (place) }
                    br; (speak::seats(tongue, one))
                }
                @match (own.get(&one.group.id), is_somebody) {
                    (Some(state), _) if *state != Enrolment::Left => p.govuk-body {
                        (speak::enrolment_tag(tongue, *state)) " "
                        (parts::link(&t("nav-my-courses"), "/me/courses"))
                    },
                    (_, true) => (enrol_form(&app, &visitor, &format!("/courses/{id}/enrol"), one)),
                    _ => {}
                }
            }))
        }
        @if !taking.is_empty() && !is_somebody { (doors(&visitor)) }
        @if visitor.actor.is_some_and(|actor| scope(&actor, Action::Check).is_ok()) {
            p.govuk-body { (parts::link(&t("matching-learners"), &format!("/courses/{id}/people"))) }
        }
    };
    Ok(Page::new(course.title.as_str(), main).back("/courses").show(&app, &visitor))
}

/// The way to a seat for somebody without a record here. Staff have none either and are shown nothing.
fn doors(visitor: &Visitor) -> Markup {
    let t = |key| visitor.tongue.t(key);
    html! {
        @match visitor.actor {
            None => p.govuk-body {
                (t("course-sign-in-text")) " " (parts::link(&t("front-registered"), "/sign-in/phone"))
                " · " (parts::link(&t("front-register"), "/register"))
            },
            Some(actor) if actor.role == Role::Returnee => p.govuk-body {
                (parts::link_button(&t("front-register"), "/register"))
            },
            Some(_) => {}
        }
    }
}

fn own_record_of(visitor: &Visitor) -> Option<ReturneeId> {
    match visitor.actor?.seat {
        Seat::Own(id) => Some(id),
        _ => None,
    }
}

/// How a signed-in person stands in each of their groups.
async fn own_states(visitor: &Visitor, tx: &mut Tx) -> Result<HashMap<Uuid, Enrolment>, Refusal> {
    let (Some(id), Some(actor)) = (own_record_of(visitor), visitor.actor) else {
        return Ok(HashMap::new());
    };
    let scope = reach(&actor, Action::See)?;
    let taken = store::of_person(tx, &scope, id, super::own::MOST).await?;
    let states = taken.iter().map(|one| Ok((one.enrolment.course_group, one.enrolment.state()?)));
    states.collect()
}

/// A button that asks for a seat, or for a place in line.
pub fn enrol_form(app: &App, visitor: &Visitor, action: &str, seats: &Seats) -> Markup {
    let t = |key| visitor.tongue.t(key);
    let words = if seats.n_free() == 0 { t("course-queue") } else { t("course-enrol") };
    let days = speak::days(visitor.tongue, seats.group.starts_on, seats.group.ends_on);
    html! {
        form method="post" action=(action) novalidate {
            (form::hidden(app, visitor))
            (parts::hidden("group", &seats.group.id.to_string()))
            (parts::button(&parts::named(&words, &days)))
        }
    }
}

/// The group that a form asks for.
pub fn group_of(form: &Form) -> Result<Uuid, Refusal> {
    form.text("group").parse().map_err(|_| Refusal::NotFound)
}

async fn enrol_oneself(
    State(app): State<App>,
    Path(course): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let person = own_record(&actor)?;
    let (act, id, group) = (app.act(actor), form.id, group_of(&form)?);
    let enrol = Enrol { app: app.clone(), act, id, person, course: Some(course), group };
    app.db.run_once(form.once(&app), enrol).await?;
    Ok(Redirect::to("/me/courses").into_response())
}
