//! A road in plain words: what to do, where, when, how far, for how much, and who pays.

use domain::{
    classifier::{Classifiers, Code, Scheme},
    matching::shortest::{Gap, HireTime, Link, Paid, PaperWay, Programme, Road, Track, Way, Why},
    money::Som,
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{About, Reckoned, Step, TERMS, Through, data};
use crate::{
    course::speak as courses,
    matching::speak::left_out,
    returnee::fields::{education_key, full_name},
    vacancy::describe,
    web::parts::{self, Row},
    words::{Tongue, msg},
};

fn paper_key(way: PaperWay) -> &'static str {
    match way {
        PaperWay::Document => msg("shortest-step-document"),
        PaperWay::Exam => msg("shortest-step-exam"),
        PaperWay::Recognition => msg("shortest-step-recognition"),
        PaperWay::Renewal => msg("shortest-step-renewal"),
    }
}

fn programme_name(tongue: Tongue, programme: &Programme) -> String {
    programme.names[tongue.language() as usize].clone()
}

fn payer(paid: &Paid) -> Option<&'static Programme> {
    data::programmes().iter().find(|one| one.code == paid.programme)
}

/// A step in one line, as it stands in the plan.
pub fn step(tongue: Tongue, lists: &Classifiers, step: &Step<'_>) -> String {
    let named = |key, name: String| tongue.ta(key, &[("name", name.into())]);
    let work = |code: &Code| lists.name(Scheme::Occupation, code, tongue.language()).to_owned();
    match step {
        Step::Through(_, Through::Group(sitting)) => {
            named(msg("shortest-step-course"), sitting.course.title.to_string())
        }
        Step::Through(_, Through::Paper(paper)) => {
            let name = lists.name(Scheme::Licence, &paper.licence, tongue.language());
            named(paper_key(paper.way), name.to_owned())
        }
        Step::Through(_, Through::Programme(one)) => {
            named(msg("shortest-step-programme"), programme_name(tongue, one))
        }
        Step::To(_, About::Vacancy(standing), _) => tongue.ta(
            "shortest-step-vacancy",
            &[
                ("title", standing.title.as_str().into()),
                ("employer", standing.employer.as_str().into()),
            ],
        ),
        Step::To(end, About::OwnWork, _) => named(msg("shortest-step-own"), work(&end.occupation)),
        Step::To(end, About::Kind, _) => named(msg("shortest-step-kind"), work(&end.occupation)),
    }
}

pub fn gap(tongue: Tongue, lists: &Classifiers, gap: &Gap) -> String {
    let name = |scheme, code: &Code| lists.name(scheme, code, tongue.language()).to_owned();
    match gap {
        Gap::Skill(code) => name(Scheme::Skill, code),
        Gap::Licence(code) => name(Scheme::Licence, code),
        Gap::Language(code, level) => {
            format!("{}: {}", name(Scheme::Language, code), describe::fluency(tongue, *level))
        }
        Gap::Education(education) => tongue.t(education_key(*education)).into_owned(),
        Gap::Months(months) => {
            tongue.ta("vacancy-need-months", &[("n", i64::from(*months).into())])
        }
        Gap::Trade(code) => {
            let name = name(Scheme::Occupation, code);
            tongue.ta("shortest-gap-trade", &[("name", name.into())])
        }
        Gap::Start => tongue.t("shortest-gap-start").into_owned(),
    }
}

fn money(tongue: Tongue, som: Som) -> String {
    courses::price(tongue, som.tyiyn())
}

fn price(tongue: Tongue, link: &Link) -> String {
    let mut told = money(tongue, link.price);
    if link.travel.tyiyn() > 0 {
        let sum = tongue.money(link.travel.tyiyn());
        told = format!("{told} + {}", tongue.ta("shortest-travel", &[("sum", sum.into())]));
    }
    told
}

fn pays(tongue: Tongue, link: &Link) -> Option<String> {
    if link.price.tyiyn() + link.travel.tyiyn() == 0 {
        return None;
    }
    let mut told = Vec::new();
    if let Some(paid) = &link.paid {
        let name =
            payer(paid).map_or(paid.programme.to_string(), |one| programme_name(tongue, one));
        told.push(format!("{name}: {}", tongue.money(paid.sum.tyiyn())));
    }
    if link.cost() > 0 {
        let sum = tongue.money(link.cost());
        told.push(tongue.ta("shortest-self", &[("sum", sum.into())]));
    }
    Some(told.join("; "))
}

fn when(tongue: Tongue, first: Date, last: Date) -> String {
    courses::days(tongue, first, last)
}

fn link_rows(
    tongue: Tongue,
    lists: &Classifiers,
    link: &Link,
    through: &Through,
    today: Date,
) -> Vec<Row> {
    let t = |key| tongue.t(key).into_owned();
    let mut rows = vec![Row::new(t("shortest-when"), when(tongue, link.first, link.last))];
    if let Through::Group(sitting) = through {
        let place = match link.track {
            Track::Online => t("course-way-online"),
            Track::Presence | Track::Beside => {
                let place = sitting.group.place.as_ref().map(|place| place.to_string());
                let town = full_name(sitting.group.territory, tongue, today);
                [Some(sitting.provider.clone()), place, Some(town)]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", ")
            }
        };
        rows.push(Row::new(t("shortest-where"), place));
        if let Some(km) = link.km {
            rows.push(Row::new(
                t("shortest-far"),
                tongue.ta("shortest-km", &[("km", i64::from(km).into())]),
            ));
        }
    }
    if let Through::Programme(programme) = through {
        let sum = programme.ceiling.map(|sum| tongue.money(sum.tyiyn()));
        let told = match sum {
            Some(sum) => tongue.ta("shortest-gives", &[("sum", sum.into())]),
            None => t("shortest-gives-some"),
        };
        rows.push(Row::new(t("shortest-price"), told));
    } else {
        rows.push(Row::new(t("shortest-price"), price(tongue, link)));
    }
    if let Some(told) = pays(tongue, link) {
        rows.push(Row::new(t("shortest-pays"), told));
    }
    let closes: Vec<String> = link.closes.iter().map(|one| gap(tongue, lists, one)).collect();
    rows.push(Row::new(t("shortest-closes"), closes.join("; ")));
    rows
}

fn end_rows(
    tongue: Tongue,
    about: &About,
    road: &Road,
    known: &super::Known,
    today: Date,
) -> Vec<Row> {
    let t = |key| tongue.t(key).into_owned();
    let day = match road.ends_on {
        Some(day) => tongue.ta("shortest-from", &[("day", tongue.date_short(day).into())]),
        None => t("shortest-no-day"),
    };
    let mut rows = vec![Row::new(t("shortest-when"), day)];
    if let About::Vacancy(standing) = about {
        rows.push(Row::new(t("shortest-where"), full_name(standing.territory, tongue, today)));
        if let Some(km) = known.person().km_to(standing.territory) {
            rows.push(Row::new(
                t("shortest-far"),
                tongue.ta("shortest-km", &[("km", i64::from(km).into())]),
            ));
        }
        let wage = describe::wage(tongue, standing.wage_from, standing.wage_to);
        if !wage.is_empty() {
            rows.push(Row::new(t("shortest-wage"), wage));
        }
    }
    rows
}

fn href(step: &Step<'_>) -> Option<String> {
    match step {
        Step::Through(_, Through::Group(sitting)) => {
            Some(format!("/courses/{}", sitting.course_id))
        }
        Step::To(_, About::Vacancy(standing), _) => Some(format!("/vacancies/{}", standing.id)),
        _ => None,
    }
}

/// How long hiring took, and whether that was such work.
fn hired(tongue: Tongue, time: Option<HireTime>) -> String {
    let Some(HireTime { days, n_hires, is_of_group }) = time else {
        return tongue.t("shortest-basis-hired-unknown").into_owned();
    };
    let facts = [
        ("days", i64::from(days).into()),
        ("n", i64::try_from(n_hires).unwrap_or(i64::MAX).into()),
    ];
    match is_of_group {
        true => tongue.ta("shortest-basis-hired", &facts),
        false => tongue.ta("shortest-basis-hired-all", &facts),
    }
}

/// Where the numbers of a road come from, one line each.
pub fn basis(tongue: Tongue, reckoned: &Reckoned, road: &Road) -> Vec<String> {
    let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
    let day = |day: Date| tongue.date_short(day).into();
    let mut told = vec![tongue.ta(
        "shortest-basis-read",
        &[
            ("vacancies", n(reckoned.n_vacancies)),
            ("occupations", n(reckoned.n_occupations)),
            ("groups", n(reckoned.n_groups)),
            ("day", day(reckoned.asked_on)),
        ],
    )];
    let mut has_travel = false;
    for step in reckoned.steps(road) {
        match step {
            Step::Through(link, Through::Group(sitting)) => {
                has_travel |= link.travel.tyiyn() > 0;
                let title = sitting.course.title.to_string();
                told.push(match sitting.is_theirs {
                    true => tongue.ta("shortest-basis-own-seat", &[("title", title.into())]),
                    false => tongue.ta(
                        "shortest-basis-seats",
                        &[
                            ("title", title.into()),
                            ("free", sitting.n_free.into()),
                            ("seats", i64::from(sitting.group.seats).into()),
                        ],
                    ),
                });
                if link.paid.as_ref().and_then(payer).is_some_and(|one| !one.is_confirmed) {
                    told.push(tongue.t("shortest-basis-programme").into_owned());
                }
            }
            Step::Through(_, Through::Paper(paper)) => {
                if !paper.is_confirmed {
                    told.push(tongue.t("shortest-basis-paper").into_owned());
                }
            }
            Step::Through(_, Through::Programme(one)) => {
                if !one.is_confirmed {
                    told.push(tongue.t("shortest-basis-programme").into_owned());
                }
                if !one.who.is_sure() {
                    told.push(tongue.t("shortest-basis-commission").into_owned());
                }
            }
            Step::To(end, about, to) => match (about, end.way) {
                (About::Vacancy(standing), _) => {
                    let day = ("day", day(standing.closes_on));
                    told.push(tongue.ta("shortest-basis-vacancy", &[day]));
                    told.push(hired(tongue, reckoned.hired[to.end]));
                }
                (_, Way::Kind { n_opened }) => {
                    let n = ("n", i64::from(n_opened).into());
                    told.push(match TERMS.wait(n_opened) {
                        Some(days) => {
                            tongue.ta("shortest-basis-kind", &[n, ("days", i64::from(days).into())])
                        }
                        None => tongue.ta("shortest-basis-kind-few", &[n]),
                    });
                    told.push(hired(tongue, reckoned.hired[to.end]));
                }
                _ => {}
            },
        }
    }
    if has_travel {
        let sum = tongue.money(TERMS.tyiyn_per_km);
        told.push(tongue.ta("shortest-basis-travel", &[("sum", sum.into())]));
    }
    told.dedup();
    told
}

/// When a road ends and at what, in one line.
pub fn headline(tongue: Tongue, lists: &Classifiers, reckoned: &Reckoned, road: &Road) -> String {
    let (end, about) = (&reckoned.ends[road.end], &reckoned.abouts[road.end]);
    let name = lists.name(Scheme::Occupation, &end.occupation, tongue.language()).to_owned();
    let name = ("name", name.into());
    let Some(day) = road.ends_on else { return tongue.ta("shortest-ends-some-day", &[name]) };
    let day = ("day", tongue.date_short(day).into());
    match about {
        About::Vacancy(_) => tongue.ta("shortest-ends-vacancy", &[name, day]),
        About::OwnWork => tongue.ta("shortest-ends-own", &[name, day]),
        About::Kind => tongue.ta("shortest-ends-kind", &[name, day]),
    }
}

/// All of a road: its end, its steps, what it costs, and what its numbers rest on.
pub fn road(
    tongue: Tongue,
    lists: &Classifiers,
    reckoned: &Reckoned,
    known: &super::Known,
    road: &Road,
) -> Markup {
    let today = reckoned.asked_on;
    let steps = reckoned.steps(road);
    html! {
        p.govuk-body { strong { (headline(tongue, lists, reckoned, road)) } }
        @for (n, one) in steps.iter().enumerate() {
            h3.govuk-heading-s {
                (n + 1) ". "
                @match href(one) {
                    Some(href) => (parts::link(&step(tongue, lists, one), &href)),
                    None => (step(tongue, lists, one)),
                }
            }
            @match one {
                Step::Through(link, through) => {
                    (parts::summary_list(&link_rows(tongue, lists, link, through, today)))
                }
                Step::To(_, about, road) => {
                    (parts::summary_list(&end_rows(tongue, about, road, known, today)))
                }
            }
        }
        p.govuk-body {
            @if road.cost.tyiyn() == 0 { (tongue.t("shortest-cost-none")) }
            @else { (tongue.ta("shortest-cost", &[("sum", money(tongue, road.cost).into())])) }
        }
        (parts::details(&tongue.t("shortest-data"), html! {
            ul.govuk-list.govuk-list--bullet {
                @for line in basis(tongue, reckoned, road) { li { (line) } }
            }
        }))
    }
}

/// Why no road leads to so many vacancies.
pub fn why(tongue: Tongue, lists: &Classifiers, why: &Why, n: usize) -> String {
    let count = ("n", i64::try_from(n).unwrap_or(i64::MAX).into());
    match why {
        Why::Left(reason) => left_out(tongue, lists, reason, n),
        Why::Open(Gap::Months(_)) => tongue.ta("matching-left-months", &[count]),
        Why::Open(open) => {
            let name = gap(tongue, lists, open);
            tongue.ta("shortest-left-gap", &[count, ("name", name.into())])
        }
        Why::TooLate => tongue.ta("shortest-left-late", &[count]),
        Why::Much => tongue.ta("shortest-left-much", &[count]),
    }
}
