//! Everybody who looks for work within a reach, and all places there are: what a proposal is reckoned from.

use std::collections::{HashMap, HashSet};

use allocation::fair::{Case, Way};
use domain::{
    access::{Consents, Purpose, Scope},
    classifier::{Classifiers, Nearness},
    course::Way as Held,
    id::ReturneeId,
    matching::{
        Edition, Person, brings,
        proposal::{Groups, Measures, Member, Mode, SharingEdition},
    },
    profile::{Item, Kind as Line, Wish},
    territory::Territory,
};
use jiff::civil::Date;
use rayon::prelude::*;
use uuid::Uuid;

use super::{
    background::Progress,
    store::{Kind, Ways},
};
use crate::{
    access::predicate::within,
    app::App,
    db::{Error, Row, Tx, many::about},
    matching::{
        Known,
        columns::Columns,
        shortest::store::Sitting,
        store::{Profiles, profiles},
    },
    refusal::Refusal,
    same::{golden, store::records_of},
};

/// A vacancy with room, or a group of a course with seats.
#[derive(Clone, Debug)]
pub struct Thing {
    pub kind: Kind,
    pub id: Uuid,
    pub room: u32,
    /// For a course: its occupation and where it is held.
    pub taught: Option<(String, Territory)>,
    /// For a course: the places that those who finish it may go to, with points, the best first.
    pub leads: Vec<Way>,
}

/// Somebody in a proposal.
#[derive(Clone, Debug)]
pub struct Somebody {
    pub id: ReturneeId,
    pub home: Option<Territory>,
    /// Wrapped with the keys of the cell.
    pub key: Vec<u8>,
    pub ways: Ways,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Country {
    /// Vacancies first, then groups of courses.
    pub things: Vec<Thing>,
    pub people: Vec<Somebody>,
}

/// Work and courses that are looked at for one person.
const MOST_WORK: usize = 60;
const MOST_COURSES: usize = 5;

/// An odd number with bits all over it: what is multiplied by it is spread.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Places that a course is taken to lead to.
const MOST_LEADS: usize = 20;

/// So far from where a course is held people are expected to look for work after it.
const KM_AFTER_COURSE: u16 = 60;

/// People read at a time.
const PAGE: i64 = 250;

/// The points that a course costs beside the time it takes, by how near its work is to what somebody knows or wishes.
const fn strangeness(nearness: Nearness) -> u16 {
    match nearness {
        Nearness::Same => 0,
        Nearness::Unit => 50,
        Nearness::Minor => 100,
        Nearness::Far => 1000,
    }
}

impl Country {
    /// Without people.
    pub fn case(&self) -> Case {
        let mut case = Case::new(self.things.iter().map(|thing| thing.room).collect());
        for (at, thing) in (0..).zip(&self.things) {
            // After a course as many places are expected as there are today: nobody's place of today is kept for it.
            match thing.kind {
                Kind::Vacancy => case.later.push(thing.room),
                Kind::Course => {
                    case.later.push(0);
                    case.leads.insert(at, thing.leads.clone());
                }
            }
        }
        for one in &self.people {
            let ways = one.ways.ways.iter();
            let ways = ways.map(|(place, points)| Way { place: *place, points: *points });
            case.person(one.ways.groups, ways);
        }
        case
    }
}

/// A group of a course, ready to be compared.
struct Offered {
    at: u32,
    sitting: Sitting,
    /// The points of the best place that it leads to.
    best: u16,
}

/// What everybody is compared with.
struct Offers {
    columns: std::sync::Arc<Columns>,
    numbers: HashMap<Uuid, u32>,
    courses: Vec<Offered>,
    lists: std::sync::Arc<Classifiers>,
    edition: &'static Edition,
    sharing: &'static SharingEdition,
    course: u16,
    today: Date,
}

/// Reads it, as long as it goes on.
pub async fn read(
    app: &App,
    scope: &Scope,
    measures: &Measures,
    progress: &mut Progress<'_>,
) -> Result<Option<Country>, Refusal> {
    let mut tx = app.db.read_long().await?;
    let today = app.today();
    let (mut things, mut offers) = offers(app, &mut tx, measures).await?;
    let leads = |thing: &Thing| thing.kind == Kind::Course && thing.leads.is_empty();
    debug_assert!(!things.iter().any(leads), "a course that leads nowhere is none here");
    let mut people = Vec::new();
    let mut after = Uuid::nil();
    loop {
        let mut values = vec![after.into(), PAGE.into()];
        let sql = within(include_str!("../queries/proposal_people.sql"), scope, &mut values);
        let rows = tx.all(sql, &values).await?;
        let Some(last) = rows.last() else { break };
        after = last.at(0)?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.at(0)).collect::<Result<_, _>>()?;
        let read = Page {
            profiles: profiles(&mut tx, scope, &ids).await?,
            forbidden: forbidden(&mut tx, &ids).await?,
            golden: golden_of(app, &mut tx, &ids).await?,
        };
        let page;
        (page, offers) = tokio::task::spawn_blocking(move || {
            let page: Result<Vec<_>, Error> =
                rows.par_iter().map(|row| offers.somebody(row, &read)).collect();
            page.map(|page| (page, offers))
        })
        .await
        .map_err(|_| Error::Closed)??;
        people.extend(page);
        if !progress.goes_on(people.len()).await? {
            return Ok(None);
        }
    }
    // What nobody could take is no part of it; numbers stay as they are.
    things.shrink_to_fit();
    tracing::debug!("{} people and {} places were read for {today}", people.len(), things.len());
    Ok(Some(Country { things, people }))
}

/// What one page of people needs beside its rows.
struct Page {
    profiles: Profiles,
    forbidden: HashSet<(Uuid, Uuid)>,
    golden: HashMap<Uuid, (Option<Territory>, Option<domain::returnee::Education>)>,
}

async fn forbidden(tx: &mut Tx, ids: &[Uuid]) -> Result<HashSet<(Uuid, Uuid)>, Error> {
    let leads = records_of(tx, ids).await?;
    let records: Vec<Uuid> = ids.iter().chain(leads.keys()).copied().collect();
    let (sql, values) = about(include_str!("../queries/proposal_forbidden.sql"), &records);
    let rows = tx.all(sql, &values).await?;
    let pair = |row: &Row| {
        let record: Uuid = row.at(0)?;
        Ok((leads.get(&record).copied().unwrap_or(record), row.at(1)?))
    };
    rows.iter().map(pair).collect()
}

/// Home and education of those who have several records.
async fn golden_of(
    app: &App,
    tx: &mut Tx,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, (Option<Territory>, Option<domain::returnee::Education>)>, Error> {
    let several: HashSet<Uuid> = records_of(tx, ids).await?.into_values().collect();
    let several: Vec<Uuid> = several.into_iter().collect();
    let people = golden::people(tx, &app.keys, &several).await?;
    let told = people.into_iter();
    Ok(told.map(|(id, one)| (id, (one.details.territory, one.details.education))).collect())
}

/// All places there are: vacancies with room, and groups of courses that lead to some of them. Where nobody is passed over, courses
/// lead to nothing.
async fn offers(
    app: &App,
    tx: &mut Tx,
    measures: &Measures,
) -> Result<(Vec<Thing>, Offers), Error> {
    let (lists, today) = (app.lists.now(), app.today());
    let columns = app.shelf.now(app, tx).await?;
    let (edition, sharing) = (Edition::on(today), SharingEdition::on(today));
    let mut given: HashMap<Uuid, u32> = HashMap::new();
    for row in tx.all(include_str!("../queries/proposal_hired.sql"), &[]).await? {
        given.insert(row.at(0)?, u32::try_from(row.at::<i64>(1)?).unwrap_or(u32::MAX));
    }
    let mut things = Vec::new();
    let mut open: Vec<(Uuid, u16)> = columns.open(today).collect();
    open.sort_unstable();
    for (id, places) in open {
        let room = u32::from(places).saturating_sub(given.get(&id).copied().unwrap_or(0));
        if room > 0 {
            things.push(Thing { kind: Kind::Vacancy, id, room, taught: None, leads: Vec::new() });
        }
    }
    let numbers: HashMap<Uuid, u32> = (0..).zip(&things).map(|(at, one)| (one.id, at)).collect();
    let mut courses = Vec::new();
    let groups = match measures.mode {
        Mode::Auction => {
            tx.all(include_str!("../queries/proposal_groups.sql"), &[today.into()]).await?
        }
        Mode::Stable => Vec::new(),
    };
    for row in groups {
        let sitting = Sitting::from_row(&row, &HashSet::new())?;
        let leads = leads(&columns, &numbers, &sitting, &edition.weights, today);
        let (Some(best), true) = (leads.first(), sitting.n_free > 0) else { continue };
        let at = u32::try_from(things.len()).map_err(|_| Error::Column("places".into()))?;
        let taught = Some((sitting.course.occupation.to_string(), sitting.group.territory));
        let room = u32::try_from(sitting.n_free).unwrap_or(u32::MAX);
        let best = best.points;
        things.push(Thing { kind: Kind::Course, id: sitting.id, room, taught, leads });
        courses.push(Offered { at, sitting, best });
    }
    let course = measures.course;
    let offers = Offers { columns, numbers, courses, lists, edition, sharing, course, today };
    Ok((things, offers))
}

/// Where somebody could go who has just what a course teaches and lives where it is held.
fn leads(
    columns: &Columns,
    numbers: &HashMap<Uuid, u32>,
    Sitting { course, group, .. }: &Sitting,
    weights: &domain::matching::Weights,
    today: Date,
) -> Vec<Way> {
    let skills = course.skills.iter().map(|code| Item::plain(Line::Skill, code.clone()));
    let licences = course.licences.iter().map(|code| Item::plain(Line::Licence, code.clone()));
    let items: Vec<Item> = skills.chain(licences).collect();
    let wish = Wish {
        occupations: std::iter::once(course.occupation.clone()).collect(),
        place: Some(group.territory),
        km: (course.way != Held::Online).then_some(KM_AFTER_COURSE),
        ..Wish::default()
    };
    let person =
        Person { home: Some(group.territory), education: None, items: &items, wish: &wish };
    let best = columns.best(&person, weights, today, MOST_LEADS);
    // Where nothing of the course is asked for, it leads to nothing.
    let least = weights.of_occupation(Nearness::Minor);
    let good = best.found.into_iter().filter(|(_, points)| *points > least);
    good.filter_map(|(id, points)| {
        Some(Way { place: *numbers.get(&id)?, points: u16::try_from(points).ok()? })
    })
    .collect()
}

impl Offers {
    fn somebody(&self, row: &Row, page: &Page) -> Result<Somebody, Error> {
        let broken = |column: &str| Error::Column(column.to_owned());
        let id: Uuid = row.at(0)?;
        let sex: Option<String> = row.at(1)?;
        let sex = sex.map(|code| code.parse().map_err(|_| broken("sex"))).transpose()?;
        let birth_on: Option<Date> = row.at(2)?;
        let territory: Option<String> = row.at(3)?;
        let education: Option<String> = row.at(4)?;
        let education = education.map(|code| code.parse().map_err(|_| broken("education")));
        let (mut home, mut education) =
            (territory.and_then(|code| Territory::parse(&code).ok()), education.transpose()?);
        if let Some(said) = page.golden.get(&id) {
            (home, education) = *said;
        }
        let (lines, wish) = page.profiles.get(&id).cloned().unwrap_or_default();
        let known = Known::told(home, education, lines, wish, self.today);
        let born_in = birth_on.map(|day| day.year());
        let member = Member { sex, born_in, home, items: &known.items };
        let groups = Groups::of(&member, self.sharing.youth_until, self.today).bits();
        let consents = Consents::from_bits(row.at(5)?);
        let mut ways = self.work(id, &known, page);
        if consents.covers(Purpose::Training) {
            ways.extend(self.courses(&known));
        }
        // In one order, so that equal ones are taken in one order.
        ways.sort_unstable();
        let ways = Ways { groups, ways };
        Ok(Somebody { id: ReturneeId::from_uuid(id), home, key: row.at(6)?, ways })
    }

    fn work(&self, id: Uuid, known: &Known, page: &Page) -> Vec<(u32, u16)> {
        let weights = &self.edition.weights;
        // Of what fits as well everybody has others, or all would ask for the same few and the rest would stay empty.
        let own = id.as_u64_pair().1;
        let rank = |work: Uuid| (work.as_u64_pair().1 ^ own).wrapping_mul(SPREAD);
        let best = self.columns.best_by(&known.person(), weights, self.today, MOST_WORK, rank);
        let may = best.found.into_iter().filter(|(work, _)| !page.forbidden.contains(&(id, *work)));
        let numbered = may.filter_map(|(work, points)| {
            Some((*self.numbers.get(&work)?, u16::try_from(points).unwrap_or(u16::MAX)))
        });
        numbered.filter(|(_, points)| *points > 0).collect()
    }

    fn courses(&self, known: &Known) -> Vec<(u32, u16)> {
        let person = known.person();
        let mut found = Vec::new();
        for Offered { at, sitting, best } in &self.courses {
            let is_far = || {
                let km = person.km_to(sitting.group.territory);
                let most = person.wish.km.unwrap_or(KM_AFTER_COURSE);
                sitting.course.way != Held::Online && km.is_none_or(|km| km > u32::from(most))
            };
            let Some(brings) = brings(&person, &sitting.course, &self.lists, self.today) else {
                continue;
            };
            let points = best.saturating_sub(self.course + strangeness(brings.nearness));
            if points > 0 && !is_far() {
                found.push((*at, points));
            }
        }
        found.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        found.truncate(MOST_COURSES);
        found
    }
}
