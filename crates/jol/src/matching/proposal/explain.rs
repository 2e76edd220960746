//! The explanation of one person: what they have, every other way of theirs with its reason, and what would change it. The
//! same for the officer and for the person.

use std::collections::HashMap;

use allocation::fair::Choice;
use domain::{
    classifier::{Classifiers, Code, Codes},
    matching::{About, Edition, Fit, Gain, LeftOut, Reason, compare, gains, proposal::Group},
    profile::Evidence,
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{
    labels::as_key,
    names::{self, Named, What},
    store::{self, Outcome, Proposal, ProposalLine, ProposalPlace, Ways},
    why::{WayTold, Why},
};
use crate::{
    app::App,
    db::{Error, Tx},
    matching::{Known, pages::courses_for, speak},
    refusal::Refusal,
    web::parts,
    words::{Tongue, msg},
};

/// To whom it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// An officer, about somebody.
    Officer,
    /// The person.
    You,
}

impl Voice {
    const fn of(self, officer: &'static str, you: &'static str) -> &'static str {
        match self {
            Self::Officer => officer,
            Self::You => you,
        }
    }
}

/// Other ways that are told unless all are asked for.
const MOST: usize = 10;

/// What is known of one line.
pub(super) struct Explained {
    pub row: Proposal,
    pub line: ProposalLine,
    outcome: Outcome,
    why: Why,
    places: HashMap<i64, ProposalPlace>,
    pub named: HashMap<i64, Named>,
    /// How the vacancies that people are shown fit as things are now.
    now: HashMap<i64, Result<Fit, LeftOut>>,
    sure: Vec<Evidence>,
    courses: speak::Courses,
    /// Ways that are there beside those told.
    n_more: usize,
}

/// Reads it. `None` as long as the proposal is not made.
pub(super) async fn explained(
    app: &App,
    tx: &mut Tx,
    (row, line): (Proposal, ProposalLine),
    (known, ways): (Known, Ways),
    all: bool,
) -> Result<Option<Explained>, Refusal> {
    let Some(outcome) = row.outcome()? else { return Ok(None) };
    let (lists, today) = (app.lists.now(), app.today());
    let numbers = ways.ways.iter().map(|(at, _)| i64::from(*at));
    let places = store::places_at(tx, row.id, numbers).await?;
    let places: HashMap<i64, ProposalPlace> =
        places.into_iter().map(|place| (place.at, place)).collect();
    let own = line.place.and_then(|at| u32::try_from(at).ok());
    let asked = |at: u32| places.get(&i64::from(at)).map(ProposalPlace::asked);
    let mut why = Why::new(&ways, own, &outcome.measures, asked);
    let n_more = if all { 0 } else { why.others.len().saturating_sub(MOST) };
    why.others.truncate(why.others.len() - n_more);

    let told = why.own.iter().chain(&why.others);
    let told: Vec<ProposalPlace> =
        told.filter_map(|way| places.get(&i64::from(way.place)).cloned()).collect();
    let named = names::named(tx, &told, today).await?;
    let now = fits(&known, &named, &lists, today)?;
    let gaps: Codes = now.values().flat_map(gaps_of).collect();
    let (courses, _) = courses_for(tx, &gaps, today).await?;
    let sure = known.sure;
    Ok(Some(Explained { row, line, outcome, why, places, named, now, sure, courses, n_more }))
}

impl Explained {
    /// The groups for which something is added to their points.
    pub fn groups(&self) -> Vec<Group> {
        self.why.added.iter().map(|(group, _)| *group).collect()
    }
}

/// Compares somebody with the vacancies among these places, as far as people are shown them today.
fn fits(
    known: &Known,
    named: &HashMap<i64, Named>,
    lists: &Classifiers,
    today: Date,
) -> Result<HashMap<i64, Result<Fit, LeftOut>>, Error> {
    let weights = &Edition::on(today).weights;
    let mut found = HashMap::new();
    for (at, one) in named.iter().filter(|(_, one)| one.is_shown) {
        if let What::Vacancy(vacancy) = &one.what {
            let offer = vacancy.offer()?;
            found.insert(*at, compare(&known.person(), &offer, lists, weights, today));
        }
    }
    Ok(found)
}

/// What a course could mend.
fn gaps_of(fit: &Result<Fit, LeftOut>) -> Vec<Code> {
    match fit {
        Ok(fit) => fit.reasons.iter().filter_map(Reason::gap).cloned().collect(),
        Err(left_out) => speak::gap_of(left_out).cloned().into_iter().collect(),
    }
}

/// How it is told.
pub(super) struct Telling<'a> {
    pub tongue: Tongue,
    pub lists: &'a Classifiers,
    pub voice: Voice,
    pub today: Date,
}

impl Telling<'_> {
    fn t(&self, key: &'static str) -> String {
        self.tongue.t(key).into_owned()
    }

    /// What they have, and why.
    pub fn own(&self, of: &Explained) -> Markup {
        let Some(way) = &of.why.own else {
            if of.why.others.is_empty() {
                return self.nothing(of);
            }
            let key = self.voice.of(msg("proposal-own-none"), msg("proposal-own-none-you"));
            return html! { p.govuk-body { (self.t(key)) } };
        };
        html! {
            (self.name(of, way))
            (self.points(of, way))
            @if let Some(place) = of.places.get(&i64::from(way.place)) {
                p.govuk-body { (self.asked(place)) }
            }
            @if let Some(Ok(fit)) = of.now.get(&i64::from(way.place)) {
                (speak::reasons(self.tongue, self.lists, (fit, &of.sure), &of.courses))
            }
            (self.not_now(of, way))
        }
    }

    /// Nothing that is open fits. The list of work says why.
    fn nothing(&self, of: &Explained) -> Markup {
        let list = match self.voice {
            Voice::Officer => format!("/returnees/{}/matches", of.line.person()),
            Voice::You => "/me/matches".to_owned(),
        };
        html! {
            p.govuk-body {
                (self.t(msg("proposal-own-nothing"))) " "
                (parts::link(&self.t(msg("matching-title")), &list))
            }
        }
    }

    /// Every other way, and what would change it.
    pub fn others(&self, of: &Explained, all: &str) -> Markup {
        html! {
            @if of.why.own.is_some() && of.why.others.is_empty() {
                p.govuk-body {
                    (self.t(self.voice.of(msg("proposal-no-others"), msg("proposal-no-others-you"))))
                }
            }
            @for way in &of.why.others {
                (self.name(of, way))
                (self.points(of, way))
                p.govuk-body { (self.choice(of, way)) }
                (self.change(of, way))
                (self.not_now(of, way))
            }
            @if of.n_more > 0 {
                p.govuk-body {
                    (self.tongue.ta("proposal-more-ways", &[("n", speak::count(of.n_more))])) " "
                    (parts::link(&self.t(msg("shell-all")), all))
                }
            }
        }
    }

    fn name(&self, of: &Explained, way: &WayTold) -> Markup {
        let at = i64::from(way.place);
        let named = of.named.get(&at);
        let href = match self.voice {
            Voice::Officer => Some(format!("/proposals/{}/places/{at}", of.row.id)),
            Voice::You => named.and_then(Named::href),
        };
        html! { h3.govuk-heading-s { (names::link(self.tongue, named, href.as_deref())) } }
    }

    /// Points, and for which groups some are added.
    fn points(&self, of: &Explained, way: &WayTold) -> Markup {
        let tongue = self.tongue;
        let added = of.why.added.iter().map(|(group, n)| {
            tongue.ta(
                msg("proposal-added-as"),
                &[("n", (*n).into()), ("as", self.t(as_key(*group)).into())],
            )
        });
        let added: Vec<String> = added.collect();
        let points = [("points", way.points.into()), ("all", way.with_added.into())];
        html! {
            p.govuk-body {
                (tongue.ta("proposal-points-here", &points[..1]))
                @if !added.is_empty() {
                    " " (added.join(", ")) ". " (tongue.ta("proposal-points-with", &points[1..]))
                }
            }
        }
    }

    /// How much a place is asked for.
    fn asked(&self, place: &ProposalPlace) -> String {
        let facts = [("want", place.n_want.into()), ("room", place.room.into())];
        self.tongue.ta("proposal-asked-for", &facts)
    }

    fn choice(&self, of: &Explained, way: &WayTold) -> String {
        let (tongue, voice) = (self.tongue, self.voice);
        let place = of.places.get(&i64::from(way.place));
        let asked = place.map(|place| self.asked(place)).unwrap_or_default();
        match way.choice {
            Choice::Has => asked,
            Choice::HasBetter => {
                self.t(voice.of(msg("proposal-why-better"), msg("proposal-why-better-you")))
            }
            Choice::TooFew => {
                let least = [("least", of.outcome.measures.least.into())];
                tongue.ta("proposal-why-few", &least)
            }
            Choice::Waits => {
                let waiting = [("n", of.outcome.measures.waiting.into())];
                tongue.ta("proposal-why-waits", &waiting)
            }
            Choice::Full { .. } => {
                let last = place.and_then(|place| of.why.last(&place.asked())).unwrap_or_default();
                let facts = [("last", last.into()), ("own", way.with_added.into())];
                let key = voice.of(msg("proposal-why-full"), msg("proposal-why-full-you"));
                format!("{asked} {}", tongue.ta(key, &facts))
            }
            Choice::LeadsNowhere => self.t(msg("proposal-why-nowhere")),
            Choice::OthersNeedIt => {
                let key = voice.of(msg("proposal-why-others"), msg("proposal-why-others-you"));
                format!("{asked} {}", self.t(key))
            }
            Choice::Left => format!("{asked} {}", self.t(msg("proposal-why-left"))),
        }
    }

    /// What is missing there as things are now, how many points each would bring, and whether that is enough.
    fn change(&self, of: &Explained, way: &WayTold) -> Markup {
        let at = i64::from(way.place);
        let matters = !matches!(way.choice, Choice::Has | Choice::HasBetter);
        let (Some(Ok(fit)), Some(place), true) = (of.now.get(&at), of.places.get(&at), matters)
        else {
            return html! {};
        };
        let (gains, all) = gains(fit, &Edition::on(self.today).weights);
        if all == 0 {
            return html! { p.govuk-body { (self.t(msg("proposal-nothing-missing"))) } };
        }
        let tongue = self.tongue;
        let of_1000 = |points: u32| u16::try_from(fit.of_1000 + points).unwrap_or(u16::MAX);
        let enough = |points: u32, if_not| match of.why.is_enough(of_1000(points), &place.asked()) {
            true => self.t(msg("proposal-enough")),
            false => self.t(if_not),
        };
        let (one, together) = (msg("proposal-not-enough"), msg("proposal-not-enough-all"));
        let about = |gain: &Gain| {
            let about = About::Need(gain.need.clone());
            Reason { about, verdict: gain.verdict, grounds: None }
        };
        html! {
            p.govuk-body { (self.t(msg("proposal-change"))) }
            ul.govuk-list.govuk-list--bullet {
                @for gain in &gains {
                    @let reason = about(gain);
                    li {
                        (speak::line(tongue, self.lists, &reason, &[])) ": "
                        (tongue.ta("proposal-gain", &[("n", gain.points.into())])) " " (enough(gain.points, one))
                        (speak::mended(tongue, &reason, &of.courses))
                    }
                }
                @if gains.len() > 1 {
                    li { (tongue.ta("proposal-gain-all", &[("n", all.into())])) " " (enough(all, together)) }
                }
            }
        }
    }

    /// What has changed since: it is closed, or left out now.
    fn not_now(&self, of: &Explained, way: &WayTold) -> Markup {
        let at = i64::from(way.place);
        let is_shown = of.named.get(&at).is_some_and(|one| one.is_shown);
        html! {
            @if !is_shown {
                p.govuk-body { (self.t(msg("proposal-place-closed"))) }
            } @else if let Some(Err(left_out)) = of.now.get(&at) {
                p.govuk-body {
                    (self.t(msg("proposal-left-out-now"))) " "
                    (speak::left_out(self.tongue, self.lists, left_out, 1))
                    (speak::closing_of(self.tongue, left_out, &of.courses))
                }
            }
        }
    }
}
