//! What programs are told of proposals.

use domain::matching::proposal::{Group, Mode, State};
use serde::Serialize;
use utoipa::{ToSchema, openapi::Schema};
use uuid::Uuid;

use crate::web::api::{one_of, one_or_none};

fn states() -> Schema {
    let codes: Vec<&str> = State::ALL.iter().map(|state| state.code()).collect();
    one_of("Where the proposal stands.", &codes)
}

fn groups() -> Schema {
    let codes: Vec<&str> = Group::ALL.iter().map(|group| group.code()).collect();
    one_of("The group.", &codes)
}

fn group_or_none() -> Schema {
    let codes: Vec<&str> = Group::ALL.iter().map(|group| group.code()).collect();
    one_or_none("The group it is for.", &codes)
}

fn measures() -> Schema {
    one_of("The measure that is left out.", &["added", "kept", "least", "waiting", "placing"])
}

fn kinds() -> Schema {
    one_of("What it is.", &["vacancy", "course"])
}

/// A proposal in a list.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0193a1d2-7c00-7000-8000-000000000001", "office": "0193a1d2-7c00-7000-8000-000000000002",
    "purpose": "Places for seamstresses before spring", "state": "ready", "asked_by": "Айгүл Токтоева",
    "asked_at": "2026-11-22T04:30:00Z", "people": 5846, "placed": 3210
}))]
pub struct ProposalListed {
    /// The id of the proposal.
    pub id: Uuid,
    /// The office whose people it is about.
    pub office: Uuid,
    /// What it is for.
    pub purpose: String,
    #[schema(schema_with = states)]
    pub state: &'static str,
    /// Who asked for it.
    pub asked_by: String,
    /// When they asked.
    #[schema(format = DateTime)]
    pub asked_at: String,
    /// The people it is about. None before it is made, and where it could point at single ones.
    pub people: Option<u64>,
    /// How many of them would have a place; none as above.
    pub placed: Option<u64>,
}

/// One page of proposals.
#[derive(Serialize, ToSchema)]
pub struct ProposalsPage {
    /// The proposals of this page.
    pub proposals: Vec<ProposalListed>,
    /// The cursor of the next page, or null after the last one.
    pub next: Option<String>,
}

/// A proposal.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0193a1d2-7c00-7000-8000-000000000001", "office": "0193a1d2-7c00-7000-8000-000000000002",
    "purpose": "Places for seamstresses before spring", "state": "partly", "asked_by": "Айгүл Токтоева",
    "asked_at": "2026-11-22T04:30:00Z", "read": 5846, "edition": "2026-11",
    "measures": {
        "mode": "auction",
        "groups": [{ "group": "women", "added": 5, "kept": 0 }, { "group": "disability", "added": 20, "kept": 5 }],
        "least": 0, "waiting": 200, "placing": 0, "course": 100, "keep": null, "level": null
    },
    "decision": {
        "by": "Айгүл Токтоева", "at": "2026-11-23T03:00:00Z", "last_on": "2027-02-21", "oblasts": ["41705000000000"], "reason": null
    },
    "outcome": {
        "places": 4100, "seats": 320, "people": 5846, "placed": 3210, "on_courses": 290, "points": 2310554, "gap": 0.000004,
        "groups": [{ "group": "women", "placed": 1602, "people": 2890, "share": 0.5543, "share_of_others": 0.544 }],
        "without": [{ "measure": "added", "group": "women", "placed": 3214, "points": 2311980 }],
        "compared": {
            "proposal": "0193a1d2-7c00-7000-8000-000000000003", "in_both": 5702, "same": 2804, "other": 211, "newly": 164,
            "no_longer": 158, "points": 2290114
        }
    }
}))]
pub struct ProposalRead {
    /// The id of the proposal.
    pub id: Uuid,
    /// The office whose people it is about.
    pub office: Uuid,
    /// What it is for.
    pub purpose: String,
    #[schema(schema_with = states)]
    pub state: &'static str,
    /// Who asked for it.
    pub asked_by: String,
    /// When they asked.
    #[schema(format = DateTime)]
    pub asked_at: String,
    /// People who were read so far. None once it is made.
    pub read: Option<u64>,
    /// The edition of the weights of matching, as `/method` publishes them.
    pub edition: String,
    /// As it was reckoned; before that, as it was asked for.
    pub measures: ProposalMeasures,
    /// None as long as nobody has decided.
    pub decision: Option<ProposalDecision>,
    /// None before it is made.
    pub outcome: Option<ProposalOutcome>,
}

/// With how much care places are shared out.
#[derive(Serialize, ToSchema)]
pub struct ProposalMeasures {
    #[schema(schema_with = modes)]
    pub mode: &'static str,
    /// What is done for each group.
    pub groups: Vec<GroupMeasures>,
    /// Nobody is proposed a place with fewer points.
    pub least: u16,
    /// Points that waiting for something better is worth.
    pub waiting: u16,
    /// Points for each person with a place.
    pub placing: u16,
    /// Points that a place on a course counts less.
    pub course: u16,
    /// The least points were found: as high as so many hundredths of those who would have a place still have one.
    pub keep: Option<u16>,
    /// What is added for this group was found: as little as makes them have a place as often as all others.
    #[schema(schema_with = group_or_none)]
    pub level: Option<&'static str>,
}

fn modes() -> Schema {
    let codes: Vec<&str> = Mode::ALL.iter().map(|mode| mode.code()).collect();
    one_of(
        "How places are given: `auction` with nearly the largest sum of points, `stable` so that nobody is passed over for somebody \
         who has fewer points there. Courses lead to no places then.",
        &codes,
    )
}

/// What is done for a group.
#[derive(Serialize, ToSchema)]
pub struct GroupMeasures {
    #[schema(schema_with = groups)]
    pub group: &'static str,
    /// So many hundredths of their points are added.
    pub added: u16,
    /// So many hundredths of all places are offered to them first.
    pub kept: u16,
}

/// What was decided, as the state says.
#[derive(Serialize, ToSchema)]
pub struct ProposalDecision {
    /// Who decided.
    pub by: String,
    /// When.
    #[schema(format = DateTime)]
    pub at: String,
    /// The last day on which it is in force, if it was accepted.
    #[schema(format = Date)]
    pub last_on: Option<String>,
    /// Where the people live for whom it is accepted, if that is in part: codes of oblasts.
    pub oblasts: Vec<String>,
    /// Why, in words.
    pub reason: Option<String>,
}

/// What it comes to. Numbers of people are none where they could point at single ones.
#[derive(Serialize, ToSchema)]
pub struct ProposalOutcome {
    /// Places at work.
    pub places: u64,
    /// Seats on courses.
    pub seats: u64,
    /// The people it is about.
    pub people: Option<u64>,
    /// How many of them would have a place.
    pub placed: Option<u64>,
    /// How many of those on a course.
    pub on_courses: Option<u64>,
    /// Points of all of them together, with nothing added.
    pub points: i64,
    /// The share of the points that may be missing to the largest sum with these measures, at most.
    pub gap: f64,
    /// How often groups have a place.
    pub groups: Vec<GroupOutcome>,
    /// What there would be without each measure.
    pub without: Vec<WithoutMeasure>,
    /// Beside the last proposal of the same office.
    pub compared: Option<ProposalCompared>,
}

/// How often a group has a place. None of it is told where it could point at single people.
#[derive(Serialize, ToSchema)]
pub struct GroupOutcome {
    #[schema(schema_with = groups)]
    pub group: &'static str,
    /// How many of them have a place.
    pub placed: Option<u64>,
    /// How many they are.
    pub people: Option<u64>,
    /// The share of them that has a place.
    pub share: Option<f64>,
    /// The share of all others that has one.
    pub share_of_others: Option<f64>,
}

/// The same places shared out without one measure.
#[derive(Serialize, ToSchema)]
pub struct WithoutMeasure {
    #[schema(schema_with = measures)]
    pub measure: &'static str,
    #[schema(schema_with = group_or_none)]
    pub group: Option<&'static str>,
    /// How many would have a place.
    pub placed: Option<u64>,
    /// Points of all of them together.
    pub points: i64,
}

/// How it differs from the last one.
#[derive(Serialize, ToSchema)]
pub struct ProposalCompared {
    /// The last one.
    pub proposal: Uuid,
    /// People who are in both.
    pub in_both: Option<u64>,
    /// Of them: with the same place.
    pub same: Option<u64>,
    /// With another place.
    pub other: Option<u64>,
    /// With a place that they did not have.
    pub newly: Option<u64>,
    /// Without the place that they had.
    pub no_longer: Option<u64>,
    /// The points of the last one.
    pub points: i64,
}

/// A vacancy or a group of a course in a proposal. Numbers of people are none where they could point at single ones.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "number": 17, "kind": "vacancy", "id": "0193a1d2-7c00-7000-8000-000000000001", "title": "Тигүүчү", "organisation": "Жибек",
    "territory": "41705236000000", "starts_on": null, "room": 6, "could": 142, "want": 42, "placed": 6, "kept": 1,
    "last_points": 612, "one_more": 588.4
}))]
pub struct ProposedPlace {
    /// Its number in the proposal.
    pub number: i64,
    #[schema(schema_with = kinds)]
    pub kind: &'static str,
    /// The id of the vacancy, or of the group of the course.
    pub id: Uuid,
    /// What it is called. None where it is there no longer.
    pub title: Option<String>,
    /// Who offers it.
    pub organisation: Option<String>,
    /// Where it is: a code of the list of territories.
    pub territory: Option<String>,
    /// The first day of a course.
    #[schema(format = Date)]
    pub starts_on: Option<String>,
    /// How many people it takes.
    pub room: i64,
    /// How many could go there.
    pub could: Option<i64>,
    /// How many have it, or would rather have it than what they have.
    pub want: Option<i64>,
    /// How many have it.
    pub placed: Option<i64>,
    /// How many of those had it because it was kept for their group.
    pub kept: Option<i64>,
    /// The points of the last one who has it, with what is added for them.
    pub last_points: Option<i64>,
    /// Points that one more place there would add for all together, at most. Not told where nobody is passed over.
    pub one_more: Option<f64>,
}

/// One page of the places of a proposal.
#[derive(Serialize, ToSchema)]
pub struct ProposalPlacesPage {
    /// The places of this page.
    pub places: Vec<ProposedPlace>,
    /// The cursor of the next page, or null after the last one.
    pub next: Option<String>,
}

/// Courses about one occupation in one oblast.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "occupation": "seamstress", "oblast": "41705000000000", "seats": 24, "wanted": 61, "lacking": 37
}))]
pub struct CourseNeedRead {
    /// A code of the list of occupations.
    pub occupation: String,
    /// A code of the list of territories.
    pub oblast: String,
    /// Seats there are.
    pub seats: u64,
    /// Seats that would be taken if there were enough. None where it could point at single people.
    pub wanted: Option<u64>,
    /// How many are lacking; none as above.
    pub lacking: Option<u64>,
}

/// What should be taught.
#[derive(Serialize, ToSchema)]
pub struct CourseNeeds {
    /// The largest lack first.
    pub needs: Vec<CourseNeedRead>,
}
