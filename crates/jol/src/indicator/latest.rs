//! The view that questions are answered from: made at the first question, and made anew in the background when it is
//! older than a minute and something has happened since.

use std::sync::{Arc, PoisonError, RwLock};

use domain::{
    access::{Consents, Sensitivity},
    followup::Closing,
    id::OfficeId,
    indicator::Facts,
    territory::Territory,
};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, OwnedMutexGuard};
use uuid::Uuid;

use super::view::{Counted, View};
use crate::{
    app::App,
    db::{Error, Row, Tx, journal},
};

/// A view and the moment as of which it holds.
#[derive(Clone)]
pub struct Latest {
    pub view: Arc<View>,
    pub at: Timestamp,
    seen: Seen,
}

/// How far things had come: the end of the journal, and how far those who follow it have read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    journal: i64,
    followers: Vec<i64>,
}

/// The latest view, shared by every request.
#[derive(Clone, Default)]
pub struct Views {
    latest: Arc<RwLock<Option<Latest>>>,
    making: Arc<Mutex<()>>,
}

/// A younger view is not looked at again.
const FRESH: SignedDuration = SignedDuration::from_secs(60);

/// People read at a time: what the making of a view holds in memory beside its columns.
const PAGE: usize = 20_000;

impl Views {
    fn get(&self, app: &App) -> Option<Latest> {
        let latest = self.latest.read().unwrap_or_else(PoisonError::into_inner);
        // With the day the bases of all shares move on.
        latest.clone().filter(|latest| latest.view.today == app.today())
    }

    fn put(&self, latest: &Latest) {
        *self.latest.write().unwrap_or_else(PoisonError::into_inner) = Some(latest.clone());
    }

    /// The view, perhaps a minute old. Only the first question of a day waits for it.
    pub async fn now(&self, app: &App) -> Result<Latest, Error> {
        if let Some(latest) = self.get(app) {
            let is_old = app.now().duration_since(latest.at) > FRESH;
            if is_old && let Ok(turn) = self.making.clone().try_lock_owned() {
                tokio::spawn(self.clone().renew(app.clone(), latest.clone(), turn));
            }
            return Ok(latest);
        }
        let _turn = self.making.lock().await;
        match self.get(app) {
            Some(latest) => Ok(latest),
            None => self.make(app).await,
        }
    }

    /// Waits until no view is being made.
    pub async fn settled(&self) {
        drop(self.making.lock().await);
    }

    async fn renew(self, app: App, latest: Latest, _turn: OwnedMutexGuard<()>) {
        let at = app.now();
        let renewed = async {
            if seen(&mut app.db.read().await?).await? == latest.seen {
                self.put(&Latest { at, ..latest });
                return Ok(());
            }
            self.make(&app).await.map(drop)
        };
        if let Err(error) = renewed.await {
            let error: Error = error;
            tracing::warn!("The view of the indicators stays as it was: {error}");
        }
    }

    async fn make(&self, app: &App) -> Result<Latest, Error> {
        let (at, today) = (app.now(), app.today());
        let mut tx = app.db.read_long().await?;
        // Looked at first: what happens meanwhile is seen as new the next time.
        let seen = seen(&mut tx).await?;
        let mut view = View::new(today);
        let mut after = Uuid::nil();
        loop {
            let values = [after.into(), (PAGE as i64).into()];
            let rows = tx.all(include_str!("queries/roads.sql"), &values).await?;
            let Some(last) = rows.last() else { break };
            after = last.at(0)?;
            let is_last = rows.len() < PAGE;
            view = tokio::task::spawn_blocking(move || {
                let people: Vec<Counted> = rows.iter().map(counted).collect::<Result<_, _>>()?;
                view.extend(&people);
                Ok::<_, Error>(view)
            })
            .await
            .map_err(|_| Error::Closed)??;
            if is_last {
                break;
            }
        }
        let latest = Latest { view: Arc::new(view), at, seen };
        self.put(&latest);
        Ok(latest)
    }
}

async fn seen(tx: &mut Tx) -> Result<Seen, Error> {
    let journal = journal::end_of_chain(tx).await?.seq;
    let rows = tx.all("select seq from follower order by name", &[]).await?;
    let followers = rows.iter().map(|row| row.at(0)).collect::<Result<_, _>>()?;
    Ok(Seen { journal, followers })
}

fn counted(row: &Row) -> Result<Counted, Error> {
    fn parsed<T: std::str::FromStr>(row: &Row, at: usize) -> Result<Option<T>, Error> {
        let text: Option<String> = row.at(at)?;
        text.map(|text| text.parse().map_err(|_| Error::Column(at.to_string()))).transpose()
    }
    let office = |at| Ok::<_, Error>(row.at::<Option<Uuid>>(at)?.map(OfficeId::from_uuid));
    let sensitivity =
        if row.at::<i64>(4)? == 0 { Sensitivity::Ordinary } else { Sensitivity::Restricted };
    let territory: Option<String> = row.at(8)?;
    let country: Option<String> = row.at(9)?;
    let closing: Option<Closing> = parsed(row, 19)?;
    let facts = Facts {
        sex: parsed(row, 6)?,
        born_in: row.at::<Option<i64>>(7)?.and_then(|year| i16::try_from(year).ok()),
        // A place that is no more is no place.
        territory: territory.and_then(|code| Territory::parse(&code).ok()),
        country: country.and_then(|code| code.as_bytes().try_into().ok()),
        returned_on: row.at(10)?,
        registered_on: row.at(11)?,
        first_work_on: row.at(12)?,
        form: parsed(row, 13)?,
        trained_on: row.at(14)?,
        work_after_course_on: row.at(15)?,
        known_on: row.at(16)?,
        steady_on: row.at(17)?,
        has_disability: row.at(20)?,
        introduced_on: row.at(21)?,
        interviewed_on: row.at(22)?,
        hired_on: row.at(23)?,
        closed_on: row.at::<Option<_>>(18)?.filter(|_| closing.is_some_and(leaves)),
    };
    Ok(Counted {
        above: [office(1)?, office(2)?, office(3)?],
        sensitivity,
        consents: Consents::from_bits(row.at(5)?),
        facts,
    })
}

/// Whether somebody whose road was closed so is in no base after it. Whoever arrived stays in all of them; whoever was
/// lost stays as well, as somebody of whom nothing is known.
const fn leaves(closing: Closing) -> bool {
    match closing {
        Closing::Reached | Closing::Lost => false,
        Closing::LeftAgain | Closing::Stopped | Closing::Moved | Closing::Died | Closing::Other => {
            true
        }
    }
}
