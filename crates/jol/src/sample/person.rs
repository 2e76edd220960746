//! One person of the sample country, in plain words and small enums.
//!
//! The values here are not those of `domain`: some are wrong on purpose, and a value that refuses
//! mistakes could not hold them.

use jiff::{ToSpan, civil::Date};

/// A record in the register as an officer would meet it, with the truth beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct SamplePerson {
    /// The place in the country, from 0. It stays the same however many people are made.
    pub index: usize,
    /// The earlier record of the same human being, if this one was registered a second time.
    pub same_as: Option<usize>,

    pub surname: String,
    pub given: String,
    pub patronymic: Option<String>,
    /// How the three above are spelt.
    pub script: Script,
    pub passport_latin: PassportName,
    pub naming: Naming,
    pub surname_form: SurnameForm,

    pub sex: Sex,
    pub born_on: Option<Date>,
    pub pin: Option<String>,
    /// In the form of E.164. The ranges are ones believed to be given to nobody.
    pub phone: Option<String>,
    /// The 14 digits of a rayon, a city or a district of Bishkek.
    pub territory: &'static str,
    pub household: Household,

    pub native_language: &'static str,
    /// One of `ky`, `ru`, `uz`, `en`.
    pub page_language: &'static str,
    /// The mother tongue first.
    pub languages: Vec<Spoken>,

    pub education: Education,
    pub studied: Option<Occupation>,
    pub work_abroad: Occupation,
    pub work_wished: Occupation,

    pub country: Abroad,
    pub left_on: Date,
    pub returned_on: Date,
    pub reason: Reason,
    pub intention: Intention,
    pub left_again_on: Option<Date>,
    pub vulnerabilities: Vec<Vulnerability>,

    /// What a survey would find in the year after the return. It may lie ahead for the newly returned.
    pub employment: Employment,
    /// How long the way to a first work is. It may lie ahead too.
    pub integration: Integration,
    /// `None` if there will be none, or the person left again before.
    pub first_job: Option<FirstJob>,

    pub registered_on: Date,
    pub channel: Channel,
}

impl SamplePerson {
    /// The day the first work began or will begin.
    pub fn first_job_on(&self) -> Option<Date> {
        let job = self.first_job?;
        self.returned_on.checked_add(i64::from(job.days_after_return).days()).ok()
    }

    /// The last day of the first work, if it ends.
    pub fn first_job_ended_on(&self) -> Option<Date> {
        let lasted = self.first_job?.lasted_days?;
        self.first_job_on()?.checked_add(i64::from(lasted).days()).ok()
    }

    /// What the person does on a day after the return: `None` for those who left again.
    pub fn employment_on(&self, day: Date) -> Option<Employment> {
        if self.left_again_on.is_some_and(|left| left <= day) {
            return None;
        }
        let begun = self.first_job_on().is_some_and(|began| began <= day);
        let ended = self.first_job_ended_on().is_some_and(|ended| ended < day);
        match self.first_job {
            Some(job) if begun && !ended => Some(job.form),
            _ => Some(Employment::Searching),
        }
    }
}

/// Capitals, as in the machine-readable zone before it is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassportName {
    pub surname: String,
    pub given: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Household {
    /// The index of the first person of the household.
    pub id: usize,
    pub role: Role,
    /// Children and old people who live from this household, registered or not.
    pub dependants: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// ISO 639: two letters, or three where there are no two.
    pub language: &'static str,
    pub level: Level,
}

/// What a person calls their work, and the ISCO-08 unit group it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occupation {
    pub text: &'static str,
    /// `ky` or `ru`.
    pub language: &'static str,
    pub isco: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstJob {
    pub form: Employment,
    pub days_after_return: u16,
    /// 0 if it ended on its first day, `None` if it goes on.
    pub lasted_days: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
}

/// The habit by which a family forms its names. The sample needs it to spell; the register never asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Naming {
    Kyrgyz,
    Uzbek,
    Tajik,
    Dungan,
    Russian,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurnameForm {
    /// -ов, -ев and their feminines
    Ov,
    /// the father's name with уулу or кызы
    UuluKyzy,
    /// the grandfather's name with тегин
    Tegin,
    /// a forefather's name and nothing else
    Bare,
    /// the Tajik -зода
    Zoda,
    /// a family name that takes no ending of its own, as many Dungan ones
    Family,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// ң, ө and ү are kept
    Kyrgyz,
    Russian,
    Latin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HouseholdKind {
    Alone,
    Couple,
    Siblings,
    ParentAndChild,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Head,
    Spouse,
    Sibling,
    Child,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Some,
    Well,
    Native,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abroad {
    Russia,
    Kazakhstan,
    Turkiye,
    SouthKorea,
    Emirates,
    UnitedKingdom,
    Germany,
    Poland,
    SaudiArabia,
    Japan,
}

impl Abroad {
    /// ISO 3166-1, two letters.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Russia => "RU",
            Self::Kazakhstan => "KZ",
            Self::Turkiye => "TR",
            Self::SouthKorea => "KR",
            Self::Emirates => "AE",
            Self::UnitedKingdom => "GB",
            Self::Germany => "DE",
            Self::Poland => "PL",
            Self::SaudiArabia => "SA",
            Self::Japan => "JP",
        }
    }

    pub const fn language(self) -> &'static str {
        match self {
            Self::Russia => "ru",
            Self::Kazakhstan => "kk",
            Self::Turkiye => "tr",
            Self::SouthKorea => "ko",
            Self::Emirates | Self::SaudiArabia => "ar",
            Self::UnitedKingdom => "en",
            Self::Germany => "de",
            Self::Poland => "pl",
            Self::Japan => "ja",
        }
    }
}

/// Whose numbering plan a phone follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhonePlan {
    Kyrgyzstan,
    Russia,
    Kazakhstan,
    Turkiye,
    SouthKorea,
}

impl PhonePlan {
    /// The beginning of a number; seven digits follow. Believed to be unassigned, so that a message
    /// sent to the sample by mistake rings nowhere.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Kyrgyzstan => "+99659",
            Self::Russia => "+7943",
            Self::Kazakhstan => "+7709",
            Self::Turkiye => "+90520",
            Self::SouthKorea => "+82100",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Education {
    Basic,
    Secondary,
    Vocational,
    SomeHigher,
    Higher,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    ContractEnded,
    Family,
    WorseConditions,
    LegalRisk,
    EntryBan,
    Health,
    OwnPlans,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intention {
    Stay,
    Leave,
    Unsure,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vulnerability {
    LostCareWork,
    OlderCannotWork,
    YouthWithoutRecord,
    ParentWithChildren,
    Disability,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Employment {
    Formal,
    Informal,
    Seasonal,
    Searching,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integration {
    Under3Months,
    Months3To6,
    Months6To12,
    Over12Months,
    NotFound,
}

impl Integration {
    /// First and last day after the return, `None` if the day does not come.
    pub const fn days(self) -> Option<(u16, u16)> {
        match self {
            Self::Under3Months => Some((0, 90)),
            Self::Months3To6 => Some((91, 182)),
            Self::Months6To12 => Some((183, 365)),
            Self::Over12Months => Some((366, 1_000)),
            Self::NotFound => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    SelfService,
    Assisted,
    Import,
}
