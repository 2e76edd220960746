//! The bare engine: the same two rows with nothing around them. No service on this disk can be faster.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

use crate::vault::{Chance, SystemChance, chance};

/// Rows that share one flush.
const GROUP: i64 = 64;

/// A person of about 350 bytes with three indexes, and a row chained by hashes.
const TABLES: &str = "
    create table person (
        id blob primary key, number text not null, surname text not null, given text not null,
        pin_index blob not null, rest blob not null
    );
    create unique index person_number on person (number);
    create index person_name on person (surname, given, id);
    create unique index person_pin on person (pin_index);
    create table entry (seq integer primary key, id blob not null, person blob not null, hash blob not null);
";

/// Rows in a second, for a while.
pub fn rows_per_second(path: &Path, length: Duration) -> anyhow::Result<f64> {
    let mut connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    connection.execute_batch(TABLES)?;
    let chance: &dyn Chance = &SystemChance;
    let (mut n_rows, mut head) = (0i64, [0u8; 32]);
    let began = Instant::now();
    while began.elapsed() < length {
        let tx = connection.transaction()?;
        for _ in 0..GROUP {
            n_rows += 1;
            // As ids do, these sort by time.
            let mut id = [0; 16];
            id[..8].copy_from_slice(&n_rows.to_be_bytes());
            id[8..].copy_from_slice(&chance::random::<8>(chance));
            let rest: [u8; 240] = chance::random(chance);
            let pin: [u8; 16] = chance::random(chance);
            let number = format!("{:09X}", u64::from_be_bytes(chance::random(chance)));
            let surname = format!("surname{:04}", n_rows % 5_000);
            tx.prepare_cached("insert into person values (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![id, number, surname, "given", pin, rest])?;
            let digest: [u8; 32] = Sha256::digest([&id[..], &rest[..]].concat()).into();
            head = Sha256::digest([head, digest].concat()).into();
            tx.prepare_cached("insert into entry values (?1, ?2, ?3, ?4)")?
                .execute(params![n_rows, id, id, head])?;
        }
        tx.commit()?;
    }
    Ok(n_rows as f64 / began.elapsed().as_secs_f64())
}
