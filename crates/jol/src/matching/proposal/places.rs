//! The places of a proposal: how much each is asked for, and what one more of it would bring.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, scope},
    id::ReturneeId,
    matching::proposal::Mode,
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    labels::{Counts, hidden},
    names::{self, Named, What},
    offers,
    one::find,
    store::{self, LinesOf, NamedLine, PlaceOrder, Proposal, ProposalPlace},
    why::last_points,
};
use crate::{
    app::App,
    refusal::Refusal,
    returnee::commands::reach,
    vacancy::describe,
    web::{
        address::{Path, Query},
        page::Page,
        parts::{self, Column, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::Tongue,
};

pub fn routes() -> Routes {
    let numbers = Need::To(Action::Aggregate);
    Routes::default().get("/proposals/{id}/places", numbers, list).get(
        "/proposals/{id}/places/{at}",
        numbers,
        one,
    )
}

const PAGE: i64 = 50;

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct From {
    from: i64,
}

async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(From { from }): Query<From>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    reach(&actor, Action::Aggregate)?;
    let row = find(&app, &actor, id).await?;
    let from = from.max(0);
    let mut tx = app.db.read().await?;
    let part = (from, PAGE + 1);
    let mut places = store::places(&mut tx, id, PlaceOrder::DearestFirst, part).await?;
    let is_more = places.len() > PAGE as usize;
    places.truncate(PAGE as usize);
    let named = names::named(&mut tx, &places, app.today()).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let here = format!("/proposals/{id}/places");
    let telling = Telling { tongue, counts: Counts::of(&actor), row: &row };
    // Where nobody is passed over, prices do not tell what one more place would add.
    let is_priced = row.measures()?.mode == Mode::Auction;
    let rows = places.iter().map(|place| {
        let [could, want, placed, kept] = telling.counted(place);
        vec![
            names::link(tongue, named.get(&place.at), Some(&format!("{here}/{}", place.at))),
            html! { (tongue.integer(place.room)) },
            could,
            want,
            placed,
            kept,
            telling.last(place),
        ]
        .into_iter()
        .chain(is_priced.then(|| html! { (price(tongue, place)) }))
        .collect()
    });
    let columns = [
        Column::new(t("proposal-place")).names_row(),
        Column::new(t("proposal-room")).numeric(),
        Column::new(t("proposal-could")).numeric(),
        Column::new(t("proposal-want")).numeric(),
        Column::new(t("proposal-placed")).numeric(),
        Column::new(t("proposal-kept-column")).numeric(),
        Column::new(t("proposal-last-points")).numeric(),
    ];
    let price_column = is_priced.then(|| Column::new(t("proposal-price")).numeric());
    let columns: Vec<Column> = columns.into_iter().chain(price_column).collect();
    let href = |from: i64| format!("{here}?from={from}");
    let previous = (from > 0).then(|| href((from - PAGE).max(0)));
    let next = is_more.then(|| href(from + PAGE));
    let (to_previous, to_next) = (t("shell-back"), t("shell-next"));
    let title = t("proposal-places");
    let main = html! {
        (parts::heading(&title, Some(&row.purpose)))
        p.govuk-body {
            @if is_priced { (t("proposal-places-text")) } @else { (t("proposal-places-text-stable")) }
        }
        (parts::table(&Table {
            caption: &title, caption_hidden: true, columns: &columns, rows: rows.collect(), dense: true,
            empty: &t("proposal-places-none"),
        }))
        (parts::pagination(
            &title,
            previous.as_deref().map(|href| (href, &*to_previous)),
            next.as_deref().map(|href| (href, &*to_next)),
        ))
    };
    let page = Page::new(title.as_ref(), main).back(format!("/proposals/{id}"));
    Ok(page.wide().show(&app, &visitor))
}

/// Points that one more place would add.
fn price(tongue: Tongue, place: &ProposalPlace) -> String {
    place.price.map(|price| tongue.decimal(price as f64 / 100.0, 1)).unwrap_or_default()
}

/// Numbers of places, for somebody.
struct Telling<'a> {
    tongue: Tongue,
    counts: Counts,
    row: &'a Proposal,
}

impl Telling<'_> {
    fn counted(&self, place: &ProposalPlace) -> [Markup; 4] {
        let is_told = self.counts.tells_place(place);
        [place.n_could, place.n_want, place.n_placed, place.n_kept].map(|n| match is_told {
            true => html! { (self.tongue.integer(n)) },
            false => hidden(self.tongue),
        })
    }

    /// The points of one person, so they are told where many have the place.
    fn last(&self, place: &ProposalPlace) -> Markup {
        let points = self.row.outcome().ok().flatten();
        let points = points.and_then(|outcome| last_points(&place.asked(), &outcome.measures));
        match points {
            Some(points) if self.counts.tells_place(place) => {
                html! { (self.tongue.integer(points)) }
            }
            Some(_) => hidden(self.tongue),
            None => html! {},
        }
    }

    /// One place in words.
    fn words(&self, place: &ProposalPlace) -> Markup {
        let tongue = self.tongue;
        let facts = [
            ("room", place.room.into()),
            ("could", place.n_could.into()),
            ("want", place.n_want.into()),
            ("placed", place.n_placed.into()),
            ("kept", place.n_kept.into()),
        ];
        html! {
            p.govuk-body {
                @if self.counts.tells_place(place) {
                    (tongue.ta("proposal-place-asked", &facts))
                    @if place.n_placed > 0 { " " (tongue.t("proposal-place-last")) " " (self.last(place)) "." }
                    @if place.n_kept > 0 { " " (tongue.ta("proposal-place-kept", &facts)) }
                } @else {
                    (tongue.ta("proposal-place-room", &facts)) " " (tongue.t("statistics-hidden"))
                }
            }
            @match place.price {
                None => {}
                Some(1..) => p.govuk-body {
                    (tongue.ta("proposal-place-price", &[("points", price(tongue, place).into())]))
                }
                Some(_) => p.govuk-body { (tongue.t("proposal-place-free")) }
            }
        }
    }
}

/// What is offered there.
fn about(tongue: Tongue, app: &App, named: &Named) -> Markup {
    let today = app.today();
    let told = match &named.what {
        What::Vacancy(vacancy) => describe::place(tongue, &vacancy.territory, today),
        What::Group(group, _) => describe::place(tongue, &group.territory, today),
    };
    html! {
        p.govuk-body {
            (told)
            @if let Some(href) = named.href() { " · " (parts::link(&tongue.t("proposal-place-page"), &href)) }
            @else { " · " (tongue.t("proposal-place-closed")) }
        }
    }
}

async fn one(
    visitor: Visitor,
    State(app): State<App>,
    Path((id, at)): Path<(Uuid, i64)>,
    Query(From { from }): Query<From>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    reach(&actor, Action::Aggregate)?;
    let row = find(&app, &actor, id).await?;
    let mut tx = app.db.read().await?;
    let place = store::place(&mut tx, id, at).await?.ok_or(Refusal::NotFound)?;
    let leads = place.leads()?.into_iter().map(|way| i64::from(way.place));
    let leads = store::places_at(&mut tx, id, leads).await?;
    let all: Vec<ProposalPlace> = leads.iter().chain([&place]).cloned().collect();
    let named = names::named(&mut tx, &all, app.today()).await?;
    drop(tx);
    let people = match scope(&actor, Action::Check) {
        Ok(_) => Some(
            offers::read(
                &app,
                actor,
                id,
                &LinesOf { place: Some(at), after: from - 1, ..LinesOf::default() },
            )
            .await?,
        ),
        Err(_) => None,
    };

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let telling = Telling { tongue, counts: Counts::of(&actor), row: &row };
    let title =
        named.get(&at).map_or_else(|| t("proposal-place-gone").into(), |one| one.told(tongue));
    let here = format!("/proposals/{id}/places");
    let main = html! {
        (parts::heading(&title, Some(&row.purpose)))
        @if let Some(named) = named.get(&at) { (about(tongue, &app, named)) }
        (telling.words(&place))
        @if !leads.is_empty() {
            h2.govuk-heading-m { (t("proposal-leads")) }
            ul.govuk-list.govuk-list--bullet {
                @for one in &leads {
                    li { (names::link(tongue, named.get(&one.at), Some(&format!("{here}/{}", one.at)))) }
                }
            }
        }
        @if let Some((people, next)) = &people {
            h2.govuk-heading-m { (t("proposal-place-people")) }
            (people_of(tongue, id, people))
            @if let Some(next) = next {
                @let to_next = t("shell-next");
                (parts::pagination(&t("proposal-place-people"), None, Some((&format!("{here}/{at}?from={next}"), &to_next))))
            }
        }
    };
    Ok(Page::new(title, main).back(here).show(&app, &visitor))
}

fn people_of(tongue: Tongue, proposal: Uuid, people: &[NamedLine]) -> Markup {
    html! {
        @if people.is_empty() { p.govuk-body { (tongue.t("proposal-place-nobody")) } }
        ul.govuk-list {
            @for one in people {
                @let person: ReturneeId = one.line.person();
                li {
                    (parts::link(&one.name, &format!("/proposals/{proposal}/people/{person}"))) " " (one.number)
                }
            }
        }
    }
}
