//! Places that are proposed to people and that nobody has talked about with them yet.

use std::collections::{HashMap, hash_map::Entry};

use jiff::{Span, civil::Date};
use uuid::Uuid;

use super::store::{self, Proposal, ProposalLine};
use crate::{
    app::country_day,
    db::{
        Error, Tx,
        many::{AT_ONCE, about},
    },
};

/// A place that waits for a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToTalk {
    pub proposal: Uuid,
    /// The office whose people it is about. `None`: the whole country.
    pub office: Option<Uuid>,
    pub since: Date,
    /// The first day on which the proposal is no longer in force.
    pub over_on: Date,
}

/// Of each of some people the places that wait for a talk, those of the earliest decision first.
pub async fn to_talk(
    tx: &mut Tx,
    people: &[Uuid],
    today: Date,
) -> Result<HashMap<Uuid, Vec<ToTalk>>, Error> {
    let (sql, values) = about(include_str!("../queries/proposal_to_talk.sql"), people);
    let lines: Vec<ProposalLine> = tx.list(sql, &values).await?;
    let mut proposals: HashMap<Uuid, Proposal> = HashMap::new();
    let mut found: HashMap<Uuid, Vec<ToTalk>> = HashMap::new();
    for line in lines {
        let row = match proposals.entry(line.proposal) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let sql = "select * from proposal where id = $1";
                let Some(row) = tx.find(sql, &[line.proposal.into()]).await? else { continue };
                free.insert(row)
            }
        };
        if !row.is_in_force_for(&line, today)? {
            continue;
        }
        let (Some(at), Some(last)) = (row.decided_at, row.last_on) else { continue };
        found.entry(line.returnee).or_default().push(ToTalk {
            proposal: row.id,
            office: (row.depth > 0).then_some(row.office),
            since: country_day(at),
            over_on: last.saturating_add(Span::new().days(1)),
        });
    }
    for places in found.values_mut() {
        places.sort_unstable_by_key(|one| (one.since, one.proposal));
    }
    Ok(found)
}

/// A proposal that was accepted and of whose people not everybody was looked at since.
pub async fn not_passed_on(tx: &mut Tx) -> Result<Option<Uuid>, Error> {
    let sql = include_str!("../queries/proposal_to_pass_on.sql");
    tx.one(sql, &[]).await?.map(|row| row.at(0)).transpose()
}

/// Passes on a proposal that was accepted: the next of its people who have a place.
pub async fn pass_on(tx: &mut Tx, proposal: Uuid) -> Result<Vec<Uuid>, Error> {
    let Some(row) = store::lock(tx, proposal).await? else { return Ok(Vec::new()) };
    let until = row.n_passed_on + AT_ONCE as i64;
    let sql = include_str!("../queries/proposal_passed_on.sql");
    let values = [proposal.into(), row.n_passed_on.into(), until.into()];
    let rows = tx.all(sql, &values).await?;
    let version = row.version + 1;
    tx.update(&Proposal { n_passed_on: until.min(row.n_people), version, ..row }).await?;
    rows.iter().map(|row| row.at(0)).collect()
}
