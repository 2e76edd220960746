//! Courses through the front door: what is checked before it is shown, how it goes to its last day, and who sees whom.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode},
};
use domain::{
    access::{Actor, Role, Seat},
    classifier::Codes,
    course::{Enrolment, TypedCourse, TypedGroup},
    id::{OfficeId, OrganisationId, ReturneeId},
};
use http_body_util::BodyExt as _;
use jiff::civil::date;
use jol::{
    access::store::Account,
    app::App,
    course::{
        attendance::EndGroup,
        offers::{AddCourse, AddGroup, DecideCourse},
        search,
        seats::{Enrol, Leave},
        store::EnrolmentRow,
    },
    db::{Command, Tx},
    refusal::Refusal,
    vacancy::store::Organisation,
    words,
};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::{
    access::{Open, session},
    bad_input::LANGUAGES,
    phone::register,
    sign_in::{Has, add_account_at, later, national_office, sign_in},
    testkit::{Browser, Page, TestCell, encoded, engines},
};

/// Writes the rows a test begins with.
struct Put(Organisation, Account);

impl Command for Put {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        tx.insert(&self.0).await?;
        Ok(tx.insert(&self.1).await?)
    }
}

struct Save(Organisation);

impl Command for Save {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        Ok(tx.update(&self.0).await?)
    }
}

/// A training provider with somebody who acts for it.
pub struct Provider {
    pub organisation: Organisation,
    pub actor: Actor,
    pub browser: Browser,
}

const BATKEN: &str = "41705214000000";

pub async fn provider(app: &App, role: Role, standing: &str) -> Provider {
    let id = app.new_id();
    let organisation = Organisation {
        id,
        kind: if role == Role::Provider { "provider" } else { "employer" }.into(),
        name: "№ 10 кесиптик лицей".into(),
        tax_number: id.to_string(),
        sector: None,
        territory: BATKEN.into(),
        address: None,
        contact: None,
        phone: "+996555000010".into(),
        standing: standing.into(),
        evidence: None,
        reason: None,
        decided_by: None,
        decided_at: None,
        made_at: app.now(),
        version: 1,
    };
    let account = Account {
        id: app.new_id(),
        login: id.to_string(),
        name: "Бакыт".into(),
        role: role.code().into(),
        organisation: Some(id),
        language: "ky".into(),
        ..Account::new_blank(app.now())
    };
    let (session, cookie) = session(app, Some(account.id), None);
    let seat = Seat::Organisation(OrganisationId::from_uuid(id));
    let actor = Actor { id: account.id, role, seat };
    app.db.run(Put(organisation.clone(), account)).await.unwrap();
    app.db.run(Open(session)).await.unwrap();
    Provider { organisation, actor, browser: with_cookie(app, &cookie) }
}

fn with_cookie(app: &App, cookie: &str) -> Browser {
    let mut browser = Browser::new(app);
    let (name, value) = cookie.split_once('=').unwrap();
    browser.cookies.insert(name.into(), value.into());
    browser
}

/// The phone of a registered person.
pub async fn phone_of(app: &App, person: ReturneeId) -> Browser {
    let (session, cookie) = session(app, None, Some(person.uuid()));
    app.db.run(Open(session)).await.unwrap();
    with_cookie(app, &cookie)
}

pub async fn new_person(app: &App, given: &str) -> ReturneeId {
    ReturneeId::from_uuid(register(app, given, "05.03.1990").await)
}

pub fn own(person: ReturneeId) -> Actor {
    Actor { id: person.uuid(), role: Role::Returnee, seat: Seat::Own(person) }
}

fn office() -> Actor {
    let office = OfficeId::from_uuid(national_office().id);
    Actor {
        id: Uuid::from_u128(5),
        role: Role::HeadOfOffice,
        seat: Seat::Office { depth: 0, office },
    }
}

pub fn typed_course() -> TypedCourse {
    TypedCourse {
        title: "Тигүүнүн негиздери".into(),
        occupation: "seamstress".into(),
        skills: "overlock".into(),
        hours: "240".into(),
        language: "ky".into(),
        way: "in-place".into(),
        ..TypedCourse::default()
    }
}

pub fn typed_group(seats: u16) -> TypedGroup {
    TypedGroup {
        territory: BATKEN.into(),
        place: "Ленин көчөсү 1".into(),
        starts_on: "2026-12-01".into(),
        ends_on: "2026-12-20".into(),
        seats: seats.to_string(),
    }
}

/// A course that was let through.
pub async fn open_course(app: &App, of: &Provider, typed: &TypedCourse) -> Uuid {
    let id = app.new_id();
    let course = typed.read(&app.lists.now()).unwrap();
    let act = app.act(of.actor);
    app.db.run(AddCourse { app: app.clone(), act, id, course }).await.unwrap();
    let act = app.act(office());
    let decide = DecideCourse { app: app.clone(), act, id, version: 1, refused: None };
    app.db.run(decide).await.unwrap();
    id
}

pub async fn new_group(app: &App, of: &Provider, course: Uuid, typed: &TypedGroup) -> Uuid {
    let id = app.new_id();
    let group = typed.read(app.today()).unwrap();
    let act = app.act(of.actor);
    app.db.run(AddGroup { app: app.clone(), act, id, course, group }).await.unwrap();
    id
}

pub fn enrol(app: &App, person: ReturneeId, group: Uuid) -> Enrol {
    let (act, id) = (app.act(own(person)), app.new_id());
    Enrol { app: app.clone(), act, id, person, course: None, group }
}

pub fn leave(app: &App, row: &EnrolmentRow) -> Leave {
    let person = row.person();
    Leave { app: app.clone(), act: app.act(own(person)), person, enrolment: row.id }
}

/// Everybody of a group in this state, in the order they came.
pub async fn people(app: &App, group: Uuid, state: Enrolment) -> Vec<EnrolmentRow> {
    let mut tx = app.db.read().await.unwrap();
    let sql = "select * from enrolment where course_group = $1 and state = $2 order by came_at, id";
    tx.list(sql, &[group.into(), state.code().into()]).await.unwrap()
}

pub async fn n_of(app: &App, group: Uuid) -> (usize, usize) {
    let enrolled = people(app, group, Enrolment::Enrolled).await.len();
    (enrolled, people(app, group, Enrolment::Waiting).await.len())
}

/// What was done with a person, as the journal calls it.
pub async fn entries(app: &App, person: ReturneeId) -> Vec<String> {
    let mut tx = app.db.read().await.unwrap();
    let sql = "select action from journal where person = $1 order by at, id";
    let rows = tx.all(sql, &[person.uuid().into()]).await.unwrap();
    rows.iter().map(|row| row.at(0).unwrap()).collect()
}

/// Fills in what a form asks, dates in their three boxes.
fn boxes(answers: &[(&'static str, String)]) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (field, value) in answers {
        match value.split('.').collect::<Vec<_>>()[..] {
            [day, month, year] if field.ends_with("_on") => {
                for (part, text) in [("day", day), ("month", month), ("year", year)] {
                    fields.push((format!("{field}-{part}"), text.to_owned()));
                }
            }
            _ => fields.push(((*field).to_owned(), value.clone())),
        }
    }
    fields
}

fn right_course() -> Vec<(&'static str, String)> {
    let typed = typed_course();
    typed.answers().map(|(field, value)| (field, value.to_owned())).into()
}

fn right_group() -> Vec<(&'static str, String)> {
    let mut answers: Vec<(&'static str, String)> =
        typed_group(2).answers().map(|(field, value)| (field, value.to_owned())).into();
    answers[2].1 = "1.12.2026".into();
    answers[3].1 = "4.12.2026".into();
    answers
}

async fn send(
    browser: &mut Browser,
    page: &Page,
    action: &str,
    fields: &[(String, String)],
) -> Page {
    let filled: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.send(page, action, &filled).await
}

async fn officer(cell: &TestCell, login: &str) -> Browser {
    let role = Role::Officer;
    add_account_at(&cell.app, login, role, Has::Second, national_office()).await;
    let mut browser = Browser::at(&cell.app, "10.7.7.7");
    sign_in(cell, &mut browser, login).await;
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn a_course_goes_from_its_description_to_its_last_day_on_three_sides() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let mut of = provider(app, Role::Provider, "verified").await;
        let teaches = &mut of.browser;
        let mut desk = officer(&cell, "aigul").await;
        let mut nobody = Browser::at(app, "10.3.3.3");

        // Described, and not shown before an officer has read it.
        let page = teaches.get("/teaching/new").await;
        let page = send(teaches, &page, "/teaching/new", &boxes(&right_course())).await;
        assert!(page.path.starts_with("/teaching/courses/"), "{engine:?} {}", page.text());
        assert!(page.says("Текшерүүнү күтүүдө"), "{engine:?} {}", page.text());
        let course: Uuid = page.path.rsplit('/').next().unwrap().parse().unwrap();
        let public = format!("/courses/{course}");
        assert_eq!(nobody.get(&public).await.status, StatusCode::NOT_FOUND, "{engine:?}");
        assert!(!nobody.get("/courses").await.says("Тигүүнүн"), "{engine:?}");

        // Refused with a reason, mended, let through.
        let check = format!("/checks/courses/{course}");
        assert!(desk.get("/checks/courses").await.says("Тигүүнүн негиздери"), "{engine:?}");
        let page = desk.get(&check).await;
        let page = desk.send(&page, &check, &[("decision", "refuse")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is needed");
        let refuse = [("decision", "refuse"), ("reason", "Саат өтө көп")];
        let stale = desk.get(&check).await;
        let page = desk.send(&page, &check, &refuse).await;
        assert!(page.path == "/checks/courses" && !page.says("Тигүүнүн"), "{}", page.text());
        let here = format!("/teaching/courses/{course}");
        assert!(teaches.get(&here).await.says("Саат өтө көп"), "{engine:?}");
        let edit = format!("{here}/edit");
        let page = teaches.get(&edit).await;
        let mut mended = right_course();
        mended.iter_mut().find(|(field, _)| *field == "hours").unwrap().1 = "120".into();
        let page = send(teaches, &page, &edit, &boxes(&mended)).await;
        assert!(page.says("Текшерүүнү күтүүдө") && page.says("120"), "{}", page.text());
        let late = desk.send(&stale, &check, &[("decision", "open")]).await;
        assert_eq!(late.status, StatusCode::PRECONDITION_FAILED, "another course was read");
        let page = desk.get(&check).await;
        desk.send(&page, &check, &[("decision", "open")]).await;
        assert!(nobody.get("/courses").await.says("Тигүүнүн негиздери"), "{engine:?}");
        assert!(nobody.get(&public).await.says("Азыр бул курска эч ким алынбайт"), "{engine:?}");

        // A group, found by whoever looks for it.
        let add = format!("{here}/groups/new");
        let page = teaches.get(&add).await;
        let page = send(teaches, &page, &add, &boxes(&right_group())).await;
        assert!(page.path.starts_with("/teaching/groups/"), "{engine:?} {}", page.text());
        let sheet = page.path.clone();
        assert!(nobody.get(&public).await.says("Бош орун: 2 / 2"), "{engine:?}");

        // Two people enrol on their phones, an officer puts a third one into the line.
        let mut persons = Vec::new();
        for given in ["Айжан", "Бурул", "Гүлзат"] {
            persons.push(new_person(app, given).await);
            later(&cell, 1);
        }
        let enrol = format!("{public}/enrol");
        let mut phone = phone_of(app, persons[0]).await;
        for person in &persons[..2] {
            phone = phone_of(app, *person).await;
            let page = phone.get(&public).await;
            let page = phone.send(&page, &enrol, &[]).await;
            assert!(page.path == "/me/courses" && page.says("Орун бар"), "{}", page.text());
        }
        let third = format!("/returnees/{}/courses", persons[2]);
        let page = desk.get(&format!("{third}/find?words=ТИГҮҮ")).await;
        assert!(page.says("Бош орун жок. Кезекте: 0"), "{engine:?} {}", page.text());
        let page = desk.send(&page, &third, &[]).await;
        assert!(page.says("Кезектеги орду: 1"), "{engine:?} {}", page.text());

        // The second one gives the seat back, and the third one has it.
        let left = people(app, group_of(&sheet), Enrolment::Enrolled).await.remove(1);
        let away = format!("/me/courses/{}/leave", left.id);
        let page = phone.get("/me/courses").await;
        let page = phone.send(&page, &away, &[]).await;
        assert!(page.says("Орун бошотулду"), "{engine:?} {}", page.text());
        assert!(desk.get(&third).await.says("Орун бар"), "{engine:?}");

        // The provider sees who is in the group and no longer who left; the people see that they were looked at.
        let page = teaches.get(&sheet).await;
        assert!(page.says("Айжан") && page.says("Гүлзат"), "{engine:?} {}", page.text());
        assert!(!page.says("Бурул"), "{engine:?}: who left is not shown");
        let gone = teaches.get(&format!("/teaching/people/{}", left.id)).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND, "{engine:?}");
        let mut first = phone_of(app, persons[0]).await;
        let journal = first.get("/me/journal").await;
        assert!(journal.says("Бакыт") && journal.says("Курска жазылды"), "{}", journal.text());

        // Attendance of two days: told, mended, never of a day that has not come.
        cell.clock.set("2026-12-02T05:00:00Z".parse().unwrap());
        let mut teaches = with_session(app, of.actor).await;
        let attendance = format!("{sheet}/attendance");
        let both = people(app, group_of(&sheet), Enrolment::Enrolled).await;
        let [one, three] = [0, 1].map(|at: usize| both[at].id.to_string());
        let page = teaches.get(&attendance).await;
        assert!(page.body.contains("value=\"2026\""), "today is asked first");
        for (day, expected) in [("3", "Топтун өтүп кеткен"), ("", "Айдын күнүн жазыңыз")]
        {
            let fields = told(day, &[&one]);
            let page = send(&mut teaches, &page, &attendance, &fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?} {day}");
            assert!(page.says(expected), "{engine:?} {}", page.text());
        }
        for day in ["1", "2"] {
            let page = teaches.get(&attendance).await;
            let page = send(&mut teaches, &page, &attendance, &told(day, &[&one, &three])).await;
            assert_eq!(page.path, sheet, "{engine:?} {}", page.text());
        }
        let page = teaches.get(&format!("{attendance}?day=2026-12-02")).await;
        send(&mut teaches, &page, &attendance, &told("2", &[&one])).await;
        let mut first = phone_of(app, persons[0]).await;
        let page = first.get("/me/courses").await;
        assert!(page.says("2 / 2"), "{engine:?} {}", page.text());

        // The end, by the rule; and the provider's word above it, with a reason.
        let end = format!("{sheet}/end");
        assert!(!teaches.get(&sheet).await.body.contains(&end), "{engine:?}: it goes on");
        cell.clock.set("2026-12-04T05:00:00Z".parse().unwrap());
        let mut teaches = with_session(app, of.actor).await;
        let page = teaches.get(&sheet).await;
        let page = teaches.send(&page, &end, &[]).await;
        assert!(page.says("Бүттү") && page.says("Бүткөн жок"), "{engine:?} {}", page.text());
        let word = format!("/teaching/people/{three}");
        let page = teaches.get(&word).await;
        let page = teaches.send(&page, &word, &[("state", "completed")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a reason is needed");
        let reason = [("state", "completed"), ("reason", "Сыноону өзүнчө тапшырды")];
        let page = teaches.send(&page, &word, &reason).await;
        assert!(page.says("Бүттү"), "{engine:?} {}", page.text());
        let mut phone = phone_of(app, persons[2]).await;
        let page = phone.get("/me/courses").await;
        assert!(page.says("Бүттү") && page.says("Сыноону өзүнчө"), "{engine:?} {}", page.text());
        let ended = people(app, group_of(&sheet), Enrolment::Completed).await;
        assert_eq!(ended.len(), 2, "{engine:?}");
        assert!(ended.iter().all(|row| row.ended_on == Some(date(2026, 12, 4))), "{ended:?}");
        let told = entries(app, persons[2]).await;
        let expected = ["queued", "moved-up", "attendance", "course-ended", "added-line"];
        assert!(expected.iter().all(|action| told.contains(&(*action).to_owned())), "{told:?}");

        // What was taught stands in the profile as sure, until the school takes its word back.
        let certified = "Сертификат менен тастыкталган";
        assert!(phone.get("/me/profile").await.says(certified), "{engine:?}");
        let page = teaches.get(&word).await;
        let mistake = [("state", "not-completed"), ("reason", "Жаңылыш жазылган")];
        teaches.send(&page, &word, &mistake).await;
        let page = phone.get("/me/profile").await;
        assert!(!page.says(certified) && page.says("Айтылган"), "{engine:?} {}", page.text());
    }
}

fn group_of(path: &str) -> Uuid {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// The same somebody on another day, when the session of before has ended.
async fn with_session(app: &App, actor: Actor) -> Browser {
    let (session, cookie) = session(app, Some(actor.id), None);
    app.db.run(Open(session)).await.unwrap();
    with_cookie(app, &cookie)
}

/// The answers of a sheet of attendance for a day of December.
fn told(day: &str, present: &[&String]) -> Vec<(String, String)> {
    let date = [("day-day", day), ("day-month", "12"), ("day-year", "2026")];
    let date = date.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let present = present.iter().map(|id| ("present".to_owned(), (*id).clone()));
    date.into_iter().chain(present).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_the_people_of_a_provider() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let mut of = provider(app, Role::Provider, "verified").await;
        let course = open_course(app, &of, &typed_course()).await;
        let group = new_group(app, &of, course, &typed_group(2)).await;
        let person = new_person(app, "Айжан").await;
        app.db.run(enrol(app, person, group)).await.unwrap();
        let row = people(app, group, Enrolment::Enrolled).await.remove(0);
        let looks = [
            format!("/teaching/courses/{course}"),
            format!("/teaching/courses/{course}/edit"),
            format!("/teaching/courses/{course}/groups/new"),
            format!("/teaching/groups/{group}"),
            format!("/teaching/groups/{group}/attendance"),
            format!("/teaching/people/{}", row.id),
        ];
        let mut other = provider(app, Role::Provider, "verified").await;
        let mut employer = provider(app, Role::Employer, "verified").await;
        let mut somebody = phone_of(app, person).await;
        for path in &looks {
            assert_eq!(of.browser.get(path).await.status, StatusCode::OK, "{engine:?} {path}");
            let page = other.browser.get(path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{engine:?} {path}");
            let page = employer.browser.get(path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{engine:?} {path}");
            let page = somebody.get(path).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{engine:?} {path}");
        }

        // Who left one group is not shown there, although they sit in another one of the same provider.
        let second = new_group(app, &of, course, &typed_group(2)).await;
        app.db.run(enrol(app, person, second)).await.unwrap();
        let away = people(app, second, Enrolment::Enrolled).await.remove(0);
        app.db.run(leave(app, &away)).await.unwrap();
        let page = of.browser.get(&format!("/teaching/groups/{second}")).await;
        assert!(!page.says("Айжан"), "{engine:?} {}", page.text());
        let page = of.browser.get(&format!("/teaching/people/{}", away.id)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{engine:?}");

        // Neither do forms help that were shown for something else.
        let form = other.browser.get("/teaching/new").await;
        for path in [
            format!("/teaching/courses/{course}/edit"),
            format!("/teaching/courses/{course}/close"),
            format!("/teaching/courses/{course}/groups/new"),
            format!("/teaching/groups/{group}/close"),
            format!("/teaching/groups/{group}/end"),
            format!("/teaching/groups/{group}/attendance"),
            format!("/teaching/people/{}", row.id),
        ] {
            let mut fields = form.hidden("/teaching/new");
            fields.extend(boxes(&right_course()));
            fields.extend(boxes(&right_group()));
            fields.extend(told("1", &[&row.id.to_string()]));
            for (name, value) in [("version", "2"), ("state", "completed"), ("reason", "x")] {
                fields.push((name.to_owned(), value.to_owned()));
            }
            let page = other.browser.request(Method::POST, &path, Some(encoded(&fields))).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{engine:?} {path} {}", page.text());
        }
        assert_eq!(n_of(app, group).await, (1, 0), "{engine:?}");

        // Suspended, it is hidden and meets nobody; who was enrolled still knows of it.
        let suspended = Organisation { standing: "suspended".into(), ..of.organisation.clone() };
        app.db.run(Save(suspended)).await.unwrap();
        let mut nobody = Browser::at(app, "10.3.3.3");
        let page = nobody.get(&format!("/courses/{course}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{engine:?}");
        assert!(!nobody.get("/courses").await.says("Тигүүнүн"), "{engine:?}");
        let page = of.browser.get(&format!("/teaching/groups/{group}")).await;
        assert!(!page.says("Айжан"), "{engine:?} {}", page.text());
        let page = of.browser.get(&format!("/teaching/people/{}", row.id)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{engine:?}");
        let act = app.act(of.actor);
        let refused = app.db.run(EndGroup { app: app.clone(), act, group }).await;
        let Err(Refusal::Rule(sentence)) = refused else { panic!("{engine:?} {refused:?}") };
        assert_eq!(sentence.key, "fault-course-provider", "{engine:?}");
        assert!(somebody.get("/me/courses").await.says("Тигүүнүн"), "{engine:?}");
        let refused = app.db.run(enrol(app, new_person(app, "Бурул").await, group)).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "{engine:?} {refused:?}");
        let waiting = provider(app, Role::Provider, "waiting").await;
        open_course(app, &waiting, &typed_course()).await;
        assert!(!nobody.get("/courses").await.says("Тигүүнүн"), "{engine:?}: not checked yet");

        // An officer reaches the people of the office, and another person nobody's courses but their own.
        let courses = format!("/returnees/{person}/courses");
        let elsewhere = Uuid::from_u128(0xe15e);
        let mut office = national_office();
        (office.id, office.code, office.depth) = (elsewhere, "else".into(), 1);
        office.above_1 = Some(elsewhere);
        add_account_at(app, "far", Role::Officer, Has::Second, office).await;
        let mut far = Browser::at(app, "10.8.8.8");
        sign_in(&cell, &mut far, "far").await;
        for path in [courses.clone(), format!("{courses}/find")] {
            assert_eq!(far.get(&path).await.status, StatusCode::NOT_FOUND, "{engine:?} {path}");
        }
        let stranger = new_person(app, "Гүлзат").await;
        let act = app.act(own(stranger));
        let theirs = Leave { app: app.clone(), act, person: stranger, enrolment: row.id };
        let refused = app.db.run(theirs).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "{engine:?} {refused:?}");
        let act = app.act(own(stranger));
        let theirs = Leave { app: app.clone(), act, person, enrolment: row.id };
        let refused = app.db.run(theirs).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "{engine:?} {refused:?}");
        assert_eq!(n_of(app, group).await, (1, 0), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_forms_of_a_provider_refuse_every_bad_value_in_words_and_keep_it() {
    let of_course = [
        ("title", "", "fault-course-title"),
        ("title", "а\u{202e}б", "fault-text-invisible"),
        ("title", &"а".repeat(121), "fault-text-too-long"),
        ("occupation", "", "fault-course-occupation"),
        ("occupation", "космонавт", "fault-known-none"),
        ("skills", "космонавт", "fault-known-none"),
        ("licences", "=1+1", "fault-known-none"),
        ("hours", "", "fault-course-hours"),
        ("hours", "0", "fault-course-hours"),
        ("hours", "3001", "fault-course-hours"),
        ("hours", "12,5", "fault-course-hours"),
        ("price", "-1", "fault-course-price"),
        ("price", "1,234", "fault-money-unclear"),
        ("price", "=1+1", "fault-money-character"),
        ("language", "", "fault-language-unknown"),
        ("language", "de", "fault-language-unknown"),
        ("way", "", "fault-choice"),
        ("way", "by-post", "fault-choice"),
        ("words", &"а".repeat(4_001), "fault-text-too-long"),
    ];
    let of_group = [
        ("territory", "", "fault-territory-missing"),
        ("territory", "Баткен", "fault-territory-code"),
        ("territory", "41799000000000", "fault-territory-unknown"),
        ("place", "а\u{0}б", "fault-text-invisible"),
        ("starts_on", "", "fault-day-missing"),
        ("starts_on", "31.11.2026", "fault-day-not-a-day"),
        ("ends_on", "30.11.2026", "fault-backwards"),
        ("ends_on", "20.11.2026", "fault-day-too-early"),
        ("ends_on", "2.12.2027", "fault-course-long"),
        ("ends_on", "1.1.19999", "fault-day-year"),
        ("seats", "0", "fault-course-seats"),
        ("seats", "501", "fault-course-seats"),
        ("seats", "көп", "fault-course-seats"),
    ];
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let mut of = provider(app, Role::Provider, "verified").await;
        let course = open_course(app, &of, &typed_course()).await;
        let add_group = format!("/teaching/courses/{course}/groups/new");
        let course_cases = of_course.map(|case| ("/teaching/new", right_course(), case));
        let group_cases = of_group.map(|case| (add_group.as_str(), right_group(), case));
        let languages = if engine == engines()[0] { &LANGUAGES[..] } else { &LANGUAGES[..1] };
        for (action, mut answers, (field, value, key)) in
            course_cases.into_iter().chain(group_cases)
        {
            answers.iter_mut().find(|(known, _)| *known == field).unwrap().1 = value.to_owned();
            let id = if field.ends_with("_on") { format!("{field}-day") } else { field.to_owned() };
            let page = of.browser.get(action).await;
            let mut told = std::collections::BTreeSet::new();
            for &language in languages {
                of.browser.cookies.insert("jol-language".into(), language.into());
                let answer = send(&mut of.browser, &page, action, &boxes(&answers)).await;
                let what = format!("{engine:?} {action} {field} {value:?}");
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
                let link = format!("<a href=\"#{id}\">");
                let sentence = answer.body.split(&link).nth(1);
                let sentence = sentence.unwrap_or_else(|| panic!("{what}: {}", answer.text()));
                let sentence = sentence.split("</a>").next().unwrap().to_owned();
                let plain = words::in_language(language.parse().unwrap());
                if let Some(known) = without_facts(key) {
                    assert_eq!(sentence, plain.t(known), "{what}");
                }
                assert!(answer.body.contains(&format!("id=\"{id}\"")), "{what}");
                // What is no letter of a choice is still in its box.
                let is_kept = matches!(field, "title" | "occupation" | "hours" | "price" | "seats");
                let kept = format!("value=\"{value}\"");
                assert!(!is_kept || value.is_empty() || answer.body.contains(&kept), "{what}");
                assert!(told.insert(sentence), "{what}: said alike in two languages");
            }
        }
        let mut tx = app.db.read().await.unwrap();
        let n_courses = tx.all("select id from course", &[]).await.unwrap().len();
        let n_groups = tx.all("select id from course_group", &[]).await.unwrap().len();
        assert_eq!((n_courses, n_groups), (1, 0), "{engine:?}");
    }
}

/// The key again, if its sentence mentions nothing.
fn without_facts(key: &'static str) -> Option<&'static str> {
    let with = ["known", "invisible", "too-long", "too-early", "character", "year"];
    (!with.iter().any(|part| key.contains(part)) && key != "fault-money-unclear").then_some(key)
}

async fn on_the_wire(cell: &TestCell, path: &str) -> usize {
    let request = Request::get(path).header("accept-encoding", "gzip");
    let request = request.body(Body::empty()).unwrap();
    let response = cell.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    response.into_body().collect().await.unwrap().to_bytes().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_finds_by_words_occupation_place_language_and_price_and_goes_on() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let of = provider(app, Role::Provider, "verified").await;
        let sewing = open_course(app, &of, &typed_course()).await;
        new_group(app, &of, sewing, &typed_group(20)).await;
        let welding = TypedCourse {
            title: "Сварка для начинающих".into(),
            occupation: "welder".into(),
            skills: "arc-welding".into(),
            licences: "welder".into(),
            price: "5000".into(),
            language: "ru".into(),
            ..typed_course()
        };
        let welding = open_course(app, &of, &welding).await;
        let in_osh = TypedGroup { territory: "41721000000000".into(), ..typed_group(20) };
        new_group(app, &of, welding, &in_osh).await;
        let online =
            TypedCourse { title: "Сабак".into(), way: "online".into(), ..typed_course() };
        open_course(app, &of, &online).await;

        let mut nobody = Browser::new(app);
        let all = ["Тигүүнүн", "Сварка", "Сабак"];
        let cases: [(&str, &[&str]); 13] = [
            ("", &all),
            ("words=%D1%82%D0%B8%D0%B3%D2%AF%D2%AF", &["Тигүүнүн", "Сабак"]),
            ("words=%D0%A8%D0%92%D0%95%D0%AF", &["Тигүүнүн", "Сабак"]),
            ("words=welder", &["Сварка"]),
            ("words=%25", &all),
            ("words=qqq%00", &[]),
            ("occupation=welder", &["Сварка"]),
            ("occupation=%00", &all),
            ("language=ru", &["Сварка"]),
            ("free=yes", &["Тигүүнүн", "Сабак"]),
            ("place=41705214000000&km=0", &["Тигүүнүн", "Сабак"]),
            ("place=41706000000000&km=100", &["Сварка", "Сабак"]),
            ("place=x&km=y&after=z", &all),
        ];
        for (asked, expected) in cases {
            let page = nobody.get(&format!("/courses?{asked}")).await;
            assert_eq!(page.status, StatusCode::OK, "{engine:?} {asked}");
            // The titles stand in links; the bar above names occupations too.
            let found: Vec<&str> = all
                .into_iter()
                .filter(|title| page.body.contains(&format!("\">{title}")))
                .collect();
            assert_eq!(found, expected, "{engine:?} {asked}");
        }

        // More than a page: each once, those without a group last.
        for n in 0..30 {
            let title = format!("Курс-{n}");
            let id = open_course(app, &of, &TypedCourse { title, ..typed_course() }).await;
            if n % 2 == 0 {
                new_group(app, &of, id, &typed_group(5)).await;
            }
        }
        let (mut path, mut seen) = ("/courses?words=%D1%82%D0%B8%D0%B3".to_owned(), Vec::new());
        loop {
            let page = nobody.get(&path).await;
            seen.extend(
                page.body
                    .split("href=\"/courses/")
                    .skip(1)
                    .map(|rest| rest.split('"').next().unwrap().to_owned()),
            );
            let Some(end) = page.body.find("rel=\"next\"") else { break };
            let start = page.body[..end].rfind("href=\"").unwrap() + 6;
            path = page.body[start..].split('"').next().unwrap().replace("&amp;", "&");
        }
        let once: std::collections::BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len(), once.len()), (32, 32), "{engine:?}");

        // A full page of it and a course come over a slow network like any page for everybody.
        for path in ["/courses".to_owned(), format!("/courses/{sewing}")] {
            let n_bytes = on_the_wire(&cell, &path).await;
            assert!(n_bytes < 25 << 10, "{engine:?} {path}: {n_bytes}");
        }

        // What closes a gap, the course that closes most of them first.
        let mut tx = app.db.read().await.unwrap();
        let today = app.today();
        let mut closing = async |gaps: &str, n| {
            let gaps: Codes = gaps.parse().unwrap();
            let found = search::closing(&mut tx, &gaps, today, n).await.unwrap();
            assert!(found.iter().all(|one| one.next.as_ref().is_some_and(|next| next.n_free > 0)));
            found.into_iter().map(|one| one.course.id).collect::<Vec<_>>()
        };
        assert_eq!(closing("arc-welding", 5).await, [welding], "{engine:?}");
        assert_eq!(closing("welder overlock arc-welding", 1).await, [welding], "{engine:?}");
        assert_eq!(closing("overlock", 50).await.len(), 16, "{engine:?}: with a group to come");
        assert!(closing("overloc", 5).await.is_empty(), "{engine:?}");
        assert!(closing("arc_welding", 5).await.is_empty(), "{engine:?}");
        assert!(closing("", 5).await.is_empty(), "{engine:?}");
    }
}
