//! What an employer is shown of a person: the name, the lines of the profile and the wishes. No PIN, no birth date, no
//! resources and barriers, and the phone only by their own word.

use domain::{
    access::Scope,
    classifier::{Classifiers, Scheme},
    id::ReturneeId,
    profile::{Evidence, Fluency, Kind},
    returnee::Education,
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::describe;
use crate::{
    access::predicate::within,
    db::{Error, Tx},
    profile::{
        backing::counting,
        store::{ItemRow, KeptItem, WishRow},
    },
    returnee::fields::education_key,
    web::parts::{self, Colour, Row},
    words::{Tongue, msg},
};

/// The lines of a person within reach that are for employers. Of two that contradict each other they see the surer one: what
/// differs is between the person and the office.
pub async fn lines(
    tx: &mut Tx,
    scope: &Scope,
    id: ReturneeId,
    today: Date,
) -> Result<Vec<ItemRow>, Error> {
    let mut values = vec![id.uuid().into()];
    let sql = within(include_str!("queries/lines.sql"), scope, &mut values);
    let rows: Vec<ItemRow> = tx.list(sql, &values).await?;
    let is_for_cv = |row: &ItemRow| row.kind.parse().is_ok_and(Kind::is_for_cv);
    let kept: Vec<KeptItem> =
        rows.into_iter().filter(is_for_cv).map(KeptItem::try_from).collect::<Result<_, _>>()?;
    let (kept, _) = counting(kept, None, today);
    Ok(kept.iter().map(KeptItem::row).collect())
}

pub async fn wish(tx: &mut Tx, scope: &Scope, id: ReturneeId) -> Result<Option<WishRow>, Error> {
    let mut values = vec![id.uuid().into()];
    let sql = within(include_str!("queries/wish.sql"), scope, &mut values);
    tx.find(sql, &values).await
}

/// The kinds that employers see, in the order of a CV.
const SHOWN: [(Kind, &str); 5] = [
    (Kind::Work, msg("candidate-work")),
    (Kind::Study, msg("candidate-study")),
    (Kind::Skill, msg("candidate-skills")),
    (Kind::Language, msg("candidate-languages")),
    (Kind::Licence, msg("candidate-licences")),
];

/// How sure a line is, where it is more than the person's own word.
fn evidence(tongue: Tongue, code: &str) -> Option<Markup> {
    let key = match code.parse().ok()? {
        Evidence::Said => return None,
        Evidence::Seen => msg("candidate-seen"),
        Evidence::Tested => msg("candidate-tested"),
        Evidence::Certified => msg("candidate-certified"),
        Evidence::Recognised => msg("candidate-recognised"),
    };
    Some(parts::tag(&tongue.t(key), Colour::Green))
}

fn line(tongue: Tongue, lists: &Classifiers, kind: Kind, row: &ItemRow) -> String {
    let scheme = kind.scheme();
    let name =
        scheme.zip(row.code.as_deref()).map(|(s, code)| describe::name(tongue, lists, s, code));
    let level = row.level.as_deref().map(|level| match (kind, level.parse::<Fluency>()) {
        (Kind::Language, Ok(level)) => describe::fluency(tongue, level),
        _ => level.parse::<Education>().map_or_else(
            |_| level.to_owned(),
            |education| tongue.t(education_key(education)).into_owned(),
        ),
    });
    let year = |day: Option<Date>| day.map(|day| day.year().to_string()).unwrap_or_default();
    let years = match (row.from_on, row.to_on) {
        (None, None) => None,
        (from, to) => Some(format!("{}–{}", year(from), year(to))),
    };
    let parts = [name, level, row.words.clone(), years];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The lines under their headings.
pub fn show_lines(tongue: Tongue, lists: &Classifiers, lines: &[ItemRow]) -> Markup {
    html! {
        @for (kind, key) in SHOWN {
            @let of_kind: Vec<&ItemRow> = lines.iter().filter(|row| row.kind == kind.code()).collect();
            @if !of_kind.is_empty() {
                h2.govuk-heading-m { (tongue.t(key)) }
                ul.govuk-list.govuk-list--bullet {
                    @for row in of_kind {
                        li {
                            (line(tongue, lists, kind, row))
                            @if let Some(tag) = evidence(tongue, &row.evidence) { " " (tag) }
                        }
                    }
                }
            }
        }
        @if lines.is_empty() { p.govuk-body { (tongue.t("candidate-no-lines")) } }
    }
}

/// What the person wants, where they said so.
pub fn show_wish(tongue: Tongue, lists: &Classifiers, wish: &WishRow, today: Date) -> Markup {
    let t = |key| tongue.t(key);
    let names = |scheme, codes: &str| {
        let names: Vec<String> = codes
            .split_whitespace()
            .map(|code| describe::name(tongue, lists, scheme, code))
            .collect();
        tongue.list(&names)
    };
    let mut rows = Vec::new();
    for (key, value) in [
        (msg("offer-occupation"), names(Scheme::Occupation, &wish.occupations)),
        (msg("offer-form"), names(Scheme::WorkForm, &wish.forms)),
        (
            msg("offer-territory"),
            wish.place
                .as_deref()
                .map(|code| describe::place(tongue, code, today))
                .unwrap_or_default(),
        ),
        (msg("offer-starts"), wish.from_on.map(|day| tongue.date_long(day)).unwrap_or_default()),
    ] {
        if !value.is_empty() {
            rows.push(Row::new(t(key), value));
        }
    }
    html! {
        @if !rows.is_empty() {
            h2.govuk-heading-m { (t("candidate-wish")) }
            (parts::summary_list(&rows))
        }
    }
}
