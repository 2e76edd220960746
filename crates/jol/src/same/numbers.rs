//! The figures of this work: what waits and for how long, what was found, and whether the weights still tell the truth.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Actor, Role, Scope},
    indicator::{FEWEST, hide_more, is_small, wilson},
    same::{Origin, PairState, Zone},
};
use jiff::{SignedDuration, Timestamp};
use linkage::index::Blocks;
use maud::{Markup, html};

use super::queue::{origin_key, strength_key};
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

/// Pairs that wait, of one state, zone and origin.
#[derive(Clone, Debug)]
struct Waiting {
    state: PairState,
    zone: Zone,
    origin: Origin,
    n: i64,
    since: Timestamp,
}

async fn waiting(tx: &mut Tx, scope: &Scope) -> Result<Vec<Waiting>, Error> {
    let mut values = Vec::new();
    let sql = within(include_str!("queries/waiting.sql"), scope, &mut values);
    let rows = tx.all(sql, &values).await?;
    let known = |column: &str| {
        let column = column.to_owned();
        move |_| Error::Column(column)
    };
    rows.iter()
        .map(|row| {
            Ok(Waiting {
                state: row.at::<String>(0)?.parse().map_err(known("state"))?,
                zone: row.at::<String>(1)?.parse().map_err(known("zone"))?,
                origin: row.at::<String>(2)?.parse().map_err(known("origin"))?,
                n: row.at(3)?,
                since: row.at(4)?,
            })
        })
        .collect()
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

    /// Which of these counts may be told where their sum is told elsewhere.
    fn counts(self, counts: &[i64]) -> Vec<bool> {
        let rows: Vec<[u64; 1]> = counts.iter().map(|n| [n.unsigned_abs()]).collect();
        let mut told: Vec<bool> = counts.iter().map(|n| self.may_tell(*n)).collect();
        if !self.sees_people {
            hide_more(&rows, &mut told);
        }
        told
    }

    /// Of which of these pairs found the same, and found to be two people, the shares may be told, where the sums are told
    /// elsewhere. A share tells its base, so it is hidden with it.
    fn shares(self, parts: &[[i64; 2]], counts: &[bool]) -> Vec<bool> {
        let rows: Vec<[u64; 2]> = parts.iter().map(|row| row.map(i64::unsigned_abs)).collect();
        let is_told = |(row, told): (&[u64; 2], &bool)| {
            self.sees_people || (*told && !row.iter().any(|n| is_small(*n)))
        };
        let mut told: Vec<bool> = rows.iter().zip(counts).map(is_told).collect();
        if !self.sees_people {
            hide_more(&rows, &mut told);
        }
        told
    }

    fn count(self, n: i64, is_told: bool) -> Markup {
        match is_told {
            true => html! { (self.tongue.integer(n)) },
            false => self.untold(),
        }
    }

    fn untold(self) -> Markup {
        html! {
            span aria-hidden="true" { "–" }
            span.govuk-visually-hidden { (self.tongue.t("same-too-few")) }
        }
    }

    /// The share of those found the same, with its bounds.
    fn share(self, [same, apart]: [i64; 2], is_told: bool) -> Markup {
        let interval = wilson(same.unsigned_abs(), (same + apart).unsigned_abs());
        match interval.filter(|_| is_told) {
            Some(known) => html! {
                (self.tongue.percent(known.share, 1)) " ("
                (self.tongue.percent(known.low, 1)) "–" (self.tongue.percent(known.high, 1)) ")"
                (parts::bar(known.share, known.low, known.high))
            },
            None => self.untold(),
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
    let sizes = app.likeness.blocks().await;

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
        @if let Some(sizes) = sizes { (blocks(tongue, sizes)) }
        (versions(teller, &told.versions))
    };
    let page = Page::new(&*title, main).wide();
    let page = if teller.sees_people { page.back("/pairs") } else { page };
    Ok(page.show(&app, &visitor))
}

/// What waits, by how sure the engine is and where it comes from.
fn waiting_table(teller: Teller, waiting: &[Waiting]) -> Markup {
    let t = |key| teller.tongue.t(key);
    // Each pair stands in one of three columns, so that all of them make the sum that their versions make.
    let column = |one: &Waiting| match (one.state, one.zone) {
        (PairState::Open, Zone::Link) => 0,
        (PairState::Open, _) => 1,
        _ => 2,
    };
    let n = |origin: Origin, place: usize| {
        let of = waiting.iter().filter(|one| one.origin == origin && column(one) == place);
        of.map(|one| one.n).sum::<i64>()
    };
    let cells: Vec<i64> =
        Origin::ALL.iter().flat_map(|origin| [0, 1, 2].map(|place| n(*origin, place))).collect();
    let told = teller.counts(&cells);
    let rows = Origin::ALL.iter().zip(cells.chunks(3).zip(told.chunks(3)));
    let rows = rows.map(|(origin, (cells, told))| {
        let cells = cells.iter().zip(told).map(|(n, told)| teller.count(*n, *told));
        std::iter::once(html! { (t(origin_key(*origin))) }).chain(cells).collect()
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

/// How many were found the same, and how many to be two people.
fn parts_of<'a>(decided: impl Iterator<Item = &'a Decided>) -> [i64; 2] {
    decided.fold([0, 0], |[same, apart], one| match one.is_same {
        true => [same + 1, apart],
        false => [same, apart + 1],
    })
}

/// What was decided lately, by officers and by the program.
fn found(teller: Teller, decided: &[Decided]) -> Markup {
    let t = |key| teller.tongue.t(key);
    let rows = [(true, t("same-by-officers")), (false, t("journal-by-program"))];
    let rows = rows.into_iter().map(|(by_somebody, who)| {
        let of = || decided.iter().filter(|one| one.by_somebody == by_somebody);
        let parts = parts_of(of());
        let n = parts.iter().sum();
        let counts = teller.counts(&[n]);
        let shares = teller.shares(&[parts], &counts);
        vec![html! { (who) }, teller.count(n, counts[0]), teller.share(parts, shares[0])]
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
    let bands = bands.map(|(weight, zone)| {
        let key = strength_key(weight, zone);
        let of = decided
            .iter()
            .filter(|one| one.by_somebody && strength_key(one.weight, one.zone) == key);
        (key, of.collect::<Vec<&Decided>>())
    });
    // Together they are the decisions of officers, whose sum and share are told above.
    let parts: Vec<[i64; 2]> = bands.iter().map(|(_, of)| parts_of(of.iter().copied())).collect();
    let ns: Vec<i64> = parts.iter().map(|parts| parts.iter().sum()).collect();
    let counts = teller.counts(&ns);
    let shares = teller.shares(&parts, &counts);
    let rows = bands.iter().enumerate().map(|(band, (key, of))| {
        let n = ns[band];
        let promised = of.iter().map(|one| expected(one.weight)).sum::<f64>() / n.max(1) as f64;
        vec![
            html! { (t(key)) },
            teller.count(n, counts[band]),
            match n > 0 && counts[band] {
                true => html! { (teller.tongue.percent(promised, 1)) },
                false => teller.untold(),
            },
            teller.share(parts[band], shares[band]),
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
        .map(|(size, n)| vec![html! { (teller.tongue.integer(*size)) }, teller.count(*n, true)]);
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

/// How many records a look has to compare: numbers of the whole register, which tell of nobody.
fn blocks(tongue: Tongue, sizes: Blocks) -> Markup {
    let t = |key| tongue.t(key);
    let [pair, some, many] = Blocks::UP_TO;
    let bands = [
        (pair.to_string(), sizes.n[0]),
        (format!("{}–{some}", pair + 1), sizes.n[1]),
        (format!("{}–{many}", some + 1), sizes.n[2]),
        (format!("> {many}"), sizes.n_larger),
    ];
    let rows = bands.into_iter().map(|(band, n)| {
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        vec![html! { (band) }, html! { (tongue.integer(n)) }]
    });
    let columns =
        [Column::new(t("same-n-records")).names_row(), Column::new(t("same-n-blocks")).numeric()];
    let largest = i64::try_from(sizes.largest).unwrap_or(i64::MAX);
    html! {
        (parts::table(&Table {
            caption: &t("same-blocks"),
            columns: &columns,
            rows: rows.collect(),
            dense: true,
            ..Table::default()
        }))
        p.govuk-body { (tongue.ta("same-blocks-text", &[("n", largest.into())])) }
    }
}

/// By which weights and which folding of names the pairs that wait were found, and which are in use now.
fn versions(teller: Teller, versions: &[(i64, i64, i64)]) -> Markup {
    let t = |key| teller.tongue.t(key);
    let now = (i64::from(linkage::model::VERSION), i64::from(linkage::fold::VERSION));
    let mut all = versions.to_vec();
    if !all.iter().any(|(model, norm, _)| (*model, *norm) == now) {
        all.insert(0, (now.0, now.1, 0));
    }
    let told = teller.counts(&all.iter().map(|(.., n)| *n).collect::<Vec<_>>());
    let rows = all.iter().zip(told).map(|((model, norm, n), told)| {
        vec![
            html! {
                (teller.tongue.integer(*model)) " / " (teller.tongue.integer(*norm))
                @if (*model, *norm) == now { " " (t("same-version-now")) }
            },
            teller.count(*n, told),
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

    const ANALYST: bool = false;
    const HEAD: bool = true;

    fn teller(sees_people: bool) -> Teller {
        Teller { tongue: in_language(Language::En), sees_people }
    }

    /// What stands in the cells of a table.
    fn says(table: &Markup, cell: &str) -> bool {
        table.0.contains(&format!(">{cell}<"))
    }

    #[test]
    fn who_sees_nobody_is_told_no_count_below_ten() {
        for n in [0, 1, 9] {
            assert_eq!(teller(ANALYST).counts(&[n]), [false], "{n}");
            assert_eq!(teller(HEAD).counts(&[n]), [true], "{n}");
        }
        assert_eq!(teller(ANALYST).counts(&[10]), [true]);
        // 28 of 30 would tell of two.
        for parts in [[28, 2], [2, 28], [5, 4]] {
            assert_eq!(teller(ANALYST).shares(&[parts], &[true]), [false], "{parts:?}");
            assert_eq!(teller(HEAD).shares(&[parts], &[true]), [true], "{parts:?}");
        }
        for parts in [[20, 10], [30, 0]] {
            assert_eq!(teller(ANALYST).shares(&[parts], &[true]), [true], "{parts:?}");
        }
        assert!(teller(HEAD).share([20, 10], true).0.contains('%'));
        assert!(!teller(HEAD).share([20, 10], false).0.contains('%'));
    }

    #[test]
    fn what_waits_is_not_found_from_the_sum_of_its_versions() {
        let waiting = |zone, origin, n| Waiting {
            state: PairState::Open,
            zone,
            origin,
            n,
            since: Timestamp::UNIX_EPOCH,
        };
        let all = [
            waiting(Zone::Link, Origin::Import, 50),
            waiting(Zone::Review, Origin::Import, 23),
            waiting(Zone::Review, Origin::Desk, 6),
        ];
        let versions_now = [(i64::from(linkage::model::VERSION), 0, 79)];
        assert!(says(&versions(teller(ANALYST), &versions_now), "79"));
        let table = waiting_table(teller(ANALYST), &all);
        assert!(says(&table, "50"), "{}", table.0);
        assert!(!says(&table, "6") && !says(&table, "23"), "79 less 73 would be six: {}", table.0);
        let table = waiting_table(teller(HEAD), &all);
        assert!(says(&table, "6") && says(&table, "23"), "{}", table.0);
        // The other way round: the cells make the sum, and no version is the rest of it.
        let two = [(1, 1, 60), (1, 2, 12), (1, 3, 7)];
        let table = versions(teller(ANALYST), &two);
        assert!(says(&table, "60") && !says(&table, "12") && !says(&table, "7"), "{}", table.0);
    }

    #[test]
    fn a_band_is_not_what_the_others_leave_of_all_decisions() {
        let decided = |weight, zone, is_same, n| {
            std::iter::repeat_n(Decided { weight, zone, is_same, by_somebody: true }, n)
        };
        let all: Vec<Decided> = decided(1500, Zone::Link, true, 60)
            .chain(decided(500, Zone::Review, true, 20))
            .chain(decided(500, Zone::Review, false, 15))
            .chain(decided(-100, Zone::Review, false, 5))
            .collect();
        let sum = found(teller(ANALYST), &all);
        assert!(says(&sum, "100") && sum.0.contains("80.0"), "{}", sum.0);
        let table = truth(teller(ANALYST), &all);
        assert!(says(&table, "60"), "{}", table.0);
        assert!(!says(&table, "35") && !says(&table, "5"), "100 less 95 is five: {}", table.0);
        assert!(says(&truth(teller(HEAD), &all), "5"));

        // Every band is large, but of one the part that was found to be two people is not: with the share of all and those
        // of the others it could be worked out.
        let all: Vec<Decided> = decided(1500, Zone::Link, true, 57)
            .chain(decided(1500, Zone::Link, false, 3))
            .chain(decided(500, Zone::Review, true, 30))
            .chain(decided(500, Zone::Review, false, 10))
            .chain(decided(-100, Zone::Review, false, 50))
            .collect();
        let table = truth(teller(ANALYST), &all);
        for n in ["60", "40", "50"] {
            assert!(says(&table, n), "{n} {}", table.0);
        }
        assert!(!table.0.contains("95.0") && !table.0.contains("75.0"), "{}", table.0);
        assert!(truth(teller(HEAD), &all).0.contains("75.0"));
    }

    #[test]
    fn a_weight_promises_what_its_bits_say() {
        assert!((expected(0) - 0.5).abs() < 1e-9);
        assert!((expected(1000) - 1024.0 / 1025.0).abs() < 1e-9);
        assert!(expected(-660) < 0.011);
    }
}
