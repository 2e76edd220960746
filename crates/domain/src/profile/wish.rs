//! What a person wants: which work, where, for how much, in which form.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    classifier::{Classifiers, Code, Codes, Scheme},
    code::UnknownCode,
    day,
    fault::{Fault, FieldFault},
    money::Som,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WishFault {
    #[error("more occupations than can be wished for")]
    Many,
    #[error("no distance in kilometres")]
    Distance,
    #[error("a wage is more than nothing and less than a fortune")]
    Wage,
}

impl Fault for WishFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Many => "fault-wish-many",
            Self::Distance => "fault-wish-distance",
            Self::Wage => "fault-wish-wage",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Many => vec![("max", MOST_OCCUPATIONS.to_string())],
            Self::Distance | Self::Wage => Vec::new(),
        }
    }
}

/// A monthly wage that can be meant: above nothing, below ten million som.
pub fn wage(som: Som) -> Result<Som, WishFault> {
    let tyiyn = som.tyiyn();
    if (1..1_000_000_000).contains(&tyiyn) { Ok(som) } else { Err(WishFault::Wage) }
}

fn known(lists: &Classifiers, scheme: Scheme, text: &str) -> Result<Codes, UnknownCode> {
    text.split_whitespace().map(|code| lists.read(scheme, code)).collect::<Result<Codes, _>>()
}

impl TypedWish {
    pub fn read(&self, lists: &Classifiers, today: Date) -> Result<Wish, Vec<FieldFault>> {
        let mut faults = Vec::new();
        fn keep<T, F: Fault>(
            faults: &mut Vec<FieldFault>,
            field: &'static str,
            read: Result<T, F>,
        ) -> Option<T> {
            read.map_err(|fault| faults.push(FieldFault::of(field, &fault))).ok()
        }
        let some = |text: &str| !text.trim().is_empty();
        let occupations = known(lists, Scheme::Occupation, &self.occupations);
        let occupations = keep(&mut faults, "occupations", occupations).unwrap_or_default();
        if occupations.iter().len() > MOST_OCCUPATIONS {
            faults.push(FieldFault::of("occupations", &WishFault::Many));
        }
        let place = some(&self.place)
            .then(|| keep(&mut faults, "place", Territory::parse(&self.place)))
            .flatten();
        let km = self.km.trim().parse::<u16>().ok().filter(|km| (1..=1_000).contains(km));
        if some(&self.km) && km.is_none() {
            faults.push(FieldFault::of("km", &WishFault::Distance));
        }
        let wage = some(&self.wage)
            .then(|| keep(&mut faults, "wage", self.wage.parse::<Som>()))
            .flatten()
            .and_then(|som| keep(&mut faults, "wage", wage(som)));
        let forms = known(lists, Scheme::WorkForm, &self.forms);
        let forms = keep(&mut faults, "forms", forms).unwrap_or_default();
        let self_employment = some(&self.self_employment)
            .then(|| keep(&mut faults, "self_employment", self.self_employment.parse()))
            .flatten();
        let from_on = some(&self.from_on)
            .then(|| {
                let read = day::parse_day(&self.from_on);
                let read = read.and_then(|day| {
                    day::not_before(day, today.saturating_sub(jiff::Span::new().years(5)))
                });
                keep(&mut faults, "from_on", read)
            })
            .flatten();
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
