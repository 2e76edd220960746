//! What of a profile leaves the office: the CV, as a page and as JSON Resume, and the answer to programs.

use axum::http::StatusCode;
use domain::{
    access::{Action, Actor, Role, Seat},
    id::{OrganisationId, ReturneeId},
};
use jol::{
    app::App,
    db::{Command, Tx},
    profile::{cv, pages::About},
    refusal::Refusal,
    vacancy::store::{CandidacyRow, Organisation},
    web::visitor::Visitor,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    profile::{BATKEN, fill, staff, world},
    program::Program,
    testkit::engines,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_cv_says_what_an_employer_may_know_in_the_language_that_is_asked_for() {
    for engine in engines() {
        let mut world = world(engine).await;
        fill(&mut world).await;
        let page = world.own.get("/me/cv").await;
        for words in [
            "Асанов Бакыт",
            "Electric and gas welder",
            "Paper seen by an officer, 21.11.2026",
            "сварщик, Баткен",
            "finished in 2010",
            "Russian",
            "(B2)",
            "valid until 01.01.2030",
            "What has no mark was told by the person",
        ] {
            assert!(page.says(words), "{engine:?} {words}: {}", page.text());
        }
        for hidden in ["болгарка", "In debt", "20503199000123", "123\u{a0}456", "1990", "25,000"]
        {
            assert!(!page.says(hidden), "{engine:?}: {hidden} is on the CV");
        }
        let page = world.own.get("/me/cv?in=ru").await;
        assert!(page.body.contains("<div class=\"jol-cv\" lang=\"ru\">"), "{}", page.body);
        assert!(page.says("Электрогазосварщик") && page.says("февраль 2020 года – май 2023 года"));
        let page = world.own.get("/me/cv?in=uz&phone=yes").await;
        assert!(
            page.says("Maʼlumoti") && page.says("+996\u{a0}555\u{a0}123\u{a0}456"),
            "{}",
            page.text()
        );

        let path = format!("/returnees/{}/cv", world.person);
        assert!(world.officer.get(&path).await.says("Electric and gas welder"));
        assert_eq!(world.actions().await.last().unwrap(), "seen-cv", "{engine:?}");
        let seen = world.actions().await.len();
        world.own.get("/me/cv").await;
        assert_eq!(world.actions().await.len(), seen, "one's own CV is nobody's look");
        // A role that is not at the desk with the person does not ask for their phone.
        let mut protection = staff(&world.cell, Role::DataProtectionOfficer, BATKEN).await;
        let page = protection.get(&format!("{path}?phone=yes")).await;
        assert!(page.says("Electric and gas welder") && !page.says("555"), "{}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cv_as_json_resume_has_its_members_and_no_nulls() {
    for engine in engines() {
        let mut world = world(engine).await;
        fill(&mut world).await;
        let answer = world.own.get("/me/cv.json?in=en").await;
        assert_eq!(answer.headers["content-type"], "application/json");
        let resume: Value = serde_json::from_str(&answer.body).unwrap();
        let expected = json!({
            "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
            "basics": {
                "name": "Асанов Бакыт",
                "label": "Welder",
                "location": { "countryCode": "KG", "region": "Batken oblast", "city": "Batken rayon" },
            },
            "work": [{
                "position": "Electric and gas welder", "location": "Russia",
                "startDate": "2020-02-01", "endDate": "2023-05-01", "summary": "трубы",
                "evidence": { "is": "seen", "date": "2026-11-21" },
            }],
            "education": [{
                "studyType": "Vocational lyceum", "area": "сварщик, Баткен", "endDate": "2010-06-01",
                "evidence": { "is": "said" },
            }],
            "skills": [{ "name": "Arc welding", "keywords": [], "evidence": { "is": "said" } }],
            "languages": [{ "language": "Russian", "fluency": "Speaks freely (B2)", "evidence": { "is": "said" } }],
            "certificates": [{ "name": "B: car", "validUntil": "2030-01-01", "evidence": { "is": "said" } }],
            "meta": { "version": "v1.0.0", "lastModified": resume["meta"]["lastModified"] },
        });
        assert_eq!(resume, expected, "{engine:?}");
        let with_phone = world.own.get("/me/cv.json?phone=yes").await;
        let resume: Value = serde_json::from_str(&with_phone.body).unwrap();
        assert_eq!(resume["basics"]["phone"], "+996555123456", "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_what_its_role_may_know() {
    for engine in engines() {
        let mut world = world(engine).await;
        fill(&mut world).await;
        let path = format!("/api/v1/returnees/{}/profile", world.person);
        let officer = Program::at(&world.cell, Role::Officer, "country").await;
        let reply = officer.get(&path).await;
        assert_eq!(reply.status, StatusCode::OK, "{engine:?} {reply:?}");
        let kinds = |body: &Value| -> Vec<String> {
            let lines = body["lines"].as_array().unwrap().iter();
            lines.map(|line| line["kind"].as_str().unwrap().to_owned()).collect()
        };
        let all = ["work", "study", "skill", "language", "licence", "resource", "barrier"];
        assert_eq!(kinds(&reply.body), all, "{engine:?}");
        let work = &reply.body["lines"][0];
        assert_eq!(
            (&work["code"], &work["evidence"]),
            (&json!("electric-gas-welder"), &json!("seen"))
        );
        assert!(work["checked_at"].as_str().unwrap().starts_with("2026-11-21T05:00:00"), "{work}");
        assert_eq!(reply.body["lines"][1]["level"], "vocational");
        assert_eq!(reply.body["wish"]["occupations"], json!(["welder"]));
        assert_eq!(reply.body["wish"]["wage"], "25000.00");
        assert_eq!(world.actions().await.last().unwrap(), "seen", "{engine:?}");

        let protection = Program::at(&world.cell, Role::DataProtectionOfficer, "country").await;
        assert_eq!(kinds(&protection.get(&path).await.body), all);
        // A partner sees only who agreed, and never what helps or hinders.
        let partner = Program::at(&world.cell, Role::Partner, "country").await;
        assert_eq!(partner.get(&path).await.status, StatusCode::NOT_FOUND, "{engine:?}");
        let page = world.own.get("/me").await;
        world.own.send(&page, "/me/consent", &[("purpose", "exchange"), ("given", "yes")]).await;
        assert_eq!(kinds(&partner.get(&path).await.body), all[..5], "{engine:?}");
    }
}

/// Somebody agreed to be shown to an organisation.
struct Introduce(Organisation, CandidacyRow);

impl Command for Introduce {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.insert(&self.0).await?;
        Ok(tx.insert(&self.1).await?)
    }
}

fn candidacy(app: &App, organisation: Uuid, person: ReturneeId) -> Introduce {
    let employer = Organisation {
        id: organisation,
        kind: "employer".into(),
        name: "ЖЧК Береке".into(),
        tax_number: "01203201510123".into(),
        sector: None,
        territory: "41705214000000".into(),
        address: None,
        contact: None,
        phone: "+996555000010".into(),
        standing: "verified".into(),
        evidence: None,
        reason: None,
        decided_by: None,
        decided_at: None,
        made_at: app.now(),
        version: 1,
    };
    let candidacy = CandidacyRow {
        id: app.new_id(),
        vacancy: app.new_id(),
        organisation,
        returnee: person.uuid(),
        stage: "agreed".into(),
        is_shown: true,
        with_phone: false,
        proposed_by: person.uuid(),
        agreed_at: Some(app.now()),
        interview_on: None,
        by_person_on: None,
        by_employer_on: None,
        refusal_reason: None,
        made_at: app.now(),
        changed_at: app.now(),
        version: 1,
    };
    Introduce(employer, candidacy)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_is_shown_the_cv_of_who_was_introduced_to_it_and_no_other() {
    for engine in engines() {
        let mut world = world(engine).await;
        fill(&mut world).await;
        let app = world.cell.app.clone();
        let (ours, theirs) = (Uuid::from_u128(7), Uuid::from_u128(8));
        app.db.run(candidacy(&app, ours, world.person)).await.unwrap();
        for (organisation, is_shown) in [(ours, true), (theirs, false)] {
            let seat = Seat::Organisation(OrganisationId::from_uuid(organisation));
            let visitor = Visitor {
                tongue: jol::words::in_language(domain::language::Language::En),
                chose_language: false,
                address: std::net::Ipv4Addr::LOCALHOST.into(),
                session: None,
                token: None,
                actor: Some(Actor { id: app.new_id(), role: Role::Employer, seat }),
                name: None,
                device: None,
                path: "/candidates".into(),
            };
            let about = About::new(visitor, world.person).unwrap();
            let asked: cv::Asked = serde_json::from_value(json!({ "phone": "yes" })).unwrap();
            world.officer.tick();
            let shown = cv::show(&app, &about, Action::Meet, &asked, "/here", "/back").await;
            let Ok(response) = shown else {
                assert!(!is_shown && matches!(shown, Err(Refusal::NotFound)), "{engine:?}");
                continue;
            };
            assert!(is_shown, "{engine:?}");
            let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            let page = String::from_utf8(bytes.to_vec()).unwrap();
            assert!(page.contains("Electric and gas welder"), "{engine:?} {page}");
            assert!(page.contains("href=\"/here?in=ru\""), "{engine:?}: the languages stay here");
            for hidden in ["болгарка", "555", "cv.json", "/returnees/"] {
                assert!(!page.contains(hidden), "{engine:?}: {hidden}");
            }
            assert_eq!(world.actions().await.last().unwrap(), "seen-cv", "{engine:?}");
        }
    }
}
