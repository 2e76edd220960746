//! Where people of the sample come from: the territories of the country, weighted.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::{chance::Weighted, parameters::Parameter, person::Naming};

const TERRITORIES: &str = include_str!("../../../../data/territories.csv");
const PLACES: &str = include_str!("places.tsv");

/// One row of the list of territories: a name holds for a time, the code stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Territory {
    pub code: &'static str,
    pub kind: Kind,
    pub name_ky: &'static str,
    pub name_ru: &'static str,
    pub name_en: &'static str,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Oblast,
    RepublicanCity,
    Rayon,
    City,
    CityDistrict,
}

impl Territory {
    pub fn is_in_force(&self, today: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= today)
            && self.valid_to.is_none_or(|to| today < to)
    }

    /// The oblast or republican city by the code. The list's own parent of Kok-Jangak is a rayon,
    /// and it has an office beside that rayon's, not under it.
    pub fn region(&self) -> String {
        format!("{}000000000", &self.code[..5])
    }

    pub fn is_region(&self) -> bool {
        matches!(self.kind, Kind::Oblast | Kind::RepublicanCity)
    }
}

/// All rows, those of former names included, in the order of the list.
pub fn territories() -> &'static [Territory] {
    static ROWS: LazyLock<Vec<Territory>> = LazyLock::new(|| {
        TERRITORIES.lines().skip(1).filter(|line| !line.is_empty()).map(territory).collect()
    });
    &ROWS
}

fn territory(line: &'static str) -> Territory {
    let mut cells = line.split(',');
    let mut cell = || cells.next().unwrap_or_default();
    let (code, kind, name_ky, name_ru, name_en, _parent) =
        (cell(), cell(), cell(), cell(), cell(), cell());
    let (valid_from, valid_to) = (cell().parse().ok(), cell().parse().ok());
    let kind = match kind {
        "oblast" => Kind::Oblast,
        "republican_city" => Kind::RepublicanCity,
        "rayon" => Kind::Rayon,
        "city" => Kind::City,
        _ => Kind::CityDistrict,
    };
    Territory { code, kind, name_ky, name_ru, name_en, valid_from, valid_to }
}

/// A territory as the sample sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub code: &'static str,
    pub name_uz: &'static str,
    /// `None` for an oblast and for Bishkek as a whole: people live in their parts.
    pub people: Option<Pull>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pull {
    thousands: f64,
    pull: f64,
    pub mix: Mix,
}

impl Pull {
    /// The weight of the place among returnees.
    pub fn weight(self) -> f64 {
        self.thousands * self.pull
    }
}

pub fn places() -> &'static [Place] {
    static ROWS: LazyLock<Vec<Place>> =
        LazyLock::new(|| PLACES.lines().filter(|line| !line.starts_with('#')).map(place).collect());
    &ROWS
}

fn place(line: &'static str) -> Place {
    let mut cells = line.split('\t');
    let mut cell = || cells.next().unwrap_or_default();
    let (code, name_uz) = (cell(), cell());
    let (thousands, pull, mix) = (cell(), cell(), cell());
    let people = match (thousands.parse(), pull.parse(), Mix::called(mix)) {
        (Ok(thousands), Ok(pull), Some(mix)) => Some(Pull { thousands, pull, mix }),
        _ => None,
    };
    Place { code, name_uz, people }
}

macro_rules! mixes {
    ($($(#[$doc:meta])* $mix:ident $name:literal: $kyrgyz:literal, $uzbek:literal, $tajik:literal, $dungan:literal, $russian:literal;)+) => {
        /// Which naming habits meet in a place, in shares.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Mix {
            $($(#[$doc])* $mix,)+
        }

        impl Mix {
            pub const ALL: &[Self] = &[$(Self::$mix),+];

            fn called(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$mix),)+
                    _ => None,
                }
            }

            const fn name(self) -> &'static str {
                match self {
                    $(Self::$mix => $name,)+
                }
            }

            pub const fn shares(self) -> [(Naming, f64); 5] {
                let [kyrgyz, uzbek, tajik, dungan, russian] = match self {
                    $(Self::$mix => [$kyrgyz, $uzbek, $tajik, $dungan, $russian],)+
                };
                [
                    (Naming::Kyrgyz, kyrgyz),
                    (Naming::Uzbek, uzbek),
                    (Naming::Tajik, tajik),
                    (Naming::Dungan, dungan),
                    (Naming::Russian, russian),
                ]
            }
        }
    };
}

mixes! {
    //                   Kyrgyz  Uzbek  Tajik  Dungan Russian
    North "north":       0.97,   0.01,  0.0,   0.0,   0.02;
    Lake "lake":         0.83,   0.01,  0.0,   0.04,  0.12;
    South "south":       0.93,   0.055, 0.005, 0.0,   0.01;
    /// the plains of Osh and Jalal-Abad
    Valley "valley":     0.58,   0.405, 0.005, 0.0,   0.01;
    Mountain "mountain": 0.80,   0.16,  0.03,  0.0,   0.01;
    /// Batken and Leilek
    Border "border":     0.86,   0.04,  0.095, 0.0,   0.005;
    Chui "chui":         0.73,   0.05,  0.005, 0.065, 0.15;
    /// Tokmok and around
    Dungan "dungan":     0.59,   0.06,  0.0,   0.24,  0.11;
    Capital "capital":   0.81,   0.025, 0.005, 0.01,  0.15;
}

/// The drawing of a place, by weight.
pub fn weighted() -> Weighted<(&'static str, Mix)> {
    Weighted::new(places().iter().filter_map(|place| {
        let pull = place.people?;
        Some(((place.code, pull.mix), pull.weight()))
    }))
}

pub fn parameters() -> Vec<Parameter> {
    let source = "assumed, heavy where Shabolotov and Nuraliev 2026 see most returns";
    let weights = places().iter().filter_map(|place| {
        let name = format!("place {}: weight", place.code).into();
        Some(Parameter { name, value: place.people?.weight(), source })
    });
    let mixes = Mix::ALL.iter().flat_map(|mix| {
        mix.shares().into_iter().filter(|(_, share)| *share > 0.0).map(|(naming, value)| {
            Parameter {
                name: format!("names in places of the kind {}: {naming:?}", mix.name()).into(),
                value,
                source: "assumed",
            }
        })
    });
    weights.chain(mixes).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_territory_has_a_place_and_every_place_a_territory() {
        let codes: HashSet<_> = territories().iter().map(|territory| territory.code).collect();
        let places: HashSet<_> = places().iter().map(|place| place.code).collect();
        assert_eq!(codes.len(), 66);
        assert_eq!(codes, places);
    }

    #[test]
    fn people_live_in_rayons_cities_and_districts() {
        for place in places() {
            let parts = territories()
                .iter()
                .any(|part| !part.is_region() && part.code.starts_with(&place.code[..5]));
            let whole =
                territories().iter().any(|whole| whole.code == place.code && whole.is_region());
            assert_eq!(place.people.is_none(), whole && parts, "{}", place.code);
            assert!(!place.name_uz.is_empty(), "{}", place.code);
        }
    }

    #[test]
    fn a_mix_adds_up_to_one() {
        for mix in Mix::ALL {
            let sum: f64 = mix.shares().iter().map(|(_, share)| share).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{mix:?} {sum}");
        }
    }

    #[test]
    fn one_name_of_a_territory_is_in_force_at_a_time() {
        for (day, name) in [("2025-09-16", "Jalal-Abad city"), ("2025-09-17", "Manas city")] {
            let day = day.parse().unwrap();
            let in_force: Vec<_> = territories()
                .iter()
                .filter(|row| row.code == "41703410000010" && row.is_in_force(day))
                .map(|row| row.name_en)
                .collect();
            assert_eq!(in_force, [name]);
        }
    }
}
