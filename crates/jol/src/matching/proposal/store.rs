//! Rows of proposals, of their places and of the people in them.

use allocation::fair::{Asked, Way};
use domain::{
    access::{Actor, Purpose, Scope, Seat},
    id::{OfficeId, ReturneeId},
    matching::proposal::{Declined, Group, Groups, Measures, State},
};
use jiff::{Span, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::predicate::within,
    db::{Error, Row, Tx, Value},
    matching::store::places as places_of,
    record,
    vault::{PersonKey, Place},
};

#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub id: Uuid,
    /// Whose people it is about.
    pub office: Uuid,
    pub depth: i64,
    pub purpose: String,
    pub measures: String,
    /// The edition of the weights of matching.
    pub edition: String,
    /// The digest of the lists in force.
    pub lists: Vec<u8>,
    pub state: String,
    pub n_people: i64,
    pub n_done: i64,
    pub outcome: Option<String>,
    pub content: Option<Vec<u8>>,
    pub before: Option<Uuid>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub ready_at: Option<Timestamp>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<Timestamp>,
    pub reason: Option<String>,
    /// Accepted in part: codes of oblasts.
    pub part: String,
    /// The last day on which it is in force, once it is accepted.
    pub last_on: Option<Date>,
    /// Of so many lines, by their numbers, the people were looked at since it is accepted.
    pub n_passed_on: i64,
    pub version: i64,
}

record!(Proposal, "proposal", keys 1, {
    id: Uuid,
    office: Uuid,
    depth: i64,
    purpose: String,
    measures: String,
    edition: String,
    lists: Vec<u8>,
    state: String,
    n_people: i64,
    n_done: i64,
    outcome: Option<String>,
    content: Option<Vec<u8>>,
    before: Option<Uuid>,
    made_by: Uuid,
    made_at: Timestamp,
    ready_at: Option<Timestamp>,
    decided_by: Option<Uuid>,
    decided_at: Option<Timestamp>,
    reason: Option<String>,
    part: String,
    last_on: Option<Date>,
    n_passed_on: i64,
    version: i64,
});

fn broken(column: &str) -> Error {
    Error::Column(column.to_owned())
}

impl Proposal {
    pub fn state(&self) -> Result<State, Error> {
        self.state.parse().map_err(|_| broken("state"))
    }

    pub fn measures(&self) -> Result<Measures, Error> {
        serde_json::from_str(&self.measures).map_err(|_| broken("measures"))
    }

    pub fn outcome(&self) -> Result<Option<Outcome>, Error> {
        let read = |text: &String| serde_json::from_str(text).map_err(|_| broken("outcome"));
        self.outcome.as_ref().map(read).transpose()
    }

    /// Whether officers may take its lines to people.
    pub fn is_in_force(&self, today: Date) -> Result<bool, Error> {
        Ok(self.state()?.is_in_force(self.last_on, today))
    }

    /// The first day on which it was no longer in force, once that has come.
    pub fn over_since(&self, today: Date) -> Result<Option<Date>, Error> {
        let is_over = self.state()?.is_accepted() && !self.is_in_force(today)?;
        let after = |last: Date| last.saturating_add(Span::new().days(1));
        Ok(self.last_on.filter(|_| is_over).map(after))
    }

    /// Whether an officer may take a line to its person.
    pub fn is_in_force_for(&self, line: &ProposalLine, today: Date) -> Result<bool, Error> {
        let is_part =
            || line.oblast.as_ref().is_some_and(|own| self.part.split(' ').any(|part| part == own));
        Ok(self.is_in_force(today)? && (self.state()? == State::Accepted || is_part()))
    }

    pub fn seat(&self) -> Seat {
        let depth = usize::try_from(self.depth).unwrap_or(usize::MAX);
        Seat::Office { depth, office: OfficeId::from_uuid(self.office) }
    }
}

/// What a proposal comes to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Places of vacancies, and seats of courses.
    pub n_places: u64,
    pub n_seats: u64,
    pub total: Total,
    /// The least that is lacking to the best answer at most, in millionths.
    pub gap: u64,
    pub seconds: f64,
    /// The measures as they were reckoned with: what was to be found is found.
    pub measures: Measures,
    pub groups: Vec<GroupRate>,
    /// What there would be without each measure.
    pub without: Vec<Without>,
    /// Compared with the last one.
    pub before: Option<Compared>,
    /// What would be learnt if no course were full.
    pub needs: Vec<CourseNeed>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// With a place at work or on a course.
    pub placed: u64,
    /// On a course.
    pub on_courses: u64,
    /// Points of everybody together, with nothing added.
    pub points: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRate {
    pub group: Group,
    pub placed: u64,
    pub of: u64,
    pub others_placed: u64,
    pub others_of: u64,
}

/// One of the measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    Added(Group),
    Kept(Group),
    Least,
    Waiting,
    Placing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Without {
    pub measure: Measure,
    pub total: Total,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// People who are in both.
    pub in_both: u64,
    /// Of them: with the same place, with another one, newly with one, no longer with one.
    pub same: u64,
    pub other: u64,
    pub newly: u64,
    pub no_longer: u64,
    /// The total of the one before.
    pub total: Total,
}

/// A course somewhere: how many seats there are and how many people would take one if there were enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseNeed {
    /// The occupation it is about, and the oblast.
    pub occupation: String,
    pub oblast: String,
    pub seats: u64,
    pub taken: u64,
    pub wanted: u64,
}

impl CourseNeed {
    pub fn lacking(&self) -> u64 {
        self.wanted.saturating_sub(self.seats)
    }
}

/// What a place of a proposal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Vacancy,
    Course,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ProposalPlace {
    pub proposal: Uuid,
    pub at: i64,
    pub kind: String,
    pub thing: Uuid,
    pub room: i64,
    pub n_could: i64,
    pub n_want: i64,
    pub n_placed: i64,
    pub n_kept: i64,
    pub last_worth: Option<i64>,
    /// What one more place would add, in hundredths of a point. Not known where nobody is passed over.
    pub price: Option<i64>,
    pub leads: String,
}

record!(ProposalPlace, "proposal_place", keys 2, {
    proposal: Uuid,
    at: i64,
    kind: String,
    thing: Uuid,
    room: i64,
    n_could: i64,
    n_want: i64,
    n_placed: i64,
    n_kept: i64,
    last_worth: Option<i64>,
    price: Option<i64>,
    leads: String,
});

impl ProposalPlace {
    pub fn kind(&self) -> Result<Kind, Error> {
        match self.kind.as_str() {
            "vacancy" => Ok(Kind::Vacancy),
            "course" => Ok(Kind::Course),
            _ => Err(broken("kind")),
        }
    }

    /// How much it is asked for, as reasons need it.
    pub fn asked(&self) -> Asked {
        let n = |n: i64| u32::try_from(n).unwrap_or_default();
        Asked {
            room: n(self.room),
            n_could: n(self.n_could),
            n_want: n(self.n_want),
            n_placed: n(self.n_placed),
            last_worth: self.last_worth,
            leads: !self.leads.is_empty(),
        }
    }

    /// The places that a course leads to, with points.
    pub fn leads(&self) -> Result<Vec<Way>, Error> {
        let way = |text: &str| {
            let (place, points) = text.split_once(':')?;
            Some(Way { place: place.parse().ok()?, points: points.parse().ok()? })
        };
        let ways = self.leads.split_whitespace().map(way);
        ways.collect::<Option<_>>().ok_or_else(|| broken("leads"))
    }
}

/// As a column holds them.
pub fn leads_in_words(leads: &[Way]) -> String {
    let words: Vec<String> =
        leads.iter().map(|way| format!("{}:{}", way.place, way.points)).collect();
    words.join(" ")
}

#[derive(Clone, Debug, PartialEq)]
pub struct ProposalLine {
    pub id: Uuid,
    pub proposal: Uuid,
    pub at: i64,
    pub returnee: Uuid,
    pub place: Option<i64>,
    /// Where the person's home is.
    pub oblast: Option<String>,
    /// [`Ways`], sealed with the person's key.
    pub ways: Vec<u8>,
    /// Why the person said no.
    pub declined: Option<String>,
    pub changed_by: Option<Uuid>,
    pub changed_at: Timestamp,
    pub version: i64,
}

record!(ProposalLine, "proposal_line", keys 1, {
    id: Uuid,
    proposal: Uuid,
    at: i64,
    returnee: Uuid,
    place: Option<i64>,
    oblast: Option<String>,
    ways: Vec<u8>,
    declined: Option<String>,
    changed_by: Option<Uuid>,
    changed_at: Timestamp,
    version: i64,
});

/// What one person brings into a proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ways {
    /// As [`Groups::bits`].
    pub groups: u8,
    /// Places by their numbers, with points.
    pub ways: Vec<(u32, u16)>,
}

impl Ways {
    pub fn groups(&self) -> Groups {
        Groups::from_bits(self.groups)
    }

    pub fn points(&self, place: u32) -> Option<u16> {
        self.ways.iter().find(|(at, _)| *at == place).map(|(_, points)| *points)
    }
}

pub fn ways_place(line: Uuid) -> Place<'static> {
    Place { table: "proposal_line", column: "ways", row: line, version: 1 }
}

impl ProposalLine {
    /// None as long as the person has not said no.
    pub fn declined(&self) -> Result<Option<Declined>, Error> {
        let read = |code: &String| code.parse().map_err(|_| broken("declined"));
        self.declined.as_ref().map(read).transpose()
    }

    pub fn person(&self) -> ReturneeId {
        ReturneeId::from_uuid(self.returnee)
    }

    pub fn open_ways(&self, key: &PersonKey) -> Result<Ways, Error> {
        let opened = key.open(&ways_place(self.id), &self.ways).map_err(|_| broken("ways"))?;
        serde_json::from_slice(&opened).map_err(|_| broken("ways"))
    }
}

/// A proposal is seen from an office if it is about the country, about that office, or about one above or below it: `$1` is how
/// deep the office lies, `$2` is its id.
const SEEN: &str = "(cast($1 as bigint) = 0 or p.depth = 0 or p.office = $2 or exists (select 1 from office o \
    where (o.id = $2 and p.office in (o.above_1, o.above_2, o.above_3)) \
    or (o.id = p.office and $2 in (o.above_1, o.above_2, o.above_3))))";

/// What [`SEEN`] asks for. Nobody without an office sees any.
fn seen_by(actor: &Actor) -> Option<Vec<Value>> {
    let Seat::Office { depth, office } = actor.seat else { return None };
    Some(vec![i64::try_from(depth).unwrap_or(i64::MAX).into(), office.uuid().into()])
}

/// Whether somebody may look at the numbers of a proposal.
pub async fn is_seen_from(tx: &mut Tx, proposal: &Proposal, actor: &Actor) -> Result<bool, Error> {
    let Some(mut values) = seen_by(actor) else { return Ok(false) };
    values.push(proposal.id.into());
    let sql = format!("select 1 from proposal p where p.id = $3 and {SEEN}");
    Ok(tx.one(sql, &values).await?.is_some())
}

pub async fn proposal(tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<Option<Proposal>, Error> {
    let found: Option<Proposal> =
        tx.find("select * from proposal where id = $1", &[id.into()]).await?;
    match found {
        Some(found) if is_seen_from(tx, &found, actor).await? => Ok(Some(found)),
        _ => Ok(None),
    }
}

pub async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<Proposal>, Error> {
    tx.lock("select * from proposal where id = $1", &[id.into()]).await
}

/// Where a list of proposals goes on: behind this one.
pub type BehindProposal = (Timestamp, Uuid);

/// Proposals that somebody may look at, the newest first.
pub async fn proposals(
    tx: &mut Tx,
    actor: &Actor,
    behind: Option<BehindProposal>,
    n: i64,
) -> Result<Vec<Proposal>, Error> {
    let Some(mut values) = seen_by(actor) else { return Ok(Vec::new()) };
    let (made_at, id) = behind.unwrap_or((Timestamp::MAX, Uuid::max()));
    values.extend([made_at.into(), id.into(), n.into()]);
    let sql = format!(
        "select p.* from proposal p where {SEEN} and (p.made_at < $3 or (p.made_at = $3 and p.id < $4)) \
         order by p.made_at desc, p.id desc limit $5"
    );
    tx.list(sql, &values).await
}

/// The last one of an office that is made, before another one.
pub async fn last_made(
    tx: &mut Tx,
    office: Uuid,
    before: Timestamp,
) -> Result<Option<Proposal>, Error> {
    let sql = "select * from proposal where office = $1 and made_at < $2 and ready_at is not null \
               order by made_at desc limit 1";
    tx.find(sql, &[office.into(), before.into()]).await
}

/// The places of a proposal, in an order, from one on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceOrder {
    ByNumber,
    DearestFirst,
}

pub async fn places(
    tx: &mut Tx,
    proposal: Uuid,
    order: PlaceOrder,
    (skip, n): (i64, i64),
) -> Result<Vec<ProposalPlace>, Error> {
    let order = match order {
        PlaceOrder::ByNumber => "at",
        PlaceOrder::DearestFirst => "price desc, at",
    };
    let sql = format!(
        "select * from proposal_place where proposal = $1 order by {order} limit $2 offset $3"
    );
    tx.list(sql, &[proposal.into(), n.into(), skip.into()]).await
}

pub async fn place(tx: &mut Tx, proposal: Uuid, at: i64) -> Result<Option<ProposalPlace>, Error> {
    let sql = "select * from proposal_place where proposal = $1 and at = $2";
    tx.find(sql, &[proposal.into(), at.into()]).await
}

/// Some places of a proposal, by their numbers.
pub async fn places_at(
    tx: &mut Tx,
    proposal: Uuid,
    numbers: impl IntoIterator<Item = i64>,
) -> Result<Vec<ProposalPlace>, Error> {
    let mut values: Vec<Value> = vec![proposal.into()];
    let numbers = places_of(&mut values, numbers.into_iter().map(Value::from));
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("select * from proposal_place where proposal = $1 and at in ({numbers})");
    tx.list(sql, &values).await
}

/// The oblasts of the people who have a place, and how many they are.
pub async fn oblasts(tx: &mut Tx, proposal: Uuid) -> Result<Vec<(String, i64)>, Error> {
    let sql = "select oblast, count(*) from proposal_line \
               where proposal = $1 and place is not null and oblast is not null group by oblast order by oblast";
    let rows = tx.all(sql, &[proposal.into()]).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?))).collect()
}

/// The proposals in force in which somebody has a line, with that line, the newest decision first.
pub async fn in_force_of(
    tx: &mut Tx,
    person: ReturneeId,
    today: Date,
    n: usize,
) -> Result<Vec<(Proposal, ProposalLine)>, Error> {
    let sql = include_str!("../queries/proposal_in_force.sql");
    // They end, so there are never many.
    let all: Vec<Proposal> = tx.list(sql, &[person.uuid().into(), today.into()]).await?;
    let mut found = Vec::new();
    for row in all {
        if found.len() == n {
            break;
        }
        let Some(line) = line(tx, row.id, person).await? else { continue };
        if row.is_in_force_for(&line, today)? {
            found.push((row, line));
        }
    }
    Ok(found)
}

/// What became of lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Became {
    #[default]
    Anything,
    /// There is a place, nobody has taken it up with the person, and they have not said no.
    Nothing,
    TakenUp,
    Declined,
}

/// Whom a list of lines is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinesOf {
    /// Only of these oblasts.
    pub oblasts: Vec<String>,
    /// The number of a place.
    pub place: Option<i64>,
    pub person: Option<Uuid>,
    /// Only who has a place, or only who has none.
    pub placed: Option<bool>,
    pub became: Became,
    /// Behind this number.
    pub after: i64,
}

/// A line with the name of its person.
#[derive(Clone, Debug)]
pub struct NamedLine {
    pub line: ProposalLine,
    pub number: String,
    pub name: String,
    /// Whether the office has proposed it to the person, or more has come of it.
    pub is_taken_up: bool,
}

/// Lines of people within reach who agreed to be told of work, by their numbers.
pub async fn lines(
    tx: &mut Tx,
    scope: &Scope,
    proposal: Uuid,
    of: &LinesOf,
    n: i64,
) -> Result<Vec<NamedLine>, Error> {
    let scope = Scope { consent: Some(Purpose::Matching), ..*scope };
    let mut values: Vec<Value> = vec![proposal.into(), of.after.into(), n.into()];
    let mut rule = String::new();
    if !of.oblasts.is_empty() {
        let codes = of.oblasts.iter().map(|code| Value::Text(code.clone()));
        let codes = places_of(&mut values, codes);
        rule.push_str(&format!(" and l.oblast in ({codes})"));
    }
    if let Some(place) = of.place {
        values.push(place.into());
        rule.push_str(&format!(" and l.place = ${}", values.len()));
    }
    if let Some(person) = of.person {
        values.push(person.into());
        rule.push_str(&format!(" and l.returnee = ${}", values.len()));
    }
    match of.placed {
        Some(true) => rule.push_str(" and l.place is not null"),
        Some(false) => rule.push_str(" and l.place is null"),
        None => (),
    }
    match of.became {
        Became::Anything => (),
        Became::Nothing => {
            rule.push_str(" and l.place is not null and l.declined is null and not l.is_taken_up");
        }
        Became::TakenUp => rule.push_str(" and l.is_taken_up"),
        Became::Declined => rule.push_str(" and l.declined is not null"),
    }
    let sql = within(include_str!("../queries/proposal_lines.sql"), &scope, &mut values);
    let sql = sql.replace("{rule}", &rule);
    let rows = tx.all(sql, &values).await?;
    rows.iter().map(named).collect()
}

fn named(row: &Row) -> Result<NamedLine, Error> {
    let line = <ProposalLine as crate::db::Record>::from_row(row)?;
    let names: [Option<String>; 3] =
        [row.get("surname")?, row.get("given")?, row.get("patronymic")?];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let is_taken_up = row.get("is_taken_up")?;
    Ok(NamedLine { line, number: row.get("number")?, name, is_taken_up })
}

/// The line of one person, whoever reaches them.
pub async fn line(
    tx: &mut Tx,
    proposal: Uuid,
    person: ReturneeId,
) -> Result<Option<ProposalLine>, Error> {
    let sql = "select * from proposal_line where proposal = $1 and returnee = $2";
    tx.find(sql, &[proposal.into(), person.uuid().into()]).await
}

pub async fn lock_line(
    tx: &mut Tx,
    proposal: Uuid,
    person: ReturneeId,
) -> Result<Option<ProposalLine>, Error> {
    let sql = "select * from proposal_line where proposal = $1 and returnee = $2";
    tx.lock(sql, &[proposal.into(), person.uuid().into()]).await
}
