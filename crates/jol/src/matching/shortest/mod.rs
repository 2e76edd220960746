//! The shortest road of a person to being hired: read, reckoned by `domain::matching::shortest`, told as steps.

pub mod data;
pub mod hiring;
pub mod json;
pub mod pages;
pub mod speak;
pub mod store;

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    str::FromStr,
};

use domain::{
    classifier::{Classifiers, Code, Nearness},
    id::ReturneeId,
    matching::shortest::{
        self as rules, End, Found, Gap, HireTime, Hiring, Link, Paper, Programme, Reader, Road,
        Terms, Way, Why,
    },
    money::Som,
    support::StepKind,
    vacancy::Needs,
};
use jiff::{ToSpan as _, civil::Date};
use uuid::Uuid;

use self::store::{Places, Sitting, Standing};
use super::Known;
use crate::{
    classifier::trades,
    db::{Error, Tx},
};

/// What every road is reckoned with; its edition is told beside it.
pub const TERMS: Terms = Terms::V2026_11;

/// Occupations that are looked at, the nearest to the wishes.
const MOST_OCCUPATIONS: usize = 12;

/// The best road and two that truly differ from it.
const MOST_ROADS: usize = 3;

/// What one step leads to. As text it stands beside a step of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Aim {
    Group(Uuid),
    Paper(Code),
    Programme(Code),
    Vacancy(Uuid),
    OwnWork(Code),
    Kind(Code),
}

impl fmt::Display for Aim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Group(id) => write!(f, "group:{id}"),
            Self::Paper(code) => write!(f, "paper:{code}"),
            Self::Programme(code) => write!(f, "programme:{code}"),
            Self::Vacancy(id) => write!(f, "vacancy:{id}"),
            Self::OwnWork(code) => write!(f, "own-work:{code}"),
            Self::Kind(code) => write!(f, "kind:{code}"),
        }
    }
}

impl FromStr for Aim {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (kind, rest) = text.split_once(':').ok_or(())?;
        let code = || rest.parse::<Code>().map_err(drop);
        let id = || rest.parse::<Uuid>().map_err(drop);
        Ok(match kind {
            "group" => Self::Group(id()?),
            "paper" => Self::Paper(code()?),
            "programme" => Self::Programme(code()?),
            "vacancy" => Self::Vacancy(id()?),
            "own-work" => Self::OwnWork(code()?),
            "kind" => Self::Kind(code()?),
            _ => return Err(()),
        })
    }
}

/// What is known of an end beside its rules.
#[derive(Clone, Debug)]
pub enum About {
    Vacancy(Box<Standing>),
    OwnWork,
    Kind,
}

/// What is known of a link beside its rules.
#[derive(Clone, Debug)]
pub enum Through {
    Group(Box<Sitting>),
    Paper(&'static Paper),
    Programme(&'static Programme),
}

/// Everything that was looked at for one person, and the roads through it.
#[derive(Debug)]
pub struct Reckoned {
    pub asked_on: Date,
    pub ends: Vec<End>,
    /// In the order of the ends.
    pub abouts: Vec<About>,
    /// How long hiring took for such work, in the order of the ends.
    pub hired: Vec<Option<HireTime>>,
    pub links: Vec<Link>,
    /// In the order of the links.
    pub throughs: Vec<Through>,
    pub found: Found,
    /// Vacancies without a road, counted by why.
    pub left_out: Vec<(Why, usize)>,
    pub n_occupations: usize,
    pub n_vacancies: usize,
    pub n_groups: usize,
}

/// One step of a road.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    Through(&'a Link, &'a Through),
    /// The last one.
    To(&'a End, &'a About, &'a Road),
}

impl Step<'_> {
    pub fn aim(&self) -> Aim {
        match self {
            Self::Through(_, through) => match through {
                Through::Group(sitting) => Aim::Group(sitting.id),
                Through::Paper(paper) => Aim::Paper(paper.licence.clone()),
                Through::Programme(one) => Aim::Programme(one.code.clone()),
            },
            Self::To(end, about, _) => match about {
                About::Vacancy(standing) => Aim::Vacancy(standing.id),
                About::OwnWork => Aim::OwnWork(end.occupation.clone()),
                About::Kind => Aim::Kind(end.occupation.clone()),
            },
        }
    }

    pub const fn kind(&self) -> StepKind {
        match self {
            Self::Through(_, Through::Group(_)) => StepKind::Course,
            Self::Through(_, Through::Paper(_)) => StepKind::Document,
            Self::Through(_, Through::Programme(_)) => StepKind::Programme,
            Self::To(..) => StepKind::Work,
        }
    }

    /// The last day of it, as far as it can be told.
    pub const fn until(&self) -> Option<Date> {
        match self {
            Self::Through(link, _) => Some(link.last),
            Self::To(_, _, road) => road.ends_on,
        }
    }
}

impl Reckoned {
    pub fn steps<'a>(&'a self, road: &'a Road) -> Vec<Step<'a>> {
        let through = |at: &usize| Step::Through(&self.links[*at], &self.throughs[*at]);
        let to = Step::To(&self.ends[road.end], &self.abouts[road.end], road);
        road.links.iter().map(through).chain([to]).collect()
    }

    /// What a form says of a road: where each of its steps leads to.
    pub fn name(&self, road: &Road) -> String {
        let aims: Vec<String> =
            self.steps(road).iter().map(|step| step.aim().to_string()).collect();
        aims.join(" ")
    }

    /// The road of this name, if it is still one of the best.
    pub fn named(&self, name: &str) -> Option<&Road> {
        self.found.roads.iter().find(|road| self.name(road) == name)
    }
}

/// Looks for the roads of somebody. The caller has asked whether the person is within reach.
pub async fn reckon(
    tx: &mut Tx,
    lists: &Classifiers,
    id: ReturneeId,
    known: &Known,
    hiring: &Hiring,
    today: Date,
) -> Result<Reckoned, Error> {
    let person = known.person();
    let occupations = rules::wished(&person, lists, MOST_OCCUPATIONS);
    let near = Places::of(known, today);
    let mut left_out: Vec<(Why, usize)> = Vec::new();
    let mut leave = |why: Why| match left_out.iter_mut().find(|(one, _)| alike(one, &why)) {
        Some((_, n)) => *n += 1,
        None => left_out.push((why, 1)),
    };
    let (mut ends, mut abouts) = (Vec::new(), Vec::new());
    // Thousands of vacancies ask for a few things in the same words.
    let mut known_gaps: HashMap<(Code, String), Vec<Gap>> = HashMap::new();
    let mut gaps = |occupation: &Code, text: &str| -> Result<Vec<Gap>, Error> {
        if let Some(gaps) = known_gaps.get(&(occupation.clone(), text.to_owned())) {
            return Ok(gaps.clone());
        }
        let needs: Needs = text.parse().map_err(|_| Error::Column("needs".into()))?;
        let gaps = rules::gaps(&person, &needs, occupation, lists, today);
        known_gaps.insert((occupation.clone(), text.to_owned()), gaps.clone());
        Ok(gaps)
    };
    let mut n_vacancies = 0;
    for (occupation, _) in &occupations {
        let mut standing = Vec::new();
        for one in store::vacancies(tx, occupation, &near, today).await? {
            n_vacancies += 1;
            let best_wage = one.wage_to.or(one.wage_from);
            match person.suits(one.territory, best_wage, &one.form) {
                Ok(km) => standing.push((km, one)),
                Err(reason) => leave(Why::Left(reason)),
            }
        }
        // Of equals the nearer one, then the better paid, then the newer.
        standing.sort_by_key(|(km, one)| {
            let wage = one.wage_to.or(one.wage_from);
            (*km, std::cmp::Reverse((wage.map(Som::tyiyn), one.id)))
        });
        for (_, one) in standing {
            let way = Way::Vacancy { starts_on: one.starts_on, closes_on: one.closes_on };
            let gaps = gaps(occupation, &one.needs)?;
            ends.push(End { occupation: occupation.clone(), way, gaps, hired_in: 0 });
            abouts.push(About::Vacancy(Box::new(one)));
        }
    }
    for end in rules::own_work(&person, lists, trades(), today) {
        ends.push(end);
        abouts.push(About::OwnWork);
    }
    let closest = occupations.iter().filter(|(_, nearness)| *nearness >= Nearness::Unit);
    let codes: Vec<&Code> = closest.clone().map(|(code, _)| code).collect();
    let since = today.saturating_sub(1.year());
    let opened = store::opened(tx, &codes, &near, known.wish.wage, since).await?;
    for (occupation, nearness) in closest {
        let mut by_gaps = Vec::new();
        if *nearness == Nearness::Same {
            // Where next to nothing was opened there is still the trade to be learned.
            let trade = rules::gaps_of_trade(&person, occupation, lists, trades(), today);
            by_gaps.push((trade, 0));
        }
        for one in opened.iter().filter(|one| one.occupation == *occupation) {
            if known.wish.allows(&one.form) {
                by_gaps.push((gaps(occupation, &one.needs)?, one.n));
            }
        }
        for end in rules::kinds(occupation, &by_gaps, &TERMS) {
            ends.push(end);
            abouts.push(About::Kind);
        }
    }

    let asked: BTreeSet<Gap> = ends.iter().flat_map(|end| end.gaps.iter().cloned()).collect();
    let asked: Vec<Gap> = asked.into_iter().collect();
    let programmes = data::programmes();
    let terms = &TERMS;
    let reader = Reader { person: &person, lists, trades: trades(), programmes, terms, today };
    let (mut links, mut throughs) = (Vec::new(), Vec::new());
    let sittings = store::groups(tx, lists, &asked, id, today).await?;
    let n_groups = sittings.len();
    for one in sittings {
        let course = (one.course_id, &one.course);
        if let Some(link) = rules::link_of_group(&reader, course, &one.group, one.is_theirs, &asked)
        {
            links.push(link);
            throughs.push(Through::Group(Box::new(one)));
        }
    }
    for paper in data::papers() {
        if let Some(link) = rules::link_of_paper(&reader, paper, &asked) {
            links.push(link);
            throughs.push(Through::Paper(paper));
        }
    }
    for programme in programmes {
        if let Some(link) = rules::link_of_programme(&reader, programme, &asked) {
            links.push(link);
            throughs.push(Through::Programme(programme));
        }
    }
    // Where nothing was opened a road says what can be done; what nobody teaches is not waited for.
    for end in ends.iter_mut().filter(|end| end.way == (Way::Kind { n_opened: 0 })) {
        end.gaps.retain(|gap| links.iter().any(|link| link.closes.contains(gap)));
    }
    let hired = |end: &End| match end.way {
        Way::OwnWork => None,
        _ => hiring.time(lists.unit_group(&end.occupation), terms),
    };
    let hired: Vec<Option<HireTime>> = ends.iter().map(hired).collect();
    for (end, time) in ends.iter_mut().zip(&hired) {
        end.hired_in = time.map_or(0, |time| time.days);
    }
    let found = rules::roads(today, known.wish.from_on, &ends, &links, terms, MOST_ROADS);
    for (at, why) in &found.left_out {
        if matches!(abouts[*at], About::Vacancy(_)) {
            leave(why.clone());
        }
    }
    left_out.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let n_occupations = occupations.len();
    let asked_on = today;
    Ok(Reckoned {
        asked_on,
        ends,
        abouts,
        hired,
        links,
        throughs,
        found,
        left_out,
        n_occupations,
        n_vacancies,
        n_groups,
    })
}

fn alike(one: &Why, other: &Why) -> bool {
    match (one, other) {
        (Why::Left(one), Why::Left(other)) => one.is_like(other),
        (Why::Open(Gap::Months(_)), Why::Open(Gap::Months(_))) => true,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aim_is_read_and_written_to_the_same() {
        let (id, code) = (Uuid::from_u128(7), || "welder".parse::<Code>().unwrap());
        for aim in [
            Aim::Group(id),
            Aim::Vacancy(id),
            Aim::Paper(code()),
            Aim::Programme(code()),
            Aim::OwnWork(code()),
            Aim::Kind(code()),
        ] {
            assert_eq!(aim.to_string().parse(), Ok(aim));
        }
        for bad in ["", "group", "group:x", "king:welder", "paper:a b"] {
            assert_eq!(bad.parse::<Aim>(), Err(()), "{bad}");
        }
    }
}
