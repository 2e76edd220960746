//! What the lines of somebody rest on: what time has done to them, where they contradict each other, and which count.

use domain::{
    classifier::Classifiers,
    profile::{
        Age, AgeRule, Backed, Because, Conflict, Differs, Item, conflicts, counting as which_count,
    },
    returnee::Education,
};
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};

use super::{speak::Speaker, store::KeptItem};
use crate::{
    app::country_zone,
    returnee::fields::education_key,
    web::parts::{self, Colour},
    words::msg,
};

fn day(at: Timestamp) -> Date {
    at.to_zoned(country_zone()).date()
}

fn backed(kept: &KeptItem) -> Backed<'_> {
    Backed {
        item: &kept.item,
        evidence: kept.evidence,
        told_on: day(kept.made_at),
        checked_on: kept.seen.map(|(_, at)| day(at)),
    }
}

/// All lines of somebody, weighed. Everything here goes by the place of a line among them.
pub struct Weighed {
    pub ages: Vec<Option<(Age, Because)>>,
    pub conflicts: Vec<Conflict>,
    /// Which lines count in a match.
    pub counts: Vec<bool>,
}

pub fn weigh(
    kept: &[KeptItem],
    told: Option<Education>,
    lists: &Classifiers,
    today: Date,
) -> Weighed {
    let lines: Vec<Backed> = kept.iter().map(backed).collect();
    let rule = AgeRule::on(today);
    let ages = lines.iter().map(|line| rule.age(line, &lines, lists, today)).collect();
    let conflicts = conflicts(&lines, told, today);
    let (counts, _) = which_count(lines.len(), &conflicts);
    Weighed { ages, conflicts, counts }
}

/// The lines that count, and the education told at registration if nothing surer stands against it.
pub fn counting(
    kept: Vec<KeptItem>,
    told: Option<Education>,
    today: Date,
) -> (Vec<KeptItem>, Option<Education>) {
    let lines: Vec<Backed> = kept.iter().map(backed).collect();
    let (counts, told_counts) = which_count(lines.len(), &conflicts(&lines, told, today));
    let lines = kept.into_iter().zip(counts).filter_map(|(kept, counts)| counts.then_some(kept));
    (lines.collect(), told.filter(|_| told_counts))
}

/// The contradictions of one line, each with the line on the other side.
impl Weighed {
    pub fn against(&self, line: usize) -> impl Iterator<Item = (&Conflict, Option<usize>)> {
        self.conflicts.iter().filter_map(move |conflict| match conflict.other {
            _ if conflict.line == line => Some((conflict, conflict.other)),
            Some(other) if other == line => Some((conflict, Some(conflict.line))),
            _ => None,
        })
    }
}

/// What is told beside one line: that it ages, and what contradicts it. Nothing, where there is nothing to tell.
pub fn notes(
    speaker: &Speaker,
    weighed: &Weighed,
    kept: &[KeptItem],
    told: Option<Education>,
    line: usize,
) -> Markup {
    let t = |key| speaker.tongue.t(key);
    let other = |other: Option<usize>| match other.and_then(|place| kept.get(place)) {
        Some(kept) => in_words(speaker, &kept.item),
        None => told.map(|told| t(education_key(told)).into_owned()).unwrap_or_default(),
    };
    let about = |differs: Differs, other: String| {
        let words = [("other", other.into())];
        match differs {
            Differs::Place => speaker.tongue.ta("profile-conflict-place", &words),
            Differs::Education => speaker.tongue.ta("profile-conflict-told", &words),
            Differs::Level | Differs::Until => speaker.tongue.ta("profile-conflict-line", &words),
        }
    };
    let counts = |counts: Option<usize>| match counts {
        None => t("profile-counts-both"),
        Some(counts) if counts == line => t("profile-counts-this"),
        Some(_) => t("profile-counts-other"),
    };
    html! {
        @if let Some(Some((age, because))) = weighed.ages.get(line) {
            br; (aged(speaker, *age, *because))
        }
        @for (conflict, place) in weighed.against(line) {
            br; (parts::tag(&t("profile-conflict"), Colour::Orange)) " "
            (about(conflict.about, other(place))) " " (counts(conflict.counts))
        }
    }
}

fn in_words(speaker: &Speaker, item: &Item) -> String {
    let mut words = vec![speaker.title(item)];
    words.extend(speaker.details(item));
    words.join(", ")
}

fn aged(speaker: &Speaker, age: Age, because: Because) -> Markup {
    let tongue = speaker.tongue;
    let (key, colour) = match age {
        Age::Fresh => return html! {},
        Age::Ageing => (msg("profile-ageing"), Colour::Yellow),
        Age::Old => (msg("profile-old"), Colour::Orange),
    };
    let day = |day: Date| [("day", tongue.date_short(day).into())];
    let words = match (because, age) {
        (Because::GoodUntil(until), Age::Old) => tongue.ta("profile-ran-out", &day(until)),
        (Because::GoodUntil(until), _) => tongue.ta("profile-runs-out", &day(until)),
        (Because::TestedOn(tested), _) => tongue.ta("profile-tested-on", &day(tested)),
        (Because::UsedUntil(used), _) => tongue.ta("profile-used-until", &day(used)),
    };
    html! { (parts::tag(&tongue.t(key), colour)) " " (words) }
}
