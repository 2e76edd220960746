//! From what people call their work to the lists of the service.

use std::{collections::HashMap, sync::LazyLock};

use domain::classifier::{Concept, Scheme};

use super::super::{chance::Chance, organisations::Sector};
use crate::classifier::built_in;

/// Occupations by unit group of ISCO, and by minor group for those that have no entry of their own.
static BY_GROUP: LazyLock<HashMap<String, Vec<&'static Concept>>> = LazyLock::new(|| {
    let mut groups: HashMap<String, Vec<&'static Concept>> = HashMap::new();
    for concept in built_in().all(Scheme::Occupation) {
        let Some(group) = &concept.broader else { continue };
        for group in [group.as_str(), &group.as_str()[..3]] {
            groups.entry(group.to_owned()).or_default().push(concept);
        }
    }
    groups
});

/// An occupation of a unit group, or of its minor group. Some professions are on no list yet.
pub fn of_group(isco: &str, chance: &mut Chance) -> Option<&'static Concept> {
    let near = match isco {
        "1420" => return called("shop-owner"),
        "2142" => return called("construction-foreman"),
        "2151" => "7411",
        "2250" => "3240",
        "2342" => "5311",
        "2411" => "4311",
        other => other,
    };
    let group = BY_GROUP.get(near).or_else(|| BY_GROUP.get(&near[..3]))?;
    Some(chance.one::<&Concept>(group))
}

/// An occupation by its code. The codes here are those of the project's own list; a test holds that.
pub fn called(code: &str) -> Option<&'static Concept> {
    built_in().find(Scheme::Occupation, &code.parse().ok()?)
}

/// What a sector looks for, the commonest first.
pub const fn of_sector(sector: Sector) -> &'static [&'static str] {
    match sector {
        Sector::Construction => {
            &["bricklayer", "plasterer-painter", "tiler", "concrete-worker", "roofer", "plumber"]
        }
        Sector::Sewing => &["seamstress", "cutter", "tailor", "sewing-technologist"],
        Sector::Trade => &["shop-assistant", "cashier", "storekeeper", "accountant-1c"],
        Sector::Food => &["baker", "pastry-cook", "food-line-operator", "dairy-worker"],
        Sector::Hospitality => &["cook", "waiter", "room-attendant", "barista", "cleaner"],
        Sector::Transport => &["driver-c", "driver-b", "loader", "order-picker"],
        Sector::Agriculture => &["greenhouse-grower", "tractor-driver", "farm-labourer"],
        Sector::Metal => &["welder", "car-mechanic", "electrician", "metal-structure-fitter"],
        Sector::Wood => &["furniture-maker", "joiner", "woodworking-operator"],
        Sector::Health => &["nurse-assistant", "caregiver", "nurse", "nanny"],
        Sector::Digital => &["smm-specialist", "web-developer", "call-centre-operator"],
    }
}

/// The sector in which somebody of a unit group looks for work.
pub fn sector_of(isco: &str) -> Sector {
    match (&isco[..2], isco) {
        (_, "7115" | "9312" | "9313" | "2142" | "8342") | ("71", _) => Sector::Construction,
        (_, "7531" | "7532" | "8153") => Sector::Sewing,
        (_, "7522") => Sector::Wood,
        (_, "7512" | "8160" | "9329") => Sector::Food,
        (_, "2512" | "2643") => Sector::Digital,
        (_, "2411" | "2631" | "2611" | "1420" | "9334" | "2330" | "2341" | "2342") => Sector::Trade,
        (_, "5311" | "5321" | "5322" | "3221" | "2211") => Sector::Health,
        (_, "9211" | "9212" | "3142" | "2250") | ("61", _) => Sector::Agriculture,
        (_, "9333" | "9321" | "4321" | "9621" | "8322" | "8331" | "8332" | "8344") => {
            Sector::Transport
        }
        ("72" | "74" | "82", _) | (_, "2151") => Sector::Metal,
        ("52", _) => Sector::Trade,
        _ => Sector::Hospitality,
    }
}

/// The division of economic activity a sector is counted in.
pub const fn division(sector: Sector) -> &'static str {
    match sector {
        Sector::Construction => "41",
        Sector::Sewing => "14",
        Sector::Trade => "47",
        Sector::Food => "10",
        Sector::Hospitality => "56",
        Sector::Transport => "49",
        Sector::Agriculture => "01",
        Sector::Metal => "25",
        Sector::Wood => "31",
        Sector::Health => "86",
        Sector::Digital => "62",
    }
}

/// The licence an occupation cannot be done without.
pub fn licence(occupation: &str) -> Option<&'static str> {
    Some(match occupation {
        "driver-b" | "taxi-driver" => "drive-b",
        "driver-c" => "drive-c",
        "driver-ce" => "drive-ce",
        "driver-d" => "drive-d",
        "tractor-driver" => "tractor",
        "forklift-operator" => "forklift",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{super::super::work::trades, *};

    #[test]
    fn every_code_here_is_on_the_lists() {
        let lists = built_in();
        for sector in Sector::ALL {
            for code in of_sector(*sector) {
                let concept = called(code).unwrap_or_else(|| panic!("{code}"));
                if let Some(licence) = licence(concept.code.as_str()) {
                    assert!(lists.read(Scheme::Licence, licence).is_ok(), "{licence}");
                }
            }
            assert!(lists.read(Scheme::Sector, division(*sector)).is_ok(), "{sector:?}");
        }
        for code in [
            "shop-owner",
            "construction-foreman",
            "taxi-driver",
            "driver-ce",
            "driver-d",
            "forklift-operator",
        ] {
            assert!(called(code).is_some(), "{code}");
        }
    }

    #[test]
    fn most_trades_of_the_sample_have_an_entry() {
        let mut chance = Chance::new(1, 2, 3);
        let missing: Vec<_> =
            trades().iter().filter(|one| of_group(one.isco, &mut chance).is_none()).collect();
        assert!(missing.len() < 10, "{missing:?}");
    }
}
