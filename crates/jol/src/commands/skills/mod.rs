//! `jol skills`: what work and which skills a free text speaks of, and how well that is read.

mod confirmed;
mod eval;
mod text;

use std::{io::Write, sync::Arc};

use domain::classifier::Classifiers;

use super::Outcome;
use crate::{
    classifier,
    config::Settings,
    meaning::{self, Ready, confirmed as store},
};

/// Read free text into occupations and skills
#[derive(clap::Args)]
pub struct Skills {
    #[command(subcommand)]
    what: What,

    /// With the lists that were brought into the cell and what people confirmed there, not only what is of the program
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
    /// Give out what people of the cell confirmed, as labelled texts that `eval` reads
    ///
    /// Each line is the few words that say something of a text, the code people chose, and how many different people did. A
    /// sentence of one person could point to them, so words are given out, and learnt by the service, only when at least three
    /// people said and chose the same. What a person said goes with their data when they are erased.
    Confirmed(confirmed::Confirmed),
}

impl Skills {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        let Self { what, cell, settings } = self;
        match what {
            What::Text(text) => {
                let (lists, ready) = ready(cell, settings).await?;
                text.run(&lists, &ready, out)
            }
            What::Eval(eval) => {
                let (lists, ready) = ready(cell, settings).await?;
                eval.run(&lists, &ready, out)
            }
            What::Confirmed(confirmed) => {
                super::begin_log(&settings)?;
                let app = super::open(settings).await?;
                let done = confirmed.run(&app, out).await;
                app.db.close().await;
                done.map(|()| Outcome::Well)
            }
        }
    }
}

async fn ready(
    of_cell: bool,
    settings: Settings,
) -> anyhow::Result<(Arc<Classifiers>, Arc<Ready>)> {
    if !of_cell {
        let lists = classifier::built_in();
        return Ok((lists.clone(), meaning::reader(lists)));
    }
    super::begin_log(&settings)?;
    let app = super::open(settings).await?;
    let lists = app.lists.now();
    let taught = store::taught(&mut app.db.read_long().await?, store::ENOUGH).await;
    app.db.close().await;
    let ready = meaning::taught(&lists, &taught?);
    Ok((lists, ready))
}
