//! A list of people for a vacancy or a course as an office was shown it: the order, and for each of them what it rested on, kept
//! with that person's lists. What goes with an erased person is gone from it; the others can still be made again.

use domain::{access::Scope, id::ReturneeId};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::replay::{ListShown, Outcome, sha256};
use crate::{
    app::App,
    db::{Command, Error, Grows, Tx},
    record,
    refusal::Refusal,
    returnee::store as returnees,
    vault::Keys,
};

#[derive(Clone, Debug, PartialEq)]
pub struct PeopleShown {
    pub id: Uuid,
    /// The vacancy or the course.
    pub about: Uuid,
    pub shown_on: Date,
    pub edition: String,
    pub lists: Vec<u8>,
    /// The ids of the rows of `list_shown`, the first first. They say nothing of whoever was erased.
    pub members: String,
    pub content: Vec<u8>,
    pub shown_at: Timestamp,
}

record!(PeopleShown, "people_shown", keys 1, {
    id: Uuid,
    about: Uuid,
    shown_on: Date,
    edition: String,
    lists: Vec<u8>,
    members: String,
    content: Vec<u8>,
    shown_at: Timestamp,
});

/// Keeps what a page shows of a list of people, once for each content.
pub async fn keep(
    app: &App,
    within: &Scope,
    about: Uuid,
    mut shown: Vec<ListShown>,
) -> Result<(), Refusal> {
    let Some(first) = shown.first().cloned() else { return Ok(()) };
    let find = |row: &ListShown| app.kept.find(row.returnee, &row.content);
    if shown.iter().any(|row| find(row).is_none()) {
        remember(app, &shown).await?;
    }
    let mut new = Vec::new();
    for row in &mut shown {
        match find(row) {
            Some(id) => row.id = id,
            None => new.push(row.clone()),
        }
    }
    let members: Vec<String> = shown.iter().map(|row| row.id.to_string()).collect();
    let members = members.join(" ");
    let content = sha256(&[members.as_bytes()]);
    if app.kept.find(about, &content).is_some() {
        return Ok(());
    }
    let ListShown { shown_on, edition, lists, shown_at, .. } = first;
    let id = app.new_id();
    let list = PeopleShown { id, about, shown_on, edition, lists, members, content, shown_at };
    // Two offices at once hold people in one order.
    new.sort_unstable_by_key(|row| row.returnee);
    let keep = Keep { app: app.clone(), within: *within, new, list: list.clone() };
    if app.db.run(keep).await? {
        for row in &shown {
            app.kept.remember(row.returnee, &row.content, row.id);
        }
        app.kept.remember(about, &list.content, list.id);
    }
    Ok(())
}

/// Looks up what was kept of these people before.
async fn remember(app: &App, shown: &[ListShown]) -> Result<(), Error> {
    let mut tx = app.db.read().await?;
    for row in shown {
        if app.kept.find(row.returnee, &row.content).is_none()
            && let Some(id) = row.kept_before(&mut tx).await?
        {
            app.kept.remember(row.returnee, &row.content, id);
        }
    }
    Ok(())
}

struct Keep {
    app: App,
    within: Scope,
    new: Vec<ListShown>,
    list: PeopleShown,
}

impl Command for Keep {
    /// Whether all of it is kept. What another page kept at the same time stands there by another id: the next look keeps
    /// the list by that one.
    type Answer = bool;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        for row in &self.new {
            if !row.keep(&self.app, &self.within, tx).await? {
                return Ok(false);
            }
        }
        tx.insert_new(&self.list).await?;
        Ok(true)
    }
}

impl PeopleShown {
    /// Makes it again from those of its people who are still there, and how many are gone.
    pub async fn replay(&self, tx: &mut Tx, keys: &Keys) -> Result<(Outcome, usize), Error> {
        let (mut ranks, mut n_gone) = (Vec::new(), 0);
        for id in self.members.split(' ') {
            let id: Uuid = id.parse().map_err(|_| Error::Column("members".into()))?;
            let row: Option<ListShown> =
                tx.find("select * from list_shown where id = $1", &[id.into()]).await?;
            let Some(row) = row else {
                n_gone += 1;
                continue;
            };
            let person = ReturneeId::from_uuid(row.returnee);
            let Some((_, key)) = returnees::record(tx, keys, person).await? else {
                n_gone += 1;
                continue;
            };
            let again = row.again(&key);
            match (row.came(again.as_ref()), again) {
                (Outcome::Equal, Some(again)) => ranks.push((again.rank, row.returnee)),
                (came, _) => return Ok((came, n_gone)),
            }
        }
        let is_in_order = ranks.is_sorted_by(|one, other| one > other);
        Ok((if is_in_order { Outcome::Equal } else { Outcome::Differs }, n_gone))
    }
}

/// Lists of people that were shown from a day on, behind an id: one, those about one vacancy or course, or all.
pub async fn kept(
    tx: &mut Tx,
    of: Option<Uuid>,
    since: Date,
    after: Uuid,
) -> Result<Vec<PeopleShown>, Error> {
    let nobody = Uuid::nil();
    let values = [after.into(), since.into(), of.unwrap_or(nobody).into(), nobody.into()];
    tx.list(include_str!("queries/people_shown.sql"), &values).await
}
