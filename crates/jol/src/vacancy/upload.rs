//! Many vacancies at once, from a file of a spreadsheet program. The columns have the names of the fields; a code may also
//! be written as the name that stands on the lists.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    access::Action,
    classifier::{Classifiers, Concept, Scheme},
    fault::{FieldFault, Sentence},
    language::Language,
    territory::Territory,
    vacancy::{Offer, TypedOffer},
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::{commands::Post, offers::employer};
use crate::{
    app::App,
    refusal::Refusal,
    web::{
        form::{self, Form},
        page::Page,
        parts::{self, Choice, Column, Table},
        route::{Need, Routes},
        visitor::Visitor,
    },
    words::Tongue,
};

pub fn routes() -> Routes {
    let offer = Need::To(Action::Offer);
    Routes::default().get("/organisation/vacancies/upload", offer, ask).post(
        "/organisation/vacancies/upload",
        offer,
        upload,
    )
}

/// More than one employer offers at once.
const MOST_LINES: usize = 500;

const MOST_BYTES: usize = 1 << 20;

/// What is wrong with one line: its number in the file, as a spreadsheet counts, and the faults.
type LineFaults = (u64, Vec<FieldFault>);

/// A file as it was read: the good lines, and what is wrong with the others.
#[derive(Debug, Default)]
struct Sheet {
    good: Vec<Offer>,
    bad: Vec<LineFaults>,
}

/// The columns, in the order of the form.
fn columns() -> Vec<&'static str> {
    TypedOffer::default().answers().map(|(field, _)| field).to_vec()
}

fn fault(key: &'static str, facts: Vec<(&'static str, String)>) -> FieldFault {
    FieldFault { field: "file", sentence: Sentence { key, facts } }
}

/// Reads a whole file, or tells why it is no list of vacancies.
fn read(bytes: &[u8], lists: &Classifiers, today: Date) -> Result<Sheet, FieldFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| fault("fault-text-garbled", Vec::new()))?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    // Spreadsheet programs of this part of the world write semicolons.
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let heading = reader.headers().cloned().map_err(|_| fault("fault-sheet-empty", Vec::new()))?;
    let known = columns();
    if let Some(unknown) = heading.iter().find(|name| !known.contains(name)) {
        let name = unknown.chars().take(40).collect();
        return Err(fault("fault-sheet-column", vec![("name", name), ("names", known.join(", "))]));
    }
    if !heading.iter().any(|name| name == "title") {
        return Err(fault("fault-sheet-empty", Vec::new()));
    }

    let mut sheet = Sheet::default();
    for (at, record) in reader.records().enumerate() {
        if at >= MOST_LINES {
            return Err(fault("fault-sheet-long", vec![("max", MOST_LINES.to_string())]));
        }
        let record = record.map_err(|_| fault("fault-text-garbled", Vec::new()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| {
            let place = heading.iter().position(|known| known == name);
            place.and_then(|place| record.get(place)).unwrap_or_default().to_owned()
        };
        let meant = |scheme, name: &str| named(lists, scheme, &cell(name));
        let typed = TypedOffer {
            title: cell("title"),
            occupation: meant(Scheme::Occupation, "occupation"),
            territory: territory(&cell("territory"), today),
            wage_from: cell("wage_from"),
            wage_to: cell("wage_to"),
            form: meant(Scheme::WorkForm, "form"),
            places: cell("places"),
            starts_on: cell("starts_on"),
            closes_on: cell("closes_on"),
            needs: cell("needs"),
            words: cell("words"),
        };
        let nothing = record.len() > heading.len();
        match typed.read(lists, today) {
            _ if nothing => sheet.bad.push((line, vec![fault("fault-sheet-cells", Vec::new())])),
            Ok(offer) => sheet.good.push(offer),
            Err(faults) => sheet.bad.push((line, faults)),
        }
    }
    if sheet.good.is_empty() && sheet.bad.is_empty() {
        return Err(fault("fault-sheet-empty", Vec::new()));
    }
    Ok(sheet)
}

/// The code of an entry that was written as its whole name. Parts of names are for people, who see what was understood.
fn named(lists: &Classifiers, scheme: Scheme, typed: &str) -> String {
    let name = typed.to_lowercase();
    let is_named = |one: &&Concept| one.names.iter().any(|known| known.to_lowercase() == name);
    let mut found = lists.all(scheme).filter(is_named);
    match (found.next(), found.next()) {
        (Some(one), None) => one.code.to_string(),
        _ => typed.to_owned(),
    }
}

/// The code of a place that was written as its name, where only one place has it.
fn territory(typed: &str, today: Date) -> String {
    let name = typed.to_lowercase();
    let mut named = Territory::all(today).filter(|place| {
        Language::ALL.iter().any(|language| place.name(*language, today).to_lowercase() == name)
    });
    match (named.next(), named.next()) {
        (Some(one), None) => one.code().to_owned(),
        _ => typed.to_owned(),
    }
}

async fn ask(visitor: Visitor, State(app): State<App>) -> Result<Response, Refusal> {
    employer(&visitor)?;
    Ok(page(&app, &visitor, &[], None, html! {}, StatusCode::OK))
}

fn page(
    app: &App,
    visitor: &Visitor,
    faults: &[FieldFault],
    kept: Option<Uuid>,
    found: Markup,
    status: StatusCode,
) -> Response {
    let tongue = visitor.tongue;
    let t = |key| tongue.t(key);
    let word = t("shell-error-prefix");
    let sentence = faults.first().map(|fault| tongue.sentence(&fault.sentence));
    let whole = [Choice::new("yes", t("upload-whole"))];
    let names = [("names", columns().join(", ").into())];
    let main = html! {
        (parts::heading(&t("offers-upload"), None))
        (found)
        p.govuk-body { (t("upload-text")) }
        p.govuk-body { (tongue.ta("upload-columns", &names)) }
        p.govuk-body { (t("upload-needs")) " " (parts::code(EXAMPLE)) }
        form method="post" action="/organisation/vacancies/upload" enctype="multipart/form-data" novalidate {
            (form::hidden_with(app, visitor, kept))
            (parts::file_upload(&parts::FileUpload {
                id: "file", name: "file", label: &t("upload-file"), accept: Some(".csv,text/csv"),
                problem: sentence.as_deref().map(|sentence| parts::Problem { word: &word, sentence }),
                ..parts::FileUpload::default()
            }))
            (parts::checkboxes(&parts::Choices {
                id: "whole", name: "whole", choices: &whole, small: true, ..parts::Choices::default()
            }))
            (parts::button(&t("shell-send")))
        }
    };
    Page::new(t("offers-upload"), main)
        .back("/organisation/vacancies")
        .problems(visitor, faults, str::to_owned)
        .status(status)
        .show(app, visitor)
}

/// How needs are written in a cell.
const EXAMPLE: &str =
    "skill:arc-welding! licence:drive-b language:ru:B1 education:vocational months:12";

/// The bad lines, each with its sentences.
fn bad_lines(tongue: Tongue, sheet: &Sheet, posted: usize) -> Markup {
    let t = |key| tongue.t(key);
    let rows = sheet.bad.iter().flat_map(|(line, faults)| {
        faults.iter().map(move |fault| {
            vec![
                html! { (line) },
                html! { (fault.field) },
                html! { (tongue.sentence(&fault.sentence)) },
            ]
        })
    });
    let columns = [
        Column::new(t("upload-line")).names_row(),
        Column::new(t("upload-field")),
        Column::new(t("upload-fault")),
    ];
    let counts = [("good", posted.into()), ("bad", sheet.bad.len().into())];
    html! {
        (parts::inset(html! { (tongue.ta("upload-counts", &counts)) }))
        (parts::table(&Table {
            caption: &t("upload-bad"), columns: &columns, rows: rows.collect(), dense: true,
            ..Table::default()
        }))
    }
}

async fn upload(State(app): State<App>, form: Form) -> Result<Response, Refusal> {
    let visitor = &form.visitor;
    let (actor, _) = employer(visitor)?;
    let bytes = form.file.clone().unwrap_or_default();
    let again = |fault: FieldFault| {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(page(&app, visitor, &[fault], Some(form.id), html! {}, status))
    };
    if bytes.len() > MOST_BYTES {
        return again(fault("fault-sheet-large", Vec::new()));
    }
    let mut sheet = match read(&bytes, &app.lists.now(), app.today()) {
        Ok(sheet) => sheet,
        Err(fault) => return again(fault),
    };

    let good = std::mem::take(&mut sheet.good);
    let none = form.has("whole") && !sheet.bad.is_empty();
    let mut posted = 0;
    if !none && !good.is_empty() {
        let offers = good.into_iter().map(|offer| (app.new_id(), offer)).collect();
        let command = Post { app: app.clone(), act: app.act(actor), offers };
        posted = app.db.run_once(form.once(&app), command).await?.len();
    }
    if sheet.bad.is_empty() {
        return Ok(Redirect::to("/organisation/vacancies").into_response());
    }
    let found = bad_lines(visitor.tongue, &sheet, posted);
    Ok(page(&app, visitor, &[], None, found, StatusCode::UNPROCESSABLE_ENTITY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::built_in;

    const TODAY: Date = jiff::civil::date(2026, 11, 21);
    const HEAD: &str = "title,occupation,territory,form,places,closes_on,needs";

    fn read_text(text: &str) -> Result<Sheet, FieldFault> {
        read(text.as_bytes(), built_in(), TODAY)
    }

    #[test]
    fn names_and_codes_are_read_and_bad_lines_are_told_by_their_number() {
        let text = format!(
            "\u{feff}{HEAD}\n\
             Сварщик,welder,41711000000000,full-time,2,2026-12-31,skill:arc-welding!\n\
             \"Ашпозчу,\nаялы\",Сварщик,Бишкек шаары,Толук жумуш күнү,1,31.12.2026,\n\
             ,king,Нарния,full-time,0,2026-11-20,skill:dance\n"
        );
        let sheet = read_text(&text).unwrap();
        assert_eq!(sheet.good.len(), 2);
        assert_eq!(sheet.good[0].territory, sheet.good[1].territory);
        let (line, faults) = &sheet.bad[0];
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field).collect();
        // The cell before goes over two lines.
        assert_eq!(*line, 5);
        assert_eq!(fields, ["title", "occupation", "territory", "places", "closes_on", "needs"]);
    }

    #[test]
    fn a_file_that_is_no_list_is_refused_whole() {
        let long = format!("title\n{}", "a\n".repeat(MOST_LINES + 1));
        for (text, key) in [
            ("", "fault-sheet-empty"),
            ("title,places\n", "fault-sheet-empty"),
            ("places\n1\n", "fault-sheet-empty"),
            ("title,salary\nA,1\n", "fault-sheet-column"),
            (&long, "fault-sheet-long"),
        ] {
            assert_eq!(read_text(text).unwrap_err().sentence.key, key, "{text:.20}");
        }
        let windows = read(b"title\n\xd1\xe2\xe0\xf0\xf9\xe8\xea\n", built_in(), TODAY);
        assert_eq!(windows.unwrap_err().sentence.key, "fault-text-garbled");
        let semicolons = read_text("title;places\nA;1;surplus\n").unwrap();
        assert_eq!(semicolons.bad[0].1[0].sentence.key, "fault-sheet-cells");
    }
}
