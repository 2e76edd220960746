//! Who can sign in to the sample country, with secrets that everybody knows.
//!
//! They stand in the source, so they protect nothing. [`fill()`](super::fill()) writes them into demo cells only.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{access::Role, phone::Phone};
use jiff::civil::Date;

use super::{Country, SMALLEST, fill};
use crate::{app::Cell, vault::totp::Secret};

/// The password of every account. Latin letters, because any keyboard can type them.
pub const PASSWORD: &str = "uzak-jol-uigo-barat";

/// One secret for all accounts: one entry in an authenticator app opens every role.
const TOTP: &[u8; 20] = b"jol-demo-made-up-key";

const TOKEN: &[u8; 32] = b"jol-demo-token-for-the-partner-1";

/// A way into the demo, one for each role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    pub role: Role,
    pub with: Proof,
}

/// What has to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The second factor is RFC 4648 base32, as authenticator apps take it.
    Password { login: &'static str, password: &'static str, totp_secret: String },
    /// A code is sent to the phone; the birth date opens the record.
    Phone { phone: Phone, born_on: Date },
}

/// One sign-in for each role, good in a sample country of any size from [`SMALLEST`] up.
pub fn sign_ins(cell: &Cell) -> Vec<SignIn> {
    let sign_in = |role: &Role| {
        let with = match login(*role) {
            Some(login) => {
                let totp_secret = totp_secret().typed().replace(' ', "");
                Proof::Password { login, password: PASSWORD, totp_secret }
            }
            // The first person of the country has both.
            None => {
                let person = Country::new(fill::SEED, SMALLEST, fill::day_of(cell)).person(0)?;
                Proof::Phone { phone: person.phone?.parse().ok()?, born_on: person.born_on? }
            }
        };
        Some(SignIn { role: *role, with })
    };
    Role::ALL.iter().filter_map(sign_in).collect()
}

/// The login that stands for a role. Returnees have none.
const fn login(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Returnee => return None,
        Role::Officer => "officer.osh",
        Role::HeadOfOffice => "head.osh",
        Role::Employer => "employer.1",
        Role::Provider => "provider.1",
        Role::ProgrammeOfficer => "programme.national",
        Role::CommitteeMember => "committee.national",
        Role::Analyst => "analyst.national",
        Role::DataProtectionOfficer => "protection.national",
        Role::Administrator => "admin.national",
        Role::Partner => "partner.1",
    })
}

/// What an authenticator app has to be told.
pub fn totp_secret() -> Secret {
    Secret::from_bytes(TOTP).unwrap_or_else(|| unreachable!("it has twenty bytes"))
}

/// The token with which a program of the partner may call the API.
pub fn api_token() -> String {
    URL_SAFE_NO_PAD.encode(TOKEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::{password, token::token_digest};

    #[test]
    fn the_password_and_the_token_pass_for_real_ones() {
        assert_eq!(password::check_new(PASSWORD, &["officer.osh", "jol"]), Ok(()));
        assert!(token_digest(&api_token()).is_some());
    }
}
