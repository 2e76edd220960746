//! A small country behind whose doors one of everything stands, and one of every kind of visitor before them.

use domain::{
    access::{Actor, Purpose, Role, Seat, Sensitivity},
    course::{TypedCourse, TypedGroup},
    followup::{Form, Spell},
    id::{OfficeId, ReturneeId},
    matching::proposal::Measures,
    returnee::Typed,
    support::TypedStep,
};
use jiff::SignedDuration;
use jol::{
    access::store::{Account, ApiToken, Office, Session},
    course::store::{CourseRow, EnrolmentRow, GroupRow},
    db::journal::Act,
    followup::{commands::AddSpell, store::SpellRow},
    import::store::Run,
    matching::proposal::store::{Outcome, Proposal, ProposalLine, ProposalPlace, Ways, ways_place},
    returnee::{
        commands::{Attach, Erase, Restrict},
        erasure_request::AskErasure,
        store as returnees,
    },
    support::commands::{AddStep, Send, WriteNote},
    vacancy::store::{CandidacyRow, Organisation, Report},
};
use uuid::Uuid;

use crate::{
    access::{session, token},
    doors_rules::Place,
    doors_things::Thing,
    people::{AT_LEILEK, BATKEN, Country, LEILEK, OSH, Put},
    phone::by_phone,
    same_queue::pair,
    testkit::{Browser, Engine},
};

const NATIONAL: Uuid = Uuid::from_u128(9);
/// The number of the only place of each proposal.
pub const PLACE: i64 = 4321;
const AT_ALAI: &str = "41706207000000";

/// Somebody who came home. Their name stands in nothing that is not about them.
pub struct Person {
    pub name: &'static str,
    pub id: ReturneeId,
    pub number: String,
    /// The offices that look after them.
    pub offices: &'static [&'static str],
    pub restricted: bool,
    pub erased: bool,
    pub consents: Vec<Purpose>,
    /// The organisations that may meet them: by their word, and verified.
    pub meets: &'static [&'static str],
    pub line: Uuid,
    pub spell: Uuid,
    pub step: Uuid,
    pub file: Uuid,
}

/// Somebody at the door.
#[derive(Clone)]
pub struct Visitor {
    pub name: &'static str,
    /// What they are, once they are signed in.
    pub role: Option<Role>,
    /// Between the steps of a sign-in.
    pub is_halfway: bool,
    pub place: Place,
    /// The account, or the record.
    pub id: Uuid,
    pub session: Uuid,
    /// Of the key of their program.
    pub token: Uuid,
    /// What they show at pages and to the API.
    pub cookie: String,
    pub bearer: String,
}

pub struct World {
    pub country: Country,
    pub people: Vec<Person>,
    pub visitors: Vec<Visitor>,
    pub candidacies: Vec<Thing>,
    /// The work that came of them.
    pub jobs: Vec<Thing>,
    pub enrolments: Vec<Thing>,
    pub vacancies: Vec<Thing>,
    pub courses: Vec<Thing>,
    pub groups: Vec<Thing>,
    pub organisations: Vec<Thing>,
    pub runs: Vec<Thing>,
    pub reports: Vec<Thing>,
    pub pairs: Vec<Thing>,
    pub proposals: Vec<Thing>,
    /// An account that nobody uses.
    pub account: Uuid,
}

/// Name, kind and standing of the organisations.
const ORGANISATIONS: [(&str, &str, &str); 6] = [
    ("sewing", "employer", "verified"),
    ("trade", "employer", "verified"),
    ("new firm", "employer", "waiting"),
    ("school", "provider", "verified"),
    ("college", "provider", "verified"),
    ("new school", "provider", "waiting"),
];

/// Who sits where. An employer at an office is a mistake of an administrator, and reaches nobody.
const STAFF: [(&str, Role, &str); 16] = [
    ("officer of Leilek", Role::Officer, "leilek"),
    ("officer of Batken", Role::Officer, "batken"),
    ("officer of Osh", Role::Officer, "osh"),
    ("head of Leilek", Role::HeadOfOffice, "leilek"),
    ("head of Osh", Role::HeadOfOffice, "osh"),
    ("head of the country", Role::HeadOfOffice, "country"),
    ("programme officer", Role::ProgrammeOfficer, "country"),
    ("programme officer of Osh", Role::ProgrammeOfficer, "osh"),
    ("member of a committee", Role::CommitteeMember, "country"),
    ("analyst", Role::Analyst, "country"),
    ("data protection officer", Role::DataProtectionOfficer, "country"),
    ("data protection officer of Osh", Role::DataProtectionOfficer, "osh"),
    ("administrator", Role::Administrator, "country"),
    ("partner", Role::Partner, "country"),
    ("partner of Osh", Role::Partner, "osh"),
    ("employer at an office", Role::Employer, "country"),
];

/// Name, home, whether restricted, whether they agreed to money and exchange, and the organisations that may meet them.
type Told = (&'static str, &'static str, bool, bool, &'static [&'static str]);

const PEOPLE: [Told; 5] = [
    ("Nearova", "leilek", false, false, &["sewing", "school"]),
    ("Alsova", "leilek", false, true, &[]),
    ("Farova", "osh", false, true, &["trade", "college"]),
    ("Keptova", "leilek", true, true, &["sewing"]),
    ("Goneova", "leilek", false, true, &[]),
];

/// The candidacies and enrolments: whose, where, in which state, and whether the organisation is shown the person.
const CANDIDACIES: [(&str, &str, &str); 6] = [
    ("Nearova", "sewing", "agreed"),
    ("Nearova", "new firm", "agreed"),
    ("Alsova", "sewing", "proposed"),
    ("Farova", "trade", "agreed"),
    ("Keptova", "sewing", "agreed"),
    ("Goneova", "sewing", "agreed"),
];
const ENROLMENTS: [(&str, &str, &str); 4] = [
    ("Nearova", "school", "enrolled"),
    ("Alsova", "new school", "enrolled"),
    ("Alsova", "school", "left"),
    ("Farova", "college", "enrolled"),
];

/// Records that may be one person's.
const PAIRS: [(&str, &str); 4] =
    [("Nearova", "Alsova"), ("Nearova", "Farova"), ("Nearova", "Keptova"), ("Alsova", "Goneova")];

fn office_of(name: &str) -> Uuid {
    match name {
        "country" => NATIONAL,
        "batken" => BATKEN,
        "leilek" => LEILEK,
        "osh" => OSH,
        other => panic!("there is no office {other}"),
    }
}

impl World {
    pub async fn new(engine: Engine) -> Self {
        let country = Country::new(engine).await;
        let national = Office {
            id: NATIONAL,
            code: "1".into(),
            depth: 0,
            above_1: None,
            above_2: None,
            above_3: None,
            territory: None,
            name_ky: "Бишкек".into(),
            name_ru: "Бишкек".into(),
            name_uz: "Bishkek".into(),
            name_en: "Bishkek".into(),
        };
        country.cell.app.db.run(Put(vec![national])).await.unwrap();
        let mut world = Self {
            country,
            people: Vec::new(),
            visitors: Vec::new(),
            candidacies: Vec::new(),
            jobs: Vec::new(),
            enrolments: Vec::new(),
            vacancies: Vec::new(),
            courses: Vec::new(),
            groups: Vec::new(),
            organisations: Vec::new(),
            runs: Vec::new(),
            reports: Vec::new(),
            pairs: Vec::new(),
            proposals: Vec::new(),
            account: Uuid::nil(),
        };
        for told in PEOPLE {
            world.person(told).await;
        }
        for (name, kind, standing) in ORGANISATIONS {
            world.organisation(name, kind, standing).await;
        }
        for (one, other) in PAIRS {
            world.pair(one, other).await;
        }
        for (office, state) in [("country", "accepted"), ("osh", "ready")] {
            world.proposal(office, state).await;
        }
        world.visitors().await;
        world.leave_one().await;
        // The roads of all of them stand.
        world.country.follow().await;
        world
    }

    /// A head of office of the whole country, by whom what stands here was made.
    fn act(&self) -> Act {
        let seat = Seat::Office { depth: 0, office: OfficeId::from_uuid(NATIONAL) };
        self.country.cell.app.act(Actor { id: Uuid::nil(), role: Role::HeadOfOffice, seat })
    }

    pub fn named(&self, name: &str) -> &Person {
        self.people.iter().find(|person| person.name == name).unwrap()
    }

    async fn person(&mut self, (name, home, restricted, agreed, meets): Told) {
        let app = &self.country.cell.app;
        let n = self.people.len();
        let mut consents = vec![Purpose::Registration, Purpose::Matching];
        if agreed {
            consents.extend([Purpose::Finance, Purpose::Exchange]);
        }
        let typed = Typed {
            surname: name.into(),
            given: "Aida".into(),
            territory: if home == "osh" { AT_ALAI } else { AT_LEILEK }.into(),
            // Two of them look like one.
            phone: format!("+99670011000{}", if n == 1 { 0 } else { n }),
            ..self.country.typed()
        };
        let id = self.country.register_who_agrees(typed, consents.clone()).await;
        let act = self.act();
        let line = self.country.line(id, "barrier", "debt").await;
        let step = TypedStep {
            kind: "document".into(),
            words: format!("plan-of-{name}"),
            due_on: String::new(),
        };
        let step = step.read(app.today()).unwrap();
        let (step_id, spell_id, file) = (app.new_id(), app.new_id(), app.new_id());
        let add = AddStep { app: app.clone(), act, id: step_id, person: id, step };
        app.db.run(add).await.unwrap();
        for (words, of_others) in [("note", false), ("rumour", true)] {
            let (note, words) = (app.new_id(), format!("{words}-of-{name}").parse().unwrap());
            let note = WriteNote { app: app.clone(), act, id: note, person: id, words, of_others };
            app.db.run(note).await.unwrap();
        }
        let words = format!("letter-of-{name}").parse().unwrap();
        let send = Send { app: app.clone(), act, id: app.new_id(), person: id, words };
        app.db.run(send).await.unwrap();
        let spell = Spell {
            employer: Some(format!("work-of-{name}").parse().unwrap()),
            ..Spell::said(Form::Informal, app.today())
        };
        let add = AddSpell { app: app.clone(), act, id: spell_id, person: id, spell };
        app.db.run(add).await.unwrap();
        let kind = "application/pdf";
        let bytes = format!("file-of-{name}").into_bytes();
        let attach = Attach { app: app.clone(), act, id: file, person: id, kind, bytes };
        app.db.run(attach).await.unwrap();
        let ask = AskErasure { app: app.clone(), act, id: app.new_id(), person: id };
        app.db.run(ask).await.unwrap();
        if restricted {
            let sensitivity = Sensitivity::Restricted;
            app.db.run(Restrict { app: app.clone(), act, id, sensitivity }).await.unwrap();
        }
        let mut tx = app.db.read().await.unwrap();
        let sql = "select number from returnee where id = $1";
        let number = tx.one(sql, &[id.uuid().into()]).await.unwrap().unwrap().at(0).unwrap();
        let person = Person {
            name,
            id,
            number,
            offices: if home == "osh" {
                &["country", "osh"]
            } else {
                &["country", "batken", "leilek"]
            },
            restricted,
            erased: name == "Goneova",
            consents,
            meets,
            line,
            spell: spell_id,
            step: step_id,
            file,
        };
        self.people.push(person);
    }

    async fn pair(&mut self, one: &'static str, other: &'static str) {
        let row = pair(&self.country, self.named(one).id, self.named(other).id, 900);
        let thing = Thing::new(&format!("{one} and {other}")).of(one).with("id", row.id);
        self.pairs.push(Thing { other: Some(other), ..thing });
        self.country.cell.app.db.run(Put(vec![row])).await.unwrap();
    }

    /// A proposal about an office, with the first vacancy as its only place; two people have a line in that of the country.
    async fn proposal(&mut self, office: &'static str, state: &str) {
        let app = &self.country.cell.app;
        let id = app.new_id();
        let row = Proposal {
            id,
            office: office_of(office),
            depth: if office == "country" { 0 } else { 1 },
            purpose: "Places for the winter".into(),
            measures: serde_json::to_string(&Measures::default()).unwrap(),
            edition: "2026-11".into(),
            lists: vec![0; 32],
            state: state.into(),
            n_people: 2,
            n_done: 2,
            outcome: Some(serde_json::to_string(&Outcome::default()).unwrap()),
            content: None,
            before: None,
            made_by: Uuid::nil(),
            made_at: app.now(),
            ready_at: Some(app.now()),
            decided_by: None,
            decided_at: None,
            reason: None,
            part: String::new(),
            last_on: (state == "accepted").then(|| app.today()),
            n_passed_on: 0,
            version: 1,
        };
        let place = ProposalPlace {
            proposal: id,
            at: PLACE,
            kind: "vacancy".into(),
            thing: self.vacancies[0].fill["id"].parse().unwrap(),
            room: 2,
            n_could: 2,
            n_want: 2,
            n_placed: 2,
            n_kept: 0,
            last_worth: Some(500),
            price: Some(0),
            leads: String::new(),
        };
        app.db.run(Put(vec![row])).await.unwrap();
        app.db.run(Put(vec![place])).await.unwrap();
        let thing = Thing::new(&format!("the proposal of {office}")).with("id", id);
        self.proposals.push(Thing { office: Some(office), ..thing });
        let names: &[&str] = if office == "country" { &["Nearova", "Farova"] } else { &[] };
        for (at, name) in (0..).zip(names) {
            let person = self.named(name).id;
            let mut tx = app.db.read().await.unwrap();
            let (_, key) = returnees::record(&mut tx, &app.keys, person).await.unwrap().unwrap();
            drop(tx);
            let line = app.new_id();
            let ways =
                serde_json::to_vec(&Ways { groups: 0, ways: vec![(PLACE as u32, 500)] }).unwrap();
            let line = ProposalLine {
                id: line,
                proposal: id,
                at,
                returnee: person.uuid(),
                place: Some(PLACE),
                oblast: None,
                ways: key.seal(&*app.chance, &ways_place(line), &ways),
                declined: None,
                changed_by: None,
                changed_at: app.now(),
                version: 1,
            };
            app.db.run(Put(vec![line])).await.unwrap();
        }
    }

    /// An organisation with what it offers, and the people who came to it.
    async fn organisation(&mut self, name: &'static str, kind: &str, standing: &str) {
        let app = &self.country.cell.app;
        let of = self.country.organisation(kind, standing).await;
        self.organisations.push(Thing::new(name).with("id", of.id));
        match kind {
            "employer" => {
                let open = self.country.vacancy(&of, "Tailor", |_| ()).await;
                let unchecked = self.country.vacancy(&of, "Unchecked", |_| ()).await;
                let is_shown = standing == "verified";
                let vacancy = Thing::new(&format!("the vacancy of {name}")).at(name);
                self.vacancies.push(vacancy.with("id", open).open(is_shown));
                let vacancy = Thing::new(&format!("an unchecked vacancy of {name}")).at(name);
                self.vacancies.push(vacancy.with("id", unchecked));
                let report = Report {
                    id: app.new_id(),
                    vacancy: open,
                    reason: "other".into(),
                    words: None,
                    made_at: app.now(),
                    handled_by: None,
                    handled_at: None,
                };
                self.reports.push(Thing::new("a report").with("id", report.id));
                app.db.run(Put(vec![report])).await.unwrap();
                self.candidacies_at(name, &of, open).await;
            }
            _ => {
                let (course, group) = self.course(&of, true).await;
                let (unchecked, its_group) = self.course(&of, false).await;
                let is_shown = standing == "verified";
                let thing = |what: &str| Thing::new(&format!("{what} of {name}")).at(name);
                let open = thing("the course").with("id", course).with("group", group);
                self.courses.push(open.open(is_shown));
                let closed = thing("an unchecked course").with("id", unchecked);
                self.courses.push(closed.with("group", its_group));
                self.groups.push(thing("the group").with("id", group));
                self.enrolments_at(name, &of, group).await;
            }
        }
    }

    async fn candidacies_at(&mut self, name: &'static str, of: &Organisation, vacancy: Uuid) {
        let app = &self.country.cell.app;
        for (person, _, stage) in CANDIDACIES.into_iter().filter(|(_, at, _)| *at == name) {
            let row = CandidacyRow {
                id: app.new_id(),
                vacancy,
                organisation: of.id,
                returnee: self.named(person).id.uuid(),
                stage: stage.into(),
                is_shown: stage == "agreed",
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
            };
            let what = format!("the candidacy of {person} at {name}");
            let at = if row.is_shown { Some(name) } else { None };
            let thing = Thing { organisation: at, ..Thing::new(&what).of(person) };
            let job = SpellRow {
                id: app.new_id(),
                returnee: row.returnee,
                form: "formal".into(),
                from_on: app.today(),
                to_on: None,
                occupation: None,
                employer: None,
                organisation: Some(of.id),
                candidacy: Some(row.id),
                proof: "employer".into(),
                proved_by: None,
                proved_at: Some(app.now()),
                made_by: Uuid::nil(),
                made_at: app.now(),
                version: 1,
            };
            self.candidacies.push(thing.clone().with("id", row.id));
            self.jobs.push(thing.with("spell", job.id));
            let person = ReturneeId::from_uuid(row.returnee);
            self.country.write(person, row).await;
            self.country.write(person, job).await;
        }
    }

    async fn enrolments_at(&mut self, name: &'static str, of: &Organisation, group: Uuid) {
        let app = &self.country.cell.app;
        for (person, _, state) in ENROLMENTS.into_iter().filter(|(_, at, _)| *at == name) {
            let row = EnrolmentRow {
                id: app.new_id(),
                course_group: group,
                organisation: of.id,
                returnee: self.named(person).id.uuid(),
                state: state.into(),
                is_shown: state == "enrolled",
                came_at: app.now(),
                ended_on: None,
                reason: None,
                made_by: Uuid::nil(),
                changed_at: app.now(),
                version: 1,
            };
            let what = format!("the seat of {person} at {name}");
            let at = if row.is_shown { Some(name) } else { None };
            let thing = Thing { organisation: at, ..Thing::new(&what).of(person) };
            self.enrolments.push(thing.with("id", row.id));
            self.country.write(ReturneeId::from_uuid(row.returnee), row).await;
        }
    }

    async fn course(&self, of: &Organisation, is_open: bool) -> (Uuid, Uuid) {
        let (app, lists) = (&self.country.cell.app, self.country.cell.app.lists.now());
        let typed = TypedCourse {
            title: "Embroidery by machine".into(),
            occupation: "embroiderer".into(),
            hours: "40".into(),
            language: "ky".into(),
            way: "in-place".into(),
            ..TypedCourse::default()
        };
        let made = (Uuid::nil(), app.now());
        let course = typed.read(&lists).unwrap();
        let row = CourseRow::new(app.new_id(), of.id, &course, &lists, made);
        let row = CourseRow { state: if is_open { "open" } else { "waiting" }.into(), ..row };
        let group = TypedGroup {
            territory: AT_LEILEK.into(),
            starts_on: "2026-12-07".into(),
            ends_on: "2026-12-20".into(),
            seats: "10".into(),
            ..TypedGroup::default()
        };
        let group = group.read(app.today()).unwrap();
        let group = GroupRow::new(app.new_id(), &row, &group, app.now());
        let ids = (row.id, group.id);
        app.db.run(Put(vec![row])).await.unwrap();
        app.db.run(Put(vec![group])).await.unwrap();
        ids
    }

    async fn visitors(&mut self) {
        for (name, role, office) in STAFF {
            self.signed_in(name, role, Place::Office(office)).await;
        }
        for (name, kind, _) in ORGANISATIONS {
            let role = if kind == "employer" { Role::Employer } else { Role::Provider };
            self.signed_in(name, role, Place::Organisation(name)).await;
        }
        for name in ["Nearova", "Farova", "Keptova"] {
            self.signed_in(name, Role::Returnee, Place::Record(name)).await;
        }
        self.newcomer().await;

        // Nobody, in five shapes.
        let head = self.visitors.iter().find(|one| one.name == "head of the country").unwrap();
        let nobody = Visitor {
            name: "stranger",
            role: None,
            is_halfway: false,
            place: Place::Nowhere,
            id: Uuid::nil(),
            session: Uuid::nil(),
            token: Uuid::nil(),
            cookie: String::new(),
            bearer: String::new(),
        };
        let astray = Visitor {
            name: "head with cookie and token at each other's door",
            cookie: format!("jol={}", &head.bearer["Bearer ".len()..]),
            bearer: format!("Bearer {}", &head.cookie["jol=".len()..]),
            ..nobody.clone()
        };
        self.visitors.extend([nobody, astray]);
        self.half_open("officer without the second factor", true).await;
        self.half_open("blocked officer", false).await;
        let app = &self.country.cell.app;
        let account = Account::new_blank(app.now());
        let id = app.new_id();
        self.account = id;
        let (login, role) = (id.to_string(), Role::Analyst.code().to_owned());
        app.db.run(Put(vec![Account { id, login, role, ..account }])).await.unwrap();
    }

    async fn signed_in(&mut self, name: &'static str, role: Role, place: Place) {
        let app = &self.country.cell.app;
        let (account, returnee) = match place {
            Place::Record(person) => (None, Some(self.named(person).id.uuid())),
            _ => (Some(app.new_id()), None),
        };
        let (mut bearer, mut key) = (String::new(), Uuid::nil());
        if let Some(id) = account {
            let organisation = match place {
                Place::Organisation(name) => self.organisations.iter().find(|one| one.what == name),
                _ => None,
            };
            let row = Account {
                id,
                login: id.to_string(),
                name: "Somebody".into(),
                role: role.code().into(),
                office: if let Place::Office(office) = place {
                    Some(office_of(office))
                } else {
                    None
                },
                organisation: organisation.map(|one| one.fill["id"].parse().unwrap()),
                language: "en".into(),
                ..Account::new_blank(app.now())
            };
            app.db.run(Put(vec![row])).await.unwrap();
            let (token, text) = token(app, id);
            key = token.id;
            app.db.run(Put::<ApiToken>(vec![token])).await.unwrap();
            bearer = text;
        }
        let (session, cookie) = session(app, account, returnee);
        let id = account.or(returnee).unwrap();
        let visitor = Visitor {
            name,
            role: Some(role),
            is_halfway: false,
            place,
            id,
            session: session.id,
            token: key,
            cookie,
            bearer,
        };
        app.db.run(Put(vec![session])).await.unwrap();
        self.visitors.push(visitor);
    }

    /// Somebody who has proven a phone and has no record.
    async fn newcomer(&mut self) {
        let mut browser = Browser::new(&self.country.cell.app);
        by_phone(&self.country.cell, &mut browser, "+996700119999").await;
        let mut tx = self.country.cell.app.db.read().await.unwrap();
        let sql =
            "select id from session where account is null and returnee is null and stage = 'full'";
        let session = tx.one(sql, &[]).await.unwrap().unwrap().at(0).unwrap();
        self.visitors.push(Visitor {
            name: "newcomer",
            role: Some(Role::Returnee),
            is_halfway: false,
            place: Place::Nowhere,
            id: session,
            session,
            token: Uuid::nil(),
            cookie: format!("jol={}", browser.cookies["jol"]),
            bearer: String::new(),
        });
    }

    /// An officer of the country who has only shown a password, or who is blocked.
    async fn half_open(&mut self, name: &'static str, is_halfway: bool) {
        let app = &self.country.cell.app;
        let account = Account {
            id: app.new_id(),
            login: app.new_id().to_string(),
            name: "Somebody".into(),
            role: Role::Officer.code().into(),
            office: Some(NATIONAL),
            blocked_at: (!is_halfway).then_some(app.now()),
            ..Account::new_blank(app.now())
        };
        let (session, cookie) = session(app, Some(account.id), None);
        let stage = if is_halfway { "set-up" } else { "full" }.to_owned();
        let (token, bearer) = token(app, account.id);
        let ended_at = is_halfway.then_some(app.now() - SignedDuration::from_hours(1));
        let (id, session) = (account.id, Session { stage, ..session });
        self.visitors.push(Visitor {
            name,
            role: None,
            is_halfway,
            place: Place::Nowhere,
            id,
            // A form of a session that is not open is nobody's.
            session: if is_halfway { session.id } else { Uuid::nil() },
            token: token.id,
            cookie,
            bearer,
        });
        app.db.run(Put(vec![account])).await.unwrap();
        app.db.run(Put(vec![session])).await.unwrap();
        app.db.run(Put(vec![ApiToken { ended_at, ..token }])).await.unwrap();
    }

    /// Somebody is erased, after everything stood; and two heads have brought in a file each.
    async fn leave_one(&mut self) {
        let app = &self.country.cell.app;
        let gone = self.named("Goneova").id;
        let seat = Seat::Own(gone);
        let act = app.act(Actor { id: gone.uuid(), role: Role::Returnee, seat });
        app.db.run(Erase { app: app.clone(), act, id: gone, version: None }).await.unwrap();
        for (n, head) in ["head of Leilek", "head of Osh"].into_iter().enumerate() {
            let made_by = self.visitors.iter().find(|one| one.name == head).unwrap().id;
            let run = Run {
                id: app.new_id(),
                kind: "people".into(),
                digest: [n as u8; 32],
                mapping: String::new(),
                whole_or_none: false,
                agreed: true,
                evidence: None,
                is_kept: false,
                state: "done".into(),
                fault: None,
                n_lines: 1,
                next_line: 1,
                n_good: 1,
                n_bad: 0,
                made_by,
                made_at: app.now(),
                ended_at: Some(app.now()),
                version: 1,
            };
            let thing = Thing::new(&format!("the file of the {head}")).with("id", run.id);
            self.runs.push(Thing { made_by: Some(head), ..thing });
            app.db.run(Put(vec![run])).await.unwrap();
        }
    }
}
