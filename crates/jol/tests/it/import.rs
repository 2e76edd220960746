//! Files of other agencies through the command and through the pages: nothing lost, nothing half-done, nothing twice.

use std::{
    fs,
    io::{Cursor, Write as _},
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use clap::Parser as _;
use domain::{
    access::Role,
    classifier::{Meant, Scheme},
    language::Language,
};
use http_body_util::BodyExt as _;
use jol::{
    access::store::Office,
    app::App,
    commands::{
        Outcome, import,
        user::{self, Change},
    },
    course::store::{CourseRow, GroupRow},
    db::{Record, journal::Entry},
    import::{
        Kind, background, esco, kept,
        run::{self, Begin, Plan},
        sheet::{self, Input},
        store::{self as imports, Run, State},
    },
    vacancy::store::{Organisation, Vacancy},
};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::{
    sign_in::{Has, add_account, add_account_at, later, national_office, sign_in},
    testkit::{Browser, Page, TestCell, engines},
};

#[derive(clap::Parser)]
struct Words {
    #[command(flatten)]
    import: import::Import,
}

/// Runs the command on a cell. Answers how it ended and what it said, errors too.
async fn command(cell: &TestCell, words: &[&str]) -> (Option<Outcome>, String) {
    let words = std::iter::once("import").chain(words.iter().copied());
    let import = Words::parse_from(words).import;
    let mut out = Vec::new();
    match import.perform(&cell.app, &mut out).await {
        Ok(outcome) => (Some(outcome), String::from_utf8(out).unwrap()),
        Err(error) => (None, format!("{error:#}")),
    }
}

fn file(cell: &TestCell, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = cell.dir.join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

const HEADING: &str = "№;ФИО;Дата рождения;ПИН;Телефон;Район;Страна\n";

fn letters(n: usize) -> String {
    n.to_string()
        .bytes()
        .map(|digit| char::from_u32(0x430 + u32::from(digit - b'0')).unwrap())
        .collect()
}

/// A good line of somebody who lives in this place.
fn line(n: usize, place: &str) -> String {
    let (surname, pin) = (letters(n), format!("20503199{n:06}"));
    format!("{n};Асанова{surname} Айгүл Бакыт кызы;05.03.1990;{pin};;{place};РФ\n")
}

fn lines(n: usize) -> String {
    (1..=n).fold(HEADING.to_owned(), |text, n| text + &line(n, "Бишкек"))
}

async fn count(app: &App, table: &str) -> i64 {
    let mut tx = app.db.read().await.unwrap();
    let sql = format!("select count(*) from {table}");
    tx.one(sql, &[]).await.unwrap().unwrap().at(0).unwrap()
}

async fn all<R: Record>(app: &App, sql: &'static str) -> Vec<R> {
    app.db.read().await.unwrap().list(sql, &[]).await.unwrap()
}

fn elsewhere() -> Office {
    let id = Uuid::from_u128(0xe15e);
    let territory = Some("41705000000000".to_owned());
    Office {
        id,
        code: "batken".into(),
        depth: 1,
        above_1: Some(id),
        territory,
        ..national_office()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_brought_in_and_bad_lines_come_back_to_be_mended() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let head = add_account(app, "head", Role::HeadOfOffice, Has::Second).await;
        let bad = "3;Асанов1 Үсөн;31.02.1990;12;;Атлантида;РФ\n";
        let text =
            lines(2) + bad + &line(1, "Бишкек").replace("Асанова", "Осмонова") + &line(9, "Ош ш.");
        let people = file(&cell, "people.csv", text);
        let asked = [&*people, "--kind", "people", "--as", "head", "--agreed"];

        let (outcome, said) = command(&cell, &[&asked[..], &["--dry-run"]].concat()).await;
        assert_eq!(outcome, Some(Outcome::Wrong), "{engine:?} {said}");
        assert!(said.contains("Good lines: 3 of 5") && said.contains("line 4"), "{said}");
        assert_eq!(count(app, "returnee").await, 0, "{engine:?}");

        let sheet = cell.dir.join("bad.csv");
        let and_bad = ["--bad-lines", sheet.to_str().unwrap()];
        let (outcome, said) = command(&cell, &[&asked[..], &and_bad].concat()).await;
        assert_eq!(outcome, Some(Outcome::Wrong), "{engine:?} {said}");
        assert!(said.contains("Lines taken: 3, not taken: 2"), "{said}");
        assert!(said.contains("line 5") && said.contains("A person with this PIN"), "{said}");
        assert_eq!(count(app, "returnee").await, 3, "{engine:?}");
        let entries: Vec<Entry> =
            all(app, "select * from journal where action = 'registered'").await;
        assert!(entries.iter().all(|e| e.actor == head && e.person.is_some()), "{engine:?}");
        assert_eq!(entries.len(), 3, "{engine:?}");

        // The same again.
        let (outcome, said) = command(&cell, &asked).await;
        assert_eq!(outcome, Some(Outcome::Wrong), "{engine:?} {said}");
        assert!(said.contains("brought in already"), "{said}");
        assert_eq!(count(app, "returnee").await, 3, "{engine:?}");

        // The bad lines as they were, with what is wrong beside them; mended they are taken.
        let sheet = fs::read_to_string(sheet).unwrap();
        let told: Vec<&str> = sheet.lines().collect();
        assert_eq!(told.len(), 3, "{sheet}");
        assert!(told[1].starts_with("3,Асанов1 Үсөн,31.02.1990,12,,Атлантида,РФ,4,"), "{sheet}");
        for mistake in ["digit", "calendar", "PIN", "not in the list"] {
            assert!(told[1].contains(mistake), "{mistake}: {sheet}");
        }
        let mended = sheet
            .replace("Асанов1", "Асанов")
            .replace("31.02.1990", "28.02.1990")
            .replace(",12,", ",10503199000777,")
            .replace("Атлантида", "г. Манас")
            .replace("20503199000001", "20503199000111");
        let mended = file(&cell, "mended.csv", mended);
        let asked = [&*mended, "--kind", "people", "--as", "head", "--agreed"];
        let (outcome, said) = command(&cell, &asked).await;
        assert_eq!(outcome, Some(Outcome::Well), "{engine:?} {said}");
        assert_eq!(count(app, "returnee").await, 5, "{engine:?}");
    }
}

/// A run of people as the command begins it, broken off behind so many lines.
async fn broken_off(cell: &TestCell, head: Uuid, path: &str, after: u64) -> Uuid {
    let app = &cell.app;
    let input = Input::Path(PathBuf::from(path));
    let survey = sheet::survey(&input, Kind::People).unwrap();
    let columns = survey.guess(Kind::People);
    let heading = jol::import::columns::digest(&survey.heading);
    let plan = Plan { kind: Kind::People, input, survey, columns, agreed: true };
    let run = Run {
        id: app.new_id(),
        kind: "people".into(),
        digest: plan.survey.digest,
        mapping: plan.columns.text(),
        whole_or_none: false,
        agreed: true,
        evidence: None,
        is_kept: false,
        state: State::New.code().into(),
        fault: None,
        n_lines: plan.survey.n_lines as i64,
        next_line: 0,
        n_good: 0,
        n_bad: 0,
        made_by: head,
        made_at: app.now(),
        ended_at: None,
        version: 1,
    };
    let actor = {
        let mut tx = app.db.read().await.unwrap();
        let account = jol::access::store::account(&mut tx, head).await.unwrap().unwrap();
        jol::access::store::actor(&mut tx, &account).await.unwrap().unwrap()
    };
    let act = app.act(actor);
    assert!(app.db.run(Begin { app: app.clone(), act, run: run.clone(), heading }).await.unwrap());
    let n_through = AtomicU64::new(0);
    let goes_on = |n| {
        n_through.store(n, Ordering::Relaxed);
        n < after
    };
    run::write(app, actor, run.id, &plan, &goes_on).await.unwrap();
    assert!(n_through.load(Ordering::Relaxed) >= after);
    run.id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_broke_off_goes_on_where_it_was() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let head = add_account(app, "head", Role::HeadOfOffice, Has::Second).await;
        let text = lines(1_700) + "1701;;;;;;\n";
        let people = file(&cell, "people.csv", text);
        let id = broken_off(&cell, head, &people, 1_000).await;
        assert_eq!(count(app, "returnee").await, 1_000, "{engine:?}");

        let asked = [&*people, "--kind", "people", "--as", "head", "--agreed"];
        let (_, said) = command(&cell, &asked).await;
        assert!(said.contains("Going on behind line 1001"), "{engine:?} {said}");
        assert!(said.contains("Lines taken: 1700, not taken: 1"), "{engine:?} {said}");
        assert_eq!(count(app, "returnee").await, 1_700, "{engine:?}");
        let run = imports::run(&mut app.db.read().await.unwrap(), id).await.unwrap().unwrap();
        assert_eq!((run.state.as_str(), run.n_good, run.n_bad), ("done", 1_700, 1), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_or_nothing_takes_nothing_when_one_line_is_bad() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        add_account(app, "head", Role::HeadOfOffice, Has::Second).await;
        let good = lines(700);
        let people = file(&cell, "people.csv", good.clone() + "701;Асанов;;;;;\n");
        let asked = |path: &str| {
            ["--kind", "people", "--as", "head", "--agreed", "--all-or-nothing", path]
                .map(str::to_owned)
        };
        let run = async |path: &str| {
            let words = asked(path);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            command(&cell, &words).await
        };
        for _ in 0..2 {
            // Nothing was taken, so it may be sent again.
            let (outcome, said) = run(&people).await;
            assert_eq!(outcome, Some(Outcome::Wrong), "{engine:?} {said}");
            assert!(said.contains("Nothing of it was taken"), "{engine:?} {said}");
            assert_eq!(count(app, "returnee").await, 0, "{engine:?}");
        }
        let people = file(&cell, "good.csv", good);
        let (outcome, said) = run(&people).await;
        assert_eq!(outcome, Some(Outcome::Well), "{engine:?} {said}");
        assert_eq!(count(app, "returnee").await, 700, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_brings_in_the_people_of_their_own_area_and_an_officer_none() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        add_account(app, "national", Role::HeadOfOffice, Has::Second).await;
        add_account(app, "officer", Role::Officer, Has::Second).await;
        add_account_at(app, "batken", Role::HeadOfOffice, Has::Second, elsewhere()).await;
        // Without a place somebody belongs to the office of who brings them.
        let text = HEADING.to_owned()
            + &line(1, "Баткенский район")
            + &line(2, "Бишкек")
            + &line(3, "Лейлек району")
            + &line(4, "");
        let people = file(&cell, "people.csv", text);
        let asked = |login| [&*people, "--kind", "people", "--agreed", "--as", login];
        let (outcome, said) = command(&cell, &asked("officer")).await;
        assert!(outcome.is_none(), "{engine:?} {said}");
        let (_, said) = command(&cell, &asked("batken")).await;
        assert!(said.contains("Lines taken: 3, not taken: 1"), "{engine:?} {said}");
        assert!(
            said.contains("line 3: ") && said.contains("does not belong to your office"),
            "{said}"
        );
        let sql = "select count(*) from returnee where above_1 = $1";
        let mut tx = app.db.read().await.unwrap();
        let n: i64 = tx.one(sql, &[elsewhere().id.into()]).await.unwrap().unwrap().at(0).unwrap();
        assert_eq!(n, 3, "{engine:?}");
        let (outcome, said) = command(&cell, &[&*people, "--kind", "people"]).await;
        assert!(outcome.is_none() && said.contains("--as LOGIN"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn employers_come_first_and_vacancies_and_courses_belong_to_them() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let text = "Тип,Наименование,ИНН,Отрасль,Город/район,Телефон\n\
            ,ОсОО «Жол»,1503202012345,,Бишкек,0312 123 456\n\
            лицей,Лицей № 5,02203201012345,,г. Ош,0322 123 456\n\
            ,ОсОО «Жол»,01503202012345,,Бишкек,0312 123 456\n";
        let employers = file(&cell, "employers.csv", text);
        let verified = [&*employers, "--kind", "employers", "--verified", "Письмо № 7"];
        let (_, said) = command(&cell, &verified).await;
        assert!(said.contains("Lines taken: 2, not taken: 1"), "{engine:?} {said}");
        let known: Vec<Organisation> = all(app, "select * from organisation order by kind").await;
        let told: Vec<_> =
            known.iter().map(|one| (one.kind.as_str(), one.standing.as_str())).collect();
        assert_eq!(told, [("employer", "verified"), ("provider", "verified")], "{engine:?}");
        assert_eq!(known[0].evidence.as_deref(), Some("Письмо № 7"));

        let occupation = app.lists.now().all(Scheme::Occupation).next().unwrap().code.clone();
        let text = format!(
            "ИНН\tВакансия\tПрофессия\tРайон\tГрафик\tКоличество мест\tСрок\tЗарплата\n\
             01503202012345\tСварщик\t{occupation}\tБишкек\tfull-time\t3\t31.12.2026\t25 000,50\n\
             02203201012345\tПовар\t{occupation}\tБишкек\tfull-time\t1\t31.12.2026\t\n"
        );
        let vacancies = file(&cell, "vacancies.tsv", text);
        let (_, said) = command(&cell, &[&*vacancies, "--kind", "vacancies"]).await;
        assert!(said.contains("Lines taken: 1, not taken: 1"), "{engine:?} {said}");
        assert!(
            said.contains("Bring in the organisation first"),
            "a provider is no employer: {said}"
        );
        let made: Vec<Vacancy> = all(app, "select * from vacancy").await;
        assert_eq!(made[0].organisation, known[0].id);
        assert_eq!((made[0].wage_from, made[0].state.as_str()), (Some(2_500_050), "waiting"));

        let text = format!(
            "ИНН;Курс;Профессия;Часы;Форма обучения;Язык;Район;Дата начала;Дата окончания;Мест\n\
             02203201012345;Сварка;{occupation};72,0;очно;ru;г. Ош;01.12.2026;20.12.2026;15\n\
             02203201012345;Резка;{occupation};36;онлайн;ky;;;;\n"
        );
        let courses = file(&cell, "courses.csv", text);
        let (outcome, said) = command(&cell, &[&*courses, "--kind", "courses"]).await;
        assert_eq!(outcome, Some(Outcome::Well), "{engine:?} {said}");
        let made: Vec<CourseRow> = all(app, "select * from course order by hours desc").await;
        assert_eq!((made.len(), made[0].hours, made[0].organisation), (2, 72, known[1].id));
        let groups: Vec<GroupRow> = all(app, "select * from course_group").await;
        assert_eq!((groups.len(), groups[0].course, groups[0].seats), (1, made[0].id, 15));
        let entries: Vec<Entry> = all(app, "select * from journal where action = 'made'").await;
        assert_eq!(entries.len(), 5, "{engine:?}");
    }
}

/// What is wrong with a file is one clear sentence, and nothing of it is taken.
#[tokio::test(flavor = "multi_thread")]
async fn a_bad_file_is_one_clear_sentence_and_leaves_nothing_behind() {
    let with = |rest: &str| (HEADING.to_owned() + rest).into_bytes();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "The file is empty"),
        ("heading only", with(""), "nothing below them"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x02\x03".to_vec(), "no table"),
        ("nuls", with("1;Аса\0нов;;;;;\n"), "no table"),
        ("koi8", b"\xe6\xe1\xed\xe9\xec\xe9\xf1;x\n\xf1\xcd\xd1;y\n".to_vec(), "letters"),
        ("open quote", with("1;\"Асанов Үсөн;;;;;\n"), "In line 2 a quotation mark"),
        ("10,000 columns", ";a".repeat(10_000).into_bytes(), "too many columns"),
        ("old excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "old Excel"),
        ("no workbook", packed(&[("a.txt", "a")]), "no XLSX table"),
        ("cut archive", b"PK\x03\x04\x14\0".to_vec(), "damaged"),
        ("other columns", b"a,b\n1,2\n".to_vec(), "no column is known to be surname, given"),
    ];
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        add_account(&cell.app, "head", Role::HeadOfOffice, Has::Second).await;
        for (name, bytes, expected) in &cases {
            let path = file(&cell, "bad", bytes);
            let asked = [&*path, "--kind", "people", "--as", "head", "--agreed"];
            let (outcome, said) = command(&cell, &asked).await;
            assert!(outcome.is_none() && said.contains(expected), "{engine:?} {name}: {said}");
        }
        assert_eq!(count(&cell.app, "import_run").await, 0, "{engine:?}");
        assert_eq!(count(&cell.app, "returnee").await, 0, "{engine:?}");
    }
}

/// Sends a form with a file as a browser does.
async fn send_file(
    cell: &TestCell,
    browser: &mut Browser,
    page: &Page,
    kind: &str,
    bytes: &[u8],
) -> Page {
    let mut body = Vec::new();
    let mut fields = page.hidden("/import");
    fields.push(("kind".into(), kind.into()));
    for (name, value) in fields {
        write!(body, "--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            .unwrap();
    }
    let head = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
    body.extend([head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat());
    let cookies: Vec<String> =
        browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::builder()
        .method("POST")
        .uri("/import")
        .header(header::COOKIE, cookies.join("; "))
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    let (parts, body) = cell.router.clone().oneshot(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let body = String::from_utf8_lossy(&body).into_owned();
    let page = Page { status: parts.status, headers: parts.headers, body, path: "/import".into() };
    match page.location() {
        Some(to) => browser.get(&to).await,
        None => page,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_brings_a_file_in_through_the_pages() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        add_account(app, "head", Role::HeadOfOffice, Has::Second).await;
        add_account(app, "other", Role::HeadOfOffice, Has::Second).await;
        add_account(app, "officer", Role::Officer, Has::Second).await;
        let mut officer = Browser::at(app, "10.3.3.3");
        sign_in(&cell, &mut officer, "officer").await;
        assert_eq!(officer.get("/import").await.status, StatusCode::FORBIDDEN, "{engine:?}");
        let mut browser = Browser::new(app);
        sign_in(&cell, &mut browser, "head").await;

        // A bad file: the form again, with a sentence.
        let page = browser.get("/import").await;
        let page = send_file(&cell, &mut browser, &page, "people", b"\0\0\0\0\x01").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        assert!(page.says("Бул таблица эмес"), "{engine:?} {}", page.text());
        let page = send_file(&cell, &mut browser, &page, "", b"").await;
        assert!(page.says("Файл бош"), "{engine:?} {}", page.text());

        // In the letters of older programs, with a column nobody knows.
        let text = "Кто;Пол;ПИН;Тел.;Город/район\n\
            Асанова Айгуль Бакытовна;жен;20503199000012;0555 123 456;Бишкек\n\
            Асанов Усон;муж;;0555 1;г. Ош\n\
            Осмонов Бакыт;муж;;;Чуйская область\n";
        let (old, ..) = encoding_rs::WINDOWS_1251.encode(text);
        let page = browser.get("/import").await;
        let page = send_file(&cell, &mut browser, &page, "people", &old).await;
        let here = page.path.clone();
        assert!(here.starts_with("/import/"), "{engine:?} {}", page.text());
        assert!(page.body.contains("Асанова Айгуль"), "{engine:?} {}", page.text());
        assert!(!page.body.contains("/begin"), "without a name nothing can begin");
        let settle = format!("{here}/columns");
        let page = browser.send(&page, &settle, &[("c0", "")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let chosen = [
            ("c0", "full_name"),
            ("c1", "sex"),
            ("c2", "pin"),
            ("c3", "phone"),
            ("c4", "territory"),
        ];
        let page = browser.send(&page, &settle, &chosen).await;
        assert!(page.says("Жарактуу саптар: 2. Катасы барлар: 1"), "{engine:?} {}", page.text());
        assert!(page.body.len() < 60_000, "{} bytes", page.body.len());

        // Others do not see it.
        let mut other = Browser::at(app, "10.2.2.2");
        sign_in(&cell, &mut other, "other").await;
        assert_eq!(other.get(&here).await.status, StatusCode::NOT_FOUND, "{engine:?}");

        let begin = format!("{here}/begin");
        let refused = browser.send(&page, &begin, &[("how", "good")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        let agreed = [("how", "good"), ("agreed", "yes")];
        let page = browser.send(&page, &begin, &agreed).await;
        assert!(page.headers.contains_key("refresh"), "{engine:?} {}", page.text());
        assert!(page.says("Киргизилип жатат"), "{engine:?} {}", page.text());
        assert_eq!(count(app, "returnee").await, 0, "{engine:?}");
        assert!(background::bring_in_one(app, &|| true).await.unwrap(), "{engine:?}");
        assert!(!background::bring_in_one(app, &|| true).await.unwrap(), "{engine:?}");
        assert_eq!(count(app, "returnee").await, 2, "{engine:?}");

        let page = browser.get(&here).await;
        assert!(!page.headers.contains_key("refresh"), "{engine:?}");
        assert!(page.says("Киргизилди"), "{engine:?} {}", page.text());
        let sheet = browser.get(&format!("{here}/bad-lines")).await;
        assert!(
            sheet.body.contains("Асанов Усон,муж,,0555 1,г. Ош,3,"),
            "{engine:?} {}",
            sheet.body
        );
        assert!(!sheet.body.contains("Осмонов"), "{engine:?} {}", sheet.body);

        // The same again: what was done, and to somebody else only how many.
        let page = browser.get("/import").await;
        let page = send_file(&cell, &mut browser, &page, "people", &old).await;
        assert!(page.says("Бул файл мурда киргизилген"), "{engine:?} {}", page.text());
        let page = other.get("/import").await;
        let page = send_file(&cell, &mut other, &page, "people", &old).await;
        assert!(page.says("башка кызматкер"), "{engine:?} {}", page.text());
        assert_eq!(count(app, "returnee").await, 2, "{engine:?}");

        // For the next file with such a heading the columns are known.
        let next = text.replace("Осмонов Бакыт", "Осмонов Талант");
        let page = browser.get("/import").await;
        let page = send_file(&cell, &mut browser, &page, "people", next.as_bytes()).await;
        assert!(page.body.contains("/begin"), "{engine:?} {}", page.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_page_goes_on_after_a_stop_and_ends_with_its_account() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let head = add_account(app, "head", Role::HeadOfOffice, Has::Second).await;
        let mut browser = Browser::new(app);
        sign_in(&cell, &mut browser, "head").await;
        let page = browser.get("/import").await;
        let page = send_file(&cell, &mut browser, &page, "people", lines(1_200).as_bytes()).await;
        let here = page.path.clone();
        let page = browser.send(&page, &format!("{here}/begin"), &[("agreed", "yes")]).await;
        assert!(page.headers.contains_key("refresh"), "{engine:?} {}", page.text());

        // Told to stop behind the first chunk.
        let n_asked = AtomicU64::new(0);
        let once = || n_asked.fetch_add(1, Ordering::Relaxed) == 0;
        background::bring_in_one(app, &once).await.unwrap();
        assert_eq!(count(app, "returnee").await, 500, "{engine:?}");
        // A second worker may not touch it while the lease of the first holds.
        let process = app.new_id();
        let second = app.with(|parts| parts.process = process);
        assert!(!background::bring_in_one(&second, &|| true).await.unwrap(), "{engine:?}");
        user::change(app, "head", Change::Block).await.unwrap();
        later(&cell, 2);
        background::bring_in_one(&second, &|| true).await.unwrap();
        let run: Vec<Run> = all(app, "select * from import_run").await;
        assert_eq!((run[0].state.as_str(), run[0].n_good), ("stopped", 500), "{engine:?}");

        // Somebody else sends it again: it goes on.
        add_account(app, "other", Role::HeadOfOffice, Has::Second).await;
        let mut other = Browser::at(app, "10.2.2.2");
        sign_in(&cell, &mut other, "other").await;
        let page = other.get("/import").await;
        let page = send_file(&cell, &mut other, &page, "people", lines(1_200).as_bytes()).await;
        assert_eq!(page.path, here, "{engine:?} {}", page.text());
        background::bring_in_one(&second, &|| true).await.unwrap();
        let run: Vec<Run> = all(app, "select * from import_run").await;
        assert_eq!((run[0].state.as_str(), run[0].n_good), ("done", 1_200), "{engine:?}");
        assert_ne!(run[0].made_by, head, "{engine:?}");
        assert_eq!(count(app, "returnee").await, 1_200, "{engine:?}");
        assert!(!kept::has(app, run[0].id), "nothing is left to mend, so nothing is kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_past_their_time_are_thrown_away() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        add_account(app, "head", Role::HeadOfOffice, Has::Second).await;
        let mut browser = Browser::new(app);
        sign_in(&cell, &mut browser, "head").await;
        let page = browser.get("/import").await;
        let with_bad = lines(2) + ";Асанов;;;;;\n";
        let page = send_file(&cell, &mut browser, &page, "people", with_bad.as_bytes()).await;
        let agreed = [("how", "good"), ("agreed", "yes")];
        browser.send(&page, &format!("{}/begin", page.path), &agreed).await;
        background::bring_in_one(app, &|| true).await.unwrap();
        let page = browser.get("/import").await;
        send_file(&cell, &mut browser, &page, "people", lines(3).as_bytes()).await;
        assert_eq!(kept::all(app).unwrap().len(), 2, "{engine:?}");
        later(&cell, 3 * 24 * 60);
        background::sweep(app).await.unwrap();
        assert_eq!(kept::all(app).unwrap().len(), 1, "{engine:?}: nobody began that one");
        assert_eq!(count(app, "import_fault").await, 1, "{engine:?}");
        later(&cell, 28 * 24 * 60);
        background::sweep(app).await.unwrap();
        assert_eq!(kept::all(app).unwrap().len(), 0, "{engine:?}");
        assert_eq!(count(app, "import_fault").await, 0, "{engine:?}");
        assert_eq!(count(app, "returnee").await, 2, "{engine:?}");
        assert_eq!(count(app, "import_run").await, 1, "{engine:?}: what was done is still known");
    }
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Archives of the shape of the official ones.
fn esco_archives(cell: &TestCell) -> Vec<String> {
    const AT: &str = "http://data.europa.eu/esco";
    let occupations = format!(
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels\n\
         Occupation,{AT}/occupation/aa-1,7212,underwater welder,\"diver\nwelder\"\n\
         Occupation,{AT}/occupation/aa-2,9999,king,\n"
    );
    let russian = format!(
        "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels\n\
         Occupation,{AT}/occupation/aa-1,7212,подводный сварщик,\n"
    );
    let skills = format!(
        "conceptType,conceptUri,skillType,preferredLabel\n\
         KnowledgeSkillCompetence,{AT}/skill/bb-1,knowledge,hyperbaric welding\n\
         KnowledgeSkillCompetence,{AT}/skill/bb-2,skill/competence,hold breath\n"
    );
    let relations = format!(
        "occupationUri,relationType,skillType,skillUri\n\
         {AT}/occupation/aa-1,essential,knowledge,{AT}/skill/bb-1\n\
         {AT}/occupation/aa-1,optional,skill/competence,{AT}/skill/bb-2\n\
         {AT}/occupation/gone,essential,knowledge,{AT}/skill/bb-1\n"
    );
    let classification = packed(&[
        ("occupations_en.csv", &occupations),
        ("folder/occupations_ru.csv", &russian),
        ("skills_en.csv", &skills),
        ("ISCOGroups_en.csv", "code\n"),
    ]);
    let relations = packed(&[("occupationSkillRelations.csv", &relations)]);
    vec![file(cell, "esco.zip", classification), file(cell, "relations.zip", relations)]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lists_of_esco_stand_beside_our_own() {
    for engine in engines() {
        let cell = TestCell::new(engine).await;
        let app = &cell.app;
        let archives = esco_archives(&cell);
        let alone = esco::read(&archives[..1], None, "ESCO", app.today()).unwrap_err();
        assert!(alone.to_string().contains("relations too"), "{alone}");
        let not_one = file(&cell, "a.zip", "no archive");
        assert!(esco::read(&[not_one], None, "ESCO", app.today()).is_err());
        let skills = esco::read(&archives[..1], Some(Scheme::Skill), "ESCO", app.today()).unwrap();
        assert_eq!((skills.n_skills, skills.n_occupations), (2, 0));

        let n_own = app.lists.now().all(Scheme::Occupation).count();
        for _ in 0..2 {
            let found = esco::read(&archives, None, "ESCO 1.1.1", app.today()).unwrap();
            let told = (found.n_occupations, found.n_skills, found.n_loose, found.n_without_group);
            assert_eq!(told, (2, 2, 1, 1), "{engine:?}");
            esco::save(app, found.concepts, &|_| ()).await.unwrap();
        }
        let lists = app.lists.now();
        assert_eq!(lists.all(Scheme::Occupation).count(), n_own + 2, "{engine:?}");
        let code = "esco-aa-1".parse().unwrap();
        let welder = lists.find(Scheme::Occupation, &code).unwrap();
        assert_eq!(welder.name(Language::Ru), "подводный сварщик");
        assert_eq!(welder.name(Language::En), "underwater welder");
        assert_eq!(
            (welder.broader.as_ref().unwrap().as_str(), welder.skills.to_string()),
            ("7212", "esco-bb-1".to_owned())
        );
        assert_eq!(lists.understand(Scheme::Occupation, "underwater welder"), Meant::One(code));
        assert_eq!(count(app, "concept").await, 4, "{engine:?}");

        // Another process on the same store has them from its start.
        let fresh = jol::classifier::Lists::default();
        fresh.load(&mut app.db.read().await.unwrap()).await.unwrap();
        assert_eq!(fresh.now().all(Scheme::Skill).count(), lists.all(Scheme::Skill).count());
    }
}
