//! Fills a demo cell with the sample country.
//!
//! The filling is a row of steps: offices with employers and courses, parts of the people with their history, accounts. Each is one command with an id of its own,
//! so a filling that broke off goes on behind the last step that was written, and a step is never written twice.
//! The accounts come last: nobody signs in to half a country.
//!
//! Chance comes from a seed, so that everybody's demo holds the same rows. That makes the keys of the people known
//! to all, which is good enough for people who do not exist and for nobody else: a cell that is no demo is refused.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use anyhow::{Context as _, bail, ensure};
use domain::{
    access::{Actor, Role},
    id::OfficeId,
    language::Language,
};
use jiff::{Timestamp, ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    Country, MOST_PEOPLE, NATIONAL, Organisation, SMALLEST, StaffRole,
    history::{CHAPTER, Historian},
    offered::{Catalogue, Clerk, Offered},
    records::{Count, Desk, Registry, Rows},
    sign_ins,
};
use crate::{
    access::store::{Account, ApiToken, Office, account_by_login, totp_place},
    app::{App, Cell, country_zone, new_id},
    db::{
        self, Command, Db, Once, Record, Sealed, Tx,
        journal::{self, Act, Entry, Follower, Note},
    },
    followup::follow,
    refusal::Refusal,
    same::follow as same,
    vault::{Chance, SeededChance, chance, token::token_digest},
};

/// The country everybody sees.
pub const SEED: u64 = 1;

/// People a demo begins with: enough for pages to be full, few enough to wait for.
pub const USUAL: usize = 5_000;

/// People written by one command. Fewer flush more often; more hold the writer, and memory, for longer.
const PART: usize = CHAPTER;

/// Parts that wait for the writer, for each thread that makes them.
const WAITING: usize = 1;

/// The id of the first step. The others are counted on from it.
const FIRST_STEP: Uuid = Uuid::from_u128(0x7361_6d70_6c65_8000_8000_0000_0000_0000);

// Streams of chance beside those of the parts, which are counted from 0.
const OFFICES: u64 = u64::MAX;
const ACCOUNTS: u64 = u64::MAX - 1;
const ORGANISATIONS: u64 = u64::MAX - 2;

/// The day of the sample country in this cell: the one the cell was made on. A filling that goes on tomorrow
/// goes on with the same people.
pub fn day_of(cell: &Cell) -> Date {
    cell.made_at.to_zoned(country_zone()).date()
}

/// Whether the cell holds the whole sample country.
pub async fn is_filled(app: &App) -> anyhow::Result<bool> {
    let mut tx = app.db.read().await?;
    Ok(account_by_login(&mut tx, "admin.national").await?.is_some())
}

/// Fills the cell with so many people, or goes on where an earlier run broke off; `progress` is told how many are in.
/// Answers what this run wrote.
pub async fn fill(
    app: &App,
    people: usize,
    progress: &(dyn Fn(usize) + Sync),
) -> anyhow::Result<Count> {
    ensure!(
        app.cell.demo,
        "made-up people do not belong among real ones: only a cell made by `jol demo` is filled"
    );
    ensure!(
        (SMALLEST..=MOST_PEOPLE).contains(&people),
        "the sample country has {SMALLEST} to {MOST_PEOPLE} people, not {people}"
    );
    if is_filled(app).await? {
        progress(people);
        return Ok(Count::default());
    }
    let written = written_steps(app).await?;
    let country = Arc::new(Country::new(SEED, people, day_of(&app.cell)));
    let mut staff = Staff::new(app, &country);
    let historian = Historian::new(&country);
    let mut registry = staff.registry(app);
    let catalogue = staff.found(&mut registry, &country, &historian)?;

    let (offices, entries) = (staff.offices.clone(), staff.office_entries());
    let begun = Begin { people, offices, catalogue, entries };
    let begun = step(app, 0, begun).await.context("the offices cannot be written")?;
    ensure!(
        begun == people,
        "a sample country of {begun} people was begun here: go on with that many, or name another folder"
    );

    let n_parts = people.div_ceil(PART);
    let missing: Vec<usize> = (0..n_parts).filter(|part| !written.contains(&(part + 1))).collect();
    let mut n_in = people - missing.iter().map(|part| n_people(people, *part)).sum::<usize>();
    progress(n_in);
    let db = app.db.clone();
    let mut parts = InOrder::start(missing.clone(), move |part| {
        let people = country.part(part, PART);
        let chapter = historian.chapter(part, &people);
        let chance = SeededChance::new(SEED).part(part as u64);
        registry.register(&people, &chapter, &chance).map(|rows| Part::new(rows, &db))
    });
    let mut count = Count::default();
    for part in missing {
        let rows = parts.next().await.context("the people of a part could not be made")??;
        count.n_registered += rows.count.n_registered;
        count.n_mended += rows.count.n_mended;
        count.n_refused += rows.count.n_refused;
        step(app, part + 1, rows).await.with_context(|| format!("cannot write part {part}"))?;
        n_in += n_people(people, part);
        progress(n_in);
    }

    let finish = staff.finish(app, people).await?;
    step(app, n_parts + 1, finish).await.context("the accounts cannot be written")?;
    Ok(count)
}

fn n_people(people: usize, part: usize) -> usize {
    PART.min(people - part * PART)
}

/// Runs a step, or gives the answer of the run that was first.
async fn step<C: Command>(app: &App, number: usize, command: C) -> Result<C::Answer, Refusal> {
    let id = Uuid::from_u128(FIRST_STEP.as_u128() + number as u128);
    // What a step writes follows from the seed, the day and the number of people, and the last is compared apart.
    let body = Sha256::digest(SEED.to_be_bytes()).into();
    let once = Once { id, actor: Uuid::nil(), body, at: app.now() };
    // A step that was begun is brought to its end when nobody waits for it any more: a COPY that is dropped half-way
    // leaves its connection in a state that the next one to use it would stumble over.
    let db = app.db.clone();
    let work = tokio::spawn(async move { db.run_once(once, command).await });
    work.await.map_err(anyhow::Error::from)?
}

/// The steps that are in the store already.
async fn written_steps(app: &App) -> anyhow::Result<BTreeSet<usize>> {
    let first = FIRST_STEP.as_u128();
    let behind = Uuid::from_u128(first + MOST_PEOPLE as u128);
    let mut tx = app.db.read().await?;
    let sql = "select id from command where id >= $1 and id < $2";
    let rows = tx.all(sql, &[FIRST_STEP.into(), behind.into()]).await?;
    let number = |id: Uuid| usize::try_from(id.as_u128() - first);
    rows.iter().map(|row| Ok(number(row.at(0)?)?)).collect()
}

/// The tables that grow with the people. The chain of the journal is followed while it grows, so the journal keeps the
/// index of the chain.
const FULL_TABLES: [&str; 16] = [
    "journal_person",
    "returnee",
    "consent",
    "profile_item",
    "wish",
    "vacancy",
    "candidacy",
    "course_group",
    "enrolment",
    "attendance",
    "step",
    "note",
    "letter",
    "spell",
    "visit",
    "road",
];

/// The first step. Its answer keeps the size, for a run that goes on.
struct Begin {
    people: usize,
    offices: Vec<Office>,
    catalogue: Catalogue,
    entries: Vec<Entry>,
}

impl Command for Begin {
    type Answer = usize;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<usize, Refusal> {
        db::drop_indexes(tx, &FULL_TABLES).await?;
        tx.insert_all(&self.offices).await?;
        tx.insert_all(&self.catalogue.organisations).await?;
        tx.insert_all(&self.catalogue.courses).await?;
        journal::write_all(tx, self.entries.clone()).await?;
        journal::write_all(tx, self.catalogue.entries.clone()).await?;
        Ok(self.people)
    }
}

/// One part, its rows sealed by whoever made them: the writer has enough to do.
struct Part {
    tables: Vec<Vec<Sealed>>,
    entries: Vec<Entry>,
    count: Count,
}

impl Part {
    fn new(rows: Rows, db: &Db) -> Self {
        fn sealed<R: Record>(db: &Db, rows: &[R]) -> Vec<Sealed> {
            rows.iter().map(|row| db.seal(row)).collect()
        }
        let tables = vec![
            sealed(db, &rows.keys),
            sealed(db, &rows.returnees),
            sealed(db, &rows.consents),
            sealed(db, &rows.vacancies),
            sealed(db, &rows.reports),
            sealed(db, &rows.groups),
            sealed(db, &rows.items),
            sealed(db, &rows.wishes),
            sealed(db, &rows.candidacies),
            sealed(db, &rows.enrolments),
            sealed(db, &rows.attendance),
            sealed(db, &rows.steps),
            sealed(db, &rows.notes),
            sealed(db, &rows.letters),
            sealed(db, &rows.spells),
            sealed(db, &rows.visits),
            sealed(db, &rows.roads),
            sealed(db, &rows.pairs),
        ];
        Self { tables, entries: rows.entries, count: rows.count }
    }
}

impl Command for Part {
    type Answer = ();

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<(), Refusal> {
        for table in &self.tables {
            let rows: Vec<&Sealed> = table.iter().collect();
            tx.insert_all_sealed(&rows).await?;
        }
        Ok(journal::write_all(tx, self.entries.clone()).await?)
    }
}

/// The last step.
struct Finish {
    accounts: Vec<Account>,
    tokens: Vec<ApiToken>,
    entries: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Finished {
    n_accounts: usize,
}

impl Command for Finish {
    type Answer = Finished;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Finished, Refusal> {
        tx.insert_all(&self.accounts).await?;
        tx.insert_all(&self.tokens).await?;
        journal::write_all(tx, self.entries.clone()).await?;
        db::make_indexes(tx, &FULL_TABLES).await?;
        // The roads are written, so whoever reads the journal forward begins behind all this. Entries that are linked
        // later get the numbers that follow, so their number tells the place of the last.
        let row = tx.one("select count(*) from journal", &[]).await?;
        let seq = row.map_or(Ok(0), |row| row.at(0)).map_err(Refusal::from)?;
        for name in [follow::NAME, same::NAME] {
            tx.insert(&Follower { name: name.to_owned(), seq }).await?;
        }
        Ok(Finished { n_accounts: self.accounts.len() })
    }
}

/// Someone who will have an account.
struct Member {
    id: Uuid,
    login: String,
    name: String,
    role: Role,
    office: Option<Uuid>,
    organisation: Option<Uuid>,
}

/// The offices and everybody with a login.
struct Staff {
    made_at: Timestamp,
    offices: Vec<Office>,
    members: Vec<Member>,
    act: Act,
    chance: SeededChance,
}

impl Staff {
    fn new(app: &App, country: &Country) -> Self {
        let made_at = app.cell.made_at;
        let offices = offices(country, made_at, &SeededChance::new(SEED).part(OFFICES));
        let chance = SeededChance::new(SEED).part(ACCOUNTS);
        let office_of = |code: &str| offices.iter().find(|office| office.code == code);
        let new_member = |login: String, name: String, role, office: Option<&str>| Member {
            id: new_id(made_at, &chance),
            login,
            name,
            role,
            office: office.and_then(office_of).map(|office| office.id),
            organisation: None,
        };
        let mut members: Vec<Member> = Vec::new();
        for officer in country.officers() {
            let name = format!("{} {}", officer.surname, officer.given);
            let office = Some(officer.office.as_str());
            members.push(new_member(officer.login, name, role(officer.role), office));
        }
        let mut organisations = |of: Vec<Organisation>, role: Role| {
            for (number, organisation) in (1..).zip(of) {
                let login = format!("{}.{number}", role.code());
                members.push(new_member(login, organisation.name, role, None));
            }
        };
        organisations(country.employers(), Role::Employer);
        organisations(country.providers(), Role::Provider);
        let partner = "Маалымат алмашуу боюнча өнөктөш мекеме".to_owned();
        members.push(new_member("partner.1".to_owned(), partner, Role::Partner, Some(NATIONAL)));
        let act = Act { at: made_at, ..app.operator() };
        Self { made_at, offices, members, act, chance }
    }

    fn registry(&self, app: &App) -> Registry {
        let mut offices: HashMap<String, Office> = HashMap::new();
        // Parents come before their children, so the deepest office of a territory stays.
        for office in &self.offices {
            if let Some(territory) = &office.territory {
                offices.insert(territory.clone(), office.clone());
            }
        }
        let at_desk = |office: &Office, role: Role| -> Vec<Actor> {
            let here =
                self.members.iter().filter(|m| m.office == Some(office.id) && m.role == role);
            here.map(|member| Actor { id: member.id, role, seat: office.seat() }).collect()
        };
        let desk = |office: &Office| {
            let head = at_desk(office, Role::HeadOfOffice).into_iter().next()?;
            Some((office.id, Desk { officers: at_desk(office, Role::Officer), head }))
        };
        Registry {
            keys: app.keys.clone(),
            now: self.made_at,
            today: day_of(&app.cell),
            desks: self.offices.iter().filter_map(desk).collect(),
            offices,
            importer: self.act.actor,
            offered: Offered::default(),
        }
    }

    /// Employers and providers with what they teach. Their accounts act for them from now on.
    fn found(
        &mut self,
        registry: &mut Registry,
        country: &Country,
        historian: &Historian,
    ) -> anyhow::Result<Catalogue> {
        let accounts = |role: Role| -> Vec<Uuid> {
            self.members.iter().filter(|one| one.role == role).map(|one| one.id).collect()
        };
        let zip = |of: Vec<Organisation>, role| of.into_iter().zip(accounts(role)).collect();
        let employers: Vec<_> = zip(country.employers(), Role::Employer);
        let providers: Vec<_> = zip(country.providers(), Role::Provider);
        let chance = SeededChance::new(SEED).part(ORGANISATIONS);
        let clerk = Clerk { registry, zone: country_zone(), chance: &chance };
        let (offered, catalogue) = clerk.catalogue(historian, &employers, &providers)?;
        for known in offered.employers.iter().chain(&offered.providers) {
            let member = self.members.iter_mut().find(|one| one.id == known.account.id);
            if let Some(member) = member {
                member.organisation = Some(known.id);
            }
        }
        registry.offered = offered;
        Ok(catalogue)
    }

    fn office_entries(&self) -> Vec<Entry> {
        self.offices.iter().map(|office| self.made("office", office.id)).collect()
    }

    /// An entry that says that something was made.
    fn made(&self, object_kind: &'static str, object: Uuid) -> Entry {
        let note = Note { action: "made", object_kind, object: Some(object), ..Note::default() };
        Entry::new(new_id(self.made_at, &self.chance), &self.act, note)
    }

    async fn finish(&self, app: &App, people: usize) -> anyhow::Result<Finish> {
        // Accounts with one known password may as well share its salt: there is nothing left to try out, and
        // hashing it for each of some hundred accounts would be most of the waiting.
        let password = Zeroizing::new(sign_ins::PASSWORD.to_owned());
        let password = app.passwords.hash(password, chance::random(&self.chance)).await?;
        let secret = sign_ins::totp_secret();
        let account = |member: &Member| Account {
            id: member.id,
            login: member.login.clone(),
            name: member.name.clone(),
            role: member.role.code().to_owned(),
            office: member.office,
            organisation: member.organisation,
            language: Language::Ky.code().to_owned(),
            password: Some(password.clone()),
            totp: Some(app.keys.seal(&self.chance, &totp_place(member.id), secret.bytes())),
            ..Account::new_blank(self.made_at)
        };
        let accounts: Vec<Account> = self.members.iter().map(account).collect();
        let partner = self.members.iter().find(|member| member.role == Role::Partner);
        let (Some(partner), Some(token)) = (partner, token_digest(&sign_ins::api_token())) else {
            bail!("a country of {people} people has no partner");
        };
        let token = ApiToken {
            id: new_id(self.made_at, &self.chance),
            token,
            account: partner.id,
            name: "demo".to_owned(),
            may_write: true,
            made_at: self.made_at,
            // A demo may stand for long, and its token is no secret.
            ends_at: self.made_at + (10 * 365 * 24).hours(),
            ended_at: None,
        };
        let mut entries: Vec<Entry> =
            accounts.iter().map(|account| self.made("account", account.id)).collect();
        entries.push(self.made("token", token.id));
        Ok(Finish { accounts, tokens: vec![token], entries })
    }
}

fn offices(country: &Country, made_at: Timestamp, chance: &dyn Chance) -> Vec<Office> {
    let mut offices: Vec<Office> = Vec::new();
    for office in country.offices() {
        let id = new_id(made_at, chance);
        let parent = offices.iter().find(|known| Some(&known.code) == office.parent.as_ref());
        let (depth, mut above) = parent.map_or((0, [None; 3]), |parent| {
            (parent.depth + 1, parent.above().map(|id| id.map(OfficeId::uuid)))
        });
        if let Some(own) = usize::try_from(depth - 1).ok().and_then(|level| above.get_mut(level)) {
            *own = Some(id);
        }
        let [above_1, above_2, above_3] = above;
        offices.push(Office {
            id,
            code: office.code,
            depth,
            above_1,
            above_2,
            above_3,
            territory: office.territory.map(str::to_owned),
            name_ky: office.name.ky,
            name_ru: office.name.ru,
            name_uz: office.name.uz,
            name_en: office.name.en,
        });
    }
    offices
}

const fn role(role: StaffRole) -> Role {
    match role {
        StaffRole::Officer => Role::Officer,
        StaffRole::HeadOfOffice => Role::HeadOfOffice,
        StaffRole::ProgrammeOfficer => Role::ProgrammeOfficer,
        StaffRole::CommitteeMember => Role::CommitteeMember,
        StaffRole::Analyst => Role::Analyst,
        StaffRole::DataProtectionOfficer => Role::DataProtectionOfficer,
        StaffRole::Administrator => Role::Administrator,
    }
}

/// Things made on all cores and taken one after another. A few wait, so that memory stays the same however many
/// there are; when nobody takes them any more, the making ends.
struct InOrder<T> {
    threads: Vec<mpsc::Receiver<T>>,
    next: usize,
}

impl<T: Send + 'static> InOrder<T> {
    fn start<N: Copy + Send + Sync + 'static>(
        numbers: Vec<N>,
        make: impl Fn(N) -> T + Send + Sync + 'static,
    ) -> Self {
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        let shared = Arc::new((numbers, make));
        let thread = |at: usize| {
            let (sender, receiver) = mpsc::channel(WAITING);
            let shared = shared.clone();
            tokio::task::spawn_blocking(move || {
                let (numbers, make) = &*shared;
                for number in numbers.iter().skip(at).step_by(n_threads) {
                    if sender.blocking_send(make(*number)).is_err() {
                        return;
                    }
                }
            });
            receiver
        };
        Self { threads: (0..n_threads).map(thread).collect(), next: 0 }
    }

    /// The next one, or `None` behind the last and when a thread broke down.
    async fn next(&mut self) -> Option<T> {
        let at = self.next % self.threads.len();
        self.next += 1;
        self.threads[at].recv().await
    }
}
