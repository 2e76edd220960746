//! The figures of this work: what waits and for how long, what was found, and whether the weights still tell the truth.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Actor, Role, Scope},
    indicator::{FEWEST, wilson},
    same::{Origin, PairState, Zone},
};
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};

use super::queue::{Waiting, origin_key, strength_key, waiting};
use crate::{
    access::predicate::within,
    app::App,
    db::{Error, Tx},
    refusal::Refusal,
    returnee::commands::reach,
    web::{
        page::Page,
        parts::{self, Column, Row, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::Tongue,
};

pub fn routes() -> Routes {
    Routes::default().get("/pairs/numbers", Need::SignedIn, numbers)
}

/// Who watches over this work: heads over that of their office, analysts and administrators over that of the country.
pub fn watches(actor: &Actor) -> Result<Scope, Refusal> {
    match actor.role {
        Role::HeadOfOffice => reach(actor, Action::Check),
        Role::Analyst => reach(actor, Action::Aggregate),
        Role::Administrator => reach(actor, Action::ManageAccounts),
        _ => Err(Refusal::NotAllowed),
    }
}

const DAYS: i64 = 30;

/// Decisions that are looked at, the last ones first.
const MOST: i64 = 50_000;

/// Sizes of groups that are told.
const SIZES: i64 = 10;

/// A decision: how sure the engine was, and what was found.
#[derive(Clone, Copy, Debug)]
struct Decided {
    weight: i64,
    zone: Zone,
    is_same: bool,
    by_somebody: bool,
}

struct Told {
    waiting: Vec<Waiting>,
    oldest: Option<Timestamp>,
    median: Option<Timestamp>,
    decided: Vec<Decided>,
    sizes: Vec<(i64, i64)>,
    versions: Vec<(i64, i64, i64)>,
}

async fn read(tx: &mut Tx, scope: &Scope, since: Timestamp) -> Result<Told, Error> {
    let waiting = waiting(tx, scope).await?;
    let n: i64 = waiting.iter().map(|one| one.n).sum();
    let mut values = vec![(n / 2).into()];
    let sql = within(include_str!("queries/open_since.sql"), scope, &mut values);
    let median = tx.one(sql, &values).await?.map(|row| row.at(0)).transpose()?;
    let mut values = vec![since.into(), MOST.into()];
    let sql = within(include_str!("queries/decided.sql"), scope, &mut values);
    let decided = tx.all(sql, &values).await?;
    let decided = decided.iter().map(|row| {
        Ok(Decided {
            weight: row.at(0)?,
            zone: row.at::<String>(1)?.parse().unwrap_or(Zone::Nothing),
            is_same: row.at::<String>(2)? == PairState::Same.code(),
            by_somebody: row.at(3)?,
        })
    });
    let decided = decided.collect::<Result<_, Error>>()?;
    let mut values = vec![SIZES.into()];
    let sql = within(include_str!("queries/group_sizes.sql"), scope, &mut values);
    let sizes = tx.all(sql, &values).await?;
    let sizes = sizes.iter().map(|row| Ok((row.at(0)?, row.at(1)?)));
    let sizes = sizes.collect::<Result<_, Error>>()?;
    let mut values = Vec::new();
    let sql = within(include_str!("queries/versions.sql"), scope, &mut values);
    let versions = tx.all(sql, &values).await?;
    let versions = versions.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?)));
    let versions = versions.collect::<Result<_, Error>>()?;
    let oldest = waiting.iter().map(|one| one.since).min();
    Ok(Told { waiting, oldest, median, decided, sizes, versions })
}

/// What somebody may be told. A count that could point at single people is for those alone who see the people.
#[derive(Clone, Copy)]
struct Teller {
    tongue: Tongue,
    sees_people: bool,
}

impl Teller {
    fn may_tell(self, n: i64) -> bool {
        self.sees_people || u64::try_from(n).is_ok_and(|n| n >= FEWEST)
    }

    fn count(self, n: i64) -> Markup {
        match self.may_tell(n) {
            true => html! { (self.tongue.integer(n)) },
            false => html! {
                span aria-hidden="true" { "–" }
                span.govuk-visually-hidden { (self.tongue.t("same-too-few")) }
            },
        }
    }

    /// A share with its bounds, of a base that may be told, when both of its parts may be.
    fn share(self, n: i64, of: i64) -> Markup {
        let parts = [n, of - n].into_iter().all(|part| part == 0 || self.may_tell(part));
        let interval = wilson(n.unsigned_abs(), of.unsigned_abs());
        match interval.filter(|_| parts && self.may_tell(of)) {
            Some(known) => html! {
                (self.tongue.percent(known.share, 1)) " ("
                (self.tongue.percent(known.low, 1)) "–" (self.tongue.percent(known.high, 1)) ")"
                (parts::bar(known.share, known.low, known.high))
            },
            None => self.count(0),
        }
    }
}

async fn numbers(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let scope = watches(&actor)?;
    let now = app.now();
    let mut tx = app.db.read().await?;
    let told = read(&mut tx, &scope, now - SignedDuration::from_hours(24 * DAYS)).await?;
    drop(tx);

    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let teller = Teller { tongue, sees_people: reach(&actor, Action::Check).is_ok() };
    let title = t("same-numbers");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("same-numbers-text")) }
        @if !teller.sees_people { p.govuk-body { (t("same-numbers-few")) } }
        (waiting_table(teller, &told.waiting))
        (age(teller, &told, now))
        (found(teller, &told.decided))
        (truth(teller, &told.decided))
        (groups(teller, &told.sizes))
        (versions(teller, &told.versions))
    };
    let page = Page::new(&*title, main).wide();
    let page = if teller.sees_people { page.back("/pairs") } else { page };
    Ok(page.show(&app, &visitor))
}

/// What waits, by how sure the engine is and where it comes from.
fn waiting_table(teller: Teller, waiting: &[Waiting]) -> Markup {
    let t = |key| teller.tongue.t(key);
    let n = |zone: Option<Zone>, origin: Origin| {
        let of = waiting.iter().filter(|one| {
            one.origin == origin
                && match zone {
                    Some(zone) => one.state == PairState::Open && one.zone == zone,
                    None => one.state != PairState::Open,
                }
        });
        of.map(|one| one.n).sum::<i64>()
    };
    let rows = Origin::ALL.iter().map(|origin| {
        vec![
            html! { (t(origin_key(*origin))) },
            teller.count(n(Some(Zone::Link), *origin)),
            teller.count(n(Some(Zone::Review), *origin)),
            teller.count(n(None, *origin)),
        ]
    });
    let columns = [
        Column::new(t("same-origin")).names_row(),
        Column::new(t("same-show-obvious")).numeric(),
        Column::new(t("same-zone-review")).numeric(),
        Column::new(t("same-show-second")).numeric(),
    ];
    parts::table(&Table {
        caption: &t("same-show-open"),
        columns: &columns,
        rows: rows.collect(),
        dense: true,
        ..Table::default()
    })
}

/// How long pairs wait.
fn age(teller: Teller, told: &Told, now: Timestamp) -> Markup {
    let n: i64 = told.waiting.iter().map(|one| one.n).sum();
    let days = |since: Option<Timestamp>| {
        let days = since.map(|since| now.duration_since(since).as_hours() / 24);
        match days.filter(|_| teller.may_tell(n)) {
            Some(days) => teller.tongue.ta("same-days", &[("n", days.into())]),
            None => "–".to_owned(),
        }
    };
    html! {
        h2.govuk-heading-m { (teller.tongue.t("same-age")) }
        (parts::summary_list(&[
            Row::new(teller.tongue.t("same-oldest"), days(told.oldest)),
            Row::new(teller.tongue.t("same-median"), days(told.median)),
        ]))
    }
}

/// What was decided lately, by officers and by the program.
fn found(teller: Teller, decided: &[Decided]) -> Markup {
    let t = |key| teller.tongue.t(key);
    let rows = [(true, t("same-by-officers")), (false, t("journal-by-program"))];
    let rows = rows.into_iter().map(|(by_somebody, who)| {
        let of = || decided.iter().filter(|one| one.by_somebody == by_somebody);
        let (n, same) = (of().count() as i64, of().filter(|one| one.is_same).count() as i64);
        vec![html! { (who) }, teller.count(n), teller.share(same, n)]
    });
    let columns = [
        Column::new(t("same-decided")).names_row(),
        Column::new(t("same-n-pairs")).numeric(),
        Column::new(t("same-share-same")),
    ];
    parts::table(&Table {
        caption: &t("same-last-days"),
        columns: &columns,
        rows: rows.collect(),
        dense: true,
        ..Table::default()
    })
}

/// How often a weight says that two records are one person's.
fn expected(weight: i64) -> f64 {
    1.0 / (1.0 + (-weight as f64 / 100.0).exp2())
}

/// What the weights promised beside what people found: where the two drift apart, the weights are to be learnt anew.
fn truth(teller: Teller, decided: &[Decided]) -> Markup {
    let t = |key| teller.tongue.t(key);
    let bands: [(i64, Zone); 3] = [(0, Zone::Link), (0, Zone::Review), (-1, Zone::Review)];
    let rows = bands.into_iter().map(|(weight, zone)| {
        let key = strength_key(weight, zone);
        let of: Vec<&Decided> = decided
            .iter()
            .filter(|one| one.by_somebody && strength_key(one.weight, one.zone) == key)
            .collect();
        let (n, same) = (of.len() as i64, of.iter().filter(|one| one.is_same).count() as i64);
        let promised = of.iter().map(|one| expected(one.weight)).sum::<f64>() / n.max(1) as f64;
        vec![
            html! { (t(key)) },
            teller.count(n),
            match n > 0 && teller.may_tell(n) {
                true => html! { (teller.tongue.percent(promised, 1)) },
                false => teller.count(0),
            },
            teller.share(same, n),
        ]
    });
    let columns = [
        Column::new(t("same-strength")).names_row(),
        Column::new(t("same-n-pairs")).numeric(),
        Column::new(t("same-promised")).numeric(),
        Column::new(t("same-share-same")),
    ];
    html! {
        (parts::table(&Table {
            caption: &t("same-truth"),
            columns: &columns,
            rows: rows.collect(),
            dense: true,
            ..Table::default()
        }))
        p.govuk-body { (t("same-truth-text")) }
    }
}

/// How many people have how many records.
fn groups(teller: Teller, sizes: &[(i64, i64)]) -> Markup {
    let t = |key| teller.tongue.t(key);
    // Even that a size is there would point at somebody.
    let rows = sizes
        .iter()
        .filter(|(_, n)| teller.may_tell(*n))
        .map(|(size, n)| vec![html! { (teller.tongue.integer(*size)) }, teller.count(*n)]);
    let columns =
        [Column::new(t("same-n-records")).names_row(), Column::new(t("same-n-people")).numeric()];
    parts::table(&Table {
        caption: &t("same-groups"),
        columns: &columns,
        rows: rows.collect(),
        dense: true,
        empty: &t("same-groups-none"),
        ..Table::default()
    })
}

/// By which weights and which folding of names the pairs that wait were found, and which are in use now.
fn versions(teller: Teller, versions: &[(i64, i64, i64)]) -> Markup {
    let t = |key| teller.tongue.t(key);
    let now = (i64::from(linkage::model::VERSION), i64::from(linkage::fold::VERSION));
    let mut all = versions.to_vec();
    if !all.iter().any(|(model, norm, _)| (*model, *norm) == now) {
        all.insert(0, (now.0, now.1, 0));
    }
    let rows = all.iter().map(|(model, norm, n)| {
        vec![
            html! {
                (teller.tongue.integer(*model)) " / " (teller.tongue.integer(*norm))
                @if (*model, *norm) == now { " " (t("same-version-now")) }
            },
            teller.count(*n),
        ]
    });
    let columns =
        [Column::new(t("same-versions")).names_row(), Column::new(t("same-n-pairs")).numeric()];
    parts::table(&Table {
        caption: &t("same-versions-title"),
        columns: &columns,
        rows: rows.collect(),
        dense: true,
        ..Table::default()
    })
}

#[cfg(test)]
mod tests {
    use domain::language::Language;

    use super::*;
    use crate::words::in_language;

    #[test]
    fn who_sees_nobody_is_told_no_count_below_ten() {
        let tongue = in_language(Language::En);
        let analyst = Teller { tongue, sees_people: false };
        let head = Teller { tongue, sees_people: true };
        for n in [0, 1, 9] {
            assert!(analyst.count(n).into_string().contains('–'), "{n}");
            assert_eq!(head.count(n).into_string(), n.to_string());
        }
        assert_eq!(analyst.count(10).into_string(), "10");
        // 28 of 30 would tell of two.
        for (n, of) in [(28, 30), (2, 30), (5, 9)] {
            assert!(!analyst.share(n, of).into_string().contains('%'), "{n} of {of}");
            assert!(head.share(n, of).into_string().contains('%'), "{n} of {of}");
        }
        assert!(analyst.share(20, 30).into_string().contains('%'));
        assert!(analyst.share(30, 30).into_string().contains('%'));
    }

    #[test]
    fn a_weight_promises_what_its_bits_say() {
        assert!((expected(0) - 0.5).abs() < 1e-9);
        assert!((expected(1000) - 1024.0 / 1025.0).abs() < 1e-9);
        assert!(expected(-660) < 0.011);
    }
}
