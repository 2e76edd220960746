//! The journal of a record: who looked at it and who changed what.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Purpose},
    id::ReturneeId,
};
use maud::html;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    change::differences,
    commands::open_content,
    pages::{look, read},
    store::{self, Returnee},
};
use crate::{
    access::{role_key, store as accounts},
    app::App,
    refusal::Refusal,
    web::{
        address::{Path, Query},
        page::Page,
        parts::{self, Entry},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    Routes::default().get("/returnees/{id}/journal", Need::To(Action::ReadLog), journal)
}

/// Where a journal goes on: before this entry.
#[derive(Debug, Deserialize)]
pub struct Before {
    before: Option<Uuid>,
}

async fn journal(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    Query(before): Query<Before>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let returnee = read(&app, &actor, Action::ReadLog, id).await?;
    look(&app, actor, "read-journal", id).await?;
    show_journal(&app, &visitor, &returnee, before, &format!("/returnees/{id}")).await
}

const JOURNAL_PAGE: i64 = 50;

/// Who looked and who changed what, the newest first.
pub async fn show_journal(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    before: Before,
    back: &str,
) -> Result<Response, Refusal> {
    let mut tx = app.db.read().await?;
    let start = before.before.unwrap_or(Uuid::max());
    let entries = store::journal_of(&mut tx, returnee.id, start, JOURNAL_PAGE).await?;
    let key = store::person_key(&mut tx, &app.keys, returnee.id).await?;
    let actors: Vec<Uuid> = entries.iter().map(|entry| entry.actor).collect();
    let names = accounts::names(&mut tx, &actors).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lines: Vec<Entry> = entries
        .iter()
        .map(|entry| {
            let who = if entry.actor == returnee.id.uuid() || entry.role == "returnee" {
                t("journal-by-person").into_owned()
            } else {
                match names.get(&entry.actor) {
                    Some((name, role)) => format!("{name}, {}", t(role_key(*role))),
                    None => t("journal-by-program").into_owned(),
                }
            };
            let purpose = entry.purpose.parse().map(|purpose| t(purpose_key(purpose)));
            let what = key.as_ref().and_then(|key| open_content(key, entry));
            let detail = html! {
                p.govuk-body-s { (t("journal-purpose")) ": " (purpose.unwrap_or_default()) }
                @if let Some(what) = what.filter(|_| entry.action == "changed") {
                    (differences(tongue, &what, app.today()))
                }
            };
            let when = tongue.moment(entry.at);
            Entry::new(entry.at.to_string(), when, t(action_key(&entry.action)))
                .who(who)
                .detail(detail)
        })
        .collect();
    let next = entries.last().filter(|_| entries.len() == JOURNAL_PAGE as usize);
    let next = next.map(|entry| format!("{back}/journal?before={}", entry.id));
    let earlier = t("journal-earlier");
    let main = html! {
        (parts::heading(&t("record-journal"), Some(&returnee.number.to_string())))
        p.govuk-body { (t("journal-text")) }
        (parts::timeline(&lines))
        (parts::pagination(&t("record-journal"), None, next.as_deref().map(|href| (href, &*earlier))))
    };
    Ok(Page::new(t("record-journal"), main).back(back).show(app, visitor))
}

/// What an action is called in the journal.
fn action_key(action: &str) -> &'static str {
    match action {
        "registered" => msg("journal-registered"),
        "changed" => msg("journal-changed"),
        "seen" => msg("journal-seen"),
        "listed" => msg("journal-listed"),
        "searched" => msg("journal-searched"),
        "exported" => msg("journal-exported"),
        "read-journal" => msg("journal-read"),
        "restricted" => msg("journal-restricted"),
        "opened" => msg("journal-opened"),
        "agreed" => msg("journal-agreed"),
        "withdrew" => msg("journal-withdrew"),
        "attached" => msg("journal-attached"),
        "read-file" => msg("journal-read-file"),
        "removed-file" => msg("journal-removed-file"),
        "erased" => msg("journal-erased"),
        "asked-erasure" => msg("journal-asked-erasure"),
        "kept" => msg("journal-kept"),
        "signed-in" => msg("journal-signed-in"),
        "took-data" => msg("journal-took-data"),
        "added-line" => msg("journal-added-line"),
        "changed-line" => msg("journal-changed-line"),
        "removed-line" => msg("journal-removed-line"),
        "left-out-line" => msg("journal-left-out-line"),
        "checked-line" => msg("journal-checked-line"),
        "changed-wish" => msg("journal-changed-wish"),
        "seen-cv" => msg("journal-seen-cv"),
        "planned" => msg("journal-planned"),
        "plan-changed" => msg("journal-plan-changed"),
        "noted" => msg("journal-noted"),
        "wrote" => msg("journal-wrote"),
        "read-letters" => msg("journal-read-letters"),
        "spell-added" => msg("journal-spell-added"),
        "spell-changed" => msg("journal-spell-changed"),
        "spell-proved" => msg("journal-spell-proved"),
        "visited" => msg("journal-visited"),
        "not-reached" => msg("journal-not-reached"),
        "road-closed" => msg("journal-road-closed"),
        "road-opened" => msg("journal-road-opened"),
        "assigned" => msg("journal-assigned"),
        "told-apart" => msg("journal-told-apart"),
        "proposed" => msg("journal-proposed"),
        "introduced" => msg("journal-introduced"),
        "hidden" => msg("journal-hidden"),
        "invited" => msg("journal-invited"),
        "offered" => msg("journal-offered"),
        "turned-down" => msg("journal-turned-down"),
        "hire-confirmed" => msg("journal-hire-confirmed"),
        "hired" => msg("journal-hired"),
        "matched" => msg("journal-matched"),
        "enrolled" => msg("journal-enrolled"),
        "queued" => msg("journal-queued"),
        "moved-up" => msg("journal-moved-up"),
        "left-course" => msg("journal-left-course"),
        "group-closed" => msg("journal-group-closed"),
        "attendance" => msg("journal-attendance"),
        "course-ended" => msg("journal-course-ended"),
        _ => msg("journal-other"),
    }
}

fn purpose_key(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Registration => msg("purpose-registration"),
        Purpose::CaseSupport => msg("purpose-case-support"),
        Purpose::Matching => msg("purpose-job-matching"),
        Purpose::Training => msg("purpose-training"),
        Purpose::Finance => msg("purpose-finance-programme"),
        Purpose::Statistics => msg("purpose-statistics"),
        Purpose::DataProtection => msg("purpose-data-protection"),
        Purpose::OwnData => msg("purpose-own-data"),
        Purpose::Administration => msg("purpose-administration"),
        Purpose::Exchange => msg("purpose-exchange"),
    }
}
