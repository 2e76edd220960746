//! The journal of a record as people read it: who looked at it and who changed what. It stands behind all steps, since it
//! tells what each of them wrote.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Actor, Purpose, Seat},
    classifier::{Classifiers, Scheme},
    followup::Proof,
    id::ReturneeId,
    profile::{Evidence, Kind as LineKind},
    returnee::Change,
    support::StepState,
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{labels, work};
use crate::{
    access::{role_key, store as accounts},
    app::App,
    db::journal,
    profile::{questions, speak},
    refusal::Refusal,
    returnee::{
        change::{differences, side_by_side},
        commands::open_content,
        pages::{look, read},
        store::{self, Returnee},
    },
    support::{commands::at_the_office, pages as support},
    web::{
        address::{Path, Query},
        ask::{Kind, Question, choices},
        page::Page,
        parts::{self, Entry},
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    Routes::default().get("/returnees/{id}/journal", Need::To(Action::ReadLog), of_person).get(
        "/me/journal",
        Need::SignedIn,
        own,
    )
}

/// Where a journal goes on: before this entry.
#[derive(Debug, Deserialize)]
struct Before {
    before: Option<Uuid>,
}

async fn own(
    visitor: Visitor,
    State(app): State<App>,
    Query(before): Query<Before>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let returnee = read(&app, &actor, Action::ReadLog, own_record(&actor)?).await?;
    show(&app, &visitor, &returnee, before, "/me").await
}

async fn of_person(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    Query(before): Query<Before>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let returnee = read(&app, &actor, Action::ReadLog, id).await?;
    look(&app, actor, "read-journal", id).await?;
    show(&app, &visitor, &returnee, before, &format!("/returnees/{id}")).await
}

const JOURNAL_PAGE: i64 = 50;

/// Who looked and who changed what, the newest first.
async fn show(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    before: Before,
    back: &str,
) -> Result<Response, Refusal> {
    let mut tx = app.db.read().await?;
    let start = before.before.unwrap_or(Uuid::max());
    let entries = store::journal_of(&mut tx, returnee.id, start, JOURNAL_PAGE).await?;
    let keys = store::keyring(&mut tx, &app.keys, returnee.id).await?;
    let actors: Vec<Uuid> = entries.iter().map(|entry| entry.actor).collect();
    let names = accounts::names(&mut tx, &actors).await?;
    drop(tx);

    let (tongue, actor) = (visitor.tongue, visitor.actor()?);
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
            let what = entry
                .person
                .and_then(|record| keys.get(record))
                .and_then(|key| open_content(key, entry));
            let detail = html! {
                p.govuk-body-s { (t("journal-purpose")) ": " (purpose.unwrap_or_default()) }
                @if let Some(what) = &what { (changed(app, tongue, &actor, entry, what)) }
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

/// What was answered before and after, in the words in which it is asked. What is for the office alone is told to nobody else.
fn changed(
    app: &App,
    tongue: Tongue,
    actor: &Actor,
    entry: &journal::Entry,
    what: &[Change],
) -> Markup {
    let (lists, today) = (app.lists.now(), app.today());
    let line = line_kind(&lists, what);
    let is_own = matches!(actor.seat, Seat::Own(_));
    let asked = match entry.object_kind.as_str() {
        "returnee" if entry.action == "changed" => return differences(tongue, what, today),
        "profile_item" if line.is_for(actor.role) => of_line(line, &lists, tongue),
        "wish" => questions::of_wish(&lists, tongue),
        "step" if is_own || at_the_office(actor).is_ok() => of_step(tongue),
        "spell" => of_spell(tongue),
        "visit" => work::talk_questions(tongue).into(),
        "road" => {
            let reasons = Kind::Menu(choices(&lists, Scheme::ClosingReason, tongue));
            vec![Question::new("closing", msg("road-close-why"), reasons)]
        }
        _ => return html! {},
    };
    let rows = what.iter().filter_map(|change| {
        let question = asked.iter().find(|question| question.field == change.field)?;
        let spoken = |value: &str| question.spoken(tongue, &lists, value, today);
        Some([question.label(tongue), spoken(&change.before), spoken(&change.after)])
    });
    side_by_side(tongue, rows)
}

/// Of which kind a line of the profile is: told when it is new, else seen by its code.
fn line_kind(lists: &Classifiers, what: &[Change]) -> LineKind {
    let value = |field: &str| {
        let change = what.iter().find(|change| change.field == field)?;
        [&change.after, &change.before].into_iter().find(|value| !value.is_empty())
    };
    let told = value("kind").and_then(|kind| kind.parse().ok());
    let schemes = [
        (LineKind::Resource, Scheme::Resource),
        (LineKind::Barrier, Scheme::Barrier),
        (LineKind::Skill, Scheme::Skill),
        (LineKind::Language, Scheme::Language),
        (LineKind::Licence, Scheme::Licence),
    ];
    let known = |scheme| value("code").is_some_and(|code| lists.read(scheme, code).is_ok());
    let by_code = || schemes.into_iter().find(|(_, scheme)| known(*scheme)).map(|(kind, _)| kind);
    // What cannot be told apart is held for what the fewest may read.
    let unknown = || if value("code").is_some() { LineKind::Work } else { LineKind::Barrier };
    told.or_else(by_code).unwrap_or_else(unknown)
}

/// What every line has, and what is asked of its kind.
fn of_line(kind: LineKind, lists: &Classifiers, tongue: Tongue) -> Vec<Question> {
    let kinds = LineKind::ALL.iter().map(|one| named(tongue, one.code(), speak::kind_key(*one)));
    let evidences =
        Evidence::ALL.iter().map(|one| named(tongue, one.code(), speak::evidence_key(*one)));
    let mut asked = vec![
        Question::new("kind", msg("journal-kind"), Kind::One(kinds.collect())),
        Question::new("evidence", msg("journal-proof"), Kind::One(evidences.collect())),
    ];
    asked.push(Question::new("recognised_by", msg("profile-recognised-by"), Kind::Line));
    asked.extend(questions::of_item(kind, "", lists, tongue));
    asked
}

fn of_step(tongue: Tongue) -> Vec<Question> {
    let states =
        StepState::ALL.iter().map(|one| named(tongue, one.code(), support::state_key(*one)));
    let state = Question::new("state", msg("journal-state"), Kind::One(states.collect()));
    support::step_questions(tongue).into_iter().chain([state]).collect()
}

fn of_spell(tongue: Tongue) -> Vec<Question> {
    let proofs = Proof::ALL.iter().map(|one| named(tongue, one.code(), labels::proof_key(*one)));
    let proof = Question::new("proof", msg("journal-proof"), Kind::One(proofs.collect()));
    work::spell_questions(tongue).into_iter().chain([proof]).collect()
}

fn named(tongue: Tongue, code: &str, key: &'static str) -> (String, String) {
    (code.to_owned(), tongue.t(key).into_owned())
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
        "overruled" => msg("journal-overruled"),
        "seen-cv" => msg("journal-seen-cv"),
        "planned" => msg("journal-planned"),
        "plan-changed" => msg("journal-plan-changed"),
        "noted" => msg("journal-noted"),
        "wrote" => msg("journal-wrote"),
        "read-letters" => msg("journal-read-letters"),
        "spell-added" => msg("journal-spell-added"),
        "spell-changed" => msg("journal-spell-changed"),
        "spell-proved" => msg("journal-spell-proved"),
        "spell-ended" => msg("journal-spell-ended"),
        "visited" => msg("journal-visited"),
        "not-reached" => msg("journal-not-reached"),
        "road-closed" => msg("journal-road-closed"),
        "road-opened" => msg("journal-road-opened"),
        "assigned" => msg("journal-assigned"),
        "compared" => msg("journal-compared"),
        "found-same" => msg("journal-found-same"),
        "doubted-same" => msg("journal-doubted-same"),
        "kept-apart" => msg("journal-kept-apart"),
        "joined" => msg("journal-joined"),
        "parted" => msg("journal-parted"),
        "proposed" => msg("journal-proposed"),
        "introduced" => msg("journal-introduced"),
        "hidden" => msg("journal-hidden"),
        "invited" => msg("journal-invited"),
        "offered" => msg("journal-offered"),
        "turned-down" => msg("journal-turned-down"),
        "hire-confirmed" => msg("journal-hire-confirmed"),
        "hired" => msg("journal-hired"),
        "matched" => msg("journal-matched"),
        "reckoned" => msg("journal-reckoned"),
        "proposal-seen" => msg("journal-proposal-seen"),
        "proposal-declined" => msg("journal-proposal-declined"),
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
