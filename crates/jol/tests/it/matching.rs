//! Work that fits: the same reasons for the officer and the person, hard limits, and nobody shown who did not agree.

use domain::{
    access::{Consents, Purpose, Role},
    course::{TypedCourse, TypedGroup},
    id::ReturneeId,
    profile::TypedWish,
    returnee::Typed,
};
use jol::{
    course::store::{CourseRow, GroupRow},
    db::{Command, Tx},
    refusal::Refusal,
    returnee::store::ReturneeRow,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    people::{AT_LEILEK, Country, Desk, LEILEK, OSH, Put},
    program::Program,
    testkit::{Page, engines},
};

const AT_TALAS: &str = "41707232000000";

/// What somebody agreed to, as it stands on the record.
struct Agrees(ReturneeId, Consents);

impl Command for Agrees {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let sql = "select * from returnee where id = $1";
        let row: Option<ReturneeRow> = tx.lock(sql, &[self.0.uuid().into()]).await?;
        let row = ReturneeRow { consents: self.1.bits(), ..row.unwrap() };
        Ok(tx.update(&row).await?)
    }
}

impl Country {
    /// A course that was let through, with a group to come.
    pub async fn course(&self, skills: &str) -> Uuid {
        let (app, lists) = (&self.cell.app, self.cell.app.lists.now());
        let provider = self.organisation("provider", "verified").await;
        let typed = TypedCourse {
            title: "Embroidery by machine".into(),
            occupation: "embroiderer".into(),
            skills: skills.into(),
            hours: "40".into(),
            language: "ky".into(),
            way: "in-place".into(),
            ..TypedCourse::default()
        };
        let made = (Uuid::nil(), app.now());
        let course = typed.read(&lists).unwrap();
        let row = CourseRow::new(app.new_id(), provider.id, &course, &lists, made);
        let row = CourseRow { state: "open".into(), ..row };
        let group = TypedGroup {
            territory: AT_LEILEK.into(),
            starts_on: "2026-12-07".into(),
            ends_on: "2026-12-20".into(),
            seats: "10".into(),
            ..TypedGroup::default()
        };
        let group = group.read(app.today()).unwrap();
        let group = GroupRow::new(app.new_id(), &row, &group, app.now());
        let id = row.id;
        app.db.run(Put(vec![row])).await.unwrap();
        app.db.run(Put(vec![group])).await.unwrap();
        id
    }

    /// Somebody who sewed abroad and wants to sew at home.
    async fn tailor(&self, typed: Typed) -> ReturneeId {
        let person = self.register(typed).await;
        self.line(person, "work", "tailor").await;
        self.line(person, "skill", "sewing-machine").await;
        let wish = TypedWish {
            occupations: "tailor".into(),
            km: "60".into(),
            wage: "20000".into(),
            forms: "full-time".into(),
            ..TypedWish::default()
        };
        self.wishes(person, wish).await;
        person
    }

    async fn agrees(&self, person: ReturneeId, agrees: bool) {
        let registered = Consents::default().with(Purpose::Registration);
        let consents = if agrees { registered.with(Purpose::Matching) } else { registered };
        self.cell.app.db.run(Agrees(person, consents)).await.unwrap();
    }
}

const PROPOSE: &str =
    "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"BASE/candidacies?vacancy=";

fn without_proposals(list: &str) -> String {
    let mut parts = list.split(PROPOSE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("</p>").unwrap().1)
}

/// The list itself, with the addresses of one side turned into those of none.
fn list(page: &Page, base: &str) -> String {
    let start = page.body.find("<h2 class=\"govuk-heading-m\"").unwrap_or(page.body.len());
    let body = &page.body[start..];
    let end = body.find("govuk-body-s").unwrap_or(body.len());
    body[..end].replace(base, "BASE")
}

/// The titles of the headings, in their order.
fn titles(page: &Page) -> Vec<String> {
    let headings = page.body.split("<h2 class=\"govuk-heading-m\"><a").skip(1);
    headings
        .map(|rest| rest.split_once('>').unwrap().1.split("</a>").next().unwrap().to_owned())
        .collect()
}

async fn matches(desk: &mut Desk, person: ReturneeId) -> Page {
    desk.get(&format!("/returnees/{person}/matches")).await
}

/// An employer's vacancies, of which two fit and five are told of, and some that nobody is shown.
async fn offers(country: &Country) -> Uuid {
    let employer = country.organisation("employer", "verified").await;
    let near = country
        .vacancy(&employer, "Tailor", |offer| {
            offer.needs = "skill:sewing-machine! skill:machine-embroidery".into();
        })
        .await;
    country.vacancy(&employer, "Cook", |offer| offer.occupation = "cook".into()).await;
    country.vacancy(&employer, "Far", |offer| offer.territory = AT_TALAS.into()).await;
    country.vacancy(&employer, "Far too", |offer| offer.territory = AT_TALAS.into()).await;
    country.vacancy(&employer, "Poor", |offer| offer.wage_to = "19999".into()).await;
    country.vacancy(&employer, "Half", |offer| offer.form = "part-time".into()).await;
    country
        .vacancy(&employer, "Health", |offer| offer.needs = "licence:medical-book!".into())
        .await;
    country.vacancy(&employer, "Unchecked", |_| ()).await;
    let unknown = country.organisation("employer", "waiting").await;
    country.vacancy(&unknown, "Of nobody known", |_| ()).await;
    near
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_and_the_person_see_the_same_work_with_the_same_reasons() {
    for engine in engines() {
        let country = Country::new(engine).await;
        offers(&country).await;
        country.course("machine-embroidery").await;
        let person = country.tailor(country.typed()).await;
        let mut officer = country.officer(LEILEK).await;

        country.a_second();
        let page = matches(&mut officer, person).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert_eq!(titles(&page), ["Tailor", "Cook"], "{engine:?}");
        for words in [
            "Asked for: Sewing machine · Told, not checked",
            "Way to work: 0 km",
            "The wage is not below the wish",
            "Another occupation than wished for",
            "A course closes the gap: Embroidery by machine, begins on 07.12.2026",
            "Vacancies farther away than wished: 2",
            "Vacancies with a wage below the wish: 1",
            "Vacancies of another form of work than wished: 1",
            "Vacancies that ask for “",
            "edition 2026-11",
        ] {
            assert!(page.says(words), "{engine:?}: {words}\n{}", page.text());
        }
        for words in ["Unchecked", "Of nobody known"] {
            assert!(!page.says(words), "{engine:?}: {words}");
        }
        assert_eq!(country.actions(person).await[0], "matched", "{engine:?}");

        let mut own = country.own(person).await;
        let own_page = own.get("/me/matches").await;
        // Beside the same list the officer has a way to propose each of it.
        let officers = list(&page, &format!("/returnees/{person}"));
        assert_eq!(officers.matches(PROPOSE).count(), 2, "{engine:?}");
        assert_eq!(list(&own_page, "/me"), without_proposals(&officers), "{engine:?}: one list");
        assert_eq!(country.actions(person).await.len(), 1 + 4, "nobody else looked");

        let mut other = country.officer(OSH).await;
        assert_eq!(matches(&mut other, person).await.status, 404, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_the_same_list_with_its_reasons_as_data() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let near = offers(&country).await;
        let course = country.course("machine-embroidery").await;
        let person = country.tailor(country.typed()).await;
        let program = Program::at(&country.cell, Role::Officer, "country").await;
        let path = format!("/api/v1/returnees/{person}/matches");

        country.a_second();
        let list = program.get(&path).await;
        assert_eq!(list.status, 200, "{engine:?} {list:?}");
        let list = list.body;
        assert_eq!((&list["fitting"], &list["next"]), (&json!(2), &Value::Null), "{engine:?}");
        let first = &list["vacancies"][0];
        assert_eq!((&first["vacancy"], &first["title"]), (&json!(near), &json!("Tailor")));
        let about = |about: &str, need: Value| -> Value {
            let reasons = first["reasons"].as_array().unwrap();
            let found = reasons.iter().find(|one| one["about"] == about && one["need"] == need);
            found.unwrap_or_else(|| panic!("{engine:?}: {about} {need} in {first}")).clone()
        };
        let asked = about("need", json!("skill:sewing-machine!"));
        assert_eq!((&asked["verdict"], &asked["rests_on"]), (&json!("met"), &json!("said")));
        assert_eq!(
            asked["words"]["en"], "Fits: Asked for: Sewing machine · Told, not checked",
            "{engine:?}"
        );
        assert!(asked["words"]["ky"].as_str().unwrap().starts_with("Туура келет: "), "{asked}");
        let missing = about("need", json!("skill:machine-embroidery"));
        assert_eq!(missing["verdict"], "missing", "{engine:?}");
        assert_eq!(missing["closed_by"], json!(course), "{engine:?}");
        assert_eq!(about("distance", Value::Null)["km"], 0, "{engine:?}");
        assert_eq!(about("occupation", Value::Null)["nearness"], "same", "{engine:?}");
        assert_eq!(list["courses"][0]["closes"], json!(["machine-embroidery"]), "{engine:?}");
        assert_eq!(list["courses"][0]["starts_on"], "2026-12-07", "{engine:?}");
        let far = list["left_out"].as_array().unwrap();
        let far = far.iter().find(|one| one["because"] == "far").unwrap();
        assert_eq!(far["vacancies"], 2, "{engine:?}");
        assert_eq!(far["words"]["en"], "Vacancies farther away than wished: 2", "{engine:?}");
        assert_eq!(country.actions(person).await[0], "matched", "{engine:?}");

        let rest = program.get(&format!("{path}?from=1")).await.body;
        assert_eq!(rest["vacancies"][0]["title"], "Cook", "{engine:?}");
        for wrong in ["-1", "x", "", "99999999999999999999"] {
            let reply = program.get(&format!("{path}?from={wrong}")).await;
            assert_eq!(reply.status, 422, "{engine:?} {wrong:?}");
        }
        let elsewhere = Program::at(&country.cell, Role::Officer, "osh").await;
        assert_eq!(elsewhere.get(&path).await.status, 404, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sex_origin_and_age_change_nothing() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let vacancy = offers(&country).await;
        let mut officer = country.officer(LEILEK).await;
        let one = Typed { birth_on: "05.03.1966".into(), ..country.typed() };
        let other = Typed {
            sex: "m".into(),
            country: "KR".into(),
            surname: "Юсупов".into(),
            given: "Азиз".into(),
            birth_on: "05.03.2003".into(),
            ..country.typed()
        };
        let (one, other) = (country.tailor(one).await, country.tailor(other).await);
        let lists = [
            list(&matches(&mut officer, one).await, &format!("/returnees/{one}")),
            list(&matches(&mut officer, other).await, &format!("/returnees/{other}")),
        ];
        assert_eq!(lists[0], lists[1], "{engine:?}");
        country.agrees(one, true).await;
        country.agrees(other, true).await;
        let page = officer.get(&format!("/vacancies/{vacancy}/people")).await;
        let blocks: Vec<&str> = page.body.split("<h2 class=\"govuk-heading-m\">").skip(1).collect();
        let reasons = |block: &str| {
            let start = block.find("<ul").unwrap();
            block[start..block.find("</ul>").unwrap()].to_owned()
        };
        assert_eq!(blocks.len(), 2, "{engine:?} {}", page.text());
        assert_eq!(reasons(blocks[0]), reasons(blocks[1]), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_people_of_the_office_who_agreed_stand_in_the_list_of_a_vacancy() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let vacancy = offers(&country).await;
        let address = format!("/vacancies/{vacancy}/people");
        let mut officer = country.officer(LEILEK).await;
        let person = country.tailor(country.typed()).await;
        // Wishes for it after another work, and never did it.
        let wishing = country.register(Typed { given: "Бегимай".into(), ..country.typed() }).await;
        let wish = TypedWish { occupations: "cook tailor".into(), ..TypedWish::default() };
        country.wishes(wishing, wish).await;
        // Would not do it.
        let cook = country.register(Typed { given: "Гүлзат".into(), ..country.typed() }).await;
        country.line(cook, "work", "cook").await;
        country.agrees(cook, true).await;

        let page = officer.get(&address).await;
        assert_eq!(page.status, 200);
        assert!(titles(&page).is_empty(), "{engine:?}: nobody agreed\n{}", page.text());
        country.agrees(person, true).await;
        country.agrees(wishing, true).await;
        country.a_second();
        let page = officer.get(&address).await;
        assert_eq!(titles(&page), ["Асанова Айгүл", "Асанова Бегимай"], "{engine:?}");
        assert!(page.says("Asked for: Sewing machine"), "{}", page.text());
        assert_eq!(country.actions(wishing).await[0], "matched", "{engine:?}");

        let mut elsewhere = country.officer(OSH).await;
        assert!(titles(&elsewhere.get(&address).await).is_empty(), "{engine:?}");
        country.agrees(person, false).await;
        assert_eq!(titles(&officer.get(&address).await), ["Асанова Бегимай"], "{engine:?}");

        let mut partner = country.staff(Role::Partner, LEILEK, "Partner").await;
        assert_eq!(partner.get(&address).await.status, 403, "{engine:?}");
        let mut own = country.own(person).await;
        assert_eq!(own.get(&address).await.status, 403, "{engine:?}");
        let absent = country.cell.app.new_id();
        let page = officer.get(&format!("/vacancies/{absent}/people")).await;
        assert_eq!(page.status, 404, "{engine:?}");
        // After its last day it is shown to nobody, so nobody is looked for.
        country.days(60);
        assert_eq!(officer.get(&address).await.status, 404, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_people_who_agreed_to_courses_stand_in_the_list_of_one_and_it_says_what_is_new() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let course = country.course("machine-embroidery sewing-machine").await;
        let address = format!("/courses/{course}/people");
        let mut officer = country.officer(LEILEK).await;
        let agreed = vec![Purpose::Registration, Purpose::Training];
        let learner = country.register_who_agrees(country.typed(), agreed.clone()).await;
        country.line(learner, "work", "embroiderer").await;
        country.line(learner, "skill", "sewing-machine").await;
        // Did not agree to it; works in something else; can all of it.
        country.tailor(Typed { given: "Бегимай".into(), ..country.typed() }).await;
        let cook = Typed { given: "Гүлзат".into(), ..country.typed() };
        let cook = country.register_who_agrees(cook, agreed.clone()).await;
        country.line(cook, "work", "cook").await;
        let skilled = Typed { given: "Жылдыз".into(), ..country.typed() };
        let skilled = country.register_who_agrees(skilled, agreed).await;
        for (kind, code) in
            [("work", "embroiderer"), ("skill", "sewing-machine"), ("skill", "machine-embroidery")]
        {
            country.line(skilled, kind, code).await;
        }

        country.a_second();
        let page = officer.get(&address).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert_eq!(titles(&page), ["Асанова Айгүл"], "{engine:?} {}", page.text());
        assert!(page.body.contains(&format!("/returnees/{learner}/courses")), "{engine:?}");
        for words in ["New for them: Embroidery machine", "2 people who worked in such"] {
            assert!(page.says(words), "{engine:?}: {words}\n{}", page.text());
        }
        assert!(!page.says("New for them: Embroidery machine, "), "{engine:?} {}", page.text());
        assert_eq!(country.actions(learner).await[0], "matched", "{engine:?}");
        let shown = officer.get(&format!("/courses/{course}")).await;
        assert!(shown.body.contains(&address), "{engine:?} {}", shown.text());

        let mut elsewhere = country.officer(OSH).await;
        assert!(titles(&elsewhere.get(&address).await).is_empty(), "{engine:?}");
        let mut own = country.own(learner).await;
        assert_eq!(own.get(&address).await.status, 403, "{engine:?}");
        let shown = own.get(&format!("/courses/{course}")).await;
        assert!(!shown.body.contains(&address), "{engine:?}");
    }
}
