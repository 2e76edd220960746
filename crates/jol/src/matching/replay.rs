//! What a list was made from is kept with what came of it, so that the same list can be made again, bit for bit, by anybody
//! who has the cell. What the rule does not ask is not kept: no name, no sex, no country, no words.

use std::{
    collections::HashMap,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    access::Scope,
    classifier::{Classifiers, Code, Codes, Concept, Nearness, Scheme},
    course::{Course, Way},
    id::ReturneeId,
    language::Language,
    matching::{About, Brings, Edition, Fit, Person, Reason, Weights, brings, compare},
    money::Som,
    profile::{Fluency, Item, Kind, Wish},
    returnee::Education,
    territory::Territory,
    vacancy::{Needs, Offer},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{ForPerson, Known, best_first};
use crate::{
    app::App,
    db::{Command, Error, Grows, Tx},
    record,
    refusal::Refusal,
    returnee::store as returnees,
    vault::{PersonKey, Place},
};

/// A list of vacancies as somebody was shown it, or what one vacancy or one course was for them in a list of people.
#[derive(Clone, Debug, PartialEq)]
pub struct ListShown {
    pub id: Uuid,
    pub returnee: Uuid,
    pub shown_on: Date,
    /// The edition of the weights.
    pub edition: String,
    /// The digest of the lists in force.
    pub lists: Vec<u8>,
    /// Sealed with the person's key.
    pub inputs: Vec<u8>,
    pub content: Vec<u8>,
    pub result: Vec<u8>,
    pub shown_at: Timestamp,
}

record!(ListShown, "list_shown", keys 1, {
    id: Uuid,
    returnee: Uuid,
    shown_on: Date,
    edition: String,
    lists: Vec<u8>,
    inputs: Vec<u8>,
    content: Vec<u8>,
    result: Vec<u8>,
    shown_at: Timestamp,
});

/// A line of the profile, as far as the rule asks for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    kind: Kind,
    code: Option<Code>,
    fluency: Option<Fluency>,
    education: Option<Education>,
    from_on: Option<Date>,
    to_on: Option<Date>,
}

/// A vacancy, as far as the rule asks for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Offered {
    id: Uuid,
    occupation: Code,
    territory: Territory,
    wage_from: Option<Som>,
    wage_to: Option<Som>,
    form: Code,
    starts_on: Option<Date>,
    closes_on: Date,
    needs: String,
}

/// A course, as far as the rule asks for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Taught {
    id: Uuid,
    occupation: Code,
    skills: Codes,
    licences: Codes,
}

/// What somebody is compared with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Things {
    Offers(Vec<Offered>),
    Course(Taught),
}

/// An occupation as the lists in force had it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Occupation {
    code: Code,
    broader: Option<Code>,
    skills: Codes,
}

/// All that a list is made from, but for the weights and the day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Inputs {
    home: Option<Territory>,
    education: Option<Education>,
    lines: Vec<Line>,
    wished: Codes,
    place: Option<Territory>,
    km: Option<u16>,
    wage: Option<Som>,
    forms: Codes,
    from_on: Option<Date>,
    occupations: Vec<Occupation>,
    things: Things,
}

/// A list that was made again.
pub struct Again {
    words: String,
    /// Where the first of it stands among the same for others: what is higher stands first.
    pub rank: (u32, usize),
}

fn rank(brings: &Brings) -> (u32, usize) {
    (brings.nearness as u32, brings.new.iter().len())
}

impl Inputs {
    fn of_vacancies(known: &Known, offers: &[(Uuid, Offer)], lists: &Classifiers) -> Self {
        let offered = |(id, offer): &(Uuid, Offer)| Offered {
            id: *id,
            occupation: offer.occupation.clone(),
            territory: offer.territory,
            wage_from: offer.wage_from,
            wage_to: offer.wage_to,
            form: offer.form.clone(),
            starts_on: offer.starts_on,
            closes_on: offer.closes_on,
            needs: offer.needs.to_string(),
        };
        Self::new(known, Things::Offers(offers.iter().map(offered).collect()), lists)
    }

    fn of_course(known: &Known, id: Uuid, course: &Course, lists: &Classifiers) -> Self {
        let Course { occupation, skills, licences, .. } = course.clone();
        Self::new(known, Things::Course(Taught { id, occupation, skills, licences }), lists)
    }

    fn new(known: &Known, things: Things, lists: &Classifiers) -> Self {
        let of_things: Vec<&Code> = match &things {
            Things::Offers(offers) => offers.iter().map(|offered| &offered.occupation).collect(),
            Things::Course(course) => vec![&course.occupation],
        };
        let is_asked = |item: &&Item| !matches!(item.kind, Kind::Resource | Kind::Barrier);
        let line = |item: &Item| Line {
            kind: item.kind,
            code: item.code.clone(),
            fluency: item.fluency,
            education: item.education,
            from_on: item.from_on,
            to_on: item.to_on,
        };
        // In one order, as they are put together from several places.
        let mut named: Vec<&Code> = known.occupations().chain(of_things).collect();
        named.sort();
        named.dedup();
        let occupation = |concept: &Concept| Occupation {
            code: concept.code.clone(),
            broader: concept.broader.clone(),
            skills: concept.skills.clone(),
        };
        let occupations = named.into_iter().filter_map(|code| lists.find(Scheme::Occupation, code));
        let occupations = occupations.map(occupation).collect();
        let Wish { occupations: wished, place, km, wage, forms, from_on, .. } = known.wish.clone();
        Self {
            home: known.home,
            education: known.education,
            lines: known.items.iter().filter(is_asked).map(line).collect(),
            wished,
            place,
            km,
            wage,
            forms,
            from_on,
            occupations,
            things,
        }
    }

    /// The list once more. None, if something of what was kept cannot be read.
    fn again(&self, weights: &Weights, day: Date) -> Option<Again> {
        let mut lists = Classifiers::default();
        for Occupation { code, broader, skills } in self.occupations.clone() {
            let concept = Concept { code, names: Default::default(), broader, skills };
            lists.add(Scheme::Occupation, concept);
        }
        let item = |line: &Line| Item {
            kind: line.kind,
            code: line.code.clone(),
            words: None,
            fluency: line.fluency,
            education: line.education,
            country: None,
            from_on: line.from_on,
            to_on: line.to_on,
        };
        let items: Vec<Item> = self.lines.iter().map(item).collect();
        let wish = Wish {
            occupations: self.wished.clone(),
            place: self.place,
            km: self.km,
            wage: self.wage,
            forms: self.forms.clone(),
            from_on: self.from_on,
            ..Wish::default()
        };
        let person =
            Person { home: self.home, education: self.education, items: &items, wish: &wish };
        let offers = match &self.things {
            Things::Offers(offers) => offers,
            Things::Course(taught) => return taught.again(&person, &lists, day),
        };
        let mut fits = Vec::new();
        for offered in offers {
            let needs: Needs = offered.needs.parse().ok()?;
            let offer = Offer {
                title: "-".parse().ok()?,
                occupation: offered.occupation.clone(),
                territory: offered.territory,
                wage_from: offered.wage_from,
                wage_to: offered.wage_to,
                form: offered.form.clone(),
                places: 1,
                starts_on: offered.starts_on,
                closes_on: offered.closes_on,
                needs,
                words: None,
            };
            fits.push((offered.id, compare(&person, &offer, &lists, weights, day).ok()?));
        }
        best_first(&mut fits, |id| *id);
        let rank = (fits.first().map_or(0, |(_, fit)| fit.of_1000), 0);
        Some(Again { words: in_words(fits.iter().map(|(id, fit)| (*id, fit))), rank })
    }
}

impl Taught {
    fn again(&self, person: &Person<'_>, lists: &Classifiers, day: Date) -> Option<Again> {
        let course = Course {
            title: "-".parse().ok()?,
            occupation: self.occupation.clone(),
            skills: self.skills.clone(),
            licences: self.licences.clone(),
            hours: 1,
            price: Som::from_tyiyn(0),
            language: Language::Ky,
            way: Way::InPlace,
            words: None,
        };
        let brings = brings(person, &course, lists, day)?;
        Some(Again { words: taught_in_words(self.id, &brings), rank: rank(&brings) })
    }
}

/// A list as text: its order, its points and its reasons, the same on every machine.
fn in_words<'f>(fits: impl Iterator<Item = (Uuid, &'f Fit)>) -> String {
    let mut words = String::new();
    for (id, fit) in fits {
        let reasons: Vec<String> = fit.reasons.iter().map(reason).collect();
        // Writing to a text cannot fail.
        let _ = writeln!(words, "{id} {} {}", fit.of_1000, reasons.join(" "));
    }
    words
}

fn taught_in_words(course: Uuid, brings: &Brings) -> String {
    format!("{course} {} {}\n", near(brings.nearness), brings.new)
}

const fn near(nearness: Nearness) -> &'static str {
    match nearness {
        Nearness::Same => "same",
        Nearness::Unit => "unit",
        Nearness::Minor => "minor",
        Nearness::Far => "far",
    }
}

fn reason(reason: &Reason) -> String {
    let about = match &reason.about {
        About::Occupation(nearness) => format!("occupation:{}", near(*nearness)),
        About::Distance { km } => format!("distance:{km}"),
        About::Wage => "wage".to_owned(),
        About::Need(need) => need.to_string(),
    };
    format!("{about}={}", reason.verdict.code())
}

pub(super) fn sha256(parts: &[&[u8]]) -> Vec<u8> {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    digest.finalize().to_vec()
}

fn place(id: Uuid) -> Place<'static> {
    Place { table: "list_shown", column: "inputs", row: id, version: 1 }
}

/// Whom or what a list is about, and the digest of what it was made from.
type Made = (Uuid, Vec<u8>);

/// What was kept, each with its row: a list that is shown again costs no read.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<HashMap<Made, Uuid>>>);

/// More is not remembered; it is found in the store, as after a start.
const MOST_REMEMBERED: usize = 100_000;

impl Kept {
    pub fn find(&self, about: Uuid, content: &[u8]) -> Option<Uuid> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&(about, content.to_vec())).copied()
    }

    pub fn remember(&self, about: Uuid, content: &[u8], id: Uuid) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_REMEMBERED {
            kept.clear();
        }
        kept.insert((about, content.to_vec()), id);
    }
}

impl ListShown {
    /// With its inputs still open.
    fn new(app: &App, person: ReturneeId, inputs: &Inputs, result: &str) -> anyhow::Result<Self> {
        let (_, digest) = app.lists.with_digest();
        let today = app.today();
        let inputs = serde_json::to_vec(inputs)?;
        let edition = Edition::on(today).name;
        let content = sha256(&[edition.as_bytes(), &digest, &inputs, result.as_bytes()]);
        Ok(Self {
            id: app.new_id(),
            returnee: person.uuid(),
            shown_on: today,
            edition: edition.to_owned(),
            lists: digest.to_vec(),
            inputs,
            content,
            result: sha256(&[result.as_bytes()]),
            shown_at: app.now(),
        })
    }

    /// What one vacancy is for somebody.
    pub fn of_vacancy(
        app: &App,
        (person, known): (ReturneeId, &Known),
        (id, offer): (Uuid, &Offer),
        fit: &Fit,
    ) -> anyhow::Result<Self> {
        let inputs = Inputs::of_vacancies(known, &[(id, offer.clone())], &app.lists.now());
        Self::new(app, person, &inputs, &in_words(std::iter::once((id, fit))))
    }

    /// What one course is for somebody.
    pub fn of_course(
        app: &App,
        (person, known): (ReturneeId, &Known),
        (id, course): (Uuid, &Course),
        brings: &Brings,
    ) -> anyhow::Result<Self> {
        let inputs = Inputs::of_course(known, id, course, &app.lists.now());
        Self::new(app, person, &inputs, &taught_in_words(id, brings))
    }

    /// The row of the same content that was kept before.
    pub(super) async fn kept_before(&self, tx: &mut Tx) -> Result<Option<Uuid>, Error> {
        let sql = "select id from list_shown where returnee = $1 and content = $2";
        let known = tx.one(sql, &[self.returnee.into(), self.content.clone().into()]).await?;
        known.map(|row| row.at(0)).transpose()
    }

    /// Sealed with the key of its person, who is held, so that an erasure meanwhile leaves nothing behind. Whether it is
    /// kept by this: whoever was erased has no lists, and of two at once one keeps it.
    pub(super) async fn keep(&self, app: &App, within: &Scope, tx: &mut Tx) -> Result<bool, Error> {
        let person = ReturneeId::from_uuid(self.returnee);
        let Some((_, key)) = returnees::lock(tx, &app.keys, within, person).await? else {
            return Ok(false);
        };
        let inputs = key.seal(&*app.chance, &place(self.id), &self.inputs);
        tx.insert_new(&Self { inputs, ..self.clone() }).await
    }
}

/// Keeps the part of a list that a page shows, once for each content.
pub async fn keep(
    app: &App,
    within: &Scope,
    id: ReturneeId,
    found: &ForPerson,
) -> Result<(), Refusal> {
    let shown = &found.fits;
    if shown.is_empty() {
        return Ok(());
    }
    let offers: Vec<(Uuid, Offer)> = shown
        .iter()
        .map(|(shown, _)| Ok((shown.vacancy.id, shown.vacancy.offer()?)))
        .collect::<Result<_, Error>>()?;
    let inputs = Inputs::of_vacancies(&found.known, &offers, &app.lists.now());
    let result = in_words(shown.iter().map(|(shown, fit)| (shown.vacancy.id, fit)));
    let row = ListShown::new(app, id, &inputs, &result)?;
    let (person, content) = (row.returnee, row.content.clone());
    if app.kept.find(person, &content).is_some() {
        return Ok(());
    }
    let known = row.kept_before(&mut app.db.read().await?).await?;
    let kept = match known {
        Some(known) => Some(known),
        None => {
            let id = row.id;
            let is_kept = app.db.run(Keep { app: app.clone(), within: *within, row }).await?;
            is_kept.then_some(id)
        }
    };
    if let Some(id) = kept {
        app.kept.remember(person, &content, id);
    }
    Ok(())
}

struct Keep {
    app: App,
    within: Scope,
    row: ListShown,
}

impl Command for Keep {
    type Answer = bool;
    const GROWS: Grows = Grows::Little;

    async fn run<'a>(&'a self, tx: &'a mut Tx) -> Result<bool, Refusal> {
        Ok(self.row.keep(&self.app, &self.within, tx).await?)
    }
}

/// What came of making a list again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Equal,
    Differs,
    /// What it was made from, or its weights, cannot be read by this program.
    Unreadable,
}

impl ListShown {
    /// What the list was made from, as a program reads it.
    pub fn open(&self, key: &PersonKey) -> Result<serde_json::Value, Error> {
        let broken = || Error::Column("inputs".into());
        let plain = key.open(&place(self.id), &self.inputs).map_err(|_| broken())?;
        serde_json::from_slice(&plain).map_err(|_| broken())
    }

    /// The list once more, with the weights of its day.
    pub(super) fn again(&self, key: &PersonKey) -> Option<Again> {
        let inputs = self.open(key).ok().and_then(|value| serde_json::from_value(value).ok());
        let (inputs, edition): (Inputs, _) = inputs.zip(Edition::named(&self.edition))?;
        inputs.again(&edition.weights, self.shown_on)
    }

    pub(super) fn came(&self, again: Option<&Again>) -> Outcome {
        match again {
            None => Outcome::Unreadable,
            Some(again) if sha256(&[again.words.as_bytes()]) == self.result => Outcome::Equal,
            Some(_) => Outcome::Differs,
        }
    }

    /// Makes the list again and looks whether it is the same.
    pub fn replay(&self, key: &PersonKey) -> Outcome {
        self.came(self.again(key).as_ref())
    }
}

/// Lists that were shown from a day on, behind an id: one, those of one person, or all.
pub async fn kept(
    tx: &mut Tx,
    of: Option<Uuid>,
    since: Date,
    after: Uuid,
) -> Result<Vec<ListShown>, Error> {
    let nobody = Uuid::nil();
    let values = [after.into(), since.into(), of.unwrap_or(nobody).into(), nobody.into()];
    let sql = include_str!("queries/lists_shown.sql");
    tx.list(sql, &values).await
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{classifier::built_in, matching::example};

    const TODAY: Date = date(2026, 11, 21);

    fn inputs() -> (Inputs, String) {
        let lists = built_in();
        let code = |code: &str| -> Code { code.parse().unwrap() };
        let work =
            Item { from_on: Some(date(2020, 1, 1)), ..Item::plain(Kind::Work, code("tailor")) };
        let items = vec![
            work,
            Item::plain(Kind::Skill, code("machine-embroidery")),
            Item::plain(Kind::Barrier, code("disability")),
        ];
        let wish = Wish { occupations: "cook".parse().unwrap(), ..Wish::default() };
        let home = Territory::parse("41711000000000").ok();
        let known =
            Known { home, education: Some(Education::College), items, sure: Vec::new(), wish };
        let weights = &Edition::on(TODAY).weights;
        let mut fits = Vec::new();
        let mut offers = Vec::new();
        for (n, offer) in example::offers(lists, TODAY).into_iter().enumerate() {
            let id = Uuid::from_u128(n as u128);
            let Ok(fit) = compare(&known.person(), &offer, lists, weights, TODAY) else { continue };
            offers.push((id, offer));
            fits.push((id, fit));
        }
        best_first(&mut fits, |id| *id);
        let words = in_words(fits.iter().map(|(id, fit)| (*id, fit)));
        let inputs = Inputs::of_vacancies(&known, &offers, lists);
        (inputs, words)
    }

    #[test]
    fn a_list_is_made_again_to_the_bit_from_what_was_kept() {
        let (inputs, words) = inputs();
        let kept = serde_json::to_string(&inputs).unwrap();
        assert!(!kept.contains("disability"), "what is not asked is not kept: {kept}");
        let inputs: Inputs = serde_json::from_str(&kept).unwrap();
        let weights = Edition::on(TODAY).weights;
        assert!(words.lines().count() > 3, "{words}");
        assert_eq!(inputs.again(&weights, TODAY).unwrap().words, words);
    }

    #[test]
    fn other_weights_lists_or_lines_make_another_list() {
        let (inputs, words) = inputs();
        let weights = Edition::on(TODAY).weights;
        let others = [
            inputs.again(&Weights { needs: 300, wage: 180, ..weights }, TODAY),
            Inputs { lines: Vec::new(), ..inputs.clone() }.again(&weights, TODAY),
            Inputs { occupations: Vec::new(), ..inputs.clone() }.again(&weights, TODAY),
            Inputs { home: Territory::parse("41707232000000").ok(), ..inputs }
                .again(&weights, TODAY),
        ];
        for (at, other) in others.into_iter().enumerate() {
            assert_ne!(other.map(|again| again.words).as_ref(), Some(&words), "case {at}");
        }
    }
}
