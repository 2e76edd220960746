//! Work told in own words: the guesses, the tap, the skills, and what is kept of the words.

use std::process::Command;

use axum::http::StatusCode;
use domain::returnee::Typed;
use jol::meaning::confirmed::{ConfirmedWords, ENOUGH, Taught, taught};

use crate::{
    profile::{Desk, World, asanov, register, signed_in, world},
    testkit::{Page, engines},
};

/// Types a text and asks what it may be.
async fn find(desk: &mut Desk, words: &str, said: &str) -> Page {
    let page = desk.get(words).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    desk.send(&page, words, &[("said", said)]).await
}

/// Presses the button with this value, in its own form.
async fn press(desk: &mut Desk, page: &Page, words: &str, choice: &str) -> Page {
    let form = form(page, choice);
    desk.send(&form, words, &[("choice", choice)]).await
}

/// The page cut down to the form with this button.
fn form(page: &Page, choice: &str) -> Page {
    let button = format!("name=\"choice\" value=\"{choice}\"");
    let forms = page.body.split("<form ").find(|form| form.contains(&button));
    let form = forms.unwrap_or_else(|| panic!("no button {choice}: {}", page.text()));
    Page { body: format!("<form {form}"), ..page.clone() }
}

impl World {
    async fn kept(&self) -> Vec<ConfirmedWords> {
        let mut tx = self.cell.app.db.read().await.unwrap();
        tx.list("select * from confirmed_words order by id", &[]).await.unwrap()
    }

    /// Whether the command ended well, and what it answered.
    fn jol_skills(&self, args: &[&str]) -> (bool, String) {
        let ended = Command::new(env!("CARGO_BIN_EXE_jol"))
            .arg("skills")
            .args(args)
            .arg("--dir")
            .arg(&self.cell.app.settings.dir)
            .output()
            .unwrap();
        (ended.status.success(), String::from_utf8(ended.stdout).unwrap())
    }

    async fn taught(&self, at_least: i64) -> Vec<Taught> {
        taught(&mut self.cell.app.db.read().await.unwrap(), at_least).await.unwrap()
    }

    async fn first_guess(&self, text: &'static str) -> Option<String> {
        let app = &self.cell.app;
        let first = app.readers.read(app, move |ready| {
            let reading = ready.reader.read(text);
            (!reading.abstained).then(|| reading.occupations[0].isco.to_string())
        });
        first.await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_is_read_tapped_and_stands_in_the_profile_with_its_skills() {
    for engine in engines() {
        let mut world = world(engine).await;
        let office = world.profile();
        let said = "Швея, шила три года в Иваново, оверлок и специальные швейные машины";
        for base in ["/me/profile", office.as_str()] {
            let desk = if base == office { &mut world.officer } else { &mut world.own };
            let words = format!("{base}/words");
            let link = desk.get(base).await;
            assert!(link.body.contains(&format!("href=\"{words}\"")), "{}", link.body);
            let page = find(desk, &words, said).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text());
            for expected in ["Sewing machine operator", "Very likely", "Understood from: Швея"]
            {
                assert!(page.says(expected), "{engine:?} {expected}: {}", page.text());
            }
            assert!(page.body.contains(said), "what was typed stands in the box");
            assert!(!page.body.contains("<script>"), "{}", page.body);

            let page = press(desk, &page, &words, "seamstress").await;
            assert!(page.path.ends_with("/skills"), "{}: {}", page.path, page.text());
            assert!(page.says("Written down: Sewing machine operator"), "{}", page.text());
            let skills = page.path.clone();
            let ticked = |code: &str| {
                let at = page.body.find(&format!("value=\"{code}\"")).map(|at| &page.body[at..]);
                at.map(|rest| rest.split('>').next().unwrap().contains("checked"))
            };
            let page = if base == office {
                assert_eq!(ticked("overlock"), None, "it stands in the profile by now");
                desk.get(base).await
            } else {
                assert_eq!(ticked("overlock"), Some(true), "it was named: {}", page.body);
                assert_eq!(ticked("ironing"), Some(false), "nobody named it");
                desk.send(&page, &skills, &[("code", "overlock")]).await
            };
            assert_eq!(page.path, base, "{}", page.text());
            assert!(page.says("Sewing machine operator") && page.says("Overlocker"));
        }
        let lines = world.lines().await;
        let work = |line: &&serde_json::Value| line["typed"]["kind"] == "work";
        assert_eq!(lines.iter().filter(work).count(), 1, "the same line twice is one: {lines:?}");
        assert_eq!(lines[0]["typed"]["words"], said);
        assert_eq!(lines[0]["typed"]["code"], "seamstress");
        assert_eq!(lines[0]["evidence"], "said");
        let kept = world.kept().await;
        assert_eq!(kept.len(), 1, "{kept:?}");
        assert_eq!(
            kept[0].words, "швея шила три иваново оверлок специальные швейные машины",
            "{engine:?}"
        );
        let told = (kept[0].code.as_deref(), kept[0].missed, kept[0].role.as_str());
        assert_eq!(told, (Some("seamstress"), false, "returnee"));
        assert_eq!((kept[0].language.as_str(), kept[0].edition.len()), ("en", 12));
        let data = world.own.get("/me/data").await;
        assert!(data.body.contains("швея шила три"), "people see what is kept of them");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tap_sent_twice_is_one_line_and_lists_that_changed_are_told() {
    for engine in engines() {
        let mut world = world(engine).await;
        let words = "/me/profile/words";
        let page = find(&mut world.own, words, "сварщик, повар").await;
        press(&mut world.own, &page, words, "welder").await;
        let again = press(&mut world.own, &page, words, "welder").await;
        assert!(again.path.ends_with("/skills"), "{engine:?} {}", again.text());
        assert_eq!(world.lines().await.len(), 1, "{engine:?}");
        assert_eq!(world.kept().await.len(), 1);

        // The page was shown before the lists changed.
        let mut old = form(&page, "welder");
        old.body = old.body.replace("welder", "alchemist");
        let gone = world.own.send(&old, words, &[("choice", "alchemist")]).await;
        assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", gone.text());
        assert!(gone.says("no longer in the list"), "{}", gone.text());
        assert!(gone.body.contains("value=\"welder\""), "the likely ones stand there again");

        // Of a group with several occupations one is chosen.
        let several = world.own.send(&old, words, &[("choice", "7212")]).await;
        assert!(several.says("Which of these exactly?"), "{}", several.text());
        press(&mut world.own, &several, words, "argon-welder").await;
        assert_eq!(world.lines().await.len(), 2, "another choice is another line");
        // Of a group without any the words stand, and the group is learnt.
        let page = find(&mut world.own, words, "астроном в обсерватории").await;
        press(&mut world.own, &page, words, "2111").await;
        let lines = world.lines().await;
        assert_eq!(lines[2]["typed"]["code"], "");
        assert_eq!(lines[2]["typed"]["words"], "астроном в обсерватории");
        assert_eq!(world.kept().await[2].code.as_deref(), Some("2111"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_told_and_nothing_typed_is_lost() {
    for engine in engines() {
        let mut world = world(engine).await;
        let words = "/me/profile/words";
        let long = "бетонщик ".repeat(1_111);
        let cases = [
            ("", "Fill this in."),
            ("   ", "Fill this in."),
            (long.as_str(), "200"),
            ("сварщик\u{202e}", "invisible character (U+202E)"),
            ("сварщик\u{0}", "invisible character (U+0000)"),
        ];
        for (said, sentence) in cases {
            let page = find(&mut world.own, words, said).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}: {}", page.text());
            assert!(page.says(sentence), "{said}: {}", page.text());
            assert!(page.body.contains("href=\"#said\""), "{}", page.body);
            assert!(page.body.contains(said.trim()), "{said} is lost");
        }
        let page = find(&mut world.own, words, "<b>ъъъ</b> ыыы").await;
        assert!(page.says("We did not understand"), "{engine:?} {}", page.text());
        assert!(!page.body.contains("<b>"), "{}", page.body);
        let page = find(&mut world.own, words, "водитель").await;
        assert!(page.says("We are not sure") && page.says("Perhaps"), "{}", page.text());
        assert!(page.body.matches("name=\"choice\"").count() > 2, "there is still a choice");
        assert_eq!(world.lines().await.len(), 0);
        assert_eq!(world.kept().await.len(), 0, "nothing is kept that nobody confirmed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn none_of_these_leads_to_the_form_and_is_kept_as_a_miss_with_the_true_code() {
    for engine in engines() {
        let mut world = world(engine).await;
        let base = world.profile();
        let (words, new) = (format!("{base}/words"), format!("{base}/new"));
        let said = "вертел шаурму у Асанова, тел. 0555123456";
        let page = find(&mut world.officer, &words, said).await;
        let form = press(&mut world.officer, &page, &words, "none").await;
        assert_eq!(form.status, StatusCode::OK);
        assert!(form.body.contains(&format!("value=\"{said}\"")), "{}", form.body);
        let wrong = world.officer.send(&form, &new, &[("words", ""), ("code", "ashpaz?")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = world.officer.send(&wrong, &new, &[("words", said), ("code", "Cook")]).await;
        assert_eq!(page.path, base, "{}", page.text());
        let kept = world.kept().await;
        assert_eq!(kept.len(), 1, "{engine:?}");
        assert_eq!(kept[0].words, "вертел шаурму тел", "no name and no number");
        assert_eq!((kept[0].code.as_deref(), kept[0].missed), (Some("cook"), true));
        assert_eq!(kept[0].role, "officer");

        // The office finds later what it was.
        let line = format!("{base}/{}", kept[0].id);
        let form = world.officer.get(&line).await;
        world.officer.send(&form, &line, &[("words", said), ("code", "Sushi cook")]).await;
        assert_eq!(world.kept().await[0].code.as_deref(), Some("sushi-cook"));
        // A line that is taken away confirms nothing.
        let remove = format!("{line}/remove");
        let form = world.officer.get(&remove).await;
        world.officer.send(&form, &remove, &[]).await;
        assert_eq!(world.kept().await, [], "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_enough_people_confirmed_is_learnt_and_goes_with_them() {
    for engine in engines() {
        let world = world(engine).await;
        let app = &world.cell.app;
        let text = "кручу баранку";
        assert_eq!(world.first_guess(text).await, None, "nobody has taught it yet");
        let mut people = Vec::new();
        for n in 0..ENOUGH {
            app.readers.follow(app).await.unwrap();
            assert_eq!(world.first_guess(text).await, None, "{n} people are too few");
            let typed = Typed {
                surname: format!("Маматов{}", ["а", "ев", ""][n as usize]),
                pin: format!("2050319900{n}125"),
                phone: format!("0555 123 46{n}"),
                ..asanov()
            };
            let person = register(app, typed).await;
            let mut own = signed_in(&world.cell, None, Some(person.uuid())).await;
            let words = "/me/profile/words";
            let page = find(&mut own, words, "Кручу БАРАНКУ!").await;
            let form = press(&mut own, &page, words, "none").await;
            // Twice by one person counts once.
            for country in ["RU", "KZ"] {
                let filled = [("code", "Truck driver (C)"), ("words", text), ("country", country)];
                let again = if country == "RU" {
                    form.clone()
                } else {
                    let page = find(&mut own, words, text).await;
                    press(&mut own, &page, words, "none").await
                };
                let page = own.send(&again, "/me/profile/new", &filled).await;
                assert_eq!(page.path, "/me/profile", "{}", page.text());
            }
            people.push(own);
        }
        let expected = Taught { words: text.into(), code: "driver-c".parse().unwrap(), times: 3 };
        assert_eq!(world.taught(ENOUGH).await, [expected], "{engine:?}");
        assert_eq!(world.taught(ENOUGH + 1).await, []);
        app.readers.follow(app).await.unwrap();
        assert_eq!(world.first_guess(text).await.as_deref(), Some("8332"), "{engine:?}");
        let told = world.jol_skills(&["confirmed"]);
        assert_eq!(told, (true, "кручу баранку\tdriver-c\t3\n".to_owned()), "{engine:?}");
        assert_eq!(world.jol_skills(&["confirmed", "--at-least=4"]), (true, String::new()));
        assert!(!world.jol_skills(&["confirmed", "--at-least=2"]).0, "two people are too few");
        let (_, read) = world.jol_skills(&["text", text, "--cell", "--json"]);
        assert!(read.contains("\"8332\"") && read.contains("\"confirmed\":\"1-"), "{read}");

        // One of them is erased: their words are gone, and two are too few.
        let mut one = people.remove(0);
        let page = one.get("/me/erase").await;
        one.send(&page, "/me/erase", &[("sure", "yes")]).await;
        let kept = world.kept().await;
        assert_eq!(kept.len(), 4, "{engine:?} {kept:?}");
        assert_eq!(world.taught(ENOUGH).await, []);
        app.readers.follow(app).await.unwrap();
        assert_eq!(world.first_guess(text).await, None, "{engine:?}");
    }
}
