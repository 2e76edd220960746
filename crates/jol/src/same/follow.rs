//! Reading the journal forward: whoever is registered or changed is compared with everybody, and what is found is written.
//!
//! So it is the same for every way by which people come, none of which waits for it. Any number of processes may do this:
//! who finds the reader elsewhere than they left it lets go of their piece.

use std::collections::BTreeMap;

use domain::{
    id::ReturneeId,
    returnee::Channel,
    same::{Origin, Zone},
};
use linkage::score::Waterfall;
use uuid::Uuid;

use super::{
    index::{Asked, compare, likely_each, read_one},
    pairs::{self, Found, Known},
    store::PairRow,
};
use crate::{
    app::App,
    db::{
        Command, Tx,
        journal::{self, Follower},
    },
    refusal::Refusal,
    returnee::store::Returnee,
};

/// The reader of the journal that looks for pairs.
pub const NAME: &str = "same";

/// Entries read in one go.
const ENTRIES: i64 = 200;

/// Entries that are passed over before it is written down how far the journal was read.
const PASSED: i64 = 1_000;

/// What a pair of records depends on.
const COMPARED: [&str; 7] = ["surname", "given", "patronymic", "sex", "birth_on", "pin", "phone"];

/// Keeps the memory up, and reads on until nothing is left. Answers how many pairs were found.
pub async fn follow(app: &App) -> Result<usize, Refusal> {
    journal::link_new(&app.db, app.process, app.now()).await?;
    app.likeness.follow(app).await?;
    let mut n_found = 0;
    while let Some(n) = read_on(app).await? {
        n_found += n;
    }
    Ok(n_found)
}

/// A record to be compared with all others.
struct Turn {
    returnee: Returnee,
    /// Its open pairs are weighed again.
    is_changed: bool,
}

async fn read_on(app: &App) -> Result<Option<usize>, Refusal> {
    let mut tx = app.db.read().await?;
    let was = Follower::place(&mut tx, NAME).await?;
    let end = journal::end_of_chain(&mut tx).await?.seq;
    let values = [was.into(), end.into(), ENTRIES.into()];
    let entries = tx.all(include_str!("queries/entries.sql"), &values).await?;
    let mut people: BTreeMap<Uuid, bool> = BTreeMap::new();
    let mut seq = end;
    for entry in &entries {
        let (person, action): (Uuid, String) = (entry.at(1)?, entry.at(2)?);
        let fields: String = entry.at(3)?;
        let is_changed = action == "changed";
        if !is_changed || fields.split(' ').any(|field| COMPARED.contains(&field)) {
            *people.entry(person).or_default() |= is_changed;
        }
    }
    if entries.len() as i64 == ENTRIES
        && let Some(last) = entries.last()
    {
        seq = last.at(0)?;
    }
    if entries.is_empty() && end - was < PASSED {
        return Ok(None);
    }

    let mut turns = Vec::with_capacity(people.len());
    for (id, is_changed) in people {
        let id = ReturneeId::from_uuid(id);
        if let Some(returnee) = read_one(app, &mut tx, id).await? {
            turns.push(Turn { returnee, is_changed });
        }
    }
    let asked: Vec<Asked> = turns.iter().map(|turn| Asked::from(&turn.returnee)).collect();
    let likely = likely_each(app, &mut tx, &asked).await?;
    let mut found = Vec::new();
    for (turn, likely) in turns.iter().zip(likely) {
        let origin = if turn.is_changed { Origin::Change } else { origin(turn.returnee.channel) };
        found.extend(likely.into_iter().map(|likely| Found {
            records: [turn.returnee.id, likely.id],
            origin,
            waterfall: likely.waterfall,
        }));
    }
    let mut again = Vec::new();
    for turn in turns.iter().filter(|turn| turn.is_changed) {
        again.extend(weighed_again(app, &mut tx, &turn.returnee).await?);
    }
    drop(tx);
    app.db.run(Write { app: app.clone(), was, seq, found, again }).await
}

/// How a pair is found when the newer record comes this way.
pub fn origin(channel: Channel) -> Origin {
    match channel {
        Channel::Own => Origin::Alone,
        Channel::Assisted => Origin::Desk,
        Channel::Import => Origin::Import,
        Channel::Api => Origin::Api,
    }
}

/// The open pairs of a record that was changed, with what they weigh now.
async fn weighed_again(
    app: &App,
    tx: &mut Tx,
    returnee: &Returnee,
) -> Result<Vec<(PairRow, Waterfall)>, Refusal> {
    let model = app.likeness.model();
    let mut again = Vec::new();
    for pair in pairs::open(tx, returnee.id).await? {
        let other = if pair.one == returnee.id.uuid() { pair.other } else { pair.one };
        let other = ReturneeId::from_uuid(other);
        let Some(other) = read_one(app, tx, other).await? else { continue };
        let weighed = compare(&model, &returnee.into(), &[Asked::from(&other)]);
        again.extend(weighed.into_iter().map(|waterfall| (pair.clone(), waterfall)));
    }
    Ok(again)
}

/// What was found, and how far the journal was read for it.
struct Write {
    app: App,
    was: i64,
    seq: i64,
    found: Vec<Found>,
    again: Vec<(PairRow, Waterfall)>,
}

impl Command for Write {
    /// How many pairs are new. `None` while another process reads.
    type Answer = Option<usize>;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Option<usize>, Refusal> {
        let held = Follower::hold(tx, NAME).await?;
        let Some(read) = held.filter(|read| read.seq == self.was) else { return Ok(None) };
        let act = self.app.operator();
        for (pair, waterfall) in &self.again {
            // Somebody may have decided it meanwhile.
            let sql = "select * from pair where id = $1";
            let held: Option<PairRow> = tx.lock(sql, &[pair.id.into()]).await?;
            if let Some(held) = held.filter(|held| held.version == pair.version) {
                pairs::weigh_again(&self.app, tx, &act, held, waterfall).await?;
            }
        }
        let mut n_found = 0;
        for found in &self.found {
            let Some(pair) = pairs::write(&self.app, tx, &act, found, Known::Nothing).await? else {
                continue;
            };
            n_found += 1;
            // A file of another agency is linked on the way where nothing speaks against it.
            if found.origin == Origin::Import && pair.zone == Zone::Link.code() {
                pairs::link(&self.app, tx, &act, pair).await?;
            }
        }
        tx.update(&Follower { seq: self.seq, ..read }).await?;
        Ok(Some(n_found))
    }
}
