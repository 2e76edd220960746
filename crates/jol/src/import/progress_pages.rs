//! How far a file has come, and what became of its lines.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::access::Action;
use maud::html;
use uuid::Uuid;

use super::{
    kept,
    pages::{kind_key, opened, own, state_key},
    report,
    run::Trouble,
    store::{Run, State as RunState, alike},
};
use crate::{
    app::App,
    refusal::Refusal,
    returnee::commands::reach,
    web::{
        address::Path,
        page::Page,
        parts::{self, Kind as Notice, Row},
        visitor::Visitor,
    },
    words::msg,
};

/// Seconds after which a page of something under way asks again.
const AGAIN: &str = "3";

/// A run that was begun. While it goes on the page asks again by itself; a link does the same.
pub async fn show(app: &App, visitor: &Visitor, run: &Run) -> Result<Response, Refusal> {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let (state, kind) = (run.state()?, run.kind()?);
    let here = format!("/import/{}", run.id);
    let running = state == RunState::Running;
    let n_through = run.n_good + run.n_bad;
    let share = if run.n_lines > 0 { n_through as f64 / run.n_lines as f64 } else { 0.0 };
    let of_all = [("n", n_through.into()), ("all", run.n_lines.into())];
    let mut rows = vec![
        Row::new(t("import-kind"), t(kind_key(kind))),
        Row::new(t("import-begun-at"), tongue.moment(run.made_at)),
        Row::new(t("import-state"), t(state_key(state))),
    ];
    if let Some(at) = run.ended_at {
        rows.push(Row::new(t("import-ended-at"), tongue.moment(at)));
    }
    if state == RunState::Done || running {
        rows.push(Row::new(t("import-good"), tongue.integer(run.n_good)));
    }
    rows.push(Row::new(t("import-bad"), tongue.integer(run.n_bad)));
    if kind == super::Kind::People {
        let scope = reach(&visitor.actor()?, Action::Check)?;
        let alike = alike(&mut app.db.read().await?, &scope, run, app.now()).await?;
        rows.push(Row::new(t("import-joined"), tongue.integer(alike.n_joined)));
        rows.push(Row::new(t("import-alike"), tongue.integer(alike.n_open)));
    }
    let was_there = visitor.path.ends_with("again=yes") && !running;
    let why = run.fault.as_deref().map(why_key);
    let main = html! {
        @if was_there {
            (parts::notification(Notice::Important, &t("import-title"), &t("import-again")))
        }
        (parts::heading(&t("import-title"), None))
        @if running {
            p.govuk-body { (tongue.ta("import-through", &of_all)) }
            (parts::bar(share, share, share))
            p.govuk-body { (t("import-goes-on")) " " (parts::link(&t("import-look-again"), &here)) }
        }
        @if let Some(why) = why { (parts::inset(html! { (t(why)) })) }
        (parts::summary_list(&rows))
        @if run.n_bad > 0 && !running && kept::has(app, run.id) {
            p.govuk-body { (t("import-bad-lines-text")) }
            p.govuk-body { (parts::link(&t("import-bad-lines"), &format!("{here}/bad-lines"))) }
        }
        @if !running { p.govuk-body { (parts::link(&t("import-another"), "/import")) } }
    };
    let mut answer = Page::new(t("import-title"), main).back("/import").show(app, visitor);
    if running {
        answer.headers_mut().insert(header::REFRESH, HeaderValue::from_static(AGAIN));
    }
    Ok(answer)
}

/// Why nothing of a file was taken, or why it broke off.
fn why_key(fault: &str) -> &'static str {
    match fault {
        "fault-import-all-or-nothing" => msg("fault-import-all-or-nothing"),
        "fault-import-blocked" => msg("fault-import-blocked"),
        "fault-import-changed" => msg("fault-import-changed"),
        _ => msg("fault-import-broke-off"),
    }
}

/// The lines that were not taken, to be mended and sent again.
pub async fn bad_lines(
    visitor: Visitor,
    State(app): State<App>,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let run = own(&app, &visitor, id).await?;
    if run.n_bad == 0 || !kept::has(&app, id) {
        return Err(Refusal::NotFound);
    }
    let kind = run.kind()?;
    let sheet = async {
        let (input, survey) = opened(&app, &run).await?;
        let start = b"\xef\xbb\xbf".to_vec();
        report::bad_lines(&app, id, (kind, input, survey), visitor.tongue, start).await
    };
    let sheet = sheet.await.map_err(|trouble| match trouble {
        Trouble::Refusal(refusal) => refusal,
        Trouble::File(fault) => Refusal::rule(&fault),
    })?;
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"bad-lines.csv\"");
    Ok(([kind, name], Body::from(sheet)).into_response())
}
