//! What one more place would add: the prices of a proposal as a ranked table and a map, and what should be taught. It is for
//! those who decide which courses are held where.

use std::collections::BTreeMap;

use axum::{extract::State, response::Response};
use domain::{
    access::Action,
    classifier::{Classifiers, Code, Scheme},
    matching::proposal::Mode,
    territory::Territory,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    labels::{Counts, hidden},
    store::{self, CourseNeed, Proposal},
};
use crate::{
    app::App,
    db::{Error, Row, Tx},
    refusal::Refusal,
    returnee::export::harmless,
    vacancy::seekers::oblasts,
    web::{
        address::Path,
        page::Page,
        parts::{self, Column, Table, Tile},
        route::{Need, Routes},
        sheet,
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let need = Need::To(Action::Aggregate);
    Routes::default()
        .get("/proposals/{id}/value", need, show)
        .get("/proposals/{id}/value.csv", need, value_sheet)
        .get("/proposals/{id}/needs.csv", need, needs_sheet)
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
    occupation: Code,
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

fn occupation(row: &Row) -> Result<Code, Error> {
    row.get::<String>("occupation")?.parse().map_err(|_| broken("occupation"))
}

impl Seats {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let (room, dearest): (i64, i64) = (row.get("room")?, row.get("price")?);
        let n_placed = row.get("n_placed")?;
        Ok(Self {
            course: row.get("course")?,
            title: row.get("title")?,
            provider: row.get("provider")?,
            occupation: occupation(row)?,
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
            let code = occupation(&row)?;
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
    // Where nobody is passed over, nothing is known of one more place, and no course leads anywhere.
    if !proposal.state()?.is_made() || proposal.measures()?.mode == Mode::Stable {
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
    let telling = Telling::new(&visitor, &lists, app.today())?;
    let t = |key| visitor.tongue.t(key);
    let main = html! {
        (parts::heading(&t("value-title"), Some(&proposal.purpose)))
        p.govuk-body { (t("value-text")) }
        p.govuk-body { (t("value-points")) }
        (telling.oblasts(msg("value-work"), &values.work_by_oblast))
        (telling.work(&values.work))
        (telling.oblasts(msg("value-courses"), &values.seats_by_oblast))
        (telling.seats(&values.seats))
        p.govuk-body {
            (parts::link(&t("value-sheet"), &format!("/proposals/{}/value.csv", proposal.id)))
        }
        (telling.needs(&values.needs))
        p.govuk-body {
            (parts::link(&t("value-needs-sheet"), &format!("/proposals/{}/needs.csv", proposal.id)))
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

impl<'a> Telling<'a> {
    fn new(visitor: &Visitor, lists: &'a Classifiers, today: Date) -> Result<Self, Refusal> {
        let counts = Counts::of(&visitor.actor()?);
        Ok(Self { tongue: visitor.tongue, lists, today, counts })
    }

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
        let placed = match self.counts.tells_sums() {
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

    /// The occupation that is taught, and where.
    fn of_need(&self, need: &CourseNeed) -> [String; 2] {
        let occupation = need.occupation.parse::<Code>();
        let place = Territory::parse(&need.oblast);
        [
            occupation.as_ref().map(|code| self.occupation(code)).unwrap_or_default(),
            place.map_or("", |place| self.name(place)).to_owned(),
        ]
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
            let [occupation, place] = self.of_need(need);
            vec![
                html! { (occupation) },
                html! { (place) },
                number(need.seats),
                people(need.wanted, need.wanted),
                people(need.wanted, need.lacking()),
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

/// A line of a sheet, of which no cell is a formula.
fn line<const N: usize>(cells: [String; N]) -> Vec<String> {
    cells.map(|cell| harmless(&cell)).to_vec()
}

impl Telling<'_> {
    fn names<const N: usize>(&self, keys: [&'static str; N]) -> Vec<String> {
        line(keys.map(|key| self.tongue.t(key).into_owned()))
    }

    fn worth_cells(&self, worth: &Worth) -> [String; 3] {
        let placed = self.counts.tells_sums().then_some(worth.n_placed);
        let placed = placed.map(|n| n.to_string()).unwrap_or_default();
        [worth.room.to_string(), placed, worth.points().to_string()]
    }

    /// What one more of each would add, by kind of work and place and for each group of a course.
    fn value_lines(&self, values: &Values) -> Vec<Vec<String>> {
        let t = |key| self.tongue.t(key).into_owned();
        let mut lines = vec![self.names([
            msg("value-sort"),
            msg("value-need"),
            msg("value-code"),
            msg("value-course"),
            msg("course-provider"),
            msg("demand-place"),
            msg("course-starts"),
            msg("value-room"),
            msg("value-taken"),
            msg("value-more"),
        ])];
        for ((code, place), worth) in &values.work {
            let [room, placed, more] = self.worth_cells(worth);
            let [sort, occupation] = [t("value-sort-work"), self.occupation(code)];
            let place = self.name(*place).to_owned();
            let none = String::new;
            lines.push(line([
                sort,
                occupation,
                code.to_string(),
                none(),
                none(),
                place,
                none(),
                room,
                placed,
                more,
            ]));
        }
        for one in &values.seats {
            let [room, placed, more] = self.worth_cells(&one.worth);
            lines.push(line([
                t("value-course"),
                self.occupation(&one.occupation),
                one.occupation.to_string(),
                one.title.clone(),
                one.provider.clone(),
                self.name(one.territory).to_owned(),
                one.starts_on.to_string(),
                room,
                placed,
                more,
            ]));
        }
        lines
    }

    fn needs_lines(&self, needs: &[CourseNeed]) -> Vec<Vec<String>> {
        let mut lines = vec![self.names([
            msg("value-need"),
            msg("value-code"),
            msg("demand-place"),
            msg("value-seats"),
            msg("value-wanted"),
            msg("value-lacking"),
        ])];
        for need in needs {
            let [occupation, place] = self.of_need(need);
            let told = |n: u64| match self.counts.tells(&[need.wanted]) {
                true => n.to_string(),
                false => String::new(),
            };
            lines.push(line([
                occupation,
                need.occupation.clone(),
                place,
                need.seats.to_string(),
                told(need.wanted),
                told(need.lacking()),
            ]));
        }
        lines
    }
}

async fn value_sheet(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (_, values) = found(&visitor, &app, &id).await?;
    let lists = app.lists.now();
    let telling = Telling::new(&visitor, &lists, app.today())?;
    sheet::answer("value.csv", telling.value_lines(&values))
}

async fn needs_sheet(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (_, values) = found(&visitor, &app, &id).await?;
    let lists = app.lists.now();
    let telling = Telling::new(&visitor, &lists, app.today())?;
    sheet::answer("needs.csv", telling.needs_lines(&values.needs))
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

    #[test]
    fn no_cell_of_a_sheet_is_a_formula() {
        let cells = ["=HYPERLINK(\"x\")", "-1+1", "Sewing"].map(str::to_owned);
        assert_eq!(line(cells), ["'=HYPERLINK(\"x\")", "'-1+1", "Sewing"]);
    }
}
