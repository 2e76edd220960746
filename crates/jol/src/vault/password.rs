//! Passwords of staff: which are allowed, how they are stored, and how many are weighed at once.
//!
//! argon2id takes time and memory on purpose, so a flood of sign-ins is a flood of memory. [`Passwords`] weighs a few at once, off
//! the threads that answer requests, lets a bounded number wait, and refuses the rest quickly.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::fault::Fault;
use zeroize::Zeroizing;

use super::{
    few_at_once::{Busy, FewAtOnce},
    guessable::is_guessable,
};

/// The shortest password, in characters. ASVS 5.0 asks for at least 8; staff see many people's data and have a second factor.
pub const SHORTEST: usize = 12;
/// The longest. Every character counts, none is cut off silently.
pub const LONGEST: usize = 128;

/// 19 MiB and two passes on one lane: the first of the equal choices OWASP gives for argon2id, and the one with
/// the least memory that still makes graphics cards wait.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// For every password being weighed, this many may wait. At some 30 ms each, the last waits about half a second.
const WAITING_FOR_EACH: usize = 16;

/// Why a new password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    #[error("a password has at least {SHORTEST} characters")]
    TooShort,
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
    #[error("the password is easy to guess")]
    Guessable,
}

impl Fault for PasswordFault {
    fn key(&self) -> &'static str {
        match self {
            Self::TooShort => "fault-password-short",
            Self::TooLong => "fault-password-long",
            Self::Guessable => "fault-password-guessable",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooShort => vec![("min", SHORTEST.to_string())],
            Self::TooLong => vec![("max", LONGEST.to_string())],
            Self::Guessable => vec![],
        }
    }
}

/// Whether this may become a password. `about` are words tied to the person, which a guesser would try first: login, names, office.
///
/// No kinds of characters are demanded and no password expires: both teach people to write `Password1!`, then `Password2!`.
pub fn check_new(password: &str, about: &[&str]) -> Result<(), PasswordFault> {
    match password.chars().count() {
        ..SHORTEST => Err(PasswordFault::TooShort),
        SHORTEST..=LONGEST if is_guessable(password, about) => Err(PasswordFault::Guessable),
        SHORTEST..=LONGEST => Ok(()),
        _ => Err(PasswordFault::TooLong),
    }
}

/// What became of a password at sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// Right, and stored with weaker parameters than today's: hash it again while it is at hand.
    RightButOld,
    Wrong,
}

/// Hashes and verifies passwords, a bounded number at once.
#[derive(Clone, Debug)]
pub struct Passwords(FewAtOnce);

impl Passwords {
    /// Weighs so many at once; each takes a thread and 19 MiB.
    pub fn new(at_once: usize) -> Self {
        // Made here and not at the first unknown login, which would answer late and give itself away.
        LazyLock::force(&DECOY);
        Self(FewAtOnce::new(at_once, at_once * WAITING_FOR_EACH))
    }

    /// The PHC string to store. Call [`check_new`] first.
    pub async fn hash(&self, password: Zeroizing<String>, salt: [u8; 16]) -> Result<String, Busy> {
        self.0.run(move || hash(&password, &salt)).await
    }

    /// Compares a password with what is stored. For an unknown login pass `None`: the same work is done, so
    /// that the time of the answer does not tell which logins exist.
    pub async fn verify(
        &self,
        password: Zeroizing<String>,
        stored: Option<String>,
    ) -> Result<Verdict, Busy> {
        self.0.run(move || verify(&password, stored.as_deref())).await
    }
}

fn argon2() -> Argon2<'static> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(password: &str, salt: &[u8; 16]) -> String {
    argon2()
        .hash_password_with_salt(password.as_bytes(), salt)
        .expect("every password up to 4 GiB can be hashed")
        .to_string()
}

/// What a password is compared with when there is nothing stored. Its answer is thrown away.
static DECOY: LazyLock<String> = LazyLock::new(|| hash("", &[0; 16]));

fn verify(password: &str, stored: Option<&str>) -> Verdict {
    let known = stored.and_then(|stored| PasswordHash::new(stored).ok());
    let is_known = known.is_some();
    let Some(compared) = known.or_else(|| PasswordHash::new(&DECOY).ok()) else {
        return Verdict::Wrong;
    };
    let fits = argon2().verify_password(password.as_bytes(), &compared).is_ok();
    match (is_known, fits) {
        (true, true) if is_of_today(&compared) => Verdict::Right,
        (true, true) => Verdict::RightButOld,
        _ => Verdict::Wrong,
    }
}

fn is_of_today(stored: &PasswordHash) -> bool {
    stored.algorithm.as_str() == "argon2id"
        && Params::try_from(stored).is_ok_and(|params| {
            params.m_cost() >= MEMORY_KIB && params.t_cost() >= PASSES && params.p_cost() >= LANES
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Zeroizing<String> {
        Zeroizing::new(text.to_owned())
    }

    #[test]
    fn a_new_password_is_long_enough_and_not_the_first_anyone_would_try() {
        let cases = [
            ("", Err(PasswordFault::TooShort)),
            ("vq8Rz!tL0pX", Err(PasswordFault::TooShort)),
            ("vq8Rz!tL0pXk", Ok(())),
            // Eleven letters are eleven, however many bytes they take.
            ("өүңжшщэюяёъ", Err(PasswordFault::TooShort)),
            ("Password2024!", Err(PasswordFault::Guessable)),
            ("zamira.toktogulova", Err(PasswordFault::Guessable)),
            ("семь коров пьют чай", Ok(())),
        ];
        for (password, expected) in cases {
            assert_eq!(check_new(password, &["zamira", "toktogulova"]), expected, "{password}");
        }
        let long: String = ('а'..='я').cycle().step_by(7).take(LONGEST).collect();
        assert_eq!(check_new(&long, &[]), Ok(()));
        assert_eq!(check_new(&format!("{long}x"), &[]), Err(PasswordFault::TooLong));
    }

    #[tokio::test]
    async fn the_right_password_is_right_and_the_stored_form_is_standard() {
        let passwords = Passwords::new(2);
        let stored = passwords.hash(secret("семь коров пьют чай"), [3; 16]).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");

        let verdict = async |password: &str, stored: Option<&str>| {
            passwords.verify(secret(password), stored.map(str::to_owned)).await.unwrap()
        };
        assert_eq!(verdict("семь коров пьют чай", Some(&stored)).await, Verdict::Right);
        assert_eq!(verdict("семь коров пьют чай ", Some(&stored)).await, Verdict::Wrong);
        assert_eq!(verdict("Семь коров пьют чай", Some(&stored)).await, Verdict::Wrong);
        assert_eq!(verdict("семь коров пьют чай", None).await, Verdict::Wrong);
        // The one password that fits the decoy opens nothing either.
        assert_eq!(verdict("", None).await, Verdict::Wrong);
        assert_eq!(verdict("семь коров пьют чай", Some("not a hash")).await, Verdict::Wrong);
    }

    #[test]
    fn a_password_stored_with_less_work_is_to_be_hashed_again() {
        let weak = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(MEMORY_KIB / 2, PASSES, LANES, None).unwrap(),
        );
        let other_kind = Argon2::new(
            Algorithm::Argon2i,
            Version::V0x13,
            Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap(),
        );
        for old in [weak, other_kind] {
            let stored =
                old.hash_password_with_salt(b"a long password", &[1; 16]).unwrap().to_string();
            assert_eq!(verify("a long password", Some(&stored)), Verdict::RightButOld);
            assert_eq!(verify("another password", Some(&stored)), Verdict::Wrong);
        }
        let today = hash("a long password", &[1; 16]);
        assert_eq!(verify("a long password", Some(&today)), Verdict::Right);
    }
}
