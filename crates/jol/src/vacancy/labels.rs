//! What states, stages and kinds are called, and the colour of their tags.

use domain::vacancy::{OrganisationKind, ReportReason, Stage, Standing, State};
use maud::Markup;

use crate::{
    web::parts::{self, Colour},
    words::{Tongue, msg},
};

pub fn kind_key(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Employer => msg("organisation-kind-employer"),
        OrganisationKind::Provider => msg("organisation-kind-provider"),
    }
}

pub fn standing(tongue: Tongue, standing: Standing) -> Markup {
    let (key, colour) = match standing {
        Standing::Waiting => (msg("organisation-waiting"), Colour::Yellow),
        Standing::Verified => (msg("organisation-verified"), Colour::Green),
        Standing::Refused => (msg("organisation-refused"), Colour::Red),
        Standing::Suspended => (msg("organisation-suspended"), Colour::Red),
    };
    parts::tag(&tongue.t(key), colour)
}

pub fn state(tongue: Tongue, state: State, is_expired: bool) -> Markup {
    let (key, colour) = match state {
        State::Open if is_expired => (msg("vacancy-expired"), Colour::Grey),
        State::Waiting => (msg("vacancy-waiting"), Colour::Yellow),
        State::Open => (msg("vacancy-open"), Colour::Green),
        State::Refused => (msg("vacancy-refused"), Colour::Red),
        State::Closed => (msg("vacancy-closed"), Colour::Grey),
        State::Filled => (msg("vacancy-filled"), Colour::Blue),
    };
    parts::tag(&tongue.t(key), colour)
}

pub fn stage(tongue: Tongue, stage: Stage) -> Markup {
    let (key, colour) = match stage {
        Stage::Proposed => (msg("candidacy-proposed"), Colour::Yellow),
        Stage::Agreed => (msg("candidacy-agreed"), Colour::Blue),
        Stage::Interview => (msg("candidacy-interview"), Colour::Purple),
        Stage::Offered => (msg("candidacy-offered"), Colour::Purple),
        Stage::Hired => (msg("candidacy-hired"), Colour::Green),
        Stage::Refused => (msg("candidacy-refused"), Colour::Grey),
        Stage::Withdrawn => (msg("candidacy-withdrawn"), Colour::Grey),
    };
    parts::tag(&tongue.t(key), colour)
}

pub fn report_key(reason: ReportReason) -> &'static str {
    match reason {
        ReportReason::Fee => msg("report-fee"),
        ReportReason::Papers => msg("report-papers"),
        ReportReason::Untrue => msg("report-untrue"),
        ReportReason::Differs => msg("report-differs"),
        ReportReason::Unfair => msg("report-unfair"),
        ReportReason::Danger => msg("report-danger"),
        ReportReason::Other => msg("report-other"),
    }
}
