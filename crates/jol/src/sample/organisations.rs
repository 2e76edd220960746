//! Employers and training providers of the sample country.

use super::{
    calendar::{Calendar, day_of_year},
    chance::{Chance, Weighted},
    parameters::{
        EMPLOYERS_LEAST, EMPLOYERS_PER_PERSON, IN_THE_CAPITAL, PROVIDERS_LEAST,
        PROVIDERS_PER_PERSON, SECTORS,
    },
    places::{self, Mix},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sector {
    Construction,
    Sewing,
    Trade,
    Food,
    Hospitality,
    Transport,
    Agriculture,
    Metal,
    Wood,
    Health,
    Digital,
}

impl Sector {
    pub const ALL: &[Self] = &[
        Self::Construction,
        Self::Sewing,
        Self::Trade,
        Self::Food,
        Self::Hospitality,
        Self::Transport,
        Self::Agriculture,
        Self::Metal,
        Self::Wood,
        Self::Health,
        Self::Digital,
    ];

    /// What firms of the sector put into their names.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Construction => &["Курулуш", "Строй", "Монтаж", "Фундамент"],
            Self::Sewing => &["Тигүү", "Текстиль", "Кийим", "Мода"],
            Self::Trade => &["Соода", "Маркет", "Дүкөн"],
            Self::Food => &["Азык", "Нан", "Сүт", "Даам"],
            Self::Hospitality => &["Ашкана", "Мейманкана", "Чайкана"],
            Self::Transport => &["Транс", "Жол", "Логистик"],
            Self::Agriculture => &["Агро", "Дыйкан", "Жемиш", "Кооператив"],
            Self::Metal => &["Темир", "Автосервис", "Металл"],
            Self::Wood => &["Эмерек", "Жыгач"],
            Self::Health => &["Медсервис", "Ден соолук"],
            Self::Digital => &["Санарип", "Софт"],
        }
    }

    /// What colleges that teach for the sector put into their names.
    const fn school(self) -> &'static str {
        match self {
            Self::Construction => "курулуш жана архитектура",
            Self::Sewing => "жеңил өнөр жай",
            Self::Trade => "соода жана эсеп",
            Self::Food => "тамак-аш технологиясы",
            Self::Hospitality => "тейлөө жана туризм",
            Self::Transport => "унаа жана жол",
            Self::Agriculture => "айыл чарба",
            Self::Metal => "машина куруу",
            Self::Wood => "жыгач иштетүү",
            Self::Health => "медицина жана багуу",
            Self::Digital => "санарип технологиялар",
        }
    }
}

/// An employer or a training provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub name: String,
    /// Fourteen digits: 0 for an organisation, ddmmyyyy of its registration, five more.
    pub tax_number: String,
    pub territory: &'static str,
    pub sector: Sector,
}

/// Proper names of firms, for all sectors.
const PROPER: &[&str] = &[
    "Ак-Суу",
    "Ала-Тоо",
    "Алтын Бешик",
    "Арча",
    "Асман",
    "Байтерек",
    "Береке",
    "Бирлик",
    "Боз-Үй",
    "Булак",
    "Достук",
    "Ийгилик",
    "Кайнар",
    "Кең-Арал",
    "Керемет",
    "Көк-Асаба",
    "Кут",
    "Кыял",
    "Мурас",
    "Мээнет",
    "Нур",
    "Ордо",
    "Өнүгүү",
    "Сары-Өзөн",
    "Сапат",
    "Сары-Челек",
    "Сулайман-Тоо",
    "Таң-Шоола",
    "Талап",
    "Тулпар",
    "Туран",
    "Ынтымак",
    "Ырыс",
    "Үмүт",
    "Чабыт",
    "Чынар",
    "Шумкар",
    "Эмгек",
    "Юг-Стиль",
    "Восход",
    "Фергана-Плюс",
];

pub fn employers(seed: u64, n_people: usize, calendar: &Calendar) -> Vec<Organisation> {
    let count = EMPLOYERS_LEAST.value + n_people as f64 * EMPLOYERS_PER_PERSON.value;
    let sectors =
        Weighted::new(SECTORS.iter().map(|(sector, parameter)| (*sector, parameter.value)));
    organisations(seed, EMPLOYERS, count as usize, calendar, |_, chance| {
        let sector = *sectors.draw(chance);
        (sector, firm(sector, chance))
    })
}

/// The first have one of each sector among them, so that no sector is without a school.
pub fn providers(seed: u64, n_people: usize, calendar: &Calendar) -> Vec<Organisation> {
    let count = PROVIDERS_LEAST.value + n_people as f64 * PROVIDERS_PER_PERSON.value;
    organisations(seed, PROVIDERS, count as usize, calendar, |number, _| {
        let sector = Sector::ALL[number % Sector::ALL.len()];
        (sector, format!("№ {} кесиптик лицей: {}", number + 1, sector.school()))
    })
}

fn firm(sector: Sector, chance: &mut Chance) -> String {
    let (form, proper) = (chance.one(&["ОсОО", "ОсОО", "ОсОО", "ЖИ", "ОАО"]), chance.one(PROPER));
    format!("{form} «{proper} {}»", chance.one(sector.words()))
}

/// What a stream of chance is for, and where its tax numbers begin.
type Kind = (u64, usize);
const EMPLOYERS: Kind = (4, 0);
const PROVIDERS: Kind = (5, 50_000);

fn organisations(
    seed: u64,
    (topic, first_tail): Kind,
    count: usize,
    calendar: &Calendar,
    mut describe: impl FnMut(usize, &mut Chance) -> (Sector, String),
) -> Vec<Organisation> {
    let everywhere = places::weighted();
    let capital = Weighted::new(places::places().iter().filter_map(|place| {
        let pull = place.people.filter(|pull| pull.mix == Mix::Capital)?;
        Some((place.code, pull.weight()))
    }));
    (0..count)
        .map(|number| {
            let mut chance = Chance::new(seed, topic, number as u64);
            let in_the_capital = chance.happens(IN_THE_CAPITAL.value);
            let territory = if in_the_capital {
                *capital.draw(&mut chance)
            } else {
                everywhere.draw(&mut chance).0
            };
            let (sector, name) = describe(number, &mut chance);
            let tax_number = tax_number(first_tail + number, calendar, &mut chance);
            Organisation { name, tax_number, territory, sector }
        })
        .collect()
}

fn tax_number(tail: usize, calendar: &Calendar, chance: &mut Chance) -> String {
    let year = calendar.today().year() - chance.between(1, 25) as i16;
    let day = day_of_year(year, chance.between(60, 365)).unwrap_or(calendar.today());
    format!("0{:02}{:02}{:04}{tail:05}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_tax_number_has_fourteen_digits_begins_with_zero_and_comes_once() {
        let calendar = Calendar::new(date(2026, 6, 15));
        for n_people in [500, 1_000_000] {
            let all =
                [employers(1, n_people, &calendar), providers(1, n_people, &calendar)].concat();
            let numbers: HashSet<_> =
                all.iter().map(|organisation| &organisation.tax_number).collect();
            assert_eq!(numbers.len(), all.len());
            for number in numbers {
                assert!(number.len() == 14 && number.starts_with('0'), "{number}");
                assert!(number.chars().all(|digit| digit.is_ascii_digit()), "{number}");
            }
        }
    }

    #[test]
    fn every_sector_has_employers_and_a_school() {
        let calendar = Calendar::new(date(2026, 6, 15));
        for organisations in [employers(1, 500, &calendar), providers(1, 500, &calendar)] {
            let sectors: HashSet<_> =
                organisations.iter().map(|organisation| organisation.sector).collect();
            assert_eq!(sectors.len(), Sector::ALL.len());
        }
    }

    #[test]
    fn a_larger_country_has_more_of_both_and_begins_with_the_same() {
        let calendar = Calendar::new(date(2026, 6, 15));
        let (small, large) = (employers(1, 500, &calendar), employers(1, 100_000, &calendar));
        assert_eq!((small.len(), large.len()), (202, 700));
        assert_eq!(small[..], large[..202]);
        assert_eq!(providers(1, 100_000, &calendar).len(), 109);
    }
}
