//! How lists are made is told to everybody, with an example that nothing is kept of.

use crate::{
    people::{Country, LEILEK},
    testkit::{Browser, engines},
};

#[tokio::test(flavor = "multi_thread")]
async fn anybody_reads_how_lists_are_made_and_tries_it() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut browser = Browser::new(&country.cell.app);
        let page = browser.get("/method?lang=en").await;
        assert_eq!(page.status, 200, "{}", page.text());
        for words in [
            "Edition 2026-11",
            "400",
            "Way to work: 0 km",
            "of 1,000 points",
            "Sex, age, origin",
            "Object.",
        ] {
            assert!(page.says(words), "{engine:?}: {words}");
        }
        let content = page.body.split("</style>").last().unwrap();
        assert!(content.len() < 40_000, "{engine:?}: {} bytes", content.len());
        let driver = browser.get("/method?occupation=driver-b&licence=drive-b&wage=60000").await;
        assert!(driver.says("Vacancies with a wage below the wish: 1"), "{}", driver.text());
        let odd = browser.get("/method?occupation=%00&km=-1&years=x").await;
        assert_eq!(odd.status, 200, "{engine:?}");

        let file = browser.get("/method.json").await;
        let file: serde_json::Value = serde_json::from_str(&file.body).unwrap();
        assert_eq!(file["in_force"], "2026-11", "{engine:?}");
        assert_eq!(file["editions"][0]["occupation"], 400, "{engine:?}");
        let lists = country.cell.app.lists.now();
        let n = lists.all(domain::classifier::Scheme::Occupation).count();
        assert_eq!(file["taxonomy"]["entries"]["occupation"], n, "{engine:?}");
        assert_eq!(file["taxonomy"]["digest"].as_str().unwrap().len(), 64, "{engine:?}");

        // From the lists it is one step away.
        let person = country.person("Айгүл").await;
        let mut officer = country.officer(LEILEK).await;
        let matches = officer.get(&format!("/returnees/{person}/matches")).await;
        assert!(matches.body.contains("href=\"/method\""), "{engine:?}");
        assert!(browser.get("/vacancies").await.body.contains("href=\"/method\""), "{engine:?}");
    }
}
