//! All vacancies that people are shown, in memory, as of the end of the journal.
//!
//! Made in the background from the rows of the store, and kept up by following the journal: whoever reads looks at its end
//! first, so what was closed a moment ago stands in no list. Whoever shows a vacancy reads its row again by its id.

use std::{collections::HashSet, sync::Arc};

use domain::{classifier::Classifiers, money::Som, vacancy::last_begin};
use jiff::{SignedDuration, civil::Date};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::columns::{Columns, Offered};
use crate::{
    app::App,
    db::{
        Error, Row, Tx, journal,
        many::{AT_ONCE, about},
    },
};

/// The vacancies, shared by every request.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<Option<Memory>>>);

/// The vacancies as of a place in the journal.
struct Memory {
    columns: Arc<Columns>,
    seq: i64,
    /// Entries that were taken up before they had a place.
    unlinked: HashSet<Uuid>,
    /// What was over before this day is cleared away.
    today: Date,
}

/// Vacancies read at a time while the memory is made.
const PAGE: usize = 5_000;

impl Shelf {
    /// Keeps the memory up while nobody asks.
    pub async fn follow(&self, app: &App) -> Result<(), Error> {
        let mut tx = app.db.read_long().await?;
        self.now(app, &mut tx).await.map(drop)
    }

    /// The vacancies as they are now. Only who asks before they were ever read waits for them.
    pub async fn now(&self, app: &App, tx: &mut Tx) -> Result<Arc<Columns>, Error> {
        let mut memory = self.0.lock().await;
        let (lists, today) = (app.lists.now(), app.today());
        // Half taken up is not up to date: after an error it is made anew.
        let known = match memory.take() {
            Some(mut known) => {
                known.take_up(tx, lists, today).await?;
                known
            }
            None => {
                let began = app.now();
                let made = Memory::make(tx, lists, today).await?;
                let took = app.now().duration_since(began).max(SignedDuration::ZERO);
                tracing::info!("{} vacancies are in memory, after {took:#}", made.columns.len());
                made
            }
        };
        let columns = known.columns.clone();
        app.metrics.offered.set(i64::try_from(columns.len()).unwrap_or(i64::MAX));
        *memory = Some(known);
        Ok(columns)
    }
}

impl Memory {
    async fn make(tx: &mut Tx, lists: Arc<Classifiers>, today: Date) -> Result<Self, Error> {
        // Looked at first: what happens meanwhile is taken up afterwards.
        let seq = journal::end_of_chain(tx).await?.seq;
        let mut columns = Columns::new(lists);
        let mut after = Uuid::nil();
        loop {
            let values = [after.into(), today.into(), (PAGE as i64).into()];
            let rows = tx.all(include_str!("queries/offered.sql"), &values).await?;
            let Some(last) = rows.last() else { break };
            after = last.at(0)?;
            columns = tokio::task::spawn_blocking(move || {
                rows.iter().try_for_each(|row| put(&mut columns, row).map(drop))?;
                Ok::<_, Error>(columns)
            })
            .await
            .map_err(|_| Error::Closed)??;
        }
        Ok(Self { columns: Arc::new(columns), seq, unlinked: HashSet::new(), today })
    }

    /// Takes up what was written since. An entry without a place in the chain counts as well: another process may have
    /// written it a moment ago.
    async fn take_up(
        &mut self,
        tx: &mut Tx,
        lists: Arc<Classifiers>,
        today: Date,
    ) -> Result<(), Error> {
        if !self.columns.knows(&lists) {
            Arc::make_mut(&mut self.columns).renew(lists);
        }
        if self.today < today {
            Arc::make_mut(&mut self.columns).clear(today);
            self.today = today;
        }
        // Those without a place first: one that is linked in between is found by its place.
        let (mut touched, mut unlinked) = (Vec::new(), HashSet::new());
        if tx.is_postgres() {
            for row in tx.all(include_str!("queries/touched_unlinked.sql"), &[]).await? {
                let id = row.at(2)?;
                unlinked.insert(id);
                if !self.unlinked.contains(&id) {
                    touched.push(row);
                }
            }
        }
        let end = journal::end_of_chain(tx).await?.seq;
        if end > self.seq {
            let values = [self.seq.into(), end.into()];
            touched.extend(tx.all(include_str!("queries/touched.sql"), &values).await?);
        }
        if !touched.is_empty() {
            self.read_again(tx, &touched).await?;
        }
        (self.seq, self.unlinked) = (end, unlinked);
        Ok(())
    }

    async fn read_again(&mut self, tx: &mut Tx, touched: &[Row]) -> Result<(), Error> {
        let (mut vacancies, mut employers) = (Vec::new(), Vec::new());
        for row in touched {
            let (kind, object): (String, Uuid) = (row.at(0)?, row.at(1)?);
            if kind == "vacancy" { &mut vacancies } else { &mut employers }.push(object);
        }
        employers.sort_unstable();
        employers.dedup();
        for some in employers.chunks(AT_ONCE) {
            let (sql, values) = about(include_str!("queries/of_employers.sql"), some);
            for row in tx.all(sql, &values).await? {
                vacancies.push(row.at(0)?);
            }
        }
        vacancies.sort_unstable();
        vacancies.dedup();
        let columns = Arc::make_mut(&mut self.columns);
        for some in vacancies.chunks(AT_ONCE) {
            let (sql, values) = about(include_str!("queries/offered_some.sql"), some);
            let mut gone: HashSet<Uuid> = some.iter().copied().collect();
            for row in tx.all(sql, &values).await? {
                gone.remove(&put(columns, &row)?);
            }
            gone.into_iter().for_each(|id| columns.close(id));
        }
        Ok(())
    }
}

/// Puts a row of the store among the columns. One that is damaged is told of and left out.
fn put(columns: &mut Columns, row: &Row) -> Result<Uuid, Error> {
    let id = row.at(0)?;
    match offered(row) {
        Ok(offered) => columns.put(&offered),
        Err(Error::Column(column)) => {
            tracing::error!(vacancy.id = %id, "A vacancy is in no list: {column} cannot be read");
            columns.close(id);
        }
        Err(error) => return Err(error),
    }
    Ok(id)
}

fn offered(row: &Row) -> Result<Offered, Error> {
    fn parsed<T: std::str::FromStr>(row: &Row, column: &str, at: usize) -> Result<T, Error> {
        row.at::<String>(at)?.parse().map_err(|_| Error::Column(column.to_owned()))
    }
    let wage_to: Option<i64> = row.at(4)?;
    let wage_from: Option<i64> = row.at(5)?;
    let closes_on = row.at(6)?;
    Ok(Offered {
        id: row.at(0)?,
        occupation: parsed(row, "occupation", 1)?,
        territory: parsed(row, "territory", 2)?,
        form: parsed(row, "form", 3)?,
        wage: wage_to.or(wage_from).map(Som::from_tyiyn),
        last_begin: last_begin(row.at(9)?, closes_on),
        closes_on,
        needs: parsed(row, "needs", 7)?,
        places: u16::try_from(row.at::<i64>(8)?).map_err(|_| Error::Column("places".into()))?,
    })
}
