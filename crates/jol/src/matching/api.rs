//! Work that fits, for programs: the list of the page with its reasons as data and in words.

use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{
    access::Action,
    classifier::{Classifiers, Codes, Nearness},
    id::ReturneeId,
    matching::{About, Edition, Fit, Grounds, LeftOut, Reason, Verdict},
    profile::Evidence,
};
use serde::Serialize;
use serde_json::json;
use utoipa::{ToSchema, openapi::Schema};
use uuid::Uuid;

use super::{
    pages::{self, List, PAGE},
    speak,
    store::Shown,
};
use crate::{
    app::App,
    course::search::Found,
    refusal::Refusal,
    web::{
        address::Path,
        api::{self, Caller, Endpoints, Names, Op, Query, one_of, one_or_none},
        route::Need,
    },
    words::in_language,
};

/// No list is longer.
const MOST: i64 = 10_000_000;

pub fn endpoints() -> Endpoints {
    let op = Op::get(
        "/api/v1/returnees/{id}/matches",
        Need::To(Action::See),
        "getMatches",
        "Read the work that fits",
    );
    let about = "Open vacancies that fit a person, the best first, ten at a time, each with what is met, below what is asked, or \
                 missing, what that rests on and the course that closes the gap; and why others are left out. It is the list \
                 of the page, made by the same rules, without points. That it was read is written into the person's journal.";
    let op = op.text("returnees", about).answers::<Matches>(200, "A part of the list.").question(
        "from",
        "How many of the best are passed over.",
        json!({ "type": "integer", "minimum": 0, "maximum": MOST, "default": 0 }),
    );
    Endpoints::default().with(op, read)
}

fn verdicts() -> Schema {
    let codes: Vec<&str> = Verdict::ALL.iter().map(|one| one.code()).collect();
    one_of("How the person stands to what is asked.", &codes)
}

fn subjects() -> Schema {
    one_of("What the reason is about.", &["occupation", "distance", "wage", "need"])
}

fn nearnesses() -> Schema {
    one_or_none("How near the occupation is.", &["same", "unit-group", "minor-group", "far"])
}

fn grounds() -> Schema {
    let told = ["implied", "told", "wished"];
    let codes: Vec<&str> = Evidence::ALL.iter().map(|one| one.code()).chain(told).collect();
    one_or_none(
        "What the link rests on: a line of the profile, as sure as that line; an occupation that brings it; what was told at \
         registration; a wish.",
        &codes,
    )
}

fn causes() -> Schema {
    one_of(
        "Why they are left out.",
        &["far", "wage", "form", "begins", "licence", "language", "education", "months"],
    )
}

/// Work that fits a person.
#[derive(Serialize, ToSchema)]
pub struct Matches {
    /// The id of the record.
    person: Uuid,
    /// The edition of the weights, as `/method` publishes them.
    method: &'static str,
    /// How many are open at all.
    open: usize,
    /// How many of them fit.
    fitting: usize,
    /// This part of the list, the best first.
    vacancies: Vec<Match>,
    /// Where the list goes on.
    next: Option<usize>,
    /// Courses that close most of the gaps of this part.
    courses: Vec<ClosingCourse>,
    /// What is not shown, by the reason.
    left_out: Vec<LeftOutVacancies>,
}

/// A vacancy that fits.
#[derive(Serialize, ToSchema)]
pub struct Match {
    /// The id of the vacancy.
    vacancy: Uuid,
    /// The name of the work as the employer wrote it.
    title: String,
    /// The name of the employer.
    employer: String,
    /// A code of the list of occupations.
    occupation: String,
    /// Where the work is: a code of the list of territories.
    territory: String,
    /// The last day on which it is shown.
    #[schema(format = Date)]
    closes_on: String,
    /// All that speaks for it, and what is missing.
    reasons: Vec<MatchReason>,
}

/// One reason.
#[derive(Serialize, ToSchema)]
pub struct MatchReason {
    #[schema(schema_with = verdicts)]
    verdict: &'static str,
    #[schema(schema_with = subjects)]
    about: &'static str,
    /// What is asked: `skill:code`, `licence:code`, `language:code:level`, `education:code`, `months:number`. With `!` at the
    /// end it must be there.
    need: Option<String>,
    /// How far the work is, in kilometres.
    km: Option<u32>,
    #[schema(schema_with = nearnesses)]
    nearness: Option<&'static str>,
    #[schema(schema_with = grounds)]
    rests_on: Option<&'static str>,
    /// The course that closes the gap.
    closed_by: Option<Uuid>,
    /// The reason in words.
    words: Names,
}

/// A course that closes gaps.
#[derive(Serialize, ToSchema)]
pub struct ClosingCourse {
    /// The id of the course.
    course: Uuid,
    /// What it is called.
    title: String,
    /// Who teaches it.
    provider: String,
    /// The first day of its next group.
    #[schema(format = Date)]
    starts_on: Option<String>,
    /// The skills and licences that it closes.
    closes: Vec<String>,
}

/// Vacancies that are not shown.
#[derive(Serialize, ToSchema)]
pub struct LeftOutVacancies {
    #[schema(schema_with = causes)]
    because: &'static str,
    /// How many.
    vacancies: usize,
    /// The reason in words.
    words: Names,
}

const fn near(nearness: Nearness) -> &'static str {
    match nearness {
        Nearness::Same => "same",
        Nearness::Unit => "unit-group",
        Nearness::Minor => "minor-group",
        Nearness::Far => "far",
    }
}

fn rests_on(grounds: Grounds, sure: &[Evidence]) -> Option<&'static str> {
    match grounds {
        Grounds::Line(at) => sure.get(at).map(|evidence| evidence.code()),
        Grounds::Implied => Some("implied"),
        Grounds::Told => Some("told"),
        Grounds::Wished => Some("wished"),
    }
}

impl MatchReason {
    fn new(lists: &Classifiers, list: &List, reason: &Reason) -> Self {
        let sure = &list.found.known.sure;
        let (about, need, km, nearness) = match &reason.about {
            About::Occupation(nearness) => ("occupation", None, None, Some(near(*nearness))),
            About::Distance { km } => ("distance", None, Some(*km), None),
            About::Wage => ("wage", None, None, None),
            About::Need(need) => ("need", Some(need.to_string()), None, None),
        };
        Self {
            verdict: reason.verdict.code(),
            about,
            need,
            km,
            nearness,
            rests_on: reason.grounds.and_then(|grounds| rests_on(grounds, sure)),
            closed_by: reason.gap().and_then(|gap| Some(list.courses.get(gap)?.course.id)),
            words: Names::of(|language| speak::line(in_language(language), lists, reason, sure)),
        }
    }
}

impl Match {
    fn new(lists: &Classifiers, list: &List, (shown, fit): &(Shown, Fit)) -> Self {
        let Shown { vacancy, employer } = shown;
        Self {
            vacancy: vacancy.id,
            title: vacancy.title.clone(),
            employer: employer.clone(),
            occupation: vacancy.occupation.clone(),
            territory: vacancy.territory.clone(),
            closes_on: vacancy.closes_on.to_string(),
            reasons: fit.reasons.iter().map(|one| MatchReason::new(lists, list, one)).collect(),
        }
    }
}

impl ClosingCourse {
    fn new((found, closes): &(Found, Codes)) -> Self {
        Self {
            course: found.course.id,
            title: found.course.title.clone(),
            provider: found.provider.clone(),
            starts_on: found.next.as_ref().map(|next| next.starts_on.to_string()),
            closes: closes.iter().map(ToString::to_string).collect(),
        }
    }
}

impl LeftOutVacancies {
    fn new(lists: &Classifiers, (why, n): &(LeftOut, usize)) -> Self {
        Self {
            because: why.code(),
            vacancies: *n,
            words: Names::of(|language| speak::left_out(in_language(language), lists, why, *n)),
        }
    }
}

async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ReturneeId>,
    request: Request,
) -> Result<Response, Refusal> {
    let query = Query::read(request.uri().query(), &["from"])?;
    let from = usize::try_from(query.whole("from", 0, (0, MOST))?).unwrap_or_default();
    let list = pages::open(&app, caller.visitor.actor()?, id, from).await?;
    let lists = app.lists.now();
    let n_fits = list.found.n_fits;
    api::json(&Matches {
        person: id.uuid(),
        method: Edition::on(app.today()).name,
        open: list.found.n_open,
        fitting: n_fits,
        vacancies: list.found.fits.iter().map(|one| Match::new(&lists, &list, one)).collect(),
        next: Some(from.saturating_add(PAGE)).filter(|next| *next < n_fits),
        courses: list.best.iter().map(ClosingCourse::new).collect(),
        left_out: list
            .found
            .left_out
            .iter()
            .map(|one| LeftOutVacancies::new(&lists, one))
            .collect(),
    })
}
