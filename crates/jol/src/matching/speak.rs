//! Reasons in plain words, the same for officers and for the person.

use std::collections::HashMap;

use domain::{
    classifier::{Classifiers, Code, Codes, Nearness, Scheme},
    matching::{About, Brings, Fit, Grounds, LeftOut, Reason, Verdict},
    profile::Evidence,
    vacancy::Strength,
};
use maud::{Markup, html};

use crate::{
    course::search::Found,
    profile::speak::evidence_key,
    returnee::fields::education_key,
    vacancy::describe,
    web::parts::{self, Colour},
    words::{Tongue, Value, msg},
};

/// A count as it is told.
pub fn count(n: usize) -> Value<'static> {
    i64::try_from(n).unwrap_or(i64::MAX).into()
}

/// Courses by the gap they close.
pub type Courses = HashMap<Code, Found>;

const fn verdict_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => msg("matching-met"),
        Verdict::Below => msg("matching-below"),
        Verdict::Missing => msg("matching-missing"),
    }
}

fn verdict(tongue: Tongue, verdict: Verdict) -> Markup {
    let colour = match verdict {
        Verdict::Met => Colour::Green,
        Verdict::Below => Colour::Yellow,
        Verdict::Missing => Colour::Grey,
    };
    parts::tag(&tongue.t(verdict_key(verdict)), colour)
}

fn about(tongue: Tongue, lists: &Classifiers, about: &About) -> String {
    match about {
        About::Occupation(Nearness::Same | Nearness::Unit) => {
            tongue.t("matching-occupation-same").into_owned()
        }
        About::Occupation(Nearness::Minor) => tongue.t("matching-occupation-near").into_owned(),
        About::Occupation(Nearness::Far) => tongue.t("matching-occupation-other").into_owned(),
        About::Distance { km } => tongue.ta("matching-distance", &[("km", i64::from(*km).into())]),
        About::Wage => tongue.t("matching-wage").into_owned(),
        About::Need(need) => {
            let told = describe::need(tongue, lists, need);
            match need.strength() {
                Strength::Must => tongue.ta("matching-must", &[("need", told.into())]),
                Strength::Wanted => tongue.ta("matching-wanted", &[("need", told.into())]),
            }
        }
    }
}

/// The way to a course, and when it begins.
fn way_to(tongue: Tongue, found: &Found) -> Markup {
    let begins = found.next.as_ref().map(|next| {
        let day = tongue.date_short(next.starts_on);
        tongue.ta("matching-course-begins", &[("day", day.into())])
    });
    html! {
        (parts::link(&found.course.title, &format!("/courses/{}", found.course.id)))
        @if let Some(begins) = begins { ", " (begins) }
    }
}

fn course(tongue: Tongue, found: &Found) -> Markup {
    html! { br; (tongue.t("matching-course")) " " (way_to(tongue, found)) }
}

/// What a reason rests on.
fn grounds(grounds: Grounds, sure: &[Evidence]) -> Option<&'static str> {
    match grounds {
        Grounds::Line(at) => sure.get(at).map(|evidence| evidence_key(*evidence)),
        Grounds::Implied => Some(msg("matching-rests-implied")),
        Grounds::Told => Some(msg("matching-rests-told")),
        Grounds::Wished => Some(msg("matching-rests-wished")),
    }
}

/// What a reason is about, and what it rests on.
fn told(tongue: Tongue, lists: &Classifiers, reason: &Reason, sure: &[Evidence]) -> String {
    let about = about(tongue, lists, &reason.about);
    match reason.grounds.and_then(|rests_on| grounds(rests_on, sure)) {
        Some(key) => format!("{about} · {}", tongue.t(key)),
        None => about,
    }
}

/// A whole reason in one line.
pub fn line(tongue: Tongue, lists: &Classifiers, reason: &Reason, sure: &[Evidence]) -> String {
    let verdict = tongue.t(verdict_key(reason.verdict));
    format!("{verdict}: {}", told(tongue, lists, reason, sure))
}

fn reason(
    tongue: Tongue,
    lists: &Classifiers,
    reason: &Reason,
    sure: &[Evidence],
    courses: &Courses,
) -> Markup {
    html! {
        li {
            (verdict(tongue, reason.verdict)) " " (told(tongue, lists, reason, sure))
            (mended(tongue, reason, courses))
        }
    }
}

/// The course that teaches what a reason lacks, if there is one.
pub fn mended(tongue: Tongue, reason: &Reason, courses: &Courses) -> Markup {
    html! {
        @if let Some(found) = reason.gap().and_then(|gap| courses.get(gap)) { (course(tongue, found)) }
    }
}

/// Everything that speaks for a fit, how sure it is, and what is missing.
pub fn reasons(
    tongue: Tongue,
    lists: &Classifiers,
    (fit, sure): (&Fit, &[Evidence]),
    courses: &Courses,
) -> Markup {
    html! {
        ul.govuk-list {
            @for one in &fit.reasons { (reason(tongue, lists, one, sure, courses)) }
        }
    }
}

/// Skills and licences by their names.
fn named(tongue: Tongue, lists: &Classifiers, codes: &Codes) -> String {
    let name = |code: &Code| {
        let is_skill = lists.find(Scheme::Skill, code).is_some();
        let scheme = if is_skill { Scheme::Skill } else { Scheme::Licence };
        lists.name(scheme, code, tongue.language()).to_owned()
    };
    codes.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// How near a course is to somebody's work, and what of it is new to them.
pub fn brings(tongue: Tongue, lists: &Classifiers, brings: &Brings) -> Markup {
    let what = named(tongue, lists, &brings.new);
    html! {
        ul.govuk-list {
            li { (about(tongue, lists, &About::Occupation(brings.nearness))) }
            li { (tongue.ta("matching-learns", &[("what", what.into())])) }
        }
    }
}

/// A course, and which of the gaps it closes.
pub fn closes(tongue: Tongue, lists: &Classifiers, found: &Found, closed: &Codes) -> Markup {
    html! { (way_to(tongue, found)) ": " (named(tongue, lists, closed)) }
}

/// Why some vacancies are not shown.
pub fn left_out(tongue: Tongue, lists: &Classifiers, reason: &LeftOut, n: usize) -> String {
    let n = ("n", count(n));
    let name = |scheme, code: &Code| lists.name(scheme, code, tongue.language()).to_owned();
    match reason {
        LeftOut::TooFar { .. } => tongue.ta("matching-left-far", &[n]),
        LeftOut::Wage { .. } => tongue.ta("matching-left-wage", &[n]),
        LeftOut::Form => tongue.ta("matching-left-form", &[n]),
        LeftOut::Begins => tongue.ta("matching-left-begins", &[n]),
        LeftOut::Months { .. } => tongue.ta("matching-left-months", &[n]),
        LeftOut::Licence(code) => {
            let name = name(Scheme::Licence, code);
            tongue.ta("matching-left-licence", &[n, ("name", name.into())])
        }
        LeftOut::Language(code, level) => {
            let level = describe::fluency(tongue, *level);
            let name = format!("{}, {level}", name(Scheme::Language, code));
            tongue.ta("matching-left-language", &[n, ("name", name.into())])
        }
        LeftOut::Education(education) => {
            let name = tongue.t(education_key(*education)).into_owned();
            tongue.ta("matching-left-education", &[n, ("name", name.into())])
        }
    }
}

/// The licence whose lack left somebody out, if a course could lead to it.
pub fn gap_of(reason: &LeftOut) -> Option<&Code> {
    match reason {
        LeftOut::Licence(code) => Some(code),
        _ => None,
    }
}

pub fn closing_of(tongue: Tongue, reason: &LeftOut, courses: &Courses) -> Markup {
    match gap_of(reason).and_then(|gap| courses.get(gap)) {
        Some(found) => course(tongue, found),
        None => html! {},
    }
}
