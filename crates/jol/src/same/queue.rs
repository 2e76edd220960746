//! The pairs that wait for an answer, those whose answer is worth most first; and those that were answered.

use std::{fmt, str::FromStr};

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    access::{Action, Actor, Scope},
    id::ReturneeId,
    same::{Origin, PairState, Zone, pair::Finding},
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{decide::Decide, reasons, store::PairRow};
use crate::{
    access::{predicate::within, store as accounts},
    app::App,
    db::{Error, Once, Tx, Value},
    refusal::Refusal,
    returnee::{
        commands::{LookAtMany, reach},
        store::{Listed, listed},
    },
    web::{
        address::Query,
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Column, Filters, Select, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let check = Need::To(Action::Check);
    Routes::default().get("/pairs", check, list).post("/pairs/marked", check, marked)
}

/// Pairs on a page.
pub const PAGE: usize = 25;

/// Counted no further.
const MOST: i64 = 1_000;

domain::codes! {
    /// Which pairs a page shows.
    Show {
        Open = "open",
        /// Open ones of which the engine is sure: many can be answered at once.
        Obvious = "obvious",
        /// Half decided: a second officer has to agree.
        Second = "second",
        Decided = "decided",
    }
}

impl Show {
    fn which(self) -> &'static str {
        match self {
            Self::Open => "p.state = 'open'",
            Self::Obvious => "p.state = 'open' and p.zone = 'link'",
            Self::Second => "p.state in ('seconding', 'parting')",
            // By what it is not: else an engine goes by the state, and sorts all that was ever decided.
            Self::Decided => "p.state not in ('open', 'seconding', 'parting')",
        }
    }

    /// The column that the list is in the order of.
    fn order(self) -> &'static str {
        match self {
            Self::Decided => "decided_at",
            _ => "worth",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Open => msg("same-show-open"),
            Self::Obvious => msg("same-show-obvious"),
            Self::Second => msg("same-show-second"),
            Self::Decided => msg("same-show-decided"),
        }
    }

    /// The statement that counts those within reach up to `most`, with its values.
    pub fn count_statement(self, scope: &Scope, most: i64) -> (String, Vec<Value>) {
        let mut values = vec![most.into()];
        let sql = within(include_str!("queries/queue_count.sql"), scope, &mut values);
        (sql.replace("{which}", self.which()), values)
    }

    async fn count(self, tx: &mut Tx, scope: &Scope) -> Result<i64, Error> {
        let (sql, values) = self.count_statement(scope, MOST + 1);
        tx.one(sql, &values).await?.map_or(Ok(0), |row| row.at(0))
    }
}

/// Where a list goes on: behind the pair with this worth, or this moment, and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After(pub i64, pub Uuid);

impl Default for After {
    fn default() -> Self {
        Self(i64::MAX, Uuid::max())
    }
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl FromStr for After {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (place, id) = text.split_once('.').ok_or(())?;
        Ok(Self(place.parse().map_err(drop)?, id.parse().map_err(drop)?))
    }
}

/// What stands in the address: which pairs, of which origin, behind which one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    show: String,
    origin: String,
    after: String,
    /// The pair that was decided just now.
    pub done: Option<Uuid>,
}

/// What is asked for, understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub show: Show,
    pub origin: Option<Origin>,
}

impl Asked {
    pub fn wanted(&self) -> Wanted {
        Wanted { show: self.show.parse().unwrap_or(Show::Open), origin: self.origin.parse().ok() }
    }
}

impl Wanted {
    pub fn of_form(form: &Form) -> Self {
        let asked = Asked {
            show: form.text("show").to_owned(),
            origin: form.text("origin").to_owned(),
            ..Asked::default()
        };
        asked.wanted()
    }

    /// The same in an address.
    pub fn query(self) -> String {
        let origin = self.origin.map_or("", Origin::code);
        format!("show={}&origin={origin}", self.show)
    }

    /// Where a pair stands in this list.
    pub fn place(self, pair: &PairRow) -> After {
        match self.show {
            Show::Decided => After(pair.decided_at.map_or(0, |at| at.as_microsecond()), pair.id),
            _ => After(pair.worth, pair.id),
        }
    }

    /// The statement of the pairs within reach behind a place, no more than `n`, with its values.
    pub fn page_statement(
        self,
        scope: &Scope,
        After(place, id): After,
        n: usize,
    ) -> (String, Vec<Value>) {
        let origin = self.origin.map_or("", Origin::code);
        let mut values = vec![place.into(), id.into(), origin.into(), (n as i64).into()];
        let sql = within(include_str!("queries/queue.sql"), scope, &mut values);
        let sql = sql.replace("{which}", self.show.which()).replace("{order}", self.show.order());
        (sql, values)
    }

    async fn page(
        self,
        tx: &mut Tx,
        scope: &Scope,
        after: After,
        n: usize,
    ) -> Result<Vec<PairRow>, Error> {
        let (sql, values) = self.page_statement(scope, after, n);
        tx.list(sql, &values).await
    }

    /// The pair to look at after this one.
    pub async fn next(
        self,
        tx: &mut Tx,
        scope: &Scope,
        pair: &PairRow,
    ) -> Result<Option<Uuid>, Error> {
        Ok(self.page(tx, scope, self.place(pair), 1).await?.first().map(|next| next.id))
    }

    /// Where one goes on: with the next pair, and behind the last one with the list from its start.
    pub fn onward(self, next: Option<Uuid>) -> String {
        let next = next.map(|next| format!("/{next}")).unwrap_or_default();
        format!("/pairs{next}?{}", self.query())
    }
}

/// How sure the engine is, in words.
pub fn strength_key(weight: i64, zone: Zone) -> &'static str {
    match zone {
        Zone::Link => msg("same-strength-sure"),
        _ if weight >= 0 => msg("same-strength-likely"),
        _ => msg("same-strength-perhaps"),
    }
}

pub fn state_key(state: PairState) -> &'static str {
    match state {
        PairState::Open => msg("same-state-open"),
        PairState::Seconding => msg("same-state-seconding"),
        PairState::Same => msg("same-state-same"),
        PairState::Parting => msg("same-state-parting"),
        PairState::Apart => msg("same-state-apart"),
    }
}

pub fn origin_key(origin: Origin) -> &'static str {
    match origin {
        Origin::Desk => msg("same-origin-desk"),
        Origin::Alone => msg("same-origin-alone"),
        Origin::Api => msg("same-origin-api"),
        Origin::Import => msg("same-origin-import"),
        Origin::Change => msg("same-origin-change"),
        Origin::Check => msg("same-origin-check"),
    }
}

/// A pair with both of its records, as a list shows them.
struct Shown {
    pair: PairRow,
    records: [Listed; 2],
}

/// Both records of each pair. One that went out of reach meanwhile is left out with its pair.
async fn with_records(
    tx: &mut Tx,
    scope: &Scope,
    pairs: Vec<PairRow>,
) -> Result<Vec<Shown>, Error> {
    let mut shown = Vec::new();
    for pair in pairs {
        let [one, other] = pair.records();
        if let Some(one) = listed(tx, scope, one).await?
            && let Some(other) = listed(tx, scope, other).await?
        {
            shown.push(Shown { pair, records: [one, other] });
        }
    }
    Ok(shown)
}

async fn list(
    visitor: Visitor,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::Check)?;
    let wanted = asked.wanted();
    let after = asked.after.parse().unwrap_or_default();
    let mut tx = app.db.read().await?;
    let mut pairs = wanted.page(&mut tx, &scope, after, PAGE + 1).await?;
    let more = pairs.len() > PAGE;
    pairs.truncate(PAGE);
    let next = pairs
        .last()
        .filter(|_| more)
        .map(|last| format!("/pairs?{}&after={}", wanted.query(), wanted.place(last)));
    let shown = with_records(&mut tx, &scope, pairs).await?;
    let mut counts = [0; 3];
    for (n, show) in counts.iter_mut().zip([Show::Open, Show::Obvious, Show::Second]) {
        *n = show.count(&mut tx, &scope).await?;
    }
    let deciders: Vec<Uuid> = shown.iter().filter_map(|one| one.pair.decided_by).collect();
    let names = accounts::names(&mut tx, &deciders).await?;
    drop(tx);
    look(&app, actor, &shown).await?;

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let title = t("nav-pairs");
    let is_batch = wanted.show == Show::Obvious && !shown.is_empty();
    let who = |pair: &PairRow| {
        let name = pair.decided_by.and_then(|id| names.get(&id)).map(|(name, _)| name.clone());
        name.unwrap_or_else(|| t("journal-by-program").into_owned())
    };
    let table = table(&app, &visitor, wanted, &shown, &who);
    let to_next = t("shell-next");
    let main = html! {
        (parts::heading(&title, None))
        @if let Some(done) = asked.done { (done_note(tongue, done)) }
        p.govuk-body { (t("same-text")) }
        (summary(tongue, counts))
        (filters(tongue, wanted))
        @if is_batch {
            form method="post" action="/pairs/marked" novalidate {
                (form::hidden(&app, &visitor))
                (parts::hidden("origin", wanted.origin.map_or("", Origin::code)))
                (table)
                (parts::button(&t("same-marked")))
            }
        } @else { (table) }
        (parts::pagination(&title, None, next.as_deref().map(|href| (href, &*to_next))))
        @if super::numbers::watches(&actor).is_ok() {
            p.govuk-body { (parts::link(&t("same-numbers"), "/pairs/numbers")) }
        }
    };
    Ok(Page::new(&*title, main).wide().show(&app, &visitor))
}

async fn look(app: &App, actor: Actor, shown: &[Shown]) -> Result<(), Refusal> {
    let people = shown.iter().flat_map(|one| one.pair.records()).collect::<Vec<ReturneeId>>();
    let look = LookAtMany { app: app.clone(), act: app.act(actor), action: "listed", people };
    app.db.run(look).await
}

/// Tells of the pair that was decided last, so that a slip is undone at once.
pub fn done_note(tongue: Tongue, done: Uuid) -> Markup {
    html! {
        div role="status" {
            (parts::inset(html! {
                (tongue.t("same-done")) " "
                (parts::link(&tongue.t("same-done-look"), &format!("/pairs/{done}")))
            }))
        }
    }
}

/// How many wait, in one line.
fn summary(tongue: Tongue, counts: [i64; 3]) -> Markup {
    let [open, sure, second] = counts.map(|n| tongue.up_to(n, MOST));
    html! {
        p.govuk-body {
            (tongue.ta("same-counts", &[
                ("open", open.into()), ("sure", sure.into()), ("second", second.into()),
            ]))
        }
    }
}

fn filters(tongue: Tongue, wanted: Wanted) -> Markup {
    let t = |key| tongue.t(key);
    let shows: Vec<Choice> = Show::ALL
        .iter()
        .map(|show| Choice::new(show.code(), t(show.key())).chosen(*show == wanted.show))
        .collect();
    let mut origins = vec![Choice::new("", t("shell-all"))];
    origins.extend(Origin::ALL.iter().map(|origin| {
        let chosen = wanted.origin == Some(*origin);
        Choice::new(origin.code(), t(origin_key(*origin))).chosen(chosen)
    }));
    let fields = html! {
        (parts::select(&Select {
            id: "show", name: "show", label: &t("same-show"), choices: &shows, ..Select::default()
        }))
        (parts::select(&Select {
            id: "origin", name: "origin", label: &t("same-origin"), choices: &origins,
            ..Select::default()
        }))
    };
    parts::filters(&Filters {
        action: "/pairs",
        label: &t("same-filter"),
        fields,
        submit: &t("same-filter-show"),
        clear: None,
    })
}

fn table(
    app: &App,
    visitor: &Visitor,
    wanted: Wanted,
    shown: &[Shown],
    who: &dyn Fn(&PairRow) -> String,
) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let is_batch = wanted.show == Show::Obvious;
    let last = match wanted.show {
        Show::Open | Show::Obvious => t("same-strength"),
        Show::Second | Show::Decided => t("same-decided"),
    };
    let mut columns = vec![
        Column::new(t("same-one")).names_row(),
        Column::new(t("same-other")),
        Column::new(t("same-why")),
        Column::new(last),
    ];
    if is_batch {
        columns.insert(0, Column::new(t("same-mark")).hidden());
    }
    let rows = shown.iter().map(|one| {
        let pair = &one.pair;
        let steps = pair.steps();
        let href = format!("/pairs/{}?{}", pair.id, wanted.query());
        let [first, second] = &one.records;
        let mut cells = vec![
            html! { (parts::link(&first.name, &href)) (about(app, tongue, first)) },
            html! { (second.name) (about(app, tongue, second)) },
            html! { (reasons::short(tongue, &steps)) },
            match wanted.show {
                Show::Open | Show::Obvious => {
                    html! { (t(strength_key(pair.weight, pair.zone()))) }
                }
                Show::Second | Show::Decided => html! {
                    (t(pair.state().map_or(msg("same-state-open"), state_key)))
                    br; (who(pair))
                    @if let Some(at) = pair.decided_at { ", " (tongue.moment(at)) }
                },
            },
        ];
        if is_batch {
            cells.insert(0, tick(tongue, one));
        }
        cells
    });
    parts::table(&Table {
        caption: &t(wanted.show.key()),
        columns: &columns,
        rows: rows.collect(),
        dense: true,
        empty: &t("same-none"),
        ..Table::default()
    })
}

/// Birth date and home, below the name.
fn about(app: &App, tongue: Tongue, listed: &Listed) -> Markup {
    let home = listed.territory.map(|place| place.name(tongue.language(), app.today()));
    html! {
        @if let Some(day) = listed.birth_on { br; (tongue.date_short(day)) }
        @if let Some(home) = home { br; (home) }
    }
}

fn tick(tongue: Tongue, one: &Shown) -> Markup {
    let (pair, [first, second]) = (&one.pair, &one.records);
    let id = format!("mark-{}", pair.id);
    let names = [("one", first.name.as_str().into()), ("other", second.name.as_str().into())];
    html! {
        div.govuk-checkboxes.govuk-checkboxes--small {
            div.govuk-checkboxes__item {
                input.govuk-checkboxes__input type="checkbox" id=(id) name="pair"
                    value={ (pair.id) "." (pair.version) };
                label.govuk-label.govuk-checkboxes__label for=(id) {
                    span.govuk-visually-hidden { (tongue.ta("same-mark-these", &names)) }
                }
            }
        }
    }
}

/// Decides the marked ones, each by itself, and tells which were not.
async fn marked(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::Check)?;
    let once = form.once(&app);
    let mut n_done = 0;
    let mut failed = Vec::new();
    for mark in form.all("pair").take(PAGE) {
        let read = mark.split_once('.').and_then(|(id, version)| {
            Some((id.parse::<Uuid>().ok()?, version.parse::<i64>().ok()?))
        });
        let (pair, version) = read.ok_or_else(|| Refusal::Unreadable("pair".into()))?;
        let decide = Decide {
            app: app.clone(),
            act: app.act(actor),
            pair,
            version,
            found: Finding::Same,
            reason: None,
            by_tick: true,
        };
        // The same form arriving again decides nothing twice.
        let id = Uuid::from_u128(once.id.as_u128() ^ pair.as_u128());
        match app.db.run_once(Once { id, ..once }, decide).await {
            Ok(_) => n_done += 1,
            Err(refusal) => failed.push((pair, refusal)),
        }
    }
    // Whose pair was not decided is told by name, as the list told it.
    let mut tx = app.db.read().await?;
    let mut not_done = Vec::new();
    for (id, refusal) in failed {
        let sentence = match &refusal {
            Refusal::Rule(sentence) => visitor.tongue.sentence(sentence),
            Refusal::Stale => visitor.tongue.t("refusal-changed-title").into_owned(),
            Refusal::NotFound => visitor.tongue.t("refusal-not-found-title").into_owned(),
            _ => return Err(refusal),
        };
        let found = super::store::pair(&mut tx, &scope, id).await?;
        let shown = with_records(&mut tx, &scope, found.into_iter().collect()).await?;
        not_done.push((id, shown.into_iter().next(), sentence));
    }
    drop(tx);
    let seen: Vec<Shown> = not_done.iter_mut().filter_map(|(_, shown, _)| shown.take()).collect();
    look(&app, actor, &seen).await?;

    let t = |key| visitor.tongue.t(key);
    let wanted = Wanted { show: Show::Obvious, ..Wanted::of_form(&form) };
    let main = html! {
        (parts::heading(&t("same-marked-title"), None))
        p.govuk-body { (visitor.tongue.ta("same-marked-done", &[("n", n_done.into())])) }
        @if !not_done.is_empty() {
            h2.govuk-heading-m { (t("same-marked-not-done")) }
            ul.govuk-list.govuk-list--bullet {
                @for (id, _, sentence) in &not_done {
                    li {
                        @if let Some(one) = seen.iter().find(|one| one.pair.id == *id) {
                            (parts::link(
                                &format!("{} — {}", one.records[0].name, one.records[1].name),
                                &format!("/pairs/{id}"),
                            )) ": "
                        }
                        (sentence)
                    }
                }
            }
        }
        p.govuk-body { (parts::link(&t("same-on"), &format!("/pairs?{}", wanted.query()))) }
    };
    Ok(Page::new(&*t("same-marked-title"), main)
        .back(format!("/pairs?{}", wanted.query()))
        .show(&app, visitor)
        .into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_read_back_from_an_address() {
        let after = After(-12, Uuid::from_u128(7));
        assert_eq!(after.to_string().parse(), Ok(after));
        for wrong in ["", "1", "x.y", "1.2"] {
            assert_eq!(wrong.parse::<After>(), Err(()), "{wrong:?}");
        }
    }
}
