//! The API as a partner's program meets it: keys, versions, pages, problems, and who sees what.

use std::collections::{BTreeMap, BTreeSet};

use axum::{body::Body, http::StatusCode};
use domain::access::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    program::{Program, Reply},
    testkit::{TestCell, engines},
};

const RETURNEES: &str = "/api/v1/returnees";
const CHUY: &str = "41708000000000";
const OSH: &str = "41706000000000";

fn asan(surname: &str) -> Value {
    json!({ "surname": surname, "given": "Асан", "territory": CHUY, "consents": ["registration"] })
}

fn made(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
    reply.body["id"].as_str().unwrap().to_owned()
}

fn count(reply: &Reply) -> i64 {
    reply.body["count"].as_i64().unwrap_or_else(|| panic!("{reply:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_registered_can_be_read_changed_and_erased() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let head = Program::at(&cell, Role::HeadOfOffice, "country").await;
        let guard = Program::at(&cell, Role::DataProtectionOfficer, "country").await;
        let body = json!({
            "surname": "Үсөнова", "given": "Айжан", "patronymic": null, "sex": "f", "birth_on": "1990-03-27",
            "pin": "12703199000123", "phone": "0555 123 456", "territory": CHUY, "country": "RU",
            "returned_on": "2026-09-01", "reasons": ["no-work", "family"], "education": "secondary",
            "occupation": "сатуучу", "leaving": "unsure", "language": "ru",
            "consents": ["registration", "matching"],
        });
        let reply = head.post(RETURNEES, &body).await;
        let id = made(&reply);
        let place = format!("{RETURNEES}/{id}");
        assert_eq!(reply.header("location"), place);
        assert_eq!(reply.header("etag"), "\"1\"");

        let seen = head.get(&place).await;
        assert_eq!((seen.status, seen.header("etag")), (StatusCode::OK, "\"1\""), "{seen:?}");
        let mut expected = body.clone();
        expected["phone"] = "+996555123456".into();
        expected["reasons"] = json!(["family", "no-work"]);
        for (name, value) in expected.as_object().unwrap() {
            assert_eq!(&seen.body[name], value, "{engine:?} {name}");
        }
        assert_eq!(seen.body["channel"], "api");

        let patch = json!({ "occupation": null, "phone": "+7 903 123-45-67", "reasons": [] });
        let changed = head.patch(&place, "\"1\"", &patch).await;
        assert_eq!(
            (changed.status, changed.header("etag")),
            (StatusCode::OK, "\"2\""),
            "{changed:?}"
        );
        let seen = head.get(&place).await;
        assert_eq!(seen.body["occupation"], Value::Null);
        assert_eq!(seen.body["phone"], "+79031234567");
        assert_eq!(seen.body["reasons"], json!([]));
        assert_eq!(seen.body["surname"], "Үсөнова");

        let journal = head.get(&format!("{place}/journal")).await;
        let actions: Vec<&str> = journal.body["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["action"].as_str().unwrap())
            .collect();
        assert_eq!(actions, ["seen", "changed", "seen", "registered"], "{engine:?}");

        let refused = head.raw("DELETE", &place, &[("if-match", "\"2\"")], Body::empty()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "a head of office does not erase");
        for (tag, expected) in
            [(None, 428), (Some("\"1\""), 412), (Some("\"2\""), 204), (Some("\"2\""), 404)]
        {
            let lines: Vec<(&str, &str)> = tag.map(|tag| ("if-match", tag)).into_iter().collect();
            let reply = guard.raw("DELETE", &place, &lines, Body::empty()).await;
            assert_eq!(reply.status.as_u16(), expected, "{engine:?} {tag:?} {reply:?}");
        }
        assert_eq!(head.get(&place).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_post_sent_by_many_at_once_is_one_person() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let officer = Program::at(&cell, Role::Officer, "country").await;
        let key = cell.app.new_id();
        let sent: Vec<_> = (0..32)
            .map(|_| {
                let officer = officer.clone();
                tokio::spawn(async move {
                    officer.post_once(RETURNEES, key, &asan("Токтоев")).await
                })
            })
            .collect();
        let (mut ids, mut n_replayed) = (BTreeSet::new(), 0);
        for reply in sent {
            let reply = reply.await.unwrap();
            ids.insert(made(&reply));
            n_replayed += usize::from(reply.header("idempotent-replayed") == "true");
        }
        assert_eq!((ids.len(), n_replayed), (1, 31), "{engine:?}");
        assert_eq!(count(&officer.get("/api/v1/returnees/count").await), 1);

        let other = officer.post_once(RETURNEES, key, &asan("Асанов")).await;
        assert_eq!(other.status, StatusCode::CONFLICT);
        assert_eq!(other.body["code"], "sent");
        let lines = [("content-type", "application/json")];
        let without = officer.raw("POST", RETURNEES, &lines, asan("Асанов").to_string()).await;
        assert_eq!(without.status, StatusCode::BAD_REQUEST, "a key is needed");
        assert_eq!(count(&officer.get("/api/v1/returnees/count").await), 1, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_registered_once_even_by_many_at_once() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let officer = Program::at(&cell, Role::Officer, "country").await;
        let mut body = asan("Токтоев");
        body["pin"] = "20101199000011".into();
        let sent: Vec<_> = (0..16)
            .map(|_| {
                let (officer, body) = (officer.clone(), body.clone());
                tokio::spawn(async move { officer.post(RETURNEES, &body).await })
            })
            .collect();
        let mut statuses = BTreeMap::new();
        for reply in sent {
            let reply = reply.await.unwrap();
            if reply.status != StatusCode::CREATED {
                assert_eq!(reply.errors(), [("#/pin".to_owned(), "pin-taken".to_owned())]);
            }
            *statuses.entry(reply.status.as_u16()).or_insert(0) += 1;
        }
        assert_eq!(statuses, BTreeMap::from([(201, 1), (422, 15)]), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_needs_the_newest_version_and_a_known_one_is_not_sent_again() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let officer = Program::at(&cell, Role::Officer, "country").await;
        let place =
            format!("{RETURNEES}/{}", made(&officer.post(RETURNEES, &asan("Токтоев")).await));
        let patch = json!({ "given": "Үсөн" });
        let body = patch.to_string();
        let lines = [("content-type", "application/json")];
        let reply = officer.raw("PATCH", &place, &lines, body).await;
        assert_eq!(reply.status, StatusCode::PRECONDITION_REQUIRED);
        assert_eq!(reply.body["code"], "version");

        // Two officers who read the same version: one wins, the other hears of it.
        let other = json!({ "given": "Бакыт" });
        let both = tokio::join!(
            officer.patch(&place, "\"1\"", &patch),
            officer.patch(&place, "\"1\"", &other),
        );
        let mut statuses = [both.0.status.as_u16(), both.1.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "{engine:?}");

        let known = [("if-none-match", "\"2\"")];
        let reply = officer.raw("GET", &place, &known, Body::empty()).await;
        assert_eq!((reply.status, reply.body), (StatusCode::NOT_MODIFIED, Value::Null));
        let known = [("if-none-match", "\"1\"")];
        assert_eq!(officer.raw("GET", &place, &known, Body::empty()).await.status, StatusCode::OK);
    }
}

/// The address in the `Link` line.
fn next(reply: &Reply) -> Option<String> {
    let (address, rest) = reply.header("link").strip_prefix('<')?.split_once('>')?;
    assert_eq!(rest, "; rel=\"next\"");
    Some(address.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_show_everybody_once_while_others_are_added() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let officer = Program::at(&cell, Role::Officer, "country").await;
        let mut before = BTreeSet::new();
        for _ in 0..23 {
            before.insert(made(&officer.post(RETURNEES, &asan("Токтоев")).await));
        }
        let mut seen = Vec::new();
        let mut page = officer.get(&format!("{RETURNEES}?limit=5")).await;
        loop {
            for row in page.body["returnees"].as_array().unwrap() {
                seen.push(row["id"].as_str().unwrap().to_owned());
            }
            officer.post(RETURNEES, &asan("Токтоев")).await;
            let Some(address) = next(&page) else { break };
            assert!(page.body["next"].is_string());
            page = officer.get(&address).await;
            assert_eq!(page.status, StatusCode::OK, "{page:?}");
        }
        assert_eq!(page.body["next"], Value::Null);
        assert_eq!(seen.len(), 23, "{engine:?}");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), before, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_in_any_script_and_pages_as_well() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let officer = Program::at(&cell, Role::Officer, "country").await;
        for surname in ["Жапаров", "Japarov", "Жапарова", "Токтоев"] {
            let mut body = asan(surname);
            body["phone"] = "0555123456".into();
            officer.post(RETURNEES, &body).await;
        }
        let pin = json!({ "surname": "Асанов", "given": "Үсөн", "pin": "20101199000011", "consents": ["registration"] });
        let number =
            officer.post(RETURNEES, &pin).await.body["number"].as_str().unwrap().to_owned();
        let cases = [
            (json!({ "name": "жапаров" }), 3),
            (json!({ "name": "JAPAROV A" }), 3),
            (json!({ "name": "асан" }), 5),
            (json!({ "name": "…" }), 0),
            (json!({ "name": "" }), 0),
            (json!({ "phone": "+996 555 12-34-56" }), 4),
            (json!({ "pin": "20101199000011" }), 1),
            (json!({ "pin": "20101199000012" }), 0),
            (json!({ "number": number }), 1),
        ];
        for (body, expected) in cases {
            let reply = officer.post("/api/v1/returnees/search", &body).await;
            let found =
                reply.body["returnees"].as_array().unwrap_or_else(|| panic!("{body} {reply:?}"));
            assert_eq!(found.len(), expected, "{engine:?} {body}");
        }
        let (mut after, mut n_found) = (Value::Null, 0);
        loop {
            let body = json!({ "name": "жапаров", "limit": 1, "after": after });
            let reply = officer.post("/api/v1/returnees/search", &body).await;
            n_found += reply.body["returnees"].as_array().unwrap().len();
            after = reply.body["next"].clone();
            if after.is_null() {
                break;
            }
        }
        assert_eq!(n_found, 3, "{engine:?}");
        let reply = officer.get(&format!("{RETURNEES}?number={number}")).await;
        assert_eq!(reply.body["returnees"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_is_good_for_its_own_caller_and_list_only() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let one = Program::at(&cell, Role::Officer, "country").await;
        let two = Program::at(&cell, Role::Officer, "country").await;
        for _ in 0..3 {
            one.post(RETURNEES, &asan("Токтоев")).await;
        }
        let page = one.get(&format!("{RETURNEES}?limit=1")).await;
        let cursor = page.body["next"].as_str().unwrap().to_owned();
        let turned: String = cursor.chars().rev().collect();
        let with = |cursor: &str| format!("{RETURNEES}?after={cursor}");
        assert_eq!(one.get(&with(&cursor)).await.status, StatusCode::OK);
        for (program, cursor) in
            [(&two, &*cursor), (&one, &*turned), (&one, "AAAA"), (&one, ""), (&one, "%00")]
        {
            let reply = program.get(&with(cursor)).await;
            assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{engine:?} {cursor}");
            assert_eq!(reply.body["code"], "not-understood");
        }
        let body = json!({ "name": "токтоев", "after": cursor });
        let reply = one.post("/api/v1/returnees/search", &body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "a list's cursor is no search's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_may_not_see_answers_like_what_is_not_there() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let chuy = Program::at(&cell, Role::Officer, "chuy").await;
        let osh = Program::at(&cell, Role::Officer, "osh").await;
        let partner = Program::at(&cell, Role::Partner, "chuy").await;
        let place = format!("{RETURNEES}/{}", made(&chuy.post(RETURNEES, &asan("Токтоев")).await));
        let nowhere = format!("{RETURNEES}/{}", Uuid::from_u128(7));
        for program in [&osh, &partner] {
            let (hidden, missing) = (program.get(&place).await, program.get(&nowhere).await);
            assert_eq!(hidden.status, StatusCode::NOT_FOUND);
            assert_eq!(hidden.body, missing.body, "{engine:?}");
            assert_eq!(count(&program.get("/api/v1/returnees/count").await), 0);
        }
        assert_eq!(
            osh.patch(&place, "\"1\"", &json!({ "given": "A" })).await.status,
            StatusCode::NOT_FOUND
        );

        // A partner registers only whom it may then see.
        let refused = partner.post(RETURNEES, &asan("Асанов")).await;
        assert_eq!(refused.errors(), [("#/consents".to_owned(), "api-consent".to_owned())]);
        let mut agreed = asan("Асанов");
        agreed["consents"] = json!(["registration", "exchange"]);
        let place = format!("{RETURNEES}/{}", made(&partner.post(RETURNEES, &agreed).await));
        assert_eq!(partner.get(&place).await.status, StatusCode::OK);
        let forbidden = partner.patch(&place, "\"1\"", &json!({ "given": "A" })).await;
        assert_eq!(
            (forbidden.status, &forbidden.body["code"]),
            (StatusCode::FORBIDDEN, &json!("forbidden"))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_reads_does_not_write_and_without_one_nothing_is_told() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let reader = Program::with(&cell, Role::HeadOfOffice, "country", false).await;
        assert_eq!(reader.get(RETURNEES).await.status, StatusCode::OK);
        let bulk = json!({ "rows": [] });
        for (path, body) in [(RETURNEES, asan("Токтоев")), ("/api/v1/returnees/bulk", bulk)]
        {
            let reply = reader.post(path, &body).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{engine:?} {path}");
        }
        for bearer in [
            "",
            "Bearer",
            "Bearer x",
            "Basic YTpi",
            "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            let reply =
                reader.raw("GET", RETURNEES, &[("authorization", bearer)], Body::empty()).await;
            assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{bearer}");
            assert_eq!(reply.header("www-authenticate"), "Bearer");
        }
        cell.clock.set(cell.app.now() + jiff::SignedDuration::from_hours(25));
        assert_eq!(reader.get(RETURNEES).await.status, StatusCode::UNAUTHORIZED, "it has ended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_is_a_problem_in_the_language_asked_for() {
    let cell = TestCell::new(engines()[0]).await;
    let officer = Program::at(&cell, Role::Officer, "country").await;
    let unknown = format!("{RETURNEES}/{}", Uuid::nil());
    type Case<'c> = (&'c str, &'c str, &'c [(&'c str, &'c str)], u16, &'c str);
    let cases: [Case; 10] = [
        ("GET", "/api/v1/nothing", &[], 404, "not-found"),
        ("GET", "/api/nothing", &[], 404, "not-found"),
        ("GET", &unknown, &[], 404, "not-found"),
        ("GET", "/api/v1/returnees/x", &[], 404, "not-found"),
        ("PUT", RETURNEES, &[], 405, "method"),
        ("GET", RETURNEES, &[("accept", "text/html")], 406, "accept"),
        ("POST", RETURNEES, &[("content-type", "text/plain")], 415, "type"),
        ("GET", "/api/v1/returnees?q=x", &[], 400, "not-understood"),
        ("GET", "/api/v1/returnees?limit=0", &[], 422, "values"),
        ("GET", RETURNEES, &[("authorization", "")], 401, "sign-in"),
    ];
    for (method, path, lines, status, code) in cases {
        let mut titles = BTreeSet::new();
        for language in ["ky", "ru", "uz", "en"] {
            let lines: Vec<(&str, &str)> =
                lines.iter().copied().chain([("accept-language", language)]).collect();
            let reply = officer.raw(method, path, &lines, Body::empty()).await;
            assert_eq!(reply.status.as_u16(), status, "{method} {path} {reply:?}");
            assert_eq!(reply.header("content-type"), "application/problem+json");
            assert_eq!(reply.header("content-language"), language);
            assert_eq!(reply.body["status"], status);
            assert_eq!(reply.body["code"], code, "{method} {path}");
            assert_eq!(reply.body["type"], format!("/api#{code}"));
            assert!(reply.body["detail"].as_str().unwrap().len() > 10);
            titles.insert(reply.body["title"].as_str().unwrap().to_owned());
        }
        assert_eq!(titles.len(), 4, "{method} {path}: {titles:?}");
    }
    let allow = officer.raw("PUT", RETURNEES, &[], Body::empty()).await.header("allow").to_owned();
    assert!(allow.contains("GET") && allow.contains("POST"), "{allow}");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_many_requests_a_program_is_told_when_to_come_back() {
    let cell = TestCell::new(engines()[0]).await;
    let officer = Program::at(&cell, Role::Officer, "country").await;
    let other = Program::at(&cell, Role::Officer, "country").await;
    let most = cell.app.settings.api_rate;
    let first = officer.get("/api/v1/returnees/count").await;
    assert_eq!(first.header("ratelimit-policy"), format!("\"minute\";q={most};w=60"));
    assert_eq!(first.header("ratelimit"), format!("\"minute\";r={};t=60", most - 1));
    for _ in 1..most {
        assert_eq!(officer.get("/api/v1/nothing").await.status, StatusCode::NOT_FOUND);
    }
    let refused = officer.get("/api/v1/returnees/count").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        (refused.header("retry-after"), refused.header("ratelimit")),
        ("60", "\"minute\";r=0;t=60")
    );
    assert_eq!(other.get("/api/v1/returnees/count").await.status, StatusCode::OK);
    cell.clock.set(cell.app.now() + jiff::SignedDuration::from_mins(1));
    assert_eq!(officer.get("/api/v1/returnees/count").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_rows_the_good_ones_go_in_or_none() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let officer = Program::at(&cell, Role::Officer, "country").await;
        let osh = Program::at(&cell, Role::Officer, "osh").await;
        let row = |n: usize, pin: &str| {
            let mut returnee = asan("Токтоев");
            returnee["territory"] = if n.is_multiple_of(2) { CHUY } else { OSH }.into();
            returnee["pin"] = pin.into();
            json!({ "id": cell.app.new_id(), "returnee": returnee })
        };
        let mut rows: Vec<Value> = (0..300).map(|n| row(n, &format!("20101199{n:06}"))).collect();
        rows[7]["returnee"]["surname"] = "123".into();
        rows[8]["id"] = json!(Uuid::from_u128(8));
        rows[9] = row(9, "20101199000001");
        let path = "/api/v1/returnees/bulk";
        let whole = officer.post(path, &json!({ "rows": rows, "whole": true })).await;
        assert_eq!(whole.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(count(&officer.get("/api/v1/returnees/count").await), 0, "{engine:?}");

        let key = cell.app.new_id();
        let body = json!({ "rows": rows });
        for _ in 0..2 {
            let some = officer.post_once(path, key, &body).await;
            assert_eq!(
                (&some.body["registered"], &some.body["refused"]),
                (&json!(297), &json!(3)),
                "{some:?}"
            );
            let pointers = [
                (7, "#/rows/7/returnee/surname"),
                (8, "#/rows/8/id"),
                (9, "#/rows/9/returnee/pin"),
            ];
            for (at, pointer) in pointers {
                assert_eq!(some.body["rows"][at]["errors"][0]["pointer"], pointer);
            }
        }
        // The same rows in another request are known; one with other answers is refused.
        let mut again: Vec<Value> = rows[..3].to_vec();
        again[2]["returnee"]["given"] = "Бакыт".into();
        let reply = officer.post(path, &json!({ "rows": again })).await;
        let outcomes: Vec<&str> = reply.body["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["outcome"].as_str().unwrap())
            .collect();
        assert_eq!(outcomes, ["known", "known", "refused"], "{engine:?}");
        assert_eq!(reply.body["rows"][2]["errors"][0]["code"], "api-row-used");
        assert_eq!(count(&officer.get("/api/v1/returnees/count").await), 297, "{engine:?}");

        let place = format!("{RETURNEES}/{}", rows[0]["id"].as_str().unwrap());
        let seen = officer.get(&place).await;
        assert_eq!(seen.body["pin"], "20101199000000", "{engine:?}");
        assert_eq!(count(&osh.get("/api/v1/returnees/count").await), 148, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn places_and_the_document_are_there_for_programs() {
    let cell = TestCell::new(engines()[0]).await;
    let officer = Program::at(&cell, Role::Officer, "chuy").await;
    Program::at(&cell, Role::Officer, "osh").await;
    let offices = officer.get("/api/v1/offices").await;
    assert_eq!(offices.body["offices"].as_array().unwrap().len(), 2);
    let territories = officer.get("/api/v1/territories").await;
    let chuy =
        territories.body["territories"].as_array().unwrap().iter().find(|one| one["code"] == CHUY);
    assert_eq!(chuy.unwrap()["kind"], "oblast");
    for (path, version) in
        [("/api/v1/openapi.json", "3.1.0"), ("/api/v1/openapi-3.0.json", "3.0.3")]
    {
        let reply = officer.raw("GET", path, &[("authorization", "")], Body::empty()).await;
        assert_eq!(reply.body["openapi"], version);
    }
}
