//! What people confirmed: the few words of a text about work, and the work that was chosen for it.
//!
//! A sentence of one person can point to them. So a row belongs to whoever the work is of and goes with their data, and it
//! teaches nobody and leaves in no file before enough different people said the same.

use domain::{
    classifier::Code,
    id::ReturneeId,
    meaning::{self, Reader},
    person_name::PersonName,
};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Ready;
use crate::{
    app::country_day,
    db::{Error, Tx, journal::Act},
    record,
    words::Tongue,
};

/// So many different people have to say the same before it is used.
pub const ENOUGH: i64 = 3;

/// Words of one person, and the code chosen for them. The id is that of the line of the profile it became.
#[derive(Clone, Debug, PartialEq)]
pub struct ConfirmedWords {
    pub id: Uuid,
    pub returnee: Uuid,
    pub words: String,
    /// An occupation or a unit group; none where nobody found one.
    pub code: Option<String>,
    /// Nothing that was offered was right.
    pub missed: bool,
    /// The language of the page; people may write in another one.
    pub language: String,
    /// Whether a person, an officer or somebody else said so.
    pub role: String,
    /// The edition of lists and aliases that read it.
    pub edition: String,
    pub confirmed_on: Date,
}

record!(ConfirmedWords, "confirmed_words", keys 1, {
    id: Uuid,
    returnee: Uuid,
    words: String,
    code: Option<String>,
    missed: bool,
    language: String,
    role: String,
    edition: String,
    confirmed_on: Date,
});

/// What somebody wrote and then chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    words: String,
    pub code: Option<Code>,
    missed: bool,
    language: &'static str,
    edition: String,
}

impl Choice {
    /// Nothing where the text leaves no words that may be kept.
    pub fn new(
        ready: &Ready,
        text: &str,
        name: &PersonName,
        code: Option<Code>,
        missed: bool,
        tongue: Tongue,
    ) -> Option<Self> {
        Some(Self {
            words: phrase(&ready.reader, text, name)?,
            code,
            missed,
            language: tongue.language().code(),
            edition: ready.version.clone(),
        })
    }

    /// Keeps it with the line it became.
    pub async fn keep(
        &self,
        tx: &mut Tx,
        act: &Act,
        person: ReturneeId,
        line: Uuid,
    ) -> Result<(), Error> {
        tx.insert(&ConfirmedWords {
            id: line,
            returnee: person.uuid(),
            words: self.words.clone(),
            code: self.code.as_ref().map(ToString::to_string),
            missed: self.missed,
            language: self.language.to_owned(),
            role: act.actor.role.code().to_owned(),
            edition: self.edition.clone(),
            confirmed_on: country_day(act.at),
        })
        .await
    }
}

fn phrase(reader: &Reader, text: &str, name: &PersonName) -> Option<String> {
    let patronymic = name.patronymic.as_ref().map(ToString::to_string);
    let (surname, given) = (name.surname.to_string(), name.given.to_string());
    reader.phrase(text, &[&surname, &given, patronymic.as_deref().unwrap_or_default()])
}

async fn of_line(tx: &mut Tx, line: Uuid) -> Result<Option<ConfirmedWords>, Error> {
    tx.find("select * from confirmed_words where id = $1", &[line.into()]).await
}

/// Another occupation was found for a line: what was chosen first was wrong, or not found.
pub async fn correct(tx: &mut Tx, line: Uuid, code: Option<&Code>) -> Result<(), Error> {
    let (Some(was), Some(code)) = (of_line(tx, line).await?, code) else { return Ok(()) };
    let code = Some(code.to_string());
    if was.code == code {
        return Ok(());
    }
    tx.update(&ConfirmedWords { code, missed: true, ..was }).await
}

/// A line was taken away: nothing is confirmed any more.
pub async fn forget(tx: &mut Tx, line: Uuid) -> Result<(), Error> {
    match of_line(tx, line).await? {
        Some(was) => tx.delete(&was).await,
        None => Ok(()),
    }
}

/// Words that enough people said, and how many did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taught {
    pub words: String,
    pub code: Code,
    pub times: u64,
}

/// What at least so many different people confirmed, in the order of the words.
pub async fn taught(tx: &mut Tx, at_least: i64) -> Result<Vec<Taught>, Error> {
    let rows = tx.all(include_str!("queries/taught.sql"), &[at_least.into()]).await?;
    let taught = rows.iter().map(|row| {
        let code: String = row.at(1)?;
        let times: i64 = row.at(2)?;
        Ok(Taught {
            words: row.at(0)?,
            code: code.parse().map_err(|_| Error::Column("code".into()))?,
            times: u64::try_from(times).unwrap_or_default(),
        })
    });
    taught.collect()
}

/// The name of what was confirmed: how many phrases, and which.
pub fn edition(taught: &[Taught]) -> String {
    if taught.is_empty() {
        return "0".to_owned();
    }
    let mut hash = Sha256::new();
    for one in taught {
        hash.update(format!("{}\t{}\n", one.words, one.code));
    }
    let hash: String = hash.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{hash}", taught.len())
}

/// The same as the reader learns from it.
pub(super) fn lessons(taught: &[Taught]) -> Vec<meaning::Confirmed> {
    let lesson =
        |one: &Taught| meaning::Confirmed { text: one.words.clone(), code: one.code.clone() };
    taught.iter().map(lesson).collect()
}
