//! Employers and the work they offer, both checked before anybody is shown them; and one person's way through one
//! vacancy, with their word at each step.

mod candidacy;
mod needs;
mod offer;
mod organisation;

pub use candidacy::{Candidacy, NotNow, Side, Stage, Step};
pub use needs::{Need, NeedKind, Needs, Strength};
pub use offer::{Offer, OfferFault, State, TypedOffer};
pub use organisation::{
    Details as OrganisationDetails, Kind as OrganisationKind, Standing, TaxNumber,
    TypedOrganisation,
};
