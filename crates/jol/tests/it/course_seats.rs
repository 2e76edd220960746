//! Seats, the line and the end of a group: what holds when many come at one moment, when somebody is erased, and when a day
//! has passed.

use domain::{access::Role, course::Enrolment};
use jiff::{Timestamp, civil::date};
use jol::{
    app::Clock as _,
    course::{
        attendance::{EndGroup, TellAttendance},
        seats::{CloseGroup, fill_all},
        store::{self, Attendance, EnrolmentRow},
    },
    db::{Command, Tx, journal::Act},
    refusal::Refusal,
    returnee::commands::erase,
};
use uuid::Uuid;

use crate::{
    course::{
        enrol, entries, leave, n_of, new_group, new_person, open_course, own, people, phone_of,
        provider, typed_course, typed_group,
    },
    sign_in::later,
    testkit::{TestCell, engines},
};

fn ids(rows: &[EnrolmentRow]) -> Vec<Uuid> {
    rows.iter().map(|row| row.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_people_at_once_get_twenty_seats_and_the_others_a_line() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let of = provider(app, Role::Provider, "verified").await;
        let course = open_course(app, &of, &typed_course()).await;
        let group = new_group(app, &of, course, &typed_group(20)).await;
        let mut everybody = Vec::new();
        for _ in 0..100 {
            everybody.push(new_person(app, "Айгүл").await);
        }

        later(&cell, 1);

        // Each asks twice, as an impatient thumb does.
        let asked = everybody.iter().chain(&everybody).map(|person| {
            let (db, enrol) = (app.db.clone(), enrol(app, *person, group));
            tokio::spawn(async move { db.run(enrol).await })
        });
        let asked: Vec<_> = asked.collect();
        for answer in asked {
            answer.await.unwrap().unwrap_or_else(|refusal| panic!("{engine:?} {refusal:?}"));
        }
        assert_eq!(n_of(app, group).await, (20, 80), "{engine:?}");
        let seated = people(app, group, Enrolment::Enrolled).await;
        let line = people(app, group, Enrolment::Waiting).await;
        let came: Vec<Timestamp> = seated.iter().chain(&line).map(|row| row.came_at).collect();
        assert!(
            came.is_sorted_by(|one, next| one < next),
            "{engine:?}: nobody stands beside another"
        );

        // Somebody leaves, twice at one moment: one seat is free, and whoever waits first has it.
        later(&cell, 1);
        let twice = [(); 2].map(|()| {
            let (db, leave) = (app.db.clone(), leave(app, &seated[7]));
            tokio::spawn(async move { db.run(leave).await.unwrap() })
        });
        for answer in twice {
            answer.await.unwrap();
        }
        assert_eq!(n_of(app, group).await, (20, 79), "{engine:?}");
        let moved = people(app, group, Enrolment::Enrolled).await;
        assert!(ids(&moved).contains(&line[0].id), "{engine:?}");
        assert_eq!(entries(app, line[0].person()).await, ["registered", "queued", "moved-up"]);
        let sql = "select count(*) from message where returnee = $1 and kind = 'seat-news'";
        let told = app.db.read().await.unwrap().one(sql, &[line[0].returnee.into()]).await.unwrap();
        assert_eq!(told.unwrap().at::<i64>(0).unwrap(), 1, "{engine:?}: and they are told");
        app.db.run(leave(app, &seated[7])).await.unwrap();
        assert_eq!(n_of(app, group).await, (20, 79), "{engine:?}: gone is gone");
        assert_eq!(
            entries(app, seated[7].person()).await,
            ["registered", "enrolled", "left-course"]
        );

        // Ten with a seat and five in line leave at once.
        let away: Vec<EnrolmentRow> = seated[10..20].iter().chain(&line[40..45]).cloned().collect();
        let leaving: Vec<_> = away
            .iter()
            .map(|row| {
                let (db, leave) = (app.db.clone(), leave(app, row));
                tokio::spawn(async move { db.run(leave).await.unwrap() })
            })
            .collect();
        for answer in leaving {
            answer.await.unwrap();
        }
        assert_eq!(n_of(app, group).await, (20, 64), "{engine:?}");
        let still = people(app, group, Enrolment::Waiting).await;
        let expected: Vec<EnrolmentRow> = line[11..40].iter().chain(&line[45..]).cloned().collect();
        assert_eq!(ids(&still), ids(&expected), "{engine:?}: the line keeps its order");

        // Whoever left comes back at the end of the line.
        app.db.run(enrol(app, away[0].person(), group)).await.unwrap();
        let line = people(app, group, Enrolment::Waiting).await;
        assert_eq!(line.last().unwrap().returnee, away[0].returnee, "{engine:?}");
    }
}

/// Says that somebody was there.
struct WasThere(Vec<Attendance>);

impl Command for WasThere {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        for one in &self.0 {
            tx.insert(one).await?;
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_came_by_two_records_takes_one_seat_and_stands_there_once() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let of = provider(app, Role::Provider, "verified").await;
        let course = open_course(app, &of, &typed_course()).await;
        let both = new_group(app, &of, course, &typed_group(2)).await;
        let mixed = new_group(app, &of, course, &typed_group(2)).await;
        let mut everybody = Vec::new();
        for _ in 0..4 {
            everybody.push(new_person(app, "Айгүл").await);
            later(&cell, 1);
        }
        let [old, new, third, fourth] = everybody[..] else { panic!("four people") };
        // In one group both records have a seat, in the other one has a seat and the other waits.
        for (person, group) in [
            (old, both),
            (new, both),
            (third, both),
            (old, mixed),
            (third, mixed),
            (new, mixed),
            (fourth, mixed),
        ] {
            app.db.run(enrol(app, person, group)).await.unwrap();
            later(&cell, 1);
        }
        assert_eq!((n_of(app, both).await, n_of(app, mixed).await), ((2, 1), (2, 2)));
        let rows = people(app, both, Enrolment::Enrolled).await;
        let day = app.today();
        let days = [(0, day), (1, day), (1, day.tomorrow().unwrap())];
        let was_there = days.map(|(row, day)| Attendance {
            enrolment: rows[row].id,
            day,
            returnee: rows[row].returnee,
            present: true,
            told_by: Uuid::nil(),
        });
        app.db.run(WasThere(was_there.to_vec())).await.unwrap();
        let act = app.operator();
        app.db.run(crate::same_join::Join(app.clone(), act, (old, new))).await.unwrap();

        let taken = async |group| {
            let mut tx = app.db.read().await.unwrap();
            let seats = store::groups(&mut tx, course).await.unwrap();
            let seats = seats.into_iter().find(|seats| seats.group.id == group).unwrap();
            assert_eq!(
                i64::from(store::n_taken(&mut tx, group).await.unwrap()),
                seats.n_taken,
                "{engine:?}"
            );
            (seats.n_taken, seats.n_waiting)
        };
        assert_eq!((taken(both).await, taken(mixed).await), ((1, 1), (2, 1)), "{engine:?}");

        // The seat that nobody needs goes to the line; who has a seat is passed over.
        assert_eq!(fill_all(app).await.unwrap(), 1, "{engine:?}");
        assert_eq!(taken(both).await, (2, 0), "{engine:?}");
        let seat = people(app, mixed, Enrolment::Enrolled).await;
        let seat = seat.iter().find(|row| row.person() == third).unwrap().clone();
        app.db.run(leave(app, &seat)).await.unwrap();
        assert_eq!(taken(mixed).await, (2, 0), "{engine:?}");
        assert_eq!(fill_all(app).await.unwrap(), 0, "{engine:?}");
        let line = people(app, mixed, Enrolment::Waiting).await;
        assert_eq!(line.iter().map(EnrolmentRow::person).collect::<Vec<_>>(), [new], "{engine:?}");
        // Asked once more it is the seat they have.
        assert_eq!(app.db.run(enrol(app, old, mixed)).await.unwrap(), Enrolment::Enrolled);

        let mut tx = app.db.read().await.unwrap();
        let scope = domain::access::scope(&of.actor, domain::access::Action::Meet).unwrap();
        for (group, other) in [(both, third), (mixed, fourth)] {
            let members = store::members(&mut tx, &scope, group).await.unwrap();
            let shown: Vec<_> = members.iter().map(|one| one.person).collect();
            assert_eq!(shown, [old, other], "{engine:?}");
            assert_eq!(members[0].enrolment.state, Enrolment::Enrolled.code(), "{engine:?}");
            let n_days = if group == both { 2 } else { 0 };
            assert_eq!(members[0].n_present, n_days, "{engine:?}: a day counts once");
            let n = store::n_present(&mut tx, &members[0].enrolment).await.unwrap();
            assert_eq!(i64::from(n), n_days, "{engine:?}");
        }
        let days: Vec<_> = store::days(&mut tx, both).await.unwrap();
        assert_eq!(days, [(day, 1, 1), (day.tomorrow().unwrap(), 1, 1)], "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_erased_gives_the_seat_to_the_line_and_not_to_a_newcomer() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let of = provider(app, Role::Provider, "verified").await;
        let course = open_course(app, &of, &typed_course()).await;
        let group = new_group(app, &of, course, &typed_group(2)).await;
        let mut everybody = Vec::new();
        for given in ["Айжан", "Бурул", "Гүлзат", "Динара"] {
            let person = new_person(app, given).await;
            later(&cell, 1);
            app.db.run(enrol(app, person, group)).await.unwrap();
            everybody.push(person);
        }
        cell.clock.set("2026-12-02T05:00:00Z".parse().unwrap());
        let told = people(app, group, Enrolment::Enrolled).await;
        let told = told.iter().map(|row| (row.id, true)).collect();
        let (act, day) = (app.act(of.actor), date(2026, 12, 1));
        app.db.run(TellAttendance { app: app.clone(), act, group, day, told }).await.unwrap();

        erase(app, None, app.act(own(everybody[0])), everybody[0]).await.unwrap();
        assert_eq!(n_of(app, group).await, (1, 2), "{engine:?}");
        let mut tx = app.db.read().await.unwrap();
        let sheet: Vec<Attendance> = tx.list("select * from attendance", &[]).await.unwrap();
        drop(tx);
        assert_eq!(sheet.len(), 1, "{engine:?}: nothing is left of who was erased");

        let newcomer = new_person(app, "Жылдыз").await;
        let state = app.db.run(enrol(app, newcomer, group)).await.unwrap();
        assert_eq!(state, Enrolment::Waiting, "{engine:?}: the seat belongs to the line");
        let seated: Vec<Uuid> =
            people(app, group, Enrolment::Enrolled).await.iter().map(|row| row.returnee).collect();
        assert_eq!(seated, [everybody[1].uuid(), everybody[2].uuid()], "{engine:?}");

        // Told and erased at one moment: nothing is left either.
        let (day, mut at_once) = (date(2026, 12, 2), Vec::new());
        for _ in 0..6 {
            let group = new_group(app, &of, course, &typed_group(2)).await;
            let person = new_person(app, "Асель").await;
            app.db.run(enrol(app, person, group)).await.unwrap();
            let row = people(app, group, Enrolment::Enrolled).await.remove(0);
            let (act, told) = (app.act(of.actor), [(row.id, true)].into());
            let tell = TellAttendance { app: app.clone(), act, group, day, told };
            let (one, other) = (app.clone(), app.clone());
            at_once.push(tokio::spawn(async move { one.db.run(tell).await.unwrap() }));
            let act = app.act(own(person));
            let erasing = async move { erase(&other, None, act, person).await.unwrap() };
            at_once.push(tokio::spawn(erasing));
        }
        for done in at_once {
            done.await.unwrap();
        }
        let mut tx = app.db.read().await.unwrap();
        let sheet: Vec<Attendance> = tx.list("select * from attendance", &[]).await.unwrap();
        drop(tx);
        assert_eq!(sheet.len(), 1, "{engine:?}: {sheet:?}");

        // And without anybody coming the background moves the line up.
        erase(app, None, app.act(own(everybody[1])), everybody[1]).await.unwrap();
        assert_eq!(fill_all(app).await.unwrap(), 1, "{engine:?}");
        assert_eq!(fill_all(app).await.unwrap(), 0, "{engine:?}");
        assert_eq!(n_of(app, group).await, (2, 1), "{engine:?}");
        assert_eq!(entries(app, everybody[3]).await, ["registered", "queued", "moved-up"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_is_closed_or_far_on_takes_nobody_and_lets_the_line_go() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let of = provider(app, Role::Provider, "verified").await;
        let course = open_course(app, &of, &typed_course()).await;
        let before = new_group(app, &of, course, &typed_group(1)).await;
        let during = new_group(app, &of, course, &typed_group(1)).await;
        let far_on = new_group(app, &of, course, &typed_group(1)).await;
        let (one, other) = (new_person(app, "Айжан").await, new_person(app, "Бурул").await);
        for group in [before, during, far_on] {
            app.db.run(enrol(app, one, group)).await.unwrap();
            app.db.run(enrol(app, other, group)).await.unwrap();
        }
        let close = |id| CloseGroup { app: app.clone(), act: app.act(of.actor), id };
        app.db.run(close(before)).await.unwrap();
        assert_eq!(n_of(app, before).await, (0, 0), "{engine:?}: it does not take place");
        cell.clock.set("2026-12-02T05:00:00Z".parse().unwrap());
        app.db.run(close(during)).await.unwrap();
        app.db.run(close(during)).await.unwrap();
        assert_eq!(n_of(app, during).await, (1, 0), "{engine:?}: those in it go on");
        let told = entries(app, other).await;
        assert_eq!(told.iter().filter(|action| *action == "group-closed").count(), 2, "{told:?}");
        let refused = app.db.run(enrol(app, other, during)).await;
        assert!(matches!(refused, Err(Refusal::Rule(_))), "{engine:?} {refused:?}");

        // Of twenty days a quarter is over: whoever comes now could not finish, and nobody is put into that.
        cell.clock.set("2026-12-07T05:00:00Z".parse().unwrap());
        let row = people(app, far_on, Enrolment::Enrolled).await.remove(0);
        app.db.run(leave(app, &row)).await.unwrap();
        assert_eq!(n_of(app, far_on).await, (0, 1), "{engine:?}");
        let page = phone_of(app, other).await.get("/me/courses").await;
        assert!(page.says("Топ башталды, орун бошогон жок"), "{engine:?} {}", page.text());
        assert_eq!(fill_all(app).await.unwrap(), 0, "{engine:?}");
        let newcomer = new_person(app, "Гүлзат").await;
        let refused = app.db.run(enrol(app, newcomer, far_on)).await;
        assert!(matches!(refused, Err(Refusal::Rule(_))), "{engine:?} {refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_not_ended_before_its_day_or_without_a_word_of_who_was_there() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let of = provider(app, Role::Provider, "verified").await;
        let course = open_course(app, &of, &typed_course()).await;
        let group = new_group(app, &of, course, &typed_group(1)).await;
        let (one, other) = (new_person(app, "Айжан").await, new_person(app, "Бурул").await);
        app.db.run(enrol(app, one, group)).await.unwrap();
        app.db.run(enrol(app, other, group)).await.unwrap();
        let act = || Act { at: cell.clock.now(), ..app.act(of.actor) };
        let end = || EndGroup { app: app.clone(), act: act(), group };
        for (now, key) in [
            ("2026-12-19T05:00:00Z", "fault-course-too-early"),
            ("2026-12-20T05:00:00Z", "fault-course-no-days"),
        ] {
            cell.clock.set(now.parse().unwrap());
            match app.db.run(end()).await {
                Err(Refusal::Rule(sentence)) => assert_eq!(sentence.key, key, "{engine:?}"),
                other => panic!("{engine:?} {other:?}"),
            }
        }
        // On three of four days: just often enough.
        let row = people(app, group, Enrolment::Enrolled).await.remove(0);
        for (day, present) in [(1, true), (2, true), (3, true), (4, false)] {
            let told = [(row.id, present)].into();
            let (act, day) = (act(), date(2026, 12, day));
            app.db.run(TellAttendance { app: app.clone(), act, group, day, told }).await.unwrap();
        }
        app.db.run(end()).await.unwrap();
        app.db.run(end()).await.unwrap();
        assert_eq!(people(app, group, Enrolment::Completed).await.len(), 1, "{engine:?}");
        assert_eq!(n_of(app, group).await, (0, 0), "{engine:?}: nobody waits for nothing");
        // Who has been in it to its end neither leaves it nor begins it anew.
        for refused in [
            app.db.run(leave(app, &row)).await.err(),
            app.db.run(enrol(app, one, group)).await.err(),
        ] {
            let Some(Refusal::Rule(sentence)) = refused else { panic!("{engine:?} {refused:?}") };
            assert_eq!(sentence.key, "fault-course-over", "{engine:?}");
        }
    }
}
