//! How often something may be tried. Two sorts: in memory for plain load, in the store for guesses.
//!
//! A limit must never be a way to lock somebody else out. So guesses are counted for the account *together with* the
//! device or the network they come from, and a device that signed in before has a count of its own.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex},
};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::{
    access::store::Tally,
    db::{Command, Error, Grows, Tx},
    refusal::Refusal,
};

/// Requests in the running minute, by who sends them.
#[derive(Clone, Default)]
pub struct Limits {
    counts: Arc<Mutex<HashMap<Vec<u8>, InMinute>>>,
}

/// A minute, and the requests in it.
type InMinute = (i64, u32);

/// Above this many senders in memory, those of past minutes are forgotten.
const MOST_SENDERS: usize = 50_000;

impl Limits {
    /// Counts one request, and refuses it when there were too many in this minute.
    pub fn count(&self, sender: &[u8], most: u32, now: Timestamp) -> Result<u32, Refusal> {
        let minute = now.as_second() / 60;
        let mut counts = self.counts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if counts.len() > MOST_SENDERS {
            counts.retain(|_, (when, _)| *when == minute);
        }
        let (when, n) = counts.entry(sender.to_vec()).or_insert((minute, 0));
        if *when != minute {
            (*when, *n) = (minute, 0);
        }
        *n += 1;
        if *n > most {
            let wait_seconds = (60 - now.as_second().rem_euclid(60)).unsigned_abs();
            return Err(Refusal::TooMany { wait_seconds });
        }
        Ok(most - *n)
    }
}

/// Where a request comes from, coarse enough that one household or office is one place.
pub fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets()[..3].to_vec(),
        IpAddr::V6(v6) => v6.octets()[..6].to_vec(),
    }
}

/// What guesses are counted for: a purpose and its parts, hashed so that the table tells nothing.
pub fn bucket(purpose: &str, parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
        hash.update((part.len() as u32).to_be_bytes());
        hash.update(part);
    }
    let mut bucket = [0; 16];
    bucket.copy_from_slice(&hash.finalize()[..16]);
    bucket
}

/// Counts a try before it is made, so that many at once cannot slip through together.
pub struct Try {
    pub bucket: [u8; 16],
    pub most: i64,
    pub window: SignedDuration,
    pub now: Timestamp,
}

impl Command for Try {
    /// Seconds to wait; zero when the try may be made.
    type Answer = u64;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<u64, Refusal> {
        let sql = "select * from tally where bucket = $1";
        let mut was: Option<Tally> = tx.lock(sql, &[self.bucket.into()]).await?;
        let fresh = Tally { bucket: self.bucket, window_at: self.now, n_tries: 1 };
        if was.is_none() {
            if tx.insert_new(&fresh).await? {
                return Ok(0);
            }
            // Another first try was faster, and this one has to be counted after it.
            was = tx.lock(sql, &[self.bucket.into()]).await?;
        }
        match was {
            // Forgotten in between, after a success: count from the start.
            None => return Err(Error::Busy("a count went meanwhile".into()).into()),
            Some(tally) if tally.window_at + self.window <= self.now => tx.update(&fresh).await?,
            Some(tally) if tally.n_tries < self.most => {
                tx.update(&Tally { n_tries: tally.n_tries + 1, ..tally }).await?;
            }
            Some(tally) => {
                let wait = (tally.window_at + self.window).duration_since(self.now);
                return Ok(wait.as_secs().unsigned_abs().max(1));
            }
        }
        Ok(0)
    }
}

/// Forgets the tries of one bucket, after a success.
pub struct Forget(pub [u8; 16]);

impl Command for Forget {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.execute("delete from tally where bucket = $1", &[self.0.into()]).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_begins_anew_with_the_minute() {
        let limits = Limits::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(limits.count(b"one", 2, at(0)).is_ok());
        assert!(limits.count(b"one", 2, at(1)).is_ok());
        assert!(matches!(
            limits.count(b"one", 2, at(40)),
            Err(Refusal::TooMany { wait_seconds: 20 })
        ));
        assert!(limits.count(b"two", 2, at(40)).is_ok(), "another sender is not held up");
        assert!(limits.count(b"one", 2, at(60)).is_ok());
    }

    #[test]
    fn one_network_is_one_place() {
        let same =
            |one: &str, two: &str| network(one.parse().unwrap()) == network(two.parse().unwrap());
        assert!(same("10.1.2.3", "10.1.2.200") && same("::ffff:10.1.2.3", "10.1.2.4"));
        assert!(!same("10.1.2.3", "10.1.3.3"));
        assert!(
            same("2001:db8:1::1", "2001:db8:1:ffff::2") && !same("2001:db8:1::1", "2001:db8:2::1")
        );
    }
}
