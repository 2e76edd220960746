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
mod notice;

pub use form::{
    Area, Choice, Choices, DateInput, DatePart, FileUpload, Heading, Input, Password, Problem,
    Select, button, checkboxes, date_input, error_summary, fieldset, file_upload, hidden,
    link_button, password_input, radios, secondary_button, select, text_input, textarea,
    warning_button,
};
pub use frame::{Account, Banner, CSS, Frame, ICON, NavItem, SCRIPT, Style, Tongue, frame};
pub use list::{
    Column, Crumb, Entry, Filters, Order, Row, Table, Task, breadcrumbs, filters, pagination,
    summary_list, table, task_list, timeline,
};
pub use notice::{
    Colour, Kind, back_link, details, heading, inset, link, notification, panel, tag, warning,
};

/// Markup with one tag a line, as the tests read it.
#[cfg(test)]
fn lines(markup: maud::Markup) -> String {
    markup.into_string().replace("><", ">\n<")
}
