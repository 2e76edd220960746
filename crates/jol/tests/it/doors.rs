//! Every door is watched: each address of the router's own list is asked as every kind of visitor, about things of every
//! kind, and answers as the oracle in `doors_rules.rs` says. What comes back names nobody who is out of reach, whoever it
//! names has an entry in their journal, and what was refused has changed nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::{
    body::Body,
    http::{Request, header},
};
use http_body_util::BodyExt as _;
use jol::{
    db::TABLES,
    web::{self, form, server::ClientAddr},
};
use tower::ServiceExt as _;

use crate::{
    doors_rules::{Answer, Door, Fact, Place, doors},
    doors_things::Thing,
    doors_world::{Person, Visitor, World},
    testkit::{Answer as Page, Engine, engines},
};

/// What is wrong, gathered so that one run tells all of it.
type Faults = Vec<String>;

#[test]
fn every_address_has_its_line_in_the_oracle() {
    let known: BTreeSet<_> = doors().iter().map(|door| (door.method, door.path)).collect();
    assert_eq!(known.len(), doors().len(), "an address has two lines");
    let routes = web::routes();
    let all: BTreeSet<_> =
        routes.addresses().iter().map(|one| (one.method.as_str(), one.path)).collect();
    let new: Vec<_> = all.difference(&known).collect();
    assert!(
        new.is_empty(),
        "these addresses are new: {new:?}. Give each a line in `doors()` of tests/it/doors_rules.rs that says who is let \
         in and what is sent, and, if it names a thing of a new kind, that thing in `things()` of doors_things.rs"
    );
    let gone: Vec<_> = known.difference(&all).collect();
    assert!(gone.is_empty(), "these addresses are no more, so their lines go: {gone:?}");
}

impl World {
    async fn ask(&self, visitor: &Visitor, door: &Door, path: &str, body: &str) -> Page {
        let app = &self.country.cell.app;
        let n = self.visitors.iter().position(|one| one.name == visitor.name).unwrap();
        let is_api = path.starts_with("/api/");
        let asked = match door.method {
            "GET" if !body.is_empty() => format!("{path}?{body}"),
            _ => path.to_owned(),
        };
        let mut request = Request::builder().method(door.method).uri(asked);
        if !visitor.cookie.is_empty() {
            request =
                request.header(header::COOKIE, format!("{}; jol-language=en", visitor.cookie));
        }
        if !visitor.bearer.is_empty() && (is_api || visitor.role.is_none()) {
            request = request.header(header::AUTHORIZATION, &visitor.bearer);
        }
        let body = if is_api {
            request = request.header("idempotency-key", app.new_id().to_string());
            if body != "-" {
                request = request.header(header::IF_MATCH, "\"1\"");
            }
            body.trim_matches('-').to_owned()
        } else if door.method == "GET" {
            String::new()
        } else {
            format!("{}&{body}", form::fields_for(app, visitor.session))
        };
        let kind = if is_api { "application/json" } else { "application/x-www-form-urlencoded" };
        request = request.header(header::CONTENT_TYPE, kind);
        let mut request = request.body(Body::from(body)).unwrap();
        // Each in a network of their own: guesses and requests are counted for those.
        request.extensions_mut().insert(ClientAddr([10, 9, n as u8, 1].into()));
        let response = self.country.cell.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
        Page { status: parts.status, headers: parts.headers, text }
    }

    /// What the oracle says. Who has no key for programs is nobody to the API.
    fn expects(&self, door: &Door, visitor: &Visitor, thing: &Thing) -> Answer {
        let is_api = door.path.starts_with("/api/") && visitor.bearer.is_empty();
        let unknown = Visitor { role: None, ..visitor.clone() };
        door.rule.answer(if is_api { &unknown } else { visitor }, thing, &self.about(thing))
    }

    fn about(&self, thing: &Thing) -> Vec<&Person> {
        thing.person.into_iter().chain(thing.other).map(|name| self.named(name)).collect()
    }

    /// Asks, and looks at what came back.
    async fn knock(
        &self,
        (visitor, door, thing): (&Visitor, &Door, &Thing),
        body: &str,
        expected: Option<Answer>,
        faults: &mut Faults,
    ) -> Page {
        let path = thing.filled(door.path);
        let since = self.country.a_moment();
        let body = thing.filled(body);
        let body = body.replace("{session}", &visitor.session.to_string());
        let body = body.replace("{token}", &visitor.token.to_string());
        let page = self.ask(visitor, door, &path, &body).await;
        let who =
            format!("{} {} asked about {} by {}", door.method, door.path, thing.what, visitor.name);
        let answer = answered(&page);
        if let Some(expected) = expected.filter(|expected| answer != Some(*expected)) {
            faults.push(format!("{who}: {} instead of {expected:?}", page.status));
        }
        // The style inside a page is the same for all and longer than the rest.
        let text = page.text.split_once("</style>").map_or(&*page.text, |(_, text)| text);
        for person in &self.people {
            // Every mark holds the name or the number.
            if !text.contains(person.name) && !text.contains(&person.number) {
                continue;
            }
            let is_told = |fact: &Fact| text.contains(&fact.mark(person));
            let told: Vec<Fact> = Fact::ALL.into_iter().filter(is_told).collect();
            for fact in &told {
                if !fact.may_be_told(visitor, person) {
                    faults.push(format!("{who}: tells the {fact:?} of {}", person.name));
                }
            }
            let is_own = visitor.place == Place::Record(person.name);
            if !is_own && !self.is_written(visitor, person, since).await {
                faults.push(format!("{who}: shows {} and writes no entry", person.name));
            }
        }
        page
    }

    /// Whether the journal says that somebody saw a person or changed something of theirs.
    async fn is_written(&self, visitor: &Visitor, person: &Person, since: jiff::Timestamp) -> bool {
        let sql = "select 1 from journal j where j.actor = $1 and j.at >= $2 and (j.person = $3 \
                   or exists (select 1 from shown s where s.entry = j.id and s.person = $3)) limit 1";
        let values = [visitor.id.into(), since.into(), person.id.uuid().into()];
        let mut tx = self.country.cell.app.db.read().await.unwrap();
        tx.one(sql, &values).await.unwrap().is_some()
    }

    /// What the store holds, table by table, but for what counts every request.
    async fn prints(&self) -> BTreeMap<&'static str, Vec<Vec<u8>>> {
        let mut tx = self.country.cell.app.db.read().await.unwrap();
        let mut prints = BTreeMap::new();
        let counted = ["session", "tally", "lease", "follower", "checkpoint", "job", "road"];
        for table in TABLES.iter().filter(|table| !counted.contains(&table.name)) {
            let sql = format!("select seal from {} order by seal", table.name);
            let rows = tx.all(sql, &[]).await.unwrap();
            prints.insert(table.name, rows.iter().map(|row| row.at(0).unwrap()).collect());
        }
        let n = tx.one("select count(*) from journal", &[]).await.unwrap().unwrap();
        prints.insert("journal", vec![n.at::<i64>(0).unwrap().to_string().into_bytes()]);
        prints
    }
}

/// What became of whoever asked; nothing the oracle knows when something broke.
fn answered(page: &Page) -> Option<Answer> {
    let to_sign_in = page.status == 303 && page.location().starts_with("/sign-in");
    Some(match page.status.as_u16() {
        401 => Answer::SignInFirst,
        303 if to_sign_in && page.location().contains("next=") => Answer::SignInFirst,
        // The door was open, but the form had no version in it.
        403 if page.text.contains("This form has expired") => Answer::In,
        403 => Answer::NotAllowed,
        404 => Answer::NotFound,
        429 | 500.. => return None,
        _ => Answer::In,
    })
}

/// A door that is closed to a role is closed whatever lies behind it: the first thing is enough.
fn fewer(mut things: Vec<Thing>, answer: impl Fn(&Thing) -> Answer) -> Vec<Thing> {
    let is_closed =
        |thing: &Thing| matches!(answer(thing), Answer::NotAllowed | Answer::SignInFirst);
    if things.iter().all(is_closed) {
        things.truncate(1);
    }
    things
}

/// What lies out of reach answers exactly like what is not there.
fn compare(pages: &[(&Thing, Page)], (visitor, door): (&Visitor, &Door), faults: &mut Faults) {
    let tidy = |thing: &Thing, page: &Page| {
        let names =
            thing.fill.iter().filter(|(place, _)| door.path.contains(&format!("{{{place}}}")));
        let mut text = page.tidy("ID").1;
        for (place, value) in names {
            text = text.replace(value.as_str(), place);
        }
        text
    };
    let mut absent = pages.iter().filter(|(_, page)| page.status == 404);
    let Some((thing, page)) = absent.next_back() else { return };
    let nothing = tidy(thing, page);
    for (thing, page) in absent {
        if tidy(thing, page) != nothing {
            faults.push(format!(
                "{} {} about {} tells {} that something is there",
                door.method, door.path, thing.what, visitor.name
            ));
        }
    }
}

/// Those who knock: on one engine all of them, on the other one of each kind.
fn visitors(world: &World, engine: Engine) -> Vec<Visitor> {
    let few = [
        "officer of Leilek",
        "programme officer",
        "partner",
        "sewing",
        "new firm",
        "Nearova",
        "Farova",
    ];
    let is_one = |one: &&Visitor| engine == Engine::Sqlite || few.contains(&one.name);
    world.visitors.iter().filter(is_one).cloned().collect()
}

/// All looks of one visitor, or all they try to change in vain.
async fn walk(world: &World, visitor: &Visitor, looks: bool) -> Faults {
    let mut faults = Faults::new();
    for door in doors().iter().filter(|door| (door.method == "GET") == looks) {
        let answer = |thing: &Thing| world.expects(door, visitor, thing);
        let things = fewer(world.things(door.path), answer);
        let mut pages = Vec::new();
        for thing in things.iter().filter(|thing| looks || answer(thing) != Answer::In) {
            let (expected, of) = (Some(answer(thing)), (visitor, door, thing));
            pages.push((thing, world.knock(of, door.body, expected, &mut faults).await));
        }
        compare(&pages, (visitor, door), &mut faults);
    }
    faults
}

/// The walks of all of them at once.
async fn walk_all(world: &Arc<World>, visitors: &[Visitor], looks: bool) -> Faults {
    let walks = visitors.iter().cloned().map(|visitor| {
        let world = world.clone();
        tokio::spawn(async move { walk(&world, &visitor, looks).await })
    });
    let mut faults = Faults::new();
    for walk in walks.collect::<Vec<_>>() {
        faults.extend(walk.await.unwrap());
    }
    faults
}

/// Changes by whoever may make them, door by door, so that what ends something comes last.
async fn change(world: &World, visitors: &[Visitor]) -> Faults {
    let mut faults = Faults::new();
    for door in doors().iter().filter(|door| door.method != "GET") {
        for visitor in visitors {
            for thing in world.things(door.path) {
                let expected = world.expects(door, visitor, &thing);
                if expected != Answer::In {
                    continue;
                }
                let of = (visitor, door, &thing);
                // A form that comes back with what is wrong is a look, too.
                if thing.person.is_some() && !door.path.starts_with("/api/") {
                    world.knock(of, "", None, &mut faults).await;
                }
                let body = door.gently.unwrap_or(door.body);
                world.knock(of, body, Some(expected), &mut faults).await;
            }
        }
    }
    faults
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_opens_to_whom_the_oracle_says_and_to_nobody_else() {
    for engine in engines() {
        let world = Arc::new(World::new(engine).await);
        let visitors = visitors(&world, engine);
        let mut faults = walk_all(&world, &visitors, true).await;
        let before = world.prints().await;
        faults.extend(walk_all(&world, &visitors, false).await);
        for (table, now) in world.prints().await {
            if before[table] != now {
                faults.push(format!("what was refused left something in `{table}`"));
            }
        }
        faults.extend(change(&world, &visitors).await);
        assert!(faults.is_empty(), "{engine:?}: {}\n{}", faults.len(), faults.join("\n"));
    }
}
