//! Employers and providers as the service knows them: since when, and whether somebody has checked them.

use domain::vacancy::Standing;
use jiff::civil::Date;

use super::{
    super::{
        chance::Chance,
        organisations::{Organisation, Sector},
    },
    days_before,
    rates::{ORGANISATION_REFUSED, ORGANISATION_SUSPENDED, ORGANISATION_WAITS},
};

/// An employer or a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firm {
    pub number: usize,
    pub sector: Sector,
    pub territory: &'static str,
    pub made_on: Date,
    pub decided_on: Option<Date>,
    pub standing: Standing,
}

/// When the service began: before anybody was registered.
pub const BEGAN_AGO: i32 = 1_130;

impl Firm {
    fn new(seed: u64, topic: u64, today: Date, number: usize, of: &Organisation) -> Self {
        let mut chance = Chance::new(seed, topic, number as u64);
        let drawn = f64::from(chance.below(1_000_000)) / 1_000_000.0;
        let refused = ORGANISATION_WAITS.value + ORGANISATION_REFUSED.value;
        let standing = match drawn {
            // The demo's own employer and provider can do everything at once.
            _ if number == 0 => Standing::Verified,
            drawn if drawn < ORGANISATION_WAITS.value => Standing::Waiting,
            drawn if drawn < refused => Standing::Refused,
            drawn if drawn < refused + ORGANISATION_SUSPENDED.value => Standing::Suspended,
            _ => Standing::Verified,
        };
        let made_ago = match standing {
            Standing::Waiting => chance.between(0, 9),
            Standing::Refused => chance.between(5, 200),
            // Half of them were there when the service began, and the others came over the years.
            _ if number == 0 || chance.happens(0.5) => chance.between(BEGAN_AGO - 30, BEGAN_AGO),
            _ => chance.between(60, BEGAN_AGO - 30),
        };
        let decided_ago =
            (standing != Standing::Waiting).then(|| made_ago - chance.between(1, 5).min(made_ago));
        Self {
            number,
            sector: of.sector,
            territory: of.territory,
            made_on: days_before(today, made_ago),
            decided_on: decided_ago.map(|ago| days_before(today, ago)),
            standing,
        }
    }
}

/// All of one kind.
pub fn firms(seed: u64, topic: u64, today: Date, of: &[Organisation]) -> Vec<Firm> {
    of.iter().enumerate().map(|(number, one)| Firm::new(seed, topic, today, number, one)).collect()
}

/// The part of the country in which people take a course: the south or the north.
pub fn zone(territory: &str) -> usize {
    usize::from(!matches!(&territory[3..5], "03" | "05" | "06" | "21"))
}

/// One of a sector that could be checked by a day: one of the same oblast, or else of the same part of the country, or
/// else any.
pub fn one_of<'f>(
    firms: &'f [Firm],
    sector: Sector,
    territory: &str,
    by: Date,
    chance: &mut Chance,
) -> Option<&'f Firm> {
    let fits = |firm: &&Firm| {
        firm.sector == sector
            && firm.standing == Standing::Verified
            && firm.decided_on.is_some_and(|day| day < by)
    };
    let all: Vec<&Firm> = firms.iter().filter(fits).collect();
    let near: [&dyn Fn(&&Firm) -> bool; 3] = [
        &|firm| firm.territory[..5] == territory[..5],
        &|firm| zone(firm.territory) == zone(territory),
        &|_| true,
    ];
    near.iter().find_map(|is_near| {
        let some: Vec<&Firm> = all.iter().copied().filter(|firm| is_near(firm)).collect();
        (!some.is_empty()).then(|| *chance.one::<&Firm>(&some))
    })
}
