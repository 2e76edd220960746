//! What is asked of the indicators: in an address, by codes alone.

use domain::{
    access::{Reach, Scope, Seat, Sensitivity},
    country::Country,
    indicator::{Dimension, Filter},
    territory::Territory,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    latest::Latest,
    report::{Report, report},
};
use crate::{access::store as offices, app::App, refusal::Refusal, web::visitor::Visitor};

/// The answers of the form, as they stand in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub sex: String,
    pub age: String,
    pub disability: String,
    pub territory: String,
    pub country: String,
    pub month: String,
    pub by: String,
}

/// A question that was understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Question {
    pub filter: Filter,
    pub by: Option<Dimension>,
}

impl Typed {
    pub fn answers(&self) -> [(&'static str, &str); 7] {
        [
            ("sex", &self.sex),
            ("age", &self.age),
            ("disability", &self.disability),
            ("territory", &self.territory),
            ("country", &self.country),
            ("month", &self.month),
            ("by", &self.by),
        ]
    }

    /// What was asked, or the first name whose code is none.
    pub fn read(&self) -> Result<Question, &'static str> {
        fn code<T: std::str::FromStr>(
            name: &'static str,
            text: &str,
        ) -> Result<Option<T>, &'static str> {
            if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| name) }
        }
        let territory = match self.territory.as_str() {
            "" => None,
            code => Some(Territory::parse(code).map_err(|_| "territory")?),
        };
        let country: Option<Country> = code("country", &self.country)?;
        let month = match self.month.as_str() {
            "" => None,
            text => {
                let day: Date = format!("{text}-01").parse().map_err(|_| "month")?;
                Some((day.year(), day.month()))
            }
        };
        let two = |country: Country| country.code().as_bytes().try_into().ok();
        let filter = Filter {
            sex: code("sex", &self.sex)?,
            age: code("age", &self.age)?,
            disability: match self.disability.as_str() {
                "" => false,
                "yes" => true,
                _ => return Err("disability"),
            },
            territory,
            country: country.and_then(two),
            month,
        };
        Ok(Question { filter, by: code("by", &self.by)? })
    }

    /// The question behind an address, to be asked again elsewhere.
    pub fn address(&self, path: &str) -> String {
        let asked = self.answers().into_iter().filter(|(_, code)| !code.is_empty());
        let asked: Vec<String> = asked.map(|(name, code)| format!("{name}={code}")).collect();
        if asked.is_empty() { path.to_owned() } else { format!("{path}?{}", asked.join("&")) }
    }
}

/// Through which door somebody asks: how far they see and what they may ask for.
pub struct Door {
    pub path: &'static str,
    pub scope: Scope,
    /// What the office looks after; none for the country.
    pub within: Option<Territory>,
    pub dimensions: &'static [Dimension],
}

impl Door {
    /// An office counts its own people.
    pub async fn of_office(app: &App, visitor: &Visitor, scope: Scope) -> Result<Self, Refusal> {
        let within = match visitor.actor()?.seat {
            Seat::Office { depth, office } if depth > 0 => {
                let row = offices::office(&mut app.db.read().await?, office.uuid()).await?;
                row.and_then(|office| Territory::parse(&office.territory?).ok())
            }
            _ => None,
        };
        Ok(Self { path: "/indicators", scope, within, dimensions: Dimension::ALL })
    }

    /// Anybody may know of the whole country and its oblasts.
    pub fn open() -> Self {
        let scope = Scope { reach: Reach::Country, most: Sensitivity::Restricted, consent: None };
        let dimensions =
            &[Dimension::Sex, Dimension::Age, Dimension::Disability, Dimension::Territory];
        Self { path: "/open/indicators", scope, within: None, dimensions }
    }

    pub fn is_open(&self) -> bool {
        self.dimensions.len() < Dimension::ALL.len()
    }

    /// The places that can be asked for, a place before its parts.
    pub fn territories(&self, today: Date) -> Vec<Territory> {
        let all = Territory::all(today);
        match (self.is_open(), self.within) {
            (true, _) => all.filter(|place| place.parent().is_none()).collect(),
            (_, Some(own)) => all.filter(|place| *place != own && place.is_within(own)).collect(),
            (_, None) => all.collect(),
        }
    }

    /// What was asked, as far as this door allows.
    pub fn read(&self, typed: &Typed) -> Result<Question, Refusal> {
        let unreadable = |name: &str| Refusal::Unreadable(format!("{name} in the address"));
        let Question { filter, mut by } = typed.read().map_err(unreadable)?;
        if self.is_open() {
            let finer = filter.territory.is_some_and(|place| place.parent().is_some());
            if finer || filter.country.is_some() || filter.month.is_some() {
                return Err(unreadable("a question that is not open to everybody"));
            }
            if by.is_some_and(|by| !self.dimensions.contains(&by)) {
                return Err(unreadable("a breakdown that is not open to everybody"));
            }
            // The parts of an oblast are finer than an oblast, so one oblast is not broken down.
            by = by.filter(|by| *by != Dimension::Territory || filter.territory.is_none());
        }
        Ok(Question { filter, by })
    }

    pub async fn report(&self, app: &App, question: Question) -> Result<Report, Refusal> {
        let latest: Latest = app.views.now(app).await?;
        let (scope, within) = (self.scope, self.within);
        // A million people are counted in some hundredths of a second: too long for a thread that serves others.
        let count = move || report(&latest, &scope, &question.filter, question.by, within);
        let counted = tokio::task::spawn_blocking(count).await;
        counted.map_err(|error| Refusal::Ours(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(name: &str, code: &str) -> Typed {
        let mut typed = Typed::default();
        let field = match name {
            "sex" => &mut typed.sex,
            "age" => &mut typed.age,
            "disability" => &mut typed.disability,
            "territory" => &mut typed.territory,
            "country" => &mut typed.country,
            "month" => &mut typed.month,
            _ => &mut typed.by,
        };
        *field = code.to_owned();
        typed
    }

    #[test]
    fn codes_are_read_and_what_is_none_is_named() {
        let good = [
            ("sex", "f"),
            ("age", "25-34"),
            ("disability", "yes"),
            ("territory", "41705000000000"),
            ("country", "RU"),
            ("month", "2026-05"),
            ("by", "month"),
        ];
        for (name, code) in good {
            let typed = typed(name, code);
            assert!(typed.read().is_ok(), "{name}");
            assert_eq!(typed.address("/x"), format!("/x?{name}={code}"));
        }
        for (name, code) in [
            ("sex", "x"),
            ("age", "7"),
            ("disability", "no"),
            ("territory", "41705"),
            ("country", "XX"),
            ("month", "2026-13"),
            ("month", "2026"),
            ("by", "name"),
        ] {
            assert_eq!(typed(name, code).read(), Err(name), "{code}");
        }
        assert_eq!(Typed::default().read(), Ok(Question::default()));
    }

    #[test]
    fn the_open_door_leads_no_further_than_an_oblast() {
        let door = Door::open();
        let cases = [
            ("territory", "41705000000000", true),
            ("territory", "41705214000000", false),
            ("country", "RU", false),
            ("month", "2026-05", false),
            ("sex", "f", true),
            ("by", "territory", true),
            ("by", "country", false),
        ];
        for (name, code, expected) in cases {
            assert_eq!(door.read(&typed(name, code)).is_ok(), expected, "{name}={code}");
        }
        let parts = Typed { by: "territory".into(), ..typed("territory", "41705000000000") };
        assert_eq!(door.read(&parts).unwrap().by, None);
        let today = jiff::civil::date(2026, 11, 21);
        assert!(door.territories(today).iter().all(|place| place.parent().is_none()));
    }
}
