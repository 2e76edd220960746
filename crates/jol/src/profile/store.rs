//! Rows of profiles.

use domain::{
    access::Scope,
    classifier::Code,
    id::ReturneeId,
    money::Som,
    profile::{Evidence, Item, Kind, Told, Wish},
    territory::Territory,
    text::Line,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    access::predicate::within,
    db::{Error, Tx},
    record,
    returnee::store::{self as returnees, Returnee},
    vault::Keys,
};

/// One line of a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemRow {
    pub id: Uuid,
    pub returnee: Uuid,
    pub kind: String,
    pub code: Option<String>,
    pub words: Option<String>,
    pub level: Option<String>,
    pub country: Option<String>,
    pub from_on: Option<Date>,
    pub to_on: Option<Date>,
    pub evidence: String,
    /// Who recognised it, and in which country.
    pub recognised_by: Option<String>,
    pub seen_by: Option<Uuid>,
    pub seen_at: Option<Timestamp>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub version: i64,
}

record!(ItemRow, "profile_item", keys 1, {
    id: Uuid,
    returnee: Uuid,
    kind: String,
    code: Option<String>,
    words: Option<String>,
    level: Option<String>,
    country: Option<String>,
    from_on: Option<Date>,
    to_on: Option<Date>,
    evidence: String,
    recognised_by: Option<String>,
    seen_by: Option<Uuid>,
    seen_at: Option<Timestamp>,
    made_by: Uuid,
    made_at: Timestamp,
    version: i64,
});

/// What a person wants.
#[derive(Clone, Debug, PartialEq)]
pub struct WishRow {
    pub returnee: Uuid,
    pub occupations: String,
    pub place: Option<String>,
    pub km: Option<i64>,
    pub wage: Option<i64>,
    pub forms: String,
    pub self_employment: Option<String>,
    pub from_on: Option<Date>,
    pub changed_at: Timestamp,
    pub version: i64,
}

record!(WishRow, "wish", keys 1, {
    returnee: Uuid,
    occupations: String,
    place: Option<String>,
    km: Option<i64>,
    wage: Option<i64>,
    forms: String,
    self_employment: Option<String>,
    from_on: Option<Date>,
    changed_at: Timestamp,
    version: i64,
});

/// An answer of the registration that is no longer proposed as a line: it was taken or left out.
#[derive(Clone, Debug, PartialEq)]
pub struct SettledAnswer {
    pub returnee: Uuid,
    pub answer: String,
    pub settled_at: Timestamp,
}

record!(SettledAnswer, "settled_answer", keys 2, {
    returnee: Uuid,
    answer: String,
    settled_at: Timestamp,
});

/// A line, open for reading, and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptItem {
    pub id: Uuid,
    pub returnee: ReturneeId,
    pub item: Item,
    pub evidence: Evidence,
    pub recognised_by: Option<Line<120>>,
    /// Who checked it, and when.
    pub seen: Option<(Uuid, Timestamp)>,
    pub made_by: Uuid,
    pub made_at: Timestamp,
    pub version: i64,
}

/// The wishes of a person, open for reading.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptWish {
    pub wish: Wish,
    pub changed_at: Timestamp,
    pub version: i64,
}

/// A value in the store, read by its own type.
fn parsed<T: std::str::FromStr>(column: &str, text: Option<&str>) -> Result<Option<T>, Error> {
    text.map(|text| text.parse().map_err(|_| Error::Column(column.to_owned()))).transpose()
}

fn needed<T: std::str::FromStr>(column: &str, text: &str) -> Result<T, Error> {
    text.parse().map_err(|_| Error::Column(column.to_owned()))
}

impl KeptItem {
    pub fn row(&self) -> ItemRow {
        let item = &self.item;
        let typed = item.typed();
        let (seen_by, seen_at) = self.seen.unzip();
        ItemRow {
            id: self.id,
            returnee: self.returnee.uuid(),
            kind: typed.kind,
            code: item.code.as_ref().map(ToString::to_string),
            words: item.words.as_ref().map(ToString::to_string),
            level: Some(typed.level).filter(|level| !level.is_empty()),
            country: item.country.map(|country| country.code().to_owned()),
            from_on: item.from_on,
            to_on: item.to_on,
            evidence: self.evidence.code().to_owned(),
            recognised_by: self.recognised_by.as_ref().map(ToString::to_string),
            seen_by,
            seen_at,
            made_by: self.made_by,
            made_at: self.made_at,
            version: self.version,
        }
    }
}

impl TryFrom<ItemRow> for KeptItem {
    type Error = Error;

    fn try_from(row: ItemRow) -> Result<Self, Error> {
        let kind: Kind = needed("kind", &row.kind)?;
        let level = row.level.as_deref();
        let (fluency, education) = match kind {
            Kind::Language => (parsed("level", level)?, None),
            _ => (None, parsed("level", level)?),
        };
        let item = Item {
            kind,
            code: parsed::<Code>("code", row.code.as_deref())?,
            words: parsed("words", row.words.as_deref())?,
            fluency,
            education,
            country: parsed("country", row.country.as_deref())?,
            from_on: row.from_on,
            to_on: row.to_on,
        };
        Ok(Self {
            id: row.id,
            returnee: ReturneeId::from_uuid(row.returnee),
            item,
            evidence: needed("evidence", &row.evidence)?,
            recognised_by: parsed("recognised_by", row.recognised_by.as_deref())?,
            seen: row.seen_by.zip(row.seen_at),
            made_by: row.made_by,
            made_at: row.made_at,
            version: row.version,
        })
    }
}

impl KeptWish {
    pub fn row(&self, returnee: ReturneeId) -> WishRow {
        let wish = &self.wish;
        WishRow {
            returnee: returnee.uuid(),
            occupations: wish.occupations.to_string(),
            place: wish.place.map(|place| place.code().to_owned()),
            km: wish.km.map(i64::from),
            wage: wish.wage.map(Som::tyiyn),
            forms: wish.forms.to_string(),
            self_employment: wish.self_employment.map(|answer| answer.code().to_owned()),
            from_on: wish.from_on,
            changed_at: self.changed_at,
            version: self.version,
        }
    }
}

impl TryFrom<WishRow> for KeptWish {
    type Error = Error;

    fn try_from(row: WishRow) -> Result<Self, Error> {
        let km = row.km.map(u16::try_from).transpose();
        let wish = Wish {
            occupations: needed("occupations", &row.occupations)?,
            // A place that is no more is no place to go from.
            place: row.place.and_then(|code| Territory::parse(&code).ok()),
            km: km.map_err(|_| Error::Column("km".into()))?,
            wage: row.wage.map(Som::from_tyiyn),
            forms: needed("forms", &row.forms)?,
            self_employment: parsed("self_employment", row.self_employment.as_deref())?,
            from_on: row.from_on,
        };
        Ok(Self { wish, changed_at: row.changed_at, version: row.version })
    }
}

/// The lines of a person within reach, in the order they were told.
pub async fn items(tx: &mut Tx, scope: &Scope, id: ReturneeId) -> Result<Vec<KeptItem>, Error> {
    let mut values = vec![id.uuid().into()];
    let sql = within(include_str!("queries/items.sql"), scope, &mut values);
    let rows: Vec<ItemRow> = tx.list(sql, &values).await?;
    rows.into_iter().map(KeptItem::try_from).collect()
}

/// What a person within reach wants, if they were asked.
pub async fn wish(tx: &mut Tx, scope: &Scope, id: ReturneeId) -> Result<Option<KeptWish>, Error> {
    let mut values = vec![id.uuid().into()];
    let sql = within(include_str!("queries/wish.sql"), scope, &mut values);
    let row: Option<WishRow> = tx.find(sql, &values).await?;
    row.map(KeptWish::try_from).transpose()
}

/// The answers of a person within reach that are no longer proposed.
pub async fn settled(tx: &mut Tx, scope: &Scope, id: ReturneeId) -> Result<Vec<Told>, Error> {
    let mut values = vec![id.uuid().into()];
    let sql = within(include_str!("queries/settled.sql"), scope, &mut values);
    let rows: Vec<SettledAnswer> = tx.list(sql, &values).await?;
    rows.iter().map(|row| needed("answer", &row.answer)).collect()
}

/// A person with all their lines and wishes.
#[derive(Clone, Debug)]
pub struct Profile {
    pub returnee: Returnee,
    pub items: Vec<KeptItem>,
    pub wish: Option<KeptWish>,
}

impl Profile {
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &KeptItem> {
        self.items.iter().filter(move |kept| kept.item.kind == kind)
    }
}

/// The whole profile of a person within reach.
pub async fn profile(
    tx: &mut Tx,
    keys: &Keys,
    scope: &Scope,
    id: ReturneeId,
) -> Result<Option<Profile>, Error> {
    let Some((returnee, _)) = returnees::find(tx, keys, scope, id).await? else { return Ok(None) };
    let items = items(tx, scope, id).await?;
    let wish = wish(tx, scope, id).await?;
    Ok(Some(Profile { returnee, items, wish }))
}
