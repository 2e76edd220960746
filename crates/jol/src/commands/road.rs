//! `jol road`: the shortest road of one person, for whoever runs the cell.

use std::io::Write;

use anyhow::Context as _;
use domain::{
    access::{Reach, Scope, Sensitivity},
    id::ReturneeId,
    language::Language,
    returnee::Number,
};

use crate::{
    app::App,
    config::Settings,
    matching::{
        shortest::{json, reckon, speak},
        store,
    },
    returnee::{commands::Look, store::Returnee},
    words::in_language,
};

/// Find the shortest road of one person to work, with two others and the data behind them.
///
/// The look stands in the journal of the person. Nothing is changed.
#[derive(clap::Args)]
pub struct Road {
    /// The person: a registration number or an id
    #[arg(value_name = "PERSON")]
    person: String,

    /// Print the roads as JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    settings: Settings,
}

/// Whoever runs the cell may read all of it.
const EVERYBODY: Scope =
    Scope { reach: Reach::Country, most: Sensitivity::Restricted, consent: None };

impl Road {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        super::begin_log(&self.settings)?;
        let app = super::open(self.settings).await?;
        let told = tell(&app, &self.person, self.json, out).await;
        app.db.close().await;
        told
    }
}

/// The id of somebody by what was typed.
async fn find(app: &App, typed: &str) -> anyhow::Result<ReturneeId> {
    if let Ok(id) = typed.parse::<ReturneeId>() {
        return Ok(id);
    }
    let number: Number = typed.parse().with_context(|| {
        format!("{typed:?} is neither a registration number nor the id of a person")
    })?;
    let sql = "select coalesce((select person from joined where record = r.id), r.id) from returnee r \
               where r.number = $1";
    let row = app.db.read().await?.one(sql, &[number.as_str().into()]).await?;
    let row = row.with_context(|| format!("nobody has the number {number}"))?;
    Ok(ReturneeId::from_uuid(row.at(0)?))
}

/// What the command answers.
pub async fn tell(
    app: &App,
    typed: &str,
    as_json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let id = find(app, typed).await?;
    let (lists, today) = (app.lists.now(), app.today());
    let mut tx = app.db.read().await?;
    let found = store::known(&mut tx, &app.keys, &EVERYBODY, id, today).await?;
    let (returnee, known): (Returnee, _) = found.context("nobody has this id")?;
    let hiring = app.hiring.now(app, &mut tx).await?;
    let reckoned = reckon(&mut tx, &lists, id, &known, &hiring, today).await?;
    drop(tx);
    let look = Look {
        app: app.clone(),
        act: app.operator(),
        action: "matched",
        object_kind: "returnee",
        object: id.uuid(),
        person: id,
    };
    app.db.run(look).await?;
    if as_json {
        let told = json::told(&reckoned, &lists, &returnee.number.to_string());
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(&told)?)?);
    }
    let tongue = in_language(Language::En);
    for road in &reckoned.found.roads {
        writeln!(out, "{}", speak::headline(tongue, &lists, &reckoned, road))?;
        for (n, step) in reckoned.steps(road).iter().enumerate() {
            let until = step.until().map_or(String::new(), |day| format!(" ({day})"));
            writeln!(out, "  {}. {}{until}", n + 1, speak::step(tongue, &lists, step))?;
        }
        writeln!(out, "  The person pays {road_cost} som.", road_cost = road.cost)?;
        for line in speak::basis(tongue, &reckoned, road) {
            writeln!(out, "  - {line}")?;
        }
    }
    if reckoned.found.roads.is_empty() {
        writeln!(out, "No road was found.")?;
    }
    for (why, n) in &reckoned.left_out {
        writeln!(out, "{}", speak::why(tongue, &lists, why, *n))?;
    }
    Ok(())
}
