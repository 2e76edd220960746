//! Proposals as programs read them: the numbers of the pages, for whom the pages tell them.

use domain::{access::Role, matching::proposal::SharingEdition, profile::TypedWish};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    people::{Country, LEILEK, OSH},
    program::{Program, Reply},
    testkit::engines,
};

const PATH: &str = "/api/v1/proposals";

fn ids(reply: &Reply) -> Vec<String> {
    let rows = reply.body["proposals"].as_array().unwrap_or_else(|| panic!("{reply:?}"));
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_comes_to_is_read_with_its_places_and_needs() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let vacancy = country.two_places().await;
        for given in ["Айгүл", "Бермет", "Чынара"] {
            let person = country.seamstress(given).await;
            let wish = TypedWish { occupations: "embroiderer".into(), ..TypedWish::default() };
            country.wishes(person, wish).await;
        }
        country.course("machine-embroidery").await;
        country.follow().await;
        let measures = SharingEdition::all()[0].measures;
        let id = country.proposal(LEILEK, measures).await;
        let outcome = country.outcome(id).await;
        let (head, analyst) = (
            Program::at(&country.cell, Role::HeadOfOffice, "country").await,
            Program::at(&country.cell, Role::Analyst, "country").await,
        );
        let read = head.get(&format!("{PATH}/{id}")).await.body;
        assert_eq!(read["purpose"], "Seats of the autumn", "{engine:?} {read}");
        assert_eq!((&read["state"], &read["asked_by"]), (&json!("ready"), &json!("Head")));
        assert_eq!((&read["read"], &read["decision"]), (&Value::Null, &Value::Null));
        assert_eq!(
            read["measures"]["groups"][1],
            json!({ "group": "disability", "added": 20, "kept": 5 })
        );
        let came = &read["outcome"];
        let told = ["people", "placed", "on_courses", "points", "places", "seats"];
        let expected = json!([
            3,
            outcome.total.placed,
            outcome.total.on_courses,
            outcome.total.points,
            2,
            outcome.n_seats
        ]);
        assert_eq!(json!(told.map(|name| came[name].clone())), expected, "{engine:?} {read}");
        let gap = outcome.gap as f64 / 1e6;
        assert_eq!((&came["gap"], &came["compared"]), (&json!(gap), &Value::Null), "{engine:?}");
        assert_eq!(
            came["groups"][0],
            json!({ "group": "women", "placed": null, "people": null, "share": null, "share_of_others": null }),
            "{engine:?}: a group is told to nobody if it could point at a few"
        );
        let without = came["without"].as_array().unwrap();
        assert_eq!(without.len(), outcome.without.len(), "{engine:?}");
        assert_eq!(without[0]["measure"], "added", "{engine:?} {read}");
        assert_eq!(without[0]["placed"], outcome.without[0].total.placed, "{engine:?}");

        // Who sees only numbers is told of no few people, in no part of it.
        let few = analyst.get(&format!("{PATH}/{id}")).await.body;
        for name in ["people", "placed", "on_courses"] {
            assert_eq!(few["outcome"][name], Value::Null, "{engine:?} {few}");
        }
        assert_eq!(few["outcome"]["points"], came["points"], "{engine:?}");
        assert_eq!(few["outcome"]["without"][0]["placed"], Value::Null, "{engine:?}");
        let listed = analyst.get(PATH).await.body;
        assert_eq!(listed["proposals"][0]["placed"], Value::Null, "{engine:?} {listed}");
        assert_eq!(listed["proposals"][0]["people"], Value::Null, "{engine:?} {listed}");

        // The places, one on a page.
        let rows = country.places(id).await;
        let path = format!("{PATH}/{id}/places");
        let (mut places, mut next) = (Vec::new(), String::new());
        loop {
            let page = head.get(&format!("{path}?limit=1{next}")).await;
            places.extend(page.body["places"].as_array().unwrap().iter().cloned());
            let Some(after) = page.body["next"].as_str() else { break };
            assert!(page.header("link").starts_with(&format!("<{path}?after=")), "{page:?}");
            next = format!("&after={after}");
        }
        assert_eq!(places.len(), rows.len(), "{engine:?} {places:?}");
        let work = places.iter().find(|one| one["kind"] == "vacancy").unwrap();
        let row = rows.iter().find(|row| row.thing == vacancy).unwrap();
        for (name, expected) in [
            ("id", json!(vacancy)),
            ("title", json!("Seamstress")),
            ("organisation", json!("Leilek Sewing")),
            ("room", json!(2)),
            ("could", json!(row.n_could)),
            ("want", json!(row.n_want)),
            ("placed", json!(row.n_placed)),
            ("one_more", json!(row.price.unwrap() as f64 / 100.0)),
        ] {
            assert_eq!(work[name], expected, "{engine:?} {name} {work}");
        }
        assert!(work["last_points"].is_i64(), "{engine:?} {work}");
        let few = analyst.get(&path).await.body;
        for one in few["places"].as_array().unwrap() {
            for name in ["could", "want", "placed", "kept", "last_points"] {
                assert_eq!(one[name], Value::Null, "{engine:?} {one}");
            }
            assert!(one["room"].is_i64() && one["one_more"].is_f64(), "{engine:?} {one}");
        }
        assert_eq!(few["places"].as_array().unwrap().len(), 2, "{engine:?}");
        let other = analyst.get(&format!("{path}?limit=1{next}")).await;
        assert_eq!(other.status, 400, "{engine:?}: a cursor is of one account");

        let needs = head.get(&format!("{PATH}/{id}/needs")).await.body;
        let expected = outcome.needs.iter().map(|one| {
            json!({
                "occupation": one.occupation, "oblast": one.oblast, "seats": one.seats, "wanted": one.wanted,
                "lacking": one.wanted.saturating_sub(one.seats),
            })
        });
        assert_eq!(needs["needs"], expected.collect::<Value>(), "{engine:?}");
        assert_eq!(needs["needs"][0]["occupation"], "embroiderer", "{engine:?} {needs}");
        let few = analyst.get(&format!("{PATH}/{id}/needs")).await.body;
        for name in ["wanted", "lacking"] {
            assert_eq!(few["needs"][0][name], Value::Null, "{engine:?} {few}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_has_those_seen_from_the_office_page_by_page() {
    for engine in engines() {
        let country = Country::new(engine).await;
        country.two_places().await;
        country.seamstress("Айгүл").await;
        country.follow().await;
        let measures = SharingEdition::all()[0].measures;
        let mut asked: Vec<Uuid> = Vec::new();
        for office in [LEILEK, OSH, LEILEK] {
            asked.push(country.proposal(office, measures).await);
        }
        asked.reverse();
        let expected: Vec<String> = asked.iter().map(Uuid::to_string).collect();
        let program = Program::at(&country.cell, Role::ProgrammeOfficer, "country").await;
        let first = program.get(&format!("{PATH}?limit=2")).await;
        assert_eq!(ids(&first), expected[..2], "{engine:?}");
        let after = first.body["next"].as_str().unwrap();
        let second = program.get(&format!("{PATH}?limit=2&after={after}")).await;
        assert_eq!(ids(&second), expected[2..], "{engine:?}");
        assert_eq!(second.body["next"], Value::Null, "{engine:?}");

        // Another office sees none of them; a head of Leilek sees what the page lists: their own.
        let elsewhere = Program::at(&country.cell, Role::Analyst, "osh").await;
        assert!(ids(&elsewhere.get(PATH).await).is_empty(), "{engine:?}");
        for path in ["", "/places", "/needs"] {
            let gone = elsewhere.get(&format!("{PATH}/{}{path}", asked[0])).await;
            assert_eq!(gone.status, 404, "{engine:?} {path}");
        }
        let mut head = country.staff(Role::HeadOfOffice, LEILEK, "Head").await;
        let page = head.get("/proposals").await;
        for (at, is_there) in [(0, true), (1, false), (2, true)] {
            let href = format!("/proposals/{}", expected[at]);
            assert_eq!(page.body.contains(&href), is_there, "{engine:?} {at}");
        }
        let last = program.get(&format!("{PATH}/{}", asked[0])).await.body;
        let compared = &last["outcome"]["compared"];
        assert_eq!(compared["proposal"], expected[2], "{engine:?} {last}");
        assert_eq!(compared["same"], Value::Null, "{engine:?}: of one person");
    }
}
