//! Proposals at the front door: a head of office asks and decides, officers take lines to people, everybody reads why, and who
//! sees only numbers sees no person.

use domain::{
    access::Role,
    id::ReturneeId,
    matching::proposal::{Measures, SharingEdition},
};
use jol::{
    access::store::Office,
    matching::proposal::{
        background::reckon_one,
        store::{self, ProposalPlace},
    },
};
use uuid::Uuid;

use crate::{
    people::{BATKEN, Country, Desk, LEILEK, OSH, Put},
    testkit::{Engine, Page, engines},
};

const NATIONAL: Uuid = Uuid::from_u128(9);

/// Three seamstresses for two places that ask for two skills; two of them have one of these.
struct Sewing {
    country: Country,
    vacancy: Uuid,
    people: Vec<ReturneeId>,
}

impl Sewing {
    async fn new(engine: Engine) -> Self {
        let country = Country::new(engine).await;
        let national = Office {
            id: NATIONAL,
            code: "1".into(),
            depth: 0,
            above_1: None,
            above_2: None,
            above_3: None,
            territory: None,
            name_ky: "Бишкек".into(),
            name_ru: "Бишкек".into(),
            name_uz: "Bishkek".into(),
            name_en: "Bishkek".into(),
        };
        country.cell.app.db.run(Put(vec![national])).await.unwrap();
        let employer = country.organisation("employer", "verified").await;
        let vacancy = country
            .vacancy(&employer, "Seamstress", |offer| {
                offer.occupation = "seamstress".into();
                offer.places = "2".into();
                offer.needs = "skill:machine-embroidery skill:arc-welding".into();
            })
            .await;
        let mut people = Vec::new();
        for given in ["Айгүл", "Бермет", "Чынара"] {
            let person = country.seamstress(given).await;
            if people.len() < 2 {
                country.line(person, "skill", "machine-embroidery").await;
            }
            people.push(person);
        }
        country.follow().await;
        Self { country, vacancy, people }
    }

    async fn reckoned(&self, office: Uuid) -> Uuid {
        self.country.proposal(office, SharingEdition::all()[0].measures).await
    }

    /// Whether somebody's journal says this was done.
    async fn was(&self, person: ReturneeId, action: &str) -> bool {
        self.country.actions(person).await.iter().any(|one| one == action)
    }

    async fn head(&self, office: Uuid) -> Desk {
        self.country.staff(Role::HeadOfOffice, office, "Head").await
    }

    /// Reckoned for an office and accepted by its head.
    async fn accepted(&self, office: Uuid) -> Uuid {
        let id = self.reckoned(office).await;
        let decided = decide(&mut self.head(office).await, id, &[("decision", "all")]).await;
        assert_eq!(decided.status, 200, "{}", decided.text());
        id
    }
}

impl Country {
    /// Those of some people who have this place of a proposal.
    async fn who_has(
        &self,
        id: Uuid,
        people: &[ReturneeId],
        place: Option<i64>,
    ) -> Vec<ReturneeId> {
        let mut tx = self.cell.app.db.read().await.unwrap();
        let mut found = Vec::new();
        for person in people {
            let line = store::line(&mut tx, id, *person).await.unwrap().unwrap();
            found.extend((line.place == place).then_some(*person));
        }
        found
    }
}

async fn decide(head: &mut Desk, id: Uuid, filled: &[(&str, &str)]) -> Page {
    let page = head.get(&format!("/proposals/{id}")).await;
    head.send(&page, &format!("/proposals/{id}/decision"), filled).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_of_office_asks_and_nothing_typed_is_lost() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let app = &sewing.country.cell.app;
        let mut head = sewing.head(LEILEK).await;
        let list = head.get("/proposals").await;
        assert!(list.says("There is no proposal yet"), "{engine:?} {}", list.text());
        assert!(list.body.contains("/proposals/new"), "{engine:?}");
        let form = head.get("/proposals/new").await;
        assert!(form.says("This only makes a proposal"), "{engine:?} {}", form.text());

        let wrong = [
            ("purpose", "Places for the seamstresses of Leilek"),
            ("added_women", "101"),
            ("kept_rural", "60"),
            ("keep", "95"),
            ("level", "rural"),
        ];
        let wrong = head.send(&form, "/proposals/new", &wrong).await;
        assert_eq!(wrong.status, 422, "{engine:?} {}", wrong.text());
        assert!(wrong.says("Write a whole number from 0 to 100"), "{engine:?} {}", wrong.text());
        assert!(wrong.says("You wrote 60%"), "{engine:?} {}", wrong.text());
        assert!(!wrong.body.contains("<details"), "{engine:?}: what is wrong is not folded away");
        for kept in ["Places for the seamstresses of Leilek", "101", "60", "95"] {
            assert!(wrong.body.contains(&format!("value=\"{kept}\"")), "{engine:?} {kept}");
        }
        assert!(wrong.body.contains("value=\"rural\" selected"), "{engine:?}");

        let good = [("purpose", "Places for the seamstresses of Leilek"), ("added_women", "10")];
        let asked = head.send(&wrong, "/proposals/new", &good).await;
        assert!(asked.says("Waits") && asked.headers.contains_key("refresh"), "{}", asked.text());
        let again = head.send(&wrong, "/proposals/new", &good).await;
        assert_eq!(again.path, asked.path, "{engine:?}: the same form is one proposal");

        sewing.country.a_second();
        assert!(reckon_one(app, &|| true).await.unwrap());
        let ready = head.get(&asked.path).await;
        assert!(!ready.headers.contains_key("refresh"), "{engine:?}");
        for told in [
            "2 of 3 people would have a place: at work 2, on a course 0",
            "no other sharing out of these places is better",
            "Women: 10% of their points are added",
            "What each measure costs",
        ] {
            assert!(ready.says(told), "{engine:?} {told}\n{}", ready.text());
        }
        let list = head.get("/proposals").await;
        assert!(list.says("To be decided") && list.says("2 of 3"), "{engine:?} {}", list.text());
        // A look at groups would tell of three people.
        assert!(!ready.says("100.0%"), "{engine:?} {}", ready.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_head_whose_office_it_is_decides_and_says_enough() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let id = sewing.reckoned(LEILEK).await;
        let here = format!("/proposals/{id}");
        let post = format!("{here}/decision");
        let mut own = sewing.head(LEILEK).await;
        let page = own.get(&here).await;
        for (office, status) in [(BATKEN, 403), (NATIONAL, 403), (OSH, 404)] {
            let mut other = sewing.head(office).await;
            let seen = other.get(&here).await;
            assert_eq!(seen.status, if status == 403 { 200 } else { 404 }, "{engine:?}");
            assert!(!seen.body.contains(&post), "{engine:?}");
            let new = other.get("/proposals/new").await;
            let mut fields = new.hidden("/proposals/new");
            fields.push(("decision".into(), "all".into()));
            let body = Some(crate::testkit::encoded(&fields));
            let refused = other.browser.request(axum::http::Method::POST, &post, body).await;
            assert_eq!(refused.status, status, "{engine:?}");
        }
        for (filled, sentence) in [
            (&[("reason", "Wait")][..], "Choose one of the answers"),
            (&[("decision", "part"), ("reason", "Wait")], "Choose at least one oblast"),
            (&[("decision", "none")], "why it is not accepted"),
        ] {
            let wrong = own.send(&page, &post, filled).await;
            assert_eq!(wrong.status, 422, "{engine:?} {filled:?}");
            assert!(wrong.says(sentence), "{engine:?} {sentence} {}", wrong.text());
            assert!(filled.len() < 2 || wrong.says("Wait"), "{engine:?}: what was typed is kept");
        }
        let filled = [("decision", "part"), ("part", "41705000000000"), ("reason", "Osh waits")];
        let decided = own.send(&page, &post, &filled).await;
        assert!(
            decided.says("Accepted in part") && decided.says("Osh waits"),
            "{}",
            decided.text()
        );
        assert!(!decided.body.contains(&post), "{engine:?}: it is decided once");
        let mut officer = sewing.country.officer(LEILEK).await;
        let line = format!("{here}/people/{}", sewing.people[0]);
        assert!(officer.get(&format!("{here}/people")).await.body.contains(&line), "{engine:?}");
        let late = own.send(&page, &post, &[("decision", "all")]).await;
        assert_eq!(late.status, 409, "{engine:?} {}", late.text());

        // Accepted for people of another oblast: nobody of theirs is talked to, and they are told of nothing.
        let far = sewing.reckoned(LEILEK).await;
        let same = own.get(&format!("/proposals/{far}")).await;
        let told = "3 people are in both: with the same place 2, with another one 0";
        assert!(same.says(told), "{engine:?} {}", same.text());
        decide(&mut own, far, &[("decision", "part"), ("part", "41706000000000")]).await;
        let nobody = officer.get(&format!("/proposals/{far}/people?show=talk")).await;
        assert!(nobody.says("Nobody of your office is in this list"), "{}", nobody.text());
        let line = officer.get(&format!("/proposals/{far}/people/{}", sewing.people[0])).await;
        assert!(line.says("Only proposed") && !line.says("They say no"), "{}", line.text());
        let mut placed = sewing.country.own(sewing.people[0]).await;
        let mine = placed.get("/me/proposals").await;
        assert_eq!(mine.text().matches("What is proposed to you").count(), 1, "{}", mine.text());

        // Too old to be accepted, but it can still be put away.
        let old = sewing.reckoned(LEILEK).await;
        let page = own.get(&format!("/proposals/{old}")).await;
        sewing.country.days(15);
        let again = own.get(&format!("/proposals/{old}")).await;
        assert!(again.says("older than two weeks"), "{engine:?} {}", again.text());
        assert!(!again.body.contains("value=\"all\""), "{engine:?}");
        let post = format!("/proposals/{old}/decision");
        assert_eq!(own.send(&page, &post, &[("decision", "all")]).await.status, 409, "{engine:?}");
        let filled = [("decision", "none"), ("reason", "Too late")];
        let refused = own.send(&again, &post, &filled).await;
        assert!(refused.says("Not accepted"), "{engine:?} {}", refused.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sees_only_numbers_is_told_of_no_few_people() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let id = sewing.accepted(BATKEN).await;
        let mut analyst = sewing.country.staff(Role::Analyst, NATIONAL, "Analyst").await;
        let here = format!("/proposals/{id}");
        let page = analyst.get(&here).await;
        assert!(page.says("is not told here"), "{engine:?} {}", page.text());
        assert!(!page.says("2 of 3") && !page.says("2 people"), "{engine:?} {}", page.text());
        assert!(!page.body.contains(&format!("{here}/people")), "{engine:?}");
        let list = analyst.get("/proposals").await;
        assert!(!list.says("2 of 3"), "{engine:?} {}", list.text());
        assert!(!list.body.contains("/proposals/new"), "{engine:?}");
        let place = analyst.get(&format!("{here}/places/0")).await;
        assert!(place.says("There is room for 2."), "{engine:?} {}", place.text());
        assert!(!place.says("People of your office"), "{engine:?} {}", place.text());
        assert!(!place.says("People who want"), "{engine:?} {}", place.text());
        assert_eq!(analyst.get(&format!("{here}/people")).await.status, 403, "{engine:?}");
        let person = sewing.people[0];
        assert_eq!(analyst.get(&format!("{here}/people/{person}")).await.status, 403);

        // An officer sees the people and so their number.
        let mut officer = sewing.country.officer(LEILEK).await;
        let places = officer.get(&format!("{here}/places")).await;
        assert!(places.says("Seamstress, Leilek Sewing"), "{engine:?} {}", places.text());
        let place = officer.get(&format!("{here}/places/0")).await;
        assert!(place.says("3 people want 2 places"), "{engine:?} {}", place.text());
        assert!(place.body.contains(&format!("{here}/people/{person}")), "{engine:?}");
        assert!(sewing.was(person, "proposal-seen").await, "{engine:?}");
        assert_eq!(officer.get(&format!("{here}/places/1")).await.status, 404, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_takes_a_line_to_its_person_and_nobody_out_of_reach() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let country = &sewing.country;
        let id = sewing.accepted(NATIONAL).await;
        let here = format!("/proposals/{id}/people");
        let mut officer = country.officer(LEILEK).await;
        let to_talk = officer.get(&here).await;
        for person in &sewing.people[..2] {
            assert!(to_talk.body.contains(&format!("{here}/{person}")), "{engine:?}");
            assert!(sewing.was(*person, "proposal-seen").await, "{engine:?}");
        }
        let last = sewing.people[2];
        assert!(!to_talk.body.contains(&format!("{here}/{last}")), "{engine:?}: has no place");
        let without = officer.get(&format!("{here}?show=without")).await;
        assert!(without.body.contains(&format!("{here}/{last}")), "{engine:?}");

        // The same proposal, from an office that looks after nobody of them.
        let mut other = country.officer(OSH).await;
        assert!(other.get(&here).await.says("Nobody of your office"), "{engine:?}");
        assert_eq!(other.get(&format!("{here}/{last}")).await.status, 404, "{engine:?}");

        let first = sewing.people[0];
        let line = officer.get(&format!("{here}/{first}")).await;
        for told in ["To talk about", "Seamstress, Leilek Sewing", "+5% as a woman"] {
            assert!(line.says(told), "{engine:?} {told}\n{}", line.text());
        }
        let vacancy = format!("/returnees/{first}/candidacies?vacancy={}", sewing.vacancy);
        assert!(line.body.contains(&vacancy), "{engine:?}");
        let post = format!("{here}/{first}/declined");
        let no = officer.send(&line, &post, &[("declined", "far")]).await;
        assert!(no.says("Said no too far"), "{engine:?} {}", no.text());
        assert!(sewing.was(first, "proposal-declined").await, "{engine:?}");
        let said_no = officer.get(&format!("{here}?show=declined")).await;
        assert!(said_no.body.contains(&format!("{here}/{first}")), "{engine:?}");
        let list = officer.get(&here).await;
        assert!(!list.body.contains(&format!("{here}/{first}")), "{engine:?}: they said no");
        let back = officer.send(&no, &post, &[("declined", "")]).await;
        assert!(back.says("To talk about"), "{engine:?} {}", back.text());

        // Proposed to the person as any vacancy is.
        let ask = officer.get(&vacancy).await;
        let action = format!("/returnees/{first}/candidacies");
        let word = [("vacancy", &*sewing.vacancy.to_string()), ("word", "proposed")];
        officer.send(&ask, &action, &word).await;
        let taken = officer.get(&format!("{here}?show=taken")).await;
        assert!(taken.body.contains(&format!("{here}/{first}")), "{engine:?} {}", taken.text());
        assert!(officer.get(&format!("{here}/{first}")).await.says("Taken up"), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_place_reads_why_and_what_would_change_it() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let country = &sewing.country;
        let last = sewing.people[2];
        let mut own = country.own(last).await;
        assert!(!own.get("/me").await.body.contains("/me/proposals"), "{engine:?}");
        assert!(own.get("/me/proposals").await.says("Nothing is proposed to you now"));
        let ready = sewing.reckoned(LEILEK).await;
        let mut head = sewing.head(LEILEK).await;
        let seen = head.get(&format!("/proposals/{ready}/people/{last}")).await;
        let why = "People who want one of these places: 3; places: 2.";
        let change = "Missing: Welcome: Embroidery machine: 200 points more. That alone would not be enough.";
        let both = "All of it together: 400 points more. That would be enough.";
        for told in [why, "the last one has", change, both, "Without a place"] {
            assert!(seen.says(told), "{engine:?} {told}\n{}", seen.text());
        }
        assert!(!seen.says("They say no"), "{engine:?}: it is not accepted");
        assert!(own.get("/me/proposals").await.says("Nothing is proposed to you now"));

        decide(&mut head, ready, &[("decision", "all")]).await;
        assert!(own.get("/me").await.body.contains("/me/proposals"), "{engine:?}");
        let mine = own.get("/me/proposals").await;
        for told in [why, "you have", change, "free to say no", "no place is proposed to you"] {
            assert!(mine.says(told), "{engine:?} {told}\n{}", mine.text());
        }
        let mut placed = country.own(sewing.people[0]).await;
        let theirs = placed.get("/me/proposals").await;
        assert!(theirs.says("Seamstress, Leilek Sewing"), "{engine:?} {}", theirs.text());

        let file = own.get("/me/data").await;
        let file: serde_json::Value = serde_json::from_str(&file.body).unwrap();
        let line = &file["proposals"][0];
        let vacancy = sewing.vacancy.to_string();
        assert_eq!(line["could_have"][0]["place"]["id"], vacancy, "{engine:?} {line}");
        assert_eq!(line["groups"][0], "women", "{engine:?} {line}");
        assert!(line["place"].is_null(), "{engine:?} {line}");

        // What is missing is learnt: the same page says what holds now.
        country.line(last, "skill", "machine-embroidery").await;
        let mine = own.get("/me/proposals").await;
        assert!(!mine.says("Embroidery machine: 200"), "{engine:?} {}", mine.text());
        assert!(mine.says("200 points more. That would be enough"), "{engine:?} {}", mine.text());
        country.line(last, "skill", "arc-welding").await;
        let mine = own.get("/me/proposals").await;
        assert!(mine.says("Nothing that the work asks for is missing"), "{}", mine.text());
        assert!(mine.says("As things are now you are ahead of the last one"), "{}", mine.text());

        // Who takes back their word is in nobody's list, and their own page is empty.
        let consents = own.get("/me").await;
        let taken_back = [("purpose", "matching"), ("given", "no")];
        own.send(&consents, "/me/consent", &taken_back).await;
        assert!(own.get("/me/proposals").await.says("Nothing is proposed to you now"));
        let gone = head.get(&format!("/proposals/{ready}/people/{last}")).await;
        assert_eq!(gone.status, 404, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lacks_nothing_reads_how_much_was_short_and_what_else_there_is() {
    for engine in engines() {
        let country = Country::new(engine).await;
        country.two_places().await;
        country.course("machine-embroidery").await;
        let employer = country.organisation("employer", "verified").await;
        country.vacancy(&employer, "Welder", |offer| offer.occupation = "welder".into()).await;
        let mut people = Vec::new();
        for given in ["Айгүл", "Бермет", "Чынара", "Динара"] {
            let person = country.seamstress(given).await;
            country.line(person, "work", "embroiderer").await;
            people.push(person);
        }
        country.follow().await;
        let mut head = country.staff(Role::HeadOfOffice, LEILEK, "Head").await;
        let published = SharingEdition::all()[0].measures;
        let course_is = |places: &[ProposalPlace]| {
            places.iter().find(|place| place.kind == "course").map(|place| place.at)
        };
        // The seamstresses' places alone have so many points.
        let id = country.proposal(LEILEK, Measures { least: 700, ..published }).await;
        let without = country.who_has(id, &people, None).await[0];
        let page = head.get(&format!("/proposals/{id}/people/{without}")).await;
        let course = "A course that leads to such work: Embroidery by machine, Leilek Sewing";
        let room = "Of the places that still had room this one fits best: Welder";
        for told in [
            "Nothing that the work asks for is missing",
            "The last one who has a place there has just as many points",
            "People who wanted a place there and have none: 2, this person among them",
            course,
            room,
        ] {
            assert!(page.says(told), "{engine:?} {told}\n{}", page.text());
        }
        decide(&mut head, id, &[("decision", "all")]).await;
        let mine = country.own(without).await.get("/me/proposals").await;
        for told in ["have none: 2, you among them", course, room] {
            assert!(mine.says(told), "{engine:?} {told}\n{}", mine.text());
        }

        // Whoever has the course is told where it leads, and of nothing that they would rather not have.
        let id = country.proposal(LEILEK, Measures { least: 0, waiting: 0, ..published }).await;
        let at = course_is(&country.places(id).await);
        let learns = country.who_has(id, &people, at).await[0];
        let page = head.get(&format!("/proposals/{id}/people/{learns}")).await;
        assert!(page.says(course), "{engine:?} {}", page.text());
        assert!(!page.says("that still had room"), "{engine:?} {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_accepted_ends_and_can_still_be_read() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let country = &sewing.country;
        let id = sewing.accepted(LEILEK).await;
        let [first, _, last] = sewing.people[..] else { unreachable!() };
        let edition = SharingEdition::on(country.cell.app.today());
        let last_on = edition.last_day(country.cell.app.today());
        assert_eq!(country.proposal_row(id).await.last_on, Some(last_on), "{engine:?}");
        let here = format!("/proposals/{id}");
        let (list, line) = (format!("{here}/people"), format!("{here}/people/{first}"));
        let mut head = sewing.head(LEILEK).await;
        let mut officer = country.officer(LEILEK).await;
        let mut own = country.own(last).await;

        // The last day.
        country.days(edition.lasts_days.into());
        assert!(head.get(&here).await.says("In force until"), "{engine:?}");
        assert!(officer.get(&list).await.body.contains(&line), "{engine:?}");
        let opened = officer.get(&line).await;
        assert!(opened.says("To talk about") && opened.says("They say no"), "{}", opened.text());
        assert!(own.get("/me").await.body.contains("/me/proposals"), "{engine:?}");
        assert!(!own.get("/me/proposals").await.says("Nothing is proposed to you now"));

        // The day after: nobody is talked to because of it, and it is no reason any more.
        country.days(1);
        let post = format!("{line}/declined");
        let late = officer.send(&opened, &post, &[("declined", "far")]).await;
        assert_eq!(late.status, 404, "{engine:?} {}", late.text());
        assert!(!sewing.was(first, "proposal-declined").await, "{engine:?}");
        let nobody = officer.get(&format!("{list}?show=talk")).await;
        assert!(nobody.says("Nobody of your office is in this list"), "{}", nobody.text());
        assert!(nobody.says("Over since"), "{engine:?} {}", nobody.text());
        assert!(!own.get("/me").await.body.contains("/me/proposals"), "{engine:?}");
        assert!(own.get("/me/proposals").await.says("Nothing is proposed to you now"));

        // Everything can still be read.
        assert!(officer.get(&list).await.body.contains(&line), "{engine:?}: with all of them");
        let read = officer.get(&line).await;
        for told in ["Over since", "Only proposed", "Seamstress, Leilek Sewing"] {
            assert!(read.says(told), "{engine:?} {told}\n{}", read.text());
        }
        assert!(!read.says("They say no"), "{engine:?} {}", read.text());
        let page = head.get(&here).await;
        assert!(page.says("Over since") && page.says("2 of 3 people"), "{}", page.text());
        assert!(!page.says("In force until"), "{engine:?} {}", page.text());
        let all = head.get("/proposals").await;
        assert!(all.says("Over") && !all.says("Accepted"), "{engine:?} {}", all.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_officers_day_says_who_is_to_be_talked_to_until_somebody_has() {
    for engine in engines() {
        let sewing = Sewing::new(engine).await;
        let country = &sewing.country;
        let section = "Proposed places to talk about";
        let mut head = sewing.head(LEILEK).await;
        let mut officer = country.officer(LEILEK).await;
        let id = sewing.reckoned(LEILEK).await;
        country.follow().await;
        assert!(!officer.get("/day").await.says(section), "{engine:?}: nobody has accepted it");
        // Accepted for people who live elsewhere.
        let far = sewing.reckoned(LEILEK).await;
        decide(&mut head, far, &[("decision", "part"), ("part", "41706000000000")]).await;
        country.follow().await;
        assert!(!officer.get("/day").await.says(section), "{engine:?}: it is not for them");

        decide(&mut head, id, &[("decision", "all")]).await;
        country.follow().await;
        let line = |person: ReturneeId| format!("/proposals/{id}/people/{person}");
        let [first, second, last] = sewing.people[..] else { unreachable!() };
        for office in [LEILEK, BATKEN] {
            let mut officer = country.officer(office).await;
            for page in ["/day", "/day/proposed"] {
                let page = officer.get(page).await;
                assert!(page.says(section), "{engine:?} {}", page.text());
                for person in [first, second] {
                    assert!(page.body.contains(&line(person)), "{engine:?} {}", page.text());
                    assert!(sewing.was(person, "listed").await, "{engine:?}");
                }
                assert!(!page.body.contains(&line(last)), "{engine:?}: has no place");
            }
        }
        assert!(officer.get("/day").await.says(&format!("{section} 2")), "{engine:?}");
        let mut other = country.officer(OSH).await;
        assert!(!other.get("/day").await.says(section), "{engine:?}: they are of another office");
        assert!(!officer.get("/day?whose=mine").await.says(section), "{engine:?}: nobody's");
        officer.get("/day?whose=office").await;

        // One says no, the other is told of the vacancy.
        let page = officer.get(&line(first)).await;
        let post = format!("{}/declined", line(first));
        let no = officer.send(&page, &post, &[("declined", "far")]).await;
        country.follow().await;
        let day = officer.get("/day").await;
        assert!(day.says(&format!("{section} 1")), "{engine:?} {}", day.text());
        assert!(!day.body.contains(&line(first)), "{engine:?} {}", day.text());
        let vacancy = sewing.vacancy.to_string();
        let action = format!("/returnees/{second}/candidacies");
        let ask = officer.get(&format!("{action}?vacancy={vacancy}")).await;
        let word = [("vacancy", &*vacancy), ("word", "proposed")];
        officer.send(&ask, &action, &word).await;
        country.follow().await;
        assert!(!officer.get("/day").await.says(section), "{engine:?}: each was talked to");

        // The no is taken back, the consent is not there for a while, and then it all ends.
        officer.send(&no, &post, &[("declined", "")]).await;
        country.follow().await;
        assert!(officer.get("/day").await.body.contains(&line(first)), "{engine:?}");
        let mut own = country.own(first).await;
        for (given, is_there) in [("no", false), ("yes", true)] {
            let consents = own.get("/me").await;
            own.send(&consents, "/me/consent", &[("purpose", "matching"), ("given", given)]).await;
            country.follow().await;
            assert_eq!(officer.get("/day").await.says(section), is_there, "{engine:?} {given}");
        }
        let edition = SharingEdition::on(country.cell.app.today());
        country.days(edition.lasts_days.into());
        country.follow().await;
        assert!(officer.get("/day").await.body.contains(&line(first)), "{engine:?}: the last day");
        country.days(1);
        country.follow().await;
        assert!(!officer.get("/day").await.says(section), "{engine:?}: it is over");
        assert_eq!(country.road(first).await.proposed_in, None, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_method_says_what_is_done_for_groups() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut browser = country.officer(LEILEK).await;
        let page = browser.get("/method").await;
        for told in [
            "When places are few",
            "People with a disability: 20% of their points are added",
            "in force for 90 days after the decision",
        ] {
            assert!(page.says(told), "{engine:?} {told}\n{}", page.text());
        }
        let file = browser.get("/method.json").await;
        let file: serde_json::Value = serde_json::from_str(&file.body).unwrap();
        let edition = &file["sharing"][0];
        assert_eq!(edition["name"], "2026-11", "{engine:?} {file}");
        assert_eq!(file["groups"][1], "disability", "{engine:?} {file}");
        assert_eq!(edition["added"][1], 20, "{engine:?} {file}");
        assert_eq!(edition["lasts_days"], 90, "{engine:?} {file}");
    }
}
