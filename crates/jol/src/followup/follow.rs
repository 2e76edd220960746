//! Reading the journal forward: every entry names its person, and their road is made anew.
//!
//! Any number of processes may do this. The row that says how far the journal was read is held for each piece of the way,
//! and whoever finds it held goes away again.

use domain::id::ReturneeId;
use jiff::civil::Date;
use uuid::Uuid;

use super::road::refresh;
use crate::{
    app::App,
    db::{
        Command, Error, Grows, Tx,
        journal::{self, Follower},
    },
    matching::proposal::talk::{not_passed_on, pass_on},
    refusal::Refusal,
};

/// The reader of the journal that keeps the roads.
pub const NAME: &str = "road";

/// Entries read in one transaction: the others wait for some hundredths of a second.
const ENTRIES: i64 = 500;

/// Roads that time has changed, made anew in one transaction.
const TURNED: i64 = 250;

/// Looks change nothing, and there are many more of them than changes.
const LOOKS: [&str; 11] = [
    "compared",
    "exported",
    "listed",
    "read-file",
    "read-journal",
    "searched",
    "seen",
    "seen-cv",
    "sign-in-refused",
    "signed-in",
    "took-data",
];

/// Reads on until nothing is left, and looks at the roads of who was proposed a place and of those whose day has come. Answers how many people's roads it made.
pub async fn follow(app: &App) -> Result<usize, Refusal> {
    journal::link_new(&app.db, app.process, app.now()).await?;
    let today = app.today();
    let mut n_made = 0;
    while is_behind(&mut app.db.read().await?).await? {
        match app.db.run(ReadOn { app: app.clone(), today }).await? {
            Some(n) => n_made += n,
            None => break,
        }
    }
    while let Some(proposal) = not_passed_on(&mut app.db.read().await?).await? {
        n_made += app.db.run(PassOn { app: app.clone(), proposal, today }).await?;
    }
    while has_turned(&mut app.db.read().await?, today).await? {
        n_made += app.db.run(Turn { app: app.clone(), today }).await?;
    }
    Ok(n_made)
}

async fn is_behind(tx: &mut Tx) -> Result<bool, Error> {
    Ok(Follower::place(tx, NAME).await? < journal::end_of_chain(tx).await?.seq)
}

async fn has_turned(tx: &mut Tx, today: Date) -> Result<bool, Error> {
    let values = [today.into(), 1.into()];
    Ok(tx.one(include_str!("queries/turned.sql"), &values).await?.is_some())
}

/// A piece of the journal. `None` when nothing is left of it, or while another process reads it.
struct ReadOn {
    app: App,
    today: Date,
}

impl Command for ReadOn {
    type Answer = Option<usize>;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Option<usize>, Refusal> {
        let Some(read) = Follower::hold(tx, NAME).await? else { return Ok(None) };
        let values = [read.seq.into(), ENTRIES.into()];
        let entries = tx.all(include_str!("queries/entries.sql"), &values).await?;
        let Some(last) = entries.last() else { return Ok(None) };
        let seq: i64 = last.get("seq")?;
        let mut people: Vec<Uuid> = Vec::new();
        for entry in &entries {
            let action: String = entry.get("action")?;
            if !LOOKS.contains(&action.as_str()) {
                people.extend(entry.get::<Option<Uuid>>("person")?);
            }
        }
        people.sort_unstable();
        people.dedup();
        refresh(&self.app, tx, &people, self.today).await?;
        tx.update(&Follower { seq, ..read }).await?;
        Ok(Some(people.len()))
    }
}

/// Some of the people of a proposal that was accepted: its one entry of the journal names none of them.
struct PassOn {
    app: App,
    proposal: Uuid,
    today: Date,
}

impl Command for PassOn {
    type Answer = usize;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<usize, Refusal> {
        let people = pass_on(tx, self.proposal).await?;
        refresh(&self.app, tx, &people, self.today).await?;
        Ok(people.len())
    }
}

/// Some roads whose day has come.
struct Turn {
    app: App,
    today: Date,
}

impl Command for Turn {
    type Answer = usize;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<usize, Refusal> {
        let values = [self.today.into(), TURNED.into()];
        let rows = tx.all(include_str!("queries/turned.sql"), &values).await?;
        let people: Vec<Uuid> = rows.iter().map(|row| row.at(0)).collect::<Result<_, _>>()?;
        refresh(&self.app, tx, &people, self.today).await?;
        Ok(people.len())
    }
}

/// Makes the road of one person anew.
pub struct Refresh {
    pub app: App,
    pub person: ReturneeId,
    pub today: Date,
}

impl Command for Refresh {
    type Answer = ();
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        super::road::refresh_one(&self.app, tx, self.person, self.today).await
    }
}
