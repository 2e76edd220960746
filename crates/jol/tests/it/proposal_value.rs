//! What one more place would add, for those who decide on places and courses.

use domain::{access::Role, matching::proposal::SharingEdition, profile::TypedWish};

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
        let price = work[0].price.unwrap() / 100;
        assert!(price > 0, "{engine:?}");
        let names = "Work or course,Occupation,Code,Course,Training provider,Place,First day,Places,Given,\"One more adds, points\"";
        assert_eq!(sheet.body.lines().next().unwrap(), format!("\u{feff}{names}"), "{engine:?}");
        let line = sheet.body.lines().find(|line| line.starts_with("Work,")).unwrap();
        assert!(line.ends_with(&format!(",2,,{price}")), "{engine:?}: so few are not told: {line}");
        let mut head = country.staff(Role::HeadOfOffice, LEILEK, "Head").await;
        let sheet = head.get(&format!("{address}.csv")).await;
        let line = sheet.body.lines().find(|line| line.starts_with("Work,")).unwrap();
        assert!(line.ends_with(&format!(",2,2,{price}")), "{engine:?}: {line} {price}");
        let line = sheet.body.lines().find(|line| line.starts_with("Course,")).unwrap();
        let course = "embroiderer,Embroidery by machine,Leilek Sewing,Leilek rayon,2026-12-07,10,";
        assert!(line.contains(course), "{engine:?}: {line}");

        // In the language of whoever reads it.
        let account = head.get("/account").await;
        head.send(&account, "/account/language", &[("language", "ky")]).await;
        let sheet = head.get(&format!("{address}.csv")).await;
        assert!(sheet.body.starts_with("\u{feff}Жумуш же окуу курсу,"), "{engine:?}");

        // Another oblast's proposal is not there for them.
        let mut elsewhere = country.staff(Role::Analyst, OSH, "Analyst").await;
        let needs = format!("/proposals/{id}/needs.csv");
        for address in [address.clone(), format!("{address}.csv"), needs] {
            assert_eq!(elsewhere.get(&address).await.status, 404, "{engine:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_should_be_taught_is_a_sheet_too() {
    for engine in engines() {
        let country = Country::new(engine).await;
        country.two_places().await;
        for given in ["Айгүл", "Бермет", "Чынара"] {
            let person = country.seamstress(given).await;
            let wish = TypedWish { occupations: "embroiderer".into(), ..TypedWish::default() };
            country.wishes(person, wish).await;
        }
        country.course("machine-embroidery").await;
        country.follow().await;
        let id = country.proposal(LEILEK, SharingEdition::all()[0].measures).await;
        let need = &country.outcome(id).await.needs[0];
        let mut head = country.staff(Role::HeadOfOffice, LEILEK, "Head").await;
        let sheet = head.get(&format!("/proposals/{id}/needs.csv")).await;
        let mut lines = sheet.body.lines();
        let names = "\u{feff}Occupation,Code,Place,Seats now,Seats needed,Lacking";
        assert_eq!(lines.next(), Some(names), "{engine:?}");
        let line = lines.next().unwrap();
        let told = format!(",embroiderer,Batken oblast,10,{},0", need.wanted);
        assert!(need.wanted > 0 && line.ends_with(&told), "{engine:?}: {line} {told}");
        let mut analyst = country.staff(Role::Analyst, BATKEN, "Analyst").await;
        let sheet = analyst.get(&format!("/proposals/{id}/needs.csv")).await;
        let line = sheet.body.lines().nth(1).unwrap();
        assert!(line.ends_with(",10,,"), "{engine:?}: so few are not told: {line}");
    }
}
