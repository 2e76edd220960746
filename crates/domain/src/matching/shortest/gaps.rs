//! From what is known of a person to the gaps before some work, and to the work that is looked at.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{End, Gap, Terms, Way};
use crate::{
    classifier::{Classifiers, Code, Codes, Nearness, Scheme},
    matching::{Judge, Person, Verdict},
    profile::Kind,
    returnee::Leaving,
    vacancy::{Need, Needs, Strength},
};

/// What the list of occupations says of a trade beside its name and its skills.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trade {
    /// People do it on their own account.
    pub self_employable: bool,
    /// The papers that are asked for.
    pub licences: Codes,
}

/// Trades by occupation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trades(BTreeMap<Code, Trade>);

impl Trades {
    pub fn find(&self, occupation: &Code) -> Option<&Trade> {
        self.0.get(occupation)
    }

    /// Whether one of some occupations asks for a paper.
    pub fn asks(&self, occupation: &Code, licence: &Code) -> bool {
        self.find(occupation).is_some_and(|trade| trade.licences.contains(licence))
    }
}

impl FromIterator<(Code, Trade)> for Trades {
    fn from_iter<I: IntoIterator<Item = (Code, Trade)>>(trades: I) -> Self {
        Self(trades.into_iter().collect())
    }
}

/// The occupations a road may lead to, the nearest first: those that were wished for and those near to them. Who wishes for
/// none is taken to go on with the work they did.
pub fn wished(person: &Person<'_>, lists: &Classifiers, most: usize) -> Vec<(Code, Nearness)> {
    let worked = person.items.iter().filter(|item| item.kind == Kind::Work);
    let worked: Vec<&Code> = worked.filter_map(|item| item.code.as_ref()).collect();
    let begun: Vec<&Code> = match person.wish.occupations.is_empty() {
        true => worked,
        false => person.wish.occupations.iter().collect(),
    };
    let near = |code: &Code| begun.iter().map(|one| lists.nearness(one, code)).max();
    let all = lists.all(Scheme::Occupation).map(|concept| &concept.code);
    let mut found: Vec<(Code, Nearness)> = all
        .filter_map(|code| Some((code.clone(), near(code)?)))
        .filter(|(_, nearness)| *nearness > Nearness::Far)
        .collect();
    // In the order of the wishes where they are equally near.
    let place = |code: &Code| begun.iter().position(|one| *one == code).unwrap_or(begun.len());
    found.sort_by(|(a, one), (b, other)| {
        other.cmp(one).then_with(|| place(a).cmp(&place(b))).then_with(|| a.cmp(b))
    });
    found.truncate(most);
    found
}

/// What stands between a person and work with such needs. A skill that comes with what they did is theirs.
pub fn gaps(
    person: &Person<'_>,
    needs: &Needs,
    occupation: &Code,
    lists: &Classifiers,
    today: Date,
) -> Vec<Gap> {
    if needs.iter().all(|need| need.strength() != Strength::Must) {
        return Vec::new();
    }
    let judge = Judge::new(*person, lists, today);
    let must = needs.iter().filter(|need| need.strength() == Strength::Must);
    let open = must.filter_map(|need| {
        let verdict = judge.verdict(need, occupation);
        match (need, verdict) {
            (_, Verdict::Met) | (Need::Skill(..), Verdict::Below) => None,
            (Need::Skill(code, _), _) => Some(Gap::Skill(code.clone())),
            (Need::Licence(code, _), _) => Some(Gap::Licence(code.clone())),
            (Need::Language(code, level, _), _) => Some(Gap::Language(code.clone(), *level)),
            (Need::Education(education, _), _) => Some(Gap::Education(*education)),
            (Need::Months(months, _), _) => Some(Gap::Months(*months)),
        }
    });
    sorted(open.collect())
}

fn sorted(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort_unstable();
    gaps.dedup();
    gaps
}

/// What stands between a person and a trade, as far as its entry in the list says: its papers, and the trade itself. Whoever
/// did it, or knows half of its skills, need not learn it.
pub fn gaps_of_trade(
    person: &Person<'_>,
    occupation: &Code,
    lists: &Classifiers,
    trades: &Trades,
    today: Date,
) -> Vec<Gap> {
    let of_kind = |kind| person.items.iter().filter(move |item| item.kind == kind);
    let did = of_kind(Kind::Work).filter_map(|item| item.code.as_ref());
    let has_done = did.into_iter().any(|one| lists.nearness(one, occupation) >= Nearness::Unit);
    let concept = lists.find(Scheme::Occupation, occupation);
    let knows = |code: &&Code| of_kind(Kind::Skill).any(|one| one.code.as_ref() == Some(*code));
    let (n, n_known) = concept.map_or((1, 0), |concept| {
        (concept.skills.iter().len().max(1), concept.skills.iter().filter(knows).count())
    });
    let papers = trades.find(occupation).map(|trade| trade.licences.clone()).unwrap_or_default();
    let papers: Needs =
        papers.iter().map(|code| Need::Licence(code.clone(), Strength::Must)).collect();
    let mut open = gaps(person, &papers, occupation, lists, today);
    if !has_done && 2 * n_known < n {
        open.push(Gap::Trade(occupation.clone()));
    }
    sorted(open)
}

/// Work on one's own account, for somebody who wants it or is not sure: in the trades they wish for or did, as far as people
/// do those alone.
pub fn own_work(
    person: &Person<'_>,
    lists: &Classifiers,
    trades: &Trades,
    today: Date,
) -> Vec<End> {
    if !matches!(person.wish.self_employment, Some(Leaving::Yes | Leaving::Unsure)) {
        return Vec::new();
    }
    let worked = person.items.iter().filter(|item| item.kind == Kind::Work);
    let worked = worked.filter_map(|item| item.code.as_ref());
    let both: Codes = person.wish.occupations.iter().chain(worked).cloned().collect();
    let is_done_alone = |code: &&Code| trades.find(code).is_some_and(|trade| trade.self_employable);
    let end = |occupation: &Code| {
        let mut open = gaps_of_trade(person, occupation, lists, trades, today);
        open.push(Gap::Start);
        End { occupation: occupation.clone(), way: Way::OwnWork, gaps: sorted(open), hired_in: 0 }
    };
    both.iter().filter(is_done_alone).map(end).collect()
}

/// Work of a kind that is not open now: for each set of gaps that openings of the last twelve months asked to be closed, how
/// many of them would have been within reach once these are.
pub fn kinds(occupation: &Code, opened: &[(Vec<Gap>, u32)], terms: &Terms) -> Vec<End> {
    let mut sets: Vec<&Vec<Gap>> = opened.iter().map(|(gaps, _)| gaps).collect();
    sets.sort_unstable();
    sets.dedup();
    let end = |gaps: &Vec<Gap>| {
        let within = opened.iter().filter(|(other, _)| other.iter().all(|gap| gaps.contains(gap)));
        let n_opened = within.map(|(_, n)| n).sum();
        let (occupation, gaps) = (occupation.clone(), gaps.clone());
        End { occupation, way: Way::Kind { n_opened }, gaps, hired_in: 0 }
    };
    let few = |gaps: &&&Vec<Gap>| gaps.len() <= terms.most_gaps;
    sets.iter().filter(few).map(|gaps| end(gaps)).collect()
}
