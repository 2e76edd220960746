//! The search itself: labels of what is closed, until when the person is busy, and what it costs.
//!
//! All ends with the same gaps share one search. A label is dropped only for another one that closes at least as much, is
//! free at least as early, and costs no more: whatever the dropped one could still do, the other can.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::{ToSpan as _, civil::Date};

use super::{End, Found, Gap, Link, Road, Terms, Track, Way, What, Why};
use crate::{classifier::Code, money::Som};

/// The best roads, each of which truly differs from those before it: in the occupation, in working for oneself, or in not
/// needing any course of theirs.
pub fn roads(
    today: Date,
    from_on: Option<Date>,
    ends: &[End],
    links: &[Link],
    terms: &Terms,
    most: usize,
) -> Found {
    let world = World { today, from_on, ends, links, terms };
    let mut found = Found::default();
    let mut sets = Frontiers::default();
    let mut best: Vec<(usize, Option<Key>)> = Vec::new();
    for at in 0..ends.len() {
        match world.best(at, &HashSet::new(), &mut sets) {
            Ok(key) => best.push((at, Some(key))),
            Err(why) => {
                best.push((at, None));
                found.left_out.push((at, why));
            }
        }
    }
    // What is open is better than what may open.
    let is_vacancy = |at: usize| matches!(ends[at].way, Way::Vacancy { .. });
    let reached: BTreeSet<&Code> = best
        .iter()
        .filter(|(at, key)| key.is_some() && is_vacancy(*at))
        .map(|(at, _)| &ends[*at].occupation)
        .collect();
    let counts = |at: usize| {
        !matches!(ends[at].way, Way::Kind { .. }) || !reached.contains(&ends[at].occupation)
    };
    let best: Vec<(usize, Key)> = best
        .into_iter()
        .filter(|(at, _)| counts(*at))
        .filter_map(|(at, key)| Some((at, key?)))
        .collect();
    let kind = |at: usize| (ends[at].way.number(), &ends[at].occupation);
    let mut chosen: Vec<Key> = Vec::new();
    while chosen.len() < most {
        let candidates = best.iter().filter_map(|(at, key)| {
            let alike: Vec<&Key> = chosen.iter().filter(|one| kind(one.end) == kind(*at)).collect();
            if alike.is_empty() {
                return Some(key.clone());
            }
            let mut barred = HashSet::new();
            for one in alike {
                let courses = one.links.iter().map(|link| &links[*link].what);
                let courses: Vec<&What> =
                    courses.filter(|what| matches!(what, What::Course(_))).collect();
                if courses.is_empty() {
                    return None;
                }
                barred.extend(courses);
            }
            world.best(*at, &barred, &mut sets).ok()
        });
        let Some(next) = candidates.min() else { break };
        chosen.push(next);
    }
    found.roads = chosen.into_iter().map(|key| world.road(key)).collect();
    found.left_out.retain(|(at, _)| counts(*at));
    found
}

struct World<'a> {
    today: Date,
    from_on: Option<Date>,
    ends: &'a [End],
    links: &'a [Link],
    terms: &'a Terms,
}

/// What roads are ordered by, with all that is needed to tell them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// A day that cannot be told comes after every day.
    has_no_day: bool,
    ends_on: Option<Date>,
    cost: i64,
    n_links: usize,
    end: usize,
    ready_on: Date,
    links: Vec<usize>,
}

/// Ways to close one set of gaps, of which none is better than another in everything.
type Frontiers = BTreeMap<(Vec<Gap>, Vec<What>), Result<Vec<Label>, Why>>;

impl World<'_> {
    /// The best road to one end that needs none of the courses that are barred.
    fn best(&self, at: usize, barred: &HashSet<&What>, sets: &mut Frontiers) -> Result<Key, Why> {
        let end = &self.ends[at];
        let mut names: Vec<What> = barred.iter().map(|what| (*what).clone()).collect();
        names.sort_unstable();
        let labels = sets
            .entry((end.gaps.clone(), names))
            .or_insert_with(|| self.frontier(&end.gaps, barred))
            .as_ref()
            .map_err(Clone::clone)?;
        let keys = labels.iter().filter_map(|label| {
            let ready_on = self.today.saturating_add(i64::from(label.ready).days());
            let works_on = ready_on.max(self.from_on.unwrap_or(ready_on));
            let hired = |applied: Date| applied.saturating_add(i64::from(end.hired_in).days());
            let ends_on = match end.way {
                Way::Vacancy { closes_on, .. } if closes_on < ready_on => return None,
                Way::Vacancy { starts_on, .. } => {
                    let works_on = works_on.max(hired(ready_on));
                    Some(starts_on.map_or(works_on, |on| on.max(works_on)))
                }
                Way::OwnWork => Some(works_on),
                Way::Kind { n_opened } => {
                    let wait = self.terms.wait(n_opened);
                    wait.map(|days| hired(works_on.saturating_add(i64::from(days).days())))
                }
            };
            Some(Key {
                has_no_day: ends_on.is_none(),
                ends_on,
                cost: label.cost,
                n_links: label.links.len(),
                end: at,
                ready_on,
                links: label.links.clone(),
            })
        });
        keys.min().ok_or(Why::TooLate)
    }

    fn road(&self, key: Key) -> Road {
        let Key { end, mut links, ready_on, ends_on, cost, .. } = key;
        links.sort_by_key(|link| (self.links[*link].first, self.links[*link].last, *link));
        Road { end, links, ready_on, ends_on, cost: Som::from_tyiyn(cost) }
    }

    fn frontier(&self, gaps: &[Gap], barred: &HashSet<&What>) -> Result<Vec<Label>, Why> {
        if gaps.is_empty() {
            return Ok(vec![Label::default()]);
        }
        let mut arcs: Vec<Arc> = Vec::new();
        for (at, link) in self.links.iter().enumerate() {
            let bits = gaps.iter().enumerate().filter(|(_, gap)| link.closes.contains(gap));
            let closes =
                bits.fold(0u32, |mask, (bit, _)| mask | 1u32.checked_shl(bit as u32).unwrap_or(0));
            if closes == 0 || link.first < self.today || barred.contains(&link.what) {
                continue;
            }
            let day = |on: Date| (on - self.today).get_days();
            let (first, last) = (day(link.first), day(link.last));
            arcs.push(Arc { link: at, closes, track: link.track, first, last, cost: link.cost() });
        }
        let all = arcs.iter().fold(0, |mask, arc| mask | arc.closes);
        if let Some((_, gap)) = gaps.iter().enumerate().find(|(bit, _)| all >> bit & 1 == 0) {
            return Err(Why::Open(gap.clone()));
        }
        if gaps.len() > self.terms.most_gaps {
            return Err(Why::Much);
        }
        let done = u32::MAX >> (u32::BITS as usize - gaps.len());
        Ok(walk(&useful(arcs), done))
    }
}

/// A link, as far as one set of gaps is concerned. Days are counted from today.
#[derive(Clone, Copy, Debug)]
struct Arc {
    link: usize,
    closes: u32,
    track: Track,
    first: i32,
    last: i32,
    cost: i64,
}

impl Arc {
    /// Whether it can stand wherever the other one stands, and is no worse there.
    fn replaces(&self, other: &Self) -> bool {
        let fits = match self.track {
            Track::Beside => true,
            track => track == other.track && self.first >= other.first,
        };
        fits && self.last <= other.last
            && self.cost <= other.cost
            && self.closes & other.closes == other.closes
    }
}

/// Without the arcs that another one replaces; of two that replace each other the first stays.
fn useful(arcs: Vec<Arc>) -> Vec<Arc> {
    let mut kept: Vec<Arc> = Vec::new();
    for arc in arcs {
        if kept.iter().any(|one| one.replaces(&arc)) {
            continue;
        }
        kept.retain(|one| !arc.replaces(one));
        kept.push(arc);
    }
    kept
}

/// Somebody on the way.
#[derive(Clone, Debug, Default)]
struct Label {
    closed: u32,
    /// The first days that are free for something that needs presence, and for something on-line.
    presence: i32,
    online: i32,
    /// The first day after everything.
    ready: i32,
    cost: i64,
    links: Vec<usize>,
}

impl Label {
    fn after(&self, arc: &Arc) -> Option<Self> {
        let busy = match arc.track {
            Track::Presence => self.presence,
            Track::Online => self.online,
            Track::Beside => 0,
        };
        if arc.first < busy || self.closed | arc.closes == self.closed {
            return None;
        }
        let mut next = self.clone();
        match arc.track {
            Track::Presence => next.presence = arc.last + 1,
            Track::Online => next.online = arc.last + 1,
            Track::Beside => {}
        }
        next.closed |= arc.closes;
        next.ready = next.ready.max(arc.last + 1);
        next.cost += arc.cost;
        next.links.push(arc.link);
        Some(next)
    }

    fn rules_out(&self, other: &Self, done: u32) -> bool {
        let is_done = other.closed == done;
        self.closed & other.closed == other.closed
            && self.ready <= other.ready
            && self.cost <= other.cost
            && self.links.len() <= other.links.len()
            && (is_done || (self.presence <= other.presence && self.online <= other.online))
    }
}

/// The labels that close all, of which none rules out another. Each step closes something more, so there are no more rounds
/// than gaps.
fn walk(arcs: &[Arc], done: u32) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    let mut last = vec![Label::default()];
    while !last.is_empty() {
        let mut next: Vec<Label> = Vec::new();
        for label in last.iter().flat_map(|label| arcs.iter().filter_map(|arc| label.after(arc))) {
            let known = labels.iter().chain(&next);
            if known.into_iter().any(|one| one.rules_out(&label, done)) {
                continue;
            }
            next.retain(|one| !label.rules_out(one, done));
            labels.retain(|one| !label.rules_out(one, done));
            next.push(label);
        }
        labels.extend(next.iter().filter(|label| label.closed == done).cloned());
        let open: Vec<Label> = next.into_iter().filter(|label| label.closed != done).collect();
        labels.extend(open.iter().cloned());
        last = open;
    }
    labels.retain(|label| label.closed == done);
    labels
}
