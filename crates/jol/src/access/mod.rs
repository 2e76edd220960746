//! Offices, accounts, sign-in, and the one predicate that says which records a person may touch.

pub mod store;
pub mod nearest;
pub mod predicate;
pub mod session;
pub mod guesses;
pub mod commands;
pub mod ask;
pub mod pages;
pub mod sign_in;
pub mod phone;
pub mod account;
pub mod accounts;

use crate::words::msg;

/// What a role is called.
pub fn role_key(role: domain::access::Role) -> &'static str {
    use domain::access::Role::*;
    match role {
        Returnee => msg("role-returnee"),
        Officer => msg("role-officer"),
        HeadOfOffice => msg("role-head-of-office"),
        Employer => msg("role-employer"),
        Provider => msg("role-provider"),
        ProgrammeOfficer => msg("role-programme-officer"),
        CommitteeMember => msg("role-committee-member"),
        Analyst => msg("role-analyst"),
        DataProtectionOfficer => msg("role-data-protection-officer"),
        Administrator => msg("role-administrator"),
        Partner => msg("role-partner"),
    }
}
