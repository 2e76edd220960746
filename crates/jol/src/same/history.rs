//! On the page of a person who has several records: what each says, and what is taken.

use domain::same::golden::{Answer, Field, Said};
use jiff::civil::Date;
use maud::{Markup, html};

use super::golden::Golden;
use crate::{
    returnee::fields::{label_key, spoken},
    web::parts::{self, Column, Table},
    words::{Tongue, msg},
};

fn said_key(said: Said) -> &'static str {
    match said {
        Said::ByPerson => msg("same-said-person"),
        Said::ByAgency => msg("same-said-agency"),
        Said::ByOfficer => msg("same-said-officer"),
        Said::SinceJoined => msg("same-said-since"),
    }
}

/// The answers side by side: what is taken and from where, and what the other records say.
pub fn table(tongue: Tongue, golden: &Golden, today: Date) -> Markup {
    let t = |key| tongue.t(key);
    let number = |answer: &Answer| golden.number(answer.record).unwrap_or_default();
    let title = tongue.ta("same-records-title", &[("n", (golden.records.len() as i64).into())]);
    let row = |field: &Field| {
        let taken = field.taken()?;
        let others = field.answers.iter().enumerate().filter(|(place, other)| {
            *place != field.taken && !other.value.is_empty() && other.value != taken.value
        });
        let others: Vec<_> = others.map(|(_, other)| other).collect();
        if taken.value.is_empty() && others.is_empty() {
            return None;
        }
        Some(vec![
            html! { (t(label_key(field.name))) },
            html! { (spoken(tongue, field.name, &taken.value, today)) },
            html! { (number(taken)) },
            html! { (t(said_key(taken.said))) ", " (tongue.moment(taken.at)) },
            html! {
                @for other in others {
                    p.govuk-body-s { (spoken(tongue, field.name, &other.value, today)) " (" (number(other)) ")" }
                }
            },
        ])
    };
    let columns = [
        Column::new(t("same-records-field")).names_row(),
        Column::new(t("same-records-value")),
        Column::new(t("same-records-from")),
        Column::new(t("same-records-said")),
        Column::new(t("same-records-others")),
    ];
    html! {
        h2.govuk-heading-m id="records" { (title) }
        (parts::table(&Table {
            caption: &title,
            caption_hidden: true,
            columns: &columns,
            rows: golden.fields.iter().filter_map(row).collect(),
            ..Table::default()
        }))
    }
}
