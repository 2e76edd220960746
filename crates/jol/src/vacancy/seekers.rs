//! How many registered people look for work, by what they wish for, what they can and where they live: counted now and
//! then, and told by [`super::demand`] alone, which hides what is small.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use domain::{
    classifier::{Code, Codes},
    territory::Territory,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use tokio::sync::Mutex;

use crate::{
    app::App,
    db::{Error, Row, Tx},
};

/// One count for each oblast in their order, and one for whoever lives in none of them.
pub type ByOblast = Vec<u64>;

/// People who look for work.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    pub at: Timestamp,
    pub today: Date,
    pub oblasts: Vec<Territory>,
    pub all: ByOblast,
    /// By unit group of what they wish for; somebody who wishes for two stands in both.
    pub groups: BTreeMap<Code, ByOblast>,
    pub skills: BTreeMap<Code, ByOblast>,
}

/// The last count, shared by every request.
#[derive(Clone, Default)]
pub struct Seekers {
    last: Arc<RwLock<Option<Arc<Counted>>>>,
    counting: Arc<Mutex<()>>,
}

/// A younger count is not looked at again.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// The oblasts and the cities that stand beside them.
pub fn oblasts(today: Date) -> Vec<Territory> {
    Territory::all(today).filter(|place| place.parent().is_none()).collect()
}

impl Seekers {
    fn get(&self, app: &App) -> Option<Arc<Counted>> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner).clone();
        last.filter(|last| last.today == app.today())
    }

    /// The last count, perhaps some minutes old. Only the first question of a day waits for it.
    pub async fn now(&self, app: &App) -> Result<Arc<Counted>, Error> {
        if let Some(last) = self.get(app) {
            if app.now().duration_since(last.at) > FRESH
                && let Ok(turn) = self.counting.clone().try_lock_owned()
            {
                let (own, app) = (self.clone(), app.clone());
                tokio::spawn(async move {
                    let _turn = turn;
                    if let Err(error) = own.count(&app).await {
                        tracing::warn!("Who looks for work is not counted anew: {error}");
                    }
                });
            }
            return Ok(last);
        }
        let _turn = self.counting.lock().await;
        match self.get(app) {
            Some(last) => Ok(last),
            None => self.count(app).await,
        }
    }

    async fn count(&self, app: &App) -> Result<Arc<Counted>, Error> {
        let counted = Arc::new(count(app, &mut app.db.read_long().await?).await?);
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some(counted.clone());
        Ok(counted)
    }
}

async fn count(app: &App, tx: &mut Tx) -> Result<Counted, Error> {
    let (at, today, lists) = (app.now(), app.today(), app.lists.now());
    let oblasts = oblasts(today);
    let place = |row: &Row, at: usize| {
        let code: Option<String> = row.at(at)?;
        let known = |code: &String| oblasts.iter().position(|one| one.code().starts_with(code));
        // Nowhere stands last.
        Ok::<_, Error>(code.as_ref().and_then(known).unwrap_or(oblasts.len()))
    };
    let number = |row: &Row, at: usize| Ok::<_, Error>(row.at::<i64>(at)?.unsigned_abs());
    let blank = || vec![0; oblasts.len() + 1];

    let mut all = blank();
    for row in tx.all(include_str!("queries/seekers.sql"), &[]).await? {
        all[place(&row, 0)?] += number(&row, 1)?;
    }
    let mut groups: BTreeMap<Code, ByOblast> = BTreeMap::new();
    for row in tx.all(include_str!("queries/seekers_by_wish.sql"), &[]).await? {
        let wished: String = row.at(0)?;
        let wished: Codes = wished.parse().map_err(|_| Error::Column("occupations".into()))?;
        let of = |code: &Code| lists.unit_group(code).cloned();
        let wished: Codes = wished.iter().filter_map(of).collect();
        for group in wished.iter() {
            let counts = groups.entry(group.clone()).or_insert_with(blank);
            counts[place(&row, 1)?] += number(&row, 2)?;
        }
    }
    let mut skills: BTreeMap<Code, ByOblast> = BTreeMap::new();
    for row in tx.all(include_str!("queries/seekers_by_skill.sql"), &[]).await? {
        let skill: String = row.at(0)?;
        let Ok(skill) = skill.parse::<Code>() else { continue };
        let counts = skills.entry(skill).or_insert_with(blank);
        counts[place(&row, 1)?] += number(&row, 2)?;
    }
    Ok(Counted { at, today, oblasts, all, groups, skills })
}
