//! What forms of work, proofs, visits and the parts of a road are called.

use domain::{
    followup::{EventKind, Form, Mark, NOT_REACHED, Next, Part, Picture, Proof, VisitState, Way},
    id::ReturneeId,
};
use jiff::civil::Date;
use maud::Markup;

use crate::{
    web::parts::{self, Colour, Milestone, Progress},
    words::{Tongue, msg},
};

pub fn form_key(form: Form) -> &'static str {
    match form {
        Form::Formal => msg("work-formal"),
        Form::Informal => msg("work-informal"),
        Form::Seasonal => msg("work-seasonal"),
        Form::SelfRegistered => msg("work-self-registered"),
        Form::SelfUnregistered => msg("work-self-unregistered"),
        Form::Unemployed => msg("work-unemployed"),
        Form::Inactive => msg("work-inactive"),
    }
}

/// A form of work by its code, as it stands in a row.
pub fn form_name(tongue: Tongue, code: &str) -> String {
    code.parse().map_or_else(|_| code.to_owned(), |form| tongue.t(form_key(form)).into_owned())
}

pub fn forms(tongue: Tongue) -> Vec<(String, String)> {
    Form::ALL.iter().map(|form| (form.code().into(), tongue.t(form_key(*form)).into())).collect()
}

/// The same for somebody who tells of themselves.
pub fn own_forms(tongue: Tongue) -> Vec<(String, String)> {
    let key = |form: Form| match form {
        Form::Unemployed => msg("work-own-unemployed"),
        Form::Inactive => msg("work-own-inactive"),
        other => form_key(other),
    };
    Form::ALL.iter().map(|form| (form.code().into(), tongue.t(key(*form)).into())).collect()
}

/// What may come of a talk.
pub fn outcomes(tongue: Tongue) -> Vec<(String, String)> {
    let not = (NOT_REACHED.to_owned(), tongue.t("visit-not-reached").into_owned());
    forms(tongue).into_iter().chain([not]).collect()
}

pub fn proof_key(proof: Proof) -> &'static str {
    match proof {
        Proof::Said => msg("proof-said"),
        Proof::Seen => msg("proof-seen"),
        Proof::Employer => msg("proof-employer"),
        Proof::Contributions => msg("proof-contributions"),
    }
}

pub fn proof_tag(tongue: Tongue, proof: Proof) -> Markup {
    let colour = match proof {
        Proof::Said => Colour::Grey,
        Proof::Seen => Colour::Blue,
        Proof::Employer | Proof::Contributions => Colour::Green,
    };
    parts::tag(&tongue.t(proof_key(proof)), colour)
}

pub fn way_key(way: Way) -> &'static str {
    match way {
        Way::Phone => msg("visit-way-phone"),
        Way::Visit => msg("visit-way-visit"),
        Way::Message => msg("visit-way-message"),
        Way::Own => msg("visit-way-own"),
    }
}

/// How an officer reaches somebody.
pub fn ways(tongue: Tongue) -> Vec<(String, String)> {
    let ways = Way::ALL.iter().filter(|way| **way != Way::Own);
    ways.map(|way| (way.code().into(), tongue.t(way_key(*way)).into())).collect()
}

/// What a visit follows: "3 months after the registration".
pub fn event_name(tongue: Tongue, kind: &str, months: i64) -> String {
    let key = match kind.parse() {
        Ok(EventKind::Registered) => msg("visit-after-registration"),
        Ok(EventKind::CourseEnded) => msg("visit-after-course"),
        Ok(EventKind::WorkBegan) => msg("visit-after-work"),
        Ok(EventKind::Unplanned) | Err(_) => return tongue.t("visit-unplanned").into_owned(),
    };
    tongue.ta(key, &[("n", months.into())])
}

pub fn visit_tag(tongue: Tongue, state: &str, is_late: bool) -> Markup {
    let (key, colour) = match state.parse() {
        Ok(VisitState::Due) if is_late => (msg("visit-late"), Colour::Orange),
        Ok(VisitState::Due) => (msg("visit-due"), Colour::Blue),
        Ok(VisitState::Done) => (msg("visit-done"), Colour::Green),
        Ok(VisitState::Missed) => (msg("visit-not-reached"), Colour::Grey),
        Ok(VisitState::Cancelled) | Err(_) => (msg("visit-cancelled"), Colour::Grey),
    };
    parts::tag(&tongue.t(key), colour)
}

fn part_key(part: Part) -> &'static str {
    match part {
        Part::Registration => msg("road-part-registration"),
        Part::Profile => msg("road-part-profile"),
        Part::Plan => msg("road-part-plan"),
        Part::Training => msg("road-part-training"),
        Part::Work => msg("road-part-work"),
        Part::FollowUp => msg("road-part-followup"),
        Part::Steady => msg("road-part-steady"),
    }
}

/// The road as it is drawn.
pub fn picture(tongue: Tongue, picture: &Picture) -> Markup {
    let milestones: Vec<Milestone> = picture
        .marks
        .iter()
        .map(|(part, mark)| {
            let day = |key, day: Date| tongue.ta(key, &[("day", tongue.date_short(day).into())]);
            let (progress, told) = match mark {
                Mark::Done(on) => (Progress::Done, day(msg("road-done"), *on)),
                Mark::Now(on) => (Progress::Now, day(msg("road-now"), *on)),
                Mark::Ahead => (Progress::Ahead, tongue.t("road-ahead").into_owned()),
            };
            Milestone { name: tongue.t(part_key(*part)).into_owned(), progress, told }
        })
        .collect();
    parts::road(&milestones)
}

/// What helps most now: a sentence, the words of its link and where it leads.
pub struct Step {
    pub sentence: &'static str,
    pub link: Option<(&'static str, String)>,
}

/// For the officer.
pub fn next_for_officer(next: Next, id: ReturneeId) -> Step {
    let step = |sentence, words, page: &str| Step {
        sentence,
        link: Some((words, format!("/returnees/{id}{page}"))),
    };
    match next {
        Next::FillProfile => step(msg("next-profile"), msg("tab-profile"), "/profile"),
        Next::MakePlan => step(msg("next-plan"), msg("tab-plan"), "/plan"),
        Next::FindCourseOrWork => step(msg("next-find"), msg("tab-matches"), "/matches"),
        Next::FinishCourse => step(msg("next-course"), msg("tab-courses"), "/courses"),
        Next::HearFromEmployer => {
            step(msg("next-employer"), msg("road-candidacies"), "/candidacies")
        }
        Next::FindFormalWork => step(msg("next-formal"), msg("tab-matches"), "/matches"),
        Next::KeepContact => step(msg("next-contact"), msg("tab-work"), "/work"),
        Next::Nothing => Step { sentence: msg("next-nothing"), link: None },
    }
}

/// For the person.
pub fn next_for_person(next: Next) -> Step {
    let step =
        |sentence, words, page: &str| Step { sentence, link: Some((words, page.to_owned())) };
    match next {
        Next::FillProfile => {
            step(msg("next-own-profile"), msg("next-own-profile-button"), "/me/profile")
        }
        Next::MakePlan => step(msg("next-own-plan"), msg("letter-write"), "/me/messages"),
        Next::FindCourseOrWork => {
            step(msg("next-own-find"), msg("next-own-find-button"), "/me/matches")
        }
        Next::FinishCourse => step(msg("next-own-course"), msg("home-courses"), "/me/courses"),
        Next::HearFromEmployer => step(msg("next-own-employer"), msg("home-jobs"), "/me/work"),
        Next::FindFormalWork => {
            step(msg("next-own-formal"), msg("next-own-find-button"), "/me/matches")
        }
        Next::KeepContact => step(msg("next-own-contact"), msg("visit-own-button"), "/me/visit"),
        Next::Nothing => Step { sentence: msg("next-own-nothing"), link: None },
    }
}
