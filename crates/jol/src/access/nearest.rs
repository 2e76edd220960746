//! The offices that look after a person, and where they were last found.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use domain::{
    access::{Actor, DEEPEST, Seat},
    id::OfficeId,
    territory::Territory,
};

use super::store::{self, Office};
use crate::db::{Error, Tx, Value};

/// An office with those above it, from depth 1 down.
pub type Above = [Option<OfficeId>; DEEPEST];

/// What decides which office it is: where the person lives, else the office of who registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Near {
    Place(Territory),
    Office(OfficeId),
    Nothing,
}

impl Near {
    pub fn new(home: Option<Territory>, actor: &Actor) -> Self {
        match (home, actor.seat) {
            (Some(place), _) => Self::Place(place),
            (None, Seat::Office { office, .. }) => Self::Office(office),
            (None, _) => Self::Nothing,
        }
    }
}

pub async fn nearest(tx: &mut Tx, near: Near) -> Result<Above, Error> {
    let office = match near {
        Near::Place(place) => of_place_in_store(tx, place).await?,
        Near::Office(office) => store::office(tx, office.uuid()).await?,
        Near::Nothing => None,
    };
    Ok(office.as_ref().map(Office::above).unwrap_or_default())
}

/// The rule: the office of the place itself, or of the nearest place around it; of several the deepest. Where there is none
/// it is the national one.
pub fn office_of(offices: &[Office], place: Territory) -> Option<&Office> {
    let here = |place: Territory| {
        let here = |one: &&Office| one.territory.as_deref() == Some(place.code());
        offices.iter().filter(here).max_by_key(|one| (one.depth, one.id))
    };
    let national = || offices.iter().filter(|one| one.depth == 0).min_by_key(|one| &one.code);
    around(place).find_map(here).or_else(national)
}

/// A place and those around it.
fn around(place: Territory) -> impl Iterator<Item = Territory> {
    std::iter::successors(Some(place), |place| place.parent())
}

/// The same rule with no more offices read than those it can choose from.
async fn of_place_in_store(tx: &mut Tx, place: Territory) -> Result<Option<Office>, Error> {
    let codes: Vec<Value> = around(place).map(|place| place.code().into()).collect();
    let places: Vec<String> = (1..=codes.len()).map(|at| format!("${at}")).collect();
    let sql = format!("select * from office where territory in ({})", places.join(", "));
    let mut offices: Vec<Office> = tx.list(sql, &codes).await?;
    if offices.is_empty() {
        offices = tx.list("select * from office where depth = 0", &[]).await?;
    }
    Ok(office_of(&offices, place).cloned())
}

/// The part of the country that the office of somebody looks after. That of a national one is the whole.
pub async fn own_place(tx: &mut Tx, actor: &Actor) -> Result<Option<Territory>, Error> {
    let Seat::Office { office, .. } = actor.seat else { return Ok(None) };
    let office = store::office(tx, office.uuid()).await?;
    let code = office.and_then(|office| office.territory);
    Ok(code.and_then(|code| Territory::parse(&code).ok()))
}

/// The offices as they were last found: a guess to make a record with, before the store is asked.
#[derive(Clone, Default)]
pub struct LastFound(Arc<RwLock<HashMap<Near, Above>>>);

impl LastFound {
    pub fn guess(&self, near: Near) -> Above {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&near).copied().unwrap_or_default()
    }

    pub fn found(&self, near: Near, above: Above) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(near, above);
    }
}
