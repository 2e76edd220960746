//! New cells: an empty one, and a demo country to look at.

use std::{io::Write, sync::Arc, time::Duration};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::SignedDuration;

use super::serve;
use crate::{
    access::store::Office,
    app::{App, Clock as _, ClockAhead, SystemClock, country_day},
    cell,
    config::Settings,
    db::{Command, Tx, journal},
    refusal::Refusal,
    sample::{self, NATIONAL, Proof, SignIn},
    vault::SystemChance,
};

#[derive(clap::Args)]
pub struct New {
    /// The name of the country or the service, as it is shown
    #[arg(long)]
    name: String,

    /// The agency that holds the data and answers for it, as the text of consent names it
    #[arg(long)]
    agency: String,

    /// Keep the rows on PostgreSQL instead of in one file: postgres://user@host/database?schema=name
    #[arg(long, env = "JOL_STORE", hide_env_values = true)]
    store: Option<String>,

    #[command(flatten)]
    settings: Settings,
}

impl New {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        super::begin_log(&self.settings)?;
        let dir = self.settings.dir.clone();
        let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
        let store = self.store.as_deref();
        let app =
            cell::create(self.settings, store, &self.name, &self.agency, false, clock, chance)
                .await?;
        app.db.run(MakeOffice(national_office(&app, &self.name))).await?;
        app.db.close().await;
        let dir = dir.display();
        writeln!(
            out,
            "Made the cell {} in {dir}.\n\n\
             Next:\n  \
             jol backup-keys --dir {dir} --to FOLDER   copy the keys to a safe place; without them nothing can be read\n  \
             jol user --dir {dir} add LOGIN --name NAME --role administrator --office {NATIONAL}\n  \
             jol serve --dir {dir}",
            self.name
        )?;
        Ok(())
    }
}

/// The office at the top of the tree, without which nobody could see or do anything.
fn national_office(app: &App, name: &str) -> Office {
    Office {
        id: app.new_id(),
        code: NATIONAL.to_owned(),
        depth: 0,
        above_1: None,
        above_2: None,
        above_3: None,
        territory: None,
        name_ky: name.to_owned(),
        name_ru: name.to_owned(),
        name_uz: name.to_owned(),
        name_en: name.to_owned(),
    }
}

struct MakeOffice(Office);

impl Command for MakeOffice {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.insert(&self.0).await?)
    }
}

#[derive(clap::Args)]
pub struct Demo {
    /// How many made-up people live in the demo country
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(500..=1_000_000))]
    people: u32,

    /// Keep the rows on PostgreSQL instead of in one file: postgres://user@host/database?schema=name
    #[arg(long, env = "JOL_STORE", hide_env_values = true)]
    store: Option<String>,

    /// Live so many days ahead of the real day, to see what comes later. Time does not run back: the next start
    /// needs at least as many
    #[arg(long, value_name = "DAYS", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=3_660))]
    days_ahead: u16,

    #[command(flatten)]
    settings: Settings,
}

/// In a country up to this size places are shared out from the beginning.
const MOST_SHARED: usize = 20_000;

impl Demo {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        super::begin_log(&self.settings)?;
        let listener = serve::listen(&self.settings).await?;
        if !cell::is_cell(&self.settings.dir) {
            self.make(out).await?;
        }
        let app = super::open(self.settings).await?;
        if !app.cell.demo {
            anyhow::bail!(
                "{} holds a real cell; serve it with `jol serve`",
                app.settings.dir.display()
            );
        }
        let app = ahead(app, self.days_ahead).await?;
        tell_sign_ins(&app, out)?;
        serve::serve_on(listener, app, out).await
    }

    /// Makes the country beside its place and moves it there when it is whole. One that was cut off goes on.
    async fn make(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let dir = &self.settings.dir;
        let unfinished = dir.with_added_extension("unfinished");
        let people = self.people as usize;
        writeln!(out, "Making a country with {people} people in {} …", dir.display())?;
        out.flush()?;
        let settings = Settings { dir: unfinished.clone(), ..self.settings.clone() };
        let app = if cell::is_cell(&unfinished) {
            super::open(settings).await?
        } else {
            if unfinished.exists() {
                // Not even a cell yet; nothing in it but keys of nobody.
                std::fs::remove_dir_all(&unfinished)
                    .with_context(|| format!("cannot remove {}", unfinished.display()))?;
            }
            let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
            let store = self.store.as_deref();
            cell::create(settings, store, "Jol demo", "Jol demo", true, clock, chance).await?
        };
        let bar = progress_bar(people as u64, "people");
        sample::fill(&app, people, &|n| bar.set_position(n as u64)).await?;
        bar.finish_and_clear();
        // For a large country it takes minutes, and whoever wants one asks for it.
        if people <= MOST_SHARED {
            sample::share_out(&app).await?;
        }
        app.db.close().await;
        if dir.exists() {
            // An empty folder may have been made in advance; a full one is not ours to replace.
            std::fs::remove_dir(dir)
                .with_context(|| format!("{} is neither empty nor a cell", dir.display()))?;
        }
        std::fs::rename(&unfinished, dir)
            .with_context(|| format!("cannot move the new cell to {}", dir.display()))
    }
}

/// The demo so many days ahead, unless it was further ahead before.
async fn ahead(app: App, days: u16) -> anyhow::Result<App> {
    const DAY: SignedDuration = SignedDuration::from_hours(24);
    let clock = Arc::new(ClockAhead(DAY * i32::from(days)));
    let last = journal::last_moment(&mut app.db.read().await?).await?;
    if let Some(last) = last
        && clock.now() < last
    {
        let missing = last.duration_since(app.now()).as_hours() / 24 + 1;
        anyhow::bail!(
            "{} has lived until {} already, and time does not run back; name at least --days-ahead {missing}",
            app.settings.dir.display(),
            country_day(last),
        );
    }
    Ok(app.with(|parts| parts.clock = clock))
}

/// How to be each kind of user of the demo.
fn tell_sign_ins(app: &App, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "\nSign in as (the page / shows the same, with the code of the minute):")?;
    for SignIn { role, with } in sample::sign_ins(&app.cell) {
        let role = role.code();
        match with {
            Proof::Password { login, password, totp_secret } => writeln!(
                out,
                "  {role:<14} /sign-in        {login:<20} {password}   second factor {totp_secret}"
            )?,
            Proof::Phone { phone, born_on } => writeln!(
                out,
                "  {role:<14} /sign-in/phone  {:<20} born {born_on}   the code is on /outbox",
                phone.as_str()
            )?,
        }
    }
    writeln!(out, "  API            Authorization: Bearer {}\n", sample::api_token())
}

/// A bar on a terminal; nothing where nobody looks.
pub fn progress_bar(length: u64, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(length);
    let shape = "{bar:30} {human_pos} of {human_len} {msg}, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(shape) {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

#[cfg(test)]
mod tests {
    use clap::FromArgMatches as _;
    use jiff::ToSpan as _;

    use super::*;
    use crate::db::journal::{Act, Note};

    struct Tell(App, Act);

    impl Command for Tell {
        type Answer = ();

        async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
            let note = Note { action: "swept", object_kind: "cell", ..Note::default() };
            Ok(journal::write(tx, self.0.new_id(), &self.1, note).await?)
        }
    }

    #[tokio::test]
    async fn a_demo_lives_ahead_and_never_back() {
        let dir = std::env::temp_dir().join(format!("jol-ahead-{}", std::process::id()));
        let line = super::super::line();
        let words = ["jol", "serve", "--least-free-mb", "1", "--ballast-mb", "0", "--dir"];
        let words = words.map(std::ffi::OsString::from).into_iter().chain([dir.clone().into()]);
        let matches = line.try_get_matches_from(words).unwrap();
        let settings = Settings::from_arg_matches(matches.subcommand().unwrap().1).unwrap();
        let (clock, chance) = (Arc::new(SystemClock), Arc::new(SystemChance));
        let app = cell::create(settings, None, "Test", "Test", true, clock, chance).await.unwrap();

        let later = ahead(app.clone(), 40).await.unwrap();
        assert_eq!(later.today(), app.today() + 40.days());
        later.db.run(Tell(later.clone(), later.operator())).await.unwrap();

        let refused = ahead(app.clone(), 39).await.err().unwrap().to_string();
        assert!(refused.contains("time does not run back"), "{refused}");
        assert!(refused.ends_with("name at least --days-ahead 40"), "{refused}");
        assert!(ahead(app.clone(), 40).await.is_ok());
        app.db.close().await;
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
