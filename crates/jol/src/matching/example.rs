//! An example to try the rule with: made-up vacancies, and answers that stand in the address and are kept nowhere.

use std::sync::LazyLock;

use domain::{
    classifier::{Classifiers, Code, Codes, Nearness, Scheme},
    matching::{Edition, Fit, LeftOut, compare},
    profile::{Fluency, Item, Kind, Wish},
    returnee::Education,
    territory::Territory,
    vacancy::{Need, Offer, TypedOffer},
};
use jiff::{ToSpan as _, civil::Date};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Known, speak};
use crate::{
    classifier::built_in,
    profile::speak::fluency,
    returnee::fields::{education_key, full_name},
    vacancy::describe,
    web::parts::{self, Choice, Filters, Select},
    words::{Tongue, msg},
};

const OFFERS: &str = include_str!("../../../../data/method_example.csv");

/// The vacancies as they would be typed. A line that cannot be read is left out; a test holds that there is none.
static TYPED: LazyLock<Vec<TypedOffer>> = LazyLock::new(|| {
    let mut file = csv::Reader::from_reader(OFFERS.as_bytes());
    file.deserialize().filter_map(Result::ok).collect()
});

pub(super) fn offers(lists: &Classifiers, today: Date) -> Vec<Offer> {
    let day = today.to_string();
    let offers = TYPED.iter().filter_map(|typed| {
        let title = typed.occupation.clone();
        let typed =
            TypedOffer { title, places: "1".into(), closes_on: day.clone(), ..typed.clone() };
        typed.read(lists, today).ok()
    });
    offers.collect()
}

/// What is chosen of somebody made up. What is empty or unknown is not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Chosen {
    occupation: String,
    years: String,
    skill: String,
    skill_2: String,
    russian: String,
    licence: String,
    education: String,
    place: String,
    km: String,
    wage: String,
}

impl Chosen {
    /// What stands there before anybody chose: a page with a result says more than an empty one.
    fn or_first(self) -> Self {
        if self != Self::default() {
            return self;
        }
        Self {
            occupation: "tailor".into(),
            years: "3".into(),
            place: "41711000000000".into(),
            wage: "25000".into(),
            ..self
        }
    }

    fn known(&self, lists: &Classifiers, today: Date) -> Known {
        let plain = |kind: Kind, code: &str| {
            let code = lists.read(kind.scheme()?, code).ok()?;
            Some(Item::plain(kind, code))
        };
        let years: i64 = self.years.parse().unwrap_or_default();
        let occupation = lists.read(Scheme::Occupation, &self.occupation).ok();
        let work = plain(Kind::Work, &self.occupation).filter(|_| (1..=50).contains(&years));
        let from_on = Some(today.saturating_sub(years.clamp(0, 50).years()));
        let level: Option<Fluency> = self.russian.parse().ok();
        let russian = plain(Kind::Language, "ru").filter(|_| level.is_some());
        let items = [
            work.map(|item| Item { from_on, ..item }),
            plain(Kind::Skill, &self.skill),
            plain(Kind::Skill, &self.skill_2),
            plain(Kind::Licence, &self.licence),
            russian.map(|item| Item { fluency: level, ..item }),
        ];
        let wish = Wish {
            occupations: occupation.into_iter().collect(),
            km: self.km.parse().ok(),
            wage: domain::profile::wage(&self.wage).ok(),
            ..Wish::default()
        };
        Known {
            home: Territory::parse(&self.place).ok(),
            education: self.education.parse().ok(),
            items: items.into_iter().flatten().collect(),
            // Nothing stands behind an example.
            sure: Vec::new(),
            wish,
        }
    }
}

/// What came of each vacancy: what fits in its order, then what is left out.
type Answers = (Vec<(Offer, Fit)>, Vec<(Offer, LeftOut)>);

fn answers(chosen: &Chosen, lists: &Classifiers, today: Date) -> Answers {
    let known = chosen.known(lists, today);
    let weights = &Edition::on(today).weights;
    let (mut fits, mut left_out) = (Vec::new(), Vec::new());
    for offer in offers(lists, today) {
        match compare(&known.person(), &offer, lists, weights, today) {
            Ok(fit) => fits.push((offer, fit)),
            Err(reason) => left_out.push((offer, reason)),
        }
    }
    fits.sort_by_key(|(_, fit)| std::cmp::Reverse(fit.of_1000));
    (fits, left_out)
}

/// The occupations of the vacancies and those near to them, of the lists of the project.
fn occupations() -> Codes {
    let lists = built_in();
    let near = |code: &Code| {
        let offered = TYPED.iter().filter_map(|typed| typed.occupation.parse::<Code>().ok());
        offered.into_iter().any(|one| lists.nearness(&one, code) >= Nearness::Minor)
    };
    let all = lists.all(Scheme::Occupation).map(|concept| &concept.code);
    all.filter(|code| near(code)).cloned().collect()
}

const YEARS: [i64; 5] = [0, 1, 3, 5, 10];
const KILOMETRES: [i64; 4] = [10, 30, 100, 300];
const WAGES: [i64; 5] = [20_000, 25_000, 30_000, 40_000, 60_000];

struct Form<'a> {
    tongue: Tongue,
    lists: &'a Classifiers,
    chosen: &'a Chosen,
    today: Date,
}

impl Form<'_> {
    fn menu(
        &self,
        id: &str,
        key: &'static str,
        chosen: &str,
        known: impl IntoIterator<Item = (String, String)>,
    ) -> Markup {
        let nothing = Choice::new("", self.tongue.t("method-not-said")).chosen(chosen.is_empty());
        let known = known.into_iter().map(|(code, name)| {
            let is_chosen = code == chosen;
            Choice::new(code, name).chosen(is_chosen)
        });
        let choices: Vec<Choice> = std::iter::once(nothing).chain(known).collect();
        let label = self.tongue.t(key);
        parts::select(&Select {
            id,
            name: id,
            label: &label,
            choices: &choices,
            ..Select::default()
        })
    }

    fn named(&self, scheme: Scheme, codes: &Codes) -> Vec<(String, String)> {
        let name = |code: &Code| self.lists.name(scheme, code, self.tongue.language()).to_owned();
        let mut named: Vec<_> = codes.iter().map(|code| (code.to_string(), name(code))).collect();
        named.sort_by_cached_key(|(_, name)| crate::words::sort_key(self.tongue.language(), name));
        named
    }

    fn show(&self) -> Markup {
        let Self { tongue, lists, chosen, today } = *self;
        let t = |key| tongue.t(key);
        let offers = offers(lists, today);
        let needs = || offers.iter().flat_map(|offer| offer.needs.iter());
        let skills: Codes = needs()
            .filter_map(|need| match need {
                Need::Skill(code, _) => Some(code.clone()),
                _ => None,
            })
            .collect();
        let licences: Codes = needs()
            .filter_map(|need| match need {
                Need::Licence(code, _) => Some(code.clone()),
                _ => None,
            })
            .collect();
        let mut places: Vec<Territory> = offers.iter().map(|offer| offer.territory).collect();
        places.sort();
        places.dedup();
        let places = places
            .into_iter()
            .map(|place| (place.code().to_owned(), full_name(place, tongue, today)));
        let years = YEARS.map(|n| (n.to_string(), tongue.ta("method-years", &[("n", n.into())])));
        let kilometres = KILOMETRES
            .map(|km| (km.to_string(), tongue.ta("vacancies-kilometres", &[("km", km.into())])));
        let wages = WAGES.map(|som| (som.to_string(), tongue.money(som * 100)));
        let levels =
            Fluency::ALL.iter().map(|level| (level.code().to_owned(), fluency(tongue, *level)));
        let educations = Education::ALL
            .iter()
            .map(|one| (one.code().to_owned(), t(education_key(*one)).into_owned()));
        let skills = self.named(Scheme::Skill, &skills);
        let fields = html! {
            (self.menu("occupation", msg("offer-occupation"), &chosen.occupation, self.named(Scheme::Occupation, &occupations())))
            (self.menu("years", msg("method-worked"), &chosen.years, years))
            (self.menu("skill", msg("method-skill"), &chosen.skill, skills.clone()))
            (self.menu("skill_2", msg("method-skill-2"), &chosen.skill_2, skills))
            (self.menu("russian", msg("method-russian"), &chosen.russian, levels))
            (self.menu("licence", msg("profile-ask-licence"), &chosen.licence, self.named(Scheme::Licence, &licences)))
            (self.menu("education", msg("returnee-education"), &chosen.education, educations))
            (self.menu("place", msg("wish-place"), &chosen.place, places))
            (self.menu("km", msg("vacancies-distance"), &chosen.km, kilometres))
            (self.menu("wage", msg("wish-wage"), &chosen.wage, wages))
        };
        parts::filters(&Filters {
            action: "/method/try",
            label: &t("method-try"),
            fields,
            submit: &t("method-try-show"),
            clear: Some((&t("shell-all"), "/method/try")),
        })
    }
}

/// The form with its answer below.
pub fn show(tongue: Tongue, lists: &Classifiers, chosen: Chosen, today: Date) -> Markup {
    let chosen = chosen.or_first();
    let (fits, left_out) = answers(&chosen, lists, today);
    let head = |offer: &Offer| {
        let place = full_name(offer.territory, tongue, today);
        format!("{place} · {}", describe::wage(tongue, offer.wage_from, offer.wage_to))
    };
    let name = |offer: &Offer| {
        lists.name(Scheme::Occupation, &offer.occupation, tongue.language()).to_owned()
    };
    let courses = speak::Courses::new();
    html! {
        p.govuk-body { (tongue.t("method-try-text")) }
        (Form { tongue, lists, chosen: &chosen, today }.show())
        @if fits.is_empty() { p.govuk-body { (tongue.t("matching-none")) } }
        @for (offer, fit) in &fits {
            h2.govuk-heading-s { (name(offer)) }
            p.govuk-body {
                (head(offer)) br;
                (tongue.ta("method-points", &[("n", i64::from(fit.of_1000).into())]))
            }
            (speak::reasons(tongue, lists, (fit, &[]), &courses))
        }
        @if !left_out.is_empty() {
            h2.govuk-heading-s { (tongue.t("matching-left-title")) }
            ul.govuk-list.govuk-list--bullet {
                @for (offer, reason) in &left_out {
                    li { (name(offer)) ", " (head(offer)) " — " (speak::left_out(tongue, lists, reason, 1)) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    #[test]
    fn every_vacancy_of_the_example_is_read() {
        assert_eq!(offers(built_in(), TODAY).len(), OFFERS.lines().count() - 1);
    }

    fn fitting(chosen: Chosen) -> (Vec<String>, usize) {
        let (fits, left_out) = answers(&chosen, built_in(), TODAY);
        (fits.iter().map(|(offer, _)| offer.occupation.to_string()).collect(), left_out.len())
    }

    #[test]
    fn the_answer_follows_what_is_chosen() {
        let (first, _) = fitting(Chosen::default().or_first());
        assert_eq!(first[..2], ["tailor", "tailor"]);
        let driver = |licence: &str, wage: &str| Chosen {
            occupation: "driver-b".into(),
            licence: licence.into(),
            wage: wage.into(),
            ..Chosen::default()
        };
        assert_eq!(fitting(driver("drive-b", "")).0[0], "driver-b");
        assert!(!fitting(driver("", "")).0.contains(&"driver-b".to_owned()), "it must be there");
        let (all, well_paid) =
            (fitting(driver("drive-b", "")), fitting(driver("drive-b", "60000")));
        assert!(well_paid.1 > all.1 && well_paid.0.len() < all.0.len());
    }

    #[test]
    fn what_nobody_understands_is_not_said() {
        let odd = || "\u{0}💥 99999999999999999999 -5".to_owned();
        let chosen = Chosen {
            occupation: odd(),
            years: "999999999999".into(),
            skill: odd(),
            skill_2: odd(),
            russian: odd(),
            licence: odd(),
            education: odd(),
            place: odd(),
            km: "-5".into(),
            wage: "-1".into(),
        };
        let nothing = Chosen { years: "0".into(), ..Chosen::default() };
        let (odd, nothing) = (fitting(chosen), fitting(nothing));
        assert_eq!(odd, nothing);
    }
}
