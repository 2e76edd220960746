//! How courses, groups and enrolments are told: words, tags, places, days.

use domain::{
    classifier::{Classifiers, Code, Scheme},
    course::{AttendanceRule, Course, CourseState, Enrolment, Way},
    territory::Territory,
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::store::{Seats, Taken};
use crate::{
    returnee::fields::full_name,
    web::parts::{self, Colour, Row},
    words::{Tongue, msg},
};

pub fn way_key(way: Way) -> &'static str {
    match way {
        Way::InPlace => msg("course-way-in-place"),
        Way::Online => msg("course-way-online"),
        Way::Mixed => msg("course-way-mixed"),
    }
}

pub fn course_tag(tongue: Tongue, state: CourseState) -> Markup {
    let (key, colour) = match state {
        CourseState::Waiting => (msg("course-waiting"), Colour::Yellow),
        CourseState::Open => (msg("course-open"), Colour::Green),
        CourseState::Refused => (msg("course-refused"), Colour::Red),
        CourseState::Closed => (msg("course-closed"), Colour::Grey),
    };
    parts::tag(&tongue.t(key), colour)
}

pub fn enrolment_tag(tongue: Tongue, state: Enrolment) -> Markup {
    let (key, colour) = match state {
        Enrolment::Waiting => (msg("enrolment-waiting"), Colour::Yellow),
        Enrolment::Enrolled => (msg("enrolment-enrolled"), Colour::Blue),
        Enrolment::Completed => (msg("enrolment-completed"), Colour::Green),
        Enrolment::NotCompleted => (msg("enrolment-not-completed"), Colour::Grey),
        Enrolment::Left => (msg("enrolment-left"), Colour::Grey),
    };
    parts::tag(&tongue.t(key), colour)
}

pub fn place(tongue: Tongue, code: &str, today: Date) -> String {
    Territory::parse(code).map_or_else(|_| code.to_owned(), |one| full_name(one, tongue, today))
}

pub fn price(tongue: Tongue, tyiyn: i64) -> String {
    if tyiyn == 0 { tongue.t("course-free").into_owned() } else { tongue.money(tyiyn) }
}

pub fn days(tongue: Tongue, from: Date, to: Date) -> String {
    if from == to {
        return tongue.date_short(from);
    }
    format!("{} – {}", tongue.date_short(from), tongue.date_short(to))
}

/// How many seats are free; with none, how many wait.
pub fn seats(tongue: Tongue, seats: &Seats) -> String {
    match seats.n_free() {
        0 => tongue.ta("course-seats-none", &[("n", seats.n_waiting.into())]),
        n => {
            tongue.ta("course-seats-free", &[("n", n.into()), ("seats", seats.group.seats.into())])
        }
    }
}

/// What a course is, line by line.
pub fn described(tongue: Tongue, lists: &Classifiers, course: &Course) -> Vec<Row> {
    let t = |key| tongue.t(key);
    let name = |scheme, code: &Code| lists.name(scheme, code, tongue.language()).to_owned();
    let names = |scheme, codes: &domain::classifier::Codes| {
        codes.iter().map(|code| name(scheme, code)).collect::<Vec<_>>().join(", ")
    };
    let mut rows =
        vec![Row::new(t("course-occupation"), name(Scheme::Occupation, &course.occupation))];
    if !course.skills.is_empty() {
        rows.push(Row::new(t("course-skills"), names(Scheme::Skill, &course.skills)));
    }
    if !course.licences.is_empty() {
        rows.push(Row::new(t("course-licences"), names(Scheme::Licence, &course.licences)));
    }
    rows.extend([
        Row::new(t("course-hours"), tongue.integer(i64::from(course.hours))),
        Row::new(t("course-price"), price(tongue, course.price.tyiyn())),
        Row::new(t("course-language"), course.language.name()),
        Row::new(t("course-way"), t(way_key(course.way))),
    ]);
    rows
}

/// What the provider wrote, with its lines.
pub fn paragraphs(text: &str) -> Markup {
    html! {
        @for paragraph in text.split("\n\n") {
            p.govuk-body {
                @for (at, line) in paragraph.lines().enumerate() {
                    @if at > 0 { br; }
                    (line)
                }
            }
        }
    }
}

/// One course of one person, line by line.
pub fn taken(tongue: Tongue, one: &Taken, state: Enrolment, today: Date) -> Vec<Row> {
    let t = |key| tongue.t(key);
    let rule = AttendanceRule::on(one.starts_on);
    let moves = !one.is_closed && rule.takes_people(one.starts_on, one.ends_on, today);
    let mut rows = vec![
        Row::new(
            t("course-state"),
            html! {
                (enrolment_tag(tongue, state))
                @match (state, moves) {
                    (Enrolment::Waiting, true) => {
                        " " (tongue.ta("enrolment-in-line", &[("n", one.in_line.into())]))
                    },
                    (Enrolment::Waiting, false) => { " " (t("enrolment-no-seat")) },
                    _ => {},
                }
                @if state == Enrolment::Left && one.is_closed { " " (t("enrolment-group-closed")) }
            },
        ),
        Row::new(t("course-days"), days(tongue, one.starts_on, one.ends_on)),
        Row::new(
            t("course-place"),
            html! {
                (place(tongue, &one.territory, today))
                @if let Some(place) = &one.place { ", " (place) }
            },
        ),
        Row::new(t("course-provider"), html! { (one.provider) br; (phone(tongue, &one.phone)) }),
    ];
    if state.has_seat() && one.n_days > 0 {
        rows.push(Row::new(t("attendance-present"), attended(tongue, one.n_present, one.n_days)));
    }
    if let Some(reason) = &one.enrolment.reason {
        rows.push(Row::new(t("enrolment-reason"), reason));
    }
    rows
}

pub fn attended(tongue: Tongue, n_present: i64, n_days: i64) -> String {
    tongue.ta("attendance-of", &[("n", n_present.into()), ("days", n_days.into())])
}

/// A stored number in the groups people read.
pub fn phone(tongue: Tongue, number: &str) -> String {
    domain::phone::Phone::parse(number)
        .map_or_else(|_| number.to_owned(), |phone| tongue.phone(&phone))
}
