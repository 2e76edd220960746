//! Vacancies for the programs of employers. The shapes here are promises, so they are not the types of the domain.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    access::{Action, Role, Seat},
    fault::FieldFault,
    vacancy::{Offer, State as OfferState, TypedOffer},
};
use serde::{Deserialize, Serialize};
use utoipa::{ToSchema, openapi::Schema};
use uuid::Uuid;

use super::{
    commands::{Change, Changed, Post},
    store,
};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        address::Path,
        api::{
            self, Arrived, Body, Caller, Endpoints, Listed, Op, Query, one_of, read_cursor,
            write_cursor,
        },
        route::Need,
    },
};

/// How many rows a page of the API may have.
const MOST_ROWS: i64 = 100;
const ROWS: i64 = 25;

const PATH: &str = "/api/v1/vacancies";

pub fn endpoints() -> Endpoints {
    let offer = Need::To(Action::Offer);
    Endpoints::default()
        .with(
            Op::get(PATH, offer, "listVacancies", "List vacancies")
                .text("vacancies", "What the employer of the account offers, the newest first.")
                .answers::<Page>(200, "One page of the list.")
                .paged(MOST_ROWS),
            list,
        )
        .with(
            Op::post(PATH, offer, "postVacancy", "Post a vacancy")
                .text("vacancies", "It is shown to people once an officer has let it through.")
                .takes::<NewVacancy>("What is offered.")
                .answers::<PostedVacancy>(201, "The vacancy waits for an officer.")
                .made()
                .tagged(201)
                .once(201),
            post,
        )
        .with(
            Op::get("/api/v1/vacancies/{id}", offer, "getVacancy", "Read a vacancy")
                .text("vacancies", "One vacancy of the employer of the account, with where it stands.")
                .answers::<Vacancy>(200, "The vacancy.")
                .tagged(200)
                .if_none_match(),
            see,
        )
        .with(
            Op::patch("/api/v1/vacancies/{id}", offer, "changeVacancy", "Change a vacancy")
                .text(
                    "vacancies",
                    "A merge patch (RFC 7396): what is named is changed, `null` takes an answer away. Unless only `places` and \
                     `closes_on` change, the vacancy waits for an officer again.",
                )
                .takes::<VacancyPatch>("The answers that change.")
                .answers::<ChangedVacancy>(200, "The vacancy is changed.")
                .tagged(200)
                .if_match(),
            change,
        )
}

fn states() -> Schema {
    let codes: Vec<&str> = OfferState::ALL.iter().map(|state| state.code()).collect();
    one_of("Where the vacancy stands.", &codes)
}

/// What is offered.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Тигүүчү", "occupation": "seamstress", "territory": "41711000000000", "form": "full-time",
    "places": 6, "wage_from": "25000", "wage_to": "40000", "closes_on": "2027-01-31",
    "needs": ["skill:overlock!", "language:ky:A2"], "words": "Эки смена."
}))]
pub struct NewVacancy {
    /// The name of the work as people will read it.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// A code of the list of occupations.
    occupation: String,
    /// Where the work is: a code of the list of territories.
    territory: String,
    /// A code of the list of forms of work.
    form: String,
    /// How many people are looked for.
    #[schema(minimum = 1, maximum = 1000)]
    places: i64,
    /// The least wage a month, in som.
    wage_from: Option<String>,
    /// The greatest wage a month, in som.
    wage_to: Option<String>,
    /// The day the work begins.
    #[schema(format = Date)]
    starts_on: Option<String>,
    /// The last day on which the vacancy is shown.
    #[schema(format = Date)]
    closes_on: String,
    /// What is asked for: `skill:code`, `licence:code`, `language:code:level`, `education:code`, `months:number`. With `!`
    /// at the end it must be there.
    #[serde(default)]
    #[schema(max_items = 30)]
    needs: Vec<String>,
    /// More about the work.
    #[schema(max_length = 4000)]
    words: Option<String>,
}

impl Arrived for NewVacancy {}

/// What changes. An answer that is not named stays as it is.
#[expect(dead_code, reason = "a patch is read member by member; the fields make its schema")]
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "places": 7, "closes_on": "2027-02-28" }))]
pub struct VacancyPatch {
    /// The name of the work as people will read it.
    #[schema(min_length = 1, max_length = 120, nullable = false)]
    title: Option<String>,
    /// A code of the list of occupations.
    #[schema(nullable = false)]
    occupation: Option<String>,
    /// Where the work is: a code of the list of territories.
    #[schema(nullable = false)]
    territory: Option<String>,
    /// A code of the list of forms of work.
    #[schema(nullable = false)]
    form: Option<String>,
    /// How many people are looked for.
    #[schema(minimum = 1, maximum = 1000, nullable = false)]
    places: Option<i64>,
    /// The least wage a month, in som.
    wage_from: Option<String>,
    /// The greatest wage a month, in som.
    wage_to: Option<String>,
    /// The day the work begins.
    #[schema(format = Date)]
    starts_on: Option<String>,
    /// The last day on which the vacancy is shown.
    #[schema(format = Date, nullable = false)]
    closes_on: Option<String>,
    /// What is asked for, as in a new vacancy.
    #[serde(default)]
    #[schema(max_items = 30)]
    needs: Vec<String>,
    /// More about the work.
    #[schema(max_length = 4000)]
    words: Option<String>,
}

impl Arrived for VacancyPatch {
    const IS_PATCH: bool = true;
}

/// The answer to a new vacancy.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "id": "0193a1d2-7c00-7000-8000-000000000001", "version": 1 }))]
pub struct PostedVacancy {
    /// The id of the vacancy.
    id: Uuid,
    /// The version of the vacancy.
    version: i64,
}

/// The answer to a change of a vacancy.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "version": 2 }))]
pub struct ChangedVacancy {
    /// The version after the change.
    version: i64,
}

/// A vacancy with where it stands.
#[derive(Serialize, ToSchema)]
pub struct Vacancy {
    /// The id of the vacancy.
    id: Uuid,
    /// The version of the vacancy. The ETag says the same.
    version: i64,
    #[schema(schema_with = states)]
    state: &'static str,
    /// Why an officer did not let it through.
    reason: Option<String>,
    /// The name of the work
    title: String,
    /// The occupation
    occupation: String,
    /// Where the work is
    territory: String,
    /// The form of work
    form: String,
    /// How many people are looked for
    places: i64,
    /// The least wage a month, in som
    wage_from: Option<String>,
    /// The greatest wage a month, in som
    wage_to: Option<String>,
    /// The day the work begins
    #[schema(format = Date)]
    starts_on: Option<String>,
    /// The last day on which the vacancy is shown
    #[schema(format = Date)]
    closes_on: String,
    /// What is asked for
    needs: Vec<String>,
    /// More about the work
    words: Option<String>,
}

impl Vacancy {
    fn of(row: &store::Vacancy) -> Result<Self, Refusal> {
        let typed = row.offer()?.typed();
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        Ok(Self {
            id: row.id,
            version: row.version,
            state: row.state()?.code(),
            reason: row.reason.clone(),
            title: typed.title,
            occupation: typed.occupation,
            territory: typed.territory,
            form: typed.form,
            places: row.places,
            wage_from: given(typed.wage_from),
            wage_to: given(typed.wage_to),
            starts_on: given(typed.starts_on),
            closes_on: typed.closes_on,
            needs: typed.needs.split_whitespace().map(str::to_owned).collect(),
            words: given(typed.words),
        })
    }
}

/// One page of vacancies.
#[derive(Serialize, ToSchema)]
#[schema(as = VacanciesPage)]
pub struct Page {
    /// The vacancies of this page.
    vacancies: Vec<Vacancy>,
    /// The cursor of the next page, or null after the last one.
    next: Option<String>,
}

/// The employer a program speaks for.
fn employer(caller: &Caller) -> Result<Uuid, Refusal> {
    match caller.actor.seat {
        Seat::Organisation(id) if caller.actor.role == Role::Employer => Ok(id.uuid()),
        _ => Err(Refusal::NotAllowed),
    }
}

/// A vacancy of the employer. Another one answers like one that is not there.
async fn own(app: &App, caller: &Caller, id: &str) -> Result<store::Vacancy, Refusal> {
    let employer = employer(caller)?;
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let found = store::vacancy(&mut app.db.read().await?, id).await?;
    found.filter(|vacancy| vacancy.organisation == employer).ok_or(Refusal::NotFound)
}

async fn list(
    State(app): State<App>,
    caller: Caller,
    request: Request,
) -> Result<Response, Refusal> {
    let query = Query::read(request.uri().query(), &["after", "limit"])?;
    let employer = employer(&caller)?;
    let limit = query.limit(ROWS, MOST_ROWS)?;
    let of = Listed { actor: caller.actor.id, question: b"vacancies" };
    let before: Uuid = match query.text("after") {
        None => Uuid::max(),
        Some(text) => read_cursor(&app, &of, text)?,
    };
    let mut rows = {
        let mut tx = app.db.read().await?;
        store::vacancies_of(&mut tx, employer, before, limit + 1).await?
    };
    let is_more = api::cut(&mut rows, limit);
    let last = rows.last().filter(|_| is_more).map(|last| last.id);
    let next = last.map(|last| write_cursor(&app, &of, &last)).transpose()?;

    let vacancies = rows.iter().map(Vacancy::of).collect::<Result<_, _>>()?;
    let page = Page { vacancies, next };
    Ok(api::paged(api::json(&page)?, PATH, page.next.as_deref(), limit))
}

impl NewVacancy {
    fn typed(&self) -> TypedOffer {
        let text = |answer: &Option<String>| answer.clone().unwrap_or_default();
        TypedOffer {
            title: self.title.clone(),
            occupation: self.occupation.clone(),
            territory: self.territory.clone(),
            wage_from: text(&self.wage_from),
            wage_to: text(&self.wage_to),
            form: self.form.clone(),
            places: self.places.to_string(),
            starts_on: text(&self.starts_on),
            closes_on: self.closes_on.clone(),
            needs: self.needs.join(" "),
            words: text(&self.words),
        }
    }
}

fn read(app: &App, typed: &TypedOffer) -> Result<Offer, Refusal> {
    let read: Result<Offer, Vec<FieldFault>> = typed.read(&app.lists.now(), app.today());
    read.map_err(Refusal::Form)
}

async fn post(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body<NewVacancy>,
) -> Result<Response, Refusal> {
    let caller = body.caller;
    caller.writes()?;
    let key = api::idempotency_key(&headers)?;
    employer(&caller)?;
    let offer = read(&app, &body.value.typed())?;

    let id = app.new_id();
    let command = Post { app: app.clone(), act: caller.act, offers: vec![(id, offer)] };
    let posted = app.db.run_once(caller.once(key, body.digest), command).await?;

    let posted_id = posted.first().copied().unwrap_or(id);
    let place = [(header::LOCATION, format!("{PATH}/{posted_id}"))];
    let answer = api::json(&PostedVacancy { id: posted_id, version: 1 })?;
    let mut response = (StatusCode::CREATED, place, [api::etag(1)], answer).into_response();
    if posted_id != id {
        let yes = header::HeaderValue::from_static("true");
        response.headers_mut().insert("idempotent-replayed", yes);
    }
    Ok(response)
}

async fn see(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    Query::read(request.uri().query(), &[])?;
    let vacancy = own(&app, &caller, &id).await?;
    let tag = [api::etag(vacancy.version)];
    if api::is_known(request.headers(), vacancy.version) {
        return Ok((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    Ok((tag, api::json(&Vacancy::of(&vacancy)?)?).into_response())
}

async fn change(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body<VacancyPatch>,
) -> Result<Response, Refusal> {
    let caller = body.caller;
    caller.writes()?;
    let version = api::if_match(&headers)?;
    let was = own(&app, &caller, &id).await?;
    if was.version != version {
        return Err(Refusal::Stale);
    }

    let mut typed = was.offer()?.typed();
    for (name, value) in &body.members {
        let text = match value {
            serde_json::Value::Array(items) => {
                items.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>().join(" ")
            }
            serde_json::Value::Number(number) => number.to_string(),
            value => value.as_str().unwrap_or_default().to_owned(),
        };
        *answer(&mut typed, name).ok_or(Refusal::NotFound)? = text;
    }
    let offer = read(&app, &typed)?;
    let command = Change { app: app.clone(), act: caller.act, id: was.id, version, offer };
    let Changed { version } = app.db.run(command).await?;

    Ok(([api::etag(version)], api::json(&ChangedVacancy { version })?).into_response())
}

/// The answer with this name. Every field of a patch is one.
fn answer<'t>(typed: &'t mut TypedOffer, name: &str) -> Option<&'t mut String> {
    Some(match name {
        "title" => &mut typed.title,
        "occupation" => &mut typed.occupation,
        "territory" => &mut typed.territory,
        "form" => &mut typed.form,
        "places" => &mut typed.places,
        "wage_from" => &mut typed.wage_from,
        "wage_to" => &mut typed.wage_to,
        "starts_on" => &mut typed.starts_on,
        "closes_on" => &mut typed.closes_on,
        "needs" => &mut typed.needs,
        "words" => &mut typed.words,
        _ => return None,
    })
}
