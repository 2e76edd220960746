//! The lines of a proposal, for the officers who take them to people.

use std::collections::HashMap;

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Actor},
    id::ReturneeId,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    labels::{self, declined_key},
    names::{self, Named},
    one::find,
    store::{self, Became, LinesOf, NamedLine, Proposal},
};
use crate::{
    app::App,
    refusal::Refusal,
    returnee::commands::{LookAtMany, reach},
    web::{
        address::{Path, Query},
        page::Page,
        parts::{self, Colour, Column, NavItem, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    Routes::default().get("/proposals/{id}/people", Need::To(Action::Check), list)
}

/// People on a page.
const PAGE: usize = 25;

/// Which lines are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    ToTalk,
    TakenUp,
    Declined,
    Without,
    All,
}

impl Which {
    const ALL: [Self; 5] = [Self::ToTalk, Self::TakenUp, Self::Declined, Self::Without, Self::All];

    const fn code(self) -> &'static str {
        match self {
            Self::ToTalk => "talk",
            Self::TakenUp => "taken",
            Self::Declined => "declined",
            Self::Without => "without",
            Self::All => "all",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::ToTalk => msg("proposal-to-talk"),
            Self::TakenUp => msg("proposal-taken-up"),
            Self::Declined => msg("proposal-declined"),
            Self::Without => msg("proposal-without-place"),
            Self::All => msg("shell-all"),
        }
    }

    fn of(self, row: &Proposal) -> LinesOf {
        // Of one that is accepted in part only these are for officers.
        let part = row.part.split(' ').filter(|code| !code.is_empty());
        let oblasts = match self {
            Self::ToTalk => part.map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let became = match self {
            Self::ToTalk => Became::Nothing,
            Self::TakenUp => Became::TakenUp,
            Self::Declined => Became::Declined,
            Self::Without | Self::All => Became::Anything,
        };
        let placed = (self == Self::Without).then_some(false);
        LinesOf { oblasts, became, placed, ..LinesOf::default() }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    show: String,
    from: i64,
}

/// A page of lines within reach, and where the next one begins. Who is seen is written down.
pub(super) async fn read(
    app: &App,
    actor: Actor,
    proposal: Uuid,
    of: &LinesOf,
) -> Result<(Vec<NamedLine>, Option<i64>), Refusal> {
    let scope = reach(&actor, Action::Check)?;
    let n = PAGE as i64 + 1;
    let mut tx = app.db.read().await?;
    let mut lines = store::lines(&mut tx, &scope, proposal, of, n).await?;
    drop(tx);
    let next = lines.get(PAGE).map(|line| line.line.at);
    lines.truncate(PAGE);
    let people: Vec<ReturneeId> = lines.iter().map(|line| line.line.person()).collect();
    if !people.is_empty() {
        let (app_of, act, action) = (app.clone(), app.act(actor), "proposal-seen");
        app.db.run(LookAtMany { app: app_of, act, action, people }).await?;
    }
    Ok((lines, next))
}

async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let row = find(&app, &actor, id).await?;
    let today = app.today();
    let is_in_force = row.is_in_force(today)?;
    let chosen = Which::ALL.into_iter().find(|which| which.code() == asked.show);
    let which = chosen.unwrap_or(if is_in_force { Which::ToTalk } else { Which::All });
    // Nobody is talked to about what was not accepted, or is over.
    let (lines, next) = match which == Which::ToTalk && !is_in_force {
        true => (Vec::new(), None),
        false => {
            let of = LinesOf { after: asked.from.max(0) - 1, ..which.of(&row) };
            read(&app, actor, id, &of).await?
        }
    };
    let named = {
        let mut tx = app.db.read().await?;
        let at = lines.iter().filter_map(|line| line.line.place);
        let places = store::places_at(&mut tx, id, at).await?;
        names::named(&mut tx, &places, today).await?
    };

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let here = format!("/proposals/{id}/people");
    let tabs = Which::ALL.map(|one| {
        NavItem::new(t(one.key()), format!("{here}?show={}", one.code())).current(one == which)
    });
    let next = next.map(|from| format!("{here}?show={}&from={from}", which.code()));
    let (title, to_next) = (t("proposal-people"), t("shell-next"));
    let main = html! {
        (parts::heading(&title, Some(&row.purpose)))
        @if is_in_force { p.govuk-body { (t("proposal-people-text")) } }
        @else if !row.state()?.is_accepted() { p.govuk-body { (t("proposal-people-not-yet")) } }
        (labels::lasts(tongue, &row, today)?)
        (parts::tabs(&title, &tabs))
        (table(tongue, (&row, today), &lines, &named)?)
        (parts::pagination(&t(which.key()), None, next.as_deref().map(|href| (href, &*to_next))))
    };
    let page = Page::new(title.as_ref(), main).back(format!("/proposals/{id}"));
    Ok(page.wide().show(&app, &visitor))
}

/// What became of a line, as a tag.
pub(super) fn became_tag(
    tongue: Tongue,
    (row, today): (&Proposal, Date),
    one: &NamedLine,
) -> Result<Markup, Refusal> {
    let tag = |key, colour| parts::tag(&tongue.t(key), colour);
    Ok(match one.line.declined()? {
        _ if one.line.place.is_none() => tag(msg("proposal-without-place"), Colour::Grey),
        Some(why) => html! {
            (tag(msg("proposal-declined"), Colour::Orange)) " " (tongue.t(declined_key(why)))
        },
        None if one.is_taken_up => tag(msg("proposal-taken-up"), Colour::Green),
        None if row.is_in_force_for(&one.line, today)? => {
            tag(msg("proposal-to-talk"), Colour::Yellow)
        }
        None => tag(msg("proposal-only-proposed"), Colour::Grey),
    })
}

fn table(
    tongue: Tongue,
    (row, today): (&Proposal, Date),
    lines: &[NamedLine],
    named: &HashMap<i64, Named>,
) -> Result<Markup, Refusal> {
    let t = |key| tongue.t(key);
    let mut rows = Vec::new();
    for one in lines {
        let href = format!("/proposals/{}/people/{}", row.id, one.line.person());
        rows.push(vec![
            parts::link(&one.name, &href),
            html! {
                @if let Some(at) = one.line.place { (names::link(tongue, named.get(&at), None)) }
                @else { "—" }
            },
            became_tag(tongue, (row, today), one)?,
            html! { (one.number) },
        ]);
    }
    let columns = [
        Column::new(t("record-name")).names_row(),
        Column::new(t("proposal-place")),
        Column::new(t("proposal-became")),
        Column::new(t("record-number")),
    ];
    Ok(parts::table(&Table {
        caption: &t("proposal-people"),
        caption_hidden: true,
        columns: &columns,
        rows,
        dense: true,
        empty: &t("proposal-people-none"),
    }))
}
