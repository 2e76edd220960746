//! What is due in an office or for one officer: lists that read one index of `road` in its order.

use domain::{
    access::{Action, Actor, Scope, Seat, scope},
    codes,
    id::ReturneeId,
    territory::Territory,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    access::predicate::{names_lead, within},
    app::country_day,
    db::{Error, Row, Tx, Value},
    returnee::store::name_in,
    words::msg,
};

codes! {
    /// The lists of an officer's day.
    List {
        /// Registered within the last month, and nobody is responsible yet.
        New = "new",
        Visits = "visits",
        Letters = "letters",
        Asked = "asked",
        Moved = "moved",
        /// A place is proposed to them, and nobody has talked about it with them.
        Proposed = "proposed",
        Plans = "plans",
    }
}

impl List {
    pub fn title(self) -> &'static str {
        match self {
            Self::New => msg("day-new"),
            Self::Visits => msg("day-visits"),
            Self::Letters => msg("day-letters"),
            Self::Asked => msg("day-asked"),
            Self::Moved => msg("day-moved"),
            Self::Proposed => msg("day-proposed"),
            Self::Plans => msg("day-plans"),
        }
    }

    /// The page on which something is done about it.
    fn page(self, person: Uuid, row: &Row) -> Result<String, Error> {
        let page = match self {
            Self::Visits => "/work",
            Self::Letters => "/plan#letters",
            Self::Asked => "/candidacies",
            Self::Plans => "/plan",
            Self::New | Self::Moved => "/road",
            Self::Proposed => {
                let proposal: Uuid = row.get("proposed_in")?;
                return Ok(format!("/proposals/{proposal}/people/{person}"));
            }
        };
        Ok(format!("/returnees/{person}{page}"))
    }

    /// Whether somebody has to do with it at all.
    pub fn is_for(self, actor: &Actor) -> bool {
        self != Self::Proposed || scope(actor, Action::Check).is_ok()
    }

    /// What `$1`, the last day that counts as due, has to do with it.
    fn condition(self) -> &'static str {
        match self {
            Self::New => "d.{column} > $1 and d.officer is null",
            _ => "d.{column} <= $1",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Visits => "next_visit_on",
            Self::Letters => "letter_at",
            Self::Asked => "asked_on",
            Self::Moved => "moved_on",
            Self::Proposed => "proposed_on",
            // Until it is due, the day of the plan is that of the registration and a month.
            Self::New | Self::Plans => "plan_due_on",
        }
    }
}

codes! {
    /// Whose people: those one looks after, or everybody of the office.
    Whose {
        Mine = "mine",
        Office = "office",
    }
}

/// Whose lists are read, by whom and on which day.
pub struct Asking<'a> {
    pub actor: &'a Actor,
    pub scope: &'a Scope,
    pub whose: Whose,
    pub today: Date,
}

/// Where a list goes on: behind this person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct After {
    /// A day, or a moment for letters.
    pub since: Option<String>,
    pub id: Option<Uuid>,
}

/// One person on a list.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: ReturneeId,
    pub number: String,
    pub name: String,
    pub territory: Option<Territory>,
    pub restricted: bool,
    pub since: Date,
    /// The page on which something is done about it.
    pub href: String,
    pub after: After,
}

impl Waiting {
    fn from_row(list: List, row: &Row) -> Result<Self, Error> {
        let id: Uuid = row.get("id")?;
        let (since, key) = match list {
            List::Letters => {
                let at: Timestamp = row.get("since")?;
                (country_day(at), at.to_string())
            }
            _ => {
                let day: Date = row.get("since")?;
                let since = if list == List::New { row.get("registered_on")? } else { day };
                (since, day.to_string())
            }
        };
        let territory: Option<String> = row.get("territory")?;
        Ok(Self {
            id: ReturneeId::from_uuid(id),
            number: row.get("number")?,
            name: name_in(row)?,
            territory: territory.and_then(|code| Territory::parse(&code).ok()),
            restricted: row.get::<i64>("sensitivity")? > 0,
            since,
            href: list.page(id, row)?,
            after: After { since: Some(key), id: Some(id) },
        })
    }
}

impl Asking<'_> {
    /// A statement with the rule of access, and whose people, by the index of that.
    fn statement(
        &self,
        sql: &'static str,
        list: List,
        mut values: Vec<Value>,
        is_postgres: bool,
    ) -> (String, Vec<Value>) {
        let sql = within(sql, self.scope, &mut values);
        let mut by = |column: &str, id: Uuid| {
            values.push(id.into());
            format!("d.{column} = ${}", values.len())
        };
        // Whoever is new is nobody's, so the office's.
        let whose = if list == List::New { Whose::Office } else { self.whose };
        let whose = match (whose, self.actor.seat) {
            (Whose::Mine, _) => by("officer", self.actor.id),
            (Whose::Office, Seat::Office { depth, office }) if depth > 0 => {
                by(&format!("above_{depth}"), office.uuid())
            }
            (Whose::Office, _) => "1 = 1".to_owned(),
        };
        let sql = sql.replace("{due}", list.condition());
        let sql = sql.replace("{column}", list.column()).replace("{whose}", &whose);
        (names_lead(sql, is_postgres), values)
    }

    /// The last day or moment that counts as due.
    fn until(&self, list: List) -> Value {
        match list {
            // Nobody writes in the future.
            List::Letters => Timestamp::MAX.into(),
            _ => self.today.into(),
        }
    }

    /// The statement of those behind a person, no more than `n`, with its values.
    pub fn page_statement(
        &self,
        list: List,
        after: &After,
        n: i64,
        is_postgres: bool,
    ) -> (String, Vec<Value>) {
        let id: Value = after.id.unwrap_or_default().into();
        let since = after.since.as_deref();
        let first: Value = match list {
            List::Letters => {
                since.and_then(|at| at.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH).into()
            }
            _ => since.and_then(|day| day.parse().ok()).unwrap_or(EARLIEST).into(),
        };
        let values = vec![self.until(list), first, id, n.into()];
        self.statement(include_str!("queries/due.sql"), list, values, is_postgres)
    }

    /// The statement that counts up to `most`, with its values.
    pub fn count_statement(
        &self,
        list: List,
        most: i64,
        is_postgres: bool,
    ) -> (String, Vec<Value>) {
        let values = vec![self.until(list), most.into()];
        self.statement(include_str!("queries/due_count.sql"), list, values, is_postgres)
    }

    pub async fn page(
        &self,
        tx: &mut Tx,
        list: List,
        after: &After,
        n: i64,
    ) -> Result<Vec<Waiting>, Error> {
        let (sql, values) = self.page_statement(list, after, n, tx.is_postgres());
        let rows = tx.all(sql, &values).await?;
        rows.iter().map(|row| Waiting::from_row(list, row)).collect()
    }

    pub async fn count(&self, tx: &mut Tx, list: List, most: i64) -> Result<i64, Error> {
        let (sql, values) = self.count_statement(list, most, tx.is_postgres());
        tx.one(sql, &values).await?.map_or(Ok(0), |row| row.at(0))
    }
}

/// Before anything in the store.
const EARLIEST: Date = jiff::civil::date(1900, 1, 1);

/// A vacancy that is new.
pub struct New {
    pub id: Uuid,
    pub title: String,
    pub territory: Option<Territory>,
    pub opened_on: Date,
}

/// Vacancies opened since a day in a part of the country, the newest first.
pub async fn new_vacancies(
    tx: &mut Tx,
    near: Option<Territory>,
    since: Date,
    n: usize,
) -> Result<Vec<New>, Error> {
    /// Looked through for those nearby.
    const NEWEST: i64 = 500;
    let values = [since.into(), NEWEST.into()];
    let rows = tx.all(include_str!("queries/new_vacancies.sql"), &values).await?;
    let new = rows.iter().map(|row| {
        let territory: String = row.get("territory")?;
        Ok(New {
            id: row.get("id")?,
            title: row.get("title")?,
            territory: Territory::parse(&territory).ok(),
            opened_on: row.get("opened_on")?,
        })
    });
    let new: Vec<New> = new.collect::<Result<_, Error>>()?;
    let is_near = |new: &New| match (near, new.territory) {
        (Some(near), Some(place)) => place.oblast() == near.oblast(),
        _ => true,
    };
    Ok(new.into_iter().filter(is_near).take(n).collect())
}
