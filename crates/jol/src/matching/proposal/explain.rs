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
    why::{Short, WayTold, Why},
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
    /// Where their best way is full: the best one that still had room. For each full place a course that leads there.
    with_room: Option<u32>,
    leading: HashMap<u32, u32>,
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
    let of_ways: Vec<ProposalPlace> = places.values().cloned().collect();
    let named = names::named(tx, &of_ways, today).await?;
    let is_open = |at: u32| named.get(&i64::from(at)).is_some_and(|one| one.is_shown);
    let is_full = |way: &WayTold| matches!(way.choice, Choice::Full { .. });
    let with_room = why.with_room(is_open).filter(|_| why.others.first().is_some_and(is_full));
    let led_to = led_to(&places)?;
    let courses_to = |at: u32| led_to.get(&at).map_or(&[][..], Vec::as_slice);
    let full = why.others.iter().filter(|way| is_full(way));
    let leading = full.filter_map(|way| {
        let leads = |course: u32| is_open(course) && courses_to(way.place).contains(&course);
        Some((way.place, why.course(leads)?))
    });
    let leading = leading.collect();
    let n_more = if all { 0 } else { why.others.len().saturating_sub(MOST) };
    why.others.truncate(why.others.len() - n_more);

    let told = why.own.iter().chain(&why.others).map(|way| i64::from(way.place));
    let now = fits(&known, told, &named, (&lists, today))?;
    let gaps: Codes = now.values().flat_map(gaps_of).collect();
    let (courses, _) = courses_for(tx, &gaps, today).await?;
    let sure = known.sure;
    Ok(Some(Explained {
        row,
        line,
        outcome,
        why,
        places,
        named,
        now,
        sure,
        courses,
        with_room,
        leading,
        n_more,
    }))
}

/// The courses among some places that lead to each place.
fn led_to(places: &HashMap<i64, ProposalPlace>) -> Result<HashMap<u32, Vec<u32>>, Error> {
    let mut led_to: HashMap<u32, Vec<u32>> = HashMap::new();
    for place in places.values() {
        let Ok(course) = u32::try_from(place.at) else { continue };
        for way in place.leads()? {
            led_to.entry(way.place).or_default().push(course);
        }
    }
    Ok(led_to)
}

impl Explained {
    /// The groups for which something is added to their points.
    pub fn groups(&self) -> Vec<Group> {
        self.why.added.iter().map(|(group, _)| *group).collect()
    }
}

/// Compares somebody with the vacancies among some places, as far as people are shown them today.
fn fits(
    known: &Known,
    places: impl Iterator<Item = i64>,
    named: &HashMap<i64, Named>,
    (lists, today): (&Classifiers, Date),
) -> Result<HashMap<i64, Result<Fit, LeftOut>>, Error> {
    let weights = &Edition::on(today).weights;
    let mut found = HashMap::new();
    for at in places {
        let Some(one) = named.get(&at).filter(|one| one.is_shown) else { continue };
        if let What::Vacancy(vacancy) = &one.what {
            let offer = vacancy.offer()?;
            found.insert(at, compare(&known.person(), &offer, lists, weights, today));
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
            @if let Some(other) = of.with_room {
                p.govuk-body { (self.t(msg("proposal-short-room"))) " " (self.link(of, other)) }
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
        html! { h3.govuk-heading-s { (self.link(of, way.place)) } }
    }

    fn link(&self, of: &Explained, place: u32) -> Markup {
        let at = i64::from(place);
        let named = of.named.get(&at);
        let href = match self.voice {
            Voice::Officer => Some(format!("/proposals/{}/places/{at}", of.row.id)),
            Voice::You => named.and_then(Named::href),
        };
        names::link(self.tongue, named, href.as_deref())
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
        let (Some(place), Some(named), true) = (of.places.get(&at), of.named.get(&at), matters)
        else {
            return html! {};
        };
        // A course asks for nothing.
        if matches!(named.what, What::Group(..)) && named.is_shown {
            return self.short(of, way, way.points, place);
        }
        let Some(Ok(fit)) = of.now.get(&at) else { return html! {} };
        let (gains, all) = gains(fit, &Edition::on(self.today).weights);
        if all == 0 {
            let points = u16::try_from(fit.of_1000).unwrap_or(u16::MAX);
            return html! {
                p.govuk-body { (self.t(msg("proposal-nothing-missing"))) }
                (self.short(of, way, points, place))
            };
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

    /// Where all of it is taken and nothing is missing: by how much, for how many it was not enough, and a course that leads there.
    fn short(&self, of: &Explained, way: &WayTold, points: u16, place: &ProposalPlace) -> Markup {
        let is_full = matches!(way.choice, Choice::Full { .. });
        let Some(short) = of.why.short(points, &place.asked()).filter(|_| is_full) else {
            return html! {};
        };
        let (tongue, voice) = (self.tongue, self.voice);
        let told = match short {
            Short::NoLonger => {
                vec![self.t(voice.of(msg("proposal-short-now"), msg("proposal-short-now-you")))]
            }
            Short::Behind { points, without } => {
                let behind = match points {
                    0 => self.t(msg("proposal-short-equal")),
                    n => tongue.ta("proposal-short-points", &[("n", n.into())]),
                };
                let many = voice.of(msg("proposal-short-many"), msg("proposal-short-many-you"));
                let places = match without {
                    1 => self.t(msg("proposal-short-one")),
                    n => tongue.ta(many, &[("n", n.into())]),
                };
                vec![behind, places]
            }
        };
        html! {
            ul.govuk-list.govuk-list--bullet {
                @for one in &told { li { (one) } }
                @if let Some(course) = of.leading.get(&way.place) {
                    li { (self.t(msg("proposal-short-course"))) " " (self.link(of, *course)) }
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
