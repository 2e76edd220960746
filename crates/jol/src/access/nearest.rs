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

use crate::db::{Error, Row, Tx};

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
    let row = match near {
        Near::Place(place) => of_place(tx, place).await?,
        Near::Office(office) => {
            let sql = "select above_1, above_2, above_3 from office where id = $1";
            tx.one(sql, &[office.uuid().into()]).await?
        }
        Near::Nothing => None,
    };
    row.as_ref().map_or(Ok(Above::default()), above)
}

fn above(row: &Row) -> Result<Above, Error> {
    let id = |at| Ok::<_, Error>(row.at::<Option<uuid::Uuid>>(at)?.map(OfficeId::from_uuid));
    Ok([id(0)?, id(1)?, id(2)?])
}

/// The office of the place itself, or of the nearest above it.
async fn of_place(tx: &mut Tx, place: Territory) -> Result<Option<Row>, Error> {
    let mut place = Some(place);
    while let Some(here) = place {
        let sql = "select above_1, above_2, above_3, depth, id from office where territory = $1";
        let mut deepest = None;
        // Sorted here: of these few rows SQLite would build a table just to sort them, with every registration.
        for row in tx.all(sql, &[here.code().into()]).await? {
            let rank: (i64, uuid::Uuid) = (row.at(3)?, row.at(4)?);
            if deepest.as_ref().is_none_or(|(best, _)| rank > *best) {
                deepest = Some((rank, row));
            }
        }
        if let Some((_, row)) = deepest {
            return Ok(Some(row));
        }
        place = here.parent();
    }
    let sql = "select above_1, above_2, above_3 from office where depth = 0 order by code limit 1";
    tx.one(sql, &[]).await
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
