//! What the places of a proposal are called, read for many of them at once.

use std::collections::HashMap;

use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

use super::store::{Kind, ProposalPlace};
use crate::{
    course::store::{CourseRow, GroupRow},
    db::{Error, Record, Tx, many::about},
    vacancy::store::{Organisation, Vacancy},
    web::parts,
    words::Tongue,
};

/// A vacancy, or a group of a course.
#[derive(Clone, Debug)]
pub(super) enum What {
    Vacancy(Vacancy),
    Group(GroupRow, CourseRow),
}

/// A place with the organisation that offers it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub what: What,
    pub of: String,
    /// Whether people are shown it today.
    pub is_shown: bool,
}

impl Named {
    pub fn title(&self) -> &str {
        match &self.what {
            What::Vacancy(vacancy) => &vacancy.title,
            What::Group(_, course) => &course.title,
        }
    }

    /// Title, organisation, and for a course its first day.
    pub fn told(&self, tongue: Tongue) -> String {
        let begins = match &self.what {
            What::Vacancy(_) => None,
            What::Group(group, _) => {
                let day = tongue.date_short(group.starts_on);
                Some(tongue.ta("matching-course-begins", &[("day", day.into())]))
            }
        };
        let parts = [Some(self.title().to_owned()), Some(self.of.clone()), begins];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// The page that people are shown, as long as they are.
    pub fn href(&self) -> Option<String> {
        self.is_shown.then(|| match &self.what {
            What::Vacancy(vacancy) => format!("/vacancies/{}", vacancy.id),
            What::Group(_, course) => format!("/courses/{}", course.id),
        })
    }
}

/// A link to a place with its whole name.
pub(super) fn link(tongue: Tongue, named: Option<&Named>, href: Option<&str>) -> Markup {
    let words =
        named.map_or_else(|| tongue.t("proposal-place-gone").into(), |one| one.told(tongue));
    html! {
        @match href {
            Some(href) => (parts::link(&words, href)),
            None => (words),
        }
    }
}

async fn rows<R: Record>(tx: &mut Tx, table: &str, ids: &[Uuid]) -> Result<Vec<R>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (sql, values) = about(&format!("select * from {table} where id in ({{people}})"), ids);
    tx.list(sql, &values).await
}

/// What some places are called, by their numbers. What is there no longer has no name.
pub(super) async fn named(
    tx: &mut Tx,
    places: &[ProposalPlace],
    today: Date,
) -> Result<HashMap<i64, Named>, Error> {
    let ids = |kind: Kind| -> Result<Vec<Uuid>, Error> {
        let mut ids = Vec::new();
        for place in places {
            if place.kind()? == kind {
                ids.push(place.thing);
            }
        }
        Ok(ids)
    };
    let vacancies: Vec<Vacancy> = rows(tx, "vacancy", &ids(Kind::Vacancy)?).await?;
    let groups: Vec<GroupRow> = rows(tx, "course_group", &ids(Kind::Course)?).await?;
    let of_groups: Vec<Uuid> = groups.iter().map(|group| group.course).collect();
    let courses: Vec<CourseRow> = rows(tx, "course", &of_groups).await?;
    let by = vacancies.iter().map(|one| one.organisation);
    let by: Vec<Uuid> = by.chain(courses.iter().map(|one| one.organisation)).collect();
    let organisations: Vec<Organisation> = rows(tx, "organisation", &by).await?;
    let organisations: HashMap<Uuid, Organisation> =
        organisations.into_iter().map(|one| (one.id, one)).collect();
    let courses: HashMap<Uuid, CourseRow> = courses.into_iter().map(|one| (one.id, one)).collect();
    let mut found: HashMap<Uuid, Named> = HashMap::new();
    for vacancy in vacancies {
        let Some(of) = organisations.get(&vacancy.organisation) else { continue };
        let is_shown = vacancy.is_shown(of, today)?;
        let (id, of) = (vacancy.id, of.name.clone());
        found.insert(id, Named { what: What::Vacancy(vacancy), of, is_shown });
    }
    for group in groups {
        let Some(course) = courses.get(&group.course).cloned() else { continue };
        let Some(of) = organisations.get(&course.organisation) else { continue };
        let is_shown = course.is_shown(of)? && group.takes_people(today);
        let (id, of) = (group.id, of.name.clone());
        found.insert(id, Named { what: What::Group(group, course), of, is_shown });
    }
    let numbered = places.iter().filter_map(|one| Some((one.at, found.get(&one.thing)?.clone())));
    Ok(numbered.collect())
}
