//! Proposals for programs: the numbers of the pages, and no line of a person.

mod shapes;

use std::collections::HashMap;

use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{
    access::{Action, Actor},
    matching::proposal::{Group, Measures},
};
use uuid::Uuid;

use self::shapes::{
    CourseNeedRead, CourseNeeds, GroupMeasures, GroupOutcome, ProposalCompared, ProposalDecision,
    ProposalListed, ProposalMeasures, ProposalOutcome, ProposalPlacesPage, ProposalRead,
    ProposalsPage, ProposedPlace, WithoutMeasure,
};
use super::{
    labels::{Counts, tells_group, unsigned},
    names::{self, Named, What},
    one::find,
    store::{self, BehindProposal, Measure, Outcome, PlaceOrder, ProposalPlace, Total},
    why::last_points,
};
use crate::{
    access::store as accounts,
    app::App,
    db::{Error, Tx},
    refusal::Refusal,
    returnee::commands::reach,
    web::{
        address::Path,
        api::{self, Caller, Endpoints, Listed, Op, Query, read_cursor, write_cursor},
        route::Need,
    },
};

/// How many rows a page of the API may have.
const MOST_ROWS: i64 = 100;
const ROWS: i64 = 25;

const PATH: &str = "/api/v1/proposals";

pub fn endpoints() -> Endpoints {
    let need = Need::To(Action::Aggregate);
    let places = "Vacancies and groups of courses with room on that day, those first where one more place would add most. There are \
                  none before the proposal is made. Where nobody is passed over they come by their numbers.";
    let needs = "What would be learnt if no course were full, by occupation and oblast, the largest lack first. There is nothing \
                 before the proposal is made, nor where nobody is passed over.";
    Endpoints::default()
        .with(
            Op::get(PATH, need, "listProposals", "List proposals")
                .text(
                    "proposals",
                    "Proposals of who could get which place when places are few, that are seen from the office of the account, the \
                     newest first.",
                )
                .answers::<ProposalsPage>(200, "One page of the list.")
                .paged(MOST_ROWS),
            list,
        )
        .with(
            Op::get("/api/v1/proposals/{id}", need, "getProposal", "Read a proposal")
                .text(
                    "proposals",
                    "What a proposal was asked for, what it comes to, how far that is from the best at most, and what each measure \
                     costs. It places nobody, and tells of nobody.",
                )
                .answers::<ProposalRead>(200, "The proposal."),
            see,
        )
        .with(
            Op::get("/api/v1/proposals/{id}/places", need, "listProposalPlaces", "List the places of a proposal")
                .text("proposals", places)
                .answers::<ProposalPlacesPage>(200, "One page of the list.")
                .paged(MOST_ROWS),
            list_places,
        )
        .with(
            Op::get("/api/v1/proposals/{id}/needs", need, "listCourseNeeds", "List what should be taught")
                .text("proposals", needs)
                .answers::<CourseNeeds>(200, "What should be taught."),
            list_needs,
        )
}

async fn name(tx: &mut Tx, account: Uuid) -> Result<String, Error> {
    Ok(accounts::account(tx, account).await?.map(|who| who.name).unwrap_or_default())
}

async fn list(
    State(app): State<App>,
    caller: Caller,
    request: Request,
) -> Result<Response, Refusal> {
    let query = Query::read(request.uri().query(), &["after", "limit"])?;
    reach(&caller.actor, Action::Aggregate)?;
    let limit = query.limit(ROWS, MOST_ROWS)?;
    let of = Listed { actor: caller.actor.id, question: b"proposals" };
    let behind: Option<BehindProposal> =
        query.text("after").map(|text| read_cursor(&app, &of, text)).transpose()?;
    let counts = Counts::of(&caller.actor);
    let mut tx = app.db.read().await?;
    let mut rows = store::proposals(&mut tx, &caller.actor, behind, limit + 1).await?;
    let is_more = api::cut(&mut rows, limit);
    let mut proposals = Vec::with_capacity(rows.len());
    for row in &rows {
        let placed = row.outcome()?.map(|outcome| outcome.total.placed);
        let people = unsigned(row.n_people);
        let placed = placed.filter(|n| counts.tells(&[*n, people.saturating_sub(*n)]));
        proposals.push(ProposalListed {
            id: row.id,
            office: row.office,
            purpose: row.purpose.clone(),
            state: row.state()?.code(),
            asked_by: name(&mut tx, row.made_by).await?,
            asked_at: row.made_at.to_string(),
            people: placed.map(|_| people),
            placed,
        });
    }
    let last = rows.last().filter(|_| is_more).map(|last| (last.made_at, last.id));
    let next = last.map(|last| write_cursor(&app, &of, &last)).transpose()?;
    let page = ProposalsPage { proposals, next };
    Ok(api::paged(api::json(&page)?, PATH, page.next.as_deref(), limit))
}

async fn see(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    request: Request,
) -> Result<Response, Refusal> {
    Query::read(request.uri().query(), &[])?;
    reach(&caller.actor, Action::Aggregate)?;
    let row = find(&app, &caller.actor, id).await?;
    let (outcome, state) = (row.outcome()?, row.state()?);
    let mut tx = app.db.read().await?;
    let decision = match (row.decided_by, row.decided_at) {
        (Some(by), Some(at)) => Some(ProposalDecision {
            by: name(&mut tx, by).await?,
            at: at.to_string(),
            last_on: row.last_on.map(|day| day.to_string()),
            oblasts: row.part.split_whitespace().map(str::to_owned).collect(),
            reason: row.reason.clone(),
        }),
        _ => None,
    };
    let measures = match &outcome {
        Some(outcome) => outcome.measures,
        None => row.measures()?,
    };
    let reading = Reading { counts: Counts::of(&caller.actor), people: unsigned(row.n_people) };
    api::json(&ProposalRead {
        id,
        office: row.office,
        asked_by: name(&mut tx, row.made_by).await?,
        asked_at: row.made_at.to_string(),
        state: state.code(),
        read: state.is_under_way().then(|| unsigned(row.n_done)),
        measures: ProposalMeasures::of(&measures),
        decision,
        outcome: outcome.map(|outcome| reading.outcome(&outcome, row.before)),
        edition: row.edition,
        purpose: row.purpose,
    })
}

impl ProposalMeasures {
    fn of(measures: &Measures) -> Self {
        let group = |group: &Group| GroupMeasures {
            group: group.code(),
            added: measures.added[*group as usize],
            kept: measures.kept[*group as usize],
        };
        Self {
            mode: measures.mode.code(),
            groups: Group::ALL.iter().map(group).collect(),
            least: measures.least,
            waiting: measures.waiting,
            placing: measures.placing,
            course: measures.course,
            keep: measures.keep,
            level: measures.level.map(Group::code),
        }
    }
}

/// What somebody is told of a proposal.
struct Reading {
    counts: Counts,
    people: u64,
}

impl Reading {
    fn total(&self, total: &Total) -> Option<Total> {
        self.counts.tells_total(self.people, total).then_some(*total)
    }

    fn outcome(&self, outcome: &Outcome, before: Option<Uuid>) -> ProposalOutcome {
        let told = self.total(&outcome.total);
        let group = |one: &store::GroupRate| {
            let is_told = tells_group(one);
            let share =
                |placed: u64, of: u64| (is_told && of > 0).then(|| placed as f64 / of as f64);
            GroupOutcome {
                group: one.group.code(),
                placed: is_told.then_some(one.placed),
                people: is_told.then_some(one.of),
                share: share(one.placed, one.of),
                share_of_others: share(one.others_placed, one.others_of),
            }
        };
        let without = |one: &store::Without| {
            let (measure, group) = match one.measure {
                Measure::Added(group) => ("added", Some(group)),
                Measure::Kept(group) => ("kept", Some(group)),
                Measure::Least => ("least", None),
                Measure::Waiting => ("waiting", None),
                Measure::Placing => ("placing", None),
            };
            WithoutMeasure {
                measure,
                group: group.map(Group::code),
                placed: told.and(self.total(&one.total)).map(|total| total.placed),
                points: one.total.points,
            }
        };
        let compared = before.zip(outcome.before).map(|(proposal, one)| {
            let told = self.counts.tells_compared(&one).then_some(one);
            ProposalCompared {
                proposal,
                in_both: told.map(|one| one.in_both),
                same: told.map(|one| one.same),
                other: told.map(|one| one.other),
                newly: told.map(|one| one.newly),
                no_longer: told.map(|one| one.no_longer),
                points: one.total.points,
            }
        });
        ProposalOutcome {
            places: outcome.n_places,
            seats: outcome.n_seats,
            people: told.map(|_| self.people),
            placed: told.map(|total| total.placed),
            on_courses: told.map(|total| total.on_courses),
            points: outcome.total.points,
            gap: outcome.gap as f64 / 1e6,
            groups: outcome.groups.iter().map(group).collect(),
            without: outcome.without.iter().map(without).collect(),
            compared,
        }
    }
}

/// A proposal that is made, with what came of it.
async fn made(app: &App, actor: &Actor, id: Uuid) -> Result<Option<Outcome>, Refusal> {
    reach(actor, Action::Aggregate)?;
    let row = find(app, actor, id).await?;
    match row.state()?.is_made() {
        true => Ok(row.outcome()?),
        false => Ok(None),
    }
}

async fn list_places(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    request: Request,
) -> Result<Response, Refusal> {
    let query = Query::read(request.uri().query(), &["after", "limit"])?;
    let limit = query.limit(ROWS, MOST_ROWS)?;
    let question = [b"proposal places".as_slice(), id.as_bytes()].concat();
    let of = Listed { actor: caller.actor.id, question: &question };
    // What is made does not change, so counting from the beginning finds the same rows.
    let from: Option<i64> =
        query.text("after").map(|text| read_cursor(&app, &of, text)).transpose()?;
    let from = from.unwrap_or(0);
    let mut rows = Vec::new();
    let outcome = made(&app, &caller.actor, id).await?;
    let mut tx = app.db.read().await?;
    if outcome.is_some() {
        rows = store::places(&mut tx, id, PlaceOrder::DearestFirst, (from, limit + 1)).await?;
    }
    let is_more = api::cut(&mut rows, limit);
    let named = names::named(&mut tx, &rows, app.today()).await?;
    let (counts, outcome) = (Counts::of(&caller.actor), outcome.unwrap_or_default());
    let place = |row: &ProposalPlace| ProposedPlace::of(row, &named, counts, &outcome);
    let places = rows.iter().map(place).collect::<Result<_, _>>()?;
    let next = is_more.then(|| write_cursor(&app, &of, &(from + limit))).transpose()?;
    let page = ProposalPlacesPage { places, next };
    let path = format!("{PATH}/{id}/places");
    Ok(api::paged(api::json(&page)?, &path, page.next.as_deref(), limit))
}

impl ProposedPlace {
    fn of(
        row: &ProposalPlace,
        named: &HashMap<i64, Named>,
        counts: Counts,
        outcome: &Outcome,
    ) -> Result<Self, Error> {
        let named = named.get(&row.at);
        let (territory, starts_on) = match named.map(|named| &named.what) {
            None => (None, None),
            Some(What::Vacancy(vacancy)) => (Some(vacancy.territory.clone()), None),
            Some(What::Group(group, _)) => {
                (Some(group.territory.clone()), Some(group.starts_on.to_string()))
            }
        };
        let is_told = counts.tells_place(row);
        let told = |n: i64| is_told.then_some(n);
        Ok(Self {
            number: row.at,
            kind: match row.kind()? {
                store::Kind::Vacancy => "vacancy",
                store::Kind::Course => "course",
            },
            id: row.thing,
            title: named.map(|named| named.title().to_owned()),
            organisation: named.map(|named| named.of.clone()),
            territory,
            starts_on,
            room: row.room,
            could: told(row.n_could),
            want: told(row.n_want),
            placed: told(row.n_placed),
            kept: told(row.n_kept),
            last_points: last_points(&row.asked(), &outcome.measures).and_then(told),
            one_more: row.price.map(|price| price as f64 / 100.0),
        })
    }
}

async fn list_needs(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    request: Request,
) -> Result<Response, Refusal> {
    Query::read(request.uri().query(), &[])?;
    let outcome = made(&app, &caller.actor, id).await?;
    let counts = Counts::of(&caller.actor);
    let need = |need: store::CourseNeed| {
        let is_told = counts.tells(&[need.wanted]);
        CourseNeedRead {
            wanted: is_told.then_some(need.wanted),
            lacking: is_told.then(|| need.lacking()),
            occupation: need.occupation,
            oblast: need.oblast,
            seats: need.seats,
        }
    };
    let needs = outcome.map(|outcome| outcome.needs).unwrap_or_default();
    api::json(&CourseNeeds { needs: needs.into_iter().map(need).collect() })
}
