//! Vacancies for a person, all of them from memory; people for a vacancy, a bounded number from the store.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    ops::Range,
};

use domain::{
    access::{Purpose, Scope},
    classifier::{Classifiers, Code, Nearness},
    course::Course,
    id::ReturneeId,
    matching::{Brings, Edition, Fit, LeftOut, brings, compare},
    profile::Wish,
    territory::Territory,
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{ForPerson, Known, best_first, columns::Best, near};
use crate::{
    access::predicate::within,
    app::App,
    db::{
        Error, Record as _, Tx, Value,
        many::{AT_ONCE, about},
    },
    profile::store::{ItemRow, KeptItem, KeptWish, WishRow},
    returnee::store as returnees,
    same::{
        golden,
        store::{leads_of, records_of},
    },
    vacancy::store::Vacancy,
    vault::Keys,
};

/// Rows that one question for candidates brings at most, the newest.
const MOST: i64 = 500;

/// A vacancy that people are shown, with its employer's name.
#[derive(Clone, Debug)]
pub struct Shown {
    pub vacancy: Vacancy,
    pub employer: String,
}

/// Somebody who may be told of a vacancy.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: ReturneeId,
    pub number: String,
    pub name: String,
    pub home: Option<Territory>,
    pub known: Known,
}

/// `$3, $4, $5` for values behind those there are, which are added.
pub(super) fn places(values: &mut Vec<Value>, more: impl IntoIterator<Item = Value>) -> String {
    let first = values.len() + 1;
    values.extend(more);
    let places: Vec<String> = (first..=values.len()).map(|place| format!("${place}")).collect();
    places.join(", ")
}

/// A part of what fits a person within reach, and what was left out. The person is read with it, for the page around the
/// list.
pub async fn for_person(
    app: &App,
    tx: &mut Tx,
    scope: &Scope,
    id: ReturneeId,
    part: Range<usize>,
) -> Result<Option<(returnees::Returnee, ForPerson)>, Error> {
    let (lists, today) = (app.lists.now(), app.today());
    let found = known(tx, &app.keys, scope, id, today).await?;
    let Some((returnee, known)) = found else { return Ok(None) };

    let weights = &Edition::on(today).weights;
    let shelf = app.shelf.now(app, tx).await?;
    let best = shelf.best(&known.person(), weights, today, part.end);
    let ids: Vec<Uuid> = best.found.iter().skip(part.start).map(|(id, _)| *id).collect();
    let mut rows = shown(tx, &ids, today).await?;
    let mut fits = Vec::with_capacity(ids.len());
    for id in ids {
        // Closed between the two looks.
        let Some(shown) = rows.remove(&id) else { continue };
        let offer = shown.vacancy.offer()?;
        if let Ok(fit) = compare(&known.person(), &offer, &lists, weights, today) {
            fits.push((shown, fit));
        }
    }
    let Best { n_fits, n_open, left_out, .. } = best;
    Ok(Some((returnee, ForPerson { fits, n_fits, n_open, left_out, known })))
}

/// A person within reach, and what work may ask of them.
pub async fn known(
    tx: &mut Tx,
    keys: &Keys,
    scope: &Scope,
    id: ReturneeId,
    today: Date,
) -> Result<Option<(returnees::Returnee, Known)>, Error> {
    let Some((returnee, _)) = returnees::find(tx, keys, scope, id).await? else { return Ok(None) };
    let mut profiles = profiles(tx, scope, &[id.uuid()]).await?;
    let (lines, wish) = profiles.remove(&id.uuid()).unwrap_or_default();
    let known = Known::of(&returnee.details, lines, wish, today);
    Ok(Some((returnee, known)))
}

/// What the rule says of one vacancy for a person within reach.
pub async fn judge(
    tx: &mut Tx,
    keys: &Keys,
    lists: &Classifiers,
    scope: &Scope,
    id: ReturneeId,
    vacancy: &Vacancy,
    today: Date,
) -> Result<Option<Result<Fit, LeftOut>>, Error> {
    let found = known(tx, keys, scope, id, today).await?;
    let Some((_, known)) = found else { return Ok(None) };
    let weights = &Edition::on(today).weights;
    Ok(Some(compare(&known.person(), &vacancy.offer()?, lists, weights, today)))
}

/// Those of some vacancies that people are shown.
async fn shown(tx: &mut Tx, ids: &[Uuid], today: Date) -> Result<HashMap<Uuid, Shown>, Error> {
    let mut found = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        let (sql, mut values) = about(include_str!("queries/shown_some.sql"), some);
        values.push(today.into());
        let sql = sql.replace("{today}", &format!("${}", values.len()));
        for row in tx.all(sql, &values).await? {
            let vacancy = Vacancy::from_row(&row)?;
            let employer = row.get("employer")?;
            found.insert(vacancy.id, Shown { vacancy, employer });
        }
    }
    Ok(found)
}

pub(super) type Profiles = HashMap<Uuid, (Vec<KeptItem>, Wish)>;

/// Lines and wishes of some people within reach.
pub(super) async fn profiles(tx: &mut Tx, scope: &Scope, ids: &[Uuid]) -> Result<Profiles, Error> {
    let mut found = Profiles::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let leads = records_of(tx, ids).await?;
    let person = |record: Uuid| leads.get(&record).copied().unwrap_or(record);
    let records = ids.iter().chain(leads.keys());
    let mut values = Vec::new();
    let named = places(&mut values, records.map(|id| Value::Uuid(*id)));
    let n_records = values.len();
    let sql = within(include_str!("queries/items.sql"), scope, &mut values);
    let rows: Vec<ItemRow> = tx.list(sql.replace("{ids}", &named), &values).await?;
    for row in rows {
        let kept = KeptItem::try_from(row)?;
        found.entry(person(kept.returnee.uuid())).or_default().0.push(kept);
    }
    values.truncate(n_records);
    let sql = within(include_str!("queries/wishes.sql"), scope, &mut values);
    let rows: Vec<WishRow> = tx.list(sql.replace("{ids}", &named), &values).await?;
    // In the order in which they were said: the last one holds.
    for row in rows {
        let person = person(row.returnee);
        found.entry(person).or_default().1 = KeptWish::try_from(row)?.wish;
    }
    Ok(found)
}

/// People who stand in a list, the best first, and how many were looked at for it.
#[derive(Clone, Debug)]
pub struct People<T> {
    pub found: Vec<(Candidate, T)>,
    pub n_looked_at: usize,
    /// Whether there are more who worked in such an occupation or wish for it: those who registered last were looked at.
    pub are_more: bool,
}

/// People within reach who agreed to be told of work and whom a vacancy fits.
pub async fn for_vacancy(
    tx: &mut Tx,
    keys: &Keys,
    lists: &Classifiers,
    scope: &Scope,
    vacancy: &Vacancy,
    today: Date,
) -> Result<People<Fit>, Error> {
    let agreed = Scope { consent: Some(Purpose::Matching), ..*scope };
    let offer = vacancy.offer()?;
    let weights = &Edition::on(today).weights;
    let fits = |known: &Known| compare(&known.person(), &offer, lists, weights, today).ok();
    let mut people = people(tx, keys, lists, &agreed, &offer.occupation, today, fits).await?;
    best_first(&mut people.found, |candidate| candidate.id.uuid());
    Ok(people)
}

/// People within reach who agreed to be told of courses, and to whom one brings something new for their work.
pub async fn for_course(
    tx: &mut Tx,
    keys: &Keys,
    lists: &Classifiers,
    scope: &Scope,
    course: &Course,
    today: Date,
) -> Result<People<Brings>, Error> {
    let agreed = Scope { consent: Some(Purpose::Training), ..*scope };
    let new = |known: &Known| brings(&known.person(), course, lists, today);
    let mut people = people(tx, keys, lists, &agreed, &course.occupation, today, new).await?;
    // Nearer work stands first, then who learns more, of equals who registered later.
    people.found.sort_by(|(a, one), (b, other)| {
        let key = |brings: &Brings| (brings.nearness, brings.new.iter().len());
        key(other).cmp(&key(one)).then_with(|| b.id.cmp(&a.id))
    });
    Ok(people)
}

/// People within reach who worked in an occupation or a near one, or wish for it, with what is true of each.
async fn people<T>(
    tx: &mut Tx,
    keys: &Keys,
    lists: &Classifiers,
    agreed: &Scope,
    occupation: &Code,
    today: Date,
    of: impl Fn(&Known) -> Option<T>,
) -> Result<People<T>, Error> {
    let by_work = people_by_work(tx, lists, agreed, occupation).await?;
    let by_wish = people_by_wish(tx, lists, agreed, occupation).await?;
    let are_more = by_work.len().max(by_wish.len()) as i64 >= MOST;
    let found: Vec<Uuid> = by_work.into_iter().chain(by_wish).collect();
    let leads = leads_of(tx, &found).await?;
    let ids: BTreeSet<Uuid> =
        found.iter().map(|id| leads.get(id).copied().unwrap_or(*id)).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let mut all = People { found: Vec::new(), n_looked_at: ids.len(), are_more };
    if ids.is_empty() {
        return Ok(all);
    }
    let mut profiles = profiles(tx, agreed, &ids).await?;
    let mut values = Vec::new();
    let named = places(&mut values, ids.iter().map(|id| Value::Uuid(*id)));
    let sql = within(include_str!("queries/people.sql"), agreed, &mut values);
    let rows = tx.all(sql.replace("{ids}", &named), &values).await?;

    let several: HashSet<Uuid> = records_of(tx, &ids).await?.into_values().collect();
    let people = golden::people(tx, keys, &several.into_iter().collect::<Vec<_>>()).await?;
    for row in rows {
        let id: Uuid = row.at(0)?;
        let (lines, wish) = profiles.remove(&id).unwrap_or_default();
        let territory: Option<String> = row.at(5)?;
        let home = territory.and_then(|code| Territory::parse(&code).ok());
        let broken = |_| Error::Column("education".into());
        let education: Option<String> = row.at(6)?;
        let education = education.map(|code| code.parse().map_err(broken)).transpose()?;
        let names: [Option<String>; 3] = [row.at(2)?, row.at(3)?, row.at(4)?];
        let mut name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let (mut home, mut education) = (home, education);
        if let Some(person) = people.get(&id) {
            name = person.details.name.to_string();
            (home, education) = (person.details.territory, person.details.education);
        }
        let known = Known::told(home, education, lines, wish, today);
        let Some(one) = of(&known) else { continue };
        let number = row.at(1)?;
        let id = ReturneeId::from_uuid(id);
        all.found.push((Candidate { id, number, name, home, known }, one));
    }
    Ok(all)
}

async fn people_by_work(
    tx: &mut Tx,
    lists: &Classifiers,
    scope: &Scope,
    occupation: &Code,
) -> Result<Vec<Uuid>, Error> {
    let codes = near(lists, std::iter::once(occupation), Nearness::Minor);
    let mut values = vec![MOST.into()];
    let codes = places(&mut values, codes.into_iter().map(Value::Text));
    let sql = within(include_str!("queries/people_by_work.sql"), scope, &mut values);
    let rows = tx.all(sql.replace("{codes}", &codes), &values).await?;
    rows.iter().map(|row| row.at(0)).collect()
}

async fn people_by_wish(
    tx: &mut Tx,
    lists: &Classifiers,
    scope: &Scope,
    occupation: &Code,
) -> Result<Vec<Uuid>, Error> {
    let mut values: Vec<Value> = vec![MOST.into()];
    // Wishes have no column for each code; more than a few patterns would be slow, and nearer ones matter more.
    let codes = near(lists, std::iter::once(occupation), Nearness::Unit);
    let patterns = codes.into_iter().map(|code| Value::Text(format!("% {code} %")));
    let wished: Vec<String> = places(&mut values, patterns)
        .split(", ")
        .map(|place| format!("' ' || w.occupations || ' ' like {place}"))
        .collect();
    let sql = within(include_str!("queries/people_by_wish.sql"), scope, &mut values);
    let rows = tx.all(sql.replace("{wishes}", &wished.join(" or ")), &values).await?;
    rows.iter().map(|row| row.at(0)).collect()
}
