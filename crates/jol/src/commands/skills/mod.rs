//! `jol skills`: what work and which skills a free text speaks of, and how well that is read.

mod eval;
mod text;

use std::{io::Write, sync::Arc};

use domain::classifier::Classifiers;

use super::Outcome;
use crate::{classifier, config::Settings};

/// Read free text into occupations and skills
#[derive(clap::Args)]
pub struct Skills {
    #[command(subcommand)]
    what: What,

    /// With the lists that were brought into the cell, not only those of the program
    #[arg(long)]
    cell: bool,

    #[command(flatten)]
    settings: Settings,
}

#[derive(clap::Subcommand)]
enum What {
    /// Say which occupations and skills a text speaks of, how surely, and by which words
    Text(text::Text),
    /// Read labelled texts and say how many are read right
    Eval(eval::Eval),
}

impl Skills {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let lists = lists(self.cell, self.settings).await?;
        match self.what {
            What::Text(text) => text.run(&lists, out),
            What::Eval(eval) => eval.run(&lists, out),
        }
    }
}

async fn lists(of_cell: bool, settings: Settings) -> anyhow::Result<Arc<Classifiers>> {
    if !of_cell {
        return Ok(classifier::built_in().clone());
    }
    super::begin_log(&settings)?;
    let app = super::open(settings).await?;
    let lists = app.lists.now();
    app.db.close().await;
    Ok(lists)
}
