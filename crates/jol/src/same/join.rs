//! Joining and parting the records of one person, within the transaction of whoever decides it.
//!
//! A joined record keeps all its rows. Only its office, how carefully it is kept and what its person agreed to follow the
//! leading record, so that the access rule asks one row and never two.

use std::collections::BTreeMap;

use domain::{
    access::{Consents, Sensitivity},
    fault::Fault,
    id::ReturneeId,
    returnee::{Change, Channel},
    same::{Group, Told, agreed, most_careful},
};
use jiff::Timestamp;
use uuid::Uuid;

use super::store::{Joined, group_of, joined_to};
use crate::{
    app::{App, Parts},
    db::{
        Error, Tx,
        journal::{self, Act, Note},
    },
    followup::store::{RoadRow, road},
    refusal::Refusal,
    returnee::{
        commands::content,
        store::{Consent, ReturneeRow, person_key},
    },
};

/// Why two records are not joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotJoined {
    #[error("they are one person's already")]
    Already,
    /// Two of their records were found to be two people's. That pair is decided anew first.
    #[error("two of the records were kept apart")]
    KeptApart,
}

impl Fault for NotJoined {
    fn key(&self) -> &'static str {
        match self {
            Self::Already => "fault-same-already",
            Self::KeptApart => "fault-same-kept-apart",
        }
    }
}

/// One record, and what it is by itself.
struct Record {
    row: ReturneeRow,
    joined: Option<Joined>,
    above: [Option<Uuid>; 3],
    sensitivity: i64,
    consents: Vec<Consent>,
}

/// Joins the records of two people who were found to be one, by the pair that says so. Answers the leading record. The
/// caller has asked whether both are within reach.
pub async fn join(
    app: &App,
    tx: &mut Tx,
    act: &Act,
    (one, other): (ReturneeId, ReturneeId),
    pair: Uuid,
) -> Result<ReturneeId, Refusal> {
    // Whoever changes a group holds all its records, so the groups of two records that are held stay what they are.
    hold(tx, &Group::of(one, [other])).await?;
    let groups = [group_of(tx, one).await?, group_of(tx, other).await?];
    let group = groups[0].with(&groups[1]);
    if groups[0] == groups[1] {
        return Err(Refusal::rule(&NotJoined::Already));
    }
    if is_kept_apart(tx, &groups, pair).await? {
        return Err(Refusal::rule(&NotJoined::KeptApart));
    }
    let mut records = BTreeMap::new();
    for group in &groups {
        records.append(&mut read(tx, group).await?);
    }
    set(tx, &group, &mut records, Some((pair, act))).await?;
    let leading = group.leading();
    for person in groups.map(|group| group.leading()) {
        let note = Note {
            action: "joined",
            object_kind: "pair",
            object: Some(pair),
            person: Some(person),
            ..Note::default()
        };
        journal::write(tx, app.new_id(), act, note).await?;
    }
    Ok(leading)
}

/// Takes a record out of the records of a person: each is by itself again what it was. Of a leading record the others are
/// taken, and the next oldest leads them.
pub async fn part(
    app: &App,
    tx: &mut Tx,
    act: &Act,
    record: ReturneeId,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    hold(tx, &Group::of(record, [])).await?;
    let group = group_of(tx, record).await?;
    let rest = group.without(record).ok_or(Refusal::NotFound)?;
    let mut records = read(tx, &group).await?;
    set(tx, &Group::of(record, []), &mut records, None).await?;
    set(tx, &rest, &mut records, None).await?;
    let why = reason.map(|reason| Change {
        field: "reason".to_owned(),
        before: String::new(),
        after: reason.to_owned(),
    });
    let Parts { keys, chance, .. } = &**app;
    for (person, other) in [(record, rest.leading()), (rest.leading(), record)] {
        let entry = app.new_id();
        let key = person_key(tx, keys, person).await?;
        let content = match (&why, &key) {
            (Some(why), Some(key)) => {
                Some(content(&**chance, key, entry, std::slice::from_ref(why))?)
            }
            _ => None,
        };
        let note = Note {
            action: "parted",
            object_kind: "returnee",
            object: Some(other.uuid()),
            person: Some(person),
            content,
            ..Note::default()
        };
        journal::write(tx, entry, act, note).await?;
    }
    Ok(())
}

/// After a change of the leading record: the joined ones follow it.
pub async fn follow(tx: &mut Tx, leading: ReturneeId) -> Result<(), Refusal> {
    let group = group_of(tx, leading).await?;
    if group.is_alone() {
        return Ok(());
    }
    let mut records = read(tx, &group).await?;
    set(tx, &group, &mut records, None).await
}

/// How carefully a person is kept was decided: that is about all their records, and stays when they are parted.
pub async fn keep(tx: &mut Tx, leading: ReturneeId, level: Sensitivity) -> Result<(), Refusal> {
    for joined in joined_to(tx, leading).await? {
        let (was_sensitivity, lead_sensitivity) = (level.level(), level.level());
        tx.update(&Joined { was_sensitivity, lead_sensitivity, ..joined }).await?;
    }
    follow(tx, leading).await
}

/// Nobody else changes these records until the transaction ends.
async fn hold(tx: &mut Tx, group: &Group) -> Result<(), Refusal> {
    for id in group.records() {
        hold_one(tx, id).await?;
    }
    Ok(())
}

async fn hold_one(tx: &mut Tx, id: ReturneeId) -> Result<ReturneeRow, Refusal> {
    let sql = "select * from returnee where id = $1 and erased_at is null";
    tx.lock(sql, &[id.uuid().into()]).await?.ok_or(Refusal::NotFound)
}

/// Whether a record of one group was found to be another person than a record of the other one.
async fn is_kept_apart(tx: &mut Tx, groups: &[Group; 2], pair: Uuid) -> Result<bool, Refusal> {
    for one in groups[0].records() {
        for other in groups[1].records() {
            let values = [one.min(other).uuid().into(), one.max(other).uuid().into(), pair.into()];
            if tx.one(include_str!("queries/kept_apart.sql"), &values).await?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The records of a group, held, and what each is by itself.
async fn read(tx: &mut Tx, group: &Group) -> Result<BTreeMap<ReturneeId, Record>, Refusal> {
    let joined = joined_to(tx, group.leading()).await?;
    let lead_sensitivity = joined.first().map(|joined| joined.lead_sensitivity);
    let mut joined: BTreeMap<Uuid, Joined> =
        joined.into_iter().map(|joined| (joined.record, joined)).collect();
    let mut records = BTreeMap::new();
    for id in group.records() {
        let row = hold_one(tx, id).await?;
        let joined = joined.remove(&row.id);
        let (above, sensitivity) = match &joined {
            Some(was) => ([was.was_above_1, was.was_above_2, was.was_above_3], was.was_sensitivity),
            None => (
                [row.above_1, row.above_2, row.above_3],
                lead_sensitivity.unwrap_or(row.sensitivity),
            ),
        };
        let sql = "select * from consent where returnee = $1 order by given_at, id";
        let consents = tx.list(sql, &[row.id.into()]).await?;
        records.insert(id, Record { row, joined, above, sensitivity, consents });
    }
    Ok(records)
}

/// What the rows of a record say of consents. What was given since the records were joined was asked of the person as a
/// whole.
fn told(record: &Record, joined_at: Option<Timestamp>) -> Result<Told, Error> {
    let channel = record.row.channel.parse().map_err(|_| Error::Column("channel".into()))?;
    let mut told = Told {
        was_asked: matches!(channel, Channel::Own | Channel::Assisted),
        given: Consents::default(),
        taken_back: Consents::default(),
        anew: Consents::default(),
    };
    for consent in &record.consents {
        let purpose = consent.purpose.parse().map_err(|_| Error::Column("purpose".into()))?;
        match consent.withdrawn_at {
            Some(_) => told.taken_back = told.taken_back.with(purpose),
            None => {
                told.given = told.given.with(purpose);
                if joined_at.is_some_and(|at| consent.given_at > at) {
                    told.anew = told.anew.with(purpose);
                }
            }
        }
    }
    Ok(told)
}

/// Makes the rows of some records say that these are one person's, and of which pair that is known where it is new.
async fn set(
    tx: &mut Tx,
    group: &Group,
    records: &mut BTreeMap<ReturneeId, Record>,
    by: Option<(Uuid, &Act)>,
) -> Result<(), Refusal> {
    let all: Vec<(ReturneeId, Record)> =
        group.records().filter_map(|id| Some((id, records.remove(&id)?))).collect();
    let Some((leading, lead)) = all.first() else { return Ok(()) };
    let (above, person, lead_sensitivity) = (lead.above, leading.uuid(), lead.sensitivity);
    let last_joined = all.iter().skip(1).map(|(_, record)| match (&record.joined, by) {
        (Some(joined), _) => Some(joined.joined_at),
        (None, by) => by.map(|(_, act)| act.at),
    });
    let last_joined = last_joined.max().flatten();
    let told =
        all.iter().map(|(_, record)| told(record, last_joined)).collect::<Result<Vec<_>, _>>()?;
    let (sensitivity, consents) = match (group.is_alone(), told.as_slice()) {
        (true, [told]) => (lead.sensitivity, told.given),
        (_, told) => {
            let level = |record: &Record| match record.sensitivity {
                0 => Sensitivity::Ordinary,
                _ => Sensitivity::Restricted,
            };
            (most_careful(all.iter().map(|(_, record)| level(record))).level(), agreed(told))
        }
    };

    for (id, record) in &all {
        let [above_1, above_2, above_3] = above;
        let now = ReturneeRow {
            above_1,
            above_2,
            above_3,
            sensitivity,
            consents: consents.bits(),
            ..record.row.clone()
        };
        if now.deciding() != record.row.deciding() {
            tx.update(&now).await?;
        }
        let leads = id == leading;
        match (&record.joined, by) {
            (Some(joined), _) if leads => {
                tx.delete(joined).await?;
                if let Some(road) = &joined.was_road {
                    let road: RoadRow = serde_json::from_str(road).map_err(anyhow::Error::from)?;
                    tx.insert(&road).await?;
                }
            }
            (Some(joined), _) => {
                let now = Joined { person, lead_sensitivity, ..joined.clone() };
                if now != *joined {
                    tx.update(&now).await?;
                }
            }
            (None, Some((pair, act))) if !leads => {
                let [was_above_1, was_above_2, was_above_3] = record.above;
                let was_road = take_road(tx, *id).await?;
                tx.insert(&Joined {
                    record: id.uuid(),
                    person,
                    pair,
                    was_above_1,
                    was_above_2,
                    was_above_3,
                    was_sensitivity: record.sensitivity,
                    lead_sensitivity,
                    was_road,
                    joined_by: act.actor.id,
                    joined_at: act.at,
                })
                .await?;
            }
            _ => (),
        }
    }
    Ok(())
}

/// A joined record has no road: what only its road says is kept.
async fn take_road(tx: &mut Tx, record: ReturneeId) -> Result<Option<String>, Refusal> {
    let Some(road) = road(tx, record).await? else { return Ok(None) };
    tx.delete(&road).await?;
    Ok(Some(serde_json::to_string(&road).map_err(anyhow::Error::from)?))
}

impl ReturneeRow {
    /// What decides who sees the record.
    fn deciding(&self) -> ([Option<Uuid>; 3], i64, i64) {
        ([self.above_1, self.above_2, self.above_3], self.sensitivity, self.consents)
    }
}
