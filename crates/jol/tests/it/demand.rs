//! What is asked for and what is there: open to everybody, and no number points at a few people.

use domain::{profile::TypedWish, returnee::Typed};

use crate::{
    people::Country,
    testkit::{Browser, engines},
};

const BATKEN_OBLAST: &str = "41705000000000";

/// A tenth person is the first of whom there is a number.
async fn seekers(country: &Country, n: usize) {
    for at in 0..n {
        let surname = format!("Асан{}", char::from_u32('а' as u32 + at as u32).unwrap());
        let person = country.register(Typed { surname, ..country.typed() }).await;
        let wish = TypedWish { occupations: "tailor".into(), ..TypedWish::default() };
        country.wishes(person, wish).await;
        country.line(person, "skill", "sewing-machine").await;
    }
    country.follow().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_sees_what_is_asked_for_and_no_few_people() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let employer = country.organisation("employer", "verified").await;
        country
            .vacancy(&employer, "Tailor", |offer| {
                offer.places = "7".into();
                offer.needs = "skill:sewing-machine!".into();
            })
            .await;
        country.vacancy(&employer, "Unchecked", |_| ()).await;
        seekers(&country, 9).await;
        let mut stranger = Browser::new(&country.cell.app);
        stranger.cookies.insert("jol-language".into(), "en".into());
        let page = stranger.get("/demand").await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(!page.says("Sewing machine"), "{engine:?} {}", page.text());
        let skills = stranger.get("/demand?by=skill&words=SEWING").await;
        assert!(skills.says("Sewing machine"), "{engine:?} {}", skills.text());
        let none = stranger.get("/demand?by=skill&words=glass").await;
        assert!(none.says("Nothing is offered or looked for"), "{engine:?} {}", none.text());
        assert_eq!(stranger.get("/demand?by=name").await.status, 400, "{engine:?}");
        assert!(!page.body.contains(">9<"), "{engine:?} nine are told of\n{}", page.text());
        // The style comes once, with every page; what it weighs is held elsewhere.
        let own = page.body.len() - jol::web::parts::CSS.len();
        assert!(own < 20_000, "{own} bytes");
        let sheet = async |stranger: &mut Browser, query: &str| {
            let sheet = stranger.get(&format!("/demand.csv{query}")).await;
            assert_eq!(sheet.status, 200, "{engine:?} {}", sheet.body);
            sheet.body
        };
        let first = sheet(&mut stranger, "").await;
        assert!(first.contains("occupation,7531,,1,7,,hidden"), "{engine:?} {first}");
        assert!(first.contains("skill,sewing-machine,,1,7,,hidden"), "{engine:?} {first}");
        assert!(first.contains(&format!("all,,{BATKEN_OBLAST},1,7,,hidden")), "{engine:?} {first}");

        seekers(&country, 3).await;
        country.days(1);
        let all = sheet(&mut stranger, "").await;
        assert!(all.contains("occupation,7531,,1,7,12,told"), "{engine:?} {all}");
        assert!(all.contains("skill,sewing-machine,,1,7,12,told"), "{engine:?} {all}");
        let here = sheet(&mut stranger, &format!("?territory={BATKEN_OBLAST}")).await;
        assert!(here.contains(&format!("occupation,7531,{BATKEN_OBLAST},1,7,12,told")), "{here}");
        assert!(!here.contains("41706000000000"), "{engine:?} {here}");
        let told = stranger.get("/api/v1/demand?territory=41706000000000").await;
        let told: serde_json::Value = serde_json::from_str(&told.body).unwrap();
        let of_all = &told["lines"][0];
        assert_eq!((&of_all["vacancies"], &of_all["people"]), (&0.into(), &0.into()), "{told}");
        let page = stranger.get(&format!("/demand?territory={BATKEN_OBLAST}")).await;
        assert!(page.body.contains(">12<"), "{engine:?} {}", page.text());
        // No finer than an oblast, and nothing but places.
        for bad in ["41705236000000", "x"] {
            assert_eq!(stranger.get(&format!("/demand?territory={bad}")).await.status, 400);
            assert_eq!(stranger.get(&format!("/demand.csv?territory={bad}")).await.status, 400);
            let refused = stranger.get(&format!("/api/v1/demand?territory={bad}")).await;
            assert_eq!(refused.status, 422, "{engine:?} {}", refused.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_twenty_most_asked_come_first_and_all_are_one_step_away() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let employer = country.organisation("employer", "verified").await;
        // A skill each, and one that two ask for.
        let lists = country.cell.app.lists.now();
        let skills = lists.all(domain::classifier::Scheme::Skill).take(22);
        let skills: Vec<(String, String)> = skills
            .map(|one| {
                let name = lists.name(
                    domain::classifier::Scheme::Skill,
                    &one.code,
                    domain::language::Language::En,
                );
                (one.code.to_string(), name.to_owned())
            })
            .collect();
        let needs = |skills: &[(String, String)]| -> String {
            let needs: Vec<String> =
                skills.iter().map(|(code, _)| format!("skill:{code}")).collect();
            needs.join(" ")
        };
        for part in [&skills[..8], &skills[8..15], &skills[15..], &skills[21..]] {
            country.vacancy_asking(&employer, &needs(part)).await;
        }
        let mut stranger = Browser::new(&country.cell.app);
        stranger.cookies.insert("jol-language".into(), "en".into());
        let rows = |page: &str| page.matches("scope=\"row\"").count();
        let page = stranger.get("/demand?by=skill").await;
        let all = stranger.get("/demand?by=skill&all=true").await;
        assert_eq!(rows(&all.body) - rows(&page.body), 2, "{engine:?} {}", all.text());
        assert!(page.body.contains("/demand?by=skill&amp;all=true"), "{engine:?} {}", page.body);
        assert!(page.says(&skills[21].1), "{engine:?} {}", page.text());
        assert!(!all.body.contains("all=true\""), "{engine:?}");
    }
}
