//! A road as data, for programs and for whoever checks it by hand.

use domain::{
    language::Language,
    matching::shortest::{Gap, HireTime, Road, Terms, Way, Why},
    money::Som,
};
use jiff::civil::Date;
use serde::Serialize;

use super::{About, Reckoned, Step, TERMS, Through, speak};
use crate::words::in_language;

#[derive(Debug, Serialize)]
pub struct Told {
    pub person: String,
    pub asked_on: Date,
    pub roads: Vec<RoadTold>,
    pub left_out: Vec<LeftOutTold>,
    pub weights: Terms,
}

#[derive(Debug, Serialize)]
pub struct RoadTold {
    pub ready_on: Date,
    pub ends_on: Option<Date>,
    /// Som that the person pays.
    pub cost: String,
    pub steps: Vec<StepTold>,
    pub end: EndTold,
    pub basis: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct StepTold {
    pub kind: &'static str,
    pub aim: String,
    pub words: String,
    pub first: Date,
    pub last: Date,
    pub place: Option<String>,
    pub km: Option<u32>,
    pub price: String,
    pub travel: String,
    pub paid_by: Option<String>,
    pub paid: String,
    pub closes: Vec<String>,
    pub source: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub struct EndTold {
    pub kind: &'static str,
    pub aim: String,
    pub words: String,
    pub occupation: String,
    pub place: Option<String>,
    pub closes_on: Option<Date>,
    pub opened_in_12_months: Option<u32>,
    /// How long hiring took before; its days are a part of the road.
    pub hiring: Option<HireTime>,
}

#[derive(Debug, Serialize)]
pub struct LeftOutTold {
    pub why: String,
    pub gap: Option<String>,
    pub n: usize,
}

fn som(som: Som) -> String {
    som.to_string()
}

/// A gap as the needs of a vacancy are written.
fn gap(gap: &Gap) -> String {
    match gap {
        Gap::Skill(code) => format!("skill:{code}"),
        Gap::Licence(code) => format!("licence:{code}"),
        Gap::Language(code, level) => format!("language:{code}:{level}"),
        Gap::Education(education) => format!("education:{education}"),
        Gap::Months(months) => format!("months:{months}"),
        Gap::Trade(code) => format!("trade:{code}"),
        Gap::Start => "start".to_owned(),
    }
}

/// Everything of an answer. The words in it are English.
pub fn told(reckoned: &Reckoned, lists: &domain::classifier::Classifiers, person: &str) -> Told {
    let tongue = in_language(Language::En);
    let road = |road: &Road| {
        let mut steps = Vec::new();
        let mut end = None;
        for step in reckoned.steps(road) {
            let (aim, words) = (step.aim().to_string(), speak::step(tongue, lists, &step));
            match step {
                Step::Through(link, through) => steps.push(StepTold {
                    kind: step.kind().code(),
                    aim,
                    words,
                    first: link.first,
                    last: link.last,
                    place: match through {
                        Through::Group(one) => Some(one.group.territory.code().to_owned()),
                        _ => None,
                    },
                    km: link.km,
                    price: som(link.price),
                    travel: som(link.travel),
                    paid_by: link.paid.as_ref().map(|paid| paid.programme.to_string()),
                    paid: som(link.paid.as_ref().map_or(Som::default(), |paid| paid.sum)),
                    closes: link.closes.iter().map(gap).collect(),
                    source: match through {
                        Through::Group(_) => None,
                        Through::Paper(paper) => Some(&paper.source),
                        Through::Programme(programme) => Some(&programme.source),
                    },
                }),
                Step::To(to, about, _) => {
                    let standing = match about {
                        About::Vacancy(standing) => Some(standing),
                        About::OwnWork | About::Kind => None,
                    };
                    end = Some(EndTold {
                        kind: match about {
                            About::Vacancy(_) => "vacancy",
                            About::OwnWork => "own-work",
                            About::Kind => "kind",
                        },
                        aim,
                        words,
                        occupation: to.occupation.to_string(),
                        place: standing.map(|one| one.territory.code().to_owned()),
                        closes_on: standing.map(|one| one.closes_on),
                        opened_in_12_months: match to.way {
                            Way::Kind { n_opened } => Some(n_opened),
                            _ => None,
                        },
                        hiring: reckoned.hired[road.end],
                    });
                }
            }
        }
        Some(RoadTold {
            ready_on: road.ready_on,
            ends_on: road.ends_on,
            cost: som(road.cost),
            steps,
            end: end?,
            basis: speak::basis(tongue, reckoned, road),
        })
    };
    let left_out = reckoned.left_out.iter().map(|(why, n)| LeftOutTold {
        why: speak::why(tongue, lists, why, *n),
        gap: match why {
            Why::Open(open) => Some(gap(open)),
            _ => None,
        },
        n: *n,
    });
    Told {
        person: person.to_owned(),
        asked_on: reckoned.asked_on,
        roads: reckoned.found.roads.iter().filter_map(road).collect(),
        left_out: left_out.collect(),
        weights: TERMS,
    }
}
