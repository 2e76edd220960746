//! Profiles for programs.

use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{
    access::Action,
    classifier::Code,
    profile::{Age, Evidence, Fluency, Kind},
    returnee::{Education, Leaving},
};
use serde::Serialize;
use utoipa::{ToSchema, openapi::Schema};
use uuid::Uuid;

use super::{
    backing::{self, Weighed},
    pages::About,
    store::{KeptItem, KeptWish},
};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        address::Path,
        api::{self, Caller, Endpoints, Op, Query, one_of, one_or_none},
        route::Need,
    },
};

pub fn endpoints() -> Endpoints {
    let op = Op::get(
        "/api/v1/returnees/{id}/profile",
        Need::To(Action::See),
        "getProfile",
        "Read a profile",
    );
    let op = op
        .text(
            "returnees",
            "What a person can do and what they want. What helps or hinders them is told to offices only. That the \
             profile was read is written into the person's journal.",
        )
        .answers::<Profile>(200, "The profile.");
    Endpoints::default().with(op, see)
}

fn kinds() -> Schema {
    let codes: Vec<&str> = Kind::ALL.iter().map(|one| one.code()).collect();
    one_of("What the line is about.", &codes)
}

fn evidences() -> Schema {
    let codes: Vec<&str> = Evidence::ALL.iter().map(|one| one.code()).collect();
    one_of(
        "How sure the line is: only said, its paper seen by an officer, tested, certified, recognised.",
        &codes,
    )
}

fn ages() -> Schema {
    let codes: Vec<&str> = Age::ALL.iter().map(|one| one.code()).collect();
    one_of("What time has done to it. It is told and lowers nothing.", &codes)
}

fn levels() -> Schema {
    let fluencies = Fluency::ALL.iter().map(|one| one.code());
    let educations = Education::ALL.iter().map(|one| one.code());
    let codes: Vec<&str> = fluencies.chain(educations).collect();
    one_or_none("How well a language is known, or the level of studies.", &codes)
}

fn leavings() -> Schema {
    let codes: Vec<&str> = Leaving::ALL.iter().map(|one| one.code()).collect();
    one_or_none("Whether the person would work on their own account.", &codes)
}

/// What a person can do and what they want.
#[derive(Serialize, ToSchema)]
pub struct Profile {
    /// The id of the record.
    id: Uuid,
    /// The lines in the order they were told.
    lines: Vec<ProfileLine>,
    wish: ProfileWish,
}

/// One line: work, study, a skill, a language, a licence, something that helps or hinders.
#[derive(Serialize, ToSchema)]
pub struct ProfileLine {
    /// The id of the line.
    id: Uuid,
    #[schema(schema_with = kinds)]
    kind: &'static str,
    /// The entry of the list of its kind: of occupations for work, of skills for a skill.
    code: Option<String>,
    /// In the person's own words.
    words: Option<String>,
    #[schema(schema_with = levels)]
    level: Option<&'static str>,
    /// The country, ISO 3166-1 alpha-2.
    country: Option<&'static str>,
    /// The first day.
    #[schema(format = Date)]
    from_on: Option<String>,
    /// The last day; of a licence the day until which it is good.
    #[schema(format = Date)]
    to_on: Option<String>,
    #[schema(schema_with = evidences)]
    evidence: &'static str,
    /// Who recognised it, and in which country.
    recognised_by: Option<String>,
    /// When it was checked.
    #[schema(format = DateTime)]
    checked_at: Option<String>,
    #[schema(schema_with = ages)]
    age: &'static str,
    /// The day it ages from: the end of a licence, the test of a language, the last use of a skill.
    #[schema(format = Date)]
    aged_from: Option<String>,
    /// Lines that say something else of the same.
    contradicts: Vec<Uuid>,
    /// The education told at registration is another one.
    contradicts_registration: bool,
    /// Whether it counts in a match. A line that a surer one contradicts does not.
    counts: bool,
    /// The version of the line.
    version: i64,
}

impl ProfileLine {
    fn new(all: &[KeptItem], weighed: &Weighed, line: usize, kept: &KeptItem) -> Self {
        let item = &kept.item;
        let age = weighed.ages.get(line).copied().flatten();
        let against = || weighed.against(line).map(|(_, other)| other);
        let other = |place: usize| all.get(place).map(|other| other.id);
        Self {
            id: kept.id,
            kind: item.kind.code(),
            code: item.code.as_ref().map(ToString::to_string),
            words: item.words.as_ref().map(ToString::to_string),
            level: item.fluency.map(Fluency::code).or(item.education.map(Education::code)),
            country: item.country.map(|country| country.code()),
            from_on: item.from_on.map(|day| day.to_string()),
            to_on: item.to_on.map(|day| day.to_string()),
            evidence: kept.evidence.code(),
            recognised_by: kept.recognised_by.as_ref().map(ToString::to_string),
            checked_at: kept.seen.map(|(_, at)| at.to_string()),
            age: age.map_or(Age::Fresh, |(age, _)| age).code(),
            aged_from: age.map(|(_, because)| because.day().to_string()),
            contradicts: against().flatten().filter_map(other).collect(),
            contradicts_registration: against().any(|other| other.is_none()),
            counts: weighed.counts.get(line).copied().unwrap_or(true),
            version: kept.version,
        }
    }
}

/// What a person wants. Nothing said: everything will do.
#[derive(Default, Serialize, ToSchema)]
pub struct ProfileWish {
    /// Occupations, the most wanted first.
    occupations: Vec<String>,
    /// Where the way to work begins: a code of the list of territories. Null: where the person lives.
    place: Option<&'static str>,
    /// How far work may be from there, in kilometres. Null: anywhere.
    km: Option<u16>,
    /// The least monthly wage, in som.
    wage: Option<String>,
    /// Forms of work that will do. None: all.
    forms: Vec<String>,
    #[schema(schema_with = leavings)]
    self_employment: Option<&'static str>,
    /// From which day on.
    #[schema(format = Date)]
    from_on: Option<String>,
    /// The version of the wishes; 0 when there are none.
    version: i64,
}

impl From<&KeptWish> for ProfileWish {
    fn from(kept: &KeptWish) -> Self {
        let wish = &kept.wish;
        let text = |code: &Code| code.to_string();
        Self {
            occupations: wish.occupations.iter().map(text).collect(),
            place: wish.place.map(|place| place.code()),
            km: wish.km,
            wage: wish.wage.map(|wage| wage.to_string()),
            forms: wish.forms.iter().map(text).collect(),
            self_employment: wish.self_employment.map(Leaving::code),
            from_on: wish.from_on.map(|day| day.to_string()),
            version: kept.version,
        }
    }
}

async fn see(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Refusal> {
    Query::read(request.uri().query(), &[])?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let about = About::new(caller.visitor, id)?;
    let profile = about.read(&app, Action::See).await?;

    about.look(&app, "seen").await?;

    let told = profile.returnee.details.education;
    let weighed = backing::weigh(&profile.items, told, &app.lists.now(), app.today());
    let lines = profile.items.iter().enumerate();
    let lines =
        lines.map(|(line, kept)| ProfileLine::new(&profile.items, &weighed, line, kept)).collect();

    api::json(&Profile {
        id: id.uuid(),
        lines,
        wish: profile.wish.as_ref().map(ProfileWish::from).unwrap_or_default(),
    })
}
