//! What one more place would add: the prices of a proposal as a ranked table and a map, and what should be taught. It is for
//! those who decide which courses are held where.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    access::Action,
    classifier::{Classifiers, Code, Scheme},
    territory::Territory,
};
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Serialize;
use uuid::Uuid;

use super::{
    labels::{Counts, hidden, unsigned},
    store::{self, CourseNeed, Proposal},
};
use crate::{
    app::App,
    db::{Error, Row, Tx},
    refusal::Refusal,
    vacancy::seekers::oblasts,
    web::{
        address::Path,
        page::Page,
        parts::{self, Column, Table, Tile},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let need = Need::To(Action::Aggregate);
    Routes::default().get("/proposals/{id}/value", need, show).get(
        "/proposals/{id}/value.csv",
        need,
        sheet,
    )
}

/// Places of one sort together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Worth {
    room: i64,
    n_placed: i64,
    /// Prices in hundredths of a point, weighed by the room.
    weighed: i64,
    dearest: i64,
}

impl Worth {
    fn add(&mut self, other: Self) {
        self.room += other.room;
        self.n_placed += other.n_placed;
        self.weighed += other.weighed;
        self.dearest = self.dearest.max(other.dearest);
    }

    /// What one more of these would add, in points, at the middle of them.
    fn points(&self) -> i64 {
        (self.weighed as f64 / self.room.max(1) as f64 / 100.0).round() as i64
    }
}

/// A group of a course with what one more seat would add.
#[derive(Clone, Debug)]
struct Seats {
    course: Uuid,
    title: String,
    provider: String,
    occupation: String,
    territory: Territory,
    starts_on: Date,
    worth: Worth,
}

/// All that is told.
struct Values {
    /// By unit group of occupations and oblast.
    work: Vec<((Code, Territory), Worth)>,
    work_by_oblast: BTreeMap<Territory, Worth>,
    seats: Vec<Seats>,
    seats_by_oblast: BTreeMap<Territory, Worth>,
    needs: Vec<CourseNeed>,
}

fn broken(column: &str) -> Error {
    Error::Column(column.to_owned())
}

fn territory(row: &Row) -> Result<Territory, Error> {
    Territory::parse(&row.get::<String>("territory")?).map_err(|_| broken("territory"))
}

impl Seats {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let (room, dearest): (i64, i64) = (row.get("room")?, row.get("price")?);
        let n_placed = row.get("n_placed")?;
        Ok(Self {
            course: row.get("course")?,
            title: row.get("title")?,
            provider: row.get("provider")?,
            occupation: row.get("occupation")?,
            territory: territory(row)?,
            starts_on: row.get("starts_on")?,
            worth: Worth { room, n_placed, weighed: room * dearest, dearest },
        })
    }
}

impl Values {
    async fn read(tx: &mut Tx, lists: &Classifiers, proposal: &Proposal) -> Result<Self, Error> {
        let id = [proposal.id.into()];
        let mut work: BTreeMap<(Code, Territory), Worth> = BTreeMap::new();
        let mut work_by_oblast: BTreeMap<Territory, Worth> = BTreeMap::new();
        for row in tx.all(include_str!("../queries/proposal_value_work.sql"), &id).await? {
            let code: Code =
                row.get::<String>("occupation")?.parse().map_err(|_| broken("occupation"))?;
            let oblast = territory(&row)?.oblast();
            let worth = Worth {
                room: row.get("room")?,
                n_placed: row.get("n_placed")?,
                weighed: row.get("weighed")?,
                dearest: row.get("dearest")?,
            };
            let group = lists.unit_group(&code).unwrap_or(&code).clone();
            work.entry((group, oblast)).or_default().add(worth);
            work_by_oblast.entry(oblast).or_default().add(worth);
        }
        let rows = tx.all(include_str!("../queries/proposal_value_courses.sql"), &id).await?;
        let seats: Vec<Seats> = rows.iter().map(Seats::from_row).collect::<Result<_, _>>()?;
        let mut seats_by_oblast: BTreeMap<Territory, Worth> = BTreeMap::new();
        for one in &seats {
            seats_by_oblast.entry(one.territory.oblast()).or_default().add(one.worth);
        }
        let mut work: Vec<_> = work.into_iter().collect();
        work.sort_by_key(|(_, worth)| std::cmp::Reverse((worth.points(), worth.room)));
        let needs = proposal.outcome()?.map(|outcome| outcome.needs).unwrap_or_default();
        Ok(Self { work, work_by_oblast, seats, seats_by_oblast, needs })
    }
}

async fn found(visitor: &Visitor, app: &App, id: &str) -> Result<(Proposal, Values), Refusal> {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let actor = visitor.actor()?;
    let mut tx = app.db.read().await?;
    let proposal = store::proposal(&mut tx, &actor, id).await?.ok_or(Refusal::NotFound)?;
    if !proposal.state()?.is_made() {
        return Err(Refusal::NotFound);
    }
    let values = Values::read(&mut tx, &app.lists.now(), &proposal).await?;
    Ok((proposal, values))
}

/// Rows of a table. The sheet has them all.
const MOST: usize = 20;

async fn show(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (proposal, values) = found(&visitor, &app, &id).await?;
    let lists = app.lists.now();
    let counts = Counts::of(&visitor.actor()?);
    let telling = Telling { tongue: visitor.tongue, lists: &lists, today: app.today(), counts };
    let t = |key| visitor.tongue.t(key);
    let main = html! {
        (parts::heading(&t("value-title"), Some(&proposal.purpose)))
        p.govuk-body { (t("value-text")) }
        p.govuk-body { (t("value-points")) }
        (telling.oblasts(msg("value-work"), &values.work_by_oblast))
        (telling.work(&values.work))
        (telling.oblasts(msg("value-courses"), &values.seats_by_oblast))
        (telling.seats(&values.seats))
        (telling.needs(&values.needs))
        p.govuk-body {
            (parts::link(&t("indicator-sheet"), &format!("/proposals/{}/value.csv", proposal.id)))
        }
    };
    let page = Page::new(t("value-title"), main).back(format!("/proposals/{}", proposal.id));
    Ok(page.wide().show(&app, &visitor))
}

struct Telling<'a> {
    tongue: Tongue,
    lists: &'a Classifiers,
    today: Date,
    /// Whether numbers of people may be told however small they are.
    counts: Counts,
}

impl Telling<'_> {
    fn name(&self, place: Territory) -> &'static str {
        place.name(self.tongue.language(), self.today)
    }

    fn occupation(&self, code: &Code) -> String {
        let language = self.tongue.language();
        let scheme = match self.lists.find(Scheme::Occupation, code) {
            Some(_) => Scheme::Occupation,
            None => Scheme::Isco,
        };
        self.lists.name(scheme, code, language).to_owned()
    }

    fn numbers(&self, worth: &Worth) -> [Markup; 3] {
        let number = |number: i64| html! { (self.tongue.integer(number)) };
        let placed = match self.counts.tells(&[unsigned(worth.n_placed)]) {
            true => number(worth.n_placed),
            false => hidden(self.tongue),
        };
        [number(worth.room), placed, number(worth.points())]
    }

    fn columns(&self, first: &[&'static str]) -> Vec<Column> {
        let t = |key| self.tongue.t(key);
        let [names, others @ ..] = first else { return Vec::new() };
        let mut columns = vec![Column::new(t(names)).names_row()];
        columns.extend(others.iter().map(|key| Column::new(t(key))));
        let numbers = [msg("value-room"), msg("value-taken"), msg("value-more")];
        columns.extend(numbers.map(|key| Column::new(t(key)).numeric()));
        columns
    }

    /// The map, and the same as a table.
    fn oblasts(&self, title: &'static str, values: &BTreeMap<Territory, Worth>) -> Markup {
        let most = values.values().map(Worth::points).max().unwrap_or(0).max(1);
        let all = oblasts(self.today);
        let worth = |place: &Territory| values.get(place).copied().unwrap_or_default();
        let tiles: Vec<Tile> = all
            .iter()
            .map(|place| Tile {
                code: place.code(),
                name: self.name(*place),
                told: self.tongue.integer(worth(place).points()),
                share: worth(place).points() as f64 / most as f64,
            })
            .collect();
        let rows = all.iter().map(|place| {
            let mut row = vec![html! { (self.name(*place)) }];
            row.extend(self.numbers(&worth(place)));
            row
        });
        let title = self.tongue.t(title);
        html! {
            h2.govuk-heading-m { (title) }
            @if values.is_empty() {
                p.govuk-body { (self.tongue.t("value-none")) }
            } @else {
                (parts::map(&tiles))
                (parts::table(&Table {
                    caption: &self.tongue.t("demand-oblasts"),
                    columns: &self.columns(&[msg("demand-place")]),
                    rows: rows.collect(),
                    ..Table::default()
                }))
            }
        }
    }

    fn work(&self, work: &[((Code, Territory), Worth)]) -> Markup {
        let dear = work.iter().filter(|(_, worth)| worth.points() > 0).take(MOST);
        let rows = dear.map(|((code, place), worth)| {
            let mut row = vec![html! { (self.occupation(code)) }, html! { (self.name(*place)) }];
            row.extend(self.numbers(worth));
            row
        });
        parts::table(&Table {
            caption: &self.tongue.t("value-work-dearest"),
            columns: &self.columns(&[msg("demand-occupations"), msg("demand-place")]),
            rows: rows.collect(),
            empty: &self.tongue.t("value-all-free"),
            ..Table::default()
        })
    }

    fn seats(&self, seats: &[Seats]) -> Markup {
        let rows = seats.iter().filter(|one| one.worth.dearest > 0).take(MOST).map(|one| {
            let day = self.tongue.date_short(one.starts_on);
            let mut row = vec![
                html! {
                    (parts::link(&one.title, &format!("/courses/{}", one.course)))
                    br; (one.provider) ", " (day)
                },
                html! { (self.name(one.territory)) },
            ];
            row.extend(self.numbers(&one.worth));
            row
        });
        parts::table(&Table {
            caption: &self.tongue.t("value-courses-dearest"),
            columns: &self.columns(&[msg("value-course"), msg("demand-place")]),
            rows: rows.collect(),
            empty: &self.tongue.t("value-all-free"),
            ..Table::default()
        })
    }

    fn needs(&self, needs: &[CourseNeed]) -> Markup {
        let t = |key| self.tongue.t(key);
        let columns = [
            Column::new(t("value-need")).names_row(),
            Column::new(t("demand-place")),
            Column::new(t("value-seats")).numeric(),
            Column::new(t("value-wanted")).numeric(),
            Column::new(t("value-lacking")).numeric(),
        ];
        let number = |n: u64| html! { (self.tongue.integer(i64::try_from(n).unwrap_or(i64::MAX))) };
        let people = |of: u64, n: u64| match self.counts.tells(&[of]) {
            true => number(n),
            false => hidden(self.tongue),
        };
        let rows = needs.iter().take(MOST).map(|need| {
            let occupation = need.occupation.parse::<Code>();
            let place = Territory::parse(&need.oblast);
            vec![
                html! { (occupation.as_ref().map(|code| self.occupation(code)).unwrap_or_default()) },
                html! { (place.map_or("", |place| self.name(place))) },
                number(need.seats),
                people(need.wanted, need.wanted),
                people(need.wanted, need.wanted.saturating_sub(need.seats)),
            ]
        });
        html! {
            h2.govuk-heading-m { (t("value-needs")) }
            p.govuk-body { (t("value-needs-text")) }
            (parts::table(&Table {
                caption: &t("value-needs"), caption_hidden: true, columns: &columns,
                rows: rows.collect(), empty: &t("value-needs-none"), ..Table::default()
            }))
        }
    }
}

/// A line of the sheet.
#[derive(Serialize)]
struct Line<'a> {
    /// work, course or need.
    sort: &'static str,
    /// The code of the occupation: for work a unit group of ISCO-08.
    occupation: &'a str,
    oblast: &'static str,
    title: &'a str,
    starts_on: Option<Date>,
    places: i64,
    /// None where the number could point at single people.
    taken: Option<i64>,
    /// Points that one more place would add.
    one_more: Option<i64>,
    /// People who would take a seat if no course were full; none as above.
    wanted: Option<u64>,
}

async fn sheet(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (_, values) = found(&visitor, &app, &id).await?;
    let counts = Counts::of(&visitor.actor()?);
    let told = |n: u64| counts.tells(&[n]).then_some(n);
    let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let mut sheet = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let line = |sort, worth: &Worth| Line {
        sort,
        occupation: "",
        oblast: "",
        title: "",
        starts_on: None,
        places: worth.room,
        taken: told(unsigned(worth.n_placed)).map(signed),
        one_more: Some(worth.points()),
        wanted: None,
    };
    let work = values.work.iter().map(|((code, place), worth)| Line {
        occupation: code.as_str(),
        oblast: place.code(),
        ..line("work", worth)
    });
    let seats = values.seats.iter().map(|one| Line {
        occupation: &one.occupation,
        oblast: one.territory.oblast().code(),
        title: &one.title,
        starts_on: Some(one.starts_on),
        ..line("course", &one.worth)
    });
    let needs = values.needs.iter().map(|need| Line {
        occupation: &need.occupation,
        oblast: Territory::parse(&need.oblast).map_or("", Territory::code),
        places: signed(need.seats),
        taken: told(need.taken).map(signed),
        one_more: None,
        wanted: told(need.wanted),
        ..line("need", &Worth::default())
    });
    for line in work.chain(seats).chain(needs) {
        sheet.serialize(line).map_err(anyhow::Error::from)?;
    }
    let sheet = sheet.into_inner().map_err(|error| Refusal::Ours(error.into_error().into()))?;
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"value.csv\"");
    Ok(([kind, name], sheet).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_weighed_by_the_places_there_are() {
        let mut all = Worth::default();
        all.add(Worth { room: 3, n_placed: 3, weighed: 3 * 40_000, dearest: 40_000 });
        all.add(Worth { room: 1, n_placed: 0, weighed: 0, dearest: 0 });
        assert_eq!((all.points(), all.dearest, all.room), (300, 40_000, 4));
        assert_eq!(Worth::default().points(), 0);
    }
}
