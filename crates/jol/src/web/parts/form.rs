//! Fields, and what is said when one is wrong.
//!
//! A field in trouble says so three times: in the summary above, beside the field and to a screen reader
//! through `aria-describedby`. All three carry the same sentence. A field that may stay empty is marked,
//! a field that must be filled is not: most must.

use maud::{Markup, html};

/// What is wrong with a field. `word` is "Error:" in the language of the page; only screen readers say it.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    pub word: &'a str,
    pub sentence: &'a str,
}

/// How large the label or legend of a field is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Heading {
    /// One field among others.
    #[default]
    None,
    /// A field or group that opens a section of a long page.
    Section,
    /// The only question of the page, so its label is the heading of the page.
    Page,
}

/// A box for one line of text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub heading: Heading,
    /// Follows the label in a lighter voice, such as "(optional)".
    pub mark: Option<&'a str>,
    pub hint: Option<&'a str>,
    pub value: &'a str,
    pub problem: Option<Problem<'a>>,
    /// `text` when not given; `tel`, `email`, `search` bring other keyboards.
    pub kind: Option<&'a str>,
    /// `numeric` or `decimal` for numbers: a box of type `number` would lose what it does not understand.
    pub inputmode: Option<&'a str>,
    pub autocomplete: Option<&'a str>,
    /// How many letters the box seems to expect: 2, 3, 4, 5, 10, 20 or 30. Full width when not given.
    pub width: Option<u8>,
    pub prefix: Option<&'a str>,
    pub suffix: Option<&'a str>,
    /// Names, numbers and codes are not spelled by a dictionary. Set it for free text.
    pub spellcheck: bool,
    /// Spaces the digits of a code so that it can be compared with paper.
    pub spaced: bool,
    pub maxlength: Option<u16>,
    /// The language of the value where it is not that of the page, such as a name in Latin letters.
    pub lang: Option<&'a str>,
    /// The id of a list of suggestions.
    pub list: Option<&'a str>,
}

/// One box of a date.
#[derive(Clone, Copy, Debug, Default)]
pub struct DatePart<'a> {
    pub label: &'a str,
    pub value: &'a str,
    /// Whether the problem of the date is in this box.
    pub wrong: bool,
}

/// A date in three boxes: a calendar is slow on a phone and far from the year of birth.
///
/// The boxes are named `{name}-day`, `{name}-month` and `{name}-year`, and so are their ids. A summary of
/// errors links to the first wrong box, or to `{id}-day`.
#[derive(Clone, Copy, Debug, Default)]
pub struct DateInput<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub legend: &'a str,
    pub heading: Heading,
    pub hint: Option<&'a str>,
    pub problem: Option<Problem<'a>>,
    pub day: DatePart<'a>,
    pub month: DatePart<'a>,
    pub year: DatePart<'a>,
    /// Lets the phone fill in the owner's birthday. Never for an officer's form: it is somebody else's.
    pub birthday: bool,
}

/// One of several answers.
#[derive(Clone, Debug)]
pub struct Choice {
    value: String,
    label: String,
    hint: Option<String>,
    chosen: bool,
    after: Option<String>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, chosen: false, after: None }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    /// Puts a word such as "or" above this answer. A menu does not show it.
    pub fn after(mut self, word: impl Into<String>) -> Self {
        self.after = Some(word.into());
        self
    }
}

/// A question with answers to choose from. The first answer has the id of the group, for the summary of errors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Choices<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// Left empty only for a single checkbox that says everything itself.
    pub legend: &'a str,
    pub heading: Heading,
    pub mark: Option<&'a str>,
    pub hint: Option<&'a str>,
    pub problem: Option<Problem<'a>>,
    pub choices: &'a [Choice],
    pub small: bool,
    /// Side by side, for two short answers such as yes and no.
    pub inline: bool,
}

/// A menu. People mistype less in a box and see more with radios, so it is for long known lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Select<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub heading: Heading,
    pub mark: Option<&'a str>,
    pub hint: Option<&'a str>,
    pub problem: Option<Problem<'a>>,
    pub choices: &'a [Choice],
}

/// A box for several lines.
#[derive(Clone, Copy, Debug, Default)]
pub struct Area<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub heading: Heading,
    pub mark: Option<&'a str>,
    pub hint: Option<&'a str>,
    pub value: &'a str,
    pub problem: Option<Problem<'a>>,
    /// Five when not given.
    pub rows: Option<u8>,
    pub maxlength: Option<u16>,
}

/// A box for a password. It never carries a value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Password<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub problem: Option<Problem<'a>>,
    /// `new-password` where one is chosen; `current-password` when not given.
    pub autocomplete: Option<&'a str>,
    /// Words of the button that shows what was typed, and hides it. Without JavaScript there is no such button.
    pub show: &'a str,
    pub hide: &'a str,
}

/// A file from the phone. The form around it needs `enctype="multipart/form-data"`.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileUpload<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub heading: Heading,
    pub mark: Option<&'a str>,
    pub hint: Option<&'a str>,
    pub problem: Option<Problem<'a>>,
    /// Such as `image/jpeg,image/png,application/pdf`.
    pub accept: Option<&'a str>,
}

/// Everything that is wrong, above the form. Each sentence leads to its field; one without a field (an
/// empty id) stands alone. Nothing at all when there is nothing wrong.
pub fn error_summary<S: AsRef<str>, T: AsRef<str>>(title: &str, problems: &[(S, T)]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.govuk-error-summary data-jol-focus tabindex="-1" {
                div role="alert" {
                    h2.govuk-error-summary__title { (title) }
                    div.govuk-error-summary__body {
                        ul.govuk-list.govuk-error-summary__list {
                            @for (id, sentence) in problems {
                                li {
                                    @if id.as_ref().is_empty() {
                                        (sentence.as_ref())
                                    } @else {
                                        a href={ "#" (id.as_ref()) } { (sentence.as_ref()) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub fn text_input(input: &Input) -> Markup {
    let described = described_by(input.id, input.hint, input.problem);
    let width = input.width.unwrap_or(0);
    let field = html! {
        input.govuk-input.govuk-input--error[input.problem.is_some()]
            .govuk-input--extra-letter-spacing[input.spaced] .{ "govuk-input--width-" (width) }[width > 0]
            id=(input.id) name=(input.name) type=(input.kind.unwrap_or("text"))
            value=[some(input.value)] spellcheck=[(!input.spellcheck).then_some("false")]
            aria-describedby=[described] inputmode=[input.inputmode] autocomplete=[input.autocomplete]
            maxlength=[input.maxlength] lang=[input.lang] list=[input.list];
    };
    let field = if input.prefix.is_none() && input.suffix.is_none() {
        field
    } else {
        html! {
            div.govuk-input__wrapper {
                @if let Some(prefix) = input.prefix {
                    div.govuk-input__prefix aria-hidden="true" { (prefix) }
                }
                (field)
                @if let Some(suffix) = input.suffix {
                    div.govuk-input__suffix aria-hidden="true" { (suffix) }
                }
            }
        }
    };
    group(
        input.problem,
        html! {
            (label(input.id, input.label, input.heading, input.mark))
            (hint(input.id, input.hint))
            (problem(input.id, input.problem))
            (field)
        },
    )
}

pub fn date_input(date: &DateInput) -> Markup {
    let parts = [
        ("day", date.day, 2, "bday-day"),
        ("month", date.month, 2, "bday-month"),
        ("year", date.year, 4, "bday-year"),
    ];
    // When nobody says which box is wrong, all three are: the date as a whole does not hold.
    let all_wrong = date.problem.is_some() && parts.iter().all(|(_, part, ..)| !part.wrong);
    group(
        date.problem,
        html! {
            fieldset.govuk-fieldset role="group" aria-describedby=[described_by(date.id, date.hint, date.problem)] {
                (legend(date.legend, date.heading, None))
                (hint(date.id, date.hint))
                (problem(date.id, date.problem))
                div.govuk-date-input id=(date.id) {
                    @for (key, part, letters, birthday) in parts {
                        div.govuk-date-input__item {
                            div.govuk-form-group {
                                label.govuk-label.govuk-date-input__label for={ (date.id) "-" (key) } { (part.label) }
                                input.govuk-input.govuk-date-input__input
                                    .govuk-input--error[part.wrong || all_wrong]
                                    .{ "govuk-input--width-" (letters) }
                                    id={ (date.id) "-" (key) } name={ (date.name) "-" (key) } type="text"
                                    inputmode="numeric" value=[some(part.value)]
                                    autocomplete=[date.birthday.then_some(birthday)];
                            }
                        }
                    }
                }
            }
        },
    )
}

/// One answer of several.
pub fn radios(question: &Choices) -> Markup {
    choose(question, "radio", "radios")
}

/// Any number of answers. A single checkbox without a legend is described by the hint and the problem itself.
pub fn checkboxes(question: &Choices) -> Markup {
    choose(question, "checkbox", "checkboxes")
}

fn choose(question: &Choices, kind: &str, block: &str) -> Markup {
    let described = described_by(question.id, question.hint, question.problem);
    let alone = question.legend.is_empty();
    let answers = html! {
        div .{ "govuk-" (block) } .{ "govuk-" (block) "--small" }[question.small]
            .{ "govuk-" (block) "--inline" }[question.inline] {
            @for (i, choice) in question.choices.iter().enumerate() {
                @let id = if i == 0 { question.id.to_owned() } else { format!("{}-{}", question.id, i + 1) };
                @let item_hint = choice.hint.as_ref().map(|_| format!("{id}-item-hint"));
                @if let Some(word) = &choice.after {
                    div .{ "govuk-" (block) "__divider" } { (word) }
                }
                div .{ "govuk-" (block) "__item" } {
                    input .{ "govuk-" (block) "__input" } id=(id) name=(question.name) type=(kind)
                        value=(choice.value) checked[choice.chosen]
                        aria-describedby=[join(described.as_deref().filter(|_| alone), item_hint.as_deref())];
                    label .govuk-label .{ "govuk-" (block) "__label" } for=(id) { (choice.label) }
                    @if let (Some(hint), Some(hint_id)) = (&choice.hint, &item_hint) {
                        div .govuk-hint .{ "govuk-" (block) "__hint" } id=(hint_id) { (hint) }
                    }
                }
            }
        }
    };
    let notes = html! {
        (hint(question.id, question.hint))
        (problem(question.id, question.problem))
        (answers)
    };
    group(
        question.problem,
        if alone {
            notes
        } else {
            html! {
                fieldset.govuk-fieldset aria-describedby=[described] {
                    (legend(question.legend, question.heading, question.mark))
                    (notes)
                }
            }
        },
    )
}

pub fn select(select: &Select) -> Markup {
    group(
        select.problem,
        html! {
            (label(select.id, select.label, select.heading, select.mark))
            (hint(select.id, select.hint))
            (problem(select.id, select.problem))
            select.govuk-select.govuk-select--error[select.problem.is_some()] id=(select.id) name=(select.name)
                aria-describedby=[described_by(select.id, select.hint, select.problem)] {
                @for choice in select.choices {
                    option value=(choice.value) selected[choice.chosen] { (choice.label) }
                }
            }
        },
    )
}

pub fn textarea(area: &Area) -> Markup {
    group(
        area.problem,
        html! {
            (label(area.id, area.label, area.heading, area.mark))
            (hint(area.id, area.hint))
            (problem(area.id, area.problem))
            // A browser drops the first line break inside the element, so one is added when the text begins with one.
            textarea.govuk-textarea.govuk-textarea--error[area.problem.is_some()] id=(area.id) name=(area.name)
                rows=(area.rows.unwrap_or(5)) maxlength=[area.maxlength]
                aria-describedby=[described_by(area.id, area.hint, area.problem)] {
                @if area.value.starts_with('\n') || area.value.starts_with('\r') { "\n" }
                (area.value)
            }
        },
    )
}

pub fn password_input(password: &Password) -> Markup {
    html! {
        div.govuk-form-group.govuk-password-input.govuk-form-group--error[password.problem.is_some()] {
            (label(password.id, password.label, Heading::None, None))
            (hint(password.id, password.hint))
            (problem(password.id, password.problem))
            div.govuk-input__wrapper.govuk-password-input__wrapper {
                input.govuk-input.govuk-password-input__input.govuk-input--error[password.problem.is_some()]
                    id=(password.id) name=(password.name) type="password" spellcheck="false"
                    aria-describedby=[described_by(password.id, password.hint, password.problem)]
                    autocomplete=(password.autocomplete.unwrap_or("current-password")) autocapitalize="none";
                @if !password.show.is_empty() {
                    button.govuk-button.govuk-button--secondary.govuk-password-input__toggle type="button"
                        aria-controls=(password.id) data-jol-show=(password.show) data-jol-hide=(password.hide)
                        hidden { (password.show) }
                }
            }
        }
    }
}

pub fn file_upload(file: &FileUpload) -> Markup {
    group(
        file.problem,
        html! {
            (label(file.id, file.label, file.heading, file.mark))
            (hint(file.id, file.hint))
            (problem(file.id, file.problem))
            input.govuk-file-upload.govuk-file-upload--error[file.problem.is_some()] id=(file.id)
                name=(file.name) type="file" accept=[file.accept]
                aria-describedby=[described_by(file.id, file.hint, file.problem)];
        },
    )
}

/// Fields that answer one question together.
pub fn fieldset(legend_words: &str, heading: Heading, fields: Markup) -> Markup {
    html! {
        fieldset.govuk-fieldset {
            (legend(legend_words, heading, None))
            (fields)
        }
    }
}

/// Sends the form.
pub fn button(words: &str) -> Markup {
    html! { button.govuk-button type="submit" { (words) } }
}

/// Sends the form to do something else. `name` and `value` tell the server which button it was.
pub fn secondary_button(words: &str, name: &str, value: &str) -> Markup {
    html! {
        button.govuk-button.govuk-button--secondary type="submit" name=(name) value=(value) { (words) }
    }
}

/// Sends a form that cannot be undone.
pub fn warning_button(words: &str) -> Markup {
    html! { button.govuk-button.govuk-button--warning type="submit" { (words) } }
}

/// Words that stand on several buttons of a page: who hears them is told what each is about.
fn about(words: &str, what: &str) -> Markup {
    html! { (words) span.govuk-visually-hidden { ": " (what) } }
}

/// [`button`], one of several with the same words.
pub fn button_about(words: &str, what: &str) -> Markup {
    html! { button.govuk-button type="submit" { (about(words, what)) } }
}

/// [`secondary_button`], one of several with the same words.
pub fn secondary_button_about(words: &str, what: &str, name: &str, value: &str) -> Markup {
    html! {
        button.govuk-button.govuk-button--secondary type="submit" name=(name) value=(value) {
            (about(words, what))
        }
    }
}

/// [`link_button`], one of several with the same words.
pub fn link_button_about(words: &str, what: &str, href: &str) -> Markup {
    html! { a.govuk-button href=(href) draggable="false" { (about(words, what)) } }
}

/// A link that begins something, looking like a button. It stays a link for the keyboard too: a space bar
/// would not press it, so it does not claim to be a button.
pub fn link_button(words: &str, href: &str) -> Markup {
    html! { a.govuk-button href=(href) draggable="false" { (words) } }
}

pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

fn group(problem: Option<Problem>, content: Markup) -> Markup {
    html! {
        div.govuk-form-group.govuk-form-group--error[problem.is_some()] { (content) }
    }
}

fn label(id: &str, words: &str, heading: Heading, mark: Option<&str>) -> Markup {
    let words = marked(words, mark);
    match heading {
        Heading::None => html! { label.govuk-label for=(id) { (words) } },
        Heading::Section => html! { label.govuk-label.govuk-label--m for=(id) { (words) } },
        Heading::Page => html! {
            h1.govuk-label-wrapper { label.govuk-label.govuk-label--l for=(id) { (words) } }
        },
    }
}

fn legend(words: &str, heading: Heading, mark: Option<&str>) -> Markup {
    let words = marked(words, mark);
    match heading {
        Heading::None => html! { legend.govuk-fieldset__legend { (words) } },
        Heading::Section => html! {
            legend.govuk-fieldset__legend.govuk-fieldset__legend--m {
                h2.govuk-fieldset__heading { (words) }
            }
        },
        Heading::Page => html! {
            legend.govuk-fieldset__legend.govuk-fieldset__legend--l {
                h1.govuk-fieldset__heading { (words) }
            }
        },
    }
}

fn marked(words: &str, mark: Option<&str>) -> Markup {
    html! {
        (words)
        @if let Some(mark) = mark { " " span.jol-mark { (mark) } }
    }
}

fn hint(id: &str, words: Option<&str>) -> Markup {
    html! {
        @if let Some(words) = words { div.govuk-hint id={ (id) "-hint" } { (words) } }
    }
}

fn problem(id: &str, problem: Option<Problem>) -> Markup {
    html! {
        @if let Some(Problem { word, sentence }) = problem {
            p.govuk-error-message id={ (id) "-error" } {
                span.govuk-visually-hidden { (word) } " " (sentence)
            }
        }
    }
}

fn described_by(id: &str, hint: Option<&str>, problem: Option<Problem>) -> Option<String> {
    let hint = hint.map(|_| format!("{id}-hint"));
    let problem = problem.map(|_| format!("{id}-error"));
    join(hint.as_deref(), problem.as_deref())
}

fn join(first: Option<&str>, second: Option<&str>) -> Option<String> {
    match (first, second) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (Some(first), Some(second)) => Some(format!("{first} {second}")),
    }
}

/// An empty value says nothing, so it is left out.
fn some(value: &str) -> Option<&str> {
    Some(value).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::web::parts::lines;

    const PROBLEM: Problem = Problem { word: "Error:", sentence: "Enter your surname" };

    #[test]
    fn a_box_in_trouble_says_so_to_the_eye_and_to_the_ear() {
        let input = Input {
            id: "surname",
            name: "surname",
            label: "Surname",
            hint: Some("As in your passport"),
            value: "<b>",
            problem: Some(PROBLEM),
            ..Input::default()
        };
        assert_snapshot!(lines(text_input(&input)), @r#"
        <div class="govuk-form-group govuk-form-group--error">
        <label class="govuk-label" for="surname">Surname</label>
        <div class="govuk-hint" id="surname-hint">As in your passport</div>
        <p class="govuk-error-message" id="surname-error">
        <span class="govuk-visually-hidden">Error:</span> Enter your surname</p>
        <input class="govuk-input govuk-input--error" id="surname" name="surname" type="text" value="&lt;b&gt;" spellcheck="false" aria-describedby="surname-hint surname-error">
        </div>
        "#);
    }

    #[test]
    fn a_box_that_asks_for_nothing_special_stays_small() {
        let input =
            Input { id: "pin", name: "pin", label: "PIN", width: Some(20), ..Input::default() };
        assert_snapshot!(lines(text_input(&input)), @r#"
        <div class="govuk-form-group">
        <label class="govuk-label" for="pin">PIN</label>
        <input class="govuk-input govuk-input--width-20" id="pin" name="pin" type="text" spellcheck="false">
        </div>
        "#);
    }

    #[test]
    fn the_only_question_of_a_page_is_its_heading_and_a_free_one_is_marked() {
        let input = Input {
            id: "phone",
            name: "phone",
            label: "Phone",
            heading: Heading::Page,
            mark: Some("(optional)"),
            kind: Some("tel"),
            prefix: Some("+996"),
            ..Input::default()
        };
        assert_snapshot!(lines(text_input(&input)), @r#"
        <div class="govuk-form-group">
        <h1 class="govuk-label-wrapper">
        <label class="govuk-label govuk-label--l" for="phone">Phone <span class="jol-mark">(optional)</span>
        </label>
        </h1>
        <div class="govuk-input__wrapper">
        <div class="govuk-input__prefix" aria-hidden="true">+996</div>
        <input class="govuk-input" id="phone" name="phone" type="tel" spellcheck="false">
        </div>
        </div>
        "#);
    }

    #[test]
    fn a_wrong_day_does_not_redden_the_year() {
        let date = DateInput {
            id: "born",
            name: "born",
            legend: "When were you born?",
            problem: Some(PROBLEM),
            day: DatePart { label: "Day", value: "32", wrong: true },
            month: DatePart { label: "Month", value: "1", wrong: false },
            year: DatePart { label: "Year", value: "1990", wrong: false },
            ..DateInput::default()
        };
        assert_snapshot!(lines(date_input(&date)), @r#"
        <div class="govuk-form-group govuk-form-group--error">
        <fieldset class="govuk-fieldset" role="group" aria-describedby="born-error">
        <legend class="govuk-fieldset__legend">When were you born?</legend>
        <p class="govuk-error-message" id="born-error">
        <span class="govuk-visually-hidden">Error:</span> Enter your surname</p>
        <div class="govuk-date-input" id="born">
        <div class="govuk-date-input__item">
        <div class="govuk-form-group">
        <label class="govuk-label govuk-date-input__label" for="born-day">Day</label>
        <input class="govuk-input govuk-date-input__input govuk-input--width-2 govuk-input--error" id="born-day" name="born-day" type="text" inputmode="numeric" value="32">
        </div>
        </div>
        <div class="govuk-date-input__item">
        <div class="govuk-form-group">
        <label class="govuk-label govuk-date-input__label" for="born-month">Month</label>
        <input class="govuk-input govuk-date-input__input govuk-input--width-2" id="born-month" name="born-month" type="text" inputmode="numeric" value="1">
        </div>
        </div>
        <div class="govuk-date-input__item">
        <div class="govuk-form-group">
        <label class="govuk-label govuk-date-input__label" for="born-year">Year</label>
        <input class="govuk-input govuk-date-input__input govuk-input--width-4" id="born-year" name="born-year" type="text" inputmode="numeric" value="1990">
        </div>
        </div>
        </div>
        </fieldset>
        </div>
        "#);
    }

    #[test]
    fn a_date_that_does_not_hold_reddens_all_its_boxes() {
        let date =
            DateInput { id: "born", name: "born", problem: Some(PROBLEM), ..DateInput::default() };
        assert_eq!(lines(date_input(&date)).matches("govuk-input--error").count(), 3);
    }

    #[test]
    fn the_summary_finds_the_first_answer_of_a_question() {
        let choices =
            [Choice::new("f", "Woman").chosen(true), Choice::new("m", "Man").hint("Or a boy")];
        let question = Choices {
            id: "sex",
            name: "sex",
            legend: "Sex",
            choices: &choices,
            inline: true,
            ..Choices::default()
        };
        assert_snapshot!(lines(radios(&question)), @r#"
        <div class="govuk-form-group">
        <fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend">Sex</legend>
        <div class="govuk-radios govuk-radios--inline">
        <div class="govuk-radios__item">
        <input class="govuk-radios__input" id="sex" name="sex" type="radio" value="f" checked>
        <label class="govuk-label govuk-radios__label" for="sex">Woman</label>
        </div>
        <div class="govuk-radios__item">
        <input class="govuk-radios__input" id="sex-2" name="sex" type="radio" value="m" aria-describedby="sex-2-item-hint">
        <label class="govuk-label govuk-radios__label" for="sex-2">Man</label>
        <div class="govuk-hint govuk-radios__hint" id="sex-2-item-hint">Or a boy</div>
        </div>
        </div>
        </fieldset>
        </div>
        "#);
    }

    #[test]
    fn a_single_checkbox_is_described_by_its_problem() {
        let choices = [Choice::new("yes", "I agree")];
        let question = Choices {
            id: "agree",
            name: "agree",
            problem: Some(PROBLEM),
            choices: &choices,
            ..Choices::default()
        };
        assert_snapshot!(lines(checkboxes(&question)), @r#"
        <div class="govuk-form-group govuk-form-group--error">
        <p class="govuk-error-message" id="agree-error">
        <span class="govuk-visually-hidden">Error:</span> Enter your surname</p>
        <div class="govuk-checkboxes">
        <div class="govuk-checkboxes__item">
        <input class="govuk-checkboxes__input" id="agree" name="agree" type="checkbox" value="yes" aria-describedby="agree-error">
        <label class="govuk-label govuk-checkboxes__label" for="agree">I agree</label>
        </div>
        </div>
        </div>
        "#);
    }

    #[test]
    fn a_menu_keeps_what_was_chosen() {
        let choices = [Choice::new("", "Choose"), Choice::new("KG-B", "Batken").chosen(true)];
        let menu = Select {
            id: "oblast",
            name: "oblast",
            label: "Oblast",
            choices: &choices,
            ..Select::default()
        };
        assert_snapshot!(lines(select(&menu)), @r#"
        <div class="govuk-form-group">
        <label class="govuk-label" for="oblast">Oblast</label>
        <select class="govuk-select" id="oblast" name="oblast">
        <option value="">Choose</option>
        <option value="KG-B" selected>Batken</option>
        </select>
        </div>
        "#);
    }

    #[test]
    fn a_text_that_begins_with_an_empty_line_keeps_it() {
        let area = Area { id: "a", name: "a", label: "Work", value: "\nwelder", ..Area::default() };
        assert!(textarea(&area).into_string().ends_with(">\n\nwelder</textarea></div>"));
    }

    #[test]
    fn a_password_is_never_sent_back_and_can_be_shown_only_by_a_script() {
        let password = Password {
            id: "p",
            name: "p",
            label: "Password",
            show: "Show",
            hide: "Hide",
            ..Password::default()
        };
        assert_snapshot!(lines(password_input(&password)), @r#"
        <div class="govuk-form-group govuk-password-input">
        <label class="govuk-label" for="p">Password</label>
        <div class="govuk-input__wrapper govuk-password-input__wrapper">
        <input class="govuk-input govuk-password-input__input" id="p" name="p" type="password" spellcheck="false" autocomplete="current-password" autocapitalize="none">
        <button class="govuk-button govuk-button--secondary govuk-password-input__toggle" type="button" aria-controls="p" data-jol-show="Show" data-jol-hide="Hide" hidden>Show</button>
        </div>
        </div>
        "#);
    }

    #[test]
    fn a_summary_leads_to_fields_and_is_absent_when_all_is_well() {
        let problems = [("surname", "Enter your surname"), ("", "Too many attempts")];
        assert_snapshot!(lines(error_summary("There is a problem", &problems)), @r##"
        <div class="govuk-error-summary" data-jol-focus tabindex="-1">
        <div role="alert">
        <h2 class="govuk-error-summary__title">There is a problem</h2>
        <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">
        <li>
        <a href="#surname">Enter your surname</a>
        </li>
        <li>Too many attempts</li>
        </ul>
        </div>
        </div>
        </div>
        "##);
        assert_eq!(error_summary::<&str, &str>("There is a problem", &[]).into_string(), "");
    }
}
