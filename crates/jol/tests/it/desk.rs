//! What an officer does on a person's word: a consent, and the wish to be erased.

use axum::http::StatusCode;
use domain::access::{Consents, Purpose, Role};
use jol::{
    access::store::Office,
    app::App,
    db::{Record as _, journal::Entry},
    returnee::{erasure_request::ErasureRequest, store::Consent},
};
use uuid::Uuid;

use crate::{
    phone::register,
    sign_in::{Has, add_account, add_account_at, later, national_office, sign_in},
    testkit::{Browser, TestCell, engines},
};

/// What the journal says of this action.
async fn entry(app: &App, action: &str) -> Entry {
    let mut tx = app.db.read().await.unwrap();
    let sql = "select * from journal where action = $1 order by at desc, id desc";
    Entry::from_row(&tx.one(sql, &[action.into()]).await.unwrap().unwrap()).unwrap()
}

async fn consents(app: &App, person: Uuid) -> (Vec<Consent>, Consents) {
    let mut tx = app.db.read().await.unwrap();
    let sql = "select * from consent where returnee = $1 and purpose = 'matching'";
    let rows = tx.list(sql, &[person.into()]).await.unwrap();
    let sql = "select consents from returnee where id = $1";
    let bits = tx.one(sql, &[person.into()]).await.unwrap().unwrap().at(0).unwrap();
    (rows, Consents::from_bits(bits))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_gives_and_withdraws_a_consent_on_the_persons_word() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let officer = add_account(app, "aigul", Role::Officer, Has::Second).await;
        add_account(app, "dpo", Role::DataProtectionOfficer, Has::Second).await;
        let person = register(app, "Бурул", "05.03.1970").await;
        let (record, consent) =
            (format!("/returnees/{person}"), format!("/returnees/{person}/consent"));
        let mut browser = Browser::new(app);
        sign_in(&cell, &mut browser, "aigul").await;

        later(&cell, 1);
        let page = browser.get(&record).await;
        let agrees = [("purpose", "matching"), ("given", "yes")];
        let page = browser.send(&page, &consent, &agrees).await;
        assert_eq!(page.path, record, "{engine:?} {}", page.text());
        assert!(page.says("Айгүл, Адис"), "who took it: {}", page.text());
        let (rows, known) = consents(app, person).await;
        assert!(known.covers(Purpose::Matching), "{engine:?}");
        assert_eq!((rows[0].channel.as_str(), rows[0].given_by), ("assisted", officer));
        let told = entry(app, "agreed").await;
        assert_eq!(
            (told.actor, told.acting_for, told.person),
            (officer, Some(person), Some(person))
        );

        let withdraws = [("purpose", "matching"), ("given", "no")];
        browser.send(&page, &consent, &withdraws).await;
        let (rows, known) = consents(app, person).await;
        assert!(!known.covers(Purpose::Matching) && rows[0].withdrawn_at.is_some(), "{engine:?}");
        assert_eq!(entry(app, "withdrew").await.acting_for, Some(person));

        let page = browser.get(&record).await;
        let all = [("purpose", "registration"), ("given", "no")];
        let page = browser.send(&page, &consent, &all).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "who takes that back asks to be erased");
        let mut dpo = Browser::at(app, "10.2.2.2");
        sign_in(&cell, &mut dpo, "dpo").await;
        let page = dpo.get(&record).await;
        assert!(!page.body.contains(&consent), "{engine:?}: who may not change sees no way to");
    }
}

async fn requests(app: &App) -> Vec<ErasureRequest> {
    let mut tx = app.db.read().await.unwrap();
    tx.list("select * from erasure_request order by asked_at", &[]).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wish_to_be_erased_reaches_who_may_erase() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let officer = add_account(app, "aigul", Role::Officer, Has::Second).await;
        let dpo = add_account(app, "dpo", Role::DataProtectionOfficer, Has::Second).await;
        let id = Uuid::from_u128(0xe15e);
        let elsewhere =
            Office { id, code: "else".into(), depth: 1, above_1: Some(id), ..national_office() };
        let role = Role::DataProtectionOfficer;
        add_account_at(app, "far", role, Has::Second, elsewhere).await;
        let person = register(app, "Бурул", "05.03.1970").await;
        let record = format!("/returnees/{person}");
        let ask = format!("{record}/ask-erasure");
        let mut desk = Browser::new(app);
        sign_in(&cell, &mut desk, "aigul").await;
        let mut decides = Browser::at(app, "10.2.2.2");
        sign_in(&cell, &mut decides, "dpo").await;
        let mut far = Browser::at(app, "10.3.3.3");
        sign_in(&cell, &mut far, "far").await;

        later(&cell, 1);
        let (one, other) = (desk.get(&record).await, desk.get(&record).await);
        let page = desk.send(&one, &ask, &[]).await;
        assert!(page.says("Азырынча чечиле элек"), "{engine:?} {}", page.text());
        assert!(!page.body.contains(&ask), "asked already");
        desk.send(&other, &ask, &[]).await;
        assert_eq!(requests(app).await.len(), 1, "{engine:?}: asked twice it is one request");
        assert_eq!(entry(app, "asked-erasure").await.actor, officer);
        assert_eq!(desk.get("/erasures").await.status, StatusCode::FORBIDDEN, "{engine:?}");
        assert!(!far.get("/erasures").await.says("Бурул"), "{engine:?}: another office's person");

        let keep = format!("{record}/keep");
        let list = decides.get("/erasures").await;
        assert!(list.says("Бурул") && list.says("Айгүл"), "{engine:?} {}", list.text());
        let page = decides.send(&list, &keep, &[("because", "erased")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{engine:?}: nothing was erased");
        let page = decides.send(&list, &keep, &[("because", "taken-back")]).await;
        assert!(page.path == "/erasures" && !page.says("Бурул"), "{engine:?} {}", page.text());
        let told = entry(app, "kept").await;
        assert_eq!((told.actor, told.person), (dpo, Some(person)));
        let list_again = decides.send(&list, &keep, &[("because", "law")]).await;
        assert_ne!(list_again.status, StatusCode::OK, "{engine:?}: decided once");

        later(&cell, 1);
        let page = desk.get(&record).await;
        assert!(page.says("киши өтүнүчүн кайтарып алды"), "{engine:?} {}", page.text());
        desk.send(&page, &ask, &[]).await;
        let erase = format!("{record}/erase");
        let page = decides.get(&erase).await;
        decides.send(&page, &erase, &[("sure", "yes")]).await;
        let answers: Vec<_> = requests(app).await.into_iter().map(|one| one.answer).collect();
        let known = ["taken-back", "erased"].map(|answer| Some(answer.to_owned()));
        assert_eq!(answers, known, "{engine:?}");
        assert!(decides.get("/erasures").await.says("Өтүнүч жок"), "{engine:?}");
    }
}
