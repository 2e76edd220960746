//! The road of a person as one row, and their visits, made from what every step has written.
//!
//! Earlier steps know nothing of it: whoever reads the journal forward asks for the people it names, many at once. What is
//! changed here is made anew in the same transaction.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use domain::{
    access::{Consents, Purpose},
    followup::{
        self, Closing, Due, Enrolled, EventKind, Form, Heard, History, Introduced, Proof, Rules,
        Spell, Standing, VisitState,
    },
    id::ReturneeId,
    vacancy::Stage,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::store::{RoadRow, SpellRow, VisitRow};
use crate::{
    access::store as accounts,
    app::{App, country_day},
    db::{
        Error, Record, Row, Tx,
        journal::{self, Note},
        many::{AT_ONCE, about},
    },
    matching::proposal::talk::{ToTalk, to_talk},
    refusal::Refusal,
    returnee::store::ReturneeRow,
    same::{
        golden,
        store::{leading, leads_of, records_of},
    },
};

/// Makes the roads and visits of these people anew. Who was erased has none, and a record that was joined to another one
/// has none: its person has one road, by their leading record.
pub async fn refresh(app: &App, tx: &mut Tx, people: &[Uuid], today: Date) -> Result<(), Refusal> {
    let leads = leads_of(tx, people).await?;
    let mut people: Vec<Uuid> =
        people.iter().map(|id| leads.get(id).copied().unwrap_or(*id)).collect();
    people.sort_unstable();
    people.dedup();
    for some in people.chunks(AT_ONCE) {
        refresh_some(app, tx, some, today).await?;
    }
    Ok(())
}

/// The same for one person.
pub async fn refresh_one(
    app: &App,
    tx: &mut Tx,
    person: ReturneeId,
    today: Date,
) -> Result<(), Refusal> {
    let person = leading(tx, person).await?;
    refresh_some(app, tx, &[person.uuid()], today).await
}

/// What the road takes over from the record.
struct Person {
    id: Uuid,
    offices: [Option<Uuid>; 3],
    sensitivity: i64,
    consents: i64,
    sex: Option<String>,
    birth_on: Option<Date>,
    territory: Option<String>,
    country: Option<String>,
    returned_on: Option<Date>,
    registered_at: Timestamp,
}

impl Person {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            offices: [row.get("above_1")?, row.get("above_2")?, row.get("above_3")?],
            sensitivity: row.get("sensitivity")?,
            consents: row.get("consents")?,
            sex: row.get("sex")?,
            birth_on: row.get("birth_on")?,
            territory: row.get("territory")?,
            country: row.get("country")?,
            returned_on: row.get("returned_on")?,
            registered_at: row.get("registered_at")?,
        })
    }
}

impl From<&ReturneeRow> for Person {
    fn from(row: &ReturneeRow) -> Self {
        Self {
            id: row.id,
            offices: [row.above_1, row.above_2, row.above_3],
            sensitivity: row.sensitivity,
            consents: row.consents,
            sex: row.sex.clone(),
            birth_on: row.birth_on,
            territory: row.territory.clone(),
            country: row.country.clone(),
            returned_on: row.returned_on,
            registered_at: row.registered_at,
        }
    }
}

/// The first road of somebody whose history was brought in together with them, and the visits that are due. `given_up`
/// says which of them were tried often enough.
pub fn brought_in(
    person: &ReturneeRow,
    standing: &Standing,
    has_disability: bool,
    letter_at: Option<Timestamp>,
    given_up: impl Fn(&Due) -> bool,
) -> RoadRow {
    let next = standing.due.iter().find(|due| !given_up(due)).map(|due| due.on);
    let row = row(&person.into(), standing, None, next, letter_at);
    RoadRow { has_disability, ..row }
}

struct Candidacy {
    id: Uuid,
    record: Uuid,
    vacancy: Uuid,
    organisation: Uuid,
    stage: Stage,
    agreed_at: Option<Timestamp>,
    interview_on: Option<Date>,
    hired_on: Option<Date>,
    made_at: Timestamp,
    changed_at: Timestamp,
}

impl Candidacy {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: row.get("id")?,
            record: row.get("returnee")?,
            vacancy: row.get("vacancy")?,
            organisation: row.get("organisation")?,
            stage: parsed(row, "stage")?,
            agreed_at: row.get("agreed_at")?,
            interview_on: row.get("interview_on")?,
            hired_on: row.get("by_employer_on")?,
            made_at: row.get("made_at")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

fn parsed<T: std::str::FromStr>(row: &Row, column: &str) -> Result<T, Error> {
    row.get::<String>(column)?.parse().map_err(|_| Error::Column(column.to_owned()))
}

/// Everything the steps have written about some people, by person.
#[derive(Default)]
struct Written {
    lines: HashMap<Uuid, Timestamp>,
    wishes: HashSet<Uuid>,
    disabilities: HashSet<Uuid>,
    steps: HashMap<Uuid, Timestamp>,
    letters: HashMap<Uuid, Timestamp>,
    enrolments: HashMap<Uuid, Vec<Enrolled>>,
    candidacies: HashMap<Uuid, Vec<Candidacy>>,
    spells: HashMap<Uuid, Vec<(Spell, SpellRow)>>,
    visits: HashMap<Uuid, Vec<VisitRow>>,
    roads: HashMap<Uuid, (Option<(Date, Closing)>, RoadRow)>,
    /// Places that wait for a talk.
    talks: HashMap<Uuid, Vec<ToTalk>>,
    /// People of whom a row cannot be read.
    broken: HashMap<Uuid, Error>,
}

async fn all(tx: &mut Tx, sql: &str, people: &[Uuid]) -> Result<Vec<Row>, Error> {
    let (sql, values) = about(sql, people);
    tx.all(sql, &values).await
}

async fn first_of_each(
    tx: &mut Tx,
    sql: &str,
    people: &[Uuid],
    leads: &HashMap<Uuid, Uuid>,
) -> Result<HashMap<Uuid, Timestamp>, Error> {
    let mut first: HashMap<Uuid, Timestamp> = HashMap::new();
    for row in all(tx, sql, people).await? {
        let (record, at): (Uuid, Timestamp) = (row.at(0)?, row.at(1)?);
        let person = leads.get(&record).copied().unwrap_or(record);
        first.entry(person).and_modify(|first| *first = at.min(*first)).or_insert(at);
    }
    Ok(first)
}

/// The people of whom a query finds a record.
async fn people_in(
    tx: &mut Tx,
    sql: &str,
    people: &[Uuid],
    leads: &HashMap<Uuid, Uuid>,
) -> Result<HashSet<Uuid>, Error> {
    let rows = all(tx, sql, people).await?;
    let person = |row: &Row| row.at(0).map(|record| leads.get(&record).copied().unwrap_or(record));
    rows.iter().map(person).collect()
}

/// Rows by person. One that cannot be read makes its person's road wait; the others go on.
fn by_person<T>(
    rows: &[Row],
    leads: &HashMap<Uuid, Uuid>,
    broken: &mut HashMap<Uuid, Error>,
    read: impl Fn(&Row) -> Result<T, Error>,
) -> Result<HashMap<Uuid, Vec<T>>, Error> {
    let mut by_person: HashMap<Uuid, Vec<T>> = HashMap::new();
    for row in rows {
        let record = row.get("returnee")?;
        let person = leads.get(&record).copied().unwrap_or(record);
        match read(row) {
            Ok(one) => by_person.entry(person).or_default().push(one),
            Err(error) => drop(broken.insert(person, error)),
        }
    }
    Ok(by_person)
}

impl Written {
    /// `leads` tells which records are of one of these people beside the leading one.
    async fn about(
        tx: &mut Tx,
        people: &[Uuid],
        leads: &HashMap<Uuid, Uuid>,
        today: Date,
    ) -> Result<Self, Error> {
        let records: Vec<Uuid> = people.iter().chain(leads.keys()).copied().collect();
        let (roads_of, people) = (people, &records[..]);
        let enrolled = |row: &Row| {
            let came_at: Timestamp = row.get("came_at")?;
            let state = parsed(row, "state")?;
            Ok(Enrolled { state, came_on: country_day(came_at), ended_on: row.get("ended_on")? })
        };
        let spell = |row: &Row| {
            let spell = SpellRow::from_row(row)?;
            Ok((spell.open()?, spell))
        };
        let road = |row: &Row| {
            let road = RoadRow::from_row(row)?;
            Ok((road.closed()?, road))
        };
        let wishes = people_in(tx, include_str!("queries/wishes.sql"), people, leads).await?;
        let disabilities =
            people_in(tx, include_str!("queries/disabilities.sql"), people, leads).await?;
        let roads = all(tx, include_str!("queries/roads.sql"), roads_of).await?;
        let enrolments = all(tx, include_str!("queries/enrolments.sql"), people).await?;
        let candidacies = all(tx, include_str!("queries/candidacies.sql"), people).await?;
        let spells = all(tx, include_str!("queries/spells.sql"), people).await?;
        let visits = all(tx, include_str!("queries/visits.sql"), people).await?;
        let mut broken = HashMap::new();
        let roads = by_person(&roads, leads, &mut broken, road)?;
        Ok(Self {
            lines: first_of_each(tx, include_str!("queries/lines.sql"), people, leads).await?,
            wishes,
            disabilities,
            steps: first_of_each(tx, include_str!("queries/steps.sql"), people, leads).await?,
            letters: first_of_each(tx, include_str!("queries/letters.sql"), people, leads).await?,
            enrolments: by_person(&enrolments, leads, &mut broken, enrolled)?,
            candidacies: by_person(&candidacies, leads, &mut broken, Candidacy::from_row)?,
            spells: by_person(&spells, leads, &mut broken, spell)?,
            visits: by_person(&visits, leads, &mut broken, VisitRow::from_row)?,
            roads: roads.into_values().flatten().map(|road| (road.1.returnee, road)).collect(),
            talks: to_talk(tx, roads_of, today).await?,
            broken,
        })
    }

    /// What their own office has to talk about with them, as long as they agree to be told.
    fn to_talk(&self, person: &Person) -> Option<ToTalk> {
        let is_theirs = |talk: &&ToTalk| {
            talk.office.is_none_or(|office| person.offices.contains(&Some(office)))
        };
        let agrees = person.consents & Consents::bit(Purpose::Matching) != 0;
        let talks = self.talks.get(&person.id).filter(|_| agrees)?;
        talks.iter().find(is_theirs).copied()
    }

    fn history(&self, person: &Person) -> History {
        let day = |at: Option<&Timestamp>| at.copied().map(country_day);
        let id = &person.id;
        let heard = |(spell, row): &(Spell, SpellRow)| Heard {
            spell: spell.clone(),
            told_on: country_day(row.made_at),
        };
        let introduced = |one: &Candidacy| Introduced {
            stage: one.stage,
            proposed_on: country_day(one.made_at),
            agreed_on: one.agreed_at.map(country_day),
            interview_on: one.interview_on,
            hired_on: one.hired_on.filter(|_| one.stage == Stage::Hired),
            changed_on: country_day(one.changed_at),
        };
        let visits = self.visits.get(id).into_iter().flatten();
        let done = visits.filter(|visit| visit.state == VisitState::Done.code());
        History {
            registered_on: country_day(person.registered_at),
            line_on: day(self.lines.get(id)),
            has_wish: self.wishes.contains(id),
            step_on: day(self.steps.get(id)),
            enrolments: self.enrolments.get(id).cloned().unwrap_or_default(),
            candidacies: self.candidacies.get(id).into_iter().flatten().map(introduced).collect(),
            spells: self.spells.get(id).into_iter().flatten().map(heard).collect(),
            talks: done.filter_map(|visit| visit.done_on).collect(),
            closed: self.roads.get(id).and_then(|(closed, _)| *closed),
        }
    }
}

async fn refresh_some(app: &App, tx: &mut Tx, people: &[Uuid], today: Date) -> Result<(), Refusal> {
    // Held first: of two who are at the same person the second waits here and reads what the first has written.
    let (sql, values) = about(include_str!("queries/people.sql"), people);
    let rows = tx.all_locked(&sql, &values).await?;
    let asked = people;
    let mut people: Vec<Person> = rows.iter().map(Person::from_row).collect::<Result<_, _>>()?;
    let ids: Vec<Uuid> = people.iter().map(|person| person.id).collect();
    for erased in asked.iter().filter(|id| !ids.contains(id)) {
        tx.execute("delete from road where returnee = $1", &[(*erased).into()]).await?;
    }
    if people.is_empty() {
        return Ok(());
    }
    let leads = records_of(tx, &ids).await?;
    as_people(app, tx, &mut people, &leads).await?;
    let mut written = Written::about(tx, &ids, &leads, today).await?;
    if let [only] = ids.as_slice()
        && let Some(error) = written.broken.remove(only)
    {
        return Err(error.into());
    }
    for (person, error) in &written.broken {
        tracing::error!(returnee.id = %person, "A road waits, a row of it cannot be read: {error}");
    }
    write_hires(app, tx, &mut written).await?;

    let (mut new_roads, mut new_visits) = (Vec::new(), Vec::new());
    for person in people.iter().filter(|person| !written.broken.contains_key(&person.id)) {
        let standing = followup::standing(&written.history(person), &Rules::FIRST, today);
        let known = written.visits.remove(&person.id).unwrap_or_default();
        let (visits, next_visit_on) = visits(app, person.id, &standing.due, known);
        for (visit, is_new) in visits {
            match is_new {
                true => new_visits.push(visit),
                false => tx.update(&visit).await?,
            }
        }
        let was = written.roads.get(&person.id).map(|(_, was)| was);
        let looked_after = looked_after(app, tx, person, was, today).await?;
        let letter_at = written.letters.get(&person.id).copied();
        let now = row(person, &standing, was, next_visit_on, letter_at);
        let (officer, moved_on) = looked_after;
        let has_disability = written.disabilities.contains(&person.id);
        let now = RoadRow { officer, moved_on, has_disability, ..now };
        let now = match written.to_talk(person) {
            Some(talk) => RoadRow {
                proposed_in: Some(talk.proposal),
                proposed_on: Some(talk.since),
                turns_on: Some(now.turns_on.map_or(talk.over_on, |day| day.min(talk.over_on))),
                ..now
            },
            None => now,
        };
        match was {
            None => new_roads.push(now),
            Some(was) if *was != now => {
                tx.update(&RoadRow { version: was.version + 1, ..now }).await?;
            }
            Some(_) => (),
        }
    }
    tx.insert_all(&new_roads).await?;
    tx.insert_all(&new_visits).await?;
    Ok(())
}

/// What all records of a person say, for those who have several.
async fn as_people(
    app: &App,
    tx: &mut Tx,
    people: &mut [Person],
    leads: &HashMap<Uuid, Uuid>,
) -> Result<(), Refusal> {
    let several: HashSet<Uuid> = leads.values().copied().collect();
    let several: Vec<Uuid> = several.into_iter().collect();
    let mut known = HashMap::new();
    for person in several {
        match golden::people(tx, &app.keys, &[person]).await {
            Ok(found) => known.extend(found),
            // The road goes by the leading record alone, and the others do not wait.
            Err(Error::Column(column)) => {
                tracing::error!(returnee.id = %person, "A joined record is left out: {column} cannot be read");
            }
            Err(other) => return Err(other.into()),
        }
    }
    for person in people {
        let Some(golden) = known.remove(&person.id) else { continue };
        let details = golden.details;
        person.sex = details.sex.map(|sex| sex.code().to_owned());
        person.birth_on = details.birth_on.map(domain::day::BirthDay::day);
        person.territory = details.territory.map(|place| place.code().to_owned());
        person.country = details.country.map(|country| country.code().to_owned());
        person.returned_on = details.returned_on;
    }
    Ok(())
}

/// Who looks after somebody, and since when they wait for it at an office they moved to. An officer who does not reach
/// them there looks after them no longer.
async fn looked_after(
    app: &App,
    tx: &mut Tx,
    person: &Person,
    was: Option<&RoadRow>,
    today: Date,
) -> Result<(Option<Uuid>, Option<Date>), Refusal> {
    let Some(was) = was else { return Ok((None, None)) };
    if [was.above_1, was.above_2, was.above_3] == person.offices {
        return Ok((was.officer, was.moved_on.filter(|_| was.officer.is_none())));
    }
    let Some(officer) = was.officer else { return Ok((None, Some(today))) };
    let account = accounts::account(tx, officer).await?;
    let office = match account.and_then(|account| account.office) {
        Some(office) => accounts::office(tx, office).await?,
        None => None,
    };
    let stays =
        office.is_some_and(|office| office.depth == 0 || person.offices.contains(&Some(office.id)));
    if stays {
        return Ok((Some(officer), None));
    }
    let note = Note {
        action: "assigned",
        object_kind: "account",
        person: Some(ReturneeId::from_uuid(person.id)),
        fields: vec!["officer"],
        ..Note::default()
    };
    journal::write(tx, app.new_id(), &app.operator(), note).await?;
    Ok((None, Some(today)))
}

fn row(
    person: &Person,
    standing: &Standing,
    was: Option<&RoadRow>,
    next_visit_on: Option<Date>,
    letter_at: Option<Timestamp>,
) -> RoadRow {
    let [above_1, above_2, above_3] = person.offices;
    let facts = &standing.facts;
    RoadRow {
        returnee: person.id,
        above_1,
        above_2,
        above_3,
        sensitivity: person.sensitivity,
        consents: person.consents,
        officer: None,
        sex: person.sex.clone(),
        born_in: person.birth_on.map(|day| i64::from(day.year())),
        territory: person.territory.clone(),
        country: person.country.clone(),
        has_disability: false,
        returned_on: person.returned_on,
        registered_on: country_day(person.registered_at),
        profile_on: facts.profile_on,
        planned_on: facts.planned_on,
        enrolled_on: facts.enrolled_on,
        trained_on: facts.trained_on,
        agreed_on: facts.agreed_on,
        first_work_on: facts.first_work_on,
        first_formal_on: facts.first_formal_on,
        work_after_on: standing.work_after_on,
        form: standing.form.map(|form| form.code().to_owned()),
        known_on: standing.known_on,
        reached_on: facts.reached_on,
        steady_on: facts.steady_on,
        steady_rule: facts.steady_on.map(|_| Rules::FIRST.steady.name.to_owned()),
        introduced_on: standing.introduced_on,
        interviewed_on: standing.interviewed_on,
        hired_on: standing.hired_on,
        closed_on: was.and_then(|was| was.closed_on),
        closing: was.and_then(|was| was.closing.clone()),
        closing_reason: was.and_then(|was| was.closing_reason.clone()),
        plan_due_on: standing.plan_due_on,
        next_visit_on,
        asked_on: standing.asked_on,
        letter_at,
        moved_on: None,
        proposed_in: None,
        proposed_on: None,
        turns_on: standing.turns_on,
        version: was.map_or(1, |was| was.version),
    }
}

/// The visits that are to be written, whether each is new, and the day of the first that is due.
fn visits(
    app: &App,
    person: Uuid,
    due: &[Due],
    known: Vec<VisitRow>,
) -> (Vec<(VisitRow, bool)>, Option<Date>) {
    let key = |kind: &str, event_on: Date, months: i64| (kind.to_owned(), event_on, months);
    // Two records may tell of one event: what came of it counts, and it is asked about once.
    let mut by_event: HashMap<_, VisitRow> = HashMap::new();
    let mut changed = Vec::new();
    let is_open = |visit: &VisitRow| {
        visit.state == VisitState::Due.code() || visit.state == VisitState::Cancelled.code()
    };
    for visit in known {
        let twice = match by_event.entry(key(&visit.kind, visit.event_on, visit.months)) {
            Entry::Vacant(free) => {
                free.insert(visit);
                continue;
            }
            Entry::Occupied(mut taken) if is_open(taken.get()) => taken.insert(visit),
            Entry::Occupied(_) => visit,
        };
        if twice.state == VisitState::Due.code() {
            let (state, version) = (VisitState::Cancelled.code().to_owned(), twice.version + 1);
            changed.push((VisitRow { state, version, ..twice }, false));
        }
    }
    let known = by_event;
    let mut wanted = HashSet::new();
    let mut next = None;
    for due in due {
        let key = key(due.kind.code(), due.event_on, i64::from(due.months));
        match known.get(&key) {
            None => changed.push((new_visit(app.new_id(), person, due), true)),
            Some(visit) if visit.state == VisitState::Cancelled.code() => {
                let state = VisitState::Due.code().to_owned();
                changed
                    .push((VisitRow { state, version: visit.version + 1, ..visit.clone() }, false));
            }
            Some(visit) if visit.state == VisitState::Due.code() => (),
            // Tried often enough, or asked and told.
            Some(_) => continue,
        }
        next = next.or(Some(due.on));
        wanted.insert(key);
    }
    let no_more = known
        .iter()
        .filter(|(key, visit)| visit.state == VisitState::Due.code() && !wanted.contains(*key));
    changed.extend(no_more.map(|(_, visit)| {
        let state = VisitState::Cancelled.code().to_owned();
        (VisitRow { state, version: visit.version + 1, ..visit.clone() }, false)
    }));
    (changed, next)
}

/// A visit that nobody has tried yet.
pub fn new_visit(id: Uuid, person: Uuid, due: &Due) -> VisitRow {
    VisitRow {
        id,
        returnee: person,
        kind: due.kind.code().to_owned(),
        event_on: due.event_on,
        months: i64::from(due.months),
        due_on: due.on,
        state: VisitState::Due.code().to_owned(),
        way: None,
        form: None,
        done_on: None,
        done_by: None,
        n_tries: 0,
        version: 1,
    }
}

/// A visit for a talk that nothing was due for.
pub fn unplanned(app: &App, person: ReturneeId, on: Date) -> VisitRow {
    let due = Due { on, kind: EventKind::Unplanned, event_on: on, months: 0 };
    new_visit(app.new_id(), person.uuid(), &due)
}

/// Somebody hired works from the day that both sides confirmed, and the employer vouches for that day.
async fn write_hires(app: &App, tx: &mut Tx, written: &mut Written) -> Result<(), Refusal> {
    let mut hires = Vec::new();
    for (person, candidacies) in &written.candidacies {
        let spells = written.spells.get(person).map_or(&[][..], Vec::as_slice);
        let has_spell =
            |one: &Candidacy| spells.iter().any(|(_, row)| row.candidacy == Some(one.id));
        let hired = candidacies.iter().filter(|one| one.stage == Stage::Hired && !has_spell(one));
        hires.extend(hired.filter_map(|one| Some((*person, one, one.hired_on?))));
    }
    let mut spells = Vec::with_capacity(hires.len());
    for (person, one, from_on) in hires {
        let told = tx.one(include_str!("queries/hire.sql"), &[one.vacancy.into()]).await?;
        let mut row = SpellRow {
            id: app.new_id(),
            returnee: one.record,
            form: String::new(),
            from_on,
            to_on: None,
            occupation: told.as_ref().map(|row| row.at(0)).transpose()?,
            employer: told.as_ref().map(|row| row.at(1)).transpose()?,
            organisation: Some(one.organisation),
            candidacy: Some(one.id),
            proof: Proof::Employer.code().to_owned(),
            proved_by: None,
            proved_at: Some(one.changed_at),
            made_by: app.operator().actor.id,
            made_at: one.changed_at,
            version: 1,
        };
        let spell = Spell {
            occupation: row.occupation.as_deref().and_then(|code| code.parse().ok()),
            employer: row.employer.as_deref().and_then(|name| name.parse().ok()),
            proof: Proof::Employer,
            proved_on: row.proved_at.map(country_day),
            ..Spell::said(Form::Formal, from_on)
        };
        row = row.with(&spell);
        spells.push((person, spell, row));
    }
    for (_, _, spell) in &spells {
        let note = Note {
            action: "spell-added",
            object_kind: "spell",
            object: Some(spell.id),
            person: Some(ReturneeId::from_uuid(spell.returnee)),
            fields: vec!["form", "from_on", "proof"],
            content: None,
        };
        journal::write(tx, app.new_id(), &app.operator(), note).await?;
    }
    let rows: Vec<SpellRow> = spells.iter().map(|(_, _, row)| row.clone()).collect();
    tx.insert_all(&rows).await?;
    for (person, spell, row) in spells {
        written.spells.entry(person).or_default().push((spell, row));
    }
    Ok(())
}
