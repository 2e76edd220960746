//! What a person holds to show who they are for a while: session tokens, one-time codes, recovery codes.
//!
//! The store keeps none of them, only what proves them. A token has 256 random bits, so its plain SHA-256 gives nothing
//! away. A code is short enough to be tried out, so what is stored depends on a key that is not in the database.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::id::AccountId;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    chance::{self, Chance},
    keys::{Keys, TagUse},
};

/// An opaque token: what the holder gets, and what the store keeps.
pub struct Token {
    /// For the cookie or the header. It is never stored and never logged.
    pub text: Zeroizing<String>,
    pub digest: [u8; 32],
}

impl Token {
    pub fn random(chance: &dyn Chance) -> Self {
        let bytes = Zeroizing::new(chance::random::<32>(chance));
        Self {
            text: Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes)),
            digest: Sha256::digest(*bytes).into(),
        }
    }
}

/// What the store would hold for this token, if the text is one.
pub fn token_digest(text: &str) -> Option<[u8; 32]> {
    // The decoder asks for room for whole groups of letters, one byte more than a token has.
    let mut bytes = Zeroizing::new([0; 33]);
    match URL_SAFE_NO_PAD.decode_slice(text, &mut *bytes) {
        Ok(32) => Some(Sha256::digest(&bytes[..32]).into()),
        _ => None,
    }
}

/// Six digits for a phone, each number equally likely.
pub fn one_time_code(chance: &dyn Chance) -> Zeroizing<String> {
    Zeroizing::new(format!("{:06}", chance::below(chance, 1_000_000)))
}

/// What the store keeps of a one-time code. It belongs to one challenge: the code of another does not fit.
pub fn one_time_code_tag(keys: &Keys, challenge: Uuid, code: &str) -> [u8; 32] {
    keys.tag(TagUse::OneTimeCode, &[challenge.as_bytes(), code.as_bytes()])
}

/// Whether the digits entered are the code of this challenge. The caller counts the tries.
pub fn is_one_time_code(keys: &Keys, challenge: Uuid, entered: &str, stored: &[u8]) -> bool {
    let entered = without_gaps(entered);
    keys.is_tag_of(TagUse::OneTimeCode, &[challenge.as_bytes(), entered.as_bytes()], stored)
}

/// Ten codes for the day the telephone is lost.
pub const RECOVERY_CODES: usize = 10;

/// No letter that is read as another: no i, l, o, 0, 1.
const RECOVERY_LETTERS: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";

/// Ten letters each, almost 50 random bits, in two groups for reading aloud.
pub fn recovery_codes(chance: &dyn Chance) -> [Zeroizing<String>; RECOVERY_CODES] {
    std::array::from_fn(|_| {
        let letter = |_| {
            char::from(
                RECOVERY_LETTERS[chance::below(chance, RECOVERY_LETTERS.len() as u32) as usize],
            )
        };
        let first: String = (0..5).map(letter).collect();
        let second: String = (0..5).map(letter).collect();
        Zeroizing::new(format!("{first}-{second}"))
    })
}

/// What the store keeps of a recovery code of this account.
pub fn recovery_code_tag(keys: &Keys, account: AccountId, code: &str) -> [u8; 32] {
    keys.tag(TagUse::RecoveryCode, &[account.uuid().as_bytes(), recovery_letters(code).as_bytes()])
}

/// Which of the account's unused codes was entered. The caller removes it in the same transaction: each is good once.
pub fn find_recovery_code(
    keys: &Keys,
    account: AccountId,
    entered: &str,
    unused: &[[u8; 32]],
) -> Option<usize> {
    let entered = recovery_letters(entered);
    let account = account.uuid();
    let parts = [account.as_bytes().as_slice(), entered.as_bytes()];
    unused.iter().position(|stored| keys.is_tag_of(TagUse::RecoveryCode, &parts, stored))
}

fn without_gaps(entered: &str) -> Zeroizing<String> {
    Zeroizing::new(entered.chars().filter(|c| !c.is_whitespace() && *c != '-').collect())
}

/// A recovery code as it was meant: in any case, with or without its dash, and typed on a Cyrillic keyboard by the looks of its letters.
fn recovery_letters(entered: &str) -> Zeroizing<String> {
    let entered = without_gaps(entered);
    let meant = entered.chars().flat_map(char::to_lowercase).map(|c| match c {
        'а' => 'a',
        'в' => 'b',
        'с' => 'c',
        'е' => 'e',
        'н' => 'h',
        'к' => 'k',
        'м' => 'm',
        'р' => 'p',
        'т' => 't',
        'х' => 'x',
        'у' | 'ү' => 'y',
        other => other,
    });
    Zeroizing::new(meant.collect())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::vault::{SeededChance, keys::tests::Folder};

    #[test]
    fn a_token_is_found_by_its_digest_and_nothing_else_is_a_token() {
        let chance = SeededChance::new(1);
        let token = Token::random(&chance);
        assert_eq!(token.text.len(), 43);
        assert_eq!(token_digest(&token.text), Some(token.digest));
        assert_ne!(Token::random(&chance).digest, token.digest);

        for text in [
            "",
            "short",
            &token.text[..42],
            &format!("{}A", *token.text),
            &"/".repeat(43),
            &"ж".repeat(43),
        ] {
            assert_eq!(token_digest(text), None, "{text}");
        }
        // A last letter with stray bits would make two texts for one token.
        let stray = format!("{}B", &token.text[..42]);
        assert_eq!(token_digest(&stray), None);
    }

    #[test]
    fn a_one_time_code_fits_its_challenge_only() {
        let folder = Folder::new("one-time");
        let chance = SeededChance::new(1);
        let keys = Keys::create(&folder.keys(), &chance).unwrap();
        let (this, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let stored = one_time_code_tag(&keys, this, "042137");

        for entered in ["042137", " 042 137", "042-137"] {
            assert!(is_one_time_code(&keys, this, entered, &stored), "{entered}");
        }
        assert!(!is_one_time_code(&keys, other, "042137", &stored));
        for entered in ["42137", "042138", "0421370", "", "жолжол"] {
            assert!(!is_one_time_code(&keys, this, entered, &stored), "{entered}");
        }
        for _ in 0..100 {
            let code = one_time_code(&chance);
            assert!(
                code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()),
                "{}",
                *code
            );
        }
    }

    #[test]
    fn a_recovery_code_works_however_it_is_copied_and_for_its_account_only() {
        let folder = Folder::new("recovery");
        let chance = SeededChance::new(1);
        let keys = Keys::create(&folder.keys(), &chance).unwrap();
        let (zamira, other) =
            (AccountId::from_uuid(Uuid::from_u128(1)), AccountId::from_uuid(Uuid::from_u128(2)));
        let codes = ["23abc-ehkmp", "txy99-zzzzz"];
        let unused = codes.map(|code| recovery_code_tag(&keys, zamira, code));

        let cases = [
            ("23abc-ehkmp", Some(0)),
            ("23ABCEHKMP", Some(0)),
            (" 23abc ehkmp ", Some(0)),
            // The same shapes on a Russian keyboard.
            ("23АВС-ЕНКМР", Some(0)),
            ("тху99-zzzzz", Some(1)),
            ("23abc-ehkm", None),
            ("", None),
        ];
        for (entered, expected) in cases {
            assert_eq!(find_recovery_code(&keys, zamira, entered, &unused), expected, "{entered}");
        }
        assert_eq!(find_recovery_code(&keys, other, "23abc-ehkmp", &unused), None);
        assert_eq!(find_recovery_code(&keys, zamira, "23abc-ehkmp", &unused[1..]), None);
    }

    #[test]
    fn ten_recovery_codes_are_all_different_and_easy_to_read() {
        let codes = recovery_codes(&SeededChance::new(1));
        let different: HashSet<&str> = codes.iter().map(|code| code.as_str()).collect();
        assert_eq!(different.len(), RECOVERY_CODES);
        for code in different {
            assert_eq!((code.len(), &code[5..6]), (11, "-"));
            assert!(
                code.bytes().all(|letter| letter == b'-' || RECOVERY_LETTERS.contains(&letter)),
                "{code}"
            );
        }
    }
}
