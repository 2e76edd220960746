//! All records compared anew: what the engine would find today beside what was found and decided before.
//!
//! Everybody is read once, with numbers that stand for PIN and phone; what comes near is opened and weighed with the true
//! ones, a piece at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::{
    id::ReturneeId,
    same::{Origin, PairState},
};
use linkage::{
    block::Counts,
    link::link,
    model::Model,
    score::{Waterfall, Zone},
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    index::{Asked, compare, everybody, hundredths, is_near, model_for, off_the_loop},
    pairs::{Found, Known, write, zone},
    store::{Joined, PairRow},
};
use crate::{
    app::App,
    db::{Command, Error, Tx},
    refusal::Refusal,
    returnee::store as returnees,
};

/// Pairs opened, and pairs written, at a time.
const PIECE: usize = 200;

/// A pair of records, by their ids alone, and what it weighs today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Weighed {
    pub one: Uuid,
    pub other: Uuid,
    /// In hundredths of a bit.
    pub weight: i64,
    pub zone: &'static str,
}

/// What would differ from what was found and decided before.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub records: usize,
    pub model_version: u16,
    pub norm_version: u16,
    /// Pairs that were compared, and those of them that came near enough to be opened.
    pub compared: usize,
    pub opened: usize,
    /// Crowds that shared a key: those that took a further field, and those of which not all pairs were made.
    pub blocks_refined: u64,
    pub blocks_overflowing: u64,
    /// Found today and not known: the surest first.
    pub new: Vec<Weighed>,
    /// Open and found no more.
    pub fallen_out: Vec<Weighed>,
    /// Joined, and the engine would keep them apart. Nothing is undone.
    pub doubted: Vec<Weighed>,
    /// New pairs that were written as open.
    pub written: usize,
}

/// What is known before: every pair with its state, and whose record is whose.
struct Before {
    pairs: HashMap<(Uuid, Uuid), PairState>,
    person: HashMap<Uuid, Uuid>,
    records: HashMap<Uuid, Vec<Uuid>>,
}

impl Before {
    async fn read(tx: &mut Tx) -> Result<Self, Error> {
        let mut pairs = HashMap::new();
        for row in tx.all("select one, other, state from pair", &[]).await? {
            let state: String = row.at(2)?;
            let state = state.parse().map_err(|_| Error::Column("state".into()))?;
            pairs.insert((row.at(0)?, row.at(1)?), state);
        }
        let (mut person, mut records) = (HashMap::new(), HashMap::<Uuid, Vec<Uuid>>::new());
        let joined: Vec<Joined> = tx.list("select * from joined order by record", &[]).await?;
        for joined in joined {
            person.insert(joined.record, joined.person);
            records.entry(joined.person).or_default().push(joined.record);
        }
        Ok(Self { pairs, person, records })
    }

    fn person_of(&self, record: Uuid) -> Uuid {
        self.person.get(&record).copied().unwrap_or(record)
    }

    fn records_of(&self, record: Uuid) -> Vec<Uuid> {
        let person = self.person_of(record);
        let joined = self.records.get(&person).map_or(&[][..], Vec::as_slice);
        std::iter::once(person).chain(joined.iter().copied()).collect()
    }

    /// Whether anything is left to ask: a record of the one person beside a record of the other is one question.
    fn is_known(&self, one: Uuid, other: Uuid) -> bool {
        self.person_of(one) == self.person_of(other)
            || self.records_of(one).into_iter().any(|one| {
                self.records_of(other)
                    .into_iter()
                    .any(|other| self.pairs.contains_key(&(one.min(other), one.max(other))))
            })
    }
}

/// Pairs that share a key and come near, by their ids, and how blocking went.
struct Near {
    model: Model,
    pairs: Vec<(Uuid, Uuid)>,
    compared: usize,
    counts: Counts,
    records: usize,
}

async fn near(app: &App) -> Result<Near, Error> {
    let mut register = everybody(app).await?;
    off_the_loop(move || {
        register.derive(0);
        let model = model_for(&register);
        let linked = link(&mut register, Some(model), &[]);
        let id = |record: u32| register.id(record).parse::<Uuid>().ok();
        let near = linked.pairs.iter().zip(&linked.weights).filter(|(_, weight)| is_near(**weight));
        let pairs = near
            .filter_map(|((one, other), _)| {
                let (one, other) = (id(*one)?, id(*other)?);
                Some((one.min(other), one.max(other)))
            })
            .collect();
        Near {
            pairs,
            compared: linked.pairs.len(),
            counts: linked.counts,
            records: register.len(),
            model: linked.model,
        }
    })
    .await
}

/// Weighs pairs with the true numbers. A record that was erased meanwhile is in none.
async fn weigh(
    app: &App,
    model: &Model,
    pairs: &[(Uuid, Uuid)],
) -> Result<Vec<((Uuid, Uuid), Waterfall)>, Error> {
    let mut weighed = Vec::with_capacity(pairs.len());
    for piece in pairs.chunks(PIECE) {
        let mut tx = app.db.read().await?;
        let ids: BTreeSet<Uuid> = piece.iter().flat_map(|(one, other)| [*one, *other]).collect();
        let mut opened = BTreeMap::new();
        for id in ids {
            let id = ReturneeId::from_uuid(id);
            if let Some((returnee, _)) = returnees::record(&mut tx, &app.keys, id).await? {
                opened.insert(id.uuid(), Asked::from(&returnee));
            }
        }
        drop(tx);
        for (one, other) in piece {
            if let (Some(a), Some(b)) = (opened.get(one), opened.get(other)) {
                let found = compare(model, a, std::slice::from_ref(b));
                weighed.extend(found.into_iter().map(|waterfall| ((*one, *other), waterfall)));
            }
        }
    }
    Ok(weighed)
}

fn told((one, other): (Uuid, Uuid), waterfall: &Waterfall) -> Weighed {
    let weight = hundredths(waterfall.weight);
    Weighed { one, other, weight, zone: zone(waterfall.zone).code() }
}

/// Compares all records anew. With `apply` the new pairs are written as open; what was decided stays decided.
pub async fn check(app: &App, apply: bool) -> Result<Report, Refusal> {
    let near = near(app).await?;
    let mut before = Before::read(&mut app.db.read_long().await?).await?;
    let mut weighed = weigh(app, &near.model, &near.pairs).await?;
    weighed.retain(|(_, waterfall)| waterfall.zone != Zone::Nothing);
    // The surest pair of two people is the one that is asked about; by id where two are as sure.
    weighed.sort_by(|one, other| {
        other.1.weight.total_cmp(&one.1.weight).then_with(|| one.0.cmp(&other.0))
    });
    let found_today: BTreeSet<(Uuid, Uuid)> = weighed.iter().map(|(pair, _)| *pair).collect();

    let mut open: Vec<(Uuid, Uuid)> = before
        .pairs
        .iter()
        .filter(|(pair, state)| **state == PairState::Open && !found_today.contains(pair))
        .map(|(pair, _)| *pair)
        .collect();
    open.sort_unstable();
    let mut joined: Vec<(Uuid, Uuid)> = before
        .pairs
        .iter()
        .filter(|((one, other), state)| {
            **state == PairState::Same && before.person_of(*one) == before.person_of(*other)
        })
        .map(|(pair, _)| *pair)
        .collect();
    joined.sort_unstable();
    let no_more = |weighed: Vec<((Uuid, Uuid), Waterfall)>| {
        let gone = weighed.into_iter().filter(|(_, waterfall)| waterfall.zone == Zone::Nothing);
        gone.map(|(pair, waterfall)| told(pair, &waterfall)).collect::<Vec<_>>()
    };
    let fallen_out = no_more(weigh(app, &near.model, &open).await?);
    let doubted = no_more(weigh(app, &near.model, &joined).await?);

    let mut new = Vec::new();
    for ((one, other), waterfall) in weighed {
        if !before.is_known(one, other) {
            before.pairs.insert((one, other), PairState::Open);
            let records = [one, other].map(ReturneeId::from_uuid);
            new.push(Found { records, origin: Origin::Check, waterfall });
        }
    }
    let mut report = Report {
        records: near.records,
        model_version: near.model.model_version,
        norm_version: near.model.norm_version,
        compared: near.compared,
        opened: near.pairs.len(),
        blocks_refined: near.counts.refined,
        blocks_overflowing: near.counts.overflowing,
        new: new
            .iter()
            .map(|found| told(found.records.map(ReturneeId::uuid).into(), &found.waterfall))
            .collect(),
        fallen_out,
        doubted,
        written: 0,
    };
    if apply {
        for piece in new.chunks(PIECE) {
            report.written += app.db.run(Write { app: app.clone(), new: piece.to_vec() }).await?;
        }
    }
    Ok(report)
}

/// Writes pairs as open. What came to be known meanwhile is passed over.
struct Write {
    app: App,
    new: Vec<Found>,
}

impl Command for Write {
    type Answer = usize;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<usize, Refusal> {
        let act = self.app.operator();
        let mut n = 0;
        for found in &self.new {
            let written: Option<PairRow> =
                write(&self.app, tx, &act, found, Known::Nothing).await?;
            n += usize::from(written.is_some());
        }
        Ok(n)
    }
}
