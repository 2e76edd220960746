//! Every share and rate of the sample country, with the place it was taken from.
//!
//! They are estimates of single authors or plain assumptions: good for showing and for testing,
//! never for forecasting. Nothing outside `sample` may read them as facts.
//!
//! Two tables of Amanturova hold together under one reading, which is ours: those who find their
//! first work within twelve months (27.5 + 32.5 + 22.5 %) are those with a form of work in her
//! first table (17.5 + 42.5 + 22.5 %); the searching 17.5 % are her 12.5 % of over twelve months
//! and the 5 % that her second table leaves out.

use std::borrow::Cow;

use super::{history, organisations::Sector, person::*, places, work};

const ASSUMED: &str = "assumed";
const AMANTUROVA_1: &str = "Amanturova, digital instruments, table 1, midpoint";
const AMANTUROVA_2: &str = "Amanturova, digital instruments, table 2, midpoint";
const AMANTUROVA_REST: &str = "what Amanturova's table 2 leaves to 100 %, read as: not found yet";
const JOINT: &str = "assumed, with the margins of Amanturova's tables 1 and 2";
const NEW_ARCHITECTURE: &str = "Shabolotov and Nuraliev 2026, new architecture";
const AFTER_NEW_ARCHITECTURE: &str = "assumed, in the order of Shabolotov and Nuraliev 2026";
const POLICY_BRIEF: &str = "Kyrgyz policy brief on migration";
const COOPERATION: &str = "international cooperation and regulation";
const HUMAN_RESOURCES: &str = "labour migration and human resources, table 6 and its text";
const EDUCATION: &str = "assumed; without vocational education about 60 % (24.kg, December 2025)";

/// One share, rate or weight, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    pub name: Cow<'static, str>,
    pub value: f64,
    pub source: &'static str,
}

const fn parameter(name: &'static str, value: f64, source: &'static str) -> Parameter {
    Parameter { name: Cow::Borrowed(name), value, source }
}

/// The rows of a table are drawn by their values.
pub type Table<T> = &'static [(T, Parameter)];

macro_rules! parameters {
    (
        single { $($(#[$one_doc:meta])* $one:ident = $one_value:literal, $one_name:literal, $one_source:expr;)+ }
        $(
            $(#[$doc:meta])*
            $table:ident: $kind:ty, $topic:literal {
                $($row:expr => $value:expr, $name:literal, $source:expr;)+
            }
        )+
    ) => {
        $($(#[$one_doc])* pub static $one: Parameter = parameter($one_name, $one_value, $one_source);)+
        $(
            $(#[$doc])*
            pub static $table: Table<$kind> = &[
                $(($row, parameter(concat!($topic, ": ", $name), $value, $source)),)+
            ];
        )+

        /// All of them, those of the places and of the occupations included.
        pub fn parameters() -> Vec<Parameter> {
            let mut all = vec![$($one.clone()),+];
            $(all.extend($table.iter().map(|(_, parameter)| parameter.clone()));)+
            all.extend(places::parameters());
            all.extend(work::parameters());
            all.extend(history::parameters());
            all
        }
    };
}

parameters! {
    single {
        WOMEN = 0.40, "women", POLICY_BRIEF;
        /// How the last twelve months compare with the twelve before.
        GROWTH_LAST_YEAR = 1.85, "returns of the last year against the year before", NEW_ARCHITECTURE;
        GROWTH_YEAR_BEFORE = 1.10, "returns of the year before against two years before", ASSUMED;
        /// Of those who worked in Russia and whose mother tongue is another one.
        RUSSIAN_WELL = 0.52, "know Russian well, of those back from Russia", POLICY_BRIEF;
        /// Of those who have learnt a trade or a profession.
        BELOW_EDUCATION = 0.90, "worked below their education, of the educated", HUMAN_RESOURCES;
        WISHES_SAME_AS_ABROAD = 0.35, "wish the work they did abroad", ASSUMED;
        /// Of the educated who do not wish the work they did abroad.
        WISHES_AS_STUDIED = 0.40, "wish the work they studied, of the educated others", ASSUMED;
        LEFT_AGAIN = 0.05, "left again, of those back for two months or more", ASSUMED;
        NO_PIN = 0.08, "no personal number known", ASSUMED;
        NO_PHONE = 0.07, "no phone", ASSUMED;
        NO_BIRTH_DATE = 0.005, "no birth date", ASSUMED;
        BORN_ON_1_JANUARY = 0.03, "born on 1 January by all papers", ASSUMED;
        TYPED_AS_1_JANUARY = 0.01, "day of birth not asked and typed as 1 January", ASSUMED;
        /// Of everyone behind another person of the same household.
        SHARED_PHONE = 0.30, "phone of another in the household", ASSUMED;
        REGISTERED_TWICE = 0.01, "registered a second time in another spelling", ASSUMED;
        NO_PATRONYMIC = 0.10, "patronymic left out where there is one", ASSUMED;
        RUSSIAN_SOFT_SIGN = 0.70, "-гүл written -гуль in Russian", ASSUMED;
        RUSSIAN_DJ = 0.12, "Ж at the start written Дж in Russian", ASSUMED;
        KYRGYZ_TEXT = 0.65, "occupations told in Kyrgyz, of those who speak it at home", ASSUMED;
        JOB_ENDED = 0.25, "informal and formal first jobs that ended", ASSUMED;
        /// Of all in a household behind the first: same country, same day home.
        TOGETHER = 0.60, "came home with the first of the household", ASSUMED;
        RUSSIAN_AT_HOME = 0.06, "speak Russian at home, of those with Kyrgyz names", ASSUMED;
        /// Of those whose mother tongue is another one.
        RUSSIAN_WELL_ELSEWHERE = 0.40, "know Russian well, of those back from other countries", ASSUMED;
        LANGUAGE_OF_THE_COUNTRY = 0.75, "speak some of the language of the country of work", ASSUMED;
        KYRGYZ_AS_NEIGHBOURS = 0.70, "speak some Kyrgyz, of those who speak another language at home", ASSUMED;
        LATIN_I_FOR_SHORT_I = 0.60, "passport: й as I, else Y", ASSUMED;
        LATIN_KH = 0.80, "passport: х as KH, else H", ASSUMED;
        LATIN_IU = 0.55, "passport: ю, я as IU, IA, else YU, YA", ASSUMED;
        LATIN_NG = 0.15, "passport: ң as NG, else N", ASSUMED;
        LATIN_I_FOR_BACK_I = 0.12, "passport: ы as I, else Y", ASSUMED;
        OFFICERS_WOMEN = 0.55, "women among officers", ASSUMED;
        /// The rest is in a place drawn by where returnees live.
        IN_THE_CAPITAL = 0.25, "employers and providers in Bishkek", ASSUMED;
        EMPLOYERS_LEAST = 200.0, "employers in the smallest country", ASSUMED;
        EMPLOYERS_PER_PERSON = 0.005, "employers for each further person", ASSUMED;
        PROVIDERS_LEAST = 99.0, "training providers", NEW_ARCHITECTURE;
        PROVIDERS_PER_PERSON = 0.0001, "training providers for each further person", ASSUMED;
        MISTYPED_NAME = 0.02, "one letter wrong in the surname", ASSUMED;
        AGREES_TO_MATCHING = 0.80, "agree to be shown vacancies", ASSUMED;
        AGREES_TO_TRAINING = 0.60, "agree to be offered courses", ASSUMED;
        AGREES_TO_FINANCE = 0.35, "agree to be considered for money", ASSUMED;
        AGREES_TO_EXCHANGE = 0.45, "agree to the exchange with other agencies", ASSUMED;
        RESTRICTED = 0.01, "records seen by heads of office only", ASSUMED;
    }

    /// Weights of households by who of them came home and is registered.
    HOUSEHOLDS: HouseholdKind, "household" {
        HouseholdKind::Alone => 0.80, "one returnee", ASSUMED;
        HouseholdKind::Couple => 0.09, "a couple", ASSUMED;
        HouseholdKind::Siblings => 0.07, "two to four siblings", ASSUMED;
        HouseholdKind::ParentAndChild => 0.04, "a parent and a grown child", ASSUMED;
    }

    DEPENDANTS: u8, "dependants" {
        0 => 0.22, "none", ASSUMED;
        1 => 0.17, "one", ASSUMED;
        2 => 0.23, "two", ASSUMED;
        3 => 0.19, "three", ASSUMED;
        4 => 0.11, "four", ASSUMED;
        5 => 0.05, "five", ASSUMED;
        6 => 0.03, "six", ASSUMED;
    }

    /// Ages in the year of the return.
    AGES: (i32, i32), "age" {
        (18, 24) => 0.15, "18 to 24", AFTER_NEW_ARCHITECTURE;
        (25, 34) => 0.34, "25 to 34", AFTER_NEW_ARCHITECTURE;
        (35, 45) => 0.31, "35 to 45", AFTER_NEW_ARCHITECTURE;
        (46, 55) => 0.14, "46 to 55", AFTER_NEW_ARCHITECTURE;
        (56, 63) => 0.05, "56 to 63", AFTER_NEW_ARCHITECTURE;
        (64, 72) => 0.01, "64 and older", AFTER_NEW_ARCHITECTURE;
    }

    KYRGYZ_SURNAMES: SurnameForm, "Kyrgyz surname" {
        SurnameForm::Ov => 0.80, "-ов, -ев", ASSUMED;
        SurnameForm::UuluKyzy => 0.13, "уулу, кызы", ASSUMED;
        SurnameForm::Tegin => 0.02, "тегин", ASSUMED;
        SurnameForm::Bare => 0.05, "bare", ASSUMED;
    }

    TAJIK_SURNAMES: SurnameForm, "Tajik surname" {
        SurnameForm::Ov => 0.78, "-ов, -ев", ASSUMED;
        SurnameForm::Zoda => 0.14, "-зода", ASSUMED;
        SurnameForm::Bare => 0.08, "bare", ASSUMED;
    }

    SCRIPTS: Script, "spelling in the register" {
        Script::Kyrgyz => 0.50, "Kyrgyz", ASSUMED;
        Script::Russian => 0.42, "Russian", ASSUMED;
        Script::Latin => 0.08, "Latin, as in the passport", ASSUMED;
    }

    LATIN_ZH: &'static str, "passport: ж as" {
        "ZH" => 0.70, "ZH", ASSUMED;
        "J" => 0.16, "J", ASSUMED;
        "DZH" => 0.11, "DZH", ASSUMED;
        "DJ" => 0.03, "DJ", ASSUMED;
    }

    /// The language of pages and messages.
    KYRGYZ_PAGES: &'static str, "page language of Kyrgyz speakers" {
        "ky" => 0.75, "ky", ASSUMED;
        "ru" => 0.245, "ru", ASSUMED;
        "en" => 0.005, "en", ASSUMED;
    }

    UZBEK_PAGES: &'static str, "page language of Uzbek speakers" {
        "uz" => 0.55, "uz", ASSUMED;
        "ky" => 0.20, "ky", ASSUMED;
        "ru" => 0.25, "ru", ASSUMED;
    }

    /// Tajik and Dungan have no pages of their own.
    OTHER_PAGES: &'static str, "page language of Tajik and Dungan speakers" {
        "ru" => 0.70, "ru", ASSUMED;
        "ky" => 0.25, "ky", ASSUMED;
        "uz" => 0.05, "uz", ASSUMED;
    }

    COUNTRIES: Abroad, "country of work" {
        Abroad::Russia => 0.800, "Russia", COOPERATION;
        Abroad::Kazakhstan => 0.110, "Kazakhstan", "assumed; about 15 % before the countries that follow grew";
        Abroad::Turkiye => 0.030, "Türkiye", ASSUMED;
        Abroad::SouthKorea => 0.018, "South Korea", ASSUMED;
        Abroad::Emirates => 0.014, "United Arab Emirates", ASSUMED;
        Abroad::UnitedKingdom => 0.010, "United Kingdom, seasonal", ASSUMED;
        Abroad::Germany => 0.006, "Germany", ASSUMED;
        Abroad::Poland => 0.006, "Poland", ASSUMED;
        Abroad::SaudiArabia => 0.003, "Saudi Arabia", ASSUMED;
        Abroad::Japan => 0.003, "Japan", ASSUMED;
    }

    PHONE_COUNTRIES: PhonePlan, "phone" {
        PhonePlan::Kyrgyzstan => 0.900, "+996", ASSUMED;
        PhonePlan::Russia => 0.065, "+7 9", ASSUMED;
        PhonePlan::Kazakhstan => 0.015, "+7 7", ASSUMED;
        PhonePlan::Turkiye => 0.010, "+90", ASSUMED;
        PhonePlan::SouthKorea => 0.010, "+82", ASSUMED;
    }

    /// Of those of 22 and older. Of the younger nobody has finished a university.
    EDUCATIONS: Education, "education" {
        Education::Basic => 0.07, "basic", EDUCATION;
        Education::Secondary => 0.53, "general secondary", EDUCATION;
        Education::Vocational => 0.21, "vocational", EDUCATION;
        Education::SomeHigher => 0.04, "higher, not finished", EDUCATION;
        Education::Higher => 0.15, "higher", EDUCATION;
    }

    REASONS: Reason, "reason for return" {
        Reason::ContractEnded => 0.30, "the contract or season ended", AFTER_NEW_ARCHITECTURE;
        Reason::Family => 0.26, "family", AFTER_NEW_ARCHITECTURE;
        Reason::WorseConditions => 0.17, "worse life and work abroad", AFTER_NEW_ARCHITECTURE;
        Reason::LegalRisk => 0.11, "papers, checks and other legal risks", AFTER_NEW_ARCHITECTURE;
        Reason::EntryBan => 0.05, "sent back or banned from entry", AFTER_NEW_ARCHITECTURE;
        Reason::Health => 0.04, "health", ASSUMED;
        Reason::OwnPlans => 0.05, "own business or house at home", ASSUMED;
        Reason::Other => 0.02, "other", ASSUMED;
    }

    INTENTIONS: Intention, "intends to leave again" {
        Intention::Stay => 0.54, "no", ASSUMED;
        Intention::Leave => 0.30, "yes", "assumed: the majority of earlier years, halved (new architecture)";
        Intention::Unsure => 0.16, "unsure", NEW_ARCHITECTURE;
    }

    /// Shares of those to whom a flag can apply at all.
    VULNERABILITIES: Vulnerability, "vulnerability" {
        Vulnerability::LostCareWork => 0.12, "lost care or service work, of women", ASSUMED;
        Vulnerability::OlderCannotWork => 0.20, "cannot work any longer, of those of 56 and older", ASSUMED;
        Vulnerability::YouthWithoutRecord => 0.25, "no record of work, of those under 25", ASSUMED;
        Vulnerability::ParentWithChildren => 0.06, "alone with children, of those with dependants", ASSUMED;
        Vulnerability::Disability => 0.02, "disability", ASSUMED;
    }

    EMPLOYMENTS: Employment, "employment" {
        Employment::Formal => 0.175, "formal", AMANTUROVA_1;
        Employment::Informal => 0.425, "informal", AMANTUROVA_1;
        Employment::Seasonal => 0.225, "seasonal or temporary", AMANTUROVA_1;
        Employment::Searching => 0.175, "unemployed, searching", AMANTUROVA_1;
    }

    INTEGRATIONS: Integration, "time to first work" {
        Integration::Under3Months => 0.275, "under 3 months", AMANTUROVA_2;
        Integration::Months3To6 => 0.325, "3 to 6 months", AMANTUROVA_2;
        Integration::Months6To12 => 0.225, "6 to 12 months", AMANTUROVA_2;
        Integration::Over12Months => 0.125, "over 12 months", AMANTUROVA_2;
        Integration::NotFound => 0.050, "not found", AMANTUROVA_REST;
    }

    /// The quick find informal work more often and the slow formal work, as Amanturova writes.
    ROADS: (Integration, Employment), "time and form" {
        (Integration::Under3Months, Employment::Formal) => 0.030, "under 3 months, formal", JOINT;
        (Integration::Under3Months, Employment::Informal) => 0.170, "under 3 months, informal", JOINT;
        (Integration::Under3Months, Employment::Seasonal) => 0.075, "under 3 months, seasonal", JOINT;
        (Integration::Months3To6, Employment::Formal) => 0.060, "3 to 6 months, formal", JOINT;
        (Integration::Months3To6, Employment::Informal) => 0.160, "3 to 6 months, informal", JOINT;
        (Integration::Months3To6, Employment::Seasonal) => 0.105, "3 to 6 months, seasonal", JOINT;
        (Integration::Months6To12, Employment::Formal) => 0.085, "6 to 12 months, formal", JOINT;
        (Integration::Months6To12, Employment::Informal) => 0.095, "6 to 12 months, informal", JOINT;
        (Integration::Months6To12, Employment::Seasonal) => 0.045, "6 to 12 months, seasonal", JOINT;
        (Integration::Over12Months, Employment::Searching) => 0.125, "over 12 months", JOINT;
        (Integration::NotFound, Employment::Searching) => 0.050, "not found", JOINT;
    }

    /// Weights of the months in which people come home, January first: the building season ends late.
    RETURN_MONTHS: usize, "return in" {
        0 => 0.075, "January", ASSUMED;
        1 => 0.060, "February", ASSUMED;
        2 => 0.055, "March", ASSUMED;
        3 => 0.055, "April", ASSUMED;
        4 => 0.060, "May", ASSUMED;
        5 => 0.070, "June", ASSUMED;
        6 => 0.075, "July", ASSUMED;
        7 => 0.075, "August", ASSUMED;
        8 => 0.085, "September", ASSUMED;
        9 => 0.110, "October", ASSUMED;
        10 => 0.140, "November", ASSUMED;
        11 => 0.140, "December", ASSUMED;
    }

    /// Days from leaving to coming home.
    STAYS: (i32, i32), "days abroad" {
        (60, 180) => 0.18, "2 to 6 months", ASSUMED;
        (181, 365) => 0.24, "6 to 12 months", ASSUMED;
        (366, 1_095) => 0.33, "1 to 3 years", ASSUMED;
        (1_096, 2_555) => 0.18, "3 to 7 years", ASSUMED;
        (2_556, 4_380) => 0.07, "7 to 12 years", ASSUMED;
    }

    /// Days from coming home to the register. A band that has not passed yet becomes "so far".
    DELAYS: (i32, i32), "days to registration" {
        (0, 7) => 0.18, "within a week", ASSUMED;
        (8, 30) => 0.27, "within a month", ASSUMED;
        (31, 90) => 0.30, "within three months", ASSUMED;
        (91, 365) => 0.25, "within a year", ASSUMED;
    }

    SECTORS: Sector, "employers in" {
        Sector::Construction => 0.20, "construction", AFTER_NEW_ARCHITECTURE;
        Sector::Sewing => 0.18, "sewing", AFTER_NEW_ARCHITECTURE;
        Sector::Trade => 0.14, "trade", AFTER_NEW_ARCHITECTURE;
        Sector::Food => 0.11, "food production", AFTER_NEW_ARCHITECTURE;
        Sector::Hospitality => 0.09, "cafés and hotels", AFTER_NEW_ARCHITECTURE;
        Sector::Transport => 0.08, "transport and storage", AFTER_NEW_ARCHITECTURE;
        Sector::Agriculture => 0.08, "agriculture", AFTER_NEW_ARCHITECTURE;
        Sector::Metal => 0.04, "metal and machines", AFTER_NEW_ARCHITECTURE;
        Sector::Wood => 0.03, "wood and furniture", AFTER_NEW_ARCHITECTURE;
        Sector::Health => 0.03, "health and care", ASSUMED;
        Sector::Digital => 0.02, "information technology", ASSUMED;
    }

    CHANNELS: Channel, "channel" {
        Channel::SelfService => 0.35, "by the person", ASSUMED;
        Channel::Assisted => 0.45, "by an officer", ASSUMED;
        Channel::Import => 0.20, "from an agency's file", ASSUMED;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_has_its_own_name_a_source_and_a_number() {
        let mut names = std::collections::HashSet::new();
        for parameter in parameters() {
            assert!(names.insert(parameter.name.clone()), "{} twice", parameter.name);
            assert!(!parameter.source.is_empty(), "{}", parameter.name);
            assert!(parameter.value > 0.0, "{}", parameter.name);
        }
    }

    #[test]
    fn a_road_by_time_and_form_has_the_margins_of_both_tables() {
        let close = |sum: f64, parameter: &Parameter| {
            assert!((sum - parameter.value).abs() < 1e-9, "{}: {sum}", parameter.name);
        };
        for (form, published) in EMPLOYMENTS {
            close(
                ROADS.iter().filter(|(road, _)| road.1 == *form).map(|(_, p)| p.value).sum(),
                published,
            );
        }
        for (time, published) in INTEGRATIONS {
            close(
                ROADS.iter().filter(|(road, _)| road.0 == *time).map(|(_, p)| p.value).sum(),
                published,
            );
        }
    }

    #[test]
    fn tables_of_shares_add_up_to_one() {
        fn sum<T>(table: Table<T>) -> f64 {
            table.iter().map(|(_, parameter)| parameter.value).sum()
        }
        let sums = [
            sum(HOUSEHOLDS),
            sum(DEPENDANTS),
            sum(AGES),
            sum(KYRGYZ_SURNAMES),
            sum(TAJIK_SURNAMES),
            sum(SCRIPTS),
            sum(LATIN_ZH),
            sum(KYRGYZ_PAGES),
            sum(UZBEK_PAGES),
            sum(OTHER_PAGES),
            sum(COUNTRIES),
            sum(PHONE_COUNTRIES),
            sum(EDUCATIONS),
            sum(REASONS),
            sum(INTENTIONS),
            sum(EMPLOYMENTS),
            sum(INTEGRATIONS),
            sum(RETURN_MONTHS),
            sum(STAYS),
            sum(DELAYS),
            sum(SECTORS),
            sum(CHANNELS),
        ];
        for (at, sum) in sums.into_iter().enumerate() {
            assert!((sum - 1.0).abs() < 1e-9, "table {at} adds up to {sum}");
        }
    }
}
