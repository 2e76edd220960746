//! Bad values through the forms of people: each gets its sentence in four languages, what was typed stays, and nothing is
//! an error of ours. The values are those that programs are refused too, and those that only a form can send.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use domain::{
    access::Role,
    language::Language,
    returnee::{Typed, Who},
};
use http_body_util::BodyExt as _;
use jiff::civil::Date;
use jol::words;
use serde_json::json;
use tower::ServiceExt as _;

use crate::{
    access::signed_in,
    bad_input::{LANGUAGES, texts},
    program::Program,
    registration::newcomer,
    testkit::{Browser, Engine, Page, TestCell, encoded, engines},
};

/// What is right. One answer at a time is replaced by a bad one.
const RIGHT: [(&str, &str); 7] = [
    ("surname", "Асанов"),
    ("given", "Асан"),
    ("sex", "m"),
    ("birth_on", "5.3.1990"),
    ("territory", "41705214000000"),
    ("country", "RU"),
    ("returned_on", "1.11.2026"),
];

/// A field, what is typed or sent, and the rule that says no.
fn values() -> Vec<(&'static str, String, &'static str)> {
    let of_forms = [
        ("sex", "", "sex-missing"),
        ("sex", "x", "sex-unknown"),
        ("sex", "f m", "sex-unknown"),
        ("territory", "", "territory-missing"),
        ("territory", "Баткен", "territory-code"),
        ("country", "", "country-missing"),
        ("country", "Россия", "country-unknown"),
        ("returned_on", "", "returned-missing"),
        ("returned_on", "22.11.2026", "day-future"),
        ("returned_on", "31.11.2025", "day-not-a-day"),
        ("returned_on", "1.1.1980", "day-too-early"),
        ("birth_on", "5..1990", "day-without-month"),
        ("birth_on", ".3.1990", "day-without-day"),
        ("birth_on", "5.3.", "day-without-year"),
        ("birth_on", "29.2.1991", "day-not-a-day"),
        ("birth_on", "5.мартобря.1990", "day-not-a-day"),
        ("birth_on", "=1+1.3.1990", "day-not-a-day"),
        ("birth_on", "5.3.19900", "day-year"),
        ("birth_on", "99999999999999999999.3.1990", "day-year"),
        ("reasons", "boredom", "choice"),
        ("reasons", "family boredom", "choice"),
        ("education", "doctor", "choice"),
        ("leaving", "maybe", "choice"),
        ("language", "de", "language-unknown"),
        ("pin", "=1+1", "pin-character"),
        ("phone", "=1+1", "phone-character"),
        ("occupation", "повар\u{0}", "text-invisible"),
    ];
    let of_forms = of_forms.map(|(field, value, rule)| (field, value.to_owned(), rule));
    texts().into_iter().map(in_boxes).chain(of_forms).collect()
}

/// A day as people write it: programs send the year first.
fn in_boxes(
    (field, value, rule): (&'static str, String, &'static str),
) -> (&'static str, String, &'static str) {
    let parts: Vec<&str> = value.rsplit('-').collect();
    let value = if field.ends_with("_on") { parts.join(".") } else { value };
    (field, value, rule)
}

/// The right answers with one of them replaced, as the names and values a browser sends.
fn filled(field: &str, value: &str) -> Vec<(String, String)> {
    let right = RIGHT.iter().filter(|(name, _)| *name != field).copied();
    right.chain([(field, value)]).flat_map(|(name, value)| boxes(name, value)).collect()
}

/// A date is sent in three boxes, an answer of several as several.
fn boxes(name: &str, value: &str) -> Vec<(String, String)> {
    let is_date = matches!(name, "birth_on" | "returned_on");
    match value.splitn(3, '.').collect::<Vec<_>>()[..] {
        [day, month, year] if is_date => [("day", day), ("month", month), ("year", year)]
            .map(|(part, text)| (format!("{name}-{part}"), text.to_owned()))
            .into(),
        _ if name == "reasons" => {
            value.split(' ').map(|one| (name.to_owned(), one.to_owned())).collect()
        }
        _ => vec![(name.to_owned(), value.to_owned())],
    }
}

/// What the rules say of these answers, asked apart from any form.
fn sentence(field: &str, value: &str, rule: &str, who: Who, today: Date, language: &str) -> String {
    let mut typed = Typed::default();
    for (name, right) in RIGHT {
        *typed.answer(name).unwrap() = right.to_owned();
    }
    // A person registers with a phone.
    typed.phone = "+996555123456".to_owned();
    *typed.answer(field).unwrap() = value.to_owned();
    let faults = typed.read(who, today).unwrap_err();
    let keys: Vec<_> = faults.iter().map(|fault| (fault.field, fault.sentence.key)).collect();
    assert_eq!(keys, [(field, &*format!("fault-{rule}"))], "{value:?}");
    words::in_language(language.parse::<Language>().unwrap()).sentence(&faults[0].sentence)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// That the page says the sentence beside its field and still holds what was typed.
fn check(page: &Page, field: &str, value: &str, sentence: &str, told: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{told} {}", page.text());
    let id = if field.ends_with("_on") { format!("{field}-day") } else { field.to_owned() };
    let link = format!("<a href=\"#{id}\">{}</a>", escaped(sentence));
    assert!(page.body.contains(&link), "{told}: {link} is not in {}", page.text());
    assert!(page.body.contains(&format!("id=\"{id}\"")), "{told}: the link leads nowhere");
    // What is chosen from a list can only be kept when it is on the list.
    if matches!(field, "surname" | "given" | "patronymic" | "pin" | "phone" | "occupation") {
        let kept = format!("value=\"{}\"", escaped(value));
        assert!(value.is_empty() || page.body.contains(&kept), "{told}: {kept} was lost");
    }
    if field.ends_with("_on") {
        for (_, part) in boxes(field, value).iter().filter(|(_, part)| !part.is_empty()) {
            let kept = format!("value=\"{}\"", escaped(part));
            assert!(page.body.contains(&kept), "{told}: {kept} was lost");
        }
    }
}

/// The languages a table is gone through in: the words do not depend on the store, so the second one hears one.
fn languages(engine: Engine) -> &'static [&'static str] {
    if engine == engines()[0] { &LANGUAGES } else { &LANGUAGES[..1] }
}

/// Sends every bad value in these languages to the form on this page, and finds its sentence.
async fn refuse_all(
    languages: &[&'static str],
    browser: &mut Browser,
    page: &Page,
    action: &str,
    who: Who,
    today: Date,
    values: &[(&'static str, String, &'static str)],
) {
    for (field, value, rule) in values {
        let mut told = BTreeSet::new();
        for &language in languages {
            browser.cookies.insert("jol-language".into(), language.into());
            let mut fields = filled(field, value);
            fields.push(("consent".into(), "registration".into()));
            fields.extend(page.hidden(action));
            let answer = browser.request(Method::POST, action, Some(encoded(&fields))).await;
            let sentence = sentence(field, value, rule, who, today, language);
            check(&answer, field, value, &sentence, &format!("{action} {field} {value:?}"));
            told.insert(sentence);
        }
        assert_eq!(told.len(), languages.len(), "{rule} in each language: {told:?}");
    }
}

/// An officer's browser, in a cell that has one office and nobody registered.
async fn officer(cell: &TestCell) -> (Program, Browser) {
    let program = Program::at(cell, Role::Officer, "country").await;
    let (_, cookie) = signed_in(&cell.app, Role::Officer, "country").await;
    let mut browser = Browser::new(&cell.app);
    let (name, value) = cookie.split_once('=').unwrap();
    browser.cookies.insert(name.into(), value.into());
    (program, browser)
}

async fn is_empty(program: &Program) -> bool {
    program.get("/api/v1/returnees/count").await.body["count"] == 0
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_an_officer_refuses_every_bad_value_in_words_and_keeps_it() {
    assert!(values().len() >= 60);
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let (program, mut browser) = officer(&cell).await;
        let (action, today) = ("/returnees/new", cell.app.today());
        let page = browser.get(action).await;
        refuse_all(languages(engine), &mut browser, &page, action, Who::Officer, today, &values())
            .await;
        assert!(is_empty(&program).await, "{engine:?}");

        // And with all that is right, but no consent.
        let mut fields = filled("patronymic", "");
        fields.extend(page.hidden(action));
        let answer = browser.request(Method::POST, action, Some(encoded(&fields))).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        assert!(answer.body.contains("<a href=\"#consent\">"), "{engine:?}");
        assert!(answer.body.contains("value=\"Асанов\""), "{engine:?}");
        assert!(is_empty(&program).await, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_of_a_change_refuses_every_bad_value_in_words_and_keeps_it() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let (program, mut browser) = officer(&cell).await;
        let new = json!({ "surname": "Осмонов", "given": "Акыл", "consents": ["registration"] });
        let made = program.post("/api/v1/returnees", &new).await;
        let id = made.body["id"].as_str().unwrap();
        let action = format!("/returnees/{id}/edit");
        let page = browser.get(&action).await;
        let today = cell.app.today();
        refuse_all(languages(engine), &mut browser, &page, &action, Who::Officer, today, &values())
            .await;
        let kept = program.get(&format!("/api/v1/returnees/{id}")).await;
        assert_eq!((&kept.body["surname"], &kept.body["version"]), (&json!("Осмонов"), &json!(1)));
    }
}

/// The page of a person's own registration that asks for this.
fn step(field: &str) -> Option<&'static str> {
    Some(match field {
        "surname" | "given" | "patronymic" => "name",
        "sex" => "sex",
        "birth_on" => "birth",
        "pin" => "pin",
        "territory" => "oblast",
        "country" => "country",
        "returned_on" => "returned",
        "reasons" => "reasons",
        "occupation" => "work",
        "education" => "education",
        "leaving" => "leaving",
        "language" => "language",
        // The phone was proven before the first page.
        _ => return None,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_person_refuse_every_bad_value_in_words_and_keep_it() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let mut browser = newcomer(&cell, "10.1.1.1").await;
        let today = cell.app.today();
        let mut values = values();
        values.push(("birth_on", String::new(), "birth-missing"));
        for value in values {
            let Some(step) = step(value.0) else { continue };
            let action = format!("/register/{step}");
            let page = browser.get(&action).await;
            refuse_all(
                languages(engine),
                &mut browser,
                &page,
                &action,
                Who::Person,
                today,
                &[value],
            )
            .await;
        }
        // Nothing was taken: the first page is still the next one.
        assert!(browser.get("/register").await.body.contains("href=\"/register/name\""));
    }
}

/// Bodies that are no form of ours, with their type and how they are refused.
fn bodies(hidden: &str) -> Vec<(&'static str, &'static str, Vec<u8>, u16)> {
    const FIELDS: &str = "application/x-www-form-urlencoded";
    const PARTS: &str = "multipart/form-data; boundary=x";
    let with = |rest: &str| format!("{hidden}&{rest}").into_bytes();
    let part = |name: &str, value: &[u8]| {
        let head = format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
        [head.as_bytes(), value, b"\r\n"].concat()
    };
    let utf16 = "surname=A&given=B".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cp1251 = [hidden.as_bytes(), b"&surname=\xc0\xf1\xe0\xed"].concat();
    vec![
        ("nothing", FIELDS, Vec::new(), 403),
        ("no proof", FIELDS, b"surname=A&given=B".to_vec(), 403),
        ("a proof of nothing", FIELDS, b"-id=x&-proof=%zz&surname=A".to_vec(), 403),
        ("windows-1251 in percents", FIELDS, with("surname=%C0%F1%E0%ED"), 400),
        ("windows-1251", FIELDS, cp1251, 400),
        ("utf-16", FIELDS, utf16, 403),
        ("half a letter", FIELDS, with("surname=%D0"), 400),
        ("bytes at random", FIELDS, vec![0xff, 0xfe, 0x00, 0x80], 400),
        ("100 kilobytes", FIELDS, with(&format!("surname={}", "A".repeat(100 << 10))), 413),
        ("ten megabytes", FIELDS, vec![b'A'; 10 << 20], 413),
        ("eleven megabytes", FIELDS, vec![b'A'; 11 << 20], 413),
        ("no boundary", "multipart/form-data", part("surname", b"A"), 400),
        ("parts of nothing", PARTS, Vec::new(), 400),
        ("no end", PARTS, part("surname", b"A"), 400),
        ("half a head", PARTS, b"--x\r\ncontent-dispos".to_vec(), 400),
        ("another boundary", PARTS, b"--y\r\n\r\nA\r\n--y--\r\n".to_vec(), 400),
        (
            "parts in windows-1251",
            PARTS,
            [part("surname", b"\xc0\xf1"), b"--x--\r\n".to_vec()].concat(),
            400,
        ),
        (
            "a part of 100 kilobytes",
            PARTS,
            [part("surname", &[b'A'; 100 << 10]), b"--x--\r\n".to_vec()].concat(),
            413,
        ),
        ("parts of eleven megabytes", PARTS, part("surname", &[b'A'; 11 << 20]), 413),
        ("JSON", "application/json", b"{\"surname\":\"A\"}".to_vec(), 400),
        ("a text", "text/plain", b"surname=A".to_vec(), 400),
        ("no type", "", b"surname=A".to_vec(), 400),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_no_form_is_refused_on_a_page_in_four_languages() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let (program, mut browser) = officer(&cell).await;
        let page = browser.get("/returnees/new").await;
        let hidden = encoded(&page.hidden("/returnees/new"));
        for action in ["/returnees/new", "/returnees/search", "/sign-in"] {
            for (what, kind, body, status) in bodies(&hidden) {
                let mut told = BTreeSet::new();
                for language in LANGUAGES {
                    let cookie = format!("jol={}; jol-language={language}", browser.cookies["jol"]);
                    let mut request = Request::post(action).header("cookie", cookie);
                    if !kind.is_empty() {
                        request = request.header("content-type", kind);
                    }
                    let request = request.body(Body::from(body.clone())).unwrap();
                    let answer = cell.router.clone().oneshot(request).await.unwrap();
                    assert_eq!(answer.status().as_u16(), status, "{engine:?} {action} {what}");
                    assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
                    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
                    let text = String::from_utf8(bytes.to_vec()).unwrap();
                    let heading = text.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap();
                    told.insert(heading.to_owned());
                }
                assert_eq!(told.len(), 4, "{engine:?} {action} {what}: {told:?}");
            }
        }
        assert!(is_empty(&program).await, "{engine:?}");
    }
}
