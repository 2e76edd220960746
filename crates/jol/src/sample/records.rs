//! From people of the sample to the rows a cell keeps, through the same doors as any other registration.

use std::{collections::HashMap, sync::Arc};

use domain::{
    access::{Action, Actor, Consents, Reach, Role, Seat, Sensitivity, scope},
    id::ReturneeId,
    returnee::{self, Leaving, Number, Typed, Who},
    same::{PairState, pair::Stake},
    sex,
    territory::Territory,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use uuid::Uuid;

use super::{
    history::{Chapter, Clerk, Story},
    offered::{Offered, Sharing},
    person::*,
    told::Pen,
};
use crate::{
    access::store::Office,
    app::{country_day, country_zone, new_id},
    course::store::{Attendance, EnrolmentRow, GroupRow},
    db::journal::{Act, Entry, Note},
    followup::store::{RoadRow, SpellRow, VisitRow},
    profile::store::{ItemRow, WishRow},
    refusal::Refusal,
    returnee::{
        commands::{CONSENT_TEXT, content, fields, first_answers},
        store::{Consent, KeyRow, Returnee, ReturneeRow},
    },
    same::{
        follow::origin,
        index::{Asked, all_pairs},
        pairs::{Found, note},
        store::PairRow,
    },
    support::store::{Letter, NoteRow, StepRow},
    vacancy::store::{CandidacyRow, Report, Vacancy},
    vault::{Chance, Keys, PersonKey, SeededChance, chance},
};

/// The rows of some people, ready to be written.
#[derive(Default)]
pub struct Rows {
    pub keys: Vec<KeyRow>,
    pub returnees: Vec<ReturneeRow>,
    pub consents: Vec<Consent>,
    pub vacancies: Vec<Vacancy>,
    pub reports: Vec<Report>,
    pub groups: Vec<GroupRow>,
    pub items: Vec<ItemRow>,
    pub wishes: Vec<WishRow>,
    pub candidacies: Vec<CandidacyRow>,
    pub enrolments: Vec<EnrolmentRow>,
    pub attendance: Vec<Attendance>,
    pub steps: Vec<StepRow>,
    pub notes: Vec<NoteRow>,
    pub letters: Vec<Letter>,
    pub spells: Vec<SpellRow>,
    pub visits: Vec<VisitRow>,
    pub roads: Vec<RoadRow>,
    pub pairs: Vec<PairRow>,
    pub entries: Vec<Entry>,
    pub count: Count,
}

/// What became of people who were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub n_registered: usize,
    /// Registered under a name that is spelt as it was meant and not as it was typed.
    pub n_mended: usize,
    /// Not registered, because an answer could not be read.
    pub n_refused: usize,
}

impl Rows {
    /// Neighbours in the file are then neighbours in the indexes, which a large country needs.
    fn sort(&mut self) {
        self.keys.sort_unstable_by_key(|row| row.person);
        self.returnees.sort_unstable_by_key(|row| row.id);
        self.consents.sort_unstable_by_key(|row| row.returnee);
        self.items.sort_unstable_by_key(|row| row.id);
        self.wishes.sort_unstable_by_key(|row| row.returnee);
        self.visits.sort_unstable_by_key(|row| row.id);
        self.spells.sort_unstable_by_key(|row| row.id);
        self.roads.sort_unstable_by_key(|row| row.returnee);
        self.pairs.sort_unstable_by_key(|row| row.id);
        self.entries.sort_unstable_by_key(|entry| entry.id);
    }
}

/// Who was registered, and who looks after them.
struct Registered {
    id: ReturneeId,
    key: PersonKey,
    officer: Actor,
    asked: Asked,
}

/// The officers of one office.
#[derive(Clone, Debug)]
pub struct Desk {
    pub officers: Vec<Actor>,
    pub head: Actor,
}

/// Registers people: knows the offices, who sits there, who offers something, and what day it is.
pub struct Registry {
    pub keys: Arc<Keys>,
    pub now: Timestamp,
    pub today: Date,
    /// By territory, the deepest office first.
    pub offices: HashMap<String, Office>,
    pub desks: HashMap<Uuid, Desk>,
    /// Who brings what other agencies hand over, and the program itself.
    pub importer: Actor,
    pub offered: Offered,
}

impl Registry {
    /// Reads every person, registers whoever can be read, and writes down what became of them.
    pub fn register(
        &self,
        people: &[SamplePerson],
        chapter: &Chapter,
        chance: &SeededChance,
    ) -> Result<Rows, Refusal> {
        let zone = country_zone();
        let mut rows = Rows::default();
        let mut sharing = Sharing { registry: self, zone: &zone, chance, rows: &mut rows };
        let shared = sharing.write(chapter)?;
        let mut known = Vec::with_capacity(people.len());
        let mut asked = Vec::with_capacity(people.len());
        for (person, story) in people.iter().zip(&chapter.stories) {
            let Some(registered) = self.add(person, story, &zone, chance, &mut rows)? else {
                continue;
            };
            let row = rows.returnees[rows.returnees.len() - 1].clone();
            let mut pen = Pen {
                registry: self,
                chapter,
                shared: &shared,
                zone: &zone,
                chance,
                rows: &mut rows,
                person: registered.id,
                key: &registered.key,
                officer: registered.officer,
            };
            pen.write(&row, story)?;
            let human = person.same_as.unwrap_or(person.index);
            known.push((human, story, registered.officer));
            asked.push(registered.asked);
        }
        self.find_pairs(&known, &asked, &zone, chance, &mut rows)?;
        rows.sort();
        Ok(rows)
    }

    fn add(
        &self,
        person: &SamplePerson,
        story: &Story,
        zone: &TimeZone,
        chance: &SeededChance,
        rows: &mut Rows,
    ) -> Result<Option<Registered>, Refusal> {
        let (channel, who) = channel(person);
        let typed = typed(person);
        let Ok(details) = typed.read(who, self.today) else {
            rows.count.n_refused += 1;
            return Ok(None);
        };
        let kept = details.typed();
        let names = |typed: &Typed| {
            [&typed.surname, &typed.given, &typed.patronymic].map(|name| name.to_owned())
        };
        rows.count.n_mended += usize::from(names(&kept) != names(&typed));
        rows.count.n_registered += 1;

        let at = self.moment(person.registered_on, zone, chance);
        let id = ReturneeId::from_uuid(new_id(at, chance));
        let office = details.territory.and_then(|place| self.office_for(place));
        let desk = office.and_then(|office| self.desks.get(&office.id));
        let actor = match (channel, desk) {
            (returnee::Channel::Own, _) => {
                Actor { id: id.uuid(), role: Role::Returnee, seat: Seat::Own(id) }
            }
            (returnee::Channel::Assisted, Some(desk)) if !desk.officers.is_empty() => {
                let n_officers = u32::try_from(desk.officers.len()).unwrap_or(1);
                desk.officers[chance::below(chance, n_officers) as usize]
            }
            _ => self.importer,
        };
        let act = Act::new(actor, at);
        let agreed = &story.agreed;
        let restricted_by = desk.map(|desk| desk.head).filter(|_| story.restricted);
        let clerk = self.clerk(office, story.clerk, restricted_by);
        let returnee = Returnee {
            id,
            number: number(person.index),
            version: if restricted_by.is_some() { 2 } else { 1 },
            offices: office.map(Office::above).unwrap_or_default(),
            sensitivity: match restricted_by {
                Some(_) => Sensitivity::Restricted,
                None => Sensitivity::Ordinary,
            },
            consents: agreed.iter().fold(Consents::default(), |all, one| all.with(*one)),
            details,
            channel,
            registered_by: actor.id,
            registered_at: at,
            changed_at: at,
        };

        let key = PersonKey::random(chance);
        let wrapped = Some(self.keys.wrap(chance, id, &key));
        rows.keys.push(KeyRow { person: id.uuid(), wrapped, destroyed_at: None });
        rows.returnees.push(returnee.row(&self.keys, &key, chance)?);
        rows.consents.extend(agreed.iter().map(|purpose| Consent {
            id: new_id(at, chance),
            returnee: id.uuid(),
            purpose: purpose.code().to_owned(),
            text_version: CONSENT_TEXT.to_owned(),
            language: returnee.details.language.code().to_owned(),
            channel: channel.code().to_owned(),
            given_by: actor.id,
            given_at: at,
            withdrawn_at: None,
        }));
        let entry = new_id(at, chance);
        let answers = first_answers(&kept);
        let note = Note {
            action: "registered",
            object_kind: "returnee",
            object: Some(id.uuid()),
            person: Some(id),
            fields: fields(&answers),
            content: Some(content(chance, &key, entry, &answers)?),
        };
        rows.entries.push(Entry::new(entry, &act, note));
        if let Some(head) = restricted_by {
            let note = Note {
                action: "restricted",
                object_kind: "returnee",
                object: Some(id.uuid()),
                person: Some(id),
                fields: vec!["sensitivity"],
                content: None,
            };
            rows.entries.push(Entry::new(new_id(at, chance), &Act::new(head, at), note));
        }
        let asked = Asked::from(&returnee);
        Ok(Some(Registered { id, key, officer: clerk.unwrap_or(self.importer), asked }))
    }

    /// The officer who looks after somebody; of a restricted record it is the head of the office.
    fn clerk(
        &self,
        office: Option<&Office>,
        clerk: Clerk,
        restricted_by: Option<Actor>,
    ) -> Option<Actor> {
        let office = office?;
        let above = office.above_1.filter(|_| clerk.at_the_oblast).unwrap_or(office.id);
        let officers = self.desks.get(&above).or_else(|| self.desks.get(&office.id));
        let officers = &officers?.officers;
        let officer = officers.get(clerk.number as usize % officers.len().max(1)).copied();
        restricted_by.or(officer)
    }

    /// An officer of the office that looks after a place.
    pub fn officer_near(&self, territory: &str, number: usize) -> Actor {
        let office = Territory::parse(territory).ok().and_then(|place| self.office_for(place));
        let clerk = Clerk { at_the_oblast: number.is_multiple_of(3), number: number as u32 };
        self.clerk(office, clerk, None).unwrap_or(self.importer)
    }

    /// Records that the engine takes for one person's, as it would when they came. Some were looked at and are two people.
    /// Records of other chapters are not compared: no household lies in two.
    fn find_pairs(
        &self,
        known: &[(usize, &Story, Actor)],
        asked: &[Asked],
        zone: &TimeZone,
        chance: &SeededChance,
        rows: &mut Rows,
    ) -> Result<(), Refusal> {
        for (one, other, waterfall) in all_pairs(asked) {
            let is_later = rows.returnees[one].id > rows.returnees[other].id;
            let later = if is_later { one } else { other };
            let ((human, story, officer), (another, ..)) =
                (known[later], known[one + other - later]);
            let row = &rows.returnees[later];
            let at = row.registered_at;
            let channel = row.channel.parse().unwrap_or(returnee::Channel::Import);
            let records = [one, other].map(|at| ReturneeId::from_uuid(rows.returnees[at].id));
            let found = Found { records, origin: origin(channel), waterfall };
            let open = found.row(new_id(at, chance), at, Stake::default())?;
            let act = Act::new(self.importer, at);
            rows.entries.push(Entry::new(new_id(at, chance), &act, note(&open, "found", None)));
            let both = [one, other].map(|at| &rows.returnees[at]);
            let looked = story.told_apart && both.into_iter().all(|row| reaches(&officer, row));
            if human == another || !looked {
                rows.pairs.push(open);
                continue;
            }
            let day = country_day(at).tomorrow().unwrap_or(self.today).min(self.today);
            let act = Act::new(officer, self.moment(day, zone, chance).max(at));
            for person in records {
                let note = note(&open, "kept-apart", Some(person));
                rows.entries.push(Entry::new(new_id(act.at, chance), &act, note));
            }
            rows.pairs.push(PairRow {
                state: PairState::Apart.code().to_owned(),
                decided_by: Some(officer.id),
                decided_at: Some(act.at),
                version: 2,
                ..open
            });
        }
        Ok(())
    }

    /// The office that looks after a place: its own, or the nearest above it.
    fn office_for(&self, place: Territory) -> Option<&Office> {
        std::iter::successors(Some(place), |place| place.parent())
            .find_map(|place| self.offices.get(place.code()))
    }

    /// Some moment of the working day, and not later than now.
    pub fn moment(&self, day: Date, zone: &TimeZone, chance: &dyn Chance) -> Timestamp {
        const OPENS: i8 = 8;
        const MICROS: i64 = 10 * 60 * 60 * 1_000_000;
        let opened = day.at(OPENS, 0, 0, 0).to_zoned(zone.clone()).map(|zoned| zoned.timestamp());
        let later = (u64::from_le_bytes(chance::random(chance)) % MICROS as u64) as i64;
        let at = opened
            .ok()
            .and_then(|at| Timestamp::from_microsecond(at.as_microsecond() + later).ok());
        at.unwrap_or(self.now).min(self.now)
    }
}

/// Whether somebody at a desk could have decided about a record.
fn reaches(actor: &Actor, row: &ReturneeRow) -> bool {
    let Ok(scope) = scope(actor, Action::Check) else { return false };
    let is_there = match scope.reach {
        Reach::Country => true,
        Reach::Office { depth, office } => {
            let above = [row.above_1, row.above_2, row.above_3];
            above.get(depth.wrapping_sub(1)).copied().flatten() == Some(office.uuid())
        }
        _ => false,
    };
    is_there && row.sensitivity <= scope.most.level()
}

/// How a registration came, and who has to have answered. Nobody registers on a phone they do not have.
fn channel(person: &SamplePerson) -> (returnee::Channel, Who) {
    match person.channel {
        Channel::SelfService if person.phone.is_some() && person.born_on.is_some() => {
            (returnee::Channel::Own, Who::Person)
        }
        Channel::SelfService | Channel::Assisted => (returnee::Channel::Assisted, Who::Officer),
        Channel::Import => (returnee::Channel::Import, Who::Agency),
    }
}

/// The answers as somebody typed them.
pub fn typed(person: &SamplePerson) -> Typed {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let reason = match person.reason {
        Reason::ContractEnded => returnee::Reason::ContractEnded,
        Reason::Family => returnee::Reason::Family,
        Reason::WorseConditions => returnee::Reason::NoWork,
        Reason::LegalRisk | Reason::EntryBan => returnee::Reason::Documents,
        Reason::Health => returnee::Reason::Health,
        Reason::OwnPlans => returnee::Reason::WantedHome,
        Reason::Other => returnee::Reason::Other,
    };
    let leaving = match person.intention {
        Intention::Stay => Leaving::No,
        Intention::Leave => Leaving::Yes,
        Intention::Unsure => Leaving::Unsure,
    };
    let sex = match person.sex {
        Sex::Female => sex::Sex::Female,
        Sex::Male => sex::Sex::Male,
    };
    Typed {
        surname: person.surname.clone(),
        given: person.given.clone(),
        patronymic: person.patronymic.clone().unwrap_or_default(),
        sex: sex.code().to_owned(),
        birth_on: day(person.born_on),
        pin: person.pin.clone().unwrap_or_default(),
        phone: person.phone.clone().unwrap_or_default(),
        territory: person.territory.to_owned(),
        country: person.country.code().to_owned(),
        returned_on: day(Some(person.returned_on)),
        reasons: reason.code().to_owned(),
        education: education(person.education).code().to_owned(),
        occupation: person.work_abroad.text.to_owned(),
        leaving: leaving.code().to_owned(),
        language: person.page_language.to_owned(),
    }
}

/// What the register calls it.
pub const fn education(education: Education) -> returnee::Education {
    match education {
        Education::Basic => returnee::Education::Basic,
        Education::Secondary => returnee::Education::Secondary,
        Education::Vocational => returnee::Education::Vocational,
        Education::SomeHigher => returnee::Education::SomeHigher,
        Education::Higher => returnee::Education::Higher,
    }
}

/// Every index has a number of its own. Forty drawn bits would meet each other among a million people.
fn number(index: usize) -> Number {
    const MASK: u64 = (1 << 40) - 1;
    // An odd factor and a shift by half undo themselves, so no two numbers become one.
    let mut bits = (index as u64 + 1).wrapping_mul(0x9e_3779_b97f) & MASK;
    bits ^= bits >> 20;
    bits = bits.wrapping_mul(0xbf_5847_6d1b) & MASK;
    let [_, _, _, bytes @ ..] = bits.to_be_bytes();
    Number::from_chance(bytes)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_people_have_one_number() {
        let numbers: HashSet<Number> = (0..200_000).map(number).collect();
        assert_eq!(numbers.len(), 200_000);
    }
}
