//! While an officer registers somebody: who is alike is shown, what was typed stays, and nobody elsewhere is hinted at.

use axum::http::StatusCode;
use domain::{id::ReturneeId, returnee::Typed};
use jol::{
    returnee::store::{count, find},
    same::{follow::follow, index::ALL},
};

use crate::{
    people::{AT_LEILEK, Country, Desk, LEILEK, OSH},
    testkit::{Page, engines},
};

const FORM: [(&str, &str); 14] = [
    ("surname", "ASANOVA"),
    ("given", "AIGUL"),
    ("patronymic", "Асановна"),
    ("sex", "f"),
    ("birth_on-day", "5"),
    ("birth_on-month", "3"),
    ("birth_on-year", "1990"),
    ("phone", "0555 123 456"),
    ("territory", AT_LEILEK),
    ("country", "RU"),
    ("returned_on", "01.10.2026"),
    ("reasons", "family"),
    ("reasons", "health"),
    ("consent", "registration"),
];

const NEW: &str = "/returnees/new";

impl Country {
    /// Somebody with this birth date and phone who lives there.
    async fn there(&self, territory: &str) -> ReturneeId {
        let typed = Typed {
            birth_on: "1990-03-05".into(),
            phone: "0555 123 456".into(),
            territory: territory.into(),
            ..self.typed()
        };
        let id = self.register(typed).await;
        self.cell.app.likeness.follow(&self.cell.app).await.unwrap();
        id
    }

    async fn n_people(&self) -> i64 {
        count(&mut self.cell.app.db.read().await.unwrap(), &ALL).await.unwrap()
    }
}

async fn fill(officer: &mut Desk, more: &[(&str, &str)]) -> Page {
    let page = officer.get(NEW).await;
    officer.send(&page, NEW, &[&FORM[..], more].concat()).await
}

/// What the script of the page asks while the form is being filled in.
async fn alike(officer: &mut Desk, filled: &[(&str, &str)]) -> Page {
    let mut page = officer.get(NEW).await;
    page.body = page.body.replace("action=\"/returnees/new\"", "action=\"/returnees/likely\"");
    officer.send(&page, "/returnees/likely", filled).await
}

/// The answer about somebody who is alike.
fn is(person: ReturneeId) -> String {
    format!("is-{person}")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_is_asked_before_anything_is_written_and_nothing_typed_is_lost() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let first = country.there(AT_LEILEK).await;
        let mut officer = country.officer(LEILEK).await;
        let asked = fill(&mut officer, &[]).await;
        assert_eq!(asked.status, StatusCode::OK, "{engine:?} {}", asked.text());
        assert!(asked.says("May be the same person") && asked.says("Асанова Айгүл"));
        assert!(asked.says("05.03.1990") && asked.says("Phone is the same"), "{}", asked.text());
        assert_eq!(country.n_people().await, 1, "{engine:?}: nothing is written yet");
        assert!(country.actions(first).await.contains(&"compared".to_owned()), "{engine:?}");
        let kept = asked.hidden(NEW);
        let value = |name: &str| {
            let of = kept.iter().filter(|(field, _)| field == name);
            of.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(value("patronymic"), ["Асановна"], "{engine:?}");
        assert_eq!(value("reasons"), ["family", "health"], "{engine:?}");
        assert_eq!(value("consent"), ["registration"], "{engine:?}");

        let page = officer.send(&asked, NEW, &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        assert!(page.says("Say for each whether"), "{engine:?} {}", page.text());
        let wrong = officer.send(&page, NEW, &[(&is(first), "perhaps")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let back = officer.send(&page, NEW, &[("back", "yes")]).await;
        assert!(back.body.contains("value=\"AIGUL\"") && back.body.contains("Асановна"));
        assert_eq!(back.hidden(NEW)[0], asked.hidden(NEW)[0], "the form keeps its id");

        let apart = [(&*is(first), "apart")];
        let done = officer.send(&asked, NEW, &apart).await;
        assert!(done.says("Colleagues check as well"), "{engine:?} {}", done.text());
        let again = officer.send(&asked, NEW, &apart).await;
        assert_eq!(again.text(), done.text(), "{engine:?}: the same form is one registration");
        assert_eq!(country.n_people().await, 2, "{engine:?}");
        let second: ReturneeId = asked.hidden(NEW)[0].1.parse().unwrap();
        let pair = country.pair(first, second).await.unwrap();
        assert_eq!((pair.state.as_str(), pair.decided_by), ("apart", Some(officer.id)));
        follow(&country.cell.app).await.unwrap();
        assert_eq!(country.pair(first, second).await, Some(pair), "{engine:?}: not asked again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_the_same_is_changed_and_who_is_not_sure_leaves_it_to_colleagues() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let first = country.there(AT_LEILEK).await;
        let mut officer = country.officer(LEILEK).await;
        let asked = fill(&mut officer, &[("consent", "finance")]).await;
        let change = officer.send(&asked, NEW, &[(&is(first), "same")]).await;
        assert!(change.says("this person has a record"), "{engine:?} {}", change.text());
        assert!(
            change.says("is not in this record yet"),
            "{engine:?}: a consent is not lost unsaid"
        );
        assert!(change.says("Асановна"), "{engine:?}: what differs is shown");
        assert_eq!(country.n_people().await, 1, "{engine:?}");
        let edit = format!("/returnees/{first}/edit");
        let page = officer.send(&change, &edit, &[("confirmed", "yes")]).await;
        assert_eq!(page.path, format!("/returnees/{first}"), "{engine:?} {}", page.text());
        let mut tx = country.cell.app.db.read().await.unwrap();
        let found = find(&mut tx, &country.cell.app.keys, &ALL, first).await.unwrap();
        drop(tx);
        let (now, _) = found.unwrap();
        assert_eq!(now.details.typed().patronymic, "Асановна", "{engine:?}");
        assert_eq!(now.details.typed().surname, "ASANOVA", "{engine:?}");

        let asked = fill(&mut officer, &[]).await;
        let done = officer.send(&asked, NEW, &[(&is(first), "unsure")]).await;
        assert!(done.says("Colleagues check as well"), "{engine:?} {}", done.text());
        let second: ReturneeId = asked.hidden(NEW)[0].1.parse().unwrap();
        let pair = country.pair(first, second).await.unwrap();
        assert_eq!((pair.state.as_str(), pair.decided_by), ("open", None), "{engine:?}");
        assert_eq!(pair.origin, "desk", "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_elsewhere_is_shown_nor_hinted_at() {
    for engine in engines() {
        let mut answers = Vec::new();
        for somebody_elsewhere in [false, true] {
            let country = Country::new(engine).await;
            let mut elsewhere = None;
            if somebody_elsewhere {
                elsewhere = Some(country.there("41706000000000").await);
            }
            let mut officer = country.officer(LEILEK).await;
            let piece = alike(&mut officer, &FORM).await;
            let done = fill(&mut officer, &[]).await;
            answers.push((
                piece.status,
                piece.body,
                done.status,
                done.body.len(),
                done.says("Colleagues"),
            ));
            let Some(elsewhere) = elsewhere else { continue };
            assert!(!done.body.contains("Асанова"), "{engine:?}");
            assert_eq!(country.n_people().await, 2, "{engine:?}: the registration went on");
            assert_eq!(country.actions(elsewhere).await, ["registered"], "{engine:?}: no look");
            assert_eq!(follow(&country.cell.app).await.unwrap(), 1, "{engine:?}: colleagues will");
            let mut there = country.officer(OSH).await;
            let piece = alike(&mut there, &FORM).await;
            assert!(piece.says("Асанова Айгүл"), "{engine:?}: who reaches them is shown");
        }
        assert_eq!(answers[0], answers[1], "{engine:?}");
        assert_eq!((answers[0].0, answers[0].1.as_str()), (StatusCode::OK, ""), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_still_being_filled_in_is_answered_whatever_it_holds() {
    for engine in engines() {
        let country = Country::new(engine).await;
        country.there(AT_LEILEK).await;
        let mut officer = country.officer(LEILEK).await;
        let form = officer.get(NEW).await;
        assert!(form.body.contains("aria-live=\"polite\""), "{engine:?}");
        let long = "Ж".repeat(5_000);
        let cases: [(&[(&str, &str)], bool); 7] = [
            (&[], false),
            (&[("surname", "Асанова"), ("given", "Айгүл"), ("birth_on", "05.03.1990")], true),
            (&[("phone", "0555123456"), ("given", "AIGUL")], true),
            (&[("surname", "Асанова"), ("given", ""), ("birth_on-day", "99")], false),
            (&[("pin", "not a number"), ("phone", "1"), ("sex", "x"), ("territory", "0")], false),
            (&[("surname", &long), ("given", &long)], false),
            (&[("surname", "<script>"), ("given", "'; drop table returnee")], false),
        ];
        for (filled, is_found) in cases {
            let piece = alike(&mut officer, filled).await;
            assert_eq!(piece.status, StatusCode::OK, "{engine:?} {filled:?} {}", piece.text());
            assert_eq!(piece.says("Асанова Айгүл"), is_found, "{engine:?} {filled:?}");
        }
    }
}
