//! The second way to share out places: nobody is passed over for somebody who has fewer points there.

use domain::{
    access::Role,
    matching::proposal::{Mode, State},
    profile::TypedWish,
};
use jol::matching::proposal::{background::reckon_one, replay};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    people::{Country, LEILEK},
    program::Program,
    testkit::engines,
};

#[tokio::test(flavor = "multi_thread")]
async fn it_is_chosen_on_the_form_and_told_for_what_it_is() {
    for engine in engines() {
        let country = Country::new(engine).await;
        country.two_places().await;
        let mut people = Vec::new();
        for given in ["Айгүл", "Бермет", "Чынара"] {
            let person = country.seamstress(given).await;
            let wish = TypedWish { occupations: "embroiderer".into(), ..TypedWish::default() };
            country.wishes(person, wish).await;
            people.push(person);
        }
        // A course that would be part of it in the other way.
        country.course("machine-embroidery").await;
        country.follow().await;
        let mut head = country.staff(Role::HeadOfOffice, LEILEK, "Head").await;
        let form = head.get("/proposals/new").await;
        assert!(form.says("With the largest sum of points"), "{engine:?} {}", form.text());
        let wrong = [("purpose", ""), ("mode", "stable")];
        let wrong = head.send(&form, "/proposals/new", &wrong).await;
        assert_eq!(wrong.status, 422, "{engine:?}");
        let chosen = wrong.body.split("<input").find(|input| input.contains("value=\"stable\""));
        assert!(chosen.unwrap().contains("checked"), "{engine:?}: what was chosen is kept");
        let good = [("purpose", "Places for the spring"), ("mode", "stable")];
        let asked = head.send(&wrong, "/proposals/new", &good).await;
        country.a_second();
        let app = &country.cell.app;
        assert!(reckon_one(app, &|| true).await.unwrap(), "{engine:?}");
        let id: Uuid = asked.path.rsplit('/').next().unwrap().parse().unwrap();
        let outcome = country.outcome(id).await;
        assert_eq!(country.proposal_row(id).await.state().unwrap(), State::Ready, "{engine:?}");
        assert_eq!(outcome.measures.mode, Mode::Stable, "{engine:?}");
        assert_eq!((outcome.total.placed, outcome.total.on_courses), (2, 0), "{engine:?}");
        assert!(outcome.needs.is_empty(), "{engine:?}");
        let places = country.places(id).await;
        assert_eq!(places.len(), 1, "{engine:?}: courses lead to no places");
        assert_eq!((places[0].price, places[0].n_placed), (None, 2), "{engine:?}");

        let page = head.get(&asked.path).await;
        for told in [
            "So that nobody is passed over",
            "vacancies alone could give, without courses, is given up for that",
            "Seats on courses are not shared out in this way",
            "may cost another person of the same group their place",
            "There are 2 places at work.",
        ] {
            assert!(page.says(told), "{engine:?} {told}\n{}", page.text());
        }
        for untold in ["no other sharing out", "A place on a course counts", "seats on courses."] {
            assert!(!page.says(untold), "{engine:?} {untold}\n{}", page.text());
        }
        assert!(!page.body.contains(&format!("{}/value", asked.path)), "{engine:?}");
        for gone in ["value", "value.csv", "needs.csv"] {
            assert_eq!(head.get(&format!("{}/{gone}", asked.path)).await.status, 404, "{engine:?}");
        }
        let list = head.get(&format!("{}/places", asked.path)).await;
        assert!(list.says("3") && !list.says("One more"), "{engine:?} {}", list.text());
        let place = head.get(&format!("{}/places/0", asked.path)).await;
        assert!(place.says("3 people want 2 places"), "{engine:?} {}", place.text());
        assert!(!place.says("One more place"), "{engine:?} {}", place.text());
        let without = people.iter().map(|person| format!("{}/people/{person}", asked.path));
        let mut n_full = 0;
        for path in without {
            n_full +=
                usize::from(head.get(&path).await.says("The places open to all went to people"));
        }
        assert_eq!(n_full, 1, "{engine:?}: who has no place reads why");

        let program = Program::at(&country.cell, Role::Analyst, "country").await;
        let api = format!("/api/v1/proposals/{id}");
        assert_eq!(program.get(&api).await.body["measures"]["mode"], "stable", "{engine:?}");
        let places = program.get(&format!("{api}/places")).await.body;
        assert_eq!(places["places"][0]["one_more"], Value::Null, "{engine:?} {places}");
        let needs = program.get(&format!("{api}/needs")).await.body;
        assert_eq!(needs, json!({ "needs": [] }), "{engine:?}");
        assert!(replay::again(app, id).await.unwrap().unwrap().equal, "{engine:?}");
    }
}
