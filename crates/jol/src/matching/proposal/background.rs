//! Proposals are reckoned one after the other, while people go on with other things. One that is broken off is begun anew.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use domain::{
    access::{Action, Actor, Purpose},
    matching::proposal::State,
};
use jiff::SignedDuration;
use sha2::{Digest as _, Sha256};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::{
    country::{self, Country, Thing},
    reckon::{Reckoned, Running, Told, compared},
    store::{self, Kind, Proposal, ProposalLine, ProposalPlace, Total, ways_place},
};
use crate::{
    access::store as accounts,
    app::App,
    db::{
        Command, Error, Grows, Tx,
        journal::{self, Act, Note},
        lease,
        many::about,
    },
    refusal::Refusal,
    returnee::commands::reach,
};

/// Held by the process that reckons, and renewed while it does. A process that died lets the next one wait no longer.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
const RENEWED_EVERY: Duration = Duration::from_secs(20);

enum Turn {
    Take,
    LetGo,
}

struct Lease(App, Turn);

impl Command for Lease {
    type Answer = bool;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let Self(app, turn) = self;
        let (name, now) = ("proposal", app.now());
        match turn {
            Turn::Take => Ok(lease::take(tx, name, app.process, now, LEASE).await?.is_some()),
            Turn::LetGo => {
                lease::let_go(tx, name, app.process, now).await?;
                Ok(true)
            }
        }
    }
}

async fn take_lease(app: &App) -> Result<bool, Refusal> {
    app.db.run(Lease(app.clone(), Turn::Take)).await
}

/// Waits for something heavy, and stays the one that has the turn.
async fn with_lease<T>(app: &App, work: JoinHandle<T>) -> Result<T, Refusal> {
    let mut beat = tokio::time::interval(RENEWED_EVERY);
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return Ok(done.map_err(anyhow::Error::from)?),
            _ = beat.tick() => take_lease(app).await.map(drop)?,
        }
    }
}

/// Moves a proposal on: how many people were read, or that it is broken.
struct Move {
    id: Uuid,
    state: State,
    n_done: usize,
}

impl Command for Move {
    type Answer = bool;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let Some(row) = store::lock(tx, self.id).await? else { return Ok(false) };
        if !row.state()?.is_under_way() {
            return Ok(false);
        }
        let (state, n_done) = (self.state.code().to_owned(), to_i64(self.n_done));
        let version = row.version + 1;
        tx.update(&Proposal { state, n_done, version, ..row }).await?;
        Ok(true)
    }
}

/// Takes away what an earlier try has left, some at a time.
struct Clear(Uuid);

impl Command for Clear {
    type Answer = u64;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<u64, Refusal> {
        let mut n = 0;
        for (table, key) in [("proposal_line", "id"), ("proposal_place", "at")] {
            let sql = format!(
                "delete from {table} where proposal = $1 and {key} in \
                 (select {key} from {table} where proposal = $1 limit 500)"
            );
            n += tx.execute(sql, &[self.0.into()]).await?;
        }
        Ok(n)
    }
}

struct KeepPlaces(Vec<ProposalPlace>);

impl Command for KeepPlaces {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert_all(&self.0).await?)
    }
}

/// Some lines, with the entry that says whose they are. Whoever was erased meanwhile gets none.
struct KeepLines {
    app: App,
    act: Act,
    proposal: Uuid,
    lines: Vec<ProposalLine>,
}

impl Command for KeepLines {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let ids: Vec<Uuid> = self.lines.iter().map(|line| line.returnee).collect();
        let sql = "select id from returnee where id in ({people}) and erased_at is null";
        let (sql, values) = about(sql, &ids);
        let there = tx.all_locked(&sql, &values).await?;
        let there = there.iter().map(|row| row.at(0)).collect::<Result<Vec<Uuid>, Error>>()?;
        let lines: Vec<ProposalLine> =
            self.lines.iter().filter(|line| there.contains(&line.returnee)).cloned().collect();
        if lines.is_empty() {
            return Ok(());
        }
        tx.insert_all(&lines).await?;
        let people: Vec<_> = lines.iter().map(ProposalLine::person).collect();
        let note = super::commands::note("reckoned", self.proposal, vec!["ways"]);
        journal::write_shown(tx, self.app.new_id(), &self.act, note, &people).await?;
        Ok(())
    }
}

struct Finish {
    app: App,
    act: Act,
    row: Proposal,
}

impl Command for Finish {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Some(known) = store::lock(tx, self.row.id).await? else { return Ok(()) };
        let version = known.version + 1;
        tx.update(&Proposal { version, ..self.row.clone() }).await?;
        let note: Note = super::commands::note("proposal-made", self.row.id, vec!["outcome"]);
        Ok(journal::write(tx, self.app.new_id(), &self.act, note).await?)
    }
}

fn to_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// How far a proposal has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// So many people are read.
    Reading(usize),
    Running(Running),
    /// What came of it is written down.
    Keeping,
}

/// Somebody who sits before it.
pub type Tell = Arc<dyn Fn(Stage) + Send + Sync>;

/// Reckons a proposal that waits. `false` when none does.
pub async fn reckon_one(app: &App, goes_on: &(dyn Fn() -> bool + Sync)) -> Result<bool, Refusal> {
    reckon_one_told(app, goes_on, None).await
}

/// The same for somebody who is told how far it has come.
pub async fn reckon_one_told(
    app: &App,
    goes_on: &(dyn Fn() -> bool + Sync),
    tell: Option<Tell>,
) -> Result<bool, Refusal> {
    let sql =
        "select * from proposal where state in ('waiting', 'making') order by made_at limit 1";
    let waiting: Option<Proposal> = app.db.read().await?.find(sql, &[]).await?;
    let Some(row) = waiting else { return Ok(false) };
    if !take_lease(app).await? {
        return Ok(false);
    }
    let id = row.id;
    let came = reckon(app, row, goes_on, tell).await;
    app.db.run(Lease(app.clone(), Turn::LetGo)).await?;
    match came {
        Ok(is_done) => Ok(is_done),
        Err(refusal @ (Refusal::Store(_) | Refusal::NoRoom)) => Err(refusal),
        Err(refusal) => {
            tracing::warn!(proposal.id = %id, "A proposal could not be reckoned: {refusal}");
            app.db.run(Move { id, state: State::Broken, n_done: 0 }).await?;
            Ok(true)
        }
    }
}

/// The account that asked for it, if it still may.
async fn acting(app: &App, row: &Proposal) -> Result<Actor, Refusal> {
    let mut tx = app.db.read().await?;
    let account = accounts::account(&mut tx, row.made_by).await?.ok_or(Refusal::NotAllowed)?;
    let actor = accounts::actor(&mut tx, &account).await?.ok_or(Refusal::NotAllowed)?;
    if actor.seat == row.seat() { Ok(actor) } else { Err(Refusal::NotAllowed) }
}

/// People between two words of how far it has come.
const TOLD_EVERY: usize = 2_000;

/// How far the reading of people has come, told now and then.
pub(super) struct Progress<'a> {
    app: &'a App,
    id: Uuid,
    told: usize,
    goes_on: &'a (dyn Fn() -> bool + Sync),
    tell: Option<Tell>,
}

impl Progress<'_> {
    /// Whether it goes on: the program is not to stop, and nobody else has it.
    pub async fn goes_on(&mut self, n_done: usize) -> Result<bool, Refusal> {
        if let Some(tell) = &self.tell {
            tell(Stage::Reading(n_done));
        }
        if n_done - self.told >= TOLD_EVERY {
            self.told = n_done;
            let (id, state) = (self.id, State::Making);
            let is_there = self.app.db.run(Move { id, state, n_done }).await?;
            if !is_there || !take_lease(self.app).await? {
                return Ok(false);
            }
        }
        Ok((self.goes_on)())
    }
}

async fn reckon(
    app: &App,
    row: Proposal,
    goes_on: &(dyn Fn() -> bool + Sync),
    tell: Option<Tell>,
) -> Result<bool, Refusal> {
    let actor = acting(app, &row).await?;
    let scope = reach(&actor, Action::Share)?;
    let (id, state) = (row.id, State::Making);
    if !app.db.run(Move { id, state, n_done: 0 }).await? {
        return Ok(false);
    }
    while app.db.run(Clear(id)).await? > 0 {}
    let began = app.now();
    let measures = row.measures()?;
    let mut progress = Progress { app, id, told: 0, goes_on, tell: tell.clone() };
    let read = country::read(app, &scope, &measures, &mut progress).await?;
    let Some(country) = read else {
        return Ok(false);
    };
    let telling = tell.clone();
    let reckon = move || {
        let told = telling.map(|tell| move |running| tell(Stage::Running(running)));
        let told = told.as_ref().map(|told| told as Told);
        country.reckon(&measures, told).map(|reckoned| (country, reckoned))
    };
    let made = with_lease(app, tokio::task::spawn_blocking(reckon)).await?;
    let (country, mut reckoned) = made.map_err(anyhow::Error::from)?;
    let before = last(app, &row, &country, &reckoned).await?;
    reckoned.outcome.before = before.as_ref().map(|(_, compared)| *compared);
    let took = app.now().duration_since(began).max(SignedDuration::ZERO);
    reckoned.outcome.seconds = took.as_secs_f64();
    let act = Act { purpose: Purpose::Matching, ..Act::new(actor, app.now()) };
    if let Some(tell) = &tell {
        tell(Stage::Keeping);
    }
    keep(app, &act, id, &country, &reckoned).await?;
    let outcome = serde_json::to_string(&reckoned.outcome).map_err(anyhow::Error::from)?;
    let row = Proposal {
        state: State::Ready.code().to_owned(),
        n_people: to_i64(country.people.len()),
        n_done: to_i64(country.people.len()),
        outcome: Some(outcome),
        content: Some(content(&row, &country, &reckoned)),
        before: before.map(|(id, _)| id),
        ready_at: Some(app.now()),
        ..row
    };
    app.db.run(Finish { app: app.clone(), act, row }).await?;
    Ok(true)
}

/// The last proposal of the same office, and how this one differs from it.
async fn last(
    app: &App,
    row: &Proposal,
    country: &Country,
    reckoned: &Reckoned,
) -> Result<Option<(Uuid, store::Compared)>, Refusal> {
    let mut tx = app.db.read_long().await?;
    let Some(last) = store::last_made(&mut tx, row.office, row.made_at).await? else {
        return Ok(None);
    };
    let sql = include_str!("../queries/proposal_before.sql");
    let mut before: BTreeMap<Uuid, Option<Uuid>> = BTreeMap::new();
    for line in tx.all(sql, &[last.id.into()]).await? {
        before.insert(line.at(0)?, line.at(1)?);
    }
    let thing = |at: &u32| country.things.get(*at as usize).map(|thing| thing.id);
    let places = country.people.iter().zip(&reckoned.shared.places);
    let now = places.map(|(one, at)| (one.id.uuid(), at.as_ref().and_then(thing))).collect();
    let total = last.outcome()?.map_or_else(Total::default, |outcome| outcome.total);
    Ok(Some((last.id, compared(&now, &before, total))))
}

const AT_ONCE: usize = 250;

/// So many of these between two renewals of the lease.
const CHUNKS_BETWEEN: usize = 20;

async fn keep(
    app: &App,
    act: &Act,
    id: Uuid,
    country: &Country,
    reckoned: &Reckoned,
) -> Result<(), Refusal> {
    let places: Vec<ProposalPlace> =
        (0..country.things.len()).map(|at| place(id, at, &country.things[at], reckoned)).collect();
    for some in places.chunks(AT_ONCE) {
        app.db.run(KeepPlaces(some.to_vec())).await?;
    }
    let people: Vec<_> = (0..).zip(&country.people).zip(&reckoned.shared.places).collect();
    for (n, some) in people.chunks(AT_ONCE).enumerate() {
        if n % CHUNKS_BETWEEN == 0 {
            take_lease(app).await?;
        }
        let mut lines = Vec::with_capacity(some.len());
        for ((at, one), place) in some {
            let key = app.keys.unwrap(one.id, &one.key).map_err(anyhow::Error::from)?;
            let ways = serde_json::to_vec(&one.ways).map_err(anyhow::Error::from)?;
            let line = app.new_id();
            lines.push(ProposalLine {
                id: line,
                proposal: id,
                at: *at,
                returnee: one.id.uuid(),
                place: place.map(i64::from),
                oblast: one.home.map(|home| home.oblast().code().to_owned()),
                ways: key.seal(&*app.chance, &ways_place(line), &ways),
                declined: None,
                changed_by: None,
                changed_at: act.at,
                version: 1,
            });
        }
        let (app_of, act) = (app.clone(), *act);
        app.db.run(KeepLines { app: app_of, act, proposal: id, lines }).await?;
    }
    Ok(())
}

fn place(proposal: Uuid, at: usize, thing: &Thing, reckoned: &Reckoned) -> ProposalPlace {
    let asked = reckoned.asked[at];
    let shared = &reckoned.shared;
    ProposalPlace {
        proposal,
        at: to_i64(at),
        kind: match thing.kind {
            Kind::Vacancy => "vacancy",
            Kind::Course => "course",
        }
        .to_owned(),
        thing: thing.id,
        room: thing.room.into(),
        n_could: asked.n_could.into(),
        n_want: asked.n_want.into(),
        n_placed: asked.n_placed.into(),
        n_kept: shared.n_kept[at].into(),
        last_worth: asked.last_worth,
        price: shared
            .prices
            .as_ref()
            .map(|prices| i64::from(prices[at]) * 100 / i64::from(shared.scale)),
        leads: store::leads_in_words(&thing.leads),
    }
}

/// The digest of all it was reckoned from and of what it came to: who reckons it again finds the same.
pub(super) fn content(row: &Proposal, country: &Country, reckoned: &Reckoned) -> Vec<u8> {
    let mut digest = Sha256::new();
    digest.update(&row.measures);
    for thing in &country.things {
        digest.update(thing.id);
        digest.update(thing.room.to_le_bytes());
        for way in &thing.leads {
            digest.update(way.place.to_le_bytes());
            digest.update(way.points.to_le_bytes());
        }
    }
    for (one, place) in country.people.iter().zip(&reckoned.shared.places) {
        digest.update([one.ways.groups]);
        for (place, points) in &one.ways.ways {
            digest.update(place.to_le_bytes());
            digest.update(points.to_le_bytes());
        }
        digest.update(place.map_or([0xff; 4], u32::to_le_bytes));
    }
    digest.finalize().to_vec()
}
