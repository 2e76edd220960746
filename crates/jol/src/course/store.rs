//! Rows of courses, groups and enrolments, and what is asked of them.

use std::{
    collections::{HashMap, HashSet},
    str::FromStr,
};

use domain::{
    access::Scope,
    classifier::{Classifiers, Scheme},
    course::{AttendanceRule, Course, CourseState, Enrolment, Group},
    id::ReturneeId,
    money::Som,
    text::findable,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    access::predicate::within,
    db::{Error, Record as _, Row, Tx},
    record,
    returnee::store::name_in,
    same::store::{RECORDS, leading, of_all},
    vacancy::store::{Organisation, Turn, organisation},
};

/// A course of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseRow {
    pub id: Uuid,
    pub organisation: Uuid,
    pub title: String,
    pub occupation: String,
    pub skills: String,
    pub licences: String,
    pub hours: i64,
    pub price: i64,
    pub language: String,
    pub way: String,
    pub words: Option<String>,
    pub find: String,
    pub state: String,
    pub reason: Option<String>,
    pub checked_by: Option<Uuid>,
    pub checked_at: Option<Timestamp>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(CourseRow, "course", keys 1, {
    id: Uuid,
    organisation: Uuid,
    title: String,
    occupation: String,
    skills: String,
    licences: String,
    hours: i64,
    price: i64,
    language: String,
    way: String,
    words: Option<String>,
    find: String,
    state: String,
    reason: Option<String>,
    checked_by: Option<Uuid>,
    checked_at: Option<Timestamp>,
    made_by: Uuid,
    made_at: Timestamp,
    version: i64,
});

/// A course on its days, with seats.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupRow {
    pub id: Uuid,
    pub course: Uuid,
    pub organisation: Uuid,
    pub territory: String,
    pub place: Option<String>,
    pub starts_on: Date,
    pub ends_on: Date,
    pub seats: i64,
    pub closed_at: Option<Timestamp>,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(GroupRow, "course_group", keys 1, {
    id: Uuid,
    course: Uuid,
    organisation: Uuid,
    territory: String,
    place: Option<String>,
    starts_on: Date,
    ends_on: Date,
    seats: i64,
    closed_at: Option<Timestamp>,
    made_at: Timestamp,
    version: i64,
});

/// One person and one group.
#[derive(Clone, Debug, PartialEq)]
pub struct EnrolmentRow {
    pub id: Uuid,
    pub course_group: Uuid,
    pub organisation: Uuid,
    pub returnee: Uuid,
    pub state: String,
    pub is_shown: bool,
    pub came_at: Timestamp,
    pub ended_on: Option<Date>,
    pub reason: Option<String>,
    pub made_by: Uuid,
    pub changed_at: Timestamp,
    pub version: i64,
}

record!(EnrolmentRow, "enrolment", keys 1, {
    id: Uuid,
    course_group: Uuid,
    organisation: Uuid,
    returnee: Uuid,
    state: String,
    is_shown: bool,
    came_at: Timestamp,
    ended_on: Option<Date>,
    reason: Option<String>,
    made_by: Uuid,
    changed_at: Timestamp,
    version: i64,
});

/// Whether somebody was there on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendance {
    pub enrolment: Uuid,
    pub day: Date,
    pub returnee: Uuid,
    pub present: bool,
    pub told_by: Uuid,
}

record!(Attendance, "attendance", keys 2, {
    enrolment: Uuid,
    day: Date,
    returnee: Uuid,
    present: bool,
    told_by: Uuid,
});

/// A value in the store that its own type refuses: the row was damaged or written by something else.
fn parsed<T: FromStr>(column: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::Column(column.to_owned()))
}

fn parsed_or_none<T: FromStr>(column: &str, text: Option<&str>) -> Result<Option<T>, Error> {
    text.map(|text| parsed(column, text)).transpose()
}

fn small(column: &str, number: i64) -> Result<u16, Error> {
    u16::try_from(number).map_err(|_| Error::Column(column.to_owned()))
}

impl CourseRow {
    /// One that was just described and waits for a check.
    pub fn new(
        id: Uuid,
        organisation: Uuid,
        course: &Course,
        lists: &Classifiers,
        (made_by, made_at): (Uuid, Timestamp),
    ) -> Self {
        let blank = Self {
            id,
            organisation,
            title: String::new(),
            occupation: String::new(),
            skills: String::new(),
            licences: String::new(),
            hours: 0,
            price: 0,
            language: String::new(),
            way: String::new(),
            words: None,
            find: String::new(),
            state: CourseState::Waiting.code().to_owned(),
            reason: None,
            checked_by: None,
            checked_at: None,
            made_by,
            made_at,
            version: 1,
        };
        blank.described(course, lists)
    }

    /// The same as it is described now.
    #[must_use]
    pub fn described(self, course: &Course, lists: &Classifiers) -> Self {
        let occupation = [(Scheme::Occupation, &course.occupation)].into_iter();
        let skills = course.skills.iter().map(|code| (Scheme::Skill, code));
        let licences = course.licences.iter().map(|code| (Scheme::Licence, code));
        let taught = occupation.chain(skills).chain(licences);
        let names = taught.filter_map(|(scheme, code)| Some(&lists.find(scheme, code)?.names));
        let names = names.flatten().map(String::as_str);
        Self {
            title: course.title.as_str().to_owned(),
            occupation: course.occupation.to_string(),
            skills: course.skills.to_string(),
            licences: course.licences.to_string(),
            hours: i64::from(course.hours),
            price: course.price.tyiyn(),
            language: course.language.code().to_owned(),
            way: course.way.code().to_owned(),
            words: course.words.as_ref().map(|words| words.as_str().to_owned()),
            find: findable([course.title.as_str()].into_iter().chain(names)).join(" "),
            ..self
        }
    }

    pub fn course(&self) -> Result<Course, Error> {
        Ok(Course {
            title: parsed("title", &self.title)?,
            occupation: parsed("occupation", &self.occupation)?,
            skills: parsed("skills", &self.skills)?,
            licences: parsed("licences", &self.licences)?,
            hours: small("hours", self.hours)?,
            price: Som::from_tyiyn(self.price),
            language: parsed("language", &self.language)?,
            way: parsed("way", &self.way)?,
            words: parsed_or_none("words", self.words.as_deref())?,
        })
    }

    pub fn state(&self) -> Result<CourseState, Error> {
        parsed("state", &self.state)
    }

    /// Whether people are shown it.
    pub fn is_shown(&self, provider: &Organisation) -> Result<bool, Error> {
        Ok(self.state()?.is_shown(provider.standing()?))
    }
}

impl GroupRow {
    pub fn new(id: Uuid, course: &CourseRow, group: &Group, made_at: Timestamp) -> Self {
        Self {
            id,
            course: course.id,
            organisation: course.organisation,
            territory: group.territory.code().to_owned(),
            place: group.place.as_ref().map(|place| place.as_str().to_owned()),
            starts_on: group.starts_on,
            ends_on: group.ends_on,
            seats: i64::from(group.seats),
            closed_at: None,
            made_at,
            version: 1,
        }
    }

    /// How often somebody has to be there.
    pub fn rule(&self) -> AttendanceRule {
        AttendanceRule::on(self.starts_on)
    }

    /// Whether somebody may still join, from outside or from the line. Whether the course is shown is another question.
    pub fn takes_people(&self, today: Date) -> bool {
        let (starts_on, ends_on) = (self.starts_on, self.ends_on);
        self.closed_at.is_none() && self.rule().takes_people(starts_on, ends_on, today)
    }

    /// Whether somebody can have been there on a day.
    pub fn has_day(&self, day: Date, today: Date) -> bool {
        (self.starts_on..=self.ends_on).contains(&day) && day <= today
    }
}

impl EnrolmentRow {
    pub fn state(&self) -> Result<Enrolment, Error> {
        parsed("state", &self.state)
    }

    pub fn person(&self) -> ReturneeId {
        ReturneeId::from_uuid(self.returnee)
    }

    /// The same in another state.
    #[must_use]
    pub fn now(self, state: Enrolment, at: Timestamp) -> Self {
        Self {
            state: state.code().to_owned(),
            is_shown: state.is_shown(),
            changed_at: at,
            version: self.version + 1,
            ..self
        }
    }
}

pub async fn course(tx: &mut Tx, id: Uuid) -> Result<Option<CourseRow>, Error> {
    tx.find("select * from course where id = $1", &[id.into()]).await
}

pub async fn lock_course(tx: &mut Tx, id: Uuid) -> Result<Option<CourseRow>, Error> {
    tx.lock("select * from course where id = $1", &[id.into()]).await
}

/// A course with its provider.
pub async fn with_provider(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<(CourseRow, Organisation)>, Error> {
    let Some(course) = course(tx, id).await? else { return Ok(None) };
    let provider = organisation(tx, course.organisation).await?;
    Ok(provider.map(|provider| (course, provider)))
}

/// The same if people are shown it.
pub async fn shown(tx: &mut Tx, id: Uuid) -> Result<Option<(CourseRow, Organisation)>, Error> {
    let Some((course, provider)) = with_provider(tx, id).await? else { return Ok(None) };
    Ok(course.is_shown(&provider)?.then_some((course, provider)))
}

/// The courses of a provider, the newest first.
pub async fn courses_of(tx: &mut Tx, provider: Uuid, n: i64) -> Result<Vec<CourseRow>, Error> {
    let sql = "select * from course where organisation = $1 order by id desc limit $2";
    tx.list(sql, &[provider.into(), n.into()]).await
}

/// Courses that wait for a check behind one, with the name of their provider and their turn; those of an oblast first.
pub async fn waiting(
    tx: &mut Tx,
    oblast: &str,
    after: Turn,
    n: i64,
) -> Result<Vec<(CourseRow, String, Turn)>, Error> {
    let values = [format!("{oblast}%").into(), n.into(), after.0.into(), after.1.into()];
    let rows = tx.all(include_str!("queries/waiting.sql"), &values).await?;
    rows.iter()
        .map(|row| {
            let course = CourseRow::from_row(row)?;
            let turn = Turn::of(oblast, &row.get::<String>("place")?, course.id);
            Ok((course, row.get("provider")?, turn))
        })
        .collect()
}

pub async fn group(tx: &mut Tx, id: Uuid) -> Result<Option<GroupRow>, Error> {
    tx.find("select * from course_group where id = $1", &[id.into()]).await
}

/// Holds a group until the transaction ends. Whoever gives or takes a seat in it holds it first.
pub async fn lock_group(tx: &mut Tx, id: Uuid) -> Result<Option<GroupRow>, Error> {
    tx.lock("select * from course_group where id = $1", &[id.into()]).await
}

/// A group with its seats.
#[derive(Clone, Debug)]
pub struct Seats {
    pub group: GroupRow,
    pub n_taken: i64,
    pub n_waiting: i64,
}

impl Seats {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let (n_taken, n_people): (i64, i64) = (row.get("n_taken")?, row.get("n_people")?);
        // Who has a seat by one record and waits by another does not wait.
        Ok(Self { group: GroupRow::from_row(row)?, n_taken, n_waiting: n_people - n_taken })
    }

    pub fn n_free(&self) -> i64 {
        (self.group.seats - self.n_taken).max(0)
    }
}

/// The groups of a course in the order of their days.
pub async fn groups(tx: &mut Tx, course: Uuid) -> Result<Vec<Seats>, Error> {
    let sql = include_str!("queries/groups.sql");
    tx.all(sql, &[course.into()]).await?.iter().map(Seats::from_row).collect()
}

/// The groups of a provider that end on a day or later, with the title of their course.
pub async fn taught(
    tx: &mut Tx,
    provider: Uuid,
    from: Date,
    n: i64,
) -> Result<Vec<(Seats, String)>, Error> {
    let sql = include_str!("queries/taught.sql");
    let rows = tx.all(sql, &[provider.into(), from.into(), n.into()]).await?;
    rows.iter().map(|row| Ok((Seats::from_row(row)?, row.get("title")?))).collect()
}

/// Groups in which somebody waits although a seat is free: whoever had it was erased, or more seats were put there.
pub async fn unfilled(tx: &mut Tx, today: Date) -> Result<Vec<Uuid>, Error> {
    let sql = include_str!("queries/unfilled.sql");
    tx.all(sql, &[today.into()]).await?.iter().map(|row| row.at(0)).collect()
}

/// How many seats of a group are taken. The group is held by the caller.
pub async fn n_taken(tx: &mut Tx, group: Uuid) -> Result<u16, Error> {
    let row = tx.one(include_str!("queries/taken.sql"), &[group.into()]).await?;
    small("seats", row.map_or(Ok(0), |row| row.at(0))?)
}

/// When the last one came into a group, whatever became of them.
pub async fn last_came(tx: &mut Tx, group: Uuid) -> Result<Option<Timestamp>, Error> {
    let sql = "select max(came_at) from enrolment where course_group = $1";
    tx.one(sql, &[group.into()]).await?.map_or(Ok(None), |row| row.at(0))
}

/// The people who have a seat in a group, by their leading records.
pub async fn seated(tx: &mut Tx, group: Uuid) -> Result<HashSet<ReturneeId>, Error> {
    let rows = tx.all(include_str!("queries/seated.sql"), &[group.into()]).await?;
    rows.iter().map(|row| Ok(ReturneeId::from_uuid(row.at(0)?))).collect()
}

/// Those who wait, in the order they came.
pub async fn line(tx: &mut Tx, group: Uuid) -> Result<Vec<EnrolmentRow>, Error> {
    let sql = "select * from enrolment where course_group = $1 and state = 'waiting' \
               order by came_at, id";
    tx.list(sql, &[group.into()]).await
}

/// Everybody of a group in this state, held until the transaction ends.
pub async fn lock_all(
    tx: &mut Tx,
    group: Uuid,
    state: Enrolment,
) -> Result<Vec<EnrolmentRow>, Error> {
    let sql = "select * from enrolment where course_group = $1 and state = $2 order by came_at, id";
    let rows = tx.all_locked(sql, &[group.into(), state.code().into()]).await?;
    rows.iter().map(EnrolmentRow::from_row).collect()
}

/// What is between a person and a group, if anything, held until the transaction ends.
pub async fn lock_pair(
    tx: &mut Tx,
    group: Uuid,
    person: ReturneeId,
) -> Result<Option<EnrolmentRow>, Error> {
    let sql =
        format!("select * from enrolment where returnee in ({RECORDS}) and course_group = $2");
    let rows = tx.all_locked(&sql, &[person.uuid().into(), group.into()]).await?;
    let mut furthest = None;
    for row in &rows {
        let row = EnrolmentRow::from_row(row)?;
        let order = (row.state()?.how_far(), row.id);
        if furthest.as_ref().is_none_or(|(best, _)| *best < order) {
            furthest = Some((order, row));
        }
    }
    Ok(furthest.map(|(_, row)| row))
}

pub async fn lock_enrolment(tx: &mut Tx, id: Uuid) -> Result<Option<EnrolmentRow>, Error> {
    tx.lock("select * from enrolment where id = $1", &[id.into()]).await
}

/// An enrolment, if its person is within reach.
pub async fn enrolment(
    tx: &mut Tx,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<EnrolmentRow>, Error> {
    let mut values = vec![id.into()];
    let sql = within(include_str!("queries/member.sql"), scope, &mut values);
    tx.find(sql, &values).await
}

/// Somebody who has a seat or waits for one, as the provider sees them in the list.
#[derive(Clone, Debug)]
pub struct Member {
    pub enrolment: EnrolmentRow,
    /// Their leading record.
    pub person: ReturneeId,
    pub name: String,
    pub n_present: i64,
}

/// The people of a group within reach, in the order they came; who came by two records once, as far as they got.
pub async fn members(tx: &mut Tx, scope: &Scope, group: Uuid) -> Result<Vec<Member>, Error> {
    let mut values = vec![group.into()];
    let sql = within(include_str!("queries/members.sql"), scope, &mut values);
    let mut members: Vec<Member> = Vec::new();
    let mut furthest: HashMap<ReturneeId, (u8, Uuid)> = HashMap::new();
    for row in tx.all(sql, &values).await? {
        let member = Member {
            enrolment: EnrolmentRow::from_row(&row)?,
            person: ReturneeId::from_uuid(row.get("person")?),
            name: name_in(&row)?,
            n_present: row.get("n_present")?,
        };
        let order = (member.enrolment.state()?.how_far(), member.enrolment.id);
        let best = furthest.entry(member.person).or_insert(order);
        *best = order.max(*best);
        members.push(member);
    }
    members.retain(|one| furthest.get(&one.person).is_some_and(|best| best.1 == one.enrolment.id));
    Ok(members)
}

/// One course of one person, as it is shown to them.
#[derive(Clone, Debug)]
pub struct Taken {
    pub enrolment: EnrolmentRow,
    pub course: Uuid,
    pub title: String,
    pub provider: String,
    pub phone: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub territory: String,
    pub place: Option<String>,
    pub is_closed: bool,
    /// The place in line of somebody who waits.
    pub in_line: i64,
    pub n_days: i64,
    pub n_present: i64,
}

impl Taken {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            enrolment: EnrolmentRow::from_row(row)?,
            course: row.get("course")?,
            title: row.get("title")?,
            provider: row.get("provider")?,
            phone: row.get("phone")?,
            starts_on: row.get("starts_on")?,
            ends_on: row.get("ends_on")?,
            territory: row.get("territory")?,
            place: row.get("place")?,
            is_closed: row.get::<Option<Timestamp>>("closed_at")?.is_some(),
            in_line: row.get("in_line")?,
            n_days: row.get("n_days")?,
            n_present: row.get("n_present")?,
        })
    }
}

/// The courses of a person within reach, the newest first.
pub async fn of_person(
    tx: &mut Tx,
    scope: &Scope,
    person: ReturneeId,
    n: i64,
) -> Result<Vec<Taken>, Error> {
    let mut values = vec![person.uuid().into(), n.into()];
    let sql = within(include_str!("queries/of_person.sql"), scope, &mut values);
    tx.all(sql, &values).await?.iter().map(Taken::from_row).collect()
}

/// The days of a group that somebody told of: the day, how many were asked for, how many were there.
pub async fn days(tx: &mut Tx, group: Uuid) -> Result<Vec<(Date, i64, i64)>, Error> {
    let rows = tx.all(include_str!("queries/days.sql"), &[group.into()]).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?))).collect()
}

/// Who was there on a day.
pub async fn sheet(tx: &mut Tx, group: Uuid, day: Date) -> Result<Vec<Attendance>, Error> {
    tx.list(include_str!("queries/sheet.sql"), &[group.into(), day.into()]).await
}

/// On how many days of a group somebody was there, by any of their records.
pub async fn n_present(tx: &mut Tx, of: &EnrolmentRow) -> Result<u32, Error> {
    let person = leading(tx, of.person()).await?;
    let sql = of_all(include_str!("queries/present.sql"));
    let row = tx.one(sql, &[person.uuid().into(), of.course_group.into()]).await?;
    small("present", row.map_or(Ok(0), |row| row.at(0))?).map(u32::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queries_count_the_seats_that_the_rule_says_are_taken() {
        let states = Enrolment::ALL.iter().filter(|state| state.has_seat());
        let states: Vec<String> = states.map(|state| format!("'{state}'")).collect();
        let states = format!("e.state in ({})", states.join(", "));
        let person =
            "distinct coalesce((select person from joined where record = e.returnee), e.returnee)";
        for sql in [
            include_str!("queries/catalogue.sql"),
            include_str!("queries/closing.sql"),
            include_str!("queries/groups.sql"),
            include_str!("queries/seated.sql"),
            include_str!("queries/taken.sql"),
            include_str!("queries/taught.sql"),
            include_str!("queries/unfilled.sql"),
        ] {
            assert!(sql.contains(&states) && sql.contains(person), "{sql}");
        }
    }
}
