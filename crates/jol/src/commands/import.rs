//! `jol import`: a file of another agency, of any size, while the service runs or not.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

use anyhow::{Context as _, bail};
use domain::{access::Actor, language::Language};
use indicatif::ProgressBar;
use serde_json::json;
use uuid::Uuid;

use super::{Outcome, demo::progress_bar};
use crate::{
    access::store as accounts,
    app::App,
    config::Settings,
    import::{
        Kind,
        chunk::Importer,
        columns::{self, Columns},
        report,
        run::{self, Begin, Checked, End, GoOn, Plan, Trouble},
        sheet::{self, Input, Survey},
        store::{self, Alike, Run, State},
        told,
    },
    same,
    words::{self, Tongue},
};

/// Bring in a file of people, employers, vacancies or courses
#[derive(clap::Args)]
pub struct Import {
    /// The file: CSV or XLSX
    file: PathBuf,

    /// What its lines are: people, employers, vacancies or courses
    #[arg(long, value_parser = kind)]
    kind: Kind,

    /// What a column means: --map "Тел.=phone". With nothing behind the sign the column is left out
    #[arg(long, value_name = "COLUMN=FIELD")]
    map: Vec<String>,

    /// Take the file only when every line is good
    #[arg(long)]
    all_or_nothing: bool,

    /// Say what is wrong and write nothing
    #[arg(long)]
    dry_run: bool,

    /// The account that brings it in; people need a head, who brings in the people of their own area
    #[arg(long = "as", value_name = "LOGIN")]
    login: Option<String>,

    /// The people in the file agreed to be registered
    #[arg(long)]
    agreed: bool,

    /// The employers are verified by this paper, which is kept with each; without it they wait for an officer
    #[arg(long, value_name = "EVIDENCE")]
    verified: Option<String>,

    /// Write the lines that were not taken to this file, to be mended and sent again
    #[arg(long, value_name = "FILE")]
    bad_lines: Option<PathBuf>,

    /// Answer in JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    settings: Settings,
}

fn kind(text: &str) -> Result<Kind, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is not one of people, employers, vacancies, courses"))
}

/// Faults that are told on the terminal.
const MOST_TOLD: usize = 50;

const TONGUE: Tongue = words::in_language(Language::En);

/// A sentence about a file, as the page tells it.
fn in_words(trouble: Trouble) -> anyhow::Error {
    match trouble {
        Trouble::File(fault) => {
            let words = TONGUE.fault(&fault);
            anyhow::Error::from(fault).context(words)
        }
        Trouble::Refusal(refusal) => refusal.into(),
    }
}

impl Import {
    pub async fn run(self, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        super::begin_log(&self.settings)?;
        let app = super::open(self.settings.clone()).await?;
        let done = self.perform(&app, out).await;
        app.db.close().await;
        done
    }

    /// The same on a cell that is open.
    pub async fn perform(&self, app: &App, out: &mut dyn Write) -> anyhow::Result<Outcome> {
        if self.verified.is_some() && self.kind != Kind::Employers {
            bail!("--verified is for employers");
        }
        let actor = self.actor(app).await?;
        let importer = Importer::new(app, actor).await?;
        let input = Input::Path(self.file.clone());
        File::open(&self.file).with_context(|| format!("cannot open {}", self.file.display()))?;
        let (looked_at, kind) = (input.clone(), self.kind);
        let survey = tokio::task::spawn_blocking(move || sheet::survey(&looked_at, kind)).await?;
        let survey = survey.map_err(|fault| in_words(fault.into()))?;
        let columns = self.columns(app, &survey).await?;
        let plan = Plan { kind, input, survey, columns, agreed: self.agreed };
        if self.dry_run {
            return self.check(app, &importer, &plan, out).await;
        }

        let known = {
            let mut tx = app.db.read().await?;
            store::begun(&mut tx, plan.survey.digest, kind.code()).await?
        };
        let (run, was_there) = match known {
            Some(run) => match run.state()? {
                State::Done => return self.say(app, &run, &plan, true, out).await,
                _ if run.is_kept => bail!("the service itself is bringing this file in"),
                _ => (self.go_on(app, actor, run).await?, true),
            },
            None => (self.begin(app, actor, &plan).await?, false),
        };
        // What the lines meant when the run was begun, they mean to its end.
        let columns = Columns::read(&run.mapping);
        let plan = Plan { columns, agreed: run.agreed, ..plan };
        if was_there && run.next_line > 0 && !self.json {
            writeln!(out, "Going on behind line {}.", run.next_line - 1)?;
        }
        let done = self.bring_in(app, &importer, &run, &plan).await;
        let run = match done {
            Ok(run) => run,
            Err(trouble) => {
                if let Trouble::File(fault) = &trouble {
                    let (app_of, act, sentence) =
                        (app.clone(), app.act(actor), domain::fault::Sentence::from(fault));
                    let (run, faults) = (run.id, Vec::new());
                    let end = End { app: app_of, act, run, sentence, faults, n_bad: 0 };
                    app.db.run(end).await?;
                }
                return Err(in_words(trouble));
            }
        };
        self.say(app, &run, &plan, false, out).await
    }

    async fn actor(&self, app: &App) -> anyhow::Result<Actor> {
        let Some(login) = &self.login else {
            if self.kind == Kind::People {
                bail!(
                    "people are brought in by a head of office: name the account with --as LOGIN"
                );
            }
            return Ok(app.operator().actor);
        };
        let mut tx = app.db.read().await?;
        let account = accounts::account_by_login(&mut tx, login).await?;
        let account = account.with_context(|| format!("there is no account {login}"))?;
        let actor = accounts::actor(&mut tx, &account).await?;
        actor.with_context(|| format!("the account {login} is blocked"))
    }

    async fn columns(&self, app: &App, survey: &Survey) -> anyhow::Result<Columns> {
        let mut columns = run::columns_for(app, self.kind, survey).await?;
        columns.0.resize(survey.heading.len(), None);
        for one in &self.map {
            let (column, field) = one
                .rsplit_once('=')
                .with_context(|| format!("--map {one:?} has no sign: write COLUMN=FIELD"))?;
            let at = survey.heading.iter().position(|name| name == column.trim());
            let at = at.with_context(|| {
                format!("there is no column {column:?}; there are: {}", survey.heading.join(", "))
            })?;
            let field = field.trim();
            let known = columns::field(self.kind, field).map(str::to_owned);
            if known.is_none() && !field.is_empty() {
                let fields = columns::fields(self.kind).join(", ");
                bail!("there is no field {field:?}; there are: {fields}");
            }
            // What the operator says comes before what was guessed.
            if let Some(before) = columns.column_of(field) {
                columns.0[before] = None;
            }
            columns.0[at] = known;
        }
        let missing = columns.missing(self.kind);
        if !missing.is_empty() {
            bail!(
                "no column is known to be {}; name them with --map COLUMN=FIELD. There are: {}",
                missing.join(", "),
                survey.heading.join(", ")
            );
        }
        Ok(columns)
    }

    async fn begin(&self, app: &App, actor: Actor, plan: &Plan) -> anyhow::Result<Run> {
        let run = Run {
            id: app.new_id(),
            kind: self.kind.code().to_owned(),
            digest: plan.survey.digest,
            mapping: plan.columns.text(),
            whole_or_none: self.all_or_nothing,
            agreed: self.agreed,
            evidence: self.verified.clone(),
            is_kept: false,
            state: State::Running.code().to_owned(),
            fault: None,
            n_lines: i64::try_from(plan.survey.n_lines)?,
            next_line: 0,
            n_good: 0,
            n_bad: 0,
            made_by: actor.id,
            made_at: app.now(),
            ended_at: None,
            version: 1,
        };
        let heading = columns::digest(&plan.survey.heading);
        let begin = Begin { app: app.clone(), act: app.act(actor), run: run.clone(), heading };
        if !app.db.run(begin).await? {
            bail!("somebody else has just begun to bring this file in");
        }
        Ok(run)
    }

    async fn go_on(&self, app: &App, actor: Actor, run: Run) -> anyhow::Result<Run> {
        let id = run.id;
        let act = app.act(actor);
        if !app.db.run(GoOn { app: app.clone(), act, run: id, is_kept: false }).await? {
            bail!("the run has ended meanwhile; look again");
        }
        found(app, id).await
    }

    async fn bring_in(
        &self,
        app: &App,
        importer: &Importer,
        run: &Run,
        plan: &Plan,
    ) -> Result<Run, Trouble> {
        let bar = self.bar(plan, "lines checked");
        let may = run::may_begin(app, importer, run, plan, &|n| bar.set_position(n)).await;
        bar.finish_and_clear();
        if !may? {
            return Ok(found(app, run.id).await.map_err(crate::refusal::Refusal::from)?);
        }
        let bar = self.bar(plan, "lines");
        let goes_on = |n| {
            bar.set_position(n);
            true
        };
        let done = run::write(app, importer.actor, run.id, plan, &goes_on).await;
        bar.finish_and_clear();
        done
    }

    fn bar(&self, plan: &Plan, what: &'static str) -> ProgressBar {
        match self.json {
            true => ProgressBar::hidden(),
            false => progress_bar(plan.survey.n_lines, what),
        }
    }

    async fn check(
        &self,
        app: &App,
        importer: &Importer,
        plan: &Plan,
        out: &mut dyn Write,
    ) -> anyhow::Result<Outcome> {
        let bar = self.bar(plan, "lines checked");
        let n_read = AtomicU64::new(0);
        let progress = |n| {
            n_read.store(n, Ordering::Relaxed);
            bar.set_position(n);
        };
        let checked = run::check(app, importer, plan, &progress).await;
        bar.finish_and_clear();
        let Checked { n_good, n_bad, faults, .. } = checked.map_err(in_words)?;
        if self.json {
            let faults: Vec<_> = faults
                .iter()
                .map(|(line, fault)| {
                    let sentence = TONGUE.sentence(&fault.sentence);
                    json!({ "line": line, "field": fault.field, "code": fault.sentence.key, "sentence": sentence })
                })
                .collect();
            let answer = json!({ "dry_run": true, "lines": n_good + n_bad, "good": n_good, "bad": n_bad, "faults": faults });
            writeln!(out, "{answer}")?;
        } else {
            writeln!(out, "Good lines: {n_good} of {}. Nothing was written.", n_good + n_bad)?;
            for (line, fault) in faults.iter().take(MOST_TOLD) {
                let words = report::sentence(TONGUE, self.kind, fault.field, &fault.sentence);
                writeln!(out, "  line {line}: {words}")?;
            }
            if faults.len() > MOST_TOLD {
                writeln!(out, "  … and more; --json tells up to {}", run::MOST_TOLD)?;
            }
        }
        Ok(if n_bad == 0 { Outcome::Well } else { Outcome::Wrong })
    }

    /// What became of a run.
    async fn say(
        &self,
        app: &App,
        run: &Run,
        plan: &Plan,
        was_done: bool,
        out: &mut dyn Write,
    ) -> anyhow::Result<Outcome> {
        let Run { n_good, n_bad, .. } = *run;
        let state = run.state()?;
        let Alike { n_joined, n_open } =
            store::alike(&mut app.db.read().await?, &same::index::ALL, run, app.now()).await?;
        if self.json {
            let answer = json!({
                "run": run.id, "state": state.code(), "fault": run.fault, "done_before": was_done,
                "lines": run.n_lines, "good": n_good, "bad": n_bad,
                "joined": n_joined, "review": n_open,
            });
            writeln!(out, "{answer}")?;
        } else {
            match (state, was_done) {
                (State::Done, true) => {
                    let at = run.ended_at.map(|at| format!("{at:.0}")).unwrap_or_default();
                    writeln!(
                        out,
                        "This file was brought in already, until {at}. Nothing was written now."
                    )?;
                }
                (State::Refused, _) => writeln!(out, "Nothing of it was taken.")?,
                (State::Done, false) => {}
                _ => writeln!(out, "It is not whole yet: begin the command again.")?,
            }
            writeln!(out, "Lines taken: {n_good}, not taken: {n_bad}.")?;
            if run.kind()? == Kind::People {
                writeln!(
                    out,
                    "Joined to an older record so far: {n_joined}, to be looked at: {n_open}. The service compares on."
                )?;
            }
            let faults = {
                let mut tx = app.db.read().await?;
                store::faults(&mut tx, run.id, -1, MOST_TOLD as i64).await?
            };
            for fault in &faults {
                let sentence = told::opened(app, fault);
                let words = report::sentence(TONGUE, self.kind, &fault.field, &sentence);
                writeln!(out, "  line {}: {words}", fault.line)?;
            }
            if faults.len() == MOST_TOLD {
                writeln!(out, "  … and more; --bad-lines FILE writes them all")?;
            }
        }
        if let Some(path) = self.bad_lines.as_deref().filter(|_| n_bad > 0) {
            use std::os::unix::fs::OpenOptionsExt as _;
            let mut options = std::fs::OpenOptions::new();
            // It holds what people told, so only its owner may read it.
            let file = options.create_new(true).write(true).mode(0o600).open(path);
            let file = file.with_context(|| format!("cannot make {}", path.display()))?;
            let mut file = BufWriter::new(file);
            file.write_all(b"\xef\xbb\xbf")?;
            let of = (plan.kind, plan.input.clone(), plan.survey.clone());
            let mut file =
                report::bad_lines(app, run.id, of, TONGUE, file).await.map_err(in_words)?;
            file.flush()?;
        }
        Ok(if state == State::Done && n_bad == 0 { Outcome::Well } else { Outcome::Wrong })
    }
}

async fn found(app: &App, id: Uuid) -> anyhow::Result<Run> {
    let run = store::run(&mut app.db.read().await?, id).await?;
    run.context("the run is gone")
}
