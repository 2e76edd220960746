//! How lists are made, for everybody to read and to try, and for programs.

use axum::{Json, extract::State, response::Response};
use domain::{
    classifier::Scheme,
    indicator::{FEWEST, is_small},
    matching::{
        Edition,
        proposal::{Group, SharingEdition},
    },
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Serialize;
use std::collections::BTreeMap;

use super::{
    example::{self, Chosen},
    proposal::labels,
};
use crate::{
    app::App,
    classifier::OF_MATCHING,
    refusal::Refusal,
    vacancy::overrule::{self, Overrules},
    web::{
        address::Query,
        page::Page,
        parts::{self, Column, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let pages = Routes::default().get("/method", Need::Nothing, show);
    let pages = pages.get("/method/try", Need::Nothing, try_it);
    pages.get("/method.json", Need::Nothing, file)
}

/// Below every list: by which weights it was made, and where that is explained.
pub fn footer(tongue: Tongue, today: Date) -> Markup {
    let version = Edition::on(today).name;
    html! {
        p.govuk-body-s {
            (tongue.ta("matching-weights", &[("version", version.into())])) " "
            (parts::link(&tongue.t("method-title"), "/method"))
        }
    }
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An example to play with: made-up vacancies, the true rule, and nothing kept.
async fn try_it(
    visitor: Visitor,
    State(app): State<App>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Refusal> {
    let title = visitor.tongue.t(msg("method-try"));
    let main = html! {
        (parts::heading(&title, None))
        (example::show(visitor.tongue, &app.lists.now(), chosen, app.today()))
    };
    Ok(Page::new(title, main).back("/method").show(&app, &visitor))
}

async fn show(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let (lists, digest) = app.lists.with_digest();
    let overrules = overrule::overrules(&mut app.db.read().await?, app.now()).await?;
    let bullets = |keys: &[&'static str]| {
        html! {
            ul.govuk-list.govuk-list--bullet { @for key in keys { li { (t(key)) } } }
        }
    };
    let n = |scheme| i64::try_from(lists.all(scheme).count()).unwrap_or(i64::MAX).into();
    let facts = [
        ("occupations", n(Scheme::Occupation)),
        ("skills", n(Scheme::Skill)),
        ("version", hex(&digest[..6]).into()),
    ];
    let main = html! {
        (parts::heading(&t("method-title"), None))
        p.govuk-body { (t("method-lead")) }
        p.govuk-body { (parts::link(&t("method-try"), "/method/try")) }
        h2.govuk-heading-m { (t("method-first")) }
        p.govuk-body { (t("method-first-text")) }
        (bullets(&[
            msg("method-first-far"),
            msg("method-first-wage"),
            msg("method-first-form"),
            msg("method-first-begins"),
            msg("method-first-must"),
        ]))
        p.govuk-body { (t("method-first-skill")) }
        (weights(tongue, today))
        p.govuk-body { (tongue.ta("method-lists", &facts)) }
        (sharing(tongue, today))
        h2.govuk-heading-m { (t("method-never")) }
        p.govuk-body { (t("method-never-text")) }
        p.govuk-body { (t("method-help-text")) }
        h2.govuk-heading-m { (t("method-can")) }
        (bullets(&[
            msg("method-can-correct"),
            msg("method-can-ask"),
            msg("method-can-object"),
            msg("method-can-decide"),
        ]))
        (overruled(tongue, overrules))
        h2.govuk-heading-m { (t("method-came")) }
        p.govuk-body { (t("method-came-text")) }
        ul.govuk-list.govuk-list--bullet {
            @for (by, key) in [
                ("sex", msg("indicator-sex")),
                ("age", msg("indicator-age")),
                ("disability", msg("indicator-disability")),
                ("territory", msg("indicator-territory")),
            ] {
                li { (parts::link(&t(key), &format!("/open/indicators?by={by}"))) }
            }
        }
        p.govuk-body { (t("indicator-vacancies-whole-road")) }
        p.govuk-body { (parts::link(&t("method-file"), "/method.json")) }
    };
    Ok(Page::new(t("method-title"), main).back("/vacancies").show(&app, &visitor))
}

/// What each thing counts at most, and how much of that it gets.
fn weights(tongue: Tongue, today: Date) -> Markup {
    let t = |key| tongue.t(key);
    let edition = Edition::on(today);
    let weights = edition.weights;
    let rows = [
        (msg("method-occupation"), weights.occupation, msg("method-occupation-how")),
        (msg("method-needs"), weights.needs, msg("method-needs-how")),
        (msg("method-near"), weights.near, msg("method-near-how")),
        (msg("method-wage"), weights.wage, msg("method-wage-how")),
    ];
    let row = |(what, most, how): (&'static str, u32, &'static str)| {
        vec![html! { (t(what)) }, html! { (tongue.integer(most.into())) }, html! { (t(how)) }]
    };
    let columns = [
        Column::new(t("method-column-what")).names_row(),
        Column::new(t("method-column-most")).numeric(),
        Column::new(t("method-column-how")),
    ];
    let facts =
        [("name", edition.name.into()), ("day", tongue.date_long(edition.valid_from).into())];
    html! {
        h2.govuk-heading-m { (t("method-then")) }
        p.govuk-body { (t("method-then-text")) }
        (parts::table(&Table {
            caption: &t("method-then"),
            caption_hidden: true,
            columns: &columns,
            rows: rows.into_iter().map(row).collect(),
            ..Table::default()
        }))
        p.govuk-body {
            (tongue.ta("method-edition", &facts)) " " span lang="en" { (edition.source) "." }
        }
    }
}

/// What is done for groups when places are fewer than people.
fn sharing(tongue: Tongue, today: Date) -> Markup {
    let t = |key| tongue.t(key);
    let edition = SharingEdition::on(today);
    let facts =
        [("name", edition.name.into()), ("day", tongue.date_long(edition.valid_from).into())];
    let youth = [("age", i64::from(edition.youth_until).into())];
    let lasts = [("n", edition.lasts_days.into())];
    html! {
        h2.govuk-heading-m { (t("method-few")) }
        p.govuk-body { (t("method-few-text")) }
        p.govuk-body { (t("method-few-stable")) }
        p.govuk-body { (t("method-few-measures")) }
        ul.govuk-list.govuk-list--bullet {
            @for one in labels::measures(tongue, &edition.measures) { li { (one) } }
        }
        p.govuk-body { (t("method-few-help")) " " (tongue.ta("method-few-youth", &youth)) }
        p.govuk-body { (t("method-few-person")) " " (tongue.ta("proposal-lasts", &lasts)) }
        p.govuk-body {
            (tongue.ta("method-few-edition", &facts)) " " span lang="en" { (edition.source) "." }
        }
    }
}

/// How often officers knew better. Nothing is told that could point at single people.
fn overruled(tongue: Tongue, overrules: Overrules) -> Markup {
    let Overrules { n, of } = overrules;
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX).into();
    let counted = match (is_small(n), is_small(of.saturating_sub(n))) {
        _ if of < FEWEST => tongue.t("method-overruled-none").into_owned(),
        (true, _) => tongue.ta("method-overruled-few", &[("of", number(of))]),
        (false, true) => tongue.ta("method-overruled-many", &[("of", number(of))]),
        _ => tongue.ta("method-overruled-counted", &[("n", number(n)), ("of", number(of))]),
    };
    html! {
        h2.govuk-heading-m { (tongue.t("method-overruled")) }
        p.govuk-body { (tongue.t("method-overruled-text")) }
        p.govuk-body {
            (counted)
            @if overrules.are_nearly_none() { " " (tongue.t("method-overruled-watched")) }
        }
    }
}

/// By what lists are made today.
#[derive(Serialize)]
struct Method {
    /// The edition in force, by its name.
    in_force: &'static str,
    /// All editions, the oldest first. The weights share out a thousand points.
    editions: &'static [Edition],
    /// What is done for groups when places are few: all editions, the oldest first. What is added and kept is told in the
    /// order of `groups`.
    sharing: &'static [SharingEdition],
    groups: Vec<&'static str>,
    taxonomy: Taxonomy,
}

/// The lists that matching asks.
#[derive(Serialize)]
struct Taxonomy {
    /// SHA-256 of what the lists and the places say, in hexadecimal digits: the same lists have the same.
    digest: String,
    /// How many entries each list has.
    entries: BTreeMap<&'static str, usize>,
}

async fn file(State(app): State<App>) -> Json<Method> {
    let (lists, digest) = app.lists.with_digest();
    let entries = OF_MATCHING.map(|scheme| (scheme.code(), lists.all(scheme).count()));
    Json(Method {
        in_force: Edition::on(app.today()).name,
        editions: Edition::all(),
        sharing: SharingEdition::all(),
        groups: Group::ALL.iter().map(|group| group.code()).collect(),
        taxonomy: Taxonomy { digest: hex(&digest), entries: entries.into() },
    })
}
