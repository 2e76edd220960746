//! Who could be the same person: the memory, and the pairs that are found.

use std::sync::Arc;

use domain::{
    id::ReturneeId,
    returnee::{Channel, Typed, Who},
    same::{Origin, PairState, Step, Zone},
};
use jol::{
    app::App,
    db::{Command, Tx},
    refusal::Refusal,
    returnee::commands::{self, Edit},
    same::{
        follow::follow,
        index::{Asked, Likely, likely},
        pairs::{self, Found},
        store::{PairRow, leading, pair_of},
    },
};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    people::{Country, LEILEK},
    testkit::{Engine, engines},
};

impl Country {
    /// What a form would tell of somebody.
    fn told(&self, given: &str, birth_on: &str, phone: &str) -> Typed {
        Typed {
            given: given.into(),
            birth_on: birth_on.into(),
            phone: phone.into(),
            ..self.typed()
        }
    }

    pub async fn pair(&self, one: ReturneeId, other: ReturneeId) -> Option<PairRow> {
        let mut tx = self.cell.app.db.read().await.unwrap();
        pair_of(&mut tx, [one, other]).await.unwrap()
    }
}

/// Another process on the same store.
fn another_process(app: &App) -> App {
    let process = app.new_id();
    app.with(|parts| {
        parts.process = process;
        parts.likeness = Default::default();
    })
}

async fn look(app: &App, typed: &Typed) -> Vec<Likely> {
    let details = typed.read(Who::Officer, app.today()).unwrap();
    let asked = Asked::about(None, Channel::Assisted, &details);
    likely(app, &mut app.db.read().await.unwrap(), &asked).await.unwrap()
}

fn ids(likely: &[Likely]) -> Vec<ReturneeId> {
    likely.iter().map(|one| one.id).collect()
}

async fn change(country: &Country, person: ReturneeId, change: impl Fn(&mut Typed)) {
    let app = &country.cell.app;
    let mut tx = app.db.read().await.unwrap();
    let scope = jol::same::index::ALL;
    let found = jol::returnee::store::find(&mut tx, &app.keys, &scope, person).await.unwrap();
    let (was, _) = found.unwrap();
    drop(tx);
    let mut typed = was.details.typed();
    change(&mut typed);
    let details = typed.read(Who::Agency, app.today()).unwrap();
    let act = app.operator();
    let actor = domain::access::Actor {
        role: domain::access::Role::HeadOfOffice,
        seat: domain::access::Seat::Office {
            depth: 2,
            office: domain::id::OfficeId::from_uuid(LEILEK),
        },
        ..act.actor
    };
    let edit =
        Edit { app: app.clone(), act: app.act(actor), id: person, version: was.version, details };
    app.db.run(edit).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_alike_is_named_with_reasons_from_memory_and_from_the_store() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let first = country.register(country.told("Айгүл", "1990-03-05", "0555 123 456")).await;
        country.register(country.told("Бурул", "1971-08-30", "0777 000 111")).await;
        // The same name and birth date is found in the store as well; another spelling only in memory.
        let same = country.told("Айгүл", "1990-03-05", "");
        let spelt = Typed { surname: "ASANOVA".into(), ..country.told("AIGUL", "1990-03-05", "") };
        assert!(!app.likeness.is_ready().await);
        assert_eq!(ids(&look(app, &same).await), [first], "{engine:?}");

        app.likeness.follow(app).await.unwrap();
        assert!(app.likeness.is_ready().await);
        let found = look(app, &same).await;
        assert_eq!(ids(&found), [first], "{engine:?}");
        assert!(found[0].waterfall.steps.iter().any(|step| step.field == "birth"));
        assert_eq!(ids(&look(app, &spelt).await), [first], "{engine:?}");
        let nobody = country.told("Чынара", "2001-12-24", "0700 999 888");
        assert!(look(app, &nobody).await.is_empty(), "{engine:?}");
        // Nothing is in the index of a name that only was asked about.
        assert!(look(app, &nobody).await.is_empty(), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_memory_follows_what_any_process_does() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let (app, other) = (&country.cell.app, &another_process(&country.cell.app));
        for app in [app, other] {
            app.likeness.follow(app).await.unwrap();
        }
        let typed = country.told("AIGUL", "1990-03-05", "0555 123 456");
        let person = country.register(typed.clone()).await;
        let spelt = country.told("Айгүл", "1990-03-05", "0555 123 456");
        for app in [app, other] {
            assert_eq!(ids(&look(app, &spelt).await), [person], "{engine:?}: at the next look");
        }
        let moved = country.told("ZHYLDYZ", "1961-11-12", "0700 111 222");
        change(&country, person, |typed| {
            typed.given = "Жылдыз".into();
            typed.birth_on = "1961-11-12".into();
            typed.phone = "0700 111 222".into();
        })
        .await;
        for app in [app, other] {
            assert_eq!(ids(&look(app, &moved).await), [person], "{engine:?}");
            assert!(look(app, &spelt).await.is_empty(), "{engine:?}: what was is no more");
        }
        // Linked meanwhile: the same entry is taken up once more, and changes nothing.
        jol::db::journal::link_new(&app.db, app.process, app.now()).await.unwrap();
        assert_eq!(ids(&look(other, &moved).await), [person], "{engine:?}");
        commands::erase(app, None, head(&country), person).await.unwrap();
        for app in [app, other] {
            assert!(look(app, &moved).await.is_empty(), "{engine:?}: who was erased is gone");
        }
    }
}

/// The head of the country, who erases.
fn head(country: &Country) -> jol::db::journal::Act {
    let app = &country.cell.app;
    let seat = domain::access::Seat::Office {
        depth: 0,
        office: domain::id::OfficeId::from_uuid(uuid::Uuid::nil()),
    };
    let actor = domain::access::Actor {
        id: uuid::Uuid::nil(),
        role: domain::access::Role::DataProtectionOfficer,
        seat,
    };
    app.act(actor)
}

#[tokio::test(flavor = "multi_thread")]
async fn pairs_are_found_once_and_weighed_again_when_a_record_changes() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let first = country.register(country.told("Айгүл", "1990-03-05", "0555 123 456")).await;
        country.a_second();
        let second = country.register(country.told("Aigul", "1990-03-05", "0555 123 456")).await;
        country.register(country.told("Бурул", "1971-08-30", "0777 000 111")).await;
        assert_eq!(follow(app).await.unwrap(), 1, "{engine:?}");
        assert_eq!(follow(app).await.unwrap(), 0, "{engine:?}: nothing is left");
        let other = another_process(app);
        assert_eq!(follow(&other).await.unwrap(), 0, "{engine:?}: nor for another process");

        let pair = country.pair(second, first).await.unwrap();
        assert_eq!((pair.one, pair.other), (first.uuid(), second.uuid()), "the older first");
        assert_eq!(
            (pair.state.as_str(), pair.origin.as_str()),
            (PairState::Open.code(), "desk"),
            "nobody at a desk is joined by a program"
        );
        assert_eq!(pair.zone, Zone::Link.code(), "{engine:?} {pair:?}");
        let steps: Vec<Step> = serde_json::from_str(&pair.waterfall).unwrap();
        let sum: i64 = steps.iter().map(|step| step.weight).sum();
        assert!((sum - pair.weight).abs() <= 10, "{sum} {}", pair.weight);
        let mut tx = app.db.read().await.unwrap();
        assert_eq!(leading(&mut tx, second).await.unwrap(), second, "{engine:?}");
        drop(tx);
        for person in [first, second] {
            let told = country.actions(person).await;
            assert_eq!(told, ["registered"], "nobody is told of somebody alike");
        }

        change(&country, second, |typed| typed.phone = "0700 111 222".into()).await;
        follow(app).await.unwrap();
        let lighter = country.pair(first, second).await.unwrap();
        assert!(lighter.weight < pair.weight && lighter.id == pair.id, "{engine:?}");
        change(&country, second, |typed| {
            typed.birth_on = "1961-11-12".into();
            typed.given = "Жылдыз".into();
        })
        .await;
        follow(app).await.unwrap();
        assert_eq!(country.pair(first, second).await, None, "{engine:?}: nothing speaks for it");
        change(&country, second, |typed| {
            typed.birth_on = "1990-03-05".into();
            typed.given = "Айгүл".into();
        })
        .await;
        assert_eq!(follow(app).await.unwrap(), 1, "{engine:?}: found anew");
        assert_eq!(country.pair(first, second).await.unwrap().origin, "change");

        // What was found to be two people is never asked again.
        struct Apart(PairRow);
        impl Command for Apart {
            type Answer = ();

            async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
                Ok(tx.update(&self.0).await?)
            }
        }
        let pair = country.pair(first, second).await.unwrap();
        let apart = PairRow { state: PairState::Apart.code().into(), version: 9, ..pair };
        app.db.run(Apart(apart.clone())).await.unwrap();
        change(&country, second, |typed| typed.phone = "0555 123 456".into()).await;
        assert_eq!(follow(app).await.unwrap(), 0, "{engine:?}");
        assert_eq!(country.pair(first, second).await, Some(apart), "{engine:?}");
    }
}

/// An erasure under way: it tells that it has begun, and ends when it is told to.
struct Erasing {
    app: App,
    person: ReturneeId,
    begun: Arc<Notify>,
    go_on: Arc<Notify>,
}

impl Command for Erasing {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        jol::returnee::store::erase(tx, self.person, (Uuid::nil(), self.app.now())).await?;
        self.begun.notify_one();
        self.go_on.notified().await;
        Ok(())
    }
}

/// Writes a pair that was found.
struct Write(App, Found);

impl Command for Write {
    /// Whether it was written.
    type Answer = bool;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        let Self(app, found) = self;
        let known = pairs::Known::Nothing;
        Ok(pairs::write(app, tx, &app.operator(), found, known).await?.is_some())
    }
}

/// Whether somebody waits for a record that another one holds.
async fn is_waited_for(app: &App) -> bool {
    let sql = "select 1 from pg_locks where locktype = 'tuple' and relation = 'returnee'::regclass";
    app.db.read().await.unwrap().one(sql, &[]).await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_pair_outlives_an_erasure_that_is_under_way() {
    // SQLite has one writer, so there nobody finds a pair meanwhile.
    for engine in engines().into_iter().filter(|engine| matches!(engine, Engine::Postgres)) {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let typed = country.told("Айгүл", "1990-03-05", "0555 123 456");
        let old = country.register(typed.clone()).await;
        country.a_second();
        let new = country.register(country.told("Жылдыз", "1961-11-12", "0700 111 222")).await;
        app.likeness.follow(app).await.unwrap();
        let waterfall = look(app, &typed).await.swap_remove(0).waterfall;
        let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (db, erasing) = (
            app.db.clone(),
            Erasing { app: app.clone(), person: new, begun: begun.clone(), go_on: go_on.clone() },
        );
        let erasing = tokio::spawn(async move { db.run(erasing).await.unwrap() });
        begun.notified().await;
        let found = Found { records: [new, old], origin: Origin::Change, waterfall };
        let (db, write) = (app.db.clone(), Write(app.clone(), found));
        let writing = tokio::spawn(async move { db.run(write).await.unwrap() });
        while !writing.is_finished() && !is_waited_for(app).await {
            tokio::task::yield_now().await;
        }
        go_on.notify_one();
        erasing.await.unwrap();
        assert!(!writing.await.unwrap());
        assert_eq!(country.pair(old, new).await, None);
    }
}

/// Joins two records, as somebody decides it.
struct Join(App, ReturneeId, ReturneeId);

impl Command for Join {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let Self(app, one, other) = self;
        let pair = app.new_id();
        jol::same::join::join(app, tx, &app.operator(), (*one, *other), pair).await.map(drop)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_with_two_records_is_named_once_by_whichever_is_alike() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let old = country.register(country.told("Айгүл", "1990-03-05", "0555 123 456")).await;
        country.a_second();
        let new = country.register(country.told("Жылдыз", "1961-11-12", "0700 111 222")).await;
        app.db.run(Join(app.clone(), old, new)).await.unwrap();
        app.likeness.follow(app).await.unwrap();
        for (typed, alike) in [
            (country.told("ZHYLDYZ", "1961-11-12", "0700 111 222"), new),
            (country.told("AIGUL", "1990-03-05", "0555 123 456"), old),
        ] {
            let found = look(app, &typed).await;
            assert_eq!(ids(&found), [alike], "{engine:?}");
            assert_eq!(found[0].returnee.id, old, "{engine:?}: the leading record is shown");
        }
        assert_eq!(follow(app).await.unwrap(), 0, "{engine:?}: no pair within one person");
    }
}

/// Names as a careless country would write them.
fn crowd() -> Vec<[String; 5]> {
    let surnames = ["Асанов", "ASANOV", "Асан уулу", "Үсөнов", "Usonov", "Осмонов"];
    let given = ["Бакыт", "BAKYT", "Бакыт", "Жылдыз", "ZHYLDYZ", "Улан", "Азамат"];
    let fathers = ["", "Асанович", "Үсөнович", ""];
    let born =
        ["1990-03-05", "1990-05-03", "1988-01-01", "", "1990-03-06", "1971-08-30", "1959-12-24"];
    let phones = ["", "0555 123 456", "0700 111 222", "", "0312 66 77 88"];
    // So few that no key is shared by too many.
    (0..100)
        .map(|n: usize| {
            let of = |list: &[&str], step: usize| list[(n * step + n / 7) % list.len()].to_owned();
            [of(&surnames, 5), of(&given, 3), of(&fathers, 1), of(&born, 7), of(&phones, 11)]
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_is_that_of_comparing_with_every_row() {
    let country = Country::new(Engine::Sqlite).await;
    let app = &country.cell.app;
    let mut people = Vec::new();
    for (n, [surname, given, patronymic, birth_on, phone]) in crowd().into_iter().enumerate() {
        // Half of them are there when the memory is made, half of them come later.
        if n == 50 {
            app.likeness.follow(app).await.unwrap();
        }
        let typed = Typed {
            surname,
            given,
            patronymic,
            birth_on,
            phone,
            sex: "m".into(),
            ..country.typed()
        };
        let id = country.register(typed.clone()).await;
        people.push((id, typed.read(Who::Officer, app.today()).unwrap()));
    }
    let anew = another_process(app);
    anew.likeness.follow(&anew).await.unwrap();
    let asked: Vec<Asked> = people
        .iter()
        .map(|(id, details)| Asked::about(Some(*id), Channel::Assisted, details))
        .collect();
    let mut n_compared = 0;
    for one in &asked {
        let mut tx = app.db.read().await.unwrap();
        let found = likely(app, &mut tx, one).await.unwrap();
        let again = likely(app, &mut tx, one).await.unwrap();
        let same = |a: &[Likely], b: &[Likely]| {
            let told = |all: &[Likely]| -> Vec<_> {
                all.iter().map(|one| (one.id, one.waterfall.weight.to_bits())).collect()
            };
            told(a) == told(b)
        };
        assert!(same(&found, &again), "asked twice");
        // Beside every row, with nothing left out: what it names weighs what the two rows weigh, and whoever would be
        // linked is named.
        let weighed = jol::same::index::compare(&app.likeness.model(), one, &asked);
        let rows = || asked.iter().zip(&weighed).filter(|(other, _)| other.id != one.id);
        let of = |id: ReturneeId| rows().find(|(other, _)| other.id == Some(id)).unwrap().1;
        assert!(found.iter().all(|named| named.waterfall == *of(named.id)), "{one:?}");
        let mut sure: Vec<f64> =
            rows().map(|(_, told)| told.weight).filter(|weight| *weight >= 10.0).collect();
        sure.sort_by(|a, b| b.total_cmp(a));
        sure.truncate(jol::same::index::MOST);
        let named: Vec<f64> = found.iter().map(|named| named.waterfall.weight).collect();
        assert_eq!(named[..sure.len().min(named.len())], sure, "{one:?}");
        // Made anew of all rows it says the same as one that has followed them.
        let mut tx = anew.db.read().await.unwrap();
        let by_another = likely(&anew, &mut tx, one).await.unwrap();
        assert!(same(&found, &by_another), "{one:?}");
        n_compared += found.len();
    }
    assert!(n_compared > 200, "{n_compared}");
}
