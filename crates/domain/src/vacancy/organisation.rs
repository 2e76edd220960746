//! An employer or a training provider, known by its tax number and checked by an officer against a paper.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    classifier::{Classifiers, Code, Scheme},
    codes,
    fault::{Fault, FieldFault, Reading},
    phone::Phone,
    territory::Territory,
    text::{Line, with_plain_digits},
};

codes! {
    Kind {
        Employer = "employer",
        Provider = "provider",
    }
}

codes! {
    /// Whether an officer has checked it.
    Standing {
        Waiting = "waiting",
        Verified = "verified",
        Refused = "refused",
        /// It was verified once; what it offers is hidden now.
        Suspended = "suspended",
    }
}

impl Standing {
    /// Whether what it offers may be shown.
    pub const fn is_good(self) -> bool {
        matches!(self, Self::Verified)
    }

    /// Where an organisation stands after it changed what it told of itself. Another name or number is another
    /// organisation until somebody has looked; who was refused has mended something; a suspension is lifted by an officer only.
    #[must_use]
    pub fn after_change(self, before: &Details, after: &Details) -> Self {
        let is_same = before.name == after.name && before.tax_number == after.tax_number;
        match self {
            Self::Verified if is_same => Self::Verified,
            Self::Verified | Self::Waiting | Self::Refused => Self::Waiting,
            Self::Suspended => Self::Suspended,
        }
    }
}

/// What an officer decides about an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Verify,
    Refuse,
    Suspend,
}

/// Somebody has decided already, or there is nothing to decide this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this cannot be decided where it stands")]
pub struct Decided;

impl Fault for Decided {
    fn key(&self) -> &'static str {
        "fault-decided"
    }
}

impl Standing {
    pub const fn decide(self, decision: Decision) -> Result<Self, Decided> {
        match (self, decision) {
            (Self::Waiting | Self::Refused | Self::Suspended, Decision::Verify) => {
                Ok(Self::Verified)
            }
            (Self::Waiting, Decision::Refuse) => Ok(Self::Refused),
            (Self::Verified, Decision::Suspend) => Ok(Self::Suspended),
            _ => Err(Decided),
        }
    }
}

/// The number of a taxpayer: fourteen digits, for an organisation with a 0 or for a person with 1 or 2 in front, then
/// the day of birth or of registration.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaxNumber(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no number of a taxpayer")]
pub struct InvalidTaxNumber;

impl Fault for InvalidTaxNumber {
    fn key(&self) -> &'static str {
        "fault-tax-number"
    }
}

impl TaxNumber {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TaxNumber {
    type Err = InvalidTaxNumber;

    fn from_str(text: &str) -> Result<Self, InvalidTaxNumber> {
        if text.len() > 200 {
            return Err(InvalidTaxNumber);
        }
        let digits: String = with_plain_digits(text)
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '\u{a0}'))
            .collect();
        let plain = digits.len() == 14 && digits.bytes().all(|b| b.is_ascii_digit());
        let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
        let is_day = || {
            let (day, month, year) = (part(1..3)?, part(3..5)?, part(5..9)?);
            let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
            jiff::civil::Date::new(year, month, day).ok()
        };
        if !plain || !matches!(digits.as_bytes()[0], b'0'..=b'2') || is_day().is_none() {
            return Err(InvalidTaxNumber);
        }
        Ok(Self(digits))
    }
}

impl TryFrom<String> for TaxNumber {
    type Error = InvalidTaxNumber;

    fn try_from(text: String) -> Result<Self, InvalidTaxNumber> {
        text.parse()
    }
}

impl From<TaxNumber> for String {
    fn from(number: TaxNumber) -> Self {
        number.0
    }
}

impl fmt::Display for TaxNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an organisation tells of itself, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedOrganisation {
    pub kind: String,
    pub name: String,
    pub tax_number: String,
    pub sector: String,
    pub territory: String,
    pub address: String,
    pub contact: String,
    pub phone: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    pub kind: Kind,
    pub name: Line<160>,
    pub tax_number: TaxNumber,
    pub sector: Option<Code>,
    pub territory: Territory,
    pub address: Option<Line<200>>,
    /// Who is asked for.
    pub contact: Option<Line<120>>,
    pub phone: Phone,
}

impl TypedOrganisation {
    pub fn answers(&self) -> [(&'static str, &str); 8] {
        [
            ("kind", &self.kind),
            ("name", &self.name),
            ("tax_number", &self.tax_number),
            ("sector", &self.sector),
            ("territory", &self.territory),
            ("address", &self.address),
            ("contact", &self.contact),
            ("phone", &self.phone),
        ]
    }

    pub fn read(&self, lists: &Classifiers) -> Result<Details, Vec<FieldFault>> {
        let mut reading = Reading::default();
        let kind = reading.read("kind", &self.kind, |code| code.parse::<Kind>());
        let name = reading.read("name", &self.name, |text| text.parse::<Line<160>>());
        let tax_number =
            reading.read("tax_number", &self.tax_number, |text| text.parse::<TaxNumber>());
        let sector = reading.read("sector", &self.sector, |code| lists.read(Scheme::Sector, code));
        let territory = reading.read("territory", &self.territory, Territory::parse);
        let address = reading.read("address", &self.address, |text| text.parse::<Line<200>>());
        let contact = reading.read("contact", &self.contact, |text| text.parse::<Line<120>>());
        let phone = reading.read("phone", &self.phone, Phone::parse);
        reading.need("kind", &self.kind, "fault-choice");
        reading.need("name", &self.name, "fault-organisation-name");
        reading.need("tax_number", &self.tax_number, "fault-tax-number");
        reading.need("territory", &self.territory, "fault-territory-missing");
        reading.need("phone", &self.phone, "fault-phone-missing");
        let faults = reading.end(self.answers());
        match (kind, name, tax_number, territory, phone, faults.is_empty()) {
            (Some(kind), Some(name), Some(tax_number), Some(territory), Some(phone), true) => {
                Ok(Details { kind, name, tax_number, sector, territory, address, contact, phone })
            }
            _ => Err(faults),
        }
    }
}

impl Details {
    /// The answers as a form shows them again.
    pub fn typed(&self) -> TypedOrganisation {
        fn text<T: ToString>(value: Option<&T>) -> String {
            value.map(ToString::to_string).unwrap_or_default()
        }
        let line = |line: &Option<Line<200>>| line.as_ref().map_or("", |l| l.as_str()).to_owned();
        TypedOrganisation {
            kind: self.kind.code().to_owned(),
            name: self.name.as_str().to_owned(),
            tax_number: self.tax_number.to_string(),
            sector: text(self.sector.as_ref()),
            territory: self.territory.code().to_owned(),
            address: line(&self.address),
            contact: self.contact.as_ref().map_or("", |line| line.as_str()).to_owned(),
            phone: self.phone.as_str().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tax_number_holds_a_day() {
        for good in ["01203201510123", "0 12032015 10123", "20101199012345"] {
            assert!(good.parse::<TaxNumber>().is_ok(), "{good}");
        }
        for bad in
            ["", "1", "31203201510123", "04503201510123", "0120320151012x", "012032015101234"]
        {
            assert!(bad.parse::<TaxNumber>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_organisation_tells_all_that_is_missing_at_once() {
        let faults = TypedOrganisation::default().read(&Classifiers::default()).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["kind", "name", "tax_number", "territory", "phone"]);
    }

    #[test]
    fn an_officer_decides_from_where_it_stands() {
        use Standing::*;
        for (decision, expected) in [
            (Decision::Verify, [Some(Verified), None, Some(Verified), Some(Verified)]),
            (Decision::Refuse, [Some(Refused), None, None, None]),
            (Decision::Suspend, [None, Some(Suspended), None, None]),
        ] {
            let found = [Waiting, Verified, Refused, Suspended].map(|s| s.decide(decision).ok());
            assert_eq!(found, expected, "{decision:?}");
        }
    }

    fn typed() -> TypedOrganisation {
        TypedOrganisation {
            kind: "employer".into(),
            name: "ЖЧК Береке".into(),
            tax_number: "01203201510123".into(),
            territory: "41705214000000".into(),
            phone: "+996555123456".into(),
            ..TypedOrganisation::default()
        }
    }

    #[test]
    fn what_is_kept_is_shown_again_and_read_to_the_same() {
        let details = typed().read(&Classifiers::default()).unwrap();
        assert_eq!(details.typed(), typed());
    }

    #[test]
    fn another_name_or_number_is_looked_at_again_and_a_suspension_stays() {
        use Standing::*;
        let read = |typed: TypedOrganisation| typed.read(&Classifiers::default()).unwrap();
        let before = read(typed());
        let moved = read(TypedOrganisation { address: "Ленин 1".into(), ..typed() });
        let named = read(TypedOrganisation { name: "ЖЧК Кут".into(), ..typed() });
        let numbered = read(TypedOrganisation { tax_number: "01203201510124".into(), ..typed() });
        for (after, expected) in [
            (&moved, [Waiting, Verified, Waiting, Suspended]),
            (&named, [Waiting, Waiting, Waiting, Suspended]),
            (&numbered, [Waiting, Waiting, Waiting, Suspended]),
        ] {
            let found =
                [Waiting, Verified, Refused, Suspended].map(|s| s.after_change(&before, after));
            assert_eq!(found, expected, "{after:?}");
        }
    }
}
