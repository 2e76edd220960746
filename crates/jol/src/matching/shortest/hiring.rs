//! How long hiring took in this cell, counted once a day.

use std::sync::Arc;

use domain::{classifier::Code, matching::shortest::Hiring};
use jiff::{ToSpan as _, civil::Date};
use tokio::sync::Mutex;

use crate::{
    app::{App, country_day},
    db::{Error, Tx},
};

type Count = (Date, Arc<Hiring>);

/// The count of a day, shared by every request.
#[derive(Clone, Default)]
pub struct HiringOfDay(Arc<Mutex<Option<Count>>>);

/// Months that are looked back.
const MONTHS: i64 = 24;

/// Hires that are looked at, the newest.
const MOST_HIRES: i64 = 20_000;

impl HiringOfDay {
    /// Counts while nobody waits.
    pub async fn follow(&self, app: &App) -> Result<(), Error> {
        let is_counted = self.0.lock().await.as_ref().is_some_and(|(day, _)| *day == app.today());
        if is_counted {
            return Ok(());
        }
        let mut tx = app.db.read_long().await?;
        self.now(app, &mut tx).await.map(drop)
    }

    pub async fn now(&self, app: &App, tx: &mut Tx) -> Result<Arc<Hiring>, Error> {
        let (mut known, today) = (self.0.lock().await, app.today());
        if let Some((day, hiring)) = &*known
            && *day == today
        {
            return Ok(hiring.clone());
        }
        let lists = app.lists.now();
        let values = [today.saturating_sub(MONTHS.months()).into(), MOST_HIRES.into()];
        let rows = tx.all(include_str!("../queries/road_hires.sql"), &values).await?;
        let mut hires = Vec::with_capacity(rows.len());
        for row in &rows {
            let occupation: Code =
                row.at::<String>(0)?.parse().map_err(|_| Error::Column("occupation".into()))?;
            let began: Date = row.at(2)?;
            let days = (began - country_day(row.at(1)?)).get_days();
            hires.push((occupation, u32::try_from(days).unwrap_or_default()));
        }
        let of_groups = hires.iter().map(|(code, days)| (lists.unit_group(code), *days));
        let hiring = Arc::new(Hiring::of(of_groups));
        *known = Some((today, hiring.clone()));
        Ok(hiring)
    }
}
