//! A road that followed a random history is the road that is made from scratch at its end.

use domain::{
    followup::{Closing, Form, Outcome, Proof, Spell, Talk, Way},
    id::ReturneeId,
};
use jol::{
    course::store::EnrolmentRow,
    db::{Command, Tx, journal::Act},
    followup::{
        commands::{AddSpell, ProveSpell, RecordTalk, SetClosed},
        road::refresh_one,
        store::{RoadRow, VisitRow, road, spells, visits},
    },
    profile::store::{ItemRow, WishRow},
    refusal::Refusal,
    support::store::{Letter, StepRow},
    vacancy::store::CandidacyRow,
};
use uuid::Uuid;

use crate::{
    people::{BATKEN, Country},
    testkit::{Engine, engines},
};

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.roll(of.len() as u64) as usize]
    }
}

struct Walk {
    country: Country,
    person: ReturneeId,
    dice: Dice,
    enrolments: Vec<EnrolmentRow>,
    candidacies: Vec<CandidacyRow>,
    steps: Vec<StepRow>,
}

fn officer(country: &Country) -> Act {
    use domain::access::{Actor, Role, Seat};
    let office = domain::id::OfficeId::from_uuid(BATKEN);
    let seat = Seat::Office { depth: 1, office };
    country.cell.app.act(Actor { id: Uuid::from_u128(5), role: Role::HeadOfOffice, seat })
}

impl Walk {
    /// Something happens: in a step before this one, or here.
    async fn happen(&mut self) {
        match self.dice.roll(12) {
            0 => self.country.days(self.dice.roll(45) as i64),
            1 => self.line().await,
            2 => self.wish().await,
            3 | 4 => self.step().await,
            5 => self.enrol().await,
            6 | 7 => self.introduce().await,
            8 => self.letter().await,
            9 => self.spell().await,
            10 => self.talk().await,
            _ => self.close().await,
        }
    }

    async fn line(&mut self) {
        let app = &self.country.cell.app;
        let row = ItemRow {
            id: app.new_id(),
            returnee: self.person.uuid(),
            kind: (*self.dice.one(&["work", "skill", "barrier"])).into(),
            code: None,
            words: Some("ширетүүчү".into()),
            level: None,
            country: None,
            from_on: None,
            to_on: None,
            evidence: "said".into(),
            recognised_by: None,
            seen_by: None,
            seen_at: None,
            made_by: Uuid::nil(),
            made_at: app.now(),
            version: 1,
        };
        self.country.write(self.person, row).await;
    }

    async fn wish(&mut self) {
        let row = WishRow {
            returnee: self.person.uuid(),
            occupations: "welder".into(),
            place: None,
            km: None,
            wage: None,
            forms: String::new(),
            self_employment: None,
            from_on: None,
            changed_at: self.country.cell.app.now(),
            version: 1,
        };
        self.country.write(self.person, row).await;
    }

    async fn step(&mut self) {
        let app = &self.country.cell.app;
        let row = match self.steps.pop() {
            Some(step) if self.dice.roll(2) == 0 => {
                StepRow { state: (*self.dice.one(&["done", "dropped"])).into(), ..step }
            }
            _ => StepRow {
                id: app.new_id(),
                returnee: self.person.uuid(),
                kind: "work".into(),
                words: "x".into(),
                aim: None,
                due_on: None,
                state: "open".into(),
                closed_on: None,
                made_by: Uuid::nil(),
                made_at: app.now(),
                version: 1,
            },
        };
        self.steps.push(row.clone());
        self.country.write(self.person, row).await;
    }

    async fn enrol(&mut self) {
        let app = &self.country.cell.app;
        let row = match self.enrolments.pop() {
            Some(row) if self.dice.roll(3) > 0 => {
                let state = *self.dice.one(&["completed", "not-completed", "left", "enrolled"]);
                let ended_on = (state != "enrolled").then(|| app.today());
                EnrolmentRow { state: state.into(), ended_on, ..row }
            }
            _ => EnrolmentRow {
                id: app.new_id(),
                course_group: app.new_id(),
                organisation: Uuid::from_u128(9),
                returnee: self.person.uuid(),
                state: (*self.dice.one(&["waiting", "enrolled"])).into(),
                is_shown: true,
                came_at: app.now(),
                ended_on: None,
                reason: None,
                made_by: Uuid::nil(),
                changed_at: app.now(),
                version: 1,
            },
        };
        self.enrolments.push(row.clone());
        self.country.write(self.person, row).await;
    }

    async fn introduce(&mut self) {
        let app = &self.country.cell.app;
        let row = match self.candidacies.pop() {
            Some(row) if row.stage != "hired" && self.dice.roll(3) > 0 => {
                let stages = ["agreed", "interview", "refused", "withdrawn", "hired"];
                let stage = *self.dice.one(&stages);
                let ahead = jiff::Span::new().days(self.dice.roll(20) as i64 - 10);
                let day = (stage == "hired").then(|| app.today().saturating_add(ahead));
                CandidacyRow {
                    stage: stage.into(),
                    agreed_at: row.agreed_at.or(Some(app.now())),
                    by_person_on: day,
                    by_employer_on: day,
                    changed_at: app.now(),
                    ..row
                }
            }
            _ => CandidacyRow {
                id: app.new_id(),
                vacancy: app.new_id(),
                organisation: Uuid::from_u128(9),
                returnee: self.person.uuid(),
                stage: "proposed".into(),
                is_shown: false,
                with_phone: false,
                proposed_by: Uuid::nil(),
                agreed_at: None,
                interview_on: None,
                by_person_on: None,
                by_employer_on: None,
                refusal_reason: None,
                made_at: app.now(),
                changed_at: app.now(),
                version: 1,
            },
        };
        self.candidacies.push(row.clone());
        self.country.write(self.person, row).await;
    }

    async fn letter(&mut self) {
        let app = &self.country.cell.app;
        let row = Letter {
            id: app.new_id(),
            returnee: self.person.uuid(),
            from_person: self.dice.roll(2) == 0,
            words: vec![1],
            made_by: Uuid::nil(),
            made_at: app.now(),
            read_at: (self.dice.roll(2) == 0).then(|| app.now()),
        };
        self.country.write(self.person, row).await;
    }

    async fn spell(&mut self) {
        let (app, act) = (self.country.cell.app.clone(), officer(&self.country));
        let mut tx = app.db.read().await.unwrap();
        let known = spells(&mut tx, self.person).await.unwrap();
        drop(tx);
        if !known.is_empty() && self.dice.roll(2) == 0 {
            let (id, proof) = (self.dice.one(&known).id, *self.dice.one(Proof::ALL));
            let prove = ProveSpell { app: app.clone(), act, id, person: self.person, proof };
            return app.db.run(prove).await.unwrap();
        }
        let ago = |days: u64| app.today().saturating_sub(jiff::Span::new().days(days as i64));
        let from_on = ago(self.dice.roll(400));
        let to_on = (self.dice.roll(2) == 0).then(|| from_on.max(ago(self.dice.roll(60))));
        let spell = Spell { to_on, ..Spell::said(*self.dice.one(Form::ALL), from_on) };
        let id = app.new_id();
        let add = AddSpell { app: app.clone(), act, id, person: self.person, spell };
        app.db.run(add).await.unwrap();
    }

    async fn talk(&mut self) {
        let (app, act) = (self.country.cell.app.clone(), officer(&self.country));
        let outcome = match self.dice.roll(3) {
            0 => Outcome::NotReached,
            _ => Outcome::Reached(*self.dice.one(Form::ALL)),
        };
        let on = app.today();
        let talk = Talk { on, way: Way::Phone, outcome, words: None };
        let id = app.new_id();
        let record = RecordTalk { app: app.clone(), act, id, person: self.person, talk };
        app.db.run(record).await.unwrap();
    }

    async fn close(&mut self) {
        let (app, act) = (self.country.cell.app.clone(), officer(&self.country));
        let lost = (Closing::Lost, "lost-contact".parse().unwrap());
        let reason = (self.dice.roll(3) == 0).then_some(lost);
        let close = SetClosed { app: app.clone(), act, person: self.person, reason };
        app.db.run(close).await.unwrap();
    }

    /// The road and what is due, without what only says how often it was written.
    async fn now(&self) -> (RoadRow, Vec<VisitRow>) {
        let mut tx = self.country.cell.app.db.read().await.unwrap();
        let road = road(&mut tx, self.person).await.unwrap().unwrap();
        let due = visits(&mut tx, self.person).await.unwrap().into_iter();
        let due = due.filter(|visit| visit.state == "due").map(|visit| VisitRow {
            id: Uuid::nil(),
            // Tries are told by people, and so is who tried and how.
            n_tries: 0,
            way: None,
            done_by: None,
            version: 0,
            ..visit
        });
        let mut due: Vec<VisitRow> = due.collect();
        due.sort_by_key(|visit| (visit.due_on, visit.kind.clone(), visit.event_on, visit.months));
        (RoadRow { version: 0, ..road }, due)
    }
}

/// Takes away all that follows from something else, and makes it again.
struct FromScratch {
    app: jol::app::App,
    person: ReturneeId,
}

impl Command for FromScratch {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        let id = [self.person.uuid().into()];
        let was = road(tx, self.person).await?.unwrap();
        let sql = "delete from visit where returnee = $1 and state in ('due', 'cancelled')";
        tx.execute(sql, &id).await?;
        tx.execute("delete from road where returnee = $1", &id).await?;
        let today = self.app.today();
        refresh_one(&self.app, tx, self.person, today).await?;
        // What people decided follows from nothing.
        let made = road(tx, self.person).await?.unwrap();
        let RoadRow { officer, closed_on, closing, closing_reason, .. } = was;
        tx.update(&RoadRow { officer, closed_on, closing, closing_reason, ..made }).await?;
        refresh_one(&self.app, tx, self.person, today).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_road_that_was_followed_is_the_road_made_from_scratch() {
    for engine in engines() {
        // The walks differ; what reads and writes is the same on both.
        for seed in 1..=if engine == Engine::Sqlite { 6 } else { 2 } {
            let seed: u64 = seed;
            let country = Country::new(engine).await;
            let person = country.person("Айгүл").await;
            let mut walk = Walk {
                country,
                person,
                dice: Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
                enrolments: Vec::new(),
                candidacies: Vec::new(),
                steps: Vec::new(),
            };
            walk.country.follow().await;
            for n in 0..40 {
                walk.happen().await;
                // Sometimes several things happen before anybody looks.
                if n % 3 > 0 {
                    walk.country.follow().await;
                }
            }
            walk.country.follow().await;
            let followed = walk.now().await;
            let app = walk.country.cell.app.clone();
            app.db.run(FromScratch { app: app.clone(), person }).await.unwrap();
            assert_eq!(walk.now().await, followed, "{engine:?} seed {seed}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_follow_one_journal_and_every_road_is_made_once() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut people = Vec::new();
        for n in 0..30u8 {
            let letters: String = [n / 10, n % 10].map(|d| char::from(b'a' + d)).iter().collect();
            people.push(country.person(&format!("Aigul{letters}")).await);
        }
        let followers = (0..4).map(|_| {
            let process = country.cell.app.new_id();
            let app = country.cell.app.with(|parts| parts.process = process);
            tokio::spawn(async move { jol::followup::follow(&app).await })
        });
        for follower in followers.collect::<Vec<_>>() {
            follower.await.unwrap().unwrap();
        }
        country.follow().await;
        for person in people {
            let road = country.road(person).await;
            assert_eq!(road.version, 1, "{engine:?}");
            let mut tx = country.cell.app.db.read().await.unwrap();
            assert_eq!(visits(&mut tx, person).await.unwrap().len(), 4, "{engine:?}");
        }
    }
}
