//! The page of the indicators: for an office, and for everybody.

use std::ops::Range;

use axum::{extract::State, response::Response};
use domain::{
    access::Action,
    country::Country,
    indicator::{AgeBand, Dimension, Interval, Share, TimeBand, WorkBand},
    sex::Sex,
};
use maud::{Markup, html};
use survival::Median;

use super::{
    axis, labels, published,
    question::{Door, Typed},
    report::{Cell, N_OF_ROAD, Number, OF_GROUPS, Report},
    sheet,
};
use crate::{
    app::App,
    refusal::Refusal,
    returnee::{
        commands::reach,
        fields::{full_name, sex_key},
    },
    web::{
        address::Query,
        page::Page,
        parts::{self, Choice, Column, Filters, Select, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    Routes::default()
        .get("/indicators", Need::To(Action::Aggregate), of_office)
        .get("/open/indicators", Need::Nothing, open)
        .and(sheet::routes())
}

async fn of_office(
    visitor: Visitor,
    State(app): State<App>,
    Query(typed): Query<Typed>,
) -> Result<Response, Refusal> {
    let scope = reach(&visitor.actor()?, Action::Aggregate)?;
    let door = Door::of_office(&app, &visitor, scope).await?;
    show(&app, &visitor, &door, &typed).await
}

async fn open(
    visitor: Visitor,
    State(app): State<App>,
    Query(typed): Query<Typed>,
) -> Result<Response, Refusal> {
    show(&app, &visitor, &Door::open(), &typed).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    door: &Door,
    typed: &Typed,
) -> Result<Response, Refusal> {
    let question = door.read(typed)?;
    let report = door.report(app, question).await?;
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let telling = Telling { app, tongue, report: &report };
    let (title, reach) = match door.is_open() {
        true => (t("nav-open-indicators"), t("indicator-reach-open")),
        false => (t("nav-indicators"), t("indicator-reach")),
    };
    let as_of = tongue.ta("indicator-as-of", &[("moment", tongue.moment(report.at).into())]);
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (as_of) " " (reach) }
        (telling.form(door, typed))
        (telling.people())
        (telling.registered())
        (telling.shares(msg("indicator-shares"), |share| !Share::OF_VACANCIES.contains(&share)))
        (telling.wait())
        (telling.bands(msg("indicator-work"), Number::Work(WorkBand::Formal)))
        (telling.bands(msg("indicator-time"), Number::Time(TimeBand::Under3)))
        (telling.shares(msg("indicator-vacancies"), |share| Share::OF_VACANCIES.contains(&share)))
        (telling.groups())
        (parts::details(&t("indicator-reading"), html! { p.govuk-body { (t("indicator-reading-text")) } }))
        p.govuk-body {
            (parts::link(&t("indicator-sheet"), &typed.address(&format!("{}.csv", door.path)))) " · "
            (parts::link(&t("demand-title"), "/demand"))
            @if !door.is_open() { " · " (parts::link(&t("nav-statistics"), "/statistics")) }
        }
    };
    Ok(Page::new(title, main).wide().show(app, visitor))
}

struct Telling<'a> {
    app: &'a App,
    tongue: Tongue,
    report: &'a Report,
}

impl Telling<'_> {
    fn form(&self, door: &Door, typed: &Typed) -> Markup {
        let (tongue, today) = (self.tongue, self.app.today());
        let language = tongue.language();
        let t = |key| tongue.t(key);
        let all = |known: Vec<(String, String)>, first: &'static str, chosen: &str| {
            let known = known.into_iter().map(|(code, name)| {
                let is_chosen = code == chosen;
                Choice::new(code, name).chosen(is_chosen)
            });
            std::iter::once(Choice::new("", t(first))).chain(known).collect::<Vec<_>>()
        };
        let names = |dimension: Dimension| -> Vec<(String, String)> {
            match dimension {
                Dimension::Sex => {
                    Sex::ALL.map(|one| (one.code().to_owned(), t(sex_key(one)).into_owned())).into()
                }
                Dimension::Age => {
                    let name = |band: &AgeBand| labels::age(tongue, *band);
                    AgeBand::ALL.iter().map(|band| (band.code().to_owned(), name(band))).collect()
                }
                Dimension::Disability => {
                    vec![("yes".to_owned(), t("indicator-disability-yes").into_owned())]
                }
                Dimension::Territory => {
                    let places = door.territories(today).into_iter();
                    let name = |place| full_name(place, tongue, today);
                    places.map(|place| (place.code().to_owned(), name(place))).collect()
                }
                Dimension::Country => {
                    let offered = Country::all().filter(|country| country.is_offered());
                    let name = |country: Country| country.name(language).to_owned();
                    offered.map(|country| (country.code().to_owned(), name(country))).collect()
                }
                Dimension::Month => {
                    let months = axis::months(today);
                    let name = |(year, month)| labels::month(tongue, year, month);
                    months.map(|one| (format!("{:04}-{:02}", one.0, one.1), name(one))).collect()
                }
            }
        };
        let fields = door.dimensions.iter().map(|dimension| {
            let known = typed.answers().into_iter().find(|(name, _)| *name == dimension.code());
            let chosen = known.map_or("", |(_, code)| code);
            let choices = all(names(*dimension), msg("indicator-everybody"), chosen);
            let label = t(labels::dimension_key(*dimension));
            let (id, name) = (dimension.code(), dimension.code());
            parts::select(&Select {
                id,
                name,
                label: &label,
                choices: &choices,
                ..Select::default()
            })
        });
        let by = door.dimensions.iter().map(|dimension| {
            (dimension.code().to_owned(), t(labels::dimension_key(*dimension)).into_owned())
        });
        let by = all(by.collect(), msg("indicator-by-nothing"), &typed.by);
        let (label, submit, clear) = (t("indicator-by"), t("indicator-show"), t("shell-all"));
        let fields = html! {
            @for field in fields { (field) }
            (parts::select(&Select { id: "by", name: "by", label: &label, choices: &by, ..Select::default() }))
        };
        parts::filters(&Filters {
            action: door.path,
            label: &t("indicator-filter"),
            fields,
            submit: &submit,
            clear: (*typed != Typed::default()).then_some((&clear, door.path)),
        })
    }

    fn cell(&self, wanted: Number) -> Cell {
        let found = self.report.numbers.iter().find(|(number, _)| *number == wanted);
        found.map_or(Cell::Nobody, |(_, cell)| *cell)
    }

    fn hidden(&self) -> Markup {
        html! {
            span aria-hidden="true" { "—" }
            span.govuk-visually-hidden { (self.tongue.t("statistics-hidden")) }
        }
    }

    fn integer(&self, n: u64) -> String {
        self.tongue.integer(i64::try_from(n).unwrap_or(i64::MAX))
    }

    fn bounds(&self, interval: &Interval) -> String {
        let low = self.tongue.decimal(interval.low * 100.0, 1);
        format!("{low}–{}", self.tongue.percent(interval.high, 1))
    }

    fn people(&self) -> Markup {
        html! {
            h2.govuk-heading-m { (self.tongue.t("indicator-people")) }
            p.govuk-body {
                @match self.cell(Number::People) {
                    Cell::People(n) => strong { (self.integer(n)) },
                    _ => (self.hidden()),
                }
            }
            (parts::details(&self.tongue.t("indicator-definition"), html! {
                p.govuk-body-s { (self.tongue.t("indicator-people-text")) }
            }))
        }
    }

    fn registered(&self) -> Markup {
        let t = |key| self.tongue.t(key);
        let rows = self.report.registered.iter().map(|registered| {
            let day = self.tongue.date_short(registered.estimate.until);
            vec![
                html! { (self.tongue.ta("indicator-back-until", &[("day", day.into())])) },
                match registered.people {
                    Some(n) => html! { (self.integer(n)) },
                    None => self.hidden(),
                },
                html! { (self.integer(registered.estimate.people)) },
                match registered.share() {
                    Some(share) => html! { (self.tongue.percent(share, 1)) },
                    None => self.hidden(),
                },
                html! { span lang="en" { (registered.estimate.source) } },
            ]
        });
        let columns = [
            Column::new(t("indicator-estimate")).names_row(),
            Column::new(t("indicator-people")).numeric(),
            Column::new(t("indicator-estimated-people")).numeric(),
            Column::new(t("indicator-registered")).numeric(),
            Column::new(t("indicator-source")),
        ];
        let table = Table {
            caption: &t("indicator-registered"),
            columns: &columns,
            rows: rows.collect(),
            empty: &t("indicator-registered-country"),
            ..Table::default()
        };
        html! {
            @if self.report.registered.is_empty() {
                h2.govuk-heading-m { (t("indicator-registered")) }
            }
            (parts::table(&table))
            (parts::details(&t("indicator-definition"), html! {
                p.govuk-body-s { (t("indicator-registered-text")) }
            }))
        }
    }

    /// The columns behind the name of a share.
    fn of_share(&self, cell: Cell) -> [Markup; 4] {
        let tongue = self.tongue;
        match cell {
            Cell::Share { of, cohort, interval, .. } => [
                html! {
                    (tongue.percent(interval.share, 1))
                    (parts::bar(interval.share, interval.low, interval.high))
                },
                html! { (self.bounds(&interval)) },
                html! { (self.integer(of)) },
                match cohort {
                    Some(cohort) => html! { (tongue.percent(of as f64 / cohort as f64, 0)) },
                    None => self.hidden(),
                },
            ],
            Cell::Nobody => {
                let nobody = html! { (tongue.t("indicator-nobody")) };
                [nobody, Markup::default(), html! { "0" }, Markup::default()]
            }
            _ => [(); 4].map(|()| self.hidden()),
        }
    }

    fn columns(&self, first: &'static str) -> Vec<Column> {
        let t = |key| self.tongue.t(key);
        vec![
            Column::new(t(first)).names_row(),
            Column::new(t("indicator-share")).numeric(),
            Column::new(t("indicator-interval")).numeric(),
            Column::new(t("indicator-base")).numeric(),
            Column::new(t("indicator-response")).numeric(),
        ]
    }

    fn shares(&self, caption: &'static str, of_it: fn(Share) -> bool) -> Markup {
        let t = |key| self.tongue.t(key);
        let of_it = move |share: &Share| of_it(*share);
        let numbers = || Share::ALL.iter().copied().filter(of_it).map(Number::Share);
        let rows = numbers().map(|number| {
            let name = html! { (t(labels::number_key(number))) };
            std::iter::once(name).chain(self.of_share(self.cell(number))).collect()
        });
        let (caption, rows) = (t(caption), rows.collect());
        let columns = self.columns(msg("indicator-number"));
        let table = Table { caption: &caption, columns: &columns, rows, ..Table::default() };
        html! {
            (parts::table(&table))
            (parts::details(&t("indicator-definition"), html! {
                @for number in numbers() {
                    p.govuk-body-s {
                        strong { (t(labels::number_key(number))) } ". " (t(labels::definition_key(number)))
                    }
                }
            }))
        }
    }

    /// A table of the research, with its own estimate beside each number of ours.
    fn bands(&self, caption: &'static str, first: Number) -> Markup {
        let t = |key| self.tongue.t(key);
        let numbers: Vec<Number> = match first {
            Number::Work(_) => WorkBand::ALL.iter().copied().map(Number::Work).collect(),
            _ => TimeBand::ALL.iter().copied().map(Number::Time).collect(),
        };
        let estimates = numbers.iter().map(|number| published::share(&number.code()));
        let rows = numbers.iter().zip(estimates.clone()).map(|(number, estimate)| {
            let name = html! { (t(labels::number_key(*number))) };
            let estimate = estimate.map(|one| {
                let high = self.tongue.percent(one.high as f64 / 100.0, 0);
                html! { (one.low) "–" (high) }
            });
            let ours = self.of_share(self.cell(*number));
            std::iter::once(name).chain(ours).chain([estimate.unwrap_or_default()]).collect()
        });
        let mut columns = self.columns(caption);
        let source = estimates.clone().flatten().next();
        let period = source.map_or("", |estimate| estimate.period.as_str());
        let published = self.tongue.ta("indicator-published", &[("period", period.into())]);
        columns.push(Column::new(published).numeric());
        let (caption, rows) = (t(caption), rows.collect());
        let table = Table { caption: &caption, columns: &columns, rows, ..Table::default() };
        html! {
            (parts::table(&table))
            (parts::details(&t("indicator-definition"), html! {
                p.govuk-body-s { (t(labels::definition_key(first))) }
                p.govuk-body-s {
                    (t("indicator-published-text")) " "
                    @if let Some(source) = source { span lang="en" { (source.source) } "." }
                }
            }))
        }
    }

    fn wait(&self) -> Markup {
        let t = |key| self.tongue.t(key);
        html! {
            h2.govuk-heading-m { (t("indicator-wait")) }
            @match self.cell(Number::Wait) {
                Cell::Wait { people, found, median } => {
                    p.govuk-body { strong { (self.median(median)) } }
                    p.govuk-body {
                        (self.tongue.ta("indicator-wait-people", &[
                            ("people", people.into()),
                            ("found", found.into()),
                        ]))
                    }
                }
                Cell::Nobody => p.govuk-body { (t("indicator-nobody")) },
                _ => p.govuk-body { (self.hidden()) },
            }
            (parts::details(&t("indicator-definition"), html! {
                p.govuk-body-s { (t("indicator-wait-text")) }
            }))
        }
    }

    fn median(&self, median: Option<Median>) -> String {
        let Some(Median { day, low, high }) = median else {
            return self.tongue.t("indicator-wait-most-search").into_owned();
        };
        let day = ("days", day.into());
        let low = ("low", low.into());
        match high {
            Some(high) => {
                self.tongue.ta("indicator-wait-median", &[day, low, ("high", high.into())])
            }
            None => self.tongue.ta("indicator-wait-median-at-least", &[day, low]),
        }
    }

    /// The breakdown: what became of each group on the whole road, then what came of vacancies.
    fn groups(&self) -> Markup {
        let Some(by) = self.report.by else { return Markup::default() };
        let untold = i64::try_from(self.report.n_untold).unwrap_or(i64::MAX);
        html! {
            (self.of_groups(by, msg("indicator-groups"), 0..N_OF_ROAD))
            (self.of_groups(by, msg("indicator-groups-vacancies"), N_OF_ROAD..OF_GROUPS.len()))
            p.govuk-body { (self.tongue.t("indicator-vacancies-whole-road")) }
            @if untold > 0 {
                p.govuk-body { (self.tongue.ta("indicator-untold", &[("n", untold.into())])) }
            }
        }
    }

    /// Some of the numbers of every group: one row for each, small in letters.
    fn of_groups(&self, by: Dimension, caption: &'static str, some: Range<usize>) -> Markup {
        let tongue = self.tongue;
        let t = |key| tongue.t(key);
        let today = self.app.today();
        let cell = |cell: &Cell| match cell {
            Cell::People(n) => html! { (self.integer(*n)) },
            Cell::Share { of, interval, .. } => html! {
                (tongue.percent(interval.share, 1))
                div.govuk-body-s { (self.bounds(interval)) " · " (self.integer(*of)) }
            },
            Cell::Wait { median: Some(Median { day, low, high }), people, .. } => html! {
                (tongue.ta("indicator-days", &[("n", (*day).into())]))
                div.govuk-body-s {
                    (low) "–" @match high { Some(high) => (high), None => "…" } " · " (self.integer(*people))
                }
            },
            Cell::Wait { median: None, .. } => html! { (t("indicator-wait-most-search")) },
            Cell::Nobody => html! { (t("indicator-nobody")) },
            Cell::Hidden => self.hidden(),
        };
        let rows = self.report.groups.iter().map(|(group, cells)| {
            let name = html! { (labels::group(tongue, group, today)) };
            std::iter::once(name).chain(cells[some.clone()].iter().map(&cell)).collect()
        });
        let first = Column::new(t(labels::dimension_key(by))).names_row();
        let number = |number: &Number| Column::new(t(labels::number_key(*number))).numeric();
        let others = OF_GROUPS[some.clone()].iter().map(number);
        let columns: Vec<Column> = std::iter::once(first).chain(others).collect();
        let caption = t(caption);
        let table = Table {
            caption: &caption,
            columns: &columns,
            rows: rows.collect(),
            dense: true,
            empty: &t("statistics-hidden"),
            ..Table::default()
        };
        parts::table(&table)
    }
}
