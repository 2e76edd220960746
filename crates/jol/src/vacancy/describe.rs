//! A vacancy in the words of the reader, for everybody who may see it.

use domain::{
    classifier::{Classifiers, Code, Scheme},
    money::Som,
    phone::Phone,
    profile::Fluency,
    territory::Territory,
    vacancy::{Need, Offer, Strength},
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::store::{Organisation, Vacancy};
use crate::{
    returnee::fields::{education_key, full_name},
    web::parts::{self, Column, Row},
    words::{Tongue, Value, msg},
};

/// The wage as a range, or nothing where none is told.
pub fn wage(tongue: Tongue, from: Option<Som>, to: Option<Som>) -> String {
    let money = |som: Som| Value::from(tongue.money(som.tyiyn()));
    match (from, to) {
        (Some(from), Some(to)) if from == to => tongue.money(from.tyiyn()),
        (Some(from), Some(to)) => {
            tongue.ta("vacancy-wage-range", &[("from", money(from)), ("to", money(to))])
        }
        (Some(from), None) => tongue.ta("vacancy-wage-least", &[("from", money(from))]),
        (None, Some(to)) => tongue.ta("vacancy-wage-most", &[("to", money(to))]),
        (None, None) => String::new(),
    }
}

pub fn fluency(tongue: Tongue, level: Fluency) -> String {
    match level {
        Fluency::Native => tongue.t("vacancy-level-native").into_owned(),
        level => level.code().to_owned(),
    }
}

/// One need as a line.
pub fn need(tongue: Tongue, lists: &Classifiers, need: &Need) -> String {
    let name = |scheme, code: &Code| lists.name(scheme, code, tongue.language()).to_owned();
    match need {
        Need::Skill(code, _) => name(Scheme::Skill, code),
        Need::Licence(code, _) => name(Scheme::Licence, code),
        Need::Language(code, level, _) => {
            format!("{}: {}", name(Scheme::Language, code), fluency(tongue, *level))
        }
        Need::Education(education, _) => tongue.t(education_key(*education)).into_owned(),
        Need::Months(months, _) => {
            tongue.ta("vacancy-need-months", &[("n", i64::from(*months).into())])
        }
    }
}

fn needs(tongue: Tongue, lists: &Classifiers, offer: &Offer) -> Markup {
    let of = |strength| offer.needs.iter().filter(move |need| need.strength() == strength);
    let parts = [(Strength::Must, msg("vacancy-must")), (Strength::Wanted, msg("vacancy-wanted"))];
    html! {
        @for (strength, key) in parts {
            @if of(strength).next().is_some() {
                h2.govuk-heading-m { (tongue.t(key)) }
                ul.govuk-list.govuk-list--bullet {
                    @for one in of(strength) { li { (need(tongue, lists, one)) } }
                }
            }
        }
    }
}

pub fn name(tongue: Tongue, lists: &Classifiers, scheme: Scheme, code: &str) -> String {
    let code: Option<Code> = code.parse().ok();
    code.map(|code| lists.name(scheme, &code, tongue.language()).to_owned()).unwrap_or_default()
}

pub fn place(tongue: Tongue, code: &str, today: Date) -> String {
    Territory::parse(code).map(|place| full_name(place, tongue, today)).unwrap_or_default()
}

/// All that is offered.
pub fn offer(tongue: Tongue, lists: &Classifiers, offer: &Offer, today: Date) -> Markup {
    let t = |key| tongue.t(key);
    let known = |scheme, code: &Code| lists.name(scheme, code, tongue.language()).to_owned();
    let mut rows = vec![
        Row::new(t("offer-occupation"), known(Scheme::Occupation, &offer.occupation)),
        Row::new(t("offer-territory"), full_name(offer.territory, tongue, today)),
        Row::new(t("offer-form"), known(Scheme::WorkForm, &offer.form)),
    ];
    let wage = wage(tongue, offer.wage_from, offer.wage_to);
    let wage = if wage.is_empty() { t("shell-not-given").into_owned() } else { wage };
    rows.push(Row::new(t("vacancy-wage"), wage));
    rows.push(Row::new(t("offer-places"), tongue.integer(i64::from(offer.places))));
    if let Some(day) = offer.starts_on {
        rows.push(Row::new(t("offer-starts"), tongue.date_long(day)));
    }
    rows.push(Row::new(t("offer-closes"), tongue.date_long(offer.closes_on)));
    html! {
        (parts::summary_list(&rows))
        @if let Some(words) = &offer.words {
            @for paragraph in words.as_str().split("\n\n") {
                p.govuk-body {
                    @for (at, line) in paragraph.lines().enumerate() {
                        @if at > 0 { br; }
                        (line)
                    }
                }
            }
        }
        (needs(tongue, lists, offer))
    }
}

/// A phone as it is kept, as the language writes it.
pub fn phone(tongue: Tongue, kept: &str) -> String {
    Phone::parse(kept).map_or_else(|_| kept.to_owned(), |phone| tongue.phone(&phone))
}

/// Who offers it, and whom to ask.
pub fn employer(tongue: Tongue, employer: &Organisation, today: Date) -> Markup {
    let t = |key| tongue.t(key);
    let home = [Some(place(tongue, &employer.territory, today)), employer.address.clone()];
    let home = home.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let contact = employer.contact.clone().into_iter();
    let contact = contact.chain([phone(tongue, &employer.phone)]).collect::<Vec<_>>().join(", ");
    parts::summary_list(&[
        Row::new(t("vacancy-employer"), &employer.name),
        Row::new(t("vacancy-employer-place"), home),
        Row::new(t("vacancy-contact"), contact),
    ])
}

/// The columns of a list of vacancies of many employers.
pub fn columns(tongue: Tongue) -> [Column; 5] {
    let t = |key| tongue.t(key);
    [
        Column::new(t("offer-title")).names_row(),
        Column::new(t("vacancy-employer")),
        Column::new(t("offer-territory")),
        Column::new(t("vacancy-wage")),
        Column::new(t("offer-closes")),
    ]
}

/// A vacancy in one row of a list: its name as a link, who, where, how much, until when.
pub fn row(
    tongue: Tongue,
    vacancy: &Vacancy,
    href: &str,
    second: &str,
    today: Date,
) -> Vec<Markup> {
    let som = |tyiyn: Option<i64>| tyiyn.map(Som::from_tyiyn);
    vec![
        parts::link(&vacancy.title, href),
        html! { (second) },
        html! { (place(tongue, &vacancy.territory, today)) },
        html! { (wage(tongue, som(vacancy.wage_from), som(vacancy.wage_to))) },
        html! { (tongue.date_short(vacancy.closes_on)) },
    ]
}
