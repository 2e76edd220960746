//! The territories of the country: oblasts, rayons, cities, and the districts of the capital.
//!
//! A territory is its code in the state classifier. Names are dated, because places are renamed:
//! Jalal-Abad city is called Manas since 2025, and a Manas rayon lies in another oblast.
//!
//! Kind and parent are read from the code and never from a table, as public tables disagree about
//! parents. The odd one out is Kok-Jangak, a city that lies under Suzak rayon by its code.

use std::{fmt, str::FromStr, sync::LazyLock};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{day::parse_day, fault::Fault, language::Language};

/// One territory, ordered by code, so that a unit stands before its parts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Territory(u16);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TerritoryFault {
    #[error("no territory was chosen")]
    Missing,
    #[error("a code of the classifier has 14 digits")]
    Code,
    #[error("there is no such territory in the list")]
    Unknown,
}

impl Fault for TerritoryFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Missing => "fault-territory-missing",
            Self::Code => "fault-territory-code",
            Self::Unknown => "fault-territory-unknown",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Oblast,
    /// A city on the level of an oblast: Bishkek and Osh.
    RepublicanCity,
    /// A district of a republican city.
    CityDistrict,
    Rayon,
    City,
}

impl Kind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Oblast => "oblast",
            Self::RepublicanCity => "republican_city",
            Self::CityDistrict => "city_district",
            Self::Rayon => "rayon",
            Self::City => "city",
        }
    }
}

/// Names as they were from one day to another.
struct Names {
    /// In the order of [`Language::ALL`].
    names: [&'static str; 4],
    /// The first day the names hold.
    from: Option<Date>,
    /// The first day they no longer do.
    to: Option<Date>,
}

struct Row {
    code: &'static str,
    dated: Vec<Names>,
}

/// Code and names of each line of the file. Kind and parent stand there for other readers.
fn records() -> impl Iterator<Item = (&'static str, Names)> {
    LINES.lines().skip(1).filter_map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let &[code, _kind, ky, ru, en, _parent, from, to, uz] = fields.as_slice() else {
            return None;
        };
        let day = |text| parse_day(text).ok();
        Some((code, Names { names: [ky, ru, uz, en], from: day(from), to: day(to) }))
    })
}

const LINES: &str = include_str!("../../../data/territories.csv");

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows: Vec<Row> = Vec::new();
    for (code, names) in records() {
        match rows.iter_mut().find(|row| row.code == code) {
            Some(row) => row.dated.push(names),
            None => rows.push(Row { code, dated: vec![names] }),
        }
    }
    rows.sort_by_key(|row| row.code);
    for row in &mut rows {
        row.dated.sort_by_key(|names| names.from);
    }
    rows
});

impl Territory {
    pub fn parse(text: &str) -> Result<Self, TerritoryFault> {
        let code = text.trim();
        if code.is_empty() {
            return Err(TerritoryFault::Missing);
        }
        if code.len() != 14 || !code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(TerritoryFault::Code);
        }
        Self::of_code(code).ok_or(TerritoryFault::Unknown)
    }

    fn of_code(code: &str) -> Option<Self> {
        let place = ROWS.binary_search_by_key(&code, |row| row.code).ok()?;
        u16::try_from(place).ok().map(Self)
    }

    /// Every territory that ever was, a unit before its parts.
    fn ever() -> impl Iterator<Item = Self> {
        (0..).take(ROWS.len()).map(Self)
    }

    /// Every territory that exists on a day, a unit before its parts.
    pub fn all(on: Date) -> impl Iterator<Item = Self> {
        Self::ever()
            .filter(move |territory| territory.row().dated.iter().any(|names| names.hold(on)))
    }

    fn row(self) -> &'static Row {
        &ROWS[usize::from(self.0)]
    }

    pub fn code(self) -> &'static str {
        self.row().code
    }

    pub fn kind(self) -> Kind {
        kind_of(self.code())
    }

    /// The unit this one lies in; none for an oblast or a republican city.
    pub fn parent(self) -> Option<Self> {
        parent_of(self.code()).as_deref().and_then(Self::of_code)
    }

    /// The oblast or republican city this lies in, or is.
    pub fn oblast(self) -> Self {
        self.parent().map_or(self, Self::oblast)
    }

    /// The units right below this one.
    pub fn children(self) -> impl Iterator<Item = Self> {
        Self::ever().filter(move |other| other.parent() == Some(self))
    }

    /// Whether this is the other or lies anywhere in it.
    pub fn is_within(self, other: Self) -> bool {
        self == other || self.parent().is_some_and(|parent| parent.is_within(other))
    }

    /// The name in force on a day. A place whose name of that day is not known keeps the nearest.
    pub fn name(self, language: Language, on: Date) -> &'static str {
        let dated = &self.row().dated;
        let held = dated.iter().find(|names| names.hold(on));
        let nearest = || dated.iter().rev().find(|names| names.from.is_none_or(|from| from <= on));
        held.or_else(nearest).or(dated.first()).map_or("", |names| names.names[language as usize])
    }
}

/// Where the seat of each administration lies, in hundredths of a degree.
pub const POINTS: &str = include_str!("../../../data/territory_points.csv");

/// In the order of [`ROWS`], in radians.
static AT: LazyLock<Vec<(f64, f64)>> = LazyLock::new(|| {
    let mut points = vec![(0.0, 0.0); ROWS.len()];
    for line in POINTS.lines().skip(1) {
        let mut fields = line.split(',');
        let territory = fields.next().and_then(Territory::of_code);
        let mut degrees = || fields.next()?.parse::<f64>().ok().map(f64::to_radians);
        if let (Some(territory), Some(north), Some(east)) = (territory, degrees(), degrees()) {
            points[usize::from(territory.0)] = (north, east);
        }
    }
    points
});

impl Territory {
    /// Kilometres to another place as the crow flies, from seat to seat.
    pub fn km_to(self, other: Self) -> u32 {
        const RADIUS: f64 = 6_371.0;
        let ((north, east), (other_north, other_east)) =
            (AT[usize::from(self.0)], AT[usize::from(other.0)]);
        let half_chord = ((other_north - north) / 2.0).sin().powi(2)
            + north.cos() * other_north.cos() * ((other_east - east) / 2.0).sin().powi(2);
        (2.0 * RADIUS * half_chord.sqrt().min(1.0).asin()).round() as u32
    }
}

impl Names {
    fn hold(&self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on < to)
    }
}

/// The parts of a code: 417, oblast (2), unit (3), aiyl aimak or town (3), village (3).
fn parts(code: &str) -> (&str, &str, &str, &str) {
    (&code[3..5], &code[5..8], &code[8..11], &code[11..14])
}

fn kind_of(code: &str) -> Kind {
    let (oblast, unit, town, _) = parts(code);
    // Oblasts are counted from 02 to 08, republican cities from 11.
    let is_oblast = oblast < "10";
    match (is_oblast, unit, town) {
        (true, "000", _) => Kind::Oblast,
        (false, "000", _) => Kind::RepublicanCity,
        (true, unit, "000") if unit.starts_with('2') => Kind::Rayon,
        (false, unit, "000") if unit.starts_with('2') => Kind::CityDistrict,
        // A city is a unit of its own, 4xx, or like Kok-Jangak a 4xx under a rayon.
        _ => Kind::City,
    }
}

fn parent_of(code: &str) -> Option<String> {
    let (_, unit, town, _) = parts(code);
    match (unit, town) {
        ("000", _) => None,
        (_, "000") => Some(format!("{}000000000", &code[..5])),
        _ => Some(format!("{}000000", &code[..8])),
    }
}

impl FromStr for Territory {
    type Err = TerritoryFault;

    fn from_str(text: &str) -> Result<Self, TerritoryFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Territory {
    type Error = TerritoryFault;

    fn try_from(text: String) -> Result<Self, TerritoryFault> {
        Self::parse(&text)
    }
}

impl From<Territory> for String {
    fn from(territory: Territory) -> Self {
        territory.code().to_owned()
    }
}

impl fmt::Display for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Territory({})", self.code())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_place_has_a_point_and_distances_are_those_of_the_map() {
        assert!(AT.iter().all(|(north, east)| *north > 0.6 && *east > 1.2));
        let place = |code| Territory::parse(code).unwrap();
        let (bishkek, osh, batken) =
            (place("41711000000000"), place("41721000000000"), place("41705410000010"));
        for (one, other, least, most) in
            [(bishkek, osh, 290, 310), (osh, batken, 165, 180), (osh, osh, 0, 0)]
        {
            let km = one.km_to(other);
            assert!((least..=most).contains(&km), "{km}");
            assert_eq!(km, other.km_to(one));
        }
    }

    fn territory(code: &str) -> Territory {
        code.parse().unwrap()
    }

    #[test]
    fn a_territory_is_found_by_its_code_or_the_fault_is_named() {
        let cases = [
            ("41705214000000", Ok("41705214000000")),
            (" 41711000000000 ", Ok("41711000000000")),
            ("", Err(TerritoryFault::Missing)),
            ("4170521400000", Err(TerritoryFault::Code)),
            ("417052140000000", Err(TerritoryFault::Code)),
            ("4170521400000О", Err(TerritoryFault::Code)),
            ("Баткен", Err(TerritoryFault::Code)),
            ("41799000000000", Err(TerritoryFault::Unknown)),
            ("99999999999999", Err(TerritoryFault::Unknown)),
        ];
        for (text, expected) in cases {
            assert_eq!(Territory::parse(text).map(Territory::code), expected, "{text:?}");
        }
    }

    #[test]
    fn kind_and_parent_in_the_file_agree_with_the_code() {
        for line in LINES.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let (code, kind, parent) = (fields[0], fields[1], fields[5]);
            let territory = territory(code);
            assert_eq!(territory.kind().code(), kind, "{code}");
            assert_eq!(territory.parent().map_or("", Territory::code), parent, "{code}");
            // A parent that the list lacks would look like none.
            assert_eq!(parent_of(code).unwrap_or_default(), parent, "{code}");
        }
        assert_eq!(records().count(), LINES.lines().count() - 1);
    }

    #[test]
    fn there_are_as_many_units_of_each_kind_as_the_law_says() {
        let on = date(2026, 11, 21);
        let count = |kind| Territory::all(on).filter(|territory| territory.kind() == kind).count();
        let kinds =
            [Kind::Oblast, Kind::RepublicanCity, Kind::CityDistrict, Kind::Rayon, Kind::City];
        assert_eq!(kinds.map(count), [7, 2, 4, 40, 13]);
    }

    #[test]
    fn kok_jangak_is_a_city_under_a_rayon() {
        let city = territory("41703220400010");
        let suzak = territory("41703220000000");
        assert_eq!(city.kind(), Kind::City);
        assert_eq!(city.parent(), Some(suzak));
        assert_eq!(city.oblast(), territory("41703000000000"));
        assert_eq!(suzak.children().collect::<Vec<_>>(), [city]);
        assert!(city.is_within(suzak) && city.is_within(city.oblast()));
        assert!(!suzak.is_within(city));
    }

    #[test]
    fn a_renamed_city_has_the_name_of_the_day() {
        let city = territory("41703410000010");
        let cases = [
            (date(2025, 9, 16), "Жалал-Абад шаары", "Jalal-Abad city"),
            (date(2025, 9, 17), "Манас шаары", "Manas city"),
            (date(2026, 11, 21), "Манас шаары", "Manas city"),
            (date(1995, 1, 1), "Жалал-Абад шаары", "Jalal-Abad city"),
        ];
        for (on, ky, en) in cases {
            assert_eq!(city.name(Language::Ky, on), ky, "{on}");
            assert_eq!(city.name(Language::En, on), en, "{on}");
        }
    }

    #[test]
    fn every_territory_has_a_name_in_the_letters_of_each_language() {
        let on = date(2026, 11, 21);
        for territory in Territory::all(on) {
            for language in Language::ALL {
                let name = territory.name(language, on);
                let is_latin = name.chars().all(|c| c < '\u{400}');
                assert!(!name.is_empty(), "{territory} {language}");
                assert_eq!(is_latin, matches!(language, Language::Uz | Language::En), "{name}");
                assert!(!name.contains(['\'', '\u{2018}', '\u{2019}', 'ӊ']), "{name}");
            }
        }
    }

    #[test]
    fn a_unit_stands_before_its_parts() {
        for territory in Territory::all(date(2026, 11, 21)) {
            assert!(territory.parent().is_none_or(|parent| parent < territory));
        }
    }
}
