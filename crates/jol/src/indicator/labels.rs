//! What numbers and groups are called, and how each number is defined.

use domain::indicator::{AgeBand, Dimension, Share, TimeBand, WorkBand};
use jiff::civil::Date;

use super::{axis::Group, report::Number};
use crate::{
    returnee::fields::{full_name, sex_key},
    words::{Tongue, msg},
};

pub const fn dimension_key(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Sex => msg("indicator-sex"),
        Dimension::Age => msg("indicator-age"),
        Dimension::Disability => msg("indicator-disability"),
        Dimension::Territory => msg("indicator-territory"),
        Dimension::Country => msg("indicator-country"),
        Dimension::Month => msg("indicator-month"),
    }
}

pub const fn number_key(number: Number) -> &'static str {
    match number {
        Number::People => msg("indicator-people"),
        Number::Wait => msg("indicator-wait"),
        Number::Share(Share::EmployedIn6) => msg("indicator-employed-6"),
        Number::Share(Share::EmployedAfterCourse) => msg("indicator-after-course"),
        Number::Share(Share::Steady) => msg("indicator-steady"),
        Number::Share(Share::Introduced) => msg("indicator-introduced"),
        Number::Share(Share::Interviewed) => msg("indicator-interviewed"),
        Number::Share(Share::Hired) => msg("indicator-hired"),
        Number::Work(WorkBand::Formal) => msg("indicator-form-formal"),
        Number::Work(WorkBand::Informal) => msg("indicator-form-informal"),
        Number::Work(WorkBand::Seasonal) => msg("indicator-form-seasonal"),
        Number::Work(WorkBand::Unemployed) => msg("indicator-form-unemployed"),
        Number::Time(TimeBand::Under3) => msg("indicator-time-under-3"),
        Number::Time(TimeBand::From3) => msg("indicator-time-3-6"),
        Number::Time(TimeBand::From6) => msg("indicator-time-6-12"),
        Number::Time(TimeBand::Over12) => msg("indicator-time-over-12"),
    }
}

/// Who belongs to the base, who is counted, who is in neither.
pub const fn definition_key(number: Number) -> &'static str {
    match number {
        Number::People => msg("indicator-people-text"),
        Number::Wait => msg("indicator-wait-text"),
        Number::Share(Share::EmployedIn6) => msg("indicator-employed-6-text"),
        Number::Share(Share::EmployedAfterCourse) => msg("indicator-after-course-text"),
        Number::Share(Share::Steady) => msg("indicator-steady-text"),
        Number::Share(Share::Introduced) => msg("indicator-introduced-text"),
        Number::Share(Share::Interviewed) => msg("indicator-interviewed-text"),
        Number::Share(Share::Hired) => msg("indicator-hired-text"),
        Number::Work(_) => msg("indicator-work-text"),
        Number::Time(_) => msg("indicator-time-text"),
    }
}

pub fn age(tongue: Tongue, band: AgeBand) -> String {
    match band {
        AgeBand::To24 => tongue.t("indicator-age-lowest").into_owned(),
        AgeBand::From25 => "25–34".to_owned(),
        AgeBand::From35 => "35–45".to_owned(),
        AgeBand::From46 => "46–55".to_owned(),
        AgeBand::From56 => tongue.t("indicator-age-highest").into_owned(),
    }
}

pub fn month(tongue: Tongue, year: i16, month: i8) -> String {
    Date::new(year, month, 1).map_or_else(|_| String::new(), |day| tongue.month_year(day))
}

pub fn group(tongue: Tongue, group: &Group, today: Date) -> String {
    match group {
        Group::Sex(sex) => tongue.t(sex_key(*sex)).into_owned(),
        Group::Age(band) => age(tongue, *band),
        Group::Disability => tongue.t("indicator-disability-yes").into_owned(),
        Group::Territory(place) => full_name(*place, tongue, today),
        Group::Country(country) => country.name(tongue.language()).to_owned(),
        Group::Month(year, number) => month(tongue, *year, *number),
        Group::Rest => tongue.t("indicator-rest").into_owned(),
    }
}
