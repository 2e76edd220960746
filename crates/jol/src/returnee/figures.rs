//! Figures by place, none of which points at single people.

use axum::{extract::State, response::Response};
use domain::{
    access::{Action, Reach},
    territory::Territory,
};
use maud::html;

use super::{commands::reach, fields, store};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        page::Page,
        parts::{self, Column, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
};

pub fn routes() -> Routes {
    Routes::default().get("/statistics", Need::To(Action::Aggregate), statistics)
}

/// Below this a figure could point at single people, so it is not shown.
const SMALLEST_SHOWN: i64 = 10;

/// One place of the figures by place: women, men, all. A number too small is `None`; where one part is
/// hidden the other is too, because the sum would give it away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Figure {
    women: Option<i64>,
    men: Option<i64>,
    all: Option<i64>,
}

impl Figure {
    fn of(women: i64, men: i64, unknown: i64) -> Self {
        let shown = |n: i64| (n == 0 || n >= SMALLEST_SHOWN).then_some(n);
        let all = shown(women + men + unknown);
        let parts = (shown(women), shown(men), shown(unknown));
        match (all, parts) {
            (Some(_), (Some(women), Some(men), Some(_))) => {
                Self { women: Some(women), men: Some(men), all }
            }
            _ => Self { women: None, men: None, all },
        }
    }
}

async fn statistics(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    let actor = visitor.actor()?;
    let scope = reach(&actor, Action::Aggregate)?;
    let counted = store::by_place(&mut app.db.read().await?, &scope).await?;
    let by_oblast = !matches!(scope.reach, Reach::Office { .. });
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let today = app.today();
    let mut places: Vec<(Option<Territory>, [i64; 3])> = Vec::new();
    for (code, sex, n) in counted {
        let place = code.and_then(|code| Territory::parse(&code).ok());
        let place = if by_oblast { place.map(Territory::oblast) } else { place };
        let column = match sex.as_deref() {
            Some("f") => 0,
            Some("m") => 1,
            _ => 2,
        };
        match places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, counts)) => counts[column] += n,
            None => {
                let mut counts = [0; 3];
                counts[column] = n;
                places.push((place, counts));
            }
        }
    }
    let hidden = t("statistics-hidden");
    let cell = |n: Option<i64>| match n {
        Some(n) => html! { (tongue.integer(n)) },
        None => html! { span aria-hidden="true" { "—" } span.govuk-visually-hidden { (hidden) } },
    };
    let rows = places
        .iter()
        .map(|(place, [women, men, unknown])| {
            let figure = Figure::of(*women, *men, *unknown);
            let name = place.map(|place| fields::full_name(place, tongue, today));
            let name = name.unwrap_or_else(|| t("shell-not-given").into_owned());
            vec![html! { (name) }, cell(figure.women), cell(figure.men), cell(figure.all)]
        })
        .collect();
    let columns = [
        Column::new(t("statistics-place")).names_row(),
        Column::new(t("statistics-women")).numeric(),
        Column::new(t("statistics-men")).numeric(),
        Column::new(t("statistics-all")).numeric(),
    ];
    let (caption, empty) = (t("statistics-caption"), t("record-none"));
    let table =
        Table { caption: &caption, columns: &columns, rows, empty: &empty, ..Table::default() };
    let main = html! {
        (parts::heading(&t("nav-statistics"), None))
        p.govuk-body { (t("statistics-text")) }
        (parts::table(&table))
        p.govuk-body { (hidden) }
    };
    Ok(Page::new(t("nav-statistics"), main).show(&app, &visitor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_figure_points_at_single_people_not_even_by_subtraction() {
        let hidden = |all| Figure { women: None, men: None, all };
        assert_eq!(Figure::of(12, 20, 0), Figure { women: Some(12), men: Some(20), all: Some(32) });
        assert_eq!(Figure::of(3, 20, 0), hidden(Some(23)));
        assert_eq!(Figure::of(12, 20, 4), hidden(Some(36)));
        assert_eq!(Figure::of(3, 2, 0), hidden(None));
        assert_eq!(Figure::of(0, 15, 0), Figure { women: Some(0), men: Some(15), all: Some(15) });
    }
}
