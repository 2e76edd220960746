//! What keeps personal data closed: keys, sealing, secret indexes, signatures, passwords, codes and files from outside.
//!
//! Each person has a random key. It is stored wrapped by the cell's root secret, which lies in a folder apart
//! from the data. Whoever holds only the database can read nothing that is sealed, and when a person's wrapped key is
//! destroyed, what was sealed with it is gone, in every copy.
//!
//! Nothing here reads a clock, writes to the store or logs. Chance comes in as [`Chance`].

pub mod chance;
pub mod keys;
mod key_file;
pub mod seal;
pub mod few_at_once;
pub mod password;
mod guessable;
pub mod totp;
pub mod token;
pub mod file_check;

pub use chance::{Chance, SeededChance, SystemChance};
pub use few_at_once::{Busy, FewAtOnce};
pub use keys::{Field, Keys, KeysError, Version, commitment, verify_checkpoint};
pub use seal::{OpenError, PersonKey, Place};
