//! Rows of organisations, vacancies and candidacies, and how they are read.

use std::{collections::HashSet, fmt, str::FromStr};

use domain::{
    access::Scope,
    classifier::{Classifiers, Scheme},
    id::ReturneeId,
    money::Som,
    text::findable,
    vacancy::{Candidacy, Offer, OrganisationDetails, Stage, Standing, State},
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    access::predicate::within,
    db::{Error, Record as _, Row, Tx, Value},
    record,
    returnee::store::name_in,
    same::store::{RECORDS, leading},
};

/// An employer or a training provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Organisation {
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    pub tax_number: String,
    pub sector: Option<String>,
    pub territory: String,
    pub address: Option<String>,
    pub contact: Option<String>,
    pub phone: String,
    pub standing: String,
    /// Which paper was seen.
    pub evidence: Option<String>,
    /// Why it was refused or suspended.
    pub reason: Option<String>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<Timestamp>,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(Organisation, "organisation", keys 1, {
    id: Uuid,
    kind: String,
    name: String,
    tax_number: String,
    sector: Option<String>,
    territory: String,
    address: Option<String>,
    contact: Option<String>,
    phone: String,
    standing: String,
    evidence: Option<String>,
    reason: Option<String>,
    decided_by: Option<Uuid>,
    decided_at: Option<Timestamp>,
    made_at: Timestamp,
    version: i64,
});

/// Work that is offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Vacancy {
    pub id: Uuid,
    pub organisation: Uuid,
    pub title: String,
    pub occupation: String,
    pub territory: String,
    pub wage_from: Option<i64>,
    pub wage_to: Option<i64>,
    pub form: String,
    pub places: i64,
    pub starts_on: Option<Date>,
    pub closes_on: Date,
    pub needs: String,
    pub words: Option<String>,
    /// What a search looks at.
    pub find: String,
    pub state: String,
    pub reason: Option<String>,
    pub checked_by: Option<Uuid>,
    pub checked_at: Option<Timestamp>,
    pub opened_on: Option<Date>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(Vacancy, "vacancy", keys 1, {
    id: Uuid,
    organisation: Uuid,
    title: String,
    occupation: String,
    territory: String,
    wage_from: Option<i64>,
    wage_to: Option<i64>,
    form: String,
    places: i64,
    starts_on: Option<Date>,
    closes_on: Date,
    needs: String,
    words: Option<String>,
    find: String,
    state: String,
    reason: Option<String>,
    checked_by: Option<Uuid>,
    checked_at: Option<Timestamp>,
    opened_on: Option<Date>,
    made_by: Uuid,
    made_at: Timestamp,
    version: i64,
});

/// Somebody says that something is wrong with a vacancy.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub id: Uuid,
    pub vacancy: Uuid,
    pub reason: String,
    pub words: Option<String>,
    pub made_at: Timestamp,
    pub handled_by: Option<Uuid>,
    pub handled_at: Option<Timestamp>,
}

record!(Report, "report", keys 1, {
    id: Uuid,
    vacancy: Uuid,
    reason: String,
    words: Option<String>,
    made_at: Timestamp,
    handled_by: Option<Uuid>,
    handled_at: Option<Timestamp>,
});

/// One person and one vacancy.
#[derive(Clone, Debug, PartialEq)]
pub struct CandidacyRow {
    pub id: Uuid,
    pub vacancy: Uuid,
    pub organisation: Uuid,
    pub returnee: Uuid,
    pub stage: String,
    pub is_shown: bool,
    /// Whether the employer is shown the phone, too.
    pub with_phone: bool,
    pub proposed_by: Uuid,
    pub agreed_at: Option<Timestamp>,
    pub interview_on: Option<Date>,
    pub by_person_on: Option<Date>,
    pub by_employer_on: Option<Date>,
    pub refusal_reason: Option<String>,
    pub made_at: Timestamp,
    pub changed_at: Timestamp,
    pub version: i64,
}

record!(CandidacyRow, "candidacy", keys 1, {
    id: Uuid,
    vacancy: Uuid,
    organisation: Uuid,
    returnee: Uuid,
    stage: String,
    is_shown: bool,
    with_phone: bool,
    proposed_by: Uuid,
    agreed_at: Option<Timestamp>,
    interview_on: Option<Date>,
    by_person_on: Option<Date>,
    by_employer_on: Option<Date>,
    refusal_reason: Option<String>,
    made_at: Timestamp,
    changed_at: Timestamp,
    version: i64,
});

/// A value in the store that its own type refuses: the row was damaged or written by something else.
fn parsed<T: FromStr>(column: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::Column(column.to_owned()))
}

fn parsed_or_none<T: FromStr>(column: &str, text: Option<&str>) -> Result<Option<T>, Error> {
    text.map(|text| parsed(column, text)).transpose()
}

fn text<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(ToString::to_string)
}

impl Organisation {
    /// One that has just told of itself.
    pub fn new(id: Uuid, details: &OrganisationDetails, made_at: Timestamp) -> Self {
        let blank = Self {
            id,
            kind: details.kind.code().to_owned(),
            name: String::new(),
            tax_number: String::new(),
            sector: None,
            territory: String::new(),
            address: None,
            contact: None,
            phone: String::new(),
            standing: Standing::Waiting.code().to_owned(),
            evidence: None,
            reason: None,
            decided_by: None,
            decided_at: None,
            made_at,
            version: 1,
        };
        blank.told(details)
    }

    /// The same with what it tells of itself now. Its kind stays.
    #[must_use]
    pub fn told(self, details: &OrganisationDetails) -> Self {
        Self {
            name: details.name.as_str().to_owned(),
            tax_number: details.tax_number.to_string(),
            sector: text(details.sector.as_ref()),
            territory: details.territory.code().to_owned(),
            address: details.address.as_ref().map(|line| line.as_str().to_owned()),
            contact: details.contact.as_ref().map(|line| line.as_str().to_owned()),
            phone: details.phone.as_str().to_owned(),
            ..self
        }
    }

    pub fn details(&self) -> Result<OrganisationDetails, Error> {
        Ok(OrganisationDetails {
            kind: parsed("kind", &self.kind)?,
            name: parsed("name", &self.name)?,
            tax_number: parsed("tax_number", &self.tax_number)?,
            sector: parsed_or_none("sector", self.sector.as_deref())?,
            territory: parsed("territory", &self.territory)?,
            address: parsed_or_none("address", self.address.as_deref())?,
            contact: parsed_or_none("contact", self.contact.as_deref())?,
            phone: domain::phone::Phone::parse(&self.phone)
                .map_err(|_| Error::Column("phone".into()))?,
        })
    }

    pub fn standing(&self) -> Result<Standing, Error> {
        parsed("standing", &self.standing)
    }
}

impl Vacancy {
    /// One that was just posted and waits for a check.
    pub fn new(id: Uuid, organisation: Uuid, made_by: Uuid, made_at: Timestamp) -> Self {
        Self {
            id,
            organisation,
            title: String::new(),
            occupation: String::new(),
            territory: String::new(),
            wage_from: None,
            wage_to: None,
            form: String::new(),
            places: 0,
            starts_on: None,
            closes_on: Date::MIN,
            needs: String::new(),
            words: None,
            find: String::new(),
            state: State::Waiting.code().to_owned(),
            reason: None,
            checked_by: None,
            checked_at: None,
            opened_on: None,
            made_by,
            made_at,
            version: 1,
        }
    }

    /// The same with what is offered now.
    #[must_use]
    pub fn offering(self, offer: &Offer, employer: &str, lists: &Classifiers) -> Self {
        let occupation = lists.find(Scheme::Occupation, &offer.occupation);
        let names = occupation.map_or(&[][..], |concept| &concept.names);
        let all =
            [offer.title.as_str(), employer].into_iter().chain(names.iter().map(String::as_str));
        Self {
            title: offer.title.as_str().to_owned(),
            occupation: offer.occupation.to_string(),
            territory: offer.territory.code().to_owned(),
            wage_from: offer.wage_from.map(Som::tyiyn),
            wage_to: offer.wage_to.map(Som::tyiyn),
            form: offer.form.to_string(),
            places: i64::from(offer.places),
            starts_on: offer.starts_on,
            closes_on: offer.closes_on,
            needs: offer.needs.to_string(),
            words: offer.words.as_ref().map(|words| words.as_str().to_owned()),
            find: findable(all).join(" "),
            ..self
        }
    }

    pub fn offer(&self) -> Result<Offer, Error> {
        let places = u16::try_from(self.places).map_err(|_| Error::Column("places".into()))?;
        Ok(Offer {
            title: parsed("title", &self.title)?,
            occupation: parsed("occupation", &self.occupation)?,
            territory: parsed("territory", &self.territory)?,
            wage_from: self.wage_from.map(Som::from_tyiyn),
            wage_to: self.wage_to.map(Som::from_tyiyn),
            form: parsed("form", &self.form)?,
            places,
            starts_on: self.starts_on,
            closes_on: self.closes_on,
            needs: parsed("needs", &self.needs)?,
            words: parsed_or_none("words", self.words.as_deref())?,
        })
    }

    pub fn state(&self) -> Result<State, Error> {
        parsed("state", &self.state)
    }

    /// Whether people are shown it today.
    pub fn is_shown(&self, employer: &Organisation, today: Date) -> Result<bool, Error> {
        Ok(self.state()?.is_shown(self.closes_on, employer.standing()?, today))
    }
}

impl CandidacyRow {
    pub fn stage(&self) -> Result<Stage, Error> {
        parsed("stage", &self.stage)
    }

    pub fn candidacy(&self) -> Result<Candidacy, Error> {
        let (by_person, by_employer) = (self.by_person_on, self.by_employer_on);
        Ok(Candidacy { stage: self.stage()?, by_person, by_employer })
    }

    #[must_use]
    pub fn standing_at(self, at: Candidacy) -> Self {
        Self {
            stage: at.stage.code().to_owned(),
            is_shown: at.stage.is_shown(),
            by_person_on: at.by_person,
            by_employer_on: at.by_employer,
            ..self
        }
    }

    pub fn person(&self) -> ReturneeId {
        ReturneeId::from_uuid(self.returnee)
    }
}

pub async fn organisation(tx: &mut Tx, id: Uuid) -> Result<Option<Organisation>, Error> {
    tx.find("select * from organisation where id = $1", &[id.into()]).await
}

pub async fn lock_organisation(tx: &mut Tx, id: Uuid) -> Result<Option<Organisation>, Error> {
    tx.lock("select * from organisation where id = $1", &[id.into()]).await
}

/// Whether another organisation of this kind has the number.
pub async fn is_tax_number_taken(tx: &mut Tx, of: &Organisation) -> Result<bool, Error> {
    let sql = "select 1 from organisation where tax_number = $1 and kind = $2 and id <> $3";
    let values = [of.tax_number.as_str().into(), of.kind.as_str().into(), of.id.into()];
    Ok(tx.one(sql, &values).await?.is_some())
}

/// When something that waits for a check has its turn: 0 for what lies in one's own oblast and 1 for the rest, then by age.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn(pub i64, pub Uuid);

impl Turn {
    /// Of what lies at a place, for an office of an oblast whose codes begin so.
    pub fn of(oblast: &str, territory: &str, id: Uuid) -> Self {
        Self(i64::from(!territory.starts_with(oblast)), id)
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl FromStr for Turn {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (near, id) = text.split_once('.').ok_or(())?;
        Ok(Self(near.parse().map_err(drop)?, id.parse().map_err(drop)?))
    }
}

/// Organisations that wait behind one, those of an oblast first.
pub async fn organisations_waiting(
    tx: &mut Tx,
    oblast: &str,
    after: Turn,
    n: i64,
) -> Result<Vec<Organisation>, Error> {
    let values = [format!("{oblast}%").into(), n.into(), after.0.into(), after.1.into()];
    tx.list(include_str!("queries/organisations_waiting.sql"), &values).await
}

pub async fn vacancy(tx: &mut Tx, id: Uuid) -> Result<Option<Vacancy>, Error> {
    tx.find("select * from vacancy where id = $1", &[id.into()]).await
}

pub async fn lock_vacancy(tx: &mut Tx, id: Uuid) -> Result<Option<Vacancy>, Error> {
    tx.lock("select * from vacancy where id = $1", &[id.into()]).await
}

/// A vacancy with the employer that offers it.
pub async fn with_employer(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<(Vacancy, Organisation)>, Error> {
    let Some(vacancy) = vacancy(tx, id).await? else { return Ok(None) };
    let employer = organisation(tx, vacancy.organisation).await?;
    Ok(employer.map(|employer| (vacancy, employer)))
}

/// The same if people are shown it today.
pub async fn shown(
    tx: &mut Tx,
    id: Uuid,
    today: Date,
) -> Result<Option<(Vacancy, Organisation)>, Error> {
    let Some((vacancy, employer)) = with_employer(tx, id).await? else { return Ok(None) };
    Ok(vacancy.is_shown(&employer, today)?.then_some((vacancy, employer)))
}

/// What somebody looks for among the vacancies that are shown. What is empty is not asked.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Folded, see [`findable`].
    pub words: Vec<String>,
    pub occupation: String,
    /// Codes of territories.
    pub places: Vec<String>,
    pub form: String,
}

/// How many words of a search count.
const MOST_WORDS: usize = 4;

/// Vacancies that are shown, newest first, each with the name of its employer.
pub async fn search(
    tx: &mut Tx,
    wanted: &Wanted,
    today: Date,
    before: Uuid,
    n: i64,
) -> Result<Vec<(Vacancy, String)>, Error> {
    let mut values: Vec<Value> = vec![
        today.into(),
        before.into(),
        wanted.places.join(" ").into(),
        wanted.occupation.as_str().into(),
        wanted.form.as_str().into(),
        n.into(),
    ];
    for place in 0..MOST_WORDS {
        let word = wanted.words.get(place).map_or("", String::as_str);
        values.push(format!("%{word}%").into());
    }
    let rows = tx.all(include_str!("queries/vacancies_shown.sql"), &values).await?;
    rows.iter().map(with_name).collect()
}

fn with_name(row: &Row) -> Result<(Vacancy, String), Error> {
    Ok((Vacancy::from_row(row)?, row.get("employer")?))
}

/// Vacancies that wait behind one, those in an oblast first, each with the name of its employer.
pub async fn vacancies_waiting(
    tx: &mut Tx,
    oblast: &str,
    after: Turn,
    n: i64,
) -> Result<Vec<(Vacancy, String)>, Error> {
    let values = [format!("{oblast}%").into(), n.into(), after.0.into(), after.1.into()];
    let rows = tx.all(include_str!("queries/vacancies_waiting.sql"), &values).await?;
    rows.iter().map(with_name).collect()
}

/// What an organisation offers, newest first.
pub async fn vacancies_of(
    tx: &mut Tx,
    organisation: Uuid,
    before: Uuid,
    n: i64,
) -> Result<Vec<Vacancy>, Error> {
    let sql = "select * from vacancy where organisation = $1 and id < $2 order by id desc limit $3";
    tx.list(sql, &[organisation.into(), before.into(), n.into()]).await
}

/// Reports behind one that nobody has dealt with, the oldest first, each with the title of its vacancy.
pub async fn open_reports(
    tx: &mut Tx,
    after: Turn,
    n: i64,
) -> Result<Vec<(Report, String)>, Error> {
    let values = [n.into(), after.1.into()];
    let rows = tx.all(include_str!("queries/open_reports.sql"), &values).await?;
    rows.iter().map(|row| Ok((Report::from_row(row)?, row.get("title")?))).collect()
}

/// The same of one vacancy.
pub async fn reports_of(tx: &mut Tx, vacancy: Uuid) -> Result<Vec<Report>, Error> {
    let sql =
        "select * from report where vacancy = $1 and handled_at is null order by id limit 100";
    tx.list(sql, &[vacancy.into()]).await
}

/// Candidacies of a vacancy that are not over. For changes of the vacancy itself: nobody is shown here.
pub async fn lock_open_candidacies(tx: &mut Tx, vacancy: Uuid) -> Result<Vec<CandidacyRow>, Error> {
    let sql = "select * from candidacy where vacancy = $1 order by id";
    let all: Vec<CandidacyRow> = tx.list(sql, &[vacancy.into()]).await?;
    let mut open = Vec::new();
    for row in all {
        open.extend(lock_candidacy(tx, row.id).await?);
    }
    open.retain(|row| row.stage().is_ok_and(|stage| !stage.is_over()));
    Ok(open)
}

pub async fn n_hired(tx: &mut Tx, vacancy: Uuid) -> Result<usize, Error> {
    let sql = include_str!("queries/n_hired.sql");
    let count: i64 = tx.one(sql, &[vacancy.into()]).await?.map_or(Ok(0), |row| row.at(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

pub async fn lock_candidacy(tx: &mut Tx, id: Uuid) -> Result<Option<CandidacyRow>, Error> {
    tx.lock("select * from candidacy where id = $1", &[id.into()]).await
}

/// A candidacy by its id, if its person is within reach.
pub async fn candidacy(
    tx: &mut Tx,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<CandidacyRow>, Error> {
    let mut values = vec![id.into()];
    let sql = within(include_str!("queries/candidacy.sql"), scope, &mut values);
    tx.find(sql, &values).await
}

/// Whose candidacy it is: the leading record of the person.
pub async fn person_of(tx: &mut Tx, row: &CandidacyRow) -> Result<ReturneeId, Error> {
    leading(tx, row.person()).await
}

/// The candidacy of a person within reach for a vacancy, held until the transaction ends.
pub async fn lock_pair(
    tx: &mut Tx,
    vacancy: Uuid,
    person: ReturneeId,
) -> Result<Option<CandidacyRow>, Error> {
    let sql = format!("select * from candidacy where returnee in ({RECORDS}) and vacancy = $2");
    let rows = tx.all_locked(&sql, &[person.uuid().into(), vacancy.into()]).await?;
    let mut furthest = None;
    for row in &rows {
        let row = CandidacyRow::from_row(row)?;
        let order = (row.stage()?.how_far(), row.id);
        if furthest.as_ref().is_none_or(|(best, _)| *best < order) {
            furthest = Some((order, row));
        }
    }
    Ok(furthest.map(|(_, row)| row))
}

/// A candidacy with its vacancy and its employer, for the person and their officers.
#[derive(Clone, Debug)]
pub struct OwnCandidacy {
    pub row: CandidacyRow,
    pub vacancy: Vacancy,
    pub employer: Organisation,
}

/// More than anybody tries at once.
const MOST_CANDIDACIES: i64 = 100;

/// Candidacies of a person within reach, newest first.
pub async fn candidacies_of(
    tx: &mut Tx,
    scope: &Scope,
    person: ReturneeId,
) -> Result<Vec<OwnCandidacy>, Error> {
    let mut values = vec![person.uuid().into(), MOST_CANDIDACIES.into()];
    let sql = within(include_str!("queries/candidacies_of.sql"), scope, &mut values);
    let rows: Vec<CandidacyRow> = tx.list(sql, &values).await?;
    let mut all = Vec::new();
    for row in rows {
        if let Some((vacancy, employer)) = with_employer(tx, row.vacancy).await? {
            all.push(OwnCandidacy { row, vacancy, employer });
        }
    }
    Ok(all)
}

/// People shown to an organisation for one of its vacancies, with their names, newest first.
pub async fn candidates(
    tx: &mut Tx,
    scope: &Scope,
    organisation: Uuid,
    vacancy: Uuid,
) -> Result<Vec<(CandidacyRow, ReturneeId, String)>, Error> {
    let mut values = vec![vacancy.into(), organisation.into(), MOST_CANDIDACIES.into()];
    let sql = within(include_str!("queries/candidates.sql"), scope, &mut values);
    let rows = tx.all(sql, &values).await?;
    let mut found = Vec::new();
    let mut people = HashSet::new();
    for row in &rows {
        let person = ReturneeId::from_uuid(row.get("person")?);
        // Who came by two records is one candidate, as far as they got by either.
        if people.insert(person) {
            found.push((CandidacyRow::from_row(row)?, person, name_in(row)?));
        }
    }
    found.sort_by_key(|(row, ..)| std::cmp::Reverse(row.id));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_come_in_the_order_of_the_rule() {
        let sql = include_str!("queries/candidates.sql");
        for stage in Stage::ALL.iter().filter(|stage| stage.is_shown()) {
            let far = stage.how_far();
            let named = format!("when '{stage}' then {far} ");
            assert!(sql.contains(&named) || sql.contains(&format!("else {far} end")), "{stage}");
        }
    }
}
