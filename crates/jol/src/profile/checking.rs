//! An office says how sure a line is. Where what was found is not what is said, both stand.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Action,
    fault::FieldFault,
    profile::{Evidence, Item, Kind, TypedItem},
    text::Line,
};
use maud::html;

use super::{
    commands::{Checked, SetEvidence},
    lines::{line, version},
    pages::About,
    questions,
    speak::evidence_key,
    store::KeptItem,
};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        ask::{Asking, Question},
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Choices, Input, Problem},
    },
    words::Tongue,
};

/// What a paper or a test may say otherwise than the person.
fn found_question(app: &App, kind: Kind, tongue: Tongue) -> Option<Question> {
    let field = match kind {
        Kind::Language => "level",
        Kind::Licence => "to_on",
        _ => return None,
    };
    let questions = questions::of_item(kind, "", &app.lists.now(), tongue);
    questions.into_iter().find(|question| question.field == field)
}

pub async fn ask(about: About, State(app): State<App>) -> Result<Response, Refusal> {
    let (_, kept) = about.read_line(&app, Action::Check).await?;
    about.look(&app, "seen").await?;
    show(&app, &about, &kept, None, &[]).await
}

async fn show(
    app: &App,
    about: &About,
    kept: &KeptItem,
    typed: Option<&Form>,
    faults: &[FieldFault],
) -> Result<Response, Refusal> {
    let (profile, _) = about.read_line(app, Action::Check).await?;
    let tongue = about.visitor.tongue;
    let t = |key| tongue.t(key);
    let here = format!("{}/{}/evidence", about.profile(), kept.id);
    let chosen = typed.map_or(kept.evidence.code(), |form| form.text("evidence"));
    let choices: Vec<Choice> = Evidence::ALL
        .iter()
        .map(|one| Choice::new(one.code(), t(evidence_key(*one))).chosen(one.code() == chosen))
        .collect();
    let by = kept.recognised_by.as_ref().map_or("", |by| by.as_str());
    let by = typed.map_or(by, |form| form.text("recognised_by"));
    let fault = faults.iter().find(|fault| fault.field == "recognised_by");
    let sentence = fault.map(|fault| tongue.sentence(&fault.sentence));
    let word = t("shell-error-prefix");
    let problem = sentence.as_deref().map(|sentence| Problem { word: &word, sentence });
    let lists = app.lists.now();
    let asking = Asking { tongue, lists: &lists, faults, today: app.today() };
    let as_said = kept.item.typed();
    let found = found_question(app, kept.item.kind, tongue).map(|question| {
        let said = as_said.answers().into_iter().find(|(field, _)| *field == question.field);
        let value = match typed {
            Some(form) => found_answer(form, question.field),
            None => said.map_or("", |(_, value)| value).to_owned(),
        };
        asking.one(&question, &value)
    });
    let number = profile.returnee.number.to_string();
    let main = html! {
        (parts::heading(&t("profile-check"), Some(&number)))
        (line(app, about, kept))
        form method="post" action=(here) novalidate {
            (form::hidden_with(app, &about.visitor, typed.map(|form| form.id)))
            (parts::hidden("version", &kept.version.to_string()))
            (parts::radios(&Choices {
                id: "evidence",
                name: "evidence",
                legend: &t("profile-evidence"),
                hint: Some(&t("profile-evidence-hint")),
                choices: &choices,
                ..Choices::default()
            }))
            (parts::text_input(&Input {
                id: "recognised_by",
                name: "recognised_by",
                label: &t("profile-recognised-by"),
                hint: Some(&t("profile-recognised-hint")),
                value: by,
                problem,
                ..Input::default()
            }))
            @if let Some(found) = found {
                h2.govuk-heading-m { (t("profile-found")) }
                p.govuk-body { (t("profile-found-text")) }
                (found)
            }
            (parts::button(&t("shell-save")))
        }
    };
    let page = Page::new(t("profile-check"), main).back(about.profile());
    let page = page.problems(&about.visitor, faults, str::to_owned);
    Ok(page.show(app, &about.visitor))
}

fn found_answer(form: &Form, field: &str) -> String {
    if field == "to_on" { form.date(field) } else { form.text(field).to_owned() }
}

/// How sure a line is, and what was found where it is not what is said.
type Answered = (Checked, Option<Item>);

/// Reads the form. Where nothing is answered, what was found is what is said.
fn read(
    app: &App,
    kept: &KeptItem,
    form: &Form,
) -> Result<Result<Answered, Vec<FieldFault>>, Refusal> {
    let evidence = form.text("evidence").parse::<Evidence>();
    let evidence = evidence.map_err(|_| Refusal::Unreadable("evidence".into()))?;
    let mut faults = Vec::new();
    let by = form.text("recognised_by").trim();
    let recognised_by = match by.parse::<Line<120>>() {
        _ if evidence != Evidence::Recognised => None,
        _ if by.is_empty() => {
            faults.push(FieldFault::plain("recognised_by", "fault-recognised-by"));
            None
        }
        Ok(by) => Some(by),
        Err(fault) => {
            faults.push(FieldFault::of("recognised_by", &fault));
            None
        }
    };
    let said = kept.item.typed();
    let answer = |field| Some(found_answer(form, field)).filter(|answer| !answer.is_empty());
    let found = match kept.item.kind {
        _ if evidence == Evidence::Said => None,
        Kind::Language => answer("level").map(|level| TypedItem { level, ..said }),
        Kind::Licence => answer("to_on").map(|to_on| TypedItem { to_on, ..said }),
        _ => None,
    };
    let found = match found.map(|typed| typed.read(&app.lists.now(), app.today())).transpose() {
        Ok(found) => found,
        Err(wrong) => {
            faults.extend(wrong);
            None
        }
    };
    let checked = Checked { evidence, recognised_by };
    Ok(if faults.is_empty() { Ok((checked, found)) } else { Err(faults) })
}

pub async fn set(about: About, State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let (_, kept) = about.read_line(&app, Action::Check).await?;
    let version = version(&form)?;
    let (checked, found) = match read(&app, &kept, &form)? {
        Ok(read) => read,
        Err(faults) => return show(&app, &about, &kept, Some(&form), &faults).await,
    };
    let command = SetEvidence {
        app: app.clone(),
        act: app.act(about.actor),
        person: about.id,
        id: kept.id,
        version,
        checked,
        found: found.map(|item| (form.id, item)),
    };
    app.db.run_once(form.once(&app), command).await?;
    Ok(Redirect::to(&about.profile()).into_response())
}
