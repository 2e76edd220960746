//! The page of what is asked for and what is there, the same as a sheet, and for programs.

use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{
    classifier::{Classifiers, Scheme},
    territory::Territory,
    text::findable,
};
use jiff::civil::Date;
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::demand::{By, Line, Report};
use crate::{
    app::App,
    refusal::{PlaceFault, Refusal, Sentence},
    web::{
        address::Query,
        api::{self, Endpoints, Op},
        page::Page,
        parts::{self, Choice, Column, Filters, Input, Select, Table, Tile},
        route::{Need, Routes},
        sheet,
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    Routes::default().get("/demand", Need::Nothing, page).get("/demand.csv", Need::Nothing, csv)
}

/// What stands in the address.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Asked {
    territory: String,
    /// Groups of occupations, or skills; only the page asks.
    by: String,
    /// Words of their names.
    words: String,
    /// Whether all of them are shown.
    all: bool,
}

impl Asked {
    /// An oblast or a city beside them; none asked for: the country.
    fn oblast(&self) -> Result<Option<Territory>, ()> {
        if self.territory.is_empty() {
            return Ok(None);
        }
        let place = Territory::parse(&self.territory).map_err(drop)?;
        if place.parent().is_none() { Ok(Some(place)) } else { Err(()) }
    }

    fn read(&self) -> Result<Option<Territory>, Refusal> {
        self.oblast().map_err(|()| Refusal::Unreadable("territory in the address".to_owned()))
    }

    fn by(&self) -> Result<By, Refusal> {
        match self.by.as_str() {
            "" | "occupation" => Ok(By::Occupation),
            "skill" => Ok(By::Skill),
            _ => Err(Refusal::Unreadable("by in the address".to_owned())),
        }
    }

    /// The same question, but for all of its rows.
    fn with_all(&self) -> String {
        let Self { territory, by, words, .. } = self;
        let fields = [("territory", territory), ("by", by), ("words", words)];
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let said = fields.iter().filter(|(_, value)| !value.is_empty());
        let said = said.map(|(name, value)| format!("{name}={}&", encoded(value)));
        format!("/demand?{}all=true", said.collect::<String>())
    }
}

async fn report(app: &App) -> Result<Report, Refusal> {
    let people = app.seekers.now(app).await?;
    let columns = app.shelf.now(app, &mut app.db.read().await?).await?;
    Ok(Report::new(&columns.tally(&people.oblasts, app.today()), &people))
}

/// Rows that are shown before somebody asks for all of them.
const MOST: usize = 20;

async fn page(
    visitor: Visitor,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let (oblast, by) = (asked.read()?, asked.by()?);
    let report = report(&app).await?;
    let (tongue, lists, today) = (visitor.tongue, app.lists.now(), app.today());
    let asked = &asked;
    let telling = Telling { tongue, lists: &lists, today, report: &report, oblast, by, asked };
    let t = |key| tongue.t(key);
    let sheet = match oblast {
        Some(place) => format!("/demand.csv?territory={place}"),
        None => "/demand.csv".to_owned(),
    };
    let as_of = tongue.ta("demand-as-of", &[("moment", tongue.moment(report.at).into())]);
    let main = html! {
        (parts::heading(&t("demand-title"), None))
        p.govuk-body { (t("demand-text")) " " (as_of) }
        (telling.form())
        (telling.map())
        (telling.oblasts())
        (telling.table())
        (parts::details(&t("indicator-definition"), html! {
            p.govuk-body-s { strong { (t("demand-vacancies")) } ". " (t("demand-vacancies-text")) }
            p.govuk-body-s { strong { (t("demand-places")) } ". " (t("demand-places-text")) }
            p.govuk-body-s { strong { (t("demand-people")) } ". " (t("demand-people-text")) }
            p.govuk-body-s { (t("demand-hidden-text")) }
        }))
        p.govuk-body {
            (parts::link(&t("indicator-sheet"), &sheet)) " · "
            (parts::link(&t("nav-vacancies"), "/vacancies")) " · "
            (parts::link(&t("nav-open-indicators"), "/open/indicators"))
        }
    };
    Ok(Page::new(t("demand-title"), main).back("/vacancies").show(&app, &visitor))
}

struct Telling<'a> {
    tongue: Tongue,
    lists: &'a Classifiers,
    today: Date,
    report: &'a Report,
    oblast: Option<Territory>,
    by: By,
    asked: &'a Asked,
}

const fn by_key(by: By) -> &'static str {
    match by {
        By::Skill => msg("demand-skills"),
        By::All | By::Occupation => msg("demand-occupations"),
    }
}

impl Telling<'_> {
    fn name(&self, place: Territory) -> &'static str {
        place.name(self.tongue.language(), self.today)
    }

    fn integer(&self, n: u64) -> String {
        self.tongue.integer(i64::try_from(n).unwrap_or(i64::MAX))
    }

    fn form(&self) -> Markup {
        let t = |key| self.tongue.t(key);
        let known = self.report.oblasts.iter().map(|place| {
            Choice::new(place.code(), self.name(*place)).chosen(self.oblast == Some(*place))
        });
        let choices: Vec<Choice> =
            std::iter::once(Choice::new("", t("demand-country"))).chain(known).collect();
        let (label, submit, clear) = (t("demand-place"), t("indicator-show"), t("shell-all"));
        let select = Select {
            id: "territory",
            name: "territory",
            label: &label,
            choices: &choices,
            ..Select::default()
        };
        let kinds = [By::Occupation, By::Skill]
            .map(|by| Choice::new(by.code(), t(by_key(by))).chosen(by == self.by));
        let (what, words) = (t("demand-what"), t("vacancies-words"));
        let kind =
            Select { id: "by", name: "by", label: &what, choices: &kinds, ..Select::default() };
        let input = Input {
            id: "words",
            name: "words",
            label: &words,
            value: &self.asked.words,
            ..Input::default()
        };
        let is_asked = *self.asked != Asked::default();
        parts::filters(&Filters {
            action: "/demand",
            label: &t("indicator-filter"),
            fields: html! {
                (parts::select(&select)) (parts::select(&kind)) (parts::text_input(&input))
            },
            submit: &submit,
            clear: is_asked.then_some((&*clear, "/demand")),
        })
    }

    fn map(&self) -> Markup {
        let places = self.report.places();
        let vacancies = |line: &Line| line.offers.vacancies;
        let most = places.values().map(|line| vacancies(line)).max().unwrap_or_default().max(1);
        let tile = |(place, line): (&Territory, &&Line)| Tile {
            code: place.code(),
            name: self.name(*place),
            told: self.integer(vacancies(line)),
            share: vacancies(line) as f64 / most as f64,
        };
        parts::map(&places.iter().map(tile).collect::<Vec<_>>())
    }

    fn row(&self, name: Markup, line: &Line) -> Vec<Markup> {
        vec![
            name,
            html! { (self.integer(line.offers.vacancies)) },
            html! { (self.integer(line.offers.places)) },
            match line.people {
                Some(n) => html! { (self.integer(n)) },
                None => html! {
                    span aria-hidden="true" { "—" }
                    span.govuk-visually-hidden { (self.tongue.t("statistics-hidden")) }
                },
            },
        ]
    }

    fn columns(&self, first: &'static str) -> [Column; 4] {
        let t = |key| self.tongue.t(key);
        [
            Column::new(t(first)).names_row(),
            Column::new(t("demand-vacancies")).numeric(),
            Column::new(t("demand-places")).numeric(),
            Column::new(t("demand-people")).numeric(),
        ]
    }

    fn oblasts(&self) -> Markup {
        let t = |key| self.tongue.t(key);
        let country = self.report.of(By::All, None);
        let country =
            country.into_iter().map(|line| self.row(html! { (t("demand-country")) }, line));
        let places = self.report.places();
        let places = places.iter().map(|(place, line)| {
            let href = format!("/demand?territory={place}");
            self.row(parts::link(self.name(*place), &href), line)
        });
        parts::table(&Table {
            caption: &t("demand-oblasts"),
            columns: &self.columns(msg("demand-place")),
            rows: country.chain(places).collect(),
            ..Table::default()
        })
    }

    /// What is asked for most, by groups of occupations or by skills.
    fn table(&self) -> Markup {
        let t = |key| self.tongue.t(key);
        let words = findable([self.asked.words.as_str()]);
        let mut lines: Vec<(&Line, String)> = Vec::new();
        for line in self.report.of(self.by, self.oblast) {
            let name = name(line, self.lists, self.tongue, self.today);
            let found = findable([name.as_str()]).join(" ");
            let is_there = line.offers.vacancies > 0 || line.people.is_some_and(|n| n > 0);
            if is_there && words.iter().all(|word| found.contains(word.as_str())) {
                lines.push((line, name));
            }
        }
        let n_all = lines.len();
        let most = if self.asked.all { n_all } else { MOST };
        let rows =
            lines.into_iter().take(most).map(|(line, name)| self.row(html! { (name) }, line));
        let place = self.name_of_all();
        let caption = format!("{}: {place}", t(by_key(self.by)));
        let columns = self.columns(msg("demand-what"));
        let (first, all) = (MOST as i64, i64::try_from(n_all).unwrap_or(i64::MAX));
        html! {
            (parts::table(&Table {
                caption: &caption, columns: &columns, rows: rows.collect(), empty: &t("demand-none"),
                ..Table::default()
            }))
            @if n_all > most {
                p.govuk-body {
                    (self.tongue.ta("demand-most", &[("n", first.into()), ("all", all.into())])) " "
                    (parts::link(&t("demand-all"), &self.asked.with_all()))
                }
            }
        }
    }

    fn name_of_all(&self) -> String {
        match self.oblast {
            Some(place) => self.name(place).to_owned(),
            None => self.tongue.t("demand-country").into_owned(),
        }
    }
}

fn name(line: &Line, lists: &Classifiers, tongue: Tongue, today: Date) -> String {
    let language = tongue.language();
    match (&line.code, line.by) {
        (Some(code), By::Skill) => lists.name(Scheme::Skill, code, language).to_owned(),
        (Some(code), _) => lists.name(Scheme::Isco, code, language).to_owned(),
        (None, _) => line.oblast.map_or("", |place| place.name(language, today)).to_owned(),
    }
}

/// What is offered of one thing in one place, and how many registered people look for it there.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(example = json!({
    "by": "occupation", "code": "7531", "territory": null, "vacancies": 212, "places": 460, "people": 388, "status": "told"
}))]
pub struct DemandLine {
    /// all, occupation (a unit group of ISCO-08) or skill.
    by: &'static str,
    /// The code of the group or the skill.
    code: Option<String>,
    /// The code of an oblast or of a city beside them; none for the country.
    territory: Option<&'static str>,
    /// Vacancies that people are shown now.
    vacancies: u64,
    /// The places they offer.
    places: u64,
    /// Registered people who look for work and wish for such an occupation, or have the skill.
    people: Option<u64>,
    /// told, or hidden because the number of people could point at single ones.
    status: &'static str,
}

/// What is asked for and what is there.
#[derive(Serialize, ToSchema)]
pub struct Demand {
    /// The moment as of which people were counted. Vacancies are those of now.
    people_as_of: String,
    /// The country first, then each oblast; within them all, occupations and skills.
    lines: Vec<DemandLine>,
}

fn lines(report: &Report, oblast: Option<Territory>) -> Vec<DemandLine> {
    // Without a place asked for: the country and each oblast.
    let is_asked = |line: &&Line| oblast.is_none() || line.oblast == oblast;
    let line = |line: &Line| DemandLine {
        by: line.by.code(),
        code: line.code.as_ref().map(ToString::to_string),
        territory: line.oblast.map(Territory::code),
        vacancies: line.offers.vacancies,
        places: line.offers.places,
        people: line.people,
        status: if line.people.is_some() { "told" } else { "hidden" },
    };
    report.lines.iter().filter(is_asked).map(line).collect()
}

async fn csv(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response, Refusal> {
    let oblast = asked.read()?;
    sheet::answer("demand.csv", lines(&report(&app).await?, oblast))
}

pub fn endpoints() -> Endpoints {
    let about = "Open vacancies and their places against registered people who look for such work, by unit group of ISCO-08, \
                 by skill and by oblast. Needs no account. A number of people that could point at single ones is hidden, and \
                 so are those that would give it away.";
    let op = Op::get("/api/v1/demand", Need::Nothing, "getDemand", "Read what is asked for")
        .text("indicators", about)
        .answers::<Demand>(200, "What is asked for and what is there.")
        .question(
            "territory",
            "Only this oblast, or city beside the oblasts, by its code.",
            json!({ "type": "string" }),
        );
    Endpoints::default().with(op, read)
}

async fn read(State(app): State<App>, request: Request) -> Result<Response, Refusal> {
    let query = api::Query::read(request.uri().query(), &["territory"])?;
    let territory = query.text("territory").unwrap_or_default().to_owned();
    let asked = Asked { territory, ..Asked::default() };
    let oblast = asked.oblast().map_err(|()| {
        let (pointer, sentence) = ("?territory".to_owned(), Sentence::plain("fault-choice"));
        Refusal::Body(vec![PlaceFault { pointer, sentence }])
    })?;
    let report = report(&app).await?;
    let lines = lines(&report, oblast);
    api::json(&Demand { people_as_of: report.at.to_string(), lines })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vacancy::seekers::oblasts;

    #[test]
    fn every_oblast_has_a_square_of_its_own() {
        let mut squares: Vec<&str> = parts::TILES.iter().map(|(code, ..)| *code).collect();
        squares.sort_unstable();
        let all = oblasts(jiff::civil::date(2026, 11, 22));
        assert_eq!(squares, all.iter().map(|place| place.code()).collect::<Vec<_>>());
        let mut at: Vec<(u32, u32)> = parts::TILES.iter().map(|(_, x, y)| (*x, *y)).collect();
        at.sort_unstable();
        at.dedup();
        assert_eq!(at.len(), parts::TILES.len());
    }
}
