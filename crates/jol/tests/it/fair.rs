//! How lists are made is told to everybody, with an example that nothing is kept of.

use domain::{access::Purpose, returnee::Typed, vacancy::TypedOffer};
use jiff::civil::date;
use jol::{
    matching::{
        people_shown::{self, PeopleShown},
        replay::{self, ListShown, Outcome},
    },
    returnee::store::record,
    work::sweep,
};
use uuid::Uuid;

use crate::{
    people::{Country, LEILEK},
    same_join::protection,
    testkit::{Browser, Page, engines},
};

#[tokio::test(flavor = "multi_thread")]
async fn anybody_reads_how_lists_are_made_and_tries_it() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut browser = Browser::new(&country.cell.app);
        let page = browser.get("/method?lang=en").await;
        assert_eq!(page.status, 200, "{}", page.text());
        for words in ["Edition 2026-11", "400", "Sex, age, origin", "Object."] {
            assert!(page.says(words), "{engine:?}: {words}");
        }
        let tried = browser.get("/method/try").await;
        for words in ["Way to work: 0 km", "of 1,000 points"] {
            assert!(tried.says(words), "{engine:?}: {words}");
        }
        let driver =
            browser.get("/method/try?occupation=driver-b&licence=drive-b&wage=60000").await;
        assert!(driver.says("Vacancies with a wage below the wish: 1"), "{}", driver.text());
        let odd = browser.get("/method/try?occupation=%00&km=-1&years=x").await;
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

/// The addresses of the pages on which lines are checked, in the order of the lines.
fn checks(page: &Page) -> Vec<String> {
    let links = page.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.ends_with("/evidence")).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_test_finds_stands_beside_what_was_said_and_counts() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let mut officer = country.officer(LEILEK).await;
        let base = format!("/returnees/{person}");
        let profile = format!("{base}/profile");
        let new = officer.get(&format!("{profile}/new?kind=language")).await;
        let filled = [("code", "ru"), ("level", "C1")];
        officer.send(&new, &format!("{profile}/new"), &filled).await;
        let employer = country.organisation("employer", "verified").await;
        let needs = |offer: &mut TypedOffer| offer.needs = "language:ru:B2!".into();
        country.vacancy(&employer, "Speaker", needs).await;
        country.a_second();
        assert!(officer.get(&format!("{base}/matches")).await.says("Speaker"), "{engine:?}");

        let check = checks(&officer.get(&profile).await).remove(0);
        let form = officer.get(&check).await;
        let filled = [("evidence", "tested"), ("level", "B1")];
        let page = officer.send(&form, &check, &filled).await;
        for words in [
            "Told, not checked",
            "Tested",
            "Speaks and writes very well (C1)",
            "Everyday life and work (B1)",
            "This line is surer and counts.",
            "The other one is surer and counts.",
        ] {
            assert!(page.says(words), "{engine:?}: {words}\n{}", page.text());
        }
        // The person sees the same, and the CV tells the surer one alone.
        let own = country.own(person).await.get("/me/profile").await;
        assert!(own.says("This line is surer and counts."), "{engine:?} {}", own.text());
        let cv = officer.get(&format!("{base}/cv")).await;
        assert!(cv.says("(B1)") && !cv.says("(C1)") && !cv.says("surer"), "{}", cv.text());
        let matches = officer.get(&format!("{base}/matches")).await;
        assert!(!matches.says("Speaker"), "{engine:?}: the test counts\n{}", matches.text());

        // Two years later the test is old, and says so; it lowers nothing.
        country.days(800);
        let page = officer.get(&profile).await;
        assert!(page.says("tested on 21.11.2026"), "{engine:?}: {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_recognised_says_by_whom() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        country.line(person, "licence", "welder").await;
        let mut officer = country.officer(LEILEK).await;
        let profile = format!("/returnees/{person}/profile");
        let check = checks(&officer.get(&profile).await).remove(0);
        let form = officer.get(&check).await;
        let page = officer.send(&form, &check, &[("evidence", "recognised")]).await;
        assert!(page.says("Enter who recognised it"), "{engine:?}: {}", page.text());
        let by = "Билим берүү министрлиги, Кыргызстан";
        let filled = [("evidence", "recognised"), ("recognised_by", by)];
        let page = officer.send(&form, &check, &filled).await;
        assert!(page.says("Recognised abroad or by an assessor"), "{engine:?}: {}", page.text());
        assert!(page.says(by) && page.says("Anara Bekova"), "{engine:?}: {}", page.text());
        let cv = officer.get(&format!("/returnees/{person}/cv")).await;
        assert!(cv.says(by), "{engine:?}: {}", cv.text());
    }
}

impl Country {
    async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.cell.app.db.read().await.unwrap();
        tx.one(sql, &[]).await.unwrap().unwrap().at(0).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn against_the_rule_an_office_says_why_and_it_is_counted() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let person = country.person("Айгүл").await;
        let employer = country.organisation("employer", "verified").await;
        let needs = |offer: &mut TypedOffer| offer.needs = "licence:drive-b!".into();
        let drives = country.vacancy(&employer, "Driver", needs).await;
        let fits = country.vacancy(&employer, "Tailor", |_| ()).await;
        let mut officer = country.officer(LEILEK).await;
        let here = format!("/returnees/{person}/candidacies");

        let page = officer.get(&format!("{here}?vacancy={fits}")).await;
        assert!(!page.says("The rule leaves this vacancy out"), "{engine:?}: {}", page.text());
        officer.send(&page, &here, &[("word", "proposed")]).await;
        assert_eq!(country.count("select count(*) from overrule").await, 0, "{engine:?}");

        let page = officer.get(&format!("{here}?vacancy={drives}")).await;
        assert!(page.says("The rule leaves this vacancy out"), "{engine:?}: {}", page.text());
        assert!(page.says("Vacancies that ask for “B: car”"), "{engine:?}: {}", page.text());
        let none = officer.send(&page, &here, &[("word", "proposed"), ("because", " ")]).await;
        assert!(none.says("Say why the person is introduced"), "{engine:?}: {}", none.text());
        assert_eq!(country.count("select count(*) from candidacy").await, 1, "{engine:?}");
        let why = "The licence is being renewed";
        let told = [("word", "proposed"), ("because", why)];
        let page = officer.send(&none, &here, &told).await;
        assert!(page.says("Driver"), "{engine:?}: {}", page.text());
        assert_eq!(country.count("select count(*) from overrule").await, 1, "{engine:?}");
        assert!(country.actions(person).await.contains(&"overruled".to_owned()), "{engine:?}");

        // The person reads it, and takes it with their data; the rows say nothing without their key.
        let mut own = country.own(person).await;
        let work = own.get("/me/work").await;
        let mut read = 0;
        for part in work.body.split("href=\"/candidacies/").skip(1) {
            let id = part.split('"').next().unwrap();
            read += usize::from(own.get(&format!("/candidacies/{id}")).await.says(why));
        }
        assert_eq!(read, 1, "{engine:?}");
        assert!(own.get("/me/data").await.body.contains(why), "{engine:?}");
        let mut tx = country.cell.app.db.read().await.unwrap();
        let rows = tx.all("select * from overrule", &[]).await.unwrap();
        assert!(!format!("{rows:?}").contains("renewed"), "{engine:?}");
        drop(tx);

        // Of two introductions nothing is told.
        let method = officer.get("/method").await;
        assert!(method.says("officers introduced fewer than ten people"), "{}", method.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_shown_is_made_again_to_the_bit() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let person = country.person("Айгүл").await;
        country.line(person, "work", "tailor").await;
        country.line(person, "barrier", "disability").await;
        let employer = country.organisation("employer", "verified").await;
        let needs = |offer: &mut TypedOffer| offer.needs = "skill:sewing-machine! months:12".into();
        for title in ["One", "Two", "Three"] {
            country.vacancy(&employer, title, needs).await;
            country.a_moment();
        }
        let n_kept = async || country.count("select count(*) from list_shown").await;
        let mut officer = country.officer(LEILEK).await;
        let matches = format!("/returnees/{person}/matches");
        officer.get(&matches).await;
        assert_eq!(n_kept().await, 1, "{engine:?}");
        // The same list is kept once, whoever looks; another one beside it.
        officer.get(&matches).await;
        country.own(person).await.get("/me/matches").await;
        assert_eq!(n_kept().await, 1, "{engine:?}");
        country.vacancy(&employer, "Four", |_| ()).await;
        officer.get(&matches).await;
        assert_eq!(n_kept().await, 2, "{engine:?}");

        let kept = async || {
            let mut tx = app.db.read().await.unwrap();
            let lists = replay::kept(&mut tx, None, date(2026, 1, 1), Uuid::nil()).await.unwrap();
            let (_, key) = record(&mut tx, &app.keys, person).await.unwrap().unwrap();
            (lists, key)
        };
        country.days(40);
        let (lists, key) = kept().await;
        for list in &lists {
            assert_eq!(list.replay(&key), Outcome::Equal, "{engine:?}: {list:?}");
            let open = list.open(&key).unwrap().to_string();
            assert!(open.contains("tailor") && !open.contains("disability"), "{open}");
            assert!(!format!("{list:?}").contains("tailor"), "it is sealed");
            let other = ListShown { result: vec![0; 32], ..list.clone() };
            assert_eq!(other.replay(&key), Outcome::Differs, "{engine:?}");
            let other = ListShown { edition: "of nobody".into(), ..list.clone() };
            assert_eq!(other.replay(&key), Outcome::Unreadable, "{engine:?}");
            let other = ListShown { id: Uuid::nil(), ..list.clone() };
            assert_eq!(other.replay(&key), Outcome::Unreadable, "{engine:?}");
        }
        // After a year it goes.
        country.days(300);
        sweep(app).await.unwrap();
        assert_eq!(n_kept().await, 2, "{engine:?}");
        country.days(40);
        sweep(app).await.unwrap();
        assert_eq!(n_kept().await, 0, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_people_is_made_again_and_goes_on_without_who_was_erased() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let employer = country.organisation("employer", "verified").await;
        let needs = |offer: &mut TypedOffer| offer.needs = "skill:sewing-machine months:12".into();
        let vacancy = country.vacancy(&employer, "Tailor", needs).await;
        let course = country.course("machine-embroidery").await;
        let consents = [Purpose::Registration, Purpose::Matching, Purpose::Training];
        let mut people = Vec::new();
        for given in ["Айгүл", "Бегимай", "Чынара"] {
            let typed = Typed { given: given.into(), ..country.typed() };
            let person = country.register_who_agrees(typed, consents.to_vec()).await;
            country.line(person, "work", "tailor").await;
            people.push(person);
            country.a_moment();
        }
        // One of them fits more, so that the order is not that of the ids.
        country.line(people[0], "skill", "sewing-machine").await;
        let mut officer = country.officer(LEILEK).await;
        let counts = async || {
            let of_person = country.count("select count(*) from list_shown").await;
            (of_person, country.count("select count(*) from people_shown").await)
        };
        let (of_vacancy, of_course) =
            (format!("/vacancies/{vacancy}/people"), format!("/courses/{course}/people"));
        for (path, expected) in [(&of_vacancy, (3, 1)), (&of_course, (6, 2))] {
            let page = officer.get(path).await;
            assert!(page.says("Чынара"), "{engine:?} {}", page.text());
            assert_eq!(counts().await, expected, "{engine:?} {path}");
            officer.get(path).await;
            assert_eq!(counts().await, expected, "{engine:?} {path}: the same list is kept once");
        }
        // A process that has just begun finds what was kept.
        let begun = app.with(|parts| parts.kept = Default::default());
        let mut browser = Browser::new(&begun);
        browser.cookies = officer.browser.cookies.clone();
        browser.get(&of_vacancy).await;
        assert_eq!(counts().await, (6, 2), "{engine:?}");

        let kept = async |of| {
            let mut tx = app.db.read().await.unwrap();
            people_shown::kept(&mut tx, Some(of), date(2026, 1, 1), Uuid::nil()).await.unwrap()
        };
        let came = async |list: &PeopleShown| {
            list.replay(&mut app.db.read().await.unwrap(), &app.keys).await.unwrap()
        };
        for about in [vacancy, course] {
            let lists = kept(about).await;
            assert_eq!(lists.len(), 1, "{engine:?}");
            assert_eq!(came(&lists[0]).await, (Outcome::Equal, 0), "{engine:?}");
            let members: Vec<&str> = lists[0].members.split(' ').rev().collect();
            let turned = PeopleShown { members: members.join(" "), ..lists[0].clone() };
            assert_eq!(came(&turned).await, (Outcome::Differs, 0), "{engine:?} another order");
        }
        let erased = people[1];
        jol::returnee::commands::erase(app, None, app.act(protection()), erased).await.unwrap();
        for about in [vacancy, course] {
            let lists = kept(about).await;
            assert_eq!(came(&lists[0]).await, (Outcome::Equal, 1), "{engine:?}");
            assert!(!format!("{lists:?}").contains(&erased.to_string()), "{engine:?}");
        }
        // A profile that changed makes another list, and the old one stays what it was.
        country.a_second();
        country.line(people[2], "skill", "sewing-machine").await;
        officer.get(&of_vacancy).await;
        let lists = kept(vacancy).await;
        assert_eq!(lists.len(), 2, "{engine:?}");
        assert_eq!(came(&lists[0]).await, (Outcome::Equal, 1), "{engine:?}");
        assert_eq!(came(&lists[1]).await, (Outcome::Equal, 0), "{engine:?}");
    }
}
