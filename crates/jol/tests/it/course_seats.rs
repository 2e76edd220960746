//! Seats, the line and the end of a group: what holds when many come at one moment, when somebody is erased, and when a day
//! has passed.

use domain::{access::Role, course::Enrolment};
use jiff::{Timestamp, civil::date};
use jol::{
    app::Clock as _,
    course::{
        attendance::{EndGroup, TellAttendance},
        seats::{CloseGroup, fill_all},
        store::{Attendance, EnrolmentRow},
    },
    db::journal::Act,
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
