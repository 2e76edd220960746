//! Proposals that were asked for, and asking for one.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, scope},
    fault::FieldFault,
    matching::proposal::{ADDED, Group, KEPT, Mode, SharingEdition, TypedProposal},
};
use maud::{Markup, html};

use super::{
    commands::Ask,
    labels::{self, Counts, group_key, mode_key},
    store,
};
use crate::{
    access::store as accounts,
    app::App,
    refusal::Refusal,
    returnee::commands::reach,
    web::{
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Choices, Column, Heading, Input, Problem, Select, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::{Tongue, msg},
};

pub fn routes() -> Routes {
    let share = Need::To(Action::Share);
    Routes::default()
        .get("/proposals", Need::To(Action::Aggregate), list)
        .get("/proposals/new", share, new)
        .post("/proposals/new", share, ask)
}

/// Proposals that are looked at, the newest.
const MOST: i64 = 50;

async fn list(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    reach(&actor, Action::Aggregate)?;
    let (tongue, counts) = (visitor.tongue, Counts::of(&actor));
    let t = |key| tongue.t(key);
    let today = app.today();
    let mut rows = Vec::new();
    {
        let mut tx = app.db.read().await?;
        for one in store::proposals(&mut tx, &actor, None, MOST).await? {
            let office = accounts::office(&mut tx, one.office).await?;
            let who = accounts::account(&mut tx, one.made_by).await?;
            let placed = labels::placed(&one)?;
            rows.push(vec![
                parts::link(&one.purpose, &format!("/proposals/{}", one.id)),
                html! { (office.as_ref().map_or("", |office| office.name(visitor.language()))) },
                html! { (who.map(|who| who.name).unwrap_or_default()) },
                html! { (tongue.moment(one.made_at)) },
                labels::state_tag(tongue, &one, today)?,
                html! {
                    @if let Some((placed, of)) = placed { (counts.placed(tongue, placed, of)) }
                },
            ]);
        }
    }
    let columns = [
        Column::new(t("proposal-purpose")).names_row(),
        Column::new(t("proposal-office")),
        Column::new(t("proposal-who")),
        Column::new(t("proposal-when")),
        Column::new(t("proposal-state")),
        Column::new(t("proposal-have-place")).numeric(),
    ];
    let title = t("nav-proposals");
    let main = html! {
        (parts::heading(&title, None))
        p.govuk-body { (t("proposals-text")) }
        @if scope(&actor, Action::Share).is_ok() {
            p.govuk-body { (parts::link_button(&t("proposal-new"), "/proposals/new")) }
        }
        (parts::table(&Table {
            caption: &title, caption_hidden: true, columns: &columns, rows, dense: true,
            empty: &t("proposals-none"),
        }))
        p.govuk-body { (parts::link(&t("proposal-method"), "/method")) }
    };
    Ok(Page::new(title.as_ref(), main).wide().show(&app, &visitor))
}

async fn new(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    reach(&visitor.actor()?, Action::Share)?;
    let typed = TypedProposal::of(&SharingEdition::on(app.today()).measures);
    Ok(show_new(&app, &visitor, &typed, &[], None))
}

async fn ask(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    let typed = typed(&form);
    let (purpose, measures) = match typed.read() {
        Ok(read) => read,
        Err(faults) => return Ok(show_new(&app, &form.visitor, &typed, &faults, Some(&form))),
    };
    let ask = Ask { app: app.clone(), act: app.act(actor), id: form.id, purpose, measures };
    let id = app.db.run_once(form.once(&app), ask).await?;
    Ok(Redirect::to(&format!("/proposals/{id}")).into_response())
}

fn typed(form: &Form) -> TypedProposal {
    let text = |name: &str| form.text(name).to_owned();
    TypedProposal {
        purpose: text("purpose"),
        added: ADDED.map(text),
        kept: KEPT.map(text),
        least: text("least"),
        waiting: text("waiting"),
        placing: text("placing"),
        course: text("course"),
        keep: text("keep"),
        level: text("level"),
        mode: text("mode"),
    }
}

fn show_new(
    app: &App,
    visitor: &Visitor,
    typed: &TypedProposal,
    faults: &[FieldFault],
    kept: Option<&Form>,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let fields = Fields { tongue, faults };
    let edition = SharingEdition::on(app.today()).name;
    let measures = html! {
        p.govuk-body {
            (tongue.ta("proposal-measures-text", &[("name", edition.into())])) " "
            (parts::link(&t("proposal-method"), "/method"))
        }
        (fields.measures(typed))
    };
    // What is wrong is seen without unfolding anything.
    let is_wrong_there = faults.iter().any(|fault| fault.field != "purpose");
    let main = html! {
        (parts::heading(&t("proposal-new"), None))
        p.govuk-body { (t("proposal-new-text")) }
        (parts::inset(html! { p.govuk-body { (t("proposal-only")) } }))
        form method="post" action="/proposals/new" novalidate {
            (form::hidden_with(app, visitor, kept.map(|form| form.id)))
            (fields.line("purpose", &typed.purpose))
            @if is_wrong_there {
                h2.govuk-heading-m { (t("proposal-measures")) }
                (measures)
            } @else {
                (parts::details(&t("proposal-measures"), measures))
            }
            (parts::button(&t("proposal-ask")))
        }
    };
    let page = Page::new(t("proposal-new"), main).back("/proposals");
    page.problems(visitor, faults, str::to_owned).show(app, visitor)
}

/// The fields of the form, with what is wrong with them.
struct Fields<'a> {
    tongue: Tongue,
    faults: &'a [FieldFault],
}

impl Fields<'_> {
    /// What is wrong with a field, beside the word that is read aloud before it.
    fn wrong(&self, name: &str) -> Option<String> {
        let fault = self.faults.iter().find(|fault| fault.field == name);
        fault.map(|fault| self.tongue.sentence(&fault.sentence))
    }

    fn input(
        &self,
        name: &str,
        (label, hint): (&str, Option<&str>),
        value: &str,
        of: Input,
    ) -> Markup {
        let (word, sentence) = (self.tongue.t("shell-error-prefix"), self.wrong(name));
        let problem = sentence.as_deref().map(|sentence| Problem { word: &word, sentence });
        parts::text_input(&Input { id: name, name, label, hint, value, problem, ..of })
    }

    fn line(&self, name: &str, value: &str) -> Markup {
        let words = (self.tongue.t("proposal-purpose"), self.tongue.t("proposal-purpose-hint"));
        let of = Input { spellcheck: true, maxlength: Some(300), ..Input::default() };
        self.input(name, (&words.0, Some(&words.1)), value, of)
    }

    fn number(
        &self,
        name: &str,
        (label, hint): (&str, Option<&'static str>),
        value: &str,
        suffix: &str,
    ) -> Markup {
        let hint = hint.map(|key| self.tongue.t(key));
        let of = Input {
            inputmode: Some("numeric"),
            width: Some(4),
            suffix: Some(suffix),
            ..Input::default()
        };
        self.input(name, (label, hint.as_deref()), value, of)
    }

    fn measures(&self, typed: &TypedProposal) -> Markup {
        let t = |key| self.tongue.t(key);
        let groups = |names: [&'static str; Group::ALL.len()], values: &[String]| {
            let of = Group::ALL.iter().zip(names).zip(values);
            html! {
                @for ((group, name), value) in of {
                    (self.number(name, (&t(group_key(*group)), None), value, "%"))
                }
            }
        };
        let points = |name: &'static str, (label, hint), value: &str| {
            self.number(name, (&t(label), Some(hint)), value, &t("proposal-points"))
        };
        let (least, least_hint) = (msg("proposal-least"), msg("proposal-least-hint"));
        let (keep, keep_hint) = (t("proposal-keep"), msg("proposal-keep-hint"));
        let (waiting, waiting_hint) = (msg("proposal-waiting"), msg("proposal-waiting-hint"));
        let (placing, placing_hint) = (msg("proposal-placing"), msg("proposal-placing-hint"));
        let (course, course_hint) = (msg("proposal-course"), msg("proposal-course-hint"));
        html! {
            (self.mode(&typed.mode))
            (parts::fieldset(&t("proposal-added"), Heading::Section, html! {
                p.govuk-hint { (t("proposal-added-hint")) }
                (groups(ADDED, &typed.added))
            }))
            (self.level(&typed.level))
            (parts::fieldset(&t("proposal-kept"), Heading::Section, html! {
                p.govuk-hint { (t("proposal-kept-hint")) }
                (groups(KEPT, &typed.kept))
            }))
            (parts::fieldset(&t("proposal-others"), Heading::Section, html! {
                (points("least", (least, least_hint), &typed.least))
                (self.number("keep", (&keep, Some(keep_hint)), &typed.keep, "%"))
                (points("waiting", (waiting, waiting_hint), &typed.waiting))
                (points("placing", (placing, placing_hint), &typed.placing))
                (points("course", (course, course_hint), &typed.course))
            }))
        }
    }

    fn mode(&self, chosen: &str) -> Markup {
        let t = |key| self.tongue.t(key);
        let choice = |mode: &Mode| {
            let choice = Choice::new(mode.code(), t(mode_key(*mode)));
            choice.chosen(mode.code() == chosen)
        };
        let choices: Vec<Choice> = Mode::ALL.iter().map(choice).collect();
        let (word, sentence) = (t("shell-error-prefix"), self.wrong("mode"));
        let problem = sentence.as_deref().map(|sentence| Problem { word: &word, sentence });
        parts::radios(&Choices {
            id: "mode",
            name: "mode",
            legend: &t("proposal-mode"),
            hint: Some(&t("proposal-mode-hint")),
            heading: Heading::Section,
            problem,
            choices: &choices,
            ..Choices::default()
        })
    }

    fn level(&self, chosen: &str) -> Markup {
        let t = |key| self.tongue.t(key);
        let none = Choice::new("", t("proposal-level-none")).chosen(chosen.is_empty());
        let groups = Group::ALL.iter().map(|group| {
            Choice::new(group.code(), t(group_key(*group))).chosen(group.code() == chosen)
        });
        let choices: Vec<Choice> = std::iter::once(none).chain(groups).collect();
        let (label, hint) = (t("proposal-level"), t("proposal-level-hint"));
        let (word, sentence) = (t("shell-error-prefix"), self.wrong("level"));
        let problem = sentence.as_deref().map(|sentence| Problem { word: &word, sentence });
        parts::select(&Select {
            id: "level",
            name: "level",
            label: &label,
            hint: Some(&hint),
            problem,
            choices: &choices,
            ..Select::default()
        })
    }
}
