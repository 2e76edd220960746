//! A change of a record, with before and after, by an officer or by the person.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::{Action, Seat},
    fault::FieldFault,
    id::ReturneeId,
    returnee::{Change, Typed, Who, changes},
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    commands::Edit,
    fields,
    pages::{look, read},
    store::Returnee,
};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        address::Path,
        form::{self, Form},
        page::Page,
        parts::{self, Column, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::Tongue,
};

pub fn routes() -> Routes {
    Routes::default().get("/returnees/{id}/edit", Need::To(Action::Edit), edit).post(
        "/returnees/{id}/edit",
        Need::To(Action::Edit),
        change,
    )
}

async fn edit(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let returnee = read(&app, &actor, Action::Edit, id).await?;
    look(&app, actor, "seen", id).await?;
    let typed = returnee.details.typed();
    Ok(show_edit(&app, &visitor, &returnee, &typed, &[], None, false))
}

/// The form of a change. `stale` says that somebody else was faster; what was typed stays.
pub fn show_edit(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    typed: &Typed,
    faults: &[FieldFault],
    kept: Option<Uuid>,
    stale: bool,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let own = visitor.actor.is_some_and(|actor| actor.seat == Seat::Own(returnee.id));
    let back = match own {
        true => "/me/record".to_owned(),
        false => format!("/returnees/{}", returnee.id),
    };
    let action = format!("{back}/edit");
    let main = html! {
        (parts::heading(&t("record-change"), Some(&returnee.number.to_string())))
        @if stale {
            (parts::warning(&t("refusal-changed-title"), &t("record-stale")))
            (differences(tongue, &changes(typed, &returnee.details.typed()), app.today()))
        }
        form method="post" action=(action) novalidate {
            (form::hidden_with(app, visitor, kept))
            (parts::hidden("version", &returnee.version.to_string()))
            (fields::questions(tongue, typed, faults, app.today()))
            (parts::button(&t("shell-continue")))
        }
    };
    let page = Page::new(t("record-change"), main).back(back).problems(visitor, faults, fields::id);
    let page = if stale { page.status(StatusCode::CONFLICT) } else { page };
    page.show(app, visitor)
}

/// Answers of a record before and after, side by side.
pub fn differences(tongue: Tongue, changes: &[Change], today: Date) -> Markup {
    let rows = changes.iter().map(|change| {
        let field = change.field.as_str();
        let spoken = |value: &str| fields::spoken(tongue, field, value, today);
        [
            tongue.t(fields::label_key(field)).into_owned(),
            spoken(&change.before),
            spoken(&change.after),
        ]
    });
    side_by_side(tongue, rows)
}

/// What is asked, the answer before, the answer after.
pub fn side_by_side(tongue: Tongue, rows: impl Iterator<Item = [String; 3]>) -> Markup {
    let t = |key| tongue.t(key);
    let columns = [
        Column::new(t("record-field")).names_row(),
        Column::new(t("record-before")),
        Column::new(t("record-after")),
    ];
    let rows = rows.map(|row| row.map(|cell| html! { (cell) }).into()).collect();
    let caption = t("record-differences");
    let empty = t("record-no-difference");
    parts::table(&Table {
        caption: &caption,
        columns: &columns,
        rows,
        empty: &empty,
        ..Table::default()
    })
}

async fn change(
    State(app): State<App>,
    Path(id): Path<ReturneeId>,
    form: Form,
) -> Result<Response, Refusal> {
    // A returnee who comes this way is held to the same answers as on their own page.
    let own = form.visitor.actor()?.seat == Seat::Own(id);
    let who = if own { Who::Person } else { Who::Officer };
    save_change(&app, &form, id, who, format!("/returnees/{id}")).await
}

/// A change in two pages: first what differs, then, confirmed, the change itself.
pub async fn save_change(
    app: &App,
    form: &Form,
    id: ReturneeId,
    who: Who,
    done: String,
) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let actor = visitor.actor()?;
    let returnee = read(app, &actor, Action::Edit, id).await?;
    let typed = fields::typed(form);
    let version: i64 = form.text("version").parse().map_err(|_| Refusal::FormTooOld)?;
    let again = |faults: &[FieldFault], stale: bool| {
        Ok(show_edit(app, visitor, &returnee, &typed, faults, Some(form.id), stale))
    };

    let details = match typed.read(who, app.today()) {
        Ok(details) => details,
        Err(faults) => return again(&faults, false),
    };
    let confirmed = form.has("confirmed");
    if version != returnee.version && !confirmed {
        return again(&[], true);
    }
    let what = changes(&returnee.details.typed(), &details.typed());
    if !confirmed && !form.has("back") {
        let typed = details.typed();
        return Ok(show_confirm(app, visitor, &returnee, &typed, &what, &done, html! {}));
    }
    if form.has("back") {
        return again(&[], false);
    }

    let edit = Edit { app: app.clone(), act: app.act(actor), id, version, details };
    match app.db.run_once(form.once(app), edit).await {
        // Who moved away is looked after by another office now.
        Ok(_) if read(app, &actor, Action::See, id).await.is_err() => {
            Ok(Redirect::to("/returnees").into_response())
        }
        Ok(_) => Ok(Redirect::to(&done).into_response()),
        Err(Refusal::Form(faults)) => again(&faults, false),
        Err(Refusal::Stale) => again(&[], true),
        Err(other) => Err(other),
    }
}

/// What differs, before it is changed. `first` is said above it.
pub fn show_confirm(
    app: &App,
    visitor: &Visitor,
    returnee: &Returnee,
    typed: &Typed,
    what: &[Change],
    done: &str,
    first: Markup,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let action = format!("{done}/edit");
    let main = html! {
        (parts::heading(&t("record-check-change"), Some(&returnee.number.to_string())))
        (first)
        (differences(tongue, what, app.today()))
        form method="post" action=(action) novalidate {
            // A new id: the page before asked for nothing to be written.
            (form::hidden(app, visitor))
            (parts::hidden("version", &returnee.version.to_string()))
            @for (field, value) in typed.answers() { (parts::hidden(field, value)) }
            @if what.is_empty() {
                (parts::link_button(&t("shell-back"), done))
            } @else {
                button.govuk-button type="submit" name="confirmed" value="yes" { (t("shell-save")) }
                " "
                (parts::secondary_button(&t("record-change-again"), "back", "yes"))
            }
        }
    };
    Page::new(t("record-check-change"), main).back(done).show(app, visitor)
}
