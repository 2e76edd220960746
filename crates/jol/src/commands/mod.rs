//! The commands of the program. Each reads its settings, does one thing and says what came of it.
//!
//! A command writes to `out` what it answers and logs what it does. It ends with 0 when all is well, with 1 when it
//! failed or found something wrong, with 2 when it was called in a way that has no meaning.

mod serve;
pub mod demo;
mod verify;
pub mod backup;
mod doctor;
pub mod user;
pub mod import;
pub mod classifier;
mod skills;
mod link;
pub mod road;
mod matches;
mod allocate;
pub mod bench;

use std::{io::Write, process::ExitCode, sync::Arc};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::{
    app::{App, SystemClock},
    cell,
    config::Settings,
    log,
    vault::SystemChance,
};

/// Jol, the road home: a register of people who come back from work abroad.
#[derive(Parser)]
#[command(name = "jol", version, arg_required_else_help = true, max_term_width = 100)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a demo country, or take the one that is there, and serve it
    Demo(demo::Demo),
    /// Make a new, empty cell: the register of one country
    New(demo::New),
    /// Serve the cell to browsers and programs
    Serve(Only),
    /// Do the work in the background, for a service that runs with --no-work
    Work(Only),
    /// Copy the whole cell, but for its keys, while the service runs
    Backup(backup::Backup),
    /// Copy the keys of the cell to a folder of their own
    BackupKeys(backup::BackupKeys),
    /// Make a cell from a backup and its keys
    Restore(backup::Restore),
    /// Walk the whole store and say what is not as it was written
    Verify(verify::Verify),
    /// Look for what is wrong with the running of the service, and name the command that mends it
    Doctor(doctor::Doctor),
    /// Add an account, block it, or help somebody who cannot sign in
    User(user::User),
    /// Bring in a file of people, employers, vacancies or courses
    Import(import::Import),
    /// Bring in a list of occupations and skills
    Classifier(classifier::Classifier),
    /// Read free text into occupations and skills
    Skills(skills::Skills),
    /// Find records of one person, in files or in a cell
    Link(link::Link),
    /// Find the shortest road of one person to work
    Road(road::Road),
    /// Make lists of work that people were shown again
    Matches(matches::Matches),
    /// Give people the places there are, and prove how good that is
    Allocate(allocate::Allocate),
    /// Measure, and test under faults, in a cell made for it
    #[command(hide = true)]
    Bench(bench::Bench),
}

/// A command that needs nothing but the settings.
#[derive(clap::Args)]
struct Only {
    #[command(flatten)]
    settings: Settings,
}

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Well,
    /// It did its work, and something is wrong with what it looked at.
    Wrong,
}

/// Commands that listen to the world. The others show only the settings they use.
const SERVING: [&str; 3] = ["demo", "serve", "work"];

/// Settings that every command needs.
const FOR_ALL: [&str; 4] = ["dir", "log", "json_logs", "help"];

/// The program's commands, as `--help` shows them.
fn line() -> clap::Command {
    let settings = <Settings as clap::Args>::augment_args(clap::Command::new("settings"));
    let of_serving: Vec<String> = settings
        .get_arguments()
        .map(|arg| arg.get_id().to_string())
        .filter(|id| !FOR_ALL.contains(&id.as_str()))
        .collect();
    let mut line = Line::command()
        .mut_subcommand("demo", |demo| demo.mut_arg("dir", |dir| dir.default_value("jol-demo")));
    for command in Line::command().get_subcommands() {
        if command.has_subcommands() {
            // `jol user add … --dir` reads as well as `jol user --dir … add`.
            line = line.mut_subcommand(command.get_name(), |command| {
                command.mut_args(|arg| arg.global(true))
            });
        }
        if !SERVING.contains(&command.get_name()) {
            line = line.mut_subcommand(command.get_name(), |command| {
                command.mut_args(|arg| {
                    let hide = of_serving.iter().any(|id| arg.get_id() == id.as_str());
                    arg.hide(hide)
                })
            });
        }
    }
    line
}

/// The whole program.
pub fn main() -> ExitCode {
    let matches = line().get_matches();
    let line = Line::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| {
            let outcome = runtime.block_on(run(line.command, &mut std::io::stdout()));
            // A statement that still runs on a thread of its own must not hold up the end.
            runtime.shutdown_timeout(std::time::Duration::from_secs(2));
            outcome
        });
    match outcome {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Wrong) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("jol: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match command {
        Command::Demo(demo) => demo.run(out).await?,
        Command::New(new) => new.run(out).await?,
        Command::Backup(backup) => backup.run(out).await?,
        Command::BackupKeys(backup) => backup.run(out)?,
        Command::Restore(restore) => return restore.run(out).await,
        Command::Doctor(doctor) => return doctor.run(out).await,
        Command::User(user) => user.run(out).await?,
        Command::Import(import) => return import.run(out).await,
        Command::Classifier(classifier) => classifier.run(out).await?,
        Command::Road(road) => road.run(out).await?,
        Command::Verify(verify) => return verify.run(out).await,
        Command::Skills(skills) => return skills.run(out).await,
        Command::Link(link) => return link.run(out).await,
        Command::Matches(matches) => return matches.run(out).await,
        Command::Allocate(allocate) => return allocate.run(out).await,
        Command::Bench(bench) => return bench.run(out).await,
        Command::Serve(Only { settings }) => {
            begin_log(&settings)?;
            serve::serve(settings, out).await?;
        }
        Command::Work(Only { settings }) => {
            begin_log(&settings)?;
            serve::work(settings, out).await?;
        }
    }
    Ok(Outcome::Well)
}

fn begin_log(settings: &Settings) -> anyhow::Result<()> {
    log::begin(&settings.log, settings.json_logs)
}

/// Opens the cell of the settings with the clock and the chance of the system.
async fn open(settings: Settings) -> anyhow::Result<App> {
    cell::open(settings, Arc::new(SystemClock), Arc::new(SystemChance)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_every_word_of_it_is_explained() {
        let mut line = line();
        line.build();
        line.clone().debug_assert();
        let mut waiting: Vec<clap::Command> = line.get_subcommands().cloned().collect();
        while let Some(command) = waiting.pop() {
            let name = command.get_name().to_owned();
            assert!(command.get_about().is_some(), "{name} is not explained");
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{name} {} is not explained", arg.get_id());
            }
            waiting.extend(command.get_subcommands().cloned());
        }
    }

    #[test]
    fn the_demo_has_a_folder_of_its_own() {
        let demo = line().try_get_matches_from(["jol", "demo"]).unwrap();
        let serve = line().try_get_matches_from(["jol", "serve"]).unwrap();
        let dir = |matches: &clap::ArgMatches| {
            matches.subcommand().unwrap().1.get_one::<std::path::PathBuf>("dir").cloned().unwrap()
        };
        assert_ne!(dir(&demo), dir(&serve));
    }
}
