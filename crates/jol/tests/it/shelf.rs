//! All vacancies in memory: what happens to one is in the very next list, and following the journal leads to the same as
//! making the memory anew.

use domain::{
    access::{Actor, Role, Seat},
    id::{OfficeId, OrganisationId, ReturneeId},
    matching::{Edition, Person},
    profile::Wish,
    vacancy::{Decision, Side, State, Step, TypedOffer},
};
use jol::{
    app::App,
    db::journal::Act,
    matching::shelf::Shelf,
    vacancy::{
        candidacies::{Introduce, Move, WithPhone},
        commands::{Change, Check, Close, Decide},
        store,
    },
};
use uuid::Uuid;

use crate::{
    people::{BATKEN, Country, LEILEK},
    testkit::engines,
};

fn officer(app: &App) -> Act {
    let seat = Seat::Office { depth: 1, office: OfficeId::from_uuid(BATKEN) };
    app.act(Actor { id: Uuid::nil(), role: Role::HeadOfOffice, seat })
}

fn employer(app: &App, organisation: Uuid) -> Act {
    let seat = Seat::Organisation(OrganisationId::from_uuid(organisation));
    app.act(Actor { id: Uuid::nil(), role: Role::Employer, seat })
}

/// Another process on the same store.
fn another_process(app: &App) -> App {
    let process = app.new_id();
    app.with(|parts| {
        parts.process = process;
        parts.shelf = Shelf::default();
    })
}

/// Everything that is open for somebody who asks for nothing, in order.
async fn open(app: &App) -> Vec<(Uuid, u32)> {
    let mut tx = app.db.read().await.unwrap();
    let columns = app.shelf.now(app, &mut tx).await.unwrap();
    let wish = Wish::default();
    let person = Person { home: None, education: None, items: &[], wish: &wish };
    let best = columns.best(&person, &Edition::on(app.today()).weights, app.today(), usize::MAX);
    assert_eq!(best.n_open, best.found.len(), "{:?}", best.left_out);
    best.found
}

async fn vacancy(app: &App, id: Uuid) -> store::Vacancy {
    store::vacancy(&mut app.db.read().await.unwrap(), id).await.unwrap().unwrap()
}

async fn check(app: &App, id: Uuid, refused: Option<&str>) {
    let version = vacancy(app, id).await.version;
    let (act, refused) = (officer(app), refused.map(str::to_owned));
    app.db.run(Check { app: app.clone(), act, id, version, refused }).await.unwrap();
}

async fn decide(app: &App, id: Uuid, decision: Decision) {
    let row = store::organisation(&mut app.db.read().await.unwrap(), id).await.unwrap().unwrap();
    let (act, version, words) = (officer(app), row.version, "seen".to_owned());
    let decide = Decide { app: app.clone(), act, id, version, decision, words };
    app.db.run(decide).await.unwrap();
}

async fn hire(app: &App, vacancy: Uuid, person: ReturneeId, organisation: Uuid) {
    let introduce = Introduce {
        app: app.clone(),
        act: officer(app),
        id: app.new_id(),
        vacancy,
        person,
        agreed: Some(WithPhone(false)),
        overruled: None,
    };
    let id = app.db.run(introduce).await.unwrap();
    let today = app.today();
    for step in
        [Step::Offer, Step::Confirm(Side::Employer, today), Step::Confirm(Side::Person, today)]
    {
        let act = match step.side() {
            Side::Employer => employer(app, organisation),
            Side::Person => officer(app),
        };
        let (interview_on, reason) = (None, None);
        let app = app.clone();
        app.db.clone().run(Move { app, act, id, step, interview_on, reason }).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_to_a_vacancy_is_in_the_next_list_of_every_process() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let other = another_process(app);
        let good = country.organisation("employer", "verified").await;
        let unknown = country.organisation("employer", "waiting").await;
        let tailor = country.vacancy(&good, "Tailor", |_| ()).await;
        let cook = country.vacancy(&good, "Cook", |offer| offer.occupation = "cook".into()).await;
        let unchecked = country.vacancy(&good, "Unchecked", |_| ()).await;
        let of_unknown = country.vacancy(&unknown, "Of nobody known", |_| ()).await;
        let person = country.register(country.typed()).await;

        // Both followed from the beginning, each new process made its own.
        let is = async |expected: &[Uuid], what: &str| {
            let (followed, made) = (open(app).await, open(&another_process(app)).await);
            assert_eq!(followed, made, "{engine:?} {what}: followed, and made anew");
            assert_eq!(open(&other).await, made, "{engine:?} {what}: another process");
            let mut ids: Vec<Uuid> = followed.into_iter().map(|(id, _)| id).collect();
            let mut expected = expected.to_vec();
            ids.sort_unstable();
            expected.sort_unstable();
            assert_eq!(ids, expected, "{engine:?} {what}");
        };
        is(&[tailor, cook], "at first").await;
        check(app, unchecked, None).await;
        is(&[tailor, cook, unchecked], "let through").await;
        decide(app, unknown.id, Decision::Verify).await;
        is(&[tailor, cook, unchecked, of_unknown], "a new employer is good").await;
        // Linked meanwhile, or not: it is taken up once and stays so.
        jol::db::journal::link_new(&app.db, app.process, app.now()).await.unwrap();
        is(&[tailor, cook, unchecked, of_unknown], "linked").await;
        decide(app, good.id, Decision::Suspend).await;
        is(&[of_unknown], "an employer is no longer good").await;
        decide(app, good.id, Decision::Verify).await;
        is(&[tailor, cook, unchecked, of_unknown], "and is again").await;

        let was = vacancy(app, cook).await;
        let offer = TypedOffer {
            title: "Cook".into(),
            occupation: "cook".into(),
            territory: was.territory.clone(),
            wage_to: "50000".into(),
            form: "full-time".into(),
            places: "1".into(),
            closes_on: "2026-12-31".into(),
            needs: "skill:sewing-machine".into(),
            ..TypedOffer::default()
        };
        let offer = offer.read(&app.lists.now(), app.today()).unwrap();
        let act = employer(app, good.id);
        let change = Change { app: app.clone(), act, id: cook, version: was.version, offer };
        app.db.run(change).await.unwrap();
        assert_eq!(vacancy(app, cook).await.state().unwrap(), State::Waiting);
        is(&[tailor, unchecked, of_unknown], "changed, and waits for a look").await;
        check(app, cook, None).await;
        is(&[tailor, cook, unchecked, of_unknown], "looked at").await;
        check(app, unchecked, Some("no such work")).await;
        is(&[tailor, cook, of_unknown], "refused").await;

        hire(app, tailor, person, good.id).await;
        assert_eq!(vacancy(app, tailor).await.state().unwrap(), State::Filled);
        is(&[cook, of_unknown], "filled").await;
        let act = employer(app, good.id);
        app.db.run(Close { app: app.clone(), act, id: cook }).await.unwrap();
        is(&[of_unknown], "closed").await;
        country.days(60);
        is(&[], "its last day has passed").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_vacancy_is_gone_from_the_page_that_showed_it() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let good = country.organisation("employer", "verified").await;
        let tailor = country.vacancy(&good, "Tailor", |_| ()).await;
        let person = country.register(country.typed()).await;
        let mut officer = country.officer(LEILEK).await;
        let address = format!("/returnees/{person}/matches");
        let page = officer.get(&address).await;
        assert!(page.body.contains(&tailor.to_string()), "{engine:?} {}", page.text());
        assert!(page.says("1 of 1 open vacancies fit"), "{engine:?} {}", page.text());
        let act = employer(app, good.id);
        app.db.run(Close { app: app.clone(), act, id: tailor }).await.unwrap();
        let page = officer.get(&address).await;
        assert!(!page.body.contains(&tailor.to_string()), "{engine:?}");
        assert!(page.says("0 of 0 open vacancies fit"), "{engine:?} {}", page.text());
    }
}
