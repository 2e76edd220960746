//! What a person wants: which work, where, for how much, in which form.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    classifier::{Classifiers, Code, Codes, Scheme},
    day,
    fault::{Fault, FieldFault, Reading},
    money::{MoneyFault, Som},
    returnee::{Change, Leaving},
    territory::Territory,
};

/// The wishes as they were typed. Several occupations or forms have spaces between their codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedWish {
    pub occupations: String,
    pub place: String,
    pub km: String,
    pub wage: String,
    pub forms: String,
    pub self_employment: String,
    pub from_on: String,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    pub occupations: Codes,
    /// Where the way to work begins. Without it: where they live.
    pub place: Option<Territory>,
    /// How far work may be from there. Without it anywhere in the country will do.
    pub km: Option<u16>,
    /// The least they would work for, a month.
    pub wage: Option<Som>,
    /// Forms of work that will do. None said: all.
    pub forms: Codes,
    pub self_employment: Option<Leaving>,
    pub from_on: Option<Date>,
}

/// More wishes than this are no wish.
pub const MOST_OCCUPATIONS: usize = 5;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WishFault {
    #[error("more occupations than can be wished for")]
    Many,
    #[error("no distance in kilometres")]
    Distance,
    #[error("a wage is more than nothing and less than a fortune")]
    Wage,
    #[error(transparent)]
    Money(MoneyFault),
}

impl Fault for WishFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Many => "fault-wish-many",
            Self::Distance => "fault-wish-distance",
            Self::Wage => "fault-wish-wage",
            Self::Money(fault) => fault.key(),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Many => vec![("max", MOST_OCCUPATIONS.to_string())],
            Self::Distance | Self::Wage => Vec::new(),
            Self::Money(fault) => fault.facts(),
        }
    }
}

/// Reads a monthly wage that can be meant: above nothing, below ten million som.
pub fn wage(text: &str) -> Result<Som, WishFault> {
    let som = text.parse::<Som>().map_err(WishFault::Money)?;
    if (1..1_000_000_000).contains(&som.tyiyn()) { Ok(som) } else { Err(WishFault::Wage) }
}

impl TypedWish {
    pub fn read(&self, lists: &Classifiers, today: Date) -> Result<Wish, Vec<FieldFault>> {
        let mut reading = Reading::default();
        let known = |scheme| move |text: &str| lists.read_all(scheme, text);
        let occupations = reading.read("occupations", &self.occupations, known(Scheme::Occupation));
        let occupations = occupations.unwrap_or_default();
        if occupations.iter().len() > MOST_OCCUPATIONS {
            reading.fault("occupations", &WishFault::Many);
        }
        let place = reading.read("place", &self.place, Territory::parse);
        let km = reading.read("km", &self.km, |text| {
            let km = text.trim().parse::<u16>().ok().filter(|km| (1..=1_000).contains(km));
            km.ok_or(WishFault::Distance)
        });
        let wage = reading.read("wage", &self.wage, wage);
        let forms = reading.read("forms", &self.forms, known(Scheme::WorkForm)).unwrap_or_default();
        let self_employment =
            reading.read("self_employment", &self.self_employment, str::parse::<Leaving>);
        let from_on = reading.read("from_on", &self.from_on, |text| {
            // Wishes of years ago are no longer wishes.
            day::not_before(day::parse_day(text)?, today.saturating_sub(5.years()))
        });
        let faults = reading.end(self.answers());
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Wish { occupations, place, km, wage, forms, self_employment, from_on })
    }

    pub fn answers(&self) -> [(&'static str, &str); 7] {
        [
            ("occupations", &self.occupations),
            ("place", &self.place),
            ("km", &self.km),
            ("wage", &self.wage),
            ("forms", &self.forms),
            ("self_employment", &self.self_employment),
            ("from_on", &self.from_on),
        ]
    }
}

impl Wish {
    pub fn typed(&self) -> TypedWish {
        fn text<T: ToString>(value: Option<&T>) -> String {
            value.map(ToString::to_string).unwrap_or_default()
        }
        TypedWish {
            occupations: self.occupations.to_string(),
            place: self.place.map_or("", Territory::code).to_owned(),
            km: text(self.km.as_ref()),
            wage: text(self.wage.as_ref()),
            forms: self.forms.to_string(),
            self_employment: text(self.self_employment.as_ref()),
            from_on: text(self.from_on.as_ref()),
        }
    }

    /// Whether a form of work will do.
    pub fn allows(&self, form: &Code) -> bool {
        self.forms.is_empty() || self.forms.contains(form)
    }

    /// Whether the last day on which some work can be begun is before they can.
    pub fn is_too_late_for(&self, last_begin: Option<Date>) -> bool {
        matches!((self.from_on, last_begin), (Some(from), Some(last)) if last < from)
    }
}

/// What differs between wishes before and after, for the journal.
pub fn wish_changes(before: &TypedWish, after: &TypedWish) -> Vec<Change> {
    Change::between(before.answers(), after.answers())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::classifier::Concept;

    const TODAY: Date = date(2026, 11, 21);

    fn lists() -> Classifiers {
        let mut lists = Classifiers::default();
        let occupations = (0..6).map(|n| (Scheme::Occupation, format!("work-{n}")));
        for (scheme, code) in occupations.chain([(Scheme::WorkForm, "full-time".to_owned())]) {
            let code = code.parse().unwrap();
            let names = Default::default();
            lists.add(scheme, Concept { code, names, broader: None, skills: Codes::default() });
        }
        lists
    }

    #[test]
    fn wishes_are_read_and_written_to_the_same() {
        let typed = TypedWish {
            occupations: "work-1 work-0".into(),
            place: "41705214000000".into(),
            km: "30".into(),
            wage: "25000.00".into(),
            forms: "full-time".into(),
            self_employment: "unsure".into(),
            from_on: "2026-12-01".into(),
        };
        let wish = typed.read(&lists(), TODAY).unwrap();
        assert_eq!(wish.typed(), typed);
        assert_eq!(TypedWish::default().read(&lists(), TODAY), Ok(Wish::default()));
    }

    #[test]
    fn every_wrong_wish_is_named() {
        let typed = TypedWish {
            occupations: "work-0 work-1 work-2 work-3 work-4 work-5".into(),
            place: "1".into(),
            km: "-3".into(),
            wage: "0".into(),
            forms: "never".into(),
            self_employment: "perhaps".into(),
            from_on: "31.02.2026".into(),
        };
        let faults = typed.read(&lists(), TODAY).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
        let all = ["occupations", "place", "km", "wage", "forms", "self_employment", "from_on"];
        assert_eq!(fields, all);
    }
}
