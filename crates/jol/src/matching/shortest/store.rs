//! What a road is reckoned with, from the store: bounded, and only what people are shown.

use std::collections::HashSet;

use domain::{
    classifier::{Classifiers, Code, Nearness, Scheme},
    course::{Course, Group},
    id::ReturneeId,
    matching::shortest::Gap,
    money::Som,
    territory::Territory,
};
use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    db::{Error, Row, Tx, Value},
    matching::{Known, store::places},
    same::store::RECORDS,
};

/// Vacancies of one occupation that are looked at, the newest.
const MOST_VACANCIES: i64 = 100;

/// Groups that are looked at, the soonest.
const MOST_GROUPS: i64 = 500;

/// Where the work that is looked for may be, as a part of a statement.
pub struct Places(Option<Vec<Territory>>);

impl Places {
    /// Within the distance that is wished, or everywhere.
    pub fn of(known: &Known, today: Date) -> Self {
        let within = known.wish.km.map(u32::from).map(|most| {
            let near = |place: &Territory| known.person().km_to(*place).is_none_or(|km| km <= most);
            Territory::all(today).filter(near).collect()
        });
        Self(within)
    }

    fn sql(&self, values: &mut Vec<Value>) -> String {
        match &self.0 {
            None => "1 = 1".to_owned(),
            Some(near) if near.is_empty() => "1 = 0".to_owned(),
            Some(near) => {
                let codes = near.iter().map(|place| Value::Text(place.code().to_owned()));
                format!("v.territory in ({})", places(values, codes))
            }
        }
    }
}

/// A vacancy as far as a road asks.
#[derive(Clone, Debug)]
pub struct Standing {
    pub id: Uuid,
    pub title: String,
    pub employer: String,
    pub territory: Territory,
    pub wage_from: Option<Som>,
    pub wage_to: Option<Som>,
    pub form: Code,
    pub starts_on: Option<Date>,
    pub closes_on: Date,
    /// As it is kept: many ask for the same.
    pub needs: String,
}

fn broken(column: &str) -> Error {
    Error::Column(column.to_owned())
}

impl Standing {
    fn from_row(row: &Row) -> Result<Self, Error> {
        let text = |column: &str| row.get::<String>(column);
        let som =
            |column: &str| Ok::<_, Error>(row.get::<Option<i64>>(column)?.map(Som::from_tyiyn));
        Ok(Self {
            id: row.get("id")?,
            title: text("title")?,
            employer: text("employer")?,
            territory: Territory::parse(&text("territory")?).map_err(|_| broken("territory"))?,
            wage_from: som("wage_from")?,
            wage_to: som("wage_to")?,
            form: text("form")?.parse().map_err(|_| broken("form"))?,
            starts_on: row.get("starts_on")?,
            closes_on: row.get("closes_on")?,
            needs: text("needs")?,
        })
    }
}

/// Open vacancies of an occupation. This is the one place a road reads them from.
pub async fn vacancies(
    tx: &mut Tx,
    occupation: &Code,
    near: &Places,
    today: Date,
) -> Result<Vec<Standing>, Error> {
    let mut values = vec![occupation.as_str().into(), today.into(), MOST_VACANCIES.into()];
    let sql = include_str!("../queries/road_vacancies.sql");
    let sql = sql.replace("{places}", &near.sql(&mut values));
    tx.all(sql, &values).await?.iter().map(Standing::from_row).collect()
}

/// So many vacancies that asked for the same.
pub struct Opened {
    pub occupation: Code,
    pub needs: String,
    pub form: Code,
    pub n: u32,
}

/// Vacancies of some occupations that were opened since a day and paid at least so much, if they told.
pub async fn opened(
    tx: &mut Tx,
    occupations: &[&Code],
    near: &Places,
    wage: Option<Som>,
    since: Date,
) -> Result<Vec<Opened>, Error> {
    if occupations.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = vec![since.into(), wage.map_or(0, Som::tyiyn).into()];
    let codes = occupations.iter().map(|code| Value::Text(code.to_string()));
    let codes = places(&mut values, codes);
    let sql = include_str!("../queries/road_opened.sql").replace("{codes}", &codes);
    let sql = sql.replace("{places}", &near.sql(&mut values));
    let rows = tx.all(sql, &values).await?;
    let open = |row: &Row| {
        Ok(Opened {
            occupation: row
                .get::<String>("occupation")?
                .parse()
                .map_err(|_| broken("occupation"))?,
            needs: row.get("needs")?,
            form: row.get::<String>("form")?.parse().map_err(|_| broken("form"))?,
            n: u32::try_from(row.get::<i64>("n")?).unwrap_or(u32::MAX),
        })
    };
    rows.iter().map(open).collect()
}

/// A group somebody could sit in, with its course.
#[derive(Clone, Debug)]
pub struct Sitting {
    pub id: Uuid,
    pub course_id: Uuid,
    pub course: Course,
    pub group: Group,
    pub provider: String,
    pub n_free: i64,
    /// The person has a seat already.
    pub is_theirs: bool,
}

impl Sitting {
    pub(in crate::matching) fn from_row(row: &Row, own: &HashSet<Uuid>) -> Result<Self, Error> {
        let text = |column: &str| row.get::<String>(column);
        let small =
            |column: &str| u16::try_from(row.get::<i64>(column)?).map_err(|_| broken(column));
        let place: Option<String> = row.get("place")?;
        let id = row.get("id")?;
        let course = Course {
            title: text("title")?.parse().map_err(|_| broken("title"))?,
            occupation: text("occupation")?.parse().map_err(|_| broken("occupation"))?,
            skills: text("skills")?.parse().map_err(|_| broken("skills"))?,
            licences: text("licences")?.parse().map_err(|_| broken("licences"))?,
            hours: small("hours")?,
            price: Som::from_tyiyn(row.get("price")?),
            language: text("language")?.parse().map_err(|_| broken("language"))?,
            way: text("way")?.parse().map_err(|_| broken("way"))?,
            words: None,
        };
        let group = Group {
            territory: Territory::parse(&text("territory")?).map_err(|_| broken("territory"))?,
            place: place.map(|place| place.parse().map_err(|_| broken("place"))).transpose()?,
            starts_on: row.get("starts_on")?,
            ends_on: row.get("ends_on")?,
            seats: small("seats")?,
        };
        Ok(Self {
            id,
            course_id: row.get("course")?,
            n_free: (i64::from(group.seats) - row.get::<i64>("n_taken")?).max(0),
            is_theirs: own.contains(&id),
            course,
            group,
            provider: text("provider")?,
        })
    }
}

/// Groups with a seat for the person, of courses that may close some gaps.
pub async fn groups(
    tx: &mut Tx,
    lists: &Classifiers,
    asked: &[Gap],
    person: ReturneeId,
    today: Date,
) -> Result<Vec<Sitting>, Error> {
    let mut values: Vec<Value> = vec![today.into(), MOST_GROUPS.into()];
    let mut parts = Vec::new();
    for gap in asked {
        match gap {
            Gap::Skill(code) | Gap::Licence(code) => {
                let code = code.as_str().replace('_', "\\_");
                values.extend([format!("%{code}%").into(), format!("% {code} %").into()]);
                let (some, whole) = (values.len() - 1, values.len());
                let taught = if matches!(gap, Gap::Skill(_)) { "skills" } else { "licences" };
                // Few courses pass the first, and only for them a longer text is put together.
                parts.push(format!(
                    "(c.{taught} like ${some} escape '\\' and ' ' || c.{taught} || ' ' like ${whole} escape '\\')"
                ));
            }
            Gap::Trade(code) => {
                let near = |other: &&Code| lists.nearness(code, other) >= Nearness::Unit;
                let all = lists.all(Scheme::Occupation).map(|concept| &concept.code);
                let codes = all.filter(near).map(|code| Value::Text(code.to_string()));
                parts.push(format!("c.occupation in ({})", places(&mut values, codes)));
            }
            Gap::Language(..) | Gap::Education(_) | Gap::Months(_) | Gap::Start => {}
        }
    }
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select course_group from enrolment where returnee in ({RECORDS}) and state = 'enrolled'"
    );
    let own = tx.all(sql, &[person.uuid().into()]).await?;
    let own = own.iter().map(|row| row.at(0)).collect::<Result<HashSet<Uuid>, Error>>()?;
    let sql = include_str!("../queries/road_groups.sql").replace("{gaps}", &parts.join(" or "));
    let rows = tx.all(sql, &values).await?;
    let sittings = rows.iter().map(|row| Sitting::from_row(row, &own));
    let is_open = |one: &Sitting| one.is_theirs || one.n_free > 0;
    sittings.filter(|one| one.as_ref().map_or(true, is_open)).collect()
}
