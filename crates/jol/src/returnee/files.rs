//! Files kept with a record: a diploma, a contract. Checked, cleaned and sealed on the way in.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::{access::Action, fault::FieldFault, id::ReturneeId};
use jiff::Timestamp;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    commands::{Attach, Look, file_place, reach},
    store,
};
use crate::{
    app::App,
    refusal::Refusal,
    vault::file_check,
    web::{
        address::Path,
        form::{self, Form},
        page::Page,
        parts::{self, Column, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::msg,
};

pub fn routes() -> Routes {
    Routes::default().post("/returnees/{id}/files", Need::To(Action::Attach), add).get(
        "/files/{id}",
        Need::To(Action::ReadFile),
        file,
    )
}

fn kind_key(kind: &str) -> &'static str {
    match kind {
        "application/pdf" => msg("file-pdf"),
        _ => msg("file-picture"),
    }
}

pub fn list(visitor: &Visitor, files: &[(Uuid, String, i64, Timestamp)]) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let columns = [
        Column::new(t("file-kind")).names_row(),
        Column::new(t("file-added")),
        Column::new(t("file-size")).numeric(),
    ];
    let rows = files
        .iter()
        .map(|(id, kind, n_bytes, added_at)| {
            let size = [("n", (n_bytes.max(&1_024) / 1_024).into())];
            vec![
                parts::link(&t(kind_key(kind)), &format!("/files/{id}")),
                html! { (tongue.moment(*added_at)) },
                html! { (tongue.ta("file-kilobytes", &size)) },
            ]
        })
        .collect();
    let (caption, empty) = (t("file-list"), t("file-none"));
    parts::table(&Table {
        caption: &caption,
        caption_hidden: true,
        columns: &columns,
        rows,
        empty: &empty,
        ..Table::default()
    })
}

pub fn add_form(
    app: &App,
    visitor: &Visitor,
    action: &str,
    faults: &[FieldFault],
    kept: Option<Uuid>,
) -> Markup {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let word = t("shell-error-prefix");
    let sentence = faults.first().map(|fault| tongue.sentence(&fault.sentence));
    html! {
        form method="post" action=(action) enctype="multipart/form-data" novalidate {
            (form::hidden_with(app, visitor, kept))
            (parts::file_upload(&parts::FileUpload {
                id: "file",
                name: "file",
                label: &t("file-add"),
                hint: Some(&t("file-hint")),
                problem: sentence.as_deref().map(|sentence| parts::Problem { word: &word, sentence }),
                accept: Some("image/jpeg,image/png,application/pdf"),
                ..parts::FileUpload::default()
            }))
            (parts::secondary_button(&t("shell-add"), "add", "yes"))
        }
    }
}

async fn add(
    State(app): State<App>,
    Path(person): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    let here = format!("/returnees/{person}");
    keep(&app, &form, person, &here).await
}

/// Checks and keeps the file of a form, then goes back.
pub async fn keep(
    app: &App,
    form: &Form,
    person: ReturneeId,
    back: &str,
) -> Result<Response, Refusal> {
    let actor = form.visitor.actor()?;
    // Nobody makes us decode a picture for a record they cannot reach.
    super::pages::read(app, &actor, Action::Attach, person).await?;
    let bytes = form.file.clone().unwrap_or_default();
    let checked = app.files.run(move || file_check::check(&bytes, "")).await;
    let checked = match checked {
        Err(_) => return Err(Refusal::TooMany { wait_seconds: 5 }),
        Ok(Err(fault)) => {
            let faults = [FieldFault::of("file", &fault)];
            return Ok(show_again(app, form, back, &faults));
        }
        Ok(Ok(checked)) => checked,
    };
    let attach = Attach {
        app: app.clone(),
        act: app.act(actor),
        id: form.id,
        person,
        kind: checked.kind.media_type(),
        bytes: checked.bytes,
    };
    match app.db.run_once(form.once(app), attach).await {
        Ok(_) => Ok(Redirect::to(back).into_response()),
        Err(Refusal::Form(faults)) => Ok(show_again(app, form, back, &faults)),
        Err(other) => Err(other),
    }
}

fn show_again(app: &App, form: &Form, back: &str, faults: &[FieldFault]) -> Response {
    let title = form.visitor.tongue.t("file-list");
    let main = html! {
        (parts::heading(&title, None))
        (add_form(app, &form.visitor, &format!("{back}/files"), faults, Some(form.id)))
    };
    Page::new(title, main)
        .back(back)
        .problems(&form.visitor, faults, str::to_owned)
        .show(app, &form.visitor)
}

/// The content, always as a download: a browser never opens a stranger's file inside this site.
async fn file(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::ReadFile)?;
    let mut tx = app.db.read().await?;
    let file = store::attachment(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let person = ReturneeId::from_uuid(file.returnee);
    let key = store::person_key(&mut tx, &app.keys, person).await?.ok_or(Refusal::NotFound)?;
    drop(tx);
    let sealed = file.content.ok_or(Refusal::NotFound)?;
    let bytes = key.open(&file_place(id), &sealed).map_err(|error| Refusal::Ours(error.into()))?;

    let look = Look {
        app: app.clone(),
        act: app.act(actor),
        action: "read-file",
        object_kind: "file",
        object: id,
        person,
    };
    app.db.run(look).await?;

    let name = match file.kind.as_str() {
        "image/jpeg" => "attachment; filename=\"file.jpg\"",
        "image/png" => "attachment; filename=\"file.png\"",
        _ => "attachment; filename=\"file.pdf\"",
    };
    let kind = (header::CONTENT_TYPE, file.kind);
    Ok(([kind], [(header::CONTENT_DISPOSITION, name)], bytes.to_vec()).into_response())
}
