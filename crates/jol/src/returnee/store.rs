//! Rows of returnees. The PIN and the phone are sealed with the person's key and found by a secret index.

use std::collections::{HashMap, HashSet};

use domain::{
    access::{Consents, DEEPEST, Deciding, Scope, Sensitivity},
    day::BirthDay,
    id::{OfficeId, ReturneeId},
    person_name::{NamePart, PersonName},
    phone::Phone,
    pin::Pin,
    returnee::{Channel, Details, Number},
    territory::Territory,
    text::Line,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::erasure_request;
use crate::{
    access::predicate::{names_lead, within},
    db::{Error, Record as _, Row, Tx, Value},
    record,
    same::{
        golden::{self, golden},
        store::{RECORDS, group_of, joined_to, leading, of_all},
    },
    vault::{Chance, Field, Keys, PersonKey, Place},
};

/// The wrapped key of one person.
#[derive(Clone, Debug)]
pub struct KeyRow {
    pub person: Uuid,
    pub wrapped: Option<Vec<u8>>,
    pub destroyed_at: Option<Timestamp>,
}

record!(KeyRow, "person_key", keys 1, {
    person: Uuid,
    wrapped: Option<Vec<u8>>,
    destroyed_at: Option<Timestamp>,
});

#[derive(Clone, Debug)]
pub struct ReturneeRow {
    pub id: Uuid,
    pub number: String,
    pub version: i64,
    pub above_1: Option<Uuid>,
    pub above_2: Option<Uuid>,
    pub above_3: Option<Uuid>,
    pub sensitivity: i64,
    pub consents: i64,
    pub surname: String,
    pub given: String,
    pub patronymic: Option<String>,
    pub find_surname: String,
    pub find_given: String,
    pub sex: Option<String>,
    pub birth_on: Option<Date>,
    pub pin: Option<Vec<u8>>,
    pub pin_index: Option<[u8; 16]>,
    pub phone: Option<Vec<u8>>,
    pub phone_index: Option<[u8; 16]>,
    pub territory: Option<String>,
    pub country: Option<String>,
    pub returned_on: Option<Date>,
    pub reasons: Option<String>,
    pub education: Option<String>,
    pub occupation: Option<String>,
    pub leaving: Option<String>,
    pub language: String,
    pub channel: String,
    pub registered_by: Uuid,
    pub registered_at: Timestamp,
    pub changed_at: Timestamp,
    pub erased_at: Option<Timestamp>,
}

record!(ReturneeRow, "returnee", keys 1, {
    id: Uuid,
    number: String,
    version: i64,
    above_1: Option<Uuid>,
    above_2: Option<Uuid>,
    above_3: Option<Uuid>,
    sensitivity: i64,
    consents: i64,
    surname: String,
    given: String,
    patronymic: Option<String>,
    find_surname: String,
    find_given: String,
    sex: Option<String>,
    birth_on: Option<Date>,
    pin: Option<Vec<u8>>,
    pin_index: Option<[u8; 16]>,
    phone: Option<Vec<u8>>,
    phone_index: Option<[u8; 16]>,
    territory: Option<String>,
    country: Option<String>,
    returned_on: Option<Date>,
    reasons: Option<String>,
    education: Option<String>,
    occupation: Option<String>,
    leaving: Option<String>,
    language: String,
    channel: String,
    registered_by: Uuid,
    registered_at: Timestamp,
    changed_at: Timestamp,
    erased_at: Option<Timestamp>,
});

/// A registered person, open for reading.
#[derive(Clone, Debug)]
pub struct Returnee {
    pub id: ReturneeId,
    pub number: Number,
    pub version: i64,
    pub offices: [Option<OfficeId>; DEEPEST],
    pub sensitivity: Sensitivity,
    pub consents: Consents,
    pub details: Details,
    pub channel: Channel,
    pub registered_by: Uuid,
    pub registered_at: Timestamp,
    pub changed_at: Timestamp,
}

/// What a page of many shows of one person. Nothing sealed is in it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: ReturneeId,
    pub number: Number,
    pub name: String,
    pub birth_on: Option<Date>,
    pub sex: Option<String>,
    pub territory: Option<Territory>,
    pub returned_on: Option<Date>,
    pub country: Option<String>,
    pub restricted: bool,
    pub registered_at: Timestamp,
    /// The leading record, where this one was joined to it.
    person: Option<Uuid>,
    has_joined: bool,
}

/// A value in the store that its own type refuses: the row was damaged or written by something else.
fn broken(column: &str) -> impl FnOnce() -> Error {
    let column = column.to_owned();
    move || Error::Column(column)
}

fn parsed<T: std::str::FromStr>(column: &str, text: Option<&str>) -> Result<Option<T>, Error> {
    text.map(|text| text.parse().map_err(|_| Error::Column(column.to_owned()))).transpose()
}

/// Where a sealed value of a record belongs. The version of the record is not part of it: a change of the
/// address must not make it necessary to seal the PIN again.
fn place(column: &'static str, row: Uuid) -> Place<'static> {
    Place { table: "returnee", column, row, version: 1 }
}

impl Returnee {
    pub fn deciding(&self) -> Deciding {
        Deciding {
            id: self.id,
            offices: self.offices,
            sensitivity: self.sensitivity,
            consents: self.consents,
            introduced_to: Vec::new(),
            erased: false,
        }
    }

    /// The row to be stored.
    pub fn row(
        &self,
        keys: &Keys,
        key: &PersonKey,
        chance: &dyn Chance,
    ) -> Result<ReturneeRow, Error> {
        let id = self.id.uuid();
        let details = &self.details;
        let seal = |column, text: &str| key.seal(chance, &place(column, id), text.as_bytes());
        let pin = details.pin.as_ref().map(Pin::as_str);
        let phone = details.phone.as_ref().map(Phone::as_str);
        let [above_1, above_2, above_3] = self.offices.map(|id| id.map(OfficeId::uuid));
        let PersonName { surname, given, patronymic } = &details.name;
        Ok(ReturneeRow {
            id,
            number: self.number.as_str().to_owned(),
            version: self.version,
            above_1,
            above_2,
            above_3,
            sensitivity: self.sensitivity.level(),
            consents: self.consents.bits(),
            surname: surname.as_str().to_owned(),
            given: given.as_str().to_owned(),
            patronymic: patronymic.as_ref().map(|name| name.as_str().to_owned()),
            find_surname: surname.canon(),
            find_given: given.canon(),
            sex: details.sex.map(|sex| sex.code().to_owned()),
            birth_on: details.birth_on.map(BirthDay::day),
            pin: pin.map(|pin| seal("pin", pin)),
            pin_index: pin.map(|pin| index(keys, Field::Pin, pin)).transpose()?,
            phone: phone.map(|phone| seal("phone", phone)),
            phone_index: phone.map(|phone| index(keys, Field::Phone, phone)).transpose()?,
            territory: details.territory.map(|place| place.code().to_owned()),
            country: details.country.map(|country| country.code().to_owned()),
            returned_on: details.returned_on,
            reasons: details.reasons.as_ref().map(ToString::to_string),
            education: details.education.map(|education| education.code().to_owned()),
            occupation: details.occupation.as_ref().map(|line| line.as_str().to_owned()),
            leaving: details.leaving.map(|leaving| leaving.code().to_owned()),
            language: details.language.code().to_owned(),
            channel: self.channel.code().to_owned(),
            registered_by: self.registered_by,
            registered_at: self.registered_at,
            changed_at: self.changed_at,
            erased_at: None,
        })
    }

    /// Opens a stored row with the person's key.
    fn open(row: ReturneeRow, key: &PersonKey) -> Result<Self, Error> {
        let open = |column: &'static str, sealed: Option<&[u8]>| -> Result<Option<String>, Error> {
            let Some(sealed) = sealed else { return Ok(None) };
            let bytes = key
                .open(&place(column, row.id), sealed)
                .map_err(|_| Error::Column(column.to_owned()))?;
            Ok(Some(String::from_utf8(bytes.to_vec()).map_err(|_| Error::Column(column.into()))?))
        };
        let pin = open("pin", row.pin.as_deref())?;
        let phone = open("phone", row.phone.as_deref())?;
        let part = |column: &str, text: &str| NamePart::parse(text).ok().ok_or_else(broken(column));
        // A stored birthday was in the past when it was stored, so any later day will do here.
        let birth_on = row
            .birth_on
            .map(|day| {
                BirthDay::on(day, row.changed_at.to_zoned(crate::app::country_zone()).date())
            })
            .transpose()
            .ok()
            .ok_or_else(broken("birth_on"))?;
        Ok(Self {
            id: ReturneeId::from_uuid(row.id),
            number: row.number.parse().ok().ok_or_else(broken("number"))?,
            version: row.version,
            offices: [row.above_1, row.above_2, row.above_3].map(|id| id.map(OfficeId::from_uuid)),
            sensitivity: sensitivity(row.sensitivity),
            consents: Consents::from_bits(row.consents),
            details: Details {
                name: PersonName {
                    surname: part("surname", &row.surname)?,
                    given: part("given", &row.given)?,
                    patronymic: row
                        .patronymic
                        .as_deref()
                        .map(|text| part("patronymic", text))
                        .transpose()?,
                },
                sex: parsed("sex", row.sex.as_deref())?,
                birth_on,
                pin: pin.map(|pin| Pin::parse(&pin).ok().ok_or_else(broken("pin"))).transpose()?,
                phone: phone
                    .map(|phone| Phone::parse(&phone).ok().ok_or_else(broken("phone")))
                    .transpose()?,
                territory: territory(row.territory.as_deref()),
                country: parsed("country", row.country.as_deref())?,
                returned_on: row.returned_on,
                reasons: parsed("reasons", row.reasons.as_deref())?,
                education: parsed("education", row.education.as_deref())?,
                occupation: row
                    .occupation
                    .as_deref()
                    .map(|text| text.parse::<Line<120>>().ok().ok_or_else(broken("occupation")))
                    .transpose()?,
                leaving: parsed("leaving", row.leaving.as_deref())?,
                language: row.language.parse().unwrap_or_default(),
            },
            channel: row.channel.parse().ok().ok_or_else(broken("channel"))?,
            registered_by: row.registered_by,
            registered_at: row.registered_at,
            changed_at: row.changed_at,
        })
    }
}

fn sensitivity(level: i64) -> Sensitivity {
    if level == 0 { Sensitivity::Ordinary } else { Sensitivity::Restricted }
}

fn territory(code: Option<&str>) -> Option<Territory> {
    code.and_then(|code| Territory::parse(code).ok())
}

/// What a PIN or a phone is found by.
pub fn index(keys: &Keys, field: Field, normalised: &str) -> Result<[u8; 16], Error> {
    keys.blind_index(field, keys.newest(), normalised).map_err(|error| Error::Engine(error.into()))
}

/// The key of a person, or `None` if it was destroyed or never made.
pub async fn person_key(
    tx: &mut Tx,
    keys: &Keys,
    person: ReturneeId,
) -> Result<Option<PersonKey>, Error> {
    let row: Option<KeyRow> =
        tx.find("select * from person_key where person = $1", &[person.uuid().into()]).await?;
    let Some(wrapped) = row.and_then(|row| row.wrapped) else { return Ok(None) };
    keys.unwrap(person, &wrapped).map(Some).map_err(|error| Error::Engine(error.into()))
}

/// The person whose leading record has this id, if they are within reach: with what all their records say, and the key of
/// the leading one.
pub async fn find(
    tx: &mut Tx,
    keys: &Keys,
    scope: &Scope,
    id: ReturneeId,
) -> Result<Option<(Returnee, PersonKey)>, Error> {
    let mut values = vec![id.uuid().into()];
    let sql = within(include_str!("queries/find.sql"), scope, &mut values);
    let Some(row) = tx.one(sql, &values).await? else { return Ok(None) };
    let n_joined: i64 = row.get("n_joined")?;
    let found = open(tx, keys, Some(ReturneeRow::from_row(&row)?)).await?;
    match found {
        Some((leading, key)) if n_joined > 0 => {
            Ok(Some((golden(tx, keys, leading).await?.person(), key)))
        }
        found => Ok(found),
    }
}

/// The leading record alone, held until the transaction ends: it is what a change of the person changes.
pub async fn lock(
    tx: &mut Tx,
    keys: &Keys,
    scope: &Scope,
    id: ReturneeId,
) -> Result<Option<(Returnee, PersonKey)>, Error> {
    let mut values = vec![id.uuid().into()];
    let sql = within(include_str!("queries/find.sql"), scope, &mut values);
    let row: Option<ReturneeRow> = tx.lock(&sql, &values).await?;
    // Whoever waited for the row may hold one by now that was joined to another meanwhile.
    if row.is_some() && leading(tx, id).await? != id {
        return Ok(None);
    }
    open(tx, keys, row).await
}

/// One record by itself, whosever it is. The caller has asked whether its person is within reach.
pub async fn record(
    tx: &mut Tx,
    keys: &Keys,
    id: ReturneeId,
) -> Result<Option<(Returnee, PersonKey)>, Error> {
    let sql = "select * from returnee where id = $1 and erased_at is null";
    let row = tx.find(sql, &[id.uuid().into()]).await?;
    open(tx, keys, row).await
}

/// The keys of all records of a person: what a record holds is sealed by its own.
pub struct Keyring(HashMap<Uuid, PersonKey>);

impl Keyring {
    pub fn get(&self, record: Uuid) -> Option<&PersonKey> {
        self.0.get(&record)
    }

    pub fn of(&self, record: Uuid) -> Result<&PersonKey, Error> {
        self.get(record).ok_or_else(broken("person_key"))
    }
}

/// The keys of the person with this leading record.
pub async fn keyring(tx: &mut Tx, keys: &Keys, person: ReturneeId) -> Result<Keyring, Error> {
    let mut ring = HashMap::new();
    for record in group_of(tx, person).await?.records() {
        ring.extend(person_key(tx, keys, record).await?.map(|key| (record.uuid(), key)));
    }
    Ok(Keyring(ring))
}

async fn open(
    tx: &mut Tx,
    keys: &Keys,
    row: Option<ReturneeRow>,
) -> Result<Option<(Returnee, PersonKey)>, Error> {
    let Some(row) = row else { return Ok(None) };
    let person = ReturneeId::from_uuid(row.id);
    let key = person_key(tx, keys, person).await?.ok_or_else(broken("person_key"))?;
    Ok(Some((Returnee::open(row, &key)?, key)))
}

/// Some of those who gave this phone. Only the sign-in by phone asks this, before anyone is somebody.
pub async fn by_phone(
    tx: &mut Tx,
    phone_index: [u8; 16],
    n: i64,
) -> Result<Vec<ReturneeId>, Error> {
    let values = [phone_index.into(), n.into()];
    let rows = tx.all(include_str!("queries/by_phone.sql"), &values).await?;
    rows.iter().map(|row| Ok(ReturneeId::from_uuid(row.at(0)?))).collect()
}

/// Who gave this phone and was born on this day: nobody, the one, or several, each by the first of their records that says
/// so. However many share the phone, as where an office gave its own number for people without one.
pub async fn by_phone_and_birth(
    tx: &mut Tx,
    phone_index: [u8; 16],
    born: Date,
) -> Result<Vec<ReturneeId>, Error> {
    let values = [phone_index.into(), born.into()];
    let rows = tx.all(include_str!("queries/by_phone_and_birth.sql"), &values).await?;
    let (mut found, mut people) = (Vec::new(), HashSet::new());
    for row in &rows {
        if people.insert(row.get::<Uuid>("person")?) {
            found.push(ReturneeId::from_uuid(row.get("record")?));
        }
    }
    Ok(found)
}

/// Whether the PIN is registered, and where: the answer is for the rule of registration, not for a page.
pub async fn by_pin(tx: &mut Tx, pin_index: [u8; 16]) -> Result<Option<ReturneeId>, Error> {
    let sql = "select id from returnee where pin_index = $1";
    let row = tx.one(sql, &[pin_index.into()]).await?;
    row.map(|row| Ok(ReturneeId::from_uuid(row.at(0)?))).transpose()
}

pub async fn is_number_taken(tx: &mut Tx, number: &Number) -> Result<bool, Error> {
    let sql = "select 1 from returnee where number = $1";
    Ok(tx.one(sql, &[number.as_str().into()]).await?.is_some())
}

/// Where a list goes on: behind this record.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum After {
    #[default]
    Start,
    Id(Uuid),
    /// Among those found by surname, or already among those found by given name.
    Name {
        by_given: bool,
        first: String,
        second: String,
        id: Uuid,
    },
}

/// How many records a page shows.
pub const PAGE: i64 = 25;

/// The whole name in a row that holds its parts.
pub fn name_in(row: &Row) -> Result<String, Error> {
    let names: [Option<String>; 3] =
        [row.get("surname")?, row.get("given")?, row.get("patronymic")?];
    Ok(names.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

impl Listed {
    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            id: ReturneeId::from_uuid(row.get("id")?),
            number: row.get::<String>("number")?.parse().ok().ok_or_else(broken("number"))?,
            name: name_in(row)?,
            birth_on: row.get("birth_on")?,
            sex: row.get("sex")?,
            territory: territory(row.get::<Option<String>>("territory")?.as_deref()),
            returned_on: row.get("returned_on")?,
            country: row.get("country")?,
            restricted: sensitivity(row.get("sensitivity")?) == Sensitivity::Restricted,
            registered_at: row.get("registered_at")?,
            person: row.get("person")?,
            has_joined: row.get::<i64>("n_joined")? > 0,
        })
    }

    /// The leading record of the person.
    fn leading(&self) -> Uuid {
        self.person.unwrap_or(self.id.uuid())
    }
}

impl From<Returnee> for Listed {
    fn from(person: Returnee) -> Self {
        let details = person.details;
        Self {
            id: person.id,
            number: person.number,
            name: details.name.to_string(),
            birth_on: details.birth_on.map(BirthDay::day),
            sex: details.sex.map(|sex| sex.code().to_owned()),
            territory: details.territory,
            returned_on: details.returned_on,
            country: details.country.map(|country| country.code().to_owned()),
            restricted: person.sensitivity == Sensitivity::Restricted,
            registered_at: person.registered_at,
            person: None,
            has_joined: true,
        }
    }
}

/// Shows people who have several records by what these say together.
async fn as_people(tx: &mut Tx, keys: &Keys, found: &mut [(Listed, After)]) -> Result<(), Error> {
    let several = found.iter().filter(|(one, _)| one.has_joined || one.person.is_some());
    let several: Vec<Uuid> = several.map(|(one, _)| one.leading()).collect();
    if several.is_empty() {
        return Ok(());
    }
    let people = golden::people(tx, keys, &several).await?;
    for (one, _) in found {
        if let Some(person) =
            people.get(&one.leading()).filter(|_| several.contains(&one.leading()))
        {
            *one = person.clone().into();
        }
    }
    Ok(())
}

/// What a list shows of one record by itself, if its person is within reach.
pub async fn listed(tx: &mut Tx, scope: &Scope, id: ReturneeId) -> Result<Option<Listed>, Error> {
    let mut values = vec![id.uuid().into()];
    let sql = within(include_str!("queries/listed.sql"), scope, &mut values);
    tx.one(sql, &values).await?.as_ref().map(Listed::from_row).transpose()
}

/// The newest registrations first.
pub async fn list(
    tx: &mut Tx,
    keys: &Keys,
    scope: &Scope,
    after: &After,
    n: i64,
) -> Result<Vec<(Listed, After)>, Error> {
    let before = match after {
        After::Id(id) => *id,
        _ => Uuid::max(),
    };
    let mut values: Vec<Value> = vec![before.into(), n.into()];
    let sql = within(include_str!("queries/list.sql"), scope, &mut values);
    let rows = tx.all(sql, &values).await?;
    let read = |row: &Row| {
        let listed = Listed::from_row(row)?;
        let after = After::Id(listed.id.uuid());
        Ok((listed, after))
    };
    let mut found = rows.iter().map(read).collect::<Result<Vec<_>, Error>>()?;
    as_people(tx, keys, &mut found).await?;
    Ok(found)
}

/// What somebody looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    Number(Number),
    Pin([u8; 16]),
    Phone([u8; 16]),
    /// Folded words, each the beginning of a surname or a given name, in either order.
    Names(Vec<String>),
}

/// The first key behind all that begin with this one. Folded names are plain ASCII.
fn behind(prefix: &str) -> String {
    format!("{prefix}\u{7f}")
}

/// People of whom any record fits, each once.
pub async fn search(
    tx: &mut Tx,
    keys: &Keys,
    scope: &Scope,
    wanted: &Wanted,
    after: &After,
    n: i64,
) -> Result<Vec<(Listed, After)>, Error> {
    let (sql, mut values): (&'static str, Vec<Value>) = match wanted {
        Wanted::Names(words) => return search_names(tx, keys, scope, words, after, n).await,
        Wanted::Number(number) => {
            (include_str!("queries/search_number.sql"), vec![number.as_str().into()])
        }
        Wanted::Pin(index) => (include_str!("queries/search_pin.sql"), vec![(*index).into()]),
        Wanted::Phone(index) => (include_str!("queries/search_phone.sql"), vec![(*index).into()]),
    };
    let sql = within(sql, scope, &mut values);
    let rows = tx.all(sql, &values).await?;
    let read = |row: &Row| Ok((Listed::from_row(row)?, After::Start));
    let mut found = rows.iter().map(read).collect::<Result<Vec<_>, Error>>()?;
    let mut people = HashSet::new();
    found.retain(|(one, _)| people.insert(one.leading()));
    as_people(tx, keys, &mut found).await?;
    Ok(found)
}

/// First those whose surname fits, then those whose given name does: each half reads one index in its order.
async fn search_names(
    tx: &mut Tx,
    keys: &Keys,
    scope: &Scope,
    words: &[String],
    after: &After,
    n: i64,
) -> Result<Vec<(Listed, After)>, Error> {
    let mut found: Vec<(Listed, After)> = Vec::new();
    // A page that is full of records of people who stand before them is no page: it is read on from there.
    let mut from = after.clone();
    loop {
        let missing = n - found.len() as i64;
        let some = names_page(tx, scope, words, &from, missing).await?;
        let n_some = some.len() as i64;
        let Some((_, last)) = some.last() else { break };
        from = last.clone();
        for (one, place) in some {
            if is_first(tx, words, &one, &place).await? {
                found.push((one, place));
            }
        }
        if n_some < missing || found.len() as i64 == n {
            break;
        }
    }
    as_people(tx, keys, &mut found).await?;
    Ok(found)
}

/// Whether no other record of the same person stands before this one in the same search.
async fn is_first(
    tx: &mut Tx,
    words: &[String],
    one: &Listed,
    place: &After,
) -> Result<bool, Error> {
    if one.person.is_none() && !one.has_joined {
        return Ok(true);
    }
    let values = [one.leading().into()];
    let rows = tx.all(of_all(include_str!("queries/names_of.sql")), &values).await?;
    let fits = |text: &str, at: usize| words.get(at).is_none_or(|word| text.starts_with(&**word));
    for row in rows {
        let (id, surname, given): (Uuid, String, String) = (row.at(0)?, row.at(1)?, row.at(2)?);
        let other = if fits(&surname, 0) && fits(&given, 1) {
            After::Name { by_given: false, first: surname, second: given, id }
        } else if fits(&given, 0) && fits(&surname, 1) {
            After::Name { by_given: true, first: given, second: surname, id }
        } else {
            continue;
        };
        if other < *place {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Records that fit, in the order of their names, behind a place.
async fn names_page(
    tx: &mut Tx,
    scope: &Scope,
    words: &[String],
    after: &After,
    n: i64,
) -> Result<Vec<(Listed, After)>, Error> {
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let mut found = Vec::new();
    for by_given in [false, true] {
        let missing = n - found.len() as i64;
        let (first, second, id) = match after {
            After::Name { by_given: true, .. } if !by_given => continue,
            After::Name { by_given: half, first, second, id } if *half == by_given => {
                (first.as_str(), second.as_str(), *id)
            }
            _ => ("", "", Uuid::nil()),
        };
        if missing <= 0 {
            break;
        }
        let mut values: Vec<Value> = vec![
            word(0).into(),
            behind(word(0)).into(),
            word(1).into(),
            behind(word(1)).into(),
            first.into(),
            second.into(),
            id.into(),
            missing.into(),
        ];
        let sql = match by_given {
            false => include_str!("queries/search_surname.sql"),
            true => include_str!("queries/search_given.sql"),
        };
        let sql = names_lead(within(sql, scope, &mut values), tx.is_postgres());
        for row in tx.all(sql, &values).await? {
            let listed = Listed::from_row(&row)?;
            let (surname, given): (String, String) =
                (row.get("find_surname")?, row.get("find_given")?);
            let (first, second) = if by_given { (given, surname) } else { (surname, given) };
            let id = listed.id.uuid();
            found.push((listed, After::Name { by_given, first, second, id }));
        }
    }
    Ok(found)
}

pub async fn count(tx: &mut Tx, scope: &Scope) -> Result<i64, Error> {
    let mut values = Vec::new();
    let sql = within(include_str!("queries/count.sql"), scope, &mut values);
    tx.one(sql, &values).await?.map_or(Ok(0), |row| row.at(0))
}

/// People by oblast and sex.
pub async fn by_place(
    tx: &mut Tx,
    scope: &Scope,
) -> Result<Vec<(Option<String>, Option<String>, i64)>, Error> {
    let mut values = Vec::new();
    let sql = within(include_str!("queries/by_place.sql"), scope, &mut values);
    let rows = tx.all(sql, &values).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?))).collect()
}

/// A registration that was begun and is not sent yet.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: Uuid,
    pub phone_index: [u8; 16],
    /// The answers, sealed with the key of the cell: there is no person yet.
    pub content: Vec<u8>,
    pub version: i64,
    pub made_at: Timestamp,
    pub changed_at: Timestamp,
}

record!(Draft, "draft", keys 1, {
    id: Uuid,
    phone_index: [u8; 16],
    content: Vec<u8>,
    version: i64,
    made_at: Timestamp,
    changed_at: Timestamp,
});

pub async fn draft(tx: &mut Tx, phone_index: [u8; 16]) -> Result<Option<Draft>, Error> {
    tx.find("select * from draft where phone_index = $1", &[phone_index.into()]).await
}

pub async fn lock_draft(tx: &mut Tx, phone_index: [u8; 16]) -> Result<Option<Draft>, Error> {
    tx.lock("select * from draft where phone_index = $1", &[phone_index.into()]).await
}

#[derive(Clone, Debug)]
pub struct Consent {
    pub id: Uuid,
    pub returnee: Uuid,
    pub purpose: String,
    pub text_version: String,
    pub language: String,
    pub channel: String,
    pub given_by: Uuid,
    pub given_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
}

record!(Consent, "consent", keys 1, {
    id: Uuid,
    returnee: Uuid,
    purpose: String,
    text_version: String,
    language: String,
    channel: String,
    given_by: Uuid,
    given_at: Timestamp,
    withdrawn_at: Option<Timestamp>,
});

/// What a person agreed to and did not take back.
pub async fn consents(tx: &mut Tx, person: ReturneeId) -> Result<Vec<Consent>, Error> {
    let sql = format!(
        "select * from consent where returnee in ({RECORDS}) and withdrawn_at is null order by given_at, id"
    );
    tx.list(sql, &[person.uuid().into()]).await
}

/// A file kept with a record, sealed with the person's key.
#[derive(Clone, Debug)]
pub struct Attachment {
    pub id: Uuid,
    pub returnee: Uuid,
    pub kind: String,
    pub n_bytes: i64,
    pub content: Option<Vec<u8>>,
    pub added_by: Uuid,
    pub added_at: Timestamp,
    pub removed_at: Option<Timestamp>,
}

record!(Attachment, "attachment", keys 1, {
    id: Uuid,
    returnee: Uuid,
    kind: String,
    n_bytes: i64,
    content: Option<Vec<u8>>,
    added_by: Uuid,
    added_at: Timestamp,
    removed_at: Option<Timestamp>,
});

/// Files of a record that the caller may already see, without their content.
pub async fn attachments(
    tx: &mut Tx,
    person: ReturneeId,
) -> Result<Vec<(Uuid, String, i64, Timestamp)>, Error> {
    let rows =
        tx.all(of_all(include_str!("queries/attachments.sql")), &[person.uuid().into()]).await?;
    rows.iter().map(|row| Ok((row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?))).collect()
}

/// A file by its id, if its person is within reach.
pub async fn attachment(tx: &mut Tx, scope: &Scope, id: Uuid) -> Result<Option<Attachment>, Error> {
    let mut values = vec![id.into()];
    let sql = within(include_str!("queries/attachment.sql"), scope, &mut values);
    tx.find(sql, &values).await
}

/// A page of the journal of one person: who looked, who changed what.
pub async fn journal_of(
    tx: &mut Tx,
    person: ReturneeId,
    before: Uuid,
    n: i64,
) -> Result<Vec<crate::db::journal::Entry>, Error> {
    let values = [person.uuid().into(), before.into(), n.into()];
    let sql = include_str!("queries/journal_of.sql");
    // Of one record each half is read in its order, and not to its end.
    let sql = match joined_to(tx, person).await?.is_empty() {
        true => sql.replace("in ({records})", "= $1"),
        false => of_all(sql),
    };
    let rows = tx.all(sql, &values).await?;
    rows.iter().map(crate::db::journal::Entry::from_row).collect()
}

/// Tables of the road that hold data of a person in a column `returnee`. Their rows go with the person. Enrolments go before
/// the attendance: who tells of it holds them meanwhile.
pub const OF_A_PERSON: [&str; 18] = [
    "enrolment",
    "attendance",
    "candidacy",
    "confirmed_words",
    "letter",
    "list_shown",
    "message",
    "note",
    "overrule",
    "profile_item",
    "proposal_line",
    "road",
    "session",
    "settled_answer",
    "spell",
    "step",
    "visit",
    "wish",
];

/// Erases a person: of each of their records the key is destroyed and everything emptied that names them. The journal is
/// left as it is. Answers the records.
pub async fn erase(
    tx: &mut Tx,
    person: ReturneeId,
    (by, at): (Uuid, Timestamp),
) -> Result<Vec<ReturneeId>, Error> {
    let records: Vec<ReturneeId> = group_of(tx, person).await?.records().collect();
    for record in &records {
        erase_record(tx, *record, (by, at)).await?;
        tx.execute("delete from joined where record = $1", &[record.uuid().into()]).await?;
        tx.execute("delete from pair where one = $1 or other = $1", &[record.uuid().into()])
            .await?;
    }
    Ok(records)
}

async fn erase_record(
    tx: &mut Tx,
    person: ReturneeId,
    (by, at): (Uuid, Timestamp),
) -> Result<(), Error> {
    let id: Value = person.uuid().into();
    let row: Option<ReturneeRow> =
        tx.lock("select * from returnee where id = $1", std::slice::from_ref(&id)).await?;
    if let Some(row) = row {
        let phone_index = row.phone_index;
        tx.update(&ReturneeRow {
            version: row.version + 1,
            surname: String::new(),
            given: String::new(),
            patronymic: None,
            find_surname: String::new(),
            find_given: String::new(),
            sex: None,
            birth_on: None,
            pin: None,
            pin_index: None,
            phone: None,
            phone_index: None,
            territory: None,
            country: None,
            returned_on: None,
            reasons: None,
            education: None,
            occupation: None,
            leaving: None,
            consents: 0,
            changed_at: at,
            erased_at: Some(at),
            ..row
        })
        .await?;
        if let Some(index) = phone_index {
            tx.execute("delete from draft where phone_index = $1", &[index.into()]).await?;
            tx.execute("delete from challenge where phone_index = $1", &[index.into()]).await?;
        }
    }
    let files: Vec<Attachment> =
        tx.list("select * from attachment where returnee = $1", std::slice::from_ref(&id)).await?;
    for file in files {
        let removed_at = file.removed_at.or(Some(at));
        tx.update(&Attachment { content: None, removed_at, ..file }).await?;
    }
    erasure_request::decide(tx, person, erasure_request::Answer::Erased, (by, at)).await?;
    for table in OF_A_PERSON {
        let sql = format!("delete from {table} where returnee = $1");
        tx.execute(sql, std::slice::from_ref(&id)).await?;
    }
    tx.save(&KeyRow { person: person.uuid(), wrapped: None, destroyed_at: Some(at) }).await
}
