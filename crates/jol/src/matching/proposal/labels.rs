//! What proposals and their parts are called, and which of their numbers somebody is told.

use domain::{
    access::{Action, Actor, scope},
    indicator::is_small,
    matching::proposal::{Declined, Group, Measures, Mode, State},
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::store::{Compared, GroupRate, Measure, Proposal, ProposalPlace, Total};
use crate::{
    db::Error,
    web::parts::{self, Colour},
    words::{Tongue, msg},
};

const fn state_key(state: State) -> &'static str {
    match state {
        State::Waiting => msg("proposal-state-waiting"),
        State::Making => msg("proposal-state-making"),
        State::Ready => msg("proposal-state-ready"),
        State::Accepted => msg("proposal-state-accepted"),
        State::Partly => msg("proposal-state-partly"),
        State::Refused => msg("proposal-state-refused"),
        State::Broken => msg("proposal-state-broken"),
    }
}

pub(super) fn state_tag(tongue: Tongue, row: &Proposal, today: Date) -> Result<Markup, Error> {
    if row.over_since(today)?.is_some() {
        return Ok(parts::tag(&tongue.t("proposal-state-over"), Colour::Grey));
    }
    let state = row.state()?;
    let colour = match state {
        State::Waiting | State::Making => Colour::Blue,
        State::Ready => Colour::Yellow,
        State::Accepted | State::Partly => Colour::Green,
        State::Refused => Colour::Grey,
        State::Broken => Colour::Red,
    };
    Ok(parts::tag(&tongue.t(state_key(state)), colour))
}

/// Until when places are proposed from it, or since when they no longer are.
pub(super) fn lasts(tongue: Tongue, row: &Proposal, today: Date) -> Result<Markup, Error> {
    let day = |day| [("day", tongue.date_long(day).into())];
    let until = match row.is_in_force(today)? {
        true => row.last_on,
        false => None,
    };
    Ok(html! {
        @if let Some(last) = until { p.govuk-body { (tongue.ta("proposal-until", &day(last))) } }
        @if let Some(since) = row.over_since(today)? {
            (parts::inset(html! { p.govuk-body { (tongue.ta("proposal-over", &day(since))) } }))
        }
    })
}

pub const fn group_key(group: Group) -> &'static str {
    match group {
        Group::Women => msg("proposal-group-women"),
        Group::Disability => msg("proposal-group-disability"),
        Group::Youth => msg("proposal-group-youth"),
        Group::Rural => msg("proposal-group-rural"),
        Group::Parents => msg("proposal-group-parents"),
    }
}

/// How places are given.
pub(super) const fn mode_key(mode: Mode) -> &'static str {
    match mode {
        Mode::Auction => msg("proposal-mode-auction"),
        Mode::Stable => msg("proposal-mode-stable"),
    }
}

/// As whom somebody has more points.
pub(super) const fn as_key(group: Group) -> &'static str {
    match group {
        Group::Women => msg("proposal-as-women"),
        Group::Disability => msg("proposal-as-disability"),
        Group::Youth => msg("proposal-as-youth"),
        Group::Rural => msg("proposal-as-rural"),
        Group::Parents => msg("proposal-as-parents"),
    }
}

pub(super) const fn declined_key(declined: Declined) -> &'static str {
    match declined {
        Declined::Work => msg("proposal-declined-work"),
        Declined::Far => msg("proposal-declined-far"),
        Declined::Wage => msg("proposal-declined-wage"),
        Declined::Home => msg("proposal-declined-home"),
        Declined::HasWork => msg("proposal-declined-has-work"),
        Declined::LeavesAgain => msg("proposal-declined-leaves"),
        Declined::Other => msg("proposal-declined-other"),
    }
}

/// One of the measures with its number.
pub(super) fn measure(tongue: Tongue, measure: Measure, of: &Measures) -> String {
    let told = |key, n: u16, group: Option<Group>| {
        let name = group.map_or("".into(), |group| tongue.t(group_key(group)));
        tongue.ta(key, &[("n", n.into()), ("group", name.into_owned().into())])
    };
    let points = |key, n: u16| tongue.ta(key, &[("n", n.into())]);
    match measure {
        Measure::Added(group) => {
            told(msg("proposal-measure-added"), of.added[group as usize], Some(group))
        }
        Measure::Kept(group) => {
            told(msg("proposal-measure-kept"), of.kept[group as usize], Some(group))
        }
        Measure::Least => points(msg("proposal-measure-least"), of.least),
        Measure::Waiting => points(msg("proposal-measure-waiting"), of.waiting),
        Measure::Placing => points(msg("proposal-measure-placing"), of.placing),
    }
}

/// Every measure that does something.
pub fn measures(tongue: Tongue, of: &Measures) -> Vec<String> {
    let groups = |values: [u16; Group::ALL.len()], kind: fn(Group) -> Measure| {
        let taken = Group::ALL.iter().zip(values).filter(|(_, n)| *n > 0);
        taken.map(move |(group, _)| kind(*group))
    };
    let plain = [
        (Measure::Least, of.least),
        (Measure::Waiting, of.waiting),
        (Measure::Placing, of.placing),
    ];
    let plain = plain.into_iter().filter(|(_, n)| *n > 0).map(|(one, _)| one);
    let all = groups(of.added, Measure::Added).chain(groups(of.kept, Measure::Kept)).chain(plain);
    let mut told: Vec<String> = all.map(|one| measure(tongue, one, of)).collect();
    if of.course > 0 && of.mode == Mode::Auction {
        told.push(tongue.ta("proposal-measure-course", &[("n", of.course.into())]));
    }
    told
}

/// Which numbers of people somebody is told. Who looks after people sees them anyway; who sees only numbers is told none
/// that could point at a single one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    sees_people: bool,
}

impl Counts {
    pub fn of(actor: &Actor) -> Self {
        Self { sees_people: scope(actor, Action::Check).is_ok() }
    }

    /// Whether the parts of a whole may be told.
    pub fn tells(self, parts: &[u64]) -> bool {
        self.sees_people || !parts.iter().any(|n| is_small(*n))
    }

    /// Sums of people over several places: beside those of single places that are told, what is hidden would follow from them.
    pub fn tells_sums(self) -> bool {
        self.sees_people
    }

    /// The numbers of everybody together.
    pub fn tells_total(self, n_people: u64, total: &Total) -> bool {
        let Total { placed, on_courses, .. } = *total;
        let without = n_people.saturating_sub(placed);
        self.tells(&[placed.saturating_sub(on_courses), on_courses, without])
    }

    /// How places of people changed.
    pub fn tells_compared(self, compared: &Compared) -> bool {
        let Compared { in_both, same, other, newly, no_longer, .. } = *compared;
        let nowhere = in_both.saturating_sub(same + other + newly + no_longer);
        self.tells(&[same, other, newly, no_longer, nowhere])
    }

    /// How many have a place, of them because it was kept for a group, how many would rather have it, and how many could go there
    /// and have something better.
    pub fn tells_place(self, place: &ProposalPlace) -> bool {
        let [could, want, placed, kept] =
            [place.n_could, place.n_want, place.n_placed, place.n_kept].map(unsigned);
        let placed = [kept, placed.saturating_sub(kept)];
        let others = [want.saturating_sub(placed[0] + placed[1]), could.saturating_sub(want)];
        self.tells(&[placed, others].concat())
    }

    /// How many have a place, of how many.
    pub fn placed(self, tongue: Tongue, placed: u64, of: u64) -> Markup {
        let n = |n: u64| i64::try_from(n).unwrap_or(i64::MAX).into();
        match self.tells(&[placed, of.saturating_sub(placed)]) {
            true => {
                html! { (tongue.ta("proposal-n-of", &[("n", n(placed)), ("all", n(of))])) }
            }
            false => hidden(tongue),
        }
    }
}

/// Whether it is told how often people of a group have a place. What could point at a few is not told to anybody: it is what
/// others are shown, too.
pub(super) fn tells_group(one: &GroupRate) -> bool {
    let parts = [
        one.placed,
        one.of.saturating_sub(one.placed),
        one.others_placed,
        one.others_of.saturating_sub(one.others_placed),
    ];
    !parts.iter().any(|n| is_small(*n))
}

/// In the place of a number that is not told.
pub(super) fn hidden(tongue: Tongue) -> Markup {
    html! {
        span aria-hidden="true" { "—" }
        span.govuk-visually-hidden { (tongue.t("statistics-hidden")) }
    }
}

/// A count that came from the store.
pub(super) fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

pub(super) fn integer(tongue: Tongue, n: u64) -> String {
    tongue.integer(i64::try_from(n).unwrap_or(i64::MAX))
}

/// How many people of a proposal there are and how many of them have a place, once that is known.
pub(super) fn placed(row: &Proposal) -> Result<Option<(u64, u64)>, crate::db::Error> {
    let outcome = row.outcome()?;
    Ok(outcome.map(|outcome| (outcome.total.placed, unsigned(row.n_people))))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn who_sees_only_numbers_is_told_none_of_a_few_people() {
        let (people, numbers) = (Counts { sees_people: true }, Counts { sees_people: false });
        assert!(people.tells(&[1, 9]));
        assert!(numbers.tells(&[0, 10, 400]));
        assert!(!numbers.tells(&[10, 9]));
    }

    #[test]
    fn how_many_have_what_was_kept_is_no_small_number_for_who_sees_only_numbers() {
        let place = |n_placed, n_kept| ProposalPlace {
            proposal: Uuid::nil(),
            at: 0,
            kind: "vacancy".to_owned(),
            thing: Uuid::nil(),
            room: 40,
            n_could: 90,
            n_want: 60,
            n_placed,
            n_kept,
            last_worth: None,
            price: None,
            leads: String::new(),
        };
        for (place, is_told) in [
            (place(40, 0), true),
            (place(40, 20), true),
            (place(40, 1), false),
            (place(40, 39), false),
            (place(59, 0), false),
        ] {
            let only_numbers = Counts { sees_people: false };
            assert_eq!(only_numbers.tells_place(&place), is_told, "{place:?}");
            assert!(Counts { sees_people: true }.tells_place(&place));
        }
    }
}
