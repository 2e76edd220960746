//! The names of roles, as people read them.

use std::borrow::Cow;

use domain::access::Role;

use crate::words::Tongue;

pub fn role_name(tongue: Tongue, role: Role) -> Cow<'static, str> {
    let t = |key| tongue.t(key);
    match role {
        Role::Returnee => t("role-returnee"),
        Role::Officer => t("role-officer"),
        Role::HeadOfOffice => t("role-head-of-office"),
        Role::Employer => t("role-employer"),
        Role::Provider => t("role-provider"),
        Role::ProgrammeOfficer => t("role-programme-officer"),
        Role::CommitteeMember => t("role-committee-member"),
        Role::Analyst => t("role-analyst"),
        Role::DataProtectionOfficer => t("role-data-protection-officer"),
        Role::Administrator => t("role-administrator"),
        Role::Partner => t("role-partner"),
    }
}
