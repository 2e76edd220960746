//! Things in rows: answers, tasks, tables, the journal, and the way from one page of them to the next.

use maud::{Markup, html};

/// One line of a summary: a name and what is known.
#[derive(Clone, Debug)]
pub struct Row {
    key: String,
    value: Markup,
    changes: Vec<Change>,
}

#[derive(Clone, Debug)]
struct Change {
    href: String,
    words: String,
    hidden: String,
}

impl Row {
    pub fn new(key: impl Into<String>, value: impl maud::Render) -> Self {
        Self { key: key.into(), value: value.render(), changes: Vec::new() }
    }

    /// Adds a link. `hidden` tells a screen reader what would change: "Change" alone, ten times on a page,
    /// tells nothing.
    pub fn change(
        mut self,
        href: impl Into<String>,
        words: impl Into<String>,
        hidden: impl Into<String>,
    ) -> Self {
        self.changes.push(Change { href: href.into(), words: words.into(), hidden: hidden.into() });
        self
    }
}

/// Answers to check, or a record to read.
pub fn summary_list(rows: &[Row]) -> Markup {
    let any_change = rows.iter().any(|row| !row.changes.is_empty());
    html! {
        dl.govuk-summary-list {
            @for row in rows {
                div.govuk-summary-list__row
                    .govuk-summary-list__row--no-actions[any_change && row.changes.is_empty()] {
                    dt.govuk-summary-list__key { (row.key) }
                    dd.govuk-summary-list__value { (row.value) }
                    @match row.changes.as_slice() {
                        [] => {}
                        [change] => dd.govuk-summary-list__actions { (change_link(change)) },
                        changes => dd.govuk-summary-list__actions {
                            ul.govuk-summary-list__actions-list {
                                @for change in changes {
                                    li.govuk-summary-list__actions-list-item { (change_link(change)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn change_link(change: &Change) -> Markup {
    html! {
        a.govuk-link href=(change.href) {
            (change.words) span.govuk-visually-hidden { " " (change.hidden) }
        }
    }
}

/// A step of a longer road, with its state.
#[derive(Clone, Debug)]
pub struct Task {
    name: String,
    href: Option<String>,
    hint: Option<String>,
    status: Markup,
}

impl Task {
    /// A task without an address cannot be started yet.
    pub fn new(name: impl Into<String>, status: impl maud::Render) -> Self {
        Self { name: name.into(), href: None, hint: None, status: status.render() }
    }

    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// What there is to do, in order. `id` keeps the ids of two lists on one page apart.
pub fn task_list(id: &str, tasks: &[Task]) -> Markup {
    html! {
        ul.govuk-task-list {
            @for (i, task) in tasks.iter().enumerate() {
                @let id = format!("{id}-{}", i + 1);
                @let described = match task.hint {
                    Some(_) => format!("{id}-hint {id}-status"),
                    None => format!("{id}-status"),
                };
                li.govuk-task-list__item.govuk-task-list__item--with-link[task.href.is_some()] {
                    div.govuk-task-list__name-and-hint {
                        @match &task.href {
                            Some(href) => a.govuk-link.govuk-task-list__link href=(href)
                                aria-describedby=(described) { (task.name) },
                            None => div { (task.name) },
                        }
                        @if let Some(hint) = &task.hint {
                            div.govuk-task-list__hint id={ (id) "-hint" } { (hint) }
                        }
                    }
                    div.govuk-task-list__status.govuk-task-list__status--cannot-start-yet[task.href.is_none()]
                        id={ (id) "-status" } { (task.status) }
                }
            }
        }
    }
}

/// Which way a column is sorted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Ascending,
    Descending,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    words: String,
    numeric: bool,
    names_row: bool,
    sort: Option<(String, Option<Order>)>,
    hidden: bool,
}

impl Column {
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), numeric: false, names_row: false, sort: None, hidden: false }
    }

    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// The cells of this column name their rows: a screen reader says them before each other cell.
    pub fn names_row(mut self) -> Self {
        self.names_row = true;
        self
    }

    /// The heading becomes a link that sorts by this column; `now` is how it is sorted already.
    pub fn sort(mut self, href: impl Into<String>, now: Option<Order>) -> Self {
        self.sort = Some((href.into(), now));
        self
    }

    /// The heading is only heard, for a column of links or checkboxes.
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }
}

/// A table. Below the width of a tablet each row becomes a card with the headings beside the values, so
/// that nobody has to scroll sideways.
#[derive(Clone, Debug, Default)]
pub struct Table<'a> {
    pub caption: &'a str,
    /// The caption is only heard, where a heading above says the same.
    pub caption_hidden: bool,
    pub columns: &'a [Column],
    pub rows: Vec<Vec<Markup>>,
    /// Small letters and narrow rows, for an officer who looks at fifty of them.
    pub dense: bool,
    /// Stands in place of a table without rows.
    pub empty: &'a str,
}

pub fn table(table: &Table) -> Markup {
    if table.rows.is_empty() {
        return html! { p.govuk-body { (table.empty) } };
    }
    html! {
        table.govuk-table.jol-table.jol-table--dense[table.dense] {
            caption.govuk-table__caption.govuk-table__caption--m[!table.caption_hidden]
                .govuk-visually-hidden[table.caption_hidden] { (table.caption) }
            thead.govuk-table__head {
                tr.govuk-table__row {
                    @for column in table.columns { (head(column)) }
                }
            }
            tbody.govuk-table__body {
                @for row in &table.rows {
                    tr.govuk-table__row {
                        @for (column, cell) in table.columns.iter().zip(row) { (body_cell(column, cell)) }
                    }
                }
            }
        }
    }
}

fn head(column: &Column) -> Markup {
    let order = column.sort.as_ref().and_then(|(_, now)| now.as_ref()).map(|now| match now {
        Order::Ascending => "ascending",
        Order::Descending => "descending",
    });
    html! {
        th.govuk-table__header.govuk-table__header--numeric[column.numeric] scope="col" aria-sort=[order] {
            @match &column.sort {
                Some((href, _)) => a.govuk-link href=(href) { (column.words) },
                None if column.hidden => span.govuk-visually-hidden { (column.words) },
                None => (column.words),
            }
        }
    }
}

fn body_cell(column: &Column, cell: &Markup) -> Markup {
    let label = (!column.hidden).then_some(&column.words);
    html! {
        @if column.names_row {
            th.govuk-table__header scope="row" { (cell) }
        } @else {
            td.govuk-table__cell.govuk-table__cell--numeric[column.numeric] data-label=[label] { (cell) }
        }
    }
}

/// The way to the neighbouring pages of a list. A list is paged by key, so there are no page numbers: they
/// would change under the reader's hand. Each neighbour is an address and its words.
pub fn pagination(
    label: &str,
    previous: Option<(&str, &str)>,
    next: Option<(&str, &str)>,
) -> Markup {
    html! {
        @if previous.is_some() || next.is_some() {
            nav.govuk-pagination aria-label=(label) {
                @if let Some((href, words)) = previous {
                    div.govuk-pagination__prev {
                        a.govuk-link.govuk-pagination__link href=(href) rel="prev" {
                            (arrow("prev", "M7 1 2 6.5 7 12M2 6.5h12"))
                            span.govuk-pagination__link-title { (words) }
                        }
                    }
                }
                @if let Some((href, words)) = next {
                    div.govuk-pagination__next {
                        a.govuk-link.govuk-pagination__link href=(href) rel="next" {
                            span.govuk-pagination__link-title { (words) }
                            (arrow("next", "m8 1 5 5.5L8 12m5-5.5H1"))
                        }
                    }
                }
            }
        }
    }
}

fn arrow(way: &str, path: &str) -> Markup {
    html! {
        svg .govuk-pagination__icon .{ "govuk-pagination__icon--" (way) } xmlns="http://www.w3.org/2000/svg"
            height="13" width="15" viewBox="0 0 15 13" aria-hidden="true" focusable="false" {
            path d=(path) fill="none" stroke="currentColor" stroke-width="2" {}
        }
    }
}

/// One entry of the journal.
#[derive(Clone, Debug)]
pub struct Entry {
    datetime: String,
    when: String,
    what: String,
    who: Option<String>,
    detail: Option<Markup>,
}

impl Entry {
    /// `datetime` is for machines, `when` for people.
    pub fn new(
        datetime: impl Into<String>,
        when: impl Into<String>,
        what: impl Into<String>,
    ) -> Self {
        Self {
            datetime: datetime.into(),
            when: when.into(),
            what: what.into(),
            who: None,
            detail: None,
        }
    }

    pub fn who(mut self, who: impl Into<String>) -> Self {
        self.who = Some(who.into());
        self
    }

    /// What was before and after, or for which purpose.
    pub fn detail(mut self, detail: Markup) -> Self {
        self.detail = Some(detail);
        self
    }
}

/// What happened, when, and by whom: the newest first.
pub fn timeline(entries: &[Entry]) -> Markup {
    html! {
        ol.jol-timeline {
            @for entry in entries {
                li.jol-timeline__entry {
                    p.jol-timeline__what { (entry.what) }
                    p.jol-timeline__when {
                        time datetime=(entry.datetime) { (entry.when) }
                        @if let Some(who) = &entry.who { " · " (who) }
                    }
                    @if let Some(detail) = &entry.detail { div.jol-timeline__detail { (detail) } }
                }
            }
        }
    }
}

/// A bar of small fields above a list. What is asked stands in the address, so it can be kept and sent on.
#[derive(Clone, Debug, Default)]
pub struct Filters<'a> {
    pub action: &'a str,
    /// What the bar does, for screen readers.
    pub label: &'a str,
    pub fields: Markup,
    pub submit: &'a str,
    /// Words and address of the link that asks for everything again.
    pub clear: Option<(&'a str, &'a str)>,
}

pub fn filters(filters: &Filters) -> Markup {
    html! {
        form.jol-filters role="search" method="get" action=(filters.action) aria-label=(filters.label) {
            (filters.fields)
            div.jol-filters__buttons {
                button.govuk-button.govuk-button--secondary type="submit" { (filters.submit) }
                @if let Some((words, href)) = filters.clear {
                    a.govuk-link href=(href) { (words) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::web::parts::lines;

    #[test]
    fn a_link_to_change_says_what_it_changes() {
        let rows = [
            Row::new("Surname", "Asanova").change("/me/surname", "Change", "surname"),
            Row::new("Number", "JOL-4821"),
        ];
        assert_snapshot!(lines(summary_list(&rows)), @r#"
        <dl class="govuk-summary-list">
        <div class="govuk-summary-list__row">
        <dt class="govuk-summary-list__key">Surname</dt>
        <dd class="govuk-summary-list__value">Asanova</dd>
        <dd class="govuk-summary-list__actions">
        <a class="govuk-link" href="/me/surname">Change<span class="govuk-visually-hidden"> surname</span>
        </a>
        </dd>
        </div>
        <div class="govuk-summary-list__row govuk-summary-list__row--no-actions">
        <dt class="govuk-summary-list__key">Number</dt>
        <dd class="govuk-summary-list__value">JOL-4821</dd>
        </div>
        </dl>
        "#);
    }

    #[test]
    fn a_task_that_cannot_start_yet_has_no_link() {
        let tasks = [
            Task::new("Who you are", "Done").href("/1"),
            Task::new("Your work", "Cannot start yet").hint("Ten minutes"),
        ];
        assert_snapshot!(lines(task_list("t", &tasks)), @r#"
        <ul class="govuk-task-list">
        <li class="govuk-task-list__item govuk-task-list__item--with-link">
        <div class="govuk-task-list__name-and-hint">
        <a class="govuk-link govuk-task-list__link" href="/1" aria-describedby="t-1-status">Who you are</a>
        </div>
        <div class="govuk-task-list__status" id="t-1-status">Done</div>
        </li>
        <li class="govuk-task-list__item">
        <div class="govuk-task-list__name-and-hint">
        <div>Your work</div>
        <div class="govuk-task-list__hint" id="t-2-hint">Ten minutes</div>
        </div>
        <div class="govuk-task-list__status govuk-task-list__status--cannot-start-yet" id="t-2-status">Cannot start yet</div>
        </li>
        </ul>
        "#);
    }

    #[test]
    fn each_value_keeps_its_heading_when_a_row_becomes_a_card() {
        let columns = [
            Column::new("Name").names_row().sort("?by=name", Some(Order::Ascending)),
            Column::new("Days").numeric(),
            Column::new("Open").hidden(),
        ];
        let rows =
            vec![vec![html! { "Asanova" }, html! { "31" }, html! { a href="/1" { "Open" } }]];
        let markup =
            table(&Table { caption: "Cases", columns: &columns, rows, ..Table::default() });
        assert_snapshot!(lines(markup), @r#"
        <table class="govuk-table jol-table">
        <caption class="govuk-table__caption govuk-table__caption--m">Cases</caption>
        <thead class="govuk-table__head">
        <tr class="govuk-table__row">
        <th class="govuk-table__header" scope="col" aria-sort="ascending">
        <a class="govuk-link" href="?by=name">Name</a>
        </th>
        <th class="govuk-table__header govuk-table__header--numeric" scope="col">Days</th>
        <th class="govuk-table__header" scope="col">
        <span class="govuk-visually-hidden">Open</span>
        </th>
        </tr>
        </thead>
        <tbody class="govuk-table__body">
        <tr class="govuk-table__row">
        <th class="govuk-table__header" scope="row">Asanova</th>
        <td class="govuk-table__cell govuk-table__cell--numeric" data-label="Days">31</td>
        <td class="govuk-table__cell">
        <a href="/1">Open</a>
        </td>
        </tr>
        </tbody>
        </table>
        "#);
    }

    #[test]
    fn a_table_without_rows_is_a_sentence() {
        let table_without = Table { caption: "Cases", empty: "Nobody waits", ..Table::default() };
        assert_eq!(
            table(&table_without).into_string(),
            r#"<p class="govuk-body">Nobody waits</p>"#
        );
    }

    #[test]
    fn a_list_of_one_page_needs_no_way_to_another() {
        assert_eq!(pagination("Pages", None, None).into_string(), "");
        let first = pagination("Pages", None, Some(("?after=k", "Next page"))).into_string();
        assert!(first.contains(r#"href="?after=k" rel="next""#) && !first.contains("prev"));
    }

    #[test]
    fn the_journal_tells_when_what_and_who() {
        let entries =
            [Entry::new("2026-11-20T09:30:00Z", "20.11.2026, 15:30", "Looked at").who("A. Bekova")];
        assert_snapshot!(lines(timeline(&entries)), @r#"
        <ol class="jol-timeline">
        <li class="jol-timeline__entry">
        <p class="jol-timeline__what">Looked at</p>
        <p class="jol-timeline__when">
        <time datetime="2026-11-20T09:30:00Z">20.11.2026, 15:30</time> · A. Bekova</p>
        </li>
        </ol>
        "#);
    }

    #[test]
    fn filters_stand_in_the_address() {
        let bar =
            Filters { action: "/cases", label: "Filter", submit: "Show", ..Filters::default() };
        assert_snapshot!(lines(filters(&bar)), @r#"
        <form class="jol-filters" role="search" method="get" action="/cases" aria-label="Filter">
        <div class="jol-filters__buttons">
        <button class="govuk-button govuk-button--secondary" type="submit">Show</button>
        </div>
        </form>
        "#);
    }
}
