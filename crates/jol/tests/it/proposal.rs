//! Places shared out: a proposal is asked for, reckoned, decided about and taken to people, and nothing else comes of it.

use std::sync::{Arc, Mutex};

use domain::{
    access::{Purpose, Role},
    id::ReturneeId,
    matching::proposal::{Measures, SharingEdition, State},
    returnee::Typed,
};
use jol::{
    access::store as accounts,
    matching::proposal::{
        background::{Stage, Tell, reckon_one, reckon_one_told},
        commands::Ask,
        reckon::Run,
        replay::{self, Again},
        store::{self, Compared, Outcome, PlaceOrder, Proposal, ProposalPlace},
    },
};
use uuid::Uuid;

use crate::{
    people::{Country, LEILEK},
    testkit::engines,
};

impl Country {
    /// Somebody who worked as a seamstress and agreed to be told of work and courses.
    pub async fn seamstress(&self, given: &str) -> ReturneeId {
        let typed = Typed { given: given.to_owned(), ..self.typed() };
        let agreed = vec![Purpose::Registration, Purpose::Matching, Purpose::Training];
        let person = self.register_who_agrees(typed, agreed).await;
        self.line(person, "work", "seamstress").await;
        person
    }

    pub async fn two_places(&self) -> Uuid {
        let employer = self.organisation("employer", "verified").await;
        self.vacancy(&employer, "Seamstress", |offer| {
            offer.occupation = "seamstress".into();
            offer.places = "2".into();
        })
        .await
    }

    /// Asked for by a head of office and reckoned.
    pub async fn proposal(&self, office: Uuid, measures: Measures) -> Uuid {
        let id = self.asked(office, measures).await;
        let app = &self.cell.app;
        assert!(reckon_one(app, &|| true).await.unwrap());
        assert!(!reckon_one(app, &|| true).await.unwrap());
        id
    }

    /// Asked for, and a second goes by.
    async fn asked(&self, office: Uuid, measures: Measures) -> Uuid {
        let head = self.staff(Role::HeadOfOffice, office, "Head").await.id;
        let app = &self.cell.app;
        let mut tx = app.db.read().await.unwrap();
        let account = accounts::account(&mut tx, head).await.unwrap().unwrap();
        let actor = accounts::actor(&mut tx, &account).await.unwrap().unwrap();
        drop(tx);
        let (id, act) = (app.new_id(), app.act(actor));
        let purpose = "Seats of the autumn".parse().unwrap();
        app.db.run(Ask { app: app.clone(), act, id, purpose, measures }).await.unwrap();
        self.a_second();
        id
    }

    pub async fn proposal_row(&self, id: Uuid) -> Proposal {
        let mut tx = self.cell.app.db.read().await.unwrap();
        tx.find("select * from proposal where id = $1", &[id.into()]).await.unwrap().unwrap()
    }

    pub async fn outcome(&self, id: Uuid) -> Outcome {
        self.proposal_row(id).await.outcome().unwrap().unwrap()
    }

    pub async fn places(&self, id: Uuid) -> Vec<ProposalPlace> {
        let mut tx = self.cell.app.db.read().await.unwrap();
        store::places(&mut tx, id, PlaceOrder::ByNumber, (0, 100)).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_reckoned_for_those_who_look_for_work_and_agreed() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let vacancy = country.two_places().await;
        let mut people = Vec::new();
        for given in ["Айгүл", "Бермет", "Чынара"] {
            people.push(country.seamstress(given).await);
        }
        // Of these nothing is known to matching, or they did not agree.
        country.register_who_agrees(country.typed(), vec![Purpose::Registration]).await;
        country.follow().await;

        let id = country.proposal(LEILEK, SharingEdition::all()[0].measures).await;
        let row = country.proposal_row(id).await;
        assert_eq!(row.state().unwrap(), State::Ready, "{engine:?}");
        assert_eq!(row.n_people, 3, "{engine:?}");
        let outcome = country.outcome(id).await;
        assert_eq!((outcome.n_places, outcome.total.placed, outcome.gap), (2, 2, 0), "{engine:?}");
        let places = country.places(id).await;
        assert_eq!(places.len(), 1, "{engine:?}");
        let place = &places[0];
        assert_eq!((place.thing, place.room, place.n_placed), (vacancy, 2, 2), "{engine:?}");
        assert_eq!((place.n_could, place.n_want), (3, 3), "{engine:?}: all three are as good");
        assert!(place.price > Some(0), "{engine:?}: one more place would help the third");

        // Everybody finds it in their own journal, and the lines are theirs.
        for person in &people {
            assert!(country.actions(*person).await.contains(&"reckoned".to_owned()), "{engine:?}");
        }
        let app = &country.cell.app;
        let mut tx = app.db.read().await.unwrap();
        let line = store::line(&mut tx, id, people[0]).await.unwrap().unwrap();
        let held = jol::returnee::store::record(&mut tx, &app.keys, people[0]).await.unwrap();
        let ways = line.open_ways(&held.unwrap().1).unwrap();
        assert_eq!(ways.ways.len(), 1, "{engine:?}");
        drop(tx);

        // Reckoned again it is the same, to the bit, as long as everybody is there.
        let again = replay::again(app, id).await.unwrap().unwrap();
        let same = Again { proposal: id, people: 3, equal: true, differ: 0, gone: 0 };
        assert_eq!(again, same, "{engine:?}");
        assert_eq!(replay::again(app, vacancy).await.unwrap(), None, "{engine:?}");

        // Nobody is placed by it.
        let sql = "select count(*) from candidacy";
        let mut tx = app.db.read().await.unwrap();
        let n: i64 = tx.one(sql, &[]).await.unwrap().unwrap().at(0).unwrap();
        assert_eq!(n, 0, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_one_is_compared_with_it_and_may_be_reckoned_elsewhere_at_once() {
    for engine in engines() {
        let country = Country::new(engine).await;
        country.two_places().await;
        let mut people = Vec::new();
        for given in ["Айгүл", "Бермет", "Чынара"] {
            people.push(country.seamstress(given).await);
        }
        country.follow().await;
        let measures = SharingEdition::all()[0].measures;
        let first = country.proposal(LEILEK, measures).await;
        assert_eq!(country.outcome(first).await.before, None, "{engine:?}");

        // Another place for the third, and somebody new.
        country.two_places().await;
        people.push(country.seamstress("Динара").await);
        country.follow().await;
        let second = country.asked(LEILEK, measures).await;
        let elsewhere = country.cell.app.with(|parts| parts.process = Uuid::from_u128(7));
        assert!(reckon_one(&elsewhere, &|| true).await.unwrap(), "{engine:?}");
        let row = country.proposal_row(second).await;
        assert_eq!(row.before, Some(first), "{engine:?}");
        let before = country.outcome(second).await.before.unwrap();
        let Compared { in_both, same, other, newly, no_longer, total } = before;
        assert_eq!((in_both, same + other, newly, no_longer), (3, 2, 1, 0), "{engine:?}");
        assert_eq!(total.placed, 2, "{engine:?}");

        // Broken off it is begun anew, and nothing is there twice.
        let third = country.asked(LEILEK, measures).await;
        assert!(!reckon_one(&elsewhere, &|| false).await.unwrap(), "{engine:?}");
        assert_eq!(country.proposal_row(third).await.state().unwrap(), State::Making);
        assert!(reckon_one(&country.cell.app, &|| true).await.unwrap(), "{engine:?}");
        assert_eq!(country.proposal_row(third).await.n_people, 4, "{engine:?}");
        assert_eq!(country.places(third).await.len(), 2, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sits_before_it_hears_how_far_it_has_come_and_the_answer_is_the_same() {
    for engine in engines() {
        let country = Country::new(engine).await;
        country.two_places().await;
        for given in ["Айгүл", "Бермет", "Чынара"] {
            country.seamstress(given).await;
        }
        country.follow().await;
        let measures = SharingEdition::all()[0].measures;
        let id = country.asked(LEILEK, Measures { keep: Some(90), ..measures }).await;
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hears = heard.clone();
        let tell: Tell = Arc::new(move |stage| hears.lock().unwrap().push(stage));
        let app = &country.cell.app;
        assert!(reckon_one_told(app, &|| true, Some(tell)).await.unwrap(), "{engine:?}");
        let heard = std::mem::take(&mut *heard.lock().unwrap());
        assert_eq!(heard[0], Stage::Reading(3), "{engine:?} {heard:?}");
        assert_eq!(heard.last(), Some(&Stage::Keeping), "{engine:?}");
        let outcome = country.outcome(id).await;
        let runs = heard.iter().filter_map(|stage| match stage {
            Stage::Running(running) => Some(*running),
            _ => None,
        });
        let runs: Vec<_> = runs.collect();
        assert_eq!(runs[0].run, Run::Found, "{engine:?}");
        let mut as_asked = runs.iter().filter(|one| one.run == Run::AsAsked && one.gap.is_some());
        // Prices are made a little better behind the last step.
        assert!(as_asked.next_back().unwrap().gap >= Some(outcome.gap), "{engine:?} {runs:?}");
        for without in &outcome.without {
            let run = Run::Without(without.measure);
            assert!(runs.iter().any(|one| one.run == run), "{engine:?} {run:?}");
        }
        let last = runs.last().unwrap();
        assert_eq!((last.run, last.n), (Run::Taught, last.of), "{engine:?}");
        assert_eq!(last.n, 3 + outcome.without.len(), "{engine:?}");
        assert!(replay::again(app, id).await.unwrap().unwrap().equal, "{engine:?}");
    }
}
