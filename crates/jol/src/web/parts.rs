//! What pages are made of: the frame around every page, and the parts inside it.
//!
//! Every part is a pure function from translated words to markup. None of them knows a language, a clock
//! or a table, so pages choose the words and tests read the markup. Class names and structure are those of
//! `govuk-frontend` 6 (see THIRD-PARTY.md), which people with many kinds of eyes, hands and phones have
//! tried; what is ours alone begins with `jol-`.
//!
//! Two habits hold everywhere. A part that stands alone is a struct of borrowed words with a `Default`, so
//! that a page names only what it uses. An item of a list (a choice, a row, a task) owns its words and is
//! built with `new`, because lists are usually made in a loop.
//!
//! There is no inline style and no inline script: the policy of the pages refuses both.

mod form;
mod frame;
mod list;
mod map;
mod notice;
mod way;

pub use form::{
    Area, Choice, Choices, DateInput, DatePart, FileUpload, Heading, Input, Password, Problem,
    Select, button, checkboxes, date_input, error_summary, fieldset, file_upload, hidden,
    link_button, named, password_input, radios, secondary_button, select, text_input, textarea,
    warning_button,
};
pub use frame::{Account, Banner, CSS, Frame, ICON, NavItem, SCRIPT, Style, Tongue, frame};
pub use list::{
    Column, Entry, Filters, Order, Row, Table, Task, filters, pagination, summary_list, table,
    task_list, timeline,
};
pub use map::{TILES, Tile, map};
pub use notice::{
    Colour, Kind, back_link, code, details, heading, inset, link, notification, panel, tag, warning,
};
pub use way::{Milestone, Progress, bar, road, tabs, weight};

/// Markup with one tag a line, as the tests read it.
#[cfg(test)]
fn lines(markup: maud::Markup) -> String {
    markup.into_string().replace("><", ">\n<")
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::CSS;

    /// Names that only mark a place; nothing is drawn for them.
    const WITHOUT_STYLE: [&str; 9] = [
        "govuk-checkboxes",
        "govuk-file-upload--error",
        "govuk-password-input",
        "govuk-radios",
        "govuk-table__body",
        "govuk-table__head",
        "govuk-table__row",
        "govuk-tag--blue",
        "jol-footer__owner",
    ];

    /// The style is purged against these sources when we release. A class that came later would be drawn
    /// as nothing at all, so this test asks for the style to be made again.
    #[test]
    fn every_class_in_the_sources_has_its_style() {
        let mut used = BTreeSet::new();
        classes_under(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut used);
        let styled: BTreeSet<String> = CSS
            .split('.')
            .map(|rest| rest.replace('\\', ""))
            .map(|rest| rest.chars().take_while(|c| is_part_of_a_class(*c)).collect())
            .collect();
        let missing: Vec<&String> = used
            .iter()
            .filter(|class| !styled.contains(*class) && !WITHOUT_STYLE.contains(&class.as_str()))
            .collect();
        assert!(used.len() > 100, "only {} classes found", used.len());
        assert!(missing.is_empty(), "run `npm ci && node build.mjs` in tools/css for {missing:?}");
    }

    /// The names after a dot (or, for `govuk-`, after a quotation mark) in all Rust files.
    fn classes_under(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                classes_under(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                for (start, ways) in [("govuk-", &['.', '"'][..]), ("jol-", &['.'])] {
                    for (at, _) in source.match_indices(start) {
                        let before = source[..at].chars().next_back();
                        let class: String =
                            source[at..].chars().take_while(|c| is_part_of_a_class(*c)).collect();
                        if before.is_some_and(|c| ways.contains(&c)) && !class.ends_with('-') {
                            found.insert(class);
                        }
                    }
                }
            }
        }
    }

    fn is_part_of_a_class(c: char) -> bool {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '!')
    }
}
