//! Everybody in memory, found by what they share: who could this person be?
//!
//! Made in the background from the rows of the store, and kept up by following the journal. It holds no PIN and no phone:
//! numbers made from their secret indexes stand for them, so what it names is opened and weighed again with the true ones.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use domain::{
    access::{Reach, Scope, Sensitivity},
    day::BirthDay,
    id::ReturneeId,
    person_name::NamePart,
    phone::Phone,
    pin::Pin,
    returnee::{Channel, Details, Typed},
    same::Step,
    sex::Sex,
    territory::Territory,
};
use jiff::{SignedDuration, civil::Date};
use linkage::{
    index::{Blocks, Index},
    learn,
    link::link,
    model::Model,
    register::{Record, Register},
    score::{Scorer, Thresholds, Waterfall, Zone},
};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::store::leading;
use crate::{
    app::App,
    db::{
        Error, Row, Tx, Value, journal,
        many::{AT_ONCE, about},
    },
    returnee::store::{self as returnees, Returnee},
    vault::Field,
};

/// Who is like whom, shared by every request.
#[derive(Clone, Default)]
pub struct Likeness {
    memory: Arc<Mutex<Option<Memory>>>,
    model: Arc<RwLock<Option<Arc<Model>>>>,
}

/// Everybody as of a place in the journal.
struct Memory {
    index: Index,
    seq: i64,
    /// Entries that were taken up before they had a place.
    unlinked: HashSet<Uuid>,
    /// Records taken up since it was made.
    n_later: usize,
}

/// What is asked about somebody: what was told of them so far.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub id: Option<ReturneeId>,
    pub surname: String,
    pub given: String,
    pub patronymic: String,
    pub sex: Option<Sex>,
    pub birth_on: Option<Date>,
    pub pin: Option<Pin>,
    pub phone: Option<Phone>,
    pub territory: Option<Territory>,
    pub channel: Option<Channel>,
}

/// A record that could be of the same person.
#[derive(Clone, Debug)]
pub struct Likely {
    /// The record that is like it.
    pub id: ReturneeId,
    /// Its person, with what all their records say.
    pub returnee: Returnee,
    /// With the true PIN and phone.
    pub waterfall: Waterfall,
}

/// The index sees no slip in a PIN, so it names those who would be a little below the threshold as well.
const BLIND: f64 = 6.0;

/// Candidates that are opened for one answer.
pub const MOST: usize = 20;

/// People read at a time while the memory is made.
const PAGE: usize = 20_000;

/// So many records, and a quarter of those that were there first, are taken up one by one.
const LATER: usize = 50_000;

/// With fewer records than this, how common names are is better known from the start than counted.
const ENOUGH: usize = 2_000;

/// What is expected of any register: learnt on a made-up one of 100,000 records of five agencies with equal PINs, which
/// here never meet, since a PIN is registered once.
static STARTING: LazyLock<Model> = LazyLock::new(|| {
    let model: Model =
        serde_json::from_str(include_str!("starting.json")).unwrap_or_else(|error| {
            unreachable!("the starting weights are part of the program: {error}")
        });
    model
});

/// The weights for a register: those of the start, and how many and how common its records are.
pub fn model_for(register: &Register) -> Model {
    let mut model = STARTING.clone();
    // A tenth of the people have a second record; each has as many relatives in a large register as in a small one.
    let n = register.len().max(10_000) as f64;
    for kind in model.kinds.iter_mut().filter(|kind| kind.by_blood) {
        kind.share *= model.n_records as f64 / n;
    }
    model.lambda = 0.2 / n;
    model.n_records = register.len() as u64;
    model.n_confirmed = 0;
    if register.len() >= ENOUGH {
        model.frequencies = learn::frequencies(register, &[]);
    }
    model
}

/// What the index finds goes this far down.
fn blind() -> Thresholds {
    let exact = Thresholds::default();
    Thresholds { review: exact.review - BLIND, ..exact }
}

/// A number of sixteen digits for a secret index: enough to be equal with, and read as no PIN and no phone.
fn stand_in(index: Option<[u8; 16]>) -> String {
    const LEAST: u64 = 1_000_000_000_000_000;
    index.map_or_else(String::new, |index| {
        let [a, b, c, d, e, f, g, h, ..] = index;
        (LEAST + u64::from_be_bytes([a, b, c, d, e, f, g, h]) % (9 * LEAST)).to_string()
    })
}

/// A record as the engine reads it.
#[derive(Default)]
struct Card {
    id: String,
    source: String,
    surname: String,
    given: String,
    patronymic: String,
    dob: String,
    sex: String,
    pin: String,
    phone: String,
    territory: String,
}

impl Card {
    fn record(&self) -> Record<'_> {
        Record {
            id: &self.id,
            source: &self.source,
            surname: &self.surname,
            given: &self.given,
            patronymic: &self.patronymic,
            dob: &self.dob,
            sex: &self.sex,
            pin: &self.pin,
            phone: &self.phone,
            territory: &self.territory,
            also: Vec::new(),
        }
    }

    /// A row of the store. One that is damaged is told of and left out.
    fn read(row: &Row) -> Result<Option<Self>, Error> {
        let id = ReturneeId::from_uuid(row.at(0)?);
        readable(id, Self::from_row(row).map(Some))
    }

    /// A row of the store, with numbers that stand for PIN and phone.
    fn from_row(row: &Row) -> Result<Self, Error> {
        let text = |at| Ok::<_, Error>(row.at::<Option<String>>(at)?.unwrap_or_default());
        let born: Option<Date> = row.at(5)?;
        Ok(Self {
            id: row.at::<Uuid>(0)?.to_string(),
            surname: text(1)?,
            given: text(2)?,
            patronymic: text(3)?,
            sex: text(4)?,
            dob: born.map(|day| day.to_string()).unwrap_or_default(),
            pin: stand_in(row.at(6)?),
            phone: stand_in(row.at(7)?),
            territory: text(8)?,
            source: text(9)?,
        })
    }
}

impl Asked {
    pub fn about(id: Option<ReturneeId>, channel: Channel, details: &Details) -> Self {
        Self {
            id,
            surname: details.name.surname.as_str().to_owned(),
            given: details.name.given.as_str().to_owned(),
            patronymic: details.name.patronymic.as_ref().map_or("", NamePart::as_str).to_owned(),
            sex: details.sex,
            birth_on: details.birth_on.map(BirthDay::day),
            pin: details.pin,
            phone: details.phone.clone(),
            territory: details.territory,
            channel: Some(channel),
        }
    }

    /// What can be read of a form that is still being filled in.
    pub fn typed(typed: &Typed, today: Date) -> Self {
        let name = |text: &str| {
            NamePart::parse(text).map(|name| name.as_str().to_owned()).unwrap_or_default()
        };
        Self {
            id: None,
            surname: name(&typed.surname),
            given: name(&typed.given),
            patronymic: name(&typed.patronymic),
            sex: typed.sex.parse().ok(),
            birth_on: BirthDay::parse(&typed.birth_on, today).ok().map(BirthDay::day),
            pin: Pin::parse(&typed.pin).ok(),
            phone: Phone::parse(&typed.phone).ok(),
            territory: Territory::parse(&typed.territory).ok(),
            channel: Some(Channel::Assisted),
        }
    }

    /// Whether there is enough to tell somebody by.
    fn tells(&self) -> bool {
        let names = !self.surname.is_empty() && !self.given.is_empty();
        names || self.pin.is_some() || self.phone.is_some()
    }

    fn indexes(&self, app: &App) -> Result<[Option<[u8; 16]>; 2], Error> {
        let pin = self.pin.as_ref().map(|pin| (Field::Pin, pin.as_str()));
        let phone = self.phone.as_ref().map(|phone| (Field::Phone, phone.as_str()));
        let index = |known: Option<(Field, &str)>| {
            known.map(|(field, text)| returnees::index(&app.keys, field, text)).transpose()
        };
        Ok([index(pin)?, index(phone)?])
    }

    /// With what is given for PIN and phone.
    fn card(&self, pin: String, phone: String) -> Card {
        Card {
            id: self.id.map(|id| id.to_string()).unwrap_or_default(),
            source: self.channel.map_or("", Channel::code).to_owned(),
            surname: self.surname.clone(),
            given: self.given.clone(),
            patronymic: self.patronymic.clone(),
            dob: self.birth_on.map(|day| day.to_string()).unwrap_or_default(),
            sex: self.sex.map_or("", Sex::code).to_owned(),
            pin,
            phone,
            territory: self.territory.map_or("", |place| place.code()).to_owned(),
        }
    }

    fn true_card(&self) -> Card {
        let pin = self.pin.as_ref().map_or("", Pin::as_str);
        let phone = self.phone.as_ref().map_or("", Phone::as_str);
        self.card(pin.to_owned(), phone.to_owned())
    }
}

impl From<&Returnee> for Asked {
    fn from(returnee: &Returnee) -> Self {
        Self::about(Some(returnee.id), returnee.channel, &returnee.details)
    }
}

/// Weighs one record against some, with all that is known of them.
pub fn compare(model: &Model, one: &Asked, others: &[Asked]) -> Vec<Waterfall> {
    let mut register = Register::new(0);
    register.push(&one.true_card().record());
    others.iter().for_each(|other| register.push(&other.true_card().record()));
    register.derive(0);
    let scorer = Scorer::new(model, &register);
    let thresholds = Thresholds::default();
    (1..=others.len() as u32).map(|other| scorer.explain(&register, 0, other, thresholds)).collect()
}

/// All pairs among some records that could be one person, with all that is known of them: places of the two, the earlier
/// first, in the order of their ids.
pub fn all_pairs(asked: &[Asked]) -> Vec<(usize, usize, Waterfall)> {
    let mut register = Register::new(0);
    let cards: Vec<Card> = asked.iter().map(Asked::true_card).collect();
    cards.iter().for_each(|card| register.push(&card.record()));
    register.derive(0);
    let model = model_for(&register);
    let linked = link(&mut register, Some(model), &[]);
    let places: BTreeMap<&str, usize> =
        cards.iter().enumerate().map(|(at, card)| (card.id.as_str(), at)).collect();
    let place = |record: u32| places.get(register.id(record)).copied().unwrap_or_default();
    let thresholds = Thresholds::default();
    let likely = linked.pairs.iter().zip(&linked.weights);
    let likely = likely.filter(|(_, weight)| f64::from(**weight) >= thresholds.review);
    likely
        .map(|((one, other), _)| {
            let waterfall = linked.scorer.explain(&register, *one, *other, thresholds);
            (place(*one), place(*other), waterfall)
        })
        .filter(|(.., waterfall)| waterfall.zone != Zone::Nothing)
        .collect()
}

/// A weight as it is kept: hundredths of a bit.
pub fn hundredths(bits: f64) -> i64 {
    (bits * 100.0).round() as i64
}

/// The steps of a waterfall as they are kept.
pub fn steps(waterfall: &Waterfall) -> Vec<Step> {
    let step = |step: &linkage::score::Step| Step {
        field: step.field.clone(),
        level: step.level.to_owned(),
        weight: hundredths(step.weight),
    };
    waterfall.steps.iter().map(step).collect()
}

impl Likeness {
    /// Whether everybody is in memory yet.
    pub async fn is_ready(&self) -> bool {
        self.memory.lock().await.is_some()
    }

    /// Sizes of the blocks, once everybody is in memory.
    pub async fn blocks(&self) -> Option<Blocks> {
        self.memory.lock().await.as_ref().map(|memory| memory.index.blocks())
    }

    /// The weights that pairs are weighed with now.
    pub fn model(&self) -> Arc<Model> {
        let known = self.model.read().unwrap_or_else(PoisonError::into_inner).clone();
        known.unwrap_or_else(|| Arc::new(model_for(&Register::new(0))))
    }

    /// Makes the memory where there is none, and takes up what has happened since.
    pub async fn follow(&self, app: &App) -> Result<(), Error> {
        // A connection first: who looks has one when they ask for the memory.
        let mut tx = app.db.read().await?;
        let written = Written::look(&mut tx).await?;
        let mut memory = self.memory.lock().await;
        if let Some(memory) = memory.as_mut() {
            memory.take_up(&mut tx, written).await?;
            app.metrics.compared.set(i64::try_from(memory.index.len()).unwrap_or(i64::MAX));
            if !memory.is_worn() {
                return Ok(());
            }
        }
        drop((memory, tx));
        // Nobody waits for this: until it is there the one before answers, or the store.
        let began = app.now();
        let made = make(app).await?;
        let n = made.index.len();
        let mut memory = self.memory.lock().await;
        let model = made.index.model();
        *self.model.write().unwrap_or_else(PoisonError::into_inner) = Some(model);
        *memory = Some(made);
        app.metrics.compared.set(i64::try_from(n).unwrap_or(i64::MAX));
        let took = app.now().duration_since(began).max(SignedDuration::ZERO);
        tracing::info!("{n} records are in memory to be compared, after {took:#}");
        Ok(())
    }

    /// For each who is asked about, the ids of records that could be the same person.
    async fn candidates(
        &self,
        app: &App,
        tx: &mut Tx,
        asked: &[Asked],
    ) -> Result<Vec<Vec<Uuid>>, Error> {
        let card = |one: &Asked| {
            let [pin, phone] = one.indexes(app)?;
            Ok::<_, Error>(one.card(stand_in(pin), stand_in(phone)))
        };
        let cards = asked.iter().map(card).collect::<Result<Vec<_>, _>>()?;
        let written = Written::look(tx).await?;
        let mut memory = self.memory.lock().await;
        if let Some(known) = memory.as_mut() {
            match known.take_up(tx, written).await {
                Ok(()) => {
                    let of = |card: &Card| {
                        let found = known.index.candidates(&card.record(), MOST);
                        found.iter().filter_map(|found| found.id.parse().ok()).collect()
                    };
                    return Ok(cards.iter().map(of).collect());
                }
                // Half taken up is not up to date. It is made anew, and the store answers meanwhile.
                Err(error) => {
                    tracing::warn!("What is in memory is thrown away: {error}");
                    *memory = None;
                }
            }
        }
        drop(memory);
        let mut found = Vec::with_capacity(asked.len());
        for one in asked {
            found.push(one.equals(app, tx).await?);
        }
        Ok(found)
    }
}

impl Asked {
    /// Ids of those who are equal to this one in the store, for as long as nobody is in memory.
    async fn equals(&self, app: &App, tx: &mut Tx) -> Result<Vec<Uuid>, Error> {
        let [pin, phone] = self.indexes(app)?;
        let fold = |name: &str| NamePart::parse(name).map(|name| name.canon()).unwrap_or_default();
        let values: [Value; 5] = [
            pin.map(Vec::from).into(),
            phone.map(Vec::from).into(),
            fold(&self.surname).into(),
            fold(&self.given).into(),
            self.birth_on.into(),
        ];
        let rows = tx.all(include_str!("queries/equal.sql"), &values).await?;
        let ids = rows.iter().map(|row| row.at(0)).collect::<Result<Vec<Uuid>, _>>()?;
        Ok(ids.into_iter().filter(|id| self.id.map(ReturneeId::uuid) != Some(*id)).collect())
    }
}

async fn make(app: &App) -> Result<Memory, Error> {
    // Looked at first: what happens meanwhile is taken up afterwards.
    let seq = journal::end_of_chain(&mut app.db.read().await?).await?.seq;
    let mut register = everybody(app).await?;
    off_the_loop(move || {
        register.derive(0);
        register.sort();
        let model = model_for(&register);
        let index = Index::new(register, model, blind());
        Memory { index, seq, unlinked: HashSet::new(), n_later: 0 }
    })
    .await
}

/// All records, with numbers that stand for PIN and phone. Their names are not read yet.
pub(super) async fn everybody(app: &App) -> Result<Register, Error> {
    let mut tx = app.db.read_long().await?;
    let (mut register, mut after) = (Register::new(0), Uuid::nil());
    loop {
        let values = [after.into(), (PAGE as i64).into()];
        let rows = tx.all(include_str!("queries/records.sql"), &values).await?;
        let Some(last) = rows.last() else { break };
        after = last.at(0)?;
        register = off_the_loop(move || {
            for row in &rows {
                if let Some(card) = Card::read(row)? {
                    register.push(&card.record());
                }
            }
            Ok::<_, Error>(register)
        })
        .await??;
    }
    Ok(register)
}

/// Whether a pair that was weighed with numbers that only stand for others is worth opening.
pub(super) fn is_near(weight: f32) -> bool {
    f64::from(weight) >= blind().review
}

pub(super) async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Closed)
}

/// How far the journal is written, looked at before the turn: the memory has one reader at a time.
struct Written {
    end: i64,
    /// Entries without a place in the chain, with their person: another process may have written them a moment ago.
    unlinked: Vec<(Uuid, Uuid)>,
}

impl Written {
    async fn look(tx: &mut Tx) -> Result<Self, Error> {
        let end = journal::end_of_chain(tx).await?.seq;
        let mut unlinked = Vec::new();
        if tx.is_postgres() {
            for row in tx.all(include_str!("queries/unlinked.sql"), &[]).await? {
                unlinked.push((row.at(0)?, row.at(1)?));
            }
        }
        Ok(Self { end, unlinked })
    }
}

impl Memory {
    /// Records that come later take more room, and what is gone keeps its own: now and then all are read anew, and with
    /// them how common names are.
    fn is_worn(&self) -> bool {
        self.n_later > LATER + self.index.len() / 4
    }

    /// Takes up what was written since. Whoever waited behind somebody who looked later has nothing left to read.
    async fn take_up(&mut self, tx: &mut Tx, written: Written) -> Result<(), Error> {
        if written.end < self.seq {
            return Ok(());
        }
        let mut people = Vec::new();
        if written.end > self.seq {
            let values = [self.seq.into(), written.end.into()];
            for row in tx.all(include_str!("queries/linked.sql"), &values).await? {
                people.push(row.at::<Uuid>(0)?);
            }
        }
        let new = written.unlinked.iter().filter(|(id, _)| !self.unlinked.contains(id));
        people.extend(new.map(|(_, person)| *person));
        people.sort_unstable();
        people.dedup();
        self.n_later += people.len();
        for some in people.chunks(AT_ONCE) {
            self.read_again(tx, some).await?;
        }
        self.seq = written.end;
        self.unlinked = written.unlinked.into_iter().map(|(id, _)| id).collect();
        Ok(())
    }

    async fn read_again(&mut self, tx: &mut Tx, people: &[Uuid]) -> Result<(), Error> {
        let (sql, values) = about(include_str!("queries/some_records.sql"), people);
        let mut gone: HashSet<Uuid> = people.iter().copied().collect();
        for row in tx.all(sql, &values).await? {
            let Some(card) = Card::read(&row)? else { continue };
            gone.remove(&row.at(0)?);
            self.index.insert(&card.record());
        }
        for id in gone {
            self.index.remove(&id.to_string());
        }
        Ok(())
    }
}

/// The whole register, for the program's own work. What of it is shown to somebody is decided by their own reach.
pub const ALL: Scope =
    Scope { reach: Reach::Country, most: Sensitivity::Restricted, consent: None };

/// Who could be the same person, the likeliest first, each person once, whatever their office. None of the person's own
/// records is among them.
pub async fn likely(app: &App, tx: &mut Tx, asked: &Asked) -> Result<Vec<Likely>, Error> {
    if !asked.tells() {
        return Ok(Vec::new());
    }
    let candidates = app.likeness.candidates(app, tx, std::slice::from_ref(asked)).await?;
    weigh(app, tx, asked, candidates.first().map_or(&[], Vec::as_slice)).await
}

/// The same for several.
pub async fn likely_each(
    app: &App,
    tx: &mut Tx,
    asked: &[Asked],
) -> Result<Vec<Vec<Likely>>, Error> {
    let mut likely = Vec::with_capacity(asked.len());
    for (one, ids) in asked.iter().zip(app.likeness.candidates(app, tx, asked).await?) {
        likely.push(weigh(app, tx, one, &ids).await?);
    }
    Ok(likely)
}

/// One record to be compared, if it is there and can be read.
pub(super) async fn read_one(
    app: &App,
    tx: &mut Tx,
    id: ReturneeId,
) -> Result<Option<Returnee>, Error> {
    let found = returnees::record(tx, &app.keys, id).await;
    Ok(readable(id, found)?.map(|(returnee, _)| returnee))
}

/// A damaged record is told of and left out: it must not stop the comparison of all the others.
fn readable<T>(id: ReturneeId, found: Result<Option<T>, Error>) -> Result<Option<T>, Error> {
    match found {
        Err(Error::Column(column)) => {
            tracing::error!(returnee.id = %id, "A record is not compared: {column} cannot be read");
            Ok(None)
        }
        found => found,
    }
}

async fn weigh(
    app: &App,
    tx: &mut Tx,
    asked: &Asked,
    candidates: &[Uuid],
) -> Result<Vec<Likely>, Error> {
    let mut found: Vec<Returnee> = Vec::with_capacity(candidates.len());
    for id in candidates {
        found.extend(read_one(app, tx, ReturneeId::from_uuid(*id)).await?);
    }
    let model = app.likeness.model();
    let others: Vec<Asked> = found.iter().map(Asked::from).collect();
    let weighed = found.into_iter().zip(compare(&model, asked, &others));
    let own = match asked.id {
        Some(id) => Some(leading(tx, id).await?),
        None => None,
    };
    let mut people: BTreeMap<ReturneeId, (ReturneeId, Waterfall)> = BTreeMap::new();
    for (returnee, waterfall) in weighed {
        let (id, person) = (returnee.id, leading(tx, returnee.id).await?);
        let is_better = people
            .get(&person)
            .is_none_or(|(_, known)| known.weight.total_cmp(&waterfall.weight).is_lt());
        if waterfall.zone != Zone::Nothing && Some(person) != own && is_better {
            people.insert(person, (id, waterfall));
        }
    }
    let mut likely = Vec::with_capacity(people.len());
    for (person, (id, waterfall)) in people {
        let found = readable(person, returnees::find(tx, &app.keys, &ALL, person).await)?;
        likely.extend(found.map(|(returnee, _)| Likely { id, returnee, waterfall }));
    }
    // By id where the weights are the same, so that the answer never depends on chance.
    likely.sort_by(|one, other| {
        let weights = other.waterfall.weight.total_cmp(&one.waterfall.weight);
        weights.then_with(|| one.id.cmp(&other.id))
    });
    Ok(likely)
}
