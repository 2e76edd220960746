//! One proposal: how far it has come, what it comes to, and what is decided about it.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Actor, scope},
    fault::FieldFault,
    matching::proposal::{
        Decision, GOOD_FOR, Mode, SharingEdition, State as Stands, TypedDecision,
    },
    territory::Territory,
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    commands::Decide,
    labels::{self, Counts, group_key, hidden, integer, mode_key, tells_group, unsigned},
    store::{self, Compared, Outcome, Proposal, Total},
};
use crate::{
    access::store as accounts,
    app::App,
    refusal::Refusal,
    returnee::commands::reach,
    web::{
        address::Path,
        form::{self, Form},
        page::Page,
        parts::{self, Area, Choice, Choices, Column, Heading, Problem, Row, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, Value, msg},
};

pub fn routes() -> Routes {
    Routes::default().get("/proposals/{id}", Need::To(Action::Aggregate), show).post(
        "/proposals/{id}/decision",
        Need::To(Action::Share),
        decide,
    )
}

/// Seconds after which a page of a proposal under way asks again.
const AGAIN: &str = "3";

/// A proposal that somebody may look at.
pub(super) async fn find(app: &App, actor: &Actor, id: Uuid) -> Result<Proposal, Refusal> {
    let found = store::proposal(&mut app.db.read().await?, actor, id).await?;
    found.ok_or(Refusal::NotFound)
}

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    reach(&actor, Action::Aggregate)?;
    let row = find(&app, &actor, id).await?;
    page(&app, &visitor, &row, (&TypedDecision::default(), None), &[]).await
}

async fn decide(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let row = find(&app, &actor, id).await?;
    if row.seat() != actor.seat {
        return Err(Refusal::NotAllowed);
    }
    let typed = TypedDecision {
        decision: form.text("decision").to_owned(),
        part: form.all("part").map(str::to_owned).collect(),
        reason: form.text("reason").to_owned(),
    };
    let decided = match typed.read() {
        Ok(decided) => decided,
        Err(faults) => {
            return page(&app, &form.visitor, &row, (&typed, Some(form.id)), &faults).await;
        }
    };
    let (act, app_of) = (app.act(actor), app.clone());
    let decide = Decide {
        app: app_of,
        act,
        id,
        decision: decided.decision,
        part: decided.part,
        reason: decided.reason,
    };
    app.db.run_once(form.once(&app), decide).await?;
    Ok(Redirect::to(&format!("/proposals/{id}")).into_response())
}

/// What was typed about a proposal, and the form it came in.
type Typed<'a> = (&'a TypedDecision, Option<Uuid>);

async fn page(
    app: &App,
    visitor: &Visitor,
    row: &Proposal,
    typed: Typed<'_>,
    faults: &[FieldFault],
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let state = row.state()?;
    let outcome = row.outcome()?;
    let here = format!("/proposals/{}", row.id);
    let telling = Telling { tongue, counts: Counts::of(&actor), row };
    let summary = telling.summary(app, visitor).await?;
    let decides =
        state == Stands::Ready && scope(&actor, Action::Share).is_ok() && row.seat() == actor.seat;
    let decision = match decides {
        true => Some(decision(app, visitor, row, typed, faults).await?),
        false => None,
    };
    let main = html! {
        (parts::heading(&row.purpose, Some(&t("proposal-one"))))
        p.govuk-body { (t("proposal-only-text")) }
        (labels::lasts(tongue, row, app.today())?)
        (parts::summary_list(&summary))
        @if state.is_under_way() {
            p.govuk-body { (tongue.ta("proposal-read", &[("n", row.n_done.into())])) }
            p.govuk-body { (t("import-goes-on")) " " (parts::link(&t("import-look-again"), &here)) }
        }
        @if state == Stands::Broken { (parts::inset(html! { p.govuk-body { (t("proposal-broken")) } })) }
        @if let Some(outcome) = &outcome {
            (telling.total(outcome))
            p.govuk-body {
                (parts::link(&t("proposal-places"), &format!("{here}/places")))
                @if scope(&actor, Action::Check).is_ok() {
                    " · " (parts::link(&t("proposal-people"), &format!("{here}/people")))
                }
                @if outcome.measures.mode == Mode::Auction {
                    " · " (parts::link(&t("proposal-value"), &format!("{here}/value")))
                }
            }
            @if let Some(form) = decision { (form) }
            (telling.before(outcome))
            (telling.groups(outcome))
            (telling.without(outcome))
            (telling.measures(outcome))
        }
    };
    let page = Page::new(row.purpose.as_str(), main).back("/proposals");
    let mut answer = page.problems(visitor, faults, str::to_owned).show(app, visitor);
    if state.is_under_way() {
        answer.headers_mut().insert(header::REFRESH, HeaderValue::from_static(AGAIN));
    }
    Ok(answer)
}

/// What a proposal comes to, for somebody.
struct Telling<'a> {
    tongue: Tongue,
    counts: Counts,
    row: &'a Proposal,
}

fn number(n: u64) -> Value<'static> {
    i64::try_from(n).unwrap_or(i64::MAX).into()
}

impl Telling<'_> {
    fn n_people(&self) -> u64 {
        unsigned(self.row.n_people)
    }

    fn tells(&self, total: &Total) -> bool {
        self.counts.tells_total(self.n_people(), total)
    }

    async fn summary(&self, app: &App, visitor: &Visitor) -> Result<Vec<Row>, Refusal> {
        let (tongue, row) = (self.tongue, self.row);
        let t = |key| tongue.t(key);
        let mut tx = app.db.read().await?;
        let office = accounts::office(&mut tx, row.office).await?;
        let office = office.as_ref().map_or("", |office| office.name(visitor.language()));
        let by = accounts::account(&mut tx, row.made_by).await?.map(|by| by.name);
        let decided = match row.decided_by {
            Some(by) => accounts::account(&mut tx, by).await?.map(|by| by.name),
            None => None,
        };
        let when =
            |who: Option<String>, at| format!("{}, {}", who.unwrap_or_default(), tongue.moment(at));
        let mut rows = vec![
            Row::new(t("proposal-state"), labels::state_tag(tongue, row, app.today())?),
            Row::new(t("proposal-office"), office),
            Row::new(t("proposal-mode"), t(mode_key(row.measures()?.mode))),
            Row::new(t("proposal-asked-by"), when(by, row.made_at)),
        ];
        if let Some(at) = row.decided_at {
            rows.push(Row::new(t("proposal-decided-by"), when(decided, at)));
        }
        if !row.part.is_empty() {
            let name = |code: &str| {
                Territory::parse(code)
                    .map_or("", |place| place.name(visitor.language(), app.today()))
            };
            let names: Vec<&str> = row.part.split(' ').map(name).collect();
            rows.push(Row::new(t("proposal-part"), names.join(", ")));
        }
        if let Some(reason) = &row.reason {
            rows.push(Row::new(t("proposal-reason"), reason));
        }
        Ok(rows)
    }

    /// How many have a place, and how far that is from the best there could be.
    fn total(&self, outcome: &Outcome) -> Markup {
        let tongue = self.tongue;
        let Total { placed, on_courses, points } = outcome.total;
        let facts = [
            ("n", number(placed)),
            ("all", number(self.n_people())),
            ("work", number(placed.saturating_sub(on_courses))),
            ("courses", number(on_courses)),
        ];
        let places = [("places", number(outcome.n_places)), ("seats", number(outcome.n_seats))];
        let gap = tongue.percent(outcome.gap as f64 / 1e6, 4);
        html! {
            h2.govuk-heading-m { (tongue.t("proposal-comes-to")) }
            p.govuk-body {
                @if self.tells(&outcome.total) { (tongue.ta("proposal-total", &facts)) }
                @else { (tongue.t("proposal-total-hidden")) }
                " "
                @match outcome.measures.mode {
                    Mode::Auction => (tongue.ta("proposal-there-are", &places)),
                    Mode::Stable => (tongue.ta("proposal-there-are-work", &places)),
                }
            }
            p.govuk-body { (tongue.ta("proposal-points-all", &[("points", points.into())])) }
            @match (outcome.measures.mode, outcome.gap) {
                (Mode::Auction, 0) => p.govuk-body { (tongue.t("proposal-best")) }
                (Mode::Auction, _) => p.govuk-body { (tongue.ta("proposal-gap", &[("gap", gap.into())])) }
                (Mode::Stable, _) => {
                    p.govuk-body { (tongue.ta("proposal-gap-stable", &[("gap", gap.into())])) }
                    p.govuk-body { (tongue.t("proposal-stable-courses")) " " (tongue.t("proposal-stable-groups")) }
                }
            }
        }
    }

    fn before(&self, outcome: &Outcome) -> Markup {
        let tongue = self.tongue;
        let (Some(before), Some(last)) = (&outcome.before, self.row.before) else {
            return html! {};
        };
        let Compared { in_both, same, other, newly, no_longer, total } = *before;
        let is_told = self.counts.tells_compared(before);
        let facts = [
            ("n", number(in_both)),
            ("same", number(same)),
            ("other", number(other)),
            ("newly", number(newly)),
            ("gone", number(no_longer)),
        ];
        html! {
            h2.govuk-heading-m { (tongue.t("proposal-compared")) }
            p.govuk-body {
                @if is_told { (tongue.ta("proposal-compared-text", &facts)) " " }
                (tongue.ta("proposal-compared-points", &[("points", total.points.into())])) " "
                (parts::link(&tongue.t("proposal-last"), &format!("/proposals/{last}")))
            }
        }
    }

    /// How often people of a group have a place, beside all others.
    fn groups(&self, outcome: &Outcome) -> Markup {
        let tongue = self.tongue;
        let t = |key| tongue.t(key);
        let rate = |placed: u64, of: u64| match of {
            0 => "–".to_owned(),
            of => tongue.percent(placed as f64 / of as f64, 1),
        };
        let rows = outcome.groups.iter().map(|one| {
            let name = html! { (t(group_key(one.group))) };
            if !tells_group(one) {
                return vec![name, hidden(tongue), hidden(tongue), hidden(tongue)];
            }
            let of = [("n", number(one.placed)), ("all", number(one.of))];
            vec![
                name,
                html! { (tongue.ta("proposal-n-of", &of)) },
                html! { (rate(one.placed, one.of)) },
                html! { (rate(one.others_placed, one.others_of)) },
            ]
        });
        let columns = [
            Column::new(t("proposal-group")).names_row(),
            Column::new(t("proposal-have-place")).numeric(),
            Column::new(t("proposal-share")).numeric(),
            Column::new(t("proposal-share-others")).numeric(),
        ];
        html! {
            (parts::table(&Table {
                caption: &t("proposal-groups"), columns: &columns, rows: rows.collect(), ..Table::default()
            }))
            p.govuk-body-s { (t("proposal-groups-text")) " " (t("statistics-hidden")) }
        }
    }

    /// What each measure costs: the same sharing out without it.
    fn without(&self, outcome: &Outcome) -> Markup {
        let tongue = self.tongue;
        let t = |key| tongue.t(key);
        if outcome.without.is_empty() {
            return html! {};
        }
        let total = outcome.total;
        let told = |one: &Total| match self.tells(&total) && self.tells(one) {
            true => html! { (integer(tongue, one.placed)) },
            false => hidden(tongue),
        };
        let points = |one: &Total| html! { (tongue.integer(one.points)) };
        let with = vec![html! { (t("proposal-with-all")) }, told(&total), points(&total), html! {}];
        let rows = outcome.without.iter().map(|one| {
            let difference = match self.tells(&total) && self.tells(&one.total) {
                true => difference(tongue, &total, &one.total),
                false => points_differ(tongue, &total, &one.total),
            };
            vec![
                html! { (labels::measure(tongue, one.measure, &outcome.measures)) },
                told(&one.total),
                points(&one.total),
                html! { (difference) },
            ]
        });
        let columns = [
            Column::new(t("proposal-without")).names_row(),
            Column::new(t("proposal-have-place")).numeric(),
            Column::new(t("proposal-points-column")).numeric(),
            Column::new(t("proposal-difference")),
        ];
        html! {
            (parts::table(&Table {
                caption: &t("proposal-costs"), columns: &columns,
                rows: std::iter::once(with).chain(rows).collect(), ..Table::default()
            }))
            p.govuk-body-s { (t("proposal-costs-text")) }
        }
    }

    fn measures(&self, outcome: &Outcome) -> Markup {
        let t = |key| self.tongue.t(key);
        let told = labels::measures(self.tongue, &outcome.measures);
        parts::details(
            &t("proposal-measures-used"),
            html! {
                @if told.is_empty() { p.govuk-body { (t("proposal-measures-none")) } }
                ul.govuk-list.govuk-list--bullet { @for one in &told { li { (one) } } }
                @if let Some(group) = outcome.measures.level {
                    p.govuk-body {
                        (self.tongue.ta("proposal-level-found", &[("group", t(group_key(group)).into_owned().into())]))
                    }
                }
                @if let Some(keep) = outcome.measures.keep {
                    p.govuk-body { (self.tongue.ta("proposal-keep-found", &[("n", keep.into())])) }
                }
                p.govuk-body { (self.tongue.ta("proposal-edition", &[("name", self.row.edition.as_str().into())])) }
            },
        )
    }
}

/// What there would be without a measure, in words: how many more or fewer, and how many points.
fn difference(tongue: Tongue, with: &Total, without: &Total) -> String {
    let n = |a: u64, b: u64| [("n", number(a.saturating_sub(b)))];
    let people = match without.placed.cmp(&with.placed) {
        std::cmp::Ordering::Greater => {
            tongue.ta("proposal-without-more", &n(without.placed, with.placed))
        }
        std::cmp::Ordering::Less => {
            tongue.ta("proposal-without-fewer", &n(with.placed, without.placed))
        }
        std::cmp::Ordering::Equal => tongue.t("proposal-without-same").into_owned(),
    };
    format!("{people} {}", points_differ(tongue, with, without))
}

fn points_differ(tongue: Tongue, with: &Total, without: &Total) -> String {
    let points = [("n", (without.points - with.points).abs().into())];
    match without.points.cmp(&with.points) {
        std::cmp::Ordering::Greater => tongue.ta("proposal-points-more", &points),
        std::cmp::Ordering::Less => tongue.ta("proposal-points-fewer", &points),
        std::cmp::Ordering::Equal => tongue.t("proposal-points-same").into_owned(),
    }
}

/// The form of a decision, for the head whose office it is.
async fn decision(
    app: &App,
    visitor: &Visitor,
    row: &Proposal,
    (typed, kept): Typed<'_>,
    faults: &[FieldFault],
) -> Result<Markup, Refusal> {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let lasts = [("n", SharingEdition::on(app.today()).lasts_days.into())];
    let is_old = app.now().duration_since(row.made_at) > GOOD_FOR;
    let oblasts = store::oblasts(&mut app.db.read().await?, row.id).await?;
    let word = t("shell-error-prefix");
    let wrong = |field: &str| {
        let fault = faults.iter().find(|fault| fault.field == field);
        fault.map(|fault| tongue.sentence(&fault.sentence))
    };
    let wrongs = [wrong("decision"), wrong("part"), wrong("reason")];
    let problem =
        |at: usize| wrongs[at].as_deref().map(|sentence| Problem { word: &word, sentence });
    let choice = |decision: Decision, key: &'static str| {
        Choice::new(decision.code(), t(key)).chosen(typed.decision == decision.code())
    };
    let mut choices = vec![choice(Decision::None, msg("proposal-decide-none"))];
    if !is_old {
        choices.insert(0, choice(Decision::All, msg("proposal-decide-all")));
        if oblasts.len() > 1 {
            choices.insert(1, choice(Decision::Some, msg("proposal-decide-part")));
        }
    }
    let parts_of: Vec<Choice> = oblasts
        .iter()
        .filter_map(|(code, n)| {
            let place = Territory::parse(code).ok()?;
            let name = place.name(visitor.language(), app.today());
            let label = tongue.ta("proposal-oblast", &[("name", name.into()), ("n", (*n).into())]);
            Some(Choice::new(code, label).chosen(typed.part.contains(code)))
        })
        .collect();
    Ok(html! {
        h2.govuk-heading-m { (t("proposal-decide")) }
        @if is_old { (parts::inset(html! { p.govuk-body { (t("fault-proposal-old")) } })) }
        @else {
            (parts::inset(html! {
                p.govuk-body { (t("proposal-decide-text")) }
                p.govuk-body { (tongue.ta("proposal-lasts", &lasts)) }
            }))
        }
        form method="post" action={ "/proposals/" (row.id) "/decision" } novalidate {
            (form::hidden_with(app, visitor, kept))
            (parts::radios(&Choices {
                id: "decision", name: "decision", legend: &t("proposal-decision"), problem: problem(0),
                choices: &choices, ..Choices::default()
            }))
            @if !is_old && parts_of.len() > 1 {
                (parts::checkboxes(&Choices {
                    id: "part", name: "part", legend: &t("proposal-part-legend"), hint: Some(&t("proposal-part-hint")),
                    problem: problem(1), choices: &parts_of, small: true, heading: Heading::None, ..Choices::default()
                }))
            }
            (parts::textarea(&Area {
                id: "reason", name: "reason", label: &t("proposal-reason"), hint: Some(&t("proposal-reason-hint")),
                value: &typed.reason, problem: problem(2), rows: Some(3), maxlength: Some(300), ..Area::default()
            }))
            (parts::button(&t("proposal-decide-button")))
        }
    })
}
