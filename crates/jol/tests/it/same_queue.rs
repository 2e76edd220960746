//! Pairs that may be one person: who sees them, what is answered, and what comes of it.

use axum::http::StatusCode;
use domain::{
    access::{Actor, Purpose, Role, Seat, scope},
    followup::{Form, Spell},
    id::{OfficeId, ReturneeId},
    returnee::{Channel, Typed},
    same::Step,
};
use jol::{
    followup::commands::AddSpell,
    import::store::{Alike, Run, alike},
    same::{
        check::{Weighed, check},
        index::ALL,
        queue::{After, Show, Wanted},
        store::{PairRow, group_of},
    },
};
use uuid::Uuid;

use crate::{
    people::{BATKEN, Country, Desk, LEILEK, OSH, Put},
    testkit::{Engine, Page, engines},
};

/// A pair as the engine finds it.
pub fn pair(country: &Country, one: ReturneeId, other: ReturneeId, weight: i64) -> PairRow {
    let app = &country.cell.app;
    let step = |field: &str, level: &str, weight| Step {
        field: field.into(),
        level: level.into(),
        weight,
    };
    let steps = [
        step("start", "any two records", -1640),
        step("surname", "equal", 700),
        step("given", "key equal", 690),
        step("birth", "equal", 1290),
        step("sex", "equal", weight - 1040),
    ];
    PairRow {
        id: app.new_id(),
        one: one.min(other).uuid(),
        other: one.max(other).uuid(),
        origin: "desk".into(),
        weight,
        zone: if weight >= 1000 { "link" } else { "review" }.into(),
        waterfall: serde_json::to_string(&steps).unwrap(),
        model_version: 1,
        norm_version: 2,
        worth: 10_000 - (weight - 1000).abs(),
        state: "open".into(),
        decided_by: None,
        decided_at: None,
        reason: None,
        seconded_by: None,
        seconded_at: None,
        made_at: app.now(),
        version: 1,
    }
}

async fn put(country: &Country, one: ReturneeId, other: ReturneeId, weight: i64) -> Uuid {
    let row = pair(country, one, other, weight);
    let id = row.id;
    country.cell.app.db.run(Put(vec![row])).await.unwrap();
    id
}

async fn kept(country: &Country, id: Uuid) -> PairRow {
    let mut tx = country.cell.app.db.read().await.unwrap();
    tx.find("select * from pair where id = $1", &[id.into()]).await.unwrap().unwrap()
}

async fn are_joined(country: &Country, one: ReturneeId, other: ReturneeId) -> bool {
    let mut tx = country.cell.app.db.read().await.unwrap();
    group_of(&mut tx, one).await.unwrap().contains(other)
}

/// The answer of somebody to a pair, and the page that follows.
async fn answer(who: &mut Desk, id: Uuid, found: &str, reason: &str) -> Page {
    let here = format!("/pairs/{id}");
    let page = who.get(&here).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    who.send(&page, &here, &[("found", found), ("reason", reason)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_is_seen_by_who_reaches_both_and_the_answer_joins_or_keeps_apart() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let (one, other) = (country.person("Айгүл").await, country.person("Айгуль").await);
        let third = country.person("Бермет").await;
        let far = Typed { territory: "41706000000000".into(), ..country.typed() };
        let far = country.register(far).await;
        let near_pair = put(&country, one, other, 900).await;
        let apart_pair = put(&country, one, third, 100).await;
        let far_pair = put(&country, one, far, 500).await;

        let mut officer = country.officer(LEILEK).await;
        let page = officer.get("/pairs").await;
        assert!(page.says("Waiting: 2,"), "{engine:?} {}", page.text());
        assert!(page.says("Асанова Айгүл") && page.says("Асанова Бермет"), "{engine:?}");
        assert!(page.says("Same birth date; same surname"), "{engine:?} {}", page.text());
        let places =
            [near_pair, apart_pair].map(|id| page.body.find(&format!("/pairs/{id}")).unwrap());
        assert!(places[0] < places[1], "{engine:?}: what is worth most stands first");
        assert!(!page.body.contains(&far_pair.to_string()), "{engine:?}");
        assert_eq!(officer.get(&format!("/pairs/{far_pair}")).await.status, StatusCode::NOT_FOUND);
        for (role, office) in [(Role::Officer, OSH), (Role::HeadOfOffice, OSH)] {
            let mut other = country.staff(role, office, "Other").await;
            assert!(other.get("/pairs").await.says("Waiting: 0,"), "{engine:?} {role}");
            let near = other.get(&format!("/pairs/{near_pair}")).await;
            assert_eq!(near.status, StatusCode::NOT_FOUND, "{engine:?} {role}");
        }

        let page = officer.get(&format!("/pairs/{near_pair}")).await;
        assert!(page.says("≈ ") || page.says("= "), "{engine:?} {}", page.text());
        assert!(page.says("+12.9") && page.says("−16.4") && page.body.contains("<svg"));
        // Without a word about it both know that they were looked at.
        assert!(country.actions(one).await.contains(&"compared".into()), "{engine:?}");
        assert!(country.actions(other).await.contains(&"compared".into()), "{engine:?}");

        let page = answer(&mut officer, near_pair, "same", "").await;
        assert_eq!(page.status, StatusCode::OK, "{engine:?} {}", page.text());
        assert!(
            page.path.contains(&format!("/pairs/{near_pair}")) || page.says("Your answer is kept")
        );
        assert!(are_joined(&country, one, other).await, "{engine:?}");
        let now = kept(&country, near_pair).await;
        assert_eq!((now.state.as_str(), now.version), ("same", 2), "{engine:?}");
        assert_eq!(now.decided_by, Some(officer.id), "{engine:?}");

        let page = answer(&mut officer, apart_pair, "apart", "").await;
        assert!(page.says("Your answer is kept"), "{engine:?} {}", page.text());
        assert_eq!(kept(&country, apart_pair).await.state, "apart");
        assert!(country.actions(third).await.contains(&"kept-apart".into()), "{engine:?}");
        assert!(officer.get("/pairs").await.says("Waiting: 0,"), "{engine:?}");

        // Who decided what is told, and it is undone with a reason only.
        let page = officer.get("/pairs?show=decided").await;
        assert!(page.says("Anara Bekova") && page.says("two people"), "{engine:?} {}", page.text());
        let page = answer(&mut officer, near_pair, "apart", "").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        assert!(are_joined(&country, one, other).await, "{engine:?}");
        answer(&mut officer, near_pair, "apart", "Two sisters").await;
        assert!(!are_joined(&country, one, other).await, "{engine:?}");
        let now = kept(&country, near_pair).await;
        assert_eq!((now.state.as_str(), now.reason.as_deref()), ("apart", Some("Two sisters")));
        answer(&mut officer, near_pair, "same", "One after all").await;
        assert!(are_joined(&country, one, other).await, "{engine:?}");
        let page = officer.get(&format!("/returnees/{one}/pairs")).await;
        assert!(page.says("the same person") && page.says("two people"), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_at_once_the_second_is_told() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let (one, other) = (country.person("Айгүл").await, country.person("Айгуль").await);
        let id = put(&country, one, other, 900).await;
        let mut first = country.officer(LEILEK).await;
        let mut second = country.staff(Role::Officer, LEILEK, "Bakyt").await;
        let here = format!("/pairs/{id}");
        let seen = second.get(&here).await;
        answer(&mut first, id, "apart", "").await;
        let page = second.send(&seen, &here, &[("found", "same")]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{engine:?} {}", page.text());
        assert!(page.says("Somebody else answered") && page.says("Anara Bekova"), "{engine:?}");
        assert_eq!(kept(&country, id).await.state, "apart", "{engine:?}");
        assert!(!are_joined(&country, one, other).await, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_work_hangs_on_it_two_officers_agree() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let (one, other) = (country.person("Айгүл").await, country.person("Айгуль").await);
        let mut first = country.officer(LEILEK).await;
        let mut second = country.staff(Role::HeadOfOffice, BATKEN, "Bakyt").await;
        let seat = domain::access::Seat::Office {
            depth: 1,
            office: domain::id::OfficeId::from_uuid(BATKEN),
        };
        let actor = domain::access::Actor { id: second.id, role: Role::HeadOfOffice, seat };
        let spell = Spell::said(Form::Formal, app.today());
        let add = AddSpell {
            app: app.clone(),
            act: app.act(actor),
            id: app.new_id(),
            person: one,
            spell,
        };
        app.db.run(add).await.unwrap();
        let id = put(&country, one, other, 1500).await;

        let page = first.get(&format!("/pairs/{id}")).await;
        assert!(page.says("a second officer has to agree"), "{engine:?} {}", page.text());
        // By a tick it is not decided.
        let page = first.get("/pairs?show=obvious").await;
        let mark = format!("{id}.1");
        let page = first.send(&page, "/pairs/marked", &[("pair", &mark)]).await;
        assert!(page.says("has to be looked at by itself"), "{engine:?} {}", page.text());

        answer(&mut first, id, "same", "").await;
        assert_eq!(kept(&country, id).await.state, "seconding", "{engine:?}");
        assert!(!are_joined(&country, one, other).await, "{engine:?}");
        let page = answer(&mut first, id, "same", "").await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{engine:?} {}", page.text());
        let page = second.get("/pairs?show=second").await;
        assert!(page.says("Anara Bekova"), "{engine:?} {}", page.text());
        answer(&mut second, id, "same", "").await;
        let now = kept(&country, id).await;
        assert_eq!(
            (now.state.as_str(), now.decided_by, now.seconded_by),
            ("same", Some(first.id), Some(second.id)),
            "{engine:?}"
        );
        assert!(are_joined(&country, one, other).await, "{engine:?}");

        // Parting them takes two as well.
        answer(&mut second, id, "apart", "Another birthplace").await;
        assert_eq!(kept(&country, id).await.state, "parting", "{engine:?}");
        assert!(are_joined(&country, one, other).await, "{engine:?}");
        answer(&mut first, id, "apart", "").await;
        assert_eq!(kept(&country, id).await.state, "apart", "{engine:?}");
        assert!(!are_joined(&country, one, other).await, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_contradict_need_a_reason_and_two_officers() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let with_pin =
            |pin: &str| Typed { pin: pin.into(), birth_on: "1990-03-27".into(), ..country.typed() };
        let one = country.register(with_pin("12703199000011")).await;
        let other = country.register(with_pin("12703199000012")).await;
        let id = put(&country, one, other, 1500).await;
        let mut first = country.officer(LEILEK).await;
        let page = answer(&mut first, id, "same", "").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{engine:?}");
        assert!(page.says("contradict each other"), "{engine:?} {}", page.text());
        answer(&mut first, id, "same", "Seen in the passport").await;
        assert_eq!(kept(&country, id).await.state, "seconding", "{engine:?}");
        let mut second = country.staff(Role::Officer, LEILEK, "Bakyt").await;
        answer(&mut second, id, "apart", "").await;
        let now = kept(&country, id).await;
        assert_eq!((now.state.as_str(), now.seconded_by), ("apart", Some(second.id)));
        assert_eq!(now.reason.as_deref(), Some("Seen in the passport"), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn obvious_pairs_are_answered_by_ticks_and_what_failed_is_named() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut people = Vec::new();
        for given in ["Айгүл", "Айгуль", "Aigul", "Aygul"] {
            people.push(country.person(given).await);
        }
        let pairs = [
            put(&country, people[0], people[1], 1500).await,
            put(&country, people[2], people[3], 1400).await,
            put(&country, people[0], people[2], 100).await,
        ];
        let mut officer = country.officer(LEILEK).await;
        let page = officer.get("/pairs?show=obvious").await;
        assert!(!page.body.contains(&pairs[2].to_string()), "{engine:?}: only what is sure");
        // Somebody else was quicker with one of them.
        let mut other = country.staff(Role::Officer, LEILEK, "Bakyt").await;
        answer(&mut other, pairs[1], "apart", "").await;
        let hidden = page.hidden("/pairs/marked");
        let fields: Vec<(String, String)> = hidden
            .into_iter()
            .chain(pairs.iter().map(|pair| ("pair".to_owned(), format!("{pair}.1"))))
            .collect();
        let body = crate::testkit::encoded(&fields);
        let sent = officer
            .browser
            .request(axum::http::Method::POST, "/pairs/marked", Some(body.clone()))
            .await;
        assert!(sent.says("Found to be the same person: 1"), "{engine:?} {}", sent.text());
        assert!(sent.body.contains(&pairs[1].to_string()), "{engine:?}: what failed is named");
        assert!(sent.body.contains(&pairs[2].to_string()), "{engine:?}: no tick decides it");
        assert_eq!(kept(&country, pairs[2]).await.state, "open", "{engine:?}");
        // The same form again is the same answer.
        let again =
            officer.browser.request(axum::http::Method::POST, "/pairs/marked", Some(body)).await;
        assert!(again.says("Found to be the same person: 1"), "{engine:?} {}", again.text());
        assert!(are_joined(&country, people[0], people[1]).await, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn within_one_person_nothing_is_left_to_ask() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut people = Vec::new();
        for given in ["Айгүл", "Айгуль", "Aigul"] {
            // Which record is older is seen from its id.
            country.a_moment();
            people.push(country.person(given).await);
        }
        let [a, b, c] = [people[0], people[1], people[2]];
        let pairs = [
            put(&country, a, b, 900).await,
            put(&country, b, c, 900).await,
            put(&country, a, c, 900).await,
        ];
        let mut officer = country.officer(LEILEK).await;
        answer(&mut officer, pairs[0], "same", "").await;
        assert_eq!(kept(&country, pairs[2]).await.state, "open", "{engine:?}");
        answer(&mut officer, pairs[1], "same", "").await;
        assert_eq!(kept(&country, pairs[2]).await.state, "same", "{engine:?}: it follows");
        // Who is parted from one record of a person is parted from all of them.
        answer(&mut officer, pairs[1], "apart", "Another one").await;
        assert_eq!(kept(&country, pairs[2]).await.state, "apart", "{engine:?}");
        assert!(!are_joined(&country, a, c).await && are_joined(&country, a, b).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_is_told_figures_and_who_sees_nobody_no_small_one() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut people = Vec::new();
        for given in ["Айгүл", "Айгуль", "Aigul", "Бермет"] {
            country.a_moment();
            people.push(country.person(given).await);
        }
        let same = put(&country, people[0], people[1], 1500).await;
        put(&country, people[0], people[2], 900).await;
        let apart = put(&country, people[2], people[3], -100).await;
        let mut officer = country.officer(LEILEK).await;
        answer(&mut officer, same, "same", "").await;
        answer(&mut officer, apart, "apart", "").await;
        country.days(3);
        assert_eq!(officer.get("/pairs/numbers").await.status, StatusCode::FORBIDDEN);
        let mut head = country.staff(Role::HeadOfOffice, BATKEN, "Bakyt").await;
        let page = head.get("/pairs/numbers").await;
        assert!(page.says("50.0"), "{engine:?} one of two was found the same: {}", page.text());
        assert!(page.says("3 d"), "{engine:?} {}", page.text());
        let mut other = country.staff(Role::HeadOfOffice, OSH, "Other").await;
        assert!(!other.get("/pairs/numbers").await.says("3 d"), "{engine:?}: of their office");
        for role in [Role::Analyst, Role::Administrator] {
            let mut watcher = country.staff(role, BATKEN, "Watcher").await;
            let page = watcher.get("/pairs/numbers").await;
            assert_eq!(page.status, StatusCode::OK, "{engine:?} {role}");
            assert!(!page.says("50.0") && !page.says("3 d"), "{engine:?} {}", page.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_records_are_compared_anew_and_no_decision_is_undone() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let named = |surname: &str, given: &str, birth_on: &str| Typed {
            surname: surname.into(),
            given: given.into(),
            birth_on: birth_on.into(),
            ..country.typed()
        };
        let mut people = Vec::new();
        for (surname, given, birth_on) in [
            ("Асанова", "Айгүл", "1990-03-27"),
            ("ASANOVA", "AIGUL", "1990-03-27"),
            ("Токтогулова", "Бермет", "1971-11-02"),
            ("Сыдыкова", "Нургүл", "1984-06-15"),
        ] {
            country.a_moment();
            people.push(country.register(named(surname, given, birth_on)).await);
        }
        jol::sample::fill(app, 500, &|_| ()).await.unwrap();
        // The one is joined and should not be, the other is open and should not be.
        let mut officer = country.officer(LEILEK).await;
        let wrong = put(&country, people[0], people[2], 900).await;
        answer(&mut officer, wrong, "same", "").await;
        let fallen = put(&country, people[2], people[3], 500).await;

        let report = check(app, false).await.unwrap();
        let pair_of = |one: &Weighed| [one.one, one.other];
        let wanted = [people[0].uuid(), people[1].uuid()];
        assert!(report.new.iter().any(|one| pair_of(one) == wanted), "{engine:?} {report:?}");
        let doubted: Vec<_> = report.doubted.iter().map(pair_of).collect();
        assert_eq!(doubted, [[people[0].uuid(), people[2].uuid()]], "{engine:?}");
        let fallen_out: Vec<_> = report.fallen_out.iter().map(pair_of).collect();
        assert_eq!(fallen_out, [[people[2].uuid(), people[3].uuid()]], "{engine:?}");
        assert_eq!((report.records, report.written), (504, 0), "{engine:?}");
        let again = check(app, false).await.unwrap();
        assert_eq!(again.new, report.new, "{engine:?}: nothing was written, nothing differs");

        let applied = check(app, true).await.unwrap();
        assert_eq!(applied.written, report.new.len(), "{engine:?}");
        assert_eq!(kept(&country, wrong).await.state, "same", "{engine:?}");
        assert!(are_joined(&country, people[0], people[2]).await, "{engine:?}");
        assert_eq!(kept(&country, fallen).await.state, "open", "{engine:?}");
        let page = officer.get("/pairs?show=open&origin=check").await;
        assert!(page.says("ASANOVA AIGUL"), "{engine:?} {}", page.text());
        assert!(check(app, true).await.unwrap().new.is_empty(), "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_of_a_file_is_of_its_people_and_of_those_within_reach() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let app = &country.cell.app;
        let near = country.person("Айгүл").await;
        let far = Typed { territory: "41706000000000".into(), ..country.typed() };
        let far = country.register(far).await;
        let mut head = country.staff(Role::HeadOfOffice, BATKEN, "Bakyt").await;
        let made_at = country.a_moment();
        let brought_in = async |by: Uuid, channel: Channel| {
            country.register_by(by, channel, country.typed(), vec![Purpose::Registration]).await
        };
        let own = brought_in(head.id, Channel::Import).await;
        let known_elsewhere = brought_in(head.id, Channel::Import).await;
        let typed_meanwhile = brought_in(head.id, Channel::Assisted).await;
        let of_another_file = brought_in(Uuid::from_u128(5), Channel::Import).await;
        let run = Run {
            id: app.new_id(),
            kind: "people".into(),
            digest: [7; 32],
            mapping: String::new(),
            whole_or_none: false,
            agreed: true,
            evidence: None,
            is_kept: false,
            state: "done".into(),
            fault: None,
            n_lines: 2,
            next_line: 3,
            n_good: 2,
            n_bad: 0,
            made_by: head.id,
            made_at,
            ended_at: Some(country.a_moment()),
            version: 1,
        };
        app.db.run(Put(vec![run.clone()])).await.unwrap();
        let found = |one, other, state: &str| PairRow {
            origin: "import".into(),
            state: state.into(),
            ..pair(&country, one, other, 1500)
        };
        let pairs = vec![
            found(near, own, "same"),
            found(far, known_elsewhere, "same"),
            found(far, own, "open"),
            found(near, typed_meanwhile, "open"),
            found(near, of_another_file, "open"),
        ];
        app.db.run(Put(pairs)).await.unwrap();

        let page = head.get(&format!("/import/{}", run.id)).await;
        assert_eq!(page.status, StatusCode::OK, "{engine:?} {}", page.text());
        let n = |n| format!("so far</dt><dd class=\"govuk-summary-list__value\">{n}</dd>");
        assert!(page.body.contains(&n(1)) && page.body.contains(&n(0)), "{engine:?} {}", page.body);
        // Whoever runs the program is told of everybody, but of no other file either.
        let mut tx = app.db.read().await.unwrap();
        let all = alike(&mut tx, &ALL, &run, app.now()).await.unwrap();
        assert_eq!(all, Alike { n_joined: 2, n_open: 1 }, "{engine:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_the_last_pair_comes_the_list() {
    for engine in engines() {
        let country = Country::new(engine).await;
        let mut people = Vec::new();
        for given in ["Айгүл", "Айгуль", "Бермет"] {
            country.a_moment();
            people.push(country.person(given).await);
        }
        let first = put(&country, people[0], people[1], 900).await;
        let last = put(&country, people[0], people[2], 100).await;
        let mut officer = country.officer(LEILEK).await;
        let later = |to: &str| format!("href=\"/pairs{to}?show=open&amp;origin=\" accesskey=\"3\"");
        let page = officer.get(&format!("/pairs/{first}")).await;
        assert!(page.body.contains(&later(&format!("/{last}"))), "{engine:?} {}", page.body);
        let page = officer.get(&format!("/pairs/{last}")).await;
        assert!(page.body.contains(&later("")), "{engine:?} {}", page.body);
        let page = answer(&mut officer, last, "apart", "").await;
        assert!(page.path.starts_with("/pairs?"), "{engine:?} {}", page.path);
        assert!(page.says("Your answer is kept") && page.says("Waiting: 1,"), "{engine:?}");
    }
}

/// No list may go through all pairs there ever were, nor sort them.
#[tokio::test(flavor = "multi_thread")]
async fn every_list_of_pairs_reads_an_index_in_its_order() {
    let country = Country::new(Engine::Sqlite).await;
    let seat = Seat::Office { depth: 2, office: OfficeId::from_uuid(LEILEK) };
    let actor = Actor { id: Uuid::from_u128(77), role: Role::Officer, seat };
    let scope = scope(&actor, domain::access::Action::Check).unwrap();
    let mut tx = country.cell.app.db.read().await.unwrap();
    for (show, index) in [
        (Show::Open, "pair_queue (state=? AND (worth,id)<(?,?))"),
        (Show::Obvious, "pair_obvious (state=? AND zone=? AND (worth,id)<(?,?))"),
        (Show::Decided, "pair_decided ((decided_at,id)<(?,?))"),
        (Show::Second, "(state=?"),
    ] {
        let page = Wanted { show, origin: None }.page_statement(&scope, After::default(), 26);
        for (sql, values) in [page, show.count_statement(&scope, 1_001)] {
            let is_count = sql.contains("count(");
            if is_count && show == Show::Decided {
                continue;
            }
            let plan = tx.all(format!("explain query plan {sql}"), &values).await.unwrap();
            let told: Vec<String> = plan.iter().map(|row| row.get("detail").unwrap()).collect();
            let told = told.join("\n");
            let index = if is_count { "(state=?" } else { index };
            assert!(told.contains(index), "{show}\n{told}");
            // Few wait for a second officer: they may be put in order.
            assert!(show == Show::Second || !told.contains("TEMP B-TREE"), "{show}\n{told}");
        }
    }
}
