//! Prints parts of ours as JSON, each under the name of the example of govuk-frontend that has its shape.
//! `tools/css/conformance.mjs` compares the two: same elements, same classes, same attributes.

use jol::web::parts::*;
use maud::{Markup, html};

const PROBLEM: Option<Problem> = Some(Problem { word: "Error:", sentence: "Something is missing" });

fn main() {
    let parts: serde_json::Map<String, serde_json::Value> = parts()
        .into_iter()
        .map(|(name, markup)| (name.to_owned(), markup.into_string().into()))
        .collect();
    println!("{}", serde_json::Value::Object(parts));
}

fn parts() -> Vec<(&'static str, Markup)> {
    let mut parts = fields();
    parts.extend(questions());
    parts.extend(lists());
    parts.extend(notices());
    parts
}

fn fields() -> Vec<(&'static str, Markup)> {
    // The examples say nothing about spelling, so these do not either.
    let input = Input { id: "a", name: "a", label: "A", spellcheck: true, ..Input::default() };
    let choices = [1, 2, 3].map(|n| Choice::new(n.to_string(), "A"));
    let menu = Select { id: "a", name: "a", label: "A", choices: &choices, ..Select::default() };
    let area = Area { id: "a", name: "a", label: "A", ..Area::default() };
    let file = FileUpload { id: "a", name: "a", label: "A", ..FileUpload::default() };
    let part = DatePart { label: "A", ..DatePart::default() };
    let wrong = DatePart { wrong: true, ..part };
    let date = DateInput {
        id: "a",
        name: "a",
        legend: "A",
        hint: Some("B"),
        problem: PROBLEM,
        day: part,
        month: part,
        year: part,
        ..DateInput::default()
    };
    let password =
        Password { id: "a", name: "a", label: "A", show: "B", hide: "C", ..Password::default() };
    vec![
        ("input/default", text_input(&input)),
        ("input/with hint text", text_input(&Input { hint: Some("B"), ..input })),
        ("input/with error message", text_input(&Input { problem: PROBLEM, ..input })),
        (
            "input/with error and hint",
            text_input(&Input { hint: Some("B"), problem: PROBLEM, ..input }),
        ),
        (
            "input/with width-10 class",
            text_input(&Input { hint: Some("B"), width: Some(10), ..input }),
        ),
        (
            "input/with extra letter spacing",
            text_input(&Input { value: "1", spaced: true, width: Some(30), ..input }),
        ),
        (
            "input/with prefix and suffix",
            text_input(&Input { prefix: Some("+"), suffix: Some("-"), ..input }),
        ),
        (
            "select/with hint text and error message",
            select(&Select { hint: Some("B"), problem: PROBLEM, ..menu }),
        ),
        ("textarea/with error message", textarea(&Area { problem: PROBLEM, ..area })),
        ("textarea/with hint", textarea(&Area { hint: Some("B"), ..area })),
        (
            "file-upload/with error message and hint",
            file_upload(&FileUpload { hint: Some("B"), problem: PROBLEM, ..file }),
        ),
        ("date-input/with error message and hint", date_input(&date)),
        ("date-input/with error on single field", date_input(&DateInput { day: wrong, ..date })),
        ("password-input/default", password_input(&password)),
    ]
}

fn questions() -> Vec<(&'static str, Markup)> {
    let two = ["yes", "no"].map(|value| Choice::new(value, "A"));
    let hinted = ["yes", "no"].map(|value| Choice::new(value, "A").hint("B"));
    let chosen = [Choice::new("yes", "A"), Choice::new("no", "A").chosen(true)];
    let divided = [Choice::new("a", "A"), Choice::new("b", "B"), Choice::new("c", "C").after("or")];
    let single = [Choice::new("yes", "A")];
    let question = Choices { id: "a", name: "a", legend: "A", choices: &two, ..Choices::default() };
    vec![
        ("radios/with hint", radios(&Choices { hint: Some("B"), ..question })),
        (
            "radios/inline",
            radios(&Choices { hint: Some("B"), inline: true, choices: &chosen, ..question }),
        ),
        (
            "radios/with fieldset and error message",
            radios(&Choices { problem: PROBLEM, choices: &chosen, ..question }),
        ),
        (
            "radios/with hint and error message",
            radios(&Choices { hint: Some("B"), problem: PROBLEM, ..question }),
        ),
        (
            "radios/with hints on items",
            radios(&Choices { choices: &hinted, heading: Heading::Page, ..question }),
        ),
        ("radios/with a divider", radios(&Choices { choices: &divided, ..question })),
        (
            "checkboxes/with error message and hint",
            checkboxes(&Choices { hint: Some("B"), problem: PROBLEM, ..question }),
        ),
        (
            "checkboxes/with error and idPrefix",
            checkboxes(&Choices { legend: "", problem: PROBLEM, choices: &single, ..question }),
        ),
        ("fieldset/as page heading l", fieldset("A", Heading::Page, html! {})),
    ]
}

fn lists() -> Vec<(&'static str, Markup)> {
    let paragraphs = html! {
        p.govuk-body { "B" }
        p.govuk-body { "B" br; "C" br; "D" br; "E" br; "F" }
    };
    let rows = [Row::new("A", "B"), Row::new("A", "B"), Row::new("A", paragraphs)];
    let columns =
        [Column::new("A").names_row(), Column::new("B").numeric(), Column::new("C").numeric()];
    let cells = || vec![html! { "A" }, html! { "1" }, html! { "2" }];
    let body = Table {
        caption: "A",
        columns: &columns,
        rows: vec![cells(), cells(), cells()],
        ..Table::default()
    };
    let waiting = tag("A", Colour::Blue);
    let tasks = [
        Task::new("A", "B").href("/"),
        Task::new("A", waiting.clone()).href("/"),
        Task::new("A", waiting).href("/"),
    ];
    vec![
        ("summary-list/default", summary_list(&rows)),
        ("table/with head and caption", table(&body)),
        ("task-list/default", task_list("a", &tasks)),
        ("error-summary/default", error_summary("A", &[("a", "A"), ("b", "B")])),
    ]
}

fn notices() -> Vec<(&'static str, Markup)> {
    vec![
        ("tag/grey", tag("A", Colour::Grey)),
        ("button/default", button("A")),
        ("back-link/default", back_link("A", "/")),
        ("notification-banner/default", notification(Kind::Important, "A", "B")),
        ("notification-banner/with type as success", notification(Kind::Success, "A", "B")),
        ("panel/default", panel("A", Some(("B", "C")))),
        ("inset-text/default", inset(html! { "A" })),
        ("warning-text/default", warning("A", "B")),
        ("details/default", details("A", html! { "B" })),
    ]
}
