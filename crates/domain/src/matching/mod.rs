//! Who fits what, and why. First what must be there, then how much of the rest is; every answer carries its reasons.
//!
//! Origin, sex, age, health and religion are not among the arguments, so they cannot lower anything.

pub mod shortest;
pub mod proposal;
mod brings;
mod gain;
mod points;
mod weights;

pub use brings::{Brings, brings};
pub use gain::{Gain, gains};
pub use weights::{Edition, Weights};

use jiff::civil::Date;

use crate::{
    classifier::{Classifiers, Code, Codes, Nearness, Scheme},
    codes,
    money::Som,
    profile::{Fluency, Item, Kind, Wish},
    returnee::Education,
    territory::Territory,
    vacancy::{Need, Offer, Strength},
};

/// What is known of a person that work may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    pub home: Option<Territory>,
    /// The highest completed education, as told at registration.
    pub education: Option<Education>,
    pub items: &'a [Item],
    pub wish: &'a Wish,
}

impl Person<'_> {
    /// How far a place is from where their way to work begins.
    pub fn km_to(&self, place: Territory) -> Option<u32> {
        self.wish.place.or(self.home).map(|from| from.km_to(place))
    }

    /// Whether place, wage and form of some work will do for the person, and how far it is.
    pub fn suits(
        &self,
        place: Territory,
        best_wage: Option<Som>,
        form: &Code,
    ) -> Result<Option<u32>, LeftOut> {
        let distance = self.km_to(place);
        if let (Some(km), Some(most)) = (distance, self.wish.km.map(u32::from))
            && km > most
        {
            return Err(LeftOut::TooFar { km, most });
        }
        if let (Some(offered), Some(least)) = (best_wage, self.wish.wage)
            && offered < least
        {
            return Err(LeftOut::Wage { offered, least });
        }
        if self.wish.allows(form) { Ok(distance) } else { Err(LeftOut::Form) }
    }
}

/// Why a person is left out. None of these says anything about the person's worth; each can change.
#[derive(Clone, Debug, PartialEq)]
pub enum LeftOut {
    TooFar {
        km: u32,
        most: u32,
    },
    Wage {
        offered: Som,
        least: Som,
    },
    Form,
    /// It has begun before the person can begin.
    Begins,
    Licence(Code),
    Language(Code, Fluency),
    Education(Education),
    Months {
        needed: u16,
    },
}

impl LeftOut {
    /// Whether two are told as one: how far too far does not matter.
    pub fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::TooFar { .. }, Self::TooFar { .. })
            | (Self::Wage { .. }, Self::Wage { .. })
            | (Self::Months { .. }, Self::Months { .. }) => true,
            _ => self == other,
        }
    }

    /// In one word, for rows and files.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooFar { .. } => "far",
            Self::Wage { .. } => "wage",
            Self::Form => "form",
            Self::Begins => "begins",
            Self::Licence(_) => "licence",
            Self::Language(..) => "language",
            Self::Education(_) => "education",
            Self::Months { .. } => "months",
        }
    }
}

codes! {
    /// What one thing asked for looks like for this person.
    Verdict {
        Met = "met",
        /// There, but less than asked for.
        Below = "below",
        Missing = "missing",
    }
}

impl Verdict {
    /// Halves of what was asked for.
    pub const fn halves(self) -> u32 {
        match self {
            Self::Met => 2,
            Self::Below => 1,
            Self::Missing => 0,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum About {
    /// The occupation was wished for or worked in; how near.
    Occupation(Nearness),
    Distance {
        km: u32,
    },
    Wage,
    Need(Need),
}

/// What the link between a person and one thing asked for rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grounds {
    /// A line of the profile, by its place: as sure as the line.
    Line(usize),
    /// Nothing says so itself, but it comes with an occupation they worked in.
    Implied,
    /// What they told at registration.
    Told,
    /// What they wish for.
    Wished,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub about: About,
    pub verdict: Verdict,
    /// None where nothing is there, and for a distance or a wage.
    pub grounds: Option<Grounds>,
}

impl Reason {
    /// The skill or licence whose lack a course could mend.
    pub fn gap(&self) -> Option<&Code> {
        match (&self.verdict, &self.about) {
            (Verdict::Met, _) => None,
            (_, About::Need(Need::Skill(code, _) | Need::Licence(code, _))) => Some(code),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Thousandths of what could fit. It orders a list and is not kept.
    pub of_1000: u32,
    pub reasons: Vec<Reason>,
}

/// Compares a person with a vacancy.
pub fn compare(
    person: &Person<'_>,
    offer: &Offer,
    lists: &Classifiers,
    weights: &Weights,
    today: Date,
) -> Result<Fit, LeftOut> {
    let best_wage = offer.best_wage();
    let distance = person.suits(offer.territory, best_wage, &offer.form)?;
    if person.wish.is_too_late_for(offer.last_begin()) {
        return Err(LeftOut::Begins);
    }

    let mut reasons = Vec::new();
    let judge = Judge::new(*person, lists, today);
    let nearness = judge.nearness(&offer.occupation);
    let verdict = match nearness {
        Nearness::Same | Nearness::Unit => Verdict::Met,
        Nearness::Minor => Verdict::Below,
        Nearness::Far => Verdict::Missing,
    };
    let grounds = judge.grounds_of_nearness(&offer.occupation, nearness);
    reasons.push(Reason { about: About::Occupation(nearness), verdict, grounds });
    let plain = |about| Reason { about, verdict: Verdict::Met, grounds: None };
    if let Some(km) = distance {
        reasons.push(plain(About::Distance { km }));
    }
    if best_wage.is_some() && person.wish.wage.is_some() {
        reasons.push(plain(About::Wage));
    }
    let (mut got, mut asked) = (0, 0);
    for need in offer.needs.iter() {
        let verdict = judge.verdict(need, &offer.occupation);
        if verdict != Verdict::Met
            && let Some(left_out) = without(need)
        {
            return Err(left_out);
        }
        asked += 2 * need.weight();
        got += verdict.halves() * need.weight();
        let grounds = judge.grounds(need, &offer.occupation);
        reasons.push(Reason { about: About::Need(need.clone()), verdict, grounds });
    }
    let of_1000 = weights.of_occupation(nearness)
        + weights.of_needs(got, asked)
        + weights.of_way(distance)
        + weights.of_wage(best_wage, person.wish.wage);
    Ok(Fit { of_1000, reasons })
}

/// Why somebody is left out who does not have all that a need asks for; `None` if it leaves nobody out.
pub fn without(need: &Need) -> Option<LeftOut> {
    if need.strength() != Strength::Must {
        return None;
    }
    match need {
        Need::Licence(code, _) => Some(LeftOut::Licence(code.clone())),
        Need::Language(code, level, _) => Some(LeftOut::Language(code.clone(), *level)),
        Need::Education(education, _) => Some(LeftOut::Education(*education)),
        Need::Months(needed, _) => Some(LeftOut::Months { needed: *needed }),
        // A skill can be shown on the day or learnt on a course: it is told, and costs, and leaves nobody out.
        Need::Skill(..) => None,
    }
}

/// What one person has of what is asked.
pub struct Judge<'a> {
    person: Person<'a>,
    /// Occupations they worked in or wish for, each with its unit group.
    known: Vec<(&'a Code, Option<&'a Code>)>,
    /// Skills that come with the occupations they worked in.
    implied: Codes,
    lists: &'a Classifiers,
    today: Date,
}

impl<'a> Judge<'a> {
    pub fn new(person: Person<'a>, lists: &'a Classifiers, today: Date) -> Self {
        let worked = person.items.iter().filter(|item| item.kind == Kind::Work);
        let occupations = worked.filter_map(|item| item.code.as_ref());
        let known = occupations.clone().chain(person.wish.occupations.iter());
        let known = known.map(|code| (code, lists.unit_group(code))).collect();
        let concepts = occupations.filter_map(|code| lists.find(Scheme::Occupation, code));
        let implied = concepts.flat_map(|concept| concept.skills.iter().cloned()).collect();
        Self { person, known, implied, lists, today }
    }

    /// Skills they have or that come with their work: all others are missing.
    pub fn skills(&self) -> impl Iterator<Item = &Code> {
        let own = self.person.items.iter().filter(|item| item.kind == Kind::Skill);
        own.filter_map(|item| item.code.as_ref()).chain(self.implied.iter())
    }

    /// How near an occupation is to what they wish or have done.
    pub fn nearness(&self, occupation: &Code) -> Nearness {
        self.nearness_within(occupation, self.lists.unit_group(occupation))
    }

    /// The same where its unit group was looked up before.
    pub fn nearness_within(&self, occupation: &Code, group: Option<&Code>) -> Nearness {
        let near = self.known.iter().map(|known| Nearness::between(*known, (occupation, group)));
        near.max().unwrap_or(Nearness::Far)
    }

    /// The first line that is about something.
    fn line(&self, kind: Kind, code: &Code) -> Option<usize> {
        let is = |item: &Item| item.kind == kind && item.code.as_ref() == Some(code);
        self.person.items.iter().position(is)
    }

    /// The lines of work in an occupation or one of its unit group.
    fn work_near(&self, occupation: &Code) -> impl Iterator<Item = usize> {
        let is_near = |item: &Item| {
            item.kind == Kind::Work
                && item
                    .code
                    .as_ref()
                    .is_some_and(|code| self.lists.nearness(code, occupation) >= Nearness::Unit)
        };
        let lines = self.person.items.iter().enumerate();
        lines.filter(move |(_, item)| is_near(item)).map(|(at, _)| at)
    }

    /// The line or the wish that an occupation is so near to.
    fn grounds_of_nearness(&self, occupation: &Code, nearness: Nearness) -> Option<Grounds> {
        let is_so_near = |code: &Code| self.lists.nearness(code, occupation) == nearness;
        let of_work =
            |item: &Item| item.kind == Kind::Work && item.code.as_ref().is_some_and(is_so_near);
        if nearness == Nearness::Far {
            return None;
        }
        // Work done is surer than work wished for.
        let line = self.person.items.iter().position(of_work).map(Grounds::Line);
        line.or(Some(Grounds::Wished))
    }

    /// What the verdict of a need rests on.
    pub fn grounds(&self, need: &Need, occupation: &Code) -> Option<Grounds> {
        let line = |kind, code| self.line(kind, code).map(Grounds::Line);
        match need {
            Need::Skill(code, _) => {
                line(Kind::Skill, code).or(self.implied.contains(code).then_some(Grounds::Implied))
            }
            Need::Licence(code, _) => line(Kind::Licence, code),
            Need::Language(code, ..) => line(Kind::Language, code),
            Need::Education(..) => {
                let studied = self.person.items.iter().enumerate();
                let best = studied.filter_map(|(at, item)| Some((item.education?, at))).max();
                match best {
                    Some((level, at)) if Some(level) >= self.person.education => {
                        Some(Grounds::Line(at))
                    }
                    _ => self.person.education.map(|_| Grounds::Told),
                }
            }
            Need::Months(..) => self.work_near(occupation).next().map(Grounds::Line),
        }
    }

    /// How a need of work in an occupation is met.
    pub fn verdict(&self, need: &Need, occupation: &Code) -> Verdict {
        let Self { person, implied, today, .. } = self;
        let has = |kind: Kind, code: &Code| self.line(kind, code).map(|at| &person.items[at]);
        let at_least = |met: bool, some: bool| match (met, some) {
            (true, _) => Verdict::Met,
            (false, true) => Verdict::Below,
            (false, false) => Verdict::Missing,
        };
        match need {
            Need::Skill(code, _) => {
                at_least(has(Kind::Skill, code).is_some(), implied.contains(code))
            }
            Need::Licence(code, _) => match has(Kind::Licence, code) {
                // One that has run out can be renewed.
                Some(item) => at_least(item.to_on.is_none_or(|until| until >= *today), true),
                None => Verdict::Missing,
            },
            Need::Language(code, level, _) => match has(Kind::Language, code) {
                Some(item) => at_least(item.fluency.is_some_and(|known| known >= *level), true),
                None => Verdict::Missing,
            },
            Need::Education(education, _) => {
                let studied = person.items.iter().filter_map(|item| item.education);
                let best = studied.chain(person.education).max();
                at_least(best.is_some_and(|best| best >= *education), best.is_some())
            }
            Need::Months(needed, _) => {
                let near = self.work_near(occupation).map(|at| &person.items[at]);
                let months: i32 = near.filter_map(|item| item.months(*today)).sum();
                at_least(months >= i32::from(*needed), months > 0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        classifier::Concept,
        profile::{TypedItem, TypedWish},
        vacancy::TypedOffer,
    };

    const TODAY: Date = date(2026, 11, 21);
    const BATKEN: &str = "41705214000000";
    const TALAS: &str = "41707232000000";

    fn lists() -> Classifiers {
        let mut lists = Classifiers::default();
        for (scheme, code, broader, skills) in [
            (Scheme::Occupation, "seamstress", "7531", "overlock"),
            (Scheme::Occupation, "cutter", "7532", ""),
            (Scheme::Occupation, "cook", "5120", ""),
            (Scheme::Skill, "overlock", "", ""),
            (Scheme::Skill, "flat-seam", "", ""),
            (Scheme::Licence, "B", "", ""),
            (Scheme::Language, "ru", "", ""),
            (Scheme::WorkForm, "full-time", "", ""),
            (Scheme::WorkForm, "remote", "", ""),
        ] {
            let names = Default::default();
            let (broader, skills) = (broader.parse().ok(), skills.parse().unwrap());
            let code = code.parse().unwrap();
            lists.add(scheme, Concept { code, names, broader, skills });
        }
        lists
    }

    fn item(kind: &str, code: &str, level: &str) -> Item {
        let [kind, code, level] = [kind, code, level].map(str::to_owned);
        let typed = TypedItem {
            from_on: "2020-01-01".into(),
            to_on: "2022-01-01".into(),
            kind,
            code,
            level,
            ..TypedItem::default()
        };
        typed.read(&lists(), TODAY).unwrap()
    }

    fn wish(km: &str, wage: &str, forms: &str) -> Wish {
        let [km, wage, forms] = [km, wage, forms].map(str::to_owned);
        TypedWish { km, wage, forms, ..TypedWish::default() }.read(&lists(), TODAY).unwrap()
    }

    fn offer(territory: &str, needs: &str) -> Offer {
        let typed = TypedOffer {
            title: "Тикмечи".into(),
            occupation: "seamstress".into(),
            territory: territory.into(),
            wage_to: "30000".into(),
            form: "full-time".into(),
            places: "1".into(),
            closes_on: "2026-12-01".into(),
            needs: needs.into(),
            ..TypedOffer::default()
        };
        typed.read(&lists(), TODAY).unwrap()
    }

    fn fit(items: &[Item], wish: &Wish, offer: &Offer) -> Result<Fit, LeftOut> {
        let home = Territory::parse(BATKEN).ok();
        let person = Person { home, education: Some(Education::Secondary), items, wish };
        compare(&person, offer, &lists(), &Edition::on(TODAY).weights, TODAY)
    }

    #[test]
    fn work_that_has_begun_before_the_person_can_is_left_out() {
        let from = |on: &str| Wish { from_on: on.parse().ok(), ..Wish::default() };
        let starting = |on: &str| Offer { starts_on: on.parse().ok(), ..offer(BATKEN, "") };
        // People are looked for until 1 December.
        for (from_on, starts_on, is_in) in [
            ("2027-01-10", "2027-01-10", true),
            ("2027-01-11", "2027-01-10", false),
            ("2026-12-01", "2026-11-25", true),
            ("2026-12-02", "2026-11-25", false),
            ("2027-01-11", "", true),
            ("", "2026-11-25", true),
        ] {
            let found = fit(&[], &from(from_on), &starting(starts_on)).map(|_| ());
            let expected = if is_in { Ok(()) } else { Err(LeftOut::Begins) };
            assert_eq!(found, expected, "{from_on:?} {starts_on:?}");
        }
    }

    #[test]
    fn what_must_be_there_leaves_out_and_says_why() {
        let any = Wish::default();
        let licence = || "B".parse().unwrap();
        let ru = || "ru".parse().unwrap();
        let cases = [
            (fit(&[], &wish("50", "", ""), &offer(TALAS, "")).is_err(), true),
            (fit(&[], &wish("50", "", ""), &offer(BATKEN, "")).is_err(), false),
            (fit(&[], &wish("", "30001", ""), &offer(BATKEN, "")).is_err(), true),
            (fit(&[], &wish("", "", "remote"), &offer(BATKEN, "")) == Err(LeftOut::Form), true),
            (
                fit(&[], &any, &offer(BATKEN, "licence:B!")) == Err(LeftOut::Licence(licence())),
                true,
            ),
            (
                fit(&[item("language", "ru", "A2")], &any, &offer(BATKEN, "language:ru:B1!"))
                    == Err(LeftOut::Language(ru(), Fluency::B1)),
                true,
            ),
            (
                fit(&[item("language", "ru", "B2")], &any, &offer(BATKEN, "language:ru:B1!"))
                    .is_err(),
                false,
            ),
            (fit(&[], &any, &offer(BATKEN, "months:6!")).is_err(), true),
            (
                fit(&[item("work", "seamstress", "")], &any, &offer(BATKEN, "months:24!")).is_err(),
                false,
            ),
        ];
        for (at, (got, expected)) in cases.into_iter().enumerate() {
            assert_eq!(got, expected, "case {at}");
        }
    }

    #[test]
    fn a_missing_skill_is_told_and_leaves_nobody_out() {
        let fit = fit(
            &[item("work", "seamstress", "")],
            &Wish::default(),
            &offer(BATKEN, "skill:overlock! skill:flat-seam licence:B"),
        )
        .unwrap();
        let verdicts: Vec<&Verdict> = fit.reasons[2..].iter().map(|r| &r.verdict).collect();
        assert_eq!(verdicts, [&Verdict::Below, &Verdict::Missing, &Verdict::Missing]);
        let gaps: Vec<&str> =
            fit.reasons.iter().filter_map(Reason::gap).map(Code::as_str).collect();
        assert_eq!(gaps, ["overlock", "flat-seam", "B"]);
    }

    #[test]
    fn a_reason_says_what_it_rests_on() {
        let items = [
            item("language", "ru", "B2"),
            item("work", "cutter", ""),
            item("work", "seamstress", ""),
            item("skill", "flat-seam", ""),
        ];
        let needs =
            "skill:flat-seam skill:overlock language:ru:B1 licence:B education:basic months:6";
        let grounds = |items: &[Item], wish: &Wish| -> Vec<Option<Grounds>> {
            let fit = fit(items, wish, &offer(BATKEN, needs)).unwrap();
            fit.reasons.iter().map(|reason| reason.grounds).collect()
        };
        use Grounds::{Implied, Line, Told, Wished};
        assert_eq!(
            grounds(&items, &Wish::default()),
            [
                Some(Line(2)),
                None,
                Some(Line(3)),
                Some(Implied),
                Some(Line(0)),
                None,
                Some(Told),
                Some(Line(2))
            ]
        );
        let occupations = "seamstress".parse().unwrap();
        let wish = Wish { occupations, ..Wish::default() };
        let none = [Some(Wished), None, None, None, None, None, Some(Told), None];
        assert_eq!(grounds(&[], &wish), none);
        assert_eq!(grounds(&[], &Wish::default())[0], None);
    }

    #[test]
    fn a_gain_is_what_the_fit_would_have_more() {
        let items = [item("work", "seamstress", "")];
        let any = Wish::default();
        let offer = offer(BATKEN, "skill:overlock! skill:flat-seam licence:B");
        let weights = &Edition::on(TODAY).weights;
        let now = fit(&items, &any, &offer).unwrap();
        let (gains, all) = gains(&now, weights);
        assert_eq!(gains.len(), 3, "{gains:?}");
        let more = |new: &[(Kind, &str)]| {
            let new = new.iter().map(|(kind, code)| Item::plain(*kind, code.parse().unwrap()));
            let items: Vec<Item> = items.iter().cloned().chain(new).collect();
            fit(&items, &any, &offer).unwrap().of_1000 - now.of_1000
        };
        for gain in &gains {
            let (Need::Skill(code, _) | Need::Licence(code, _)) = &gain.need else { panic!() };
            let kind = if code.as_str() == "B" { Kind::Licence } else { Kind::Skill };
            assert_eq!(gain.points, more(&[(kind, code.as_str())]), "{gain:?}");
        }
        assert!(gains.is_sorted_by(|a, b| a.points >= b.points), "{gains:?}");
        let skills = ["overlock", "flat-seam"].map(|code| (Kind::Skill, code));
        assert_eq!(all, more(&[skills[0], skills[1], (Kind::Licence, "B")]));
        let content = fit(&[], &any, &self::offer(BATKEN, "")).unwrap();
        assert_eq!(super::gains(&content, weights), (vec![], 0));
    }

    #[test]
    fn more_never_fits_less() {
        let any = Wish::default();
        let offer = offer(BATKEN, "skill:overlock! skill:flat-seam");
        let steps: [&[Item]; 4] = [
            &[item("work", "cook", "")],
            &[item("work", "cutter", "")],
            &[item("work", "seamstress", "")],
            &[item("work", "seamstress", ""), item("skill", "overlock", "")],
        ];
        let fits: Vec<u32> =
            steps.iter().map(|items| fit(items, &any, &offer).unwrap().of_1000).collect();
        assert!(fits.is_sorted_by(|a, b| a < b), "{fits:?}");
    }
}
