//! Pairs as they are found, and weighed again when a record changes.

use domain::{
    id::ReturneeId,
    same::{
        Group, Origin, PairState, Zone,
        pair::{Stake, worth},
    },
};
use jiff::Timestamp;
use linkage::score::{self, Waterfall};
use uuid::Uuid;

use super::{
    facts::facts,
    index::{Asked, compare, hundredths, read_one, steps},
    join::join,
    store::{PairRow, group_of, pair_of},
};
use crate::{
    app::App,
    db::{
        Tx,
        journal::{self, Act, Note},
    },
    refusal::Refusal,
    returnee::store::ReturneeRow,
};

/// Two records that may be of one person.
#[derive(Clone, Debug)]
pub struct Found {
    pub records: [ReturneeId; 2],
    pub origin: Origin,
    pub waterfall: Waterfall,
}

/// What becomes of a pair as it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Somebody has to look.
    Nothing,
    /// An officer had both before them: they are two people.
    Apart(Uuid),
}

pub fn zone(zone: score::Zone) -> Zone {
    match zone {
        score::Zone::Nothing => Zone::Nothing,
        score::Zone::Review => Zone::Review,
        score::Zone::Link => Zone::Link,
    }
}

impl Found {
    /// The pair as it is asked about.
    pub fn row(&self, id: Uuid, at: Timestamp, stake: Stake) -> Result<PairRow, Refusal> {
        let [a, b] = self.records;
        let (weight, zone) = (hundredths(self.waterfall.weight), zone(self.waterfall.zone));
        let waterfall =
            serde_json::to_string(&steps(&self.waterfall)).map_err(anyhow::Error::from)?;
        Ok(PairRow {
            id,
            one: a.min(b).uuid(),
            other: a.max(b).uuid(),
            origin: self.origin.code().to_owned(),
            weight,
            zone: zone.code().to_owned(),
            waterfall,
            model_version: self.waterfall.model_version.into(),
            norm_version: self.waterfall.norm_version.into(),
            worth: worth(weight, zone, stake),
            state: PairState::Open.code().to_owned(),
            decided_by: None,
            decided_at: None,
            reason: None,
            seconded_by: None,
            seconded_at: None,
            made_at: at,
            version: 1,
        })
    }
}

/// Writes a pair, unless it is known: a record of the one person beside a record of the other is one question, and what
/// was decided is not asked again. Answers the pair that was written.
pub async fn write(
    app: &App,
    tx: &mut Tx,
    act: &Act,
    found: &Found,
    known: Known,
) -> Result<Option<PairRow>, Refusal> {
    let groups = [group_of(tx, found.records[0]).await?, group_of(tx, found.records[1]).await?];
    for one in groups[0].records() {
        for other in groups[1].records() {
            if one == other || pair_of(tx, [one, other]).await?.is_some() {
                return Ok(None);
            }
        }
    }
    if !are_there(tx, found).await? {
        return Ok(None);
    }
    let [one, other] = found.records.map(ReturneeId::uuid);
    let row = found.row(app.new_id(), act.at, facts(tx, one, other).await?.stake)?;
    let row = match known {
        Known::Nothing => row,
        Known::Apart(by) => PairRow {
            state: PairState::Apart.code().to_owned(),
            decided_by: Some(by),
            decided_at: Some(act.at),
            ..row
        },
    };
    tx.insert(&row).await?;
    tell(app, tx, act, &row, if known == Known::Nothing { "found" } else { "kept-apart" }).await?;
    Ok(Some(row))
}

/// Somebody may have been erased since they were compared. Held, the older one first, so that nobody is erased before the
/// pair is there to go with them.
async fn are_there(tx: &mut Tx, found: &Found) -> Result<bool, Refusal> {
    let [one, other] = found.records;
    for record in [one.min(other), one.max(other)] {
        let sql = "select * from returnee where id = $1 and erased_at is null";
        let held: Option<ReturneeRow> = tx.lock(sql, &[record.uuid().into()]).await?;
        if held.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// That two records are alike is no news of their person, who is told nothing of it; what an officer found is.
async fn tell(
    app: &App,
    tx: &mut Tx,
    act: &Act,
    pair: &PairRow,
    action: &'static str,
) -> Result<(), Refusal> {
    let people = match action {
        "kept-apart" => vec![Some(pair.one), Some(pair.other)],
        _ => vec![None],
    };
    for person in people {
        let note = note(pair, action, person.map(ReturneeId::from_uuid));
        journal::write(tx, app.new_id(), act, note).await?;
    }
    Ok(())
}

/// What the journal says of a pair.
pub fn note(pair: &PairRow, action: &'static str, person: Option<ReturneeId>) -> Note {
    let object = Some(pair.id);
    Note { action, object_kind: "pair", object, person, ..Note::default() }
}

/// Joins two records that nobody has to look at. What cannot be joined stays open for somebody to look.
pub async fn link(app: &App, tx: &mut Tx, act: &Act, pair: PairRow) -> Result<bool, Refusal> {
    // Where something hangs on it two people look, so one has to begin.
    if facts(tx, pair.one, pair.other).await?.needs_second() {
        return Ok(false);
    }
    let records = (ReturneeId::from_uuid(pair.one), ReturneeId::from_uuid(pair.other));
    if !hold_together(app, tx, records).await? {
        return Ok(false);
    }
    match join(app, tx, act, records, pair.id).await {
        Ok(_) => (),
        Err(Refusal::Rule(_)) => return Ok(false),
        Err(other) => return Err(other),
    }
    let state = PairState::Same.code().to_owned();
    let decided_at = Some(act.at);
    tx.update(&PairRow { state, decided_at, version: pair.version + 1, ..pair }).await?;
    Ok(true)
}

/// Whether all records of both are one person's by their mean weight, and no two of them speak against it: one that is
/// alike draws no others after it.
async fn hold_together(
    app: &App,
    tx: &mut Tx,
    (one, other): (ReturneeId, ReturneeId),
) -> Result<bool, Refusal> {
    let groups = [group_of(tx, one).await?, group_of(tx, other).await?];
    if groups.iter().all(Group::is_alone) {
        return Ok(true);
    }
    let mut asked = [Vec::new(), Vec::new()];
    for (group, asked) in groups.iter().zip(&mut asked) {
        for record in group.records() {
            let Some(record) = read_one(app, tx, record).await? else { return Ok(false) };
            asked.push(Asked::from(&record));
        }
    }
    let [ones, others] = asked;
    let model = app.likeness.model();
    let weighed: Vec<Waterfall> =
        ones.iter().flat_map(|one| compare(&model, one, &others)).collect();
    let mean = weighed.iter().map(|one| one.weight).sum::<f64>() / weighed.len() as f64;
    let none_against = weighed.iter().all(|one| one.zone != score::Zone::Nothing);
    Ok(none_against && mean >= score::Thresholds::default().link)
}

/// Weighs an open pair again. One that speaks for nobody any more is taken away, as if it had never been found.
pub async fn weigh_again(
    app: &App,
    tx: &mut Tx,
    act: &Act,
    pair: PairRow,
    waterfall: &Waterfall,
) -> Result<(), Refusal> {
    let records = [pair.one, pair.other].map(ReturneeId::from_uuid);
    let found = Found { records, origin: Origin::Change, waterfall: waterfall.clone() };
    if waterfall.zone == score::Zone::Nothing {
        tx.delete(&pair).await?;
        return tell(app, tx, act, &pair, "withdrew-pair").await;
    }
    let stake = facts(tx, pair.one, pair.other).await?.stake;
    let new = found.row(pair.id, act.at, stake)?;
    let PairRow { weight, zone, waterfall, model_version, norm_version, worth, .. } = new;
    if (pair.weight, &pair.zone, &pair.waterfall) == (weight, &zone, &waterfall) {
        return Ok(());
    }
    let version = pair.version + 1;
    let now =
        PairRow { weight, zone, waterfall, model_version, norm_version, worth, version, ..pair };
    Ok(tx.update(&now).await?)
}

/// Pairs of a record that somebody has to look at.
pub async fn open(tx: &mut Tx, record: ReturneeId) -> Result<Vec<PairRow>, Refusal> {
    Ok(tx.list(include_str!("queries/open_pairs.sql"), &[record.uuid().into()]).await?)
}
