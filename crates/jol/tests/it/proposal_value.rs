//! What one more place would add, for those who decide on places and courses.

use domain::{access::Role, matching::proposal::SharingEdition};

use crate::{
    people::{BATKEN, Country, LEILEK, OSH},
    testkit::engines,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_one_more_place_would_add_is_told_as_map_table_and_sheet() {
    for engine in engines() {
        let country = Country::new(engine).await;
        country.two_places().await;
        for given in ["Айгүл", "Бермет", "Чынара"] {
            country.seamstress(given).await;
        }
        let course = country.course("machine-embroidery").await;
        country.follow().await;
        let id = country.proposal(LEILEK, SharingEdition::all()[0].measures).await;
        let places = country.places(id).await;
        let (work, seats): (Vec<_>, Vec<_>) =
            places.iter().partition(|place| place.kind == "vacancy");
        assert_eq!((work.len(), seats.len()), (1, 1), "{engine:?} {course}");

        let mut analyst = country.staff(Role::Analyst, BATKEN, "Analyst").await;
        let address = format!("/proposals/{id}/value");
        let page = analyst.get(&address).await;
        assert_eq!(page.status, 200, "{engine:?} {}", page.text());
        for words in ["One more place at work", "Seats of the autumn", "What should be taught"] {
            assert!(page.says(words), "{engine:?}: {words}");
        }
        assert!(page.body.contains("<svg"), "{engine:?}");
        let sheet = analyst.get(&format!("{address}.csv")).await;
        let price = work[0].price / 100;
        assert!(price > 0, "{engine:?}");
        let line = sheet.body.lines().find(|line| line.starts_with("work,")).unwrap();
        assert!(
            line.ends_with(&format!(",2,,{price},")),
            "{engine:?}: so few are not told: {line}"
        );
        let mut head = country.staff(Role::HeadOfOffice, LEILEK, "Head").await;
        let sheet = head.get(&format!("{address}.csv")).await;
        let line = sheet.body.lines().find(|line| line.starts_with("work,")).unwrap();
        assert!(line.ends_with(&format!(",2,2,{price},")), "{engine:?}: {line} {price}");

        // Another oblast's proposal is not there for them.
        let mut elsewhere = country.staff(Role::Analyst, OSH, "Analyst").await;
        for address in [address.clone(), format!("{address}.csv")] {
            assert_eq!(elsewhere.get(&address).await.status, 404, "{engine:?}");
        }
    }
}
