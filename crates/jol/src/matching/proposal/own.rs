//! The person's own page: which place is proposed to them, why, and that nothing comes of it without their word.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Purpose},
    id::ReturneeId,
};
use jiff::civil::Date;
use maud::html;

use super::{
    explain::{Telling, Voice, explained},
    labels::declined_key,
    line::Asked,
    store::{self, Proposal, ProposalLine},
};
use crate::{
    app::App,
    db::{Error, Tx},
    matching::store as matches,
    refusal::Refusal,
    returnee::{
        commands::reach,
        store::{self as returnees, Returnee},
    },
    web::{
        address::Query,
        page::Page,
        parts,
        route::{Need, Routes},
        visitor::{Visitor, own_record},
    },
};

pub fn routes() -> Routes {
    Routes::default().get("/me/proposals", Need::SignedIn, own)
}

/// Proposals that are told, those decided about last.
const MOST: usize = 3;

/// What is proposed to somebody now. Nothing, if they take back their consent to matching.
pub async fn proposed(
    tx: &mut Tx,
    returnee: &Returnee,
    person: ReturneeId,
    today: Date,
) -> Result<Vec<(Proposal, ProposalLine)>, Error> {
    match returnee.consents.covers(Purpose::Matching) {
        true => store::in_force_of(tx, person, today, MOST).await,
        false => Ok(Vec::new()),
    }
}

async fn own(
    visitor: Visitor,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let id = own_record(&actor)?;
    let scope = reach(&actor, Action::See)?;
    let today = app.today();
    let mut tx = app.db.read().await?;
    let found = matches::known(&mut tx, &app.keys, &scope, id, today).await?;
    let (returnee, known) = found.ok_or(Refusal::NotFound)?;
    let (_, key) =
        returnees::find(&mut tx, &app.keys, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let mut told = Vec::new();
    for (row, line) in proposed(&mut tx, &returnee, id, today).await? {
        let ways = line.open_ways(&key)?;
        let all = !asked.all.is_empty();
        let of = explained(&app, &mut tx, (row, line), (known.clone(), ways), all).await?;
        told.extend(of);
    }
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lists = app.lists.now();
    let telling = Telling { tongue, lists: &lists, voice: Voice::You, today };
    let main = html! {
        (parts::heading(&t("proposal-yours"), None))
        p.govuk-body { (t("proposal-yours-text")) }
        (parts::inset(html! { p.govuk-body { (t("proposal-yours-free")) } }))
        @if told.is_empty() { p.govuk-body { (t("proposal-yours-none")) } }
        @for of in &told {
            h2.govuk-heading-m { (t("proposal-yours-place")) }
            @if let Some(at) = of.row.decided_at {
                p.govuk-body-s { (tongue.moment(at)) }
            }
            @if let Some(why) = of.line.declined()? {
                p.govuk-body { (t("proposal-yours-declined")) " " (t(declined_key(why))) }
            }
            (telling.own(of))
            h2.govuk-heading-m { (t("proposal-yours-others")) }
            (telling.others(of, "/me/proposals?all=yes"))
        }
        p.govuk-body { (parts::link(&t("proposal-method"), "/method")) }
    };
    Ok(Page::new(t("proposal-yours"), main).back("/me").show(&app, &visitor))
}
