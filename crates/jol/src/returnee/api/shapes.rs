//! What programs send and get, field by field, as the document shows it.

use std::borrow::Cow;

use domain::{
    access::{Consents, Purpose, Scope, Sensitivity},
    fault::{FieldFault, Sentence},
    id::OfficeId,
    language::Language,
    returnee::{Details, Education, Leaving, Reason, Typed, Who},
    sex::Sex,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;

use crate::{
    db::journal,
    returnee::store,
    web::api::{Arrived, ProblemPlace, one_of, one_or_none},
};

fn sexes() -> Schema {
    one_or_none("Sex as the document states it.", &Sex::ALL.map(Sex::code))
}

fn educations() -> Schema {
    let codes: Vec<&str> = Education::ALL.iter().map(|one| one.code()).collect();
    one_or_none("The highest completed education.", &codes)
}

fn leavings() -> Schema {
    let codes: Vec<&str> = Leaving::ALL.iter().map(|one| one.code()).collect();
    one_or_none("Whether the person means to leave again.", &codes)
}

fn languages() -> Schema {
    one_or_none("The language of messages to the person.", &Language::ALL.map(Language::code))
}

fn many_of(text: &str, codes: &[&str]) -> Schema {
    use utoipa::openapi::{ArrayBuilder, RefOr};
    let item = one_of("One of them.", codes);
    let list = ArrayBuilder::new().items(RefOr::T(item)).max_items(Some(codes.len()));
    list.description(Some(text)).build().into()
}

fn reasons() -> Schema {
    let codes: Vec<&str> = Reason::ALL.iter().map(|one| one.code()).collect();
    many_of("Why the person came back.", &codes)
}

fn consents() -> Schema {
    let codes = Consents::ASKED.map(Purpose::code);
    many_of("The purposes the person agreed to. `registration` has to be among them.", &codes)
}

fn row_outcomes() -> Schema {
    one_of(
        "`registered` now; `known`, since the same row came before; or `refused`.",
        &["registered", "known", "refused"],
    )
}

/// What a person told at registration. Only the name and the consents are needed from an agency.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "surname": "Үсөнова", "given": "Айжан", "patronymic": "Асанкызы", "sex": "f", "birth_on": "1990-03-27",
    "phone": "+996555123456", "territory": "41708000000000", "country": "RU", "returned_on": "2026-09-01",
    "reasons": ["no-work"], "education": "secondary", "occupation": "сатуучу", "leaving": "unsure",
    "language": "ky", "consents": ["registration", "matching"]
}))]
pub struct NewReturnee {
    /// Surname as in the document, in Cyrillic or Latin letters.
    #[schema(min_length = 1, max_length = 60)]
    surname: String,
    /// Given name.
    #[schema(min_length = 1, max_length = 60)]
    given: String,
    /// Patronymic, when the document has one.
    #[schema(max_length = 60)]
    patronymic: Option<String>,
    #[schema(schema_with = sexes)]
    sex: Option<String>,
    /// Day of birth.
    #[schema(format = Date)]
    birth_on: Option<String>,
    /// Personal identification number, 14 digits. Registered once.
    pin: Option<String>,
    /// Phone: a number of Kyrgyzstan, or + with the code of the country.
    phone: Option<String>,
    /// Where the person lives now: a code of the list of territories.
    territory: Option<String>,
    /// The country the person came back from, ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Day of return.
    #[schema(format = Date)]
    returned_on: Option<String>,
    #[serde(default)]
    #[schema(schema_with = reasons)]
    reasons: Vec<String>,
    #[schema(schema_with = educations)]
    education: Option<String>,
    /// Work abroad, in the person's own words.
    #[schema(max_length = 120)]
    occupation: Option<String>,
    #[schema(schema_with = leavings)]
    leaving: Option<String>,
    #[schema(schema_with = languages)]
    language: Option<String>,
    #[schema(schema_with = consents)]
    consents: Vec<String>,
}

impl Arrived for NewReturnee {}

impl NewReturnee {
    fn typed(&self) -> Typed {
        let text = |answer: &Option<String>| answer.clone().unwrap_or_default();
        Typed {
            surname: self.surname.clone(),
            given: self.given.clone(),
            patronymic: text(&self.patronymic),
            sex: text(&self.sex),
            birth_on: text(&self.birth_on),
            pin: text(&self.pin),
            phone: text(&self.phone),
            territory: text(&self.territory),
            country: text(&self.country),
            returned_on: text(&self.returned_on),
            reasons: self.reasons.join(" "),
            education: text(&self.education),
            occupation: text(&self.occupation),
            leaving: text(&self.leaving),
            language: text(&self.language),
        }
    }

    /// The values behind the words, or all that is wrong with them.
    pub(super) fn read(
        &self,
        scope: &Scope,
        today: jiff::civil::Date,
    ) -> Result<(Details, Vec<Purpose>), Vec<FieldFault>> {
        let read = self.typed().read(Who::Agency, today);
        let mut consents: Vec<Purpose> = Vec::new();
        for purpose in self.consents.iter().filter_map(|code| code.parse().ok()) {
            if !consents.contains(&purpose) {
                consents.push(purpose);
            }
        }
        // A partner registers only people it may then see.
        let needed = [Some(Purpose::Registration), scope.consent];
        let missing = needed.into_iter().flatten().filter(|purpose| !consents.contains(purpose));
        let mut faults: Vec<FieldFault> = missing
            .map(|purpose| FieldFault {
                field: "consents",
                sentence: Sentence {
                    key: "fault-api-consent",
                    facts: vec![("purpose", purpose.code().to_owned())],
                },
            })
            .collect();
        match read {
            Ok(details) if faults.is_empty() => Ok((details, consents)),
            read => {
                faults.splice(0..0, read.err().unwrap_or_default());
                Err(faults)
            }
        }
    }
}

/// The answer to a registration.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "id": "0193a1d2-7c00-7000-8000-000000000001", "number": "K7QM-3XVA-T", "version": 1, "review": false }))]
pub struct RegisteredReturnee {
    /// The id of the record.
    pub(super) id: Uuid,
    /// The registration number that the person is given.
    pub(super) number: String,
    /// The version of the record.
    pub(super) version: i64,
    /// The person may have a record already: an officer looks at both. Nothing is told of the other one, and of records that
    /// the caller may not see where the caller may see some.
    pub(super) review: bool,
}

/// What changes. An answer that is not named stays as it is. It is read member by member, so that one that is absent
/// differs from one that is null.
#[derive(Clone, Debug, Deserialize)]
pub struct ReturneePatch {}

impl PartialSchema for ReturneePatch {
    /// The answers of a new returnee, of which none has to be there.
    fn schema() -> RefOr<Schema> {
        let mut schema = NewReturnee::schema();
        if let RefOr::T(Schema::Object(answers)) = &mut schema {
            answers.properties.remove("consents");
            answers.required.clear();
            answers.description =
                Some("What changes. An answer that is not named stays as it is.".to_owned());
            answers.example = Some(json!({ "phone": "+996555123456", "occupation": null }));
        }
        schema
    }
}

impl ToSchema for ReturneePatch {
    fn name() -> Cow<'static, str> {
        "ReturneePatch".into()
    }
}

impl Arrived for ReturneePatch {
    const IS_PATCH: bool = true;
}

/// The answer to a change.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "version": 2 }))]
pub struct ChangedReturnee {
    /// The version after the change.
    pub(super) version: i64,
}

/// The whole record of a person.
#[derive(Serialize, ToSchema)]
pub struct Returnee {
    /// The id of the record.
    id: Uuid,
    /// The registration number.
    number: String,
    /// The version of the record. The ETag says the same.
    version: i64,
    /// Surname
    surname: String,
    /// Given name
    given: String,
    /// Patronymic
    patronymic: Option<String>,
    #[schema(schema_with = sexes)]
    sex: Option<&'static str>,
    /// Day of birth
    #[schema(format = Date)]
    birth_on: Option<String>,
    /// Personal identification number
    pin: Option<String>,
    /// Phone, as + and digits
    phone: Option<String>,
    /// Where the person lives now
    territory: Option<&'static str>,
    /// The country the person came back from
    country: Option<String>,
    /// Day of return
    #[schema(format = Date)]
    returned_on: Option<String>,
    #[schema(schema_with = reasons)]
    reasons: Vec<&'static str>,
    #[schema(schema_with = educations)]
    education: Option<&'static str>,
    /// Work abroad
    occupation: Option<String>,
    #[schema(schema_with = leavings)]
    leaving: Option<&'static str>,
    #[schema(schema_with = languages)]
    language: Option<&'static str>,
    #[schema(schema_with = consents)]
    consents: Vec<&'static str>,
    /// How the registration reached us.
    channel: &'static str,
    /// Whether only heads of office and data protection see the record.
    restricted: bool,
    /// The offices that look after the person, from the oblast down.
    offices: Vec<Uuid>,
    /// When the person was registered.
    #[schema(format = DateTime)]
    registered_at: String,
    /// When the record was last changed.
    #[schema(format = DateTime)]
    changed_at: String,
}

impl From<&store::Returnee> for Returnee {
    fn from(from: &store::Returnee) -> Self {
        let details = &from.details;
        let agreed = Consents::ASKED.into_iter().filter(|purpose| from.consents.covers(*purpose));
        Self {
            id: from.id.uuid(),
            number: from.number.to_string(),
            version: from.version,
            surname: details.name.surname.to_string(),
            given: details.name.given.to_string(),
            patronymic: details.name.patronymic.as_ref().map(ToString::to_string),
            sex: details.sex.map(Sex::code),
            birth_on: details.birth_on.map(|day| day.day().to_string()),
            pin: details.pin.as_ref().map(|pin| pin.as_str().to_owned()),
            phone: details.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            territory: details.territory.map(|place| place.code()),
            country: details.country.map(|country| country.code().to_owned()),
            returned_on: details.returned_on.map(|day| day.to_string()),
            reasons: details.reasons.iter().flat_map(|all| all.iter()).map(Reason::code).collect(),
            education: details.education.map(Education::code),
            occupation: details.occupation.as_ref().map(ToString::to_string),
            leaving: details.leaving.map(Leaving::code),
            language: Some(details.language.code()),
            consents: agreed.map(Purpose::code).collect(),
            channel: from.channel.code(),
            restricted: from.sensitivity == Sensitivity::Restricted,
            offices: from.offices.iter().flatten().copied().map(OfficeId::uuid).collect(),
            registered_at: from.registered_at.to_string(),
            changed_at: from.changed_at.to_string(),
        }
    }
}

/// A person on a list. Nothing that is sealed is in it.
#[derive(Serialize, ToSchema)]
pub struct Summary {
    /// The id of the record.
    id: Uuid,
    /// The registration number.
    number: String,
    /// Surname, given name and patronymic
    name: String,
    /// Day of birth
    #[schema(format = Date)]
    birth_on: Option<String>,
    #[schema(schema_with = sexes)]
    sex: Option<String>,
    /// Where the person lives now
    territory: Option<&'static str>,
    /// Day of return
    #[schema(format = Date)]
    returned_on: Option<String>,
    /// The country the person came back from
    country: Option<String>,
    /// Whether only heads of office and data protection see the record.
    restricted: bool,
    /// When the person was registered.
    #[schema(format = DateTime)]
    registered_at: String,
}

impl From<store::Listed> for Summary {
    fn from(from: store::Listed) -> Self {
        Self {
            id: from.id.uuid(),
            number: from.number.to_string(),
            name: from.name,
            birth_on: from.birth_on.map(|day| day.to_string()),
            sex: from.sex,
            territory: from.territory.map(|place| place.code()),
            returned_on: from.returned_on.map(|day| day.to_string()),
            country: from.country,
            restricted: from.restricted,
            registered_at: from.registered_at.to_string(),
        }
    }
}

/// One page of people.
#[derive(Serialize, ToSchema)]
#[schema(as = ReturneesPage)]
pub struct Page {
    /// The people of this page.
    pub(super) returnees: Vec<Summary>,
    /// The cursor of the next page, or null after the last one.
    pub(super) next: Option<String>,
}

/// How many records are within reach.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({ "count": 1204 }))]
pub struct Count {
    /// The number of records.
    #[schema(minimum = 0)]
    pub(super) count: i64,
}

/// What to look for: exactly one of name, number, pin and phone.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "үсөнова ай", "limit": 25 }))]
pub struct Search {
    /// The beginning of a surname, of a given name or of both, in any script.
    #[schema(max_length = 120)]
    pub(super) name: Option<String>,
    /// A registration number.
    pub(super) number: Option<String>,
    /// A whole personal identification number.
    pub(super) pin: Option<String>,
    /// A whole phone number.
    pub(super) phone: Option<String>,
    /// The cursor that the page before gave as `next`.
    pub(super) after: Option<String>,
    /// How many rows a page has.
    #[schema(minimum = 1, maximum = 100, default = 25)]
    pub(super) limit: Option<i64>,
}

impl Arrived for Search {}

/// One registration of many.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "id": "0193a1d2-7c00-7000-8000-000000000001",
    "returnee": { "surname": "Үсөнова", "given": "Айжан", "consents": ["registration"] }
}))]
pub struct NewRow {
    /// The id of the record: a UUID of version 7, made before the row is sent.
    pub(super) id: Uuid,
    /// What the person told.
    pub(super) returnee: NewReturnee,
}

/// Many registrations.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturnees {
    /// The rows, each with an id of its own.
    #[schema(min_items = 1, max_items = 500)]
    pub(super) rows: Vec<NewRow>,
    /// Whether one bad row keeps all of them out.
    #[serde(default)]
    pub(super) whole: bool,
}

impl Arrived for NewReturnees {
    const MOST_BYTES: usize = 2 << 20;
}

/// What became of the rows.
#[derive(Serialize, ToSchema)]
pub struct BulkAnswer {
    /// In the order they came.
    pub(super) rows: Vec<RowAnswer>,
    /// How many were registered by this request or by the same one before.
    #[schema(minimum = 0)]
    pub(super) registered: usize,
    /// How many were refused.
    #[schema(minimum = 0)]
    pub(super) refused: usize,
}

/// What became of one row.
#[derive(Serialize, ToSchema)]
pub struct RowAnswer {
    /// The id of the row.
    pub(super) id: Uuid,
    #[schema(schema_with = row_outcomes)]
    pub(super) outcome: &'static str,
    /// The registration number, unless the row was refused.
    pub(super) number: Option<String>,
    /// What is wrong with the row.
    pub(super) errors: Vec<ProblemPlace>,
}

/// One page of what happened with a record.
#[derive(Serialize, ToSchema)]
pub struct Journal {
    /// The newest first.
    pub(super) entries: Vec<JournalEntry>,
    /// The cursor of the next page, or null after the last one.
    pub(super) next: Option<String>,
}

/// One look or one change.
#[derive(Serialize, ToSchema)]
pub struct JournalEntry {
    /// The id of the entry.
    id: Uuid,
    /// When it happened.
    #[schema(format = DateTime)]
    at: String,
    /// The account that acted.
    actor: Uuid,
    /// The role it acted in.
    role: String,
    /// What the data was used for.
    purpose: String,
    /// What was done.
    action: String,
    /// To what it was done: a record, a file, a consent.
    object_kind: String,
    /// The fields that were changed, never their values.
    fields: Vec<String>,
}

impl From<journal::Entry> for JournalEntry {
    fn from(from: journal::Entry) -> Self {
        Self {
            id: from.id,
            at: from.at.to_string(),
            actor: from.actor,
            role: from.role,
            purpose: from.purpose,
            action: from.action,
            object_kind: from.object_kind,
            fields: from.fields.split_whitespace().map(str::to_owned).collect(),
        }
    }
}
