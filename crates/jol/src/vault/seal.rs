//! Closing a value so that only its key opens it, and only at its own place.
//!
//! AES-256-GCM-SIV: a repeated nonce shows only that two values at one place are equal, where ordinary GCM would give the key away.
//! The place a value belongs to is part of the seal: a value copied to another row, column or version does not open.

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit,
    aead::{Aead, Payload},
};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::chance::{self, Chance};

/// The first byte of everything sealed. A new way to seal gets a new number, and the old one stays readable.
const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

/// How many bytes sealing adds to a value.
pub const OVERHEAD: usize = 1 + NONCE_BYTES + TAG_BYTES;

/// Where a sealed value lives. It opens nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    pub table: &'a str,
    pub column: &'a str,
    pub row: Uuid,
    /// Which writing of the row the value belongs to, so that an older value cannot be put back unnoticed.
    pub version: i64,
}

impl Place<'_> {
    /// The place as bytes. Lengths stand before the words, so `ab|c` and `a|bc` differ.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.table.len() + self.column.len() + 32);
        for word in [self.table, self.column] {
            bytes.extend((word.len() as u32).to_be_bytes());
            bytes.extend(word.as_bytes());
        }
        bytes.extend(self.row.as_bytes());
        bytes.extend(self.version.to_be_bytes());
        bytes
    }
}

/// Why a sealed value did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("the sealed value is cut short")]
    Short,
    #[error("the sealed value is of format {0}, which this version of the program does not know")]
    Format(u8),
    #[error("the sealed value needs version {0} of the root key, which is not in the key folder")]
    NoSuchVersion(u16),
    #[error("the sealed value was changed, moved from another place, or sealed with another key")]
    Changed,
}

/// The key of one person. What it sealed is gone once every copy of its wrapped form is destroyed.
#[derive(Clone)]
pub struct PersonKey {
    bytes: Zeroizing<[u8; 32]>,
    cipher: Aes256GcmSiv,
}

impl PersonKey {
    pub fn random(chance: &dyn Chance) -> Self {
        Self::from_bytes(Zeroizing::new(chance::random(chance)))
    }

    pub(super) fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        let cipher = Aes256GcmSiv::new((&*bytes).into());
        Self { bytes, cipher }
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// Seals a value for one place: format, nonce, ciphertext with its tag.
    pub fn seal(&self, chance: &dyn Chance, place: &Place, plaintext: &[u8]) -> Vec<u8> {
        let mut sealed = Vec::with_capacity(plaintext.len() + OVERHEAD);
        sealed.push(FORMAT);
        close(&self.cipher, chance, &place.bytes(), plaintext, &mut sealed);
        sealed
    }

    /// Opens a value sealed for this place. The plaintext leaves memory when it is dropped.
    pub fn open(&self, place: &Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        match sealed.split_first() {
            None => Err(OpenError::Short),
            Some((&FORMAT, rest)) => reopen(&self.cipher, &place.bytes(), rest),
            Some((&other, _)) => Err(OpenError::Format(other)),
        }
    }
}

impl std::fmt::Debug for PersonKey {
    /// Says nothing of the key, so that it cannot reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonKey(..)")
    }
}

/// Appends nonce and ciphertext.
pub(super) fn close(
    cipher: &Aes256GcmSiv,
    chance: &dyn Chance,
    bound_to: &[u8],
    plaintext: &[u8],
    into: &mut Vec<u8>,
) {
    let nonce: [u8; NONCE_BYTES] = chance::random(chance);
    into.extend(nonce);
    into.extend(
        cipher
            .encrypt(&nonce.into(), Payload { msg: plaintext, aad: bound_to })
            .expect("only values over 64 GiB cannot be sealed"),
    );
}

/// Reads what [`close`] wrote.
pub(super) fn reopen(
    cipher: &Aes256GcmSiv,
    bound_to: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let Some((nonce, ciphertext)) = sealed.split_first_chunk::<NONCE_BYTES>() else {
        return Err(OpenError::Short);
    };
    if ciphertext.len() < TAG_BYTES {
        return Err(OpenError::Short);
    }
    cipher
        .decrypt(&(*nonce).into(), Payload { msg: ciphertext, aad: bound_to })
        .map(Zeroizing::new)
        .map_err(|_| OpenError::Changed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::vault::SeededChance;

    const PLACE: Place =
        Place { table: "returnee", column: "pin", row: Uuid::from_u128(1), version: 1 };

    proptest! {
        #[test]
        fn what_is_sealed_opens_again_at_its_place(plaintext in any::<Vec<u8>>(), row: u128, version: i64, seed: u64) {
            let chance = SeededChance::new(seed);
            let key = PersonKey::random(&chance);
            let place = Place { row: Uuid::from_u128(row), version, ..PLACE };

            let sealed = key.seal(&chance, &place, &plaintext);
            prop_assert_eq!(sealed.len(), plaintext.len() + OVERHEAD);
            prop_assert_eq!(&**key.open(&place, &sealed).unwrap(), &plaintext);
        }

        #[test]
        fn any_changed_byte_is_noticed(plaintext in "[a-z]{0,40}", at in any::<prop::sample::Index>(), flip in 1u8..) {
            let chance = SeededChance::new(5);
            let key = PersonKey::random(&chance);
            let mut sealed = key.seal(&chance, &PLACE, plaintext.as_bytes());
            let at = at.index(sealed.len());
            sealed[at] ^= flip;
            prop_assert!(key.open(&PLACE, &sealed).is_err());
        }

        #[test]
        fn nothing_cut_short_opens_and_nothing_panics(length in 0usize..60) {
            let chance = SeededChance::new(5);
            let key = PersonKey::random(&chance);
            let sealed = key.seal(&chance, &PLACE, b"twenty-nine and some more bytes");
            let cut = &sealed[..length.min(sealed.len() - 1)];
            prop_assert!(key.open(&PLACE, cut).is_err());
        }
    }

    #[test]
    fn a_value_moved_to_another_place_does_not_open() {
        let chance = SeededChance::new(5);
        let key = PersonKey::random(&chance);
        let sealed = key.seal(&chance, &PLACE, b"10101199912345");

        let elsewhere = [
            Place { table: "account", ..PLACE },
            Place { column: "phone", ..PLACE },
            Place { row: Uuid::from_u128(2), ..PLACE },
            Place { version: 2, ..PLACE },
            // The same letters, cut in another way.
            Place { table: "returneep", column: "in", ..PLACE },
        ];
        for place in elsewhere {
            assert_eq!(key.open(&place, &sealed), Err(OpenError::Changed), "{place:?}");
        }
        assert_eq!(PersonKey::random(&chance).open(&PLACE, &sealed), Err(OpenError::Changed));
    }

    #[test]
    fn an_unknown_format_is_named() {
        let key = PersonKey::random(&SeededChance::new(5));
        assert_eq!(key.open(&PLACE, &[9; 40]), Err(OpenError::Format(9)));
        assert_eq!(key.open(&PLACE, &[]), Err(OpenError::Short));
    }

    #[test]
    fn equal_values_look_different_when_sealed() {
        let chance = SeededChance::new(5);
        let key = PersonKey::random(&chance);
        assert_ne!(key.seal(&chance, &PLACE, b"same"), key.seal(&chance, &PLACE, b"same"));
    }

    #[test]
    fn a_key_never_prints_itself() {
        assert_eq!(format!("{:?}", PersonKey::random(&SeededChance::new(5))), "PersonKey(..)");
    }
}
