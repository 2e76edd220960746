//! What people of the sample have learnt, did abroad and wish to do.

use std::sync::LazyLock;

use super::{
    chance::{Chance, Weighted},
    parameters::Parameter,
    person::{Education, Occupation, Sex},
};

const OCCUPATIONS: &str = include_str!("occupations.tsv");

/// One occupation with the ways people say it and its weights, men's before women's.
#[derive(Clone, Debug, PartialEq)]
pub struct Trade {
    pub isco: &'static str,
    russian: Vec<&'static str>,
    kyrgyz: Vec<&'static str>,
    abroad: [f64; 2],
    wished: [f64; 2],
    studied: [f64; 2],
    learnt: Learnt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Learnt {
    Vocational,
    Higher,
    OnTheJob,
}

pub fn trades() -> &'static [Trade] {
    static ROWS: LazyLock<Vec<Trade>> = LazyLock::new(|| {
        OCCUPATIONS.lines().filter(|line| !line.starts_with('#')).map(trade).collect()
    });
    &ROWS
}

fn trade(line: &'static str) -> Trade {
    let mut cells = line.split('\t');
    let mut cell = || cells.next().unwrap_or_default();
    let (isco, russian, kyrgyz) = (cell(), cell(), cell());
    let mut weights = || [cell(), cell()].map(|weight| weight.parse().unwrap_or(0.0));
    let (abroad, wished, studied) = (weights(), weights(), weights());
    let learnt = match cell() {
        "v" => Learnt::Vocational,
        "h" => Learnt::Higher,
        _ => Learnt::OnTheJob,
    };
    let (russian, kyrgyz) = (russian.split(';').collect(), kyrgyz.split(';').collect());
    Trade { isco, russian, kyrgyz, abroad, wished, studied, learnt }
}

impl Trade {
    /// 1 or 0, as a factor of a weight.
    fn is(&self, learnt: Learnt) -> f64 {
        f64::from(u8::from(self.learnt == learnt))
    }

    fn not(&self, learnt: Learnt) -> f64 {
        1.0 - self.is(learnt)
    }

    /// The trade as a person says it in one of the two languages.
    pub fn told(&self, in_kyrgyz: bool, chance: &mut Chance) -> Occupation {
        let (language, texts) =
            if in_kyrgyz { ("ky", &self.kyrgyz) } else { ("ru", &self.russian) };
        Occupation { text: chance.one::<&str>(texts), language, isco: self.isco }
    }
}

const fn at(sex: Sex) -> usize {
    match sex {
        Sex::Male => 0,
        Sex::Female => 1,
    }
}

/// The drawing of trades, each list for men and for women.
pub struct Trades {
    abroad: [Weighted<&'static Trade>; 2],
    wished: [Weighted<&'static Trade>; 2],
    wished_without_higher: [Weighted<&'static Trade>; 2],
    vocational: [Weighted<&'static Trade>; 2],
    higher: [Weighted<&'static Trade>; 2],
}

impl Trades {
    pub fn new() -> Self {
        let lists = |weights: fn(&Trade) -> [f64; 2]| {
            [0, 1]
                .map(|sex| Weighted::new(trades().iter().map(|trade| (trade, weights(trade)[sex]))))
        };
        Self {
            abroad: lists(|trade| trade.abroad),
            wished: lists(|trade| trade.wished),
            wished_without_higher: lists(|trade| {
                trade.wished.map(|w| w * trade.not(Learnt::Higher))
            }),
            vocational: lists(|trade| trade.studied.map(|w| w * trade.is(Learnt::Vocational))),
            higher: lists(|trade| trade.studied.map(|w| w * trade.is(Learnt::Higher))),
        }
    }

    pub fn abroad(&self, sex: Sex, chance: &mut Chance) -> &'static Trade {
        self.abroad[at(sex)].draw(chance)
    }

    /// Nobody wishes a profession of a university without having been at one.
    pub fn wished(&self, education: Education, sex: Sex, chance: &mut Chance) -> &'static Trade {
        let higher = education >= Education::SomeHigher;
        let lists = if higher { &self.wished } else { &self.wished_without_higher };
        lists[at(sex)].draw(chance)
    }

    /// Schools teach no trade, so there is none below vocational education.
    pub fn studied(
        &self,
        education: Education,
        sex: Sex,
        chance: &mut Chance,
    ) -> Option<&'static Trade> {
        match education {
            Education::Basic | Education::Secondary => None,
            Education::Vocational => Some(self.vocational[at(sex)].draw(chance)),
            Education::SomeHigher | Education::Higher => Some(self.higher[at(sex)].draw(chance)),
        }
    }
}

pub fn parameters() -> Vec<Parameter> {
    let source = "assumed, in the order of sectors in Shabolotov and Nuraliev 2026";
    let rows = trades().iter().flat_map(|trade| {
        [("did abroad", trade.abroad), ("wish", trade.wished), ("studied", trade.studied)]
            .into_iter()
            .flat_map(|(what, [men, women])| [("men", what, men), ("women", what, women)])
            .map(|(who, what, value)| {
                let name = format!("{who} {what}: {} {}", trade.isco, trade.russian[0]).into();
                Parameter { name, value, source }
            })
    });
    rows.filter(|parameter| parameter.value > 0.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trade_has_a_unit_group_of_isco_and_words_in_both_languages() {
        assert!(trades().len() > 60);
        for trade in trades() {
            assert_eq!(trade.isco.len(), 4, "{trade:?}");
            assert!(trade.isco.chars().all(|digit| digit.is_ascii_digit()), "{trade:?}");
            assert!(
                trade.russian.iter().chain(&trade.kyrgyz).all(|text| !text.is_empty()),
                "{trade:?}"
            );
        }
    }

    #[test]
    fn what_is_studied_or_wished_fits_the_kind_of_school() {
        let trades = Trades::new();
        let mut chance = Chance::new(3, 0, 0);
        for sex in [Sex::Female, Sex::Male] {
            for _ in 0..200 {
                let higher = trades.studied(Education::Higher, sex, &mut chance).unwrap();
                let vocational = trades.studied(Education::Vocational, sex, &mut chance).unwrap();
                assert_eq!(higher.learnt, Learnt::Higher);
                assert_eq!(vocational.learnt, Learnt::Vocational);
                let wished = trades.wished(Education::Secondary, sex, &mut chance);
                assert_ne!(wished.learnt, Learnt::Higher);
                assert_eq!(trades.studied(Education::Secondary, sex, &mut chance), None);
            }
        }
    }
}
