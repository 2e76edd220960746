//! A profile in words, for pages and the CV.

use std::sync::Arc;

use domain::{
    classifier::{Classifiers, Code, Codes, Scheme},
    profile::{Evidence, Fluency, Item, Kind, TypedItem},
    territory::Territory,
};
use jiff::civil::Date;

use super::store::KeptWish;
use crate::{
    classifier::Lists,
    returnee::fields::{education_key, full_name, leaving_key},
    words::{Tongue, msg},
};

pub fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Work => msg("profile-kind-work"),
        Kind::Study => msg("profile-kind-study"),
        Kind::Skill => msg("profile-kind-skill"),
        Kind::Language => msg("profile-kind-language"),
        Kind::Licence => msg("profile-kind-licence"),
        Kind::Resource => msg("profile-kind-resource"),
        Kind::Barrier => msg("profile-kind-barrier"),
    }
}

pub fn add_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Work => msg("profile-add-work"),
        Kind::Study => msg("profile-add-study"),
        Kind::Skill => msg("profile-add-skill"),
        Kind::Language => msg("profile-add-language"),
        Kind::Licence => msg("profile-add-licence"),
        Kind::Resource => msg("profile-add-resource"),
        Kind::Barrier => msg("profile-add-barrier"),
    }
}

pub fn evidence_key(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Said => msg("profile-evidence-said"),
        Evidence::Seen => msg("profile-evidence-seen"),
        Evidence::Tested => msg("profile-evidence-tested"),
        Evidence::Certified => msg("profile-evidence-certified"),
        Evidence::Recognised => msg("profile-evidence-recognised"),
    }
}

fn fluency_key(fluency: Fluency) -> &'static str {
    match fluency {
        Fluency::A1 => msg("profile-fluency-a1"),
        Fluency::A2 => msg("profile-fluency-a2"),
        Fluency::B1 => msg("profile-fluency-b1"),
        Fluency::B2 => msg("profile-fluency-b2"),
        Fluency::C1 => msg("profile-fluency-c1"),
        Fluency::C2 => msg("profile-fluency-c2"),
        Fluency::Native => msg("profile-fluency-native"),
    }
}

/// How well a language is known, with its level as other papers have it.
pub fn fluency(tongue: Tongue, fluency: Fluency) -> String {
    let words = tongue.t(fluency_key(fluency));
    match fluency {
        Fluency::Native => words.into_owned(),
        _ => format!("{words} ({fluency})"),
    }
}

/// Words in one language, with the lists that name things.
#[derive(Clone)]
pub struct Speaker {
    pub tongue: Tongue,
    lists: Arc<Classifiers>,
    today: Date,
}

impl Speaker {
    pub fn new(tongue: Tongue, lists: &Lists, today: Date) -> Self {
        Self { tongue, lists: lists.now(), today }
    }

    /// What a line is about: the name of its entry, else the level of studies, else the person's own words.
    pub fn title(&self, item: &Item) -> String {
        let language = self.tongue.language();
        match (item.kind.scheme().zip(item.code.as_ref()), item.education) {
            (Some((scheme, code)), _) => self.lists.name(scheme, code, language).to_owned(),
            (None, Some(education)) => self.tongue.t(education_key(education)).into_owned(),
            (None, None) => item.words.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }

    /// The same for a line that has answers missing.
    pub fn typed_title(&self, typed: &TypedItem) -> String {
        let scheme = typed.kind.parse::<Kind>().ok().and_then(Kind::scheme);
        let code = typed.code.parse::<Code>();
        match scheme.zip(code.ok()) {
            Some((scheme, code)) => {
                self.lists.name(scheme, &code, self.tongue.language()).to_owned()
            }
            None => typed.words.clone(),
        }
    }

    /// The person's own words, where they are not the title already.
    pub fn own_words<'i>(&self, item: &'i Item) -> Option<&'i str> {
        let titled = item.code.is_some() || item.education.is_some();
        item.words.as_ref().filter(|_| titled).map(|words| words.as_str())
    }

    /// What else a line says, each a few words.
    pub fn details(&self, item: &Item) -> Vec<String> {
        let tongue = self.tongue;
        let fluency = item.fluency.map(|known| fluency(tongue, known));
        let country = item.country.map(|country| country.name(tongue.language()).to_owned());
        [fluency, country, self.time(item)].into_iter().flatten().collect()
    }

    /// When it was, to the month: nobody remembers the day, and nobody asks for it.
    fn time(&self, item: &Item) -> Option<String> {
        let tongue = self.tongue;
        let month = |day: Date| tongue.month_year(day);
        match (item.kind, item.from_on, item.to_on) {
            (Kind::Licence, _, Some(to)) => {
                let day = tongue.date_short(to);
                Some(tongue.ta("profile-valid", &[("day", day.into())]))
            }
            (Kind::Study, _, Some(to)) => {
                let year = to.year().to_string();
                Some(tongue.ta("profile-finished", &[("year", year.into())]))
            }
            (_, Some(from), Some(to)) => Some(format!("{} – {}", month(from), month(to))),
            (_, Some(from), None) => {
                Some(tongue.ta("profile-since", &[("month", month(from).into())]))
            }
            (_, None, Some(to)) => Some(tongue.ta("profile-until", &[("month", month(to).into())])),
            (_, None, None) => None,
        }
    }

    /// Entries of a list by their names.
    fn names(&self, scheme: Scheme, codes: &Codes) -> Option<String> {
        let language = self.tongue.language();
        let names: Vec<&str> =
            codes.iter().map(|code| self.lists.name(scheme, code, language)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// The occupations that are wanted.
    pub fn wanted(&self, kept: Option<&KeptWish>) -> Option<String> {
        self.names(Scheme::Occupation, &kept?.wish.occupations)
    }

    /// The wishes as names and answers. What was not answered is not there.
    pub fn wishes(&self, kept: &KeptWish) -> Vec<(&'static str, String)> {
        let (tongue, wish) = (self.tongue, &kept.wish);
        let place = |place: Territory| full_name(place, tongue, self.today);
        let answers = [
            (msg("wish-occupations"), self.wanted(Some(kept))),
            (msg("wish-place"), wish.place.map(place)),
            (msg("wish-km"), wish.km.map(|km| tongue.integer(km.into()))),
            (msg("wish-wage"), wish.wage.map(|wage| tongue.money(wage.tyiyn()))),
            (msg("wish-forms"), self.names(Scheme::WorkForm, &wish.forms)),
            (
                msg("wish-self-employment"),
                wish.self_employment.map(|answer| tongue.t(leaving_key(answer)).into_owned()),
            ),
            (msg("wish-from"), wish.from_on.map(|day| tongue.date_short(day))),
        ];
        answers.into_iter().filter_map(|(key, answer)| Some((key, answer?))).collect()
    }
}
