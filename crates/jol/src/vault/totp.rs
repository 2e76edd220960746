//! The second factor of staff: six digits from an authenticator app (RFC 6238).
//!
//! A code is good once. Whoever looks over a shoulder or catches it on the way has half a minute otherwise, so
//! [`Secret::check`] takes the last step that was used and accepts only later ones. The caller stores the step it returns, in
//! the transaction that signs the officer in.

use fast_qr::QRBuilder;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

use super::chance::{self, Chance};

/// The length of SHA-1, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
const STEP_SECONDS: i64 = 30;

/// A telephone's clock may be one step early or late.
const STEPS_ASIDE: i64 = 1;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What the app and we share. Store it sealed.
#[derive(Clone)]
pub struct Secret(Zeroizing<[u8; SECRET_BYTES]>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    pub fn random(chance: &dyn Chance) -> Self {
        Self(Zeroizing::new(chance::random(chance)))
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    pub fn bytes(&self) -> &[u8] {
        &*self.0
    }

    /// The secret as people type it into an app that cannot scan: RFC 4648, in groups of four.
    pub fn typed(&self) -> String {
        let letters: Vec<char> = self.base32().chars().collect();
        letters
            .chunks(4)
            .map(|group| group.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn base32(&self) -> String {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        // Twenty bytes are exactly 32 letters, so nothing is padded.
        let five_bytes = self
            .0
            .chunks_exact(5)
            .map(|chunk| chunk.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)));
        five_bytes
            .flat_map(|bits| {
                (0..8).rev().map(move |at| char::from(LETTERS[(bits >> (5 * at)) as usize & 31]))
            })
            .collect()
    }

    /// The address an app scans. The issuer and the account are what the app shows.
    pub fn address(&self, issuer: &str, account: &str) -> String {
        let issuer = utf8_percent_encode(issuer, UNRESERVED);
        let account = utf8_percent_encode(account, UNRESERVED);
        let secret = self.base32();
        format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
        )
    }

    /// The six digits of a step.
    pub fn code(&self, step: i64) -> String {
        format!("{:06}", self.number(step))
    }

    fn number(&self, step: i64) -> u32 {
        let mut tags =
            Hmac::<Sha1>::new_from_slice(&*self.0).expect("HMAC takes a key of any length");
        tags.update(&step.to_be_bytes());
        let tag = tags.finalize().into_bytes();
        // RFC 4226, 5.3: the last four bits say where the number lies, its first bit is dropped.
        let at = usize::from(tag[tag.len() - 1] & 0xf);
        let number = u32::from_be_bytes([tag[at], tag[at + 1], tag[at + 2], tag[at + 3]]);
        (number & 0x7fff_ffff) % 1_000_000
    }

    /// The step whose code this is, if that is now or next to now and after the last one used.
    pub fn check(&self, entered: &str, now: Timestamp, last_used: Option<i64>) -> Option<i64> {
        let entered: u32 = six_digits(entered)?;
        let now = step_at(now);
        let mut found = 0;
        let mut matched = Choice::from(0);
        // All steps are compared, so that the time of the answer does not tell how far a clock is off.
        for step in now - STEPS_ASIDE..=now + STEPS_ASIDE {
            let fresh = Choice::from(u8::from(last_used.is_none_or(|used| step > used)));
            let here = self.number(step).ct_eq(&entered) & fresh & !matched;
            found.conditional_assign(&step, here);
            matched |= here;
        }
        bool::from(matched).then_some(found)
    }
}

/// The step a moment lies in.
pub fn step_at(moment: Timestamp) -> i64 {
    moment.as_second().div_euclid(STEP_SECONDS)
}

/// Six digits as people type them: `123 456` and `123-456` are the same.
fn six_digits(entered: &str) -> Option<u32> {
    let digits: String = entered.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_digit()) {
        digits.parse().ok()
    } else {
        None
    }
}

/// A QR code as an SVG picture, black on white whatever the page looks like. The title is what a screen reader says.
///
/// A text too long for any QR code (over about 2,900 bytes) gives no picture.
pub fn qr_svg(text: &str, title: &str) -> Option<String> {
    /// Scanners need a quiet margin of four modules.
    const MARGIN: usize = 4;
    let qr = QRBuilder::new(text).build().ok()?;
    let side = qr.size + 2 * MARGIN;
    let mut path = String::new();
    for row in 0..qr.size {
        let modules = &qr[row];
        let mut column = 0;
        for run in modules.chunk_by(|a, b| a.value() == b.value()) {
            if run[0].value() {
                let (x, y, width) = (column + MARGIN, row + MARGIN, run.len());
                path.push_str(&format!("M{x} {y}h{width}v1h-{width}z"));
            }
            column += run.len();
        }
    }
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges"><title>{title}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::SeededChance;

    fn secret() -> Secret {
        Secret::from_bytes(b"12345678901234567890").unwrap()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_4226_and_6238_hold() {
        let counts = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ];
        for (step, code) in (0..).zip(counts) {
            assert_eq!(secret().code(step), code, "count {step}");
        }
        let moments = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (second, code) in moments {
            assert_eq!(secret().code(step_at(at(second))), code, "second {second}");
        }
    }

    #[test]
    fn a_code_is_good_half_a_minute_around_its_step_and_once() {
        // Step 1 begins with second 30; its code is 287082.
        let cases = [
            (29, None, Some(1)),
            (0, None, Some(1)),
            (59, None, Some(1)),
            (89, None, Some(1)),
            (90, None, None),
            (-1, None, None),
            (59, Some(0), Some(1)),
            (59, Some(1), None),
            (59, Some(2), None),
        ];
        for (second, last_used, expected) in cases {
            assert_eq!(
                secret().check("287082", at(second), last_used),
                expected,
                "second {second}, used {last_used:?}"
            );
        }
    }

    #[test]
    fn a_code_may_be_typed_in_groups_and_nothing_else_passes() {
        for entered in ["287082", " 287 082 ", "287-082"] {
            assert_eq!(secret().check(entered, at(59), None), Some(1), "{entered}");
        }
        for entered in ["", "28708", "2870822", "287083", "287082x", "+87082", "２８７０８２"]
        {
            assert_eq!(secret().check(entered, at(59), None), None, "{entered}");
        }
    }

    #[test]
    fn an_app_gets_everything_it_needs_in_the_address() {
        assert_eq!(
            secret().address("Jol: жол", "a.b@c"),
            "otpauth://totp/Jol%3A%20%D0%B6%D0%BE%D0%BB:a.b%40c?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Jol%3A%20%D0%B6%D0%BE%D0%BB&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(secret().typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn the_picture_shows_every_dark_module_and_no_other() {
        let address = Secret::random(&SeededChance::new(1)).address("Jol", "zamira");
        let svg = qr_svg(&address, "Scan <this> & that").unwrap();
        assert!(svg.contains("<title>Scan &lt;this> &amp; that</title>"), "{svg}");

        let qr = QRBuilder::new(address).build().unwrap();
        let mut drawn = vec![vec![false; qr.size + 8]; qr.size + 8];
        let path = svg.split_once(r#"/><path d=""#).unwrap().1.split_once('"').unwrap().0;
        for run in path.split('M').skip(1) {
            let (x, rest) = run.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let (width, _) = rest.split_once('v').unwrap();
            let [x, y, width] = [x, y, width].map(|number| number.parse::<usize>().unwrap());
            drawn[y][x..x + width].fill(true);
        }
        for (y, row) in drawn.iter().enumerate() {
            for (x, &dark) in row.iter().enumerate() {
                let inside = (4..qr.size + 4).contains(&x) && (4..qr.size + 4).contains(&y);
                assert_eq!(dark, inside && qr[y - 4][x - 4].value(), "column {x}, row {y}");
            }
        }
        assert_eq!(qr_svg(&"x".repeat(3000), ""), None);
    }

    #[test]
    fn a_secret_never_prints_itself() {
        assert_eq!(format!("{:?}", secret()), "Secret(..)");
    }
}
