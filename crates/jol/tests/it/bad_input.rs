//! Bad values of every sort: each gets its sentence in four languages, and none an error of ours.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::access::Role;
use serde_json::{Value, json};

use crate::{
    program::Program,
    testkit::{TestCell, engines},
};

const RETURNEES: &str = "/api/v1/returnees";
pub const LANGUAGES: [&str; 4] = ["ky", "ru", "uz", "en"];

/// A field, a value that is wrong, and the rule that says so.
fn values() -> Vec<(&'static str, Value, &'static str)> {
    let text = |text: &str| Value::from(text);
    let long = "А".repeat(61);
    vec![
        // Names
        ("surname", text(""), "surname-missing"),
        ("surname", text("   "), "surname-missing"),
        ("surname", text("Аса1н"), "name-digit"),
        ("surname", text("٣Асан"), "name-digit"),
        ("surname", text("Асан@"), "name-character"),
        ("surname", text("=SUM(A1)"), "name-character"),
        ("surname", text("<b>Асан</b>"), "name-character"),
        ("surname", text("'; drop table returnee; --"), "name-character"),
        ("surname", text("李明"), "name-character"),
        ("surname", text("😀"), "name-character"),
        ("surname", text("---"), "name-no-letter"),
        ("surname", text("Жапяrov"), "name-mixed-scripts"),
        ("surname", text("Асан\u{202e}нова"), "text-invisible"),
        ("surname", text("Асан\u{200b}"), "text-invisible"),
        ("surname", text("Асан\u{0}"), "text-invisible"),
        ("surname", text("Асан\u{7}"), "text-invisible"),
        ("surname", text("Ð\u{90}Ñ\u{81}Ð°Ð½"), "text-garbled"),
        ("surname", text("\u{fffd}\u{fffd}сан"), "text-garbled"),
        ("surname", text(&long), "text-too-long"),
        ("given", text(""), "given-missing"),
        ("given", text("А\u{301}\u{301}\u{301}\u{301}\u{301}"), "text-garbled"),
        ("patronymic", text("Асан99"), "name-digit"),
        ("surname", json!(5), "api-text"),
        ("surname", json!(null), "api-text"),
        ("surname", json!(["Асан"]), "api-text"),
        ("surname", json!({ "ky": "Асан" }), "api-text"),
        // PIN
        ("pin", text("1270319900012"), "pin-length"),
        ("pin", text("127031990001234"), "pin-length"),
        ("pin", text("1270319900012x"), "pin-character"),
        ("pin", text("1270319900012\u{0}"), "pin-character"),
        ("pin", text("02703199000123"), "pin-organisation"),
        ("pin", text("32703199000123"), "pin-first-digit"),
        ("pin", text("13002199000123"), "pin-date"),
        ("pin", text("12703189900123"), "pin-date"),
        ("pin", json!(12703199000123u64), "api-text"),
        ("pin", json!(1e300), "api-text"),
        // Days
        ("birth_on", text("27.03.1990"), "api-day"),
        ("birth_on", text("1990-3-7"), "api-day"),
        ("birth_on", text("1990-02-30"), "day-not-a-day"),
        ("birth_on", text("1990-13-01"), "day-not-a-day"),
        ("birth_on", text("2026-11-22"), "day-future"),
        ("birth_on", text("1000-01-01"), "day-too-early"),
        ("birth_on", json!(19900327), "api-text"),
        ("returned_on", text("2027-01-01"), "day-future"),
        ("returned_on", text("1991-08-30"), "day-too-early"),
        ("returned_on", text("2026-11-21T00:00:00Z"), "api-day"),
        ("returned_on", text("вчера"), "api-day"),
        // Phones of many countries
        ("phone", text("0555 123 45"), "phone-length"),
        ("phone", text("+996 155 123 456"), "phone-first-digit"),
        ("phone", text("+7 903 123 45 6"), "phone-length"),
        ("phone", text("+7 103 123 45 67"), "phone-first-digit"),
        ("phone", text("+998 90 123 45"), "phone-length"),
        ("phone", text("+992 90 123 45 678"), "phone-length"),
        ("phone", text("+90 532 123 45 6"), "phone-length"),
        ("phone", text("+82 10 12"), "phone-length"),
        ("phone", text("+49 15"), "phone-length"),
        ("phone", text("+971 50 12"), "phone-length"),
        ("phone", text("+1 012 345 6789"), "phone-first-digit"),
        ("phone", text("+48 123"), "phone-length"),
        ("phone", text("+01 234 567 890"), "phone-country-code"),
        ("phone", text("+380 12"), "phone-total"),
        ("phone", text("9031234567"), "phone-no-country-code"),
        ("phone", text("0555-CALL-ME"), "phone-character"),
        ("phone", text("0555 123 456, 0700 123 456"), "phone-character"),
        ("phone", text(&"5".repeat(5_000)), "phone-no-country-code"),
        ("phone", json!(996555123456u64), "api-text"),
        // Codes
        ("sex", text("x"), "api-choice"),
        ("sex", text("F"), "api-choice"),
        ("sex", json!(true), "api-text"),
        ("territory", text("417"), "territory-code"),
        ("territory", text("41799000000000"), "territory-unknown"),
        ("country", text("XX"), "country-unknown"),
        ("country", text("ru'"), "country-unknown"),
        ("reasons", text("family"), "api-list"),
        ("reasons", json!(["boredom"]), "api-choice"),
        ("education", text("doctor"), "api-choice"),
        ("leaving", text("maybe"), "api-choice"),
        ("language", text("de"), "api-choice"),
        ("occupation", text(&"а".repeat(121)), "text-too-long"),
        ("occupation", text("повар\u{2066}"), "text-invisible"),
        ("consents", json!([]), "api-consent"),
        ("consents", json!(["matching"]), "api-consent"),
        ("consents", json!(null), "api-list"),
        ("consents", json!({}), "api-list"),
        ("nickname", text("Асик"), "api-unknown"),
        ("a/b~\u{0}", json!(1), "api-unknown"),
    ]
}

/// Those that are wrong whoever sends them and however.
pub fn texts() -> Vec<(&'static str, String, &'static str)> {
    let all = values().into_iter().filter(|(_, _, code)| !code.starts_with("api-"));
    all.map(|(field, value, code)| (field, value.as_str().unwrap().to_owned(), code)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_value_has_its_sentence_in_four_languages() {
    assert!(values().len() >= 60);
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let officer = Program::at(&cell, Role::Officer, "country").await;
        for (field, value, code) in values() {
            let mut body =
                json!({ "surname": "Асанов", "given": "Асан", "consents": ["registration"] });
            body[field] = value.clone();
            let mut sentences = BTreeSet::new();
            for language in LANGUAGES {
                let key = cell.app.new_id().to_string();
                let lines = [
                    ("content-type", "application/json"),
                    ("idempotency-key", &*key),
                    ("accept-language", language),
                ];
                let reply = officer.raw("POST", RETURNEES, &lines, body.to_string()).await;
                assert_eq!(
                    reply.status,
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "{field} {value} {reply:?}"
                );
                let errors = reply.body["errors"].as_array().unwrap();
                assert_eq!(errors.len(), 1, "{field} {value}: {errors:?}");
                assert_eq!(errors[0]["code"], code, "{field} {value}");
                assert!(errors[0]["pointer"].as_str().unwrap().starts_with("#/"), "{errors:?}");
                let sentence = errors[0]["detail"].as_str().unwrap().to_owned();
                assert!(
                    sentence.contains(' ') && !sentence.contains("fault-"),
                    "{code}: {sentence}"
                );
                sentences.insert(sentence);
            }
            assert_eq!(sentences.len(), 4, "{code} in four languages: {sentences:?}");
            if cell
                .app
                .limits
                .count(b"of this test", 100, cell.app.now())
                .is_ok_and(|left| left % 50 == 0)
            {
                cell.clock.set(cell.app.now() + jiff::SignedDuration::from_mins(1));
            }
        }
        let count = officer.get("/api/v1/returnees/count").await;
        assert_eq!(count.body["count"], 0, "{engine:?}");
    }
}

/// Bodies that are no JSON of ours at all.
fn bodies() -> Vec<(&'static str, Vec<u8>, u16, &'static str)> {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).into_bytes();
    let cp1251 = b"{\"surname\":\"\xc0\xf1\xe0\xed\",\"given\":\"A\",\"consents\":[]}".to_vec();
    let utf16: Vec<u8> = "{\"surname\":\"A\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bom = [b"\xef\xbb\xbf".to_vec(), b"{}".to_vec()].concat();
    vec![
        ("nothing", Vec::new(), 400, "not-understood"),
        ("a broken end", b"{\"surname\":\"A\"".to_vec(), 400, "not-understood"),
        ("a comma too many", b"{\"surname\":\"A\",}".to_vec(), 400, "not-understood"),
        ("two values", b"{} {}".to_vec(), 400, "not-understood"),
        ("single quotes", b"{'surname':'A'}".to_vec(), 400, "not-understood"),
        ("a name twice", b"{\"surname\":\"A\",\"surname\":\"B\"}".to_vec(), 400, "not-understood"),
        ("half a surrogate", b"{\"surname\":\"\\ud800\"}".to_vec(), 400, "not-understood"),
        ("a raw control", b"{\"surname\":\"A\x01\"}".to_vec(), 400, "not-understood"),
        ("not a number", b"{\"surname\":NaN}".to_vec(), 400, "not-understood"),
        ("a number out of all bounds", b"{\"surname\":1e999999}".to_vec(), 400, "not-understood"),
        ("windows-1251", cp1251, 400, "not-understood"),
        ("utf-16", utf16, 400, "not-understood"),
        ("a byte order mark", bom, 400, "not-understood"),
        ("bytes at random", vec![0xff, 0xfe, 0x00, 0x80], 400, "not-understood"),
        ("a deep nest", deep, 400, "not-understood"),
        ("a form", b"surname=A&given=B".to_vec(), 400, "not-understood"),
        ("a text", b"\"surname\"".to_vec(), 422, "values"),
        ("a list", b"[]".to_vec(), 422, "values"),
        ("null", b"null".to_vec(), 422, "values"),
        ("300 kilobytes", vec![b' '; 300 << 10], 413, "too-large"),
        ("ten megabytes", vec![b'['; 10 << 20], 413, "too-large"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_cannot_be_read_is_refused_in_four_languages() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let officer = Program::at(&cell, Role::Officer, "country").await;
        for (what, body, status, code) in bodies() {
            let mut sentences = BTreeSet::new();
            for language in LANGUAGES {
                let key = cell.app.new_id().to_string();
                let lines = [
                    ("content-type", "application/json"),
                    ("idempotency-key", &*key),
                    ("accept-language", language),
                ];
                let reply = officer.raw("POST", RETURNEES, &lines, body.clone()).await;
                assert_eq!(
                    (reply.status.as_u16(), &reply.body["code"]),
                    (status, &json!(code)),
                    "{what}"
                );
                let sentence = reply.body["detail"].as_str().unwrap().to_owned();
                assert!(sentence.contains(' '), "{what}: {sentence}");
                sentences.insert(sentence);
            }
            assert_eq!(sentences.len(), 4, "{what}: {sentences:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_search_or_patch_is_refused_too() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let officer = Program::at(&cell, Role::Officer, "country").await;
        let cases = [
            (json!({}), "api-one"),
            (json!({ "name": "a", "pin": "b" }), "api-one"),
            (json!({ "number": "K7QM" }), "api-registration-number"),
            (json!({ "pin": "1" }), "pin-length"),
            (json!({ "phone": "x" }), "phone-character"),
            (json!({ "name": "a", "limit": 0 }), "api-whole"),
            (json!({ "name": "a", "limit": 101 }), "api-whole"),
            (json!({ "name": "a", "limit": "7" }), "api-whole"),
            (json!({ "name": "a", "sort": "id" }), "api-unknown"),
            (json!({ "name": 1 }), "api-text"),
            (json!({ "name": "я".repeat(121) }), "text-too-long"),
        ];
        for (body, code) in cases {
            let reply = officer.post("/api/v1/returnees/search", &body).await;
            let codes: Vec<String> = reply.errors().into_iter().map(|(_, code)| code).collect();
            assert_eq!(codes, [code], "{body} {reply:?}");
        }
        for odd in ["\u{0}", "\u{202e}", "%_", "'", "\\", &"я".repeat(120), "\u{10ffff}"] {
            let reply = officer.post("/api/v1/returnees/search", &json!({ "name": odd })).await;
            assert_eq!(reply.status, StatusCode::OK, "{engine:?} {odd:?} {reply:?}");
        }

        let new = json!({ "surname": "Асанов", "given": "Асан", "consents": ["registration"] });
        let made = officer.post(RETURNEES, &new).await;
        let place = format!("{RETURNEES}/{}", made.body["id"].as_str().unwrap());
        let cases = [
            (json!({ "surname": null }), "api-text"),
            (json!({ "surname": "" }), "surname-missing"),
            (json!({ "pin": "1" }), "pin-length"),
            (json!({ "consents": ["finance"] }), "api-unknown"),
            (json!({ "id": "x" }), "api-unknown"),
        ];
        for (body, code) in cases {
            let reply = officer.patch(&place, "\"1\"", &body).await;
            let codes: Vec<String> = reply.errors().into_iter().map(|(_, code)| code).collect();
            assert_eq!(codes, [code], "{body} {reply:?}");
        }
    }
}
