//! The answers of a person who has several records, and where each comes from.

use std::collections::HashMap;

use domain::{
    id::ReturneeId,
    person_name::PersonName,
    returnee::{Channel, Details},
    same::golden::{Field, Said, fields},
};
use jiff::Timestamp;
use uuid::Uuid;

use super::store::{Joined, joined_to};
use crate::{
    db::{Error, Tx},
    returnee::store::{Returnee, record},
    vault::Keys,
};

/// A person with all their records, the leading one first.
pub struct Golden {
    pub records: Vec<Returnee>,
    pub fields: Vec<Field>,
    joined: Vec<Joined>,
}

/// What the records of a person say together. The caller has read the leading one within reach.
pub async fn golden(tx: &mut Tx, keys: &Keys, leading: Returnee) -> Result<Golden, Error> {
    let joined = joined_to(tx, leading.id).await?;
    let last_joined = joined.iter().map(|one| one.joined_at).max();
    let mut records = vec![leading];
    for one in &joined {
        let id = ReturneeId::from_uuid(one.record);
        let found = record(tx, keys, id).await?;
        records.push(found.ok_or_else(|| Error::Column("joined.record".into()))?.0);
    }
    let mut said: HashMap<(ReturneeId, String), (Said, Timestamp)> = HashMap::new();
    for record in &records {
        let rows = tx.all(include_str!("queries/said.sql"), &[record.id.uuid().into()]).await?;
        for row in rows {
            let (at, role, action, fields): (Timestamp, String, String, String) =
                (row.at(0)?, row.at(1)?, row.at(2)?, row.at(3)?);
            let since = record.id == records[0].id && last_joined.is_some_and(|last| at > last);
            let who = match (since, action.as_str(), role.as_str()) {
                (true, ..) => Said::SinceJoined,
                (_, "registered", _) => by_channel(record.channel),
                (_, _, "returnee") => Said::ByPerson,
                (_, _, "partner") => Said::ByAgency,
                _ => Said::ByOfficer,
            };
            for field in fields.split_whitespace() {
                said.insert((record.id, field.to_owned()), (who, at));
            }
        }
    }
    let typed: Vec<_> = records.iter().map(|record| (record.id, record.details.typed())).collect();
    // An answer that no entry names came with the registration.
    let first = |id: ReturneeId| {
        let record = records.iter().find(|record| record.id == id);
        record.map_or((Said::ByPerson, Timestamp::UNIX_EPOCH), |record| {
            (by_channel(record.channel), record.registered_at)
        })
    };
    let fields = fields(&typed, |record, field| {
        said.get(&(record, field.to_owned())).copied().unwrap_or_else(|| first(record))
    });
    Ok(Golden { records, fields, joined })
}

fn by_channel(channel: Channel) -> Said {
    match channel {
        Channel::Own => Said::ByPerson,
        Channel::Assisted => Said::ByOfficer,
        Channel::Import | Channel::Api => Said::ByAgency,
    }
}

impl Golden {
    /// The person as one record: the leading one with the best answers of all.
    pub fn person(&self) -> Returnee {
        let from = |name: &str| {
            let taken = self.fields.iter().find(|field| field.name == name);
            let place = taken.map_or(0, |field| field.taken);
            &self.records.get(place).unwrap_or(&self.records[0]).details
        };
        let details = Details {
            name: PersonName {
                surname: from("surname").name.surname.clone(),
                given: from("given").name.given.clone(),
                patronymic: from("patronymic").name.patronymic.clone(),
            },
            sex: from("sex").sex,
            birth_on: from("birth_on").birth_on,
            pin: from("pin").pin.clone(),
            phone: from("phone").phone.clone(),
            territory: from("territory").territory,
            country: from("country").country,
            returned_on: from("returned_on").returned_on,
            reasons: from("reasons").reasons.clone(),
            education: from("education").education,
            occupation: from("occupation").occupation.clone(),
            leaving: from("leaving").leaving,
            language: from("language").language,
        };
        let leading = &self.records[0];
        let changed_at = self.records.iter().map(|record| record.changed_at).max();
        Returnee {
            details,
            version: leading.version + self.stamp(),
            changed_at: changed_at.unwrap_or(leading.changed_at),
            ..leading.clone()
        }
    }

    /// What is added to the version: other records make another person's answers, and a version is never used twice.
    pub fn stamp(&self) -> i64 {
        self.joined.iter().map(|one| one.joined_at.as_millisecond()).sum()
    }

    /// The number of a record.
    pub fn number(&self, id: ReturneeId) -> Option<String> {
        let record = self.records.iter().find(|record| record.id == id);
        record.map(|record| record.number.to_string())
    }
}

/// The same for people of a list, by their leading records: only those are read who have several.
pub async fn people(
    tx: &mut Tx,
    keys: &Keys,
    leading: &[Uuid],
) -> Result<HashMap<Uuid, Returnee>, Error> {
    let mut found = HashMap::new();
    for id in leading {
        if let Some((one, _)) = record(tx, keys, ReturneeId::from_uuid(*id)).await? {
            found.insert(*id, golden(tx, keys, one).await?.person());
        }
    }
    Ok(found)
}
