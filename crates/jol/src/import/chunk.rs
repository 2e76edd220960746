//! Some lines of a file, written together with how far the run has come.

use std::collections::{HashMap, HashSet};

use domain::{
    access::{Action, Actor, Deciding, Purpose, Scope, Sensitivity, scope},
    course::{Course, Group},
    fault::FieldFault,
    id::ReturneeId,
    returnee::{Channel, Details, Number},
    territory::Territory,
    vacancy::{Offer, OrganisationDetails, OrganisationKind, Standing},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Kind,
    reading::{Good, Read},
    store::{self, Run, State},
    told,
};
use crate::{
    access::{
        nearest::{Above, Near, office_of},
        store::{self as offices, Office},
    },
    app::App,
    course::store::{CourseRow, GroupRow},
    db::{
        Command, Error, Tx, Value,
        journal::{self, Act, Entry, Note},
    },
    refusal::Refusal,
    returnee::{
        bulk::{Outcome, RegisterAll, pin_index, pins_taken},
        registration::Register,
    },
    vacancy::store::{Organisation, Vacancy},
    vault::chance,
};

/// Lines that are written in one transaction.
pub const LINES: usize = 500;

/// Lines that were read, with where the next one begins.
#[derive(Clone, Debug)]
pub struct Chunk {
    pub from: u64,
    pub next: u64,
    pub is_last: bool,
    pub reads: Vec<Read>,
}

/// Who brings a file in, and whom they may bring in: a head the people of their own area.
pub struct Importer {
    pub actor: Actor,
    scope: Option<Scope>,
    offices: Vec<Office>,
}

impl Importer {
    pub async fn new(app: &App, actor: Actor) -> Result<Self, Refusal> {
        let scope = match is_operator(app, &actor) {
            true => None,
            false => Some(scope(&actor, Action::Import).map_err(|_| Refusal::NotAllowed)?),
        };
        let offices = offices::offices(&mut app.db.read().await?).await?;
        Ok(Self { actor, scope, offices })
    }

    /// The offices a person of this place will belong to, as the registration decides it.
    fn above(&self, place: Option<Territory>) -> Above {
        let office = match Near::new(place, &self.actor) {
            Near::Place(place) => office_of(&self.offices, place),
            Near::Office(own) => self.offices.iter().find(|one| one.id == own.uuid()),
            Near::Nothing => None,
        };
        office.map(Office::above).unwrap_or_default()
    }

    fn reaches(&self, details: &Details) -> bool {
        let record = Deciding {
            id: ReturneeId::from_uuid(Uuid::nil()),
            offices: self.above(details.territory),
            sensitivity: Sensitivity::Ordinary,
            consents: Default::default(),
            introduced_to: Vec::new(),
            erased: false,
        };
        self.scope.is_some_and(|scope| scope.covers(&record))
    }

    /// What the rule of access says of a line.
    fn fault(&self, good: &Good) -> Option<FieldFault> {
        match good {
            Good::Person(details, _) if !self.reaches(details) => {
                Some(FieldFault::plain("territory", "fault-import-outside"))
            }
            _ => None,
        }
    }
}

/// The operator of the program, who has no account.
pub fn is_operator(app: &App, actor: &Actor) -> bool {
    actor.id == app.operator().actor.id
}

/// What is wrong with the lines of a chunk that were read well, as far as the store tells. `seen` remembers what the file
/// itself held before.
pub async fn judge(
    tx: &mut Tx,
    app: &App,
    importer: &Importer,
    chunk: &Chunk,
    seen: &mut HashSet<Vec<u8>>,
) -> Result<Vec<(u64, Vec<FieldFault>)>, Refusal> {
    let mut found = Vec::new();
    let good = || chunk.reads.iter().filter_map(|read| Some((read.line, read.what.as_ref().ok()?)));
    let mut pins = Vec::new();
    let mut numbers: HashMap<OrganisationKind, Vec<&str>> = HashMap::new();
    for (_, good) in good() {
        match good {
            Good::Person(details, _) => pins.extend(pin_index(app, details)?),
            Good::Organisation(details) => {
                numbers.entry(details.kind).or_default().push(details.tax_number.as_str());
            }
            Good::Vacancy(number, _) => {
                numbers.entry(OrganisationKind::Employer).or_default().push(number.as_str());
            }
            Good::Course(number, ..) => {
                numbers.entry(OrganisationKind::Provider).or_default().push(number.as_str());
            }
        }
    }
    let taken = pins_taken(tx, pins.into_iter()).await?;
    let mut known = HashMap::new();
    for (kind, numbers) in numbers {
        known.insert(kind, organisations(tx, kind, numbers.into_iter()).await?);
    }
    let is_known = |kind, number: &str| {
        known.get(&kind).is_some_and(|known: &HashMap<String, Uuid>| known.contains_key(number))
    };
    for read in &chunk.reads {
        let fault = match &read.what {
            Err(faults) => {
                found.push((read.line, faults.clone()));
                continue;
            }
            Ok(good) if importer.fault(good).is_some() => importer.fault(good),
            Ok(Good::Person(details, _)) => match pin_index(app, details)? {
                Some(pin) if taken.contains(&pin) || !seen.insert(pin.to_vec()) => {
                    Some(pin_taken())
                }
                _ => None,
            },
            Ok(Good::Organisation(details)) => {
                let key = format!("{} {}", details.kind, details.tax_number);
                let there = is_known(details.kind, details.tax_number.as_str())
                    || !seen.insert(key.into_bytes());
                there.then(there_already)
            }
            Ok(Good::Vacancy(number, _)) => {
                (!is_known(OrganisationKind::Employer, number.as_str())).then(nobody)
            }
            Ok(Good::Course(number, ..)) => {
                (!is_known(OrganisationKind::Provider, number.as_str())).then(nobody)
            }
        };
        found.extend(fault.map(|fault| (read.line, vec![fault])));
    }
    Ok(found)
}

fn pin_taken() -> FieldFault {
    FieldFault::plain("pin", "fault-import-pin-taken")
}

fn there_already() -> FieldFault {
    FieldFault::plain("tax_number", "fault-import-there")
}

fn nobody() -> FieldFault {
    FieldFault::plain("tax_number", "fault-import-nobody")
}

/// Organisations by their tax numbers.
async fn organisations(
    tx: &mut Tx,
    kind: OrganisationKind,
    numbers: impl Iterator<Item = &str>,
) -> Result<HashMap<String, Uuid>, Error> {
    let numbers: Vec<&str> = numbers.collect();
    let mut found = HashMap::new();
    for some in numbers.chunks(250) {
        let places: Vec<String> = (2..some.len() + 2).map(|place| format!("${place}")).collect();
        let places = places.join(",");
        let sql =
            format!("select * from organisation where kind = $1 and tax_number in ({places})");
        let mut values: Vec<Value> = vec![kind.code().into()];
        values.extend(some.iter().map(|number| Value::from(*number)));
        let rows: Vec<Organisation> = tx.list(sql, &values).await?;
        found.extend(rows.into_iter().map(|row| (row.tax_number, row.id)));
    }
    Ok(found)
}

/// What became of a chunk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Taken {
    Written {
        n_good: i64,
        n_bad: i64,
    },
    /// Another worker has written these lines, or the run has ended.
    Elsewhere,
}

/// Writes a chunk and moves the run forward, in one transaction.
pub struct TakeChunk {
    app: App,
    act: Act,
    run: Uuid,
    from: i64,
    next: i64,
    is_last: bool,
    rows: Rows,
    faults: Vec<(u64, FieldFault)>,
}

/// What the good lines make, each with its line.
enum Rows {
    People(Vec<u64>, Box<RegisterAll>),
    Organisations(Vec<(u64, Organisation)>),
    Vacancies(Vec<(u64, String, Vacancy)>),
    Courses(Vec<(u64, String, CourseRow, Option<GroupRow>)>),
}

impl TakeChunk {
    /// Makes the ids and moments, and leaves out what the importer may not bring in.
    pub fn new(app: &App, importer: &Importer, run: &Run, chunk: Chunk) -> Result<Self, Refusal> {
        let kind = run.kind()?;
        let mut act = app.act(importer.actor);
        if kind == Kind::People {
            act.purpose = Purpose::Registration;
        }
        let (mut good, mut faults) = (Vec::new(), Vec::new());
        for read in chunk.reads {
            let line = read.line;
            match read.what {
                Err(found) => faults.extend(found.into_iter().map(|fault| (line, fault))),
                Ok(one) => match importer.fault(&one) {
                    Some(fault) => faults.push((line, fault)),
                    None => good.push((line, one)),
                },
            }
        }
        let make = Make { app, act, evidence: run.evidence.as_deref() };
        Ok(Self {
            app: app.clone(),
            act,
            run: run.id,
            from: place(chunk.from),
            next: place(chunk.next),
            is_last: chunk.is_last,
            rows: make.rows(kind, good),
            faults,
        })
    }
}

/// Numbers of lines as the store keeps them.
fn place(line: u64) -> i64 {
    i64::try_from(line).unwrap_or(i64::MAX)
}

struct Make<'a> {
    app: &'a App,
    act: Act,
    evidence: Option<&'a str>,
}

impl Make<'_> {
    fn rows(&self, kind: Kind, good: Vec<(u64, Good)>) -> Rows {
        let lines = |good: &[(u64, Good)]| good.iter().map(|(line, _)| *line).collect();
        match kind {
            Kind::People => {
                let lines = lines(&good);
                let people = good.into_iter().filter_map(|(_, good)| match good {
                    Good::Person(details, consents) => Some(self.person(*details, consents)),
                    _ => None,
                });
                let all = RegisterAll::new(self.app.clone(), self.act, people.collect(), false);
                Rows::People(lines, Box::new(all))
            }
            Kind::Employers => Rows::Organisations(
                good.into_iter()
                    .filter_map(|(line, good)| match good {
                        Good::Organisation(details) => Some((line, self.organisation(&details))),
                        _ => None,
                    })
                    .collect(),
            ),
            Kind::Vacancies => Rows::Vacancies(
                good.into_iter()
                    .filter_map(|(line, good)| match good {
                        Good::Vacancy(number, offer) => {
                            Some((line, number.to_string(), self.vacancy(&offer)))
                        }
                        _ => None,
                    })
                    .collect(),
            ),
            Kind::Courses => Rows::Courses(
                good.into_iter()
                    .filter_map(|(line, good)| match good {
                        Good::Course(number, course, group) => {
                            let course = self.course(&course);
                            let group = group.map(|group| self.group(course.id, &group));
                            Some((line, number.to_string(), course, group))
                        }
                        _ => None,
                    })
                    .collect(),
            ),
        }
    }

    fn person(&self, details: Details, consents: Vec<Purpose>) -> Register {
        Register {
            app: self.app.clone(),
            act: self.act,
            id: ReturneeId::from_uuid(self.app.new_id()),
            number: Number::from_chance(chance::random(&*self.app.chance)),
            language: details.language,
            details,
            consents,
            channel: Channel::Import,
            session: None,
            rows: None,
        }
    }

    fn organisation(&self, details: &OrganisationDetails) -> Organisation {
        let typed = details.typed();
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        let verified = self.evidence.is_some();
        Organisation {
            id: self.app.new_id(),
            kind: typed.kind,
            name: typed.name,
            tax_number: typed.tax_number,
            sector: given(typed.sector),
            territory: typed.territory,
            address: given(typed.address),
            contact: given(typed.contact),
            phone: typed.phone,
            standing: match verified {
                true => Standing::Verified.code().to_owned(),
                false => Standing::Waiting.code().to_owned(),
            },
            evidence: self.evidence.map(str::to_owned),
            reason: None,
            decided_by: verified.then_some(self.act.actor.id),
            decided_at: verified.then_some(self.act.at),
            made_at: self.act.at,
            version: 1,
        }
    }

    /// Whose it is, is found when it is written.
    fn vacancy(&self, offer: &Offer) -> Vacancy {
        let blank = Vacancy::new(self.app.new_id(), Uuid::nil(), self.act.actor.id, self.act.at);
        blank.offering(offer, "", &self.app.lists.now())
    }

    fn course(&self, course: &Course) -> CourseRow {
        let made = (self.act.actor.id, self.act.at);
        CourseRow::new(self.app.new_id(), Uuid::nil(), course, &self.app.lists.now(), made)
    }

    fn group(&self, course: Uuid, group: &Group) -> GroupRow {
        GroupRow {
            id: self.app.new_id(),
            course,
            organisation: Uuid::nil(),
            territory: group.territory.code().to_owned(),
            place: group.place.as_ref().map(|place| place.as_str().to_owned()),
            starts_on: group.starts_on,
            ends_on: group.ends_on,
            seats: group.seats.into(),
            closed_at: None,
            made_at: self.act.at,
            version: 1,
        }
    }
}

impl Command for TakeChunk {
    type Answer = Taken;

    fn prepare(&mut self) -> Result<(), Refusal> {
        match &mut self.rows {
            Rows::People(_, all) => all.prepare(),
            _ => Ok(()),
        }
    }

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<Taken, Refusal> {
        let run = store::lock_run(tx, self.run).await?.ok_or(Refusal::NotFound)?;
        if run.state()? != State::Running || run.next_line != self.from {
            return Ok(Taken::Elsewhere);
        }
        let mut faults = self.faults.clone();
        let n_written = match &self.rows {
            Rows::People(lines, all) => self.people(tx, lines, all, &mut faults).await?,
            Rows::Organisations(rows) => self.organisations(tx, rows, &mut faults).await?,
            Rows::Vacancies(rows) => self.vacancies(tx, rows, &mut faults).await?,
            Rows::Courses(rows) => self.courses(tx, rows, &mut faults).await?,
        };
        let n_bad = faults.iter().map(|(line, _)| line).collect::<HashSet<_>>().len();
        let (n_good, n_bad) = (place(n_written as u64), place(n_bad as u64));
        tx.insert_all(&told::sealed(&self.app, self.run, &faults)).await?;

        let n_good_of_all = run.n_good + n_good;
        let state = match (self.is_last, n_good_of_all) {
            (false, _) => State::Running,
            // Nothing of it was taken, so it may be sent again, with other columns perhaps.
            (true, 0) => State::Refused,
            (true, _) => State::Done,
        };
        tx.update(&Run {
            state: state.code().to_owned(),
            next_line: self.next,
            n_good: n_good_of_all,
            n_bad: run.n_bad + n_bad,
            ended_at: self.is_last.then_some(self.act.at),
            version: run.version + 1,
            ..run
        })
        .await?;
        Ok(Taken::Written { n_good, n_bad })
    }
}

type Faults = Vec<(u64, FieldFault)>;

impl TakeChunk {
    async fn people(
        &self,
        tx: &mut Tx,
        lines: &[u64],
        all: &RegisterAll,
        faults: &mut Faults,
    ) -> Result<usize, Refusal> {
        let outcomes = all.run(tx).await?;
        let mut n_written = 0;
        for (line, outcome) in lines.iter().zip(outcomes) {
            match outcome {
                Outcome::Registered { .. } | Outcome::Known { .. } => n_written += 1,
                Outcome::PinTaken | Outcome::IdUsed => faults.push((*line, pin_taken())),
            }
        }
        Ok(n_written)
    }

    async fn organisations(
        &self,
        tx: &mut Tx,
        rows: &[(u64, Organisation)],
        faults: &mut Faults,
    ) -> Result<usize, Refusal> {
        let mut known: HashSet<(String, String)> = HashSet::new();
        for kind in OrganisationKind::ALL {
            let of_kind = rows.iter().filter(|(_, row)| row.kind == kind.code());
            let numbers = of_kind.map(|(_, row)| row.tax_number.as_str());
            let found = organisations(tx, *kind, numbers).await?;
            known.extend(found.into_keys().map(|number| (kind.code().to_owned(), number)));
        }
        let mut new = Vec::new();
        for (line, row) in rows {
            match known.insert((row.kind.clone(), row.tax_number.clone())) {
                true => new.push(row.clone()),
                false => faults.push((*line, there_already())),
            }
        }
        tx.insert_all(&new).await?;
        self.made(tx, "organisation", new.iter().map(|row| row.id)).await?;
        Ok(new.len())
    }

    async fn vacancies(
        &self,
        tx: &mut Tx,
        rows: &[(u64, String, Vacancy)],
        faults: &mut Faults,
    ) -> Result<usize, Refusal> {
        let numbers = rows.iter().map(|(_, number, _)| number.as_str());
        let known = organisations(tx, OrganisationKind::Employer, numbers).await?;
        let mut new = Vec::new();
        for (line, number, row) in rows {
            match known.get(number) {
                Some(&organisation) => new.push(Vacancy { organisation, ..row.clone() }),
                None => faults.push((*line, nobody())),
            }
        }
        tx.insert_all(&new).await?;
        self.made(tx, "vacancy", new.iter().map(|row| row.id)).await?;
        Ok(new.len())
    }

    async fn courses(
        &self,
        tx: &mut Tx,
        rows: &[(u64, String, CourseRow, Option<GroupRow>)],
        faults: &mut Faults,
    ) -> Result<usize, Refusal> {
        let numbers = rows.iter().map(|(_, number, ..)| number.as_str());
        let known = organisations(tx, OrganisationKind::Provider, numbers).await?;
        let (mut courses, mut groups) = (Vec::new(), Vec::new());
        for (line, number, course, group) in rows {
            let Some(&organisation) = known.get(number) else {
                faults.push((*line, nobody()));
                continue;
            };
            courses.push(CourseRow { organisation, ..course.clone() });
            groups.extend(group.clone().map(|group| GroupRow { organisation, ..group }));
        }
        tx.insert_all(&courses).await?;
        tx.insert_all(&groups).await?;
        self.made(tx, "course", courses.iter().map(|row| row.id)).await?;
        Ok(courses.len())
    }

    async fn made(
        &self,
        tx: &mut Tx,
        object_kind: &'static str,
        ids: impl Iterator<Item = Uuid>,
    ) -> Result<(), Error> {
        let entry = |id| {
            let note = Note { action: "made", object_kind, object: Some(id), ..Note::default() };
            Entry::new(self.app.new_id(), &self.act, note)
        };
        journal::write_all(tx, ids.map(entry).collect()).await
    }
}
