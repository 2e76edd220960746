//! What closes gaps, on which days and at what price, and which programme pays. Prices, days and programmes are dated data.

use jiff::{ToSpan as _, civil::Date};
use uuid::Uuid;

use super::{Gap, Link, Terms, Track, Trades, What};
use crate::{
    classifier::{Classifiers, Code, Nearness},
    codes,
    course::{Course, Group, Way as CourseWay},
    matching::Person,
    money::Som,
    profile::Kind,
};

codes! {
    /// How a paper is come by.
    Way {
        /// Asked for at an office or a clinic.
        Document = "document",
        Exam = "exam",
        /// A commission sees that somebody can do what they have no paper for.
        Recognition = "recognition",
        Renewal = "renewal",
    }
}

codes! {
    /// Who is given a paper without a course.
    Asker {
        Anybody = "anybody",
        /// Who worked in a trade that asks for it.
        Worked = "worked",
        /// Who had it, and it has run out.
        Had = "had",
    }
}

/// How a licence is come by without a course: dated data.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    pub licence: Code,
    pub way: Way,
    pub asker: Asker,
    pub days: u16,
    pub price: Som,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    /// Somebody who answers for it has said so.
    pub is_confirmed: bool,
    pub source: String,
}

codes! {
    /// What a programme pays for.
    Pays {
        Course = "course",
        Travel = "travel",
        /// The beginning of one's own work.
        OwnWork = "own-work",
    }
}

codes! {
    /// Who may use a programme.
    Who {
        Registered = "registered",
        /// Who has no formal work; registering as unemployed is free and takes a day.
        Unemployed = "unemployed",
        /// A commission decides by what this service does not ask about.
        Commission = "commission",
    }
}

impl Who {
    /// Whether somebody who looks for work can count on it.
    pub const fn is_sure(self) -> bool {
        matches!(self, Self::Registered | Self::Unemployed)
    }
}

/// Who pays, and how much at most for one thing: dated data.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    pub code: Code,
    /// In the order of [`crate::language::Language::ALL`].
    pub names: [String; 4],
    pub pays: Vec<Pays>,
    pub who: Who,
    /// None: whatever it costs.
    pub ceiling: Option<Som>,
    /// From the application to the answer.
    pub days: u16,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    /// Somebody who answers for it has said so.
    pub is_confirmed: bool,
    pub source: String,
}

impl Programme {
    fn is_in_force(&self, on: Date) -> bool {
        in_force(self.valid_from, self.valid_to, on)
    }
}

fn in_force(from: Date, to: Option<Date>, on: Date) -> bool {
    from <= on && to.is_none_or(|to| on <= to)
}

/// What a programme takes over.
#[derive(Clone, Debug, PartialEq)]
pub struct Paid {
    pub programme: Code,
    pub sum: Som,
}

/// Who reads the data for whom.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub person: &'a Person<'a>,
    pub lists: &'a Classifiers,
    pub trades: &'a Trades,
    pub programmes: &'a [Programme],
    pub terms: &'a Terms,
    pub today: Date,
}

/// The one programme that pays most of a price and a way; of equals the first.
fn payer(reader: &Reader<'_>, price: Som, travel: Som, on: Date) -> Option<Paid> {
    let sure = reader.programmes.iter().filter(|one| one.who.is_sure() && one.is_in_force(on));
    let sums = sure.map(|one| {
        let part = |pays, som: Som| if one.pays.contains(&pays) { som.tyiyn() } else { 0 };
        let sum = part(Pays::Course, price) + part(Pays::Travel, travel);
        let most = one.ceiling.map_or(sum, |ceiling| ceiling.tyiyn());
        (sum.min(most), one)
    });
    let best = sums.rev().max_by_key(|(sum, _)| *sum).filter(|(sum, _)| *sum > 0);
    best.map(|(sum, one)| Paid { programme: one.code.clone(), sum: Som::from_tyiyn(sum) })
}

/// A group of a course, if it can be gone to and closes something that is asked for. Who has a seat may sit in it already.
pub fn link_of_group(
    reader: &Reader<'_>,
    (course_id, course): (Uuid, &Course),
    group: &Group,
    has_seat: bool,
    asked: &[Gap],
) -> Option<Link> {
    let Reader { person, lists, terms, today, .. } = reader;
    let closes = |gap: &&Gap| match gap {
        Gap::Skill(code) => course.skills.contains(code),
        Gap::Licence(code) => course.licences.contains(code),
        Gap::Trade(code) => lists.nearness(&course.occupation, code) >= Nearness::Unit,
        Gap::Language(..) | Gap::Education(_) | Gap::Months(_) | Gap::Start => false,
    };
    let closes: Vec<Gap> = asked.iter().filter(closes).cloned().collect();
    let is_over = if has_seat { group.ends_on < *today } else { group.starts_on < *today };
    if closes.is_empty() || is_over {
        return None;
    }
    let track = if course.way == CourseWay::Online { Track::Online } else { Track::Presence };
    let km = person.km_to(group.territory).filter(|_| track == Track::Presence);
    let most = person.wish.km.map_or(u32::MAX, |km| u32::from(km).max(terms.course_km));
    if !has_seat && km.is_some_and(|km| km > most) {
        return None;
    }
    let n_days = u32::try_from((group.ends_on - group.starts_on).get_days() + 1).unwrap_or(1);
    let n_days = u32::from(course.hours).div_ceil(terms.hours_a_day).clamp(1, n_days);
    let ways = km.map_or(0, |km| 2 * km * if km > terms.daily_km { 1 } else { n_days });
    let travel = Som::from_tyiyn(i64::from(ways) * terms.tyiyn_per_km);
    Some(Link {
        what: What::Course(course_id),
        track,
        first: group.starts_on.max(*today),
        last: group.ends_on,
        closes,
        km,
        price: course.price,
        travel,
        paid: payer(reader, course.price, travel, group.starts_on),
    })
}

/// A licence without a course, begun today, if the person is given it so.
pub fn link_of_paper(reader: &Reader<'_>, paper: &Paper, asked: &[Gap]) -> Option<Link> {
    let gap = asked.iter().find(|gap| **gap == Gap::Licence(paper.licence.clone()))?;
    let Reader { person, trades, terms, today, .. } = reader;
    if !in_force(paper.valid_from, paper.valid_to, *today) {
        return None;
    }
    let of_kind = |kind| person.items.iter().filter(move |item| item.kind == kind);
    let is_given = match paper.asker {
        Asker::Anybody => true,
        Asker::Had => of_kind(Kind::Licence).any(|item| item.code.as_ref() == Some(&paper.licence)),
        Asker::Worked => {
            let asks = |code: &Code| trades.asks(code, &paper.licence);
            let worked = of_kind(Kind::Work).filter(|item| item.code.as_ref().is_some_and(asks));
            let months: i32 = worked.filter_map(|item| item.months(*today)).sum();
            months >= terms.months_for_paper
        }
    };
    is_given.then(|| Link {
        what: What::Paper(paper.licence.clone()),
        closes: vec![gap.clone()],
        price: paper.price,
        ..beside(*today, paper.days)
    })
}

/// An application to a programme that pays for the beginning of one's own work.
pub fn link_of_programme(
    reader: &Reader<'_>,
    programme: &Programme,
    asked: &[Gap],
) -> Option<Link> {
    let pays = programme.pays.contains(&Pays::OwnWork) && programme.is_in_force(reader.today);
    (pays && asked.contains(&Gap::Start)).then(|| Link {
        what: What::Programme(programme.code.clone()),
        closes: vec![Gap::Start],
        ..beside(reader.today, programme.days)
    })
}

/// Days on which others are at work.
fn beside(today: Date, days: u16) -> Link {
    let last = today.saturating_add((i64::from(days.max(1)) - 1).days());
    Link {
        what: What::Course(Uuid::nil()),
        track: Track::Beside,
        first: today,
        last,
        closes: Vec::new(),
        km: None,
        price: Som::default(),
        travel: Som::default(),
        paid: None,
    }
}
