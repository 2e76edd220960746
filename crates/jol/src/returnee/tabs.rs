//! The pages about one person, in the order of the road. Later steps are reached from here by their address alone.

use domain::{
    access::{Action, Actor, scope},
    id::ReturneeId,
};
use maud::Markup;

use crate::{
    web::parts::{self, NavItem},
    words::{Tongue, msg},
};

/// `current` is the end of the address of the page one is on; empty for the record itself.
pub fn tabs(tongue: Tongue, actor: &Actor, id: ReturneeId, current: &str) -> Markup {
    let places = [
        ("/road", msg("tab-road"), Action::See),
        ("", msg("tab-record"), Action::See),
        ("/profile", msg("tab-profile"), Action::See),
        ("/matches", msg("tab-matches"), Action::See),
        ("/candidacies", msg("tab-candidacies"), Action::Edit),
        ("/courses", msg("tab-courses"), Action::See),
        ("/plan", msg("tab-plan"), Action::Edit),
        ("/work", msg("tab-work"), Action::See),
        ("/pairs", msg("tab-pairs"), Action::Check),
        ("/journal", msg("tab-journal"), Action::ReadLog),
    ];
    let items: Vec<NavItem> = places
        .into_iter()
        .filter(|(_, _, action)| scope(actor, *action).is_ok())
        .map(|(end, key, _)| {
            NavItem::new(tongue.t(key), format!("/returnees/{id}{end}")).current(end == current)
        })
        .collect();
    parts::tabs(&tongue.t("tab-label"), &items)
}
