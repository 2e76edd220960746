//! A vacancy: what is offered, as typed and as kept, and whether it is shown.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Decided, Needs, Standing};
use crate::{
    classifier::{Classifiers, Code, Scheme},
    codes, day,
    fault::{Fault, FieldFault, Reading},
    money::Som,
    profile::wage,
    territory::Territory,
    text::{Line, Paragraph},
};

codes! {
    State {
        /// Nobody has checked it yet.
        Waiting = "waiting",
        Open = "open",
        /// An officer did not let it through.
        Refused = "refused",
        /// The employer took it back.
        Closed = "closed",
        /// All places are taken.
        Filled = "filled",
    }
}

impl State {
    /// Whether people are shown a vacancy on a day.
    pub fn is_shown(self, closes_on: Date, employer: Standing, today: Date) -> bool {
        self == Self::Open && employer.is_good() && today <= closes_on
    }

    /// Where a vacancy stands after its employer changed it. More places and another closing day need no second look.
    #[must_use]
    pub fn after_change(self, before: &Offer, after: &Offer, n_hired: usize) -> Self {
        let is_same = *before
            == Offer { places: before.places, closes_on: before.closes_on, ..after.clone() };
        match self {
            Self::Open | Self::Filled if is_same => Self::Open.after_hires(after.places, n_hired),
            _ => Self::Waiting,
        }
    }

    /// Where it stands after an officer looked at it. One that is open can still be refused.
    pub const fn check(self, is_good: bool) -> Result<Self, Decided> {
        match (self, is_good) {
            (Self::Waiting | Self::Refused, true) => Ok(Self::Open),
            (Self::Waiting | Self::Open | Self::Filled, false) => Ok(Self::Refused),
            _ => Err(Decided),
        }
    }

    /// Where it stands once so many were hired.
    #[must_use]
    pub fn after_hires(self, places: u16, n_hired: usize) -> Self {
        if self == Self::Open && n_hired >= usize::from(places) { Self::Filled } else { self }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedOffer {
    pub title: String,
    pub occupation: String,
    pub territory: String,
    pub wage_from: String,
    pub wage_to: String,
    pub form: String,
    pub places: String,
    pub starts_on: String,
    pub closes_on: String,
    pub needs: String,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub title: Line<120>,
    pub occupation: Code,
    pub territory: Territory,
    pub wage_from: Option<Som>,
    pub wage_to: Option<Som>,
    pub form: Code,
    pub places: u16,
    pub starts_on: Option<Date>,
    pub closes_on: Date,
    pub needs: Needs,
    pub words: Option<Paragraph<4000>>,
}

impl Offer {
    pub fn best_wage(&self) -> Option<Som> {
        self.wage_to.or(self.wage_from)
    }

    pub fn last_begin(&self) -> Option<Date> {
        last_begin(self.starts_on, self.closes_on)
    }
}

/// The last day on which somebody can begin, if a day is named at all: while people are looked for it may pass.
pub fn last_begin(starts_on: Option<Date>, closes_on: Date) -> Option<Date> {
    starts_on.map(|day| day.max(closes_on))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OfferFault {
    #[error("the upper wage is below the lower one")]
    Wages,
    #[error("between one and 1,000 places")]
    Places,
    #[error("a vacancy is open for a year at most")]
    TooLong,
    #[error("the last day has passed")]
    Past,
}

impl Fault for OfferFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Wages => "fault-offer-wages",
            Self::Places => "fault-offer-places",
            Self::TooLong => "fault-offer-long",
            Self::Past => "fault-offer-past",
        }
    }
}

impl TypedOffer {
    pub fn answers(&self) -> [(&'static str, &str); 11] {
        [
            ("title", &self.title),
            ("occupation", &self.occupation),
            ("territory", &self.territory),
            ("wage_from", &self.wage_from),
            ("wage_to", &self.wage_to),
            ("form", &self.form),
            ("places", &self.places),
            ("starts_on", &self.starts_on),
            ("closes_on", &self.closes_on),
            ("needs", &self.needs),
            ("words", &self.words),
        ]
    }

    pub fn read(&self, lists: &Classifiers, today: Date) -> Result<Offer, Vec<FieldFault>> {
        let mut reading = Reading::default();
        let title = reading.read("title", &self.title, |text| text.parse::<Line<120>>());
        let occupation = reading
            .read("occupation", &self.occupation, |code| lists.read(Scheme::Occupation, code));
        let territory = reading.read("territory", &self.territory, Territory::parse);
        let wage_from = reading.read("wage_from", &self.wage_from, wage);
        let wage_to = reading.read("wage_to", &self.wage_to, wage);
        if let (Some(from), Some(to)) = (wage_from, wage_to)
            && to < from
        {
            reading.fault("wage_to", &OfferFault::Wages);
        }
        let form = reading.read("form", &self.form, |code| lists.read(Scheme::WorkForm, code));
        let places = reading.read("places", &self.places, |text| {
            let n = text.trim().parse::<u16>().ok().filter(|n| (1..=1_000).contains(n));
            n.ok_or(OfferFault::Places)
        });
        let starts_on = reading.read("starts_on", &self.starts_on, day::parse_day);
        let closes_on = reading.read("closes_on", &self.closes_on, day::parse_day);
        if let Some(closes_on) = closes_on {
            if closes_on < today {
                reading.fault("closes_on", &OfferFault::Past);
            } else if closes_on > today.saturating_add(jiff::Span::new().years(1)) {
                reading.fault("closes_on", &OfferFault::TooLong);
            }
        }
        let needs = reading.read("needs", &self.needs, |text| Needs::read(lists, text));
        let words = reading.read("words", &self.words, |text| text.parse::<Paragraph<4000>>());
        reading.need("title", &self.title, "fault-offer-title");
        reading.need("occupation", &self.occupation, "fault-offer-occupation");
        reading.need("territory", &self.territory, "fault-territory-missing");
        reading.need("form", &self.form, "fault-offer-form");
        reading.need("places", &self.places, "fault-offer-places");
        reading.need("closes_on", &self.closes_on, "fault-offer-closes");
        let faults = reading.end(self.answers());
        match (title, occupation, territory, form, places, closes_on, faults.is_empty()) {
            (
                Some(title),
                Some(occupation),
                Some(territory),
                Some(form),
                Some(places),
                Some(closes_on),
                true,
            ) => Ok(Offer {
                title,
                occupation,
                territory,
                wage_from,
                wage_to,
                form,
                places,
                starts_on,
                closes_on,
                needs: needs.unwrap_or_default(),
                words,
            }),
            _ => Err(faults),
        }
    }
}

impl Offer {
    pub fn typed(&self) -> TypedOffer {
        fn text<T: ToString>(value: Option<&T>) -> String {
            value.map(ToString::to_string).unwrap_or_default()
        }
        TypedOffer {
            title: self.title.as_str().to_owned(),
            occupation: self.occupation.to_string(),
            territory: self.territory.code().to_owned(),
            wage_from: text(self.wage_from.as_ref()),
            wage_to: text(self.wage_to.as_ref()),
            form: self.form.to_string(),
            places: self.places.to_string(),
            starts_on: text(self.starts_on.as_ref()),
            closes_on: self.closes_on.to_string(),
            needs: self.needs.to_string(),
            words: self.words.as_ref().map_or("", |words| words.as_str()).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::classifier::{Codes, Concept};

    const TODAY: Date = date(2026, 11, 21);

    fn lists() -> Classifiers {
        let mut lists = Classifiers::default();
        for (scheme, code) in [
            (Scheme::Occupation, "seamstress"),
            (Scheme::WorkForm, "full-time"),
            (Scheme::Skill, "overlock"),
        ] {
            let code = code.parse().unwrap();
            let names = Default::default();
            lists.add(scheme, Concept { code, names, broader: None, skills: Codes::default() });
        }
        lists
    }

    fn typed() -> TypedOffer {
        TypedOffer {
            title: "Тикмечи".into(),
            occupation: "seamstress".into(),
            territory: "41705214000000".into(),
            wage_from: "25000.00".into(),
            wage_to: "40000.00".into(),
            form: "full-time".into(),
            places: "6".into(),
            starts_on: "2026-12-01".into(),
            closes_on: "2027-01-31".into(),
            needs: "skill:overlock!".into(),
            words: "Эки смена.".into(),
        }
    }

    #[test]
    fn an_offer_is_read_and_written_to_the_same() {
        assert_eq!(typed().read(&lists(), TODAY).unwrap().typed(), typed());
    }

    #[test]
    fn all_that_is_wrong_with_an_offer_is_told_at_once() {
        let wrong = TypedOffer {
            title: String::new(),
            occupation: "king".into(),
            wage_to: "10".into(),
            places: "0".into(),
            closes_on: "2026-11-20".into(),
            needs: "skill:dance".into(),
            ..typed()
        };
        let faults = wrong.read(&lists(), TODAY).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["title", "occupation", "wage_to", "places", "closes_on", "needs"]);
    }

    #[test]
    fn an_officer_lets_a_vacancy_through_or_not() {
        use State::*;
        let states = [Waiting, Open, Refused, Closed, Filled];
        let good = states.map(|state| state.check(true).ok());
        assert_eq!(good, [Some(Open), None, Some(Open), None, None]);
        let bad = states.map(|state| state.check(false).ok());
        assert_eq!(bad, [Some(Refused), Some(Refused), None, None, Some(Refused)]);
    }

    #[test]
    fn a_change_is_looked_at_again_unless_it_is_of_places_or_the_last_day() {
        use State::*;
        let read = |typed: TypedOffer| typed.read(&lists(), TODAY).unwrap();
        let before = read(typed());
        let longer = TypedOffer { closes_on: "2027-02-28".into(), places: "7".into(), ..typed() };
        let fewer = TypedOffer { places: "2".into(), ..typed() };
        let other = TypedOffer { wage_from: "26000".into(), ..typed() };
        for (after, n_hired, expected) in [
            (longer, 6, [Waiting, Open, Waiting, Waiting, Open]),
            (fewer, 2, [Waiting, Filled, Waiting, Waiting, Filled]),
            (other, 0, [Waiting; 5]),
        ] {
            let after = read(after);
            let found = [Waiting, Open, Refused, Closed, Filled];
            let found = found.map(|state| state.after_change(&before, &after, n_hired));
            assert_eq!(found, expected, "{after:?}");
        }
    }

    #[test]
    fn a_vacancy_is_shown_when_it_was_checked_and_is_not_over() {
        let closes = date(2026, 12, 1);
        for state in State::ALL {
            for standing in Standing::ALL {
                for (today, in_time) in [(closes, true), (date(2026, 12, 2), false)] {
                    let expected =
                        *state == State::Open && *standing == Standing::Verified && in_time;
                    assert_eq!(state.is_shown(closes, *standing, today), expected);
                }
            }
        }
    }
}
