//! Work that one process at a time may do: a row says who, until when, and with which number.
//!
//! The number (the fence) grows with every change of hands. What is done under a lease checks it in its own
//! transaction, so a process that was asleep past its time cannot do harm.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Error, Tx};
use crate::record;

#[derive(Clone, Debug)]
pub struct Lease {
    pub name: String,
    pub holder: Uuid,
    pub until_at: Timestamp,
    pub fence: i64,
}

record!(Lease, "lease", keys 1, {
    name: String,
    holder: Uuid,
    until_at: Timestamp,
    fence: i64,
});

/// Takes or renews the lease. `None` while another holds it.
pub async fn take(
    tx: &mut Tx,
    name: &str,
    holder: Uuid,
    now: Timestamp,
    length: SignedDuration,
) -> Result<Option<Lease>, Error> {
    let until_at = now + length;
    let held: Option<Lease> =
        tx.lock("select * from lease where name = $1", &[name.into()]).await?;
    let lease = match held {
        None => {
            let lease = Lease { name: name.to_owned(), holder, until_at, fence: 1 };
            // Another process may be making the very first one.
            return Ok(tx.insert_new(&lease).await?.then_some(lease));
        }
        Some(lease) if lease.holder == holder => Lease { until_at, ..lease },
        Some(lease) if lease.until_at < now => {
            Lease { holder, until_at, fence: lease.fence + 1, ..lease }
        }
        Some(_) => return Ok(None),
    };
    tx.update(&lease).await?;
    Ok(Some(lease))
}

/// Lets go of the lease, so that nobody has to wait until its end.
pub async fn let_go(tx: &mut Tx, name: &str, holder: Uuid, now: Timestamp) -> Result<(), Error> {
    let held: Option<Lease> = tx
        .lock("select * from lease where name = $1 and holder = $2", &[name.into(), holder.into()])
        .await?;
    match held {
        // The moment before this one: whoever comes now gets it.
        Some(lease) => {
            let until_at = now - SignedDuration::from_micros(1);
            tx.update(&Lease { until_at, ..lease }).await
        }
        None => Ok(()),
    }
}
