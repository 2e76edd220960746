//! Employers and the work they offer, both checked before anybody is shown them; and one person's way through one
//! vacancy, with their word at each step.

mod candidacy;
mod needs;
mod offer;
mod organisation;
mod report;

pub use candidacy::{
    Candidacy, CandidacyFault, NotNow, Side, Stage, Step, first_day, interview_day,
};
pub use needs::{Need, NeedFault, NeedKind, Needs, Strength};
pub use offer::{Offer, OfferFault, State, TypedOffer, last_begin};
pub use organisation::{
    Decided, Decision, Details as OrganisationDetails, Kind as OrganisationKind, Standing,
    TaxNumber, TypedOrganisation,
};
pub use report::Reason as ReportReason;
