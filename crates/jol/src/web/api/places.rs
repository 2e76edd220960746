//! Offices of the service and territories of the country: what a program needs to speak of places.

use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{access::Action, language::Language, territory::Territory};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Caller, Endpoints, Op, Query, json};
use crate::{access::store, app::App, refusal::Refusal, web::route::Need};

/// A name in the four languages of the service.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "ky": "Чүй облусу", "ru": "Чуйская область", "uz": "Chuy viloyati", "en": "Chüy oblast" }))]
pub struct Names {
    /// Kyrgyz
    ky: String,
    /// Russian
    ru: String,
    /// Uzbek, in Latin letters
    uz: String,
    /// English
    en: String,
}

impl Names {
    pub fn of(name: impl Fn(Language) -> String) -> Self {
        Self {
            ky: name(Language::Ky),
            ru: name(Language::Ru),
            uz: name(Language::Uz),
            en: name(Language::En),
        }
    }
}

/// An office of the service.
#[derive(Serialize, ToSchema)]
pub struct Office {
    /// The id of the office.
    id: Uuid,
    /// Short, stable, and sorts as the tree of offices does.
    code: String,
    /// 0 for the country, 1 for an oblast, 2 for a rayon or city, 3 below that.
    #[schema(minimum = 0, maximum = 3)]
    depth: i64,
    /// The offices from the oblast down to this one.
    above: Vec<Uuid>,
    /// The territory it looks after.
    territory: Option<String>,
    /// What it is called.
    names: Names,
}

/// All offices.
#[derive(Serialize, ToSchema)]
pub struct Offices {
    /// Each office after the one above it.
    offices: Vec<Office>,
}

/// An oblast, a rayon, a city or a district of one.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "code": "41708000000000", "kind": "oblast", "parent": null,
    "names": { "ky": "Чүй облусу", "ru": "Чуйская область", "uz": "Chuy viloyati", "en": "Chüy oblast" }
}))]
pub struct Place {
    /// The code of the state classifier, 14 digits.
    code: &'static str,
    /// oblast, republican_city, city_district, rayon or city
    kind: &'static str,
    /// The code of the unit it lies in.
    parent: Option<&'static str>,
    /// What it is called today.
    names: Names,
}

/// All territories of today.
#[derive(Serialize, ToSchema)]
pub struct Territories {
    /// A unit stands before its parts.
    territories: Vec<Place>,
}

pub fn endpoints() -> Endpoints {
    Endpoints::default()
        .with(
            Op::get("/api/v1/offices", Need::To(Action::SeeOffices), "listOffices", "All offices")
                .text("places", "The tree of offices. A record belongs to the office that looks after the person's home.")
                .answers::<Offices>(200, "The offices."),
            offices,
        )
        .with(
            Op::get("/api/v1/territories", Need::SignedIn, "listTerritories", "All territories")
                .text("places", "The codes that `territory` takes, with the names of today.")
                .answers::<Territories>(200, "The territories."),
            territories,
        )
}

async fn offices(State(app): State<App>, _: Caller, request: Request) -> Result<Response, Refusal> {
    Query::read(request.uri().query(), &[])?;
    let mut tx = app.db.read().await?;
    let found = store::offices(&mut tx).await?;
    let offices = found.iter().map(|office| Office {
        id: office.id,
        code: office.code.clone(),
        depth: office.depth,
        above: [office.above_1, office.above_2, office.above_3].into_iter().flatten().collect(),
        territory: office.territory.clone(),
        names: Names::of(|language| office.name(language).to_owned()),
    });
    json(&Offices { offices: offices.collect() })
}

async fn territories(
    State(app): State<App>,
    _: Caller,
    request: Request,
) -> Result<Response, Refusal> {
    Query::read(request.uri().query(), &[])?;
    let today = app.today();
    let territories = Territory::all(today).map(|place| Place {
        code: place.code(),
        kind: place.kind().code(),
        parent: place.parent().map(Territory::code),
        names: Names::of(|language| place.name(language, today).to_owned()),
    });
    json(&Territories { territories: territories.collect() })
}
