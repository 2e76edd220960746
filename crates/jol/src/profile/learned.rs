//! What a course taught stands in the profile of whoever finished it, certified by whoever taught it.

use domain::{
    access::{Action, Seat},
    id::ReturneeId,
    profile::{Evidence, Item},
};

use super::{
    commands::{Checked, MOST_ITEMS, set_evidence, write_new},
    store::{self, KeptItem},
};
use crate::{
    access::store as accounts,
    app::App,
    db::{Tx, journal::Act},
    refusal::Refusal,
    returnee::commands::reach,
    vault::PersonKey,
};

/// Adds what was taught to the profile of a person who is held, or makes what stands there already sure.
pub async fn certify(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    (person, key): (ReturneeId, &PersonKey),
    taught: impl IntoIterator<Item = Item>,
) -> Result<(), Refusal> {
    let scope = reach(&act.actor, Action::Meet)?;
    let items = store::items(tx, &scope, person).await?;
    let mut n_items = items.len();
    for item in taught {
        match items.iter().filter(|kept| kept.item.repeats(&item)).max_by_key(|kept| kept.evidence)
        {
            // What somebody else recognised already is surer.
            Some(was) if was.evidence > Evidence::Certified => (),
            Some(was) => {
                set_evidence(tx, app, act, (person, key), was, Checked::of(Evidence::Certified))
                    .await?
            }
            // The end of a course does not wait for somebody to tidy up their profile.
            None if n_items >= MOST_ITEMS => (),
            None => {
                let kept = KeptItem {
                    id: app.new_id(),
                    returnee: person,
                    item,
                    evidence: Evidence::Certified,
                    recognised_by: None,
                    seen: Some((act.actor.id, act.at)),
                    made_by: act.actor.id,
                    made_at: act.at,
                    version: 1,
                };
                write_new(tx, app, act, (person, key), &kept).await?;
                n_items += 1;
            }
        }
    }
    Ok(())
}

/// The school takes its word back: what it certified is the person's own word again.
pub async fn take_back(
    tx: &mut Tx,
    app: &App,
    act: &Act,
    (person, key): (ReturneeId, &PersonKey),
    taught: impl IntoIterator<Item = Item>,
) -> Result<(), Refusal> {
    let Seat::Organisation(school) = act.actor.seat else { return Err(Refusal::NotAllowed) };
    let scope = reach(&act.actor, Action::Meet)?;
    let items = store::items(tx, &scope, person).await?;
    for item in taught {
        let certified =
            |kept: &&KeptItem| kept.item.repeats(&item) && kept.evidence == Evidence::Certified;
        let Some(was) = items.iter().find(certified) else { continue };
        let Some((by, _)) = was.seen else { continue };
        let by = accounts::account(tx, by).await?;
        if by.and_then(|account| account.organisation) == Some(school.uuid()) {
            set_evidence(tx, app, act, (person, key), was, Checked::of(Evidence::Said)).await?;
        }
    }
    Ok(())
}
