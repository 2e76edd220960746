//! The report line by line, for spreadsheets and programs.

use axum::{
    extract::{Request, State},
    response::Response,
};
use domain::{access::Action, indicator::Dimension};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    published,
    question::{Door, Typed},
    report::{Cell, Number, OF_GROUPS, Report},
};
use crate::{
    app::App,
    refusal::{PlaceFault, Refusal, Sentence},
    returnee::commands::reach,
    web::{
        address,
        api::{self, Caller, Endpoints, Op},
        route::{Need, Routes},
        sheet,
        visitor::Visitor,
    },
};

pub fn routes() -> Routes {
    Routes::default().get("/indicators.csv", Need::To(Action::Aggregate), office_sheet).get(
        "/open/indicators.csv",
        Need::Nothing,
        open_sheet,
    )
}

/// One number, of everybody who was asked for or of one group of them. Shares are between 0 and 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
#[schema(example = json!({
    "number": "employed-in-6-months", "by": null, "group": null, "status": "told", "n": 412, "base": 1003, "cohort": 1240,
    "share": 0.4108, "low": 0.3807, "high": 0.4415, "days": null, "days_low": null, "days_high": null,
    "estimate_low": null, "estimate_high": null
}))]
pub struct Line {
    /// people, registered-of-estimate, employed-in-6-months, employed-after-course, steady, introduced-in-6-months,
    /// interviewed-in-6-months, hired-in-6-months, form-…, time-… or time-to-first-work
    number: String,
    /// What it is broken down by: sex, age, disability, territory, country, month or estimate.
    by: Option<&'static str>,
    /// The code of the group; `rest` are all others.
    group: Option<String>,
    /// told; hidden, because it could point at single people; nobody, because its base is empty.
    status: &'static str,
    /// How many are counted.
    n: Option<u64>,
    /// Of how many.
    base: Option<u64>,
    /// Of how many it would be if it were known what became of all.
    cohort: Option<u64>,
    /// n of base.
    share: Option<f64>,
    /// The lower bound of the share at 95 % (Wilson).
    low: Option<f64>,
    /// The upper bound of the share.
    high: Option<f64>,
    /// The day after the return by which half found work (Kaplan–Meier); none while more than half are searching.
    days: Option<u64>,
    /// The lower bound of the days at 95 %.
    days_low: Option<u64>,
    /// The upper bound of the days; none when it is not reached yet.
    days_high: Option<u64>,
    /// What a published estimate says at least. It is no part of the number.
    estimate_low: Option<f64>,
    /// What a published estimate says at most.
    estimate_high: Option<f64>,
}

/// The indicators of those an account may count.
#[derive(Serialize, ToSchema)]
pub struct Indicators {
    /// The moment as of which they hold.
    as_of: String,
    /// Number by number, then group by group.
    lines: Vec<Line>,
    /// Groups of which nothing may be told.
    groups_untold: usize,
}

fn line(number: Number, group: Option<(Dimension, String)>, cell: &Cell) -> Line {
    let code = number.code();
    let hundredth = |n: u64| n as f64 / 100.0;
    let estimate = published::share(&code).filter(|_| group.is_none());
    let (by, group) = group.map(|(by, group)| (by.code(), group)).unzip();
    let line = Line {
        by,
        group,
        status: "told",
        estimate_low: estimate.map(|estimate| hundredth(estimate.low)),
        estimate_high: estimate.map(|estimate| hundredth(estimate.high)),
        number: code,
        ..Line::default()
    };
    match *cell {
        Cell::Hidden => Line { status: "hidden", ..line },
        Cell::Nobody => Line { status: "nobody", ..line },
        Cell::People(n) => Line { n: Some(n), ..line },
        Cell::Share { n, of, cohort, interval } => Line {
            n: Some(n),
            base: Some(of),
            cohort,
            share: Some(interval.share),
            low: Some(interval.low),
            high: Some(interval.high),
            ..line
        },
        Cell::Wait { people, found, median } => Line {
            n: Some(found),
            base: Some(people),
            days: median.map(|median| median.day as u64),
            days_low: median.map(|median| median.low as u64),
            days_high: median.and_then(|median| median.high).map(|day| day as u64),
            ..line
        },
    }
}

/// Everything a report says.
pub fn lines(report: &Report) -> Vec<Line> {
    let mut lines: Vec<Line> =
        report.numbers.iter().map(|(number, cell)| line(*number, None, cell)).collect();
    lines.extend(report.registered.iter().map(|registered| Line {
        number: "registered-of-estimate".to_owned(),
        by: Some("estimate"),
        group: Some(registered.estimate.code.clone()),
        status: if registered.people.is_some() { "told" } else { "hidden" },
        n: registered.people,
        base: Some(registered.estimate.people),
        share: registered.share(),
        ..Line::default()
    }));
    for (group, cells) in &report.groups {
        let Some(by) = report.by else { continue };
        let numbers = OF_GROUPS.iter().zip(cells);
        lines.extend(numbers.map(|(number, cell)| line(*number, Some((by, group.code())), cell)));
    }
    lines
}

async fn office_sheet(
    visitor: Visitor,
    State(app): State<App>,
    address::Query(typed): address::Query<Typed>,
) -> Result<Response, Refusal> {
    let scope = reach(&visitor.actor()?, Action::Aggregate)?;
    let door = Door::of_office(&app, &visitor, scope).await?;
    lines_of(&app, &door, &typed).await
}

async fn open_sheet(
    State(app): State<App>,
    address::Query(typed): address::Query<Typed>,
) -> Result<Response, Refusal> {
    lines_of(&app, &Door::open(), &typed).await
}

async fn lines_of(app: &App, door: &Door, typed: &Typed) -> Result<Response, Refusal> {
    let report = door.report(app, door.read(typed)?).await?;
    sheet::answer("indicators.csv", lines(&report))
}

pub fn endpoints() -> Endpoints {
    let text = || json!({ "type": "string" });
    let codes = |codes: Vec<&str>| json!({ "type": "string", "enum": codes });
    let by: Vec<&str> = Dimension::ALL.iter().map(|one| one.code()).collect();
    let ages: Vec<&str> = domain::indicator::AgeBand::ALL.iter().map(|one| one.code()).collect();
    let about = "Every number with its base and its bounds, counted over those the account may count. A number that could \
                 point at single people is hidden, and so are those that would give it away.";
    let op = Op::get(
        "/api/v1/indicators",
        Need::To(Action::Aggregate),
        "getIndicators",
        "Read the indicators",
    )
    .text("indicators", about)
    .answers::<Indicators>(200, "The indicators.")
    .question("sex", "Only women (`f`) or men (`m`).", codes(vec!["f", "m"]))
    .question("age", "Only people of this age at their return.", codes(ages))
    .question(
        "disability",
        "Only people who say that they live with one (`yes`).",
        codes(vec!["yes"]),
    )
    .question("territory", "Only people who live in this territory, by its code.", text())
    .question("country", "Only people who came back from this country, two letters.", text())
    .question("month", "Only people who came back in this month: `2026-05`.", text())
    .question("by", "The breakdown.", codes(by));
    Endpoints::default().with(op, read)
}

async fn read(
    State(app): State<App>,
    caller: Caller,
    request: Request,
) -> Result<Response, Refusal> {
    const NAMES: [&str; 7] = ["sex", "age", "disability", "territory", "country", "month", "by"];
    let query = api::Query::read(request.uri().query(), &NAMES)?;
    let [sex, age, disability, territory, country, month, by] =
        NAMES.map(|name| query.text(name).unwrap_or_default().to_owned());
    let typed = Typed { sex, age, disability, territory, country, month, by };
    let question = typed.read().map_err(|name| {
        let (pointer, sentence) = (format!("?{name}"), Sentence::plain("fault-choice"));
        Refusal::Body(vec![PlaceFault { pointer, sentence }])
    })?;
    let scope = reach(&caller.actor, Action::Aggregate)?;
    let door = Door::of_office(&app, &caller.visitor, scope).await?;
    let report = door.report(&app, question).await?;
    let lines = lines(&report);
    api::json(&Indicators { as_of: report.at.to_string(), lines, groups_untold: report.n_untold })
}
