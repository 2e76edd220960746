//! A person's home: where they are, what comes next, what they agreed to, everything held about them.

use axum::http::{StatusCode, header};
use jol::profile::store::{ItemRow, WishRow};
use serde_json::json;
use uuid::Uuid;

use crate::{
    people::{Country, LEILEK},
    testkit::engines,
};

const OWN: [&str; 7] = [
    "/me",
    "/me/record",
    "/me/record/edit",
    "/me/plan",
    "/me/messages",
    "/me/visit",
    "/me/journal",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_person_begins_with_where_they_are_and_one_thing_to_do() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let person = country.person("Айгүл").await;
        let mut own = country.own(person).await;
        // Nobody has followed the journal yet: the page is right all the same.
        let page = own.get("/me").await;
        assert!(page.says("Асанова Айгүл") && page.says("done: 21.11.2026"), "{}", page.text());
        assert!(page.says("Tell us what you can do"), "{engine:?} {}", page.text());
        assert_eq!(page.body.matches("class=\"govuk-button\"").count(), 1, "one big button");
        assert!(page.body.contains("href=\"/me/profile\""));

        let line = ItemRow {
            id: app.new_id(),
            returnee: person.uuid(),
            kind: "work".into(),
            code: None,
            words: Some("ашпозчу".into()),
            level: None,
            country: None,
            from_on: None,
            to_on: None,
            evidence: "said".into(),
            recognised_by: None,
            seen_by: None,
            seen_at: None,
            made_by: Uuid::nil(),
            made_at: app.now(),
            version: 1,
        };
        let wish = WishRow {
            returnee: person.uuid(),
            occupations: "cook".into(),
            place: None,
            km: None,
            wage: None,
            forms: String::new(),
            self_employment: None,
            from_on: None,
            changed_at: app.now(),
            version: 1,
        };
        country.write(person, line).await;
        country.write(person, wish).await;
        let page = own.get("/me").await;
        assert!(page.says("An officer makes a plan with you"), "{engine:?} {}", page.text());
        for path in OWN {
            let page = own.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{engine:?} {path}");
            assert!(page.body.len() < 25_000 + jol::web::parts::CSS.len(), "{path}");
        }
        // A visitor without a record has none of these; an officer neither.
        let mut officer = country.officer(LEILEK).await;
        for path in ["/me/record", "/me/plan", "/me/visit", "/me/data"] {
            assert_eq!(officer.get(path).await.status, StatusCode::NOT_FOUND, "{engine:?} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn consent_is_given_and_taken_back_and_a_change_is_confirmed() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let mut own = country.own(person).await;
        let page = own.get("/me").await;
        let given = |page: &crate::testkit::Page| page.body.matches("Withdraw consent").count();
        let before = given(&page);
        let consent = [("purpose", "matching"), ("given", "yes")];
        let page = own.send(&page, "/me/consent", &consent).await;
        assert_eq!((page.path.as_str(), given(&page)), ("/me", before + 1), "{engine:?}");
        let taken = [("purpose", "matching"), ("given", "no")];
        let page = own.send(&page, "/me/consent", &taken).await;
        assert_eq!(given(&page), before, "{engine:?} {}", page.text());

        let edit = "/me/record/edit";
        let page = own.get(edit).await;
        let typed = [
            ("surname", "Асанова"),
            ("given", "Айгүл"),
            ("sex", "f"),
            ("birth_on-day", "5"),
            ("birth_on-month", "3"),
            ("birth_on-year", "1990"),
            ("phone", "0555 123 456"),
            ("territory", "41705236000000"),
            ("country", "RU"),
            ("returned_on-day", "1"),
            ("returned_on-month", "10"),
            ("returned_on-year", "2026"),
            ("occupation", "cook in a café"),
            ("language", "en"),
        ];
        let page = own.send(&page, edit, &typed).await;
        assert!(page.says("Check the change"), "{engine:?} {}", page.text());
        let page = own.send(&page, edit, &[("confirmed", "yes")]).await;
        assert_eq!(page.path, "/me/record", "{engine:?} {}", page.text());
        assert!(page.says("cook in a café"), "{engine:?} {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_held_is_taken_as_a_file() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let mut own = country.own(person).await;
        let page = own.get("/me/messages").await;
        own.send(&page, "/me/messages", &[("letter", "=Саламатсызбы")]).await;
        let page = own.get("/me/visit").await;
        own.send(&page, "/me/visit", &[("outcome", "seasonal")]).await;

        let plan = format!("/returnees/{person}/plan");
        let (mut officer, notes) =
            (country.officer(LEILEK).await, format!("/returnees/{person}/notes"));
        for (words, others) in [("Эмгек китепчеси бар", false), ("Күйөөсү карызга баткан", true)]
        {
            let page = officer.get(&plan).await;
            let filled = [("note", words), ("of_others", "yes")];
            officer.send(&page, &notes, &filled[..if others { 2 } else { 1 }]).await;
            country.a_second();
        }

        let file = own.get("/me/data").await;
        let told: serde_json::Value = serde_json::from_str(&file.body).unwrap();
        assert_eq!(told["answers"]["surname"], "Асанова", "{engine:?}");
        assert_eq!(told["letters"][0]["words"], "=Саламатсызбы", "{engine:?}");
        let given: Vec<_> =
            told["notes"].as_array().unwrap().iter().map(|one| &one["words"]).collect();
        assert_eq!(given, [&json!("Эмгек китепчеси бар"), &json!(null)], "{engine:?}");
        assert_eq!(told["work"][0]["form"], "seasonal", "{engine:?} {told}");
        assert_eq!(told["visits"].as_array().unwrap().len(), 9, "{engine:?} {told}");
        assert_eq!(told["road"][0]["registered_on"], "2026-11-21", "{engine:?}");
        assert!(told["journal"].as_array().unwrap().len() > 3, "{engine:?}");
        // Every table that holds something of a person stands in the file, but for what signs in and what was sent.
        let tables = jol::returnee::store::OF_A_PERSON.len() - 2;
        let own_keys = ["answers", "consents", "files", "journal", "number", "registered_at"];
        assert_eq!(told.as_object().unwrap().len(), tables + own_keys.len(), "{told}");

        let sheet = own.get("/me/data.csv").await;
        let kind = sheet.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert!(kind.starts_with("text/csv"), "{engine:?}");
        assert!(sheet.body.contains("answers,1,surname,Асанова"), "{engine:?} {}", sheet.body);
        assert!(sheet.body.contains("letters,1,words,'=Саламатсызбы"), "no formula");
        assert!(sheet.body.contains("work,1,form,seasonal"), "{engine:?}");
        let told = country.actions(person).await;
        assert_eq!(told.iter().filter(|action| *action == "took-data").count(), 2, "{told:?}");
    }
}
