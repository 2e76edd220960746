//! What every request, job and command may use.

use std::{ops::Deref, sync::Arc};

use domain::{access::Actor, id::AccountId};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use crate::{
    access::nearest::LastFound,
    classifier::Lists,
    db::{Db, journal::Act},
    indicator::latest::Views,
    matching::{replay::Kept, shelf::Shelf, shortest::hiring::HiringOfDay},
    meaning::Readers,
    record,
    same::index::Likeness,
    vacancy::seekers::Seekers,
    vault::{Chance, Keys, chance, few_at_once::FewAtOnce, password::Passwords},
    web::{limit::Limits, metrics::Metrics},
};

/// The country this store belongs to.
#[derive(Clone, Debug)]
pub struct Cell {
    pub id: Uuid,
    pub name: String,
    /// Who holds the data and answers for it, as the text of consent says.
    pub agency: String,
    pub demo: bool,
    /// Grows with every restore: a journal that goes on from a copy is another journal.
    pub epoch: i64,
    pub made_at: Timestamp,
}

record!(Cell, "cell", keys 1, {
    id: Uuid,
    name: String,
    agency: String,
    demo: bool,
    epoch: i64,
    made_at: Timestamp,
});

/// Cloning it is cheap: every request hands it through many layers.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What an [`App`] is made of.
#[derive(Clone)]
pub struct Parts {
    pub db: Db,
    pub keys: Arc<Keys>,
    pub cell: Arc<Cell>,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    pub passwords: Passwords,
    /// Files from outside being checked: heavy work, a few at once.
    pub files: FewAtOnce,
    pub settings: Arc<crate::config::Settings>,
    pub metrics: Arc<Metrics>,
    pub limits: Limits,
    /// Occupations, skills and the like.
    pub lists: Lists,
    /// What reads free text into work.
    pub readers: Readers,
    /// Everybody as they are counted.
    pub views: Views,
    /// Everybody, to be compared.
    pub likeness: Likeness,
    /// All vacancies that people are shown.
    pub shelf: Shelf,
    /// How long hiring takes.
    pub hiring: HiringOfDay,
    /// Lists that were kept.
    pub kept: Kept,
    /// How many people look for work.
    pub seekers: Seekers,
    pub offices: LastFound,
    /// Names this process among others on the same store.
    pub process: Uuid,
}

/// Where "now" comes from. Tests move it by hand.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        whole_micros(Timestamp::now())
    }
}

/// The clock of the system, so far ahead: a demo shows today what comes in a year.
pub struct ClockAhead(pub SignedDuration);

impl Clock for ClockAhead {
    fn now(&self) -> Timestamp {
        SystemClock.now() + self.0
    }
}

/// A clock that is set by hand.
pub struct HandClock(std::sync::Mutex<Timestamp>);

impl HandClock {
    pub fn at(now: Timestamp) -> Self {
        Self(std::sync::Mutex::new(whole_micros(now)))
    }

    pub fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = whole_micros(now);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The store keeps microseconds; a moment that is compared with a stored one has no more.
fn whole_micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// The day in Bishkek, where it begins six hours before UTC's.
pub fn country_zone() -> TimeZone {
    TimeZone::get("Asia/Bishkek").unwrap_or(TimeZone::UTC)
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// The day of a moment in the country.
pub fn country_day(at: Timestamp) -> Date {
    at.to_zoned(country_zone()).date()
}

impl App {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The same with some parts changed; what was cloned before stays as it is.
    pub fn with(&self, change: impl FnOnce(&mut Parts)) -> Self {
        let mut parts = Parts::clone(self);
        change(&mut parts);
        Self::new(parts)
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The country's day.
    pub fn today(&self) -> Date {
        country_day(self.now())
    }

    /// A new id that sorts by time (UUID version 7).
    pub fn new_id(&self) -> Uuid {
        new_id(self.now(), &*self.chance)
    }

    pub fn act(&self, actor: Actor) -> Act {
        Act::new(actor, self.now())
    }

    /// The program itself, where no person acts: a job, a command of the operator.
    pub fn operator(&self) -> Act {
        use domain::access::{Role, Seat};
        let actor = Actor {
            id: AccountId::from_uuid(Uuid::nil()).uuid(),
            role: Role::Administrator,
            seat: Seat::Outside,
        };
        self.act(actor)
    }
}

pub fn new_id(now: Timestamp, chance: &dyn Chance) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &chance::random::<10>(chance)).into_uuid()
}
