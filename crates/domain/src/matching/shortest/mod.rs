//! The shortest road to being hired: which courses, exams and papers, in which order, on which days, at whose cost.
//!
//! What somebody lacks for some work is a [`Gap`]; a [`Link`] closes gaps on certain days; an [`End`] is work that is
//! offered, or could be, with the gaps that lie before it. A [`Road`] is a set of links that closes all gaps of one end.
//!
//! * Soonest stands first; then what costs the person less, then fewer steps, then the order in which the ends were given.
//! * Nobody is in two places: courses that need presence do not overlap, nor do two on-line. One of each may run side by
//!   side. Exams, papers and applications run beside anything: they take days of waiting, not days of the person.
//! * A vacancy must still be open on the day on which the person is ready and applies; how long hiring took before is added. Work that only was offered in the past is an end
//!   for an occupation of which nothing that is open can be reached.
//!
//! Origin, sex, age, health and religion are not among the arguments.

mod gaps;
mod hiring;
mod payers;
mod search;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

pub use self::{
    gaps::{Trade, Trades, gaps, gaps_of_trade, kinds, own_work, wished},
    hiring::{HireTime, Hiring},
    payers::{
        Asker, Paid, Paper, Pays, Programme, Reader, Way as PaperWay, Who, link_of_group,
        link_of_paper, link_of_programme,
    },
    search::roads,
};
use super::LeftOut;
use crate::{classifier::Code, money::Som, profile::Fluency, returnee::Education};

/// What stands between a person and some work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    Skill(Code),
    Licence(Code),
    Language(Code, Fluency),
    Education(Education),
    Months(u16),
    /// The trade itself, for somebody who will work on their own account and has nobody beside them.
    Trade(Code),
    /// What one's own work needs to begin with.
    Start,
}

/// How the work at the end of a road comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Vacancy {
        starts_on: Option<Date>,
        closes_on: Date,
    },
    /// Registered work on one's own account.
    OwnWork,
    /// Nothing is open; so many that this road is enough for were opened in the last twelve months.
    Kind {
        n_opened: u32,
    },
}

impl Way {
    /// Ways that are not the same to a person, whatever the place or the employer.
    const fn number(self) -> u8 {
        match self {
            Self::Vacancy { .. } | Self::Kind { .. } => 0,
            Self::OwnWork => 1,
        }
    }
}

/// Work that a road can end at.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    pub occupation: Code,
    pub way: Way,
    /// Sorted, each once.
    pub gaps: Vec<Gap>,
    /// Days from applying to the first day of work; nothing where it is not known, and for one's own work.
    pub hired_in: u32,
}

/// What a link is, whatever its days.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    Course(Uuid),
    /// A licence, by an exam, by recognition or for the asking.
    Paper(Code),
    Programme(Code),
}

/// Whose days a link takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Track {
    Presence,
    Online,
    /// Nobody's: an office or a commission works at it.
    Beside,
}

/// Something that closes gaps on certain days.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub what: What,
    pub track: Track,
    pub first: Date,
    pub last: Date,
    pub closes: Vec<Gap>,
    pub km: Option<u32>,
    pub price: Som,
    /// What the way there and back costs on all its days, by estimate.
    pub travel: Som,
    pub paid: Option<Paid>,
}

impl Link {
    /// What the person pays.
    pub fn cost(&self) -> i64 {
        let paid = self.paid.as_ref().map_or(0, |paid| paid.sum.tyiyn());
        self.price.tyiyn() + self.travel.tyiyn() - paid
    }
}

/// A way from today to work.
#[derive(Clone, Debug, PartialEq)]
pub struct Road {
    /// Which of the ends.
    pub end: usize,
    /// Which of the links, by their first day.
    pub links: Vec<usize>,
    /// The day on which all gaps are closed.
    pub ready_on: Date,
    /// The first day of work, where it can be told.
    pub ends_on: Option<Date>,
    /// What it costs the person.
    pub cost: Som,
}

/// Why a road leads to none of some ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// The person would not take it.
    Left(LeftOut),
    /// Nothing that is known of closes this gap.
    Open(Gap),
    /// It closes before the gaps can be closed.
    TooLate,
    /// There is more to learn than a road of a year holds.
    Much,
}

/// The roads, the best first, and the ends to which none leads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub roads: Vec<Road>,
    pub left_out: Vec<(usize, Why)>,
}

/// What a road is reckoned with. A dated set, published with every road.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Terms {
    pub edition: &'static str,
    /// A course that needs presence may be as far as work may, and as far as this in any case.
    pub course_km: u32,
    /// Tyiyn a kilometre by bus.
    pub tyiyn_per_km: i64,
    /// As far as this one goes home in the evening; farther away one stays, and goes there and back once.
    pub daily_km: u32,
    /// Hours of a day of study.
    pub hours_a_day: u32,
    /// With fewer openings in twelve months nothing is said of how long the next one takes.
    pub least_opened: u32,
    /// With fewer hires nothing is said of how long hiring takes.
    pub least_hires: usize,
    /// Gaps that a road may close.
    pub most_gaps: usize,
    /// Months of work in a trade after which its paper is given for an exam or by recognition.
    pub months_for_paper: i32,
}

impl Terms {
    pub const V2026_11: Self = Self {
        edition: "2026-11",
        course_km: 100,
        tyiyn_per_km: 300,
        daily_km: 60,
        hours_a_day: 6,
        least_opened: 5,
        least_hires: 10,
        most_gaps: 6,
        months_for_paper: 6,
    };

    /// Days until the next of so many openings a year, if there were enough to tell.
    pub const fn wait(&self, n_opened: u32) -> Option<u32> {
        if n_opened < self.least_opened { None } else { Some(365u32.div_ceil(n_opened)) }
    }
}
