//! A proposal reckoned again from what was kept of it: anybody who has the cell finds the same, to the bit.

use domain::id::ReturneeId;
use serde::Serialize;
use uuid::Uuid;

use super::{
    background::content,
    country::{Country, Somebody, Thing},
    store::{self, PlaceOrder, Proposal, ProposalLine, ProposalPlace},
};
use crate::{
    app::App,
    db::{Error, Tx, many::about},
    refusal::Refusal,
    returnee::store::KeyRow,
};

/// What came of reckoning it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Again {
    pub proposal: Uuid,
    pub people: usize,
    /// What it was reckoned from and came to is the same to the bit.
    pub equal: bool,
    /// People who would now get something else.
    pub differ: usize,
    /// People who were erased since: without them it cannot be the same.
    pub gone: usize,
}

/// Rows read at a time.
const PAGE: i64 = 1_000;

fn thing(place: &ProposalPlace) -> Result<Thing, Error> {
    let room = u32::try_from(place.room).map_err(|_| Error::Column("room".into()))?;
    // Which course it was only matters for what is told of it.
    let taught = None;
    Ok(Thing { kind: place.kind()?, id: place.thing, room, taught, leads: place.leads()? })
}

async fn things(tx: &mut Tx, proposal: Uuid) -> Result<Vec<Thing>, Error> {
    let mut things = Vec::new();
    loop {
        let part = (i64::try_from(things.len()).unwrap_or(i64::MAX), PAGE);
        let some = store::places(tx, proposal, PlaceOrder::ByNumber, part).await?;
        if some.is_empty() {
            return Ok(things);
        }
        for place in &some {
            things.push(thing(place)?);
        }
    }
}

/// Reckons a proposal again. None where there is none that was made.
pub async fn again(app: &App, id: Uuid) -> Result<Option<Again>, Refusal> {
    let mut tx = app.db.read_long().await?;
    let sql = "select * from proposal where id = $1";
    let found: Option<Proposal> = tx.find(sql, &[id.into()]).await?;
    let Some(row) = found.filter(|row| row.content.is_some()) else { return Ok(None) };
    let things = things(&mut tx, id).await?;
    let (mut people, mut places) = (Vec::new(), Vec::new());
    let mut after = -1_i64;
    loop {
        let sql =
            "select * from proposal_line where proposal = $1 and at > $2 order by at limit 250";
        let lines: Vec<ProposalLine> = tx.list(sql, &[id.into(), after.into()]).await?;
        let Some(last) = lines.last() else { break };
        after = last.at;
        let ids: Vec<Uuid> = lines.iter().map(|line| line.returnee).collect();
        let (sql, values) = about("select * from person_key where person in ({people})", &ids);
        let keys: Vec<KeyRow> = tx.list(sql, &values).await?;
        for line in lines {
            let key = keys.iter().find(|key| key.person == line.returnee);
            // Erased a moment ago: the line goes with the person.
            let Some(wrapped) = key.and_then(|key| key.wrapped.as_ref()) else { continue };
            let person = ReturneeId::from_uuid(line.returnee);
            let key = app.keys.unwrap(person, wrapped).map_err(anyhow::Error::from)?;
            let ways = line.open_ways(&key)?;
            people.push(Somebody { id: person, home: None, key: wrapped.clone(), ways });
            places.push(line.place);
        }
    }
    drop(tx);
    let (n_people, measures) = (people.len(), row.measures()?);
    let country = Country { things, people };
    let reckon = move || country.reckon(&measures, None).map(|reckoned| (country, reckoned));
    let (country, reckoned) = tokio::task::spawn_blocking(reckon)
        .await
        .map_err(anyhow::Error::from)?
        .map_err(anyhow::Error::from)?;
    let now = reckoned.shared.places.iter().map(|place| place.map(i64::from));
    let differ = now.zip(&places).filter(|(now, then)| now != *then).count();
    let equal = row.content.as_ref() == Some(&content(&row, &country, &reckoned));
    let gone = usize::try_from(row.n_people).unwrap_or(0).saturating_sub(n_people);
    Ok(Some(Again { proposal: id, people: n_people, equal, differ, gone }))
}
