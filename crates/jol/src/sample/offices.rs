//! The offices of the sample country, as a tree over its territories, and who works in them.

use jiff::civil::Date;

use super::{
    chance::{Chance, Weighted},
    names::{self, Names},
    parameters::OFFICERS_WOMEN,
    person::{Naming, Sex, SurnameForm},
    places::{self, Kind, Mix, Territory},
};

/// The code of the national office.
pub const NATIONAL: &str = "national";

/// An employment or resource centre, or the office above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Made of the first name a territory had: it stays when the territory is renamed.
    pub code: String,
    /// The code of the office above, `None` for the national one.
    pub parent: Option<String>,
    /// `None` for the national office, which covers all.
    pub territory: Option<&'static str>,
    pub name: OfficeName,
}

/// The name in each language of the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeName {
    pub ky: String,
    pub ru: String,
    pub uz: String,
    pub en: String,
}

/// The national office first, then the regional ones, then those of rayons and cities.
pub fn offices(today: Date) -> Vec<Office> {
    let mut offices = vec![Office {
        code: NATIONAL.to_owned(),
        parent: None,
        territory: None,
        name: OfficeName {
            ky: "Улуттук реинтеграция борбору".to_owned(),
            ru: "Национальный центр реинтеграции".to_owned(),
            uz: "Milliy reintegratsiya markazi".to_owned(),
            en: "National reintegration centre".to_owned(),
        },
    }];
    let in_force: Vec<&Territory> =
        places::territories().iter().filter(|row| row.is_in_force(today)).collect();
    for region in in_force.iter().filter(|row| row.is_region()) {
        offices.push(office(region, NATIONAL.to_owned()));
    }
    for part in in_force.iter().filter(|row| !row.is_region()) {
        offices.push(office(part, code(&part.region())));
    }
    offices
}

fn office(territory: &Territory, parent: String) -> Office {
    let Territory { name_ky, name_ru, name_en, .. } = territory;
    let name_uz = places::places()
        .iter()
        .find(|place| place.code == territory.code)
        .map_or("", |place| place.name_uz);
    let name = if territory.is_region() {
        OfficeName {
            ky: format!("{name_ky}: реинтеграция боюнча аймактык борбор"),
            ru: format!("{name_ru}: региональный центр реинтеграции"),
            uz: format!("{name_uz}: hududiy reintegratsiya markazi"),
            en: format!("{name_en}: regional reintegration centre"),
        }
    } else {
        OfficeName {
            ky: format!("{name_ky}: ишке орноштуруу борбору"),
            ru: format!("{name_ru}: центр занятости"),
            uz: format!("{name_uz}: bandlik markazi"),
            en: format!("{name_en}: employment centre"),
        }
    };
    Office {
        code: code(territory.code),
        parent: Some(parent),
        territory: Some(territory.code),
        name,
    }
}

/// `batken` for the oblast, `batken-rayon` and `batken-city` for the parts that share its name.
fn code(territory: &str) -> String {
    let Some(first) = places::territories().iter().find(|row| row.code == territory) else {
        return NATIONAL.to_owned();
    };
    let name = first.name_en.to_lowercase();
    let (stem, _) = name.rsplit_once(' ').unwrap_or((&name, ""));
    let ending = match first.kind {
        Kind::Oblast => "",
        // Osh is a city and an oblast, Bishkek is only itself.
        Kind::RepublicanCity if stem == "bishkek" => "",
        Kind::RepublicanCity | Kind::City => "-city",
        Kind::Rayon => "-rayon",
        Kind::CityDistrict => "-district",
    };
    format!("{stem}{ending}")
}

/// What an officer may do. The names are those of the roles in `access`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StaffRole {
    Officer,
    HeadOfOffice,
    ProgrammeOfficer,
    CommitteeMember,
    Analyst,
    DataProtectionOfficer,
    Administrator,
}

impl StaffRole {
    const fn login(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::HeadOfOffice => "head",
            Self::ProgrammeOfficer => "programme",
            Self::CommitteeMember => "committee",
            Self::Analyst => "analyst",
            Self::DataProtectionOfficer => "protection",
            Self::Administrator => "admin",
        }
    }
}

/// Someone on the staff of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleOfficer {
    /// `officer.batken`, and `officer2.batken` for the second one.
    pub login: String,
    pub surname: String,
    pub given: String,
    pub role: StaffRole,
    /// The code of the office.
    pub office: String,
}

const IN_THE_CAPITAL: &[(StaffRole, usize)] = &[
    (StaffRole::HeadOfOffice, 1),
    (StaffRole::Officer, 2),
    (StaffRole::ProgrammeOfficer, 2),
    (StaffRole::CommitteeMember, 3),
    (StaffRole::Analyst, 2),
    (StaffRole::DataProtectionOfficer, 1),
    (StaffRole::Administrator, 1),
];
const IN_A_REGION: &[(StaffRole, usize)] = &[
    (StaffRole::HeadOfOffice, 1),
    (StaffRole::Officer, 3),
    (StaffRole::ProgrammeOfficer, 1),
    (StaffRole::CommitteeMember, 2),
    (StaffRole::Analyst, 1),
];
const IN_A_RAYON: &[(StaffRole, usize)] = &[(StaffRole::HeadOfOffice, 1), (StaffRole::Officer, 2)];

/// The staff of all offices, in the order of the offices.
pub fn officers(seed: u64, today: Date, names: &Names) -> Vec<SampleOfficer> {
    const OFFICERS: u64 = 3;
    let mut officers = Vec::new();
    for (number, office) in offices(today).into_iter().enumerate() {
        let mut chance = Chance::new(seed, OFFICERS, number as u64);
        let namings = Weighted::new(mix(office.territory).shares());
        let roles = match office.parent.as_deref() {
            None => IN_THE_CAPITAL,
            Some(NATIONAL) => IN_A_REGION,
            Some(_) => IN_A_RAYON,
        };
        for (role, count) in roles {
            for nth in 1..=*count {
                let (surname, given) = name(names, &namings, &mut chance);
                let nth = if nth == 1 { String::new() } else { nth.to_string() };
                let login = format!("{}{nth}.{}", role.login(), office.code);
                officers.push(SampleOfficer {
                    login,
                    surname,
                    given,
                    role: *role,
                    office: office.code.clone(),
                });
            }
        }
    }
    officers
}

/// Officers come from where they work; those of an oblast from its first place in the list.
fn mix(territory: Option<&str>) -> Mix {
    let Some(territory) = territory else { return Mix::Capital };
    let own = places::places().iter().find(|place| place.code == territory);
    let mut parts = places::places().iter().filter(|place| place.code.starts_with(&territory[..5]));
    own.and_then(|place| place.people)
        .or_else(|| parts.find_map(|place| place.people))
        .map_or(Mix::Capital, |pull| pull.mix)
}

fn name(names: &Names, namings: &Weighted<Naming>, chance: &mut Chance) -> (String, String) {
    let naming = *namings.draw(chance);
    let sex = if chance.happens(OFFICERS_WOMEN.value) { Sex::Female } else { Sex::Male };
    let family = names.family(naming, chance);
    let father = names.man(naming, chance);
    let given = match sex {
        Sex::Female => names.woman(naming, chance),
        Sex::Male => names.man(naming, chance).name,
    };
    (names::surname(naming, SurnameForm::Ov, family, father, sex), given.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 6, 15);

    #[test]
    fn the_offices_are_a_tree_of_three_levels_over_all_territories() {
        let offices = offices(TODAY);
        let parents: HashMap<_, _> =
            offices.iter().map(|office| (&office.code, office.parent.as_ref())).collect();
        let territories: HashSet<_> =
            offices.iter().filter_map(|office| office.territory).collect();
        assert_eq!(parents.len(), offices.len(), "a code twice");
        assert_eq!((offices.len(), territories.len()), (67, 66));
        let depth =
            |code: &String| std::iter::successors(Some(code), |code| parents[*code]).count();
        assert!(offices.iter().all(|office| (1..=3).contains(&depth(&office.code))));
        assert_eq!(offices.iter().filter(|office| depth(&office.code) == 2).count(), 9);
    }

    #[test]
    fn a_code_stays_when_the_territory_is_renamed() {
        for (day, name) in [(date(2025, 1, 1), "Jalal-Abad city"), (TODAY, "Manas city")] {
            let offices = offices(day);
            let city = offices.iter().find(|office| office.code == "jalal-abad-city").unwrap();
            assert_eq!(city.name.en, format!("{name}: employment centre"));
            assert_eq!(city.parent.as_deref(), Some("jalal-abad"));
        }
    }

    #[test]
    fn every_office_is_named_in_four_languages() {
        let offices = offices(TODAY);
        for language in 0..4 {
            let name = |office: &Office| {
                let OfficeName { ky, ru, uz, en } = office.name.clone();
                [ky, ru, uz, en][language].clone()
            };
            let named: HashSet<_> = offices.iter().map(name).collect();
            assert!(named.iter().all(|name| !name.starts_with(':')));
            // Manas is a rayon and a city, so the kind of territory must stand in the name.
            assert!(named.len() == offices.len(), "{} of {}", named.len(), offices.len());
        }
    }

    #[test]
    fn every_role_is_there_and_no_login_twice() {
        let officers = officers(1, TODAY, &Names::new());
        let roles: HashSet<_> = officers.iter().map(|officer| officer.role).collect();
        let logins: HashSet<_> = officers.iter().map(|officer| officer.login.as_str()).collect();
        assert_eq!(roles.len(), 7);
        assert_eq!(logins.len(), officers.len());
        for login in [
            "officer.batken",
            "officer2.osh",
            "head.leilek-rayon",
            "admin.national",
            "officer.osh-city",
        ] {
            assert!(logins.contains(login), "{login}");
        }
    }
}
